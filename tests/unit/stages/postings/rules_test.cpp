// Terms by the rules: when one ends, that a team does not end all at once, which step is due, and
// on which days a site lacks people; the two last against a day-by-day count.
#include "stages/postings/rules.h"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <vector>

#include "base/word.h"

namespace sojourn::stages::postings {
namespace {

using base::Date;
using base::DateRange;
using base::written;
using testing::ElementsAre;

Date day(std::string_view text) { return written<Date>(text); }

Posting posting(std::string_view from, StaffRole role = StaffRole::member) {
  return {
      .id = {1}, .staff = {2}, .site = {3}, .role = role, .from_day = day(from), .source = "List"};
}

TEST(Term, LastsWholeMonthsAndItsLastDayCounts) {
  const PostingRules rules{.leader_months = 24, .member_months = 12};
  EXPECT_EQ(whole_term(rules, StaffRole::leader, day("2026-03-01")), day("2028-02-29"));
  EXPECT_EQ(whole_term(rules, StaffRole::member, day("2026-03-01")), day("2027-02-28"));
  // A month without that day ends with its last one.
  EXPECT_EQ(whole_term(rules, StaffRole::member, day("2027-08-31")), day("2028-08-30"));
  Posting set = posting("2026-03-01");
  EXPECT_EQ(last_day(rules, set), day("2027-02-28"));
  set.to_day = day("2026-12-31");
  EXPECT_EQ(last_day(rules, set), day("2026-12-31"));
  EXPECT_EQ(probation_until({.probation_days = 60}, set.from_day), day("2026-04-29"));
}

TEST(Pause, MovesTheEndByAllItsDaysOnceItIsLong) {
  const PostingRules rules{.pause_days = 30};
  EXPECT_EQ(pause_moves(rules, day("2026-06-01"), day("2026-06-30")), 0);
  EXPECT_EQ(pause_moves(rules, day("2026-06-01"), day("2026-07-01")), 31);
}

RC_GTEST_PROP(Presence, IsEveryDayOfThePostingThatIsNotOfAPause, ()) {
  const auto range = [](bool may_be_open) {
    const Date from = day("2026-01-01") + *rc::gen::inRange(0, 60);
    return DateRange(from, may_be_open && *rc::gen::inRange(0, 4) == 0
                               ? std::nullopt
                               : std::optional(from + *rc::gen::inRange(0, 40)));
  };
  const DateRange whole = range(true);
  std::vector<DateRange> pauses;
  for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
    pauses.push_back(range(true));
  }
  const std::vector<DateRange> there = presences(whole, pauses);
  const auto within = [](const std::vector<DateRange>& ranges, Date on) {
    return std::count_if(ranges.begin(), ranges.end(),
                         [on](const DateRange& each) { return each.contains(on); });
  };
  for (Date on = day("2025-12-30"); on < day("2026-05-01"); on = on + 1) {
    RC_ASSERT(within(there, on) == (whole.contains(on) && within(pauses, on) == 0 ? 1 : 0));
  }
}

TEST(Extension, IsOfWholeMonthsAfterTheFirstEnd) {
  EXPECT_EQ(longest_extension({.extension_months = 12}, day("2027-02-28")), day("2028-02-29"));
  EXPECT_EQ(longest_extension({.extension_months = 1}, day("2027-01-31")), day("2027-02-28"));
}

TEST(Crowd, IsMoreThanHalfATeamWithinTheWindow) {
  const PostingRules rules{.stagger_days = 60, .stagger_percent = 50};
  const std::vector<Date> ends = {day("2028-03-01"), day("2028-04-29"), day("2028-12-01")};
  const std::optional<Crowd> found = crowd(rules, ends, 3);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->from, day("2028-03-01"));
  EXPECT_EQ(found->to, day("2028-04-29"));
  EXPECT_EQ(found->ends, 2);
  EXPECT_EQ(found->most, 1);
  // A day later they are in no window together; and half of four may end at once.
  EXPECT_FALSE(crowd(rules, {day("2028-03-01"), day("2028-04-30"), day("2028-12-01")}, 3));
  EXPECT_FALSE(crowd(rules, ends, 4));
  EXPECT_FALSE(crowd(rules, {day("2028-03-01")}, 1));
}

