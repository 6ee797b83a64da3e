// Arguments to input record. Flags and positionals may stand in any order; `--` ends the flags;
// `--flag value` and `--flag=value` are the same; there are no abbreviations, so that a script that
// works today works when flags are added.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cmath>
#include <map>

#include "base/text.h"
#include "doors/cli/cli.h"

namespace sojourn::doors::cli {
namespace {

namespace json = boost::json;
using base::Fault;
using base::Field;
using base::FieldKind;

std::string list_of(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) {
    list += (list.empty() ? "" : ", ") + base::replaced(name, '_', '-');
  }
  return list;
}

/// "from 0 to 10", "0 or more", "10 or less", or nothing.
base::Sentence range_of(const base::FieldAbout& about) {
  if (about.least && about.most) {
    return base::in_words(" from {} to {}", *about.least, *about.most);
  }
  if (about.least) {
    return base::in_words(", {} or more", *about.least);
  }
  return about.most ? base::in_words(", {} or less", *about.most) : base::Sentence();
}

class Reader {
 public:
  Reader(const base::Operation& operation, std::span<const std::string_view> arguments)
      : operation_(operation), arguments_(arguments) {
    for (const Field& field : operation.fields) {
      if (field.about.positional) {
        positionals_.push_back(&field);
      } else {
        flags_.emplace(label_of(field), &field);
        flag_names_.push_back(label_of(field));
      }
    }
    flag_names_.emplace_back("--help");
    flag_names_.emplace_back("--language");
  }

  json::value read() {
    // 1. What was given.
    for (at_ = 0; at_ < arguments_.size(); ++at_) {
      const std::string_view argument = arguments_[at_];
      if (only_positionals_ || argument == "-" || !argument.starts_with('-')) {
        read_positional(argument);
      } else if (argument == "--") {
        only_positionals_ = true;
      } else {
        read_flag(argument);
      }
    }
    // 2. What was not given.
    for (const Field& field : operation_.fields) {
      if (!given(field)) {
        fill(field);
      }
    }
    if (!faults_.empty()) {
      throw base::Refusal{.kind = base::Kind::invalid,
                          .code = "arguments",
                          .detail = "The command line cannot be followed; nothing was done.",
                          .faults = std::move(faults_)};
    }
    return std::move(input_);
  }

 private:
  bool given(const Field& field) const {
    return std::find(given_.begin(), given_.end(), &field) != given_.end();
  }
  void fault(std::string where, std::string_view code, std::string_view value,
             base::Sentence detail) {
    faults_.push_back({.where = std::move(where),
                       .code = std::string(code),
                       .value = base::shorten(value),
                       .detail = std::move(detail)});
  }

  void read_positional(std::string_view text) {
    // The last positional takes all that follow if it is a list.
    if (next_ < positionals_.size()) {
      const Field& field = *positionals_[next_];
      next_ += field.list ? 0 : 1;
      set(field, text);
    } else {
      fault(std::string(base::shorten(text)), "too_many", "",
            positionals_.empty()
                ? "This command takes flags only."
                : base::in_words("This is one too many: only {} can be given here. If it contains "
                                 "spaces, put it in quotes.",
                                 positional_list()));
    }
  }

  std::string positional_list() const {
    std::string list;
    for (const Field* field : positionals_) {
      list += (list.empty() ? "" : ", ") + label_of(*field);
    }
    return list;
  }

  void read_flag(std::string_view argument) {
    const std::size_t equals = argument.find('=');
    const std::string name(argument.substr(0, equals));
    const auto found = flags_.find(name);
    if (found == flags_.end()) {
      const auto meant = base::nearest(name, flag_names_);
      fault(base::shorten(name), "unknown_flag", "",
            meant ? base::in_words("There is no such flag. Did you mean {}?", *meant)
                  : "There is no such flag.");
      // Its value, if it seems to have one, would only be reported as one too many.
      if (equals == std::string_view::npos && meant && flags_.contains(std::string(*meant)) &&
          flags_.at(std::string(*meant))->kind != FieldKind::yes_no && next_is_value()) {
        ++at_;
      }
      return;
    }
    const Field& field = *found->second;
    if (equals != std::string_view::npos) {
      set(field, argument.substr(equals + 1));
    } else if (field.kind == FieldKind::yes_no) {
      set(field, "yes");
    } else if (next_is_value()) {
      set(field, arguments_[++at_]);
    } else {
      given_.push_back(&field);
      fault(name, "missing_value", "",
            base::in_words("A value is missing. Write {} {}.", name, field.about.shape));
    }
  }

  /// A value may begin with a hyphen (-5), but not be another flag or the end of flags.
  bool next_is_value() const {
    return at_ + 1 < arguments_.size() && !arguments_[at_ + 1].starts_with("--");
  }

  void set(const Field& field, std::string_view text) {
    const std::string label = label_of(field);
    if (given(field) && !field.list) {
      fault(label, "repeated", text, "This is given twice; give it once.");
      return;
    }
    given_.push_back(&field);
    if (std::optional<json::value> value = value_of(field, text)) {
      put(field, std::move(*value));
    }
  }

  void put(const Field& field, json::value value) {
    if (field.list) {
      json::value& list = input_[field.about.name];
      if (!list.is_array()) {
        list.emplace_array();
      }
      list.get_array().push_back(std::move(value));
    } else {
      input_[field.about.name] = std::move(value);
    }
  }

