// See folder_sheet.h.
#include "stages/placement/folder_sheet.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/language.h"
#include "base/text.h"
#include "documents/table.h"
#include "privacy/forbidden.h"

namespace sojourn::stages::placement {

using documents::CsvFault;
using documents::TextFault;

namespace {

base::Sentence quote_sentence(CsvFault::Kind kind) {
  switch (kind) {
    case CsvFault::Kind::stray_quote:
      return "A quotation mark stands inside a cell. Put the whole cell in quotation marks and "
             "write each one inside it twice.";
    case CsvFault::Kind::text_after_quote:
      return "Text follows the closing quotation mark of a cell. A quotation mark inside a quoted "
             "cell is written twice.";
    case CsvFault::Kind::open_quote:
      return "The quotation mark that opens this cell is never closed.";
    case CsvFault::Kind::too_long:
      return "This cell is longer than 1 MiB. Is a closing quotation mark missing?";
  }
  return "";
}

constexpr std::string_view quote_code(CsvFault::Kind kind) {
  switch (kind) {
    case CsvFault::Kind::stray_quote: return "csv.stray_quote";
    case CsvFault::Kind::text_after_quote: return "csv.text_after_quote";
    case CsvFault::Kind::open_quote: return "csv.open_quote";
    case CsvFault::Kind::too_long: return "csv.too_long";
  }
  return "";
}

/// The header's name for a column, if it is only written otherwise.
/// The columns that people may have meant by the one that is missing.
base::Sentence meant_by(const std::string& column, const std::vector<std::string>& header,
                        const std::vector<std::string>& known) {
  if (const auto found = base::nearest(column, header)) {
    return base::in_words(" The header has \"{}\".", base::shorten(*found));
  }
  constexpr std::size_t most = 5;
  std::string others;
  std::size_t count = 0;
  for (const std::string& heading : header) {
    if (!heading.empty() && std::find(known.begin(), known.end(), heading) == known.end() &&
        !privacy::forbidden_in(heading) && ++count <= most) {
      others += (others.empty() ? "" : ", ") + base::shorten(heading);
    }
  }
  if (count == 0) {
    return {};
  }
  others += count > most ? ", …" : "";
  return base::in_words(" If the header has it under another name ({}), call it {} there.", others,
                        column);
}

/// The mark that parts the columns where it is not the comma: then the header is one cell with
/// columns in it that we know.
std::optional<char> other_separator(const std::vector<std::string>& header,
                                    const std::vector<std::string>& known) {
  if (header.size() != 1) {
    return std::nullopt;
  }
  for (const char mark : {';', '\t', '|'}) {
    int found = 0;
    std::string_view rest = header.front();
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(mark), rest.size());
      const std::string heading(base::trim(rest.substr(0, end)));
      found += std::find(known.begin(), known.end(), heading) != known.end() ? 1 : 0;
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    if (found > 1) {
      return mark;
    }
  }
  return std::nullopt;
}

base::Sentence separator_sentence(char mark) {
  switch (mark) {
    case ';':
      return "Semicolons part the columns of this file, and commas are due. Save it as \"CSV "
             "UTF-8\" with commas.";
    case '\t':
      return "Tabs part the columns of this file, and commas are due. Save it as \"CSV UTF-8\" "
             "with commas.";
    default:
      return "Bars part the columns of this file, and commas are due. Save it as \"CSV UTF-8\" "
             "with commas.";
  }
}

/// The id after the last one is guessed at while that goes well, and now and then where it did not:
/// a wrong guess costs as much as a search.
constexpr int most_luck = 4;
constexpr int pause_of_guessing = 32;

/// Where a name was written and an id is due: the ids of those that have the name.
base::Sentence called_so(const std::vector<std::string>& ids) {
  if (ids.size() == 1) {
    return base::in_words(" The one of this name has the id {}.", ids.front());
  }
  constexpr std::size_t most = 5;
  std::string list;
  for (std::size_t i = 0; i < std::min(most, ids.size()); ++i) {
    list += (list.empty() ? "" : ", ") + ids[i];
  }
  return base::in_words(" {} have this name; write the id of the one that is meant: {}.",
                        ids.size(), list + (ids.size() > most ? ", …" : ""));
}

/// With up to so many ids a fault is worth a search for the one that was meant.
constexpr std::size_t most_to_compare = 20'000;

}  // namespace

