// The strict JSON codec over described records: one description gives reading, writing and schema.
// Strict: an unknown field, a missing required one, a key given twice, a wrong type, a number out
// of range and an unknown name are faults, each at its JSON Pointer, all reported at once. A member
// is required unless it is a std::optional; null is never accepted, leaving out is how to say
// nothing. A word (base/word.h: an id, a date, an amount) is a text. Why own code: library mappers
// accept unknown fields or name no field; see docs/decisions/0002-describe-once.md. Parsing itself
// is Boost.JSON's.
// Tested in tests/unit/base/json_test.cpp.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <concepts>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/describe.h"
#include "base/refusal.h"
#include "base/word.h"

namespace sojourn::base {

/// Objects and lists may stand in each other so deep.
inline constexpr std::size_t deepest_json = 32;

/// A JSON text (UTF-8) as a value. Throws Refusal (invalid, "json") with a fault for each key that
/// an object gives twice, or one for the first place where the text is not JSON (then `where` is
/// empty and the sentence names line and column).
boost::json::value parse_json(std::string_view text);

enum class Layout : std::uint8_t { compact, indented };
/// The text of a value. Numbers are the shortest that read back the same. Throws Bug for a number
/// that is not finite.
std::string write_json(const boost::json::value& value, Layout layout = Layout::compact);

/// `pointer` with one more reference token, `~` and `/` escaped (RFC 6901).
std::string pointer_to(std::string_view pointer, std::string_view key);
std::string pointer_to(std::string_view pointer, std::size_t index);

/// Where decoding has got to, and what it found wrong so far.
class Decoding {
 public:
  explicit Decoding(std::vector<Fault>& faults) : faults_(faults) {}

  template <class T>
  T read(const boost::json::value& value, const std::string& pointer);

  void fault(const std::string& pointer, std::string_view code, const boost::json::value* found,
             Sentence detail);

 private:
  void wrong_type(const std::string& pointer, const boost::json::value& found,
                  std::string_view wanted);
  std::optional<std::int64_t> whole(const boost::json::value& value, const std::string& pointer,
                                    std::int64_t least, std::uint64_t most);
  void no_word(const std::string& pointer, const boost::json::value& found,
               const WordAbout& wanted);
  void check_text(const std::string& pointer, const boost::json::value& found);
  void unknown_fields(const boost::json::object& object, const std::vector<std::string_view>& known,
                      const std::string& pointer);
  void unknown_choice(const std::string& pointer, const boost::json::value& found,
                      const std::vector<std::string>& names);

  std::vector<Fault>& faults_;
};

/// Throws Refusal (invalid, "input") with `faults`, if there are any.
void refuse_faults(std::vector<Fault> faults);

/// The record that `value` says, or a Refusal with every fault, `faults` that are known already
/// first.
template <class T>
T decode(const boost::json::value& value, std::vector<Fault> faults = {}) {
  T made = Decoding(faults).read<T>(value, "");
  refuse_faults(std::move(faults));
  return made;
}

template <class T>
T decode_text(std::string_view text) {
  return decode<T>(parse_json(text));
}

/// The value of a record; an empty optional is left out.
template <class T>
boost::json::value encode(const T& from) {
  if constexpr (Record<T>) {
    static_assert(privacy_within<T>() != Privacy::secret, "a record with secrets is no output");
    boost::json::object object;
    for_each_member<T>([&](std::string_view name, auto pointer) {
      using Member = std::remove_cvref_t<decltype(from.*pointer)>;
      if constexpr (Optional<Member>) {
        if (from.*pointer) {
          object[name] = encode(*(from.*pointer));
        }
      } else {
        object[name] = encode(from.*pointer);
      }
    });
    return object;
  } else if constexpr (ListLike<T>) {
    boost::json::array array;
    array.reserve(from.size());
    for (const auto& item : from) {
      array.push_back(encode(item));
    }
    return array;
  } else if constexpr (Choice<T>) {
    return boost::json::value(name_of(from));
  } else if constexpr (Word<T>) {
    return boost::json::value(from.to_text());
  } else if constexpr (std::same_as<T, Sentence>) {
    return boost::json::value(from.english());
  } else {
    return boost::json::value(from);
  }
}

template <class T>
std::string encode_text(const T& from, Layout layout = Layout::compact) {
  return write_json(encode(from), layout);
}

/// JSON Schema of a word, described in a language.
boost::json::value word_schema(const WordAbout& about, Language language = Language::en);

/// Schemas of records by name, where a document refers to them (base/openapi.h).
class Components {
 public:
  /// Whether `name` is new; then `set` follows. Throws Bug if it stands for another type.
  bool claim(const std::string& name, const void* type);
  void set(const std::string& name, boost::json::value schema);
  const std::map<std::string, boost::json::value>& schemas() const { return schemas_; }

