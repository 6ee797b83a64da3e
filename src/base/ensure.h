// A check against bugs, on in every build: what it tests can only be wrong by a mistake in Sojourn.
// Wrong input is never a bug: that is a Refusal (base/refusal.h).
// Tested in tests/unit/base/refusal_test.cpp.
#pragma once

#include <source_location>
#include <stdexcept>
#include <string_view>

namespace sojourn::base {

/// What `ensure` throws. Only a door catches it: it ends the command, or the request, as our fault.
using Bug = std::logic_error;

[[noreturn]] void report_bug(std::string_view what, std::source_location where);

/// Throws Bug, naming file and line, unless `holds`. `what` says what should have been true.
inline void ensure(bool holds, std::string_view what,
                   std::source_location where = std::source_location::current()) {
  if (!holds) [[unlikely]] {
    report_bug(what, where);
  }
}

}  // namespace sojourn::base
