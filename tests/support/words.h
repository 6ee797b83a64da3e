// What language a text is in, for tests that everything people read is said in theirs.
#pragma once

#include <algorithm>
#include <string_view>

namespace sojourn::test {

/// Whether a Chinese character (U+4000 to U+9FFF in UTF-8) is in it.
inline bool has_chinese(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0xe4 && byte <= 0xe9;
  });
}

}  // namespace sojourn::test
