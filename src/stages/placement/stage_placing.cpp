// What placing a person needs beyond their record: where they travel from on duty, what they bring.
#include "stages/placement/pair_import.h"
#include "stages/placement/stage_pairs.h"

namespace sojourn::stages::placement {
namespace {

struct PlacingView {
  Id<Staff> id;
  std::string name;
  std::optional<double> lat;
  std::optional<double> lon;
  std::optional<double> x_km;
  std::optional<double> y_km;
  std::optional<Id<Site>> home_site;
  std::optional<std::int32_t> experience_years;
  std::optional<bool> first_timer;
  std::optional<std::int32_t> hardship_served;
  std::optional<std::int32_t> strength;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(PlacingView, (),
                      (id, name, lat, lon, x_km, y_km, home_site, experience_years, first_timer,
                       hardship_served, strength, version))

struct WhichPerson {
  Id<Staff> id;
};
BOOST_DESCRIBE_STRUCT(WhichPerson, (), (id))

struct SetPlacing {
  Id<Staff> id;
  std::optional<double> lat;
  std::optional<double> lon;
  std::optional<double> x_km;
  std::optional<double> y_km;
  std::optional<Id<Site>> home_site;
  std::optional<std::int32_t> experience_years;
  std::optional<bool> first_timer;
  std::optional<std::int32_t> hardship_served;
  std::optional<std::int32_t> strength;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(SetPlacing, (),
                      (id, lat, lon, x_km, y_km, home_site, experience_years, first_timer,
                       hardship_served, strength, version))

struct PersonHistory {
  Id<Staff> id;
  std::optional<std::string> after;
};
BOOST_DESCRIBE_STRUCT(PersonHistory, (), (id, after))

struct ListPlacings {
  std::optional<Id<Sponsor>> sponsor;
  std::optional<Id<Area>> within;
  std::optional<bool> without_place;
  std::optional<std::string> search;
  std::optional<bool> closed;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
  std::optional<bool> count;
};
BOOST_DESCRIBE_STRUCT(ListPlacings, (),
                      (sponsor, within, without_place, search, closed, after, limit, count))

struct PlacingRow {
  Id<Staff> id;
  std::optional<std::string> code;
  std::string name;
  std::string sponsor_name;
  std::optional<double> lat;
  std::optional<double> lon;
  std::optional<double> x_km;
  std::optional<double> y_km;
  std::optional<std::string> home_site_name;
  std::optional<std::int32_t> experience_years;
  std::optional<bool> first_timer;
  std::optional<std::int32_t> hardship_served;
  std::optional<std::int32_t> strength;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(PlacingRow, (),
                      (id, code, name, sponsor_name, lat, lon, x_km, y_km, home_site_name,
                       experience_years, first_timer, hardship_served, strength, version))

Page<PlacingRow> list_placings(db::Tx& tx, const ListPlacings& input) {
  programme::Query query(
      "t",
      "staff t JOIN area a ON a.id = t.area JOIN sponsor p ON p.id = t.sponsor LEFT JOIN "
      "staff_placing n ON n.id = t.id LEFT JOIN site h ON h.id = n.home_site WHERE {scope:area "
      "a.path; sponsor t.sponsor; staff t.id}");
  if (input.sponsor) {
    query.add("t.sponsor = {}", *input.sponsor);
  }
  if (input.within) {
    query.within(tx, *input.within);
  }
  if (input.without_place.value_or(false)) {
    query.add("coalesce(n.lat, n.x_km) IS NULL");
  }
  query.search(input.search);
  query.closed(input.closed);
  return query.page<PlacingRow>(
      tx,
      "t.id, t.code, t.name, p.name AS sponsor_name, n.lat, n.lon, n.x_km, n.y_km, h.name AS "
      "home_site_name, n.experience_years, n.first_timer, n.hardship_served, n.strength, "
      "coalesce(n.version, 0) AS version",
      input.after, input.limit, input.count);
}

/// Whoever sees the person sees it. Version 0: nothing was said yet.
PlacingView show_placing(db::Tx& tx, const WhichPerson& input) {
  return tx.one<PlacingView>(
      "SELECT t.id, t.name, n.lat, n.lon, n.x_km, n.y_km, n.home_site, n.experience_years, "
      "n.first_timer, n.hardship_served, n.strength, coalesce(n.version, 0) AS version FROM staff "
      "t JOIN area a ON a.id = t.area LEFT JOIN staff_placing n ON n.id = t.id WHERE t.id = $1 AND "
      "{scope:area a.path; sponsor t.sponsor; staff t.id}",
      input.id);
}

PlacingView set_placing(db::Change& change, const SetPlacing& input) {
  const PlacingView seen = show_placing(change, {input.id});
  Faults faults;
  check_staff(change, input.id, faults);
  if (input.home_site && input.home_site != seen.home_site) {
    const auto sees = change.value<std::int64_t>(
        "SELECT count(*) FROM site s JOIN area a ON a.id = s.area WHERE s.id = $1 AND {scope:area "
        "a.path; site s.id}",
        *input.home_site);
    if (sees == 0) {
      faults.add("/home_site", "unknown_site", input.home_site->to_text(),
                 "There is no such site.");
    }
  }
  const Placing after{.id = input.id,
                      .lat = input.lat,
                      .lon = input.lon,
                      .x_km = input.x_km,
                      .y_km = input.y_km,
                      .home_site = input.home_site,
                      .experience_years = input.experience_years,
                      .first_timer = input.first_timer,
                      .hardship_served = input.hardship_served,
                      .strength = input.strength};
  check(after, faults);
  faults.refuse();
  if (seen.version == 0 && input.version == 0) {
    change.insert("staff_placing", after);
  } else {
    Placing before = change.one<Placing>(
        fmt::format(
            "SELECT {} FROM staff_placing n JOIN staff t ON t.id = n.id JOIN area a ON a.id = "
            "t.area WHERE n.id = $1 AND {{scope:area a.path; sponsor t.sponsor; staff "
            "t.id}}",
            columns<Placing>("n")),
        input.id);
    before.version = input.version;  // stale: refused with the current one
    change.update("staff_placing", before, after);
  }
  return show_placing(change, {input.id});
}

Page<HistoryEntry> placing_history(db::Tx& tx, const PersonHistory& input) {
  show_placing(tx, {input.id});
  return programme::history_of(tx, "staff_placing", input.id.value, input.after);
}

}  // namespace

std::vector<access::Operation> placing_operations() {
  const base::FieldAbout which = programme::which_field("STAFF");
  std::vector<access::Operation> made = {
      access::read_operation<ListPlacings, Page<PlacingRow>>(
          {.name = "placing.list",
           .permission = read_wishes,
           .path = "/api/placings",
           .summary = "what placing goes by, of all staff, by their names",
           .description = "Version 0: nothing was said yet of this person.",
           .fields = programme::list_fields(
               {{.name = "sponsor", .shape = "SPONSOR", .meaning = "Only staff of this sponsor."},
                {.name = "within", .shape = "AREA", .meaning = "Only staff in this area."},
                {.name = "without_place",
                 .meaning = "Only those of whom nothing says where they travel from: they keep a "
                            "plan from being made."}})},
          list_placings),
      access::read_operation<WhichPerson, PlacingView>(
          {.name = "placing.show",
           .permission = read_wishes,
           .path = "/api/staff/{id}/placing",
           .summary = "what placing a staff member goes by",
           .description = "What is not said is reckoned: years from the day of hire, strength "
                          "from the latest nomination, the rest from postings that have ended.",
           .fields = {which}},
          show_placing),
      access::change_operation<SetPlacing, PlacingView>(
          {.name = "placing.set",
           .permission = manage_wishes,
           .method = Method::put,
           .path = "/api/staff/{id}/placing",
           .summary = "say what placing a staff member goes by",
           .description = "All of it is written: what is left out is taken away.",
           .fields =
               {which,
                {.name = "lat",
                 .shape = "DEGREES",
                 .meaning = "Where they travel from on duty, WGS 84: latitude of the office or "
                            "town, never of a home."},
                {.name = "lon", .shape = "DEGREES", .meaning = "Its longitude."},
                {.name = "x_km",
                 .shape = "KM",
                 .unit = "km",
                 .meaning = "Or where that is on a national grid: to the east."},
                {.name = "y_km", .shape = "KM", .unit = "km", .meaning = "To the north."},
                {.name = "home_site",
                 .shape = "SITE",
                 .meaning = "A site where they could not be impartial: they are never sent there."},
                {.name = "experience_years",
                 .shape = "N",
                 .unit = "years",
                 .least = 0,
                 .most = 100,
                 .meaning = "Their experience; years since they were hired if not given."},
                {.name = "first_timer",
                 .meaning = "They serve for the first time; so it is if not given, until a posting "
                            "of theirs has ended."},
                {.name = "hardship_served",
                 .shape = "N",
                 .least = 0,
                 .most = 100,
                 .meaning = "Hardship of the sites where they served, added up; of ended postings "
                            "if not given."},
                {.name = "strength",
                 .shape = "N",
                 .least = 0,
                 .most = 100,
                 .meaning =
                     "From evidence, 0 to 100; that of their latest nomination if not given."},
                {.name = "version",
                 .shape = "N",
                 .meaning = "The version that you saw, 0 for the first time; the change is refused "
                            "if there is a newer one."}}},
          set_placing),
      access::read_operation<PersonHistory, Page<HistoryEntry>>(
          {.name = "placing.history",
           .permission = read_wishes,
           .path = "/api/staff/{id}/placing/history",
           .summary = "who said what of a staff member's placing, and when",
           .fields = {which, programme::after_field()}},
          placing_history),
  };
  add_import<Placing>(made,
                      {.noun = "placing",
                       .path = "/api/placings",
                       .permission = manage_wishes,
                       .summary = "take what placing staff goes by from a table",
                       .problems_summary = "a table of placing back with what each row would do"},
                      placing_import);
  return made;
}

}  // namespace sojourn::stages::placement
