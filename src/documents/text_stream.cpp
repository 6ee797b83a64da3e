// Texts in UTF-8, whatever they were saved in (grid_parts.h). Conversion is the C library's iconv.
#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "base/ensure.h"
#include "base/text.h"
#include "documents/grid_parts.h"
#include "documents/text_encoding.h"

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

/// Of bytes that the encoding does not have.
[[noreturn]] void refuse_encoding(std::string_view name) {
  throw refusal_of_file(
      base::Kind::invalid, "encoding",
      base::in_words("This text is not saved as {}, as some of its bytes say nothing there. Name "
                     "another encoding, or save the file as \"CSV UTF-8\" or as a workbook "
                     "(.xlsx).",
                     name));
}

[[noreturn]] void refuse_unclear() {
  throw refusal_of_file(
      base::Kind::invalid, "which_encoding",
      "How is this text saved? It is not UTF-8, and it is not certain what else. Name its encoding "
      "(gb18030 for Chinese, windows_1252 for western Europe), or save the file as \"CSV UTF-8\" "
      "or as a workbook (.xlsx).");
}

std::string_view name_of(TextEncoding form) {
  switch (form) {
    case TextEncoding::utf8: return "UTF-8";
    case TextEncoding::utf16: return "UTF-16";
    case TextEncoding::gb18030: return "GB18030";
    case TextEncoding::windows_1252: return "Windows-1252";
  }
  return "";
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

TextStream::TextStream(const GridSource& source, std::optional<TextEncoding> said)
    : bytes_(source) {
  find_encoding(said);
}
TextStream::~TextStream() = default;

void TextStream::begin(TextEncoding form, std::string_view encoding, std::size_t skip) {
  converter_ =
      encoding.empty() ? nullptr : std::make_unique<Converter>(std::string(encoding).c_str());
  form_ = form;
  encoding_ = encoding;
  skip_ = skip;
  bytes_.rewind();
}

/// The same, once all of it was read so.
void TextStream::begin_whole(TextEncoding form, std::string_view encoding, std::size_t skip) {
  begin(form, encoding, skip);
  std::string spare;
  while (more(spare)) {
    spare.clear();
  }
  begin(form, encoding, skip);
}

void TextStream::find_encoding(std::optional<TextEncoding> said) {
  // 1. By its mark.
  const std::string start(bytes_.read().substr(0, 3));
  bytes_.rewind();
  if (start.starts_with("\xFF\xFE") || start.starts_with("\xFE\xFF")) {
    mark_ = start.substr(0, 2);
    begin_whole(TextEncoding::utf16, start.starts_with("\xFF") ? "UTF-16LE" : "UTF-16BE", 2);
    return;
  }
  mark_ = start == "\xEF\xBB\xBF" ? start : "";
  if (!mark_.empty()) {
    said = TextEncoding::utf8;
  }
  // 2. Zero bytes: UTF-16 has them, at each line end for one, and no other text.
  const bool zero = has_zero();
  if (said == TextEncoding::utf16 || (!said && zero)) {
    if (begin_utf16()) {
      return;
    }
    if (said) {
      refuse_encoding(name_of(*said));
    }
  }
  if (zero) {
    throw refusal_of_file(base::Kind::invalid, "not_table",
                          "This is neither a workbook (.xlsx) nor a text with a table (.csv).");
  }
  // 3. UTF-8, if all of it is.
  if (said == TextEncoding::utf8 || !said) {
    if (is_utf8()) {
      begin(TextEncoding::utf8, "", mark_.size());
      return;
    }
    if (said) {
      refuse_encoding(name_of(*said));
    }
  }
  // 4. By what it looks like.
  if (!said) {
    ChineseOrLatin evidence;
    bytes_.rewind();
    for (std::string_view part = bytes_.read(); !part.empty(); part = bytes_.read()) {
      evidence.take(part);
    }
    said = evidence.answer();
  }
  if (!said) {
    refuse_unclear();
  }
  begin_whole(*said, *said == TextEncoding::gb18030 ? "GB18030" : "CP1252", 0);
}

bool TextStream::begin_utf16() {
  Utf16Order evidence;
  bytes_.rewind();
  for (std::string_view part = bytes_.read(); !part.empty(); part = bytes_.read()) {
    evidence.take(part);
  }
  const auto order = evidence.answer();
  if (order) {
    begin_whole(TextEncoding::utf16, *order == Utf16Order::Order::little ? "UTF-16LE" : "UTF-16BE",
                0);
  }
  return order.has_value();
}

bool TextStream::has_zero() {
  bytes_.rewind();
  for (std::string_view part = bytes_.read(); !part.empty(); part = bytes_.read()) {
    if (part.find('\0') != part.npos) {
      return true;
    }
  }
  return false;
}

bool TextStream::is_utf8() {
  std::string kept;
  bytes_.rewind();
  for (std::string_view part = bytes_.read(); !part.empty(); part = bytes_.read()) {
    kept += part;
    const std::size_t whole = kept.size() - cut_character(kept);
    if (base::first_bad_utf8(std::string_view(kept).substr(0, whole))) {
      return false;
    }
    kept.erase(0, whole);
  }
  return kept.empty();
}

bool TextStream::more(std::string& to) {
  std::string_view part = bytes_.read();
  if (part.empty()) {
    if (converter_ && !converter_->iconv.complete()) {
      refuse_encoding(name_of(form_));
    }
    return false;
  }
  part.remove_prefix(std::min(skip_, part.size()));
  skip_ = 0;
  if (!converter_) {
    to += part;
  } else if (!converter_->iconv.take(part, to)) {
    refuse_encoding(name_of(form_));
  }
  return true;
}

}  // namespace sojourn::documents
