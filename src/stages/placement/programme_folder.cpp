// See programme_folder.h.
#include "stages/placement/programme_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "base/text.h"
#include "documents/csv.h"
#include "stages/need/operations.h"
#include "stages/placement/folder_load.h"
#include "stages/placement/folder_sheet.h"
#include "stages/programme/operations_shared.h"
#include "stages/programme/rules_table.h"

namespace sojourn::stages::placement {
namespace {

using base::Date;
using base::Id;
using documents::CsvWriter;
using programme::columns;
namespace files = programme_files;

struct StaffLine {
  Id<Staff> id;
  std::string name;
  Id<Sponsor> sponsor;
  Id<Area> area;
  std::string path;  ///< of the area
  std::vector<StaffRole> roles;
  std::optional<Date> hired_on;
  std::vector<programme::TestedLanguage> languages;
  std::vector<programme::HeldSkill> skills;
  std::vector<programme::AvailabilityChange> availability;
  std::optional<double> lat;
  std::optional<double> lon;
  std::optional<double> x_km;
  std::optional<double> y_km;
  std::optional<Id<Site>> home_site;
  std::optional<std::int32_t> experience_years;
  std::optional<bool> first_timer;
  std::optional<std::int32_t> hardship_served;
  std::optional<std::int32_t> strength;
  std::optional<std::int32_t> nominated;  ///< strength of the latest nomination
};
BOOST_DESCRIBE_STRUCT(StaffLine, (),
                      (id, name, sponsor, area, path, roles, hired_on, languages, skills,
                       availability, lat, lon, x_km, y_km, home_site, experience_years, first_timer,
                       hardship_served, strength, nominated))

struct PostingLine {
  Id<Staff> staff;
  Id<Site> site;
  std::string path;  ///< of the site's area
  std::int32_t hardship = 0;
  Date from_day;
  std::optional<Date> to_day;
};
BOOST_DESCRIBE_STRUCT(PostingLine, (), (staff, site, path, hardship, from_day, to_day))

struct SponsorPath {
  Id<Sponsor> id;
  std::string path;  ///< of its area
};
BOOST_DESCRIBE_STRUCT(SponsorPath, (), (id, path))

struct StaffName {
  Id<Staff> id;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(StaffName, (), (id, name))

/// What a person's postings say on the first day of a plan.
struct Served {
  std::optional<PostingLine> current = {};
  bool ended = false;
  std::int64_t hardship = 0;  ///< of ended ones, added up
};

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

class FolderMaking {
 public:
  FolderMaking(db::Tx& tx, const FolderAbout& about) : tx_(tx), about_(about) {}

  RecordFolder run() {
    // 1. Where, and by which rules.
    if (about_.area) {
      find_area();
    }
    const programme::HoldingRules rules = programme::rules_that_hold(tx_, about_.on);
    made_.rules_number = rules.number;
    if (rules.number > 0) {
      made_.texts[files::rules] = rules.text;
    }
    // 2. Sites that are planned, and who there is.
    read_sites();
    read_postings();
    read_staff();
    // 3. What belongs to these: sponsors, and the areas of all.
    read_leads();
    read_sponsors();
    // 4. The files, each in the order of ids.
    write_areas();
    write_sites();
    write_sponsors();
    write_staff();
    write_wishes();
    write_affinity();
    write_pins();
    write_costs();
    return std::move(made_);
  }

 private:
  void find_area();
  void read_sites();
  void read_postings();
  void read_staff();
  void read_leads();
  void read_sponsors();
  void write_areas();
  void write_sites();
  void write_sponsors();
  void write_staff();
  void write_wishes();
  void write_affinity();
  void write_pins();
  void write_costs();

  bool within(std::string_view path) const { return path.starts_with(within_); }
  /// Open statements of a kind, in the order of ids.
  template <class R>
  std::vector<R> open_statements(std::string_view from) {
    return tx_.rows<R>(fmt::format("SELECT {} FROM {} AND n.ended_on IS NULL ORDER BY n.id",
                                   columns<R>("n"), from));
  }
  template <class Act>
  void write(std::size_t file, std::string_view header, Act&& act) {
    std::string& text = made_.texts[file].emplace(header);
    text += '\n';
    CsvWriter csv(text);
    act(csv);
  }
  void end_row(CsvWriter& csv, std::size_t file, std::string record) {
    csv.end_row();
    made_.records[file].push_back(std::move(record));
  }
  static void number(CsvWriter& csv, const std::optional<double>& number) {
    csv.cell(number ? fmt::format("{}", *number) : std::string());
  }
  void places(CsvWriter& csv, const auto& record) const {
    if (degrees_) {
      number(csv, record.lat);
      number(csv, record.lon);
    }
    if (grid_) {
      number(csv, record.x_km);
      number(csv, record.y_km);
    }
  }
  std::string place_columns() const {
    return std::string(degrees_ ? ",lat,lon" : "") + (grid_ ? ",x_km,y_km" : "");
  }

