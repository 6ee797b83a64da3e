// The stage programme against policy_programme.csv, and in two worlds that differ only outside the
// asker's scope.
#include <fmt/format.h>

#include <iostream>

#include "stages/programme/lasting.h"
#include "tests/access/counties.h"
#include "tests/access/policy.h"
#include "tests/access/worlds.h"
#include "tests/support/paths.h"
#include "tests/unit/documents/workbook.h"
#include "tests/unit/stages/programme/world.h"

namespace sojourn::stages::programme {
namespace {

namespace json = boost::json;
using base::Date;
using base::written;
using testing::IsEmpty;

/// Two counties of one nation, each with a town, a site, a sponsor and people: numbers that end in
/// 1 are inside the grants of `holder_of`, those that end in 2 outside.
class Counties {
 public:
  /// `other`: another world, which differs in what lies outside only.
  explicit Counties(bool other = false) {
    keep([&](db::Change& change) {
      change.insert("area",
                    Area{.id = {1}, .name = "Arva", .kind = AreaKind::nation, .path = "/1/"});
      for (const std::int64_t side : {1, 2}) {
        const std::string called = side == 1 ? "Weir" : other ? "Delta" : std::string(sentinel);
        const std::string path = fmt::format("/1/{}/", 10 + side);
        change.insert("area", Area{.id = {10 + side},
                                   .name = called,
                                   .kind = AreaKind::county,
                                   .parent = base::Id<Area>{1},
                                   .path = path});
        change.insert("area", Area{.id = {20 + side},
                                   .name = called + " town",
                                   .kind = AreaKind::township,
                                   .parent = base::Id<Area>{10 + side},
                                   .path = fmt::format("{}{}/", path, 20 + side)});
        site(change, 30 + side, called + " site", 20 + side);
        change.insert("sponsor", Sponsor{.id = {40 + side},
                                         .name = called + " hospital",
                                         .kind = "hospital",
                                         .area = {10 + side},
                                         .release_percent = side == 2 && other ? 7 : 50});
        staff(change, 50 + side, called + " person", side);
        correction(change, 90 + side, 50 + side, called + " post");
        staff(change, 54 + side, called + " second", side);
        apart(change, 190 + side, side);
      }
      // The own record of who is `member`, with another sponsor, alike in both worlds.
      change.insert("sponsor",
                    Sponsor{.id = {49}, .name = "Own sponsor", .kind = "school", .area = {1}});
      staff(change, 59, "Own person", 2, 49, 1);
      correction(change, 99, 59, "Own post");
      for (int i = 0; i < (other ? 5 : 2); ++i) {
        site(change, 60 + i, fmt::format("{} {}", sentinel, i), 22);
        staff(change, 70 + i, fmt::format("{} {}", sentinel, i), 2);
      }
      came_from_outside(change, other);
      change.insert("rule_set", RuleSet{.id = {80},
                                        .holds_from = written<Date>("2026-01-01"),
                                        .number = 1,
                                        .text = "",
                                        .digest = "",
                                        .reason = "start",
                                        .made_at = change.now()});
    });
  }

  World world;

  access::Asker holder_of(const std::string& role) { return programme::holder_of(world, role); }

