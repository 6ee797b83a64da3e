// Sentences about terms and about what people decided. See sentences.h.
#include "stages/placement/sentences.h"

namespace sojourn::stages::placement {

using planner::Decided;
using planner::PinRole;
using planner::Term;

std::string term_definition(const Words& words, const planner::Rules& rules, Term term) {
  const std::string key =
      "about." + std::string(planner::term_names[static_cast<std::size_t>(term)]);
  switch (term) {
    case Term::short_of_minimum: return words.say(key, {{"weight", rules.short_of_minimum}});
    case Term::no_leader: return words.say(key, {{"weight", rules.no_leader}});
    case Term::languages: return words.say(key, {{"weight", rules.languages}});
    case Term::skills: return words.say(key, {{"weight", rules.skills}});
    case Term::nobody_stays: return words.say(key, {{"weight", rules.nobody_stays}});
    case Term::short_of_target: return words.say(key, {{"weight", rules.short_of_target}});
    case Term::lead_sponsor: return words.say(key, {{"weight", rules.lead_sponsor}});
    case Term::own_sponsor: return words.say(key, {{"weight", rules.own_sponsor}});
    case Term::pair:
      return words.say(key, {{"weight", rules.pair_per_km},
                             {"most", rules.pair_most},
                             {"hardship", rules.pair_hardship}});
    case Term::wish:
      return words.say(
          key, {{"first", rules.wish[0]}, {"second", rules.wish[1]}, {"third", rules.wish[2]}});
    case Term::leader_experience:
      return words.say(key, {{"base", rules.leader_base},
                             {"weight", rules.leader_per_year},
                             {"years", rules.leader_years}});
    case Term::strength: return words.say(key, {{"weight", rules.strength}});
  }
  return {};
}

std::string decision_sentence(const Speaker& speaker, const planner::Instance& instance,
                              const Decided& decided) {
  const Words& words = speaker.words();
  const auto of_pair = [&](const std::string& key) {
    return words.say(
        key, {{"staff", speaker.staff(decided.staff)}, {"site", speaker.site(decided.site)}});
  };
  const auto with_role = [&](const std::string& key) {
    switch (instance.pins[decided.position].role) {
      case PinRole::any: return of_pair(key);
      case PinRole::leader: return of_pair(key + "_leader");
      case PinRole::member: return of_pair(key + "_member");
    }
    return std::string();
  };
  switch (decided.kind) {
    case Decided::Kind::must_pin: return with_role("decided.must");
    case Decided::Kind::never_pin: return with_role("decided.never");
    case Decided::Kind::given_cost:
      return words.say(decided.in_plan ? "decided.cost" : "decided.cost_unused",
                       {{"staff", speaker.staff(decided.staff)},
                        {"site", speaker.site(decided.site)},
                        {"points", instance.costs[decided.position].points}});
    case Decided::Kind::announced_lead:
      return words.say("decided.lead", {{"sponsor", speaker.sponsor(decided.sponsor)},
                                        {"site", speaker.site(decided.site)}});
  }
  return {};
}

std::string decision_reason(const Speaker& speaker, const planner::Instance& instance,
                            const Decided& decided) {
  std::string_view reason;
  switch (decided.kind) {
    case Decided::Kind::must_pin:
    case Decided::Kind::never_pin:
      reason = instance.text(instance.pins[decided.position].reason);
      break;
    case Decided::Kind::given_cost:
      reason = instance.text(instance.costs[decided.position].reason);
      break;
    case Decided::Kind::announced_lead: return speaker.words().say("decided.reason_lead");
  }
  if (!reason.empty())
    return speaker.from_folder(reason);
  return speaker.words().say(decided.kind == Decided::Kind::given_cost ? "decided.no_reason_cost"
                                                                       : "decided.no_reason_pin");
}

}  // namespace sojourn::stages::placement
