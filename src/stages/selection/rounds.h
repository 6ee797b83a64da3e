// What the files of operations share. Inside src/stages/selection only.
#pragma once

#include <fmt/format.h>

#include <string_view>
#include <vector>

#include "stages/programme/lasting.h"
#include "stages/programme/operations_shared.h"
#include "stages/selection/operations.h"
#include "stages/selection/records.h"
#include "stages/selection/rules.h"

namespace sojourn::stages::selection {

using access::Method;
using access::Page;
using base::Id;
using programme::columns;
using programme::Faults;
using programme::HistoryEntry;

/// Its area's managers see a round.
inline constexpr std::string_view scoped_round =
    "selection_round r JOIN area a ON a.id = r.area WHERE {scope:area a.path}";
/// They see all that is asked for in it, and a sponsor what it is asked for itself.
inline constexpr std::string_view scoped_place =
    "round_place q JOIN selection_round r ON r.id = q.round JOIN area a ON a.id = r.area JOIN "
    "sponsor p ON p.id = q.sponsor WHERE {scope:area a.path; sponsor q.sponsor}";

/// And they, the sponsor and the person see whom it names.
inline constexpr std::string_view scoped_nomination =
    "nomination n JOIN selection_round r ON r.id = n.round JOIN area a ON a.id = r.area JOIN "
    "sponsor "
    "p ON p.id = n.sponsor JOIN staff t ON t.id = n.staff WHERE {scope:area a.path; sponsor "
    "n.sponsor; staff n.staff}";

/// Names somebody whom no rule keeps out, weighed by what their record says.
Nomination nominate_staff(db::Change& change, const Round& round, const Staff& staff,
                          const SelectionRules& rules);

/// Refusal precondition "closed" if it is.
void require_open(const Round& round);
/// Refusal precondition "closed", or "shortlisted" if its shortlist is out.
void require_naming(const Round& round);
/// A round of which the asker sees something.
Round round_of(db::Tx& tx, Id<Round> id);
/// An open round; refusal precondition "closed" if it is not.
Round open_round(db::Tx& tx, Id<Round> id);

std::vector<access::Operation> round_operations();
std::vector<access::Operation> place_operations();
std::vector<access::Operation> nomination_operations();
std::vector<access::Operation> workbook_operations();
std::vector<access::Operation> funnel_operations();
std::vector<access::Operation> objection_operations();

}  // namespace sojourn::stages::selection
