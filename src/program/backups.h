// Backups that an administrator asks for in the desk or by the API: made as jobs beside the
// requests, into `backups` in the data directory, and proven as `sojourn restore --verify` does.
// The command line's own `sojourn backup FILE` (care.h) needs none of this.
//
// The server alone chooses a file's name, and no file leaves it by HTTP: a backup holds everything
// that the database holds, the digests of passwords among it, and whoever fetched one would hold it
// outside every scope and every entry of the audit log. Nothing is deleted by itself either.
// Tested in tests/cli/backup_test.cpp, tests/fault/backup_disk_test.cpp and
// tests/access/backup_test.cpp.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "access/operation.h"
#include "db/care.h"
#include "ledger/log.h"
#include "program/stages.h"

namespace sojourn::program {

/// The machine, not the programme's records.
inline constexpr access::Permission manage_backups{
    "manage_backups", access::Reach::whole, {access::Role::administrator}};

std::string backup_folder(const std::filesystem::path& data_directory);

/// backup.list, backup.show, backup.place, backup.make, backup.verify
std::vector<access::Operation> backup_operations();
ledger::Tables backup_tables();

/// Proves the backup in that file. Refusals as db::verify_backup.
using ProveBackup = std::function<db::CareReport(const std::string& file)>;

/// Makes and proves what was asked for. Where a process ended in the middle of a backup, none is
/// made later in its place: it would be of another moment than its name says.
std::unique_ptr<JobRunner> backup_runner(db::Database& database, db::JobSettings settings,
                                         std::string folder, ProveBackup prove);

}  // namespace sojourn::program
