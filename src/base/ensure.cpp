#include "base/ensure.h"

#include <fmt/format.h>

namespace sojourn::base {

void report_bug(std::string_view what, std::source_location where) {
  std::string_view file = where.file_name();
  if (const auto src = file.rfind("src/"); src != std::string_view::npos) {
    file.remove_prefix(src);  // the builder's own folders tell the reader nothing
  }
  throw Bug(fmt::format("{} ({}:{})", what, file, where.line()));
}

}  // namespace sojourn::base
