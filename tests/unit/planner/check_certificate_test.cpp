// check_certificate against teams tried one by one: the recomputed bound is exact on small
// programmes, never above the optimum, and every tampering is found.
#include <gtest/gtest.h>

#include <set>

#include <bit>
#include <numeric>

#include "planner/check_certificate.h"
#include "planner/check_team.h"
#include "planner/planner.h"
#include "planner/problem.h"
#include "tests/unit/planner/brute_force.h"
#include "tests/unit/planner/random_instance.h"

namespace sojourn::planner::testing {
namespace {

constexpr Points far = std::numeric_limits<Points>::max();

std::size_t at(Ix i) { return static_cast<std::size_t>(i); }

std::vector<Decision> decisions_of(const Certificate& certificate, std::size_t leaf) {
  std::vector<Decision> decisions;
  for (auto n = static_cast<std::int32_t>(leaf); n > 0; n = certificate.nodes[at(n)].parent)
    decisions.push_back(certificate.nodes[at(n)].decision);
  return decisions;
}

Points rounded_up(Milli milli) { return milli >= 0 ? (milli + 999) / 1000 : -(-milli / 1000); }

/// Rule 5, said anew.
std::int64_t release_cap_of(const Instance& in, Ix sponsor) {
  std::int64_t available = 0;
  for (const Staff& person : in.staff)
    available += person.available && person.sponsor == sponsor ? 1 : 0;
  return available == 0 ? 0
                        : std::max<std::int64_t>(
                              1, available * in.sponsors[at(sponsor)].release_percent / 100);
}

/// How much of a cut's things a team uses, person by person.
std::int64_t uses_of(const Instance& in, const Cut& cut, const BruteTeam& team, std::size_t site) {
  std::int64_t uses = 0;
  for (const CutThing& thing : cut.things) {
    for (std::size_t p = 0; p < in.staff.size(); ++p) {
      if ((team.people >> p & 1) == 0)
        continue;
      uses += thing.kind == CutThing::Kind::staff && thing.who == static_cast<Ix>(p) ? 1 : 0;
      uses += thing.kind == CutThing::Kind::release && thing.who == in.staff[p].sponsor ? 1 : 0;
    }
    uses += thing.kind == CutThing::Kind::lead && thing.who == team.lead ? 1 : 0;
    uses += thing.kind == CutThing::Kind::site && thing.who == static_cast<Ix>(site) ? 1 : 0;
  }
  return uses;
}

/// What a leaf proves, every team tried.
std::optional<Milli> leaf_sum(const Instance& in, const CertificateNode& leaf,
                              const std::vector<Decision>& decisions) {
  const BruteForce brute(in, decisions);
  Milli sum = 0;
  for (std::size_t s = 0; s < in.sites.size(); ++s) {
    std::optional<Milli> cheapest;
    for (const BruteTeam& team : brute.teams(static_cast<Ix>(s))) {
      Milli cost = team.cost * 1000;
      for (const Price& price : leaf.prices)
        switch (price.kind) {
          case Price::Kind::staff:
            if ((team.people >> price.who & 1) != 0)
              cost += price.price;
            break;
          case Price::Kind::release:
            for (std::size_t p = 0; p < in.staff.size(); ++p)
              if ((team.people >> p & 1) != 0 && in.staff[p].sponsor == price.who)
                cost += price.price;
            break;
          case Price::Kind::lead:
            if (team.lead == price.who)
              cost += price.price;
            break;
        }
      for (const Cut& cut : leaf.cuts)
        cost += uses_of(in, cut, team, s) / 2 * cut.price;
      if (!cheapest || cost < *cheapest)
        cheapest = cost;
    }
    if (!cheapest)
      return std::nullopt;
    sum += *cheapest;
  }
  for (const Price& price : leaf.prices) {
    std::int64_t capacity = 1;
    if (price.kind == Price::Kind::lead)
      capacity = in.sponsors[at(price.who)].max_sites;
    if (price.kind == Price::Kind::release)
      capacity = release_cap_of(in, price.who);
    sum -= capacity * price.price;
  }
  for (const Cut& cut : leaf.cuts) {
    std::int64_t capacity = 0;
    for (const CutThing& thing : cut.things)
      capacity += thing.kind == CutThing::Kind::release ? release_cap_of(in, thing.who)
                  : thing.kind == CutThing::Kind::lead  ? in.sponsors[at(thing.who)].max_sites
                                                        : 1;
    sum -= capacity / 2 * cut.price;
  }
  return sum;
}

void random_prices(Dice& dice, const Instance& in, CertificateNode& node, int most) {
  const auto some = [&](Price::Kind kind, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
      if (dice.chance(60))
        node.prices.push_back({kind, static_cast<Ix>(i), dice.between(1, most * 1000)});
  };
  some(Price::Kind::staff, in.staff.size());
  some(Price::Kind::release, in.sponsors.size());
  some(Price::Kind::lead, in.sponsors.size());
  if (in.staff.size() < 3)
    return;
  for (int c = dice.between(0, 6); c > 0; --c) {
    std::set<CutThing> things;
    for (int t = dice.between(1, 5); t > 0; --t) {
      const auto kind = static_cast<CutThing::Kind>(dice.between(0, 3));
      const std::size_t count = kind == CutThing::Kind::staff  ? in.staff.size()
                                : kind == CutThing::Kind::site ? in.sites.size()
                                                               : in.sponsors.size();
      things.insert({kind, dice.index(count)});
    }
    node.cuts.push_back({{things.begin(), things.end()}, dice.between(1, most * 1000)});
  }
}

/// A random tree with random prices whose leaves claim what they prove, by trial of every team.
Certificate random_certificate(Dice& dice, const Instance& in, int branchings, int most_price) {
  Certificate certificate;
  certificate.nodes.push_back({});
  for (int k = 0; k < branchings; ++k) {
    std::vector<std::size_t> leaves;
    for (std::size_t n = 0; n < certificate.nodes.size(); ++n)
      if (certificate.nodes[n].leaf)
        leaves.push_back(n);
    const std::size_t parent = leaves[at(dice.index(leaves.size()))];
    Decision d;
    d.kind = dice.chance(50) ? Decision::Kind::placed : Decision::Kind::led;
    d.site = dice.index(in.sites.size());
    d.who = d.kind == Decision::Kind::placed ? dice.index(in.staff.size())
                                             : dice.index(in.sponsors.size() + 1) - 1;
    bool asked = false;
    for (const Decision& up : decisions_of(certificate, parent))
      asked |= up.kind == d.kind && up.site == d.site && up.who == d.who;
    if (asked)
      continue;
    certificate.nodes[parent].leaf = false;
    for (const bool yes : {true, false}) {
      CertificateNode child;
      child.parent = static_cast<std::int32_t>(parent);
      child.decision = d;
      child.decision.yes = yes;
      certificate.nodes.push_back(child);
    }
  }
  certificate.bound = far;
  for (std::size_t n = 0; n < certificate.nodes.size(); ++n) {
    CertificateNode& node = certificate.nodes[n];
    if (!node.leaf)
      continue;
    random_prices(dice, in, node, most_price);
    const auto sum = leaf_sum(in, node, decisions_of(certificate, n));
    node.bound = sum.value_or(0);
    if (sum)
      certificate.bound = std::min(certificate.bound, rounded_up(*sum));
  }
  return certificate;
}

RandomOptions options_for(std::uint64_t seed) {
  RandomOptions options;
  options.small_weights = seed % 2 == 0;
  options.near_sites = seed % 3 == 0 ? 2 : 0;
  options.paired_sites = seed % 5 == 0 ? 1 : 0;
  options.pairing = seed % 7 == 0 ? Pairing::first : Pairing::joint;
  options.coordinates = seed % 4 == 0   ? Coordinates::degrees
                        : seed % 4 == 1 ? Coordinates::absent
                                        : Coordinates::kilometres;
  return options;
}

TEST(CheckCertificate, RecomputesExactlyWhatTryingEveryTeamGives) {
  int with_cuts = 0, branched = 0;
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    Dice dice(seed + 1000);
    const Instance in =
        random_instance(seed, dice.between(1, 4), dice.between(1, 8), options_for(seed));
    const Certificate certificate =
        random_certificate(dice, in, dice.between(0, 5), dice.chance(50) ? 300 : 4000);
    const CertificateCheck check = check_certificate(in, certificate, {}, 1);
    ASSERT_TRUE(check.violations.empty()) << seed << " " << check.violations.front().detail;
    ASSERT_TRUE(check.bound) << seed;
    ASSERT_EQ(*check.bound, certificate.bound) << seed;
    for (const CertificateNode& node : certificate.nodes)
      with_cuts += node.cuts.empty() ? 0 : 1;
    branched += certificate.nodes.size() > 1 ? 1 : 0;
    // Any leaf that claims a thousandth more is caught: the recomputation is exact, not just safe.
    for (std::size_t n = 0; n < certificate.nodes.size(); ++n) {
      if (!certificate.nodes[n].leaf)
        continue;
      if (!leaf_sum(in, certificate.nodes[n], decisions_of(certificate, n)))
        continue;
      Certificate more = certificate;
      ++more.nodes[n].bound;
      const CertificateCheck caught = check_certificate(in, more, {}, 1);
      ASSERT_EQ(caught.violations.size(), 1u) << seed << " leaf " << n;
      EXPECT_EQ(caught.violations.front().code, "certificate.leaf_bound");
    }
  }
  EXPECT_GT(with_cuts, 300);
  EXPECT_GT(branched, 250);
}

TEST(CheckCertificate, ProvesNothingAboveTheOptimum) {
  int compared = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    Dice dice(seed + 5000);
    const Instance in =
        random_instance(seed, dice.between(1, 4), dice.between(1, 8), options_for(seed));
    const auto optimum = BruteForce(in).optimum();
    ASSERT_TRUE(optimum) << seed;
    for (int k = 0; k < 5; ++k) {
      const Certificate certificate = random_certificate(dice, in, dice.between(0, 4), 200 << k);
      const CertificateCheck check = check_certificate(in, certificate, {}, 1);
      ASSERT_TRUE(check.bound) << seed;
      EXPECT_LE(*check.bound, optimum->value) << seed;
      ++compared;
    }
  }
  EXPECT_EQ(compared, 1000);
}

