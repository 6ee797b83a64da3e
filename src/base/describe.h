// Describe each record once: what other files ask about a struct declared with
// BOOST_DESCRIBE_STRUCT and an enum declared with BOOST_DESCRIBE_ENUM. Thin names over
// Boost.Describe, so that the rest of Sojourn reads without its templates.
// Tested in tests/unit/base/json_test.cpp.
#pragma once

#include <algorithm>
#include <array>
#include <boost/describe.hpp>
#include <boost/mp11.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace sojourn::base {

template <class T>
concept Record = std::is_class_v<T> && boost::describe::has_describe_members<T>::value;
template <class T>
concept Choice = std::is_enum_v<T> && boost::describe::has_describe_enumerators<T>::value;

template <class T>
struct OptionalOf : std::false_type {
  using Value = T;
};
template <class T>
struct OptionalOf<std::optional<T>> : std::true_type {
  using Value = T;
};
template <class T>
struct ListOf : std::false_type {
  using Item = T;
};
template <class T>
struct ListOf<std::vector<T>> : std::true_type {
  using Item = T;
};
template <class T>
concept Optional = OptionalOf<T>::value;
template <class T>
concept ListLike = ListOf<T>::value;

template <Record T>
using MembersOf = boost::describe::describe_members<T, boost::describe::mod_public>;

/// Calls `act(name, pointer to member)` for each member of T, in order of declaration.
template <Record T, class Act>
void for_each_member(Act&& act) {
  boost::mp11::mp_for_each<MembersOf<T>>(
      [&](auto member) { act(std::string_view(member.name), member.pointer); });
}

/// Whom a field's content concerns. personal: a person's data, sealed in history. secret: a
/// password's hash or a key; it never leaves in JSON, tables or the audit log.
enum class Privacy : std::uint8_t { open, personal, secret };

/// For `static constexpr auto personal_fields = base::fields("name", "phone");` in a record, and
/// `secret_fields` alike.
template <class... Names>
constexpr std::array<std::string_view, sizeof...(Names)> fields(Names... names) {
  return {std::string_view(names)...};
}

/// What T itself says of its field `name`.
template <Record T>
constexpr Privacy privacy_of(std::string_view name) {
  if constexpr (requires { T::secret_fields; }) {
    for (const std::string_view each : T::secret_fields) {
      if (each == name) {
        return Privacy::secret;
      }
    }
  }
  if constexpr (requires { T::personal_fields; }) {
    for (const std::string_view each : T::personal_fields) {
      if (each == name) {
        return Privacy::personal;
      }
    }
  }
  return Privacy::open;
}

/// Whether every name that T marks is one of its fields: a slip of the pen would lay a secret open.
template <Record T>
constexpr bool marks_are_fields() {
  const auto all_known = [](const auto& names) {
    for (const std::string_view each : names) {
      bool known = false;
      boost::mp11::mp_for_each<MembersOf<T>>(
          [&](auto member) { known = known || each == std::string_view(member.name); });
      if (!known) {
        return false;
      }
    }
    return true;
  };
  bool good = true;
  if constexpr (requires { T::secret_fields; }) {
    good = good && all_known(T::secret_fields);
  }
  if constexpr (requires { T::personal_fields; }) {
    good = good && all_known(T::personal_fields);
  }
  return good;
}

/// The strictest mark within a type: of its own fields, and of records and lists in them.
template <class T>
constexpr Privacy privacy_within() {
  if constexpr (Optional<T>) {
    return privacy_within<typename OptionalOf<T>::Value>();
  } else if constexpr (ListLike<T>) {
    return privacy_within<typename ListOf<T>::Item>();
  } else if constexpr (Record<T>) {
    static_assert(marks_are_fields<T>(), "personal_fields and secret_fields name fields");
    Privacy strictest = Privacy::open;
    boost::mp11::mp_for_each<MembersOf<T>>([&](auto member) {
      using Member = std::remove_reference_t<decltype(std::declval<T&>().*member.pointer)>;
      const Privacy own = privacy_of<T>(member.name);
      const Privacy inner = privacy_within<Member>();
      strictest = std::max({strictest, own, inner});
    });
    return strictest;
  } else {
    return Privacy::open;
  }
}

/// Of a member: its own mark or the strictest within it.
template <Record T, class Member>
constexpr Privacy privacy_of_member(std::string_view name, Member T::*) {
  static_assert(marks_are_fields<T>(), "personal_fields and secret_fields name fields");
  return std::max(privacy_of<T>(name), privacy_within<Member>());
}

/// Calls `act(name, value)` for each enumerator of T, in order of declaration.
template <Choice T, class Act>
void for_each_choice(Act&& act) {
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>(
      [&](auto enumerator) { act(std::string_view(enumerator.name), T{enumerator.value}); });
}

/// Name of an enumerator as declared; empty if `value` is none of them.
template <Choice T>
std::string_view name_of(T value) {
  std::string_view found;
  for_each_choice<T>([&](std::string_view name, T each) {
    if (each == value) {
      found = name;
    }
  });
  return found;
}

/// The enumerator of that name.
template <Choice T>
std::optional<T> choice_of(std::string_view name) {
  std::optional<T> found;
  for_each_choice<T>([&](std::string_view each, T value) {
    if (each == name) {
      found = value;
    }
  });
  return found;
}

/// All names, in order of declaration.
template <Choice T>
std::vector<std::string> choices() {
  std::vector<std::string> names;
  for_each_choice<T>([&](std::string_view name, T) { names.emplace_back(name); });
  return names;
}

}  // namespace sojourn::base
