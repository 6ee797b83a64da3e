// What the operations on handovers and on their items share. Inside src/stages/postings only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/money.h"
#include "stages/postings/terms.h"

namespace sojourn::stages::postings {

/// Whoever sees the term sees its handover, and so does whoever takes over.
inline constexpr std::string_view scoped_handover =
    "handover h JOIN posting n ON n.id = h.posting JOIN staff t ON t.id = h.staff JOIN site s ON "
    "s.id = h.site JOIN area a ON a.id = s.area WHERE {scope:area a.path; site s.id; sponsor "
    "t.sponsor; staff h.staff; staff h.successor}";

struct WhichHandover {
  Id<Handover> id;
};
BOOST_DESCRIBE_STRUCT(WhichHandover, (), (id))

struct HandoverView {
  Id<Handover> id;
  Id<Posting> posting;
  Id<Staff> staff;
  std::string staff_name;
  Id<Site> site;
  std::string site_name;
  base::Date last_day;
  HandoverState state = HandoverState::open;
  HandoverTo goes_to = HandoverTo::nobody_yet;
  std::optional<Id<Staff>> successor;
  std::optional<std::string> successor_name;
  std::optional<std::string> host_reason;
  std::optional<base::Date> overlap_from;
  std::optional<base::Date> overlap_to;
  std::optional<base::Money> stated;
  std::optional<base::Money> counted;
  std::optional<std::string> money_reason;
  std::optional<std::string> lessons;
  std::optional<base::Date> given_on;
  std::optional<base::Date> accepted_on;
  std::optional<std::string> accepted_source;
  std::int64_t items = 0;
  std::int64_t questions = 0;  ///< without an answer
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(HandoverView, (),
                      (id, posting, staff, staff_name, site, site_name, last_day, state, goes_to,
                       successor, successor_name, host_reason, overlap_from, overlap_to, stated,
                       counted, money_reason, lessons, given_on, accepted_on, accepted_source,
                       items, questions, version))

HandoverView show_handover(db::Tx& tx, const WhichHandover& input);
/// As the asker sees it. `scope`: the FROM and WHERE of who may do what is to be done.
Handover handover_seen(db::Tx& tx, Id<Handover> id, std::string_view scope = scoped_handover);
/// Its items that were not taken out again, in the order in which they were entered.
std::vector<HandoverItem> items_of(db::Tx& tx, Id<Handover> handover);

/// Who puts it together: whoever leaves, or the office for them.
inline constexpr std::string_view written_handover =
    "handover h JOIN site s ON s.id = h.site JOIN area a ON a.id = s.area WHERE {scope:area "
    "a.path; staff h.staff}";
/// Who takes over. Whoever leaves is told why they may not.
inline constexpr std::string_view accepted_handover =
    "handover h JOIN site s ON s.id = h.site JOIN area a ON a.id = s.area WHERE {scope:area "
    "a.path; staff h.staff; staff h.successor}";

}  // namespace sojourn::stages::postings
