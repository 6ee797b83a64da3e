// The shortlist of a round, and objections to it.
#include "stages/programme/calendar.h"
#include "stages/selection/rounds.h"

namespace sojourn::stages::selection {
namespace {

struct ObjectionView {
  Id<Objection> id;
  Id<Nomination> nomination;
  Id<Round> round;
  std::string round_name;
  Id<Staff> staff;
  std::string name;  ///< of the person it is about
  std::string ground;
  std::string source;
  base::Date raised_on;
  std::optional<bool> upheld;
  std::optional<base::Date> decided_on;
  std::optional<std::string> decided_reason;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(ObjectionView, (),
                      (id, nomination, round, round_name, staff, name, ground, source, raised_on,
                       upheld, decided_on, decided_reason, version))

struct PublishShortlist {
  Id<Round> id;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(PublishShortlist, (), (id, version))

struct Shortlist {
  Id<Round> id;
  std::string name;
  std::int64_t people = 0;  ///< on it
  std::int64_t due = 0;     ///< that the rules ask for, by the posts
  base::Date shortlisted_on;
  base::Date objections_until;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(Shortlist, (),
                      (id, name, people, due, shortlisted_on, objections_until, version))

struct ListObjections {
  std::optional<Id<Round>> round;
  std::optional<bool> waiting;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListObjections, (), (round, waiting, after, limit))

struct WhichObjection {
  Id<Objection> id;
};
BOOST_DESCRIBE_STRUCT(WhichObjection, (), (id))

struct MakeObjection {
  Id<Nomination> nomination;
  std::string ground;
  std::string source;
  std::optional<base::Date> on;
};
BOOST_DESCRIBE_STRUCT(MakeObjection, (), (nomination, ground, source, on))

struct DecideObjection {
  Id<Objection> id;
  bool upheld = false;
  std::string reason;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(DecideObjection, (), (id, upheld, reason, version))

/// The round's managers see objections; the sponsor and the person are told by them.
constexpr std::string_view scoped_objection =
    "nomination_objection o JOIN nomination n ON n.id = o.nomination JOIN selection_round r ON "
    "r.id "
    "= n.round JOIN area a ON a.id = r.area JOIN staff t ON t.id = o.staff WHERE {scope:area "
    "a.path}";
constexpr std::string_view objection_view =
    "o.id, o.nomination, n.round, r.name AS round_name, o.staff, t.name, o.ground, o.source, "
    "o.raised_on, o.upheld, o.decided_on, o.decided_reason, o.version";

Shortlist publish_shortlist(db::Change& change, const PublishShortlist& input) {
  Round before = open_round(change, input.id);
  const base::Date today = change.now().utc_date();
  if (before.shortlisted_on) {
    throw base::Refusal{base::Kind::precondition, "shortlisted",
                        "The shortlist of this round is published already."};
  }
  // 1. Before the deadline only if nobody is waited for.
  const std::int64_t waiting = change.value<std::int64_t>(
      "SELECT count(*) FROM round_place q WHERE q.round = $1 AND q.places > 0 AND q.replied_on IS "
      "NULL AND {unscoped:all sponsors of a round that the asker manages}",
      input.id);
  if (today <= before.deadline && waiting > 0) {
    throw base::Refusal{
        base::Kind::precondition, "waiting",
        base::in_words("{} sponsors have not replied, and the deadline is {}. Wait, or move the "
                       "deadline.",
                       waiting, before.deadline.to_text())};
  }
  // 2. Who stands and will go is on it.
  const auto standing = change.rows<Nomination>(
      fmt::format(
          "SELECT {} FROM nomination n WHERE n.round = $1 AND n.standing = 'nominated' AND "
          "n.answer = 'willing' AND {{unscoped:of a round that the asker manages}} ORDER BY "
          "n.id",
          columns<Nomination>("n")),
      input.id);
  if (standing.empty()) {
    throw base::Refusal{base::Kind::precondition, "nobody_willing",
                        "Nobody who is named has said that they will go."};
  }
  for (const Nomination& each : standing) {
    Nomination after = each;
    after.standing = Standing::shortlisted;
    change.update("nomination", each, after);
  }
  // 3. The window for objections runs on working days.
  const SelectionRules rules = rules_of(change, today);
  before.version = input.version;
  Round after = before;
  after.shortlisted_on = today;
  after.objections_until = programme::working_days(change).after(today, rules.objection_days);
  after = change.update("selection_round", before, after);
  return {.id = after.id,
          .name = after.name,
          .people = std::ssize(standing),
          .due = nominees_due(rules, after.posts),
          .shortlisted_on = today,
          .objections_until = *after.objections_until,
          .version = after.version};
}

ObjectionView show_objection(db::Tx& tx, const WhichObjection& input) {
  return tx.one<ObjectionView>(
      fmt::format("SELECT {} FROM {} AND o.id = $1", objection_view, scoped_objection), input.id);
}

/// Newest first.
Page<ObjectionView> list_objections(db::Tx& tx, const ListObjections& input) {
  std::string from(scoped_objection);
  std::vector<db::Value> values;
  const auto add = [&](std::string_view condition, const auto& value) {
    values.push_back(db::to_sql(value));
    from += fmt::format(" AND {} ${}", condition, values.size());
  };
  if (input.round) {
    add("n.round =", *input.round);
  }
  if (input.waiting.value_or(false)) {
    from += " AND o.decided_on IS NULL";
  }
  const std::int64_t limit = programme::checked_limit(input.limit);
  if (input.after) {
    const auto last = Id<Objection>::from_text(*input.after);
    if (!last) {
      programme::refuse_place(*input.after, "This should be what `next` said.");
    }
    add("o.id <", *last);
  }
  Page<ObjectionView> page;
  page.items = tx.rows_with<ObjectionView>(
      fmt::format("SELECT {} FROM {} ORDER BY o.id DESC LIMIT {}", objection_view, from, limit + 1),
      std::move(values));
  if (std::ssize(page.items) > limit) {
    page.items.pop_back();
    page.next = page.items.back().id.to_text();
  }
  return page;
}

ObjectionView make_objection(db::Change& change, const MakeObjection& input) {
  Faults faults;
  faults.check_name("/ground", input.ground);
  faults.check_name("/source", input.source);
  const base::Date day = programme::closing_day(change, input.on, faults);
  faults.refuse();
  const Nomination nomination = change.one<Nomination>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", columns<Nomination>("n"), scoped_nomination),
      input.nomination);
  const Round round = open_round(change, nomination.round);
  if (nomination.standing != Standing::shortlisted) {
    throw base::Refusal{base::Kind::precondition, "not_shortlisted",
                        "Objections are to people on a published shortlist."};
  }
  // A letter counts by its own day, whenever it is typed in.
  if (day < *round.shortlisted_on || day > *round.objections_until) {
    faults.add("/on", "outside_window", day.to_text(),
               base::in_words("Objections to this shortlist are raised from {} to {}.",
                              round.shortlisted_on->to_text(), round.objections_until->to_text()));
  }
  faults.refuse();
  const Objection objection{.id = change.new_id<Objection>(),
                            .nomination = nomination.id,
                            .staff = nomination.staff,
                            .ground = input.ground,
                            .source = input.source,
                            .raised_on = day};
  change.insert("nomination_objection", objection);
  return show_objection(change, {objection.id});
}

ObjectionView decide_objection(db::Change& change, const DecideObjection& input) {
  Faults faults;
  faults.check_name("/reason", input.reason);
  faults.refuse();
  Objection before = change.one<Objection>(
      fmt::format("SELECT {} FROM {} AND o.id = $1", columns<Objection>("o"), scoped_objection),
      input.id);
  if (before.decided_on) {
    throw base::Refusal{base::Kind::precondition, "decided", "This is decided already."};
  }
  before.version = input.version;
  Objection after = before;
  after.upheld = input.upheld;
  after.decided_on = change.now().utc_date();
  after.decided_reason = input.reason;
  change.update("nomination_objection", before, after);
  if (input.upheld) {
    const Nomination named = change.one<Nomination>(
        fmt::format("SELECT {} FROM {} AND n.id = $1", columns<Nomination>("n"), scoped_nomination),
        before.nomination);
    if (named.standing == Standing::shortlisted) {
      Nomination off = named;
      off.standing = Standing::unsuitable;
      off.reason = input.reason;
      change.update("nomination", named, off);
    }
  }
  return show_objection(change, {input.id});
}

}  // namespace

std::vector<access::Operation> objection_operations() {
  const base::FieldAbout which = programme::which_field("OBJECTION");
  return {
      access::change_operation<PublishShortlist, Shortlist>(
          {.name = "round.shortlist",
           .permission = manage_rounds,
           .method = Method::post,
           .path = "/api/rounds/{id}/shortlist",
           .summary = "publish the shortlist: everybody who is named and will go",
           .description = "After the deadline, or once every sponsor has replied. From that day "
                          "objections may be raised, for the working days that the rules say.",
           .fields = {programme::which_field("ROUND"), programme::version_field()}},
          publish_shortlist),
      access::read_operation<ListObjections, Page<ObjectionView>>(
          {.name = "objection.list",
           .permission = read_rounds,
           .path = "/api/objections",
           .summary = "objections to shortlists, newest first",
           .fields = {{.name = "round", .shape = "ROUND", .meaning = "Only of this round."},
                      {.name = "waiting", .meaning = "Only those that are not decided."},
                      programme::after_field(),
                      programme::limit_field()}},
          list_objections),
      access::read_operation<WhichObjection, ObjectionView>(
          {.name = "objection.show",
           .permission = read_rounds,
           .path = "/api/objections/{id}",
           .summary = "one objection, and what became of it",
           .fields = {which}},
          show_objection),
      access::change_operation<MakeObjection, ObjectionView>(
          {.name = "objection.make",
           .permission = manage_rounds,
           .method = Method::post,
           .path = "/api/objections",
           .summary = "type in an objection to somebody on a shortlist",
           .description = "However it came: by letter, by telephone, in person. It counts by the "
                          "day on which it was raised.",
           .fields = {{.name = "nomination", .shape = "NOMINEE", .meaning = "To whom."},
                      {.name = "ground",
                       .shape = "TEXT",
                       .meaning = "The ground, in up to 200 bytes. No names of people."},
                      {.name = "source",
                       .shape = "TEXT",
                       .meaning = "Where it stands written, or how it came."},
                      {.name = "on",
                       .shape = "DAY",
                       .meaning = "On which day it was raised; today if not given."}}},
          make_objection),
      access::change_operation<DecideObjection, ObjectionView>(
          {.name = "objection.decide",
           .permission = manage_rounds,
           .method = Method::post,
           .path = "/api/objections/{id}/decide",
           .summary = "decide an objection, with the reason",
           .description = "Whoever is objected to with success leaves the shortlist.",
           .fields = {which,
                      {.name = "upheld", .meaning = "The objection is right."},
                      {.name = "reason", .shape = "TEXT", .meaning = "Why, in up to 200 bytes."},
                      programme::version_field()}},
          decide_objection),
  };
}

}  // namespace sojourn::stages::selection
