#include "doors/http/url.h"

#include <algorithm>

#include "base/text.h"

namespace sojourn::doors::http {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  if (c >= 'a' && c <= 'f') {
    return c - 'a' + 10;
  }
  if (c >= 'A' && c <= 'F') {
    return c - 'A' + 10;
  }
  return -1;
}

bool plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

/// RFC 3986: what a path or a query may hold beside percent forms. Wider than pchar by what
/// browsers send unescaped in queries ([ ] | ^ `), narrower than any byte.
bool may_stand(char c) {
  return c > ' ' && c < '\x7f' && c != '"' && c != '<' && c != '>' && c != '\\' && c != '{' &&
         c != '}' && c != '#';
}

bool control(char c) { return (c >= '\0' && c < ' ') || c == '\x7f'; }

}  // namespace

std::optional<std::string> decode_percent(std::string_view text, bool plus_is_space) {
  std::string made;
  made.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size()) {
        return std::nullopt;
      }
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) {
        return std::nullopt;
      }
      c = static_cast<char>(high * 16 + low);
      i += 2;
    } else if (c == '+' && plus_is_space) {
      c = ' ';
    }
    if (control(c)) {
      return std::nullopt;
    }
    made.push_back(c);
  }
  if (base::first_bad_utf8(made)) {
    return std::nullopt;
  }
  return made;
}

std::string encode_percent(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string made;
  for (const char c : text) {
    if (plain(c)) {
      made.push_back(c);
    } else {
      const auto byte = static_cast<unsigned char>(c);
      made.push_back('%');
      made.push_back(digits[byte >> 4]);
      made.push_back(digits[byte & 15]);
    }
  }
  return made;
}

std::optional<std::vector<Parameter>> parse_query(std::string_view query) {
  std::vector<Parameter> made;
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (pair.empty()) {
      continue;
    }
    const std::size_t equals = std::min(pair.find('='), pair.size());
    auto name = decode_percent(pair.substr(0, equals), true);
    auto value = decode_percent(pair.substr(std::min(equals + 1, pair.size())), true);
    if (!name || !value) {
      return std::nullopt;
    }
    made.emplace_back(std::move(*name), std::move(*value));
  }
  return made;
}

std::optional<Target> parse_target(std::string_view target) {
  Target made;
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (same_word(target.substr(0, scheme.size()), scheme)) {
      target.remove_prefix(scheme.size());
      const std::size_t end = std::min(target.find_first_of("/?"), target.size());
      made.authority = target.substr(0, end);
      target.remove_prefix(end);
      if (made.authority.empty() || target.empty() || target[0] != '/') {
        return std::nullopt;
      }
      break;
    }
  }
  if (target.empty() || target[0] != '/' || !std::all_of(target.begin(), target.end(), may_stand)) {
    return std::nullopt;
  }
  const std::size_t mark = std::min(target.find('?'), target.size());
  made.path = target.substr(0, mark);
  auto query = parse_query(target.substr(std::min(mark + 1, target.size())));
  if (!query) {
    return std::nullopt;
  }
  made.query = std::move(*query);
  std::string_view rest = std::string_view(made.path).substr(1);
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('/'), rest.size());
    auto segment = decode_percent(rest.substr(0, end));
    if (!segment || *segment == "." || *segment == "..") {
      return std::nullopt;
    }
    made.segments.push_back(std::move(*segment));
    if (end + 1 == rest.size()) {
      made.segments.emplace_back();  // "/sites/" is not "/sites"
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return made;
}

}  // namespace sojourn::doors::http
