#include "program/privacy.h"

#include <utility>

#include "db/catalogue.h"
#include "privacy/dictionary.h"

namespace sojourn::program {

std::vector<base::Sentence> schema_differences(db::Database& database) {
  std::vector<privacy::StoredColumn> stored;
  for (db::StoredColumn& each :
       database.read(db::Caller::program(), [](db::Tx& tx) { return db::stored_columns(tx); })) {
    stored.push_back({std::move(each.table_name), std::move(each.column_name)});
  }
  return privacy::Dictionary::own().differences(stored);
}

doors::http::OwnPage dictionary_page(db::Database& database) {
  return {.name = "data-dictionary",
          .title = "What is stored, and about whom",
          .content = [different = schema_differences(database)](base::Language language) {
            return privacy::dictionary_page(privacy::Dictionary::own(), language, different);
          }};
}

}  // namespace sojourn::program
