// A term that somebody changes: what is looked at before, and the one way in which its end is
// moved. Inside src/stages/postings only.
#pragma once

#include <string_view>
#include <vector>

#include "stages/postings/terms.h"

namespace sojourn::stages::postings {

/// A term that somebody wants to change: as it stands, and what happened in it.
struct Open {
  Posting posting;
  std::vector<TermEvent> events;
  PostingRules rules;
  base::Date last;
};

/// Refusal precondition "term_over" where it has ended already; not while it is paused, for nobody
/// knows yet to when its end moves.
Open open_term(db::Change& change, Id<Posting> id, std::int64_t version);

/// It is of that kind and was not withdrawn.
bool stands(const TermEvent& event, TermEventKind kind);

/// The pause that has no end yet; none: the term is not paused.
const TermEvent* open_pause(const Open& term);

/// Fault where the day is not one of the term.
void check_within(const Open& term, std::string_view where, base::Date day, Faults& faults);
/// Fault where the day is to come.
void check_past(const db::Tx& tx, std::string_view where, base::Date day, Faults& faults);

/// The rule that decided, and its value.
void decided_by_rule(TermEvent& event, const PostingRules& rules, std::string_view key);

/// An event of today, by whoever asks.
TermEvent event_of(db::Change& change, const Open& term, TermEventKind kind, base::Date from);

/// Fault where the person has another posting on a day up to the new last one.
void check_free(db::Change& change, const Open& term, base::Date new_last, std::string_view where,
                Faults& faults);

/// Last days of the others who serve at a site.
std::vector<base::Date> other_ends(db::Tx& tx, const PostingRules& rules, Id<Site> site,
                                   Id<Posting> except, base::Date on);

/// Writes the posting's new last day. A handover that was given or accepted for an earlier one is
/// put together anew: nothing was handed over at the end that the term has now.
void set_end(db::Change& change, const Posting& before, base::Date old_last, base::Date new_last);

/// Writes the event and the posting's new last day.
void move_end(db::Change& change, const Open& term, TermEvent event, base::Date new_last);

}  // namespace sojourn::stages::postings
