// What a team finds at a site: lodging, water and power, a doctor within reach, telephone and
// network, and whom to turn to. Statements with their day and source, as whoever looked says.
// Nobody is posted to a site that is not ready (stages/placement/plan_readiness.cpp).
#include <unordered_map>

#include "stages/need/statements.h"
#include "stages/programme/rules_table.h"

namespace sojourn::stages::need {
namespace {

struct ReadinessView {
  Id<Readiness> id;
  Id<Site> site;
  std::string name;  ///< of the site
  bool lodging = false;
  bool water_power = false;
  bool medical = false;
  bool communications = false;
  std::optional<std::string> contact;
  base::Date from_day;
  std::string source;
  base::Date recorded_on;
  std::optional<base::Date> withdrawn_on;
  std::optional<std::string> withdrawn_reason;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(ReadinessView, (),
                      (id, site, name, lodging, water_power, medical, communications, contact,
                       from_day, source, recorded_on, withdrawn_on, withdrawn_reason, version))

struct SetReadiness {
  Id<Site> site;
  bool lodging = false;
  bool water_power = false;
  bool medical = false;
  bool communications = false;
  base::Date from_day;
  std::string source;
  std::optional<std::string> contact;
};
BOOST_DESCRIBE_STRUCT(SetReadiness, (),
                      (site, lodging, water_power, medical, communications, from_day, source,
                       contact))

struct WhichSite {
  Id<Site> id;
  std::optional<base::Date> on;
};
BOOST_DESCRIBE_STRUCT(WhichSite, (), (id, on))

struct SiteReadiness {
  Id<Site> id;
  std::string name;
  bool ready = false;
  std::vector<std::string> missing;
  std::optional<Id<Readiness>> statement;  ///< by which it is; none: nobody has said anything
  std::optional<std::string> contact;
  std::optional<base::Date> from_day;
  std::optional<std::string> source;
};
BOOST_DESCRIBE_STRUCT(SiteReadiness, (),
                      (id, name, ready, missing, statement, contact, from_day, source))

ReadinessView set_readiness(db::Change& change, const SetReadiness& input) {
  Faults faults;
  check_site(change, input.site, faults);
  return keep_statement<Readiness, ReadinessView>(change,
                                                  Readiness{.id = {},
                                                            .site = input.site,
                                                            .lodging = input.lodging,
                                                            .water_power = input.water_power,
                                                            .medical = input.medical,
                                                            .communications = input.communications,
                                                            .contact = input.contact,
                                                            .from_day = input.from_day,
                                                            .source = input.source,
                                                            .recorded_on = {}},
                                                  faults);
}

SiteReadiness show_site(db::Tx& tx, const WhichSite& input) {
  const Site site = programme::lasting(tx, input.id);
  const std::vector<Readiness> all =
      tx.rows<Readiness>(fmt::format("SELECT {} FROM {} AND n.site = $1", columns<Readiness>("n"),
                                     scoped_from<Readiness>()),
                         input.id);
  const Readiness* said =
      holding(std::span<const Readiness>(all), {.on = input.on.value_or(tx.now().utc_date())});
  SiteReadiness made;
  made.id = site.id;
  made.name = site.name;
  made.missing = missing_of(said);
  made.ready = made.missing.empty();
  if (said != nullptr) {
    made.statement = said->id;
    made.contact = said->contact;
    made.from_day = said->from_day;
    made.source = said->source;
  }
  return made;
}

}  // namespace

std::unordered_map<Id<Site>, Readiness> readiness(db::Tx& tx, const Asof& asof,
                                                  std::string_view within) {
  std::string from = scoped_from<Readiness>();
  std::vector<db::Value> values;
  if (!within.empty()) {
    values = {db::to_sql(within), db::to_sql(db::end_of_prefix(within))};
    from += " AND a.path >= $1 AND a.path < $2";
  }
  std::unordered_map<Id<Site>, Readiness> made;
  for (Readiness& each : tx.rows_with<Readiness>(
           fmt::format("SELECT {} FROM {}", columns<Readiness>("n"), from), std::move(values))) {
    if (!speaks(each, asof)) {
      continue;
    }
    const auto there = made.find(each.site);
    if (there == made.end()) {
      made.emplace(each.site, std::move(each));
    } else if (later(each, there->second)) {
      there->second = std::move(each);
    }
  }
  return made;
}

std::vector<std::string> missing_at(const Said& said, const ReckonedSite& site) {
  const auto found = said.find(site.facts.site.id);
  return missing_of(found == said.end() ? nullptr : &found->second);
}

bool is_ready(const Said& said, const ReckonedSite& site) { return missing_at(said, site).empty(); }

std::vector<access::Operation> readiness_operations() {
  std::vector<access::Operation> made =
      statement_operations<Readiness, ReadinessView, SetReadiness>(
          {.name = "readiness",
           .path = "/api/readiness",
           .one = "one report of what a team finds at a site",
           .read = read_needs,
           .manage = manage_readiness,
           .list_summary = "reports of what teams find at sites, newest first",
           .set_summary = "report what a team finds at a site, as somebody looked",
           .set_description = "Nobody is posted to a site that lacks one of the five, unless two "
                              "people sign for it.",
           .set_fields =
               {site_field(),
                {.name = "lodging", .meaning = "There is lodging for the team."},
                {.name = "water_power", .meaning = "There are water and power."},
                {.name = "medical", .meaning = "A doctor or a clinic is within reach."},
                {.name = "communications", .meaning = "There are telephone and network."},
                {.name = "from_day", .shape = "DAY", .meaning = "The day on which it was seen."},
                source_field(),
                {.name = "contact",
                 .shape = "TEXT",
                 .meaning = "The office of the host organisation that answers for the team, and "
                            "its duty phone: no private number. Left out: there is none yet."}},
           .import_summary = "take reports of what teams find at sites from a table",
           .problems_summary = "a table of reports of what teams find at sites back with what "
                               "each row would do"},
          set_readiness, readiness_import);
  made.push_back(access::read_operation<WhichSite, SiteReadiness>(
      {.name = "site.readiness",
       .permission = read_needs,
       .path = "/api/sites/{id}/readiness",
       .summary = "whether a site is ready for a team, and what it lacks",
       .fields = {programme::which_field("SITE"),
                  {.name = "on", .shape = "DAY", .meaning = "On which day; today if not given."}}},
      show_site));
  return made;
}

}  // namespace sojourn::stages::need
