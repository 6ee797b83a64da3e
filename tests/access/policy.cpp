#include "tests/access/policy.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <set>

#include "access/service.h"
#include "base/ensure.h"
#include "base/refusal.h"
#include "documents/csv.h"
#include "tests/access/worlds.h"
#include "tests/support/paths.h"

namespace sojourn::access {
namespace {

std::vector<std::string> parted(std::string_view text, char by) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t end = text.find(by);
    parts.emplace_back(text.substr(0, end));
    if (end == text.npos) {
      return parts;
    }
    text.remove_prefix(end + 1);
  }
}

bool holds(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// The one row for a cell; a sentence if there is none, or more than one.
const PolicyRow* row_for(const std::vector<const PolicyRow*>& rows, const std::string& role,
                         const std::string& relation, std::vector<std::string>& faults,
                         const std::string& route) {
  const PolicyRow* by_name = nullptr;
  const PolicyRow* by_rest = nullptr;
  for (const PolicyRow* row : rows) {
    if (row->relation != relation) {
      continue;
    }
    const bool named = holds(row->roles, role) || holds(row->roles, "everybody") ||
                       (holds(row->roles, "signed_in") && role != "nobody");
    const PolicyRow*& place = named ? by_name : by_rest;
    if (!named && !holds(row->roles, "others")) {
      continue;
    }
    if (place != nullptr) {
      faults.push_back(fmt::format("line {} says again what line {} says of {} as {}, {}",
                                   row->line, place->line, route, role, relation));
    }
    place = row;
  }
  const PolicyRow* found = by_name != nullptr ? by_name : by_rest;
  if (found == nullptr) {
    faults.push_back(fmt::format("no row for {} as {}, {}", route, role, relation));
  }
  return found;
}

void note_fields(const boost::json::value& record, const Detail& detail,
                 std::set<std::string>& shown) {
  for (const std::string& field : detail.fields) {
    if (record.as_object().contains(field)) {
      shown.insert(field);
    }
  }
}

}  // namespace

std::string route_of(const Operation& operation) {
  return fmt::format("{} {}", method_name(operation.about.method), operation.about.path);
}

const std::vector<std::string>& policy_roles() {
  static const std::vector<std::string> roles = [] {
    std::vector<std::string> made = {"nobody", "plain"};
    for (std::string& role : base::choices<Role>()) {
      made.push_back(std::move(role));
    }
    return made;
  }();
  return roles;
}

