#include "stages/training/rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "stages/programme/rules_table.h"

namespace sojourn::stages::training {
namespace {

using base::Date;

/// Within the days that there are: people write 9999-12-31 for "for ever".
Date moved(Date from, std::int64_t days) {
  const Date first = *Date::of(1, 1, 1);
  const Date last = *Date::of(9999, 12, 31);
  return days < 0 ? (from - first < -days ? first : from + days)
                  : (last - from < days ? last : from + days);
}

bool holds(const Learnt& learnt, Date on) {
  return learnt.on <= on && (!learnt.expires_on || *learnt.expires_on >= on);
}

/// Days of all that hold on a day.
std::int32_t days_on(std::span<const Learnt> learnt, Date on) {
  std::int32_t sum = 0;
  for (const Learnt& each : learnt) {
    sum += holds(each, on) ? each.days : 0;
  }
  return sum;
}

/// The day on which it is no longer enough what holds on `from`, if that day comes; `last` is the
/// last one on which it is.
std::optional<Date> lapses(std::span<const Learnt> learnt, std::int32_t needed, Date from) {
  std::vector<Date> ends;
  for (const Learnt& each : learnt) {
    if (each.expires_on && *each.expires_on >= from) {
      ends.push_back(*each.expires_on);
    }
  }
  std::sort(ends.begin(), ends.end());
  for (const Date& last : ends) {
    std::int32_t after = 0;
    for (const Learnt& each : learnt) {
      after += !each.expires_on || *each.expires_on > last ? each.days : 0;
    }
    if (after < needed) {
      return last;
    }
  }
  return std::nullopt;
}

/// The last day on which it was enough, if there was one and it has passed.
std::optional<Date> lapsed(std::span<const Learnt> learnt, std::int32_t needed, Date on) {
  std::optional<Date> last;
  for (const Learnt& each : learnt) {
    if (each.expires_on && *each.expires_on < on && days_on(learnt, *each.expires_on) >= needed &&
        (!last || *last < *each.expires_on)) {
      last = each.expires_on;
    }
  }
  return last;
}

struct Asked {
  CourseKind kind;
  std::string_view key;  ///< of [training]
  std::int32_t needed = 0;
  std::int32_t within = 0;
};

/// A requirement that holds from the first day of the posting on.
Requirement once(const TrainingRules& rules, const InPost& post, const Asked& asked,
                 std::span<const Learnt> learnt, Date today) {
  const Date looked_at = std::max(today, post.from);
  Requirement made{.kind = asked.kind,
                   .needed = asked.needed,
                   .done = days_on(learnt, looked_at),
                   .due = moved(post.from, asked.within - 1),
                   .rule = fmt::format("{} = {}", asked.key, asked.needed)};
  if (made.done >= made.needed) {
    const auto last = lapses(learnt, made.needed, looked_at);
    if (last && (!post.to || *last < *post.to) && *last - looked_at <= rules.warn_days) {
      made.standing = Standing::expiring;
      made.due = *last;
    }
    return made;
  }
  if (const auto last = lapsed(learnt, made.needed, looked_at)) {
    made.due = std::max(made.due, *last);
  }
  made.standing = made.due < today ? Standing::overdue : Standing::lacking;
  return made;
}

/// Which of the site's languages the person learnt most of.
std::vector<Learnt> language_learnt(const InPost& post, std::span<const Learnt> learnt, Date on) {
  std::vector<Learnt> best;
  for (const std::string& language : post.site_languages) {
    std::vector<Learnt> own;
    std::copy_if(learnt.begin(), learnt.end(), std::back_inserter(own), [&](const Learnt& each) {
      return each.kind == CourseKind::site_language && each.language == language;
    });
    if (best.empty() || days_on(own, on) > days_on(best, on)) {
      best = std::move(own);
    }
  }
  return best;
}

bool speaks_one(const TrainingRules& rules, const InPost& post) {
  return std::any_of(
      post.site_languages.begin(), post.site_languages.end(), [&](const std::string& language) {
        return std::any_of(
            post.tested.begin(), post.tested.end(), [&](const programme::TestedLanguage& tested) {
              return tested.language == language && tested.level >= rules.language_level;
            });
      });
}

std::vector<Learnt> of_kind(std::span<const Learnt> learnt, CourseKind kind) {
  std::vector<Learnt> made;
  std::copy_if(learnt.begin(), learnt.end(), std::back_inserter(made),
               [&](const Learnt& each) { return each.kind == kind; });
  return made;
}

/// Of one year in post, the first being 0; none: the posting is too short for a day of it.
std::optional<Requirement> of_year(const TrainingRules& rules, const InPost& post,
                                   std::span<const Learnt> learnt, std::int64_t year) {
  const Date begins = post.from.plus_years(year);
  const Date whole_ends = post.from.plus_years(year + 1) - 1;
  const Date ends = post.to ? std::min(whole_ends, *post.to) : whole_ends;
  // A year that the posting cuts short takes its share, rounded down.
  const auto needed = static_cast<std::int32_t>(rules.yearly_days * (ends - begins + 1) /
                                                (whole_ends - begins + 1));
  if (needed == 0) {
    return std::nullopt;
  }
  Requirement made{.kind = CourseKind::in_post,
                   .needed = needed,
                   .due = ends,
                   .rule = fmt::format("{} = {}", "yearly_days", rules.yearly_days)};
  for (const Learnt& each : learnt) {
    if ((each.kind == CourseKind::in_post || each.kind == CourseKind::other) && begins <= each.on &&
        each.on <= ends) {
      made.done += each.days;
    }
  }
  return made;
}

/// Of each year in post that has ended without it, and of the one that `today` lies in.
std::vector<Requirement> yearly(const TrainingRules& rules, const InPost& post,
                                std::span<const Learnt> learnt, Date today) {
  std::vector<Requirement> all;
  for (std::int64_t year = 0; post.from.plus_years(year) <= today; ++year) {
    auto made = of_year(rules, post, learnt, year);
    if (!made) {
      continue;
    }
    const bool met = made->done >= made->needed;
    if (made->due < today) {
      if (met) {
        continue;
      }
      made->standing = Standing::missed;
    } else if (!met) {
      made->standing = Standing::lacking;
    }
    all.push_back(*made);
  }
  return all;
}

}  // namespace

TrainingRules read_rules(std::string_view text, std::string_view where, programme::Faults& faults) {
  TrainingRules made;
  programme::RulesTable table(text, "training", where, faults);
  table.whole("before_posting_days", made.before_posting_days, 0, 90);
  table.whole("language_days", made.language_days, 0, 365);
  table.choice("language_level", made.language_level);
  table.whole("language_within", made.language_within, 0, 365);
  table.whole("yearly_days", made.yearly_days, 0, 90);
  table.whole("leader_days", made.leader_days, 0, 90);
  table.whole("leader_within", made.leader_within, 0, 365);
  table.whole("warn_days", made.warn_days, 0, 365);
  table.whole("last_minute_days", made.last_minute_days, 0, 365);
  table.finish();
  return made;
}

bool is_lack(Standing standing) {
  return standing == Standing::overdue || standing == Standing::lacking ||
         standing == Standing::missed;
}

std::vector<Requirement> requirements(const TrainingRules& rules, const InPost& post,
                                      std::span<const Learnt> learnt,
                                      std::span<const CourseKind> excepted, Date today) {
  std::vector<Requirement> made;
  if (rules.before_posting_days > 0) {
    made.push_back(once(rules, post,
                        {.kind = CourseKind::before_posting,
                         .key = "before_posting_days",
                         .needed = rules.before_posting_days},
                        of_kind(learnt, CourseKind::before_posting), today));
  }
  if (rules.language_days > 0 && !post.site_languages.empty() && !speaks_one(rules, post)) {
    made.push_back(once(rules, post,
                        {.kind = CourseKind::site_language,
                         .key = "language_days",
                         .needed = rules.language_days,
                         .within = rules.language_within},
                        language_learnt(post, learnt, std::max(today, post.from)), today));
  }
  if (rules.yearly_days > 0) {
    for (const Requirement& each : yearly(rules, post, learnt, today)) {
      made.push_back(each);
    }
  }
  if (rules.leader_days > 0 && post.role == StaffRole::leader) {
    made.push_back(once(rules, post,
                        {.kind = CourseKind::leader,
                         .key = "leader_days",
                         .needed = rules.leader_days,
                         .within = rules.leader_within},
                        of_kind(learnt, CourseKind::leader), today));
  }
  for (Requirement& each : made) {
    if (is_lack(each.standing) &&
        std::find(excepted.begin(), excepted.end(), each.kind) != excepted.end()) {
      each.standing = Standing::excepted;
    }
  }
  return made;
}

std::optional<Date> expiry(const std::optional<std::int32_t>& validity_months, Date completed_on) {
  return validity_months ? std::optional(completed_on.plus_months(*validity_months) - 1)
                         : std::nullopt;
}

void check(const Course& course, programme::Faults& faults) {
  faults.check_name("/name", course.name);
  faults.check_idea("/name", course.name);
  faults.check_between("/days", course.days, 1, most_days);
  faults.check_between("/capacity", course.capacity, 1, most_capacity);
  if (course.place) {
    faults.check_name("/place", *course.place);
  }
  if (course.validity_months) {
    faults.check_between("/validity_months", *course.validity_months, 1, 600);
  }
  faults.check_value("/teaches", course.language);
  faults.check_value("/skill", course.skill);
  if (course.kind == CourseKind::site_language && !course.language) {
    faults.add("/teaches", "missing", "", "Which language does it teach?");
  }
  if (course.level && !course.language && !course.skill) {
    faults.add("/level", "of_nothing", std::string(base::name_of(*course.level)),
               "A level is of a language or a skill. Which one does the course give?");
  }
}

void check(const Completion& completion, Date today, programme::Faults& faults) {
  if (completion.completed_on > today) {
    faults.add("/completed_on", "in_future", completion.completed_on.to_text(),
               "This should be a day that has come.");
  }
  faults.check_between("/days", completion.days, 1, most_days);
  faults.check_short("/certificate", completion.certificate);
  faults.check_name("/source", completion.source);
  if (completion.expires_on && *completion.expires_on < completion.completed_on) {
    faults.add("/expires_on", "out_of_order", completion.expires_on->to_text(),
               "A certificate holds on the day of completion at least.");
  }
}

}  // namespace sojourn::stages::training
