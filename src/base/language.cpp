#include "base/language.h"

#include <cstdlib>
#include <functional>
#include <map>
#include <string>

#include "base/ensure.h"
#include "base/json.h"

// Of messages.S.
extern "C" {
extern const char sojourn_messages_zh_begin[];
extern const char sojourn_messages_zh_end[];
}

namespace sojourn::base {
namespace {

using Messages = std::map<std::string, std::string, std::less<>>;

Messages read_messages(std::string_view json) {
  Messages messages;
  const boost::json::value parsed = parse_json(json);
  for (const auto& [english, said] : parsed.as_object()) {
    messages.emplace(std::string(english), std::string(said.as_string()));
  }
  return messages;
}

}  // namespace

Language language_of_environment() {
  for (const char* name : {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing sets it
    if (value != nullptr && *value != '\0') {
      return language_called(value).value_or(Language::en);
    }
  }
  return Language::en;
}

std::optional<Language> language_called(std::string_view name) {
  const std::string_view code = name.substr(0, name.find_first_of("_-.@:"));
  if (code == "zh") {
    return Language::zh;
  }
  return code == "en" ? std::optional(Language::en) : std::nullopt;
}

std::optional<std::string_view> message(Language language, std::string_view english) {
  switch (language) {
    case Language::en: return std::nullopt;
    case Language::zh: {
      static const Messages messages =
          read_messages({sojourn_messages_zh_begin, sojourn_messages_zh_end});
      const auto found = messages.find(english);
      return found == messages.end() ? std::nullopt
                                     : std::optional<std::string_view>(found->second);
    }
  }
  report_bug("a language without messages", std::source_location::current());
}

std::string_view message_or_english(Language language, std::string_view english) {
  return message(language, english).value_or(english);
}

}  // namespace sojourn::base
