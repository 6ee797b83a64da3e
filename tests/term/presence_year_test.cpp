// A year of presence and leave at some sites of the example county, on each engine: months are
// declared in time or late, days differ, leave is asked for and answered by two at once, by the
// clock or not at all, hosts confirm, terms move, pause and end. SOJOURN_SEED=7 tries another.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <set>

#include "base/json.h"
#include "base/random.h"
#include "base/text.h"
#include "stages/presence/leave_clock.h"
#include "stages/presence/rules.h"
#include "tests/term/rows.h"

namespace sojourn::term {
namespace {

using base::Month;

struct Asked {
  std::int64_t staff = 0;
  std::string kind;
  std::string state;
  std::int32_t days = 0;
  Date from_day;
};
BOOST_DESCRIBE_STRUCT(Asked, (), (staff, kind, state, days, from_day))

struct Entered {
  std::int64_t staff = 0;
  std::int32_t year = 0;
  std::string kind;
  std::int32_t days = 0;
};
BOOST_DESCRIBE_STRUCT(Entered, (), (staff, year, kind, days))

class Year {
 public:
  Year(TermWorld& world, std::uint64_t seed) : world_(world), random_(seed, 2) {}
  Year(const Year&) = delete;
  Year& operator=(const Year&) = delete;
  ~Year() {
    for (const auto& [what, times] : told_) {
      std::cout << fmt::format("  {}: {}\n", what, times);
    }
  }

  /// Three people at each of six sites, from the first of December on.
  void post() {
    std::vector<std::string> free;
    for (const json::value& each : world_.all(world_.officer(), "staff.list")) {
      free.push_back(text_of(each, "id"));
    }
    std::size_t next = 0;
    for (const json::value& site : world_.all(world_.officer(), "site.list", {{"limit", 200}})) {
      if (sites_.size() == 6) {
        break;
      }
      sites_.push_back(text_of(site, "id"));
      for (int here = 0; here < 3 && next < free.size(); ++next) {
        if (world_.outcome(world_.officer(), "posting.make",
                           {{"staff", free[next]},
                            {"site", sites_.back()},
                            {"role", here == 0 ? "leader" : "member"},
                            {"from_day", "2026-12-01"},
                            {"source", "List 1"}}) == "done") {
          staff_.insert(free[next]);
          ++here;
        }
      }
    }
    ASSERT_EQ(staff_.size(), 18U);
  }

  void day(Date today) {
    world_.go_to(today);
    told_["by the clock"] += stages::presence::run_leave_clock(world_.database());
    if (today.day() == 25) {
      for (const Posted& each : people()) {
        if (random_.chance(0.8)) {
          tell("declared", "rota.declare", member(each),
               {{"posting", id(each)}, {"month", (Month(today) + 1).to_text()}},
               {"/month not_posted"});
        }
      }
    }
    if (today.day() == 3 && today > Date::of(2026, 12, 31).value()) {
      confirm(Month(today) - 1);
    }
    for (int times = 0; times < 3; ++times) {
      something(today);
    }
  }

  void move_terms(Date today) {
    const std::vector<Posted> all = people();
    const auto version = [&](const Posted& each) {
      return world_.ask(world_.officer(), "term.show", {{"id", id(each)}}).at("version");
    };
    EXPECT_EQ(world_.outcome(world_.officer(), "term.transfer",
                             {{"id", id(all.at(1))},
                              {"site", sites_.back()},
                              {"from_day", (today + 8).to_text()},
                              {"reason", "needed there"},
                              {"document", "Decision 4"},
                              {"version", version(all.at(1))}}),
              "done");
    EXPECT_EQ(world_.outcome(world_.officer(), "term.pause",
                             {{"id", id(all.at(4))},
                              {"from_day", (today + 3).to_text()},
                              {"to_day", (today + 43).to_text()},
                              {"reason", "parental leave"},
                              {"version", version(all.at(4))}}),
              "done");
    EXPECT_EQ(world_.outcome(world_.officer(), "term.end",
                             {{"id", id(all.at(8))},
                              {"last_day", (today + 12).to_text()},
                              {"reason", "the unit needs them"},
                              {"version", version(all.at(8))}}),
              "done");
  }

