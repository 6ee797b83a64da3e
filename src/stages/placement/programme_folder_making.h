// Making a programme folder of the records: what is read, and the files that are written of it,
// each in the order of ids. Reading is in programme_folder.cpp, writing in
// programme_folder_write.cpp. Inside src/stages/placement only.
#pragma once

#include <fmt/format.h>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "documents/csv.h"
#include "documents/table.h"
#include "stages/need/operations.h"
#include "stages/placement/folder_load.h"
#include "stages/placement/open_posts.h"
#include "stages/placement/programme_folder.h"
#include "stages/programme/operations_shared.h"
#include "stages/programme/rules_table.h"
#include "stages/selection/operations.h"

namespace sojourn::stages::placement::making {

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
  std::optional<Date> fit_until;
  std::vector<programme::TestedLanguage> languages;
  std::vector<programme::HeldSkill> skills;
  std::vector<programme::AvailabilityChange> availability;
  std::optional<Date> needed_until;  ///< at home
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
                      (id, name, sponsor, area, path, roles, hired_on, fit_until, languages, skills,
                       availability, needed_until, lat, lon, x_km, y_km, home_site,
                       experience_years, first_timer, hardship_served, strength, nominated))

struct PostingLine {
  Id<Staff> staff;
  Id<Site> site;
  std::string path;  ///< of the site's area
  std::int32_t hardship = 0;
  Date from_day;
  std::optional<Date> to_day;
};
BOOST_DESCRIBE_STRUCT(PostingLine, (), (staff, site, path, hardship, from_day, to_day))

/// Two people of whom at most one is posted at a time.
struct ApartLine {
  Id<Staff> staff;
  Id<Staff> other;
};
BOOST_DESCRIBE_STRUCT(ApartLine, (), (staff, other))

/// What a person's postings say on the first day of a plan.
struct Served {
  std::optional<PostingLine> current = {};
  bool ended = false;
  std::int64_t hardship = 0;  ///< of ended ones, added up
};

/// One folder, made once.
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
    selection_ = selection::rules_of(tx_, about_.on);
    for (const Id<Staff> each : tx_.column<Id<Staff>>(
             "SELECT n.staff FROM pin n WHERE n.ended_on IS NULL AND n.rule = 'must' AND "
             "{unscoped:that a person of a plan is fixed}")) {
      fixed_.insert(each);
    }
    if (about_.open_posts) {
      open_.emplace(tx_, about_.on, about_.round);
    } else if (about_.round) {
      named_ = nominees_of(tx_, *about_.round);
    }
    read_apart();
    read_staff();
    check_apart();
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
  void read_apart();
  void read_staff();
  void check_apart();
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
  /// Where a person is held; null: nowhere, or open posts are not all that is planned.
  const Held* held(Id<Staff> person) const { return open_ ? open_->held(person) : nullptr; }
  bool may_be_sent(const StaffLine& person);
  /// But for what selection says of whoever does not serve yet.
  bool available(const StaffLine& person);
  bool may_begin(const StaffLine& person) const;
  bool first_timer(const StaffLine& person) {
    return person.first_timer.value_or(true) && !served_[person.id].ended;
  }
  /// Those whom a plan for open posts holds or may send; and counts, by which limits are moved.
  bool takes_part(const StaffLine& person);
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
  /// What people wrote: an office opens the file in a spreadsheet, which runs no formula of it. The
  /// reader takes the guard off again, and a plan keeps the same texts, so that the digests of both
  /// are the same.
  static CsvWriter& words(CsvWriter& csv, std::string_view text) {
    return csv.cell(documents::guarded(text));
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
  std::vector<ApartLine> apart_;            ///< pairs of whom nothing says yet which may go
  std::unordered_set<Id<Staff>> kept_out_;  ///< for another serves or is named
  std::vector<StaffLine> staff_;
  std::unordered_set<Id<Staff>> staff_ids_;
  std::unordered_map<Id<Staff>, Served> served_;
  std::map<Id<Site>, Id<Sponsor>> leads_;
  std::vector<Affinity> affinity_;
  std::vector<Sponsor> sponsors_;
  std::set<Id<Area>> areas_;  ///< that records name
  selection::SelectionRules selection_;
  std::unordered_set<Id<Staff>> fixed_;  ///< by a `must` pin: that they go was decided
  std::optional<std::unordered_set<Id<Staff>>> named_;  ///< by the round that a whole plan goes by
  std::optional<OpenPosts> open_;
  struct Count {
    std::int32_t people = 0;
    std::int32_t first_timers = 0;
    std::int32_t available = 0;  ///< of a sponsor: all, whether or not they take part
    std::int32_t held = 0;       ///< of a sponsor's `people`
  };
  std::unordered_map<Id<Site>, Count> held_at_;
  std::unordered_map<Id<Sponsor>, Count> of_sponsor_;
  bool degrees_ = false, grid_ = false;
};

}  // namespace sojourn::stages::placement::making