  db::Tx& tx_;
  const FolderAbout& about_;
  RecordFolder made_;
  std::string within_;  ///< path of the area
  std::vector<need::ReckonedSite> sites_;
  std::unordered_set<Id<Site>> site_ids_;
  std::vector<StaffLine> staff_;
  std::unordered_set<Id<Staff>> staff_ids_;
  std::unordered_map<Id<Staff>, Served> served_;
  std::map<Id<Site>, Id<Sponsor>> leads_;
  std::vector<Affinity> affinity_;
  std::vector<Sponsor> sponsors_;
  std::set<Id<Area>> areas_;  ///< that records name
  bool degrees_ = false, grid_ = false;
};

void FolderMaking::find_area() {
  const Area area =
      tx_.one<Area>(fmt::format("SELECT {} FROM area a WHERE a.id = $1 AND {{scope:area a.path}}",
                                columns<Area>("a")),
                    *about_.area);
  if (area.kind > programme::AreaKind::county) {
    throw base::Refusal{base::Kind::precondition, "not_county",
                        "A plan is made for a county, or for what lies above counties. Choose the "
                        "county that this area lies in."};
  }
  within_ = area.path;
}

void FolderMaking::read_sites() {
  const need::NeedRules rules = need::rules_of(tx_, about_.on);
  for (need::ReckonedSite& site : need::reckon(tx_, rules, {.on = about_.on}, within_)) {
    if (site.need.solved) {
      site_ids_.insert(site.facts.site.id);
      areas_.insert(site.facts.site.area);
      degrees_ = degrees_ || site.facts.site.lat.has_value();
      grid_ = grid_ || site.facts.site.x_km.has_value();
      sites_.push_back(std::move(site));
    }
  }
  std::sort(sites_.begin(), sites_.end(),
            [](const auto& a, const auto& b) { return a.facts.site.id < b.facts.site.id; });
}

void FolderMaking::read_postings() {
  const Date eve = about_.on - 1;
  for (PostingLine& line : tx_.rows<PostingLine>(
           "SELECT n.staff, n.site, a.path, s.hardship, n.from_day, n.to_day FROM posting n JOIN "
           "staff t ON t.id = n.staff JOIN site s ON s.id = n.site JOIN area a ON a.id = s.area "
           "WHERE n.ended_on IS NULL AND n.from_day <= $1 AND {scope:area a.path; site s.id; "
           "sponsor t.sponsor; staff t.id} ORDER BY n.from_day, n.id",
           about_.on)) {
    Served& served = served_[line.staff];
    if (line.to_day && *line.to_day < eve) {
      served.ended = true;
      served.hardship += line.hardship;
    } else {
      served.current = std::move(line);  // the latest of them
    }
  }
}

void FolderMaking::read_staff() {
  // Those who belong to the area, and those who serve there now wherever they belong.
  std::vector<db::Value> values = {db::to_sql(about_.on)};
  std::string condition;
  if (!within_.empty()) {
    values.push_back(db::to_sql(within_));
    values.push_back(db::to_sql(db::end_of_prefix(within_)));
    values.push_back(db::to_sql(about_.on - 1));
    condition =
        " AND ((a.path >= $2 AND a.path < $3) OR t.id IN (SELECT n.staff FROM posting n JOIN site "
        "s ON s.id = n.site JOIN area b ON b.id = s.area WHERE b.path >= $2 AND b.path < $3 AND "
        "n.ended_on IS NULL AND n.from_day <= $1 AND coalesce(n.to_day, '9999-12-31') >= $4))";
  }
  for (StaffLine& line : tx_.rows_with<StaffLine>(
           fmt::format(
               "SELECT t.id, t.name, t.sponsor, t.area, a.path, t.roles, t.hired_on, t.languages, "
               "t.skills, t.availability, p.lat, p.lon, p.x_km, p.y_km, p.home_site, "
               "p.experience_years, p.first_timer, p.hardship_served, p.strength, (SELECT "
               "m.strength FROM nomination m JOIN selection_round r ON r.id = m.round WHERE "
               "m.staff = t.id AND m.standing IN ('nominated', 'shortlisted') AND r.starts_on <= "
               "$1 ORDER BY r.starts_on DESC, m.id DESC LIMIT 1) AS nominated FROM staff t JOIN "
               "area a ON a.id = t.area LEFT JOIN staff_placing p ON p.id = t.id WHERE t.closed_on "
               "IS "
               "NULL AND {{scope:area a.path; sponsor t.sponsor; staff t.id}}{} ORDER BY t.id",
               condition),
           std::move(values))) {
    staff_ids_.insert(line.id);
    areas_.insert(line.area);
    degrees_ = degrees_ || line.lat.has_value();
    grid_ = grid_ || line.x_km.has_value();
    staff_.push_back(std::move(line));
  }
}

void FolderMaking::read_leads() {
  constexpr std::string_view of_site =
      " n JOIN site s ON s.id = n.site JOIN area a ON a.id = s.area WHERE {scope:area a.path; site "
      "s.id; sponsor n.sponsor}";
  for (const AnnouncedLead& lead :
       open_statements<AnnouncedLead>(fmt::format("announced_lead{}", of_site))) {
    if (site_ids_.contains(lead.site)) {
      leads_[lead.site] = lead.sponsor;
    }
  }
  for (Affinity& pair : open_statements<Affinity>(fmt::format("affinity{}", of_site))) {
    if (site_ids_.contains(pair.site)) {
      affinity_.push_back(std::move(pair));
    }
  }
}

void FolderMaking::read_sponsors() {
  std::unordered_set<Id<Sponsor>> named;
  for (const StaffLine& person : staff_) {
    named.insert(person.sponsor);
  }
  for (const auto& [site, sponsor] : leads_) {
    named.insert(sponsor);
  }
  for (const Affinity& pair : affinity_) {
    named.insert(pair.sponsor);
  }
  std::unordered_map<Id<Sponsor>, std::string> paths;
  for (SponsorPath& each : tx_.rows<SponsorPath>(
           "SELECT p.id, a.path FROM sponsor p JOIN area a ON a.id = p.area WHERE {scope:area "
           "a.path; sponsor p.id}")) {
    paths.emplace(each.id, std::move(each.path));
  }
  for (Sponsor& sponsor : tx_.rows<Sponsor>(fmt::format(
           "SELECT {} FROM sponsor p JOIN area a ON a.id = p.area WHERE {{scope:area a.path; "
           "sponsor p.id}} ORDER BY p.id",
           columns<Sponsor>("p")))) {
    if (named.contains(sponsor.id) || (!sponsor.closed_on && within(paths.at(sponsor.id)))) {
      areas_.insert(sponsor.area);
      sponsors_.push_back(std::move(sponsor));
    }
  }
}

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
        csv.cell(area.id.to_text()).cell(area.name).cell(base::name_of(area.kind));
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
            csv.cell(site.id.to_text()).cell(site.name).cell(site.area.to_text());
            csv.cell(base::name_of(site.kind)).cell(base::name_of(site.tier));
            csv.cell(std::int64_t{each.need.weight}).cell(std::int64_t{site.hardship});
            csv.cell(std::int64_t{each.need.minimum}).cell(std::int64_t{each.need.target_left});
            csv.cell(std::int64_t{each.need.max_first_timers});
            csv.cell(joined(site.languages));
            // The skills of the record, and those that a line of need asks for by name.
            std::vector<std::string> skills = site.skills;
            for (const need::NeedLine& line : each.need.lines) {
              if (line.role == need::NeedRole::member && line.target > 0 && !line.skill.empty() &&
                  std::find(skills.begin(), skills.end(), line.skill) == skills.end()) {
                skills.push_back(line.skill);
              }
            }
            csv.cell(joined(skills)).cell(site.challenge.value_or(""));
            const auto lead = leads_.find(site.id);
            csv.cell(lead == leads_.end() ? "" : lead->second.to_text());
            places(csv, site);
            end_row(csv, files::sites, site.id.to_text());
          }
        });
}

