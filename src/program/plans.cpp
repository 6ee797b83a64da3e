#include "program/plans.h"

#include <fmt/format.h>

#include <filesystem>
#include <ostream>
#include <system_error>
#include <utility>

#include "access/command.h"
#include "access/forbidden_note.h"
#include "access/list_file.h"
#include "access/out.h"
#include "access/passing_file.h"
#include "base/json.h"
#include "base/text.h"
#include "documents/text_file.h"
#include "privacy/forbidden.h"
#include "program/store.h"
#include "stages/placement/folder.h"
#include "stages/placement/plan_run.h"
#include "stages/placement/programme_folder.h"
#include "stages/placement/programme_import.h"

namespace sojourn::program {
namespace {

namespace fs = std::filesystem;
namespace placement = stages::placement;
using base::Date;
using base::Id;

struct ImportInput {
  std::string folder;
  bool check = false;
  std::string data;
  std::optional<std::string> database;
  std::optional<Date> on;
};
BOOST_DESCRIBE_STRUCT(ImportInput, (), (folder, check, data, database, on))

struct ExportInput {
  std::string folder;
  std::string data;
  std::optional<std::string> database;
  std::optional<Date> on;
  std::optional<Id<placement::Area>> area;
  bool names = false;
};
BOOST_DESCRIBE_STRUCT(ExportInput, (), (folder, data, database, on, area, names))

struct Exported {
  std::vector<std::string> files;
  std::string input_digest;
  std::string rules_digest;
};
BOOST_DESCRIBE_STRUCT(Exported, (), (files, input_digest, rules_digest))

struct JobsInput {
  std::string data;
  std::optional<std::string> database;
};
BOOST_DESCRIBE_STRUCT(JobsInput, (), (data, database))

struct JobsDone {
  std::int64_t jobs = 0;
};
BOOST_DESCRIBE_STRUCT(JobsDone, (), (jobs))

/// Thrown to undo what was only tried.
struct Tried {
  placement::Imported made;
};

template <base::Record Report>
void print(const Report& report, base::Terminal& terminal) {
  terminal.out << base::write_json(base::encode(report), base::Layout::indented);
}

/// The store, opened to be written, with its log checked before and sealed after.
template <class Act>
void with_store(const std::string& data, const std::optional<std::string>& url, bool must_be_there,
                Act&& act) {
  Store store({.directory = data, .url = url.value_or(""), .must_be_there = must_be_there},
              stages());
  store.check_log();
  act(store);
  store.seal();
}

/// Of a refused folder, what has no place in Sojourn.
std::vector<base::Fault> forbidden_in(const placement::ReadResult& read) {
  std::vector<base::Fault> made;
  for (const placement::Fault& fault : read.errors) {
    const bool heading = fault.code == "column.forbidden";
    if (heading || fault.code == "name.forbidden") {
      const auto found = privacy::forbidden_in(heading ? fault.column : fault.value);
      made.push_back(
          {.where = fault.file + (heading ? ":1" : ":" + fault.column),
           .code = fmt::format("{}{}", privacy::forbidden_code,
                               found ? base::name_of(found->idea) : std::string_view("other")),
           .value = {},
           .detail = {}});
    }
  }
  return made;
}

int run_import(const ImportInput& input, base::Terminal& terminal) {
  const access::StorePlace place{.directory = input.data, .url = input.database.value_or("")};
  // 1. The folder, with every fault of it.
  const placement::ReadResult read = placement::read_folder(input.folder);
  for (const placement::Fault& warning : read.warnings) {
    terminal.err << base::in_words("warning: {}", placement::text_of(warning, terminal.language))
                        .in(terminal.language)
                 << '\n';
  }
  if (!read.instance) {
    const std::vector<base::Fault> forbidden = forbidden_in(read);
    if (!forbidden.empty() && !(input.check && !is_store(place))) {
      with_store(input.data, input.database, false, [&](Store& store) {
        access::note_forbidden(store.database(), db::Caller::program(), "folder.import", forbidden);
      });
      const base::Sentence noted = access::forbidden_is_noted;
      terminal.err << base::trim(noted.in(terminal.language)) << '\n';
    }
    throw placement::refusal_of(read, input.folder);
  }
  const bool affinity = fs::exists(fs::path(input.folder) / "affinity.csv");
  const auto rules_file =
      documents::read_text_file(fs::path(input.folder) / "rules.toml", documents::Encoding::utf8);
  const std::optional<std::string> rules =
      rules_file->fault ? std::nullopt : std::optional(std::string(rules_file->text));
  // 2. All of it, or nothing.
  const auto bring_in = [&](Store& store) {
    const Date on = input.on.value_or(store.database().clock().now().utc_date());
    try {
      print(store.database().change(db::Caller::program(), "folder.import",
                                    [&](db::Change& change) {
                                      const auto made = placement::import_programme(
                                          change, *read.instance, affinity, rules, on);
                                      if (input.check) {
                                        throw Tried{made};
                                      }
                                      return made;
                                    }),
            terminal);
    } catch (const Tried& tried) {
      print(tried.made, terminal);
      terminal.err << base::Sentence("This was a check; nothing was written.").in(terminal.language)
                   << '\n';
    }
  };
  if (input.check && !is_store(place)) {
    // Where nothing is yet, nothing is left: it is tried out in a folder that goes again.
    const access::PassingFolder folder;
    Store store({.directory = (folder.path() / "data").string()}, stages());
    bring_in(store);
  } else {
    with_store(input.data, input.database, false, bring_in);
  }
  return base::exit_done;
}

access::ListExport entry_of(db::Change& change, const ExportInput& input, const Date& on,
                            const placement::RecordFolder& records,
                            const planner::Instance& instance) {
  access::ListExport entry{.id = change.new_id<access::ListExport>(),
                           .account = {},
                           .made_at = change.now(),
                           .list = "folder.export",
                           .format = access::ExportFormat::csv,
                           .filters = {"on=" + on.to_text()},
                           .row_count = 0,
                           .digest = instance.input_digest};
  if (input.area) {
    entry.filters.push_back("area=" + input.area->to_text());
  }
  if (input.names) {
    entry.filters.emplace_back("names=true");
  }
  for (const std::vector<std::string>& rows : records.records) {
    entry.row_count += std::ssize(rows);
  }
  return entry;
}

void refuse_unless_empty(const fs::path& folder) {
  std::error_code error;
  if (fs::exists(folder, error) && !(fs::is_directory(folder, error) && fs::is_empty(folder))) {
    throw base::Refusal{base::Kind::conflict, "folder_in_use",
                        base::in_words("{} holds something already. Name a new folder or an empty "
                                       "one.",
                                       folder.string())};
  }
}

int run_export(const ExportInput& input, base::Terminal& terminal) {
  const fs::path folder = input.folder;
  refuse_unless_empty(folder);
  with_store(input.data, input.database, true, [&](Store& store) {
    const Date on = input.on.value_or(store.database().clock().now().utc_date());
    // That it was exported stands in the audit log and among the lists that were taken, with the
    // digest by which a folder that turns up somewhere is known, before anything is written.
    placement::RecordFolder records;
    planner::Instance instance;
    store.database().change(db::Caller::program(), "folder.export", [&](db::Change& change) {
      records = placement::folder_of_records(change,
                                             {.on = on, .area = input.area, .names = input.names});
      instance = placement::instance_of(records);
      change.insert("list_export", entry_of(change, input, on, records, instance));
    });
    Exported made{
        .files = {}, .input_digest = instance.input_digest, .rules_digest = instance.rules_digest};
    fs::create_directories(folder);
    for (std::size_t file = 0; file < records.texts.size(); ++file) {
      if (records.texts[file]) {
        made.files.emplace_back(placement::folder_file_name(file));
        access::write_file((folder / made.files.back()).string(), *records.texts[file]);
      }
    }
    print(made, terminal);
  });
  return base::exit_done;
}

int run_jobs(const JobsInput& input, base::Terminal& terminal) {
  with_store(input.data, input.database, true, [&](Store& store) {
    JobsDone done;
    for (const auto& runner : store.job_runners(1)) {
      while (!terminal.stop.stop_requested() && runner->run_one(terminal.stop)) {
        ++done.jobs;
      }
    }
    print(done, terminal);
  });
  return base::exit_done;
}

base::FieldAbout on_about(base::Sentence meaning) {
  return {.name = "on", .shape = "DAY", .meaning = std::move(meaning)};
}

}  // namespace

std::vector<base::Operation> plans_operations() {
  return {
      base::operation<ImportInput>(
          {.name = "folder import",
           .summary = "make a programme's records of a programme folder",
           .description =
               "The folder is checked as for a plan, and becomes areas, sites, sponsors, staff, "
               "wishes, affinity, announced leads, pins and given costs as a whole or not at all, "
               "in a programme that has no records yet. Ids become codes; rules.toml becomes the "
               "first edition of the rules. Languages and skills come in as tested to work with; "
               "who serves now does so as a member since the day before.",
           .fields = {{.name = "folder",
                       .shape = "FOLDER",
                       .positional = true,
                       .meaning = "The programme folder."},
                      {.name = "check",
                       .meaning = "Only say what the import would make, or why it is refused; "
                                  "nothing is written."},
                      access::data_field_about(),
                      access::database_field_about(),
                      on_about("The first day of what is planned next; today if not given.")},
           .exit_codes = {},
           .examples = {{"sojourn folder import county --data sojourn-data",
                         "begin with an example county"},
                        {"sojourn folder import county --check", "try it out first"}},
           .see_also = {"folder export", "plan"}},
          run_import),
      base::operation<ExportInput>(
          {.name = "folder export",
           .summary = "write the records as a programme folder",
           .description =
               "As a plan made for that day reads them: `sojourn plan` makes the same "
               "plan of the folder as the server does of the records. Ids are those of "
               "the records. That it was exported is in the audit log, and `sojourn export list` "
               "has it with its input digest.",
           .fields = {{.name = "folder",
                       .shape = "FOLDER",
                       .positional = true,
                       .meaning = "A new folder, or an empty one."},
                      access::data_field_about(),
                      access::database_field_about(),
                      on_about("The first day of what is planned; today if not given."),
                      {.name = "area",
                       .shape = "AREA",
                       .meaning = "Only this county or what lies above counties."},
                      {.name = "names",
                       .meaning = "With the names of staff.",
                       .trade = "Yes: people can read it. No: the files are those that a plan "
                                "keeps, in which nobody is named."}},
           .exit_codes = {},
           .examples = {{"sojourn folder export county --on 2027-01-01", "for a plan of that day"}},
           .see_also = {"folder import", "plan"}},
          run_export),
      base::operation<JobsInput>(
          {.name = "jobs run",
           .summary = "do the work that waits, such as plans, and end",
           .description = "For whoever works without a server; a server does it by itself. Ctrl-C "
                          "leaves the job to be begun anew.",
           .fields = {access::data_field_about(), access::database_field_about()},
           .exit_codes = {},
           .examples = {{"sojourn jobs run", "make the plans that were asked for"}},
           .see_also = {"serve"}},
          run_jobs),
  };
}

}  // namespace sojourn::program
