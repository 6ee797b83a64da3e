#include "imports/sheet.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/language.h"
#include "base/refusal.h"
#include "base/text.h"
#include "privacy/forbidden.h"

namespace sojourn::imports {
namespace {

/// Headings stand within so many rows that have something in them.
constexpr std::size_t rows_searched = 20;

/// Declared columns by the keys of all that they may be headed.
std::map<std::string, std::size_t> headings_of(const std::vector<ColumnAbout>& columns) {
  std::map<std::string, std::size_t> made;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    made.emplace(heading_key(columns[i].name), i);
    made.emplace(heading_key(columns[i].title), i);
    if (const auto chinese = base::message(base::Language::zh, columns[i].title)) {
      made.emplace(heading_key(*chinese), i);
    }
    for (const std::string& each : columns[i].also) {
      made.emplace(heading_key(each), i);
    }
  }
  return made;
}

/// Whether a heading is this title in any language.
bool is_title(std::string_view heading, std::string_view title) {
  const auto chinese = base::message(base::Language::zh, title);
  return heading_key(heading) == heading_key(title) ||
         (chinese && heading_key(heading) == heading_key(*chinese));
}

}  // namespace

Sheet::Sheet(const documents::GridSource& source, const documents::GridOptions& options,
             const std::vector<ColumnAbout>& columns, const Headings& headings)
    : grid_(documents::open_grid(source, options)), at_(columns.size()) {
  for (const ColumnAbout& each : columns) {
    headings_.push_back(each.title);
  }
  if (headings.row) {
    go_to_headings(columns, headings);
  } else {
    find_headings(columns);
  }
}

/// Says what was found, in the row with most texts, and what is wanted: first what a new record
/// cannot be without.
void Sheet::refuse_headings(std::span<const Kept> rows,
                            const std::vector<ColumnAbout>& columns) const {
  constexpr std::size_t most_shown = 8;
  std::string found;
  std::uint32_t number = 0;
  std::size_t most = 0;
  for (const Kept& row : rows) {
    std::size_t texts = 0;
    std::string shown;
    for (const auto& [column, cell] : row.cells) {
      if (cell.kind != documents::GridCell::Kind::text) {
        continue;
      }
      if (++texts <= most_shown) {
        shown += (shown.empty() ? "" : ", ") + base::shorten(cleaned(cell.text));
      }
    }
    if (texts > most) {
      most = texts;
      number = row.number;
      found = shown + (texts > most_shown ? ", …" : "");
    }
  }
  base::Sentence titles;
  for (const bool required : {true, false}) {
    for (const ColumnAbout& each : columns) {
      if (each.required == required) {
        titles += titles.empty() ? base::Sentence() : base::Sentence(", ");
        titles += base::Sentence::phrase(each.title);
      }
    }
  }
  base::Sentence detail =
      most == 0 ? base::Sentence("No row of this table has a text that could be a heading.")
                : base::in_words("No column is known here. Row {} has: {}.", number, found);
  detail += base::Sentence(" ");
  detail += base::in_words("Head the columns with some of: {}.", titles);
  std::string others;
  for (const documents::GridSheet& each : grid_->sheets()) {
    if (each.name != grid_->sheet()) {
      others += (others.empty() ? "" : ", ") + base::shorten(each.name);
    }
  }
  if (!others.empty()) {
    detail += base::Sentence(" ");
    detail += base::in_words(
        "This is the sheet {}. If the table stands on another one, name that "
        "sheet: {}.",
        base::shorten(grid_->sheet()), others);
  }
  throw base::Refusal{.kind = base::Kind::invalid,
                      .code = "no_headings",
                      .detail = std::move(detail),
                      .faults = {}};
}

