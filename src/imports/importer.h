// Reads a table of an office against the records that there are, row by row: what is new, what
// changes, what stays, and what is refused with every reason. The same walk checks and writes, so
// that a check says what the import will do. It holds a piece of the file at a time.
//
// Whom a row is about: by the record's id where the file has it; else by the office's own number;
// else by name within what it belongs to (of a person the sponsor, of a place its area), if that is
// one record. Else it is asked: the row is refused with the candidates that the asker may see.
// Nothing is ever merged by a guess. A row that repeats another word for word is taken once, unless
// only a name says whom they are about: two namesakes are two people. Tested in
// tests/unit/stages/programme/import_test.cpp.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <unordered_map>
#include <vector>

#include "base/place_map.h"
#include "base/text.h"
#include "imports/changes.h"
#include "imports/importable.h"
#include "imports/named.h"
#include "imports/options.h"
#include "imports/report.h"
#include "imports/same_rows.h"
#include "imports/sheet.h"
#include "privacy/forbidden.h"

namespace sojourn::imports {

template <class R>
class Importer {
 public:
  /// What a good row does: `before` is null for a new record.
  using Write = std::function<void(const R* before, const R& after)>;

  Importer(const Importable<R>& about, const documents::GridSource& source, ImportOptions options)
      : about_(about),
        options_(std::move(options)),
        sheet_(source, options_.grid, abouts(about), options_.headings) {
    for (const Referenced::Source& each : about.references) {
      references_.emplace_back(each);
    }
    report_.file = source.name;
    report_.sheet = sheet_.sheet();
    report_.encoding = sheet_.text_form().encoding;
    report_.delimiter = sheet_.text_form().delimiter;
    report_.heading_row = sheet_.heading_row();
    report_.columns = sheet_.read_columns();
    for (const auto& column : about_.columns) {
      report_.known.push_back(
          {.column = column.about.name,
           .title = base::Sentence::phrase(column.about.title).in(options_.language),
           .required = column.about.required});
    }
    name_column_ = index_of(about.name_column);
    if constexpr (Named<R>) {
      id_column_ = index_of("id");
      code_column_ = index_of("code");
      parent_column_ = index_of(about.parent_column);
    }
  }

  const Sheet& sheet() const { return sheet_; }
  /// After `run`: rows that were taken although a later one is about the same record, and the first
  /// of those.
  const std::map<std::uint32_t, std::uint32_t>& contested() const { return contested_; }

  /// `new_id`: of a record to come; in a check any number.
  Report run(db::Tx& tx, const std::function<std::int64_t()>& new_id, const Write& write,
             const OnRow& on_row = {}) {
    if (about_.earliest_first.empty()) {
      constexpr std::size_t rows_a_piece = 500;
      std::vector<SheetRow> piece(rows_a_piece);
      for (std::size_t rows = rows_a_piece; rows == rows_a_piece;) {
        rows = next_rows(sheet_, piece);
        take_all(tx, std::span(piece).first(rows), new_id, write, on_row);
      }
    } else {
      take_sorted(tx, new_id, write, on_row);
    }
    const std::size_t room = options_.most_listed - refused_.size();
    const std::size_t listed = std::min(room, others_.size());
    report_.listed = std::move(refused_);
    std::move(others_.begin(), others_.begin() + static_cast<std::ptrdiff_t>(listed),
              std::back_inserter(report_.listed));
    report_.not_listed = report_.added + report_.changed + report_.refused -
                         static_cast<std::int64_t>(report_.listed.size());
    return std::move(report_);
  }

