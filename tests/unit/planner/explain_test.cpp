// Facts against the verifier's values, explanations against brute force, and each cause and repair
// of a short site on a village made for it.
#include "planner/explain.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <set>

#include "tests/unit/planner/brute_force.h"
#include "tests/unit/planner/random_instance.h"

namespace sojourn::planner {
namespace {

using testing::BruteForce;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using testing::random_instance;
using testing::RandomOptions;

Instance small_programme(std::uint64_t seed, int staff = 7) {
  RandomOptions options;
  options.most_target = 3;
  options.small_weights = seed % 2 == 0;
  return random_instance(seed, 3, staff, options);
}

Points best(const Instance& in, std::vector<Decision> forced = {}) {
  const auto optimum = BruteForce(in, forced).optimum();
  return optimum ? optimum->value : std::numeric_limits<Points>::max();
}

// Facts -------------------------------------------------------------------------------------------

TEST(Facts, SiteValuesAddUpToTheVerifiersValue) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    const Instance in = small_programme(seed);
    const Plan plan = BruteForce(in).optimum()->plan;
    const Facts facts(in, plan);
    Value sum;
    for (Ix s = 0; s < 3; ++s) {
      const Value value = facts.site_value(s);
      sum.total += value.total;
      for (std::size_t t = 0; t < term_count; ++t) {
        sum.points[t] += value.points[t];
        sum.counts[t] += value.counts[t];
      }
    }
    const Value wanted = value_of(in, plan);
    EXPECT_EQ(sum.total, wanted.total) << "seed " << seed;
    EXPECT_EQ(sum.points, wanted.points) << "seed " << seed;
    for (const Term term : {Term::short_of_minimum, Term::no_leader, Term::languages, Term::skills,
                            Term::nobody_stays, Term::short_of_target, Term::lead_sponsor,
                            Term::own_sponsor, Term::pair, Term::leader_experience})
      EXPECT_EQ(sum.counts[static_cast<std::size_t>(term)],
                wanted.counts[static_cast<std::size_t>(term)])
          << "seed " << seed << ' ' << term_names[static_cast<std::size_t>(term)];
  }
}

TEST(Facts, LossIsTheValueWithoutThePerson) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Instance in = small_programme(seed);
    const Plan plan = BruteForce(in).optimum()->plan;
    const Facts facts(in, plan);
    for (const Placement& placed : plan.placements) {
      Plan without = plan;
      std::erase(without.placements, placed);
      const Value before = value_of(in, plan), after = value_of(in, without);
      const LossFacts loss = facts.loss_without(placed.staff);
      EXPECT_EQ(loss.total, after.total - before.total) << "seed " << seed;
      for (std::size_t t = 0; t < term_count; ++t)
        EXPECT_EQ(loss.terms[t], after.points[t] - before.points[t]) << term_names[t];
      const auto rose = [&](Term term) {
        return after.counts[static_cast<std::size_t>(term)] >
               before.counts[static_cast<std::size_t>(term)];
      };
      EXPECT_EQ(!loss.only_languages.empty(), rose(Term::languages));
      EXPECT_EQ(!loss.only_skills.empty(), rose(Term::skills));
      EXPECT_EQ(loss.leaves_no_leader, rose(Term::no_leader));
      EXPECT_EQ(loss.leaves_no_stayer, rose(Term::nobody_stays));
    }
  }
}

TEST(Facts, SupplyCountsEveryCandidateOnce) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Instance in = small_programme(seed);
    const Plan plan = BruteForce(in).optimum()->plan;
    const Facts facts(in, plan);
    const Problem problem = build_problem(in, {}, 1);
    for (Ix s = 0; s < 3; ++s) {
      const Supply supply = facts.supply(problem, s, {Quality::Kind::head, none});
      EXPECT_EQ(supply.candidates, static_cast<std::int32_t>(problem.pairs_of(s).size()));
      EXPECT_EQ(supply.candidates,
                supply.here + supply.elsewhere + supply.capped + supply.first_timers + supply.free);
      EXPECT_EQ(supply.here, static_cast<std::int32_t>(facts.team(s).size()));
      EXPECT_EQ(supply.capped > 0, !supply.capped_sponsors.empty());
    }
  }
}

