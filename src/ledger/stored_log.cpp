#include "ledger/stored_log.h"

#include <bit>

#include "base/ensure.h"

namespace sojourn::ledger {
namespace {

std::int64_t sql(std::uint64_t number) {
  base::ensure(number <= INT64_MAX, "places of a log are 63-bit numbers");
  return static_cast<std::int64_t>(number);
}

}  // namespace

Hash hash_of(const db::Value& cell) {
  const auto* bytes = std::get_if<db::Bytes>(&cell);
  const std::optional<Hash> hash = bytes ? hash_from_bytes(bytes->data) : std::nullopt;
  base::ensure(hash.has_value(), "a stored hash has 32 bytes");
  return *hash;
}

NodeSource stored_nodes(db::Tx& tx) {
  return [&tx](std::uint32_t level, std::uint64_t index) {
    const std::uint32_t above = level % kept_step;
    const std::uint32_t kept = level - above;
    const std::uint64_t first = index << above;
    const std::uint64_t count = std::uint64_t{1} << above;
    const db::Result found =
        kept == 0 ? tx.query(
                        "SELECT leaf FROM audit_entry WHERE place >= $1 AND place < $2 "
                        "ORDER BY place",
                        {sql(first), sql(first + count)})
                  : tx.query(
                        "SELECT hash FROM audit_node WHERE level = $1 AND place >= $2 AND "
                        "place < $3 ORDER BY place",
                        {std::int64_t{kept}, sql(first), sql(first + count)});
    base::ensure(found.cells.size() == count, "the stored tree is whole");
    // A whole subtree: its frontier has one peak, the root.
    Frontier tree;
    for (const db::Value& cell : found.cells) {
      tree.append(hash_of(cell));
    }
    return tree.root();
  };
}

std::uint64_t stored_size(db::Tx& tx) {
  const auto last = tx.value<std::optional<std::int64_t>>("SELECT max(place) FROM audit_entry");
  return last ? static_cast<std::uint64_t>(*last) + 1 : 0;
}

std::vector<Epoch> stored_epochs(db::Tx& tx) {
  return tx.rows<Epoch>("SELECT number, origin, lost, began_at FROM audit_epoch ORDER BY number");
}

std::optional<StoredCheckpoint> latest_checkpoint(db::Tx& tx) {
  return tx.maybe<StoredCheckpoint>(
      "SELECT c.origin, c.size, c.note, c.sealed_at FROM audit_checkpoint c JOIN audit_epoch e ON "
      "e.origin = c.origin ORDER BY e.number DESC, c.size DESC LIMIT 1");
}

}  // namespace sojourn::ledger
