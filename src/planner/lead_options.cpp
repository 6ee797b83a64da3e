// See lead_options.h. Tested in tests/unit/planner/problem_test.cpp.
#include "planner/lead_options.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "planner/groups.h"
#include "planner/lead_first.h"

namespace sojourn::planner {

namespace {
std::size_t at(Ix position) { return static_cast<std::size_t>(position); }
}  // namespace

void fill_lead_options(const Instance& instance, std::span<const Decision> forced,
                       Problem& problem) {
  const std::size_t site_count = instance.sites.size();
  const Groups listed =
      group_by(instance.affinity, site_count, [](const Affinity& a) { return a.site; });
  const Groups decided = group_by(forced, site_count, [](const Decision& d) {
    return d.kind == Decision::Kind::led ? d.site : none;
  });
  // Step 1: options of every site; an announced lead is the only one, and counts as listed.
  problem.lead_begin.assign(site_count + 1, 0);
  problem.lead_options.reserve(instance.affinity.size());
  std::vector<LeadOption> options;
  for (std::size_t s = 0; s < site_count; ++s) {
    SiteTerms& terms = problem.sites[s];
    const Ix announced = instance.sites[s].announced_lead;
    options.clear();
    for (const auto row : listed.of(static_cast<Ix>(s))) {
      const Affinity& entry = instance.affinity[row];
      if (announced == none ? problem.max_sites[at(entry.sponsor)] > 0 : entry.sponsor == announced)
        options.push_back({entry.sponsor, entry.score});
    }
    if (announced != none) {
      if (options.empty())
        options.push_back({announced, 0});
      terms.lead_fixed = true;
      terms.may_have_no_lead = false;
    }
    for (const auto row : decided.of(static_cast<Ix>(s))) {
      const Decision& d = forced[row];
      if (d.yes) {
        std::erase_if(options, [&](const LeadOption& o) { return o.sponsor != d.who; });
        terms.lead_fixed = true;
        if (d.who != none)
          terms.may_have_no_lead = false;
      } else if (d.who == none) {
        terms.may_have_no_lead = false;
      } else {
        std::erase_if(options, [&](const LeadOption& o) { return o.sponsor == d.who; });
      }
    }
    std::sort(options.begin(), options.end(),
              [](const auto& a, const auto& b) { return a.sponsor < b.sponsor; });
    problem.lead_options.insert(problem.lead_options.end(), options.begin(), options.end());
    problem.lead_begin[s + 1] = static_cast<std::uint32_t>(problem.lead_options.size());
  }
  if (instance.rules.pairing != Pairing::first)
    return;
  // Step 2: announced and forced leads take their share of max_sites, the rest is chosen.
  auto capacity = problem.max_sites;
  std::vector<LeadArc> arcs;
  for (Ix s = 0; s < problem.site_count(); ++s) {
    const auto of_site = problem.options_of(s);
    if (problem.sites[at(s)].lead_fixed) {
      for (const LeadOption& option : of_site)
        capacity[at(option.sponsor)] = std::max(0, capacity[at(option.sponsor)] - 1);
    } else {
      for (const LeadOption& option : of_site)
        arcs.push_back({s, option.sponsor, Points{instance.sites[at(s)].need} * option.score});
    }
  }
  const auto chosen = choose_leads_first(problem.site_count(), arcs, capacity);
  // Step 3: only the chosen option stays.
  std::vector<LeadOption> kept;
  std::uint32_t begin = 0;
  for (Ix s = 0; s < problem.site_count(); ++s) {
    SiteTerms& terms = problem.sites[at(s)];
    const std::uint32_t end = problem.lead_begin[at(s) + 1];
    for (std::uint32_t k = begin; k < end; ++k) {
      const LeadOption& option = problem.lead_options[k];
      if (terms.lead_fixed || option.sponsor == chosen[at(s)])
        kept.push_back(option);
    }
    if (!terms.lead_fixed) {
      terms.lead_fixed = true;
      if (chosen[at(s)] != none)
        terms.may_have_no_lead = false;
    }
    problem.lead_begin[at(s) + 1] = static_cast<std::uint32_t>(kept.size());
    begin = end;
  }
  problem.lead_options = std::move(kept);
}

}  // namespace sojourn::planner
