#include "doors/http/made_pages.h"

#include <malloc.h>
#include <zlib.h>

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

/// As gzip -9 would. Throws Bug if zlib has no memory for it.
std::string gzipped(std::string_view text) {
  constexpr int gzip_head = 15 + 16;
  constexpr int most_memory = 9;
  z_stream stream{};
  base::ensure(deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, gzip_head, most_memory,
                            Z_DEFAULT_STRATEGY) == Z_OK,
               "zlib begins");
  std::string made(deflateBound(&stream, text.size()), '\0');
  // zlib only reads from next_in, but its declaration is from before const.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(made.data());
  stream.avail_out = static_cast<uInt>(made.size());
  const int ended = deflate(&stream, Z_FINISH);
  made.resize(stream.total_out);
  deflateEnd(&stream);
  base::ensure(ended == Z_STREAM_END, "zlib ends");
  return made;
}

/// The templates by name, and what is made of them.
class Maker {
 public:
  Maker(std::span<const Asset> templates, bool demonstration) : demonstration_(demonstration) {
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
                   {"warning", (demonstration_ ? notice("demonstration", language) : "") +
                                   (warn ? notice("warning", language) : "")},
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
  std::string notice(std::string_view name, Language language) const {
    return filled(text(name), language, {{"language", std::string(language_tag(language))}});
  }
  std::map<std::string, std::string_view, std::less<>> texts_;
  bool demonstration_;
};

/// Templates that are part of other pages.
bool is_part(std::string_view name) {
  return name == "layout" || name == "warning" || name == "demonstration";
}

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
                     std::span<const access::Operation> operations, Notices notices,
                     std::span<const OwnPage> own)
    : warn_(notices.plain_http) {
  const auto maker = std::make_shared<const Maker>(templates, notices.demonstration);
  for (const Language language : {Language::en, Language::zh}) {
    const std::string tag(language_tag(language));
    const auto add_page = [&](const std::string& name, const std::string& title, When when,
                              std::function<std::string()> content) {
      add("/" + tag + "/" + name, "text/html; charset=utf-8", when,
          [maker, language, name, title, content = std::move(content)](bool warned) {
            return maker->whole(language, name, title, content(), warned);
          });
    };
    for (const auto& [name, text] : maker->texts()) {
      if (!is_part(name)) {
        const std::string content = filled(text, language, {{"language", tag}});
        const std::size_t first_line = content.find('\n');
        add_page(name == "index" ? "" : name, content.substr(0, first_line), When::now,
                 [middle = content.substr(first_line + 1)] { return middle; });
      }
    }
    add_page("api", base::escape_html(base::Sentence("Operations").in(language)), When::asked,
             [language, operations] { return operations_list(language, operations); });
    add("/" + tag + "/api/openapi.json", "application/json", When::asked,
        [language, operations](bool) { return openapi_text(language, operations); });
    for (const OwnPage& page : own) {
      add_page(page.name, base::escape_html(page.title.in(language)), When::asked,
               [language, content = page.content] { return content(language); });
    }
  }
}

void MadePages::add(std::string path, std::string type, When when, Make make) {
  auto page = std::make_unique<Page>();
  page->type = std::move(type);
  page->make = std::move(make);
  if (when == When::now) {
    made(*page, false);
    if (warn_) {
      made(*page, true);
    }
  }
  pages_[std::move(path)] = std::move(page);
}

const MadePages::Made& MadePages::made(Page& page, bool warn) {
  Made& of = warn ? page.warning : page.plain;
  std::call_once(of.once, [&] {
    of.body = page.make(warn);
    of.gzip = gzipped(of.body);
    of.tag = page_digest(of.body);
    // A description of all operations is made of many small pieces, some 8 MiB, which the C library
    // would keep for later.
    ::malloc_trim(0);
  });
  return of;
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
  std::string path = request.path;
  auto found = pages_.find(path);
  const bool by_language = found == pages_.end();
  if (by_language) {
    const Language language = language_of(request.field("accept-language").value_or(""));
    path = "/" + std::string(language_tag(language)) + request.path;
    found = pages_.find(path);
  }
  if (found == pages_.end()) {
    return std::nullopt;
  }
  Response made;
  if (request.method != "GET" && request.method != "HEAD") {
    made = problem_response(405, "method_not_allowed", "Only GET and HEAD work here.");
    made.set("Allow", "GET, HEAD");
    made.route = path;
    return made;
  }
  // 2. Whether the browser has it already.
  const Made& page = MadePages::made(*found->second, warn_ && !request.secure);
  made.route = path;
  const bool gzip = takes_gzip(request.field("accept-encoding").value_or(""));
  const std::string tag = gzip ? page.tag.substr(0, page.tag.size() - 1) + "-gz\"" : page.tag;
  made.set("ETag", tag);
  made.set("Cache-Control", "no-cache");
  made.set("Content-Security-Policy", std::string(page_policy));
  made.set("Vary", by_language ? "Accept-Encoding, Accept-Language" : "Accept-Encoding");
  const auto known = parse_tags(request.field("if-none-match").value_or(""));
  if (known && known->hold(tag)) {
    made.status = 304;
    return made;
  }
  // 3. The bytes.
  made.set("Content-Type", found->second->type);
  if (gzip) {
    made.set("Content-Encoding", "gzip");
  }
  made.fixed_body = gzip ? page.gzip : page.body;
  return made;
}

}  // namespace sojourn::doors::http
