// Claims as they are found and shown. Inside src/stages/support only.
#pragma once

#include "stages/support/shared.h"

namespace sojourn::stages::support {

struct ClaimView {
  Id<Claim> id;
  Id<Staff> staff;
  std::string name;  ///< of the person
  Id<Site> site;
  std::string site_name;
  Id<Line> line;
  LineKind kind = LineKind::work_fund;
  base::Date day;
  Money amount;
  std::optional<std::int32_t> days;
  std::optional<std::int32_t> km;
  std::optional<std::string> receipt;
  std::int64_t receipts = 0;  ///< pictures of it
  std::optional<std::string> what;
  ClaimState state = ClaimState::asked;
  Holder holder = Holder::area_office;  ///< whose move it is
  std::int64_t waiting_days = 0;        ///< working days in this state
  base::Date asked_on;
  base::Date due_on;
  bool overdue = false;
  std::optional<std::string> reason;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(ClaimView, (),
                      (id, staff, name, site, site_name, line, kind, day, amount, days, km, receipt,
                       receipts, what, state, holder, waiting_days, asked_on, due_on, overdue,
                       reason, version))

/// The office sees those of its sites, and a person their own.
inline constexpr std::string_view scoped_claim =
    "claim n JOIN staff t ON t.id = n.staff JOIN budget_line l ON l.id = n.line JOIN site s ON "
    "s.id = l.site JOIN area a ON a.id = s.area WHERE {scope:area a.path; staff n.staff}";

ClaimView claim_view(db::Tx& tx, Id<Claim> id);

}  // namespace sojourn::stages::support
