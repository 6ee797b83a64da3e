// The head of an HTTP/1 request (RFC 9112), read more strictly than any library: whatever two
// programs on the way could understand in two ways is refused, so that nobody can hide a request
// in another. Beast parses what passes here once more and does the framing; both must accept.
// Tested in tests/unit/doors/http/head_test.cpp and tests/fuzz/http_head.cpp, which compares it
// with Beast on any bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "doors/http/message.h"
#include "doors/http/settings.h"
#include "doors/http/url.h"

namespace sojourn::doors::http {

/// Why a request is refused before anybody has looked at it.
struct HeadFault {
  int status = 400;
  std::string code;    ///< key of the catalogue of sentences
  std::string detail;  ///< English sentence
};

/// Looks for the end of a head in bytes that come piece by piece, and for what can be no part of
/// one: a line feed without carriage return or the reverse, a control character, too many bytes.
/// So a bad head is refused at once, not when its time is over.
class HeadScan {
 public:
  explicit HeadScan(const Limits& limits) : limits_(limits) {}
  /// `bytes` is all that has come, what was given before included. Length of the head with its
  /// empty line once that is there; nothing as long as it is not, or if `fault` says why it never
  /// will be.
  std::optional<std::size_t> look(std::string_view bytes);
  const std::optional<HeadFault>& fault() const { return fault_; }

 private:
  std::optional<std::size_t> refuse(int status, std::string_view code, std::string_view detail);

  const Limits& limits_;
  std::size_t at_ = 0;          ///< looked at so far
  std::size_t line_start_ = 0;  ///< of the line that at_ stands in
  bool first_line_ = true;
  std::optional<HeadFault> fault_;
};

struct Head {
  std::string method;
  Target target;
  bool whole_server = false;  ///< OPTIONS *
  int minor = 1;              ///< HTTP/1.0 or HTTP/1.1
  std::vector<Field> fields;  ///< names in lower case
  std::string host;
  std::optional<std::uint64_t> length;  ///< Content-Length
  bool chunked = false;
  bool close = false;             ///< the client wants the connection closed, or is HTTP/1.0
  bool expects_continue = false;  ///< waits for "100 Continue" before it sends the body
};

/// Reads a whole head, which HeadScan found (with the empty line that ends it).
std::optional<Head> parse_head(std::string_view bytes, const Limits& limits, HeadFault& fault);

/// Whether `host` may stand in a Host field: a name or an address, and perhaps a port.
bool is_host(std::string_view host);

}  // namespace sojourn::doors::http