  void fill(const Field& field) {
    const std::string label = label_of(field);
    if (!field.about.standard.empty()) {
      if (std::optional<json::value> value = value_of(field, field.about.standard)) {
        put(field, std::move(*value));
      }
    } else if (field.list) {
      input_[field.about.name].emplace_array();
    } else if (field.optional) {
      return;
    } else if (field.kind == FieldKind::yes_no) {
      put(field, false);
    } else {
      fault(label, "missing", "",
            field.about.positional ? base::in_words("This is required: {}", field.about.meaning)
                                   : base::in_words("This is required. Write {} {}: {}", label,
                                                    field.about.shape, field.about.meaning));
    }
  }

  std::optional<json::value> value_of(const Field& field, std::string_view text) {
    const std::string label = label_of(field);
    const base::Sentence range = range_of(field.about);
    if (const auto bad = base::first_bad_utf8(text)) {
      fault(label, "not_utf8", text, "This is not UTF-8 text.");
      return std::nullopt;
    }
    switch (field.kind) {
      case FieldKind::text:
        if (text.empty()) {
          fault(label, "empty", "", "This is empty; write something.");
          return std::nullopt;
        }
        return json::value(text);
      case FieldKind::yes_no:
        if (const auto yes = base::parse_yes_no(text)) {
          return json::value(*yes);
        }
        fault(label, "not_yes_no", text, "This is neither yes nor no.");
        return std::nullopt;
      case FieldKind::choice:
        for (const std::string& choice : field.choices) {
          if (base::replaced(choice, '_', '-') == text) {
            return json::value(choice);
          }
        }
        fault(label, "unknown_choice", text,
              base::in_words("This is not one of: {}.", list_of(field.choices)));
        return std::nullopt;
      case FieldKind::word:
        if (field.reads(text)) {
          return json::value(text);
        }
        fault(label, field.word.code, text, base::in_words("This is not {}.", field.word.accepted));
        return std::nullopt;
      case FieldKind::whole: {
        const auto number = base::parse_number<std::int64_t>(text);
        const auto large = base::parse_number<std::uint64_t>(text);
        if (!number && !large) {
          fault(label, "not_whole", text,
                base::in_words("This is not a whole number that can be read. Write one{}.", range));
          return std::nullopt;
        }
        const double size = number ? static_cast<double>(*number) : static_cast<double>(*large);
        if (!in_range(field.about, size)) {
          fault(label, "out_of_range", text, base::in_words("Write a whole number{}.", range));
          return std::nullopt;
        }
        return number ? json::value(*number) : json::value(*large);
      }
      case FieldKind::number: {
        const auto number = base::parse_number<double>(text);
        if (!number || !std::isfinite(*number)) {
          fault(label, "not_number", text,
                base::in_words("This is not a number. Write one{}, with a point for decimals.",
                               range));
          return std::nullopt;
        }
        if (!in_range(field.about, *number)) {
          fault(label, "out_of_range", text, base::in_words("Write a number{}.", range));
          return std::nullopt;
        }
        return json::value(*number);
      }
    }
    base::report_bug("a kind of field without a reading", std::source_location::current());
  }

  static bool in_range(const base::FieldAbout& about, double number) {
    return number >= about.least.value_or(number) && number <= about.most.value_or(number);
  }

  const base::Operation& operation_;
  std::span<const std::string_view> arguments_;
  std::vector<const Field*> positionals_;
  std::map<std::string, const Field*, std::less<>> flags_;
  std::vector<std::string> flag_names_;
  std::size_t at_ = 0;
  std::size_t next_ = 0;
  bool only_positionals_ = false;
  std::vector<const Field*> given_;
  json::object input_;
  std::vector<Fault> faults_;
};

}  // namespace

std::string label_of(const Field& field) {
  return field.about.positional ? field.about.shape
                                : "--" + base::replaced(field.about.name, '_', '-');
}

std::vector<std::string_view> take_language(std::span<const std::string_view> arguments,
                                            base::Language& language) {
  constexpr std::string_view flag = "--language";
  std::vector<std::string_view> rest;
  std::optional<std::string_view> told;
  bool missing = false;
  for (std::size_t at = 0; at < arguments.size(); ++at) {
    const std::string_view argument = arguments[at];
    if (argument == "--") {
      rest.insert(rest.end(), arguments.begin() + static_cast<std::ptrdiff_t>(at), arguments.end());
      break;
    }
    if (argument.starts_with(flag) && argument.substr(flag.size()).starts_with('=')) {
      told = argument.substr(flag.size() + 1);
    } else if (argument == flag) {
      missing = at + 1 == arguments.size();
      told = missing ? "" : arguments[++at];
    } else {
      rest.push_back(argument);
    }
  }
  if (told) {
    const std::optional<base::Language> found = base::language_called(*told);
    if (!found) {
      throw base::Refusal{
          .kind = base::Kind::invalid,
          .code = "language",
          .detail = "The command line cannot be followed; nothing was done.",
          .faults = {
              {.where = std::string(flag),
               .code = missing ? "missing_value" : "unknown_choice",
               .value = base::shorten(*told),
               .detail = missing ? base::in_words("A value is missing. Write {} {}.", flag, "en|zh")
                                 : base::in_words("This is not one of: {}.", "en, zh")}}};
    }
    language = *found;
  }
  return rest;
}

json::value parse_arguments(const base::Operation& operation,
                            std::span<const std::string_view> arguments) {
  return Reader(operation, arguments).read();
}

}  // namespace sojourn::doors::cli
