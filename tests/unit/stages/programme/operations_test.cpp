// The operations of the stage as people use them, on both engines.
#include "tests/unit/stages/programme/world.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "base/json.h"
#include "ledger/audit.h"
#include "ledger/entry.h"
#include "ledger/history.h"
#include "ledger/seal.h"
#include "stages/programme/calendar.h"

namespace sojourn::stages::programme {
namespace {

namespace json = boost::json;
using access::Role;
using base::Date;
using base::written;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

using Operations = OnEachEngine;
INSTANTIATE_TEST_SUITE_P(Engines, Operations, both_engines, engine_name);

std::int64_t version_of(World& world, std::string_view kind, const std::string& id) {
  return world.ask(world.officer(), std::string(kind) + ".show", {{"id", id}})
      .at("version")
      .to_number<std::int64_t>();
}

TEST_P(Operations, MakeATreeOfAreas) {
  World world(GetParam());
  const std::string nation = world.area("Arva", "nation");
  const std::string county = world.area("Weir County", "county", nation);
  const std::string town = world.area("Weir Town", "township", county);
  const json::value page = world.ask(world.officer(), "area.list", {{"count", true}});
  EXPECT_THAT(names_in(page), ElementsAre("Arva", "Weir County", "Weir Town"));
  EXPECT_EQ(page.at("count"), 3);
  EXPECT_FALSE(page.at("items").at(0).as_object().contains("path"));
  EXPECT_THAT(names_in(world.ask(world.officer(), "area.list", {{"within", county}})),
              ElementsAre("Weir County", "Weir Town"));
  EXPECT_EQ(world.outcome(world.officer(), "area.make",
                          {{"name", "x"}, {"kind", "county"}, {"parent", town}}),
            "/kind lies_in_narrower");
  EXPECT_EQ(world.outcome(world.officer(), "area.make",
                          {{"name", ""}, {"kind", "county"}, {"parent", "area_zzz"}}),
            "/name not_name, /parent unknown_area");
  EXPECT_EQ(world.outcome(world.officer(), "area.change",
                          {{"id", county}, {"kind", "township"}, {"version", 1}}),
            "/kind does_not_fit");
}

TEST_P(Operations, MoveAnAreaWithAllThatLiesInIt) {
  World world(GetParam());
  const std::string nation = world.area("Arva", "nation");
  const std::string east = world.area("East", "province", nation);
  const std::string west = world.area("West", "province", nation);
  const std::string county = world.area("Weir County", "county", east);
  const std::string town = world.area("Weir Town", "township", county);
  const std::string site = world.site("Upper Weir", town);
  const auto of_east = [&] { return world.holder(Role::area_manager, east); };
  const auto of_west = [&] { return world.holder(Role::area_manager, west); };
  EXPECT_THAT(names_in(world.ask(of_east(), "site.list")), ElementsAre("Upper Weir"));
  EXPECT_THAT(names_in(world.ask(of_west(), "site.list")), IsEmpty());
  world.ask(world.officer(), "area.move", {{"id", county}, {"parent", west}, {"version", 1}});
  EXPECT_THAT(names_in(world.ask(of_east(), "site.list")), IsEmpty());
  EXPECT_THAT(names_in(world.ask(of_west(), "site.list")), ElementsAre("Upper Weir"));
  EXPECT_THAT(names_in(world.ask(of_west(), "area.list")),
              ElementsAre("Weir County", "Weir Town", "West"));
  // Into itself or its own inside: of no narrower kind.
  EXPECT_EQ(world.outcome(world.officer(), "area.move",
                          {{"id", county}, {"parent", town}, {"version", 2}}),
            "/parent lies_in_narrower");
  // A manager of the west cannot take from the east what they do not see.
  EXPECT_EQ(
      world.outcome(of_west(), "area.move", {{"id", county}, {"parent", east}, {"version", 2}}),
      "/parent unknown_area");
}

/// Lists of many rows are read in another way than lists of few; what they hold is the same.
TEST_P(Operations, ListManyAndFewAlike) {
  World world(GetParam());
  const std::string nation = world.area("Arva", "nation");
  const std::string east = world.area("East", "province", nation);
  const std::string west = world.area("West", "province", nation);
  std::vector<std::string> of_east, of_west;
  std::vector<Staff> staff;
  for (const auto& [area, count, names] :
       {std::tuple(east, 900, &of_east), std::tuple(west, 30, &of_west)}) {
    const auto office = written<base::Id<Sponsor>>(world.sponsor("Office of " + area, area));
    for (int i = 0; i < count; ++i) {
      Staff person;
      person.name = fmt::format("Person {:04}", i * 7 % count);
      person.sponsor = office;
      person.area = written<base::Id<Area>>(area);
      names->push_back(person.name);
      staff.push_back(person);
    }
    std::sort(names->begin(), names->end());
  }
  world.database().change(db::Caller::program(), "test.staff", [&](db::Change& change) {
    for (Staff& person : staff)
      person.id = change.new_id<Staff>();
    change.insert_all("staff", staff, "staff of a test");
  });
  const auto all = [&](const access::Asker& asker, json::object input) {
    std::vector<std::string> names;
    input["limit"] = 100;
    while (true) {
      const json::value page = world.ask(asker, "staff.list", input);
      for (std::string& name : names_in(page))
        names.push_back(std::move(name));
      if (!page.as_object().contains("next"))
        return names;
      input["after"] = page.at("next");
    }
  };
  EXPECT_EQ(all(world.holder(Role::area_manager, east), {}), of_east);
  EXPECT_EQ(all(world.holder(Role::area_manager, west), {}), of_west);
  EXPECT_EQ(all(world.officer(), {{"within", east}}), of_east);
  EXPECT_EQ(all(world.officer(), {{"within", west}}), of_west);
  EXPECT_EQ(all(world.officer(), {}).size(), 930u);
  EXPECT_EQ(all(world.holder(Role::area_manager, east), {{"search", "0899"}}),
            std::vector<std::string>{"Person 0899"});
}

TEST_P(Operations, MergeAreas) {
  World world(GetParam());
  const std::string nation = world.area("Arva", "nation");
  const std::string kept = world.area("Weir County", "county", nation);
  const std::string gone = world.area("Weir county (twice)", "county", nation);
  const std::string town = world.area("Weir Town", "township", gone);
  const std::string site = world.site("Upper Weir", town);
  const std::string sponsor = world.sponsor("General Hospital", gone);
  const std::string staff = world.staff("Ada", sponsor);
  EXPECT_EQ(world.outcome(world.officer(), "area.merge",
                          {{"id", gone}, {"into", town}, {"reason", "x"}, {"version", 1}}),
            "/into other_kind");
  EXPECT_EQ(world.outcome(world.officer(), "area.merge",
                          {{"id", gone}, {"into", gone}, {"reason", "x"}, {"version", 1}}),
            "/into same");
  const json::value merged =
      world.ask(world.officer(), "area.merge",
                {{"id", gone}, {"into", kept}, {"reason", "entered twice"}, {"version", 1}});
  EXPECT_EQ(text_of(merged, "merged_into"), kept);
  EXPECT_EQ(text_of(merged, "closed_on"), "2026-11-26");
  const access::Asker manager = world.holder(Role::area_manager, kept);
  EXPECT_THAT(names_in(world.ask(manager, "site.list")), ElementsAre("Upper Weir"));
  EXPECT_THAT(names_in(world.ask(manager, "sponsor.list")), ElementsAre("General Hospital"));
  EXPECT_THAT(names_in(world.ask(manager, "staff.list")), ElementsAre("Ada"));
  EXPECT_EQ(text_of(world.ask(world.officer(), "area.show", {{"id", town}}), "parent"), kept);
  // The merged one is no longer listed, but is there with its history.
  EXPECT_THAT(names_in(world.ask(world.officer(), "area.list")),
              Not(Contains("Weir county (twice)")));
  EXPECT_THAT(names_in(world.ask(world.officer(), "area.list", {{"closed", true}})),
              Contains("Weir county (twice)"));
  const json::value history = world.ask(world.officer(), "area.history", {{"id", gone}});
  EXPECT_EQ(text_of(history.at("items").at(0), "operation"), "area.merge");
  EXPECT_EQ(text_of(history.at("items").at(1), "operation"), "area.make");
  EXPECT_EQ(
      world.outcome(world.officer(), "area.rename", {{"id", gone}, {"name", "x"}, {"version", 2}}),
      "closed");
  // A grant over the merged one reaches nothing more than before.
  EXPECT_THAT(names_in(world.ask(world.holder(Role::area_manager, gone), "site.list")), IsEmpty());
}

TEST_P(Operations, CloseAnAreaOnlyWhenNothingOpenLiesInIt) {
  World world(GetParam());
  const std::string county = world.area("Weir County", "county");
  const std::string site = world.site("Upper Weir", county);
  const json::object close{{"id", county}, {"reason", "dissolved"}, {"version", 1}};
  EXPECT_EQ(world.outcome(world.officer(), "area.close", close), "not_empty");
  world.ask(world.officer(), "site.close",
            {{"id", site}, {"reason", "moved away"}, {"on", "2026-11-01"}, {"version", 1}});
  EXPECT_EQ(world.outcome(world.officer(), "area.close", close), "done");
  EXPECT_EQ(world.outcome(world.officer(), "site.make",
                          {{"name", "Late"},
                           {"area", county},
                           {"kind", "farm"},
                           {"tier", "low"},
                           {"need", 1},
                           {"hardship", 0},
                           {"min_team", 1},
                           {"target_team", 1},
                           {"max_first_timers", 1},
                           {"languages", json::array()},
                           {"skills", json::array()}}),
            "/area closed");
}

TEST_P(Operations, ListPageByPageInTheOrderOfNames) {
  World world(GetParam());
  const std::string county = world.area("Weir County", "county");
  const std::vector<std::string> names = {"Alder", "Birch", "Birch", "Cedar", "alder", "x_1%"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    world.site(names[i], county, {{"code", fmt::format("N-{}-{}", names[i], i)}});
  }
  std::vector<std::string> found;
  json::object input{{"limit", 2}, {"count", true}};
  while (true) {
    const json::value page = world.ask(world.officer(), "site.list", input);
    EXPECT_EQ(page.at("count"), 6);
    for (const std::string& name : names_in(page)) {
      found.push_back(name);
    }
    if (!page.as_object().contains("next")) {
      break;
    }
    input["after"] = page.at("next");
  }
  EXPECT_EQ(found, names);
  const auto search = [&](std::string_view text) {
    return names_in(world.ask(world.officer(), "site.list", {{"search", text}}));
  };
  EXPECT_THAT(search("ALD"), ElementsAre("Alder", "alder"));
  EXPECT_THAT(search("n-birch"), ElementsAre("Birch", "Birch"));
  EXPECT_THAT(search("_"), ElementsAre("x_1%"));
  EXPECT_THAT(search("%"), ElementsAre("x_1%"));
  EXPECT_THAT(search("!"), IsEmpty());
  EXPECT_EQ(world.outcome(world.officer(), "site.list", {{"limit", 0}}), "/limit out_of_range");
  EXPECT_EQ(world.outcome(world.officer(), "site.list", {{"after", "x"}}), "/after not_place");
  EXPECT_EQ(world.outcome(world.officer(), "site.list", {{"search", ""}}), "/search not_search");
}

TEST_P(Operations, TakeNothingForNewThatIsThere) {
  World world(GetParam());
  const access::Asker officer = world.officer();
  const std::string county = world.area("Weir County", "county");
  const std::string town = world.area("Weir Town", "township", county);
  const std::string other = world.area("Far Town", "township", county);
  const auto area = [&](std::string_view kind, const std::string& parent, json::object more = {}) {
    more["name"] = "Weir Town";
    more["kind"] = kind;
    more["parent"] = parent;
    return world.outcome(officer, "area.make", more);
  };
  EXPECT_EQ(area("township", county), "/name there_already");
  EXPECT_EQ(area("township", county, {{"code", "7"}}), "/name there_already")
      << "the first has no number that tells them apart";
  EXPECT_EQ(world.outcome(officer, "area.make", {{"name", "Weir County"}, {"kind", "county"}}),
            "/name there_already");
  EXPECT_EQ(world.outcome(officer, "area.make",
                          {{"name", "Far Town"}, {"kind", "township"}, {"parent", county}}),
            "/name there_already");
  world.site("Upper", town, {{"code", "1"}});
  const auto site = [&](const std::string& in, const json::object& more) {
    json::object input{{"name", "Upper"},
                       {"area", in},
                       {"kind", "village"},
                       {"tier", "high"},
                       {"need", 1},
                       {"hardship", 0},
                       {"min_team", 2},
                       {"target_team", 3},
                       {"max_first_timers", 1},
                       {"languages", json::array()},
                       {"skills", json::array()}};
    for (const auto& each : more) {
      input[each.key()] = each.value();
    }
    return world.outcome(officer, "site.make", input);
  };
  EXPECT_EQ(site(town, {}), "/name there_already");
  EXPECT_EQ(site(town, {{"code", "1"}}), "/name there_already");
  EXPECT_EQ(site(town, {{"code", "2"}}), "done") << "another of the name";
  EXPECT_EQ(site(other, {{"code", "1"}}), "done") << "it lies elsewhere";
}

TEST_P(Operations, ChangeRenameAndMergeSites) {
  World world(GetParam());
  const std::string county = world.area("Weir County", "county");
  const std::string site = world.site("Upper Weir", county, {{"challenge", "economy"}});
  json::object change{{"id", site},
                      {"area", county},
                      {"kind", "farm"},
                      {"tier", "high"},
                      {"need", 4},
                      {"hardship", 2},
                      {"min_team", 2},
                      {"target_team", 4},
                      {"max_first_timers", 1},
                      {"languages", json::array({"hill"})},
                      {"skills", json::array({"water", "law"})},
                      {"lat", 27.5},
                      {"lon", 101.5},
                      {"version", 1}};
  const json::value changed = world.ask(world.officer(), "site.change", change);
  EXPECT_EQ(changed.at("need"), 4);
  EXPECT_EQ(changed.at("version"), 2);
  EXPECT_EQ(changed.at("skills"), json::array({"water", "law"}));
  EXPECT_FALSE(changed.as_object().contains("challenge"));  // was left out
  EXPECT_EQ(world.outcome(world.officer(), "site.change", change), "/version stale");
  change["version"] = 2;
  change["need"] = 6;
  change["target_team"] = 1;
  change["lat"] = 100;
  EXPECT_EQ(world.outcome(world.officer(), "site.change", change),
            "/need out_of_range, /target_team out_of_range, /lat out_of_range");
  world.ask(world.officer(), "site.rename", {{"id", site}, {"name", "Weir"}, {"version", 2}});
  const std::string twin = world.site("Weir village", county);
  world.ask(world.officer(), "site.merge",
            {{"id", twin}, {"into", site}, {"reason", "the same"}, {"version", 1}});
  EXPECT_THAT(names_in(world.ask(world.officer(), "site.list")), ElementsAre("Weir"));
  const json::value history = world.ask(world.officer(), "site.history", {{"id", site}});
  EXPECT_EQ(history.at("items").as_array().size(), 3U);
  EXPECT_EQ(text_of(history.at("items").at(0), "operation"), "site.rename");
  EXPECT_EQ(history.at("items").at(0).at("fields"), json::array({"name", "version"}));
}

/// An entry of the audit log, and why it was made.
struct Noted {
  std::string body;
  db::Bytes sealed;
  std::int64_t entry = 0;
};
BOOST_DESCRIBE_STRUCT(Noted, (), (body, sealed, entry))

TEST_P(Operations, TakeNoValueOfWhatSojournIsNotForAndNoteThatItWasTried) {
  World world(GetParam());
  const std::string county = world.area("Weir County", "county");
  const std::string site = world.site("Upper Weir", county);
  const json::object change = {{"id", site},
                               {"area", county},
                               {"kind", "village"},
                               {"tier", "high"},
                               {"need", 1},
                               {"hardship", 1},
                               {"min_team", 1},
                               {"target_team", 2},
                               {"max_first_timers", 1},
                               {"languages", json::array{"hill"}},
                               {"skills", json::array{"law", "Mosque register"}},
                               {"challenge", "维稳工作"},
                               {"version", 1}};
  world.request.id = "r-tried";
  try {
    world.ask(world.officer(), "site.change", change);
    FAIL() << "nothing was refused";
  } catch (const base::Refusal& refusal) {
    ASSERT_EQ(refusal.faults.size(), 2U);
    EXPECT_EQ(refusal.faults[0].where + " " + refusal.faults[0].code,
              "/skills/1 forbidden.religion");
    EXPECT_EQ(refusal.faults[1].where + " " + refusal.faults[1].code,
              "/challenge forbidden.policing");
    EXPECT_EQ(refusal.detail.english(),
              "The input has faults. That it was refused is noted in the audit log, without the "
              "text.");
  }
  // The log has who tried what, and of the text nothing.
  const auto noted = world.database().read(db::Caller::program(), [](db::Tx& tx) {
    return tx.rows<Noted>(
        "SELECT e.body, h.sealed, e.id AS entry FROM audit_entry e JOIN audit_history h ON h.entry "
        "= e.id AND h.part = 0 WHERE e.body LIKE '%privacy.refuse%'");
  });
  ASSERT_EQ(noted.size(), 1U);
  const auto entry = ledger::parse_entry(noted[0].body);
  ASSERT_TRUE(entry);
  EXPECT_EQ(entry->operation, "privacy.refuse");
  EXPECT_EQ(entry->request, "r-tried");
  EXPECT_EQ(entry->actor, world.officer().account);
  EXPECT_TRUE(entry->lines.empty());
  EXPECT_EQ(ledger::unseal(world.keys().find(0).value(), noted[0].sealed.data,
                           ledger::sealed_place(noted[0].entry, 0, "-", 0)),
            "site.change /skills/1 forbidden.religion; site.change /challenge forbidden.policing");
  EXPECT_EQ(world.ask(world.officer(), "site.show", {{"id", site}}).at("version"), 1);
  // What is only badly written is no such attempt.
  EXPECT_EQ(
      world.outcome(world.officer(), "site.rename", {{"id", site}, {"name", ""}, {"version", 1}}),
      "/name not_name");
  EXPECT_EQ(world.database().read(db::Caller::program(),
                                  [](db::Tx& tx) {
                                    return tx.value<std::int64_t>(
                                        "SELECT count(*) FROM audit_entry WHERE body LIKE "
                                        "'%privacy.refuse%'");
                                  }),
            1);
}

TEST_P(Operations, LetHostsSeeTheirOwnSiteOnly) {
  World world(GetParam());
  const std::string county = world.area("Weir County", "county");
  const std::string own = world.site("Upper Weir", county);
  const std::string other = world.site("Lower Weir", county);
  const access::Asker host = world.holder(Role::host, own);
  EXPECT_THAT(names_in(world.ask(host, "site.list")), ElementsAre("Upper Weir"));
  EXPECT_EQ(world.outcome(host, "site.show", {{"id", own}}), "done");
  EXPECT_EQ(world.outcome(host, "site.show", {{"id", other}}), "not_found");
  EXPECT_EQ(world.outcome(host, "site.history", {{"id", other}}), "not_found");
  EXPECT_EQ(world.outcome(host, "site.rename", {{"id", own}, {"name", "x"}, {"version", 1}}),
            "not_allowed");
  EXPECT_EQ(world.outcome(host, "site.list", {{"within", county}}), "not_found");
}

TEST_P(Operations, KeepWhatStaffRecordsNeed) {
  World world(GetParam());
  const std::string county = world.area("Weir County", "county");
  const std::string hospital = world.sponsor("General Hospital", county);
  const std::string other = world.sponsor("Other", county);
  const access::Asker manager = world.holder(Role::sponsor_manager, hospital);
  const std::string ada = text_of(world.ask(manager, "staff.make",
                                            {{"name", "Ada"},
                                             {"sponsor", hospital},
                                             {"roles", json::array({"leader", "member"})},
                                             {"grade", "7"},
                                             {"hired_on", "2019-03-01"},
                                             {"code", "778"}}),
                                  "id");
  EXPECT_EQ(world.outcome(manager, "staff.make",
                          {{"name", "x"}, {"sponsor", other}, {"roles", json::array({"member"})}}),
            "/sponsor unknown_sponsor");
  world.ask(manager, "staff.language",
            {{"id", ada},
             {"language", "hill"},
             {"level", "working"},
             {"tested_on", "2025-05-01"},
             {"version", 1}});
  world.ask(manager, "staff.language",
            {{"id", ada},
             {"language", "common"},
             {"level", "fluent"},
             {"tested_on", "2020-05-01"},
             {"certificate", "C 1"},
             {"version", 2}});
  world.ask(manager, "staff.language",
            {{"id", ada},
             {"language", "hill"},
             {"level", "fluent"},
             {"tested_on", "2026-05-01"},
             {"version", 3}});
  world.ask(manager, "staff.skill",
            {{"id", ada},
             {"skill", "nursing"},
             {"level", "fluent"},
             {"valid_until", "2027-01-01"},
             {"version", 4}});
  world.ask(manager, "staff.availability",
            {{"id", ada}, {"from", "2026-12-01"}, {"available", false}, {"version", 5}});
  const json::value shown = world.ask(
      manager, "staff.fitness",
      {{"id", ada}, {"fit_until", "2027-05-01"}, {"declared_conflict", true}, {"version", 6}});
  EXPECT_EQ(text_of(shown, "sponsor_name"), "General Hospital");
  EXPECT_EQ(text_of(shown, "area"), county);
  ASSERT_EQ(shown.at("languages").as_array().size(), 2U);
  EXPECT_EQ(text_of(shown.at("languages").at(0), "language"), "common");
  EXPECT_EQ(text_of(shown.at("languages").at(1), "level"), "fluent");
  EXPECT_EQ(text_of(shown, "fit_until"), "2027-05-01");
  EXPECT_EQ(shown.at("declared_conflict"), true);
  // Managers of the area see the record, not its sensitive part.
  const json::value seen =
      world.ask(world.holder(Role::area_manager, county), "staff.show", {{"id", ada}});
  EXPECT_FALSE(seen.as_object().contains("fit_until"));
  EXPECT_FALSE(seen.as_object().contains("declared_conflict"));
  EXPECT_THAT(names_in(world.ask(manager, "staff.list", {{"role", "leader"}})), ElementsAre("Ada"));
  world.ask(manager, "staff.take_skill", {{"id", ada}, {"skill", "nursing"}, {"version", 7}});
  EXPECT_EQ(world.outcome(manager, "staff.take_skill",
                          {{"id", ada}, {"skill", "nursing"}, {"version", 8}}),
            "not_found");
  EXPECT_EQ(
      world.outcome(manager, "staff.close", {{"id", ada}, {"reason", "merged"}, {"version", 8}}),
      "/reason not_here");
  EXPECT_EQ(version_of(world, "staff", ada), 8);
}

TEST_P(Operations, LetMembersSeeThemselvesOnly) {
  World world(GetParam());
  const std::string county = world.area("Weir County", "county");
  const std::string hospital = world.sponsor("General Hospital", county);
  const std::string ada = world.staff("Ada", hospital);
  const std::string ben = world.staff("Ben", hospital);
  const access::Asker member =
      world.holder(Role::member, "self", written<base::Id<Staff>>(ada).value);
  EXPECT_THAT(names_in(world.ask(member, "staff.list", {{"count", true}})), ElementsAre("Ada"));
  EXPECT_EQ(world.outcome(member, "staff.show", {{"id", ada}}), "done");
  EXPECT_EQ(world.outcome(member, "staff.show", {{"id", ben}}), "not_found");
  EXPECT_EQ(world.outcome(member, "staff.rename", {{"id", ada}, {"name", "x"}, {"version", 1}}),
            "not_allowed");
}

TEST_P(Operations, MergePeopleAndSponsors) {
  World world(GetParam());
  const std::string county = world.area("Weir County", "county");
  const std::string kept = world.sponsor("General Hospital", county);
  const std::string gone = world.sponsor("Gen. Hospital", county);
  const std::string ada = world.staff("Ada", kept);
  const std::string twin = world.staff("Ada L.", gone);
  world.ask(world.officer(), "sponsor.merge",
            {{"id", gone}, {"into", kept}, {"reason", "the same"}, {"version", 1}});
  EXPECT_EQ(text_of(world.ask(world.officer(), "staff.show", {{"id", twin}}), "sponsor"), kept);
  const json::value merged =
      world.ask(world.officer(), "staff.merge",
                {{"id", twin}, {"into", ada}, {"version", version_of(world, "staff", twin)}});
  EXPECT_EQ(text_of(merged, "merged_into"), ada);
  EXPECT_EQ(text_of(merged, "closed_reason"), "merged");
  EXPECT_THAT(names_in(world.ask(world.officer(), "staff.list")), ElementsAre("Ada"));
  const json::value history = world.ask(world.officer(), "staff.history", {{"id", twin}});
  EXPECT_EQ(history.at("items").as_array().size(), 3U);
  EXPECT_EQ(world.outcome(world.holder(Role::area_manager, county), "sponsor.merge",
                          {{"id", gone}, {"into", kept}, {"reason", "x"}, {"version", 2}}),
            "not_allowed");
}

TEST_P(Operations, KeepEditionsOfTheRules) {
  World world(GetParam());
  const auto make = [&](std::string_view from, std::string_view text) {
    return world.outcome(world.officer(), "rules.make",
                         {{"holds_from", from}, {"text", text}, {"reason", "as decided"}});
  };
  EXPECT_EQ(world.outcome(world.officer(), "rules.on"), "not_found");
  EXPECT_EQ(make("2026-11-26", "[placement]\nlanguages = 8000\n"), "done");
  EXPECT_EQ(make("2027-01-01", "[placement]\nlanguages = 9000\n"), "done");
  EXPECT_EQ(make("2026-11-25", ""), "/holds_from in_past");
  EXPECT_EQ(make("2027-01-01", "[placement\n"), "/text not_toml");
  const auto number_on = [&](std::string_view day) {
    return world.ask(world.officer(), "rules.on", {{"on", day}}).at("number");
  };
  EXPECT_EQ(number_on("2026-12-31"), 1);
  EXPECT_EQ(number_on("2027-01-01"), 2);
  const json::value list = world.ask(world.officer(), "rules.list");
  ASSERT_EQ(list.at("items").as_array().size(), 2U);
  const json::value shown = world.ask(world.holder(Role::member, "self"), "rules.show",
                                      {{"id", list.at("items").at(0).at("id")}});
  EXPECT_EQ(text_of(shown, "text"), "[placement]\nlanguages = 9000\n");
  EXPECT_EQ(text_of(shown, "digest").size(), 64U);
  // Begun from an edition that is not the newest any more; before anything else is looked at.
  const auto after = [&](int number) {
    return world.outcome(world.officer(), "rules.make",
                         {{"holds_from", "2027-01-01"},
                          {"text", ""},
                          {"reason", "as decided"},
                          {"after_number", number}});
  };
  EXPECT_EQ(after(1), "/after_number stale");
  EXPECT_EQ(after(0), "/after_number stale");
  EXPECT_EQ(after(2), "done");
  EXPECT_EQ(after(2), "/after_number stale");
}

TEST_P(Operations, KeepTheCalendar) {
  World world(GetParam());
  const auto mark = [&](std::string_view day, std::string_view kind) {
    return world.outcome(world.officer(), "calendar.mark",
                         {{"day", day}, {"kind", kind}, {"name", "Harvest"}});
  };
  EXPECT_EQ(mark("2026-12-01", "holiday"), "done");
  EXPECT_EQ(mark("2026-12-01", "holiday"), "/day day_taken");
  EXPECT_EQ(mark("2026-12-02", "make_up"), "/kind worked_anyway");
  EXPECT_EQ(mark("2026-12-05", "make_up"), "done");
  const auto due = [&](std::string_view from, int days) {
    return text_of(world.ask(world.holder(Role::member, "self"), "calendar.deadline",
                             {{"from", from}, {"days", days}}),
                   "day");
  };
  EXPECT_EQ(due("2026-11-30", 1), "2026-12-02");
  EXPECT_EQ(due("2026-12-04", 1), "2026-12-05");
  const json::value list =
      world.ask(world.officer(), "calendar.list", {{"from", "2026-01-01"}, {"to", "2026-12-31"}});
  EXPECT_THAT(names_in(list), ElementsAre("Harvest", "Harvest"));
  world.ask(world.officer(), "calendar.clear",
            {{"id", list.at("items").at(0).at("id")}, {"version", 1}});
  EXPECT_EQ(due("2026-11-30", 1), "2026-12-01");
  const Date day = world.database().read(db::Caller::program(), [](db::Tx& tx) {
    return working_days(tx).after(written<Date>("2026-12-04"), 1);
  });
  EXPECT_EQ(day, written<Date>("2026-12-05"));
}

TEST_P(Operations, LeaveAnAuditLogThatReconciles) {
  World world(GetParam());
  const std::string nation = world.area("Arva", "nation");
  const std::string kept = world.area("Weir County", "county", nation);
  const std::string gone = world.area("Weir county", "county", nation);
  const std::string town = world.area("Weir Town", "township", gone);
  world.site("Upper Weir", town, {{"lat", 27.5}, {"lon", 101.5}});
  const std::string sponsor = world.sponsor("General Hospital", gone);
  const std::string ada = world.staff("Ada", sponsor, {{"hired_on", "2019-03-01"}});
  world.ask(
      world.officer(), "staff.fitness",
      {{"id", ada}, {"fit_until", "2027-05-01"}, {"declared_conflict", true}, {"version", 1}});
  world.ask(world.officer(), "area.merge",
            {{"id", gone}, {"into", kept}, {"reason", "the same"}, {"version", 1}});
  const auto report = ledger::reconcile(world.database(), world.keys(), logged_tables());
  EXPECT_TRUE(report.good);
  EXPECT_THAT(report.findings, IsEmpty());
}

}  // namespace
}  // namespace sojourn::stages::programme
