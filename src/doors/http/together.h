// Several reads of the API in one request: a page that shows figures of six kinds asks once, not
// six times, which is what counts on a slow line.
//
//   GET /api/together?ask=%2Fapi%2Frounds&ask=%2Fapi%2Fplans%3Fstate%3Ddraft
//   [{"status":200,"body":{"items":[...]}},{"status":403,"body":{"code":"not_allowed",...}}]
//
// Each is asked as if it had come by itself: with the same rights, language and limits, and with
// its own answer. Only what is read as JSON; files and changes are asked for by themselves. Tested
// in tests/unit/doors/http/together_test.cpp.
#pragma once

#include <optional>

#include "doors/http/api.h"
#include "doors/http/message.h"

namespace sojourn::doors::http {

class Together {
 public:
  /// `api` outlives it.
  explicit Together(const Api& api) : api_(api) {}

  /// The answers in the order of the questions; 422 if they are none, too many, or none of the
  /// API's. Nothing for other addresses.
  std::optional<Response> answer(const Request& request) const;

 private:
  const Api& api_;
};

}  // namespace sojourn::doors::http
