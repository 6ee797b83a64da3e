// Days on site of a month as the host confirmed them, one tap or one sheet of paper a month. Only
// from them are allowances reckoned, never from a sign-in or a place.
#include "stages/support/posted.h"

namespace sojourn::stages::support {
namespace {

struct MonthView {
  Id<AllowanceMonth> id;
  Id<Posting> posting;
  Id<Staff> staff;
  std::string name;
  std::string site_name;
  base::Month month;
  std::int32_t days = 0;
  std::string source;
  base::Date recorded_on;
  std::optional<base::Date> withdrawn_on;
  std::optional<std::string> withdrawn_reason;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(MonthView, (),
                      (id, posting, staff, name, site_name, month, days, source, recorded_on,
                       withdrawn_on, withdrawn_reason, version))

struct WhichMonth {
  Id<AllowanceMonth> id;
};
BOOST_DESCRIBE_STRUCT(WhichMonth, (), (id))

struct ListMonths {
  std::optional<Id<Posting>> posting;
  std::optional<Id<Staff>> staff;
  std::optional<Id<Site>> site;
  std::optional<base::Month> month;
  std::optional<bool> withdrawn;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListMonths, (), (posting, staff, site, month, withdrawn, after, limit))

struct ConfirmMonth {
  Id<Posting> posting;
  base::Month month;
  std::int32_t days = 0;
  std::string source;
};
BOOST_DESCRIBE_STRUCT(ConfirmMonth, (), (posting, month, days, source))

struct WithdrawMonth {
  Id<AllowanceMonth> id;
  std::string reason;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(WithdrawMonth, (), (id, reason, version))

/// The host and the office see those of their sites, a person their own.
constexpr std::string_view scoped_month =
    "allowance_month n JOIN posting q ON q.id = n.posting JOIN staff t ON t.id = n.staff JOIN site "
    "s ON s.id = q.site JOIN area a ON a.id = s.area WHERE {scope:area a.path; site s.id; staff "
    "n.staff}";
constexpr std::string_view month_columns =
    "n.id, n.posting, n.staff, t.name, s.name AS site_name, n.month, n.days, n.source, "
    "n.recorded_on, n.withdrawn_on, n.withdrawn_reason, n.version";

struct PostedSpan {
  Id<Staff> staff;
  base::Date from_day;
  std::optional<base::Date> to_day;
};
BOOST_DESCRIBE_STRUCT(PostedSpan, (), (staff, from_day, to_day))

MonthView show_month(db::Tx& tx, const WhichMonth& input) {
  return tx.one<MonthView>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", month_columns, scoped_month), input.id);
}

Page<MonthView> list_months(db::Tx& tx, const ListMonths& input) {
  Listing list(scoped_month);
  list.add_if("n.posting =", input.posting);
  list.add_if("n.staff =", input.staff);
  list.add_if("q.site =", input.site);
  list.add_if("n.month =", input.month);
  if (!input.withdrawn.value_or(false)) {
    list.require("n.withdrawn_on IS NULL");
  }
  return list.page<MonthView, MonthView>(tx, month_columns, true, input.after, input.limit,
                                         [](const MonthView& row) { return row; });
}

MonthView confirm_month(db::Change& change, const ConfirmMonth& input) {
  Faults faults;
  faults.check_name("/source", input.source);
  const auto posting = change.maybe<PostedSpan>(
      "SELECT n.staff, n.from_day, n.to_day FROM posting n JOIN site s ON s.id = n.site JOIN area "
      "a ON a.id = s.area WHERE {scope:area a.path; site s.id} AND n.id = $1 AND n.ended_on IS "
      "NULL",
      input.posting);
  if (!posting) {
    faults.add("/posting", "unknown_posting", input.posting.to_text(), "There is no such posting.");
    faults.refuse();
  }
  // 1. A month that the person served in, and that is over.
  const base::Date today = change.now().utc_date();
  const auto served =
      base::DateRange(posting->from_day, posting->to_day).shared(input.month.days());
  if (!served) {
    faults.add("/month", "not_posted", input.month.to_text(),
               "This posting has no day in this month.");
    faults.refuse();
  }
  if (*served->to() > today + 1) {
    faults.add(
        "/month", "not_over", input.month.to_text(),
        base::in_words("A month is confirmed once it is over: on {}.", served->to()->to_text()));
  }
  const std::int64_t there = days_there({posting->from_day, posting->to_day},
                                        pauses_of(change, input.posting), input.month);
  if (there == 0) {
    faults.add("/month", "paused", input.month.to_text(),
               "The term is paused by long leave in this whole month, for which no allowance is "
               "paid.");
  } else {
    faults.check_between("/days", input.days, 0, there);
  }
  // 2. Once; what was wrong is withdrawn first.
  if (change.value<std::int64_t>(
          "SELECT count(*) FROM allowance_month n WHERE n.posting = $1 AND n.month = $2 AND "
          "n.withdrawn_on IS NULL AND {unscoped:of a posting that the asker sees}",
          input.posting, input.month) > 0) {
    faults.add("/month", "confirmed_already", input.month.to_text(),
               "This month is confirmed already. Withdraw that first.");
  }
  faults.refuse();
  const AllowanceMonth made{.id = change.new_id<AllowanceMonth>(),
                            .posting = input.posting,
                            .staff = posting->staff,
                            .month = input.month,
                            .days = input.days,
                            .source = input.source,
                            .recorded_on = today};
  change.insert(AllowanceMonth::table, made);
  return show_month(change, {made.id});
}

MonthView withdraw_month(db::Change& change, const WithdrawMonth& input) {
  Faults faults;
  faults.check_name("/reason", input.reason);
  faults.refuse();
  auto before = change.one<AllowanceMonth>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", columns<AllowanceMonth>("n"), scoped_month),
      input.id);
  if (before.withdrawn_on) {
    throw base::Refusal{base::Kind::precondition, "withdrawn", "This is withdrawn already."};
  }
  if (change.value<std::int64_t>(
          "SELECT count(*) FROM claim n WHERE n.posting = $1 AND n.kind = 'meals' AND n.day = $2 "
          "AND n.state <> 'refused' AND {unscoped:of a posting that the asker sees}",
          before.posting, before.month.first()) > 0) {
    throw base::Refusal{base::Kind::precondition, "claimed_already",
                        "An allowance is claimed by this month. Refuse the claim, or take its "
                        "payment back, first."};
  }
  before.version = input.version;
  AllowanceMonth after = before;
  after.withdrawn_on = change.now().utc_date();
  after.withdrawn_reason = input.reason;
  change.update(AllowanceMonth::table, before, after);
  return show_month(change, {input.id});
}

}  // namespace

std::vector<access::Operation> month_operations() {
  const base::FieldAbout which = programme::which_field("ID");
  return {
      access::read_operation<ListMonths, Page<MonthView>>(
          {.name = "month.list",
           .permission = read_months,
           .path = "/api/confirmed-months",
           .summary = "days on site of months as hosts confirmed them, newest first",
           .fields = {{.name = "posting", .shape = "POSTING", .meaning = "Only of this posting."},
                      staff_filter(),
                      site_filter(),
                      {.name = "month", .shape = "MONTH", .meaning = "Only of this month."},
                      {.name = "withdrawn", .meaning = "Withdrawn ones too."},
                      programme::after_field(),
                      programme::limit_field()}},
          list_months),
      access::read_operation<WhichMonth, MonthView>({.name = "month.show",
                                                     .permission = read_months,
                                                     .path = "/api/confirmed-months/{id}",
                                                     .summary = "one confirmed month",
                                                     .fields = {which}},
                                                    show_month),
      access::change_operation<ConfirmMonth, MonthView>(
          {.name = "month.confirm",
           .permission = confirm_months,
           .method = Method::post,
           .path = "/api/confirmed-months",
           .summary = "record the days on site that the host confirmed of a month",
           .description = "Allowances are reckoned from them.",
           .fields =
               {{.name = "posting", .shape = "POSTING", .meaning = "Of which posting."},
                {.name = "month", .shape = "MONTH", .meaning = "Which month, once it is over."},
                {.name = "days",
                 .shape = "N",
                 .unit = "days",
                 .least = 0,
                 .most = 31,
                 .meaning = "How many days on site."},
                {.name = "source",
                 .shape = "TEXT",
                 .meaning = "Where it stands: the month's sheet, or that the host typed it "
                            "in."}}},
          confirm_month),
      access::change_operation<WithdrawMonth, MonthView>(
          {.name = "month.withdraw",
           .permission = confirm_months,
           .method = Method::post,
           .path = "/api/confirmed-months/{id}/withdraw",
           .summary = "withdraw a month that was confirmed by mistake",
           .description = "Not once an allowance is claimed by it.",
           .fields = {which, programme::reason_field(), programme::version_field()}},
          withdraw_month),
  };
}

}  // namespace sojourn::stages::support
