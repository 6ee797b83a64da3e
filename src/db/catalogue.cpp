#include "db/catalogue.h"

namespace sojourn::db {

std::vector<StoredColumn> stored_columns(Tx& tx) {
  // Tables hold data; views show what tables hold.
  return tx.rows<StoredColumn>(
      tx.engine() == EngineKind::sqlite
          ? "SELECT m.name AS table_name, c.name AS column_name "
            "FROM sqlite_master m, pragma_table_xinfo(m.name) c "
            "WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, c.cid"
          : "SELECT c.relname::text AS table_name, a.attname::text AS column_name "
            "FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
            "WHERE c.relkind IN ('r', 'p', 'f') AND c.relnamespace = "
            "current_schema()::regnamespace "
            "AND a.attnum > 0 AND NOT a.attisdropped ORDER BY c.relname COLLATE \"C\", a.attnum");
}

}  // namespace sojourn::db
