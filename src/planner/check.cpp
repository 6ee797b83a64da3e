#include "planner/check.h"

#include <algorithm>

#include "planner/check_leads.h"
#include "planner/planner.h"
#include "planner/value.h"

namespace sojourn::planner {

namespace {

using namespace checking;

std::size_t at(Ix i) { return static_cast<std::size_t>(i); }

class Checker {
 public:
  Checker(const Instance& instance, const Plan& plan)
      : instance_(instance), plan_(plan), valuer_(instance) {}

  std::vector<Violation> run() {
    take_known();
    for (const Placement& p : placements_)
      rule_1_candidate_pair(p);
    rule_1_at_most_once();
    rule_2_musts();
    for (auto first = placements_.begin(); first != placements_.end();) {
      auto last = first;
      while (last != placements_.end() && last->site == first->site)
        ++last;
      rules_3_and_4_team({first, last});
      first = last;
    }
    rule_5_releases();
    rule_6_leads();
    return std::move(found_);
  }

 private:
  std::string staff(Ix i) const { return std::string(instance_.text(instance_.staff[at(i)].id)); }
  std::string site(Ix i) const { return std::string(instance_.text(instance_.sites[at(i)].id)); }
  std::string sponsor(Ix i) const {
    return std::string(instance_.text(instance_.sponsors[at(i)].id));
  }
  void say(int rule, std::string code, Ix who, Ix where, Ix by, std::string detail) {
    found_.push_back({rule, std::move(code), who, where, by, std::move(detail)});
  }

  /// Placements that name a person and a site, ordered by site; the rest is reported.
  void take_known() {
    for (const Placement& p : plan_.placements) {
      const bool known = p.staff >= 0 && at(p.staff) < instance_.staff.size() && p.site >= 0 &&
                         at(p.site) < instance_.sites.size();
      if (known)
        placements_.push_back(p);
      else
        say(1, "placement.unknown", none, none, none,
            "A placement names a staff member or a site that the folder does not have.");
    }
    std::stable_sort(placements_.begin(), placements_.end(),
                     [](const Placement& a, const Placement& b) { return a.site < b.site; });
  }

  void rule_1_candidate_pair(const Placement& p) {
    const Standing standing = valuer_.pairs().standing(p.staff, p.site);
    const std::string who = staff(p.staff), where = site(p.site);
    if (standing.unavailable)
      say(1, "placement.not_available", p.staff, p.site, none,
          who + " is placed at " + where + " but is not available.");
    if (standing.home)
      say(1, "placement.home_site", p.staff, p.site, none,
          who + " is placed at " + where + ", their home site.");
    if (standing.refused)
      say(1, "placement.refused", p.staff, p.site, none,
          who + " is placed at " + where + ", which they refused.");
    if (p.role == Role::leader ? standing.never_leader : standing.never_member)
      say(1, "placement.never_pin", p.staff, p.site, none,
          who + " is placed at " + where + " as " + (p.role == Role::leader ? "leader" : "member") +
              ", which a `never` pin forbids.");
    if (!standing.taken)
      say(1, "placement.not_candidate", p.staff, p.site, none,
          who + " is placed at " + where +
              ", which is no candidate pair: not near, not paired through their sponsor, not "
              "wished for, not their current site, not given a cost and not pinned.");
  }

  void rule_1_at_most_once() {
    std::vector<Ix> first_site(instance_.staff.size(), none);
    for (const Placement& p : placements_) {
      Ix& first = first_site[at(p.staff)];
      if (first != none)
        say(1, "placement.twice", p.staff, p.site, none,
            staff(p.staff) + " is placed twice: at " + site(first) + " and at " + site(p.site) +
                ".");
      first = p.site;
    }
  }

  void rule_2_musts() {
    std::vector<const Placement*> placed(instance_.staff.size(), nullptr);
    for (const Placement& p : placements_)
      placed[at(p.staff)] = &p;
    for (const Pin& pin : instance_.pins) {
      if (pin.rule != PinRule::must)
        continue;
      const std::string who = staff(pin.staff), where = site(pin.site);
      // A person placed twice keeps the pin where one of the places does.
      const Placement* kept = placed[at(pin.staff)];
      if (kept != nullptr && kept->site != pin.site)
        for (const Placement& p : placements_)
          if (p.staff == pin.staff && p.site == pin.site)
            kept = &p;
      if (kept == nullptr || kept->site != pin.site) {
        say(2, "pin.must_not_kept", pin.staff, pin.site, none,
            who + " has to be at " + where + " by a `must` pin but is " +
                (kept == nullptr ? "not placed." : "at " + site(kept->site) + "."));
      } else if ((pin.role == PinRole::leader && kept->role != Role::leader) ||
                 (pin.role == PinRole::member && kept->role != Role::member)) {
        say(2, "pin.must_other_role", pin.staff, pin.site, none,
            who + " has to be " + (pin.role == PinRole::leader ? "leader" : "member") + " at " +
                where + " by a `must` pin but is " +
                (kept->role == Role::leader ? "leader." : "member."));
      }
    }
  }

