#include "doors/http/message.h"

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <memory>

#include "base/json.h"

namespace sojourn::doors::http {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

constexpr std::chrono::milliseconds quiet_limit{15'000};

}  // namespace

bool same_word(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(),
                    [](char left, char right) { return lower(left) == lower(right); });
}

std::string lower_case(std::string_view text) {
  std::string made(text);
  std::transform(made.begin(), made.end(), made.begin(), lower);
  return made;
}

std::optional<std::string_view> Request::field(std::string_view name) const {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const Field& each) { return each.name == name; });
  return found == fields.end() ? std::nullopt : std::optional<std::string_view>(found->value);
}

void Response::set(std::string_view name, std::string value) {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const Field& each) { return same_word(each.name, name); });
  if (found == fields.end()) {
    fields.push_back({std::string(name), std::move(value)});
  } else {
    found->value = std::move(value);
  }
}

std::optional<std::string_view> Response::field(std::string_view name) const {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const Field& each) { return same_word(each.name, name); });
  return found == fields.end() ? std::nullopt : std::optional<std::string_view>(found->value);
}

std::string_view reason_of(int status) {
  switch (status) {
    case 100: return "Continue";
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 411: return "Length Required";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 416: return "Range Not Satisfiable";
    case 417: return "Expectation Failed";
    case 421: return "Misdirected Request";
    case 422: return "Unprocessable Content";
    case 428: return "Precondition Required";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 503: return "Service Unavailable";
    case 505: return "HTTP Version Not Supported";
    case 507: return "Insufficient Storage";
    default: return "";
  }
}

Response text_response(int status, std::string_view type, std::string body) {
  Response made;
  made.status = status;
  made.set("Content-Type", std::string(type));
  made.body = std::move(body);
  return made;
}

Response problem_response(int status, std::string_view code, std::string_view detail) {
  const boost::json::object problem = {
      {"title", reason_of(status)}, {"status", status}, {"code", code}, {"detail", detail}};
  return text_response(status, "application/problem+json", base::write_json(problem));
}

Response event_stream(std::function<Piece()> next) {
  Response made;
  made.set("Content-Type", "text/event-stream; charset=utf-8");
  made.set("X-Accel-Buffering", "no");  // nginx would keep events back until it has a page of them
  struct State {
    std::function<Piece()> next;
    std::chrono::milliseconds quiet{0};
  };
  const auto state = std::make_shared<State>(State{.next = std::move(next), .quiet = {}});
  made.pull = [state] {
    Piece piece = state->next();
    // A pause of nothing would be a loop that asks without end while nothing happens.
    piece.pause = std::max(piece.pause, std::chrono::milliseconds(10));
    if (piece.bytes.empty() && state->quiet >= quiet_limit) {
      piece.bytes = ":\n\n";
    }
    state->quiet = piece.bytes.empty() ? state->quiet + piece.pause : std::chrono::milliseconds(0);
    return piece;
  };
  return made;
}

std::string event_text(std::string_view name, std::string_view data, std::string_view id) {
  std::string made;
  if (!id.empty()) {
    made.append("id: ").append(id).append("\n");
  }
  if (!name.empty()) {
    made.append("event: ").append(name).append("\n");
  }
  for (std::size_t start = 0; start <= data.size();) {
    const std::size_t end = std::min(data.find_first_of("\r\n", start), data.size());
    made.append("data: ").append(data.substr(start, end - start)).append("\n");
    const bool pair = data.substr(end, 2) == "\r\n";
    start = end + (pair ? 2 : 1);
  }
  made.append("\n");
  return made;
}

const std::vector<Field>& security_fields(bool secure) {
  static const std::vector<Field> plain = {
      {"Cache-Control", "no-store"},
      {"Content-Security-Policy",
       "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"},
      {"X-Content-Type-Options", "nosniff"},
      {"Referrer-Policy", "no-referrer"},
      {"Cross-Origin-Opener-Policy", "same-origin"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
      {"Permissions-Policy", "geolocation=(), camera=(), microphone=()"},
      {"X-Frame-Options", "DENY"}};
  static const std::vector<Field> with_hsts = [] {
    std::vector<Field> all = plain;
    all.push_back({"Strict-Transport-Security", "max-age=31536000"});
    return all;
  }();
  return secure ? with_hsts : plain;
}

}  // namespace sojourn::doors::http
