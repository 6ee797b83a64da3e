// See rules_file.h.
#include "stages/placement/rules_file.h"

#include <fmt/format.h>

#include <toml++/toml.h>
#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "stages/placement/folder_sheet.h"

namespace sojourn::stages::placement {
namespace {

using planner::Points;
using planner::Rules;

/// Tables of other stages (HOUSE.md, "Folders"), which share the file.
constexpr std::array<std::string_view, 14> other_stages = {
    "programme", "need",     "selection",   "postings",  "training", "presence", "support",
    "work",      "feedback", "supervision", "appraisal", "conduct",  "careers",  "accountability"};

/// Keys that are one whole number.
struct SimpleKey {
  std::string_view name;
  Points Rules::* weight;
};
constexpr std::array<SimpleKey, 9> simple_keys = {{{"short_of_minimum", &Rules::short_of_minimum},
                                                   {"no_leader", &Rules::no_leader},
                                                   {"languages", &Rules::languages},
                                                   {"skills", &Rules::skills},
                                                   {"nobody_stays", &Rules::nobody_stays},
                                                   {"short_of_target", &Rules::short_of_target},
                                                   {"lead_sponsor", &Rules::lead_sponsor},
                                                   {"own_sponsor", &Rules::own_sponsor},
                                                   {"strength", &Rules::strength}}};
/// Keys that are several numbers, or one by which the defaults are multiplied.
struct PartOfKey {
  std::string_view name;
  Points Rules::* weight;
  bool multiplied = true;
};
constexpr std::array<PartOfKey, 3> pair_parts = {{{"per_km", &Rules::pair_per_km},
                                                  {"most", &Rules::pair_most},
                                                  {"hardship", &Rules::pair_hardship}}};
constexpr std::array<PartOfKey, 3> leader_parts = {{{"base", &Rules::leader_base},
                                                    {"per_year", &Rules::leader_per_year},
                                                    {"years", &Rules::leader_years, false}}};
constexpr std::int64_t most_near = 1'000'000;
constexpr std::int64_t most_objection_days = 60;

std::uint32_t line_of(const toml::node& node) { return node.source().begin.line; }

class Reader {
 public:
  Reader(RulesFile& into, FaultList& errors, FaultList& warnings)
      : into_(into), errors_(errors), warnings_(warnings) {
    for (const SimpleKey& key : simple_keys) {
      names_.emplace_back(key.name);
    }
    for (const char* name : {"pair", "wish", "leader_experience", "pairing", "near_sites",
                             "paired_sites", "objection_days"}) {
      names_.emplace_back(name);
    }
  }

  void read(const toml::table& root) {
    const toml::node* own = root.get("placement");
    const toml::table* table = own == nullptr ? nullptr : own->as_table();
    if (own != nullptr && table == nullptr) {
      error(*own, "placement", "rules.type", "A table is due here: [placement].");
    }
    for (const auto& [key, node] : root) {
      const std::string_view name = key.str();
      const bool ours = std::find(names_.begin(), names_.end(), name) != names_.end();
      if (name == "placement") {
        continue;
      }
      if (name == "affinity") {
        read_affinity(node);
      } else if (ours) {
        if (table != nullptr && table->contains(name)) {
          // Both, so that they can be shown beside each other.
          Fault fault = made(node, name, "rules.twice",
                             "The key is given here and in [placement]; give it once.");
          const Fault other = made(*table->get(name), name, "", "");
          fault.value = fmt::format("{0} = {1} | [placement] {0} = {2}", name, fault.value,
                                    other.value.empty() ? "…" : other.value);
          errors_.add(std::move(fault));
        } else {
          read_key(name, node);
        }
      } else if (std::find(other_stages.begin(), other_stages.end(), name) != other_stages.end()) {
        if (!node.is_table()) {
          error(node, name, rules_no_table, base::in_words("A table is due here: [{}].", name));
        }
      } else {
        if (node.is_table()) {
          warnings_.add(made(node, name, "rules.unknown_table",
                             "This table is not known and was not read." + meant_table(name)));
        } else {
          error(node, name, "rules.unknown", "There is no such key." + did_you_mean(name, names_));
        }
      }
    }
    if (table != nullptr) {
      for (const auto& [key, node] : *table) {
        const std::string_view name = key.str();
        if (std::find(names_.begin(), names_.end(), name) == names_.end()) {
          error(node, name, "rules.unknown", "There is no such key." + did_you_mean(name, names_));
        } else {
          read_key(name, node);
        }
      }
    }
  }

 private:
  static base::Sentence meant_table(std::string_view name) {
    std::vector<std::string> names = {"placement", "affinity"};
    names.insert(names.end(), other_stages.begin(), other_stages.end());
    return did_you_mean(name, names);
  }
  static Fault made(const toml::node& node, std::string_view key, std::string_view code,
                    base::Sentence sentence) {
    std::string value;
    if (const auto text = node.value<std::string>()) {
      value = *text;
    } else if (const auto number = node.value_exact<std::int64_t>()) {
      value = std::to_string(*number);
    } else if (const auto decimal = node.value_exact<double>()) {
      value = fmt::format("{}", *decimal);
    } else if (const auto yes = node.value_exact<bool>()) {
      value = *yes ? "true" : "false";
    }
    return {.file = "rules.toml",
            .line = line_of(node),
            .column = base::shorten(key),
            .value = base::shorten(value),
            .code = std::string(code),
            .expected = std::move(sentence)};
  }
  void error(const toml::node& node, std::string_view key, std::string_view code,
             base::Sentence sentence) {
    errors_.add(made(node, key, code, std::move(sentence)));
  }

