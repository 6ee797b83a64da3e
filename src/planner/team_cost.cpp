// What a team costs without prices: the search's own reading of the model. `check` has another, and
// tests hold the two against each other.
#include <algorithm>
#include <bit>

#include "planner/oracle.h"

namespace sojourn::planner {

Points team_cost(const Problem& problem, const SiteView& site, std::int32_t option,
                 std::int32_t leader, std::span<const std::int32_t> members) {
  const SiteTerms& terms = *site.terms;
  Points cost = 0;
  std::uint32_t covers = 0;
  bool stays = false;
  std::int32_t heads = 0;
  const auto take = [&](std::int32_t position) {
    const Pair& pair = site.pairs[static_cast<std::size_t>(position)];
    cost += pair.cost;
    if (option >= 0 && pair.own_option == option)
      cost -= problem.own_sponsor;
    covers |= pair.covers;
    stays = stays || pair.has(Pair::stayer);
    ++heads;
  };
  for (const std::int32_t position : members)
    take(position);
  if (leader >= 0) {
    take(leader);
    cost += problem.leader_cost[static_cast<std::size_t>(
        site.pairs[static_cast<std::size_t>(leader)].staff)];
  } else {
    cost += terms.no_leader;
  }
  cost += terms.short_of_minimum * std::max(0, terms.min_team - heads);
  cost += terms.short_of_target * (terms.target_team - std::max(heads, terms.min_team));
  const std::uint32_t language_bits = terms.languages >= 32 ? ~0U : (1U << terms.languages) - 1;
  cost += terms.language * (std::min(terms.languages, 32) - std::popcount(covers & language_bits));
  const std::int32_t skill_bits = std::min(terms.skills, std::max(0, 32 - terms.languages));
  cost += terms.skill * (skill_bits - std::popcount(covers & ~language_bits));
  if (!stays)
    cost += terms.nobody_stays;
  if (option >= 0)
    cost -= problem.lead_score * site.options[static_cast<std::size_t>(option)].score;
  return cost;
}

}  // namespace sojourn::planner
