// Reads what a report can say. See figures.h.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <unordered_map>

#include "stages/accountability/figures.h"
#include "stages/need/operations.h"
#include "stages/placement/records.h"
#include "stages/programme/operations_shared.h"
#include "stages/selection/records.h"

namespace sojourn::stages::accountability {
namespace {

constexpr std::string_view scoped_posting =
    "posting n JOIN staff t ON t.id = n.staff JOIN sponsor p ON p.id = t.sponsor JOIN site s ON "
    "s.id = n.site JOIN area a ON a.id = s.area WHERE {scope:area a.path; site s.id}";

struct AreaRow {
  Id<Area> id;
  std::string name;
  programme::AreaKind kind = programme::AreaKind::county;
  std::optional<Id<Area>> parent;
  std::string path;
};
BOOST_DESCRIBE_STRUCT(AreaRow, (), (id, name, kind, parent, path))

struct SponsorRow {
  Id<Sponsor> id;
  std::string name;
  std::string kind;
};
BOOST_DESCRIBE_STRUCT(SponsorRow, (), (id, name, kind))

struct Count {
  std::int64_t number = 0;
};
BOOST_DESCRIBE_STRUCT(Count, (), (number))

struct PlanRow {
  Id<placement::Plan> id;
  std::string name;
  base::Date starts_on;
  std::optional<base::Instant> published_at;
  std::optional<std::string> path;  ///< of its area
};
BOOST_DESCRIBE_STRUCT(PlanRow, (), (id, name, starts_on, published_at, path))

class Reading {
 public:
  Reading(db::Tx& tx, ReportFacts& facts) : tx_(tx), facts_(facts), about_(facts.about) {
    if (about_.area) {
      path_ = programme::path_of(tx, *about_.area);
    }
  }

  void run(base::Language language) {
    read_areas(language);
    read_sites();
    read_service();
    count_areas();
    count_sponsors();
    read_rounds();
    read_plan();
  }

 private:
  /// Narrowed to the report's area.
  std::string within(std::string from, std::vector<db::Value>& values) const {
    if (!path_.empty()) {
      values.push_back(db::to_sql(path_));
      values.push_back(db::to_sql(db::end_of_prefix(path_)));
      from += fmt::format(" AND a.path >= ${} AND a.path < ${}", values.size() - 1, values.size());
    }
    return from;
  }

  void read_areas(base::Language language) {
    // 1. What the asker sees of the report's area, outermost first.
    std::vector<db::Value> values;
    const std::string from =
        within("area a WHERE {scope:area a.path} AND a.closed_on IS NULL", values);
    const auto all = tx_.rows_with<AreaRow>(
        fmt::format("SELECT a.id, a.name, a.kind, a.parent, a.path FROM {} ORDER BY a.path", from),
        std::move(values));
    // 2. Its name, and what it is divided into: the areas right below it; where several stand side
    // by side, these.
    std::set<std::int64_t> known;
    for (const AreaRow& each : all) {
      known.insert(each.id.value);
    }
    std::vector<const AreaRow*> tops;
    for (const AreaRow& each : all) {
      if (!each.parent || !known.contains(each.parent->value)) {
        tops.push_back(&each);
      }
    }
    const bool one = tops.size() == 1;
    for (const AreaRow& each : all) {
      const bool part = one ? each.parent && *each.parent == tops.front()->id
                            : std::find(tops.begin(), tops.end(), &each) != tops.end();
      if (part) {
        facts_.areas.push_back(
            {.id = each.id, .name = each.name, .kind = each.kind, .path = each.path});
      }
    }
    if (one) {
      facts_.area_name = tops.front()->name;
    } else {
      facts_.area_name = base::Sentence("the whole programme").in(language);
    }
    std::stable_sort(facts_.areas.begin(), facts_.areas.end(),
                     [](const AreaLine& a, const AreaLine& b) { return a.name < b.name; });
    for (const AreaRow& each : all) {
      path_of_.emplace(each.id.value, each.path);
    }
  }

