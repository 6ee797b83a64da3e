// What a database says it holds, the same on both engines.
#include "db/catalogue.h"

#include <algorithm>

#include "tests/unit/db/world.h"

namespace sojourn::db {
namespace {

class CatalogueTest : public WorldTest {};

TEST_P(CatalogueTest, NamesTheColumnsOfEveryTableInTheirOrder) {
  world().database().upkeep([](Change& change) {
    change.write("CREATE TABLE zoo (name TEXT, animals BIGINT, seats BIGINT)");
    change.write("ALTER TABLE zoo DROP COLUMN animals");
    change.write("CREATE VIEW zoo_view AS SELECT name FROM zoo");
    change.write("CREATE INDEX zoo_name ON zoo (name)");
  });
  std::vector<StoredColumn> stored = world().read([](Tx& tx) { return stored_columns(tx); });
  std::vector<StoredColumn> zoo;
  std::copy_if(stored.begin(), stored.end(), std::back_inserter(zoo),
               [](const StoredColumn& each) { return each.table_name.starts_with("zoo"); });
  EXPECT_EQ(zoo, (std::vector<StoredColumn>{{"zoo", "name"}, {"zoo", "seats"}}));
  EXPECT_NE(std::find(stored.begin(), stored.end(), StoredColumn{"migration", "sha256"}),
            stored.end());
  EXPECT_NE(std::find(stored.begin(), stored.end(), StoredColumn{"account", "person"}),
            stored.end());
}

INSTANTIATE_TEST_SUITE_P(Engines, CatalogueTest, engines(), engine_name);

}  // namespace
}  // namespace sojourn::db
