// The reports on paper: what they say, and what they do not tell of few people.
#include "stages/accountability/printed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/pdf.h"
#include "tests/unit/stages/accountability/parts.h"

namespace sojourn::stages::accountability {
namespace {

using testing::AllOf;
using testing::HasSubstr;

using Ranks = std::array<std::int64_t, 3>;
using Groups = std::vector<std::vector<std::size_t>>;

TEST(ToldTogether, FewPeopleAreNoFigure) {
  EXPECT_EQ(told_together(Ranks{20, 10, 5}, 30), (Groups{{0}, {1}, {2}}));
  // The third wish is of two people: told with the second.
  EXPECT_EQ(told_together(Ranks{20, 10, 2}, 30), (Groups{{0}, {1, 2}}));
  EXPECT_EQ(told_together(Ranks{2, 10, 20}, 30), (Groups{{0, 1}, {2}}));
  EXPECT_EQ(told_together(Ranks{20, 3, 4}, 30), (Groups{{0}, {1, 2}}));
  // A part of nobody is about nobody.
  EXPECT_EQ(told_together(Ranks{20, 0, 6}, 0), (Groups{{0}, {1}, {2}}));
  // Whoever missed theirs are too few, or all are in one part.
  EXPECT_EQ(told_together(Ranks{20, 10, 5}, 3), std::nullopt);
  EXPECT_EQ(told_together(Ranks{7, 0, 0}, 0), std::nullopt);
  EXPECT_EQ(told_together(Ranks{1, 1, 1}, 30), std::nullopt);
}

PrintedFacts some() {
  PrintedFacts facts;
  facts.programme = "Weir County field teams";
  facts.made_at = base::written<base::Instant>("2026-11-28T09:05:00Z");
  facts.made_by = "Olga Example";
  facts.sites = 12;
  facts.short_of_minimum = 3;
  facts.areas = {{.name = "Upper Town", .sites = 4, .minimum = 8, .short_of_minimum = 2},
                 {.name = "Lower Town", .sites = 8, .minimum = 16, .short_of_minimum = 1}};
  facts.short_sites = {{.area_name = "Upper Town",
                        .name = "Mill",
                        .minimum = 2,
                        .in_post = 0,
                        .short_of_minimum = 2},
                       {.area_name = "Lower Town",
                        .name = "Ford",
                        .minimum = 2,
                        .in_post = {},
                        .short_of_minimum = 1}};
  facts.plan = PrintedPlan{.name = "Spring",
                           .starts_on = base::written<base::Date>("2027-01-01"),
                           .wished = 52,
                           .met = {30, 13, 2}};
  facts.round = "Round one";
  facts.placed_by_plan = true;
  facts.sponsors = {{.name = "Hospital",
                     .area_name = "Weir County",
                     .asked = 8,
                     .named = 7,
                     .placed = 6,
                     .establishment = 120,
                     .in_post = 118}};
  return facts;
}

std::string pages_text(const PrintedFacts& facts, base::Language language) {
  const documents::Letter report = printed_report(facts, language);
  std::string text;
  for (const std::string& page : test::pages_of_pdf(documents::letters_pdf(
           {.title = report.title, .author = report.sender, .letters = {report}}))) {
    text += page + "\f";
  }
  return text;
}

TEST(PrintedReport, SaysOnPaperWhatThePageSays) {
  const std::string text = pages_text(some(), base::Language::en);
  for (const std::string_view said :
       {"Weir County field teams", "2026-11-28 09:05 UTC", "Staffing and shortage", "Upper Town",
        "75 %", "Mill", "not reported", "Spring", "Hospital", "75 %", "120"}) {
    EXPECT_THAT(text, HasSubstr(std::string(said)));
  }
  // Two people with their third wish are told with the second.
  EXPECT_THAT(text, AllOf(HasSubstr("second wish to third wish"), HasSubstr("15"),
                          HasSubstr("Numbers of fewer than 5 people are not told")));
  const std::string chinese = test::without_gaps(pages_text(some(), base::Language::zh));
  for (const std::string_view said :
       {"在岗与缺员", "2026年11月28日09:05", "第二意愿至第三意愿", "不足5人的数字", "未报"}) {
    EXPECT_THAT(chinese, HasSubstr(std::string(said)));
  }
}

TEST(PrintedReport, EachPageHasItsHeadAndNumber) {
  PrintedFacts facts = some();
  for (int i = 0; i < 120; ++i) {
    facts.sponsors.push_back({.name = fmt::format("Sponsor {}", i), .area_name = "Weir County"});
  }
  const documents::Letter report = printed_report(facts, base::Language::en);
  const auto pages = test::pages_of_pdf(
      documents::letters_pdf({.title = "x", .author = "x", .letters = {report}}));
  ASSERT_GT(pages.size(), 3U);
  for (std::size_t i = 0; i < pages.size(); ++i) {
    EXPECT_THAT(test::without_gaps(pages[i]),
                AllOf(HasSubstr("WeirCountyfieldteams"), HasSubstr("09:05UTC"),
                      HasSubstr(fmt::format("{}/{}", i + 1, pages.size()))));
  }
  // No plan, no sponsor: it says so.
  facts.plan.reset();
  facts.placed_by_plan = false;
  facts.sponsors.clear();
  facts.short_sites.clear();
  EXPECT_THAT(pages_text(facts, base::Language::en),
              AllOf(HasSubstr("No plan is published yet."), HasSubstr("There are no sponsors yet."),
                    HasSubstr("No site is short of its minimum.")));
}

class PrintTest : public programme::OnEachEngine {
 protected:
  programme::World world{GetParam(), report_parts()};
};
INSTANTIATE_TEST_SUITE_P(Engines, PrintTest, programme::both_engines, programme::engine_name);

TEST_P(PrintTest, IsReadFromTheRecordsAsFarAsTheyAreSeenAndNoted) {
  const std::string county = world.area("Weir County", "county");
  const std::string upper = world.area("Upper Town", "township", county);
  world.site("Mill", upper, {{"min_team", 2}, {"target_team", 3}});
  world.sponsor("Hospital", county);
  EXPECT_EQ(world.outcome(world.officer(), "report.print"), "done");
  const access::Answer answer = world.service().run(
      world.operation("report.print"), world.officer(), world.request, boost::json::object());
  EXPECT_EQ(answer.file->media_type, documents::pdf_type);
  std::string text;
  for (const std::string& page : test::pages_of_pdf(answer.file->bytes)) {
    text += page;
  }
  EXPECT_THAT(text, AllOf(HasSubstr("Upper Town"), HasSubstr("Mill"), HasSubstr("Hospital"),
                          HasSubstr("No plan is published yet.")));
  EXPECT_EQ(answer.body.at("sites").to_number<std::int64_t>(), 1);
}

}  // namespace
}  // namespace sojourn::stages::accountability
