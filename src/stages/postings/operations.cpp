#include "stages/postings/operations.h"

#include <iterator>

#include "stages/postings/letters.h"
#include "stages/postings/terms.h"

namespace sojourn::stages::postings {

std::vector<access::Operation> operations(const placement::CheckKept& check_kept,
                                          const placement::CheckAway& check_away) {
  std::vector<access::Operation> all;
  for (std::vector<access::Operation> part :
       {term_operations(), event_operations(check_kept, check_away), office_operations(),
        handover_operations(), item_operations(), rotation_operations(), calendar_operations(),
        letter_operations()}) {
    all.insert(all.end(), std::make_move_iterator(part.begin()),
               std::make_move_iterator(part.end()));
  }
  return all;
}

void check_rules(std::string_view text, programme::Faults& faults) {
  (void)read_rules(text, "/text", faults);
}

db::ScopedTables scoped_tables() {
  return {"area_lead", "handover", "handover_item", "second_office", "term_event"};
}

ledger::Tables logged_tables() {
  const ledger::TableAbout of_staff{.subject = "staff"};
  return {{TermEvent::table.data(), of_staff},
          {SecondOffice::table.data(), of_staff},
          {AreaLead::table.data(), of_staff},
          {Handover::table.data(), of_staff},
          {HandoverItem::table.data(), of_staff}};
}

std::vector<programme::OwnPart> own_parts() {
  using programme::own_part;
  return {own_part<TermEvent>(TermEvent::table), own_part<SecondOffice>(SecondOffice::table),
          own_part<AreaLead>(AreaLead::table), own_part<Handover>(Handover::table),
          own_part<HandoverItem>(HandoverItem::table)};
}

std::vector<db::ConstraintAbout> constraints() {
  return {{.constraint = "handover(posting)",
           .kind = base::Kind::conflict,
           .code = "begun_already",
           .where = "/posting",
           .detail = "The handover of this posting has begun already."}};
}

}  // namespace sojourn::stages::postings
