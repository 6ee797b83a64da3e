// Tables taken in from the command line.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>  // mkdtemp

#include <fstream>
#include <map>

#include "base/json.h"
#include "documents/grid.h"
#include "tests/cli/program.h"
#include "tests/unit/documents/workbook.h"

namespace sojourn::testing_support {
namespace {

namespace fs = std::filesystem;
using ::testing::EndsWith;
using ::testing::HasSubstr;

const std::string read_as =
    "Read as UTF-8, cells parted by a comma. --encoding and --delimiter say otherwise.\n";

class ImportCommand : public ::testing::Test {
 protected:
  ImportCommand() {
    std::string pattern = (fs::temp_directory_path() / "sojourn-import-XXXXXX").string();
    folder = ::mkdtemp(pattern.data());
  }
  ~ImportCommand() override { fs::remove_all(folder); }

  Ended import(const std::string& kind, const std::string& table,
               std::vector<std::string> more = {}) {
    const std::string file = folder / (kind + ".csv");
    std::ofstream(file) << table;
    std::vector<std::string> all = {"import", kind, file, "--data", folder / "data"};
    all.insert(all.end(), more.begin(), more.end());
    return run(folder, all);
  }

  fs::path folder;
};

TEST_F(ImportCommand, WhatSitesNeedAndTheCalendar) {
  ASSERT_EQ(import("area", "name,kind\nWeir County,county\n").code, 0);
  ASSERT_EQ(import("site", "name,area,kind,tier\nUpper Weir,Weir County,village,high\n").code, 0);
  ASSERT_EQ(import("sponsor",
                   "name,kind,area,release percent,most sites\n"
                   "General Hospital,hospital,Weir County,50,3\n")
                .code,
            0);
  const std::map<std::string, std::string> tables = {
      {"calendar", "日期,安排,名称\n2026-10-01,放假,国庆节\n"},
      {"standard",
       "驻点类别,角色,最低数,目标数,确定单位,起始日期,依据\n村,工作队,2,3,市,2026-11-01,7号\n"},
      {"need",
       "驻点,角色,最低数,目标数,确定单位,起始日期,依据\nUpper Weir,队长,1,1,市,2026-11-01,7号\n"},
      {"workload",
       "驻点,类型,任务,占比（千分之）,起始日期,依据\nUpper "
       "Weir,公共工作,档案,56,2026-11-01,年报\n"},
      {"staffing", "驻点,派员方,在岗人数,起始日期,依据\nUpper Weir,项目,２,2026-11-01,月报\n"},
      {"other-post", "驻点,项目,岗位数,起始日期,依据\nUpper Weir,乡村医生,1,2026-11-01,函\n"},
      {"establishment",
       "派出单位,编制数,在岗人数,起始日期,依据\nGeneral Hospital,120,96,2026-11-01,编制册\n"},
      {"readiness",
       "驻点,住宿,水电,就医,通信,起始日期,依据\nUpper Weir,有,有,无,有,2026-11-01,查看\n"}};
  for (const auto& [kind, table] : tables) {
    EXPECT_EQ(import(kind, table, {"--check"}).out,
              read_as +
                  "1 rows: 1 new, 0 changed, 0 the same, 0 refused.\nThis was a check; nothing was "
                  "written.\n")
        << kind;
    const Ended first = import(kind, table);
    EXPECT_EQ(first.out, read_as + "1 rows: 1 new, 0 changed, 0 the same, 0 refused.\nWritten.\n")
        << kind << first.err;
    EXPECT_EQ(
        import(kind, table).out,
        read_as + "1 rows: 0 new, 0 changed, 1 the same, 0 refused.\nThere was nothing to write.\n")
        << kind;
  }
}

TEST_F(ImportCommand, FromAnEmptyDirectoryToStaff) {
  const Ended areas = import("area", "name,kind\nWeir County,county\n");
  ASSERT_EQ(areas.code, 0) << areas.err;
  EXPECT_EQ(areas.out, read_as + "1 rows: 1 new, 0 changed, 0 the same, 0 refused.\nWritten.\n");
  ASSERT_EQ(import("sponsor",
                   "name,kind,area,release percent,most sites\n"
                   "General Hospital,hospital,Weir County,50,3\n")
                .code,
            0);
  const std::string staff =
      "number,name,sponsor,hired on,phone\n1,Ada,General Hospital,2020-03-01,x\n"
      "2,Bo,General Hospitl,03/04/2020,y\n";
  // A check says the same, and writes nothing.
  const Ended check = import("staff", staff, {"--check", "--json"});
  EXPECT_EQ(check.code, 1);
  const boost::json::value report = base::parse_json(check.out);
  EXPECT_EQ(report.at("added"), 1);
  EXPECT_EQ(report.at("refused"), 1);
  EXPECT_EQ(report.at("written"), false);
  const Ended refused = import("staff", staff);
  EXPECT_EQ(refused.code, 1);
  EXPECT_EQ(
      refused.out,
      read_as +
          "E1 phone: this column is not read.\n"
          "staff.csv C3 sponsor \"General Hospitl\": There is no such sponsor. Did you mean "
          "General Hospital? [General Hospital]\n"
          "staff.csv D3 hired on \"03/04/2020\": Which day is meant, 2020-04-03 or 2020-03-04? "
          "Write it in this form. [2020-04-03, 2020-03-04]\n"
          "2 rows: 1 new, 0 changed, 0 the same, 1 refused.\n"
          "Nothing was written, because rows are refused. Put them right, or take the good rows "
          "now with --mode good-rows-now.\n");
  // A CSV comes back as one.
  const Ended other = import("staff", staff, {"--problems", folder / "problems.xlsx"});
  EXPECT_EQ(other.code, 2);
  EXPECT_THAT(other.err, HasSubstr("comes back as CSV. Name a file that ends with .csv."));
  const std::string problems = folder / "problems.csv";
  const Ended good = import("staff", staff, {"--mode", "good-rows-now", "--problems", problems});
  EXPECT_EQ(good.code, 1);
  EXPECT_THAT(good.out, EndsWith("Written.\n"));
  std::ifstream told(problems);
  EXPECT_EQ(
      std::string(std::istreambuf_iterator<char>(told), {}),
      "number,name,sponsor,hired on,phone,Effect,Problem\n"
      "1,Ada,General Hospital,2020-03-01,x,new,\n"
      "2,Bo,General Hospitl,03/04/2020,y,refused,\"sponsor: There is no such sponsor. Did you "
      "mean General Hospital? [General Hospital] hired on: Which day is meant, 2020-04-03 or "
      "2020-03-04? Write it in this form. [2020-04-03, 2020-03-04]\"\n");
  // The good rows are in: what is left can only be put right. The table that came back is read as
  // the one that went.
  const Ended left = run(folder, {"import", "staff", problems, "--data", folder / "data"});
  EXPECT_THAT(left.out, EndsWith("2 rows: 0 new, 0 changed, 1 the same, 1 refused.\n"
                                 "Nothing was written: only refused rows are left. Put them right "
                                 "and import the table again.\n"));
  EXPECT_EQ(left.out.find("Problem"), std::string::npos) << left.out;
  // In Chinese, and of a file that is not there.
  const Ended zh =
      import("staff", "工号,姓名,派出单位\n3,王小明,县医院\n", {"--check", "--language", "zh"});
  EXPECT_THAT(zh.out, HasSubstr("共1行：新增0，修改0，相同0，拒绝1。"));
  const Ended none =
      run(folder, {"import", "staff", folder / "none.csv", "--data", folder / "data"});
  EXPECT_EQ(none.code, 3);
  EXPECT_THAT(none.err, HasSubstr("none.csv cannot be read: No such file or directory."));
}

TEST_F(ImportCommand, HowATextIsSavedIsToldAndCanBeSaid) {
  const std::string table = "name;kind\nMu\xF1oz County;county\n";
  ASSERT_EQ(import("area", "name,kind\nArva,nation\n").code, 0);
  const Ended checked = import("area", table, {"--check"});
  EXPECT_THAT(checked.out,
              testing::StartsWith("Read as Windows-1252, cells parted by a semicolon."))
      << checked.err;
  EXPECT_EQ(import("area", table).code, 0);
  EXPECT_THAT(run(folder, {"area", "list", "--data", folder / "data"}).out,
              HasSubstr("Muñoz County"));
  const Ended other = import("area", table, {"--check", "--encoding", "utf8"});
  EXPECT_EQ(other.code, 2);
  EXPECT_THAT(other.err, HasSubstr("This text is not saved as UTF-8"));
  const Ended parted = import("area", table, {"--check", "--delimiter", "comma"});
  EXPECT_EQ(parted.code, 2);
  EXPECT_THAT(parted.err, HasSubstr("Row 1 has: name;kind."));
}

TEST_F(ImportCommand, TheFirstChangedRowsAreToldValueByValue) {
  std::string before = "number,name,kind\n";
  std::string after = before;
  for (int i = 1; i <= 22; ++i) {
    before += fmt::format("{},County {},county\n", i, i);
    after += fmt::format("{},County {}{},county\n", i, i, i <= 21 ? "a" : "");
  }
  ASSERT_EQ(import("area", before).code, 0);
  const Ended changed = import("area", after, {"--check"});
  EXPECT_THAT(changed.out, HasSubstr("\narea.csv 2 County 1a: name County 1 -> County 1a\n"));
  EXPECT_THAT(changed.out, HasSubstr("\narea.csv A2 number \"1\": This gives County 1 another "
                                     "name. If another record is meant, the number or id in this "
                                     "row is wrong.\n"));
  EXPECT_THAT(changed.out, HasSubstr("\n1 further changed rows are not told here;"));
  EXPECT_THAT(changed.out, HasSubstr("\n21 of the changed rows should be looked at"));
}

TEST_F(ImportCommand, WhereTheHeadingsStandCanBeSaid) {
  // What looks like headings above the headings.
  const std::string table = "name,kind,remark\nas in 2025,old,x\nname,kind\nWeir County,county\n";
  EXPECT_EQ(import("area", table).code, 1);
  const std::string told = folder / "told.csv";
  const Ended ended = import("area", table, {"--heading-row", "3", "--problems", told});
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_EQ(ended.out, read_as + "1 rows: 1 new, 0 changed, 0 the same, 0 refused.\nWritten.\n");
  std::ifstream given(told);
  EXPECT_THAT(std::string(std::istreambuf_iterator<char>(given), {}),
              HasSubstr("\nname,kind,Effect,Problem\nWeir County,county,new,\n"));
  const Ended none = import("area", table, {"--heading-row", "0"});
  EXPECT_EQ(none.code, 2);
  EXPECT_THAT(none.err, HasSubstr("Rows are counted from 1."));
}

TEST_F(ImportCommand, ACheckOfWhatSojournIsNotForSaysSo) {
  ASSERT_EQ(import("area", "name,kind\nWeir County,county\n").code, 0);
  const Ended column = import("area", "name,kind,政治面貌\nWeir,county,x\n", {"--check"});
  EXPECT_EQ(column.code, 2) << column.err;
  EXPECT_THAT(column.err, HasSubstr("政治面貌"));
}

TEST_F(ImportCommand, AFolderWithoutAProgrammeIsASlipOfThePen) {
  const fs::path slip = folder / "sojurn-data";
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {"staff", "list", "--format", "csv"},
           {"staff", "list"},
           {"staff", "show", "staff_1"},
           {"staff", "rename", "staff_1", "--name", "Ada", "--version", "1"},
           {"plan", "report", "plan_1"},
           {"export", "list"},
           {"folder", "export", folder / "out"},
           {"jobs", "run"},
           {"migrate"},
           {"audit", "reconcile"}}) {
    std::vector<std::string> all = words;
    all.insert(all.end(), {"--data", slip});
    const Ended ended = run(folder, all);
    EXPECT_EQ(ended.code, 3) << words.front() << ": " << ended.err;
    EXPECT_THAT(ended.err, HasSubstr("There is no programme in " + slip.string() +
                                     ". Say with --data where it is."))
        << words.front();
    EXPECT_FALSE(fs::exists(slip)) << words.front();
  }
  // What begins a programme does.
  EXPECT_EQ(
      run(folder, {"area", "make", "--name", "Weir", "--kind", "county", "--data", slip}).code, 0);
}

