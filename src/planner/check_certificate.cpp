// The bound recomputed from prices, cuts and branches. See check_certificate.h.
// Tested in tests/unit/planner/check_certificate_test.cpp.
#include "planner/check_certificate.h"

#include <algorithm>
#include <limits>
#include <map>

#include "base/text.h"
#include "planner/check_sites.h"
#include "planner/planner.h"

namespace sojourn::planner {

namespace {

using namespace checking;

/// Sums over a nation in thousandths may leave 64 bits on the way; 128 do for any prices let in.
__extension__ typedef __int128 Wide;

std::size_t at(Ix i) { return static_cast<std::size_t>(i); }

/// Points that thousandths prove: any plan's value is whole.
Points rounded_up(Wide milli) {
  const Wide points =
      milli >= 0 ? (milli + milli_per_point - 1) / milli_per_point : -(-milli / milli_per_point);
  constexpr Wide most = std::numeric_limits<Points>::max() / milli_per_point;
  return static_cast<Points>(std::clamp<Wide>(points, -most, most));
}

/// What a leaf proves that no plan keeps.
constexpr Points no_bound = std::numeric_limits<Points>::max();

/// Prices of one leaf or floor, by position.
struct Dense {
  std::vector<Milli> staff, release, lead;
  Wide capacity_cost = 0;  ///< sum(price x capacity) + sum(cut prices)
};

/// One bound to recompute: a leaf, or a floor.
struct Claim {
  std::int32_t node = -1;    ///< of the certificate, or -1
  std::optional<Term> only;  ///< of a floor
  std::span<const Price> prices;
  std::span<const Cut> cuts;
  Wide sum = 0;
  bool no_plan = false;  ///< no plan keeps the leaf's decisions
  Ix gave_up_at = none;  ///< a site whose cuts were too many to try: `sum` may be too low
};

class CertificateChecker {
 public:
  CertificateChecker(const Instance& instance, const Certificate& certificate,
                     std::span<const Floor> floors, int threads)
      : instance_(instance),
        certificate_(certificate),
        floors_(floors),
        threads_(std::max(1, threads)),
        caps_(release_caps(instance)) {}

  CertificateCheck run() {
    // Step 1: the tree covers every case, and every price is one.
    const bool sound = tree_is_sound() && prices_are_sound();
    if (!sound)
      return std::move(answer_);
    // Step 2: what each leaf and floor proves.
    std::vector<Claim> claims;
    for (std::size_t n = 0; n < certificate_.nodes.size(); ++n)
      if (const CertificateNode& node = certificate_.nodes[n]; node.leaf)
        claims.push_back({static_cast<std::int32_t>(n), {}, node.prices, node.cuts});
    for (const Floor& floor : floors_)
      claims.push_back({-1, floor.term, floor.prices, {}});
    recompute(claims);
    // Step 3: against what is claimed. Where a leaf's sum may be too low, its own claim stands for
    // what it could prove: it is not verified, but not found wrong.
    Points proven = no_bound, claimable = no_bound;
    std::size_t floor = 0;
    for (const Claim& claim : claims) {
      const Points points = claim.no_plan ? no_bound : rounded_up(claim.sum);
      if (claim.node < 0) {
        compare_floor(floors_[floor++], points);
        continue;
      }
      proven = std::min(proven, points);
      const Milli bound = certificate_.nodes[at(claim.node)].bound;
      const bool unsure = !claim.no_plan && claim.gave_up_at != none;
      claimable = std::min(claimable, unsure ? std::max(points, rounded_up(bound)) : points);
      if (claim.no_plan || claim.sum >= bound)
        continue;
      if (unsure)
        say(std::string(not_verified),
            base::in_words(
                "Leaf {} claims {} thousandths. Its prices prove {} or more; the cuts at site {} "
                "are too many for the check to try all teams, so the rest is not verified.",
                claim.node, base::in_figures(bound), thousandths(claim.sum),
                instance_.text(instance_.sites[at(claim.gave_up_at)].id)),
            none, claim.gave_up_at);
      else
        say("certificate.leaf_bound",
            base::in_words("Leaf {} claims {} thousandths, its prices prove {}.", claim.node,
                           base::in_figures(bound), thousandths(claim.sum)));
    }
    if (certificate_.bound > claimable)
      say("certificate.bound",
          base::in_words("The certificate claims a bound of {}, its leaves prove {}.",
                         base::in_figures(certificate_.bound), base::in_figures(claimable)));
    answer_.bound = proven;
    answer_.claimable = std::min(claimable, std::max(proven, certificate_.bound));
    return std::move(answer_);
  }

