// Double entry by properties, what a team costs, what a claim is worth, and the gates.
#include "stages/support/rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "base/random.h"
#include "base/text.h"

namespace sojourn::stages::support {
namespace {

using base::Date;
using base::DateRange;
using base::Id;
using base::Money;
using base::written;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Date day(std::string_view text) { return written<Date>(text); }
Money yuan(std::string_view text) { return written<Money>(std::string(text) + " CNY"); }

std::vector<std::string> codes(programme::Faults& faults) {
  std::vector<std::string> made;
  for (const base::Fault& each : faults.take()) {
    made.push_back(each.where + " " + each.code);
  }
  return made;
}

std::int64_t sum_of(const Line& line) {
  return line.unspent + line.committed + line.paid + line.unfunded + line.programme +
         line.sponsors + line.matched;
}

TEST(DoubleEntry, EachKindOfBookingAddsUpToNothing) {
  for (const Legs& legs :
       {planning({1}, 100), planning({1}, -40), funding({1}, Funder::matched, 30),
        committing({1}, 70), releasing({1}, 20), paying({1}, 50)}) {
    EXPECT_TRUE(balanced(legs));
    EXPECT_TRUE(balanced(reversing(legs)));
  }
  EXPECT_FALSE(balanced(Legs{}));
  EXPECT_FALSE(balanced(Legs{{{1}, Account::paid, 0}, {{1}, Account::unspent, 0}}));
  EXPECT_FALSE(balanced(Legs{{{1}, Account::paid, 2}, {{1}, Account::unspent, -1}}));
}

TEST(DoubleEntry, ALineTellsWhatIsPlannedGivenAndMissing) {
  Line line{.id = {1}, .site = {}};
  const auto book = [&](const Legs& legs) {
    for (const Leg& leg : legs) {
      post(line, leg);
    }
  };
  book(planning({1}, 1'000));
  book(funding({1}, Funder::programme, 300));
  book(funding({1}, Funder::sponsors, 200));
  book(committing({1}, 400));
  book(paying({1}, 150));
  EXPECT_EQ(planned(line), 1'000);
  EXPECT_EQ(line.unspent, 600);
  EXPECT_EQ(line.committed, 250);
  EXPECT_EQ(line.paid, 150);
  EXPECT_EQ(funded(line), 500);
  EXPECT_EQ(gap(line), 500);
  book(funding({1}, Funder::matched, 700));
  EXPECT_EQ(gap(line), -200) << "more was given than is planned";
}

TEST(DoubleEntry, WhateverTheOrderAllAccountsAddUpToNothingToTheSmallestUnit) {
  base::Random random(7);
  for (int round = 0; round < 300; ++round) {
    // Some bookings on a few lines.
    std::vector<Line> lines;
    for (std::int64_t i = 1; i <= 4; ++i) {
      lines.push_back({.id = {i}, .site = {}});
    }
    std::vector<Legs> bookings;
    for (int i = 0; i < 40; ++i) {
      const Id<Line> line{1 + static_cast<std::int64_t>(random.below(4))};
      const std::int64_t minor = 1 + static_cast<std::int64_t>(random.below(1'000'000'007));
      switch (random.below(6)) {
        case 0: bookings.push_back(planning(line, minor)); break;
        case 1: bookings.push_back(funding(line, Funder::programme, minor)); break;
        case 2: bookings.push_back(spread(lines, Funder::sponsors, minor)); break;
        case 3: bookings.push_back(committing(line, minor)); break;
        case 4: bookings.push_back(paying(line, minor)); break;
        default:
          if (!bookings.empty()) {
            bookings.push_back(reversing(bookings[random.below(bookings.size())]));
          }
      }
    }
    const auto booked = [&](const std::vector<Legs>& all) {
      std::vector<Line> made = lines;
      for (const Legs& legs : all) {
        EXPECT_TRUE(balanced(legs));
        for (const Leg& leg : legs) {
          post(made.at(static_cast<std::size_t>(leg.line.value - 1)), leg);
        }
      }
      return made;
    };
    const std::vector<Line> once = booked(bookings);
    for (std::size_t i = bookings.size(); i > 1; --i) {
      std::swap(bookings[i - 1], bookings[random.below(i)]);
    }
    EXPECT_EQ(booked(bookings), once) << "the order makes no difference";
    std::int64_t all = 0;
    for (const Line& line : once) {
      EXPECT_EQ(sum_of(line), 0) << "of each line";
      EXPECT_EQ(planned(line) - funded(line), gap(line));
      all += sum_of(line);
    }
    EXPECT_EQ(all, 0);
    // Everything taken back: as before.
    const std::size_t count = bookings.size();
    for (std::size_t i = 0; i < count; ++i) {
      bookings.push_back(reversing(bookings[i]));
    }
    EXPECT_EQ(booked(bookings), lines);
  }
}

TEST(DoubleEntry, AContributionFillsTheGapsInTheirOrderAndTheRestGoesToTheFirst) {
  std::vector<Line> lines = {{.id = {1}, .site = {}, .unspent = 100, .unfunded = -100},
                             {.id = {2}, .site = {}, .unspent = 50, .programme = -50},
                             {.id = {3}, .site = {}, .unspent = 80, .unfunded = -80}};
  std::map<std::int64_t, std::int64_t> given;
  const auto give = [&](std::int64_t minor) {
    given.clear();
    const Legs legs = spread(lines, Funder::sponsors, minor);
    EXPECT_TRUE(balanced(legs));
    for (const Leg& leg : legs) {
      if (leg.account == Account::sponsors) {
        given[leg.line.value] -= leg.minor;
      }
    }
    return given;
  };
  EXPECT_THAT(give(60), ElementsAre(std::pair(1, 60)));
  EXPECT_THAT(give(130), ElementsAre(std::pair(1, 100), std::pair(3, 30)));
  EXPECT_THAT(give(200), ElementsAre(std::pair(1, 120), std::pair(3, 80)));
}

TEST(Lines, OverTheLineSaysByHowMuchAndWhoMayApprove) {
  const Line line{.id = {1}, .site = {}, .unspent = 70'000};
  EXPECT_NO_THROW(require_within(line, yuan("700.00")));
  try {
    require_within(line, yuan("1000.00"));
    FAIL();
  } catch (const base::Refusal& refusal) {
    EXPECT_EQ(refusal.code, "over_line");
    EXPECT_THAT(refusal.detail.english(), HasSubstr("has 700.00 CNY left"));
    EXPECT_THAT(refusal.detail.english(), HasSubstr("300.00 CNY over the line"));
    EXPECT_THAT(refusal.detail.english(), HasSubstr("A programme officer may approve"));
  }
}

TEST(Cost, OfATeamByTheRules) {
  const SupportRules rules;
  EXPECT_THAT(yearly_cost(rules, {.leaders = 1, .all = 3, .arriving = 2}),
              ElementsAre(PlannedLine{LineKind::work_fund, yuan("10000.00")},
                          PlannedLine{LineKind::meals, yuan("60000.00")},
                          // 4 trips * 12 months * 100 km * 1.80 * 3 people
                          PlannedLine{LineKind::home_trips, yuan("25920.00")},
                          PlannedLine{LineKind::settling_in, yuan("2000.00")},
                          PlannedLine{LineKind::training, yuan("1500.00")},
                          PlannedLine{LineKind::insurance, yuan("900.00")},
                          PlannedLine{LineKind::health, yuan("1500.00")}));
  EXPECT_EQ(contribution(rules, programme::AreaKind::province), yuan("20000.00"));
  EXPECT_EQ(contribution(rules, programme::AreaKind::prefecture), yuan("10000.00"));
  EXPECT_EQ(contribution(rules, programme::AreaKind::county), yuan("5000.00"));
  EXPECT_EQ(contribution(rules, programme::AreaKind::township), yuan("5000.00"));
}

TEST(Cost, InACurrencyWithoutSmallUnits) {
  SupportRules rules;
  rules.currency = written<base::Currency>("JPY");
  EXPECT_EQ(units(rules, 7).to_text(), "7 JPY");
  EXPECT_EQ(for_km(rules, 25).to_text(), "45 JPY");
  EXPECT_EQ(for_km(rules, 1).to_text(), "2 JPY") << "1.80, to the nearest unit";
}

TEST(People, WholePostsSoThatASuccessorCountsOnce) {
  const DateRange year(day("2027-01-01"), day("2027-12-31"));
  // A leader all year, and a post that two people fill one after the other.
  const People people =
      people_of(std::vector<ServedSpan>{{.leads = true, .from = day("2026-03-01")},
                                        {.from = day("2026-03-01"), .to = day("2027-06-30")},
                                        {.from = day("2027-07-01"), .to = day("2029-06-30")},
                                        {.from = day("2028-01-01")},
                                        {.from = day("2025-01-01"), .to = day("2026-12-31")}},
                year);
  EXPECT_EQ(people.leaders, 1);
  EXPECT_EQ(people.all, 2);
  EXPECT_EQ(people.arriving, 1);
  EXPECT_EQ(people_of(std::vector<ServedSpan>{{.from = day("2027-12-31")}}, year).all, 1);
  EXPECT_EQ(people_of({}, year).all, 0);
}

TEST(Rules, AreReadWithEveryFault) {
  programme::Faults faults;
  const SupportRules rules = read_rules(
      "[support]\ncurrency = \"EUR\"\nmeal_day = 12\nkm_hundredths = 30\ntwo_hands = false\n",
      "/text", faults);
  EXPECT_THAT(codes(faults), IsEmpty());
  EXPECT_EQ(units(rules, rules.meal_day).to_text(), "12.00 EUR");
  EXPECT_EQ(rules.work_fund, 10'000) << "what is not given keeps its standard";
  EXPECT_FALSE(rules.two_hands);
  read_rules("[support]\ncurrency = \"yuan\"\nmeal_day = -1\nlunch = 3\n", "/text", faults);
  EXPECT_THAT(codes(faults),
              ElementsAre("/text rules_value", "/text rules_value", "/text rules_value"));
}

ClaimFacts known() { return {.today = day("2026-12-10")}; }

TEST(Claims, MealsAreTheConfirmedDaysOfTheMonth) {
  const SupportRules rules;
  programme::Faults faults;
  const ClaimDraft draft{.kind = LineKind::meals, .day = day("2026-11-30")};
  check_claim(rules, draft, known(), faults);
  EXPECT_THAT(codes(faults), ElementsAre("/day month_not_confirmed"));
  ClaimFacts facts = known();
  facts.confirmed_days = 19;
  EXPECT_EQ(check_claim(rules, draft, facts, faults), yuan("1900.00"));
  EXPECT_THAT(codes(faults), IsEmpty());
  facts.claimed_already = true;
  check_claim(rules, draft, facts, faults);
  EXPECT_THAT(codes(faults), ElementsAre("/day claimed_already"));
  facts = known();
  facts.confirmed_days = 0;
  check_claim(rules, draft, facts, faults);
  EXPECT_THAT(codes(faults), ElementsAre("/day no_days"));
  ClaimDraft typed = draft;
  typed.amount = yuan("1.00");
  facts.confirmed_days = 3;
  check_claim(rules, typed, facts, faults);
  EXPECT_THAT(codes(faults), ElementsAre("/amount not_of_kind"));
}

TEST(Claims, TripsGoByKilometreAndNotMoreThanTheRulesPay) {
  const SupportRules rules;
  programme::Faults faults;
  ClaimDraft draft{.kind = LineKind::home_trips, .day = day("2026-12-01"), .km = 55};
  ClaimFacts facts = known();
  facts.trips = 3;
  EXPECT_EQ(check_claim(rules, draft, facts, faults), yuan("99.00"));
  EXPECT_THAT(codes(faults), IsEmpty());
  facts.trips = 4;
  check_claim(rules, draft, facts, faults);
  std::vector<base::Fault> told = faults.take();
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].code, "too_many_trips");
  EXPECT_EQ(told[0].detail.english(),
            "4 home trips a month are paid, and 4 are claimed in 2026-12.");
  draft.km.reset();
  check_claim(rules, draft, known(), faults);
  EXPECT_THAT(codes(faults), ElementsAre("/km missing"));
  draft.km = 5'001;
  check_claim(rules, draft, known(), faults);
  EXPECT_THAT(codes(faults), ElementsAre("/km out_of_range"));
}

TEST(Claims, AReceiptHasANumberAndAnAmountAndIsPaidOnce) {
  const SupportRules rules;
  programme::Faults faults;
  ClaimDraft draft{.kind = LineKind::training,
                   .day = day("2026-12-01"),
                   .amount = yuan("123.45"),
                   .receipt = "R-7"};
  EXPECT_EQ(check_claim(rules, draft, known(), faults), yuan("123.45"));
  EXPECT_THAT(codes(faults), IsEmpty());
  ClaimFacts twice = known();
  twice.claimed_already = true;
  check_claim(rules, draft, twice, faults);
  EXPECT_THAT(codes(faults), ElementsAre("/receipt claimed_already"));
  ClaimDraft without = draft;
  without.amount.reset();
  check_claim(rules, without, known(), faults);
  EXPECT_THAT(codes(faults), ElementsAre("/amount receipt_without_amount"));
  without = draft;
  without.receipt.reset();
  check_claim(rules, without, known(), faults);
  EXPECT_THAT(codes(faults), ElementsAre("/receipt missing"));
  for (const char* amount : {"0.00 CNY", "-1.00 CNY", "100000000000.00 CNY"}) {
    draft.amount = written<Money>(amount);
    check_claim(rules, draft, known(), faults);
    EXPECT_THAT(codes(faults), ElementsAre("/amount out_of_range")) << amount;
  }
  draft.amount = written<Money>("5.00 EUR");
  check_claim(rules, draft, known(), faults);
  EXPECT_THAT(codes(faults), ElementsAre("/amount other_currency"));
  draft.amount = yuan("1.00");
  draft.day = day("2026-12-12");
  check_claim(rules, draft, known(), faults);
  EXPECT_THAT(codes(faults), ElementsAre("/day in_future"));
}

TEST(Claims, SettlingInIsPaidOnce) {
  programme::Faults faults;
  const ClaimDraft draft{.kind = LineKind::settling_in, .day = day("2026-12-01")};
  EXPECT_EQ(check_claim({}, draft, known(), faults), yuan("1000.00"));
  ClaimFacts facts = known();
  facts.claimed_already = true;
  check_claim({}, draft, facts, faults);
  EXPECT_THAT(codes(faults), ElementsAre("/kind claimed_already"));
}

TEST(Claims, WhoHoldsOneUpAndForHowLong) {
  EXPECT_EQ(holder_of(ClaimState::asked), Holder::area_office);
  EXPECT_EQ(holder_of(ClaimState::checked), Holder::programme_office);
  EXPECT_EQ(holder_of(ClaimState::approved), Holder::programme_office);
  EXPECT_EQ(holder_of(ClaimState::settled), Holder::nobody);
  EXPECT_EQ(holder_of(ClaimState::refused), Holder::nobody);
  const programme::WorkingDays days;
  // A Thursday; Friday, and the Monday after the weekend.
  EXPECT_EQ(days_waiting(days, day("2026-11-26"), day("2026-11-30")), 2);
  EXPECT_EQ(days_waiting(days, day("2026-11-26"), day("2026-11-26")), 0);
  EXPECT_EQ(days_waiting(days, day("2026-11-26"), day("2026-11-01")), 0)
      << "the clock was put back";
}

Insurance insured(std::string_view from, std::string_view to) {
  return {.id = {1},
          .staff = {2},
          .insurer = {},
          .policy_number = {},
          .from_day = day(from),
          .to_day = day(to),
          .recorded_on = day(from)};
}

TEST(Gates, NobodyArrivesUninsuredOrUnfit) {
  const auto told = [](const std::vector<Insurance>& insurances, std::optional<Date> fit_until) {
    std::vector<std::string_view> made;
    for (const Gate& gate : gates(insurances, fit_until, day("2027-03-01"))) {
      made.push_back(gate.code);
    }
    return made;
  };
  const std::vector<Insurance> good = {insured("2027-03-01", "2027-03-01")};
  EXPECT_THAT(told(good, day("2027-03-01")), IsEmpty());
  EXPECT_THAT(told(good, day("2027-02-28")), ElementsAre("not_fit"));
  EXPECT_THAT(told(good, std::nullopt), ElementsAre("not_fit"));
  EXPECT_THAT(told({insured("2027-03-02", "2028-03-01")}, day("2028-01-01")),
              ElementsAre("not_insured"));
  EXPECT_THAT(told({insured("2026-03-01", "2027-02-28")}, day("2028-01-01")),
              ElementsAre("not_insured"));
  EXPECT_THAT(told({}, std::nullopt), ElementsAre("not_insured", "not_fit"));
  std::vector<Insurance> withdrawn = good;
  withdrawn[0].withdrawn_on = day("2026-12-01");
  EXPECT_THAT(told(withdrawn, day("2028-01-01")), ElementsAre("not_insured"));
}

TEST(Gates, OnePolicyGoesOnWhereAnotherEnds) {
  const std::vector<Insurance> two = {insured("2028-01-01", "2028-12-31"),
                                      insured("2027-01-01", "2027-12-31")};
  EXPECT_EQ(insured_until(two, day("2027-05-01")), day("2028-12-31"));
  EXPECT_EQ(insured_until(two, day("2026-12-31")), std::nullopt);
  const std::vector<Insurance> apart = {insured("2028-01-02", "2028-12-31"),
                                        insured("2027-01-01", "2027-12-31")};
  EXPECT_EQ(insured_until(apart, day("2027-05-01")), day("2027-12-31"));
  EXPECT_EQ(standing_of(std::nullopt, day("2027-05-01"), day("2027-05-31")), Standing::lapsed);
  EXPECT_EQ(standing_of(day("2027-04-30"), day("2027-05-01"), day("2027-05-31")), Standing::lapsed);
  EXPECT_EQ(standing_of(day("2027-05-30"), day("2027-05-01"), day("2027-05-31")), Standing::soon);
  EXPECT_EQ(standing_of(day("2027-05-31"), day("2027-05-01"), day("2027-05-31")),
            Standing::in_order);
}

TEST(DaysThere, AreThoseOfThePostingWithoutLongLeave) {
  const auto day = [](std::string_view text) { return base::written<base::Date>(text); };
  const auto month = base::written<base::Month>("2026-10");
  const base::DateRange posting{day("2026-10-11"), std::nullopt};
  EXPECT_EQ(days_there(posting, {}, month), 21);
  EXPECT_EQ(days_there(posting, {}, base::written<base::Month>("2026-09")), 0);
  const std::vector<base::DateRange> known = {{day("2026-09-20"), day("2026-10-15")}};
  EXPECT_EQ(days_there(posting, known, month), 16);
  const std::vector<base::DateRange> open = {{day("2026-10-21"), std::nullopt}};
  EXPECT_EQ(days_there(posting, open, month), 10);
  EXPECT_EQ(days_there(posting, open, base::written<base::Month>("2027-01")), 0);
  const std::vector<base::DateRange> two = {{day("2026-10-12"), day("2026-10-13")},
                                            {day("2026-10-31"), day("2026-11-01")}};
  EXPECT_EQ(days_there(posting, two, month), 18);
}

TEST(RequireReceipt, OfMoreThanTheRuleAPictureIsNeeded) {
  SupportRules rules;
  rules.currency = yuan("1").currency;
  const auto refused = [&](LineKind kind, std::string_view amount, std::int64_t receipts) {
    try {
      require_receipt(rules, kind, written<Money>(amount), receipts);
    } catch (const base::Refusal& refusal) {
      return refusal.code + ": " + refusal.detail.in(base::Language::en);
    }
    return std::string("passed");
  };
  EXPECT_EQ(refused(LineKind::training, "1000 CNY", 0), "passed");
  const std::string over = refused(LineKind::training, "1000.01 CNY", 0);
  EXPECT_THAT(over, HasSubstr("receipt_missing"));
  EXPECT_THAT(over, HasSubstr("more than 1000.00 CNY"));
  EXPECT_THAT(over, HasSubstr("this is 1000.01 CNY"));
  EXPECT_EQ(refused(LineKind::training, "1000.01 CNY", 1), "passed");
  // What the rules reckon has no receipt.
  EXPECT_EQ(refused(LineKind::meals, "2000 CNY", 0), "passed");
  EXPECT_EQ(refused(LineKind::home_trips, "2000 CNY", 0), "passed");
  EXPECT_THAT(refused(LineKind::health, "1 EUR", 0), HasSubstr("receipt_missing"));
  rules.receipt_above = 0;
  EXPECT_THAT(refused(LineKind::work_fund, "0.01 CNY", 0), HasSubstr("receipt_missing"));
}

}  // namespace
}  // namespace sojourn::stages::support
