// See example_records.h. Everything follows from the folder and the day, so that two examples made
// on one day are the same but for their ids.
#include "stages/placement/example_records.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "stages/need/records.h"
#include "stages/placement/programme_import.h"
#include "stages/programme/calendar.h"
#include "stages/programme/operations_shared.h"
#include "stages/selection/records.h"
#include "stages/selection/rules.h"

namespace sojourn::stages::placement {
namespace {

using base::Date;
using base::Id;
using programme::columns;

constexpr std::int64_t year = 365;

template <class R>
std::vector<R> all(db::Tx& tx, std::string_view table) {
  return tx.rows<R>(
      fmt::format("SELECT {} FROM {} n WHERE {{unscoped:an example is the whole programme}} ORDER "
                  "BY n.id",
                  columns<R>("n"), table));
}

template <class R>
void keep(db::Change& change, std::string_view table, const std::vector<R>& records) {
  if (!records.empty()) {
    change.insert_all(table, records, "of the example");
  }
}

class Making {
 public:
  Making(db::Change& change, const ExampleDays& days, base::Language language)
      : change_(change), days_(days), language_(language) {}

  void records() {
    complete_staff();
    name_leaders();
    say_needs();
    say_establishments();
    hold_round();
  }
  void open_round(Id<Plan> plan);

 private:
  using Nomination = selection::Nomination;
  using Round = selection::Round;
  using Place = selection::Place;

  std::string said(const base::Sentence& sentence) const { return sentence.in(language_); }

  void complete_staff();
  void name_leaders();
  void say_needs();
  void say_establishments();
  void hold_round();

  /// By sponsor, strongest first: those whom no rule keeps out.
  struct Eligible {
    Staff staff;
    std::vector<selection::Evidence> evidence;
    std::vector<selection::StrengthLine> points;
    std::int32_t strength = 0;
  };
  std::vector<Eligible> eligible_of(const std::vector<Staff>& staff, const Date& starts_on) const;
  Round round_of(base::Sentence name, base::Sentence notice, std::int64_t posts);
  Nomination nomination_of(const Round& round, const Eligible& person);
  std::unordered_map<Id<Sponsor>, std::vector<Staff>> staff_by_sponsor();

