// Counts the figures of a plan and says the ones that both the terminal and the report say.
#include "stages/placement/report_figures.h"

#include <algorithm>

namespace sojourn::stages::placement {

using planner::Points;
using planner::Term;

Figures count_figures(const planner::Facts& facts) {
  const planner::Instance& instance = facts.instance();
  Figures figures;
  // Step 1. Sites.
  for (std::size_t s = 0; s < instance.sites.size(); ++s) {
    planner::LackFacts lacks = facts.lacks(static_cast<planner::Ix>(s));
    const SiteState state = lacks.is_short()         ? SiteState::short_of_something
                            : lacks.below_target > 0 ? SiteState::complete
                                                     : SiteState::full;
    const auto need = static_cast<std::size_t>(std::clamp(instance.sites[s].need, 1, 5));
    ++figures.by_need[need][static_cast<std::size_t>(state)];
    if (state == SiteState::short_of_something)
      ++figures.short_sites;
    figures.people_missing += lacks.below_minimum;
    if (lacks.below_minimum > 0)
      ++figures.people_missing_sites;
    if (lacks.no_leader)
      ++figures.leaders_missing;
    figures.languages_missing += static_cast<std::int64_t>(lacks.languages.size());
    figures.skills_missing += static_cast<std::int64_t>(lacks.skills.size());
    if (lacks.nobody_stays)
      ++figures.stayers_missing;
    figures.target_open += lacks.below_target;
    figures.states.push_back(state);
    figures.lacks.push_back(std::move(lacks));
  }
  // Step 2. People.
  std::vector<bool> wished(instance.staff.size(), false);
  for (const planner::Wish& wish : instance.wishes)
    if (wish.rank != planner::refuse)
      wished[static_cast<std::size_t>(wish.staff)] = true;
  std::int64_t metres = 0;
  for (const planner::Placement& p : facts.plan().placements) {
    const planner::PairFacts pair = facts.pair(p.staff, p.site, p.role);
    metres += pair.metres;
    if (pair.own_sponsor)
      ++figures.own_sponsor;
    if (pair.wish_rank > 0) {
      ++figures.wishes[static_cast<std::size_t>(pair.wish_rank - 1)];
    } else if (wished[static_cast<std::size_t>(p.staff)]) {
      ++figures.wished_not_met;
    } else {
      ++figures.no_wish;
    }
  }
  figures.placed = facts.placed_count();
  figures.available = std::count_if(instance.staff.begin(), instance.staff.end(),
                                    [](const planner::Staff& s) { return s.available; });
  figures.anybody_wished = std::find(wished.begin(), wished.end(), true) != wished.end();
  if (figures.placed > 0)
    figures.mean_metres = metres / figures.placed;
  return figures;
}

std::string points_a_site(const Words& words, Points gap, std::size_t sites) {
  const auto count = static_cast<Points>(sites);
  return words.tenths((gap * 10 + count - 1) / count);
}

std::vector<std::string> bound_sentences(const Words& words, const planner::Instance& instance,
                                         const planner::Solution& solution) {
  std::vector<std::string> sentences;
  sentences.push_back(words.say("total.is", {{"total", solution.value.total}}));
  const Points gap = solution.value.total - solution.certificate.bound;
  if (solution.proven) {
    sentences.push_back(words.say("total.proven"));
    return sentences;
  }
  sentences.push_back(words.say("total.gap", {{"count", gap}}));
  if (!instance.sites.empty())
    sentences.push_back(
        words.say("total.per_site", {{"points", points_a_site(words, gap, instance.sites.size())},
                                     {"wish", instance.rules.wish[0]},
                                     {"km", instance.rules.pair_per_km}}));
  return sentences;
}

std::vector<std::string> limit_sentences(const Words& words, const planner::Solution& solution) {
  std::vector<std::string> sentences;
  if (solution.node_limit && !solution.proven)
    sentences.push_back(words.say("summary.node_limit"));
  else if (solution.stopped && !solution.proven)
    sentences.push_back(words.say("summary.stopped"));
  if (solution.simplified_sites > 0 && !solution.proven)
    sentences.push_back(words.say("summary.simplified", {{"count", solution.simplified_sites},
                                                         {"most", planner::most_requirements}}));
  return sentences;
}

std::vector<std::string> shortage_sentences(const Words& words, const planner::Solution& solution,
                                            const Figures& figures) {
  std::vector<std::string> sentences;
  const auto with_floor = [&](std::string sentence, Term term) {
    const Points points = solution.value[term];
    for (const planner::Floor& floor : solution.floors) {
      if (floor.term != term || points == 0)
        continue;
      sentence += words.say("sentence.join");
      sentence += points == floor.points
                      ? words.say("floor.attained")
                      : words.say("floor.above", {{"points", points}, {"floor", floor.points}});
    }
    sentences.push_back(std::move(sentence));
  };
  const auto count = [&](std::string_view key, std::int64_t cases) {
    if (cases > 0)
      sentences.push_back(words.say(key, {{"count", cases}}));
  };
  if (figures.short_sites == 0) {
    sentences.push_back(words.say("shortage.none"));
  } else {
    sentences.push_back(words.say("shortage.sites", {{"count", figures.short_sites}}));
    if (figures.people_missing > 0) {
      with_floor(words.say("shortage.people", {{"count", figures.people_missing}}),
                 Term::short_of_minimum);
    } else {
      sentences.push_back(words.say("shortage.people_none"));
    }
    if (figures.leaders_missing > 0) {
      with_floor(words.say("shortage.leaders", {{"count", figures.leaders_missing}}),
                 Term::no_leader);
    } else {
      sentences.push_back(words.say("shortage.leaders_none"));
    }
    count("shortage.languages", figures.languages_missing);
    count("shortage.skills", figures.skills_missing);
  }
  count("shortage.stayers", figures.stayers_missing);
  count("shortage.target", figures.target_open);
  return sentences;
}

}  // namespace sojourn::stages::placement
