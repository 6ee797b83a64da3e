// What people take back, enter late or enter by mistake. See simulation.h.
#include <gmock/gmock.h>

#include "tests/term/simulation.h"

namespace sojourn::term {

using testing::AnyOf;
using testing::HasSubstr;

void Simulation::upset() {
  const Date today = world_.today();
  const auto taken_back = [&](const std::string& done, std::string_view what) {
    ++told_[std::string(what) + (done == "done" ? "" : ", refused")];
    return done == "done";
  };
  // 1. An event that was noted by mistake; only the last that moved the end can go.
  for (int i = 0; i < 3; ++i) {
    Post& post = any_running();
    const json::value listed = officer("term.events", {{"id", post.id}});
    const json::array& events = listed.at("items").as_array();
    if (events.empty() || post.handover_state == "given") {
      continue;
    }
    const json::value& event = events[random_.below(events.size())];
    const std::string done = world_.outcome(
        world_.manager(), "term.withdraw_event",
        {{"id", event.at("id")}, {"reason", "of somebody else"}, {"version", event.at("version")}});
    EXPECT_THAT(done, AnyOf("done", "not_last", "transferred", "withdrawn", HasSubstr("_later"),
                            HasSubstr("posted_already")));
    if (taken_back(done, "events taken back")) {
      const std::string kind = text_of(event, "kind");
      post.talked = post.talked && kind != "talk";
      if (kind == "pause") {
        post.away_until = {};
        std::erase_if(post.away, [&](const base::DateRange& each) {
          return each.from().to_text() == text_of(event, "from_day");
        });
      }
      tell(post, officer("term.show", {{"id", post.id}}));
    }
  }
  // 2. An end that is told late: not before what was confirmed and claimed.
  for (int i = 0; i < 2; ++i) {
    Post& post = any_running();
    const Date last = today - random_.between(1, 40);
    if (!runs(post) || last < post.from || post.handover_state == "given") {
      continue;
    }
    const std::string done = world_.outcome(world_.manager(), "term.end",
                                            {{"id", post.id},
                                             {"last_day", last.to_text()},
                                             {"reason", "told late"},
                                             {"version", post.version}});
    EXPECT_THAT(done, AnyOf("done", HasSubstr("_later")));
    taken_back(done, "ends told late");
    tell(post, officer("term.show", {{"id", post.id}}));
  }
  // 3. A posting of nobody: not once somebody arrived for it.
  const Post& served = any_running();
  const std::string withdrawn = world_.outcome(
      world_.officer(), "posting.withdraw",
      {{"id", served.id}, {"reason", "entered by mistake"}, {"version", served.version}});
  if (taken_back(withdrawn, "postings withdrawn")) {
    posts_.erase(served.id);
  } else {
    EXPECT_THAT(withdrawn, HasSubstr("_later"));
  }
  // 4. Months, arrivals and insurance.
  for (int i = 0; i < 2; ++i) {
    const Post& post = any_running();
    for (const Row& each : world_.all(world_.officer(), "month.list", {{"posting", post.id}})) {
      const std::string done = world_.outcome(
          world_.host(post.site), "month.withdraw",
          {{"id", each.at("id")}, {"reason", "the wrong sheet"}, {"version", each.at("version")}});
      EXPECT_THAT(done, AnyOf("done", "claimed_already"));
      taken_back(done, "months taken back");
    }
  }
  Post& late = any_running();
  for (const Row& each : world_.all(world_.manager(), "arrival.list", {{"posting", late.id}})) {
    world_.ask(world_.manager(), "arrival.withdraw",
               {{"id", each.at("id")}, {"reason", "not yet"}, {"version", each.at("version")}});
    late.arrived = false;
    ++told_["arrivals taken back"];
  }
  const Post& insured = any_running();
  for (const Row& each :
       world_.all(world_.officer(), "insurance.list", {{"staff", insured.staff}})) {
    // Of a cover that has not begun: nobody has arrived by it.
    if (text_of(each, "from_day") > today.to_text()) {
      officer("insurance.withdraw",
              {{"id", each.at("id")}, {"reason", "cancelled"}, {"version", each.at("version")}});
      ++told_["insurances taken back"];
    }
  }
  // 5. The clock of a machine is put back, and forward again: nothing waits for less than no time.
  world_.go_to(today - 40);
  for (const Row& each : world_.all(world_.officer(), "claim.list", {{"waiting", true}})) {
    EXPECT_GE(each.at("waiting_days").to_number<int>(), 0);
  }
  world_.go_to(today);
}

}  // namespace sojourn::term
