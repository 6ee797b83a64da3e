// Cookies, entity tags, languages, codings, addresses and forwarded hops under any bytes.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "doors/http/header_values.h"
#include "doors/http/peers.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sojourn::doors::http;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto holds = [](bool fine) {
    if (!fine) {
      std::abort();
    }
  };
  if (const auto cookie = cookie_of(text, "a")) {
    holds(cookie_of("a=" + *cookie, "a") == cookie);
    set_cookie("a", *cookie, false, 1);
  }
  if (const auto tags = parse_tags(text)) {
    holds(tags->any || !tags->tags.empty());
    for (const std::string& tag : tags->tags) {
      holds(tags->hold(tag) && parse_tags(tag).has_value());
      if (const auto version = version_of_tag(tag)) {
        holds(tag_of_version(*version) == tag);
      }
    }
  }
  language_of(text);
  takes_gzip(text);
  const int weight = weight_of_type(text, "text/csv");
  holds(weight >= 0 && weight <= 1000);
  is_json_type(text);
  if (const auto address = parse_address(text)) {
    holds(parse_address(to_text(*address)) == address);
    holds(Range::parse(text)->holds(*address));
  }
  Range::parse(text);
  parse_place(text);
  const Address peer = *parse_address("10.0.0.1");
  origin_of(peer, {{"x-forwarded-for", std::string(text)}}, {*Range::parse("10.0.0.0/8")});
  return 0;
}
