// The figures that the terminal summary and the report both speak of, counted once.
// Tested in tests/unit/stages/placement/report_test.cpp.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "planner/facts.h"
#include "stages/placement/sentences.h"

namespace sojourn::stages::placement {

/// How a site stands. Full: the target team as well as everything of `complete`.
enum class SiteState : std::uint8_t { full, complete, short_of_something };

struct Figures {
  std::int64_t available = 0, placed = 0;
  std::vector<SiteState> states;                         ///< per site
  std::vector<planner::LackFacts> lacks;                 ///< per site
  std::array<std::array<std::int64_t, 3>, 6> by_need{};  ///< need 1 to 5, by SiteState
  std::int64_t short_sites = 0;
  std::int64_t people_missing = 0, people_missing_sites = 0, leaders_missing = 0;
  std::int64_t languages_missing = 0, skills_missing = 0, stayers_missing = 0, target_open = 0;
  std::array<std::int64_t, 3> wishes{};          ///< placed people by rank of the wish met
  std::int64_t wished_not_met = 0, no_wish = 0;  ///< placed people
  bool anybody_wished = false;
  std::int64_t own_sponsor = 0;
  std::int64_t mean_metres = 0;  ///< of the placed
  std::int64_t wishes_met() const { return wishes[0] + wishes[1] + wishes[2]; }
};

Figures count_figures(const planner::Facts& facts);

/// A gap in points a site, as it is said wherever it is: rounded up, for "at most" has to stay
/// true. Precondition: there is a site.
std::string points_a_site(const Words& words, planner::Points gap, std::size_t sites);
/// Where the search ended before a proof, and what it did not look at.
std::vector<std::string> limit_sentences(const Words& words, const planner::Solution& solution);
/// The total and its bound in words: what it is, what could be gained, what that means.
std::vector<std::string> bound_sentences(const Words& words, const planner::Instance& instance,
                                         const planner::Solution& solution);
/// What is missing in all, each with its proven floor where there is one.
std::vector<std::string> shortage_sentences(const Words& words, const planner::Solution& solution,
                                            const Figures& figures);

}  // namespace sojourn::stages::placement
