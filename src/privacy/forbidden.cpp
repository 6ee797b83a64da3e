#include "privacy/forbidden.h"

#include <map>
#include <set>
#include <utility>
#include <vector>

#include "base/describe.h"
#include "base/ensure.h"
#include "base/json.h"
#include "base/text.h"
#include "documents/table_read.h"

// Of lists.S.
extern "C" {
extern const char sojourn_forbidden_begin[];
extern const char sojourn_forbidden_end[];
}

namespace sojourn::privacy {
namespace {

/// A line of forbidden.csv.
struct Line {
  Idea idea = Idea::origin;
  std::string word;
  std::vector<std::string> except;
};
BOOST_DESCRIBE_STRUCT(Line, (), (idea, word, except))

enum class Sort : std::uint8_t { nothing, gap, space, letter, digit, other };

struct Sign {
  Sort sort = Sort::gap;
  std::string text;  ///< a letter in small
  bool capital = false;
};

/// The next sign of well-formed UTF-8; a full-width letter or digit is as its narrow one.
Sign take_sign(std::string_view& text) {
  const auto first = static_cast<unsigned char>(text[0]);
  std::size_t size = 1;
  if (first >= 0xf0) {
    size = 4;
  } else if (first >= 0xe0) {
    size = 3;
  } else if (first >= 0xc0) {
    size = 2;
  }
  std::string sign(text.substr(0, size));
  text.remove_prefix(std::min(size, text.size()));
  // U+FF01 to U+FF5E are the full-width forms of ! to ~.
  if (sign.size() == 3 && sign[0] == '\xef' && (sign[1] == '\xbc' || sign[1] == '\xbd')) {
    const int narrow =
        (sign[1] == '\xbc' ? 0x00 : 0x40) + (static_cast<unsigned char>(sign[2]) & 0x3f) + 0x20;
    if (narrow > 0x20 && narrow < 0x7f) {
      sign = static_cast<char>(narrow);
    }
  }
  if (sign.size() > 1) {
    // Soft hyphens, zero-width spaces and joiners, the byte-order mark: nobody sees them.
    static const std::set<std::string, std::less<>> unseen = {"\u00ad", "\u200b", "\u200c",
                                                              "\u200d", "\u2060", "\ufeff"};
    static const std::set<std::string, std::less<>> marks = {
        "\u3001", "\u3002", "\u300a", "\u300b", "\u00b7", "\u2018",
        "\u2019", "\u201c", "\u201d", "\u2013", "\u2014", "\u2026"};
    if (unseen.contains(sign)) {
      return {.sort = Sort::nothing, .text = {}};
    }
    if (sign == "\u00a0" || sign == "\u3000") {
      return {.sort = Sort::space, .text = {}};
    }
    return {.sort = marks.contains(sign) ? Sort::gap : Sort::other, .text = std::move(sign)};
  }
  const char c = sign[0];
  if (c >= 'A' && c <= 'Z') {
    return {.sort = Sort::letter,
            .text = std::string(1, static_cast<char>(c - 'A' + 'a')),
            .capital = true};
  }
  if (c >= 'a' && c <= 'z') {
    return {.sort = Sort::letter, .text = std::move(sign)};
  }
  if (c >= '0' && c <= '9') {
    return {.sort = Sort::digit, .text = std::move(sign)};
  }
  return {.sort = c == ' ' || c == '\t' ? Sort::space : Sort::gap, .text = {}};
}

/// Words of A to Z and numbers, in small letters, with one space before and after each; Chinese as
/// it stands, without spaces inside. "HouseholdID 信 教" is " household id 信教".
std::string plain(std::string_view text) {
  std::string made = " ";
  Sort before = Sort::gap;  // of the sign before, passing over spaces
  bool spaced = false;      // whether spaces stood between
  bool before_capital = false;
  const auto part = [&] {
    if (made.back() != ' ') {
      made += ' ';
    }
  };
  while (!text.empty()) {
    const Sign sign = take_sign(text);
    if (sign.sort == Sort::nothing) {
      continue;
    }
    if (sign.sort == Sort::space) {
      spaced = true;
      continue;
    }
    if (sign.sort == Sort::gap) {
      part();
    } else {
      const bool new_word = sign.sort == Sort::letter && sign.capital && !before_capital;
      if (before != sign.sort || (spaced && sign.sort != Sort::other) || new_word) {
        part();
      }
      made += sign.text;
    }
    before = sign.sort;
    before_capital = sign.capital;
    spaced = false;
  }
  part();
  return made;
}

bool is_latin(std::string_view text) {
  return static_cast<unsigned char>(text[text[0] == ' ' ? 1 : 0]) < 0x80;
}

/// With an s at its end: " household " is " households ".
std::string many(std::string word) {
  word.insert(word.size() - 1, "s");
  return word;
}

base::Sentence name_of_idea(Idea idea) {
  switch (idea) {
    case Idea::origin: return "where somebody comes from or which group they belong to";
    case Idea::religion: return "religion or belief";
    case Idea::politics: return "political opinion";
    case Idea::body: return "marks of the body";
    case Idea::residents: return "the people who live at a site";
    case Idea::following: return "where people are";
    case Idea::policing: return "police or security work";
    case Idea::family: return "family ties";
    case Idea::health: return "health beyond being fit for duty";
  }
  base::report_bug("an idea of the list", std::source_location::current());
}

}  // namespace

/// Words by their first sign or first word, so that a text is walked over once.
struct ForbiddenWords::Words {
  struct Word {
    Idea idea = Idea::origin;
    std::string text;   ///< as the list has it
    std::string plain;  ///< " political party " or 政审
    std::vector<std::string> except;
  };
  std::vector<Word> all;
  std::multimap<std::string, std::size_t, std::less<>> by_start;