 private:
  void take_all(db::Tx& tx, std::span<const SheetRow> rows,
                const std::function<std::int64_t()>& new_id, const Write& write,
                const OnRow& on_row) {
    prepare(tx, rows);
    for (const SheetRow& row : rows) {
      take(tx, row, new_id, write, on_row);
    }
  }
  /// Rows in pieces that are kept whole, each from its earliest day on; told in their order.
  void take_sorted(db::Tx& tx, const std::function<std::int64_t()>& new_id, const Write& write,
                   const OnRow& on_row) {
    constexpr std::size_t most_sorted = 50'000;
    constexpr std::size_t rows_a_piece = 500;
    const std::size_t column = index_of(about_.earliest_first);
    const auto by_row = [](const RowReport& a, const RowReport& b) { return a.row < b.row; };
    for (std::size_t rows = most_sorted; rows == most_sorted;) {
      std::vector<SheetRow> piece;
      for (SheetRow row; piece.size() < most_sorted && sheet_.next(row);) {
        piece.push_back(std::move(row));
      }
      rows = piece.size();
      std::vector<std::pair<base::Date, std::size_t>> order;
      for (std::size_t i = 0; i < rows; ++i) {
        const auto& cell = piece[i].fault ? std::optional<CellText>() : piece[i].cells[column];
        order.emplace_back(cell ? read_date(*cell).value.value_or(base::Date()) : base::Date(), i);
      }
      std::sort(order.begin(), order.end());
      std::vector<SheetRow> sorted;
      for (const auto& [day, i] : order) {
        sorted.push_back(std::move(piece[i]));
      }
      std::vector<RowReport> told;
      const OnRow keep = [&](const RowReport& row) { told.push_back(row); };
      for (std::size_t at = 0; at < rows; at += rows_a_piece) {
        take_all(tx, std::span(sorted).subspan(at, std::min(rows_a_piece, rows - at)), new_id,
                 write, on_row ? keep : OnRow());
      }
      std::sort(told.begin(), told.end(), by_row);
      for (const RowReport& row : told) {
        on_row(row);
      }
    }
    std::sort(refused_.begin(), refused_.end(), by_row);
    std::sort(others_.begin(), others_.end(), by_row);
  }

  static std::vector<ColumnAbout> abouts(const Importable<R>& about) {
    std::vector<ColumnAbout> made;
    for (const Column<R>& each : about.columns) {
      made.push_back(each.about);
    }
    return made;
  }
  std::size_t index_of(std::string_view name) const {
    const auto found = std::find_if(about_.columns.begin(), about_.columns.end(),
                                    [&](const Column<R>& each) { return each.about.name == name; });
    base::ensure(found != about_.columns.end(), "an import has the columns that it names");
    return static_cast<std::size_t>(found - about_.columns.begin());
  }

  /// Looks up at once what the rows of a piece name.
  void prepare(db::Tx& tx, std::span<const SheetRow> rows) {
    std::vector<std::vector<std::string>> named(references_.size());
    for (const SheetRow& row : rows) {
      for (std::size_t i = 0; i < about_.columns.size(); ++i) {
        const Column<R>& column = about_.columns[i];
        if (row.fault || !row.cells[i]) {
          continue;
        }
        if (column.refers) {
          named[*column.refers].emplace_back(cleaned(row.cells[i]->text));
        } else if (column.looks_up) {
          named[*column.looks_up].emplace_back(cleaned(row.cells[i]->text));
          named[*column.looks_up].push_back(narrowed(row.cells[i]->text));
        }
      }
    }
    for (std::size_t i = 0; i < references_.size(); ++i) {
      references_[i].prepare(tx, named[i]);
    }
    if constexpr (Named<R>) {
      find(tx, rows);
    }
  }

  void find(db::Tx& tx, std::span<const SheetRow> rows) {
    const Keys keys = keys_of<decltype(R::id)>(rows, id_column_, code_column_, name_column_);
    found_ = about_.find(tx, keys);
    add_alike(tx, about_, keys.names, alike_, found_);
    by_id_.clear();
    by_code_.clear();
    by_name_.clear();
    by_key_.clear();
    for (const R& each : found_) {
      by_id_.emplace(each.id.value, &each);
      if (each.code) {
        by_code_.emplace(*each.code, &each);
      }
      by_name_.emplace(each.name, &each);
      by_key_.emplace(name_key(each.name), &each);
    }
  }