 private:
  std::map<std::string, boost::json::value> schemas_;
  std::map<std::string, const void*> types_;
};

/// `{"$ref": "#/components/schemas/NAME"}`.
boost::json::value reference_to(std::string_view name);
/// What a type is called among components: its own name without namespaces, `Page<Site>` as
/// Page_Site. Compilers spell types differently only before that name.
std::string component_name(std::string_view spelled);
template <class T>
std::string component_name_of() {
  // "... [with T = sojourn::Site; std::string = ...]" (g++), "... [T = sojourn::Site]" (clang)
  std::string_view spelled = __PRETTY_FUNCTION__;
  spelled.remove_prefix(spelled.find("T = ") + 4);
  const std::size_t more = spelled.find("; std::");
  return component_name(
      spelled.substr(0, more == std::string_view::npos ? spelled.size() - 1 : more));
}
/// One address a type.
template <class T>
inline constexpr char type_mark = 0;

template <class T>
boost::json::value schema_of(Components* components = nullptr, Language language = Language::en);

/// Schema of a record spelled out, though records within it may be references.
template <Record T>
boost::json::value record_schema(Components* components, Language language = Language::en) {
  boost::json::object properties;
  boost::json::array required;
  for_each_member<T>([&](std::string_view name, auto pointer) {
    using Member = std::remove_reference_t<decltype(std::declval<T&>().*pointer)>;
    boost::json::value schema = schema_of<typename OptionalOf<Member>::Value>(components, language);
    if (privacy_of<T>(name) == Privacy::secret) {
      schema.as_object()["writeOnly"] = true;
    }
    properties[name] = std::move(schema);
    if constexpr (!Optional<Member>) {
      required.push_back(boost::json::value(name));
    }
  });
  return {{"type", "object"},
          {"properties", std::move(properties)},
          {"required", std::move(required)},
          {"additionalProperties", false}};
}

/// JSON Schema (2020-12) of what `decode<T>` accepts. With components, records are referred to.
/// `language`: of its descriptions.
template <class T>
boost::json::value schema_of(Components* components, Language language) {
  if constexpr (Record<T>) {
    if (components == nullptr) {
      return record_schema<T>(nullptr, language);
    }
    const std::string name = component_name_of<T>();
    if (components->claim(name, &type_mark<T>)) {
      components->set(name, record_schema<T>(components, language));
    }
    return reference_to(name);
  } else if constexpr (ListLike<T>) {
    return {{"type", "array"},
            {"items", schema_of<typename ListOf<T>::Item>(components, language)}};
  } else if constexpr (Choice<T>) {
    boost::json::array names;
    for_each_choice<T>(
        [&](std::string_view name, T) { names.push_back(boost::json::value(name)); });
    return {{"type", "string"}, {"enum", std::move(names)}};
  } else if constexpr (Word<T>) {
    return word_schema(T::word_about(), language);
  } else if constexpr (std::same_as<T, bool>) {
    return {{"type", "boolean"}};
  } else if constexpr (std::integral<T>) {
    return {{"type", "integer"},
            {"minimum", std::numeric_limits<T>::min()},
            {"maximum", std::numeric_limits<T>::max()}};
  } else if constexpr (std::same_as<T, double>) {
    return {{"type", "number"}};
  } else {
    static_assert(std::same_as<T, std::string> || std::same_as<T, Sentence>,
                  "a type that the codec does not know");
    return {{"type", "string"}};
  }
}

template <class T>
T Decoding::read(const boost::json::value& value, const std::string& pointer) {
  T made{};
  if constexpr (Record<T>) {
    const boost::json::object* object = value.if_object();
    if (object == nullptr) {
      wrong_type(pointer, value, "an object");
      return made;
    }
    std::vector<std::string_view> known;
    for_each_member<T>([&](std::string_view name, auto member) {
      using Member = std::remove_reference_t<decltype(made.*member)>;
      known.push_back(name);
      const boost::json::value* found = object->if_contains(name);
      if (found != nullptr) {
        made.*member = read<typename OptionalOf<Member>::Value>(*found, pointer_to(pointer, name));
      } else if constexpr (!Optional<Member>) {
        fault(pointer_to(pointer, name), "missing", nullptr, "This field is required.");
      }
    });
    unknown_fields(*object, known, pointer);
  } else if constexpr (ListLike<T>) {
    const boost::json::array* array = value.if_array();
    if (array == nullptr) {
      wrong_type(pointer, value, "a list");
      return made;
    }
    made.reserve(array->size());
    for (std::size_t i = 0; i < array->size(); ++i) {
      made.push_back(read<typename ListOf<T>::Item>((*array)[i], pointer_to(pointer, i)));
    }
  } else if constexpr (Choice<T>) {
    const std::optional<T> choice =
        value.is_string() ? choice_of<T>(value.get_string()) : std::nullopt;
    if (!choice) {
      unknown_choice(pointer, value, choices<T>());
    }
    made = choice.value_or(T{});
  } else if constexpr (Word<T>) {
    const std::optional<T> word =
        value.is_string() ? T::from_text(value.get_string()) : std::nullopt;
    if (!word) {
      no_word(pointer, value, T::word_about());
    }
    made = word.value_or(T{});
  } else if constexpr (std::same_as<T, bool>) {
    if (!value.is_bool()) {
      wrong_type(pointer, value, "true or false");
    } else {
      made = value.get_bool();
    }
  } else if constexpr (std::integral<T>) {
    const auto least = static_cast<std::int64_t>(std::numeric_limits<T>::min());
    const auto most = static_cast<std::uint64_t>(std::numeric_limits<T>::max());
    made = static_cast<T>(whole(value, pointer, least, most).value_or(0));
  } else if constexpr (std::same_as<T, double>) {
    if (!value.is_number()) {
      wrong_type(pointer, value, "a number");
    } else {
      made = value.to_number<double>();
    }
  } else {
    static_assert(std::same_as<T, std::string> || std::same_as<T, Sentence>,
                  "a type that the codec does not know");
    if (!value.is_string()) {
      wrong_type(pointer, value, "a text");
    } else {
      check_text(pointer, value);
      made = std::string(value.get_string());
    }
  }
  return made;
}

}  // namespace sojourn::base
