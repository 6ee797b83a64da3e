// Why a site is short, and the smallest changes that would fill it. See explain.h.
#include <algorithm>
#include <numeric>

#include "planner/explain.h"

namespace sojourn::planner {
namespace {

std::size_t at(Ix position) { return static_cast<std::size_t>(position); }

Cause cause_of(const Facts& facts, Ix site, const Lack& lack) {
  const Supply& supply = lack.supply;
  if (supply.candidates - supply.here == 0)
    return Cause::nobody;
  const std::int32_t left = supply.capped + supply.first_timers + supply.free;
  if (left == 0)
    return Cause::all_elsewhere;
  if (supply.free == 0)
    return supply.capped >= supply.first_timers ? Cause::capped : Cause::first_timers;
  const auto size = static_cast<std::int32_t>(facts.team(site).size());
  return size >= facts.instance().sites[at(site)].target_team ? Cause::full_team : Cause::dearer;
}

bool is_filled(const Repair& repair, const LackFacts& before) {
  const LackFacts& left = repair.left;
  switch (repair.kind) {
    case Repair::Kind::more_people: return !left.is_short();
    case Repair::Kind::leader:
    case Repair::Kind::may_lead: return !left.no_leader;
    case Repair::Kind::speaker:
      return std::find(left.languages.begin(), left.languages.end(), repair.what) ==
             left.languages.end();
    case Repair::Kind::holder:
      return std::find(left.skills.begin(), left.skills.end(), repair.what) == left.skills.end();
    case Repair::Kind::release_one_more:
    case Repair::Kind::first_timer:
      return left.below_minimum < before.below_minimum || left.no_leader < before.no_leader ||
             left.languages.size() < before.languages.size() ||
             left.skills.size() < before.skills.size() ||
             (!before.is_short() && left.nobody_stays < before.nobody_stays);
  }
  return false;
}

std::vector<Change> changes_of(const Repair& repair, Ix site, const LackFacts& lacks) {
  OneMorePerson person;
  person.near = site;
  person.sponsor = repair.sponsor;
  person.stay_there = true;
  switch (repair.kind) {
    case Repair::Kind::more_people: {
      // The first of them brings whatever else is missing.
      OneMorePerson first = person;
      first.can_lead = lacks.no_leader;
      first.languages = lacks.languages;
      first.skills = lacks.skills;
      std::vector<Change> changes(static_cast<std::size_t>(repair.people), Change{person});
      changes.front() = first;
      return changes;
    }
    case Repair::Kind::leader: person.can_lead = true; break;
    case Repair::Kind::speaker: person.languages = {repair.what}; break;
    case Repair::Kind::holder: person.skills = {repair.what}; break;
    case Repair::Kind::release_one_more: return {ReleaseOneMore{repair.what}};
    case Repair::Kind::may_lead: return {MayLead{repair.what}};
    case Repair::Kind::first_timer: return {OneMoreFirstTimer{site}};
  }
  return std::vector<Change>(static_cast<std::size_t>(repair.people), Change{person});
}

/// What is worth trying, from the lacks and what binds them.
std::vector<Repair> repairs_for(const Facts& facts, const WhyShort& why) {
  std::vector<Repair> repairs;
  std::vector<Ix> capped;
  bool first_timers = false;
  const Ix sponsor = facts.likely_sponsor(why.site);
  const auto add_person = [&](Repair::Kind kind, Ix what, std::int32_t people) {
    Repair repair;
    repair.kind = kind;
    repair.what = what;
    repair.people = people;
    repair.sponsor = sponsor;
    repairs.push_back(std::move(repair));
  };
  for (const Lack& lack : why.listed) {
    switch (lack.quality.kind) {
      case Quality::Kind::head: add_person(Repair::Kind::more_people, none, lack.count); break;
      case Quality::Kind::leader: add_person(Repair::Kind::leader, none, 1); break;
      case Quality::Kind::language: add_person(Repair::Kind::speaker, lack.quality.what, 1); break;
      case Quality::Kind::skill: add_person(Repair::Kind::holder, lack.quality.what, 1); break;
      case Quality::Kind::stayer: break;
    }
    const auto most = std::min<std::size_t>(2, lack.supply.capped_sponsors.size());
    capped.insert(capped.end(), lack.supply.capped_sponsors.begin(),
                  lack.supply.capped_sponsors.begin() + static_cast<std::ptrdiff_t>(most));
    first_timers = first_timers || lack.supply.first_timers > 0;
  }
  std::sort(capped.begin(), capped.end());
  capped.erase(std::unique(capped.begin(), capped.end()), capped.end());
  for (const Ix who : capped) {
    Repair repair;
    repair.kind = Repair::Kind::release_one_more;
    repair.what = who;
    repairs.push_back(std::move(repair));
  }
  if (first_timers) {
    Repair repair;
    repair.kind = Repair::Kind::first_timer;
    repairs.push_back(std::move(repair));
  }
  // The team member of most experience, qualified to lead.
  const std::span<const Placement> team = facts.team(why.site);
  if (why.lacks.no_leader && !team.empty()) {
    const auto most =
        std::max_element(team.begin(), team.end(), [&](const Placement& a, const Placement& b) {
          return facts.instance().staff[at(a.staff)].experience_years <
                 facts.instance().staff[at(b.staff)].experience_years;
        });
    if (!facts.instance().staff[at(most->staff)].can_lead) {
      Repair repair;
      repair.kind = Repair::Kind::may_lead;
      repair.what = most->staff;
      repairs.push_back(std::move(repair));
    }
  }
  return repairs;
}

}  // namespace

WhyShort read_lacks(const Facts& facts, const Problem& problem, Ix site) {
  const Instance& instance = facts.instance();
  const Rules& rules = instance.rules;
  const Points need = instance.sites[at(site)].need;
  WhyShort why;
  why.site = site;
  why.lacks = facts.lacks(site);
  const auto add = [&](Quality quality, std::int32_t count, Points points) {
    Lack lack;
    lack.quality = quality;
    lack.count = count;
    lack.points = points;
    lack.supply = facts.supply(problem, site, quality);
    lack.cause = cause_of(facts, site, lack);
    why.listed.push_back(std::move(lack));
  };
  if (why.lacks.below_minimum > 0)
    add({Quality::Kind::head, none}, why.lacks.below_minimum,
        why.lacks.below_minimum * rules.short_of_minimum * need);
  if (why.lacks.no_leader)
    add({Quality::Kind::leader, none}, 1, rules.no_leader * need);
  for (const Ix language : why.lacks.languages)
    add({Quality::Kind::language, language}, 1, rules.languages * need);
  for (const Ix skill : why.lacks.skills)
    add({Quality::Kind::skill, skill}, 1, rules.skills * need);
  if (why.lacks.nobody_stays)
    add({Quality::Kind::stayer, none}, 1, rules.nobody_stays);
  return why;
}

WhyShort why_short(const Instance& instance, const Solution& base, Ix site, const Depth& depth,
                   std::stop_token stop) {
  const Facts facts(instance, base.plan);
  const Problem problem = build_problem(instance, {}, depth.effort.threads);
  WhyShort why = read_lacks(facts, problem, site);
  std::vector<Repair> repairs = repairs_for(facts, why);
  if (repairs.size() > static_cast<std::size_t>(depth.tries))
    repairs.resize(static_cast<std::size_t>(depth.tries));
  for (Repair& repair : repairs) {
    const std::vector<Change> changes = changes_of(repair, site, why.lacks);
    repair.answer = what_if(instance, base, changes, depth.effort, stop);
    if (!repair.answer.clashes.empty())
      continue;
    const Changed changed = apply_changes(instance, changes);
    repair.left = Facts(changed.instance, repair.answer.after.plan).lacks(site);
    repair.fills = is_filled(repair, why.lacks);
    why.repairs.push_back(std::move(repair));
  }
  std::stable_sort(why.repairs.begin(), why.repairs.end(), [](const Repair& a, const Repair& b) {
    if (a.fills != b.fills)
      return a.fills;
    return a.answer.change.upper < b.answer.change.upper;
  });
  return why;
}

}  // namespace sojourn::planner
