#include "tests/access/roles.h"

#include "access/sign_in.h"
#include "access/token.h"
#include "tests/access/policy.h"

namespace sojourn::access {
namespace {

/// Over what each role is granted here.
GrantScope scope_of_role(Role role) {
  switch (role) {
    case Role::area_manager: return {.kind = ScopeKind::area, .subject = 1};
    case Role::host:
    case Role::team_leader: return {.kind = ScopeKind::site, .subject = 9};
    case Role::sponsor_manager: return {.kind = ScopeKind::sponsor, .subject = 7};
    case Role::member: return {.kind = ScopeKind::self, .subject = 0};
    case Role::programme_officer:
    case Role::inspector:
    case Role::custodian:
    case Role::appraiser:
    case Role::auditor:
    case Role::administrator: return {.kind = ScopeKind::programme, .subject = 0};
  }
  base::report_bug("a role without a scope", std::source_location::current());
}

}  // namespace

RolesWorld::RolesWorld(bool other)
    : password_(world_.service().passwords().hash("a good password")) {
  const base::Date fit = base::written<base::Date>("2027-05-01");
  world_.add({inside, "Ada", "/1/11/", 7, 9, fit});
  world_.add({sibling, "Ben", "/1/12/", 6, 8, fit});
  std::int64_t next = 200;
  for (const std::string& role : policy_roles()) {
    if (role == "nobody") {
      continue;
    }
    own_[role] = {next++};
    world_.add({own_[role], "Own of " + role, "/3/", 4, 4, fit});
    accounts_[role] = add_account(role, own_[role]);
    ended_[role] = add_account(role + ".ended", {});
    if (const auto held = base::choice_of<Role>(role)) {
      add_grant(accounts_[role], *held, false);
      add_grant(ended_[role], *held, true);
    }
  }
  // What lies outside, last, so that all that came before is the same in both worlds.
  world_.add({outside, other ? "Cleo" : std::string(sentinel), "/2/", 5, 5,
              other ? fit : base::written<base::Date>("2031-12-31")});
  for (int i = 0; i < (other ? 7 : 2); ++i) {
    world_.add({{300 + i}, std::string(sentinel) + std::to_string(i), "/2/22/", 5, 5, fit});
  }
}

base::Id<Account> RolesWorld::add_account(const std::string& name, StaffId staff) {
  return world_.database().change(db::Caller::program(), "test.account", [&](db::Change& change) {
    const Account account{.id = change.new_id<Account>(),
                          .name = name,
                          .person = "Holder of " + name,
                          .staff = staff.is_set() ? std::optional(staff) : std::nullopt,
                          .made_at = change.now(),
                          .closed_at = {}};
    change.insert("account", account);
    change.insert("credential", Credential{.id = account.id,
                                           .password = password_,
                                           .second_factor = {},
                                           .changed_at = change.now()});
    return account.id;
  });
}

void RolesWorld::add_grant(base::Id<Account> account, Role role, bool ended) {
  world_.database().change(db::Caller::program(), "test.grant", [&](db::Change& change) {
    const base::Date today = change.now().utc_date();
    const GrantScope scope = scope_of_role(role);
    change.insert("access_grant",
                  GrantRow{.id = change.new_id<Grant>(),
                           .account = account,
                           .role = role,
                           .scope_kind = scope.kind,
                           .subject = scope.subject,
                           .from_day = today - 30,
                           .to_day = ended ? std::optional(today - 1) : std::nullopt});
  });
}

base::Id<Account> RolesWorld::account(const std::string& role) const {
  const auto found = accounts_.find(role);
  return found == accounts_.end() ? base::Id<Account>{} : found->second;
}

StaffId RolesWorld::own(const std::string& role) const {
  const auto found = own_.find(role);
  return found == own_.end() ? absent : found->second;
}

std::string RolesWorld::session(const std::string& role, bool ended) {
  if (role == "nobody") {
    return "";
  }
  const std::string token = make_token(TokenKind::session);
  world_.database().change(db::Caller::program(), "test.session", [&](db::Change& change) {
    begin_session(change, token, ended ? ended_.at(role) : accounts_.at(role), "test", false, true);
  });
  return token;
}

base::Id<Account> RolesWorld::fresh_account() {
  ++fresh_;
  return add_account(fresh_name(), {});
}

base::Id<Grant> RolesWorld::fresh_grant(base::Id<Account> account) {
  add_grant(account, Role::auditor, false);
  return world_.database().read(db::Caller::program(), [&](db::Tx& tx) {
    return tx.value<base::Id<Grant>>("SELECT max(id) FROM access_grant WHERE account = $1",
                                     account);
  });
}

}  // namespace sojourn::access
