// What the API says of itself: openapi.json for programs, and a page of all operations for people,
// in English and Chinese. Both are made from the table once, at start.
// Tested in tests/unit/doors/http/site_test.cpp.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>

#include "access/operation.h"
#include "doors/http/header_values.h"
#include "doors/http/message.h"

namespace sojourn::doors::http {

/// The OpenAPI 3.1 document of the table.
std::string openapi_text(std::span<const access::Operation> operations);
/// The page; plain HTML, nothing written inside it but text.
std::string operations_page(Language language, std::span<const access::Operation> operations);

class ApiPages {
 public:
  explicit ApiPages(std::span<const access::Operation> operations);
  /// /api/openapi.json, /en/api, /zh/api, and /api in the reader's language; nothing for others.
  std::optional<Response> answer(const Request& request) const;

 private:
  struct Page {
    std::string type;
    std::string body;
    std::string tag;
  };
  std::map<std::string, Page> pages_;  ///< by path
};

}  // namespace sojourn::doors::http
