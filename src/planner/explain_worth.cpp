// What one more person or release is worth: ranked by what they would bring to one site or by
// price, then the first of each kind planned again. See explain.h.
#include <algorithm>
#include <map>

#include "planner/explain.h"

namespace sojourn::planner {
namespace {

std::size_t at(Ix position) { return static_cast<std::size_t>(position); }

bool holds(const std::vector<Ix>& entries, Ix entry) {
  return std::find(entries.begin(), entries.end(), entry) != entries.end();
}

/// Change in the plan's total if one more person of `sponsor` joined the site's team as it is.
struct Joining {
  const Facts* facts;
  std::vector<Points> distance;  ///< per site: points of the pair from its county's seat
  std::vector<LackFacts> lacks;  ///< per site

  Points points(Ix site, Ix sponsor, bool leads, Ix language, Ix skill) const {
    const Instance& instance = facts->instance();
    const Rules& rules = instance.rules;
    const LackFacts& lack = lacks[at(site)];
    const Points need = instance.sites[at(site)].need;
    Points change = distance[at(site)];
    if (lack.below_minimum > 0) {
      change -= rules.short_of_minimum * need;
    } else if (lack.below_target > 0) {
      change -= rules.short_of_target * need;
    }
    if (leads && lack.no_leader)
      change += rules.leader_base - rules.no_leader * need;
    if (language != none && holds(lack.languages, language))
      change -= rules.languages * need;
    if (skill != none && holds(lack.skills, skill))
      change -= rules.skills * need;
    if (facts->lead_sponsor(site) == sponsor && sponsor != none)
      change -= rules.own_sponsor;
    return change;
  }
};

Joining joining(const Facts& facts) {
  const Instance& instance = facts.instance();
  const Rules& rules = instance.rules;
  Joining made{&facts, {}, {}};
  std::map<Ix, Place> seats;
  for (std::size_t s = 0; s < instance.sites.size(); ++s) {
    const Site& site = instance.sites[s];
    const Ix county = county_of(instance, site.area);
    auto seat = seats.find(county);
    if (seat == seats.end())
      seat = seats.emplace(county, seat_of(instance, county)).first;
    const std::int64_t metres = metres_between(instance.coordinates, seat->second, site.place);
    made.distance.push_back(std::min<Points>(rules.pair_most, rules.pair_per_km * (metres / 1000)));
    made.lacks.push_back(facts.lacks(static_cast<Ix>(s)));
  }
  return made;
}

/// Sites that lack people or a leader, to find the one nearest to a sponsor.
class LackingSites {
 public:
  explicit LackingSites(const Joining& join)
      : instance_(join.facts->instance()), home_(instance_.sponsors.size()) {
    for (std::size_t s = 0; s < join.lacks.size(); ++s) {
      const LackFacts& lack = join.lacks[s];
      if (lack.below_minimum == 0 && lack.below_target == 0 && !lack.no_leader)
        continue;
      all_.push_back(static_cast<Ix>(s));
      by_county_[county_of(instance_, instance_.sites[s].area)].push_back(static_cast<Ix>(s));
    }
    // A sponsor's people travel from about one place: that of the first of them.
    for (auto person = instance_.staff.rbegin(); person != instance_.staff.rend(); ++person)
      home_[at(person->sponsor)] = person->place;
  }

  /// Of the sponsor's own county's sites, where one of them lacks people, else of all: the nearest
  /// to where its people travel from (to the county's seat, where it has none), then by order.
  /// `none`: no site lacks anybody.
  Ix nearest_to(Ix sponsor) const {
    const Ix area = instance_.sponsors[at(sponsor)].area;
    const auto own = area == none ? by_county_.end() : by_county_.find(county_of(instance_, area));
    const std::vector<Ix>& sites = own != by_county_.end() ? own->second : all_;
    std::optional<Place> home = home_[at(sponsor)];
    if (!home && own != by_county_.end())
      home = seat_of(instance_, own->first);
    const auto metres = [&](Ix site) {
      return home ? metres_between(instance_.coordinates, *home, instance_.sites[at(site)].place)
                  : 0;
    };
    const auto nearest = std::min_element(sites.begin(), sites.end(),
                                          [&](Ix a, Ix b) { return metres(a) < metres(b); });
    return nearest == sites.end() ? none : *nearest;
  }

