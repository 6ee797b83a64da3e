// What passes between Sojourn and a database engine: one cell as a `Value`, and `SqlOf<T>`, which
// turns the words of the language into cells and back. The same on both engines: a driver gives
// back the kind that it was given, or the nearest one (SQLite keeps a bool as 0 or 1, so reading
// one accepts both). A cell of a wrong kind is a Bug: the schema says what a column holds.
// Tested in tests/unit/db/value_test.cpp and, through both engines,
// tests/unit/db/database_test.cpp.
#pragma once

#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/describe.h"
#include "base/ensure.h"
#include "base/id.h"
#include "base/json.h"
#include "base/money.h"
#include "base/word.h"

namespace sojourn::db {

/// Any bytes. Their text, in JSON, is two hexadecimal digits each.
struct Bytes {
  std::string data = {};

  std::string to_text() const;
  static std::optional<Bytes> from_text(std::string_view text);
  static base::WordAbout word_about();
  friend bool operator==(const Bytes&, const Bytes&) = default;
};

/// std::monostate is NULL.
using Value = std::variant<std::monostate, bool, std::int64_t, double, std::string, Bytes>;

/// For messages: "null", "yes", "12", "'text'" (shortened), "3 bytes".
std::string show(const Value& value);

/// Throws Bug: a cell holds something that the asker cannot take.
[[noreturn]] void wrong_cell(const Value& found, std::string_view wanted);

template <class T>
struct SqlOf {
  static Value to(const T& from) {
    if constexpr (base::Optional<T>) {
      return from ? SqlOf<typename base::OptionalOf<T>::Value>::to(*from) : Value{};
    } else if constexpr (std::same_as<T, bool> || std::same_as<T, double> ||
                         std::same_as<T, std::string> || std::same_as<T, Bytes>) {
      return from;
    } else if constexpr (std::integral<T>) {
      static_assert(sizeof(T) < 8 || std::signed_integral<T>, "SQL has no unsigned 64-bit number");
      return static_cast<std::int64_t>(from);
    } else if constexpr (base::Choice<T>) {
      return std::string(base::name_of(from));
    } else if constexpr (base::IdLike<T>) {
      return from.value;
    } else if constexpr (base::Word<T>) {
      static_assert(!std::same_as<T, base::Money>,
                    "keep an amount as a column @money of smallest units and one of its currency: "
                    "a text has no sum");
      return from.to_text();
    } else {
      static_assert(base::Record<T> || base::ListLike<T>, "a type that SQL has no cell for");
      return base::encode_text(from);  // a column of kind @json
    }
  }

  static T from(const Value& cell) {
    if constexpr (base::Optional<T>) {
      return std::holds_alternative<std::monostate>(cell)
                 ? T{}
                 : T{SqlOf<typename base::OptionalOf<T>::Value>::from(cell)};
    } else if constexpr (std::same_as<T, bool>) {
      if (const auto* yes = std::get_if<bool>(&cell)) {
        return *yes;
      }
      const auto* number = std::get_if<std::int64_t>(&cell);
      if (number == nullptr || (*number != 0 && *number != 1)) {
        wrong_cell(cell, "yes or no");
      }
      return *number == 1;
    } else if constexpr (std::integral<T>) {
      const auto* number = std::get_if<std::int64_t>(&cell);
      if (number == nullptr || !std::in_range<T>(*number)) {
        wrong_cell(cell, "a whole number");
      }
      return static_cast<T>(*number);
    } else if constexpr (std::same_as<T, double>) {
      if (const auto* whole = std::get_if<std::int64_t>(&cell)) {
        return static_cast<double>(*whole);
      }
      return take<double>(cell, "a number");
    } else if constexpr (std::same_as<T, std::string>) {
      return take<std::string>(cell, "a text");
    } else if constexpr (std::same_as<T, Bytes>) {
      return take<Bytes>(cell, "bytes");
    } else if constexpr (base::Choice<T>) {
      const auto found = base::choice_of<T>(take<std::string>(cell, "a name"));
      if (!found) {
        wrong_cell(cell, "one of the names of an enum");
      }
      return *found;
    } else if constexpr (base::IdLike<T>) {
      return T{take<std::int64_t>(cell, "an id")};
    } else if constexpr (base::Word<T>) {
      const std::optional<T> found = T::from_text(take<std::string>(cell, "a word"));
      if (!found) {
        wrong_cell(cell, T::word_about().accepted.english());
      }
      return *found;
    } else {
      static_assert(base::Record<T> || base::ListLike<T>, "a type that SQL has no cell for");
      return base::decode_text<T>(take<std::string>(cell, "a JSON text"));
    }
  }

 private:
  template <class Held>
  static const Held& take(const Value& cell, std::string_view wanted) {
    const auto* held = std::get_if<Held>(&cell);
    if (held == nullptr) {
      wrong_cell(cell, wanted);
    }
    return *held;
  }
};

template <class T>
Value to_sql(const T& from) {
  if constexpr (std::same_as<T, Value>) {
    return from;
  } else if constexpr (std::convertible_to<T, std::string_view> || std::is_array_v<T>) {
    return std::string(std::string_view(from));
  } else {
    return SqlOf<T>::to(from);
  }
}

}  // namespace sojourn::db
