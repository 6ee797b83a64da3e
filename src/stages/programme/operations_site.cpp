// Sites: where people serve. The terms of a site's need are those of docs/placement-model.md.
#include "stages/programme/operations.h"
#include "stages/programme/operations_lasting.h"

namespace sojourn::stages::programme {
namespace {

using access::Method;
using access::Page;
using base::Id;

struct SiteView {
  Id<Site> id;
  std::optional<std::string> code;
  std::string name;
  Id<Area> area;
  std::string area_name;
  SiteKind kind = SiteKind::village;
  Tier tier = Tier::middle;
  std::int32_t need = 1;
  std::int32_t hardship = 0;
  std::int32_t min_team = 0;
  std::int32_t target_team = 0;
  std::int32_t max_first_timers = 0;
  std::vector<std::string> languages;
  std::vector<std::string> skills;
  std::optional<std::string> challenge;
  std::optional<double> lat;
  std::optional<double> lon;
  std::optional<double> x_km;
  std::optional<double> y_km;
  std::optional<base::Date> closed_on;
  std::optional<std::string> closed_reason;
  std::optional<Id<Site>> merged_into;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(SiteView, (),
                      (id, code, name, area, area_name, kind, tier, need, hardship, min_team,
                       target_team, max_first_timers, languages, skills, challenge, lat, lon, x_km,
                       y_km, closed_on, closed_reason, merged_into, version))

struct ListSites {
  std::optional<SiteKind> kind;
  std::optional<Tier> tier;
  std::optional<std::int32_t> least_need;
  std::optional<Id<Area>> within;
  std::optional<std::string> search;
  std::optional<bool> closed;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
  std::optional<bool> count;
};
BOOST_DESCRIBE_STRUCT(ListSites, (),
                      (kind, tier, least_need, within, search, closed, after, limit, count))

struct MakeSite {
  std::string name;
  Id<Area> area;
  SiteKind kind = SiteKind::village;
  Tier tier = Tier::middle;
  std::int32_t need = 1;
  std::int32_t hardship = 0;
  std::int32_t min_team = 0;
  std::int32_t target_team = 0;
  std::int32_t max_first_timers = 0;
  std::vector<std::string> languages;
  std::vector<std::string> skills;
  std::optional<std::string> challenge;
  std::optional<double> lat;
  std::optional<double> lon;
  std::optional<double> x_km;
  std::optional<double> y_km;
  std::optional<std::string> code;
};
BOOST_DESCRIBE_STRUCT(MakeSite, (),
                      (name, area, kind, tier, need, hardship, min_team, target_team,
                       max_first_timers, languages, skills, challenge, lat, lon, x_km, y_km, code))

struct ChangeSite {
  Id<Site> id;
  Id<Area> area;
  SiteKind kind = SiteKind::village;
  Tier tier = Tier::middle;
  std::int32_t need = 1;
  std::int32_t hardship = 0;
  std::int32_t min_team = 0;
  std::int32_t target_team = 0;
  std::int32_t max_first_timers = 0;
  std::vector<std::string> languages;
  std::vector<std::string> skills;
  std::optional<std::string> challenge;
  std::optional<double> lat;
  std::optional<double> lon;
  std::optional<double> x_km;
  std::optional<double> y_km;
  std::optional<std::string> code;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(ChangeSite, (),
                      (id, area, kind, tier, need, hardship, min_team, target_team,
                       max_first_timers, languages, skills, challenge, lat, lon, x_km, y_km, code,
                       version))

constexpr std::string_view site_view =
    "s.id, s.code, s.name, s.area, a.name AS area_name, s.kind, s.tier, s.need, s.hardship, "
    "s.min_team, s.target_team, s.max_first_timers, s.languages, s.skills, s.challenge, s.lat, "
    "s.lon, s.x_km, s.y_km, s.closed_on, s.closed_reason, s.merged_into, s.version";

SiteView view_of(db::Tx& tx, Id<Site> id) {
  return tx.one<SiteView>(
      fmt::format("SELECT {} FROM {} AND s.id = $1", site_view, kind_of<Site>.from), id);
}

Page<SiteView> list_sites(db::Tx& tx, const ListSites& input) {
  Query query(kind_of<Site>.alias, kind_of<Site>.from);
  if (input.kind) {
    query.add("s.kind = {}", *input.kind);
  }
  if (input.tier) {
    query.add("s.tier = {}", *input.tier);
  }
  if (input.least_need) {
    query.add("s.need >= {}", *input.least_need);
  }
  if (input.within) {
    query.within(tx, *input.within);
  }
  query.search(input.search);
  query.closed(input.closed);
  return query.page<SiteView>(tx, site_view, input.after, input.limit, input.count);
}

/// What making and changing a site have in common, checked and taken over.
template <class Input>
void fill(db::Tx& tx, Site& site, const Input& input, Faults& faults) {
  if (site.area != input.area) {
    named(tx, input.area, "/area", faults);
  }
  site.code = input.code;
  site.area = input.area;
  site.kind = input.kind;
  site.tier = input.tier;
  site.need = input.need;
  site.hardship = input.hardship;
  site.min_team = input.min_team;
  site.target_team = input.target_team;
  site.max_first_timers = input.max_first_timers;
  site.languages = input.languages;
  site.skills = input.skills;
  site.challenge = input.challenge;
  site.lat = input.lat;
  site.lon = input.lon;
  site.x_km = input.x_km;
  site.y_km = input.y_km;
  check(site, faults);
}

/// Two of one name in one area that no number tells apart are one that was entered twice.
void check_new(db::Tx& tx, const Site& site, Faults& faults) {
  const auto codes = tx.column<std::optional<std::string>>(
      "SELECT s.code FROM site s WHERE s.area = $1 AND s.name = $2 AND s.closed_on IS NULL AND "
      "{unscoped:within an area that was named}",
      site.area, site.name);
  for (const std::optional<std::string>& code : codes) {
    if (!code || !site.code || *code == *site.code) {
      faults.add("/name", "there_already", site.name,
                 "This area has an open site of this name. If this is another one, give both "
                 "different numbers (code), or another name.");
      return;
    }
  }
}

SiteView make_site(db::Change& change, const MakeSite& input) {
  Faults faults;
  faults.check_name("/name", input.name);
  Site site{.id = change.new_id<Site>(), .name = input.name, .area = {}};
  fill(change, site, input, faults);
  if (faults.count() == 0) {
    check_new(change, site, faults);
  }
  faults.refuse();
  change.insert("site", site);
  return view_of(change, site.id);
}

SiteView change_site(db::Change& change, const ChangeSite& input) {
  Faults faults;
  const Site before = to_change(change, input.id, input.version);
  Site after = before;
  fill(change, after, input, faults);
  faults.refuse();
  change.update("site", before, after);
  return view_of(change, input.id);
}

std::vector<base::FieldAbout> need_fields() {
  return {
      {.name = "area", .shape = "AREA", .meaning = "The area that it lies in."},
      {.name = "kind", .shape = "KIND", .meaning = "Village, community or farm."},
      {.name = "tier", .shape = "TIER", .meaning = "How much it lacks: low, middle or high."},
      {.name = "need",
       .shape = "N",
       .least = 1,
       .most = 5,
       .meaning = "How heavy its shortages weigh in a plan, from 1 to 5."},
      {.name = "hardship", .shape = "N", .least = 0, .most = 5, .meaning = "From 0 to 5."},
      {.name = "min_team", .shape = "N", .unit = "people", .meaning = "Least size of its team."},
      {.name = "target_team",
       .shape = "N",
       .unit = "people",
       .meaning = "Size that its team should have; no less than the least."},
      {.name = "max_first_timers",
       .shape = "N",
       .unit = "people",
       .meaning = "At most so many of the team serve for the first time."},
      {.name = "languages",
       .shape = "LANGUAGE",
       .meaning = "Each one needs a tested speaker in the team."},
      {.name = "skills", .shape = "SKILL", .meaning = "Each one needs a holder in the team."},
      {.name = "challenge",
       .shape = "WORD",
       .meaning = "What it lacks most, such as organisation, economy or services: steers which "
                  "kind of sponsor suits."},
      {.name = "lat", .shape = "DEGREES", .meaning = "Where the site is, WGS 84: latitude."},
      {.name = "lon", .shape = "DEGREES", .meaning = "Longitude."},
      {.name = "x_km",
       .shape = "KM",
       .unit = "km",
       .meaning = "Or where it is on a national grid: to the east."},
      {.name = "y_km", .shape = "KM", .unit = "km", .meaning = "To the north."},
      code_field()};
}

std::vector<base::FieldAbout> around(std::vector<base::FieldAbout> before,
                                     std::vector<base::FieldAbout> between,
                                     std::vector<base::FieldAbout> after) {
  before.insert(before.end(), between.begin(), between.end());
  before.insert(before.end(), after.begin(), after.end());
  return before;
}

}  // namespace

std::vector<access::Operation> site_operations() {
  const base::FieldAbout which = which_field("SITE");
  return with_lasting<Site, SiteView>(
      {
          access::read_operation<ListSites, Page<SiteView>>(
              {.name = "site.list",
               .permission = read_sites,
               .path = "/api/sites",
               .summary = "sites, by their names",
               .fields = list_fields(
                   {{.name = "kind", .shape = "KIND", .meaning = "Only those of this kind."},
                    {.name = "tier", .shape = "TIER", .meaning = "Only those of this tier."},
                    {.name = "least_need",
                     .shape = "N",
                     .meaning = "Only those whose need is so much or more."},
                    {.name = "within",
                     .shape = "AREA",
                     .meaning = "Only those in this area or in one that lies in it."}})},
              list_sites),
          access::change_operation<MakeSite, SiteView>(
              {.name = "site.make",
               .permission = manage_sites,
               .method = Method::post,
               .path = "/api/sites",
               .summary = "make a site",
               .fields = around({name_field()}, need_fields(), {})},
              make_site),
          access::change_operation<ChangeSite, SiteView>(
              {.name = "site.change",
               .permission = manage_sites,
               .method = Method::put,
               .path = "/api/sites/{id}",
               .summary = "change what is said of a site",
               .description = "All of it is written: what is left out is taken away.",
               .fields = around({which}, need_fields(), {version_field()})},
              change_site),
      },
      {.read = read_sites,
       .manage = manage_sites,
       .merge_by = manage_sites,
       .path = "/api/sites",
       .shape = "SITE",
       .view = view_of,
       .one = "one site",
       .rename = "give a site another name",
       .close = "close a site: nobody is sent there any more",
       .reopen = "open a closed site again",
       .merge = "join a site to another that is the same",
       .merge_more = "It keeps its history, is closed and points to the other.",
       .history = "who changed what of a site, and when"});
}

}  // namespace sojourn::stages::programme
