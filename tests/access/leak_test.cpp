#include "tests/access/worlds.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/access/policy.h"
#include "tests/access/roles.h"

namespace sojourn::access {
namespace {

namespace json = boost::json;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

/// Questions about all people, there or not.
std::vector<Question> questions(const World& world, const RolesWorld& roles) {
  std::vector<Question> made = {{&world.operation("person.list"), json::object()}};
  for (const StaffId id :
       {roles.inside, roles.sibling, roles.outside, roles.absent, StaffId{301}, StaffId{305}}) {
    made.push_back({&world.operation("person.show"), json::object{{"id", id.to_text()}}});
  }
  made.push_back({&world.operation("person.show"), json::object{{"id", "site_3k"}}});
  return made;
}

TEST(TwoWorlds, WhatLiesOutsideTheScopeChangesNoAnswer) {
  RolesWorld one(false);
  RolesWorld other(true);
  for (const std::string& role : policy_roles()) {
    if (role == "programme_officer") {
      continue;  // sees the whole: nothing lies outside
    }
    const Side here{one.world().service(), one.world().service().asker_of(one.session(role))};
    const Side there{other.world().service(),
                     other.world().service().asker_of(other.session(role))};
    EXPECT_THAT(leaks(here, there, questions(one.world(), one), {std::string(sentinel), "2031"}),
                IsEmpty())
        << role;
  }
}

TEST(TwoWorlds, TheHarnessFindsALeak) {
  RolesWorld one(false);
  RolesWorld other(true);
  // A count that forgets the scope, as peers' totals did.
  const Operation leaky = read_operation<Nothing, Page<PersonView>>(
      {.name = "person.total",
       .permission = read_people,
       .path = "/api/people/total",
       .summary = "a leak"},
      [](db::Tx& tx, const Nothing&) {
        Page<PersonView> page;
        page.count = tx.value<std::int64_t>(
            "SELECT count(*) FROM person WHERE {unscoped:a test of the test}");
        return page;
      });
  const Side here{one.world().service(), one.world().service().asker_of(one.session("host"))};
  const Side there{other.world().service(),
                   other.world().service().asker_of(other.session("host"))};
  EXPECT_THAT(leaks(here, there, {{&leaky, json::object()}}, {}),
              Contains(HasSubstr("person.total {} differs")));
  // And a name from outside.
  const Side whole{one.world().service(),
                   one.world().service().asker_of(one.session("programme_officer"))};
  EXPECT_THAT(leaks(whole, whole, questions(one.world(), one), {std::string(sentinel)}),
              Contains(HasSubstr("tells \"zanzibar\"")));
}

}  // namespace
}  // namespace sojourn::access
