// How the tables of an office name a person and a site: a person by staff number, else by name and
// sponsor where that is one person, else the row is asked; a site by number or name. For the
// imports of any stage whose records are about people or sites.
// Tested in tests/unit/stages/placement/posting_import_test.cpp and pair_import_test.cpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "imports/importer.h"

namespace sojourn::stages::programme {

/// Which of Importable::references are whose, and the columns by which a row names the person. A
/// row that is about two people names the other by columns of its own.
struct PersonReferences {
  std::size_t staff = 0;
  std::size_t sponsors = 0;
  std::string_view number_column = "staff_number";
  std::string_view name_column = "staff";
  std::string_view sponsor_column = "sponsor";
};

/// The headings of staff number, name and sponsor.
imports::ColumnAbout staff_number_heading();
imports::ColumnAbout staff_name_heading();
imports::ColumnAbout staff_sponsor_heading();

/// The columns "staff_number", "staff" and "sponsor", by which a row says whom it is about.
template <class R>
std::vector<imports::Column<R>> person_columns(const PersonReferences& which) {
  return {imports::lookup<R>(which.staff, staff_number_heading(), true),
          imports::lookup<R>(which.staff, staff_name_heading()),
          imports::lookup<R>(which.sponsors, staff_sponsor_heading())};
}

/// Whom the three columns mean: by number, which the name may not gainsay; else by name and
/// sponsor, if that is one person. Null, and told at its column, where that is not certain.
const imports::Candidate* person_of(db::Tx& tx, std::vector<imports::Referenced>& references,
                                    const PersonReferences& which, const imports::Given& given,
                                    const imports::Tell& tell);

/// Staff whom the asker sees and the texts may mean.
std::vector<imports::Candidate> staff_candidates(db::Tx& tx, const std::vector<std::string>& texts);
/// `closed_too`: see imports::Referenced::Source.
imports::Referenced::Source staff_members(bool closed_too = false);
imports::Referenced::Source sites(bool closed_too = false);

}  // namespace sojourn::stages::programme
