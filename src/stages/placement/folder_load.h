// The files of a programme folder as text, all at once. Used by folder.cpp.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "documents/text_file.h"
#include "planner/workers.h"
#include "stages/placement/folder.h"
#include "stages/placement/folder_packed.h"

namespace sojourn::stages::placement {

/// Positions in `file_names`.
namespace programme_files {
enum : std::size_t { areas, sites, sponsors, staff, wishes, affinity, pins, costs, rules, files };
}  // namespace programme_files

struct LoadedFiles {
  /// By `programme_files`; null: there is no such file.
  std::array<std::unique_ptr<documents::TextFile>, programme_files::files> texts;
  std::string input_digest, rules_digest;  ///< as Instance has them
  bool usable = false;                     ///< false: no folder, or nothing that could be read on
};

/// Reads every file of PLACEMENT.md's table in parallel. Missing required files are errors, files
/// with unknown names warnings.
LoadedFiles load_files(const std::filesystem::path& folder, const ReadOptions& options,
                       planner::Workers& workers, FaultList& errors, FaultList& warnings);

/// The same of texts that are at hand.
LoadedFiles load_texts(FolderTexts texts, FaultList& errors);

/// The same of what was in an archive.
LoadedFiles load_packed(PackedFolder files, const ReadOptions& options, FaultList& errors,
                        FaultList& warnings);

Fault fault_in(std::size_t file, std::uint32_t line, std::string_view column,
               std::string_view value, std::string_view code, base::Sentence sentence);

}  // namespace sojourn::stages::placement
