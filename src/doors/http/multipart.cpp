#include "doors/http/multipart.h"

#include "base/text.h"
#include "doors/http/message.h"

namespace sojourn::doors::http {
namespace {

constexpr std::size_t most_parts = 20;
constexpr std::size_t longest_head = 4096;

/// The value of `name="..."` or `name=...` among the parameters of a field; a quoted one may hold
/// \" and \\.
std::optional<std::string> parameter(std::string_view field, std::string_view name) {
  std::size_t at = field.find(';');
  while (at != field.npos) {
    std::string_view rest = base::trim(field.substr(at + 1));
    const std::size_t equals = rest.find('=');
    if (equals == rest.npos) {
      return std::nullopt;
    }
    const std::string_view key = base::trim(rest.substr(0, equals));
    rest.remove_prefix(equals + 1);
    std::string value;
    if (rest.starts_with('"')) {
      std::size_t i = 1;
      for (; i < rest.size() && rest[i] != '"'; ++i) {
        const bool escape =
            rest[i] == '\\' && i + 1 < rest.size() && (rest[i + 1] == '"' || rest[i + 1] == '\\');
        i += escape ? 1 : 0;
        value += rest[i];
      }
      if (i >= rest.size()) {
        return std::nullopt;
      }
      rest.remove_prefix(i + 1);
    } else {
      const std::size_t end = std::min(rest.find(';'), rest.size());
      value = base::trim(rest.substr(0, end));
      rest.remove_prefix(end);
    }
    if (same_word(key, name)) {
      return value;
    }
    const std::size_t next = rest.find(';');
    at = next == rest.npos ? field.npos
                           : static_cast<std::size_t>(rest.data() - field.data()) + next;
  }
  return std::nullopt;
}

std::string_view without_folders(std::string_view name) {
  const std::size_t slash = name.find_last_of("/\\");
  return slash == name.npos ? name : name.substr(slash + 1);
}

/// Of the part's head: the field Content-Disposition.
std::optional<std::string_view> disposition(std::string_view head) {
  constexpr std::string_view wanted = "content-disposition";
  while (!head.empty()) {
    const std::size_t end = std::min(head.find("\r\n"), head.size());
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(std::min(end + 2, head.size()));
    const std::size_t colon = line.find(':');
    if (colon != line.npos && same_word(base::trim(line.substr(0, colon)), wanted)) {
      return base::trim(line.substr(colon + 1));
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> form_boundary(std::string_view content_type) {
  const std::string_view type = base::trim(content_type.substr(0, content_type.find(';')));
  if (!same_word(type, "multipart/form-data")) {
    return std::nullopt;
  }
  const auto boundary = parameter(content_type, "boundary");
  return boundary && !boundary->empty() && boundary->size() <= 70 ? boundary : std::nullopt;
}

std::optional<Form> parse_form(std::string_view body, std::string_view boundary) {
  const std::string first = "--" + std::string(boundary);
  const std::string between = "\r\n" + first;
  Form form;
  if (!body.starts_with(first)) {
    return std::nullopt;
  }
  body.remove_prefix(first.size());
  for (std::size_t parts = 0; !body.starts_with("--"); ++parts) {
    if (parts == most_parts || !body.starts_with("\r\n")) {
      return std::nullopt;
    }
    body.remove_prefix(2);
    const std::size_t head_end = body.find("\r\n\r\n");
    if (head_end == body.npos || head_end > longest_head) {
      return std::nullopt;
    }
    const auto says = disposition(body.substr(0, head_end));
    body.remove_prefix(head_end + 4);
    const std::size_t end = body.find(between);
    if (!says || end == body.npos) {
      return std::nullopt;
    }
    const std::string_view content = body.substr(0, end);
    body.remove_prefix(end + between.size());
    const auto name = parameter(*says, "name");
    if (!name) {
      return std::nullopt;
    }
    if (const auto file = parameter(*says, "filename")) {
      if (form.has_file) {
        return std::nullopt;
      }
      form.has_file = true;
      form.file_name = without_folders(*file);
      form.file_bytes = content;
    } else {
      form.fields.emplace_back(*name, content);
    }
  }
  return form;
}

}  // namespace sojourn::doors::http
