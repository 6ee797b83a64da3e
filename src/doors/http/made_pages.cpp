#include "doors/http/made_pages.h"

#include <utility>

#include "base/digest.h"
#include "base/ensure.h"
#include "base/html.h"
#include "base/sentence.h"
#include "doors/http/api_pages.h"

namespace sojourn::doors::http {
namespace {

constexpr std::string_view ending = ".page";

std::string page_digest(std::string_view body) {
  return "\"" + base::sha256_hex(body).substr(0, 32) + "\"";
}

/// The templates by name, and what is made of them.
class Maker {
 public:
  explicit Maker(std::span<const Asset> templates) {
    for (const Asset& each : templates) {
      const std::string_view path = each.path;
      texts_[std::string(path.substr(0, path.size() - ending.size()))] = each.bytes;
    }
  }

  const std::map<std::string, std::string_view, std::less<>>& texts() const { return texts_; }

  /// A whole page. `name`: as it stands in its address, "" for the first page.
  std::string whole(Language language, const std::string& name, std::string_view title,
                    const std::string& content, bool warn) const {
    const Language other = language == Language::en ? Language::zh : Language::en;
    const std::string other_tag(language_tag(other));
    return filled(text("layout"), language,
                  {{"language", std::string(language_tag(language))},
                   {"title", std::string(title)},
                   {"warning", warn ? filled(text("warning"), language, {}) : ""},
                   {"other_page", "/" + other_tag + "/" + name},
                   {"other_language", other_tag},
                   {"other_name", other == Language::en ? "English" : "中文"},
                   {"content", content}});
  }

 private:
  std::string_view text(std::string_view name) const {
    const auto found = texts_.find(name);
    base::ensure(found != texts_.end(), "every template that pages are made of is there");
    return found->second;
  }
  std::map<std::string, std::string_view, std::less<>> texts_;
};

}  // namespace

std::string filled(std::string_view page, Language language, const Slots& slots) {
  std::string made;
  while (!page.empty()) {
    const std::size_t sentence = page.find("[[");
    const std::size_t slot = page.find("{{");
    const std::size_t at = std::min(sentence, slot);
    made += page.substr(0, at);
    if (at == std::string_view::npos) {
      break;
    }
    const std::size_t end = page.find(at == sentence ? "]]" : "}}", at);
    base::ensure(end != std::string_view::npos, "a mark of a page's template is closed");
    const std::string_view inside = page.substr(at + 2, end - at - 2);
    if (at == sentence) {
      made += base::escape_html(base::Sentence::phrase(inside).in(language));
    } else {
      const auto found = slots.find(inside);
      base::ensure(found != slots.end(), "a page's template names slots that there are");
      made += found->second;
    }
    page.remove_prefix(end + 2);
  }
  return made;
}

MadePages::MadePages(std::span<const Asset> templates,
                     std::span<const access::Operation> operations, bool warn,
                     std::span<const OwnPage> own) {
  const Maker maker(templates);
  for (const Language language : {Language::en, Language::zh}) {
    const std::string tag(language_tag(language));
    const auto add_page = [&](const std::string& name, std::string_view title,
                              const std::string& content) {
      add("/" + tag + "/" + name, "text/html; charset=utf-8",
          maker.whole(language, name, title, content, false),
          warn ? maker.whole(language, name, title, content, true) : "");
    };
    for (const auto& [name, text] : maker.texts()) {
      if (name != "layout" && name != "warning") {
        const std::string content = filled(text, language, {{"language", tag}});
        const std::size_t first_line = content.find('\n');
        add_page(name == "index" ? "" : name, content.substr(0, first_line),
                 content.substr(first_line + 1));
      }
    }
    add_page("api", base::escape_html(base::Sentence("Operations").in(language)),
             operations_list(language, operations));
    const std::string document = openapi_text(language, operations);
    add("/" + tag + "/api/openapi.json", "application/json", document, warn ? document : "");
    for (const OwnPage& page : own) {
      add_page(page.name, base::escape_html(page.title.in(language)), page.content(language));
    }
  }
}

void MadePages::add(std::string path, std::string type, std::string plain, std::string warning) {
  if (!warning.empty()) {
    const std::string tag = page_digest(warning);
    warning_pages_[path] = {.type = type, .body = std::move(warning), .tag = tag};
  }
  const std::string tag = page_digest(plain);
  pages_[std::move(path)] = {.type = std::move(type), .body = std::move(plain), .tag = tag};
}

std::vector<std::string> MadePages::paths() const {
  std::vector<std::string> made;
  for (const auto& [path, page] : pages_) {
    made.push_back(path);
  }
  return made;
}

std::optional<Response> MadePages::answer(const Request& request) const {
  // 1. Which page: the path itself, or the page of that name in the reader's language.
  const bool warned = !request.secure && !warning_pages_.empty();
  const auto& pages = warned ? warning_pages_ : pages_;
  std::string path = request.path;
  auto found = pages.find(path);
  const bool by_language = found == pages.end();
  if (by_language) {
    const Language language = language_of(request.field("accept-language").value_or(""));
    path = "/" + std::string(language_tag(language)) + request.path;
    found = pages.find(path);
  }
  if (found == pages.end()) {
    return std::nullopt;
  }
  const Page& page = found->second;
  Response made;
  if (request.method != "GET" && request.method != "HEAD") {
    made = problem_response(405, "method_not_allowed", "Only GET and HEAD work here.");
    made.set("Allow", "GET, HEAD");
    made.route = path;
    return made;
  }
  // 2. Whether the browser has it already.
  made.route = path;
  made.set("ETag", page.tag);
  made.set("Cache-Control", "no-cache");
  made.set("Content-Security-Policy", std::string(page_policy));
  if (by_language) {
    made.set("Vary", "Accept-Language");
  }
  const auto known = parse_tags(request.field("if-none-match").value_or(""));
  if (known && known->hold(page.tag)) {
    made.status = 304;
    return made;
  }
  // 3. The bytes.
  made.set("Content-Type", page.type);
  made.fixed_body = page.body;
  return made;
}

}  // namespace sojourn::doors::http
