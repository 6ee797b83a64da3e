#include "access/command.h"

#include <algorithm>
#include <filesystem>
#include <ostream>

#include "access/list_file.h"
#include "access/out.h"
#include "base/ensure.h"
#include "base/json.h"
#include "base/text.h"

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

/// As what a command gives a list.
enum class Shape : std::uint8_t { table, json, csv, xlsx };
BOOST_DESCRIBE_ENUM(Shape, table, json, csv, xlsx)

/// What a list takes: beside the operation's own fields.
std::vector<base::Field> list_fields() {
  std::vector<base::Field> fields(2);
  fields[0].about = {
      .name = "format",
      .shape = "FORMAT",
      .standard = "json",
      .meaning =
          "As what: a page as a table or as JSON, or the whole list as CSV or XLSX, which "
          "the audit log notes; so a server that has the database open must be stopped."};
  fields[0].kind = base::FieldKind::choice;
  fields[0].choices = base::choices<Shape>();
  fields[1].about = {.name = "out",
                     .shape = "FILE",
                     .meaning = "Write to this file, over what it held, and not to the terminal."};
  fields[1].optional = true;
  return fields;
}

/// What an operation takes that reads or makes a file: beside its own fields.
std::vector<base::Field> file_fields(const OperationAbout& about) {
  std::vector<base::Field> fields;
  if (about.takes_file) {
    base::Field& field = fields.emplace_back();
    field.about = {.name = "file",
                   .shape = "FILE",
                   .positional = true,
                   .meaning = "A workbook (.xlsx) or comma-separated values (.csv)."};
    if (about.name == "receipt.add") {
      field.about.meaning = "A photograph or a scan (JPEG or PNG).";
    }
  }
  if (!about.gives_file.empty()) {
    base::Field& field = fields.emplace_back();
    field.about = {.name = "out",
                   .shape = "FILE",
                   .meaning = "Write to this file, over what it held, and not to the terminal."};
    field.optional = true;
  }
  return fields;
}

/// A value of a page as a table shows it, without what would move a terminal's cursor.
std::string cell_of(const boost::json::value* value) {
  constexpr std::size_t longest = 64;  // a SHA-256 is compared with all its digits
  if (value == nullptr) {
    return "";
  }
  if (const auto* list = value->if_array()) {
    std::vector<std::string> items;
    for (const boost::json::value& item : *list) {
      items.push_back(cell_of(&item));
    }
    return documents::joined(items);
  }
  if (value->is_bool()) {
    return value->get_bool() ? "yes" : "no";
  }
  if (const auto* object = value->if_object()) {
    std::string members;
    for (const auto& each : *object) {
      members += fmt::format("{}{} {}", members.empty() ? "" : ", ", std::string_view(each.key()),
                             cell_of(&each.value()));
    }
    return members;
  }
  return base::shorten(
      value->is_string() ? std::string_view(value->get_string()) : base::write_json(*value),
      longest);
}

void print_table(const Operation& operation, const boost::json::value& page,
                 const base::Terminal& terminal, std::ostream& out) {
  // 1. The cells, and how wide each column has to be.
  std::vector<std::vector<std::string>> lines(1);
  for (const std::string& column : operation.columns) {
    lines[0].push_back(column_title(terminal.language, column, operation.about.name));
  }
  for (const boost::json::value& item : page.at("items").as_array()) {
    std::vector<std::string>& line = lines.emplace_back();
    for (const std::string& column : operation.columns) {
      line.push_back(cell_of(item.as_object().if_contains(column)));
    }
  }
  std::vector<std::size_t> widths(operation.columns.size());
  for (const std::vector<std::string>& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i) {
      widths[i] = std::max(widths[i], base::columns_of(line[i]));
    }
  }
  // 2. The lines.
  for (const std::vector<std::string>& line : lines) {
    std::string text;
    for (std::size_t i = 0; i < line.size(); ++i) {
      text += base::padded(line[i], widths[i] + 2);
    }
    out << text.substr(0, text.find_last_not_of(' ') + 1) << '\n';
  }
  if (const boost::json::value* next = page.as_object().if_contains("next")) {
    terminal.err << base::in_words("There are more. Next page: --after \"{}\"", cell_of(next))
                        .in(terminal.language)
                 << '\n';
  }
}

/// Of a workbook.
void refuse_terminal(const base::Terminal& terminal, const std::string& out) {
  if (out.empty() && terminal.out_is_terminal) {
    base::refuse_faults({{.where = "/out",
                          .code = "missing",
                          .value = "",
                          .detail = "A workbook is no text for a terminal. Say which file."}});
  }
}

