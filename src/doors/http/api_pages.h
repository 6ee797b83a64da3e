// What the API says of itself: openapi.json for programs, and a list of all operations for people,
// in English and Chinese. Both are made from the table; made_pages.h serves them.
// Tested in tests/unit/doors/http/site_test.cpp.
#pragma once

#include <span>
#include <string>

#include "access/operation.h"
#include "doors/http/header_values.h"

namespace sojourn::doors::http {

/// The OpenAPI 3.1 document of the table.
std::string openapi_text(Language language, std::span<const access::Operation> operations);
/// The list as HTML, what stands in the middle of its page.
std::string operations_list(Language language, std::span<const access::Operation> operations);

}  // namespace sojourn::doors::http
