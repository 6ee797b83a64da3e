// Tables out and in: the CSV as bytes, the XLSX opened as a spreadsheet would (its parts unpacked
// by libzip).
#include "documents/table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>
#include <zip.h>

#include <filesystem>
#include <limits>

#include "base/id.h"
#include "base/random.h"
#include "documents/table_read.h"

namespace sojourn::documents {
namespace {

using base::written;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

enum class Kind : std::uint8_t { village, farm };
BOOST_DESCRIBE_ENUM(Kind, village, farm)

struct Site {
  base::Id<Site> id;
  std::string name;
  Kind kind = Kind::village;
  std::optional<base::Date> closed;
  base::Month first;
  base::Instant changed;
  base::Money budget;
  std::int64_t households_away = 0;
  double hectares = 0;
  bool open = false;
  std::vector<std::string> tasks;
  static constexpr std::string_view id_prefix = "site";
  friend bool operator==(const Site&, const Site&) = default;
};
BOOST_DESCRIBE_STRUCT(Site, (),
                      (id, name, kind, closed, first, changed, budget, households_away, hectares,
                       open, tasks))

Site site() {
  return {.id = {32},
          .name = "Stone, \"Bridge\"",
          .kind = Kind::farm,
          .closed = written<base::Date>("2026-11-25"),
          .first = written<base::Month>("2026-02"),
          .changed = written<base::Instant>("2026-11-25T16:30:00Z"),
          .budget = written<base::Money>("-1234.50 CNY"),
          .households_away = -7,
          .hectares = 0.5,
          .open = true,
          .tasks = {"roads", "water; wells"}};
}

std::string csv_of(const std::vector<Site>& sites, CsvOptions options = {.mark = false},
                   const Titles& titles = {}) {
  std::string text;
  TableWriter<Site> table(csv_sheet([&](std::string_view piece) { text += piece; }, options),
                          titles);
  for (const Site& each : sites) {
    table.row(each);
  }
  table.finish();
  return text;
}

TEST(Csv, IsThatOfRfc4180) {
  Site plain;
  plain.id = {1};
  plain.name = "=1+1";
  EXPECT_EQ(csv_of({site(), plain}),
            "id,name,kind,closed,first,changed,budget,households_away,hectares,open,tasks\r\n"
            "site_10,\"Stone, \"\"Bridge\"\"\",farm,2026-11-25,2026-02,"
            "2026-11-25T16:30:00.000000Z,-1234.50 CNY,-7,0.5,yes,roads; water\\; wells\r\n"
            "site_1,'=1+1,village,,1970-01,1970-01-01T00:00:00.000000Z,0.00 CNY,0,0,no,\r\n");
  const std::string titled = csv_of({}, {}, [](std::string_view name) {
    return name == "name" ? "\xE5\x90\x8D\xE7\xA7\xB0" : std::string(name);
  });
  EXPECT_TRUE(titled.starts_with("\xEF\xBB\xBFid,\xE5\x90\x8D\xE7\xA7\xB0,kind"));
}

TEST(Csv, IsSentInPieces) {
  std::size_t pieces = 0;
  std::size_t longest = 0;
  std::string text;
  TableWriter<Site> table(csv_sheet([&](std::string_view piece) {
    ++pieces;
    longest = std::max(longest, piece.size());
    text += piece;
  }));
  for (int i = 0; i < 10'000; ++i) {
    table.row(site());
  }
  table.finish();
  EXPECT_GT(pieces, 10U);
  EXPECT_LT(longest, 70'000U);
  EXPECT_EQ(read_csv_table<Site>(text).size(), 10'000U);
}

TEST(Csv, GuardsAgainstFormulas) {
  for (const std::string_view text :
       {"=1", "+1", "-1", "@x", "\tx", "\rx", "'=1", "''-1", "\xEF\xBC\x9D\x31", "\xEF\xBC\xA0"}) {
    EXPECT_EQ(guarded(text), "'" + std::string(text));
  }
  for (const std::string_view text : {"", "1", "a=1", " =1", "'", "'a", "''", "O'Brien"}) {
    EXPECT_EQ(guarded(text), text);
  }
  base::Random random(2);
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    for (std::uint64_t n = random.below(6); n > 0; --n) {
      text += std::string_view("'=+-@\ta;\\ ")[random.below(10)];
    }
    ASSERT_EQ(unguarded(guarded(text)), text);
    ASSERT_EQ(split_list(joined({"x", "y" + text + "z"})).at(1), "y" + text + "z");
  }
}

TEST(Csv, ReadsBackWhatItWrites) {
  Site formula = site();
  formula.name = "\t=cmd|' /C calc'!A0\nsecond line ";
  formula.closed.reset();
  formula.tasks.clear();
  formula.households_away = std::numeric_limits<std::int64_t>::min();
  EXPECT_THAT(read_csv_table<Site>(csv_of({site(), formula}, {.mark = true})),
              ElementsAre(site(), formula));
}

struct Row {
  std::string name;
  std::int8_t level = 0;
  std::optional<base::Date> on;
  bool open = false;
  Kind kind = Kind::village;
  std::vector<base::Month> months;
};
BOOST_DESCRIBE_STRUCT(Row, (), (name, level, on, open, kind, months))

std::vector<std::string> faults_of(std::string_view text, ReadOptions options = {.name = "r.csv"}) {
  std::vector<std::string> found;
  try {
    read_csv_table<Row>(text, std::move(options));
  } catch (const base::Refusal& refusal) {
    for (const base::Fault& fault : refusal.faults) {
      EXPECT_FALSE(fault.detail.empty());
      found.push_back(fault.where + " " + fault.code);
    }
    if (refusal.more_faults > 0) {
      found.push_back(std::to_string(refusal.more_faults) + " more");
    }
  }
  return found;
}

TEST(CsvTable, ColumnsStandInAnyOrderUnderNameOrTitle) {
  const std::vector<Row> rows =
      read_csv_table<Row>("Offen,kind,name,level\nyes,farm,a,3\n,,,\nno,village,, 4\n",
                          {.titles = [](std::string_view name) {
                            return name == "open" ? "Offen" : std::string(name);
                          }});
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_TRUE(rows[0].open);
  EXPECT_EQ(rows[0].level, 3);
  EXPECT_EQ(rows[1].name, "");
  EXPECT_EQ(rows[1].level, 4);
  EXPECT_TRUE(rows[1].months.empty());
}

TEST(CsvTable, TellsEveryFaultAtItsLineAndColumn) {
  EXPECT_THAT(
      faults_of("name,level,on,open,kind,months\n"
                "a,128,2026-02-29,maybe,town,2026-01; 2026-13\n"
                "\"b\nb\",,2026-02-28,yes,farm,\n"
                "c,1,2026-02-28\n"
                "d,1.0,25.11.2026,yes,farm,2026-01\n"),
      ElementsAre("r.csv:2:level wrong_value", "r.csv:2:on wrong_value", "r.csv:2:open wrong_value",
                  "r.csv:2:kind wrong_value", "r.csv:2:months wrong_value", "r.csv:4:level missing",
                  "r.csv:5 row.cells", "r.csv:6:level wrong_value", "r.csv:6:on wrong_value"));
  EXPECT_THAT(faults_of("name,levle,open,open\n"),
              ElementsAre("r.csv:1:levle column.unknown", "r.csv:1:open column.repeated",
                          "r.csv:1:level column.missing", "r.csv:1:kind column.missing"));
  EXPECT_THAT(faults_of(""), ElementsAre("r.csv:1 empty"));
  EXPECT_THAT(faults_of("name\n\xff"), ElementsAre("r.csv:2 not_utf8"));
  EXPECT_THAT(faults_of("name,level,open,kind\na\"b,1,yes,farm\n\"c,1,yes,farm\n"),
              ElementsAre("r.csv:2 quotes", "r.csv:3 quotes"));
}

TEST(CsvTable, SaysWhatWouldBeAccepted) {
  try {
    read_csv_table<Row>("name,level,on,open,kind\na,x,now,yes,farm\n");
    FAIL() << "accepted";
  } catch (const base::Refusal& refusal) {
    EXPECT_EQ(refusal.faults.at(0).detail, "This should be a whole number from -128 to 127.");
    EXPECT_EQ(refusal.faults.at(1).detail, "This should be a date such as 2026-11-25.");
    EXPECT_EQ(refusal.faults.at(1).value, "now");
  }
}

TEST(CsvTable, CountsFaultsAndRowsBeyondItsLimits) {
  std::string text = "name,level,open,kind\n";
  for (int i = 0; i < 10; ++i) {
    text += "a,x,yes,farm\n";
  }
  EXPECT_THAT(faults_of(text, {.name = "r.csv", .most_faults = 2}),
              ElementsAre("r.csv:2:level wrong_value", "r.csv:3:level wrong_value", "8 more"));
  EXPECT_THAT(faults_of("name,level,open,kind\na,1,yes,farm\nb,1,yes,farm\n",
                        {.name = "r.csv", .most_rows = 1}),
              ElementsAre("r.csv:3 too_many_rows"));
}

struct Account {
  std::string name, hash;
  static constexpr auto secret_fields = base::fields("hash");
};
BOOST_DESCRIBE_STRUCT(Account, (), (name, hash))

TEST(CsvTable, LeavesSecretsOut) {
  std::string text;
  TableWriter<Account> table(csv_sheet([&](std::string_view piece) { text += piece; }));
  table.row({.name = "a", .hash = "$argon2id$"});
  table.finish();
  EXPECT_EQ(text, "\xEF\xBB\xBFname\r\na\r\n");
}

class Xlsx : public ::testing::Test {
 protected:
  void SetUp() override {
    path_ = std::filesystem::temp_directory_path() /
            ("sojourn-table-" + std::to_string(::getpid()) + ".xlsx");
  }
  void TearDown() override { std::filesystem::remove(path_); }

  /// A part of the workbook as a spreadsheet would unpack it.
  std::string part(const char* name) const {
    int error = 0;
    zip_t* archive = zip_open(path_.c_str(), ZIP_RDONLY | ZIP_CHECKCONS, &error);
    EXPECT_NE(archive, nullptr) << error;
    zip_stat_t about{};
    EXPECT_EQ(zip_stat(archive, name, 0, &about), 0) << name;
    std::string text(about.size, '\0');
    zip_file_t* file = zip_fopen(archive, name, 0);
    EXPECT_EQ(zip_fread(file, text.data(), text.size()), static_cast<zip_int64_t>(text.size()));
    zip_fclose(file);
    zip_close(archive);
    return text;
  }

  void write(const std::vector<Site>& sites) const {
    TableWriter<Site> table(
        xlsx_sheet(path_, {.sheet_name = "Sites", .zone = written<base::Zone>("Asia/Shanghai")}));
    for (const Site& each : sites) {
      table.row(each);
    }
    table.finish();
  }

  std::filesystem::path path_;
};

TEST_F(Xlsx, HoldsTypedCells) {
  Site old = site();
  old.id = {33};
  old.name = "=HYPERLINK(\"x\")";
  old.closed = written<base::Date>("1900-02-28");
  old.households_away = (std::int64_t{1} << 53) + 1;
  old.open = false;
  write({site(), old});
  const std::string sheet = part("xl/worksheets/sheet1.xml");
  const auto cell = [&](const std::string& at) {
    const std::size_t begin = sheet.find("<c r=\"" + at + "\"");
    EXPECT_NE(begin, std::string::npos) << at;
    return sheet.substr(begin, sheet.find("</c>", begin) - begin);
  };
  EXPECT_THAT(cell("A1"), HasSubstr("<t>id</t>"));
  EXPECT_THAT(cell("A2"), HasSubstr("<t>site_10</t>"));
  EXPECT_THAT(cell("B2"), HasSubstr("<t>Stone, \"Bridge\"</t>"));
  EXPECT_THAT(cell("D2"), HasSubstr("<v>46351</v>"));         // 2026-11-25
  EXPECT_THAT(cell("E2"), HasSubstr("<v>46054</v>"));         // 2026-02-01
  EXPECT_THAT(cell("F2"), HasSubstr("<v>46352.0208333333"));  // 00:30 of the next day in Shanghai
  EXPECT_THAT(cell("G2"), HasSubstr("<v>-1234.5</v>"));
  EXPECT_THAT(cell("H2"), HasSubstr("<v>-7</v>"));
  EXPECT_THAT(cell("I2"), HasSubstr("<v>0.5</v>"));
  EXPECT_THAT(cell("J2"), HasSubstr("t=\"b\"><v>1</v>"));
  EXPECT_THAT(cell("K2"), HasSubstr("<t>roads; water\\; wells</t>"));
  // No formula, no date before Excel's calendar is right, no number that a double would round.
  EXPECT_THAT(sheet, Not(HasSubstr("<f>")));
  EXPECT_THAT(cell("B3"), HasSubstr("<t>'=HYPERLINK(\"x\")</t>"));
  EXPECT_THAT(cell("D3"), HasSubstr("<t>1900-02-28</t>"));
  EXPECT_THAT(cell("H3"), HasSubstr("<t>9007199254740993</t>"));
  const std::string styles = part("xl/styles.xml");
  for (const std::string shown : {"yyyy-mm-dd", "yyyy-mm", "#,##0.00 &quot;CNY&quot;"}) {
    EXPECT_THAT(styles, HasSubstr("formatCode=\"" + shown + "\""));
  }
  EXPECT_THAT(part("xl/workbook.xml"), HasSubstr("name=\"Sites\""));
}

TEST_F(Xlsx, IsTheSameBytesForTheSameRows) {
  write({site()});
  const std::string first = part("docProps/core.xml") + part("xl/worksheets/sheet1.xml");
  write({site()});
  EXPECT_EQ(part("docProps/core.xml") + part("xl/worksheets/sheet1.xml"), first);
}

TEST_F(Xlsx, RefusesWhatDoesNotFit) {
  Site large = site();
  large.name.assign(32'768, 'x');
  try {
    write({large});
    FAIL() << "accepted";
  } catch (const base::Refusal& refusal) {
    EXPECT_EQ(refusal.kind, base::Kind::too_large);
    EXPECT_THAT(refusal.detail, HasSubstr("32,767 characters"));
  }
  path_ = "/nonexistent/folder/table.xlsx";
  EXPECT_THROW(write({site()}), std::system_error);
  path_.clear();
}

}  // namespace
}  // namespace sojourn::documents
