// Whether a change comes from our own page: what a browser says of where a request was made
// (Sec-Fetch-Site, Origin) and the token that only our page knows. And the cookie's name.
// Tested in tests/unit/doors/http/same_site_test.cpp.
#pragma once

#include <string>
#include <string_view>

#include "doors/http/message.h"

namespace sojourn::doors::http {

/// "__Host-session", which browsers keep to this host and to TLS; "session" where there is no TLS,
/// which --insecure-http had to allow.
std::string_view session_cookie_name(bool secure);

/// False if a browser says that another site's page made the request. Browsers say so by
/// Sec-Fetch-Site (over TLS and on this machine) and by Origin; other programs say neither, and
/// have no cookie that could be misused.
bool from_own_page(const Request& request);

/// In words for a person's own list of sessions, from User-Agent: "Firefox on Android". Coarse on
/// purpose: enough to know one's own, nothing to track by.
std::string device_of(std::string_view user_agent);

}  // namespace sojourn::doors::http
