// See passing_file.h.
#include "access/passing_file.h"

#include <fcntl.h>
#include <stdlib.h>  // mkdtemp
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace sojourn::access {

PassingFolder::PassingFolder(const std::string& within) {
  const std::filesystem::path parent =
      within.empty() ? std::filesystem::temp_directory_path() : std::filesystem::path(within);
  std::string pattern = (parent / "sojourn-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) {
    throw std::system_error(errno, std::generic_category(), parent.string());
  }
  path_ = pattern;
}

PassingFolder::~PassingFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

NewFile::NewFile(const std::filesystem::path& path)
    : path_(path.string()),
      descriptor_(::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)) {
  if (descriptor_ < 0) {
    fail();
  }
}

NewFile::~NewFile() { ::close(descriptor_); }

void NewFile::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor_, bytes.data(), bytes.size());
    if (count >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(count));
      size_ += static_cast<std::uint64_t>(count);
    } else if (errno != EINTR) {
      fail();
    }
  }
}

void NewFile::fail() const { throw std::system_error(errno, std::generic_category(), path_); }

PassingFile::PassingFile(const std::filesystem::path& path)
    : path_(path.string()), descriptor_(::open(path_.c_str(), O_RDONLY | O_CLOEXEC)) {
  if (descriptor_ < 0) {
    throw std::system_error(errno, std::generic_category(), path_);
  }
  struct stat about{};
  if (::fstat(descriptor_, &about) != 0 || ::unlink(path_.c_str()) != 0) {
    const int code = errno;
    ::close(descriptor_);
    throw std::system_error(code, std::generic_category(), path_);
  }
  size_ = static_cast<std::uint64_t>(about.st_size);
}

PassingFile::~PassingFile() { ::close(descriptor_); }

std::string PassingFile::next(std::size_t most) {
  std::string bytes(static_cast<std::size_t>(std::min<std::uint64_t>(most, size_ - at_)), '\0');
  std::size_t got = 0;
  while (got < bytes.size()) {
    const ssize_t count =
        ::pread(descriptor_, bytes.data() + got, bytes.size() - got, static_cast<off_t>(at_ + got));
    if (count > 0) {
      got += static_cast<std::size_t>(count);
    } else if (count == 0 || errno != EINTR) {
      // Shorter than it was.
      throw std::system_error(count == 0 ? EIO : errno, std::generic_category(), path_);
    }
  }
  at_ += got;
  return bytes;
}

}  // namespace sojourn::access
