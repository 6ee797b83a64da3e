// Small files that have to be there after a power cut: keys, the checkpoint kept outside the backup
// set, what a witness remembers. A replaced file is the old one or the new one, never a half, and a
// made one is whole or not there. Failures of the machine are std::system_error, as elsewhere.
// Tested in tests/unit/ledger/files_test.cpp and tests/fault/store_disk_test.cpp.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace sojourn::ledger {

/// All of it; nothing if there is no such file. Refusal (too_large) beyond `most` bytes.
std::optional<std::string> read_small_file(const std::filesystem::path& file, std::size_t most);

/// Writes beside, syncs, renames over, syncs the folder. Readable by its owner only.
void replace_file(const std::filesystem::path& file, std::string_view text);

/// The same for a file that must not be there yet: Refusal (conflict, "file_exists"), whoever made
/// it meanwhile.
void create_file(const std::filesystem::path& file, std::string_view text);

/// So that a file that was made or renamed stays after a power cut.
void sync_folder_of(const std::filesystem::path& file);

/// Held by one process (and one thread) at a time, until it goes. The file is made beside what it
/// guards and stays there, empty.
class FileLock {
 public:
  explicit FileLock(const std::filesystem::path& file);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  int descriptor_ = -1;
};

}  // namespace sojourn::ledger
