// Names that people would take for the same one, though they are not written alike letter by
// letter: 欧阳娜 and 欧阳 娜, Ann Lee and ann lee. They are asked about, never merged.
// Tested in tests/unit/imports/names_test.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/describe.h"

namespace sojourn::imports {

/// What names are compared by: in usual width, small letters, one space where there are spaces of
/// any kind, none beside a Chinese character, and one sign for all the points that part names
/// (阿依古丽·买买提).
std::string name_key(std::string_view name);

/// A record and what it is called.
struct Called {
  std::int64_t id = 0;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(Called, (), (id, name))

/// Which records are called alike: 16 bytes for each, as there may be very many.
class AlikeNames {
 public:
  explicit AlikeNames(const std::vector<Called>& all);
  /// Appends the ids of those that may be called so.
  void find(std::string_view name, std::vector<std::int64_t>& ids) const;

 private:
  std::vector<std::pair<std::uint64_t, std::int64_t>> by_key_;
};

}  // namespace sojourn::imports
