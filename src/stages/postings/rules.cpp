#include "stages/postings/rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <set>

#include "stages/programme/rules_table.h"

namespace sojourn::stages::postings {

using base::Date;

PostingRules read_rules(std::string_view text, std::string_view where, programme::Faults& faults) {
  PostingRules made;
  programme::RulesTable table(text, "postings", where, faults);
  table.whole("leader_months", made.leader_months, 1, 120);
  table.whole("member_months", made.member_months, 1, 120);
  table.whole("least_months", made.least_months, 1, 120);
  table.whole("probation_days", made.probation_days, 0, 366);
  table.whole("talk_days", made.talk_days, 0, 366);
  table.whole("pause_days", made.pause_days, 0, 366);
  table.whole("extension_months", made.extension_months, 0, 120);
  table.whole("stagger_days", made.stagger_days, 1, 366);
  table.whole("stagger_percent", made.stagger_percent, 1, 100);
  table.whole("handover.ask_days", made.ask_days, 0, 366);
  table.whole("handover.name_days", made.name_days, 0, 366);
  table.whole("handover.overlap_least", made.overlap_least, 0, 366);
  table.whole("handover.overlap_most", made.overlap_most, 0, 366);
  table.whole("handover.accept_days", made.accept_days, 0, 366);
  table.whole("handover.questions_days", made.questions_days, 0, 366);
  table.finish();
  const auto clash = [&](bool wrong, std::string_view key, base::Sentence says) {
    if (wrong) {
      faults.add(std::string(where), "rules_value", fmt::format("[postings] {}", key),
                 std::move(says));
    }
  };
  clash(made.least_months > std::min(made.leader_months, made.member_months), "least_months",
        "[postings] least_months is above leader_months or member_months.");
  clash(made.overlap_least > made.overlap_most, "handover.overlap_least",
        "[postings] handover.overlap_least is above overlap_most.");
  clash(made.name_days > made.ask_days, "handover.name_days",
        "[postings] handover.name_days is above ask_days: nobody is named before being asked for.");
  clash(made.accept_days > made.questions_days, "handover.accept_days",
        "[postings] handover.accept_days is above questions_days.");
  return made;
}

Date whole_term(const PostingRules& rules, StaffRole role, Date from) {
  const bool leads = role == StaffRole::leader;
  return from.plus_months(leads ? rules.leader_months : rules.member_months) - 1;
}

Date last_day(const PostingRules& rules, const Posting& posting) {
  return posting.to_day.value_or(whole_term(rules, posting.role, posting.from_day));
}

Date probation_until(const PostingRules& rules, Date began) {
  return began + rules.probation_days - 1;
}

namespace {

std::int32_t most_together(const PostingRules& rules, std::int32_t team) {
  return std::max(1, team * rules.stagger_percent / 100);
}

}  // namespace

std::optional<Crowd> crowd(const PostingRules& rules, std::vector<Date> ends, std::int32_t team) {
  if (team < 2) {
    return std::nullopt;
  }
  const std::int32_t most = most_together(rules, team);
  std::sort(ends.begin(), ends.end());
  // The ends from the first-th on that lie in one window with it; a crowd begins with an end.
  for (std::size_t first = 0; first < ends.size(); ++first) {
    std::size_t after = first;
    while (after < ends.size() && ends[after] - ends[first] < rules.stagger_days) {
      ++after;
    }
    if (const auto count = static_cast<std::int32_t>(after - first); count > most) {
      return Crowd{.from = ends[first], .to = ends[after - 1], .ends = count, .most = most};
    }
  }
  return std::nullopt;
}

std::optional<Date> latest_end(const PostingRules& rules, std::span<const Date> others,
                               std::int32_t team, Date least, Date most) {
  // Whether one more end on that day makes a crowd that it is part of: in a window that begins with
  // it or with an end before it.
  const std::int32_t together = most_together(rules, team);
  const auto in_window_from = [&](Date first) {
    return 1 + std::count_if(others.begin(), others.end(), [&](Date each) {
             return each >= first && each - first < rules.stagger_days;
           });
  };
  const auto crowds = [&](Date day) {
    return team > 1 && (in_window_from(day) > together ||
                        std::any_of(others.begin(), others.end(), [&](Date first) {
                          return first < day && day - first < rules.stagger_days &&
                                 in_window_from(first) > together;
                        }));
  };
  // Going back from `most`, a day gets better only where it leaves the reach of an end after it.
  std::set<Date, std::greater<>> candidates = {most};
  for (const Date end : others) {
    candidates.insert(end - rules.stagger_days);
  }
  for (const Date day : candidates) {
    if (day <= most && day >= least && !crowds(day)) {
      return day;
    }
  }
  return std::nullopt;
}

void spread(const PostingRules& rules, std::span<const Date> others, std::span<Posting*> made) {
  const auto team = static_cast<std::int32_t>(others.size() + made.size());
  std::vector<Date> ends(others.begin(), others.end());
  std::vector<Posting*> order(made.begin(), made.end());
  std::stable_partition(order.begin(), order.end(),
                        [](const Posting* each) { return each->role == StaffRole::leader; });
  for (Posting* each : order) {
    const Date whole = whole_term(rules, each->role, each->from_day);
    const Date least = each->from_day.plus_months(rules.least_months) - 1;
    each->to_day = latest_end(rules, ends, team, least, whole).value_or(whole);
    ends.push_back(*each->to_day);
  }
}

namespace {

bool holds(const TermEvent& event, TermEventKind kind) {
  return !event.withdrawn_on && event.kind == kind;
}

bool happened(const TermFacts& facts, TermEventKind kind) {
  return std::any_of(facts.events.begin(), facts.events.end(),
                     [kind](const TermEvent& each) { return holds(each, kind); });
}

}  // namespace

TermState state_of(const PostingRules& rules, const TermFacts& facts, Date today) {
  const Date last = last_day(rules, facts.posting);
  if (today > last) {
    if (facts.handover != nullptr && facts.handover->state == HandoverState::accepted) {
      return TermState::closed;
    }
    // A pause that goes on moves the end, nobody knows yet to when.
    const bool paused = std::any_of(
        facts.events.begin(), facts.events.end(),
        [](const TermEvent& each) { return holds(each, TermEventKind::pause) && !each.to_day; });
    return paused ? TermState::paused : TermState::over;
  }
  if (today < facts.posting.from_day) {
    return TermState::to_come;
  }
  for (const TermEvent& each : facts.events) {
    if (holds(each, TermEventKind::pause) && each.from_day <= today &&
        today <= each.to_day.value_or(today)) {
      return TermState::paused;
    }
  }
  if (last - today <= rules.ask_days) {
    return TermState::ending;
  }
  if (today <= probation_until(rules, facts.began.value_or(facts.posting.from_day)) &&
      !facts.passed_before && !happened(facts, TermEventKind::probation_passed)) {
    return TermState::probation;
  }
  return TermState::running;
}

namespace {

/// Since when it is known that the term ends on that day: an end that was moved nearer leaves
/// nobody late on the day on which it is decided.
Date known_since(const TermFacts& facts, Date last) {
  Date known = facts.posting.from_day;
  for (const TermEvent& each : facts.events) {
    if (!each.withdrawn_on && each.last_day_after == last) {
      known = std::max(known, each.decided_on);
    }
  }
  return known;
}

}  // namespace

std::optional<StepDue> next_step(const PostingRules& rules, const TermFacts& facts, Date today) {
  const Date last = last_day(rules, facts.posting);
  const Handover* const handover = facts.handover;
  if (handover != nullptr && handover->state == HandoverState::accepted) {
    return facts.questions_open ? std::optional(StepDue{.step = TermStep::answer_questions,
                                                        .by = last + rules.questions_days,
                                                        .rule = "handover.questions_days"})
                                : std::nullopt;
  }
  // 1. The talk, as long as it can still be held in this posting.
  if (today <= last && !happened(facts, TermEventKind::talk)) {
    const Date talk = facts.posting.from_day + rules.talk_days;
    if (today >= facts.posting.from_day && talk <= last) {
      return StepDue{.step = TermStep::talk, .by = talk, .rule = "talk_days"};
    }
  }
  // 2. Who takes over, from when a successor is to be asked for.
  if (today < last - rules.ask_days) {
    return std::nullopt;
  }
  if (handover == nullptr) {
    return StepDue{.step = TermStep::ask_successor,
                   .by = std::max(last - rules.ask_days, known_since(facts, last)),
                   .rule = "handover.ask_days"};
  }
  if (handover->goes_to == HandoverTo::nobody_yet) {
    return StepDue{.step = TermStep::name_successor,
                   .by = std::max(last - rules.name_days, known_since(facts, last)),
                   .rule = "handover.name_days"};
  }
  // 3. The handover itself.
  if (handover->state == HandoverState::open) {
    return StepDue{.step = TermStep::hand_over, .by = last, .rule = "handover.overlap_least"};
  }
  return StepDue{
      .step = TermStep::accept, .by = last + rules.accept_days, .rule = "handover.accept_days"};
}

std::int64_t pause_moves(const PostingRules& rules, Date from, Date to) {
  const std::int64_t days = to - from + 1;
  return days > rules.pause_days ? days : 0;
}

Date longest_extension(const PostingRules& rules, Date extended_from) {
  // Of the day after, so that months of different length add up: 31 January and 1 month end with
  // February.
  return (extended_from + 1).plus_months(rules.extension_months) - 1;
}

bool holds_identity_number(std::string_view text) {
  std::size_t digits = 0;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      ++digits;
    } else if ((c == 'x' || c == 'X') && digits == 17) {
      return true;
    } else if (c != ' ') {
      if (digits == 15 || digits == 18) {
        return true;
      }
      digits = 0;
    }
  }
  return digits == 15 || digits == 18;
}

