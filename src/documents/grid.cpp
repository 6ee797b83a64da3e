#include "documents/grid.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "documents/grid_parts.h"

namespace sojourn::documents {
namespace {

constexpr std::size_t piece = std::size_t{1} << 16U;

[[noreturn]] void refuse_unreadable(const std::filesystem::path& path, int error) {
  throw refusal_of_file(
      base::Kind::not_found, "unreadable",
      base::in_words("{} cannot be read: {}.", path.string(),
                     base::Sentence::phrase(std::generic_category().message(error))));
}

/// "EncryptedPackage" in UTF-16, as the directory of a compound file names it.
bool names_encrypted_package(ByteStream& bytes) {
  constexpr std::string_view ascii = "EncryptedPackage";
  std::string wanted;
  for (const char c : ascii) {
    wanted += c;
    wanted += '\0';
  }
  std::string kept;
  for (std::string_view part = bytes.read(); !part.empty(); part = bytes.read()) {
    kept += part;
    if (kept.find(wanted) != kept.npos) {
      return true;
    }
    kept.erase(0, kept.size() - std::min(kept.size(), wanted.size()));
  }
  return false;
}

}  // namespace

base::Refusal refusal_of_file(base::Kind kind, std::string code, base::Sentence detail) {
  return {.kind = kind, .code = std::move(code), .detail = std::move(detail), .faults = {}};
}

std::string column_letters(std::uint32_t column) {
  std::string made;
  for (std::uint32_t rest = column + 1; rest > 0; rest = (rest - 1) / 26) {
    made.insert(made.begin(), static_cast<char>('A' + (rest - 1) % 26));
  }
  return made;
}

ByteStream::ByteStream(const GridSource& source) : bytes_(source.bytes) {
  if (source.path.empty()) {
    return;
  }
  descriptor_ = ::open(source.path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  struct stat about{};
  if (descriptor_ < 0 || ::fstat(descriptor_, &about) != 0) {
    refuse_unreadable(source.path, errno);
  }
  if (!S_ISREG(about.st_mode)) {
    ::close(descriptor_);
    refuse_unreadable(source.path, S_ISDIR(about.st_mode) ? EISDIR : EINVAL);
  }
  buffer_.resize(piece);
}

ByteStream::~ByteStream() {
  if (descriptor_ >= 0) {
    ::close(descriptor_);
  }
}

std::string_view ByteStream::read() {
  if (descriptor_ < 0) {
    const std::string_view next = bytes_.substr(at_, piece);
    at_ += next.size();
    return next;
  }
  while (true) {
    const ssize_t got =
        ::pread(descriptor_, buffer_.data(), buffer_.size(), static_cast<off_t>(at_));
    if (got >= 0) {
      at_ += static_cast<std::size_t>(got);
      return std::string_view(buffer_).substr(0, static_cast<std::size_t>(got));
    }
    if (errno != EINTR) {
      throw std::system_error(errno, std::generic_category());
    }
  }
}

void ByteStream::rewind() { at_ = 0; }

bool is_archive(const GridSource& source) {
  constexpr std::string_view zip = "PK\x03\x04";
  constexpr std::string_view zip_of_nothing = "PK\x05\x06";
  constexpr std::string_view compound = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
  ByteStream bytes(source);
  const std::string start(bytes.read().substr(0, compound.size()));
  if (start == compound) {
    bytes.rewind();
    if (names_encrypted_package(bytes)) {
      throw refusal_of_file(base::Kind::invalid, "encrypted",
                            "This workbook has a password. Save it without one.");
    }
    throw refusal_of_file(base::Kind::invalid, "not_workbook",
                          "This is a file of an old kind (.xls, .doc). Open it and save it as a "
                          "workbook (.xlsx).");
  }
  return start.starts_with(zip) || start.starts_with(zip_of_nothing);
}

bool is_workbook(const GridSource& source) { return is_archive(source); }

std::unique_ptr<Grid> open_grid(const GridSource& source, const GridOptions& options) {
  if (is_archive(source)) {
    return xlsx_grid(zip_parts(source, options.limits), options);
  }
  if (!options.sheet.empty()) {
    throw refusal_of_file(base::Kind::invalid, "no_such_sheet",
                          "A file of comma-separated values has no sheets. Leave the sheet out.");
  }
  return csv_grid(source);
}

}  // namespace sojourn::documents
