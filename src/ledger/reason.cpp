#include "ledger/reason.h"

#include "ledger/hash.h"
#include "ledger/history.h"
#include "ledger/seal.h"

namespace sojourn::ledger {

std::optional<std::string> open_reason(db::Tx& tx, PersonKeys& keys, const Entry& entry) {
  if (!entry.why) {
    return std::nullopt;
  }
  // Part 0, of no table and no record: see Log::record.
  const auto sealed = tx.column<db::Bytes>(
      "SELECT sealed FROM audit_history WHERE entry = $1 AND part = 0 AND subject = 0", entry.id);
  const std::optional<SealKey> key = keys.find(0);
  if (sealed.empty() || !key || leaf_hash(sealed.front().data) != *entry.why) {
    return std::nullopt;
  }
  return unseal(*key, sealed.front().data, sealed_place(entry.id, 0, "-", 0));
}

}  // namespace sojourn::ledger
