// The stage selection against policy_selection.csv, and in two worlds that differ only outside the
// asker's scope.
#include <fmt/format.h>

#include <algorithm>

#include "stages/selection/operations.h"
#include "stages/selection/records.h"
#include "tests/access/counties.h"
#include "tests/access/policy.h"
#include "tests/access/worlds.h"
#include "tests/unit/stages/selection/parts.h"

namespace sojourn::stages::selection {
namespace {

namespace json = boost::json;
using base::Date;
using base::written;
using programme::AreaKind;
using programme::id_of;
using programme::sentinel;

Date day(std::string_view text) { return written<Date>(text); }

/// Two counties with a round and two sponsors each: numbers that end in 1 lie inside the grants of
/// `holder_of`, those that end in 2 outside. Sponsors 41 and 42 are asked (51, 52); 43 and 44 too,
/// and the manager of 41 does not see them (53, 54).
class Counties {
 public:
  /// `other`: another world, which differs in what lies outside only.
  explicit Counties(bool other = false) : world(db::EngineKind::sqlite, selection_parts()) {
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
        change.insert("selection_round", round(20 + side, side, called + " round"));
        for (const std::int64_t sponsor : {40 + side, 42 + side}) {
          change.insert("sponsor", Sponsor{.id = {sponsor},
                                           .name = fmt::format("{} {}", called, sponsor),
                                           .kind = "hospital",
                                           .area = {10 + side}});
          change.insert("round_place", Place{.id = {10 + sponsor},
                                             .round = {20 + side},
                                             .sponsor = {sponsor},
                                             .places = side == 2 && other ? 7 : 3});
        }
        // 61 and 62 are named, 71 and 72 objected to; staff member 59 asks as a member.
        name(change, 60 + side, side, 20 + side, side == 1 ? 59 : 58, Standing::shortlisted);
        change.insert("nomination_objection", objection(70 + side, 60 + side, side == 1 ? 59 : 58));
      }
    });
  }

  programme::World world;

  static Round round(std::int64_t id, std::int64_t side, std::string name,
                     bool shortlisted = true) {
    return {.id = {id},
            .name = std::move(name),
            .area = {10 + side},
            .notice = "Notice 7",
            .posts = 4,
            .opens_on = day("2026-11-01"),
            .deadline = day("2026-12-01"),
            .starts_on = day("2027-03-01"),
            .shortlisted_on = shortlisted ? std::optional(day("2026-11-26")) : std::nullopt,
            .objections_until = shortlisted ? std::optional(day("2026-12-03")) : std::nullopt};
  }

  /// A staff member of the side's sponsor, and their nomination.
  static void name(db::Change& change, std::int64_t id, std::int64_t side, std::int64_t round,
                   std::int64_t staff, Standing standing) {
    change.insert("staff", person(staff, side));
    change.insert("nomination", nomination(id, side, round, staff, standing));
  }
  static Staff person(std::int64_t staff, std::int64_t side) {
    return {.id = {staff},
            .code = {},
            .name = fmt::format("Person {}", staff),
            .sponsor = {40 + side},
            .area = {10 + side},
            .roles = {programme::StaffRole::member},
            .hired_on = day("2015-01-01"),
            .fit_until = day("2028-01-01")};
  }
  static Nomination nomination(std::int64_t id, std::int64_t side, std::int64_t round,
                               std::int64_t staff, Standing standing) {
    return {
        .id = {id},
        .round = {round},
        .staff = {staff},
        .sponsor = {40 + side},
        .answer = NomineeAnswer::willing,
        .standing = standing,
        .evidence = {{.kind = EvidenceKind::reserve, .on = day("2026-01-01"), .source = "List"}},
        .made_on = day("2026-11-02")};
  }
  static Objection objection(std::int64_t id, std::int64_t nomination, std::int64_t staff) {
    return {.id = {id},
            .nomination = {nomination},
            .staff = {staff},
            .ground = "ground",
            .source = "letter",
            .raised_on = day("2026-11-26")};
  }

  access::Asker holder_of(const std::string& role) { return programme::holder_of(world, role); }

  template <class Act>
  void keep(Act&& act) {
    world.database().change(db::Caller::program(), "test.keep", std::forward<Act>(act));
  }
};

json::object new_round(std::int64_t area) {
  return {{"name", "Autumn"},         {"area", id_of<Area>(area)},
          {"notice", "Notice 8"},     {"posts", 3},
          {"opens_on", "2026-11-01"}, {"deadline", "2026-12-01"},
          {"starts_on", "2027-03-01"}};
}