  void rules_3_and_4_team(std::span<const Placement> team) {
    const Ix where = team.front().site;
    const Site& s = instance_.sites[at(where)];
    std::int64_t leaders = 0, first_timers = 0;
    for (const Placement& p : team) {
      const Staff& person = instance_.staff[at(p.staff)];
      if (person.first_timer)
        ++first_timers;
      if (p.role != Role::leader)
        continue;
      ++leaders;
      if (!person.can_lead)
        say(3, "team.leader_without_role", p.staff, where, none,
            staff(p.staff) + " leads " + site(where) + " without the role `leader`.");
    }
    if (static_cast<std::int64_t>(team.size()) > s.target_team)
      say(3, "team.too_large", none, where, none,
          site(where) + " has " + std::to_string(team.size()) + " people, target_team is " +
              std::to_string(s.target_team) + ".");
    if (leaders > 1)
      say(3, "team.two_leaders", none, where, none,
          site(where) + " has " + std::to_string(leaders) + " leaders.");
    if (first_timers > s.max_first_timers)
      say(4, "team.too_many_first_timers", none, where, none,
          site(where) + " has " + std::to_string(first_timers) +
              " first-timers, max_first_timers is " + std::to_string(s.max_first_timers) + ".");
  }

  void rule_5_releases() {
    const std::vector<std::int64_t> caps = release_caps(instance_);
    std::vector<std::int64_t> released(caps.size(), 0);
    for (const Placement& p : placements_)
      if (const Ix o = instance_.staff[at(p.staff)].sponsor; o != none)
        ++released[at(o)];
    for (std::size_t o = 0; o < caps.size(); ++o)
      if (released[o] > caps[o])
        say(5, "sponsor.releases_too_many", none, none, static_cast<Ix>(o),
            sponsor(static_cast<Ix>(o)) + " releases " + std::to_string(released[o]) +
                " people and may release " + std::to_string(caps[o]) + ".");
  }

  void rule_6_leads() {
    if (plan_.lead_sponsors.size() != instance_.sites.size()) {
      say(6, "lead.not_one_per_site", none, none, none,
          "The plan tells lead sponsors for " + std::to_string(plan_.lead_sponsors.size()) +
              " sites, the folder has " + std::to_string(instance_.sites.size()) + ".");
      return;
    }
    std::vector<std::int64_t> leads(instance_.sponsors.size(), 0);
    bool kept = true;
    for (std::size_t s = 0; s < plan_.lead_sponsors.size(); ++s) {
      const Ix where = static_cast<Ix>(s), lead = plan_.lead_sponsors[s];
      const Ix announced = instance_.sites[s].announced_lead;
      if (lead != none && (lead < 0 || at(lead) >= instance_.sponsors.size())) {
        say(6, "lead.unknown", none, where, none,
            site(where) + " is led by a sponsor that the folder does not have.");
        kept = false;
        continue;
      }
      if (lead != none)
        ++leads[at(lead)];
      if (announced != none && lead != announced) {
        say(6, "lead.announced_not_kept", none, where, announced,
            sponsor(announced) + " is announced as lead sponsor of " + site(where) +
                ", the plan has " + (lead == none ? "none." : sponsor(lead) + "."));
        kept = false;
      } else if (lead != none && !valuer_.listed(where, lead)) {
        say(6, "lead.not_listed", none, where, lead,
            sponsor(lead) + " leads " + site(where) + " but is not on its affinity list.");
        kept = false;
      }
    }
    for (std::size_t o = 0; o < leads.size(); ++o)
      if (leads[o] > instance_.sponsors[o].max_sites) {
        say(6, "lead.too_many_sites", none, none, static_cast<Ix>(o),
            sponsor(static_cast<Ix>(o)) + " leads " + std::to_string(leads[o]) +
                " sites, max_sites is " + std::to_string(instance_.sponsors[o].max_sites) + ".");
        kept = false;
      }
    if (kept && instance_.rules.pairing == Pairing::first)
      leads_first();
  }

  /// Pairing "first": the lead sponsors are one answer, see check_leads.h.
  void leads_first() {
    const std::vector<Ix> right = lead_sponsors_first(instance_);
    const auto sum = [&](const std::vector<Ix>& leads) {
      std::int64_t points = 0;
      for (std::size_t s = 0; s < leads.size(); ++s)
        if (leads[s] != none)
          points +=
              std::int64_t{instance_.sites[s].need} * valuer_.score(static_cast<Ix>(s), leads[s]);
      return points;
    };
    const std::int64_t theirs = sum(plan_.lead_sponsors), largest = sum(right);
    if (theirs < largest) {
      say(6, "lead.not_largest_sum", none, none, none,
          "Lead sponsors come first here: the plan's sum of need x score is " +
              std::to_string(theirs) + ", the largest is " + std::to_string(largest) + ".");
      return;
    }
    for (std::size_t s = 0; s < right.size(); ++s) {
      if (plan_.lead_sponsors[s] == right[s])
        continue;
      const Ix where = static_cast<Ix>(s);
      say(6, "lead.tie_not_by_order", none, where, right[s],
          "Of equal sums the one first by order of sites and sponsors counts: " + site(where) +
              " is led by " + (right[s] == none ? "none" : sponsor(right[s])) + ", the plan has " +
              (plan_.lead_sponsors[s] == none ? "none." : sponsor(plan_.lead_sponsors[s]) + "."));
      return;  // the sites behind follow from this one
    }
  }

  const Instance& instance_;
  const Plan& plan_;
  TeamValuer valuer_;
  std::vector<Placement> placements_;
  std::vector<Violation> found_;
};

}  // namespace

std::vector<Violation> check(const Instance& instance, const Plan& plan) {
  return Checker(instance, plan).run();
}

}  // namespace sojourn::planner
