// The JSON reader under any bytes: it answers or refuses, never crashes, and what it accepts is
// written and read back the same.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sojourn::base;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const boost::json::value value = parse_json(text);
    for (const Layout layout : {Layout::compact, Layout::indented}) {
      const std::string written = write_json(value, layout);
      if (write_json(parse_json(written), layout) != written) {
        std::abort();
      }
    }
    decode<Fault>(value);
  } catch (const Refusal& refusal) {
    if (refusal.faults.empty() || refusal.faults[0].detail.empty()) {
      std::abort();
    }
  }
  return 0;
}
