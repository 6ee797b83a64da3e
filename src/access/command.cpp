#include "access/command.h"

#include <algorithm>
#include <ostream>

#include "base/json.h"

namespace sojourn::access {
namespace {

/// Where the store is: beside the operation's own fields.
const base::Field& data_field() {
  static const base::Field field{
      .about = {.name = "data",
                .shape = "DIR",
                .meaning = "The data directory, or postgresql://host/name."},
      .kind = base::FieldKind::text,
      .optional = false,
      .list = false,
      .choices = {}};
  return field;
}

base::Operation command(const Operation& operation, const WithService& with_service) {
  base::Operation made;
  made.about = {.name = command_name(operation),
                .summary = operation.about.summary,
                .description = operation.about.description,
                .fields = operation.about.fields,
                .examples = operation.about.examples};
  made.fields = operation.fields;
  made.about.fields.push_back(data_field().about);
  made.fields.push_back(data_field());
  made.schema = operation.input_schema;
  boost::json::object& schema = made.schema.as_object();
  schema["properties"].as_object()[data_field().about.name] = {{"type", "string"}};
  schema["required"].as_array().push_back(boost::json::value(data_field().about.name));
  made.run = [operation, with_service](const boost::json::value& input, base::Terminal& terminal) {
    boost::json::object rest = input.as_object();
    const std::string& name = data_field().about.name;
    const boost::json::value* given = rest.if_contains(name);
    if (given == nullptr || !given->is_string()) {
      base::refuse_faults({{.where = "/" + name,
                            .code = "missing",
                            .value = "",
                            .detail = "This field is required."}});
    }
    const std::string data(std::string_view(given->get_string()));
    rest.erase(name);
    with_service(data, [&](Service& service) {
      const Answer answer =
          service.run(operation, Asker::local_operator(), Request{.id = "command"}, rest);
      terminal.out << base::write_json(answer.body, base::Layout::indented);
    });
    return base::exit_done;
  };
  return made;
}

}  // namespace

std::string command_name(const Operation& operation) {
  std::string name = operation.about.name;
  std::replace(name.begin(), name.end(), '_', '-');
  std::replace(name.begin(), name.end(), '.', ' ');
  return name;
}

std::vector<base::Operation> commands(const std::vector<Operation>& operations,
                                      const WithService& with_service) {
  std::vector<base::Operation> made;
  for (const Operation& operation : operations) {
    const Reach reach = operation.about.permission.reach();
    if (reach == Reach::scoped || reach == Reach::whole) {
      made.push_back(command(operation, with_service));
    }
  }
  return made;
}

}  // namespace sojourn::access