void Sheet::go_to_headings(const std::vector<ColumnAbout>& columns, const Headings& headings) {
  Kept row;
  bool found = false;
  while (!found && read(row)) {
    found = row.number >= *headings.row;
  }
  if (!found || row.number != *headings.row) {
    throw base::Refusal{
        .kind = base::Kind::invalid,
        .code = "no_headings",
        .detail = base::in_words("Row {} has nothing in it. Name the row in which the headings "
                                 "stand.",
                                 *headings.row),
        .faults = {}};
  }
  take_headings(row, columns);
  const bool known = std::any_of(read_columns_.begin(), read_columns_.end(),
                                 [](const ReadColumn& each) { return each.column.has_value(); });
  if (!known && !headings.may_be_unknown) {
    refuse_headings({&row, 1}, columns);
  }
}

void Sheet::find_headings(const std::vector<ColumnAbout>& columns) {
  const std::map<std::string, std::size_t> known = headings_of(columns);
  std::vector<Kept> rows;
  std::size_t best = 0;
  std::size_t most = 0;
  for (Kept row; rows.size() < rows_searched && read(row); row = {}) {
    std::vector<bool> found(columns.size());
    for (const auto& [column, cell] : row.cells) {
      const auto heading = known.find(heading_key(cell.text));
      if (cell.kind == documents::GridCell::Kind::text && heading != known.end()) {
        found[heading->second] = true;
      }
    }
    const auto score = static_cast<std::size_t>(std::count(found.begin(), found.end(), true));
    if (score > most) {
      most = score;
      best = rows.size();
    }
    rows.push_back(std::move(row));
  }
  if (most == 0) {
    refuse_headings(rows, columns);
  }
  take_headings(rows[best], columns);
  std::move(rows.begin() + static_cast<std::ptrdiff_t>(best) + 1, rows.end(),
            std::back_inserter(ahead_));
}

void Sheet::take_headings(const Kept& row, const std::vector<ColumnAbout>& columns) {
  const std::map<std::string, std::size_t> known = headings_of(columns);
  std::vector<std::string> names;
  for (const ColumnAbout& each : columns) {
    names.push_back(each.title);
    names.push_back(each.name);
    names.insert(names.end(), each.also.begin(), each.also.end());
  }
  heading_row_ = row.number;
  last_heading_ = row.cells.empty() ? 0 : row.cells.back().first;
  std::vector<base::Fault> forbidden;
  for (std::size_t i = 0; i + 1 < row.cells.size(); ++i) {
    const auto& [column, cell] = row.cells[i];
    const auto& [next, beside] = row.cells[i + 1];
    if (next == column + 1 && is_title(cell.text, effect_title) &&
        is_title(beside.text, problem_title)) {
      beside_ = column;
    }
  }
  // Where a column stands under its own name, another one that is only called like it sometimes is
  // passed over: Sojourn's own lists have "Site", an id, and "Site name" beside it.
  std::vector<bool> by_its_own_name(columns.size());
  const auto is_own_name = [&](std::size_t which, std::string_view heading) {
    return heading_key(heading) == heading_key(columns[which].name) ||
           is_title(heading, columns[which].title);
  };
  for (const auto& [column, cell] : row.cells) {
    const auto heading = known.find(heading_key(cell.text));
    if (heading != known.end() && is_own_name(heading->second, cell.text)) {
      by_its_own_name[heading->second] = true;
    }
  }
  for (const auto& [column, cell] : row.cells) {
    if (beside_ && (column == *beside_ || column == *beside_ + 1)) {
      continue;
    }
    ReadColumn read{.heading = std::string(cleaned(cell.text)),
                    .place = fmt::format("{}{}", documents::column_letters(column), row.number),
                    .column = {},
                    .meant = {}};
    const auto heading = known.find(heading_key(cell.text));
    if (heading != known.end() && by_its_own_name[heading->second] &&
        !is_own_name(heading->second, cell.text)) {
      read_columns_.push_back(std::move(read));
      continue;
    }
    if (heading == known.end()) {
      if (const auto idea = privacy::forbidden_in(read.heading)) {
        forbidden.push_back(privacy::forbidden_fault(read.place, read.heading, *idea));
      }
      if (const auto meant = base::nearest(read.heading, names)) {
        read.meant = std::string(*meant);
      }
    } else {
      const std::size_t which = heading->second;
      if (at_[which]) {
        throw base::Refusal{
            .kind = base::Kind::invalid,
            .code = "column_repeated",
            .detail = base::in_words("The columns {} and {} are both read as {}. Take one of them "
                                     "out, or head it otherwise.",
                                     documents::column_letters(*at_[which]),
                                     documents::column_letters(column),
                                     base::Sentence::phrase(columns[which].title)),
            .faults = {}};
      }
      at_[which] = column;
      declared_.resize(std::max<std::size_t>(declared_.size(), column + 1));
      declared_[column] = which;
      headings_[which] = read.heading;
      read.column = columns[which].name;
    }
    read_columns_.push_back(std::move(read));
  }
  if (!forbidden.empty()) {
    throw base::Refusal{
        .kind = base::Kind::invalid,
        .code = "forbidden_column",
        .detail =
            "This table has columns of what Sojourn is not for. Take them out; nothing was "
            "read.",
        .faults = std::move(forbidden)};
  }
}