TEST(Spread, KeepsTheLeaderLongestAndTheOthersAsLongAsCanBe) {
  const PostingRules rules;
  std::vector<Posting> team = {posting("2026-12-01"), posting("2026-12-01", StaffRole::leader),
                               posting("2026-12-01")};
  std::vector<Posting*> made = {&team[0], &team[1], &team[2]};
  spread(rules, {}, made);
  EXPECT_EQ(team[1].to_day, day("2028-11-30"));
  EXPECT_EQ(team[0].to_day, day("2028-10-01"));
  EXPECT_EQ(team[2].to_day, day("2028-08-02"));
}

RC_GTEST_PROP(Spread, MakesNoCrowdThatAnEndOfItIsPartOf, ()) {
  PostingRules rules;
  rules.stagger_days = *rc::gen::inRange(1, 120);
  rules.stagger_percent = *rc::gen::inRange(20, 101);
  const Date start = day("2026-12-01");
  std::vector<Date> others;
  for (const int after : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 900))) {
    if (others.size() < 4) {
      others.push_back(start + after);
    }
  }
  std::vector<Posting> team(*rc::gen::inRange<std::size_t>(1, 5), posting("2026-12-01"));
  team[0].role = StaffRole::leader;
  std::vector<Posting*> made;
  for (Posting& each : team) {
    made.push_back(&each);
  }
  spread(rules, others, made);

  const auto size = static_cast<std::int32_t>(others.size() + team.size());
  const std::int32_t most = std::max(1, size * rules.stagger_percent / 100);
  std::vector<Date> ends = others;
  for (const Posting& each : team) {
    ends.push_back(*each.to_day);
  }
  for (const Posting& each : team) {
    const Date whole = whole_term(rules, each.role, each.from_day);
    RC_ASSERT(*each.to_day <= whole);
    RC_ASSERT(*each.to_day >= each.from_day.plus_months(rules.least_months) - 1);
    if (size == 1) {
      RC_ASSERT(*each.to_day == whole);
      continue;
    }
    // Counted day by day: every window that holds this end.
    const bool fits = [&] {
      for (Date first = *each.to_day - rules.stagger_days + 1; first <= *each.to_day;
           first = first + 1) {
        const auto within = std::count_if(ends.begin(), ends.end(), [&](Date end) {
          return end >= first && end - first < rules.stagger_days;
        });
        if (within > most) {
          return false;
        }
      }
      return true;
    }();
    // What cannot be kept stays at the whole term.
    RC_ASSERT(fits || *each.to_day == whole);
  }
}

RC_GTEST_PROP(LatestEnd, IsTheLatestDayOfAllThatWouldDo, ()) {
  PostingRules rules;
  rules.stagger_days = *rc::gen::inRange(1, 40);
  const Date least = day("2027-01-01");
  const Date most = least + *rc::gen::inRange(0, 150);
  std::vector<Date> others;
  for (const int after : *rc::gen::container<std::vector<int>>(rc::gen::inRange(-50, 200))) {
    if (others.size() < 5) {
      others.push_back(least + after);
    }
  }
  const auto team = static_cast<std::int32_t>(others.size() + 1);
  const std::int32_t together = std::max(1, team * rules.stagger_percent / 100);
  std::optional<Date> expected;
  for (Date end = least; end <= most; end = end + 1) {
    bool fits = true;
    for (Date first = end - rules.stagger_days + 1; team > 1 && first <= end; first = first + 1) {
      const auto within = 1 + std::count_if(others.begin(), others.end(), [&](Date each) {
                            return each >= first && each - first < rules.stagger_days;
                          });
      fits = fits && within <= together;
    }
    if (fits) {
      expected = end;
    }
  }
  RC_ASSERT(latest_end(rules, others, team, least, most) == expected);
}

