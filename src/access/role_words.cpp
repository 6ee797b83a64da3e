#include "access/role_words.h"

#include <source_location>
#include <string>

#include "base/describe.h"
#include "base/ensure.h"

namespace sojourn::access {

base::Sentence role_in_words(Role role) {
  switch (role) {
    case Role::programme_officer: return "programme officer";
    case Role::area_manager: return "area manager";
    case Role::host: return "host of a site";
    case Role::sponsor_manager: return "sponsor's manager";
    case Role::team_leader: return "team leader";
    case Role::member: return "member of a team";
    case Role::inspector: return base::Sentence::phrase("inspector");
    case Role::custodian: return base::Sentence::phrase("custodian");
    case Role::appraiser: return base::Sentence::phrase("appraiser");
    case Role::auditor: return base::Sentence::phrase("auditor");
    case Role::administrator: return base::Sentence::phrase("administrator");
  }
  base::report_bug("a role without words", std::source_location::current());
}

base::Sentence holders_in_words(const Permission& permission) {
  if (permission.reach() == Reach::open) {
    return "everybody, without signing in";
  }
  if (permission.reach() == Reach::own) {
    return "everybody with an account, for what is their own";
  }
  base::Sentence made;
  for (const std::string& name : base::choices<Role>()) {
    const Role role = *base::choice_of<Role>(name);
    if (permission.roles().has(role)) {
      if (!made.empty()) {
        made += base::Sentence(", ");
      }
      made += role_in_words(role);
    }
  }
  return made;
}

}  // namespace sojourn::access
