#include "doors/http/api.h"

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <chrono>

#include "access/token.h"
#include "base/date.h"
#include "base/digest.h"
#include "base/json.h"
#include "doors/http/format.h"
#include "doors/http/input.h"
#include "doors/http/same_site.h"
#include "doors/http/url.h"

namespace sojourn::doors::http {
namespace {

namespace json = boost::json;
using base::Kind;

constexpr std::string_view bearer = "Bearer ";
constexpr std::size_t longest_key = 128;
/// A session that lasts longer is meant to outlive the browser: a phone's, for its outbox.
constexpr std::chrono::hours longest_desk_session{24 * 14};

bool changes(const Request& request) {
  return request.method != "GET" && request.method != "HEAD" && request.method != "OPTIONS";
}

Language language_of(const Request& request) {
  return http::language_of(request.field("accept-language").value_or(""));
}

std::string joined(const std::vector<std::string>& words) {
  std::string made;
  for (const std::string& word : words) {
    made += (made.empty() ? "" : ", ") + word;
  }
  return made;
}

/// The version that If-Match says, into the input of an operation that takes one.
void add_version(const Request& request, json::object& input) {
  if (const auto field = request.field("if-match")) {
    const auto tags = parse_tags(*field);
    const auto version = tags && tags->tags.size() == 1 ? version_of_tag(tags->tags[0])
                                                        : std::optional<std::int64_t>();
    if (!version) {
      throw refusal_of_door(Kind::invalid, "if_match",
                            "If-Match must be the one ETag that the record came with.");
    }
    const json::value* said = input.if_contains("version");
    if (said != nullptr && *said != *version) {
      throw refusal_of_door(Kind::invalid, "twice", "If-Match and the body say different versions.",
                            "/version");
    }
    input["version"] = *version;
  } else if (!input.contains("version")) {
    throw refusal_of_door(Kind::precondition, "no_version",
                          "Say which version you saw: send its ETag as If-Match.");
  }
}

}  // namespace

std::function<std::size_t(std::string_view, std::string_view)> body_limit(
    const std::vector<access::Operation>& operations, std::size_t standard) {
  constexpr std::size_t upload = std::size_t{10} << 20U;
  Router routes;
  for (std::size_t i = 0; i < operations.size(); ++i) {
    const access::OperationAbout& about = operations[i].about;
    routes.add(access::method_name(about.method), about.path, i);
  }
  std::vector<bool> takes_file;
  for (const access::Operation& operation : operations) {
    takes_file.push_back(operation.about.takes_file);
  }
  return [routes = std::move(routes), takes_file = std::move(takes_file), standard](
             std::string_view method, std::string_view path) {
    const std::optional<Target> target = parse_target(path);
    const auto entry = target ? routes.find(method, target->segments).entry : std::nullopt;
    return entry && takes_file[*entry] ? upload : standard;
  };
}

Api::Api(access::Service& service, const std::vector<access::Operation>& operations,
         Receipts receipts)
    : service_(service), operations_(operations), receipts_(std::move(receipts)) {
  access::ensure_distinct(operations_);
  for (std::size_t i = 0; i < operations_.size(); ++i) {
    const access::OperationAbout& about = operations_[i].about;
    router_.add(access::method_name(about.method), about.path, i);
  }
}

std::optional<Response> Api::answer(const Request& request) const {
  if (request.segments.size() < 2 || request.segments[0] != "api") {
    return std::nullopt;
  }
  const Router::Match match = router_.find(request.method, request.segments);
  Response made;
  try {
    if (match.pattern.empty()) {
      throw refusal_of_door(Kind::not_found, "no_such_path", "There is no such address.");
    }
    if (match.entry) {
      made = run(request, match);
    } else if (request.method == "OPTIONS") {
      made.status = 204;
      made.set("Allow", joined(match.methods));
    } else {
      made = problem_of(
          refusal_of_door(Kind::invalid, "method_not_allowed", "This address has no such method."),
          language_of(request), request.id);
      made.set("Allow", joined(match.methods));
    }
  } catch (const base::Refusal& refusal) {
    made = problem_of(refusal, language_of(request), request.id);
  }
  made.route = match.pattern;
  return made;
}

Response Api::run(const Request& request, const Router::Match& match) const {
  const access::Operation& operation = operations_.at(*match.entry);
  // 1. Who asks, and from where.
  const Who who = who_asks(request);
  if (changes(request)) {
    check_own_page(request, who);
  }
  // 2. What is asked.
  const std::string_view beside = operation.columns.empty() ? "" : format_parameter;
  if (!beside.empty()) {
    if (const access::ListFormat format = format_of(request); format != access::ListFormat::json) {
      return send_file(request, match, who, format);
    }
  }
  GivenFile sent;
  GivenInput& given = sent.given;
  if (operation.about.takes_file) {
    sent = gather_file(request, operation.fields, match.holes);
  } else {
    given = gather_input(request, operation.fields, match.holes, beside);
  }
  if (operation.takes_version) {
    add_version(request, given.input);
  }
  // 3. Run it.
  const access::Upload* file = operation.about.takes_file ? &sent.file : nullptr;
  Response made = respond(
      request,
      service_.run(operation, who.asker, about(request, operation, who, given, file), given.input));
  if (operation.changes) {
    add_receipt(request, made);
  }
  if (!changes(request) && !who.session.empty()) {
    // So that a page that was loaded anew can go on; no other site's page can read it.
    made.set("X-CSRF-Token", access::csrf_of(who.session));
  }
  return made;
}

void Api::add_receipt(const Request& request, Response& answer) const {
  if (receipts_) {
    if (auto receipt = receipts_(request.id)) {
      answer.set("Sojourn-Log", *std::move(receipt));
    }
  }
}

Api::Who Api::who_asks(const Request& request) const {
  Who made;
  if (const auto given = request.field("authorization")) {
    const bool token = same_word(given->substr(0, bearer.size()), bearer) &&
                       access::token_is_of(access::TokenKind::api, given->substr(bearer.size()));
    if (token) {
      made.asker = service_.asker_of(given->substr(bearer.size()));
    }
    if (!made.asker.signed_in()) {
      throw refusal_of_door(Kind::forbidden, "sign_in", "This token is none, or has ended.");
    }
    return made;
  }
  const auto cookie =
      cookie_of(request.field("cookie").value_or(""), session_cookie_name(request.secure));
  if (cookie && access::token_is_of(access::TokenKind::session, *cookie)) {
    made.asker = service_.asker_of(*cookie);
    if (made.asker.signed_in()) {
      made.session = *cookie;
    }
  }
  return made;
}

/// A program with a token has no cookie that another site's page could use; everybody else has to
/// come from our own page, and who is signed in shows the token that only it knows.
void Api::check_own_page(const Request& request, const Who& who) {
  if (who.asker.kind == access::AskerKind::token) {
    return;
  }
  if (!from_own_page(request)) {
    throw refusal_of_door(Kind::forbidden, "other_site",
                          "Another site's page asked for this, so it was not done.");
  }
  if (!who.session.empty() && !access::equal_secrets(request.field("x-csrf-token").value_or(""),
                                                     access::csrf_of(who.session))) {
    throw refusal_of_door(Kind::forbidden, "csrf",
                          "The page is out of date. Load it again, then go on. (X-CSRF-Token)");
  }
}

access::Request Api::about(const Request& request, const access::Operation& operation,
                           const Who& who, const GivenInput& given, const access::Upload* file) {
  access::Request made{
      .id = request.id,
      .address = request.client,
      .device = device_of(request.field("user-agent").value_or("")),
      .reason = {},
      .idempotency_key = std::string(request.field("idempotency-key").value_or("")),
      .body_digest = {},
      .language = language_of(request),
      .file = file,
      .faults = given.faults};
  if (!operation.changes) {
    made.idempotency_key.clear();
    return made;
  }
  const bool needed = request.method == "POST" || request.method == "PATCH";
  const bool plain = std::all_of(made.idempotency_key.begin(), made.idempotency_key.end(),
                                 [](char c) { return c > ' ' && c < '\x7f'; });
  if ((needed && who.asker.signed_in() && made.idempotency_key.empty()) || !plain ||
      made.idempotency_key.size() > longest_key) {
    throw refusal_of_door(
        Kind::invalid, "idempotency_key",
        "Send Idempotency-Key: any text of 1 to 128 visible characters, new for each new request "
        "and the same when you send one again.");
  }
  made.body_digest = base::sha256_hex(request.method + ' ' + request.path + '\n' +
                                      base::write_json(json::value(given.input)) +
                                      (file != nullptr ? '\n' + std::string(file->bytes) : ""));
  return made;
}

Response Api::respond(const Request& request, const access::Answer& answer) const {
  Response made = text_response(200, "application/json", base::write_json(answer.body));
  if (answer.file) {
    made = text_response(200, answer.file->media_type, answer.file->bytes);
    made.set("Content-Disposition", attachment(answer.file->name));
    if (const std::shared_ptr<access::PassingFile> passing = answer.file->passing) {
      made.pull = [passing] {
        constexpr std::size_t piece = std::size_t{1} << 16U;
        Piece next{.bytes = passing->next(piece)};
        next.last = passing->at_end();
        return next;
      };
      made.whole = true;
    }
  }
  if (answer.version) {
    made.set("ETag", tag_of_version(*answer.version));
  }
  if (answer.session) {
    std::optional<std::int64_t> seconds;
    const json::object* body = answer.body.if_object();
    const json::value* end = body != nullptr ? body->if_contains("expires_at") : nullptr;
    if (end != nullptr && end->is_string()) {
      if (const auto instant = base::Instant::from_text(end->get_string())) {
        const auto left = *instant - service_.database().clock().now();
        if (left > longest_desk_session) {
          seconds = std::chrono::duration_cast<std::chrono::seconds>(left).count();
        }
      }
    }
    made.set("Set-Cookie", set_cookie(session_cookie_name(request.secure), *answer.session,
                                      request.secure, seconds));
  }
  return made;
}

}  // namespace sojourn::doors::http
