#include "base/refusal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "base/describe.h"
#include "base/ensure.h"

namespace sojourn::base {
namespace {

TEST(Refusal, EveryKindHasItsOwnExitCode) {
  std::set<int> codes = {exit_done, exit_answer_is_no, exit_machine, exit_bug, exit_interrupted};
  const std::size_t before = codes.size();
  std::size_t kinds = 0;
  for_each_choice<Kind>([&](std::string_view, Kind kind) {
    codes.insert(exit_code(kind));
    ++kinds;
  });
  EXPECT_EQ(codes.size(), before + kinds);
  EXPECT_EQ(exit_code(Kind::invalid), 2);
  EXPECT_EQ(exit_code(Kind::not_found), 3);
}

TEST(Ensure, NamesThePlaceAndNotTheBuildersFolders) {
  EXPECT_NO_THROW(ensure(true, "two and two are four"));
  try {
    ensure(false, "two and two are five");
    FAIL() << "accepted";
  } catch (const Bug& bug) {
    EXPECT_THAT(bug.what(), ::testing::HasSubstr("two and two are five ("));
    EXPECT_THAT(bug.what(), ::testing::HasSubstr("refusal_test.cpp:"));
  }
}

}  // namespace
}  // namespace sojourn::base
