// A record that something happens to (a plan that is being made, say) as server-sent events, so
// that a page need not ask again and again. Whatever operation says `watched_until` is watched by
// its own route, with the same rights and the same answer as without:
//
//   GET /api/plans/plan_3k9q
//   Accept: text/event-stream
//
//   id: 5f1c...                            event: problem
//   event: record                          data: {"status":404,...}
//   data: {"id":"plan_3k9q","state":"waiting","progress":...}
//
// Each `record` is the whole record after a change, `problem` what would be answered now if it is
// an error (the session ended, the record is out of sight): the last event, as is the record in a
// state after which nothing happens. A browser that then connects again is told to stop (204). Who
// may see it is asked anew each time, so that what was revoked is so here too. Tested in
// tests/unit/doors/http/watch_test.cpp.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "access/operation.h"
#include "doors/http/api.h"
#include "doors/http/message.h"
#include "doors/http/router.h"

namespace sojourn::doors::http {

class Watch {
 public:
  /// `api` and this outlive the server. `pause`: how often the record is looked at. Shorter: a page
  /// is told sooner, at the cost of one request a look.
  Watch(const Api& api, const std::vector<access::Operation>& operations,
        std::chrono::milliseconds pause = std::chrono::seconds(1));

  /// The stream, if the request asks for one of what can be watched.
  std::optional<Response> answer(const Request& request) const;

 private:
  const Api& api_;
  std::chrono::milliseconds pause_;
  /// States after which nothing happens, by entry of the router.
  std::vector<std::vector<std::string>> ends_;
  Router router_;
};

/// Whether an Accept field names text/event-stream.
bool takes_events(std::string_view accept);

}  // namespace sojourn::doors::http
