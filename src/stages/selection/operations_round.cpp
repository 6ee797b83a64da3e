// Rounds: what is sought, by which notice, until when, and how many sponsors have replied.
#include <iterator>

#include "imports/operation.h"
#include "stages/selection/round_import.h"
#include "stages/selection/rounds.h"

namespace sojourn::stages::selection {
namespace {

struct RoundView {
  Id<Round> id;
  std::string name;
  Id<Area> area;
  std::string area_name;
  std::string notice;
  std::int32_t posts = 1;
  base::Date opens_on;
  base::Date deadline;
  base::Date starts_on;
  std::int64_t sponsors = 0;  ///< that are asked for at least one
  std::int64_t replied = 0;   ///< of these
  std::int64_t places = 0;    ///< of all sponsors
  std::int64_t nominees = 0;  ///< that the replies name
  std::int64_t named = 0;     ///< who stand, one by one
  std::int64_t willing = 0;   ///< of these
  std::optional<base::Date> shortlisted_on;
  std::optional<base::Date> objections_until;
  std::optional<base::Date> closed_on;
  std::optional<std::string> closed_reason;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(RoundView, (),
                      (id, name, area, area_name, notice, posts, opens_on, deadline, starts_on,
                       sponsors, replied, places, nominees, named, willing, shortlisted_on,
                       objections_until, closed_on, closed_reason, version))

struct ListRounds {
  std::optional<Id<Area>> within;
  std::optional<bool> closed;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
  std::optional<bool> count;
};
BOOST_DESCRIBE_STRUCT(ListRounds, (), (within, closed, after, limit, count))

struct WhichRound {
  Id<Round> id;
};
BOOST_DESCRIBE_STRUCT(WhichRound, (), (id))

struct MakeRound {
  std::string name;
  Id<Area> area;
  std::string notice;
  std::int32_t posts = 1;
  base::Date opens_on;
  base::Date deadline;
  base::Date starts_on;
};
BOOST_DESCRIBE_STRUCT(MakeRound, (), (name, area, notice, posts, opens_on, deadline, starts_on))

struct ChangeRound {
  Id<Round> id;
  std::string notice;
  std::int32_t posts = 1;
  base::Date deadline;
  base::Date starts_on;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(ChangeRound, (), (id, notice, posts, deadline, starts_on, version))

struct CloseRound {
  Id<Round> id;
  std::string reason;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(CloseRound, (), (id, reason, version))

struct RoundHistory {
  Id<Round> id;
  std::optional<std::string> after;
};
BOOST_DESCRIBE_STRUCT(RoundHistory, (), (id, after))

constexpr std::string_view round_view =
    "r.id, r.name, r.area, a.name AS area_name, r.notice, r.posts, r.opens_on, r.deadline, "
    "r.starts_on, "
    "(SELECT count(*) FROM round_place q WHERE q.round = r.id AND q.places > 0) AS sponsors, "
    "(SELECT count(*) FROM round_place q WHERE q.round = r.id AND q.places > 0 AND q.replied_on IS "
    "NOT NULL) AS replied, "
    "(SELECT CAST(coalesce(sum(q.places), 0) AS BIGINT) FROM round_place q WHERE q.round = r.id) "
    "AS places, "
    "(SELECT CAST(coalesce(sum(q.nominees), 0) AS BIGINT) FROM round_place q WHERE q.round = r.id) "
    "AS nominees, "
    "(SELECT count(*) FROM nomination n WHERE n.round = r.id AND n.standing IN ('nominated', "
    "'shortlisted')) AS named, "
    "(SELECT count(*) FROM nomination n WHERE n.round = r.id AND n.standing IN ('nominated', "
    "'shortlisted') AND n.answer = 'willing') AS willing, "
    "r.shortlisted_on, r.objections_until, r.closed_on, r.closed_reason, r.version";

RoundView show_round(db::Tx& tx, const WhichRound& input) {
  return tx.one<RoundView>(fmt::format("SELECT {} FROM {} AND r.id = $1", round_view, scoped_round),
                           input.id);
}

Page<RoundView> list_rounds(db::Tx& tx, const ListRounds& input) {
  programme::Query query("r", scoped_round);
  if (input.within) {
    query.within(tx, *input.within);
  }
  query.closed(input.closed);
  return query.page<RoundView>(tx, round_view, input.after, input.limit, input.count);
}

/// What making and changing a round have in common.
template <class Input>
void fill(Round& round, const Input& input, Faults& faults) {
  round.notice = input.notice;
  round.posts = input.posts;
  round.deadline = input.deadline;
  round.starts_on = input.starts_on;
  check(round, faults);
}

RoundView make_round(db::Change& change, const MakeRound& input) {
  Faults faults;
  faults.check_name("/name", input.name);
  programme::named(change, input.area, "/area", faults);
  Round round{.id = change.new_id<Round>(),
              .name = input.name,
              .area = input.area,
              .notice = {},
              .opens_on = input.opens_on,
              .deadline = {},
              .starts_on = {}};
  fill(round, input, faults);
  faults.refuse();
  change.insert("selection_round", round);
  return show_round(change, {round.id});
}

RoundView change_round(db::Change& change, const ChangeRound& input) {
  Round before = open_round(change, input.id);
  before.version = input.version;
  Round after = before;
  Faults faults;
  fill(after, input, faults);
  faults.refuse();
  change.update("selection_round", before, after);
  return show_round(change, {input.id});
}

RoundView close_round(db::Change& change, const CloseRound& input) {
  Faults faults;
  faults.check_name("/reason", input.reason);
  faults.refuse();
  Round before = open_round(change, input.id);
  before.version = input.version;
  Round after = before;
  after.closed_on = change.now().utc_date();
  after.closed_reason = input.reason;
  change.update("selection_round", before, after);
  return show_round(change, {input.id});
}

Page<HistoryEntry> round_history(db::Tx& tx, const RoundHistory& input) {
  show_round(tx, {input.id});
  return programme::history_of(tx, "selection_round", input.id.value, input.after);
}

}  // namespace

void require_open(const Round& round) {
  if (round.closed_on) {
    throw base::Refusal{base::Kind::precondition, "closed", "This round is closed."};
  }
}

Round open_round(db::Tx& tx, Id<Round> id) {
  Round round = tx.one<Round>(
      fmt::format("SELECT {} FROM {} AND r.id = $1", columns<Round>("r"), scoped_round), id);
  require_open(round);
  return round;
}

std::vector<access::Operation> round_operations() {
  const base::FieldAbout which = programme::which_field("ROUND");
  const std::vector<base::FieldAbout> content = {
      {.name = "notice", .shape = "TEXT", .meaning = "Number of the notice that opens it."},
      {.name = "posts",
       .shape = "N",
       .unit = "posts",
       .least = 1,
       .most = most_posts,
       .meaning = "How many posts are to be filled."}};
  const base::FieldAbout deadline{
      .name = "deadline", .shape = "DAY", .meaning = "The last day on which sponsors reply."};
  const base::FieldAbout starts_on{
      .name = "starts_on", .shape = "DAY", .meaning = "The first day of service."};
  std::vector<base::FieldAbout> make_fields = {
      programme::name_field(),
      {.name = "area", .shape = "AREA", .meaning = "Whose round it is: its managers see it."}};
  make_fields.insert(make_fields.end(), content.begin(), content.end());
  make_fields.insert(make_fields.end(),
                     {{.name = "opens_on", .shape = "DAY", .meaning = "The day of the notice."},
                      deadline,
                      starts_on});
  std::vector<base::FieldAbout> change_fields = {which};
  change_fields.insert(change_fields.end(), content.begin(), content.end());
  change_fields.insert(change_fields.end(), {deadline, starts_on, programme::version_field()});
  std::vector<access::Operation> all = {
      access::read_operation<ListRounds, Page<RoundView>>(
          {.name = "round.list",
           .permission = read_rounds,
           .path = "/api/rounds",
           .summary = "rounds of selection, by their names",
           .fields = {{.name = "within",
                       .shape = "AREA",
                       .meaning = "Only those of this area or of one that lies in it."},
                      {.name = "closed", .meaning = "Closed ones too."},
                      programme::after_field(),
                      programme::limit_field(),
                      {.name = "count", .meaning = "Say too how many there are in all."}}},
          list_rounds),
      access::read_operation<WhichRound, RoundView>(
          {.name = "round.show",
           .permission = read_rounds,
           .path = "/api/rounds/{id}",
           .summary = "one round, and how many sponsors have replied",
           .fields = {which}},
          show_round),
      access::change_operation<MakeRound, RoundView>(
          {.name = "round.make",
           .permission = manage_rounds,
           .method = Method::post,
           .path = "/api/rounds",
           .summary = "open a round of selection",
           .description = "Then say how many people each sponsor may name: `place make`.",
           .fields = make_fields},
          make_round),
      access::change_operation<ChangeRound, RoundView>(
          {.name = "round.change",
           .permission = manage_rounds,
           .method = Method::put,
           .path = "/api/rounds/{id}",
           .summary = "change an open round, such as its deadline",
           .fields = change_fields},
          change_round),
      access::change_operation<CloseRound, RoundView>(
          {.name = "round.close",
           .permission = manage_rounds,
           .method = Method::post,
           .path = "/api/rounds/{id}/close",
           .summary = "close a round: nobody replies to it any more",
           .fields = {which, programme::reason_field(), programme::version_field()}},
          close_round),
      access::read_operation<RoundHistory, Page<HistoryEntry>>(
          {.name = "round.history",
           .permission = read_rounds,
           .path = "/api/rounds/{id}/history",
           .summary = "who changed what of a round, and when",
           .fields = {which, programme::after_field()}},
          round_history),
  };
  std::vector<access::Operation> tables = imports::import_operations<Round>(
      {.noun = "round",
       .path = "/api/rounds",
       .permission = manage_rounds,
       .summary = "take rounds of selection from a table",
       .problems_summary = "a table of rounds back with what each row would do"},
      round_import);
  std::move(tables.begin(), tables.end(), std::back_inserter(all));
  return all;
}

}  // namespace sojourn::stages::selection
