// What the stage reads of an edition of the rules.
#include "base/text.h"
#include "stages/placement/plan_operations.h"
#include "stages/placement/stage.h"
#include "stages/programme/rules_table.h"

namespace sojourn::stages::placement {
namespace {

RulesFile read_edition(std::string_view text, std::string_view where, Faults& faults) {
  FaultList errors;
  FaultList warnings;
  RulesFile made = read_rules(text, errors, warnings);
  for (const Fault& fault : errors.kept()) {
    if (fault.code == rules_no_table) {
      // In the words of the stage whose table it is, which says so too: it is told once.
      faults.add(std::string(where), fault.code, fault.column, fault.expected);
      continue;
    }
    faults.add(std::string(where), fault.code, fault.value,
               fault.column.empty()
                   ? fault.expected
                   : base::in_words("Line {}, {}: {}", fault.line, fault.column, fault.expected));
  }
  return made;
}

}  // namespace

void check_rules(std::string_view text, programme::Faults& faults) {
  (void)read_edition(text, "/text", faults);
}

RulesFile rules_of(db::Tx& tx, const base::Date& on) {
  return programme::rules_in_table(tx, on, "placement", read_edition);
}

}  // namespace sojourn::stages::placement
