// Several files as one, a ZIP archive: read under count, and made. A name in it is a name, never a
// place on a disk: nothing here writes a file.
// Tested in tests/unit/documents/archive_test.cpp and tests/fuzz (zip).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "documents/grid.h"

namespace sojourn::documents {

/// Its media type.
inline constexpr std::string_view archive_type = "application/zip";

struct ArchivedFile {
  std::string name;  ///< within the archive, with "/" between folders
  std::string bytes;
};

/// All files of an archive, in its order, without its folders; `limits` as for a workbook. Refusal:
/// invalid "not_archive" (damaged, or no archive), "encrypted", "archive_name" for a name that
/// leads out of the archive or stands twice; too_large "archive_too_large".
std::vector<ArchivedFile> read_archive(const GridSource& source, const GridLimits& limits = {});

/// The same files and the same moment give the same bytes. Precondition: there is a file, and names
/// are distinct.
std::string made_archive(std::span<const ArchivedFile> files, const base::Instant& at);

}  // namespace sojourn::documents
