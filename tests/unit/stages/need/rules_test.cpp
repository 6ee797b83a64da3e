#include "stages/need/rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "base/random.h"
#include "base/refusal.h"

namespace sojourn::stages::need {
namespace {

using base::Date;
using base::written;
using testing::DoubleNear;
using testing::ElementsAre;
using testing::HasSubstr;

Date day(std::string_view text) { return written<Date>(text); }

Workload work(WorkKind kind, std::string task, std::int64_t volume, std::int64_t minutes,
              std::int32_t share = 0) {
  return {.id = {1},
          .site = {1},
          .kind = kind,
          .task = std::move(task),
          .volume = volume,
          .unit_minutes = minutes,
          .share = share,
          .from_day = day("2026-01-01"),
          .source = "yearly table",
          .recorded_on = day("2026-01-01")};
}

SiteFacts village(std::string name = "Upper Weir") {
  SiteFacts facts{.site = {.id = {31}, .name = std::move(name), .area = {21}},
                  .area_name = "Weir Town"};
  facts.site.tier = programme::Tier::middle;
  facts.site.min_team = 2;
  facts.site.target_team = 3;
  return facts;
}

Staffing report(std::string_view from, std::int32_t in_post, std::int64_t id = 1) {
  return {.id = {id},
          .site = {31},
          .in_post = in_post,
          .from_day = day(from),
          .source = "report",
          .recorded_on = day(from)};
}

Need line(NeedRole role, std::string skill, std::int32_t minimum, std::int32_t target,
          std::string_view from, std::int64_t id = 1, std::string_view recorded = "2026-01-01") {
  return {.id = {id},
          .site = {31},
          .role = role,
          .skill = std::move(skill),
          .minimum = minimum,
          .target = target,
          .from_day = day(from),
          .set_by = "county office",
          .source = "notice 4",
          .recorded_on = day(recorded)};
}

Standard quota(std::int32_t minimum, std::int32_t target, std::string_view from = "2026-01-01") {
  return {.id = {5},
          .skill = {},
          .minimum = minimum,
          .target = target,
          .from_day = day(from),
          .set_by = "prefecture",
          .source = "notice 1",
          .recorded_on = day(from)};
}

const Asof today{.on = day("2026-11-26")};

std::vector<std::int64_t> points(const SiteNeed& need) {
  std::vector<std::int64_t> made;
  for (const WeightTerm& each : need.terms) {
    made.push_back(each.points);
  }
  return made;
}

// The Kenyan clinic of RULES.md: volume 3,125, 179 available days, base 17.46, shares 5.6 %,
// required 18.5.
TEST(Wisn, OfTheKenyanExample) {
  const NeedRules rules{.leave = 30, .holidays = 11, .sick = 25, .training = 15};
  ASSERT_EQ(available_days(rules), 179);
  const auto made = wisn(rules, std::vector{work(WorkKind::activity, "Visits", 3'125, 480),
                                            work(WorkKind::category, "Records", 0, 0, 56)});
  ASSERT_TRUE(made);
  EXPECT_EQ(made->available_days, 179);
  EXPECT_EQ(made->available_minutes, 85'920);
  EXPECT_THAT(made->base, DoubleNear(17.46, 0.005));
  EXPECT_THAT(made->category_allowance, DoubleNear(1.0593, 0.0001));
  EXPECT_EQ(made->individual_allowance, 0);
  EXPECT_THAT(made->required, DoubleNear(18.5, 0.05));
  EXPECT_EQ(made->required_whole, 19);
  EXPECT_EQ(made->team, 5);  // the most of a team
}

TEST(Wisn, NeedsAnActivity) {
  EXPECT_FALSE(wisn({}, {}));
  EXPECT_FALSE(wisn({}, std::vector{work(WorkKind::category, "Meetings", 0, 0, 100)}));
}

TEST(Wisn, TakesWholePeopleAsTheyAre) {
  // Exactly 3 people's time: 3 * 227 days of 480 minutes.
  const NeedRules rules;
  const auto exact = wisn(rules, std::vector{work(WorkKind::activity, "a", 3 * 227, 480)});
  EXPECT_EQ(exact->required_whole, 3);
  EXPECT_EQ(exact->team, 3);
  const auto above = wisn(rules, std::vector{work(WorkKind::activity, "a", 3 * 227, 480),
                                             work(WorkKind::individual, "b", 1, 1)});
  EXPECT_EQ(above->required_whole, 4);
  // A tenth of everybody's time: 2.7 people's work takes 3.
  const auto tenth = wisn(rules, std::vector{work(WorkKind::activity, "a", 27 * 227, 48),
                                             work(WorkKind::category, "b", 0, 0, 100)});
  EXPECT_EQ(tenth->required_whole, 3);
}

TEST(Wisn, KeepsTheTeamWithinItsLimits) {
  EXPECT_EQ(wisn({}, std::vector{work(WorkKind::activity, "a", 1, 1)})->team, 2);
  EXPECT_EQ(
      wisn({}, std::vector{work(WorkKind::activity, "a", most_volume, most_unit_minutes)})->team,
      5);
}

TEST(Wisn, AddsUpWhateverTheWork) {
  base::Random random(4);
  for (int round = 0; round < 2'000; ++round) {
    NeedRules rules;
    rules.leave = static_cast<std::int32_t>(random.between(0, 60));
    rules.day_minutes = static_cast<std::int32_t>(random.between(60, 600));
    rules.least_team = 0;
    rules.most_team = 100;
    std::vector<Workload> lines = {
        work(WorkKind::activity, "a", random.between(0, 20'000), random.between(0, 500))};
    const auto before = wisn(rules, lines);
    ASSERT_TRUE(before);
    // The whole number is the decimal one rounded up, but for the error of the decimal.
    EXPECT_GE(static_cast<double>(before->required_whole), before->required - 1e-6);
    EXPECT_LT(static_cast<double>(before->required_whole) - 1, before->required + 1e-6);
    // More work, a larger share, less time: never fewer people.
    lines.push_back(work(WorkKind::category, "c", 0, 0,
                         static_cast<std::int32_t>(random.between(0, most_share))));
    lines.push_back(work(WorkKind::individual, "i", random.between(0, 3), random.between(0, 500)));
    const auto more = wisn(rules, lines);
    EXPECT_GE(more->required_whole, before->required_whole);
    rules.sick += 10;
    EXPECT_GE(wisn(rules, lines)->required_whole, more->required_whole);
    // In another order the same.
    std::swap(lines.front(), lines.back());
    EXPECT_EQ(wisn(rules, lines)->required_whole, wisn(rules, lines)->required_whole);
  }
}

TEST(Statements, HoldFromTheirDayToTheNext) {
  const std::vector<Need> needs = {line(NeedRole::team, "", 2, 3, "2026-01-01", 1),
                                   line(NeedRole::team, "", 3, 4, "2026-06-01", 2),
                                   line(NeedRole::team, "", 3, 5, "2026-06-01", 3)};
  const std::span<const Need> all(needs);
  EXPECT_EQ(holding(all, {.on = day("2025-12-31")}), nullptr);
  EXPECT_EQ(holding(all, {.on = day("2026-05-31")})->target, 3);
  EXPECT_EQ(holding(all, {.on = day("2026-06-01")})->target, 5);  // the later statement of a day
}

TEST(Statements, ThatComeAfterTheCutOffWait) {
  SiteFacts facts = village();
  facts.needs = {line(NeedRole::team, "", 2, 3, "2026-01-01", 1, "2026-01-01"),
                 line(NeedRole::team, "", 4, 5, "2026-10-01", 2, "2026-11-20")};
  const SiteNeed in_time = need_of({}, {}, facts, {today.on, day("2026-11-15")});
  EXPECT_EQ(in_time.target, 3);
  EXPECT_EQ(in_time.waiting, 1);
  const SiteNeed whole = need_of({}, {}, facts, today);
  EXPECT_EQ(whole.target, 5);
  EXPECT_EQ(whole.waiting, 0);
}

TEST(Statements, ThatAreWithdrawnSayNothing) {
  SiteFacts facts = village();
  facts.needs = {line(NeedRole::team, "", 4, 5, "2026-01-01")};
  facts.needs.front().withdrawn_on = day("2026-02-01");
  EXPECT_EQ(need_of({}, {}, facts, today).target, 3);
}

TEST(NeedOfASite, ComesFromTheStrongestSource) {
  SiteFacts facts = village();
  facts.site.skills = {"water"};
  // 1. The record alone.
  SiteNeed need = need_of({}, {}, facts, today);
  EXPECT_EQ(need.lines.front().from, NeedFrom::record);
  EXPECT_EQ(need.lines.size(), 3U);  // team, leader, a holder of water
  // 2. The quota of its kind.
  const std::vector<Standard> standards = {quota(3, 4)};
  need = need_of({}, standards, facts, today);
  EXPECT_EQ(need.lines.front().from, NeedFrom::standard);
  EXPECT_EQ(need.target, 4);
  EXPECT_EQ(need.lines.front().set_by, "prefecture");
  // 3. By workload, if that is the method; the minimum stays that of its kind.
  facts.work = {work(WorkKind::activity, "Visits", 4 * 227, 480)};
  EXPECT_EQ(need_of({}, standards, facts, today).target, 4);
  facts.work = {work(WorkKind::activity, "Visits", 5 * 227, 480)};
  EXPECT_EQ(need_of({}, standards, facts, today).lines.front().from, NeedFrom::standard);
  need = need_of({.method = NeedMethod::wisn}, standards, facts, today);
  EXPECT_EQ(need.lines.front().from, NeedFrom::workload);
  EXPECT_EQ(need.target, 5);
  EXPECT_EQ(need.minimum, 3);
  // 4. What was set for the site.
  facts.needs = {line(NeedRole::team, "", 1, 2, "2026-05-01"),
                 line(NeedRole::member, "water", 0, 0, "2026-05-01"),
                 line(NeedRole::member, "law", 1, 1, "2026-05-01")};
  need = need_of({.method = NeedMethod::wisn}, standards, facts, today);
  EXPECT_EQ(need.lines.front().from, NeedFrom::site);
  EXPECT_EQ(need.target, 2);
  ASSERT_EQ(need.lines.size(), 3U);
  EXPECT_EQ(need.lines[2].skill, "law");
}

TEST(NeedOfASite, OfItsOwnOrganisationIsNotSolved) {
  SiteFacts facts = village();
  facts.staffing = {report("2026-01-01", 1)};
  facts.staffing.front().staffed_by = StaffedBy::own_organisation;
  const SiteNeed need = need_of({}, {}, facts, today);
  EXPECT_FALSE(need.solved);
  EXPECT_EQ(need.in_post, 1);
  EXPECT_EQ(need.short_of_minimum, 0);
  EXPECT_EQ(need.short_of_target, 0);
  EXPECT_FALSE(need.vacant_since);
}

TEST(NeedOfASite, CountsPostsOfOtherProgrammesUpToALimitAndNeverForTheMinimum) {
  SiteFacts facts = village();
  const auto other = [](std::string name, std::int32_t posts) {
    return OtherPost{.id = {1},
                     .site = {31},
                     .programme = std::move(name),
                     .posts = posts,
                     .from_day = day("2026-01-01"),
                     .source = "list",
                     .recorded_on = day("2026-01-01")};
  };
  facts.others = {other("doctors", 2), other("teachers", 3)};
  SiteNeed need = need_of({}, {}, facts, today);
  EXPECT_EQ(need.other_posts, 5);
  EXPECT_EQ(need.other_posts_counted, 1);
  EXPECT_EQ(need.target_left, 2);
  need = need_of({.other_posts_most = 9}, {}, facts, today);
  EXPECT_EQ(need.other_posts_counted, 5);
  EXPECT_EQ(need.target_left, 2);  // the minimum
  EXPECT_EQ(need.short_of_minimum, 2);
}

TEST(Weight, IsOfItsTermsWithinOneAndFive) {
  SiteFacts facts = village();
  EXPECT_EQ(need_of({}, {}, facts, today).weight, 2);  // nobody has said who is there
  facts.staffing = {report("2026-10-01", 2)};
  EXPECT_THAT(points(need_of({}, {}, facts, today)), ElementsAre(2, 0, 0, 0));  // two thirds
  facts.staffing = {report("2026-10-01", 1)};
  EXPECT_THAT(points(need_of({}, {}, facts, today)), ElementsAre(2, 1, 0, 0));
  facts.staffing = {report("2026-05-01", 1)};
  EXPECT_THAT(points(need_of({}, {}, facts, today)), ElementsAre(2, 1, 1, 0));
  facts.staffing.front().unfilled_rounds = 2;
  SiteNeed need = need_of({}, {}, facts, today);
  EXPECT_THAT(points(need), ElementsAre(2, 1, 1, 1));
  EXPECT_EQ(need.weight, 5);
  facts.site.tier = programme::Tier::high;
  EXPECT_EQ(need_of({}, {}, facts, today).weight, 5);
  facts.site.tier = programme::Tier::low;
  facts.staffing.clear();
  EXPECT_EQ(need_of({.tier_low = 0}, {}, facts, today).weight, 1);
}

TEST(Weight, CountsAVacancyFromTheBreakThatLasts) {
  const std::vector<Staffing> reports = {report("2026-07-01", 2, 3), report("2026-01-01", 1, 1),
                                         report("2026-03-01", 3, 2), report("2026-09-01", 1, 4)};
  EXPECT_EQ(vacant_since(reports, 3, today), day("2026-07-01"));
  EXPECT_EQ(vacant_since(reports, 2, today), day("2026-09-01"));
  EXPECT_EQ(vacant_since(reports, 1, today), std::nullopt);
  EXPECT_EQ(vacant_since(reports, 3, {.on = day("2026-02-01")}), day("2026-01-01"));
  EXPECT_EQ(vacant_since({}, 3, today), std::nullopt);
}

TEST(Weight, BeginsToCountTheDayAfterTheMonthsArePassed) {
  SiteFacts facts = village();
  facts.staffing = {report("2026-05-26", 2)};
  EXPECT_EQ(points(need_of({}, {}, facts, today))[2], 0);
  facts.staffing = {report("2026-05-25", 2)};
  EXPECT_EQ(points(need_of({}, {}, facts, today))[2], 1);
}

/// A site by chance.
SiteFacts some_site(base::Random& random, std::int64_t id) {
  SiteFacts facts = village("Site " + std::to_string(random.below(5)));
  facts.site.id = {id};
  facts.site.tier = static_cast<programme::Tier>(random.below(3));
  facts.site.hardship = static_cast<std::int32_t>(random.below(3));
  facts.site.min_team = static_cast<std::int32_t>(random.below(3));
  facts.site.target_team = facts.site.min_team + static_cast<std::int32_t>(random.below(3));
  for (std::uint64_t i = random.below(4); i > 0; --i) {
    facts.staffing.push_back(report("2026-01-01", static_cast<std::int32_t>(random.below(5)),
                                    static_cast<std::int64_t>(i)));
    Staffing& made = facts.staffing.back();
    made.from_day = made.from_day + static_cast<std::int64_t>(random.below(320));
    made.unfilled_rounds = static_cast<std::int32_t>(random.below(4));
    made.staffed_by = random.below(6) == 0 ? StaffedBy::own_organisation : StaffedBy::programme;
  }
  if (random.below(3) == 0) {
    facts.needs.push_back(line(NeedRole::team, "", 1, 4, "2026-02-01", id));
  }
  return facts;
}

TEST(NeedOfASite, KeepsItsPromisesWhateverIsSaid) {
  base::Random random(8);
  for (int round = 0; round < 3'000; ++round) {
    SiteFacts facts = some_site(random, round + 1);
    const NeedRules rules{.other_posts_most = static_cast<std::int32_t>(random.below(4))};
    const SiteNeed need = need_of(rules, {}, facts, today);
    EXPECT_GE(need.weight, 1);
    EXPECT_LE(need.weight, 5);
    EXPECT_LE(need.minimum, need.target_left);
    EXPECT_LE(need.target_left, need.target);
    EXPECT_LE(need.short_of_minimum, need.short_of_target);
    EXPECT_EQ(need.lines.front().role, NeedRole::team);
    if (!need.solved) {
      EXPECT_EQ(need.short_of_target, 0);
    }
    // In another order of statements the same.
    random.shuffle(std::span(facts.staffing));
    const SiteNeed again = need_of(rules, {}, facts, today);
    EXPECT_EQ(again.in_post, need.in_post);
    EXPECT_EQ(again.vacant_since, need.vacant_since);
    EXPECT_EQ(again.weight, need.weight);
    // One person more never makes a need heavier or larger.
    for (Staffing& each : facts.staffing) {
      each.in_post += 1;
    }
    const SiteNeed fuller = need_of(rules, {}, facts, today);
    EXPECT_LE(fuller.weight, need.weight);
    EXPECT_LE(fuller.short_of_target, need.short_of_target);
  }
}

TEST(Order, IsOneForAllSites) {
  base::Random random(9);
  std::vector<std::pair<SiteFacts, SiteNeed>> sites;
  for (std::int64_t id = 1; id <= 60; ++id) {
    SiteFacts facts = some_site(random, id);
    SiteNeed need = need_of({}, {}, facts, today);
    sites.emplace_back(std::move(facts), std::move(need));
  }
  const auto less = [&](std::size_t a, std::size_t b) {
    return before(sites[a].first, sites[a].second, sites[b].first, sites[b].second);
  };
  for (std::size_t a = 0; a < sites.size(); ++a) {
    for (std::size_t b = 0; b < sites.size(); ++b) {
      EXPECT_EQ(less(a, b) + less(b, a), a == b ? 0 : 1);
      EXPECT_TRUE(!less(a, b) || sites[a].second.weight >= sites[b].second.weight);
      for (std::size_t c = 0; c < sites.size(); ++c) {
        EXPECT_TRUE(!less(a, b) || !less(b, c) || less(a, c));
      }
    }
  }
}

std::string faults_of(std::string_view text) {
  programme::Faults faults;
  (void)read_rules(text, "/text", faults);
  try {
    faults.refuse();
  } catch (const base::Refusal& refusal) {
    std::string said;
    for (const base::Fault& each : refusal.faults) {
      // Both of two rules that clash are named.
      said += each.detail.english() +
              (each.code == "rules_clash" ? " (" + each.value + ")" : std::string()) + "\n";
    }
    return said;
  }
  return "";
}

TEST(RulesOfNeed, AreReadWithTheirStandards) {
  programme::Faults faults;
  EXPECT_EQ(read_rules("", "/text", faults), NeedRules{});
  const NeedRules rules = read_rules(
      "[need]\nmethod = \"wisn\"\nmost_team = 7\n[need.wisn]\nleave = 15\n[need.first_timers]\n"
      "village = 2\n[placement]\nwish = 2\n",
      "/text", faults);
  EXPECT_EQ(faults.count(), 0U);
  EXPECT_EQ(rules.method, NeedMethod::wisn);
  EXPECT_EQ(rules.most_team, 7);
  EXPECT_EQ(rules.leave, 15);
  EXPECT_EQ(rules.first_timers_village, 2);
  EXPECT_EQ(need_of(rules, {}, village(), today).max_first_timers, 2);
  EXPECT_EQ(rules.first_timers_farm, std::nullopt);
}

TEST(RulesOfNeed, LetTheRecordSayTheWeight) {
  programme::Faults faults;
  const NeedRules rules = read_rules("[need]\nweight = \"record\"\n", "/text", faults);
  EXPECT_EQ(faults.count(), 0U);
  SiteFacts facts = village();
  facts.site.tier = programme::Tier::high;
  facts.site.need = 2;
  EXPECT_EQ(need_of({}, {}, facts, today).weight, 4);
  const SiteNeed need = need_of(rules, {}, facts, today);
  EXPECT_EQ(need.weight, 2);
  ASSERT_EQ(need.terms.size(), 1U);
  EXPECT_EQ(need.terms[0].term, "record");
  EXPECT_EQ(need.terms[0].rule, "weight");
}

TEST(Readiness, LacksWhatWasNotSeenAndAllOfItWhereNobodyLooked) {
  EXPECT_THAT(missing_of(nullptr), testing::ElementsAre("lodging", "water_power", "medical",
                                                        "communications", "contact"));
  Readiness said{.id = {1}, .site = {2}, .from_day = {}, .source = "visit", .recorded_on = {}};
  said.lodging = true;
  said.medical = true;
  EXPECT_THAT(missing_of(&said), testing::ElementsAre("water_power", "communications", "contact"));
  said.water_power = true;
  said.communications = true;
  said.contact = "Village office, duty phone 5550100";
  EXPECT_THAT(missing_of(&said), testing::IsEmpty());
}

TEST(RulesOfNeed, TellAllFaultsAtOnce) {
  EXPECT_EQ(faults_of("[need]\nmethod = \"guess\"\nleast_team = -1\nmost_teem = 3\n"),
            "Line 2, [need] method: one of quota, wisn is due here.\n"
            "Line 3, [need] least_team: a whole number from 0 to 100 is due here.\n"
            "Line 4, [need] most_teem: there is no such key; there are method, weight, "
            "least_team, most_team, tier_low, tier_middle, tier_high, scarce_parts, scarce_of, "
            "scarce_points, "
            "vacant_months, vacant_points, unfilled_rounds, unfilled_points, other_posts_most, "
            "first_timers.village, first_timers.community, first_timers.farm, "
            "readiness_gate, wisn.weeks, wisn.days, wisn.leave, wisn.holidays, wisn.sick, "
            "wisn.training, wisn.day_minutes.\n");
  EXPECT_EQ(faults_of("need = 3"), "A table is due here: [need].\n");
  EXPECT_EQ(
      faults_of("[need]\nleast_team = 9\n"),
      "[need] least_team is above most_team. ([need] least_team = 9 | [need] most_team = 5)\n");
  EXPECT_EQ(faults_of("[need.wisn]\nsick = 300\n"),
            "[need.wisn] leaves no day of the year for work. ([need.wisn] days = 260 | "
            "[need.wisn] away = 328)\n");
  EXPECT_THAT(faults_of("[need"), HasSubstr("Line 1"));
}

}  // namespace
}  // namespace sojourn::stages::need
