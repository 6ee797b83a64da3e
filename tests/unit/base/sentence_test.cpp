// Sentences in the reader's language, and the catalogue of messages.
#include "base/sentence.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <sstream>
#include <string>

namespace sojourn::base {
namespace {

TEST(Sentence, IsEnglishAtOnceAndChineseWhenAsked) {
  const Sentence said = in_words("The number has to lie between {} and {}.", 1, 5);
  EXPECT_EQ(said.english(), "The number has to lie between 1 and 5.");
  EXPECT_EQ(said.in(Language::en), said.english());
  EXPECT_EQ(said.in(Language::zh), "数字须在1与5之间。");
  std::ostringstream out;
  out << said;
  EXPECT_EQ(out.str(), said.english());
}

TEST(Sentence, SaysItsArgumentsThatAreSentencesToo) {
  const std::string file = "sites.csv";
  const Sentence said =
      in_words("{} has no such {}.{}", file, Sentence("site"), in_words(" Did you mean {}?", "S1"));
  EXPECT_EQ(said.english(), "sites.csv has no such site. Did you mean S1?");
  EXPECT_EQ(said.in(Language::zh), "sites.csv中没有这个驻点。是否为S1？");
}

TEST(Sentence, ArgumentsMayStandInAnotherOrder) {
  const Sentence said =
      in_words("report.json says {} points and a count of {} for {}; they are {} and {}.", 1, 2,
               Sentence("wish"), 3, 4);
  EXPECT_EQ(said.in(Language::zh), "report.json称志愿为1分、2次，而实为3分、4次。");
}

TEST(Sentence, TextOfTheInputIsNeverLookedUp) {
  EXPECT_EQ(Sentence(std::string("site")).in(Language::zh), "site");
  EXPECT_EQ(Sentence("site").in(Language::zh), "驻点");
  // Braces in it are not placeholders.
  EXPECT_EQ((std::string("{} {0}") + Sentence("site")).in(Language::zh), "{} {0}驻点");
  EXPECT_EQ(in_words("One {} is due here, not a list.", "{}").english(),
            "One {} is due here, not a list.");
}

TEST(Sentence, AddsUp) {
  Sentence said = "This column is missing.";
  said += in_words(" Did you mean {}?", "need");
  EXPECT_EQ(said, "This column is missing. Did you mean need?");
  EXPECT_EQ(said.in(Language::zh), "缺少此列。是否为need？");
  EXPECT_EQ(("note: " + said).english(), "note: This column is missing. Did you mean need?");
}

TEST(Language, IsKnownByCodeAndByLocale) {
  EXPECT_EQ(language_called("zh"), Language::zh);
  EXPECT_EQ(language_called("zh_CN.UTF-8"), Language::zh);
  EXPECT_EQ(language_called("zh-Hans"), Language::zh);
  EXPECT_EQ(language_called("en_GB"), Language::en);
  EXPECT_EQ(language_called("C"), std::nullopt);
  EXPECT_EQ(language_called("zhuang"), std::nullopt);
  EXPECT_EQ(language_called(""), std::nullopt);
}

TEST(Language, AMessageThatTheCatalogueHasNotStaysEnglish) {
  EXPECT_EQ(message(Language::zh, "No one says this."), std::nullopt);
  EXPECT_EQ(message_or_english(Language::zh, "No one says this."), "No one says this.");
  EXPECT_EQ(message(Language::en, "site"), std::nullopt);
}

}  // namespace
}  // namespace sojourn::base
