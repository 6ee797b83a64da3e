// What the report on paper says. See printed.h.
#include "stages/accountability/printed.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

#include "base/sentence.h"

namespace sojourn::stages::accountability {
namespace {

using base::Language;
using documents::LetterPart;

/// Fewer are not told: a figure of so few is about somebody.
constexpr std::int64_t small_group = 5;
/// More sites than that are not listed on paper; the table of the desk has them all.
constexpr std::size_t most_sites = 300;

/// Whether parts of a whole would give somebody away: one of them is small, or all people are in
/// one, so that what is said of the whole is said of each. A part of nobody is about nobody.
bool gives_away(std::span<const std::int64_t> parts) {
  const auto told = std::count_if(parts.begin(), parts.end(), [](auto part) { return part > 0; });
  return told == 1 || std::any_of(parts.begin(), parts.end(),
                                  [](auto part) { return part > 0 && part < small_group; });
}

class Writer {
 public:
  explicit Writer(Language language) : language_(language) {}

  std::string in(const base::Sentence& sentence) const { return sentence.in(language_); }
  static std::string number(std::int64_t value) { return fmt::format("{}", value); }
  static std::string number(const std::optional<std::int64_t>& value) {
    return value ? number(*value) : std::string();
  }
  static std::string percent(std::int64_t part, std::int64_t whole) {
    return whole == 0 ? std::string()
                      : fmt::format("{} %", std::llround(100.0 * static_cast<double>(part) /
                                                         static_cast<double>(whole)));
  }

  LetterPart staffing(const PrintedFacts& facts) const {
    LetterPart part{.title = in("Staffing and shortage")};
    part.table.widths = {4, 1};
    part.table.figures = {1};
    const auto row = [&](const base::Sentence& name, std::int64_t value) {
      part.table.rows.push_back({in(name), number(value)});
    };
    row("sites with a team of the programme", facts.sites);
    row("people in post at sites, as reported", facts.in_post);
    row("people short of the minimum", facts.short_of_minimum);
    row("people short of the target", facts.short_of_target);
    row("sites that have not reported", facts.unknown_sites);
    row("sites that their own organisation staffs", facts.own_sites);
    row("people in post there", facts.own_people);
    row("sites of both kinds with their minimum in post", facts.covered_sites);
    part.closing = {
        in("Short is reckoned site by site: the minimum, or the target, less who is in "
           "post. More people at one site make no other less short. A site that has "
           "not reported counts as empty.")};
    return part;
  }

  LetterPart by_area(const PrintedFacts& facts) const {
    LetterPart part{.title = in("Staffing by area")};
    part.table.widths = {5, 2, 2, 2, 2, 3};
    part.table.figures = {1, 2, 3, 4, 5};
    part.table.head = {in("Area"),  in("Sites"),  in("Needed at least"),
                       in("Short"), in("Filled"), in("Own organisation")};
    for (const PrintedArea& each : facts.areas) {
      part.table.rows.push_back(
          {each.name, number(each.sites), number(each.minimum), number(each.short_of_minimum),
           percent(each.minimum - each.short_of_minimum, each.minimum), number(each.own_sites)});
    }
    part.paragraphs = {in("Areas stand in administrative order, each with the sites right in it.")};
    return part;
  }

  LetterPart shortage(const PrintedFacts& facts) const {
    LetterPart part{.title = in("Sites short of their minimum")};
    if (facts.short_sites.empty()) {
      part.paragraphs = {in("No site is short of its minimum.")};
      return part;
    }
    part.table.widths = {4, 5, 2, 2, 2};
    part.table.figures = {2, 3, 4};
    part.table.head = {in("Area"), in("Site"), in("Needed at least"), in("In post"), in("Short")};
    const std::size_t listed = std::min(most_sites, facts.short_sites.size());
    for (std::size_t i = 0; i < listed; ++i) {
      const PrintedSite& each = facts.short_sites[i];
      part.table.rows.push_back({each.area_name, each.name, number(each.minimum),
                                 each.in_post ? number(*each.in_post) : in("not reported"),
                                 number(each.short_of_minimum)});
    }
    if (listed < facts.short_sites.size()) {
      part.closing = {in(
          base::in_words("{} more sites are not listed here.", facts.short_sites.size() - listed))};
    }
    return part;
  }

  std::string day(const base::Date& date) const {
    return language_ == Language::zh
               ? fmt::format("{}年{}月{}日", date.year(), date.month(), date.day())
               : date.to_text();
  }

  std::string of_plan(const PrintedPlan& plan) const {
    return in(base::in_words("Of the plan {}, from {} on.", documents::set_apart(plan.name),
                             day(plan.starts_on)));
  }

