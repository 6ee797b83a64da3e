// A line of a budget as it is shown. Inside src/stages/support only.
#pragma once

#include "stages/support/shared.h"

namespace sojourn::stages::support {

struct LineView {
  Id<Line> id;
  Id<Site> site;
  std::string name;  ///< of the site
  std::int32_t year = 0;
  LineKind kind = LineKind::work_fund;
  Money planned;
  Money committed;
  Money paid;
  Money unspent;
  Money funded;
  Money from_programme;
  Money from_sponsors;
  Money from_matched;
  Money gap;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(LineView, (),
                      (id, site, name, year, kind, planned, committed, paid, unspent, funded,
                       from_programme, from_sponsors, from_matched, gap, version))

/// As the query has it.
struct LineRow {
  Id<Line> id;
  Id<Site> site;
  std::string name;
  std::int32_t year = 0;
  LineKind kind = LineKind::work_fund;
  base::Currency currency;
  std::int64_t unspent = 0;
  std::int64_t committed = 0;
  std::int64_t paid = 0;
  std::int64_t unfunded = 0;
  std::int64_t programme = 0;
  std::int64_t sponsors = 0;
  std::int64_t matched = 0;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(LineRow, (),
                      (id, site, name, year, kind, currency, unspent, committed, paid, unfunded,
                       programme, sponsors, matched, version))

inline constexpr std::string_view scoped_line_n =
    "budget_line n JOIN site s ON s.id = n.site JOIN area a ON a.id = s.area WHERE {scope:area "
    "a.path; site s.id}";
inline constexpr std::string_view line_columns =
    "n.id, n.site, s.name AS name, n.year, n.kind, n.currency, n.unspent, n.committed, n.paid, "
    "n.unfunded, n.programme, n.sponsors, n.matched, n.version";

LineView view_of(const LineRow& row);
LineView line_view(db::Tx& tx, Id<Line> id);

/// What the lines of a site and year are kept in: as those that are there, or by the rules.
base::Currency currency_of(db::Tx& tx, Id<Site> site, std::int32_t year);

}  // namespace sojourn::stages::support