 private:
  void say(std::string code, base::Sentence detail, Ix staff = none, Ix site = none,
           Ix sponsor = none) {
    answer_.violations.push_back({0, std::move(code), staff, site, sponsor, std::move(detail)});
  }
  static std::string thousandths(Wide sum) {
    constexpr Wide most = std::numeric_limits<Milli>::max();
    return base::in_figures(static_cast<Milli>(std::clamp<Wide>(sum, -most, most)));
  }
  static bool known(Ix i, std::size_t count) { return i >= 0 && at(i) < count; }
  static bool same_question(const Decision& a, const Decision& b) {
    return a.kind == b.kind && a.site == b.site && a.who == b.who;
  }

  bool tree_is_sound() {
    const auto& nodes = certificate_.nodes;
    if (nodes.empty() || nodes.front().parent != -1) {
      say("certificate.empty", "The certificate has no root, so it proves nothing.");
      return false;
    }
    std::vector<std::vector<std::size_t>> children(nodes.size());
    for (std::size_t n = 1; n < nodes.size(); ++n) {
      const std::int32_t parent = nodes[n].parent;
      // A parent stands before its children: so there is no ring, and all hang from the root.
      if (parent < 0 || at(parent) >= n) {
        say("certificate.tree", base::in_words("Node {} does not follow its parent.", n));
        return false;
      }
      children[at(parent)].push_back(n);
      const Decision& d = nodes[n].decision;
      const bool is_decidable = known(d.site, instance_.sites.size()) &&
                                (d.kind == Decision::Kind::placed
                                     ? known(d.who, instance_.staff.size())
                                     : d.who == none || known(d.who, instance_.sponsors.size()));
      if (!is_decidable) {
        say("certificate.undecidable",
            base::in_words(
                "Node {} decides about someone or somewhere that the folder does not have.", n));
        return false;
      }
      for (std::int32_t up = parent; up > 0; up = nodes[at(up)].parent)
        if (same_question(nodes[at(up)].decision, d)) {
          say("certificate.decision_repeated",
              base::in_words("Node {} decides what node {} above it has decided.", n, up),
              d.kind == Decision::Kind::placed ? d.who : none, d.site,
              d.kind == Decision::Kind::led ? d.who : none);
          return false;
        }
    }
    for (std::size_t n = 0; n < nodes.size(); ++n) {
      const auto& below = children[n];
      const bool right =
          nodes[n].leaf ? below.empty()
                        : below.size() == 2 &&
                              same_question(nodes[below[0]].decision, nodes[below[1]].decision) &&
                              nodes[below[0]].decision.yes != nodes[below[1]].decision.yes;
      if (right)
        continue;
      say("certificate.children",
          nodes[n].leaf ? base::in_words("Node {} is a leaf and has branches.", n)
                        : base::in_words("Node {} does not have exactly two branches, yes and no "
                                         "to one decision: not every case is covered.",
                                         n));
      return false;
    }
    return true;
  }

