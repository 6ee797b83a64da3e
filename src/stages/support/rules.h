// What holds for money and for arriving, without SQL: the table [support] of rules.toml, what a
// team costs by it, double entry, what a claim has to have and what it is worth, who holds it up,
// and the gates before an arrival. Tested in tests/unit/stages/support/rules_test.cpp, by
// properties too.
//
// Double entry: every amount is moved by a booking of two or more legs that add up to nothing, from
// one account of a line to another. Planning takes from `unfunded` to `unspent`, a funder's money
// goes from the funder to `unfunded`, a promise from `unspent` to `committed`, a payment from there
// to `paid`. So at any time unspent + committed + paid is what was planned, what the funders gave
// is its other side, and what is missing is in `unfunded`.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/money.h"
#include "stages/programme/rules.h"
#include "stages/support/records.h"

namespace sojourn::stages::support {

/// Amounts are whole units of the currency (yuan), if nothing else is said.
struct SupportRules {
  base::Currency currency = {};
  std::int32_t work_fund = 10'000;         ///< a leader and year
  std::int32_t meal_day = 100;             ///< a confirmed day on site
  std::int32_t meal_days = 200;            ///< days a person and year, for planning
  std::int32_t home_trips = 4;             ///< a month, at most
  std::int32_t km_hundredths = 180;        ///< a kilometre, in hundredths of a unit
  std::int32_t trip_km = 100;              ///< there and back, for planning
  std::int32_t settling_in = 1'000;        ///< once a posting
  std::int32_t training = 500;             ///< a person and year
  std::int32_t insurance = 300;            ///< a person and year
  std::int32_t health = 500;               ///< a person and year
  std::int32_t sponsor_province = 20'000;  ///< a posted person and year, by the sponsor's level
  std::int32_t sponsor_prefecture = 10'000;
  std::int32_t sponsor_county = 5'000;
  std::int32_t pay_days = 15;      ///< working days in which claims and contributions are settled
  std::int32_t alarm_days = 30;    ///< before insurance or fitness lapses
  std::int32_t check_months = 12;  ///< from one health check to the next
  /// A claim by receipt of more goes on with a picture of it only. Above this sum offices do not
  /// pay in cash, so that there is an invoice.
  std::int32_t receipt_above = 1'000;
  bool two_hands = true;  ///< who checks a claim does not approve it
};

/// Faults stand at `where`.
SupportRules read_rules(std::string_view text, std::string_view where, programme::Faults& faults);

/// So many whole units.
base::Money units(const SupportRules& rules, std::int64_t number);
/// So many kilometres.
base::Money for_km(const SupportRules& rules, std::int64_t km);
/// What a sponsor of an area's level gives for a posted person and year.
base::Money contribution(const SupportRules& rules, programme::AreaKind level);

/// Who serves somewhere in a year.
struct People {
  std::int64_t leaders = 0;
  std::int64_t all = 0;       ///< leaders among them
  std::int64_t arriving = 0;  ///< whose posting begins in that year
};
/// A posting, as far as costs go.
struct ServedSpan {
  bool leads = false;
  base::Date from;
  std::optional<base::Date> to = {};
};
/// Whole posts of a year: days served, added up, in years, rounded up, so that somebody who takes
/// another's place counts once. `year`: its first and last day.
People people_of(std::span<const ServedSpan> served, const base::DateRange& year);
/// Of a site at which nobody serves yet: its target.
People people_due(std::int64_t target_team);

struct PlannedLine {
  LineKind kind = LineKind::work_fund;
  base::Money amount;
  friend bool operator==(const PlannedLine&, const PlannedLine&) = default;
};
/// Every kind of line once, in their order, with what such a team costs in a year.
std::vector<PlannedLine> yearly_cost(const SupportRules& rules, const People& people);

/// One side of a booking, in smallest units.
struct Leg {
  base::Id<Line> line;
  Account account = Account::unspent;
  std::int64_t minor = 0;
  friend bool operator==(const Leg&, const Leg&) = default;
};
using Legs = std::vector<Leg>;

/// More is planned (or, below zero, less).
Legs planning(base::Id<Line> line, std::int64_t minor);
Legs funding(base::Id<Line> line, Funder funder, std::int64_t minor);
Legs committing(base::Id<Line> line, std::int64_t minor);
Legs releasing(base::Id<Line> line, std::int64_t minor);
Legs paying(base::Id<Line> line, std::int64_t minor);
/// Takes them back.
Legs reversing(std::span<const Leg> legs);
/// Two or more, none of nothing, together nothing.
bool balanced(std::span<const Leg> legs);

std::int64_t& balance(Line& line, Account account);
/// Bug for a leg of another line.
void post(Line& line, const Leg& leg);
std::int64_t planned(const Line& line);
/// What funders gave.
std::int64_t funded(const Line& line);
/// What is planned and nobody gave; below zero: more was given than is planned.
std::int64_t gap(const Line& line);

/// A funder's amount over the lines of a site, in their order, each up to its gap; what is left
/// over goes to the first. Precondition: there is a line, and minor > 0.
Legs spread(std::span<const Line> lines, Funder funder, std::int64_t minor);

/// Refusal precondition "over_line", with the difference and who may approve it, unless the line
/// has as much left.
void require_within(const Line& line, const base::Money& amount);
/// A sum that somebody gives: above zero, of the line's currency, and within what can be added.
void check_amount(std::string_view where, const base::Money& amount, base::Currency currency,
                  programme::Faults& faults);

/// What somebody asks to have paid.
struct ClaimDraft {
  LineKind kind = LineKind::work_fund;
  base::Date day;
  std::optional<base::Money> amount = {};
  std::optional<std::int32_t> km = {};
  std::optional<std::string> receipt = {};
};
/// Days of a month on which somebody can have been at the site: of the posting, and not on long
/// leave, for which nothing is paid.
std::int64_t days_there(const base::DateRange& posting, std::span<const base::DateRange> pauses,
                        const base::Month& month);

/// What is known of it.
struct ClaimFacts {
  base::Currency currency = {};
  base::Date today;
  std::optional<std::int32_t> confirmed_days = {};  ///< of the month
  std::int64_t trips = 0;                           ///< claimed in the month already
  bool away = false;                                ///< the term is paused on the day
  bool claimed_already = false;  ///< the allowance, or a receipt of that number, amount and day
};
/// What it is worth by the rules; faults where it may not be claimed.
base::Money check_claim(const SupportRules& rules, const ClaimDraft& draft, const ClaimFacts& facts,
                        programme::Faults& faults);

/// Refusal precondition "receipt_missing", with the rule and its value, for a claim by receipt that
/// is too much to be paid without a picture of it (another currency than the rules' always is).
void require_receipt(const SupportRules& rules, LineKind kind, const base::Money& amount,
                     std::int64_t receipts);

/// Whose move a claim waits for.
enum class Holder : std::uint8_t { area_office, programme_office, nobody };
BOOST_DESCRIBE_ENUM(Holder, area_office, programme_office, nobody)
Holder holder_of(ClaimState state);
/// Working days since then; 0 where the clock was put back.
std::int64_t days_waiting(const programme::WorkingDays& days, base::Date since, base::Date today);

/// What keeps somebody from arriving on a day, by code and sentence; none: they may.
struct Gate {
  std::string_view code;
  base::Sentence says;
};
std::vector<Gate> gates(std::span<const Insurance> insurances,
                        const std::optional<base::Date>& fit_until, base::Date on);
/// How something with a last day stands.
enum class Standing : std::uint8_t { in_order, soon, lapsed };
BOOST_DESCRIBE_ENUM(Standing, in_order, soon, lapsed)
/// It has to hold up to `last`. None: there is no such thing.
Standing standing_of(const std::optional<base::Date>& until, base::Date today, base::Date last);

/// The last day up to which somebody is insured without a gap, from a day on; none: not on that
/// day.
std::optional<base::Date> insured_until(std::span<const Insurance> insurances, base::Date from);

}  // namespace sojourn::stages::support
