// See plan_draft.h.
#include "stages/placement/plan_draft.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace sojourn::stages::placement {

using planner::Ix;
using planner::none;

std::string PersonMove::to_text() const {
  return site ? fmt::format("{}@{}:{}", staff.to_text(), site->to_text(), base::name_of(role))
              : staff.to_text() + "@none";
}

std::optional<PersonMove> PersonMove::from_text(std::string_view text) {
  const std::size_t cut = text.find('@');
  const auto staff = Id<Staff>::from_text(text.substr(0, cut));
  if (cut == std::string_view::npos || !staff) {
    return std::nullopt;
  }
  const std::string_view where = text.substr(cut + 1);
  if (where == "none") {
    return PersonMove{.staff = *staff, .site = {}};
  }
  const std::size_t colon = where.find(':');
  const auto site = Id<Site>::from_text(where.substr(0, colon));
  if (colon == std::string_view::npos || !site) {
    return std::nullopt;
  }
  const std::string_view role = where.substr(colon + 1);
  if (role != "leader" && role != "member") {
    return std::nullopt;
  }
  return PersonMove{.staff = *staff,
                    .site = site,
                    .role = role == "leader" ? StaffRole::leader : StaffRole::member};
}

base::WordAbout PersonMove::word_about() {
  return {.accepted =
              "a person and their place, such as staff_3k9q@site_9:leader, "
              "staff_3k9q@site_9:member or staff_3k9q@none",
          .code = "not_move",
          .format = "",
          .pattern = "^staff_[0-9a-hjkmnp-tv-z]+@(none|site_[0-9a-hjkmnp-tv-z]+:(leader|member))$"};
}

std::string LeadMove::to_text() const {
  return fmt::format("{}={}", site.to_text(), sponsor ? sponsor->to_text() : "none");
}

std::optional<LeadMove> LeadMove::from_text(std::string_view text) {
  const std::size_t cut = text.find('=');
  const auto site = Id<Site>::from_text(text.substr(0, cut));
  if (cut == std::string_view::npos || !site) {
    return std::nullopt;
  }
  if (text.substr(cut + 1) == "none") {
    return LeadMove{.site = *site, .sponsor = {}};
  }
  const auto sponsor = Id<Sponsor>::from_text(text.substr(cut + 1));
  return sponsor ? std::optional(LeadMove{.site = *site, .sponsor = sponsor}) : std::nullopt;
}

base::WordAbout LeadMove::word_about() {
  return {.accepted = "a site and who leads it, such as site_9=sponsor_2 or site_9=none",
          .code = "not_lead",
          .format = "",
          .pattern = "^site_[0-9a-hjkmnp-tv-z]+=(none|sponsor_[0-9a-hjkmnp-tv-z]+)$"};
}

std::vector<TermPoints> term_points(const planner::Value& value, const planner::Value& before) {
  std::vector<TermPoints> made;
  for (std::size_t term = 0; term < planner::term_count; ++term) {
    const TermPoints row{.term = std::string(planner::term_names[term]),
                         .points = value.points[term] - before.points[term],
                         .count = value.counts[term] - before.counts[term]};
    if (row.points != 0 || row.count != 0) {
      made.push_back(row);
    }
  }
  return made;
}

std::set<Ix> who_wished(const planner::Instance& instance) {
  std::set<Ix> wished;
  for (const planner::Wish& wish : instance.wishes) {
    if (wish.rank != planner::refuse) {
      wished.insert(wish.staff);
    }
  }
  return wished;
}

std::string Told::with_names(std::string_view text) const {
  constexpr std::string_view in_ids = "abcdefghijklmnopqrstuvwxyz0123456789_";
  std::string made;
  while (!text.empty()) {
    const std::size_t word = std::min(text.find_first_not_of(in_ids), text.size());
    const std::string_view id = text.substr(0, std::max<std::size_t>(word, 1));
    const auto name = [&](auto parsed, Ix (StoredPlan::*find)(decltype(parsed)) const,
                          std::string (Speaker::*said)(Ix) const) {
      const Ix found = (warm_->*find)(parsed);
      return found == none ? std::string(id) : (speaker_.*said)(found);
    };
    if (const auto staff = Id<Staff>::from_text(id)) {
      made += name(*staff, &StoredPlan::staff, &Speaker::staff);
    } else if (const auto site = Id<Site>::from_text(id)) {
      made += name(*site, &StoredPlan::site, &Speaker::site);
    } else if (const auto sponsor = Id<Sponsor>::from_text(id)) {
      made += name(*sponsor, &StoredPlan::sponsor, &Speaker::sponsor);
    } else {
      made += id;
    }
    text.remove_prefix(id.size());
  }
  return made;
}

