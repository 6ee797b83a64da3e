#include "imports/operation.h"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "access/forbidden_note.h"
#include "base/refusal.h"

namespace sojourn::imports {
namespace {

namespace fs = std::filesystem;

/// An upload that becomes longer is refused, as its many rows would be told one by one.
constexpr std::uint64_t longest_given_back = std::uint64_t{64} << 20U;
/// Of a cell, so that nobody's file makes cells that no program opens.
constexpr std::size_t longest_told = 8'000;

std::string effect_of(const RowReport& row, base::Language language) {
  switch (row.effect) {
    case Effect::added: return base::Sentence("new").in(language);
    case Effect::same: return base::Sentence("the same").in(language);
    case Effect::refused: return base::Sentence("refused").in(language);
    case Effect::changed: break;
  }
  const std::string none = base::Sentence("none").in(language);
  std::string changes;
  for (const ColumnChange& change : row.changes) {
    changes += fmt::format("{}{} {} -> {}", changes.empty() ? "" : "; ", change.column,
                           change.before.value_or(none), change.after.value_or(none));
  }
  return base::in_words("changed: {}", base::Sentence::phrase(changes)).in(language);
}

std::string problems_of(const std::vector<Problem>& problems) {
  std::string text;
  for (const Problem& each : problems) {
    text += text.empty() ? "" : " ";
    text += each.column.empty() ? "" : each.column + ": ";
    text += each.detail;
    std::string accepted;
    for (const std::string& one : each.accepted) {
      accepted += (accepted.empty() ? "" : ", ") + one;
    }
    text += accepted.empty() ? "" : " [" + accepted + "]";
  }
  return text;
}

std::string cut(std::string text) {
  return text.size() <= longest_told ? std::move(text) : base::shorten(text, longest_told);
}

std::string name_given_back(std::string_view name, bool workbook) {
  const fs::path path(name);
  const std::string stem = path.stem().string();
  const std::string ending = path.extension().string();
  const bool keeps = workbook ? ending == ".xlsx" || ending == ".xlsm"
                              : ending == ".csv" || ending == ".txt" || ending == ".tsv";
  return (stem.empty() ? std::string("table") : stem) + ".problems" +
         (keeps      ? ending
          : workbook ? ".xlsx"
                     : ".csv");
}

}  // namespace

documents::GridSource source_of(const access::Request& request) {
  if (request.file == nullptr) {
    throw base::Refusal{
        .kind = base::Kind::invalid,
        .code = "no_file",
        .detail = "Send a file: a workbook (.xlsx) or comma-separated values (.csv).",
        .faults = {}};
  }
  return {.name = request.file->name, .bytes = request.file->bytes, .path = request.file->path};
}

Headings headings_of(const std::optional<std::int32_t>& row) {
  if (row && *row < 1) {
    base::refuse_faults({{.where = "/heading_row",
                          .code = "no_row",
                          .value = std::to_string(*row),
                          .detail = "Rows are counted from 1."}});
  }
  return {.row = row ? std::optional(static_cast<std::uint32_t>(*row)) : std::nullopt};
}

void note_forbidden(access::Call& call, std::string_view operation, const Report& report) {
  access::note_forbidden(call.database,
                         {.actor = call.asker.account, .request_id = call.request.id}, operation,
                         report.forbidden);
}

access::File workbook_of(std::string name, std::string sheet_name,
                         const std::function<void(documents::Sheet& sheet)>& fill) {
  const access::PassingFolder folder;
  const fs::path path = folder.path() / "table.xlsx";
  const auto sheet = documents::xlsx_sheet(
      path, {.sheet_name = std::move(sheet_name), .temporary = folder.path()});
  fill(*sheet);
  sheet->finish();
  std::ifstream in(path, std::ios::binary);
  return {.name = std::move(name),
          .media_type = std::string(documents::workbook_type),
          .bytes = std::string(std::istreambuf_iterator<char>(in), {})};
}

GivenBack::GivenBack(const documents::GridSource& source, const documents::GridOptions& options,
                     const Sheet& sheet, base::Language language)
    : file_(folder_.path() / "table"),
      upload_(source.path.empty()),
      workbook_(!sheet.sheet().empty()),
      language_(language) {
  name_ = name_given_back(source.name, workbook_);
  beside_ = documents::beside(
      source,
      {.grid = {.sheet = sheet.sheet(), .limits = options.limits, .text = options.text},
       .heading_row = sheet.heading_row(),
       .column = sheet.beside()},
      [this](std::string_view bytes) { write(bytes); });
  const std::array<std::string, 2> titles = {base::Sentence(effect_title).in(language),
                                             base::Sentence(problem_title).in(language)};
  beside_->row(sheet.heading_row(), titles);
}

GivenBack::~GivenBack() = default;

void GivenBack::row(const RowReport& row) {
  const std::array<std::string, 2> texts = {
      cut(effect_of(row, language_)),
      cut(problems_of(row.problems.empty() ? row.warnings : row.problems))};
  beside_->row(static_cast<std::uint32_t>(row.row), texts);
}

void GivenBack::write(std::string_view bytes) {
  if (upload_ && file_->size() + bytes.size() > longest_given_back) {
    throw base::Refusal{
        .kind = base::Kind::too_large,
        .code = "table_too_large",
        .detail = base::in_words("With what is to be told of its rows this table has more than {} "
                                 "MiB. Split it.",
                                 longest_given_back >> 20U),
        .faults = {}};
  }
  file_->write(bytes);
}

access::File GivenBack::finish() {
  beside_->finish();
  file_.reset();
  return {.name = name_,
          .media_type = std::string(workbook_ ? documents::workbook_type : documents::csv_type),
          .bytes = {},
          .passing = std::make_shared<access::PassingFile>(folder_.path() / "table")};
}

std::vector<base::FieldAbout> text_fields() {
  return {{.name = "encoding",
           .shape = "ENCODING",
           .meaning = "How comma-separated values are saved, where it is found out wrong: utf8, "
                      "utf16, gb18030 (also GBK and GB 2312) or windows_1252 (also Latin-1). The "
                      "report says what was found."},
          {.name = "delimiter",
           .shape = "DELIMITER",
           .meaning = "What parts their cells, where it is found out wrong: comma, semicolon, tab "
                      "or bar."}};
}

std::vector<base::FieldAbout> import_fields() {
  std::vector<base::FieldAbout> fields = {
      {.name = "check", .meaning = "Only say what the import would do; nothing is written."},
      {.name = "mode",
       .shape = "MODE",
       .meaning = "all_or_nothing: with any row refused nothing is written, which holds if "
                  "nothing is said. good_rows_now: the refused rows are left out, to be sent "
                  "again."},
      {.name = "sheet",
       .shape = "SHEET",
       .meaning = "Which sheet of the workbook; the first one that is not hidden if not "
                  "given."},
      {.name = "heading_row",
       .shape = "ROW",
       .meaning = "In which row the headings stand; found among the first 20 that have something "
                  "in them if not given."}};
  for (base::FieldAbout& each : text_fields()) {
    fields.push_back(std::move(each));
  }
  return fields;
}

base::Sentence import_description() {
  return "The file is a workbook (.xlsx) or comma-separated values in any usual encoding. Columns "
         "are known by their headings, in English or Chinese; titles may stand above them. The "
         "whole file is checked first. Each row is new, changes a record, leaves it as it is, or "
         "is "
         "refused with every reason at its cell. An empty cell leaves what is there; none takes it "
         "away. The same file again changes nothing.";
}

base::Sentence problems_description() {
  return "Nothing is written. The answer is the file as it was sent, workbook or comma-separated "
         "values, with two columns behind the table: what each row does (new, changed with what it "
         "changes, the same, refused), and every reason why it is refused. Sent again, these "
         "columns are passed over.";
}

}  // namespace sojourn::imports
