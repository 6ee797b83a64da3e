#include "doors/http/header_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/ensure.h"
#include "base/text.h"
#include "doors/http/message.h"

namespace sojourn::doors::http {
namespace {

/// The part of `list` before the next `mark`, trimmed; `list` goes on behind it.
std::string_view next_item(std::string_view& list, char mark) {
  const std::size_t end = std::min(list.find(mark), list.size());
  const std::string_view item = list.substr(0, end);
  list.remove_prefix(std::min(end + 1, list.size()));
  return base::trim(item);
}

/// The weight of an item such as "zh;q=0.8", in thousandths, cut off from it; 0 if it is nonsense.
int take_weight(std::string_view& item) {
  std::string_view rest = item;
  item = next_item(rest, ';');
  while (!rest.empty()) {
    const std::string_view parameter = next_item(rest, ';');
    if (parameter.starts_with("q=") || parameter.starts_with("Q=")) {
      const auto weight = base::parse_number<double>(parameter.substr(2));
      return weight && *weight >= 0 && *weight <= 1 ? static_cast<int>(std::lround(*weight * 1000))
                                                    : 0;
    }
  }
  return 1000;
}

/// RFC 6265 cookie-octet.
bool in_cookie(char c) {
  return c > ' ' && c < '\x7f' && c != '"' && c != ',' && c != ';' && c != '\\';
}

}  // namespace

std::optional<std::string> cookie_of(std::string_view field, std::string_view name) {
  std::optional<std::string> found;
  while (!field.empty()) {
    const std::string_view pair = next_item(field, ';');
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos || pair.substr(0, equals) != name) {
      continue;
    }
    const std::string_view value = pair.substr(equals + 1);
    if (found || !std::all_of(value.begin(), value.end(), in_cookie)) {
      return std::nullopt;
    }
    found = value;
  }
  return found;
}

std::string set_cookie(std::string_view name, std::string_view value, bool secure,
                       std::optional<std::int64_t> seconds) {
  base::ensure(std::all_of(value.begin(), value.end(), in_cookie), "a cookie's value is plain");
  base::ensure(name.starts_with("__Host-") == secure, "a __Host- cookie is a secure one");
  std::string made = fmt::format("{}={}; Path=/; HttpOnly; SameSite=Lax", name, value);
  if (secure) {
    made += "; Secure";
  }
  if (value.empty()) {
    made += "; Max-Age=0";
  } else if (seconds) {
    made += fmt::format("; Max-Age={}", *seconds);
  }
  return made;
}

bool Tags::hold(std::string_view tag) const {
  const auto bare = [](std::string_view each) {
    return each.starts_with("W/") ? each.substr(2) : each;
  };
  return any || std::any_of(tags.begin(), tags.end(),
                            [&](const std::string& each) { return bare(each) == bare(tag); });
}

std::optional<Tags> parse_tags(std::string_view field) {
  field = base::trim(field);
  Tags made;
  if (field == "*") {
    made.any = true;
    return made;
  }
  while (true) {
    // A tag may hold commas, so the list cannot simply be parted at them.
    const std::size_t quote = field.starts_with("W/") ? 2 : 0;
    if (quote >= field.size() || field[quote] != '"') {
      return std::nullopt;
    }
    const std::size_t end = field.find('"', quote + 1);
    if (end == std::string_view::npos) {
      return std::nullopt;
    }
    made.tags.emplace_back(field.substr(0, end + 1));
    field = base::trim(field.substr(end + 1));
    if (field.empty()) {
      return made;
    }
    if (field[0] != ',') {
      return std::nullopt;
    }
    field = base::trim(field.substr(1));
  }
}

std::optional<std::int64_t> version_of_tag(std::string_view tag) {
  if (tag.size() < 3 || tag.front() != '"' || tag.back() != '"') {
    return std::nullopt;
  }
  const auto version = base::parse_number<std::int64_t>(tag.substr(1, tag.size() - 2));
  return version && tag_of_version(*version) == tag ? version : std::nullopt;
}

std::string tag_of_version(std::int64_t version) { return fmt::format("\"{}\"", version); }

std::string_view language_tag(Language language) { return language == Language::zh ? "zh" : "en"; }

Language language_of(std::string_view accept_language) {
  int english = 0;
  int chinese = 0;
  while (!accept_language.empty()) {
    std::string_view item = next_item(accept_language, ',');
    const int weight = take_weight(item);
    const std::string word = lower_case(item.substr(0, item.find('-')));
    if (word == "en") {
      english = std::max(english, weight);
    } else if (word == "zh") {
      chinese = std::max(chinese, weight);
    }
  }
  return chinese > english ? Language::zh : Language::en;
}

int weight_of_type(std::string_view accept, std::string_view type) {
  int best = 0;
  while (!accept.empty()) {
    std::string_view item = next_item(accept, ',');
    const int weight = take_weight(item);
    if (same_word(item, type)) {
      best = std::max(best, weight);
    }
  }
  return best;
}

bool takes_gzip(std::string_view accept_encoding) {
  int gzip = -1;
  int any = 0;
  while (!accept_encoding.empty()) {
    std::string_view item = next_item(accept_encoding, ',');
    const int weight = take_weight(item);
    if (same_word(item, "gzip") || same_word(item, "x-gzip")) {
      gzip = std::max(gzip, weight);
    } else if (item == "*") {
      any = weight;
    }
  }
  return (gzip < 0 ? any : gzip) > 0;
}

bool is_json_type(std::string_view content_type) {
  if (!same_word(next_item(content_type, ';'), "application/json")) {
    return false;
  }
  while (!content_type.empty()) {
    const std::string parameter = lower_case(next_item(content_type, ';'));
    if (parameter.starts_with("charset=") && parameter != "charset=utf-8" &&
        parameter != "charset=\"utf-8\"") {
      return false;
    }
  }
  return true;
}

}  // namespace sojourn::doors::http
