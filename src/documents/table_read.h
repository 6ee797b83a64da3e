// CSV into described records, strictly: what table.h writes is read back, columns in any order,
// headed by the names of members or by their titles. Every fault is told at once at its line and
// column ("sites.csv:12:need"); with any fault there are no records.
//
//   std::vector<NewSite> sites = documents::read_csv_table<NewSite>(body, {.name = "sites.csv"});
//
// Strict means: no unknown, repeated or missing column (a member that is optional or a list may
// have none), as many cells as columns, no value that its member cannot hold exactly. An empty cell
// is an empty optional, list or text, and else a fault. Lines of empty cells are passed over, as
// spreadsheets leave them. Tested in tests/unit/documents/table_test.cpp.
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.h"
#include "base/refusal.h"
#include "base/text.h"
#include "base/word.h"
#include "documents/csv.h"
#include "documents/table.h"

namespace sojourn::documents {

struct ReadOptions {
  std::string name = "table.csv";  ///< as faults show it
  Titles titles = {};              ///< that may stand in place of the members' names
  /// Rows after the first. Default: 100,000; more is told as one fault.
  std::size_t most_rows = 100'000;
  /// Faults listed; the rest is counted. Default: 100.
  std::size_t most_faults = 100;
};

/// The rows of a CSV as texts, with the faults found so far.
class TableReader {
 public:
  struct Column {
    std::string name;
    bool required = true;
  };
  /// `bytes`: UTF-8, with or without its mark; must outlive the reader.
  TableReader(std::string_view bytes, const std::vector<Column>& columns, ReadOptions options);

  /// Goes to the next row that has as many cells as there are columns.
  bool next();
  /// Of this row; nothing if the table has no such column. Without the guard against formulas.
  std::optional<std::string> cell(std::size_t column) const;
  void fault(std::size_t column, std::string_view code, std::string_view value,
             base::Sentence detail);
  /// Throws Refusal (invalid, "table") if there was any fault.
  void refuse_faults();

 private:
  void read_head(const std::vector<Column>& columns);
  void note(std::uint32_t line, std::string_view column, std::string_view code,
            std::string_view value, base::Sentence detail);

  ReadOptions options_;
  CsvReader reader_;
  std::vector<Column> columns_;
  std::vector<std::optional<std::size_t>> at_;  ///< where a column stands
  std::size_t width_ = 0;
  std::size_t rows_ = 0;
  bool readable_ = true;
  std::vector<base::Fault> faults_;
  std::size_t more_faults_ = 0;
};

/// What a cell may hold, completing "This should be ...".
template <class T>
base::Sentence accepted_in_cell() {
  if constexpr (base::Word<T>) {
    return T::word_about().accepted;
  } else if constexpr (base::Choice<T>) {
    std::string list;
    for (const std::string& name : base::choices<T>()) {
      list += (list.empty() ? "" : ", ") + name;
    }
    return base::in_words("one of: {}", list);
  } else if constexpr (std::is_same_v<T, bool>) {
    return "yes or no";
  } else if constexpr (std::is_integral_v<T>) {
    return base::in_words("a whole number from {} to {}",
                          std::to_string(std::numeric_limits<T>::min()),
                          std::to_string(std::numeric_limits<T>::max()));
  } else if constexpr (std::is_same_v<T, double>) {
    return "a number, with a point for decimals";
  } else {
    return "a text";
  }
}

/// The value that a cell says. Spaces around it are passed over, but in a text.
template <class T>
std::optional<T> from_cell(std::string_view text) {
  if constexpr (std::is_same_v<T, std::string>) {
    return text.find('\0') == std::string_view::npos ? std::optional(std::string(text))
                                                     : std::nullopt;
  } else {
    text = base::trim(text);
    if constexpr (base::Word<T>) {
      return T::from_text(text);
    } else if constexpr (base::Choice<T>) {
      return base::choice_of<T>(text);
    } else if constexpr (std::is_same_v<T, bool>) {
      return base::parse_yes_no(text);
    } else if constexpr (std::is_same_v<T, double>) {
      const std::optional<double> number = base::parse_number<double>(text);
      return number && std::isfinite(*number) ? number : std::nullopt;
    } else {
      return base::parse_number<T>(text);
    }
  }
}

template <class Member>
void read_cell(TableReader& reader, std::size_t column, Member& into) {
  using Single = typename base::ListOf<typename base::OptionalOf<Member>::Value>::Item;
  const std::optional<std::string> text = reader.cell(column);
  constexpr bool may_be_empty =
      base::Optional<Member> || base::ListLike<Member> || std::is_same_v<Member, std::string>;
  if (!text || (text->empty() && may_be_empty)) {
    return;
  }
  if (base::trim(*text).empty() && !std::is_same_v<Single, std::string>) {
    if (!may_be_empty) {
      reader.fault(column, "missing", "",
                   base::in_words("This is empty. It should be {}.", accepted_in_cell<Single>()));
    }
    return;
  }
  const auto read_one = [&](std::string_view one, auto&& take) {
    std::optional<Single> value = from_cell<Single>(one);
    if (value) {
      take(std::move(*value));
    } else {
      reader.fault(column, "wrong_value", one,
                   base::in_words("This should be {}.", accepted_in_cell<Single>()));
    }
  };
  if constexpr (base::ListLike<Member>) {
    for (const std::string& item : split_list(*text)) {
      read_one(item, [&](Single&& value) { into.push_back(std::move(value)); });
    }
  } else {
    read_one(*text, [&](Single&& value) { into = std::move(value); });
  }
}

template <base::Record T>
std::vector<T> read_csv_table(std::string_view bytes, ReadOptions options = {}) {
  static_assert(base::privacy_within<T>() != base::Privacy::secret,
                "a record with secrets is no table");
  std::vector<TableReader::Column> columns;
  base::for_each_member<T>([&](std::string_view name, auto pointer) {
    using Member = std::remove_reference_t<decltype(std::declval<T&>().*pointer)>;
    columns.push_back({std::string(name), !base::Optional<Member> && !base::ListLike<Member>});
  });
  TableReader reader(bytes, columns, std::move(options));
  std::vector<T> records;
  while (reader.next()) {
    T record{};
    std::size_t column = 0;
    base::for_each_member<T>(
        [&](std::string_view, auto pointer) { read_cell(reader, column++, record.*pointer); });
    records.push_back(std::move(record));
  }
  reader.refuse_faults();
  return records;
}

}  // namespace sojourn::documents
