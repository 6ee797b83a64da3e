#include "access/recovery.h"

#include <fmt/format.h>

#include "access/token.h"
#include "access/totp.h"

namespace sojourn::access {
namespace {

constexpr std::string_view code_columns = "n.id, n.account, n.digest, n.made_at, n.used_at";
constexpr std::size_t secret_bytes = 10;  // 16 characters of base 32

std::vector<RecoveryCode> codes_of(db::Tx& tx, base::Id<Account> account) {
  return tx.rows<RecoveryCode>(
      fmt::format("SELECT {} FROM recovery_code n WHERE n.account = $1 ORDER BY n.id",
                  code_columns),
      account);
}

}  // namespace

std::vector<std::string> make_recovery_codes(db::Change& change, base::Id<Account> account) {
  change.keep_no_answer();
  forget_recovery_codes(change, account);
  std::vector<std::string> codes;
  for (std::int64_t made = 0; made < recovery_codes_made; ++made) {
    const std::string letters = to_base32(random_bytes(secret_bytes));
    change.insert("recovery_code", RecoveryCode{.id = change.new_id<RecoveryCode>(),
                                                .account = account,
                                                .digest = token_digest(letters),
                                                .made_at = change.now(),
                                                .used_at = {}});
    codes.push_back(letters.substr(0, 4) + "-" + letters.substr(4, 4) + "-" + letters.substr(8, 4) +
                    "-" + letters.substr(12));
  }
  return codes;
}

void forget_recovery_codes(db::Change& change, base::Id<Account> account) {
  for (const RecoveryCode& each : codes_of(change, account)) {
    change.erase("recovery_code", each);
  }
}

std::optional<RecoveryCode> recovery_code_of(db::Tx& tx, base::Id<Account> account,
                                             std::string_view text) {
  std::string plain(text);
  std::erase(plain, '-');
  const auto bytes = from_base32(plain);
  if (!bytes || bytes->size() != secret_bytes) {
    return std::nullopt;
  }
  return tx.maybe<RecoveryCode>(fmt::format("SELECT {} FROM recovery_code n WHERE n.account = $1 "
                                            "AND n.digest = $2 AND n.used_at IS NULL",
                                            code_columns),
                                account, token_digest(to_base32(*bytes)));
}

bool use_recovery_code(db::Change& change, const RecoveryCode& code) {
  const auto there = change.maybe<RecoveryCode>(
      fmt::format("SELECT {} FROM recovery_code n WHERE n.id = $1 AND n.used_at IS NULL",
                  code_columns),
      code.id);
  if (!there) {
    return false;
  }
  RecoveryCode used = *there;
  used.used_at = change.now();
  change.update("recovery_code", *there, used);
  return true;
}

std::int64_t recovery_codes_left(db::Tx& tx, base::Id<Account> account) {
  return tx.value<std::int64_t>(
      "SELECT count(*) FROM recovery_code WHERE account = $1 AND used_at IS NULL", account);
}

}  // namespace sojourn::access
