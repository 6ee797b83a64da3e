#include "stages/training/session_plan.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>

#include "base/ensure.h"
#include "stages/training/session_prices.h"

namespace sojourn::stages::training {
namespace {

constexpr std::size_t most_needs = 16;
/// Days of waiting that a place at the last minute counts for.
constexpr std::int64_t last_minute_counts = 30;
/// A share of the relaxation this near to a whole number is one.
constexpr double whole_within = 1e-3;

bool begun(const SessionPlanInput& input, const PlanSession& session) {
  return session.from < input.today;
}

bool meets(const PlanSession& session, const PlanNeed& need) {
  return std::find(need.courses.begin(), need.courses.end(), session.course) != need.courses.end();
}

bool is_busy(const PlanPerson& person, const PlanSession& session) {
  return std::any_of(person.busy.begin(), person.busy.end(), [&](const base::DateRange& range) {
    return range.overlaps(base::DateRange(session.from, session.to));
  });
}

/// Whether one person could have a place in it for that need, if there were one.
bool could_take(const SessionPlanInput& input, const PlanPerson& person, const PlanNeed& need,
                const PlanSession& session) {
  return meets(session, need) && session.to <= need.by && !begun(input, session) &&
         !is_busy(person, session);
}

std::int64_t waiting_of(const SessionPlanInput& input, const PlanNeed& need,
                        const PlanSession& session) {
  const bool last_minute =
      !need.late && !need.wish && need.by - session.to < input.last_minute_days;
  return (session.to - input.today) + (last_minute ? last_minute_counts : 0);
}

/// How many wishes a need counts for: a late one for more than all wishes, one in time for more
/// than all late ones and wishes.
struct Worths {
  std::int64_t late = 1;
  std::int64_t in_time = 1;
  std::int64_t of(const PlanNeed& need) const { return need.wish ? 1 : need.late ? late : in_time; }
};

Worths worths_of(const SessionPlanInput& input) {
  std::int64_t late = 0;
  std::int64_t wishes = 0;
  for (const PlanPerson& person : input.people) {
    for (const PlanNeed& need : person.needs) {
      wishes += need.wish ? 1 : 0;
      late += need.late && !need.wish ? 1 : 0;
    }
  }
  return {.late = wishes + 1, .in_time = (late + 1) * (wishes + 1)};
}

/// A group, and who is in it.
struct Members {
  PatternGroup group;
  std::vector<std::int32_t> people;
  void take_over(std::vector<std::int32_t> others) {
    people = std::move(others);
    group.people = std::ssize(people);
  }
};

/// A place that somebody is given; `need` as their group numbers it.
struct Given {
  std::int32_t person = 0;
  std::int32_t need = 0;
  std::int32_t session = 0;
};

/// What is left to plan, and what is fixed.
struct Part {
  std::vector<Members> groups;
  std::vector<std::int64_t> capacity;
  std::vector<Given> given;
  std::int64_t value = 0;  ///< of what is given
};

class Planner {
 public:
  Planner(const SessionPlanInput& input, const SessionPlanOptions& options)
      : input_(input), options_(options) {}

  SessionPlan plan() {
    // 1. Who could take the same sessions is one group.
    find_weights();
    Part whole = group();
    plan_.groups = std::ssize(whole.groups);
    // 2. How many needs can be met at most: prices where each need is worth the same.
    const std::int64_t worth_bound = bound_worth(whole);
    // 3. The plan, and what is proven of it.
    search(std::move(whole));
    write();
    const std::int64_t worth = worth_of(input_, plan_);
    plan_.in_time_bound = worth_bound / worths_.in_time;
    plan_.wishes_proven = plan_.proven || worth == worth_bound || bound_ <= worth * need_weight_;
    // Of needs alone: one late need more would be worth so much, whatever it cost in wishes.
    const std::int64_t needs = worth / worths_.late;
    plan_.served_proven = plan_.wishes_proven || needs == worth_bound / worths_.late ||
                          bound_ <= ((needs + 1) * worths_.late - 1) * need_weight_;
    if (plan_.served_proven) {
      plan_.in_time_bound = plan_.in_time;
    }
    return std::move(plan_);
  }

