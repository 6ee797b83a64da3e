#include "tests/term/invariants.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "tests/term/rows.h"

namespace sojourn::term {
void check_postings(TermWorld& world, const Simulation& simulation) {
  const std::vector<Posted> all = postings(world);
  // 1. As it was told, and nothing more.
  EXPECT_EQ(all.size(), simulation.posts().size());
  std::map<std::int64_t, std::vector<Posted>> by_staff;
  std::map<std::int64_t, Posted> by_id;
  const auto happened = events(world);
  for (const Posted& each : all) {
    by_staff[each.staff].push_back(each);
    by_id[each.id] = each;
    const auto known = simulation.posts().find(text("posting", each.id));
    ASSERT_NE(known, simulation.posts().end()) << each.id;
    EXPECT_EQ(known->second.from, each.from_day);
    EXPECT_EQ(known->second.last, last_of(each)) << known->first;
    EXPECT_EQ(known->second.site, text("site", each.site));
    EXPECT_EQ(known->second.leads, each.role == "leader");
    // 2. Each event takes the end from where the one before left it.
    const auto found = happened.find(each.id);
    std::optional<Date> end;
    for (const Event& event : found == happened.end() ? std::vector<Event>() : found->second) {
      if (event.last_day_after) {
        EXPECT_TRUE(!end || end == event.last_day_before) << known->first;
        end = event.last_day_after;
      }
    }
    EXPECT_TRUE(!end || *end == last_of(each)) << known->first;
  }
  // 3. Nobody is at two places.
  for (auto& [staff, posts] : by_staff) {
    std::sort(posts.begin(), posts.end(),
              [](const Posted& a, const Posted& b) { return a.from_day < b.from_day; });
    for (std::size_t i = 1; i < posts.size(); ++i) {
      EXPECT_LT(last_of(posts[i - 1]), posts[i].from_day) << text("staff", staff);
    }
  }
  // 4. Whoever arrived was covered, or somebody signed.
  const auto policies = covers(world);
  std::map<std::int64_t, Excused> signed_for;
  for (const Excused& each : world.rows<Excused>(
           "SELECT x.id, x.posting, 'cover' AS kind FROM arrival_exception x WHERE x.state = "
           "'approved'")) {
    signed_for[each.id] = each;
  }
  for (const Arrived& each : world.rows<Arrived>(
           "SELECT n.posting, n.staff, n.arrived_on, n.by_exception FROM arrival n WHERE 1 = 1")) {
    const auto own = policies.find(each.staff);
    const bool covered = own != policies.end() && insured(own->second, each.arrived_on);
    EXPECT_TRUE(covered ||
                (each.by_exception && signed_for.at(*each.by_exception).posting == each.posting));
    ASSERT_TRUE(by_id.contains(each.posting));
    EXPECT_TRUE(runs(by_id[each.posting], each.arrived_on)) << text("posting", each.posting);
  }
  // 5. Months and claims lie in the posting that they are of.
  for (const Within& each : world.rows<Within>(
           "SELECT n.posting, n.day AS first, n.day AS last FROM claim n WHERE n.state <> "
           "'refused' AND n.kind <> 'meals'")) {
    EXPECT_TRUE(by_id.contains(each.posting) && runs(by_id[each.posting], each.first))
        << text("posting", each.posting) << " " << each.first.to_text();
  }
}

namespace {

struct Amount {
  std::int64_t key = 0;
  std::string what;
  std::int64_t minor = 0;
};
BOOST_DESCRIBE_STRUCT(Amount, (), (key, what, minor))

using Amounts = std::map<std::pair<std::int64_t, std::string>, std::int64_t>;

Amounts amounts(TermWorld& world, const std::string& sql) {
  Amounts made;
  for (const Amount& each : world.rows<Amount>(sql)) {
    made[{each.key, each.what}] += each.minor;
  }
  return made;
}

}  // namespace

void check_money(TermWorld& world) {
  // 1. Every booking adds up to nothing.
  for (const auto& [key, minor] :
       amounts(world,
               "SELECT e.booking AS key, '' AS what, e.minor FROM booking_entry e WHERE 1 = 1")) {
    ASSERT_EQ(minor, 0) << "booking " << key.first;
  }
  // 2. Every line is what its entries say, account by account.
  const Amounts entries = amounts(
      world, "SELECT e.line AS key, e.account AS what, e.minor FROM booking_entry e WHERE 1 = 1");
  const auto entry = [&](std::int64_t line, const std::string& account) {
    const auto found = entries.find({line, account});
    return found == entries.end() ? 0 : found->second;
  };
  std::set<std::int64_t> lines;
  for (const char* account :
       {"unspent", "committed", "paid", "unfunded", "programme", "sponsors", "matched"}) {
    for (const auto& [key, minor] :
         amounts(world, fmt::format("SELECT l.id AS key, '{0}' AS what, l.{0} AS minor FROM "
                                    "budget_line l WHERE 1 = 1",
                                    account))) {
      ASSERT_EQ(minor, entry(key.first, account)) << account << " of line " << key.first;
      lines.insert(key.first);
    }
  }
  // 3. What is promised and paid of a line is what its claims and commitments say.
  const Amounts claimed = amounts(
      world,
      "SELECT n.line AS key, n.state AS what, n.minor FROM claim n WHERE n.state IN ('approved', "
      "'settled')");
  const Amounts promised =
      amounts(world,
              "SELECT c.line AS key, 'open' AS what, c.minor - c.paid AS minor FROM commitment c "
              "WHERE 1 = 1");
  const Amounts paid = amounts(
      world, "SELECT c.line AS key, 'paid' AS what, c.paid AS minor FROM commitment c WHERE 1 = 1");
  const auto of = [](const Amounts& all, std::int64_t line, const std::string& what) {
    const auto found = all.find({line, what});
    return found == all.end() ? 0 : found->second;
  };
  for (const std::int64_t line : lines) {
    ASSERT_EQ(entry(line, "committed"), of(claimed, line, "approved") + of(promised, line, "open"))
        << "line " << line;
    ASSERT_EQ(entry(line, "paid"), of(claimed, line, "settled") + of(paid, line, "paid"))
        << "line " << line;
    ASSERT_GE(entry(line, "unspent"), 0);
  }
  // 4. Sponsors gave what came of their contributions.
  std::int64_t given = 0;
  for (const auto& [key, minor] : entries) {
    given -= key.second == "sponsors" ? minor : 0;
  }
  for (const auto& [key, minor] :
       amounts(world,
               "SELECT c.id AS key, '' AS what, c.minor FROM contribution c WHERE c.received_on "
               "IS NOT NULL")) {
    given -= minor;
  }
  EXPECT_EQ(given, 0);
  // 5. Meals are the days that the host confirmed, at a hundred each.
  const Amounts days = amounts(
      world,
      "SELECT m.posting AS key, m.month AS what, m.days AS minor FROM allowance_month m WHERE "
      "m.withdrawn_on IS NULL");
  for (const auto& [key, minor] :
       amounts(world,
               "SELECT n.posting AS key, substr(CAST(n.day AS TEXT), 1, 7) AS what, n.minor FROM "
               "claim n WHERE n.kind = 'meals' AND n.state <> 'refused'")) {
    EXPECT_EQ(minor, days.contains(key) ? days.at(key) * 10'000 : 0) << key.second;
  }
  const json::value proof = world.ask(world.officer(), "budget.proof");
  EXPECT_EQ(proof.at("difference"), 0);
  EXPECT_EQ(proof.at("unbalanced"), 0);
  EXPECT_EQ(proof.at("lines_apart"), 0);
}

}  // namespace sojourn::term
