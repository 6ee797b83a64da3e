// A workbook into whose cells something was written: its formulas are reckoned anew when it is
// opened, for what they said before holds no more. Inside src/documents only.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "documents/xlsx_book.h"
#include "documents/xml_edit.h"

namespace sojourn::documents {

/// Parts to be written, by their names; nothing: taken out (see repacked).
using ChangedParts = std::map<std::string, std::optional<std::string>>;

/// Of the part that lists the sheets: asks for the reckoning.
void ask_to_reckon(std::string_view bytes, Edits& edits);

/// The order of reckoning names cells that may have moved, or have no formula any more; programs
/// make it anew.
void drop_order(Parts& parts, const XlsxBook& book, ChangedParts& changed);

}  // namespace sojourn::documents
