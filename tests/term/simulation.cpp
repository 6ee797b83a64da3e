// Before the term: the plan, the courses, the sessions. See simulation.h.
#include "tests/term/simulation.h"

#include <fmt/format.h>

#include "base/json.h"
#include "stages/placement/example_records.h"
#include "stages/placement/plan_run.h"

namespace sojourn::term {
namespace {

std::int64_t number(const json::value& record, std::string_view member) {
  return record.at(member).to_number<std::int64_t>();
}

Date date(const json::value& record, std::string_view member) {
  return base::written<Date>(text_of(record, member));
}

}  // namespace

void Simulation::prepare() {
  starts_on_ = stages::placement::example_days(world_.today()).starts_on;
  for (const Row& each : world_.all(world_.officer(), "staff.list")) {
    Person person{.id = text_of(each, "id")};
    for (const json::value& role : each.at("roles").as_array()) {
      person.may_lead = person.may_lead || role == "leader";
    }
    people_.push_back(std::move(person));
  }
  for (const Row& each : world_.all(world_.officer(), "site.list")) {
    const Row site = officer("site.show", {{"id", each.at("id")}});
    const json::array& spoken = site.at("languages").as_array();
    languages_[text_of(each, "id")] =
        spoken.empty() ? "" : std::string(std::string_view(spoken.at(0).as_string()));
    // Every site is ready, so that people may come.
    officer("readiness.set", {{"site", each.at("id")},
                              {"lodging", true},
                              {"water_power", true},
                              {"medical", true},
                              {"communications", true},
                              {"contact", "Office of the host"},
                              {"from_day", world_.today().to_text()},
                              {"source", "Visit"}});
  }
  make_courses();
  make_plan("The term", starts_on_, false);
  read_posts();
  hold_sessions();
  plan_money(starts_on_.year());
}

void Simulation::make_courses() {
  const auto course = [&](std::string_view key, std::string_view kind, int days,
                          std::string_view language) {
    json::object input{{"name", fmt::format("Course {}", key)},
                       {"kind", kind},
                       {"method", "seminar"},
                       {"days", days},
                       {"capacity", 400},
                       {"place", "Training centre"}};
    if (!language.empty()) {
      input["teaches"] = language;
    }
    courses_[std::string(key)] = text_of(officer("course.make", input), "id");
  };
  course("before_posting", "before_posting", 6, "");
  course("leader", "leader", 3, "");
  course("in_post", "in_post", 5, "");
  for (const auto& [site, language] : languages_) {
    if (!language.empty() && !courses_.contains(language)) {
      course(language, "site_language", 15, language);
    }
  }
}

void Simulation::make_plan(std::string_view name, Date starts_on, bool open_posts) {
  json::object input{{"name", name}, {"starts_on", starts_on.to_text()}, {"most_steps", 1}};
  if (open_posts) {
    input["open_posts"] = true;
  }
  const std::string id = text_of(officer("plan.make", input), "id");
  stages::placement::PlanRunner runner(world_.database(), {.worker = "one"});
  while (runner.run_one()) {
  }
  const Row made = officer("plan.show", {{"id", id}});
  ASSERT_EQ(text_of(made, "state"), "draft") << base::write_json(made);
  const Row seen = officer("plan.difference", {{"id", id}});
  const Row published =
      officer("plan.publish", {{"id", id},
                               {"difference", seen.at("digest")},
                               {"shortages", seen.at("short_sites").as_array().size()},
                               {"version", made.at("version")}});
  world_.go_to(date(published, "objections_until") + 1);
  officer("plan.confirm",
          {{"id", id}, {"difference", seen.at("digest")}, {"version", published.at("version")}});
  ++told_["plans confirmed"];
}

void Simulation::read_posts() {
  for (const Row& each : world_.all(world_.officer(), "term.list")) {
    Post post{.id = text_of(each, "id"),
              .staff = text_of(each, "staff"),
              .site = text_of(each, "site"),
              .leads = text_of(each, "role") == "leader",
              .from = date(each, "from_day"),
              .last = date(each, "last_day"),
              .version = number(each, "version")};
    // Those who served before Sojourn came arrived then, and talked.
    post.arrived = post.from < starts_on_;
    post.talked = post.arrived;
    posts_.try_emplace(post.id, std::move(post));
  }
}

void Simulation::hold_sessions() {
  std::vector<std::string> sessions;
  const auto session = [&](std::string_view course, int day, int days) {
    sessions.push_back(
        text_of(world_.ask(world_.manager(), "training_session.make",
                           {{"course", courses_.at(std::string(course))},
                            {"area", world_.county()},
                            {"from_day", (starts_on_ - 20 + day).to_text()},
                            {"to_day", (starts_on_ - 20 + day + days - 1).to_text()}}),
                "id"));
  };
  session("before_posting", 0, 6);
  session("before_posting", 3, 6);
  session("leader", 10, 3);
  const Row planned =
      world_.ask(world_.manager(), "training_session.plan", {{"within", world_.county()}});
  const Row taken = world_.ask(world_.manager(), "training_session.accept",
                               {{"digest", planned.at("digest")}, {"within", world_.county()}});
  told_["seats"] = static_cast<int>(number(taken, "places"));
  world_.go_to(starts_on_ - 5);
  for (const std::string& id : sessions) {
    json::array missed;
    for (const Row& each : world_.all(world_.manager(), "seat.list", {{"session", id}})) {
      if (random_.chance(0.06)) {
        missed.push_back(each.at("staff"));
        ++told_["courses missed"];
      }
    }
    const Row shown = world_.ask(world_.manager(), "training_session.show", {{"id", id}});
    world_.ask(world_.manager(), "training_session.complete",
               {{"id", id},
                {"source", "List of the training centre"},
                {"not_completed", missed},
                {"version", shown.at("version")}});
  }
  // Cover begins with the term; of some it is forgotten.
  for (const auto& [id, post] : posts_) {
    if (post.last < starts_on_) {
      continue;
    }
    if (random_.chance(0.95)) {
      insure(post.staff, starts_on_, starts_on_ + random_.between(330, 400));
    }
    const Row person = officer("staff.show", {{"id", post.staff}});
    if (random_.chance(0.9)) {
      officer("staff.fitness", {{"id", post.staff},
                                {"fit_until", (starts_on_ + random_.between(300, 800)).to_text()},
                                {"declared_conflict", false},
                                {"version", person.at("version")}});
    }
    if (random_.chance(0.9)) {
      officer("health_check.make", {{"staff", post.staff}, {"passed", true}});
    }
  }
}

void Simulation::insure(const std::string& staff, Date from, Date to) {
  officer("insurance.make", {{"staff", staff},
                             {"insurer", "County Mutual"},
                             {"policy_number", fmt::format("CM-{}", ++number_)},
                             {"from_day", from.to_text()},
                             {"to_day", to.to_text()}});
  ++told_["insurances"];
}

void Simulation::excuse_arrival(const Post& post) {
  const Row asked = world_.ask(world_.manager(), "exception.ask",
                               {{"posting", post.id}, {"reason", "the paper is on its way"}});
  officer("exception.sign", {{"id", asked.at("id")}, {"version", asked.at("version")}});
  ++told_["exceptions from cover"];
}

void Simulation::ten_days() {
  std::vector<std::string> ids;
  for (const auto& [id, post] : posts_) {
    ids.push_back(id);
  }
  for (const std::string& id : ids) {
    Post& post = posts_.at(id);
    if (world_.today() < post.from) {
      continue;
    }
    if (post.handover_state == "accepted") {
      if (runs(post) && random_.chance(0.3)) {
        extend(post);  // then it is handed over anew
      }
      continue;
    }
    if (runs(post) || post.paused_from) {
      arrive(post);
      pause_or_resume(post);
      move_end(post);
    }
    hand_over(post);
  }
}

Post& Simulation::any_running() {
  auto at = posts_.begin();
  std::advance(at, static_cast<std::ptrdiff_t>(random_.below(posts_.size())));
  for (std::size_t i = 0; i < posts_.size(); ++i) {
    if (runs(at->second) && at->second.arrived && !at->second.paused_from &&
        at->second.away_until < world_.today()) {
      break;
    }
    if (++at == posts_.end()) {
      at = posts_.begin();
    }
  }
  return at->second;
}

/// A course that was held between two days and is typed in late, or an exception that two sign.
void Simulation::train(const Row& lack, const Date& from, const Date& to) {
  const std::string kind = text_of(lack, "kind");
  const std::string course = kind == "site_language" ? languages_.at(text_of(lack, "site")) : kind;
  if (courses_.contains(course) && random_.chance(0.7)) {
    // The office types the list in late.
    const std::string done =
        world_.outcome(world_.officer(), "completion.make",
                       {{"staff", lack.at("staff")},
                        {"course", courses_.at(course)},
                        {"completed_on", (from + random_.between(0, to - from)).to_text()},
                        {"source", "List of the training centre, late"}});
    EXPECT_TRUE(done == "done" || done == "/completed_on recorded_already") << done;
    ++told_["late completions"];
  } else {
    const Row asked = world_.ask(world_.manager(), "training_exception.ask",
                                 {{"posting", lack.at("posting")},
                                  {"kind", kind},
                                  {"reason", "the next course is in spring"}});
    officer("training_exception.sign", {{"id", asked.at("id")}, {"version", asked.at("version")}});
    ++told_["exceptions from training"];
  }
}

/// Until nobody is overdue who is posted: a late course, or an exception that two people sign.
void Simulation::mend() {
  const Date today = world_.today();
  for (const Row& each : world_.all(world_.officer(), "training.coverage", {{"overdue", true}})) {
    train(each, today - 9, today);
  }
  for (const Row& each : world_.all(world_.officer(), "alarm.list")) {
    const std::string staff = text_of(each, "staff");
    const std::string insurance = text_of(each, "insurance");
    const Post& post = posts_.at(text_of(each, "id"));
    if (insurance == "lapsed" && post.arrived) {
      if (random_.chance(0.8)) {
        insure(staff, today, today + random_.between(200, 400));
      } else {
        excuse_arrival(post);
      }
      ++told_["lapses mended"];
    } else if (insurance == "soon" && random_.chance(0.7)) {
      insure(staff, date(each, "insured_until") + 1, today + random_.between(200, 400));
    }
    if (text_of(each, "fitness") != "in_order" && random_.chance(0.5)) {
      const Row person = officer("staff.show", {{"id", staff}});
      officer("staff.fitness", {{"id", staff},
                                {"fit_until", (today + random_.between(200, 400)).to_text()},
                                {"declared_conflict", false},
                                {"version", person.at("version")}});
    }
    if (text_of(each, "health_check") != "in_order" && random_.chance(0.5)) {
      officer("health_check.make", {{"staff", staff}, {"passed", random_.chance(0.95)}});
    }
  }
}

}  // namespace sojourn::term