RC_GTEST_PROP(Gaps, AreTheDaysThatACountFindsShort, ()) {
  const Date from = day("2026-12-01");
  const Date to = from + *rc::gen::inRange(0, 60);
  const auto minimum = *rc::gen::inRange(0, 3);
  std::vector<DateRange> presences;
  for (const auto& [start, length] : *rc::gen::container<std::vector<std::pair<int, int>>>(
           rc::gen::pair(rc::gen::inRange(-30, 70), rc::gen::inRange(0, 50)))) {
    presences.emplace_back(from + start,
                           length == 0 ? std::nullopt : std::optional(from + start + length));
  }
  std::vector<std::int32_t> short_on;
  for (Date at = from; at <= to; at = at + 1) {
    const auto there = static_cast<std::int32_t>(
        std::count_if(presences.begin(), presences.end(),
                      [&](const DateRange& each) { return each.contains(at); }));
    short_on.push_back(there < minimum ? there : -1);
  }
  std::vector<std::int32_t> found(short_on.size(), -1);
  std::optional<Gap> last;
  for (const Gap& each : gaps(presences, minimum, from, to)) {
    RC_ASSERT(each.from <= each.to);
    // Runs that touch differ in how many are there: else they were one. RC_ASSERT reads the whole
    // of what it is given, so nothing in it may ask for a gap before the first.
    if (last) {
      RC_ASSERT(last->to < each.from);
      RC_ASSERT(last->to + 1 < each.from || last->in_post != each.in_post);
    }
    for (Date at = each.from; at <= each.to; at = at + 1) {
      found[static_cast<std::size_t>(at - from)] = each.in_post;
    }
    last = each;
  }
  RC_ASSERT(found == short_on);
}

TEST(Step, ComesOneAfterTheOther) {
  const PostingRules rules;
  TermFacts facts{.posting = posting("2026-12-01")};
  facts.posting.to_day = day("2028-11-30");
  const auto due = [&](std::string_view today) {
    const auto next = next_step(rules, facts, day(today));
    return next ? fmt::format("{} by {}", base::name_of(next->step), next->by.to_text())
                : std::string("nothing");
  };
  EXPECT_EQ(due("2026-11-30"), "nothing");
  EXPECT_EQ(due("2026-12-05"), "talk by 2026-12-31");
  facts.events.push_back({.id = {1},
                          .posting = {1},
                          .staff = {1},
                          .kind = TermEventKind::talk,
                          .from_day = day("2026-12-20"),
                          .decided_on = day("2026-12-20")});
  EXPECT_EQ(due("2027-01-05"), "nothing");
  EXPECT_EQ(due("2028-08-31"), "nothing");
  EXPECT_EQ(due("2028-09-01"), "ask_successor by 2028-09-01");
  Handover handover;
  facts.handover = &handover;
  EXPECT_EQ(due("2028-09-10"), "name_successor by 2028-10-01");
  handover.goes_to = HandoverTo::successor;
  EXPECT_EQ(due("2028-10-05"), "hand_over by 2028-11-30");
  handover.state = HandoverState::given;
  EXPECT_EQ(due("2028-12-01"), "accept by 2028-12-14");
  handover.state = HandoverState::accepted;
  EXPECT_EQ(due("2028-12-10"), "nothing");
  facts.questions_open = true;
  EXPECT_EQ(due("2028-12-10"), "answer_questions by 2028-12-30");
}

