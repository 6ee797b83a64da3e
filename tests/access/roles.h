// A world in which every role is held by somebody, for the policy and the leak test: where each
// grant reaches, which records lie inside, beside and outside, and a fresh session for each
// question.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "access/records.h"
#include "tests/unit/access/world.h"

namespace sojourn::access {

/// What people of the world outside a scope are called and know; the leak test looks for it.
inline constexpr std::string_view sentinel = "zanzibar";

class RolesWorld {
 public:
  /// `other`: the second of two worlds, which differ only in what lies outside: who is there, how
  /// many, and what is written of them.
  explicit RolesWorld(bool other = false);

  World& world() { return world_; }
  /// A fresh session of the one who holds the role; "" for nobody. `ended`: of the one whose grant
  /// ended yesterday.
  std::string session(const std::string& role, bool ended = false);
  /// Account of the one who holds it; 0 for nobody.
  base::Id<Account> account(const std::string& role) const;
  /// Own staff record.
  StaffId own(const std::string& role) const;
  StaffId inside{101};
  StaffId sibling{102};
  StaffId outside{103};
  StaffId absent{104};
  /// An account of no role, with a password, made for one question.
  base::Id<Account> fresh_account();
  base::Id<Grant> fresh_grant(base::Id<Account> account);
  std::string fresh_name() const { return "fresh" + std::to_string(fresh_); }

 private:
  base::Id<Account> add_account(const std::string& name, StaffId staff);
  void add_grant(base::Id<Account> account, Role role, bool ended);

  World world_;
  std::map<std::string, base::Id<Account>> accounts_;
  std::map<std::string, base::Id<Account>> ended_;
  std::map<std::string, StaffId> own_;
  std::string password_;  ///< hash of "a good password"
  int fresh_ = 0;
};

}  // namespace sojourn::access
