// What the support stage makes of a month that the host confirmed in the rota: the days on site by
// which allowances are reckoned, so that nobody enters them a second time.
#pragma once

#include <cstdint>
#include <string>

#include "base/date.h"
#include "base/id.h"
#include "db/database.h"
#include "stages/placement/records.h"

namespace sojourn::stages::support {

/// In the change that confirms it. Days that were entered before stay as they are.
void keep_confirmed(db::Change& change, base::Id<placement::Posting> posting, base::Month month,
                    std::int32_t days, const std::string& source);

}  // namespace sojourn::stages::support
