// Reads what the report on paper says, as far as the asker sees it, and gives it away as a file.
#include <algorithm>
#include <functional>
#include <map>

#include "access/list_file.h"
#include "base/digest.h"
#include "stages/accountability/operations.h"
#include "stages/accountability/printed.h"
#include "stages/need/operations.h"
#include "stages/placement/plan_warm.h"
#include "stages/programme/operations_shared.h"
#include "stages/programme/presets.h"
#include "stages/programme/rules_table.h"
#include "stages/selection/records.h"

namespace sojourn::stages::accountability {
namespace {

using base::Id;
using placement::Plan;
using programme::Area;
using programme::Sponsor;
using selection::Round;

struct PrintReports {
  std::optional<base::Language> language;
};
BOOST_DESCRIBE_STRUCT(PrintReports, (), (language))

/// The PDF is the answer's file; this says what is in it.
struct ReportsPrinted {
  std::int64_t sites = 0;
  std::int64_t sponsors = 0;
  std::string digest;
};
BOOST_DESCRIBE_STRUCT(ReportsPrinted, (), (sites, sponsors, digest))

struct AreaRow {
  Id<Area> id;
  std::optional<std::string> code;
  std::string name;
  std::optional<Id<Area>> parent;
};
BOOST_DESCRIBE_STRUCT(AreaRow, (), (id, code, name, parent))

struct SponsorRow {
  Id<Sponsor> id;
  std::string name;
  Id<Area> area;
  std::string area_name;
  std::optional<std::int64_t> establishment;
  std::optional<std::int64_t> in_post;
};
BOOST_DESCRIBE_STRUCT(SponsorRow, (), (id, name, area, area_name, establishment, in_post))

struct RoundRow {
  Id<Round> id;
  std::string name;
  base::Date starts_on;
};
BOOST_DESCRIBE_STRUCT(RoundRow, (), (id, name, starts_on))

struct AskedRow {
  Id<Sponsor> sponsor;
  std::int64_t places = 0;
  std::optional<std::int64_t> nominees;
};
BOOST_DESCRIBE_STRUCT(AskedRow, (), (sponsor, places, nominees))

struct PlanRow {
  Id<Plan> id;
  std::string name;
  base::Date starts_on;
};
BOOST_DESCRIBE_STRUCT(PlanRow, (), (id, name, starts_on))

/// Each area after the one that it lies in, side by side by their numbers, else by their names.
std::vector<AreaRow> in_order(std::vector<AreaRow> all) {
  std::sort(all.begin(), all.end(), [](const AreaRow& a, const AreaRow& b) {
    return a.code && b.code && *a.code != *b.code ? *a.code < *b.code : a.name < b.name;
  });
  std::map<std::int64_t, std::vector<const AreaRow*>> below;
  std::map<std::int64_t, bool> known;
  for (const AreaRow& each : all) {
    known[each.id.value] = true;
  }
  for (const AreaRow& each : all) {
    below[each.parent && known.contains(each.parent->value) ? each.parent->value : 0].push_back(
        &each);
  }
  std::vector<AreaRow> made;
  const std::function<void(std::int64_t)> add = [&](std::int64_t parent) {
    for (const AreaRow* each : below[parent]) {
      made.push_back(*each);
      add(each->id.value);
    }
  };
  add(0);
  return made;
}

class Reading {
 public:
  explicit Reading(db::Tx& tx) : tx_(tx), today_(tx.now().utc_date()) {}

  PrintedFacts run() {
    facts_.made_at = tx_.now();
    programme::Faults ignored;
    facts_.programme =
        programme::read_programme(programme::rules_that_hold(tx_, today_).text, "/rules", ignored)
            .name.value_or("");
    read_areas();
    read_sites();
    read_plan();
    read_sponsors();
    return std::move(facts_);
  }

 private:
  void read_areas() {
    areas_ = in_order(tx_.rows<AreaRow>(
        "SELECT a.id, a.code, a.name, a.parent FROM area a WHERE {scope:area a.path} AND "
        "a.closed_on IS NULL"));
    for (std::size_t i = 0; i < areas_.size(); ++i) {
      place_.emplace(areas_[i].id.value, i);
    }
  }
  /// In administrative order; what lies in an area that is not seen comes last.
  std::size_t place(Id<Area> area) const {
    const auto found = place_.find(area.value);
    return found == place_.end() ? areas_.size() : found->second;
  }