std::string list_of(std::span<const std::string_view> names) {
  std::string list;
  for (const std::string_view name : names) {
    list += (list.empty() ? "" : ", ") + std::string(name);
  }
  return list;
}

base::Sentence did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
  const auto meant = base::nearest(word, candidates);
  return meant ? base::in_words(" Did you mean {}?", *meant) : base::Sentence();
}

std::optional<Fault> fault_of(std::string_view name, const documents::TextFile& file) {
  if (!file.fault) {
    return std::nullopt;
  }
  Fault fault{.file = std::string(name),
              .line = file.fault->line,
              .column = {},
              .value = {},
              .code = {},
              .expected = {}};
  switch (file.fault->kind) {
    case TextFault::Kind::unreadable:
      fault.code = "file.unreadable";
      fault.expected = base::in_words("The file cannot be read: {}.",
                                      base::Sentence::phrase(file.fault->detail));
      break;
    case TextFault::Kind::too_large:
      fault.code = "file.too_large";
      fault.expected = "The file is larger than 4 GiB, which is more than any programme needs.";
      break;
    case TextFault::Kind::encoding:
      fault.code = "file.encoding";
      fault.expected =
          "This line holds bytes that are not text in the encoding expected. Save the "
          "file as \"CSV UTF-8\", or, if all files were saved by Excel in Chinese, "
          "give --encoding gb18030.";
      break;
    case TextFault::Kind::utf16:
      fault.code = "file.utf16";
      fault.expected = "The file was saved as UTF-16 (\"Unicode text\"). Save it as \"CSV UTF-8\".";
      break;
  }
  return fault;
}

Sheet::Sheet(std::string_view name, std::unique_ptr<documents::TextFile> file,
             std::span<const Column> columns, FaultList& errors, FaultList& warnings)
    : name_(name), file_(std::move(file)), columns_(columns), where_(columns.size(), -1) {
  if (auto fault = fault_of(name, *file_)) {
    errors.add(std::move(*fault));
    return;
  }
  documents::CsvReader reader(file_->text);
  if (!reader.next()) {
    errors.add({.file = std::string(name),
                .line = 0,
                .column = {},
                .value = {},
                .code = "file.empty",
                .expected = "The file is empty; its first line has to name "
                            "the columns."});
    return;
  }
  if (reader.fault()) {
    errors.add({.file = std::string(name),
                .line = reader.fault()->line,
                .column = {},
                .value = {},
                .code = std::string(quote_code(reader.fault()->kind)),
                .expected = quote_sentence(reader.fault()->kind)});
    return;
  }
  for (const documents::CsvCell& cell : reader.cells()) {
    header_.emplace_back(base::trim(cell.text));
  }
  rows_ = file_->text.substr(reader.position());
  first_line_ = reader.line_after();
  find_columns(errors, warnings);
}

void Sheet::find_columns(FaultList& errors, FaultList& warnings) {
  usable_ = true;
  std::vector<std::string> known;
  for (const Column& column : columns_) {
    known.emplace_back(column.name);
  }
  if (const auto mark = other_separator(header_, known)) {
    errors.add({.file = std::string(name_),
                .line = 1,
                .column = {},
                .value = {},
                .code = "file.separator",
                .expected = separator_sentence(*mark)});
    usable_ = false;
    return;
  }
  std::vector<std::string> missing;
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    const auto found = std::find(header_.begin(), header_.end(), columns_[c].name);
    if (found != header_.end()) {
      where_[c] = static_cast<int>(found - header_.begin());
      if (std::find(found + 1, header_.end(), columns_[c].name) != header_.end()) {
        errors.add({.file = std::string(name_),
                    .line = 1,
                    .column = std::string(columns_[c].name),
                    .value = {},
                    .code = "column.repeated",
                    .expected = "The header names this column twice."});
        usable_ = false;
      }
    } else if (columns_[c].required) {
      missing.emplace_back(columns_[c].name);
    }
  }
  for (const std::string& column : missing) {
    errors.add({.file = std::string(name_),
                .line = 1,
                .column = column,
                .value = {},
                .code = "column.missing",
                .expected = "This column is missing." + meant_by(column, header_, known)});
    usable_ = false;
  }
  for (const std::string& column : header_) {
    if (const auto forbidden = privacy::forbidden_in(column)) {
      // Never read, and never passed over either: the file should not hold it.
      errors.add({.file = std::string(name_),
                  .line = 1,
                  .column = base::shorten(column),
                  .value = {},
                  .code = "column.forbidden",
                  .expected = privacy::forbidden_words(*forbidden) + " Take this column out."});
      usable_ = false;
      continue;
    }
    if (!column.empty() && std::find(known.begin(), known.end(), column) == known.end()) {
      warnings.add(
          {.file = std::string(name_),
           .line = 1,
           .column = base::shorten(column),
           .value = {},
           .code = "column.unknown",
           .expected = "This column is not known and was not read." + did_you_mean(column, known)});
    }
  }
}

