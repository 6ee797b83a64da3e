#include "tests/unit/db/world.h"

#include <fmt/format.h>

#include <atomic>
#include <cstdlib>

namespace sojourn::db {
namespace {

constexpr const char* things_sql = R"(
CREATE TABLE thing (
  id      @id PRIMARY KEY,
  name    @text NOT NULL UNIQUE,
  version @int NOT NULL,
  open    @bool NOT NULL,
  opened  @date NOT NULL,
  seen    @instant NOT NULL,
  height  @number NOT NULL CONSTRAINT thing_height CHECK (height >= 0),
  colour  @text NOT NULL,
  tags    @json NOT NULL,
  note    @text,
  picture @bytes
);
CREATE TABLE part (
  id    @id PRIMARY KEY,
  thing @id NOT NULL REFERENCES thing (id)
);
)";

}  // namespace

std::string things_columns() { return fmt::format("{}", fmt::join(columns_of<Things>(), ", ")); }

Folder::Folder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "sojourn-test-XXXXXX").string();
  base::ensure(::mkdtemp(pattern.data()) != nullptr, "a temporary directory can be made");
  path_ = pattern;
}

Folder::~Folder() {
  std::error_code error;
  std::filesystem::remove_all(path_, error);
}

std::int64_t Heard::record(Change&, const ChangeEntry& entry) {
  if (refuses) {
    throw base::Refusal{base::Kind::busy, "log", "The log does not take it."};
  }
  const std::lock_guard hold(mutex_);
  entries.push_back(entry);
  return 0;
}

World::World(EngineKind kind)
    : clock_(base::written<base::Instant>("2026-11-25T08:30:00.000000Z")) {
  if (kind == EngineKind::postgresql) {
    schema_.emplace();
  }
  database_ = Database::open(settings());
}

Settings World::settings() {
  Settings settings{.url = schema_ ? schema_->url() : "",
                    .directory = folder_.path() + "/data",
                    .change_log = &heard_,
                    .constraints = {{"thing(name)", base::Kind::conflict, "name_taken", "/name",
                                     "Another thing has this name."},
                                    {"thing_height", base::Kind::invalid, "height_negative",
                                     "/height", "A height is not below 0."}},
                    .clock = &clock_};
  settings.migrations.push_back({9001, "9001_things", things_sql});
  return settings;
}

Things World::thing(std::string_view name) {
  Things made;
  made.id = database_->ids().make<Things>();
  made.name = name;
  made.height = 1;
  return made;
}

Things World::add_thing(std::string_view name) {
  const Things made = thing(name);
  change([&](Change& change) { change.insert("thing", made); });
  return made;
}

std::int64_t World::count(std::string_view table) {
  return read([&](Tx& tx) {
    return tx.value<std::int64_t>(fmt::format("SELECT count(*) FROM {}", table));
  });
}

::testing::internal::ParamGenerator<EngineKind> engines() {
  return ::testing::Values(EngineKind::sqlite, EngineKind::postgresql);
}

std::string engine_name(const ::testing::TestParamInfo<EngineKind>& about) {
  return std::string(base::name_of(about.param));
}

}  // namespace sojourn::db
