// The lists by which a lack is noticed, against a count of their own. See invariants.h.
#include <fmt/format.h>

#include <set>
#include <tuple>

#include "tests/term/invariants.h"
#include "tests/term/rows.h"

namespace sojourn::term {
namespace {

constexpr int ahead_days = 30;  // alarm_days of the example's rules

struct Learnt {
  std::int64_t staff = 0;
  std::string kind;
  std::optional<std::string> language;
  Date completed_on;
  int days = 0;
};
BOOST_DESCRIBE_STRUCT(Learnt, (), (staff, kind, language, completed_on, days))

struct Due {
  std::int64_t staff = 0;
  Date next_due;
};
BOOST_DESCRIBE_STRUCT(Due, (), (staff, next_due))

struct Tongues {
  std::int64_t id = 0;
  std::vector<std::string> spoken;
};
BOOST_DESCRIBE_STRUCT(Tongues, (), (id, spoken))

struct Tested {
  std::int64_t id = 0;
  std::vector<stages::programme::TestedLanguage> languages;
};
BOOST_DESCRIBE_STRUCT(Tested, (), (id, languages))

using Lack = std::pair<std::string, std::string>;  // of a posting: which kind

/// What is not learnt by a day of each of some postings, without what was signed for.
std::set<Lack> untrained(TermWorld& world, const std::vector<std::pair<Posted, Date>>& asked) {
  std::map<std::pair<std::int64_t, std::string>, std::vector<std::pair<Date, int>>> completed;
  for (const Learnt& each : world.rows<Learnt>(
           "SELECT c.staff, k.kind, k.language, c.completed_on, c.days FROM training_completion c "
           "JOIN course k ON k.id = c.course WHERE c.withdrawn_on IS NULL")) {
    completed[{each.staff, each.language.value_or(each.kind)}].emplace_back(each.completed_on,
                                                                            each.days);
  }
  std::map<std::int64_t, std::vector<std::string>> spoken;
  for (const Tongues& each :
       world.rows<Tongues>("SELECT s.id, s.languages AS spoken FROM site s WHERE 1 = 1")) {
    spoken[each.id] = each.spoken;
  }
  std::map<std::int64_t, std::set<std::string>> speaks;
  for (const Tested& each :
       world.rows<Tested>("SELECT t.id, t.languages FROM staff t WHERE 1 = 1")) {
    for (const auto& language : each.languages) {
      if (language.level >= stages::programme::Level::working) {
        speaks[each.id].insert(language.language);
      }
    }
  }
  std::set<Lack> excused;
  for (const Excused& each : world.rows<Excused>(
           "SELECT x.id, x.posting, x.kind FROM training_exception x WHERE x.state = 'approved'")) {
    excused.insert({text("posting", each.posting), each.kind});
  }
  std::set<Lack> lacks;
  for (const auto& [post, day] : asked) {
    const auto days = [&, staff = post.staff, by = day](const std::string& what) {
      int sum = 0;
      for (const auto& [on, number] : completed[{staff, what}]) {
        sum += on <= by ? number : 0;
      }
      return sum;
    };
    const auto lack = [&, id = text("posting", post.id)](const std::string& kind) {
      if (!excused.contains({id, kind})) {
        lacks.insert({id, kind});
      }
    };
    if (days("before_posting") < 6) {
      lack("before_posting");
    }
    if (post.role == "leader" && days("leader") < 3) {
      lack("leader");
    }
    bool understood = spoken[post.site].empty();
    for (const std::string& language : spoken[post.site]) {
      understood = understood || speaks[post.staff].contains(language) || days(language) >= 15;
    }
    if (!understood) {
      lack("site_language");
    }
  }
  return lacks;
}

/// On a day on which somebody serves already.
std::set<Lack> untrained(TermWorld& world, Date today) {
  std::vector<std::pair<Posted, Date>> asked;
  for (const Posted& post : postings(world)) {
    if (serves(post, today)) {
      asked.emplace_back(post, today);
    }
  }
  return untrained(world, asked);
}

std::string standing(const std::optional<Date>& until, Date today, Date last) {
  return !until || *until < today ? "lapsed" : *until < last ? "soon" : "in_order";
}

/// Whose cover, fitness or check lapses, with how each stands.
std::map<std::string, std::string> alarms(TermWorld& world, Date today) {
  const auto policies = covers(world);
  std::map<std::int64_t, Date> due;
  for (const Due& each : world.rows<Due>(
           "SELECT h.staff, h.next_due FROM health_check h WHERE h.withdrawn_on IS NULL")) {
    const auto [found, fresh] = due.try_emplace(each.staff, each.next_due);
    found->second = std::max(found->second, each.next_due);
  }
  std::map<std::string, std::string> made;
  for (const Posted& post : postings(world)) {
    if (!serves(post, today)) {
      continue;
    }
    const Date last = std::min(post.to_day.value_or(today + ahead_days), today + ahead_days);
    const auto own = policies.find(post.staff);
    const auto until = own == policies.end()
                           ? std::nullopt
                           : insured_until(own->second, today, today + ahead_days);
    const Date check =
        due.contains(post.staff) ? due.at(post.staff) : post.from_day.plus_months(12);
    const std::string all = standing(until, today, last) + ' ' +
                            standing(post.fit_until, today, last) + ' ' +
                            standing(check, today, last);
    if (all != "in_order in_order in_order") {
      made[text("posting", post.id)] = all;
    }
  }
  return made;
}

struct Count {
  int there = 0;
  int leaders = 0;
};

/// Who is at each site on a day: neither before nor after the posting, nor on long leave.
std::map<std::string, Count> present(const std::vector<Posted>& all,
                                     const std::map<std::int64_t, std::vector<Event>>& happened,
                                     Date day) {
  std::map<std::string, Count> made;
  for (const Posted& post : all) {
    const auto found = happened.find(post.id);
    const bool gone = found != happened.end() && away(found->second, day);
    if (runs(post, day) && !gone) {
      Count& count = made[text("site", post.site)];
      ++count.there;
      count.leaders += post.role == "leader" ? 1 : 0;
    }
  }
  return made;
}

}  // namespace

void check_notices(TermWorld& world) {
  const Date today = world.today();
  // 1. Untrained.
  std::set<Lack> named;
  for (const json::value& each :
       world.all(world.officer(), "training.coverage", {{"overdue", true}})) {
    if (base::written<Date>(text_of(each, "from_day")) <= today) {
      named.insert({text_of(each, "posting"), text_of(each, "kind")});
    }
  }
  EXPECT_EQ(named, untrained(world, today)) << today.to_text();
  // 2. Not covered.
  std::map<std::string, std::string> alarmed;
  for (const json::value& each : world.all(world.officer(), "alarm.list")) {
    alarmed[text_of(each, "id")] = text_of(each, "insurance") + ' ' + text_of(each, "fitness") +
                                   ' ' + text_of(each, "health_check");
  }
  EXPECT_EQ(alarmed, alarms(world, today)) << today.to_text();
  // 3. Empty, short or without a leader: today, and each third day of the next two months.
  const std::vector<Posted> all = postings(world);
  const auto happened = events(world);
  std::map<std::string, json::value> sites;
  for (const json::value& each :
       world.all(world.officer(), "rotation.calendar", {{"all", true}, {"months", 2}})) {
    sites.emplace(text_of(each, "site"), each);
  }
  EXPECT_EQ(sites.size(), 90U);
  const auto told = [&](const json::value& site, std::string_view list, Date day) {
    for (const json::value& gap : site.at(list).as_array()) {
      if (base::written<Date>(text_of(gap, "from")) <= day &&
          day <= base::written<Date>(text_of(gap, "to"))) {
        return static_cast<int>(gap.at("in_post").to_number<int>());
      }
    }
    return -1;
  };
  std::set<std::string> leaderless;
  for (Date day = today; day < today + 60; day = day + 3) {
    const auto counts = present(all, happened, day);
    for (const auto& [id, site] : sites) {
      const auto found = counts.find(id);
      const Count count = found == counts.end() ? Count{} : found->second;
      const int minimum = site.at("minimum").to_number<int>();
      ASSERT_EQ(told(site, "gaps", day), count.there < minimum ? count.there : -1)
          << id << " on " << day.to_text() << " as seen on " << today.to_text();
      ASSERT_EQ(told(site, "leaderless", day), minimum > 0 && count.leaders == 0 ? 0 : -1)
          << id << " on " << day.to_text() << " as seen on " << today.to_text();
      if (day == today && minimum > 0 && count.leaders == 0) {
        leaderless.insert(id);
      }
    }
  }
  const json::value page =
      world.ask(world.officer(), "rotation.calendar", {{"leaderless", true}, {"limit", 1}});
  EXPECT_EQ(page.at("sites").to_number<std::size_t>(), leaderless.size()) << today.to_text();
}

void check_covered(TermWorld& world) {
  const Date today = world.today();
  EXPECT_EQ(untrained(world, today), std::set<Lack>()) << today.to_text();
  const auto policies = covers(world);
  std::set<std::int64_t> excused;
  for (const Excused& each : world.rows<Excused>(
           "SELECT x.id, x.posting, 'cover' AS kind FROM arrival_exception x WHERE x.state = "
           "'approved'")) {
    excused.insert(each.posting);
  }
  std::set<std::int64_t> arrived;
  for (const Arrived& each : world.rows<Arrived>(
           "SELECT n.posting, n.staff, n.arrived_on, n.by_exception FROM arrival n WHERE 1 = 1")) {
    arrived.insert(each.posting);
  }
  for (const Posted& post : postings(world)) {
    if (!runs(post, today) || !arrived.contains(post.id)) {
      continue;
    }
    const auto own = policies.find(post.staff);
    EXPECT_TRUE((own != policies.end() && insured(own->second, today)) || excused.contains(post.id))
        << text("posting", post.id) << " on " << today.to_text();
  }
}

void check_arrived_trained(TermWorld& world) {
  std::map<std::int64_t, Date> arrived;
  for (const Arrived& each : world.rows<Arrived>(
           "SELECT n.posting, n.staff, n.arrived_on, n.by_exception FROM arrival n WHERE 1 = 1")) {
    arrived[each.posting] = each.arrived_on;
  }
  std::vector<std::pair<Posted, Date>> asked;
  for (const Posted& post : postings(world)) {
    if (const auto found = arrived.find(post.id); found != arrived.end()) {
      asked.emplace_back(post, found->second);
    }
  }
  EXPECT_EQ(asked.size(), arrived.size());
  EXPECT_EQ(untrained(world, asked), std::set<Lack>());
}

namespace {

struct Handed {
  std::int64_t posting = 0;
  std::string state;
  std::optional<Date> given_on;
  std::optional<Date> accepted_on;
  std::optional<std::int64_t> counted;
  std::optional<std::int64_t> stated;
  std::optional<std::string> money_reason;
};
BOOST_DESCRIBE_STRUCT(Handed, (),
                      (posting, state, given_on, accepted_on, counted, stated, money_reason))

}  // namespace

void check_closed(TermWorld& world) {
  const Date today = world.today();
  std::map<std::int64_t, Handed> handed;
  for (Handed& each : world.rows<Handed>(
           "SELECT h.posting, h.state, h.given_on, h.accepted_on, h.counted, h.stated, "
           "h.money_reason FROM handover h WHERE 1 = 1")) {
    handed[each.posting] = each;
  }
  std::map<std::string, std::string> states;
  for (const json::value& each : world.all(world.officer(), "term.list")) {
    states[text_of(each, "id")] = text_of(each, "state");
  }
  int closed = 0;
  for (const Posted& post : postings(world)) {
    const Date last = last_of(post);
    const std::string& state = states[text("posting", post.id)];
    if (state != "closed") {
      continue;
    }
    ++closed;
    EXPECT_LT(last, today) << text("posting", post.id);
    const auto found = handed.find(post.id);
    ASSERT_NE(found, handed.end()) << text("posting", post.id);
    EXPECT_EQ(found->second.state, "accepted");
    EXPECT_TRUE(found->second.counted == found->second.stated || found->second.money_reason);
    // Made at the end of the term, not before it was moved.
    EXPECT_GE(*found->second.accepted_on, *found->second.given_on);
    EXPECT_GE(*found->second.accepted_on, last - 30) << text("posting", post.id);
  }
  EXPECT_GT(closed, 0);
}

}  // namespace sojourn::term