  /// Each day of each posting has one class, and no other day has one; what is stored is what was
  /// declared with each change on it.
  void check_days(Date from, Date to) {
    const auto all_events = events(world_);
    std::int64_t days = 0;
    for (Month month(from); month.first() <= to; month = month + 1) {
      std::map<std::string, std::string> letters;
      for (const json::value& each : world_.all(world_.officer(), "rota.list",
                                                {{"month", month.to_text()}, {"limit", 200}})) {
        letters[text_of(each, "id")] = text_of(each, "days_text");
      }
      for (const Posted& each : everybody()) {
        const auto found = letters.find(id(each));
        const auto of = all_events.find(each.id);
        for (Date day = month.first(); day <= month.last(); day = day + 1) {
          const bool posted = runs(each, day) && (of == all_events.end() || !away(of->second, day));
          const char letter = found == letters.end()
                                  ? stages::presence::no_day
                                  : found->second.at(static_cast<std::size_t>(day.day() - 1));
          ASSERT_EQ(letter != stages::presence::no_day, posted) << id(each) << day.to_text();
          if (posted && day <= to) {
            ASSERT_TRUE(stages::presence::class_of(letter)) << id(each) << ' ' << day.to_text();
            ++days;
          }
        }
      }
    }
    told_["days in one class"] = static_cast<int>(days);
    EXPECT_GT(days, 5000);
  }

  /// A balance is the sum of its entries, and of what happened to the requests.
  void check_balances() {
    std::map<std::pair<std::int64_t, int>, std::int64_t> sums;
    std::map<std::pair<std::int64_t, int>, std::int64_t> granted;
    for (const Entered& each : world_.rows<Entered>(
             "SELECT e.staff, k.year, e.kind, e.days FROM leave_entry e JOIN leave_account k ON "
             "k.id = e.account WHERE TRUE")) {
      sums[{each.staff, each.year}] += each.days;
      granted[{each.staff, each.year}] += each.kind == "granted" ? each.days : 0;
    }
    for (const Asked& each : world_.rows<Asked>(
             "SELECT l.staff, l.kind, l.state, l.days, l.from_day FROM leave_request l WHERE "
             "TRUE")) {
      if (each.kind == "annual" && each.state == "approved") {
        granted[{each.staff, each.from_day.year()}] -= each.days;
      }
    }
    EXPECT_EQ(sums, granted);
    EXPECT_GT(sums.size(), 5U);
    for (const auto& [of, sum] : sums) {
      const json::value shown =
          world_.ask(world_.officer(), "leave_balance.show",
                     {{"staff", text("staff", of.first)}, {"year", of.second}});
      EXPECT_EQ(shown.at("balance").to_number<std::int64_t>(), sum);
      EXPECT_GE(sum, 0);
    }
  }

  const std::map<std::string, int>& told() const { return told_; }

 private:
  /// Of those who were posted for this, also where they were moved to.
  std::vector<Posted> everybody() {
    std::vector<Posted> made = postings(world_);
    std::erase_if(made,
                  [&](const Posted& each) { return !staff_.contains(text("staff", each.staff)); });
    return made;
  }
  /// Who serves today.
  std::vector<Posted> people() {
    std::vector<Posted> made = everybody();
    std::erase_if(made, [&](const Posted& each) { return !runs(each, world_.today()); });
    std::sort(made.begin(), made.end(),
              [](const Posted& a, const Posted& b) { return a.id < b.id; });
    return made;
  }
  static std::string id(const Posted& each) { return text("posting", each.id); }
  const Asker& member(const Posted& each) { return world_.member(text("staff", each.staff)); }
  const Asker& host(const Posted& each) { return world_.host(text("site", each.site)); }

  /// Done, or refused by one of these; nothing else may come.
  bool tell(const std::string& what, std::string_view name, const Asker& asker,
            const json::object& input, const std::set<std::string>& refusals) {
    std::string outcome = world_.outcome(asker, name, input);
    if (outcome == "done") {
      ++told_[what];
      return true;
    }
    std::string_view left = outcome;
    while (!left.empty()) {
      const std::size_t end = std::min(left.find(", "), left.size());
      EXPECT_TRUE(refusals.contains(std::string(left.substr(0, end))))
          << name << ": " << outcome << " on " << world_.today().to_text() << ' '
          << base::write_json(input);
      left.remove_prefix(std::min(end + 2, left.size()));
    }
    ++told_[fmt::format("{} refused", what)];
    return false;
  }