  /// No more than this a price, nor all prices of a leaf's cuts together (a team counts in each at
  /// most once a head and once more), so that no team's sum can leave 64 bits.
  Milli largest_price() const {
    return std::numeric_limits<Milli>::max() / 16 / static_cast<Milli>(instance_.staff.size() + 1);
  }
  bool price_fits(Milli price, const base::Sentence& where) {
    if (price < 0)
      say("certificate.negative_price", base::in_words("{} has a price below 0.", where));
    else if (price > largest_price())
      say("certificate.price_too_large",
          base::in_words("{} has a price too large to be added up.", where));
    else
      return true;
    return false;
  }
  bool price_list_is_sound(const std::vector<Price>& prices, const base::Sentence& where,
                           const char* unknown_code) {
    for (std::size_t i = 0; i < prices.size(); ++i) {
      const Price& p = prices[i];
      const std::size_t count =
          p.kind == Price::Kind::staff ? instance_.staff.size() : instance_.sponsors.size();
      if (!known(p.who, count)) {
        say(unknown_code,
            base::in_words("{} has a price of someone that the folder does not have.", where));
        return false;
      }
      if (i > 0 && std::pair(p.kind, p.who) <= std::pair(prices[i - 1].kind, prices[i - 1].who)) {
        say("certificate.price_order",
            base::in_words("{} names a price twice or not in order of kind and position.", where));
        return false;
      }
      if (!price_fits(p.price, where))
        return false;
    }
    return true;
  }
  bool cut_is_sound(const Cut& cut) const {
    for (std::size_t i = 0; i < cut.things.size(); ++i) {
      const CutThing& thing = cut.things[i];
      const std::size_t count = thing.kind == CutThing::Kind::staff  ? instance_.staff.size()
                                : thing.kind == CutThing::Kind::site ? instance_.sites.size()
                                                                     : instance_.sponsors.size();
      if (!known(thing.who, count) || (i > 0 && thing <= cut.things[i - 1]))
        return false;
    }
    return !cut.things.empty();
  }
  bool prices_are_sound() {
    for (std::size_t n = 0; n < certificate_.nodes.size(); ++n) {
      const CertificateNode& node = certificate_.nodes[n];
      if (!node.leaf)
        continue;
      const base::Sentence where = base::in_words("Leaf {}", n);
      if (!price_list_is_sound(node.prices, where, "certificate.unknown_price"))
        return false;
      Wide cut_prices = 0;
      for (const Cut& cut : node.cuts) {
        if (!cut_is_sound(cut)) {
          say("certificate.cut",
              base::in_words(
                  "{} has a cut that does not name things of the folder, each once and in order.",
                  where));
          return false;
        }
        if (!price_fits(cut.price, where))
          return false;
        cut_prices += cut.price;
      }
      if (cut_prices > largest_price()) {
        say("certificate.price_too_large",
            base::in_words("{} has cuts whose prices are too large to be added up.", where));
        return false;
      }
    }
    for (const Floor& floor : floors_)
      if (!price_list_is_sound(
              floor.prices,
              "The floor of " +
                  base::Sentence::phrase(term_names[static_cast<std::size_t>(floor.term)]),
              "floor.unknown_price"))
        return false;
    return true;
  }

  std::int64_t capacity_of(const Cut& cut) const {
    std::int64_t capacity = 0;
    for (const CutThing& thing : cut.things) {
      switch (thing.kind) {
        case CutThing::Kind::staff:
        case CutThing::Kind::site: capacity += 1; break;
        case CutThing::Kind::release: capacity += caps_[at(thing.who)]; break;
        case CutThing::Kind::lead: capacity += instance_.sponsors[at(thing.who)].max_sites; break;
      }
    }
    return capacity;
  }

  Dense spread(const Claim& claim) const {
    Dense dense;
    dense.staff.assign(instance_.staff.size(), 0);
    dense.release.assign(instance_.sponsors.size(), 0);
    dense.lead.assign(instance_.sponsors.size(), 0);
    for (const Price& p : claim.prices) {
      Wide capacity = 1;
      switch (p.kind) {
        case Price::Kind::staff: dense.staff[at(p.who)] = p.price; break;
        case Price::Kind::release:
          dense.release[at(p.who)] = p.price;
          capacity = caps_[at(p.who)];
          break;
        case Price::Kind::lead:
          dense.lead[at(p.who)] = p.price;
          capacity = instance_.sponsors[at(p.who)].max_sites;
          break;
      }
      dense.capacity_cost += capacity * p.price;
    }
    for (const Cut& cut : claim.cuts)
      dense.capacity_cost += Wide{cut.price} * (capacity_of(cut) / 2);
    return dense;
  }

  /// Site by site, so that a site's candidates are looked up once for all leaves; leaves in groups
  /// whose prices fit memory.
  void recompute(std::vector<Claim>& claims) const {
    const TeamSites sites(instance_, threads_);
    const std::size_t row = instance_.staff.size() + 2 * instance_.sponsors.size() + 1;
    const std::size_t group = std::max<std::size_t>(1, (std::size_t{1} << 25) / row);
    for (std::size_t first = 0; first < claims.size(); first += group)
      recompute_group(sites,
                      std::span(claims).subspan(first, std::min(group, claims.size() - first)));
  }

