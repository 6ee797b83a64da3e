// See folder_load.h.
#include "stages/placement/folder_load.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "base/digest.h"
#include "base/text.h"
#include "stages/placement/folder_sheet.h"

namespace sojourn::stages::placement {

namespace fs = std::filesystem;
using namespace programme_files;

namespace {

constexpr std::array<bool, files> file_required = {false, true,  true,  true, false,
                                                   false, false, false, false};

/// For each file, the spreadsheet of its name among the names of a folder, if any: people forget to
/// save theirs as CSV.
std::array<std::string, files> spreadsheets_in(const std::vector<std::string>& names) {
  std::array<std::string, files> found;
  for (const fs::path name : names) {
    const std::string end = name.extension().string();
    if (end == ".xlsx" || end == ".xls" || end == ".ods" || end == ".et" || end == ".numbers") {
      for (std::size_t file = 0; file < files; ++file) {
        if (name.stem() == fs::path(file_names[file]).stem()) {
          found[file] = name.string();
        }
      }
    }
  }
  return found;
}

/// Files of the folder that are none of its own.
void warn_of_unknown(const std::vector<std::string>& names, FaultList& warnings) {
  const std::vector<std::string> known(file_names.begin(), file_names.end());
  std::vector<std::string> others;
  for (const std::string& name : names) {
    const std::string end = fs::path(name).extension().string();
    if ((end == ".csv" || end == ".toml") &&
        std::find(known.begin(), known.end(), name) == known.end()) {
      others.push_back(name);
    }
  }
  std::sort(others.begin(), others.end());
  for (const std::string& name : others) {
    warnings.add(
        {.file = base::shorten(name),
         .line = 0,
         .column = {},
         .value = {},
         .code = "file.unknown",
         .expected = "This file is not known and was not read." + did_you_mean(name, known)});
  }
}

/// How the CSV files were saved; nothing if that is told as an error.
std::optional<documents::Encoding> encoding_of(const ReadOptions& options, FaultList& errors) {
  const bool gb18030 = options.encoding == "gb18030";
  if (!gb18030 && options.encoding != "utf-8") {
    errors.add({.file = {},
                .line = 0,
                .column = "encoding",
                .value = base::shorten(options.encoding),
                .code = "encoding",
                .expected = "One of utf-8, gb18030 is due here."});
    return std::nullopt;
  }
  return gb18030 ? documents::Encoding::gb18030 : documents::Encoding::utf8;
}

/// What systems put beside people's files.
bool made_by_system(std::string_view path, std::string_view name) {
  return path.starts_with("__MACOSX/") || name.starts_with('.') || name == "Thumbs.db" ||
         name == "desktop.ini";
}

/// Missing files, the digests, and the limit of all together. False: there is too much. `sheets`:
/// for each file, a spreadsheet of its name that stands in its place.
bool take_stock(LoadedFiles& made, const std::array<std::string, files>& sheets, FaultList& errors,
                FaultList& warnings) {
  std::string digests;
  std::size_t bytes = 0;
  for (std::size_t file = 0; file < files; ++file) {
    if (made.texts[file]) {
      bytes += made.texts[file]->text.size();
      if (file != rules) {
        // As `sha256sum` prints them: the digest of the folder is that of this list.
        digests += fmt::format("{}  {}\n", made.texts[file]->digest, file_names[file]);
      }
    } else if (file_required[file]) {
      base::Sentence sentence = "This file is missing.";
      if (!sheets[file].empty()) {
        sentence += base::in_words(" There is {}: save that as \"CSV UTF-8\" under this name.",
                                   sheets[file]);
      }
      errors.add(fault_in(file, 0, "", "", "file.missing", std::move(sentence)));
    } else if (!sheets[file].empty()) {
      warnings.add({.file = base::shorten(sheets[file]),
                    .line = 0,
                    .column = {},
                    .value = {},
                    .code = "file.spreadsheet",
                    .expected = base::in_words("This spreadsheet was not read. Save it as \"CSV "
                                               "UTF-8\" under the name {}.",
                                               file_names[file])});
    }
  }
  if (bytes >= (std::size_t{1} << 32)) {
    errors.add({.file = {},
                .line = 0,
                .column = {},
                .value = {},
                .code = "folder.too_large",
                .expected = "The files are larger than 4 GiB together."});
    return false;
  }
  made.input_digest = base::sha256_hex(digests);
  made.rules_digest = made.texts[rules] ? made.texts[rules]->digest : base::sha256_hex("");
  return true;
}

}  // namespace

Fault fault_in(std::size_t file, std::uint32_t line, std::string_view column,
               std::string_view value, std::string_view code, base::Sentence sentence) {
  return {.file = std::string(file_names[file]),
          .line = line,
          .column = std::string(column),
          .value = base::shorten(value),
          .code = std::string(code),
          .expected = std::move(sentence)};
}

LoadedFiles load_files(const fs::path& folder, const ReadOptions& options,
                       planner::Workers& workers, FaultList& errors, FaultList& warnings) {
  LoadedFiles made;
  std::error_code error;
  const bool is_folder = fs::is_directory(folder, error);
  if (!is_folder) {
    const bool there = fs::exists(folder, error);
    errors.add({.file = {},
                .line = 0,
                .column = {},
                .value = folder.string(),
                .code = there ? "folder.not_one" : "folder.missing",
                .expected = there ? "This is a file. The folder that holds sites.csv, "
                                    "sponsors.csv and staff.csv is due here."
                                  : "There is no such folder."});
    return made;
  }
  const auto encoding = encoding_of(options, errors);
  if (!encoding) {
    return made;
  }
  // The largest file first, so that the others are read beside it.
  constexpr std::array<std::size_t, files> order = {staff, wishes,   affinity, sites, costs,
                                                    pins,  sponsors, areas,    rules};
  workers.run(files, [&](std::size_t i, int) {
    const fs::path path = folder / file_names[order[i]];
    std::error_code ignored;
    if (fs::symlink_status(path, ignored).type() != fs::file_type::not_found) {
      made.texts[order[i]] = documents::read_text_file(
          path, order[i] == rules ? documents::Encoding::utf8 : *encoding);
    }
  });
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    names.push_back(entry.path().filename().string());
  }
  if (!take_stock(made, spreadsheets_in(names), errors, warnings)) {
    return made;
  }
  warn_of_unknown(names, warnings);
  made.usable = true;
  return made;
}

