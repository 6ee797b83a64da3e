// How a refusal is told to a client: problem+json (RFC 9457) with the code, the sentence in the
// reader's language, and every fault at its JSON Pointer. The one table from kinds to statuses.
// Tested in tests/unit/doors/http/router_test.cpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/refusal.h"
#include "doors/http/header_values.h"
#include "doors/http/message.h"

namespace sojourn::doors::http {

/// The status of a refusal: its kind's, but for the few codes that HTTP knows better: "json" 400,
/// "sign_in" 401, "second_factor_needed" 403, "stale" 412, "wait" 429.
int status_of(const base::Refusal& refusal);

/// In the reader's language. `request`: the number to report.
Response problem_of(const base::Refusal& refusal, Language language, std::string_view request);

/// A refusal of the door itself; with `where`, of what stands there.
base::Refusal refusal_of_door(base::Kind kind, std::string_view code, base::Sentence detail,
                              std::string_view where = {});

}  // namespace sojourn::doors::http
