// A beam search over sums of the master's rows. See separate.h.
// Tested in tests/unit/planner/cuts_test.cpp.
#include "planner/separate.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <map>
#include <set>

namespace sojourn::planner {

namespace {

/// Which teams of the answer use something an odd number of times.
using Oddness = std::vector<std::uint64_t>;

/// A scarce thing and what the answer uses of it.
struct Row {
  CutThing thing;
  std::int64_t left = 0;  ///< capacity
  double used = 0;
  Oddness odd;
  double slack() const { return std::max(0.0, static_cast<double>(left) - used); }
};

/// Some of the rows added up.
struct Sum {
  std::vector<std::uint16_t> rows;  ///< ascending
  Oddness odd;
  bool odd_left = false;
  double slack = 0;  ///< of the rows
  /// Slack and the shares of oddly used teams: what rounding half of the sum down can still lose. A
  /// cut on an odd number of things left is broken by half of what this is below 1.
  double cost = 0;
};

}  // namespace

std::vector<CutRow> broken_cuts(const Problem& problem, const Master& master,
                                const SeparateOptions& options) {
  // Step 1: what the teams of the answer use of each thing. Whole teams count as well: one that
  // uses the sum oddly is rounded down too.
  std::vector<double> shares;
  std::vector<std::size_t> answer;
  for (std::size_t t = 0; t < master.teams().size(); ++t) {
    if (const double share = master.share(t); share >= whole_share) {
      answer.push_back(t);
      shares.push_back(share);
    }
  }
  const std::size_t words = (shares.size() + 63) / 64;
  std::map<CutThing, Row> rows_of;
  for (std::size_t k = 0; k < answer.size(); ++k) {
    const Team& team = master.teams()[answer[k]];
    std::map<CutThing, int> uses;
    for_each_head(team, [&](Ix staff) {
      ++uses[{CutThing::Kind::staff, staff}];
      ++uses[{CutThing::Kind::release, problem.sponsor_of[static_cast<std::size_t>(staff)]}];
    });
    if (team.lead != none)
      ++uses[{CutThing::Kind::lead, team.lead}];
    ++uses[{CutThing::Kind::site, team.site}];
    for (const auto& [thing, count] : uses) {
      Row& row = rows_of[thing];
      row.thing = thing;
      row.used += shares[k] * count;
      row.odd.resize(words, 0);
      if (count % 2 != 0)
        row.odd[k / 64] |= std::uint64_t{1} << (k % 64);
    }
  }
  // Step 2: only what is nearly used up can be in a broken cut, and only what is split.
  std::vector<Row> rows;
  for (auto& [thing, row] : rows_of) {
    const auto who = static_cast<std::size_t>(thing.who);
    row.left = thing.kind == CutThing::Kind::release ? problem.release_cap[who]
               : thing.kind == CutThing::Kind::lead  ? problem.max_sites[who]
                                                     : 1;
    bool split = false;
    for (std::size_t k = 0; k < shares.size(); ++k)
      split = split || ((row.odd[k / 64] >> (k % 64) & 1) != 0 && shares[k] <= 1 - whole_share);
    if (split && row.slack() < 1 - options.least)
      rows.push_back(std::move(row));
  }
  const auto weight = [&](const Oddness& odd) {
    double sum = 0;
    for (std::size_t w = 0; w < words; ++w) {
      for (std::uint64_t bits = odd[w]; bits != 0; bits &= bits - 1)
        sum += shares[64 * w + static_cast<std::size_t>(std::countr_zero(bits))];
    }
    return sum;
  };
  std::vector<std::vector<std::uint16_t>> rows_of_team(shares.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t w = 0; w < words; ++w) {
      for (std::uint64_t bits = rows[i].odd[w]; bits != 0; bits &= bits - 1)
        rows_of_team[64 * w + static_cast<std::size_t>(std::countr_zero(bits))].push_back(
            static_cast<std::uint16_t>(i));
    }
  }
  // Step 3: sums of more and more rows, the least costly ones kept each time.
  std::vector<Sum> found, kept;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    Sum sum{
        {static_cast<std::uint16_t>(i)}, rows[i].odd, rows[i].left % 2 != 0, rows[i].slack(), 0};
    sum.cost = sum.slack + weight(sum.odd);
    kept.push_back(std::move(sum));
  }
  std::vector<char> seen(rows.size());
  for (std::size_t size = 2; size <= options.things; ++size) {
    std::vector<Sum> next;
    std::set<std::vector<std::uint16_t>> known;
    for (const Sum& from : kept) {
      std::fill(seen.begin(), seen.end(), 0);
      for (const std::uint16_t row : from.rows)
        seen[row] = 1;
      for (std::size_t w = 0; w < words; ++w) {
        for (std::uint64_t bits = from.odd[w]; bits != 0; bits &= bits - 1) {
          for (const std::uint16_t row :
               rows_of_team[64 * w + static_cast<std::size_t>(std::countr_zero(bits))]) {
            if (seen[row] != 0)
              continue;
            seen[row] = 1;
            Sum sum = from;
            sum.slack += rows[row].slack();
            for (std::size_t v = 0; v < words; ++v)
              sum.odd[v] ^= rows[row].odd[v];
            sum.cost = sum.slack + weight(sum.odd);
            sum.odd_left = sum.odd_left != (rows[row].left % 2 != 0);
            sum.rows.insert(std::lower_bound(sum.rows.begin(), sum.rows.end(), row), row);
            if (!known.insert(sum.rows).second)
              continue;
            if (size >= 3 && sum.odd_left && (1 - sum.cost) / 2 >= options.least)
              found.push_back(sum);
            next.push_back(std::move(sum));
          }
        }
      }
    }
    const auto cheaper = [](const Sum& a, const Sum& b) {
      return a.cost != b.cost ? a.cost < b.cost : a.rows < b.rows;
    };
    if (next.size() > options.beam) {
      std::partial_sort(next.begin(), next.begin() + static_cast<std::ptrdiff_t>(options.beam),
                        next.end(), cheaper);
      next.resize(options.beam);
    }
    kept = std::move(next);
  }
  // Step 4: the most broken ones, small ones first, not all about the same few things.
  std::stable_sort(found.begin(), found.end(), [](const Sum& a, const Sum& b) {
    const double left = a.cost + 0.02 * static_cast<double>(a.rows.size());
    const double right = b.cost + 0.02 * static_cast<double>(b.rows.size());
    return std::llround(left * 1e6) < std::llround(right * 1e6);
  });
  std::vector<CutRow> out;
  std::vector<std::size_t> named(rows.size(), 0);
  for (const Sum& each : found) {
    if (out.size() >= options.most)
      break;
    if (std::any_of(each.rows.begin(), each.rows.end(),
                    [&](std::uint16_t row) { return named[row] >= options.per_thing; }))
      continue;
    CutRow cut;
    for (const std::uint16_t row : each.rows)
      cut.push_back(rows[row].thing);
    const auto& have = master.cuts();
    if (std::find(have.begin(), have.end(), cut) != have.end())
      continue;
    for (const std::uint16_t row : each.rows)
      ++named[row];
    out.push_back(std::move(cut));
  }
  return out;
}

}  // namespace sojourn::planner
