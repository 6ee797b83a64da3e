#include "doors/http/input.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <cstdint>

#include "base/json.h"
#include "base/text.h"
#include "doors/http/header_values.h"
#include "doors/http/problem.h"

namespace sojourn::doors::http {
namespace {

namespace json = boost::json;

const base::Field* find(std::span<const base::Field> fields, std::string_view name) {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const base::Field& each) { return each.about.name == name; });
  return found == fields.end() ? nullptr : &*found;
}

base::Fault fault(std::string_view name, std::string_view code, std::string_view value,
                  base::Sentence detail) {
  return {.where = base::pointer_to("", name),
          .code = std::string(code),
          .value = base::shorten(value),
          .detail = std::move(detail)};
}

void add_query(const Request& request, std::span<const base::Field> fields, bool in_query,
               json::object& input, std::vector<base::Fault>& faults) {
  for (const auto& [name, text] : request.query) {
    const base::Field* field = in_query ? find(fields, name) : nullptr;
    if (field == nullptr) {
      std::vector<std::string> names;
      for (const base::Field& each : fields) {
        names.push_back(each.about.name);
      }
      const auto meant = in_query ? base::nearest(name, names) : std::nullopt;
      faults.push_back(
          fault(name, "unknown_field", text,
                meant ? base::in_words("There is no such parameter. Did you mean {}?", *meant)
                      : "There is no such parameter."));
    } else if (field->list) {
      json::value& list = input[name];
      if (!list.is_array()) {
        list = json::array();
      }
      list.get_array().push_back(value_of_text(*field, text));
    } else if (input.contains(name)) {
      faults.push_back(fault(name, "twice", text, "This parameter is given more than once."));
    } else {
      input[name] = value_of_text(*field, text);
    }
  }
}

void add_body(const Request& request, json::object& input, std::vector<base::Fault>& faults) {
  if (request.body.empty()) {
    return;
  }
  if (request.field("content-encoding")) {
    throw refusal_of_door(base::Kind::invalid, "media_type",
                          "The body must not be compressed: leave Content-Encoding out.");
  }
  if (!is_json_type(request.field("content-type").value_or(""))) {
    throw refusal_of_door(base::Kind::invalid, "media_type",
                          "The body must be JSON in UTF-8 (Content-Type: application/json).");
  }
  json::value body = base::parse_json(request.body);
  if (!body.is_object()) {
    throw refusal_of_door(base::Kind::invalid, "input", "The body must be a JSON object.");
  }
  for (auto& [name, value] : body.get_object()) {
    if (input.contains(name)) {
      faults.push_back(fault(name, "in_path", "", "This stands in the path, not in the body."));
    } else {
      input[name] = std::move(value);
    }
  }
}

}  // namespace

json::value value_of_text(const base::Field& field, std::string_view text) {
  switch (field.kind) {
    case base::FieldKind::yes_no:
      if (text == "true" || text == "false") {
        return text == "true";
      }
      break;
    case base::FieldKind::whole:
      if (const auto number = base::parse_number<std::int64_t>(text)) {
        return *number;
      }
      if (const auto number = base::parse_number<std::uint64_t>(text)) {
        return *number;
      }
      break;
    case base::FieldKind::number:
      // "inf" and "nan" are numbers to from_chars, but not to JSON.
      if (const auto number = base::parse_number<double>(text);
          number && text.find_first_of("iInN") == text.npos) {
        return *number;
      }
      break;
    case base::FieldKind::text:
    case base::FieldKind::choice:
    case base::FieldKind::word: break;
  }
  return json::value(text);
}

json::object gather_input(const Request& request, std::span<const base::Field> fields,
                          const std::vector<std::pair<std::string, std::string>>& holes) {
  json::object input;
  std::vector<base::Fault> faults;
  for (const auto& [name, text] : holes) {
    const base::Field* field = find(fields, name);
    input[name] = field != nullptr ? value_of_text(*field, text) : json::value(text);
  }
  const bool in_query =
      request.method == "GET" || request.method == "HEAD" || request.method == "DELETE";
  add_query(request, fields, in_query, input, faults);
  if (!in_query) {
    add_body(request, input, faults);
  } else if (!request.body.empty()) {
    faults.push_back(fault("", "unknown_field", "", "This method takes no body."));
    faults.back().where.clear();
  }
  for (const base::Field& field : fields) {
    if (!field.about.standard.empty() && !input.contains(field.about.name) && !field.list) {
      input[field.about.name] = value_of_text(field, field.about.standard);
    }
  }
  base::refuse_faults(std::move(faults));
  return input;
}

}  // namespace sojourn::doors::http
