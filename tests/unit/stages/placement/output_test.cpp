// The files of a plan: what is written reads back as the same value, hand-made lists are read, and
// results never replace what is not ours.
#include "stages/placement/output.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "base/random.h"
#include "base/refusal.h"
#include "stages/placement/output_folder.h"
#include "tests/unit/stages/placement/small_folder.h"

namespace sojourn::stages::placement {
namespace {

namespace fs = std::filesystem;
using planner::Certificate;
using planner::Instance;
using planner::Ix;
using planner::none;
using testing::ElementsAre;
using testing::IsEmpty;
using testing_support::SmallFolder;

class OutputTest : public testing::Test {
 protected:
  OutputTest() {
    // Ids that need quoting come back like all others.
    small.change("staff.csv", "E2,Ben", "\"E,\"\"2\"\"\",Ben");
    in = *read_folder(small.folder()).instance;
  }

  planner::Solution solution() const {
    planner::Solution made;
    made.plan.placements = {{0, 0, planner::Role::leader}, {1, 1, planner::Role::member}};
    made.plan.lead_sponsors = {0, none, 1};
    made.value = planner::value_of(in, made.plan);
    made.certificate.bound = made.value.total - 5;
    made.steps = 12;
    return made;
  }
  RunReport report() const { return report_of(in, solution(), {.seed = 3, .threads = 2}); }
  fs::path out() const { return small.root() / "out"; }
  std::vector<std::string> entries(const fs::path& folder) const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) {
      names.push_back(entry.path().filename());
    }
    std::sort(names.begin(), names.end());
    return names;
  }
  void write_list(const std::string& file, const std::string& text) const {
    fs::create_directories(out());
    std::ofstream(out() / file, std::ios::binary) << text;
  }
  static std::vector<std::string> texts(const std::vector<Fault>& faults) {
    std::vector<std::string> made;
    for (const Fault& fault : faults) {
      made.push_back(text_of(fault));
    }
    return made;
  }

  SmallFolder small;
  Instance in;
};

TEST_F(OutputTest, WritesListsForPeople) {
  EXPECT_EQ(placements_csv(in, solution().plan),
            "staff,site,role\nE1,S1,leader\n\"E,\"\"2\"\"\",S2,member\n");
  EXPECT_EQ(lead_sponsors_csv(in, solution().plan), "site,sponsor\nS1,O1\nS3,O2\n");
}

TEST_F(OutputTest, WritesAReasonForEveryPlacement) {
  write_outputs(out(), in, solution(), report(), "<p>");
  EXPECT_THAT(SmallFolder::read_path(out() / "reasons.csv"),
              testing::MatchesRegex("staff,site,reason_en,reason_zh\n"
                                    "E1,S1,\"?Leads the team[^\n]*[.]\"?,[^\n]*。\n"
                                    "\"E,\"\"2\"\"\",S2,\"?[^\n]*[.]\"?,[^\n]*。\n"));
}

TEST_F(OutputTest, ReadsBackThePlanAndTheReport) {
  write_outputs(out(), in, solution(), report(), "<p>");
  const ReadPlan plan = read_plan(out(), in);
  EXPECT_THAT(texts(plan.errors), IsEmpty());
  EXPECT_EQ(plan.plan, solution().plan);
  const auto read = read_report(out());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->total, solution().value.total);
  EXPECT_EQ(read->bound, solution().certificate.bound);
  EXPECT_FALSE(read->proven);
  EXPECT_DOUBLE_EQ(read->gap_per_site, 5.0 / 3.0);
  EXPECT_EQ(read->terms.pair.count, 2);
  EXPECT_EQ(read->steps, 12);
  EXPECT_EQ(read->seed, 3U);
  EXPECT_EQ(read->input_digest, in.input_digest);
  const planner::Solution again = read_solution(out(), in);
  EXPECT_EQ(again.plan, solution().plan);
  EXPECT_EQ(again.value.total, solution().value.total);
  EXPECT_EQ(again.steps, 12);
  EXPECT_FALSE(again.node_limit);
  EXPECT_EQ(again.simplified_sites, 0);
}

TEST_F(OutputTest, ReadsBackWhereTheSearchHadItsLimits) {
  planner::Solution limited = solution();
  limited.node_limit = true;
  limited.simplified_sites = 3;
  write_outputs(out(), in, limited, report_of(in, limited, {}), "<p>");
  const planner::Solution again = read_solution(out(), in);
  EXPECT_TRUE(again.node_limit);
  EXPECT_EQ(again.simplified_sites, 3);
}

