// What the files about leave share: requests as they are told, who else is away, and the ledger of
// days. Inside src/stages/presence only.
#pragma once

#include "stages/presence/leave_records.h"
#include "stages/presence/leave_rules.h"
#include "stages/presence/stage.h"

namespace sojourn::stages::presence {

/// Leave as people are told it.
struct LeaveView {
  Id<LeaveRequest> id;
  Id<Posting> posting;
  Id<Staff> staff;
  std::string name;
  std::string site_name;
  LeaveKind kind = LeaveKind::annual;
  base::Date from_day;
  base::Date to_day;
  base::Date asked_to_day;
  std::int32_t days = 0;
  bool emergency = false;
  std::optional<std::string> reason = {};
  LeaveState state = LeaveState::asked;
  LeaveLevel level = LeaveLevel::leader;
  base::Instant asked_at;
  base::Instant due_at;
  std::int32_t escalations = 0;
  std::optional<base::Date> regularise_by = {};
  std::optional<base::Instant> decided_at = {};
  std::optional<std::string> decided_by = {};  ///< as people call them
  bool by_clock = false;
  std::optional<std::string> decline_reason = {};
  std::optional<base::Date> returned_on = {};
  bool return_confirmed = false;
  std::optional<base::Date> overdue_asked_on = {};
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(LeaveView, (),
                      (id, posting, staff, name, site_name, kind, from_day, to_day, asked_to_day,
                       days, emergency, reason, state, level, asked_at, due_at, escalations,
                       regularise_by, decided_at, decided_by, by_clock, decline_reason, returned_on,
                       return_confirmed, overdue_asked_on, version))

inline constexpr std::string_view scoped_leave =
    "leave_request n JOIN posting q ON q.id = n.posting JOIN staff t ON t.id = n.staff JOIN site s "
    "ON s.id = q.site JOIN area a ON a.id = s.area WHERE {scope:area a.path; site s.id; staff "
    "n.staff}";
inline constexpr std::string_view leave_columns =
    "n.id, n.posting, n.staff, t.name, s.name AS site_name, n.kind, n.from_day, n.to_day, "
    "n.asked_to_day, n.days, n.emergency, n.reason, n.state, n.level, n.asked_at, n.due_at, "
    "n.escalations, n.regularise_by, n.decided_at, (SELECT c.person FROM account c WHERE c.id = "
    "n.decided_by) AS decided_by, n.by_clock, n.decline_reason, n.returned_on, n.return_confirmed, "
    "n.overdue_asked_on, n.version";

LeaveView leave_view(db::Tx& tx, Id<LeaveRequest> id);
/// As it stands, within the asker's scope.
LeaveRequest leave_of(db::Tx& tx, Id<LeaveRequest> id);
/// The posting that it is of.
Rota posting_of(db::Tx& tx, const LeaveRequest& leave);

/// A site's own area and those above it.
std::vector<std::int64_t> areas_of(db::Tx& tx, Id<Site> site);
/// Tells those who decide at a level.
void tell_level(db::Change& change, LeaveLevel level, Id<Site> site);

/// Others who serve at the site, and when they are not there, two months around the days. Of them
/// only that they are away is told.
std::vector<Colleague> colleagues(db::Tx& tx, const Rota& posting, const base::DateRange& days);
/// Whether somebody leads the team who is there today, and is not the one who asks.
bool leader_there(db::Tx& tx, const Rota& posting);

/// Faults unless the days are of the posting, in months that are not locked, and not of other leave
/// of the person.
void check_leave_days(db::Tx& tx, const Rota& posting, const base::DateRange& days,
                      std::optional<Id<LeaveRequest>> except, Faults& faults);
/// A fault unless somebody stays, with who else is away and what other days would do.
void check_cover(db::Tx& tx, const LeaveRules& rules, const Rota& posting, LeaveKind kind,
                 const base::DateRange& days, Faults& faults);
/// A fault where annual leave is of two years, or more than is left of its year.
void check_balance(db::Tx& tx, const LeaveRules& rules, Id<Staff> staff, LeaveKind kind,
                   const base::DateRange& days, std::int32_t charged, Faults& faults);

/// What is left of a year, whether anything was entered in it or not.
std::int32_t balance_of(db::Tx& tx, const LeaveRules& rules, Id<Staff> staff, std::int32_t year);
/// An entry of the ledger, and the balance with it. The first of a year enters what it gives.
void enter(db::Change& change, const LeaveRules& rules, Id<Staff> staff, std::int32_t year,
           LeaveEntryKind kind, std::int32_t days, std::optional<Id<LeaveRequest>> request,
           std::optional<std::string> reason);

/// Approves it, by a person or by the clock: takes its days, and tells the person.
void grant(db::Change& change, const LeaveRules& rules, const LeaveRequest& before, bool by_clock);

std::vector<access::Operation> leave_operations();
std::vector<access::Operation> leave_decision_operations();
std::vector<access::Operation> leave_balance_operations();

}  // namespace sojourn::stages::presence
