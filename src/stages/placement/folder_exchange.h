// A programme folder that comes in, and one that is taken out: by whoever asks for it, by the API
// as an archive (the operations folder.import and folder.export) or by the command line as a folder
// or an archive. Both say the same and leave the same in the audit log.
// Tested in tests/unit/stages/placement/folder_exchange_test.cpp and tests/cli/plans_test.cpp.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "access/operation.h"
#include "stages/placement/folder_packed.h"
#include "stages/placement/programme_folder.h"
#include "stages/placement/programme_import.h"

namespace sojourn::stages::placement {

/// A folder is the whole programme's.
inline constexpr access::Permission import_folders{
    "import_folders", access::Reach::whole, {access::Role::programme_officer}};

/// Notes in the audit log, without the text, that a folder was refused for what Sojourn is not for
/// (access/forbidden_note.h); whether it was.
bool note_forbidden_in(db::Database& database, const db::Caller& caller, const ReadResult& read);
bool holds_forbidden(const ReadResult& read);

struct FolderWanted {
  bool check = false;                 ///< only say what would be made
  std::optional<base::Date> on = {};  ///< see import_programme; today if not given
  base::Language language = base::Language::en;
};
/// Precondition: there is an instance. Refusals of import_programme.
Imported import_folder(db::Database& database, const db::Caller& caller, const GivenFolder& given,
                       const FolderWanted& wanted);

/// What was taken out.
struct FolderTaken {
  std::vector<std::string> files;
  std::string input_digest;
  std::string rules_digest;
};
BOOST_DESCRIBE_STRUCT(FolderTaken, (), (files, input_digest, rules_digest))

/// The records that the caller sees, as files that are given away: that they were is in the audit
/// log and among the exports, with the digest by which a folder that turns up somewhere is known.
/// Refusals of folder_of_records and instance_of.
struct TakenFolder {
  FolderTaken about;
  std::vector<documents::ArchivedFile> files;
};
TakenFolder take_folder(db::Database& database, const db::Caller& caller, const FolderAbout& about);
/// The same as an archive, in which the files stand in a folder.
access::File packed(const TakenFolder& folder, const base::Date& on, const base::Instant& at);

std::vector<access::Operation> folder_operations();

}  // namespace sojourn::stages::placement
