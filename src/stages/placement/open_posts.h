// A plan for open posts alone, as after somebody left in the middle of a term. Whoever serves, or
// will by a posting that is made, is held there by a `must` pin in their role; whom a round named,
// or whoever is not posted, may fill what is left. So it is planned, proven and explained as any
// other plan, and moves nobody.
//
// What is, is: where a posting is not what a whole plan would be allowed (a team above its target,
// more first-timers, a sponsor that gave more than its share, a site that somebody refused), the
// limit is moved so far that it holds, and no further. What was said of those who are held (wishes,
// pins, points) waits for the next whole plan.
// Inside src/stages/placement only. Tested in tests/unit/stages/placement/open_posts_test.cpp and
// tests/scenarios/placement.txt.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "base/date.h"
#include "db/database.h"
#include "stages/placement/records.h"

namespace sojourn::stages::placement {

/// Where somebody is held.
struct Held {
  base::Id<Site> site;
  StaffRole role = StaffRole::member;
  std::string reason;  ///< where the posting stands written
};

class OpenPosts {
 public:
  /// Reads the postings that run on the day or begin later, the nominees of the round, and which
  /// sponsors the confirmed plans had lead.
  OpenPosts(db::Tx& tx, const base::Date& on, std::optional<base::Id<selection::Round>> round);

  /// Where a person serves; null: nowhere.
  const Held* held(base::Id<Staff> person) const;
  /// Whether they may fill a post.
  bool may_fill(base::Id<Staff> person) const;
  /// A round says who may.
  bool by_round() const { return nominees_.has_value(); }
  /// Posts of a site that somebody takes later who is held elsewhere until then.
  std::int32_t kept_free(base::Id<Site> site) const;
  /// The lead sponsor of a site by the last confirmed plan that has it.
  const std::map<base::Id<Site>, base::Id<Sponsor>>& leads() const { return leads_; }

 private:
  void read_postings(db::Tx& tx, const base::Date& on);
  void read_leads(db::Tx& tx);

  std::unordered_map<base::Id<Staff>, Held> held_;
  std::unordered_map<base::Id<Site>, std::int32_t> kept_free_;
  std::optional<std::unordered_set<base::Id<Staff>>> nominees_;
  std::map<base::Id<Site>, base::Id<Sponsor>> leads_;
};

/// Whom a round named: those on its shortlist; as long as there is none, all who are named and did
/// not say no. The caller was seen to see the round.
std::unordered_set<base::Id<Staff>> nominees_of(db::Tx& tx, base::Id<selection::Round> round);

/// The release percent by which a sponsor of `there` people releases `most` of them, or if no whole
/// percent does so exactly, as many of the fewer as there can be, but `held` at least.
std::int32_t percent_for(std::int64_t there, std::int64_t most, std::int64_t held);

}  // namespace sojourn::stages::placement
