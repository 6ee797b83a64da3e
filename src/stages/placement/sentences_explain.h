// Answers of planner/explain.h as lines of text for a terminal.
// Tested in tests/unit/stages/placement/report_test.cpp.
#pragma once

#include <string>
#include <vector>

#include "planner/explain.h"
#include "stages/placement/sentences.h"

namespace sojourn::stages::placement {

/// Each answer is some lines, each ending in a line break. `decided`: what people decided about the
/// person (or site), with prices where they are known.
std::string tell_why_here(const Speaker& speaker, const planner::Facts& facts,
                          const planner::WhyHere& why,
                          const std::vector<planner::Decided>& decided);
std::string tell_why_not(const Speaker& speaker, const planner::WhyNot& why);
std::string tell_site(const Speaker& speaker, const planner::Facts& facts,
                      const planner::WhyShort& why, const std::vector<planner::Decided>& decided);
std::string tell_worth(const Speaker& speaker, const std::vector<planner::Worth>& items);
std::string tell_worth_of_copy(const Speaker& speaker, const planner::WorthOfCopy& worth);

}  // namespace sojourn::stages::placement
