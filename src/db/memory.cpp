#include "db/memory.h"

namespace sojourn::db {

void Memory::set_unscoped(std::string_view sql) {
  if (unscoped_.size() >= most) {
    unscoped_.clear();
  }
  unscoped_.emplace(sql);
}

std::optional<std::int64_t> Memory::estimate(std::string_view key, Clock::time_point now) const {
  const auto found = estimates_.find(key);
  return found != estimates_.end() && now - found->second.at < longest
             ? std::optional(found->second.value)
             : std::nullopt;
}

void Memory::set_estimate(std::string_view key, std::int64_t value, Clock::time_point now) {
  if (estimates_.size() >= most) {
    estimates_.clear();
  }
  estimates_.insert_or_assign(std::string(key), Estimate{value, now});
}

}  // namespace sojourn::db
