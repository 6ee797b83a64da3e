#include "stages/programme/rules_table.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <utility>

namespace sojourn::stages::programme {
namespace {

std::string listed(const std::vector<std::string>& names) {
  return fmt::format("{}", fmt::join(names, ", "));
}

}  // namespace

/// Knows the parser, so that the header does not.
class RulesTableReader {
 public:
  static void read(std::vector<RulesTable::Key>& keys, const toml::table& table,
                   const std::string& before) {
    for (const auto& [name, node] : table) {
      const std::string full = before + std::string(name.str());
      if (const toml::table* inner = node.as_table()) {
        read(keys, *inner, full + ".");
        continue;
      }
      RulesTable::Key key{.name = full, .value = {}, .line = node.source().begin.line};
      if (const auto yes = node.value_exact<bool>()) {
        key.value = *yes;
      } else if (const auto whole = node.value_exact<std::int64_t>()) {
        key.value = *whole;
      } else if (const auto text = node.value_exact<std::string>()) {
        key.value = *text;
      } else if (const auto day = node.value_exact<toml::date>()) {
        if (const auto date = base::Date::of(day->year, day->month, day->day)) {
          key.value = *date;
        }
      }
      keys.push_back(std::move(key));
    }
  }
};

RulesTable::RulesTable(std::string_view text, std::string_view table, std::string_view where,
                       Faults& faults)
    : table_(table), where_(where), faults_(faults) {
  try {
    const toml::table root = toml::parse(text);
    const toml::node* own = root.get(table);
    if (own == nullptr) {
      return;
    }
    if (const toml::table* keys = own->as_table()) {
      RulesTableReader::read(keys_, *keys, "");
    } else {
      faults_.add(where_, "rules_type", table_,
                  base::in_words("A table is due here: [{}].", table_));
    }
  } catch (const toml::parse_error&) {
    faults_.check_toml(where_, text);
  }
}

const RulesTable::Key* RulesTable::find(std::string_view key) {
  known_.emplace_back(key);
  const auto found =
      std::find_if(keys_.begin(), keys_.end(), [&](const Key& each) { return each.name == key; });
  if (found == keys_.end()) {
    return nullptr;
  }
  found->asked = true;
  return &*found;
}

void RulesTable::fault(const Key& key, base::Sentence says) {
  faults_.add(where_, "rules_value", fmt::format("[{}] {}", table_, key.name),
              base::in_words("Line {}, [{}] {}: {}", key.line, table_, key.name, says));
}

std::optional<std::int32_t> RulesTable::number(std::string_view key, std::int32_t least,
                                               std::int32_t most) {
  const Key* found = find(key);
  if (found == nullptr) {
    return std::nullopt;
  }
  const auto* number = std::get_if<std::int64_t>(&found->value);
  if (number == nullptr || *number < least || *number > most) {
    fault(*found, base::in_words("a whole number from {} to {} is due here.", least, most));
    return std::nullopt;
  }
  return static_cast<std::int32_t>(*number);
}

void RulesTable::whole(std::string_view key, std::int32_t& into, std::int32_t least,
                       std::int32_t most) {
  into = number(key, least, most).value_or(into);
}

void RulesTable::whole(std::string_view key, std::optional<std::int32_t>& into, std::int32_t least,
                       std::int32_t most) {
  if (const auto given = number(key, least, most)) {
    into = given;
  }
}

void RulesTable::yes_no(std::string_view key, bool& into) {
  if (const Key* found = find(key)) {
    if (const auto* yes = std::get_if<bool>(&found->value)) {
      into = *yes;
    } else {
      fault(*found, "true or false is due here.");
    }
  }
}

std::optional<std::string> RulesTable::one_of(std::string_view key,
                                              const std::vector<std::string>& names) {
  const Key* found = find(key);
  if (found == nullptr) {
    return std::nullopt;
  }
  const auto* text = std::get_if<std::string>(&found->value);
  if (text == nullptr || std::find(names.begin(), names.end(), *text) == names.end()) {
    fault(*found, base::in_words("one of {} is due here.", listed(names)));
    return std::nullopt;
  }
  return *text;
}

void RulesTable::text(std::string_view key, std::optional<std::string>& into) {
  if (const Key* found = find(key)) {
    if (const auto* text = std::get_if<std::string>(&found->value)) {
      into = *text;
    } else {
      fault(*found, "a text in quotation marks is due here.");
    }
  }
}

void RulesTable::day(std::string_view key, std::optional<base::Date>& into) {
  if (const Key* found = find(key)) {
    if (const auto* date = std::get_if<base::Date>(&found->value)) {
      into = *date;
    } else {
      fault(*found, "a day such as 2027-03-01, without quotation marks, is due here.");
    }
  }
}

void RulesTable::finish() {
  for (const Key& key : keys_) {
    if (!key.asked) {
      fault(key, base::in_words("there is no such key; there are {}.", listed(known_)));
    }
  }
}

HoldingRules rules_that_hold(db::Tx& tx, const base::Date& on) {
  const auto found = tx.maybe<HoldingRules>(
      "SELECT r.number, r.text FROM rule_set r WHERE r.holds_from <= $1 ORDER BY r.holds_from "
      "DESC, r.number DESC LIMIT 1",
      on);
  return found.value_or(HoldingRules{});
}

}  // namespace sojourn::stages::programme
