// Ids: 63-bit numbers that the program makes itself, in the order of time and without asking
// anybody (a PostgreSQL-compatible cluster has no cheap sequences). On the wire an id is a text
// with the kind before it (site_3k9q), because JavaScript's numbers end at 2^53 and so that an id
// of another kind is a fault and not another record. Tested in tests/unit/base/id_test.cpp.
#pragma once

#include <atomic>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/word.h"

namespace sojourn::base {

/// The text of an id: prefix, `_`, Crockford's base 32 in lower case without leading zeros.
/// Precondition: value > 0, for 0 is an id that was never set.
std::string id_text(std::string_view prefix, std::int64_t value);
/// Nothing for another prefix, other letters, leading zeros, or beyond 1 .. 2^63 - 1: so each id
/// has one text.
std::optional<std::int64_t> id_value(std::string_view prefix, std::string_view text);
WordAbout id_about(std::string_view prefix);

/// Id of a T, which says `static constexpr std::string_view id_prefix = "site";`. T may be
/// incomplete where Id<T> is a member. 0 is no id: what a record has before it gets one.
template <class T>
struct Id {
  std::int64_t value = 0;

  bool is_set() const { return value != 0; }
  std::string to_text() const { return id_text(T::id_prefix, value); }
  static std::optional<Id> from_text(std::string_view text) {
    const std::optional<std::int64_t> value = id_value(T::id_prefix, text);
    return value ? std::optional(Id{*value}) : std::nullopt;
  }
  static WordAbout word_about() { return id_about(T::id_prefix); }
  friend bool operator==(const Id&, const Id&) = default;
  friend auto operator<=>(const Id&, const Id&) = default;
};

template <class T>
struct IdOf : std::false_type {};
template <class T>
struct IdOf<Id<T>> : std::true_type {
  using Kind = T;
};
template <class T>
concept IdLike = IdOf<T>::value;

/// Makes ids. 41 bits of milliseconds since 2020 (until 2089), 10 bits that tell makers apart, 12
/// bits of counting. In one process each is larger than the one before, also when the clock goes
/// back or more than 4,096 are wanted in a millisecond: then the time in the id runs ahead of the
/// clock. Makers of several processes are told apart by chance; the count begins somewhere in the
/// lower half in each new millisecond, so that two makers of the same number, one pair in 1,024,
/// still seldom meet. If they do, the database refuses the second as it would any id given twice.
/// Safe for any number of threads.
class IdMaker {
 public:
  /// A maker's number and counts by chance (the machine's own randomness).
  explicit IdMaker(WallClock& clock);
  /// For tests: always the same ids. Precondition: maker < 1024.
  IdMaker(WallClock& clock, std::uint32_t maker, std::uint64_t seed);

  std::int64_t next();
  template <class T>
  Id<T> make() {
    return {next()};
  }

  /// When an id was made, to the millisecond (or a little later, see above).
  static Instant made_at(std::int64_t id);

 private:
  WallClock& clock_;
  std::uint64_t maker_;
  std::uint64_t seed_;
  std::atomic<std::uint64_t> last_{0};  ///< milliseconds and count of the id made last
};

}  // namespace sojourn::base

template <class T>
struct std::hash<sojourn::base::Id<T>> {
  std::size_t operator()(const sojourn::base::Id<T>& id) const noexcept {
    return std::hash<std::int64_t>{}(id.value);
  }
};
