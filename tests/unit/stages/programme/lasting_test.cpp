// What holds for every kind of lasting record, asked of each kind of the register on both engines:
// closing and reopening, merging and its refusals, the history, and that no id ever goes dumb.
#include "stages/programme/lasting.h"

#include <fmt/format.h>

#include <random>
#include <set>

#include "base/json.h"
#include "ledger/audit.h"
#include "tests/unit/stages/programme/world.h"

namespace sojourn::stages::programme {
namespace {

namespace json = boost::json;
using access::Role;
using base::Language;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

/// A county of each kind of record, for one kind at a time.
class Lasting : public testing::TestWithParam<std::tuple<db::EngineKind, std::string>> {
 protected:
  World world{std::get<0>(GetParam())};
  const std::string kind = std::get<1>(GetParam());
  const std::string nation = world.area("Arva", "nation");
  const std::string county = world.area("Weir County", "county", nation);
  const std::string hospital = world.sponsor("General Hospital", county);

  std::string make(std::string_view name) { return make(name, county, hospital); }
  std::string make(std::string_view name, const std::string& area, const std::string& sponsor) {
    return kind == "area"      ? world.area(name, "township", area)
           : kind == "site"    ? world.site(name, area)
           : kind == "sponsor" ? world.sponsor(name, area)
                               : world.staff(name, sponsor);
  }
  std::int64_t version(const std::string& id) {
    return show(id).at("version").to_number<std::int64_t>();
  }
  json::value show(const std::string& id) { return ask("show", {{"id", id}}); }
  json::value ask(std::string_view act, const json::object& input) {
    return world.ask(world.officer(), fmt::format("{}.{}", kind, act), input);
  }
  std::string outcome(std::string_view act, const json::object& input) {
    return world.outcome(world.officer(), fmt::format("{}.{}", kind, act), input);
  }
  json::object close(const std::string& id) {
    return {{"id", id}, {"reason", kind == "staff" ? "left" : "over"}, {"version", version(id)}};
  }
  json::object reopen(const std::string& id) { return {{"id", id}, {"version", version(id)}}; }
  json::object merge(const std::string& id, const std::string& into) {
    json::object input{{"id", id}, {"into", into}, {"version", version(id)}};
    if (kind != "staff") {
      input["reason"] = "entered twice";
    }
    return input;
  }
  std::vector<std::string> open_ones() {
    json::object input;
    if (kind == "area") {
      input["kind"] = "township";
    } else {
      input["within"] = county;
    }
    return names_in(ask("list", input));
  }
  std::vector<std::string> done_to(const std::string& id) {
    std::vector<std::string> made;
    const json::value page = ask("history", {{"id", id}});
    for (const json::value& each : page.at("items").as_array()) {
      made.push_back(text_of(each, "operation"));
    }
    return made;
  }
  std::string operation(std::string_view act) const { return fmt::format("{}.{}", kind, act); }
};

INSTANTIATE_TEST_SUITE_P(Kinds, Lasting,
                         testing::Combine(both_engines,
                                          testing::Values("area", "site", "sponsor", "staff")),
                         [](const auto& each) {
                           return fmt::format("{}_{}", base::name_of(std::get<0>(each.param)),
                                              std::get<1>(each.param));
                         });

TEST_P(Lasting, OpensAgainWhatWasClosed) {
  const std::string id = make("Upper");
  EXPECT_EQ(outcome("reopen", reopen(id)), "open");
  ask("close", close(id));
  EXPECT_THAT(open_ones(), Not(Contains("Upper")));
  EXPECT_EQ(outcome("rename", {{"id", id}, {"name", "x"}, {"version", 2}}), "closed");
  EXPECT_EQ(outcome("reopen", {{"id", id}, {"version", 1}}), "/version stale");
  const json::value open = ask("reopen", reopen(id));
  EXPECT_FALSE(open.as_object().contains("closed_on"));
  EXPECT_FALSE(open.as_object().contains("closed_reason"));
  EXPECT_EQ(open.at("version"), 3);
  EXPECT_THAT(open_ones(), Contains("Upper"));
  EXPECT_EQ(outcome("rename", {{"id", id}, {"name", "Upper Weir"}, {"version", 3}}), "done");
  EXPECT_THAT(done_to(id), ElementsAre(operation("rename"), operation("reopen"), operation("close"),
                                       operation("make")));
}

TEST_P(Lasting, AnOldIdSaysIntoWhatItWasMerged) {
  const std::string gone = make("Upper");
  const std::string kept = make("Upper Weir");
  ask("merge", merge(gone, kept));
  EXPECT_EQ(text_of(show(gone), "merged_into"), kept);
  EXPECT_EQ(text_of(show(gone), "closed_on"), "2026-11-26");
  EXPECT_FALSE(show(kept).as_object().contains("closed_on"));
  EXPECT_THAT(open_ones(), Not(Contains("Upper")));
  EXPECT_THAT(done_to(gone), ElementsAre(operation("merge"), operation("make")));
  // And who wants to change it is told which one to change.
  try {
    ask("rename", {{"id", gone}, {"name", "x"}, {"version", 2}});
    FAIL() << "a merged record was changed";
  } catch (const base::Refusal& refusal) {
    EXPECT_EQ(refusal.detail,
              fmt::format("This was merged into {}, which is the one to change.", kept).c_str());
    EXPECT_EQ(refusal.detail.in(Language::zh), fmt::format("此记录已并入{}，请修改那一条。", kept));
  }
}

TEST_P(Lasting, RefusesMergesThatMakeNoSense) {
  const std::string one = make("One");
  const std::string other = make("Other");
  const std::string closed = make("Closed");
  ask("close", close(closed));
  EXPECT_EQ(outcome("merge", merge(one, one)), "/into same");
  EXPECT_EQ(outcome("merge", merge(one, closed)), "/into closed");
  EXPECT_EQ(outcome("merge", merge(closed, one)), "closed");
  EXPECT_EQ(outcome("merge", merge(one, base::id_text(kind, 404))), "/into unknown_" + kind);
  json::object stale = merge(one, other);
  stale["version"] = 9;
  EXPECT_EQ(outcome("merge", stale), "/version stale");
  EXPECT_EQ(version(one), 1);
}

TEST_P(Lasting, WhatIsOutsideTheScopeIsNotThere) {
  if (kind == "sponsor") {
    GTEST_SKIP() << "only who sees the whole programme merges sponsors";
  }
  const std::string far_county = world.area("Far County", "county", nation);
  const std::string far_sponsor = world.sponsor("Far Hospital", far_county);
  const std::string own = make("Own");
  const std::string far = make("Far", far_county, far_sponsor);
  const access::Asker manager = kind == "staff" ? world.holder(Role::sponsor_manager, hospital)
                                                : world.holder(Role::area_manager, county);
  const auto refused = [&](const std::string& into) {
    try {
      world.ask(manager, operation("merge"), merge(own, into));
    } catch (const base::Refusal& refusal) {
      return refusal.faults.at(0).code + ": " + refusal.faults.at(0).detail.english();
    }
    return std::string("done");
  };
  EXPECT_EQ(refused(far), refused(base::id_text(kind, 404)));
  EXPECT_EQ(refused(far).substr(0, 8), "unknown_");
  EXPECT_EQ(world.outcome(manager, operation("merge"), merge(far, own)), "not_found");
  ask("close", close(far));
  EXPECT_EQ(world.outcome(manager, operation("reopen"), reopen(far)), "not_found");
  EXPECT_EQ(world.outcome(manager, operation("reopen"),
                          {{"id", base::id_text(kind, 404)}, {"version", 1}}),
            "not_found");
}

TEST_P(Lasting, TakesBackAMerge) {
  const std::string gone = make("Upper");
  const std::string kept = make("Upper Weir");
  ask("merge", merge(gone, kept));
  const json::value open = ask("reopen", reopen(gone));
  EXPECT_FALSE(open.as_object().contains("merged_into"));
  EXPECT_THAT(open_ones(), Contains("Upper"));
  // The other way round, then.
  ask("merge", merge(kept, gone));
  EXPECT_EQ(text_of(show(kept), "merged_into"), gone);
}

TEST_P(Lasting, NeverPointsInACircle) {
  // Whatever is done in whatever order, who follows the pointers comes to an end.
  std::mt19937 random(1);  // NOLINT(cert-msc51-cpp): the same each time
  std::vector<std::string> all;
  for (const char* name : {"A", "B", "C", "D"}) {
    all.push_back(make(name));
  }
  const auto any = [&] { return all[random() % all.size()]; };
  int merged = 0;
  for (int step = 0; step < 40; ++step) {
    const std::string id = any();
    if (random() % 3 != 0) {
      merged += outcome("merge", merge(id, any())) == "done" ? 1 : 0;
    } else {
      outcome("reopen", reopen(id));
    }
    for (const std::string& from : all) {
      std::set<std::string> seen;
      json::value at = show(from);
      while (at.as_object().contains("merged_into")) {
        ASSERT_TRUE(seen.insert(text_of(at, "id")).second) << "in a circle from " << from;
        at = show(text_of(at, "merged_into"));
      }
    }
  }
  EXPECT_GT(merged, 5);
  const auto report = ledger::reconcile(world.database(), world.keys(), logged_tables());
  EXPECT_THAT(report.findings, IsEmpty());
}

class LastingTogether : public OnEachEngine {};
INSTANTIATE_TEST_SUITE_P(Engines, LastingTogether, both_engines, engine_name);

TEST_P(LastingTogether, WhatBelongsToAClosedOneStaysClosed) {
  World world(GetParam());
  const access::Asker officer = world.officer();
  const std::string nation = world.area("Arva", "nation");
  const std::string county = world.area("Weir County", "county", nation);
  const std::string town = world.area("Weir Town", "township", county);
  const std::string site = world.site("Upper Weir", town);
  const std::string office = world.sponsor("Office", nation);
  const std::string ada = world.staff("Ada", office);
  world.ask(officer, "site.close", {{"id", site}, {"reason", "over"}, {"version", 1}});
  world.ask(officer, "area.close", {{"id", town}, {"reason", "over"}, {"version", 1}});
  world.ask(officer, "area.close", {{"id", county}, {"reason", "over"}, {"version", 1}});
  world.ask(officer, "staff.close", {{"id", ada}, {"reason", "left"}, {"version", 1}});
  world.ask(officer, "sponsor.close", {{"id", office}, {"reason", "over"}, {"version", 1}});
  const auto reopen = [&](std::string_view kind, const std::string& id) {
    return world.outcome(officer, std::string(kind) + ".reopen", {{"id", id}, {"version", 2}});
  };
  EXPECT_EQ(reopen("site", site), "outer_closed");
  EXPECT_EQ(reopen("area", town), "outer_closed");
  EXPECT_EQ(reopen("area", county), "done");
  EXPECT_EQ(reopen("area", town), "done");
  EXPECT_EQ(reopen("site", site), "done");
  EXPECT_EQ(reopen("staff", ada), "outer_closed");
  EXPECT_EQ(reopen("sponsor", office), "done");
  EXPECT_EQ(reopen("staff", ada), "done");
}

TEST_P(LastingTogether, ReopeningAMergedAreaLeavesWhatItGaveAway) {
  World world(GetParam());
  const access::Asker officer = world.officer();
  const std::string nation = world.area("Arva", "nation");
  const std::string kept = world.area("Weir County", "county", nation);
  const std::string gone = world.area("Weir county", "county", nation);
  const std::string closed = world.site("Old Weir", gone);
  world.ask(officer, "site.close", {{"id", closed}, {"reason", "over"}, {"version", 1}});
  const std::string town = world.area("Weir Town", "township", gone);
  world.ask(officer, "area.merge",
            {{"id", gone}, {"into", kept}, {"reason", "entered twice"}, {"version", 1}});
  world.ask(officer, "area.reopen", {{"id", gone}, {"version", 2}});
  EXPECT_EQ(text_of(world.ask(officer, "area.show", {{"id", town}}), "parent"), kept);
  // Closed ones went along, so they can be opened where they are now.
  EXPECT_EQ(text_of(world.ask(officer, "site.show", {{"id", closed}}), "area"), kept);
  EXPECT_EQ(world.outcome(officer, "site.reopen", {{"id", closed}, {"version", 3}}), "done");
  // It is an area like any other again: what is put into it is seen by its manager.
  world.site("Upper Weir", gone);
  EXPECT_THAT(names_in(world.ask(world.holder(Role::area_manager, gone), "site.list")),
              ElementsAre("Upper Weir"));
}

TEST_P(LastingTogether, TheRecordThatStaysTakesOverWhatItDoesNotSay) {
  World world(GetParam());
  const std::string county = world.area("Weir County", "county");
  const std::string hospital = world.sponsor("General Hospital", county);
  const access::Asker manager = world.holder(Role::sponsor_manager, hospital);
  const std::string gone = world.staff("Ada L.", hospital, {{"grade", "7"}, {"code", "778"}});
  const std::string kept = world.staff("Ada Lin", hospital, {{"grade", "8"}});
  world.ask(manager, "staff.language",
            {{"id", gone},
             {"language", "hill"},
             {"level", "fluent"},
             {"tested_on", "2025-05-01"},
             {"version", 1}});
  world.ask(
      manager, "staff.fitness",
      {{"id", gone}, {"fit_until", "2027-05-01"}, {"declared_conflict", true}, {"version", 2}});
  world.ask(manager, "staff.merge", {{"id", gone}, {"into", kept}, {"version", 3}});
  const json::value shown = world.ask(manager, "staff.show", {{"id", kept}});
  EXPECT_EQ(text_of(shown, "name"), "Ada Lin");
  EXPECT_EQ(text_of(shown, "grade"), "8");
  EXPECT_EQ(text_of(shown, "code"), "778");
  EXPECT_EQ(text_of(shown, "fit_until"), "2027-05-01");
  EXPECT_EQ(shown.at("declared_conflict"), true);
  EXPECT_EQ(text_of(shown.at("languages").at(0), "language"), "hill");
  const json::value history = world.ask(manager, "staff.history", {{"id", kept}});
  EXPECT_EQ(text_of(history.at("items").at(0), "operation"), "staff.merge");
  const auto report = ledger::reconcile(world.database(), world.keys(), logged_tables());
  EXPECT_THAT(report.findings, IsEmpty());
}

}  // namespace
}  // namespace sojourn::stages::programme
