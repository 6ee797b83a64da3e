// What somebody in a post has to have learnt, by when, and whether they have: without SQL. The
// table [training] of rules.toml. Tested in tests/unit/stages/training/rules_test.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "stages/programme/rules.h"
#include "stages/training/records.h"

namespace sojourn::stages::training {

/// Days of courses, unless said otherwise.
struct TrainingRules {
  std::int32_t before_posting_days = 6;
  std::int32_t language_days = 15;  ///< where the person speaks none of the site's languages
  programme::Level language_level = programme::Level::working;  ///< tested, to speak one
  std::int32_t language_within = 0;  ///< days in post until it is due; 0: before departure
  std::int32_t yearly_days = 5;      ///< in each year in post
  std::int32_t leader_days = 3;
  std::int32_t leader_within = 0;
  std::int32_t warn_days = 30;         ///< before a certificate lapses
  std::int32_t last_minute_days = 14;  ///< before departure: a session this late is avoided
};

/// Faults stand at `where`.
TrainingRules read_rules(std::string_view text, std::string_view where, programme::Faults& faults);

/// A completed course, as far as requirements go.
struct Learnt {
  CourseKind kind = CourseKind::before_posting;
  std::optional<std::string> language = {};
  base::Date on;
  std::int32_t days = 0;
  std::optional<base::Date> expires_on = {};  ///< the last day on which it holds
};

/// A posting, as far as requirements go.
struct InPost {
  StaffRole role = StaffRole::member;
  base::Date from;
  std::optional<base::Date> to = {};
  std::vector<std::string> site_languages = {};
  std::vector<programme::TestedLanguage> tested = {};
};

enum class Standing : std::uint8_t {
  overdue,   ///< the day has passed
  lacking,   ///< the day is to come
  missed,    ///< of a year that has ended: it cannot be made up for
  expiring,  ///< it is met, and a certificate lapses within the days of warning
  excepted,  ///< they serve without it, and two people signed for that
  met
};
BOOST_DESCRIBE_ENUM(Standing, overdue, lacking, missed, expiring, excepted, met)

/// Whether it is not met, and nobody has signed for that.
bool is_lack(Standing standing);

struct Requirement {
  CourseKind kind = CourseKind::before_posting;
  std::int32_t needed = 0;  ///< days
  std::int32_t done = 0;    ///< that hold
  base::Date due;           ///< the last day; of what is met and lapses, the day on which it does
  Standing standing = Standing::met;
  std::string rule;  ///< the key of [training] and its value: "before_posting_days = 6"
};

/// What a posting that runs on `today` or begins later requires, in the order of kinds. Of the
/// yearly days that of each year in post which has ended without them, and of the running one.
/// `excepted`: kinds for which two people signed.
std::vector<Requirement> requirements(const TrainingRules& rules, const InPost& post,
                                      std::span<const Learnt> learnt,
                                      std::span<const CourseKind> excepted, base::Date today);

/// The last day on which a certificate holds; none: for ever.
std::optional<base::Date> expiry(const std::optional<std::int32_t>& validity_months,
                                 base::Date completed_on);

// What a record may hold, typed in or imported; faults at "/member".
void check(const Course& course, programme::Faults& faults);
/// `today`: nothing was completed on a day to come.
void check(const Completion& completion, base::Date today, programme::Faults& faults);

inline constexpr std::int32_t most_days = 366;
inline constexpr std::int32_t most_capacity = 10'000;

}  // namespace sojourn::stages::training
