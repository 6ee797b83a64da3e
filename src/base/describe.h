// Describe each record once: what other files ask about a struct declared with
// BOOST_DESCRIBE_STRUCT and an enum declared with BOOST_DESCRIBE_ENUM. Thin names over
// Boost.Describe, so that the rest of Sojourn reads without its templates.
// Tested in tests/unit/base/json_test.cpp.
#pragma once

#include <boost/describe.hpp>
#include <boost/mp11.hpp>
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