 private:
  const Instance& instance_;
  std::vector<Ix> all_;
  std::map<Ix, std::vector<Ix>> by_county_;
  std::vector<std::optional<Place>> home_;  ///< per sponsor
};

std::vector<Change> changes_of(const Worth& worth) {
  if (worth.kind == Worth::Kind::release)
    return {ReleaseOneMore{worth.what}};
  OneMorePerson person;
  person.near = worth.near;
  person.sponsor = worth.sponsor;
  person.can_lead = worth.kind == Worth::Kind::site_leader;
  if (worth.kind == Worth::Kind::language)
    person.languages = {worth.what};
  if (worth.kind == Worth::Kind::skill)
    person.skills = {worth.what};
  return {person};
}

}  // namespace

std::vector<Worth> worth(const Instance& instance, const Solution& base, const Depth& depth,
                         std::stop_token stop) {
  const Facts facts(instance, base.plan);
  const Joining join = joining(facts);
  std::vector<Worth> all;
  if (instance.sponsors.empty())
    return all;
  // Step 1. Sites that lack something; for each language, skill and leading sponsor the site that
  // gains most.
  std::vector<std::optional<Worth>> languages(instance.languages.size());
  std::vector<std::optional<Worth>> skills(instance.skills.size());
  std::vector<std::optional<Worth>> sponsors(instance.sponsors.size());
  const auto keep_best = [](std::optional<Worth>& best, Worth found) {
    if (!best || found.estimate < best->estimate)
      best = std::move(found);
  };
  const auto near = [&](Ix site, Ix sponsor, Worth::Kind kind, Ix what, Points estimate) {
    Worth found;
    found.kind = kind;
    found.what = what;
    found.near = site;
    found.sponsor = sponsor;
    found.estimate = estimate;
    const auto size = static_cast<std::int32_t>(facts.team(site).size());
    if (size < instance.sites[at(site)].target_team)
      found.sure = Worth::Sure::at_least;
    return found;
  };
  for (std::size_t s = 0; s < instance.sites.size(); ++s) {
    const Ix site = static_cast<Ix>(s);
    const Ix sponsor = facts.likely_sponsor(site);
    const LackFacts& lack = join.lacks[s];
    const auto made = [&](Worth::Kind kind, Ix what, Points estimate) {
      return near(site, sponsor, kind, what, estimate);
    };
    if (lack.below_minimum > 0 || lack.below_target > 0)
      all.push_back(made(Worth::Kind::site, site, join.points(site, sponsor, false, none, none)));
    if (lack.no_leader)
      all.push_back(
          made(Worth::Kind::site_leader, site, join.points(site, sponsor, true, none, none)));
    for (const Ix language : instance.list(instance.sites[s].languages))
      keep_best(languages[at(language)], made(Worth::Kind::language, language,
                                              join.points(site, sponsor, false, language, none)));
    for (const Ix skill : instance.list(instance.sites[s].skills))
      keep_best(skills[at(skill)],
                made(Worth::Kind::skill, skill, join.points(site, sponsor, false, none, skill)));
    if (facts.lead_sponsor(site) != none)
      keep_best(sponsors[at(sponsor)],
                made(Worth::Kind::sponsor, sponsor, join.points(site, sponsor, false, none, none)));
  }
  // Step 2. Sponsors that lead no site.
  const LackingSites lacking(join);
  for (std::size_t o = 0; o < sponsors.size(); ++o) {
    const Ix sponsor = static_cast<Ix>(o);
    if (sponsors[o])
      continue;
    if (const Ix site = lacking.nearest_to(sponsor); site != none)
      sponsors[o] = near(site, sponsor, Worth::Kind::sponsor, sponsor,
                         join.points(site, sponsor, false, none, none));
  }
  for (auto* found : {&languages, &skills, &sponsors})
    for (std::optional<Worth>& best : *found)
      if (best)
        all.push_back(std::move(*best));
  // Step 3. Caps that bind, at the highest price of the certificate's leaves: every leaf's bound
  // falls by no more than that when the cap rises by one.
  std::vector<Milli> release(instance.sponsors.size(), 0);
  for (const CertificateNode& node : base.certificate.nodes)
    for (const Price& price : node.prices)
      if (node.leaf && price.kind == Price::Kind::release)
        release[at(price.who)] = std::max(release[at(price.who)], price.price);
  for (std::size_t o = 0; o < instance.sponsors.size(); ++o) {
    const Ix sponsor = static_cast<Ix>(o);
    if (facts.release_cap(sponsor) == 0 || !facts.capped(sponsor))
      continue;
    Worth found;
    found.kind = Worth::Kind::release;
    found.what = sponsor;
    found.sponsor = sponsor;
    found.estimate = -((release[o] + milli_per_point - 1) / milli_per_point);
    if (base.proven)
      found.sure = Worth::Sure::at_most;
    all.push_back(std::move(found));
  }
  // Step 4. Order, and plan again for the first of each kind.
  std::stable_sort(all.begin(), all.end(), [](const Worth& a, const Worth& b) {
    return a.kind != b.kind ? a.kind < b.kind : a.estimate < b.estimate;
  });
  std::map<Worth::Kind, std::int32_t> done;
  for (Worth& item : all) {
    if (done[item.kind]++ >= depth.items)
      continue;
    item.answer = what_if(instance, base, changes_of(item), depth.effort, stop);
  }
  std::stable_sort(all.begin(), all.end(), [](const Worth& a, const Worth& b) {
    if (a.kind != b.kind)
      return a.kind < b.kind;
    if (a.answer.has_value() != b.answer.has_value())
      return a.answer.has_value();
    if (a.answer)
      return a.answer->change.upper < b.answer->change.upper;
    return a.estimate < b.estimate;
  });
  return all;
}

WorthOfCopy worth_of_copy(const Instance& instance, const Solution& base, Ix staff,
                          const Depth& depth, std::stop_token stop) {
  WorthOfCopy worth;
  worth.staff = staff;
  const Staff& person = instance.staff[at(staff)];
  worth.available = person.available;
  if (!person.available)
    return worth;
  const std::vector<Change> copy = {OneMoreLike{staff}};
  worth.answer = what_if(instance, base, copy, depth.effort, stop);
  if (Facts(instance, base.plan).capped(person.sponsor)) {
    const std::vector<Change> both = {OneMoreLike{staff}, ReleaseOneMore{person.sponsor}};
    worth.released = what_if(instance, base, both, depth.effort, stop);
  }
  return worth;
}

}  // namespace sojourn::planner
