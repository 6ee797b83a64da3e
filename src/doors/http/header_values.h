// What stands in the header fields that we use: cookies, entity tags, languages, codings. Lenient
// where a browser may be odd and nothing hangs on it (languages), strict where something does
// (cookies, tags). Byte ranges are not supported: answers are small, and a server may always send
// the whole (RFC 9110 14.2).
// Tested in tests/unit/doors/http/header_values_test.cpp and tests/fuzz/http_values.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/language.h"

namespace sojourn::doors::http {

/// The value of the cookie `name` in a Cookie field. Nothing if it is not there, or there twice:
/// then somebody else put one beside ours, and which is meant cannot be known.
std::optional<std::string> cookie_of(std::string_view field, std::string_view name);

/// The value of Set-Cookie for a session: for this host alone, hidden from scripts, not sent by
/// links from other sites but for plain navigation. `secure` needs the name to begin with
/// "__Host-". An empty value takes it away. `seconds`: how long it stays; none: until the browser
/// ends.
std::string set_cookie(std::string_view name, std::string_view value, bool secure,
                       std::optional<std::int64_t> seconds);

/// Entity tags of If-Match or If-None-Match.
struct Tags {
  bool any = false;               ///< "*"
  std::vector<std::string> tags;  ///< with quotes; weak ones with W/
  /// Whether `tag` is among them, as If-None-Match compares: weak or not.
  bool hold(std::string_view tag) const;
};
/// Nothing if it is no list of entity tags.
std::optional<Tags> parse_tags(std::string_view field);

/// The version that a strong tag of ours says: "\"7\"" is 7.
std::optional<std::int64_t> version_of_tag(std::string_view tag);
std::string tag_of_version(std::int64_t version);

using base::Language;
/// "en", "zh"
std::string_view language_tag(Language language);
/// The one that Accept-Language likes better; English if it likes neither.
Language language_of(std::string_view accept_language);

/// How much Accept likes a media type that it names itself, without parameters: 0 (not named, or
/// not wanted) to 1000. Wildcards name none.
int weight_of_type(std::string_view accept, std::string_view type);

/// Whether Accept-Encoding takes gzip.
bool takes_gzip(std::string_view accept_encoding);

/// Whether a Content-Type is JSON in UTF-8: "application/json", perhaps with charset=utf-8.
bool is_json_type(std::string_view content_type);

}  // namespace sojourn::doors::http