  void take(db::Tx& tx, const SheetRow& row, const std::function<std::int64_t()>& new_id,
            const Write& write, const OnRow& on_row) {
    ++report_.rows;
    RowReport made{.row = row.number,
                   .effect = Effect::same,
                   .id = {},
                   .name = {},
                   .changes = {},
                   .problems = {},
                   .warnings = {}};
    // 1. The cells.
    if (row.fault) {
      problem(made, row, std::nullopt, {row.fault_code, *row.fault});
      refuse(made, on_row);
      return;
    }
    if (const auto& cell = row.cells[name_column_]) {
      made.name = std::string(cleaned(cell->text));
    }
    R parsed{};
    std::vector<State> states(about_.columns.size(), State::absent);
    bool keys_are_good = true;
    for (std::size_t i = 0; i < about_.columns.size(); ++i) {
      if (row.cells[i]) {
        states[i] = read(tx, row, i, parsed, made);
        keys_are_good =
            keys_are_good &&
            (!Named<R> || states[i] != State::bad ||
             (i != id_column_ && i != code_column_ && i != name_column_ && i != parent_column_));
      }
    }
    if (!keys_are_good) {
      refuse(made, on_row);
      return;
    }
    // 2. Whom it is about.
    const Given given{
        .row = row.number,
        .says = [&](std::string_view name) { return states[index_of(name)] != State::absent; },
        .text = [&](std::string_view name) -> std::optional<std::string> {
          const std::size_t i = index_of(name);
          return states[i] == State::given ? std::optional(std::string(cleaned(row.cells[i]->text)))
                                           : std::nullopt;
        }};
    const R* before = nullptr;
    same_rows_.look_at(row);
    repeats_ = false;
    const bool matched = match(tx, row, given, parsed, states, before, made);
    if (repeats_) {
      ++report_.same;
      if (on_row) {
        on_row(made);
      }
      return;
    }
    if (!matched) {
      refuse(made, on_row);
      return;
    }
    if (const auto other = options_.contested.find(row.number); other != options_.contested.end()) {
      twice(row, name_column_, other->second, made);
      refuse(made, on_row);
      return;
    }
    // 3. What it is to be.
    R after = before != nullptr ? *before : parsed;
    for (std::size_t i = 0; i < about_.columns.size(); ++i) {
      if (states[i] == State::given && (!Named<R> || i != id_column_)) {
        about_.columns[i].copy(parsed, after);
      } else if (states[i] == State::cleared) {
        about_.columns[i].clear(after);
      } else if (states[i] == State::absent && before == nullptr &&
                 about_.columns[i].about.required) {
        problem(made, row, i, {"missing", "This is empty, and a new record needs it."});
        states[i] = State::bad;
      }
    }
    if (made.problems.empty()) {
      for (base::Fault& fault : about_.complete(tx, references_, before, after, given)) {
        std::string_view where = fault.where;
        where.remove_prefix(where.empty() ? 0 : 1);
        where = where.substr(0, where.find('/'));
        const auto column =
            std::find_if(about_.columns.begin(), about_.columns.end(),
                         [&](const Column<R>& each) { return each.about.name == where; });
        problem(made, row,
                column == about_.columns.end()
                    ? std::nullopt
                    : std::optional(static_cast<std::size_t>(column - about_.columns.begin())),
                {fault.code, fault.detail});
      }
    }
    if (!made.problems.empty()) {
      refuse(made, on_row);
      return;
    }
    // 4. What that changes.
    same_rows_.take();
    if (before == nullptr) {
      after.id.value = new_id();
      after.version = 1;
      if (about_.settle) {
        about_.settle(references_, after);
      }
      made.effect = Effect::added;
      ++report_.added;
      write(nullptr, after);
    } else {
      made.id = before->id.to_text();
      if (*before == after) {
        ++report_.same;
        if (on_row) {
          on_row(made);
        }
        return;
      }
      made.effect = Effect::changed;
      ++report_.changed;
      report_.warned += made.warnings.empty() ? 0 : 1;
      made.changes =
          changes_of(tx, about_.columns, references_, sheet_, options_.language, *before, after);
      if (about_.followed) {
        after.id.value = new_id();
        after.version = 1;
        write(nullptr, after);
      } else {
        write(before, after);
      }
    }
    if (on_row) {
      on_row(made);
    }
    if (others_.size() < options_.most_listed) {
      others_.push_back(std::move(made));
    }
  }

  enum class State : std::uint8_t { absent, given, cleared, bad };

  State read(db::Tx& tx, const SheetRow& row, std::size_t i, R& parsed, RowReport& made) {
    const Column<R>& column = about_.columns[i];
    const CellText& cell = *row.cells[i];
    if (says_none(cell)) {
      if (column.clear) {
        return State::cleared;
      }
      problem(made, row, i, {"required", "This cannot be without a value."});
      return State::bad;
    }
    std::vector<CellFault> faults;
    if (column.refers) {
      const CellValue<std::string> text = read_text(cell);
      if (!text.value) {
        faults.push_back(*text.fault);
      } else if (const Candidate* meant =
                     references_[*column.refers].resolve(tx, *text.value, faults)) {
        column.refer(parsed, meant->id);
      }
    } else {
      column.read(cell, parsed, faults);
    }
    for (CellFault& fault : faults) {
      problem(made, row, i, std::move(fault));
    }
    return faults.empty() ? State::given : State::bad;
  }

