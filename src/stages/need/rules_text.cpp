// The table [need] of rules.toml. Of two rules that clash a fault's value names both
// with what they say, so that they can be shown beside each other.
#include <fmt/format.h>

#include "stages/need/rules.h"
#include "stages/programme/rules_table.h"

namespace sojourn::stages::need {

NeedRules read_rules(std::string_view text, std::string_view where, programme::Faults& faults) {
  NeedRules made;
  programme::RulesTable table(text, "need", where, faults);
  table.choice("method", made.method);
  table.choice("weight", made.weight);
  table.whole("least_team", made.least_team, 0, 100);
  table.whole("most_team", made.most_team, 0, 100);
  table.whole("tier_low", made.tier_low, 0, 5);
  table.whole("tier_middle", made.tier_middle, 0, 5);
  table.whole("tier_high", made.tier_high, 0, 5);
  table.whole("scarce_parts", made.scarce_parts, 0, 100);
  table.whole("scarce_of", made.scarce_of, 1, 100);
  table.whole("scarce_points", made.scarce_points, 0, 5);
  table.whole("vacant_months", made.vacant_months, 0, 120);
  table.whole("vacant_points", made.vacant_points, 0, 5);
  table.whole("unfilled_rounds", made.unfilled_rounds, 0, 20);
  table.whole("unfilled_points", made.unfilled_points, 0, 5);
  table.whole("other_posts_most", made.other_posts_most, 0, 100);
  table.whole("first_timers.village", made.first_timers_village, 0, 100);
  table.whole("first_timers.community", made.first_timers_community, 0, 100);
  table.whole("first_timers.farm", made.first_timers_farm, 0, 100);
  table.yes_no("readiness_gate", made.readiness_gate);
  table.whole("wisn.weeks", made.weeks, 1, 53);
  table.whole("wisn.days", made.days, 1, 7);
  table.whole("wisn.leave", made.leave, 0, 366);
  table.whole("wisn.holidays", made.holidays, 0, 366);
  table.whole("wisn.sick", made.sick, 0, 366);
  table.whole("wisn.training", made.training, 0, 366);
  table.whole("wisn.day_minutes", made.day_minutes, 1, 1440);
  table.finish();
  if (made.least_team > made.most_team) {
    faults.add(std::string(where), "rules_clash",
               fmt::format("{} = {} | {} = {}", "[need] least_team", made.least_team,
                           "[need] most_team", made.most_team),
               "[need] least_team is above most_team.");
  }
  if (available_days(made) < 1) {
    faults.add(
        std::string(where), "rules_clash",
        fmt::format("{} = {} | {} = {}", "[need.wisn] days", made.weeks * made.days,
                    "[need.wisn] away", made.leave + made.holidays + made.sick + made.training),
        "[need.wisn] leaves no day of the year for work.");
  }
  return made;
}

}  // namespace sojourn::stages::need
