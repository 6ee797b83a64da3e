// Who is trained in which session: an assignment of people to sessions, by which as many as can be
// are trained before they leave, and a proof that nobody could plan for more.
//
// What is maximised, in this order:
// 1. needs that are met in time (a need: one person lacks one course by a day);
// 2. needs met that are late already, for whom any session is better than none;
// 3. wishes: courses that somebody chose and nobody requires. No number of them outweighs one need
//    that can be met, and no need waits for them longer than it must for one wish more;
// 4. the least waiting: the days from `today` until each session ends, a place within the last
//    `last_minute_days` before the day it is due counting 30 days more.
// A person sits in one session at a time, a session meets one need of a person, and no session has
// more people than places.
//
// With one need a person this is a flow. With several needs and sessions that overlap in time it is
// not: each person takes a *pattern*, a set of sessions that do not overlap, and the programme over
// all patterns is an integer one (NP-hard in general: job interval selection with capacities). It
// is solved by columns: people who could take the same sessions are one group; the linear
// relaxation over all patterns gives each session a price (session_prices.h), and by weak duality
//
//   sum of price x places + sum over people of the best pattern at these prices
//
// is what no plan goes beyond. Prices are rounded to fractions of `price_parts` and that sum is
// made in whole numbers, so that nothing hangs on rounding: `bound_at` is the whole proof, and
// anybody can do it again. The plan is found by fixing what the relaxation gives whole and solving
// what is left; where plan and bound differ, branch and bound goes on for up to `most_nodes`. What
// is not proven then is said to be so.
//
// Literature: Barnhart et al., "Branch-and-price: column generation for solving huge integer
// programs" (1998); Dantzig and Van Slyke, "Generalized upper bounding techniques" (1967).
// Pure: no database, no clock; the same input gives the same plan.
// Tested in tests/unit/stages/training/session_plan_test.cpp (beside every assignment there is, on
// small cases); measured beside Cbc in bench/sessions.cpp.
#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/date.h"

namespace sojourn::stages::training {

struct PlanSession {
  std::int32_t course = 0;
  base::Date from;
  base::Date to;
  std::int32_t places = 0;  ///< still free
};

struct PlanNeed {
  std::vector<std::int32_t> courses = {};  ///< any one of them meets it
  base::Date by;                           ///< last day on which a session may end
  bool late = false;                       ///< it was due already: `by` is only how long it helps
  bool wish = false;                       ///< nobody requires it: `by` is only how long it helps
};

struct PlanPerson {
  std::vector<PlanNeed> needs = {};        ///< 16 at most
  std::vector<base::DateRange> busy = {};  ///< sits elsewhere, such as in a session already kept
};

struct SessionPlanInput {
  std::vector<PlanSession> sessions = {};
  std::vector<PlanPerson> people = {};
  base::Date today;                    ///< no session that begins before it is used
  std::int32_t last_minute_days = 14;  ///< see above
};

struct SessionPlanOptions {
  /// Parts into which the search may be cut where the first proof is not enough; each takes about
  /// as long as the first. 0: only one proof is tried.
  std::int32_t most_nodes = 100;
  /// Of them, those for the least waiting alone, once needs and wishes are proven: an office does
  /// not wait for that.
  std::int32_t most_for_waiting = 2;
};

/// A price of 1 is one need met; parts that divide by every small number, for prices of the
/// relaxation are fractions like 1/2 and 2/3.
inline constexpr std::int64_t price_parts = 5040;

struct SessionPlan {
  /// The session of each person's each need; none: it is not met.
  std::vector<std::vector<std::optional<std::int32_t>>> session = {};
  std::int64_t in_time = 0;        ///< needs met that were not late
  std::int64_t late = 0;           ///< late ones met
  std::int64_t needs = 0;          ///< in all, without wishes
  std::int64_t wishes = 0;         ///< met
  std::int64_t wished = 0;         ///< in all
  std::int64_t in_time_bound = 0;  ///< no plan meets more in time
  bool served_proven = false;      ///< no plan meets more: 1 and 2 above
  bool wishes_proven = false;      ///< nor more wishes, where it meets as many needs: 3
  bool proven = false;             ///< nor with less waiting
  std::int64_t waiting = 0;        ///< days, as in 4
  /// Of each session in parts of a wish: the proof of `served_proven` and `wishes_proven` where one
  /// part was enough.
  std::vector<std::int64_t> prices = {};
  std::int32_t nodes = 0;   ///< parts that were looked at
  std::int64_t groups = 0;  ///< of people who could take the same sessions
};

/// Throws Bug for a need that names no course or a person with more than 16.
SessionPlan plan_sessions(const SessionPlanInput& input, const SessionPlanOptions& options = {});

/// What no plan goes beyond by these prices: wishes met, a late need counting one more than there
/// are wishes, and a need in time one more than all late ones and wishes. In whole numbers, by
/// plain search through each person's patterns; shares no code with the search for plans.
std::int64_t bound_at(const SessionPlanInput& input, const std::vector<std::int64_t>& prices);
/// The same measure of a plan. Where the two are equal, nobody can meet more.
std::int64_t worth_of(const SessionPlanInput& input, const SessionPlan& plan);

/// Why one session does not meet a need that is not met.
enum class WhyNot : std::uint8_t {
  too_late,  ///< it ends after the day that it is due
  begun,     ///< it begins before today
  busy,      ///< the person is elsewhere then
  overlaps,  ///< with a session that meets another need of the person
  full,      ///< all its places are given
};
BOOST_DESCRIBE_ENUM(WhyNot, too_late, begun, busy, overlaps, full)

struct SessionReason {
  std::int32_t session = 0;
  WhyNot why = WhyNot::full;
  std::optional<std::int32_t> other = {};  ///< of `overlaps`: the session that they take
  std::int64_t due_sooner = 0;             ///< of `full`: people in it who are due no later
};

/// For each session of the courses that would meet it, in their order; empty: there is none.
std::vector<SessionReason> why_not(const SessionPlanInput& input, const SessionPlan& plan,
                                   std::size_t person, std::size_t need);

/// Whether people can sit in both.
bool apart(const PlanSession& one, const PlanSession& other);

}  // namespace sojourn::stages::training
