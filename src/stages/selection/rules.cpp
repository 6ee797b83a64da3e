#include "stages/selection/rules.h"

#include <fmt/format.h>

#include <algorithm>

#include "stages/programme/rules_table.h"

namespace sojourn::stages::selection {
namespace {

/// Whole months from one day to a later one.
std::int64_t months_between(base::Date from, base::Date to) {
  std::int64_t months = std::int64_t{12} * (to.year() - from.year()) + to.month() - from.month();
  while (months > 0 && from.plus_months(months) > to) {
    --months;
  }
  return std::max<std::int64_t>(months, 0);
}

}  // namespace

SelectionRules read_rules(std::string_view text, std::string_view where,
                          programme::Faults& faults) {
  SelectionRules made;
  programme::RulesTable table(text, "selection", where, faults);
  table.whole("service_months", made.service_months, 0, 240);
  table.whole("nominees_percent", made.nominees_percent, 100, 1000);
  table.whole("objection_days", made.objection_days, 1, 60);
  table.whole("wish_days", made.wish_days, 0, 60);
  table.whole("refusals_most", made.refusals_most, 0, 100);
  table.whole("promoted_months", made.promoted_months, 0, 240);
  table.whole("experience", made.experience, 0, 100);
  table.whole("experience_most", made.experience_most, 0, 100);
  table.whole("language", made.language, 0, 100);
  table.whole("language_most", made.language_most, 0, 100);
  table.whole("appraisal", made.appraisal, 0, 100);
  table.whole("appraisal_most", made.appraisal_most, 0, 100);
  table.whole("backbone", made.backbone, 0, 100);
  table.whole("promoted", made.promoted, 0, 100);
  table.whole("assessed", made.assessed, 0, 100);
  table.whole("reserve", made.reserve, 0, 100);
  table.finish();
  return made;
}

void Apart::pair(base::Id<Staff> one, base::Id<Staff> other) {
  partners_.emplace(one.value, other.value);
  partners_.emplace(other.value, one.value);
}

void Apart::name(base::Id<Staff> staff) {
  const auto [from, to] = partners_.equal_range(staff.value);
  for (auto each = from; each != to; ++each) {
    kept_out_.insert(each->second);
  }
}

std::vector<Bar> bars(const SelectionRules& rules, const Staff& staff, base::Date starts_on,
                      const Apart* apart) {
  std::vector<Bar> found;
  if (staff.closed_on) {
    found.push_back({"closed", "This record is closed."});
  }
  if (staff.roles.empty()) {
    found.push_back({"no_role", "The record names no role that the person is qualified for."});
  }
  if (rules.service_months > 0) {
    const std::int64_t months = staff.hired_on ? months_between(*staff.hired_on, starts_on) : 0;
    if (months < rules.service_months) {
      found.push_back(
          {"short_service",
           base::in_words("By the first day the person has {} months of service; {} are due.",
                          months, rules.service_months)});
    }
  }
  if (!staff.fit_until || *staff.fit_until < starts_on) {
    found.push_back({"not_fit", "There is no certificate of fitness that holds on the first day."});
  }
  if (staff.needed_until && *staff.needed_until >= starts_on) {
    found.push_back({"needed_at_home",
                     base::in_words("Their sponsor says that their post at home may not be left "
                                    "until {}.",
                                    staff.needed_until->to_text())});
  }
  if (apart != nullptr && apart->keeps_out(staff.id)) {
    found.push_back({"posted_apart",
                     "At most one of this person and another is posted at a time, and the other is "
                     "named."});
  }
  if (!programme::available_on(staff.availability, starts_on)) {
    found.push_back({"not_available", "The person is not available on the first day."});
  }
  return found;
}

bool kept_out_by_record(const SelectionRules& rules, std::optional<base::Date> hired_on,
                        std::optional<base::Date> fit_until, base::Date starts_on) {
  return (hired_on && months_between(*hired_on, starts_on) < rules.service_months) ||
         (fit_until && *fit_until < starts_on);
}

FunnelCount funnel_count(const SelectionRules& rules, std::int32_t release_percent,
                         std::span<const Staff> staff, base::Date starts_on, const Apart* apart) {
  FunnelCount made;
  std::int64_t available = 0;
  for (const Staff& each : staff) {
    ++made.in_post;
    available += programme::available_on(each.availability, starts_on) ? 1 : 0;
    const std::vector<Bar> found = bars(rules, each, starts_on, apart);
    made.eligible += found.empty() ? 1 : 0;
    for (const Bar& bar : found) {
      ++made.kept_out[bar.code];
    }
  }
  const std::int64_t most =
      available == 0 ? 0 : std::max<std::int64_t>(1, available * release_percent / 100);
  made.releasable = std::min(made.eligible, most);
  return made;
}

std::vector<StrengthLine> strength_lines(const SelectionRules& rules, const Staff& staff,
                                         const std::vector<Evidence>& evidence,
                                         base::Date starts_on) {
  std::vector<StrengthLine> lines;
  const auto add = [&](EvidenceKind kind, std::int64_t points, std::int64_t most,
                       std::string source) {
    const auto counted = static_cast<std::int32_t>(std::min(points, most));
    if (counted > 0) {
      lines.push_back({.kind = kind, .points = counted, .source = std::move(source)});
    }
  };
  // 1. What the staff record says.
  if (staff.hired_on) {
    add(EvidenceKind::experience,
        months_between(*staff.hired_on, starts_on) / 12 * rules.experience, rules.experience_most,
        staff.hired_on->to_text());
  }
  std::string languages;
  std::int64_t spoken = 0;
  for (const programme::TestedLanguage& each : staff.languages) {
    if (each.level >= programme::Level::working) {
      ++spoken;
      languages += (languages.empty() ? "" : ", ") + each.language;
    }
  }
  add(EvidenceKind::language, spoken * rules.language, rules.language_most, languages);
  // 2. What was shown beyond it: each kind once, appraisals once a document.
  const auto shown = [&](EvidenceKind kind, std::int64_t points, std::int64_t most) {
    std::string sources;
    std::int64_t count = 0;
    for (const Evidence& each : evidence) {
      const bool counts = kind != EvidenceKind::promoted ||
                          months_between(each.on, starts_on) <= rules.promoted_months;
      if (each.kind == kind && counts) {
        ++count;
        sources += (sources.empty() ? "" : "; ") + each.source;
      }
    }
    add(kind, count * points, most, sources);
  };
  shown(EvidenceKind::appraisal, rules.appraisal, rules.appraisal_most);
  shown(EvidenceKind::backbone, rules.backbone, rules.backbone);
  shown(EvidenceKind::promoted, rules.promoted, rules.promoted);
  shown(EvidenceKind::assessed, rules.assessed, rules.assessed);
  shown(EvidenceKind::reserve, rules.reserve, rules.reserve);
  return lines;
}

std::int32_t strength(const std::vector<StrengthLine>& lines) {
  std::int32_t sum = 0;
  for (const StrengthLine& line : lines) {
    sum += line.points;
  }
  return std::min(sum, 100);
}

std::int64_t nominees_due(const SelectionRules& rules, std::int64_t posts) {
  return (posts * rules.nominees_percent + 99) / 100;
}

}  // namespace sojourn::stages::selection
