#include "tests/support/postgres.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <memory>

#include "base/ensure.h"
#include "db/postgres_session.h"
#include "tests/support/paths.h"

namespace sojourn::test {
namespace {

std::string url_in(const std::string& file) {
  std::ifstream in(file);
  std::string url;
  std::getline(in, url);
  return url;
}

bool answers(const std::string& url) {
  try {
    const db::PostgresSession session(url);
    return true;
  } catch (const db::SqlError&) {
    return false;
  }
}

/// A server of this program's own.
class OwnServer {
 public:
  OwnServer() : file_(fmt::format("/tmp/sojourn-postgres-of-{}", ::getpid())) {
    base::ensure(script("start") == 0, "scripts/test_postgres can start a server");
  }
  ~OwnServer() { script("stop"); }
  OwnServer(const OwnServer&) = delete;
  OwnServer& operator=(const OwnServer&) = delete;
  std::string url() const { return url_in(file_); }

 private:
  int script(const char* what) const {
    return std::system(
        fmt::format("{}/scripts/test_postgres {} {}", source_dir(), what, file_).c_str());
  }
  std::string file_;
};

}  // namespace

const std::string& postgres_url() {
  static std::unique_ptr<OwnServer> own;
  static const std::string url = [] {
    const std::string of_the_run = url_in(postgres_file());
    if (!of_the_run.empty() && answers(of_the_run)) {
      return of_the_run;
    }
    own = std::make_unique<OwnServer>();
    return own->url();
  }();
  return url;
}

PostgresSchema::PostgresSchema() {
  static int made = 0;
  name_ = fmt::format("t{}_{}", ::getpid(), ++made);
  url_ = fmt::format("{}&options=-csearch_path%3D{}", postgres_url(), name_);
  db::PostgresSession(postgres_url()).script("CREATE SCHEMA " + name_);
}

PostgresSchema::~PostgresSchema() {
  try {
    db::PostgresSession(postgres_url()).script("DROP SCHEMA " + name_ + " CASCADE");
  } catch (const db::SqlError&) {
    // The server is gone, and the schema with it.
  }
}

}  // namespace sojourn::test
