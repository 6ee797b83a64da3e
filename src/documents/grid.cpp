#include "documents/grid.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

#include "base/text.h"
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

/// What the beginning of a file says that it is, where it is no table.
std::optional<base::Sentence> other_kind(std::string_view start) {
  struct Beginning {
    std::string_view bytes;
    const char* kind;
  };
  constexpr std::array<Beginning, 12> known = {{{"%PDF", "a PDF"},
                                                {"\x89PNG", "a picture"},
                                                {"\xFF\xD8\xFF", "a picture"},
                                                {"GIF8", "a picture"},
                                                {"BM", "a picture"},
                                                {"{\\rtf", "a text document (.rtf)"},
                                                {"7z\xBC\xAF", "a packed archive"},
                                                {"Rar!", "a packed archive"},
                                                {"\x1F\x8B", "a packed archive"},
                                                {"SQLite", "a database"},
                                                {"\x7F\x45LF", "a program"},
                                                {"MZ", "a program"}}};
  for (const Beginning& each : known) {
    // Two letters begin many a heading, but a table has no zero bytes.
    if (start.starts_with(each.bytes) &&
        (each.bytes.size() > 2 || start.find('\0') != start.npos)) {
      return base::Sentence(each.kind);
    }
  }
  // A text: what other programs save as "Excel" is often a page or XML.
  std::string_view text = start;
  text.remove_prefix(text.starts_with("\xEF\xBB\xBF") ? 3 : 0);
  std::string head(base::trim(text).substr(0, 15));
  std::transform(head.begin(), head.end(), head.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  for (const std::string_view page : {"<!doctype html", "<html", "<head", "<table", "<meta"}) {
    if (head.starts_with(page)) {
      return base::Sentence("a web page");
    }
  }
  return head.starts_with("<?xml") ? std::optional<base::Sentence>("an XML document")
                                   : std::nullopt;
}

}  // namespace

base::Refusal refusal_of_other(const base::Sentence& kind) {
  return refusal_of_file(
      base::Kind::invalid, "not_table",
      base::in_words("This file is {}. A table is taken as a workbook (.xlsx) or as "
                     "comma-separated values (.csv): open it in a spreadsheet program and save it "
                     "as one of these.",
                     kind));
}

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
  constexpr std::size_t looked_at = 512;
  const std::string start(bytes.read().substr(0, looked_at));
  if (start.starts_with(compound)) {
    bytes.rewind();
    if (names_encrypted_package(bytes)) {
      throw refusal_of_file(base::Kind::invalid, "encrypted",
                            "This workbook has a password. Save it without one.");
    }
    throw refusal_of_file(base::Kind::invalid, "not_workbook",
                          "This is a file of an old kind (.xls, .doc). Open it and save it as a "
                          "workbook (.xlsx).");
  }
  if (const auto kind = other_kind(start)) {
    throw refusal_of_other(*kind);
  }
  return start.starts_with(zip) || start.starts_with(zip_of_nothing);
}

std::string whole_file(const GridSource& source, const GridLimits& limits) {
  std::string made;
  ByteStream stream(source);
  for (std::string_view bytes = stream.read(); !bytes.empty(); bytes = stream.read()) {
    made += bytes;
    if (made.size() > limits.inflated) {
      throw refusal_of_file(base::Kind::too_large, "workbook_too_large",
                            base::in_words("A workbook has at most {} MiB. Split it, or save it as "
                                           "CSV.",
                                           limits.inflated >> 20U));
    }
  }
  return made;
}

bool is_workbook(const GridSource& source) { return is_archive(source); }

std::unique_ptr<Grid> open_grid(const GridSource& source, const GridOptions& options) {
  if (is_archive(source)) {
    if (options.text.encoding || options.text.delimiter) {
      throw refusal_of_file(base::Kind::invalid, "no_text",
                            "A workbook says itself how its texts are written. Leave the encoding "
                            "and the delimiter out.");
    }
    return xlsx_grid(zip_parts(source, options.limits), options);
  }
  if (!options.sheet.empty()) {
    throw refusal_of_file(base::Kind::invalid, "no_such_sheet",
                          "A file of comma-separated values has no sheets. Leave the sheet out.");
  }
  return csv_grid(source, options.text);
}

}  // namespace sojourn::documents