TEST(Facts, NearerSitesLeaveOutHomeAndRefusedOnes) {
  Instance in = random_instance(1, 4, 1, {.counties = 1, .staff_above_county = 0});
  const Ix county = 3;
  ASSERT_EQ(in.areas[3].kind, AreaKind::county);
  in.wishes = {{0, 1, refuse}};
  in.pins.clear();
  in.costs.clear();
  in.staff[0].area = county;
  in.staff[0].place = {0, 0};
  in.staff[0].home_site = 0;
  for (Ix s = 0; s < 4; ++s) {
    in.sites[static_cast<std::size_t>(s)].area = county;
    in.sites[static_cast<std::size_t>(s)].place = {1.0 + s, 0};
  }
  const Plan plan{{}, std::vector<Ix>(4, none)};
  const Facts facts(in, plan);
  EXPECT_EQ(facts.nearer_sites(0, 2), 0);
  EXPECT_EQ(facts.nearer_sites(0, 3), 1);
  in.coordinates = Coordinates::absent;
  EXPECT_EQ(Facts(in, plan).nearer_sites(0, 3), -1);
}

// Why is this person here -------------------------------------------------------------------------

/// Over all that can be done with the person but `except`: the best value, by brute force.
Points best_elsewhere(const Instance& in, Ix staff, const std::vector<Ix>& except) {
  Points value = std::numeric_limits<Points>::max();
  const BruteForce model(in);
  std::vector<Decision> nowhere;
  for (Ix s = 0; s < static_cast<Ix>(in.sites.size()); ++s) {
    nowhere.push_back({Decision::Kind::placed, false, s, staff});
    if (std::find(except.begin(), except.end(), s) != except.end())
      continue;
    if (model.may(staff, s, Role::leader) || model.may(staff, s, Role::member))
      value = std::min(value, best(in, {{Decision::Kind::placed, true, s, staff}}));
  }
  if (std::find(except.begin(), except.end(), none) == except.end())
    value = std::min(value, best(in, nowhere));
  return value;
}

TEST(WhyHere, AlternativesAreTheBestTwoOfAllThereAre) {
  int seconds = 0;
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    const Instance in = small_programme(seed, 6);
    const Solution base = solve(in, {});
    if (!base.proven)
      continue;
    for (Ix staff = 0; staff < 6; ++staff) {
      if (std::any_of(in.pins.begin(), in.pins.end(), [&](const Pin& pin) {
            return pin.staff == staff && pin.rule == PinRule::must;
          }))
        continue;
      const WhyHere why = why_here(in, base, staff, {.effort = {}, .tries = 3, .items = 3});
      EXPECT_TRUE(why.alternatives_sure);
      std::vector<Ix> taken = {why.site};
      for (const Alternative& alternative : why.alternatives) {
        ASSERT_TRUE(alternative.answer.after.proven);
        EXPECT_EQ(alternative.answer.change.lower,
                  best_elsewhere(in, staff, taken) - base.value.total)
            << "seed " << seed << " staff " << staff << " alternative " << alternative.site;
        taken.push_back(alternative.site);
      }
      // Fewer than two only where there are no more.
      if (why.alternatives.size() < 2) {
        EXPECT_EQ(best_elsewhere(in, staff, taken), std::numeric_limits<Points>::max());
      }
      if (why.alternatives.size() == 2)
        ++seconds;
    }
  }
  EXPECT_GT(seconds, 20);
}

TEST(WhyHere, PinnedPeopleAreShownWithoutTheirPin) {
  RandomOptions plain;
  plain.must = plain.never = plain.unavailable = plain.at_home = plain.refusals = 0;
  plain.announced = 0;
  Instance in = random_instance(11, 3, 6, plain);
  in.pins = {{2, 1, PinRole::any, PinRule::must, {}}};
  ASSERT_THAT(find_clashes(in), IsEmpty());
  const Solution base = solve(in, {});
  const WhyHere why = why_here(in, base, 2);
  EXPECT_EQ(why.site, 1);
  EXPECT_EQ(why.pair.must_pin, std::optional<std::size_t>(0));
  ASSERT_FALSE(why.alternatives.empty());
  EXPECT_NE(why.alternatives[0].site, 1);
}

