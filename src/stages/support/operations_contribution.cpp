// What sponsors owe for the people whom they have at a site in a year, by their level, and what of
// it came: it goes to the site's lines in their order, each up to its gap.
#include <map>

#include "stages/support/shared.h"

namespace sojourn::stages::support {
namespace {

struct ContributionRow {
  Id<Contribution> id;
  Id<Site> site;
  std::string site_name;
  std::int32_t year = 0;
  Id<Sponsor> sponsor;
  std::string sponsor_name;
  std::int32_t people = 1;
  std::int64_t minor = 0;
  base::Currency currency;
  base::Date asked_on;
  base::Date due_on;
  std::optional<base::Date> received_on;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(ContributionRow, (),
                      (id, site, site_name, year, sponsor, sponsor_name, people, minor, currency,
                       asked_on, due_on, received_on, version))

struct ContributionView {
  Id<Contribution> id;
  Id<Site> site;
  std::string site_name;
  std::int32_t year = 0;
  Id<Sponsor> sponsor;
  std::string sponsor_name;
  std::int32_t people = 1;
  Money amount;
  base::Date asked_on;
  base::Date due_on;
  std::optional<base::Date> received_on;
  bool overdue = false;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(ContributionView, (),
                      (id, site, site_name, year, sponsor, sponsor_name, people, amount, asked_on,
                       due_on, received_on, overdue, version))

struct WhichContribution {
  Id<Contribution> id;
};
BOOST_DESCRIBE_STRUCT(WhichContribution, (), (id))

struct ListContributions {
  std::optional<Id<Site>> site;
  std::optional<Id<Sponsor>> sponsor;
  std::optional<Id<Area>> within;
  std::optional<std::int32_t> year;
  std::optional<bool> waiting;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListContributions, (), (site, sponsor, within, year, waiting, after, limit))

struct AskContributions {
  std::int32_t year = 0;
  std::optional<Id<Site>> site;
  std::optional<Id<Area>> within;
};
BOOST_DESCRIBE_STRUCT(AskContributions, (), (year, site, within))

struct AskedContributions {
  std::int32_t year = 0;
  std::int64_t asked = 0;
  std::int64_t kept = 0;  ///< asked for before
  Money amount;
};
BOOST_DESCRIBE_STRUCT(AskedContributions, (), (year, asked, kept, amount))

struct ReceiveContribution {
  Id<Contribution> id;
  std::string source;
  std::optional<base::Date> on;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(ReceiveContribution, (), (id, source, on, version))

constexpr std::string_view scoped_contribution =
    "contribution n JOIN site s ON s.id = n.site JOIN area a ON a.id = s.area JOIN sponsor p ON "
    "p.id = n.sponsor WHERE {scope:area a.path; sponsor n.sponsor}";
constexpr std::string_view contribution_columns =
    "n.id, n.site, s.name AS site_name, n.year, n.sponsor, p.name AS sponsor_name, n.people, "
    "n.minor, n.currency, n.asked_on, n.due_on, n.received_on, n.version";

ContributionView view_of(const ContributionRow& row, base::Date today) {
  return {.id = row.id,
          .site = row.site,
          .site_name = row.site_name,
          .year = row.year,
          .sponsor = row.sponsor,
          .sponsor_name = row.sponsor_name,
          .people = row.people,
          .amount = {row.minor, row.currency},
          .asked_on = row.asked_on,
          .due_on = row.due_on,
          .received_on = row.received_on,
          .overdue = !row.received_on && row.due_on < today,
          .version = row.version};
}

ContributionView show_contribution(db::Tx& tx, const WhichContribution& input) {
  return view_of(tx.one<ContributionRow>(fmt::format("SELECT {} FROM {} AND n.id = $1",
                                                     contribution_columns, scoped_contribution),
                                         input.id),
                 tx.now().utc_date());
}

Page<ContributionView> list_contributions(db::Tx& tx, const ListContributions& input) {
  Listing list(scoped_contribution);
  list.within(tx, input.within);
  list.add_if("n.site =", input.site);
  list.add_if("n.sponsor =", input.sponsor);
  list.add_if("n.year =", input.year);
  if (input.waiting.value_or(false)) {
    list.require("n.received_on IS NULL");
  }
  const base::Date today = tx.now().utc_date();
  return list.page<ContributionView, ContributionRow>(
      tx, contribution_columns, false, input.after, input.limit,
      [&](const ContributionRow& row) { return view_of(row, today); });
}

struct Served {
  Id<Site> site;
  Id<Sponsor> sponsor;
  programme::AreaKind level = programme::AreaKind::county;
  base::Date from_day;
  std::optional<base::Date> to_day;
};
BOOST_DESCRIBE_STRUCT(Served, (), (site, sponsor, level, from_day, to_day))

struct AskedBefore {
  Id<Site> site;
  Id<Sponsor> sponsor;
};
BOOST_DESCRIBE_STRUCT(AskedBefore, (), (site, sponsor))

AskedContributions ask_contributions(db::Change& change, const AskContributions& input) {
  Faults faults;
  check_year(input.year, faults);
  faults.refuse();
  const base::Date today = change.now().utc_date();
  const SupportRules rules = rules_of(change, today);
  const Sites sites = sites_in(change, input.site, input.within);
  const base::DateRange year(first_of_year(input.year), first_of_year(input.year + 1) - 1);
  // 1. Who serves at which site for which sponsor.
  std::vector<db::Value> values = sites.values;
  values.push_back(db::to_sql(year.from()));
  values.push_back(db::to_sql(*year.to()));
  using Key = std::pair<std::int64_t, std::int64_t>;
  std::map<Key, std::vector<ServedSpan>> spans;
  std::map<std::int64_t, programme::AreaKind> levels;
  for (const Served& each : change.rows_with<Served>(
           fmt::format(
               "SELECT n.site, t.sponsor, pa.kind AS level, n.from_day, n.to_day FROM posting n "
               "JOIN site s ON s.id = n.site JOIN area a ON a.id = s.area JOIN staff t ON t.id = "
               "n.staff JOIN sponsor p ON p.id = t.sponsor JOIN area pa ON pa.id = p.area WHERE {} "
               "AND n.ended_on IS NULL AND coalesce(n.to_day, '9999-12-31') >= ${} AND n.from_day "
               "<= ${}",
               sites.from, values.size() - 1, values.size()),
           values)) {
    spans[{each.site.value, each.sponsor.value}].push_back(
        {.from = each.from_day, .to = each.to_day});
    levels[each.sponsor.value] = each.level;
  }
  // 2. What was asked for before stays as it is.
  std::vector<db::Value> held_values = sites.values;
  held_values.push_back(db::to_sql(input.year));
  AskedContributions made{.year = input.year, .amount = units(rules, 0)};
  for (const AskedBefore& each : change.rows_with<AskedBefore>(
           fmt::format("SELECT c.site, c.sponsor FROM contribution c JOIN site s ON s.id = c.site "
                       "JOIN area a ON a.id = s.area WHERE {} AND c.year = ${}",
                       sites.from, held_values.size()),
           held_values)) {
    made.kept += static_cast<std::int64_t>(spans.erase({each.site.value, each.sponsor.value}));
  }
  // 3. The rest.
  const base::Date due = programme::working_days(change).after(today, rules.pay_days);
  for (const auto& [key, served] : spans) {
    const std::int64_t people = people_of(served, year).all;
    const Money amount = contribution(rules, levels[key.second]) * people;
    change.insert(Contribution::table, Contribution{.id = change.new_id<Contribution>(),
                                                    .site = {key.first},
                                                    .year = input.year,
                                                    .sponsor = {key.second},
                                                    .people = static_cast<std::int32_t>(people),
                                                    .minor = amount.minor,
                                                    .currency = amount.currency,
                                                    .asked_on = today,
                                                    .due_on = due});
    made.amount += amount;
    ++made.asked;
  }
  return made;
}

ContributionView receive_contribution(db::Change& change, const ReceiveContribution& input) {
  auto before =
      change.one<Contribution>(fmt::format("SELECT {} FROM {} AND n.id = $1",
                                           columns<Contribution>("n"), scoped_contribution),
                               input.id);
  Faults faults;
  faults.check_name("/source", input.source);
  const base::Date day = programme::closing_day(change, input.on, faults);
  faults.refuse();
  if (before.received_on) {
    throw base::Refusal{base::Kind::precondition, "received_already",
                        "This contribution was received already."};
  }
  const auto lines = change.rows<Line>(
      fmt::format("SELECT {} FROM budget_line l WHERE l.site = $1 AND l.year = $2 AND l.currency = "
                  "$3 AND {{unscoped:of a contribution that the asker sees}} ORDER BY l.id",
                  columns<Line>("l")),
      before.site, before.year, before.currency);
  if (lines.empty()) {
    throw base::Refusal{base::Kind::precondition, "no_line",
                        base::in_words("The site has no budget line of {} in {} yet. Plan its "
                                       "lines first (line preset).",
                                       before.year, before.currency.to_text())};
  }
  if (before.minor > 0) {
    book(change, lines, spread(lines, Funder::sponsors, before.minor),
         {.kind = BookingKind::fund, .reason = input.source, .contribution = before.id});
  }
  before.version = input.version;
  Contribution after = before;
  after.received_on = day;
  change.update(Contribution::table, before, after);
  return show_contribution(change, {input.id});
}

}  // namespace

std::vector<access::Operation> contribution_operations() {
  const base::FieldAbout which = programme::which_field("CONTRIBUTION");
  return {
      access::read_operation<ListContributions, Page<ContributionView>>(
          {.name = "contribution.list",
           .permission = read_contributions,
           .path = "/api/contributions",
           .summary = "what sponsors owe for the people they have at sites, and what came",
           .fields = {site_filter(),
                      {.name = "sponsor", .shape = "SPONSOR", .meaning = "Only of this sponsor."},
                      within_field(),
                      {.name = "year", .shape = "YEAR", .meaning = "Only of this year."},
                      {.name = "waiting", .meaning = "Only what has not come."},
                      programme::after_field(),
                      programme::limit_field()}},
          list_contributions),
      access::read_operation<WhichContribution, ContributionView>(
          {.name = "contribution.show",
           .permission = read_contributions,
           .path = "/api/contributions/{id}",
           .summary = "what one sponsor owes for its people at a site",
           .fields = {which}},
          show_contribution),
      access::change_operation<AskContributions, AskedContributions>(
          {.name = "contribution.ask",
           .permission = manage_budget,
           .method = Method::post,
           .path = "/api/contributions/ask",
           .summary = "ask the sponsors of a site, or of all sites of an area, for what they owe "
                      "of a year",
           .description = "By the people whom they have there and the sponsor's level. What was "
                          "asked for before stays as it is.",
           .fields = {year_field(),
                      {.name = "site", .shape = "SITE", .meaning = "Of this site alone."},
                      {.name = "within",
                       .shape = "AREA",
                       .meaning = "Of all open sites in this area, in its place."}}},
          ask_contributions),
      access::change_operation<ReceiveContribution, ContributionView>(
          {.name = "contribution.receive",
           .permission = manage_budget,
           .method = Method::post,
           .path = "/api/contributions/{id}/receive",
           .summary = "record that a sponsor's contribution came",
           .description = "It goes to the site's lines in their order, each up to what nobody gave "
                          "for it yet, and the rest to the first.",
           .fields = {which, source_field(), programme::on_field(), programme::version_field()}},
          receive_contribution),
  };
}

}  // namespace sojourn::stages::support
