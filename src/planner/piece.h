// Pieces of a problem: some sites with the people and caps that are left for them, as a problem of
// their own, so that windows and counties are planned with the same code as the whole.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "planner/assignment.h"
#include "planner/master.h"

namespace sojourn::planner {

/// Sites by county, counties in the order of their first sites.
struct SitesByCounty {
  std::vector<std::vector<Ix>> sites;  ///< of each county
  std::vector<std::size_t> county_of;  ///< per site
};
SitesByCounty sites_by_county(const Problem& problem);

/// A piece of a problem with what is left for it, and the way back.
struct Piece {
  Problem problem;
  std::vector<Ix> sites, staff, sponsors;  ///< global position of each local one
};

/// A team of the piece in positions of the whole problem.
Team to_whole(const Team& team, const Piece& piece);
/// The way there, by the piece's `local_staff` and `local_sponsor`.
Team to_local(const Team& team, Ix site, const std::vector<Ix>& local_staff,
              const std::vector<Ix>& local_sponsor);

/// Adds to `known`, in positions of the piece, those of `teams` whose people are all there. `anew`:
/// the piece's pairs cost something else than the whole's.
void add_known(const Piece& piece, const std::vector<Team>& teams,
               const std::vector<Ix>& local_staff, const std::vector<Ix>& local_sponsor, bool anew,
               std::vector<Team>& known);

/// Prices of the piece's people and sponsors.
Prices prices_of(const Piece& piece, const Prices& prices);

/// The problem of `sites` alone: people free or in them, caps less what other sites use. `taken`:
/// what is marked there is there for the piece even where other sites use it. `local_staff` and
/// `local_sponsor` are scratch of staff and sponsor count, all `none` before; after it they give
/// the local position of the piece's own, and `forget` clears them.
Piece cut_out(const Problem& problem, std::span<const Ix> sites, const Assignment& assignment,
              std::vector<Ix>& local_staff, std::vector<Ix>& local_sponsor,
              const Fixed* taken = nullptr);
void forget(const Piece& piece, std::vector<Ix>& local_staff, std::vector<Ix>& local_sponsor);

/// Adds what shared things cost to the piece's pairs and lead options, and takes it off the start
/// prices. Whole points, and whole score points for leads: enough to plan by.
void charge(const Fixed& charges, Piece& piece, Prices& start);

}  // namespace sojourn::planner
