// The example generator: its sizes, its shape, and that it never writes over somebody's folder.
#include "stages/placement/example.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/digest.h"
#include "base/refusal.h"
#include "planner/planner.h"
#include "planner/problem.h"
#include "stages/placement/folder.h"
#include "stages/placement/rules_file.h"

namespace sojourn::stages::placement {
namespace {

namespace fs = std::filesystem;
using Row = std::map<std::string, std::string>;

class ExampleTest : public testing::Test {
 protected:
  ExampleTest()
      : folder_(fs::temp_directory_path() /
                ("sojourn-example-" +
                 std::string(testing::UnitTest::GetInstance()->current_test_info()->name()))) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~ExampleTest() override { fs::remove_all(folder_); }

  fs::path make(ExampleScale scale, std::uint64_t seed, bool tight, const std::string& name) {
    const fs::path made = folder_ / name;
    counts_ = write_example({.scale = scale, .seed = seed, .tight = tight}, made);
    return made;
  }

  fs::path folder_;
  ExampleCounts counts_;
};

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> split(const std::string& text, char mark) {
  std::vector<std::string> parts(1);
  for (char c : text) {
    if (c == mark) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

/// Examples need no quotes, which is part of what is tested.
std::vector<Row> rows_of(const fs::path& file) {
  std::vector<std::string> lines = split(bytes_of(file), '\n');
  EXPECT_EQ(lines.back(), "") << file;
  lines.pop_back();
  const std::vector<std::string> header = split(lines.at(0), ',');
  std::vector<Row> rows;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const std::vector<std::string> cells = split(lines[i], ',');
    EXPECT_EQ(cells.size(), header.size()) << file << ": " << lines[i];
    Row row;
    for (std::size_t k = 0; k < std::min(cells.size(), header.size()); ++k) {
      row[header[k]] = cells[k];
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::map<std::string, int> count_by(const std::vector<Row>& rows, const std::string& column) {
  std::map<std::string, int> counts;
  for (const Row& row : rows) {
    ++counts[row.at(column)];
  }
  return counts;
}

std::set<std::string> keys_of(const std::vector<Row>& rows, const std::string& column) {
  std::set<std::string> keys;
  for (const Row& row : rows) {
    EXPECT_TRUE(keys.insert(row.at(column)).second) << row.at(column) << " twice";
  }
  return keys;
}

std::string digest_of(const fs::path& folder) {
  std::string all;
  for (const char* name : {"areas.csv", "sites.csv", "sponsors.csv", "staff.csv", "wishes.csv",
                           "affinity.csv", "pins.csv"}) {
    all += bytes_of(folder / name);
  }
  return base::sha256_hex(all);
}

TEST_F(ExampleTest, CountyHasTheSizesOfACounty) {
  const fs::path county = make(ExampleScale::county, 1, false, "county");
  const std::vector<Row> sites = rows_of(county / "sites.csv");
  const std::vector<Row> staff = rows_of(county / "staff.csv");
  EXPECT_EQ(sites.size(), 90U);
  EXPECT_EQ(staff.size(), 860U);
  EXPECT_EQ(counts_.sites, 90);
  EXPECT_EQ(counts_.staff, 860);
  EXPECT_EQ(counts_.wishes, static_cast<std::int64_t>(rows_of(county / "wishes.csv").size()));
  EXPECT_EQ(counts_.affinity, static_cast<std::int64_t>(rows_of(county / "affinity.csv").size()));
  const std::map<std::string, int> kinds = {
      {"village", 70}, {"community", 8}, {"farm_station", 12}};
  EXPECT_EQ(count_by(sites, "kind"), kinds);
  const std::map<std::string, int> tiers = {{"high", 17}, {"middle", 44}, {"low", 29}};
  EXPECT_EQ(count_by(sites, "tier"), tiers);
  const std::map<std::string, int> needs = {{"1", 17}, {"2", 24}, {"3", 20}, {"4", 17}, {"5", 12}};
  EXPECT_EQ(count_by(sites, "need"), needs);
  std::set<std::string> skills;
  for (const Row& person : staff) {
    for (const std::string& skill : split(person.at("skills"), ';')) {
      skills.insert(skill);
    }
  }
  EXPECT_EQ(skills.size(), 12U);
}

TEST_F(ExampleTest, SameOnEveryMachine) {
  const fs::path first = make(ExampleScale::county, 1, false, "first");
  const fs::path second = make(ExampleScale::county, 1, false, "second");
  const fs::path other = make(ExampleScale::county, 2, false, "other");
  EXPECT_EQ(digest_of(first), digest_of(second));
  EXPECT_NE(digest_of(first), digest_of(other));
  // Figures of the bench belong to these bytes: a change here makes them incomparable.
  EXPECT_EQ(digest_of(first), "170352e1eafca45e5845b4cbdfcf38c0150b32303c6cec207fe9decf04451b5a");
}

TEST_F(ExampleTest, TightKeepsSixtyPercentOfTheSameRows) {
  const fs::path loose = make(ExampleScale::county, 3, false, "loose");
  const fs::path tight = make(ExampleScale::county, 3, true, "tight");
  for (const char* name : {"areas.csv", "sites.csv", "sponsors.csv", "affinity.csv"}) {
    EXPECT_EQ(bytes_of(loose / name), bytes_of(tight / name)) << name;
  }
  for (const char* name : {"staff.csv", "wishes.csv", "pins.csv"}) {
    const std::vector<std::string> all = split(bytes_of(loose / name), '\n');
    const std::set<std::string> known(all.begin(), all.end());
    for (const std::string& line : split(bytes_of(tight / name), '\n')) {
      EXPECT_TRUE(known.contains(line)) << name << ": " << line;
    }
  }
  EXPECT_EQ(rows_of(tight / "staff.csv").size(), 516U);
}

TEST_F(ExampleTest, ReferencesHoldAndNothingIsSaidTwice) {
  const fs::path folder = make(ExampleScale::prefecture, 1, false, "prefecture");
  const std::vector<Row> areas = rows_of(folder / "areas.csv");
  const std::vector<Row> sites = rows_of(folder / "sites.csv");
  const std::vector<Row> sponsors = rows_of(folder / "sponsors.csv");
  const std::vector<Row> staff = rows_of(folder / "staff.csv");
  EXPECT_EQ(sites.size(), 1001U);
  EXPECT_EQ(staff.size(), 10000U);
  std::map<std::string, std::string> parent;
  for (const Row& area : areas) {
    parent[area.at("area")] = area.at("parent");
  }
  const auto within = [&](std::string area, const std::string& above) {
    while (!area.empty() && area != above) {
      area = parent.at(area);
    }
    return area == above;
  };
  const std::set<std::string> site_ids = keys_of(sites, "site");
  const std::set<std::string> sponsor_ids = keys_of(sponsors, "sponsor");
  const std::set<std::string> staff_ids = keys_of(staff, "staff");
  keys_of(areas, "area");
  std::map<std::string, std::string> area_of_sponsor, area_of_site, home;
  for (const Row& sponsor : sponsors) {
    area_of_sponsor[sponsor.at("sponsor")] = sponsor.at("area");
  }
  for (const Row& site : sites) {
    EXPECT_TRUE(parent.contains(site.at("area")));
    EXPECT_LE(std::stoi(site.at("min_team")), std::stoi(site.at("target_team")));
    area_of_site[site.at("site")] = site.at("area");
  }
  std::map<std::string, int> posted;
  int above_county = 0;
  for (const Row& person : staff) {
    const std::string& from = area_of_sponsor.at(person.at("sponsor"));
    EXPECT_TRUE(within(person.at("area"), from)) << person.at("staff");
    above_county += from.front() == 'C' ? 0 : 1;
    home[person.at("staff")] = person.at("home_site");
    for (const char* column : {"home_site", "current_site"}) {
      EXPECT_TRUE(person.at(column).empty() || site_ids.contains(person.at(column)));
    }
    if (!person.at("current_site").empty()) {
      EXPECT_EQ(person.at("first_timer"), "no");
      EXPECT_NE(person.at("current_site"), person.at("home_site"));
      EXPECT_LE(++posted[person.at("current_site")], 3);
    }
  }
  EXPECT_EQ(above_county, 700);  // 7 % of all
  std::set<std::pair<std::string, std::string>> pairs;
  for (const Row& wish : rows_of(folder / "wishes.csv")) {
    EXPECT_TRUE(staff_ids.contains(wish.at("staff")) && site_ids.contains(wish.at("site")));
    EXPECT_TRUE(pairs.emplace(wish.at("staff"), wish.at("site")).second);
    EXPECT_NE(home.at(wish.at("staff")), wish.at("site"));
  }
  std::map<std::string, int> listed;
  for (const Row& affinity : rows_of(folder / "affinity.csv")) {
    ++listed[affinity.at("site")];
    EXPECT_TRUE(
        within(area_of_site.at(affinity.at("site")), area_of_sponsor.at(affinity.at("sponsor"))));
    EXPECT_GE(std::stoi(affinity.at("score")), 0);
    EXPECT_LE(std::stoi(affinity.at("score")), 100);
  }
  EXPECT_EQ(listed.size(), sites.size());
  for (const auto& [site, count] : listed) {
    EXPECT_TRUE(count >= 7 && count <= 10) << site << " lists " << count;
  }
  for (const Row& pin : rows_of(folder / "pins.csv")) {
    EXPECT_TRUE(staff_ids.contains(pin.at("staff")) && site_ids.contains(pin.at("site")));
    EXPECT_FALSE(pin.at("reason").empty());
  }
}

TEST_F(ExampleTest, ProvinceHasTwelvePrefectures) {
  const fs::path province = make(ExampleScale::province, 1, true, "province");
  EXPECT_EQ(counts_.sites, 12'012);
  EXPECT_EQ(counts_.staff, 72'000);
  const std::map<std::string, int> kinds = count_by(rows_of(province / "areas.csv"), "kind");
  EXPECT_EQ(kinds.at("nation"), 1);
  EXPECT_EQ(kinds.at("province"), 1);
  EXPECT_EQ(kinds.at("prefecture"), 12);
  EXPECT_EQ(kinds.at("county"), 132);
}

TEST_F(ExampleTest, SecondLanguagesAreNeededAndSpoken) {
  const fs::path county = make(ExampleScale::county, 1, true, "county");
  for (const std::string language : {"Hill", "River"}) {
    const auto naming = [&](const std::vector<Row>& rows) {
      return std::count_if(rows.begin(), rows.end(), [&](const Row& row) {
        return row.at("languages") == "common;" + language;
      });
    };
    const auto needed = naming(rows_of(county / "sites.csv"));
    const auto spoken = naming(rows_of(county / "staff.csv"));
    EXPECT_GE(needed, 3) << language;
    EXPECT_GE(spoken, 3 * needed) << language;
  }
}

TEST_F(ExampleTest, CanBeReadAndItsPinsKept) {
  for (const bool tight : {false, true}) {
    const ReadResult read = read_folder(make(ExampleScale::county, 2, tight, "county"));
    for (const Fault& fault : read.errors) {
      ADD_FAILURE() << text_of(fault);
    }
    for (const Fault& fault : read.warnings) {
      ADD_FAILURE() << text_of(fault);
    }
    ASSERT_TRUE(read.instance);
    EXPECT_GE(read.instance->pins.size(), 3U);
    EXPECT_TRUE(planner::find_clashes(*read.instance).empty());
  }
}

TEST_F(ExampleTest, RulesSayTheDefaults) {
  FaultList errors, warnings;
  const RulesFile rules = read_rules(example_rules(), errors, warnings);
  EXPECT_EQ(errors.total() + warnings.total(), 0U);
  const planner::Rules standard;
  EXPECT_EQ(rules.rules.pairing, standard.pairing);
  EXPECT_EQ(rules.rules.near_sites, standard.near_sites);
  EXPECT_EQ(rules.rules.paired_sites, standard.paired_sites);
  EXPECT_EQ(rules.rules.short_of_minimum, standard.short_of_minimum);
  EXPECT_EQ(rules.rules.no_leader, standard.no_leader);
  EXPECT_EQ(rules.rules.languages, standard.languages);
  EXPECT_EQ(rules.rules.skills, standard.skills);
  EXPECT_EQ(rules.rules.nobody_stays, standard.nobody_stays);
  EXPECT_EQ(rules.rules.short_of_target, standard.short_of_target);
  EXPECT_EQ(rules.rules.lead_sponsor, standard.lead_sponsor);
  EXPECT_EQ(rules.rules.own_sponsor, standard.own_sponsor);
  EXPECT_EQ(rules.rules.pair_per_km, standard.pair_per_km);
  EXPECT_EQ(rules.rules.pair_most, standard.pair_most);
  EXPECT_EQ(rules.rules.pair_hardship, standard.pair_hardship);
  EXPECT_EQ(rules.rules.wish, standard.wish);
  EXPECT_EQ(rules.rules.leader_base, standard.leader_base);
  EXPECT_EQ(rules.rules.leader_per_year, standard.leader_per_year);
  EXPECT_EQ(rules.rules.leader_years, standard.leader_years);
  EXPECT_EQ(rules.rules.strength, standard.strength);
}

/// The notes that the example follows: with everybody each post can be filled; with 60 % some heads
/// are missing whatever one does, but most sites have their minimum.
TEST_F(ExampleTest, LooseCanBeFilledAndTightCannot) {
  for (const ExampleScale scale : {ExampleScale::county, ExampleScale::prefecture}) {
    const std::uint64_t seeds = scale == ExampleScale::county ? 3 : 1;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
      const auto floor_of = [&](bool tight) {
        const ReadResult read = read_folder(make(scale, seed, tight, "example"));
        const planner::Problem problem = planner::build_problem(*read.instance, {}, 1);
        const planner::FlowResult floors = planner::solve_floors(problem, 1);
        EXPECT_EQ(floors.leaders.points, 0);
        return floors.shortage.points;
      };
      EXPECT_EQ(floor_of(false), 0);
      const double heads = static_cast<double>(floor_of(true)) / 100'000;
      const double wanted = 3 * static_cast<double>(counts_.sites);
      EXPECT_GT(heads, 0.03 * wanted);
      EXPECT_LT(heads, 0.25 * wanted);
    }
  }
}

TEST_F(ExampleTest, ReplacesAnEarlierExampleButNothingElse) {
  const fs::path county = make(ExampleScale::county, 1, false, "county");
  make(ExampleScale::county, 1, true, "county");
  EXPECT_EQ(rows_of(county / "staff.csv").size(), 516U);
  // An empty folder is taken.
  fs::create_directory(folder_ / "empty");
  make(ExampleScale::county, 1, true, "empty");
  EXPECT_EQ(rows_of(folder_ / "empty" / "staff.csv").size(), 516U);
  // With a file of the user's own it is no longer ours.
  std::ofstream(county / "notes.txt") << "keep me";
  const auto refused = [&](const fs::path& folder) {
    try {
      write_example({}, folder);
    } catch (const base::Refusal& refusal) {
      EXPECT_EQ(refusal.kind, base::Kind::conflict);
      EXPECT_NE(refusal.detail.find(folder.string()), std::string::npos) << refusal.detail;
      return true;
    }
    return false;
  };
  EXPECT_TRUE(refused(county));
  EXPECT_EQ(bytes_of(county / "notes.txt"), "keep me");
  EXPECT_EQ(rows_of(county / "staff.csv").size(), 516U);
  // Nor is it after somebody changed a number in it: that is how an office makes its own.
  const fs::path own = make(ExampleScale::county, 1, true, "own");
  std::string sites = bytes_of(own / "sites.csv");
  sites.replace(sites.find("Lower"), 5, "Upper");
  std::ofstream(own / "sites.csv") << sites;
  std::ofstream(own / "rules.toml", std::ios::app) << "near_sites = 12\n";
  try {
    write_example({}, own);
    ADD_FAILURE() << "an edited example was replaced";
  } catch (const base::Refusal& refusal) {
    EXPECT_EQ(refusal.detail.in(base::Language::en),
              "The example in " + own.string() +
                  " was changed after it was made (sites.csv, rules.toml), and is left as it is. "
                  "Choose another folder, or delete this one.");
  }
  EXPECT_EQ(bytes_of(own / "sites.csv"), sites);
  // An example of an older program, which does not say how its files were.
  std::ofstream(own / "README.txt") << example_mark << '\n';
  EXPECT_TRUE(refused(own));
  EXPECT_EQ(bytes_of(own / "sites.csv"), sites);
  // A programme of a real office has no such README.
  fs::create_directory(folder_ / "real");
  std::ofstream(folder_ / "real" / "staff.csv") << "staff,name\n";
  EXPECT_TRUE(refused(folder_ / "real"));
  // Nor is a file a folder.
  std::ofstream(folder_ / "file") << "x";
  EXPECT_TRUE(refused(folder_ / "file"));
  // Nothing half-written is left beside them.
  for (const fs::directory_entry& entry : fs::directory_iterator(folder_)) {
    EXPECT_EQ(entry.path().filename().string().find(".new-"), std::string::npos) << entry.path();
  }
}

}  // namespace
}  // namespace sojourn::stages::placement
