// The desk, the web client for people who work at one: its files (web/desk, built by Vite, bytes of
// the program), and its first page. That page is one for all of the client's addresses: "/sites" is
// known to the client, not to the server, so whoever asks for a page that is no other gets it.
//
// It is told what stands above every page (demonstration, plain HTTP) and a nonce: Ant Design
// writes its styles into the page, which the content policy allows by a number that is good for one
// answer only. So the page, of some 1,000 bytes, is never kept by a browser; all that it loads is,
// for ever, as their names hold their digests. Tested in tests/unit/doors/http/desk_test.cpp, and
// in a browser by tests/web.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "doors/http/assets.h"
#include "doors/http/made_pages.h"
#include "doors/http/message.h"

namespace sojourn::doors::http {

class Desk {
 public:
  /// `files`: index.html, with the slots {{nonce}} and {{notices}}, and what it loads, by path.
  /// Throws Bug without an index.html, or for a file of a kind that has no media type.
  Desk(std::vector<Asset> files, Notices notices);

  /// Before the pages: the client's files, and to browsers its start and the ways in, which the
  /// plain pages have too (/en/sign-in, for browsers that are too old for the desk).
  std::optional<Response> answer(const Request& request) const;
  /// After all else: to browsers the first page for any address but those of the API. Whoever does
  /// not ask for HTML is told the truth, that there is no such address.
  std::optional<Response> otherwise(const Request& request) const;

 private:
  Response first_page(const Request& request) const;

  std::string_view index_;
  Notices notices_;
  Assets files_;
};

}  // namespace sojourn::doors::http