void check_told(std::string_view where, std::string_view text, std::size_t most,
                programme::Faults& faults) {
  if (text.size() > most) {
    faults.add(std::string(where), "too_long", "",
               base::in_words("These are {} bytes, {} at most.", text.size(), most));
  }
  faults.check_idea(where, text);
  if (holds_identity_number(text)) {
    faults.add(std::string(where), "identity_number", "",
               "This holds what looks like the number of an identity card. Leave out who it is.");
  }
}

std::vector<base::DateRange> presences(const base::DateRange& posting,
                                       std::span<const base::DateRange> pauses) {
  std::vector<base::DateRange> found = {posting};
  for (const base::DateRange& pause : pauses) {
    std::vector<base::DateRange> left;
    for (const base::DateRange& each : found) {
      if (!each.overlaps(pause)) {
        left.push_back(each);
        continue;
      }
      if (each.from() < pause.from()) {
        left.emplace_back(each.from(), pause.from() - 1);
      }
      if (pause.to() && (!each.to() || *pause.to() < *each.to())) {
        left.emplace_back(*pause.to() + 1, each.to());
      }
    }
    found = std::move(left);
  }
  return found;
}

std::vector<Gap> gaps(std::span<const base::DateRange> presences, std::int32_t minimum, Date from,
                      Date to) {
  // The number in post changes only on these days.
  std::set<Date> changes = {from};
  for (const base::DateRange& each : presences) {
    for (const Date day : {each.from(), each.to() ? *each.to() + 1 : to + 1}) {
      if (day > from && day <= to) {
        changes.insert(day);
      }
    }
  }
  std::vector<Gap> found;
  for (auto at = changes.begin(); at != changes.end(); ++at) {
    const Date end = std::next(at) == changes.end() ? to : *std::next(at) - 1;
    const auto there = static_cast<std::int32_t>(
        std::count_if(presences.begin(), presences.end(),
                      [at](const base::DateRange& each) { return each.contains(*at); }));
    if (there >= minimum) {
      continue;
    }
    if (!found.empty() && found.back().to + 1 == *at && found.back().in_post == there) {
      found.back().to = end;
    } else {
      found.push_back({.from = *at, .to = end, .in_post = there});
    }
  }
  return found;
}

}  // namespace sojourn::stages::postings
