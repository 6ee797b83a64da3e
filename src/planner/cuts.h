// Cuts on scarce things (people, releases, leads, sites): half of what a team uses of a few of
// them, rounded down, added up over all teams, is at most half of what there is of them, rounded
// down. With three people this is the subset-row cut (Jepsen, Petersen, Spoorendonk, Pisinger
// 2008: of three people at most one team can hold two); in general a Chvatal-Gomory cut with
// halves (Caprara, Fischetti 1996). They cut off half-and-half answers of the programme over
// teams, which raises the bound where prices alone cannot. Most come from sponsors that may
// release one person. A cut has a price like anything that is scarce, and a team pays it as often
// as it counts.
// Tested in tests/unit/planner/cuts_test.cpp against trying every team.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "planner/oracle.h"

namespace sojourn::planner {

/// The things of a cut, none twice, by kind and who.
using CutRow = std::vector<CutThing>;

/// Which cuts a person, a lead or a site counts in.
class CutTable {
 public:
  CutTable() = default;
  CutTable(const Problem& problem, std::span<const CutRow> cuts);

  std::size_t size() const { return capacity_.size(); }
  /// At most so many in all: half of what there is, rounded down.
  std::int64_t capacity(std::size_t cut) const { return capacity_[cut]; }

  struct Use {
    std::uint32_t cut = 0;
    std::int32_t count = 0;
  };
  /// A person counts once as such, and once as a release of the sponsor.
  std::span<const Use> of_staff(Ix staff) const { return part(staff_, staff); }
  std::span<const Use> of_lead(Ix sponsor) const { return part(lead_, sponsor); }
  std::span<const Use> of_site(Ix site) const { return part(site_, site); }

 private:
  struct Parts {
    std::vector<std::uint32_t> begin;
    std::vector<Use> uses;
  };
  static Parts gather(std::size_t count, std::vector<std::pair<Ix, Use>> uses);
  static std::span<const Use> part(const Parts& parts, Ix which) {
    const auto i = static_cast<std::size_t>(which);
    if (parts.begin.empty())
      return {};
    return std::span(parts.uses).subspan(parts.begin[i], parts.begin[i + 1] - parts.begin[i]);
  }

  std::vector<std::int64_t> capacity_;
  Parts staff_, lead_, site_;
};

/// One-site problems with cuts, by branching around the plain ones: a cut that the plain answer
/// counts in is paid, or somebody who makes it count is left out. Keeps scratch memory, so one
/// object a thread.
class CutOracle {
 public:
  explicit CutOracle(SiteOracle& plain) : plain_(&plain) {}

  /// The cheapest team of the site, cuts paid. `person` and `lead` (see PriceView) are changed and
  /// put back. `best.value` is exact, or after many branches a lower bound with the best team met.
  /// Answers how many plain problems it took.
  int solve(const SiteView& view, Ix site, std::vector<Milli>& person, std::vector<Milli>& lead,
            const CutTable& table, std::span<const Milli> cut_prices, TeamChoice& best);

 private:
  struct Branch {
    Milli at_least = 0;               ///< of all teams of the branch
    Milli paid = 0;                   ///< for cuts, beside the plain answer
    std::vector<Ix> out, lead_out;    ///< who is left out, which sponsors may not lead
    std::vector<std::uint32_t> pays;  ///< cuts, one entry each time
    TeamChoice choice;                ///< the cheapest team, cuts apart
  };
  void count(const SiteView& view, Ix site, const CutTable& table, const TeamChoice& choice);
  bool solve_branch(const SiteView& view, std::vector<Milli>& person, std::vector<Milli>& lead,
                    Milli least, Branch& branch);

  SiteOracle* plain_;
  std::vector<std::int32_t> counts_;
  std::vector<std::uint32_t> touched_;
};

}  // namespace sojourn::planner