bool Sheet::read(Kept& kept) {
  if (!grid_->next()) {
    return false;
  }
  kept.number = grid_->row();
  kept.fault = grid_->fault();
  kept.fault_code = "quotes";
  std::size_t used = 0;
  for (const documents::GridCell& cell : grid_->cells()) {
    if (heading_row_ > 0 && (cell.column >= declared_.size() || !declared_[cell.column])) {
      look_behind(kept, cell.column, cell.text);
      continue;
    }
    if (used == kept.cells.size()) {
      kept.cells.emplace_back();
    }
    auto& [column, text] = kept.cells[used++];
    column = cell.column;
    text.kind = cell.kind;
    text.text.assign(cell.text);
    text.as_date.clear();
    if (cell.kind == documents::GridCell::Kind::number) {
      text.as_date = grid_->date_of(cell.text).value_or("");
    }
  }
  kept.cells.resize(used);
  return true;
}

void Sheet::look_behind(Kept& kept, std::uint32_t column, std::string_view text) const {
  if (kept.fault || column <= last_heading_ || !grid_->text_form().encoding ||
      cleaned(text).empty()) {
    return;
  }
  kept.fault = base::in_words(
      "{} \"{}\" stands behind the last heading. Is a delimiter too many "
      "in this row? Put a text that has one into quotation marks, or head "
      "the column.",
      fmt::format("{}{}", documents::column_letters(column), kept.number),
      base::shorten(cleaned(text)));
  kept.fault_code = "behind_headings";
}

bool Sheet::next(SheetRow& row) {
  while (true) {
    if (!ahead_.empty()) {
      now_ = std::move(ahead_.front());
      ahead_.pop_front();
      for (const auto& [column, cell] : now_.cells) {
        look_behind(now_, column, cell.text);
      }
    } else if (!read(now_)) {
      return false;
    }
    row.number = now_.number;
    row.fault = now_.fault;
    row.fault_code = now_.fault_code;
    row.cells.assign(at_.size(), std::nullopt);
    bool any = false;
    for (auto& [column, cell] : now_.cells) {
      if (column < declared_.size() && declared_[column] &&
          (cell.kind == documents::GridCell::Kind::error || !cleaned(cell.text).empty())) {
        row.cells[*declared_[column]] = cell;
        any = true;
      }
    }
    if (any || row.fault) {
      return true;
    }
  }
}

std::string Sheet::heading(std::size_t column, base::Language language) const {
  return at_[column] ? headings_[column] : base::Sentence::phrase(headings_[column]).in(language);
}

std::string Sheet::place(std::size_t column, std::uint32_t row) const {
  return at_[column] ? fmt::format("{}{}", documents::column_letters(*at_[column]), row)
                     : fmt::to_string(row);
}

std::size_t next_rows(Sheet& sheet, std::span<SheetRow> piece) {
  std::size_t rows = 0;
  while (rows < piece.size() && sheet.next(piece[rows])) {
    ++rows;
  }
  return rows;
}

}  // namespace sojourn::imports
