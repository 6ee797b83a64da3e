#include "base/openapi.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/ensure.h"
#include "base/text.h"

namespace sojourn::base {
namespace {

namespace json = boost::json;

/// In the order in which a path shows them.
constexpr std::array<std::string_view, 5> methods = {"GET", "POST", "PUT", "PATCH", "DELETE"};

/// The names in braces, in order.
std::vector<std::string> names_in_path(std::string_view path) {
  std::vector<std::string> names;
  for (std::size_t open = path.find('{'); open != std::string_view::npos;
       open = path.find('{', open + 1)) {
    const std::size_t close = path.find('}', open);
    ensure(close != std::string_view::npos, path);
    names.emplace_back(path.substr(open + 1, close - open - 1));
  }
  return names;
}

bool has_body(std::string_view method) { return method != "GET" && method != "DELETE"; }

const FieldAbout* words_of(std::span<const FieldAbout> words, std::string_view name) {
  for (const FieldAbout& each : words) {
    if (each.name == name) {
      return &each;
    }
  }
  return nullptr;
}

/// Adds limits and the standard value that the words give. A schema that refers to a component
/// cannot be added to, and needs no limits.
void add_words(json::value& schema, const FieldAbout& words) {
  json::object& object = schema.as_object();
  // A copy: members added below move what the object holds.
  const std::string type =
      object.contains("type") ? std::string(object.at("type").as_string()) : std::string();
  const auto number = [&](double limit) {
    return type == "integer" ? json::value(static_cast<std::int64_t>(limit)) : json::value(limit);
  };
  if (words.least && (type == "integer" || type == "number")) {
    object["minimum"] = number(*words.least);
  }
  if (words.most && (type == "integer" || type == "number")) {
    object["maximum"] = number(*words.most);
  }
  if (!words.standard.empty()) {
    if (type == "boolean") {
      object["default"] = parse_yes_no(words.standard).value();
    } else if (type == "integer" || type == "number") {
      object["default"] = parse_json(words.standard);
    } else if (object.contains("enum")) {
      object["default"] = replaced(words.standard, '-', '_');
    } else {
      object["default"] = words.standard;
    }
  }
}

std::string meaning_of(const FieldAbout& words, Language language) {
  const Sentence unit = words.unit.empty() ? Sentence() : in_words(" Unit: {}.", words.unit);
  return (words.meaning + unit).in(language);
}

json::object response(std::string_view meaning, const json::value& schema,
                      std::string_view media_type, const std::vector<std::string>& headers) {
  json::object made{{"description", meaning}};
  if (!headers.empty()) {
    json::object all;
    for (const std::string& name : headers) {
      all[name] = {{"schema", {{"type", "string"}}}};
    }
    made["headers"] = std::move(all);
  }
  if (!schema.is_null()) {
    made["content"] = json::object{{media_type, {{"schema", schema}}}};
  }
  return made;
}

json::object entry_of(const OpenApiOperation& operation, bool with_security) {
  json::object made{{"operationId", operation.id},
                    {"tags", {operation.id.substr(0, operation.id.find('.'))}},
                    {"summary", operation.summary}};
  if (!operation.description.empty()) {
    made["description"] = operation.description;
  }
  for (const auto& member : operation.more) {
    made[member.key()] = member.value();
  }
  if (operation.open_to_all && with_security) {
    made["security"] = json::array{};
  }
  json::array parameters;
  for (const OpenApiParameter& each : operation.parameters) {
    json::object parameter{{"name", each.name},
                           {"in", each.in_path ? "path" : "query"},
                           {"required", each.required},
                           {"schema", each.schema}};
    if (!each.description.empty()) {
      parameter["description"] = each.description;
    }
    parameters.push_back(std::move(parameter));
  }
  if (!parameters.empty()) {
    made["parameters"] = std::move(parameters);
  }
  if (!operation.input.is_null()) {
    made["requestBody"] = {{"required", true},
                           {"content", {{"application/json", {{"schema", operation.input}}}}}};
  }
  if (!operation.file_types.empty()) {
    const json::value bytes = {{"type", "string"}, {"format", "binary"}};
    json::object content;
    for (const std::string& type : operation.file_types) {
      content[type] = {{"schema", bytes}};
    }
    content["multipart/form-data"] = {{"schema",
                                       {{"type", "object"},
                                        {"properties", {{"file", bytes}}},
                                        {"required", json::array{"file"}}}}};
    made["requestBody"] = {{"required", true}, {"content", std::move(content)}};
  }
  std::map<int, json::object> responses;
  const int success =
      operation.output.is_null() && operation.success == 200 ? 204 : operation.success;
  responses[success] = response(operation.done, operation.output, operation.output_type, {});
  for (const std::string& type : operation.more_types) {
    responses[success]["content"].as_object()[type] = json::object{};  // bytes have no schema
  }
  for (const OpenApiStatus& each : operation.statuses) {
    ensure(each.code >= 100 && each.code <= 599 && !each.meaning.empty(),
           "a status of " + operation.id + " has a code and a meaning");
    responses[each.code] = response(each.meaning, each.schema, each.media_type, each.headers);
  }
  json::object all;
  for (auto& [code, each] : responses) {
    all[fmt::format("{}", code)] = std::move(each);
  }
  made["responses"] = std::move(all);
  return made;
}

void ensure_parameters(const OpenApiOperation& operation) {
  std::vector<std::string> in_path;
  std::set<std::string> seen;
  for (const OpenApiParameter& each : operation.parameters) {
    ensure(seen.insert(each.name).second, operation.id + " has each parameter once");
    if (each.in_path) {
      ensure(each.required, operation.id + ": what stands in the path is required");
      in_path.push_back(each.name);
    }
  }
  std::vector<std::string> named = names_in_path(operation.path);
  std::sort(named.begin(), named.end());
  std::sort(in_path.begin(), in_path.end());
  ensure(named == in_path, operation.id + ": the path's names are its parameters");
}

/// Every reference leads somewhere.
void ensure_references(const json::value& value, const Components& components) {
  if (const json::object* object = value.if_object()) {
    for (const auto& [key, item] : *object) {
      if (key == "$ref" && item.is_string()) {
        std::string_view to = item.get_string();
        ensure(to.starts_with("#/components/schemas/"), to);
        to.remove_prefix(to.rfind('/') + 1);
        ensure(components.schemas().contains(std::string(to)), to);
      }
      ensure_references(item, components);
    }
  } else if (const json::array* array = value.if_array()) {
    for (const json::value& item : *array) {
      ensure_references(item, components);
    }
  }
}

}  // namespace

json::value reference_to(std::string_view name) {
  return {{"$ref", fmt::format("#/components/schemas/{}", name)}};
}

std::string component_name(std::string_view spelled) {
  std::string made;
  std::string word;
  const auto close = [&] {
    made += (made.empty() || word.empty() ? "" : "_") + word;
    word.clear();
  };
  for (std::size_t i = 0; i < spelled.size(); ++i) {
    const char c = spelled[i];
    const bool letter =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    if (letter) {
      word += c;
    } else if (c == ':' || c == '(' || c == ')' || c == '{' || c == '}' || c == '\'') {
      word.clear();  // a namespace, named or not
    } else if (c == '<' || c == ',' || c == '>') {
      close();
    }
    // A space only parts "(anonymous namespace)" or follows a comma.
  }
  close();
  ensure(!made.empty(), spelled);
  return made;
}

bool Components::claim(const std::string& name, const void* type) {
  const auto [at, fresh] = types_.emplace(name, type);
  ensure(at->second == type, "the component " + name + " is one record: rename the other");
  return fresh;
}

void Components::set(const std::string& name, json::value schema) {
  schemas_[name] = std::move(schema);
}

void add_input(OpenApiOperation& operation, const json::value& record,
               std::span<const FieldAbout> words, Language language) {
  const std::vector<std::string> in_path = names_in_path(operation.path);
  const json::object& properties = record.at("properties").as_object();
  const json::array& required = record.at("required").as_array();
  json::object body;
  json::array body_required;
  for (const auto& [key, schema] : properties) {
    const std::string name(key);
    const FieldAbout* about = words_of(words, name);
    json::value with_words = schema;
    if (about != nullptr) {
      add_words(with_words, *about);
    }
    const bool is_required =
        std::find(required.begin(), required.end(), json::value(key)) != required.end() &&
        (about == nullptr || about->standard.empty());
    const bool is_in_path = std::find(in_path.begin(), in_path.end(), name) != in_path.end();
    if (is_in_path || !has_body(operation.method) || !operation.file_types.empty()) {
      const json::value* type = with_words.as_object().if_contains("type");
      // A yes or no is no, and a list is empty, where the query does not say.
      const bool absent_says_something =
          type != nullptr && (*type == "boolean" || *type == "array");
      operation.parameters.push_back(
          {.name = name,
           .in_path = is_in_path,
           .required = is_required && (is_in_path || !absent_says_something),
           .description = about == nullptr ? "" : meaning_of(*about, language),
           .schema = std::move(with_words)});
    } else {
      if (about != nullptr && !about->meaning.empty()) {
        with_words.as_object()["description"] = meaning_of(*about, language);
      }
      body[key] = std::move(with_words);
      if (is_required) {
        body_required.push_back(json::value(key));
      }
    }
  }
  for (const std::string& name : in_path) {
    ensure(properties.contains(name), operation.path + " names a member of the input");
  }
  if (!body.empty()) {
    operation.input = {{"type", "object"},
                       {"properties", std::move(body)},
                       {"required", std::move(body_required)},
                       {"additionalProperties", false}};
  }
}

json::value openapi_document(const OpenApiAbout& about,
                             std::span<const OpenApiOperation> operations,
                             const Components& components) {
  // 1. In the order of paths and methods, each once.
  std::map<std::string, std::map<std::size_t, const OpenApiOperation*>> by_path;
  std::set<std::string> ids;
  std::set<std::string> tags;
  for (const OpenApiOperation& operation : operations) {
    const auto method = std::find(methods.begin(), methods.end(), operation.method);
    ensure(method != methods.end(), operation.id + ": its method is one of five");
    ensure(operation.path.starts_with('/'), operation.id + ": its path begins with a slash");
    ensure(ids.insert(operation.id).second, operation.id + " is the id of one operation");
    ensure_parameters(operation);
    const auto rank = static_cast<std::size_t>(method - methods.begin());
    ensure(by_path[operation.path].emplace(rank, &operation).second,
           operation.method + " " + operation.path + " is one operation");
    tags.insert(operation.id.substr(0, operation.id.find('.')));
  }
  const bool with_security = !about.session_cookie.empty();
  json::object paths;
  for (const auto& [path, by_method] : by_path) {
    json::object entries;
    for (const auto& [rank, operation] : by_method) {
      std::string method(methods.at(rank));
      std::transform(method.begin(), method.end(), method.begin(),
                     [](char c) { return static_cast<char>(c - 'A' + 'a'); });
      entries[method] = entry_of(*operation, with_security);
    }
    paths[path] = std::move(entries);
  }
  // 2. The document around them.
  json::object info{{"title", about.title}, {"version", about.version}};
  if (!about.description.empty()) {
    info["description"] = about.description;
  }
  json::object document{{"openapi", "3.1.0"}, {"info", std::move(info)}};
  json::array tag_list;
  for (const std::string& tag : tags) {
    tag_list.push_back(json::object{{"name", tag}});
  }
  document["tags"] = std::move(tag_list);
  json::object schemas;
  for (const auto& [name, schema] : components.schemas()) {
    schemas[name] = schema;
  }
  json::object parts{{"schemas", std::move(schemas)}};
  if (with_security) {
    document["security"] = {{{"session", json::array{}}}, {{"token", json::array{}}}};
    parts["securitySchemes"] = {
        {"session", {{"type", "apiKey"}, {"in", "cookie"}, {"name", about.session_cookie}}},
        {"token", {{"type", "http"}, {"scheme", "bearer"}}}};
  }
  document["paths"] = std::move(paths);
  document["components"] = std::move(parts);
  ensure_references(document, components);
  return document;
}

}  // namespace sojourn::base
