// A form with a file (multipart/form-data, RFC 7578), as a browser sends it: one file, in a part
// that says its name, and fields that are texts. Tested in
// tests/unit/doors/http/multipart_test.cpp and tests/fuzz/multipart.cpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sojourn::doors::http {

struct Form {
  std::vector<std::pair<std::string, std::string>> fields;
  bool has_file = false;
  std::string file_name;        ///< without folders
  std::string_view file_bytes;  ///< a part of the body
};

/// The boundary that a Content-Type of multipart/form-data names; nothing for another type.
std::optional<std::string> form_boundary(std::string_view content_type);

/// Nothing for a body that is no such form, has two files, or more than 20 parts.
std::optional<Form> parse_form(std::string_view body, std::string_view boundary);

}  // namespace sojourn::doors::http
