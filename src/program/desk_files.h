// The files of the desk as bytes of the program: web/ is built and laid out by scripts/web, and a
// change there builds it anew.
#pragma once

#include <vector>

#include "doors/http/assets.h"

namespace sojourn::program {

/// index.html and what it loads.
std::vector<doors::http::Asset> embedded_desk();

}  // namespace sojourn::program
