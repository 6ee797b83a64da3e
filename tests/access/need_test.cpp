// The stage need against policy_need.csv, and in two worlds that differ only outside the asker's
// scope.
#include <fmt/format.h>

#include <array>

#include "tests/access/counties.h"
#include "tests/access/policy.h"
#include "tests/access/worlds.h"
#include "tests/unit/stages/need/world.h"

namespace sojourn::stages::need {
namespace {

namespace json = boost::json;
using base::Date;
using base::written;
using programme::Area;
using programme::AreaKind;
using programme::id_of;
using programme::sentinel;

/// Two counties with two sites, a sponsor and one statement of every kind each: numbers that end in
/// 1 lie inside the grants of `holder_of`, those that end in 2 outside.
class Counties {
 public:
  /// `other`: another world, which differs in what lies outside only.
  explicit Counties(bool other = false) : world(db::EngineKind::sqlite, need_parts()) {
    keep([&](db::Change& change) {
      change.insert("area",
                    Area{.id = {1}, .name = "Arva", .kind = AreaKind::nation, .path = "/1/"});
      for (const std::int64_t side : {1, 2}) {
        const std::string called = side == 1 ? "Weir" : other ? "Delta" : std::string(sentinel);
        change.insert("area", Area{.id = {10 + side},
                                   .name = called,
                                   .kind = AreaKind::county,
                                   .parent = base::Id<Area>{1},
                                   .path = fmt::format("/1/{}/", 10 + side)});
        // 31 and 32, the sites that are asked about; the host of 31 does not see 33.
        for (const std::int64_t site : {30 + side, 32 + side}) {
          change.insert("site", Site{.id = {site},
                                     .code = {},
                                     .name = fmt::format("{} {}", called, site),
                                     .area = {10 + side}});
        }
        change.insert("sponsor", Sponsor{.id = {40 + side},
                                         .name = called + " hospital",
                                         .kind = "hospital",
                                         .area = {10 + side}});
        say(change, side, side == 2 && other ? 7 : 3);
      }
      for (int i = 0; i < (other ? 3 : 1); ++i) {
        change.insert("staff", programme::Staff{.id = {70 + i},
                                                .code = {},
                                                .name = "Outside person",
                                                .sponsor = {42},
                                                .area = {12}});
      }
      // A need of another site of the same county, which a host does not see.
      change.insert("need", need(60, 33, 4));
      change.insert("need_standard", Standard{.id = {90},
                                              .skill = "",
                                              .minimum = 1,
                                              .target = 2,
                                              .from_day = day("2026-01-01"),
                                              .set_by = "prefecture",
                                              .source = "notice",
                                              .recorded_on = day("2026-01-01")});
    });
  }

  programme::World world;

  static Date day(std::string_view text) { return written<Date>(text); }
  static Need need(std::int64_t id, std::int64_t site, std::int32_t target) {
    return {.id = {id},
            .site = {site},
            .skill = "",
            .minimum = 1,
            .target = target,
            .from_day = day("2026-01-01"),
            .set_by = "office",
            .source = "notice",
            .recorded_on = day("2026-01-01")};
  }

  /// The statements of a side have the numbers 501, 511, 521 and so on.
  static void say(db::Change& change, std::int64_t side, std::int32_t figure,
                  std::int64_t from = 500) {
    const base::Id<Site> site{30 + side};
    const Date first = day("2026-01-01");
    Need line = need(from + side, site.value, figure);
    change.insert("need", line);
    change.insert("workload", Workload{.id = {from + 10 + side},
                                       .site = site,
                                       .task = "Visits",
                                       .volume = figure * 100,
                                       .unit_minutes = 60,
                                       .from_day = first,
                                       .source = "table",
                                       .recorded_on = first});
    change.insert("staffing", Staffing{.id = {from + 20 + side},
                                       .site = site,
                                       .in_post = figure,
                                       .from_day = first,
                                       .source = "report",
                                       .recorded_on = first});
    change.insert("other_post", OtherPost{.id = {from + 30 + side},
                                          .site = site,
                                          .programme = "doctors",
                                          .posts = figure,
                                          .from_day = first,
                                          .source = "list",
                                          .recorded_on = first});
    change.insert("site_readiness", Readiness{.id = {from + 50 + side},
                                              .site = site,
                                              .lodging = figure == 7,
                                              .from_day = first,
                                              .source = "visit",
                                              .recorded_on = first});
    change.insert("establishment", Establishment{.id = {from + 40 + side},
                                                 .sponsor = {40 + side},
                                                 .posts = figure * 10,
                                                 .in_post = figure,
                                                 .from_day = first,
                                                 .source = "list",
                                                 .recorded_on = first});
  }

