#include "doors/http/watch.h"

#include <algorithm>
#include <boost/json/value.hpp>
#include <memory>
#include <utility>

#include "base/digest.h"
#include "base/json.h"
#include "base/text.h"

namespace sojourn::doors::http {
namespace {

constexpr std::size_t digits_of_id = 16;

std::string id_of(std::string_view body) { return base::sha256_hex(body).substr(0, digits_of_id); }

/// Whether the record is in a state after which nothing happens.
bool is_over(std::string_view body, const std::vector<std::string>& ends) {
  const boost::json::value record = base::parse_json(body);
  const boost::json::value* state = record.as_object().if_contains("state");
  return state != nullptr && state->is_string() &&
         std::find(ends.begin(), ends.end(), std::string_view(state->get_string())) != ends.end();
}

}  // namespace

bool takes_events(std::string_view accept) {
  while (!accept.empty()) {
    const std::size_t end = std::min(accept.find(','), accept.size());
    const std::string_view item = accept.substr(0, end);
    if (same_word(base::trim(item.substr(0, item.find(';'))), "text/event-stream")) {
      return true;
    }
    accept.remove_prefix(std::min(end + 1, accept.size()));
  }
  return false;
}

Watch::Watch(const Api& api, const std::vector<access::Operation>& operations,
             std::chrono::milliseconds pause)
    : api_(api), pause_(pause) {
  for (const access::Operation& operation : operations) {
    if (!operation.about.watched_until.empty()) {
      router_.add(access::method_name(operation.about.method), operation.about.path, ends_.size());
      ends_.push_back(operation.about.watched_until);
    }
  }
}

std::optional<Response> Watch::answer(const Request& request) const {
  if (request.method != "GET" || !takes_events(request.field("accept").value_or(""))) {
    return std::nullopt;
  }
  const Router::Match match = router_.find(request.method, request.segments);
  if (!match.entry) {
    return std::nullopt;
  }
  const std::vector<std::string>& ends = ends_.at(*match.entry);
  // 1. What is not shown is not watched: the answer is the same as without.
  Response first = *api_.answer(request);
  if (first.status != 200) {
    return first;
  }
  // 2. A browser connects again whenever a stream ends, unless it is told that there is no more.
  if (request.field("last-event-id") == id_of(first.body) && is_over(first.body, ends)) {
    first.status = 204;
    first.body.clear();
    return first;
  }
  // 3. The record as it is, and then each change.
  struct State {
    Request request;
    std::optional<Response> next;
    std::string told;
  };
  const std::string route = first.route;
  const auto state = std::make_shared<State>(State{request, std::move(first), {}});
  Response made = event_stream([&api = api_, &ends, pause = pause_, state] {
    const Response now =
        state->next ? *std::exchange(state->next, std::nullopt) : *api.answer(state->request);
    if (now.status != 200) {
      return Piece{.bytes = event_text("problem", now.body), .last = true};
    }
    Piece piece{.bytes = {}, .last = is_over(now.body, ends), .pause = pause};
    if (now.body != state->told) {
      piece.bytes = event_text("record", now.body, id_of(now.body));
      state->told = now.body;
    }
    return piece;
  });
  made.route = route;
  return made;
}

}  // namespace sojourn::doors::http