void check_moves(const WarmPlan& warm, const Moves& moves, Faults& faults) {
  const auto known = [&](Ix found, const std::string& where, const std::string& id) {
    if (found == none) {
      faults.add(where, "not_in_plan", id, "The plan was made without this record.");
    }
  };
  const auto once = [&](auto& seen, std::int64_t id, const std::string& where,
                        const std::string& text) {
    if (!seen.insert(id).second) {
      faults.add(where, "twice", text, "This stands in the list already. Say it once.");
    }
  };
  std::set<std::int64_t> people, sites;
  for (std::size_t i = 0; i < moves.people.size(); ++i) {
    const PersonMove& move = moves.people[i];
    const std::string where = fmt::format("/moves/{}", i);
    known(warm.staff(move.staff), where, move.staff.to_text());
    once(people, move.staff.value, where, move.staff.to_text());
    if (move.site) {
      known(warm.site(*move.site), where, move.site->to_text());
    }
  }
  if (!moves.leads.empty() && warm.instance().rules.pairing == planner::Pairing::first) {
    faults.add("/leads", "leads_come_first", "",
               "By these rules lead sponsors are chosen first, and follow from need and affinity. "
               "Announce one, or change the rules.");
  }
  for (std::size_t i = 0; i < moves.leads.size(); ++i) {
    const LeadMove& lead = moves.leads[i];
    const std::string where = fmt::format("/leads/{}", i);
    known(warm.site(lead.site), where, lead.site.to_text());
    once(sites, lead.site.value, where, lead.site.to_text());
    if (lead.sponsor) {
      known(warm.sponsor(*lead.sponsor), where, lead.sponsor->to_text());
    }
  }
}

planner::Draft draft_of(const WarmPlan& warm, const Moves& moves) {
  return with_moves(warm, planner::Draft(warm.team_sites(), warm.solution().plan), moves);
}

planner::Draft with_moves(const WarmPlan& warm, planner::Draft draft, const Moves& moves) {
  std::vector<planner::Placement> after;
  after.reserve(moves.people.size());
  for (const PersonMove& move : moves.people) {
    after.push_back(
        {warm.staff(move.staff), move.site ? warm.site(*move.site) : none,
         move.role == StaffRole::leader ? planner::Role::leader : planner::Role::member});
  }
  draft.put(after);
  for (const LeadMove& lead : moves.leads) {
    draft.set_lead(warm.site(lead.site), lead.sponsor ? warm.sponsor(*lead.sponsor) : none);
  }
  return draft;
}

std::vector<BreachView> breaches_of(const Told& told, const planner::Draft& draft,
                                    const planner::Draft& kept) {
  std::set<std::tuple<std::string_view, Ix, Ix, Ix>> before;
  for (const planner::Breach& each : kept.breaches()) {
    before.emplace(each.code, each.staff, each.site, each.sponsor);
  }
  std::vector<BreachView> made;
  for (const planner::Violation& each : planner::check(draft.instance(), draft.plan())) {
    const auto id = [&](Ix i, auto of) {
      return Told::maybe(i, [&](Ix found) { return (told.*of)(found); });
    };
    const auto name = [&](Ix i, auto of) {
      return Told::maybe(i, [&](Ix found) { return (told.speaker().*of)(found); });
    };
    made.push_back({.rule = each.rule,
                    .code = each.code,
                    .text = each.detail.in(told.words().language()),
                    .staff = id(each.staff, &Told::staff),
                    .staff_name = name(each.staff, &Speaker::staff),
                    .site = id(each.site, &Told::site),
                    .site_name = name(each.site, &Speaker::site),
                    .sponsor = id(each.sponsor, &Told::sponsor),
                    .sponsor_name = name(each.sponsor, &Speaker::sponsor),
                    .anew = !before.contains({each.code, each.staff, each.site, each.sponsor})});
  }
  return made;
}

base::FieldAbout moves_field() {
  return {.name = "moves",
          .shape = "MOVE",
          .meaning =
              "Who is somewhere else than in the plan, each once, and where they are after "
              "all moves: STAFF@SITE:leader, STAFF@SITE:member, or STAFF@none for not "
              "placed."};
}

base::FieldAbout leads_field() {
  return {.name = "leads",
          .shape = "LEAD",
          .meaning =
              "Sites that another sponsor leads than in the plan, each once: SITE=SPONSOR, "
              "or SITE=none for no lead sponsor."};
}

base::FieldAbout language_field() {
  return {.name = "language", .shape = "CODE", .meaning = "en or zh; en if not given."};
}

}  // namespace sojourn::stages::placement