  access::Asker holder_of(const std::string& role) { return programme::holder_of(world, role); }

  template <class Act>
  void keep(Act&& act) {
    world.database().change(db::Caller::program(), "test.keep", std::forward<Act>(act));
  }
};

/// Which tens of `Counties::say` a kind of statement has, and how its ids begin.
struct KindOfStatement {
  std::string_view name, prefix;
  std::int64_t tens;
};
constexpr std::array<KindOfStatement, 6> kinds = {{{"need", "need", 0},
                                                   {"workload", "work", 10},
                                                   {"staffing", "staffing", 20},
                                                   {"other_post", "post", 30},
                                                   {"establishment", "est", 40},
                                                   {"readiness", "ready", 50}}};

json::object new_statement(std::string_view kind, std::int64_t number_of_subject) {
  json::object input{{"from_day", "2026-02-01"}, {"source", "letter"}};
  if (kind == "establishment") {
    input["sponsor"] = id_of<Sponsor>(number_of_subject);
    input["posts"] = 9;
    input["in_post"] = 8;
    return input;
  }
  input["site"] = id_of<Site>(number_of_subject);
  if (kind == "need") {
    input["role"] = "team";
    input["minimum"] = 1;
    input["target"] = 2;
    input["set_by"] = "office";
  } else if (kind == "workload") {
    input["kind"] = "activity";
    input["task"] = "Talks";
    input["volume"] = 10;
    input["unit_minutes"] = 30;
  } else if (kind == "readiness") {
    for (const std::string_view what : {"lodging", "water_power", "medical", "communications"}) {
      input[what] = true;
    }
  } else if (kind == "staffing") {
    input["staffed_by"] = "programme";
    input["in_post"] = 2;
  } else {
    input["programme"] = "teachers";
    input["posts"] = 1;
  }
  return input;
}

/// The same as a table.
std::string csv_of(const json::object& statement) {
  std::string titles;
  std::string row;
  for (const auto& each : statement) {
    titles += std::string(each.key()) + ',';
    row += (each.value().is_string() ? std::string(std::string_view(each.value().get_string()))
            : each.value().is_bool() ? std::string(each.value().get_bool() ? "yes" : "no")
                                     : std::to_string(each.value().get_int64())) +
           ',';
  }
  return titles + '\n' + row + '\n';
}

class NeedPolicy : public testing::Test {
 protected:
  Counties counties;
  programme::World& world = counties.world;

  access::Asked ask(const access::Operation& operation, const std::string& role,
                    const std::string& relation) {
    if (operation.about.takes_file) {
      return ask_file(operation, role, relation);
    }
    std::string target;
    const json::object input = input_of(operation.about.name, relation, target);
    return access::ask_service(world.service(), operation, counties.holder_of(role), world.request,
                               input, target);
  }

 private:
  /// A table of one statement of a site or sponsor of that side.
  access::Asked ask_file(const access::Operation& operation, const std::string& role,
                         const std::string& relation) {
    const std::int64_t side = relation == "inside" ? 1 : relation == "outside" ? 2 : 0;
    const std::string kind = operation.about.name.substr(0, operation.about.name.find('.'));
    const std::int64_t tens = kind == "establishment" ? 40 : 30;
    const std::string bytes =
        csv_of(kind == "standard" ? of_standards("set")
                                  : new_statement(kind, side == 0 ? 404 : tens + side));
    const access::Upload upload{.name = "table.csv", .bytes = bytes};
    access::Request request = world.request;
    request.file = &upload;
    try {
      const json::value body =
          world.service().run(operation, counties.holder_of(role), request, json::object()).body;
      return {.answer = body.at("refused").to_number<int>() == 0 ? "yes" : "refused", .fields = ""};
    } catch (const base::Refusal& refusal) {
      return {.answer = refusal.code, .fields = ""};
    }
  }