  void recompute_group(const TeamSites& sites, std::span<Claim> claims) const {
    std::vector<Dense> prices;
    for (const Claim& claim : claims)
      prices.push_back(spread(claim));
    constexpr std::size_t sites_per_block = 32;
    const std::size_t blocks = (sites.size() + sites_per_block - 1) / sites_per_block;
    struct Part {
      std::vector<Wide> sum;
      std::vector<bool> no_plan;
      std::vector<Ix> gave_up_at;
    };
    std::vector<Part> parts(blocks);
    in_blocks(blocks, threads_, [&](std::size_t block) {
      Part& part = parts[block];
      part.sum.assign(claims.size(), 0);
      part.no_plan.assign(claims.size(), false);
      part.gave_up_at.assign(claims.size(), none);
      SiteTask task(*this);
      const std::size_t last = std::min(sites.size(), (block + 1) * sites_per_block);
      for (std::size_t s = block * sites_per_block; s < last; ++s) {
        std::optional<Term> seen;
        bool built = false;
        for (std::size_t c = 0; c < claims.size(); ++c) {
          if (!built || claims[c].only != seen) {
            task.enter(sites.site(static_cast<Ix>(s), claims[c].only));
            seen = claims[c].only;
            built = true;
          }
          const SiteTask::Answer answer = task.cheapest(claims[c], prices[c]);
          if (answer.cheapest)
            part.sum[c] += *answer.cheapest;
          else
            part.no_plan[c] = true;
          if (answer.gave_up)
            part.gave_up_at[c] = static_cast<Ix>(s);
        }
      }
    });
    for (std::size_t c = 0; c < claims.size(); ++c) {
      claims[c].sum = -prices[c].capacity_cost;
      for (const Part& part : parts) {
        claims[c].sum += part.sum[c];
        claims[c].no_plan = claims[c].no_plan || part.no_plan[c];
        if (claims[c].gave_up_at == none)
          claims[c].gave_up_at = part.gave_up_at[c];
      }
    }
  }

  /// One site against one leaf after the other. A site whose prices and decisions are those of an
  /// earlier leaf is not solved again.
  class SiteTask {
   public:
    struct Answer {
      std::optional<Milli> cheapest;
      bool gave_up = false;  ///< perhaps too low
    };

    explicit SiteTask(const CertificateChecker& checker)
        : checker_(checker), position_(checker.instance_.staff.size(), -1) {}

    void enter(TeamSite site) {
      for (const Member& m : site_.members)
        position_[at(m.staff)] = -1;
      site_ = std::move(site);
      for (std::size_t i = 0; i < site_.members.size(); ++i)
        position_[at(site_.members[i].staff)] = static_cast<std::int32_t>(i);
      solved_.clear();
    }

    Answer cheapest(const Claim& claim, const Dense& prices) {
      member_.clear();
      lead_.clear();
      cuts_.clear();
      fixed_.assign(site_.members.size(), checking::free);
      lead_open_.assign(site_.leads.size(), 1);
      for (const Member& m : site_.members)
        member_.push_back(prices.staff[at(m.staff)] +
                          (m.sponsor == none ? 0 : prices.release[at(m.sponsor)]));
      for (const LeadChance& chance : site_.leads)
        lead_.push_back(chance.sponsor == none ? 0 : prices.lead[at(chance.sponsor)]);
      if (claim.node >= 0 && !decide(claim.node))
        return {};
      for (const Cut& cut : claim.cuts)
        take_cut(cut);

      // A leaf alone is not worth remembering.
      if (checker_.certificate_.nodes.size() == 1)
        return solve();
      key_.assign(member_.begin(), member_.end());
      key_.insert(key_.end(), lead_.begin(), lead_.end());
      key_.insert(key_.end(), fixed_.begin(), fixed_.end());
      key_.insert(key_.end(), lead_open_.begin(), lead_open_.end());
      for (const auto& cut : cuts_) {
        for (const auto& [member, uses] : cut.members) {
          key_.push_back(member);
          key_.push_back(uses);
        }
        key_.push_back(-1);
        key_.insert(key_.end(), cut.leads.begin(), cut.leads.end());
        key_.push_back(-1);
        key_.push_back(cut.of_site);
        key_.push_back(cut.price);
      }
      const auto known = solved_.find(key_);
      if (known != solved_.end())
        return known->second;
      return solved_.emplace(key_, solve()).first->second;
    }

