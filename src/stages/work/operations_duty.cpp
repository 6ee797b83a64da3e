// The duties of a posting: categories of the programme's catalogue. What was chosen stays as it was
// called on that day, also when the catalogue changes; only what is new has to be in it.
#include <algorithm>

#include "stages/work/stage.h"

namespace sojourn::stages::work {
namespace {

struct DutyRow {
  Id<Posting> id;
  Id<Staff> staff;
  std::string staff_name;
  Id<Site> site;
  std::string site_name;
  std::optional<Id<Duty>> duty;
  std::optional<std::vector<std::string>> areas;
  std::optional<base::Date> set_on;
  std::optional<std::int64_t> duty_version;
};
BOOST_DESCRIBE_STRUCT(DutyRow, (),
                      (id, staff, staff_name, site, site_name, duty, areas, set_on, duty_version))

struct DutyView {
  Id<Posting> id;
  Id<Staff> staff;
  std::string staff_name;
  Id<Site> site;
  std::string site_name;
  std::vector<std::string> areas;
  std::optional<base::Date> set_on;  ///< none: nobody has said any
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(DutyView, (),
                      (id, staff, staff_name, site, site_name, areas, set_on, version))

struct WhichPosting {
  Id<Posting> id;
};
BOOST_DESCRIBE_STRUCT(WhichPosting, (), (id))

struct ListDuties {
  std::optional<Id<Site>> site;
  std::optional<Id<Staff>> staff;
  std::optional<Id<Area>> within;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListDuties, (), (site, staff, within, after, limit))

struct SetDuties {
  Id<Posting> id;
  std::vector<std::string> areas;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(SetDuties, (), (id, areas, version))

constexpr std::string_view duty_columns =
    "n.id, n.staff, t.name AS staff_name, n.site, s.name AS site_name, d.id AS duty, d.areas, "
    "d.set_on, d.version AS duty_version";
/// Whoever sees who serves where sees their duties.
constexpr std::string_view seen_posting =
    "posting n LEFT JOIN posting_duty d ON d.posting = n.id JOIN staff t ON t.id = n.staff JOIN "
    "site s ON s.id = n.site JOIN area a ON a.id = s.area WHERE {scope:area a.path; site s.id; "
    "sponsor t.sponsor; staff t.id} AND n.ended_on IS NULL";
/// They are set by the office of the site.
constexpr std::string_view managed_posting =
    "posting n LEFT JOIN posting_duty d ON d.posting = n.id JOIN staff t ON t.id = n.staff JOIN "
    "site s ON s.id = n.site JOIN area a ON a.id = s.area WHERE {scope:area a.path} AND n.ended_on "
    "IS NULL";

DutyView view_of(const DutyRow& row) {
  return {.id = row.id,
          .staff = row.staff,
          .staff_name = row.staff_name,
          .site = row.site,
          .site_name = row.site_name,
          .areas = row.areas.value_or(std::vector<std::string>()),
          .set_on = row.set_on,
          .version = row.duty_version.value_or(0)};
}

DutyRow row_in(db::Tx& tx, Id<Posting> id, std::string_view from) {
  return tx.one<DutyRow>(fmt::format("SELECT {} FROM {} AND n.id = $1", duty_columns, from), id);
}

DutyView show_duties(db::Tx& tx, const WhichPosting& input) {
  return view_of(row_in(tx, input.id, seen_posting));
}

/// Those that were said.
Page<DutyView> list_duties(db::Tx& tx, const ListDuties& input) {
  Listing list(seen_posting);
  list.require("d.id IS NOT NULL");
  list.within(tx, input.within);
  list.add_if("n.site =", input.site);
  list.add_if("n.staff =", input.staff);
  return list.page<DutyView, DutyRow>(tx, duty_columns, true, input.after, input.limit, view_of);
}

DutyView set_duties(db::Change& change, const SetDuties& input) {
  const DutyRow row = row_in(change, input.id, managed_posting);
  const std::vector<std::string> held = row.areas.value_or(std::vector<std::string>());
  Faults faults;
  faults.check_words("/areas", input.areas);
  const auto catalogue = change.column<std::string>(
      "SELECT DISTINCT k.category FROM task_kind k WHERE k.closed_on IS NULL ORDER BY k.category");
  const auto has = [](const std::vector<std::string>& words, const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  for (std::size_t i = 0; i < input.areas.size(); ++i) {
    const std::string& area = input.areas[i];
    if (!has(catalogue, area) && !has(held, area)) {
      faults.add(fmt::format("/areas/{}", i), "not_in_catalogue", area,
                 "The programme's catalogue of tasks has no such duty area.");
    }
  }
  faults.refuse();
  const base::Date today = change.now().utc_date();
  if (!row.duty) {
    if (input.version != 0) {
      throw base::Refusal{base::Kind::not_found, "not_found", "There is nothing of that id."};
    }
    change.insert(Duty::table, Duty{.id = change.new_id<Duty>(),
                                    .posting = input.id,
                                    .staff = row.staff,
                                    .areas = input.areas,
                                    .set_on = today});
  } else {
    const Duty before{.id = *row.duty,
                      .posting = input.id,
                      .staff = row.staff,
                      .areas = held,
                      .set_on = row.set_on.value_or(today),
                      .version = input.version};
    Duty after = before;
    after.areas = input.areas;
    after.set_on = today;
    change.update(Duty::table, before, after);
  }
  return view_of(row_in(change, input.id, managed_posting));
}

}  // namespace

std::vector<access::Operation> duty_operations() {
  const base::FieldAbout which = programme::which_field("POSTING");
  return {
      access::read_operation<ListDuties, Page<DutyView>>(
          {.name = "duty.list",
           .permission = read_tasks,
           .path = "/api/duties",
           .summary = "the duty areas of postings, newest posting first",
           .fields = {site_filter(),
                      {.name = "staff", .shape = "STAFF", .meaning = "Only of this staff member."},
                      within_field(),
                      programme::after_field(),
                      programme::limit_field()}},
          list_duties),
      access::read_operation<WhichPosting, DutyView>({.name = "duty.show",
                                                      .permission = read_tasks,
                                                      .path = "/api/postings/{id}/duties",
                                                      .summary = "the duty areas of a posting",
                                                      .fields = {which}},
                                                     show_duties),
      access::change_operation<SetDuties, DutyView>(
          {.name = "duty.set",
           .permission = manage_duties,
           .method = Method::put,
           .path = "/api/postings/{id}/duties",
           .summary = "say which duty areas a posting has",
           .description = "Each is a category of the programme's catalogue of tasks. What was "
                          "chosen before may stay, even if the catalogue has it no more.",
           .fields = {which,
                      {.name = "areas", .shape = "WORD", .meaning = "The duty areas, all of them."},
                      programme::version_field()}},
          set_duties),
  };
}

}  // namespace sojourn::stages::work
