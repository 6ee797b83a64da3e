#include "stages/training/session_prices.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "base/ensure.h"

namespace sojourn::stages::training {
namespace {

/// A chosen item of a need, while the best pattern is looked for.
template <class Number>
struct Offer {
  base::Date from;
  base::Date to;
  std::int32_t need = 0;
  std::int32_t item = 0;
  Number worth = {};
  std::size_t next = 0;  ///< the first offer that begins after this one ends
};

/// Below it a number of the simplex is nothing. Gains are whole numbers up to 10^13, so that a
/// price is wrong in its 16th digit.
double smallest_gain(std::span<const PatternGroup> groups) {
  std::int64_t most = 1;
  for (const PatternGroup& group : groups) {
    for (const std::vector<PatternItem>& need : group.needs) {
      for (const PatternItem& item : need) {
        most = std::max(most, item.gain);
      }
    }
  }
  return std::max(1e-7, static_cast<double>(most) * 1e-13);
}

class Simplex {
 public:
  explicit Simplex(const PriceProblem& problem)
      : problem_(problem),
        sessions_(problem.sessions.size()),
        least_(smallest_gain(problem.groups)),
        key_(problem.groups.size()),
        key_people_(problem.groups.size()),
        people_(problem.groups.size()),
        room_(sessions_),
        basis_(sessions_),
        used_(sessions_),
        inverse_(sessions_ * sessions_, 0.0),
        price_(sessions_, 0.0) {
    // 1. Nobody takes anything: each group's pattern aside is the empty one. Room is widened a
    // little, each by another amount, so that no two rows run out at the same time and the search
    // never goes in a circle; the exact bound is made from the true numbers.
    for (std::size_t s = 0; s < sessions_; ++s) {
      room_[s] = static_cast<double>(problem.capacity[s]) + widened(s);
      basis_[s] = -1 - static_cast<std::int64_t>(s);
      used_[s] = room_[s];
      inverse_[s * sessions_ + s] = 1;
    }
    for (std::size_t g = 0; g < key_.size(); ++g) {
      people_[g] = static_cast<double>(problem.groups[g].people) + widened(sessions_ + g);
      key_[g] = static_cast<std::int64_t>(columns_.size());
      columns_.push_back({.group = static_cast<std::int32_t>(g), .pattern = empty(g)});
      key_people_[g] = people_[g];
    }
  }

  Prices solve() {
    reprice();
    // 2. Every group offers its best pattern at the prices; those that gain enter, best first,
    // until none of them gains any more; then all groups are asked again.
    while (true) {
      std::vector<std::pair<double, Column>> offers;
      for (std::size_t g = 0; g < key_.size(); ++g) {
        if (problem_.groups[g].people == 0) {
          continue;
        }
        Column column{.group = static_cast<std::int32_t>(g), .pattern = {}};
        const double worth = best_pattern<double>(problem_.sessions, problem_.groups[g], price_,
                                                  1.0, column.pattern);
        if (const double gain = worth - priced(this->column(key_[g])); gain > least_) {
          fill(column);
          offers.emplace_back(gain, std::move(column));
        }
      }
      std::stable_sort(offers.begin(), offers.end(),
                       [](const auto& a, const auto& b) { return a.first > b.first; });
      bool entered = false;
      for (bool again = true; again;) {
        again = enter_slacks();
        for (auto& [gain, column] : offers) {
          if (gain_of(column) > least_) {
            const std::int64_t at = static_cast<std::int64_t>(columns_.size());
            columns_.push_back(column);
            enter(at);
            again = true;
          }
        }
        entered = entered || again;
      }
      if (!entered) {
        break;
      }
    }
    return answer();
  }

 private:
  struct Column {
    std::int32_t group = 0;
    Pattern pattern = {};
    std::vector<std::int32_t> sessions = {};
    double value = 0;
  };

  static double widened(std::size_t row) {
    return 1e-6 * (1.0 + static_cast<double>((row * 2654435761U) % 1000U) / 1000.0);
  }

  Pattern empty(std::size_t group) const {
    return {.item = std::vector<std::int32_t>(problem_.groups[group].needs.size(), -1)};
  }

  void fill(Column& column) const {
    const PatternGroup& group = problem_.groups[static_cast<std::size_t>(column.group)];
    for (std::size_t need = 0; need < group.needs.size(); ++need) {
      if (const std::int32_t item = column.pattern.item[need]; item >= 0) {
        const PatternItem& taken = group.needs[need][static_cast<std::size_t>(item)];
        column.sessions.push_back(taken.session);
        column.value += static_cast<double>(taken.gain);
      }
    }
  }

