// Rows of access's tables (migrations/0003_access.sql), as its SQL reads and writes them. What
// doors show are the records of the operations, which hold no secret.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "access/grant.h"
#include "access/role.h"
#include "base/date.h"
#include "base/id.h"

namespace sojourn::access {

struct Account {
  static constexpr std::string_view id_prefix = "account";
  base::Id<Account> id;
  std::string name;              ///< for signing in, in small letters
  std::string person;            ///< as people call them
  std::optional<StaffId> staff;  ///< the own staff record
  base::Instant made_at;
  std::optional<base::Instant> closed_at;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(Account, (), (id, name, person, staff, made_at, closed_at, version))

/// Of an actor's number; whoever runs the machine (0) has no account.
inline std::optional<base::Id<Account>> account_of(std::int64_t actor) {
  return actor == 0 ? std::nullopt : std::optional(base::Id<Account>{actor});
}

struct Credential {
  base::Id<Account> id;
  std::string password;                      ///< Passwords::hash
  std::optional<std::string> second_factor;  ///< FactorSeal::seal
  base::Instant changed_at;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(Credential, (), (id, password, second_factor, changed_at, version))

struct GrantRow {
  base::Id<Grant> id;
  base::Id<Account> account;
  Role role = Role::member;
  ScopeKind scope_kind = ScopeKind::self;
  std::int64_t subject = 0;
  base::Date from_day;
  std::optional<base::Date> to_day;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(GrantRow, (),
                      (id, account, role, scope_kind, subject, from_day, to_day, version))

struct Session {
  static constexpr std::string_view id_prefix = "session";
  base::Id<Session> id;
  std::string digest;
  base::Id<Account> account;
  std::string device;
  bool stays = false;  ///< on a phone of the field, for its outbox
  bool second_factor = false;
  base::Instant made_at;
  base::Instant seen_at;
  base::Instant expires_at;
  std::optional<base::Instant> ended_at;
};
BOOST_DESCRIBE_STRUCT(Session, (),
                      (id, digest, account, device, stays, second_factor, made_at, seen_at,
                       expires_at, ended_at))

struct ApiToken {
  static constexpr std::string_view id_prefix = "token";
  base::Id<ApiToken> id;
  std::string digest;
  std::string start;
  base::Id<Account> account;
  std::string label;
  std::optional<base::Id<Grant>> access_grant;  ///< acts by this grant only; none: by all
  bool only_reads = true;
  bool second_factor = false;  ///< of the session that made it
  base::Instant made_at;
  base::Instant expires_at;
  std::optional<base::Instant> ended_at;
};
BOOST_DESCRIBE_STRUCT(ApiToken, (),
                      (id, digest, start, account, label, access_grant, only_reads, second_factor,
                       made_at, expires_at, ended_at))

enum class LinkPurpose : std::uint8_t { setup, invitation, reset };
BOOST_DESCRIBE_ENUM(LinkPurpose, setup, invitation, reset)

struct OneTimeLink {
  static constexpr std::string_view id_prefix = "link";
  base::Id<OneTimeLink> id;
  std::string digest;
  LinkPurpose purpose = LinkPurpose::setup;
  std::optional<base::Id<Account>> account;
  base::Id<Account> made_by;  ///< 0: the program itself
  base::Instant made_at;
  base::Instant expires_at;
  std::optional<base::Instant> used_at;
  std::optional<base::Instant> ended_at;
};
BOOST_DESCRIBE_STRUCT(OneTimeLink, (),
                      (id, digest, purpose, account, made_by, made_at, expires_at, used_at,
                       ended_at))

/// A row for bookkeeping has no record here: sign_in_miss, familiar_place, second_factor_use,
/// record_read.
}  // namespace sojourn::access