  template <class Act>
  void keep(Act&& act) {
    world.database().change(db::Caller::program(), "test.keep", std::forward<Act>(act));
  }
  template <LastingRecord R, class Act>
  static void then(db::Change& change, std::int64_t id, Act&& act) {
    const R before = lasting<R>(change, {id});
    R after = before;
    act(after);
    change.update(table_of<R>(), before, after);
  }
  /// Records inside with a past outside, which is another one in the other world: moved here from
  /// there, or merged into what lies there and taken back.
  static void came_from_outside(db::Change& change, bool other) {
    const base::Id<Area> from{other ? 12 : 22};
    change.insert("area", Area{.id = {23},
                               .name = "Came town",
                               .kind = AreaKind::township,
                               .parent = base::Id<Area>{other ? 1 : 12},
                               .path = other ? "/1/23/" : "/1/12/23/"});
    then<Area>(change, 23, [](Area& area) {
      area.parent = base::Id<Area>{11};
      area.path = "/1/11/23/";
    });
    site(change, 33, "Came site", from.value);
    then<Site>(change, 33, [](Site& site) { site.area = {21}; });
    site(change, 34, "Stayed site", 21);
    then<Site>(change, 34, [&](Site& site) { site.merged_into = base::Id<Site>{other ? 60 : 32}; });
    then<Site>(change, 34, [](Site& site) { site.merged_into.reset(); });
    change.insert("sponsor",
                  Sponsor{.id = {43}, .name = "Came hospital", .kind = "hospital", .area = from});
    then<Sponsor>(change, 43, [](Sponsor& sponsor) { sponsor.area = {11}; });
    staff(change, 53, "Came person", 1, other ? 49 : 42, from.value);
    then<Staff>(change, 53, [](Staff& person) {
      person.sponsor = {41};
      person.area = {21};
    });
    then<Staff>(change, 59, [&](Staff& person) { person.sponsor = {other ? 41 : 42}; });
    then<Staff>(change, 59, [](Staff& person) { person.sponsor = {49}; });
  }
  static void site(db::Change& change, std::int64_t id, const std::string& name,
                   std::int64_t area) {
    change.insert("site", Site{.id = {id}, .code = {}, .name = name, .area = {area}});
  }
  static void apart(db::Change& change, std::int64_t id, std::int64_t side) {
    change.insert("posted_apart", PostedApart{.id = {id},
                                              .staff = {50 + side},
                                              .other = {54 + side},
                                              .declared_on = written<Date>("2026-11-20")});
  }
  static void correction(db::Change& change, std::int64_t id, std::int64_t staff,
                         const std::string& wanted) {
    change.insert("correction", Correction{.id = {id},
                                           .staff = {staff},
                                           .field = "staff.position",
                                           .wanted = wanted,
                                           .reason = "letter",
                                           .asked_on = written<Date>("2026-11-20")});
  }
  static void staff(db::Change& change, std::int64_t id, const std::string& name, std::int64_t side,
                    std::int64_t sponsor = 0, std::int64_t area = 0) {
    change.insert("staff",
                  Staff{.id = {id},
                        .code = {},
                        .name = name,
                        .sponsor = {sponsor != 0 ? sponsor : 40 + side},
                        .area = {area != 0 ? area : 20 + side},
                        .roles = {StaffRole::member},
                        .languages = {{"hill", Level::basic, written<Date>("2025-01-01"), {}}},
                        .skills = {{"water", Level::basic, {}, {}}},
                        .fit_until = side == 1 || sponsor != 0 ? written<Date>("2027-05-01")
                                                               : written<Date>("2031-12-31")});
  }
};

class ProgrammePolicy : public testing::Test {
 protected:
  Counties counties;
  World& world = counties.world;

  access::Asked ask(const access::Operation& operation, const std::string& role,
                    const std::string& relation) {
    if (operation.about.takes_file) {
      return ask_file(operation, role, side_of(relation));
    }
    std::string target;
    const json::object input = input_of(operation.about.name, relation, target);
    return access::ask_service(world.service(), operation, counties.holder_of(role), world.request,
                               input, target);
  }

 private:
  /// A table of one new row that names an area or a sponsor.
  access::Asked ask_file(const access::Operation& operation, const std::string& role,
                         std::int64_t side) {
    const std::string kind = operation.about.name.substr(0, operation.about.name.find('.'));
    const std::string bytes = kind == "calendar" ? "day,kind,name\n2026-10-01,holiday,Rest\n"
                              : operation.about.name == "table.edit"
                                  ? documents::workbook("<row r=\"1\"><c r=\"A1\"/></row>")
                              : kind == "table" ? "name\nAda\n"
                              : kind == "apart"
                                  ? fmt::format("number,other number\n{},{}\n", id_of<Staff>(51),
                                                id_of<Staff>(side == 0   ? 404
                                                             : side == 1 ? 53
                                                                         : 52))
                                  : csv_of(kind, side);
    const access::Upload upload{.name = "table.csv", .bytes = bytes};
    access::Request request = world.request;
    request.file = &upload;
    const json::object input =
        operation.about.name == "table.edit" ? json::object{{"cells", "A1,Ada"}} : json::object();
    try {
      const json::value body =
          world.service().run(operation, counties.holder_of(role), request, input).body;
      if (kind == "table") {
        return {.answer = "yes", .fields = ""};
      }
      return {.answer = body.at("refused").to_number<int>() == 0 ? "yes" : "refused", .fields = ""};
    } catch (const base::Refusal& refusal) {
      return {.answer = refusal.code, .fields = ""};
    }
  }