 private:
  /// One wish met outweighs all waiting, so that the order of the four aims is one number.
  void find_weights() {
    worths_ = worths_of(input_);
    std::int64_t waiting = 0;
    for (const PlanPerson& person : input_.people) {
      base::ensure(person.needs.size() <= most_needs, "a person has few needs");
      for (const PlanNeed& need : person.needs) {
        base::ensure(!need.courses.empty(), "a need names a course");
        ++(need.wish ? plan_.wished : plan_.needs);
        std::int64_t most = 0;
        for (const PlanSession& session : input_.sessions) {
          if (could_take(input_, person, need, session)) {
            most = std::max(most, waiting_of(input_, need, session));
          }
        }
        waiting += most;
      }
    }
    need_weight_ = waiting + 1;
    const double largest = static_cast<double>(need_weight_) *
                           static_cast<double>(worths_.in_time) *
                           static_cast<double>(plan_.needs + plan_.wished + 1);
    for (scale_ = price_parts; scale_ > 1 && largest * static_cast<double>(scale_) > 4e18;) {
      scale_ /= 2;
    }
    base::ensure(largest < 4e18, "the needs can be counted");
  }

  Part group() {
    Part whole;
    for (const PlanSession& session : input_.sessions) {
      whole.capacity.push_back(std::max(session.places, 0));
    }
    using Key = std::vector<std::vector<std::pair<std::int32_t, std::int64_t>>>;
    std::map<Key, std::size_t> known;
    order_.resize(input_.people.size());
    for (std::size_t p = 0; p < input_.people.size(); ++p) {
      const PlanPerson& person = input_.people[p];
      std::vector<std::pair<Key::value_type, std::int32_t>> needs;
      for (std::size_t n = 0; n < person.needs.size(); ++n) {
        Key::value_type items;
        for (std::size_t s = 0; s < input_.sessions.size(); ++s) {
          const PlanSession& session = input_.sessions[s];
          if (session.places > 0 && could_take(input_, person, person.needs[n], session)) {
            items.emplace_back(static_cast<std::int32_t>(s),
                               worths_.of(person.needs[n]) * need_weight_ -
                                   waiting_of(input_, person.needs[n], session));
          }
        }
        if (!items.empty()) {
          needs.emplace_back(std::move(items), static_cast<std::int32_t>(n));
        }
      }
      std::sort(needs.begin(), needs.end());
      Key key;
      for (auto& [items, need] : needs) {
        order_[p].push_back(need);
        key.push_back(std::move(items));
      }
      if (key.empty()) {
        continue;
      }
      const auto [at, fresh] = known.try_emplace(key, whole.groups.size());
      if (fresh) {
        Members made;
        for (const auto& items : key) {
          std::vector<PatternItem>& to = made.group.needs.emplace_back();
          for (const auto& [session, gain] : items) {
            to.push_back({session, gain});
          }
        }
        whole.groups.push_back(std::move(made));
      }
      Members& own = whole.groups[at->second];
      own.people.push_back(static_cast<std::int32_t>(p));
      ++own.group.people;
    }
    return whole;
  }

  static std::vector<PatternGroup> groups_of(const Part& part) {
    std::vector<PatternGroup> made;
    for (const Members& each : part.groups) {
      if (each.group.people > 0) {
        made.push_back(each.group);
      }
    }
    return made;
  }

  std::int64_t bound_worth(const Part& whole) {
    std::vector<PatternGroup> groups = groups_of(whole);
    for (PatternGroup& group : groups) {
      for (std::vector<PatternItem>& need : group.needs) {
        for (PatternItem& item : need) {
          item.gain = (item.gain + need_weight_ - 1) / need_weight_;  // without the waiting
        }
      }
    }
    const PriceProblem problem{
        .sessions = input_.sessions, .capacity = whole.capacity, .groups = groups};
    const Prices prices = price_sessions(problem);
    return bound_of(problem, prices.price, price_parts, &plan_.prices);
  }