std::vector<PolicyRow> read_policy(const std::string& file) {
  std::ifstream in(file);
  base::ensure(static_cast<bool>(in), file + " can be read");
  std::vector<PolicyRow> rows;
  std::string line;
  std::size_t number = 0;
  while (std::getline(in, line)) {
    ++number;
    if (number == 1 || line.starts_with('#')) {
      continue;
    }
    const std::vector<std::string> cells = parted(line, ',');
    base::ensure(cells.size() == 5, fmt::format("{}:{} has five cells", file, number));
    PolicyRow row{.route = cells[0],
                  .roles = parted(cells[1], ' '),
                  .relation = cells[2],
                  .answer = cells[3],
                  .fields = cells[4],
                  .line = number};
    for (const std::string& role : row.roles) {
      base::ensure(role == "everybody" || role == "signed_in" || role == "others" ||
                       holds(policy_roles(), role),
                   fmt::format("{}:{} names roles", file, number));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<std::string> policy_faults(const std::vector<Operation>& operations,
                                       const std::vector<PolicyRow>& rows, const Ask& ask,
                                       std::size_t* cells) {
  std::vector<std::string> faults;
  std::map<std::string, std::vector<const PolicyRow*>> by_route;
  for (const PolicyRow& row : rows) {
    by_route[row.route].push_back(&row);
  }
  std::set<std::string> routes;
  for (const Operation& operation : operations) {
    const std::string route = route_of(operation);
    routes.insert(route);
    const auto found = by_route.find(route);
    if (found == by_route.end()) {
      faults.push_back(fmt::format("{} ({}) has no rows", route, operation.about.name));
      continue;
    }
    std::set<std::string> relations;
    for (const PolicyRow* row : found->second) {
      relations.insert(row->relation);
    }
    for (const std::string& role : policy_roles()) {
      for (const std::string& relation : relations) {
        const PolicyRow* row = row_for(found->second, role, relation, faults, route);
        if (row == nullptr) {
          continue;
        }
        const Asked asked = ask(operation, role, relation);
        if (cells != nullptr) {
          ++*cells;
        }
        if (asked.answer != row->answer || asked.fields != row->fields) {
          faults.push_back(fmt::format(
              "{} as {}, {}: the policy (line {}) says {} [{}], the program {} [{}]", route, role,
              relation, row->line, row->answer, row->fields, asked.answer, asked.fields));
        }
      }
    }
  }
  for (const auto& [route, its_rows] : by_route) {
    if (!routes.contains(route)) {
      faults.push_back(
          fmt::format("line {} is about {}, which is no route", its_rows.front()->line, route));
    }
  }
  return faults;
}

namespace {

std::string joined(const std::set<std::string>& words) {
  std::string made;
  for (const std::string& word : words) {
    made += (made.empty() ? "" : " ") + word;
  }
  return made;
}

Asked ask_json(Service& service, const Operation& operation, const Asker& asker,
               const Request& request, const boost::json::value& input, const std::string& target) {
  boost::json::value body;
  try {
    body = service.run(operation, asker, request, input).body;
  } catch (const base::Refusal& refusal) {
    return {.answer = refusal.code, .fields = ""};
  }
  std::set<std::string> shown;
  bool there = target.empty();
  if (operation.columns.empty()) {
    there = true;
    if (operation.about.detail) {
      note_fields(body, *operation.about.detail, shown);
    }
  } else {
    for (const boost::json::value& item : body.at("items").as_array()) {
      // Of a list that is about one record, each row is of it.
      const boost::json::value* id = item.as_object().if_contains("id");
      if (target.empty() || (id != nullptr && std::string_view(id->as_string()) == target)) {
        there = true;
        if (operation.about.detail) {
          note_fields(item, *operation.about.detail, shown);
        }
      }
    }
  }
  return {.answer = there ? "yes" : "not_found", .fields = joined(shown)};
}

/// The same of a list as CSV.
Asked ask_file(Service& service, const Operation& operation, const Asker& asker,
               const Request& request, const boost::json::value& input, const std::string& target) {
  std::string bytes;
  try {
    const auto file = service.list_file(operation, asker, request, without_page(input), {});
    while (!file->bytes.at_end()) {
      bytes += file->bytes.next(std::size_t{1} << 16U);
    }
  } catch (const base::Refusal& refusal) {
    return {.answer = refusal.code, .fields = ""};
  }
  const auto place = [&](const std::string& column) {
    const auto found = std::find(operation.columns.begin(), operation.columns.end(), column);
    return static_cast<std::size_t>(found - operation.columns.begin());
  };
  documents::CsvReader reader(bytes);
  bool there = target.empty();
  std::set<std::string> shown;
  base::ensure(reader.next() && reader.cells().size() == operation.columns.size(),
               "a file begins with its titles");
  while (reader.next()) {
    const std::size_t id = place("id");
    if (!target.empty() && (id == operation.columns.size() || reader.cells()[id].text != target)) {
      continue;
    }
    there = true;
    for (const std::string& field :
         operation.about.detail ? operation.about.detail->fields : std::vector<std::string>()) {
      if (!reader.cells()[place(field)].text.empty()) {
        shown.insert(field);
      }
    }
  }
  return {.answer = there ? "yes" : "not_found", .fields = joined(shown)};
}

}  // namespace

void expect_policy(const std::vector<Operation>& operations, std::string_view stage,
                   const Ask& ask) {
  std::size_t cells = 0;
  EXPECT_THAT(policy_faults(operations,
                            read_policy(fmt::format("{}/tests/access/policy_{}.csv",
                                                    test::source_dir(), stage)),
                            ask, &cells),
              testing::IsEmpty());
  std::cout << cells << " cells\n";
}

Asked ask_service(Service& service, const Operation& operation, const Asker& asker,
                  const Request& request, const boost::json::value& input,
                  const std::string& target) {
  Asked asked = ask_json(service, operation, asker, request, input, target);
  if (operation.run_whole) {
    const Asked file = ask_file(service, operation, asker, request, input, target);
    if (file.answer != asked.answer || file.fields != asked.fields) {
      asked.answer += fmt::format(", but as a file {} [{}]", file.answer, file.fields);
    }
  }
  return asked;
}

}  // namespace sojourn::access