  std::string csv_of(const std::string& kind, std::int64_t side) {
    std::string table;
    std::string row;
    ++fresh_;  // a record that is not there yet, whatever other questions made
    for (const auto& each : made_with(kind, side)) {
      if (each.key() == "name") {
        table += "name,";
        row += fmt::format("Of a table {},", fresh_);
      } else if (each.value().is_string() || each.value().is_int64()) {
        table += std::string(each.key()) + ',';
        row += (each.value().is_string() ? std::string(std::string_view(each.value().get_string()))
                                         : std::to_string(each.value().get_int64())) +
               ',';
      }
    }
    return fmt::format("{}code\n{}{}\n", table, row, fresh_);
  }

  /// 1 inside, 2 outside, 9 own, 0 absent.
  static std::int64_t side_of(const std::string& relation) {
    return relation == "inside" ? 1 : relation == "outside" ? 2 : relation == "own" ? 9 : 0;
  }

  json::object input_of(const std::string& name, const std::string& relation, std::string& target) {
    const std::string kind = name.substr(0, name.find('.'));
    const std::string act = name.substr(name.find('.') + 1);
    if (kind == "rules" || kind == "programme" || kind == "calendar") {
      return of_the_programme(name);
    }
    const std::int64_t side = side_of(relation);
    if (kind == "apart") {
      return of_two(act, side, target);
    }
    if (kind == "correction" || kind == "account") {
      return of_own_record(act, side, target);
    }
    if (act == "list") {
      target = id(kind, number(kind, side));
      return {};
    }
    if (act == "make") {
      return made_with(kind, side);
    }
    // Closing, reopening and merging take a fresh record, so that each question meets the same.
    const bool ends = act == "close" || act == "reopen" || act == "merge" || act == "move";
    const std::int64_t subject =
        ends && side != 0 ? fresh(kind, side, act == "reopen") : number(kind, side);
    json::object input{{"id", id(kind, subject)}};
    if (act != "show" && act != "history") {
      input["version"] = version(kind, subject);
    }
    add(input, kind, act, side);
    return input;
  }

  /// Ending takes a fresh pair.
  json::object of_two(const std::string& act, std::int64_t side, std::string& target) {
    if (act == "declare") {
      return {{"staff", id_of<Staff>(side == 0 ? 404 : 54 + side)},
              {"other", id_of<Staff>(side == 0 ? 405 : 50 + side)}};
    }
    const std::string there = id_of<PostedApart>(side == 0 ? 404 : 190 + side);
    if (act == "list") {
      target = there;
      return {};
    }
    if (act == "end" && side != 0) {
      ++fresh_;
      counties.keep([&](db::Change& change) { Counties::apart(change, fresh_, side); });
      return {{"id", id_of<PostedApart>(fresh_)}, {"version", 1}};
    }
    json::object input{{"id", there}};
    if (act == "end") {
      input["version"] = 1;
    }
    return input;
  }

  /// Withdrawing and settling take a fresh request.
  json::object of_own_record(const std::string& act, std::int64_t side, std::string& target) {
    if (act == "ask") {
      return {{"field", "position"}, {"reason", "letter"}, {"wanted", "Nurse"}};
    }
    const std::int64_t there = side == 0 ? 404 : 90 + side;
    if (act == "list") {
      target = id_of<Correction>(there);
      return {};
    }
    if (act == "show") {
      return {{"id", id_of<Correction>(there)}};
    }
    if (act != "withdraw" && act != "settle") {
      return {};
    }
    json::object input{{"id", id_of<Correction>(side == 0 ? 404 : ++fresh_)}, {"version", 1}};
    if (side != 0) {
      counties.keep(
          [&](db::Change& change) { Counties::correction(change, fresh_, 50 + side, "Nurse"); });
    }
    if (act == "settle") {
      input["done"] = true;
    }
    return input;
  }

