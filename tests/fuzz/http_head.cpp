// The head of a request under any bytes, however they are pieced: found at the same place, and what
// we accept Beast accepts too, with the same method, target, fields and framing. (Not the reverse:
// we refuse much that Beast lets through.)
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

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
  holds(!error || error == beast::error::need_more);
  holds(used == *length && parser.is_header_done());
  const auto& message = parser.get();
  holds(message.method_string() == head->method);
  holds(message.version() == static_cast<unsigned>(10 + head->minor));
  holds(parser.chunked() == head->chunked);
  std::size_t count = 0;
  for (const auto& field : message) {
    holds(same_word(head->fields.at(count).name,
                    {field.name_string().data(), field.name_string().size()}));
    holds(head->fields.at(count).value ==
          std::string_view(field.value().data(), field.value().size()));
    ++count;
  }
  holds(count == head->fields.size());
  if (head->length) {
    holds(parser.content_length() == *head->length);
  }
  return 0;
}
