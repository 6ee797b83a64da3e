// A valid plan under construction, team by team, with what each person and sponsor is used for.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "planner/master.h"

namespace sojourn::planner {

/// The bare team, but without a lead sponsor where one of several has yet to be chosen: no team is
/// to hold a place that another site may need. Keeps every hard rule but perhaps that one.
Team start_team(const Problem& problem, Ix site);

class Assignment {
 public:
  /// Starts from the start teams, see there.
  explicit Assignment(const Problem& problem);

  const Team& team(Ix site) const { return teams_[static_cast<std::size_t>(site)]; }
  Ix site_of(Ix staff) const { return site_of_[static_cast<std::size_t>(staff)]; }
  std::int32_t released(Ix sponsor) const { return released_[static_cast<std::size_t>(sponsor)]; }
  std::int32_t led(Ix sponsor) const { return led_[static_cast<std::size_t>(sponsor)]; }
  Points total() const { return total_; }

  /// Puts another team in its site's place. The caller sees that it fits.
  void replace(const Team& team);
  /// Whether the team could replace its site's present one: people free or in it, caps kept.
  bool fits(const Team& team) const;
  Plan plan() const;

 private:
  void remove(Ix site);

  const Problem* problem_;
  std::vector<Team> teams_;
  std::vector<Ix> site_of_;
  std::vector<std::int32_t> released_, led_;
  Points total_ = 0;
};

/// Fills sites in the given order, each with the cheapest team at `prices` of whoever is still
/// free, what is left of the caps respected.
void fill(const Problem& problem, const Prices& prices, std::span<const Ix> order,
          Assignment& assignment);

/// Gives sites without a lead sponsor the one worth most to their team as it is, best first, while
/// sponsors may lead more. A quick start: the people were chosen without it.
void choose_leads(const Problem& problem, Assignment& assignment);

}  // namespace sojourn::planner
