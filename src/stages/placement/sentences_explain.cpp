// Explanations as text. See sentences_explain.h.
#include "stages/placement/sentences_explain.h"

#include <algorithm>
#include <optional>

namespace sojourn::stages::placement {

using planner::Ix;
using planner::none;
using planner::Repair;
using planner::Worth;

namespace {

/// Moves named under one alternative; the rest are counted.
constexpr std::size_t moves_named = 6;
/// Lines of each kind of worth that carry an estimate only.
constexpr std::size_t estimates_named = 3;

std::size_t at(Ix position) { return static_cast<std::size_t>(position); }

class Lines {
 public:
  explicit Lines(const Words& words) : words_(words) {}
  void add(std::size_t indent, const std::string& line) {
    text_ += std::string(indent, ' ') + line + '\n';
  }
  void say(std::size_t indent, std::string_view key, const std::vector<Argument>& arguments = {}) {
    add(indent, words_.say(key, arguments));
  }
  void gap() {
    if (!text_.empty())
      text_ += '\n';
  }
  std::string take() { return std::move(text_); }

 private:
  const Words& words_;
  std::string text_;
};

/// Term by term, and who moves.
void add_consequences(Lines& lines, const Speaker& speaker, const planner::WhatIf& answer) {
  // A restriction cannot better a plan: what was found below it is what the plan itself has left.
  if (answer.plan_change < 0 && answer.change.lower >= 0) {
    lines.say(4, "explain.why_not_slack", {{"count", -answer.plan_change}});
  } else if (!answer.change.exact() || answer.change.lower != answer.plan_change) {
    lines.say(4, "explain.why_not_plan",
              {{"change", speaker.change({answer.plan_change, answer.plan_change})}});
  }
  lines.say(4, "change.all_terms", {{"terms", speaker.terms(answer.terms)}});
  lines.add(4, speaker.moves(answer, moves_named));
}

void add_decided(Lines& lines, const Speaker& speaker, const planner::Instance& instance,
                 const std::vector<planner::Decided>& decided) {
  if (decided.empty())
    return;
  lines.gap();
  lines.say(0, "explain.about_them");
  for (const planner::Decided& d : decided) {
    lines.say(2, "explain.decided_price",
              {{"decision", decision_sentence(speaker, instance, d)},
               {"reason", decision_reason(speaker, instance, d)},
               {"change", d.without && d.without->clashes.empty()
                              ? speaker.change(d.without->change)
                              : speaker.words().say("report.decided_not_priced")}});
  }
}

/// "A decision (why it was made)".
std::string told_of_pin(const Speaker& speaker, std::size_t pin) {
  const planner::Pin& of = speaker.instance().pins[pin];
  planner::Decided decided;
  decided.kind = of.rule == planner::PinRule::must ? planner::Decided::Kind::must_pin
                                                   : planner::Decided::Kind::never_pin;
  decided.position = pin;
  decided.staff = of.staff;
  decided.site = of.site;
  return speaker.words().say("explain.by_decision",
                             {{"decision", decision_sentence(speaker, speaker.instance(), decided)},
                              {"reason", decision_reason(speaker, speaker.instance(), decided)}});
}

std::string hindrance_sentence(const Speaker& speaker, const planner::WhyNot& why,
                               const planner::Hindrance& of) {
  using Kind = planner::Hindrance::Kind;
  const Words& words = speaker.words();
  switch (of.kind) {
    case Kind::held_elsewhere:
    case Kind::never_leader:
    case Kind::never_member: return told_of_pin(speaker, of.pin);
    case Kind::full_team:
      return words.say("hindrance.full_team", {{"count", of.now}, {"limit", of.limit}});
    case Kind::leader_there:
      return words.say("hindrance.leader_there", {{"staff", speaker.staff(of.other)}});
    case Kind::not_a_leader: return words.say("hindrance.not_a_leader");
    case Kind::first_timers:
      return words.say("hindrance.first_timers", {{"count", of.now}, {"limit", of.limit}});
    case Kind::release_cap: {
      const Ix sponsor = speaker.instance().staff[at(why.staff)].sponsor;
      return words.say("hindrance.release_cap",
                       {{"sponsor", speaker.sponsor(sponsor)},
                        {"count", of.now},
                        {"limit", of.limit},
                        {"percent", speaker.instance().sponsors[at(sponsor)].release_percent}});
    }
  }
  return {};
}

void add_hindrances(Lines& lines, const Speaker& speaker, const planner::WhyNot& why) {
  if (why.hindrances.empty())
    return;
  lines.say(0, "explain.in_the_way");
  for (const planner::Hindrance& each : why.hindrances)
    lines.add(2, hindrance_sentence(speaker, why, each));
}

std::string outside_sentence(const Words& words, const planner::WhyNot& why) {
  const auto part = [&](std::string_view key, std::int32_t most) {
    return most == 0 ? words.say(std::string(key) + "_all")
                     : words.say(std::string(key) + "_some", {{"most", most}});
  };
  return words.say("explain.why_not_outside",
                   {{"near", part("candidates.near", why.near_sites)},
                    {"paired", part("candidates.paired", why.paired_sites)}});
}

std::string repair_name(const Speaker& speaker, const planner::LackFacts& lacks,
                        const Repair& repair) {
  const Words& words = speaker.words();
  const auto sponsor = [&] { return speaker.sponsor(repair.sponsor); };
  switch (repair.kind) {
    case Repair::Kind::more_people:
      return words.say(lacks.no_leader || !lacks.languages.empty() || !lacks.skills.empty()
                           ? "repair.more_people_with"
                           : "repair.more_people",
                       {{"count", repair.people}, {"sponsor", sponsor()}});
    case Repair::Kind::leader: return words.say("repair.leader", {{"sponsor", sponsor()}});
    case Repair::Kind::speaker:
      return words.say("repair.speaker",
                       {{"sponsor", sponsor()}, {"name", speaker.languages({repair.what})}});
    case Repair::Kind::holder:
      return words.say("repair.holder",
                       {{"sponsor", sponsor()}, {"name", speaker.skills({repair.what})}});
    case Repair::Kind::release_one_more:
      return words.say("repair.release_one_more", {{"sponsor", speaker.sponsor(repair.what)}});
    case Repair::Kind::may_lead:
      return words.say("repair.may_lead", {{"staff", speaker.staff(repair.what)}});
    case Repair::Kind::first_timer: return words.say("repair.first_timer");
  }
  return {};
}

std::string_view worth_key(Worth::Kind kind) {
  switch (kind) {
    case Worth::Kind::site: return "worth.site";
    case Worth::Kind::site_leader: return "worth.site_leader";
    case Worth::Kind::language: return "worth.language";
    case Worth::Kind::skill: return "worth.skill";
    case Worth::Kind::sponsor: return "worth.sponsor";
    case Worth::Kind::release: return "worth.release";
  }
  return {};
}

std::string_view estimate_key(Worth::Sure sure) {
  switch (sure) {
    case Worth::Sure::at_least: return "worth.at_least";
    case Worth::Sure::at_most: return "worth.at_most";
    case Worth::Sure::neither: return "worth.about";
  }
  return {};
}

std::string worth_line(const Speaker& speaker, const Worth& item) {
  const Words& words = speaker.words();
  const std::string change = item.answer
                                 ? speaker.change(item.answer->change)
                                 : words.say(estimate_key(item.sure), {{"points", -item.estimate}});
  std::string what;
  switch (item.kind) {
    case Worth::Kind::site:
    case Worth::Kind::site_leader: what = speaker.site(item.what); break;
    case Worth::Kind::language: what = speaker.languages({item.what}); break;
    case Worth::Kind::skill: what = speaker.skills({item.what}); break;
    case Worth::Kind::sponsor:
    case Worth::Kind::release: what = speaker.sponsor(item.what); break;
  }
  const bool near =
      item.near != none && item.kind != Worth::Kind::site && item.kind != Worth::Kind::site_leader;
  return near ? words.say("worth.line_near",
                          {{"what", what}, {"site", speaker.site(item.near)}, {"change", change}})
              : words.say("worth.line", {{"what", what}, {"change", change}});
}

}  // namespace

std::string tell_why_here(const Speaker& speaker, const planner::Facts& facts,
                          const planner::WhyHere& why,
                          const std::vector<planner::Decided>& decided) {
  const Words& words = speaker.words();
  const planner::Instance& instance = facts.instance();
  Lines lines(words);
  // Step 1. Where they are, and why.
  const std::string who = speaker.staff(why.staff);
  const std::optional<planner::Placement> placed = facts.placement(why.staff);
  if (!instance.staff[at(why.staff)].available) {
    lines.say(0, "explain.not_available", {{"staff", who}});
  } else if (!placed) {
    lines.say(0, "explain.not_placed", {{"staff", who}});
  } else {
    const bool leads = placed->role == planner::Role::leader;
    lines.say(0, "explain.here",
              {{"staff", who},
               {"site", speaker.site(placed->site)},
               {"role", words.say(leads ? "role.leader" : "role.member")}});
    lines.say(0, "explain.because", {{"reason", speaker.reason(facts, *placed)}});
    lines.say(0, "explain.pair_terms", {{"terms", speaker.terms(why.pair.terms)}});
    lines.say(0, "explain.loss",
              {{"change", speaker.change({why.loss.total, why.loss.total})},
               {"terms", speaker.terms(why.loss.terms)}});
  }
  if (!why.planned) {
    lines.gap();
    lines.say(0, "explain.not_planned");
    add_decided(lines, speaker, instance, decided);
    return lines.take();
  }
  lines.say(0, "explain.candidates", {{"count", why.candidate_sites}});
  // Step 2. What else could be done with them.
  if (instance.staff[at(why.staff)].available) {
    lines.gap();
    if (why.alternatives.empty()) {
      lines.say(0, "explain.alternatives_none");
    } else if (why.alternatives_sure) {
      lines.say(0, "explain.alternatives");
    } else {
      lines.say(0, "explain.alternatives_some",
                {{"tried", why.tried}, {"all", why.candidate_sites}});
    }
    if (why.pair.must_pin && !why.alternatives.empty())
      lines.say(0, "explain.unpinned");
    for (const planner::Alternative& alternative : why.alternatives) {
      const std::string change = speaker.change(alternative.answer.change);
      if (alternative.site == none) {
        lines.say(2, "explain.alternative_none", {{"change", change}});
      } else {
        lines.say(2, "explain.alternative_site",
                  {{"site", speaker.site(alternative.site)}, {"change", change}});
      }
      add_consequences(lines, speaker, alternative.answer);
    }
  }
  // Step 3. What people decided about them.
  add_decided(lines, speaker, instance, decided);
  return lines.take();
}

std::string tell_why_not(const Speaker& speaker, const planner::WhyNot& why) {
  const Words& words = speaker.words();
  const std::vector<Argument> pair = {{"staff", speaker.staff(why.staff)},
                                      {"site", speaker.site(why.site)}};
  const auto with = [&](std::string_view name, const std::string& text) {
    std::vector<Argument> arguments = pair;
    arguments.emplace_back(name, text);
    return arguments;
  };
  Lines lines(words);
  if (why.there_already) {
    lines.say(0, "explain.why_not_there", pair);
    return lines.take();
  }
  if (!why.removals.empty()) {
    std::vector<std::string> reasons;
    for (const planner::Removal removal : why.removals) {
      switch (removal) {
        case planner::Removal::unavailable:
          reasons.push_back(words.say("removal.unavailable"));
          break;
        case planner::Removal::home_site: reasons.push_back(words.say("removal.home_site")); break;
        case planner::Removal::refused: reasons.push_back(words.say("removal.refused")); break;
        case planner::Removal::never_pin: reasons.push_back(words.say("removal.never_pin")); break;
      }
    }
    lines.say(0, "explain.why_not_removed", with("reasons", words.list(reasons)));
    for (const std::size_t pin : why.never_pins)
      lines.add(2, told_of_pin(speaker, pin));
    add_hindrances(lines, speaker, why);
    return lines.take();
  }
  lines.say(0, "explain.why_not", pair);
  add_hindrances(lines, speaker, why);
  if (!why.planned) {
    if (!why.candidate)
      lines.add(0, outside_sentence(words, why));
    lines.say(0, "explain.not_planned");
    return lines.take();
  }
  if (!why.answer.clashes.empty()) {
    lines.say(0, "explain.why_not_clash",
              with("detail", why.answer.clashes.front().detail.in(speaker.words().language())));
    return lines.take();
  }
  const planner::Interval& change = why.answer.change;
  lines.say(0,
            !change.exact()     ? "explain.why_not_between"
            : change.lower == 0 ? "explain.why_not_same"
                                : "explain.why_not_change",
            {{"change", speaker.change(change)}});
  if (!why.candidate) {
    lines.add(0, outside_sentence(words, why));
    lines.say(0, "explain.why_not_forced");
  }
  add_consequences(lines, speaker, why.answer);
  return lines.take();
}

std::string tell_site(const Speaker& speaker, const planner::Facts& facts,
                      const planner::WhyShort& why, const std::vector<planner::Decided>& decided) {
  const Words& words = speaker.words();
  const planner::Instance& instance = facts.instance();
  const planner::Site& site = instance.sites[at(why.site)];
  Lines lines(words);
  // Step 1. The site and its team.
  lines.say(0, "explain.site_state",
            {{"site", speaker.site(why.site)},
             {"need", site.need},
             {"size", facts.team(why.site).size()},
             {"target", site.target_team},
             {"minimum", site.min_team}});
  const Ix lead = facts.lead_sponsor(why.site);
  if (lead == none) {
    lines.say(0, "report.no_lead_sponsor");
  } else {
    lines.say(0, "report.lead_sponsor", {{"sponsor", speaker.sponsor(lead)}});
  }
  for (const planner::Placement& p : facts.team(why.site))
    lines.say(2, "explain.team_line",
              {{"staff", speaker.staff(p.staff)},
               {"role", words.say(p.role == planner::Role::leader ? "role.leader" : "role.member")},
               {"reason", speaker.reason(facts, p)}});
  // Step 2. What it lacks and why.
  lines.gap();
  if (why.listed.empty()) {
    if (why.lacks.below_target > 0) {
      lines.say(0, "explain.site_target", {{"count", why.lacks.below_target}});
    } else {
      lines.say(0, "explain.site_complete");
    }
  }
  for (const std::string& sentence : speaker.lacks(why))
    lines.add(0, sentence);
  // Step 3. What would fill it.
  if (!why.planned) {
    lines.gap();
    lines.say(0, "explain.not_planned");
  } else if (!why.listed.empty()) {
    lines.gap();
    lines.say(0, why.repairs.empty() ? "explain.repairs_none" : "explain.repairs");
  }
  for (const Repair& repair : why.repairs) {
    const std::string name = repair_name(speaker, why.lacks, repair);
    const std::string change = speaker.change(repair.answer.change);
    if (repair.fills && !repair.left.is_short()) {
      lines.say(2, "explain.repair_fills", {{"change_name", name}, {"change", change}});
    } else {
      lines.say(2, "explain.repair_partly",
                {{"change_name", name},
                 {"left", speaker.lacks_in_short(repair.left)},
                 {"change", change}});
    }
    lines.add(4, speaker.moves(repair.answer, moves_named));
  }
  add_decided(lines, speaker, instance, decided);
  return lines.take();
}

std::string tell_worth(const Speaker& speaker, const std::vector<Worth>& items) {
  Lines lines(speaker.words());
  if (items.empty()) {
    lines.say(0, "explain.worth_none");
    return lines.take();
  }
  lines.say(0, "explain.worth");
  lines.say(0, "explain.worth_about");
  for (auto item = items.begin(); item != items.end();) {
    const auto end = std::find_if(item, items.end(),
                                  [&](const Worth& other) { return other.kind != item->kind; });
    lines.gap();
    lines.say(0, worth_key(item->kind));
    std::size_t estimates = 0;
    for (; item != end; ++item) {
      if (!item->answer && (item->estimate >= 0 || ++estimates > estimates_named))
        continue;
      lines.add(2, worth_line(speaker, *item));
    }
    if (estimates > estimates_named)
      lines.say(2, "worth.more", {{"count", estimates - estimates_named}});
  }
  return lines.take();
}

std::string tell_worth_of_copy(const Speaker& speaker, const planner::WorthOfCopy& worth) {
  Lines lines(speaker.words());
  const std::string who = speaker.staff(worth.staff);
  if (!worth.available) {
    lines.say(0, "explain.copy_unavailable", {{"staff", who}});
    return lines.take();
  }
  lines.say(0, "explain.copy", {{"staff", who}, {"change", speaker.change(worth.answer.change)}});
  add_consequences(lines, speaker, worth.answer);
  if (worth.released) {
    lines.say(0, "explain.copy_released", {{"change", speaker.change(worth.released->change)}});
    add_consequences(lines, speaker, *worth.released);
  }
  return lines.take();
}

}  // namespace sojourn::stages::placement