TEST(CheckCertificate, DoesNotDependOnThreads) {
  const Instance in = random_instance(3, 80, 300);
  Certificate certificate;
  certificate.nodes.push_back({});
  Dice dice(8);
  random_prices(dice, in, certificate.nodes.front(), 900);
  certificate.nodes.front().bound = std::numeric_limits<Milli>::min();
  certificate.bound = std::numeric_limits<Points>::min();
  const auto one = check_certificate(in, certificate, {}, 1).bound;
  ASSERT_TRUE(one);
  EXPECT_EQ(one, check_certificate(in, certificate, {}, 2).bound);
  EXPECT_EQ(one, check_certificate(in, certificate, {}, 7).bound);
}

TEST(CheckCertificate, FloorsAreProvenWithThatTermAlone) {
  for (std::uint64_t seed = 1; seed <= 120; ++seed) {
    Dice dice(seed + 9000);
    const Instance in =
        random_instance(seed, dice.between(1, 4), dice.between(1, 7), options_for(seed));
    Certificate certificate = random_certificate(dice, in, 0, 100);
    std::vector<Floor> floors;
    for (const Term term : {Term::short_of_minimum, Term::no_leader}) {
      const Instance alone = only_term(in, term);
      CertificateNode prices;
      random_prices(dice, alone, prices, 100'000);
      prices.cuts.clear();
      const auto sum = leaf_sum(alone, prices, {});
      ASSERT_TRUE(sum);
      floors.push_back({term, rounded_up(*sum), false, prices.prices});
    }
    EXPECT_TRUE(check_certificate(in, certificate, floors, 1).violations.empty()) << seed;
    for (Floor& floor : floors) {
      ++floor.points;
      const auto caught = check_certificate(in, certificate, floors, 1).violations;
      ASSERT_EQ(caught.size(), 1u) << seed;
      EXPECT_EQ(caught.front().code, "floor.points");
      --floor.points;
    }
  }
}

// The flow that proves the floors and the recomputation share no code; they have to agree.
TEST(CheckCertificate, AcceptsTheFloorsOfTheFlow) {
  for (std::uint64_t seed = 1; seed <= 120; ++seed) {
    Dice dice(seed);
    RandomOptions options = options_for(seed);
    options.most_target = 5;
    const Instance in = random_instance(seed, dice.between(1, 30), dice.between(1, 90), options);
    const Problem problem = build_problem(in, {}, 1);
    const FlowResult flow = solve_floors(problem, 1);
    Certificate certificate;
    certificate.nodes.push_back({});
    certificate.nodes.front().bound = std::numeric_limits<Milli>::min();
    certificate.bound = std::numeric_limits<Points>::min();
    std::vector<Floor> floors = {flow.shortage, flow.leaders};
    const auto check = check_certificate(in, certificate, floors, 2);
    ASSERT_TRUE(check.violations.empty()) << seed << " " << check.violations.front().detail;
    // The flow's placement reaches the floor of shortage, so the prices cannot prove more.
    ++floors[0].points;
    EXPECT_EQ(check_certificate(in, certificate, floors, 1).violations.size(), 1u) << seed;
  }
}

// A site of more requirements and people than the check can try with cuts: it says so, and what it
// answers is still never above the cheapest team, and not far below.
TEST(TeamSolver, SaysWhenCutsAreTooMany) {
  checking::TeamSite site;
  site.site = 0;
  site.leads = {{none, 0}};
  site.min_team = 2;
  site.target_team = 5;
  site.max_first_timers = 2;
  site.head_under_minimum = 1000;
  site.head_under_target = 100;
  site.nobody_stays = 50;
  for (std::uint32_t r = 0; r < 15; ++r)
    site.requirements.push_back(r < 8 ? 10 + r : 0);
  Dice dice(3);
  for (Ix staff = 0; staff < 60; ++staff) {
    checking::Member member;
    member.staff = staff;
    member.sponsor = 0;
    member.points = dice.between(0, 40);
    member.covers = static_cast<std::uint32_t>(dice.between(0, (1 << 15) - 1));
    member.may_member = true;
    member.first_timer = dice.chance(50);
    member.stays = dice.chance(50);
    site.members.push_back(member);
  }
  const std::vector<Milli> member(site.members.size(), 0), lead(1, 0);
  const std::vector<std::uint8_t> fixed(site.members.size(), checking::free), open(1, 1);
  checking::TeamSolver solver;
  const auto plain = solver.cheapest(site, {member, lead, fixed, open, {}});
  ASSERT_TRUE(plain);
  EXPECT_FALSE(solver.gave_up());
  // Every team of the site pays it; as many people as there are keep the search from being short.
  checking::TeamPrices::TeamCut cut;
  cut.of_site = 2;
  cut.price = 7000;
  for (std::int32_t i = 0; i < 60; ++i)
    cut.members.emplace_back(i, 1);
  const std::vector<checking::TeamPrices::TeamCut> cuts = {cut};
  const auto with_cut = solver.cheapest(site, {member, lead, fixed, open, cuts});
  ASSERT_TRUE(with_cut);
  EXPECT_TRUE(solver.gave_up());
  // Requirements past the eighth weigh nothing here, so the second try is exact: between the
  // cheapest team with one payment and with one for every two of its at most seven uses.
  EXPECT_GE(*with_cut, *plain + 7000);
  EXPECT_LE(*with_cut, *plain + 3 * 7000);
}

// A leaf whose cuts are too many to try proves less than its claim may rightly be; that excuses no
// claim that another leaf refutes.
TEST(CheckCertificate, CutsTooManyToTryExcuseNoOtherClaim) {
  RandomOptions options;
  options.languages = options.skills = 7;
  options.must = options.never = options.announced = options.costs = 0;
  Instance in = random_instance(5, 1, 60, options);
  for (planner::Site& site : in.sites) {
    site.min_team = 2;
    site.target_team = 5;
    site.max_first_timers = 2;
    site.languages = site.skills = testing::add_list(in, {0, 1, 2, 3, 4, 5, 6});
  }
  Cut all;
  all.price = 1;
  for (Ix p = 0; p < static_cast<Ix>(in.staff.size()); ++p)
    all.things.push_back({CutThing::Kind::staff, p});
  // Two leaves, who leads and who does not; only the first has the cut.
  Certificate certificate;
  certificate.nodes.resize(3);
  certificate.nodes[0].leaf = false;
  for (const std::size_t n : {std::size_t{1}, std::size_t{2}}) {
    certificate.nodes[n].parent = 0;
    certificate.nodes[n].decision = {Decision::Kind::led, n == 1, 0, none};
    certificate.nodes[n].bound = -1'000'000'000'000;
  }
  certificate.nodes[1].cuts = {all};
  certificate.bound = -1'000'000'000;
  const CertificateCheck modest = check_certificate(in, certificate, {}, 2);
  ASSERT_TRUE(modest.violations.empty());
  ASSERT_TRUE(modest.bound);
  const auto code_at = [&](const Certificate& claimed) {
    const CertificateCheck check = check_certificate(in, claimed, {}, 2);
    return check.violations.empty() ? std::string("nothing") : check.violations.front().code;
  };
  // Above what every leaf proves: the one without cuts refutes it.
  certificate.bound = 1'000'000'000;
  EXPECT_EQ(code_at(certificate), "certificate.bound");
  // A claim of such a leaf itself.
  certificate.bound = -1'000'000'000;
  certificate.nodes[1].bound = 1'000'000'000'000;
  EXPECT_EQ(code_at(certificate), not_verified);
}

// Planted tamperings: each has to be found, by its own code. --------------------------------------

// The same in a certificate: a claim that goes past what the check can try is not verified, not
// wrong; the certificate's bound may go as far as its leaves claim and no further.
TEST(CheckCertificate, SaysNotVerifiedWhereCutsAreTooMany) {
  RandomOptions options;
  options.skills = 15;
  options.at_home = options.refusals = options.never = options.must = options.costs = 0;
  options.unavailable = options.announced = 0;
  Instance in = random_instance(5, 1, 30, options);
  Site& site = in.sites[0];
  site.min_team = 2;
  site.target_team = 5;
  site.max_first_timers = 2;
  std::vector<Ix> skills(15);
  std::iota(skills.begin(), skills.end(), Ix{0});
  site.skills = add_list(in, skills);
  Certificate certificate;
  CertificateNode& leaf = certificate.nodes.emplace_back();
  Cut& cut = leaf.cuts.emplace_back();
  for (Ix p = 0; p < 30; ++p) {
    in.costs.push_back({p, 0, p, add_text(in, "given")});
    cut.things.push_back({CutThing::Kind::staff, p});
  }
  cut.things.push_back({CutThing::Kind::site, 0});
  cut.price = 7000;
  const auto codes = [&](const CertificateCheck& check) {
    std::vector<std::string> found;
    for (const Violation& violation : check.violations)
      found.push_back(violation.code);
    return found;
  };
  using Codes = std::vector<std::string>;
  leaf.bound = -1'000'000'000;
  certificate.bound = -1'000'000;
  CertificateCheck check = check_certificate(in, certificate, {}, 1);
  ASSERT_EQ(codes(check), Codes{});
  ASSERT_TRUE(check.bound);
  const Points proven = *check.bound;
  // A certificate that claims more than its leaves do is wrong, whatever the check can try.
  certificate.bound = proven + 1;
  EXPECT_EQ(codes(check_certificate(in, certificate, {}, 1)), Codes{"certificate.bound"});
  leaf.bound = milli_per_point * proven + 1;
  check = check_certificate(in, certificate, {}, 1);
  EXPECT_EQ(codes(check), Codes{std::string(not_verified)});
  EXPECT_EQ(check.bound, proven);
  EXPECT_EQ(check.claimable, proven + 1);
  EXPECT_EQ(check.violations[0].site, 0);
  ++certificate.bound;
  EXPECT_EQ(codes(check_certificate(in, certificate, {}, 1)),
            (Codes{std::string(not_verified), "certificate.bound"}));
}

class Tampered : public ::testing::Test {
 protected:
  Instance in = random_instance(11, 4, 8);
  Certificate certificate = [this] {
    // A tree of three leaves; prices at which some people are bought and some are not.
    for (std::uint64_t seed = 1;; ++seed) {
      Dice dice(seed);
      Certificate found = random_certificate(dice, in, 2, 2000);
      const auto usable = [&](std::size_t n) {
        return found.nodes[n].prices.size() > 4 && found.nodes[n].cuts.size() > 1 &&
               leaf_sum(in, found.nodes[n], decisions_of(found, n)).has_value();
      };
      if (found.nodes.size() == 5 && usable(4) && usable(3))
        return found;
    }
  }();
  std::vector<Floor> floors;

  std::string code_found() {
    const CertificateCheck check = check_certificate(in, certificate, floors, 1);
    if (check.violations.empty())
      return "nothing";
    EXPECT_EQ(check.violations.front().rule, 0);
    EXPECT_FALSE(check.violations.front().detail.empty());
    EXPECT_NE(std::find(certificate_codes.begin(), certificate_codes.end(),
                        check.violations.front().code),
              certificate_codes.end());
    return check.violations.front().code;
  }
  CertificateNode& leaf() { return certificate.nodes.back(); }
};

TEST_F(Tampered, NotAtAll) { EXPECT_EQ(code_found(), "nothing"); }

TEST_F(Tampered, PriceChanged) {
  // Bounds are concave in prices: at least one direction of at least one price lowers what is
  // proven; every change that does so has to be found.
  int found = 0;
  for (std::size_t i = 0; i < leaf().prices.size(); ++i)
    for (const Milli change : {Milli{-5000}, Milli{5000}, Milli{500'000}}) {
      const Certificate kept = certificate;
      Milli& price = leaf().prices[i].price;
      price = std::max<Milli>(1, price + change);
      const bool weaker =
          leaf_sum(in, leaf(), decisions_of(certificate, certificate.nodes.size() - 1)).value() <
          leaf().bound;
      EXPECT_EQ(code_found(), weaker ? "certificate.leaf_bound" : "nothing");
      found += weaker ? 1 : 0;
      certificate = kept;
    }
  EXPECT_GT(found, 5);
}
TEST_F(Tampered, PriceLeftOut) {
  int found = 0;
  for (std::size_t i = 0; i < leaf().prices.size(); ++i) {
    const Certificate kept = certificate;
    leaf().prices.erase(leaf().prices.begin() + static_cast<std::ptrdiff_t>(i));
    const bool weaker =
        leaf_sum(in, leaf(), decisions_of(certificate, certificate.nodes.size() - 1)).value() <
        leaf().bound;
    EXPECT_EQ(code_found(), weaker ? "certificate.leaf_bound" : "nothing");
    found += weaker ? 1 : 0;
    certificate = kept;
  }
  EXPECT_GT(found, 0);
}
TEST_F(Tampered, NegativePrice) {
  leaf().prices[1].price = -1;
  EXPECT_EQ(code_found(), "certificate.negative_price");
}
TEST_F(Tampered, NegativeCut) {
  leaf().cuts[0].price = -1;
  EXPECT_EQ(code_found(), "certificate.negative_price");
}
TEST_F(Tampered, PriceThatOverflows) {
  leaf().prices[0].price = std::numeric_limits<Milli>::max();
  EXPECT_EQ(code_found(), "certificate.price_too_large");
}
TEST_F(Tampered, CutsThatOverflowTogether) {
  const Milli most =
      std::numeric_limits<Milli>::max() / 16 / static_cast<Milli>(in.staff.size() + 1);
  leaf().cuts[0].price = most / 2 + 1;
  leaf().cuts[1].price = most / 2 + 1;
  EXPECT_EQ(code_found(), "certificate.price_too_large");
}
TEST_F(Tampered, PriceTwice) {
  leaf().prices.insert(leaf().prices.begin(), leaf().prices.front());
  EXPECT_EQ(code_found(), "certificate.price_order");
}
TEST_F(Tampered, ForeignPersonPriced) {
  leaf().prices = {{Price::Kind::staff, static_cast<Ix>(in.staff.size()), 1}};
  EXPECT_EQ(code_found(), "certificate.unknown_price");
}
TEST_F(Tampered, ForeignSponsorPriced) {
  leaf().prices = {{Price::Kind::lead, static_cast<Ix>(in.sponsors.size()), 1}};
  EXPECT_EQ(code_found(), "certificate.unknown_price");
}
TEST_F(Tampered, ForeignSiteInCut) {
  leaf().cuts[0].things.push_back({CutThing::Kind::site, static_cast<Ix>(in.sites.size())});
  EXPECT_EQ(code_found(), "certificate.cut");
}
TEST_F(Tampered, CutOfTheSameThingTwice) {
  leaf().cuts[0].things.push_back(leaf().cuts[0].things.back());
  EXPECT_EQ(code_found(), "certificate.cut");
}
TEST_F(Tampered, CutMissing) {
  // A cut that some cheapest team pays for: without it the leaf proves less.
  int found = 0;
  for (std::uint64_t seed = 1; seed < 400 && found < 5; ++seed) {
    Dice dice(seed);
    certificate = {};
    certificate.nodes.push_back({});
    random_prices(dice, in, leaf(), 150);
    for (std::size_t i = 0; i < leaf().cuts.size(); ++i) {
      CertificateNode without = leaf();
      without.cuts.erase(without.cuts.begin() + static_cast<std::ptrdiff_t>(i));
      const Milli claimed = leaf_sum(in, leaf(), {}).value();
      if (leaf_sum(in, without, {}).value() >= claimed)
        continue;
      certificate.nodes.back() = without;
      leaf().bound = claimed;
      certificate.bound = rounded_up(claimed);
      EXPECT_EQ(code_found(), "certificate.leaf_bound");
      ++found;
      break;
    }
  }
  EXPECT_GE(found, 5);
}
TEST_F(Tampered, BranchDropped) {
  certificate.nodes.pop_back();
  EXPECT_EQ(code_found(), "certificate.children");
}
TEST_F(Tampered, BranchThrice) {
  certificate.nodes.push_back(leaf());
  EXPECT_EQ(code_found(), "certificate.children");
}
TEST_F(Tampered, BothBranchesYes) {
  for (CertificateNode& node : certificate.nodes)
    node.decision.yes = true;
  EXPECT_EQ(code_found(), "certificate.children");
}
TEST_F(Tampered, BranchesAboutDifferentSites) {
  leaf().decision.site = (leaf().decision.site + 1) % static_cast<Ix>(in.sites.size());
  EXPECT_EQ(code_found(), "certificate.children");
}
TEST_F(Tampered, LeafWithBranches) {
  certificate.nodes.front().leaf = true;
  EXPECT_EQ(code_found(), "certificate.children");
}
TEST_F(Tampered, InnerNodeWithoutBranches) {
  leaf().leaf = false;
  EXPECT_EQ(code_found(), "certificate.children");
}
TEST_F(Tampered, DecisionTwice) {
  // The last two nodes decide once more what their parent decided.
  CertificateNode& last = certificate.nodes[4];
  CertificateNode& first = certificate.nodes[3];
  if (last.parent == 0)
    GTEST_FAIL() << "the tree is not deep enough";
  last.decision = first.decision = certificate.nodes[at(last.parent)].decision;
  last.decision.yes = !first.decision.yes;
  EXPECT_EQ(code_found(), "certificate.decision_repeated");
}
TEST_F(Tampered, DecisionAboutForeignPerson) {
  for (std::size_t n : {std::size_t{3}, std::size_t{4}}) {
    certificate.nodes[n].decision.kind = Decision::Kind::placed;
    certificate.nodes[n].decision.who = static_cast<Ix>(in.staff.size());
  }
  EXPECT_EQ(code_found(), "certificate.undecidable");
}
TEST_F(Tampered, DecisionAboutNobody) {
  for (std::size_t n : {std::size_t{3}, std::size_t{4}})
    certificate.nodes[n].decision = {Decision::Kind::placed, n == 3, 0, none};
  EXPECT_EQ(code_found(), "certificate.undecidable");
}
TEST_F(Tampered, RingOfParents) {
  certificate.nodes[1].parent = 2;
  certificate.nodes[2].parent = 1;
  EXPECT_EQ(code_found(), "certificate.tree");
}
TEST_F(Tampered, NoNodes) {
  certificate.nodes.clear();
  EXPECT_EQ(code_found(), "certificate.empty");
}
TEST_F(Tampered, BoundRaised) {
  ++certificate.bound;
  EXPECT_EQ(code_found(), "certificate.bound");
}
TEST_F(Tampered, LeafBoundRaised) {
  ++leaf().bound;
  EXPECT_EQ(code_found(), "certificate.leaf_bound");
}
TEST_F(Tampered, FloorOfForeignPerson) {
  floors = {
      {Term::no_leader, 0, false, {{Price::Kind::staff, static_cast<Ix>(in.staff.size()), 1}}}};
  EXPECT_EQ(code_found(), "floor.unknown_price");
}
TEST_F(Tampered, BoundLowerThanProvenIsNoFault) {
  --certificate.bound;
  leaf().bound -= 1000;
  EXPECT_EQ(code_found(), "nothing");
}

}  // namespace
}  // namespace sojourn::planner::testing
