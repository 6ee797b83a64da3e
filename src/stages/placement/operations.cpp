// The table of operations of the placement stage, in the order of a person's way through it.
#include "stages/placement/operations.h"

namespace sojourn::stages::placement {

std::vector<base::Operation> operations() {
  return {example_operation(), plan_operation(), check_operation(), explain_operation()};
}

}  // namespace sojourn::stages::placement