json::object changed_round(std::int64_t round) {
  return {{"id", id_of<Round>(round)}, {"notice", "Notice 9"},      {"posts", 3},
          {"deadline", "2026-12-02"},  {"starts_on", "2027-03-01"}, {"version", 1}};
}

std::string table_of_round(std::int64_t area, std::string_view name) {
  return fmt::format(
      "round,area,notice,posts,opens on,deadline,service begins on\n"
      "{},{},Notice 8,3,2026-11-01,2026-12-01,2027-03-01\n",
      name, id_of<Area>(area));
}

std::string table_of_place(std::int64_t round, std::int64_t sponsor) {
  return fmt::format("round,sponsor,places\n{},{},2\n", id_of<Round>(round),
                     id_of<Sponsor>(sponsor));
}

class SelectionPolicy : public testing::Test {
 protected:
  Counties counties;

  access::Asked ask(const access::Operation& operation, const std::string& role,
                    const std::string& relation) {
    const std::string& name = operation.about.name;
    if (name.ends_with(".import") || name.ends_with(".problems")) {
      return ask_table(operation, role, relation);
    }
    std::string target;
    const json::object input = input_of(name, relation, target);
    const std::string bytes = "number,name,nominate\n";
    const access::Upload upload{.name = "back.csv", .bytes = bytes};
    counties.world.request.file = operation.about.takes_file ? &upload : nullptr;
    return access::ask_service(counties.world.service(), operation, counties.holder_of(role),
                               counties.world.request, input, target);
  }

 private:
  /// A table of one row.
  access::Asked ask_table(const access::Operation& operation, const std::string& role,
                          const std::string& relation) {
    const std::int64_t side = relation == "inside" ? 1 : relation == "outside" ? 2 : 0;
    const std::string bytes =
        operation.about.name.starts_with("round.")
            ? table_of_round(side == 0 ? 404 : 10 + side, fmt::format("Table {}", ++fresh_))
            : table_of_place(side == 0 ? 404 : fresh_round(side), side == 0 ? 404 : 40 + side);
    const access::Upload upload{.name = "table.csv", .bytes = bytes};
    access::Request request = counties.world.request;
    request.file = &upload;
    try {
      const json::value body =
          counties.world.service()
              .run(operation, counties.holder_of(role), request, json::object())
              .body;
      return {.answer = body.at("refused").to_number<int>() == 0 ? "yes" : "refused", .fields = ""};
    } catch (const base::Refusal& refusal) {
      return {.answer = refusal.code, .fields = ""};
    }
  }

  json::object input_of(const std::string& name, const std::string& relation, std::string& target) {
    const std::int64_t side = relation == "inside" ? 1 : relation == "outside" ? 2 : 0;
    if (name == "round.make") {
      return new_round(side == 0 ? 404 : 10 + side);
    }
    if (name == "place.make") {
      // A fresh round and the county's own sponsor, so that each question meets the same.
      const std::int64_t made = side == 0 ? 404 : fresh_round(side);
      return {{"round", id_of<Round>(made)},
              {"sponsor", id_of<Sponsor>(side == 0 ? 404 : 40 + side)},
              {"places", 2}};
    }
    if (name.starts_with("nomination.") || name.starts_with("objection.") ||
        name == "round.shortlist") {
      return of_people(name, side, target);
    }
    if (name == "round.list" || name == "place.list") {
      target = name == "round.list" ? id_of<Round>(side == 0 ? 404 : 20 + side)
                                    : id_of<Place>(side == 0 ? 404 : 50 + side);
      return {{"limit", 200}};
    }
    if (name == "round.change") {
      return changed_round(side == 0 ? 404 : fresh_round(side));
    }
    if (name == "round.close") {
      return {{"id", id_of<Round>(side == 0 ? 404 : fresh_round(side))},
              {"reason", "done"},
              {"version", 1}};
    }
    if (name == "place.workbook" || name == "place.merge") {
      return {{"id", id_of<Place>(side == 0 ? 404 : fresh_place(side, false))}};
    }
    if (name == "place.change" || name == "place.reply") {
      json::object input = {{"id", id_of<Place>(side == 0 ? 404 : fresh_place(side))},
                            {"version", 1}};
      input[name == "place.change" ? "places" : "nominees"] = 2;
      return input;
    }
    return {{"id", name.starts_with("round.") ? id_of<Round>(side == 0 ? 404 : 20 + side)
                                              : id_of<Place>(side == 0 ? 404 : 50 + side)}};
  }

