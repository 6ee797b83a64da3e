// A small programme for tests of access: a database of its own on either engine, gone afterwards, a
// clock turned by hand, cheap passwords, a table `person` of people in areas, and short ways to
// call operations as somebody. The stage `programme` is a floor above, so its part is played here.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/operations.h"
#include "access/service.h"
#include "base/clock.h"
#include "db/database.h"
#include "tests/support/postgres.h"

namespace sojourn::access {

/// A staff record as far as these tests need one.
struct Person {
  StaffId id;
  std::string name;
  std::string area_path;
  std::int64_t sponsor = 0;
  std::int64_t site = 0;
  base::Date fit_until;
};
BOOST_DESCRIBE_STRUCT(Person, (), (id, name, area_path, sponsor, site, fit_until))

struct PersonView {
  StaffId id;
  std::string name;
  std::optional<base::Date> fit_until;
};
BOOST_DESCRIBE_STRUCT(PersonView, (), (id, name, fit_until))

inline constexpr Permission read_people{"read_people",
                                        Reach::scoped,
                                        {Role::programme_officer, Role::area_manager, Role::host,
                                         Role::sponsor_manager, Role::team_leader, Role::member}};
inline constexpr Permission read_fitness{
    "read_fitness", Reach::scoped, {Role::programme_officer, Role::area_manager, Role::member}};
inline constexpr Permission manage_people{
    "manage_people", Reach::scoped, {Role::programme_officer, Role::area_manager}};

/// person.list, person.show, person.rename.
std::vector<Operation> person_operations();

/// The refusal that `act` throws; a failed test if it throws none.
template <class Act>
base::Refusal refusal_of(Act&& act) {
  try {
    act();
  } catch (const base::Refusal& refusal) {
    return refusal;
  }
  ADD_FAILURE() << "nothing was refused";
  return {};
}

class World {
 public:
  explicit World(db::EngineKind kind = db::EngineKind::sqlite);
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  base::HandWallClock clock;
  /// Areas by id, and their paths.
  std::map<std::int64_t, std::string> areas = {{1, "/1/"}, {2, "/2/"}, {11, "/1/11/"}};

  db::Database& database() { return *database_; }
  Service& service() { return *service_; }
  const Operation& operation(std::string_view name) const;
  const std::vector<Operation>& operations() const { return operations_; }

  /// Calls an operation; the answer's body.
  boost::json::value ask(const Asker& asker, std::string_view name,
                         const boost::json::value& input = boost::json::object());
  boost::json::value ask(std::string_view secret, std::string_view name,
                         const boost::json::value& input = boost::json::object()) {
    return ask(service_->asker_of(secret), name, input);
  }
  std::string code_of_refusal(std::string_view secret, std::string_view name,
                              const boost::json::value& input = boost::json::object());

  /// The session of a first administrator with a second factor.
  std::string administrator();
  /// Signs in and gives the session's token; `code` of the second factor if there is one.
  std::string sign_in(std::string_view name, std::string_view password,
                      std::optional<std::string> code = {});
  /// An account with a password ("a good password"), made by `by`; its id.
  std::string account(const std::string& by, std::string_view name, StaffId staff = {});
  /// Sets a second factor up for a session; its secret, in bytes.
  std::string second_factor(const std::string& session);
  std::string code(const std::string& secret) const;
  void grant(const std::string& by, const std::string& account, std::string_view role,
             std::string_view scope);
  StaffId person(std::string_view name, std::string_view area_path, std::int64_t sponsor = 7,
                 std::int64_t site = 9);
  void add(const Person& person);

  Request request{.id = "r1", .address = "192.0.2.1", .device = "Firefox on Linux"};
  /// Of the administrator, in bytes.
  std::string administrator_factor;

 private:
  std::filesystem::path folder_;
  std::optional<test::PostgresSchema> schema_;
  std::unique_ptr<db::Database> database_;
  std::unique_ptr<Service> service_;
  std::vector<Operation> operations_;
};

/// For test suites that run on both engines.
inline std::string engine_name(const testing::TestParamInfo<db::EngineKind>& info) {
  return std::string(base::name_of(info.param));
}
inline const auto both_engines =
    testing::Values(db::EngineKind::sqlite, db::EngineKind::postgresql);

}  // namespace sojourn::access
