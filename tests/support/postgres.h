// PostgreSQL for tests: the server that ctest started for the run (CMakeLists.txt), or one that
// this program starts for itself and stops at its end (scripts/test_postgres). Each test has a
// schema of its own in it.
#pragma once

#include <string>

namespace sojourn::test {

/// URL of the server. Throws Bug if none can be started.
const std::string& postgres_url();

class PostgresSchema {
 public:
  PostgresSchema();
  ~PostgresSchema();
  PostgresSchema(const PostgresSchema&) = delete;
  PostgresSchema& operator=(const PostgresSchema&) = delete;
  /// A URL whose connections see this schema alone.
  const std::string& url() const { return url_; }

 private:
  std::string name_;
  std::string url_;
};

}  // namespace sojourn::test
