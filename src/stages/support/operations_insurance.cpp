// Insurance of people: which policy holds from when to when; and the yearly health check: on which
// day, passed or not, when the next is due. Never a diagnosis.
#include "stages/support/shared.h"

namespace sojourn::stages::support {
namespace {

struct InsuranceView {
  Id<Insurance> id;
  Id<Staff> staff;
  std::string name;
  std::string insurer;
  std::string policy_number;
  base::Date from_day;
  base::Date to_day;
  std::optional<base::Date> withdrawn_on;
  std::optional<std::string> withdrawn_reason;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(InsuranceView, (),
                      (id, staff, name, insurer, policy_number, from_day, to_day, withdrawn_on,
                       withdrawn_reason, version))

struct HealthView {
  Id<HealthCheck> id;
  Id<Staff> staff;
  std::string name;
  base::Date done_on;
  std::optional<bool> passed;
  std::optional<base::Date> next_due;
  std::optional<base::Date> withdrawn_on;
  std::optional<std::string> withdrawn_reason;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(HealthView, (),
                      (id, staff, name, done_on, passed, next_due, withdrawn_on, withdrawn_reason,
                       version))

template <class R>
struct WhichCover {
  Id<R> id;
  BOOST_DESCRIBE_CLASS(WhichCover, (), (id), (), ())
};

template <class R>
struct WithdrawCover {
  Id<R> id;
  std::string reason;
  std::int64_t version = 0;
  BOOST_DESCRIBE_CLASS(WithdrawCover, (), (id, reason, version), (), ())
};

struct ListCover {
  std::optional<Id<Staff>> staff;
  std::optional<Id<Sponsor>> sponsor;
  std::optional<bool> withdrawn;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListCover, (), (staff, sponsor, withdrawn, after, limit))

struct MakeInsurance {
  Id<Staff> staff;
  std::string insurer;
  std::string policy_number;
  base::Date from_day;
  base::Date to_day;
};
BOOST_DESCRIBE_STRUCT(MakeInsurance, (), (staff, insurer, policy_number, from_day, to_day))

struct MakeHealthCheck {
  Id<Staff> staff;
  bool passed = true;
  std::optional<base::Date> on;
  std::optional<base::Date> next_due;
};
BOOST_DESCRIBE_STRUCT(MakeHealthCheck, (), (staff, passed, on, next_due))

/// Whoever sees the staff record.
template <class R>
std::string scoped_cover() {
  return fmt::format(
      "{} n JOIN staff t ON t.id = n.staff JOIN area a ON a.id = t.area WHERE {{scope:area a.path; "
      "sponsor t.sponsor; staff t.id}}",
      R::table);
}

template <class R>
constexpr std::string_view cover_columns =
    "n.id, n.staff, t.name, n.insurer, n.policy_number, n.from_day, n.to_day, n.withdrawn_on, "
    "n.withdrawn_reason, n.version";
/// What was found out is for fewer, and its reading is noted for the person.
template <>
constexpr std::string_view cover_columns<HealthCheck> =
    "n.id, n.staff, t.name, n.done_on, CASE WHEN {detail:area a.path; sponsor t.sponsor; staff "
    "t.id} THEN n.passed END AS passed, CASE WHEN {detail:area a.path; sponsor t.sponsor; staff "
    "t.id} THEN n.next_due END AS next_due, n.withdrawn_on, n.withdrawn_reason, n.version";

template <class R, class View>
View show_cover(db::Tx& tx, const WhichCover<R>& input) {
  return tx.one<View>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", cover_columns<R>, scoped_cover<R>()),
      input.id);
}

template <class R, class View>
Page<View> list_cover(db::Tx& tx, const ListCover& input) {
  Listing list(scoped_cover<R>());
  list.add_if("n.staff =", input.staff);
  list.add_if("t.sponsor =", input.sponsor);
  if (!input.withdrawn.value_or(false)) {
    list.require("n.withdrawn_on IS NULL");
  }
  return list.page<View, View>(tx, cover_columns<R>, true, input.after, input.limit,
                               [](const View& row) { return row; });
}

template <class R, class View>
View withdraw_cover(db::Change& change, const WithdrawCover<R>& input) {
  Faults faults;
  faults.check_name("/reason", input.reason);
  faults.refuse();
  R before = change.one<R>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", columns<R>("n"), scoped_cover<R>()), input.id);
  if (before.withdrawn_on) {
    throw base::Refusal{base::Kind::precondition, "withdrawn", "This is withdrawn already."};
  }
  before.version = input.version;
  R after = before;
  after.withdrawn_on = change.now().utc_date();
  after.withdrawn_reason = input.reason;
  change.update(R::table, before, after);
  return show_cover<R, View>(change, {input.id});
}

InsuranceView make_insurance(db::Change& change, const MakeInsurance& input) {
  Faults faults;
  programme::named(change, input.staff, "/staff", faults);
  faults.check_name("/insurer", input.insurer);
  faults.check_short("/policy_number", std::string_view(input.policy_number));
  if (input.policy_number.empty()) {
    faults.add("/policy_number", "missing", "", "Give the number of the policy.");
  }
  if (input.to_day < input.from_day) {
    faults.add("/to_day", "out_of_order", input.to_day.to_text(),
               "The last day should not be before the first.");
  }
  faults.refuse();
  const Insurance made{.id = change.new_id<Insurance>(),
                       .staff = input.staff,
                       .insurer = input.insurer,
                       .policy_number = input.policy_number,
                       .from_day = input.from_day,
                       .to_day = input.to_day,
                       .recorded_on = change.now().utc_date()};
  change.insert(Insurance::table, made);
  return show_cover<Insurance, InsuranceView>(change, {made.id});
}

HealthView make_health_check(db::Change& change, const MakeHealthCheck& input) {
  Faults faults;
  programme::named(change, input.staff, "/staff", faults);
  const base::Date day = programme::closing_day(change, input.on, faults);
  const base::Date due = input.next_due.value_or(
      day.plus_months(rules_of(change, change.now().utc_date()).check_months));
  if (due <= day) {
    faults.add("/next_due", "out_of_order", due.to_text(),
               "The next check should be after this one.");
  }
  faults.refuse();
  const HealthCheck made{.id = change.new_id<HealthCheck>(),
                         .staff = input.staff,
                         .done_on = day,
                         .passed = input.passed,
                         .next_due = due};
  change.insert(HealthCheck::table, made);
  return show_cover<HealthCheck, HealthView>(change, {made.id});
}

std::vector<base::FieldAbout> cover_list_fields() {
  return {staff_filter(),
          {.name = "sponsor", .shape = "SPONSOR", .meaning = "Only of this sponsor's staff."},
          {.name = "withdrawn", .meaning = "Withdrawn ones too."},
          programme::after_field(),
          programme::limit_field()};
}

base::FieldAbout whose_field() {
  return {.name = "staff", .shape = "STAFF", .meaning = "Whose it is."};
}

access::Detail health_detail() {
  return {.permission = read_health, .subject = "staff", .fields = {"passed", "next_due"}};
}

}  // namespace

std::vector<access::Operation> insurance_operations() {
  const base::FieldAbout which = programme::which_field("INSURANCE");
  return {
      access::read_operation<ListCover, Page<InsuranceView>>(
          {.name = "insurance.list",
           .permission = read_cover,
           .path = "/api/insurances",
           .summary = "insurance of people, newest first",
           .fields = cover_list_fields()},
          list_cover<Insurance, InsuranceView>),
      access::read_operation<WhichCover<Insurance>, InsuranceView>(
          {.name = "insurance.show",
           .permission = read_cover,
           .path = "/api/insurances/{id}",
           .summary = "one insurance of a person",
           .fields = {which}},
          show_cover<Insurance, InsuranceView>),
      access::change_operation<MakeInsurance, InsuranceView>(
          {.name = "insurance.make",
           .permission = manage_cover,
           .method = Method::post,
           .path = "/api/insurances",
           .summary = "record that a person is insured, from when to when",
           .description = "Accident insurance for the term. Nothing about anybody's health.",
           .fields =
               {whose_field(),
                {.name = "insurer", .shape = "NAME", .meaning = "Who insures."},
                {.name = "policy_number", .shape = "NUMBER", .meaning = "The policy's number."},
                {.name = "from_day", .shape = "DAY", .meaning = "Its first day."},
                {.name = "to_day", .shape = "DAY", .meaning = "Its last day."}}},
          make_insurance),
      access::change_operation<WithdrawCover<Insurance>, InsuranceView>(
          {.name = "insurance.withdraw",
           .permission = manage_cover,
           .method = Method::post,
           .path = "/api/insurances/{id}/withdraw",
           .summary = "withdraw an insurance that was entered by mistake or was cancelled",
           .fields = {which, programme::reason_field(), programme::version_field()}},
          withdraw_cover<Insurance, InsuranceView>),
  };
}

std::vector<access::Operation> health_operations() {
  const base::FieldAbout which = programme::which_field("CHECK");
  return {
      access::read_operation<ListCover, Page<HealthView>>(
          {.name = "health_check.list",
           .permission = read_health,
           .path = "/api/health-checks",
           .summary = "yearly health checks: the day, passed or not, when the next is due",
           .fields = cover_list_fields(),
           .detail = health_detail()},
          list_cover<HealthCheck, HealthView>),
      access::read_operation<WhichCover<HealthCheck>, HealthView>(
          {.name = "health_check.show",
           .permission = read_health,
           .path = "/api/health-checks/{id}",
           .summary = "one health check",
           .fields = {which},
           .detail = health_detail()},
          show_cover<HealthCheck, HealthView>),
      access::change_operation<MakeHealthCheck, HealthView>(
          {.name = "health_check.make",
           .permission = manage_cover,
           .method = Method::post,
           .path = "/api/health-checks",
           .summary = "record that the yearly health check was done",
           .description = "The day, and whether it was passed. Never what was found.",
           .fields = {whose_field(),
                      {.name = "passed", .meaning = "It was passed."},
                      programme::on_field(),
                      {.name = "next_due",
                       .shape = "DAY",
                       .meaning = "When the next is due; by the rules if not given."}},
           .detail = health_detail()},
          make_health_check),
      access::change_operation<WithdrawCover<HealthCheck>, HealthView>(
          {.name = "health_check.withdraw",
           .permission = manage_cover,
           .method = Method::post,
           .path = "/api/health-checks/{id}/withdraw",
           .summary = "withdraw a health check that was entered by mistake",
           .fields = {which, programme::reason_field(), programme::version_field()},
           .detail = health_detail()},
          withdraw_cover<HealthCheck, HealthView>),
  };
}

}  // namespace sojourn::stages::support
