// See plan_sites.h.
#include "stages/placement/plan_sites.h"

namespace sojourn::stages::placement {

using planner::Ix;
using planner::none;

namespace {

/// A plan with more sites is shown area by area, and of an area with more, its parts.
constexpr std::int64_t most_at_once = 300;
constexpr std::int64_t most_of_an_area = 200;

std::size_t at(Ix i) { return static_cast<std::size_t>(i); }

}  // namespace

std::vector<std::string> called(const std::vector<std::string>& names, std::span<const Ix> which) {
  std::vector<std::string> made;
  for (const Ix each : which) {
    made.push_back(names[at(each)]);
  }
  return made;
}

LackView lacks_of(const planner::Facts& facts, Ix site) {
  const planner::LackFacts lacks = facts.lacks(site);
  const planner::Instance& instance = facts.instance();
  return {.below_minimum = lacks.below_minimum,
          .below_target = lacks.below_target,
          .no_leader = lacks.no_leader,
          .nobody_stays = lacks.nobody_stays,
          .languages = called(instance.languages, lacks.languages),
          .skills = called(instance.skills, lacks.skills)};
}

StaffRole role_of(planner::Role role) {
  return role == planner::Role::leader ? StaffRole::leader : StaffRole::member;
}

planner::Role role_of(StaffRole role) {
  return role == StaffRole::leader ? planner::Role::leader : planner::Role::member;
}

Areas::Areas(const planner::Instance& instance) : instance_(instance) {
  counts_.resize(instance.areas.size(), 0);
  for (const planner::Site& site : instance.sites) {
    for (Ix area = site.area; area != none; area = instance.areas[at(area)].parent) {
      ++counts_[at(area)];
    }
  }
}

Ix Areas::find(Id<Area> id) const {
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    if (instance_.text(instance_.areas[i].id) == id.to_text()) {
      return static_cast<Ix>(i);
    }
  }
  return none;
}

Ix Areas::named(const std::optional<Id<Area>>& within) const {
  if (!within) {
    return none;
  }
  const Ix found = find(*within);
  if (found == none) {
    Faults faults;
    faults.add("/within", "not_in_plan", within->to_text(),
               "The plan was made without this record.");
    faults.refuse();
  }
  return found;
}

std::vector<Ix> Areas::shown(Ix within) const {
  const std::int64_t count = within == none ? std::ssize(instance_.sites) : counts_[at(within)];
  std::vector<Ix> made;
  if (count > (within == none ? most_at_once : most_of_an_area)) {
    return made;
  }
  for (std::size_t s = 0; s < instance_.sites.size(); ++s) {
    for (Ix area = instance_.sites[s].area; area != none; area = instance_.areas[at(area)].parent) {
      if (within == none || area == within) {
        made.push_back(static_cast<Ix>(s));
        break;
      }
    }
  }
  return made;
}

base::FieldAbout within_field() {
  return {.name = "within",
          .shape = "AREA",
          .meaning =
              "Only sites of this area. A plan of more than 300 sites is shown area by area, "
              "up to 200 sites at a time."};
}

}  // namespace sojourn::stages::placement