  db::Change& change_;
  const ExampleDays& days_;
  base::Language language_;
  const selection::SelectionRules rules_;  // the example's rules keep the standards
};

/// Days of hire that go with years of experience, and certificates of fitness: one in eleven has
/// none, one in seventeen has one that runs out too early.
void Making::complete_staff() {
  std::unordered_map<Id<Staff>, std::int32_t> years;
  for (const Placing& each : all<Placing>(change_, "staff_placing")) {
    years.emplace(each.id, each.experience_years.value_or(0));
  }
  std::int64_t number = 0;
  for (const Staff& before : all<Staff>(change_, "staff")) {
    ++number;
    Staff after = before;
    after.hired_on = days_.today - (year * years[before.id] + 60 + number * 7 % 300);
    if (number % 11 != 0) {
      after.fit_until = number % 17 == 0 ? days_.starts_on - 10 : days_.today + 200 + number % 160;
    }
    change_.update("staff", before, after);
  }
}

/// A folder does not say who leads now: at each site the first who may.
void Making::name_leaders() {
  std::unordered_set<Id<Staff>> may_lead;
  for (const Staff& each : all<Staff>(change_, "staff")) {
    if (std::find(each.roles.begin(), each.roles.end(), StaffRole::leader) != each.roles.end()) {
      may_lead.insert(each.id);
    }
  }
  std::unordered_set<Id<Site>> led;
  for (const Posting& before : all<Posting>(change_, "posting")) {
    if (may_lead.contains(before.staff) && led.insert(before.site).second) {
      Posting after = before;
      after.role = StaffRole::leader;
      change_.update("posting", before, after);
    }
  }
}

void Making::say_needs() {
  std::unordered_map<Id<Site>, std::int32_t> in_post;
  for (const Posting& each : all<Posting>(change_, "posting")) {
    ++in_post[each.site];
  }
  std::vector<need::Need> needs;
  std::vector<need::Staffing> reports;
  std::vector<need::Workload> work;
  std::vector<need::OtherPost> others;
  std::vector<need::Readiness> ready;
  const std::string office = said("Programme office");
  std::size_t number = 0;
  for (const Site& site : all<Site>(change_, "site")) {
    ++number;
    reports.push_back({.id = change_.new_id<need::Staffing>(),
                       .site = site.id,
                       .in_post = in_post[site.id],
                       .unfilled_rounds = in_post[site.id] < site.min_team ? 1 : 0,
                       .from_day = days_.today - 20,
                       .source = said("Monthly table of the townships"),
                       .recorded_on = days_.today - 18});
    // Two where something is missing still, so that the gate shows.
    const bool no_clinic = number == 4;
    const bool no_contact = number == 11;
    ready.push_back({.id = change_.new_id<need::Readiness>(),
                     .site = site.id,
                     .lodging = true,
                     .water_power = true,
                     .medical = !no_clinic,
                     .communications = true,
                     .contact = no_contact ? std::nullopt
                                           : std::optional(said("Office of the host at the site")),
                     .from_day = days_.today - 25,
                     .source = said("Visit of the townships"),
                     .recorded_on = days_.today - 18});
    if (number % 9 == 1) {  // the size that its record has, by a notice of its own
      needs.push_back({.id = change_.new_id<need::Need>(),
                       .site = site.id,
                       .skill = {},
                       .minimum = site.min_team,
                       .target = site.target_team,
                       .from_day = days_.since,
                       .set_by = office,
                       .source = said("Notice 3"),
                       .recorded_on = days_.since});
    }
    if (number <= 3) {
      const auto line = [&](need::WorkKind kind, const base::Sentence& task, std::int64_t volume,
                            std::int64_t minutes, std::int32_t share) {
        work.push_back({.id = change_.new_id<need::Workload>(),
                        .site = site.id,
                        .kind = kind,
                        .task = said(task),
                        .volume = volume,
                        .unit_minutes = minutes,
                        .share = share,
                        .from_day = days_.since,
                        .source = said("Count of last year"),
                        .recorded_on = days_.since});
      };
      const auto more = static_cast<std::int64_t>(number);
      line(need::WorkKind::activity, "services at the counter", 2400 + 300 * more, 40, 0);
      line(need::WorkKind::activity, "courses for growers", 900, 90, 0);
      line(need::WorkKind::category, "meetings and reports", 0, 0, 90);
    }
    if (number == 6) {
      others.push_back({.id = change_.new_id<need::OtherPost>(),
                        .site = site.id,
                        .programme = said("Village health posts"),
                        .posts = 1,
                        .from_day = days_.since,
                        .source = said("List of the health office"),
                        .recorded_on = days_.since});
    }
  }
  keep(change_, "need", needs);
  keep(change_, "staffing", reports);
  keep(change_, "workload", work);
  keep(change_, "other_post", others);
  keep(change_, "site_readiness", ready);
}

std::unordered_map<Id<Sponsor>, std::vector<Staff>> Making::staff_by_sponsor() {
  std::unordered_map<Id<Sponsor>, std::vector<Staff>> made;
  for (Staff& each : all<Staff>(change_, "staff")) {
    const Id<Sponsor> sponsor = each.sponsor;
    made[sponsor].push_back(std::move(each));
  }
  return made;
}

void Making::say_establishments() {
  auto staff = staff_by_sponsor();
  std::vector<need::Establishment> reports;
  for (const Sponsor& sponsor : all<Sponsor>(change_, "sponsor")) {
    const auto in_post = static_cast<std::int32_t>(staff[sponsor.id].size());
    reports.push_back({.id = change_.new_id<need::Establishment>(),
                       .sponsor = sponsor.id,
                       .posts = in_post + in_post / 8 + 1,
                       .in_post = in_post,
                       .from_day = days_.today - 60,
                       .source = said("Letter of the sponsor"),
                       .recorded_on = days_.today - 55});
  }
  keep(change_, "establishment", reports);
}

std::vector<Making::Eligible> Making::eligible_of(const std::vector<Staff>& staff,
                                                  const Date& starts_on) const {
  std::vector<Eligible> made;
  std::size_t number = 0;
  for (const Staff& each : staff) {
    ++number;
    if (!selection::bars(rules_, each, starts_on).empty()) {
      continue;
    }
    Eligible person{.staff = each, .evidence = {}, .points = {}};
    if (number % 4 == 0) {
      person.evidence.push_back({.kind = selection::EvidenceKind::appraisal,
                                 .on = days_.today - 200,
                                 .source = said("Appraisal of last year")});
    }
    person.points = selection::strength_lines(rules_, each, person.evidence, starts_on);
    person.strength = selection::strength(person.points);
    made.push_back(std::move(person));
  }
  std::stable_sort(made.begin(), made.end(),
                   [](const Eligible& a, const Eligible& b) { return a.strength > b.strength; });
  return made;
}

/// Opened, with its deadline, by how many days ago and ahead the caller says afterwards.
Making::Round Making::round_of(base::Sentence name, base::Sentence notice, std::int64_t posts) {
  Id<Area> county;
  for (const Area& each : all<Area>(change_, "area")) {
    if (each.kind == programme::AreaKind::county) {
      county = each.id;
    }
  }
  return {.id = change_.new_id<Round>(),
          .name = said(name),
          .area = county,
          .notice = said(notice),
          .posts = static_cast<std::int32_t>(std::max<std::int64_t>(1, posts)),
          .opens_on = days_.today,
          .deadline = days_.today,
          .starts_on = days_.starts_on};
}

Making::Nomination Making::nomination_of(const Round& round, const Eligible& person) {
  return {.id = change_.new_id<Nomination>(),
          .round = round.id,
          .staff = person.staff.id,
          .sponsor = person.staff.sponsor,
          .answer = selection::NomineeAnswer::willing,
          .evidence = person.evidence,
          .points = person.points,
          .strength = person.strength,
          .made_on = round.opens_on + 9};
}

/// The round for the next plan: every sponsor has replied, and the shortlist is out.
void Making::hold_round() {
  std::int64_t posts = 0;
  for (const Site& site : all<Site>(change_, "site")) {
    posts += site.target_team;
  }
  Round round = round_of("Round for the next plan", "Notice 7", posts);
  round.opens_on = days_.today - 40;
  round.deadline = days_.today - 14;
  round.shortlisted_on = days_.today - 12;
  round.objections_until =
      programme::working_days(change_).after(*round.shortlisted_on, rules_.objection_days);
  auto staff = staff_by_sponsor();
  std::vector<Place> places;
  std::vector<Nomination> named;
  std::size_t number = 0;
  for (const Sponsor& sponsor : all<Sponsor>(change_, "sponsor")) {
    const std::vector<Staff>& own = staff[sponsor.id];
    if (own.empty()) {
      continue;
    }
    const std::vector<Eligible> eligible = eligible_of(own, round.starts_on);
    const auto spared = static_cast<std::size_t>(
        selection::funnel_count(rules_, sponsor.release_percent, own, round.starts_on).releasable);
    places.push_back({.id = change_.new_id<Place>(),
                      .round = round.id,
                      .sponsor = sponsor.id,
                      .places = static_cast<std::int32_t>(std::max<std::size_t>(1, spared)),
                      .nominees = static_cast<std::int32_t>(spared),
                      .replied_on = round.opens_on + 10});
    for (std::size_t i = 0; i < spared; ++i) {
      Nomination nomination = nomination_of(round, eligible[i]);
      if (++number % 19 == 0) {
        nomination.answer = selection::NomineeAnswer::unwilling;
      } else {
        nomination.standing = selection::Standing::shortlisted;
      }
      named.push_back(std::move(nomination));
    }
  }
  change_.insert("selection_round", round);
  keep(change_, "round_place", places);
  keep(change_, "nomination", named);
}

void Making::open_round(Id<Plan> plan) {
  // 1. Posts that the plan leaves open, and whom it does not place.
  std::int64_t open = 0;
  for (const Site& site : all<Site>(change_, "site")) {
    open += site.target_team;
  }
  std::unordered_set<Id<Staff>> placed;
  for (const Placement& each : all<Placement>(change_, "placement")) {
    if (each.plan == plan && !each.ended_on) {
      placed.insert(each.staff);
    }
  }
  Round round =
      round_of("Round for open posts", "Notice 9", open - static_cast<std::int64_t>(placed.size()));
  round.opens_on = days_.today - 10;
  round.deadline = days_.today + 11;
  round.starts_on = days_.starts_on.plus_months(1);
  // 2. Sponsors with somebody to name, of which every other one has replied.
  constexpr std::size_t asked = 8;
  constexpr std::size_t places_each = 2;
  auto staff = staff_by_sponsor();
  std::vector<Place> places;
  std::vector<Nomination> named;
  for (const Sponsor& sponsor : all<Sponsor>(change_, "sponsor")) {
    std::vector<Eligible> left = eligible_of(staff[sponsor.id], round.starts_on);
    std::erase_if(left, [&](const Eligible& each) { return placed.contains(each.staff.id); });
    if (left.size() < places_each || places.size() == asked) {
      continue;
    }
    Place place{.id = change_.new_id<Place>(),
                .round = round.id,
                .sponsor = sponsor.id,
                .places = places_each};
    if (places.size() % 2 == 0) {
      place.nominees = places_each;
      place.replied_on = days_.today - 1;
      for (std::size_t i = 0; i < places_each; ++i) {
        Nomination nomination = nomination_of(round, left[i]);
        nomination.answer =
            i == 0 ? selection::NomineeAnswer::willing : selection::NomineeAnswer::asked;
        named.push_back(std::move(nomination));
      }
    }
    places.push_back(place);
  }
  change_.insert("selection_round", round);
  keep(change_, "round_place", places);
  keep(change_, "nomination", named);
}

}  // namespace

ExampleDays example_days(const Date& today) {
  return {
      .today = today, .since = today - year, .starts_on = (base::Month(today + 35) + 1).first()};
}

void make_example_records(db::Change& change, const planner::Instance& instance,
                          const std::string& rules, const ExampleDays& days,
                          base::Language language) {
  import_programme(change, instance, true, rules, days.since + 1);
  Making(change, days, language).records();
}

void make_open_round(db::Change& change, Id<Plan> plan, const ExampleDays& days,
                     base::Language language) {
  Making(change, days, language).open_round(plan);
}

}  // namespace sojourn::stages::placement
