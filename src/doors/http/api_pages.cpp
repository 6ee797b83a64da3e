#include "doors/http/api_pages.h"

#include <utility>
#include <vector>

#include "base/html.h"
#include "base/json.h"
#include "base/openapi.h"
#include "base/sentence.h"
#include "base/version.h"
#include "doors/http/same_site.h"

namespace sojourn::doors::http {
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
    if (about.takes_file) {
      made.file_types = {"text/csv",
                         "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"};
    }
    base::add_input(made, operation.input_schema(language), about.fields, language);
    made.output = operation.output_schema(language);
    if (about.gives_file) {
      made.output = {{"type", "string"}, {"format", "binary"}};
      made.output_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    }
    made.done = say("Done.");
    made.open_to_all = about.permission.reach() == access::Reach::open;
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
    list += "<p class=\"quiet\">" + say("Who may:") + " <code>" +
            base::escape_html(about.permission.name()) + "</code></p>\n";
    if (!operation.fields.empty()) {
      list += "<dl>\n";
      for (const base::Field& field : operation.fields) {
        list += "<dt><code>" + base::escape_html(field.about.name) + "</code>";
        if (field.optional || field.list || !field.about.standard.empty()) {
          list += " <span class=\"quiet\">" + say("may be left out") + "</span>";
        }
        list += "</dt>\n<dd>" + say(field.about.meaning) + "</dd>\n";
      }
      list += "</dl>\n";
    }
    list += "</section>\n";
  }
  return list;
}

}  // namespace sojourn::doors::http