void write_list_file(Service& service, const Operation& operation, const boost::json::value& input,
                     ListFormat format, const base::Terminal& terminal, const std::string& out) {
  if (format == ListFormat::xlsx) {
    refuse_terminal(terminal, out);
  }
  const auto file =
      service.list_file(operation, Asker::local_operator(), Request{.id = "command"}, input,
                        {.format = format, .language = terminal.language, .stop = terminal.stop});
  Out to(terminal.out, out);
  to.write(file->bytes);
  to.close();
}

base::Operation command(const Operation& operation, const WithService& with_service) {
  base::Operation made;
  made.about = {.name = command_name(operation),
                .summary = operation.about.summary,
                .description = operation.about.description,
                .fields = operation.about.fields,
                .exit_codes = {},
                .examples = operation.about.examples};
  if (operation.about.takes_file) {
    made.about.exit_codes = {{base::exit_answer_is_no, "rows are refused; the report says why"}};
  }
  made.fields = operation.fields;
  std::vector<base::Field> beside = store_fields();
  for (base::Field& field : file_fields(operation.about)) {
    beside.insert(beside.begin(), std::move(field));
  }
  if (!operation.columns.empty()) {
    std::vector<base::Field> more = list_fields();
    beside.insert(beside.begin(), more.begin(), more.end());
  }
  for (base::Field& field : beside) {
    made.about.fields.push_back(field.about);
    made.fields.push_back(std::move(field));
  }
  const bool takes_language =
      std::any_of(operation.fields.begin(), operation.fields.end(),
                  [](const base::Field& field) { return field.about.name == "language"; });
  made.run = [operation, with_service, takes_language](const boost::json::value& input,
                                                       base::Terminal& terminal) {
    boost::json::object rest = input.as_object();
    const bool list = !operation.columns.empty();
    const std::string said = list ? taken(rest, "format") : "";
    const std::optional<Shape> shape = said.empty() ? Shape::json : base::choice_of<Shape>(said);
    const std::string out = list || !operation.about.gives_file.empty() ? taken(rest, "out") : "";
    const std::string read = operation.about.takes_file ? taken(rest, "file") : "";
    const Upload upload{
        .name = std::filesystem::path(read).filename().string(), .bytes = {}, .path = read};
    const Request request{.id = "command",
                          .language = terminal.language,
                          .file = operation.about.takes_file ? &upload : nullptr};
    base::ensure(shape.has_value(), "the command line knows the formats");
    const bool file = shape == Shape::csv || shape == Shape::xlsx;
    StorePlace place{
        .directory = taken(rest, "data"),
        .url = taken(rest, "database"),
        // Who saw sensitive fields is noted, and who took a list, which is a write.
        .only_reads = !operation.changes && !operation.about.detail && !file &&
                      operation.about.gives_file.empty(),
        // A programme may begin with what is made first: an area, an account. What takes
        // no word of it (a backup) is made of what is there.
        .must_be_there = !operation.about.name.ends_with(".make") || operation.fields.empty()};
    if (place.directory.empty()) {
      place.directory = data_field_about().standard;
    }
    // Sentences that an operation makes are in the language of the command line too, whose own
    // --language this is.
    if (takes_language && !rest.contains("language")) {
      rest["language"] = base::name_of(terminal.language);
    }
    const std::vector<std::string>& given = operation.about.gives_file;
    if (std::find(given.begin(), given.end(), documents::workbook_type) != given.end()) {
      refuse_terminal(terminal, out);
    }
    int code = base::exit_done;
    with_service(place, [&](Service& service) {
      if (file) {
        write_list_file(service, operation, rest,
                        shape == Shape::csv ? ListFormat::csv : ListFormat::xlsx, terminal, out);
        return;
      }
      const Answer answer = service.run(operation, Asker::local_operator(), request, rest);
      if (answer.file) {
        Out file_out(terminal.out, out);
        file_out.write(*answer.file);
        file_out.close();
      }
      // What is said of a file that went to standard output has no place behind it.
      Out to(answer.file && out.empty() ? terminal.err : terminal.out, answer.file ? "" : out);
      if (shape == Shape::table) {
        print_table(operation, answer.body, terminal, to.stream());
      } else {
        to.stream() << base::write_json(answer.body, base::Layout::indented);
      }
      to.close();
      // Of a table that was sent: whether rows of it are refused.
      const boost::json::value* refused = answer.body.is_object() && operation.about.takes_file
                                              ? answer.body.get_object().if_contains("refused")
                                              : nullptr;
      code = refused != nullptr && refused->to_number<std::int64_t>() > 0 ? base::exit_answer_is_no
                                                                          : base::exit_done;
    });
    return code;
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

bool is_import(const Operation& operation) {
  return operation.about.takes_file &&
         (operation.about.name.ends_with(".import") || operation.about.name.ends_with(".problems"));
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
    // Imports have a command of their own, which is two operations (program/import.h).
    if ((reach == Reach::scoped || reach == Reach::whole) && !is_import(operation)) {
      made.push_back(command(operation, with_service));
    }
  }
  return made;
}

}  // namespace sojourn::access
