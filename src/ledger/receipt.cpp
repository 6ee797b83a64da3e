#include "ledger/receipt.h"

#include <fmt/format.h>

#include "base/text.h"

namespace sojourn::ledger {

std::string write_receipt(const Receipt& receipt) {
  return fmt::format("id={}; leaf={}; seal-by={}", receipt.id, to_base64(receipt.leaf),
                     receipt.seal_by);
}

std::optional<Receipt> parse_receipt(std::string_view text) {
  constexpr std::string_view first = "id=";
  constexpr std::string_view second = "; leaf=";
  constexpr std::string_view third = "; seal-by=";
  const std::size_t leaf = text.find(second);
  const std::size_t by = text.find(third);
  if (!text.starts_with(first) || leaf == std::string_view::npos || by == std::string_view::npos ||
      by < leaf) {
    return std::nullopt;
  }
  const auto id = base::parse_number<std::int64_t>(text.substr(first.size(), leaf - first.size()));
  const auto hash = hash_from_base64(text.substr(leaf + second.size(), by - leaf - second.size()));
  const auto seal_by = base::parse_number<std::int64_t>(text.substr(by + third.size()));
  if (!id || !hash || !seal_by) {
    return std::nullopt;
  }
  const Receipt made{.id = *id, .leaf = *hash, .seal_by = *seal_by};
  return write_receipt(made) == text ? std::optional(made) : std::nullopt;
}

}  // namespace sojourn::ledger
