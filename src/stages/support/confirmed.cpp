#include "stages/support/confirmed.h"

#include "stages/support/records.h"

namespace sojourn::stages::support {

void keep_confirmed(db::Change& change, base::Id<placement::Posting> posting, base::Month month,
                    std::int32_t days, const std::string& source) {
  if (change.value<std::int64_t>(
          "SELECT count(*) FROM allowance_month n WHERE n.posting = $1 AND n.month = $2 AND "
          "n.withdrawn_on IS NULL AND {unscoped:of a posting that the asker sees}",
          posting, month) > 0) {
    return;
  }
  change.insert(
      AllowanceMonth::table,
      AllowanceMonth{.id = change.new_id<AllowanceMonth>(),
                     .posting = posting,
                     .staff = change.value<base::Id<programme::Staff>>(
                         "SELECT n.staff FROM posting n WHERE n.id = $1 AND {unscoped:of a posting "
                         "that the asker sees}",
                         posting),
                     .month = month,
                     .days = days,
                     .source = source,
                     .recorded_on = change.now().utc_date()});
}

}  // namespace sojourn::stages::support
