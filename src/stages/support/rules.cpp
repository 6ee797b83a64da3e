#include "stages/support/rules.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ensure.h"
#include "stages/postings/rules.h"

namespace sojourn::stages::support {
namespace {

/// More than any budget, and so little that a million of them can be added.
constexpr std::int64_t most_minor = 1'000'000'000'000;
constexpr std::int32_t most_km = 5'000;

std::int64_t minor_units(base::Currency currency) {
  std::int64_t made = 1;
  for (int i = 0; i < currency.decimals(); ++i) {
    made *= 10;
  }
  return made;
}

Account account_of(Funder funder) {
  switch (funder) {
    case Funder::programme: return Account::programme;
    case Funder::sponsors: return Account::sponsors;
    case Funder::matched: return Account::matched;
  }
  base::ensure(false, "a funder");
  return Account::programme;
}

bool by_receipt(LineKind kind) {
  return kind == LineKind::work_fund || kind == LineKind::training || kind == LineKind::insurance ||
         kind == LineKind::health;
}

void require_none(std::string_view where, bool given, programme::Faults& faults) {
  if (given) {
    faults.add(std::string(where), "not_of_kind", "",
               "The rules reckon this kind of claim; leave this out.");
  }
}

base::Money trip_claim(const SupportRules& rules, const ClaimDraft& draft, const ClaimFacts& facts,
                       programme::Faults& faults) {
  require_none("/amount", draft.amount.has_value(), faults);
  require_none("/receipt", draft.receipt.has_value(), faults);
  if (!draft.km) {
    faults.add("/km", "missing", "", "Say how many kilometres the way there and back has.");
  } else {
    faults.check_between("/km", *draft.km, 1, most_km);
  }
  if (facts.trips >= rules.home_trips) {
    faults.add("/day", "too_many_trips", draft.day.to_text(),
               base::in_words("{} home trips a month are paid, and {} are claimed in {}.",
                              rules.home_trips, facts.trips, base::Month(draft.day).to_text()));
  }
  if (facts.away) {
    faults.add("/day", "paused", draft.day.to_text(),
               "The term is paused on this day by long leave, for which no allowance is paid.");
  }
  return for_km(rules, std::clamp(draft.km.value_or(0), 0, most_km));
}

base::Money meals_claim(const SupportRules& rules, const ClaimDraft& draft, const ClaimFacts& facts,
                        programme::Faults& faults) {
  require_none("/amount", draft.amount.has_value(), faults);
  require_none("/receipt", draft.receipt.has_value(), faults);
  require_none("/km", draft.km.has_value(), faults);
  const std::string month = base::Month(draft.day).to_text();
  if (!facts.confirmed_days) {
    faults.add("/day", "month_not_confirmed", month,
               base::in_words("The host has not confirmed {}. Allowances are paid by the days of a "
                              "confirmed month, {} each.",
                              month, units(rules, rules.meal_day).to_text()));
  } else if (facts.claimed_already) {
    faults.add("/day", "claimed_already", month,
               base::in_words("The meals of {} are claimed already.", month));
  } else if (*facts.confirmed_days == 0) {
    faults.add("/day", "no_days", month,
               base::in_words("By the host's word {} has no day on site.", month));
  }
  return units(rules, rules.meal_day) * facts.confirmed_days.value_or(0);
}

base::Money receipt_claim(const ClaimDraft& draft, const ClaimFacts& facts,
                          programme::Faults& faults) {
  require_none("/km", draft.km.has_value(), faults);
  if (!draft.receipt) {
    faults.add("/receipt", "missing", "", "Give the number that stands on the receipt.");
  } else {
    faults.check_short("/receipt", draft.receipt);
  }
  if (!draft.amount) {
    faults.add("/amount", "receipt_without_amount", draft.receipt.value_or(""),
               "A receipt counts with its amount. Give the amount that stands on it.");
    return {0, facts.currency};
  }
  check_amount("/amount", *draft.amount, facts.currency, faults);
  if (facts.claimed_already) {
    faults.add(
        "/receipt", "claimed_already", draft.receipt.value_or(""),
        base::in_words("A receipt of this number, {} and {} is claimed already. A receipt is "
                       "paid once, whatever the fund.",
                       draft.amount->to_text(), draft.day.to_text()));
  }
  return *draft.amount;
}

}  // namespace

base::Money units(const SupportRules& rules, std::int64_t number) {
  return base::Money{minor_units(rules.currency), rules.currency} * number;
}

base::Money for_km(const SupportRules& rules, std::int64_t km) {
  return units(rules, km * rules.km_hundredths).part(1, 100);
}

base::Money contribution(const SupportRules& rules, programme::AreaKind level) {
  switch (level) {
    case programme::AreaKind::nation:
    case programme::AreaKind::province: return units(rules, rules.sponsor_province);
    case programme::AreaKind::prefecture: return units(rules, rules.sponsor_prefecture);
    case programme::AreaKind::county:
    case programme::AreaKind::township: return units(rules, rules.sponsor_county);
  }
  base::ensure(false, "a level");
  return {};
}

People people_of(std::span<const ServedSpan> served, const base::DateRange& year) {
  const std::int64_t whole = *year.days();
  std::int64_t all = 0;
  std::int64_t leading = 0;
  People made;
  for (const ServedSpan& each : served) {
    const auto span = base::DateRange::of(each.from, each.to);
    const auto within = span ? span->shared(year) : std::nullopt;
    if (!within) {
      continue;
    }
    all += *within->days();
    leading += each.leads ? *within->days() : 0;
    made.arriving += year.contains(each.from) ? 1 : 0;
  }
  made.all = (all + whole - 1) / whole;
  made.leaders = (leading + whole - 1) / whole;
  return made;
}

People people_due(std::int64_t target_team) {
  return {.leaders = target_team > 0 ? 1 : 0, .all = target_team, .arriving = target_team};
}

std::vector<PlannedLine> yearly_cost(const SupportRules& rules, const People& people) {
  return {{LineKind::work_fund, units(rules, rules.work_fund) * people.leaders},
          {LineKind::meals, units(rules, rules.meal_day) * (rules.meal_days * people.all)},
          {LineKind::home_trips,
           for_km(rules, rules.trip_km) * (std::int64_t{12} * rules.home_trips * people.all)},
          {LineKind::settling_in, units(rules, rules.settling_in) * people.arriving},
          {LineKind::training, units(rules, rules.training) * people.all},
          {LineKind::insurance, units(rules, rules.insurance) * people.all},
          {LineKind::health, units(rules, rules.health) * people.all}};
}

Legs planning(base::Id<Line> line, std::int64_t minor) {
  return {{line, Account::unspent, minor}, {line, Account::unfunded, -minor}};
}
Legs funding(base::Id<Line> line, Funder funder, std::int64_t minor) {
  return {{line, Account::unfunded, minor}, {line, account_of(funder), -minor}};
}
Legs committing(base::Id<Line> line, std::int64_t minor) {
  return {{line, Account::committed, minor}, {line, Account::unspent, -minor}};
}
Legs releasing(base::Id<Line> line, std::int64_t minor) { return committing(line, -minor); }
Legs paying(base::Id<Line> line, std::int64_t minor) {
  return {{line, Account::paid, minor}, {line, Account::committed, -minor}};
}

Legs reversing(std::span<const Leg> legs) {
  Legs made(legs.begin(), legs.end());
  for (Leg& each : made) {
    each.minor = -each.minor;
  }
  return made;
}

bool balanced(std::span<const Leg> legs) {
  std::int64_t sum = 0;
  for (const Leg& each : legs) {
    if (each.minor == 0) {
      return false;
    }
    sum += each.minor;
  }
  return legs.size() >= 2 && sum == 0;
}

std::int64_t& balance(Line& line, Account account) {
  switch (account) {
    case Account::unspent: return line.unspent;
    case Account::committed: return line.committed;
    case Account::paid: return line.paid;
    case Account::unfunded: return line.unfunded;
    case Account::programme: return line.programme;
    case Account::sponsors: return line.sponsors;
    case Account::matched: return line.matched;
  }
  base::ensure(false, "an account");
  return line.unspent;
}

void post(Line& line, const Leg& leg) {
  base::ensure(line.id == leg.line, "a leg is posted to its own line");
  balance(line, leg.account) += leg.minor;
}

std::int64_t planned(const Line& line) { return line.unspent + line.committed + line.paid; }
std::int64_t funded(const Line& line) { return -(line.programme + line.sponsors + line.matched); }
std::int64_t gap(const Line& line) { return -line.unfunded; }

Legs spread(std::span<const Line> lines, Funder funder, std::int64_t minor) {
  base::ensure(!lines.empty() && minor > 0, "there is something to spread, and where to");
  std::vector<std::int64_t> shares(lines.size(), 0);
  std::int64_t left = minor;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    shares[i] = std::clamp<std::int64_t>(gap(lines[i]), 0, left);
    left -= shares[i];
  }
  shares.front() += left;
  Legs made;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (shares[i] > 0) {
      for (const Leg& each : funding(lines[i].id, funder, shares[i])) {
        made.push_back(each);
      }
    }
  }
  return made;
}

