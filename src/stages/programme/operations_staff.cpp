// Staff: who may be sent. What a record holds and does not hold is decided in records.h.
#include "stages/programme/operations_staff.h"
#include "stages/programme/operations_lasting.h"

namespace sojourn::stages::programme {
namespace {

using access::Method;
using access::Page;
using base::Id;

/// A line of the list: what finding somebody needs, and nothing whose reading is noted.
struct StaffRow {
  Id<Staff> id;
  std::optional<std::string> code;
  std::string name;
  Id<Sponsor> sponsor;
  std::string sponsor_name;
  Id<Area> area;
  std::string area_name;
  std::vector<StaffRole> roles;
  std::optional<std::string> grade;
  std::optional<std::string> position;
  std::optional<base::Date> closed_on;
  std::optional<Id<Staff>> merged_into;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(StaffRow, (),
                      (id, code, name, sponsor, sponsor_name, area, area_name, roles, grade,
                       position, closed_on, merged_into, version))

struct ListStaff {
  std::optional<Id<Sponsor>> sponsor;
  std::optional<Id<Area>> within;
  std::optional<StaffRole> role;
  std::optional<std::string> search;
  std::optional<bool> closed;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
  std::optional<bool> count;
};
BOOST_DESCRIBE_STRUCT(ListStaff, (), (sponsor, within, role, search, closed, after, limit, count))

struct MakeStaff {
  std::string name;
  Id<Sponsor> sponsor;
  std::optional<Id<Area>> area;
  std::vector<StaffRole> roles;
  std::optional<std::string> grade;
  std::optional<std::string> position;
  std::optional<base::Date> hired_on;
  std::optional<std::string> code;
};
BOOST_DESCRIBE_STRUCT(MakeStaff, (), (name, sponsor, area, roles, grade, position, hired_on, code))

struct ChangeStaff {
  Id<Staff> id;
  Id<Sponsor> sponsor;
  std::optional<Id<Area>> area;
  std::vector<StaffRole> roles;
  std::optional<std::string> grade;
  std::optional<std::string> position;
  std::optional<base::Date> hired_on;
  std::optional<std::string> code;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(ChangeStaff, (),
                      (id, sponsor, area, roles, grade, position, hired_on, code, version))

Page<StaffRow> list_staff(db::Tx& tx, const ListStaff& input) {
  Query query(kind_of<Staff>.alias, kind_of<Staff>.from);
  if (input.sponsor) {
    query.add("t.sponsor = {}", *input.sponsor);
  }
  if (input.within) {
    query.within(tx, *input.within);
  }
  if (input.role) {
    query.add("CAST(t.roles AS TEXT) LIKE {}", fmt::format("%\"{}\"%", base::name_of(*input.role)));
  }
  query.search(input.search);
  query.closed(input.closed);
  return query.page<StaffRow>(
      tx,
      "t.id, t.code, t.name, t.sponsor, p.name AS sponsor_name, t.area, a.name AS area_name, "
      "t.roles, t.grade, t.position, t.closed_on, t.merged_into, t.version",
      input.after, input.limit, input.count);
}

/// What making and changing have in common, checked and taken over. Who names no area gets the
/// sponsor's.
template <class Input>
void fill(db::Tx& tx, Staff& staff, const Input& input, Faults& faults) {
  const auto sponsor = tx.maybe<Sponsor>(select_one<Sponsor>(), input.sponsor);
  if (!sponsor && staff.sponsor != input.sponsor) {
    faults.add("/sponsor", "unknown_sponsor", input.sponsor.to_text(), "There is no such sponsor.");
  } else if (sponsor && sponsor->closed_on && staff.sponsor != input.sponsor) {
    faults.add("/sponsor", "closed", input.sponsor.to_text(), "This sponsor is closed.");
  }
  const Id<Area> own = sponsor ? sponsor->area : staff.area;
  const Id<Area> area = input.area.value_or(own);
  if (area != own && area != staff.area) {
    named(tx, area, "/area", faults);
  }
  staff.sponsor = input.sponsor;
  staff.area = area;
  staff.code = input.code;
  staff.roles = input.roles;
  staff.grade = input.grade;
  staff.position = input.position;
  staff.hired_on = input.hired_on;
  check(staff, faults);
  check_hired(staff, tx.now().utc_date(), faults);
}

StaffView make_staff(db::Change& change, const MakeStaff& input) {
  Faults faults;
  faults.check_name("/name", input.name);
  Staff staff{.id = change.new_id<Staff>(), .name = input.name, .sponsor = {}, .area = {}};
  fill(change, staff, input, faults);
  faults.refuse();
  change.insert("staff", staff);
  return staff_view(change, staff.id);
}

StaffView change_staff(db::Change& change, const ChangeStaff& input) {
  Faults faults;
  const Staff before = to_change(change, input.id, input.version);
  Staff after = before;
  fill(change, after, input, faults);
  faults.refuse();
  change.update("staff", before, after);
  return staff_view(change, input.id);
}

/// Two records of one person: what the one that stays does not say, it takes over.
void take_over(db::Change& change, const Staff& gone, const Staff& kept) {
  // The person would go on signing in to a record that is closed.
  if (change.value<std::int64_t>(
          "SELECT count(*) FROM account WHERE staff = $1 AND closed_at IS NULL", gone.id) > 0) {
    throw base::Refusal{base::Kind::precondition, "has_account",
                        "An account belongs to the record that would be closed. Merge the other "
                        "way round, or have the account closed first."};
  }
  const Staff after = joined(kept, gone);
  if (after != kept) {
    change.update("staff", kept, after);
  }
  carry_apart(change, gone.id, kept.id);
}

}  // namespace

StaffView staff_view(db::Tx& tx, Id<Staff> id) {
  return tx.one<StaffView>(
      fmt::format(
          "SELECT t.id, t.code, t.name, t.sponsor, p.name AS sponsor_name, t.area, a.name AS "
          "area_name, t.roles, t.grade, t.position, t.hired_on, t.languages, t.skills, "
          "t.availability, CASE WHEN {{detail:area a.path; sponsor t.sponsor; staff t.id}} THEN "
          "t.fit_until END AS fit_until, CASE WHEN {{detail:area a.path; sponsor t.sponsor; staff "
          "t.id}} THEN t.declared_conflict END AS declared_conflict, t.needed_until, "
          "t.closed_on, "
          "t.closed_reason, t.merged_into, t.version FROM {} AND t.id = $1",
          kind_of<Staff>.from),
      id);
}

access::Detail fitness_detail() {
  return {.permission = read_fitness, .fields = {"fit_until", "declared_conflict"}};
}

std::vector<access::Operation> staff_operations() {
  const base::FieldAbout which = which_field("STAFF");
  const base::FieldAbout name{
      .name = "name", .shape = "NAME", .meaning = "The person's name as others call them."};
  const base::FieldAbout code{
      .name = "code", .shape = "CODE", .meaning = "The personnel number, if there is one."};
  const std::vector<base::FieldAbout> work = {
      {.name = "sponsor", .shape = "SPONSOR", .meaning = "Whose staff they are."},
      {.name = "area",
       .shape = "AREA",
       .meaning = "The area where they work; their sponsor's if not given."},
      {.name = "roles",
       .shape = "ROLE",
       .meaning = "What they are qualified for in a team: leader, member."},
      {.name = "grade", .shape = "TEXT", .meaning = "Their grade."},
      {.name = "position", .shape = "TEXT", .meaning = "Their position at the sponsor."},
      {.name = "hired_on", .shape = "DAY", .meaning = "Since when they are in service."},
      code};
  std::vector<base::FieldAbout> make_fields = work;
  make_fields.insert(make_fields.begin(), name);
  std::vector<base::FieldAbout> change_fields = work;
  change_fields.insert(change_fields.begin(), which);
  change_fields.push_back(version_field());
  access::Detail history_detail = fitness_detail();
  history_detail.subject = "staff";
  return with_lasting<Staff, StaffView>(
      {
          access::read_operation<ListStaff, Page<StaffRow>>(
              {.name = "staff.list",
               .permission = read_staff,
               .path = "/api/staff",
               .summary = "staff, by their names",
               .fields = list_fields(
                   {{.name = "sponsor",
                     .shape = "SPONSOR",
                     .meaning = "Only those of this sponsor."},
                    {.name = "within",
                     .shape = "AREA",
                     .meaning = "Only those in this area or in one that lies in it."},
                    {.name = "role", .shape = "ROLE", .meaning = "Only those who may be that."}})},
              list_staff),
          access::change_operation<MakeStaff, StaffView>({.name = "staff.make",
                                                          .permission = manage_staff,
                                                          .method = Method::post,
                                                          .path = "/api/staff",
                                                          .summary = "add a staff member",
                                                          .fields = make_fields,
                                                          .detail = fitness_detail()},
                                                         make_staff),
          access::change_operation<ChangeStaff, StaffView>(
              {.name = "staff.change",
               .permission = manage_staff,
               .method = Method::put,
               .path = "/api/staff/{id}",
               .summary = "change what is said of a staff member's work",
               .description = "All of it is written: what is left out is taken away.",
               .fields = change_fields,
               .detail = fitness_detail()},
              change_staff),
      },
      {.read = read_staff,
       .manage = manage_staff,
       .merge_by = manage_staff,
       .path = "/api/staff",
       .shape = "STAFF",
       .view = staff_view,
       .one = "one staff member",
       .rename = "correct or change a staff member's name",
       .close = "close the record of somebody who is staff no more",
       .reopen = "open the closed record of somebody who is staff again",
       .merge = "join two records of one person",
       .merge_more = "The record keeps its history, is closed and points to the other, which takes "
                     "over what it does not say itself: tested languages, skills, roles and other "
                     "particulars. Who is not posted while the one is, is not posted while the "
                     "other is.",
       .history = "who changed what of a staff member's record, and when",
       .name = name,
       .reason = {.name = "reason",
                  .shape = "REASON",
                  .meaning = "Left, retired, moved to another body, or a mistake: entered and not "
                             "staff."},
       .detail = fitness_detail(),
       .history_detail = history_detail,
       .join = take_over});
}

}  // namespace sojourn::stages::programme
