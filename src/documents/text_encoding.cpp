#include "documents/text_encoding.h"

namespace sojourn::documents {
namespace {

bool is_letter(unsigned char byte) {
  return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
}
bool is_small(unsigned char byte) { return byte >= 'a' && byte <= 'z'; }

/// Of Windows-1252, where a byte of this set is an accented or joined letter.
bool is_latin_letter(unsigned char byte) {
  return (byte >= 0xC0 && byte != 0xD7 && byte != 0xF7) || byte == 0x8A || byte == 0x8C ||
         byte == 0x8E || byte == 0x9A || byte == 0x9C || byte == 0x9E || byte == 0x9F;
}
/// ’ and ‘, which stand in names.
bool is_apostrophe(unsigned char byte) { return byte == 0x91 || byte == 0x92; }

bool is_undefined_in_windows_1252(unsigned char byte) {
  return byte == 0x81 || byte == 0x8D || byte == 0x8F || byte == 0x90 || byte == 0x9D;
}

bool is_digit(unsigned char byte) { return byte >= '0' && byte <= '9'; }

}  // namespace

void ChineseOrLatin::take(std::string_view bytes) {
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    take_pair(byte);
    take_run(byte);
  }
}

void ChineseOrLatin::take_pair(unsigned char byte) {
  if (!is_gb18030_) {
    return;
  }
  const bool may_lead = byte >= 0x81 && byte <= 0xFE;
  // 1. A character of four bytes: 81-FE, a digit, 81-FE, a digit. Nothing else looks like one.
  if (four_ == 2) {
    is_gb18030_ = may_lead;
    four_ = 3;
    return;
  }
  if (four_ == 3) {
    is_gb18030_ = is_digit(byte);
    four_ = 0;
    lead_ = 0;
    return;
  }
  // 2. The first byte of a character.
  if (lead_ == 0) {
    lead_ = may_lead ? byte : 0;
    is_gb18030_ = may_lead || byte < 0x80;
    return;
  }
  // 3. The second one.
  if (is_digit(byte)) {
    four_ = 2;
    return;
  }
  const unsigned char lead = lead_;
  lead_ = 0;
  is_gb18030_ = byte >= 0x40 && byte != 0x7F && byte != 0xFF;
  const bool in_gb2312 = byte >= 0xA1;
  if (in_gb2312 && lead >= 0xB0 && lead <= 0xD7) {
    ++level_1_;
  } else if (in_gb2312 && lead >= 0xD8 && lead <= 0xF7) {
    ++level_2_;
  } else if (!in_gb2312 || lead < 0xA1 || lead > 0xA9) {
    ++unusual_;  // rows A1 to A9 are signs and other alphabets
  }
}

void ChineseOrLatin::take_run(unsigned char byte) {
  if (byte < 0x80) {
    end_run(byte);
    before_ = byte;
    return;
  }
  is_windows_1252_ = is_windows_1252_ && !is_undefined_in_windows_1252(byte);
  run_is_letters_ =
      (run_ == 0 || run_is_letters_) && (is_latin_letter(byte) || is_apostrophe(byte));
  ++run_;
}

void ChineseOrLatin::end_run(unsigned char next) {
  const std::size_t length = run_;
  run_ = 0;
  if (length == 0) {
    return;
  }
  const bool beside_a_letter = is_letter(before_) || is_letter(next);
  const bool inside_a_word =
      is_letter(before_) && is_letter(next) && (is_small(before_) || is_small(next));
  if (run_is_letters_ && (length == 1 ? beside_a_letter : length == 2 && inside_a_word)) {
    ++in_words_;
  } else if (length == 1) {
    ++alone_;
  } else if (length == 2) {
    ++pairs_;
  } else {
    ++long_;
  }
}

std::optional<TextEncoding> ChineseOrLatin::answer() {
  end_run(0);
  const std::size_t usual = level_1_ + level_2_;
  const bool chinese = is_gb18030_ && lead_ == 0 && level_1_ > 0 && level_1_ >= level_2_ &&
                       usual >= 4 * unusual_ && usual >= 8 * in_words_;
  if (chinese) {
    return TextEncoding::gb18030;
  }
  const bool latin = is_windows_1252_ && in_words_ + alone_ > 0 &&
                     in_words_ + alone_ >= 20 * long_ && in_words_ + alone_ >= 4 * pairs_;
  return latin ? std::optional(TextEncoding::windows_1252) : std::nullopt;
}

void Utf16Order::Seen::take(std::uint32_t unit) {
  line_ends += unit == '\n' || unit == '\r' ? 1 : 0;
  const bool sign = unit < 0x20 && unit != '\n' && unit != '\r' && unit != '\t';
  is_text = is_text && !sign && unit < 0xFFFE;
}

void Utf16Order::take(std::string_view bytes) {
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (!first_) {
      first_ = byte;
      continue;
    }
    little_.take(std::uint32_t{*first_} | std::uint32_t{byte} << 8U);
    big_.take(std::uint32_t{*first_} << 8U | std::uint32_t{byte});
    first_.reset();
  }
}

std::optional<Utf16Order::Order> Utf16Order::answer() const {
  if (first_) {
    return std::nullopt;
  }
  const bool little = little_.is_text && little_.line_ends > 0;
  const bool big = big_.is_text && big_.line_ends > 0;
  if (little == big) {
    return std::nullopt;
  }
  return little ? Order::little : Order::big;
}

}  // namespace sojourn::documents
