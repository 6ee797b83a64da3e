// reasons.csv: a line for every placement, also above the size at which the report leaves teams
// out; the report's own sentences; the same bytes on any number of threads.
#include "stages/placement/reasons.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "documents/csv.h"
#include "stages/placement/report.h"
#include "tests/unit/planner/random_instance.h"

namespace sojourn::stages::placement {
namespace {

using planner::Instance;
using planner::Ix;
using planner::none;
using planner::Plan;
using planner::Role;
using planner::testing::random_instance;
using planner::testing::RandomOptions;

/// More sites than the report shows in full, with somebody at every 5th and two at the first.
struct LargeProgramme {
  Instance in;
  Plan plan;

  LargeProgramme() {
    RandomOptions options;
    options.must = 0;
    in = random_instance(4, static_cast<int>(sites_in_full) + 100, 500, options);
    plan.lead_sponsors.assign(in.sites.size(), none);
    plan.placements.push_back({499, 0, Role::leader});
    const auto sites = static_cast<Ix>(in.sites.size());
    for (Ix s = 0; s < sites; s += 5)
      plan.placements.push_back({s / 5, s, s % 2 == 0 ? Role::member : Role::leader});
  }
  std::string written(int threads) const {
    std::string text;
    write_reasons(planner::Facts(in, plan), threads,
                  [&](std::string_view piece) { text += piece; });
    return text;
  }
};

TEST(Reasons, SaysOneSentenceALanguageForEveryPlacementOfALargeProgramme) {
  const LargeProgramme large;
  const std::string text = large.written(1);
  const planner::Facts facts(large.in, large.plan);
  const Words english(Language::en), chinese(Language::zh);
  const Speaker in_english(english, large.in, Speaker::Form::plain);
  const Speaker in_chinese(chinese, large.in, Speaker::Form::plain);
  documents::CsvReader reader(text);
  const auto cells = [&] {
    std::vector<std::string> row;
    for (const documents::CsvCell& cell : reader.cells())
      row.emplace_back(cell.text);
    return row;
  };
  ASSERT_TRUE(reader.next());
  EXPECT_THAT(cells(), testing::ElementsAre("staff", "site", "reason_en", "reason_zh"));
  for (const planner::Placement& p : large.plan.placements) {
    ASSERT_TRUE(reader.next());
    EXPECT_THAT(cells(), testing::ElementsAre(
                             large.in.text(large.in.staff[static_cast<std::size_t>(p.staff)].id),
                             large.in.text(large.in.sites[static_cast<std::size_t>(p.site)].id),
                             in_english.reason(facts, p), in_chinese.reason(facts, p)));
    EXPECT_EQ(cells()[2].back(), '.');
  }
  EXPECT_FALSE(reader.next());
}

TEST(Reasons, AreTheSameBytesOnAnyNumberOfThreads) {
  const LargeProgramme large;
  const std::string text = large.written(1);
  EXPECT_EQ(large.written(2), text);
  EXPECT_EQ(large.written(7), text);
}

TEST(Reasons, OfAnEmptyPlanHaveTheHeaderAlone) {
  LargeProgramme large;
  large.plan.placements.clear();
  EXPECT_EQ(large.written(2), "staff,site,reason_en,reason_zh\n");
}

}  // namespace
}  // namespace sojourn::stages::placement
