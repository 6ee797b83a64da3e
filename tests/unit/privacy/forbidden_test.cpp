// The list of forbidden ideas: what it finds, and what only looks like it.
#include "privacy/forbidden.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>
#include <utility>
#include <vector>

#include "base/describe.h"
#include "documents/table_read.h"
#include "tests/support/paths.h"

namespace sojourn::privacy {
namespace {

/// "religion: mosque", or "" if nothing was found.
std::string said(const std::optional<Found>& found) {
  return found ? std::string(base::name_of(found->idea)) + ": " + found->word : "";
}

TEST(Forbidden, FindsWholeWordsHoweverTheyAreWritten) {
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"religion", "religion: religion"},
      {"Ethnic group", "origin: ethnic"},
      {"mosques of the county", "religion: mosque"},
      {"HOUSEHOLD register", "residents: household"},
      {"household_id", "residents: household"},
      {"householdId", "residents: household"},
      {"HouseholdVisit2", "residents: household"},
      {"a home-visit diary", "residents: home visit"},
      {"home visits", "residents: home visit"},
      {"Facial  recognition", "body: facial recognition"},
      {"counter-terrorism", "policing: counter terrorism"},
      {"stability maintenance", "policing: stability maintenance"},
      {"watch-list", "policing: watch list"},
      {"political parties", "politics: political parties"},
      {"party members", "politics: party member"},
      {"GPS tracking", "following: gps tracking"},
      {"Ｐｏｌｉｃｅ", "policing: police"},
      {"poli\u00adce", "policing: police"},
      {"marital status", "family: marital status"},
      {"宗教事务", "religion: 宗教"},
      {"少数民族工作", "origin: 民族"},
      {"入户走访", "residents: 入户"},
      {"社区维稳", "policing: 维稳"},
      {"宗 教", "religion: 宗教"},
      {"宗　教", "religion: 宗教"},
      {"人脸识别", "body: 人脸"},
      {"DNA采集", "body: DNA采集"},
      {"dna 采集点", "body: DNA采集"},
      {"政审材料", "politics: 政审"},
      {"重点人员管控", "policing: 重点人员"},
      {"员工的政治面貌", "politics: 政治面貌"},
      {"law; religion", "religion: religion"},
  };
  for (const auto& [text, word] : cases) {
    EXPECT_EQ(said(forbidden_in(text)), word) << text;
  }
}

TEST(Forbidden, PassesWhatOnlyLooksLikeOne) {
  for (const char* text : {"",
                           " ",
                           "water",
                           "law",
                           "accounting",
                           "hill",
                           "Uyghur",
                           "Tibetan",
                           "维吾尔语",
                           "藏语",
                           "普通话",
                           "tracer",
                           "embrace",
                           "race conditions",
                           "good faith",
                           "resident doctors",
                           "Resident Physician",
                           "household waste",
                           "household wastes",
                           "third party",
                           "party room",
                           "Agricultural census",
                           "political economy",
                           "soil tests",
                           "skin",
                           "kindergarten",
                           "spray",
                           "sprayer",
                           "prayerful",
                           "evicted2be",
                           "statistics",
                           "stability of slopes",
                           "security of supply",
                           "fingerprin",
                           "policymaker",
                           "Christchurch",
                           "财政审计",
                           "行政审批",
                           "民政审核",
                           "极端天气应对",
                           "转基因检测",
                           "微信教学",
                           "通信教材",
                           "知道教育",
                           "民族医药",
                           "家族企业",
                           "民族音乐",
                           "水族养殖",
                           "礼拜天值班",
                           "居民委员会",
                           "农户技术指导",
                           "监测",
                           "环境监控",
                           "网格",
                           "资金去向",
                           "入库",
                           "户外",
                           "公共安全",
                           "重点人群健康",
                           "审计政策",
                           "宗、教",
                           "公. 安"}) {
    EXPECT_EQ(said(forbidden_in(text)), "") << text;
  }
}

TEST(Forbidden, AnExceptionDoesNotHideWhatStandsBesideIt) {
  EXPECT_EQ(said(forbidden_in("resident doctor for residents")), "residents: resident");
  EXPECT_EQ(said(forbidden_in("财政审计和政审")), "politics: 政审");
  EXPECT_EQ(said(forbidden_in("race condition, race")), "origin: race");
}

TEST(Forbidden, TakesAnyBytes) {
  EXPECT_EQ(said(forbidden_in("\xff\xfe\xe5\xae")), "");
  EXPECT_EQ(said(forbidden_in(std::string("religion\0law", 12))), "religion: religion");
}

struct ListLine {
  Idea idea = Idea::origin;
  std::string word;
  std::vector<std::string> except;
};
BOOST_DESCRIBE_STRUCT(ListLine, (), (idea, word, except))

TEST(Forbidden, EveryWordOfTheListIsFoundAndEveryExceptionPasses) {
  std::ifstream in(test::source_dir() + "/src/privacy/forbidden.csv", std::ios::binary);
  const std::string list((std::istreambuf_iterator<char>(in)), {});
  std::set<std::pair<Idea, bool>> has;
  for (const ListLine& line : documents::read_csv_table<ListLine>(list)) {
    const bool latin = static_cast<unsigned char>(line.word[0]) < 0x80;
    has.emplace(line.idea, latin);
    const auto found = forbidden_in("a " + line.word + (latin ? " b" : "等"));
    ASSERT_TRUE(found) << line.word;
    EXPECT_EQ(found->idea, line.idea) << line.word;
    for (const std::string& longer : line.except) {
      EXPECT_EQ(said(forbidden_in(longer)), "") << longer;
    }
  }
  base::for_each_choice<Idea>([&](std::string_view name, Idea idea) {
    EXPECT_TRUE(has.contains({idea, true}) && has.contains({idea, false}))
        << name << " has no words in one of the languages";
  });
}

TEST(Forbidden, AListWithFaultsIsRefusedWithEachOfThem) {
  try {
    const ForbiddenWords words(
        "idea,word,except\npolicing,police,\norigin,Police,\norigin,race,races; embrace\n");
    FAIL() << "nothing was refused";
  } catch (const base::Refusal& refusal) {
    std::vector<std::string> told;
    for (const base::Fault& fault : refusal.faults) {
      told.push_back(fault.where + " " + fault.value + ": " + fault.detail.english());
    }
    EXPECT_THAT(
        told,
        testing::ElementsAre(
            "forbidden.csv:Police Police: This stands in the list already.",
            "forbidden.csv:race races: An exception is a longer text that holds the word.",
            "forbidden.csv:race embrace: An exception is a longer text that holds the word."));
  }
}

TEST(Forbidden, TheReasonIsSaidInTheReadersLanguage) {
  const base::Fault fault = forbidden_fault("/skills/0", "mosque work", {Idea::religion, "mosque"});
  EXPECT_EQ(fault.where, "/skills/0");
  EXPECT_EQ(fault.code, "forbidden.religion");
  EXPECT_EQ(fault.value, "mosque work");
  EXPECT_EQ(
      fault.detail.english(),
      "Sojourn keeps nothing about religion or belief, so \"mosque\" has no place here. What it is "
      "not for stands in docs/decisions/0001-what-sojourn-is-not-for.md.");
  EXPECT_EQ(fault.detail.in(base::Language::zh),
            "Sojourn不保存任何关于宗教或信仰的内容，因此此处不能有“mosque”。"
            "Sojourn不用于什么，见docs/decisions/0001-what-sojourn-is-not-for.md。");
}

}  // namespace
}  // namespace sojourn::privacy