  /// False: it is not certain, and the row says why.
  bool match(db::Tx& tx, const SheetRow& row, const Given& given, R& parsed,
             const std::vector<State>& states, const R*& before, RowReport& made) {
    if constexpr (Named<R>) {
      return match_named(row, parsed, states, before, made);
    } else {
      const std::size_t wrong = made.problems.size();
      before = about_.match(tx, references_, given, parsed,
                            [&](std::string_view column, CellFault fault) {
                              if (fault.other_row > 0 && same_rows_.repeats(fault.other_row)) {
                                repeats_ = true;
                                return;
                              }
                              if (fault.other_row > 0) {
                                contested_.emplace(fault.other_row, row.number);
                                contested_.emplace(row.number, fault.other_row);
                              }
                              problem(made, row, index_of(column), std::move(fault));
                            });
      return made.problems.size() == wrong && !repeats_ &&
             (before == nullptr || is_first(row, name_column_, before->id.value, made));
    }
  }

  bool match_named(const SheetRow& row, const R& parsed, const std::vector<State>& states,
                   const R*& before, RowReport& made) {
    // 1. By id.
    if (states[id_column_] == State::given) {
      const auto found = by_id_.find(parsed.id.value);
      if (found == by_id_.end()) {
        problem(made, row, id_column_, {"unknown", "There is no record of this id."});
        return false;
      }
      before = found->second;
      return has_its_name(row, id_column_, parsed, states, *before, made) &&
             settle(row, id_column_, parsed, before, made);
    }
    const bool has_parent = states[parent_column_] == State::given;
    // 2. By number.
    if (states[code_column_] == State::given) {
      std::vector<const R*> open;
      bool closed = false;
      for (auto [at, end] = by_code_.equal_range(*parsed.code); at != end; ++at) {
        closed = closed || at->second->closed_on;
        if (!at->second->closed_on) {
          open.push_back(at->second);
        }
      }
      if (open.size() > 1) {
        ask(made, row, code_column_,
            "More than one record has this number. Which one is meant? "
            "Give its id in a column headed id.",
            open);
        return false;
      }
      if (open.empty() && closed) {
        problem(made, row, code_column_, {"closed", "The record of this number is closed."});
        return false;
      }
      if (!open.empty()) {
        before = open.front();
        return has_its_name(row, code_column_, parsed, states, *before, made) &&
               settle(row, code_column_, parsed, before, made);
      }
    }
    // 3. By name within what it belongs to. Who has another number is somebody else.
    if (states[name_column_] != State::given) {
      problem(made, row, name_column_, {"missing", "This is empty, and a new record needs it."});
      return false;
    }
    const bool numbered = states[code_column_] == State::given;
    std::vector<const R*> same_name;
    std::vector<const R*> called_alike;
    for (auto [at, end] = by_key_.equal_range(name_key(parsed.name)); at != end; ++at) {
      const R& each = *at->second;
      if (!each.closed_on && (!numbered || !each.code) &&
          (has_parent && about_.parent(each) == about_.parent(parsed))) {
        (each.name == parsed.name ? same_name : called_alike).push_back(&each);
      }
    }
    if (same_name.size() > 1) {
      ask(made, row, name_column_,
          "More than one record has this name. Which one is meant? Give "
          "its number, or its id in a column headed id.",
          same_name);
      return false;
    }
    if (same_name.empty() && !called_alike.empty()) {
      ask(made, row, name_column_,
          "A record is called the same but for spaces, capital letters or the width of signs. If "
          "it "
          "is meant, write its name so, or its id in a column headed id; else tell the two apart "
          "by their numbers.",
          called_alike);
      return false;
    }
    before = same_name.empty() ? nullptr : same_name.front();
    return settle(row, numbered ? code_column_ : name_column_, parsed, before, made);
  }

  /// Whether the name of a row is that of the record that its number or id is of. Where it is the
  /// name of another one, the columns were sorted apart, or the number is a slip of the pen.
  bool has_its_name(const SheetRow& row, std::size_t by, const R& parsed,
                    const std::vector<State>& states, const R& record, RowReport& made) {
    if (states[name_column_] != State::given || parsed.name == record.name) {
      return true;
    }
    std::vector<const R*> others = others_called(by_name_, parsed.name, record);
    if (!others.empty()) {
      others.insert(others.begin(), &record);
      ask(made, row, name_column_, names_another(record.name), others, "other_name");
      return false;
    }
    if (name_key(parsed.name) != name_key(record.name)) {
      problem(made, row, by, gives_a_name(record.name));
      made.warnings.push_back(std::move(made.problems.back()));
      made.problems.pop_back();
    }
    return true;
  }