  LetterPart wishes(const PrintedFacts& facts) const {
    LetterPart part{.title = in("Wishes met")};
    if (!facts.plan) {
      part.paragraphs = {in("No plan is published yet.")};
      return part;
    }
    const PrintedPlan& plan = *facts.plan;
    part.paragraphs = {of_plan(plan)};
    const std::int64_t missed =
        plan.wished - std::accumulate(plan.met.begin(), plan.met.end(), std::int64_t{0});
    const auto groups = told_together(plan.met, missed);
    if (!groups) {
      part.paragraphs.push_back(
          in("So few people are in it that not even the sum of all wishes can be told."));
    } else {
      part.paragraphs.push_back(
          in(base::in_words("Of {} people who said wishes and are placed. Whoever said none is not "
                            "counted.",
                            plan.wished)));
      const std::array<std::string, 3> names = {in("first wish"), in("second wish"),
                                                in("third wish")};
      part.table.widths = {4, 2, 2};
      part.table.figures = {1, 2};
      part.table.head = {in("Wish"), in("People"), in("Share")};
      const auto row = [&](std::string name, std::int64_t count) {
        part.table.rows.push_back({std::move(name), number(count), percent(count, plan.wished)});
      };
      for (const std::vector<std::size_t>& group : *groups) {
        std::int64_t count = 0;
        for (const std::size_t rank : group) {
          count += plan.met[rank];
        }
        row(group.size() == 1
                ? names[group.front()]
                : in(base::in_words("{} to {}", names[group.front()], names[group.back()])),
            count);
      }
      row(in("none of their wishes"), missed);
    }
    if (!groups || groups->size() < plan.met.size()) {
      part.closing = {
          in("Numbers of fewer than 5 people are not told, nor those by which they "
             "could be worked out.")};
    }
    return part;
  }

  LetterPart sponsors(const PrintedFacts& facts) const {
    LetterPart part{.title = in("Sponsors' share")};
    if (facts.sponsors.empty()) {
      part.paragraphs = {in("There are no sponsors yet.")};
      return part;
    }
    part.paragraphs = {
        in("By administrative order. Establishments are as sponsors reported them; "
           "empty where nobody reported.")};
    if (facts.round) {
      part.paragraphs.push_back(in(base::in_words("Asked for and named: in the round {}.",
                                                  documents::set_apart(*facts.round))));
    }
    if (facts.placed_by_plan) {
      part.paragraphs.push_back(
          in(base::in_words("Placed: by the plan {}, from {} on.",
                            documents::set_apart(facts.plan->name), day(facts.plan->starts_on))));
    }
    part.table.widths = {10, 8, 5, 5, 5, 5, 5, 5};
    part.table.figures = {2, 3, 4, 5, 6, 7};
    part.table.head = {in("Sponsor"), in("Area"),          in("Asked for"),     in("Named"),
                       in("Placed"),  in("Part of asked"), in("Posts at home"), in("In post")};
    for (const PrintedSponsor& each : facts.sponsors) {
      const std::optional<std::int64_t>& sent = each.placed ? each.placed : each.named;
      part.table.rows.push_back({each.name, each.area_name, number(each.asked), number(each.named),
                                 number(each.placed),
                                 each.asked && sent ? percent(*sent, *each.asked) : std::string(),
                                 number(each.establishment), number(each.in_post)});
    }
    return part;
  }

  documents::Letter report(const PrintedFacts& facts) const {
    const std::string when =
        day(facts.made_at.utc_date()) + " " + facts.made_at.to_text().substr(11, 5) + " UTC";
    const std::string programme =
        facts.programme.empty() ? in("the programme") : documents::set_apart(facts.programme);
    documents::Letter letter{.language = language_ == Language::zh ? "zh" : "en",
                             .sender = programme,
                             .number = {},
                             .title = in("Staffing, wishes and sponsors"),
                             .paragraphs = {}};
    letter.paragraphs = {in(base::in_words("As of {}, by {}. Every figure is of what they see.",
                                           when, documents::set_apart(facts.made_by)))};
    letter.parts = {staffing(facts), by_area(facts), shortage(facts), wishes(facts),
                    sponsors(facts)};
    letter.running = fmt::format("{} · {} · {}", programme, letter.title, when);
    letter.dated = facts.made_at.utc_date();
    return letter;
  }

 private:
  Language language_;
};

}  // namespace

std::optional<std::vector<std::vector<std::size_t>>> told_together(
    std::span<const std::int64_t> ranks, std::int64_t rest) {
  if (ranks.empty()) {
    return std::nullopt;
  }
  // 1. Each bit is a cut behind a rank, the first rank's the highest. More cuts first, and of as
  // many those behind the first ranks.
  const std::size_t cuts = ranks.size() - 1;
  std::vector<unsigned> ways(std::size_t{1} << cuts);
  std::iota(ways.begin(), ways.end(), 0U);
  std::stable_sort(ways.begin(), ways.end(), [](unsigned a, unsigned b) {
    return std::popcount(a) != std::popcount(b) ? std::popcount(a) > std::popcount(b) : a > b;
  });
  // 2. The first of them that gives nobody away.
  for (const unsigned way : ways) {
    std::vector<std::vector<std::size_t>> groups;
    std::vector<std::int64_t> sums;
    for (std::size_t rank = 0; rank < ranks.size(); ++rank) {
      if (rank == 0 || (way >> (cuts - rank) & 1U) != 0) {
        groups.emplace_back();
        sums.push_back(0);
      }
      groups.back().push_back(rank);
      sums.back() += ranks[rank];
    }
    sums.push_back(rest);
    if (!gives_away(sums)) {
      return groups;
    }
  }
  return std::nullopt;
}

documents::Letter printed_report(const PrintedFacts& facts, base::Language language) {
  return Writer(language).report(facts);
}

}  // namespace sojourn::stages::accountability
