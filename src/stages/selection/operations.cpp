#include "stages/selection/operations.h"

#include <iterator>

#include "stages/selection/rounds.h"
#include "stages/selection/rules.h"

namespace sojourn::stages::selection {

std::vector<access::Operation> operations() {
  std::vector<access::Operation> all;
  for (std::vector<access::Operation> part :
       {round_operations(), funnel_operations(), place_operations(), workbook_operations(),
        nomination_operations(), objection_operations()}) {
    all.insert(all.end(), std::make_move_iterator(part.begin()),
               std::make_move_iterator(part.end()));
  }
  return all;
}

void check_rules(std::string_view text, programme::Faults& faults) {
  (void)read_rules(text, "/text", faults);
}

db::ScopedTables scoped_tables() {
  return {"nomination", "nomination_objection", "round_place", "selection_round"};
}

ledger::Tables logged_tables() {
  return {{"selection_round", {}},
          {"round_place", {}},
          {"nomination", {.subject = "staff"}},
          {"nomination_objection", {.subject = "staff"}}};
}

namespace {

/// An objection as the one whom it is about is told it: not by which letter, for that names people.
struct OwnObjection {
  base::Id<Objection> id;
  std::string ground;
  base::Date raised_on;
  std::optional<bool> upheld = {};
  std::optional<base::Date> decided_on = {};
  std::optional<std::string> decided_reason = {};
};
BOOST_DESCRIBE_STRUCT(OwnObjection, (), (id, ground, raised_on, upheld, decided_on, decided_reason))

}  // namespace

std::vector<programme::OwnPart> own_parts() {
  return {programme::own_part<Nomination>("nomination"),
          programme::own_part<OwnObjection>("nomination_objection")};
}

std::vector<db::ConstraintAbout> constraints() {
  return {{.constraint = "round_place(round,sponsor)",
           .kind = base::Kind::conflict,
           .code = "asked_already",
           .where = "/sponsor",
           .detail = "This sponsor is asked in this round already. Change its places instead."},
          {.constraint = "nomination(round,staff)",
           .kind = base::Kind::conflict,
           .code = "named_already",
           .where = "/staff",
           .detail = "This person is named in this round already."}};
}

}  // namespace sojourn::stages::selection
