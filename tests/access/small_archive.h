// A programme folder of a few rows as an archive, as a test uploads it.
#pragma once

#include <string>
#include <vector>

#include "documents/archive.h"
#include "tests/unit/stages/placement/small_folder.h"

namespace sojourn::testing_support {

inline std::string small_archive() {
  const SmallFolder small;
  std::vector<documents::ArchivedFile> files;
  for (const std::string name : {"areas.csv", "sites.csv", "sponsors.csv", "staff.csv"}) {
    files.push_back({.name = name, .bytes = small.read(name)});
  }
  return documents::made_archive(files, base::Instant());
}

}  // namespace sojourn::testing_support
