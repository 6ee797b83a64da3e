// An OpenAPI 3.1 document from described records and a plain list of operations. A record becomes a
// component under its own name and is referred to wherever it is used. The same list gives the same
// bytes: paths and components are in the order of their names. Who feeds it: the HTTP door, from
// the table of operations.
//
//   Components components;
//   OpenApiOperation show{.method = "GET", .path = "/api/sites/{id}", .id = "site.show",
//                         .summary = "show a site", .output = schema_in<Site>(components),
//                         .statuses = {{.code = 404, .meaning = "There is no such site."}}};
//   add_input<ShowSite>(show, components, words);   // members: in the path, the query or the body
//   const boost::json::value document = openapi_document(about, {show}, components);
//
// Tested in tests/unit/base/openapi_test.cpp.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.h"
#include "base/json.h"
#include "base/operation.h"

namespace sojourn::base {

/// Schema of T; the records in it are components.
template <class T>
boost::json::value schema_in(Components& components) {
  return schema_of<T>(&components);
}

struct OpenApiParameter {
  std::string name;
  bool in_path = false;  ///< else in the query
  bool required = false;
  std::string description;
  boost::json::value schema;
};

struct OpenApiStatus {
  int code = 0;
  std::string meaning;
  boost::json::value schema = nullptr;  ///< null: no content
  std::string media_type = "application/json";
  std::vector<std::string> headers = {};  ///< names, each a text
};

struct OpenApiOperation {
  std::string method;  ///< GET, POST, PUT, PATCH, DELETE
  std::string path;    ///< /api/sites/{id}
  std::string id;      ///< site.rename; the part before the first point is its tag
  std::string summary;
  std::string description = {};
  std::vector<OpenApiParameter> parameters = {};
  boost::json::value input = nullptr;   ///< schema of the body; null: none
  boost::json::value output = nullptr;  ///< schema of the answer; null: none (204)
  /// Media types of a file that is the body; it may come as the part `file` of a form as well.
  std::vector<std::string> file_types = {};
  std::string output_type = "application/json";
  std::vector<std::string> more_types = {};  ///< of files that the answer may be instead
  int success = 200;
  std::string done = "Done.";                ///< what success means
  std::vector<OpenApiStatus> statuses = {};  ///< beside success
  bool open_to_all = false;                  ///< without being signed in
  boost::json::object more = {};             ///< members of our own, named "x-..."
};

struct OpenApiAbout {
  std::string title;
  std::string version;
  std::string description = {};
  /// Name of the cookie that holds a session; API tokens are bearers.
  std::string session_cookie = {};
};

/// Lays the members of the input record out: those that the path names in braces go there, the rest
/// into the query (GET, DELETE) or the body. `words` say what members mean; those without words get
/// none; they are said in `language`, as the texts of the operation have to be. Throws Bug if the
/// path names what is no member, or one that may be absent.
void add_input(OpenApiOperation& operation, const boost::json::value& record_schema,
               std::span<const FieldAbout> words, Language language = Language::en);

template <Record Input>
void add_input(OpenApiOperation& operation, Components& components,
               std::span<const FieldAbout> words = {}) {
  add_input(operation, record_schema<Input>(&components), words);
}

/// Throws Bug on a slip: a method and path, or an operation's id, given twice; a part of a path in
/// braces without a parameter or the reverse; a reference to no component.
boost::json::value openapi_document(const OpenApiAbout& about,
                                    std::span<const OpenApiOperation> operations,
                                    const Components& components);

}  // namespace sojourn::base
