// The records of the programme as a programme folder, in one consistent read, and the planner's
// instance of them: by the same reader, and so by the same checks and with the same digests as a
// folder on disk. What is wrong is told all at once, and names the record instead of file and line.
//
//   const RecordFolder folder = database.read(caller, [&](db::Tx& tx) {
//     return folder_of_records(tx, {.on = day});
//   });
//   planner::Instance instance = instance_of(folder);   // or a Refusal with everything
//
// Ids in the files are those of the records, rows stand in the order of the records' ids, by which
// ties break. Nobody's name is in staff.csv unless it is asked for: the files of a plan are kept as
// long as the plan, and a person's name no longer than the person's record.
// Tested in tests/unit/stages/placement/programme_folder_test.cpp.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "db/database.h"
#include "planner/instance.h"
#include "stages/placement/folder.h"
#include "stages/placement/records.h"

namespace sojourn::stages::placement {

struct FolderAbout {
  base::Date on;  ///< first day of what is planned: who is available, which needs and rules hold
  /// Only sites, staff and sponsors of this area: a county or above. None: the whole programme.
  std::optional<base::Id<Area>> area = {};
  bool names = false;  ///< with the names of staff
  /// Whoever serves is held, and posts that are open are filled: see open_posts.h.
  bool open_posts = false;
  /// Whoever does not serve yet is of those whom this round named.
  std::optional<base::Id<selection::Round>> round = {};
};
/// Of a plan.
FolderAbout folder_about(const Plan& plan);

struct RecordFolder {
  FolderTexts texts;
  /// The record of each row, by file, from line 2 on.
  std::array<std::vector<std::string>, 9> records;
  /// What no file can say: told by `instance_of`.
  std::vector<base::Fault> faults = {};
  std::int64_t rules_number = 0;  ///< edition; 0: none was made yet
  std::int64_t held = 0;          ///< people who serve already, with `open_posts`
};

/// What the caller's scope reaches. Refusal precondition "not_county" for an area below counties,
/// "rules_wrong" for an edition with faults in [need].
RecordFolder folder_of_records(db::Tx& tx, const FolderAbout& about);

/// With warnings, where they are asked for. Refusal precondition "programme_not_ready" with every
/// fault: where is record and column, "site_3k9q:min_team".
planner::Instance instance_of(const RecordFolder& folder,
                              std::vector<base::Fault>* warnings = nullptr);

/// Gives staff their names, which are not in the files of a plan. Where several have one name, each
/// gets their sponsor and number beside it.
void name_staff(db::Tx& tx, planner::Instance& instance);

/// The name of a file of a folder, by its place in FolderTexts.
std::string_view folder_file_name(std::size_t file);

}  // namespace sojourn::stages::placement
