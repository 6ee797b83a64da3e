// The table of access's own operations: signing in and out, the own account, accounts and grants.
// Tested in tests/unit/access and, against tests/access/policy.csv, in tests/access.
#pragma once

#include <vector>

#include "access/operation.h"
#include "db/constraints.h"

namespace sojourn::access {

inline constexpr Permission read_accounts{
    "read_accounts", Reach::whole, {Role::administrator, Role::auditor}};
inline constexpr Permission manage_accounts{"manage_accounts", Reach::whole, {Role::administrator}};

/// An input of no fields, and an output that says only that it was done.
struct Nothing {};
BOOST_DESCRIBE_STRUCT(Nothing, (), ())

std::vector<Operation> operations();

// Its parts, in the order of a person's way through it.
std::vector<Operation> session_operations();
std::vector<Operation> account_operations();
std::vector<Operation> factor_operations();
std::vector<Operation> mail_operations();
std::vector<Operation> token_operations();
std::vector<Operation> administration_operations();
std::vector<Operation> export_operations();

/// What the database's constraints on these tables mean, for db::Settings.
std::vector<db::ConstraintAbout> constraints();

}  // namespace sojourn::access
