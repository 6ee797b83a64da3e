// The version of this build, set once in CMakeLists.txt.
#pragma once

#include <string_view>

namespace sojourn::base {

/// For example "0.1.0".
std::string_view version();

}  // namespace sojourn::base
