// Sentences about people, sites and changes. See sentences.h.
#include "stages/placement/sentences.h"

#include <algorithm>
#include <set>

#include "base/text.h"

namespace sojourn::stages::placement {

using planner::Ix;
using planner::none;
using planner::Points;
using planner::Role;
using planner::Term;

namespace {

std::size_t at(Ix position) { return static_cast<std::size_t>(position); }

/// A clause begins a sentence: its first letter is made a capital where it is an ASCII one.
std::string capital(std::string clause) {
  if (!clause.empty() && clause.front() >= 'a' && clause.front() <= 'z')
    clause.front() = static_cast<char>(clause.front() - 'a' + 'A');
  return clause;
}

std::string sentence_of(const Words& words, const std::vector<std::string>& clauses) {
  std::string sentence;
  for (const std::string& clause : clauses)
    sentence += (sentence.empty() ? "" : words.say("clause.join")) + clause;
  return capital(std::move(sentence)) + words.say("clause.end");
}

/// From this many points taken off, strength is a reason that people can see.
constexpr Points strength_that_tells = 40;

/// From this need (1 to 5) a site is one in great need.
constexpr std::int32_t great_need = 4;

}  // namespace

std::string Speaker::from_folder(std::string_view text) const {
  if (form_ == Form::plain)
    return std::string(text);
  return "<bdi>" + escape_html(text) + "</bdi>";
}

std::string Speaker::staff(Ix staff) const {
  const planner::Staff& person = instance_->staff[at(staff)];
  const std::string_view name = instance_->text(person.name);
  return from_folder(name.empty() ? instance_->text(person.id) : name);
}

std::string Speaker::site(Ix site) const {
  const planner::Site& place = instance_->sites[at(site)];
  const std::string_view name = instance_->text(place.name);
  return from_folder(name.empty() ? instance_->text(place.id) : name);
}

std::string Speaker::sponsor(Ix sponsor) const {
  const planner::Sponsor& office = instance_->sponsors[at(sponsor)];
  const std::string_view name = instance_->text(office.name);
  return from_folder(name.empty() ? instance_->text(office.id) : name);
}

std::string Speaker::area(Ix area) const {
  const planner::Area& place = instance_->areas[at(area)];
  const std::string_view name = instance_->text(place.name);
  return from_folder(name.empty() ? instance_->text(place.id) : name);
}

std::string Speaker::kilometres(std::int64_t metres) const {
  return words_->say("km", {{"distance", words_->tenths((metres + 50) / 100)}});
}

std::string Speaker::languages(const std::vector<Ix>& entries) const {
  std::vector<std::string> names;
  for (const Ix entry : entries)
    names.push_back(from_folder(instance_->languages[at(entry)]));
  return words_->list(names);
}

std::string Speaker::skills(const std::vector<Ix>& entries) const {
  std::vector<std::string> names;
  for (const Ix entry : entries)
    names.push_back(from_folder(instance_->skills[at(entry)]));
  return words_->list(names);
}

ReasonFacts::ReasonFacts(const planner::Facts& facts, const planner::Placement& of)
    : placement(of),
      pair(facts.pair(of.staff, of.site, of.role)),
      loss(facts.loss_without(of.staff)),
      nearer_sites(facts.nearer_sites(of.staff, of.site)) {}

std::string Speaker::reason(const ReasonFacts& why) const {
  const planner::Placement& placement = why.placement;
  const planner::PairFacts& pair = why.pair;
  const planner::LossFacts& loss = why.loss;
  const planner::Staff& person = instance_->staff[at(placement.staff)];
  const planner::Site& place = instance_->sites[at(placement.site)];
  std::vector<std::string> clauses;
  const auto add = [&](std::string_view key, const std::vector<Argument>& arguments = {}) {
    clauses.push_back(words_->say(key, arguments));
  };
  // Step 1. What people decided.
  if (pair.must_pin) {
    const std::string_view given = instance_->text(instance_->pins[*pair.must_pin].reason);
    if (given.empty()) {
      add("reason.pinned_plain");
    } else {
      add("reason.pinned", {{"reason", from_folder(given)}});
    }
  }
  if (pair.given_cost) {
    const planner::Cost& cost = instance_->costs[*pair.given_cost];
    const std::string_view given = instance_->text(cost.reason);
    if (given.empty()) {
      add("reason.given_cost_plain", {{"points", cost.points}});
    } else {
      add("reason.given_cost", {{"points", cost.points}, {"reason", from_folder(given)}});
    }
  }
  // Step 2. What the team needs them for.
  if (placement.role == Role::leader) {
    if (person.experience_years > 0) {
      add("reason.leader", {{"count", person.experience_years}});
    } else {
      add("reason.leader_zero");
    }
  }
  if (!loss.only_languages.empty())
    add("reason.only_language", {{"names", languages(loss.only_languages)}});
  if (!loss.only_skills.empty())
    add("reason.only_skill", {{"names", skills(loss.only_skills)}});
  if (pair.stays)
    add(loss.leaves_no_stayer ? "reason.only_stayer" : "reason.stays");
  // Step 3. What suits them.
  if (pair.wish_rank > 0)
    add("reason.wish", {{"wish", words_->say("wish." + std::to_string(pair.wish_rank))}});
  if (pair.own_sponsor)
    add("reason.own_sponsor", {{"sponsor", sponsor(person.sponsor)}});
  if (-pair.terms[static_cast<std::size_t>(Term::strength)] >= strength_that_tells)
    add(place.need >= great_need ? "reason.strength_needed" : "reason.strength");
  // Step 4. That somebody is needed at all, where little else tells.
  if (clauses.size() < 2) {
    if (loss.below_minimum > 0) {
      add("reason.minimum", {{"minimum", place.min_team}});
    } else if (clauses.empty()) {
      add("reason.target", {{"target", place.target_team}});
    }
  }
  // Step 5. How far it is.
  if (instance_->coordinates != planner::Coordinates::absent) {
    add(why.nearer_sites == 0   ? "reason.nearest"
        : why.nearer_sites == 1 ? "reason.second_nearest"
                                : "reason.distance",
        {{"distance", kilometres(pair.metres)}});
  }
  return sentence_of(*words_, clauses);
}

std::string Speaker::lacks_in_short(const planner::LackFacts& lacks) const {
  std::vector<std::string> parts;
  if (lacks.below_minimum > 0)
    parts.push_back(words_->say("short.people", {{"count", lacks.below_minimum}}));
  if (lacks.no_leader)
    parts.push_back(words_->say("short.leader"));
  if (!lacks.languages.empty())
    parts.push_back(words_->say("short.languages", {{"names", languages(lacks.languages)}}));
  if (!lacks.skills.empty())
    parts.push_back(words_->say("short.skills", {{"names", skills(lacks.skills)}}));
  if (lacks.nobody_stays)
    parts.push_back(words_->say("short.stayer"));
  if (lacks.below_target > 0 && !lacks.is_short())
    parts.push_back(words_->say("short.target", {{"count", lacks.below_target}}));
  std::string text;
  for (const std::string& part : parts)
    text += (text.empty() ? "" : words_->say("clause.join")) + part;
  return text;
}

std::vector<std::string> Speaker::lacks(const planner::WhyShort& why) const {
  using Kind = planner::Quality::Kind;
  const planner::Site& place = instance_->sites[at(why.site)];
  std::vector<std::string> sentences;
  // Where nobody is, the rest follows from that, and people to come would bring it.
  const bool nobody = why.lacks.below_minimum > 0 && why.lacks.below_minimum == place.min_team;
  for (const planner::Lack& lack : why.listed) {
    if (nobody && lack.quality.kind != Kind::head)
      continue;
    std::string text;
    const auto add = [&](std::string_view key, const std::vector<Argument>& arguments = {}) {
      if (!text.empty())
        text += words_->say("sentence.join");
      text += words_->say(key, arguments);
    };
    // Step 1. What is missing.
    switch (lack.quality.kind) {
      case Kind::head:
        add("lack.head", {{"count", lack.count}, {"minimum", place.min_team}});
        break;
      case Kind::leader: add("lack.leader"); break;
      case Kind::language: add("lack.language", {{"name", languages({lack.quality.what})}}); break;
      case Kind::skill: add("lack.skill", {{"name", skills({lack.quality.what})}}); break;
      case Kind::stayer: add("lack.stayer"); break;
    }
    // Step 2. Who could have met it.
    const planner::Supply& supply = lack.supply;
    std::vector<std::string> parts;
    const auto part = [&](std::string_view key, std::int32_t count, std::string names = {}) {
      if (count > 0)
        parts.push_back(words_->say(key, {{"count", count}, {"names", std::move(names)}}));
    };
    std::vector<std::string> sponsors;
    constexpr std::size_t named = 3;
    for (const Ix s : supply.capped_sponsors)
      if (sponsors.size() < named)
        sponsors.push_back(sponsor(s));
    std::string capped = words_->list(sponsors);
    if (supply.capped_sponsors.size() > named) {
      capped = sponsors[0];
      for (std::size_t i = 1; i < sponsors.size(); ++i)
        capped += words_->say("list.comma") + sponsors[i];
      capped +=
          words_->say("sentence.join") +
          words_->say("supply.and_others", {{"count", supply.capped_sponsors.size() - named}});
    }
    part("supply.here", lack.quality.kind == Kind::head ? 0 : supply.here);
    part("supply.elsewhere", supply.elsewhere);
    part("supply.capped", supply.capped, capped);
    part("supply.first_timers", supply.first_timers);
    part("supply.free", supply.free);
    const std::int32_t count =
        supply.candidates - (lack.quality.kind == Kind::head ? supply.here : 0);
    if (count == 0) {
      add("supply.nobody");
    } else {
      std::string joined;
      for (const std::string& p : parts)
        joined += (joined.empty() ? "" : words_->say("clause.join")) + p;
      add("supply.of", {{"count", count}, {"parts", joined}});
    }
    if (supply.removed > 0)
      add("supply.removed", {{"count", supply.removed}});
    if (lack.cause == planner::Cause::full_team)
      add("cause.full_team", {{"target", place.target_team}});
    sentences.push_back(std::move(text));
  }
  if (nobody && why.listed.size() > 1)
    sentences.push_back(words_->say("lack.rest"));
  return sentences;
}

std::string Speaker::change(const planner::Interval& interval) const {
  const auto one = [&](Points points) {
    if (points == 0)
      return words_->say("change.same");
    return points > 0 ? words_->say("change.worse", {{"count", points}})
                      : words_->say("change.better", {{"count", -points}});
  };
  if (interval.exact())
    return interval.lower == 0 ? words_->say("change.none") : one(interval.lower);
  if (interval.lower >= 0)
    return interval.lower == 0 ? words_->say("change.most_worse", {{"count", interval.upper}})
                               : words_->say("change.range_worse",
                                             {{"from", interval.lower}, {"to", interval.upper}});
  if (interval.upper <= 0)
    return interval.upper == 0 ? words_->say("change.most_better", {{"count", -interval.lower}})
                               : words_->say("change.range_better",
                                             {{"from", -interval.upper}, {"to", -interval.lower}});
  return words_->say("change.between",
                     {{"from", one(interval.lower)}, {"to", one(interval.upper)}});
}

std::string Speaker::terms(const std::array<Points, planner::term_count>& terms) const {
  std::vector<std::size_t> order;
  for (std::size_t t = 0; t < planner::term_count; ++t)
    if (terms[t] != 0)
      order.push_back(t);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::abs(terms[a]) > std::abs(terms[b]);
  });
  std::string text;
  for (const std::size_t t : order) {
    if (!text.empty())
      text += words_->say("list.comma");
    text += words_->say("change.term",
                        {{"term", words_->say("term." + std::string(planner::term_names[t]))},
                         {"change", (terms[t] > 0 ? "+" : "") + words_->number(terms[t])}});
  }
  return text.empty() ? words_->say("change.same") : text;
}

