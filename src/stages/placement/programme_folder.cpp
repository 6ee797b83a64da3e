// See programme_folder.h.
#include "stages/placement/programme_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "stages/placement/folder_load.h"
#include "stages/placement/folder_sheet.h"
#include "stages/placement/programme_folder_making.h"
#include "stages/programme/rules_table.h"
#include "stages/selection/operations.h"

namespace sojourn::stages::placement {
namespace making {
namespace {

struct SponsorPath {
  Id<Sponsor> id;
  std::string path;  ///< of its area
};
BOOST_DESCRIBE_STRUCT(SponsorPath, (), (id, path))

}  // namespace

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

void FolderMaking::read_apart() {
  const auto serves = [this](Id<Staff> id) {
    const auto found = served_.find(id);
    return held(id) != nullptr || (found != served_.end() && found->second.current.has_value());
  };
  const selection::Apart named = selection::apart_of(tx_);
  for (const ApartLine& pair : tx_.rows<ApartLine>(
           "SELECT n.staff, n.other FROM posted_apart n WHERE n.ended_on IS NULL AND {unscoped:a "
           "plan posts at most one of them} ORDER BY n.id")) {
    // Whoever serves stays the one who may; where nobody does, whoever is named in an open round.
    const bool one_serves = serves(pair.staff) != serves(pair.other);
    const bool one_is_out = named.keeps_out(pair.staff) != named.keeps_out(pair.other);
    if (one_serves) {
      kept_out_.insert(serves(pair.staff) ? pair.other : pair.staff);
    } else if (one_is_out && !serves(pair.staff)) {
      kept_out_.insert(named.keeps_out(pair.staff) ? pair.staff : pair.other);
    } else {
      apart_.push_back(pair);
    }
  }
}

void FolderMaking::check_apart() {
  const auto may_go = [this](Id<Staff> id) {
    const auto found =
        std::lower_bound(staff_.begin(), staff_.end(), id,
                         [](const StaffLine& line, Id<Staff> wanted) { return line.id < wanted; });
    return found != staff_.end() && found->id == id && held(id) == nullptr && may_be_sent(*found);
  };
  for (const ApartLine& pair : apart_) {
    // Of two who may both go, people say which.
    if (may_go(pair.staff) && may_go(pair.other)) {
      made_.faults.push_back(
          {.where = pair.staff.to_text() + ":available",
           .code = "posted_apart",
           .value = pair.other.to_text(),
           .detail = "At most one of these two is posted at a time, and both are available. Name "
                     "one of them in a round, or say for one that they are not available: staff "
                     "availability."});
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
        "n.ended_on IS NULL AND coalesce(n.to_day, '9999-12-31') >= $4";
    // Who will serve there is held there too.
    condition += open_ ? "))" : " AND n.from_day <= $1))";
  }
  for (StaffLine& line : tx_.rows_with<StaffLine>(
           fmt::format(
               "SELECT t.id, t.name, t.sponsor, t.area, a.path, t.roles, t.hired_on, t.fit_until, "
               "t.languages, "
               "t.skills, t.availability, t.needed_until, p.lat, p.lon, p.x_km, p.y_km, "
               "p.home_site, "
               "p.experience_years, p.first_timer, p.hardship_served, p.strength, (SELECT "
               "m.strength FROM nomination m JOIN selection_round r ON r.id = m.round WHERE "
               "m.staff = t.id AND m.standing IN ('nominated', 'shortlisted') AND r.starts_on <= "
               "$1 ORDER BY r.starts_on DESC, m.id DESC LIMIT 1) AS nominated FROM staff t JOIN "
               "area a ON a.id = t.area LEFT JOIN staff_placing p ON p.id = t.id WHERE t.closed_on "
               "IS "
               "NULL AND {{scope:area a.path; sponsor t.sponsor; staff t.id}}{} ORDER BY t.id",
               condition),
           std::move(values))) {
    if (open_) {
      if (!takes_part(line)) {
        continue;
      }
    } else {
      Count& sponsor = of_sponsor_[line.sponsor];
      sponsor.available += available(line) ? 1 : 0;
      sponsor.people += may_be_sent(line) ? 1 : 0;
    }
    staff_ids_.insert(line.id);
    areas_.insert(line.area);
    degrees_ = degrees_ || line.lat.has_value();
    grid_ = grid_ || line.x_km.has_value();
    staff_.push_back(std::move(line));
  }
}

bool FolderMaking::available(const StaffLine& person) {
  // Whoever serves beyond the area that is planned is not this plan's to send.
  const std::optional<PostingLine>& current = served_[person.id].current;
  const bool needed = person.needed_until && *person.needed_until >= about_.on;
  return held(person.id) != nullptr ||
         (programme::available_on(person.availability, about_.on) &&
          !(current && !within(current->path)) && !needed && !kept_out_.contains(person.id));
}

bool FolderMaking::may_be_sent(const StaffLine& person) {
  return available(person) &&
         (held(person.id) != nullptr || served_[person.id].current || may_begin(person));
}

/// Whoever does not serve yet comes by a round, which weighed what is known of them; without one,
/// by what their record says. Whom people fixed by a `must` pin they decided on, with a reason.
bool FolderMaking::may_begin(const StaffLine& person) const {
  if (fixed_.contains(person.id)) {
    return true;
  }
  if (open_) {
    return open_->by_round() ||
           !selection::kept_out_by_record(selection_, person.hired_on, person.fit_until, about_.on);
  }
  if (named_) {
    return named_->contains(person.id);
  }
  return person.nominated ||
         !selection::kept_out_by_record(selection_, person.hired_on, person.fit_until, about_.on);
}

bool FolderMaking::takes_part(const StaffLine& person) {
  const Held* held = open_->held(person.id);
  if (held != nullptr && !site_ids_.contains(held->site)) {
    return false;
  }
  Count& sponsor = of_sponsor_[person.sponsor];
  sponsor.available += available(person) ? 1 : 0;
  if (held == nullptr && !open_->may_fill(person.id)) {
    return false;
  }
  sponsor.people += may_be_sent(person) ? 1 : 0;
  if (held != nullptr) {
    ++made_.held;
    ++sponsor.held;
    Count& site = held_at_[held->site];
    ++site.people;
    site.first_timers += first_timer(person) ? 1 : 0;
  }
  return true;
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
  if (open_) {
    for (const auto& [site, sponsor] : open_->leads()) {
      if (site_ids_.contains(site)) {
        leads_.try_emplace(site, sponsor);
      }
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

}  // namespace making

namespace {

using base::Id;

struct StaffName {
  Id<Staff> id;
  std::string name;
  std::optional<std::string> code;
};
BOOST_DESCRIBE_STRUCT(StaffName, (), (id, name, code))

/// Where others have a place, everybody has: said once of a record, and how it is put right.
std::optional<base::Sentence> remedy_of_place(const Fault& fault) {
  if (fault.code != "place.missing" || (fault.column != "lat" && fault.column != "x_km")) {
    return std::nullopt;
  }
  return fault.file == folder_file_name(programme_files::staff)
             ? base::Sentence(
                   "Nothing says where this person travels from, which is said of "
                   "others. Say it (placing set), or send a table of all who lack it "
                   "(import placing).")
             : base::Sentence(
                   "Nothing says where this site lies, which is said of others. Say it "
                   "(site change), or send a table of all that lack it (import site).");
}
/// Who has only one number of a place is told by it; who has neither is told once.
bool told_already(const Fault& fault, const Fault* before) {
  return before != nullptr && fault.code == "place.missing" && before->code == "place.missing" &&
         fault.file == before->file && fault.line == before->line;
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
    if (const auto remedy = remedy_of_place(fault)) {
      made.detail = *remedy;
    }
  }
  return made;
}

}  // namespace

FolderAbout folder_about(const Plan& plan) {
  return {.on = plan.starts_on,
          .area = plan.area,
          .open_posts = plan.open_posts.value_or(false),
          .round = plan.round};
}

RecordFolder folder_of_records(db::Tx& tx, const FolderAbout& about) {
  return making::FolderMaking(tx, about).run();
}

planner::Instance instance_of(const RecordFolder& folder, std::vector<base::Fault>* warnings) {
  ReadResult result = read_texts(folder.texts);
  if (!result.instance || !folder.faults.empty()) {
    base::Refusal refusal{.kind = base::Kind::precondition,
                          .code = "programme_not_ready",
                          .detail = "The records cannot be planned yet. What to put right:",
                          .faults = folder.faults,
                          .more_faults = result.more_errors};
    const Fault* before = nullptr;
    for (const Fault& fault : result.errors) {
      if (!told_already(fault, before)) {
        refusal.faults.push_back(fault_of_record(folder, fault));
      }
      before = &fault;
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
  std::unordered_map<std::string, StaffName> names;
  for (StaffName& each : tx.rows<StaffName>("SELECT t.id, t.name, t.code FROM staff t WHERE "
                                            "{unscoped:names of what a seen plan holds}")) {
    std::string id = each.id.to_text();
    names.emplace(std::move(id), std::move(each));
  }
  std::unordered_map<std::string_view, int> called;
  const auto of = [&](const planner::Staff& person) {
    return names.find(std::string(instance.text(person.id)));
  };
  for (const planner::Staff& person : instance.staff) {
    if (const auto found = of(person); found != names.end()) {
      ++called[found->second.name];
    }
  }
  for (planner::Staff& person : instance.staff) {
    const auto found = of(person);
    if (found == names.end()) {
      continue;
    }
    std::string name = found->second.name;
    // Two people of one name are told apart by what an office knows them by.
    if (called[found->second.name] > 1) {
      if (person.sponsor != planner::none) {
        name += fmt::format(
            " · {}",
            instance.text(instance.sponsors[static_cast<std::size_t>(person.sponsor)].name));
      }
      name += fmt::format(" · {}", found->second.code.value_or(found->first));
    }
    person.name = {static_cast<std::uint32_t>(instance.text_pool.size()),
                   static_cast<std::uint32_t>(name.size())};
    instance.text_pool += name;
  }
}

std::string_view folder_file_name(std::size_t file) { return file_names.at(file); }

}  // namespace sojourn::stages::placement
