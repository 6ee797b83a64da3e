// What a database itself says it holds, on either engine: its tables and their columns.
// Tested in tests/unit/db/catalogue_test.cpp.
#pragma once

#include <string>
#include <vector>

#include "db/transaction.h"

namespace sojourn::db {

struct StoredColumn {
  std::string table_name;
  std::string column_name;
  friend bool operator==(const StoredColumn&, const StoredColumn&) = default;
};
BOOST_DESCRIBE_STRUCT(StoredColumn, (), (table_name, column_name))

/// Of all tables, by table and in the order of the columns. Not the engine's own.
std::vector<StoredColumn> stored_columns(Tx& tx);

}  // namespace sojourn::db
