// The catalogues against each other.
#include <gmock/gmock.h>

#include <map>
#include <regex>
#include <set>

#include "stages/placement/sentences.h"

namespace sojourn::stages::placement {
namespace {

std::string without_plural(std::string key) {
  for (const std::string_view suffix : {"_one", "_other"})
    if (key.ends_with(suffix))
      return key.substr(0, key.size() - suffix.size());
  return key;
}

std::set<std::string> placeholders(const std::string& text) {
  static const std::regex pattern(R"(\{\{(\w+)\}\})");
  std::set<std::string> names;
  for (std::sregex_iterator m(text.begin(), text.end(), pattern), end; m != end; ++m)
    names.insert((*m)[1]);
  return names;
}

TEST(Catalogues, HaveTheSameKeysAndPlaceholders) {
  const Words english(Language::en), chinese(Language::zh);
  std::map<std::string, std::set<std::string>> of_english, of_chinese;
  for (const auto& [key, text] : english.entries())
    of_english[without_plural(key)].merge(placeholders(text));
  for (const auto& [key, text] : chinese.entries())
    of_chinese[without_plural(key)].merge(placeholders(text));
  EXPECT_EQ(of_english, of_chinese);
  EXPECT_GT(of_english.size(), 200u);
}

TEST(Catalogues, HaveThePluralsOfTheirLanguage) {
  const Words english(Language::en), chinese(Language::zh);
  for (const auto& [key, text] : english.entries()) {
    if (key.ends_with("_one")) {
      EXPECT_TRUE(english.has(without_plural(key) + "_other")) << key;
    }
    if (key.ends_with("_other")) {
      EXPECT_TRUE(english.has(without_plural(key) + "_one")) << key;
      EXPECT_THAT(placeholders(text), ::testing::Contains("count")) << key;
    }
  }
  for (const auto& [key, text] : chinese.entries())
    EXPECT_FALSE(key.ends_with("_one")) << key;
}

TEST(Catalogues, HoldNoMarkup) {
  for (const Language language : {Language::en, Language::zh}) {
    const Words words(language);
    for (const auto& [key, text] : words.entries())
      EXPECT_EQ(text.find_first_of("<>&"), std::string::npos) << key;
  }
}

}  // namespace
}  // namespace sojourn::stages::placement
