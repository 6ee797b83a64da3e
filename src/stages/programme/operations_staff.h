// What the two files of staff operations share: a staff member as others see them. Inside
// src/stages/programme only.
#pragma once

#include "stages/programme/operations.h"
#include "stages/programme/operations_shared.h"

namespace sojourn::stages::programme {

struct StaffView {
  base::Id<Staff> id;
  std::optional<std::string> code;
  std::string name;
  base::Id<Sponsor> sponsor;
  std::string sponsor_name;
  base::Id<Area> area;
  std::string area_name;
  std::vector<StaffRole> roles;
  std::optional<std::string> grade;
  std::optional<std::string> position;
  std::optional<base::Date> hired_on;
  std::vector<TestedLanguage> languages;
  std::vector<HeldSkill> skills;
  std::vector<AvailabilityChange> availability;
  std::optional<base::Date> fit_until = {};    ///< with read_fitness only
  std::optional<bool> declared_conflict = {};  ///< likewise
  std::optional<base::Date> closed_on;
  std::optional<StaffEnd> closed_reason;
  std::optional<base::Id<Staff>> merged_into;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(StaffView, (),
                      (id, code, name, sponsor, sponsor_name, area, area_name, roles, grade,
                       position, hired_on, languages, skills, availability, fit_until,
                       declared_conflict, closed_on, closed_reason, merged_into, version))

/// Their area's managers see them, their sponsor's, and they themselves.
inline constexpr std::string_view scoped_staff =
    "staff t JOIN area a ON a.id = t.area JOIN sponsor p ON p.id = t.sponsor "
    "WHERE {scope:area a.path; sponsor t.sponsor; staff t.id}";

StaffView staff_view(db::Tx& tx, base::Id<Staff> id);
/// An open record as somebody saw it who wants to change it.
Staff staff_to_change(db::Change& change, base::Id<Staff> id, std::int64_t version);

/// Of every operation that answers with a StaffView.
access::Detail fitness_detail();

}  // namespace sojourn::stages::programme