  void read_sites() {
    const need::Asof asof{.on = about_.day};
    for (need::ReckonedSite& each :
         need::reckon(tx_, need::rules_of(tx_, about_.day), asof, path_)) {
      SiteLine line{.site = std::move(each.facts.site),
                    .area_name = std::move(each.facts.area_name),
                    .counted = each.need.solved,
                    .minimum = each.need.minimum,
                    .target = each.need.target_left,
                    .weight = each.need.weight,
                    .leader = {},
                    .members = {}};
      facts_.sites.push_back(std::move(line));
    }
    std::stable_sort(
        facts_.sites.begin(), facts_.sites.end(), [](const SiteLine& a, const SiteLine& b) {
          return std::tie(a.area_name, a.site.name) < std::tie(b.area_name, b.site.name);
        });
    for (std::size_t i = 0; i < facts_.sites.size(); ++i) {
      at_.emplace(facts_.sites[i].site.id.value, i);
    }
  }

  std::vector<ServiceLine> service(std::string_view condition, std::vector<db::Value> values) {
    const std::string from = within(
        std::string(scoped_posting) + " AND n.ended_on IS NULL AND " + std::string(condition),
        values);
    return tx_.rows_with<ServiceLine>(
        fmt::format("SELECT n.staff, t.name AS staff_name, t.sponsor, p.name AS sponsor_name, "
                    "n.site, s.name AS site_name, a.name AS area_name, n.role, n.from_day, "
                    "n.to_day FROM {} ORDER BY a.name, s.name, n.role, t.name, n.id",
                    from),
        std::move(values));
  }

  void read_service() {
    const auto day = db::to_sql(about_.day);
    const auto first = db::to_sql(about_.first);
    facts_.serving = service("n.from_day <= $1 AND coalesce(n.to_day, '9999-12-31') >= $1", {day});
    facts_.arrived = service("n.from_day >= $1 AND n.from_day <= $2", {first, day});
    facts_.left = service("n.to_day >= $1 AND n.to_day <= $2", {first, day});
    for (const ServiceLine& each : facts_.serving) {
      const auto found = at_.find(each.site.value);
      if (found == at_.end()) {
        continue;  // the site was closed since
      }
      SiteLine& site = facts_.sites[found->second];
      ++site.posted;
      if (each.role == StaffRole::leader) {
        site.leader += (site.leader.empty() ? "" : ", ") + each.staff_name;
      } else {
        site.members.push_back(each.staff_name);
      }
    }
  }

  void count_areas() {
    for (const SiteLine& site : facts_.sites) {
      const auto path = path_of_.find(site.site.area.value);
      if (path == path_of_.end() || !site.counted) {
        continue;
      }
      for (AreaLine& area : facts_.areas) {
        if (!path->second.starts_with(area.path)) {
          continue;
        }
        ++area.sites;
        area.staffed += site.posted > 0 ? 1 : 0;
        area.without_leader += site.leader.empty() ? 1 : 0;
        area.minimum += site.minimum;
        area.target += site.target;
        area.posted += site.posted;
        area.leaders += site.leader.empty() ? 0 : 1;
        area.short_of_minimum += site.short_of_minimum();
        area.short_of_target += site.short_of_target();
      }
    }
  }

  /// Those of the area, and all of whom somebody serves there.
  void count_sponsors() {
    std::map<std::int64_t, SponsorLine> all;
    std::vector<db::Value> values;
    const std::string from = within(
        "sponsor p JOIN area a ON a.id = p.area WHERE {scope:area a.path; sponsor p.id} AND "
        "p.closed_on IS NULL",
        values);
    for (SponsorRow& each : tx_.rows_with<SponsorRow>(
             fmt::format("SELECT p.id, p.name, p.kind FROM {}", from), std::move(values))) {
      all.emplace(
          each.id.value,
          SponsorLine{.id = each.id, .name = std::move(each.name), .kind = std::move(each.kind)});
    }
    std::map<std::int64_t, std::set<std::int64_t>> sites;
    for (const ServiceLine& each : facts_.serving) {
      SponsorLine& line =
          all.emplace(each.sponsor.value,
                      SponsorLine{.id = each.sponsor, .name = each.sponsor_name, .kind = {}})
              .first->second;
      ++line.posted;
      line.leaders += each.role == StaffRole::leader ? 1 : 0;
      sites[each.sponsor.value].insert(each.site.value);
    }
    const auto serving = static_cast<double>(facts_.serving.size());
    for (auto& [id, line] : all) {
      line.sites = std::ssize(sites[id]);
      // To a tenth, as tables show it.
      const double thousand = static_cast<double>(line.posted) * 1000;
      line.share = serving == 0 ? 0 : static_cast<double>(std::lround(thousand / serving)) / 10;
      facts_.sponsors.push_back(std::move(line));
    }
    std::stable_sort(facts_.sponsors.begin(), facts_.sponsors.end(),
                     [](const SponsorLine& a, const SponsorLine& b) {
                       return a.posted != b.posted ? a.posted > b.posted : a.name < b.name;
                     });
  }

