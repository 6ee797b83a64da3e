// The rotation calendar: who ends in the months to come, site by site, who follows, on which days a
// site has too few people or no leader, and where a team ends all at once. What it says is what the
// postings say; nothing of it is kept.
#include <algorithm>
#include <iterator>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "stages/need/operations.h"
#include "stages/postings/terms.h"

namespace sojourn::stages::postings {
namespace {

struct AskCalendar {
  std::optional<Id<Area>> within;
  std::optional<std::int32_t> months;
  std::optional<bool> all;
  std::optional<bool> leaderless;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(AskCalendar, (), (within, months, all, leaderless, after, limit))

/// Somebody whose term ends or begins.
struct Turn {
  Id<Posting> posting;
  Id<Staff> staff;
  std::string staff_name;
  StaffRole role = StaffRole::member;
  base::Date day;  ///< their last or first one
};
BOOST_DESCRIBE_STRUCT(Turn, (), (posting, staff, staff_name, role, day))

struct SiteRotation {
  Id<Site> site;
  std::string site_name;
  std::int32_t minimum = 0;
  std::int32_t in_post = 0;  ///< today
  std::vector<Turn> ends;
  std::vector<Turn> begins;
  std::vector<Gap> gaps;        ///< fewer than the minimum
  std::vector<Gap> leaderless;  ///< no leader, own or shared with other sites
  std::optional<Crowd> crowd;   ///< the first time that too many end together
};
BOOST_DESCRIBE_STRUCT(SiteRotation, (),
                      (site, site_name, minimum, in_post, ends, begins, gaps, leaderless, crowd))

struct RotationCalendar {
  base::Date from;
  base::Date to;
  std::int64_t sites = 0;  ///< that were looked at, on all pages
  std::vector<SiteRotation> items;
  std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(RotationCalendar, (), (from, to, sites, items, next))

/// What a line of the calendar tells.
enum class RotationKind : std::uint8_t { ends, begins, too_few, no_leader, ends_together };
BOOST_DESCRIBE_ENUM(RotationKind, ends, begins, too_few, no_leader, ends_together)

struct RotationRow {
  Id<Site> site;
  std::string site_name;
  RotationKind kind = RotationKind::ends;
  base::Date from_day;
  base::Date to_day;
  std::optional<Id<Posting>> posting;
  std::optional<Id<Staff>> staff;
  std::optional<std::string> staff_name;
  std::optional<std::int32_t> in_post;  ///< on those days; of ends together, how many end
};
BOOST_DESCRIBE_STRUCT(RotationRow, (),
                      (site, site_name, kind, from_day, to_day, posting, staff, staff_name,
                       in_post))

struct PostingRow {
  Id<Posting> id;
  Id<Staff> staff;
  std::string staff_name;
  Id<Site> site;
  StaffRole role = StaffRole::member;
  base::Date from_day;
  std::optional<base::Date> to_day;
};
BOOST_DESCRIBE_STRUCT(PostingRow, (), (id, staff, staff_name, site, role, from_day, to_day))

struct LeadRow {
  Id<Site> site;
  base::Date from_day;
  std::optional<base::Date> to_day;
};
BOOST_DESCRIBE_STRUCT(LeadRow, (), (site, from_day, to_day))

/// Long leave, by posting.
struct PauseRow {
  Id<Posting> posting;
  base::Date from_day;
  std::optional<base::Date> to_day;
};
BOOST_DESCRIBE_STRUCT(PauseRow, (), (posting, from_day, to_day))
using Pauses = std::unordered_map<Id<Posting>, std::vector<base::DateRange>>;

SiteRotation rotation_of(const PostingRules& rules, const need::ReckonedSite& site,
                         const std::vector<PostingRow>& postings, const Pauses& pauses,
                         const std::vector<LeadRow>& leads, base::Date from, base::Date to) {
  SiteRotation made{.site = site.facts.site.id,
                    .site_name = site.facts.site.name,
                    .minimum = site.need.minimum,
                    .ends = {},
                    .begins = {},
                    .gaps = {},
                    .leaderless = {},
                    .crowd = {}};
  std::vector<base::DateRange> there;
  std::vector<base::DateRange> leaders;
  std::vector<base::Date> ends;
  std::int32_t team = 0;  // those on long leave are of it
  for (const PostingRow& each : postings) {
    const base::Date last = last_day(rules, {.id = each.id,
                                             .staff = each.staff,
                                             .site = each.site,
                                             .role = each.role,
                                             .from_day = each.from_day,
                                             .to_day = each.to_day,
                                             .source = {}});
    if (last < from) {
      continue;
    }
    const base::DateRange days(each.from_day, last);
    team += days.contains(from) ? 1 : 0;
    const auto away = pauses.find(each.id);
    for (const base::DateRange& present :
         presences(days, away == pauses.end() ? std::span<const base::DateRange>()
                                              : std::span<const base::DateRange>(away->second))) {
      there.push_back(present);
      made.in_post += present.contains(from) ? 1 : 0;
      if (each.role == StaffRole::leader) {
        leaders.push_back(present);
      }
    }
    ends.push_back(last);
    const Turn turn{.posting = each.id,
                    .staff = each.staff,
                    .staff_name = each.staff_name,
                    .role = each.role,
                    .day = last};
    if (last <= to) {
      made.ends.push_back(turn);
    }
    if (each.from_day > from && each.from_day <= to) {
      made.begins.push_back(turn);
      made.begins.back().day = each.from_day;
    }
  }
  for (const LeadRow& each : leads) {
    leaders.emplace_back(each.from_day, each.to_day);
  }
  const auto by_day = [](const Turn& a, const Turn& b) {
    return std::tuple(a.day, a.posting) < std::tuple(b.day, b.posting);
  };
  std::sort(made.ends.begin(), made.ends.end(), by_day);
  std::sort(made.begins.begin(), made.begins.end(), by_day);
  made.gaps = gaps(there, made.minimum, from, to);
  if (made.minimum > 0) {
    made.leaderless = gaps(leaders, 1, from, to);
  }
  // Those who follow do not end within the calendar, and do not thin the team of those who leave.
  std::vector<base::Date> near;
  std::copy_if(ends.begin(), ends.end(), std::back_inserter(near),
               [to](base::Date day) { return day <= to; });
  made.crowd = crowd(rules, std::move(near), team);
  return made;
}

bool says_something(const SiteRotation& site) {
  return !site.ends.empty() || !site.begins.empty() || !site.gaps.empty() ||
         !site.leaderless.empty();
}

/// Leaves those that are to have a team and that nobody leads on that day, as one of theirs or of
/// several.
void leave_leaderless(db::Tx& tx, const PostingRules& rules, base::Date on,
                      std::vector<need::ReckonedSite>& sites) {
  std::unordered_set<Id<Site>> led;
  for (const Posting& each : tx.rows<Posting>(
           fmt::format(
               "SELECT {} FROM posting n WHERE n.role = 'leader' AND n.ended_on IS NULL "
               "AND n.from_day <= $1 AND NOT EXISTS (SELECT 1 FROM term_event e WHERE e.posting "
               "= n.id AND e.kind = 'pause' AND e.withdrawn_on IS NULL AND e.from_day <= $1 "
               "AND coalesce(e.to_day, '9999-12-31') >= $1) AND {{unscoped:whoever sees a "
               "site sees who leads its team}} ORDER BY n.id",
               columns<Posting>("n")),
           on)) {
    if (last_day(rules, each) >= on) {
      led.insert(each.site);
    }
  }
  for (const LeadRow& each : tx.rows<LeadRow>(
           "SELECT n.site, n.from_day, n.to_day FROM area_lead n WHERE n.ended_on IS NULL AND "
           "n.from_day <= $1 AND {unscoped:whoever sees a site sees who leads its team} ORDER BY "
           "n.id",
           on)) {
    if (!each.to_day || *each.to_day >= on) {
      led.insert(each.site);
    }
  }
  std::erase_if(sites, [&](const need::ReckonedSite& each) {
    return each.need.minimum == 0 || led.contains(each.facts.site.id);
  });
}

RotationCalendar calendar(db::Tx& tx, const AskCalendar& input) {
  Faults faults;
  faults.check_between("/months", input.months.value_or(6), 1, 24);
  faults.refuse();
  const base::Date today = tx.now().utc_date();
  const PostingRules rules = rules_of(tx, today);
  RotationCalendar made{
      .from = today, .to = today.plus_months(input.months.value_or(6)), .items = {}, .next = {}};
  // 1. A page of the sites that the programme staffs, in the order of their areas, with what they
  // need by whoever's word holds.
  std::string path;
  if (input.within) {
    path = programme::path_of(tx, *input.within);
  }
  std::vector<need::ReckonedSite> sites =
      need::reckon(tx, need::rules_of(tx, today), {.on = today}, path);
  std::erase_if(sites, [](const need::ReckonedSite& each) { return !each.need.solved; });
  if (input.leaderless.value_or(false)) {
    leave_leaderless(tx, rules, today, sites);
  }
  made.sites = std::ssize(sites);
  std::sort(sites.begin(), sites.end(), [](const auto& a, const auto& b) {
    const Site& one = a.facts.site;
    const Site& other = b.facts.site;
    return std::tuple(one.area, one.id) < std::tuple(other.area, other.id);
  });
  if (input.after) {
    const auto last = Id<Site>::from_text(*input.after);
    const auto at = std::find_if(sites.begin(), sites.end(), [&](const need::ReckonedSite& each) {
      return last && each.facts.site.id == *last;
    });
    if (at == sites.end()) {
      programme::refuse_place(*input.after, "This should be what `next` said.");
    }
    sites.erase(sites.begin(), at + 1);
  }
  const std::int64_t limit = programme::checked_limit(input.limit);
  if (std::ssize(sites) > limit) {
    sites.resize(static_cast<std::size_t>(limit));
    made.next = sites.back().facts.site.id.to_text();
  }
  if (sites.empty()) {
    return made;
  }
  // 2. Their postings and shared leaders, read at once.
  std::vector<db::Value> ids;
  std::string list;
  for (const need::ReckonedSite& each : sites) {
    ids.push_back(db::to_sql(each.facts.site.id));
    list += fmt::format("{}${}", list.empty() ? "" : ", ", ids.size());
  }
  std::unordered_map<Id<Site>, std::vector<PostingRow>> postings;
  for (PostingRow& each : tx.rows_with<PostingRow>(
           fmt::format("SELECT n.id, n.staff, t.name AS staff_name, n.site, n.role, n.from_day, "
                       "n.to_day FROM posting n JOIN staff t ON t.id = n.staff WHERE n.site IN "
                       "({}) AND n.ended_on IS NULL AND {{unscoped:whoever sees a site sees who "
                       "serves there}} ORDER BY n.id",
                       list),
           ids)) {
    postings[each.site].push_back(std::move(each));
  }
  Pauses pauses;
  for (const PauseRow& each : tx.rows_with<PauseRow>(
           fmt::format("SELECT e.posting, e.from_day, e.to_day FROM term_event e JOIN posting n ON "
                       "n.id = e.posting WHERE e.kind = 'pause' AND e.withdrawn_on IS NULL AND "
                       "n.site IN ({}) AND n.ended_on IS NULL AND {{unscoped:whoever sees a site "
                       "sees who serves there}} ORDER BY e.id",
                       list),
           ids)) {
    pauses[each.posting].emplace_back(each.from_day, each.to_day);
  }
  std::unordered_map<Id<Site>, std::vector<LeadRow>> leads;
  for (LeadRow& each : tx.rows_with<LeadRow>(
           fmt::format("SELECT n.site, n.from_day, n.to_day FROM area_lead n WHERE n.site IN ({}) "
                       "AND n.ended_on IS NULL AND {{unscoped:whoever sees a site sees who leads "
                       "its team}} ORDER BY n.id",
                       list),
           std::move(ids))) {
    leads[each.site].push_back(each);
  }
  for (const need::ReckonedSite& each : sites) {
    const Id<Site> id = each.facts.site.id;
    SiteRotation site =
        rotation_of(rules, each, postings[id], pauses, leads[id], made.from, made.to);
    if (input.all.value_or(false) || says_something(site)) {
      made.items.push_back(std::move(site));
    }
  }
  return made;
}

/// A page is so many sites, each with all its lines.
Page<RotationRow> list_rotation(db::Tx& tx, const AskCalendar& input) {
  const RotationCalendar whole = calendar(tx, input);
  Page<RotationRow> page{.items = {}, .next = whole.next, .count = {}};
  for (const SiteRotation& site : whole.items) {
    const auto line = [&](RotationKind kind, base::Date from, base::Date to) -> RotationRow& {
      return page.items.emplace_back(RotationRow{.site = site.site,
                                                 .site_name = site.site_name,
                                                 .kind = kind,
                                                 .from_day = from,
                                                 .to_day = to,
                                                 .posting = {},
                                                 .staff = {},
                                                 .staff_name = {},
                                                 .in_post = {}});
    };
    const auto turns = [&](RotationKind kind, const std::vector<Turn>& of) {
      for (const Turn& each : of) {
        RotationRow& row = line(kind, each.day, each.day);
        row.posting = each.posting;
        row.staff = each.staff;
        row.staff_name = each.staff_name;
      }
    };
    turns(RotationKind::ends, site.ends);
    turns(RotationKind::begins, site.begins);
    for (const Gap& each : site.gaps) {
      line(RotationKind::too_few, each.from, each.to).in_post = each.in_post;
    }
    for (const Gap& each : site.leaderless) {
      line(RotationKind::no_leader, each.from, each.to);
    }
    if (site.crowd) {
      line(RotationKind::ends_together, site.crowd->from, site.crowd->to).in_post =
          site.crowd->ends;
    }
  }
  return page;
}

}  // namespace

std::vector<access::Operation> rotation_operations() {
  const std::vector<base::FieldAbout> fields = {
      {.name = "within", .shape = "AREA", .meaning = "Only sites of this area and of those in it."},
      {.name = "months", .shape = "N", .meaning = "How many months; 6 if not given."},
      {.name = "leaderless", .meaning = "Only sites that nobody leads today."},
      {.name = "all", .meaning = "Sites too at which nothing changes or is missing."},
      programme::after_field(),
      programme::limit_field()};
  return {
      access::read_operation<AskCalendar, RotationCalendar>(
          {.name = "rotation.calendar",
           .permission = read_rotation,
           .path = "/api/rotation",
           .summary =
               "who ends and who follows in the months to come, and where people will be missing",
           .description =
               "Site by site: terms that end and begin, days with fewer people than the "
               "site's minimum (somebody on long leave is not there), days without a "
               "leader, and the first time that more of a team ends together than the rules "
               "allow. A term whose last day nobody has "
               "set ends as a whole term does.",
           .fields = fields},
          calendar),
      access::read_operation<AskCalendar, Page<RotationRow>>(
          {.name = "rotation.list",
           .permission = read_rotation,
           .path = "/api/rotation-lines",
           .summary = "the rotation calendar line by line, to take along as a file",
           .description = "Each term that ends or begins, each run of days with too few people "
                          "or without a leader, and the first time that too many of a team end "
                          "together. `limit` counts sites.",
           .fields = fields},
          list_rotation)};
}

}  // namespace sojourn::stages::postings
