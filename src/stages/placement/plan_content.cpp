// What a plan holds, to be read and taken along: who serves where and why, the report, its files.
#include "access/list_file.h"
#include "base/digest.h"
#include "base/version.h"
#include "stages/placement/plan_by_hand.h"
#include "stages/placement/plan_draft.h"
#include "stages/placement/report.h"

namespace sojourn::stages::placement {
namespace {

constexpr std::string_view html_type = "text/html";

struct ListPlacements {
  Id<Plan> id;
  std::optional<Id<Site>> site;
  std::optional<base::Language> language;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListPlacements, (), (id, site, language, after, limit))

struct StoredPlacement {
  Id<Placement> id;
  Id<Staff> staff;
  std::string staff_name;
  Id<Site> site;
  std::string site_name;
  StaffRole role = StaffRole::member;
  Origin origin = Origin::planned;
};
BOOST_DESCRIBE_STRUCT(StoredPlacement, (), (id, staff, staff_name, site, site_name, role, origin))

struct PlacementRow {
  Id<Placement> id;
  Id<Staff> staff;
  std::string staff_name;
  Id<Site> site;
  std::string site_name;
  StaffRole role = StaffRole::member;
  Origin origin = Origin::planned;
  std::string reason;  ///< why here, in a sentence
};
BOOST_DESCRIBE_STRUCT(PlacementRow, (),
                      (id, staff, staff_name, site, site_name, role, origin, reason))

struct ListByHand {
  Id<Plan> id;
  std::optional<base::Language> language;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListByHand, (), (id, language, after, limit))

struct ByHandRow {
  std::int64_t number = 0;  ///< in the list, from 1
  std::string what;
  std::optional<Id<Staff>> staff;  ///< none: about the lead sponsor of the site
  std::optional<Id<Site>> site;    ///< where they are then; none: nowhere
  std::optional<std::string> by;
  std::optional<std::string> signed_by;
  base::Date on;
  std::string reason;
  Id<Plan> plan;
  std::string plan_name;
};
BOOST_DESCRIBE_STRUCT(ByHandRow, (),
                      (number, what, staff, site, by, signed_by, on, reason, plan, plan_name))

struct ReportOf {
  Id<Plan> id;
  std::optional<base::Language> language;
};
BOOST_DESCRIBE_STRUCT(ReportOf, (), (id, language))

/// The page is the answer's file; this says what is in it.
struct ReportMade {
  std::int64_t placed = 0;
  std::string digest;
};
BOOST_DESCRIBE_STRUCT(ReportMade, (), (placed, digest))

struct ListFiles {
  Id<Plan> id;
};
BOOST_DESCRIBE_STRUCT(ListFiles, (), (id))

struct FileView {
  std::string name;
  std::string digest;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(FileView, (), (name, digest, text))

struct FilesView {
  std::vector<FileView> files;
};
BOOST_DESCRIBE_STRUCT(FilesView, (), (files))

Page<PlacementRow> list_placements(db::Tx& tx, const ListPlacements& input, WarmPlans& warm_plans) {
  const std::int64_t limit = checked_limit(input.limit);
  plan_view(tx, input.id);
  std::vector<db::Value> values = {db::to_sql(input.id)};
  std::string condition;
  if (input.site) {
    values.push_back(db::to_sql(*input.site));
    condition += fmt::format(" AND n.site = ${}", values.size());
  }
  if (input.after) {
    const auto last = Id<Placement>::from_text(*input.after);
    if (!last) {
      programme::refuse_place(*input.after, "This should be what `next` said.");
    }
    values.push_back(db::to_sql(*last));
    condition += fmt::format(" AND n.id > ${}", values.size());
  }
  const std::vector<StoredPlacement> rows = tx.rows_with<StoredPlacement>(
      fmt::format("SELECT n.id, n.staff, t.name AS staff_name, n.site, s.name AS site_name, "
                  "n.role, n.origin FROM placement n JOIN staff t ON t.id = n.staff JOIN site s ON "
                  "s.id = n.site WHERE n.plan = $1 AND n.ended_on IS NULL AND {{unscoped:the plan "
                  "is seen, and these are of it}}{} ORDER BY n.id LIMIT {}",
                  condition, limit + 1),
      std::move(values));
  Page<PlacementRow> page;
  if (rows.empty()) {
    return page;
  }
  const auto warm = warm_plans.of(tx, input.id);
  const Words words(input.language.value_or(base::Language::en));
  const Speaker speaker(words, warm->instance(), Speaker::Form::plain);
  for (const StoredPlacement& row : rows) {
    if (std::ssize(page.items) == limit) {
      page.next = page.items.back().id.to_text();
      break;
    }
    const planner::Ix staff = warm->staff(row.staff);
    const auto planned = staff == planner::none ? std::nullopt : warm->facts().placement(staff);
    page.items.push_back({.id = row.id,
                          .staff = row.staff,
                          .staff_name = row.staff_name,
                          .site = row.site,
                          .site_name = row.site_name,
                          .role = row.role,
                          .origin = row.origin,
                          .reason = row.origin == Origin::planned && planned
                                        ? speaker.reason(warm->facts(), *planned)
                                        : std::string()});
  }
  return page;
}

Page<ByHandRow> list_by_hand(db::Tx& tx, const ListByHand& input, WarmPlans& warm_plans) {
  const std::int64_t limit = checked_limit(input.limit);
  plan_view(tx, input.id);
  const std::vector<HandChange> all = hand_changes(tx, input.id, warm_plans);
  const std::int64_t begin =
      input.after ? base::parse_number<std::int64_t>(*input.after).value_or(-1) : 0;
  if (begin < 0 || begin > std::ssize(all)) {
    programme::refuse_place(*input.after, "This should be what `next` said.");
  }
  const auto warm = warm_plans.of(tx, input.id);
  const Told told(*warm, input.language.value_or(base::Language::en));
  Page<ByHandRow> page;
  for (std::int64_t i = begin; i < std::ssize(all); ++i) {
    if (std::ssize(page.items) == limit) {
      page.next = std::to_string(i);
      break;
    }
    const HandChange& each = all[static_cast<std::size_t>(i)];
    page.items.push_back(
        {.number = i + 1,
         .what = told.speaker().single_move(each.move),
         .staff = Told::maybe(each.move.staff, [&](planner::Ix p) { return told.staff(p); }),
         .site = Told::maybe(each.move.site, [&](planner::Ix s) { return told.site(s); }),
         .by = each.by,
         .signed_by = each.signed_by,
         .on = each.on,
         .reason = each.reason,
         .plan = each.plan,
         .plan_name = each.plan_name});
  }
  return page;
}

/// It names everybody who is placed, so it is noted as every list that is taken, before it is given
/// away.
ReportMade plan_report(access::Call& call, const ReportOf& input, WarmPlans& warm_plans) {
  std::shared_ptr<const WarmPlan> warm;
  std::vector<HandChange> by_hand;
  const PlanView plan = call.database.read(call.caller, [&](db::Tx& tx) {
    PlanView seen = plan_view(tx, input.id);
    warm = warm_plans.of(tx, input.id);
    by_hand = hand_changes(tx, input.id, warm_plans);
    return seen;
  });
  const MadeWith made{.programme = plan.name,
                      .report = {},
                      .made_at = plan.made_at.to_text().substr(0, 16),
                      .version = std::string(base::version()),
                      .seed = static_cast<std::uint64_t>(plan.seed)};
  std::vector<ChangedByHand> changed;
  changed.reserve(by_hand.size());
  for (const HandChange& each : by_hand) {
    changed.push_back({.move = each.move,
                       .by = each.by.value_or(""),
                       .signed_by = each.signed_by.value_or(""),
                       .on = each.on.to_text(),
                       .reason = each.reason});
  }
  std::string html = render_report(warm->instance(), warm->solution(), made,
                                   input.language.value_or(base::Language::en), nullptr, changed);
  const ReportMade about{.placed = plan.placed.value_or(0), .digest = base::sha256_hex(html)};
  call.database.change(call.caller, "plan.report", [&](db::Change& change) {
    change.insert("list_export", access::ListExport{.id = change.new_id<access::ListExport>(),
                                                    .account = {call.asker.account},
                                                    .made_at = change.now(),
                                                    .list = "plan.report",
                                                    .format = access::ExportFormat::html,
                                                    .filters = {"plan=" + input.id.to_text()},
                                                    .row_count = about.placed,
                                                    .digest = about.digest});
  });
  call.file = access::File{
      .name = fmt::format("plan-report-{}.html", call.database.clock().now().utc_date().to_text()),
      .media_type = std::string(html_type),
      .bytes = std::move(html)};
  return about;
}

FilesView list_files(access::Call& call, const ListFiles& input) {
  std::optional<Id<Area>> area;
  FilesView made = call.database.read(call.caller, [&](db::Tx& tx) {
    area = plan_view(tx, input.id).area;
    return FilesView{tx.rows<FileView>(
        "SELECT f.name, f.digest, f.text FROM plan_file f WHERE f.plan = $1 ORDER BY f.id",
        input.id)};
  });
  note_refusals_read(call, area);
  return made;
}

}  // namespace

std::vector<access::Operation> content_operations(const std::shared_ptr<WarmPlans>& warm) {
  return {
      access::read_operation<ListPlacements, Page<PlacementRow>>(
          {.name = "plan.placements",
           .permission = read_plans,
           .path = "/api/plans/{id}/placements",
           .summary = "who serves where by a plan, each with the reason",
           .fields = {plan_field(),
                      {.name = "site", .shape = "SITE", .meaning = "Only those at this site."},
                      language_field(),
                      programme::after_field(),
                      programme::limit_field()}},
          [warm](db::Tx& tx, const ListPlacements& input) {
            return list_placements(tx, input, *warm);
          }),
      access::read_operation<ListByHand, Page<ByHandRow>>(
          {.name = "plan.by_hand",
           .permission = read_plans,
           .path = "/api/plans/{id}/by-hand",
           .summary = "what people changed in a plan by hand: who, when and why",
           .description = "Each change that was kept since the plan that was begun with, and the "
                          "overrides that two people signed for since, in that order. The report "
                          "has the same list.",
           .fields = {plan_field(), language_field(), programme::after_field(),
                      programme::limit_field()}},
          [warm](db::Tx& tx, const ListByHand& input) { return list_by_hand(tx, input, *warm); }),
      access::call_operation<ReportOf, ReportMade>(
          {.name = "plan.report",
           .permission = read_plans,
           .path = "/api/plans/{id}/report",
           .summary = "the report of a plan for people, as one page of HTML",
           .description = "That it was taken is noted with the exports, with the digest of the "
                          "page.",
           .fields = {plan_field(), language_field()},
           .examples = {{"sojourn plan report plan_3k9q --out report.html",
                         "the page, to be opened in a browser or printed"}},
           .gives_file = {std::string(html_type)}},
          false,
          [warm](access::Call& call, const ReportOf& input) {
            return plan_report(call, input, *warm);
          }),
      access::call_operation<ListFiles, FilesView>(
          {.name = "plan.files",
           .permission = read_plans,
           .path = "/api/plans/{id}/files",
           .summary = "the files that a plan was made from and consists of",
           .description = "Written into a folder, `sojourn plan` and `sojourn check` read them. "
                          "Nobody's name stands in them.",
           .fields = {plan_field()}},
          false, list_files),
  };
}

}  // namespace sojourn::stages::placement