void FolderMaking::write_sponsors() {
  write(files::sponsors, "sponsor,name,kind,area,release_percent,max_sites", [&](CsvWriter& csv) {
    for (const Sponsor& sponsor : sponsors_) {
      csv.cell(sponsor.id.to_text()).cell(sponsor.name).cell(sponsor.kind);
      csv.cell(sponsor.area.to_text()).cell(std::int64_t{sponsor.release_percent});
      csv.cell(std::int64_t{sponsor.max_sites});
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
            // Whoever serves beyond the area that is planned is not this plan's to send.
            const bool elsewhere = served.current && !within(served.current->path);
            const bool at_planned = served.current && site_ids_.contains(served.current->site);
            csv.cell(person.id.to_text()).cell(about_.names ? person.name : "");
            csv.cell(person.sponsor.to_text()).cell(person.area.to_text());
            csv.cell(person.home_site && site_ids_.contains(*person.home_site)
                         ? person.home_site->to_text()
                         : "");
            csv.cell(joined(roles)).cell(joined(languages)).cell(joined(skills));
            csv.cell(std::int64_t{person.experience_years.value_or(since_hired)});
            csv.cell(yes_no(person.first_timer.value_or(true) && !served.ended));
            csv.cell(person.hardship_served ? std::int64_t{*person.hardship_served}
                                            : std::min<std::int64_t>(served.hardship, 100));
            csv.cell(yes_no(programme::available_on(person.availability, about_.on) && !elsewhere));
            csv.cell(at_planned ? served.current->site.to_text() : "");
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
      if (staff_ids_.contains(wish.staff) && site_ids_.contains(wish.site)) {
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
      if (staff_ids_.contains(pin.staff) && said) {
        csv.cell(pin.staff.to_text()).cell(pin.site.to_text()).cell(base::name_of(pin.role));
        csv.cell(base::name_of(pin.rule)).cell(pin.reason);
        end_row(csv, files::pins, pin.id.to_text());
      }
    }
  });
}

void FolderMaking::write_costs() {
  write(files::costs, "staff,site,points,reason", [&](CsvWriter& csv) {
    for (const GivenCost& cost :
         open_statements<GivenCost>(fmt::format("given_cost{}", of_person))) {
      if (staff_ids_.contains(cost.staff) && site_ids_.contains(cost.site)) {
        csv.cell(cost.staff.to_text()).cell(cost.site.to_text()).cell(cost.points);
        csv.cell(cost.reason);
        end_row(csv, files::costs, cost.id.to_text());
      }
    }
  });
}

/// Of the records, not of the files.
base::Fault fault_of_record(const RecordFolder& folder, const Fault& fault) {
  base::Fault made = to_base(fault);
  const auto file = std::find(file_names.begin(), file_names.end(), fault.file);
  if (file == file_names.end()) {
    return made;
  }
  const auto& records = folder.records[static_cast<std::size_t>(file - file_names.begin())];
  if (fault.line >= 2 && fault.line - 2 < records.size()) {
    made.where = records[fault.line - 2];
    if (!fault.column.empty()) {
      made.where += ":" + fault.column;
    }
  }
  return made;
}

}  // namespace

