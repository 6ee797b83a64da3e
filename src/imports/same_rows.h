// Which rows of a table repeat an earlier one word for word: such a row is in no doubt and adds
// nothing. Each row that was taken is remembered in 64 bits, as a file may have a million rows.
// Tested in tests/unit/stages/programme/import_test.cpp.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <string_view>

#include "imports/cells.h"
#include "imports/sheet.h"

namespace sojourn::imports {

class SameRows {
 public:
  /// The row that is looked at from now on.
  void look_at(const SheetRow& row) {
    row_ = row.number;
    said_ = 1;
    for (const auto& cell : row.cells) {
      // No cell and an empty one say the same; the columns that are read are always as many.
      const std::string_view text = cell ? cleaned(cell->text) : std::string_view();
      said_ = (said_ ^ std::hash<std::string_view>{}(text)) * 0x9e3779b97f4a7c15ULL;
      said_ ^= said_ >> 29U;
    }
    said_ += said_ == 0 ? 1 : 0;  // 0 stands for rows that were not taken
  }
  /// It is good.
  void take() {
    if (taken_.size() <= row_) {
      taken_.resize(std::size_t{row_} + 1);
    }
    taken_[row_] = said_;
  }
  /// Whether it repeats that one, which was taken.
  bool repeats(std::uint32_t other) const {
    return other < taken_.size() && taken_[other] == said_;
  }

 private:
  std::uint32_t row_ = 0;
  std::uint64_t said_ = 0;
  std::deque<std::uint64_t> taken_;  ///< by number; never moved as it grows
};

}  // namespace sojourn::imports
