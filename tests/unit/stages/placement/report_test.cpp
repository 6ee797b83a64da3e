// Sentences of a small programme; the report as a page: whole,
// self-contained, safe against what the folder holds, legible.
#include "stages/placement/report.h"

#include <gmock/gmock.h>

#include <cmath>
#include <regex>
#include <set>

#include "stages/placement/report_figures.h"
#include "stages/placement/report_sites.h"
#include "stages/placement/report_style.h"
#include "stages/placement/sentences_explain.h"
#include "tests/unit/planner/random_instance.h"

namespace sojourn::stages::placement {
namespace {

using planner::Instance;
using planner::Ix;
using planner::none;
using planner::Plan;
using planner::Role;
using planner::Solution;
using planner::testing::add_text;
using planner::testing::random_instance;
using planner::testing::RandomOptions;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// A single word is no sentence that scripts/check_messages could look for.
TEST(Catalogues, HaveAWordForEveryPhaseOfTheSearch) {
  for (const std::string_view phase : planner::phase_names) {
    EXPECT_TRUE(base::message(Language::zh, phase)) << phase;
    EXPECT_EQ(base::message_or_english(Language::en, phase), phase);
  }
  EXPECT_TRUE(base::message(Language::zh, "starting"));
}

TEST(Words, ChooseThePluralAndGroupDigits) {
  const Words english(Language::en,
                      R"({"x_one": "{{count}} person", "x_other": "{{count}} people"})");
  EXPECT_EQ(english.say("x", {{"count", 1}}), "1 person");
  EXPECT_EQ(english.say("x", {{"count", 0}}), "0 people");
  EXPECT_EQ(english.say("x", {{"count", 12345}}), "12,345 people");
  const Words chinese(Language::zh, R"({"x_other": "{{count}}人"})");
  EXPECT_EQ(chinese.say("x", {{"count", 1}}), "1人");
  EXPECT_EQ(english.number(-1234567), "\u22121,234,567");
  EXPECT_EQ(english.tenths(-1205), "\u2212120.5");
}

TEST(Figures, AGapIsRoundedUpAndGrouped) {
  const Words words(Language::en);
  EXPECT_EQ(points_a_site(words, 0, 90), "0.0");
  EXPECT_EQ(points_a_site(words, 1, 90), "0.1");
  EXPECT_EQ(points_a_site(words, 90, 90), "1.0");
  EXPECT_EQ(points_a_site(words, 704, 90), "7.9");  // 7.82
  EXPECT_EQ(points_a_site(words, 5'504'033, 2), "2,752,016.5");
}

TEST(Words, MissingKeysAndArgumentsAreBugs) {
  const Words words(Language::en, R"({"x": "to {{name}}"})");
  EXPECT_THROW(static_cast<void>(words.say("y")), std::logic_error);
  EXPECT_THROW(static_cast<void>(words.say("x")), std::logic_error);
  EXPECT_EQ(words.say("x", {{"name", "{{name}}"}}), "to {{name}}");  // replaced once, not again
}

TEST(Words, Lists) {
  const Words english(Language::en), chinese(Language::zh);
  EXPECT_EQ(english.list({}), "");
  EXPECT_EQ(english.list({"a"}), "a");
  EXPECT_EQ(english.list({"a", "b"}), "a and b");
  EXPECT_EQ(english.list({"a", "b", "c"}), "a, b and c");
  EXPECT_EQ(chinese.list({"a", "b", "c"}), "a、b和c");
}

// A programme to speak of -------------------------------------------------------------------------

/// One county, two sites with places on a line; site 0 asks for Hill and accounting.
struct Village {
  Instance in;
  Solution solution;

