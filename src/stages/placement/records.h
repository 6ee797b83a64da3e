// The records of the stage `placement`, as their tables hold them (migrations/0010_placement.sql):
// what a plan is made from beyond the records of the programme, and what becomes of it. Of staff no
// more than placing them needs: a duty station, never a home; no track of where anybody is.
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
#include "base/id.h"
#include "stages/programme/records.h"
#include "stages/selection/records.h"

namespace sojourn::stages::placement {

using programme::Area;
using programme::Site;
using programme::Sponsor;
using programme::Staff;
using programme::StaffRole;

/// What placing a person needs. The id is the staff member's. What is not said is reckoned: years
/// from the day of hire, strength from the latest nomination, the rest from postings that have
/// ended.
struct Placing {
  static constexpr std::string_view id_prefix = Staff::id_prefix;
  base::Id<Staff> id;
  std::optional<double> lat = {};  ///< of the duty station: an office or a town
  std::optional<double> lon = {};
  std::optional<double> x_km = {};  ///< on a national grid, instead of degrees
  std::optional<double> y_km = {};
  std::optional<base::Id<Site>> home_site = {};  ///< where they could not be impartial
  std::optional<std::int32_t> experience_years = {};
  std::optional<bool> first_timer = {};
  std::optional<std::int32_t> hardship_served = {};
  std::optional<std::int32_t> strength = {};  ///< 0 to 100, from evidence
  std::int64_t version = 1;
  friend bool operator==(const Placing&, const Placing&) = default;
};
BOOST_DESCRIBE_STRUCT(Placing, (),
                      (id, lat, lon, x_km, y_km, home_site, experience_years, first_timer,
                       hardship_served, strength, version))

enum class WishRank : std::uint8_t { first, second, third, refuse };
BOOST_DESCRIBE_ENUM(WishRank, first, second, third, refuse)

struct Wish {
  static constexpr std::string_view id_prefix = "wish";
  static constexpr std::string_view table = "wish";
  base::Id<Wish> id;
  base::Id<Staff> staff;
  base::Id<Site> site;
  WishRank rank = WishRank::first;
  /// A refusal that the person said themselves: not for their sponsor to read.
  std::optional<bool> confidential = {};
  std::optional<base::Date> ended_on = {};
  std::optional<std::string> ended_reason = {};
  std::int64_t version = 1;
  friend bool operator==(const Wish&, const Wish&) = default;
};
BOOST_DESCRIBE_STRUCT(Wish, (),
                      (id, staff, site, rank, confidential, ended_on, ended_reason, version))

/// How well a sponsor suits a site.
struct Affinity {
  static constexpr std::string_view id_prefix = "affinity";
  static constexpr std::string_view table = "affinity";
  base::Id<Affinity> id;
  base::Id<Site> site;
  base::Id<Sponsor> sponsor;
  std::int32_t score = 0;  ///< 0 to 100
  std::optional<base::Date> ended_on = {};
  std::optional<std::string> ended_reason = {};
  std::int64_t version = 1;
  friend bool operator==(const Affinity&, const Affinity&) = default;
};
BOOST_DESCRIBE_STRUCT(Affinity, (), (id, site, sponsor, score, ended_on, ended_reason, version))

/// A lead sponsor that was announced: every plan keeps it.
struct AnnouncedLead {
  static constexpr std::string_view id_prefix = "lead";
  static constexpr std::string_view table = "announced_lead";
  base::Id<AnnouncedLead> id;
  base::Id<Site> site;
  base::Id<Sponsor> sponsor;
  std::string reason;
  std::optional<base::Date> ended_on = {};
  std::optional<std::string> ended_reason = {};
  std::int64_t version = 1;
  friend bool operator==(const AnnouncedLead&, const AnnouncedLead&) = default;
};
BOOST_DESCRIBE_STRUCT(AnnouncedLead, (),
                      (id, site, sponsor, reason, ended_on, ended_reason, version))

enum class PinnedRole : std::uint8_t { any, leader, member };
BOOST_DESCRIBE_ENUM(PinnedRole, any, leader, member)
enum class PinnedRule : std::uint8_t { must, never };
BOOST_DESCRIBE_ENUM(PinnedRule, must, never)

/// A person has to serve at a site, or may not.
struct Pin {
  static constexpr std::string_view id_prefix = "pin";
  static constexpr std::string_view table = "pin";
  base::Id<Pin> id;
  base::Id<Staff> staff;
  base::Id<Site> site;
  PinnedRole role = PinnedRole::any;
  PinnedRule rule = PinnedRule::must;
  std::string reason;
  std::optional<base::Date> ended_on = {};
  std::optional<std::string> ended_reason = {};
  std::int64_t version = 1;
  friend bool operator==(const Pin&, const Pin&) = default;
};
BOOST_DESCRIBE_STRUCT(Pin, (),
                      (id, staff, site, role, rule, reason, ended_on, ended_reason, version))

/// Points that people gave to a pair; they stand in place of its terms.
struct GivenCost {
  static constexpr std::string_view id_prefix = "cost";
  static constexpr std::string_view table = "given_cost";
  base::Id<GivenCost> id;
  base::Id<Staff> staff;
  base::Id<Site> site;
  std::int64_t points = 0;
  std::string reason;
  std::optional<base::Date> ended_on = {};
  std::optional<std::string> ended_reason = {};
  std::int64_t version = 1;
  friend bool operator==(const GivenCost&, const GivenCost&) = default;
};
BOOST_DESCRIBE_STRUCT(GivenCost, (),
                      (id, staff, site, points, reason, ended_on, ended_reason, version))

enum class PlanState : std::uint8_t {
  waiting,    ///< its job is queued or under way
  failed,     ///< nothing could be planned: `faults` says why
  cancelled,  ///< before it was done
  draft,
  published,  ///< objections may be raised
  confirmed,  ///< its placements are postings
  withdrawn,  ///< a draft or published plan that will not be
};
BOOST_DESCRIBE_ENUM(PlanState, waiting, failed, cancelled, draft, published, confirmed, withdrawn)

/// One thing that keeps a plan from being made: `where` names the record.
struct PlanFault {
  std::string where;
  std::string code;
  std::string value;
  std::string detail;
  friend bool operator==(const PlanFault&, const PlanFault&) = default;
};
BOOST_DESCRIBE_STRUCT(PlanFault, (), (where, code, value, detail))

/// What a plan that nobody searched for begins with: with nobody placed, with whoever serves on its
/// first day, or with another plan that people changed.
enum class ByHand : std::uint8_t { nobody, postings, edited };
BOOST_DESCRIBE_ENUM(ByHand, nobody, postings, edited)

struct Plan {
  static constexpr std::string_view id_prefix = "plan";
  static constexpr std::string_view table = "plan";
  base::Id<Plan> id;
  std::string name;
  std::optional<base::Id<Area>> area = {};  ///< none: the whole programme
  base::Date starts_on;                     ///< first day of what it places
  std::optional<bool> open_posts = {};      ///< yes: whoever serves is held where they are
  /// With `open_posts`: only whom this round named is sent. None: whoever is not posted.
  std::optional<base::Id<selection::Round>> round = {};
  std::optional<ByHand> by_hand = {};         ///< none: found by the search
  std::optional<base::Id<Plan>> parent = {};  ///< of an edited one: what was changed
  std::optional<std::string> edit_reason = {};
  PlanState state = PlanState::waiting;
  std::int64_t seed = 1;
  std::optional<std::int64_t> time_limit = {};  ///< seconds
  std::optional<std::int64_t> most_steps = {};
  base::Instant made_at;
  std::optional<base::Id<access::Account>> made_by = {};  ///< none: whoever runs the machine
  std::int64_t job = 0;                                   ///< 0: edited, without a job
  std::vector<PlanFault> faults = {};
  std::optional<std::string> input_digest = {};  ///< as in report.json
  std::optional<std::string> rules_digest = {};
  std::optional<std::int64_t> rules_number = {};  ///< edition of the rules; 0: none was made yet
  std::optional<std::string> result_digest = {};  ///< of placements.csv and lead_sponsors.csv
  std::optional<std::int64_t> steps = {};         ///< done; replays by them
  std::optional<std::int64_t> total = {};         ///< points
  std::optional<std::int64_t> bound = {};
  std::optional<bool> proven = {};
  std::optional<std::int64_t> breaches = {};  ///< hard rules that it breaks, of one made by hand
  std::optional<std::int64_t> placed = {};
  std::optional<std::int64_t> sites = {};
  std::optional<std::int64_t> staff = {};
  std::optional<base::Instant> published_at = {};
  std::optional<base::Id<access::Account>> published_by = {};
  std::optional<std::string> difference = {};  ///< digest of the difference that was published
  /// Sites that it left short when it was published, as whoever did it said that they saw.
  std::optional<std::int64_t> shortages = {};
  std::optional<base::Date> objections_until = {};  ///< the last day
  std::optional<base::Instant> confirmed_at = {};
  std::optional<base::Id<access::Account>> confirmed_by = {};
  std::optional<std::string> ended_reason = {};
  std::int64_t version = 1;
  friend bool operator==(const Plan&, const Plan&) = default;
};
BOOST_DESCRIBE_STRUCT(Plan, (),
                      (id, name, area, starts_on, open_posts, round, by_hand, parent, edit_reason,
                       state, seed, time_limit, most_steps, made_at, made_by, job, faults,
                       input_digest, rules_digest, rules_number, result_digest, steps, total, bound,
                       proven, breaches, placed, sites, staff, published_at, published_by,
                       difference, shortages, objections_until, confirmed_at, confirmed_by,
                       ended_reason, version))

/// A file that a plan was made from, or consists of.
struct PlanFile {
  static constexpr std::string_view id_prefix = "file";
  base::Id<PlanFile> id;
  base::Id<Plan> plan;
  std::string name;
  std::string text;
  std::string digest;
};
BOOST_DESCRIBE_STRUCT(PlanFile, (), (id, plan, name, text, digest))

enum class Origin : std::uint8_t { planned, overridden };
BOOST_DESCRIBE_ENUM(Origin, planned, overridden)

struct Placement {
  static constexpr std::string_view id_prefix = "placement";
  static constexpr std::string_view table = "placement";
  base::Id<Placement> id;
  base::Id<Plan> plan;
  base::Id<Staff> staff;
  base::Id<Site> site;
  StaffRole role = StaffRole::member;
  Origin origin = Origin::planned;
  std::optional<base::Date> ended_on = {};  ///< overridden by another, or by none
  std::optional<std::string> ended_reason = {};
  std::int64_t version = 1;
  friend bool operator==(const Placement&, const Placement&) = default;
};
BOOST_DESCRIBE_STRUCT(Placement, (),
                      (id, plan, staff, site, role, origin, ended_on, ended_reason, version))

enum class ObjectionWay : std::uint8_t { page, letter, paper };
BOOST_DESCRIBE_ENUM(ObjectionWay, page, letter, paper)
enum class ObjectionState : std::uint8_t { open, accepted, declined };
BOOST_DESCRIBE_ENUM(ObjectionState, open, accepted, declined)

struct PlanObjection {
  static constexpr std::string_view id_prefix = "planobjection";
  static constexpr std::string_view table = "plan_objection";
  base::Id<PlanObjection> id;
  base::Id<Plan> plan;
  base::Id<Staff> staff;  ///< whose placement, or whose not being placed, it is about
  ObjectionWay way = ObjectionWay::page;
  std::string source;  ///< where it stands written; never by whom
  std::string reason;
  base::Date received_on;
  std::optional<base::Id<access::Account>> entered_by = {};
  ObjectionState state = ObjectionState::open;
  std::optional<std::string> answer = {};
  std::optional<base::Id<access::Account>> answered_by = {};
  std::optional<base::Date> answered_on = {};
  std::int64_t version = 1;
  friend bool operator==(const PlanObjection&, const PlanObjection&) = default;
};
BOOST_DESCRIBE_STRUCT(PlanObjection, (),
                      (id, plan, staff, way, source, reason, received_on, entered_by, state, answer,
                       answered_by, answered_on, version))

enum class OverrideState : std::uint8_t { waiting, approved, declined };
BOOST_DESCRIBE_ENUM(OverrideState, waiting, approved, declined)

/// A placement that people change by their own word. Without a site: not placed.
struct PlacementOverride {
  static constexpr std::string_view id_prefix = "override";
  static constexpr std::string_view table = "placement_override";
  base::Id<PlacementOverride> id;
  base::Id<Plan> plan;
  base::Id<Staff> staff;
  std::optional<base::Id<Site>> site = {};
  std::optional<StaffRole> role = {};
  std::string reason;
  std::optional<base::Id<access::Account>> asked_by = {};
  base::Date asked_on;
  OverrideState state = OverrideState::waiting;
  std::optional<base::Id<access::Account>> signed_by = {};
  std::optional<base::Date> signed_on = {};
  std::int64_t version = 1;
  friend bool operator==(const PlacementOverride&, const PlacementOverride&) = default;
};
BOOST_DESCRIBE_STRUCT(PlacementOverride, (),
                      (id, plan, staff, site, role, reason, asked_by, asked_on, state, signed_by,
                       signed_on, version))

/// People are posted to a site by a plan although it is not ready for them.
struct SiteOverride {
  static constexpr std::string_view id_prefix = "siteoverride";
  static constexpr std::string_view table = "site_override";
  base::Id<SiteOverride> id;
  base::Id<Plan> plan;
  base::Id<Site> site;
  std::string reason;
  std::optional<base::Id<access::Account>> asked_by = {};
  base::Date asked_on;
  OverrideState state = OverrideState::waiting;
  std::optional<base::Id<access::Account>> signed_by = {};
  std::optional<base::Date> signed_on = {};
  std::int64_t version = 1;
  friend bool operator==(const SiteOverride&, const SiteOverride&) = default;
};
BOOST_DESCRIBE_STRUCT(SiteOverride, (),
                      (id, plan, site, reason, asked_by, asked_on, state, signed_by, signed_on,
                       version))

struct Posting {
  static constexpr std::string_view id_prefix = "posting";
  static constexpr std::string_view table = "posting";
  base::Id<Posting> id;
  base::Id<Staff> staff;
  base::Id<Site> site;
  StaffRole role = StaffRole::member;
  base::Date from_day;
  std::optional<base::Date> to_day = {};  ///< the last one; none: until further notice
  /// Its title and who appointed them to it.
  std::optional<std::string> second_office = {};
  std::optional<base::Id<Plan>> plan = {};  ///< none: entered as it was, without a plan
  std::string source;
  std::optional<base::Date> ended_on = {};  ///< entered by mistake: it never was
  std::optional<std::string> ended_reason = {};
  std::int64_t version = 1;
  friend bool operator==(const Posting&, const Posting&) = default;
};
BOOST_DESCRIBE_STRUCT(Posting, (),
                      (id, staff, site, role, from_day, to_day, second_office, plan, source,
                       ended_on, ended_reason, version))

/// A plan made by hand is published although it breaks hard rules.
struct RuleOverride {
  static constexpr std::string_view id_prefix = "ruleoverride";
  static constexpr std::string_view table = "rule_override";
  base::Id<RuleOverride> id;
  base::Id<Plan> plan;
  std::string reason;
  std::optional<base::Id<access::Account>> asked_by = {};
  base::Date asked_on;
  OverrideState state = OverrideState::waiting;
  std::optional<base::Id<access::Account>> signed_by = {};
  std::optional<base::Date> signed_on = {};
  std::int64_t version = 1;
  friend bool operator==(const RuleOverride&, const RuleOverride&) = default;
};
BOOST_DESCRIBE_STRUCT(RuleOverride, (),
                      (id, plan, reason, asked_by, asked_on, state, signed_by, signed_on, version))

}  // namespace sojourn::stages::placement
