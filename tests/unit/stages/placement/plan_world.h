// A programme whose plans are made, changed and asked about, on each engine.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "stages/placement/folder.h"
#include "stages/placement/programme_import.h"
#include "tests/unit/stages/placement/stage_world.h"

namespace sojourn::stages::placement {

inline const base::Date day = base::written<base::Date>("2027-01-01");

class PlanTest : public programme::OnEachEngine {
 protected:
  programme::World world{GetParam(), placement_parts()};

  void bring_in(const std::filesystem::path& folder) {
    const auto read = read_folder(folder);
    ASSERT_TRUE(read.instance);
    const bool affinity = std::filesystem::exists(folder / "affinity.csv");
    world.database().change(db::Caller::program(), "folder.import", [&](db::Change& change) {
      return import_programme(change, *read.instance, affinity, std::nullopt, day);
    });
  }
  std::string make(const boost::json::object& more = {}) {
    boost::json::object input{{"name", "Spring"}, {"starts_on", "2027-01-01"}, {"most_steps", 2}};
    for (const auto& each : more) {
      input[each.key()] = each.value();
    }
    return programme::text_of(world.ask(world.officer(), "plan.make", input), "id");
  }
  boost::json::value show(const std::string& plan) {
    return world.ask(world.officer(), "plan.show", {{"id", plan}});
  }
  boost::json::value ask(std::string_view name, boost::json::object input) {
    return world.ask(world.officer(), name, input);
  }
  std::string id_called(std::string_view table, std::string_view code, std::string_view prefix) {
    return world.database().read(db::Caller::program(), [&](db::Tx& tx) {
      return base::id_text(
          prefix,
          tx.value<std::int64_t>(fmt::format("SELECT id FROM {} WHERE code = $1 AND {{unscoped:a "
                                             "test}}",
                                             table),
                                 code));
    });
  }
};

}  // namespace sojourn::stages::placement