  void add(json::object& input, const std::string& kind, const std::string& act,
           std::int64_t side) {
    if (act == "rename") {
      input["name"] = "Renamed";
    } else if (act == "close") {
      input["reason"] = kind == "staff" ? "left" : "over";
    } else if (act == "merge") {
      input["into"] = id(kind, fresh(kind, side == 0 ? 1 : side));
      if (kind != "staff") {
        input["reason"] = "the same";
      }
    } else if (act == "move") {
      input["parent"] = id_of<Area>(10 + (side == 0 ? 1 : side));
    } else if (act == "language" || act == "take_language") {
      input["language"] = "hill";
      if (act == "language") {
        input["level"] = "working";
        input["tested_on"] = "2026-01-01";
      } else {
        restore(input);
      }
    } else if (act == "skill" || act == "take_skill") {
      input["skill"] = "water";
      if (act == "skill") {
        input["level"] = "working";
      } else {
        restore(input);
      }
    } else if (act == "availability") {
      input["from"] = "2026-12-01";
      input["available"] = false;
    } else if (act == "fitness") {
      input["fit_until"] = "2027-05-01";
      input["declared_conflict"] = false;
    } else if (act == "change") {
      for (const auto& each : made_with(kind, side == 0 ? 1 : side)) {
        if (each.key() != "name" && each.key() != "parent") {
          input[each.key()] = each.value();
        }
      }
      if (kind == "area") {
        input["kind"] = "county";
      }
    }
  }

  /// Taking back meets what another question may have taken: a fresh record instead.
  void restore(json::object& input) {
    const auto given = written<base::Id<Staff>>(std::string_view(input["id"].as_string()));
    if (given.value != 404) {
      input["id"] = id_of<Staff>(fresh("staff", given.value % 10));
      input["version"] = 1;
    }
  }

  json::object made_with(const std::string& kind, std::int64_t side) {
    const std::string area = id_of<Area>(side == 0 ? 404 : 10 + side);
    // What is there is not taken for new.
    const std::string name = fmt::format("Made {}", ++fresh_);
    if (kind == "area") {
      return {{"name", name}, {"kind", "township"}, {"parent", area}};
    }
    if (kind == "site") {
      return {{"name", name},
              {"area", area},
              {"kind", "farm"},
              {"tier", "low"},
              {"need", 1},
              {"hardship", 1},
              {"min_team", 1},
              {"target_team", 2},
              {"max_first_timers", 1},
              {"languages", json::array()},
              {"skills", json::array()}};
    }
    if (kind == "sponsor") {
      return {{"name", "Made"},
              {"kind", "school"},
              {"area", area},
              {"release_percent", 10},
              {"max_sites", 1}};
    }
    return {{"name", "Made"},
            {"sponsor", id_of<Sponsor>(side == 0 ? 404 : 40 + side)},
            {"roles", json::array({"member"})}};
  }

  json::object of_the_programme(const std::string& name) {
    if (name == "rules.show") {
      return {{"id", id_of<RuleSet>(80)}};
    }
    if (name == "rules.make") {
      return {{"holds_from", "2026-12-01"}, {"text", ""}, {"reason", "x"}};
    }
    if (name == "calendar.list") {
      return {{"from", "2026-01-01"}, {"to", "2026-12-31"}};
    }
    if (name == "calendar.deadline") {
      return {{"from", "2026-01-01"}, {"days", 3}};
    }
    if (name == "calendar.mark" || name == "calendar.clear") {
      ++fresh_;
      const CalendarDay day{.id = {fresh_},
                            .day = written<Date>("2026-01-01") + fresh_ % 1000,
                            .kind = DayKind::holiday,
                            .name = "Rest"};
      if (name == "calendar.mark") {
        return {{"day", day.day.to_text()}, {"kind", "holiday"}, {"name", "Rest"}};
      }
      counties.keep([&](db::Change& change) { change.insert("calendar_day", day); });
      return {{"id", day.id.to_text()}, {"version", 1}};
    }
    return {};
  }

