// See plan_keep.h.
#include "stages/placement/plan_keep.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/digest.h"
#include "base/ensure.h"
#include "planner/planner.h"
#include "stages/placement/folder_parts.h"
#include "stages/placement/programme_folder.h"
#include "stages/programme/operations_shared.h"

namespace sojourn::stages::placement {
namespace {

using base::Id;

void add_file(Kept& kept, std::string_view name, std::string text) {
  std::string digest = base::sha256_hex(text);
  kept.files.push_back({.id = {},
                        .plan = kept.plan.id,
                        .name = std::string(name),
                        .text = std::move(text),
                        .digest = std::move(digest)});
}

template <class Record>
Id<Record> id_in(const planner::Instance& instance, planner::Text text) {
  const auto id = Id<Record>::from_text(instance.text(text));
  base::ensure(id.has_value(), "the folder of the records names them by their ids");
  return *id;
}

}  // namespace

Kept kept_of(Plan plan, const PlanTexts& folder, const planner::Instance& instance,
             const planner::Solution& solution, const RunFacts& facts) {
  Kept kept{.files = {}, .placements = {}, .plan = std::move(plan)};
  for (std::size_t file = 0; file < std::tuple_size_v<FolderTexts>; ++file) {
    if (const auto found = folder.find(folder_file_name(file)); found != folder.end()) {
      add_file(kept, found->first, found->second);
    }
  }
  const std::string placements = placements_csv(instance, solution.plan);
  const std::string leads = lead_sponsors_csv(instance, solution.plan);
  const RunReport report = report_of(instance, solution, facts);
  add_file(kept, "placements.csv", placements);
  add_file(kept, "lead_sponsors.csv", leads);
  add_file(kept, "certificate.csv",
           certificate_csv(instance, solution.certificate, solution.floors));
  add_file(kept, "report.json", base::encode_text(report, base::Layout::indented) + "\n");
  for (const planner::Placement& each : solution.plan.placements) {
    kept.placements.push_back(
        {.id = {},
         .plan = kept.plan.id,
         .staff = id_in<Staff>(instance, instance.staff[static_cast<std::size_t>(each.staff)].id),
         .site = id_in<Site>(instance, instance.sites[static_cast<std::size_t>(each.site)].id),
         .role = each.role == planner::Role::leader ? StaffRole::leader : StaffRole::member});
  }
  if (kept.plan.by_hand) {
    kept.plan.breaches = std::ssize(planner::check(instance, solution.plan));
  }
  kept.plan.state = PlanState::draft;
  kept.plan.input_digest = instance.input_digest;
  kept.plan.rules_digest = instance.rules_digest;
  kept.plan.result_digest = result_digest_of(placements, leads);
  kept.plan.steps = solution.steps;
  kept.plan.total = report.total;
  kept.plan.bound = report.bound;
  kept.plan.proven = report.proven;
  kept.plan.placed = report.placed;
  kept.plan.sites = report.sites;
  kept.plan.staff = report.staff;
  return kept;
}

void keep_parts(db::Change& change, Kept& kept) {
  for (PlanFile& file : kept.files) {
    file.id = change.new_id<PlanFile>();
    std::vector<db::Value> cells;
    db::add_cells(file, cells);
    // The plan's row holds the digests, and is in the audit log.
    change.write_rows("plan_file", db::columns_of<PlanFile>(), cells);
  }
  for (Placement& placement : kept.placements) {
    placement.id = change.new_id<Placement>();
  }
  if (!kept.placements.empty()) {
    change.insert_all("placement", kept.placements, "as the plan has them");
  }
}

std::string result_digest_of(std::string_view placements, std::string_view leads) {
  return base::sha256_hex(fmt::format("{}  placements.csv\n{}  lead_sponsors.csv\n",
                                      base::sha256_hex(placements), base::sha256_hex(leads)));
}

PlanTexts plan_texts(db::Tx& tx, Id<Plan> plan) {
  PlanTexts texts;
  for (PlanFile& file :
       tx.rows<PlanFile>(fmt::format("SELECT {} FROM plan_file f WHERE f.plan = $1",
                                     programme::columns<PlanFile>("f")),
                         plan)) {
    texts.emplace(std::move(file.name), std::move(file.text));
  }
  return texts;
}

}  // namespace sojourn::stages::placement
