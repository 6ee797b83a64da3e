// Staff: who may be sent. What a record holds and does not hold is decided in records.h.
#include "stages/programme/operations_staff.h"

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

struct WhichStaff {
  Id<Staff> id;
};
BOOST_DESCRIBE_STRUCT(WhichStaff, (), (id))

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

struct RenameStaff {
  Id<Staff> id;
  std::string name;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(RenameStaff, (), (id, name, version))

struct CloseStaff {
  Id<Staff> id;
  StaffEnd reason = StaffEnd::left;
  std::optional<base::Date> on;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(CloseStaff, (), (id, reason, on, version))

struct MergeStaff {
  Id<Staff> id;
  Id<Staff> into;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(MergeStaff, (), (id, into, version))

struct StaffHistory {
  Id<Staff> id;
  std::optional<std::string> after;
};
BOOST_DESCRIBE_STRUCT(StaffHistory, (), (id, after))

std::optional<Staff> visible_staff(db::Tx& tx, Id<Staff> id) {
  return tx.maybe<Staff>(
      fmt::format("SELECT {} FROM {} AND t.id = $1", columns<Staff>("t"), scoped_staff), id);
}

StaffView show_staff(db::Tx& tx, const WhichStaff& input) { return staff_view(tx, input.id); }

Page<StaffRow> list_staff(db::Tx& tx, const ListStaff& input) {
  Query query("t", scoped_staff);
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
  faults.check_short("/code", input.code);
  faults.check_value("/grade", input.grade);
  faults.check_value("/position", input.position);
  for (std::size_t i = 0; i < input.roles.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (input.roles[i] == input.roles[j]) {
        faults.add(fmt::format("/roles/{}", i), "twice", std::string(base::name_of(input.roles[i])),
                   "This stands in the list already.");
      }
    }
  }
  const auto sponsor = tx.maybe<Sponsor>(
      fmt::format("SELECT {} FROM sponsor p JOIN area a ON a.id = p.area WHERE p.id = $1 AND "
                  "{{scope:area a.path; sponsor p.id}}",
                  columns<Sponsor>("p")),
      input.sponsor);
  if (!sponsor && staff.sponsor != input.sponsor) {
    faults.add("/sponsor", "unknown_sponsor", input.sponsor.to_text(), "There is no such sponsor.");
  } else if (sponsor && sponsor->closed_on && staff.sponsor != input.sponsor) {
    faults.add("/sponsor", "closed", input.sponsor.to_text(), "This sponsor is closed.");
  }
  const Id<Area> own = sponsor ? sponsor->area : staff.area;
  const Id<Area> area = input.area.value_or(own);
  if (area != own && area != staff.area) {
    named_area(tx, area, "/area", faults);
  }
  staff.sponsor = input.sponsor;
  staff.area = area;
  staff.code = input.code;
  staff.roles = input.roles;
  staff.grade = input.grade;
  staff.position = input.position;
  staff.hired_on = input.hired_on;
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
  const Staff before = staff_to_change(change, input.id, input.version);
  Staff after = before;
  fill(change, after, input, faults);
  faults.refuse();
  change.update("staff", before, after);
  return staff_view(change, input.id);
}

StaffView rename_staff(db::Change& change, const RenameStaff& input) {
  Faults faults;
  faults.check_name("/name", input.name);
  faults.refuse();
  const Staff before = staff_to_change(change, input.id, input.version);
  Staff after = before;
  after.name = input.name;
  change.update("staff", before, after);
  return staff_view(change, input.id);
}

StaffView close_staff(db::Change& change, const CloseStaff& input) {
  Faults faults;
  const base::Date day = closing_day(change, input.on, faults);
  if (input.reason == StaffEnd::merged) {
    faults.add("/reason", "not_here", "merged", "Two records of one person are joined by merging.");
  }
  faults.refuse();
  const Staff before = staff_to_change(change, input.id, input.version);
  Staff after = before;
  after.closed_on = day;
  after.closed_reason = input.reason;
  change.update("staff", before, after);
  return staff_view(change, input.id);
}

StaffView merge_staff(db::Change& change, const MergeStaff& input) {
  Faults faults;
  const Staff gone = staff_to_change(change, input.id, input.version);
  if (const auto kept = visible_staff(change, input.into)) {
    check_merge(gone, *kept, faults);
  } else {
    faults.add("/into", "unknown_staff", input.into.to_text(), "There is no such staff member.");
  }
  faults.refuse();
  // The person would go on signing in to a record that is closed.
  if (change.value<std::int64_t>(
          "SELECT count(*) FROM account WHERE staff = $1 AND closed_at IS NULL", gone.id) > 0) {
    throw base::Refusal{base::Kind::precondition, "has_account",
                        "An account belongs to the record that would be closed. Merge the other "
                        "way round, or have the account closed first."};
  }
  Staff after = gone;
  after.closed_on = change.now().utc_date();
  after.closed_reason = StaffEnd::merged;
  after.merged_into = input.into;
  change.update("staff", gone, after);
  return staff_view(change, input.id);
}

Page<HistoryEntry> staff_history(db::Tx& tx, const StaffHistory& input) {
  staff_view(tx, input.id);
  return history_of(tx, "staff", input.id.value, input.after);
}

}  // namespace

StaffView staff_view(db::Tx& tx, Id<Staff> id) {
  return tx.one<StaffView>(
      fmt::format(
          "SELECT t.id, t.code, t.name, t.sponsor, p.name AS sponsor_name, t.area, a.name AS "
          "area_name, t.roles, t.grade, t.position, t.hired_on, t.languages, t.skills, "
          "t.availability, CASE WHEN {{detail:area a.path; sponsor t.sponsor; staff t.id}} THEN "
          "t.fit_until END AS fit_until, CASE WHEN {{detail:area a.path; sponsor t.sponsor; staff "
          "t.id}} THEN t.declared_conflict END AS declared_conflict, t.closed_on, "
          "t.closed_reason, t.merged_into, t.version FROM {} AND t.id = $1",
          scoped_staff),
      id);
}

Staff staff_to_change(db::Change& change, Id<Staff> id, std::int64_t version) {
  Staff staff = change.one<Staff>(
      fmt::format("SELECT {} FROM {} AND t.id = $1", columns<Staff>("t"), scoped_staff), id);
  require_open(staff);
  staff.version = version;  // `update` refuses if it is no longer that
  return staff;
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
  return {
      access::read_operation<ListStaff, Page<StaffRow>>(
          {.name = "staff.list",
           .permission = read_staff,
           .path = "/api/staff",
           .summary = "staff, by their names",
           .fields = list_fields(
               {{.name = "sponsor", .shape = "SPONSOR", .meaning = "Only those of this sponsor."},
                {.name = "within",
                 .shape = "AREA",
                 .meaning = "Only those in this area or in one that lies in it."},
                {.name = "role", .shape = "ROLE", .meaning = "Only those who may be that."}})},
          list_staff),
      access::read_operation<WhichStaff, StaffView>({.name = "staff.show",
                                                     .permission = read_staff,
                                                     .path = "/api/staff/{id}",
                                                     .summary = "one staff member",
                                                     .fields = {which},
                                                     .detail = fitness_detail()},
                                                    show_staff),
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
      access::change_operation<RenameStaff, StaffView>(
          {.name = "staff.rename",
           .permission = manage_staff,
           .method = Method::post,
           .path = "/api/staff/{id}/rename",
           .summary = "correct or change a staff member's name",
           .fields = {which, name, version_field()},
           .detail = fitness_detail()},
          rename_staff),
      access::change_operation<CloseStaff, StaffView>(
          {.name = "staff.close",
           .permission = manage_staff,
           .method = Method::post,
           .path = "/api/staff/{id}/close",
           .summary = "close the record of somebody who is staff no more",
           .fields = {which,
                      {.name = "reason",
                       .shape = "REASON",
                       .meaning = "Left, retired, moved to another body, or a mistake: entered and "
                                  "not staff."},
                      on_field(),
                      version_field()},
           .detail = fitness_detail()},
          close_staff),
      access::change_operation<MergeStaff, StaffView>(
          {.name = "staff.merge",
           .permission = manage_staff,
           .method = Method::post,
           .path = "/api/staff/{id}/merge",
           .summary = "join two records of one person",
           .description = "The record keeps its history, is closed and points to the other.",
           .fields = {which, into_field("STAFF"), version_field()},
           .detail = fitness_detail()},
          merge_staff),
      access::read_operation<StaffHistory, Page<HistoryEntry>>(
          {.name = "staff.history",
           .permission = read_staff,
           .path = "/api/staff/{id}/history",
           .summary = "who changed what of a staff member's record, and when",
           .fields = {which, after_field()}},
          staff_history),
  };
}

}  // namespace sojourn::stages::programme
