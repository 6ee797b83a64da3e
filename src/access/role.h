// Roles and permissions. A role is what somebody is in the programme; a permission is what an
// operation asks for. Nothing is held bare: a role is granted over a scope (access/grant.h), and a
// permission says how far it reaches, so that there is no such thing as a plain "may read".
// A stage declares its permissions beside its operations:
//
//   inline constexpr access::Permission manage_sites{
//       "manage_sites", access::Reach::scoped,
//       {access::Role::programme_officer, access::Role::area_manager}};
//
// Who may do what is written a second time, by hand and apart from the code, in
// tests/access/policy.csv, and the two are compared. Tested in tests/unit/access/grant_test.cpp.
#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace sojourn::access {

/// Stored and sent by name; keep the names.
enum class Role : std::uint8_t {
  programme_officer,  ///< runs the programme, or its part in an area
  area_manager,       ///< runs what lies in an area
  host,               ///< speaks for a site that receives staff
  sponsor_manager,    ///< looks after the staff whom a sponsor sends
  team_leader,        ///< leads the team of a site
  member,             ///< a member of staff, for the own record
  inspector,          ///< visits and reports findings
  custodian,          ///< holds a key of ballots or concerns
  appraiser,          ///< appraises
  auditor,            ///< reads the audit log
  administrator,      ///< accounts and the machine, not the programme's records
};
BOOST_DESCRIBE_ENUM(Role, programme_officer, area_manager, host, sponsor_manager, team_leader,
                    member, inspector, custodian, appraiser, auditor, administrator)

/// Works at a desk with other people's records: needs a second factor, and is signed out sooner.
constexpr bool office_role(Role role) {
  return role != Role::host && role != Role::team_leader && role != Role::member;
}

/// A set of roles.
class Roles {
 public:
  constexpr Roles() = default;
  constexpr Roles(std::initializer_list<Role> roles) {
    for (const Role role : roles) {
      bits_ |= std::uint32_t{1} << static_cast<unsigned>(role);
    }
  }
  constexpr bool has(Role role) const {
    return (bits_ >> static_cast<unsigned>(role) & std::uint32_t{1}) != 0;
  }
  constexpr bool empty() const { return bits_ == 0; }

 private:
  std::uint32_t bits_ = 0;
};

enum class Reach : std::uint8_t {
  open,    ///< needs no account: signing in, the data dictionary. Sees no scoped row
  own,     ///< anybody with an account, for the own account and the own record
  scoped,  ///< as far as the grants of one of its roles reach
  whole,   ///< only with a grant over the whole programme
};
BOOST_DESCRIBE_ENUM(Reach, open, own, scoped, whole)

/// No standard one: an operation that names none does not compile.
class Permission {
 public:
  /// Of scoped or whole reach. Refused by the compiler without a role.
  consteval Permission(std::string_view name, Reach reach, std::initializer_list<Role> roles)
      : name_(name), reach_(reach), roles_(roles) {
    if (name.empty() || roles_.empty() || (reach != Reach::scoped && reach != Reach::whole)) {
      throw "a permission has a name, a reach and at least one role";
    }
  }
  static consteval Permission open() { return {"open", Reach::open}; }
  static consteval Permission own() { return {"own", Reach::own}; }

  constexpr std::string_view name() const { return name_; }
  constexpr Reach reach() const { return reach_; }
  /// Of scoped and whole reach; others ask for none.
  constexpr Roles roles() const { return roles_; }

 private:
  consteval Permission(std::string_view name, Reach reach) : name_(name), reach_(reach) {}

  std::string_view name_;
  Reach reach_;
  Roles roles_;
};

}  // namespace sojourn::access
