// A whole list as a file: Service::list_file. See list_file.h.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "access/service.h"
#include "access/sign_in.h"
#include "base/digest.h"
#include "base/ensure.h"
#include "base/json.h"
#include "base/text.h"

namespace sojourn::access {
namespace {

namespace json = boost::json;
using base::Kind;

constexpr std::size_t piece = std::size_t{1} << 16U;

/// What says which page is no filter of the whole.
void refuse_pages(const json::value& input) {
  std::vector<base::Fault> faults;
  for (const std::string_view name : {"after", "limit", "count"}) {
    if (input.as_object().contains(name)) {
      faults.push_back({.where = base::pointer_to("", name),
                        .code = "not_in_file",
                        .value = "",
                        .detail = "A file holds the whole list, so leave this out."});
    }
  }
  base::refuse_faults(std::move(faults));
}

std::string text_of(const json::value& value) {
  return value.is_string() ? std::string(std::string_view(value.get_string()))
                           : base::write_json(value);
}

/// See ListExport::filters.
std::vector<std::string> filters_of(const Operation& operation, const json::value& input) {
  std::vector<std::string> made;
  for (const base::Field& field : operation.fields) {
    const std::string& name = field.about.name;
    const json::value* value = input.as_object().if_contains(name);
    if (value == nullptr) {
      continue;
    }
    if (field.kind == base::FieldKind::text) {
      made.push_back(name);
    } else if (const json::array* list = value->if_array()) {
      for (const json::value& item : *list) {
        made.push_back(name + "=" + text_of(item));
      }
    } else {
      made.push_back(name + "=" + text_of(*value));
    }
  }
  return made;
}

documents::Titles titles_of(const Operation& operation, const ListFileWanted& wanted) {
  return [&operation, wanted](std::string_view name) {
    std::string title = column_title(wanted.language, name, operation.about.name);
    const auto& moments = operation.moments;
    const bool moment = std::find(moments.begin(), moments.end(), name) != moments.end();
    // CSV has the zone in each cell.
    return moment && wanted.format == ListFormat::xlsx ? title + " (UTC)" : title;
  };
}

std::string digest_of(PassingFile& file) {
  base::Sha256 digest;
  while (!file.at_end()) {
    digest.add(file.next(piece));
  }
  file.rewind();
  return digest.hex();
}

}  // namespace

std::unique_ptr<ListFile> Service::list_file(const Operation& operation, const Asker& asker,
                                             const Request& request, const json::value& input,
                                             const ListFileWanted& wanted) {
  base::ensure(operation.run_whole && wanted.format != ListFormat::json,
               operation.about.name + " is a list, and its format one of files");
  // 1. May they, and is it their turn?
  db::Caller caller = admitted(operation, asker, request);
  caller.whole_list = true;
  caller.idempotency_key.clear();  // asked again, it is made again
  refuse_pages(input);
  std::shared_ptr<void> place = slots_.take_place(asker.account);
  const std::shared_ptr<void> making = slots_.take_making();
  // 2. The rows, into a file, and who is seen in them.
  std::optional<Seen> seen;
  std::int64_t rows = 0;
  std::unique_ptr<ListFile> file;
  try {
    const PassingFolder folder(settings_.passing_files);
    const std::filesystem::path path = folder.path() / "list";
    std::optional<NewFile> csv;
    ListTaker taker{
        .begin = [&]() -> std::unique_ptr<documents::Sheet> {
          rows = 0;
          if (operation.about.detail) {
            seen.emplace(*operation.about.detail);
          }
          if (wanted.format == ListFormat::csv) {
            csv.emplace(path);
            return documents::csv_sheet([&](std::string_view bytes) { csv->write(bytes); });
          }
          return documents::xlsx_sheet(path, {.sheet_name = operation.about.name.substr(0, 31),
                                              .made = database_.clock().now(),
                                              .temporary = folder.path()});
        },
        .titles = titles_of(operation, wanted),
        .page =
            [&](std::size_t more) {
              rows += static_cast<std::int64_t>(more);
              if (rows > settings_.most_file_rows) {
                throw refusal(Kind::too_large, "list_too_long",
                              base::in_words("A file holds at most {} rows. Narrow the list.",
                                             settings_.most_file_rows));
              }
              if (wanted.stop.stop_requested()) {
                throw refusal(Kind::busy, "stopping", "Sojourn is being stopped.");
              }
            }};
    if (operation.about.detail) {
      taker.row = [&](const json::value& row) { seen->note(row); };
    }
    Call call{.service = *this,
              .database = database_,
              .caller = caller,
              .asker = asker,
              .request = request};
    operation.run_whole(call, input, taker);
    csv.reset();
    file = std::make_unique<ListFile>(path);
  } catch (const std::system_error& error) {
    if (error.code() == std::errc::no_space_on_device) {
      throw refusal(Kind::full, "disk_full",
                    "The disk is full, so the list cannot be made into a file.");
    }
    throw;
  }
  // 3. The entry, and with it who saw whom. Without it the file is not given away.
  const base::Instant now = database_.clock().now();
  file->name = fmt::format("{}-{}.{}", base::replaced(operation.about.name, '.', '-'),
                           now.utc_date().to_text(), base::name_of(wanted.format));
  file->type = media_type(wanted.format);
  file->place = std::move(place);
  file->entry = {.id = {},
                 .account = {asker.account},
                 .made_at = now,
                 .list = operation.about.name,
                 .format = export_format(wanted.format),
                 .filters = filters_of(operation, input),
                 .row_count = rows,
                 .digest = digest_of(file->bytes)};
  if (seen) {
    seen->leave_out(asker.staff);
  }
  file->entry.id = database_.change(caller, operation.about.name, [&](db::Change& change) {
    ListExport entry = file->entry;
    entry.id = change.new_id<ListExport>();
    change.insert("list_export", entry);
    if (seen && !seen->empty()) {
      write_seen(change, *operation.about.detail, asker, *seen);
    }
    return entry.id;
  });
  return file;
}

}  // namespace sojourn::access
