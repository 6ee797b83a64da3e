// Questions about a stored plan: why it is as it is, and what would change. Answered from a warm
// instance by planning again with one thing changed; nothing is kept.
#include <algorithm>

#include "stages/placement/plan_draft.h"
#include "stages/placement/sentences_explain.h"

namespace sojourn::stages::placement {
namespace {

using planner::Ix;
using planner::none;

struct Explain {
  Id<Plan> id;
  std::optional<Id<Staff>> staff;
  std::optional<Id<Site>> site;
  std::optional<std::vector<PersonMove>> moves;
  std::optional<std::vector<LeadMove>> leads;
  std::optional<base::Language> language;
};
BOOST_DESCRIBE_STRUCT(Explain, (), (id, staff, site, moves, leads, language))

struct Explanation {
  std::string text;  ///< lines for people
  bool proven = false;
};
BOOST_DESCRIBE_STRUCT(Explanation, (), (text, proven))

/// One thing that might be otherwise.
enum class What : std::uint8_t {
  serve,
  not_serve,
  unavailable,
  may_lead,
  one_more_like,
  one_more_here,
  release_one_more,
  one_more_first_timer,
  no_announced_lead,
};
BOOST_DESCRIBE_ENUM(What, serve, not_serve, unavailable, may_lead, one_more_like, one_more_here,
                    release_one_more, one_more_first_timer, no_announced_lead)

struct Ask {
  Id<Plan> id;
  What what = What::serve;
  std::optional<Id<Staff>> staff;
  std::optional<Id<Site>> site;
  std::optional<Id<Sponsor>> sponsor;
  std::optional<PinnedRole> role;
  std::optional<base::Language> language;
};
BOOST_DESCRIBE_STRUCT(Ask, (), (id, what, staff, site, sponsor, role, language))

struct TermChange {
  std::string term;
  std::int64_t points = 0;
};
BOOST_DESCRIBE_STRUCT(TermChange, (), (term, points))

struct MoveView {
  std::optional<Id<Staff>> staff;  ///< none: one of those that the question adds
  std::string staff_name;
  std::optional<Id<Site>> from;
  std::optional<std::string> from_name;
  std::optional<StaffRole> from_role;
  std::optional<Id<Site>> to;
  std::optional<std::string> to_name;
  std::optional<StaffRole> to_role;
};
BOOST_DESCRIBE_STRUCT(MoveView, (),
                      (staff, staff_name, from, from_name, from_role, to, to_name, to_role))

struct WhatIfView {
  std::vector<std::string> clashes;  ///< not empty: no plan can be so
  /// In the best plan's total: between these two; smaller totals are better.
  std::int64_t lower = 0;
  std::int64_t upper = 0;
  bool exact = false;
  std::int64_t plan_change = 0;  ///< between the two plans that were compared
  std::vector<TermChange> terms;
  std::vector<MoveView> moves;
  std::int64_t lead_moves = 0;
};
BOOST_DESCRIBE_STRUCT(WhatIfView, (),
                      (clashes, lower, upper, exact, plan_change, terms, moves, lead_moves))

/// The position of what an input names, or a fault.
template <class R>
Ix named(const std::optional<Id<R>>& id, Ix (StoredPlan::*find)(Id<R>) const,
         const StoredPlan& warm, std::string_view where, Faults& faults) {
  if (!id) {
    faults.add(std::string(where), "missing", "", "This question needs it.");
    return none;
  }
  const Ix found = (warm.*find)(*id);
  if (found == none) {
    faults.add(std::string(where), "not_in_plan", id->to_text(),
               "The plan was made without this record.");
  }
  return found;
}

std::shared_ptr<const WarmPlan> warm_plan(access::Call& call, Id<Plan> id, WarmPlans& warm_plans) {
  return call.database.read(call.caller, [&](db::Tx& tx) {
    plan_view(tx, id);
    return warm_plans.of(tx, id);
  });
}

/// The plan that is asked about. One that breaks rules is not planned again from.
std::shared_ptr<const WarmPlan> asked_about(access::Call& call, Id<Plan> id,
                                            WarmPlans& warm_plans) {
  auto warm = warm_plan(call, id, warm_plans);
  if (!warm->keeps_rules()) {
    throw base::Refusal{base::Kind::precondition, "plan_breaks_rules",
                        "This plan breaks hard rules, so nothing can be said about better ones. "
                        "Mend them on the board first."};
  }
  return warm;
}

/// A plan with the moves of an input made, as questions are asked about it: as it is kept where
/// there are none.
struct Moved {
  Moved(const WarmPlan& warm, const Moves& moves) : depth(warm.depth()), base(warm.solution()) {
    keeps_rules = warm.keeps_rules();
    if (moves.people.empty() && moves.leads.empty()) {
      return;
    }
    const planner::Draft draft = draft_of(warm, moves);
    base.plan = draft.plan();
    base.value = draft.value();
    keeps_rules = planner::check(warm.instance(), base.plan).empty();
    // The bound is of every plan. What is kept for questions about the plan as it was is no guide.
    base.proven = keeps_rules && base.value.total == base.certificate.bound;
    depth.effort.again = nullptr;
    if (keeps_rules && !base.proven) {
      again = planner::plan_again(warm.instance(), base, depth.effort);
      depth.effort.again = &*again;
    }
  }
  Moved(const Moved&) = delete;
  Moved& operator=(const Moved&) = delete;

