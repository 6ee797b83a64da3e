#include "base/json.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_stack.hpp>
#include <charconv>
#include <cmath>
#include <unordered_set>

#include "base/ensure.h"
#include "base/text.h"

namespace sojourn::base {
namespace {

namespace json = boost::json;

/// The nearest double, 0 for what is too small to tell from it; nothing for what is too large.
/// from_chars does not say which of the two it met, but `about` does.
std::optional<double> exact_double(std::string_view digits, double about) {
  double number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error == std::errc::result_out_of_range) {
    return std::abs(about) < 1 ? std::optional(0.0) : std::nullopt;
  }
  return number;
}

/// What Boost.JSON's parser tells, turned into a value as its own `parser` class does it, and
/// beside that a note of every key that an object gives twice, which its values forget.
struct Handler {
  static constexpr std::size_t max_object_size = json::object::max_size();
  static constexpr std::size_t max_array_size = json::array::max_size();
  static constexpr std::size_t max_key_size = json::string::max_size();
  static constexpr std::size_t max_string_size = json::string::max_size();

  /// An object or list that is being read.
  struct Open {
    bool object = false;
    std::size_t index = 0;  ///< of a list: the item that comes next
    std::string key;        ///< of an object: the key read last
    std::unordered_set<std::string> keys;
  };

  json::value_stack stack;
  std::vector<Open> open;
  std::vector<Fault> faults;
  std::string key;
  std::string digits;

  std::string pointer() const {
    std::string made;
    for (const Open& each : open) {
      made = each.object ? pointer_to(made, each.key) : pointer_to(made, each.index);
    }
    return made;
  }
  /// A value has ended: in a list, the next item follows.
  bool ended() {
    if (!open.empty() && !open.back().object) {
      ++open.back().index;
    }
    return true;
  }

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code&) {
    open.push_back({.object = true, .index = 0, .key = {}, .keys = {}});
    return true;
  }
  bool on_object_end(std::size_t n, json::error_code&) {
    open.pop_back();
    stack.push_object(n);
    return ended();
  }
  bool on_array_begin(json::error_code&) {
    open.push_back({});
    return true;
  }
  bool on_array_end(std::size_t n, json::error_code&) {
    open.pop_back();
    stack.push_array(n);
    return ended();
  }
  bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
    key.append(part.data(), part.size());
    stack.push_chars(part);
    return true;
  }
  bool on_key(json::string_view part, std::size_t, json::error_code&) {
    key.append(part.data(), part.size());
    stack.push_key(part);
    Open& object = open.back();
    object.key = std::move(key);
    key.clear();
    if (!object.keys.insert(object.key).second) {
      faults.push_back({.where = pointer(),
                        .code = "duplicate",
                        .value = shorten(object.key),
                        .detail = "This field is given twice; give it once."});
    }
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, json::error_code&) {
    stack.push_chars(part);
    return true;
  }
  bool on_string(json::string_view part, std::size_t, json::error_code&) {
    stack.push_string(part);
    return ended();
  }
  bool on_number_part(json::string_view part, json::error_code&) {
    digits.append(part.data(), part.size());
    return true;
  }
  bool on_int64(std::int64_t number, json::string_view, json::error_code&) {
    digits.clear();
    stack.push_int64(number);
    return ended();
  }
  bool on_uint64(std::uint64_t number, json::string_view, json::error_code&) {
    digits.clear();
    stack.push_uint64(number);
    return ended();
  }
  /// Boost.JSON 1.81 may be off in the last digits, so the text is read again, exactly.
  bool on_double(double about, json::string_view part, json::error_code& error) {
    digits.append(part.data(), part.size());
    const std::optional<double> number = exact_double(digits, about);
    digits.clear();
    if (!number) {
      error = json::error::exponent_overflow;
      return false;
    }
    stack.push_double(*number);
    return ended();
  }
  bool on_bool(bool yes, json::error_code&) {
    stack.push_bool(yes);
    return ended();
  }
  bool on_null(json::error_code&) {
    stack.push_null();
    return ended();
  }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }
};

