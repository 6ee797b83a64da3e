// Pins and announced lead sponsors that no plan can keep, found before the search. Complete: where
// nothing is found, the musts alone, with the announced leads, are a valid plan. Every hard rule
// only forbids too much, so musts that keep them all together can be kept by the empty rest.
// Tested in tests/unit/planner/clashes_test.cpp against trying every role.
#include <algorithm>
#include <cstddef>
#include <string>

#include "planner/planner.h"

namespace sojourn::planner {

namespace {

std::size_t at(Ix position) { return static_cast<std::size_t>(position); }

/// All must pins of one person at one site.
struct Must {
  Ix staff = none;
  Ix site = none;
  std::vector<std::size_t> pins;
  bool leads = false;    ///< no role but leader is left
  bool refused = false;  ///< by the person, in wishes.csv
};

class ClashFinder {
 public:
  explicit ClashFinder(const Instance& instance) : instance_(instance) {}

  std::vector<Clash> run() {
    collect_musts();
    find_refusals();
    for (Must& must : musts_)
      check_pair(must);
    check_people();
    check_teams();
    check_releases();
    check_leads();
    return std::move(found_);
  }

 private:
  std::string staff(Ix p) const { return std::string(instance_.text(instance_.staff[at(p)].id)); }
  std::string site(Ix s) const { return std::string(instance_.text(instance_.sites[at(s)].id)); }
  std::string sponsor(Ix j) const {
    return std::string(instance_.text(instance_.sponsors[at(j)].id));
  }
  void say(std::vector<std::size_t> pins, std::string code, base::Sentence detail) {
    std::sort(pins.begin(), pins.end());
    found_.push_back({std::move(pins), {}, std::move(code), std::move(detail)});
  }

  void collect_musts();
  void find_refusals();
  void check_pair(Must& must);
  void check_people();
  void check_teams();
  void check_releases();
  void check_leads();

