// The reader of programme folders: what a folder says, and the words for everything that it may not
// say. Tests name the whole message, for the message is what people see.
#include "stages/placement/folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/digest.h"
#include "planner/planner.h"
#include "tests/unit/stages/placement/small_folder.h"

namespace sojourn::stages::placement {
namespace {

using planner::Instance;
using planner::none;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing_support::SmallFolder;

class FolderTest : public testing::Test {
 protected:
  Instance read() const {
    ReadResult result = read_folder(small.folder(), options);
    EXPECT_THAT(texts(result.errors), IsEmpty());
    return result.instance.value_or(Instance{});
  }
  std::vector<std::string> errors() const {
    const ReadResult result = read_folder(small.folder(), options);
    EXPECT_EQ(result.instance.has_value(), result.errors.empty());
    return texts(result.errors);
  }
  std::vector<std::string> warnings() const {
    return texts(read_folder(small.folder(), options).warnings);
  }
  static std::vector<std::string> texts(const std::vector<Fault>& faults) {
    std::vector<std::string> made;
    for (const Fault& fault : faults) {
      made.push_back(text_of(fault));
    }
    return made;
  }
  static std::vector<std::string> names(const Instance& instance, planner::List list,
                                        const std::vector<std::string>& from) {
    std::vector<std::string> made;
    for (const planner::Ix item : instance.list(list)) {
      made.push_back(from[static_cast<std::size_t>(item)]);
    }
    return made;
  }

