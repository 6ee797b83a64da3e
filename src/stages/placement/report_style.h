// The look of the report: one style sheet, for the screen in light and dark and for A4 paper.
#pragma once

#include <string>
#include <string_view>

namespace sojourn::stages::placement {

/// `header_en`, `header_zh`: plain text for the top of each printed page.
std::string report_style(std::string_view header_en, std::string_view header_zh);

}  // namespace sojourn::stages::placement
