// The data dictionary (privacy/dictionary.h) against a database, and as a page of the server.
// Tested in tests/unit/program/privacy_test.cpp.
#pragma once

#include <vector>

#include "base/sentence.h"
#include "db/database.h"
#include "doors/http/made_pages.h"

namespace sojourn::program {

/// What a database holds that the list does not name, and the reverse; empty: they are equal.
std::vector<base::Sentence> schema_differences(db::Database& database);

/// The page /data-dictionary, which says too whether this database is as the list says.
doors::http::OwnPage dictionary_page(db::Database& database);

}  // namespace sojourn::program
