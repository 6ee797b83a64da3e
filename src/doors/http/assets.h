// Files that are bytes of the program: styles, scripts, and later the web client. They are
// compressed when Sojourn is built (gzip -9), so that answering one is a look-up and a write. Pages
// are made from templates (made_pages.h), which are embedded beside them.
// Tested in tests/unit/doors/http/assets_test.cpp.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "doors/http/message.h"

namespace sojourn::doors::http {

/// One file. The bytes live as long as the program.
struct Asset {
  std::string path;  ///< from the folder of files: "style.css"
  std::string_view bytes;
  std::string_view gzip;  ///< empty: not worth it
};

/// A row of a table of embedded files, as CMakeLists.txt (sojourn_assets) and web/embed.mjs lay it
/// out.
struct Embedded {
  const char* path;
  std::uint64_t path_size;
  const char* bytes;
  std::uint64_t bytes_size;
  const char* gzip;
  std::uint64_t gzip_size;
};
std::vector<Asset> assets_of(std::span<const Embedded> table);

/// The files of src/doors/http/pages, embedded by CMake, but for the templates.
std::vector<Asset> embedded_assets();
/// The templates of pages among them, *.page.
std::vector<Asset> embedded_templates();

class Assets {
 public:
  /// Throws Bug for a file of a kind that has no media type here.
  explicit Assets(std::vector<Asset> files);

  /// The answer for GET and HEAD of a file (304 if the browser has it), 405 for other methods, and
  /// nothing if there is no such file. A name with a hash in it ("desk.3f9a01bc.js") may be kept
  /// for ever; the others are asked for again each time and cost a 304.
  std::optional<Response> answer(const Request& request) const;

 private:
  struct File {
    Asset asset;
    std::string type;
    std::string tag;  ///< entity tag of the plain form
    bool for_ever = false;
  };
  std::map<std::string, File> files_;
};

/// What pages may load: our own files and nothing written inside them.
inline constexpr std::string_view page_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'";

}  // namespace sojourn::doors::http
