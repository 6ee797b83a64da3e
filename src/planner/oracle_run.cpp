// The dynamic programme of the one-site problem (oracle.h): people as stages, one layer of states a
// stage, and the way back through the layers to the team.
#include <algorithm>

#include "planner/oracle.h"

namespace sojourn::planner {

namespace {

// States nobody can reach drift from `infinite` by the costs added to them, never this far.
constexpr Milli out_of_reach = infinite / 2;

}  // namespace

Milli SiteOracle::run(const Grid& grid, Milli cutoff) {
  const std::size_t stages = kept_.size();
  if (layers_.size() < (stages + 1) * grid.states)
    layers_.resize((stages + 1) * grid.states);
  Milli* from = layers_.data();
  std::fill(from, from + grid.states, infinite);
  from[0] = 0;
  const std::uint32_t cover_mask = static_cast<std::uint32_t>(masks_) - 1;
  // What a requirement set and "somebody stays" become when this person joins.
  transition_.resize(grid.per_gate);
  for (std::size_t stage = 0; stage < stages; ++stage) {
    const Candidate& person = kept_[stage];
    Milli* to = from + grid.states;
    if (person.must) {
      std::fill(to, to + grid.states, infinite);
    } else {
      std::copy(from, from + grid.states, to);
    }
    const auto heads =
        std::min(static_cast<std::size_t>(seats_), stage + 1);  // heads before this person: < heads
    const std::size_t step = person.first_timer && grid.gates > 1 ? 1 : 0;
    // A gate of one state that first-timers may not pass: max_first_timers is 0.
    const bool barred = person.first_timer && &grid == &full_ && grid.gates == 1;
    if (!barred) {
      const std::uint32_t covers = person.covers & cover_mask;
      for (std::uint32_t mask = 0; mask <= cover_mask; ++mask) {
        for (std::size_t stay = 0; stay < grid.per_mask; ++stay) {
          transition_[mask * grid.per_mask + stay] = static_cast<std::uint32_t>(
              (mask | covers) * grid.per_mask + (person.stayer ? grid.per_mask - 1 : stay));
        }
      }
      const auto join = [&](std::size_t base, std::size_t next, Milli cost) {
        for (std::size_t k = 0; k < grid.per_gate; ++k) {
          const Milli value = from[base + k] + cost;
          Milli& slot = to[next + transition_[k]];
          if (value < slot)
            slot = value;
        }
      };
      for (std::size_t head = 0; head < heads; ++head) {
        for (std::size_t gate = 0; gate + step < grid.gates; ++gate) {
          const std::size_t base = head * grid.per_head + gate * grid.per_gate;
          const std::size_t next = base + grid.per_head + step * grid.per_gate;
          if (person.member != infinite) {
            join(base, next, person.member);
            join(base + grid.per_led, next + grid.per_led, person.member);
          }
          if (person.leader != infinite)
            join(base, next + grid.per_led, person.leader);
        }
      }
    }
    from = to;
  }
  Milli best = cutoff;
  end_state_ = grid.states;
  for (std::size_t state = 0; state < grid.states; ++state) {
    if (from[state] >= out_of_reach)
      continue;
    const Milli value = from[state] + grid.terminal[state];
    if (value < best) {
      best = value;
      end_state_ = state;
    }
  }
  return best;
}

void SiteOracle::backtrack(const Grid& grid, TeamChoice& out) const {
  out.leader = -1;
  out.members.clear();
  const std::uint32_t cover_mask = static_cast<std::uint32_t>(masks_) - 1;
  std::size_t state = end_state_;
  for (std::size_t stage = kept_.size(); stage-- > 0;) {
    const Candidate& person = kept_[stage];
    const Milli* before = layers_.data() + stage * grid.states;
    const Milli value = before[grid.states + state];
    if (!person.must && before[state] == value)
      continue;
    // Find the state that this person led from: same heads less one, cover and stay subsets.
    const std::size_t heads = state / grid.per_head;
    const std::size_t led = state % grid.per_head / grid.per_led;
    const std::size_t gate = state % grid.per_led / grid.per_gate;
    const auto mask = static_cast<std::uint32_t>(state % grid.per_gate / grid.per_mask);
    const std::size_t stay = state % grid.per_mask;
    const std::size_t gate_before = gate - (person.first_timer && grid.gates > 1 ? 1U : 0U);
    const std::uint32_t covers = person.covers & cover_mask;
    bool found = false;
    for (std::size_t led_before = 0; led_before <= led && !found; ++led_before) {
      const Milli step = led_before == led ? person.member : person.leader;
      if (step == infinite)
        continue;
      for (std::uint32_t m = mask;; m = (m - 1) & mask) {
        if ((m | covers) == mask) {
          for (std::size_t s = 0; s <= stay && !found; ++s) {
            if ((person.stayer ? grid.per_mask - 1 : s) != stay)
              continue;
            const std::size_t previous = (heads - 1) * grid.per_head + led_before * grid.per_led +
                                         gate_before * grid.per_gate + m * grid.per_mask + s;
            if (before[previous] < out_of_reach && before[previous] + step == value) {
              if (led_before == led) {
                out.members.push_back(person.position);
              } else {
                out.leader = person.position;
              }
              state = previous;
              found = true;
            }
          }
        }
        if (found || m == 0)
          break;
      }
    }
  }
  std::sort(out.members.begin(), out.members.end());
}

bool SiteOracle::search(const SiteView& site, Milli cutoff, Milli& value, TeamChoice& team) {
  if (count_first_timers_) {
    // Forget the limit of first-timers: often the answer keeps it all the same, and is then exact.
    value = run(loose_, cutoff);
    if (value >= cutoff)
      return false;
    backtrack(loose_, team);
    std::int32_t first_timers = 0;
    const auto look = [&](std::int32_t position) {
      first_timers += site.pairs[static_cast<std::size_t>(position)].has(Pair::first_timer) ? 1 : 0;
    };
    for (const std::int32_t member : team.members)
      look(member);
    if (team.leader >= 0)
      look(team.leader);
    if (first_timers <= site.terms->max_first_timers)
      return true;
  }
  value = run(full_, cutoff);
  if (value >= cutoff)
    return false;
  backtrack(full_, team);
  return true;
}

}  // namespace sojourn::planner