  /// Branch and bound, depth first; the first part is everything.
  void search(Part whole) {
    best_value_ = -1;
    std::vector<std::pair<Part, std::int64_t>> open;
    open.emplace_back(std::move(whole), -1);
    bool complete = true;
    while (!open.empty()) {
      const bool served = best_value_ >= 0 &&
                          bound_ <= (best_value_ + need_weight_ - 1) / need_weight_ * need_weight_;
      if (plan_.nodes > (served ? std::min(options_.most_for_waiting, options_.most_nodes)
                                : options_.most_nodes)) {
        complete = false;
        break;
      }
      Part part = std::move(open.back().first);
      const std::int64_t known = open.back().second;
      open.pop_back();
      if (known >= 0 && known <= best_value_) {
        continue;
      }
      ++plan_.nodes;
      const std::vector<Members> kept = part.groups;
      std::vector<PatternGroup> groups;
      groups.reserve(kept.size());
      for (const Members& each : kept) {
        groups.push_back(each.group);
      }
      const PriceProblem problem{
          .sessions = input_.sessions, .capacity = part.capacity, .groups = groups};
      const Prices prices = price_sessions(problem);
      const std::int64_t bound = part.value + bound_of(problem, prices.price, scale_);
      if (plan_.nodes == 1) {
        bound_ = bound;
      }
      if (bound <= best_value_) {
        continue;
      }
      dive(part, prices);
      if (bound > best_value_) {
        branch(std::move(part), prices, bound, open);
      }
    }
    plan_.proven = complete;
    if (complete) {
      bound_ = best_value_;
    }
  }

  /// Gives what the relaxation gives whole, and plans what is left in the same way.
  void dive(const Part& from, const Prices& first) {
    Part part = from;
    Prices prices = first;
    while (!prices.shares.empty()) {
      bool any = false;
      std::size_t largest = 0;
      for (std::size_t i = 0; i < prices.shares.size(); ++i) {
        any = give(part, prices.shares[i],
                   static_cast<std::int64_t>(std::floor(prices.shares[i].people + whole_within))) ||
              any;
        if (prices.shares[i].people > prices.shares[largest].people) {
          largest = i;
        }
      }
      if (!any && !give(part, prices.shares[largest], 1)) {
        break;
      }
      std::vector<PatternGroup> groups;
      for (const Members& each : part.groups) {
        groups.push_back(each.group);
      }
      prices = price_sessions(
          {.sessions = input_.sessions, .capacity = part.capacity, .groups = groups});
    }
    if (part.value > best_value_) {
      best_value_ = part.value;
      best_ = std::move(part.given);
    }
  }

  /// A pattern to so many people of its group, or as many as there are and as there is room for.
  static bool give(Part& part, const PatternShare& share, std::int64_t people) {
    Members& members = part.groups[static_cast<std::size_t>(share.group)];
    bool any = false;
    for (std::int64_t i = 0; i < people && !members.people.empty(); ++i) {
      for (std::size_t need = 0; need < share.pattern.item.size(); ++need) {
        if (const PatternItem* item = item_of(members.group, share.pattern, need)) {
          if (part.capacity[static_cast<std::size_t>(item->session)] == 0) {
            return any;
          }
        }
      }
      for (std::size_t need = 0; need < share.pattern.item.size(); ++need) {
        if (const PatternItem* item = item_of(members.group, share.pattern, need)) {
          --part.capacity[static_cast<std::size_t>(item->session)];
          part.value += item->gain;
          part.given.push_back(
              {members.people.back(), static_cast<std::int32_t>(need), item->session});
        }
      }
      members.people.pop_back();
      --members.group.people;
      any = true;
    }
    return any;
  }

  static const PatternItem* item_of(const PatternGroup& group, const Pattern& pattern,
                                    std::size_t need) {
    const std::int32_t item = pattern.item[need];
    return item < 0 ? nullptr : &group.needs[need][static_cast<std::size_t>(item)];
  }

  /// Which group's which item is given to no whole number of people, and what that number is.
  struct Parting {
    std::size_t group = 0;
    std::size_t need = 0;
    std::size_t item = 0;
    double people = 0;
  };

  static std::optional<Parting> parting(const Prices& prices) {
    std::map<std::tuple<std::int32_t, std::size_t, std::int32_t>, double> takes;
    for (const PatternShare& share : prices.shares) {
      for (std::size_t need = 0; need < share.pattern.item.size(); ++need) {
        if (share.pattern.item[need] >= 0) {
          takes[{share.group, need, share.pattern.item[need]}] += share.people;
        }
      }
    }
    const auto made = [](const auto& key, double people) {
      return Parting{static_cast<std::size_t>(std::get<0>(key)), std::get<1>(key),
                     static_cast<std::size_t>(std::get<2>(key)), people};
    };
    for (const auto& [key, people] : takes) {
      if (std::abs(people - std::round(people)) > whole_within) {
        return made(key, people);
      }
    }
    // All items are given whole, but the patterns that they make up are not.
    for (const PatternShare& share : prices.shares) {
      if (std::abs(share.people - std::round(share.people)) > whole_within) {
        for (std::size_t need = 0; need < share.pattern.item.size(); ++need) {
          if (share.pattern.item[need] >= 0) {
            const std::tuple key{share.group, need, share.pattern.item[need]};
            return made(key, takes.at(key));
          }
        }
      }
    }
    return std::nullopt;
  }

