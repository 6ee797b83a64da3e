// The files of a programme folder, of what was read of the records. See programme_folder_making.h.
#include <algorithm>

#include "base/text.h"
#include "stages/placement/programme_folder_making.h"

namespace sojourn::stages::placement::making {
namespace {

template <class Words>
std::string joined(const Words& words) {
  std::string text;
  for (const std::string& word : words) {
    text += (text.empty() ? "" : ";") + word;
  }
  return text;
}

std::string_view yes_no(bool yes) { return yes ? "yes" : "no"; }

/// With at least this level a language is spoken and a skill is held.
constexpr programme::Level enough = programme::Level::working;

}  // namespace

void FolderMaking::write_areas() {
  // Those that records name, and all above them.
  const auto all = tx_.rows<Area>(fmt::format(
      "SELECT {} FROM area a WHERE {{scope:area a.path}} ORDER BY a.id", columns<Area>("a")));
  std::unordered_map<Id<Area>, const Area*> by_id;
  for (const Area& area : all) {
    by_id.emplace(area.id, &area);
  }
  std::unordered_set<Id<Area>> wanted;
  for (Id<Area> id : areas_) {
    for (auto found = by_id.find(id); found != by_id.end() && wanted.insert(id).second;
         found = by_id.find(id)) {
      if (!found->second->parent) {
        break;
      }
      id = *found->second->parent;
    }
  }
  write(files::areas, "area,name,kind,parent", [&](CsvWriter& csv) {
    for (const Area& area : all) {
      if (wanted.contains(area.id)) {
        words(csv.cell(area.id.to_text()), area.name).cell(base::name_of(area.kind));
        csv.cell(area.parent && by_id.contains(*area.parent) ? area.parent->to_text() : "");
        end_row(csv, files::areas, area.id.to_text());
      }
    }
  });
}

void FolderMaking::write_sites() {
  write(files::sites,
        "site,name,area,kind,tier,need,hardship,min_team,target_team,max_first_timers,languages,"
        "skills,challenge,lead_sponsor" +
            place_columns(),
        [&](CsvWriter& csv) {
          for (const need::ReckonedSite& each : sites_) {
            const Site& site = each.facts.site;
            words(csv.cell(site.id.to_text()), site.name).cell(site.area.to_text());
            csv.cell(base::name_of(site.kind)).cell(base::name_of(site.tier));
            csv.cell(std::int64_t{each.need.weight}).cell(std::int64_t{site.hardship});
            std::int32_t minimum = each.need.minimum;
            std::int32_t target = each.need.target_left;
            std::int32_t first_timers = each.need.max_first_timers;
            if (open_) {
              const Count& there = held_at_[site.id];
              target = std::max(there.people, target - open_->kept_free(site.id));
              minimum = std::clamp(minimum - open_->kept_free(site.id), 0, target);
              first_timers = std::max(there.first_timers, first_timers);
            }
            csv.cell(std::int64_t{minimum}).cell(std::int64_t{target});
            csv.cell(std::int64_t{first_timers});
            words(csv, joined(site.languages));
            // The skills of the record, and those that a line of need asks for by name.
            std::vector<std::string> skills = site.skills;
            for (const need::NeedLine& line : each.need.lines) {
              if (line.role == need::NeedRole::member && line.target > 0 && !line.skill.empty() &&
                  std::find(skills.begin(), skills.end(), line.skill) == skills.end()) {
                skills.push_back(line.skill);
              }
            }
            words(words(csv, joined(skills)), site.challenge.value_or(""));
            const auto lead = leads_.find(site.id);
            csv.cell(lead == leads_.end() ? "" : lead->second.to_text());
            places(csv, site);
            end_row(csv, files::sites, site.id.to_text());
          }
        });
}

void FolderMaking::write_sponsors() {
  write(files::sponsors, "sponsor,name,kind,area,release_percent,max_sites", [&](CsvWriter& csv) {
    std::map<Id<Sponsor>, std::int64_t> led;
    for (const auto& [site, sponsor] : leads_) {
      ++led[sponsor];
    }
    for (const Sponsor& sponsor : sponsors_) {
      std::int64_t percent = sponsor.release_percent;
      std::int64_t sites = sponsor.max_sites;
      if (open_) {
        const Count& people = of_sponsor_[sponsor.id];
        const std::int64_t most = std::max<std::int64_t>(1, people.available * percent / 100);
        percent =
            percent_for(people.people, std::max<std::int64_t>(most, people.held), people.held);
        sites = std::max(sites, led[sponsor.id]);
      } else if (const Count& people = of_sponsor_[sponsor.id]; people.people < people.available) {
        // It releases a share of all who are available, whomever selection keeps out of them.
        percent = percent_for(people.people,
                              std::max<std::int64_t>(1, people.available * percent / 100), 0);
      }
      words(words(csv.cell(sponsor.id.to_text()), sponsor.name), sponsor.kind);
      csv.cell(sponsor.area.to_text()).cell(percent).cell(sites);
      end_row(csv, files::sponsors, sponsor.id.to_text());
    }
  });
}

void FolderMaking::write_staff() {
  write(files::staff,
        "staff,name,sponsor,area,home_site,roles,languages,skills,experience_years,first_timer,"
        "hardship_served,available,current_site,strength" +
            place_columns(),
        [&](CsvWriter& csv) {
          for (const StaffLine& person : staff_) {
            const Served served = served_[person.id];
            std::vector<std::string> roles;
            for (const StaffRole role : person.roles) {
              roles.emplace_back(base::name_of(role));
            }
            std::vector<std::string> languages;
            for (const programme::TestedLanguage& each : person.languages) {
              if (each.level >= enough) {
                languages.push_back(each.language);
              }
            }
            std::vector<std::string> skills;
            for (const programme::HeldSkill& each : person.skills) {
              if (each.level >= enough && (!each.valid_until || *each.valid_until >= about_.on)) {
                skills.push_back(each.skill);
              }
            }
            const std::int32_t since_hired =
                person.hired_on
                    ? std::clamp(static_cast<std::int32_t>((about_.on - *person.hired_on) / 365), 0,
                                 100)
                    : 0;
            std::optional<Id<Site>> current;
            if (served.current && site_ids_.contains(served.current->site)) {
              current = served.current->site;
            }
            std::optional<Id<Site>> home = person.home_site;
            if (const Held* held = this->held(person.id)) {
              current = held->site;
              home = home == held->site ? std::nullopt : home;
              if (held->role == StaffRole::leader &&
                  std::find(roles.begin(), roles.end(), base::name_of(held->role)) == roles.end()) {
                roles.emplace_back(base::name_of(held->role));
              }
            }
            words(csv.cell(person.id.to_text()), about_.names ? person.name : "");
            csv.cell(person.sponsor.to_text()).cell(person.area.to_text());
            csv.cell(home && site_ids_.contains(*home) ? home->to_text() : "");
            words(words(csv.cell(joined(roles)), joined(languages)), joined(skills));
            csv.cell(std::int64_t{person.experience_years.value_or(since_hired)});
            csv.cell(yes_no(first_timer(person)));
            csv.cell(person.hardship_served ? std::int64_t{*person.hardship_served}
                                            : std::min<std::int64_t>(served.hardship, 100));
            csv.cell(yes_no(may_be_sent(person)));
            csv.cell(current ? current->to_text() : "");
            csv.cell(std::int64_t{person.strength.value_or(person.nominated.value_or(0))});
            places(csv, person);
            end_row(csv, files::staff, person.id.to_text());
          }
        });
}

constexpr std::string_view of_person =
    " n JOIN staff t ON t.id = n.staff JOIN area a ON a.id = t.area WHERE {scope:area a.path; "
    "sponsor t.sponsor; staff t.id}";

void FolderMaking::write_wishes() {
  write(files::wishes, "staff,site,rank", [&](CsvWriter& csv) {
    for (const Wish& wish : open_statements<Wish>(fmt::format("wish{}", of_person))) {
      // A wish for a site that is closed or not planned has nothing to say.
      if (staff_ids_.contains(wish.staff) && site_ids_.contains(wish.site) &&
          held(wish.staff) == nullptr) {
        csv.cell(wish.staff.to_text()).cell(wish.site.to_text());
        csv.cell(wish.rank == WishRank::first    ? "1"
                 : wish.rank == WishRank::second ? "2"
                 : wish.rank == WishRank::third  ? "3"
                                                 : "refuse");
        end_row(csv, files::wishes, wish.id.to_text());
      }
    }
  });
}

void FolderMaking::write_affinity() {
  if (affinity_.empty()) {
    return;  // the table [affinity] of the rules holds
  }
  write(files::affinity, "site,sponsor,score", [&](CsvWriter& csv) {
    for (const Affinity& pair : affinity_) {
      csv.cell(pair.site.to_text()).cell(pair.sponsor.to_text()).cell(std::int64_t{pair.score});
      end_row(csv, files::affinity, pair.id.to_text());
    }
  });
}

void FolderMaking::write_pins() {
  write(files::pins, "staff,site,role,rule,reason", [&](CsvWriter& csv) {
    for (const Pin& pin : open_statements<Pin>(fmt::format("pin{}", of_person))) {
      // Who must serve where nothing is planned is a fault that the reader tells.
      const bool said = site_ids_.contains(pin.site) || pin.rule == PinnedRule::must;
      if (staff_ids_.contains(pin.staff) && said && held(pin.staff) == nullptr) {
        csv.cell(pin.staff.to_text()).cell(pin.site.to_text()).cell(base::name_of(pin.role));
        words(csv.cell(base::name_of(pin.rule)), pin.reason);
        end_row(csv, files::pins, pin.id.to_text());
      }
    }
    for (const StaffLine& person : staff_) {
      if (const Held* held = this->held(person.id)) {
        csv.cell(person.id.to_text()).cell(held->site.to_text()).cell(base::name_of(held->role));
        words(csv.cell(base::name_of(PinnedRule::must)), held->reason);
        end_row(csv, files::pins, person.id.to_text());
      }
    }
  });
}

void FolderMaking::write_costs() {
  write(files::costs, "staff,site,points,reason", [&](CsvWriter& csv) {
    for (const GivenCost& cost :
         open_statements<GivenCost>(fmt::format("given_cost{}", of_person))) {
      if (staff_ids_.contains(cost.staff) && site_ids_.contains(cost.site) &&
          held(cost.staff) == nullptr) {
        csv.cell(cost.staff.to_text()).cell(cost.site.to_text()).cell(cost.points);
        words(csv, cost.reason);
        end_row(csv, files::costs, cost.id.to_text());
      }
    }
  });
}

}  // namespace sojourn::stages::placement::making
