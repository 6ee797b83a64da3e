// What Sojourn is not for, as a wall: the database of a program that was just built holds exactly
// what src/privacy/columns.csv says, on both engines, and nothing that is built names a forbidden
// idea.
#include "program/privacy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>  // mkdtemp

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <set>

#include "db/catalogue.h"
#include "documents/table_read.h"
#include "doors/http/assets.h"
#include "privacy/dictionary.h"
#include "privacy/forbidden.h"
#include "program/commands.h"
#include "program/store.h"
#include "stages/need/import.h"
#include "stages/placement/folder_rows.h"
#include "stages/placement/pair_import.h"
#include "stages/placement/posting_import.h"
#include "stages/programme/import.h"
#include "stages/selection/round_import.h"
#include "tests/support/paths.h"
#include "tests/support/postgres.h"

namespace sojourn::program {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using privacy::Dictionary;
using privacy::Level;

std::string text_of_file(const std::string& name) {
  std::ifstream in(test::source_dir() + "/" + name, std::ios::binary);
  EXPECT_TRUE(in) << name;
  return {std::istreambuf_iterator<char>(in), {}};
}

class SchemaTest : public ::testing::TestWithParam<db::EngineKind> {
 protected:
  SchemaTest() {
    std::string pattern = (fs::temp_directory_path() / "sojourn-privacy-XXXXXX").string();
    folder = ::mkdtemp(pattern.data());
    if (GetParam() == db::EngineKind::postgresql) {
      schema.emplace();
    }
    store.emplace(access::StorePlace{.directory = (folder / "data").string(),
                                     .url = schema ? schema->url() : ""},
                  stages(), 1);
  }
  ~SchemaTest() override {
    store.reset();
    fs::remove_all(folder);
  }

  fs::path folder;
  std::optional<test::PostgresSchema> schema;
  std::optional<Store> store;
};

TEST_P(SchemaTest, HoldsExactlyWhatTheListSays) {
  for (const base::Sentence& each : schema_differences(store->database())) {
    ADD_FAILURE() << each;
  }
}

TEST_P(SchemaTest, AColumnThatNobodyListedIsSeen) {
  store->database().upkeep([](db::Change& change) {
    change.write("ALTER TABLE site ADD COLUMN colour TEXT");
    change.write("CREATE TABLE visit (id BIGINT)");
  });
  const auto found = schema_differences(store->database());
  ASSERT_EQ(found.size(), 3U);
  EXPECT_THAT(found[0].english(), ::testing::HasSubstr("site.colour"));
  EXPECT_THAT(found[1].english(), ::testing::HasSubstr("a table visit"));
  EXPECT_THAT(found[2].english(), ::testing::HasSubstr("visit.id"));
  // Whoever opens the page is told.
  EXPECT_THAT(dictionary_page(store->database()).content(base::Language::zh),
              ::testing::AllOf(::testing::HasSubstr("class=\"warning\""),
                               ::testing::HasSubstr("site.colour")));
}

INSTANTIATE_TEST_SUITE_P(Engines, SchemaTest,
                         ::testing::Values(db::EngineKind::sqlite, db::EngineKind::postgresql),
                         [](const auto& about) { return std::string(base::name_of(about.param)); });

TEST(DataDictionary, TheOneInDocsIsMadeFromTheList) {
  for (const auto& [file, language] :
       {std::pair("docs/data-dictionary.md", base::Language::en),
        std::pair("docs/data-dictionary.zh.md", base::Language::zh)}) {
    const std::string now = privacy::dictionary_markdown(Dictionary::own(), language);
    if (std::getenv("SOJOURN_WRITE") != nullptr) {  // make openapi
      std::ofstream(test::source_dir() + "/" + file, std::ios::binary) << now;
    }
    EXPECT_TRUE(text_of_file(file) == now)
        << file
        << " is not what src/privacy/columns.csv makes. If that is meant: make openapi, and "
        << "commit it.";
  }
}

/// A row about a person is sealed in history with their key, and only such rows hold what is about
/// one.
TEST(DataDictionary, WhatIsPersonalIsSealedByThePerson) {
  for (const auto& [name, about] : stages().tables) {
    const privacy::TableEntry* table = Dictionary::own().find(name);
    ASSERT_NE(table, nullptr) << name;
    if (!about.subject.empty()) {
      EXPECT_TRUE(table->whose == privacy::Whose::staff || table->whose == privacy::Whose::account)
          << name << " has rows about a person: its line says whose";
      continue;
    }
    for (const privacy::ColumnEntry& column : table->columns) {
      EXPECT_TRUE(column.level != Level::personal && column.level != Level::sensitive)
          << name << "." << column.name
          << " is about a person, and src/program/stages.cpp does not say which: its history would "
             "be sealed with a key that outlives them";
    }
  }
}

/// "Sensitive" promises that each reading is noted: `detail` of an operation does that.
TEST(DataDictionary, ReadingWhatIsSensitiveIsNoted) {
  std::set<std::string> noted;
  for (const access::Operation& operation : stages().operations) {
    if (operation.about.detail) {
      noted.insert(operation.about.detail->fields.begin(), operation.about.detail->fields.end());
    }
  }
  int sensitive = 0;
  for (const privacy::TableEntry& table : Dictionary::own().tables()) {
    for (const privacy::ColumnEntry& column : table.columns) {
      if (column.level == Level::sensitive) {
        ++sensitive;
        EXPECT_TRUE(noted.contains(column.name)) << table.name << "." << column.name;
      }
    }
  }
  EXPECT_GE(sensitive, 2);
}

/// Where a forbidden idea was found, by what holds it.
class Finds {
 public:
  void look(const std::string& where, std::string_view text) {
    ++looked_;
    if (const auto found = privacy::forbidden_in(text)) {
      ADD_FAILURE() << where << ": \"" << text << "\" names \"" << found->word
                    << "\", and Sojourn is not for that (docs/decisions/0001)";
    }
  }
  int looked() const { return looked_; }