  /// Rounds that were open in the month.
  void read_rounds() {
    std::vector<db::Value> values = {db::to_sql(about_.first), db::to_sql(about_.day)};
    const std::string from = within(
        "selection_round r JOIN area a ON a.id = r.area WHERE {scope:area a.path} AND r.opens_on "
        "<= $2 AND coalesce(r.closed_on, '9999-12-31') >= $1",
        values);
    facts_.rounds = tx_.rows_with<RoundLine>(
        fmt::format(
            "SELECT r.name, r.notice, r.deadline, r.posts, "
            "(SELECT count(*) FROM round_place q WHERE q.round = r.id AND q.places > 0) AS asked, "
            "(SELECT count(*) FROM round_place q WHERE q.round = r.id AND q.places > 0 AND "
            "q.replied_on IS NOT NULL) AS replied, "
            "CAST((SELECT coalesce(sum(q.places), 0) FROM round_place q WHERE q.round = r.id) AS "
            "BIGINT) AS places, "
            "(SELECT count(*) FROM nomination m WHERE m.round = r.id AND m.standing IN "
            "('nominated', 'shortlisted')) AS named, "
            "(SELECT count(*) FROM nomination m WHERE m.round = r.id AND m.standing IN "
            "('nominated', 'shortlisted') AND m.answer = 'willing') AS willing "
            "FROM {} AND {{unscoped:of rounds that the asker sees}} ORDER BY r.opens_on, r.id",
            from),
        std::move(values));
  }

  void read_plan() {
    // Of the report's area, of one that lies in it, or of one that it lies in.
    constexpr std::string_view newest =
        "SELECT p.id, p.name, p.starts_on, p.published_at, a.path FROM plan p LEFT JOIN area a ON "
        "a.id = p.area WHERE {scope:area a.path} AND p.state IN ('published', 'confirmed') ORDER "
        "BY p.published_at DESC, p.id DESC LIMIT 200";
    std::vector<PlanRow> found = tx_.rows<PlanRow>(newest);
    std::erase_if(found, [&](const PlanRow& each) {
      return each.path && !each.path->starts_with(path_) && !path_.starts_with(*each.path);
    });
    if (found.empty()) {
      return;
    }
    PlanLine line{.name = found.front().name,
                  .starts_on = found.front().starts_on,
                  .published_at = found.front().published_at};
    std::vector<db::Value> asked = {db::to_sql(found.front().id)};
    const std::string placed = within(
        "placement n JOIN site s ON s.id = n.site JOIN area a ON a.id = s.area WHERE {scope:area "
        "a.path; site s.id} AND n.plan = $1 AND n.ended_on IS NULL",
        asked);
    line.placed = tx_.rows_with<Count>(fmt::format("SELECT count(*) AS number FROM {}", placed),
                                       std::move(asked))
                      .front()
                      .number;
    facts_.plan = std::move(line);
  }

  db::Tx& tx_;
  ReportFacts& facts_;
  const ReportAbout& about_;
  std::string path_;
  std::unordered_map<std::int64_t, std::string> path_of_;  ///< by area
  std::unordered_map<std::int64_t, std::size_t> at_;       ///< by site
};

}  // namespace

std::int64_t ReportFacts::leaders() const {
  return std::count_if(serving.begin(), serving.end(),
                       [](const ServiceLine& each) { return each.role == StaffRole::leader; });
}

ReportFacts read_facts(db::Tx& tx, const ReportAbout& about, const access::Asker& asker,
                       base::Language language) {
  ReportFacts facts;
  facts.about = about;
  facts.made_on = tx.now().utc_date();
  facts.made_by = asker.person;
  Reading(tx, facts).run(language);
  return facts;
}

}  // namespace sojourn::stages::accountability
