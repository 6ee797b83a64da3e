#include "doors/http/together.h"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "doors/http/format.h"
#include "doors/http/header_values.h"
#include "doors/http/problem.h"
#include "doors/http/url.h"

namespace sojourn::doors::http {
namespace {

constexpr std::string_view own_path = "/api/together";
/// As many as a page has parts. More: one request holds a worker for longer.
constexpr std::size_t most = 20;

[[noreturn]] void refuse() {
  throw refusal_of_door(
      base::Kind::invalid, "together",
      "Give 1 to 20 addresses of the API that are read as JSON, each as ask=/api/...", "/ask");
}

/// The request of one question, as if it had come by itself.
Request question(const Request& whole, const Parameter& parameter) {
  const std::optional<Target> target = parse_target(parameter.second);
  const bool good = parameter.first == "ask" && target && target->authority.empty() &&
                    target->path.starts_with("/api/") && target->path != own_path;
  if (!good) {
    refuse();
  }
  Request made = whole;
  made.method = "GET";
  made.path = target->path;
  made.segments = target->segments;
  made.query = target->query;
  std::erase_if(made.fields, [](const Field& each) {
    return each.name == "accept" || each.name == "if-none-match" || each.name == "last-event-id";
  });
  made.fields.push_back({"accept", "application/json"});
  for (const auto& [name, value] : made.query) {
    if (name == format_parameter && value != "json") {
      refuse();
    }
  }
  return made;
}

bool is_json(const Response& response) {
  const std::string_view type = response.field("Content-Type").value_or("");
  return (is_json_type(type) || type == "application/problem+json") && !response.pull;
}

}  // namespace

std::optional<Response> Together::answer(const Request& request) const {
  if (request.path != own_path) {
    return std::nullopt;
  }
  if (request.method != "GET" && request.method != "HEAD") {
    Response refused = problem_response(405, "method_not_allowed", "Only GET and HEAD work here.");
    refused.set("Allow", "GET, HEAD");
    refused.route = own_path;
    return refused;
  }
  Response made;
  try {
    // 1. All questions, before any is asked.
    if (request.query.empty() || request.query.size() > most) {
      refuse();
    }
    std::vector<Request> questions;
    for (const Parameter& parameter : request.query) {
      questions.push_back(question(request, parameter));
    }
    // 2. Each by itself.
    std::string body = "[";
    std::optional<std::string> token;
    for (const Request& each : questions) {
      const Response answer = *api_.answer(each);
      if (!is_json(answer)) {
        refuse();
      }
      body += fmt::format("{}{{\"status\":{},\"body\":{}}}", body.size() == 1 ? "" : ",",
                          answer.status, answer.body);
      if (const auto found = answer.field("X-CSRF-Token")) {
        token = std::string(*found);
      }
    }
    made = text_response(200, "application/json", body + "]");
    if (token) {
      made.set("X-CSRF-Token", *std::move(token));
    }
  } catch (const base::Refusal& refusal) {
    made =
        problem_of(refusal, language_of(request.field("accept-language").value_or("")), request.id);
  }
  made.route = own_path;
  return made;
}

}  // namespace sojourn::doors::http
