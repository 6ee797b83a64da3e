// `explain` where somebody watches: what stands on the screen while plans are made again. What it
// answers is tested in tests/cli/explain_test.cpp.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/value.hpp>
#include <sstream>
#include <string>

#include "base/clock.h"
#include "base/operation.h"
#include "stages/placement/operations.h"
#include "tests/unit/stages/placement/small_folder.h"

namespace sojourn::stages::placement {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing_support::SmallFolder;

struct Shown {
  std::string out, err;
};

Shown run(const base::Operation& operation, const boost::json::value& input, bool watched) {
  base::SystemClock clock;
  std::ostringstream out, err;
  base::Terminal terminal{
      .out = out, .err = err, .clock = clock, .stop = {}, .err_is_terminal = watched};
  EXPECT_EQ(operation.run(input, terminal), 0);
  return {out.str(), err.str()};
}

TEST(ExplainOperation, CountsThePlansThatItMakesWhileSomebodyWatches) {
  const SmallFolder small;
  const std::string folder = small.folder().string(), out = (small.root() / "out").string();
  run(plan_operation(),
      {{"folder", folder}, {"out", out}, {"seed", 1}, {"replace", false}, {"encoding", "utf_8"}},
      false);
  const boost::json::value question = {
      {"folder", folder}, {"out", out}, {"worth", true}, {"tries", 8}, {"encoding", "utf_8"}};
  const Shown watched = run(explain_operation(), question, true);
  EXPECT_THAT(watched.err, HasSubstr("Planning again, 1 s at most each time: 1\x1b[K"));
  EXPECT_THAT(watched.err, HasSubstr("Planning again, 1 s at most each time: 2\x1b[K"));
  // The line is gone before the answer comes.
  EXPECT_THAT(watched.err, EndsWith("\r\x1b[K"));
  // Into a file goes no line that is written over.
  const Shown kept = run(explain_operation(), question, false);
  EXPECT_THAT(kept.err, IsEmpty());
  EXPECT_EQ(kept.out, watched.out);
  EXPECT_THAT(kept.out, Not(HasSubstr("Planning again")));
}

}  // namespace
}  // namespace sojourn::stages::placement
