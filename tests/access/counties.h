// What the policies and leak tests of stages share: two counties, whoever asks in the one, and what
// they must not hear of the other.
#pragma once

#include <gmock/gmock.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/access/policy.h"
#include "tests/access/worlds.h"
#include "tests/unit/stages/programme/world.h"

namespace sojourn::stages::programme {

/// What people outside a scope are called; nobody within hears it.
inline constexpr std::string_view sentinel = "zanzibar";

template <class R>
std::string id_of(std::int64_t number) {
  return base::Id<R>{number}.to_text();
}

/// Who holds a role of the policies: over area 11, site 31 or sponsor 41, as staff member 59, or
/// over the programme.
inline access::Asker holder_of(World& world, const std::string& role) {
  if (role == "nobody") {
    return {};
  }
  if (const auto held = base::choice_of<access::Role>(role)) {
    switch (*held) {
      case access::Role::area_manager: return world.holder(*held, id_of<Area>(11));
      case access::Role::host:
      case access::Role::team_leader: return world.holder(*held, id_of<Site>(31));
      case access::Role::sponsor_manager: return world.holder(*held, id_of<Sponsor>(41));
      case access::Role::member: return world.holder(*held, "self", 59);
      default: return world.holder(*held, "programme");
    }
  }
  access::Asker asker = world.officer();  // signed in, without a role
  asker.grants.clear();
  return asker;
}

/// Whoever does not see the whole hears the same in two worlds that differ only outside their
/// scope, and none of `words`; whoever does is told the difference, `told` among it.
/// `questions(world)`: what is asked in both, each of the stage's `own` operations at least once.
template <class Counties, class Questions>
void expect_no_leaks(Counties& one, Counties& other, const Questions& questions,
                     const std::vector<std::string>& words, const std::string& told,
                     const std::vector<access::Operation>& own) {
  EXPECT_EQ(testing::PrintToString(access::not_asked(own, questions(one.world))), "{}")
      << "are never asked, and could tell of what lies outside";
  for (const std::string& role : access::policy_roles()) {
    if (role == "programme_officer" || role == "inspector") {
      continue;  // see the whole: nothing lies outside
    }
    EXPECT_THAT(
        access::leaks({one.world.service(), one.holder_of(role)},
                      {other.world.service(), other.holder_of(role)}, questions(one.world), words),
        testing::IsEmpty())
        << role;
  }
  EXPECT_THAT(
      access::leaks({one.world.service(), one.world.officer()},
                    {other.world.service(), other.world.officer()}, questions(one.world), {}),
      testing::Contains(testing::HasSubstr(told)));
}

}  // namespace sojourn::stages::programme
