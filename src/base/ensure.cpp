#include "base/ensure.h"

#include <fmt/format.h>

namespace sojourn::base {

void report_bug(std::string_view what, std::source_location where) {
  throw Bug(fmt::format("{} ({}:{})", what, where.file_name(), where.line()));
}

}  // namespace sojourn::base
