// The planner's figures: each of the four scales, loose and tight, planned by the program as a
// process of its own, with its gap to the certified bound, time and memory as people would see
// them, beside what is asked of it; then other solvers on the same instances, one change, and
// growth.
//
//   bench_scales [--seeds N]     seeds 1 to N (1) of county, prefecture and province
//                [--nation]      the nation too, 10 minutes and more a seed
//                [--only SCALE]  that scale alone
//
// Called by itself with --child, for peers and pair counts, so that their time and memory are those
// of a process of their own. Figures of slow runs are kept with their date in bench/peers/kept.csv.
// What the columns mean is told in bench/README.md.
#include <fmt/core.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/text.h"
#include "bench/peers/measured_run.h"
#include "bench/peers/mip_model.h"
#include "bench/peers/one_change.h"
#include "planner/problem.h"
#include "stages/placement/example.h"
#include "stages/placement/folder.h"

namespace {

using namespace sojourn;
namespace fs = std::filesystem;
using stages::placement::ExampleScale;

struct Goal {
  std::string_view scale;
  ExampleScale size;
  bool tight;
  double seconds;             ///< time limit of the run
  std::optional<double> gap;  ///< points a site; none: any certified plan
  std::string_view word;      ///< "must", "goal"
  double sites;
};

/// The table; a row a run.
const std::vector<Goal> goals = {
    {"county", ExampleScale::county, false, 10, 5, "must", 90},
    {"county", ExampleScale::county, false, 1, 2, "goal", 90},
    {"county", ExampleScale::county, true, 10, 8, "must", 90},
    {"county", ExampleScale::county, true, 1, 4, "goal", 90},
    {"prefecture", ExampleScale::prefecture, false, 20, 5, "must", 1001},
    {"prefecture", ExampleScale::prefecture, false, 15, 2, "goal", 1001},
    {"prefecture", ExampleScale::prefecture, true, 30, 50, "must", 1001},
    {"prefecture", ExampleScale::prefecture, true, 30, 10, "goal", 1001},
    {"province", ExampleScale::province, false, 120, 15, "must", 12012},
    {"province", ExampleScale::province, false, 60, 5, "goal", 12012},
    {"nation", ExampleScale::nation, false, 600, std::nullopt, "must", 128128},
    {"nation", ExampleScale::nation, false, 300, 10, "goal", 128128},
};

struct Settings {
  int seeds = 1;
  bool nation = false;
  std::string only;
  std::string self;
};

fs::path work_folder() { return fs::temp_directory_path() / "sojourn-bench"; }

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Makes the example once a run; the last one of each kind stays for the next rows.
fs::path example_folder(ExampleScale size, std::string_view scale, bool tight, int seed) {
  const fs::path folder =
      work_folder() / fmt::format("{}{}-{}", scale, tight ? "-tight" : "", seed);
  stages::placement::write_example(
      {.scale = size, .seed = static_cast<std::uint64_t>(seed), .tight = tight}, folder);
  return folder;
}

struct Planned {
  peers::MeasuredRun run;
  double total = 0, bound = 0;
  bool proven = false;
  std::string floors;  ///< of shortage and leaders: "yes", "no" each
  bool checked = false;
};

/// A step that has begun is ended first, so the limit that is said is less by 1 % and a tenth of a
/// second than what the whole process may take.
double limit_said(double seconds) { return std::max(0.0, seconds * 0.99 - 0.1); }

Planned plan(const fs::path& folder, double seconds) {
  Planned planned;
  const fs::path out = work_folder() / "plan";
  fs::remove_all(out);
  planned.run = peers::run_measured({SOJOURN_PROGRAM, "plan", folder, "--out", out, "--time-limit",
                                     fmt::format("{}", limit_said(seconds)), "--threads", "2"},
                                    work_folder() / "plan.log");
  if (planned.run.exit_code != 0) {
    std::cout << "plan ended with " << planned.run.exit_code << ":\n"
              << text_of(work_folder() / "plan.log") << std::flush;
    return planned;
  }
  const boost::json::object report = boost::json::parse(text_of(out / "report.json")).as_object();
  planned.total = report.at("total").to_number<double>();
  planned.bound = report.at("bound").to_number<double>();
  planned.proven = report.at("proven").as_bool();
  for (const boost::json::value& floor : report.at("floors").as_array()) {
    planned.floors += planned.floors.empty() ? "" : "/";
    planned.floors += floor.at("attained").as_bool() ? "yes" : "no";
  }
  planned.checked =
      peers::run_measured({SOJOURN_PROGRAM, "check", folder, out}, work_folder() / "check.log")
          .exit_code == 0;
  return planned;
}

std::string count_text(double value) { return base::with_commas(static_cast<std::int64_t>(value)); }

/// Whether all that must hold does.
bool print_scales(const Settings& settings, std::span<const Goal> rows) {
  bool all_met = true;
  fmt::print(
      "\n| scale | seed | limit s | asked | total | bound | gap a site | met | proven | floors "
      "| checked | wall s | CPU s | MB |\n"
      "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
  std::map<std::string, Planned> done;  // must and goal may ask for the same run
  for (const Goal& goal : rows) {
    for (int seed = 1; seed <= settings.seeds; ++seed) {
      const fs::path folder = example_folder(goal.size, goal.scale, goal.tight, seed);
      const auto key = fmt::format("{} {}", folder.string(), goal.seconds);
      const auto known = done.find(key);
      const Planned planned = known != done.end() ? known->second : plan(folder, goal.seconds);
      done.emplace(key, planned);
      const double gap = (planned.total - planned.bound) / goal.sites;
      const bool in_time = planned.run.wall_seconds <= goal.seconds;
      // Of a prefecture that is short of people, the least shortage that there can be is asked.
      const bool floor_met =
          !(goal.scale == "prefecture" && goal.tight) || planned.floors.starts_with("yes");
      const bool met = planned.run.exit_code == 0 && planned.checked && in_time && floor_met &&
                       (!goal.gap || gap <= *goal.gap) &&
                       (goal.scale != "nation" || planned.run.peak_megabytes < 8000);
      all_met = all_met && (met || goal.word != "must");
      fmt::print(
          "| {}{} | {} | {:g} | {} {} | {} | {} | {:.2f} | {} | {} | {} | {} | {:.1f} | {:.1f} "
          "| {:.0f} |\n",
          goal.scale, goal.tight ? " tight" : "", seed, goal.seconds, goal.word,
          goal.gap ? fmt::format("{:g}", *goal.gap) : "certified", count_text(planned.total),
          count_text(planned.bound), gap,
          planned.run.exit_code != 0 ? "failed"
          : met                      ? "yes"
          : !in_time                 ? "too late"
                                     : "no",
          planned.proven ? "yes" : "no", planned.floors, planned.checked ? "yes" : "NO",
          planned.run.wall_seconds, planned.run.cpu_seconds, planned.run.peak_megabytes);
      std::fflush(stdout);
    }
  }
  return all_met;
}

/// A row for a peer: fresh where it can run in a minute, else as kept.
void print_peers(const Settings& settings) {
  fmt::print(
      "\n| peer | scale | seed | value | bound | wall s | CPU s | MB | measured |\n"
      "| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
  for (const bool tight : {false, true}) {
    for (int seed = 1; seed <= settings.seeds; ++seed) {
      const fs::path folder = example_folder(ExampleScale::county, "county", tight, seed);
      for (const std::string_view peer : {"relaxation", "cbc"}) {
        const peers::MeasuredRun run =
            peers::run_measured({settings.self, "--child", std::string(peer), folder, "60"},
                                work_folder() / "peer.log");
        fmt::print("| {} | county{} | {} | {} | {:.1f} | {:.1f} | {:.0f} | now |\n",
                   peer == "cbc" ? "Cbc, 60 s" : "Clp, relaxation", tight ? " tight" : "", seed,
                   base::trim(run.output), run.wall_seconds, run.cpu_seconds, run.peak_megabytes);
        std::fflush(stdout);
      }
    }
  }
  std::ifstream kept(SOJOURN_SOURCE_DIR "/bench/peers/kept.csv");
  std::string line;
  std::getline(kept,
               line);  // peer,scale,seed,value,bound,wall_seconds,cpu_seconds,peak_mb,measured
  while (std::getline(kept, line)) {
    std::string cells = base::replaced(line, ',', '|');
    fmt::print("| {} |\n", cells);
  }
}

/// What a first plan with its bound costs, reading and writing included: no search beyond it.
void print_growth(const Settings& settings) {
  fmt::print(
      "\n| first plan | million pairs | gap a site | wall s | CPU s | CPU s a million pairs | MB "
      "|\n| --- | --- | --- | --- | --- | --- | --- |\n");
  for (const Goal& goal : goals) {
    if (goal.word != "must" || (goal.scale == "nation" && !settings.nation)) {
      continue;
    }
    const fs::path folder = example_folder(goal.size, goal.scale, goal.tight, 1);
    const peers::MeasuredRun counted = peers::run_measured(
        {settings.self, "--child", "pairs", folder}, work_folder() / "pairs.log");
    const double pairs = base::parse_number<double>(base::trim(counted.output)).value_or(0) / 1e6;
    const Planned planned = plan(folder, 0);
    fmt::print("| {}{} | {:.3f} | {:.1f} | {:.2f} | {:.2f} | {:.1f} | {:.0f} |\n", goal.scale,
               goal.tight ? " tight" : "", pairs, (planned.total - planned.bound) / goal.sites,
               planned.run.wall_seconds, planned.run.cpu_seconds, planned.run.cpu_seconds / pairs,
               planned.run.peak_megabytes);
    std::fflush(stdout);
  }
}

/// A stop is asked for this long after the change: a step that has begun is ended first.
const std::vector<double> change_limits = {0.005, 0.05, 0.16};
/// Within which the last of them has to have its answer, valid and certified.
constexpr double change_must_seconds = 0.2;

/// Whether each answer is valid, and the slowest within what must hold.
bool print_one_change(const Settings& settings) {
  bool all_met = true;
  fmt::print(
      "\n| one change, county | stopped after ms | answers | median ms | slowest ms | worst gap a "
      "site | valid | within 200 ms |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n");
  for (const bool tight : {false, true}) {
    for (int seed = 1; seed <= settings.seeds; ++seed) {
      const fs::path folder = example_folder(ExampleScale::county, "county", tight, seed);
      const peers::MeasuredRun run = peers::run_measured(
          {settings.self, "--child", "one-change", folder}, work_folder() / "change.log");
      fmt::print("{}", run.output);
      std::fflush(stdout);
      all_met = all_met && run.exit_code == 0;
    }
  }
  return all_met;
}

planner::Instance read(const fs::path& folder) {
  stages::placement::ReadResult result = stages::placement::read_folder(folder, {.threads = 2});
  if (!result.instance) {
    throw stages::placement::refusal_of(result, folder);
  }
  return std::move(*result.instance);
}

std::string value_and_bound(const peers::MipAnswer& answer) {
  return fmt::format("{} | {}{}", answer.plan ? count_text(answer.value) : "none",
                     count_text(answer.bound), answer.optimal ? " (optimal)" : "");
}

int child(std::span<char* const> words) {
  const std::string_view what = words[0];
  const planner::Instance instance = read(words[1]);
  const double seconds = words.size() > 2 ? base::parse_number<double>(words[2]).value_or(60) : 60;
  if (what == "pairs") {
    fmt::print("{}\n", planner::build_problem(instance, {}, 2).pairs.size());
  } else if (what == "relaxation") {
    fmt::print("{}\n",
               value_and_bound(peers::solve_relaxation(instance, peers::Link::strong, seconds)));
  } else if (what == "cbc") {
    fmt::print("{}\n", value_and_bound(peers::solve_mip(instance, peers::Link::strong, seconds)));
  } else if (what == "one-change") {
    const std::vector<peers::ChangeTime> all =
        peers::time_one_change(instance, 8, 10, change_limits, 2);
    bool met = true;
    for (const double limit : change_limits) {
      std::vector<double> times;
      double gap = 0;
      bool valid = true;
      for (const peers::ChangeTime& time : all) {
        if (time.limit_seconds == limit) {
          times.push_back(time.seconds * 1000);
          gap = std::max(gap, time.gap);
          valid = valid && time.valid;
        }
      }
      std::sort(times.begin(), times.end());
      valid = valid && !times.empty();
      const bool in_time = !times.empty() && times.back() <= change_must_seconds * 1000;
      met = met && valid && in_time;
      fmt::print("| {} | {:g} | {} | {:.0f} | {:.0f} | {:.2f} | {} | {} |\n",
                 fs::path(words[1]).filename().string(), limit * 1000, times.size(),
                 times.empty() ? 0 : times[times.size() / 2], times.empty() ? 0 : times.back(), gap,
                 valid ? "yes" : "NO", in_time ? "yes" : "NO");
    }
    return met ? 0 : 1;
  } else {
    return base::exit_invalid;
  }
  return 0;
}

/// As the kernel says; families of one name differ by years, so the numbers stand beside it.
std::string processor_model() {
  std::ifstream in("/proc/cpuinfo");
  std::string name, family, model;
  for (std::string line; std::getline(in, line) && !line.empty();) {
    const std::size_t colon = line.find(": ");
    const std::string value = colon == line.npos ? std::string() : line.substr(colon + 2);
    if (line.starts_with("model name"))
      name = value;
    else if (line.starts_with("cpu family"))
      family = value;
    else if (line.starts_with("model\t"))
      model = value;
  }
  return fmt::format("{}, family {}, model {}", name, family, model);
}

int run(const Settings& settings) {
  fs::create_directories(work_folder());
  std::vector<Goal> rows;
  for (const Goal& goal : goals) {
    const bool wanted = settings.only.empty() ? goal.scale != "nation" || settings.nation
                                              : goal.scale == settings.only;
    if (wanted) {
      rows.push_back(goal);
    }
  }
  // Other work on the machine shows in wall time only; who reads the figures has to know of it.
  double load = 0;
  if (::getloadavg(&load, 1) == 1) {
    fmt::print("{} processors ({}), load {:.1f} at the start\n",
               std::thread::hardware_concurrency(), processor_model(), load);
  }
  bool all_met = print_scales(settings, rows);
  if (settings.only.empty() || settings.only == "county") {
    all_met = print_one_change(settings) && all_met;
    print_peers(settings);
  }
  if (settings.only.empty()) {
    print_growth(settings);
  }
  fs::remove_all(work_folder());
  return all_met ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
  Settings settings;
  settings.self = fs::read_symlink("/proc/self/exe");
  const std::span<char*> words(arguments, static_cast<std::size_t>(count));
  try {
    for (std::size_t i = 1; i < words.size(); ++i) {
      const std::string_view word = words[i];
      const std::string_view next = i + 1 < words.size() ? words[i + 1] : "";
      if (word == "--child" && words.size() >= i + 3) {
        return child(words.subspan(i + 1));
      }
      if (word == "--nation") {
        settings.nation = true;
      } else if (word == "--only" && !next.empty()) {
        settings.only = words[++i];
      } else if (word == "--seeds" && base::parse_number<int>(next)) {
        settings.seeds = *base::parse_number<int>(words[++i]);
      } else {
        std::cerr << "bench_scales: unknown: " << word << "; see the head of bench/scales.cpp\n";
        return base::exit_invalid;
      }
    }
    return run(settings);
  } catch (const base::Refusal& refusal) {
    std::cerr << "bench_scales: " << refusal.detail << '\n';
    return base::exit_code(refusal.kind);
  }
}
