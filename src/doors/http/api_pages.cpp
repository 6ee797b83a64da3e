#include "doors/http/api_pages.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/digest.h"
#include "base/json.h"
#include "base/openapi.h"
#include "base/version.h"
#include "doors/http/assets.h"
#include "doors/http/same_site.h"

namespace sojourn::doors::http {
namespace {

std::string escaped(std::string_view text) {
  std::string made;
  for (const char c : text) {
    switch (c) {
      case '&': made += "&amp;"; break;
      case '<': made += "&lt;"; break;
      case '>': made += "&gt;"; break;
      case '"': made += "&quot;"; break;
      default: made += c;
    }
  }
  return made;
}

struct Words {
  std::string_view title;
  std::string_view intro;
  std::string_view home;
  std::string_view other_page;
  std::string_view other_language;
  std::string_view other_name;
  std::string_view needs;
  std::string_view optional;
};

constexpr Words english{"Operations",
                        "Each operation of this server by its address. Programs read <a "
                        "href=\"/api/openapi.json\">openapi.json</a>.",
                        "Sojourn",
                        "/zh/api",
                        "zh",
                        "中文",
                        "Who may",
                        "may be left out"};
constexpr Words in_chinese{
    "操作一览",
    "本服务的全部操作及其地址。供程序读取的说明见 <a href=\"/api/openapi.json\">openapi.json</a>。"
    "操作的说明文字目前为英文。",
    "Sojourn",
    "/en/api",
    "en",
    "English",
    "权限",
    "可不填"};

}  // namespace

std::string openapi_text(std::span<const access::Operation> operations) {
  std::vector<base::OpenApiOperation> all;
  for (const access::Operation& operation : operations) {
    const access::OperationAbout& about = operation.about;
    base::OpenApiOperation made{.method = std::string(access::method_name(about.method)),
                                .path = about.path,
                                .id = about.name,
                                .summary = about.summary,
                                .description = about.description};
    base::add_input(made, operation.input_schema, about.fields);
    made.output = operation.output_schema;
    made.open_to_all = about.permission.reach() == access::Reach::open;
    made.statuses = {{.code = 422, .meaning = "The input has faults; each says where."}};
    if (!made.open_to_all) {
      made.statuses.push_back({.code = 401, .meaning = "Nobody is signed in."});
      made.statuses.push_back({.code = 403, .meaning = "The roles of who asks do not allow it."});
    }
    if (!operation.holes.empty()) {
      made.statuses.push_back({.code = 404, .meaning = "There is none that who asks may see."});
    }
    if (operation.takes_version) {
      made.statuses.push_back({.code = 412, .meaning = "Somebody changed it in the meantime."});
      made.statuses.push_back({.code = 428, .meaning = "If-Match is missing."});
    }
    all.push_back(std::move(made));
  }
  return base::write_json(base::openapi_document(
      {.title = "Sojourn",
       .version = std::string(base::version()),
       .description = "Faults come as problem+json (RFC 9457) with a code, in English or Chinese "
                      "by Accept-Language. POST and PATCH take Idempotency-Key, and what changes a "
                      "record takes its ETag as If-Match.",
       .session_cookie = std::string(session_cookie_name(true))},
      all, base::Components{}));
}

std::string operations_page(Language language, std::span<const access::Operation> operations) {
  const Words& words = language == Language::zh ? in_chinese : english;
  const std::string tag(language_tag(language));
  std::string page =
      "<!doctype html>\n<html lang=\"" + tag +
      "\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>" +
      std::string(words.title) +
      " · Sojourn</title>\n"
      "<link rel=\"stylesheet\" href=\"/style.css\">\n</head>\n<body>\n<header>\n<h1>" +
      std::string(words.title) + "</h1>\n<nav><a href=\"/" + tag + "/\">" +
      std::string(words.home) + "</a> · <a href=\"" + std::string(words.other_page) + "\" lang=\"" +
      std::string(words.other_language) + "\" hreflang=\"" + std::string(words.other_language) +
      "\">" + std::string(words.other_name) + "</a></nav>\n</header>\n<main>\n<p>" +
      std::string(words.intro) + "</p>\n";
  const std::string english_text = language == Language::en ? "" : " lang=\"en\"";
  for (const access::Operation& operation : operations) {
    const access::OperationAbout& about = operation.about;
    page += "<section id=\"" + escaped(about.name) + "\">\n<h2>" + escaped(about.name) +
            "</h2>\n<p><span class=\"method\">" + std::string(access::method_name(about.method)) +
            "</span> <code>" + escaped(about.path) + "</code></p>\n<p" + english_text + ">" +
            escaped(about.summary) + "</p>\n";
    if (!about.description.empty()) {
      page += "<p" + english_text + ">" + escaped(about.description) + "</p>\n";
    }
    page += "<p class=\"quiet\">" + std::string(words.needs) + ": <code>" +
            escaped(about.permission.name()) + "</code></p>\n";
    if (!operation.fields.empty()) {
      page += "<dl>\n";
      for (const base::Field& field : operation.fields) {
        page += "<dt><code>" + escaped(field.about.name) + "</code>";
        if (field.optional || field.list || !field.about.standard.empty()) {
          page += " <span class=\"quiet\">(" + std::string(words.optional) + ")</span>";
        }
        page += "</dt>\n<dd" + english_text + ">" + escaped(field.about.meaning) + "</dd>\n";
      }
      page += "</dl>\n";
    }
    page += "</section>\n";
  }
  return page + "</main>\n</body>\n</html>\n";
}

ApiPages::ApiPages(std::span<const access::Operation> operations) {
  const auto add = [&](std::string path, std::string type, std::string body) {
    std::string tag = "\"" + base::sha256_hex(body).substr(0, 32) + "\"";
    pages_[std::move(path)] = {std::move(type), std::move(body), std::move(tag)};
  };
  add("/api/openapi.json", "application/json", openapi_text(operations));
  for (const Language language : {Language::en, Language::zh}) {
    add("/" + std::string(language_tag(language)) + "/api", "text/html; charset=utf-8",
        operations_page(language, operations));
  }
}

std::optional<Response> ApiPages::answer(const Request& request) const {
  std::string path = request.path;
  const bool by_language = path == "/api";
  if (by_language) {
    const Language language = language_of(request.field("accept-language").value_or(""));
    path = "/" + std::string(language_tag(language)) + "/api";
  }
  const auto found = pages_.find(path);
  if (found == pages_.end()) {
    return std::nullopt;
  }
  const Page& page = found->second;
  Response made;
  if (request.method != "GET" && request.method != "HEAD") {
    made = problem_response(405, "method_not_allowed", "Only GET and HEAD work here.");
    made.set("Allow", "GET, HEAD");
  } else {
    const auto known = parse_tags(request.field("if-none-match").value_or(""));
    const bool same = known && known->hold(page.tag);
    if (same) {
      made.status = 304;
    } else {
      made.set("Content-Type", page.type);
      made.fixed_body = page.body;
    }
    made.set("ETag", page.tag);
    made.set("Cache-Control", "no-cache");
    made.set("Content-Security-Policy", std::string(page_policy));
    if (by_language) {
      made.set("Vary", "Accept-Language");
    }
  }
  made.route = path;
  return made;
}

}  // namespace sojourn::doors::http