// What did people decide --------------------------------------------------------------------------

TEST(Decided, PricesAreThoseOfBruteForce) {
  int priced = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Instance in = small_programme(seed);
    const Solution base = solve(in, {});
    const AllDecided all = what_people_decided(in, base, {.effort = {}, .tries = 3, .items = 99});
    EXPECT_EQ(all.decisions.size(), in.pins.size() + in.costs.size() +
                                        static_cast<std::size_t>(std::count_if(
                                            in.sites.begin(), in.sites.end(), [](const Site& s) {
                                              return s.announced_lead != none;
                                            })));
    Instance free = in;
    free.pins.clear();
    free.costs.clear();
    for (Site& site : free.sites)
      site.announced_lead = none;
    if (all.without_all && all.without_all->after.proven && base.proven) {
      EXPECT_EQ(all.without_all->change.lower, best(free) - base.value.total) << "seed " << seed;
      ++priced;
    }
    for (const Decided& d : all.decisions) {
      if (d.kind != Decided::Kind::must_pin)
        continue;
      EXPECT_TRUE(d.in_plan);
      ASSERT_TRUE(d.without);
      Instance without = in;
      without.pins.erase(without.pins.begin() + static_cast<std::ptrdiff_t>(d.position));
      if (base.proven && d.without->after.proven) {
        EXPECT_EQ(d.without->change.lower, best(without) - base.value.total);
      }
    }
  }
  EXPECT_GT(priced, 5);
}

// Whoever waits no longer gets the list, and is told what was not worked out.
TEST(Decided, AStopLeavesTheListWithoutPrices) {
  int due = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Instance in = small_programme(seed);
    const Solution base = solve(in, {});
    const AllDecided listed = list_decided(in, base.plan);
    std::stop_source stop;
    stop.request_stop();
    const AllDecided all =
        what_people_decided(in, base, {.effort = {}, .tries = 3, .items = 1}, stop.get_token());
    ASSERT_EQ(all.decisions.size(), listed.decisions.size());
    EXPECT_FALSE(all.without_all);
    EXPECT_EQ(all.all_cut_short, !all.decisions.empty());
    std::int64_t cut_short = 0;
    for (const Decided& d : all.decisions) {
      EXPECT_FALSE(d.without);
      cut_short += d.cut_short ? 1 : 0;
    }
    EXPECT_LE(cut_short, 1);
    due += cut_short != 0 ? 1 : 0;
  }
  EXPECT_GT(due, 10);
}

TEST(Decided, APlacementThatIsPinnedAndPricedCountsOnce) {
  RandomOptions plain;
  plain.must = plain.never = plain.unavailable = plain.at_home = plain.refusals = 0;
  plain.announced = plain.costs = 0;
  Instance in = random_instance(12, 2, 4, plain);
  in.pins = {{0, 1, PinRole::any, PinRule::must, {}}, {1, 0, PinRole::any, PinRule::never, {}}};
  in.costs = {{0, 1, 5, {}}};
  const Plan plan{{{0, 1, Role::member}}, {none, none}};
  const AllDecided all = list_decided(in, plan);
  ASSERT_EQ(all.decisions.size(), 3u);
  EXPECT_EQ(all.placements, 1);
  EXPECT_FALSE(all.decisions[1].in_plan);
  EXPECT_TRUE(all.decisions[2].in_plan);
}

// Why not X at Y ----------------------------------------------------------------------------------

TEST(WhyNot, CostsWhatBruteForceSays) {
  int forced = 0;
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    const Instance in = small_programme(seed, 6);
    const Solution base = solve(in, {});
    const BruteForce model(in);
    for (Ix staff = 0; staff < 6; ++staff) {
      for (Ix site = 0; site < 3; ++site) {
        const WhyNot why = why_not(in, base, staff, site);
        const bool may =
            model.may(staff, site, Role::leader) || model.may(staff, site, Role::member);
        if (!why.removals.empty()) {
          EXPECT_FALSE(may);
          continue;
        }
        EXPECT_EQ(why.candidate, may) << "seed " << seed;
        if (why.there_already)
          continue;
        if (!why.answer.clashes.empty() || !may)
          continue;
        EXPECT_THAT(why.answer.after.plan.placements,
                    Contains(::testing::AllOf(Field(&Placement::staff, staff),
                                              Field(&Placement::site, site))));
        const Points truth = best(in, {{Decision::Kind::placed, true, site, staff}}) - best(in);
        EXPECT_LE(why.answer.change.lower, truth);
        EXPECT_GE(why.answer.change.upper, truth);
        ++forced;
      }
    }
  }
  EXPECT_GT(forced, 30);
}