  bool twice(const SheetRow& row, std::size_t by, std::uint32_t other, RowReport& made) {
    // By a name alone a row that says the same may be about a namesake.
    if ((!Named<R> || by != name_column_) && same_rows_.repeats(other)) {
      repeats_ = true;  // it is in no doubt, and adds nothing
      return false;
    }
    contested_.emplace(other, row.number);
    problem(made, row, by,
            {"twice", base::in_words("Row {} is about the same record. Which one is right? Leave "
                                     "one of them out, or tell them apart by their numbers.",
                                     other)});
    return false;
  }
  bool is_first(const SheetRow& row, std::size_t by, std::int64_t id, RowReport& made) {
    const auto [at, fresh] = records_seen_.add(static_cast<std::uint64_t>(id), row.number);
    return fresh || twice(row, by, *at, made);
  }

  /// That no other row of the file is about the same record.
  bool settle(const SheetRow& row, std::size_t by, const R& parsed, const R* before,
              RowReport& made) {
    if (before != nullptr) {
      return is_first(row, by, before->id.value, made);
    }
    const bool numbered = parsed.code && !parsed.code->empty();
    if (numbered) {
      const auto [at, fresh] = codes_seen_.add(std::hash<std::string>{}(*parsed.code), row.number);
      if (!fresh) {
        return twice(row, by, *at, made);
      }
    }
    const std::size_t name = std::hash<std::string>{}(
        fmt::format("{}\n{}", about_.parent(parsed), name_key(parsed.name)));
    // A number tells two of one name apart; two of which one has none are asked about.
    auto& those = numbered ? names_with_number_seen_ : names_seen_;
    const auto& others = numbered ? names_seen_ : names_with_number_seen_;
    if (const std::uint32_t* other = others.find(name)) {
      return twice(row, by, *other, made);
    }
    const auto [at, fresh] = those.add(name, row.number);
    return fresh || numbered || twice(row, by, *at, made);
  }

  void ask(RowReport& made, const SheetRow& row, std::size_t column, base::Sentence question,
           const std::vector<const R*>& candidates, std::string code = "which_one") {
    CellFault fault{std::move(code), std::move(question)};
    for (const R* each : candidates) {
      fault.accepted.push_back(fmt::format("{} ({})", each->name, each->id.to_text()));
    }
    problem(made, row, column, std::move(fault));
  }

  void problem(RowReport& made, const SheetRow& row, std::optional<std::size_t> column,
               CellFault fault) {
    const bool has_cell = column && *column < row.cells.size() && row.cells[*column];
    made.problems.push_back(
        {.place = column ? sheet_.place(*column, row.number) : fmt::to_string(row.number),
         .column = column ? sheet_.heading(*column, options_.language) : std::string(),
         .value = has_cell ? base::shorten(row.cells[*column]->text) : std::string(),
         .code = std::move(fault.code),
         .detail = fault.detail.in(options_.language),
         .accepted = std::move(fault.accepted)});
  }

  void refuse(RowReport& made, const OnRow& on_row) {
    ++report_.refused;
    made.effect = Effect::refused;
    made.warnings.clear();
    constexpr std::size_t most_forbidden = 20;
    for (const Problem& each : made.problems) {
      if (each.code.starts_with(privacy::forbidden_code) &&
          report_.forbidden.size() < most_forbidden) {
        report_.forbidden.push_back(
            {.where = each.place, .code = each.code, .value = {}, .detail = {}});
      }
    }
    if (on_row) {
      on_row(made);
    }
    if (refused_.size() < options_.most_listed) {
      refused_.push_back(std::move(made));
    }
  }

  const Importable<R>& about_;
  ImportOptions options_;
  Sheet sheet_;
  std::vector<Referenced> references_;
  std::size_t id_column_ = 0;
  std::size_t code_column_ = 0;
  std::size_t name_column_ = 0;
  std::size_t parent_column_ = 0;
  std::vector<R> found_;  ///< records that the present piece may be about
  std::unordered_map<std::int64_t, const R*> by_id_;
  std::unordered_multimap<std::string, const R*> by_code_;
  std::unordered_multimap<std::string, const R*> by_name_;
  std::unordered_multimap<std::string, const R*> by_key_;  ///< by what names are compared by
  std::optional<AlikeNames> alike_;                        ///< once it was asked for
  // What earlier rows were about: hashes, as a file may have a million rows.
  base::PlaceMap records_seen_;
  base::PlaceMap codes_seen_;
  base::PlaceMap names_seen_;
  base::PlaceMap names_with_number_seen_;
  std::map<std::uint32_t, std::uint32_t> contested_;
  SameRows same_rows_;
  bool repeats_ = false;  ///< the present row, an earlier one
  std::vector<RowReport> refused_;
  std::vector<RowReport> others_;
  Report report_;
};

}  // namespace sojourn::imports
