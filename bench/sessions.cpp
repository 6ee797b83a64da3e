// The planner of sessions (src/stages/training/session_plan.h) on drawn programmes of 1,000 people,
// 12 courses and 40 sessions: how long it takes (CPU seconds), whether what it says is proven, and
// beside it, in the same run on the same input, what an office does by hand (whoever is due first
// takes the first session that fits) and Cbc with the whole as an integer programme. Once without
// and once with up to three wishes a person. Ends with an error where a plan takes a second or
// more, is not proven, or serves another number of people than Cbc.
//
//   build/release/bench_sessions [SEEDS] [PEOPLE]
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <span>
#include <tuple>
#include <vector>

#include "base/process.h"
#include "base/random.h"
#include "bench/peers/session_model.h"
#include "stages/training/session_plan.h"

namespace sojourn {
namespace {

using namespace stages::training;
using base::Date;

/// Courses before posting, of a language, for leaders and in post; people leave on one of several
/// days of the year, lack one to four courses, and there are too few places. `crowded`: all of it
/// within three months, so that sessions overlap.
SessionPlanInput programme(std::uint64_t seed, int people, bool crowded, bool wishes) {
  base::Random random(seed);
  const Date today = *Date::of(2027, 1, 4);
  SessionPlanInput input{.today = today};
  constexpr int courses = 12;
  const int days = crowded ? 90 : 300;
  for (int s = 0; s < 40; ++s) {
    const auto course = static_cast<std::int32_t>(s % courses);
    const auto from = random.between(1, days);
    const auto length = course % 4 == 1 ? 15 : course % 4 == 0 ? 6 : random.between(2, 5);
    input.sessions.push_back(
        {.course = course,
         .from = today + from,
         .to = today + (from + length - 1),
         .places = static_cast<std::int32_t>(random.between(people / 40, people / 15))});
  }
  for (int p = 0; p < people; ++p) {
    PlanPerson& person = input.people.emplace_back();
    const auto leaves = random.between(3, crowded ? 12 : 40) * 10;
    const auto needs = random.between(1, 4);
    std::vector<std::int32_t> own(courses);
    for (int c = 0; c < courses; ++c) {
      own[static_cast<std::size_t>(c)] = c;
    }
    random.shuffle(std::span(own));
    for (std::int64_t n = 0; n < needs; ++n) {
      const bool late = random.below(12) == 0;
      person.needs.push_back({.courses = {own[static_cast<std::size_t>(n)]},
                              .by = today + (late ? 700 : leaves - 1),
                              .late = late});
    }
    for (std::int64_t n = needs; wishes && n < needs + static_cast<std::int64_t>(p % 4); ++n) {
      person.needs.push_back(
          {.courses = {own[static_cast<std::size_t>(n)]}, .by = today + 700, .wish = true});
    }
  }
  return input;
}

/// By hand: whoever is due first takes the first session that fits.
std::int64_t by_hand(const SessionPlanInput& input) {
  std::vector<std::tuple<bool, Date, std::size_t, std::size_t>> line;
  for (std::size_t p = 0; p < input.people.size(); ++p) {
    for (std::size_t n = 0; n < input.people[p].needs.size(); ++n) {
      if (!input.people[p].needs[n].wish) {
        line.emplace_back(input.people[p].needs[n].late, input.people[p].needs[n].by, p, n);
      }
    }
  }
  std::sort(line.begin(), line.end());
  std::vector<std::size_t> order(input.sessions.size());
  for (std::size_t s = 0; s < order.size(); ++s) {
    order[s] = s;
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return input.sessions[a].to < input.sessions[b].to;
  });
  std::vector<std::int32_t> places;
  for (const PlanSession& each : input.sessions) {
    places.push_back(each.places);
  }
  std::vector<std::vector<std::size_t>> own(input.people.size());
  std::int64_t in_time = 0;
  for (const auto& [late, by, p, n] : line) {
    for (const std::size_t s : order) {
      const PlanSession& session = input.sessions[s];
      if (session.course == input.people[p].needs[n].courses.front() && places[s] > 0 &&
          session.to <= by && std::all_of(own[p].begin(), own[p].end(), [&](std::size_t other) {
            return apart(session, input.sessions[other]);
          })) {
        --places[s];
        own[p].push_back(s);
        in_time += late ? 0 : 1;
        break;
      }
    }
  }
  return in_time;
}

}  // namespace
}  // namespace sojourn

int main(int count, char** words) {
  using namespace sojourn;
  const int seeds = count > 1 ? std::atoi(words[1]) : 3;
  const int people = count > 2 ? std::atoi(words[2]) : 1000;
  bool right = true;
  fmt::print("{} people, 12 courses, 40 sessions; needs met in time\n", people);
  fmt::print(
      "{:>4} {:>8} {:>6} {:>6} {:>6} {:>6} {:>8} {:>9} {:>6} {:>6} {:>8} {:>6} {:>8} {:>6}\n",
      "seed", "days", "needs", "met", "wished", "met", "proven", "waiting", "nodes", "groups",
      "CPU s", "hand", "Cbc s", "Cbc");
  for (int seed = 1; seed <= seeds; ++seed) {
    for (const int drawn : {0, 1, 2, 3}) {
      const bool crowded = drawn % 2 == 1;
      const bool wishes = drawn > 1;
      const auto input = programme(static_cast<std::uint64_t>(seed), people, crowded, wishes);
      const double begin = base::cpu_seconds();
      const auto plan = stages::training::plan_sessions(input);
      const double took = base::cpu_seconds() - begin;
      const double cbc_begin = base::cpu_seconds();
      const auto other = peers::most_served(input);
      const double cbc_took = base::cpu_seconds() - cbc_begin;
      const std::int64_t hand = by_hand(input);
      const std::int64_t worth = stages::training::worth_of(input, plan);
      fmt::print(
          "{:>4} {:>8} {:>6} {:>6} {:>6} {:>6} {:>8} {:>9} {:>6} {:>6} {:>8.3f} {:>6} {:>8.2f} "
          "{:>6}\n",
          seed, crowded ? "crowded" : "a year", plan.needs, plan.in_time, plan.wished, plan.wishes,
          plan.proven          ? "all"
          : plan.wishes_proven ? "wishes"
          : plan.served_proven ? "served"
                               : "no",
          plan.waiting, plan.nodes, plan.groups, took, hand, cbc_took, other.in_time);
      fmt::print("     Cbc {:.0f} times as long; by hand {} fewer\n", cbc_took / took,
                 plan.in_time - hand);
      right = right && took < 1 && plan.wishes_proven && (!other.proven || other.worth == worth) &&
              stages::training::bound_at(input, plan.prices) >= worth;
    }
  }
  fmt::print("{}\n", right ? "as it must be" : "NOT AS IT MUST BE");
  return right ? 0 : 1;
}