TEST(WhyNot, SaysWhatNothingLifts) {
  RandomOptions plain;
  plain.must = plain.never = plain.unavailable = plain.at_home = plain.refusals = 0;
  plain.announced = plain.wishes = 0;
  Instance in = random_instance(13, 2, 4, plain);
  const Solution base = solve(in, {});
  in.staff[0].home_site = 1;
  in.wishes.push_back({0, 1, refuse});
  in.staff[0].available = false;
  in.pins = {{0, 1, PinRole::any, PinRule::never, {}}};
  EXPECT_THAT(
      why_not(in, base, 0, 1).removals,
      ElementsAre(Removal::unavailable, Removal::home_site, Removal::refused, Removal::never_pin));
  // A pin for one role leaves the other.
  in.pins = {{1, 1, PinRole::member, PinRule::never, {}}};
  in.staff[1].can_lead = true;
  EXPECT_THAT(why_not(in, base, 1, 1).removals, IsEmpty());
  in.staff[1].can_lead = false;
  EXPECT_THAT(why_not(in, base, 1, 1).removals, ElementsAre(Removal::never_pin));
}

TEST(WhyNot, APinElsewhereIsAClash) {
  RandomOptions plain;
  plain.must = plain.never = plain.unavailable = plain.at_home = plain.refusals = 0;
  plain.announced = 0;
  Instance in = random_instance(14, 2, 4, plain);
  in.pins = {{0, 0, PinRole::any, PinRule::must, {}}};
  const Solution base = solve(in, {});
  const WhyNot why = why_not(in, base, 0, 1);
  EXPECT_FALSE(why.answer.clashes.empty());
}

// Why is this site short --------------------------------------------------------------------------

/// One county, two villages for two people each (minimum 2, need 3), no languages or skills; four
/// people: 0 and 1 of sponsor 0, 2 and 3 of sponsor 1, person 0 and 2 may lead. All released.
Instance two_villages() {
  RandomOptions plain;
  plain.counties = 1;
  plain.sponsors = 2;
  plain.unavailable = plain.at_home = plain.current = plain.wishes = plain.refusals = 0;
  plain.must = plain.never = plain.announced = plain.costs = plain.listed = 0;
  plain.staff_above_county = 0;
  Instance in = random_instance(1, 2, 4, plain);
  in.languages = {"common", "Hill"};
  in.skills = {"accounting"};
  in.index_pool = {0};
  for (Site& site : in.sites) {
    site.area = 3;
    site.need = 3;
    site.min_team = site.target_team = 2;
    site.max_first_timers = 2;
    site.languages = site.skills = {};
  }
  for (Ix p = 0; p < 4; ++p) {
    Staff& person = in.staff[static_cast<std::size_t>(p)];
    person.area = 3;
    person.sponsor = p / 2;
    person.can_lead = p % 2 == 0;
    person.first_timer = false;
    person.languages = person.skills = {};
    person.strength = person.hardship_served = 0;
  }
  for (Sponsor& sponsor : in.sponsors)
    sponsor.release_percent = 100;
  return in;
}

Cause cause_of(const Instance& in, const Plan& plan, Ix site, Quality quality) {
  const Facts facts(in, plan);
  for (const Lack& lack : read_lacks(facts, build_problem(in, {}, 1), site).listed)
    if (lack.quality == quality)
      return lack.cause;
  ADD_FAILURE() << "the site does not lack it";
  return Cause::dearer;
}

constexpr Quality head{Quality::Kind::head, none};
constexpr Quality leader{Quality::Kind::leader, none};

