// Requests for leave and the ledger of its days, as their tables hold them
// (migrations/*_leave.sql). Of illness only that it is so, never more.
#pragma once

#include "stages/presence/records.h"

namespace sojourn::stages::presence {

enum class LeaveKind : std::uint8_t {
  annual,  ///< out of the year's balance
  sick,
  personal,
  statutory,  ///< that a law gives
};
BOOST_DESCRIBE_ENUM(LeaveKind, annual, sick, personal, statutory)

/// Who decides; each may also decide what waits further down.
enum class LeaveLevel : std::uint8_t { leader, township, office };
BOOST_DESCRIBE_ENUM(LeaveLevel, leader, township, office)

enum class LeaveState : std::uint8_t {
  gone,  ///< in an emergency, and still to be regularised
  asked,
  approved,
  declined,
  withdrawn,
};
BOOST_DESCRIBE_ENUM(LeaveState, gone, asked, approved, declined, withdrawn)

struct LeaveRequest {
  static constexpr std::string_view id_prefix = "leave";
  static constexpr std::string_view table = "leave_request";
  static constexpr auto personal_fields =
      base::fields("kind", "from_day", "to_day", "asked_to_day", "days", "emergency", "reason",
                   "source", "state", "decline_reason", "returned_on");
  base::Id<LeaveRequest> id;
  base::Id<Posting> posting;
  base::Id<Staff> staff;
  LeaveKind kind = LeaveKind::annual;
  base::Date from_day;
  base::Date to_day;  ///< its last day: earlier than was asked, after an early return
  base::Date asked_to_day;
  std::int32_t days = 0;  ///< working days: of annual leave, out of the balance
  bool emergency = false;
  std::optional<std::string> reason = {};
  std::optional<std::string> source = {};  ///< the sheet, if it was typed in
  LeaveState state = LeaveState::asked;
  LeaveLevel level = LeaveLevel::leader;
  base::Instant asked_at;
  base::Instant waits_since;  ///< at this level
  base::Instant due_at;
  std::int32_t escalations = 0;  ///< how often nobody answered in time
  std::optional<base::Date> regularise_by = {};
  std::optional<base::Instant> decided_at = {};
  std::optional<base::Id<access::Account>> decided_by = {};
  bool by_clock = false;  ///< granted because nobody answered, and cover exists
  std::optional<std::string> decline_reason = {};
  std::optional<base::Date> returned_on = {};  ///< the first day back
  std::optional<base::Id<access::Account>> return_recorded_by = {};
  bool return_confirmed = false;  ///< by another than the person
  std::optional<base::Date> overdue_asked_on = {};
  std::int64_t version = 1;
  friend bool operator==(const LeaveRequest&, const LeaveRequest&) = default;
};
BOOST_DESCRIBE_STRUCT(LeaveRequest, (),
                      (id, posting, staff, kind, from_day, to_day, asked_to_day, days, emergency,
                       reason, source, state, level, asked_at, waits_since, due_at, escalations,
                       regularise_by, decided_at, decided_by, by_clock, decline_reason, returned_on,
                       return_recorded_by, return_confirmed, overdue_asked_on, version))

/// A person's annual leave of a year.
struct LeaveAccount {
  static constexpr std::string_view id_prefix = "leaveaccount";
  static constexpr std::string_view table = "leave_account";
  static constexpr auto personal_fields = base::fields("balance");
  base::Id<LeaveAccount> id;
  base::Id<Staff> staff;
  std::int32_t year = 0;
  std::int32_t balance = 0;  ///< the sum of its entries
  std::int64_t version = 1;
  friend bool operator==(const LeaveAccount&, const LeaveAccount&) = default;
};
BOOST_DESCRIBE_STRUCT(LeaveAccount, (), (id, staff, year, balance, version))

enum class LeaveEntryKind : std::uint8_t { granted, taken, given_back, corrected };
BOOST_DESCRIBE_ENUM(LeaveEntryKind, granted, taken, given_back, corrected)

/// Only ever added.
struct LeaveEntry {
  static constexpr std::string_view id_prefix = "leaveentry";
  static constexpr std::string_view table = "leave_entry";
  static constexpr auto personal_fields = base::fields("kind", "days", "reason");
  base::Id<LeaveEntry> id;
  base::Id<LeaveAccount> account;
  base::Id<Staff> staff;
  LeaveEntryKind kind = LeaveEntryKind::granted;
  std::int32_t days = 0;  ///< added to the balance, or below zero taken from it
  std::optional<base::Id<LeaveRequest>> request = {};
  std::optional<std::string> reason = {};
  base::Date made_on;
  std::optional<base::Id<access::Account>> made_by = {};
  friend bool operator==(const LeaveEntry&, const LeaveEntry&) = default;
};
BOOST_DESCRIBE_STRUCT(LeaveEntry, (),
                      (id, account, staff, kind, days, request, reason, made_on, made_by))

}  // namespace sojourn::stages::presence
