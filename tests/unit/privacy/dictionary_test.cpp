// The list of all that is stored: what is wrong with one, and what a database differs in.
#include "privacy/dictionary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "base/refusal.h"

namespace sojourn::privacy {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr std::string_view head = "table,column,whose,level,keeping,purpose,purpose_zh\n";
constexpr std::string_view small =
    "site,,site,,programme,A place.,地点。\n"
    "site,name,,office,,What people call it.,名称。\n"
    "site,seen_by,account,personal,days_30,Who | saw it.,谁看过。\n";

std::string list(std::string_view lines) { return std::string(head) + std::string(lines); }

std::vector<std::string> faults_of(std::string_view lines) {
  std::vector<std::string> told;
  try {
    const Dictionary dictionary(list(lines));
  } catch (const base::Refusal& refusal) {
    for (const base::Fault& fault : refusal.faults) {
      told.push_back(fault.where + " " + fault.code);
    }
  }
  return told;
}

std::vector<std::string> differences_of(const std::vector<StoredColumn>& stored) {
  std::vector<std::string> said;
  for (const base::Sentence& each : Dictionary(list(small)).differences(stored)) {
    said.push_back(each.english());
  }
  return said;
}

TEST(Dictionary, AColumnIsAsItsTableWhereItSaysNothingElse) {
  const Dictionary dictionary(list(small));
  const TableEntry* site = dictionary.find("site");
  ASSERT_NE(site, nullptr);
  ASSERT_EQ(site->columns.size(), 2U);
  EXPECT_EQ(site->columns[0].whose, Whose::site);
  EXPECT_EQ(site->columns[0].keeping, Keeping::programme);
  EXPECT_EQ(site->columns[1].whose, Whose::account);
  EXPECT_EQ(site->columns[1].keeping, Keeping::days_30);
  EXPECT_EQ(site->columns[1].level, Level::personal);
  EXPECT_EQ(dictionary.find("sites"), nullptr);
}

TEST(Dictionary, AListWithFaultsIsRefusedWithEachOfThem) {
  EXPECT_THAT(faults_of(small), IsEmpty());
  EXPECT_THAT(faults_of("site,,,,programme,A place.,地点。\n"),
              ElementsAre("columns.csv:site missing"));
  EXPECT_THAT(faults_of("site,,site,,,A place.,地点。\n"), ElementsAre("columns.csv:site missing"));
  EXPECT_THAT(faults_of("site,,site,open,programme,A place.,地点。\n"),
              ElementsAre("columns.csv:site missing"));
  EXPECT_THAT(faults_of("site,,site,,programme,A place.,\n"),
              ElementsAre("columns.csv:site missing"));
  EXPECT_THAT(faults_of("site,name,,office,,Name.,名称。\n"),
              ElementsAre("columns.csv:site.name no_table"));
  EXPECT_THAT(faults_of(list(small).substr(head.size()) + "site,name,,office,,Name.,名称。\n" +
                        "site,kind,,,,Kind.,类别。\n"),
              ElementsAre("columns.csv:site.name twice", "columns.csv:site.kind missing"));
  // Nobody who lives at a site can be whom a column is about: there is no word for them.
  EXPECT_THAT(faults_of("site,,resident,,programme,A place.,地点。\n"),
              ElementsAre("columns.csv:2:whose wrong_value"));
}

TEST(Dictionary, SaysWhatADatabaseHasBeyondTheListAndWhatItLacks) {
  EXPECT_THAT(differences_of({{"site", "name"}, {"site", "seen_by"}}), IsEmpty());
  EXPECT_THAT(
      differences_of({{"site", "name"}, {"site", "seen_by"}, {"site", "colour"}}),
      ElementsAre("The database has a column site.colour that src/privacy/columns.csv does not "
                  "name. Add its line there, or take it out of the database."));
  EXPECT_THAT(
      differences_of({{"site", "name"}}),
      ElementsAre("src/privacy/columns.csv names a column site.seen_by that the database does "
                  "not have. Take its line out."));
  EXPECT_THAT(
      differences_of({{"site", "name"}, {"site", "seen_by"}, {"visit", "id"}, {"visit", "day"}}),
      ElementsAre(AllOf(HasSubstr("has a table visit that"), HasSubstr("whose data it is")),
                  HasSubstr("a column visit.id"), HasSubstr("a column visit.day")));
}

TEST(Dictionary, IsReadAsMarkdownAndAsAPageInBothLanguages) {
  const Dictionary dictionary(list(small));
  const std::string english = dictionary_markdown(dictionary, Language::en);
  EXPECT_THAT(
      english,
      AllOf(HasSubstr("1 tables with 2 columns"), HasSubstr(dictionary.digest()),
            HasSubstr("## site\n\nA place.\n"),
            HasSubstr("| `seen_by` | account holder | personal | 30 days | Who \\| saw it. |")));
  EXPECT_THAT(dictionary_markdown(dictionary, Language::zh),
              AllOf(HasSubstr("## site\n\n地点。\n"),
                    HasSubstr("| `name` | 驻点 | 办公 | 保留 | 名称。 |")));
  const std::string page = dictionary_page(dictionary, Language::en, {});
  EXPECT_THAT(page, AllOf(HasSubstr("<section id=\"site\">"), HasSubstr("exactly these tables"),
                          HasSubstr("<dt><code>name</code>"), Not(HasSubstr("class=\"warning\""))));
  const std::vector<base::Sentence> different = {base::Sentence("Something <new>.")};
  EXPECT_THAT(dictionary_page(dictionary, Language::en, different),
              AllOf(HasSubstr("class=\"warning\""), HasSubstr("<li>Something &lt;new&gt;.</li>"),
                    Not(HasSubstr("exactly these tables"))));
}

TEST(Dictionary, SaysEveryWordOfItsOwnInChinese) {
  const std::string page = dictionary_page(Dictionary(list(small)), Language::zh, {});
  constexpr std::string_view opens = "<dt>";
  int words = 0;
  for (std::size_t at = page.find(opens); at != page.npos; at = page.find(opens, at)) {
    at += opens.size();
    const std::string word = page.substr(at, page.find("</dt>", at) - at);
    if (word.starts_with("<code>")) {
      continue;  // the name of a column
    }
    ++words;
    EXPECT_TRUE(std::any_of(word.begin(), word.end(), [](char c) { return (c & 0x80) != 0; }))
        << word;
  }
  EXPECT_GE(words, 16);  // whose, level, keeping
}

}  // namespace
}  // namespace sojourn::privacy
