// The stage presence against policy_presence.csv, and in two worlds that differ only outside the
// asker's scope.
#include <fmt/format.h>

#include "stages/presence/leave_records.h"
#include "stages/presence/records.h"
#include "tests/access/counties.h"
#include "tests/unit/stages/presence/parts.h"

namespace sojourn::stages::presence {
namespace {

namespace json = boost::json;
using base::Date;
using base::written;
using programme::id_of;
using programme::sentinel;

Date day(std::string_view text) { return written<Date>(text); }
base::Month month(std::string_view text) { return written<base::Month>(text); }

/// Two counties, each with a site and the person who serves there, what their months were, and who
/// asked and decided what: numbers that end in 1 lie inside the grants of `holder_of`, those that
/// end in 2 outside. 59 asks as a member; 58 is of the other county.
class Counties {
 public:
  /// `other`: another world, which differs in what lies outside only.
  explicit Counties(bool other = false) : world(db::EngineKind::sqlite, presence_parts()) {
    keep([&](db::Change& change) {
      change.insert(
          "area",
          Area{.id = {1}, .name = "Arva", .kind = programme::AreaKind::nation, .path = "/1/"});
      for (const std::int64_t side : {1, 2}) {
        const std::string called = side == 1 ? "Weir" : other ? "Delta" : std::string(sentinel);
        const std::string letters = side == 2 && other ? "nnnnnbbb" : "nnnnnnnn";
        change.insert("area", Area{.id = {10 + side},
                                   .name = called,
                                   .kind = programme::AreaKind::county,
                                   .parent = base::Id<Area>{1},
                                   .path = fmt::format("/1/{}/", 10 + side)});
        change.insert("sponsor", Sponsor{.id = {40 + side},
                                         .name = called + " hospital",
                                         .kind = "hospital",
                                         .area = {10 + side}});
        change.insert("site", Site{.id = {30 + side}, .name = called, .area = {10 + side}});
        change.insert("staff", Staff{.id = {person(side)},
                                     .code = {},
                                     .name = called + " person",
                                     .sponsor = {40 + side},
                                     .area = {10 + side}});
        change.insert("posting", posting(60 + side, side));
        change.insert(RotaMonth::table,
                      rota(70 + side, side, "2026-10", letters + std::string(23, 'n')));
        change.insert(DayChange::table, day_change(80 + side, side, called));
        change.insert(DayQuestion::table, question(90 + side, side));
        change.insert(DayOnly::table, day_only(110 + side, side, called));
        change.insert(Draw::table, draw(120 + side, side, "2026-10", called));
        change.insert(PresenceCheck::table, check(130 + side, 120 + side, side));
        change.insert(LeaveRequest::table, leave(140 + side, side, LeaveState::asked));
        change.insert(LeaveAccount::table, LeaveAccount{.id = {150 + side},
                                                        .staff = {person(side)},
                                                        .year = 2026,
                                                        .balance = side == 2 && other ? 3 : 9});
        change.insert(LeaveEntry::table, LeaveEntry{.id = {160 + side},
                                                    .account = {150 + side},
                                                    .staff = {person(side)},
                                                    .days = side == 2 && other ? 3 : 9,
                                                    .made_on = day("2026-01-01")});
      }
    });
  }

  programme::World world;

