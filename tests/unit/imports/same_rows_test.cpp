#include "imports/same_rows.h"

#include <gtest/gtest.h>

namespace sojourn::imports {
namespace {

using Kind = documents::GridCell::Kind;

TEST(SameRows, ANumberIsNotTheTextThatLooksLikeIt) {
  SameRows rows;
  rows.look_at({.number = 2, .cells = {CellText{.text = "Ada"}, std::nullopt}});
  rows.take();
  rows.look_at({.number = 3, .cells = {CellText{.text = " Ada "}, CellText{.text = ""}}});
  EXPECT_TRUE(rows.repeats(2));
  rows.look_at({.number = 4, .cells = {CellText{.text = "46351"}}});
  rows.take();
  rows.look_at({.number = 5, .cells = {CellText{.kind = Kind::number, .text = "46351"}}});
  EXPECT_FALSE(rows.repeats(4));
}

}  // namespace
}  // namespace sojourn::imports
