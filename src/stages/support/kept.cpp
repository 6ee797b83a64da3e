// See kept.h: the arrival, days that the host confirmed, money. What stands on a day that is no
// longer one of the posting would be paid for nothing.
#include "stages/support/kept.h"

#include "stages/support/posted.h"

namespace sojourn::stages::support {
namespace {

struct Confirmed {
  base::Month month;
  std::int32_t days = 0;
  base::Date from_day;  ///< of the posting
  std::optional<base::Date> to_day;
};
BOOST_DESCRIBE_STRUCT(Confirmed, (), (month, days, from_day, to_day))

struct Days {
  base::Date from_day;
  std::optional<base::Date> to_day;
};
BOOST_DESCRIBE_STRUCT(Days, (), (from_day, to_day))

std::vector<Confirmed> confirmed_of(db::Tx& tx, Id<Posting> posting) {
  return tx.rows<Confirmed>(
      "SELECT m.month, m.days, n.from_day, n.to_day FROM allowance_month m JOIN posting n ON n.id "
      "= m.posting WHERE m.posting = $1 AND m.withdrawn_on IS NULL AND {unscoped:of a posting that "
      "the asker sees} ORDER BY m.month",
      posting);
}

base::Sentence more_than_left(const Confirmed& month) {
  return base::in_words(
      "Of {} {} days are confirmed, which are more than would be left. Withdraw that first (month "
      "withdraw).",
      month.month.to_text(), month.days);
}

}  // namespace

std::vector<base::DateRange> pauses_of(db::Tx& tx, Id<Posting> posting) {
  std::vector<base::DateRange> made;
  for (const Days& each : tx.rows<Days>(
           "SELECT e.from_day, e.to_day FROM term_event e WHERE e.posting = $1 AND e.kind = "
           "'pause' AND e.withdrawn_on IS NULL AND {unscoped:of a posting that the asker sees}",
           posting)) {
    made.emplace_back(each.from_day, each.to_day);
  }
  return made;
}

void check_kept(db::Tx& tx, Id<Posting> posting, const std::optional<base::Date>& last,
                std::string_view where, Faults& faults) {
  const base::Date after = last.value_or(base::Date::of(1, 1, 1).value());
  const auto add = [&](std::string_view code, base::Sentence says) {
    faults.add(std::string(where), std::string(code), last ? last->to_text() : posting.to_text(),
               std::move(says));
  };
  for (const base::Date day : tx.column<base::Date>(
           "SELECT n.arrived_on FROM arrival n WHERE n.posting = $1 AND n.arrived_on > $2 AND "
           "{unscoped:of a posting that the asker sees}",
           posting, after)) {
    add("arrived_later",
        base::in_words("The arrival is recorded for {}. Withdraw it first (arrival withdraw).",
                       day.to_text()));
  }
  const std::vector<base::DateRange> pauses = pauses_of(tx, posting);
  for (const Confirmed& each : confirmed_of(tx, posting)) {
    if (last && each.month.last() <= *last) {
      continue;  // it is not cut
    }
    const auto whole = last ? base::DateRange::of(each.from_day, last) : std::nullopt;
    if (each.days > (whole ? days_there(*whole, pauses, each.month) : 0)) {
      add("confirmed_later", more_than_left(each));
    }
  }
  for (const base::Date day : tx.column<base::Date>(
           "SELECT n.day FROM claim n WHERE n.posting = $1 AND n.kind <> 'meals' AND n.day > $2 "
           "AND n.state <> 'refused' AND {unscoped:of a posting that the asker sees} ORDER BY "
           "n.day LIMIT 1",
           posting, after)) {
    add("claimed_later",
        base::in_words("Money is claimed for {}. Refuse the claim, or take its payment back and "
                       "refuse it then.",
                       day.to_text()));
  }
}

void check_away(db::Tx& tx, Id<Posting> posting, const base::DateRange& away,
                std::string_view where, Faults& faults) {
  std::vector<base::DateRange> pauses = pauses_of(tx, posting);
  pauses.push_back(away);
  for (const Confirmed& each : confirmed_of(tx, posting)) {
    const auto whole = base::DateRange::of(each.from_day, each.to_day);
    if (whole && away.overlaps(each.month.days()) &&
        each.days > days_there(*whole, pauses, each.month)) {
      faults.add(std::string(where), "confirmed_later", each.month.to_text(), more_than_left(each));
    }
  }
  for (const base::Date day : tx.column<base::Date>(
           "SELECT n.day FROM claim n WHERE n.posting = $1 AND n.kind = 'home_trips' AND n.day >= "
           "$2 AND n.day <= $3 AND n.state <> 'refused' AND {unscoped:of a posting that the asker "
           "sees} ORDER BY n.day LIMIT 1",
           posting, away.from(), away.to().value_or(base::Date::of(9999, 12, 31).value()))) {
    faults.add(std::string(where), "claimed_later", day.to_text(),
               base::in_words("A home trip is claimed for {}. Refuse the claim, or take its "
                              "payment back and refuse it then.",
                              day.to_text()));
  }
}

}  // namespace sojourn::stages::support
