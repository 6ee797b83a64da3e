// What a site needs and how much its need weighs, without SQL: the WHO staffing-need method (WISN),
// which statement holds on a day, what is left to fill, and the terms of the weight. Every figure
// that decides stands in NeedRules, the table [need] of the dated rules. RULES.md, section 1.
//
// WISN (Workload Indicators of Staffing Need, WHO 2010; second edition 2023):
//   available = (weeks * days - leave - holidays - sick - training) * minutes a day
//   base = sum of volume * unit time / available
//   category allowance = 1 / (1 - sum of shares)
//   required = base * category allowance + individual time / available
// It is reckoned in whole numbers until the last division, so that 3.0 never becomes 4 people.
//
// Tested in tests/unit/stages/need/rules_test.cpp: the Kenyan example, and by properties.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "stages/need/records.h"
#include "stages/programme/rules.h"

namespace sojourn::stages::need {

enum class NeedMethod : std::uint8_t { quota, wisn };
BOOST_DESCRIBE_ENUM(NeedMethod, quota, wisn)

/// Where a need's weight comes from: the terms below, or the site's record, as it was set there.
enum class NeedWeight : std::uint8_t { terms, record };
BOOST_DESCRIBE_ENUM(NeedWeight, terms, record)

/// The table [need] of rules.toml; docs/guide/need.md lists the keys.
struct NeedRules {
  NeedMethod method = NeedMethod::quota;
  NeedWeight weight = NeedWeight::terms;
  std::int32_t least_team = 2;  ///< of a team that WISN asks for
  std::int32_t most_team = 5;
  std::int32_t tier_low = 1;  ///< points of the weight
  std::int32_t tier_middle = 2;
  std::int32_t tier_high = 4;
  std::int32_t scarce_parts = 2;  ///< scarce: in post under scarce_parts / scarce_of of the target
  std::int32_t scarce_of = 3;
  std::int32_t scarce_points = 1;
  std::int32_t vacant_months = 6;  ///< vacant: a post open without a break for longer than this
  std::int32_t vacant_points = 1;
  std::int32_t unfilled_rounds = 2;  ///< passed over: a post left open by so many rounds in a row
  std::int32_t unfilled_points = 1;
  std::int32_t other_posts_most = 1;  ///< so many posts of other programmes count at a site
  std::optional<std::int32_t> first_timers_village = {};  ///< none: as the site's record says
  std::optional<std::int32_t> first_timers_community = {};
  std::optional<std::int32_t> first_timers_farm = {};
  bool readiness_gate = true;  ///< nobody is posted to a site that is not ready
  std::int32_t weeks = 52;     ///< WISN, of one person and year
  std::int32_t days = 5;
  std::int32_t leave = 10;  ///< days
  std::int32_t holidays = 13;
  std::int32_t sick = 5;
  std::int32_t training = 5;
  std::int32_t day_minutes = 480;
  friend bool operator==(const NeedRules&, const NeedRules&) = default;
};
BOOST_DESCRIBE_STRUCT(NeedRules, (),
                      (method, weight, least_team, most_team, tier_low, tier_middle, tier_high,
                       scarce_parts, scarce_of, scarce_points, vacant_months, vacant_points,
                       unfilled_rounds, unfilled_points, other_posts_most, first_timers_village,
                       first_timers_community, first_timers_farm, readiness_gate, weeks, days,
                       leave, holidays, sick, training, day_minutes))

/// The table [need] of a text of rules.toml; what is not given has its standard. Faults stand at
/// `where`.
NeedRules read_rules(std::string_view text, std::string_view where, programme::Faults& faults);

inline constexpr std::int64_t most_volume = 10'000'000;       ///< units a year
inline constexpr std::int64_t most_unit_minutes = 1'000'000;  ///< of one unit
inline constexpr std::int64_t most_share = 900;               ///< thousandths, of all categories

/// What a team lacks at a site, in the order of the record: lodging, water_power, medical,
/// communications, contact. Nobody has said anything: all of them.
std::vector<std::string> missing_of(const Readiness* said);

/// Each term of the method, as people check them by hand.
struct Wisn {
  std::int64_t available_days = 0;     ///< of one person and year
  std::int64_t available_minutes = 0;  ///< likewise
  double base = 0;                     ///< people for the work that has a volume
  double category_allowance = 1;       ///< times this, for the work beside it
  double individual_allowance = 0;     ///< people for the work that only some have
  double required = 0;
  std::int64_t required_whole = 0;  ///< rounded up
  std::int32_t team = 0;            ///< within the least and the most of a team
};
BOOST_DESCRIBE_STRUCT(Wisn, (),
                      (available_days, available_minutes, base, category_allowance,
                       individual_allowance, required, required_whole, team))

std::int64_t available_days(const NeedRules& rules);
/// Nothing where there is no activity: who has told no work cannot be told a number. Preconditions:
/// a day available, shares of at most `most_share` in all, at most 1,000 lines within the limits
/// above.
std::optional<Wisn> wisn(const NeedRules& rules, std::span<const Workload> work);

/// Which statements an asker's question goes by.
struct Asof {
  base::Date on;                           ///< the day that is asked about
  std::optional<base::Date> cut_off = {};  ///< only what reached the office by this day
};

/// Whether a statement speaks about that day, in time.
template <class Statement>
bool speaks(const Statement& said, const Asof& asof) {
  return !said.withdrawn_on && said.from_day <= asof.on &&
         (!asof.cut_off || said.recorded_on <= *asof.cut_off);
}
/// Of two that speak about one thing the later day holds, of one day the later statement.
template <class Statement>
bool later(const Statement& a, const Statement& b) {
  return a.from_day != b.from_day ? a.from_day > b.from_day : a.id > b.id;
}
/// The one that holds, or nothing.
template <class Statement>
const Statement* holding(std::span<const Statement> all, const Asof& asof) {
  const Statement* found = nullptr;
  for (const Statement& each : all) {
    if (speaks(each, asof) && (found == nullptr || later(each, *found))) {
      found = &each;
    }
  }
  return found;
}
/// One for each `key(statement)`, those that hold, in the order of keys.
template <class Statement, class Key>
std::vector<Statement> holding_by(std::span<const Statement> all, const Asof& asof, Key key) {
  std::vector<Statement> held;
  for (const Statement& each : all) {
    if (!speaks(each, asof)) {
      continue;
    }
    auto at = std::find_if(held.begin(), held.end(),
                           [&](const Statement& other) { return key(other) >= key(each); });
    if (at == held.end() || key(*at) != key(each)) {
      held.insert(at, each);
    } else if (later(each, *at)) {
      *at = each;
    }
  }
  return held;
}

/// From where a figure comes.
enum class NeedFrom : std::uint8_t {
  site,      ///< set for this site
  workload,  ///< WISN
  standard,  ///< the quota of its kind
  record,    ///< nothing of these: the site's record
};
BOOST_DESCRIBE_ENUM(NeedFrom, site, workload, standard, record)

/// One line of what a site needs.
struct NeedLine {
  NeedRole role = NeedRole::team;
  std::string skill;
  std::int32_t minimum = 0;
  std::int32_t target = 0;
  NeedFrom from = NeedFrom::record;
  std::optional<std::string> set_by;
  std::optional<std::string> source;
  std::optional<base::Date> from_day;
  friend bool operator==(const NeedLine&, const NeedLine&) = default;
};
BOOST_DESCRIBE_STRUCT(NeedLine, (), (role, skill, minimum, target, from, set_by, source, from_day))

/// A term of the weight: what is so, and the rule that gives points for it.
struct WeightTerm {
  std::string term;  ///< tier, scarce, vacant, unfilled; record
  std::int64_t points = 0;
  std::string
      value;         ///< what is so: "high", "1/3" in post of the target, a day, a number of rounds
  std::string rule;  ///< key of [need] that says how many points
  std::string limit;  ///< what the value is held against: "2/3", a day, a number of rounds
};
BOOST_DESCRIBE_STRUCT(WeightTerm, (), (term, points, value, rule, limit))

/// All that is known of a site when its need is reckoned.
struct SiteFacts {
  Site site;
  std::string area_name;
  std::vector<Need> needs = {};
  std::vector<Workload> work = {};
  std::vector<Staffing> staffing = {};
  std::vector<OtherPost> others = {};
};

/// What comes of it.
struct SiteNeed {
  std::vector<NeedLine> lines = {};  ///< the team's first; empty skills before others
  std::optional<Wisn> workload = {};
  bool solved = true;        ///< no: its own organisation staffs it, which counts in coverage only
  std::int32_t minimum = 0;  ///< of the team
  std::int32_t target = 0;
  std::optional<std::int32_t> in_post = {};  ///< nobody has said: none
  std::optional<base::Date> vacant_since = {};
  std::int32_t unfilled_rounds = 0;
  std::int32_t other_posts = 0;
  std::int32_t other_posts_counted = 0;
  std::int32_t target_left = 0;  ///< the target less posts that count, no less than the minimum
  std::int32_t short_of_minimum = 0;
  std::int32_t short_of_target = 0;  ///< of `target_left`
  std::int32_t waiting = 0;          ///< lines of need that came after the cut-off
  std::int32_t max_first_timers = 0;
  std::vector<WeightTerm> terms = {};
  std::int32_t weight = 1;  ///< 1 to 5
};

SiteNeed need_of(const NeedRules& rules, std::span<const Standard> standards,
                 const SiteFacts& facts, const Asof& asof);

/// The heavier need first; then the smaller part in post, the harder site, name and id.
bool before(const SiteFacts& a, const SiteNeed& need_of_a, const SiteFacts& b,
            const SiteNeed& need_of_b);

/// Since when a post of a team of `target` is open without a break, as reports in any order say it.
std::optional<base::Date> vacant_since(std::span<const Staffing> reports, std::int32_t target,
                                       const Asof& asof);

}  // namespace sojourn::stages::need