  /// Every site; what was not declared is typed in late from paper, out of its order.
  void confirm(const Month& month) {
    for (const std::string& site : sites_) {
      json::value done = world_.ask(world_.host(site), "rota.confirm",
                                    {{"site", site}, {"month", month.to_text()}});
      for (const json::value& each : done.at("left").as_array()) {
        ASSERT_EQ(text_of(each, "why"), "not_declared");
        tell("declared late", "rota.declare", world_.host(site),
             {{"posting", each.at("posting")}, {"month", month.to_text()}, {"source", "sheet"}},
             {});
      }
      done = world_.ask(world_.host(site), "rota.confirm",
                        {{"site", site}, {"month", month.to_text()}, {"source", "sheet"}});
      EXPECT_TRUE(done.at("left").as_array().empty()) << base::write_json(done);
      ++told_["sites confirmed"];
    }
    // What is locked is only amended.
    const std::vector<Posted> all = people();
    const Posted& one = all.at(random_.below(all.size()));
    const json::object late = {{"posting", id(one)},
                               {"from_day", (month.last() - 3).to_text()},
                               {"kind", "duty_trip"},
                               {"reason", "letter 12"}};
    EXPECT_FALSE(tell("changed late", "rota_change.make", member(one), late,
                      {"locked", "/from_day outside_posting", "not_declared"}));
    tell("amended", "rota_change.amend", world_.manager(), late,
         {"/from_day outside_posting", "not_locked"});
  }

  void something(Date today) {
    const std::vector<Posted> all = people();
    const Posted& one = all.at(random_.below(all.size()));
    switch (random_.below(9)) {
      case 0:
      case 1: change(one, today); break;
      case 2:
      case 3: ask_leave(one, today); break;
      case 4: answer_leave(); break;
      case 5:
        if (random_.chance(0.2)) {
          tell("emergencies", "leave.emergency", member(one), {{"posting", id(one)}},
               {"/from_day on_leave_already", "/from_day outside_posting"});
        }
        break;
      case 6: put_in_order(); break;
      case 7: come_back(today); break;
      default: decide_changes(); break;
    }
  }

  void change(const Posted& one, Date today) {
    const bool called = random_.chance(0.3);
    json::object input = {{"posting", id(one)},
                          {"from_day", (today - random_.between(0, 12)).to_text()},
                          {"kind", called                ? "call_back"
                                   : random_.chance(0.5) ? "duty_trip"
                                                         : "rest"},
                          {"reason", "as the sheet says"}};
    if (called) {
      input["called_by"] = "personnel office";
    }
    tell("changes", "rota_change.make", member(one), input,
         {"not_declared", "locked", "/from_day outside_posting"});
  }

  void ask_leave(const Posted& one, Date today) {
    const Date from = today + random_.between(1, 40);
    const char* const kinds[] = {"annual", "annual", "annual", "personal", "sick"};
    tell("leave asked", "leave.make", member(one),
         {{"posting", id(one)},
          {"kind", kinds[random_.below(5)]},
          {"from_day", from.to_text()},
          {"to_day", (from + random_.between(0, 5)).to_text()}},
         {"/from_day no_cover", "/from_day on_leave_already", "/to_day no_balance",
          "/to_day two_years", "/from_day outside_posting"});
  }

  /// Two approvers at once: of each request one of them decides.
  void answer_leave() {
    for (const json::value& each :
         world_.all(world_.officer(), "leave.list", {{"state", "asked"}})) {
      const json::object input = {{"id", each.at("id")}, {"version", each.at("version")}};
      const std::set<std::string> refusals = {"/from_day no_cover",
                                              "/to_day no_balance",
                                              "/from_day outside_posting",
                                              "/from_day locked",
                                              "further_up",
                                              "not_asked",
                                              "stale"};
      if (random_.chance(0.1)) {
        json::object declined = input;
        declined["reason"] = "somebody has to be there";
        tell("declined", "leave.decline", world_.officer(), declined, refusals);
      }
      const bool first = tell("approved", "leave.approve", world_.manager(), input, refusals);
      const bool second = tell("approved", "leave.approve", world_.officer(), input, refusals);
      EXPECT_FALSE(first && second);
      if (random_.chance(0.5)) {
        break;
      }
    }
  }

