#include "access/list_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "access/sign_in.h"
#include "base/ensure.h"
#include "base/text.h"

namespace sojourn::access {
namespace {

[[noreturn]] void fail(const std::string& what) {
  throw std::system_error(errno, std::generic_category(), what);
}

}  // namespace

std::string_view media_type(ListFormat format) {
  switch (format) {
    case ListFormat::json: return "application/json";
    case ListFormat::csv: return "text/csv; charset=utf-8";
    case ListFormat::xlsx:
      return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  }
  base::report_bug("a format without a type", std::source_location::current());
}

std::string column_title(base::Language language, std::string_view name, std::string_view list) {
  for (const std::string& key :
       {fmt::format("column:{}:{}", list, name), fmt::format("column:{}", name)}) {
    if (const auto title = base::message(language, key)) {
      return std::string(*title);
    }
  }
  std::string title = base::replaced(name, '_', ' ');
  if (!title.empty() && title[0] >= 'a' && title[0] <= 'z') {
    title[0] = static_cast<char>(title[0] - 'a' + 'A');
  }
  return title;
}

std::shared_ptr<void> ListFileSlots::take_place(std::int64_t account) {
  if (account == 0) {
    return nullptr;
  }
  const std::lock_guard hold(state_->mutex);
  if (!state_->accounts.insert(account).second) {
    throw refusal(base::Kind::busy, "export_running",
                  "Another list of yours is being made or sent. Ask again when you have it.");
  }
  return {nullptr, [state = state_, account](void*) {
            const std::lock_guard last(state->mutex);
            state->accounts.erase(account);
          }};
}

std::shared_ptr<void> ListFileSlots::take_making() {
  const std::lock_guard hold(state_->mutex);
  if (state_->made >= most_made_) {
    throw refusal(base::Kind::busy, "exports_busy",
                  "Others are having lists made as files. Please try again soon.");
  }
  ++state_->made;
  return {nullptr, [state = state_](void*) {
            const std::lock_guard last(state->mutex);
            --state->made;
          }};
}

ListFile::ListFile(const std::string& path)
    : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
  if (descriptor_ < 0) {
    fail(path);
  }
  struct stat about{};
  if (::fstat(descriptor_, &about) != 0 || ::unlink(path.c_str()) != 0) {
    const int code = errno;
    ::close(descriptor_);
    errno = code;
    fail(path);
  }
  size_ = static_cast<std::uint64_t>(about.st_size);
}

ListFile::~ListFile() { ::close(descriptor_); }

std::string ListFile::next(std::size_t most) {
  std::string bytes(static_cast<std::size_t>(std::min<std::uint64_t>(most, size_ - at_)), '\0');
  std::size_t got = 0;
  while (got < bytes.size()) {
    const ssize_t count =
        ::pread(descriptor_, bytes.data() + got, bytes.size() - got, static_cast<off_t>(at_ + got));
    if (count > 0) {
      got += static_cast<std::size_t>(count);
    } else if (count == 0 || errno != EINTR) {
      errno = count == 0 ? EIO : errno;  // shorter than it was
      fail(name);
    }
  }
  at_ += got;
  return bytes;
}

}  // namespace sojourn::access
