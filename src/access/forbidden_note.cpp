// See forbidden_note.h.
#include "access/forbidden_note.h"

#include <fmt/format.h>

#include <utility>

#include "privacy/forbidden.h"

namespace sojourn::access {

bool note_forbidden(db::Database& database, db::Caller caller, std::string_view operation,
                    std::span<const base::Fault> faults) {
  constexpr std::size_t longest = 1000;
  std::string reason;
  for (const base::Fault& fault : faults) {
    if (fault.code.starts_with(privacy::forbidden_code) && reason.size() < longest) {
      reason +=
          fmt::format("{}{} {} {}", reason.empty() ? "" : "; ", operation, fault.where, fault.code);
    }
  }
  if (reason.empty()) {
    return false;
  }
  caller.reason = std::move(reason);
  try {
    database.change(caller, "privacy.refuse", [](db::Change&) {});
  } catch (const base::Refusal& refusal) {
    // A command that only looks, beside a server that may run: there is no log to write to.
    if (refusal.code != "only_reads") {
      throw;
    }
    return false;
  }
  return true;
}

}  // namespace sojourn::access
