#include "base/sentence.h"

#include <fmt/args.h>

#include <ostream>

namespace sojourn::base {
namespace {

std::string filled(std::string_view pattern, const std::vector<std::string>& arguments) {
  fmt::dynamic_format_arg_store<fmt::format_context> store;
  for (const std::string& argument : arguments) {
    store.push_back(std::cref(argument));
  }
  return fmt::vformat(fmt::string_view(pattern.data(), pattern.size()), store);
}

}  // namespace

Sentence::Sentence(std::string verbatim) : english_(std::move(verbatim)) {
  parts_.push_back({.pattern = english_, .arguments = {}, .verbatim = true});
}

Sentence Sentence::phrase(std::string_view english) {
  Sentence made;
  made.english_ = english;
  if (!english.empty()) {
    made.parts_.push_back({.pattern = made.english_, .arguments = {}});
  }
  return made;
}

Sentence Sentence::made(std::string_view pattern, std::vector<Sentence> arguments) {
  Sentence made;
  std::vector<std::string> texts;
  for (const Sentence& argument : arguments) {
    texts.push_back(argument.english_);
  }
  made.english_ = filled(pattern, texts);
  made.parts_.push_back({.pattern = std::string(pattern), .arguments = std::move(arguments)});
  return made;
}

std::string Sentence::in(Language language) const {
  if (language == Language::en) {
    return english_;
  }
  std::string said;
  for (const Part& part : parts_) {
    if (part.verbatim) {
      said += part.pattern;
      continue;
    }
    const std::string_view pattern = message_or_english(language, part.pattern);
    if (part.arguments.empty()) {
      said += pattern;
      continue;
    }
    std::vector<std::string> texts;
    for (const Sentence& argument : part.arguments) {
      texts.push_back(argument.in(language));
    }
    said += filled(pattern, texts);
  }
  return said;
}

Sentence& Sentence::operator+=(const Sentence& other) {
  english_ += other.english_;
  parts_.insert(parts_.end(), other.parts_.begin(), other.parts_.end());
  return *this;
}

std::ostream& operator<<(std::ostream& out, const Sentence& sentence) {
  return out << sentence.english();
}

}  // namespace sojourn::base
