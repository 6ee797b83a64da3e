// See text_file.h. GB18030 is converted by the C library's iconv, which needs no further package.
#include "documents/text_file.h"

#include <fcntl.h>
#include <iconv.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <new>
#include <system_error>

#include "base/digest.h"
#include "base/ensure.h"
#include "base/large_pages.h"
#include "base/text.h"

namespace sojourn::documents {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) {
      ::close(number_);
    }
  }
  int number() const { return number_; }

 private:
  int number_;
};

class Converter {
 public:
  Converter() : handle_(::iconv_open("UTF-8", "GB18030")) {
    base::ensure(handle_ != reinterpret_cast<iconv_t>(-1), "the C library knows GB18030");
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;
  ~Converter() { ::iconv_close(handle_); }
  iconv_t handle() const { return handle_; }

 private:
  iconv_t handle_;
};

std::uint32_t line_at(std::string_view bytes, std::size_t position) {
  const std::string_view before = bytes.substr(0, position);
  std::uint32_t line = 1;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const bool end =
        before[i] == '\n' || (before[i] == '\r' && !bytes.substr(i + 1).starts_with('\n'));
    line += end ? 1U : 0U;
  }
  return line;
}

std::string reason(int error) { return std::generic_category().message(error); }

/// Room for `size` bytes; large rooms on large pages, which saves a quarter of the time that a
/// large file takes to be read.
void allocate(Bytes& bytes, std::size_t size) {
  constexpr std::size_t large_page = std::size_t{1} << 21;
  const std::size_t whole_pages = (size / large_page + 1) * large_page;
  bytes.data.reset(static_cast<char*>(
      size < large_page ? std::malloc(size + 1) : std::aligned_alloc(large_page, whole_pages)));
  if (!bytes.data) {
    throw std::bad_alloc();
  }
  if (size >= large_page) {
    base::advise_large_pages(bytes.data.get(), whole_pages);
  }
}

std::optional<TextFault> read_bytes(const std::filesystem::path& path, Bytes& bytes) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat about{};
  if (file.number() < 0 || ::fstat(file.number(), &about) != 0) {
    return TextFault{TextFault::Kind::unreadable, 0, reason(errno)};
  }
  if (!S_ISREG(about.st_mode)) {
    return TextFault{TextFault::Kind::unreadable, 0, "it is not a file"};
  }
  const auto size = static_cast<std::size_t>(about.st_size);
  if (size >= (std::size_t{1} << 32)) {
    return TextFault{TextFault::Kind::too_large, 0, ""};
  }
  allocate(bytes, size);
  // To the end as it is then: a file that shrinks meanwhile is read as far as it goes.
  while (bytes.size < size) {
    const ssize_t got = ::read(file.number(), bytes.data.get() + bytes.size, size - bytes.size);
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      return TextFault{TextFault::Kind::unreadable, 0, reason(errno)};
    }
    if (got == 0) {
      break;
    }
    bytes.size += static_cast<std::size_t>(got);
  }
  return std::nullopt;
}

}  // namespace

// From malloc, as only the C library gives memory on a border of our choice without its size.
void Bytes::Free::operator()(char* bytes) const {
  std::free(bytes);  // NOLINT(cppcoreguidelines-owning-memory)
}

Converted from_gb18030(std::string_view bytes) {
  const Converter converter;
  Converted made;
  made.text.reserve(bytes.size() + bytes.size() / 2);
  std::array<char, 65536> piece{};
  std::string input;  // iconv's interface wants its input writable, though it never writes there
  for (std::size_t at = 0; at < bytes.size();) {
    input.assign(bytes.substr(at, piece.size() / 4));
    char* from = input.data();
    std::size_t from_left = input.size();
    char* to = piece.data();
    std::size_t to_left = piece.size();
    const std::size_t result = ::iconv(converter.handle(), &from, &from_left, &to, &to_left);
    made.text.append(piece.data(), piece.size() - to_left);
    const std::size_t taken = input.size() - from_left;
    at += taken;
    if (result != static_cast<std::size_t>(-1)) {
      continue;
    }
    // A character cut by the end of the piece (EINVAL) is read with the next piece; at the end of
    // the file it is as bad as a wrong one (EILSEQ).
    if (errno != EINVAL || at + from_left >= bytes.size()) {
      made.bad = at;
      return made;
    }
  }
  return made;
}

namespace {

/// Of its raw bytes: digest, fault and text.
std::unique_ptr<TextFile> read_raw(std::unique_ptr<TextFile> file, Encoding encoding) {
  const std::string_view raw = file->raw.view();
  file->digest = base::sha256_hex(raw);
  if (raw.starts_with("\xff\xfe") || raw.starts_with("\xfe\xff")) {
    file->fault = TextFault{TextFault::Kind::utf16, 1, ""};
    return file;
  }
  constexpr std::string_view mark = "\xef\xbb\xbf";
  if (encoding == Encoding::gb18030 && !raw.starts_with(mark)) {
    Converted converted = from_gb18030(raw);
    if (converted.bad) {
      file->fault = TextFault{TextFault::Kind::encoding, line_at(raw, *converted.bad), ""};
      return file;
    }
    file->converted = std::move(converted.text);
    file->raw = {};
    file->text = file->converted;
    if (file->text.starts_with(mark)) {  // GB18030 has a form of the mark, too
      file->text.remove_prefix(mark.size());
    }
    return file;
  }
  // A file with the mark of UTF-8 is UTF-8, whatever was declared for the others.
  if (const auto bad = base::first_bad_utf8(raw)) {
    file->fault = TextFault{TextFault::Kind::encoding, line_at(raw, *bad), ""};
    return file;
  }
  file->text = raw.starts_with(mark) ? raw.substr(mark.size()) : raw;
  return file;
}

}  // namespace

std::unique_ptr<TextFile> read_text_file(const std::filesystem::path& path, Encoding encoding) {
  auto file = std::make_unique<TextFile>();
  file->fault = read_bytes(path, file->raw);
  return file->fault ? std::move(file) : read_raw(std::move(file), encoding);
}

std::unique_ptr<TextFile> text_file_of(std::string_view bytes, Encoding encoding) {
  auto file = std::make_unique<TextFile>();
  allocate(file->raw, bytes.size());
  std::copy(bytes.begin(), bytes.end(), file->raw.data.get());
  file->raw.size = bytes.size();
  return read_raw(std::move(file), encoding);
}

}  // namespace sojourn::documents
