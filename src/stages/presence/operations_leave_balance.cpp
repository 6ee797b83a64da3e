// What is left of a year's annual leave, and the ledger that says why.
#include "stages/presence/leave.h"

namespace sojourn::stages::presence {
namespace {

struct AskBalance {
  Id<Staff> staff;
  std::int32_t year = 0;
};
BOOST_DESCRIBE_STRUCT(AskBalance, (), (staff, year))

struct BalanceView {
  Id<Staff> staff;
  std::int32_t year = 0;
  std::int32_t granted = 0;
  std::int32_t taken = 0;
  std::int32_t given_back = 0;
  std::int32_t corrected = 0;
  std::int32_t balance = 0;
};
BOOST_DESCRIBE_STRUCT(BalanceView, (),
                      (staff, year, granted, taken, given_back, corrected, balance))

struct ListEntries {
  std::optional<Id<Staff>> staff;
  std::optional<std::int32_t> year;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListEntries, (), (staff, year, after, limit))

struct EntryView {
  Id<LeaveEntry> id;
  Id<Staff> staff;
  std::string name;
  std::int32_t year = 0;
  LeaveEntryKind kind = LeaveEntryKind::granted;
  std::int32_t days = 0;
  std::optional<Id<LeaveRequest>> request;
  std::optional<std::string> reason;
  base::Date made_on;
};
BOOST_DESCRIBE_STRUCT(EntryView, (), (id, staff, name, year, kind, days, request, reason, made_on))

struct CorrectBalance {
  Id<Staff> staff;
  std::int32_t year = 0;
  std::int32_t days = 0;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(CorrectBalance, (), (staff, year, days, reason))

struct Sum {
  LeaveEntryKind kind = LeaveEntryKind::granted;
  std::int64_t days = 0;
};
BOOST_DESCRIBE_STRUCT(Sum, (), (kind, days))

constexpr std::string_view scoped_entry =
    "leave_entry n JOIN leave_account k ON k.id = n.account JOIN staff t ON t.id = n.staff JOIN "
    "area a ON a.id = t.area WHERE {scope:area a.path; staff t.id}";
constexpr std::string_view entry_columns =
    "n.id, n.staff, t.name, k.year, n.kind, n.days, n.request, n.reason, n.made_on";

BalanceView balance(db::Tx& tx, Id<Staff> staff, std::int32_t year) {
  BalanceView made{.staff = staff, .year = year};
  for (const Sum& each : tx.rows<Sum>(
           "SELECT n.kind, sum(n.days) AS days FROM leave_entry n JOIN leave_account k ON k.id = "
           "n.account WHERE n.staff = $1 AND k.year = $2 AND {unscoped:of a person whom the asker "
           "sees} GROUP BY n.kind",
           staff, year)) {
    const auto days = static_cast<std::int32_t>(each.days);
    switch (each.kind) {
      case LeaveEntryKind::granted: made.granted = days; break;
      case LeaveEntryKind::taken: made.taken = -days; break;
      case LeaveEntryKind::given_back: made.given_back = days; break;
      case LeaveEntryKind::corrected: made.corrected = days; break;
    }
  }
  made.balance = balance_of(tx, rules_of(tx, tx.now().utc_date()).leave, staff, year);
  if (made.granted == 0 && made.taken == 0 && made.corrected == 0) {
    made.granted = made.balance;  // nothing is entered in this year yet
  }
  return made;
}

BalanceView show_balance(db::Tx& tx, const AskBalance& input) {
  Faults faults;
  faults.check_between("/year", input.year, 2000, 2999);
  faults.refuse();
  programme::lasting(tx, input.staff);
  return balance(tx, input.staff, input.year);
}

Page<EntryView> list_entries(db::Tx& tx, const ListEntries& input) {
  Listing list(scoped_entry);
  list.add_if("n.staff =", input.staff);
  list.add_if("k.year =", input.year);
  return list.page<EntryView, EntryView>(tx, entry_columns, true, input.after, input.limit,
                                         [](const EntryView& row) { return row; });
}

BalanceView correct(db::Change& change, const CorrectBalance& input) {
  Faults faults;
  faults.check_between("/year", input.year, 2000, 2999);
  faults.check_between("/days", input.days, -366, 366);
  if (input.days == 0) {
    faults.add("/days", "nothing", "0", "Nothing would change.");
  }
  check_reason("/reason", input.reason, faults);
  programme::named<Staff>(change, input.staff, "/staff", faults);
  faults.refuse();
  if (is_own(change, input.staff)) {
    throw base::Refusal{base::Kind::forbidden, "own_leave",
                        "Nobody corrects their own balance. Another does."};
  }
  enter(change, rules_of(change, change.now().utc_date()).leave, input.staff, input.year,
        LeaveEntryKind::corrected, input.days, std::nullopt, input.reason);
  return balance(change, input.staff, input.year);
}

}  // namespace

std::vector<access::Operation> leave_balance_operations() {
  const base::FieldAbout staff{
      .name = "staff", .shape = "STAFF", .positional = true, .meaning = "Whose."};
  const base::FieldAbout year{
      .name = "year", .shape = "YEAR", .positional = true, .meaning = "Which year."};
  return {
      access::read_operation<AskBalance, BalanceView>(
          {.name = "leave_balance.show",
           .permission = read_leave_days,
           .path = "/api/leave-balances/{staff}/{year}",
           .summary = "what is left of a year's annual leave, and why",
           .fields = {staff, year}},
          show_balance),
      access::read_operation<ListEntries, Page<EntryView>>(
          {.name = "leave_entry.list",
           .permission = read_leave_days,
           .path = "/api/leave-entries",
           .summary = "the ledger of annual leave, newest first",
           .fields = {staff_filter(), programme::year_field(), programme::after_field(),
                      programme::limit_field()}},
          list_entries),
      access::change_operation<CorrectBalance, BalanceView>(
          {.name = "leave_entry.correct",
           .permission = manage_presence,
           .method = Method::post,
           .path = "/api/leave-entries",
           .summary = "correct a balance by an entry with its reason",
           .fields = {{.name = "staff", .shape = "STAFF", .meaning = "Whose."},
                      {.name = "year", .shape = "YEAR", .meaning = "Which year."},
                      {.name = "days",
                       .shape = "N",
                       .unit = "days",
                       .least = -366,
                       .most = 366,
                       .meaning = "How many are added; below zero, taken away."},
                      programme::reason_field()}},
          correct),
  };
}

}  // namespace sojourn::stages::presence
