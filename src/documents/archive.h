// Several files as one: a ZIP archive to give away. What comes in from others is never opened by
// this, but by grid.h, under count. Tested in tests/unit/documents/archive_test.cpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"

namespace sojourn::documents {

inline constexpr std::string_view archive_type = "application/zip";

struct ArchiveFile {
  std::string name;  ///< with its folders, parted by /
  std::string bytes;
};

/// In this order, all made at `made`: the same archive for the same files.
std::string archive_of(const std::vector<ArchiveFile>& files, base::Instant made);

}  // namespace sojourn::documents