  static std::int64_t person(std::int64_t side) { return side == 1 ? 59 : 58; }
  static Posting posting(std::int64_t id, std::int64_t side) {
    return {.id = {id},
            .staff = {person(side)},
            .site = {30 + side},
            .from_day = day("2026-03-01"),
            .source = "List"};
  }
  static RotaMonth rota(std::int64_t id, std::int64_t side, std::string_view of,
                        std::string letters) {
    return {.id = {id},
            .posting = {60 + side},
            .staff = {person(side)},
            .month = month(of),
            .declared = letters,
            .classes = letters,
            .declared_on = day("2026-10-01")};
  }
  static DayChange day_change(std::int64_t id, std::int64_t side, std::string called) {
    return {.id = {id},
            .posting = {60 + side},
            .staff = {person(side)},
            .from_day = day("2026-10-06"),
            .to_day = day("2026-10-08"),
            .kind = DayClass::call_back,
            .reason = "report",
            .called_by = std::move(called),
            .state = ChangeState::waiting,
            .recorded_on = day("2026-10-06"),
            .decided_by = base::Id<access::Account>{17}};
  }
  static DayQuestion question(std::int64_t id, std::int64_t side) {
    return {.id = {id},
            .posting = {60 + side},
            .staff = {person(side)},
            .from_day = day("2026-10-06"),
            .to_day = day("2026-10-06"),
            .asked_on = day("2026-10-07"),
            .due_on = day("2026-10-12")};
  }
  static DayOnly day_only(std::int64_t id, std::int64_t side, std::string source) {
    return {.id = {id},
            .posting = {60 + side},
            .staff = {person(side)},
            .from_day = day("2026-09-01"),
            .to_day = day("2026-09-20"),
            .source = std::move(source),
            .made_on = day("2026-09-01")};
  }
  static Draw draw(std::int64_t id, std::int64_t side, std::string_view of, std::string seed) {
    return {.id = {id},
            .area = {10 + side},
            .month = month(of),
            .seed = std::move(seed),
            .source = "lottery",
            .percent = 5,
            .people = 1,
            .drawn = 1,
            .drawn_on = day("2026-11-01")};
  }
  static PresenceCheck check(std::int64_t id, std::int64_t draw, std::int64_t side) {
    return {.id = {id},
            .draw = {draw},
            .posting = {60 + side},
            .staff = {person(side)},
            .day = day("2026-10-20")};
  }

  static LeaveRequest leave(std::int64_t id, std::int64_t side, LeaveState state) {
    const auto at = base::Instant::start_of_utc(day("2026-11-25"));
    return {.id = {id},
            .posting = {60 + side},
            .staff = {person(side)},
            .kind = LeaveKind::sick,
            .from_day = day("2026-12-21"),
            .to_day = day("2026-12-21"),
            .asked_to_day = day("2026-12-21"),
            .days = 1,
            .state = state,
            .asked_at = at,
            .waits_since = at,
            .due_at = at};
  }

  access::Asker holder_of(const std::string& role) { return programme::holder_of(world, role); }

  template <class Act>
  void keep(Act&& act) {
    world.database().change(db::Caller::program(), "test.keep", std::forward<Act>(act));
  }
};

class PresencePolicy : public testing::Test {
 protected:
  Counties counties;

  access::Asked ask(const access::Operation& operation, const std::string& role,
                    const std::string& relation) {
    side_ = relation == "inside" ? 1 : relation == "outside" ? 2 : 0;
    ++fresh_;
    std::string target;
    const json::object input = input_of(operation.about.name, target);
    return access::ask_service(counties.world.service(), operation, counties.holder_of(role),
                               counties.world.request, input, target);
  }

 private:
  /// One of this side; absent: 404.
  template <class R>
  std::string numbered(std::int64_t base) const {
    return id_of<R>(side_ == 0 ? 404 : base + side_);
  }
  /// Made within the side, so that each question meets the same; absent: 404.
  template <class R, class Make>
  std::string made(Make&& make) {
    if (side_ == 0) {
      return id_of<R>(404);
    }
    counties.keep([&](db::Change& change) { change.insert(R::table, make()); });
    return id_of<R>(fresh_);
  }
  /// A posting of its own, a year of which nothing is declared but what is asked for.
  std::string fresh_posting() {
    return made<Posting>([&] { return Counties::posting(fresh_, side_); });
  }
  std::string fresh_month(bool locked) {
    const std::string id = fresh_posting();
    if (side_ != 0) {
      counties.keep([&](db::Change& change) {
        RotaMonth month =
            Counties::rota(fresh_ + 1'000'000, side_, "2026-10", std::string(31, 'n'));
        month.posting = {fresh_};
        if (locked) {
          month.confirmed_on = day("2026-11-01");
        }
        change.insert(RotaMonth::table, month);
      });
    }
    return id;
  }
  std::string staff() const { return id_of<Staff>(side_ == 0 ? 404 : Counties::person(side_)); }

  json::object input_of(const std::string& name, std::string& target) {
    if (name.starts_with("rota.")) {
      return of_rota(name, target);
    }
    if (name.starts_with("rota_change.")) {
      return of_change(name, target);
    }
    if (name.starts_with("leave")) {
      return of_leave(name, target);
    }
    if (name == "exemption.list") {
      return {{"month", "2026-10"}};
    }
    if (name == "charged.list") {
      return {{"year", 2026}};
    }
    return of_others(name, target);
  }

