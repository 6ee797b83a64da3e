// How a table is to be read and what is told of it. See importer.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>

#include "base/language.h"
#include "documents/grid.h"
#include "imports/report.h"
#include "imports/sheet.h"

namespace sojourn::imports {

/// How a file is read and told.
struct ImportOptions {
  documents::GridOptions grid = {};
  Headings headings = {};
  base::Language language = base::Language::en;
  std::size_t most_listed = 1000;  ///< rows in the report
  /// Rows that others of the file are about as well, and one of those: all of them are asked about,
  /// the first too. As Importer::contested has them.
  std::map<std::uint32_t, std::uint32_t> contested = {};
};

/// Of every row in its order, those too that stay as they are.
using OnRow = std::function<void(const RowReport& row)>;

}  // namespace sojourn::imports
