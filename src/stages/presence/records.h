// The records of the stage `presence`, as their tables hold them (migrations/*_presence.sql): each
// month of a posting as a text with one letter a day, what differed and by whose word, who was
// asked about which days, standing permissions, and draws. A day has a class and nothing else: no
// time, no place, no device.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "access/records.h"
#include "base/date.h"
#include "base/id.h"
#include "stages/placement/records.h"

namespace sojourn::stages::presence {

using placement::Posting;
using programme::Area;
using programme::Site;
using programme::Sponsor;
using programme::Staff;
using programme::StaffRole;

/// What a day was; the letters are in rules.h.
enum class DayClass : std::uint8_t {
  night_on_site,
  day_only,   ///< at the site by day, the night elsewhere
  duty_trip,  ///< for the programme
  training,   ///< of a session that was held; comes by itself
  leave,      ///< that was granted; comes by itself
  rest,
  call_back,  ///< by the sponsor, which is charged with it
  diverted,   ///< by the host to other work, which is charged with it
  unexplained,
};
BOOST_DESCRIBE_ENUM(DayClass, night_on_site, day_only, duty_trip, training, leave, rest, call_back,
                    diverted, unexplained)

struct RotaMonth {
  static constexpr std::string_view id_prefix = "rota";
  static constexpr std::string_view table = "presence_month";
  static constexpr auto personal_fields =
      base::fields("declared", "classes", "amended", "declared_source", "confirmed_source");
  base::Id<RotaMonth> id;
  base::Id<Posting> posting;
  base::Id<Staff> staff;
  base::Month month;
  std::string declared;
  std::string classes;                      ///< with what differed; once locked, as it was then
  std::optional<std::string> amended = {};  ///< locked, with what was amended since
  base::Date declared_on;
  std::optional<std::string> declared_source = {};  ///< the sheet, if it was typed in
  std::optional<base::Date> confirmed_on = {};      ///< by the host: locked since
  std::optional<base::Id<access::Account>> confirmed_by = {};
  std::optional<std::string> confirmed_source = {};
  std::int64_t version = 1;
  friend bool operator==(const RotaMonth&, const RotaMonth&) = default;
};
BOOST_DESCRIBE_STRUCT(RotaMonth, (),
                      (id, posting, staff, month, declared, classes, amended, declared_on,
                       declared_source, confirmed_on, confirmed_by, confirmed_source, version))

enum class ChangeState : std::uint8_t {
  stands,   ///< needs nobody's word
  waiting,  ///< for somebody's word; it stands until that is no
  approved,
  declined,  ///< the days are as they were before
};
BOOST_DESCRIBE_ENUM(ChangeState, stands, waiting, approved, declined)

struct DayChange {
  static constexpr std::string_view id_prefix = "rotachange";
  static constexpr std::string_view table = "presence_change";
  static constexpr auto personal_fields =
      base::fields("kind", "reason", "called_by", "state", "decline_reason");
  base::Id<DayChange> id;
  base::Id<Posting> posting;
  base::Id<Staff> staff;
  base::Date from_day;
  base::Date to_day;
  DayClass kind = DayClass::night_on_site;
  std::string reason;
  std::optional<std::string> called_by = {};  ///< which office called or diverted
  bool amends = false;                        ///< a locked month, beside its record
  ChangeState state = ChangeState::stands;
  base::Date recorded_on;
  std::optional<base::Id<access::Account>> recorded_by = {};
  std::optional<base::Date> decided_on = {};
  std::optional<base::Id<access::Account>> decided_by = {};
  std::optional<std::string> decline_reason = {};
  std::int64_t version = 1;
  friend bool operator==(const DayChange&, const DayChange&) = default;
};
BOOST_DESCRIBE_STRUCT(DayChange, (),
                      (id, posting, staff, from_day, to_day, kind, reason, called_by, amends, state,
                       recorded_on, recorded_by, decided_on, decided_by, decline_reason, version))

struct DayQuestion {
  static constexpr std::string_view id_prefix = "dayquestion";
  static constexpr std::string_view table = "day_question";
  static constexpr auto personal_fields = base::fields("answer");
  base::Id<DayQuestion> id;
  base::Id<Posting> posting;
  base::Id<Staff> staff;
  base::Date from_day;
  base::Date to_day;
  base::Date asked_on;
  std::optional<base::Id<access::Account>> asked_by = {};
  base::Date due_on;
  std::optional<base::Date> answered_on = {};
  std::optional<std::string> answer = {};
  std::int64_t version = 1;
  friend bool operator==(const DayQuestion&, const DayQuestion&) = default;
};
BOOST_DESCRIBE_STRUCT(DayQuestion, (),
                      (id, posting, staff, from_day, to_day, asked_on, asked_by, due_on,
                       answered_on, answer, version))

/// Why somebody sleeps elsewhere: only that it is so, never more.
enum class DayOnlyGround : std::uint8_t {
  care,     ///< whoever they care for
  fitness,  ///< for duty
  lodging,  ///< at the site is not fit to sleep in: counts against the host
};
BOOST_DESCRIBE_ENUM(DayOnlyGround, care, fitness, lodging)

struct DayOnly {
  static constexpr std::string_view id_prefix = "dayonly";
  static constexpr std::string_view table = "day_only_permission";
  static constexpr auto personal_fields = base::fields("ground", "source", "ended_reason");
  base::Id<DayOnly> id;
  base::Id<Posting> posting;
  base::Id<Staff> staff;
  DayOnlyGround ground = DayOnlyGround::lodging;
  base::Date from_day;
  base::Date to_day;
  std::string source;
  base::Date made_on;
  std::optional<base::Id<access::Account>> approved_by = {};
  std::optional<std::string> ended_reason = {};  ///< of an end before the day that was said first
  std::int64_t version = 1;
  friend bool operator==(const DayOnly&, const DayOnly&) = default;
};
BOOST_DESCRIBE_STRUCT(DayOnly, (),
                      (id, posting, staff, ground, from_day, to_day, source, made_on, approved_by,
                       ended_reason, version))

struct Draw {
  static constexpr std::string_view id_prefix = "draw";
  static constexpr std::string_view table = "presence_draw";
  base::Id<Draw> id;
  base::Id<Area> area;
  base::Month month;
  std::string seed;    ///< published, and not of the office's choice
  std::string source;  ///< where it is published
  std::int32_t percent = 0;
  std::int32_t people = 0;  ///< of whom were drawn
  std::int32_t drawn = 0;
  base::Date drawn_on;
  std::int64_t version = 1;
  friend bool operator==(const Draw&, const Draw&) = default;
};
BOOST_DESCRIBE_STRUCT(Draw, (),
                      (id, area, month, seed, source, percent, people, drawn, drawn_on, version))

/// How a day is asked after: at the host, never of residents.
enum class CheckWay : std::uint8_t { duty_phone, visit };
BOOST_DESCRIBE_ENUM(CheckWay, duty_phone, visit)
enum class CheckFinding : std::uint8_t { as_declared, differs, not_reached };
BOOST_DESCRIBE_ENUM(CheckFinding, as_declared, differs, not_reached)

struct PresenceCheck {
  static constexpr std::string_view id_prefix = "presencecheck";
  static constexpr std::string_view table = "presence_check";
  static constexpr auto personal_fields = base::fields("day", "class_then", "way", "finding");
  base::Id<PresenceCheck> id;
  base::Id<Draw> draw;
  base::Id<Posting> posting;
  base::Id<Staff> staff;
  base::Date day;
  DayClass class_then = DayClass::night_on_site;  ///< as it stood when it was drawn
  std::optional<CheckWay> way = {};
  std::optional<CheckFinding> finding = {};
  std::optional<base::Date> done_on = {};
  std::optional<base::Id<access::Account>> done_by = {};
  std::int64_t version = 1;
  friend bool operator==(const PresenceCheck&, const PresenceCheck&) = default;
};
BOOST_DESCRIBE_STRUCT(PresenceCheck, (),
                      (id, draw, posting, staff, day, class_then, way, finding, done_on, done_by,
                       version))

}  // namespace sojourn::stages::presence
