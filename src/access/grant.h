// A grant: a role over a scope from one day to another; and from grants to the rows that they let
// somebody see. Pure: the grants come from access/store, the day from the caller.
// Tested in tests/unit/access/grant_test.cpp, by properties too.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/role.h"
#include "base/date.h"
#include "base/id.h"
#include "db/scope.h"

namespace sojourn::access {

/// Prefixes of ids that grants name; the stage `programme` gives its records the same.
inline constexpr std::string_view area_prefix = "area";
inline constexpr std::string_view sponsor_prefix = "sponsor";
inline constexpr std::string_view site_prefix = "site";
inline constexpr std::string_view staff_prefix = "staff";

/// What the id of a staff member is an id of, on this floor.
struct StaffRecord {
  static constexpr std::string_view id_prefix = staff_prefix;
};
using StaffId = base::Id<StaffRecord>;

enum class ScopeKind : std::uint8_t { programme, area, sponsor, site, self };
BOOST_DESCRIBE_ENUM(ScopeKind, programme, area, sponsor, site, self)

/// Over what a grant is: a word with the text "programme", "self", or an id such as "area_3k9q".
struct GrantScope {
  ScopeKind kind = ScopeKind::self;
  std::int64_t subject = 0;  ///< the area's, sponsor's or site's id; 0 for programme and self

  std::string to_text() const;
  static std::optional<GrantScope> from_text(std::string_view text);
  static base::WordAbout word_about();
  friend bool operator==(const GrantScope&, const GrantScope&) = default;
};

/// Which scopes a role may be granted over.
bool role_takes(Role role, ScopeKind kind);

struct Grant {
  static constexpr std::string_view id_prefix = "grant";
  base::Id<Grant> id;
  Role role = Role::member;
  GrantScope scope;
  base::Date from;
  std::optional<base::Date> to;  ///< the last day; none: until it is ended
  /// Materialised path of an area's grant, as it is today; empty for other scopes, and for an area
  /// that is gone (then the grant gives nothing).
  std::string area_path = {};

  bool active(base::Date date) const { return from <= date && (!to || date <= *to); }
};

/// What the grants that are active on `date` and whose role is in `roles` let somebody see; nullopt
/// if there is none. `staff` is the asker's own staff record, 0 for none: that is what `self`
/// means.
std::optional<db::Scope> scope_of(std::span<const Grant> grants, base::Date date, Roles roles,
                                  std::int64_t staff);

/// The same by a permission's reach: open sees nothing scoped, own the own record, whole needs the
/// whole programme.
std::optional<db::Scope> scope_of(std::span<const Grant> grants, base::Date date,
                                  const Permission& permission, std::int64_t staff);

/// Whether one of the active grants is of a role that needs a second factor.
bool holds_office(std::span<const Grant> grants, base::Date date);

}  // namespace sojourn::access
