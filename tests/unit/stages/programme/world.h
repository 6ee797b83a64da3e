// A programme to play with, on either engine, gone after the test: a database with its audit log, a
// clock turned by hand, and short ways to ask as somebody.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/value.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/service.h"
#include "base/clock.h"
#include "db/database.h"
#include "ledger/log.h"
#include "stages/programme/operations.h"
#include "stages/programme/records.h"
#include "tests/support/postgres.h"

namespace sojourn::stages::programme {

/// What a world is made of: the stage `programme`, and what a later stage adds.
struct Parts {
  std::vector<access::Operation> operations;
  ledger::Tables tables;
  db::ScopedTables scoped_tables;
  std::vector<db::ConstraintAbout> constraints;
};
Parts programme_parts();

class World {
 public:
  explicit World(db::EngineKind kind = db::EngineKind::sqlite, Parts parts = programme_parts());
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  base::HandWallClock clock;
  const Parts& parts() const { return parts_; }
  ledger::PersonKeys& keys() { return *keys_; }
  db::Database& database() { return *database_; }
  access::Service& service() { return *service_; }
  const std::vector<access::Operation>& operations() const { return parts_.operations; }
  const access::Operation& operation(std::string_view name) const;

  /// Somebody who holds a role over a scope, such as "programme" or "area_3k9q". `staff` is the own
  /// record.
  access::Asker holder(access::Role role, std::string_view scope, std::int64_t staff = 0);
  /// Sees and does all.
  access::Asker officer() { return holder(access::Role::programme_officer, "programme"); }

  /// The answer's body.
  boost::json::value ask(const access::Asker& asker, std::string_view name,
                         const boost::json::value& input = boost::json::object());
  /// "done", or the code of the refusal; with faults, the place and code of each: "/name not_name".
  std::string outcome(const access::Asker& asker, std::string_view name,
                      const boost::json::value& input = boost::json::object());

  /// Made by the officer; the id. `more` is added to what is needed.
  std::string area(std::string_view name, std::string_view kind, std::string_view parent = "");
  std::string site(std::string_view name, std::string_view area,
                   const boost::json::object& more = {});
  std::string sponsor(std::string_view name, std::string_view area);
  std::string staff(std::string_view name, std::string_view sponsor,
                    const boost::json::object& more = {});

  access::Request request{.id = "r1"};

 private:
  std::filesystem::path folder_;
  std::optional<test::PostgresSchema> schema_;
  std::unique_ptr<ledger::PersonKeys> keys_;
  std::unique_ptr<ledger::Log> log_;
  std::unique_ptr<db::Database> database_;
  std::unique_ptr<access::Service> service_;
  Parts parts_;
};

/// The text of a member.
std::string text_of(const boost::json::value& record, std::string_view member);
/// Names of the items of a list, in its order.
std::vector<std::string> names_in(const boost::json::value& page);

class OnEachEngine : public ::testing::TestWithParam<db::EngineKind> {};

inline std::string engine_name(const testing::TestParamInfo<db::EngineKind>& info) {
  return std::string(base::name_of(info.param));
}
inline const auto both_engines =
    testing::Values(db::EngineKind::sqlite, db::EngineKind::postgresql);

}  // namespace sojourn::stages::programme