  planner::Depth depth;
  planner::Solution base;
  std::optional<planner::Solution> again;
  bool keeps_rules = true;
};

Explanation explain(access::Call& call, const Explain& input, WarmPlans& warm_plans) {
  const auto warm = warm_plan(call, input.id, warm_plans);
  Faults faults;
  if (!input.staff && !input.site) {
    faults.add("/staff", "missing", "",
               "Name a staff member, a site, or both: why is this person not there?");
  }
  const Ix staff =
      input.staff ? named(input.staff, &WarmPlan::staff, *warm, "/staff", faults) : none;
  const Ix site = input.site ? named(input.site, &WarmPlan::site, *warm, "/site", faults) : none;
  const Moves moves(input);
  check_moves(*warm, moves, faults);
  faults.refuse();
  const planner::Instance& instance = warm->instance();
  const Moved moved(*warm, moves);
  const planner::Solution& base = moved.base;
  const planner::Facts facts(instance, base.plan);
  const Told told(*warm, input.language.value_or(base::Language::en));
  Explanation made{.text = {}, .proven = base.proven};
  std::vector<planner::Decided> decided;
  for (planner::Decided& each : planner::list_decided(instance, base.plan).decisions) {
    if (staff != none ? each.staff == staff : each.site == site) {
      decided.push_back(std::move(each));
    }
  }
  if (staff != none && site != none) {
    made.text = told.with_names(tell_why_not(
        told.speaker(), moved.keeps_rules
                            ? planner::why_not(instance, base, staff, site, moved.depth)
                            : planner::why_not_as_it_is(facts, staff, site)));
  } else if (staff != none) {
    made.text =
        tell_why_here(told.speaker(), facts,
                      moved.keeps_rules ? planner::why_here(instance, base, staff, moved.depth)
                                        : planner::why_here_as_it_is(facts, staff),
                      decided);
  } else {
    planner::WhyShort why;
    if (moved.keeps_rules) {
      why = planner::why_short(instance, base, site, moved.depth);
    } else {
      why = planner::read_lacks(facts, planner::build_problem(instance, {}, 1), site);
      why.planned = false;
    }
    made.text = tell_site(told.speaker(), facts, why, decided);
  }
  return made;
}

planner::Change change_of(const Ask& input, const WarmPlan& warm, Faults& faults) {
  const auto staff = [&] { return named(input.staff, &WarmPlan::staff, warm, "/staff", faults); };
  const auto site = [&] { return named(input.site, &WarmPlan::site, warm, "/site", faults); };
  switch (input.what) {
    case What::serve:
    case What::not_serve: {
      const auto rule =
          input.what == What::serve ? planner::PinRule::must : planner::PinRule::never;
      const auto role = static_cast<planner::PinRole>(input.role.value_or(PinnedRole::any));
      return planner::AddPin{
          {.staff = staff(), .site = site(), .role = role, .rule = rule, .reason = {}}};
    }
    case What::unavailable: return planner::Unavailable{staff()};
    case What::may_lead: return planner::MayLead{staff()};
    case What::one_more_like: return planner::OneMoreLike{staff()};
    case What::one_more_here: {
      planner::OneMorePerson person;
      person.near = site();
      person.can_lead = input.role == PinnedRole::leader;
      if (warm.instance().sponsors.empty()) {
        faults.add("/what", "no_sponsor", "one_more_here",
                   "The plan knows no sponsor that one more person could come from.");
      } else if (person.near != none) {
        person.sponsor = warm.facts().likely_sponsor(person.near);
      }
      return person;
    }
    case What::release_one_more:
      return planner::ReleaseOneMore{
          named(input.sponsor, &WarmPlan::sponsor, warm, "/sponsor", faults)};
    case What::one_more_first_timer: return planner::OneMoreFirstTimer{site()};
    case What::no_announced_lead: return planner::DropAnnouncedLead{site()};
  }
  return planner::Unavailable{none};
}

std::optional<StaffRole> role_of(Ix site, planner::Role role) {
  return site == none
             ? std::nullopt
             : std::optional(role == planner::Role::leader ? StaffRole::leader : StaffRole::member);
}

WhatIfView what_if(access::Call& call, const Ask& input, WarmPlans& warm_plans) {
  const auto warm = asked_about(call, input.id, warm_plans);
  const planner::Instance& instance = warm->instance();
  Faults faults;
  const planner::Change change = change_of(input, *warm, faults);
  faults.refuse();
  // A pin takes the place of another of the same pair.
  std::vector<planner::Change> changes;
  if (const auto* pin = std::get_if<planner::AddPin>(&change)) {
    for (std::size_t i = 0; i < instance.pins.size(); ++i) {
      if (instance.pins[i].staff == pin->pin.staff && instance.pins[i].site == pin->pin.site) {
        changes.emplace_back(planner::DropPin{i});
      }
    }
  }
  changes.push_back(change);
  const planner::WhatIf answer =
      planner::what_if(instance, warm->solution(), changes, warm->depth().effort);
  const Told told(*warm, input.language.value_or(base::Language::en));
  WhatIfView made;
  for (const planner::Clash& clash : answer.clashes) {
    made.clashes.push_back(
        told.with_names(clash.detail.in(input.language.value_or(base::Language::en))));
  }
  if (!made.clashes.empty()) {
    return made;
  }
  made.lower = answer.change.lower;
  made.upper = answer.change.upper;
  made.exact = answer.change.exact();
  made.plan_change = answer.plan_change;
  for (std::size_t term = 0; term < planner::term_count; ++term) {
    if (answer.terms[term] != 0) {
      made.terms.push_back({std::string(planner::term_names[term]), answer.terms[term]});
    }
  }
  const Words words(base::Language::en);
  const Speaker speaker(words, instance, Speaker::Form::plain);
  const auto site_of = [&](Ix site) {
    return site == none ? std::nullopt
                        : Id<Site>::from_text(
                              instance.text(instance.sites[static_cast<std::size_t>(site)].id));
  };
  const auto name_of_site = [&](Ix site) {
    return site == none ? std::nullopt : std::optional(speaker.site(site));
  };
  for (const planner::Move& move : answer.moves) {
    const bool known = move.staff < std::ssize(instance.staff);
    made.moves.push_back(
        {.staff = known ? Id<Staff>::from_text(instance.text(
                              instance.staff[static_cast<std::size_t>(move.staff)].id))
                        : std::nullopt,
         .staff_name = known ? speaker.staff(move.staff) : std::string("+1"),
         .from = site_of(move.from),
         .from_name = name_of_site(move.from),
         .from_role = role_of(move.from, move.from_role),
         .to = site_of(move.to),
         .to_name = name_of_site(move.to),
         .to_role = role_of(move.to, move.to_role)});
  }
  made.lead_moves = std::ssize(answer.lead_moves);
  return made;
}

}  // namespace

std::vector<access::Operation> question_operations(const std::shared_ptr<WarmPlans>& warm) {
  return {
      access::call_operation<Explain, Explanation>(
          {.name = "plan.explain",
           .permission = read_plans,
           .method = Method::post,
           .path = "/api/plans/{id}/explain",
           .summary = "say why a plan is as it is",
           .description = "Of a staff member: why are they here, what would the team lose without "
                          "them, what are the best two alternatives? Of a site: why is it short, "
                          "what would fill it? Of both: why is this person not there? With moves: "
                          "of the plan with them made. Of a plan that breaks hard rules it says "
                          "what is, not what would be better. Changes nothing.",
           .fields = {plan_field(),
                      {.name = "staff", .shape = "STAFF", .meaning = "A staff member."},
                      {.name = "site", .shape = "SITE", .meaning = "A site."},
                      moves_field(),
                      leads_field(),
                      language_field()}},
          false,
          [warm](access::Call& call, const Explain& input) { return explain(call, input, *warm); }),
      access::call_operation<Ask, WhatIfView>(
          {.name = "plan.what_if",
           .permission = read_plans,
           .path = "/api/plans/{id}/what-if",
           .summary = "what would change if one thing were otherwise",
           .description = "Planned again with the one change, from the plan that is there; nothing "
                          "is kept. A pin, an availability or a cap that is to hold is set by its "
                          "own operation, and a new plan made.",
           .fields =
               {plan_field(),
                {.name = "what",
                 .shape = "WHAT",
                 .meaning =
                     "serve: the staff member has to serve at the site. not_serve: they may not. "
                     "unavailable: they are away. may_lead: they may lead. one_more_like: there is "
                     "one more like them. one_more_here: there is one more person near the site, "
                     "without wishes, of its lead sponsor or the likeliest. release_one_more: the "
                     "sponsor releases one more. "
                     "one_more_first_timer: the site takes one more. no_announced_lead: the site's "
                     "announced lead sponsor is open again."},
                {.name = "staff", .shape = "STAFF", .meaning = "Which staff member."},
                {.name = "site", .shape = "SITE", .meaning = "Which site."},
                {.name = "sponsor", .shape = "SPONSOR", .meaning = "Which sponsor."},
                {.name = "role",
                 .shape = "ROLE",
                 .meaning = "As leader, as member, or any; any if not given. One more here: leader "
                            "if they may lead."},
                language_field()}},
          false,
          [warm](access::Call& call, const Ask& input) { return what_if(call, input, *warm); }),
  };
}

}  // namespace sojourn::stages::placement
