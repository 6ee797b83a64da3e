// See kept.h: the arrival, days that the host confirmed, money. What stands on a day that is no
// longer one of the posting would be paid for nothing.
#include "stages/support/kept.h"

#include "stages/support/shared.h"

namespace sojourn::stages::support {
namespace {

struct Confirmed {
  base::Month month;
  std::int32_t days = 0;
  base::Date from_day;  ///< of the posting
};
BOOST_DESCRIBE_STRUCT(Confirmed, (), (month, days, from_day))

}  // namespace

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
  for (const Confirmed& each : tx.rows<Confirmed>(
           "SELECT m.month, m.days, n.from_day FROM allowance_month m JOIN posting n ON n.id = "
           "m.posting WHERE m.posting = $1 AND m.withdrawn_on IS NULL AND {unscoped:of a posting "
           "that the asker sees} ORDER BY m.month",
           posting)) {
    const auto whole = last ? base::DateRange::of(each.from_day, last) : std::nullopt;
    const auto served = whole ? whole->shared(each.month.days()) : std::nullopt;
    if (each.days > (served ? *served->days() : 0)) {
      add("confirmed_later",
          base::in_words("Of {} {} days are confirmed, which are more than would be left. Withdraw "
                         "that first (month withdraw).",
                         each.month.to_text(), each.days));
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

}  // namespace sojourn::stages::support
