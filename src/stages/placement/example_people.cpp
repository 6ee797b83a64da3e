#include "stages/placement/example_people.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "stages/placement/example_names.h"

namespace sojourn::stages::placement::example {
namespace {

/// Draws one person after another; each from a stream of their own, so that a change in one leaves
/// the others as they are.
class Drawing {
 public:
  Drawing(const World& world, std::vector<std::uint8_t>& posted) : world_(world), posted_(posted) {}

  Person draw(std::int64_t number, std::int32_t sponsor) {
    base::Random random =
        random_of(world_.options.seed, Stream::person, static_cast<std::uint64_t>(number));
    Person person;
    person.number = number;
    person.sponsor = sponsor;
    person.name = person_name(random);
    place(random, person);
    history(random, person);
    abilities(random, person);
    person.available = random.chance(0.928);
    if (random.chance(person.county < 0 ? 0.3 : 0.71)) {
      person.home_site = any_site(random, home_county(random, person));
    }
    if (!person.first_timer && random.chance(0.27)) {
      post(random, person);
    }
    wish(random, person);
    pin(random, person);
    return person;
  }

 private:
  const Sponsor& sponsor_of(const Person& person) const {
    return world_.sponsors[static_cast<std::size_t>(person.sponsor)];
  }
  const County& county(std::int32_t number) const {
    return world_.counties[static_cast<std::size_t>(number)];
  }
  const Site& site(std::int32_t number) const {
    return world_.sites[static_cast<std::size_t>(number)];
  }
  std::int32_t any_site(base::Random& random, std::int32_t number) const {
    const County& in = county(number);
    return in.first_site +
           static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(in.sites)));
  }

