// The rules.toml of an example: every key with its default and what it means, to be changed and
// tried. Written from planner::Rules, so that it cannot say other defaults than the planner has.
#include <fmt/core.h>

#include <string>

#include "planner/instance.h"
#include "stages/placement/example.h"

namespace sojourn::stages::placement {

std::string example_rules() {
  const planner::Rules rules;
  std::string text =
      "# What a plan is worth, in points; smaller is better. Change a number and plan again.\n"
      "# These are the defaults: a key that is left out means the same. docs/placement-model.md\n"
      "# explains each of them.\n"
      "[placement]\n";
  const auto key = [&](const std::string& setting, std::string_view meaning) {
    text += fmt::format("{:<55} # {}\n", setting, meaning);
  };
  const auto weight = [&](std::string_view name, planner::Points points, std::string_view meaning) {
    key(fmt::format("{} = {}", name, points), meaning);
  };
  key(fmt::format("pairing = \"{}\"", rules.pairing == planner::Pairing::joint ? "joint" : "first"),
      "\"joint\": lead sponsors and people together; \"first\": lead sponsors first");
  weight("near_sites", rules.near_sites, "nearest sites of their county open to a person; 0: all");
  weight("paired_sites", rules.paired_sites,
         "nearest sites that list their sponsor, in any county; 0: all");
  weight("short_of_minimum", rules.short_of_minimum, "x need, per head under min_team");
  weight("no_leader", rules.no_leader, "x need");
  weight("languages", rules.languages, "x need, each language without a speaker");
  weight("skills", rules.skills, "x need, each skill without a holder");
  weight("nobody_stays", rules.nobody_stays, "no one of the present staff stays");
  weight("short_of_target", rules.short_of_target, "x need, per head from min_team to target_team");
  weight("lead_sponsor", rules.lead_sponsor, "x score, taken off");
  weight("own_sponsor", rules.own_sponsor, "per member from the site's lead sponsor, taken off");
  key(fmt::format("pair = {{ per_km = {}, most = {}, hardship = {} }}", rules.pair_per_km,
                  rules.pair_most, rules.pair_hardship),
      "distance, its most, hardship served x hardship");
  key(fmt::format("wish = [{}, {}, {}]", rules.wish[0], rules.wish[1], rules.wish[2]),
      "for rank 1, 2, 3, taken off");
  key(fmt::format("leader_experience = {{ base = {}, per_year = {}, years = {} }}",
                  rules.leader_base, rules.leader_per_year, rules.leader_years),
      "base - per_year x years of experience, at most so many years");
  weight("strength", rules.strength, "x strength x need / 5, taken off");
  return text;
}

}  // namespace sojourn::stages::placement