  json::object input_of(const std::string& name, const std::string& relation, std::string& target) {
    const std::int64_t side = relation == "inside" ? 1 : relation == "outside" ? 2 : 0;
    const std::string kind = name.substr(0, name.find('.'));
    const std::string act = name.substr(name.find('.') + 1);
    if (name == "need.explain" || name == "site.readiness") {
      return {{"id", id_of<Site>(side == 0 ? 404 : 30 + side)}};
    }
    if (name == "need.sites") {
      target = id_of<Site>(side == 0 ? 404 : 30 + side);
      return {};
    }
    if (name == "need.sponsors") {
      target = id_of<Sponsor>(side == 0 ? 404 : 40 + side);
      return {};
    }
    if (kind == "standard") {
      return of_standards(act);
    }
    for (const KindOfStatement& each : kinds) {
      if (each.name == kind && act != "overview" && act != "rules") {
        return of_statement(each, act, side, target);
      }
    }
    return {};
  }

  json::object of_statement(const KindOfStatement& kind, const std::string& act, std::int64_t side,
                            std::string& target) {
    if (act == "set") {
      const std::int64_t tens = kind.name == "establishment" ? 40 : 30;
      return new_statement(kind.name, side == 0 ? 404 : tens + side);
    }
    std::int64_t number = side == 0 ? 404 : 500 + kind.tens + side;
    if (act == "list") {
      target = base::id_text(kind.prefix, number);
      return {{"limit", 200}};
    }
    if (act == "withdraw") {
      // A fresh one, so that each question meets the same.
      if (side != 0) {
        fresh_ += 100;
        counties.keep([&](db::Change& change) { Counties::say(change, side, 3, fresh_); });
        number = fresh_ + kind.tens + side;
      }
      return {{"id", base::id_text(kind.prefix, number)}, {"reason", "wrong"}, {"version", 1}};
    }
    return {{"id", base::id_text(kind.prefix, number)}};
  }

  json::object of_standards(const std::string& act) {
    if (act == "set") {
      return {{"site_kind", "farm"},
              {"role", "team"},
              {"minimum", 1},
              {"target", 2},
              {"set_by", "office"},
              {"source", "notice"},
              {"from_day", "2026-01-01"}};
    }
    if (act == "list") {
      return {};
    }
    if (act == "withdraw") {
      ++fresh_;
      counties.keep([&](db::Change& change) {
        change.insert("need_standard", Standard{.id = {fresh_},
                                                .skill = "",
                                                .from_day = Counties::day("2026-01-01"),
                                                .set_by = "office",
                                                .source = "notice",
                                                .recorded_on = Counties::day("2026-01-01")});
      });
      return {{"id", id_of<Standard>(fresh_)}, {"reason", "wrong"}, {"version", 1}};
    }
    return {{"id", id_of<Standard>(90)}};
  }

