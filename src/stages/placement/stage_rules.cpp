// What the stage reads of an edition of the rules.
#include "base/text.h"
#include "stages/placement/plan_operations.h"
#include "stages/placement/stage.h"
#include "stages/programme/rules_table.h"

namespace sojourn::stages::placement {
namespace {

/// `strict`: what a file is only warned of, a table that nobody knows, is a fault too.
RulesFile read_text(std::string_view text, std::string_view where, bool strict, Faults& faults) {
  FaultList errors;
  FaultList warnings;
  RulesFile made = read_rules(text, errors, warnings);
  std::vector<Fault> found = errors.kept();
  if (strict) {
    found.insert(found.end(), warnings.kept().begin(), warnings.kept().end());
  }
  for (const Fault& fault : found) {
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

/// An edition that stands was checked when it was made, by what was known then.
RulesFile read_edition(std::string_view text, std::string_view where, Faults& faults) {
  return read_text(text, where, false, faults);
}

}  // namespace

void check_rules(std::string_view text, programme::Faults& faults) {
  (void)read_text(text, "/text", true, faults);
}

RulesFile rules_of(db::Tx& tx, const base::Date& on) {
  return programme::rules_in_table(tx, on, "placement", read_edition);
}

}  // namespace sojourn::stages::placement
