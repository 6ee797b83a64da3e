// Random checks: of each month a published seed draws some people and a day of each, which the
// office asks after at the host's duty phone or on a visit. Never of residents. Whoever has the
// seed and the list can draw again and finds the same.
#include "stages/presence/stage.h"

namespace sojourn::stages::presence {
namespace {

struct DrawView {
  Id<Draw> id;
  Id<Area> area;
  std::string area_name;
  base::Month month;
  std::string seed;
  std::string source;
  std::int32_t percent = 0;
  std::int32_t people = 0;
  std::int32_t drawn = 0;
  std::int64_t done = 0;
  base::Date drawn_on;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(DrawView, (),
                      (id, area, area_name, month, seed, source, percent, people, drawn, done,
                       drawn_on, version))

struct WhichDraw {
  Id<Draw> id;
};
BOOST_DESCRIBE_STRUCT(WhichDraw, (), (id))

struct ListDraws {
  std::optional<base::Month> month = {};
  std::optional<std::string> after = {};
  std::optional<std::int32_t> limit = {};
};
BOOST_DESCRIBE_STRUCT(ListDraws, (), (month, after, limit))

struct MakeDraw {
  Id<Area> area;
  base::Month month;
  std::string seed;
  std::string source;
};
BOOST_DESCRIBE_STRUCT(MakeDraw, (), (area, month, seed, source))

struct CheckView {
  Id<PresenceCheck> id;
  Id<Draw> draw;
  Id<Posting> posting;
  Id<Staff> staff;
  std::string name;
  std::string site_name;
  base::Date day;
  DayClass class_then = DayClass::night_on_site;
  std::optional<CheckWay> way = {};
  std::optional<CheckFinding> finding = {};
  std::optional<base::Date> done_on = {};
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(CheckView, (),
                      (id, draw, posting, staff, name, site_name, day, class_then, way, finding,
                       done_on, version))

struct WhichCheck {
  Id<PresenceCheck> id;
};
BOOST_DESCRIBE_STRUCT(WhichCheck, (), (id))

struct ListChecks {
  std::optional<Id<Draw>> draw = {};
  std::optional<bool> open = {};
  std::optional<std::string> after = {};
  std::optional<std::int32_t> limit = {};
};
BOOST_DESCRIBE_STRUCT(ListChecks, (), (draw, open, after, limit))

struct RecordCheck {
  Id<PresenceCheck> id;
  CheckWay way = CheckWay::duty_phone;
  CheckFinding finding = CheckFinding::as_declared;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(RecordCheck, (), (id, way, finding, version))

constexpr std::string_view scoped_draw =
    "presence_draw n JOIN area a ON a.id = n.area WHERE {scope:area a.path}";
constexpr std::string_view draw_columns =
    "n.id, n.area, a.name AS area_name, n.month, n.seed, n.source, n.percent, n.people, n.drawn, "
    "(SELECT count(*) FROM presence_check c WHERE c.draw = n.id AND c.done_on IS NOT NULL) AS "
    "done, n.drawn_on, n.version";
constexpr std::string_view scoped_check =
    "presence_check n JOIN posting q ON q.id = n.posting JOIN staff t ON t.id = n.staff JOIN site "
    "s "
    "ON s.id = q.site JOIN area a ON a.id = s.area WHERE {scope:area a.path}";
constexpr std::string_view check_columns =
    "n.id, n.draw, n.posting, n.staff, t.name, s.name AS site_name, n.day, n.class_then, n.way, "
    "n.finding, n.done_on, n.version";

DrawView show_draw(db::Tx& tx, const WhichDraw& input) {
  return tx.one<DrawView>(fmt::format("SELECT {} FROM {} AND n.id = $1", draw_columns, scoped_draw),
                          input.id);
}

Page<DrawView> list_draws(db::Tx& tx, const ListDraws& input) {
  Listing list(scoped_draw);
  list.add_if("n.month =", input.month);
  return list.page<DrawView, DrawView>(tx, draw_columns, true, input.after, input.limit,
                                       [](const DrawView& row) { return row; });
}

CheckView show_check(db::Tx& tx, const WhichCheck& input) {
  return tx.one<CheckView>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", check_columns, scoped_check), input.id);
}

Page<CheckView> list_checks(db::Tx& tx, const ListChecks& input) {
  Listing list(scoped_check);
  list.add_if("n.draw =", input.draw);
  if (input.open.value_or(false)) {
    list.require("n.done_on IS NULL");
  }
  return list.page<CheckView, CheckView>(tx, check_columns, false, input.after, input.limit,
                                         [](const CheckView& row) { return row; });
}

DrawView make_draw(db::Change& change, const MakeDraw& input) {
  Faults faults;
  faults.check_name("/seed", input.seed);
  check_reason("/source", input.source, faults);
  const auto area = programme::named<Area>(change, input.area, "/area", faults);
  const base::Date today = change.now().utc_date();
  if (input.month.first() >= today) {
    faults.add("/month", "in_future", input.month.to_text(),
               "Days are drawn of those that have been. This month has none yet.");
  }
  faults.refuse();
  const PresenceRules rules = rules_of(change, today);
  // 1. Whose month is declared, in the order of their ids: a list that anybody can make again.
  Listing list(scoped_posting);
  list.within(change, input.area);
  list.add("n.from_day <=", input.month.last());
  list.require(
      fmt::format("EXISTS (SELECT m.id FROM presence_month m WHERE m.posting = n.id AND "
                  "m.month = '{}')",
                  input.month.to_text()));
  const auto postings = change.rows_with<Rota>(
      fmt::format("SELECT {} FROM {} ORDER BY n.id", rota_columns, list.from()), list.values());
  const Known known(change, postings, input.month.days());
  // 2. Of those, who has a day behind them on which they were to be there.
  struct Candidate {
    const Rota* posting;
    std::vector<base::Date> days;
    std::string letters;
  };
  std::vector<Candidate> candidates = {};
  std::vector<std::string> ids = {};
  for (const Rota& each : postings) {
    Candidate made{.posting = &each, .days = {}, .letters = known.days(each, input.month)};
    for (std::size_t i = 0; i < made.letters.size(); ++i) {
      const base::Date day = input.month.first() + static_cast<std::int64_t>(i);
      if (day < today && (made.letters[i] == letter_of(DayClass::night_on_site) ||
                          made.letters[i] == letter_of(DayClass::day_only))) {
        made.days.push_back(day);
      }
    }
    if (!made.days.empty()) {
      ids.push_back(each.id.to_text());
      candidates.push_back(std::move(made));
    }
  }
  // 3. By the seed, and nothing else.
  const std::vector<std::size_t> chosen =
      presence::drawn(input.seed, input.month, ids, rules.verify_percent);
  const Draw made{.id = change.new_id<Draw>(),
                  .area = input.area,
                  .month = input.month,
                  .seed = input.seed,
                  .source = input.source,
                  .percent = rules.verify_percent,
                  .people = static_cast<std::int32_t>(candidates.size()),
                  .drawn = static_cast<std::int32_t>(chosen.size()),
                  .drawn_on = today};
  change.insert(Draw::table, made);
  for (const std::size_t at : chosen) {
    const Candidate& each = candidates[at];
    const base::Date day = each.days[drawn_day(input.seed, input.month, ids[at], each.days.size())];
    change.insert(
        PresenceCheck::table,
        PresenceCheck{
            .id = change.new_id<PresenceCheck>(),
            .draw = made.id,
            .posting = each.posting->id,
            .staff = each.posting->staff,
            .day = day,
            .class_then = class_of(each.letters[static_cast<std::size_t>(day.day() - 1)]).value()});
  }
  return show_draw(change, {made.id});
}

CheckView record_check(db::Change& change, const RecordCheck& input) {
  auto before = change.one<PresenceCheck>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", columns<PresenceCheck>("n"), scoped_check),
      input.id);
  require_other(change, before.staff);
  if (before.finding && *before.finding != CheckFinding::not_reached) {
    throw base::Refusal{base::Kind::precondition, "checked", "This is checked already."};
  }
  before.version = input.version;
  PresenceCheck after = before;
  after.way = input.way;
  after.finding = input.finding;
  after.done_on = change.now().utc_date();
  after.done_by = access::account_of(change.caller().actor);
  change.update(PresenceCheck::table, before, after);
  return show_check(change, {input.id});
}

}  // namespace

std::vector<access::Operation> draw_operations() {
  const base::FieldAbout which_draw = programme::which_field("DRAW");
  const base::FieldAbout which_check = programme::which_field("CHECK");
  return {
      access::read_operation<ListDraws, Page<DrawView>>(
          {.name = "draw.list",
           .permission = manage_presence,
           .path = "/api/presence-draws",
           .summary = "draws for checks, with their seeds, newest first",
           .fields = {{.name = "month", .shape = "MONTH", .meaning = "Only of this month."},
                      programme::after_field(),
                      programme::limit_field()}},
          list_draws),
      access::read_operation<WhichDraw, DrawView>({.name = "draw.show",
                                                   .permission = manage_presence,
                                                   .path = "/api/presence-draws/{id}",
                                                   .summary = "one draw",
                                                   .fields = {which_draw}},
                                                  show_draw),
      access::change_operation<MakeDraw, DrawView>(
          {.name = "draw.make",
           .permission = manage_presence,
           .method = Method::post,
           .path = "/api/presence-draws",
           .summary = "draw by a published seed whose presence is asked after",
           .description =
               "Once a month and area. The seed is public and not of the office's choice, such as "
               "the lottery result of a day that was named before. Drawn in the order of SHA-256 "
               "of \"SEED MONTH POSTING\", so that anybody can draw again.",
           .fields = {{.name = "area", .shape = "AREA", .meaning = "Of which area."},
                      {.name = "month", .shape = "MONTH", .meaning = "Of which month."},
                      {.name = "seed", .shape = "TEXT", .meaning = "The published seed."},
                      {.name = "source",
                       .shape = "TEXT",
                       .meaning = "Where it is published, and who said so when."}}},
          make_draw),
      access::read_operation<ListChecks, Page<CheckView>>(
          {.name = "presence_check.list",
           .permission = manage_presence,
           .path = "/api/presence-checks",
           .summary = "whom a draw found, and what came of it",
           .fields = {{.name = "draw", .shape = "DRAW", .meaning = "Only of this draw."},
                      {.name = "open", .meaning = "Only those that nobody has asked after yet."},
                      programme::after_field(),
                      programme::limit_field()}},
          list_checks),
      access::read_operation<WhichCheck, CheckView>({.name = "presence_check.show",
                                                     .permission = manage_presence,
                                                     .path = "/api/presence-checks/{id}",
                                                     .summary = "one check",
                                                     .fields = {which_check}},
                                                    show_check),
      access::change_operation<RecordCheck, CheckView>(
          {.name = "presence_check.record",
           .permission = manage_presence,
           .method = Method::post,
           .path = "/api/presence-checks/{id}/record",
           .summary = "record what the host's duty phone or a visit said",
           .description = "Only the host is asked.",
           .fields = {which_check,
                      {.name = "way", .shape = "WAY", .meaning = "How it was asked."},
                      {.name = "finding", .shape = "FINDING", .meaning = "What was said."},
                      programme::version_field()}},
          record_check),
  };
}

}  // namespace sojourn::stages::presence