  SmallFolder small;
  ReadOptions options;
};

TEST_F(FolderTest, TakesTheWordsOfOfficesThatWorkInChinese) {
  small.change("staff.csv", "leader;member,River,law,4,no,2,yes", "队长；队员,River,law,4,否,2,是");
  small.change("staff.csv", "0,8,member,,,0,1,0,no", "0,8,队员,,,0,是,0,否");
  small.change("areas.csv", "C1,East,county,N", "C1,East,县,N");
  const Instance instance = read();
  EXPECT_TRUE(instance.staff[0].can_lead);
  EXPECT_FALSE(instance.staff[0].first_timer);
  EXPECT_TRUE(instance.staff[0].available);
  EXPECT_FALSE(instance.staff[3].can_lead);
  EXPECT_TRUE(instance.staff[3].first_timer);
  EXPECT_FALSE(instance.staff[3].available);
  small.change("staff.csv", "队长；队员", "队长；厨师");
  EXPECT_THAT(errors(), ElementsAre(HasSubstr("A list of leader and member is due here")));
}

TEST_F(FolderTest, TakesNoColumnAndNoNameOfWhatSojournIsNotFor) {
  small.change("staff.csv", "current_site,strength", "current_site,strength,ethnicity");
  EXPECT_THAT(errors(), ElementsAre(testing::AllOf(HasSubstr("staff.csv:1:ethnicity"),
                                                   HasSubstr("Take this column out."))));
  small.change("staff.csv", ",ethnicity", "");
  small.change("sites.csv", "law;crafts", "law;home visits");
  small.change("sites.csv", "roads", "维稳");
  small.change("sponsors.csv", "O1,Bureau,bureau", "O1,Bureau,police");
  small.change("staff.csv", "River;Hill,crafts", "River;Hill,户籍管理");
  EXPECT_THAT(errors(),
              ElementsAre(testing::AllOf(HasSubstr("sites.csv"), HasSubstr("home visits")),
                          testing::AllOf(HasSubstr("sites.csv"), HasSubstr("维稳")),
                          testing::AllOf(HasSubstr("sponsors.csv"), HasSubstr("police")),
                          testing::AllOf(HasSubstr("staff.csv"), HasSubstr("户籍"))));
}

TEST_F(FolderTest, ReadsEveryColumn) {
  const Instance in = read();
  ASSERT_EQ(in.areas.size(), 3U);
  EXPECT_EQ(in.areas[1].parent, 0);
  EXPECT_EQ(in.areas[1].kind, planner::AreaKind::county);
  ASSERT_EQ(in.sites.size(), 3U);
  const planner::Site& one = in.sites[0];
  EXPECT_EQ(in.text(one.id), "S1");
  EXPECT_EQ(in.text(one.name), "One");
  EXPECT_EQ(in.text(one.tier), "high");
  EXPECT_EQ(one.area, 1);
  EXPECT_EQ(in.site_kinds[static_cast<std::size_t>(one.kind)], "village");
  EXPECT_EQ(in.challenges[static_cast<std::size_t>(one.challenge)], "water");
  EXPECT_EQ(in.sites[2].challenge, none);
  EXPECT_EQ(one.need, 5);
  EXPECT_EQ(one.hardship, 3);
  EXPECT_EQ(one.min_team, 1);
  EXPECT_EQ(one.target_team, 2);
  EXPECT_EQ(one.max_first_timers, 1);
  EXPECT_THAT(names(in, one.languages, in.languages), ElementsAre("River"));
  EXPECT_THAT(names(in, one.skills, in.skills), ElementsAre("law", "crafts"));
  EXPECT_EQ(one.announced_lead, none);
  EXPECT_EQ(in.coordinates, planner::Coordinates::kilometres);
  EXPECT_EQ(in.sites[2].place.y, 10.5);
  ASSERT_EQ(in.sponsors.size(), 2U);
  EXPECT_EQ(in.sponsors[1].release_percent, 50);
  EXPECT_EQ(in.sponsors[1].max_sites, 1);
  EXPECT_EQ(in.sponsor_kinds[static_cast<std::size_t>(in.sponsors[1].kind)], "college");
  ASSERT_EQ(in.staff.size(), 4U);
  const planner::Staff& ada = in.staff[0];
  EXPECT_EQ(ada.sponsor, 0);
  EXPECT_EQ(ada.home_site, 2);
  EXPECT_EQ(ada.current_site, 0);
  EXPECT_TRUE(ada.can_lead);
  EXPECT_FALSE(ada.first_timer);
  EXPECT_EQ(ada.experience_years, 4);
  EXPECT_EQ(ada.hardship_served, 2);
  EXPECT_EQ(ada.strength, 80);
  EXPECT_FALSE(in.staff[1].can_lead);
  EXPECT_TRUE(in.staff[1].first_timer);
  EXPECT_TRUE(in.staff[1].available) << "an empty cell says yes";
  EXPECT_EQ(in.staff[1].home_site, none);
  EXPECT_THAT(names(in, in.staff[1].languages, in.languages), ElementsAre("River", "Hill"));
  EXPECT_FALSE(in.staff[3].available);
}

TEST_F(FolderTest, ReadsTheOptionalFiles) {
  small.write("wishes.csv", "staff,site,rank\nE1,S1,1\nE1,S2,refuse\n");
  small.write("affinity.csv", "site,sponsor,score\nS1,O1,70\nS1,O2,\n");
  small.write("pins.csv", "staff,site,role,rule,reason\nE2,S2,,must,\"asked, and agreed\"\n");
  small.write("costs.csv", "staff,site,points,reason\nE3,S2,-40,knows it\n");
  const Instance in = read();
  ASSERT_EQ(in.wishes.size(), 2U);
  EXPECT_EQ(in.wishes[0].rank, 1);
  EXPECT_EQ(in.wishes[1].rank, planner::refuse);
  ASSERT_EQ(in.affinity.size(), 2U);
  EXPECT_EQ(in.affinity[0].score, 70);
  EXPECT_EQ(in.affinity[1].score, 0);
  ASSERT_EQ(in.pins.size(), 1U);
  EXPECT_EQ(in.pins[0].role, planner::PinRole::any);
  EXPECT_EQ(in.text(in.pins[0].reason), "asked, and agreed");
  ASSERT_EQ(in.costs.size(), 1U);
  EXPECT_EQ(in.costs[0].points, -40);
  EXPECT_EQ(in.text(in.costs[0].reason), "knows it");
}

TEST_F(FolderTest, TakesColumnsInAnyOrderMarksQuotesAndSpaces) {
  small.write("sponsors.csv",
              "\xef\xbb\xbf\"max_sites\",kind,name,area,sponsor , release_percent\r\n"
              "2,bureau,\"Bureau, East\",C1, O1 ,100\r\n,,,,,\r\n1,college,\"The "
              "\"\"College\"\"\",N,O2,50");
  const Instance in = read();
  ASSERT_EQ(in.sponsors.size(), 2U);
  EXPECT_EQ(in.text(in.sponsors[0].id), "O1");
  EXPECT_EQ(in.text(in.sponsors[0].name), "Bureau, East");
  EXPECT_EQ(in.text(in.sponsors[1].name), "The \"College\"");
}

TEST_F(FolderTest, ReadsGb18030WhenDeclared) {
  small.change("sponsors.csv", "Bureau", "\xc9\xbd\xb4\xe5");
  EXPECT_THAT(
      errors(),
      ElementsAre("sponsors.csv:2: This line holds bytes that are not text in the encoding "
                  "expected. Save the file as \"CSV UTF-8\", or, if all files were saved by "
                  "Excel in Chinese, give --encoding gb18030."));
  options.encoding = "gb18030";
  const Instance in = read();
  EXPECT_EQ(in.text(in.sponsors[0].name), "山村");
}

TEST_F(FolderTest, IsTheSameOnAnyNumberOfThreads) {
  // Large enough that files are read in parts: above 1 MiB.
  std::string staff = small.read("staff.csv");
  for (int i = 0; i < 30'000; ++i) {
    const std::string n = std::to_string(i);
    staff += "X" + n + ",\"Some \n body " + n + "\",O" + std::to_string(1 + i % 2) + ",C1,,3,4," +
             (i % 3 == 0 ? "leader" : "member") + ",\"L" + std::to_string(i % 7) + ";Hill\",k" +
             std::to_string(i % 11) + ",1,0,0,,S" + std::to_string(1 + i % 3) + ",\n";
  }
  small.write("staff.csv", staff);
  options.threads = 1;
  const Instance one = read();
  options.threads = 3;
  const Instance three = read();
  EXPECT_EQ(one.text_pool, three.text_pool);
  EXPECT_EQ(one.index_pool, three.index_pool);
  EXPECT_EQ(one.languages, three.languages);
  EXPECT_EQ(one.skills, three.skills);
  ASSERT_EQ(one.staff.size(), 30'004U);
  ASSERT_EQ(three.staff.size(), one.staff.size());
  for (std::size_t i = 0; i < one.staff.size(); ++i) {
    ASSERT_EQ(one.text(one.staff[i].id), three.text(three.staff[i].id));
    ASSERT_EQ(one.staff[i].languages.first, three.staff[i].languages.first);
    ASSERT_EQ(one.staff[i].current_site, three.staff[i].current_site);
  }
  // And so are faults, with the lines that an editor shows: names above have two lines each.
  small.write("staff.csv", staff + "E1,,O1,C1,,0,0,,,,,,,,,\nZ,,O9,C1,,0,0,,,,,,,,,\n");
  const std::vector<std::string> faults = errors();
  EXPECT_THAT(
      faults,
      ElementsAre("staff.csv:60006:staff: \"E1\": The id stands on line 2 already; every id "
                  "is given once.",
                  "staff.csv:60007:sponsor: \"O9\": sponsors.csv has no such sponsor. Did "
                  "you mean O1?"));
  // A stray quote puts the parts out of step; the report is that of a single pass.
  small.write("staff.csv", staff + "E9,5\" tall,O1,C1,,0,0,,,,,,,,,\n");
  const std::vector<std::string> stray = errors();
  options.threads = 1;
  EXPECT_EQ(stray, errors());
  EXPECT_EQ(stray.size(), 1U);
}

TEST_F(FolderTest, DigestsAreThoseOfSha256sum) {
  std::string list;
  for (const char* file : {"areas.csv", "sites.csv", "sponsors.csv", "staff.csv"}) {
    list += base::sha256_hex(small.read(file)) + "  " + file + "\n";
  }
  const Instance in = read();
  EXPECT_EQ(in.input_digest, base::sha256_hex(list));
  EXPECT_EQ(in.rules_digest, base::sha256_hex(""));
  small.write("rules.toml", "near_sites = 3\n");
  const Instance ruled = read();
  EXPECT_EQ(ruled.input_digest, in.input_digest);
  EXPECT_EQ(ruled.rules_digest, base::sha256_hex("near_sites = 3\n"));
  EXPECT_EQ(ruled.rules.near_sites, 3);
}

TEST_F(FolderTest, TakesAreasForCountiesWhereNoFileTells) {
  small.remove("areas.csv");
  const Instance in = read();
  ASSERT_EQ(in.areas.size(), 3U);
  for (const planner::Area& area : in.areas) {
    EXPECT_EQ(area.kind, planner::AreaKind::county);
    EXPECT_EQ(area.parent, none);
  }
  EXPECT_EQ(in.text(in.areas[static_cast<std::size_t>(in.sites[0].area)].id), "C1");
  EXPECT_EQ(in.staff[0].area, in.sites[0].area);
  EXPECT_EQ(in.text(in.areas[static_cast<std::size_t>(in.sponsors[1].area)].id), "N");
}

TEST_F(FolderTest, ScoresByRulesWhereThereIsNoAffinityFile) {
  small.write("rules.toml",
              "[affinity]\nbureau.water = 80\ncollege.roads = 30\ncollege.wter = 1\n");
  const Instance in = read();
  ASSERT_EQ(in.affinity.size(), 2U);
  // O1 lies in C1 as S1 does; O2 belongs to the nation, which holds S2.
  EXPECT_EQ(in.affinity[0].site, 0);
  EXPECT_EQ(in.affinity[0].sponsor, 0);
  EXPECT_EQ(in.affinity[0].score, 80);
  EXPECT_EQ(in.affinity[1].site, 1);
  EXPECT_EQ(in.affinity[1].sponsor, 1);
  EXPECT_EQ(in.affinity[1].score, 30);
  EXPECT_THAT(warnings(), ElementsAre("rules.toml:4:affinity.college.wter: No site has this "
                                      "challenge. Did you mean water?"));
  small.write("affinity.csv", "site,sponsor,score\n");
  EXPECT_TRUE(read().affinity.empty()) << "a list without lines is a list";
  EXPECT_THAT(warnings(),
              ElementsAre("rules.toml:2:affinity: affinity.csv is there, so this table was not "
                          "used."));
}

TEST_F(FolderTest, WarnsOfWhatIsLikelyASlip) {
  small.change("sites.csv", "challenge", "chalenge");
  small.change("sites.csv", "law;crafts", "lw;crafts");
  small.write("wish.csv", "staff,site,rank\n");
  EXPECT_THAT(
      warnings(),
      ElementsAre("sites.csv:skills: \"lw\": Sites ask for this, and nobody in staff.csv has "
                  "it. Did you mean law?",
                  "sites.csv:1:chalenge: This column is not known and was not read. Did you "
                  "mean challenge?",
                  "wish.csv: This file is not known and was not read. Did you mean "
                  "wishes.csv?"));
}

// ---- What bad input gets -----------------------------------------------------------------------

TEST_F(FolderTest, RefusesWhatIsNoFolder) {
  EXPECT_THAT(
      texts(read_folder(small.root() / "nowhere").errors),
      ElementsAre("\"" + (small.root() / "nowhere").string() + "\": There is no such folder."));
  EXPECT_THAT(texts(read_folder(small.folder() / "sites.csv").errors),
              ElementsAre(HasSubstr("This is a file. The folder that holds")));
}

TEST_F(FolderTest, NamesEveryMissingFileAtOnce) {
  small.remove("sites.csv");
  small.remove("sponsors.csv");
  small.remove("staff.csv");
  EXPECT_THAT(errors(),
              ElementsAre("sites.csv: This file is missing.", "sponsors.csv: This file is missing.",
                          "staff.csv: This file is missing."));
}

// What people forget who keep their lists in a spreadsheet.
TEST_F(FolderTest, FindsSpreadsheetsThatWereNotSavedAsCsv) {
  small.remove("sites.csv");
  small.write("sites.xlsx", "PK");
  small.write("staff.xlsx", "PK");  // beside staff.csv, from which it was saved
  EXPECT_THAT(errors(), ElementsAre("sites.csv: This file is missing. There is sites.xlsx: save "
                                    "that as \"CSV UTF-8\" under this name."));
}

TEST_F(FolderTest, WarnsOfASpreadsheetInThePlaceOfAFileThatNeedNotBeThere) {
  small.write("wishes.xlsx", "PK");
  EXPECT_THAT(warnings(), ElementsAre("wishes.xlsx: This spreadsheet was not read. Save it as "
                                      "\"CSV UTF-8\" under the name wishes.csv."));
}

TEST_F(FolderTest, SaysOnceThatOtherMarksPartTheColumns) {
  const std::string sponsors = small.read("sponsors.csv");
  const struct {
    char mark;
    const char* name;
  } marks[] = {{';', "Semicolons"}, {'\t', "Tabs"}, {'|', "Bars"}};
  for (const auto& each : marks) {
    std::string parted = sponsors;
    std::replace(parted.begin(), parted.end(), ',', each.mark);
    small.write("sponsors.csv", parted);
    EXPECT_THAT(errors(),
                ElementsAre("sponsors.csv:1: " + std::string(each.name) +
                            " part the columns of this file, and commas are due. Save it as "
                            "\"CSV UTF-8\" with commas."));
    EXPECT_THAT(warnings(), IsEmpty());
  }
}

TEST_F(FolderTest, NamesTheIdWhereANameWasWritten) {
  small.change("staff.csv", "E4,Dan", "E4,Ben");
  small.write("wishes.csv", "staff,site,rank\nAda,S1,1\nE2,Two,1\nBen,S1,2\n");
  EXPECT_THAT(errors(),
              ElementsAre("wishes.csv:2:staff: \"Ada\": staff.csv has no such staff member. The "
                          "one of this name has the id E1.",
                          "wishes.csv:3:site: \"Two\": sites.csv has no such site. The one of "
                          "this name has the id S2.",
                          "wishes.csv:4:staff: \"Ben\": staff.csv has no such staff member. 2 "
                          "have this name; write the id of the one that is meant: E2, E4."));
}

TEST_F(FolderTest, TellsNoMoreThanWhatIsWrong) {
  // Nothing is said of ids that a missing file would have held.
  small.remove("sites.csv");
  small.write("wishes.csv", "staff,site,rank\nE1,S1,1\nE9,S1,1\n");
  EXPECT_THAT(errors(),
              ElementsAre("sites.csv: This file is missing.",
                          "wishes.csv:3:staff: \"E9\": staff.csv has no such staff member. "
                          "Did you mean E1?"));
}

// An open quotation mark swallows the rows behind it: their ids were not read, and are not missed.
TEST_F(FolderTest, SaysNothingOfIdsThatAnOpenQuoteSwallowed) {
  small.write("wishes.csv", "staff,site,rank\nE3,S3,1\n");
  const struct {
    const char* file;
    const char* from;
    const char* to;
  } slips[] = {{"areas.csv", "C1,East", "C1,\"East"},
               {"sites.csv", "S2,Two", "S2,\"Two"},
               {"sponsors.csv", "O1,Bureau,", "O1,\"Bureau,"},
               {"staff.csv", "E1,Ada", "E1,\"Ada"}};
  for (const auto& slip : slips) {
    const std::string whole = small.read(slip.file);
    small.change(slip.file, slip.from, slip.to);
    const auto told = errors();
    EXPECT_EQ(told.size(), 1u) << slip.file;
    for (const std::string& error : told)
      EXPECT_THAT(error, testing::StartsWith(slip.file));
    small.write(slip.file, whole);
  }
  EXPECT_THAT(errors(), testing::IsEmpty());
}

TEST_F(FolderTest, NamesMissingAndRepeatedColumns) {
  small.change("sites.csv", "need", "nead");
  small.change("sponsors.csv", "name,kind", "kind,kind");
  EXPECT_THAT(errors(),
              ElementsAre("sites.csv:1:need: This column is missing. The header has \"nead\".",
                          "sponsors.csv:1:kind: The header names this column twice.",
                          "sponsors.csv:1:name: This column is missing."));
}

TEST_F(FolderTest, AsksWhetherAMissingColumnHasAnotherName) {
  small.change("sites.csv", "min_team", "最少人数");
  EXPECT_THAT(errors(), ElementsAre("sites.csv:1:min_team: This column is missing. If the header "
                                    "has it under another name (最少人数), call it min_team "
                                    "there."));
}

TEST_F(FolderTest, FindsRepeatedIds) {
  small.change("staff.csv", "E4,Dan", "E1,Dan");
  small.change("sites.csv", "S2,Two", "S1,Two");
  small.change("areas.csv", "C2,West", "C1,West");
  small.change("sponsors.csv", "O2,College", "O1,College");
  EXPECT_THAT(errors(),
              testing::IsSupersetOf(
                  {"areas.csv:4:area: \"C1\": The id stands on line 3 already; every id is "
                   "given once.",
                   "sites.csv:3:site: \"S1\": The id stands on line 2 already; every id is "
                   "given once.",
                   "sponsors.csv:3:sponsor: \"O1\": The id stands on line 2 already; every "
                   "id is given once.",
                   "staff.csv:5:staff: \"E1\": The id stands on line 2 already; every id is "
                   "given once."}));
}

/// One change of the folder and the one message that it gets.
struct Slip {
  std::string file, from, to, message;
};
class SlipTest : public FolderTest, public testing::WithParamInterface<Slip> {};

TEST_P(SlipTest, IsNamed) {
  const Slip& slip = GetParam();
  small.change(slip.file, slip.from, slip.to);
  EXPECT_THAT(errors(), ElementsAre(slip.message));
}

const std::string least_need = "A whole number from 1 to 5 is due here.";
INSTANTIATE_TEST_SUITE_P(
    Slips, SlipTest,
    testing::Values(
        Slip{"sites.csv", "high,5,3", "high,-5,3",
             "sites.csv:2:need: \"-5\": The number has to lie between 1 and 5."},
        Slip{"sites.csv", "high,5,3", "high,0,3",
             "sites.csv:2:need: \"0\": The number has to lie between 1 and 5."},
        Slip{"sites.csv", "high,5,3", "high,,3", "sites.csv:2:need: " + least_need},
        Slip{"sites.csv", "high,5,3", "high,five,3", "sites.csv:2:need: \"five\": " + least_need},
        Slip{"sites.csv", "high,5,3", "high,5.0,3", "sites.csv:2:need: \"5.0\": " + least_need},
        Slip{"sites.csv", "high,5,3", "high,5,6",
             "sites.csv:2:hardship: \"6\": The number has to lie between 0 and 5."},
        Slip{"sites.csv", "high,5,3", "high,99999999999999999999,3",
             "sites.csv:2:need: \"99999999999999999999\": " + least_need},
        Slip{
            "sites.csv", "3,1,2,1,River", "3,4,2,1,River",
            "sites.csv:2:min_team: \"4\": The minimum may not be larger than target_team, which is "
            "2."},
        Slip{"sites.csv", "One,C1", "One,C9",
             "sites.csv:2:area: \"C9\": areas.csv has no such area. Did you mean C1?"},
        Slip{"sites.csv", "One,C1", "One,", "sites.csv:2:area: An id from areas.csv is due here."},
        Slip{"sites.csv", "S2,Two", ",Two", "sites.csv:3:site: Every line needs an id here."},
        Slip{"sites.csv", "roads,10,0", "roads,ten,0",
             "sites.csv:3:x_km: \"ten\": A decimal number from -100000 to 100000 is due here."},
        Slip{"sites.csv", "roads,10,0", "roads,nan,0",
             "sites.csv:3:x_km: \"nan\": A decimal number from -100000 to 100000 is due here."},
        Slip{"sites.csv", "roads,10,0", "roads,,0",
             "sites.csv:3:x_km: A decimal number from -100000 to 100000 is due here; either every "
             "site and person has a place, or the columns are left out of the whole folder."},
        Slip{"sites.csv", "roads,10,0", "roads,10,0,7",
             "sites.csv:3: The line has 16 cells, the header 15. A cell that contains a comma has "
             "to "
             "stand in quotation marks."},
        Slip{"sites.csv", "Two", "T\"w\"o",
             "sites.csv:3:name: \"T\"w\"o\": A quotation mark stands inside a cell. Put the whole "
             "cell in quotation marks and write each one inside it twice."},
        Slip{"areas.csv", "nation", "country",
             "areas.csv:2:kind: \"country\": One of nation, province, prefecture, county, township "
             "is "
             "due here."},
        Slip{"areas.csv", "East,county,N", "East,county,X",
             "areas.csv:3:parent: \"X\": areas.csv has no such area."},
        Slip{"areas.csv", "East,county,N", "East,county,C2",
             "areas.csv:3:parent: \"C2\": The parent has to be of a higher kind (nation, province, "
             "prefecture, county, township, from high to low)."},
        Slip{"areas.csv", "nation,", "nation,C1",
             "areas.csv:2:parent: \"C1\": The areas lie in each other in a circle: N -> C1 -> N. "
             "Every area lies in one above it, the highest in none."},
        Slip{"sponsors.csv", "C1,100,2", "C1,120,2",
             "sponsors.csv:2:release_percent: \"120\": The number has to lie between 0 and 100."},
        Slip{"sponsors.csv", "C1,100,2", "C1,100,-2",
             "sponsors.csv:2:max_sites: \"-2\": The number has to lie between 0 and 1000000000."},
        Slip{"staff.csv", "yes,S1,80", "yes,S1,101",
             "staff.csv:2:strength: \"101\": The number has to lie between 0 and 100."},
        Slip{"staff.csv", "yes,S1,80", "yes,S1;S2,80",
             "staff.csv:2:current_site: \"S1;S2\": One site is due here, not a list."},
        Slip{"staff.csv", "yes,S1,80", "maybe,S1,80",
             "staff.csv:2:available: \"maybe\": One of yes, no, true, false, 1, 0 is due here."},
        Slip{"staff.csv", "leader;member", "leader;chief",
             "staff.csv:2:roles: \"leader;chief\": A list of leader and member is due here, parted "
             "by "
             "';'."},
        Slip{"staff.csv", "Ben,O1", "Ben,",
             "staff.csv:3:sponsor: An id from sponsors.csv is due here."},
        Slip{"staff.csv", "law,4,no", "law,-4,no",
             "staff.csv:2:experience_years: \"-4\": The number has to lie between 0 and 100."},
        Slip{"staff.csv", "E4,Dan", "E4,\"Dan",
             "staff.csv:5:name: \"Dan,O2,C2,,0,8,member,,,0,1,0,no,,\xef\xbf\xbd\": The quotation "
             "mark "
             "that opens this cell is never closed."}));

TEST_F(FolderTest, RefusesACellOfTenMillionCharacters) {
  small.change("staff.csv", "Ben", std::string(10'000'000, 'x'));
  EXPECT_THAT(errors(),
              ElementsAre(testing::AllOf(
                  testing::StartsWith("staff.csv:3:name: \"xxxx"),
                  testing::EndsWith("This cell is longer than 1 MiB. Is a closing quotation mark "
                                    "missing?"))));
}

TEST_F(FolderTest, RefusesWrongWishesAndPairs) {
  small.write(
      "wishes.csv",
      "staff,site,rank\nE1,S9,1\nE1,S1,4\nE2,S1,1\nE2,S1,refuse\nE3,S1,2\nE3,S1,3\nE4,S1;S2,1\n");
  small.write("affinity.csv", "site,sponsor,score\nS1,O1,101\nS1,O2,1\nS1,O2,1\n");
  small.write("pins.csv", "staff,site,role,rule,reason\nE1,S1,boss,must,\nE1,S2,leader,perhaps,\n");
  small.write("costs.csv", "staff,site,points,reason\nE1,S1,2000000000,\nE1,S2,,\nE1,S2,3,\n");
  EXPECT_THAT(
      errors(),
      ElementsAre(
          "wishes.csv:2:site: \"S9\": sites.csv has no such site. Did you mean S1?",
          "wishes.csv:3:rank: \"4\": One of refuse, 1, 2, 3 is due here.",
          "wishes.csv:5: A wish and a refusal of one site by one person (see line 4).",
          "wishes.csv:7: This pair of staff and site stands on line 6 already; it is given once.",
          "wishes.csv:8:site: \"S1;S2\": One site is due here, not a list.",
          "affinity.csv:2:score: \"101\": The number has to lie between 0 and 100.",
          "affinity.csv:4: This pair of site and sponsor stands on line 3 already; it is given "
          "once.",
          "pins.csv:2:role: \"boss\": One of any, leader, member is due here.",
          "pins.csv:3:rule: \"perhaps\": One of must, never is due here.",
          "costs.csv:2:points: \"2000000000\": The number has to lie between -1000000000 and "
          "1000000000.",
          "costs.csv:4: This pair of staff and site stands on line 3 already; it is given once."));
}

TEST_F(FolderTest, NamesPinsThatClash) {
  small.write("pins.csv",
              "staff,site,role,rule,reason\nE2,S1,any,must,\nE2,S2,any,must,\nE4,S3,any,must,\n");
  const std::vector<std::string> found = errors();
  EXPECT_THAT(found, testing::Contains(testing::AllOf(testing::StartsWith("pins.csv:2: "),
                                                      testing::EndsWith(" (See also line 3.)"))))
      << "a clash names every line that it is about";
  EXPECT_THAT(found,
              testing::Contains(testing::AllOf(testing::StartsWith("pins.csv:4: "),
                                               testing::Not(testing::HasSubstr("See also")))));
}

TEST_F(FolderTest, NamesTheLinesOfLeadSponsorsAnnouncedTooOften) {
  small.change("sites.csv", "challenge,", "challenge,lead_sponsor,");
  small.change("sites.csv", "water,", "water,O1,");
  small.change("sites.csv", "roads,", "roads,,");
  small.change("sites.csv", "Hill,,,", "Hill,,,O1,");
  small.change("sponsors.csv", "C1,100,2", "C1,100,1");
  EXPECT_THAT(errors(), testing::ElementsAre(testing::AllOf(
                            testing::StartsWith("sites.csv:2:lead_sponsor: "),
                            testing::HasSubstr("O1 is announced as lead sponsor of 2 sites"),
                            testing::EndsWith(" (See also line 4.)"))));
}

TEST_F(FolderTest, RefusesAnEmptyProgramme) {
  const std::string sites = small.read("sites.csv");
  small.write("sites.csv", sites.substr(0, sites.find('\n') + 1));
  const std::string staff = small.read("staff.csv");
  small.write("staff.csv", staff.substr(0, staff.find('\n') + 1));
  EXPECT_THAT(errors(), ElementsAre("sites.csv: The programme is empty: no site stands here.",
                                    "staff.csv: The programme is empty: nobody stands here."));
  small.write("sites.csv", "");
  EXPECT_THAT(errors(),
              testing::Contains("sites.csv: The file is empty; its first line has to name the "
                                "columns."));
}

TEST_F(FolderTest, WantsPlacesInOneWay) {
  small.change("staff.csv", "x_km,y_km", "lon,lat");
  EXPECT_THAT(errors(),
              ElementsAre("staff.csv:1: The whole folder gives places in one way or not at "
                          "all, but sites.csv has x_km and y_km and staff.csv lat and "
                          "lon."));
  small.change("staff.csv", "lon,lat", "x_km,y");
  EXPECT_THAT(errors(),
              ElementsAre("staff.csv:1:y_km: This column is missing; a place needs both of "
                          "its numbers."));
  small.change("staff.csv", "x_km,y,", "x,y,");
  small.change("sites.csv", "x_km,y_km", "x,y");
  EXPECT_EQ(read().coordinates, planner::Coordinates::absent);
}

TEST_F(FolderTest, CountsWhatItDoesNotList) {
  std::string wishes = "staff,site,rank\n";
  for (int i = 0; i < 250; ++i) {
    wishes += "E1,nowhere" + std::to_string(i) + ",1\n";
  }
  small.write("wishes.csv", wishes);
  small.change("sites.csv", "high,5,3", "high,9,3");
  const ReadResult result = read_folder(small.folder());
  EXPECT_EQ(result.errors.size(), 100U);
  EXPECT_EQ(result.more_errors, 151U);
  EXPECT_EQ(text_of(result.errors[0]),
            "sites.csv:2:need: \"9\": The number has to lie between 1 and 5.");
  EXPECT_EQ(refusal_of(result, "f").more_faults, 151U);
}

TEST_F(FolderTest, RefusesWeightsThatCouldOverflow) {
  small.write("rules.toml", "short_of_minimum = 1000000000\n");
  EXPECT_THAT(errors(), IsEmpty());
  small.change("sites.csv", "3,1,2,1,River", "3,10000,10000,1,River");
  std::string sites = small.read("sites.csv");
  for (int i = 0; i < 50; ++i) {
    sites += "X" + std::to_string(i) + ",,C1,,,5,5,10000,10000,0,,,,0,0\n";
  }
  small.write("sites.csv", sites);
  EXPECT_THAT(errors(), ElementsAre(HasSubstr("The weights are too large for this programme")));
}

}  // namespace
}  // namespace sojourn::stages::placement