  void read_sites() {
    const auto sites = need::reckon(tx_, need::rules_of(tx_, today_), {.on = today_});
    std::map<std::size_t, PrintedArea> areas;
    std::vector<std::pair<std::size_t, PrintedSite>> lacking;
    for (const need::ReckonedSite& each : sites) {
      const need::SiteNeed& need = each.need;
      const std::size_t at = place(each.facts.site.area);
      PrintedArea& area = areas[at];
      area.name = each.facts.area_name;
      facts_.covered_sites += need.in_post && *need.in_post >= need.minimum ? 1 : 0;
      if (!need.solved) {
        ++facts_.own_sites;
        ++area.own_sites;
        facts_.own_people += need.in_post.value_or(0);
        continue;
      }
      ++facts_.sites;
      ++area.sites;
      facts_.unknown_sites += need.in_post ? 0 : 1;
      facts_.in_post += need.in_post.value_or(0);
      facts_.short_of_minimum += need.short_of_minimum;
      facts_.short_of_target += need.short_of_target;
      area.minimum += need.minimum;
      area.short_of_minimum += need.short_of_minimum;
      if (need.short_of_minimum > 0) {
        lacking.emplace_back(
            at, PrintedSite{.area_name = each.facts.area_name,
                            .name = each.facts.site.name,
                            .minimum = need.minimum,
                            .in_post = need.in_post ? std::optional<std::int64_t>(*need.in_post)
                                                    : std::nullopt,
                            .short_of_minimum = need.short_of_minimum});
      }
    }
    for (auto& [at, area] : areas) {
      facts_.areas.push_back(std::move(area));
    }
    std::sort(lacking.begin(), lacking.end(), [](const auto& a, const auto& b) {
      return std::tie(a.first, a.second.name) < std::tie(b.first, b.second.name);
    });
    for (auto& [at, site] : lacking) {
      facts_.short_sites.push_back(std::move(site));
    }
  }

  /// The newest that people are told of: its wishes, and whom each sponsor sends by it.
  void read_plan() {
    const auto found = tx_.rows<PlanRow>(
        "SELECT p.id, p.name, p.starts_on FROM plan p LEFT JOIN area a ON a.id = p.area WHERE "
        "{scope:area a.path} AND p.state IN ('published', 'confirmed') AND EXISTS (SELECT 1 FROM "
        "plan_file f WHERE f.plan = p.id AND f.name = 'placements.csv') ORDER BY p.id DESC LIMIT "
        "1");
    if (found.empty()) {
      return;
    }
    PrintedPlan plan{.name = found.front().name, .starts_on = found.front().starts_on};
    placement::WarmPlans plans;
    const auto stored = plans.stored(tx_, found.front().id);
    const planner::Instance& instance = stored->instance();
    std::map<std::pair<planner::Ix, planner::Ix>, std::int8_t> wishes;
    std::vector<bool> wished(instance.staff.size());
    for (const planner::Wish& wish : instance.wishes) {
      if (wish.rank != planner::refuse) {
        wishes.emplace(std::pair(wish.staff, wish.site), wish.rank);
        wished[static_cast<std::size_t>(wish.staff)] = true;
      }
    }
    for (const planner::Placement& each : stored->solution().plan.placements) {
      const auto person = static_cast<std::size_t>(each.staff);
      if (const planner::Ix sponsor = instance.staff[person].sponsor; sponsor != planner::none) {
        ++placed_[std::string(
            instance.text(instance.sponsors[static_cast<std::size_t>(sponsor)].id))];
      }
      if (!wished[person]) {
        continue;
      }
      ++plan.wished;
      const auto met = wishes.find({each.staff, each.site});
      if (met != wishes.end() && met->second >= 1 && met->second <= 3) {
        ++plan.met[static_cast<std::size_t>(met->second - 1)];
      }
    }
    facts_.plan = std::move(plan);
  }

