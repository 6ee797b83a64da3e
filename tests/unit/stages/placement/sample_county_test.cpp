// Reader, hard rules and value together, on a folder and a plan that another program wrote.
#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include "planner/planner.h"
#include "stages/placement/folder.h"
#include "tests/support/paths.h"

namespace sojourn::stages::placement {
namespace {

using namespace planner;

/// tests/data/sample-county: 90 sites, 860 staff, with a plan whose value is known term by term
/// from another program.
TEST(SampleCounty, IsWorthWhatAnotherProgramSays) {
  const std::string folder = test::source_dir() + "/tests/data/sample-county";
  const auto read = read_folder(folder);
  ASSERT_TRUE(read.instance) << (read.errors.empty() ? "" : text_of(read.errors.front()));
  const Instance& in = *read.instance;
  std::map<std::string, Ix, std::less<>> ids;
  const auto name = [&](const auto& rows) {
    for (std::size_t i = 0; i < rows.size(); ++i)
      ids[std::string(in.text(rows[i].id))] = static_cast<Ix>(i);
  };
  name(in.sites), name(in.staff), name(in.sponsors);  // S0, E0, O0: never the same id

  Plan plan{{}, std::vector<Ix>(in.sites.size(), none)};
  EXPECT_EQ(value_of(in, plan).total, 87'452'000);
  EXPECT_TRUE(check(in, plan).empty());

  std::string line;
  std::ifstream placements(folder + "/plan/placements.csv"),
      leads(folder + "/plan/lead_sponsors.csv");
  const auto cells = [&line] {
    std::vector<std::string> out(1);
    for (const char c : line)
      if (c == ',')
        out.emplace_back();
      else if (c != '\r')
        out.back() += c;
    return out;
  };
  for (std::getline(placements, line); std::getline(placements, line);)
    plan.placements.push_back({ids.at(cells()[0]), ids.at(cells()[1]),
                               cells()[2] == "leader" ? Role::leader : Role::member});
  for (std::getline(leads, line); std::getline(leads, line);)
    plan.lead_sponsors[static_cast<std::size_t>(ids.at(cells()[0]))] = ids.at(cells()[1]);
  ASSERT_EQ(plan.placements.size(), 316u);
  EXPECT_TRUE(check(in, plan).empty());
  const Value value = value_of(in, plan);
  EXPECT_EQ(value.total, -54'012);
  EXPECT_EQ(value[Term::leader_experience], -2'336);
  EXPECT_EQ(value[Term::lead_sponsor], -28'212);
  EXPECT_EQ(value[Term::own_sponsor], -40'200);
  EXPECT_EQ(value[Term::pair], 19'066);
  EXPECT_EQ(value[Term::wish], -8'330);
  EXPECT_EQ(value[Term::nobody_stays], 6'000);
  for (const Term term : {Term::short_of_minimum, Term::no_leader, Term::languages, Term::skills,
                          Term::short_of_target, Term::strength})
    EXPECT_EQ(value[term], 0);
}

}  // namespace
}  // namespace sojourn::stages::placement
