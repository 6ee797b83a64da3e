// How the tables of an office name what lies somewhere, a site or a sponsor: by its number, which a
// name beside it may not gainsay; else by its name, within the area that the row names, if that is
// one. Else the row is asked. For the imports of any stage.
// Tested in tests/unit/stages/need/import_test.cpp.
#pragma once

#include <string_view>

#include "imports/importer.h"

namespace sojourn::stages::programme {

/// A row's columns of it, made by imports::lookup, and which of Importable::references they are
/// looked up in.
struct PlaceColumns {
  std::string_view number;  ///< "site_number"
  std::string_view name;    ///< "site"
  std::string_view area;    ///< "area"
  std::size_t places = 0;
  std::size_t areas = 1;
};

/// The one that is meant; null, and told at its column, where that is not certain.
const imports::Candidate* place_of(db::Tx& tx, std::vector<imports::Referenced>& references,
                                   const PlaceColumns& columns, const imports::Given& given,
                                   const imports::Tell& tell);

}  // namespace sojourn::stages::programme
