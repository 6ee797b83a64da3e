// From ids to positions: ids of every length are told apart, and an answer does not depend on what
// was asked before it.
#include "stages/placement/folder_index.h"

#include <gtest/gtest.h>

#include <string>
#include <unordered_map>

#include "base/random.h"
#include "documents/csv.h"
#include "stages/placement/folder_sheet.h"

namespace sojourn::stages::placement {
namespace {

/// Ids of 1 to 40 bytes, many with a beginning and an end in common.
std::string some_id(base::Random& random) {
  std::string id = random.below(2) == 0 ? "county-hospital-of-the-north-" : "s";
  const auto size = 1 + random.below(10);
  for (std::uint64_t i = 0; i < size; ++i) {
    id += static_cast<char>('a' + random.below(3));
  }
  return id;
}

struct Ids {
  std::string pool;
  IdIndex index;
  std::vector<std::string> texts;

  explicit Ids(std::uint64_t seed) {
    base::Random random(seed);
    std::unordered_map<std::string, planner::Ix> known;
    constexpr std::size_t count = 2'000;
    index.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
      const std::string id = some_id(random);
      const planner::Text text{static_cast<std::uint32_t>(pool.size()),
                               static_cast<std::uint32_t>(id.size())};
      pool += id;
      const auto [place, fresh] = known.try_emplace(id, static_cast<planner::Ix>(i));
      EXPECT_EQ(index.add(pool, text), fresh ? planner::none : place->second) << id;
      texts.push_back(id);
    }
  }
};

TEST(IdIndex, FindsWhatWasAddedAndNothingElse) {
  const Ids ids(1);
  base::Random random(2);
  for (int i = 0; i < 20'000; ++i) {
    const std::string asked = some_id(random);
    planner::Ix first = planner::none;
    for (std::size_t k = 0; k < ids.texts.size() && first == planner::none; ++k) {
      first = ids.texts[k] == asked ? static_cast<planner::Ix>(k) : planner::none;
    }
    ASSERT_EQ(ids.index.find(ids.pool, asked), first) << asked;
  }
}

TEST(Row, AReferenceIsFoundWhateverTheRowsBeforeItNamed) {
  const Ids ids(3);
  base::Random random(4);
  constexpr std::array<Column, 1> columns = {{{"site"}}};
  std::string csv = "site\n";
  std::vector<std::string> asked;
  std::size_t at = 0;
  for (int i = 0; i < 20'000; ++i) {
    // The same one, the next one, another one, one that is not there.
    const auto kind = random.below(8);
    at = kind < 3 ? at : kind < 6 ? (at + 1) % ids.texts.size() : random.below(ids.texts.size());
    asked.push_back(kind == 7 ? some_id(random) : ids.texts[at]);
    csv += asked.back() + "\n";
  }
  auto file = std::make_unique<documents::TextFile>();
  file->converted = csv;
  file->text = file->converted;
  FaultList faults;
  const Sheet sheet("x.csv", std::move(file), columns, faults, faults);
  documents::CsvReader reader(sheet.rows(), sheet.first_line());
  Row row(sheet, faults);
  const Target target{
      .ids = &ids.index, .pool = ids.pool, .file = "sites.csv", .noun = "site", .required = true};
  std::size_t unknown = 0;
  for (const std::string& text : asked) {
    ASSERT_TRUE(reader.next() && row.enter(reader));
    const planner::Ix found = row.reference(0, target);
    if (found == planner::none) {
      ++unknown;
      ASSERT_EQ(ids.index.find(ids.pool, text), planner::none) << text;
    } else {
      ASSERT_EQ(ids.index.text_of(ids.pool, found), text);
    }
  }
  EXPECT_EQ(faults.total(), unknown);
  EXPECT_GT(unknown, 0U);
  EXPECT_LT(unknown, asked.size() / 2);
}

}  // namespace
}  // namespace sojourn::stages::placement
