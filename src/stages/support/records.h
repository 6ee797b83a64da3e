// The records of the stage `support`, as their tables hold them (migrations/*_support.sql): budget
// lines and the journal of their money, claims, what a sponsor owes, and what has to be in order
// before somebody arrives. Amounts are whole smallest units beside a currency; views show both as
// one base::Money. Of fitness and health: a day and whether it was passed, never what was found.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/date.h"
#include "base/id.h"
#include "base/money.h"
#include "documents/picture.h"
#include "stages/placement/records.h"
#include "stages/programme/records.h"

namespace sojourn::stages::support {

using placement::Posting;
using programme::Area;
using programme::Site;
using programme::Sponsor;
using programme::Staff;

/// What money is for.
enum class LineKind : std::uint8_t {
  work_fund,    ///< of the team, a sum for each leader
  meals,        ///< a sum for each day on site of a confirmed month
  home_trips,   ///< by kilometre, so many a month
  settling_in,  ///< once a posting
  training,
  insurance,
  health  ///< the yearly check
};
BOOST_DESCRIBE_ENUM(LineKind, work_fund, meals, home_trips, settling_in, training, insurance,
                    health)

/// The accounts of a line. What is planned is the sum of the first three; the last three are those
/// who give the money, and so stand below zero; `unfunded` is what nobody has given yet, below zero
/// as well.
enum class Account : std::uint8_t {
  unspent,
  committed,
  paid,
  unfunded,
  programme,
  sponsors,
  matched
};
BOOST_DESCRIBE_ENUM(Account, unspent, committed, paid, unfunded, programme, sponsors, matched)

enum class Funder : std::uint8_t { programme, sponsors, matched };
BOOST_DESCRIBE_ENUM(Funder, programme, sponsors, matched)

struct Line {
  static constexpr std::string_view id_prefix = "line";
  static constexpr std::string_view table = "budget_line";
  base::Id<Line> id;
  base::Id<Site> site;
  std::int32_t year = 0;
  LineKind kind = LineKind::work_fund;
  base::Currency currency = {};
  std::int64_t unspent = 0;  ///< planned, and neither committed nor paid
  std::int64_t committed = 0;
  std::int64_t paid = 0;
  std::int64_t unfunded = 0;
  std::int64_t programme = 0;
  std::int64_t sponsors = 0;
  std::int64_t matched = 0;
  std::int64_t version = 1;
  friend bool operator==(const Line&, const Line&) = default;
};
BOOST_DESCRIBE_STRUCT(Line, (),
                      (id, site, year, kind, currency, unspent, committed, paid, unfunded,
                       programme, sponsors, matched, version))

/// Money promised against a line: an order, a contract.
struct Commitment {
  static constexpr std::string_view id_prefix = "commitment";
  static constexpr std::string_view table = "commitment";
  base::Id<Commitment> id;
  base::Id<Line> line;
  std::string what;
  std::string source;
  std::int64_t minor = 0;  ///< promised; less once the rest is released
  std::int64_t paid = 0;
  base::Date made_on;
  std::optional<base::Date> closed_on = {};
  std::int64_t version = 1;
  friend bool operator==(const Commitment&, const Commitment&) = default;
};
BOOST_DESCRIBE_STRUCT(Commitment, (),
                      (id, line, what, source, minor, paid, made_on, closed_on, version))

enum class ClaimState : std::uint8_t { asked, checked, approved, settled, refused };
BOOST_DESCRIBE_ENUM(ClaimState, asked, checked, approved, settled, refused)

struct Claim {
  static constexpr std::string_view id_prefix = "claim";
  static constexpr std::string_view table = "claim";
  static constexpr auto personal_fields = base::fields("kind", "day", "minor", "currency", "days",
                                                       "km", "receipt", "what", "state", "reason");
  base::Id<Claim> id;
  base::Id<Staff> staff;
  base::Id<Line> line;
  base::Id<Posting> posting;
  LineKind kind = LineKind::work_fund;
  base::Date day;  ///< of the receipt or the trip; of an allowance, the first of its month
  std::int64_t minor = 0;
  base::Currency currency = {};
  std::optional<std::int32_t> days = {};    ///< confirmed, of an allowance by the day
  std::optional<std::int32_t> km = {};      ///< of a trip
  std::optional<std::string> receipt = {};  ///< its number
  std::optional<std::string> what = {};
  ClaimState state = ClaimState::asked;
  base::Date asked_on;
  base::Date since;  ///< in this state
  base::Date due_on;
  std::optional<base::Id<access::Account>> checked_by = {};
  std::optional<base::Id<access::Account>> approved_by = {};
  std::optional<std::string> reason = {};  ///< of a refusal
  std::int64_t version = 1;
  friend bool operator==(const Claim&, const Claim&) = default;
};
BOOST_DESCRIBE_STRUCT(Claim, (),
                      (id, staff, line, posting, kind, day, minor, currency, days, km, receipt,
                       what, state, asked_on, since, due_on, checked_by, approved_by, reason,
                       version))

/// A receipt as a picture: what it is. Its bytes lie apart, by their digest.
struct ClaimReceipt {
  static constexpr std::string_view id_prefix = "receipt";
  static constexpr std::string_view table = "receipt";
  static constexpr auto personal_fields = base::fields("digest", "removed_reason");
  base::Id<ClaimReceipt> id;
  base::Id<Claim> claim;
  base::Id<Staff> staff;
  documents::PictureKind kind = documents::PictureKind::jpeg;
  std::int32_t width = 1;
  std::int32_t height = 1;
  std::int32_t size = 1;  ///< bytes
  std::string digest;     ///< SHA-256 of what is kept
  base::Date added_on;
  std::optional<base::Id<access::Account>> added_by = {};
  std::optional<base::Date> removed_on = {};
  std::optional<std::string> removed_reason = {};
  std::int64_t version = 1;
  friend bool operator==(const ClaimReceipt&, const ClaimReceipt&) = default;
};
BOOST_DESCRIBE_STRUCT(ClaimReceipt, (),
                      (id, claim, staff, kind, width, height, size, digest, added_on, added_by,
                       removed_on, removed_reason, version))

struct Contribution {
  static constexpr std::string_view id_prefix = "contribution";
  static constexpr std::string_view table = "contribution";
  base::Id<Contribution> id;
  base::Id<Site> site;
  std::int32_t year = 0;
  base::Id<Sponsor> sponsor;
  std::int32_t people = 1;
  std::int64_t minor = 0;
  base::Currency currency = {};
  base::Date asked_on;
  base::Date due_on;
  std::optional<base::Date> received_on = {};
  std::int64_t version = 1;
  friend bool operator==(const Contribution&, const Contribution&) = default;
};
BOOST_DESCRIBE_STRUCT(Contribution, (),
                      (id, site, year, sponsor, people, minor, currency, asked_on, due_on,
                       received_on, version))

enum class BookingKind : std::uint8_t {
  plan,
  approve,  ///< more than was planned, with a reason
  fund,
  commit,
  release,
  pay,
  reverse
};
BOOST_DESCRIBE_ENUM(BookingKind, plan, approve, fund, commit, release, pay, reverse)

/// A page of the journal. It is only ever added.
struct Booking {
  static constexpr std::string_view id_prefix = "booking";
  static constexpr std::string_view table = "booking";
  base::Id<Booking> id;
  BookingKind kind = BookingKind::plan;
  base::Currency currency = {};
  base::Date made_on;
  std::optional<base::Id<access::Account>> made_by = {};
  std::string reason;  ///< or where it stands written
  std::optional<base::Id<Commitment>> commitment = {};
  std::optional<base::Id<Claim>> claim = {};
  std::optional<base::Id<Contribution>> contribution = {};
  std::optional<base::Id<Booking>> reverses = {};
  friend bool operator==(const Booking&, const Booking&) = default;
};
BOOST_DESCRIBE_STRUCT(Booking, (),
                      (id, kind, currency, made_on, made_by, reason, commitment, claim,
                       contribution, reverses))

struct BookingEntry {
  static constexpr std::string_view id_prefix = "entry";
  static constexpr std::string_view table = "booking_entry";
  base::Id<BookingEntry> id;
  base::Id<Booking> booking;
  base::Id<Line> line;
  Account account = Account::unspent;
  std::int64_t minor = 0;
  friend bool operator==(const BookingEntry&, const BookingEntry&) = default;
};
BOOST_DESCRIBE_STRUCT(BookingEntry, (), (id, booking, line, account, minor))

/// Days on site in a month, as the host confirmed them.
struct AllowanceMonth {
  static constexpr std::string_view id_prefix = "month";
  static constexpr std::string_view table = "allowance_month";
  static constexpr auto personal_fields = base::fields("days", "source", "withdrawn_reason");
  base::Id<AllowanceMonth> id;
  base::Id<Posting> posting;
  base::Id<Staff> staff;
  base::Month month;
  std::int32_t days = 0;
  std::string source;
  base::Date recorded_on;
  std::optional<base::Date> withdrawn_on = {};
  std::optional<std::string> withdrawn_reason = {};
  std::int64_t version = 1;
  friend bool operator==(const AllowanceMonth&, const AllowanceMonth&) = default;
};
BOOST_DESCRIBE_STRUCT(AllowanceMonth, (),
                      (id, posting, staff, month, days, source, recorded_on, withdrawn_on,
                       withdrawn_reason, version))

struct Insurance {
  static constexpr std::string_view id_prefix = "insurance";
  static constexpr std::string_view table = "insurance_policy";
  static constexpr auto personal_fields =
      base::fields("insurer", "policy_number", "from_day", "to_day", "withdrawn_reason");
  base::Id<Insurance> id;
  base::Id<Staff> staff;
  std::string insurer;
  std::string policy_number;
  base::Date from_day;
  base::Date to_day;
  base::Date recorded_on;
  std::optional<base::Date> withdrawn_on = {};
  std::optional<std::string> withdrawn_reason = {};
  std::int64_t version = 1;
  friend bool operator==(const Insurance&, const Insurance&) = default;
};
BOOST_DESCRIBE_STRUCT(Insurance, (),
                      (id, staff, insurer, policy_number, from_day, to_day, recorded_on,
                       withdrawn_on, withdrawn_reason, version))

/// The yearly check: never what was found.
struct HealthCheck {
  static constexpr std::string_view id_prefix = "check";
  static constexpr std::string_view table = "health_check";
  static constexpr auto personal_fields =
      base::fields("done_on", "passed", "next_due", "withdrawn_reason");
  base::Id<HealthCheck> id;
  base::Id<Staff> staff;
  base::Date done_on;
  bool passed = true;
  base::Date next_due;
  std::optional<base::Date> withdrawn_on = {};
  std::optional<std::string> withdrawn_reason = {};
  std::int64_t version = 1;
  friend bool operator==(const HealthCheck&, const HealthCheck&) = default;
};
BOOST_DESCRIBE_STRUCT(HealthCheck, (),
                      (id, staff, done_on, passed, next_due, withdrawn_on, withdrawn_reason,
                       version))

enum class SignedState : std::uint8_t { waiting, approved, declined };
BOOST_DESCRIBE_ENUM(SignedState, waiting, approved, declined)

struct ArrivalException {
  static constexpr std::string_view id_prefix = "exception";
  static constexpr std::string_view table = "arrival_exception";
  static constexpr auto personal_fields = base::fields("reason", "state");
  base::Id<ArrivalException> id;
  base::Id<Posting> posting;
  base::Id<Staff> staff;
  std::string reason;
  std::optional<base::Id<access::Account>> asked_by = {};
  base::Date asked_on;
  SignedState state = SignedState::waiting;
  std::optional<base::Id<access::Account>> signed_by = {};
  std::optional<base::Date> signed_on = {};
  std::int64_t version = 1;
  friend bool operator==(const ArrivalException&, const ArrivalException&) = default;
};
BOOST_DESCRIBE_STRUCT(ArrivalException, (),
                      (id, posting, staff, reason, asked_by, asked_on, state, signed_by, signed_on,
                       version))

struct Arrival {
  static constexpr std::string_view id_prefix = "arrival";
  static constexpr std::string_view table = "arrival";
  static constexpr auto personal_fields = base::fields("arrived_on");
  base::Id<Arrival> id;
  base::Id<Posting> posting;
  base::Id<Staff> staff;
  base::Date arrived_on;
  std::optional<base::Id<ArrivalException>> by_exception = {};
  std::int64_t version = 1;
  friend bool operator==(const Arrival&, const Arrival&) = default;
};
BOOST_DESCRIBE_STRUCT(Arrival, (), (id, posting, staff, arrived_on, by_exception, version))

enum class ActivityState : std::uint8_t { asked, approved, declined, done };
BOOST_DESCRIBE_ENUM(ActivityState, asked, approved, declined, done)

struct Activity {
  static constexpr std::string_view id_prefix = "activity";
  static constexpr std::string_view table = "activity_request";
  base::Id<Activity> id;
  base::Id<Line> line;
  std::string name;
  base::Date planned_on;
  std::int64_t minor = 0;
  base::Date asked_on;
  ActivityState state = ActivityState::asked;
  std::optional<base::Date> decided_on = {};
  std::optional<std::string> reason = {};
  std::optional<base::Id<Commitment>> commitment = {};
  std::optional<std::int64_t> spent = {};
  std::optional<base::Date> done_on = {};
  std::optional<std::string> result = {};
  std::int64_t version = 1;
  friend bool operator==(const Activity&, const Activity&) = default;
};
BOOST_DESCRIBE_STRUCT(Activity, (),
                      (id, line, name, planned_on, minor, asked_on, state, decided_on, reason,
                       commitment, spent, done_on, result, version))

}  // namespace sojourn::stages::support
