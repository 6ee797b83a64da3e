// The two operations of an import: one that checks or writes a file, and one that gives the same
// file back with two columns beside the table: what each row does, and why it is refused. From one
// declaration of a record (Importable). Tested in tests/unit/stages/programme/import_test.cpp.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "access/operation.h"
#include "access/passing_file.h"
#include "documents/beside.h"
#include "documents/table.h"
#include "imports/importer.h"

namespace sojourn::imports {

struct ImportInput {
  std::optional<bool> check;
  std::optional<Mode> mode;
  std::optional<std::string> sheet;
  std::optional<std::int32_t> heading_row;
  std::optional<documents::TextEncoding> encoding;
  std::optional<documents::Delimiter> delimiter;
};
BOOST_DESCRIBE_STRUCT(ImportInput, (), (check, mode, sheet, heading_row, encoding, delimiter))

struct ProblemsInput {
  std::optional<std::string> sheet;
  std::optional<std::int32_t> heading_row;
  std::optional<documents::TextEncoding> encoding;
  std::optional<documents::Delimiter> delimiter;
};
BOOST_DESCRIBE_STRUCT(ProblemsInput, (), (sheet, heading_row, encoding, delimiter))

/// The table is the answer's file; this says what is in it.
struct ProblemsMade {
  std::int64_t rows = 0;
  std::int64_t added = 0;
  std::int64_t changed = 0;
  std::int64_t same = 0;
  std::int64_t refused = 0;
};
BOOST_DESCRIBE_STRUCT(ProblemsMade, (), (rows, added, changed, same, refused))

/// The file that came with a request. Refusal (invalid, "no_file") if there is none.
documents::GridSource source_of(const access::Request& request);

/// Refusal (invalid) of a row that no spreadsheet has.
Headings headings_of(const std::optional<std::int32_t>& row);

/// How the file of an input is to be read.
template <class Input>
documents::GridOptions grid_of(const Input& input) {
  return {.sheet = input.sheet.value_or(""),
          .limits = {},
          .text = {.encoding = input.encoding, .delimiter = input.delimiter}};
}

/// A workbook of one sheet, filled by `fill`, which calls neither finish() nor what comes after it.
access::File workbook_of(std::string name, std::string sheet_name,
                         const std::function<void(documents::Sheet& sheet)>& fill);

/// A file that is given back, while its rows are told one after the other.
class GivenBack {
 public:
  /// `sheet`: where the table and its headings stand.
  GivenBack(const documents::GridSource& source, const documents::GridOptions& options,
            const Sheet& sheet, base::Language language);
  ~GivenBack();
  GivenBack(const GivenBack&) = delete;
  GivenBack& operator=(const GivenBack&) = delete;
  void row(const RowReport& row);
  /// Refusal too_large "table_too_large" here and from `row` for an upload that becomes too long.
  access::File finish();

