// The host confirms a month, of all who serve at the site at once: from then on it is locked.
#include "stages/presence/stage.h"

namespace sojourn::stages::presence {
namespace {

struct ConfirmRota {
  Id<Site> site;
  base::Month month;
  std::optional<Id<Posting>> posting = {};
  std::optional<std::string> source = {};
};
BOOST_DESCRIBE_STRUCT(ConfirmRota, (), (site, month, posting, source))

enum class Why : std::uint8_t {
  not_over,  ///< it has days to come
  not_declared,
  without_class,  ///< nobody has said what some days were
};
BOOST_DESCRIBE_ENUM(Why, not_over, not_declared, without_class)

struct LeftOpen {
  Id<Posting> posting;
  std::string name;
  Why why = Why::not_over;
  std::optional<base::Date> first_day = {};  ///< of those
  std::int32_t days = 0;
};
BOOST_DESCRIBE_STRUCT(LeftOpen, (), (posting, name, why, first_day, days))

struct Confirmed {
  Id<Site> site;
  base::Month month;
  std::int32_t confirmed = 0;
  std::int32_t approved = 0;  ///< changes that still waited, approved with it
  std::int32_t locked_before = 0;
  std::vector<LeftOpen> left = {};
};
BOOST_DESCRIBE_STRUCT(Confirmed, (), (site, month, confirmed, approved, locked_before, left))

/// What keeps a month from being confirmed; none: nothing.
std::optional<LeftOpen> open_of(const Known& known, const Rota& posting, const base::Month& month,
                                const std::string& days, base::Date today) {
  LeftOpen made{.posting = posting.id, .name = posting.name};
  const auto at = [&](std::size_t i) { return month.first() + static_cast<std::int64_t>(i); };
  const std::size_t last = days.find_last_not_of(no_day);
  if (at(last) > today + 1) {  // a day ahead, as it may be tomorrow already where the host is
    made.why = Why::not_over;
    made.first_day = today + 1;
    made.days = static_cast<std::int32_t>(at(last) - today);
    return made;
  }
  if (known.month(posting.id, month) == nullptr) {
    made.why = Why::not_declared;
    return made;
  }
  if (const std::size_t first = days.find(no_class); first != days.npos) {
    made.why = Why::without_class;
    made.first_day = at(first);
    made.days = totals_of(days).no_class;
    return made;
  }
  return std::nullopt;
}

/// Changes that still wait are approved by whoever confirms the month: but not one's own.
std::int32_t approve_waiting(db::Change& change, const Rota& posting, const base::Month& month) {
  std::int32_t approved = 0;
  for (const DayChange& each : changes_of(change, posting.id, month.days(), false)) {
    if (each.state != ChangeState::waiting) {
      continue;
    }
    DayChange after = each;
    after.state = ChangeState::approved;
    after.decided_on = change.now().utc_date();
    after.decided_by = access::account_of(change.caller().actor);
    change.update(DayChange::table, each, after);
    ++approved;
  }
  return approved;
}

Confirmed confirm(db::Change& change, const ConfirmRota& input, const OnConfirmed& on_confirmed) {
  Faults faults;
  if (input.source) {
    faults.check_name("/source", *input.source);
  }
  const auto site = programme::named<Site>(change, input.site, "/site", faults);
  faults.refuse();
  const std::vector<Rota> postings = change.rows<Rota>(
      fmt::format("SELECT {} FROM {} AND n.site = $1 AND n.from_day <= $2 AND (n.to_day IS NULL OR "
                  "n.to_day >= $3) ORDER BY n.id",
                  rota_columns, scoped_posting),
      input.site, input.month.last(), input.month.first());
  const Known known(change, postings, input.month.days());
  const base::Date today = change.now().utc_date();
  Confirmed made{.site = input.site, .month = input.month};
  std::int32_t of_site = 0;
  for (const Rota& each : postings) {
    const std::string days = known.days(each, input.month);
    if ((input.posting && each.id != *input.posting) || totals_of(days).days == 0) {
      continue;
    }
    ++of_site;
    const RotaMonth* const stored = known.month(each.id, input.month);
    if (stored != nullptr && stored->confirmed_on) {
      ++made.locked_before;
      continue;
    }
    if (auto open = open_of(known, each, input.month, days, today)) {
      made.left.push_back(*std::move(open));
      continue;
    }
    if (is_own(change, each.staff)) {
      throw base::Refusal{base::Kind::forbidden, "own_days",
                          "Nobody confirms their own month. Another does."};
    }
    made.approved += approve_waiting(change, each, input.month);
    RotaMonth after = *stored;
    after.classes = days;
    after.confirmed_on = today;
    after.confirmed_by = access::account_of(change.caller().actor);
    after.confirmed_source = input.source;
    change.update(RotaMonth::table, *stored, after);
    if (on_confirmed) {
      const Totals sums = totals_of(days);
      on_confirmed(change, each.id, input.month, sums.night_on_site + sums.day_only,
                   input.source.value_or("Rota"));
    }
    ++made.confirmed;
  }
  if (of_site == 0) {
    faults.add(input.posting ? "/posting" : "/month", "nobody_posted", input.month.to_text(),
               "Nobody is posted there in this month.");
    faults.refuse();
  }
  return made;
}

}  // namespace

std::vector<access::Operation> confirm_operations(const OnConfirmed& on_confirmed) {
  return {access::change_operation<ConfirmRota, Confirmed>(
      {.name = "rota.confirm",
       .permission = confirm_rota,
       .method = Method::post,
       .path = "/api/rota-confirmations",
       .summary = "confirm a month of all who serve at a site, and lock it",
       .description =
           "Once it is over. Whoever has a day without a class is left, and named with the reason; "
           "the others are confirmed. Changes that still wait for an approver are approved with "
           "it. From the confirmed month allowances are reckoned.",
       .fields = {{.name = "site", .shape = "SITE", .meaning = "Which site."},
                  {.name = "month", .shape = "MONTH", .meaning = "Which month."},
                  {.name = "posting", .shape = "POSTING", .meaning = "Only this posting."},
                  {.name = "source",
                   .shape = "TEXT",
                   .meaning = "The signed sheet, if it is typed in from paper."}}},
      [on_confirmed](db::Change& change, const ConfirmRota& input) {
        return confirm(change, input, on_confirmed);
      })};
}

}  // namespace sojourn::stages::presence
