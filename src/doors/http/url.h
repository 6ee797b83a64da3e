// The target of a request: path and query, strictly. What is not well formed is refused, never
// mended: a bad percent, a byte that is not UTF-8, a control character, "." and ".." segments.
// Tested in tests/unit/doors/http/url_test.cpp and tests/fuzz/http_url.cpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "doors/http/message.h"

namespace sojourn::doors::http {

/// Percent-decoded text; nothing if a percent is not followed by two hexadecimal digits, or if the
/// result is not UTF-8 or holds a control character. `plus_is_space`: as in queries.
std::optional<std::string> decode_percent(std::string_view text, bool plus_is_space = false);

/// Every byte but letters, digits and -._~ as a percent and two digits.
std::string encode_percent(std::string_view text);

struct Target {
  std::string authority;  ///< of the form "http://host/path"; else empty
  std::string path;
  std::vector<std::string> segments;
  std::vector<Parameter> query;
};

/// The parts of "/path?query" or "http://host/path?query"; nothing if anything in it is bad.
std::optional<Target> parse_target(std::string_view target);

/// "a=1&b=&c" as pairs; nothing if anything in it is bad. A name without "=" has an empty value.
std::optional<std::vector<Parameter>> parse_query(std::string_view query);

}  // namespace sojourn::doors::http