void require_within(const Line& line, const base::Money& amount) {
  if (amount.minor <= line.unspent) {
    return;
  }
  const base::Money left{line.unspent, line.currency};
  throw base::Refusal{
      base::Kind::precondition, "over_line",
      base::in_words("The line has {} left, and this is {}: {} over the line. A programme officer "
                     "may approve more for it, with a reason (line approve).",
                     left.to_text(), amount.to_text(), (amount - left).to_text())};
}

void check_amount(std::string_view where, const base::Money& amount, base::Currency currency,
                  programme::Faults& faults) {
  if (amount.currency != currency) {
    faults.add(std::string(where), "other_currency", amount.to_text(),
               base::in_words("This line is kept in {}.", currency.to_text()));
  }
  if (amount.minor < 1 || amount.minor > most_minor) {
    faults.add(std::string(where), "out_of_range", amount.to_text(),
               base::in_words("An amount above zero, up to {}, is due here.",
                              base::Money{most_minor, amount.currency}.to_text()));
  }
}

std::int64_t days_there(const base::DateRange& posting, std::span<const base::DateRange> pauses,
                        const base::Month& month) {
  const auto served = posting.shared(month.days());
  std::int64_t days = 0;
  if (served) {
    for (const base::DateRange& each : postings::presences(*served, pauses)) {
      days += *each.days();
    }
  }
  return days;
}

