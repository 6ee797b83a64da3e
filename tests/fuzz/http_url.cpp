// The target of a request under any bytes: refused, or parted so that what was decoded encodes and
// decodes to itself again.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/text.h"
#include "doors/http/url.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sojourn;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto holds = [](bool fine) {
    if (!fine) {
      std::abort();
    }
  };
  const auto check = [&](const std::string& part) {
    holds(!base::first_bad_utf8(part));
    holds(part.find_first_of(std::string_view("\0\r\n\x7f", 4)) == std::string::npos);
    holds(doors::http::decode_percent(doors::http::encode_percent(part)) == part);
  };
  if (const auto target = doors::http::parse_target(text)) {
    holds(target->path.starts_with('/'));
    for (const std::string& segment : target->segments) {
      check(segment);
      holds(segment != "." && segment != "..");
    }
    for (const auto& [name, value] : target->query) {
      check(name);
      check(value);
    }
  }
  return 0;
}
