#include "access/factor_seal.h"

#include <fmt/format.h>

#include <algorithm>

#include "access/sign_in.h"
#include "access/totp.h"
#include "ledger/files.h"
#include "ledger/key_file.h"

namespace sojourn::access {
namespace {

/// No base 32 holds a colon, so what is sealed is known by its beginning.
constexpr std::string_view sealed_mark = "sealed:";

std::string place_of(base::Id<Account> account) {
  return fmt::format("account/{}/second-factor", account.value);
}

struct Proposed {
  base::Id<Account> account;
  std::string proposed;
};
BOOST_DESCRIBE_STRUCT(Proposed, (), (account, proposed))

}  // namespace

std::string FactorSeal::seal(base::Id<Account> account, std::string_view base32) const {
  return std::string(sealed_mark) + to_base32(ledger::seal(key_, base32, place_of(account)));
}

std::optional<std::string> FactorSeal::open(base::Id<Account> account,
                                            std::string_view stored) const {
  if (!stored.starts_with(sealed_mark)) {
    return from_base32(stored);
  }
  const auto sealed = from_base32(stored.substr(sealed_mark.size()));
  const auto base32 = sealed ? ledger::unseal(key_, *sealed, place_of(account)) : std::nullopt;
  return base32 ? from_base32(*base32) : std::nullopt;
}

bool holds_sealed_factors(db::Tx& tx) {
  return tx.value<std::int64_t>(
             "SELECT (SELECT count(*) FROM credential WHERE second_factor LIKE 'sealed:%') + "
             "(SELECT count(*) FROM second_factor_use WHERE proposed LIKE 'sealed:%')") > 0;
}

std::int64_t seal_old_factors(db::Database& database, const FactorSeal& seal) {
  constexpr std::string_view old =
      "SELECT id, password, second_factor, changed_at, version FROM credential WHERE second_factor "
      "IS NOT NULL AND second_factor NOT LIKE 'sealed:%' ORDER BY id";
  // What was proposed and not confirmed is bookkeeping.
  database.upkeep([&](db::Change& change) {
    for (const Proposed& each : change.rows<Proposed>(
             "SELECT account, proposed FROM second_factor_use WHERE proposed IS NOT NULL AND "
             "proposed NOT LIKE 'sealed:%'")) {
      change.write("UPDATE second_factor_use SET proposed = $2 WHERE account = $1", each.account,
                   seal.seal(each.account, each.proposed));
    }
  });
  const auto waiting = database.read(db::Caller::program(), [&](db::Tx& tx) {
    return static_cast<std::int64_t>(tx.rows<Credential>(old).size());
  });
  if (waiting == 0) {
    return 0;
  }
  return database.change(db::Caller::program(), "second_factor.seal", [&](db::Change& change) {
    std::int64_t sealed = 0;
    for (const Credential& before : change.rows<Credential>(old)) {
      Credential after = before;
      after.second_factor = seal.seal(before.id, before.second_factor.value_or(""));
      change.update("credential", before, after);
      ++sealed;
    }
    return sealed;
  });
}

ledger::SealKey read_factor_key(const std::filesystem::path& file) {
  constexpr std::size_t most = 1024;
  const auto bytes = ledger::read_small_file(file, most);
  if (!bytes) {
    throw refusal(base::Kind::not_found, "no_factor_key",
                  base::in_words("There is no key file {}.", file.string()));
  }
  ledger::require_private(file);
  ledger::SealKey key{};
  if (bytes->size() != key.size()) {
    throw refusal(base::Kind::invalid, "not_a_key",
                  base::in_words("{} is not a key of 32 bytes.", file.string()));
  }
  std::copy(bytes->begin(), bytes->end(), key.begin());
  return key;
}

void write_factor_key(const std::filesystem::path& file) {
  const ledger::SealKey key = ledger::make_seal_key();
  ledger::create_file(file, std::string(key.begin(), key.end()));
}

}  // namespace sojourn::access
