#include "ledger/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "base/refusal.h"

namespace sojourn::ledger {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& file) {
  throw std::system_error(errno, std::generic_category(), file.string());
}

/// Closes itself.
class Descriptor {
 public:
  Descriptor(const fs::path& file, int flags) : file_(file) {
    do {
      number_ = ::open(file.c_str(), flags | O_CLOEXEC, 0600);
    } while (number_ < 0 && errno == EINTR);
  }
  ~Descriptor() {
    if (number_ >= 0) {
      ::close(number_);
    }
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  bool open() const { return number_ >= 0; }
  void write(std::string_view text) const {
    while (!text.empty()) {
      const ssize_t written = ::write(number_, text.data(), text.size());
      if (written < 0 && errno == EINTR) {
        continue;
      }
      if (written < 0) {
        fail(file_);
      }
      text.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  void sync() const {
    if (::fsync(number_) != 0) {
      fail(file_);
    }
  }
  ssize_t read(char* into, std::size_t most) const {
    while (true) {
      const ssize_t got = ::read(number_, into, most);
      if (got >= 0 || errno != EINTR) {
        return got;
      }
    }
  }

 private:
  fs::path file_;
  int number_ = -1;
};

/// A new file with that text, on the disk.
void write_new(const fs::path& file, std::string_view text, int how) {
  const Descriptor opened(file, O_WRONLY | O_CREAT | how);
  if (!opened.open()) {
    fail(file);
  }
  opened.write(text);
  opened.sync();
}

[[noreturn]] void refuse_existing(const fs::path& file) {
  throw base::Refusal{
      .kind = base::Kind::conflict,
      .code = "file_exists",
      .detail = base::in_words("{} is there already and is never overwritten; name another file, "
                               "or move it away.",
                               file.string()),
      .faults = {}};
}

/// Gives `made` the name `file`, which nothing has yet.
void name_new(const fs::path& made, const fs::path& file) {
  if (::link(made.c_str(), file.c_str()) == 0) {
    return;
  }
  if (errno == EEXIST) {
    refuse_existing(file);
  }
  if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS) {
    fail(file);
  }
  // A file system without second names, as of a memory card.
  if (fs::exists(file)) {
    refuse_existing(file);
  }
  fs::rename(made, file);
}

}  // namespace

void sync_folder_of(const fs::path& file) {
  const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  const Descriptor opened(folder, O_RDONLY | O_DIRECTORY);
  if (!opened.open()) {
    fail(folder);
  }
  opened.sync();
}

std::optional<std::string> read_small_file(const fs::path& file, std::size_t most) {
  const Descriptor opened(file, O_RDONLY);
  if (!opened.open()) {
    if (errno == ENOENT) {
      return std::nullopt;
    }
    fail(file);
  }
  std::string text(most + 1, '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const ssize_t got = opened.read(text.data() + size, text.size() - size);
    if (got < 0) {
      fail(file);
    }
    if (got == 0) {
      text.resize(size);
      return text;
    }
    size += static_cast<std::size_t>(got);
  }
  throw base::Refusal{
      .kind = base::Kind::too_large,
      .code = "file_too_large",
      .detail = base::in_words("{} is larger than the {} bytes that such a file can "
                               "have.",
                               file.string(), most),
      .faults = {}};
}

void replace_file(const fs::path& file, std::string_view text) {
  fs::path beside = file;
  beside += ".new";
  write_new(beside, text, O_TRUNC);
  fs::rename(beside, file);
  sync_folder_of(file);
}

void create_file(const fs::path& file, std::string_view text) {
  if (fs::exists(file)) {
    refuse_existing(file);
  }
  // Beside first, so that half a key is never taken for one, whenever the machine stops.
  fs::path beside = file;
  beside += fmt::format(".new-{}", ::getpid());
  std::error_code ignored;
  fs::remove(beside, ignored);  // of a process of the same number that was stopped in between
  try {
    write_new(beside, text, O_EXCL);
    name_new(beside, file);
  } catch (...) {
    fs::remove(beside, ignored);
    throw;
  }
  fs::remove(beside, ignored);
  sync_folder_of(file);
}

FileLock::FileLock(const fs::path& file)
    : descriptor_(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
  if (descriptor_ < 0) {
    fail(file);
  }
  while (::flock(descriptor_, LOCK_EX) != 0) {
    if (errno != EINTR) {
      const int error = errno;
      ::close(descriptor_);
      throw std::system_error(error, std::generic_category(), file.string());
    }
  }
}

FileLock::~FileLock() { ::close(descriptor_); }

}  // namespace sojourn::ledger
