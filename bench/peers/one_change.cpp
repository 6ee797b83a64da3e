#include "bench/peers/one_change.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>
#include <variant>

#include "base/random.h"
#include "planner/what_if.h"

namespace sojourn::peers {

using namespace planner;

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// `solve`, with a stop requested after `limit`.
Solution solve_within(const Instance& instance, const Options& options, double limit) {
  std::stop_source stop;
  std::mutex mutex;
  std::condition_variable_any done;
  std::jthread timer([&](const std::stop_token& finished) {
    std::unique_lock lock(mutex);
    done.wait_for(lock, finished, std::chrono::duration<double>(limit), [] { return false; });
    stop.request_stop();
  });
  return solve(instance, options, stop.get_token());
}

bool holds(const Instance& instance, const Solution& solution) {
  const CertificateCheck certified =
      check_certificate(instance, solution.certificate, solution.floors, 2);
  return check(instance, solution.plan).empty() &&
         value_of(instance, solution.plan).total == solution.value.total &&
         certified.violations.empty() && certified.bound == solution.certificate.bound;
}

}  // namespace

std::vector<ChangeTime> time_one_change(const Instance& instance, double first_seconds, int changes,
                                        const std::vector<double>& limits, int threads) {
  Options options;
  options.threads = threads;
  const Solution base = solve_within(instance, options, first_seconds);
  std::vector<ChangeTime> times;
  base::Random random(1, 77);
  const auto anybody = [&]() -> const Placement& {
    return base.plan.placements[random.below(base.plan.placements.size())];
  };
  const bool several_teams =
      std::any_of(base.plan.placements.begin(), base.plan.placements.end(),
                  [&](const Placement& p) { return p.site != base.plan.placements.front().site; });
  for (const double limit : limits) {
    for (int i = 0; i < 2 * changes && several_teams; ++i) {
      const Placement& chosen = anybody();
      ChangeTime time;
      time.pin = i % 2 == 0;
      time.limit_seconds = limit;
      // A pin that changes something: they must go to a site of somebody else's team.
      Pin pin;
      pin.staff = chosen.staff;
      do {
        pin.site = anybody().site;
      } while (pin.site == chosen.site);
      const Change change = time.pin ? Change{AddPin{pin}} : Change{Unavailable{chosen.staff}};
      const Clock::time_point start = Clock::now();
      const Changed changed = apply_changes(instance, std::span(&change, 1));
      if (!find_clashes(changed.instance).empty()) {
        continue;  // their home, refused, pinned already: the answer is "no", at once
      }
      Options warm = options;
      warm.warm = &base;
      const Solution after = solve_within(changed.instance, warm, limit);
      time.seconds = seconds_since(start);
      time.gap = static_cast<double>(after.value.total - after.certificate.bound) /
                 static_cast<double>(instance.sites.size());
      time.valid = holds(changed.instance, after);
      times.push_back(time);
    }
  }
  return times;
}

}  // namespace sojourn::peers
