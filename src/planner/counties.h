// Prices of a problem too large for one master: each county has its own master over its own people
// and sponsors, and only the few prices that counties share (people who may serve in several,
// sponsors above the county) are moved by subgradient steps between rounds. The step uses what the
// counties' linear programmes use of a shared thing, a far steadier guide than single best teams.
#pragma once

#include <memory>
#include <stop_token>
#include <vector>

#include "planner/generate.h"
#include "planner/windows.h"

namespace sojourn::planner {

class Counties {
 public:
  /// `keep`: masters stay between rounds (faster, about 2 MB a county).
  Counties(const Problem& problem, Workers& workers, bool keep);
  ~Counties();

  /// Every county's prices anew at the shared prices in `prices`; changes only the others. Returns
  /// nothing to rely on about the bound: the caller evaluates. False: stopped, `prices` as before.
  bool polish(Prices& prices, int rounds, std::stop_token stop);
  /// One step of the shared prices after polish, `length` points of total change times surplus
  /// over squared norm: towards `target` as in Polyak's rule. All in thousandths.
  void move_shared(Prices& prices, Milli towards);
  bool has_shared() const { return shared_count_ > 0; }
  /// What counties share, at the given prices: what a county planned by itself is charged for it.
  Fixed charges(const Prices& prices) const {
    return {shared_staff_, shared_release_, shared_lead_, prices};
  }

  const std::vector<std::vector<Ix>>& sites() const { return county_sites_; }
  /// Teams generated for a county so far, in global positions (only with `keep`).
  std::vector<Team> teams(std::size_t county) const;

 private:
  struct Block;
  std::unique_ptr<Block> make(std::size_t county, std::vector<Ix>& staff, std::vector<Ix>& sponsor) const;

  const Problem* problem_;
  Workers* workers_;
  bool keep_;
  std::vector<std::vector<Ix>> county_sites_;
  std::vector<char> shared_staff_, shared_release_, shared_lead_;
  std::size_t shared_count_ = 0;
  std::vector<std::unique_ptr<Block>> blocks_;
  std::vector<double> staff_use_, release_use_, lead_use_;
  std::vector<std::vector<Ix>> scratch_staff_, scratch_sponsor_;
  std::unique_ptr<Assignment> nobody_;
};

}  // namespace sojourn::planner
