// Files that are made to be given away: in a folder that nobody else may look into, and without a
// name once they are whole, so that nothing of them is left whatever happens.
//
//   PassingFolder folder;
//   NewFile file(folder.path() / "list");
//   file.write(bytes);
//   PassingFile whole(folder.path() / "list");  // open, and unnamed
//   while (!whole.at_end()) { send(whole.next(65536)); }
//
// Tested in tests/unit/access/list_file_test.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace sojourn::access {

/// A folder that nobody else may look into, gone with what is in it.
class PassingFolder {
 public:
  /// Within the system's folder for passing files if none is named. Throws std::system_error.
  explicit PassingFolder(const std::string& within = {});
  ~PassingFolder();
  PassingFolder(const PassingFolder&) = delete;
  PassingFolder& operator=(const PassingFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// A new file that is only written. Throws std::system_error.
class NewFile {
 public:
  explicit NewFile(const std::filesystem::path& path);
  ~NewFile();
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  void write(std::string_view bytes);
  std::uint64_t size() const { return size_; }

 private:
  [[noreturn]] void fail() const;
  std::string path_;
  int descriptor_;
  std::uint64_t size_ = 0;
};

/// A file, open for reading and without a name: it is gone when this is.
class PassingFile {
 public:
  /// Opens and unnames it. Throws std::system_error.
  explicit PassingFile(const std::filesystem::path& path);
  ~PassingFile();
  PassingFile(const PassingFile&) = delete;
  PassingFile& operator=(const PassingFile&) = delete;

  /// The bytes that come next, at most so many. Throws std::system_error.
  std::string next(std::size_t most);
  bool at_end() const { return at_ == size_; }
  std::uint64_t size() const { return size_; }
  /// From the start again.
  void rewind() { at_ = 0; }

 private:
  std::string path_;  ///< that it had
  int descriptor_ = -1;
  std::uint64_t at_ = 0;
  std::uint64_t size_ = 0;
};

}  // namespace sojourn::access