  Village() {
    RandomOptions plain;
    plain.counties = 1;
    plain.sponsors = 2;
    plain.unavailable = plain.at_home = plain.current = plain.wishes = plain.refusals = 0;
    plain.must = plain.never = plain.announced = plain.costs = plain.listed = 0;
    plain.staff_above_county = 0;
    in = random_instance(1, 2, 4, plain);
    in.languages = {"common", "Hill"};
    in.skills = {"accounting"};
    in.index_pool = {1, 0};
    for (Ix s = 0; s < 2; ++s) {
      planner::Site& site = in.sites[static_cast<std::size_t>(s)];
      site.area = 3;
      site.need = 3;
      site.hardship = 0;
      site.min_team = 2;
      site.target_team = 3;
      site.max_first_timers = 3;
      site.languages = site.skills = {};
      site.place = {10.0 * s, 0};
    }
    in.sites[0].languages = {0, 1};
    in.sites[0].skills = {1, 1};
    for (Ix p = 0; p < 4; ++p) {
      planner::Staff& person = in.staff[static_cast<std::size_t>(p)];
      person.area = 3;
      person.sponsor = p / 2;
      person.can_lead = p % 2 == 0;
      person.first_timer = false;
      person.languages = person.skills = {};
      person.strength = person.hardship_served = person.experience_years = 0;
      person.place = {1.25 * p, 0};
    }
    for (planner::Sponsor& sponsor : in.sponsors)
      sponsor.release_percent = 100;
    in.affinity = {{0, 1, 80}};
  }
  void plan(Plan made) {
    solution.plan = std::move(made);
    solution.value = planner::value_of(in, solution.plan);
    solution.certificate.bound = solution.value.total - 25;
  }
  std::string reason(Ix staff, Language language = Language::en) const {
    const Words words(language);
    const planner::Facts facts(in, solution.plan);
    return Speaker(words, in, Speaker::Form::plain).reason(facts, *facts.placement(staff));
  }
};

MadeWith made() {
  return {.programme = "Test <county>",
          .report = "plans/county/report.html",
          .made_at = "2026-11-23 18:40",
          .version = "0.1.0",
          .seconds = 1.25,
          .peak_mb = 12,
          .seed = 7,
          .threads = 2};
}

TEST(Reason, SaysTheTermsThatHold) {
  Village village;
  planner::Staff& person = village.in.staff[2];
  person.languages = {0, 1};
  person.skills = {1, 1};
  person.experience_years = 7;
  person.current_site = 0;
  village.in.wishes = {{2, 0, 1}};
  village.plan({{{2, 0, Role::leader}, {3, 0, Role::member}}, {1, none}});
  EXPECT_EQ(village.reason(2),
            "Leads the team, with 7 years of experience; the only one in the team who speaks Hill; "
            "the only one in the team with accounting; the only one of the present team who stays; "
            "this is their first wish; their own sponsor, Sponsor 1, leads the site; 2.5 km from "
            "their place of work, the nearest site open to them.");
  EXPECT_EQ(village.reason(2, Language::zh),
            "担任队长，有7年经验；队中只有此人会说Hill；队中只有此人具备accounting；"
            "现有队员中唯一留任的人；符合本人第一志愿；所在单位Sponsor 1牵头该驻点；"
            "距工作地点2.5公里，是可去驻点中最近的。");
}

TEST(Reason, SaysWhatPeopleDecidedFirst) {
  Village village;
  village.in.pins = {
      {0, 1, planner::PinRole::any, planner::PinRule::must, add_text(village.in, "agreed")}};
  village.in.costs = {{0, 1, -20, add_text(village.in, "knows the place")}};
  village.plan({{{0, 1, Role::member}}, {none, none}});
  EXPECT_THAT(village.reason(0),
              StartsWith("People fixed this placement (agreed); people gave this "
                         "placement \u221220 points (knows the place); "));
}

TEST(Reason, CallsANeedGreatOnlyWhereItIs) {
  Village village;
  village.in.staff[1].strength = 80;
  village.plan({{{1, 1, Role::member}}, {none, none}});
  EXPECT_THAT(village.reason(1), StartsWith("Known for strong work; "));  // need 3 of 5
  village.in.sites[1].need = 4;
  village.plan({{{1, 1, Role::member}}, {none, none}});
  EXPECT_THAT(village.reason(1), StartsWith("Known for strong work, for a site in great need; "));
}

TEST(Reason, SaysThatSomebodyIsNeededWhereLittleElseTells) {
  Village village;
  village.plan({{{1, 1, Role::member}, {3, 1, Role::member}}, {none, none}});
  EXPECT_EQ(village.reason(1),
            "Without them the team would be below its minimum of 2; 8.8 km from their place of "
            "work, the second nearest site open to them.");
  village.in.coordinates = planner::Coordinates::absent;
  village.plan({{{0, 1, Role::member}, {1, 1, Role::member}, {3, 1, Role::member}}, {none, none}});
  EXPECT_EQ(village.reason(1), "Brings the team nearer to its target of 3.");
}

TEST(Change, IsSaidInWords) {
  const Village village;
  const Words words(Language::en);
  const Speaker speaker(words, village.in, Speaker::Form::plain);
  EXPECT_EQ(speaker.change({620, 620}), "620 points worse");
  EXPECT_EQ(speaker.change({-1, -1}), "1 point better");
  EXPECT_EQ(speaker.change({0, 0}), "the same in total");
  // What is not exact, the smaller number first.
  EXPECT_EQ(speaker.change({-100, 620}),
            "between 100 points better and 620 points worse (not proven to the point)");
  EXPECT_EQ(speaker.change({100, 1620}), "100 to 1,620 points worse (not proven to the point)");
  EXPECT_EQ(speaker.change({-1620, -100}), "100 to 1,620 points better (not proven to the point)");
  EXPECT_EQ(speaker.change({0, 1}), "at most 1 point worse (not proven to the point)");
  EXPECT_EQ(speaker.change({-620, 0}), "at most 620 points better (not proven to the point)");
  const Words chinese_words(Language::zh);
  const Speaker chinese(chinese_words, village.in, Speaker::Form::plain);
  EXPECT_EQ(chinese.change({-1620, -100}), "好100至1,620分（未精确证明）");
  std::array<planner::Points, planner::term_count> terms{};
  terms[static_cast<std::size_t>(planner::Term::wish)] = 150;
  terms[static_cast<std::size_t>(planner::Term::pair)] = -1200;
  EXPECT_EQ(speaker.terms(terms), "distance and hardship \u22121,200, wishes +150");
}

// Terminal ----------------------------------------------------------------------------------------

TEST(Summary, SaysWhatIsShortFirst) {
  Village village;
  village.plan({{{1, 0, Role::member}, {0, 1, Role::leader}, {3, 1, Role::member}}, {none, none}});
  village.solution.floors = {{planner::Term::short_of_minimum, 300'000, true, {}},
                             {planner::Term::no_leader, 0, false, {}}};
  const std::string text = terminal_summary(village.in, village.solution, made(), Language::en);
  EXPECT_THAT(text,
              StartsWith("1 site is short of people, a leader, a language or a skill.\n"
                         "1 person is missing to the minimum of the teams. Weighed by need, no "
                         "plan can do better here: this is proven.\n"
                         "1 team has no leader. Weighed by need this costs 90,000 points."));
  EXPECT_THAT(text, HasSubstr("  Site 0 (need 3): 1 person short; no leader; nobody speaks Hill; "
                              "nobody has accounting\n"));
  EXPECT_THAT(text, HasSubstr("Nobody could gain more than 25 points"));
  EXPECT_THAT(text, HasSubstr("at most 12.5 points a site"));
  EXPECT_THAT(text, HasSubstr("3 people placed at 2 sites; 4 are available."));
  EXPECT_THAT(text, ::testing::EndsWith("\n\nThe report is plans/county/report.html; open it in a "
                                        "browser.\n"));
}

TEST(Summary, SaysThatAPlanIsProven) {
  Village village;
  village.plan({{}, {none, none}});
  village.solution.certificate.bound = village.solution.value.total;
  village.solution.proven = true;
  EXPECT_THAT(terminal_summary(village.in, village.solution, made(), Language::en),
              AllOf(HasSubstr("proven to be best"), Not(HasSubstr("Nobody could gain"))));
  EXPECT_THAT(terminal_summary(village.in, village.solution, made(), Language::zh),
              HasSubstr("已被证明为最优"));
}

TEST(Summary, SaysWhereTheSearchHadItsLimits) {
  Village village;
  village.plan({{}, {none, none}});
  village.solution.stopped = true;
  const auto text = [&](Language language) {
    return terminal_summary(village.in, village.solution, made(), language);
  };
  EXPECT_THAT(
      text(Language::en),
      AllOf(HasSubstr("ended before it was done"),
            HasSubstr("With a longer --time-limit it may find a better one."),
            Not(HasSubstr("as many cases as it may")), Not(HasSubstr("languages and skills"))));
  village.solution.stopped = false;
  village.solution.node_limit = true;
  village.solution.simplified_sites = 1;
  EXPECT_THAT(text(Language::en), AllOf(HasSubstr("has tried as many cases as it may"),
                                        HasSubstr("1 site asks for more than 8 languages")));
  village.solution.simplified_sites = 2;
  EXPECT_THAT(text(Language::zh), AllOf(HasSubstr("已试尽所允许的情形数"),
                                        HasSubstr("有2个驻点各要求8种以上的语言和技能")));
}

// The page ----------------------------------------------------------------------------------------

/// Every element is closed in order; void elements and comments aside. Returns what is wrong.
std::string unbalanced(const std::string& html) {
  static const std::set<std::string> empty = {"meta", "input", "br", "rect", "circle"};
  std::vector<std::string> open;
  for (std::size_t at = html.find('<'); at != std::string::npos; at = html.find('<', at + 1)) {
    if (html.compare(at, 2, "<!") == 0)
      continue;
    const bool closing = html[at + 1] == '/';
    std::size_t end = at + (closing ? 2 : 1);
    const std::size_t begin = end;
    while (end < html.size() && (std::isalnum(static_cast<unsigned char>(html[end])) != 0))
      ++end;
    const std::string name = html.substr(begin, end - begin);
    const std::size_t close = html.find('>', end);
    if (close == std::string::npos)
      return "an open tag " + name;
    if (closing) {
      if (open.empty() || open.back() != name)
        return "</" + name + "> after <" + (open.empty() ? "nothing" : open.back()) + ">";
      open.pop_back();
    } else if (!empty.contains(name) && html[close - 1] != '/') {
      open.push_back(name);
    }
  }
  return open.empty() ? "" : "<" + open.back() + "> is not closed";
}

std::multiset<std::string> attribute(const std::string& html, const std::string& name) {
  const std::regex pattern(" " + name + "=\"([^\"]*)\"");
  std::multiset<std::string> values;
  for (std::sregex_iterator m(html.begin(), html.end(), pattern), end; m != end; ++m)
    values.insert((*m)[1]);
  return values;
}

std::size_t times(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++count;
  return count;
}

TEST(Report, IsWholeOnRandomProgrammes) {
  for (std::uint64_t seed = 1; seed <= 25; ++seed) {
    const Instance in = random_instance(seed, 5, 12);
    Solution solution;
    solution.plan.lead_sponsors.assign(in.sites.size(), none);
    for (const planner::Pin& pin : in.pins)
      if (pin.rule == planner::PinRule::must)
        solution.plan.placements.push_back({pin.staff, pin.site, Role::member});
    solution.value = planner::value_of(in, solution.plan);
    solution.certificate.bound = solution.value.total - 1;
    const std::string html = render_report(in, solution, made(), Language::en);
    EXPECT_EQ(unbalanced(html), "") << "seed " << seed;
    // Every anchor has its place, and no place is twice.
    const auto ids = attribute(html, "id");
    EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), ids.size());
    for (const std::string& link : attribute(html, "href")) {
      ASSERT_THAT(link, StartsWith("#"));
      EXPECT_EQ(ids.count(link.substr(1)), 1u) << link;
    }
    EXPECT_EQ(times(html, "<article"), 2 * in.sites.size());
    EXPECT_EQ(times(html, "<h1>"), 2u);
    // All figures of all reports are the same whatever comes first.
    EXPECT_THAT(render_report(in, solution, made(), Language::zh),
                StartsWith("<!DOCTYPE html>\n<html lang=\"zh-CN\">"));
  }
}

TEST(Report, AsksForNothingAndRunsNothing) {
  Village village;
  village.plan({{{0, 0, Role::leader}}, {1, none}});
  const std::string html = render_report(village.in, village.solution, made(), Language::en);
  EXPECT_TRUE(attribute(html, "src").empty());
  for (const char* outside : {"http:", "https:", "//", "<script", "<link", "<iframe", "@import",
                              "javascript:", "onload", "onclick"})
    EXPECT_THAT(html, Not(HasSubstr(outside))) << outside;
  static const std::regex address(R"(url\(([^)]*)\))");
  for (std::sregex_iterator m(html.begin(), html.end(), address), end; m != end; ++m)
    EXPECT_THAT((*m)[1].str(), StartsWith("#"));
}

TEST(Report, EscapesWhatTheFolderHolds) {
  Village village;
  const std::string bad = "</style><script>alert('x')</script>\"&";
  village.in.staff[0].name = add_text(village.in, bad);
  village.in.sites[0].name = add_text(village.in, bad);
  village.in.sponsors[0].name = add_text(village.in, bad);
  village.in.areas[3].name = add_text(village.in, bad);
  village.in.languages[1] = bad;
  village.in.skills[0] = bad;
  village.in.pins = {
      {0, 0, planner::PinRole::any, planner::PinRule::must, add_text(village.in, bad)}};
  village.plan({{{0, 0, Role::leader}}, {none, none}});
  MadeWith with = made();
  with.programme = with.made_at = with.version = bad;
  const std::string html = render_report(village.in, village.solution, with, Language::en);
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, Not(HasSubstr("alert('x')<")));
  EXPECT_EQ(times(html, "</style>"), 1u);
  EXPECT_EQ(unbalanced(html), "");
  EXPECT_THAT(html, HasSubstr("<bdi>&lt;/style&gt;&lt;script&gt;alert(&#39;x&#39;)"));
}