std::string_view Row::cell(std::size_t column) const {
  if (!sheet_->has(column)) {
    return {};
  }
  const std::size_t at = sheet_->cell_of(column);
  if (at >= cells_.size()) {
    return {};
  }
  const std::string_view text = cells_[at].text;
  constexpr auto is_space = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
  return !text.empty() && (is_space(text.front()) || is_space(text.back())) ? base::trim(text)
                                                                            : text;
}

std::string_view Row::words(std::size_t column) const {
  std::string_view text = cell(column);
  if (text.starts_with('\'') && documents::unguarded(text).size() < text.size()) {
    text.remove_prefix(1);
  }
  return text;
}

bool Row::enter(const documents::CsvReader& reader) {
  cells_ = reader.cells();
  line_ = reader.line();
  muted_ = false;
  if (reader.fault()) {
    const std::size_t at = reader.fault()->cell;
    faults_->add({.file = std::string(sheet_->name()),
                  .line = reader.fault()->line,
                  .column = at < sheet_->header().size() ? sheet_->header()[at] : "",
                  .value = at < cells_.size() ? base::shorten(cells_[at].text, 40) : "",
                  .code = std::string(quote_code(reader.fault()->kind)),
                  .expected = quote_sentence(reader.fault()->kind)});
    muted_ = true;
    return true;
  }
  if (cells_.size() == sheet_->header().size() && !cells_.front().text.empty()) {
    return true;
  }
  // A spreadsheet leaves rows of empty cells where rows were deleted.
  if (std::all_of(cells_.begin(), cells_.end(),
                  [](const auto& each) { return base::trim(each.text).empty(); })) {
    return false;
  }
  if (cells_.size() != sheet_->header().size()) {
    faults_->add({.file = std::string(sheet_->name()),
                  .line = line_,
                  .column = {},
                  .value = {},
                  .code = "row.cells",
                  .expected = base::in_words("The line has {} cells, the header {}. A cell that "
                                             "contains a comma has to stand in quotation marks.",
                                             cells_.size(), sheet_->header().size())});
    muted_ = true;
  }
  return true;
}

void Row::fault(std::size_t column, std::string_view code, base::Sentence sentence) {
  if (muted_) {
    return;
  }
  // In a row with line breaks inside cells the cell's own line is where to look.
  std::uint32_t line = line_;
  if (sheet_->has(column) && sheet_->cell_of(column) < cells_.size()) {
    line = cells_[sheet_->cell_of(column)].line;
  }
  faults_->add({.file = std::string(sheet_->name()),
                .line = line,
                .column = std::string(sheet_->column_name(column)),
                .value = base::shorten(cell(column)),
                .code = std::string(code),
                .expected = std::move(sentence)});
}

std::int64_t Row::whole(std::size_t column, std::int64_t least, std::int64_t most,
                        std::optional<std::int64_t> standard) {
  const std::string_view text = cell(column);
  if (text.empty() && standard) {
    return *standard;
  }
  const auto number = base::parse_number<std::int64_t>(text);
  if (!number) {
    fault(column, text.empty() ? "number.missing" : "number.unreadable",
          base::in_words("A whole number from {} to {} is due here.", least, most));
    return least;
  }
  if (*number < least || *number > most) {
    fault(column, "number.range",
          base::in_words("The number has to lie between {} and {}.", least, most));
    return least;
  }
  return *number;
}