std::string Speaker::moves(const planner::WhatIf& answer, std::size_t most) const {
  std::vector<std::string> parts;
  for (const planner::Move& move : answer.moves) {
    const bool added = at(move.staff) >= instance_->staff.size();
    if (added) {
      parts.push_back(move.to == none ? words_->say("move.new_unplaced")
                                      : words_->say("move.new", {{"to", site(move.to)}}));
      continue;
    }
    const std::string who = staff(move.staff);
    if (move.from == none) {
      parts.push_back(words_->say("move.placed", {{"staff", who}, {"to", site(move.to)}}));
    } else if (move.to == none) {
      parts.push_back(words_->say("move.freed", {{"staff", who}, {"from", site(move.from)}}));
    } else if (move.from == move.to) {
      parts.push_back(words_->say(move.to_role == Role::leader ? "move.leads" : "move.joins",
                                  {{"staff", who}, {"to", site(move.to)}}));
    } else {
      parts.push_back(words_->say(
          "move.moved", {{"staff", who}, {"from", site(move.from)}, {"to", site(move.to)}}));
    }
  }
  for (const planner::LeadMove& move : answer.lead_moves) {
    const auto name = [&](Ix who) {
      return who == none ? words_->say("move.no_sponsor") : sponsor(who);
    };
    parts.push_back(
        words_->say("move.sponsor",
                    {{"site", site(move.site)}, {"from", name(move.from)}, {"to", name(move.to)}}));
  }
  if (parts.empty())
    return words_->say("move.nobody");
  std::string text;
  for (std::size_t i = 0; i < std::min(most, parts.size()); ++i)
    text += (text.empty() ? "" : words_->say("clause.join")) + parts[i];
  if (parts.size() > most)
    text += words_->say("clause.join") + words_->say("move.more", {{"count", parts.size() - most}});
  return words_->say("move.list", {{"moves", text}});
}

