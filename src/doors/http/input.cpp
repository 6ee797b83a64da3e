#include "doors/http/input.h"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <cstdint>

#include "base/json.h"
#include "base/text.h"
#include "doors/http/header_values.h"
#include "doors/http/multipart.h"
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

void add_query(std::span<const Parameter> query, std::span<const base::Field> fields, bool in_query,
               std::string_view beside, GivenInput& given) {
  auto& [input, faults] = given;
  for (const auto& [name, text] : query) {
    if (!beside.empty() && name == beside) {
      continue;
    }
    const base::Field* field = in_query ? find(fields, name) : nullptr;
    if (field == nullptr) {
      std::vector<std::string> names;
      for (const base::Field& each : fields) {
        names.push_back(each.about.name);
      }
      if (!beside.empty()) {
        names.emplace_back(beside);
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

void add_body(const Request& request, GivenInput& given) {
  auto& [input, faults] = given;
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

GivenFile gather_file(const Request& request, std::span<const base::Field> fields,
                      const std::vector<std::pair<std::string, std::string>>& holes) {
  // Whatever kind of table, archive or picture it is, it is found out by its bytes.
  constexpr std::array<std::string_view, 10> tables = {
      "text/csv",
      "text/plain",
      "application/octet-stream",
      "application/zip",
      "application/x-zip-compressed",
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      "application/vnd.ms-excel.sheet.macroenabled.12",
      "image/jpeg",
      "image/png",
      "application/pdf"};
  GivenFile made;
  for (const auto& [name, text] : holes) {
    const base::Field* field = find(fields, name);
    made.given.input[name] = field != nullptr ? value_of_text(*field, text) : json::value(text);
  }
  add_query(request.query, fields, true, {}, made.given);
  const std::string_view type = request.field("content-type").value_or("");
  bool has_file = !request.body.empty();
  if (request.field("content-encoding")) {
    throw refusal_of_door(base::Kind::invalid, "media_type",
                          "The body must not be compressed: leave Content-Encoding out.");
  }
  if (const auto boundary = form_boundary(type)) {
    const auto form = parse_form(request.body, *boundary);
    if (!form) {
      throw refusal_of_door(base::Kind::invalid, "form", "The body is no form with one file.");
    }
    add_query(form->fields, fields, true, {}, made.given);
    has_file = form->has_file;
    made.file = {.name = form->file_name, .bytes = form->file_bytes, .path = {}};
  } else if (std::none_of(tables.begin(), tables.end(), [&](std::string_view each) {
               return same_word(base::trim(type.substr(0, type.find(';'))), each);
             })) {
    throw refusal_of_door(
        base::Kind::invalid, "media_type",
        "The body must be a table (text/csv, or a workbook's type) or a form with "
        "a file (multipart/form-data).");
  } else {
    made.file = {.name = "table", .bytes = request.body, .path = {}};
  }
  if (!has_file) {
    throw refusal_of_door(base::Kind::invalid, "no_file",
                          "Send a file: a workbook (.xlsx) or comma-separated values (.csv).");
  }
  return made;
}

GivenInput gather_input(const Request& request, std::span<const base::Field> fields,
                        const std::vector<std::pair<std::string, std::string>>& holes,
                        std::string_view beside) {
  GivenInput given;
  auto& [input, faults] = given;
  for (const auto& [name, text] : holes) {
    const base::Field* field = find(fields, name);
    input[name] = field != nullptr ? value_of_text(*field, text) : json::value(text);
  }
  const bool in_query =
      request.method == "GET" || request.method == "HEAD" || request.method == "DELETE";
  add_query(request.query, fields, in_query, beside, given);
  if (!in_query) {
    add_body(request, given);
  } else if (!request.body.empty()) {
    faults.push_back(fault("", "unknown_field", "", "This method takes no body."));
    faults.back().where.clear();
  }
  for (const base::Field& field : fields) {
    if (!field.about.standard.empty() && !input.contains(field.about.name) && !field.list) {
      input[field.about.name] = value_of_text(field, field.about.standard);
    }
  }
  return given;
}

}  // namespace sojourn::doors::http
