#include "base/refusal.h"

#include "base/ensure.h"

namespace sojourn::base {

int exit_code(Kind kind) {
  switch (kind) {
    case Kind::invalid: return exit_invalid;
    case Kind::not_found: return 3;
    case Kind::forbidden: return 4;
    case Kind::conflict: return 5;
    case Kind::precondition: return 6;
    case Kind::busy: return 7;
    case Kind::too_large: return 8;
    case Kind::full: return 10;
  }
  report_bug("a kind of refusal without an exit code", std::source_location::current());
}

}  // namespace sojourn::base
