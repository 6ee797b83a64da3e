// Text as HTML shows it. Tested in tests/unit/base/html_test.cpp.
#pragma once

#include <string>
#include <string_view>

namespace sojourn::base {

/// In elements, and in attributes in either kind of quotes.
std::string escape_html(std::string_view text);

}  // namespace sojourn::base
