// Prices of a problem too large for one master: each county has its own master over its own people
// and sponsors, and only the few prices that counties share (people who may serve in several,
// sponsors above the county) are set between rounds, by a bundle method with a box as trust region:
// each county's bound is a concave function of the shared prices, every round gives one tangent of
// it, and a small linear programme over all tangents says where to look next (Lemarechal 1975;
// Marsten, Hogan, Blankenship 1975 for the box).
#pragma once

#include <memory>
#include <stop_token>
#include <vector>

#include "planner/generate.h"
#include "planner/windows.h"

namespace sojourn::planner {

class Counties {
 public:
  /// Masters stay between rounds, about 2 MB a county.
  Counties(const Problem& problem, Workers& workers);
  ~Counties();

  /// Every county's prices anew at the shared prices in `prices`; changes only the others. Returns
  /// nothing to rely on about the bound: the caller evaluates. False: stopped, `prices` as before.
  bool polish(Prices& prices, int rounds, std::stop_token stop);
  /// The shared prices to try next, from all tangents so far, at most `reach` away from `centre`
  /// (in thousandths). Changes only shared prices of `centre`. Returns the rise that the tangents
  /// promise over `centre_bound`, in thousandths.
  Milli look_ahead(Prices& centre, Milli centre_bound, Milli reach);
  /// A reach to begin with: a share of the shared prices in use, at least a few points.
  Milli first_reach(const Prices& prices) const;
  bool has_shared() const { return shared_count_ > 0; }
  /// What counties share, at the given prices: what a county planned by itself is charged for it.
  Fixed charges(const Prices& prices) const {
    return {shared_staff_, shared_release_, shared_lead_, prices};
  }

  const std::vector<std::vector<Ix>>& sites() const { return county_sites_; }
  /// Teams generated for a county so far, in global positions.
  std::vector<Team> teams(std::size_t county) const;

 private:
  struct Block;
  std::unique_ptr<Block> make(std::size_t county, std::vector<Ix>& staff,
                              std::vector<Ix>& sponsor) const;

  const Problem* problem_;
  Workers* workers_;
  std::vector<std::vector<Ix>> county_sites_;
  std::vector<char> shared_staff_, shared_release_, shared_lead_;
  std::size_t shared_count_ = 0;
  std::vector<std::unique_ptr<Block>> blocks_;
  struct Tangent {
    std::size_t county;
    double value;                                       ///< at shared price zero, points
    std::vector<std::pair<std::size_t, double>> slope;  ///< shared thing -> use
  };
  std::vector<Tangent> tangents_;
  std::vector<std::size_t>
      shared_index_;  ///< staff, release, lead in one row -> shared thing, or none
  std::vector<std::vector<Ix>> scratch_staff_, scratch_sponsor_;
  std::unique_ptr<Assignment> nobody_;
};

}  // namespace sojourn::planner
