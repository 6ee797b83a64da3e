// What comes of all statements: a site's need with every term, the totals of the programme, and
// sponsors' posts beside them, so that "too few" is seen at its source. What lies outside the
// asker's scope counts nowhere, in no total and no place.
#include <algorithm>

#include "base/text.h"
#include "stages/need/statements.h"
#include "stages/programme/rules_table.h"

namespace sojourn::stages::need {
namespace {

using programme::Area;

struct ExplainNeed {
  Id<Site> id;
  std::optional<base::Date> on;
  std::optional<base::Date> cut_off;
};
BOOST_DESCRIBE_STRUCT(ExplainNeed, (), (id, on, cut_off))

/// A line of a site's work that holds.
struct WorkLine {
  WorkKind kind = WorkKind::activity;
  std::string task;
  std::int64_t volume = 0;
  std::int64_t unit_minutes = 0;
  std::int32_t share = 0;
  std::string source;
  base::Date from_day;
};
BOOST_DESCRIBE_STRUCT(WorkLine, (), (kind, task, volume, unit_minutes, share, source, from_day))

struct OtherLine {
  std::string programme;
  std::int32_t posts = 0;
  std::string source;
  base::Date from_day;
};
BOOST_DESCRIBE_STRUCT(OtherLine, (), (programme, posts, source, from_day))

/// The site just ahead, to compare with.
struct Ahead {
  Id<Site> id;
  std::string name;
  std::int32_t weight = 0;
  std::optional<std::int32_t> in_post;
  std::int32_t target_left = 0;
  std::int32_t hardship = 0;
};
BOOST_DESCRIBE_STRUCT(Ahead, (), (id, name, weight, in_post, target_left, hardship))

struct ExplainedNeed {
  Id<Site> id;
  std::string name;
  std::string area_name;
  SiteKind kind = SiteKind::village;
  programme::Tier tier = programme::Tier::middle;
  std::int32_t hardship = 0;
  std::optional<std::string> challenge;
  base::Date on;
  std::optional<base::Date> cut_off;
  bool solved = true;
  std::vector<NeedLine> lines;
  std::optional<Wisn> workload;
  std::vector<WorkLine> work;
  std::int32_t minimum = 0;
  std::int32_t target = 0;
  std::optional<std::int32_t> in_post;
  std::optional<base::Date> vacant_since;
  std::int32_t unfilled_rounds = 0;
  std::vector<OtherLine> others;
  std::int32_t other_posts = 0;
  std::int32_t other_posts_counted = 0;
  std::int32_t target_left = 0;
  std::int32_t short_of_minimum = 0;
  std::int32_t short_of_target = 0;
  std::int32_t waiting = 0;
  std::int32_t max_first_timers = 0;
  std::vector<WeightTerm> terms;
  std::int32_t weight = 1;
  std::optional<std::int64_t> place;  ///< among the solved sites that the asker sees; 1 the first
  std::int64_t places = 0;
  std::optional<Ahead> ahead;
  std::int64_t rules_number = 0;
  NeedRules rules;
};
BOOST_DESCRIBE_STRUCT(ExplainedNeed, (),
                      (id, name, area_name, kind, tier, hardship, challenge, on, cut_off, solved,
                       lines, workload, work, minimum, target, in_post, vacant_since,
                       unfilled_rounds, others, other_posts, other_posts_counted, target_left,
                       short_of_minimum, short_of_target, waiting, max_first_timers, terms, weight,
                       place, places, ahead, rules_number, rules))

struct OverviewNeeds {
  std::optional<Id<Area>> within;
  std::optional<base::Date> on;
  std::optional<base::Date> cut_off;
};
BOOST_DESCRIBE_STRUCT(OverviewNeeds, (), (within, on, cut_off))

struct NeedOverview {
  base::Date on;
  NeedMethod method = NeedMethod::quota;
  std::int64_t sites = 0;          ///< that the programme staffs
  std::int64_t own_sites = 0;      ///< that their own organisation staffs
  std::int64_t own_people = 0;     ///< in post there
  std::int64_t covered_sites = 0;  ///< of both, with their minimum in post
  std::int64_t unknown_sites = 0;  ///< of `sites`: nobody has reported who is in post
  std::int64_t ready_sites = 0;    ///< of `sites`: a team finds there what it needs
  std::int64_t minimum = 0;
  std::int64_t target = 0;
  std::int64_t in_post = 0;
  std::int64_t other_posts = 0;
  std::int64_t other_posts_counted = 0;
  std::int64_t short_of_minimum = 0;
  std::int64_t short_of_target = 0;
  std::int64_t waiting = 0;
  std::int64_t sponsors = 0;
  std::int64_t unknown_sponsors = 0;  ///< that have reported no posts
  std::int64_t establishment = 0;
  std::int64_t filled_at_home = 0;
  std::int64_t vacant_at_home = 0;
  std::int64_t staff_records = 0;
};
BOOST_DESCRIBE_STRUCT(NeedOverview, (),
                      (on, method, sites, own_sites, own_people, covered_sites, unknown_sites,
                       ready_sites, minimum, target, in_post, other_posts, other_posts_counted,
                       short_of_minimum, short_of_target, waiting, sponsors, unknown_sponsors,
                       establishment, filled_at_home, vacant_at_home, staff_records))

struct ListSponsorPosts {
  std::optional<Id<Area>> within;
  std::optional<base::Date> on;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
  std::optional<bool> count;
};
BOOST_DESCRIBE_STRUCT(ListSponsorPosts, (), (within, on, after, limit, count))

struct SponsorPosts {
  Id<Sponsor> id;
  std::string name;
  std::string area_name;
  std::string kind;
  std::optional<std::int32_t> establishment;
  std::optional<std::int32_t> in_post;
  std::optional<std::int32_t> vacant;
  std::optional<base::Date> reported_for;
  std::optional<std::string> source;
  std::int64_t staff_records = 0;  ///< open ones, as far as the asker sees them
};
BOOST_DESCRIBE_STRUCT(SponsorPosts, (),
                      (id, name, area_name, kind, establishment, in_post, vacant, reported_for,
                       source, staff_records))

struct RulesOfNeed {
  std::optional<base::Date> on;
};
BOOST_DESCRIBE_STRUCT(RulesOfNeed, (), (on))

ExplainedNeed explained(const ReckonedSite& site, const Asof& asof) {
  const SiteNeed& need = site.need;
  ExplainedNeed made{.id = site.facts.site.id,
                     .name = site.facts.site.name,
                     .area_name = site.facts.area_name,
                     .kind = site.facts.site.kind,
                     .tier = site.facts.site.tier,
                     .hardship = site.facts.site.hardship,
                     .challenge = site.facts.site.challenge,
                     .on = asof.on,
                     .cut_off = asof.cut_off,
                     .solved = need.solved,
                     .lines = need.lines,
                     .workload = need.workload,
                     .work = {},
                     .minimum = need.minimum,
                     .target = need.target,
                     .in_post = need.in_post,
                     .vacant_since = need.vacant_since,
                     .unfilled_rounds = need.unfilled_rounds,
                     .others = {},
                     .other_posts = need.other_posts,
                     .other_posts_counted = need.other_posts_counted,
                     .target_left = need.target_left,
                     .short_of_minimum = need.short_of_minimum,
                     .short_of_target = need.short_of_target,
                     .waiting = need.waiting,
                     .max_first_timers = need.max_first_timers,
                     .terms = need.terms,
                     .weight = need.weight,
                     .place = {},
                     .ahead = {},
                     .rules = {}};
  for (const Workload& each :
       holding_by(std::span<const Workload>(site.facts.work), asof,
                  [](const Workload& said) { return std::tie(said.kind, said.task); })) {
    made.work.push_back({each.kind, each.task, each.volume, each.unit_minutes, each.share,
                         each.source, each.from_day});
  }
  for (const OtherPost& each :
       holding_by(std::span<const OtherPost>(site.facts.others), asof,
                  [](const OtherPost& said) -> const std::string& { return said.programme; })) {
    made.others.push_back({each.programme, each.posts, each.source, each.from_day});
  }
  return made;
}

ExplainedNeed explain_need(db::Tx& tx, const ExplainNeed& input) {
  const Asof asof = asof_of(tx, input.on, input.cut_off);
  const NeedRules rules = rules_of(tx, asof.on);
  const std::vector<ReckonedSite> sites = reckon(tx, rules, asof);
  std::optional<ExplainedNeed> made;
  const ReckonedSite* ahead = nullptr;
  std::int64_t places = 0;
  for (const ReckonedSite& each : sites) {
    places += each.need.solved ? 1 : 0;
    if (each.facts.site.id == input.id) {
      made = explained(each, asof);
      if (each.need.solved) {
        made->place = places;
        if (ahead != nullptr) {
          made->ahead =
              Ahead{ahead->facts.site.id, ahead->facts.site.name,  ahead->need.weight,
                    ahead->need.in_post,  ahead->need.target_left, ahead->facts.site.hardship};
        }
      }
    }
    if (each.need.solved) {
      ahead = &each;
    }
  }
  if (!made) {
    throw base::Refusal{base::Kind::not_found, "not_found", "There is no such open site."};
  }
  made->places = places;
  made->rules_number = programme::rules_that_hold(tx, asof.on).number;
  made->rules = rules;
  return *std::move(made);
}

/// Open staff records of each sponsor, as far as the asker sees them.
struct RecordsOf {
  Id<Sponsor> sponsor;
  std::int64_t records = 0;
};
BOOST_DESCRIBE_STRUCT(RecordsOf, (), (sponsor, records))

std::vector<RecordsOf> staff_records(db::Tx& tx, std::span<const SponsorPosts> sponsors) {
  if (sponsors.empty()) {
    return {};
  }
  std::string list;
  std::vector<db::Value> values;
  for (const SponsorPosts& each : sponsors) {
    values.push_back(db::to_sql(each.id));
    list += fmt::format("{}${}", list.empty() ? "" : ", ", values.size());
  }
  return tx.rows_with<RecordsOf>(
      fmt::format("SELECT t.sponsor, count(*) AS records FROM staff t JOIN area a ON a.id = t.area "
                  "WHERE {{scope:area a.path; sponsor t.sponsor}} AND t.closed_on IS NULL AND "
                  "t.sponsor IN ({}) GROUP BY t.sponsor",
                  list),
      std::move(values));
}

/// `limit` sponsors after a name and id, in the order of names.
std::vector<SponsorPosts> sponsor_posts(db::Tx& tx, const base::Date& on, const std::string& within,
                                        const SponsorPosts* after, std::int64_t limit) {
  std::vector<db::Value> values = {db::to_sql(on)};
  std::string more;
  const auto add = [&](std::string_view condition, const auto& value) {
    values.push_back(db::to_sql(value));
    more += fmt::format(" AND {} ${}", condition, values.size());
  };
  if (!within.empty()) {
    add("a.path >=", within);
    add("a.path <", db::end_of_prefix(within));
  }
  if (after != nullptr) {
    values.push_back(db::to_sql(after->name));
    values.push_back(db::to_sql(after->id));
    more += fmt::format(" AND (p.name, p.id) > (${}, ${})", values.size() - 1, values.size());
  }
  auto found = tx.rows_with<SponsorPosts>(
      fmt::format(
          "SELECT p.id, p.name, a.name AS area_name, p.kind, e.posts AS establishment, e.in_post, "
          "e.posts - e.in_post AS vacant, e.from_day AS reported_for, e.source, 0 AS staff_records "
          "FROM sponsor p JOIN area a ON a.id = p.area LEFT JOIN establishment e ON e.id = {} "
          "WHERE {{scope:area a.path; sponsor p.id}} AND p.closed_on IS NULL{} ORDER BY p.name, "
          "p.id LIMIT {}",
          newest_establishment("id", "p.id", "$1"), more, limit),
      std::move(values));
  for (const RecordsOf& each : staff_records(tx, found)) {
    const auto row = std::find_if(found.begin(), found.end(), [&](const SponsorPosts& sponsor) {
      return sponsor.id == each.sponsor;
    });
    row->staff_records = each.records;
  }
  return found;
}

Page<SponsorPosts> list_sponsor_posts(db::Tx& tx, const ListSponsorPosts& input) {
  const std::int64_t limit = checked_limit(input.limit);
  const base::Date on = input.on.value_or(tx.now().utc_date());
  const std::string within = within_path(tx, input.within);
  SponsorPosts last;
  if (input.after) {
    const std::size_t gap = input.after->find(' ');
    const auto id = Id<Sponsor>::from_text(std::string_view(*input.after).substr(0, gap));
    if (!id || gap == input.after->npos) {
      refuse_place(*input.after);
    }
    last.id = *id;
    last.name = input.after->substr(gap + 1);
  }
  Page<SponsorPosts> page;
  page.items = sponsor_posts(tx, on, within, input.after ? &last : nullptr, limit + 1);
  if (std::ssize(page.items) > limit) {
    page.items.pop_back();
    page.next = page.items.back().id.to_text() + ' ' + page.items.back().name;
  }
  if (input.count.value_or(false)) {
    programme::Query all("p",
                         "sponsor p JOIN area a ON a.id = p.area WHERE {scope:area a.path; sponsor "
                         "p.id} AND p.closed_on IS NULL");
    if (!within.empty()) {
      all.add("a.path >= {} AND a.path < {}", within, db::end_of_prefix(within));
    }
    page.count = all.count(tx);
  }
  return page;
}

NeedOverview overview(db::Tx& tx, const OverviewNeeds& input) {
  const Asof asof = asof_of(tx, input.on, input.cut_off);
  const NeedRules rules = rules_of(tx, asof.on);
  const std::string within = within_path(tx, input.within);
  NeedOverview made{.on = asof.on, .method = rules.method};
  const Said said = readiness(tx, asof, within);
  for (const ReckonedSite& each : reckon(tx, rules, asof, within)) {
    const SiteNeed& need = each.need;
    made.covered_sites += need.in_post && *need.in_post >= need.minimum ? 1 : 0;
    made.waiting += need.waiting;
    if (!need.solved) {
      ++made.own_sites;
      made.own_people += need.in_post.value_or(0);
      continue;
    }
    ++made.sites;
    made.unknown_sites += need.in_post ? 0 : 1;
    made.ready_sites += is_ready(said, each) ? 1 : 0;
    made.minimum += need.minimum;
    made.target += need.target;
    made.in_post += need.in_post.value_or(0);
    made.other_posts += need.other_posts;
    made.other_posts_counted += need.other_posts_counted;
    made.short_of_minimum += need.short_of_minimum;
    made.short_of_target += need.short_of_target;
  }
  constexpr std::int64_t page_size = 1'000;
  std::optional<SponsorPosts> last;
  while (true) {
    std::vector<SponsorPosts> part =
        sponsor_posts(tx, asof.on, within, last ? &*last : nullptr, page_size);
    for (const SponsorPosts& each : part) {
      ++made.sponsors;
      made.unknown_sponsors += each.establishment ? 0 : 1;
      made.establishment += each.establishment.value_or(0);
      made.filled_at_home += each.in_post.value_or(0);
      made.vacant_at_home += std::max(0, each.vacant.value_or(0));
      made.staff_records += each.staff_records;
    }
    if (std::ssize(part) < page_size) {
      return made;
    }
    last = std::move(part.back());
  }
}

NeedRules show_rules(db::Tx& tx, const RulesOfNeed& input) {
  return rules_of(tx, input.on.value_or(tx.now().utc_date()));
}

}  // namespace

std::string newest_establishment(std::string_view what, std::string_view sponsor,
                                 std::string_view on) {
  return fmt::format(
      "(SELECT e.{} FROM establishment e WHERE e.sponsor = {} AND e.withdrawn_on IS NULL AND "
      "e.from_day <= {} ORDER BY e.from_day DESC, e.id DESC LIMIT 1)",
      what, sponsor, on);
}

std::vector<access::Operation> overview_operations() {
  return {
      access::read_operation<ExplainNeed, ExplainedNeed>(
          {.name = "need.explain",
           .permission = read_needs,
           .path = "/api/sites/{id}/need",
           .summary = "a site's need with every term: why so many, and why in this place",
           .description =
               "Which lines hold and who set them; the workload term by term; who is there "
               "already; each point of the weight and for what; the place among the sites that you "
               "see, and the site just ahead.",
           .fields = {programme::which_field("SITE"), which_day(), cut_off_field()}},
          explain_need),
      rank_operation(),
      access::read_operation<OverviewNeeds, NeedOverview>(
          {.name = "need.overview",
           .permission = read_overview,
           .path = "/api/need-overview",
           .summary = "totals: what sites need, what is there, and what sponsors have at home",
           .fields = {within_field(), which_day(), cut_off_field()}},
          overview),
      access::read_operation<ListSponsorPosts, Page<SponsorPosts>>(
          {.name = "need.sponsors",
           .permission = programme::read_sponsors,
           .path = "/api/need-sponsors",
           .summary = "what each sponsor has at home: posts, people in post, staff records",
           .description = "Where too few can be sent because too few are there, it shows here.",
           .fields = {within_field(), which_day(), programme::after_field(),
                      programme::limit_field(), count_field()}},
          list_sponsor_posts),
      access::read_operation<RulesOfNeed, NeedRules>(
          {.name = "need.rules",
           .permission = read_standards,
           .path = "/api/need-rules",
           .summary = "every figure that decides about needs, as it holds on a day",
           .fields = {which_day()}},
          show_rules),
  };
}

}  // namespace sojourn::stages::need
