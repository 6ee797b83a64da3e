// What would mend or better a plan that people change: for each broken rule the cheapest moves that
// mend it, and the best single moves and swaps of all ("score my plan"). Nothing here is kept.
#include <algorithm>
#include <limits>

#include "stages/placement/plan_draft.h"

namespace sojourn::stages::placement {
namespace {

using planner::Ix;
using planner::none;

constexpr std::size_t most_ways = 3;
constexpr std::int64_t most_improvements = 100;
/// Broken rules that are given ways at a time: some milliseconds each in a county.
constexpr std::int64_t most_mended = 30;

/// As planner::SingleMove::Kind, in its order.
enum class MoveKind : std::uint8_t {
  place,
  move,
  change_role,
  remove,
  change_lead,
  exchange,
  replace
};
BOOST_DESCRIBE_ENUM(MoveKind, place, move, change_role, remove, change_lead, exchange, replace)

struct AskFixes {
  Id<Plan> id;
  std::optional<std::vector<PersonMove>> moves;
  std::optional<std::vector<LeadMove>> leads;
  std::optional<std::int64_t> from;
  std::optional<base::Language> language;
};
BOOST_DESCRIBE_STRUCT(AskFixes, (), (id, moves, leads, from, language))

struct AskImprovements {
  Id<Plan> id;
  std::optional<std::vector<PersonMove>> moves;
  std::optional<std::vector<LeadMove>> leads;
  std::optional<std::int64_t> most;
  std::optional<base::Language> language;
};
BOOST_DESCRIBE_STRUCT(AskImprovements, (), (id, moves, leads, most, language))

/// A change that is offered: added to one's moves, it is made.
struct Way {
  MoveKind kind = MoveKind::place;
  std::vector<PersonMove> moves;
  std::vector<LeadMove> leads;
  std::int64_t change = 0;
  std::int64_t breaches_left = 0;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(Way, (), (kind, moves, leads, change, breaches_left, text))

struct FixView {
  BreachView breach;
  bool worked_out = false;  ///< if not: what would mend it was not looked for yet
  std::vector<Way> ways;
};
BOOST_DESCRIBE_STRUCT(FixView, (), (breach, worked_out, ways))

struct FixesView {
  std::vector<FixView> fixes;
};
BOOST_DESCRIBE_STRUCT(FixesView, (), (fixes))

struct ImprovementsView {
  std::int64_t total = 0;
  std::int64_t bound = 0;
  std::vector<Way> alone;
  std::vector<Way> together;
};
BOOST_DESCRIBE_STRUCT(ImprovementsView, (), (total, bound, alone, together))

Way way_of(const Told& told, const planner::Draft& draft, const planner::SingleMove& move) {
  Way made{.kind = static_cast<MoveKind>(move.kind),
           .moves = {},
           .leads = {},
           .change = move.change,
           .text = told.speaker().single_move(move)};
  for (const planner::Placement& each : planner::moved_by(draft, move)) {
    PersonMove person{.staff = told.staff(each.staff), .site = {}};
    if (each.site != none) {
      person.site = told.site(each.site);
      person.role = each.role == planner::Role::leader ? StaffRole::leader : StaffRole::member;
    }
    made.moves.push_back(person);
  }
  if (made.kind == MoveKind::change_lead) {
    made.leads.push_back(
        {.site = told.site(move.site),
         .sponsor = Told::maybe(move.sponsor, [&](Ix o) { return told.sponsor(o); })});
  }
  planner::Draft after = draft;
  after.make(move);
  made.breaches_left = std::ssize(after.breaches());
  return made;
}

/// The plan that is asked about, and the draft of it.
struct Asked {
  std::shared_ptr<const WarmPlan> warm;
  planner::Draft draft;
};

template <class Input>
Asked asked(access::Call& call, const Input& input, WarmPlans& warm_plans) {
  auto warm = call.database.read(call.caller, [&](db::Tx& tx) {
    plan_view(tx, input.id);
    return warm_plans.of(tx, input.id);
  });
  Faults faults;
  const Moves moves(input);
  check_moves(*warm, moves, faults);
  faults.refuse();
  planner::Draft draft = draft_of(*warm, moves);
  return {std::move(warm), std::move(draft)};
}

FixesView fixes(access::Call& call, const AskFixes& input, WarmPlans& warm_plans) {
  Faults faults;
  faults.check_between("/from", input.from.value_or(0), 0,
                       std::numeric_limits<std::int32_t>::max());
  faults.refuse();
  const std::int64_t first = input.from.value_or(0);
  const auto [warm, draft] = asked(call, input, warm_plans);
  const Told told(*warm, input.language.value_or(base::Language::en));
  const planner::Draft kept(warm->team_sites(), warm->solution().plan);
  const std::vector<planner::Breach> known = draft.breaches();
  FixesView made;
  for (BreachView& breach : breaches_of(told, draft, kept)) {
    const std::int64_t place = std::ssize(made.fixes);
    FixView fix{.breach = std::move(breach),
                .worked_out = place >= first && place < first + most_mended,
                .ways = {}};
    const auto same = std::find_if(known.begin(), known.end(), [&](const planner::Breach& each) {
      const auto is = [](const auto& id, Ix i, auto name) {
        return i == none ? !id : id == name(i);
      };
      return each.code == fix.breach.code &&
             is(fix.breach.staff, each.staff, [&](Ix i) { return told.staff(i); }) &&
             is(fix.breach.site, each.site, [&](Ix i) { return told.site(i); }) &&
             is(fix.breach.sponsor, each.sponsor, [&](Ix i) { return told.sponsor(i); });
    });
    if (same != known.end() && fix.worked_out) {
      for (const planner::SingleMove& move : planner::fixes_of(draft, *same, most_ways)) {
        fix.ways.push_back(way_of(told, draft, move));
      }
    }
    made.fixes.push_back(std::move(fix));
  }
  return made;
}

ImprovementsView improvements(access::Call& call, const AskImprovements& input,
                              WarmPlans& warm_plans) {
  Faults faults;
  faults.check_between("/most", input.most.value_or(1), 1, most_improvements);
  faults.refuse();
  const auto [warm, draft] = asked(call, input, warm_plans);
  const Told told(*warm, input.language.value_or(base::Language::en));
  const planner::Improvements best =
      planner::best_improvements(draft, static_cast<std::size_t>(input.most.value_or(10)));
  ImprovementsView made{.total = draft.total(),
                        .bound = warm->solution().certificate.bound,
                        .alone = {},
                        .together = {}};
  for (const planner::SingleMove& move : best.alone) {
    made.alone.push_back(way_of(told, draft, move));
  }
  for (const planner::SingleMove& move : best.together) {
    made.together.push_back(way_of(told, draft, move));
  }
  return made;
}

}  // namespace

std::vector<access::Operation> advice_operations(const std::shared_ptr<WarmPlans>& warm) {
  return {
      access::call_operation<AskFixes, FixesView>(
          {.name = "plan.fixes",
           .permission = read_plans,
           .method = Method::post,
           .path = "/api/plans/{id}/fixes",
           .summary = "the rules that a plan breaks with some moves made, and what would mend each",
           .description = "Up to three moves for each, the cheapest first, that break no other "
                          "rule. They are worked out for 30 rules at a time. Changes nothing.",
           .fields = {plan_field(),
                      moves_field(),
                      leads_field(),
                      {.name = "from",
                       .shape = "N",
                       .least = 0,
                       .meaning = "The place in the list of the first rule that ways are worked "
                                  "out for; 0, the first of all, if not given."},
                      language_field()}},
          false,
          [warm](access::Call& call, const AskFixes& input) { return fixes(call, input, *warm); }),
      access::call_operation<AskImprovements, ImprovementsView>(
          {.name = "plan.improvements",
           .permission = read_plans,
           .method = Method::post,
           .path = "/api/plans/{id}/improvements",
           .summary = "the single moves and swaps that would better a plan most",
           .description = "Each alone, and as many as can be made together. None breaks a rule "
                          "anew. Changes nothing.",
           .fields = {plan_field(),
                      moves_field(),
                      leads_field(),
                      {.name = "most",
                       .shape = "N",
                       .least = 1,
                       .most = static_cast<double>(most_improvements),
                       .meaning = "How many in each list at most; 10 if not given."},
                      language_field()}},
          false,
          [warm](access::Call& call, const AskImprovements& input) {
            return improvements(call, input, *warm);
          }),
  };
}

}  // namespace sojourn::stages::placement