   private:
    Answer solve() {
      const auto value = solver_.cheapest(site_, {member_, lead_, fixed_, lead_open_, cuts_});
      return {value, solver_.gave_up()};
    }

    /// The decisions from the leaf up to the root, as far as they touch this site.
    bool decide(std::int32_t leaf) {
      const auto& nodes = checker_.certificate_.nodes;
      for (std::int32_t n = leaf; n > 0; n = nodes[at(n)].parent) {
        const Decision& d = nodes[at(n)].decision;
        if (d.kind == Decision::Kind::led) {
          if (d.site != site_.site)
            continue;
          for (std::size_t i = 0; i < site_.leads.size(); ++i)
            if ((site_.leads[i].sponsor == d.who) != d.yes)
              lead_open_[i] = 0;
          continue;
        }
        const std::int32_t member = position_[at(d.who)];
        // Someone who is to be here and may not, or is ruled out above: no plan keeps the leaf.
        if (d.site == site_.site && d.yes) {
          if (member < 0 || fixed_[at(member)] == checking::out)
            return false;
          fixed_[at(member)] = checking::in;
        } else if (member >= 0 && (d.site == site_.site || d.yes)) {
          if (fixed_[at(member)] == checking::in)
            return false;
          fixed_[at(member)] = checking::out;
        }
      }
      return true;
    }

    void take_cut(const Cut& cut) {
      if (cut.price == 0)
        return;
      TeamPrices::TeamCut here;
      here.price = cut.price;
      std::int64_t most = 0;
      const auto use = [&](std::int32_t member) {
        if (member < 0 || fixed_[at(member)] == checking::out)
          return;
        const auto known = std::find_if(here.members.begin(), here.members.end(),
                                        [&](const auto& each) { return each.first == member; });
        if (known == here.members.end())
          here.members.emplace_back(member, 1);
        else
          ++known->second;
        ++most;
      };
      for (const CutThing& thing : cut.things) {
        switch (thing.kind) {
          case CutThing::Kind::staff: use(position_[at(thing.who)]); break;
          case CutThing::Kind::release:
            for (std::size_t i = 0; i < site_.members.size(); ++i)
              if (site_.members[i].sponsor == thing.who)
                use(static_cast<std::int32_t>(i));
            break;
          case CutThing::Kind::lead:
            for (std::size_t i = 0; i < site_.leads.size(); ++i)
              if (site_.leads[i].sponsor == thing.who && lead_open_[i] != 0) {
                here.leads.push_back(static_cast<std::int32_t>(i));
                ++most;
              }
            break;
          case CutThing::Kind::site:
            if (thing.who == site_.site) {
              here.of_site = 1;
              ++most;
            }
            break;
        }
      }
      if (most >= 2)
        cuts_.push_back(std::move(here));
    }

    const CertificateChecker& checker_;
    TeamSite site_;
    std::vector<std::int32_t> position_;  ///< per staff: in site_.members, or -1
    std::vector<Milli> member_, lead_, key_;
    std::vector<std::uint8_t> fixed_, lead_open_;
    std::vector<TeamPrices::TeamCut> cuts_;
    TeamSolver solver_;
    std::map<std::vector<Milli>, Answer> solved_;
  };

  void compare_floor(const Floor& floor, Points proven) {
    if (floor.points > proven)
      say("floor.points",
          base::in_words("The floor of {} claims {} points, its prices prove {}.",
                         base::Sentence::phrase(term_names[static_cast<std::size_t>(floor.term)]),
                         base::in_figures(floor.points), base::in_figures(proven)));
  }

  const Instance& instance_;
  const Certificate& certificate_;
  std::span<const Floor> floors_;
  int threads_;
  std::vector<std::int64_t> caps_;
  CertificateCheck answer_;
};

}  // namespace

CertificateCheck check_certificate(const Instance& instance, const Certificate& certificate,
                                   std::span<const Floor> floors, int threads) {
  return CertificateChecker(instance, certificate, floors, threads).run();
}

}  // namespace sojourn::planner
