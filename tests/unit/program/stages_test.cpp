// The one list of what stages bring, against a store that was just made from it.
#include "program/stages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>  // mkdtemp

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "access/list_file.h"
#include "access/sign_in.h"
#include "base/json.h"
#include "privacy/dictionary.h"
#include "program/commands.h"
#include "program/store.h"
#include "tests/support/paths.h"
#include "tests/support/postgres.h"

namespace sojourn::program {
namespace {

namespace fs = std::filesystem;

class StagesTest : public ::testing::Test {
 protected:
  StagesTest() {
    std::string pattern = (fs::temp_directory_path() / "sojourn-stages-XXXXXX").string();
    folder = ::mkdtemp(pattern.data());
  }
  ~StagesTest() override { fs::remove_all(folder); }

  fs::path folder;
};

TEST_F(StagesTest, EveryTableThatIsNamedIsThere) {
  Store store({.directory = (folder / "data").string()}, stages(), 1);
  const auto has = [&](const std::string& table, const std::string& column) {
    return store.database().read(db::Caller::program(), [&](db::Tx& tx) {
      return tx.value<std::int64_t>("SELECT count(*) FROM pragma_table_info($1) WHERE name = $2",
                                    table, column) == 1;
    });
  };
  for (const auto& [table, about] : store.stages().tables) {
    EXPECT_TRUE(has(table, "id") || !about.reconciled) << table;
    EXPECT_TRUE(about.subject.empty() || has(table, about.subject)) << table;
  }
  for (const std::string& table : store.stages().scoped_tables) {
    EXPECT_TRUE(has(table, "id")) << table;
  }
}

TEST_F(StagesTest, TheOwnRecordHasEveryTableThatIsAboutStaff) {
  const Stages all = stages();
  std::set<std::string> names;
  for (const access::Operation& each : all.operations) {
    names.insert(each.about.name);
  }
  std::set<std::string> had;
  for (const stages::programme::OwnPart& part : all.own_parts) {
    EXPECT_TRUE(had.insert(part.table).second) << part.table;
    EXPECT_TRUE(part.rows || names.contains(part.shown_by)) << part.table;
  }
  for (const privacy::TableEntry& table : privacy::Dictionary::own().tables()) {
    EXPECT_EQ(had.contains(table.name), table.whose == privacy::Whose::staff)
        << table.name << ": a stage's own_parts() says what the one whom it is about is shown";
  }
}

TEST_F(StagesTest, EveryTableIsLoggedOrSaysWhyNot) {
  // Rows here may be written by Change::write, without an entry of the audit log.
  const std::map<std::string, std::string> unlogged = {
      {"migration", "the schema's own"},
      {"idempotency", "an answer kept beside the entry of its change"},
      {"job", "progress of work that an entry asked for"},
      {"outbox", "what is to be sent, of a change that has its entry"},
      {"audit_entry", "the log"},
      {"audit_history", "the log"},
      {"audit_node", "the log"},
      {"audit_epoch", "the log"},
      {"audit_checkpoint", "the log"},
      {"audit_lease", "the log"},
      {"session", "ends by itself; who signed in where is nobody's business for ever"},
      {"familiar_place", "slows guessing; forgotten by itself"},
      {"second_factor_use", "which codes were used"},
      {"record_read", "who saw a record: written beside each reading, for the person to see"},
      {"receipt_file", "its digest stands in the rows of receipts, which are logged"},
      {"plan_file", "its digest stands in the plan's row, which is logged"},
  };
  Store store({.directory = (folder / "data").string()}, stages(), 1);
  const auto tables = store.database().read(db::Caller::program(), [](db::Tx& tx) {
    return tx.column<std::string>(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'");
  });
  for (const std::string& table : tables) {
    EXPECT_NE(store.stages().tables.contains(table), unlogged.contains(table)) << table;
  }
  for (const auto& [table, why] : unlogged) {
    EXPECT_THAT(tables, ::testing::Contains(table)) << why;
  }
}

TEST_F(StagesTest, TheIdsOfEveryLoggedTableAreKnown) {
  for (const auto& [table, about] : stages().tables) {
    const auto prefix = stages::accountability::id_prefix_of(table);
    EXPECT_TRUE(prefix.has_value())
        << table << ": add {\"" << table
        << "\", Record::id_prefix} to src/stages/accountability/audit_ids.cpp";
    EXPECT_EQ(prefix.value_or("").empty(), !about.reconciled) << table;
  }
}

TEST_F(StagesTest, EveryRouteHasRowsThatSayWhoMay) {
  std::string policy;
  for (const auto& file : fs::directory_iterator(test::source_dir() + "/tests/access")) {
    if (file.path().extension() == ".csv") {
      std::ifstream in(file.path(), std::ios::binary);
      policy.append(std::istreambuf_iterator<char>(in), {});
    }
  }
  for (const access::Operation& operation : stages().operations) {
    const std::string route =
        std::string(access::method_name(operation.about.method)) + " " + operation.about.path;
    EXPECT_NE(policy.find("\n" + route + ","), policy.npos)
        << route << " has no row in tests/access/policy*.csv";
  }
}

TEST_F(StagesTest, NoTwoOperationsShareANameOrARoute) {
  EXPECT_NO_THROW(access::ensure_distinct(stages().operations));
  std::set<std::string> names;
  for (const base::Operation& each : commands()) {
    EXPECT_TRUE(names.insert(each.about.name).second) << each.about.name;
  }
  // A command that another refers to is there.
  for (const base::Operation& each : commands()) {
    for (const std::string& other : each.about.see_also) {
      EXPECT_TRUE(names.contains(other)) << each.about.name << " refers to " << other;
    }
  }
}

TEST_F(StagesTest, EveryColumnOfEveryListHasATitleOfItsOwnInChinese) {
  std::ifstream in(test::source_dir() + "/locales/messages.zh.json", std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  std::set<std::string> left;
  const boost::json::value messages = base::parse_json(text);
  for (const auto& [key, said] : messages.as_object()) {
    if (key.starts_with("column:")) {
      left.emplace(key);
    }
  }
  for (const access::Operation& operation : stages().operations) {
    std::set<std::string> english;
    std::set<std::string> chinese;
    for (const std::string& column : operation.columns) {
      const std::string& list = operation.about.name;
      left.erase("column:" + list + ":" + column);
      left.erase("column:" + column);
      const std::string title = access::column_title(base::Language::zh, column, list);
      EXPECT_NE(title, access::column_title(base::Language::en, column, list))
          << "locales/messages.zh.json has no column:" << column << ", for " << list;
      EXPECT_TRUE(chinese.insert(title).second) << list << " has two columns " << title;
      EXPECT_TRUE(english.insert(access::column_title(base::Language::en, column, list)).second);
    }
  }
  EXPECT_THAT(left, ::testing::IsEmpty()) << "no list has these columns";
}

TEST_F(StagesTest, AStoreKeepsItsKeysWhenItIsOpenedAgain) {
  const access::StorePlace place{.directory = (folder / "data").string()};
  const std::string name = Store(place, stages(), 1).sequencer_settings().name;
  EXPECT_EQ(Store(place, stages(), 1).sequencer_settings().name, name);
  EXPECT_NE(
      Store({.directory = (folder / "other").string()}, stages(), 1).sequencer_settings().name,
      name);
  EXPECT_EQ(audit_request(DataFiles(folder / "data").open_log_key()).name, name);
}

TEST_F(StagesTest, ASecondServerWithKeysOfItsOwnIsRefused) {
  const test::PostgresSchema schema;
  const access::StorePlace one{.directory = (folder / "one").string(), .url = schema.url()};
  const access::StorePlace two{.directory = (folder / "two").string(), .url = schema.url()};
  const auto code = [&] {
    try {
      const Store store(two, stages(), 1);
    } catch (const base::Refusal& refusal) {
      EXPECT_THAT(refusal.detail.english(), ::testing::HasSubstr("copy log-key, log-key.pub"));
      EXPECT_THAT(refusal.detail.english(), ::testing::HasSubstr(two.directory));
      return refusal.code;
    }
    return std::string();
  };
  Store first(one, stages(), 1);
  // It was started once without --database, and so has all its keys.
  {
    const Store before({.directory = two.directory}, stages(), 1);
  }
  const auto all = stages().operations;
  const auto make = std::find_if(all.begin(), all.end(), [](const access::Operation& each) {
    return each.about.name == "area.make";
  });
  first.service().run(*make, access::Asker::local_operator(), {.id = "r"},
                      {{"name", "North"}, {"kind", "county"}});
  EXPECT_EQ(code(), "other_person_keys");
  // A copy that is older than a person's key is its programme's all the same.
  for (const char* file : {"log-key", "log-key.pub", "person-keys", "factor-key"}) {
    std::filesystem::copy_file(folder / "one" / file, folder / "two" / file,
                               std::filesystem::copy_options::overwrite_existing);
  }
  EXPECT_EQ(code(), "");
}

TEST_F(StagesTest, TheFirstStartBeginsTheRulesFromAnyPreset) {
  const std::vector<std::string> presets = {"county_cn", "extension", "health_workers",
                                            "volunteers"};
  const auto operation = [all = stages().operations](std::string_view name) {
    return *std::find_if(all.begin(), all.end(),
                         [&](const access::Operation& each) { return each.about.name == name; });
  };
  for (const std::string& preset : presets) {
    Store store({.directory = (folder / preset).string()}, stages(), 1);
    const auto run = [&](const access::Asker& asker, std::string_view name,
                         boost::json::object input) {
      return store.service().run(operation(name), asker, {.id = std::string(name)}, input).body;
    };
    boost::json::object first{{"link", access::setup_link(store.service()).value().link},
                              {"name", "olga"},
                              {"person", "Olga"},
                              {"password", "eleven quiet herons"},
                              {"programme", "Weir \"2027\""},
                              {"starts_on", "2027-03-01"},
                              {"ends_on", "2027-02-01"},
                              {"preset", "county"}};
    try {
      run({}, "setup.finish", first);
      FAIL() << "it ends before it starts, and there is no such preset";
    } catch (const base::Refusal& refusal) {
      ASSERT_EQ(refusal.faults.size(), 2U);
      EXPECT_EQ(refusal.faults[0].where, "/ends_on");
      EXPECT_EQ(refusal.faults[1].where, "/preset");
    }
    first["ends_on"] = "2029-02-28";
    first["preset"] = preset;
    run({}, "setup.finish", first);
    const auto machine = access::Asker::local_operator();
    const boost::json::value rules = run(machine, "rules.on", {});
    EXPECT_EQ(rules.at("number"), 1);
    const boost::json::value programme = run(machine, "programme.show", {});
    EXPECT_EQ(programme.at("name"), "Weir \"2027\"");
    EXPECT_EQ(programme.at("ends_on"), "2029-02-28");
    EXPECT_EQ(programme.at("preset").as_string(), preset);
    // Every stage takes it as it is.
    EXPECT_EQ(run(machine, "rules.make",
                  {{"holds_from", rules.at("holds_from")},
                   {"text", rules.at("text")},
                   {"reason", "the same again"}})
                  .at("number"),
              2);
  }
}

TEST_F(StagesTest, WhatOnlyReadsMakesNothing) {
  const access::StorePlace place{.directory = (folder / "data").string(), .only_reads = true};
  try {
    const Store store(place, stages(), 1);
    FAIL() << "there is no database";
  } catch (const base::Refusal& refusal) {
    EXPECT_EQ(refusal.code, "no_database");
  }
  EXPECT_FALSE(fs::exists(folder / "data"));
}

}  // namespace
}  // namespace sojourn::program
