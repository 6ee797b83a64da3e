// Pages that the program makes: the way in (set-up, one-time link, sign-in, second factor) and the
// welcome when the server starts; the list of operations, openapi.json and the data dictionary when
// somebody first asks for them, as they are large and few ask. Each in English and Chinese.
//
// A page is a template, src/doors/http/pages/NAME.page: its title in the first line, then HTML with
//   [[A sentence.]]   said in the page's language, from locales/messages.*.json
//   {{slot}}          filled in here: {{language}}, and in layout.page what it is made of
// so that a page is written once for all languages. It is found as /en/NAME and /zh/NAME, and under
// /NAME in the language that the browser likes better.
//
// With --insecure-http every page opens with a warning, unless it came by TLS of a trusted proxy;
// of a demonstration every page says that it is one. Tested in
// tests/unit/doors/http/made_pages_test.cpp.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/operation.h"
#include "base/sentence.h"
#include "doors/http/assets.h"
#include "doors/http/header_values.h"
#include "doors/http/message.h"

namespace sojourn::doors::http {

using Slots = std::map<std::string, std::string, std::less<>>;

/// The template with its sentences and slots; throws Bug for a slot that is not given.
std::string filled(std::string_view page, Language language, const Slots& slots);

/// A page whose middle is made by whoever starts the server.
struct OwnPage {
  std::string name;  ///< "data-dictionary"
  base::Sentence title;
  std::function<std::string(Language)> content;  ///< HTML
};

/// What stands above every page.
struct Notices {
  bool plain_http = false;     ///< the server speaks plain HTTP beyond its machine
  bool demonstration = false;  ///< what is served is invented
};

class MadePages {
 public:
  /// `templates`: of embedded_templates().
  /// `operations` and what `templates` refers to outlive it.
  MadePages(std::span<const Asset> templates, std::span<const access::Operation> operations,
            Notices notices, std::span<const OwnPage> own = {});

  /// The answer for a page (304 if the browser has it, 405 for methods other than GET and HEAD);
  /// nothing if there is none of that path.
  std::optional<Response> answer(const Request& request) const;

  /// Paths of all pages in all languages, "/en/setup".
  std::vector<std::string> paths() const;

 private:
  /// The same page for those who came by plain HTTP beyond the machine, and for the others.
  using Make = std::function<std::string(bool warn)>;
  struct Made {
    std::once_flag once;
    std::string body;
    std::string gzip;
    std::string tag;
  };
  struct Page {
    std::string type;
    Make make;
    Made plain;
    Made warning;
  };
  enum class When : std::uint8_t { now, asked };
  void add(std::string path, std::string type, When when, Make make);
  static const Made& made(Page& page, bool warn);

  bool warn_;
  /// Behind pointers, as what is made on first asking changes: safe from any thread by `once`.
  std::map<std::string, std::unique_ptr<Page>> pages_;
};

}  // namespace sojourn::doors::http