base::Money check_claim(const SupportRules& rules, const ClaimDraft& draft, const ClaimFacts& facts,
                        programme::Faults& faults) {
  if (draft.day > facts.today + 1) {
    faults.add("/day", "in_future", draft.day.to_text(), "This should be a day that has come.");
  }
  if (!by_receipt(draft.kind) && facts.currency != rules.currency) {
    faults.add("/kind", "other_currency", facts.currency.to_text(),
               base::in_words("The line is kept in {}, and the rules are in {}.",
                              facts.currency.to_text(), rules.currency.to_text()));
  }
  switch (draft.kind) {
    case LineKind::home_trips: return trip_claim(rules, draft, facts, faults);
    case LineKind::meals: return meals_claim(rules, draft, facts, faults);
    case LineKind::settling_in:
      require_none("/amount", draft.amount.has_value(), faults);
      require_none("/receipt", draft.receipt.has_value(), faults);
      require_none("/km", draft.km.has_value(), faults);
      if (facts.claimed_already) {
        faults.add("/kind", "claimed_already", "settling_in",
                   "Settling in is paid once a posting, and is claimed already.");
      }
      return units(rules, rules.settling_in);
    default: return receipt_claim(draft, facts, faults);
  }
}

void require_receipt(const SupportRules& rules, LineKind kind, const base::Money& amount,
                     std::int64_t receipts) {
  const base::Money most = units(rules, rules.receipt_above);
  if (!by_receipt(kind) || receipts > 0 ||
      (amount.currency == most.currency && amount.minor <= most.minor)) {
    return;
  }
  throw base::Refusal{
      base::Kind::precondition, "receipt_missing",
      base::in_words("A claim of more than {} by a receipt goes on only with a picture of it "
                     "(receipt_above), and this is {}. Put the picture to the claim first (receipt "
                     "add).",
                     most.to_text(), amount.to_text())};
}

Holder holder_of(ClaimState state) {
  switch (state) {
    case ClaimState::asked: return Holder::area_office;
    case ClaimState::checked:
    case ClaimState::approved: return Holder::programme_office;
    case ClaimState::settled:
    case ClaimState::refused: break;
  }
  return Holder::nobody;
}

std::int64_t days_waiting(const programme::WorkingDays& days, base::Date since, base::Date today) {
  return today <= since ? 0 : days.count({since + 1, today});
}

std::optional<base::Date> insured_until(std::span<const Insurance> insurances, base::Date from) {
  std::optional<base::Date> until;
  // Each round takes one that goes on where the others end; there are few.
  for (bool more = true; more;) {
    more = false;
    for (const Insurance& each : insurances) {
      const base::Date next = until ? *until + 1 : from;
      if (!each.withdrawn_on && each.from_day <= next && each.to_day >= next) {
        until = each.to_day;
        more = true;
      }
    }
  }
  return until;
}

Standing standing_of(const std::optional<base::Date>& until, base::Date today, base::Date last) {
  if (!until || *until < today) {
    return Standing::lapsed;
  }
  return *until < last ? Standing::soon : Standing::in_order;
}

std::vector<Gate> gates(std::span<const Insurance> insurances,
                        const std::optional<base::Date>& fit_until, base::Date on) {
  std::vector<Gate> found;
  if (!insured_until(insurances, on)) {
    found.push_back({"not_insured",
                     base::in_words("Nobody arrives without insurance, and none is recorded that "
                                    "holds on {}. Record it, or have two people sign an exception "
                                    "(exception ask).",
                                    on.to_text())});
  }
  if (!fit_until || *fit_until < on) {
    found.push_back(
        {"not_fit", base::in_words("Nobody arrives without a certificate of fitness that holds on "
                                   "{}. Record it, or have two people sign an exception "
                                   "(exception ask).",
                                   on.to_text())});
  }
  return found;
}

}  // namespace sojourn::stages::support
