// See fixes.h.
#include "planner/fixes.h"

#include <algorithm>

namespace sojourn::planner {

namespace {

using Kind = SingleMove::Kind;

std::size_t at(Ix i) { return static_cast<std::size_t>(i); }

class Fixer {
 public:
  Fixer(const Draft& draft, const Breach& breach) : draft_(draft), breach_(breach) {}

  std::vector<SingleMove> best(std::size_t count) {
    if (breach_.code.starts_with("lead."))
      change_leads();
    else
      for (const Ix person : people())
        if (!draft_.frozen(person))
          move(person);
    std::sort(found_.begin(), found_.end(), better_first);
    found_.erase(std::unique(found_.begin(), found_.end()), found_.end());
    found_.resize(std::min(found_.size(), count));
    return std::move(found_);
  }

 private:
  const Staff& staff(Ix person) const { return draft_.instance().staff[at(person)]; }

  /// Whose moving could mend it.
  std::vector<Ix> people() const {
    if (breach_.staff != none)
      return {breach_.staff};
    std::vector<Ix> found;
    if (breach_.sponsor != none) {
      for (std::size_t p = 0; p < draft_.instance().staff.size(); ++p)
        if (const Ix person = static_cast<Ix>(p);
            staff(person).sponsor == breach_.sponsor && draft_.place(person) != none)
          found.push_back(person);
      return found;
    }
    const bool leaders = breach_.code == "team.two_leaders";
    const bool first_timers = breach_.code == "team.too_many_first_timers";
    for (const Placement& p : draft_.team(breach_.site))
      if ((!leaders || p.role == Role::leader) && (!first_timers || staff(p.staff).first_timer))
        found.push_back(p.staff);
    return found;
  }

  void offer(SingleMove move) {
    const std::vector<Placement> after = moved_by(draft_, move);
    if (!std::all_of(after.begin(), after.end(), [&](const Placement& p) {
          return p.site == none || draft_.may(p.staff, p.site, p.role);
        }))
      return;
    const Draft::Outcome outcome = draft_.outcome(after);
    if (!outcome.breaks.empty() ||
        std::none_of(outcome.heals.begin(), outcome.heals.end(),
                     [&](const Breach& each) { return each.same_as(breach_); }))
      return;
    move.change = outcome.change;
    found_.push_back(move);
  }

  /// Every single move and swap of the person.
  void move(Ix person) {
    const Ix from = draft_.place(person);
    const Role own = draft_.role(person);
    if (from != none) {
      offer({.kind = Kind::remove, .staff = person, .from_site = from});
      offer({.kind = Kind::change_role,
             .staff = person,
             .site = from,
             .from_site = from,
             .role = own == Role::leader ? Role::member : Role::leader});
      for (const Ix other : draft_.sites().candidates(from))
        if (draft_.place(other) == none && !draft_.frozen(other))
          offer(
              {.kind = Kind::replace, .staff = other, .other = person, .site = from, .role = own});
    }
    std::vector<Ix> sites;
    draft_.sites().valuer().pairs().candidate_sites(person, sites);
    for (const Ix site : sites) {
      if (site != from)
        for (const Role role : {Role::leader, Role::member})
          offer({.kind = from == none ? Kind::place : Kind::move,
                 .staff = person,
                 .site = site,
                 .from_site = from,
                 .role = role});
      for (const Placement& other : draft_.team(site))
        if (other.staff != person && !draft_.frozen(other.staff) &&
            (site != from || other.role != own))
          offer({.kind = from == none ? Kind::replace : Kind::exchange,
                 .staff = person,
                 .other = other.staff,
                 .site = site,
                 .from_site = from,
                 .role = other.role});
    }
  }

  void change_leads() {
    if (draft_.instance().rules.pairing == Pairing::first)
      return;
    if (breach_.code == "lead.announced_not_kept")
      return change_lead(breach_.site, breach_.sponsor);
    for (std::size_t s = 0; s < draft_.instance().sites.size(); ++s) {
      const Ix site = static_cast<Ix>(s);
      if ((breach_.site != none && breach_.site != site) || draft_.lead(site) != breach_.sponsor ||
          draft_.instance().sites[s].announced_lead != none)
        continue;
      change_lead(site, none);
      for (const Ix sponsor : draft_.sites().valuer().lead_options(site))
        if (sponsor != breach_.sponsor)
          change_lead(site, sponsor);
    }
  }
  void change_lead(Ix site, Ix sponsor) {
    if (draft_.has_lead(sponsor))
      found_.push_back({.kind = Kind::change_lead,
                        .site = site,
                        .sponsor = sponsor,
                        .from_sponsor = draft_.lead(site),
                        .change = draft_.lead_difference(site, sponsor)});
  }

  const Draft& draft_;
  const Breach& breach_;
  std::vector<SingleMove> found_;
};

}  // namespace

std::vector<SingleMove> fixes_of(const Draft& draft, const Breach& breach, std::size_t count) {
  return Fixer(draft, breach).best(count);
}

}  // namespace sojourn::planner
