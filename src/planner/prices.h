// The Lagrangian relaxation: every person, release and lead has a price, every site takes its
// cheapest team at those prices, and what the sites pay less what is on offer is a bound that no
// plan can go below (Geoffrion 1974; the same bound as one column per team).
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "planner/cuts.h"
#include "planner/oracle.h"
#include "planner/workers.h"

namespace sojourn::planner {

/// Whole thousandths, >= 0, one a staff member, a sponsor's release, a sponsor's lead, a cut.
struct Prices {
  std::vector<Milli> staff, release, lead;
  std::vector<Milli> cuts;  ///< of the first so many cuts; those after have none

  static Prices zero(const Problem& problem);

  /// Puts in listed prices, those of cuts aside. What cannot be one here is left out: of somebody
  /// who is not there, below 0, or so high that it would block.
  void take(std::span<const Price> listed);
  static bool sound(Milli price) { return price >= 0 && price < blocked; }
};

/// ceil(x / 1000): the least whole points that are not below x.
inline Points points_not_below(Milli x) {
  return x >= 0 ? (x + milli_per_point - 1) / milli_per_point : -(-x / milli_per_point);
}

/// Appends the prices that are not zero, by kind, then who: as certificates have them.
void list_prices(const Prices& prices, std::vector<Price>& out);

SiteView site_view(const Problem& problem, Ix site);

/// Evaluates prices: all sites' cheapest teams, the bound, and how much of each thing they use.
class Relaxation {
 public:
  Relaxation(const Problem& problem, Workers& workers);
  ~Relaxation();

  /// The cuts that `Prices::cuts` are of.
  void set_cuts(std::span<const CutRow> cuts);

  /// Sites whose cheapest team is known already: true, and the team.
  using Known = std::function<bool(Ix site, TeamChoice& choice)>;
  /// The certified bound at `prices`, exact, in thousandths. Fills `choices` and the uses.
  Milli evaluate(const Prices& prices, const Known& known = {});

  const std::vector<TeamChoice>& choices() const { return choices_; }
  /// One-site problems solved so far.
  std::int64_t solved() const { return solved_; }
  const std::vector<std::int32_t>& staff_use() const { return staff_use_; }
  const std::vector<std::int32_t>& release_use() const { return release_use_; }
  const std::vector<std::int32_t>& lead_use() const { return lead_use_; }

 private:
  const Problem* problem_;
  Workers* workers_;
  std::vector<std::unique_ptr<SiteOracle>> oracles_;
  std::vector<std::vector<Milli>> persons_, leads_;  ///< a worker's own, where there are cuts
  CutTable cuts_;
  std::vector<Milli> person_, lead_;  ///< what sites are asked for
  std::vector<TeamChoice> choices_;
  std::vector<std::int32_t> staff_use_, release_use_, lead_use_;
  std::int64_t solved_ = 0;
};

}  // namespace sojourn::planner