TEST(Lacks, CausesAreToldApart) {
  // Everybody serves at site 0 or is capped, a first-timer, free, or not there at all.
  Instance in = two_villages();
  const Plan all_away{{{0, 0, Role::leader}, {1, 0, Role::member}}, {none, none}};
  EXPECT_EQ(cause_of(in, all_away, 1, head), Cause::dearer);  // 2 and 3 are free
  in.sponsors[1].release_percent = 0;                         // then one may go: not capped yet
  EXPECT_EQ(cause_of(in, all_away, 1, head), Cause::dearer);
  const Plan one_more{{{0, 0, Role::leader}, {1, 0, Role::member}, {2, 1, Role::leader}},
                      {none, none}};
  EXPECT_EQ(cause_of(in, one_more, 1, head), Cause::capped);
  in.sponsors[1].release_percent = 100;
  in.staff[3].first_timer = true;
  in.sites[1].max_first_timers = 0;
  EXPECT_EQ(cause_of(in, one_more, 1, head), Cause::first_timers);
  in.staff[3].available = false;
  EXPECT_EQ(cause_of(in, one_more, 1, head), Cause::all_elsewhere);
  for (Staff& person : in.staff)
    person.can_lead = false;
  const Plan led_by_nobody{{{0, 0, Role::member}, {2, 1, Role::member}}, {none, none}};
  EXPECT_EQ(cause_of(in, led_by_nobody, 1, leader), Cause::nobody);
}

TEST(Lacks, AFullTeamIsItsOwnCause) {
  Instance in = two_villages();
  in.sites[1].languages = {0, 1};  // "common", that nobody but person 0 speaks
  in.staff[0].languages = {0, 1};
  const Plan plan{{{2, 1, Role::leader}, {3, 1, Role::member}}, {none, none}};
  EXPECT_EQ(cause_of(in, plan, 1, {Quality::Kind::language, 0}), Cause::full_team);
}

const Repair* find_repair(const WhyShort& why, Repair::Kind kind) {
  for (const Repair& repair : why.repairs)
    if (repair.kind == kind)
      return &repair;
  return nullptr;
}

TEST(WhyShort, AUsedUpCapIsFilledByOneReleaseMore) {
  Instance in = two_villages();
  in.sponsors[1].release_percent = 50;  // 3 of 4 people for 4 posts
  const Solution base = solve(in, {});
  const Facts facts(in, base.plan);
  const Ix site = facts.lacks(0).is_short() ? 0 : 1;
  const WhyShort why = why_short(in, base, site);
  ASSERT_EQ(why.lacks.below_minimum, 1);
  ASSERT_FALSE(why.listed.empty());
  EXPECT_EQ(why.listed[0].cause, Cause::capped);
  EXPECT_THAT(why.listed[0].supply.capped_sponsors, ElementsAre(1));
  EXPECT_EQ(why.listed[0].points, in.rules.short_of_minimum * 3);
  const Repair* release = find_repair(why, Repair::Kind::release_one_more);
  ASSERT_NE(release, nullptr);
  EXPECT_TRUE(release->fills);
  EXPECT_EQ(release->what, 1);
  Instance more = in;
  more.sponsors[1].release_percent = 100;
  EXPECT_EQ(release->answer.change, (Interval{best(more) - best(in), best(more) - best(in)}));
  const Repair* person = find_repair(why, Repair::Kind::more_people);
  ASSERT_NE(person, nullptr);
  EXPECT_TRUE(person->fills);
  EXPECT_EQ(person->people, 1);
}