TEST(Report, GivesEveryPlacedPersonAReasonInBothLanguages) {
  Village village;
  village.plan({{{0, 0, Role::leader}, {1, 0, Role::member}, {2, 1, Role::leader}}, {1, none}});
  const std::string html = render_report(village.in, village.solution, made(), Language::en);
  for (const char* name : {"Person 0", "Person 1", "Person 2"})
    EXPECT_EQ(times(html, "<th scope=\"row\"><bdi>" + std::string(name) + "</bdi></th>"), 2u);
  EXPECT_EQ(times(html, "from their place of work"), 3u);
  EXPECT_EQ(times(html, "距工作地点"), 3u);
  EXPECT_THAT(html, HasSubstr("<main lang=\"en\">"));
  EXPECT_THAT(html, HasSubstr("<main lang=\"zh-CN\">"));
  EXPECT_THAT(html, HasSubstr("▲ Short"));
  EXPECT_THAT(html, HasSubstr("Lead sponsor: <bdi>Sponsor 1</bdi>, fit 80 of 100"));
}

TEST(Report, ListsDecisionsWithTheirPrices) {
  Village village;
  village.in.pins = {{0, 0, planner::PinRole::leader, planner::PinRule::must,
                      add_text(village.in, "agreed in May")}};
  village.in.sites[1].announced_lead = 1;
  village.plan({{{0, 0, Role::leader}}, {none, 1}});
  planner::AllDecided decided = planner::list_decided(village.in, village.solution.plan);
  decided.decisions[0].without.emplace();
  decided.decisions[0].without->change = {-340, -340};
  const std::string html =
      render_report(village.in, village.solution, made(), Language::en, &decided);
  EXPECT_THAT(html,
              HasSubstr("Of this plan, people decided beforehand: placements 1, lead sponsors 1."));
  EXPECT_THAT(
      html,
      HasSubstr(
          "<td><bdi>Person 0</bdi> is placed at <bdi>Site 0</bdi> as leader</td>"
          "<td><bdi>agreed in May</bdi></td><td data-label=\"Without it\">340 points better</td>"));
  EXPECT_THAT(html, HasSubstr("<td>announced in sites.csv</td><td data-label=\"Without "
                              "it\">not worked out</td>"));
  EXPECT_THAT(render_report(village.in, village.solution, made(), Language::en),
              Not(HasSubstr("Without it")));
}

