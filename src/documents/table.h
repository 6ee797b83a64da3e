// Tables from described records: a record's members are the columns, a record is a row. Written as
// CSV (RFC 4180) or XLSX with typed dates and numbers, one row at a time, so that a table of any
// length takes the memory of a row; read from CSV strictly, with every fault at its line and
// column. A text that a spreadsheet would run as a formula (= + - @ or a tab at its start) gets an
// apostrophe before it, which reading takes off again; see `guarded`.
//
//   documents::TableWriter<Site> table(documents::csv_sheet(send), titles);
//   for (const Site& site : sites) table.row(site);
//   table.finish();
//
// A member may be a text, yes or no, a number, a choice, a word, an optional of these, or a list of
// them (in one cell, parted by semicolons). Secret fields are left out. Tested in
// tests/unit/documents/table_test.cpp.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/date.h"
#include "base/describe.h"
#include "base/money.h"
#include "base/word.h"
#include "base/zone.h"

namespace sojourn::documents {

/// A value in a cell, as a spreadsheet tells them apart. Other words are texts.
using Cell = std::variant<std::monostate, std::string, bool, std::int64_t, double, base::Date,
                          base::Month, base::Instant, base::Money>;

/// Media types of tables as files.
inline constexpr std::string_view workbook_type =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
inline constexpr std::string_view csv_type = "text/csv";

/// Title of a column for people, by the name of its member: from a catalogue.
using Titles = std::function<std::string(std::string_view name)>;

/// `text` so that no spreadsheet runs it: with an apostrophe before it if it begins with = + - @,
/// their full-width forms, a tab or a carriage return, or with apostrophes and then one of these.
/// `unguarded` takes it off again: unguarded(guarded(text)) == text for every text.
std::string guarded(std::string_view text);
std::string unguarded(std::string_view text);

/// The items of a list in one cell: "a; b", with a backslash before a semicolon or backslash of an
/// item's own.
std::string joined(const std::vector<std::string>& items);
std::vector<std::string> split_list(std::string_view text);

/// Where rows go.
class Sheet {
 public:
  Sheet() = default;
  Sheet(const Sheet&) = delete;
  Sheet& operator=(const Sheet&) = delete;
  virtual ~Sheet() = default;
  /// The row of headings: the first, or after rows that stand above it.
  virtual void titles(const std::vector<std::string>& titles) = 0;
  virtual void row(const std::vector<Cell>& cells) = 0;
  /// Call it once, last.
  virtual void finish() = 0;
};

/// CSV: UTF-8, lines ended by CR LF, sent in pieces of about 64 KiB. Dates as 2026-11-25, yes or no
/// as yes and no, amounts as 12.50 CNY.
struct CsvOptions {
  /// A byte-order mark first. Default: yes, for without it Excel reads another encoding and garbles
  /// Chinese. No: for programs.
  bool mark = true;
};
std::unique_ptr<Sheet> csv_sheet(std::function<void(std::string_view piece)> send,
                                 CsvOptions options = {});

/// XLSX: a file at `path`, written when finished. Dates, months and instants are date cells (the
/// latter as clocks of `zone` show it, to the millisecond), amounts are numbers shown with their
/// currency; what a cell cannot hold exactly (numbers beyond 2^53, dates before March 1900) is a
/// text. Throws Refusal (too_large) beyond 1,048,576 rows or for a text of more than 32,767
/// characters, and std::system_error if the file or its temporary files cannot be written.
struct XlsxOptions {
  std::string sheet_name = "Sheet1";  ///< at most 31 characters, none of []:*?/\ .
  base::Zone zone = {};
  base::Instant made = {};               ///< in the file's properties, so that bytes are the same
  std::filesystem::path temporary = {};  ///< folder for rows on the way; default: the system's
};
std::unique_ptr<Sheet> xlsx_sheet(const std::filesystem::path& path, XlsxOptions options = {});

/// The text of a cell whose value has no kind of its own in a spreadsheet, or in a list.
template <class T>
std::string text_of(const T& value) {
  if constexpr (base::Word<T>) {
    return value.to_text();
  } else if constexpr (base::Choice<T>) {
    return std::string(base::name_of(value));
  } else if constexpr (std::is_arithmetic_v<T>) {
    return std::to_string(value);
  } else {
    static_assert(std::is_same_v<T, std::string>, "a type that has no cell");
    return value;
  }
}

template <class T>
Cell cell_of(const T& value) {
  if constexpr (base::Optional<T>) {
    return value ? cell_of(*value) : Cell();
  } else if constexpr (base::ListLike<T>) {
    std::vector<std::string> items;
    for (const auto& item : value) {
      items.push_back(text_of<typename base::ListOf<T>::Item>(item));
    }
    return joined(items);
  } else if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, double> ||
                       std::is_same_v<T, base::Date> || std::is_same_v<T, base::Month> ||
                       std::is_same_v<T, base::Instant> || std::is_same_v<T, base::Money>) {
    return value;
  } else if constexpr (std::is_integral_v<T>) {
    static_assert(sizeof(T) < sizeof(std::int64_t) || std::is_signed_v<T>, "beyond 64 bits");
    return std::int64_t{value};
  } else {
    return text_of(value);
  }
}

/// Names of the members that have a column, in order.
template <base::Record T>
std::vector<std::string> column_names() {
  std::vector<std::string> names;
  base::for_each_member<T>([&](std::string_view name, auto pointer) {
    if (base::privacy_of_member<T>(name, pointer) != base::Privacy::secret) {
      names.emplace_back(name);
    }
  });
  return names;
}

template <base::Record T>
class TableWriter {
 public:
  /// Without titles, columns are headed by the names of members, as `read_csv_table` reads them.
  explicit TableWriter(std::unique_ptr<Sheet> sheet, const Titles& titles = {})
      : sheet_(std::move(sheet)) {
    std::vector<std::string> heads = column_names<T>();
    if (titles) {
      for (std::string& head : heads) {
        head = titles(head);
      }
    }
    sheet_->titles(heads);
  }
  void row(const T& record) {
    cells_.clear();
    base::for_each_member<T>([&](std::string_view name, auto pointer) {
      using Member = std::remove_cvref_t<decltype(record.*pointer)>;
      if constexpr (base::privacy_within<Member>() != base::Privacy::secret) {
        if (base::privacy_of<T>(name) != base::Privacy::secret) {
          cells_.push_back(cell_of(record.*pointer));
        }
      }
    });
    sheet_->row(cells_);
  }
  void finish() { sheet_->finish(); }

 private:
  std::unique_ptr<Sheet> sheet_;
  std::vector<Cell> cells_;
};

}  // namespace sojourn::documents