  void put_in_order() {
    for (const json::value& each :
         world_.all(world_.officer(), "leave.list", {{"state", "gone"}})) {
      tell("put in order", "leave.regularise", world_.member(text_of(each, "staff")),
           {{"id", each.at("id")},
            {"kind", random_.chance(0.5) ? "annual" : "sick"},
            {"to_day", each.at("to_day")},
            {"version", each.at("version")}},
           {"/to_day no_balance", "/to_day two_years", "/from_day locked",
            "/from_day outside_posting", "/from_day on_leave_already"});
    }
  }

  void come_back(Date today) {
    for (const json::value& each :
         world_.all(world_.officer(), "leave.list", {{"state", "approved"}})) {
      const auto from = base::written<Date>(text_of(each, "from_day"));
      if (each.as_object().contains("returned_on") || from > today) {
        continue;
      }
      // Early or late, said by the person, and then by the office.
      if (random_.chance(0.5)) {
        tell("returns", "leave.return", world_.member(text_of(each, "staff")),
             {{"id", each.at("id")}, {"on", today.to_text()}, {"version", each.at("version")}},
             {"locked"});
      }
    }
    for (const json::value& each :
         world_.all(world_.officer(), "leave.list", {{"unconfirmed", true}})) {
      tell("returns confirmed", "leave.return", world_.manager(),
           {{"id", each.at("id")}, {"version", each.at("version")}}, {"not_on_leave"});
    }
  }

  void decide_changes() {
    for (const json::value& each :
         world_.all(world_.manager(), "rota_change.list", {{"state", "waiting"}})) {
      if (random_.chance(0.3)) {
        tell("changes declined", "rota_change.decline", world_.manager(),
             {{"id", each.at("id")}, {"reason", "not agreed"}, {"version", each.at("version")}},
             {});
      } else {
        tell("changes approved", "rota_change.approve", world_.manager(),
             {{"id", each.at("id")}, {"version", each.at("version")}}, {});
      }
    }
  }

  TermWorld& world_;
  base::Random random_;
  std::vector<std::string> sites_;
  std::set<std::string> staff_;
  std::map<std::string, int> told_;
};

using PresenceYear = stages::programme::OnEachEngine;
INSTANTIATE_TEST_SUITE_P(Engines, PresenceYear, stages::programme::both_engines,
                         stages::programme::engine_name);

TEST_P(PresenceYear, EveryDayHasOneClassAndEveryBalanceIsItsReplay) {
  const char* const given = std::getenv("SOJOURN_SEED");
  const std::uint64_t seed =
      given == nullptr ? 1 : base::parse_number<std::uint64_t>(given).value();
  SCOPED_TRACE(fmt::format("SOJOURN_SEED={}", seed));
  TermWorld world(GetParam());
  Year year(world, seed);
  ASSERT_NO_FATAL_FAILURE(year.post());
  const Date first = Date::of(2026, 12, 1).value();
  const Date last = Date::of(2027, 12, 3).value();
  for (Date day = first; day <= last && !testing::Test::HasFailure(); day = day + 1) {
    ASSERT_NO_FATAL_FAILURE(year.day(day)) << day.to_text();
    if (day == Date::of(2027, 6, 10).value()) {
      year.move_terms(day);
    }
  }
  ASSERT_NO_FATAL_FAILURE(year.check_days(first, Date::of(2027, 11, 30).value()));
  year.check_balances();
  for (const char* what : {"log", "records"}) {
    const json::value audit = world.audit(what);
    EXPECT_EQ(audit.at("good"), true) << base::write_json(audit);
  }
  // What is not there was not tried.
  for (const char* what :
       {"by the clock", "declared late", "changes", "changes declined", "leave asked", "approved",
        "emergencies", "put in order", "returns", "amended"}) {
    EXPECT_TRUE(year.told().contains(what)) << what;
  }
}

}  // namespace
}  // namespace sojourn::term
