#include "stages/programme/import_persons.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "stages/programme/import_candidates.h"
#include "stages/programme/records.h"

namespace sojourn::stages::programme {
namespace {

using imports::Candidate;
using imports::CellFault;
using imports::Referenced;
using imports::Tell;

std::vector<std::string> ids(const std::vector<const Candidate*>& candidates) {
  std::vector<std::string> made;
  for (const Candidate* each : candidates) {
    made.push_back(fmt::format("{}, {} ({})", each->name, each->more, each->id_text));
  }
  return made;
}

std::vector<const Candidate*> of_sponsor(std::vector<const Candidate*> candidates,
                                         const std::string& sponsor) {
  std::erase_if(candidates, [&](const Candidate* each) { return each->more != sponsor; });
  return candidates;
}

const Candidate* by_number(const Referenced& staff, std::string_view column,
                           const std::string& number, const std::optional<std::string>& name,
                           const Tell& tell) {
  std::vector<const Candidate*> meant = staff.meant(number);
  std::erase_if(meant, [&](const Candidate* each) {
    return each->code != number && each->id_text != number;
  });
  if (meant.empty() && staff.closed(number)) {
    tell(column, {"closed", "Who has this number is staff no more."});
    return nullptr;
  }
  if (meant.empty()) {
    CellFault fault{"unknown", "There is no staff member of this number."};
    if (name) {
      fault.accepted = Referenced::which_one(staff.meant(*name)).accepted;
    }
    tell(column, std::move(fault));
    return nullptr;
  }
  std::vector<const Candidate*> named = meant;
  if (name) {
    std::erase_if(named, [&](const Candidate* each) { return each->name != *name; });
  }
  if (named.size() == 1) {
    return named.front();
  }
  tell(column, named.empty()
                   ? CellFault{"other_name",
                               "Who has this number has another name. Which of the two is "
                               "right?",
                               Referenced::which_one(meant).accepted}
                   : CellFault{"which_one",
                               "More than one has this number. Which one is meant? Write the "
                               "id instead.",
                               ids(named)});
  return nullptr;
}

}  // namespace

imports::ColumnAbout staff_number_heading() {
  return {.name = "staff_number",
          .title = "Staff number",
          .also = {"number", "staffno", "personnelnumber", "人员编号", "职工号", "编号", "工作证号",
                   "code", "代码"}};
}

imports::ColumnAbout staff_name_heading() {
  return {.name = "staff",
          .title = "Name",
          .also = {"staff", "person", "fullname", "人员姓名", "队员姓名", "名称", "工作队员"}};
}

imports::ColumnAbout staff_sponsor_heading() {
  return {
      .name = "sponsor",
      .title = "Sponsor",
      .also = {"unit", "单位", "所在单位", "选派单位", "工作单位", "sponsorname", "派出单位名称"}};
}

const Candidate* person_of(db::Tx& tx, std::vector<Referenced>& references,
                           const PersonReferences& which, const imports::Given& given,
                           const Tell& tell) {
  Referenced& staff = references[which.staff];
  const auto number = given.text(which.number_column);
  const auto name = given.text(which.name_column);
  if (given(which.number_column) && !number) {
    return nullptr;  // what stands there is wrong, and is told
  }
  if (number) {
    return by_number(staff, which.number_column, imports::narrowed(*number), name, tell);
  }
  if (!name) {
    if (!given(which.name_column)) {
      tell(which.name_column,
           {"missing", "Who is it? Give the staff number, or the name and the sponsor."});
    }
    return nullptr;
  }
  std::vector<const Candidate*> meant = staff.meant(*name);
  if (meant.empty()) {
    tell(which.name_column,
         staff.closed(*name) ? CellFault{"closed", "This is closed."} : staff.unknown(tx, *name));
    return nullptr;
  }
  if (meant.size() == 1 && meant.front()->name != *name) {
    return meant.front();  // its id, or its number
  }
  const auto sponsor = given.text(which.sponsor_column);
  if (!sponsor) {
    if (!given(which.sponsor_column)) {
      tell(which.name_column,
           {"which_one",
            "A name alone is not certain. Give the staff number, or the sponsor as well.",
            Referenced::which_one(meant).accepted});
    }
    return nullptr;
  }
  std::vector<const Candidate*> there = of_sponsor(meant, *sponsor);
  if (there.empty()) {
    std::vector<CellFault> faults;
    const Candidate* known = references[which.sponsors].resolve(tx, *sponsor, faults);
    for (CellFault& fault : faults) {
      tell(which.sponsor_column, std::move(fault));
    }
    if (known == nullptr) {
      return nullptr;
    }
    there = of_sponsor(meant, known->name);
  }
  if (there.size() == 1) {
    return there.front();
  }
  if (there.empty()) {
    tell(which.sponsor_column, {"other_sponsor",
                                "Nobody of this name is with this sponsor. Is one of these "
                                "meant? Give the staff number.",
                                Referenced::which_one(meant).accepted});
  } else {
    tell(which.name_column, Referenced::which_one(there));
  }
  return nullptr;
}

std::vector<Candidate> staff_candidates(db::Tx& tx, const std::vector<std::string>& texts) {
  return candidates(
      tx, "t",
      "SELECT t.id, t.name, t.code, t.closed_on, t.area, p.name AS more, '' AS kind, a.path, 1 "
      "AS in_scope FROM staff t JOIN sponsor p ON p.id = t.sponsor JOIN area a ON a.id = t.area "
      "WHERE {scope:area a.path; sponsor t.sponsor; staff t.id} AND t.merged_into IS NULL",
      Staff::id_prefix, texts);
}

Referenced::Source staff_members(bool closed_too) {
  return {.find = staff_candidates,
          .names =
              [](db::Tx& tx) {
                return tx.column<std::string>(fmt::format(
                    "SELECT t.name FROM staff t JOIN area a ON a.id = t.area WHERE {{scope:area "
                    "a.path; sponsor t.sponsor; staff t.id}} AND t.merged_into IS NULL ORDER BY "
                    "t.name LIMIT {}",
                    names_suggested));
              },
          .unknown = "There is no such staff member.",
          .closed_too = closed_too};
}

Referenced::Source sites(bool closed_too) {
  return {.find =
              [](db::Tx& tx, const std::vector<std::string>& texts) {
                return candidates(
                    tx, "s",
                    "SELECT s.id, s.name, s.code, s.closed_on, s.area, a.name AS more, s.kind, "
                    "a.path, 1 AS in_scope FROM site s JOIN area a ON a.id = s.area WHERE "
                    "{scope:area a.path; site s.id} AND s.merged_into IS NULL",
                    Site::id_prefix, texts);
              },
          .names =
              [](db::Tx& tx) {
                return tx.column<std::string>(fmt::format(
                    "SELECT s.name FROM site s JOIN area a ON a.id = s.area WHERE {{scope:area "
                    "a.path; site s.id}} AND s.merged_into IS NULL ORDER BY s.name LIMIT {}",
                    names_suggested));
              },
          .unknown = "There is no such site.",
          .closed_too = closed_too};
}

}  // namespace sojourn::stages::programme