  static std::int64_t number(const std::string& kind, std::int64_t side) {
    const std::int64_t tens = kind == "area"      ? 10
                              : kind == "site"    ? 30
                              : kind == "sponsor" ? 40
                                                  : 50;
    return side == 0 ? 404 : tens + side;
  }
  static std::string id(const std::string& kind, std::int64_t number) {
    return base::id_text(kind, number);
  }
  std::int64_t version(const std::string& kind, std::int64_t number) {
    return world.database().read(db::Caller::program(), [&](db::Tx& tx) {
      const auto found = tx.column<std::int64_t>(
          fmt::format("SELECT version FROM {} WHERE id = $1 AND {{unscoped:a test}}", kind),
          number);
      return found.empty() ? 1 : found.front();
    });
  }
  std::int64_t fresh(const std::string& kind, std::int64_t side, bool closed = false) {
    ++fresh_;
    counties.keep([&](db::Change& change) {
      if (kind == "area") {
        change.insert("area", Area{.id = {fresh_},
                                   .name = "Fresh",
                                   .kind = AreaKind::township,
                                   .parent = base::Id<Area>{10 + side},
                                   .path = fmt::format("/1/{}/{}/", 10 + side, fresh_)});
      } else if (kind == "site") {
        Counties::site(change, fresh_, "Fresh", 20 + side);
      } else if (kind == "sponsor") {
        change.insert(
            "sponsor",
            Sponsor{.id = {fresh_}, .name = "Fresh", .kind = "school", .area = {10 + side}});
      } else {
        Counties::staff(change, fresh_, "Fresh", side);
      }
      if (closed) {
        for_each_kind([&]<class R>() {
          if (kind == table_of<R>()) {
            R after = lasting<R>(change, {fresh_});
            after.closed_on = written<Date>("2026-11-01");
            change.update(kind, lasting<R>(change, {fresh_}), after);
          }
        });
      }
    });
    return fresh_;
  }

