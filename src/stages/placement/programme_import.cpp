// See programme_import.h.
#include "stages/placement/programme_import.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/digest.h"
#include "stages/placement/records.h"
#include "stages/placement/stage.h"
#include "stages/programme/operations_shared.h"

namespace sojourn::stages::placement {
namespace {

using base::Id;
using planner::Instance;
using planner::Ix;
using planner::none;
using programme::Faults;

constexpr std::string_view source = "programme folder";

/// Folders say what they like; the example's farms are stations of one.
std::string_view kind_of_site(std::string_view given) {
  return given == "farm_station" ? "farm" : given;
}

std::size_t at(Ix position) { return static_cast<std::size_t>(position); }

class Importing {
 public:
  Importing(db::Change& change, const Instance& instance, const base::Date& on)
      : change_(change), instance_(instance), on_(on) {}

  Imported run(bool affinity_given, const std::optional<std::string>& rules) {
    // 1. Ids in the order of rows.
    give_ids(instance_.areas, area_ids_);
    give_ids(instance_.sites, site_ids_);
    give_ids(instance_.sponsors, sponsor_ids_);
    give_ids(instance_.staff, staff_ids_);
    // 2. Everything as records; what they cannot hold is gathered.
    read_areas();
    read_sites();
    read_sponsors();
    read_staff();
    read_pairs(affinity_given);
    faults_.refuse();
    // 3. Kept, what is referred to first.
    keep();
    if (rules) {
      keep_rules(*rules);
      made_.rules = true;
    }
    return made_;
  }

 private:
  template <class From, class R>
  void give_ids(const std::vector<From>& from, std::vector<Id<R>>& ids) {
    for (std::size_t i = 0; i < from.size(); ++i) {
      ids.push_back(change_.new_id<R>());
    }
  }
  std::string text(planner::Text text) const { return std::string(instance_.text(text)); }
  /// "sites S3: kind"
  template <class Record>
  std::string where(std::string_view file, const Record& record, std::string_view column) const {
    return fmt::format("{}.csv {}:{}", file, instance_.text(record.id), column);
  }
  /// Its id where it has no name.
  template <class Record>
  std::string name_of(std::string_view file, const Record& record) {
    std::string name = text(record.name.size > 0 ? record.name : record.id);
    faults_.check_name(where(file, record, "name"), name);
    faults_.check_short(where(file, record, "id"), std::optional(text(record.id)));
    return name;
  }
  template <base::Choice T>
  T choice(std::string_view file, const auto& record, std::string_view column,
           std::string_view given) {
    const std::optional<T> found = base::choice_of<T>(given);
    if (!found) {
      faults_.add(where(file, record, column), "choice", std::string(given),
                  base::in_words("One of {} is due here.",
                                 fmt::format("{}", fmt::join(base::choices<T>(), ", "))));
    }
    return found.value_or(T{});
  }
  std::vector<std::string> words(planner::List list, const std::vector<std::string>& names) const {
    std::vector<std::string> made;
    for (const Ix item : instance_.list(list)) {
      made.push_back(names[at(item)]);
    }
    return made;
  }
  static std::string_view name_at(const std::vector<std::string>& names, Ix position) {
    return position == none ? std::string_view() : std::string_view(names[at(position)]);
  }
  template <class Record>
  void set_place(Record& record, planner::Place place) const {
    if (instance_.coordinates == planner::Coordinates::degrees) {
      record.lat = place.y;
      record.lon = place.x;
    } else if (instance_.coordinates == planner::Coordinates::kilometres) {
      record.x_km = place.x;
      record.y_km = place.y;
    }
  }

  void read_areas();
  void read_sites();
  void read_sponsors();
  void read_staff();
  void read_pairs(bool affinity_given);
  void keep();
  void keep_rules(const std::string& text);

