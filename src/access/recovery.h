// Recovery codes: what somebody writes down for the day on which the phone with the second factor
// is gone. Ten codes of 80 random bits, shown once and kept as digests: so many bits cannot be
// guessed, so a slow hash would add nothing. Each is good once, in place of the six digits. Tested
// in tests/unit/access/recovery_test.cpp.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/records.h"
#include "db/database.h"

namespace sojourn::access {

inline constexpr std::int64_t recovery_codes_made = 10;

struct RecoveryCode {
  static constexpr std::string_view id_prefix = "recovery";
  base::Id<RecoveryCode> id;
  base::Id<Account> account;
  std::string digest;  ///< of the 16 characters
  base::Instant made_at;
  std::optional<base::Instant> used_at;
};
BOOST_DESCRIBE_STRUCT(RecoveryCode, (), (id, account, digest, made_at, used_at))

/// Ten new ones, in groups of four ("ABCD-EFGH-IJKL-MNOP"); the earlier ones go. The change keeps
/// no answer, as this one holds secrets.
std::vector<std::string> make_recovery_codes(db::Change& change, base::Id<Account> account);
void forget_recovery_codes(db::Change& change, base::Id<Account> account);

/// The account's unused code that `text` is; small letters, spaces and hyphens are allowed. Nothing
/// if it is none, such as six digits.
std::optional<RecoveryCode> recovery_code_of(db::Tx& tx, base::Id<Account> account,
                                             std::string_view text);
/// It is used from now on. No if it was meanwhile.
bool use_recovery_code(db::Change& change, const RecoveryCode& code);

std::int64_t recovery_codes_left(db::Tx& tx, base::Id<Account> account);

}  // namespace sojourn::access
