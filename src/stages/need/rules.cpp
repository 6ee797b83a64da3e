#include "stages/need/rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "base/ensure.h"

namespace sojourn::stages::need {
namespace {

constexpr std::size_t most_lines = 1'000;
constexpr std::int64_t thousand = 1'000;

auto key_of(const Need& need) { return std::tie(need.role, need.skill); }
auto key_of(const Standard& standard) { return std::tie(standard.role, standard.skill); }

NeedLine line_of(NeedRole role, std::string skill, std::int32_t minimum, std::int32_t target) {
  NeedLine line;
  line.role = role;
  line.skill = std::move(skill);
  line.minimum = minimum;
  line.target = target;
  return line;
}

template <class Statement>
NeedLine line_of(const Statement& said, NeedFrom from) {
  NeedLine line = line_of(said.role, said.skill, said.minimum, said.target);
  line.from = from;
  line.set_by = said.set_by;
  line.source = said.source;
  line.from_day = said.from_day;
  return line;
}

/// Puts a line in the place of the one of its role and skill, or in their order.
void put(std::vector<NeedLine>& lines, NeedLine line) {
  const auto key = [](const NeedLine& each) { return std::tie(each.role, each.skill); };
  const auto at =
      std::lower_bound(lines.begin(), lines.end(), line,
                       [&](const NeedLine& a, const NeedLine& b) { return key(a) < key(b); });
  if (at != lines.end() && key(*at) == key(line)) {
    *at = std::move(line);
  } else {
    lines.insert(at, std::move(line));
  }
}

/// What the site's record says by itself: size of the team, one leader, a holder of each skill.
std::vector<NeedLine> lines_of_record(const Site& site) {
  std::vector<NeedLine> lines;
  put(lines, line_of(NeedRole::team, "", site.min_team, site.target_team));
  put(lines, line_of(NeedRole::leader, "", 1, 1));
  for (const std::string& skill : site.skills) {
    put(lines, line_of(NeedRole::member, skill, 0, 1));
  }
  return lines;
}

/// Lines from the weakest source to the strongest, each in the place of those before it.
std::vector<NeedLine> lines_of(const NeedRules& rules, std::span<const Standard> standards,
                               const SiteFacts& facts, const std::optional<Wisn>& workload,
                               const Asof& asof) {
  std::vector<NeedLine> lines = lines_of_record(facts.site);
  // 1. The quota of its kind.
  std::vector<Standard> of_kind;
  for (const Standard& each : standards) {
    if (each.site_kind == facts.site.kind) {
      of_kind.push_back(each);
    }
  }
  for (const Standard& each : holding_by(std::span<const Standard>(of_kind), asof,
                                         [](const Standard& said) { return key_of(said); })) {
    put(lines, line_of(each, NeedFrom::standard));
  }
  // 2. The target by workload; the minimum stays that of its kind, as far as the target reaches.
  if (rules.method == NeedMethod::wisn && workload) {
    NeedLine team = lines.front();
    team.target = workload->team;
    team.minimum = std::min(team.minimum, team.target);
    team.from = NeedFrom::workload;
    put(lines, std::move(team));
  }
  // 3. What was set for the site itself.
  for (const Need& each : holding_by(std::span<const Need>(facts.needs), asof,
                                     [](const Need& said) { return key_of(said); })) {
    put(lines, line_of(each, NeedFrom::site));
  }
  std::erase_if(
      lines, [](const NeedLine& each) { return each.role != NeedRole::team && each.target == 0; });
  return lines;
}

std::optional<std::int32_t> first_timers_of(const NeedRules& rules, SiteKind kind) {
  switch (kind) {
    case SiteKind::village: return rules.first_timers_village;
    case SiteKind::community: return rules.first_timers_community;
    case SiteKind::farm: return rules.first_timers_farm;
  }
  base::report_bug("a kind of site without a limit", std::source_location::current());
}

std::int32_t tier_points(const NeedRules& rules, programme::Tier tier) {
  switch (tier) {
    case programme::Tier::low: return rules.tier_low;
    case programme::Tier::middle: return rules.tier_middle;
    case programme::Tier::high: return rules.tier_high;
  }
  base::report_bug("a tier without points", std::source_location::current());
}

bool is_scarce(const NeedRules& rules, const SiteNeed& need) {
  return need.in_post && std::int64_t{*need.in_post} * rules.scarce_of <
                             std::int64_t{need.target_left} * rules.scarce_parts;
}

std::vector<WeightTerm> terms_of(const NeedRules& rules, programme::Tier tier, const SiteNeed& need,
                                 const base::Date& on) {
  const std::string none = "-";
  const std::string_view tier_name = base::name_of(tier);
  std::vector<WeightTerm> terms = {{.term = "tier",
                                    .points = tier_points(rules, tier),
                                    .value = std::string(tier_name),
                                    .rule = fmt::format("tier_{}", tier_name),
                                    .limit = none}};
  terms.push_back(
      {.term = "scarce",
       .points = is_scarce(rules, need) ? rules.scarce_points : 0,
       .value = need.in_post ? fmt::format("{}/{}", *need.in_post, need.target_left) : none,
       .rule = "scarce_points",
       .limit = fmt::format("{}/{}", rules.scarce_parts, rules.scarce_of)});
  // Passed: the day on which the months are over is still within them.
  const base::Date passed = on.plus_months(-rules.vacant_months);
  const bool vacant = need.vacant_since && *need.vacant_since < passed;
  terms.push_back({.term = "vacant",
                   .points = vacant ? rules.vacant_points : 0,
                   .value = need.vacant_since ? need.vacant_since->to_text() : none,
                   .rule = "vacant_points",
                   .limit = passed.to_text()});
  const bool unfilled = rules.unfilled_rounds > 0 && need.unfilled_rounds >= rules.unfilled_rounds;
  terms.push_back({.term = "unfilled",
                   .points = unfilled ? rules.unfilled_points : 0,
                   .value = fmt::to_string(need.unfilled_rounds),
                   .rule = "unfilled_points",
                   .limit = fmt::to_string(rules.unfilled_rounds)});
  return terms;
}

}  // namespace

std::int64_t available_days(const NeedRules& rules) {
  return std::int64_t{rules.weeks} * rules.days - rules.leave - rules.holidays - rules.sick -
         rules.training;
}

std::optional<Wisn> wisn(const NeedRules& rules, std::span<const Workload> work) {
  base::ensure(work.size() <= most_lines, "a site's work has at most a thousand lines");
  std::int64_t activity = 0;    // minutes a year
  std::int64_t individual = 0;  // likewise
  std::int64_t share = 0;       // thousandths
  bool told = false;
  for (const Workload& each : work) {
    base::ensure(each.volume <= most_volume && each.unit_minutes <= most_unit_minutes,
                 "a line of work keeps its limits");
    switch (each.kind) {
      case WorkKind::activity:
        activity += each.volume * each.unit_minutes;
        told = true;
        break;
      case WorkKind::category: share += each.share; break;
      case WorkKind::individual: individual += each.volume * each.unit_minutes; break;
    }
  }
  if (!told) {
    return std::nullopt;
  }
  Wisn made{.available_days = available_days(rules)};
  made.available_minutes = made.available_days * rules.day_minutes;
  base::ensure(made.available_minutes > 0 && share <= most_share, "there is time for the work");
  const auto available = static_cast<double>(made.available_minutes);
  made.base = static_cast<double>(activity) / available;
  made.category_allowance = static_cast<double>(thousand) / static_cast<double>(thousand - share);
  made.individual_allowance = static_cast<double>(individual) / available;
  made.required = made.base * made.category_allowance + made.individual_allowance;
  // required = activity * 1000 / (available * (1000 - share)) + individual / available. Rounded up
  // with a carry of the remainders, since the product by 1000 may leave 64 bits.
  const std::int64_t left = thousand - share;
  const std::int64_t divisor = made.available_minutes * left;
  const std::int64_t whole = activity / divisor * thousand + individual / made.available_minutes;
  const std::int64_t rest =
      activity % divisor * thousand + individual % made.available_minutes * left;
  made.required_whole = whole + rest / divisor + (rest % divisor == 0 ? 0 : 1);
  made.team = static_cast<std::int32_t>(
      std::clamp<std::int64_t>(made.required_whole, rules.least_team, rules.most_team));
  return made;
}

std::optional<base::Date> vacant_since(std::span<const Staffing> reports, std::int32_t target,
                                       const Asof& asof) {
  const std::vector<Staffing> in_order =
      holding_by(reports, asof, [](const Staffing& said) { return said.from_day; });
  std::optional<base::Date> since;
  for (const Staffing& each : in_order) {
    if (each.staffed_by == StaffedBy::programme && each.in_post < target) {
      since = since.value_or(each.from_day);
    } else {
      since.reset();
    }
  }
  return since;
}

SiteNeed need_of(const NeedRules& rules, std::span<const Standard> standards,
                 const SiteFacts& facts, const Asof& asof) {
  SiteNeed made;
  // 1. What is needed, from where.
  const std::vector<Workload> work =
      holding_by(std::span<const Workload>(facts.work), asof,
                 [](const Workload& said) { return std::tie(said.kind, said.task); });
  std::int64_t share = 0;
  for (const Workload& each : work) {
    share += each.share;
  }
  // Shares that leave no time for the work can come together from statements of different days.
  if (available_days(rules) > 0 && share <= most_share && work.size() <= most_lines) {
    made.workload = wisn(rules, work);
  }
  made.lines = lines_of(rules, standards, facts, made.workload, asof);
  made.minimum = made.lines.front().minimum;
  made.target = made.lines.front().target;
  made.waiting = static_cast<std::int32_t>(std::count_if(
      facts.needs.begin(), facts.needs.end(),
      [&](const Need& each) { return speaks(each, {.on = asof.on}) && !speaks(each, asof); }));
  // 2. Who is there already.
  if (const Staffing* report = holding(std::span<const Staffing>(facts.staffing), asof)) {
    made.solved = report->staffed_by == StaffedBy::programme;
    made.in_post = report->in_post;
    made.unfilled_rounds = report->unfilled_rounds;
  }
  for (const OtherPost& each :
       holding_by(std::span<const OtherPost>(facts.others), asof,
                  [](const OtherPost& said) -> const std::string& { return said.programme; })) {
    made.other_posts += each.posts;
  }
  made.other_posts_counted = std::min(made.other_posts, rules.other_posts_most);
  // 3. What is left to fill. A post of another programme never stands in for the minimum.
  made.target_left = std::max(made.minimum, made.target - made.other_posts_counted);
  if (made.solved) {
    const std::int32_t there = made.in_post.value_or(0);
    made.short_of_minimum = std::max(0, made.minimum - there);
    made.short_of_target = std::max(0, made.target_left - there);
  }
  made.vacant_since = vacant_since(facts.staffing, made.target_left, asof);
  made.max_first_timers =
      first_timers_of(rules, facts.site.kind).value_or(facts.site.max_first_timers);
  // 4. How much it weighs.
  if (rules.weight == NeedWeight::record) {
    made.terms = {{.term = "record",
                   .points = facts.site.need,
                   .value = fmt::to_string(facts.site.need),
                   .rule = "weight",
                   .limit = ""}};
  } else {
    made.terms = terms_of(rules, facts.site.tier, made, asof.on);
  }
  std::int64_t sum = 0;
  for (const WeightTerm& each : made.terms) {
    sum += each.points;
  }
  made.weight = static_cast<std::int32_t>(std::clamp<std::int64_t>(sum, 1, 5));
  return made;
}

bool before(const SiteFacts& a, const SiteNeed& need_of_a, const SiteFacts& b,
            const SiteNeed& need_of_b) {
  // in_post / target_left, compared without dividing; a site that needs nobody has all it needs.
  const auto part = [](const SiteNeed& need) {
    return need.target_left == 0
               ? std::pair<std::int64_t, std::int64_t>(1, 1)
               : std::pair<std::int64_t, std::int64_t>(
                     std::min(need.in_post.value_or(0), need.target_left), need.target_left);
  };
  const auto [there_a, of_a] = part(need_of_a);
  const auto [there_b, of_b] = part(need_of_b);
  return std::tuple(-need_of_a.weight, there_a * of_b, -a.site.hardship,
                    std::string_view(a.site.name),
                    a.site.id) < std::tuple(-need_of_b.weight, there_b * of_a, -b.site.hardship,
                                            std::string_view(b.site.name), b.site.id);
}

std::vector<std::string> missing_of(const Readiness* said) {
  std::vector<std::string> missing;
  const auto need = [&](std::string_view what, bool there) {
    if (!there) {
      missing.emplace_back(what);
    }
  };
  need("lodging", said != nullptr && said->lodging);
  need("water_power", said != nullptr && said->water_power);
  need("medical", said != nullptr && said->medical);
  need("communications", said != nullptr && said->communications);
  need("contact", said != nullptr && said->contact.has_value());
  return missing;
}

}  // namespace sojourn::stages::need
