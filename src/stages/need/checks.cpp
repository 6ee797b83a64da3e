#include "stages/need/checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <tuple>

#include "stages/need/rules.h"

namespace sojourn::stages::need {
namespace {

using programme::Faults;

/// What a line of one site and a quota have in common.
template <class Line>
void check_line(const Line& said, Faults& faults) {
  const std::int32_t most = said.role == NeedRole::leader ? 1 : most_people;
  faults.check_between("/minimum", said.minimum, 0, most);
  faults.check_between("/target", said.target, std::max(0, said.minimum), most);
  if (!said.skill.empty()) {
    faults.check_value("/skill", std::string_view(said.skill));
  }
  if (said.role == NeedRole::team && !said.skill.empty()) {
    faults.add("/skill", "not_of_team", said.skill,
               "The size of the team is set without a skill. Name the role member.");
  }
  if (said.role == NeedRole::member && said.skill.empty()) {
    faults.add("/skill", "missing", "",
               "Members are set by a skill. For a number of people name the role team.");
  }
  faults.check_name("/set_by", said.set_by);
  faults.check_name("/source", said.source);
}

/// A report tells what is; what is wanted is a need.
void check_has_come(base::Date day, base::Date today, Faults& faults) {
  // A day ahead, as it may be tomorrow already where the asker is.
  if (day > today + 1) {
    faults.add("/from_day", "in_future", day.to_text(), "This should be a day that has come.");
  }
}

/// More tasks of a site than anybody would count; the arithmetic of rules.cpp relies on a limit.
constexpr std::int64_t most_tasks = 200;

}  // namespace

void check(const Need& said, base::Date, Faults& faults) { check_line(said, faults); }

void check(const Standard& said, base::Date, Faults& faults) { check_line(said, faults); }

void check(const Staffing& said, base::Date today, Faults& faults) {
  faults.check_between("/in_post", said.in_post, 0, most_at_site);
  faults.check_between("/unfilled_rounds", said.unfilled_rounds, 0, most_rounds);
  faults.check_name("/source", said.source);
  check_has_come(said.from_day, today, faults);
}

void check(const OtherPost& said, base::Date, Faults& faults) {
  faults.check_name("/programme", said.programme);
  faults.check_idea("/programme", said.programme);
  faults.check_between("/posts", said.posts, 0, most_at_site);
  faults.check_name("/source", said.source);
}

void check(const Readiness& said, base::Date today, Faults& faults) {
  if (said.contact) {
    faults.check_name("/contact", *said.contact);
    faults.check_idea("/contact", *said.contact);
  }
  faults.check_name("/source", said.source);
  check_has_come(said.from_day, today, faults);
}

void check(const Establishment& said, base::Date today, Faults& faults) {
  faults.check_between("/posts", said.posts, 0, most_at_home);
  faults.check_between("/in_post", said.in_post, 0, most_at_home);
  faults.check_name("/source", said.source);
  check_has_come(said.from_day, today, faults);
}

void check(const Workload& said, base::Date, Faults& faults) {
  faults.check_name("/task", said.task);
  faults.check_idea("/task", said.task);
  faults.check_name("/source", said.source);
}

void check_numbers(WorkKind kind, const WorkNumbers& numbers, Faults& faults) {
  const auto require = [&](std::string_view where, const auto& given, std::int64_t most) {
    if (!given) {
      faults.add(std::string(where), "missing", "", "This kind of work needs this number.");
    } else {
      faults.check_between(where, *given, 0, most);
    }
  };
  const auto leave_out = [&](std::string_view where, const auto& given) {
    if (given) {
      faults.add(std::string(where), "not_of_kind", fmt::to_string(*given),
                 "This kind of work has no such number; leave it out.");
    }
  };
  if (kind == WorkKind::category) {
    require("/share", numbers.share, most_share);
    leave_out("/volume", numbers.volume);
    leave_out("/unit_minutes", numbers.unit_minutes);
  } else {
    require("/volume", numbers.volume, most_volume);
    require("/unit_minutes", numbers.unit_minutes, most_unit_minutes);
    leave_out("/share", numbers.share);
  }
}

void check_together(std::span<const Workload> told, const Workload& said, Faults& faults) {
  std::int64_t tasks = 1;
  std::int64_t share = said.share;
  for (const Workload& each : holding_by(told, {.on = said.from_day}, [](const Workload& other) {
         return std::tie(other.kind, other.task);
       })) {
    if (each.kind != said.kind || each.task != said.task) {
      ++tasks;
      share += each.share;
    }
  }
  if (share > most_share) {
    faults.add(
        "/share", "too_much", fmt::to_string(share),
        base::in_words("All shares of the site together are {} thousandths; at most {} leave "
                       "time for its work.",
                       share, most_share));
  }
  if (tasks > most_tasks) {
    faults.add("/task", "too_many", fmt::to_string(tasks),
               base::in_words("A site has at most {} tasks. Join small ones.", most_tasks));
  }
}

}  // namespace sojourn::stages::need
