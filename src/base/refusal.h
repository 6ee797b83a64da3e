// How Sojourn says no: one value with every fault in it, thrown where the fault is found and caught
// once per door, where one table turns its kind into an HTTP status or an exit code.
// Not an exception class tree: what differs between refusals is data.
// Tested in tests/unit/base/refusal_test.cpp.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/sentence.h"

namespace sojourn::base {

enum class Kind : std::uint8_t {
  invalid,       ///< the input breaks a rule; its faults say where and what would be accepted
  forbidden,     ///< known and visible, but not allowed
  not_found,     ///< does not exist, or is not visible to the asker
  conflict,      ///< somebody changed it first, or it exists already
  precondition,  ///< something has to be done before
  busy,          ///< try again later
  too_large,     ///< beyond a stated limit
  full,          ///< the machine has no room to keep it (HTTP 507); reading goes on
};
BOOST_DESCRIBE_ENUM(Kind, invalid, forbidden, not_found, conflict, precondition, busy, too_large,
                    full)

/// One thing that is wrong.
struct Fault {
  /// A JSON Pointer into the input ("/sites/3/need"), or file, line and column
  /// ("sites.csv:12:need").
  std::string where;
  /// Key of the catalogue of sentences, e.g. "unknown_field".
  std::string code;
  /// What was found there, shortened for people (see `shorten`); empty if nothing was.
  std::string value;
  /// What is wrong, and what would be accepted.
  Sentence detail;
  friend bool operator==(const Fault&, const Fault&) = default;
};
BOOST_DESCRIBE_STRUCT(Fault, (), (where, code, value, detail))

struct Refusal {
  Kind kind = Kind::invalid;
  /// Key of the catalogue of sentences, e.g. "bad_arguments".
  std::string code;
  /// Stands above the faults.
  Sentence detail;
  std::vector<Fault> faults = {};
  /// Faults that were found but are not listed, because there were too many.
  std::size_t more_faults = 0;
};

/// Exit codes of the command line. 0: done.
inline constexpr int exit_done = 0;
/// Done, and the answer is no: `check` found a broken rule.
inline constexpr int exit_answer_is_no = 1;
inline constexpr int exit_invalid = 2;
/// Out of memory, disk full, or another failure of the machine.
inline constexpr int exit_machine = 9;
/// A mistake in Sojourn itself.
inline constexpr int exit_bug = 70;
/// Ended at once by a second Ctrl-C.
inline constexpr int exit_interrupted = 130;
/// The one table from kinds to exit codes: 2 to 8, and 10.
int exit_code(Kind kind);

}  // namespace sojourn::base