  json::object of_rota(const std::string& name, std::string& target) {
    if (name == "rota.list") {
      target = numbered<Posting>(60);
      return {{"month", "2026-10"}, {"limit", 200}};
    }
    if (name == "rota.show") {
      return {{"posting", numbered<Posting>(60)}, {"month", "2026-10"}};
    }
    if (name == "rota.week") {
      return {{"staff", id_of<Staff>(59)}};
    }
    if (name == "rota.year") {
      return {{"staff", staff()}, {"year", 2026}};
    }
    if (name == "rota.declare") {
      return {{"posting", fresh_posting()}, {"month", "2026-11"}};
    }
    const std::string posting = fresh_month(false);
    return {{"site", numbered<Site>(30)}, {"month", "2026-10"}, {"posting", posting}};
  }

  json::object of_change(const std::string& name, std::string& target) {
    if (name == "rota_change.list") {
      target = numbered<DayChange>(80);
      return {{"limit", 200}};
    }
    if (name == "rota_change.show") {
      return {{"id", numbered<DayChange>(80)}};
    }
    if (name == "rota_change.make" || name == "rota_change.amend") {
      return {{"posting", fresh_month(name == "rota_change.amend")},
              {"from_day", "2026-10-20"},
              {"kind", "rest"},
              {"reason", "x"}};
    }
    const std::string posting = fresh_month(false);
    json::object input = {{"id", made<DayChange>([&] {
                             DayChange made = Counties::day_change(fresh_, side_, "Office");
                             made.posting = {fresh_};
                             return made;
                           })},
                          {"version", 1}};
    if (name == "rota_change.decline") {
      input["reason"] = "x";
    }
    return input;
  }

  /// What earlier questions asked for would be leave of the same person: it is taken back.
  void clear_leave() {
    counties.keep([&](db::Change& change) {
      for (const LeaveRequest& each : change.rows<LeaveRequest>(
               "SELECT " + programme::columns<LeaveRequest>("n") +
               " FROM leave_request n WHERE n.id > 1000 AND n.state <> 'withdrawn' AND {unscoped:a "
               "test}")) {
        LeaveRequest after = each;
        after.state = LeaveState::withdrawn;
        change.update(LeaveRequest::table, each, after);
      }
    });
  }
  std::string fresh_leave(LeaveState state) {
    fresh_posting();
    if (side_ == 0) {
      return id_of<LeaveRequest>(404);
    }
    counties.keep([&](db::Change& change) {
      LeaveRequest leave = Counties::leave(fresh_ + 2'000'000, side_, state);
      leave.posting = {fresh_};
      if (state != LeaveState::asked) {
        leave.from_day = day("2026-11-20");
        leave.to_day = day("2026-11-24");
        leave.emergency = state == LeaveState::gone;
      } else {
        leave.from_day = day("2027-02-01");
        leave.to_day = leave.from_day;
      }
      change.insert(LeaveRequest::table, leave);
    });
    return id_of<LeaveRequest>(fresh_ + 2'000'000);
  }

  json::object of_leave(const std::string& name, std::string& target) {
    if (name == "leave.list") {
      target = numbered<LeaveRequest>(140);
      return {{"limit", 200}};
    }
    if (name == "leave.show") {
      return {{"id", numbered<LeaveRequest>(140)}};
    }
    if (name == "leave_entry.list") {
      target = numbered<LeaveEntry>(160);
      return {{"limit", 200}};
    }
    if (name == "leave_balance.show") {
      return {{"staff", staff()}, {"year", 2026}};
    }
    if (name == "leave_entry.correct") {
      return {{"staff", staff()}, {"year", 2026}, {"days", 1}, {"reason", "x"}};
    }
    clear_leave();
    if (name == "leave.make") {
      return {{"posting", fresh_posting()},
              {"kind", "sick"},
              {"from_day", "2027-02-01"},
              {"to_day", "2027-02-01"}};
    }
    if (name == "leave.emergency") {
      return {{"posting", fresh_posting()}};
    }
    const LeaveState state = name == "leave.regularise" ? LeaveState::gone
                             : name == "leave.return"   ? LeaveState::approved
                                                        : LeaveState::asked;
    json::object input = {{"id", fresh_leave(state)}, {"version", 1}};
    if (name == "leave.regularise") {
      input["kind"] = "sick";
      input["to_day"] = "2026-11-25";
    } else if (name == "leave.decline") {
      input["reason"] = "x";
    }
    return input;
  }

