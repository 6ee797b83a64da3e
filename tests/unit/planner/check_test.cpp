// `check` against planted violations of every hard rule; check_page_test.cpp holds it against other
// readings of the page.
#include "planner/check.h"

#include <gtest/gtest.h>

#include <set>

#include "planner/planner.h"
#include "tests/unit/planner/random_instance.h"

namespace sojourn::planner::testing {
namespace {

std::size_t at(Ix i) { return static_cast<std::size_t>(i); }

/// A small county drawn by hand: sites at 0, 10, 20, 30 and 40 km on a line, the last one in
/// another county; sponsor A lists S0 and S1, sponsor B lists S1 and S4.
///   E0 leader of A, E1 and E2 of A, E3 leader of B, E4 and E5 first-timers of B,
///   E6 of B not available, E7 of A whose home is S0.
/// near_sites 2, paired_sites 1. All live at km 0, but E5 at km 40 and E4 at km 20.
class Planted : public ::testing::Test {
 protected:
  Instance in;
  Plan plan;

  Planted() {
    in.coordinates = Coordinates::kilometres;
    in.rules.near_sites = 2;
    in.rules.paired_sites = 1;
    in.areas = {{text("N"), text("N"), AreaKind::nation, none},
                {text("C0"), text("C0"), AreaKind::county, 0},
                {text("C1"), text("C1"), AreaKind::county, 0}};
    for (int s = 0; s < 5; ++s) {
      Site site;
      site.id = text("S" + std::to_string(s));
      site.area = s == 4 ? 2 : 1;
      site.target_team = 3;
      site.min_team = 1;
      site.max_first_timers = 1;
      site.place = {s * 10.0, 0};
      in.sites.push_back(site);
    }
    for (const char* id : {"A", "B"}) {
      Sponsor sponsor;
      sponsor.id = text(id);
      sponsor.area = 1;
      sponsor.max_sites = 1;
      in.sponsors.push_back(sponsor);
    }
    in.affinity = {{0, 0, 50}, {1, 0, 40}, {1, 1, 30}, {4, 1, 20}};
    for (int p = 0; p < 8; ++p) {
      Staff person;
      person.id = text("E" + std::to_string(p));
      person.sponsor = p < 3 || p == 7 ? 0 : 1;
      person.area = 1;
      person.can_lead = p == 0 || p == 3;
      person.first_timer = p == 4 || p == 5;
      person.available = p != 6;
      if (p == 5)
        person.place = {40, 0};
      if (p == 4)
        person.place = {20, 0};
      in.staff.push_back(person);
    }
    in.staff[7].home_site = 0;
    plan.placements = {
        {0, 0, Role::leader}, {1, 0, Role::member}, {3, 1, Role::leader}, {4, 1, Role::member}};
    plan.lead_sponsors = {0, 1, none, none, none};
  }

