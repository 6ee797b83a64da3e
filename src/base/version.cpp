#include "base/version.h"

namespace sojourn::base {

std::string_view version() { return SOJOURN_VERSION; }

}  // namespace sojourn::base