TEST_F(ImportCommand, TheWorkbookOfASponsorGoesOutAndComesBack) {
  import("area", "name,kind\nWeir County,county\n");
  import("sponsor",
         "name,kind,area,release percent,most sites\nGeneral Hospital,hospital,Weir County,50,3\n");
  import("staff",
         "number,name,sponsor,roles,hired on,fit until\n"
         "1,Ada,General Hospital,member,2015-03-01,2099-01-01\n"
         "2,Bo,General Hospital,member,2015-03-01,\n");
  const auto id_in = [](const Ended& ended, const std::string& list) {
    const boost::json::value body = base::parse_json(ended.out);
    const boost::json::value& record = list.empty() ? body : body.at("items").at(0);
    return std::string(std::string_view(record.at("id").as_string()));
  };
  const auto ask = [&](std::vector<std::string> words) {
    words.insert(words.end(), {"--data", folder / "data"});
    return run(folder, words);
  };
  const std::string area = id_in(ask({"area", "list"}), "items");
  const std::string sponsor = id_in(ask({"sponsor", "list"}), "items");
  const std::string round = id_in(
      ask({"round", "make", "--name", "Spring", "--area", area, "--notice", "7", "--posts", "1",
           "--opens-on", "2026-01-01", "--deadline", "2098-01-01", "--starts-on", "2098-03-01"}),
      "");
  const std::string place =
      id_in(ask({"place", "make", "--round", round, "--sponsor", sponsor, "--places", "2"}), "");
  // 1. Out, into a file.
  const fs::path file = folder / "out.xlsx";
  const Ended given = ask({"place", "workbook", place, "--out", file});
  EXPECT_EQ(given.code, 0) << given.err;
  EXPECT_EQ(base::parse_json(given.out).at("staff"), 2);
  const auto grid = documents::open_grid({.name = "out.xlsx", .path = file}, {});
  ASSERT_TRUE(grid->next());
  EXPECT_EQ(grid->cells().front().text, "General Hospital: Spring, notice 7 (" + place + ")");
  const Ended piped = ask({"place", "workbook", place});
  EXPECT_THAT(piped.out, testing::StartsWith("PK"));
  EXPECT_EQ(piped.out.find("\"staff\""), std::string::npos) << "only the file goes on";
  EXPECT_THAT(piped.err, HasSubstr("\"staff\": 2"));
  // 2. As it is, it names nobody; and back with two names, one of whom a rule keeps out.
  const Ended first = ask({"place", "merge", place, file});
  EXPECT_EQ(first.code, 0);
  EXPECT_EQ(base::parse_json(first.out).at("written"), true) << "it has replied";
  const Ended again = ask({"place", "merge", place, file});
  EXPECT_EQ(base::parse_json(again.out).at("written"), false) << "nothing new";
  // Names and numbers that do not belong together, and the workbook of another round.
  std::ofstream(folder / "sorted.csv") << "number,name,nominate\n1,Bo,yes\n2,Ada,\n";
  const Ended sorted = ask({"place", "merge", place, folder / "sorted.csv"});
  EXPECT_EQ(sorted.code, 1);
  EXPECT_EQ(base::parse_json(sorted.out).at("refused"), 2);
  std::ofstream(folder / "slip.csv") << "number,name,nominate\n1,Adda,yes\n";
  EXPECT_EQ(base::parse_json(ask({"place", "merge", place, folder / "slip.csv"}).out).at("refused"),
            1);
  const std::string later = id_in(
      ask({"round", "make", "--name", "Autumn", "--area", area, "--notice", "8", "--posts", "1",
           "--opens-on", "2026-02-01", "--deadline", "2098-01-01", "--starts-on", "2098-03-01"}),
      "");
  const std::string there =
      id_in(ask({"place", "make", "--round", later, "--sponsor", sponsor, "--places", "2"}), "");
  const Ended mixed_up = ask({"place", "merge", there, file});
  EXPECT_EQ(mixed_up.code, 2);
  EXPECT_THAT(mixed_up.err, HasSubstr("This workbook is that of General Hospital, Spring."));
  std::ofstream(folder / "back.csv") << "number,name,nominate\n1,Ada,yes\n2,Bo,yes\n";
  const Ended refused = ask({"place", "merge", place, folder / "back.csv"});
  EXPECT_EQ(refused.code, 1) << refused.err;
  EXPECT_EQ(base::parse_json(refused.out).at("refused"), 1);
  EXPECT_EQ(ask({"place", "merge", place, folder / "back.csv", "--mode", "good-rows-now"}).code, 1);
  const Ended funnel = ask({"round", "funnel", round});
  EXPECT_EQ(base::parse_json(funnel.out).at("all").at("named"), 1) << funnel.out;
}

