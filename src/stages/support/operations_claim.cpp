// Claims: what a person asks to have paid, checked against the rules when they ask; the list, and
// who holds one up.
#include "stages/support/claims.h"
#include "stages/support/posted.h"

namespace sojourn::stages::support {
namespace {

struct ClaimRow {
  Id<Claim> id;
  Id<Staff> staff;
  std::string name;
  Id<Site> site;
  std::string site_name;
  Id<Line> line;
  LineKind kind = LineKind::work_fund;
  base::Date day;
  std::int64_t minor = 0;
  base::Currency currency;
  std::optional<std::int32_t> days;
  std::optional<std::int32_t> km;
  std::optional<std::string> receipt;
  std::int64_t receipts = 0;
  std::optional<std::string> what;
  ClaimState state = ClaimState::asked;
  base::Date asked_on;
  base::Date since;
  base::Date due_on;
  std::optional<std::string> reason;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(ClaimRow, (),
                      (id, staff, name, site, site_name, line, kind, day, minor, currency, days, km,
                       receipt, receipts, what, state, asked_on, since, due_on, reason, version))

constexpr std::string_view claim_columns =
    "n.id, n.staff, t.name, l.site, s.name AS site_name, n.line, n.kind, n.day, n.minor, "
    "n.currency, n.days, n.km, n.receipt, (SELECT count(*) FROM receipt r WHERE r.claim = "
    "n.id AND r.removed_on IS NULL) AS receipts, n.what, n.state, n.asked_on, n.since, n.due_on, "
    "n.reason, n.version";

ClaimView view_of(const ClaimRow& row, const programme::WorkingDays& days, base::Date today) {
  const Holder holder = holder_of(row.state);
  const bool open = holder != Holder::nobody;
  return {.id = row.id,
          .staff = row.staff,
          .name = row.name,
          .site = row.site,
          .site_name = row.site_name,
          .line = row.line,
          .kind = row.kind,
          .day = row.day,
          .amount = {row.minor, row.currency},
          .days = row.days,
          .km = row.km,
          .receipt = row.receipt,
          .receipts = row.receipts,
          .what = row.what,
          .state = row.state,
          .holder = holder,
          .waiting_days = open ? days_waiting(days, row.since, today) : 0,
          .asked_on = row.asked_on,
          .due_on = row.due_on,
          .overdue = open && row.due_on < today,
          .reason = row.reason,
          .version = row.version};
}

struct WhichClaim {
  Id<Claim> id;
};
BOOST_DESCRIBE_STRUCT(WhichClaim, (), (id))

struct ClaimHistory {
  Id<Claim> id;
  std::optional<std::string> after;
};
BOOST_DESCRIBE_STRUCT(ClaimHistory, (), (id, after))

struct ListClaims {
  std::optional<Id<Staff>> staff;
  std::optional<Id<Site>> site;
  std::optional<Id<Area>> within;
  std::optional<ClaimState> state;
  std::optional<bool> waiting;
  std::optional<bool> overdue;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListClaims, (), (staff, site, within, state, waiting, overdue, after, limit))

struct MakeClaim {
  Id<Staff> staff;
  LineKind kind = LineKind::work_fund;
  base::Date day;
  std::optional<Money> amount;
  std::optional<std::int32_t> km;
  std::optional<std::string> receipt;
  std::optional<std::string> what;
};
BOOST_DESCRIBE_STRUCT(MakeClaim, (), (staff, kind, day, amount, km, receipt, what))

ClaimView show_claim(db::Tx& tx, const WhichClaim& input) { return claim_view(tx, input.id); }

/// Oldest first: who waits longest stands on top.
Page<ClaimView> list_claims(db::Tx& tx, const ListClaims& input) {
  const base::Date today = tx.now().utc_date();
  Listing list(scoped_claim);
  list.within(tx, input.within);
  list.add_if("n.staff =", input.staff);
  list.add_if("l.site =", input.site);
  list.add_if("n.state =", input.state);
  if (input.waiting.value_or(false) || input.overdue.value_or(false)) {
    list.require("n.state IN ('asked', 'checked', 'approved')");
  }
  if (input.overdue.value_or(false)) {
    list.add("n.due_on <", today);
  }
  const programme::WorkingDays days = programme::working_days(tx);
  return list.page<ClaimView, ClaimRow>(
      tx, claim_columns, false, input.after, input.limit,
      [&](const ClaimRow& row) { return view_of(row, days, today); });
}

struct Place {
  Id<Posting> posting;
  Id<Site> site;
  base::Date from_day;
  std::optional<base::Date> to_day;
};
BOOST_DESCRIBE_STRUCT(Place, (), (posting, site, from_day, to_day))

/// Where the person serves on a day, as far as the asker sees it; a fault if nowhere.
std::optional<Place> place_on(db::Tx& tx, Id<Staff> staff, base::Date day, Faults& faults) {
  const auto places = tx.rows<Place>(
      "SELECT n.id AS posting, n.site, n.from_day, n.to_day FROM posting n JOIN site s ON s.id = "
      "n.site JOIN area a ON a.id = s.area WHERE {scope:area a.path; staff n.staff} AND n.staff = "
      "$1 AND n.ended_on IS NULL ORDER BY n.id DESC",
      staff);
  for (const Place& each : places) {
    if (base::DateRange(each.from_day, each.to_day).contains(day)) {
      return each;
    }
  }
  if (places.empty() && !tx.maybe<Staff>(programme::select_one<Staff>(), staff)) {
    faults.add("/staff", "unknown_staff", staff.to_text(), "There is no such staff member.");
  } else {
    faults.add("/day", "not_posted", day.to_text(),
               "The person serves at no site on this day, and claims are paid by a site's budget.");
  }
  return std::nullopt;
}

/// What the rules ask of the records. The person is seen; of others' receipts it is told only that
/// one is claimed already, for a receipt is paid once.
ClaimFacts facts_of(db::Tx& tx, const MakeClaim& input, const Place& place, const Line& line) {
  ClaimFacts facts{.currency = line.currency, .today = tx.now().utc_date()};
  const base::Month month(input.day);
  switch (input.kind) {
    case LineKind::meals: {
      const auto days = tx.column<std::int32_t>(
          "SELECT n.days FROM allowance_month n WHERE n.posting = $1 AND n.month = $2 AND "
          "n.withdrawn_on IS NULL AND {unscoped:of a person whom the asker sees} ORDER BY n.id "
          "DESC LIMIT 1",
          place.posting, month);
      if (!days.empty()) {
        facts.confirmed_days = days.front();
      }
      facts.claimed_already =
          tx.value<std::int64_t>(
              "SELECT count(*) FROM claim n WHERE n.posting = $1 AND n.kind = 'meals' AND n.day >= "
              "$2 AND n.day <= $3 AND n.state <> 'refused' AND {unscoped:of a person whom the "
              "asker sees}",
              place.posting, month.first(), month.last()) > 0;
      break;
    }
    case LineKind::home_trips:
      for (const base::DateRange& each : pauses_of(tx, place.posting)) {
        facts.away = facts.away || each.contains(input.day);
      }
      facts.trips = tx.value<std::int64_t>(
          "SELECT count(*) FROM claim n WHERE n.staff = $1 AND n.kind = 'home_trips' AND n.day >= "
          "$2 AND n.day <= $3 AND n.state <> 'refused' AND {unscoped:of a person whom the asker "
          "sees}",
          input.staff, month.first(), month.last());
      break;
    case LineKind::settling_in:
      facts.claimed_already =
          tx.value<std::int64_t>(
              "SELECT count(*) FROM claim n WHERE n.posting = $1 AND n.kind = 'settling_in' AND "
              "n.state <> 'refused' AND {unscoped:of a person whom the asker sees}",
              place.posting) > 0;
      break;
    default:
      facts.claimed_already =
          input.receipt && input.amount &&
          tx.value<std::int64_t>(
              "SELECT count(*) FROM claim n WHERE n.receipt = $1 AND n.day = $2 AND n.minor = $3 "
              "AND n.currency = $4 AND n.state <> 'refused' AND {unscoped:a receipt is paid once, "
              "whatever the fund}",
              *input.receipt, input.day, input.amount->minor, input.amount->currency) > 0;
  }
  return facts;
}

ClaimView make_claim(db::Change& change, const MakeClaim& input) {
  Faults faults;
  // 1. Whose it is, where they serve on that day, and the line there that it goes against.
  if (input.what) {
    faults.check_name("/what", *input.what);
    faults.check_idea("/what", *input.what);
  }
  const auto place = place_on(change, input.staff, input.day, faults);
  faults.refuse();
  const auto line = change.maybe<Line>(
      fmt::format("SELECT {} FROM budget_line l WHERE l.site = $1 AND l.year = $2 AND l.kind = $3 "
                  "AND {{unscoped:of the site at which the person serves}}",
                  columns<Line>("l")),
      place->site, input.day.year(), input.kind);
  if (!line) {
    faults.add("/kind", "no_line", std::string(base::name_of(input.kind)),
               base::in_words("The site's budget of {} has no such line. The office plans it (line "
                              "preset).",
                              input.day.year()));
    faults.refuse();
  }
  // 2. What it is worth by the rules of that day.
  const SupportRules rules = rules_of(change, input.day);
  const Money amount = check_claim(rules,
                                   {.kind = input.kind,
                                    .day = input.day,
                                    .amount = input.amount,
                                    .km = input.km,
                                    .receipt = input.receipt},
                                   facts_of(change, input, *place, *line), faults);
  if (faults.count() == 0 && amount.minor < 1) {
    faults.add("/kind", "nothing_due", std::string(base::name_of(input.kind)),
               "By the rules nothing is paid for this.");
  }
  faults.refuse();
  require_within(*line, amount);
  // 3. The clock runs from today.
  const base::Date today = change.now().utc_date();
  Claim claim{.id = change.new_id<Claim>(),
              .staff = input.staff,
              .line = line->id,
              .posting = place->posting,
              .kind = input.kind,
              .day = input.kind == LineKind::meals ? base::Month(input.day).first() : input.day,
              .minor = amount.minor,
              .currency = amount.currency,
              .km = input.km,
              .receipt = input.receipt,
              .what = input.what,
              .asked_on = today,
              .since = today,
              .due_on = programme::working_days(change).after(today, rules.pay_days)};
  if (input.kind == LineKind::meals && rules.meal_day > 0) {
    claim.days = static_cast<std::int32_t>(amount.minor / units(rules, rules.meal_day).minor);
  }
  change.insert(Claim::table, claim);
  return claim_view(change, claim.id);
}

}  // namespace

ClaimView claim_view(db::Tx& tx, Id<Claim> id) {
  return view_of(
      tx.one<ClaimRow>(fmt::format("SELECT {} FROM {} AND n.id = $1", claim_columns, scoped_claim),
                       id),
      programme::working_days(tx), tx.now().utc_date());
}

std::vector<access::Operation> claim_operations() {
  const base::FieldAbout which = programme::which_field("CLAIM");
  return {
      access::read_operation<ListClaims, Page<ClaimView>>(
          {.name = "claim.list",
           .permission = read_claims,
           .path = "/api/claims",
           .summary = "what people asked to have paid, and who holds it up; the oldest first",
           .fields = {staff_filter(),
                      site_filter(),
                      within_field(),
                      {.name = "state", .shape = "STATE", .meaning = "Only in this state."},
                      {.name = "waiting", .meaning = "Only those that are not settled or refused."},
                      {.name = "overdue", .meaning = "Only those that are past their day."},
                      programme::after_field(),
                      programme::limit_field()}},
          list_claims),
      access::read_operation<WhichClaim, ClaimView>({.name = "claim.show",
                                                     .permission = read_claims,
                                                     .path = "/api/claims/{id}",
                                                     .summary = "one claim",
                                                     .fields = {which}},
                                                    show_claim),
      access::change_operation<MakeClaim, ClaimView>(
          {.name = "claim.make",
           .permission = make_claims,
           .method = Method::post,
           .path = "/api/claims",
           .summary = "ask for an allowance or for what a receipt says",
           .description =
               "Meals, home trips and settling in are reckoned by the rules: give the day, and of "
               "a trip its kilometres. Other kinds go by a receipt with its number and amount. The "
               "site is the one at which the person serves on that day.",
           .fields =
               {{.name = "staff", .shape = "STAFF", .meaning = "Whose it is."},
                {.name = "kind", .shape = "KIND", .meaning = "What the money is for."},
                {.name = "day",
                 .shape = "DAY",
                 .meaning = "The day of the trip or the receipt; of meals, any day of the "
                            "month."},
                {.name = "amount", .shape = "AMOUNT", .meaning = "What the receipt says."},
                {.name = "km", .shape = "N", .unit = "km", .meaning = "Of a trip, there and back."},
                {.name = "receipt", .shape = "NUMBER", .meaning = "The receipt's number."},
                {.name = "what",
                 .shape = "TEXT",
                 .meaning = "What was bought or done. No names of people."}}},
          make_claim),
      access::read_operation<ClaimHistory, Page<HistoryEntry>>(
          {.name = "claim.history",
           .permission = read_claims,
           .path = "/api/claims/{id}/history",
           .summary = "who did what to a claim, and when",
           .fields = {which, programme::after_field()}},
          [](db::Tx& tx, const ClaimHistory& input) {
            claim_view(tx, input.id);
            return programme::history_of(tx, Claim::table, input.id.value, input.after);
          }),
  };
}

}  // namespace sojourn::stages::support