  Text text(const std::string& t) { return add_text(in, t); }
  void put(Ix staff, Ix site, Role role = Role::member) {
    plan.placements.push_back({staff, site, role});
  }
  void pin(Ix staff, Ix site, PinRule rule, PinRole role = PinRole::any) {
    in.pins.push_back({staff, site, role, rule, {}});
  }
  /// Codes found, as a set; each with a sentence that names the ids it is about.
  std::set<std::string> codes() {
    std::set<std::string> found;
    for (const Violation& v : check(in, plan)) {
      EXPECT_TRUE(std::find(check_codes.begin(), check_codes.end(), v.code) != check_codes.end())
          << v.code;
      EXPECT_GE(v.rule, 1);
      EXPECT_LE(v.rule, 6);
      const auto names = [&](Text id) {
        EXPECT_NE(v.detail.find(in.text(id)), std::string::npos) << v.detail;
      };
      if (v.staff != none)
        names(in.staff[at(v.staff)].id);
      if (v.site != none)
        names(in.sites[at(v.site)].id);
      if (v.sponsor != none)
        names(in.sponsors[at(v.sponsor)].id);
      found.insert(v.code);
    }
    return found;
  }
  using Codes = std::set<std::string>;
};

TEST_F(Planted, Nothing) { EXPECT_EQ(codes(), Codes{}); }
TEST_F(Planted, TheEmptyPlanIsValid) {
  plan.placements.clear();
  plan.lead_sponsors.assign(5, none);
  EXPECT_EQ(codes(), Codes{});
}

// Rule 1.
TEST_F(Planted, PlacedTwice) {
  put(1, 1);
  EXPECT_EQ(codes(), Codes{"placement.twice"});
}
TEST_F(Planted, PlacedTwiceAtOneSite) {
  put(1, 0);
  EXPECT_EQ(codes(), Codes{"placement.twice"});
}
TEST_F(Planted, UnknownStaff) {
  put(8, 0);
  EXPECT_EQ(codes(), Codes{"placement.unknown"});
}
TEST_F(Planted, UnknownSite) {
  put(2, 5);
  EXPECT_EQ(codes(), Codes{"placement.unknown"});
}
TEST_F(Planted, NegativePositions) {
  put(none, 0);
  put(2, none);
  EXPECT_EQ(codes(), Codes{"placement.unknown"});
}
TEST_F(Planted, NotAvailable) {
  put(6, 0);
  EXPECT_EQ(codes(), Codes{"placement.not_available"});
}
TEST_F(Planted, HomeSite) {
  put(7, 0);
  EXPECT_EQ(codes(), Codes{"placement.home_site"});
}
TEST_F(Planted, HomeSiteInSpiteOfAWish) {
  in.wishes = {{7, 0, 1}};
  put(7, 0);
  EXPECT_EQ(codes(), Codes{"placement.home_site"});
}
TEST_F(Planted, TheHomeSiteStillCountsAmongTheNearest) {
  // E7's two nearest are S0 and S1; S0 goes, S2 does not move up.
  put(7, 2);
  EXPECT_EQ(codes(), Codes{"placement.not_candidate"});
}
TEST_F(Planted, Refused) {
  in.wishes = {{1, 0, refuse}};
  EXPECT_EQ(codes(), Codes{"placement.refused"});
}
TEST_F(Planted, RefusedCurrentSite) {
  in.wishes = {{2, 3, refuse}};
  in.staff[2].current_site = 3;
  put(2, 3);
  EXPECT_EQ(codes(), Codes{"placement.refused"});
}
TEST_F(Planted, NeverPin) {
  pin(1, 0, PinRule::never);
  EXPECT_EQ(codes(), Codes{"placement.never_pin"});
}
TEST_F(Planted, NeverPinAsLeader) {
  pin(0, 0, PinRule::never, PinRole::leader);
  EXPECT_EQ(codes(), Codes{"placement.never_pin"});
}
TEST_F(Planted, NeverPinAsMember) {
  pin(1, 0, PinRule::never, PinRole::member);
  EXPECT_EQ(codes(), Codes{"placement.never_pin"});
}
TEST_F(Planted, NeverPinOfTheOtherRoleIsKept) {
  pin(1, 0, PinRule::never, PinRole::leader);
  pin(0, 0, PinRule::never, PinRole::member);
  EXPECT_EQ(codes(), Codes{});
}
TEST_F(Planted, TooFar) {
  put(2, 2);
  EXPECT_EQ(codes(), Codes{"placement.not_candidate"});
}
TEST_F(Planted, OtherCounty) {
  // S4 is where E5 is, but in the other county and not paired: for B it is S1 or S4, the nearest.
  in.affinity.pop_back();
  put(5, 4);
  EXPECT_EQ(codes(), Codes{"placement.not_candidate"});
}
TEST_F(Planted, OtherCountyThroughTheSponsor) {
  put(5, 4);
  EXPECT_EQ(codes(), Codes{});
}
TEST_F(Planted, OnlySoManyPairedSites) {
  // For E5 at km 40, B's nearest listed site is S4, so S1 is not among the one; nor is it near.
  put(5, 1);
  EXPECT_EQ(codes(), (Codes{"placement.not_candidate", "team.too_many_first_timers"}));
  in.rules.paired_sites = 0;
  EXPECT_EQ(codes(), Codes{"team.too_many_first_timers"});
}
TEST_F(Planted, EveryOtherWayToBeACandidate) {
  put(2, 3);
  EXPECT_EQ(codes(), Codes{"placement.not_candidate"});
  in.wishes = {{2, 3, 3}};
  EXPECT_EQ(codes(), Codes{});
  in.wishes.clear();
  in.costs = {{2, 3, 5, {}}};
  EXPECT_EQ(codes(), Codes{});
  in.costs.clear();
  in.staff[2].current_site = 3;
  EXPECT_EQ(codes(), Codes{});
  in.staff[2].current_site = none;
  pin(2, 3, PinRule::must);
  EXPECT_EQ(codes(), Codes{});
  in.pins.clear();
  in.rules.near_sites = 4;
  EXPECT_EQ(codes(), Codes{});
  in.rules.near_sites = 0;
  EXPECT_EQ(codes(), Codes{});
  in.rules.near_sites = 2;
  in.coordinates = Coordinates::absent;
  EXPECT_EQ(codes(), Codes{});
}
TEST_F(Planted, NearTiesGoByOrderOfSites) {
  in.sites[2].place = in.sites[1].place;
  put(2, 2);
  EXPECT_EQ(codes(), Codes{"placement.not_candidate"});
}

// Rule 2.
TEST_F(Planted, MustNotPlaced) {
  pin(2, 0, PinRule::must);
  EXPECT_EQ(codes(), Codes{"pin.must_not_kept"});
}
TEST_F(Planted, MustElsewhere) {
  pin(1, 1, PinRule::must);
  EXPECT_EQ(codes(), Codes{"pin.must_not_kept"});
}
TEST_F(Planted, MustLeadButIsMember) {
  pin(1, 0, PinRule::must, PinRole::leader);
  EXPECT_EQ(codes(), Codes{"pin.must_other_role"});
}
TEST_F(Planted, MustBeMemberButLeads) {
  pin(0, 0, PinRule::must, PinRole::member);
  EXPECT_EQ(codes(), Codes{"pin.must_other_role"});
}

// Rule 3.
TEST_F(Planted, TeamTooLarge) {
  in.sites[0].target_team = 1;
  in.sites[0].min_team = 1;
  EXPECT_EQ(codes(), Codes{"team.too_large"});
}
TEST_F(Planted, TeamWhereNoneIsWanted) {
  in.sites[1].target_team = in.sites[1].min_team = 0;
  EXPECT_EQ(codes(), Codes{"team.too_large"});
}
TEST_F(Planted, TwoLeaders) {
  in.staff[1].can_lead = true;
  plan.placements[1].role = Role::leader;
  EXPECT_EQ(codes(), Codes{"team.two_leaders"});
}
TEST_F(Planted, LeaderWithoutTheRole) {
  in.staff[0].can_lead = false;
  EXPECT_EQ(codes(), Codes{"team.leader_without_role"});
}

// Rule 4.
TEST_F(Planted, FirstTimers) {
  in.sites[1].max_first_timers = 0;
  EXPECT_EQ(codes(), Codes{"team.too_many_first_timers"});
}

// Rule 5.
TEST_F(Planted, ReleasesTooMany) {
  // A has E0, E1, E2, E7: 49 % are one.
  in.sponsors[0].release_percent = 49;
  EXPECT_EQ(codes(), Codes{"sponsor.releases_too_many"});
  in.sponsors[0].release_percent = 50;
  EXPECT_EQ(codes(), Codes{});
}
TEST_F(Planted, ReleasesCountAvailablePeopleOnly) {
  in.sponsors[0].release_percent = 50;
  in.staff[7].available = false;
  EXPECT_EQ(codes(), Codes{"sponsor.releases_too_many"});
}
TEST_F(Planted, WhoStaysIsReleasedToo) {
  in.sponsors[0].release_percent = 49;
  in.staff[0].current_site = in.staff[1].current_site = 0;
  EXPECT_EQ(codes(), Codes{"sponsor.releases_too_many"});
}
TEST_F(Planted, OneMayAlwaysGo) {
  in.sponsors[0].release_percent = 0;
  plan.placements.erase(plan.placements.begin() + 1);
  EXPECT_EQ(codes(), Codes{});
}

// Rule 6.
TEST_F(Planted, LeadNotListed) {
  plan.lead_sponsors = {none, 1, 0, none, none};
  EXPECT_EQ(codes(), Codes{"lead.not_listed"});
}
TEST_F(Planted, LeadsTooManySites) {
  plan.lead_sponsors = {0, 0, none, none, none};
  EXPECT_EQ(codes(), Codes{"lead.too_many_sites"});
}
TEST_F(Planted, LeadUnknown) {
  plan.lead_sponsors[2] = 2;
  EXPECT_EQ(codes(), Codes{"lead.unknown"});
}
TEST_F(Planted, LeadsForTooFewSites) {
  plan.lead_sponsors.pop_back();
  EXPECT_EQ(codes(), Codes{"lead.not_one_per_site"});
}
TEST_F(Planted, AnnouncedLeadChanged) {
  in.sites[1].announced_lead = 0;
  EXPECT_EQ(codes(), Codes{"lead.announced_not_kept"});
}
TEST_F(Planted, AnnouncedLeadDropped) {
  in.sites[2].announced_lead = 0;
  EXPECT_EQ(codes(), Codes{"lead.announced_not_kept"});
}
TEST_F(Planted, AnnouncedLeadNeedNotBeListed) {
  in.sites[2].announced_lead = 0;
  plan.lead_sponsors = {none, 1, 0, none, none};
  EXPECT_EQ(codes(), Codes{});
}
TEST_F(Planted, LeadsFirstNotTheLargestSum) {
  in.rules.pairing = Pairing::first;
  EXPECT_EQ(codes(), Codes{});
  plan.lead_sponsors = {0, none, none, none, 1};
  EXPECT_EQ(codes(), Codes{"lead.not_largest_sum"});
}
TEST_F(Planted, LeadsFirstTie) {
  in.rules.pairing = Pairing::first;
  in.affinity = {{0, 0, 50}, {0, 1, 50}, {1, 0, 50}, {1, 1, 50}};
  EXPECT_EQ(codes(), Codes{});
  plan.lead_sponsors = {1, 0, none, none, none};
  EXPECT_EQ(codes(), Codes{"lead.tie_not_by_order"});
}

// Many at once.
TEST_F(Planted, AllAreReportedInOnePass) {
  put(6, 0);
  put(7, 0);
  put(2, 4);
  pin(5, 1, PinRule::must);
  in.sites[1].max_first_timers = 0;
  in.sponsors[0].release_percent = 0;
  plan.lead_sponsors[3] = 1;
  EXPECT_EQ(codes(),
            (Codes{"placement.not_available", "placement.home_site", "placement.not_candidate",
                   "pin.must_not_kept", "team.too_large", "team.too_many_first_timers",
                   "sponsor.releases_too_many", "lead.not_listed", "lead.too_many_sites"}));
}

}  // namespace
}  // namespace sojourn::planner::testing