  json::object of_others(const std::string& name, std::string& target) {
    if (name == "day_question.list") {
      target = numbered<DayQuestion>(90);
      return {{"limit", 200}};
    }
    if (name == "day_question.show") {
      return {{"id", numbered<DayQuestion>(90)}};
    }
    if (name == "day_question.make") {
      return {{"posting", fresh_posting()}, {"from_day", "2026-11-02"}};
    }
    if (name == "day_question.answer") {
      return {{"id", made<DayQuestion>([&] { return Counties::question(fresh_, side_); })},
              {"answer", "x"},
              {"version", 1}};
    }
    if (name == "day_only.list") {
      target = numbered<DayOnly>(110);
      return {{"limit", 200}};
    }
    if (name == "day_only.show") {
      return {{"id", numbered<DayOnly>(110)}};
    }
    if (name == "day_only.make") {
      return {{"posting", fresh_posting()},
              {"ground", "care"},
              {"from_day", "2026-11-01"},
              {"to_day", "2026-12-01"},
              {"source", "x"}};
    }
    if (name == "day_only.end") {
      return {{"id", made<DayOnly>([&] { return Counties::day_only(fresh_, side_, "x"); })},
              {"last_day", "2026-09-10"},
              {"reason", "x"},
              {"version", 1}};
    }
    if (name == "draw.list") {
      target = numbered<Draw>(120);
      return {{"limit", 200}};
    }
    if (name == "draw.show") {
      return {{"id", numbered<Draw>(120)}};
    }
    if (name == "draw.make") {
      const auto when = base::Month::of(2000, 1).value() + fresh_ % 300;
      return {{"area", numbered<Area>(10)},
              {"month", when.to_text()},
              {"seed", "1 2 3"},
              {"source", "lottery"}};
    }
    if (name == "presence_check.list") {
      target = numbered<PresenceCheck>(130);
      return {{"limit", 200}};
    }
    if (name == "presence_check.show") {
      return {{"id", numbered<PresenceCheck>(130)}};
    }
    return {
        {"id", made<PresenceCheck>([&] { return Counties::check(fresh_, 120 + side_, side_); })},
        {"way", "visit"},
        {"finding", "as_declared"},
        {"version", 1}};
  }

