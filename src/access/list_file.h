// A list as a file for people: CSV or XLSX of all its pages, as one unchanging state of the
// database gives them, within the asker's scope. The rows go to a file on disk that has no name, so
// that a list of any length takes the memory of a page, and a slow reader holds no transaction. It
// is given away only when the audit log has an entry of it: who, which list, which filters, how
// many rows, and the SHA-256 of the file, by which a file that turns up somewhere is known again.
//
//   const auto file = service.list_file(operation, asker, request, input,
//                                       {.format = ListFormat::csv, .language = Language::zh});
//   while (!file->bytes.at_end()) { send(file->bytes.next(65536)); }
//
// Tested in tests/unit/access/list_file_test.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <set>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "access/operation.h"
#include "access/records.h"
#include "base/language.h"

namespace sojourn::access {

enum class ListFormat : std::uint8_t { json, csv, xlsx };
BOOST_DESCRIBE_ENUM(ListFormat, json, csv, xlsx)

/// What was taken out.
enum class ExportFormat : std::uint8_t { json, csv, xlsx, html, zip, text, pdf };
BOOST_DESCRIBE_ENUM(ExportFormat, json, csv, xlsx, html, zip, text, pdf)
ExportFormat export_format(ListFormat format);

/// Of the parameter that says which.
inline constexpr const char* list_format_meaning =
    "As what: a page as JSON, or the whole list as a file, CSV or XLSX, which the audit log notes. "
    "JSON if not given.";

/// "text/csv; charset=utf-8" and so on.
std::string_view media_type(ListFormat format);

/// What a column is called: its member's name in words ("sponsor_name": "Sponsor name"), in other
/// languages what the catalogue has for "column:sponsor_name", or "column:staff.list:name" where
/// one list calls it otherwise.
std::string column_title(base::Language language, std::string_view name,
                         std::string_view list = {});

struct ListFileWanted {
  ListFormat format = ListFormat::csv;  ///< a page of JSON is no file
  base::Language language = base::Language::en;
  std::stop_token stop = {};  ///< requested: end soon, without a file
};

/// An export as the table list_export and the audit log have it.
struct ListExport {
  static constexpr std::string_view id_prefix = "export";
  base::Id<ListExport> id;
  base::Id<Account> account;  ///< 0: whoever operates the machine
  base::Instant made_at;
  std::string list;  ///< "staff.list"
  ExportFormat format = ExportFormat::csv;
  /// "sponsor=sponsor_3k9q"; of free text, which may be a person's name, only that it was given.
  std::vector<std::string> filters;
  std::int64_t row_count = 0;
  std::string digest;  ///< SHA-256 of the file, in hexadecimal
};
BOOST_DESCRIBE_STRUCT(ListExport, (),
                      (id, account, made_at, list, format, filters, row_count, digest))

/// Whose files are being made or sent: each account one at a time, and few made at once, for each
/// keeps a worker and a reader of the database busy. Safe from any thread.
class ListFileSlots {
 public:
  /// Files made at once. More: less waiting among those who export; less: everybody else waits
  /// less.
  explicit ListFileSlots(int most_made = 2) : most_made_(most_made) {}

  /// An account's place, given back with its last holder. Refusal busy "export_running" if it has
  /// one already. The operator (0) has as many as wanted.
  std::shared_ptr<void> take_place(std::int64_t account);
  /// The same of making; busy "exports_busy".
  std::shared_ptr<void> take_making();

 private:
  struct State {
    std::mutex mutex;
    std::set<std::int64_t> accounts;
    int made = 0;
  };
  int most_made_;
  std::shared_ptr<State> state_ = std::make_shared<State>();
};

/// The whole list, and what is known of it.
struct ListFile {
  explicit ListFile(const std::filesystem::path& path) : bytes(path) {}
  PassingFile bytes;
  std::string name;       ///< "staff-list-2026-11-26.csv"
  std::string_view type;  ///< media type
  ListExport entry;       ///< as the log has it
  std::shared_ptr<void> place;
};

}  // namespace sojourn::access