 private:
  int looked_ = 0;
};

/// Names of fields and choices in a JSON Schema.
void look_in_schema(Finds& finds, const std::string& where, const json::value& schema) {
  if (const json::array* list = schema.if_array()) {
    for (const json::value& each : *list) {
      look_in_schema(finds, where, each);
    }
    return;
  }
  const json::object* object = schema.if_object();
  if (object == nullptr) {
    return;
  }
  for (const auto& [key, value] : *object) {
    if (key == "properties") {
      for (const auto& [name, inner] : value.as_object()) {
        finds.look(where + " field", name);
      }
    }
    if (key == "enum") {
      for (const json::value& choice : value.as_array()) {
        finds.look(where + " choice", choice.as_string());
      }
    }
    look_in_schema(finds, where, value);
  }
}

TEST(ForbiddenIdeas, NoneIsATableAColumnOrAChoiceOfTheSchema) {
  Finds finds;
  for (const privacy::TableEntry& table : Dictionary::own().tables()) {
    finds.look("table", table.name);
    for (const privacy::ColumnEntry& column : table.columns) {
      finds.look("column of " + table.name, column.name);
    }
  }
  for (const auto& file : fs::directory_iterator(test::source_dir() + "/migrations")) {
    std::ifstream in(file.path());
    for (std::string line; std::getline(in, line);) {
      finds.look(file.path().filename(), line.substr(0, line.find("--")));
    }
  }
  EXPECT_GT(finds.looked(), 400);
}

TEST(ForbiddenIdeas, NoneIsAFieldAChoiceOrAnOperation) {
  Finds finds;
  for (const access::Operation& operation : stages().operations) {
    const std::string& name = operation.about.name;
    finds.look("operation", name);
    finds.look("path of " + name, operation.about.path);
    finds.look("permission of " + name, operation.about.permission.name());
    look_in_schema(finds, name, operation.input_schema(base::Language::en));
    look_in_schema(finds, name, operation.output_schema(base::Language::en));
    for (const std::string& column : operation.columns) {
      finds.look("column of the list " + name, column);
    }
  }
  for (const base::Operation& command : commands()) {
    finds.look("command", command.about.name);
    for (const base::Field& field : command.fields) {
      finds.look("field of " + command.about.name, field.about.name);
      for (const std::string& choice : field.choices) {
        finds.look("choice of " + command.about.name, choice);
      }
    }
  }
  EXPECT_GT(finds.looked(), 2000);
}

TEST(ForbiddenIdeas, NoneIsAFieldOfAFormOrAHeaderOfAnImport) {
  Finds finds;
  for (const doors::http::Asset& page : doors::http::embedded_templates()) {
    // All but the sentences, which are looked at below.
    std::string text(page.bytes);
    for (std::size_t at = text.find("[["); at != std::string::npos; at = text.find("[[", at)) {
      text.erase(at, text.find("]]", at) + 2 - at);
    }
    finds.look(page.path, text);
  }
  namespace placement = stages::placement;
  const auto look_at = [&](const auto& columns) {
    for (const placement::Column& column : columns) {
      finds.look("column of the programme folder", column.name);
    }
  };
  look_at(placement::area_columns::all);
  look_at(placement::site_columns::all);
  look_at(placement::sponsor_columns::all);
  look_at(placement::staff_columns::all);
  look_at(placement::wish_columns::all);
  look_at(placement::affinity_columns::all);
  look_at(placement::pin_columns::all);
  look_at(placement::cost_columns::all);
  EXPECT_GT(finds.looked(), 60);
  // Of the tables of an office: members, headings, and what offices call them else.
  const auto look_at_import = [&](const auto& about) {
    for (const auto& column : about.columns) {
      const std::string where = "column of the import of " + about.table;
      finds.look(where, column.about.name);
      finds.look(where, column.about.title);
      finds.look(where, base::message(base::Language::zh, column.about.title).value_or(""));
      for (const std::string& also : column.about.also) {
        finds.look(where, also);
      }
    }
  };
  look_at_import(stages::programme::area_import());
  look_at_import(stages::programme::site_import());
  look_at_import(stages::programme::sponsor_import());
  look_at_import(stages::programme::staff_import());
  look_at_import(stages::programme::calendar_import());
  look_at_import(stages::need::need_import());
  look_at_import(stages::need::standard_import());
  look_at_import(stages::need::workload_import());
  look_at_import(stages::need::staffing_import());
  look_at_import(stages::need::other_post_import());
  look_at_import(stages::need::establishment_import());
  look_at_import(stages::need::readiness_import());
  look_at_import(placement::posting_import());
  look_at_import(placement::placing_import());
  look_at_import(placement::wish_import());
  look_at_import(placement::pin_import());
  look_at_import(placement::cost_import());
  look_at_import(placement::affinity_import());
  look_at_import(placement::lead_import());
  look_at_import(stages::selection::round_import());
  look_at_import(stages::selection::place_import());
  EXPECT_GT(finds.looked(), 250);
}

/// A sentence that may name one, and why: as a rule because it says that it has no place here.
struct SentenceAllowed {
  std::string sentence;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(SentenceAllowed, (), (sentence, reason))

TEST(ForbiddenIdeas, NoneIsInASentenceThatPeopleReadButWhereTheLineIsSaid) {
  std::map<std::string, bool> allowed;  // sentence, and whether it was met
  for (const SentenceAllowed& each : documents::read_csv_table<SentenceAllowed>(
           text_of_file("src/privacy/sentences.csv"), {.name = "sentences.csv"})) {
    EXPECT_GE(each.reason.size(), 10U) << each.sentence << ": say why";
    EXPECT_TRUE(allowed.emplace(each.sentence, false).second) << each.sentence;
  }
  int looked = 0;
  const auto look = [&](const std::string& where, std::string_view sentence,
                        std::string_view text) {
    ++looked;
    const auto found = privacy::forbidden_in(text);
    const auto known = allowed.find(std::string(sentence));
    if (found && known != allowed.end()) {
      known->second = true;
    } else if (found) {
      ADD_FAILURE() << where << ": \"" << text << "\" names \"" << found->word
                    << "\". Say it otherwise, or, if it says what Sojourn is not for, add it to "
                       "src/privacy/sentences.csv with the reason: "
                    << sentence;
    }
  };
  const json::value messages = base::parse_json(text_of_file("locales/messages.zh.json"));
  for (const auto& [english, chinese] : messages.as_object()) {
    look("messages.zh.json", english, english);
    look("messages.zh.json", english, chinese.as_string());
  }
  for (const char* file : {"locales/en.json", "locales/zh.json"}) {
    const json::value catalogue = base::parse_json(text_of_file(file));
    for (const auto& [key, text] : catalogue.as_object()) {
      look(file, key, text.as_string());
    }
  }
  for (const privacy::TableEntry& table : Dictionary::own().tables()) {
    look("columns.csv", table.purpose.en, table.purpose.en);
    look("columns.csv", table.purpose.en, table.purpose.zh);
    for (const privacy::ColumnEntry& column : table.columns) {
      look("columns.csv", column.purpose.en, column.purpose.en);
      look("columns.csv", column.purpose.en, column.purpose.zh);
    }
  }
  for (const auto& [sentence, met] : allowed) {
    EXPECT_TRUE(met) << "src/privacy/sentences.csv: no longer said, or it names none: " << sentence;
  }
  EXPECT_GT(looked, 2500);
}

}  // namespace
}  // namespace sojourn::program
