#include "doors/http/problem.h"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <utility>

#include "base/ensure.h"
#include "base/json.h"
#include "base/text.h"
#include "doors/http/header_values.h"

namespace sojourn::doors::http {
namespace {

namespace json = boost::json;

int status_of_kind(base::Kind kind) {
  switch (kind) {
    case base::Kind::invalid: return 422;
    case base::Kind::forbidden: return 403;
    case base::Kind::not_found: return 404;
    case base::Kind::conflict: return 409;
    case base::Kind::precondition: return 409;
    case base::Kind::busy: return 503;
    case base::Kind::too_large: return 413;
    case base::Kind::full: return 507;
  }
  base::report_bug("a kind of refusal without a status", std::source_location::current());
}

constexpr std::array<std::pair<std::string_view, int>, 11> by_code = {{
    {"json", 400},
    {"idempotency_key", 400},
    {"if_match", 400},
    {"sign_in", 401},
    {"second_factor_needed", 403},
    {"stale", 412},
    {"media_type", 415},
    {"no_version", 428},
    {"wait", 429},
    {"export_running", 429},
    {"method_not_allowed", 405},
}};

}  // namespace

int status_of(const base::Refusal& refusal) {
  for (const auto& [code, status] : by_code) {
    if (refusal.code == code) {
      return status;
    }
  }
  return status_of_kind(refusal.kind);
}

base::Refusal refusal_of_door(base::Kind kind, std::string_view code, base::Sentence detail,
                              std::string_view where) {
  base::Refusal made{.kind = kind, .code = std::string(code), .detail = detail, .faults = {}};
  if (!where.empty()) {
    made.faults.push_back({.where = std::string(where),
                           .code = std::string(code),
                           .value = "",
                           .detail = std::move(detail)});
  }
  return made;
}

Response problem_of(const base::Refusal& refusal, Language language, std::string_view request) {
  const int status = status_of(refusal);
  json::array faults;
  std::string wait = "2";
  std::optional<std::int64_t> current;
  for (const base::Fault& fault : refusal.faults) {
    json::object each = {{"pointer", fault.where}, {"code", fault.code}};
    if (!fault.value.empty()) {
      each["value"] = fault.value;
    }
    each["detail"] = fault.detail.in(language);
    faults.push_back(std::move(each));
    if (fault.code == "retry_after") {
      wait = fault.value;
    }
    if (fault.code == "stale") {
      current = base::parse_number<std::int64_t>(fault.value);
    }
  }
  json::object problem = {{"title", reason_of(status)},
                          {"status", status},
                          {"code", refusal.code},
                          {"detail", refusal.detail.in(language)},
                          {"request", request}};
  if (!faults.empty()) {
    problem["faults"] = std::move(faults);
  }
  if (refusal.more_faults > 0) {
    problem["more_faults"] = refusal.more_faults;
  }
  Response made = text_response(status, "application/problem+json", base::write_json(problem));
  made.set("Content-Language", std::string(language_tag(language)));
  made.set("Vary", "Accept-Language");
  if (status == 503 || status == 429) {
    made.set("Retry-After", wait);
  }
  if (status == 412 && current) {
    made.set("ETag", tag_of_version(*current));
  }
  if (status == 401) {
    made.set("WWW-Authenticate", "Bearer realm=\"sojourn\"");
  }
  return made;
}

}  // namespace sojourn::doors::http
