#include "ledger/entry.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <utility>

#include "base/describe.h"
#include "base/ensure.h"
#include "base/text.h"

namespace sojourn::ledger {
namespace {

using base::ensure;

constexpr std::string_view header = "sojourn-entry/1\n";
constexpr std::size_t longest_request = 200;

bool is_plain(char each) {
  return (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z') ||
         (each >= '0' && each <= '9') || each == '_' || each == '.' || each == '-' || each == ':';
}

bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_plain);
}

/// What comes from outside, with every byte but plain ones as %XX.
std::string escaped(std::string_view text) {
  std::string made;
  for (const char each : text) {
    if (is_plain(each)) {
      made += each;
    } else {
      made += fmt::format("%{:02X}", static_cast<unsigned char>(each));
    }
  }
  return made;
}

std::optional<std::string> unescaped(std::string_view text) {
  std::string made;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      made += text[i];
      continue;
    }
    const std::string_view hex = text.substr(i + 1, 2);
    unsigned value = 0;
    if (hex.size() != 2 ||
        std::from_chars(hex.data(), hex.data() + 2, value, 16).ptr != hex.end()) {
      return std::nullopt;
    }
    made += static_cast<char>(value);
    i += 2;
  }
  // One way to write each text.
  return escaped(made) == text ? std::optional(std::move(made)) : std::nullopt;
}

/// Takes "word rest\n" if the next line begins with that word.
std::optional<std::string_view> take(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word) || text.size() <= word.size() || text[word.size()] != ' ') {
    return std::nullopt;
  }
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view rest = text.substr(word.size() + 1, end - word.size() - 1);
  text.remove_prefix(end + 1);
  return rest;
}

/// As fmt writes it: no plus, no leading zeros, not negative.
std::optional<std::int64_t> number(std::string_view text) {
  if (text.empty() || text[0] == '-' || (text[0] == '0' && text.size() > 1)) {
    return std::nullopt;
  }
  return base::parse_number<std::int64_t>(text);
}

std::optional<std::int64_t> take_number(std::string_view& text, std::string_view word) {
  const std::optional<std::string_view> rest = take(text, word);
  return rest ? number(*rest) : std::nullopt;
}

/// The part before the next `mark`, or all.
std::string_view cut(std::string_view& text, char mark) {
  const std::size_t end = std::min(text.find(mark), text.size());
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

std::optional<EntryLine> parse_line(std::string_view line) {
  EntryLine made;
  const std::optional<EntryVerb> verb = base::choice_of<EntryVerb>(cut(line, ' '));
  made.table = cut(line, ' ');
  const std::optional<std::int64_t> id = number(cut(line, ' '));
  const std::optional<std::int64_t> subject = number(cut(line, ' '));
  std::string_view fields = cut(line, ' ');
  const std::optional<Hash> digest = hash_from_base64(line);
  if (!verb || !is_name(made.table) || !id || !subject || !digest || fields.empty()) {
    return std::nullopt;
  }
  if (fields != "-") {
    const auto commas = std::count(fields.begin(), fields.end(), ',');
    for (std::ptrdiff_t i = 0; i <= commas; ++i) {
      const std::string_view field = cut(fields, ',');
      if (!is_name(field) || field == "-") {
        return std::nullopt;
      }
      made.fields.emplace_back(field);
    }
  }
  made.verb = *verb;
  made.id = *id;
  made.subject = *subject;
  made.digest = *digest;
  return made;
}

}  // namespace

std::string write_entry(const Entry& entry) {
  ensure(entry.id > 0 && entry.at >= 0 && entry.actor >= 0 && entry.acting_for >= 0,
         "an entry has an id, a time since 1970 and an actor");
  ensure(is_name(entry.operation), "an operation's name is plain");
  ensure(entry.request.size() <= longest_request, "a request id is short");
  std::string made(header);
  auto out = std::back_inserter(made);
  fmt::format_to(out, "id {}\nat {}\nactor {}\n", entry.id, entry.at, entry.actor);
  if (entry.acting_for != 0) {
    fmt::format_to(out, "for {}\n", entry.acting_for);
  }
  fmt::format_to(out, "operation {}\n", entry.operation);
  if (!entry.request.empty()) {
    fmt::format_to(out, "request {}\n", escaped(entry.request));
  }
  if (entry.why) {
    fmt::format_to(out, "why {}\n", to_base64(*entry.why));
  }
  for (const EntryLine& line : entry.lines) {
    ensure(is_name(line.table) &&
               std::all_of(line.fields.begin(), line.fields.end(),
                           [](const std::string& field) { return is_name(field) && field != "-"; }),
           "names of tables and fields are plain");
    ensure(line.id >= 0 && line.subject >= 0, "ids are not negative");
    fmt::format_to(out, "{} {} {} {} {} {}\n", base::name_of(line.verb), line.table, line.id,
                   line.subject,
                   line.fields.empty() ? "-" : fmt::format("{}", fmt::join(line.fields, ",")),
                   to_base64(line.digest));
  }
  return made;
}

std::optional<EntryHead> parse_entry_head(std::string_view text) {
  if (!text.starts_with(header)) {
    return std::nullopt;
  }
  text.remove_prefix(header.size());
  const std::optional<std::int64_t> id = take_number(text, "id");
  const std::optional<std::int64_t> at = take_number(text, "at");
  if (!id || !at || *id == 0) {
    return std::nullopt;
  }
  return EntryHead{.id = *id, .at = *at};
}

std::optional<Entry> parse_entry(std::string_view text) {
  const std::optional<EntryHead> head = parse_entry_head(text);
  if (!head) {
    return std::nullopt;
  }
  Entry made{
      .id = head->id, .at = head->at, .operation = {}, .request = {}, .why = {}, .lines = {}};
  text.remove_prefix(header.size());
  take(text, "id");
  take(text, "at");
  const std::optional<std::int64_t> actor = take_number(text, "actor");
  if (!actor) {
    return std::nullopt;
  }
  made.actor = *actor;
  if (text.starts_with("for ")) {
    const std::optional<std::int64_t> acting_for = take_number(text, "for");
    if (!acting_for || *acting_for == 0) {
      return std::nullopt;
    }
    made.acting_for = *acting_for;
  }
  const std::optional<std::string_view> operation = take(text, "operation");
  if (!operation || !is_name(*operation)) {
    return std::nullopt;
  }
  made.operation = *operation;
  if (const std::optional<std::string_view> request = take(text, "request")) {
    std::optional<std::string> plain = unescaped(*request);
    if (!plain || plain->empty() || plain->size() > longest_request) {
      return std::nullopt;
    }
    made.request = std::move(*plain);
  }
  if (const std::optional<std::string_view> why = take(text, "why")) {
    made.why = hash_from_base64(*why);
    if (!made.why) {
      return std::nullopt;
    }
  }
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::optional<EntryLine> line =
        end == std::string_view::npos ? std::nullopt : parse_line(text.substr(0, end));
    if (!line) {
      return std::nullopt;
    }
    made.lines.push_back(std::move(*line));
    text.remove_prefix(end + 1);
  }
  return made;
}

}  // namespace sojourn::ledger
