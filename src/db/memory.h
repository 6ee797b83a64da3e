// What transactions remember with a connection to be quick: which query texts need no scope, and
// about how many rows a query has. Nothing of it is ever shown. One thread at a time, as the
// session that owns it. Tested in tests/unit/db/memory_test.cpp.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace sojourn::db {

class Memory {
 public:
  using Clock = std::chrono::steady_clock;
  /// Entries of each kind; at the limit all of that kind are forgotten. Texts of operations are a
  /// few hundred, a scope's number of areas makes variants.
  static constexpr std::size_t most = 1000;
  /// A programme grows by a few rows a minute; a choice of reading order may be that much behind.
  static constexpr std::chrono::seconds longest{60};

  /// Whether `set_unscoped` was told this text.
  bool is_unscoped(std::string_view sql) const { return unscoped_.find(sql) != unscoped_.end(); }
  /// `sql` reads no scoped table: its text says so, and the text does not change.
  void set_unscoped(std::string_view sql);

  /// The number kept for `key` less than `longest` ago.
  std::optional<std::int64_t> estimate(std::string_view key, Clock::time_point now) const;
  void set_estimate(std::string_view key, std::int64_t value, Clock::time_point now);

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };
  struct Estimate {
    std::int64_t value = 0;
    Clock::time_point at;
  };
  std::unordered_set<std::string, Hash, std::equal_to<>> unscoped_;
  std::unordered_map<std::string, Estimate, Hash, std::equal_to<>> estimates_;
};

}  // namespace sojourn::db
