// Each record goes into its table and comes back the same, on both engines; and the tables hold
// what the rules forbid away.
#include "stages/programme/records.h"

#include <fmt/format.h>

#include "tests/unit/stages/programme/world.h"

namespace sojourn::stages::programme {
namespace {

using base::Date;
using base::written;

using RecordsStored = OnEachEngine;
INSTANTIATE_TEST_SUITE_P(Engines, RecordsStored, both_engines, engine_name);

template <base::Record R>
R kept(World& world, std::string_view table, const R& record) {
  const db::Caller program = db::Caller::program();
  world.database().change(program, "test.keep",
                          [&](db::Change& change) { change.insert(table, record); });
  std::string columns;
  for (const std::string& name : db::columns_of<R>()) {
    columns += (columns.empty() ? "" : ", ") + name;
  }
  return world.database().read(program, [&](db::Tx& tx) {
    return tx.one<R>(
        fmt::format("SELECT {} FROM {} WHERE id = $1 AND {{unscoped:a test}}", columns, table),
        record.id);
  });
}

const Area county{.id = {5}, .code = "C-5", .name = "Weir County", .path = "/5/"};

TEST_P(RecordsStored, ComeBackTheSame) {
  World world(GetParam());
  EXPECT_EQ(kept(world, "area", county), county);
  const Site site{.id = {6},
                  .code = {},
                  .name = "Upper Weir",
                  .area = county.id,
                  .kind = SiteKind::farm,
                  .tier = Tier::high,
                  .need = 5,
                  .languages = {"common", "hill"},
                  .skills = {"water"},
                  .challenge = "economy",
                  .lat = 27.5,
                  .lon = -101.25};
  EXPECT_EQ(kept(world, "site", site), site);
  const Sponsor sponsor{.id = {7},
                        .code = {},
                        .name = "General Hospital",
                        .kind = "hospital",
                        .area = county.id,
                        .release_percent = 40,
                        .max_sites = 2,
                        .closed_on = written<Date>("2026-01-31"),
                        .closed_reason = "joined with another"};
  EXPECT_EQ(kept(world, "sponsor", sponsor), sponsor);
  const Staff staff{.id = {8},
                    .code = "778",
                    .name = "Ada",
                    .sponsor = sponsor.id,
                    .area = county.id,
                    .roles = {StaffRole::leader, StaffRole::member},
                    .grade = "7",
                    .position = "Nurse",
                    .hired_on = written<Date>("2019-03-01"),
                    .languages = {{"hill", Level::working, written<Date>("2025-05-01"), "H 12"}},
                    .skills = {{"nursing", Level::fluent, {}, written<Date>("2027-01-01")}},
                    .availability = {{written<Date>("2026-12-01"), false}},
                    .fit_until = written<Date>("2027-05-01"),
                    .declared_conflict = true,
                    .closed_reason = StaffEnd::retired};
  EXPECT_EQ(kept(world, "staff", staff), staff);
  const RuleSet rules{.id = {9},
                      .holds_from = written<Date>("2026-01-01"),
                      .number = 1,
                      .text = "[placement]\n",
                      .digest = "00",
                      .reason = "start",
                      .made_at = world.clock.now()};
  EXPECT_EQ(kept(world, "rule_set", rules), rules);
  const CalendarDay day{
      .id = {10}, .day = written<Date>("2026-10-01"), .kind = DayKind::make_up, .name = "Worked"};
  EXPECT_EQ(kept(world, "calendar_day", day), day);
}

TEST_P(RecordsStored, CannotStandWithoutWhatTheyName) {
  World world(GetParam());
  const Site homeless{.id = {6}, .code = {}, .name = "x", .area = {404}};
  EXPECT_THROW(kept(world, "site", homeless), base::Refusal);
  kept(world, "area", county);
  Site outside{.id = {6}, .code = {}, .name = "x", .area = county.id, .need = 6};
  EXPECT_THROW(kept(world, "site", outside), base::Refusal);
  outside.need = 5;
  outside.lat = 1;
  EXPECT_THROW(kept(world, "site", outside), base::Refusal);
}

TEST(Records, HoldNothingOfResidentsOriginBeliefOrHome) {
  const std::vector<std::string> forbidden = {
      "resident", "household", "ethnic",  "religion", "party", "mother", "native",  "home",
      "birth",    "gender",    "marital", "photo",    "face",  "finger", "diagnos", "blood"};
  const auto check = [&](const std::vector<std::string>& columns) {
    for (const std::string& column : columns) {
      for (const std::string& word : forbidden) {
        EXPECT_EQ(column.find(word), std::string::npos) << column;
      }
    }
  };
  check(db::columns_of<Area>());
  check(db::columns_of<Site>());
  check(db::columns_of<Sponsor>());
  check(db::columns_of<Staff>());
  check(db::columns_of<TestedLanguage>());
  check(db::columns_of<HeldSkill>());
  // Coordinates are of sites only.
  for (const std::string& column : db::columns_of<Staff>()) {
    EXPECT_TRUE(column != "lat" && column != "lon");
  }
}

}  // namespace
}  // namespace sojourn::stages::programme
