// Sites, teams and reasons as HTML. See report_sites.h.
#include "stages/placement/report_sites.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "planner/what_if.h"
#include "stages/placement/report.h"

namespace sojourn::stages::placement {

using planner::Ix;
using planner::none;

namespace {

std::size_t at(Ix position) { return static_cast<std::size_t>(position); }

std::string_view state_class(SiteState state) {
  switch (state) {
    case SiteState::full: return "full";
    case SiteState::complete: return "complete";
    case SiteState::short_of_something: return "short";
  }
  return {};
}

std::string state_mark(const Page& page, SiteState state) {
  const std::string_view name = state_class(state);
  const std::string_view shape = state == SiteState::full       ? "●"
                                 : state == SiteState::complete ? "◐"
                                                                : "▲";
  const std::string_view key = state == SiteState::full       ? "report.state_full"
                               : state == SiteState::complete ? "report.state_minimum"
                                                              : "report.state_short";
  return "<span class=\"state " + std::string(name) + "\">" + std::string(shape) + ' ' +
         page.say(key) + "</span>";
}

std::string site_id(const Page& page, Ix site) { return page.anchor + "s" + std::to_string(site); }

/// Names from the topmost area but one down to the area itself.
std::string path_of(const Page& page, Ix area) {
  std::vector<Ix> path;
  for (Ix a = area; a != none; a = page.instance.areas[at(a)].parent)
    path.push_back(a);
  if (path.size() > 1)
    path.pop_back();
  std::string text;
  for (auto a = path.rbegin(); a != path.rend(); ++a)
    text += (text.empty() ? "" : " › ") + page.speaker.area(*a);
  return text;
}

/// The site's own line: state, need, kind, tier, team size.
std::string about_site(const Page& page, Ix position) {
  const planner::Site& site = page.instance.sites[at(position)];
  std::string text = page.say("report.need", {{"need", site.need}});
  const auto add = [&](const std::string& part) { text += " · " + part; };
  if (site.kind != none)
    add(page.speaker.from_folder(page.instance.site_kinds[at(site.kind)]));
  if (site.tier.size > 0)
    add(page.speaker.from_folder(page.instance.text(site.tier)));
  add(page.say("report.team_of", {{"size", page.facts.team(position).size()},
                                  {"target", site.target_team},
                                  {"minimum", site.min_team}}));
  const Ix lead = page.facts.lead_sponsor(position);
  if (lead == none) {
    add(page.say("report.no_lead_sponsor"));
  } else {
    const std::optional<std::int32_t> score = page.facts.affinity(position, lead);
    add(score ? page.say("report.lead_sponsor_score",
                         {{"sponsor", page.speaker.sponsor(lead)}, {"score", *score}})
              : page.say("report.lead_sponsor", {{"sponsor", page.speaker.sponsor(lead)}}));
    if (site.announced_lead == lead)
      text += " (" + page.say("report.announced") + ")";
  }
  return text;
}

std::string team_table(const Page& page, Ix site) {
  const auto team = page.facts.team(site);
  if (team.empty())
    return "<p>" + page.say("report.nobody") + "</p>\n";
  std::string html = "<table class=\"stack\"><thead><tr><th scope=\"col\" class=\"col-person\">" +
                     page.say("report.person") + "</th><th scope=\"col\" class=\"col-role\">" +
                     page.say("report.role") + "</th><th scope=\"col\" class=\"col-sponsor\">" +
                     page.say("report.from_sponsor") + "</th><th scope=\"col\">" +
                     page.say("report.reason") + "</th></tr></thead><tbody>\n";
  for (const planner::Placement& p : team) {
    const bool leads = p.role == planner::Role::leader;
    const Ix sponsor = page.instance.staff[at(p.staff)].sponsor;
    html += "<tr><th scope=\"row\">" + page.speaker.staff(p.staff) + "</th><td>" +
            (leads ? "<strong>" + page.say("role.leader") + "</strong>" : page.say("role.member")) +
            "</td><td class=\"col-sponsor\">" + page.speaker.sponsor(sponsor) + "</td><td>" +
            page.speaker.reason(page.facts, p) + "</td></tr>\n";
  }
  return html + "</tbody></table>\n";
}

}  // namespace

std::vector<Ix> sites_by_area(const planner::Instance& instance) {
  // Step 1. Number the areas: parents before children, siblings in the order of input.
  const std::size_t areas = instance.areas.size();
  std::vector<std::vector<Ix>> children(areas);
  std::vector<Ix> waiting;
  for (std::size_t a = areas; a-- > 0;) {
    const Ix parent = instance.areas[a].parent;
    if (parent == none) {
      waiting.push_back(static_cast<Ix>(a));
    } else {
      children[at(parent)].push_back(static_cast<Ix>(a));
    }
  }
  std::vector<std::size_t> number(areas, 0);
  std::size_t next = 0;
  while (!waiting.empty()) {
    const Ix area = waiting.back();
    waiting.pop_back();
    number[at(area)] = next++;
    waiting.insert(waiting.end(), children[at(area)].begin(), children[at(area)].end());
  }
  // Step 2. Sites by it.
  std::vector<Ix> sites(instance.sites.size());
  std::iota(sites.begin(), sites.end(), Ix{0});
  std::stable_sort(sites.begin(), sites.end(), [&](Ix a, Ix b) {
    return number[at(instance.sites[at(a)].area)] < number[at(instance.sites[at(b)].area)];
  });
  return sites;
}

std::vector<Ix> sites_to_show(const planner::Facts& facts, const Figures& figures) {
  std::vector<Ix> sites = sites_by_area(facts.instance());
  if (sites.size() <= sites_in_full)
    return sites;
  std::erase_if(sites,
                [&](Ix s) { return figures.states[at(s)] != SiteState::short_of_something; });
  if (sites.size() <= short_sites_in_full)
    return sites;
  std::vector<std::pair<planner::Points, Ix>> worst;
  for (const Ix s : sites)
    worst.emplace_back(-facts.site_value(s).total, s);
  std::sort(worst.begin(), worst.end());
  worst.resize(short_sites_in_full);
  std::vector<bool> kept(facts.instance().sites.size(), false);
  for (const auto& [points, s] : worst)
    kept[at(s)] = true;
  std::erase_if(sites, [&](Ix s) { return !kept[at(s)]; });
  return sites;
}

std::string short_sites_section(const Page& page, const std::vector<Ix>& shown) {
  std::vector<Ix> sites;
  for (const Ix s : shown)
    if (page.figures.states[at(s)] == SiteState::short_of_something)
      sites.push_back(s);
  if (sites.empty())
    return {};
  std::string html = "<h3>" + page.say("report.short_sites") + "</h3>\n";
  if (static_cast<std::int64_t>(sites.size()) < page.figures.short_sites)
    html += "<p>" +
            page.say("report.short_some",
                     {{"shown", sites.size()}, {"all", page.figures.short_sites}}) +
            "</p>\n";
  html += "<table class=\"stack\"><thead><tr><th scope=\"col\" class=\"col-site\">" +
          page.say("report.site") + "</th><th scope=\"col\" class=\"col-missing\">" +
          page.say("report.missing") + "</th>";
  if (page.problem != nullptr)
    html += "<th scope=\"col\">" + page.say("report.why") + "</th>";
  html += "</tr></thead><tbody>\n";
  for (const Ix s : sites) {
    html += "<tr><th scope=\"row\"><a href=\"#" + site_id(page, s) + "\">" + page.speaker.site(s) +
            "</a><br><small class=\"soft\">" +
            page.say("report.need", {{"need", page.instance.sites[at(s)].need}}) +
            "</small></th><td>" + page.speaker.lacks_in_short(page.figures.lacks[at(s)]) + "</td>";
    if (page.problem != nullptr) {
      html += "<td>";
      for (const std::string& sentence :
           page.speaker.lacks(planner::read_lacks(page.facts, *page.problem, s)))
        html += "<p>" + sentence + "</p>";
      html += "</td>";
    }
    html += "</tr>\n";
  }
  return html + "</tbody></table>\n";
}

std::string sites_section(const Page& page, const std::vector<Ix>& shown) {
  std::string html;
  Ix area = none;
  for (const Ix s : shown) {
    const planner::Site& site = page.instance.sites[at(s)];
    if (site.area != area || s == shown.front()) {
      area = site.area;
      html += "<h3>" + path_of(page, area) + "</h3>\n";
    }
    const SiteState state = page.figures.states[at(s)];
    const std::string_view name = page.instance.text(site.name);
    html += "<article id=\"" + site_id(page, s) + "\" class=\"" + std::string(state_class(state)) +
            "\"><header><h4>" + page.speaker.site(s);
    if (!name.empty() && name != page.instance.text(site.id))
      html += " <small class=\"soft\">" + page.speaker.from_folder(page.instance.text(site.id)) +
              "</small>";
    html += "</h4>" + state_mark(page, state) + "</header>\n<p class=\"soft\">" +
            about_site(page, s) + "</p>\n";
    const std::string missing = page.speaker.lacks_in_short(page.figures.lacks[at(s)]);
    if (!missing.empty())
      html += "<p class=\"missing\">" + page.say("report.missing") + page.say("colon") + missing +
              page.say("clause.end") + "</p>\n";
    html += team_table(page, s) + "</article>\n";
  }
  return html;
}

std::string counties_section(const Page& page) {
  struct County {
    std::int64_t sites = 0, placed = 0, short_sites = 0, people = 0, leaders = 0, covers = 0;
  };
  std::vector<Ix> order;
  std::map<Ix, County> counties;
  for (const Ix s : sites_by_area(page.instance)) {
    const Ix position = planner::county_of(page.instance, page.instance.sites[at(s)].area);
    const auto [entry, added] = counties.try_emplace(position);
    if (added)
      order.push_back(position);
    County& county = entry->second;
    const planner::LackFacts& lacks = page.figures.lacks[at(s)];
    ++county.sites;
    county.placed += static_cast<std::int64_t>(page.facts.team(s).size());
    county.short_sites += lacks.is_short() ? 1 : 0;
    county.people += lacks.below_minimum;
    county.leaders += lacks.no_leader ? 1 : 0;
    county.covers += static_cast<std::int64_t>(lacks.languages.size() + lacks.skills.size());
  }
  std::string html = "<table><thead><tr><th scope=\"col\">" + page.say("report.county") + "</th>";
  for (const std::string_view key :
       {"report.county_sites", "report.county_placed", "report.county_short",
        "report.county_people", "report.county_leaders", "report.county_covers"})
    html += "<th scope=\"col\" class=\"number\">" + page.say(key) + "</th>";
  html += "</tr></thead><tbody>\n";
  for (const Ix position : order) {
    const County& county = counties[position];
    html += "<tr><th scope=\"row\">" + path_of(page, position) + "</th>";
    for (const std::int64_t figure : {county.sites, county.placed, county.short_sites,
                                      county.people, county.leaders, county.covers})
      html += "<td class=\"number\">" + page.words().number(figure) + "</td>";
    html += "</tr>\n";
  }
  return html + "</tbody></table>\n";
}

}  // namespace sojourn::stages::placement
