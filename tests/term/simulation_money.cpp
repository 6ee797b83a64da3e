// Money of the term: lines, contributions, confirmed months, claims, promises, corrections; and
// what must be refused. See simulation.h.
#include <fmt/format.h>

#include <algorithm>

#include "tests/term/simulation.h"

namespace sojourn::term {
namespace {

std::int64_t number(const json::value& record, std::string_view member) {
  return record.at(member).to_number<std::int64_t>();
}

}  // namespace

void Simulation::plan_money(int year) {
  const json::object input{{"year", year}, {"within", world_.county()}};
  world_.ask(world_.manager(), "line.preset", input);
  const Row again = world_.ask(world_.manager(), "line.preset", input);
  EXPECT_EQ(number(again, "lines"), 0);
  world_.ask(world_.manager(), "contribution.ask", input);
  for (const Row& each : world_.all(world_.officer(), "line.list", {{"year", year}})) {
    lines_[fmt::format("{} {}", text_of(each, "site"), year)][text_of(each, "kind")] =
        text_of(each, "id");
  }
}

std::string Simulation::line_of(const std::string& site, int year, std::string_view kind) {
  return lines_.at(fmt::format("{} {}", site, year)).at(std::string(kind));
}

void Simulation::claim(const std::string& staff, json::object input, bool twice) {
  input["staff"] = staff;
  const Asker& asker = world_.member(staff);
  const auto count = [&] { return world_.all(asker, "claim.list", {{"staff", staff}}).size(); };
  const std::size_t before = twice ? count() : 0;
  const std::string done = twice ? world_.outcome_of_two(asker, "claim.make", input)
                                 : world_.outcome(asker, "claim.make", input);
  if (done == "done") {
    EXPECT_TRUE(!twice || count() == before + 1);
    told_["sent twice"] += twice ? 1 : 0;
    ++told_["claims"];
  } else {
    // The line has run out: the office approves more, and says why.
    EXPECT_EQ(done, "over_line");
    ++told_["claims over their line"];
  }
}

void Simulation::confirm_month(Post& post, const base::Month& month) {
  const auto served = base::DateRange(post.from, post.last).shared(month.days());
  if (!served || !post.arrived) {
    return;
  }
  // Long leave is not paid: the most is what it leaves, and in a month of nothing else nothing is.
  std::int64_t there = 0;
  for (Date day = served->from(); day <= *served->to(); day = day + 1) {
    there += is_away(post, day) ? 0 : 1;
  }
  const std::int64_t days = there == *served->days() ? random_.between(0, there) : there + 1;
  const std::string done = world_.outcome(world_.host(post.site), "month.confirm",
                                          {{"posting", post.id},
                                           {"month", month.to_text()},
                                           {"days", days},
                                           {"source", "Sheet of the month"}});
  if (there < *served->days()) {
    EXPECT_EQ(done, there == 0 ? "/month paused" : "/days out_of_range");
    ++told_["months of leave refused"];
    return;
  }
  EXPECT_EQ(done, "done");
  ++told_["months confirmed"];
  if (days > 0 && random_.chance(0.3)) {
    claim(post.staff, {{"kind", "meals"}, {"day", served->from().to_text()}}, random_.chance(0.1));
  }
}

void Simulation::month() {
  const Date today = world_.today();
  const base::Month before = base::Month(today - 1);
  if (today.month() == 1) {
    plan_money(today.year());
  }
  std::vector<std::string> ids;
  for (const auto& [id, post] : posts_) {
    ids.push_back(id);
  }
  for (const std::string& id : ids) {
    Post& post = posts_.at(id);
    if (post.from > today - 1 || post.last < before.first()) {
      continue;
    }
    if (random_.chance(0.5)) {
      confirm_month(post, before);
    }
    const Date day = std::min(post.last, today - 1);
    if (post.arrived && random_.chance(0.06) && !is_away(post, day)) {
      claim(post.staff,
            {{"kind", "home_trips"}, {"day", day.to_text()}, {"km", random_.between(10, 300)}},
            false);
    }
    if (post.arrived && random_.chance(0.05)) {
      claim(post.staff,
            {{"kind", random_.chance(0.5) ? "training" : "work_fund"},
             {"day", day.to_text()},
             {"amount", fmt::format("{}.{:02} CNY", random_.between(1, 400), random_.below(100))},
             {"receipt", fmt::format("R-{}", ++number_)}},
            random_.chance(0.2));
    }
  }
  settle_claims();
  promise();
  correct();
  // The eleventh month of each year in post: this year's course, in most cases.
  if (today.month() == 11) {
    for (const std::string& id : ids) {
      const Post& post = posts_.at(id);
      if (runs(post) && random_.chance(0.8)) {
        world_.outcome(world_.officer(), "completion.make",
                       {{"staff", post.staff},
                        {"course", courses_.at("in_post")},
                        {"completed_on", today.to_text()},
                        {"source", "List of the training centre"}});
      }
    }
  }
  for (const Row& each : world_.all(world_.officer(), "contribution.list", {{"waiting", true}})) {
    if (random_.chance(0.25)) {
      world_.ask(world_.manager(), "contribution.receive",
                 {{"id", each.at("id")},
                  {"source", fmt::format("Bank statement {}", ++number_)},
                  {"version", each.at("version")}});
      ++told_["contributions"];
    }
  }
  if (today == starts_on_.plus_months(13)) {
    const Date back = world_.today();
    // Pins were for the term's plan: of those who left since, nobody has to come back.
    for (const Row& each : world_.all(world_.officer(), "pin.list")) {
      officer("pin.end", {{"id", each.at("id")},
                          {"reason", "of the plan before"},
                          {"version", each.at("version")}});
    }
    make_plan("For open posts", today.plus_months(1), true);
    read_posts();
    world_.go_to(std::max(world_.today(), back));
  }
}

void Simulation::settle_claims() {
  for (const Row& each : world_.all(world_.officer(), "claim.list", {{"waiting", true}})) {
    const std::string state = text_of(each, "state");
    const json::object which{{"id", each.at("id")}, {"version", each.at("version")}};
    if (random_.chance(0.1)) {
      continue;  // it waits
    }
    if (state != "approved" && random_.chance(0.06)) {
      world_.ask(world_.manager(), "claim.refuse",
                 {{"id", each.at("id")},
                  {"reason", "the sheet was wrong"},
                  {"version", each.at("version")}});
      ++told_["claims refused"];
    } else if (state == "asked") {
      world_.ask(world_.manager(), "claim.check", which);
    } else if (state == "checked") {
      const std::string done = world_.outcome(world_.officer(), "claim.approve", which);
      EXPECT_TRUE(done == "done" || done == "over_line") << done;
      if (done == "over_line") {
        officer("line.approve", {{"id", each.at("line")},
                                 {"amount", each.at("amount")},
                                 {"reason", "more days than planned"}});
        ++told_["lines raised"];
      }
    } else {
      officer("claim.settle", {{"id", each.at("id")},
                               {"source", fmt::format("Bank statement {}", ++number_)},
                               {"version", each.at("version")}});
      ++told_["claims paid"];
    }
  }
}

/// Orders and activities of some sites.
void Simulation::promise() {
  for (int i = 0; i < 6; ++i) {
    const Post& post = any_running();
    const std::string line = line_of(post.site, world_.today().year(), "work_fund");
    const std::string amount =
        fmt::format("{}.{:02} CNY", random_.between(10, 900), random_.below(100));
    if (i % 2 == 0) {
      const std::string done = world_.outcome(
          world_.manager(), "commitment.make",
          {{"line", line}, {"amount", amount}, {"name", "two desks"}, {"source", "Order 12"}});
      EXPECT_TRUE(done == "done" || done == "over_line") << done;
      continue;
    }
    const Row asked = world_.ask(world_.host(post.site), "activity.make",
                                 {{"line", line},
                                  {"name", "evening class on water"},
                                  {"planned_on", world_.today().to_text()},
                                  {"amount", amount}});
    const std::string done =
        world_.outcome(world_.manager(), "activity.approve",
                       {{"id", asked.at("id")}, {"version", asked.at("version")}});
    EXPECT_TRUE(done == "done" || done == "over_line") << done;
  }
  for (const Row& each : world_.all(world_.officer(), "commitment.list")) {
    if (random_.chance(0.3)) {
      const bool half = random_.chance(0.3);
      const std::string open = text_of(each, "open");
      const std::string done = half ? world_.outcome(world_.manager(), "commitment.pay",
                                                     {{"id", each.at("id")},
                                                      {"amount", "1.01 CNY"},
                                                      {"source", "Bank"},
                                                      {"version", each.at("version")}})
                                    : world_.outcome(world_.manager(), "commitment.pay",
                                                     {{"id", each.at("id")},
                                                      {"amount", open},
                                                      {"source", "Bank"},
                                                      {"last", true},
                                                      {"version", each.at("version")}});
      EXPECT_TRUE(done == "done" || done == "over_commitment") << done;
      ++told_["payments"];
    }
  }
  for (const Row& each : world_.all(world_.officer(), "activity.list", {{"state", "approved"}})) {
    if (random_.chance(0.4)) {
      const std::string done = world_.outcome(world_.manager(), "activity.finish",
                                              {{"id", each.at("id")},
                                               {"spent", "3.50 CNY"},
                                               {"source", "Bank"},
                                               {"result", "40 wells cleaned"},
                                               {"version", each.at("version")}});
      EXPECT_TRUE(done == "done" || done == "closed" || done == "over_commitment") << done;
      ++told_["activities done"];
    }
  }
}

/// Payments of claims and commitments that were booked by mistake are taken back.
void Simulation::correct() {
  for (int i = 0; i < 4; ++i) {
    const Post& post = any_running();
    const char* const kinds[] = {"work_fund", "meals", "home_trips", "training"};
    const json::array entries =
        world_.all(world_.officer(), "line.entries",
                   {{"id", line_of(post.site, world_.today().year(), kinds[random_.below(4)])}});
    if (entries.empty()) {
      continue;
    }
    const Row& entry = entries[random_.below(entries.size())];
    const std::string done =
        world_.outcome(world_.officer(), "booking.reverse",
                       {{"id", entry.at("booking")}, {"reason", "booked twice"}});
    EXPECT_TRUE(done == "done" || done == "not_reversed" || done == "reversed_already" ||
                done == "used_since")
        << done;
    ++told_[done == "done" ? "bookings reversed" : "reversals refused"];
  }
}

void Simulation::try_refused() {
  const auto refused = [&](const Asker& asker, std::string_view name, const json::object& input,
                           std::string_view rule) {
    // It may break others too.
    EXPECT_THAT(world_.outcome(asker, name, input), testing::HasSubstr(rule)) << name;
    ++told_["refusals"];
  };
  const Post post = any_running();
  const Date today = world_.today();
  if (!runs(post)) {
    return;
  }
  refused(world_.officer(), "posting.make",
          {{"staff", post.staff},
           {"site", post.site},
           {"role", "member"},
           {"from_day", today.to_text()},
           {"to_day", (today + 30).to_text()},
           {"source", "list"}},
          "/from_day posted_already");
  refused(world_.officer(), "term.extend",
          {{"id", post.id},
           {"last_day", (post.last + 1).to_text()},
           {"reason", "more to do"},
           {"document", ""},
           {"version", post.version}},
          "/document no_consent");
  refused(world_.officer(), "term.end",
          {{"id", post.id},
           {"last_day", (post.last + 30).to_text()},
           {"reason", "late"},
           {"version", post.version}},
          "/last_day outside_term");
  refused(world_.officer(), "term.pause",
          {{"id", post.id},
           {"from_day", today.to_text()},
           {"to_day", today.to_text()},
           {"reason", "a day off"},
           {"version", post.version}},
          "/to_day short_pause");
  refused(world_.member(post.staff), "claim.make",
          {{"staff", post.staff}, {"kind", "meals"}, {"day", today.to_text()}},
          "/day month_not_confirmed");
  refused(world_.member(post.staff), "claim.make",
          {{"staff", post.staff},
           {"kind", "training"},
           {"day", today.to_text()},
           {"receipt", "R-none"}},
          "/amount receipt_without_amount");
  refused(world_.member(post.staff), "claim.make",
          {{"staff", post.staff},
           {"kind", "training"},
           {"day", today.to_text()},
           {"receipt", "R-none"},
           {"amount", "9000000.00 CNY"}},
          "over_line");
  const json::value line =
      officer("line.show", {{"id", line_of(post.site, today.year(), "health")}});
  refused(world_.manager(), "commitment.make",
          {{"line", line.at("id")},
           {"amount", "9000000.00 CNY"},
           {"name", "a road"},
           {"source", "Order"}},
          "over_line");
  refused(world_.host(post.site), "month.confirm",
          {{"posting", post.id},
           {"month", base::Month(today + 40).to_text()},
           {"days", 1},
           {"source", "Sheet"}},
          // By where the posting ends.
          "/month not_");
}

}  // namespace sojourn::term
