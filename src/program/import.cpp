#include "program/import.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <ostream>

#include "access/command.h"
#include "access/out.h"
#include "base/json.h"
#include "base/sentence.h"
#include "base/text.h"
#include "documents/grid.h"
#include "imports/report.h"

namespace sojourn::program {
namespace {

struct ImportTable {
  std::string file;
  bool check = false;
  imports::Mode mode = imports::Mode::all_or_nothing;
  std::optional<std::string> sheet;
  std::optional<std::int32_t> heading_row;
  std::optional<documents::TextEncoding> encoding;
  std::optional<documents::Delimiter> delimiter;
  std::optional<std::string> problems;
  bool json = false;
  std::string data;
  std::optional<std::string> database;
};
BOOST_DESCRIBE_STRUCT(ImportTable, (),
                      (file, check, mode, sheet, heading_row, encoding, delimiter, problems, json,
                       data, database))

base::Sentence name_of(documents::TextEncoding encoding) {
  switch (encoding) {
    case documents::TextEncoding::utf8: return base::Sentence::phrase("UTF-8");
    case documents::TextEncoding::utf16: return base::Sentence::phrase("UTF-16");
    case documents::TextEncoding::gb18030: return base::Sentence::phrase("GB18030");
    case documents::TextEncoding::windows_1252: return base::Sentence::phrase("Windows-1252");
  }
  return {};
}

base::Sentence name_of(documents::Delimiter delimiter) {
  switch (delimiter) {
    case documents::Delimiter::comma: return "a comma";
    case documents::Delimiter::semicolon: return "a semicolon";
    case documents::Delimiter::tab: return "a tab";
    case documents::Delimiter::bar: return "an upright bar";
  }
  return {};
}

/// Where it stands, what stands there, and what is said of it.
void tell_problem(const imports::Report& report, const imports::Problem& problem,
                  base::Terminal& terminal) {
  terminal.out << report.file << ' ' << (report.sheet.empty() ? "" : report.sheet + "!")
               << problem.place;
  if (!problem.column.empty()) {
    terminal.out << ' ' << problem.column;
  }
  if (!problem.value.empty()) {
    terminal.out << " \"" << problem.value << '"';
  }
  terminal.out << ": " << problem.detail;
  for (std::size_t i = 0; i < problem.accepted.size(); ++i) {
    terminal.out << (i == 0 ? " [" : ", ") << problem.accepted[i];
  }
  terminal.out << (problem.accepted.empty() ? "\n" : "]\n");
}

/// The first changed rows, value by value, and what may be a slip in others that are taken.
void tell_changes(const imports::Report& report, base::Terminal& terminal) {
  constexpr std::int64_t most_told = 20;
  std::int64_t told = 0;
  const std::string none = base::Sentence("none").in(terminal.language);
  for (const imports::RowReport& row : report.listed) {
    if (row.effect == imports::Effect::changed && told < most_told) {
      ++told;
      std::string changes;
      for (const imports::ColumnChange& each : row.changes) {
        changes += fmt::format("{} {} {} -> {}", changes.empty() ? "" : ";", each.column,
                               each.before.value_or(none), each.after.value_or(none));
      }
      terminal.out << report.file << ' ' << (report.sheet.empty() ? "" : report.sheet + "!")
                   << row.row << ' ' << row.name << ':' << changes << '\n';
    }
    for (const imports::Problem& warning : row.warnings) {
      tell_problem(report, warning, terminal);
    }
  }
  if (report.changed > told) {
    terminal.out << base::in_words(
                        "{} further changed rows are not told here; --problems FILE gives the "
                        "table back with what each row does.",
                        report.changed - told)
                        .in(terminal.language)
                 << '\n';
  }
}

/// For people: what came of it, and every reason.
void tell(const imports::Report& report, bool check, base::Terminal& terminal) {
  const auto say = [&](const base::Sentence& sentence) {
    terminal.out << sentence.in(terminal.language) << '\n';
  };
  if (report.encoding) {
    say(report.delimiter
            ? base::in_words("Read as {}, cells parted by {}. --encoding and --delimiter say "
                             "otherwise.",
                             name_of(*report.encoding), name_of(*report.delimiter))
            : base::in_words("Read as {}. --encoding says otherwise.", name_of(*report.encoding)));
  }
  for (const imports::ReadColumn& column : report.columns) {
    if (!column.column) {
      say(column.meant
              ? base::in_words("{} {}: this column is not read. Is {} meant?", column.place,
                               column.heading, *column.meant)
              : base::in_words("{} {}: this column is not read.", column.place, column.heading));
    }
  }
  for (const imports::RowReport& row : report.listed) {
    for (const imports::Problem& problem : row.problems) {
      tell_problem(report, problem, terminal);
    }
  }
  const std::int64_t told = std::count_if(
      report.listed.begin(), report.listed.end(),
      [](const imports::RowReport& row) { return row.effect == imports::Effect::refused; });
  if (report.refused > told) {
    say(
        base::in_words("{} further refused rows are not told here; --problems FILE gives the table "
                       "back with what each row does.",
                       report.refused - told));
  }
  tell_changes(report, terminal);
  if (report.warned > 0) {
    say(
        base::in_words("{} of the changed rows should be looked at: they give a record another "
                       "name.",
                       report.warned));
  }
  say(base::in_words("{} rows: {} new, {} changed, {} the same, {} refused.", report.rows,
                     report.added, report.changed, report.same, report.refused));
  if (check) {
    say("This was a check; nothing was written.");
  } else if (report.written) {
    say("Written.");
  } else if (report.added + report.changed > 0) {
    say("Nothing was written, because rows are refused. Put them right, or take the good rows now "
        "with --mode good-rows-now.");
  } else if (report.refused > 0) {
    say("Nothing was written: only refused rows are left. Put them right and import the table "
        "again.");
  } else {
    say("There was nothing to write.");
  }
}

/// The table comes back as what it is, so a name that says otherwise would make a file that no
/// spreadsheet opens.
void check_name(const std::string& table, const std::string& problems) {
  const bool workbook = documents::is_workbook({.name = table, .path = table});
  const std::string ending = std::filesystem::path(problems).extension().string();
  if (workbook ? ending == ".csv" : ending == ".xlsx" || ending == ".xlsm") {
    base::refuse_faults(
        {{.where = "/problems",
          .code = "other_kind",
          .value = problems,
          .detail = workbook ? base::Sentence("The table is a workbook and comes back as one. Name "
                                              "a file that ends with .xlsx.")
                             : base::Sentence("The table is CSV and comes back as CSV. Name a file "
                                              "that ends with .csv.")}});
  }
}

int import_table(const ImportTable& input, base::Terminal& terminal,
                 const access::Operation& import, const access::Operation& problems,
                 const access::WithService& with_service) {
  const access::Upload upload{.name = std::filesystem::path(input.file).filename().string(),
                              .bytes = {},
                              .path = input.file};
  const access::Request request{.id = "command", .language = terminal.language, .file = &upload};
  const access::StorePlace place{
      .directory = input.data, .url = input.database.value_or(""), .only_reads = input.check};
  if (input.problems) {
    check_name(input.file, *input.problems);
  }
  imports::Report report;
  with_service(place, [&](access::Service& service) {
    boost::json::object asked{{"check", input.check}, {"mode", base::name_of(input.mode)}};
    boost::json::object place_in_file;
    if (input.sheet) {
      place_in_file["sheet"] = *input.sheet;
    }
    if (input.heading_row) {
      place_in_file["heading_row"] = *input.heading_row;
    }
    if (input.encoding) {
      place_in_file["encoding"] = base::name_of(*input.encoding);
    }
    if (input.delimiter) {
      place_in_file["delimiter"] = base::name_of(*input.delimiter);
    }
    asked.insert(place_in_file.begin(), place_in_file.end());
    const access::Asker asker = access::Asker::local_operator();
    // The reasons are those before anything is written: afterwards the good rows are there.
    std::optional<access::File> told;
    if (input.problems) {
      told = service.run(problems, asker, request, place_in_file).file;
    }
    report = base::decode<imports::Report>(service.run(import, asker, request, asked).body);
    if (told) {
      access::write_file(*input.problems, *told);
    }
  });
  if (input.json) {
    terminal.out << base::write_json(base::encode(report), base::Layout::indented);
  } else {
    tell(report, input.check, terminal);
  }
  return report.refused > 0 ? base::exit_answer_is_no : base::exit_done;
}

}  // namespace

std::vector<base::Operation> import_commands(const std::vector<access::Operation>& operations,
                                             const access::WithService& with_service) {
  std::vector<base::Operation> made;
  const auto named = [&](const std::string& name) {
    const auto found =
        std::find_if(operations.begin(), operations.end(),
                     [&](const access::Operation& each) { return each.about.name == name; });
    base::ensure(found != operations.end(), "an import has its operation for problems");
    return *found;
  };
  for (const access::Operation& import : operations) {
    if (!access::is_import(import) || !import.about.gives_file.empty()) {
      continue;
    }
    const std::string noun = import.about.name.substr(0, import.about.name.find('.'));
    const access::Operation problems = named(noun + ".problems");
    const std::string called = base::replaced(noun, "_", "-");
    std::vector<base::FieldAbout> fields = {
        {.name = "file",
         .shape = "FILE",
         .positional = true,
         .meaning = "A workbook (.xlsx) or comma-separated values (.csv)."},
        import.fields[0].about,
        import.fields[1].about,
        import.fields[2].about,
        import.fields[3].about,
        import.fields[4].about,
        import.fields[5].about,
        {.name = "problems",
         .shape = "OUT",
         .meaning = "Write the table back to this file, over what it held: the same workbook or "
                    "CSV, with what each row does and why it is refused behind it."},
        {.name = "json", .meaning = "Print the whole report as JSON."},
        access::data_field_about(),
        access::database_field_about()};
    fields[2].standard = "all-or-nothing";
    made.push_back(base::operation<ImportTable>(
        {.name = "import " + called,
         .summary = import.about.summary,
         .description = import.about.description,
         .fields = std::move(fields),
         .exit_codes = {{base::exit_answer_is_no, "rows are refused; the report says why"}},
         .examples =
             {{fmt::format("sojourn import {} table.xlsx --check", called),
               "says what the import would do"},
              {fmt::format("sojourn import {} table.xlsx --mode good-rows-now "
                           "--problems told.xlsx",
                           called),
               "takes the good rows and gives the table back with the reasons of the others"}}},
        [import, problems, with_service](const ImportTable& input, base::Terminal& terminal) {
          return import_table(input, terminal, import, problems, with_service);
        }));
  }
  return made;
}

}  // namespace sojourn::program