RecordFolder folder_of_records(db::Tx& tx, const FolderAbout& about) {
  return FolderMaking(tx, about).run();
}

planner::Instance instance_of(const RecordFolder& folder, std::vector<base::Fault>* warnings) {
  ReadResult result = read_texts(folder.texts);
  if (!result.instance) {
    base::Refusal refusal{.kind = base::Kind::precondition,
                          .code = "programme_not_ready",
                          .detail = "The records cannot be planned yet. What to put right:",
                          .faults = {},
                          .more_faults = result.more_errors};
    for (const Fault& fault : result.errors) {
      refusal.faults.push_back(fault_of_record(folder, fault));
    }
    throw refusal;
  }
  if (warnings != nullptr) {
    for (const Fault& fault : result.warnings) {
      warnings->push_back(fault_of_record(folder, fault));
    }
  }
  return *std::move(result.instance);
}

void name_staff(db::Tx& tx, planner::Instance& instance) {
  std::unordered_map<std::string, std::string> names;
  for (StaffName& each : tx.rows<StaffName>(
           "SELECT t.id, t.name FROM staff t WHERE {unscoped:names of what a seen plan holds}")) {
    names.emplace(each.id.to_text(), std::move(each.name));
  }
  for (planner::Staff& person : instance.staff) {
    const auto found = names.find(std::string(instance.text(person.id)));
    if (found != names.end()) {
      person.name = {static_cast<std::uint32_t>(instance.text_pool.size()),
                     static_cast<std::uint32_t>(found->second.size())};
      instance.text_pool += found->second;
    }
  }
}

std::string_view folder_file_name(std::size_t file) { return file_names.at(file); }

}  // namespace sojourn::stages::placement