LoadedFiles load_texts(FolderTexts texts, FaultList& errors) {
  LoadedFiles made;
  for (std::size_t file = 0; file < files; ++file) {
    if (texts[file]) {
      auto& text = made.texts[file] = std::make_unique<documents::TextFile>();
      text->converted = std::move(*texts[file]);
      text->text = text->converted;
      text->digest = base::sha256_hex(text->text);
    }
  }
  FaultList no_warnings;  // of spreadsheets, which are no texts at hand
  made.usable = take_stock(made, {}, errors, no_warnings);
  return made;
}

LoadedFiles load_packed(PackedFolder packed, const ReadOptions& options, FaultList& errors,
                        FaultList& warnings) {
  LoadedFiles made;
  const auto encoding = encoding_of(options, errors);
  if (!encoding) {
    return made;
  }
  // 1. The files of the folder stand in one place of the archive.
  std::optional<std::string> place;
  std::vector<std::string> names;
  for (documents::ArchivedFile& packed_file : packed) {
    const std::size_t slash = packed_file.name.rfind('/');
    const std::size_t begin = slash == std::string::npos ? 0 : slash + 1;
    const std::string name = packed_file.name.substr(begin);
    if (made_by_system(packed_file.name, name)) {
      continue;
    }
    names.push_back(name);
    const auto* const known = std::find(file_names.begin(), file_names.end(), name);
    if (known == file_names.end()) {
      continue;
    }
    const std::string within = packed_file.name.substr(0, begin);
    if (place && *place != within) {
      errors.add({.file = base::shorten(packed_file.name),
                  .line = 0,
                  .column = {},
                  .value = {},
                  .code = "archive.places",
                  .expected = "The files of a programme folder stand in one folder of the archive; "
                              "these stand in two. Pack one programme folder."});
      return made;
    }
    place = within;
    // 2. Its text, and room for the next.
    const auto file = static_cast<std::size_t>(known - file_names.begin());
    made.texts[file] = documents::text_file_of(
        packed_file.bytes, file == rules ? documents::Encoding::utf8 : *encoding);
    packed_file.bytes = {};
  }
  if (!take_stock(made, spreadsheets_in(names), errors, warnings)) {
    return made;
  }
  warn_of_unknown(names, warnings);
  made.usable = true;
  return made;
}

}  // namespace sojourn::stages::placement