  std::int64_t fresh_ = 100'000;
};

TEST_F(ProgrammePolicy, EveryRouteAsEveryRoleInEveryRelation) {
  std::size_t cells = 0;
  const std::vector<std::string> faults = access::policy_faults(
      world.operations(),
      access::read_policy(test::source_dir() + "/tests/access/policy_programme.csv"),
      [this](const access::Operation& operation, const std::string& role,
             const std::string& relation) { return ask(operation, role, relation); },
      &cells);
  EXPECT_THAT(faults, IsEmpty());
  std::cout << cells << " cells\n";
}

/// Changes of records that lie outside or are not there, which are refused alike.
void add_changes(const World& world, std::vector<access::Question>& made) {
  const auto add = [&](std::string_view name, json::object input) {
    made.push_back({&world.operation(name), std::move(input)});
  };
  for (const std::string kind : {"area", "site", "sponsor", "staff"}) {
    const std::int64_t tens = kind == "area"      ? 10
                              : kind == "site"    ? 30
                              : kind == "sponsor" ? 40
                                                  : 50;
    for (const std::int64_t number : {tens + 2, std::int64_t{62}, std::int64_t{404}}) {
      const auto about = [&](json::object more) {
        json::object input{{"id", base::id_text(kind, number)}, {"version", 1}};
        input.insert(more.begin(), more.end());
        return input;
      };
      add(kind + ".close", about({{"reason", kind == "staff" ? "left" : "over"}}));
      if (kind == "area") {
        add("area.change", about({{"kind", "county"}}));
      } else if (kind == "site") {
        add("site.change", about({{"area", id_of<Area>(11)}}));
      } else if (kind == "sponsor") {
        add("sponsor.change", about({{"kind", "school"}}));
      } else {
        add("staff.change", about({{"sponsor", id_of<Sponsor>(41)}}));
        add("staff.language",
            about({{"language", "hill"}, {"level", "working"}, {"tested_on", "2026-01-01"}}));
        add("staff.take_language", about({{"language", "hill"}}));
        add("staff.skill", about({{"skill", "water"}, {"level", "working"}}));
        add("staff.take_skill", about({{"skill", "water"}}));
        add("staff.availability", about({{"from", "2026-12-01"}, {"available", false}}));
        add("staff.fitness", about({{"fit_until", "2027-05-01"}, {"declared_conflict", false}}));
      }
    }
  }
  for (const std::int64_t area : {12, 404}) {
    add("site.make", {{"name", "x"},
                      {"area", id_of<Area>(area)},
                      {"kind", "farm"},
                      {"tier", "low"},
                      {"need", 1},
                      {"hardship", 1},
                      {"min_team", 1},
                      {"target_team", 2},
                      {"max_first_timers", 1},
                      {"languages", json::array()},
                      {"skills", json::array()}});
    add("site.change",
        {{"id", base::id_text("site", 31)}, {"version", 9}, {"area", id_of<Area>(area)}});
    add("staff.change",
        {{"id", base::id_text("staff", 51)}, {"version", 9}, {"area", id_of<Area>(area)}});
  }
  add("rules.list", {});
  add("rules.on", {});
  add("rules.presets", {});
  add("programme.show", {});
  add("rules.show", {{"id", id_of<RuleSet>(80)}});
  add("calendar.list", {{"from", "2026-01-01"}, {"to", "2026-12-31"}});
  add("calendar.deadline", {{"from", "2026-01-01"}, {"days", 3}});
  made.push_back({&world.operation("calendar.import"), json::object{{"check", true}},
                  "day,kind,name\n2026-10-01,holiday,Rest\n"});
  made.push_back({&world.operation("table.read"), json::object(), "name\nAda\n"});
  made.push_back({&world.operation("table.edit"), json::object{{"cells", "A1,Ada"}},
                  documents::workbook("<row r=\"1\"><c r=\"A1\"/></row>")});
  made.push_back({&world.operation("calendar.problems"), json::object(),
                  "day,kind,name\n2026-10-01,make_up,Rest\n"});
}

/// Of every record inside, outside and absent: lists of every kind, single records, histories, and
/// changes that name what lies outside and so are refused.
std::vector<access::Question> questions(const World& world) {
  std::vector<access::Question> made;
  const auto add = [&](std::string_view name, json::object input) {
    made.push_back({&world.operation(name), std::move(input)});
  };
  for (const std::string kind : {"area", "site", "sponsor", "staff"}) {
    const std::int64_t tens = kind == "area"      ? 10
                              : kind == "site"    ? 30
                              : kind == "sponsor" ? 40
                                                  : 50;
    add(kind + ".list", {{"count", true}, {"closed", true}});
    add(kind + ".list", {{"limit", 1}, {"count", true}});
    add(kind + ".list", {{"search", sentinel}, {"count", true}});
    add(kind + ".list", {{"search", "e"}, {"count", true}});
    add(kind + ".list", {{"after", base::id_text(kind, 1) + " " + std::string(sentinel)}});
    for (const std::int64_t area : {11, 12, 22, 404}) {
      add(kind + ".list", {{"within", id_of<Area>(area)}, {"count", true}});
    }
    for (const std::int64_t id : {tens + 1, tens + 2, std::int64_t{62}, std::int64_t{404}}) {
      const std::string text = base::id_text(kind, id);
      add(kind + ".show", {{"id", text}});
      add(kind + ".history", {{"id", text}});
      if (id != tens + 1) {
        add(kind + ".rename", {{"id", text}, {"name", "x"}, {"version", 9}});
        add(kind + ".reopen", {{"id", text}, {"version", 9}});
        json::object merge{{"id", base::id_text(kind, tens + 1)}, {"into", text}, {"version", 1}};
        if (kind != "staff") {
          merge["reason"] = "x";
        }
        add(kind + ".merge", std::move(merge));
      }
    }
    add(kind + ".show", {{"id", base::id_text("rules", 80)}});
  }
  add("area.history", {{"id", id_of<Area>(23)}});
  add("site.history", {{"id", id_of<Site>(33)}});
  add("site.history", {{"id", id_of<Site>(34)}});
  add("sponsor.history", {{"id", id_of<Sponsor>(43)}});
  add("staff.history", {{"id", id_of<Staff>(53)}});
  add("staff.history", {{"id", id_of<Staff>(59)}});
  add("apart.list", {{"ended", true}});
  for (const std::int64_t number : {192, 404}) {
    add("apart.show", {{"id", id_of<PostedApart>(number)}});
    add("apart.end", {{"id", id_of<PostedApart>(number)}, {"version", 9}});
  }
  for (const std::int64_t number : {52, 404}) {
    add("apart.list", {{"staff", id_of<Staff>(number)}});
    add("apart.declare", {{"staff", id_of<Staff>(51)}, {"other", id_of<Staff>(number)}});
    add("staff.needed", {{"id", id_of<Staff>(number)}, {"version", 9}});
  }
  add("correction.list", {{"count", true}});
  add("correction.list", {{"state", "done"}, {"count", true}});
  add("correction.list", {{"sponsor", id_of<Sponsor>(42)}, {"count", true}});
  add("correction.list", {{"staff", id_of<Staff>(52)}, {"count", true}});
  add("correction.own", {});
  add("account.record", {});
  for (const std::int64_t number : {92, 404}) {
    const std::string text = id_of<Correction>(number);
    add("correction.show", {{"id", text}});
    add("correction.withdraw", {{"id", text}, {"version", 9}});
    add("correction.settle", {{"id", text}, {"done", true}, {"apply", true}, {"version", 9}});
  }
  add_changes(world, made);
  // Tables that name, almost name, or are about what lies outside.
  const std::string out(sentinel);
  const auto add_file = [&](std::string_view kind, const std::string& file) {
    for (const std::string act : {".import", ".problems"}) {
      made.push_back({&world.operation(std::string(kind) + act),
                      act == ".import" ? json::object{{"check", true}} : json::object(), file});
    }
  };
  add_file("area", fmt::format("name,kind,parent\n{0} town,township,{0}\nx,township,area_cd\n"
                               "x,township,zanziba\n",
                               out));
  add_file("site", fmt::format("id,name,area,kind,tier\n{1},x,,,\n,{0} site,{0} town,farm,low\n"
                               ",y,zanziba town,farm,low\n",
                               out, base::id_text("site", 32)));
  add_file("sponsor", fmt::format("name,area,kind,release percent,most sites\n{0} hospital,{0},x,1,"
                                  "1\n{0} hospital,Weir,x,1,1\n",
                                  out));
  add_file("apart",
           fmt::format("name,sponsor,number,other,other sponsor,other number\n,,{1},,,{2}\n"
                       ",,{1},{0} person,{0} hospital,\n,,{1},zanziba person,zanziba hospital,\n",
                       out, base::id_text("staff", 51), base::id_text("staff", 52)));
  add_file("staff", fmt::format("id,name,sponsor,area\n,{0} person,{0} hospital,\n,{0} person,Weir "
                                "hospital,{0}\n,z,zanziba hospital,\n{1},x,,\n,Weir person,{2},\n",
                                out, base::id_text("staff", 52), base::id_text("sponsor", 42)));
  for (const std::int64_t sponsor : {42, 404}) {
    add("staff.list", {{"sponsor", id_of<Sponsor>(sponsor)}, {"count", true}});
    add("staff.make",
        {{"name", "x"}, {"sponsor", id_of<Sponsor>(sponsor)}, {"roles", json::array({"member"})}});
  }
  for (const std::int64_t area : {12, 404}) {
    add("area.make", {{"name", "x"}, {"kind", "township"}, {"parent", id_of<Area>(area)}});
    add("area.move", {{"id", id_of<Area>(21)}, {"parent", id_of<Area>(area)}, {"version", 1}});
    add("sponsor.make", {{"name", "x"},
                         {"kind", "school"},
                         {"area", id_of<Area>(area)},
                         {"release_percent", 1},
                         {"max_sites", 1}});
    add("staff.make", {{"name", "x"},
                       {"sponsor", id_of<Sponsor>(41)},
                       {"area", id_of<Area>(area)},
                       {"roles", json::array({"member"})}});
  }
  return made;
}

TEST(ProgrammeWorlds, WhatLiesOutsideTheScopeChangesNoAnswer) {
  Counties one(false);
  Counties other(true);
  expect_no_leaks(one, other, questions, {std::string(sentinel), "2031", "Delta"},
                  "site.list {\"count\":true,\"closed\":true} differs", one.world.operations());
}

}  // namespace
}  // namespace sojourn::stages::programme
