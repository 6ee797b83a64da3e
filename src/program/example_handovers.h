// Terms of the example that are about to end, each with its handover at another stage: not begun,
// being put together, given, accepted. Inside src/program only.
#pragma once

#include <span>

#include "program/example_term.h"

namespace sojourn::program {

/// `serving`: who serves in the example, in a lasting order.
void make_example_handovers(std::span<const stages::placement::Posting> serving,
                            const stages::placement::ExampleDays& days, base::Language language,
                            const AskOperation& ask);

}  // namespace sojourn::program
