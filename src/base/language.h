// The languages that Sojourn speaks, and the catalogue of messages: English sentences of the
// program's text (refusals, manual pages, progress) with what other languages say in their place.
// Sentences of the product (report, summary, answers) have keys instead and stand in
// locales/<language>.json; docs/decisions/0004 tells why there are two ways.
// Tested in tests/unit/base/sentence_test.cpp.
#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string_view>

namespace sojourn::base {

enum class Language : std::uint8_t { en, zh };
BOOST_DESCRIBE_ENUM(Language, en, zh)

/// By LANGUAGE, LC_ALL, LC_MESSAGES, LANG in the order that gettext has them: zh where the first
/// that is set begins with zh, else en.
Language language_of_environment();

/// "en", "zh", or the name of a locale that begins so ("zh_CN.UTF-8"); nothing for anything else.
std::optional<Language> language_called(std::string_view name);

/// What stands in locales/messages.<language>.json for the English text; nothing where it has none.
std::optional<std::string_view> message(Language language, std::string_view english);

/// The message, or the English text itself.
std::string_view message_or_english(Language language, std::string_view english);

}  // namespace sojourn::base
