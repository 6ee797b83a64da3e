// What holds for nominations, without SQL: who may be named, and what evidence is worth. The table
// [selection] of rules.toml. Tested in tests/unit/stages/selection/rules_test.cpp.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/date.h"
#include "base/sentence.h"
#include "stages/programme/rules.h"
#include "stages/selection/records.h"

namespace sojourn::stages::selection {

/// Points of 100 unless said otherwise.
struct SelectionRules {
  std::int32_t service_months = 24;     ///< in service by the first day, at least
  std::int32_t nominees_percent = 120;  ///< people named for 100 posts, at least
  std::int32_t objection_days = 5;      ///< working days after the shortlist
  std::int32_t wish_days = 5;           ///< working days after the deadline, for own wishes
  std::int32_t refusals_most = 3;       ///< sites that somebody may refuse by their own word
  std::int32_t promoted_months = 24;    ///< how long a promotion speaks for somebody
  std::int32_t experience = 3;          ///< a whole year in service
  std::int32_t experience_most = 30;
  std::int32_t language = 10;  ///< each
  std::int32_t language_most = 20;
  std::int32_t appraisal = 10;  ///< each
  std::int32_t appraisal_most = 20;
  std::int32_t backbone = 15;
  std::int32_t promoted = 10;
  std::int32_t assessed = 10;
  std::int32_t reserve = 10;
};

/// Faults stand at `where`.
SelectionRules read_rules(std::string_view text, std::string_view where, programme::Faults& faults);

/// Whom it keeps out that another person is named.
class Apart {
 public:
  /// At most one of them is posted at a time.
  void pair(base::Id<Staff> one, base::Id<Staff> other);
  /// Somebody is named: those who are not posted at the same time are out.
  void name(base::Id<Staff> staff);
  bool keeps_out(base::Id<Staff> staff) const { return kept_out_.contains(staff.value); }

 private:
  std::unordered_multimap<std::int64_t, std::int64_t> partners_;
  std::unordered_set<std::int64_t> kept_out_;
};

/// A rule that keeps somebody out, by its code, and what it says.
struct Bar {
  std::string_view code;
  base::Sentence says;
};
/// Those that do; none: the person may be named.
std::vector<Bar> bars(const SelectionRules& rules, const Staff& staff, base::Date starts_on,
                      const Apart* apart = nullptr);

/// Whether a record says outright that a rule keeps the person out on that day: a certificate that
/// has run out by then, too short a service. In a round (`bars`) it has to be shown that they hold;
/// a plan that goes by everybody takes what a record does not say as no bar.
bool kept_out_by_record(const SelectionRules& rules, std::optional<base::Date> hired_on,
                        std::optional<base::Date> fit_until, base::Date starts_on);

/// Of a sponsor's staff: how many there are, whom no rule keeps out, and of these how many it can
/// spare: max(1, floor(available on the first day x release_percent / 100)), as the planner has it.
struct FunnelCount {
  std::int64_t in_post = 0;
  std::int64_t eligible = 0;
  std::int64_t releasable = 0;
  std::map<std::string_view, std::int64_t> kept_out = {};  ///< by rule
};
FunnelCount funnel_count(const SelectionRules& rules, std::int32_t release_percent,
                         std::span<const Staff> staff, base::Date starts_on,
                         const Apart* apart = nullptr);

/// What somebody's evidence is worth: a line for each kind that counts, in the order of kinds.
std::vector<StrengthLine> strength_lines(const SelectionRules& rules, const Staff& staff,
                                         const std::vector<Evidence>& evidence,
                                         base::Date starts_on);
/// Their sum, 100 at most.
std::int32_t strength(const std::vector<StrengthLine>& lines);

/// Least number of people to name for so many posts.
std::int64_t nominees_due(const SelectionRules& rules, std::int64_t posts);

}  // namespace sojourn::stages::selection