/// Any certificate at all, sound or not.
Certificate random_certificate(base::Random& random, const Instance& in) {
  const auto pick = [&](std::size_t count) { return static_cast<Ix>(random.below(count)); };
  const auto milli = [&] {
    return static_cast<planner::Milli>(random.below(2'000'000'000'000)) - 1'000'000'000'000;
  };
  Certificate made;
  made.bound = milli() / 1000;
  const std::size_t nodes = 1 + random.below(6);
  for (std::size_t n = 0; n < nodes; ++n) {
    planner::CertificateNode& node = made.nodes.emplace_back();
    node.leaf = random.below(2) == 0;
    node.bound = node.leaf ? milli() : 0;
    if (n > 0) {
      node.parent = pick(n);
      node.decision.yes = random.below(2) == 0;
      node.decision.site = pick(in.sites.size());
      if (random.below(2) == 0) {
        node.decision.kind = planner::Decision::Kind::placed;
        node.decision.who = pick(in.staff.size());
      } else {
        node.decision.kind = planner::Decision::Kind::led;
        node.decision.who = pick(in.sponsors.size() + 1) - 1;  // none: no lead sponsor
      }
    }
    for (std::size_t i = random.below(5); i > 0; --i) {
      const auto kind = static_cast<planner::Price::Kind>(random.below(3));
      const bool staff = kind == planner::Price::Kind::staff;
      node.prices.push_back({kind, pick(staff ? in.staff.size() : in.sponsors.size()), milli()});
    }
    for (std::size_t i = random.below(3); i > 0; --i) {
      planner::Cut& cut = node.cuts.emplace_back();
      cut.price = milli();
      for (std::size_t k = 1 + random.below(5); k > 0; --k) {
        const auto kind = static_cast<planner::CutThing::Kind>(random.below(4));
        cut.things.push_back(
            {kind, pick(kind == planner::CutThing::Kind::staff  ? in.staff.size()
                        : kind == planner::CutThing::Kind::site ? in.sites.size()
                                                                : in.sponsors.size())});
      }
    }
  }
  return made;
}

bool same(const planner::Price& a, const planner::Price& b) {
  return a.kind == b.kind && a.who == b.who && a.price == b.price;
}

