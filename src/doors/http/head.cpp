#include "doors/http/head.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace sojourn::doors::http {
namespace {

constexpr std::array<std::string_view, 7> methods = {"GET",   "HEAD",   "POST",   "PUT",
                                                     "PATCH", "DELETE", "OPTIONS"};
/// A second one of these is a contradiction, or the work of somebody who hopes that two programs
/// take different ones.
constexpr std::array<std::string_view, 14> single = {
    "authorization",     "connection",  "content-encoding", "content-length",
    "content-type",      "cookie",      "expect",           "host",
    "idempotency-key",   "origin",      "sec-fetch-site",   "transfer-encoding",
    "x-forwarded-proto", "x-csrf-token"};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// RFC 9110 tchar.
bool in_token(char c) {
  return is_letter(c) || is_digit(c) ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), in_token);
}

/// Bytes above 0x7f are let through: they stand in names of agents and mean nothing to us.
bool in_value(char c) { return c == '\t' || (c >= ' ' && c != '\x7f') || c < '\0'; }

std::string_view trim_blank(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
    text.remove_prefix(1);
  }
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
    text.remove_suffix(1);
  }
  return text;
}

/// One pass over a head, with the fault in sight.
class Reader {
 public:
  Reader(std::string_view bytes, const Limits& limits, HeadFault& fault)
      : rest_(bytes), limits_(limits), fault_(fault) {}

  bool read(Head& head) {
    return request_line(head, next_line()) && fields(head) && host(head) && body(head) &&
           connection(head);
  }

 private:
  bool refuse(int status, std::string_view code, std::string_view detail) {
    fault_ = {.status = status, .code = std::string(code), .detail = std::string(detail)};
    return false;
  }

  /// HeadScan has seen that every line ends with both.
  std::string_view next_line() {
    const std::size_t end = std::min(rest_.find("\r\n"), rest_.size());
    const std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 2, rest_.size()));
    return line;
  }

  bool request_line(Head& head, std::string_view line) {
    const std::size_t first = line.find(' ');
    const std::size_t last = line.rfind(' ');
    if (first == std::string_view::npos || first == last) {
      return refuse(400, "bad_request_line",
                    "The first line is not a method, a target and a version.");
    }
    const std::string_view method = line.substr(0, first);
    const std::string_view target = line.substr(first + 1, last - first - 1);
    const std::string_view version = line.substr(last + 1);
    if (!is_token(method) || target.empty() || target.find_first_of(" \t") != target.npos) {
      return refuse(400, "bad_request_line",
                    "The first line is not a method, a target and a version.");
    }
    if (version.size() != 8 || !version.starts_with("HTTP/") || !is_digit(version[5]) ||
        version[6] != '.' || !is_digit(version[7])) {
      return refuse(400, "bad_version", "The first line does not end with a version of HTTP.");
    }
    if (version != "HTTP/1.1" && version != "HTTP/1.0") {
      return refuse(505, "unknown_version", "This server speaks HTTP/1.1 and HTTP/1.0.");
    }
    head.minor = version[7] - '0';
    if (std::find(methods.begin(), methods.end(), method) == methods.end()) {
      return refuse(501, "unknown_method", "This server does not know this method.");
    }
    head.method = method;
    if (target.size() > limits_.target) {
      return refuse(414, "target_too_long", "The address is too long.");
    }
    if (target == "*" && method == "OPTIONS") {
      head.whole_server = true;
      return true;
    }
    auto parsed = parse_target(target);
    if (!parsed) {
      return refuse(400, "bad_target", "The address is not well formed.");
    }
    head.target = std::move(*parsed);
    return true;
  }

  bool fields(Head& head) {
    head.fields.reserve(12);
    for (std::string_view line = next_line(); !line.empty(); line = next_line()) {
      const std::size_t colon = line.find(':');
      if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
        return refuse(400, "bad_field",
                      "A header field is not a name, a colon at once after it, and a value.");
      }
      const std::string_view value = trim_blank(line.substr(colon + 1));
      if (!std::all_of(value.begin(), value.end(), in_value)) {
        return refuse(400, "bad_field", "A header field holds a control character.");
      }
      if (head.fields.size() == limits_.fields) {
        return refuse(431, "too_many_fields", "There are too many header fields.");
      }
      Field field{lower_case(line.substr(0, colon)), std::string(value)};
      const bool once = std::find(single.begin(), single.end(), field.name) != single.end();
      if (once && std::any_of(head.fields.begin(), head.fields.end(),
                              [&](const Field& each) { return each.name == field.name; })) {
        return refuse(400, "field_twice",
                      "The header field " + field.name + " is given more than once.");
      }
      head.fields.push_back(std::move(field));
    }
    return true;
  }

  static const std::string* find(const Head& head, std::string_view name) {
    for (const Field& field : head.fields) {
      if (field.name == name) {
        return &field.value;
      }
    }
    return nullptr;
  }

  bool host(Head& head) {
    const std::string* given = find(head, "host");
    if (given == nullptr && head.minor == 1) {
      return refuse(400, "no_host", "The header field Host is missing.");
    }
    if (given != nullptr) {
      head.host = *given;
    }
    const bool empty_allowed = given == nullptr && head.target.authority.empty();
    if (!head.target.authority.empty()) {
      head.host = head.target.authority;  // RFC 9112 3.2.2: the target goes before Host
    }
    if (!empty_allowed && (!is_host(head.host) || (given != nullptr && !is_host(*given)))) {
      return refuse(400, "bad_host", "The header field Host is not the name of a host.");
    }
    return true;
  }

  bool body(Head& head) {
    const std::string* length = find(head, "content-length");
    const std::string* coding = find(head, "transfer-encoding");
    if (length != nullptr && coding != nullptr) {
      return refuse(400, "two_lengths",
                    "Content-Length and Transfer-Encoding contradict each other.");
    }
    if (coding != nullptr) {
      if (head.minor == 0) {
        return refuse(400, "bad_coding", "HTTP/1.0 has no Transfer-Encoding.");
      }
      if (!same_word(*coding, "chunked")) {
        return refuse(501, "unknown_coding", "The only Transfer-Encoding known is chunked.");
      }
      head.chunked = true;
    }
    if (length != nullptr) {
      // 18 digits: no sum with it can overflow, and nobody has sent so much.
      if (length->size() > 18 || !std::all_of(length->begin(), length->end(), is_digit)) {
        return refuse(400, "bad_length", "Content-Length is not a number of bytes.");
      }
      head.length = base::parse_number<std::uint64_t>(*length);
      if (!head.length) {
        return refuse(400, "bad_length", "Content-Length is not a number of bytes.");
      }
    }
    return true;
  }

  bool connection(Head& head) {
    head.close = head.minor == 0;
    if (const std::string* given = find(head, "connection")) {
      std::string_view words = *given;
      while (!words.empty()) {
        const std::size_t end = std::min(words.find(','), words.size());
        head.close = head.close || same_word(trim_blank(words.substr(0, end)), "close");
        words.remove_prefix(std::min(end + 1, words.size()));
      }
    }
    if (const std::string* expected = find(head, "expect"); expected != nullptr) {
      if (!same_word(*expected, "100-continue")) {
        return refuse(417, "unknown_expectation", "The only Expect known is 100-continue.");
      }
      head.expects_continue = head.minor == 1;
    }
    return true;
  }

  std::string_view rest_;
  const Limits& limits_;
  HeadFault& fault_;
};

}  // namespace

