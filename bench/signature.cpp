// The bench signature: a digest of the plans of 20 fixed instances, ended by steps and never by
// time. A change that was meant to change no plan leaves every line as it is; one that was meant to
// is committed together with the new bench/signature.txt.
//
//   bench_signature            prints the lines
//   bench_signature --check    compares them with bench/signature.txt; exit code 1 if they differ
//   bench_signature --update   writes bench/signature.txt
//
// Each instance is planned on one thread and on two: the answer must not depend on it.
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "bench/peers/cut_county.h"
#include "planner/planner.h"
#include "tests/unit/planner/random_instance.h"

namespace {

using namespace sojourn;
using namespace sojourn::planner;
using sojourn::planner::testing::random_instance;
using sojourn::planner::testing::RandomOptions;

struct Case {
  std::string name;
  std::int64_t steps;
  std::function<Instance()> make;
};

/// Small enough to be proven, with every feature of the model, then cuts of the example county,
/// then whole counties for a few steps.
std::vector<Case> all_cases() {
  std::vector<Case> cases;
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    cases.push_back({"random-" + std::to_string(seed), 200, [seed] {
                       RandomOptions options;
                       options.pairing = seed % 4 == 0 ? Pairing::first : Pairing::joint;
                       options.small_weights = seed % 3 == 0;
                       options.near_sites = seed % 2 == 0 ? 3 : 0;
                       return random_instance(900 + seed, 4 + static_cast<int>(seed),
                                              12 + 3 * static_cast<int>(seed), options);
                     }});
  }
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    const bool tight = seed % 2 == 0;
    cases.push_back({"cut-" + std::to_string(seed) + (tight ? "-tight" : ""), 12, [seed, tight] {
                       const int sites = 8 + 6 * static_cast<int>(seed);
                       return peers::cut(peers::example_instance({.seed = seed, .tight = tight}),
                                         sites, sites * (tight ? 6 : 9));
                     }});
  }
  for (std::uint64_t seed = 1; seed <= 2; ++seed) {
    for (const bool tight : {false, true}) {
      cases.push_back(
          {"county-" + std::to_string(seed) + (tight ? "-tight" : ""), 6,
           [seed, tight] { return peers::example_instance({.seed = seed, .tight = tight}); }});
    }
  }
  return cases;
}

std::string digest_of(const Instance& instance, const Plan& plan) {
  std::string text;
  for (const Placement& placement : plan.placements) {
    text += instance.text(instance.staff[static_cast<std::size_t>(placement.staff)].id);
    text += ',';
    text += instance.text(instance.sites[static_cast<std::size_t>(placement.site)].id);
    text += placement.role == Role::leader ? ",leader\n" : ",member\n";
  }
  for (std::size_t s = 0; s < plan.lead_sponsors.size(); ++s) {
    const Ix lead = plan.lead_sponsors[s];
    text += instance.text(instance.sites[s].id);
    text += ',';
    if (lead != none) {
      text += instance.text(instance.sponsors[static_cast<std::size_t>(lead)].id);
    }
    text += '\n';
  }
  return base::sha256_hex(text).substr(0, 16);
}

std::string line_of(const Case& fixed) {
  const Instance instance = fixed.make();
  std::string line;
  for (const int threads : {1, 2}) {
    Options options;
    options.threads = threads;
    options.seed = 7;
    options.steps = fixed.steps;
    const Solution solution = solve(instance, options);
    std::ostringstream out;
    out << fixed.name << " steps " << solution.steps << " total " << solution.value.total
        << " bound " << solution.certificate.bound << (solution.proven ? " proven " : " open ")
        << digest_of(instance, solution.plan) << '\n';
    if (threads == 1) {
      line = out.str();
    } else if (out.str() != line) {
      line += "  on two threads: " + out.str();
    }
  }
  return line;
}

}  // namespace

int main(int count, char** arguments) {
  const std::string_view mode = count > 1 ? arguments[1] : "";
  const std::string file = SOJOURN_SOURCE_DIR "/bench/signature.txt";
  std::string text;
  for (const Case& fixed : all_cases()) {
    const std::string line = line_of(fixed);
    std::cout << line << std::flush;
    text += line;
  }
  if (text.find("on two threads") != std::string::npos) {
    std::cerr << "The plan depends on the number of threads.\n";
    return 1;
  }
  if (mode == "--update") {
    std::ofstream(file) << text;
  } else if (mode == "--check") {
    std::ifstream in(file);
    const std::string kept{std::istreambuf_iterator<char>(in), {}};
    if (kept != text) {
      std::cerr << "The plans differ from " << file << "; if that was meant, run with --update.\n";
      return 1;
    }
  }
  return 0;
}