 private:
  void write(std::string_view bytes);
  access::PassingFolder folder_;
  std::optional<access::NewFile> file_;
  std::string name_;
  bool upload_ = false;
  bool workbook_ = false;
  base::Language language_;
  std::unique_ptr<documents::Beside> beside_;
};

/// Notes in the audit log, without the text, that rows were refused for what Sojourn is not for.
void note_forbidden(access::Call& call, std::string_view operation, const Report& report);

/// Thrown to undo a change that would write nothing, or may not: the report is the answer.
struct NotWritten {
  Report report;
};
/// Thrown to undo a change of more rows than are kept until all are seen: they are checked first.
struct CheckFirst {};

/// Thrown to undo a change because two rows are about one record: neither is taken then, so it is
/// begun anew.
struct Contested {
  std::map<std::uint32_t, std::uint32_t> rows;
};

/// Makes a declaration, which may hold state of one run.
template <class R>
using Declare = std::function<Importable<R>()>;

/// What an import would do. `begin` is called before each of the runs that it takes, and `on_row`
/// in each of them.
template <class R>
Report look_at(db::Tx& tx, const Declare<R>& declare, const documents::GridSource& source,
               ImportOptions options, const std::function<void(const Sheet& sheet)>& begin = {},
               const OnRow& on_row = {}) {
  while (true) {
    std::int64_t next = 0;
    const Importable<R> about = declare();
    Importer<R> importer(about, source, options);
    if (begin) {
      begin(importer.sheet());
    }
    Report report = importer.run(tx, [&] { return ++next; }, [](const R*, const R&) {}, on_row);
    if (importer.contested().empty() || !options.contested.empty()) {
      return report;
    }
    options.contested = importer.contested();
  }
}

template <class R>
Report check_file(access::Call& call, const Declare<R>& declare,
                  const documents::GridSource& source, const ImportOptions& options) {
  return call.database.read(call.caller,
                            [&](db::Tx& tx) { return look_at<R>(tx, declare, source, options); });
}

/// `operation`: what the audit log calls it. `checked`: no row was refused just now, so that rows
/// may be written before all are seen.
template <class R>
Report write_file(access::Call& call, const std::string& operation, const Declare<R>& declare,
                  const documents::GridSource& source, const ImportOptions& options, Mode mode,
                  bool checked) {
  constexpr std::size_t rows_kept = 20'000;
  // So many changed rows are told one by one in the entry; what comes after them goes to the log in
  // pieces, under one root, so that the memory it takes does not grow with the file.
  constexpr std::int64_t changes_kept = 5'000;
  const std::string table = declare().table;
  return call.database.change(call.caller, operation, [&](db::Change& change) -> Report {
    std::vector<R> added;
    bool piecewise = false;
    std::int64_t changed = 0;
    const auto put_in = [&] {
      change.insert_piece(table, added, "imported");
      added.clear();
      piecewise = true;
    };
    const Importable<R> about = declare();
    Importer<R> importer(about, source, options);
    Report report = importer.run(
        change, [&] { return change.new_id_value(); },
        [&](const R* before, const R& after) {
          if (before != nullptr && ++changed <= changes_kept) {
            change.update(table, *before, after);
            return;
          }
          if (before != nullptr) {
            change.update_piece(table, *before, after, "imported");
            return;
          }
          added.push_back(after);
          if (added.size() == rows_kept) {
            if (mode == Mode::all_or_nothing && !checked) {
              throw CheckFirst{};
            }
            put_in();
          }
        });
    if (!importer.contested().empty() && options.contested.empty()) {
      throw Contested{importer.contested()};
    }
    if (report.added + report.changed == 0 ||
        (mode == Mode::all_or_nothing && report.refused > 0)) {
      throw NotWritten{std::move(report)};
    }
    if (piecewise && !added.empty()) {
      put_in();
    } else if (!added.empty()) {
      change.insert_all(table, added, "imported");
    }
    report.written = true;
    return report;
  });
}

template <class R>
Report import_file(access::Call& call, const std::string& operation, const Declare<R>& declare,
                   const ImportInput& input) {
  const documents::GridSource source = source_of(call.request);
  const Headings headings = headings_of(input.heading_row);
  ImportOptions options{
      .grid = grid_of(input), .headings = headings, .language = call.request.language};
  if (input.check.value_or(false)) {
    options.headings.may_be_unknown = true;
    Report checked = check_file<R>(call, declare, source, options);
    note_forbidden(call, operation, checked);
    return checked;
  }
  const Mode mode = input.mode.value_or(Mode::all_or_nothing);
  const auto write = [&] {
    try {
      return write_file<R>(call, operation, declare, source, options, mode, false);
    } catch (const CheckFirst&) {
      Report checked = check_file<R>(call, declare, source, options);
      return checked.refused > 0
                 ? checked
                 : write_file<R>(call, operation, declare, source, options, mode, true);
    }
  };
  const Report report = [&] {
    try {
      try {
        return write();
      } catch (const Contested& contested) {
        options.contested = contested.rows;
        return write();
      }
    } catch (NotWritten& nothing) {
      return std::move(nothing.report);
    }
  }();
  note_forbidden(call, operation, report);
  return report;
}

template <class R>
ProblemsMade give_back(access::Call& call, const std::string& operation, const Declare<R>& declare,
                       const ProblemsInput& input) {
  const documents::GridSource source = source_of(call.request);
  const Headings headings = headings_of(input.heading_row);
  const ImportOptions options{.grid = grid_of(input),
                              .headings = headings,
                              .language = call.request.language,
                              .most_listed = 0};
  std::optional<GivenBack> back;
  const Report report = call.database.read(call.caller, [&](db::Tx& tx) {
    return look_at<R>(
        tx, declare, source, options,
        [&](const Sheet& sheet) { back.emplace(source, options.grid, sheet, options.language); },
        [&](const RowReport& row) { back->row(row); });
  });
  call.file = back->finish();
  note_forbidden(call, operation, report);
  return {.rows = report.rows,
          .added = report.added,
          .changed = report.changed,
          .same = report.same,
          .refused = report.refused};
}

/// How the operations of a record are called.
struct ImportWords {
  std::string noun;  ///< "staff": staff.import, staff.problems
  std::string path;  ///< "/api/staff"
  access::Permission permission;
  base::Sentence summary;           ///< "take staff from a table"
  base::Sentence problems_summary;  ///< "the same table with the effect and problems of each row"
};

/// Of ImportInput; those of ProblemsInput behind the first two.
std::vector<base::FieldAbout> import_fields();
/// How a text is written: encoding and delimiter.
std::vector<base::FieldAbout> text_fields();
base::Sentence import_description();
base::Sentence problems_description();

template <class R>
std::vector<access::Operation> import_operations(const ImportWords& words, Declare<R> declare) {
  std::vector<base::FieldAbout> fields = import_fields();
  access::OperationAbout import{.name = words.noun + ".import",
                                .permission = words.permission,
                                .method = access::Method::post,
                                .path = words.path + "/import",
                                .summary = words.summary,
                                .description = import_description(),
                                .fields = fields,
                                .takes_file = true};
  access::OperationAbout problems{
      .name = words.noun + ".problems",
      .permission = words.permission,
      .method = access::Method::post,
      .path = words.path + "/import/problems",
      .summary = words.problems_summary,
      .description = problems_description(),
      .fields = {fields.begin() + 2, fields.end()},
      .takes_file = true,
      .gives_file = {std::string(documents::workbook_type), std::string(documents::csv_type)}};
  return {access::call_operation<ImportInput, Report>(
              std::move(import), true,
              [declare, operation = words.noun + ".import"](access::Call& call,
                                                            const ImportInput& input) {
                return import_file<R>(call, operation, declare, input);
              }),
          access::call_operation<ProblemsInput, ProblemsMade>(
              std::move(problems), false,
              [declare, operation = words.noun + ".problems"](access::Call& call,
                                                              const ProblemsInput& input) {
                return give_back<R>(call, operation, declare, input);
              })};
}

}  // namespace sojourn::imports
