// What happens in a term, from the arrival to the handover. See simulation.h.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "tests/term/simulation.h"

namespace sojourn::term {
namespace {

std::int64_t number(const json::value& record, std::string_view member) {
  return record.at(member).to_number<std::int64_t>();
}

Date date(const json::value& record, std::string_view member) {
  return base::written<Date>(text_of(record, member));
}

}  // namespace

void Simulation::tell(Post& post, const json::value& term) {
  ASSERT_EQ(text_of(term, "id"), post.id);
  post.last = date(term, "last_day");
  post.version = number(term, "version");
}

void Simulation::arrive(Post& post) {
  const Date today = world_.today();
  if (!post.arrived) {
    const json::object input{{"posting", post.id}};
    std::string done = world_.outcome(world_.manager(), "arrival.record", input);
    if (done != "done") {
      ++told_["arrivals kept out"];
      // Without cover or untrained nobody arrives: the paper comes, or two people sign.
      std::set<std::string> lacks;
      for (std::size_t at = 0; at < done.size();) {
        const std::size_t end = std::min(done.find(", ", at), done.size());
        lacks.insert(done.substr(at, end - at));
        at = end + 2;
      }
      const bool uninsured = lacks.erase("/posting not_insured") > 0;
      const bool unfit = lacks.erase("/posting not_fit") > 0;
      const bool untrained = lacks.erase("/posting not_trained") > 0;
      EXPECT_EQ(lacks, std::set<std::string>()) << done;
      told_["arrivals kept out untrained"] += untrained ? 1 : 0;
      if (random_.chance(0.5)) {
        return;  // not yet
      }
      if (uninsured && !unfit && random_.chance(0.7)) {
        insure(post.staff, today, today + random_.between(200, 400));
      } else if (uninsured || unfit) {
        excuse_arrival(post);
      }
      if (untrained) {
        for (const Row& each : world_.all(world_.officer(), "training.coverage",
                                          {{"staff", post.staff}, {"overdue", true}})) {
          if (text_of(each, "posting") == post.id) {
            train(each, today - 9, today);
          }
        }
      }
      done = world_.outcome(world_.manager(), "arrival.record", input);
    }
    EXPECT_EQ(done, "done");
    post.arrived = true;
    ++told_["arrivals"];
    return;
  }
  if (!post.talked && today >= post.from + 15 && today <= post.last && random_.chance(0.8)) {
    tell(post,
         world_.ask(world_.manager(), "term.talk", {{"id", post.id}, {"on", today.to_text()}}));
    post.talked = true;
    ++told_["talks"];
  }
}

void Simulation::pause_or_resume(Post& post) {
  const Date today = world_.today();
  if (post.paused_from) {
    if (today - *post.paused_from > 40 && random_.chance(0.4)) {
      const std::string done = world_.outcome(
          world_.manager(), "term.resume",
          {{"id", post.id}, {"to_day", (today - 1).to_text()}, {"version", post.version}});
      if (done == "/to_day posted_already") {
        // They go on at another site already: here the end does not move, and the leave goes.
        const Row listed = officer("term.events", {{"id", post.id}});
        for (const Row& each : listed.at("items").as_array()) {
          if (text_of(each, "kind") == "pause" && !each.as_object().contains("to_day") &&
              !each.as_object().contains("withdrawn_on")) {
            world_.ask(world_.manager(), "term.withdraw_event",
                       {{"id", each.at("id")},
                        {"reason", "leave of the other posting"},
                        {"version", each.at("version")}});
            post.away.pop_back();
          }
        }
      } else {
        EXPECT_EQ(done, "done") << post.id;
        post.away.back() = {post.away.back().from(), today - 1};
      }
      post.paused_from.reset();
      tell(post, officer("term.show", {{"id", post.id}}));
      ++told_["pauses ended"];
    }
    return;
  }
  if (!post.arrived || today <= post.away_until || post.handover_state == "given" ||
      !random_.chance(0.004)) {
    return;
  }
  json::object input{{"id", post.id},
                     {"from_day", today.to_text()},
                     {"reason", "parental leave"},
                     {"version", post.version}};
  // Somebody who follows at another place has to be free: else the pause is refused.
  const bool known = random_.chance(0.5) && today + 60 <= post.last;
  if (known) {
    post.away_until = today + random_.between(31, 60);
    input["to_day"] = post.away_until.to_text();
  }
  const std::string done = world_.outcome(world_.manager(), "term.pause", input);
  EXPECT_EQ(done, "done") << post.id;
  post.away.emplace_back(today, known ? std::optional(post.away_until) : std::nullopt);
  if (!known) {
    post.paused_from = today;
  }
  tell(post, officer("term.show", {{"id", post.id}}));
  ++told_["pauses"];
}

void Simulation::move_end(Post& post) {
  const Date today = world_.today();
  if (post.paused_from || !post.arrived || post.handover_state == "given") {
    return;
  }
  const std::int64_t left = post.last - today;
  if (!post.began && today <= post.from + 45 && post.from >= starts_on_ && left > 60 &&
      random_.chance(0.003)) {
    tell(post,
         world_.ask(
             world_.manager(), "term.return",
             {{"id", post.id}, {"last_day", (today + 10).to_text()}, {"version", post.version}}));
    ++told_["returns in probation"];
  } else if (left > 60 && random_.chance(0.003)) {
    tell(post, world_.ask(world_.manager(), "term.end",
                          {{"id", post.id},
                           {"last_day", (today + random_.between(5, 50)).to_text()},
                           {"reason", "the unit needs them"},
                           {"document", "Decision 12"},
                           {"version", post.version}}));
    ++told_["early ends"];
  } else if (left > 60 && random_.chance(0.0015)) {
    auto to = posts_.begin();
    std::advance(to, static_cast<std::ptrdiff_t>(random_.below(posts_.size())));
    if (to->second.site == post.site) {
      return;
    }
    const Date from = today + random_.between(5, 30);
    const Row term = world_.ask(world_.manager(), "term.transfer",
                                {{"id", post.id},
                                 {"site", to->second.site},
                                 {"from_day", from.to_text()},
                                 {"reason", "more needed there"},
                                 {"document", "Decision 13"},
                                 {"version", post.version}});
    Post next{.id = text_of(term, "id"),
              .staff = post.staff,
              .site = to->second.site,
              .leads = post.leads,
              .from = from,
              .last = post.last,
              .version = number(term, "version"),
              .began = post.began.value_or(post.from)};
    EXPECT_EQ(date(term, "last_day"), post.last);
    EXPECT_EQ(date(term, "probation_until"), *next.began + 59) << "a transfer begins none";
    const std::string before = post.id;
    posts_.try_emplace(next.id, next);
    tell(post, officer("term.show", {{"id", before}}));
    EXPECT_EQ(post.last, from - 1);
    ++told_["transfers"];
  } else if (left < 120 && left > 20 && random_.chance(0.02)) {
    extend(post);
  }
}

void Simulation::extend(Post& post) {
  const std::string done =
      world_.outcome(world_.manager(), "term.extend",
                     {{"id", post.id},
                      {"last_day", (post.last + random_.between(30, 200)).to_text()},
                      {"reason", "the road is not done"},
                      {"document", "Letter of consent"},
                      {"version", post.version}});
  // The rules may forbid it, and say so.
  EXPECT_TRUE(done == "done" || done == "/last_day ends_together" || done == "/last_day too_long" ||
              done == "/last_day posted_already")
      << done;
  ++told_[done == "done" ? "extensions" : "extensions refused"];
  tell(post, officer("term.show", {{"id", post.id}}));
  if (!post.handover.empty()) {
    // What was handed over at the old end is handed over anew at the new one.
    const Row handover = officer("handover.show", {{"id", post.handover}});
    const bool was = post.handover_state == "accepted";
    post.handover_state = text_of(handover, "state");
    EXPECT_TRUE(!was || done != "done" || post.handover_state == "open") << post.id;
    told_["handovers begun anew"] += was && done == "done" ? 1 : 0;
  }
}

std::optional<std::string> Simulation::free_person(bool leads, Date from) {
  std::set<std::string> busy;
  for (const auto& [id, post] : posts_) {
    if (post.last >= from || post.paused_from) {
      busy.insert(post.staff);
    }
  }
  for (std::size_t tries = 0; tries < people_.size(); ++tries) {
    const Person& person = people_[next_person_++ % people_.size()];
    if (!busy.contains(person.id) && (person.may_lead || !leads)) {
      return person.id;
    }
  }
  return std::nullopt;
}

std::string Simulation::add_post(const std::string& staff, const std::string& site, bool leads,
                                 Date from, Date last) {
  const Row made = officer("posting.make", {{"staff", staff},
                                            {"site", site},
                                            {"role", leads ? "leader" : "member"},
                                            {"from_day", from.to_text()},
                                            {"to_day", last.to_text()},
                                            {"source", "List of successors"}});
  const std::string id = text_of(made, "id");
  posts_.try_emplace(id, Post{.id = id,
                              .staff = staff,
                              .site = site,
                              .leads = leads,
                              .from = from,
                              .last = last,
                              .version = number(made, "version")});
  ++told_["successors posted"];
  return id;
}

/// A successor who is there for the last three weeks, or the host.
void Simulation::name_successor(Post& post) {
  const Date today = world_.today();
  const bool leads = post.leads;
  const Date from = std::max(today + 1, post.last - 19);
  std::optional<std::string> successor;
  // A leader always has a successor, and of members most.
  if (leads || random_.chance(0.8)) {
    successor = free_person(leads, from);
  }
  json::object input{{"id", post.handover}, {"version", post.handover_version}};
  const std::string id = post.id;
  if (successor) {
    const Date last = from.plus_months(random_.between(12, 24)) - 1;
    add_post(*successor, post.site, leads, from, last);
    insure(*successor, from, from + random_.between(300, 400));
  }
  if (successor && from <= post.last - 13) {
    post.successor = *successor;
    input["successor"] = *successor;
  } else {
    input["host_reason"] = successor ? "the successor comes later" : "the post is not filled";
    ++told_["handovers to hosts"];
  }
  post.handover_version = number(world_.ask(world_.manager(), "handover.name", input), "version");
}

bool Simulation::give(Post& post) {
  // 1. Written by whoever leaves.
  const Asker& leaver = world_.member(post.staff);
  json::object words{
      {"id", post.handover},
      {"stated", fmt::format("{}.{:02} CNY", random_.below(900), random_.below(100))},
      {"lessons", "Ask the school first."},
      {"version", post.handover_version}};
  if (!post.successor.empty()) {
    words["overlap_from"] = (post.last - 18).to_text();
    words["overlap_to"] = post.last.to_text();
  }
  const Row written = world_.ask(leaver, "handover.write", words);
  post.handover_version = number(written, "version");
  // 2. What is missing is named, and then put in.
  if (number(written, "items") == 0) {
    world_.ask(leaver, "handover_item.add",
               {{"id", post.handover},
                {"kind", "matter"},
                {"category", "road"},
                {"title", "the upper culvert"},
                {"place", "east bridge"},
                {"next_step", "ask the water office"}});
    EXPECT_EQ(world_.outcome(leaver, "handover.give",
                             {{"id", post.handover}, {"version", post.handover_version}})
                      .find("/items no_contact") == std::string::npos,
              false);
    world_.ask(leaver, "handover_item.add",
               {{"id", post.handover},
                {"kind", "contact"},
                {"category", "host"},
                {"title", "duty telephone"},
                {"place", ""},
                {"next_step", ""}});
  }
  const std::string done = world_.outcome(
      leaver, "handover.give", {{"id", post.handover}, {"version", post.handover_version}});
  if (done != "done") {
    // The end was moved since, or the successor is not there: the host leads it.
    EXPECT_TRUE(done.find("overlap") != std::string::npos) << done;
    post.successor.clear();
    post.handover_version =
        number(world_.ask(world_.manager(), "handover.name",
                          {{"id", post.handover},
                           {"host_reason", "the successor was not there in time"},
                           {"version", post.handover_version}}),
               "version");
    ++told_["handovers turned to hosts"];
    return give(post);
  }
  const Row given = officer("handover.show", {{"id", post.handover}});
  EXPECT_EQ(text_of(given, "state"), "given");
  post.handover_version = number(given, "version");
  post.handover_state = "given";
  return true;
}

void Simulation::accept(Post& post) {
  const Row given = officer("handover.show", {{"id", post.handover}});
  json::object input{
      {"id", post.handover}, {"counted", given.at("stated")}, {"version", post.handover_version}};
  // Nobody accepts their own.
  const std::string own = world_.outcome(world_.member(post.staff), "handover.accept", input);
  EXPECT_EQ(own, "own_handover");
  if (random_.chance(0.2)) {
    input["counted"] = "0.01 CNY";
    input["money_reason"] = "a receipt is missing";
  }
  Row accepted;
  if (post.successor.empty()) {
    EXPECT_EQ(text_of(given, "goes_to"), "host");
    accepted = world_.ask(world_.host(post.site), "handover.host_accept", input);
  } else if (random_.chance(0.7)) {
    accepted = world_.ask(world_.member(post.successor), "handover.accept", input);
  } else {
    input["source"] = "Sheet 4, signed";
    accepted = officer("handover.accept", input);
  }
  EXPECT_EQ(text_of(accepted, "state"), "accepted");
  post.handover_state = "accepted";
  ++told_["handovers"];
}

void Simulation::hand_over(Post& post) {
  const Date today = world_.today();
  if (post.paused_from || today < post.last - 90) {
    return;
  }
  if (post.handover.empty()) {
    if (random_.chance(0.3) && today < post.last - 60) {
      return;  // late
    }
    const Row made = world_.ask(world_.manager(), "handover.make", {{"posting", post.id}});
    tell(post, officer("term.show", {{"id", post.id}}));
    post.handover = text_of(made, "id");
    post.handover_version = number(made, "version");
    post.handover_state = "open";
    return;
  }
  const Row shown = officer("handover.show", {{"id", post.handover}});
  post.handover_state = text_of(shown, "state");
  post.handover_version = number(shown, "version");
  if (text_of(shown, "goes_to") == "nobody_yet") {
    if (today >= post.last - 60) {
      name_successor(post);
    }
  } else if (post.handover_state == "open" && today >= post.last - 30) {
    give(post);
  } else if (post.handover_state == "given" && (today > post.last || random_.chance(0.3))) {
    accept(post);
  }
}

}  // namespace sojourn::term
