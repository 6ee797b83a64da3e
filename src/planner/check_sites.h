// The sites of an instance as check_team.h wants them: who may be in the team, at what points, and
// who may lead, by hard rules 1, 2 and 6. Written for `check_certificate`, apart from the solver's
// problem.cpp, which does the same for the search.
// Tested in tests/unit/planner/check_certificate_test.cpp and brute_force_test.cpp.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "planner/check_team.h"

namespace sojourn::planner::checking {

/// Calls work(block) for blocks 0 .. blocks-1 on that many threads; `work` writes its own block
/// only.
void in_blocks(std::size_t blocks, int threads, const std::function<void(std::size_t)>& work);

class TeamSites {
 public:
  TeamSites(const Instance& instance, int threads);

  const Instance& instance() const { return instance_; }
  std::size_t size() const { return instance_.sites.size(); }
  const TeamValuer& valuer() const { return valuer_; }
  /// Staff that may be in the site's team in at least one role, ascending.
  std::span<const Ix> candidates(Ix site) const;
  /// With `only` set, every other term weighs nothing (a floor's instance).
  TeamSite site(Ix site, std::optional<Term> only = {}) const;

 private:
  void find_candidates(int threads);

  const Instance& instance_;
  TeamValuer valuer_;
  std::vector<Ix> leads_first_;  ///< pairing "first": per site; else empty
  std::vector<std::uint64_t> begin_;
  std::vector<Ix> candidates_;
  std::vector<std::vector<Ix>> musts_;   ///< per site: staff that `must` pins name
  std::vector<bool> has_current_staff_;  ///< per site
};

}  // namespace sojourn::planner::checking
