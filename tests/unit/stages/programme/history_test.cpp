// What the history of lasting records tells of values: to whom, of whom, and as a file.
#include "stages/programme/lasting_history.h"

#include <fmt/format.h>

#include "base/json.h"
#include "tests/unit/stages/programme/world.h"

namespace sojourn::stages::programme {
namespace {

namespace json = boost::json;
using access::Role;
using base::written;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class History : public OnEachEngine {
 protected:
  World world{GetParam()};
  const std::string nation = world.area("Arva", "nation");
  const std::string east = world.area("East", "county", nation);
  const std::string west = world.area("West", "county", nation);

  /// The lines of the newest entry: "name: Upper Weir → Weir".
  std::vector<std::string> newest(const access::Asker& asker, const std::string& kind,
                                  const std::string& id, std::size_t at = 0) {
    const json::value page = world.ask(asker, kind + ".history", {{"id", id}});
    std::vector<std::string> made;
    for (const json::value& each : page.at("items").at(at).at("changes").as_array()) {
      const auto text = [&](std::string_view member) {
        const json::value* found = each.as_object().if_contains(member);
        return found == nullptr ? std::string() : std::string(found->as_string());
      };
      made.push_back(fmt::format("{}: {} {} → {} {}", text("field"), text("before"),
                                 text("before_name"), text("after"), text("after_name")));
    }
    return made;
  }
  std::int64_t entries(const std::string& kind, const std::string& id) {
    return std::ssize(
        world.ask(world.officer(), kind + ".history", {{"id", id}}).at("items").as_array());
  }
  /// "staff 5: declared_conflict fit_until", of what was noted as read.
  std::vector<std::string> noted() {
    return world.database().read(db::Caller::program(), [](db::Tx& tx) {
      return tx.column<std::string>("SELECT fields FROM record_read ORDER BY id");
    });
  }
  std::string csv_of(const access::Asker& asker, const std::string& list, const std::string& id) {
    const auto file = world.service().list_file(world.operation(list), asker, world.request,
                                                json::object{{"id", id}}, {});
    std::string bytes;
    while (!file->bytes.at_end()) {
      bytes += file->bytes.next(std::size_t{1} << 16U);
    }
    return bytes;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, History, both_engines, engine_name);

TEST_P(History, TellsWhatAFieldHeldBeforeAndAfter) {
  const std::string site =
      world.site("Upper Weir", east, {{"languages", json::array{"hill", "river"}}});
  EXPECT_THAT(newest(world.officer(), "site", site),
              ElementsAre("name:   → Upper Weir ", "area:   → " + east + " East",
                          "kind:   → village ", "tier:   → middle ", "need:   → 2 ",
                          "hardship:   → 1 ", "min_team:   → 2 ", "target_team:   → 3 ",
                          "max_first_timers:   → 1 ", "languages:   → hill; river "));
  world.ask(world.officer(), "site.rename", {{"id", site}, {"name", "Weir"}, {"version", 1}});
  EXPECT_THAT(newest(world.officer(), "site", site), ElementsAre("name: Upper Weir  → Weir "));
  world.ask(world.officer(), "site.close",
            {{"id", site}, {"reason", "flooded"}, {"on", "2026-11-25"}, {"version", 2}});
  EXPECT_THAT(newest(world.officer(), "site", site),
              ElementsAre("closed_on:   → 2026-11-25 ", "closed_reason:   → flooded "));
  world.ask(world.officer(), "site.reopen", {{"id", site}, {"version", 3}});
  EXPECT_THAT(newest(world.officer(), "site", site),
              ElementsAre("closed_on: 2026-11-25  →  ", "closed_reason: flooded  →  "));
  // Their names alone, as before, are told too, with those of how the record is kept.
  const json::value last =
      world.ask(world.officer(), "site.history", {{"id", site}}).at("items").at(0);
  EXPECT_EQ(last.at("fields"), json::array({"closed_on", "closed_reason", "version"}));
  EXPECT_EQ(text_of(last, "values"), "shown");
  EXPECT_EQ(text_of(last, "verb"), "update");
}

TEST_P(History, TellsNobodyOfAreasThatTheyDoNotSee) {
  const std::string site = world.site("Upper Weir", east);
  json::object change{{"id", site},
                      {"area", west},
                      {"kind", "village"},
                      {"tier", "middle"},
                      {"need", 2},
                      {"hardship", 1},
                      {"min_team", 2},
                      {"target_team", 3},
                      {"max_first_timers", 1},
                      {"languages", json::array()},
                      {"skills", json::array()},
                      {"version", 1}};
  world.ask(world.officer(), "site.change", change);
  const std::string moved = "area: " + east + " East → " + west + " West";
  EXPECT_THAT(newest(world.officer(), "site", site), ElementsAre(moved));
  const access::Asker of_west = world.holder(Role::area_manager, west);
  EXPECT_THAT(newest(of_west, "site", site), ElementsAre("area: outside  → " + west + " West"));
  EXPECT_THAT(newest(of_west, "site", site, 1), testing::Contains("area:   → outside "));
  // A host sees no area; which one the site lies in today its own record says.
  const access::Asker host = world.holder(Role::host, site);
  EXPECT_THAT(newest(host, "site", site), ElementsAre("area: outside  → " + west + " "));
  EXPECT_THAT(csv_of(of_west, "site.history", site), Not(HasSubstr(east)));
  EXPECT_THAT(csv_of(world.officer(), "site.history", site),
              HasSubstr("area: " + east + " (East) → " + west + " (West)"));
  // Areas themselves, by what they lie in; how paths are kept is nobody's business.
  const std::string town = world.area("Weir Town", "township", east);
  world.ask(world.officer(), "area.move", {{"id", town}, {"parent", west}, {"version", 1}});
  EXPECT_THAT(newest(of_west, "area", town), ElementsAre("parent: outside  → " + west + " West"));
}

TEST_P(History, TellsMergesOnBothSides) {
  const std::string kept = world.sponsor("General Hospital", east);
  const std::string gone = world.sponsor("Gen. Hospital", west);
  const std::string ada = world.staff("Ada", kept, {{"grade", "7"}});
  const std::string twin = world.staff("Ada L.", gone, {{"position", "Nurse"}});
  world.ask(world.officer(), "sponsor.merge",
            {{"id", gone}, {"into", kept}, {"reason", "the same"}, {"version", 1}});
  EXPECT_THAT(newest(world.officer(), "sponsor", gone),
              ElementsAre("closed_on:   → 2026-11-26 ", "closed_reason:   → the same ",
                          "merged_into:   → " + kept + " General Hospital"));
  const access::Asker manager = world.holder(Role::sponsor_manager, kept);
  EXPECT_THAT(newest(manager, "staff", twin),
              ElementsAre("sponsor: outside  → " + kept + " General Hospital"));
  world.ask(manager, "staff.merge", {{"id", twin}, {"into", ada}, {"version", 2}});
  EXPECT_THAT(newest(manager, "staff", ada), ElementsAre("position:   → Nurse "));
  EXPECT_THAT(newest(manager, "staff", twin),
              ElementsAre("closed_on:   → 2026-11-26 ", "closed_reason:   → merged ",
                          "merged_into:   → " + ada + " Ada"));
  // Taken back, it no longer says so itself: only who sees the other is told which it was.
  world.ask(manager, "staff.reopen", {{"id", twin}, {"version", 3}});
  const access::Asker self =
      world.holder(Role::member, "self", written<base::Id<Staff>>(twin).value);
  EXPECT_THAT(newest(self, "staff", twin), testing::Contains("merged_into: outside  →  "));
}

TEST_P(History, ShowsFitnessToThoseOnlyWhoMayReadItAndNotesThatTheyDid) {
  const std::string hospital = world.sponsor("General Hospital", east);
  const std::string ada = world.staff("Ada", hospital);
  world.ask(
      world.officer(), "staff.fitness",
      {{"id", ada}, {"fit_until", "2027-05-01"}, {"declared_conflict", true}, {"version", 1}});
  const std::size_t before = noted().size();
  // An area's manager reads that it was set, not what.
  const access::Asker area = world.holder(Role::area_manager, east);
  const json::value unseen = world.ask(area, "staff.history", {{"id", ada}}).at("items");
  EXPECT_EQ(unseen.at(0).at("fields"), json::array({"fit_until", "declared_conflict", "version"}));
  EXPECT_THAT(base::write_json(unseen), Not(HasSubstr("2027")));
  EXPECT_FALSE(unseen.at(0).as_object().contains("fit_until"));
  EXPECT_FALSE(unseen.at(0).as_object().contains("declared_conflict"));
  EXPECT_THAT(csv_of(area, "staff.history", ada), Not(HasSubstr("2027")));
  EXPECT_EQ(noted().size(), before);
  // The sponsor's manager reads it, which is noted for Ada.
  const access::Asker manager = world.holder(Role::sponsor_manager, hospital);
  const json::value seen = world.ask(manager, "staff.history", {{"id", ada}}).at("items");
  EXPECT_EQ(seen.at(0).at("fit_until"), (json::object{{"after", "2027-05-01"}}));
  EXPECT_EQ(seen.at(0).at("declared_conflict"),
            (json::object{{"before", "false"}, {"after", "true"}}));
  EXPECT_THAT(base::write_json(seen.at(0).at("changes")), Not(HasSubstr("2027")));
  ASSERT_EQ(noted().size(), before + 1);
  EXPECT_EQ(noted().back(), "declared_conflict fit_until");
  EXPECT_THAT(csv_of(manager, "staff.history", ada), HasSubstr("false → true"));
  // One's own is nobody else's business.
  const std::size_t now = noted().size();
  const access::Asker self =
      world.holder(Role::member, "self", written<base::Id<Staff>>(ada).value);
  EXPECT_TRUE(world.ask(self, "staff.history", {{"id", ada}})
                  .at("items")
                  .at(0)
                  .as_object()
                  .contains("fit_until"));
  EXPECT_EQ(noted().size(), now);
}

TEST_P(History, SaysOfAnErasedPersonThatTheValuesAreGone) {
  const std::string hospital = world.sponsor("General Hospital", east);
  const std::string ada = world.staff("Ada", hospital);
  world.ask(world.officer(), "staff.rename", {{"id", ada}, {"name", "Ada L."}, {"version", 1}});
  ASSERT_TRUE(world.keys().erase(written<base::Id<Staff>>(ada).value));
  // What is written from now on nobody can read either.
  world.ask(world.officer(), "staff.rename", {{"id", ada}, {"name", "Nobody"}, {"version", 2}});
  const json::value items = world.ask(world.officer(), "staff.history", {{"id", ada}}).at("items");
  ASSERT_EQ(items.as_array().size(), 3U);
  for (const json::value& each : items.as_array()) {
    EXPECT_EQ(text_of(each, "values"), "erased");
    EXPECT_THAT(each.at("changes").as_array(), IsEmpty());
    EXPECT_FALSE(each.as_object().contains("declared_conflict"));
  }
  EXPECT_EQ(text_of(items.at(1), "operation"), "staff.rename");
  EXPECT_EQ(items.at(1).at("fields"), json::array({"name", "version"}));
}

TEST_P(History, ReadsLongHistoriesPageByPage) {
  const std::string site = world.site("Weir 0", east);
  for (int i = 1; i <= 60; ++i) {
    world.ask(world.officer(), "site.rename",
              {{"id", site}, {"name", fmt::format("Weir {}", i)}, {"version", i}});
  }
  std::vector<std::string> names;
  json::object input{{"id", site}};
  int pages = 0;
  for (bool more = true; more; ++pages) {
    const json::value page = world.ask(world.officer(), "site.history", input);
    for (const json::value& each : page.at("items").as_array()) {
      names.push_back(text_of(each.at("changes").at(0), "after"));
    }
    more = page.as_object().contains("next");
    if (more) {
      EXPECT_EQ(page.at("items").as_array().size(), 50U);
      input["after"] = page.at("next");
    }
  }
  EXPECT_EQ(pages, 2);
  ASSERT_EQ(names.size(), 61U);
  for (int i = 0; i <= 60; ++i) {
    EXPECT_EQ(names[static_cast<std::size_t>(i)], fmt::format("Weir {}", 60 - i));
  }
  for (const std::string_view place : {"x", "12", "12.", ".3", "12.x", "-.-"}) {
    EXPECT_EQ(world.outcome(world.officer(), "site.history", {{"id", site}, {"after", place}}),
              "/after not_place")
        << place;
  }
}

TEST_P(History, TellsWhatManyRowsAtOncePutIn) {
  const std::string hospital = world.sponsor("General Hospital", east);
  std::vector<Staff> staff;
  for (int i = 0; i < 3; ++i) {
    staff.push_back({.id = {},
                     .name = fmt::format("Person {}", i),
                     .sponsor = written<base::Id<Sponsor>>(hospital),
                     .area = written<base::Id<Area>>(east),
                     .languages = {{"hill", Level::basic, written<base::Date>("2025-01-01"), {}}}});
  }
  world.database().change(db::Caller::program(), "test.staff", [&](db::Change& change) {
    for (Staff& person : staff) {
      person.id = change.new_id<Staff>();
    }
    change.insert_all("staff", staff, "staff of a test");
  });
  const std::string id = staff[1].id.to_text();
  EXPECT_EQ(entries("staff", id), 1);
  EXPECT_THAT(
      newest(world.officer(), "staff", id),
      ElementsAre("name:   → Person 1 ", "sponsor:   → " + hospital + " General Hospital",
                  "area:   → " + east + " East",
                  "languages:   → "
                  "[{\"language\":\"hill\",\"level\":\"basic\",\"tested_on\":\"2025-01-01\"}"
                  "] "));
}

}  // namespace
}  // namespace sojourn::stages::programme