std::optional<std::size_t> HeadScan::refuse(int status, std::string_view code,
                                            std::string_view detail) {
  fault_ = {.status = status, .code = std::string(code), .detail = std::string(detail)};
  return std::nullopt;
}

std::optional<std::size_t> HeadScan::look(std::string_view bytes) {
  // A method, a version and two blanks beside the target.
  constexpr std::size_t beside_target = 32;
  for (; at_ < bytes.size() && at_ < limits_.head; ++at_) {
    const char c = bytes[at_];
    if (c >= ' ' || c == '\t' || c < '\0') [[likely]] {
      if (first_line_ && at_ - line_start_ > limits_.target + beside_target) {
        return refuse(414, "target_too_long", "The address is too long.");
      }
      if (c == '\x7f') {
        return refuse(400, "bad_byte", "The head holds a control character.");
      }
      continue;
    }
    if (c == '\r') {
      if (at_ + 1 == bytes.size()) {
        return std::nullopt;  // its line feed may come
      }
      if (bytes[at_ + 1] != '\n') {
        return refuse(400, "bad_line_end", "A line does not end with CR LF.");
      }
      const bool empty = at_ == line_start_;
      ++at_;
      line_start_ = at_ + 1;
      if (empty) {
        return line_start_;
      }
      first_line_ = false;
      continue;
    }
    return c == '\n' ? refuse(400, "bad_line_end", "A line does not end with CR LF.")
                     : refuse(400, "bad_byte", "The head holds a control character.");
  }
  if (at_ >= limits_.head) {
    return refuse(431, "head_too_long", "The header fields are too long.");
  }
  return std::nullopt;
}

std::optional<Head> parse_head(std::string_view bytes, const Limits& limits, HeadFault& fault) {
  Head head;
  if (!Reader(bytes, limits, fault).read(head)) {
    return std::nullopt;
  }
  return head;
}

bool is_host(std::string_view host) {
  std::string_view port;
  if (host.starts_with('[')) {
    const std::size_t end = host.find(']');
    if (end == std::string_view::npos || end < 3) {
      return false;
    }
    const std::string_view inside = host.substr(1, end - 1);
    const bool fits = std::all_of(inside.begin(), inside.end(), [](char c) {
      return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':' ||
             c == '.';
    });
    if (!fits) {
      return false;
    }
    port = host.substr(end + 1);
  } else {
    const std::size_t colon = std::min(host.find(':'), host.size());
    const std::string_view name = host.substr(0, colon);
    const bool fits = std::all_of(name.begin(), name.end(), [](char c) {
      return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_';
    });
    if (name.empty() || name.size() > 255 || !fits) {
      return false;
    }
    port = host.substr(colon);
  }
  return port.empty() || (port.size() <= 6 && port[0] == ':' &&
                          std::all_of(port.begin() + 1, port.end(), is_digit));
}

}  // namespace sojourn::doors::http
