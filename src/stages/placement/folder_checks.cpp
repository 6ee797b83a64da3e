// See folder_checks.h.
#include "stages/placement/folder_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "base/text.h"
#include "privacy/forbidden.h"

namespace sojourn::stages::placement {

using planner::Area;
using planner::Instance;
using planner::none;
using planner::Points;

namespace {

std::size_t at(Ix position) { return static_cast<std::size_t>(position); }

}  // namespace

void join_area_tree(Instance& instance, const IdIndex& ids, std::span<const planner::Text> parents,
                    std::span<const std::uint32_t> lines, FaultList& errors) {
  const auto fault = [&](std::size_t area, std::string_view code, base::Sentence sentence) {
    errors.add({.file = "areas.csv",
                .line = lines[area],
                .column = "parent",
                .value = base::shorten(instance.text(parents[area])),
                .code = std::string(code),
                .expected = std::move(sentence)});
  };
  std::vector<Area>& areas = instance.areas;
  for (std::size_t i = 0; i < areas.size(); ++i) {
    const std::string_view parent = instance.text(parents[i]);
    areas[i].parent = parent.empty() ? none : ids.find(instance.text_pool, parent);
    if (!parent.empty() && areas[i].parent == none) {
      fault(i, "reference.unknown", "areas.csv has no such area.");
    }
  }
  // Who walks up from an area and comes back to a place met on the same walk has found a cycle.
  std::vector<std::size_t> met_on(areas.size(), areas.size());
  std::vector<bool> in_cycle(areas.size(), false);
  for (std::size_t start = 0; start < areas.size(); ++start) {
    Ix here = static_cast<Ix>(start);
    while (here != none && met_on[at(here)] == areas.size()) {
      met_on[at(here)] = start;
      here = areas[at(here)].parent;
    }
    if (here == none || met_on[at(here)] != start) {
      continue;
    }
    std::string circle(instance.text(areas[at(here)].id));
    for (Ix next = areas[at(here)].parent;; next = areas[at(next)].parent) {
      in_cycle[at(next)] = true;
      circle += fmt::format(" -> {}", instance.text(areas[at(next)].id));
      if (next == here) {
        break;
      }
    }
    fault(
        at(here), "area.cycle",
        base::in_words("The areas lie in each other in a circle: {}. Every area lies in one above "
                       "it, the highest in none.",
                       base::shorten(circle, 200)));
  }
  for (std::size_t i = 0; i < areas.size(); ++i) {
    if (areas[i].parent != none && !in_cycle[i] &&
        areas[at(areas[i].parent)].kind >= areas[i].kind) {
      fault(i, "area.kind",
            "The parent has to be of a higher kind (nation, province, prefecture, county, "
            "township, from high to low).");
    }
  }
}

std::vector<planner::Affinity> affinity_of_rules(const Instance& instance,
                                                 std::span<const AffinityRule> rules) {
  std::map<std::pair<Ix, Ix>, std::int32_t> scores;
  const auto position = [](const std::vector<std::string>& names, const std::string& name) {
    const auto found = std::find(names.begin(), names.end(), name);
    return found == names.end() ? none : static_cast<Ix>(found - names.begin());
  };
  for (const AffinityRule& rule : rules) {
    const Ix kind = position(instance.sponsor_kinds, rule.sponsor_kind);
    const Ix challenge = position(instance.challenges, rule.challenge);
    if (kind != none && challenge != none) {
      scores[{kind, challenge}] = rule.score;
    }
  }
  std::vector<std::vector<Ix>> sponsors_in(instance.areas.size());
  for (std::size_t i = 0; i < instance.sponsors.size(); ++i) {
    sponsors_in[at(instance.sponsors[i].area)].push_back(static_cast<Ix>(i));
  }
  std::vector<planner::Affinity> made;
  for (std::size_t s = 0; s < instance.sites.size(); ++s) {
    const std::size_t first = made.size();
    for (Ix area = instance.sites[s].area; area != none; area = instance.areas[at(area)].parent) {
      for (const Ix sponsor : sponsors_in[at(area)]) {
        const auto found =
            scores.find({instance.sponsors[at(sponsor)].kind, instance.sites[s].challenge});
        if (found != scores.end()) {
          made.push_back({static_cast<Ix>(s), sponsor, found->second});
        }
      }
    }
    std::sort(made.begin() + static_cast<std::ptrdiff_t>(first), made.end(),
              [](const auto& a, const auto& b) { return a.sponsor < b.sponsor; });
  }
  return made;
}

void warn_of_unused(const Instance& instance, std::span<const AffinityRule> rules,
                    FaultList& warnings) {
  const auto has = [](const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  for (const AffinityRule& rule : rules) {
    const std::string key = fmt::format("affinity.{}.{}", rule.sponsor_kind, rule.challenge);
    if (!has(instance.sponsor_kinds, rule.sponsor_kind)) {
      warnings.add({.file = "rules.toml",
                    .line = rule.line,
                    .column = key,
                    .value = {},
                    .code = "affinity.kind",
                    .expected = "No sponsor is of this kind." +
                                did_you_mean(rule.sponsor_kind, instance.sponsor_kinds)});
    } else if (!has(instance.challenges, rule.challenge)) {
      warnings.add({.file = "rules.toml",
                    .line = rule.line,
                    .column = key,
                    .value = {},
                    .code = "affinity.challenge",
                    .expected = "No site has this challenge." +
                                did_you_mean(rule.challenge, instance.challenges)});
    }
  }
}

void warn_of_unmet_names(const Instance& instance, FaultList& warnings) {
  const auto warn = [&](const std::vector<std::string>& names, planner::List planner::Site::* asked,
                        planner::List planner::Staff::* held, std::string_view column) {
    std::vector<bool> met(names.size(), false);
    for (const planner::Staff& staff : instance.staff) {
      for (const Ix item : instance.list(staff.*held)) {
        met[at(item)] = true;
      }
    }
    std::vector<std::string> known;
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (met[i]) {
        known.push_back(names[i]);
      }
    }
    for (const planner::Site& site : instance.sites) {
      for (const Ix item : instance.list(site.*asked)) {
        if (!met[at(item)]) {
          met[at(item)] = true;  // one warning a name
          warnings.add({.file = "sites.csv",
                        .line = 0,
                        .column = std::string(column),
                        .value = base::shorten(names[at(item)]),
                        .code = "name.unmet",
                        .expected = "Sites ask for this, and nobody in staff.csv has it." +
                                    did_you_mean(names[at(item)], known)});
        }
      }
    }
  };
  warn(instance.languages, &planner::Site::languages, &planner::Staff::languages, "languages");
  warn(instance.skills, &planner::Site::skills, &planner::Staff::skills, "skills");
}

void check_ideas(const Instance& instance, FaultList& errors) {
  const auto look = [&](const std::vector<std::string>& names, std::string_view column,
                        const auto& file_of) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (const auto forbidden = privacy::forbidden_in(names[i])) {
        errors.add({.file = file_of(static_cast<Ix>(i)),
                    .line = 0,
                    .column = std::string(column),
                    .value = base::shorten(names[i]),
                    .code = "name.forbidden",
                    .expected = privacy::forbidden_words(*forbidden)});
      }
    }
  };
  const auto asked = [&](planner::List planner::Site::* list) {
    return [&instance, list](Ix name) -> std::string {
      const bool by_site =
          std::any_of(instance.sites.begin(), instance.sites.end(), [&](const planner::Site& site) {
            const auto items = instance.list(site.*list);
            return std::find(items.begin(), items.end(), name) != items.end();
          });
      return by_site ? "sites.csv" : "staff.csv";
    };
  };
  const auto always = [](const char* file) { return [file](Ix) -> std::string { return file; }; };
  look(instance.languages, "languages", asked(&planner::Site::languages));
  look(instance.skills, "skills", asked(&planner::Site::skills));
  look(instance.site_kinds, "kind", always("sites.csv"));
  look(instance.challenges, "challenge", always("sites.csv"));
  look(instance.sponsor_kinds, "kind", always("sponsors.csv"));
}

