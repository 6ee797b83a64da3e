#include "doors/http/desk.h"

#include <fmt/format.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/ensure.h"

namespace sojourn::doors::http {
namespace {

constexpr std::string_view index_name = "index.html";
/// Addresses of the client that plain pages have as well.
constexpr std::array<std::string_view, 5> shared = {"/", "/sign-in", "/setup", "/second-factor",
                                                    "/link"};
constexpr std::string_view own_styles = "style-src 'self'";

std::string_view index_of(const std::vector<Asset>& files) {
  const auto found = std::find_if(files.begin(), files.end(),
                                  [](const Asset& each) { return each.path == index_name; });
  base::ensure(found != files.end(), "the desk has a first page");
  return found->bytes;
}

std::vector<Asset> without_index(std::vector<Asset> files) {
  std::erase_if(files, [](const Asset& each) { return each.path == index_name; });
  return files;
}

/// 128 bits, in hexadecimal.
std::string new_nonce() {
  std::array<unsigned char, 16> bytes{};
  base::ensure(RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1,
               "the machine gives random bytes");
  return fmt::format("{:02x}", fmt::join(bytes, ""));
}

/// The policy of pages, and styles that carry the nonce.
std::string policy_with(std::string_view nonce) {
  std::string made(page_policy);
  const std::size_t at = made.find(own_styles);
  base::ensure(at != std::string::npos, "the policy of pages names our own styles");
  made.insert(at + own_styles.size(), fmt::format(" 'nonce-{}'", nonce));
  return made;
}

bool asks_for_page(const Request& request) {
  return (request.method == "GET" || request.method == "HEAD") &&
         request.field("accept").value_or("").find("text/html") != std::string_view::npos;
}

}  // namespace

Desk::Desk(std::vector<Asset> files, Notices notices)
    : index_(index_of(files)), notices_(notices), files_(without_index(std::move(files))) {}

std::optional<Response> Desk::answer(const Request& request) const {
  if (auto made = files_.answer(request)) {
    return made;
  }
  if (asks_for_page(request) &&
      std::find(shared.begin(), shared.end(), request.path) != shared.end()) {
    return first_page(request);
  }
  return std::nullopt;
}

std::optional<Response> Desk::otherwise(const Request& request) const {
  const bool of_api = request.path == "/api" || request.path.starts_with("/api/");
  return asks_for_page(request) && !of_api ? std::optional(first_page(request)) : std::nullopt;
}

Response Desk::first_page(const Request& request) const {
  const std::string nonce = new_nonce();
  std::string notices = notices_.demonstration ? "demonstration" : "";
  if (notices_.plain_http && !request.secure) {
    notices += notices.empty() ? "plain-http" : " plain-http";
  }
  // The slots stand in the page as they are for every language; it has no sentences of its own.
  Response made = text_response(
      200, "text/html; charset=utf-8",
      filled(index_, Language::en, {{"nonce", nonce}, {"notices", std::move(notices)}}));
  made.set("Content-Security-Policy", policy_with(nonce));
  made.route = "/desk";
  return made;
}

}  // namespace sojourn::doors::http