TEST(WhyShort, AMissingLeaderIsFilledByOneOrByAQualifiedMember) {
  Instance in = two_villages();
  in.staff[2].can_lead = false;
  const Solution base = solve(in, {});
  const Facts facts(in, base.plan);
  const Ix site = facts.lacks(0).no_leader ? 0 : 1;
  const WhyShort why = why_short(in, base, site);
  ASSERT_TRUE(why.lacks.no_leader);
  const Repair* member = find_repair(why, Repair::Kind::may_lead);
  ASSERT_NE(member, nullptr);
  EXPECT_TRUE(member->fills);
  EXPECT_LT(member->answer.change.upper, -80'000);
  const Repair* person = find_repair(why, Repair::Kind::leader);
  ASSERT_NE(person, nullptr);
  EXPECT_TRUE(person->fills);
  EXPECT_TRUE(why.repairs.front().fills);
}

TEST(WhyShort, AMissingLanguageIsFilledByASpeaker) {
  Instance in = two_villages();
  in.index_pool.push_back(1);
  in.sites[1].languages = {1, 1};  // "Hill", that nobody speaks
  const Solution base = solve(in, {});
  const WhyShort why = why_short(in, base, 1);
  EXPECT_THAT(why.lacks.languages, ElementsAre(1));
  const Repair* speaker = find_repair(why, Repair::Kind::speaker);
  ASSERT_NE(speaker, nullptr);
  EXPECT_TRUE(speaker->fills);
  EXPECT_EQ(speaker->what, 1);
  EXPECT_THAT(speaker->left.languages, IsEmpty());
}

TEST(WhyShort, MorePeopleBringWhateverIsMissing) {
  Instance in = two_villages();
  in.index_pool.push_back(1);
  in.sites[1].languages = {1, 1};  // "Hill", that nobody speaks
  in.sites[1].skills = {0, 1};     // accounting, that nobody holds
  in.sites[0].need = 5;
  in.staff[3].available = false;
  const Solution base = solve(in, {});
  const WhyShort why = why_short(in, base, 1);
  ASSERT_EQ(why.lacks.below_minimum, 1);
  const Repair* people = find_repair(why, Repair::Kind::more_people);
  ASSERT_NE(people, nullptr);
  EXPECT_EQ(people->people, 1);
  EXPECT_TRUE(people->fills);
  EXPECT_FALSE(people->left.is_short());
}

TEST(WhyShort, AFirstTimerLimitIsFilledByOneMore) {
  Instance in = two_villages();
  for (Staff& person : in.staff)
    person.first_timer = true;
  in.sites[1].max_first_timers = 1;
  const Solution base = solve(in, {});
  const WhyShort why = why_short(in, base, 1);
  ASSERT_EQ(why.lacks.below_minimum, 1);
  EXPECT_EQ(why.listed[0].cause, Cause::first_timers);
  const Repair* limit = find_repair(why, Repair::Kind::first_timer);
  ASSERT_NE(limit, nullptr);
  EXPECT_TRUE(limit->fills);
}

// What is one more worth --------------------------------------------------------------------------

TEST(Worth, IsTheExactChangeOfOneMorePerson) {
  int answers = 0, at_least = 0, at_most = 0;
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    const Instance in = small_programme(seed, 6);
    const Solution base = solve(in, {});
    for (const Worth& item : worth(in, base, {.effort = {}, .tries = 3, .items = 2})) {
      if (!item.answer)
        continue;
      EXPECT_LE(item.answer->change.upper, 0);
      Change change = ReleaseOneMore{item.what};
      if (item.kind != Worth::Kind::release) {
        OneMorePerson person;
        person.near = item.near;
        person.sponsor = item.sponsor;
        person.can_lead = item.kind == Worth::Kind::site_leader;
        if (item.kind == Worth::Kind::language)
          person.languages = {item.what};
        if (item.kind == Worth::Kind::skill)
          person.skills = {item.what};
        change = person;
      }
      // Joining a team with room is one plan among others.
      if (item.sure == Worth::Sure::at_least) {
        EXPECT_LE(item.answer->after.value.total, base.value.total + item.estimate)
            << "seed " << seed;
        ++at_least;
      }
      const Points truth = best(apply_changes(in, {&change, 1}).instance) - best(in);
      EXPECT_LE(item.answer->change.lower, truth);
      EXPECT_GE(item.answer->change.upper, truth);
      if (item.sure == Worth::Sure::at_most) {
        EXPECT_GE(truth, item.estimate) << "seed " << seed;
        ++at_most;
      }
      ++answers;
    }
  }
  EXPECT_GT(answers, 20);
  EXPECT_GT(at_least, 5);
  EXPECT_GT(at_most, 2);
}

