// The permission matrix: reads policy.csv and asks every route as every role in every relation. It
// takes the table of operations, so that a new route without rows is a fault; and a way to ask, so
// that it knows no stage. Two kinds of fault: the table of the code and the table of the people
// differ in what there is, or in what happens. Tested by itself in policy_test.cpp.
#pragma once

#include <boost/json/value.hpp>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "access/operation.h"

namespace sojourn::access {

struct PolicyRow {
  std::string route;
  std::vector<std::string> roles;
  std::string relation;
  std::string answer;
  std::string fields;
  std::size_t line = 0;
};

/// "GET /api/people/{id}"
std::string route_of(const Operation& operation);

/// "nobody", "plain", and the names of the roles.
const std::vector<std::string>& policy_roles();

/// Throws Bug, naming file and line, for what is no row of a policy.
std::vector<PolicyRow> read_policy(const std::string& file);

/// What happened: "yes" or the code of the refusal, and which sensitive fields were shown.
struct Asked {
  std::string answer;
  std::string fields;
};
using Ask = std::function<Asked(const Operation& operation, const std::string& role,
                                const std::string& relation)>;

/// Each disagreement as a sentence. `cells`, if given, counts what was asked.
std::vector<std::string> policy_faults(const std::vector<Operation>& operations,
                                       const std::vector<PolicyRow>& rows, const Ask& ask,
                                       std::size_t* cells = nullptr);

/// Expects no fault of a stage's operations against policy_STAGE.csv, and prints how many cells
/// were asked.
void expect_policy(const std::vector<Operation>& operations, std::string_view stage,
                   const Ask& ask);

/// Runs an operation and tells what happened; a list also as a file, of which the same has to
/// hold. `target`: for a list, the id of the record whose
/// presence in it is the answer; "" for any answer of the list.
Asked ask_service(Service& service, const Operation& operation, const Asker& asker,
                  const Request& request, const boost::json::value& input,
                  const std::string& target);

}  // namespace sojourn::access
