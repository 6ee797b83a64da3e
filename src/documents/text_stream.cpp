// Texts in UTF-8, whatever they were saved in (grid_parts.h). Conversion is the C library's iconv.
#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "base/ensure.h"
#include "base/text.h"
#include "documents/grid_parts.h"

namespace sojourn::documents {
namespace {

/// Bytes at the end that may be the beginning of a character whose rest comes with the next piece.
std::size_t cut_character(std::string_view text) {
  for (std::size_t back = 1; back <= std::min<std::size_t>(3, text.size()); ++back) {
    const auto byte = static_cast<unsigned char>(text[text.size() - back]);
    if (byte >= 0xC0) {
      const std::size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
      return back < length ? back : 0;
    }
    if (byte < 0x80) {
      return 0;
    }
  }
  return 0;
}

/// From one encoding to another, in pieces.
class Iconv {
 public:
  Iconv(const char* from, const char* to) : handle_(::iconv_open(to, from)) {
    base::ensure(handle_ != reinterpret_cast<iconv_t>(-1), "the C library knows the encoding");
  }
  ~Iconv() { ::iconv_close(handle_); }
  Iconv(const Iconv&) = delete;
  Iconv& operator=(const Iconv&) = delete;

  /// Appends what `bytes` say; a character that they cut is kept for the next call. False for bytes
  /// that say nothing.
  bool take(std::string_view bytes, std::string& to) {
    kept_ += bytes;
    char* from = kept_.data();
    std::size_t left = kept_.size();
    while (left > 0) {
      char* into = piece_.data();
      std::size_t room = piece_.size();
      const std::size_t result = ::iconv(handle_, &from, &left, &into, &room);
      const int error = errno;
      to.append(piece_.data(), piece_.size() - room);
      if (result == static_cast<std::size_t>(-1) && error == EINVAL) {
        break;
      }
      if (result == static_cast<std::size_t>(-1) && error != E2BIG) {
        return false;
      }
    }
    kept_.erase(0, kept_.size() - left);
    return true;
  }
  bool complete() const { return kept_.empty(); }

 private:
  iconv_t handle_;
  std::string kept_;
  std::array<char, 65536> piece_{};
};

[[noreturn]] void refuse_encoding() {
  throw refusal_of_file(base::Kind::invalid, "encoding",
                        "This text is neither UTF-8 nor UTF-16 nor GB18030. Save the file as \"CSV "
                        "UTF-8\" or as a workbook (.xlsx).");
}

}  // namespace

struct TextStream::Converter {
  explicit Converter(const char* from) : iconv(from, "UTF-8") {}
  Iconv iconv;
};

struct TextEncoder::Converter {
  explicit Converter(const char* to) : iconv("UTF-8", to) {}
  Iconv iconv;
};

TextEncoder::TextEncoder(const std::string& encoding)
    : converter_(encoding.empty() ? nullptr : std::make_unique<Converter>(encoding.c_str())) {}
TextEncoder::~TextEncoder() = default;

std::string TextEncoder::encoded(std::string_view text) {
  std::string made;
  if (!converter_) {
    made = text;
  } else {
    base::ensure(converter_->iconv.take(text, made), "the encoding has every character");
  }
  return made;
}

TextStream::TextStream(const GridSource& source) : bytes_(source) { find_encoding(); }
TextStream::~TextStream() = default;

void TextStream::begin(std::string_view encoding, std::size_t skip) {
  converter_ =
      encoding.empty() ? nullptr : std::make_unique<Converter>(std::string(encoding).c_str());
  encoding_ = encoding;
  skip_ = skip;
  bytes_.rewind();
}

void TextStream::find_encoding() {
  // 1. By its mark.
  const std::string start(bytes_.read().substr(0, 3));
  bytes_.rewind();
  std::string spare;
  if (start.starts_with("\xFF\xFE") || start.starts_with("\xFE\xFF")) {
    const std::string_view encoding = start.starts_with("\xFF") ? "UTF-16LE" : "UTF-16BE";
    mark_ = start.substr(0, 2);
    begin(encoding, 2);
    while (more(spare)) {
      spare.clear();
    }
    begin(encoding, 2);
    return;
  }
  const std::size_t mark = start == "\xEF\xBB\xBF" ? 3 : 0;
  // 2. UTF-8, if all of it is.
  std::string kept;
  bool well_formed = true;
  for (std::string_view part = bytes_.read(); !part.empty() && well_formed; part = bytes_.read()) {
    if (part.find('\0') != part.npos) {
      throw refusal_of_file(base::Kind::invalid, "not_table",
                            "This is neither a workbook (.xlsx) nor a text with a table (.csv).");
    }
    kept += part;
    const std::size_t whole = kept.size() - cut_character(kept);
    well_formed = !base::first_bad_utf8(std::string_view(kept).substr(0, whole));
    kept.erase(0, whole);
  }
  begin("", mark);
  mark_ = start.substr(0, mark);
  if (well_formed && kept.empty()) {
    return;
  }
  if (mark > 0) {
    refuse_encoding();
  }
  // 3. GB18030, if all of it is.
  begin("GB18030", 0);
  while (more(spare)) {
    spare.clear();
  }
  begin("GB18030", 0);
}

bool TextStream::more(std::string& to) {
  std::string_view part = bytes_.read();
  if (part.empty()) {
    if (converter_ && !converter_->iconv.complete()) {
      refuse_encoding();
    }
    return false;
  }
  part.remove_prefix(std::min(skip_, part.size()));
  skip_ = 0;
  if (!converter_) {
    to += part;
  } else if (!converter_->iconv.take(part, to)) {
    refuse_encoding();
  }
  return true;
}

}  // namespace sojourn::documents