  /// Any item at all: where rounding alone parts plan and bound.
  static std::optional<Parting> any_item(const Part& part) {
    for (std::size_t g = 0; g < part.groups.size(); ++g) {
      for (std::size_t need = 0; need < part.groups[g].group.needs.size(); ++need) {
        if (part.groups[g].group.people > 0 && !part.groups[g].group.needs[need].empty()) {
          return Parting{g, need, 0, 1};
        }
      }
    }
    return std::nullopt;
  }

  /// In two: at least so many people of a group take that session, or fewer.
  void branch(Part part, const Prices& prices, std::int64_t bound,
              std::vector<std::pair<Part, std::int64_t>>& open) {
    const std::optional<Parting> found = [&] {
      const std::optional<Parting> made = parting(prices);
      return made ? made : any_item(part);
    }();
    if (!found) {
      return;  // nothing is left to give
    }
    const auto many = static_cast<std::size_t>(std::max<std::int64_t>(
        1, static_cast<std::int64_t>(std::ceil(found->people - whole_within))));
    const Members& members = part.groups[found->group];
    const PatternItem item = members.group.needs[found->need][found->item];
    const std::vector<std::int32_t>& people = members.people;
    const auto first = people.begin() + static_cast<std::ptrdiff_t>(std::min(many, people.size()));
    // Fewer: the others do not take it.
    Part fewer = part;
    {
      Members without = members;
      std::vector<PatternItem>& items = without.group.needs[found->need];
      items.erase(items.begin() + static_cast<std::ptrdiff_t>(found->item));
      without.take_over({first - 1, people.end()});
      fewer.groups[found->group].take_over({people.begin(), first - 1});
      fewer.groups.push_back(std::move(without));
      open.emplace_back(std::move(fewer), bound);
    }
    // So many: they have it, and what overlaps with it is not for them.
    auto& room = part.capacity[static_cast<std::size_t>(item.session)];
    if (room < std::ssize(people) - (people.end() - first)) {
      return;
    }
    Members with = members;
    with.take_over({people.begin(), first});
    with.group.needs[found->need].clear();
    const PlanSession& taken = input_.sessions[static_cast<std::size_t>(item.session)];
    for (std::vector<PatternItem>& items : with.group.needs) {
      std::erase_if(items, [&](const PatternItem& each) {
        return !apart(taken, input_.sessions[static_cast<std::size_t>(each.session)]);
      });
    }
    room -= with.group.people;
    part.value += item.gain * with.group.people;
    for (const std::int32_t person : with.people) {
      part.given.push_back({person, static_cast<std::int32_t>(found->need), item.session});
    }
    part.groups[found->group].take_over({first, people.end()});
    part.groups.push_back(std::move(with));
    open.emplace_back(std::move(part), bound);
  }

  void write() {
    for (const PlanPerson& person : input_.people) {
      plan_.session.emplace_back(person.needs.size());
    }
    for (const Given& each : best_) {
      const auto person = static_cast<std::size_t>(each.person);
      const auto need =
          static_cast<std::size_t>(order_[person][static_cast<std::size_t>(each.need)]);
      plan_.session[person][need] = each.session;
      const PlanNeed& met = input_.people[person].needs[need];
      (met.wish ? plan_.wishes : met.late ? plan_.late : plan_.in_time) += 1;
      plan_.waiting +=
          waiting_of(input_, met, input_.sessions[static_cast<std::size_t>(each.session)]);
    }
  }

