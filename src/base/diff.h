// What a change did to a record: its changed fields, before and after, as the audit log keeps them.
// Made from the description, so that no stage writes it. A record says which of its fields the log
// may not show:
//
//   struct Account {
//     Id<Account> id;
//     std::string name, password_hash;
//     static constexpr auto personal_fields = base::fields("name");
//     static constexpr auto secret_fields = base::fields("password_hash");
//   };
//
// A personal field is told in full and marked: whoever keeps the diff seals or digests it (see the
// ledger). A secret one is never told, only that it changed; JSON of a record with one is not even
// compiled. Tested in tests/unit/base/diff_test.cpp.
#pragma once

#include <boost/json/value.hpp>
#include <concepts>
#include <optional>
#include <string>
#include <vector>

#include "base/describe.h"
#include "base/json.h"

namespace sojourn::base {

/// One field that a change made, altered or took away. A value that was not there (an empty
/// optional, or the record itself) is nullopt.
struct FieldChange {
  std::string field;
  Privacy privacy = Privacy::open;
  std::optional<boost::json::value> before, after;
  friend bool operator==(const FieldChange&, const FieldChange&) = default;
};

/// In place of a secret.
inline constexpr std::string_view secret_shown = "***";

/// `value` as the audit log sees it.
template <class T>
std::optional<boost::json::value> shown(const T& value, Privacy privacy) {
  if constexpr (Optional<T>) {
    return value ? shown(*value, privacy) : std::nullopt;
  } else {
    if (privacy == Privacy::secret) {
      return boost::json::value(secret_shown);
    }
    if constexpr (privacy_within<T>() != Privacy::secret) {
      return encode(value);
    } else {
      return boost::json::value(secret_shown);  // never reached: `privacy` is at least that within
    }
  }
}

/// Whether two values of a member are the same; a member that has no == is compared as JSON.
template <class T>
bool same_value(const T& a, const T& b) {
  if constexpr (std::equality_comparable<T>) {
    return a == b;
  } else if constexpr (Optional<T>) {
    return a.has_value() == b.has_value() && (!a || same_value(*a, *b));
  } else {
    return encode(a) == encode(b);
  }
}

/// The changed fields, in order of declaration. A null pointer: the record is not there; then every
/// field with a value is told. A field that is itself a record or a list is told whole.
template <Record T>
std::vector<FieldChange> diff(const T* before, const T* after) {
  std::vector<FieldChange> changes;
  for_each_member<T>([&](std::string_view name, auto pointer) {
    if (before != nullptr && after != nullptr && same_value(before->*pointer, after->*pointer)) {
      return;
    }
    const Privacy privacy = privacy_of_member<T>(name, pointer);
    FieldChange change{.field = std::string(name), .privacy = privacy, .before = {}, .after = {}};
    if (before != nullptr) {
      change.before = shown(before->*pointer, privacy);
    }
    if (after != nullptr) {
      change.after = shown(after->*pointer, privacy);
    }
    if (change.before || change.after) {
      changes.push_back(std::move(change));
    }
  });
  return changes;
}

template <Record T>
std::vector<FieldChange> diff(const T& before, const T& after) {
  return diff(&before, &after);
}
template <Record T>
std::vector<FieldChange> diff_of_new(const T& record) {
  return diff<T>(nullptr, &record);
}
template <Record T>
std::vector<FieldChange> diff_of_gone(const T& record) {
  return diff<T>(&record, nullptr);
}

}  // namespace sojourn::base