TEST(Worth, NamesEverySponsorWhereASiteLacksPeople) {
  int leading = 0, others = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Instance in = small_programme(seed);
    const Solution base = solve(in, {});
    const Facts facts(in, base.plan);
    const auto lacks_people = [&](Ix site) {
      const LackFacts lacks = facts.lacks(site);
      return lacks.below_minimum > 0 || lacks.below_target > 0 || lacks.no_leader;
    };
    bool any = false;
    for (std::size_t s = 0; s < in.sites.size(); ++s)
      any = any || lacks_people(static_cast<Ix>(s));
    std::set<Ix> named;
    for (const Worth& item : worth(in, base, {.effort = {}, .tries = 1, .items = 0})) {
      if (item.kind != Worth::Kind::sponsor)
        continue;
      EXPECT_TRUE(named.insert(item.what).second) << "named once";
      EXPECT_EQ(item.sponsor, item.what);
      if (facts.lead_sponsor(item.near) == item.what) {
        ++leading;
        continue;
      }
      ++others;
      EXPECT_TRUE(lacks_people(item.near));
      // No lacking site of the sponsor's own county is nearer to the first of its people.
      const auto person = std::find_if(in.staff.begin(), in.staff.end(),
                                       [&](const Staff& p) { return p.sponsor == item.what; });
      if (person == in.staff.end())
        continue;
      const auto metres = [&](Ix site) {
        return metres_between(in.coordinates, person->place,
                              in.sites[static_cast<std::size_t>(site)].place);
      };
      const Ix county = county_of(in, in.sites[static_cast<std::size_t>(item.near)].area);
      for (Ix s = 0; s < static_cast<Ix>(in.sites.size()); ++s)
        if (lacks_people(s) &&
            county_of(in, in.sites[static_cast<std::size_t>(s)].area) == county) {
          EXPECT_LE(metres(item.near), metres(s)) << seed;
        }
    }
    if (any) {
      EXPECT_EQ(named.size(), in.sponsors.size()) << seed;
    }
  }
  EXPECT_GT(leading, 5);
  EXPECT_GT(others, 5);
}

TEST(Worth, OfACopyIsThatOfOneMoreLikeThem) {
  int answered = 0, released = 0, unavailable = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    Instance in = small_programme(seed, 6);
    in.staff.front().available = false;
    std::erase_if(in.pins, [](const Pin& pin) { return pin.staff == 0; });
    const Solution base = solve(in, {});
    for (Ix p = 0; p < static_cast<Ix>(in.staff.size()); ++p) {
      const WorthOfCopy copy = worth_of_copy(in, base, p, {.effort = {}, .tries = 1, .items = 1});
      if (!copy.available) {
        ++unavailable;
        continue;
      }
      const auto truth = [&](const std::vector<Change>& changes) {
        return best(apply_changes(in, changes).instance) - best(in);
      };
      const Points alone = truth({OneMoreLike{p}});
      EXPECT_LE(copy.answer.change.lower, alone) << seed;
      EXPECT_GE(copy.answer.change.upper, alone) << seed;
      ++answered;
      if (!copy.released)
        continue;
      const Ix sponsor = in.staff[static_cast<std::size_t>(p)].sponsor;
      const Points both = truth({OneMoreLike{p}, ReleaseOneMore{sponsor}});
      EXPECT_LE(copy.released->change.lower, both) << seed;
      EXPECT_GE(copy.released->change.upper, both) << seed;
      ++released;
    }
  }
  EXPECT_GT(answered, 20);
  EXPECT_GT(released, 5);
  EXPECT_GT(unavailable, 0);
}

TEST(Worth, KindsComeInOrderAndAnsweredItemsFirst) {
  const Instance in = small_programme(3);
  const Solution base = solve(in, {});
  const std::vector<Worth> items = worth(in, base, {.effort = {}, .tries = 3, .items = 1});
  std::map<Worth::Kind, int> answered;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].answer)
      ++answered[items[i].kind];
    if (i == 0)
      continue;
    EXPECT_LE(items[i - 1].kind, items[i].kind);
    if (items[i - 1].kind == items[i].kind) {
      EXPECT_GE(items[i - 1].answer.has_value(), items[i].answer.has_value());
    }
  }
  for (const auto& [kind, count] : answered)
    EXPECT_EQ(count, 1);
}

}  // namespace
}  // namespace sojourn::planner
