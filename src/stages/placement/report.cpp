// Puts the report together: once in each language, behind a switch that is plain CSS.
#include "stages/placement/report.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "stages/placement/report_charts.h"
#include "stages/placement/report_sites.h"
#include "stages/placement/report_style.h"

namespace sojourn::stages::placement {

using planner::Decided;
using planner::Ix;
using planner::Points;
using planner::Term;

namespace {

/// Decisions listed in the report.
constexpr std::size_t decisions_listed = 200;

std::string paragraphs(const std::vector<std::string>& sentences, std::string_view cls = {}) {
  std::string html;
  for (const std::string& sentence : sentences)
    html += (cls.empty() ? std::string("<p>") : "<p class=\"" + std::string(cls) + "\">") +
            sentence + "</p>\n";
  return html;
}

std::string heading(const Page& page, std::string_view part, std::string_view key) {
  return "<h2 id=\"" + page.anchor + std::string(part) + "\">" + page.say(key) + "</h2>\n";
}

std::string tiles(const Page& page) {
  const Figures& figures = page.figures;
  std::string html = "<ul class=\"tiles\">\n";
  const auto tile = [&](const std::string& figure, const std::string& what, const std::string& of) {
    html += "<li><strong>" + figure + "</strong><span>" + what + "</span><span class=\"soft\">" +
            of + "</span></li>\n";
  };
  const auto number = [&](std::int64_t value) { return page.words().number(value); };
  tile((figures.short_sites > 0 ? "▲ " : "● ") + number(figures.short_sites),
       page.say("report.tile_short"),
       page.say("report.tile_short_of", {{"sites", page.instance.sites.size()}}));
  const Points gap = page.solution.value.total - page.solution.certificate.bound;
  const std::size_t sites = page.instance.sites.size();
  tile(
      number(gap), page.say("report.tile_gain"),
      page.solution.proven || sites == 0
          ? page.say("report.tile_proven")
          : page.say("report.tile_gain_of", {{"points", points_a_site(page.words(), gap, sites)}}));
  tile(number(figures.placed), page.say("report.tile_placed"),
       page.say("report.tile_placed_of", {{"available", figures.available}}));
  tile(number(figures.wishes_met()), page.say("report.tile_wishes"),
       page.say("report.tile_wishes_of",
                {{"people", figures.wishes_met() + figures.wished_not_met}}));
  return html + "</ul>\n";
}

std::string in_short_section(const Page& page) {
  std::string html = heading(page, "short", "report.in_short") + tiles(page);
  html += paragraphs(shortage_sentences(page.words(), page.solution, page.figures), "lead");
  html += "<p>";
  for (const std::string& sentence : bound_sentences(page.words(), page.instance, page.solution))
    html += sentence + page.say("sentence.join");
  html += "</p>\n";
  html += paragraphs(limit_sentences(page.words(), page.solution));
  const Figures& figures = page.figures;
  html += "<p>" + page.say("summary.own_sponsor",
                           {{"count", figures.own_sponsor}, {"placed", figures.placed}});
  if (page.instance.coordinates != planner::Coordinates::absent)
    html +=
        page.say("sentence.join") +
        page.say("summary.distance", {{"distance", page.speaker.kilometres(figures.mean_metres)}});
  return html + "</p>\n";
}

std::string charts_section(const Page& page) {
  const auto figure = [&](std::string_view key, const std::string& about,
                          const std::string& chart) {
    return "<figure><figcaption><strong>" + page.say(key) + "</strong><span class=\"soft small\">" +
           about + "</span></figcaption>\n" + chart + "</figure>\n";
  };
  const auto legend = [&](std::string_view cls, std::string_view shape, std::string_view key) {
    return "<li><span class=\"state " + std::string(cls) + "\">" + std::string(shape) + "</span> " +
           page.say(key) + "</li>";
  };
  std::string html = heading(page, "charts", "report.charts") + "<div class=\"charts\">\n";
  html += figure("report.chart_need", page.say("report.chart_need_about"),
                 "<ul class=\"legend\">" + legend("full", "●", "report.chart_full") +
                     legend("complete", "◐", "report.chart_minimum") +
                     legend("short", "▲", "report.chart_short") + "</ul>\n" +
                     need_chart(page.words(), page.figures));
  html += figure("report.chart_wishes", page.say("report.chart_wishes_about"),
                 wish_chart(page.words(), page.figures));
  const std::size_t sponsors = page.instance.sponsors.size();
  std::string about = page.say("report.chart_sponsors_about");
  const std::size_t shown = sponsors_in_chart(sponsors);
  if (shown < sponsors)
    about += page.say("sentence.join") +
             page.say("report.chart_sponsors_some", {{"shown", shown}, {"all", sponsors}});
  html += figure("report.chart_sponsors", about, sponsor_chart(page.speaker, page.facts));
  return html + "</div>\n";
}

std::string decided_section(const Page& page, const planner::AllDecided& decided) {
  std::string html = heading(page, "decided", "report.decided");
  if (decided.decisions.empty())
    return html + "<p>" + page.say("report.decided_none") + "</p>\n";
  html += "<p>" +
          page.say("report.decided_count",
                   {{"placements", decided.placements}, {"leads", decided.leads}}) +
          "</p>\n";
  const auto change = [&](const planner::WhatIf& answer) {
    return page.speaker.change(answer.change);
  };
  if (decided.without_all)
    html += "<p>" + page.say("report.decided_price", {{"change", change(*decided.without_all)}}) +
            "</p>\n";
  if (decided.all_cut_short)
    html += "<p>" + page.say("report.decided_price_cut_short") + "</p>\n";
  // Without prices there is no column of them.
  const bool priced = std::any_of(decided.decisions.begin(), decided.decisions.end(),
                                  [](const Decided& d) { return d.without || d.cut_short; });
  html += "<table class=\"stack\"><thead><tr><th scope=\"col\">" + page.say("report.decided_what") +
          "</th><th scope=\"col\">" + page.say("report.decided_reason") + "</th>";
  if (priced)
    html += "<th scope=\"col\">" + page.say("report.decided_without") + "</th>";
  html += "</tr></thead><tbody>\n";
  const std::size_t listed = std::min(decisions_listed, decided.decisions.size());
  for (std::size_t i = 0; i < listed; ++i) {
    const Decided& d = decided.decisions[i];
    html += "<tr><td>" + decision_sentence(page.speaker, page.instance, d) + "</td><td>" +
            decision_reason(page.speaker, page.instance, d) + "</td>";
    if (priced)
      html += "<td data-label=\"" + page.say("report.decided_without") + "\">" +
              (d.without     ? change(*d.without)
               : d.cut_short ? page.say("report.decided_cut_short")
                             : page.say("report.decided_not_priced")) +
              "</td>";
    html += "</tr>\n";
  }
  html += "</tbody></table>\n";
  if (listed < decided.decisions.size())
    html += "<p>" +
            page.say("report.decided_more", {{"count", decided.decisions.size() - listed}}) +
            "</p>\n";
  return html;
}

/// Nothing of a plan that is as the search found it.
std::string by_hand_section(const Page& page, std::span<const ChangedByHand> by_hand) {
  if (by_hand.empty())
    return {};
  std::string html = heading(page, "hand", "report.by_hand") + "<p>" +
                     page.say("report.by_hand_count", {{"count", by_hand.size()}}) +
                     "</p>\n<table class=\"stack\"><thead><tr>";
  for (const std::string_view key : {"report.decided_what", "report.decided_reason",
                                     "report.by_hand_who", "report.by_hand_when"})
    html += "<th scope=\"col\">" + page.say(key) + "</th>";
  html += "</tr></thead><tbody>\n";
  const auto cell = [&](std::string_view label, const std::string& text) {
    html += "<td data-label=\"" + page.say(label) + "\">" + text + "</td>";
  };
  const auto name = [&](const std::string& who) { return page.speaker.from_folder(who); };
  const std::size_t listed = std::min(decisions_listed, by_hand.size());
  for (const ChangedByHand& each : by_hand.first(listed)) {
    html += "<tr><td>" + page.speaker.single_move(each.move) + "</td>";
    cell("report.decided_reason", name(each.reason));
    const std::string by = each.by.empty() ? page.say("report.by_program") : name(each.by);
    cell("report.by_hand_who",
         each.signed_by.empty()
             ? by
             : page.say("report.by_hand_signed", {{"by", by}, {"signed", name(each.signed_by)}}));
    cell("report.by_hand_when", escape_html(each.on));
    html += "</tr>\n";
  }
  html += "</tbody></table>\n";
  if (listed < by_hand.size())
    html +=
        "<p>" + page.say("report.decided_more", {{"count", by_hand.size() - listed}}) + "</p>\n";
  return html;
}

std::string numbers_section(const Page& page) {
  const planner::Value& value = page.solution.value;
  std::string html =
      heading(page, "numbers", "report.numbers") + "<p>" + page.say("report.numbers_about") +
      "</p>\n<table class=\"stack terms\"><thead><tr><th scope=\"col\">" + page.say("report.term") +
      "</th><th scope=\"col\" class=\"number\">" + page.say("report.points") +
      "</th><th scope=\"col\" class=\"number\">" + page.say("report.count") +
      "</th><th scope=\"col\">" + page.say("report.definition") + "</th></tr></thead><tbody>\n";
  for (std::size_t t = 0; t < planner::term_count; ++t) {
    const auto term = static_cast<Term>(t);
    html += "<tr><th scope=\"row\">" + page.say("term." + std::string(planner::term_names[t])) +
            "</th><td class=\"number\" data-label=\"" + page.say("report.points") + "\">" +
            page.words().number(value[term]) + "</td><td class=\"number\" data-label=\"" +
            page.say("report.count") + "\">" + page.words().number(value.counts[t]) + "</td><td>" +
            term_definition(page.words(), page.instance.rules, term) + "</td></tr>\n";
  }
  html += "<tr><th scope=\"row\">" + page.say("term.total") +
          "</th><td class=\"number\" data-label=\"" + page.say("report.points") + "\"><strong>" +
          page.words().number(value.total) + "</strong></td><td></td><td>" +
          page.say("total.bound", {{"bound", page.solution.certificate.bound}}) +
          "</td></tr>\n</tbody></table>\n";
  std::vector<std::string> definitions;
  for (const std::string_view key : {"define.total", "define.bound", "define.floor", "define.short",
                                     "define.complete", "define.people_missing", "define.open_to"})
    definitions.push_back(page.say(key));
  return html + paragraphs(definitions);
}

std::string made_section(const Page& page, const MadeWith& made) {
  std::vector<std::string> sentences;
  sentences.push_back(page.say(page.instance.rules.pairing == planner::Pairing::first
                                   ? "report.pairing_first"
                                   : "report.pairing_joint"));
  sentences.push_back(page.say("report.made_facts",
                               {{"seed", std::to_string(made.seed)},
                                {"steps", page.solution.steps},
                                {"threads", made.threads},
                                {"seconds", page.words().tenths(std::llround(made.seconds * 10))},
                                {"peak", made.peak_mb}}));
  if (!page.instance.input_digest.empty())
    sentences.push_back(
        page.say("report.made_digest",
                 {{"input", "<code>" + escape_html(page.instance.input_digest) + "</code>"},
                  {"rules", "<code>" + escape_html(page.instance.rules_digest) + "</code>"}}));
  sentences.push_back(page.say("report.made_again"));
  return heading(page, "made", "report.made_how") + paragraphs(sentences);
}

std::string contents(const Page& page, bool by_hand) {
  std::string html = "<nav aria-label=\"" + page.say("report.contents") + "\"><ul>";
  const auto entry = [&](std::string_view part, std::string_view key) {
    html +=
        "<li><a href=\"#" + page.anchor + std::string(part) + "\">" + page.say(key) + "</a></li>";
  };
  entry("why", "report.short");
  entry("charts", "report.charts");
  entry("decided", "report.decided");
  if (by_hand)
    entry("hand", "report.by_hand");
  entry("sites", "report.sites");
  entry("numbers", "report.numbers");
  entry("made", "report.made_how");
  return html + "</ul></nav>\n";
}

std::string language_tag(Language language) { return language == Language::zh ? "zh-CN" : "en"; }

std::string main_part(const Page& page, const MadeWith& made, const planner::AllDecided& decided,
                      std::span<const ChangedByHand> by_hand, const std::vector<Ix>& shown) {
  const bool large = page.instance.sites.size() > sites_in_full;
  std::string html =
      "<main lang=\"" + language_tag(page.words().language()) + "\">\n<a class=\"skip\" href=\"#" +
      page.anchor + "sites\">" + page.say("report.skip") + "</a>\n<h1>" +
      page.say("report.title", {{"programme", page.speaker.from_folder(made.programme)}}) +
      "</h1>\n<p class=\"soft\">" +
      page.say("report.made",
               {{"time", escape_html(made.made_at)}, {"version", escape_html(made.version)}}) +
      "</p>\n" + contents(page, !by_hand.empty()) + in_short_section(page);
  html += heading(page, "why", "report.short");
  html += page.figures.short_sites == 0 ? "<p>" + page.say("shortage.none") + "</p>\n"
                                        : short_sites_section(page, shown);
  html += charts_section(page) + decided_section(page, decided) + by_hand_section(page, by_hand);
  if (large)
    html += heading(page, "counties", "report.counties") + "<p>" +
            page.say("report.counties_about", {{"limit", sites_in_full}}) + "</p>\n" +
            counties_section(page);
  html +=
      heading(page, "sites", "report.sites") + "<p>" + page.say("report.sites_about") + "</p>\n";
  html += sites_section(page, shown);
  return html + numbers_section(page) + made_section(page, made) + "</main>\n";
}

}  // namespace

std::string render_report(const planner::Instance& instance, const planner::Solution& solution,
                          const MadeWith& made, Language language,
                          const planner::AllDecided* decided,
                          std::span<const ChangedByHand> by_hand) {
  // Step 1. What both languages say.
  const planner::Facts facts(instance, solution.plan);
  const Figures figures = count_figures(facts);
  const std::vector<Ix> shown = sites_to_show(facts, figures);
  std::optional<planner::Problem> problem;
  if (figures.short_sites > 0 && instance.sites.size() <= sites_in_full)
    problem = planner::build_problem(instance, {}, 1);
  planner::AllDecided listed;
  if (decided == nullptr)
    listed = planner::list_decided(instance, solution.plan);
  const Words english(Language::en), chinese(Language::zh);
  const auto header = [&](const Words& words) {
    return words.say("report.title", {{"programme", made.programme}}) + " · " + made.made_at;
  };
  // Step 2. Head and switch.
  const Words& first = language == Language::zh ? chinese : english;
  std::string html = "<!DOCTYPE html>\n<html lang=\"" + language_tag(language) +
                     "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
                     "content=\"width=device-width, initial-scale=1\">\n<title>" +
                     escape_html(first.say("report.title", {{"programme", made.programme}})) +
                     "</title>\n<style>" + report_style(header(english), header(chinese)) +
                     "</style>\n</head>\n<body>\n";
  html += "<header class=\"top\"><fieldset class=\"languages\"><legend>" +
          english.say("report.language") + " / <span lang=\"zh-CN\">" +
          chinese.say("report.language") + "</span></legend>\n";
  for (const Words* words : {&english, &chinese}) {
    const bool zh = words->language() == Language::zh;
    const std::string id = zh ? "language-zh" : "language-en";
    html += "<span><input type=\"radio\" name=\"language\" id=\"" + id + "\"" +
            (words->language() == language ? " checked" : "") + "> <label for=\"" + id +
            "\" lang=\"" + language_tag(words->language()) + "\">" + words->say("language.name") +
            "</label></span>\n";
  }
  html += "</fieldset></header>\n" + chart_patterns();
  // Step 3. The two languages, the chosen one first.
  for (const Words* words : {&english, &chinese}) {
    const Speaker speaker(*words, instance, Speaker::Form::html);
    const Page page{instance,
                    solution,
                    facts,
                    figures,
                    problem ? &*problem : nullptr,
                    speaker,
                    words->language() == Language::zh ? "zh-" : "en-"};
    html += main_part(page, made, decided != nullptr ? *decided : listed, by_hand, shown);
  }
  return html + "</body>\n</html>\n";
}

}  // namespace sojourn::stages::placement
