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
  std::optional<base::Date> needed_until = {};
  std::optional<base::Date> closed_on;
  std::optional<StaffEnd> closed_reason;
  std::optional<base::Id<Staff>> merged_into;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(StaffView, (),
                      (id, code, name, sponsor, sponsor_name, area, area_name, roles, grade,
                       position, hired_on, languages, skills, availability, fit_until,
                       declared_conflict, needed_until, closed_on, closed_reason, merged_into,
                       version))

StaffView staff_view(db::Tx& tx, base::Id<Staff> id);
/// Of a record that is joined to another of the same person: who is kept apart from the one is kept
/// apart from the other. One pair is left of two that are the same then; of somebody with
/// themselves none.
void carry_apart(db::Change& change, base::Id<Staff> gone, base::Id<Staff> kept);
/// Of every operation that answers with a StaffView.
access::Detail fitness_detail();

}  // namespace sojourn::stages::programme
