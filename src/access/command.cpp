#include "access/command.h"

#include <algorithm>
#include <ostream>

#include "base/json.h"

namespace sojourn::access {
namespace {

/// Where the store is: beside the operation's own fields.
std::vector<base::Field> store_fields() {
  std::vector<base::Field> fields(2);
  fields[0].about = data_field_about();
  fields[1].about = database_field_about();
  fields[1].optional = true;
  return fields;
}

/// Takes a text out of the input.
std::string taken(boost::json::object& input, std::string_view name) {
  const boost::json::value* given = input.if_contains(name);
  if (given == nullptr) {
    return {};
  }
  if (!given->is_string()) {
    base::refuse_faults({{.where = "/" + std::string(name),
                          .code = "wrong_type",
                          .value = "",
                          .detail = "This must be a text."}});
  }
  std::string text(std::string_view(given->get_string()));
  input.erase(name);
  return text;
}

base::Operation command(const Operation& operation, const WithService& with_service) {
  base::Operation made;
  made.about = {.name = command_name(operation),
                .summary = operation.about.summary,
                .description = operation.about.description,
                .fields = operation.about.fields,
                .examples = operation.about.examples};
  made.fields = operation.fields;
  for (base::Field& field : store_fields()) {
    made.about.fields.push_back(field.about);
    made.fields.push_back(std::move(field));
  }
  made.run = [operation, with_service](const boost::json::value& input, base::Terminal& terminal) {
    boost::json::object rest = input.as_object();
    StorePlace place{.directory = taken(rest, "data"),
                     .url = taken(rest, "database"),
                     // Who saw sensitive fields is noted, which is a write.
                     .only_reads = !operation.changes && !operation.about.detail};
    if (place.directory.empty()) {
      place.directory = data_field_about().standard;
    }
    with_service(place, [&](Service& service) {
      const Answer answer =
          service.run(operation, Asker::local_operator(), Request{.id = "command"}, rest);
      terminal.out << base::write_json(answer.body, base::Layout::indented);
    });
    return base::exit_done;
  };
  return made;
}

}  // namespace

base::FieldAbout data_field_about() {
  return {.name = "data",
          .shape = "DIR",
          .standard = "sojourn-data",
          .meaning =
              "The data directory: the database, unless --database says where it is, and the "
              "keys of the audit log."};
}

base::FieldAbout database_field_about() {
  return {.name = "database",
          .shape = "URL",
          .meaning =
              "A PostgreSQL database: postgresql://user@host/name; several hosts are parted by "
              "commas. Without it the database is a file in the data directory."};
}

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
    // What takes a file has a command of its own (program/import.h).
    if ((reach == Reach::scoped || reach == Reach::whole) && !operation.about.takes_file) {
      made.push_back(command(operation, with_service));
    }
  }
  return made;
}

}  // namespace sojourn::access
