// The planner of sessions beside every assignment there is, on small cases; and what it says of
// people whom it cannot serve.
#include "stages/training/session_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <tuple>

#include "base/random.h"
#include "base/word.h"

namespace sojourn::stages::training {
namespace {

using base::Date;
using testing::ElementsAre;

const Date start = *Date::of(2027, 1, 1);

PlanSession session(std::int32_t course, int from, int to, std::int32_t places) {
  return {.course = course, .from = start + from, .to = start + to, .places = places};
}
PlanNeed need(std::int32_t course, int by, bool late = false) {
  return {.courses = {course}, .by = start + by, .late = late};
}
SessionPlanInput input_of(std::vector<PlanSession> sessions, std::vector<PlanPerson> people) {
  return {.sessions = std::move(sessions), .people = std::move(people), .today = start};
}

/// What is wrong with a plan.
void expect_kept(const SessionPlanInput& input, const SessionPlan& plan) {
  std::vector<std::int32_t> taken(input.sessions.size(), 0);
  for (std::size_t p = 0; p < input.people.size(); ++p) {
    std::vector<PlanSession> own;
    for (std::size_t n = 0; n < input.people[p].needs.size(); ++n) {
      const auto given = plan.session.at(p).at(n);
      if (!given) {
        continue;
      }
      const PlanSession& at = input.sessions.at(static_cast<std::size_t>(*given));
      const PlanNeed& met = input.people[p].needs[n];
      ++taken[static_cast<std::size_t>(*given)];
      EXPECT_THAT(met.courses, testing::Contains(at.course));
      EXPECT_LE(at.to, met.by);
      EXPECT_GE(at.from, input.today);
      for (const base::DateRange& range : input.people[p].busy) {
        EXPECT_FALSE(range.overlaps(base::DateRange(at.from, at.to)));
      }
      for (const PlanSession& other : own) {
        EXPECT_TRUE(other.to < at.from || at.to < other.from);
      }
      own.push_back(at);
    }
  }
  for (std::size_t s = 0; s < taken.size(); ++s) {
    EXPECT_LE(taken[s], input.sessions[s].places);
  }
}

PlanNeed wish(std::int32_t course) {
  return {.courses = {course}, .by = start + 900, .wish = true};
}

/// In time, late, wishes, and the least waiting: by every assignment there is.
using Best = std::tuple<std::int64_t, std::int64_t, std::int64_t, std::int64_t>;
class Everything {
 public:
  explicit Everything(const SessionPlanInput& input) : input_(input) {
    for (const PlanSession& each : input.sessions) {
      places_.push_back(each.places);
    }
    go(0, 0, {}, {0, 0, 0, 0});
  }
  Best best() const { return best_; }

 private:
  void go(std::size_t p, std::size_t n, std::vector<PlanSession> own, Best so_far) {
    if (p == input_.people.size()) {
      best_ = std::max(best_, so_far);
      return;
    }
    if (n == input_.people[p].needs.size()) {
      go(p + 1, 0, {}, so_far);
      return;
    }
    go(p, n + 1, own, so_far);
    const PlanNeed& wanted = input_.people[p].needs[n];
    for (std::size_t s = 0; s < input_.sessions.size(); ++s) {
      const PlanSession& at = input_.sessions[s];
      bool free = places_[s] > 0 && at.to <= wanted.by && at.from >= input_.today &&
                  std::count(wanted.courses.begin(), wanted.courses.end(), at.course) > 0;
      for (const PlanSession& other : own) {
        free = free && (other.to < at.from || at.to < other.from);
      }
      for (const base::DateRange& range : input_.people[p].busy) {
        free = free && (*range.to() < at.from || at.to < range.from());
      }
      if (!free) {
        continue;
      }
      --places_[s];
      std::vector<PlanSession> with = own;
      with.push_back(at);
      Best next = so_far;
      (wanted.wish ? std::get<2>(next) : wanted.late ? std::get<1>(next) : std::get<0>(next)) += 1;
      std::get<3>(next) -= at.to - input_.today;
      if (!wanted.late && !wanted.wish && wanted.by - at.to < input_.last_minute_days) {
        std::get<3>(next) -= 30;
      }
      go(p, n + 1, std::move(with), next);
      ++places_[s];
    }
  }

