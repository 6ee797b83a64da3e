// The stage accountability against policy_reports.csv, and in two worlds that differ only outside
// the asker's scope.
#include <fmt/format.h>

#include "stages/placement/records.h"
#include "stages/selection/records.h"
#include "tests/access/counties.h"
#include "tests/access/policy.h"
#include "tests/access/worlds.h"
#include "tests/unit/documents/workbook.h"
#include "tests/unit/stages/accountability/parts.h"

namespace sojourn::stages::accountability {
namespace {

namespace json = boost::json;
using programme::Area;
using programme::AreaKind;
using programme::id_of;
using programme::sentinel;
using programme::Site;
using programme::Sponsor;
using programme::Staff;

/// Two counties, each with a site, a sponsor, somebody of it who serves there, a round and a plan:
/// numbers that end in 1 lie inside the grants of `holder_of`, those that end in 2 outside.
class Counties {
 public:
  /// `other`: another world, which differs in what lies outside only.
  explicit Counties(bool other = false) : world(db::EngineKind::sqlite, report_parts()) {
    world.database().change(db::Caller::program(), "test.keep", [&](db::Change& change) {
      change.insert("area",
                    Area{.id = {1}, .name = "Arva", .kind = AreaKind::nation, .path = "/1/"});
      for (const std::int64_t side : {1, 2}) {
        const std::string called = side == 1 ? "Weir" : other ? "Delta" : std::string(sentinel);
        const bool more = side == 2 && other;
        change.insert("area", Area{.id = {10 + side},
                                   .name = called,
                                   .kind = AreaKind::county,
                                   .parent = base::Id<Area>{1},
                                   .path = fmt::format("/1/{}/", 10 + side)});
        for (const std::int64_t site : {30 + side, 60 + side}) {
          if (site < 60 || more) {
            change.insert("site", Site{.id = {site}, .name = called, .area = {10 + side}});
          }
        }
        change.insert("sponsor", Sponsor{.id = {40 + side},
                                         .name = called + " school",
                                         .kind = "school",
                                         .area = {10 + side}});
        change.insert("staff", Staff{.id = {50 + side},
                                     .name = called + " person",
                                     .sponsor = {40 + side},
                                     .area = {10 + side},
                                     .roles = {programme::StaffRole::member}});
        change.insert("posting", placement::Posting{.id = {70 + side},
                                                    .staff = {50 + side},
                                                    .site = {30 + side},
                                                    .from_day = change.now().utc_date() - 2,
                                                    .source = "List"});
        change.insert("selection_round",
                      selection::Round{.id = {80 + side},
                                       .name = called + " round",
                                       .area = {10 + side},
                                       .notice = "Notice 7",
                                       .posts = more ? 9 : 4,
                                       .opens_on = change.now().utc_date() - 5,
                                       .deadline = change.now().utc_date() + 5,
                                       .starts_on = change.now().utc_date() + 90});
        change.insert("plan", placement::Plan{.id = {90 + side},
                                              .name = called + " plan",
                                              .area = base::Id<Area>{10 + side},
                                              .starts_on = change.now().utc_date() + 90,
                                              .state = placement::PlanState::published,
                                              .made_at = change.now(),
                                              .published_at = change.now()});
      }
    });
  }

  programme::World world;
  access::Asker holder_of(const std::string& role) { return programme::holder_of(world, role); }
};

std::string cell(std::string_view reference, std::string_view text) {
  return fmt::format(R"(<c r="{}" t="inlineStr"><is><t>{}</t></is></c>)", reference, text);
}

/// A template that says everything which may differ.
std::string everything() {
  std::string rows = "<row r=\"1\">";
  int column = 0;
  for (const std::string_view name :
       {"report.area", "sites", "need.short", "posted", "posted.arrived", "sponsors",
        "sponsors.sending", "rounds", "rounds.places", "plan.name", "plan.placed"}) {
    rows += cell(documents::column_letters(static_cast<std::uint32_t>(column++)) + "1",
                 fmt::format("{{{{{}}}}}", name));
  }
  rows += "</row>";
  int row = 1;
  for (const std::string_view name :
       {"site.name", "area.name", "sponsor.name", "posting.name", "arrival.sponsor",
        "departure.site", "round.name", "round.posts"}) {
    ++row;
    rows += fmt::format("<row r=\"{}\">{}</row>", row,
                        cell("A" + std::to_string(row), fmt::format("{{{{{}}}}}", name)));
  }
  return documents::workbook(rows);
}

class ReportPolicy : public testing::Test {
 protected:
  access::Asked ask(const access::Operation& operation, const std::string& role,
                    const std::string& relation) {
    json::object input;
    if (operation.about.name == "report.template") {
      input["kind"] = "monthly";
    } else if (operation.about.takes_file) {
      input["area"] = id_of<Area>(relation == "inside" ? 11 : relation == "outside" ? 12 : 404);
    }
    const access::Upload upload{.name = "ours.xlsx", .bytes = bytes};
    counties.world.request.file = operation.about.takes_file ? &upload : nullptr;
    return access::ask_service(counties.world.service(), operation, counties.holder_of(role),
                               counties.world.request, input, "");
  }
  Counties counties;
  std::string bytes = everything();
};

TEST_F(ReportPolicy, EveryRouteAsEveryRoleInEveryRelation) {
  access::expect_policy(
      operations(), "reports",
      [this](const access::Operation& operation, const std::string& role,
             const std::string& relation) { return ask(operation, role, relation); });
}

std::vector<access::Question> questions(const programme::World& world) {
  std::vector<access::Question> made = {
      {&world.operation("report.placeholders"), json::object()},
      {&world.operation("report.template"), json::object{{"kind", "monthly"}}},
      {&world.operation("report.print"), json::object()},
      {&world.operation("report.fill"), json::object(), everything()}};
  for (const std::int64_t area : {11, 12, 404}) {
    made.push_back(
        {&world.operation("report.fill"), json::object{{"area", id_of<Area>(area)}}, everything()});
  }
  return made;
}

TEST(ReportWorlds, WhatLiesOutsideTheScopeChangesNoAnswer) {
  Counties one(false);
  Counties other(true);
  programme::expect_no_leaks(one, other, questions, {std::string(sentinel), "Delta"}, "differs",
                             operations());
}

}  // namespace
}  // namespace sojourn::stages::accountability