  const Column& column(std::int64_t at) const { return columns_[static_cast<std::size_t>(at)]; }
  const Column& key_of(std::int32_t group) const {
    return column(key_[static_cast<std::size_t>(group)]);
  }

  double priced(const Column& column) const {
    double sum = column.value;
    for (const std::int32_t session : column.sessions) {
      sum -= price_[static_cast<std::size_t>(session)];
    }
    return sum;
  }
  double gain_of(const Column& column) const {
    return priced(column) - priced(key_of(column.group));
  }

  /// Prices from the basis: price = (value - value of the key) x inverse.
  void reprice() {
    std::fill(price_.begin(), price_.end(), 0.0);
    for (std::size_t i = 0; i < sessions_; ++i) {
      if (basis_[i] < 0) {
        continue;
      }
      const Column& basic = column(basis_[i]);
      const double value = basic.value - key_of(basic.group).value;
      for (std::size_t s = 0; s < sessions_; ++s) {
        price_[s] += value * inverse_[i * sessions_ + s];
      }
    }
  }

  /// Sessions whose price fell below nothing stay partly empty.
  bool enter_slacks() {
    for (std::size_t s = 0; s < sessions_; ++s) {
      if (price_[s] < -least_) {
        enter(-1 - static_cast<std::int64_t>(s));
        return true;
      }
    }
    return false;
  }

  /// What column `at` takes of the sessions, beyond its group's key.
  std::vector<double> difference(std::int64_t at) const {
    std::vector<double> made(sessions_, 0.0);
    if (at < 0) {
      made[static_cast<std::size_t>(-1 - at)] = 1;
      return made;
    }
    for (const std::int32_t session : column(at).sessions) {
      made[static_cast<std::size_t>(session)] += 1;
    }
    for (const std::int32_t session : key_of(column(at).group).sessions) {
      made[static_cast<std::size_t>(session)] -= 1;
    }
    return made;
  }

  void enter(std::int64_t at) {
    constexpr double nothing = 1e-9;
    // 1. How each basic number changes for a person more in `at`.
    const std::vector<double> wanted = difference(at);
    std::vector<double> change(sessions_, 0.0);
    for (std::size_t i = 0; i < sessions_; ++i) {
      for (std::size_t s = 0; s < sessions_; ++s) {
        change[i] += inverse_[i * sessions_ + s] * wanted[s];
      }
    }
    std::vector<std::pair<std::int32_t, double>> of_keys;
    const auto key_changes = [&](std::int32_t group, double by) {
      for (auto& [which, sum] : of_keys) {
        if (which == group) {
          sum += by;
          return;
        }
      }
      of_keys.emplace_back(group, by);
    };
    if (at >= 0) {
      key_changes(column(at).group, 1);
    }
    for (std::size_t i = 0; i < sessions_; ++i) {
      if (basis_[i] >= 0) {
        key_changes(column(basis_[i]).group, -change[i]);
      }
    }
    // 2. What runs out first leaves.
    double most = -1;
    std::size_t row = sessions_;
    std::int32_t leaving_key = -1;
    const auto runs_out = [&](double there, double by) {
      if (by > nothing) {
        const double until = std::max(there, 0.0) / by;
        if (most < 0 || until < most) {
          most = until;
          return true;
        }
      }
      return false;
    };
    for (std::size_t i = 0; i < sessions_; ++i) {
      if (runs_out(used_[i], change[i])) {
        row = i;
        leaving_key = -1;
      }
    }
    for (const auto& [group, by] : of_keys) {
      if (runs_out(key_people_[static_cast<std::size_t>(group)], by)) {
        row = sessions_;
        leaving_key = group;
      }
    }
    base::ensure(most >= 0, "no price falls without end: every row has room for so many only");
    // 3. The numbers after it.
    for (std::size_t i = 0; i < sessions_; ++i) {
      used_[i] -= most * change[i];
    }
    for (const auto& [group, by] : of_keys) {
      key_people_[static_cast<std::size_t>(group)] -= most * by;
    }
    // 4. It takes the place of what left.
    replace(at, row, leaving_key, most, change);
  }

  void replace(std::int64_t at, std::size_t row, std::int32_t leaving_key, double people,
               std::vector<double>& change) {
    if (leaving_key >= 0) {
      const auto group = static_cast<std::size_t>(leaving_key);
      std::vector<std::size_t> own;
      for (std::size_t i = 0; i < sessions_; ++i) {
        if (basis_[i] >= 0 && column(basis_[i]).group == leaving_key) {
          own.push_back(i);
        }
      }
      if (own.empty()) {
        key_[group] = at;
        key_people_[group] = people;
        return;  // the prices stay
      }
      // Another of the group stands aside in its place: the group's columns are now less that one,
      // which adds their rows of the inverse to its own.
      row = own.front();
      for (std::size_t k = 1; k < own.size(); ++k) {
        for (std::size_t s = 0; s < sessions_; ++s) {
          inverse_[row * sessions_ + s] += inverse_[own[k] * sessions_ + s];
        }
        change[row] += change[own[k]];
      }
      if (at >= 0 && column(at).group == leaving_key) {
        change[row] -= 1;
      }
      key_[group] = basis_[row];
      key_people_[group] = used_[row];
    }
    basis_[row] = at;
    used_[row] = people;
    pivot(row, change);
    if (++pivots_ % 200 == 0) {
      rebuild();
    }
    reprice();
  }