void check_magnitude(const Instance& instance, FaultList& errors) {
  // In doubles, whose relative error of 10^-10 at most does not matter beside the margins: 2 *
  // 10^15 points are 2 * 10^18 thousandths, and 64 bits hold 9.2 * 10^18; 10^9 beside 2.1 * 10^9.
  constexpr double most_total = 2e15;
  constexpr double most_pair = 1e9;
  const planner::Rules& rules = instance.rules;
  const auto whole = [](double number) { return fmt::format("{:.0f}", number); };
  const auto points = [](Points weight) { return static_cast<double>(weight); };
  double total = 0;
  double heads = 0;
  double most_hardship = 0;
  for (const planner::Site& site : instance.sites) {
    total += site.need * (site.min_team * points(rules.short_of_minimum) +
                          site.target_team * points(rules.short_of_target) +
                          points(rules.no_leader) + site.languages.size * points(rules.languages) +
                          site.skills.size * points(rules.skills)) +
             points(rules.nobody_stays) + 100 * points(rules.lead_sponsor);
    heads += site.target_team;
    most_hardship = std::max(most_hardship, static_cast<double>(site.hardship));
  }
  double most_served = 0;
  for (const planner::Staff& staff : instance.staff) {
    most_served = std::max(most_served, static_cast<double>(staff.hardship_served));
  }
  const double wish = points(*std::max_element(rules.wish.begin(), rules.wish.end()));
  double pair = std::max(points(rules.pair_most), 0.0) +
                most_served * most_hardship * points(rules.pair_hardship) + wish +
                100 * points(rules.strength);
  const double leader =
      points(rules.leader_base) + points(rules.leader_years) * points(rules.leader_per_year);
  for (const planner::Cost& cost : instance.costs) {
    pair = std::max(pair, std::abs(points(cost.points)));
  }
  heads = std::min(heads, static_cast<double>(instance.staff.size()));
  total += heads * (pair + points(rules.own_sponsor) + leader);
  if (pair > most_pair || leader > most_pair || total > most_total) {
    errors.add(
        {.file = "rules.toml",
         .line = 0,
         .column = {},
         .value = {},
         .code = "rules.size",
         .expected = base::in_words("The weights are too large for this programme: a pair may "
                                    "be worth {} points at most (with these: up to {}), "
                                    "all together {} (with these: up to {}). Make all "
                                    "weights smaller by the same factor.",
                                    whole(most_pair), whole(std::max(pair, leader)),
                                    whole(most_total), whole(total))});
  }
}

}  // namespace sojourn::stages::placement
