// The three pictures of the report, as SVG that takes its colours from the page's style, so that
// they follow dark mode and paper. Each bar says its figures in text; patterns tell the parts apart
// without colour.
// Tested in tests/unit/stages/placement/report_test.cpp.
#pragma once

#include <string>

#include "stages/placement/report_figures.h"

namespace sojourn::stages::placement {

/// The patterns that the charts fill with; once a page, before them.
std::string chart_patterns();
std::string need_chart(const Words& words, const Figures& figures);
std::string wish_chart(const Words& words, const Figures& figures);
/// How many of so many sponsors the chart has.
std::size_t sponsors_in_chart(std::size_t sponsors);
/// The sponsors that release most, up to a number that stays readable, in the order of input.
std::string sponsor_chart(const Speaker& speaker, const planner::Facts& facts);

}  // namespace sojourn::stages::placement
