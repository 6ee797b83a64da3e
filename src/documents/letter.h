// Letters as PDF, to be printed and signed: A4, the fonts embedded by subset, the text still text.
// Pango shapes (Chinese, right-to-left, whatever the fonts have) and cairo writes; only letter.cpp
// sees the two. A letter knows no record and no language's words: whoever writes one says all of
// it.
//
//   letters_pdf({.title = "Posting of Ada", .author = "Weir County",
//                .letters = {{.language = "en", .sender = "Weir County", .title = "Posting",
//                ...}}})
//
// The same letters on the same fonts are the same bytes: nothing of the machine or the hour stands
// in them. A character that no font has is refused (precondition "no_glyph") with the package that
// brings it; a box in place of somebody's name is not to be printed.
// Tested in tests/unit/documents/letter_test.cpp; bench/letters.cpp says what it costs.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"

namespace sojourn::documents {

inline constexpr std::string_view pdf_type = "application/pdf";

/// A table across the page. A long one goes on with its head on the next page.
struct LetterTable {
  std::vector<std::string> head = {};  ///< none: rows of a name and what it says
  std::vector<std::int32_t> widths;    ///< shares of the width, one for each column
  std::vector<std::vector<std::string>> rows;
  std::vector<std::size_t> figures = {};  ///< columns that are set flush at their end
};

/// A report has several, one below the other.
struct LetterPart {
  std::string title;
  std::vector<std::string> paragraphs = {};
  LetterTable table = {};  ///< no rows: none
  std::vector<std::string> closing = {};
};

struct Letter {
  /// As BCP 47 has it. It chooses among forms of Chinese characters, and the page: letters in
  /// Chinese are set as offices in China set theirs, with paragraphs that begin two characters in.
  std::string language = "en";
  /// Of the language: where columns begin and where a signature stands. A paragraph goes by its own
  /// text.
  bool right_to_left = false;
  std::string sender;  ///< at the head
  std::string number;  ///< with the word for it: "No. 12"
  std::string title;
  std::string addressee = {};  ///< none: to everybody
  std::vector<std::string> paragraphs;
  LetterTable table = {};                   ///< no rows: none
  std::vector<std::string> closing = {};    ///< paragraphs below the table
  std::vector<LetterPart> parts = {};       ///< of a report: after them
  std::vector<std::string> to_sign = {};    ///< who signs by hand, each on a line
  std::vector<std::string> signature = {};  ///< whose letter it is, then place and date
  std::string footer = {};                  ///< below the number of the page
  std::string running = {};  ///< of a report: at the head of each page, with its number
  base::Date dated = {};     ///< the day that it says: the file's date too
};

/// What is in one file, each letter on pages of its own.
struct LetterFile {
  std::string title;  ///< not seen on paper: what a reader of PDF calls the file
  std::string author;
  std::vector<Letter> letters;
};

/// The file's bytes. Refusal precondition "no_glyph".
std::string letters_pdf(const LetterFile& file);

/// A name or text of a record within a sentence: kept apart if it runs from right to left, so that
/// it does not turn what stands beside it.
std::string set_apart(std::string_view text);

}  // namespace sojourn::documents