[[noreturn]] void refuse_text(std::string_view text, std::size_t at, const Sentence& why) {
  const std::string_view before = text.substr(0, at);
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const std::size_t start = before.rfind('\n');  // npos + 1 is 0
  throw Refusal{
      .kind = Kind::invalid,
      .code = "json",
      .detail = "This is not valid JSON.",
      .faults = {{.where = "",
                  .code = "json",
                  .value = shorten(text.substr(at), 20),
                  .detail = in_words("Line {}, column {}: {}.", line, at - (start + 1) + 1, why)}}};
}

void write_number(std::string& to, double number) {
  ensure(std::isfinite(number), "a number in JSON is finite");
  std::array<char, 32> digits{};
  number = number == 0 ? 0 : number;  // JSON's whole numbers have no -0
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  to.append(digits.data(), end);
}

void write_value(std::string& to, const json::value& value, Layout layout, std::size_t depth) {
  const auto new_line = [&](std::size_t level) {
    if (layout == Layout::indented) {
      to += '\n';
      to.append(2 * level, ' ');
    }
  };
  if (const json::object* object = value.if_object(); object != nullptr && !object->empty()) {
    to += '{';
    bool first = true;
    for (const auto& [key, item] : *object) {
      to += first ? "" : ",";
      first = false;
      new_line(depth + 1);
      to += json::serialize(json::string_view(key));
      to += layout == Layout::indented ? ": " : ":";
      write_value(to, item, layout, depth + 1);
    }
    new_line(depth);
    to += '}';
  } else if (const json::array* array = value.if_array(); array != nullptr && !array->empty()) {
    to += '[';
    bool first = true;
    for (const json::value& item : *array) {
      to += first ? "" : ",";
      first = false;
      new_line(depth + 1);
      write_value(to, item, layout, depth + 1);
    }
    new_line(depth);
    to += ']';
  } else if (value.is_double()) {
    write_number(to, value.get_double());
  } else {
    to += json::serialize(value);
  }
}

}  // namespace

json::value parse_json(std::string_view text) {
  json::parse_options options;
  options.max_depth = deepest_json;
  options.allow_invalid_utf8 = false;
  json::basic_parser<Handler> parser{options};
  json::error_code error;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), error);
  if (!error && read < text.size()) {
    refuse_text(text, read, "something follows after the end of the value");
  }
  if (error) {
    refuse_text(
        text, read,
        error == json::error::too_deep
            ? in_words("objects and lists stand in each other more than {} deep", deepest_json)
            : Sentence::phrase(error.message()));
  }
  Handler& handler = parser.handler();
  if (!handler.faults.empty()) {
    throw Refusal{.kind = Kind::invalid,
                  .code = "json",
                  .detail = "A field is given more than once.",
                  .faults = std::move(handler.faults)};
  }
  return handler.stack.release();
}

std::string write_json(const json::value& value, Layout layout) {
  std::string made;
  write_value(made, value, layout, 0);
  if (layout == Layout::indented) {
    made += '\n';
  }
  return made;
}

std::string pointer_to(std::string_view pointer, std::string_view key) {
  std::string made(pointer);
  made += '/';
  for (const char c : key) {
    if (c == '~') {
      made += "~0";
    } else if (c == '/') {
      made += "~1";
    } else {
      made += c;
    }
  }
  return made;
}

std::string pointer_to(std::string_view pointer, std::size_t index) {
  return fmt::format("{}/{}", pointer, index);
}

void Decoding::fault(const std::string& pointer, std::string_view code, const json::value* found,
                     Sentence detail) {
  std::string value;
  if (found != nullptr) {
    value = found->is_string() ? shorten(std::string_view(found->get_string()))
                               : shorten(write_json(*found));
  }
  faults_.push_back({.where = pointer,
                     .code = std::string(code),
                     .value = std::move(value),
                     .detail = std::move(detail)});
}

