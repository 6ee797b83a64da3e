#include "access/operation.h"

#include <algorithm>
#include <map>
#include <set>

#include "access/sign_in.h"
#include "base/ensure.h"
#include "base/text.h"

namespace sojourn::access {
namespace {

/// Members named in braces. Throws Bug if braces do not pair.
std::vector<std::string> holes_of(std::string_view path) {
  std::vector<std::string> holes;
  while (true) {
    const std::size_t open = path.find('{');
    if (open == std::string_view::npos) {
      return holes;
    }
    const std::size_t close = path.find('}', open);
    base::ensure(close != std::string_view::npos, "a hole of a path ends with }");
    holes.emplace_back(path.substr(open + 1, close - open - 1));
    path.remove_prefix(close + 1);
  }
}

bool small_words(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || c == '_' || c == '.';
  });
}

bool holds(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

void refuse_place(std::string_view after) {
  refuse_input({.where = "/after",
                .code = "not_place",
                .value = base::shorten(after),
                .detail = "This should be what `next` said on the page before."});
}

std::string_view method_name(Method method) {
  switch (method) {
    case Method::get: return "GET";
    case Method::post: return "POST";
    case Method::patch: return "PATCH";
    case Method::put: return "PUT";
    case Method::remove: return "DELETE";
  }
  base::report_bug("a method without a name", std::source_location::current());
}

Operation detail::prepare(OperationAbout about, base::Operation words,
                          std::vector<std::string> columns,
                          const std::vector<std::string>& members) {
  const std::string of = "operation " + about.name + ": ";
  base::ensure(small_words(about.name) && about.name.find('.') != std::string::npos,
               of + "its name is small words with a full stop");
  base::ensure(about.path.starts_with("/api/") && !about.path.ends_with('/'),
               of + "its path begins with /api/ and does not end with /");
  std::vector<std::string> holes = holes_of(about.path);
  for (const std::string& hole : holes) {
    const auto field =
        std::find_if(words.fields.begin(), words.fields.end(),
                     [&](const base::Field& each) { return each.about.name == hole; });
    base::ensure(field != words.fields.end() && !field->optional && !field->list,
                 of + "its path holds " + hole + ", which is a required member of its input");
  }
  if (!columns.empty()) {
    base::ensure(about.method == Method::get, of + "it is a list, so it is read by GET");
    for (const base::Field& field : words.fields) {
      base::ensure(field.about.name != "format" && field.about.name != "out",
                   of + field.about.name + " is what every list takes beside its own");
    }
  }
  if (about.detail) {
    base::ensure(holds(members, about.detail->subject) && !about.detail->fields.empty(),
                 of + "its detail names a subject and fields");
    for (const std::string& field : about.detail->fields) {
      base::ensure(holds(members, field),
                   of + "its detail " + field + " is a member of its output");
    }
  }
  base::ensure(about.watched_until.empty() || (about.method == Method::get && columns.empty() &&
                                               !about.detail && holds(members, "state")),
               of + "what is watched is one record with a state and without a detail");
  return {.about = std::move(about),
          .fields = std::move(words.fields),
          .columns = std::move(columns),
          .holes = std::move(holes),
          .run = {}};
}

void ensure_distinct(const std::vector<Operation>& operations) {
  std::set<std::string> names;
  std::set<std::string> routes;
  std::map<std::string, std::string> paths;  // by their text without the names of their holes
  for (const Operation& operation : operations) {
    base::ensure(names.insert(operation.about.name).second,
                 "operation " + operation.about.name + " stands in the table once");
    // Routes that differ only in the names of their holes are one.
    std::string route;
    bool within = false;
    for (const char c : operation.about.path) {
      within = (within || c == '{') && c != '}';
      if (!within) {
        route += c;
      }
    }
    // The router knows an address by one of them, and so does OpenAPI.
    base::ensure(paths.emplace(route, operation.about.path).first->second == operation.about.path,
                 "the holes of " + operation.about.path + " are called one thing for all methods");
    base::ensure(routes.insert(std::string(method_name(operation.about.method)) + route).second,
                 "operation " + operation.about.name + " has a route of its own");
  }
}

}  // namespace sojourn::access
