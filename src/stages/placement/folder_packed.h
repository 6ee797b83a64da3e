// A programme folder as somebody gives it: on disk or packed, with what an import of it needs
// beside the planner's instance. Read and checked as folder.h says. Tested in
// tests/unit/stages/placement/folder_exchange_test.cpp.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "documents/archive.h"
#include "stages/placement/folder.h"

namespace sojourn::stages::placement {

/// Files of an archive, alone or with the folder itself around them. What systems add beside them
/// (__MACOSX, .DS_Store, Thumbs.db, desktop.ini) is passed over.
using PackedFolder = std::vector<documents::ArchivedFile>;

struct GivenFolder {
  ReadResult read;
  bool affinity_given = false;       ///< there is an affinity.csv
  std::optional<std::string> rules;  ///< text of rules.toml, if there is one
};
GivenFolder read_given(const std::filesystem::path& folder, const ReadOptions& options = {});
GivenFolder read_given(PackedFolder files, const ReadOptions& options = {});

}  // namespace sojourn::stages::placement
