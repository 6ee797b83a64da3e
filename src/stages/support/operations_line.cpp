// Budget lines of a site and year: planned, approved beyond the plan, funded; and the entries of
// the journal that moved them.
#include "stages/support/line_view.h"

namespace sojourn::stages::support {
namespace {

struct WhichLine {
  Id<Line> id;
};
BOOST_DESCRIBE_STRUCT(WhichLine, (), (id))

struct ListLines {
  std::optional<Id<Site>> site;
  std::optional<Id<Area>> within;
  std::optional<std::int32_t> year;
  std::optional<LineKind> kind;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListLines, (), (site, within, year, kind, after, limit))

struct MakeLine {
  Id<Site> site;
  std::int32_t year = 0;
  LineKind kind = LineKind::work_fund;
  Money amount;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(MakeLine, (), (site, year, kind, amount, reason))

struct PlanLine {
  Id<Line> id;
  Money amount;
  std::string reason;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(PlanLine, (), (id, amount, reason, version))

struct ApproveLine {
  Id<Line> id;
  Money amount;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(ApproveLine, (), (id, amount, reason))

struct FundLine {
  Id<Line> id;
  Funder funder = Funder::programme;
  Money amount;
  std::string source;
};
BOOST_DESCRIBE_STRUCT(FundLine, (), (id, funder, amount, source))

struct ListEntries {
  Id<Line> id;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListEntries, (), (id, after, limit))

struct EntryRow {
  Id<BookingEntry> id;
  Id<Booking> booking;
  BookingKind kind = BookingKind::plan;
  base::Date made_on;
  std::string reason;
  Account account = Account::unspent;
  std::int64_t minor = 0;
  base::Currency currency;
  std::optional<Id<Booking>> reverses;
};
BOOST_DESCRIBE_STRUCT(EntryRow, (),
                      (id, booking, kind, made_on, reason, account, minor, currency, reverses))

struct EntryView {
  Id<BookingEntry> id;
  Id<Booking> booking;
  BookingKind kind = BookingKind::plan;
  base::Date made_on;
  std::string reason;
  Account account = Account::unspent;
  Money amount;
  std::optional<Id<Booking>> reverses;
};
BOOST_DESCRIBE_STRUCT(EntryView, (),
                      (id, booking, kind, made_on, reason, account, amount, reverses))

struct ReverseBooking {
  Id<Booking> id;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(ReverseBooking, (), (id, reason))

struct BookingView {
  Id<Booking> id;
  BookingKind kind = BookingKind::plan;
  base::Date made_on;
  std::string reason;
  std::optional<Id<Booking>> reverses;
  std::int64_t entries = 0;
};
BOOST_DESCRIBE_STRUCT(BookingView, (), (id, kind, made_on, reason, reverses, entries))

LineView show_line(db::Tx& tx, const WhichLine& input) { return line_view(tx, input.id); }

Page<LineView> list_lines(db::Tx& tx, const ListLines& input) {
  Listing list(scoped_line_n);
  list.within(tx, input.within);
  list.add_if("n.site =", input.site);
  list.add_if("n.year =", input.year);
  list.add_if("n.kind =", input.kind);
  return list.page<LineView, LineRow>(tx, line_columns, false, input.after, input.limit, view_of);
}

LineView make_line(db::Change& change, const MakeLine& input) {
  Faults faults;
  check_year(input.year, faults);
  programme::named(change, input.site, "/site", faults);
  faults.check_name("/reason", input.reason);
  const base::Currency currency = currency_of(change, input.site, input.year);
  check_amount("/amount", input.amount, currency, faults);
  faults.refuse();
  Line line{.id = change.new_id<Line>(),
            .site = input.site,
            .year = input.year,
            .kind = input.kind,
            .currency = currency};
  change.insert(Line::table, line);
  book(change, {line}, planning(line.id, input.amount.minor),
       {.kind = BookingKind::plan, .reason = input.reason});
  return line_view(change, line.id);
}

LineView plan_line(db::Change& change, const PlanLine& input) {
  Line line = line_of(change, input.id);
  Faults faults;
  faults.check_name("/reason", input.reason);
  if (input.amount.minor != 0) {
    check_amount("/amount", input.amount, line.currency, faults);
  }
  const std::int64_t more = input.amount.minor - planned(line);
  if (line.unspent + more < 0) {
    const Money used{line.committed + line.paid, line.currency};
    faults.add("/amount", "below_committed", input.amount.to_text(),
               base::in_words("{} of this line are committed or paid already; plan at least as "
                              "much.",
                              used.to_text()));
  }
  faults.refuse();
  line.version = input.version;
  if (more == 0) {
    throw base::Refusal{base::Kind::precondition, "same_amount",
                        "As much is planned already; nothing is to be changed."};
  }
  book(change, {line}, planning(line.id, more),
       {.kind = BookingKind::plan, .reason = input.reason});
  return line_view(change, line.id);
}

LineView approve_line(db::Change& change, const ApproveLine& input) {
  const Line line = line_of(change, input.id);
  Faults faults;
  faults.check_name("/reason", input.reason);
  check_amount("/amount", input.amount, line.currency, faults);
  faults.refuse();
  book(change, {line}, planning(line.id, input.amount.minor),
       {.kind = BookingKind::approve, .reason = input.reason});
  return line_view(change, line.id);
}

LineView fund_line(db::Change& change, const FundLine& input) {
  const Line line = line_of(change, input.id);
  Faults faults;
  faults.check_name("/source", input.source);
  check_amount("/amount", input.amount, line.currency, faults);
  if (input.funder == Funder::sponsors) {
    faults.add("/funder", "by_contribution", "sponsors",
               "What a sponsor gives comes in as its contribution (contribution receive).");
  }
  faults.refuse();
  book(change, {line}, funding(line.id, input.funder, input.amount.minor),
       {.kind = BookingKind::fund, .reason = input.source});
  return line_view(change, line.id);
}

constexpr std::string_view scoped_entry =
    "booking_entry n JOIN booking b ON b.id = n.booking JOIN budget_line l ON l.id = n.line JOIN "
    "site s ON s.id = l.site JOIN area a ON a.id = s.area WHERE {scope:area a.path; site s.id}";

Page<EntryView> list_entries(db::Tx& tx, const ListEntries& input) {
  line_of(tx, input.id);
  Listing list(scoped_entry);
  list.add("n.line =", input.id);
  return list.page<EntryView, EntryRow>(
      tx,
      "n.id, n.booking, b.kind, b.made_on, b.reason, n.account, n.minor, b.currency, b.reverses",
      true, input.after, input.limit, [](const EntryRow& row) {
        return EntryView{.id = row.id,
                         .booking = row.booking,
                         .kind = row.kind,
                         .made_on = row.made_on,
                         .reason = row.reason,
                         .account = row.account,
                         .amount = {row.minor, row.currency},
                         .reverses = row.reverses};
      });
}

/// What stood in other records because of a booking is taken back with it.
void take_back(db::Change& change, const Booking& booking, std::int64_t minor) {
  const base::Date today = change.now().utc_date();
  if (booking.commitment && booking.kind == BookingKind::pay) {
    const auto before = change.one<Commitment>(
        fmt::format("SELECT {} FROM commitment n WHERE n.id = $1 AND {{unscoped:of a booking that "
                    "the asker sees}}",
                    columns<Commitment>("n")),
        *booking.commitment);
    Commitment after = before;
    after.paid -= minor;
    after.closed_on.reset();
    change.update(Commitment::table, before, after);
    // An activity that it paid for is to be finished anew.
    for (const Activity& done : change.rows<Activity>(
             fmt::format("SELECT {} FROM activity_request n WHERE n.commitment = $1 AND n.state = "
                         "'done' AND {{unscoped:of a booking that the asker sees}}",
                         columns<Activity>("n")),
             before.id)) {
      Activity again = done;
      again.state = ActivityState::approved;
      again.spent.reset();
      again.done_on.reset();
      again.result.reset();
      change.update(Activity::table, done, again);
    }
  }
  if (booking.claim) {
    const auto before = change.one<Claim>(
        fmt::format("SELECT {} FROM claim n WHERE n.id = $1 AND {{unscoped:of a booking that the "
                    "asker sees}}",
                    columns<Claim>("n")),
        *booking.claim);
    Claim after = before;
    after.state = ClaimState::approved;
    after.since = today;
    change.update(Claim::table, before, after);
  }
  if (booking.contribution) {
    const auto before = change.one<Contribution>(
        fmt::format("SELECT {} FROM contribution n WHERE n.id = $1 AND {{unscoped:of a booking "
                    "that the asker sees}}",
                    columns<Contribution>("n")),
        *booking.contribution);
    Contribution after = before;
    after.received_on.reset();
    change.update(Contribution::table, before, after);
  }
}

BookingView reverse_booking(db::Change& change, const ReverseBooking& input) {
  Faults faults;
  faults.check_name("/reason", input.reason);
  faults.refuse();
  // 1. The booking with the lines that it moved, as far as the asker sees these.
  const auto entries =
      change.rows<BookingEntry>(fmt::format("SELECT {} FROM {} AND n.booking = $1 ORDER BY n.id",
                                            columns<BookingEntry>("n"), scoped_entry),
                                input.id);
  if (entries.empty()) {
    throw base::Refusal{base::Kind::not_found, "not_found", "There is nothing of that name."};
  }
  const auto booking = change.one<Booking>(
      fmt::format("SELECT {} FROM booking n WHERE n.id = $1 AND {{unscoped:its lines are seen}}",
                  columns<Booking>("n")),
      input.id);
  // 2. Promises and corrections are taken back in their own way.
  const bool payment = booking.kind == BookingKind::pay;
  if (!payment && booking.kind != BookingKind::plan && booking.kind != BookingKind::approve &&
      booking.kind != BookingKind::fund) {
    throw base::Refusal{base::Kind::precondition, "not_reversed",
                        "What was planned, approved, given or paid is reversed. A commitment is "
                        "released, and a correction is corrected by booking anew."};
  }
  if (change.value<std::int64_t>("SELECT count(*) FROM booking WHERE reverses = $1 AND "
                                 "{unscoped:its lines are seen}",
                                 booking.id) > 0) {
    throw base::Refusal{base::Kind::precondition, "reversed_already",
                        "This booking was reversed already."};
  }
  // 3. Each line has to have it still.
  Legs legs;
  std::vector<Line> lines;
  for (const BookingEntry& each : entries) {
    legs.push_back({.line = each.line, .account = each.account, .minor = each.minor});
    if (lines.empty() || lines.back().id != each.line) {
      lines.push_back(line_of(change, each.line));
    }
  }
  const Legs back = reversing(legs);
  for (const Line& line : lines) {
    Line after = line;
    for (const Leg& leg : back) {
      if (leg.line == line.id) {
        post(after, leg);
      }
    }
    if (after.unspent < 0 || after.paid < 0) {
      throw base::Refusal{
          base::Kind::precondition, "used_since",
          base::in_words("{} of it are committed or paid since. Release or reverse these first.",
                         Money{-std::min(after.unspent, after.paid), line.currency}.to_text())};
    }
  }
  take_back(change, booking, legs.front().minor);
  const Booking made =
      book(change, lines, back,
           {.kind = BookingKind::reverse, .reason = input.reason, .reverses = booking.id});
  return {.id = made.id,
          .kind = made.kind,
          .made_on = made.made_on,
          .reason = made.reason,
          .reverses = made.reverses,
          .entries = std::ssize(back)};
}

}  // namespace

base::Currency currency_of(db::Tx& tx, Id<Site> site, std::int32_t year) {
  const auto said = tx.column<base::Currency>(
      "SELECT l.currency FROM budget_line l WHERE l.site = $1 AND l.year = $2 AND {unscoped:of a "
      "site that the asker names} LIMIT 1",
      site, year);
  return said.empty() ? rules_of(tx, tx.now().utc_date()).currency : said.front();
}

LineView line_view(db::Tx& tx, Id<Line> id) {
  return view_of(tx.one<LineRow>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", line_columns, scoped_line_n), id));
}

LineView view_of(const LineRow& row) {
  const auto money = [&](std::int64_t minor) { return Money{minor, row.currency}; };
  return {.id = row.id,
          .site = row.site,
          .name = row.name,
          .year = row.year,
          .kind = row.kind,
          .planned = money(row.unspent + row.committed + row.paid),
          .committed = money(row.committed),
          .paid = money(row.paid),
          .unspent = money(row.unspent),
          .funded = money(-(row.programme + row.sponsors + row.matched)),
          .from_programme = money(-row.programme),
          .from_sponsors = money(-row.sponsors),
          .from_matched = money(-row.matched),
          .gap = money(-row.unfunded),
          .version = row.version};
}

std::vector<access::Operation> line_operations() {
  const base::FieldAbout which = line_field();
  const base::FieldAbout kind{.name = "kind", .shape = "KIND", .meaning = "What the money is for."};
  const auto amount = [](base::Sentence meaning) {
    return base::FieldAbout{.name = "amount", .shape = "AMOUNT", .meaning = std::move(meaning)};
  };
  return {
      access::read_operation<ListLines, Page<LineView>>(
          {.name = "line.list",
           .permission = read_budget,
           .path = "/api/budget-lines",
           .summary = "lines of budgets with what is planned, committed, paid, and not yet given",
           .fields = {site_filter(),
                      within_field(),
                      {.name = "year", .shape = "YEAR", .meaning = "Only of this year."},
                      {.name = "kind", .shape = "KIND", .meaning = "Only of this kind."},
                      programme::after_field(),
                      programme::limit_field()}},
          list_lines),
      access::read_operation<WhichLine, LineView>({.name = "line.show",
                                                   .permission = read_budget,
                                                   .path = "/api/budget-lines/{id}",
                                                   .summary = "one line of a budget",
                                                   .fields = {which}},
                                                  show_line),
      access::change_operation<MakeLine, LineView>(
          {.name = "line.make",
           .permission = manage_budget,
           .method = Method::post,
           .path = "/api/budget-lines",
           .summary = "plan a line of a site's budget of a year",
           .description = "A site has each kind of line once a year.",
           .fields = {{.name = "site", .shape = "SITE", .meaning = "Of which site."},
                      year_field(),
                      kind,
                      amount("How much is planned."),
                      programme::reason_field()}},
          make_line),
      access::change_operation<PlanLine, LineView>(
          {.name = "line.plan",
           .permission = manage_budget,
           .method = Method::put,
           .path = "/api/budget-lines/{id}",
           .summary = "plan more or less for a line",
           .description = "At least what is committed and paid already.",
           .fields = {which, amount("How much is planned in all."), programme::reason_field(),
                      programme::version_field()}},
          plan_line),
      access::change_operation<ApproveLine, LineView>(
          {.name = "line.approve",
           .permission = approve_money,
           .method = Method::post,
           .path = "/api/budget-lines/{id}/approve",
           .summary = "approve more for a line than was planned, with a reason",
           .description = "What went over the line may then be committed.",
           .fields = {which, amount("How much more."), programme::reason_field()}},
          approve_line),
      access::change_operation<FundLine, LineView>(
          {.name = "line.fund",
           .permission = manage_budget,
           .method = Method::post,
           .path = "/api/budget-lines/{id}/fund",
           .summary = "record money that the programme gave for a line, or a matched fund",
           .fields = {which,
                      {.name = "funder", .shape = "FUNDER", .meaning = "Who gave it."},
                      amount("How much."),
                      source_field()}},
          fund_line),
      access::read_operation<ListEntries, Page<EntryView>>(
          {.name = "line.entries",
           .permission = read_budget,
           .path = "/api/budget-lines/{id}/entries",
           .summary = "what moved a line's accounts, newest first",
           .description = "Entries of one booking add up to nothing.",
           .fields = {which, programme::after_field(), programme::limit_field()}},
          list_entries),
      access::change_operation<ReverseBooking, BookingView>(
          {.name = "booking.reverse",
           .permission = approve_money,
           .method = Method::post,
           .path = "/api/bookings/{id}/reverse",
           .summary = "correct a booking by one that takes it back",
           .description = "Neither is ever changed or taken away. A claim whose payment is taken "
                          "back waits for payment again.",
           .fields = {programme::which_field("BOOKING"), programme::reason_field()}},
          reverse_booking),
  };
}

}  // namespace sojourn::stages::support
