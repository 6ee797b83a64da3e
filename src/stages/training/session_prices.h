// What the places of sessions are worth: the linear relaxation of "each person takes one pattern of
// sessions, and no session has more people than places" (session_plan.h), by column generation. A
// revised simplex that keeps one pattern of each group aside (generalised upper bounds, Dantzig and
// Van Slyke 1967), so that its inverse is as wide as there are sessions however many people there
// are. Inside src/stages/training only.
// Tested by way of session_plan_test.cpp: every bound it gives is made again in whole numbers.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stages/training/session_plan.h"

namespace sojourn::stages::training {

/// A session that may meet a need, and what that is worth.
struct PatternItem {
  std::int32_t session = 0;
  std::int64_t gain = 0;
};

/// Sessions that one person takes: item `item[i]` of need i, -1 for none.
struct Pattern {
  std::vector<std::int32_t> item = {};
  friend bool operator==(const Pattern&, const Pattern&) = default;
};

/// People who could take the same sessions.
struct PatternGroup {
  std::vector<std::vector<PatternItem>> needs = {};  ///< 16 at most
  std::int64_t people = 0;
};

struct PriceProblem {
  std::span<const PlanSession> sessions;   ///< their days
  std::span<const std::int64_t> capacity;  ///< of each
  std::span<const PatternGroup> groups;
};

/// How many people of a group take a pattern.
struct PatternShare {
  std::int32_t group = 0;
  Pattern pattern;
  double people = 0;
};

struct Prices {
  std::vector<double> price = {};
  std::vector<PatternShare> shares = {};  ///< those above zero
};
Prices price_sessions(const PriceProblem& problem);

/// The pattern that is worth most at prices, and its worth less the prices. `Number`: double, or
/// std::int64_t with `scale` parts to a unit of gain.
template <class Number>
Number best_pattern(std::span<const PlanSession> sessions, const PatternGroup& group,
                    std::span<const Number> price, Number scale, Pattern& best);

/// floor(what no plan goes beyond), in units of gain, with the prices rounded to parts of `scale`.
std::int64_t bound_of(const PriceProblem& problem, std::span<const double> price,
                      std::int64_t scale, std::vector<std::int64_t>* rounded = nullptr);

}  // namespace sojourn::stages::training
