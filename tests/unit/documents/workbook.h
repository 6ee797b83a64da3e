// Workbooks for tests, made by hand, so that they can be as messy, or as bad, as files get.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "documents/grid.h"

namespace sojourn::documents {

/// Files of an archive by their names.
using Files = std::map<std::string, std::string>;

/// The archive's bytes. `pack`: deflate, else stored.
std::string zip_of(const Files& files, bool pack = true);

/// The files of a workbook whose one sheet "Staff" has this sheetData inside.
/// Styles: 0 General, 1 a date, 2 a date and a time, 3 "00000", 4 a text.
Files workbook_files(std::string_view sheet_data, const std::vector<std::string>& shared = {},
                     std::string_view after_data = "");
std::string workbook(std::string_view sheet_data, const std::vector<std::string>& shared = {},
                     std::string_view after_data = "");

/// All rows as "3: A=Ada C=number 12 D=date 2026-11-25".
std::vector<std::string> rows_of(const GridSource& source, const GridOptions& options = {});

/// What opening and reading all of it ends with: "read", or the code of the refusal.
std::string outcome_of(std::string_view bytes, const GridOptions& options = {});

}  // namespace sojourn::documents
