// What has to hold of the store at any time of a term, reckoned from its rows alone: nothing of the
// rules under test is called.
#pragma once

#include "tests/term/simulation.h"

namespace sojourn::term {

/// Nobody is posted twice on a day; each posting is as those who work with it know it, and its end
/// is what the chain of its events made it; whoever arrived was covered or signed for; what was
/// confirmed and claimed lies in the posting.
void check_postings(TermWorld& world, const Simulation& simulation);
/// Every booking and every line adds up, and is what claims, promises and contributions say.
void check_money(TermWorld& world);
/// The lists of what is lacking name whom and what they have to, and nothing else.
void check_notices(TermWorld& world);
/// Whoever serves is insured and trained, or two people have signed for it.
void check_covered(TermWorld& world);
/// Nobody arrived without the training that is due before departure, or two people signed for it.
void check_arrived_trained(TermWorld& world);
/// Every term that is over has an accepted handover, made at its end.
void check_closed(TermWorld& world);

}  // namespace sojourn::term
