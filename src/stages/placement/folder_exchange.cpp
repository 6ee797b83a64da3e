// See folder_exchange.h.
#include "stages/placement/folder_exchange.h"

#include <fmt/format.h>

#include "access/forbidden_note.h"
#include "access/list_file.h"
#include "privacy/forbidden.h"
#include "stages/placement/operations_shared.h"
#include "stages/placement/plan_operations.h"
#include "stages/placement/stage.h"
#include "stages/programme/operations_shared.h"

namespace sojourn::stages::placement {
namespace {

using base::Date;
using base::Id;

struct ImportFolder {
  std::optional<bool> check;
  std::optional<Date> on;
  std::optional<FileEncoding> encoding;
};
BOOST_DESCRIBE_STRUCT(ImportFolder, (), (check, on, encoding))

struct ExportFolder {
  std::optional<Date> on;
  std::optional<Id<Area>> area;
  std::optional<bool> names;
};
BOOST_DESCRIBE_STRUCT(ExportFolder, (), (on, area, names))

/// Thrown to undo what was only tried.
struct Tried {
  Imported made;
};

/// Of a refused folder, what has no place in Sojourn: where, and not the text.
std::vector<base::Fault> forbidden_in(const ReadResult& read) {
  std::vector<base::Fault> made;
  for (const Fault& fault : read.errors) {
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

access::ListExport entry_of(db::Change& change, const db::Caller& caller, const FolderAbout& about,
                            const RecordFolder& records, const FolderTaken& taken) {
  access::ListExport entry{.id = change.new_id<access::ListExport>(),
                           .account = {caller.actor},
                           .made_at = change.now(),
                           .list = "folder.export",
                           .format = access::ExportFormat::csv,
                           .filters = {"on=" + about.on.to_text()},
                           .row_count = 0,
                           .digest = taken.input_digest};
  if (about.area) {
    entry.filters.push_back("area=" + about.area->to_text());
  }
  if (about.names) {
    entry.filters.emplace_back("names=true");
  }
  for (const std::vector<std::string>& rows : records.records) {
    entry.row_count += std::ssize(rows);
  }
  return entry;
}

Imported run_import(access::Call& call, const ImportFolder& input) {
  if (call.request.file == nullptr) {
    throw base::Refusal{base::Kind::invalid, "no_file",
                        "Send a programme folder as a ZIP archive (.zip)."};
  }
  const access::Upload& file = *call.request.file;
  const GivenFolder given = read_given(
      documents::read_archive({.name = file.name, .bytes = file.bytes, .path = file.path}),
      {.encoding = std::string(name_of(input.encoding.value_or(FileEncoding::utf_8)))});
  if (!given.read.instance) {
    base::Refusal refusal = refusal_of(given.read, file.name);
    if (note_forbidden_in(call.database,
                          {.actor = call.asker.account, .request_id = call.request.id},
                          given.read)) {
      refusal.detail += access::forbidden_is_noted;
    }
    throw refusal;
  }
  return import_folder(
      call.database, call.caller, given,
      {.check = input.check.value_or(false), .on = input.on, .language = call.request.language});
}

FolderTaken run_export(access::Call& call, const ExportFolder& input) {
  const base::Instant now = call.database.clock().now();
  const FolderAbout about{.on = input.on.value_or(now.utc_date()),
                          .area = input.area,
                          .names = input.names.value_or(false)};
  const TakenFolder taken = take_folder(call.database, call.caller, about);
  note_refusals_read(call, about.area);
  call.file = packed(taken, about.on, now);
  return taken.about;
}

}  // namespace

bool holds_forbidden(const ReadResult& read) { return !forbidden_in(read).empty(); }

bool note_forbidden_in(db::Database& database, const db::Caller& caller, const ReadResult& read) {
  return access::note_forbidden(database, caller, "folder.import", forbidden_in(read));
}

Imported import_folder(db::Database& database, const db::Caller& caller, const GivenFolder& given,
                       const FolderWanted& wanted) {
  const Date on = wanted.on.value_or(database.clock().now().utc_date());
  Imported made = [&] {
    try {
      return database.change(caller, "folder.import", [&](db::Change& change) {
        Imported all =
            import_programme(change, *given.read.instance, given.affinity_given, given.rules, on);
        if (wanted.check) {
          throw Tried{std::move(all)};
        }
        all.written = true;
        return all;
      });
    } catch (Tried& tried) {
      return std::move(tried.made);
    }
  }();
  for (const Fault& warning : given.read.warnings) {
    base::Fault said = to_base(warning);
    made.warnings.push_back({.place = std::move(said.where),
                             .value = std::move(said.value),
                             .code = std::move(said.code),
                             .detail = said.detail.in(wanted.language)});
  }
  made.more_warnings = static_cast<std::int64_t>(given.read.more_warnings);
  return made;
}

TakenFolder take_folder(db::Database& database, const db::Caller& caller,
                        const FolderAbout& about) {
  // 1. The records, in one consistent read, and their digests: of what cannot be planned there are
  //    none, and what to put right is told.
  RecordFolder records =
      database.read(caller, [&](db::Tx& tx) { return folder_of_records(tx, about); });
  TakenFolder made;
  {
    const planner::Instance instance = instance_of(records);
    made.about.input_digest = instance.input_digest;
    made.about.rules_digest = instance.rules_digest;
  }
  for (std::size_t file = 0; file < records.texts.size(); ++file) {
    if (std::optional<std::string>& text = records.texts[file]) {
      made.about.files.emplace_back(folder_file_name(file));
      made.files.push_back({.name = made.about.files.back(), .bytes = *std::move(text)});
    }
  }
  // 2. The entry. Without it nothing is given away.
  database.change(caller, "folder.export", [&](db::Change& change) {
    change.insert("list_export", entry_of(change, caller, about, records, made.about));
  });
  return made;
}

access::File packed(const TakenFolder& folder, const Date& on, const base::Instant& at) {
  const std::string name = "programme-folder-" + on.to_text();
  std::vector<documents::ArchivedFile> files;
  for (const documents::ArchivedFile& file : folder.files) {
    files.push_back({.name = name + "/" + file.name, .bytes = file.bytes});
  }
  return {.name = name + ".zip",
          .media_type = std::string(documents::archive_type),
          .bytes = documents::made_archive(files, at)};
}

std::vector<access::Operation> folder_operations() {
  return {
      access::call_operation<ImportFolder, Imported>(
          {.name = "folder.import",
           .permission = import_folders,
           .method = access::Method::post,
           .path = "/api/programme-folder/import",
           .summary = "make a programme's records of a programme folder",
           .description =
               "The folder, as a ZIP archive, becomes areas, sites, sponsors, staff, wishes, "
               "affinity, announced leads, pins, given costs and the first edition of the rules, "
               "as a whole or not at all, in a programme that has no records yet. It is checked "
               "as for a plan, and every fault is told with file, line and column.",
           .fields = {{.name = "check",
                       .meaning = "Only say what the import would make, or why it is refused; "
                                  "nothing is written."},
                      {.name = "on",
                       .shape = "DAY",
                       .meaning = "The first day of what is planned next; today if not given."},
                      {.name = "encoding",
                       .shape = "CODE",
                       .meaning =
                           "How the CSV files were saved: UTF-8 if not given, or gb18030, as "
                           "Excel in Chinese does."}},
           .takes_file = true},
          true, run_import),
      access::call_operation<ExportFolder, FolderTaken>(
          {.name = "folder.export",
           .permission = read_plans,
           .path = "/api/programme-folder",
           .summary = "the records as a programme folder",
           .description =
               "As a plan made for that day reads what you see of them: `sojourn plan` makes the "
               "same plan of the folder as the server does of the records. That it was taken is "
               "noted with the exports, with its input digest. The answer is a ZIP archive.",
           .fields = {{.name = "on",
                       .shape = "DAY",
                       .meaning = "The first day of what is planned; today if not given."},
                      {.name = "area",
                       .shape = "AREA",
                       .meaning = "Only this county or what lies above counties."},
                      {.name = "names",
                       .meaning = "With the names of staff; without them nobody is named."}},
           .gives_file = {std::string(documents::archive_type)}},
          false, run_export),
  };
}

}  // namespace sojourn::stages::placement
