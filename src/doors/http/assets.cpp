#include "doors/http/assets.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "base/digest.h"
#include "base/ensure.h"
#include "doors/http/header_values.h"

extern "C" const sojourn::doors::http::Embedded sojourn_embedded[];
extern "C" const std::uint64_t sojourn_embedded_count;

namespace sojourn::doors::http {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 11> types = {{
    {".html", "text/html; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".json", "application/json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".txt", "text/plain; charset=utf-8"},
    {".webmanifest", "application/manifest+json"},
    {".wasm", "application/wasm"},
}};

std::string_view type_of(std::string_view path) {
  for (const auto& [ending, type] : types) {
    if (path.ends_with(ending)) {
      return type;
    }
  }
  return {};
}

/// "desk.3f9a01bc.js": a part of the name between points is eight or more hexadecimal digits.
bool has_hash(std::string_view path) {
  const std::size_t last = path.rfind('.');
  if (last == std::string_view::npos || last == 0) {
    return false;
  }
  const std::size_t before = path.rfind('.', last - 1);
  if (before == std::string_view::npos) {
    return false;
  }
  const std::string_view part = path.substr(before + 1, last - before - 1);
  return part.size() >= 8 && part.find_first_not_of("0123456789abcdef") == part.npos;
}

std::vector<Asset> embedded(bool templates) {
  std::vector<Asset> made = assets_of(std::span(sojourn_embedded, sojourn_embedded_count));
  std::erase_if(made, [&](const Asset& each) { return each.path.ends_with(".page") != templates; });
  return made;
}

}  // namespace

std::vector<Asset> assets_of(std::span<const Embedded> table) {
  std::vector<Asset> made;
  for (const Embedded& each : table) {
    made.push_back({.path = std::string(each.path, each.path_size),
                    .bytes = {each.bytes, each.bytes_size},
                    .gzip = {each.gzip, each.gzip_size}});
  }
  return made;
}

std::vector<Asset> embedded_assets() { return embedded(false); }

std::vector<Asset> embedded_templates() { return embedded(true); }

Assets::Assets(std::vector<Asset> files) {
  for (Asset& asset : files) {
    const std::string_view type = type_of(asset.path);
    base::ensure(!type.empty(), "the kind of file of " + asset.path + " is known");
    if (asset.gzip.size() + 64 > asset.bytes.size()) {
      asset.gzip = {};
    }
    const std::string path = asset.path;
    files_[path] = {.asset = asset,
                    .type = std::string(type),
                    .tag = base::sha256_hex(asset.bytes).substr(0, 32),
                    .for_ever = has_hash(path)};
  }
}

std::optional<Response> Assets::answer(const Request& request) const {
  // 1. Which file.
  if (!request.path.starts_with('/')) {
    return std::nullopt;  // OPTIONS *
  }
  const auto found = files_.find(request.path.substr(1));
  if (found == files_.end()) {
    return std::nullopt;
  }
  const File* file = &found->second;
  if (request.method != "GET" && request.method != "HEAD") {
    Response refused = problem_response(405, "method_not_allowed", "Only GET and HEAD work here.");
    refused.set("Allow", "GET, HEAD");
    refused.route = "/" + file->asset.path;
    return refused;
  }
  // 2. In which form, and whether the browser has it already.
  Response made;
  made.route = "/" + file->asset.path;
  const bool gzip =
      !file->asset.gzip.empty() && takes_gzip(request.field("accept-encoding").value_or(""));
  const std::string tag = "\"" + file->tag + (gzip ? "-gz" : "") + "\"";
  made.set("ETag", tag);
  made.set("Vary", "Accept-Encoding");
  made.set("Cache-Control", file->for_ever ? "public, max-age=31536000, immutable" : "no-cache");
  made.set("Content-Security-Policy", std::string(page_policy));
  const auto known = parse_tags(request.field("if-none-match").value_or(""));
  if (known && known->hold(tag)) {
    made.status = 304;
    return made;
  }
  // 3. The bytes.
  made.set("Content-Type", file->type);
  if (gzip) {
    made.set("Content-Encoding", "gzip");
  }
  made.fixed_body = gzip ? file->asset.gzip : file->asset.bytes;
  return made;
}

}  // namespace sojourn::doors::http