  json::object of_people(const std::string& name, std::int64_t side, std::string& target) {
    const std::int64_t number = side == 0 ? 404 : 60 + side;
    if (name == "nomination.list" || name == "objection.list") {
      target = name == "nomination.list" ? id_of<Nomination>(number)
                                         : id_of<Objection>(side == 0 ? 404 : 70 + side);
      return {{"limit", 200}};
    }
    if (name == "nomination.make") {
      // A fresh person in a fresh round.
      const std::int64_t made = side == 0 ? 404 : fresh_place(side, false);
      if (side != 0) {
        counties.keep(
            [&](db::Change& change) { change.insert("staff", Counties::person(made, side)); });
      }
      return {{"round", id_of<Round>(made)}, {"staff", id_of<Staff>(made)}};
    }
    if (name == "objection.make") {
      return {{"nomination", id_of<Nomination>(number)}, {"ground", "x"}, {"source", "letter"}};
    }
    if (name == "objection.show") {
      return {{"id", id_of<Objection>(side == 0 ? 404 : 70 + side)}};
    }
    if (name == "nomination.show" || name == "nomination.history") {
      return {{"id", id_of<Nomination>(number)}};
    }
    if (name == "round.shortlist") {
      return {{"id", id_of<Round>(side == 0 ? 404 : fresh_nomination(side))}, {"version", 1}};
    }
    if (name == "objection.decide") {
      const std::int64_t made = side == 0 ? 404 : ++fresh_;
      if (side != 0) {
        counties.keep([&](db::Change& change) {
          change.insert("nomination_objection",
                        Counties::objection(made, 60 + side, side == 1 ? 59 : 58));
        });
      }
      return {{"id", id_of<Objection>(made)}, {"upheld", false}, {"reason", "x"}, {"version", 1}};
    }
    json::object input = {{"id", id_of<Nomination>(side == 0 ? 404 : fresh_nomination(side))},
                          {"version", 1}};
    if (name == "nomination.answer") {
      input["willing"] = true;
    } else if (name == "nomination.evidence") {
      input["kind"] = "appraisal";
      input["on"] = "2026-01-01";
      input["source"] = "Appraisal";
    } else if (name == "nomination.take_evidence") {
      input["kind"] = "reserve";
      input["source"] = "List";
    } else {
      input["reason"] = "x";
      if (name == "nomination.reject") {
        input["alternative"] = "y";
      }
    }
    return input;
  }

  std::int64_t fresh_round(std::int64_t side, bool shortlisted = true) {
    ++fresh_;
    counties.keep([&](db::Change& change) {
      change.insert("selection_round", Counties::round(fresh_, side, "Fresh", shortlisted));
    });
    return fresh_;
  }

  /// Of the member who asks, in a fresh round; the round has the same number.
  std::int64_t fresh_nomination(std::int64_t side) {
    const std::int64_t round = fresh_round(side, false);
    counties.keep([&](db::Change& change) {
      change.insert("nomination", Counties::nomination(round, side, round, side == 1 ? 59 : 58,
                                                       Standing::nominated));
    });
    return round;
  }

  std::int64_t fresh_place(std::int64_t side, bool shortlisted = true) {
    const std::int64_t round = fresh_round(side, shortlisted);
    counties.keep([&](db::Change& change) {
      change.insert("round_place",
                    Place{.id = {round}, .round = {round}, .sponsor = {40 + side}, .places = 3});
    });
    return round;
  }

  std::int64_t fresh_ = 100'000;
};

TEST_F(SelectionPolicy, EveryRouteAsEveryRoleInEveryRelation) {
  access::expect_policy(
      operations(), "selection",
      [this](const access::Operation& operation, const std::string& role,
             const std::string& relation) { return ask(operation, role, relation); });
}

