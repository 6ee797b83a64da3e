// The placement stage in sentences, English and Simplified Chinese. Words stand in
// locales/<language>.json (flat keys, i18next v4 plurals `_one` and `_other`, placeholders
// {{name}}), which the program carries inside and the web client will read as well.
// Tested in tests/unit/stages/placement/report_test.cpp.
#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/html.h"
#include "base/language.h"
#include "planner/draft.h"
#include "planner/explain.h"

namespace sojourn::stages::placement {

using base::Language;

/// What stands for {{name}}. A whole number is written with thousands separators, and the argument
/// named `count` chooses the plural.
struct Argument {
  std::string name, text;
  std::optional<std::int64_t> number;
  Argument(std::string_view argument_name, std::string_view value)
      : name(argument_name), text(value) {}
  Argument(std::string_view argument_name, const char* value) : name(argument_name), text(value) {}
  Argument(std::string_view argument_name, std::string value)
      : name(argument_name), text(std::move(value)) {}
  template <std::integral Whole>
  Argument(std::string_view argument_name, Whole value)
      : name(argument_name), number(static_cast<std::int64_t>(value)) {}
};

/// One language's catalogue.
class Words {
 public:
  explicit Words(Language language);
  /// Of a given catalogue text, for tests.
  Words(Language language, std::string_view json);

  Language language() const { return language_; }
  bool has(std::string_view key) const;
  /// The sentence of the key. A missing key or argument is a bug and ends in one.
  std::string say(std::string_view key, const std::vector<Argument>& arguments = {}) const;
  /// 12,345; with a true minus sign.
  std::string number(std::int64_t value) const;
  /// With one decimal: tenths 123 -> 12.3.
  std::string tenths(std::int64_t value) const;
  std::string list(const std::vector<std::string>& items) const;  ///< "a, b and c", "a、b和c"
  const std::map<std::string, std::string, std::less<>>& entries() const { return entries_; }

 private:
  Language language_;
  std::map<std::string, std::string, std::less<>> entries_;
};
/// The catalogue as it is carried inside.
std::string_view catalogue_text(Language language);

/// For text of a programme folder that stands in HTML.
using base::escape_html;

/// What the reason of a placement rests on, read once for every language that says it.
struct ReasonFacts {
  /// Cost: about a team, and the distances of the sites of the person's county.
  ReasonFacts(const planner::Facts& facts, const planner::Placement& of);
  planner::Placement placement;
  planner::PairFacts pair;
  planner::LossFacts loss;
  std::int32_t nearer_sites = -1;
};

/// Sentences about one instance. In HTML everything that comes from the folder is escaped and names
/// stand in <bdi>.
class Speaker {
 public:
  enum class Form : std::uint8_t { plain, html };
  Speaker(const Words& words, const planner::Instance& instance, Form form)
      : words_(&words), instance_(&instance), form_(form) {}

  const Words& words() const { return *words_; }
  const planner::Instance& instance() const { return *instance_; }
  std::string staff(planner::Ix staff) const;  ///< name, or id where there is none
  std::string site(planner::Ix site) const;
  std::string sponsor(planner::Ix sponsor) const;
  std::string area(planner::Ix area) const;
  std::string from_folder(std::string_view text) const;  ///< escaped, in <bdi>
  std::string kilometres(std::int64_t metres) const;
  /// Names of languages or skills, as a list.
  std::string languages(const std::vector<planner::Ix>& entries) const;
  std::string skills(const std::vector<planner::Ix>& entries) const;

  /// Why the person is at their site, one sentence, from the terms that hold.
  std::string reason(const ReasonFacts& why) const;
  std::string reason(const planner::Facts& facts, const planner::Placement& placement) const {
    return reason(ReasonFacts(facts, placement));
  }
  /// What the site lacks and why nobody met it, a sentence a lack.
  std::vector<std::string> lacks(const planner::WhyShort& why) const;
  /// What the site lacks, in one phrase without causes.
  std::string lacks_in_short(const planner::LackFacts& lacks) const;
  /// "620 points worse", "between 100 points better and 620 points worse".
  std::string change(const planner::Interval& interval) const;
  /// "first wish 150 points worse, the pair 12 points better": terms that differ, the largest
  /// first.
  std::string terms(const std::array<planner::Points, planner::term_count>& terms) const;
  std::string moves(const planner::WhatIf& answer, std::size_t most) const;
  /// "place Ada at Upper-2 as leader".
  std::string single_move(const planner::SingleMove& move) const;

 private:
  const Words* words_;
  const planner::Instance* instance_;
  Form form_;
};

/// The same with whatever records are called: `staff`, `site` and `sponsor` give a name.
using NameOf = std::function<std::string(planner::Ix)>;
std::string single_move(const Words& words, const planner::SingleMove& move, const NameOf& staff,
                        const NameOf& site, const NameOf& sponsor);

/// What a term counts, with the weights of the rules.
std::string term_definition(const Words& words, const planner::Rules& rules, planner::Term term);
/// "Person 4 is placed at Site 9", and the reason that people gave, or where one could
/// stand.
std::string decision_sentence(const Speaker& speaker, const planner::Instance& instance,
                              const planner::Decided& decided);
std::string decision_reason(const Speaker& speaker, const planner::Instance& instance,
                            const planner::Decided& decided);

/// Who made the plan, when, with what. The caller knows; nothing here reads a clock.
struct MadeWith {
  std::string programme;  ///< how the folder is called
  std::string report;     ///< path of report.html; empty: not shown
  std::string made_at;    ///< local date and time, e.g. "2026-11-23 18:40"
  std::string version;
  double seconds = 0;  ///< wall time, reading included
  std::int64_t peak_mb = 0;
  std::uint64_t seed = 1;
  int threads = 1;
};

/// What `sojourn plan` prints at its end, most important lines first, each ending in a line break:
/// what is short, how good the plan is, wishes, sponsors, distances, what people decided, where the
/// report is.
std::string terminal_summary(const planner::Instance& instance, const planner::Solution& solution,
                             const MadeWith& made, Language language);

}  // namespace sojourn::stages::placement
