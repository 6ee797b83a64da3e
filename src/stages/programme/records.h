// The records of the stage `programme`: areas, sites, sponsors, staff, rule-sets and days of the
// calendar, as their tables hold them (migrations/0004_programme.sql). Nothing about residents, no
// origin, belief or body of anybody, no home and no track of where anybody is: see
// docs/decisions/0001-what-sojourn-is-not-for.md.
// Tested in tests/unit/stages/programme/records_test.cpp on both engines.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/records.h"
#include "base/date.h"
#include "base/describe.h"
#include "base/id.h"

namespace sojourn::stages::programme {

/// From the widest to the narrowest: an area lies in one of a kind before its own.
enum class AreaKind : std::uint8_t { nation, province, prefecture, county, township };
BOOST_DESCRIBE_ENUM(AreaKind, nation, province, prefecture, county, township)

enum class SiteKind : std::uint8_t { village, community, farm };
BOOST_DESCRIBE_ENUM(SiteKind, village, community, farm)

/// How much a site is lacking.
enum class Tier : std::uint8_t { low, middle, high };
BOOST_DESCRIBE_ENUM(Tier, low, middle, high)

/// What somebody may be in a team.
enum class StaffRole : std::uint8_t { leader, member };
BOOST_DESCRIBE_ENUM(StaffRole, leader, member)

/// How well, as tested: from first words to work without help.
enum class Level : std::uint8_t { basic, working, fluent };
BOOST_DESCRIBE_ENUM(Level, basic, working, fluent)

/// Why a record of a person was closed: a choice, so that nobody writes more than is needed.
enum class StaffEnd : std::uint8_t { left, retired, moved, mistake, merged };
BOOST_DESCRIBE_ENUM(StaffEnd, left, retired, moved, mistake, merged)

enum class DayKind : std::uint8_t { holiday, make_up };
BOOST_DESCRIBE_ENUM(DayKind, holiday, make_up)

struct Area {
  static constexpr std::string_view id_prefix = access::area_prefix;
  base::Id<Area> id;
  std::optional<std::string> code = {};  ///< the office's own number
  std::string name;
  AreaKind kind = AreaKind::county;
  std::optional<base::Id<Area>> parent = {};  ///< none: the top of the tree
  std::string path;                           ///< of ids from the root to this area, "/12/34/"
  std::optional<base::Date> closed_on = {};
  std::optional<std::string> closed_reason = {};
  std::optional<base::Id<Area>> merged_into = {};
  std::int64_t version = 1;
  friend bool operator==(const Area&, const Area&) = default;
};
BOOST_DESCRIBE_STRUCT(Area, (),
                      (id, code, name, kind, parent, path, closed_on, closed_reason, merged_into,
                       version))

struct Site {
  static constexpr std::string_view id_prefix = access::site_prefix;
  base::Id<Site> id;
  std::optional<std::string> code = {};
  std::string name;
  base::Id<Area> area;
  SiteKind kind = SiteKind::village;
  Tier tier = Tier::middle;
  std::int32_t need = 1;      ///< 1 to 5: weight of its shortages
  std::int32_t hardship = 0;  ///< 0 to 5
  std::int32_t min_team = 2;
  std::int32_t target_team = 3;
  std::int32_t max_first_timers = 1;
  std::vector<std::string> languages = {};    ///< each one needs a speaker in the team
  std::vector<std::string> skills = {};       ///< each one needs a holder
  std::optional<std::string> challenge = {};  ///< steers which kind of sponsor suits
  std::optional<double> lat = {};
  std::optional<double> lon = {};   ///< WGS 84 degrees, both or neither
  std::optional<double> x_km = {};  ///< or a national grid in kilometres
  std::optional<double> y_km = {};
  std::optional<base::Date> closed_on = {};
  std::optional<std::string> closed_reason = {};
  std::optional<base::Id<Site>> merged_into = {};
  std::int64_t version = 1;
  friend bool operator==(const Site&, const Site&) = default;
};
BOOST_DESCRIBE_STRUCT(Site, (),
                      (id, code, name, area, kind, tier, need, hardship, min_team, target_team,
                       max_first_timers, languages, skills, challenge, lat, lon, x_km, y_km,
                       closed_on, closed_reason, merged_into, version))

struct Sponsor {
  static constexpr std::string_view id_prefix = access::sponsor_prefix;
  base::Id<Sponsor> id;
  std::optional<std::string> code = {};
  std::string name;
  std::string kind;  ///< such as "hospital": with a site's challenge it steers who suits
  base::Id<Area> area;
  std::int32_t release_percent = 0;  ///< of its available staff, at most so many are posted
  std::int32_t max_sites = 0;        ///< that it leads
  std::optional<base::Date> closed_on = {};
  std::optional<std::string> closed_reason = {};
  std::optional<base::Id<Sponsor>> merged_into = {};
  std::int64_t version = 1;
  friend bool operator==(const Sponsor&, const Sponsor&) = default;
};
BOOST_DESCRIBE_STRUCT(Sponsor, (),
                      (id, code, name, kind, area, release_percent, max_sites, closed_on,
                       closed_reason, merged_into, version))

/// A language that somebody was tested in; never which one they grew up with.
struct TestedLanguage {
  std::string language;
  Level level = Level::basic;
  base::Date tested_on;
  std::optional<std::string> certificate = {};  ///< its number
  friend bool operator==(const TestedLanguage&, const TestedLanguage&) = default;
};
BOOST_DESCRIBE_STRUCT(TestedLanguage, (), (language, level, tested_on, certificate))

struct HeldSkill {
  std::string skill;
  Level level = Level::basic;
  std::optional<std::string> certificate = {};
  std::optional<base::Date> valid_until = {};  ///< of the certificate
  friend bool operator==(const HeldSkill&, const HeldSkill&) = default;
};
BOOST_DESCRIBE_STRUCT(HeldSkill, (), (skill, level, certificate, valid_until))

/// From a day on somebody may be posted, or may not; until the next change.
struct AvailabilityChange {
  base::Date from;
  bool available = true;
  friend bool operator==(const AvailabilityChange&, const AvailabilityChange&) = default;
};
BOOST_DESCRIBE_STRUCT(AvailabilityChange, (), (from, available))

struct Staff {
  static constexpr std::string_view id_prefix = access::staff_prefix;
  static constexpr auto personal_fields =
      base::fields("code", "name", "grade", "position", "hired_on", "languages", "skills",
                   "availability", "fit_until", "declared_conflict", "needed_until");
  base::Id<Staff> id;
  std::optional<std::string> code = {};  ///< personnel number
  std::string name;
  base::Id<Sponsor> sponsor;
  base::Id<Area> area;  ///< where they work, as a rule their sponsor's
  std::vector<StaffRole> roles = {};
  std::optional<std::string> grade = {};
  std::optional<std::string> position = {};
  std::optional<base::Date> hired_on = {};
  std::vector<TestedLanguage> languages = {};  ///< one entry a language, in the order of names
  std::vector<HeldSkill> skills = {};          ///< likewise
  std::vector<AvailabilityChange> availability =
      {};                                    ///< in the order of days; before the first: yes
  std::optional<base::Date> fit_until = {};  ///< last day of the certificate; none: not passed
  bool declared_conflict = false;            ///< that there is one, never which
  /// Last day until which their post at home may not be left, for it could not be filled there:
  /// their sponsor says so.
  std::optional<base::Date> needed_until = {};
  std::optional<base::Date> closed_on = {};
  std::optional<StaffEnd> closed_reason = {};
  std::optional<base::Id<Staff>> merged_into = {};
  std::int64_t version = 1;
  friend bool operator==(const Staff&, const Staff&) = default;
};
BOOST_DESCRIBE_STRUCT(Staff, (),
                      (id, code, name, sponsor, area, roles, grade, position, hired_on, languages,
                       skills, availability, fit_until, declared_conflict, needed_until, closed_on,
                       closed_reason, merged_into, version))

/// Two people of whom at most one is posted at a time: that it is so, never why. The one whose
/// record is older is `staff`.
struct PostedApart {
  static constexpr std::string_view id_prefix = "apart";
  static constexpr std::string_view table = "posted_apart";
  static constexpr auto personal_fields = base::fields("other");
  base::Id<PostedApart> id;
  base::Id<Staff> staff;
  base::Id<Staff> other;
  base::Date declared_on;
  std::optional<base::Date> ended_on = {};
  std::int64_t version = 1;
  friend bool operator==(const PostedApart&, const PostedApart&) = default;
};
BOOST_DESCRIBE_STRUCT(PostedApart, (), (id, staff, other, declared_on, ended_on, version))

enum class CorrectionState : std::uint8_t { open, done, declined, withdrawn };
BOOST_DESCRIBE_ENUM(CorrectionState, open, done, declined, withdrawn)

/// That something of the own record is wrong, as whom it is about says; and what became of it.
struct Correction {
  static constexpr std::string_view id_prefix = "correction";
  static constexpr std::string_view table = "correction";
  static constexpr auto personal_fields =
      base::fields("field", "wanted", "reason", "state", "answer");
  base::Id<Correction> id;
  base::Id<Staff> staff;
  std::string field;                       ///< table and column: "staff.position"
  std::optional<std::string> wanted = {};  ///< what it should say; none: nothing
  std::string reason;
  base::Date asked_on;
  CorrectionState state = CorrectionState::open;
  std::optional<std::string> answer = {};
  std::optional<base::Id<access::Account>> answered_by = {};
  std::optional<base::Date> answered_on = {};
  std::int64_t version = 1;
  friend bool operator==(const Correction&, const Correction&) = default;
};
BOOST_DESCRIBE_STRUCT(Correction, (),
                      (id, staff, field, wanted, reason, asked_on, state, answer, answered_by,
                       answered_on, version))

/// An edition of rules.toml. It is never changed: another edition follows it.
struct RuleSet {
  static constexpr std::string_view id_prefix = "rules";
  base::Id<RuleSet> id;
  base::Date holds_from;
  std::int64_t number = 1;  ///< 1, 2, ... in the order of making
  std::string text;
  std::string digest;  ///< SHA-256 of the text, in hexadecimal
  std::string reason;
  base::Instant made_at;
  friend bool operator==(const RuleSet&, const RuleSet&) = default;
};
BOOST_DESCRIBE_STRUCT(RuleSet, (), (id, holds_from, number, text, digest, reason, made_at))

struct CalendarDay {
  static constexpr std::string_view id_prefix = "day";
  base::Id<CalendarDay> id;
  base::Date day;
  DayKind kind = DayKind::holiday;
  std::string name;
  std::int64_t version = 1;
  friend bool operator==(const CalendarDay&, const CalendarDay&) = default;
};
BOOST_DESCRIBE_STRUCT(CalendarDay, (), (id, day, kind, name, version))

}  // namespace sojourn::stages::programme
