// Archives that are made and read again, and archives that mean harm: refused by count, and by the
// names of what is in them.
#include "documents/archive.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/documents/workbook.h"

namespace sojourn::documents {
namespace {

/// "read", or the code of the refusal.
std::string outcome(std::string_view bytes, const GridLimits& limits = {}) {
  try {
    read_archive({.name = "x.zip", .bytes = bytes}, limits);
    return "read";
  } catch (const base::Refusal& refusal) {
    EXPECT_THAT(refusal.detail.english(), testing::Not(testing::HasSubstr("workbook")));
    return refusal.code;
  }
}

TEST(Archive, IsReadAsItWasMade) {
  const std::vector<ArchivedFile> files = {{"a folder/sites.csv", "site,name\nS1,Weir\n"},
                                           {"a folder/人员.csv", ""},
                                           {"rules.toml", std::string(300'000, 'x') + "\n"}};
  const auto at = *base::Instant::from_text("2026-11-28T08:00:00Z");
  const std::string bytes = made_archive(files, at);
  EXPECT_LT(bytes.size(), 2'000U) << "packed";
  EXPECT_EQ(bytes, made_archive(files, at));
  const std::vector<ArchivedFile> read =
      read_archive({.bytes = bytes}, {.ratio = 1'000});  // one letter packs better than a table
  ASSERT_EQ(read.size(), files.size());
  for (std::size_t i = 0; i < files.size(); ++i) {
    EXPECT_EQ(read[i].name, files[i].name);
    EXPECT_EQ(read[i].bytes, files[i].bytes);
  }
  EXPECT_EQ(outcome(bytes), "archive_too_large") << "more than 100 times its size";
}

TEST(Archive, IsReadUnderCount) {
  Files many;
  for (int i = 0; i < 200; ++i) {
    many[fmt::format("{}.csv", i)] = "x";
  }
  EXPECT_EQ(outcome(zip_of(many)), "read");
  many["one more"] = "x";
  EXPECT_EQ(outcome(zip_of(many)), "archive_too_large");
  const Files large = {{"a", std::string(400'000, 'a')}, {"b", std::string(400'000, 'b')}};
  EXPECT_EQ(outcome(zip_of(large, false), {.inflated = 700'000}), "archive_too_large");
  EXPECT_EQ(outcome(zip_of(large, false), {.inflated = 900'000}), "read");
}

TEST(Archive, WithANameThatLeadsOutOfIt) {
  for (const std::string name : {"../sites.csv", "/etc/passwd", "a/../../b", "a//b", "./a",
                                 "C:\\sites.csv", "a\\b", "a/.."}) {
    EXPECT_EQ(outcome(zip_of({{name, "x"}})), "archive_name") << name;
  }
  for (const std::string name : {"a/b/c.csv", "..csv", "县/驻点.csv", "a/"}) {
    EXPECT_EQ(outcome(zip_of({{name, ""}})), "read") << name;
  }
}

TEST(Archive, ThatIsNone) {
  const std::string good = zip_of({{"sites.csv", "site\n"}});
  EXPECT_EQ(outcome(good.substr(0, good.size() / 2)), "not_archive");
  EXPECT_EQ(outcome("site,name\nS1,Weir\n"), "not_archive");
  EXPECT_EQ(outcome(""), "not_archive");
}

}  // namespace
}  // namespace sojourn::documents
