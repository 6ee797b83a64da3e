// Hard rules of a plan, one after another, with what to say of each. See check.h.
// Tested in tests/unit/planner/check_test.cpp and check_page_test.cpp.
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
  /// By name and id: people know the one and find the other in their lists.
  template <class Record>
  base::Sentence called(const Record& record) const {
    const std::string id(instance_.text(record.id)), name(instance_.text(record.name));
    return name.empty() || name == id ? base::Sentence(id) : base::in_words("{} ({})", name, id);
  }
  base::Sentence staff(Ix i) const { return called(instance_.staff[at(i)]); }
  base::Sentence site(Ix i) const { return called(instance_.sites[at(i)]); }
  base::Sentence sponsor(Ix i) const { return called(instance_.sponsors[at(i)]); }
  base::Sentence led_by(Ix i) const { return i == none ? base::Sentence("none") : sponsor(i); }
  void say(int rule, std::string code, Ix who, Ix where, Ix by, base::Sentence detail) {
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
    const auto who = [&] { return staff(p.staff); };
    const auto where = [&] { return site(p.site); };
    if (standing.unavailable)
      say(1, "placement.not_available", p.staff, p.site, none,
          base::in_words("{} is placed at {} but is not available.", who(), where()));
    if (standing.home)
      say(1, "placement.home_site", p.staff, p.site, none,
          base::in_words("{} is placed at {}, their home site.", who(), where()));
    if (standing.refused)
      say(1, "placement.refused", p.staff, p.site, none,
          base::in_words("{} is placed at {}, which they refused.", who(), where()));
    if (p.role == Role::leader ? standing.never_leader : standing.never_member)
      say(1, "placement.never_pin", p.staff, p.site, none,
          base::in_words("{} is placed at {} as {}, which a `never` pin forbids.", who(), where(),
                         base::Sentence(p.role == Role::leader ? "leader" : "member")));
    if (!standing.taken)
      say(1, "placement.not_candidate", p.staff, p.site, none,
          base::in_words(
              "{} is placed at {}, which is no candidate pair: not near, not paired through their "
              "sponsor, not wished for, not their current site, not given a cost and not pinned.",
              who(), where()));
  }

  void rule_1_at_most_once() {
    std::vector<Ix> first_site(instance_.staff.size(), none);
    for (const Placement& p : placements_) {
      Ix& first = first_site[at(p.staff)];
      if (first != none)
        say(1, "placement.twice", p.staff, p.site, none,
            base::in_words("{} is placed twice: at {} and at {}.", staff(p.staff), site(first),
                           site(p.site)));
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
      const base::Sentence who = staff(pin.staff), where = site(pin.site);
      // A person placed twice keeps the pin where one of the places does.
      const Placement* kept = placed[at(pin.staff)];
      if (kept != nullptr && kept->site != pin.site)
        for (const Placement& p : placements_)
          if (p.staff == pin.staff && p.site == pin.site)
            kept = &p;
      if (kept == nullptr || kept->site != pin.site) {
        say(2, "pin.must_not_kept", pin.staff, pin.site, none,
            kept == nullptr
                ? base::in_words("{} has to be at {} by a `must` pin but is not placed.", who,
                                 where)
                : base::in_words("{} has to be at {} by a `must` pin but is at {}.", who, where,
                                 site(kept->site)));
      } else if ((pin.role == PinRole::leader && kept->role != Role::leader) ||
                 (pin.role == PinRole::member && kept->role != Role::member)) {
        say(2, "pin.must_other_role", pin.staff, pin.site, none,
            base::in_words("{} has to be {} at {} by a `must` pin but is {}.", who,
                           base::Sentence(pin.role == PinRole::leader ? "leader" : "member"), where,
                           base::Sentence(kept->role == Role::leader ? "leader" : "member")));
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
            base::in_words("{} leads {} without the role `leader`.", staff(p.staff), site(where)));
    }
    if (static_cast<std::int64_t>(team.size()) > s.target_team)
      say(3, "team.too_large", none, where, none,
          base::in_words("{} has {} people, target_team is {}.", site(where), team.size(),
                         s.target_team));
    if (leaders > 1)
      say(3, "team.two_leaders", none, where, none,
          base::in_words("{} has {} leaders.", site(where), leaders));
    if (first_timers > s.max_first_timers)
      say(4, "team.too_many_first_timers", none, where, none,
          base::in_words("{} has {} first-timers, max_first_timers is {}.", site(where),
                         first_timers, s.max_first_timers));
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
            base::in_words("{} releases {} people and may release {}.", sponsor(static_cast<Ix>(o)),
                           released[o], caps[o]));
  }

  void rule_6_leads() {
    if (plan_.lead_sponsors.size() != instance_.sites.size()) {
      say(6, "lead.not_one_per_site", none, none, none,
          base::in_words("The plan tells lead sponsors for {} sites, the folder has {}.",
                         plan_.lead_sponsors.size(), instance_.sites.size()));
      return;
    }
    std::vector<std::int64_t> leads(instance_.sponsors.size(), 0);
    bool kept = true;
    for (std::size_t s = 0; s < plan_.lead_sponsors.size(); ++s) {
      const Ix where = static_cast<Ix>(s), lead = plan_.lead_sponsors[s];
      const Ix announced = instance_.sites[s].announced_lead;
      if (lead != none && (lead < 0 || at(lead) >= instance_.sponsors.size())) {
        say(6, "lead.unknown", none, where, none,
            base::in_words("{} is led by a sponsor that the folder does not have.", site(where)));
        kept = false;
        continue;
      }
      if (lead != none)
        ++leads[at(lead)];
      if (announced != none && lead != announced) {
        say(6, "lead.announced_not_kept", none, where, announced,
            base::in_words("{} is announced as lead sponsor of {}, the plan has {}.",
                           sponsor(announced), site(where), led_by(lead)));
        kept = false;
      } else if (lead != none && !valuer_.listed(where, lead)) {
        say(6, "lead.not_listed", none, where, lead,
            base::in_words("{} leads {} but is not on its affinity list.", sponsor(lead),
                           site(where)));
        kept = false;
      }
    }
    for (std::size_t o = 0; o < leads.size(); ++o)
      if (leads[o] > instance_.sponsors[o].max_sites) {
        say(6, "lead.too_many_sites", none, none, static_cast<Ix>(o),
            base::in_words("{} leads {} sites, max_sites is {}.", sponsor(static_cast<Ix>(o)),
                           leads[o], instance_.sponsors[o].max_sites));
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
          base::in_words("Lead sponsors come first here: the plan's sum of need x score is {}, the "
                         "largest is {}.",
                         theirs, largest));
      return;
    }
    for (std::size_t s = 0; s < right.size(); ++s) {
      if (plan_.lead_sponsors[s] == right[s])
        continue;
      const Ix where = static_cast<Ix>(s);
      say(6, "lead.tie_not_by_order", none, where, right[s],
          base::in_words("Of equal sums the one first by order of sites and sponsors counts: {} is "
                         "led by {}, the plan has {}.",
                         site(where), led_by(right[s]), led_by(plan_.lead_sponsors[s])));
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
