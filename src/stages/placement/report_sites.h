// The part of the report that shows sites: their teams with a reason for each person, the short
// ones with what is missing and why, and the counties of a large programme.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "stages/placement/report_figures.h"

namespace sojourn::stages::placement {

/// What every section of one language's report reads.
struct Page {
  const planner::Instance& instance;
  const planner::Solution& solution;
  const planner::Facts& facts;
  const Figures& figures;
  /// Absent beyond `sites_in_full`: then lacks are shown without who could have met them.
  const planner::Problem* problem = nullptr;
  const Speaker& speaker;
  std::string anchor;  ///< begins each id, so that the two languages' ids differ

  const Words& words() const { return speaker.words(); }
  std::string say(std::string_view key, const std::vector<Argument>& arguments = {}) const {
    return speaker.words().say(key, arguments);
  }
};

/// Positions of sites in the order of areas (parents before children, siblings and the sites of one
/// area in the order of input).
std::vector<planner::Ix> sites_by_area(const planner::Instance& instance);
/// Sites that the report shows in full: all, or of a large programme the short ones, at most
/// `short_sites_in_full` of them, in the order of areas.
std::vector<planner::Ix> sites_to_show(const planner::Facts& facts, const Figures& figures);

std::string short_sites_section(const Page& page, const std::vector<planner::Ix>& shown);
std::string sites_section(const Page& page, const std::vector<planner::Ix>& shown);
/// One line a county. For programmes beyond `sites_in_full`.
std::string counties_section(const Page& page);

}  // namespace sojourn::stages::placement