  void pivot(std::size_t row, const std::vector<double>& change) {
    double* const own = &inverse_[row * sessions_];
    for (std::size_t s = 0; s < sessions_; ++s) {
      own[s] /= change[row];
    }
    for (std::size_t i = 0; i < sessions_; ++i) {
      if (i != row && change[i] != 0) {
        for (std::size_t s = 0; s < sessions_; ++s) {
          inverse_[i * sessions_ + s] -= change[i] * own[s];
        }
      }
    }
  }

  /// The inverse and all numbers anew, by elimination.
  void rebuild() {
    const std::size_t n = sessions_;
    std::vector<double> from(n * n, 0.0);
    for (std::size_t i = 0; i < n; ++i) {
      const std::vector<double> taken = difference(basis_[i]);
      for (std::size_t s = 0; s < n; ++s) {
        from[s * n + i] = taken[s];
      }
    }
    std::fill(inverse_.begin(), inverse_.end(), 0.0);
    for (std::size_t s = 0; s < n; ++s) {
      inverse_[s * n + s] = 1;
    }
    for (std::size_t c = 0; c < n; ++c) {
      std::size_t best = c;
      for (std::size_t r = c + 1; r < n; ++r) {
        if (std::abs(from[r * n + c]) > std::abs(from[best * n + c])) {
          best = r;
        }
      }
      base::ensure(std::abs(from[best * n + c]) > 1e-9, "a basis has an inverse");
      if (best != c) {
        std::swap_ranges(&from[c * n], &from[c * n] + n, &from[best * n]);
        std::swap_ranges(&inverse_[c * n], &inverse_[c * n] + n, &inverse_[best * n]);
      }
      const double own = from[c * n + c];
      for (std::size_t s = 0; s < n; ++s) {
        from[c * n + s] /= own;
        inverse_[c * n + s] /= own;
      }
      for (std::size_t r = 0; r < n; ++r) {
        if (const double factor = from[r * n + c]; r != c && factor != 0) {
          for (std::size_t s = 0; s < n; ++s) {
            from[r * n + s] -= factor * from[c * n + s];
            inverse_[r * n + s] -= factor * inverse_[c * n + s];
          }
        }
      }
    }
    std::vector<double> left = room_;
    for (std::size_t g = 0; g < key_.size(); ++g) {
      for (const std::int32_t session : column(key_[g]).sessions) {
        left[static_cast<std::size_t>(session)] -= people_[g];
      }
      key_people_[g] = people_[g];
    }
    for (std::size_t i = 0; i < n; ++i) {
      used_[i] = 0;
      for (std::size_t s = 0; s < n; ++s) {
        used_[i] += inverse_[i * n + s] * left[s];
      }
      if (basis_[i] >= 0) {
        key_people_[static_cast<std::size_t>(column(basis_[i]).group)] -= used_[i];
      }
    }
  }

  Prices answer() const {
    Prices made{.price = price_, .shares = {}};
    const auto add = [&](std::int64_t at, double people) {
      if (people > 1e-4 && !column(at).sessions.empty()) {
        made.shares.push_back({column(at).group, column(at).pattern, people});
      }
    };
    for (const std::int64_t key : key_) {
      add(key, key_people_[static_cast<std::size_t>(column(key).group)]);
    }
    for (std::size_t i = 0; i < sessions_; ++i) {
      if (basis_[i] >= 0) {
        add(basis_[i], used_[i]);
      }
    }
    return made;
  }