  const Instance& instance_;
  std::vector<Must> musts_;        ///< ordered by staff, then site
  std::vector<std::size_t> pins_;  ///< all pins, ordered by staff, then site, then input
  std::vector<Clash> found_;
};

void ClashFinder::collect_musts() {
  for (std::size_t i = 0; i < instance_.pins.size(); ++i)
    pins_.push_back(i);
  const auto& pins = instance_.pins;
  std::stable_sort(pins_.begin(), pins_.end(), [&](std::size_t a, std::size_t b) {
    return pins[a].staff != pins[b].staff ? pins[a].staff < pins[b].staff
                                          : pins[a].site < pins[b].site;
  });
  for (const std::size_t i : pins_) {
    if (pins[i].rule != PinRule::must)
      continue;
    if (musts_.empty() || musts_.back().staff != pins[i].staff ||
        musts_.back().site != pins[i].site)
      musts_.push_back({pins[i].staff, pins[i].site, {}, false, false});
    musts_.back().pins.push_back(i);
  }
}

void ClashFinder::find_refusals() {
  const auto before = [](const Must& m, const Wish& w) {
    return m.staff != w.staff ? m.staff < w.staff : m.site < w.site;
  };
  for (const Wish& wish : instance_.wishes) {
    if (wish.rank != refuse)
      continue;
    const auto must = std::lower_bound(musts_.begin(), musts_.end(), wish, before);
    if (must != musts_.end() && must->staff == wish.staff && must->site == wish.site)
      must->refused = true;
  }
}

/// A must against the removals of rule 1 and the roles that are left.
void ClashFinder::check_pair(Must& must) {
  const Staff& person = instance_.staff[at(must.staff)];
  const std::string who = staff(must.staff), where = site(must.site);
  if (!person.available)
    say(must.pins, "pins.unavailable",
        base::in_words("{} has to be at {} by a `must` pin, but is not available.", who, where));
  if (person.home_site == must.site)
    say(must.pins, "pins.home_site",
        base::in_words("{} has to be at {} by a `must` pin, but {} is their home site.", who, where,
                       where));
  if (must.refused)
    say(must.pins, "pins.refused",
        base::in_words("{} has to be at {} by a `must` pin, but refused {}.", who, where, where));

  const auto& pins = instance_.pins;
  const auto before = [&](std::size_t i, const Must& m) {
    return pins[i].staff != m.staff ? pins[i].staff < m.staff : pins[i].site < m.site;
  };
  bool may_lead = true, may_serve = true;
  std::vector<std::size_t> involved;
  for (auto i = std::lower_bound(pins_.begin(), pins_.end(), must, before);
       i != pins_.end() && pins[*i].staff == must.staff && pins[*i].site == must.site; ++i) {
    const Pin& pin = pins[*i];
    const bool never = pin.rule == PinRule::never;
    if (never ? pin.role != PinRole::member : pin.role == PinRole::member)
      may_lead = false;
    if (never ? pin.role != PinRole::leader : pin.role == PinRole::leader)
      may_serve = false;
    involved.push_back(*i);
  }
  if (!may_lead && !may_serve) {
    say(involved, "pins.no_role",
        base::in_words("{} has to be at {} by a `must` pin, but the pins about the two leave "
                       "neither the role leader nor the role member.",
                       who, where));
  } else if (!may_serve && !person.can_lead) {
    say(involved, "pins.not_a_leader",
        base::in_words("{} has to be at {} by a `must` pin, but only as leader, and {} does not "
                       "have the role leader.",
                       who, where, who));
  }
  must.leads = !may_serve;
}

void ClashFinder::check_people() {
  for (std::size_t first = 0; first < musts_.size();) {
    std::size_t last = first;
    std::vector<std::size_t> pins;
    base::Sentence sites;
    for (; last < musts_.size() && musts_[last].staff == musts_[first].staff; ++last) {
      pins.insert(pins.end(), musts_[last].pins.begin(), musts_[last].pins.end());
      sites += (last > first ? base::in_words(" and at {}", site(musts_[last].site))
                             : base::Sentence(site(musts_[last].site)));
    }
    if (last - first > 1)
      say(pins, "pins.two_musts",
          base::in_words("{} has to be at {} by `must` pins, but a person is placed at most once.",
                         staff(musts_[first].staff), sites));
    first = last;
  }
}

/// Rules 3 and 4 for the musts of each site.
void ClashFinder::check_teams() {
  std::vector<const Must*> by_site;
  for (const Must& must : musts_)
    by_site.push_back(&must);
  std::stable_sort(by_site.begin(), by_site.end(),
                   [](const Must* a, const Must* b) { return a->site < b->site; });
  for (auto first = by_site.begin(); first != by_site.end();) {
    const Ix here = (*first)->site;
    const Site& where = instance_.sites[at(here)];
    std::vector<std::size_t> all, leaders, newcomers;
    std::int64_t team = 0, leading = 0, first_timers = 0;
    Ix anybody = none, newcomer = none;  // the only one, where the count is 1
    const auto take = [](std::vector<std::size_t>& list, const Must& must) {
      list.insert(list.end(), must.pins.begin(), must.pins.end());
    };
    for (; first != by_site.end() && (*first)->site == here; ++first) {
      const Must& must = **first;
      ++team;
      anybody = must.staff;
      take(all, must);
      if (must.leads) {
        ++leading;
        take(leaders, must);
      }
      if (instance_.staff[at(must.staff)].first_timer) {
        ++first_timers;
        newcomer = must.staff;
        take(newcomers, must);
      }
    }
    if (team > where.target_team)
      say(all, "pins.team_too_large",
          team == 1
              ? base::in_words("{} has to be at {} by a `must` pin, but its target_team is {}.",
                               staff(anybody), site(here), where.target_team)
              : base::in_words(
                    "{} people have to be at {} by `must` pins, but its target_team is {}.", team,
                    site(here), where.target_team));
    if (leading > 1)
      say(leaders, "pins.two_leaders",
          base::in_words(
              "{} people have to be the leader of {} by their pins, but a team has at most one.",
              leading, site(here)));
    if (first_timers > where.max_first_timers)
      say(newcomers, "pins.first_timers",
          first_timers == 1
              ? base::in_words("{} has to be at {} by a `must` pin, but is a first-timer, and its "
                               "max_first_timers is {}.",
                               staff(newcomer), site(here), where.max_first_timers)
              : base::in_words(
                    "{} first-timers have to be at {} by `must` pins, but its max_first_timers is "
                    "{}.",
                    first_timers, site(here), where.max_first_timers));
  }
}

/// Rule 5. Someone not available is a clash of their own and counts nowhere.
void ClashFinder::check_releases() {
  const std::size_t count = instance_.sponsors.size();
  std::vector<std::int64_t> available(count, 0);
  for (const Staff& person : instance_.staff)
    if (person.available && person.sponsor != none)
      ++available[at(person.sponsor)];
  std::vector<std::int64_t> released(count, 0);
  std::vector<std::vector<std::size_t>> pins(count);
  for (std::size_t i = 0; i < musts_.size(); ++i) {
    const Must& must = musts_[i];
    const Staff& person = instance_.staff[at(must.staff)];
    if (!person.available || person.sponsor == none)
      continue;
    auto& of_sponsor = pins[at(person.sponsor)];
    of_sponsor.insert(of_sponsor.end(), must.pins.begin(), must.pins.end());
    if (i == 0 || musts_[i - 1].staff != must.staff)
      ++released[at(person.sponsor)];
  }
  for (std::size_t j = 0; j < count; ++j) {
    const std::int64_t cap = release_cap(instance_.sponsors[j], available[j]);
    if (released[j] > cap)
      say(pins[j], "pins.release_cap",
          base::in_words("{} people of {} have to be placed by `must` pins, but it releases at "
                         "most {} of its {} available people (release_percent {}).",
                         released[j], sponsor(static_cast<Ix>(j)), cap, available[j],
                         instance_.sponsors[j].release_percent));
  }
}

/// Rule 6: an announced lead counts as listed, so that only max_sites can be broken.
void ClashFinder::check_leads() {
  std::vector<std::int64_t> announced(instance_.sponsors.size(), 0);
  for (const Site& where : instance_.sites)
    if (where.announced_lead != none)
      ++announced[at(where.announced_lead)];
  for (std::size_t j = 0; j < announced.size(); ++j) {
    if (announced[j] <= instance_.sponsors[j].max_sites)
      continue;
    std::vector<Ix> led;
    for (std::size_t s = 0; s < instance_.sites.size(); ++s)
      if (instance_.sites[s].announced_lead == static_cast<Ix>(j))
        led.push_back(static_cast<Ix>(s));
    constexpr std::size_t most_named = 10;
    std::string sites;
    for (std::size_t i = 0; i < std::min(most_named, led.size()); ++i)
      sites += (i > 0 ? ", " : "") + site(led[i]);
    if (led.size() > most_named)
      sites += ", ...";
    say({}, "leads.too_many",
        base::in_words("{} is announced as lead sponsor of {} sites ({}), but its max_sites is {}.",
                       sponsor(static_cast<Ix>(j)), announced[j], sites,
                       instance_.sponsors[j].max_sites));
    found_.back().sites = std::move(led);
  }
}

}  // namespace

std::vector<Clash> find_clashes(const Instance& instance) { return ClashFinder(instance).run(); }

}  // namespace sojourn::planner
