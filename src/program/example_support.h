// Support in the running term of the example: arrivals, days that hosts confirmed, activities at
// every stage. Inside src/program only.
#pragma once

#include <span>

#include "program/example_term.h"

namespace sojourn::program {

/// `serving`: who serves in the example, in a lasting order. Precondition: their sites have a
/// budget of this year.
void make_example_support(Store& store, std::span<const stages::placement::Posting> serving,
                          const stages::placement::ExampleDays& days, base::Language language,
                          const AskOperation& ask);

}  // namespace sojourn::program