  /// Step 1: where they work. Sponsors above the county have most people at their seat and the
  /// others in offices of the counties they support.
  void place(base::Random& random, Person& person) const {
    const Sponsor& sponsor = sponsor_of(person);
    if (sponsor.level == Level::county) {
      person.county = sponsor.area;
    } else if (world_.counties.size() == 1) {
      person.county = 0;
    } else if (random.chance(0.5)) {
      person.county = sponsor.counties[random.below(sponsor.counties.size())];
    }
    if (person.county < 0) {
      person.place = around(random, sponsor.office, 3);
      return;
    }
    const County& in = county(person.county);
    const auto random_township = [&] {
      return in.first_township +
             static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(in.townships)));
    };
    const double dice = random.unit();
    std::int32_t township = random_township();
    if (sponsor.level == Level::county && dice < 0.4) {
      township = sponsor.office_township;
      person.place = around(random, sponsor.office, 1.5);
    } else if (dice < 0.55) {
      person.place = around(random, in.seat, 3);
    } else if (dice < 0.8) {
      person.place = around(random, world_.townships[static_cast<std::size_t>(township)].town, 2);
    } else {
      const Site& beside = site(any_site(random, person.county));
      township = beside.township;
      person.place = around(random, beside.place, 1.5);
    }
    const std::uint8_t language = world_.townships[static_cast<std::size_t>(township)].language;
    const double roll = random.unit();
    if (language != 0 && roll < 0.5) {
      person.second_language = language;
    } else if (roll > 0.94) {
      person.second_language = static_cast<std::uint8_t>(1 + random.below(2));
    }
    if (sponsor.level == Level::county && random.chance(0.4)) {
      person.township = township;
    }
  }

  static Point around(base::Random& random, Point point, double spread) {
    return {std::max(0.0, point.x + spread * random.bell()),
            std::max(0.0, point.y + spread * random.bell())};
  }

  /// Step 2: years, earlier postings, fitness to lead.
  static void history(base::Random& random, Person& person) {
    person.experience = static_cast<std::int8_t>(random.below(21));
    person.first_timer = random.chance(person.experience <= 5 ? 0.8 : 0.31);
    if (!person.first_timer) {
      person.hardship_served = static_cast<std::int8_t>(random.below(5));
      person.can_lead = person.experience >= 4 && random.chance(0.55);
    }
    // One in ten has not been appraised yet.
    person.strength = random.chance(0.1) ? std::int8_t{0}
                                         : static_cast<std::int8_t>(std::clamp(
                                               52 + static_cast<int>(16 * random.bell()), 1, 100));
  }

  /// Step 3: skills, half of them those of the sponsor's trade.
  void abilities(base::Random& random, Person& person) const {
    person.skill_count = random.chance(0.38) ? 2 : 1;
    const std::array<std::int8_t, 3> trade = skills_of_kind(sponsor_of(person).kind);
    const auto one = [&] {
      return random.chance(0.4) ? trade[random.below(trade.size())]
                                : static_cast<std::int8_t>(random.below(skill_names.size()));
    };
    person.skills[0] = one();
    while (person.skill_count == 2) {
      person.skills[1] = one();
      if (person.skills[1] != person.skills[0]) {
        break;
      }
    }
  }

  std::int32_t home_county(base::Random& random, const Person& person) const {
    if (person.county >= 0) {
      return person.county;
    }
    const auto& supported = sponsor_of(person).counties;
    return supported[random.below(supported.size())];
  }

  /// A site that could interest them: in their county, or one that their sponsor supports.
  std::int32_t likely_site(base::Random& random, const Person& person) const {
    const Sponsor& sponsor = sponsor_of(person);
    if (person.county < 0) {
      return sponsor.sites.empty() ? any_site(random, home_county(random, person))
                                   : sponsor.sites[random.below(sponsor.sites.size())];
    }
    return any_site(random, person.county);
  }

  /// Step 4: where they serve now; at most three at a site.
  void post(base::Random& random, Person& person) {
    for (int tries = 0; tries < 5; ++tries) {
      const std::int32_t chosen = likely_site(random, person);
      std::uint8_t& there = posted_[static_cast<std::size_t>(chosen)];
      if (chosen != person.home_site && there < 3) {
        ++there;
        person.current_site = chosen;
        return;
      }
    }
  }

  /// Step 5: wishes. Two of five look at several sites and take the nearest; some avoid hardship.
  void wish(base::Random& random, Person& person) const {
    const auto used = [&](std::int32_t chosen) {
      return chosen == person.home_site ||
             std::any_of(person.wishes.begin(), person.wishes.end(),
                         [&](const Wished& other) { return other.site == chosen; });
    };
    const auto add = [&](std::int8_t rank) {
      std::int32_t best = likely_site(random, person);
      if (rank != 0 && random.chance(0.4)) {
        for (int i = 0; i < 2; ++i) {
          const std::int32_t other = likely_site(random, person);
          if (square_distance(site(other).place, person.place) <
              square_distance(site(best).place, person.place)) {
            best = other;
          }
        }
      } else if (random.chance(0.3)) {
        const std::int32_t other = likely_site(random, person);
        const bool easier = site(other).hardship < site(best).hardship;
        best = easier == (rank != 0) ? other : best;
      }
      if (!used(best)) {
        person.wishes.push_back({best, rank});
      }
    };
    if (random.chance(0.65)) {
      add(1);
      if (!person.wishes.empty() && random.chance(0.66)) {
        add(2);
        if (person.wishes.size() == 2 && random.chance(0.53)) {
          add(3);
        }
      }
    }
    if (random.chance(0.12)) {
      add(0);
    }
    // Who serves at a site and refuses it would be out of place in an example.
    std::erase_if(person.wishes, [&](const Wished& wished) {
      return wished.rank == 0 && wished.site == person.current_site;
    });
  }

  /// Step 6: one in 120 is decided by the office already: half must go where they wished
  /// first, half must not go to a site near them. No two clash: one for each sponsor and site.
  void pin(base::Random& random, Person& person) {
    if (!random.chance(1.0 / 120) || !person.available ||
        !pinned_sponsors_.insert(person.sponsor).second) {
      return;
    }
    if (!person.wishes.empty() && person.wishes.front().rank == 1) {
      if (pinned_sites_.insert(person.wishes.front().site).second) {
        person.pin_site = person.wishes.front().site;
        person.pin_must = true;
      }
    } else {
      person.pin_site = likely_site(random, person);
    }
  }

  const World& world_;
  std::vector<std::uint8_t>& posted_;
  std::set<std::int32_t> pinned_sponsors_, pinned_sites_;
};

}  // namespace

std::vector<Person> draw_people(const World& world, std::size_t number,
                                std::vector<std::uint8_t>& posted) {
  const Block& block = world.blocks[number];
  Drawing drawing(world, posted);
  std::vector<Person> people;
  std::int64_t at = block.first_staff;
  for (std::int32_t sponsor : sponsors_of_block(world, number)) {
    people.push_back(drawing.draw(at++, sponsor));
  }
  if (!world.options.tight) {
    return people;
  }
  // Selection sampling (Knuth, algorithm 3.4.2 S) of exactly 60 %, rounded over all blocks
  // together.
  const auto share = [](std::int64_t count) { return count * 3 / 5; };
  std::int64_t wanted = share(block.first_staff + block.staff) - share(block.first_staff);
  std::int64_t left = block.staff;
  base::Random random = random_of(world.options.seed, Stream::keep, number);
  std::erase_if(people, [&](const Person&) {
    const bool keep =
        static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(left--))) < wanted;
    wanted -= keep ? 1 : 0;
    return !keep;
  });
  return people;
}

}  // namespace sojourn::stages::placement::example
