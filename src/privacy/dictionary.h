// What is stored, about whom, and for how long: one list of every table and column, columns.csv
// beside this file, which is bytes of the program. A database that holds more or less than the list
// fails the build's tests (tests/unit/program/privacy_test.cpp, on both engines), and `sojourn
// doctor`; docs/data-dictionary.md and the page /data-dictionary are made from it.
//
// A new column needs a line in columns.csv:
//
//   table,column,whose,level,keeping,purpose,purpose_zh
//   site,,site,,programme,"A place where a team lives and works.",工作队居住和工作的地点。
//   site,name,,office,,What people call it.,通常的名称。
//
// A line without a column is about its table. Where a column leaves `whose` or `keeping` empty,
// what its table says holds. Tested in tests/unit/privacy/dictionary_test.cpp.
#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/language.h"
#include "base/sentence.h"

namespace sojourn::privacy {

using base::Language;

/// Whom a row or a column is about. There is no word for residents, and none may be added:
/// docs/decisions/0001-what-sojourn-is-not-for.md.
enum class Whose : std::uint8_t { staff, account, site, sponsor, programme, server };
BOOST_DESCRIBE_ENUM(Whose, staff, account, site, sponsor, programme, server)

/// From what anybody may read to what nobody may.
enum class Level : std::uint8_t { open, office, personal, sensitive, secret };
BOOST_DESCRIBE_ENUM(Level, open, office, personal, sensitive, secret)

/// How long it is kept. Each says what the program does today (see the data dictionary).
enum class Keeping : std::uint8_t { programme, person, replaced, days_30, days_45, done };
BOOST_DESCRIBE_ENUM(Keeping, programme, person, replaced, days_30, days_45, done)

struct Purpose {
  std::string en;
  std::string zh;
  const std::string& in(Language language) const { return language == Language::zh ? zh : en; }
};

struct ColumnEntry {
  std::string name;
  Whose whose = Whose::server;
  Level level = Level::office;
  Keeping keeping = Keeping::programme;
  Purpose purpose;
};

struct TableEntry {
  std::string name;
  Whose whose = Whose::server;
  Keeping keeping = Keeping::programme;
  Purpose purpose;
  std::vector<ColumnEntry> columns;
};

/// A column as a database has it (db::stored_columns).
struct StoredColumn {
  std::string table;
  std::string column;
};

class Dictionary {
 public:
  /// Refusal invalid with every fault of the list, at its line: a table without its own line, a
  /// column twice, a purpose that is missing in a language, or a level.
  explicit Dictionary(std::string_view csv);
  /// The one of this program.
  static const Dictionary& own();

  const std::vector<TableEntry>& tables() const { return tables_; }
  const TableEntry* find(std::string_view table) const;
  /// SHA-256 of columns.csv, by which anybody sees whether it is the published one.
  const std::string& digest() const { return digest_; }

  /// What a database has that the list has not, and the reverse: a sentence for each, which names
  /// the line to add or to take out. Empty: they are equal.
  std::vector<base::Sentence> differences(std::span<const StoredColumn> stored) const;

 private:
  std::vector<TableEntry> tables_;
  std::string digest_;
};

/// docs/data-dictionary.md, or .zh.md.
std::string dictionary_markdown(const Dictionary& dictionary, Language language);
/// The middle of the page /data-dictionary. `different`: what `differences` said of the server's
/// own database when it started.
std::string dictionary_page(const Dictionary& dictionary, Language language,
                            std::span<const base::Sentence> different);

}  // namespace sojourn::privacy