/// Lists, single records, and changes that name what lies outside.
std::vector<access::Question> questions(const programme::World& world) {
  std::vector<access::Question> made;
  const auto add = [&](std::string_view name, json::object input) {
    made.push_back({&world.operation(name), std::move(input)});
  };
  for (const std::int64_t area : {11, 12, 404}) {
    add("round.list", {{"within", id_of<Area>(area)}, {"count", true}});
    add("round.make", new_round(area == 11 ? 404 : area));
  }
  add("round.list", {{"closed", true}, {"count", true}});
  add("round.list", {{"limit", 1}});
  add("round.funnel", {{"id", id_of<Round>(21)}});
  add("round.kept_out", {{"id", id_of<Round>(21)}});
  for (const std::int64_t round : {22, 404}) {
    const std::string id = id_of<Round>(round);
    add("round.show", {{"id", id}});
    add("round.funnel", {{"id", id}});
    add("round.kept_out", {{"id", id}});
    add("round.history", {{"id", id}});
    add("round.change", changed_round(round));
    add("round.close", {{"id", id}, {"reason", "x"}, {"version", 9}});
    add("place.list", {{"round", id}, {"count", true}});
    add("place.make", {{"round", id}, {"sponsor", id_of<Sponsor>(41)}, {"places", 2}});
  }
  for (const std::int64_t sponsor : {42, 404}) {
    add("place.list", {{"sponsor", id_of<Sponsor>(sponsor)}, {"count", true}});
    add("place.make",
        {{"round", id_of<Round>(21)}, {"sponsor", id_of<Sponsor>(sponsor)}, {"places", 2}});
  }
  for (const std::int64_t round : {22, 404}) {
    add("nomination.list", {{"round", id_of<Round>(round)}, {"count", true}});
    add("objection.list", {{"round", id_of<Round>(round)}});
    add("round.shortlist", {{"id", id_of<Round>(round)}, {"version", 9}});
    add("nomination.make", {{"round", id_of<Round>(round)}, {"staff", id_of<Staff>(59)}});
  }
  for (const std::int64_t staff : {58, 404}) {
    add("nomination.make", {{"round", id_of<Round>(21)}, {"staff", id_of<Staff>(staff)}});
  }
  add("nomination.list", {{"count", true}});
  add("objection.list", {});
  for (const std::int64_t number : {62, 404}) {
    const std::string id = id_of<Nomination>(number);
    add("nomination.show", {{"id", id}});
    add("nomination.history", {{"id", id}});
    add("nomination.answer", {{"id", id}, {"willing", true}, {"version", 9}});
    add("nomination.withdraw", {{"id", id}, {"reason", "x"}, {"version", 9}});
    add("nomination.reject", {{"id", id}, {"reason", "x"}, {"alternative", "y"}, {"version", 9}});
    add("nomination.evidence", {{"id", id},
                                {"kind", "reserve"},
                                {"on", "2026-01-01"},
                                {"source", "List"},
                                {"version", 9}});
    add("nomination.take_evidence",
        {{"id", id}, {"kind", "reserve"}, {"source", "List"}, {"version", 9}});
    add("objection.make", {{"nomination", id}, {"ground", "x"}, {"source", "letter"}});
  }
  for (const std::int64_t number : {72, 404}) {
    const std::string id = id_of<Objection>(number);
    add("objection.show", {{"id", id}});
    add("objection.decide", {{"id", id}, {"upheld", true}, {"reason", "x"}, {"version", 9}});
  }
  // Tables that name what lies outside: by id, by a name of there, and almost by one.
  std::vector<std::string> rounds = {table_of_round(12, "Autumn"), table_of_round(404, "Autumn")};
  std::vector<std::string> places = {
      table_of_place(22, 41), table_of_place(404, 41), table_of_place(21, 42),
      table_of_place(21, 404),
      fmt::format("round,sponsor,places\n{0} round,{0} 42,2\n{0} roun,{0} 4,2\n", sentinel)};
  for (const auto& [kind, tables] : {std::pair{"round", &rounds}, std::pair{"place", &places}}) {
    for (const std::string& table : *tables) {
      made.push_back({&world.operation(fmt::format("{}.import", kind)), {{"check", true}}, table});
      made.push_back({&world.operation(fmt::format("{}.problems", kind)), {}, table});
    }
  }
  add("place.list", {{"waiting", true}, {"count", true}});
  add("place.list", {{"limit", 1}});
  for (const std::int64_t place : {52, 404}) {
    const std::string id = id_of<Place>(place);
    add("place.show", {{"id", id}});
    add("place.history", {{"id", id}});
    add("place.change", {{"id", id}, {"places", 1}, {"version", 9}});
    add("place.reply", {{"id", id}, {"nominees", 1}, {"version", 9}});
    add("place.workbook", {{"id", id}});
    made.push_back({&world.operation("place.merge"), {{"id", id}}, "number,name\n1,Ada\n"});
  }
  return made;
}

TEST(SelectionWorlds, WhatLiesOutsideTheScopeChangesNoAnswer) {
  Counties one(false);
  Counties other(true);
  programme::expect_no_leaks(one, other, questions, {std::string(sentinel), "Delta"}, "differs",
                             operations());
}

}  // namespace
}  // namespace sojourn::stages::selection