  static std::string start_of(std::string_view plain) {
    if (is_latin(plain)) {
      return std::string(plain.substr(0, plain.find(' ', 1) + 1));
    }
    return take_sign(plain).text;
  }

  void add(Idea idea, const std::string& text, std::string as, std::vector<std::string> except) {
    by_start.emplace(start_of(as), all.size());
    all.push_back({idea, text, std::move(as), std::move(except)});
  }

  /// Whether the hit at `at` is a part of one of the word's exceptions.
  static bool excepted(const Word& word, std::string_view text, std::size_t at) {
    for (const std::string& longer : word.except) {
      for (std::size_t inside = longer.find(word.plain); inside != std::string::npos;
           inside = longer.find(word.plain, inside + 1)) {
        if (inside <= at && text.substr(at - inside).starts_with(longer)) {
          return true;
        }
      }
    }
    return false;
  }
};

ForbiddenWords::ForbiddenWords(std::string_view csv) : words_(std::make_unique<Words>()) {
  std::vector<base::Fault> faults;
  std::set<std::string> known;
  // Chinese words and their exceptions are found inside others; of Latin ones the spaces around are
  // a part, so that only whole words are found.
  const auto plain_word = [](std::string_view text) {
    std::string made = plain(text);
    if (made.size() > 2 && static_cast<unsigned char>(made[made.size() - 2]) >= 0x80) {
      made.pop_back();
    }
    return is_latin(made) ? made : made.substr(1);
  };
  for (const Line& line : documents::read_csv_table<Line>(csv, {.name = "forbidden.csv"})) {
    const auto fault = [&](std::string_view value, base::Sentence says) {
      faults.push_back({.where = "forbidden.csv:" + line.word,
                        .code = "word",
                        .value = std::string(value),
                        .detail = std::move(says)});
    };
    const std::string word = plain_word(line.word);
    if (!known.insert(word).second) {
      fault(line.word, "This stands in the list already.");
      continue;
    }
    std::vector<std::string> except;
    for (const std::string& each : line.except) {
      const std::string longer = plain_word(each);
      if (longer.find(word) == std::string::npos || longer == word) {
        fault(each, "An exception is a longer text that holds the word.");
      }
      except.push_back(longer);
      if (longer.ends_with(' ')) {
        except.push_back(many(longer));
      }
    }
    words_->add(line.idea, line.word, word, except);
    if (word.ends_with(' ')) {
      for (std::string& longer : except) {
        longer = base::replaced(longer, word, many(word));
      }
      words_->add(line.idea, line.word, many(word), std::move(except));
    }
  }
  base::refuse_faults(std::move(faults));
}

ForbiddenWords::~ForbiddenWords() = default;

const ForbiddenWords& ForbiddenWords::own() {
  static const ForbiddenWords words({sojourn_forbidden_begin, sojourn_forbidden_end});
  return words;
}

std::size_t ForbiddenWords::size() const { return words_->all.size(); }

std::optional<Found> ForbiddenWords::find(std::string_view text) const {
  const std::string made = plain(text);
  const std::string_view all = made;
  for (std::size_t at = 0; at + 1 < all.size();) {
    // A start is a whole Latin word with its spaces, or one other sign.
    std::string_view rest = all.substr(at);
    const bool space = rest[0] == ' ';
    const bool latin = space && static_cast<unsigned char>(rest[1]) < 0x80;
    std::string_view start;
    if (latin) {
      start = rest.substr(0, rest.find(' ', 1) + 1);
    } else if (!space) {
      std::string_view tail = rest;
      take_sign(tail);
      start = rest.substr(0, rest.size() - tail.size());
    }
    const Words::Word* longest = nullptr;
    const auto [first, last] = words_->by_start.equal_range(start);
    for (auto each = first; each != last; ++each) {
      const Words::Word& word = words_->all[each->second];
      if (rest.starts_with(word.plain) && !Words::excepted(word, all, at) &&
          (longest == nullptr || word.plain.size() > longest->plain.size())) {
        longest = &word;
      }
    }
    if (longest != nullptr) {
      return Found{.idea = longest->idea, .word = longest->text};
    }
    // The space after a Latin word is the one before the next.
    at += latin ? start.size() - 1 : std::max<std::size_t>(start.size(), 1);
  }
  return std::nullopt;
}

std::optional<Found> forbidden_in(std::string_view text) {
  return ForbiddenWords::own().find(text);
}

base::Sentence forbidden_words(const Found& found) {
  return base::in_words(
      "Sojourn keeps nothing about {}, so \"{}\" has no place here. What it is not for stands in "
      "docs/decisions/0001-what-sojourn-is-not-for.md.",
      name_of_idea(found.idea), found.word);
}

base::Fault forbidden_fault(std::string_view where, std::string_view text, const Found& found) {
  return {.where = std::string(where),
          .code = std::string(forbidden_code) + std::string(base::name_of(found.idea)),
          .value = base::shorten(text),
          .detail = forbidden_words(found)};
}

}  // namespace sojourn::privacy
