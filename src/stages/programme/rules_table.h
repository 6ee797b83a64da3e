// One table of rules.toml, read with every fault in it told at once: each stage reads its own.
//
//   RulesTable table(text, "need", "/text", faults);
//   table.whole("weeks", rules.weeks, 1, 53);
//   table.choice("method", rules.method);
//   table.finish();  // a key that nobody asked for is a fault
//
// A key within a table in it is written with a full stop: "wisn.leave". What a text does not give
// keeps its standard. Tested in tests/unit/stages/programme/rules_table_test.cpp.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/date.h"
#include "base/describe.h"
#include "base/refusal.h"
#include "base/sentence.h"
#include "db/database.h"
#include "stages/programme/rules.h"

namespace sojourn::stages::programme {

class RulesTable {
 public:
  /// Faults are collected at `where`. A text that is no TOML is one fault, and gives nothing.
  RulesTable(std::string_view text, std::string_view table, std::string_view where, Faults& faults);

  /// A whole number from `least` to `most`, if the key is there and is one.
  void whole(std::string_view key, std::int32_t& into, std::int32_t least, std::int32_t most);
  void whole(std::string_view key, std::optional<std::int32_t>& into, std::int32_t least,
             std::int32_t most);
  void yes_no(std::string_view key, bool& into);
  template <base::Choice T>
  void choice(std::string_view key, T& into) {
    if (const auto given = one_of(key, base::choices<T>())) {
      into = base::choice_of<T>(*given).value_or(into);
    }
  }
  template <base::Choice T>
  void choice(std::string_view key, std::optional<T>& into) {
    if (const auto given = one_of(key, base::choices<T>())) {
      into = base::choice_of<T>(*given);
    }
  }
  /// A text in quotation marks.
  void text(std::string_view key, std::optional<std::string>& into);
  /// A day as TOML writes it: 2027-03-01.
  void day(std::string_view key, std::optional<base::Date>& into);
  /// Faults for the keys that were not asked for.
  void finish();

 private:
  /// Anything else, such as a list, is std::monostate.
  using Value = std::variant<std::monostate, bool, std::int64_t, std::string, base::Date>;
  struct Key {
    std::string name;
    Value value;
    std::int64_t line = 0;
    bool asked = false;
  };
  friend class RulesTableReader;

  const Key* find(std::string_view key);
  std::optional<std::int32_t> number(std::string_view key, std::int32_t least, std::int32_t most);
  std::optional<std::string> one_of(std::string_view key, const std::vector<std::string>& names);
  void fault(const Key& key, base::Sentence says);

  std::string table_;
  std::string where_;
  Faults& faults_;
  std::vector<Key> keys_;
  std::vector<std::string> known_;
};

/// The edition of the rules that holds on a day.
struct HoldingRules {
  std::int64_t number = 0;  ///< 0: none was made yet, and all standards hold
  std::string text = {};
};
BOOST_DESCRIBE_STRUCT(HoldingRules, (), (number, text))
HoldingRules rules_that_hold(db::Tx& tx, const base::Date& on);

/// What a stage's `read(text, where, faults)` makes of its table of the rules that hold on a day.
/// Refusal precondition "rules_wrong" if the table has faults, which an edition made before the
/// stage may have.
template <class Read>
auto rules_in_table(db::Tx& tx, const base::Date& on, std::string_view table, Read&& read) {
  Faults faults;
  auto made = read(rules_that_hold(tx, on).text, "/rules", faults);
  try {
    faults.refuse();
  } catch (base::Refusal& refusal) {
    throw base::Refusal{
        .kind = base::Kind::precondition,
        .code = "rules_wrong",
        .detail = base::in_words(
            "The rules that hold on this day have faults in [{}]. Make an edition without them.",
            table),
        .faults = std::move(refusal.faults)};
  }
  return made;
}

}  // namespace sojourn::stages::programme
