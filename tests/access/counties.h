// What the policies and leak tests of stages share: two counties, whoever asks in the one, and what
// they must not hear of the other.
#pragma once

#include <string>
#include <string_view>

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

}  // namespace sojourn::stages::programme