  const PriceProblem& problem_;
  std::size_t sessions_;
  double least_;
  std::vector<Column> columns_;
  std::vector<std::int64_t> key_;    ///< column of each group that stands aside
  std::vector<double> key_people_;   ///< who take it
  std::vector<double> people_;       ///< of each group
  std::vector<double> room_;         ///< of each session
  std::vector<std::int64_t> basis_;  ///< columns; -1 - s: room of session s that is left
  std::vector<double> used_;         ///< the number of each
  std::vector<double> inverse_;      ///< of the basis, less the keys
  std::vector<double> price_;
  std::int64_t pivots_ = 0;
};

}  // namespace

template <class Number>
Number best_pattern(std::span<const PlanSession> sessions, const PatternGroup& group,
                    std::span<const Number> price, Number scale, Pattern& best) {
  // 1. What gains at these prices. Each need's own best is the answer where these are apart.
  std::vector<Offer<Number>> offers;
  best.item.assign(group.needs.size(), -1);
  std::vector<Number> most(group.needs.size(), Number{0});
  for (std::size_t need = 0; need < group.needs.size(); ++need) {
    for (std::size_t i = 0; i < group.needs[need].size(); ++i) {
      const PatternItem& item = group.needs[need][i];
      const auto session = static_cast<std::size_t>(item.session);
      const Number worth = static_cast<Number>(item.gain) * scale - price[session];
      if (worth > 0) {
        offers.push_back({.from = sessions[session].from,
                          .to = sessions[session].to,
                          .need = static_cast<std::int32_t>(need),
                          .item = static_cast<std::int32_t>(i),
                          .worth = worth});
        if (worth > most[need]) {
          most[need] = worth;
          best.item[need] = static_cast<std::int32_t>(i);
        }
      }
    }
  }
  Number sum{0};
  bool all_apart = true;
  for (std::size_t a = 0; a < group.needs.size() && all_apart; ++a) {
    sum += most[a];
    for (std::size_t b = 0; b < a && all_apart && best.item[a] >= 0; ++b) {
      if (best.item[b] >= 0) {
        const auto session_of = [&](std::size_t need) -> const PlanSession& {
          return sessions[static_cast<std::size_t>(
              group.needs[need][static_cast<std::size_t>(best.item[need])].session)];
        };
        all_apart = apart(session_of(a), session_of(b));
      }
    }
  }
  if (all_apart) {
    return sum;
  }
  // 2. Else by the day of beginning: from each offer on, for each set of needs that are open, the
  // most that can be had.
  std::sort(offers.begin(), offers.end(), [](const auto& a, const auto& b) {
    return std::tie(a.from, a.need, a.item) < std::tie(b.from, b.need, b.item);
  });
  for (std::size_t i = 0; i < offers.size(); ++i) {
    std::size_t next = i + 1;
    while (next < offers.size() && offers[next].from <= offers[i].to) {
      ++next;
    }
    offers[i].next = next;
  }
  const std::size_t sets = std::size_t{1} << group.needs.size();
  std::vector<Number> from_here((offers.size() + 1) * sets, Number{0});
  for (std::size_t i = offers.size(); i-- > 0;) {
    const std::size_t bit = std::size_t{1} << static_cast<std::size_t>(offers[i].need);
    for (std::size_t open = 0; open < sets; ++open) {
      Number here = from_here[(i + 1) * sets + open];
      if ((open & bit) != 0) {
        here = std::max(here, offers[i].worth + from_here[offers[i].next * sets + (open - bit)]);
      }
      from_here[i * sets + open] = here;
    }
  }
  best.item.assign(group.needs.size(), -1);
  std::size_t open = sets - 1;
  for (std::size_t i = 0; i < offers.size();) {
    const std::size_t bit = std::size_t{1} << static_cast<std::size_t>(offers[i].need);
    if (from_here[i * sets + open] == from_here[(i + 1) * sets + open]) {
      ++i;
    } else {
      best.item[static_cast<std::size_t>(offers[i].need)] = offers[i].item;
      open -= bit;
      i = offers[i].next;
    }
  }
  return from_here[sets - 1];
}

template double best_pattern<double>(std::span<const PlanSession>, const PatternGroup&,
                                     std::span<const double>, double, Pattern&);
template std::int64_t best_pattern<std::int64_t>(std::span<const PlanSession>, const PatternGroup&,
                                                 std::span<const std::int64_t>, std::int64_t,
                                                 Pattern&);

Prices price_sessions(const PriceProblem& problem) { return Simplex(problem).solve(); }

std::int64_t bound_of(const PriceProblem& problem, std::span<const double> price,
                      std::int64_t scale, std::vector<std::int64_t>* rounded) {
  std::vector<std::int64_t> parts;
  parts.reserve(price.size());
  std::int64_t bound = 0;
  for (std::size_t s = 0; s < price.size(); ++s) {
    parts.push_back(std::llround(std::max(price[s], 0.0) * static_cast<double>(scale)));
    bound += parts.back() * problem.capacity[s];
  }
  Pattern best;
  for (const PatternGroup& group : problem.groups) {
    bound += group.people * best_pattern<std::int64_t>(problem.sessions, group, parts, scale, best);
  }
  if (rounded != nullptr) {
    *rounded = std::move(parts);
  }
  return bound / scale;
}

}  // namespace sojourn::stages::training
