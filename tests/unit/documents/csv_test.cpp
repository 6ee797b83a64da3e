// The CSV reader and writer against RFC 4180, against a reader of twenty lines that looks at one
// character at a time, and against each other.
#include "documents/csv.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/random.h"

namespace sojourn::documents {
namespace {

using Rows = std::vector<std::vector<std::string>>;

Rows read_all(std::string_view bytes) {
  Rows rows;
  CsvReader reader(bytes);
  while (reader.next()) {
    std::vector<std::string>& row = rows.emplace_back();
    for (const CsvCell& cell : reader.cells()) {
      row.emplace_back(cell.text);
    }
  }
  return rows;
}

std::vector<CsvFault> faults_of(std::string_view bytes) {
  std::vector<CsvFault> faults;
  CsvReader reader(bytes);
  while (reader.next()) {
    if (reader.fault()) {
      faults.push_back(*reader.fault());
    }
  }
  return faults;
}

/// The RFC, one character at a time; for well-written input.
Rows read_slowly(std::string_view bytes) {
  Rows rows;
  std::vector<std::string> row(1);
  bool quoted = false;
  bool any = false;
  const auto end_row = [&] {
    if (any) {
      rows.push_back(row);
    }
    row.assign(1, "");
    any = false;
  };
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const char c = bytes[i];
    if (quoted) {
      if (c != '"') {
        row.back() += c;
      } else if (i + 1 < bytes.size() && bytes[i + 1] == '"') {
        row.back() += bytes[++i];
      } else {
        quoted = false;
      }
    } else if (c == '"') {
      quoted = any = true;
    } else if (c == ',') {
      row.emplace_back();
      any = true;
    } else if (c == '\n' || c == '\r') {
      i += c == '\r' && i + 1 < bytes.size() && bytes[i + 1] == '\n' ? 1 : 0;
      end_row();
    } else {
      row.back() += c;
      any = true;
    }
  }
  end_row();
  return rows;
}

TEST(CsvReader, ReadsCellsAndRows) {
  EXPECT_EQ(read_all("a,b,c\n1,2,3\n"), (Rows{{"a", "b", "c"}, {"1", "2", "3"}}));
  EXPECT_EQ(read_all("a,b\n1,2"), (Rows{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(read_all("a,\n,\n"), (Rows{{"a", ""}, {"", ""}}));
  EXPECT_EQ(read_all(""), Rows{});
  EXPECT_EQ(read_all("x"), Rows{{"x"}});
  EXPECT_EQ(read_all("x,"), (Rows{{"x", ""}}));
}

TEST(CsvReader, TakesEveryLineEndAndPassesOverEmptyLines) {
  EXPECT_EQ(read_all("a,b\r\n1,2\r\n"), (Rows{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(read_all("a,b\r1,2\r"), (Rows{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(read_all("\n\r\n\na\n\n\nb\n\n"), (Rows{{"a"}, {"b"}}));
}

TEST(CsvReader, ReadsQuotes) {
  EXPECT_EQ(read_all("\"a\",\"b,c\"\n"), (Rows{{"a", "b,c"}}));
  EXPECT_EQ(read_all("\"he said \"\"no\"\"\",\"\"\n"), (Rows{{"he said \"no\"", ""}}));
  EXPECT_EQ(read_all("\"two\nlines\",x\r\n\"a\r\nb\",y"),
            (Rows{{"two\nlines", "x"}, {"a\r\nb", "y"}}));
  EXPECT_EQ(read_all("\"\"\"\"\n"), (Rows{{"\""}}));
  EXPECT_EQ(read_all("\"\"\n"), (Rows{{""}}));
}

TEST(CsvReader, CountsLinesAsAnEditorDoes) {
  CsvReader reader("h\n\n\"a\nb\",\"c\r\nd\",e\nlast\n");
  ASSERT_TRUE(reader.next());
  EXPECT_EQ(reader.line(), 1U);
  ASSERT_TRUE(reader.next());
  EXPECT_EQ(reader.line(), 3U);
  EXPECT_EQ(reader.cells()[1].line, 4U);
  EXPECT_EQ(reader.cells()[2].line, 5U);
  ASSERT_TRUE(reader.next());
  EXPECT_EQ(reader.line(), 6U);
  EXPECT_FALSE(reader.next());
}

TEST(CsvReader, NamesWhatIsWrittenWrongly) {
  auto faults = faults_of("a,b\nx,5\" pipe\nc,d\n");
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults[0].kind, CsvFault::Kind::stray_quote);
  EXPECT_EQ(faults[0].line, 2U);
  EXPECT_EQ(faults[0].cell, 1U);

  faults = faults_of("a,\"b\"c,d\ne,f,g\n");
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults[0].kind, CsvFault::Kind::text_after_quote);
  EXPECT_EQ(faults[0].cell, 1U);

  faults = faults_of("a,b\n1,\"never closed\n3,4\n");
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults[0].kind, CsvFault::Kind::open_quote);
  EXPECT_EQ(faults[0].line, 2U);
}

TEST(CsvReader, LimitsTheLengthOfACell) {
  const std::string fits(longest_cell, 'x');
  EXPECT_TRUE(faults_of("a," + fits + "\n").empty());
  EXPECT_TRUE(faults_of("a,\"" + fits + "\"\n").empty());
  for (const std::string& row : {"a," + fits + "x\n", "a,\"" + fits + "x\"\n",
                                 "a,\"\"\"" + fits + "\"\n", "b,\"" + fits + fits + "\",c\n"}) {
    const auto faults = faults_of(row + "1,2\n");
    ASSERT_EQ(faults.size(), 1U);
    EXPECT_EQ(faults[0].kind, CsvFault::Kind::too_long);
    EXPECT_EQ(faults[0].cell, 1U);
  }
}

/// A random text over few characters, well-written or not.
std::string random_text(base::Random& random, bool well_written) {
  std::string text;
  const auto pick = [&](std::uint64_t n) { return random.below(n); };
  const std::uint64_t cells = pick(60);
  for (std::uint64_t i = 0; i < cells; ++i) {
    const bool quoted = pick(3) == 0;
    const std::uint64_t size = pick(4) == 0 ? pick(90) : pick(5);
    text += quoted ? "\"" : "";
    for (std::uint64_t k = 0; k < size; ++k) {
      constexpr std::string_view plain = "ab1 \xe5\xb1\xb1";
      constexpr std::string_view special = ",\n\r";
      if (quoted && pick(4) == 0) {
        text += pick(3) == 0 ? std::string("\"\"") : std::string(1, special[pick(special.size())]);
      } else {
        text += plain[pick(4)];
      }
    }
    text += quoted ? "\"" : "";
    if (!well_written && pick(10) == 0) {
      text += '"';
    }
    constexpr std::string_view ends[] = {",", ",", ",", "\n", "\r\n", "\r"};
    text += ends[pick(6)];
  }
  return text;
}

TEST(CsvReader, AgreesWithTheSlowReader) {
  base::Random random(20261123);
  for (int round = 0; round < 3000; ++round) {
    const std::string text = random_text(random, true);
    ASSERT_EQ(read_all(text), read_slowly(text)) << text;
    ASSERT_TRUE(faults_of(text).empty()) << text;
  }
}

TEST(CsvReader, ReadsPartsAsTheWhole) {
  base::Random random(7);
  for (int round = 0; round < 2000; ++round) {
    const std::string text = random_text(random, true);
    const std::size_t parts = 1 + random.below(6);
    Rows rows;
    std::vector<std::uint32_t> lines;
    std::string joined;
    for (const CsvPart& part : split_rows(text, 1, parts)) {
      joined += part.bytes;
      CsvReader reader(part.bytes, part.first_line);
      while (reader.next()) {
        lines.push_back(reader.line());
        std::vector<std::string>& row = rows.emplace_back();
        for (const CsvCell& cell : reader.cells()) {
          row.emplace_back(cell.text);
        }
      }
    }
    ASSERT_EQ(joined, text);
    ASSERT_EQ(rows, read_all(text)) << text;
    std::vector<std::uint32_t> of_whole;
    CsvReader whole(text);
    while (whole.next()) {
      of_whole.push_back(whole.line());
    }
    ASSERT_EQ(lines, of_whole) << text;
  }
}

TEST(CsvReader, PartsFindAFaultWhereverTheWholeDoes) {
  base::Random random(8);
  int faulty = 0;
  for (int round = 0; round < 2000; ++round) {
    const std::string text = random_text(random, false);
    if (faults_of(text).empty()) {
      continue;
    }
    ++faulty;
    bool found = false;
    for (const CsvPart& part : split_rows(text, 1, 1 + random.below(6))) {
      found = found || !faults_of(part.bytes).empty();
    }
    ASSERT_TRUE(found) << text;
  }
  EXPECT_GT(faulty, 500);
}

TEST(CsvWriter, WritesWhatReadsBack) {
  base::Random random(9);
  for (int round = 0; round < 1000; ++round) {
    Rows rows;
    std::string text;
    CsvWriter writer(text);
    const std::size_t count = random.below(8);
    for (std::size_t r = 0; r < count; ++r) {
      std::vector<std::string>& row = rows.emplace_back();
      const std::size_t cells = 1 + random.below(5);
      for (std::size_t c = 0; c < cells; ++c) {
        std::string& cell = row.emplace_back();
        for (std::size_t k = random.below(8); k > 0; --k) {
          cell += ",\"\n\r xyz"[random.below(8)];
        }
        writer.cell(cell);
      }
      writer.end_row();
    }
    ASSERT_EQ(read_all(text), rows) << text;
  }
}

TEST(CsvWriter, QuotesOnlyWhatMustBe) {
  std::string text;
  CsvWriter writer(text);
  writer.row({"plain", "with space inside", "a,b", "say \"x\"", " end", ""});
  writer.cell(-5).cell("").end_row();
  writer.cell("").end_row();
  EXPECT_EQ(text, "plain,with space inside,\"a,b\",\"say \"\"x\"\"\",\" end\",\n-5,\n\"\"\n");
}

}  // namespace
}  // namespace sojourn::documents
