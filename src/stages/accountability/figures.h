// What a report can say: everything of an area in a month, read at once as far as the asker sees
// it, and the placeholders that stand for it, each with its name in English and Chinese and what it
// means. Inside src/stages/accountability only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/asker.h"
#include "base/date.h"
#include "base/sentence.h"
#include "db/database.h"
#include "documents/table.h"
#include "stages/programme/records.h"

namespace sojourn::stages::accountability {

using base::Id;
using programme::Area;
using programme::Site;
using programme::Sponsor;
using programme::Staff;
using programme::StaffRole;

/// Of which area and month.
struct ReportAbout {
  std::optional<Id<Area>> area;  ///< none: all that the asker sees
  base::Month month;
  base::Date first;  ///< of the month
  base::Date day;    ///< its last day, or today, if it is not over
};

/// Somebody who serves, began or ended.
struct ServiceLine {
  Id<Staff> staff;
  std::string staff_name;
  Id<Sponsor> sponsor;
  std::string sponsor_name;
  Id<Site> site;
  std::string site_name;
  std::string area_name;
  StaffRole role = StaffRole::member;
  base::Date from_day;
  std::optional<base::Date> to_day;
};
BOOST_DESCRIBE_STRUCT(ServiceLine, (),
                      (staff, staff_name, sponsor, sponsor_name, site, site_name, area_name, role,
                       from_day, to_day))

struct SiteLine {
  Site site;
  std::string area_name;
  bool counted = true;  ///< no: its own organisation staffs it
  std::int64_t minimum = 0;
  std::int64_t target = 0;  ///< less posts of other programmes that count
  std::int64_t weight = 1;
  std::int64_t posted = 0;
  std::string leader;
  std::vector<std::string> members;
  std::int64_t short_of_minimum() const {
    return counted && posted < minimum ? minimum - posted : 0;
  }
  std::int64_t short_of_target() const { return counted && posted < target ? target - posted : 0; }
};

/// One of the areas that the report's area is divided into.
struct AreaLine {
  Id<Area> id;
  std::string name;
  programme::AreaKind kind = programme::AreaKind::county;
  std::string path;
  std::int64_t sites = 0;
  std::int64_t staffed = 0;
  std::int64_t without_leader = 0;
  std::int64_t minimum = 0;
  std::int64_t target = 0;
  std::int64_t posted = 0;
  std::int64_t leaders = 0;
  std::int64_t short_of_minimum = 0;
  std::int64_t short_of_target = 0;
};

struct SponsorLine {
  Id<Sponsor> id;
  std::string name;
  std::string kind;
  std::int64_t posted = 0;
  std::int64_t leaders = 0;
  std::int64_t sites = 0;  ///< where somebody of it serves
  double share = 0;        ///< percent of all who serve
};

struct RoundLine {
  std::string name;
  std::string notice;
  base::Date deadline;
  std::int64_t posts = 0;
  std::int64_t asked = 0;  ///< sponsors
  std::int64_t replied = 0;
  std::int64_t places = 0;
  std::int64_t named = 0;
  std::int64_t willing = 0;
};
BOOST_DESCRIBE_STRUCT(RoundLine, (),
                      (name, notice, deadline, posts, asked, replied, places, named, willing))

/// The plan that was published last.
struct PlanLine {
  std::string name;
  base::Date starts_on;
  std::optional<base::Instant> published_at;
  std::int64_t placed = 0;  ///< at sites of the report
};

struct ReportFacts {
  ReportAbout about;
  std::string area_name;
  base::Date made_on;
  std::string made_by;
  std::vector<SiteLine> sites;  ///< in the order of areas and names
  std::vector<AreaLine> areas;
  std::vector<SponsorLine> sponsors;  ///< most people first
  std::vector<ServiceLine> serving, arrived, left;
  std::vector<RoundLine> rounds;
  std::optional<PlanLine> plan;

  std::int64_t leaders() const;
};

/// All of it in one transaction. Refusal not_found for an area that the asker does not see.
ReportFacts read_facts(db::Tx& tx, const ReportAbout& about, const access::Asker& asker,
                       base::Language language);

/// A figure that stands alone.
struct FigureAbout {
  std::string_view name;     ///< "sites"
  std::string_view chinese;  ///< "驻点数"
  base::Sentence meaning;
  documents::Cell (*value)(const ReportFacts& facts, base::Language language);
};
const std::vector<FigureAbout>& figures();

/// A list: a row of a template whose cells name its columns is repeated for each of its items.
struct ColumnAbout {
  std::string_view name;     ///< "name", in a template "site.name"
  std::string_view chinese;  ///< "名称", in a template "驻点.名称"
  base::Sentence meaning;
};
struct ListAbout {
  std::string_view name;
  std::string_view chinese;
  base::Sentence meaning;
  std::vector<ColumnAbout> columns;
  std::vector<std::vector<documents::Cell>> (*rows)(const ReportFacts& facts,
                                                    base::Language language);
};
const std::vector<ListAbout>& lists();

/// The upward monthly table as a template, in that language.
std::string monthly_template(base::Language language);

}  // namespace sojourn::stages::accountability
