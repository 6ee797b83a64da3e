#include "db/scope.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <type_traits>
#include <utility>

#include "base/ensure.h"
#include "base/text.h"

namespace sojourn::db {
namespace {

bool in_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// Names and single signs of a SQL text; quoted texts become one token "'", comments none. What
/// stands in double quotes is a name.
std::vector<std::string> tokens_of(std::string_view sql) {
  std::vector<std::string> tokens;
  for (std::size_t i = 0; i < sql.size();) {
    const char c = sql[i];
    if (c == '\'' || c == '"') {
      const std::size_t end = std::min(sql.find(c, i + 1), sql.size());
      tokens.emplace_back(c == '"' ? sql.substr(i + 1, end - i - 1) : sql.substr(i, 1));
      i = end + 1;
    } else if (c == '-' && sql.substr(i, 2) == "--") {
      i = std::min(sql.find('\n', i), sql.size());
    } else if (in_name(c)) {
      std::size_t end = i;
      std::string name;
      while (end < sql.size() && in_name(sql[end])) {
        name += static_cast<char>(std::tolower(static_cast<unsigned char>(sql[end++])));
      }
      tokens.push_back(std::move(name));
      i = end;
    } else {
      if (c != ' ' && c != '\n' && c != '\t' && c != '\r') {
        tokens.emplace_back(1, c);
      }
      ++i;
    }
  }
  return tokens;
}

/// Words that end a list of tables.
constexpr std::array list_ends = {"where", "group", "order",  "limit",  "union",     "set",
                                  "on",    "join",  "having", "window", "returning", "using",
                                  "left",  "inner", "cross",  "values", ";",         "("};

std::optional<std::string> predicate(std::string_view key, std::string_view column,
                                     const Scope& scope, std::vector<Value>& values) {
  const auto parameter = [&](auto&& value) {
    values.emplace_back(std::in_place_type<std::remove_cvref_t<decltype(value)>>, value);
    return fmt::format("${}", values.size());
  };
  std::string made;
  if (key == "area") {
    for (const std::string& path : scope.area_paths) {
      base::ensure(!path.empty(), "an area's path is not empty");
      // Numbered before they are put together: the order of evaluating arguments is open.
      const std::string from = parameter(path);
      const std::string to = parameter(end_of_prefix(path));
      made += fmt::format("{}({} >= {} AND {} < {})", made.empty() ? "" : " OR ", column, from,
                          column, to);
    }
    return made;
  }
  const std::vector<std::int64_t>* ids = key == "sponsor" ? &scope.sponsors
                                         : key == "site"  ? &scope.sites
                                         : key == "staff" ? &scope.staff
                                                          : nullptr;
  if (ids == nullptr) {
    return std::nullopt;
  }
  for (const std::int64_t id : *ids) {
    made += fmt::format("{}{}", made.empty() ? "" : ", ", parameter(id));
  }
  return made.empty() ? made : fmt::format("{} IN ({})", column, made);
}

/// `inside` is what stands between "{scope:" and "}".
std::string expanded(std::string_view inside, const Scope& scope, std::vector<Value>& values) {
  std::string made;
  std::size_t parts = 0;
  while (!inside.empty()) {
    const std::size_t end = std::min(inside.find(';'), inside.size());
    const std::string_view part = base::trim(inside.substr(0, end));
    inside.remove_prefix(std::min(end + 1, inside.size()));
    const std::size_t gap = part.find(' ');
    base::ensure(gap != part.npos, "each part of {scope:...} is a key and a column");
    std::string_view column = base::trim(part.substr(gap));
    const bool as_filter = column.starts_with('+');
    column.remove_prefix(as_filter ? 1 : 0);
    base::ensure(
        std::all_of(column.begin(), column.end(), [](char c) { return in_name(c) || c == '.'; }),
        "the column of a {scope:...} is a name");
    std::vector<Value> none;
    const auto one =
        predicate(part.substr(0, gap), as_filter ? text_as_filter(column) : std::string(column),
                  scope, scope.whole ? none : values);
    base::ensure(one.has_value(), "the keys of {scope:...} are area, sponsor, site and staff");
    ++parts;
    if (!one->empty()) {
      made += (made.empty() ? "" : " OR ") + *one;
    }
  }
  base::ensure(parts > 0, "{scope:...} names at least one key");
  if (scope.whole) {
    return "(TRUE)";
  }
  return made.empty() ? "(FALSE)" : "(" + made + ")";
}

}  // namespace

std::string text_as_filter(std::string_view column) {
  return fmt::format("COALESCE({}, '')", column);
}

std::string end_of_prefix(std::string_view prefix) {
  std::string end(prefix);
  while (!end.empty() && static_cast<unsigned char>(end.back()) == 0xFF) {
    end.pop_back();
  }
  base::ensure(!end.empty(), "a prefix has an end");
  end.back() = static_cast<char>(static_cast<unsigned char>(end.back()) + 1);
  return end;
}

std::vector<std::string> tables_read(std::string_view sql) {
  const std::vector<std::string> tokens = tokens_of(sql);
  std::vector<std::string> tables;
  bool in_list = false;
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    const std::string& token = tokens[i];
    const bool opens = token == "from" || token == "join" || token == "update";
    if (opens || (in_list && token == ",")) {
      std::size_t next = i + 1;
      while (next < tokens.size() && (tokens[next] == "only" || tokens[next] == "(")) {
        ++next;
      }
      if (next + 2 < tokens.size() && tokens[next + 1] == ".") {
        next += 2;  // schema.table
      }
      if (next < tokens.size()) {
        tables.push_back(tokens[next]);
      }
      in_list = true;
    } else if (std::find(list_ends.begin(), list_ends.end(), token) != list_ends.end()) {
      in_list = false;
    }
  }
  return tables;
}

std::string expand_scope(std::string_view sql, const Scope& scope, const ScopedTables& tables,
                         std::vector<Value>& values, const Scope& detail) {
  std::string made;
  bool said = false;
  std::string_view rest = sql;
  while (true) {
    const std::size_t at = rest.find('{');
    if (at == rest.npos) {
      made += rest;
      break;
    }
    const std::size_t end = rest.find('}', at);
    base::ensure(end != rest.npos, "a { in SQL has its }");
    const std::string_view inside = rest.substr(at + 1, end - at - 1);
    made += rest.substr(0, at);
    if (inside.starts_with("scope:")) {
      made += expanded(inside.substr(6), scope, values);
      said = true;
    } else if (inside.starts_with("detail:")) {
      made += expanded(inside.substr(7), detail, values);
    } else {
      base::ensure(inside.starts_with("unscoped:") && !base::trim(inside.substr(9)).empty(),
                   "braces in SQL are {scope:...}, {detail:...} or {unscoped:a reason}");
      // A condition that is always true, so that it may stand where a scope would.
      made += "(TRUE)";
      said = true;
    }
    rest.remove_prefix(end + 1);
  }
  if (!said && !tables.empty()) {
    for (const std::string& table : tables_read(sql)) {
      base::ensure(!std::binary_search(tables.begin(), tables.end(), table),
                   fmt::format("the query reads {} and says {{scope:...}}, or {{unscoped:a "
                               "reason}}",
                               table));
    }
  }
  return made;
}

}  // namespace sojourn::db
