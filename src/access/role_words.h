// Roles as people call them. Tested in tests/unit/doors/http/made_pages_test.cpp.
#pragma once

#include "access/role.h"
#include "base/sentence.h"

namespace sojourn::access {

/// "area manager"
base::Sentence role_in_words(Role role);

/// Who may do what needs this permission: "everybody", or roles one after another.
base::Sentence holders_in_words(const Permission& permission);

}  // namespace sojourn::access
