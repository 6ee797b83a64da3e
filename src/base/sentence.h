// A sentence of the program's own text: English at once, another language when the reader is known.
// It keeps its pattern and arguments, so the door that shows it can look the pattern up in the
// catalogue of messages (language.h). Who finds a fault writes plain English and knows of no
// language:
//
//   row.fault(column, "number.range",
//             base::in_words("The number has to lie between {} and {}.", least, most));
//
// Text from the folder or the command line is a std::string and is never looked up; a literal is a
// pattern. Patterns hold plain {} only. Tested in tests/unit/base/sentence_test.cpp.
#pragma once

#include <fmt/format.h>

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "base/language.h"

namespace sojourn::base {

class Sentence {
 public:
  Sentence() = default;
  /// A text that the catalogue may have: a literal.
  Sentence(const char* literal)  // NOLINT(google-explicit-constructor): reads as a text
      : Sentence(phrase(literal)) {}
  /// A text that is the same in every language.
  Sentence(std::string verbatim);  // NOLINT(google-explicit-constructor): reads as a text

  /// As the literal, for a text that is not one: a name out of a table.
  static Sentence phrase(std::string_view english);
  static Sentence made(std::string_view pattern, std::vector<Sentence> arguments);

  const std::string& english() const { return english_; }
  std::string in(Language language) const;

  operator const std::string&() const { return english_; }  // NOLINT(google-explicit-constructor)
  bool empty() const { return english_.empty(); }
  std::size_t find(std::string_view text) const { return english_.find(text); }

  Sentence& operator+=(const Sentence& other);
  friend Sentence operator+(Sentence left, const Sentence& right) { return left += right; }
  friend Sentence operator+(const char* left, const Sentence& right) {
    return Sentence(left) += right;
  }
  friend Sentence operator+(Sentence left, const char* right) { return left += Sentence(right); }
  friend bool operator==(const Sentence& a, const Sentence& b) { return a.english_ == b.english_; }
  friend bool operator==(const Sentence& a, const char* b) { return a.english_ == b; }
  friend std::ostream& operator<<(std::ostream& out, const Sentence& sentence);

 private:
  struct Part {
    std::string pattern;
    std::vector<Sentence> arguments;
    bool verbatim = false;
  };
  std::string english_;
  std::vector<Part> parts_;
};

namespace detail {
inline Sentence argument_of(const Sentence& sentence) { return sentence; }
template <class T>
Sentence argument_of(const T& value) {
  return {fmt::format("{}", value)};
}
}  // namespace detail

/// The sentence of a pattern. An argument that is itself a Sentence is said in the same language.
template <class... Arguments>
Sentence in_words(fmt::format_string<const Arguments&...> pattern, const Arguments&... arguments) {
  const fmt::string_view text = pattern;
  return Sentence::made({text.data(), text.size()}, {detail::argument_of(arguments)...});
}

}  // namespace sojourn::base

template <>
struct fmt::formatter<sojourn::base::Sentence> : fmt::formatter<std::string_view> {
  template <class Context>
  auto format(const sojourn::base::Sentence& sentence, Context& context) const {
    return fmt::formatter<std::string_view>::format(sentence.english(), context);
  }
};
