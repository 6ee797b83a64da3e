// What holds for terms, without SQL: when one ends, what moves its end, when the steps of a
// handover are due, and that a team does not end all at once. The table [postings] of rules.toml.
// RULES.md, section 4. Every length counts its first and its last day.
// Tested in tests/unit/stages/postings/rules_test.cpp, by properties too.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/sentence.h"
#include "stages/postings/records.h"
#include "stages/programme/rules.h"

namespace sojourn::stages::postings {

struct PostingRules {
  std::int32_t leader_months = 24;
  std::int32_t member_months = 24;
  std::int32_t least_months = 12;      ///< however much ends are spread
  std::int32_t probation_days = 60;    ///< in which a return leaves no mark
  std::int32_t talk_days = 30;         ///< by which a talk is held
  std::int32_t pause_days = 30;        ///< leave of more days pauses the term
  std::int32_t extension_months = 12;  ///< of all extensions of a term, at most
  std::int32_t stagger_days = 60;      ///< in so many days together
  std::int32_t stagger_percent = 50;   ///< no more of a team ends
  std::int32_t ask_days = 90;          ///< before the last day, a successor is asked for
  std::int32_t name_days = 60;         ///< and named
  std::int32_t overlap_least = 14;     ///< days on which both are there
  std::int32_t overlap_most = 30;
  std::int32_t accept_days = 14;     ///< after the last day, the handover is accepted
  std::int32_t questions_days = 30;  ///< and questions are answered
  friend bool operator==(const PostingRules&, const PostingRules&) = default;
};
BOOST_DESCRIBE_STRUCT(PostingRules, (),
                      (leader_months, member_months, least_months, probation_days, talk_days,
                       pause_days, extension_months, stagger_days, stagger_percent, ask_days,
                       name_days, overlap_least, overlap_most, accept_days, questions_days))

/// The table [postings] of a text of rules.toml; what is not given has its standard. Faults stand
/// at `where`.
PostingRules read_rules(std::string_view text, std::string_view where, programme::Faults& faults);

/// The last day of a whole term that begins on a day.
base::Date whole_term(const PostingRules& rules, StaffRole role, base::Date from);
/// The last day of a posting: as it is set, or of a whole term.
base::Date last_day(const PostingRules& rules, const Posting& posting);
/// The last day of the probation of a term that began on a day. A transfer begins none: of the rest
/// of a term it is the day on which the term began at the first site.
base::Date probation_until(const PostingRules& rules, base::Date began);

// The rule of spread ends: in any `stagger_days` days together, no more than `stagger_percent` of a
// team ends, one of it always may. A team of one has no rule.

/// Ends that come too close together.
struct Crowd {
  base::Date from;  ///< the first of those ends
  base::Date to;    ///< the last
  std::int32_t ends = 0;
  std::int32_t most = 0;  ///< that may
};
BOOST_DESCRIBE_STRUCT(Crowd, (), (from, to, ends, most))
/// The first crowd there is; `team`: how many there are, also those whose end is far or not known.
std::optional<Crowd> crowd(const PostingRules& rules, std::vector<base::Date> ends,
                           std::int32_t team);

/// The latest day from `least` to `most` on which one more may end beside `others` without a crowd
/// that it is part of; none: there is no such day.
std::optional<base::Date> latest_end(const PostingRules& rules, std::span<const base::Date> others,
                                     std::int32_t team, base::Date least, base::Date most);

/// Sets the last day of each of `made`, who begin at one site beside others who end on `others`:
/// the whole term, or as much less as keeps the rule, the leader's first, then in the given order,
/// and never less than the least term. Where that cannot be, what is over the rule stays at the
/// whole term.
void spread(const PostingRules& rules, std::span<const base::Date> others,
            std::span<Posting*> made);

enum class TermState : std::uint8_t {
  to_come,
  probation,
  running,
  paused,
  ending,  ///< a successor should be asked for
  over,    ///< but not closed: the handover is not accepted
  closed,
};
BOOST_DESCRIBE_ENUM(TermState, to_come, probation, running, paused, ending, over, closed)

/// What is due in a term next.
enum class TermStep : std::uint8_t {
  talk,
  ask_successor,
  name_successor,
  hand_over,
  accept,
  answer_questions,
};
BOOST_DESCRIBE_ENUM(TermStep, talk, ask_successor, name_successor, hand_over, accept,
                    answer_questions)

struct StepDue {
  TermStep step = TermStep::talk;
  base::Date by;
  std::string rule;  ///< its key
};

/// All that is known of a term.
struct TermFacts {
  Posting posting;
  std::vector<TermEvent> events = {};  ///< in the order of their ids; withdrawn ones do not count
  const Handover* handover = nullptr;
  bool questions_open = false;
  std::optional<base::Date> began = {};  ///< of the rest of a term after a transfer: its first day
  bool passed_before = false;            ///< the probation, at a site before this one
};

TermState state_of(const PostingRules& rules, const TermFacts& facts, base::Date today);
/// The earliest due step of a term that is not closed; none: nothing is due in it.
std::optional<StepDue> next_step(const PostingRules& rules, const TermFacts& facts,
                                 base::Date today);

/// By how much a pause moves the end of a term: all its days, if they are more than the rule says,
/// else none. Precondition: `to` is not before `from`.
std::int64_t pause_moves(const PostingRules& rules, base::Date from, base::Date to);

/// The last day to which a term may be extended; `extended_from`: its last day before the first
/// extension.
base::Date longest_extension(const PostingRules& rules, base::Date extended_from);

/// Whether a text holds what looks like the number of an identity card: 15 digits, or 17 and a
/// digit or an X, also with spaces between them.
bool holds_identity_number(std::string_view text);

/// A text in which nobody is named: up to `most` bytes, without ideas that have no place here and
/// without what looks like the number of an identity card.
void check_told(std::string_view where, std::string_view text, std::size_t most,
                programme::Faults& faults);

/// On which of the days of a posting somebody is there: not on long leave. A pause without an end
/// lasts until further notice.
std::vector<base::DateRange> presences(const base::DateRange& posting,
                                       std::span<const base::DateRange> pauses);

/// Days in `from` .. `to` on which a site has fewer people than `minimum`, as runs of days. Each
/// presence is from its first to its last day.
struct Gap {
  base::Date from;
  base::Date to;
  std::int32_t in_post = 0;
};
BOOST_DESCRIBE_STRUCT(Gap, (), (from, to, in_post))
std::vector<Gap> gaps(std::span<const base::DateRange> presences, std::int32_t minimum,
                      base::Date from, base::Date to);

}  // namespace sojourn::stages::postings