  const SessionPlanInput& input_;
  const SessionPlanOptions& options_;
  SessionPlan plan_;
  Worths worths_;
  std::int64_t need_weight_ = 1;  ///< days of waiting that one wish outweighs
  std::int64_t scale_ = price_parts;
  std::vector<std::vector<std::int32_t>> order_;  ///< of a person: the need that a number means
  std::int64_t best_value_ = -1;
  std::int64_t bound_ = 0;
  std::vector<Given> best_;
};

/// All patterns of a person, one need after the other.
std::int64_t best_by_search(const SessionPlanInput& input, const PlanPerson& person,
                            const std::vector<std::int64_t>& prices, const Worths& worths,
                            std::size_t need, std::vector<std::int32_t>& taken) {
  if (need == person.needs.size()) {
    return 0;
  }
  std::int64_t best = best_by_search(input, person, prices, worths, need + 1, taken);
  for (std::size_t s = 0; s < input.sessions.size(); ++s) {
    const PlanSession& session = input.sessions[s];
    const std::int64_t gain = worths.of(person.needs[need]) * price_parts - prices.at(s);
    if (gain <= 0 || session.places <= 0 ||
        !could_take(input, person, person.needs[need], session) ||
        !std::all_of(taken.begin(), taken.end(), [&](std::int32_t other) {
          return apart(session, input.sessions[static_cast<std::size_t>(other)]);
        })) {
      continue;
    }
    taken.push_back(static_cast<std::int32_t>(s));
    best = std::max(best, gain + best_by_search(input, person, prices, worths, need + 1, taken));
    taken.pop_back();
  }
  return best;
}

}  // namespace

bool apart(const PlanSession& one, const PlanSession& other) {
  return one.to < other.from || other.to < one.from;
}

SessionPlan plan_sessions(const SessionPlanInput& input, const SessionPlanOptions& options) {
  return Planner(input, options).plan();
}

std::int64_t bound_at(const SessionPlanInput& input, const std::vector<std::int64_t>& prices) {
  const Worths worths = worths_of(input);
  std::int64_t bound = 0;
  for (std::size_t s = 0; s < input.sessions.size(); ++s) {
    base::ensure(prices.at(s) >= 0, "a price is not below nothing");
    bound += prices[s] * std::max(input.sessions[s].places, 0);
  }
  std::vector<std::int32_t> taken;
  for (const PlanPerson& person : input.people) {
    bound += best_by_search(input, person, prices, worths, 0, taken);
  }
  return bound / price_parts;
}

std::int64_t worth_of(const SessionPlanInput& input, const SessionPlan& plan) {
  const Worths worths = worths_of(input);
  std::int64_t worth = 0;
  for (std::size_t p = 0; p < input.people.size(); ++p) {
    for (std::size_t n = 0; n < input.people[p].needs.size(); ++n) {
      if (plan.session.at(p).at(n)) {
        worth += worths.of(input.people[p].needs[n]);
      }
    }
  }
  return worth;
}

std::vector<SessionReason> why_not(const SessionPlanInput& input, const SessionPlan& plan,
                                   std::size_t person, std::size_t need) {
  const PlanPerson& who = input.people.at(person);
  const PlanNeed& lacks = who.needs.at(need);
  std::vector<SessionReason> made;
  for (std::size_t s = 0; s < input.sessions.size(); ++s) {
    const PlanSession& session = input.sessions[s];
    if (!meets(session, lacks)) {
      continue;
    }
    SessionReason reason{.session = static_cast<std::int32_t>(s)};
    const auto overlapping = std::find_if(
        plan.session.at(person).begin(), plan.session.at(person).end(),
        [&](const std::optional<std::int32_t>& other) {
          return other && !apart(session, input.sessions[static_cast<std::size_t>(*other)]);
        });
    if (session.to > lacks.by) {
      reason.why = WhyNot::too_late;
    } else if (begun(input, session)) {
      reason.why = WhyNot::begun;
    } else if (is_busy(who, session)) {
      reason.why = WhyNot::busy;
    } else if (overlapping != plan.session.at(person).end()) {
      reason.why = WhyNot::overlaps;
      reason.other = *overlapping;
    } else {
      for (std::size_t p = 0; p < input.people.size(); ++p) {
        for (std::size_t n = 0; n < input.people[p].needs.size(); ++n) {
          reason.due_sooner +=
              plan.session[p][n] == reason.session && input.people[p].needs[n].by <= lacks.by ? 1
                                                                                              : 0;
        }
      }
    }
    made.push_back(reason);
  }
  return made;
}

}  // namespace sojourn::stages::training
