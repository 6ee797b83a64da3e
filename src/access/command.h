// Commands from the table of operations: `sojourn account make --data DIR --name may ...` runs
// account.make as whoever operates the machine, who sees all (and is named so in the audit log).
// What is about the own account is no command: the operator has none.
// Tested in tests/unit/access/command_test.cpp.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "access/operation.h"
#include "access/service.h"
#include "base/operation.h"

namespace sojourn::access {

/// Where the store of a command is, and how it is opened.
struct StorePlace {
  std::string directory;    ///< the data directory; with a URL, it holds the keys alone
  std::string url = {};     ///< postgresql://host/name; empty: SQLite in the directory
  bool only_reads = false;  ///< the command changes nothing: it may look beside a server
  /// The command is about what is there already: a place without a store is a slip of the pen, and
  /// none is made.
  bool must_be_there = false;
};

/// Opens the store, hands its service to `act` and closes it. The program says how, as it alone
/// knows all stages.
using WithService =
    std::function<void(const StorePlace& place, const std::function<void(Service&)>& act)>;

/// What every command that needs the store takes: --data and --database.
base::FieldAbout data_field_about();
base::FieldAbout database_field_about();

/// "site.rename" is the command `site rename`, "second_factor.begin" `second-factor begin`.
std::string command_name(const Operation& operation);
/// One of the two operations of an import (imports/operation.h), which are one command.
bool is_import(const Operation& operation);

/// Of each operation that the operator may do. The answer is printed as JSON; a list as a table
/// too, or given whole as CSV or XLSX (list_file.h).
std::vector<base::Operation> commands(const std::vector<Operation>& operations,
                                      const WithService& with_service);

}  // namespace sojourn::access
