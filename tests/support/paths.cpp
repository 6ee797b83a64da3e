#include "tests/support/paths.h"

namespace sojourn::test {

std::string source_dir() { return SOJOURN_SOURCE_DIR; }

std::string program() { return SOJOURN_PROGRAM; }

std::string postgres_file() { return SOJOURN_TEST_POSTGRES; }

}  // namespace sojourn::test
