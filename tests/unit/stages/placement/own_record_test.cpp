// The own record, of all stages: what is in it, and what is not yet anybody's business.
#include "stages/programme/own_record.h"

#include <map>

#include "stages/selection/records.h"
#include "tests/unit/stages/placement/stage_world.h"

namespace sojourn::stages::placement {
namespace {

namespace json = boost::json;
using access::Role;
using base::Id;
using base::written;
using programme::text_of;
using programme::World;
using testing::Contains;
using testing::Not;
using testing::Pair;

programme::Parts parts_with_record() {
  programme::Parts made = placement_parts();
  std::vector<programme::OwnPart> own = programme::own_parts();
  for (std::vector<programme::OwnPart> part : {selection::own_parts(), own_parts()}) {
    own.insert(own.end(), part.begin(), part.end());
  }
  for (access::Operation& each : programme::own_record_operations(own)) {
    made.operations.push_back(std::move(each));
  }
  return made;
}

class OwnRecord : public testing::Test {
 protected:
  World world{db::EngineKind::sqlite, parts_with_record()};
  std::string county = world.area("Weir County", "county");
  std::string upper = world.site("Upper Weir", county);
  std::string hospital = world.sponsor("General Hospital", county);
  std::string ada = world.staff("Ada", hospital);
  access::Asker member = world.holder(Role::member, "self", written<Id<Staff>>(ada).value);

  /// Field and value, each as often as it stands there.
  std::multimap<std::string, std::string> record() {
    std::multimap<std::string, std::string> made;
    const json::value answer = world.ask(member, "account.record");
    for (const json::value& each : answer.at("items").as_array()) {
      made.emplace(text_of(each, "field"),
                   each.as_object().contains("value") ? text_of(each, "value") : "-");
    }
    return made;
  }
  template <class Act>
  void keep(Act&& act) {
    world.database().change(db::Caller::program(), "test.keep", std::forward<Act>(act));
  }
};

TEST_F(OwnRecord, TellsWhatRecordsPointToByName) {
  world.ask(world.officer(), "wish.set", {{"staff", ada}, {"site", upper}, {"rank", "first"}});
  const auto found = record();
  EXPECT_THAT(found, Contains(Pair("staff.sponsor", "General Hospital (" + hospital + ")")));
  EXPECT_THAT(found, Contains(Pair("staff.roles", "member")));
  EXPECT_THAT(found, Contains(Pair("staff.grade", "-")));
  EXPECT_THAT(found, Contains(Pair("wish.site", "Upper Weir (" + upper + ")")));
  EXPECT_THAT(found, Not(Contains(Pair("staff.version", testing::_))));
}

TEST_F(OwnRecord, HasNothingOfAPlanBeforeItIsPublished) {
  keep([&](db::Change& change) {
    change.insert("plan", Plan{.id = {7},
                               .name = "Spring",
                               .starts_on = written<base::Date>("2027-01-01"),
                               .state = PlanState::draft,
                               .made_at = change.now(),
                               .job = 1});
    change.insert("placement", Placement{.id = {8},
                                         .plan = {7},
                                         .staff = written<Id<Staff>>(ada),
                                         .site = written<Id<programme::Site>>(upper)});
  });
  EXPECT_THAT(record(), Not(Contains(Pair("placement.site", testing::_))));
  keep([&](db::Change& change) {
    change.run("plan", "published by the test",
               "UPDATE plan SET state = 'published', published_at = $1 WHERE id = 7 AND "
               "{unscoped:a test}",
               change.now());
  });
  EXPECT_THAT(record(), Contains(Pair("placement.site", "Upper Weir (" + upper + ")")));
}

TEST_F(OwnRecord, TellsOfAnObjectionWhatItIsButNotByWhichLetter) {
  keep([&](db::Change& change) {
    change.insert("selection_round",
                  selection::Round{.id = {21},
                                   .name = "Spring",
                                   .area = written<Id<programme::Area>>(county),
                                   .notice = "Notice 7",
                                   .opens_on = written<base::Date>("2026-11-01"),
                                   .deadline = written<base::Date>("2026-12-01"),
                                   .starts_on = written<base::Date>("2027-03-01")});
    change.insert("nomination",
                  selection::Nomination{.id = {81},
                                        .round = {21},
                                        .staff = written<Id<Staff>>(ada),
                                        .sponsor = written<Id<programme::Sponsor>>(hospital),
                                        .made_on = written<base::Date>("2026-11-02")});
    change.insert("nomination_objection",
                  selection::Objection{.id = {91},
                                       .nomination = {81},
                                       .staff = written<Id<Staff>>(ada),
                                       .ground = "drew up the list",
                                       .source = "letter of a colleague",
                                       .raised_on = written<base::Date>("2026-11-20")});
  });
  const auto found = record();
  EXPECT_THAT(found, Contains(Pair("nomination.round", testing::HasSubstr("Spring ("))));
  EXPECT_THAT(found, Contains(Pair("nomination_objection.ground", "drew up the list")));
  EXPECT_THAT(found, Not(Contains(Pair(testing::_, testing::HasSubstr("colleague")))));
}

}  // namespace
}  // namespace sojourn::stages::placement
