// Any bytes at all as a form with a file: it is refused or parsed, and the file is a part of it.
// The first line is the Content-Type.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "doors/http/multipart.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace http = sojourn::doors::http;
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  const std::size_t line = std::min(all.find('\n'), all.size());
  const std::string_view body = all.substr(std::min(line + 1, all.size()));
  const auto boundary = http::form_boundary(all.substr(0, line));
  if (!boundary) {
    return 0;
  }
  if (const auto form = http::parse_form(body, *boundary)) {
    if (form->file_bytes.size() > body.size() || form->fields.size() > 20 ||
        form->file_name.find('/') != form->file_name.npos) {
      std::abort();
    }
  }
  return 0;
}