  void read_sponsors() {
    // 1. The round that the plan places people of; else the one whose people begin last.
    const auto rounds = tx_.rows<RoundRow>(
        "SELECT r.id, r.name, r.starts_on FROM selection_round r JOIN area a ON a.id = r.area "
        "WHERE {scope:area a.path} ORDER BY r.starts_on DESC, r.id DESC");
    const RoundRow* round = rounds.empty() ? nullptr : &rounds.front();
    for (auto each = rounds.rbegin(); each != rounds.rend(); ++each) {
      round = facts_.plan && each->starts_on == facts_.plan->starts_on ? &*each : round;
    }
    std::map<std::int64_t, AskedRow> asked;
    if (round != nullptr) {
      facts_.round = round->name;
      facts_.placed_by_plan = facts_.plan && facts_.plan->starts_on == round->starts_on;
      for (const AskedRow& each : tx_.rows<AskedRow>(
               "SELECT q.sponsor, q.places, q.nominees FROM round_place q WHERE q.round = $1 AND "
               "{unscoped:of a round that is seen, told of sponsors that are seen}",
               round->id)) {
        asked.emplace(each.sponsor.value, each);
      }
    }
    // 2. Those that are seen, with what they have at home.
    auto sponsors = tx_.rows<SponsorRow>(
        fmt::format("SELECT p.id, p.name, p.area, a.name AS area_name, {} AS establishment, {} AS "
                    "in_post FROM sponsor p JOIN area a ON a.id = p.area WHERE {{scope:area "
                    "a.path; sponsor p.id}} AND p.closed_on IS NULL ORDER BY p.name, p.id",
                    need::newest_establishment("posts", "p.id", "$1"),
                    need::newest_establishment("in_post", "p.id", "$1")),
        today_);
    std::stable_sort(
        sponsors.begin(), sponsors.end(),
        [&](const SponsorRow& a, const SponsorRow& b) { return place(a.area) < place(b.area); });
    for (const SponsorRow& each : sponsors) {
      PrintedSponsor line{.name = each.name,
                          .area_name = each.area_name,
                          .establishment = each.establishment,
                          .in_post = each.in_post};
      if (const auto found = asked.find(each.id.value); found != asked.end()) {
        line.asked = found->second.places;
        line.named = found->second.nominees;
      }
      if (facts_.placed_by_plan) {
        const auto placed = placed_.find(each.id.to_text());
        line.placed = placed == placed_.end() ? 0 : placed->second;
      }
      facts_.sponsors.push_back(std::move(line));
    }
  }

  db::Tx& tx_;
  base::Date today_;
  PrintedFacts facts_;
  std::vector<AreaRow> areas_;
  std::map<std::int64_t, std::size_t> place_;   ///< by area
  std::map<std::string, std::int64_t> placed_;  ///< people, by sponsor
};

/// It leaves the system, so it is noted as every list that is taken.
ReportsPrinted print_reports(access::Call& call, const PrintReports& input) {
  PrintedFacts facts =
      call.database.read(call.caller, [](db::Tx& tx) { return Reading(tx).run(); });
  facts.made_by = call.asker.person;
  const documents::Letter report =
      printed_report(facts, input.language.value_or(call.request.language));
  std::string bytes =
      documents::letters_pdf({.title = report.title, .author = report.sender, .letters = {report}});
  const ReportsPrinted made{.sites = facts.sites + facts.own_sites,
                            .sponsors = std::ssize(facts.sponsors),
                            .digest = base::sha256_hex(bytes)};
  call.database.change(call.caller, "report.print", [&](db::Change& change) {
    change.insert("list_export", access::ListExport{.id = change.new_id<access::ListExport>(),
                                                    .account = {call.asker.account},
                                                    .made_at = change.now(),
                                                    .list = "report.print",
                                                    .format = access::ExportFormat::pdf,
                                                    .filters = {},
                                                    .row_count = made.sites + made.sponsors,
                                                    .digest = made.digest});
  });
  call.file = access::File{.name = fmt::format("reports-{}.pdf", report.dated.to_text()),
                           .media_type = std::string(documents::pdf_type),
                           .bytes = std::move(bytes)};
  return made;
}

}  // namespace

access::Operation print_operation() {
  return access::call_operation<PrintReports, ReportsPrinted>(
      {.name = "report.print",
       .permission = fill_reports,
       .path = "/api/reports/printed",
       .summary = "the fixed reports as a PDF to print: staffing, shortage, wishes met, sponsors' "
                  "share",
       .description = "Of what you see, as of now, on A4. Numbers of fewer than 5 people are not "
                      "told. That it was taken is noted with the exports.",
       .fields = {{.name = "language",
                   .shape = "CODE",
                   .meaning = "en or zh; that of the answer if not given."}},
       .examples = {{"sojourn report print --language zh --out reports.pdf",
                     "the reports in Chinese"}},
       .gives_file = {std::string(documents::pdf_type)}},
      false, print_reports);
}

}  // namespace sojourn::stages::accountability
