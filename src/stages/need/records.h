// The records of the stage `need`, as their tables hold them (migrations/0006_need.sql): statements
// about sites and sponsors, each with its source and its day. None is about a person.
// A statement holds from `from_day` on, until the next of its kind; it is withdrawn, never changed.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/date.h"
#include "base/id.h"
#include "stages/programme/records.h"

namespace sojourn::stages::need {

using programme::Site;
using programme::SiteKind;
using programme::Sponsor;

/// Whom a line of need is about: the team as a whole, its leader, or members.
enum class NeedRole : std::uint8_t { team, leader, member };
BOOST_DESCRIBE_ENUM(NeedRole, team, leader, member)

/// As WISN has them: work that has a volume, work that everybody has beside it, and work that only
/// some have.
enum class WorkKind : std::uint8_t { activity, category, individual };
BOOST_DESCRIBE_ENUM(WorkKind, activity, category, individual)

enum class StaffedBy : std::uint8_t { programme, own_organisation };
BOOST_DESCRIBE_ENUM(StaffedBy, programme, own_organisation)

struct Need {
  static constexpr std::string_view id_prefix = "need";
  static constexpr std::string_view table = "need";
  base::Id<Need> id;
  base::Id<Site> site;
  NeedRole role = NeedRole::team;
  std::string skill;  ///< each of them holds it; empty: any
  std::int32_t minimum = 0;
  std::int32_t target = 0;
  base::Date from_day;
  std::string set_by;  ///< the office, not the person
  std::string source;  ///< number of the notice, minutes of the meeting
  base::Date recorded_on;
  std::optional<base::Date> withdrawn_on = {};
  std::optional<std::string> withdrawn_reason = {};
  std::int64_t version = 1;
  friend bool operator==(const Need&, const Need&) = default;
};
BOOST_DESCRIBE_STRUCT(Need, (),
                      (id, site, role, skill, minimum, target, from_day, set_by, source,
                       recorded_on, withdrawn_on, withdrawn_reason, version))

/// A need of every site of a kind: the quota.
struct Standard {
  static constexpr std::string_view id_prefix = "standard";
  static constexpr std::string_view table = "need_standard";
  base::Id<Standard> id;
  SiteKind site_kind = SiteKind::village;
  NeedRole role = NeedRole::team;
  std::string skill;
  std::int32_t minimum = 0;
  std::int32_t target = 0;
  base::Date from_day;
  std::string set_by;
  std::string source;
  base::Date recorded_on;
  std::optional<base::Date> withdrawn_on = {};
  std::optional<std::string> withdrawn_reason = {};
  std::int64_t version = 1;
  friend bool operator==(const Standard&, const Standard&) = default;
};
BOOST_DESCRIBE_STRUCT(Standard, (),
                      (id, site_kind, role, skill, minimum, target, from_day, set_by, source,
                       recorded_on, withdrawn_on, withdrawn_reason, version))

/// One line of a site's work. Of an activity `volume` units a year at `unit_minutes` each; of a
/// category `share` thousandths of everybody's time; of an individual `volume` people at
/// `unit_minutes` a year each.
struct Workload {
  static constexpr std::string_view id_prefix = "work";
  static constexpr std::string_view table = "workload";
  base::Id<Workload> id;
  base::Id<Site> site;
  WorkKind kind = WorkKind::activity;
  std::string task;
  std::int64_t volume = 0;
  std::int64_t unit_minutes = 0;
  std::int32_t share = 0;
  base::Date from_day;
  std::string source;
  base::Date recorded_on;
  std::optional<base::Date> withdrawn_on = {};
  std::optional<std::string> withdrawn_reason = {};
  std::int64_t version = 1;
  friend bool operator==(const Workload&, const Workload&) = default;
};
BOOST_DESCRIBE_STRUCT(Workload, (),
                      (id, site, kind, task, volume, unit_minutes, share, from_day, source,
                       recorded_on, withdrawn_on, withdrawn_reason, version))

struct Staffing {
  static constexpr std::string_view id_prefix = "staffing";
  static constexpr std::string_view table = "staffing";
  base::Id<Staffing> id;
  base::Id<Site> site;
  StaffedBy staffed_by = StaffedBy::programme;
  std::int32_t in_post = 0;          ///< people of the team, or of the own organisation
  std::int32_t unfilled_rounds = 0;  ///< rounds in a row that left a post of it open
  base::Date from_day;
  std::string source;
  base::Date recorded_on;
  std::optional<base::Date> withdrawn_on = {};
  std::optional<std::string> withdrawn_reason = {};
  std::int64_t version = 1;
  friend bool operator==(const Staffing&, const Staffing&) = default;
};
BOOST_DESCRIBE_STRUCT(Staffing, (),
                      (id, site, staffed_by, in_post, unfilled_rounds, from_day, source,
                       recorded_on, withdrawn_on, withdrawn_reason, version))

/// Posts of another programme whose people live at the site.
struct OtherPost {
  static constexpr std::string_view id_prefix = "post";
  static constexpr std::string_view table = "other_post";
  base::Id<OtherPost> id;
  base::Id<Site> site;
  std::string programme;
  std::int32_t posts = 0;
  base::Date from_day;
  std::string source;
  base::Date recorded_on;
  std::optional<base::Date> withdrawn_on = {};
  std::optional<std::string> withdrawn_reason = {};
  std::int64_t version = 1;
  friend bool operator==(const OtherPost&, const OtherPost&) = default;
};
BOOST_DESCRIBE_STRUCT(OtherPost, (),
                      (id, site, programme, posts, from_day, source, recorded_on, withdrawn_on,
                       withdrawn_reason, version))

/// What a team finds at a site, as somebody looked: what it can live and work with. `contact` is an
/// office of the host organisation and its duty phone, never a resident.
struct Readiness {
  static constexpr std::string_view id_prefix = "ready";
  static constexpr std::string_view table = "site_readiness";
  base::Id<Readiness> id;
  base::Id<Site> site;
  bool lodging = false;
  bool water_power = false;
  bool medical = false;                     ///< a doctor or a clinic within reach
  bool communications = false;              ///< telephone and network
  std::optional<std::string> contact = {};  ///< none: there is none yet
  base::Date from_day;
  std::string source;
  base::Date recorded_on;
  std::optional<base::Date> withdrawn_on = {};
  std::optional<std::string> withdrawn_reason = {};
  std::int64_t version = 1;
  friend bool operator==(const Readiness&, const Readiness&) = default;
};
BOOST_DESCRIBE_STRUCT(Readiness, (),
                      (id, site, lodging, water_power, medical, communications, contact, from_day,
                       source, recorded_on, withdrawn_on, withdrawn_reason, version))

/// What a sponsor has at home: posts that it may fill, and those that are filled.
struct Establishment {
  static constexpr std::string_view id_prefix = "est";
  static constexpr std::string_view table = "establishment";
  base::Id<Establishment> id;
  base::Id<Sponsor> sponsor;
  std::int32_t posts = 0;
  std::int32_t in_post = 0;
  base::Date from_day;
  std::string source;
  base::Date recorded_on;
  std::optional<base::Date> withdrawn_on = {};
  std::optional<std::string> withdrawn_reason = {};
  std::int64_t version = 1;
  friend bool operator==(const Establishment&, const Establishment&) = default;
};
BOOST_DESCRIBE_STRUCT(Establishment, (),
                      (id, sponsor, posts, in_post, from_day, source, recorded_on, withdrawn_on,
                       withdrawn_reason, version))

}  // namespace sojourn::stages::need
