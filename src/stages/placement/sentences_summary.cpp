// What `sojourn plan` prints at its end. See sentences.h.
#include <algorithm>
#include <cmath>

#include "stages/placement/report_figures.h"
#include "stages/placement/sentences.h"

namespace sojourn::stages::placement {
namespace {

/// Short sites named in the terminal, those that cost most points first.
constexpr std::size_t named_sites = 5;

}  // namespace

std::string terminal_summary(const planner::Instance& instance, const planner::Solution& solution,
                             const MadeWith& made, Language language) {
  const Words words(language);
  const Speaker speaker(words, instance, Speaker::Form::plain);
  const planner::Facts facts(instance, solution.plan);
  const Figures figures = count_figures(facts);
  std::string text;
  const auto line = [&](const std::string& sentence) { text += sentence + '\n'; };
  // Step 1. What is short.
  const std::vector<std::string> shortage = shortage_sentences(words, solution, figures);
  for (const std::string& sentence : shortage)
    line(sentence);
  std::vector<std::pair<planner::Points, planner::Ix>> worst;
  for (std::size_t s = 0; s < instance.sites.size(); ++s)
    if (figures.states[s] == SiteState::short_of_something)
      worst.emplace_back(-facts.site_value(static_cast<planner::Ix>(s)).total,
                         static_cast<planner::Ix>(s));
  const std::size_t named = std::min(named_sites, worst.size());
  std::partial_sort(worst.begin(), worst.begin() + static_cast<std::ptrdiff_t>(named), worst.end());
  for (std::size_t i = 0; i < named; ++i) {
    const planner::Ix s = worst[i].second;
    line("  " + words.say("summary.short_site",
                          {{"site", speaker.site(s)},
                           {"need", instance.sites[static_cast<std::size_t>(s)].need},
                           {"lacks",
                            speaker.lacks_in_short(figures.lacks[static_cast<std::size_t>(s)])}}));
  }
  if (worst.size() > named)
    line("  " + words.say("summary.more_sites", {{"count", worst.size() - named}}));
  // Step 2. How good it is.
  line("");
  for (const std::string& sentence : bound_sentences(words, instance, solution))
    line(sentence);
  for (const std::string& sentence : limit_sentences(words, solution))
    line(sentence);
  // Step 3. What it means for people.
  line("");
  line(words.say("summary.placed", {{"placed", figures.placed},
                                    {"sites", instance.sites.size()},
                                    {"available", figures.available}}));
  if (figures.anybody_wished) {
    line(words.say("summary.wishes", {{"met", figures.wishes_met()},
                                      {"placed", figures.placed},
                                      {"first", figures.wishes[0]},
                                      {"second", figures.wishes[1]},
                                      {"third", figures.wishes[2]}}));
  } else {
    line(words.say("summary.no_wishes"));
  }
  line(words.say("summary.own_sponsor",
                 {{"count", figures.own_sponsor}, {"placed", figures.placed}}));
  if (instance.coordinates != planner::Coordinates::absent)
    line(words.say("summary.distance", {{"distance", speaker.kilometres(figures.mean_metres)}}));
  // Step 4. What people decided.
  const planner::AllDecided decided = planner::list_decided(instance, solution.plan);
  if (!decided.decisions.empty())
    line(words.say("summary.decided",
                   {{"placements", decided.placements}, {"leads", decided.leads}}));
  line(words.say("summary.made", {{"seed", std::to_string(made.seed)},
                                  {"steps", std::to_string(solution.steps)},
                                  {"seconds", words.tenths(std::llround(made.seconds * 10))},
                                  {"peak", made.peak_mb}}));
  // Step 5. Where to read more.
  if (!made.report.empty()) {
    line("");
    line(words.say("summary.report", {{"path", made.report}}));
  }
  return text;
}

}  // namespace sojourn::stages::placement
