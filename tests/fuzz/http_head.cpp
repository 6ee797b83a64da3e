// The head of a request under any bytes, however they are pieced: found at the same place, and what
// both we and Beast accept has the same method, target, fields and framing. (The server lets
// through only what both accept.)
#include <algorithm>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "doors/http/head.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sojourn::doors::http;
  namespace beast = boost::beast::http;
  const auto holds = [](bool fine) {
    if (!fine) {
      std::abort();
    }
  };
  if (size == 0) {
    return 0;
  }
  // 1. All at once, and in two pieces parted where the first byte says.
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const Limits limits;
  HeadScan whole(limits);
  const auto length = whole.look(text);
  HeadScan pieced(limits);
  auto again = pieced.look(text.substr(0, data[0]));
  if (!again && !pieced.fault()) {
    again = pieced.look(text);
  }
  holds(again == length);
  holds(whole.fault().has_value() == pieced.fault().has_value());
  if (!length) {
    return 0;
  }
  // 2. What is accepted is what Beast reads.
  HeadFault fault;
  const auto head = parse_head(text.substr(0, *length), limits, fault);
  if (!head) {
    holds(fault.status >= 400 && fault.status < 600 && !fault.detail.empty());
    return 0;
  }
  beast::request_parser<beast::string_body> parser;
  parser.header_limit(static_cast<std::uint32_t>(limits.head + 1));
  parser.body_limit(boost::none);
  boost::system::error_code error;
  const std::size_t used = parser.put(boost::asio::buffer(text.data(), *length), error);
  if (error && error != beast::error::need_more) {
    return 0;  // such as "Connection: a b": the server answers 400 to what either refuses
  }
  holds(used == *length && parser.is_header_done());
  const auto& message = parser.get();
  holds(message.method_string() == head->method);
  holds(message.version() == static_cast<unsigned>(10 + head->minor));
  holds(parser.chunked() == head->chunked);
  // Beast puts fields of one name beside each other, so the order may differ.
  std::vector<char> met(head->fields.size(), 0);
  for (const auto& field : message) {
    bool found = false;
    for (std::size_t i = 0; i < met.size() && !found; ++i) {
      found = met[i] == 0 &&
              same_word(head->fields[i].name,
                        {field.name_string().data(), field.name_string().size()}) &&
              head->fields[i].value == std::string_view(field.value().data(), field.value().size());
      if (found)
        met[i] = 1;
    }
    holds(found);
  }
  holds(std::find(met.begin(), met.end(), 0) == met.end());
  if (head->length) {
    holds(parser.content_length() == *head->length);
  }
  return 0;
}
