// The table of operations of the placement stage: what a programme folder can be asked for.
// Each entry is written where its function stands (operations_*.cpp); the table gathers them.
#pragma once

#include <vector>

#include "base/operation.h"

namespace sojourn::stages::placement {

base::Operation plan_operation();     ///< sojourn plan FOLDER --out OUT
base::Operation check_operation();    ///< sojourn check FOLDER OUT
base::Operation explain_operation();  ///< sojourn explain FOLDER OUT --staff X | --site Y | ...
base::Operation example_operation();  ///< sojourn example county|prefecture|province|nation DIR

/// All of them, in the order in which `sojourn help` lists them.
std::vector<base::Operation> operations();

}  // namespace sojourn::stages::placement
