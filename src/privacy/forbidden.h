// Ideas that have no place in Sojourn (docs/decisions/0001-what-sojourn-is-not-for.md), looked for
// in what is built (schema, fields, choices, headers, sentences:
// tests/unit/program/privacy_test.cpp) and in every value that people put into a catalogue:
// languages, skills, challenges, kinds, tasks. Such a value is refused with the reason, and the
// refusal is noted in the audit log (access/service.h).
//
//   if (const auto found = privacy::forbidden_in("household register")) {
//     faults.push_back(privacy::forbidden_fault("/skills/0", text, *found));
//   }
//
// The words are in forbidden.csv beside this file: an English one stands for itself as a whole
// word, with or without an s at its end, wherever a word ends ("householdId" has "household"); a
// Chinese one stands for itself anywhere, as Chinese is written without spaces. `except` lists
// longer words in which it means something else: 财政审计, an audit of finances, holds 政审, a
// political vetting. Names of languages are not listed: a language is a tested skill. A word list
// finds words, not what somebody means by others; it keeps honest people from starting what they
// would regret. Tested in tests/unit/privacy/forbidden_test.cpp.
#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/refusal.h"
#include "base/sentence.h"

namespace sojourn::privacy {

enum class Idea : std::uint8_t {
  origin,     ///< ethnicity, race, caste, where somebody comes from
  religion,   ///< religion and belief
  politics,   ///< opinions, parties, petitions
  body,       ///< biometrics
  residents,  ///< records of households and of the people who live at a site
  following,  ///< where people are, what they carry
  policing,   ///< security work, detention, lists of suspects
  family,     ///< kinship, marriage, births
  health,     ///< beyond being fit for duty until a day; what a skill serves is fine
};
BOOST_DESCRIBE_ENUM(Idea, origin, religion, politics, body, residents, following, policing, family,
                    health)

struct Found {
  Idea idea = Idea::origin;
  std::string word;  ///< as the list has it
};

class ForbiddenWords {
 public:
  /// Refusal invalid with every fault of the list: a word twice, an exception without its word.
  explicit ForbiddenWords(std::string_view csv);
  ~ForbiddenWords();
  /// The ones of this program.
  static const ForbiddenWords& own();

  /// The first of the words that the text holds, of those that begin at one place the longest.
  std::optional<Found> find(std::string_view text) const;
  std::size_t size() const;

 private:
  struct Words;
  std::unique_ptr<Words> words_;
};

/// `ForbiddenWords::own().find(text)`.
std::optional<Found> forbidden_in(std::string_view text);

/// Codes of such faults begin with this; the idea follows.
inline constexpr std::string_view forbidden_code = "forbidden.";

/// What is said to whoever gave a text with such a word, and the same as a fault of an input.
base::Sentence forbidden_words(const Found& found);
base::Fault forbidden_fault(std::string_view where, std::string_view text, const Found& found);

}  // namespace sojourn::privacy
