// An honest brief of the sites of a round, for whoever is named in it to read before they say
// whether they will go, and for those who named them: what the site needs, how hard it is, what was
// open for how long, and by whom it was served before. Totals of the site and of sponsors; nothing
// about residents, and no names of who served.
#include <algorithm>

#include "stages/need/operations.h"
#include "stages/placement/plan_operations.h"
#include "stages/selection/operations.h"
#include "stages/selection/records.h"

namespace sojourn::stages::placement {
namespace {

using selection::Nomination;

struct BriefRow {
  Id<Site> id;
  std::string name;
  std::string area_name;
  programme::SiteKind kind = programme::SiteKind::village;
  std::int32_t hardship = 0;
  std::optional<std::string> challenge;
  std::vector<std::string> languages;
  std::int32_t target = 0;  ///< of the team
  std::optional<std::int32_t> in_post;
};
BOOST_DESCRIBE_STRUCT(BriefRow, (),
                      (id, name, area_name, kind, hardship, challenge, languages, target, in_post))

/// A posting there, by whom it was sent.
struct ServedThere {
  std::string sponsor_name;
  StaffRole role = StaffRole::member;
  base::Date from_day;
  std::optional<base::Date> to_day;
};
BOOST_DESCRIBE_STRUCT(ServedThere, (), (sponsor_name, role, from_day, to_day))

struct SiteBrief {
  Id<Site> id;
  std::string name;
  std::string area_name;
  programme::SiteKind kind = programme::SiteKind::village;
  programme::Tier tier = programme::Tier::middle;
  std::int32_t hardship = 0;
  std::optional<std::string> challenge;
  std::vector<std::string> languages;  ///< each one needs a speaker in the team
  std::vector<std::string> skills;     ///< each one needs a holder
  std::int32_t minimum = 0;
  std::int32_t target = 0;
  std::vector<need::NeedLine> needs;  ///< by whose word, and where it stands
  std::optional<std::int32_t> in_post;
  std::optional<base::Date> vacant_since;
  std::int32_t unfilled_rounds = 0;
  bool ready = false;                 ///< for a team, as somebody saw
  std::vector<std::string> missing;   ///< lodging, water_power, medical, communications, contact
  std::optional<base::Date> seen_on;  ///< none: nobody has said anything
  std::vector<ServedThere> served;    ///< newest first, ten at most
};
BOOST_DESCRIBE_STRUCT(SiteBrief, (),
                      (id, name, area_name, kind, tier, hardship, challenge, languages, skills,
                       minimum, target, needs, in_post, vacant_since, unfilled_rounds, ready,
                       missing, seen_on, served))

struct WhichNomination {
  Id<Nomination> id;
};
BOOST_DESCRIBE_STRUCT(WhichNomination, (), (id))

struct WhichSite {
  Id<Nomination> id;
  Id<Site> site;
};
BOOST_DESCRIBE_STRUCT(WhichSite, (), (id, site))

constexpr std::size_t most_served = 10;

/// Of the round that a nomination is in.
struct RoundArea {
  std::string path;
  base::Date starts_on;
};
BOOST_DESCRIBE_STRUCT(RoundArea, (), (path, starts_on))

/// Whoever sees the nomination is told of the sites of its round, wherever their own scope ends.
template <class Act>
auto in_round(access::Call& call, Id<Nomination> nomination, Act&& act) {
  const auto round = call.database.read(call.caller, [&](db::Tx& tx) {
    return tx.one<RoundArea>(
        "SELECT a.path, r.starts_on FROM nomination n JOIN selection_round r ON r.id = n.round "
        "JOIN area a ON a.id = r.area JOIN staff t ON t.id = n.staff WHERE n.id = $1 AND "
        "{scope:area a.path; sponsor n.sponsor; staff t.id}",
        nomination);
  });
  return call.database.read(with_whole_scope(call.caller), [&](db::Tx& tx) {
    const need::Asof asof{.on = std::max(round.starts_on, tx.now().utc_date())};
    std::vector<need::ReckonedSite> sites =
        need::reckon(tx, need::rules_of(tx, tx.now().utc_date()), asof, round.path);
    std::erase_if(sites, [](const need::ReckonedSite& each) { return !each.need.solved; });
    return act(tx, std::move(sites));
  });
}

Page<BriefRow> list_briefs(access::Call& call, const WhichNomination& input) {
  return in_round(call, input.id, [](db::Tx&, std::vector<need::ReckonedSite> sites) {
    std::sort(sites.begin(), sites.end(), [](const auto& a, const auto& b) {
      return std::tie(a.facts.site.name, a.facts.site.id) <
             std::tie(b.facts.site.name, b.facts.site.id);
    });
    Page<BriefRow> page;
    for (const need::ReckonedSite& each : sites) {
      const Site& site = each.facts.site;
      page.items.push_back({.id = site.id,
                            .name = site.name,
                            .area_name = each.facts.area_name,
                            .kind = site.kind,
                            .hardship = site.hardship,
                            .challenge = site.challenge,
                            .languages = site.languages,
                            .target = each.need.target,
                            .in_post = each.need.in_post});
    }
    return page;
  });
}

SiteBrief show_brief(access::Call& call, const WhichSite& input) {
  return in_round(call, input.id, [&](db::Tx& tx, std::vector<need::ReckonedSite> sites) {
    const auto found = std::find_if(
        sites.begin(), sites.end(),
        [&](const need::ReckonedSite& each) { return each.facts.site.id == input.site; });
    if (found == sites.end()) {
      throw base::Refusal{base::Kind::not_found, "not_found", "There is nothing of that id."};
    }
    const Site& site = found->facts.site;
    const auto said = need::readiness(tx, {.on = tx.now().utc_date()});
    const auto ready = said.find(site.id);
    std::vector<std::string> missing =
        need::missing_of(ready == said.end() ? nullptr : &ready->second);
    return SiteBrief{
        .id = site.id,
        .name = site.name,
        .area_name = found->facts.area_name,
        .kind = site.kind,
        .tier = site.tier,
        .hardship = site.hardship,
        .challenge = site.challenge,
        .languages = site.languages,
        .skills = site.skills,
        .minimum = found->need.minimum,
        .target = found->need.target,
        .needs = found->need.lines,
        .in_post = found->need.in_post,
        .vacant_since = found->need.vacant_since,
        .unfilled_rounds = found->need.unfilled_rounds,
        .ready = missing.empty(),
        .missing = missing,
        .seen_on = ready == said.end() ? std::nullopt : std::optional(ready->second.from_day),
        .served = tx.rows<ServedThere>(
            fmt::format("SELECT p.name AS sponsor_name, n.role, n.from_day, n.to_day FROM posting "
                        "n JOIN staff t ON t.id = n.staff JOIN sponsor p ON p.id = t.sponsor WHERE "
                        "n.site = $1 AND n.ended_on IS NULL AND {{unscoped:told without names to "
                        "who may be sent there}} ORDER BY n.from_day DESC, n.id DESC LIMIT {}",
                        most_served),
            input.site)};
  });
}

}  // namespace

std::vector<access::Operation> brief_operations() {
  const base::FieldAbout which{.name = "id",
                               .shape = "NOMINEE",
                               .positional = true,
                               .meaning = "The nomination in the round, by its id."};
  return {
      access::call_operation<WhichNomination, Page<BriefRow>>(
          {.name = "site.briefs",
           .permission = selection::read_nominations,
           .path = "/api/nominations/{id}/sites",
           .summary = "the sites of the round that somebody is named in, by their names",
           .fields = {which}},
          false, list_briefs),
      access::call_operation<WhichSite, SiteBrief>(
          {.name = "site.brief",
           .permission = selection::read_nominations,
           .path = "/api/nominations/{id}/sites/{site}",
           .summary = "an honest brief of a site, to read before saying whether you will go",
           .description =
               "What it needs and by whose word, how hard it is, what has been open for how "
               "long, and by which sponsors it was served. Totals of the site, and "
               "nobody's name.",
           .fields = {which,
                      {.name = "site",
                       .shape = "SITE",
                       .positional = true,
                       .meaning = "Which site of the round."}}},
          false, show_brief),
  };
}

}  // namespace sojourn::stages::placement