TEST(Report, LargeProgrammesShowCountiesAndShortSites) {
  RandomOptions options;
  options.counties = 3;
  options.must = 0;
  const Instance in = random_instance(9, static_cast<int>(sites_in_full) + 50, 40, options);
  Solution solution;
  solution.plan.lead_sponsors.assign(in.sites.size(), none);
  solution.value = planner::value_of(in, solution.plan);
  solution.certificate.bound = solution.value.total - 1;
  const planner::Facts facts(in, solution.plan);
  const Figures figures = count_figures(facts);
  ASSERT_GT(figures.short_sites, static_cast<std::int64_t>(short_sites_in_full));
  const std::vector<Ix> shown = sites_to_show(facts, figures);
  EXPECT_EQ(shown.size(), short_sites_in_full);
  // Those that cost most: no site left out costs more than one shown.
  std::vector<bool> is_shown(in.sites.size(), false);
  planner::Points least = std::numeric_limits<planner::Points>::max(), most_left_out = 0;
  for (const Ix s : shown)
    is_shown[static_cast<std::size_t>(s)] = true;
  for (Ix s = 0; s < static_cast<Ix>(in.sites.size()); ++s) {
    const planner::Points points = facts.site_value(s).total;
    if (is_shown[static_cast<std::size_t>(s)]) {
      least = std::min(least, points);
    } else {
      most_left_out = std::max(most_left_out, points);
    }
  }
  EXPECT_GE(least, most_left_out);
  const std::string html = render_report(in, solution, made(), Language::en);
  EXPECT_EQ(unbalanced(html), "");
  EXPECT_EQ(times(html, "<article"), 2 * short_sites_in_full);
  EXPECT_THAT(html, HasSubstr("The 500 of "));
  EXPECT_THAT(html, HasSubstr("Area C0"));
  EXPECT_THAT(html, HasSubstr("With more than 2,000 sites"));
  EXPECT_THAT(html, HasSubstr("the reason of every placement is in reasons.csv"));
  EXPECT_THAT(html, HasSubstr("每项安排的理由见同一文件夹中的reasons.csv"));
}