  db::Change& change_;
  const Instance& instance_;
  const base::Date& on_;
  Faults faults_;
  Imported made_;
  std::vector<Id<Area>> area_ids_;
  std::vector<Id<Site>> site_ids_;
  std::vector<Id<Sponsor>> sponsor_ids_;
  std::vector<Id<Staff>> staff_ids_;
  std::vector<Area> areas_;
  std::vector<Site> sites_;
  std::vector<Sponsor> sponsors_;
  std::vector<Staff> staff_;
  std::vector<Placing> placings_;
  std::vector<Posting> postings_;
  std::vector<Wish> wishes_;
  std::vector<Affinity> affinities_;
  std::vector<AnnouncedLead> leads_;
  std::vector<Pin> pins_;
  std::vector<GivenCost> costs_;
};

void Importing::read_areas() {
  for (std::size_t i = 0; i < instance_.areas.size(); ++i) {
    const planner::Area& area = instance_.areas[i];
    std::string path;
    for (Ix up = static_cast<Ix>(i); up != none; up = instance_.areas[at(up)].parent) {
      path.insert(0, fmt::format("{}/", area_ids_[at(up)].value));
    }
    areas_.push_back(
        {.id = area_ids_[i],
         .code = text(area.id),
         .name = name_of("areas", area),
         .kind = static_cast<programme::AreaKind>(area.kind),
         .parent = area.parent == none ? std::nullopt : std::optional(area_ids_[at(area.parent)]),
         .path = "/" + path});
  }
}

void Importing::read_sites() {
  for (std::size_t i = 0; i < instance_.sites.size(); ++i) {
    const planner::Site& from = instance_.sites[i];
    const std::string_view challenge = name_at(instance_.challenges, from.challenge);
    Site site{
        .id = site_ids_[i],
        .code = text(from.id),
        .name = name_of("sites", from),
        .area = area_ids_[at(from.area)],
        .kind = choice<programme::SiteKind>("sites", from, "kind",
                                            kind_of_site(name_at(instance_.site_kinds, from.kind))),
        .tier = choice<programme::Tier>("sites", from, "tier", instance_.text(from.tier)),
        .need = from.need,
        .hardship = from.hardship,
        .min_team = from.min_team,
        .target_team = from.target_team,
        .max_first_timers = from.max_first_timers,
        .languages = words(from.languages, instance_.languages),
        .skills = words(from.skills, instance_.skills),
        .challenge = challenge.empty() ? std::nullopt : std::optional(std::string(challenge))};
    set_place(site, from.place);
    faults_.check_between(where("sites", from, "target_team"), from.target_team, 0, 100);
    faults_.check_between(where("sites", from, "max_first_timers"), from.max_first_timers, 0, 100);
    faults_.check_words(where("sites", from, "languages"), site.languages);
    faults_.check_words(where("sites", from, "skills"), site.skills);
    faults_.check_short(where("sites", from, "challenge"), site.challenge);
    if (from.announced_lead != none) {
      leads_.push_back({.id = change_.new_id<AnnouncedLead>(),
                        .site = site.id,
                        .sponsor = sponsor_ids_[at(from.announced_lead)],
                        .reason = std::string(source)});
    }
    sites_.push_back(std::move(site));
  }
}

void Importing::read_sponsors() {
  for (std::size_t i = 0; i < instance_.sponsors.size(); ++i) {
    const planner::Sponsor& from = instance_.sponsors[i];
    sponsors_.push_back({.id = sponsor_ids_[i],
                         .code = text(from.id),
                         .name = name_of("sponsors", from),
                         .kind = std::string(name_at(instance_.sponsor_kinds, from.kind)),
                         .area = area_ids_[at(from.area)],
                         .release_percent = from.release_percent,
                         .max_sites = from.max_sites});
    faults_.check_short(where("sponsors", from, "kind"), std::string_view(sponsors_.back().kind));
  }
}

void Importing::read_staff() {
  for (std::size_t i = 0; i < instance_.staff.size(); ++i) {
    const planner::Staff& from = instance_.staff[i];
    Staff person{.id = staff_ids_[i],
                 .code = text(from.id),
                 .name = name_of("staff", from),
                 .sponsor = sponsor_ids_[at(from.sponsor)],
                 .area = area_ids_[at(from.area)],
                 .roles = {StaffRole::member}};
    if (from.can_lead) {
      person.roles.insert(person.roles.begin(), StaffRole::leader);
    }
    std::vector<std::string> languages = words(from.languages, instance_.languages);
    std::vector<std::string> skills = words(from.skills, instance_.skills);
    faults_.check_words(where("staff", from, "languages"), languages);
    faults_.check_words(where("staff", from, "skills"), skills);
    std::sort(languages.begin(), languages.end());
    std::sort(skills.begin(), skills.end());
    for (const std::string& language : languages) {
      person.languages.push_back(
          {.language = language, .level = programme::Level::working, .tested_on = on_ - 1});
    }
    for (const std::string& skill : skills) {
      person.skills.push_back({.skill = skill, .level = programme::Level::working});
    }
    if (!from.available) {
      person.availability.push_back({.from = on_, .available = false});
    }
    Placing placing{.id = person.id,
                    .experience_years = from.experience_years,
                    .first_timer = from.first_timer,
                    .hardship_served = from.hardship_served,
                    .strength = from.strength};
    if (from.home_site != none) {
      placing.home_site = site_ids_[at(from.home_site)];
    }
    set_place(placing, from.place);
    placings_.push_back(placing);
    if (from.current_site != none) {
      postings_.push_back({.id = change_.new_id<Posting>(),
                           .staff = person.id,
                           .site = site_ids_[at(from.current_site)],
                           .from_day = on_ - 1,
                           .source = std::string(source)});
    }
    staff_.push_back(std::move(person));
  }
}

void Importing::read_pairs(bool affinity_given) {
  constexpr std::array<WishRank, 4> ranks = {WishRank::refuse, WishRank::first, WishRank::second,
                                             WishRank::third};
  for (const planner::Wish& wish : instance_.wishes) {
    wishes_.push_back({.id = change_.new_id<Wish>(),
                       .staff = staff_ids_[at(wish.staff)],
                       .site = site_ids_[at(wish.site)],
                       .rank = ranks.at(static_cast<std::size_t>(wish.rank))});
  }
  if (affinity_given) {  // else it was made of the table [affinity], which the rules keep
    for (const planner::Affinity& pair : instance_.affinity) {
      affinities_.push_back({.id = change_.new_id<Affinity>(),
                             .site = site_ids_[at(pair.site)],
                             .sponsor = sponsor_ids_[at(pair.sponsor)],
                             .score = pair.score});
    }
  }
  const auto reason = [&](const auto& record, std::string_view file) {
    std::string given = text(record.reason);
    const std::string place = fmt::format("{}.csv {}@{}:reason", file,
                                          instance_.text(instance_.staff[at(record.staff)].id),
                                          instance_.text(instance_.sites[at(record.site)].id));
    faults_.check_name(place, given);
    return given;
  };
  for (const planner::Pin& pin : instance_.pins) {
    pins_.push_back({.id = change_.new_id<Pin>(),
                     .staff = staff_ids_[at(pin.staff)],
                     .site = site_ids_[at(pin.site)],
                     .role = static_cast<PinnedRole>(pin.role),
                     .rule = static_cast<PinnedRule>(pin.rule),
                     .reason = reason(pin, "pins")});
  }
  for (const planner::Cost& cost : instance_.costs) {
    costs_.push_back({.id = change_.new_id<GivenCost>(),
                      .staff = staff_ids_[at(cost.staff)],
                      .site = site_ids_[at(cost.site)],
                      .points = cost.points,
                      .reason = reason(cost, "costs")});
  }
}

void Importing::keep() {
  const auto insert = [&](std::string_view table, const auto& records, std::int64_t& count) {
    count = std::ssize(records);
    if (count > 0) {
      change_.insert_all(table, records, "from a programme folder");
    }
  };
  // An area after the one that it lies in.
  std::stable_sort(areas_.begin(), areas_.end(),
                   [](const Area& a, const Area& b) { return a.kind < b.kind; });
  insert("area", areas_, made_.areas);
  insert("site", sites_, made_.sites);
  insert("sponsor", sponsors_, made_.sponsors);
  insert("staff", staff_, made_.staff);
  std::int64_t placings = 0;
  insert("staff_placing", placings_, placings);
  insert("posting", postings_, made_.postings);
  insert("wish", wishes_, made_.wishes);
  insert("affinity", affinities_, made_.affinities);
  insert("announced_lead", leads_, made_.leads);
  insert("pin", pins_, made_.pins);
  insert("given_cost", costs_, made_.costs);
}

void Importing::keep_rules(const std::string& text) {
  const programme::RuleSet rules{.id = change_.new_id<programme::RuleSet>(),
                                 .holds_from = std::min(on_, change_.now().utc_date()),
                                 .text = text,
                                 .digest = base::sha256_hex(text),
                                 .reason = std::string(source),
                                 .made_at = change_.now()};
  change_.insert("rule_set", rules);
}

}  // namespace

Imported import_programme(db::Change& change, const Instance& instance, bool affinity_given,
                          const std::optional<std::string>& rules, const base::Date& on) {
  constexpr std::string_view why = "AND {unscoped:an import is the whole programme's}";
  for (const std::string_view table : {"area", "site", "sponsor", "staff", "rule_set"}) {
    if (change.value<std::int64_t>(
            fmt::format("SELECT count(*) FROM {} WHERE 1 = 1 {}", table, why)) > 0) {
      throw base::Refusal{base::Kind::precondition, "not_empty",
                          "This programme has records already. A folder is imported as a whole "
                          "into a programme that has none. Areas, sponsors, sites, staff and "
                          "postings come in by tables of their own too (sojourn import), and whom "
                          "a sponsor names by its workbook."};
    }
  }
  // A folder says itself how much a need weighs.
  std::string text = rules.value_or("");
  if (text.find("[need") == text.npos && text.find("need.") == text.npos) {
    text += fmt::format("{}[need]\nweight = \"record\"\n",
                        text.empty() || text.ends_with('\n') ? "" : "\n");
  }
  return Importing(change, instance, on).run(affinity_given, text);
}

}  // namespace sojourn::stages::placement
