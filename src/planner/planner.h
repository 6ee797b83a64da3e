// The doors of the planner. Pure: no database, clock, thread pool or global outlives a call.
// solve -> docs/decisions/0003-how-the-planner-works.md; check shares nothing with it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/sentence.h"
#include "planner/instance.h"
#include "planner/plan.h"

namespace sojourn::planner {

class Evaluated;

struct Options {
  /// Threads to use. The answer does not depend on it.
  int threads = 1;
  std::uint64_t seed = 1;
  /// Numbered steps at most; < 0: until nothing more is tried. More steps: a better plan and
  /// bound, later. Time limits belong to the caller, who requests a stop.
  std::int64_t steps = -1;
  /// Branches after which the search for a proof ends (up to 200 sites). More: perhaps a proof
  /// where there is none yet, with a certificate that grows with each.
  int most_nodes = 20'000;
  /// Decisions that every plan has to keep beside the pins (for what-if).
  std::vector<Decision> forced;
  /// A solution of nearly the same instance (staff and sites may only have been appended): its plan
  /// is repaired and its prices reused, so that one change is answered in milliseconds.
  const Solution* warm = nullptr;
  /// Made of `warm` and its instance (evaluated.h): the answer is the same, but for ties, and
  /// sooner.
  const Evaluated* evaluated = nullptr;
};

/// What a step was about, see solve.cpp.
enum class Phase : std::uint8_t { prices, floors, fill, teams, counties, windows, closing, ties };
inline constexpr std::array<std::string_view, 8> phase_names = {
    "prices", "floors", "fill", "teams", "counties", "windows", "closing", "ties"};
/// A word for people; locales/messages.zh.json has the Chinese of each.
constexpr std::string_view name_of(Phase phase) {
  return phase_names[static_cast<std::size_t>(phase)];
}

/// Sent from the calling thread, at most once a step.
struct Progress {
  std::int64_t step = 0;
  Phase phase = Phase::prices;
  bool has_plan = false;
  Points best = 0;   ///< total of the best plan so far, if has_plan
  Points bound = 0;  ///< certified so far
};
using OnProgress = std::function<void(const Progress&)>;

/// A pin set that cannot be kept, found before the search: what clashes, in words and positions.
struct Clash {
  std::vector<std::size_t> pins;  ///< into Instance::pins, ascending
  std::vector<Ix> sites;          ///< whose announced lead sponsors clash, ascending
  std::string code;               ///< catalogue key, e.g. "pins.two_musts"
  base::Sentence detail;          ///< names what clashes
};
/// Pins (hard rule 2) and announced lead sponsors (rule 6) against the other hard rules. Empty: all
/// can be kept together. Pure and complete: solve never fails after an empty answer.
std::vector<Clash> find_clashes(const Instance& instance);

/// Finds a plan and a certified bound. Anytime: a stop request ends it with the best so far, which
/// is valid even when stopped at once. Precondition: find_clashes(instance) is empty.
Solution solve(const Instance& instance, const Options& options, std::stop_token stop = {},
               const OnProgress& progress = {});

/// A broken hard rule of a plan, or a wrong claim of a certificate.
struct Violation {
  int rule = 0;      ///< 1 to 6: hard rule of PLACEMENT.md; 0: certificate or report
  std::string code;  ///< catalogue key
  Ix staff = none;
  Ix site = none;
  Ix sponsor = none;
  base::Sentence detail;  ///< with ids
};

/// Every broken hard rule of `plan`; empty means valid. Independent of the solver.
std::vector<Violation> check(const Instance& instance, const Plan& plan);
/// The exact value of a plan (valid or not), by the model's page. Independent of the solver.
Value value_of(const Instance& instance, const Plan& plan);
/// Recomputes the certificate from its prices and cuts alone: that branches cover every case and
/// that each leaf's bound holds. Returns the bound that it proves, or what is wrong.
struct CertificateCheck {
  std::optional<Points> bound;
  /// The largest bound that is not found wrong: above `bound` where the check cannot verify a leaf.
  std::optional<Points> claimable;
  std::vector<Violation> violations;
};
CertificateCheck check_certificate(const Instance& instance, const Certificate& certificate,
                                   std::span<const Floor> floors, int threads = 1);

}  // namespace sojourn::planner