TEST(Step, NobodyIsLateOnTheDayOnWhichAnEndIsMovedNearer) {
  const PostingRules rules;
  TermFacts facts{.posting = posting("2026-12-01")};
  facts.posting.to_day = day("2027-06-30");
  facts.events = {{.id = {1},
                   .posting = {1},
                   .staff = {1},
                   .kind = TermEventKind::talk,
                   .from_day = day("2026-12-20"),
                   .decided_on = day("2026-12-20")},
                  {.id = {2},
                   .posting = {1},
                   .staff = {1},
                   .kind = TermEventKind::early_end,
                   .from_day = day("2027-06-10"),
                   .last_day_before = day("2028-11-30"),
                   .last_day_after = day("2027-06-30"),
                   .decided_on = day("2027-06-10")}};
  EXPECT_EQ(next_step(rules, facts, day("2027-06-11")).value().by, day("2027-06-10"));
  Handover handover;
  facts.handover = &handover;
  EXPECT_EQ(next_step(rules, facts, day("2027-06-11")).value().by, day("2027-06-10"));
  facts.events.back().withdrawn_on = day("2027-06-11");
  EXPECT_EQ(next_step(rules, facts, day("2027-06-11")).value().by, day("2027-05-01"));
}

TEST(State, IsOverUntilTheHandoverIsAccepted) {
  const PostingRules rules;
  TermFacts facts{.posting = posting("2026-12-01")};
  const auto state = [&](std::string_view today) { return state_of(rules, facts, day(today)); };
  EXPECT_EQ(state("2026-11-30"), TermState::to_come);
  EXPECT_EQ(state("2027-01-29"), TermState::probation);
  EXPECT_EQ(state("2027-01-30"), TermState::running);
  // The rest of a term that began at another site has no probation of its own.
  facts.began = day("2026-10-20");
  EXPECT_EQ(state("2026-12-18"), TermState::probation);
  EXPECT_EQ(state("2026-12-19"), TermState::running);
  facts.passed_before = true;
  EXPECT_EQ(state("2026-12-18"), TermState::running);
  facts.events.push_back({.id = {1},
                          .posting = {1},
                          .staff = {1},
                          .kind = TermEventKind::pause,
                          .from_day = day("2027-02-01"),
                          .decided_on = day("2027-02-01")});
  EXPECT_EQ(state("2027-05-01"), TermState::paused);
  facts.events.front().to_day = day("2027-04-30");
  EXPECT_EQ(state("2027-05-01"), TermState::running);
  EXPECT_EQ(state("2028-09-15"), TermState::ending);
  EXPECT_EQ(state("2028-12-01"), TermState::over);
  Handover handover;
  handover.state = HandoverState::given;
  facts.handover = &handover;
  EXPECT_EQ(state("2030-01-01"), TermState::over);
  handover.state = HandoverState::accepted;
  EXPECT_EQ(state("2028-11-30"), TermState::ending);
  EXPECT_EQ(state("2028-12-01"), TermState::closed);
}

TEST(IdentityNumber, IsFoundInAText) {
  EXPECT_TRUE(holds_identity_number("ask 11010119900307123X about the road"));
  EXPECT_TRUE(holds_identity_number("110101 19900307 1234"));
  EXPECT_TRUE(holds_identity_number("110101900307123"));
  EXPECT_FALSE(holds_identity_number("call 0871 6512 3456, 200 metres of pipe"));
  EXPECT_FALSE(holds_identity_number("42 bags, 2028-11-30"));
}

TEST(Rules, AreReadAndClashesAreNamed) {
  programme::Faults faults;
  const PostingRules rules = read_rules(
      "[postings]\nmember_months = 12\n[postings.handover]\nask_days = 60\n", "/text", faults);
  EXPECT_EQ(rules.member_months, 12);
  EXPECT_EQ(rules.ask_days, 60);
  EXPECT_EQ(faults.count(), 0);
  (void)read_rules("[postings]\nleast_months = 30\n[postings.handover]\nname_days = 100\n", "/text",
                   faults);
  std::vector<std::string> values;
  for (const base::Fault& each : faults.take()) {
    values.push_back(each.value);
  }
  EXPECT_THAT(values, ElementsAre("[postings] least_months", "[postings] handover.name_days"));
}

}  // namespace
}  // namespace sojourn::stages::postings