void Decoding::wrong_type(const std::string& pointer, const json::value& found,
                          std::string_view wanted) {
  fault(pointer, "wrong_type", &found, in_words("This should be {}.", Sentence::phrase(wanted)));
}

std::optional<std::int64_t> Decoding::whole(const json::value& value, const std::string& pointer,
                                            std::int64_t least, std::uint64_t most) {
  // JSON has one kind of number: 3.0 and 3e0 are whole, as JSON Schema has it.
  constexpr double exact = 9007199254740992.0;  // 2^53: beyond, a double may not be what was typed
  bool fits = false;
  std::int64_t found = 0;
  if (const std::int64_t* number = value.if_int64()) {
    found = *number;
    fits = *number >= least && (*number < 0 || static_cast<std::uint64_t>(*number) <= most);
  } else if (const std::uint64_t* large = value.if_uint64()) {
    found = static_cast<std::int64_t>(*large);  // back to the same bits where T is unsigned
    fits = *large <= most;
  } else if (const double* real = value.if_double()) {
    if (std::trunc(*real) != *real) {
      wrong_type(pointer, value, "a whole number");
      return std::nullopt;
    }
    if (std::abs(*real) <= exact) {
      found = static_cast<std::int64_t>(*real);
      fits = found >= least && (found < 0 || static_cast<std::uint64_t>(found) <= most);
    }
  } else {
    wrong_type(pointer, value, "a whole number");
    return std::nullopt;
  }
  if (!fits) {
    fault(pointer, "out_of_range", &value,
          in_words("This should be a whole number from {} to {}.", least, most));
    return std::nullopt;
  }
  return found;
}

void Decoding::no_word(const std::string& pointer, const json::value& found,
                       const WordAbout& wanted) {
  fault(pointer, wanted.code, &found, in_words("This should be {}.", wanted.accepted));
}

void Decoding::check_text(const std::string& pointer, const json::value& found) {
  // PostgreSQL holds no such text, and C programs on the way would cut it.
  if (found.get_string().find('\0') != json::string::npos) {
    fault(pointer, "nul", &found, "This contains the character U+0000; leave it out.");
  }
}

void Decoding::unknown_fields(const json::object& object,
                              const std::vector<std::string_view>& known,
                              const std::string& pointer) {
  std::vector<std::string> names;
  for (const auto& [key, value] : object) {
    if (std::find(known.begin(), known.end(), std::string_view(key)) != known.end()) {
      continue;
    }
    if (names.empty()) {
      names.assign(known.begin(), known.end());
    }
    const auto meant = nearest(key, names);
    fault(pointer_to(pointer, key), "unknown_field", &value,
          meant ? in_words("There is no such field; did you mean {}?", *meant)
                : "There is no such field; leave it out.");
  }
}

void Decoding::unknown_choice(const std::string& pointer, const json::value& found,
                              const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) {
    list += (list.empty() ? "" : ", ") + name;
  }
  fault(pointer, "unknown_choice", &found, in_words("This should be one of: {}.", list));
}

json::value word_schema(const WordAbout& about, Language language) {
  json::object schema{{"type", "string"}};
  if (!about.format.empty()) {
    schema["format"] = about.format;
  }
  if (!about.pattern.empty()) {
    schema["pattern"] = about.pattern;
  }
  schema["description"] = language == Language::en ? sentence(about.accepted.english())
                                                   : in_words("{}.", about.accepted).in(language);
  return schema;
}

void refuse_faults(std::vector<Fault> faults) {
  if (!faults.empty()) {
    throw Refusal{.kind = Kind::invalid,
                  .code = "input",
                  .detail = "The input has faults.",
                  .faults = std::move(faults)};
  }
}

}  // namespace sojourn::base
