// Commitments: money promised against a line, paid in one or several payments, the rest given back.
#include "stages/support/commitments.h"

namespace sojourn::stages::support {
namespace {

struct CommitmentRow {
  Id<Commitment> id;
  Id<Line> line;
  LineKind kind = LineKind::work_fund;
  std::int32_t year = 0;
  Id<Site> site;
  std::string site_name;
  std::string name;
  std::string source;
  std::int64_t minor = 0;
  std::int64_t paid = 0;
  base::Currency currency;
  base::Date made_on;
  std::optional<base::Date> closed_on;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(CommitmentRow, (),
                      (id, line, kind, year, site, site_name, name, source, minor, paid, currency,
                       made_on, closed_on, version))

struct CommitmentView {
  Id<Commitment> id;
  Id<Line> line;
  LineKind kind = LineKind::work_fund;
  std::int32_t year = 0;
  Id<Site> site;
  std::string site_name;
  std::string name;  ///< what it is for
  std::string source;
  Money amount;
  Money paid;
  Money open;  ///< promised and not paid
  base::Date made_on;
  std::optional<base::Date> closed_on;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(CommitmentView, (),
                      (id, line, kind, year, site, site_name, name, source, amount, paid, open,
                       made_on, closed_on, version))

struct WhichCommitment {
  Id<Commitment> id;
};
BOOST_DESCRIBE_STRUCT(WhichCommitment, (), (id))

struct ListCommitments {
  std::optional<Id<Line>> line;
  std::optional<Id<Site>> site;
  std::optional<Id<Area>> within;
  std::optional<bool> closed;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListCommitments, (), (line, site, within, closed, after, limit))

struct MakeCommitment {
  Id<Line> line;
  Money amount;
  std::string name;
  std::string source;
};
BOOST_DESCRIBE_STRUCT(MakeCommitment, (), (line, amount, name, source))

struct PayCommitment {
  Id<Commitment> id;
  Money amount;
  std::string source;
  std::optional<bool> last;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(PayCommitment, (), (id, amount, source, last, version))

struct ReleaseCommitment {
  Id<Commitment> id;
  std::string reason;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(ReleaseCommitment, (), (id, reason, version))

constexpr std::string_view scoped_commitment =
    "commitment n JOIN budget_line l ON l.id = n.line JOIN site s ON s.id = l.site JOIN area a ON "
    "a.id = s.area WHERE {scope:area a.path; site s.id}";
constexpr std::string_view commitment_columns =
    "n.id, n.line, l.kind, l.year, l.site, s.name AS site_name, n.what AS name, n.source, n.minor, "
    "n.paid, l.currency, n.made_on, n.closed_on, n.version";

CommitmentView view_of(const CommitmentRow& row) {
  return {.id = row.id,
          .line = row.line,
          .kind = row.kind,
          .year = row.year,
          .site = row.site,
          .site_name = row.site_name,
          .name = row.name,
          .source = row.source,
          .amount = {row.minor, row.currency},
          .paid = {row.paid, row.currency},
          .open = {row.minor - row.paid, row.currency},
          .made_on = row.made_on,
          .closed_on = row.closed_on,
          .version = row.version};
}

CommitmentView show_commitment(db::Tx& tx, const WhichCommitment& input) {
  return view_of(tx.one<CommitmentRow>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", commitment_columns, scoped_commitment),
      input.id));
}

Page<CommitmentView> list_commitments(db::Tx& tx, const ListCommitments& input) {
  Listing list(scoped_commitment);
  list.within(tx, input.within);
  list.add_if("n.line =", input.line);
  list.add_if("l.site =", input.site);
  if (!input.closed.value_or(false)) {
    list.require("n.closed_on IS NULL");
  }
  return list.page<CommitmentView, CommitmentRow>(tx, commitment_columns, true, input.after,
                                                  input.limit, view_of);
}

Commitment commitment_to_change(db::Change& change, Id<Commitment> id, std::int64_t version) {
  auto found = change.one<Commitment>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", columns<Commitment>("n"), scoped_commitment),
      id);
  if (found.closed_on) {
    throw base::Refusal{base::Kind::precondition, "closed",
                        "This commitment is paid or released already."};
  }
  found.version = version;
  return found;
}

CommitmentView make_commitment(db::Change& change, const MakeCommitment& input) {
  Faults faults;
  const auto line = change.maybe<Line>(
      fmt::format("SELECT {} FROM {} AND l.id = $1", columns<Line>("l"), scoped_line), input.line);
  if (!line) {
    faults.add("/line", "unknown_line", input.line.to_text(), "There is no such line.");
    faults.refuse();
  }
  faults.check_name("/name", input.name);
  faults.check_idea("/name", input.name);
  faults.check_name("/source", input.source);
  check_amount("/amount", input.amount, line->currency, faults);
  faults.refuse();
  return show_commitment(change,
                         {commit(change, *line, input.amount, input.name, input.source).id});
}

CommitmentView pay(db::Change& change, const PayCommitment& input) {
  const Commitment before = commitment_to_change(change, input.id, input.version);
  Faults faults;
  faults.check_name("/source", input.source);
  check_amount("/amount", input.amount, line_of(change, before.line).currency, faults);
  faults.refuse();
  pay_commitment(change, before, input.amount, input.source, input.last.value_or(false));
  return show_commitment(change, {input.id});
}

CommitmentView release(db::Change& change, const ReleaseCommitment& input) {
  const Commitment before = commitment_to_change(change, input.id, input.version);
  Faults faults;
  faults.check_name("/reason", input.reason);
  faults.refuse();
  pay_commitment(change, before, {0, line_of(change, before.line).currency}, input.reason, true);
  return show_commitment(change, {input.id});
}

}  // namespace

Commitment commit(db::Change& change, const Line& line, const Money& amount, std::string what,
                  std::string source) {
  require_within(line, amount);
  const Commitment made{.id = change.new_id<Commitment>(),
                        .line = line.id,
                        .what = std::move(what),
                        .source = std::move(source),
                        .minor = amount.minor,
                        .made_on = change.now().utc_date()};
  change.insert(Commitment::table, made);
  book(change, {line}, committing(line.id, amount.minor),
       {.kind = BookingKind::commit, .reason = made.what, .commitment = made.id});
  return made;
}

Commitment pay_commitment(db::Change& change, const Commitment& before, const Money& amount,
                          const std::string& source, bool last) {
  const std::int64_t open = before.minor - before.paid;
  if (amount.minor > open) {
    const Money left{open, amount.currency};
    throw base::Refusal{
        base::Kind::precondition, "over_commitment",
        base::in_words("{} are promised and not paid, and this is {}: {} more. Commit the rest "
                       "first (commitment make).",
                       left.to_text(), amount.to_text(), (amount - left).to_text())};
  }
  Commitment after = before;
  if (amount.minor > 0) {
    book(change, {line_of(change, before.line)}, paying(before.line, amount.minor),
         {.kind = BookingKind::pay, .reason = source, .commitment = before.id});
    after.paid += amount.minor;
  }
  const std::int64_t rest = open - amount.minor;
  if (last && rest > 0) {
    book(change, {line_of(change, before.line)}, releasing(before.line, rest),
         {.kind = BookingKind::release, .reason = source, .commitment = before.id});
    after.minor -= rest;
  }
  if (last || rest == 0) {
    after.closed_on = change.now().utc_date();
  }
  return change.update(Commitment::table, before, after);
}

std::vector<access::Operation> commitment_operations() {
  const base::FieldAbout which = programme::which_field("COMMITMENT");
  const base::FieldAbout line{
      .name = "line", .shape = "LINE", .meaning = "The line of the budget that it goes against."};
  return {
      access::read_operation<ListCommitments, Page<CommitmentView>>(
          {.name = "commitment.list",
           .permission = read_budget,
           .path = "/api/commitments",
           .summary = "money promised against lines of budgets, newest first",
           .fields = {{.name = "line", .shape = "LINE", .meaning = "Only of this line."},
                      site_filter(),
                      within_field(),
                      {.name = "closed", .meaning = "Those that are paid or released too."},
                      programme::after_field(),
                      programme::limit_field()}},
          list_commitments),
      access::read_operation<WhichCommitment, CommitmentView>({.name = "commitment.show",
                                                               .permission = read_budget,
                                                               .path = "/api/commitments/{id}",
                                                               .summary = "one commitment",
                                                               .fields = {which}},
                                                              show_commitment),
      access::change_operation<MakeCommitment, CommitmentView>(
          {.name = "commitment.make",
           .permission = manage_budget,
           .method = Method::post,
           .path = "/api/commitments",
           .summary = "promise money of a line: an order, a contract",
           .description = "What the line has not left is refused, with the difference and who may "
                          "approve it.",
           .fields =
               {line,
                {.name = "amount", .shape = "AMOUNT", .meaning = "How much."},
                {.name = "name", .shape = "TEXT", .meaning = "What it is for. No names of people."},
                source_field()}},
          make_commitment),
      access::change_operation<PayCommitment, CommitmentView>(
          {.name = "commitment.pay",
           .permission = manage_budget,
           .method = Method::post,
           .path = "/api/commitments/{id}/pay",
           .summary = "record a payment of what was promised",
           .fields = {which,
                      {.name = "amount", .shape = "AMOUNT", .meaning = "How much was paid."},
                      source_field(),
                      {.name = "last",
                       .meaning = "It was the last payment: the rest goes back to the line."},
                      programme::version_field()}},
          pay),
      access::change_operation<ReleaseCommitment, CommitmentView>(
          {.name = "commitment.release",
           .permission = manage_budget,
           .method = Method::post,
           .path = "/api/commitments/{id}/release",
           .summary = "give the rest of a commitment back to the line",
           .fields = {which, programme::reason_field(), programme::version_field()}},
          release),
  };
}

}  // namespace sojourn::stages::support
