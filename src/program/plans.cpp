#include "program/plans.h"

#include <fmt/format.h>

#include <filesystem>
#include <ostream>
#include <system_error>
#include <utility>

#include "access/command.h"
#include "access/forbidden_note.h"
#include "access/out.h"
#include "access/passing_file.h"
#include "base/json.h"
#include "base/text.h"
#include "program/store.h"
#include "stages/placement/folder_exchange.h"
#include "stages/placement/operations_shared.h"
#include "stages/placement/plan_run.h"

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
  placement::FileEncoding encoding = placement::FileEncoding::utf_8;
};
BOOST_DESCRIBE_STRUCT(ImportInput, (), (folder, check, data, database, on, encoding))

struct ExportInput {
  std::string folder;
  std::string data;
  std::optional<std::string> database;
  std::optional<Date> on;
  std::optional<Id<placement::Area>> area;
  bool names = false;
};
BOOST_DESCRIBE_STRUCT(ExportInput, (), (folder, data, database, on, area, names))

struct JobsInput {
  std::string data;
  std::optional<std::string> database;
};
BOOST_DESCRIBE_STRUCT(JobsInput, (), (data, database))

struct JobsDone {
  std::int64_t jobs = 0;
};
BOOST_DESCRIBE_STRUCT(JobsDone, (), (jobs))

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

/// A folder, or an archive of one.
placement::GivenFolder read_input(const ImportInput& input) {
  const placement::ReadOptions options{.encoding = std::string(name_of(input.encoding))};
  std::error_code error;
  return fs::is_regular_file(input.folder, error)
             ? placement::read_given(documents::read_archive(
                                         {.name = input.folder, .bytes = {}, .path = input.folder}),
                                     options)
             : placement::read_given(fs::path(input.folder), options);
}

int run_import(const ImportInput& input, base::Terminal& terminal) {
  const access::StorePlace place{.directory = input.data, .url = input.database.value_or("")};
  const bool in_passing = input.check && !is_store(place);
  // 1. The folder, with every fault of it.
  const placement::GivenFolder given = read_input(input);
  const placement::ReadResult& read = given.read;
  for (const placement::Fault& warning : read.warnings) {
    placement::print_warning(warning, terminal);
  }
  if (!read.instance) {
    if (placement::holds_forbidden(read) && !in_passing) {
      with_store(input.data, input.database, false, [&](Store& store) {
        placement::note_forbidden_in(store.database(), db::Caller::program(), read);
      });
      const base::Sentence noted = access::forbidden_is_noted;
      terminal.err << base::trim(noted.in(terminal.language)) << '\n';
    }
    throw placement::refusal_of(read, input.folder);
  }
  // 2. All of it, or nothing.
  const auto bring_in = [&](Store& store) {
    print(placement::import_folder(
              store.database(), db::Caller::program(), given,
              {.check = input.check, .on = input.on, .language = terminal.language}),
          terminal);
    if (input.check) {
      terminal.err << base::Sentence("This was a check; nothing was written.").in(terminal.language)
                   << '\n';
    }
  };
  if (in_passing) {
    // Where nothing is yet, nothing is left: it is tried out in a folder that goes again.
    const access::PassingFolder folder;
    Store store({.directory = (folder.path() / "data").string()}, stages());
    bring_in(store);
  } else {
    with_store(input.data, input.database, false, bring_in);
  }
  return base::exit_done;
}

bool is_archive_name(const fs::path& path) { return path.extension() == ".zip"; }

void refuse_unless_free(const fs::path& folder) {
  std::error_code error;
  if (fs::exists(folder, error) &&
      (is_archive_name(folder) || !fs::is_directory(folder, error) || !fs::is_empty(folder))) {
    throw base::Refusal{base::Kind::conflict, "folder_in_use",
                        base::in_words("{} holds something already. Name a new folder or an empty "
                                       "one.",
                                       folder.string())};
  }
}

int run_export(const ExportInput& input, base::Terminal& terminal) {
  const fs::path folder = input.folder;
  refuse_unless_free(folder);
  with_store(input.data, input.database, true, [&](Store& store) {
    const base::Instant now = store.database().clock().now();
    const Date on = input.on.value_or(now.utc_date());
    const placement::TakenFolder taken =
        placement::take_folder(store.database(), db::Caller::program(),
                               {.on = on, .area = input.area, .names = input.names});
    if (is_archive_name(folder)) {
      access::write_file(folder.string(), placement::packed(taken, on, now));
    } else {
      fs::create_directories(folder);
      for (const documents::ArchivedFile& file : taken.files) {
        access::write_file((folder / file.name).string(), file.bytes);
      }
    }
    print(taken.about, terminal);
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
                       .meaning = "The programme folder, or a ZIP archive of it (.zip)."},
                      {.name = "check",
                       .meaning = "Only say what the import would make, or why it is refused; "
                                  "nothing is written."},
                      access::data_field_about(),
                      access::database_field_about(),
                      on_about("The first day of what is planned next; today if not given."),
                      placement::encoding_words()},
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
                       .meaning = "A new folder, or an empty one; a name that ends with .zip: an "
                                  "archive."},
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
