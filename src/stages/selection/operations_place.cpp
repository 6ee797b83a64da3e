// What each sponsor is asked for in a round, and who has not replied.
#include <iterator>

#include "access/notify.h"
#include "imports/operation.h"
#include "stages/selection/round_import.h"
#include "stages/selection/rounds.h"

namespace sojourn::stages::selection {
namespace {

struct PlaceView {
  Id<Place> id;
  Id<Round> round;
  std::string round_name;
  std::string notice;
  base::Date deadline;
  base::Date starts_on;
  Id<Sponsor> sponsor;
  std::string name;  ///< of the sponsor
  std::int32_t places = 0;
  std::optional<std::int32_t> nominees;
  std::optional<base::Date> replied_on;
  std::optional<std::string> reply_source;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(PlaceView, (),
                      (id, round, round_name, notice, deadline, starts_on, sponsor, name, places,
                       nominees, replied_on, reply_source, version))

struct ListPlaces {
  std::optional<Id<Round>> round;
  std::optional<Id<Sponsor>> sponsor;
  std::optional<bool> waiting;
  std::optional<bool> closed;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
  std::optional<bool> count;
};
BOOST_DESCRIBE_STRUCT(ListPlaces, (), (round, sponsor, waiting, closed, after, limit, count))

struct WhichPlace {
  Id<Place> id;
};
BOOST_DESCRIBE_STRUCT(WhichPlace, (), (id))

struct MakePlace {
  Id<Round> round;
  Id<Sponsor> sponsor;
  std::int32_t places = 0;
};
BOOST_DESCRIBE_STRUCT(MakePlace, (), (round, sponsor, places))

struct ChangePlace {
  Id<Place> id;
  std::int32_t places = 0;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(ChangePlace, (), (id, places, version))

struct Reply {
  Id<Place> id;
  std::int32_t nominees = 0;
  std::optional<base::Date> on;
  std::optional<std::string> source;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Reply, (), (id, nominees, on, source, version))

struct PlaceHistory {
  Id<Place> id;
  std::optional<std::string> after;
};
BOOST_DESCRIBE_STRUCT(PlaceHistory, (), (id, after))

constexpr std::string_view place_view =
    "q.id, q.round, r.name AS round_name, r.notice, r.deadline, r.starts_on, q.sponsor, p.name, "
    "q.places, q.nominees, q.replied_on, q.reply_source, q.version";

PlaceView show_place(db::Tx& tx, const WhichPlace& input) {
  return tx.one<PlaceView>(fmt::format("SELECT {} FROM {} AND q.id = $1", place_view, scoped_place),
                           input.id);
}

/// By the sponsors' names; a sponsor that is asked in several rounds in the order of asking.
Page<PlaceView> list_places(db::Tx& tx, const ListPlaces& input) {
  std::string from(scoped_place);
  std::vector<db::Value> values;
  const auto add = [&](std::string_view condition, const auto& value) {
    values.push_back(db::to_sql(value));
    from += fmt::format(" AND {} ${}", condition, values.size());
  };
  if (input.round) {
    add("q.round =", *input.round);
  }
  if (input.sponsor) {
    add("q.sponsor =", *input.sponsor);
  }
  if (input.waiting.value_or(false)) {
    from += " AND q.places > 0 AND q.replied_on IS NULL";
  }
  if (!input.closed.value_or(false)) {
    from += " AND r.closed_on IS NULL";
  }
  Page<PlaceView> page;
  if (input.count.value_or(false)) {
    page.count = db::SqlOf<std::int64_t>::from(
        tx.query(fmt::format("SELECT count(*) FROM {}", from), values).cells.at(0));
  }
  const std::int64_t limit = programme::checked_limit(input.limit);
  if (input.after) {
    const std::size_t gap = input.after->find(' ');
    const auto last = Id<Place>::from_text(std::string_view(*input.after).substr(0, gap));
    if (!last || gap == std::string::npos) {
      programme::refuse_place(*input.after, "This should be what `next` said.");
    }
    values.push_back(db::to_sql(input.after->substr(gap + 1)));
    values.push_back(db::to_sql(*last));
    from += fmt::format(" AND (p.name, q.id) > (${}, ${})", values.size() - 1, values.size());
  }
  page.items = tx.rows_with<PlaceView>(
      fmt::format("SELECT {} FROM {} ORDER BY p.name, q.id LIMIT {}", place_view, from, limit + 1),
      std::move(values));
  if (std::ssize(page.items) > limit) {
    page.items.pop_back();
    page.next = page.items.back().id.to_text() + ' ' + page.items.back().name;
  }
  return page;
}

PlaceView make_place(db::Change& change, const MakePlace& input) {
  Faults faults;
  faults.check_between("/places", input.places, 1, most_places);
  const auto round = change.maybe<Round>(
      fmt::format("SELECT {} FROM {} AND r.id = $1", columns<Round>("r"), scoped_round),
      input.round);
  if (!round) {
    faults.add("/round", "unknown_round", input.round.to_text(), "There is no such round.");
  } else if (round->closed_on) {
    faults.add("/round", "closed", input.round.to_text(), "This round is closed.");
  }
  const auto sponsor = change.maybe<Sponsor>(
      fmt::format("SELECT {} FROM sponsor p JOIN area a ON a.id = p.area WHERE {{scope:area "
                  "a.path; sponsor p.id}} AND p.id = $1",
                  columns<Sponsor>("p")),
      input.sponsor);
  if (!sponsor) {
    faults.add("/sponsor", "unknown_sponsor", input.sponsor.to_text(), "There is no such sponsor.");
  } else if (sponsor->closed_on) {
    faults.add("/sponsor", "closed", input.sponsor.to_text(), "This sponsor is closed.");
  }
  faults.refuse();
  const Place place{.id = change.new_id<Place>(),
                    .round = input.round,
                    .sponsor = input.sponsor,
                    .places = input.places};
  change.insert("round_place", place);
  access::notify_role(change, access::Role::sponsor_manager, access::ScopeKind::sponsor,
                      std::vector{place.sponsor.value},
                      {.subject = "Your organisation is asked for people",
                       .text = "You see there for how many, and until when.",
                       .path = "/rounds/places/" + place.id.to_text()});
  return show_place(change, {place.id});
}

/// As somebody saw it who wants to change it, of an open round.
Place place_to_change(db::Change& change, Id<Place> id, std::int64_t version) {
  Place place = change.one<Place>(
      fmt::format("SELECT {} FROM {} AND q.id = $1", columns<Place>("q"), scoped_place), id);
  if (change.value<std::int64_t>("SELECT count(*) FROM selection_round WHERE id = $1 AND closed_on "
                                 "IS NOT NULL AND {unscoped:of a place that the asker sees}",
                                 place.round) > 0) {
    throw base::Refusal{base::Kind::precondition, "closed",
                        "This is closed. A closed record is not changed."};
  }
  place.version = version;
  return place;
}

PlaceView change_place(db::Change& change, const ChangePlace& input) {
  Faults faults;
  faults.check_between("/places", input.places, 0, most_places);
  faults.refuse();
  const Place before = place_to_change(change, input.id, input.version);
  Place after = before;
  after.places = input.places;
  change.update("round_place", before, after);
  return show_place(change, {input.id});
}

PlaceView reply(db::Change& change, const Reply& input) {
  const Place before = place_to_change(change, input.id, input.version);
  Faults faults;
  check_nominees(before, input.nominees, faults);
  if (input.source) {
    faults.check_name("/source", *input.source);
  }
  const base::Date day = programme::closing_day(change, input.on, faults);
  faults.refuse();
  Place after = before;
  after.nominees = input.nominees;
  after.replied_on = day;
  after.reply_source = input.source;
  change.update("round_place", before, after);
  return show_place(change, {input.id});
}

Page<HistoryEntry> place_history(db::Tx& tx, const PlaceHistory& input) {
  show_place(tx, {input.id});
  return programme::history_of(tx, "round_place", input.id.value, input.after);
}

}  // namespace

std::vector<access::Operation> place_operations() {
  const base::FieldAbout which = programme::which_field("PLACE");
  const auto places = [](double least) {
    return base::FieldAbout{.name = "places",
                            .shape = "N",
                            .unit = "people",
                            .least = least,
                            .most = most_places,
                            .meaning = "How many people the sponsor may name."};
  };
  std::vector<access::Operation> all = {
      access::read_operation<ListPlaces, Page<PlaceView>>(
          {.name = "place.list",
           .permission = read_places,
           .path = "/api/round-places",
           .summary = "what sponsors are asked for in rounds, and what they replied",
           .description = "With `waiting`: who has not replied.",
           .fields = {{.name = "round", .shape = "ROUND", .meaning = "Only of this round."},
                      {.name = "sponsor", .shape = "SPONSOR", .meaning = "Only of this sponsor."},
                      {.name = "waiting", .meaning = "Only those that have not replied."},
                      {.name = "closed", .meaning = "Of closed rounds too."},
                      programme::after_field(),
                      programme::limit_field(),
                      {.name = "count", .meaning = "Say too how many there are in all."}}},
          list_places),
      access::read_operation<WhichPlace, PlaceView>(
          {.name = "place.show",
           .permission = read_places,
           .path = "/api/round-places/{id}",
           .summary = "what one sponsor is asked for in a round",
           .fields = {which}},
          show_place),
      access::change_operation<MakePlace, PlaceView>(
          {.name = "place.make",
           .permission = manage_rounds,
           .method = Method::post,
           .path = "/api/round-places",
           .summary = "ask a sponsor for people in a round",
           .fields = {{.name = "round", .shape = "ROUND", .meaning = "In which round."},
                      {.name = "sponsor", .shape = "SPONSOR", .meaning = "Which sponsor."},
                      places(1)}},
          make_place),
      access::change_operation<ChangePlace, PlaceView>(
          {.name = "place.change",
           .permission = manage_rounds,
           .method = Method::put,
           .path = "/api/round-places/{id}",
           .summary = "ask a sponsor for more people, or for fewer",
           .description = "0: the sponsor is not asked any more.",
           .fields = {which, places(0), programme::version_field()}},
          change_place),
      access::change_operation<Reply, PlaceView>(
          {.name = "place.reply",
           .permission = reply_to_rounds,
           .method = Method::post,
           .path = "/api/round-places/{id}/reply",
           .summary = "say how many people the sponsor names",
           .description = "The sponsor says it itself, or the office types in what a letter says. "
                          "A later reply takes the place of an earlier one; 0 is a reply too.",
           .fields = {which,
                      {.name = "nominees",
                       .shape = "N",
                       .unit = "people",
                       .least = 0,
                       .most = most_places,
                       .meaning = "How many it names, within its places."},
                      programme::on_field(),
                      {.name = "source",
                       .shape = "TEXT",
                       .meaning = "The letter that says so, if it came on paper."},
                      programme::version_field()}},
          reply),
      access::read_operation<PlaceHistory, Page<HistoryEntry>>(
          {.name = "place.history",
           .permission = read_places,
           .path = "/api/round-places/{id}/history",
           .summary = "who asked and who replied, and when",
           .fields = {which, programme::after_field()}},
          place_history),
  };
  std::vector<access::Operation> tables = imports::import_operations<Place>(
      {.noun = "place",
       .path = "/api/round-places",
       .permission = manage_rounds,
       .summary = "take what sponsors are asked for in rounds from a table",
       .problems_summary = "a table of places in rounds back with what each row would do"},
      place_import);
  std::move(tables.begin(), tables.end(), std::back_inserter(all));
  return all;
}

}  // namespace sojourn::stages::selection