  std::int64_t side_ = 0;
  std::int64_t fresh_ = 100'000;
};

TEST_F(PresencePolicy, EveryRouteAsEveryRoleInEveryRelation) {
  access::expect_policy(
      operations(), "presence",
      [this](const access::Operation& operation, const std::string& role,
             const std::string& relation) { return ask(operation, role, relation); });
}

/// Lists, single records, and changes that name what lies outside.
std::vector<access::Question> questions(const programme::World& world) {
  std::vector<access::Question> made;
  const auto add = [&](std::string_view name, json::object input) {
    made.push_back({&world.operation(name), std::move(input)});
  };
  for (const char* list : {"rota_change.list", "day_question.list", "day_only.list", "draw.list",
                           "presence_check.list", "leave.list", "leave_entry.list"}) {
    add(list, {});
    add(list, {{"limit", 1}});
  }
  add("rota.list", {{"month", "2026-10"}});
  add("rota.list", {{"month", "2026-10"}, {"limit", 1}});
  add("rota.week", {{"on", "2026-10-07"}});
  add("exemption.list", {{"month", "2026-10"}});
  add("charged.list", {{"year", 2026}});
  for (const std::int64_t number : {2, 304}) {
    const std::string area = id_of<Area>(10 + number);
    const std::string site = id_of<Site>(30 + number);
    const std::string posting = id_of<Posting>(60 + number);
    const std::string staff = id_of<Staff>(number == 2 ? 58 : 404);
    const std::string change = id_of<DayChange>(80 + number);
    const std::string question = id_of<DayQuestion>(90 + number);
    const std::string day_only = id_of<DayOnly>(110 + number);
    const std::string draw = id_of<Draw>(120 + number);
    const std::string check = id_of<PresenceCheck>(130 + number);
    add("rota.list", {{"month", "2026-10"}, {"within", area}});
    add("rota.list", {{"month", "2026-10"}, {"site", site}});
    add("rota.list", {{"month", "2026-10"}, {"staff", staff}});
    add("rota.show", {{"posting", posting}, {"month", "2026-10"}});
    add("rota.week", {{"staff", staff}, {"on", "2026-10-07"}});
    add("rota.year", {{"staff", staff}, {"year", 2026}});
    add("rota.declare", {{"posting", posting}, {"month", "2026-11"}});
    add("rota.confirm", {{"site", site}, {"month", "2026-10"}});
    add("rota_change.list", {{"within", area}});
    add("rota_change.list", {{"site", site}});
    add("rota_change.list", {{"posting", posting}, {"staff", staff}});
    add("rota_change.show", {{"id", change}});
    add("rota_change.make",
        {{"posting", posting}, {"from_day", "2026-10-07"}, {"kind", "rest"}, {"reason", "x"}});
    add("rota_change.amend",
        {{"posting", posting}, {"from_day", "2026-10-07"}, {"kind", "rest"}, {"reason", "x"}});
    add("rota_change.approve", {{"id", change}, {"version", 9}});
    add("rota_change.decline", {{"id", change}, {"reason", "x"}, {"version", 9}});
    add("day_question.list", {{"site", site}});
    add("day_question.list", {{"posting", posting}, {"staff", staff}});
    add("day_question.show", {{"id", question}});
    add("day_question.make", {{"posting", posting}, {"from_day", "2026-10-07"}});
    add("day_question.answer", {{"id", question}, {"answer", "x"}, {"version", 9}});
    add("day_only.list", {{"site", site}});
    add("day_only.list", {{"posting", posting}, {"staff", staff}});
    add("day_only.show", {{"id", day_only}});
    add("day_only.make", {{"posting", posting},
                          {"ground", "care"},
                          {"from_day", "2026-11-01"},
                          {"to_day", "2026-11-20"},
                          {"source", "x"}});
    add("day_only.end",
        {{"id", day_only}, {"last_day", "2026-09-10"}, {"reason", "x"}, {"version", 9}});
    add("exemption.list", {{"month", "2026-10"}, {"within", area}});
    add("charged.list", {{"year", 2026}, {"within", area}});
    const std::string leave = id_of<LeaveRequest>(140 + number);
    add("leave.list", {{"within", area}});
    add("leave.list", {{"site", site}});
    add("leave.list", {{"posting", posting}, {"staff", staff}});
    add("leave.show", {{"id", leave}});
    add("leave.make", {{"posting", posting},
                       {"kind", "annual"},
                       {"from_day", "2026-12-01"},
                       {"to_day", "2026-12-01"}});
    add("leave.emergency", {{"posting", posting}, {"to_day", "2026-11-27"}});
    add("leave.regularise",
        {{"id", leave}, {"kind", "sick"}, {"to_day", "2026-12-22"}, {"version", 9}});
    add("leave.withdraw", {{"id", leave}, {"version", 9}});
    add("leave.return", {{"id", leave}, {"version", 9}});
    add("leave.approve", {{"id", leave}, {"version", 9}});
    add("leave.decline", {{"id", leave}, {"reason", "x"}, {"version", 9}});
    add("leave_balance.show", {{"staff", staff}, {"year", 2026}});
    add("leave_entry.list", {{"staff", staff}});
    add("leave_entry.correct", {{"staff", staff}, {"year", 2026}, {"days", 1}, {"reason", "x"}});
    add("draw.show", {{"id", draw}});
    add("draw.make", {{"area", area}, {"month", "2026-09"}, {"seed", "1"}, {"source", "x"}});
    add("presence_check.list", {{"draw", draw}});
    add("presence_check.show", {{"id", check}});
    add("presence_check.record",
        {{"id", check}, {"way", "visit"}, {"finding", "differs"}, {"version", 9}});
  }
  return made;
}

TEST(PresenceLeaks, WhatLiesOutsideIsNotTold) {
  Counties one;
  Counties other(true);
  programme::expect_no_leaks(one, other, questions, {std::string(sentinel), "Delta"}, "differs",
                             operations());
}

}  // namespace
}  // namespace sojourn::stages::presence