bool in_chinese(std::string_view word, std::string_view text) {
  return !text.empty() && static_cast<unsigned char>(text.front()) >= 0x80 &&
         base::message(base::Language::zh, word) == text;
}

bool Row::yes_no(std::size_t column, bool standard) {
  const std::string_view text = cell(column);
  if (text.empty()) {
    return standard;
  }
  std::optional<bool> answer = base::parse_yes_no(text);
  if (!answer) {
    // As offices that work in Chinese write it.
    if (text == "是") {
      answer = true;
    } else if (text == "否") {
      answer = false;
    }
  }
  if (!answer) {
    fault(column, "yes_no", "One of yes, no, true, false, 1, 0 is due here.");
  }
  return answer.value_or(standard);
}

int Row::choice(std::size_t column, std::span<const std::string_view> names, int standard) {
  const std::string_view text = cell(column);
  if (text.empty() && standard >= 0) {
    return standard;
  }
  auto found = std::find(names.begin(), names.end(), text);
  if (found == names.end()) {
    found = std::find_if(names.begin(), names.end(),
                         [text](std::string_view name) { return in_chinese(name, text); });
  }
  if (found == names.end()) {
    fault(column, "choice", base::in_words("One of {} is due here.", list_of(names)));
    return -1;
  }
  return static_cast<int>(found - names.begin());
}

double Row::coordinate(std::size_t column, double least, double most) {
  const std::string_view text = cell(column);
  const auto number = base::parse_number<double>(text);
  if (!number || !std::isfinite(*number) || *number < least || *number > most) {
    fault(column, text.empty() ? "place.missing" : "place.range",
          base::in_words(
              "A decimal number from {} to {} is due here{}.", least, most,
              text.empty()
                  ? base::Sentence("; either every site and person has a place, or the columns "
                                   "are left out of the whole folder")
                  : base::Sentence()));
    return 0;
  }
  return *number;
}

std::string_view Row::own_id(std::size_t column) {
  const std::string_view text = cell(column);
  if (text.empty()) {
    fault(column, "id.missing", "Every line needs an id here.");
  }
  return text;
}

planner::Ix Row::find(Last& last, std::string_view text, const Target& target) {
  const TextKey key(text);
  if (key == last.key &&
      (key.is_whole() || target.ids->is_at(target.pool, last.position, text, key))) {
    return last.position;
  }
  planner::Ix found = planner::none;
  if (last.luck < 0) {
    ++last.luck;
  } else if (target.ids->is_at(target.pool, last.position + 1, text, key)) {
    found = last.position + 1;
    last.luck = std::min(last.luck + 1, most_luck);
  } else if (--last.luck < 0) {
    last.luck = -pause_of_guessing;
  }
  if (found == planner::none) {
    found = target.ids->find(target.pool, text, key);
  }
  if (found != planner::none) {
    last.key = key;
    last.position = found;
  }
  return found;
}

planner::Ix Row::reference(std::size_t column, const Target& target) {
  const std::string_view text = cell(column);
  if (text.empty()) {
    if (target.required) {
      fault(column, "reference.missing", base::in_words("An id from {} is due here.", target.file));
    }
    return planner::none;
  }
  if (target.ids == nullptr) {
    return planner::none;
  }
  const planner::Ix found = find(last_[column], text, target);
  if (found != planner::none || muted_) {
    return found;
  }
  if (text.find(';') != std::string_view::npos) {
    fault(column, "reference.list",
          base::in_words("One {} is due here, not a list.", base::Sentence::phrase(target.noun)));
    return planner::none;
  }
  base::Sentence meant;
  if (target.ids->size() <= most_to_compare && !faults_->full()) {
    std::vector<std::string> ids, named;
    for (std::size_t i = 0; i < target.ids->size(); ++i) {
      const auto position = static_cast<planner::Ix>(i);
      ids.emplace_back(target.ids->text_of(target.pool, position));
      if (target.name != nullptr && target.name(*target.instance, position) == text) {
        named.push_back(ids.back());
      }
    }
    meant = named.empty() ? did_you_mean(text, ids) : called_so(named);
  }
  fault(column, "reference.unknown",
        base::in_words("{} has no such {}.{}", target.file, base::Sentence::phrase(target.noun),
                       meant));
  return planner::none;
}

}  // namespace sojourn::stages::placement
