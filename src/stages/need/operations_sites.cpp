// Sites by the weight of their need, and which of them are asked for: those that are short, that
// nobody has reported of, that are not ready for a team.
#include <algorithm>
#include <limits>

#include "base/ensure.h"
#include "base/text.h"
#include "stages/need/statements.h"

namespace sojourn::stages::need {
namespace {

using programme::Area;

/// Which sites of the list: what the desk shows and hands out as a file.
enum class NeedShow : std::uint8_t {
  all,
  team,     ///< that the programme staffs; the four after it are of these
  minimum,  ///< short of it
  target,   ///< short of it
  unknown,  ///< nobody has reported who is in post
  unready,  ///< a team does not find there what it needs
  covered,  ///< with their minimum in post, by whomever they are staffed
  own,      ///< that their own organisation staffs
};
BOOST_DESCRIBE_ENUM(NeedShow, all, team, minimum, target, unknown, unready, covered, own)

struct RankSites {
  std::optional<Id<Area>> within;
  std::optional<Id<Area>> area;
  std::optional<NeedShow> show;
  std::optional<base::Date> on;
  std::optional<base::Date> cut_off;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
  std::optional<bool> count;
};
BOOST_DESCRIBE_STRUCT(RankSites, (), (within, area, show, on, cut_off, after, limit, count))

struct RankedSite {
  Id<Site> id;
  std::string name;
  Id<Area> area;
  std::string area_name;
  std::optional<std::int64_t> place;  ///< none: its own organisation staffs it
  std::int32_t weight = 1;
  std::int32_t minimum = 0;
  std::int32_t target = 0;
  NeedFrom from = NeedFrom::record;
  std::optional<std::int32_t> in_post;
  std::int32_t other_posts_counted = 0;
  std::int32_t short_of_minimum = 0;
  std::int32_t short_of_target = 0;
  std::int32_t hardship = 0;
  std::int32_t max_first_timers = 0;
  std::int32_t waiting = 0;
  bool ready = false;                ///< for a team, by whoever looked
  std::vector<std::string> missing;  ///< of the five that a team needs there
};
BOOST_DESCRIBE_STRUCT(RankedSite, (),
                      (id, name, area, area_name, place, weight, minimum, target, from, in_post,
                       other_posts_counted, short_of_minimum, short_of_target, hardship,
                       max_first_timers, waiting, ready, missing))

bool is_shown(NeedShow show, const ReckonedSite& site, const Said& said) {
  const SiteNeed& need = site.need;
  switch (show) {
    case NeedShow::all: return true;
    case NeedShow::team: return need.solved;
    case NeedShow::minimum: return need.solved && need.short_of_minimum > 0;
    case NeedShow::target:
      return need.solved && (need.short_of_minimum > 0 || need.short_of_target > 0);
    case NeedShow::unknown: return need.solved && !need.in_post;
    case NeedShow::unready: return need.solved && !is_ready(said, site);
    case NeedShow::covered: return need.in_post && *need.in_post >= need.minimum;
    case NeedShow::own: return !need.solved;
  }
  base::report_bug("sites without a condition", std::source_location::current());
}

RankedSite ranked(const ReckonedSite& site, const Said& said) {
  const SiteNeed& need = site.need;
  return {.id = site.facts.site.id,
          .name = site.facts.site.name,
          .area = site.facts.site.area,
          .area_name = site.facts.area_name,
          .place = {},
          .weight = need.weight,
          .minimum = need.minimum,
          .target = need.target,
          .from = need.lines.front().from,
          .in_post = need.in_post,
          .other_posts_counted = need.other_posts_counted,
          .short_of_minimum = need.short_of_minimum,
          .short_of_target = need.short_of_target,
          .hardship = site.facts.site.hardship,
          .max_first_timers = need.max_first_timers,
          .waiting = need.waiting,
          .ready = is_ready(said, site),
          .missing = missing_at(said, site)};
}

Page<RankedSite> rank_sites(db::Tx& tx, const RankSites& input) {
  // Every page reckons all sites, so that who wants them all gets them at once.
  const std::int64_t limit = tx.caller().whole_list ? std::numeric_limits<std::int32_t>::max()
                                                    : checked_limit(input.limit);
  const Asof asof = asof_of(tx, input.on, input.cut_off);
  std::vector<ReckonedSite> sites =
      reckon(tx, rules_of(tx, asof.on), asof, within_path(tx, input.within));
  // Sites of their own organisation come last and have no place.
  const auto own = std::stable_partition(sites.begin(), sites.end(),
                                         [](const ReckonedSite& each) { return each.need.solved; });
  const std::int64_t solved = own - sites.begin();
  const auto after = base::parse_number<std::int64_t>(input.after.value_or("0"));
  if (!after || *after < 0) {
    refuse_place(*input.after);
  }
  if (input.area) {
    within_path(tx, input.area);  // refuses one that the asker does not see
  }
  const Said said = readiness(tx, asof, within_path(tx, input.within));
  // A site keeps its place among all of them, whatever else is shown.
  std::vector<std::int64_t> shown;
  for (std::int64_t i = 0; i < std::ssize(sites); ++i) {
    const ReckonedSite& site = sites[static_cast<std::size_t>(i)];
    if (is_shown(input.show.value_or(NeedShow::all), site, said) &&
        (!input.area || site.facts.site.area == *input.area)) {
      shown.push_back(i);
    }
  }
  const std::int64_t from = std::min<std::int64_t>(*after, std::ssize(shown));
  const std::int64_t to = std::min<std::int64_t>(from + limit, std::ssize(shown));
  Page<RankedSite> page;
  for (std::int64_t i = from; i < to; ++i) {
    const std::int64_t at = shown[static_cast<std::size_t>(i)];
    RankedSite row = ranked(sites[static_cast<std::size_t>(at)], said);
    if (at < solved) {
      row.place = at + 1;
    }
    page.items.push_back(std::move(row));
  }
  if (to < std::ssize(shown)) {
    page.next = fmt::to_string(to);
  }
  if (input.count.value_or(false)) {
    page.count = std::ssize(shown);
  }
  return page;
}

}  // namespace

access::Operation rank_operation() {
  return access::read_operation<RankSites, Page<RankedSite>>(
      {.name = "need.sites",
       .permission = read_needs,
       .path = "/api/need-sites",
       .summary = "sites by the weight of their need, the heaviest first",
       .description = "Of the same weight, the one with the smaller part of its target in post "
                      "comes first, then the harder one. Sites that their own organisation "
                      "staffs come last, without a place.",
       .fields = {within_field(),
                  {.name = "area",
                   .shape = "AREA",
                   .meaning = "Only what lies in this very area, not in one that lies in it."},
                  {.name = "show",
                   .shape = "WHICH",
                   .meaning = "Only sites that the programme staffs (team), of them those short "
                              "of the minimum or of the target, those without a report of who "
                              "is in post (unknown) or not ready for a team (unready); those "
                              "with their minimum in post (covered); or those that their own "
                              "organisation staffs (own)."},
                  which_day(),
                  cut_off_field(),
                  programme::after_field(),
                  programme::limit_field(),
                  count_field()}},
      rank_sites);
}

}  // namespace sojourn::stages::need
