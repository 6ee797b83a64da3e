// A database of its own for each test, on each engine, with two tables to play with.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "db/database.h"
#include "tests/support/postgres.h"

namespace sojourn::db {

enum class Colour : std::uint8_t { red, dark_green };
BOOST_DESCRIBE_ENUM(Colour, red, dark_green)

struct Things {
  static constexpr std::string_view id_prefix = "thing";
  base::Id<Things> id;
  std::string name;
  std::int32_t version = 1;
  bool open = false;
  base::Date opened;
  base::Instant seen;
  double height = 0;
  Colour colour = Colour::red;
  std::vector<std::string> tags;
  std::optional<std::string> note;
  std::optional<Bytes> picture;
  friend bool operator==(const Things&, const Things&) = default;
};
BOOST_DESCRIBE_STRUCT(Things, (),
                      (id, name, version, open, opened, seen, height, colour, tags, note, picture))

/// For SELECT lists.
std::string things_columns();

/// A directory that is gone after the test.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

/// Collects what the audit log would hear.
class Heard final : public ChangeLog {
 public:
  std::int64_t record(Change& change, const ChangeEntry& entry) override;
  std::vector<ChangeEntry> entries;
  bool refuses = false;

 private:
  std::mutex mutex_;
};

class World {
 public:
  explicit World(EngineKind kind);
  /// Settings of this world's database, to open it again or change something.
  Settings settings();
  Database& database() { return *database_; }
  Folder& folder() { return folder_; }
  base::HandWallClock& clock() { return clock_; }
  Heard& heard() { return heard_; }
  Caller& caller() { return caller_; }
  void close() { database_.reset(); }
  void open(Settings settings) { database_ = Database::open(std::move(settings)); }

  template <class Act>
  auto change(Act&& act) {
    return database_->change(caller_, "thing.change", std::forward<Act>(act));
  }
  template <class Act>
  auto read(Act&& act) {
    return database_->read(caller_, std::forward<Act>(act));
  }
  template <class Act>
  std::optional<base::Refusal> refusal(Act&& act) {
    try {
      change(std::forward<Act>(act));
    } catch (const base::Refusal& refusal) {
      return refusal;
    }
    return std::nullopt;
  }
  Things thing(std::string_view name);
  Things add_thing(std::string_view name);
  std::int64_t count(std::string_view table);

 private:
  Folder folder_;
  std::optional<test::PostgresSchema> schema_;
  base::HandWallClock clock_;
  Heard heard_;
  Caller caller_ = Caller::program();
  std::unique_ptr<Database> database_;
};

class WorldTest : public ::testing::TestWithParam<EngineKind> {
 protected:
  void SetUp() override { world_ = std::make_unique<World>(GetParam()); }
  World& world() { return *world_; }

 private:
  std::unique_ptr<World> world_;
};

::testing::internal::ParamGenerator<EngineKind> engines();
std::string engine_name(const ::testing::TestParamInfo<EngineKind>& about);

/// An optional refusal of that kind and code, its first fault at that place.
MATCHER_P3(is_refused, kind, code, where, "is such a refusal") {
  if (!arg) {
    *result_listener << "nothing was refused";
    return false;
  }
  *result_listener << base::name_of(arg->kind) << " " << arg->code << " "
                   << (arg->faults.empty() ? "" : arg->faults[0].where);
  return arg->kind == kind && arg->code == code &&
         (arg->faults.empty() ? std::string() : arg->faults[0].where) == where;
}

}  // namespace sojourn::db
