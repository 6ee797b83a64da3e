// A programme folder becomes the records of a programme that has none yet: areas, sites, sponsors,
// staff, and what a plan goes by; rules.toml becomes the first edition of the rules. The folder was
// read and checked as for a plan; what records cannot hold is told all at once.
// Ids of the folder become codes. Records keep the order of the rows, so that the records are
// planned as the folder is. Tested in tests/unit/stages/placement/programme_folder_test.cpp.
#pragma once

#include <string>
#include <vector>

#include "base/date.h"
#include "db/database.h"
#include "planner/instance.h"

namespace sojourn::stages::placement {

/// Of the folder: what was passed over, or may not be as meant.
struct FolderWarning {
  std::string place;  ///< "sites.csv:12:need"
  std::string value;
  std::string code;
  std::string detail;  ///< in the reader's language
};
BOOST_DESCRIBE_STRUCT(FolderWarning, (), (place, value, code, detail))

struct Imported {
  std::int64_t areas = 0;
  std::int64_t sites = 0;
  std::int64_t sponsors = 0;
  std::int64_t staff = 0;
  std::int64_t postings = 0;
  std::int64_t wishes = 0;
  std::int64_t affinities = 0;
  std::int64_t leads = 0;
  std::int64_t pins = 0;
  std::int64_t costs = 0;
  bool rules = false;
  bool written = false;  ///< no: it was only tried
  std::vector<FolderWarning> warnings;
  std::int64_t more_warnings = 0;  ///< beyond those listed
};
BOOST_DESCRIBE_STRUCT(Imported, (),
                      (areas, sites, sponsors, staff, postings, wishes, affinities, leads, pins,
                       costs, rules, written, warnings, more_warnings))

/// `on`: the first day of what is planned next; people who serve now do so since the day before.
/// `affinity_given`: the folder has affinity.csv. `rules`: its rules.toml, or nothing.
/// Refusal precondition "not_empty" if there are records; invalid "folder" with all faults.
Imported import_programme(db::Change& change, const planner::Instance& instance,
                          bool affinity_given, const std::optional<std::string>& rules,
                          const base::Date& on);

}  // namespace sojourn::stages::placement
