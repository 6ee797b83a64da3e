// The secrets of second factors are sealed in the database with a key that lies in a file beside
// it: whoever has a copy of the database alone cannot make anybody's codes. A secret is sealed for
// its account, so that one that is copied into another row opens nothing. Tested in
// tests/unit/access/factor_seal_test.cpp.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "access/records.h"
#include "db/database.h"
#include "ledger/seal.h"

namespace sojourn::access {

class FactorSeal {
 public:
  explicit FactorSeal(const ledger::SealKey& key) : key_(key) {}

  /// What is stored for the secret `base32`.
  std::string seal(base::Id<Account> account, std::string_view base32) const;
  /// The secret's bytes. Takes what an earlier Sojourn stored unsealed. Nothing if it was sealed
  /// for another account or with another key.
  std::optional<std::string> open(base::Id<Account> account, std::string_view stored) const;

 private:
  ledger::SealKey key_;
};

/// Whether the database holds secrets that only a key opens that must be there already.
bool holds_sealed_factors(db::Tx& tx);

/// Seals what an earlier Sojourn stored unsealed: one change, none if there is nothing. How many.
std::int64_t seal_old_factors(db::Database& database, const FactorSeal& seal);

/// The key in `file`: 32 bytes, readable by its owner only. Refusal not_found "no_factor_key",
/// precondition "key_is_open", invalid "not_a_key".
ledger::SealKey read_factor_key(const std::filesystem::path& file);
void write_factor_key(const std::filesystem::path& file);

}  // namespace sojourn::access