TEST(Report, SitesStandInTheOrderOfAreas) {
  Instance in = random_instance(2, 4, 1, {.counties = 2, .must = 0});
  // Areas: 0 nation, 1 province, 2 prefecture, 3 county with 4 and 5, 6 county with 7 and 8.
  in.sites[0].area = 7;
  in.sites[1].area = 5;
  in.sites[2].area = 2;
  in.sites[3].area = 5;
  EXPECT_THAT(sites_by_area(in), ElementsAre(2, 1, 3, 0));
}

// Legibility --------------------------------------------------------------------------------------

/// Relative luminance of #rrggbb (WCAG 2.2).
double luminance(const std::string& colour) {
  const auto channel = [&](std::size_t at) {
    const double c = std::stoi(colour.substr(at, 2), nullptr, 16) / 255.0;
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}
double contrast(const std::string& a, const std::string& b) {
  const double x = luminance(a), y = luminance(b);
  return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

TEST(Report, ColoursAreLegibleInLightAndDark) {
  const std::string css = report_style("", "");
  const std::size_t dark_from = css.find("prefers-color-scheme: dark");
  ASSERT_NE(dark_from, std::string::npos);
  const std::size_t dark_to = css.find("} }", dark_from);
  for (const std::string& scheme :
       {css.substr(0, dark_from), css.substr(dark_from, dark_to - dark_from)}) {
    std::map<std::string, std::string> colours;
    static const std::regex variable(R"(--([a-z-]+): (#[0-9a-f]{6}))");
    for (std::sregex_iterator m(scheme.begin(), scheme.end(), variable), end; m != end; ++m)
      colours[(*m)[1]] = (*m)[2];
    for (const char* ground : {"paper", "card"}) {
      for (const char* text : {"ink", "soft", "accent", "full", "complete", "short"})
        EXPECT_GE(contrast(colours.at(text), colours.at(ground)), 4.5) << text << " on " << ground;
    }
    for (const char* bar : {"full-fill", "short-fill"})
      EXPECT_GE(contrast(colours.at(bar), colours.at("paper")), 3.0) << bar;
  }
}

TEST(Report, ListsWhatPeopleChangedByHand) {
  const Village village;
  const MadeWith made{.programme = "Spring", .report = {}, .made_at = "2027-01-01", .version = "1"};
  EXPECT_THAT(render_report(village.in, village.solution, made, Language::en),
              Not(HasSubstr("Changed by hand")));
  const std::vector<ChangedByHand> changed = {
      {.move = {.kind = planner::SingleMove::Kind::place, .staff = 1, .site = 0},
       .by = "Ada <b>",
       .signed_by = "Cleo",
       .on = "2027-01-02",
       .reason = "the township asked"}};
  const std::string html =
      render_report(village.in, village.solution, made, Language::en, nullptr, changed);
  for (const std::string_view said :
       {"Changed by hand", "people made 1 change", "place <bdi>Person 1</bdi> at",
        "the township asked", "<bdi>Ada &lt;b&gt;</bdi>, signed by <bdi>Cleo</bdi>", "2027-01-02",
        "人工改动", "<bdi>Cleo</bdi>会签", "href=\"#en-hand\""}) {
    EXPECT_THAT(html, HasSubstr(std::string(said)));
  }
}

TEST(Report, PagesOfPaperHaveHeaderAndNumber) {
  const std::string css = report_style("Plan \"A\" </style>", "方案");
  EXPECT_THAT(css, HasSubstr("@page english { size: A4;"));
  EXPECT_THAT(css, HasSubstr("content: \"Plan \\22 A\\22  \\3c /style\\3e \""));
  EXPECT_THAT(css, HasSubstr("counter(page) \" / \" counter(pages)"));
  EXPECT_THAT(css, HasSubstr("content: \"方案\""));
}

// Explanations ------------------------------------------------------------------------------------

TEST(Tell, WhyNotNamesEverythingThatForbidsIt) {
  const Village village;
  const Words words(Language::en);
  const Speaker speaker(words, village.in, Speaker::Form::plain);
  planner::WhyNot why;
  why.staff = 1;
  why.site = 0;
  why.removals = {planner::Removal::home_site, planner::Removal::refused};
  EXPECT_EQ(
      tell_why_not(speaker, why),
      "Person 1 cannot be placed at Site 0, and no decision lifts this: it is their home site "
      "and they refused it.\n");
}

TEST(Tell, WhyNotNamesTheRulesInTheWayWithTheirValues) {
  using Kind = planner::Hindrance::Kind;
  Village village;
  village.in.sponsors[0].release_percent = 20;
  village.in.staff[1].sponsor = 0;
  const Words words(Language::en);
  const Speaker speaker(words, village.in, Speaker::Form::plain);
  planner::WhyNot why;
  why.staff = 1;
  why.site = 0;
  why.planned = false;
  why.candidate = false;
  why.near_sites = 24;
  why.hindrances = {{.kind = Kind::full_team, .now = 3, .limit = 3},
                    {.kind = Kind::leader_there, .other = 0},
                    {.kind = Kind::first_timers, .now = 1, .limit = 1},
                    {.kind = Kind::release_cap, .now = 4, .limit = 4}};
  EXPECT_EQ(
      tell_why_not(speaker, why),
      "What if Person 1 were placed at Site 0?\n"
      "What stands in the way as the plan is:\n"
      "  the team is full: it has 3 people, and its target size is 3\n"
      "  they could come as leader only, and Person 0 leads the team: it has at most one leader\n"
      "  they are a first-timer: the team has 1 first-timer beside them, and may have at most 1\n"
      "  Sponsor 0 has released 4 people, and may release at most 4 (20 percent of those "
      "available)\n"
      "The site is neither among the 24 nearest sites of their county nor among the sites paired "
      "with their sponsor, where the rules let them serve unless people decide so.\n"
      "The plan breaks hard rules as it is, so nothing was planned again: mend them first.\n");
}

TEST(Tell, WhyNotGivesTheDifferenceTermByTermAndWhoMoves) {
  const Village village;
  const Words words(Language::en);
  const Speaker speaker(words, village.in, Speaker::Form::plain);
  planner::WhyNot why;
  why.staff = 1;
  why.site = 0;
  why.answer.change = {40, 40};
  why.answer.plan_change = 40;
  why.answer.terms[static_cast<std::size_t>(planner::Term::pair)] = 40;
  why.answer.moves = {{1, 1, 0, Role::member, Role::member},
                      {2, 0, none, Role::leader, Role::member}};
  EXPECT_EQ(tell_why_not(speaker, why),
            "What if Person 1 were placed at Site 0?\n"
            "The best plan with this is 40 points worse than this one.\n"
            "    By term: distance and hardship +40.\n"
            "    Who moves: Person 1 moves from Site 1 to Site 0; Person 2 is not placed any more "
            "(was at Site 0).\n");
}

TEST(Tell, ASiteSaysWhatWouldFillIt) {
  Village village;
  village.plan({{{0, 1, Role::leader}, {3, 1, Role::member}}, {none, none}});
  const Words words(Language::en);
  const Speaker speaker(words, village.in, Speaker::Form::plain);
  const planner::Facts facts(village.in, village.solution.plan);
  planner::WhyShort why = planner::read_lacks(facts, planner::build_problem(village.in, {}, 1), 0);
  planner::Repair repair;
  repair.kind = planner::Repair::Kind::release_one_more;
  repair.what = 1;
  repair.fills = true;
  repair.answer.change = {-300'000, -300'000};
  why.repairs.push_back(repair);
  const std::string text = tell_site(speaker, facts, why, {});
  EXPECT_THAT(text, StartsWith("Site 0 (need 3) has 0 of 3 people; its minimum is 2.\n"));
  EXPECT_THAT(text,
              HasSubstr("2 more people are needed to reach the minimum of 2. 4 people whom the "
                        "rules let serve here would meet this: 2 serve at other sites; 2 have "
                        "no placement."));
  EXPECT_THAT(text,
              HasSubstr("With nobody there, everything else that the site asks for is missing "
                        "too."));
  village.plan({{{0, 0, Role::leader}, {1, 0, Role::member}, {3, 1, Role::member}}, {none, none}});
  const planner::Facts others(village.in, village.solution.plan);
  EXPECT_THAT(
      tell_site(speaker, others,
                planner::read_lacks(others, planner::build_problem(village.in, {}, 1), 0), {}),
      HasSubstr("Nobody in the team speaks Hill. No person whom the rules let serve here would "
                "meet this.\n"));
  EXPECT_THAT(text,
              HasSubstr("Sponsor 1 releases one person more: this fills it; the whole plan is "
                        "300,000 points better."));
}

TEST(Tell, EveryAnswerIsWholeInBothLanguagesOnRandomProgrammes) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    RandomOptions options;
    options.most_target = 3;
    const Instance in = random_instance(seed, 3, 6, options);
    const Solution base = planner::solve(in, {});
    const planner::Facts facts(in, base.plan);
    const planner::Depth depth{.effort = {}, .tries = 2, .items = 2};
    const auto decided = planner::what_people_decided(in, base, depth).decisions;
    for (const Language language : {Language::en, Language::zh}) {
      const Words words(language);
      const Speaker speaker(words, in, Speaker::Form::plain);
      // A key or argument that is missing throws.
      for (Ix p = 0; p < 6; ++p)
        EXPECT_THAT(tell_why_here(speaker, facts, planner::why_here(in, base, p, depth), decided),
                    AllOf(HasSubstr("Person"), Not(HasSubstr("{{"))));
      for (Ix s = 0; s < 3; ++s) {
        EXPECT_THAT(tell_site(speaker, facts, planner::why_short(in, base, s, depth), decided),
                    AllOf(HasSubstr("Site"), Not(HasSubstr("{{"))));
        EXPECT_THAT(tell_why_not(speaker, planner::why_not(in, base, 0, s, depth)),
                    Not(HasSubstr("{{")));
      }
      EXPECT_FALSE(tell_worth(speaker, planner::worth(in, base, depth)).empty());
      EXPECT_THAT(tell_worth_of_copy(speaker, planner::worth_of_copy(in, base, 0, depth)),
                  AllOf(HasSubstr("Person 0"), Not(HasSubstr("{{"))));
    }
  }
}

}  // namespace
}  // namespace sojourn::stages::placement
