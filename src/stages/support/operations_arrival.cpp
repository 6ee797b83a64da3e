// Arrivals: nobody arrives at a site without insurance and fitness, or untrained, unless one asks
// for an exception and another signs it. Exceptions from training are the stage `training`'s, one
// for each kind of it.
#include "stages/support/posted.h"
#include "stages/training/gate.h"

namespace sojourn::stages::support {
namespace {

struct ArrivalView {
  Id<Arrival> id;
  Id<Posting> posting;
  Id<Staff> staff;
  std::string name;
  Id<Site> site;
  std::string site_name;
  base::Date arrived_on;
  std::optional<Id<ArrivalException>> by_exception;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(ArrivalView, (),
                      (id, posting, staff, name, site, site_name, arrived_on, by_exception,
                       version))

struct WhichArrival {
  Id<Arrival> id;
};
BOOST_DESCRIBE_STRUCT(WhichArrival, (), (id))

struct ListArrivals {
  std::optional<Id<Posting>> posting;
  std::optional<Id<Staff>> staff;
  std::optional<Id<Site>> site;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListArrivals, (), (posting, staff, site, after, limit))

struct RecordArrival {
  Id<Posting> posting;
  std::optional<base::Date> on;
};
BOOST_DESCRIBE_STRUCT(RecordArrival, (), (posting, on))

struct AskGates {
  Id<Posting> posting;
  std::optional<base::Date> on;
};
BOOST_DESCRIBE_STRUCT(AskGates, (), (posting, on))

/// What an arrival on that day would meet. Of insurance and fitness only whether they hold.
struct GatesView {
  Id<Posting> posting;
  base::Date on;
  bool insured = false;
  bool fit = false;
  bool trained = false;
};
BOOST_DESCRIBE_STRUCT(GatesView, (), (posting, on, insured, fit, trained))

struct WithdrawArrival {
  Id<Arrival> id;
  std::string reason;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(WithdrawArrival, (), (id, reason, version))

struct ExceptionView {
  Id<ArrivalException> id;
  Id<Posting> posting;
  Id<Staff> staff;
  std::string name;
  std::string site_name;
  std::string reason;
  std::optional<std::string> asked_by;  ///< as people call them
  base::Date asked_on;
  SignedState state = SignedState::waiting;
  std::optional<std::string> signed_by;  ///< likewise, or whoever declined
  std::optional<base::Date> signed_on;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(ExceptionView, (),
                      (id, posting, staff, name, site_name, reason, asked_by, asked_on, state,
                       signed_by, signed_on, version))

struct WhichException {
  Id<ArrivalException> id;
};
BOOST_DESCRIBE_STRUCT(WhichException, (), (id))

struct ListExceptions {
  std::optional<Id<Posting>> posting;
  std::optional<SignedState> state;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListExceptions, (), (posting, state, after, limit))

struct AskException {
  Id<Posting> posting;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(AskException, (), (posting, reason))

struct SignException {
  Id<ArrivalException> id;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(SignException, (), (id, version))

constexpr std::string_view scoped_arrival =
    "arrival n JOIN posting q ON q.id = n.posting JOIN staff t ON t.id = n.staff JOIN site s ON "
    "s.id = q.site JOIN area a ON a.id = s.area WHERE {scope:area a.path; site s.id; sponsor "
    "t.sponsor; staff n.staff}";
constexpr std::string_view arrival_columns =
    "n.id, n.posting, n.staff, t.name, q.site, s.name AS site_name, n.arrived_on, n.by_exception, "
    "n.version";

ArrivalView show_arrival(db::Tx& tx, const WhichArrival& input) {
  return tx.one<ArrivalView>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", arrival_columns, scoped_arrival), input.id);
}

Page<ArrivalView> list_arrivals(db::Tx& tx, const ListArrivals& input) {
  Listing list(scoped_arrival);
  list.add_if("n.posting =", input.posting);
  list.add_if("n.staff =", input.staff);
  list.add_if("q.site =", input.site);
  return list.page<ArrivalView, ArrivalView>(tx, arrival_columns, true, input.after, input.limit,
                                             [](const ArrivalView& row) { return row; });
}

std::vector<Insurance> insurances_of(db::Tx& tx, Id<Staff> staff) {
  return tx.rows<Insurance>(
      fmt::format("SELECT {} FROM insurance_policy n WHERE n.staff = $1 AND n.withdrawn_on IS NULL "
                  "AND {{unscoped:only whether it holds is told}}",
                  columns<Insurance>("n")),
      staff);
}

GatesView show_gates(db::Tx& tx, const AskGates& input) {
  Faults faults;
  const auto posting = posted(tx, input.posting, faults);
  faults.refuse();
  GatesView made{.posting = input.posting,
                 .on = input.on.value_or(std::max(tx.now().utc_date(), posting->from_day)),
                 .insured = true,
                 .fit = true,
                 .trained = true};
  for (const Gate& gate : gates(insurances_of(tx, posting->staff), posting->fit_until, made.on)) {
    (gate.code == "not_insured" ? made.insured : made.fit) = false;
  }
  const base::DateRange term(posting->from_day, posting->to_day);
  if (term.contains(made.on)) {
    made.trained = training::lacks_on_arrival(tx, posting->staff, input.posting, made.on).empty();
  }
  return made;
}

/// What of the training before departure is lacking, with its rule.
base::Sentence says_lacking(const training::Requirement& lacks, base::Date on) {
  switch (lacks.kind) {
    case training::CourseKind::site_language:
      return base::in_words(
          "Nobody arrives who cannot speak a language of the site: on {}, {} days of a course in "
          "it are done of {} that are due before ({}). Record the course, or have two people sign "
          "an exception from it (training-exception ask).",
          on.to_text(), lacks.done, lacks.needed, lacks.rule);
    case training::CourseKind::leader:
      return base::in_words(
          "Nobody arrives to lead without the course for leaders: on {}, {} days of it are done of "
          "{} that are due before ({}). Record the course, or have two people sign an exception "
          "from it (training-exception ask).",
          on.to_text(), lacks.done, lacks.needed, lacks.rule);
    default:
      return base::in_words(
          "Nobody arrives untrained: on {}, {} days of training before the posting are done of {} "
          "that are due ({}). Record the course, or have two people sign an exception from it "
          "(training-exception ask).",
          on.to_text(), lacks.done, lacks.needed, lacks.rule);
  }
}

ArrivalView record_arrival(db::Change& change, const RecordArrival& input) {
  Faults faults;
  const auto posting = posted(change, input.posting, faults);
  faults.refuse();
  const base::Date day = programme::closing_day(change, input.on, faults);
  const base::DateRange term(posting->from_day, posting->to_day);
  if (!term.contains(day)) {
    faults.add("/on", "outside_posting", day.to_text(),
               base::in_words("The posting is {}.", term.to_text()));
  }
  if (change.value<std::int64_t>("SELECT count(*) FROM arrival n WHERE n.posting = $1 AND "
                                 "{unscoped:of a posting that the asker sees}",
                                 input.posting) > 0) {
    faults.add("/posting", "arrived_already", input.posting.to_text(),
               "The arrival of this posting is recorded already.");
  }
  faults.refuse();
  // The gates, unless two people signed for it. Who signed for insurance or fitness did not sign
  // for training: what is excepted there is no lack here.
  const std::vector<training::Requirement> lacks =
      training::lacks_on_arrival(change, posting->staff, input.posting, day);
  std::optional<Id<ArrivalException>> exception;
  for (const Gate& gate : gates(insurances_of(change, posting->staff), posting->fit_until, day)) {
    faults.add("/posting", std::string(gate.code), input.posting.to_text(), gate.says);
  }
  if (faults.count() > 0) {
    const auto signed_for = change.column<Id<ArrivalException>>(
        "SELECT n.id FROM arrival_exception n WHERE n.posting = $1 AND n.state = 'approved' AND "
        "{unscoped:of a posting that the asker sees} ORDER BY n.id DESC LIMIT 1",
        input.posting);
    if (!signed_for.empty()) {
      exception = signed_for.front();
      faults = Faults();
    }
  }
  for (const training::Requirement& each : lacks) {
    faults.add("/posting", "not_trained", input.posting.to_text(), says_lacking(each, day));
  }
  faults.refuse();
  const Arrival made{.id = change.new_id<Arrival>(),
                     .posting = input.posting,
                     .staff = posting->staff,
                     .arrived_on = day,
                     .by_exception = exception};
  change.insert(Arrival::table, made);
  return show_arrival(change, {made.id});
}

ArrivalView withdraw_arrival(db::Change& change, const WithdrawArrival& input) {
  Faults faults;
  faults.check_name("/reason", input.reason);
  faults.refuse();
  const ArrivalView shown = show_arrival(change, {input.id});
  auto arrival = change.one<Arrival>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", columns<Arrival>("n"), scoped_arrival),
      input.id);
  arrival.version = input.version;
  change.erase(Arrival::table, arrival);
  return shown;
}

constexpr std::string_view scoped_exception =
    "arrival_exception n JOIN posting q ON q.id = n.posting JOIN staff t ON t.id = n.staff JOIN "
    "site s ON s.id = q.site JOIN area a ON a.id = s.area WHERE {scope:area a.path; site s.id; "
    "sponsor t.sponsor; staff n.staff}";
constexpr std::string_view exception_columns =
    "n.id, n.posting, n.staff, t.name, s.name AS site_name, n.reason, (SELECT c.person FROM "
    "account c WHERE c.id = n.asked_by) AS asked_by, n.asked_on, n.state, (SELECT c.person FROM "
    "account c WHERE c.id = n.signed_by) AS signed_by, n.signed_on, n.version";

ExceptionView show_exception(db::Tx& tx, const WhichException& input) {
  return tx.one<ExceptionView>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", exception_columns, scoped_exception),
      input.id);
}

Page<ExceptionView> list_exceptions(db::Tx& tx, const ListExceptions& input) {
  Listing list(scoped_exception);
  list.add_if("n.posting =", input.posting);
  list.add_if("n.state =", input.state);
  return list.page<ExceptionView, ExceptionView>(tx, exception_columns, true, input.after,
                                                 input.limit,
                                                 [](const ExceptionView& row) { return row; });
}

ExceptionView ask_exception(db::Change& change, const AskException& input) {
  Faults faults;
  faults.check_name("/reason", input.reason);
  const auto posting = posted(change, input.posting, faults);
  faults.refuse();
  const ArrivalException made{.id = change.new_id<ArrivalException>(),
                              .posting = input.posting,
                              .staff = posting->staff,
                              .reason = input.reason,
                              .asked_by = access::account_of(change.caller().actor),
                              .asked_on = change.now().utc_date()};
  change.insert(ArrivalException::table, made);
  return show_exception(change, {made.id});
}

ExceptionView sign(db::Change& change, const SignException& input, SignedState state) {
  auto before =
      change.one<ArrivalException>(fmt::format("SELECT {} FROM {} AND n.id = $1",
                                               columns<ArrivalException>("n"), scoped_exception),
                                   input.id);
  if (before.state != SignedState::waiting) {
    throw base::Refusal{base::Kind::precondition, "signed_already",
                        "This exception is signed or declined already."};
  }
  if (state == SignedState::approved &&
      before.asked_by == access::account_of(change.caller().actor)) {
    throw base::Refusal{base::Kind::forbidden, "same_person",
                        "The second signature is another person's than the first."};
  }
  before.version = input.version;
  ArrivalException after = before;
  after.state = state;
  after.signed_by = access::account_of(change.caller().actor);
  after.signed_on = change.now().utc_date();
  change.update(ArrivalException::table, before, after);
  return show_exception(change, {input.id});
}

base::FieldAbout posting_field() {
  return {.name = "posting", .shape = "POSTING", .meaning = "Of which posting."};
}

base::FieldAbout posting_filter() {
  return {.name = "posting", .shape = "POSTING", .meaning = "Only of this posting."};
}

}  // namespace

std::optional<Posted> posted(db::Tx& tx, Id<Posting> id, Faults& faults) {
  auto found = tx.maybe<Posted>(
      "SELECT n.id, n.staff, n.site, n.from_day, n.to_day, t.fit_until FROM posting n JOIN staff t "
      "ON t.id = n.staff JOIN site s ON s.id = n.site JOIN area a ON a.id = s.area WHERE "
      "{scope:area a.path} AND n.id = $1 AND n.ended_on IS NULL",
      id);
  if (!found) {
    faults.add("/posting", "unknown_posting", id.to_text(), "There is no such posting.");
  }
  return found;
}

std::vector<access::Operation> arrival_operations() {
  const base::FieldAbout which = programme::which_field("ARRIVAL");
  return {
      access::read_operation<ListArrivals, Page<ArrivalView>>(
          {.name = "arrival.list",
           .permission = read_arrivals,
           .path = "/api/arrivals",
           .summary = "who arrived at which site, and when; newest first",
           .fields = {posting_filter(), staff_filter(), site_filter(), programme::after_field(),
                      programme::limit_field()}},
          list_arrivals),
      access::read_operation<WhichArrival, ArrivalView>({.name = "arrival.show",
                                                         .permission = read_arrivals,
                                                         .path = "/api/arrivals/{id}",
                                                         .summary = "one arrival",
                                                         .fields = {which}},
                                                        show_arrival),
      access::read_operation<AskGates, GatesView>(
          {.name = "arrival.gates",
           .permission = record_arrivals,
           .path = "/api/arrival-gates",
           .summary = "whether insurance, fitness and training hold on the day of an arrival",
           .fields = {posting_field(),
                      {.name = "on",
                       .shape = "DAY",
                       .meaning = "On which day; today, or the posting's first if that is later, "
                                  "if not given."}}},
          show_gates),
      access::change_operation<RecordArrival, ArrivalView>(
          {.name = "arrival.record",
           .permission = record_arrivals,
           .method = Method::post,
           .path = "/api/arrivals",
           .summary = "record that somebody arrived at their site",
           .description = "Refused without insurance and a certificate of fitness that hold on "
                          "that day, and without the training that is due by then, unless two "
                          "people signed an exception from it.",
           .fields = {posting_field(), programme::on_field()}},
          record_arrival),
      access::change_operation<WithdrawArrival, ArrivalView>(
          {.name = "arrival.withdraw",
           .permission = record_arrivals,
           .method = Method::post,
           .path = "/api/arrivals/{id}/withdraw",
           .summary = "take back an arrival that was recorded by mistake",
           .fields = {which, programme::reason_field(), programme::version_field()}},
          withdraw_arrival),
  };
}

std::vector<access::Operation> exception_operations() {
  const base::FieldAbout which = programme::which_field("EXCEPTION");
  return {
      access::read_operation<ListExceptions, Page<ExceptionView>>(
          {.name = "exception.list",
           .permission = read_arrivals,
           .path = "/api/arrival-exceptions",
           .summary = "who may arrive although insurance or fitness is lacking, newest first",
           .fields = {posting_filter(),
                      {.name = "state", .shape = "STATE", .meaning = "Only in this state."},
                      programme::after_field(),
                      programme::limit_field()}},
          list_exceptions),
      access::read_operation<WhichException, ExceptionView>(
          {.name = "exception.show",
           .permission = read_arrivals,
           .path = "/api/arrival-exceptions/{id}",
           .summary = "one exception from insurance or fitness",
           .fields = {which}},
          show_exception),
      access::change_operation<AskException, ExceptionView>(
          {.name = "exception.ask",
           .permission = record_arrivals,
           .method = Method::post,
           .path = "/api/arrival-exceptions",
           .summary = "ask that somebody may arrive although insurance or fitness is lacking",
           .description = "It holds once another person has signed it.",
           .fields = {posting_field(), programme::reason_field()}},
          ask_exception),
      access::change_operation<SignException, ExceptionView>(
          {.name = "exception.sign",
           .permission = sign_exceptions,
           .method = Method::post,
           .path = "/api/arrival-exceptions/{id}/sign",
           .summary = "sign, as the second person, that somebody may arrive",
           .fields = {which, programme::version_field()}},
          [](db::Change& change, const SignException& input) {
            return sign(change, input, SignedState::approved);
          }),
      access::change_operation<SignException, ExceptionView>(
          {.name = "exception.decline",
           .permission = sign_exceptions,
           .method = Method::post,
           .path = "/api/arrival-exceptions/{id}/decline",
           .summary = "decline to sign that somebody may arrive",
           .fields = {which, programme::version_field()}},
          [](db::Change& change, const SignException& input) {
            return sign(change, input, SignedState::declined);
          }),
  };
}

}  // namespace sojourn::stages::support
