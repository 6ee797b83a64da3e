#include "doors/http/api_pages.h"

#include <utility>
#include <vector>

#include "access/role_words.h"
#include "base/html.h"
#include "base/json.h"
#include "base/openapi.h"
#include "base/sentence.h"
#include "base/version.h"
#include "doors/http/format.h"
#include "doors/http/same_site.h"

namespace sojourn::doors::http {
namespace {

namespace json = boost::json;

const base::Sentence watched_in_words =
    "Asked for as text/event-stream it is told anew whenever it changes (server-sent events).";

}  // namespace

std::string openapi_text(Language language, std::span<const access::Operation> operations) {
  const auto say = [language](const base::Sentence& text) { return text.in(language); };
  std::vector<base::OpenApiOperation> all;
  for (const access::Operation& operation : operations) {
    const access::OperationAbout& about = operation.about;
    base::OpenApiOperation made{.method = std::string(access::method_name(about.method)),
                                .path = about.path,
                                .id = about.name,
                                .summary = say(about.summary),
                                .description = say(about.description)};
    if (about.takes_file && about.name == "folder.import") {
      made.file_types = {"application/zip"};  // of several tables
    } else if (about.takes_file && about.name == "receipt.add") {
      made.file_types = {"image/jpeg", "image/png"};
    } else if (about.takes_file) {
      made.file_types = {"text/csv",
                         "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"};
    }
    if (!about.watched_until.empty()) {
      made.description += (made.description.empty() ? "" : " ") + say(watched_in_words);
    }
    base::add_input(made, operation.input_schema(language), about.fields, language);
    made.output = operation.output_schema(language);
    if (!about.gives_file.empty()) {
      made.output = {{"type", "string"}, {"format", "binary"}};
      made.output_type = about.gives_file.front();
      made.more_types.assign(about.gives_file.begin() + 1, about.gives_file.end());
    }
    made.done = say("Done.");
    if (!operation.columns.empty()) {
      made.parameters.push_back({.name = std::string(format_parameter),
                                 .description = say(access::list_format_meaning),
                                 .schema = base::schema_of<access::ListFormat>()});
      for (const access::ListFormat file : {access::ListFormat::csv, access::ListFormat::xlsx}) {
        const std::string_view type = access::media_type(file);
        made.more_types.emplace_back(type.substr(0, type.find(';')));
      }
    }
    made.open_to_all = about.permission.reach() == access::Reach::open;
    if (!about.permission.roles().empty()) {
      // For clients, which show only what somebody may do.
      json::array roles;
      for (const std::string& name : base::choices<access::Role>()) {
        if (about.permission.roles().has(*base::choice_of<access::Role>(name))) {
          roles.emplace_back(name);
        }
      }
      made.more["x-roles"] = std::move(roles);
      if (about.permission.reach() == access::Reach::whole) {
        made.more["x-whole-programme"] = true;
      }
    }
    made.statuses = {{.code = 422, .meaning = say("The input has faults; each says where.")}};
    if (!made.open_to_all) {
      made.statuses.push_back({.code = 401, .meaning = say("Nobody is signed in.")});
      made.statuses.push_back(
          {.code = 403, .meaning = say("The roles of who asks do not allow it.")});
    }
    if (!operation.holes.empty()) {
      made.statuses.push_back(
          {.code = 404, .meaning = say("There is none that who asks may see.")});
    }
    if (!operation.columns.empty()) {
      made.statuses.push_back({.code = 413, .meaning = say("The list is too long for a file.")});
      made.statuses.push_back(
          {.code = 429,
           .meaning = say("Another list of theirs is being made: ask again when it has come.")});
      made.statuses.push_back(
          {.code = 503, .meaning = say("Files of lists are made for others: ask again soon.")});
    }
    if (operation.takes_version) {
      made.statuses.push_back(
          {.code = 412, .meaning = say("Somebody changed it in the meantime.")});
      made.statuses.push_back({.code = 428, .meaning = say("If-Match is missing.")});
    }
    all.push_back(std::move(made));
  }
  return base::write_json(base::openapi_document(
      {.title = "Sojourn",
       .version = std::string(base::version()),
       .description = say("Faults come as problem+json (RFC 9457) with a code, in English or "
                          "Chinese by Accept-Language. POST and PATCH take Idempotency-Key, and "
                          "what changes a record takes its ETag as If-Match."),
       .session_cookie = std::string(session_cookie_name(true))},
      all, base::Components{}));
}

std::string operations_list(Language language, std::span<const access::Operation> operations) {
  const auto say = [&](const base::Sentence& text) { return base::escape_html(text.in(language)); };
  std::string list = "<h2>" + say("Operations") + "</h2>\n<p>" +
                     say("Each operation of this server by its address.") +
                     " <a href=\"/api/openapi.json\">" +
                     say("The same for programs: openapi.json") + "</a></p>\n";
  for (const access::Operation& operation : operations) {
    const access::OperationAbout& about = operation.about;
    list += "<section id=\"" + base::escape_html(about.name) + "\">\n<h3>" +
            base::escape_html(about.name) + "</h3>\n<p><span class=\"method\">" +
            std::string(access::method_name(about.method)) + "</span> <code>" +
            base::escape_html(about.path) + "</code></p>\n<p>" + say(about.summary) + "</p>\n";
    if (!about.description.empty()) {
      list += "<p>" + say(about.description) + "</p>\n";
    }
    if (!about.watched_until.empty()) {
      list += "<p>" + say(watched_in_words) + "</p>\n";
    }
    list += "<p class=\"quiet\">" + say("Who may:") + " " +
            say(access::holders_in_words(about.permission)) + "</p>\n";
    if (!operation.fields.empty() || !operation.columns.empty()) {
      list += "<dl>\n";
      const auto add = [&](std::string_view name, bool optional, const base::Sentence& meaning) {
        list += "<dt><code>" + base::escape_html(name) + "</code>";
        if (optional) {
          list += " <span class=\"quiet\">" + say("may be left out") + "</span>";
        }
        list += "</dt>\n<dd>" + say(meaning) + "</dd>\n";
      };
      for (const base::Field& field : operation.fields) {
        // A list in the query may be empty; in a body it is said.
        const bool in_query = !operation.changes || about.method == access::Method::remove;
        add(field.about.name,
            field.optional || (field.list && in_query) || !field.about.standard.empty(),
            field.about.meaning);
      }
      if (!operation.columns.empty()) {
        add(format_parameter, true, access::list_format_meaning);
      }
      list += "</dl>\n";
    }
    list += "</section>\n";
  }
  return list;
}

}  // namespace sojourn::doors::http
