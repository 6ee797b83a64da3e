// As what a list is asked for: ?format=json, csv or xlsx, beside the operation's own parameters;
// or, without it, a type that Accept names. Tested in tests/unit/doors/http/api_list_test.cpp.
#pragma once

#include <string>
#include <string_view>

#include "access/list_file.h"
#include "doors/http/message.h"

namespace sojourn::doors::http {

inline constexpr std::string_view format_parameter = "format";

/// Refusal "input" with a fault at /format for another word, or for two.
access::ListFormat format_of(const Request& request);

/// Content-Disposition of a file that is to be kept: its name in the plain way for old programs,
/// and as RFC 8187 wants it.
std::string attachment(std::string_view name);

}  // namespace sojourn::doors::http