TEST_F(OutputTest, ReadsBackAnyCertificate) {
  base::Random random(11);
  for (int round = 0; round < 200; ++round) {
    planner::Solution made = solution();
    made.certificate = random_certificate(random, in);
    made.floors = {{planner::Term::short_of_minimum,
                    300'000,
                    round % 2 == 0,
                    {{planner::Price::Kind::release, 1, 77}}},
                   {planner::Term::no_leader, 0, true, {}}};
    write_list("certificate.csv", certificate_csv(in, made.certificate, made.floors));
    const ReadCertificate read = read_certificate(out(), in);
    ASSERT_THAT(texts(read.errors), IsEmpty());
    ASSERT_TRUE(read.given && read.certificate);
    EXPECT_EQ(read.input_digest, in.input_digest);
    EXPECT_EQ(read.rules_digest, in.rules_digest);
    EXPECT_EQ(read.certificate->bound, made.certificate.bound);
    ASSERT_EQ(read.certificate->nodes.size(), made.certificate.nodes.size());
    for (std::size_t n = 0; n < made.certificate.nodes.size(); ++n) {
      const planner::CertificateNode& a = made.certificate.nodes[n];
      const planner::CertificateNode& b = read.certificate->nodes[n];
      EXPECT_EQ(a.parent, b.parent);
      EXPECT_EQ(a.leaf, b.leaf);
      EXPECT_EQ(a.bound, b.bound);
      if (n > 0) {
        EXPECT_EQ(a.decision, b.decision);
      }
      EXPECT_TRUE(
          std::equal(a.prices.begin(), a.prices.end(), b.prices.begin(), b.prices.end(), same));
      ASSERT_EQ(a.cuts.size(), b.cuts.size());
      for (std::size_t c = 0; c < a.cuts.size(); ++c) {
        EXPECT_EQ(a.cuts[c].things, b.cuts[c].things);
        EXPECT_EQ(a.cuts[c].price, b.cuts[c].price);
      }
    }
    ASSERT_EQ(read.floors.size(), 2U);
    EXPECT_EQ(read.floors[0].points, 300'000);
    EXPECT_EQ(read.floors[0].attained, round % 2 == 0);
    ASSERT_EQ(read.floors[0].prices.size(), 1U);
    EXPECT_TRUE(same(read.floors[0].prices[0], made.floors[0].prices[0]));
    EXPECT_EQ(read.floors[1].term, planner::Term::no_leader);
  }
}

TEST_F(OutputTest, ReadsAListMadeByHand) {
  small.change("sites.csv", "challenge,", "challenge,lead_sponsor,");
  small.change("sites.csv", "water,", "water,O1,");
  small.change("sites.csv", "roads,", "roads,,");
  small.change("sites.csv", "Hill,,,", "Hill,,,,");
  in = *read_folder(small.folder()).instance;
  write_list("placements.csv", "role,remark,site,staff\r\nmember,x,S3,E3\r\nleader,,S1,E1\r\n");
  const ReadPlan read = read_plan(out(), in);
  EXPECT_THAT(texts(read.errors), IsEmpty());
  EXPECT_THAT(texts(read.warnings), ElementsAre("placements.csv:1:remark: This column is not known "
                                                "and was not read."));
  ASSERT_TRUE(read.plan);
  EXPECT_THAT(read.plan->placements, ElementsAre(planner::Placement{0, 0, planner::Role::leader},
                                                 planner::Placement{2, 2, planner::Role::member}));
  EXPECT_THAT(read.plan->lead_sponsors, ElementsAre(0, none, none)) << "announced, or none";
  EXPECT_FALSE(read_certificate(out(), in).given);
  EXPECT_FALSE(read_report(out()));
}

TEST_F(OutputTest, NamesWhatIsWrongInAList) {
  fs::create_directories(out());
  EXPECT_THAT(texts(read_plan(out(), in).errors),
              ElementsAre("placements.csv: There is no such file in " + out().string() + "."));
  write_list("placements.csv", "staff,site,role\nE7,S1,leader\nE1,S1,boss\nE1,,member\n");
  write_list("lead_sponsors.csv", "site,sponsor\nS1,O1\nS1,O2\nS2,O7\n");
  EXPECT_THAT(
      texts(read_plan(out(), in).errors),
      ElementsAre("placements.csv:2:staff: \"E7\": staff.csv has no such staff member. Did "
                  "you mean E1?",
                  "placements.csv:3:role: \"boss\": One of leader, member is due here.",
                  "placements.csv:4:site: An id from sites.csv is due here.",
                  "lead_sponsors.csv:4:sponsor: \"O7\": sponsors.csv has no such sponsor. Did "
                  "you mean O1?",
                  "lead_sponsors.csv:3:site: This site stands on line 2 already; a site has "
                  "one lead sponsor."));
  write_list("certificate.csv",
             "record,node,parent,term,what,answer,site,staff,sponsor,staff_2,staff_3,thousandths\n"
             "price,0,,,staff,,,E1,,,,5\nleaf,1,,,,,,,,,,x\nsomething,,,,,,,,,,,\n");
  EXPECT_THAT(texts(read_certificate(out(), in).errors),
              ElementsAre(testing::StartsWith("certificate.csv:2:node: \"0\": A line"),
                          testing::StartsWith("certificate.csv:3:node: \"1\": Nodes are numbered"),
                          testing::StartsWith("certificate.csv:3:thousandths: \"x\""),
                          testing::StartsWith("certificate.csv:4:record: \"something\"")));
  EXPECT_THROW(read_solution(out(), in), base::Refusal);
  write_list("report.json", "{\"total\": 1}");
  EXPECT_THROW(read_report(out()), base::Refusal);
}

TEST_F(OutputTest, ReplacesAnEarlierPlanAndNothingElse) {
  write_outputs(out(), in, solution(), report(), "first");
  write_outputs(out().string() + "/", in, solution(), report(), "second");
  EXPECT_EQ(SmallFolder::read_path(out() / "report.html"), "second");
  EXPECT_THAT(entries(out()), ElementsAre("certificate.csv", "lead_sponsors.csv", "placements.csv",
                                          "reasons.csv", "report.html", "report.json"));
  EXPECT_THAT(entries(small.root()), ElementsAre("folder", "out")) << "nothing is left beside it";
  // A file of somebody's own makes it somebody's folder.
  std::ofstream(out() / "notes.txt") << "mine";
  EXPECT_THROW(write_outputs(out(), in, solution(), report(), "third"), base::Refusal);
  EXPECT_THROW(refuse_unless_writable(out()), base::Refusal);
  EXPECT_EQ(SmallFolder::read_path(out() / "report.html"), "second");
  fs::remove(out() / "notes.txt");
  // So does a report that we did not write.
  std::ofstream(out() / "report.json") << "{\"made_by\": \"me\"}";
  EXPECT_THROW(refuse_unless_writable(out()), base::Refusal);
  // The programme folder itself is never overwritten.
  EXPECT_THROW(refuse_unless_writable(small.folder()), base::Refusal);
  EXPECT_THROW(refuse_unless_writable(small.folder() / "sites.csv"), base::Refusal);
}

TEST_F(OutputTest, WritesIntoAnEmptyFolderThroughLinksAndIntoNewOnes) {
  fs::create_directories(out());
  write_outputs(out(), in, solution(), report(), "x");
  EXPECT_EQ(entries(out()).size(), 6U);
  fs::create_directory_symlink(out(), small.root() / "link");
  write_outputs(small.root() / "link", in, solution(), report(), "y");
  EXPECT_TRUE(fs::is_symlink(small.root() / "link"));
  EXPECT_EQ(SmallFolder::read_path(out() / "report.html"), "y");
  const fs::path deep = small.root() / "a" / "b" / "c";
  EXPECT_NO_THROW(refuse_unless_writable(deep));
  EXPECT_FALSE(fs::exists(small.root() / "a")) << "asking leaves nothing behind";
  write_outputs(deep, in, solution(), report(), "z");
  EXPECT_EQ(entries(deep).size(), 6U);
}

TEST_F(OutputTest, LeavesNothingBehindWhenItIsNotCommitted) {
  {
    OutputFolder folder(out());
    folder.write("placements.csv", "half");
  }
  EXPECT_THAT(entries(small.root()), ElementsAre("folder"));
  OutputFolder folder(out());
  EXPECT_THROW(folder.write("no/such/place", ""), std::system_error);
}

}  // namespace
}  // namespace sojourn::stages::placement
