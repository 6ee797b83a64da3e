// What the operations of this stage share. See stage_pairs.h.
#include <memory>

#include "access/service.h"
#include "stages/placement/folder_exchange.h"
#include "stages/placement/kept.h"
#include "stages/placement/plan_draft.h"
#include "stages/placement/plan_readiness.h"
#include "stages/placement/stage_pairs.h"

namespace sojourn::stages::placement {
void check_staff(db::Tx& tx, Id<Staff> id, Faults& faults) {
  programme::named(tx, id, "/staff", faults);
}

void check_site(db::Tx& tx, Id<Site> id, Faults& faults) {
  programme::named(tx, id, "/site", faults);
}

void check_sponsor(db::Tx& tx, Id<Sponsor> id, Faults& faults) {
  programme::named(tx, id, "/sponsor", faults);
}

void note_refusals_read(access::Call& call, std::optional<Id<Area>> area) {
  const std::vector<std::int64_t> staff = call.database.read(call.caller, [&](db::Tx& tx) {
    const std::string within = area ? path_of(tx, *area) : std::string("/");
    return tx.column<std::int64_t>(
        "SELECT DISTINCT n.staff FROM wish n JOIN staff t ON t.id = n.staff JOIN area a ON a.id = "
        "t.area WHERE n.ended_on IS NULL AND n.confidential AND a.path >= $1 AND a.path < $2 AND "
        "{scope:area a.path; sponsor t.sponsor; staff t.id}",
        within, db::end_of_prefix(within));
  });
  call.service.note_seen(
      call.asker, {.permission = read_refusals, .subject = "staff", .fields = {"confidential"}},
      staff);
}

base::FieldAbout staff_field() {
  return {.name = "staff", .shape = "STAFF", .meaning = "Which staff member."};
}

base::FieldAbout site_field() {
  return {.name = "site", .shape = "SITE", .meaning = "Which site."};
}

base::FieldAbout sponsor_field() {
  return {.name = "sponsor", .shape = "SPONSOR", .meaning = "Which sponsor."};
}

std::vector<access::Operation> record_operations(const SettleTerms& settle) {
  return record_operations(settle, {});
}

std::vector<access::Operation> record_operations(const SettleTerms& settle,
                                                 const CheckKept& check_kept) {
  std::vector<access::Operation> all;
  const auto warm = std::make_shared<WarmPlans>();
  for (std::vector<access::Operation> part : {placing_operations(),
                                              wish_operations(),
                                              own_wish_operations(),
                                              brief_operations(),
                                              pin_operations(),
                                              lead_operations(),
                                              posting_operations(check_kept),
                                              folder_operations(),
                                              plan_operations(),
                                              content_operations(warm),
                                              replay_operations(warm),
                                              question_operations(warm),
                                              difference_operations(warm),
                                              publish_operations(warm, settle),
                                              objection_operations(),
                                              override_operations(),
                                              site_override_operations(),
                                              board_operations(warm),
                                              score_operations(warm),
                                              advice_operations(warm),
                                              edit_operations(warm),
                                              rule_override_operations()}) {
    all.insert(all.end(), std::make_move_iterator(part.begin()),
               std::make_move_iterator(part.end()));
  }
  return all;
}

db::ScopedTables scoped_tables() {
  return {"affinity",  "announced_lead",     "given_cost",    "pin",
          "placement", "placement_override", "plan",          "plan_objection",
          "posting",   "rule_override",      "site_override", "staff_placing",
          "wish"};
}

ledger::Tables logged_tables() {
  const ledger::TableAbout of_staff{.subject = "staff"};
  return {{"staff_placing", {.subject = "id"}},
          {"wish", of_staff},
          {"pin", of_staff},
          {"given_cost", of_staff},
          {"affinity", {}},
          {"announced_lead", {}},
          {"plan", {}},
          {"placement", of_staff},
          {"plan_objection", of_staff},
          {"placement_override", of_staff},
          {"rule_override", {}},
          {"site_override", {}},
          {"posting", of_staff}};
}

std::vector<programme::OwnPart> own_parts() {
  using programme::own_part;
  return {
      own_part<Placing>("staff_placing", "id"),
      own_part<Wish>(Wish::table),
      own_part<Pin>(Pin::table),
      own_part<GivenCost>(GivenCost::table),
      // Of a plan that nobody has published, nothing has happened yet.
      own_part<Placement>(Placement::table, "staff",
                          " AND n.plan IN (SELECT p.id FROM plan p WHERE p.published_at IS NOT "
                          "NULL)"),
      {.table = "plan_file", .shown_by = "placement.list"},
      own_part<PlanObjection>(PlanObjection::table),
      own_part<PlacementOverride>(PlacementOverride::table, "staff", " AND n.state = 'approved'"),
      own_part<Posting>(Posting::table)};
}

}  // namespace sojourn::stages::placement
