#include "documents/table_read.h"

#include <fmt/format.h>

#include <algorithm>

namespace sojourn::documents {
namespace {

std::string_view without_mark(std::string_view bytes) {
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  return bytes.starts_with(mark) ? bytes.substr(mark.size()) : bytes;
}

}  // namespace

TableReader::TableReader(std::string_view bytes, const std::vector<Column>& columns,
                         ReadOptions options)
    : options_(std::move(options)),
      reader_(without_mark(bytes)),
      columns_(columns),
      at_(columns.size()) {
  const std::string_view text = without_mark(bytes);
  if (const std::optional<std::size_t> bad = base::first_bad_utf8(text)) {
    const std::string_view before = text.substr(0, *bad);
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    note(static_cast<std::uint32_t>(line), "", "not_utf8", text.substr(*bad, 1),
         "This is not UTF-8 text. Save the file as \"CSV UTF-8\".");
    readable_ = false;
    return;
  }
  read_head(columns);
}

void TableReader::read_head(const std::vector<Column>& columns) {
  // 1. Its writing.
  if (!reader_.next()) {
    note(1, "", "empty", "", "The file is empty. Its first line should name the columns.");
    readable_ = false;
    return;
  }
  if (reader_.fault()) {
    note(reader_.fault()->line, "", "quotes", "", sentence_of(reader_.fault()->kind));
    readable_ = false;
    return;
  }
  // 2. What each column is.
  std::vector<std::string> names;
  std::vector<std::string> heads;
  for (const Column& column : columns) {
    names.push_back(column.name);
    heads.push_back(options_.titles ? options_.titles(column.name) : column.name);
  }
  width_ = reader_.cells().size();
  for (std::size_t i = 0; i < width_; ++i) {
    const std::string head = unguarded(base::trim(reader_.cells()[i].text));
    auto found = std::find(names.begin(), names.end(), head);
    std::size_t column = static_cast<std::size_t>(found - names.begin());
    if (found == names.end()) {
      found = std::find(heads.begin(), heads.end(), head);
      column = static_cast<std::size_t>(found - heads.begin());
    }
    if (column == columns.size()) {
      const auto meant = base::nearest(head, names);
      note(reader_.line(), base::shorten(head), "column.unknown", head,
           meant ? base::in_words("There is no such column; did you mean {}?", *meant)
                 : "There is no such column; take it out.");
    } else if (at_[column]) {
      note(reader_.line(), names[column], "column.repeated", head,
           "This column is given twice; give it once.");
    } else {
      at_[column] = i;
    }
  }
  // 3. What is missing.
  for (std::size_t column = 0; column < columns.size(); ++column) {
    if (!at_[column] && columns[column].required) {
      note(reader_.line(), names[column], "column.missing", "", "This column is required.");
    }
  }
}

bool TableReader::next() {
  while (readable_ && reader_.next()) {
    if (reader_.fault()) {
      note(reader_.fault()->line, "", "quotes", "", sentence_of(reader_.fault()->kind));
      continue;
    }
    const auto cells = reader_.cells();
    if (std::all_of(cells.begin(), cells.end(),
                    [](const CsvCell& cell) { return base::trim(cell.text).empty(); })) {
      continue;
    }
    if (++rows_ > options_.most_rows) {
      note(reader_.line(), "", "too_many_rows", "",
           base::in_words("There are more than {} rows. Split the file.", options_.most_rows));
      readable_ = false;
      return false;
    }
    if (cells.size() == width_) {
      return true;
    }
    note(reader_.line(), "", "row.cells", "",
         base::in_words("This line has {} cells, but there are {} columns.", cells.size(), width_));
  }
  return false;
}

std::optional<std::string> TableReader::cell(std::size_t column) const {
  const std::optional<std::size_t> at = at_[column];
  return at ? std::optional(unguarded(reader_.cells()[*at].text)) : std::nullopt;
}

void TableReader::fault(std::size_t column, std::string_view code, std::string_view value,
                        base::Sentence detail) {
  const std::uint32_t line = at_[column] ? reader_.cells()[*at_[column]].line : reader_.line();
  note(line, columns_[column].name, code, value, std::move(detail));
}

void TableReader::note(std::uint32_t line, std::string_view column, std::string_view code,
                       std::string_view value, base::Sentence detail) {
  if (faults_.size() == options_.most_faults) {
    ++more_faults_;
    return;
  }
  std::string where = fmt::format("{}:{}", options_.name, line);
  if (!column.empty()) {
    where += fmt::format(":{}", column);
  }
  faults_.push_back({.where = std::move(where),
                     .code = std::string(code),
                     .value = base::shorten(value),
                     .detail = std::move(detail)});
}

void TableReader::refuse_faults() {
  if (!faults_.empty()) {
    throw base::Refusal{.kind = base::Kind::invalid,
                        .code = "table",
                        .detail = "The table has faults; nothing was taken from it.",
                        .faults = std::move(faults_),
                        .more_faults = more_faults_};
  }
}

}  // namespace sojourn::documents
