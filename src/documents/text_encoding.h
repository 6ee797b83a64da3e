// How a text was saved that is neither UTF-8 nor says what it is by a mark: found out by what its
// bytes would be. A file of one encoding is nearly always well-formed in another one too, so that
// "it can be read so" is no reason: what it would say has to look like a text. Where that is not
// certain, nothing is guessed. Pure. Tested in tests/unit/documents/text_encoding_test.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "documents/grid.h"

namespace sojourn::documents {

/// What speaks for GB18030 (GBK, GB 2312) and what for Windows-1252 in the bytes of a text, which
/// come in pieces.
///
/// Chinese texts are nearly all of the 6,763 characters of GB 2312, most of those of its first
/// level, and each is two high bytes. Words in Latin letters have single high bytes among letters
/// without an accent; read as GB18030 each of them takes the letter after it along and becomes a
/// character that hardly any text has ("Inés" would be "In閟").
class ChineseOrLatin {
 public:
  void take(std::string_view bytes);
  /// After all bytes. Nothing if neither is certain.
  std::optional<TextEncoding> answer();

 private:
  void take_pair(unsigned char byte);
  void take_run(unsigned char byte);
  void end_run(unsigned char next);

  // As GB18030.
  unsigned char lead_ = 0;
  int four_ = 0;             ///< how many of its bytes there are
  bool is_gb18030_ = true;   ///< all characters are whole
  std::size_t level_1_ = 0;  ///< characters of GB 2312, the usual ones
  std::size_t level_2_ = 0;  ///< and the less usual ones
  std::size_t unusual_ = 0;  ///< of two bytes, and no characters of GB 2312
  // As Windows-1252.
  unsigned char before_ = 0;  ///< the last byte before the present run of high ones
  std::size_t run_ = 0;
  bool run_is_letters_ = true;
  bool is_windows_1252_ = true;  ///< all bytes are characters
  std::size_t in_words_ = 0;     ///< runs that stand in words as accented letters do
  std::size_t alone_ = 0;        ///< other runs of one byte, such as °
  std::size_t pairs_ = 0;        ///< of two
  std::size_t long_ = 0;         ///< of more
};

/// Whether a text with zero bytes is UTF-16 without a mark, and in which order. It has line ends in
/// one order of its bytes and none in the other, and no signs that no text has.
class Utf16Order {
 public:
  void take(std::string_view bytes);
  enum class Order : std::uint8_t { little, big };
  std::optional<Order> answer() const;

 private:
  struct Seen {
    std::size_t line_ends = 0;
    bool is_text = true;
    void take(std::uint32_t unit);
  };
  std::optional<unsigned char> first_;
  Seen little_;
  Seen big_;
};

}  // namespace sojourn::documents