  const SessionPlanInput& input_;
  std::vector<std::int32_t> places_;
  Best best_{-1, 0, 0, 0};
};

SessionPlanInput drawn(std::uint64_t seed) {
  base::Random random(seed);
  const auto up_to = [&](std::uint64_t most) { return static_cast<int>(random.below(most + 1)); };
  SessionPlanInput input{.today = start, .last_minute_days = up_to(10)};
  const int courses = 1 + up_to(3);
  const int sessions = 1 + up_to(5);
  for (int s = 0; s < sessions; ++s) {
    const int from = up_to(20) - 2;
    input.sessions.push_back(
        session(up_to(static_cast<std::uint64_t>(courses - 1)), from, from + up_to(6), up_to(2)));
  }
  const int people = 1 + up_to(4);
  for (int p = 0; p < people; ++p) {
    PlanPerson& person = input.people.emplace_back();
    for (int c = 0; c < courses; ++c) {
      if (up_to(2) > 0) {
        PlanNeed& made = person.needs.emplace_back(need(c, 4 + up_to(24), up_to(3) == 0));
        if (up_to(4) == 0) {
          made.courses.push_back((c + 1) % courses);
        }
        if (up_to(2) == 0) {
          made = wish(c);
        }
      }
    }
    if (up_to(4) == 0) {
      const int from = up_to(15);
      person.busy.emplace_back(start + from, start + from + up_to(3));
    }
  }
  return input;
}

RC_GTEST_PROP(SessionPlan, IsTheBestOfEveryAssignmentThereIs, ()) {
  const auto seed = *rc::gen::inRange<std::uint64_t>(0, 1'000'000'000);
  const SessionPlanInput input = drawn(seed);
  const SessionPlan plan =
      plan_sessions(input, {.most_nodes = 100'000, .most_for_waiting = 100'000});
  expect_kept(input, plan);
  RC_ASSERT(plan.proven);
  RC_ASSERT(plan.served_proven);
  RC_ASSERT(plan.wishes_proven);
  RC_ASSERT(Best(plan.in_time, plan.late, plan.wishes, -plan.waiting) == Everything(input).best());
  RC_ASSERT(plan.in_time_bound == plan.in_time);
  // The proof is made again by other code, and holds whatever was searched.
  RC_ASSERT(bound_at(input, plan.prices) >= worth_of(input, plan));
}

RC_GTEST_PROP(SessionPlan, SaysOnlyWhatIsSo, ()) {
  const SessionPlanInput input = drawn(*rc::gen::inRange<std::uint64_t>(0, 1'000'000'000));
  const SessionPlan plan = plan_sessions(input, {.most_nodes = 0});
  expect_kept(input, plan);
  const auto [in_time, late, wishes, waiting] = Everything(input).best();
  RC_ASSERT(plan.in_time_bound >= in_time);
  if (plan.served_proven) {
    RC_ASSERT(plan.in_time == in_time);
    RC_ASSERT(plan.late == late);
  }
  if (plan.wishes_proven) {
    RC_ASSERT(plan.served_proven);
    RC_ASSERT(plan.wishes == wishes);
  }
  if (plan.proven) {
    RC_ASSERT(-plan.waiting == waiting);
  }
  // Whoever is not served has a reason at each session, and a full one is full.
  for (std::size_t p = 0; p < input.people.size(); ++p) {
    for (std::size_t n = 0; n < input.people[p].needs.size(); ++n) {
      if (plan.session[p][n]) {
        continue;
      }
      for (const SessionReason& reason : why_not(input, plan, p, n)) {
        if (reason.why == WhyNot::full) {
          std::int64_t in_it = 0;
          for (const auto& sessions : plan.session) {
            in_it += std::count(sessions.begin(), sessions.end(), std::optional(reason.session));
          }
          RC_ASSERT(in_it == input.sessions[static_cast<std::size_t>(reason.session)].places);
        }
      }
    }
  }
}

TEST(SessionPlan, SomebodyWhoCanWaitMakesRoomForWhoLeavesFirst) {
  const SessionPlanInput input = input_of({session(0, 5, 10, 1), session(0, 40, 45, 1)},
                                          {{.needs = {need(0, 60)}}, {.needs = {need(0, 20)}}});
  const SessionPlan plan = plan_sessions(input);
  EXPECT_THAT(plan.session, ElementsAre(ElementsAre(1), ElementsAre(0)));
  EXPECT_EQ(plan.in_time, 2);
  EXPECT_TRUE(plan.proven);
  EXPECT_EQ(bound_at(input, plan.prices), 2);
}

TEST(SessionPlan, OnePersonTakesTwoCoursesOneAfterTheOther) {
  // The first session of each course overlaps with the other's; there are later ones.
  const SessionPlan plan =
      plan_sessions(input_of({session(0, 5, 10, 1), session(1, 8, 12, 1), session(1, 11, 15, 1)},
                             {{.needs = {need(0, 60), need(1, 60)}}}));
  EXPECT_THAT(plan.session, ElementsAre(ElementsAre(0, 2)));
  EXPECT_TRUE(plan.proven);
}

TEST(SessionPlan, WhoIsDueBeforeDepartureComesBeforeWhoIsLateAlready) {
  const SessionPlan plan = plan_sessions(input_of(
      {session(0, 5, 10, 1)}, {{.needs = {need(0, 700, true)}}, {.needs = {need(0, 60)}}}));
  EXPECT_THAT(plan.session, ElementsAre(ElementsAre(std::nullopt), ElementsAre(0)));
  EXPECT_EQ(plan.late, 0);
  EXPECT_TRUE(plan.served_proven);
}

TEST(SessionPlan, AWishGetsAPlaceThatNobodyNeedsAndNeverOneThatSomebodyDoes) {
  // One needs the only place, though three wish for it; and who is late comes before wishes too.
  const SessionPlanInput one =
      input_of({session(0, 5, 10, 1)},
               {{.needs = {wish(0)}}, {.needs = {wish(0)}}, {.needs = {need(0, 700, true)}}});
  const SessionPlan plan = plan_sessions(one);
  EXPECT_THAT(plan.session,
              ElementsAre(ElementsAre(std::nullopt), ElementsAre(std::nullopt), ElementsAre(0)));
  EXPECT_EQ(plan.needs, 1);
  EXPECT_EQ(plan.wished, 2);
  EXPECT_EQ(plan.wishes, 0);
  EXPECT_TRUE(plan.wishes_proven);
  EXPECT_EQ(bound_at(one, plan.prices), worth_of(one, plan));
  // A long course that one needs is worth more than the two that they wish for meanwhile.
  const SessionPlan long_one =
      plan_sessions(input_of({session(0, 1, 20, 1), session(1, 2, 5, 1), session(2, 8, 12, 1)},
                             {{.needs = {wish(1), wish(2), need(0, 60)}}}));
  EXPECT_THAT(long_one.session, ElementsAre(ElementsAre(std::nullopt, std::nullopt, 0)));
  // Who needs it takes the later session, in time still, if a wish is met by that.
  const SessionPlan both =
      plan_sessions(input_of({session(0, 5, 10, 1), session(0, 20, 25, 1), session(1, 21, 24, 1)},
                             {{.needs = {need(0, 90)}}, {.needs = {wish(0), wish(1)}}}));
  EXPECT_THAT(both.session, ElementsAre(ElementsAre(1), ElementsAre(0, 2)));
  EXPECT_EQ(both.wishes, 2);
  EXPECT_TRUE(both.proven);
}

TEST(SessionPlan, APlaceAtTheLastMinuteIsTakenOnlyWhereThereIsNoOther) {
  const SessionPlan plan =
      plan_sessions(input_of({session(0, 5, 10, 1), session(0, 12, 17, 2)},
                             {{.needs = {need(0, 25)}}, {.needs = {need(0, 90)}}}));
  EXPECT_THAT(plan.session, ElementsAre(ElementsAre(0), ElementsAre(1)));
}

TEST(SessionPlan, ThreeWhoNeedTwoOverlappingHalvesAreCountedExactly) {
  // Each of three people needs two of three sessions that overlap pairwise for one need each: the
  // relaxation gives halves, and the search has to part them.
  const SessionPlanInput input =
      input_of({session(0, 1, 3, 1), session(1, 3, 5, 1), session(2, 1, 5, 1)},
               {{.needs = {need(0, 60), need(1, 60)}},
                {.needs = {need(1, 60), need(2, 60)}},
                {.needs = {need(0, 60), need(2, 60)}}});
  const SessionPlan plan = plan_sessions(input);
  EXPECT_EQ(plan.in_time, 3);
  EXPECT_TRUE(plan.proven);
}

TEST(SessionPlan, EverySessionThatDoesNotServeSomebodySaysWhy) {
  const SessionPlanInput input =
      input_of({session(0, 5, 10, 1), session(0, 50, 56, 9), session(0, 20, 25, 9),
                session(0, -3, 2, 9), session(1, 30, 36, 9), session(0, 33, 38, 9)},
               {{.needs = {need(0, 12)}},
                {.needs = {need(0, 40, true), need(1, 40)},
                 .busy = {base::DateRange(start + 18, start + 21)}}});
  const SessionPlan plan = plan_sessions(input);
  ASSERT_THAT(plan.session, ElementsAre(ElementsAre(0), ElementsAre(std::nullopt, 4)));
  std::vector<std::tuple<int, WhyNot, std::int64_t>> said;
  for (const SessionReason& each : why_not(input, plan, 1, 0)) {
    said.emplace_back(each.session, each.why, each.due_sooner);
  }
  EXPECT_THAT(said, ElementsAre(std::tuple(0, WhyNot::full, 1), std::tuple(1, WhyNot::too_late, 0),
                                std::tuple(2, WhyNot::busy, 0), std::tuple(3, WhyNot::begun, 0),
                                std::tuple(5, WhyNot::overlaps, 0)));
  EXPECT_EQ(why_not(input, plan, 1, 0).back().other, 4);
}

TEST(SessionPlan, NobodyAndNothingIsPlannedToo) {
  EXPECT_TRUE(plan_sessions(input_of({}, {})).proven);
  const SessionPlan plan = plan_sessions(input_of({}, {{.needs = {need(0, 9)}}, {}}));
  EXPECT_EQ(plan.needs, 1);
  EXPECT_EQ(plan.in_time, 0);
  EXPECT_TRUE(plan.proven);
  EXPECT_THAT(plan.session, ElementsAre(ElementsAre(std::nullopt), ElementsAre()));
}

TEST(SessionPlan, IsTheSameEachTime) {
  const SessionPlanInput input = drawn(7);
  EXPECT_EQ(plan_sessions(input).session, plan_sessions(input).session);
}

}  // namespace
}  // namespace sojourn::stages::training