// Nobody's file may take the machine from the others: each is told off within an address space,
// a memory and a time of the processor that bound what it may cost.
TEST_F(ImportCommand, ThatIsHostileIsRefusedInLittleMemoryAndTime) {
  if (sanitized()) {
    GTEST_SKIP() << "memory cannot be limited under a sanitizer";
  }
  constexpr rlim_t most_address_space = 600'000'000;
  constexpr std::int64_t most_bytes = std::int64_t{128} << 20U;
  constexpr double most_cpu_seconds = 5;
  import("area", "name,kind\nWeir County,county\n");
  std::string sponsors = "name,kind,area,release percent,most sites\n";
  for (int i = 0; i < 200; ++i) {
    sponsors += "Sponsor " + std::to_string(i) + ",hospital,Weir County,50,3\n";
  }
  ASSERT_EQ(import("sponsor", sponsors).code, 0);
  const auto check = [&](const std::string& name, const std::string& bytes) {
    const fs::path file = folder / name;
    std::ofstream(file, std::ios::binary) << bytes;
    const Ended ended = run(folder, {"import", "staff", file, "--check", "--data", folder / "data"},
                            {.limit = {{RLIMIT_AS, most_address_space}}});
    EXPECT_EQ(ended.signal, 0) << name << ": " << ended.err;
    EXPECT_LT(ended.cpu_seconds, most_cpu_seconds) << name;
    EXPECT_LT(ended.most_bytes, most_bytes) << name;
    return ended;
  };
  // 1. Shared texts that unpack to hundreds of megabytes.
  const Ended texts = check("texts.xlsx", [] {
    documents::Files files = documents::workbook_files("<row><c t=\"s\"><v>0</v></c></row>");
    files.at("xl/sharedStrings.xml") =
        "<sst><si><t>" + std::string(std::size_t{400} << 20U, 'a') + "</t></si></sst>";
    return documents::zip_of(files);
  }());
  EXPECT_EQ(texts.code, 8) << texts.err;
  EXPECT_THAT(texts.err, HasSubstr("unpacks to more than 100 times its size"));
  // 2. Elements within elements without end.
  std::string deep;
  for (int i = 0; i < 1'000'000; ++i) {
    deep += "<a>";
  }
  const Ended nested = check("deep.xlsx", documents::workbook(deep));
  EXPECT_EQ(nested.code, 2) << nested.err;
  EXPECT_THAT(nested.err, HasSubstr("This workbook is damaged."));
  // 3. As many rows as are read, each with four faults and an unknown sponsor of its own.
  std::string rows;
  const auto row = [&](const std::vector<std::string>& cells) {
    rows += "<row>";
    for (const std::string& cell : cells) {
      rows += "<c t=\"inlineStr\"><is><t>" + cell + "</t></is></c>";
    }
    rows += "</row>";
  };
  row({"number", "name", "sponsor", "hired on", "roles", "fit until"});
  constexpr int many = 190'000;
  for (int i = 0; i < many; ++i) {
    const std::string number = std::to_string(i);
    row({number, "P", "Sponsor " + number + "x", "03/04/20", "x", "y"});
  }
  const Ended faults = check("faults.xlsx", documents::workbook(rows));
  EXPECT_EQ(faults.code, 1) << faults.err;
  EXPECT_THAT(faults.out, HasSubstr("190000 rows: 0 new, 0 changed, 0 the same, 190000 refused."));
  // 4. More rows than are read.
  rows.clear();
  row({"number", "name", "sponsor"});
  for (int i = 0; i < 200'000; ++i) {
    row({std::to_string(i)});
  }
  const Ended too_many = check("rows.xlsx", documents::workbook(rows));
  EXPECT_EQ(too_many.code, 8) << too_many.err;
  EXPECT_THAT(too_many.err, HasSubstr("goes on after row 200000."));
}

}  // namespace
}  // namespace sojourn::testing_support