  std::optional<std::int64_t> whole(const toml::node& node, std::string_view key,
                                    std::int64_t most) {
    const auto number = node.value_exact<std::int64_t>();
    if (!number || *number < 0 || *number > most) {
      error(node, key, "rules.number",
            base::in_words("A whole number from 0 to {} is due here.", most));
      return std::nullopt;
    }
    return number;
  }

  /// k times the default, or nothing after a fault.
  void multiply(const toml::node& node, std::string_view key, Points& weight) {
    if (const auto times = whole(node, key, most_weight)) {
      // Both factors are at most 10^9, so the product fits.
      const Points product = weight * *times;
      if (product > most_weight) {
        error(
            node, key, "rules.number",
            base::in_words("This makes a weight of {}; the largest is {}.", product, most_weight));
      } else {
        weight = product;
      }
    }
  }

  void read_parts(const toml::node& node, std::string_view key,
                  const std::array<PartOfKey, 3>& parts) {
    Rules& rules = into_.rules;
    const toml::table* table = node.as_table();
    if (table == nullptr) {
      for (const PartOfKey& part : parts) {
        if (part.multiplied) {
          const std::size_t before = errors_.total();
          multiply(node, key, rules.*part.weight);
          if (errors_.total() != before) {
            return;
          }
        }
      }
      return;
    }
    std::vector<std::string> names;
    for (const PartOfKey& part : parts) {
      names.emplace_back(part.name);
    }
    for (const auto& [name, value] : *table) {
      const std::string full = fmt::format("{}.{}", key, name.str());
      const auto part = std::find_if(parts.begin(), parts.end(),
                                     [&](const auto& each) { return each.name == name.str(); });
      if (part == parts.end()) {
        error(value, full, "rules.unknown",
              "There is no such key." + did_you_mean(name.str(), names));
      } else if (const auto number = whole(value, full, most_weight)) {
        rules.*(part->weight) = *number;
      }
    }
  }

  void read_wish(const toml::node& node) {
    const toml::array* array = node.as_array();
    if (array == nullptr) {
      for (Points& weight : into_.rules.wish) {
        const std::size_t before = errors_.total();
        multiply(node, "wish", weight);
        if (errors_.total() != before) {
          return;
        }
      }
    } else if (array->size() != into_.rules.wish.size()) {
      error(node, "wish", "rules.list",
            "Three whole numbers are due here, for the ranks 1, 2 and 3.");
    } else {
      for (std::size_t i = 0; i < array->size(); ++i) {
        if (const auto number = whole(*array->get(i), "wish", most_weight)) {
          into_.rules.wish[i] = *number;
        }
      }
    }
  }

  void read_key(std::string_view name, const toml::node& node) {
    Rules& rules = into_.rules;
    if (name == "pair") {
      read_parts(node, name, pair_parts);
    } else if (name == "leader_experience") {
      read_parts(node, name, leader_parts);
    } else if (name == "wish") {
      read_wish(node);
    } else if (name == "pairing") {
      const auto text = node.value_exact<std::string>();
      if (text == "joint" || text == "first") {
        rules.pairing = text == "joint" ? planner::Pairing::joint : planner::Pairing::first;
      } else {
        error(node, name, "choice", "One of \"joint\", \"first\" is due here.");
      }
    } else if (name == "objection_days") {
      if (const auto number = whole(node, name, most_objection_days)) {
        into_.objection_days = static_cast<std::int32_t>(*number);
      }
    } else if (name == "near_sites" || name == "paired_sites") {
      if (const auto number = whole(node, name, most_near)) {
        (name == "near_sites" ? rules.near_sites : rules.paired_sites) =
            static_cast<std::int32_t>(*number);
      }
    } else {
      for (const SimpleKey& key : simple_keys) {
        if (key.name == name) {
          if (const auto number = whole(node, name, most_weight)) {
            rules.*key.weight = *number;
          }
        }
      }
    }
  }

  void read_affinity(const toml::node& node) {
    const toml::table* kinds = node.as_table();
    if (kinds == nullptr) {
      error(node, "affinity", "rules.type", "A table is due here: [affinity.SPONSOR_KIND].");
      return;
    }
    for (const auto& [kind, scores] : *kinds) {
      const toml::table* table = scores.as_table();
      if (table == nullptr) {
        error(scores, fmt::format("affinity.{}", kind.str()), "rules.type",
              "Scores are given as SPONSOR_KIND.SITE_CHALLENGE = SCORE.");
        continue;
      }
      for (const auto& [challenge, score] : *table) {
        const std::string full = fmt::format("affinity.{}.{}", kind.str(), challenge.str());
        if (const auto number = whole(score, full, 100)) {
          into_.affinity.push_back({std::string(kind.str()), std::string(challenge.str()),
                                    static_cast<std::int32_t>(*number), line_of(score)});
        }
      }
    }
  }

  RulesFile& into_;
  FaultList& errors_;
  FaultList& warnings_;
  std::vector<std::string> names_;
};

}  // namespace

RulesFile read_rules(std::string_view text, FaultList& errors, FaultList& warnings) {
  RulesFile made;
  try {
    const toml::table root = toml::parse(text, std::string_view("rules.toml"));
    Reader(made, errors, warnings).read(root);
  } catch (const toml::parse_error& error) {
    errors.add({.file = "rules.toml",
                .line = error.source().begin.line,
                .column = {},
                .value = {},
                .code = "rules.toml",
                .expected = base::in_words("The file is not TOML: {}.", error.description())});
  }
  return made;
}

}  // namespace sojourn::stages::placement