  std::int64_t fresh_ = 100'000;
};

TEST_F(NeedPolicy, EveryRouteAsEveryRoleInEveryRelation) {
  access::expect_policy(
      operations(), "need",
      [this](const access::Operation& operation, const std::string& role,
             const std::string& relation) { return ask(operation, role, relation); });
}

/// Lists, single statements, totals, places, and changes that name what lies outside.
std::vector<access::Question> questions(const programme::World& world) {
  std::vector<access::Question> made;
  const auto add = [&](std::string_view name, json::object input) {
    made.push_back({&world.operation(name), std::move(input)});
  };
  for (const KindOfStatement& kind : kinds) {
    const std::string name(kind.name);
    add(name + ".list", {{"withdrawn", true}});
    add(name + ".list", {{"limit", 1}});
    for (const std::int64_t area : {11, 12, 404}) {
      add(name + ".list", {{"within", id_of<Area>(area)}});
    }
    for (const std::int64_t subject : {32, 404}) {
      if (name != "establishment") {
        add(name + ".list", {{"site", id_of<Site>(subject)}});
        add(name + ".set", new_statement(name, subject));
      } else {
        add(name + ".list", {{"sponsor", id_of<Sponsor>(subject + 10)}});
        add(name + ".set", new_statement(name, subject + 10));
      }
    }
    for (const std::int64_t number : {500 + kind.tens + 2, std::int64_t{404}}) {
      const std::string id = base::id_text(kind.prefix, number);
      add(name + ".show", {{"id", id}});
      add(name + ".history", {{"id", id}});
      add(name + ".withdraw", {{"id", id}, {"reason", "x"}, {"version", 9}});
    }
  }
  // Tables that name, almost name, or are about what lies outside.
  const auto add_file = [&](const std::string& kind, const std::string& file) {
    made.push_back({&world.operation(kind + ".import"), json::object{{"check", true}}, file});
    made.push_back({&world.operation(kind + ".problems"), json::object(), file});
  };
  for (const KindOfStatement& kind : kinds) {
    json::object statement = new_statement(kind.name, 32);
    const bool of_sponsor = statement.erase("sponsor") != 0;
    statement.erase("site");
    const std::string subject = of_sponsor ? "sponsor" : "site";
    const std::string csv = csv_of(statement);
    const std::size_t end = csv.find('\n');
    std::string file = fmt::format("{}_number,{},area,{}\n", subject, subject, csv.substr(0, end));
    const std::string outside = of_sponsor ? id_of<Sponsor>(42) : id_of<Site>(32);
    const std::string called =
        of_sponsor ? fmt::format("{} hospital", sentinel) : fmt::format("{} 32", sentinel);
    for (const std::string& row :
         {fmt::format("{},,", outside), fmt::format(",{},", called),
          fmt::format(",{},{}", called, sentinel), fmt::format(",{},Weir", called),
          std::string(of_sponsor ? ",zanziba hospital," : ",zanziba 3,"),
          fmt::format(",{},zanziba", of_sponsor ? "Weir hospital" : "Weir 31"),
          fmt::format("{},{},", outside, of_sponsor ? "Weir hospital" : "Weir 31"),
          fmt::format(",{},", of_sponsor ? "Weir hospital" : "Weir 31")}) {
      file += row + ',' + csv.substr(end + 1);
    }
    add_file(std::string(kind.name), file);
  }
  add_file("standard",
           "site_kind,role,minimum,target,from_day,set_by,source\n"
           "village,team,1,2,2026-01-01,prefecture,notice\n"
           "village,team,1,3,2026-01-02,prefecture,notice\n");
  add("standard.list", {});
  for (const std::int64_t number : {90, 404}) {
    add("standard.show", {{"id", id_of<Standard>(number)}});
    add("standard.history", {{"id", id_of<Standard>(number)}});
  }
  add("need.rules", {});
  for (const std::int64_t site : {31, 32, 34, 404}) {
    add("need.explain", {{"id", id_of<Site>(site)}});
    add("need.explain", {{"id", id_of<Site>(site)}, {"cut_off", "2025-01-01"}});
    add("site.readiness", {{"id", id_of<Site>(site)}});
  }
  for (const std::int64_t area : {1, 11, 12, 404}) {
    add("need.sites", {{"within", id_of<Area>(area)}, {"count", true}});
    add("need.sites", {{"area", id_of<Area>(area)}, {"count", true}});
    add("need.overview", {{"within", id_of<Area>(area)}});
    add("need.sponsors", {{"within", id_of<Area>(area)}, {"count", true}});
  }
  add("need.sites", {{"count", true}});
  for (const std::string show :
       {"team", "minimum", "target", "unknown", "unready", "covered", "own"}) {
    add("need.sites", {{"show", show}, {"count", true}});
  }
  add("need.sites", {{"limit", 1}});
  add("need.sites", {{"after", "1"}});
  add("need.overview", {});
  add("need.sponsors", {{"count", true}});
  add("need.sponsors", {{"limit", 1}});
  return made;
}

TEST(NeedWorlds, WhatLiesOutsideTheScopeChangesNoAnswer) {
  Counties one(false);
  Counties other(true);
  programme::expect_no_leaks(one, other, questions, {std::string(sentinel), "Delta"},
                             "need.overview {} differs", operations());
}

}  // namespace
}  // namespace sojourn::stages::need
