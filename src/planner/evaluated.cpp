// See evaluated.h.
#include "planner/evaluated.h"

#include <algorithm>

namespace sojourn::planner {
namespace {

std::size_t at(Ix position) { return static_cast<std::size_t>(position); }

bool holds(const TeamChoice& choice, std::int32_t position) {
  return choice.leader == position ||
         std::find(choice.members.begin(), choice.members.end(), position) != choice.members.end();
}

}  // namespace

RootPrices root_prices(const Problem& problem, const Certificate& certificate) {
  RootPrices made{Prices::zero(problem), {}};
  if (certificate.nodes.empty())
    return made;
  const CertificateNode& root = certificate.nodes.front();
  for (const Cut& cut : root.cuts) {
    if (!Prices::sound(cut.price))
      continue;
    made.cuts.push_back(cut.things);
    made.prices.cuts.push_back(cut.price);
  }
  made.prices.take(root.prices);
  return made;
}

Evaluated::Evaluated(const Instance& instance, const Solution& solution, int threads)
    : problem_(build_problem(instance, {}, threads)),
      root_(root_prices(problem_, solution.certificate)),
      cuts_(problem_, root_.cuts) {
  Workers workers(threads);
  Relaxation relaxation(problem_, workers);
  relaxation.set_cuts(root_.cuts);
  bound_ = relaxation.evaluate(root_.prices);
  choices_ = relaxation.choices();
}

bool Evaluated::take(const Problem& problem, Ix site, TeamChoice& choice) const {
  // Step 1. The site, its lead options, and what the rules pay.
  if (site >= problem_.site_count() || problem.own_sponsor != problem_.own_sponsor ||
      problem.lead_score != problem_.lead_score ||
      !(problem.sites[at(site)] == problem_.sites[at(site)]))
    return false;
  const auto options = problem.options_of(site), known_options = problem_.options_of(site);
  if (!std::equal(options.begin(), options.end(), known_options.begin(), known_options.end()))
    return false;
  // Step 2. The candidates: all who are there were there, as they are, and who went is not in the
  // team.
  const TeamChoice& known = choices_[at(site)];
  const auto pairs = problem.pairs_of(site), before = problem_.pairs_of(site);
  std::size_t next = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const bool stays = next < pairs.size() && pairs[next].staff == before[i].staff;
    if (!stays) {
      if (holds(known, static_cast<std::int32_t>(i)))
        return false;
      continue;
    }
    const Ix staff = before[i].staff;
    if (!(pairs[next] == before[i]) ||
        problem.leader_cost[at(staff)] != problem_.leader_cost[at(staff)])
      return false;
    ++next;
  }
  if (next < pairs.size())
    return false;  // somebody is new here
  // Step 3. The same team, by its positions now.
  const auto now = [&](std::int32_t position) {
    const Ix staff = before[static_cast<std::size_t>(position)].staff;
    const auto found = std::lower_bound(pairs.begin(), pairs.end(), staff,
                                        [](const Pair& pair, Ix who) { return pair.staff < who; });
    return static_cast<std::int32_t>(found - pairs.begin());
  };
  choice.value = known.value;
  choice.option = known.option;
  choice.leader = known.leader < 0 ? known.leader : now(known.leader);
  choice.members.clear();
  for (const std::int32_t member : known.members)
    choice.members.push_back(now(member));
  return true;
}

Milli Evaluated::bound_with(Ix staff, Ix site, SiteOracle& oracle) const {
  SiteView view = site_view(problem_, site);
  std::vector<Pair> pairs(view.pairs.begin(), view.pairs.end());
  const auto found = std::lower_bound(pairs.begin(), pairs.end(), staff,
                                      [](const Pair& pair, Ix who) { return pair.staff < who; });
  if (found == pairs.end() || found->staff != staff)
    return infinite;
  const auto position = static_cast<std::int32_t>(found - pairs.begin());
  const TeamChoice& known = choices_[at(site)];
  if (holds(known, position))
    return bound_;
  found->flags = static_cast<std::uint8_t>(found->flags | Pair::must);
  view.pairs = pairs;
  // Elsewhere nobody gets cheaper by it, so that this site's rise alone is sure.
  std::vector<Milli> person(root_.prices.staff), lead(root_.prices.lead);
  for (std::size_t p = 0; p < person.size(); ++p)
    person[p] = std::min(person[p] + root_.prices.release[at(problem_.sponsor_of[p])], blocked - 1);
  for (Milli& price : lead)
    price = std::min(price, blocked - 1);
  TeamChoice choice;
  const bool any_cut = std::any_of(root_.prices.cuts.begin(), root_.prices.cuts.end(),
                                   [](Milli price) { return price != 0; });
  if (any_cut) {
    CutOracle(oracle).solve(view, site, person, lead, cuts_, root_.prices.cuts, choice);
  } else {
    oracle.solve(view, {person.data(), lead.data()}, choice);
  }
  return choice.value >= infinite / 2 ? infinite : bound_ + choice.value - known.value;
}

}  // namespace sojourn::planner
