// The budget of an area and year: its sums, site by site, and the proof that kept sums and journal
// say the same. Sums are those of the lines, so that no entry is read for them: bench/money.cpp.
#include <map>

#include "base/text.h"
#include "stages/support/shared.h"

namespace sojourn::stages::support {
namespace {

struct ShowBudget {
  std::int32_t year = 0;
  std::optional<Id<Area>> within;
};
BOOST_DESCRIBE_STRUCT(ShowBudget, (), (year, within))

struct BudgetSum {
  std::optional<LineKind> kind;  ///< none: of all
  std::int64_t lines = 0;
  Money planned;
  Money committed;
  Money paid;
  Money unspent;
  Money funded;
  Money gap;
};
BOOST_DESCRIBE_STRUCT(BudgetSum, (), (kind, lines, planned, committed, paid, unspent, funded, gap))

struct BudgetView {
  std::int32_t year = 0;
  std::vector<BudgetSum> totals;  ///< one a currency
  std::vector<BudgetSum> kinds;   ///< one a kind and currency
};
BOOST_DESCRIBE_STRUCT(BudgetView, (), (year, totals, kinds))

struct SumRow {
  LineKind kind = LineKind::work_fund;
  base::Currency currency;
  std::int64_t lines = 0;
  std::int64_t unspent = 0;
  std::int64_t committed = 0;
  std::int64_t paid = 0;
  std::int64_t unfunded = 0;
};
BOOST_DESCRIBE_STRUCT(SumRow, (), (kind, currency, lines, unspent, committed, paid, unfunded))

constexpr std::string_view sums_of_lines =
    "count(*) AS lines, CAST(sum(l.unspent) AS BIGINT) AS unspent, CAST(sum(l.committed) AS "
    "BIGINT) AS committed, CAST(sum(l.paid) AS BIGINT) AS paid, CAST(sum(l.unfunded) AS BIGINT) AS "
    "unfunded";

void add(BudgetSum& sum, const SumRow& row) {
  const auto money = [&](std::int64_t minor) { return Money{minor, row.currency}; };
  const std::int64_t planned = row.unspent + row.committed + row.paid;
  sum.lines += row.lines;
  sum.planned += money(planned);
  sum.committed += money(row.committed);
  sum.paid += money(row.paid);
  sum.unspent += money(row.unspent);
  sum.funded += money(planned + row.unfunded);
  sum.gap += money(-row.unfunded);
}

BudgetSum nothing(base::Currency currency, std::optional<LineKind> kind) {
  const Money none{0, currency};
  return {.kind = kind,
          .planned = none,
          .committed = none,
          .paid = none,
          .unspent = none,
          .funded = none,
          .gap = none};
}

BudgetView show_budget(db::Tx& tx, const ShowBudget& input) {
  Faults faults;
  check_year(input.year, faults);
  faults.refuse();
  // The sites come first: an engine that begins with the lines reads those of the whole programme.
  Listing sites(programme::kind_of<Site>.from);
  sites.within(tx, input.within);
  std::vector<db::Value> values = sites.values();
  values.push_back(db::to_sql(input.year));
  const std::string sql = fmt::format(
      "SELECT l.kind, l.currency, {} FROM budget_line l WHERE l.site IN (SELECT s.id FROM {}) AND "
      "l.year = ${} GROUP BY l.kind, l.currency",
      sums_of_lines, sites.from(), values.size());
  const auto rows = tx.rows_with<SumRow>(sql, std::move(values));
  BudgetView made{.year = input.year, .totals = {}, .kinds = {}};
  std::map<base::Currency, BudgetSum> totals;
  std::map<std::pair<LineKind, base::Currency>, BudgetSum> kinds;
  for (const SumRow& row : rows) {
    add(totals.try_emplace(row.currency, nothing(row.currency, std::nullopt)).first->second, row);
    add(kinds.try_emplace({row.kind, row.currency}, nothing(row.currency, row.kind)).first->second,
        row);
  }
  for (auto& [currency, sum] : totals) {
    made.totals.push_back(sum);
  }
  for (auto& [key, sum] : kinds) {
    made.kinds.push_back(sum);
  }
  return made;
}

struct ListSites {
  std::int32_t year = 0;
  std::optional<Id<Area>> within;
  std::optional<std::string> search;
  std::optional<bool> closed;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
  std::optional<bool> count;
};
BOOST_DESCRIBE_STRUCT(ListSites, (), (year, within, search, closed, after, limit, count))

struct NamedSite {
  Id<Site> id;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(NamedSite, (), (id, name))

struct SiteSumRow {
  Id<Site> site;
  base::Currency currency;
  std::int64_t lines = 0;
  std::int64_t unspent = 0;
  std::int64_t committed = 0;
  std::int64_t paid = 0;
  std::int64_t unfunded = 0;
};
BOOST_DESCRIBE_STRUCT(SiteSumRow, (), (site, currency, lines, unspent, committed, paid, unfunded))

struct SiteBudget {
  Id<Site> id;
  std::string name;
  std::int64_t lines = 0;  ///< 0: nothing is planned
  std::optional<Money> planned;
  std::optional<Money> committed;
  std::optional<Money> paid;
  std::optional<Money> unspent;
  std::optional<Money> funded;
  std::optional<Money> gap;
};
BOOST_DESCRIBE_STRUCT(SiteBudget, (),
                      (id, name, lines, planned, committed, paid, unspent, funded, gap))

/// All sites, those without a line too: what is not planned shows.
Page<SiteBudget> list_sites(db::Tx& tx, const ListSites& input) {
  Faults faults;
  check_year(input.year, faults);
  faults.refuse();
  programme::Query query("s", programme::kind_of<Site>.from);
  if (input.within) {
    query.within(tx, *input.within);
  }
  query.search(input.search);
  query.closed(input.closed);
  const Page<NamedSite> sites =
      query.page<NamedSite>(tx, "s.id, s.name", input.after, input.limit, input.count);
  Page<SiteBudget> made{.items = {}, .next = sites.next, .count = sites.count};
  if (sites.items.empty()) {
    return made;
  }
  std::string list;
  std::vector<db::Value> values = {db::to_sql(input.year)};
  for (const NamedSite& each : sites.items) {
    values.push_back(db::to_sql(each.id));
    list += fmt::format("{}${}", list.empty() ? "" : ", ", values.size());
  }
  std::map<std::int64_t, SiteSumRow> by_site;
  for (SiteSumRow& row : tx.rows_with<SiteSumRow>(
           fmt::format("SELECT l.site, l.currency, {} FROM {} AND l.year = $1 AND l.site IN ({}) "
                       "GROUP BY l.site, l.currency",
                       sums_of_lines, scoped_line, list),
           std::move(values))) {
    by_site[row.site.value] = row;
  }
  for (const NamedSite& each : sites.items) {
    SiteBudget site;
    site.id = each.id;
    site.name = each.name;
    const auto found = by_site.find(each.id.value);
    if (found != by_site.end()) {
      BudgetSum sum = nothing(found->second.currency, std::nullopt);
      add(sum, {.currency = found->second.currency,
                .lines = found->second.lines,
                .unspent = found->second.unspent,
                .committed = found->second.committed,
                .paid = found->second.paid,
                .unfunded = found->second.unfunded});
      site = {.id = each.id,
              .name = each.name,
              .lines = sum.lines,
              .planned = sum.planned,
              .committed = sum.committed,
              .paid = sum.paid,
              .unspent = sum.unspent,
              .funded = sum.funded,
              .gap = sum.gap};
    }
    made.items.push_back(std::move(site));
  }
  return made;
}

struct ProveBudget {
  std::optional<Id<Area>> within;
};
BOOST_DESCRIBE_STRUCT(ProveBudget, (), (within))

struct Proof {
  std::int64_t bookings = 0;
  std::int64_t entries = 0;
  std::int64_t difference = 0;  ///< sum of all entries, in smallest units
  std::int64_t unbalanced = 0;  ///< bookings whose entries do not add up to nothing
  std::int64_t lines = 0;
  std::int64_t lines_apart = 0;  ///< whose kept sums are not those of their entries
};
BOOST_DESCRIBE_STRUCT(Proof, (), (bookings, entries, difference, unbalanced, lines, lines_apart))

struct EntrySums {
  std::int64_t bookings = 0;
  std::int64_t entries = 0;
  std::int64_t difference = 0;
};
BOOST_DESCRIBE_STRUCT(EntrySums, (), (bookings, entries, difference))

Proof prove_budget(db::Tx& tx, const ProveBudget& input) {
  Listing lines(
      "budget_line l JOIN site s ON s.id = l.site JOIN area a ON a.id = s.area WHERE "
      "{scope:area a.path; site s.id}");
  lines.within(tx, input.within);
  const std::string entries = fmt::format("booking_entry e JOIN {}",
                                          base::replaced(lines.from(),
                                                         "budget_line l JOIN site s "
                                                         "ON s.id = l.site",
                                                         "budget_line l ON l.id = e.line JOIN site "
                                                         "s ON s.id = l.site"));
  const auto number = [&](const std::string& sql) {
    return db::SqlOf<std::int64_t>::from(tx.query(sql, lines.values()).cells.at(0));
  };
  const auto journal = tx.rows_with<EntrySums>(
      fmt::format("SELECT count(DISTINCT e.booking) AS bookings, count(*) AS entries, "
                  "CAST(coalesce(sum(e.minor), 0) AS BIGINT) AS difference FROM {}",
                  entries),
      lines.values());
  Proof made{.bookings = journal.at(0).bookings,
             .entries = journal.at(0).entries,
             .difference = journal.at(0).difference};
  made.unbalanced =
      number(fmt::format("SELECT count(*) FROM (SELECT e.booking FROM {} GROUP BY e.booking HAVING "
                         "sum(e.minor) <> 0) u",
                         entries));
  made.lines = number(fmt::format("SELECT count(*) FROM {}", lines.from()));
  // Every account of every line, from its entries.
  std::string apart;
  for (const std::string& account : base::choices<Account>()) {
    apart += fmt::format(
        "{}l.{} <> coalesce((SELECT sum(e.minor) FROM booking_entry e WHERE e.line = l.id AND "
        "e.account = '{}'), 0)",
        apart.empty() ? "" : " OR ", account, account);
  }
  made.lines_apart = number(fmt::format("SELECT count(*) FROM {} AND ({})", lines.from(), apart));
  return made;
}

}  // namespace

std::vector<access::Operation> budget_operations() {
  return {
      access::read_operation<ShowBudget, BudgetView>(
          {.name = "budget.show",
           .permission = read_budget,
           .path = "/api/budget",
           .summary = "what is planned, committed, paid and not yet given in an area and year",
           .description = "Of all sites that you see, or of those in an area.",
           .fields = {year_field(), within_field()}},
          show_budget),
      access::read_operation<ListSites, Page<SiteBudget>>(
          {.name = "budget.list",
           .permission = read_budget,
           .path = "/api/budget/sites",
           .summary = "the budgets of sites of a year, in the order of their names",
           .description = "Sites for which nothing is planned are in it, without amounts.",
           .fields = {year_field(),
                      within_field(),
                      {.name = "search",
                       .shape = "TEXT",
                       .meaning = "Only those whose name or number holds this."},
                      {.name = "closed", .meaning = "Closed ones too."},
                      programme::after_field(),
                      programme::limit_field(),
                      {.name = "count", .meaning = "Say too how many there are in all."}}},
          list_sites),
      access::read_operation<ProveBudget, Proof>(
          {.name = "budget.proof",
           .permission = manage_budget,
           .path = "/api/budget/proof",
           .summary = "whether every booking adds up to nothing, and every kept sum is that of its "
                      "entries",
           .fields = {within_field()}},
          prove_budget),
  };
}

}  // namespace sojourn::stages::support