std::string single_move(const Words& words, const planner::SingleMove& move, const NameOf& staff,
                        const NameOf& site, const NameOf& sponsor) {
  using Kind = planner::SingleMove::Kind;
  // A placeholder that a sentence has not is not asked for, so every kind may be given all of them.
  const auto name = [](Ix i, const NameOf& of) { return i == none ? std::string() : of(i); };
  const auto lead = [&](Ix i) { return i == none ? words.say("move.no_sponsor") : sponsor(i); };
  const auto key = [&]() -> std::string_view {
    switch (move.kind) {
      case Kind::place: return "better.place";
      case Kind::move: return "better.move";
      case Kind::change_role: return "better.change_role";
      case Kind::remove: return "better.remove";
      case Kind::change_lead: return "better.change_lead";
      case Kind::exchange: return "better.exchange";
      case Kind::replace: return "better.replace";
    }
    return "";
  };
  return words.say(key(),
                   {{"staff", name(move.staff, staff)},
                    {"other", name(move.other, staff)},
                    {"site", name(move.site, site)},
                    {"from", name(move.from_site, site)},
                    {"role", words.say(move.role == Role::leader ? "role.leader" : "role.member")},
                    {"sponsor", lead(move.sponsor)},
                    {"from_sponsor", lead(move.from_sponsor)}});
}

std::string Speaker::single_move(const planner::SingleMove& move) const {
  return placement::single_move(
      *words_, move, [this](Ix i) { return staff(i); }, [this](Ix i) { return site(i); },
      [this](Ix i) { return sponsor(i); });
}

}  // namespace sojourn::stages::placement
