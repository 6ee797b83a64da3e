#include "imports/operation.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "base/refusal.h"
#include "privacy/forbidden.h"

namespace sojourn::imports {
namespace {

namespace fs = std::filesystem;

/// A file that only we may read, gone when this is: an office's table holds names of people.
class TemporaryFile {
 public:
  TemporaryFile() {
    std::string name = (fs::temp_directory_path() / "sojourn-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
      throw std::system_error(errno, std::generic_category(), name);
    }
    folder_ = name;
  }
  ~TemporaryFile() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  fs::path folder() const { return folder_; }
  fs::path path() const { return folder_ / "table.xlsx"; }

 private:
  fs::path folder_;
};

documents::Cell cell_of(const documents::GridCell& cell) {
  using Kind = documents::GridCell::Kind;
  const std::string text(cell.text);
  if (cell.kind == Kind::number) {
    // What is no plain number is kept as its digits are: "00042".
    const auto number = base::parse_number<double>(text);
    if (number && (text == "0" || !text.starts_with('0') || text.starts_with("0."))) {
      return *number;
    }
  } else if (cell.kind == Kind::date) {
    if (const auto date = base::Date::from_text(text)) {
      return *date;
    }
  } else if (cell.kind == Kind::yes_no) {
    return text == "yes";
  }
  return text;
}

std::string name_with_problems(std::string_view name) {
  std::string stem = fs::path(name).stem().string();
  return (stem.empty() ? std::string("table") : stem) + ".problems.xlsx";
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

void note_forbidden(access::Call& call, std::string_view operation, const Report& report) {
  std::string reason;
  for (const RowReport& row : report.listed) {
    for (const Problem& problem : row.problems) {
      if (problem.code.starts_with(privacy::forbidden_code) && reason.size() < 1000) {
        reason += fmt::format("{}{} {} {}", reason.empty() ? "" : "; ", operation, problem.place,
                              problem.code);
      }
    }
  }
  if (!reason.empty()) {
    call.database.change(
        {.actor = call.asker.account, .request_id = call.request.id, .reason = reason},
        "privacy.refuse", [](db::Change&) {});
  }
}

access::File workbook_of(std::string name, std::string sheet_name,
                         const std::function<void(documents::Sheet& sheet)>& fill) {
  const TemporaryFile temporary;
  const auto sheet = documents::xlsx_sheet(
      temporary.path(), {.sheet_name = std::move(sheet_name), .temporary = temporary.folder()});
  fill(*sheet);
  sheet->finish();
  std::ifstream in(temporary.path(), std::ios::binary);
  return {.name = std::move(name),
          .media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
          .bytes = std::string(std::istreambuf_iterator<char>(in), {})};
}

access::File with_problems(const documents::GridSource& source,
                           const documents::GridOptions& options,
                           const std::map<std::uint32_t, std::string>& problems,
                           std::uint32_t heading_row, base::Language language) {
  // 1. As wide as the widest row, for the column stands behind it.
  std::uint32_t width = 0;
  {
    const auto grid = documents::open_grid(source, options);
    while (grid->next()) {
      if (!grid->cells().empty()) {
        width = std::max(width, grid->cells().back().column + 1);
      }
    }
  }
  // 2. The rows where they stood, so that their numbers are the same.
  const auto grid = documents::open_grid(source, options);
  return workbook_of(name_with_problems(source.name),
                     grid->sheet().empty() ? "Sheet1" : grid->sheet(),
                     [&](documents::Sheet& sheet) {
                       std::uint32_t row = 0;
                       while (grid->next()) {
                         while (++row < grid->row()) {
                           sheet.row({});
                         }
                         std::vector<documents::Cell> cells(width + 1);
                         for (const documents::GridCell& cell : grid->cells()) {
                           cells[cell.column] = cell_of(cell);
                         }
                         if (row == heading_row) {
                           std::vector<std::string> titles(width + 1);
                           for (const documents::GridCell& cell : grid->cells()) {
                             titles[cell.column] = std::string(cell.text);
                           }
                           titles[width] = base::Sentence("Problem").in(language);
                           sheet.titles(titles);
                           continue;
                         }
                         if (const auto found = problems.find(row); found != problems.end()) {
                           cells[width] = found->second;
                         }
                         sheet.row(cells);
                       }
                     });
}

std::vector<base::FieldAbout> import_fields() {
  return {{.name = "check", .meaning = "Only say what the import would do; nothing is written."},
          {.name = "mode",
           .shape = "MODE",
           .meaning = "all_or_nothing: with any row refused nothing is written, which holds if "
                      "nothing is said. good_rows_now: the refused rows are left out, to be sent "
                      "again."},
          {.name = "sheet",
           .shape = "SHEET",
           .meaning = "Which sheet of the workbook; the first one that is not hidden if not "
                      "given."}};
}

base::Sentence import_description() {
  return "The file is a workbook (.xlsx) or comma-separated values in any usual encoding. Columns "
         "are known by their headings, in English or Chinese; titles may stand above them. The "
         "whole file is checked first. Each row is new, changes a record, leaves it as it is, or "
         "is "
         "refused with every reason at its cell. An empty cell leaves what is there; none takes it "
         "away. The same file again changes nothing.";
}

}  // namespace sojourn::imports
