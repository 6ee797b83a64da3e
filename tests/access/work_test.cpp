// The stage work against policy_work.csv, and in two worlds that differ only outside the asker's
// scope.
#include <fmt/format.h>

#include "stages/work/records.h"
#include "tests/access/counties.h"
#include "tests/unit/stages/work/parts.h"

namespace sojourn::stages::work {
namespace {

namespace json = boost::json;
using base::Date;
using base::written;
using programme::AreaKind;
using programme::id_of;
using programme::sentinel;
using programme::Sponsor;

Date day(std::string_view text) { return written<Date>(text); }

/// Two counties, each with a site, an agreed plan of this year with four tasks, and the person who
/// serves there and answers for them: numbers that end in 1 lie inside the grants of `holder_of`,
/// those that end in 2 outside. 59 asks as a member; 58 is of the other county.
class Counties {
 public:
  /// `other`: another world, which differs in what lies outside only.
  explicit Counties(bool other = false) : world(db::EngineKind::sqlite, work_parts()) {
    keep([&](db::Change& change) {
      change.insert("area",
                    Area{.id = {1}, .name = "Arva", .kind = AreaKind::nation, .path = "/1/"});
      change.insert("task_kind", kind(21));
      for (const std::int64_t side : {1, 2}) {
        const std::string called = side == 1 ? "Weir" : other ? "Delta" : std::string(sentinel);
        change.insert("area", Area{.id = {10 + side},
                                   .name = called,
                                   .kind = AreaKind::county,
                                   .parent = base::Id<Area>{1},
                                   .path = fmt::format("/1/{}/", 10 + side)});
        change.insert("sponsor", Sponsor{.id = {40 + side},
                                         .name = called + " hospital",
                                         .kind = "hospital",
                                         .area = {10 + side}});
        change.insert("site", Site{.id = {30 + side}, .name = called, .area = {10 + side}});
        change.insert("staff", Staff{.id = {person(side)},
                                     .code = {},
                                     .name = called + " person",
                                     .sponsor = {40 + side},
                                     .area = {10 + side}});
        change.insert("posting", posting(60 + side, side));
        change.insert("work_plan", plan(70 + side, side, 2026, WorkPlanState::agreed));
        for (std::int64_t i = 0; i < 4; ++i) {
          change.insert("work_task", task(80 + side + 100 * i, 70 + side, side));
        }
        if (side == 2 && other) {
          Task more = task(999, 70 + side, side);
          more.due_on = day("2026-01-01");
          change.insert("work_task", more);
        }
        change.insert("posting_duty", Duty{.id = {90 + side},
                                           .posting = {60 + side},
                                           .staff = {person(side)},
                                           .areas = {"economy", called},
                                           .set_on = day("2026-01-01")});
      }
    });
  }

  programme::World world;

  static std::int64_t person(std::int64_t side) { return side == 1 ? 59 : 58; }
  static TaskKind kind(std::int64_t id) {
    return {.id = {id},
            .number = fmt::format("T{}", id),
            .name = "Terraces",
            .category = "economy",
            .unit = "mu"};
  }
  static Posting posting(std::int64_t id, std::int64_t side) {
    return {.id = {id},
            .staff = {person(side)},
            .site = {30 + side},
            .from_day = day("2000-01-01"),
            .source = "List"};
  }
  static WorkPlan plan(std::int64_t id, std::int64_t side, std::int32_t year, WorkPlanState state) {
    WorkPlan made{.id = {id},
                  .site = {30 + side},
                  .year = year,
                  .state = state,
                  .made_on = day("2026-01-01")};
    if (state == WorkPlanState::agreed) {
      made.agreed_on = day("2026-01-02");
    }
    return made;
  }
  static Task task(std::int64_t id, std::int64_t plan, std::int64_t side) {
    return {.id = {id},
            .plan = {plan},
            .kind = {21},
            .staff = {person(side)},
            .due_on = day("2026-12-20")};
  }

  access::Asker holder_of(const std::string& role) { return programme::holder_of(world, role); }

  template <class Act>
  void keep(Act&& act) {
    world.database().change(db::Caller::program(), "test.keep", std::forward<Act>(act));
  }
};

std::string table_of_kind(std::int64_t number) {
  return fmt::format("number,name,duty area\nX{},Terraces,economy\n", number);
}

class WorkPolicy : public testing::Test {
 protected:
  Counties counties;

  access::Asked ask(const access::Operation& operation, const std::string& role,
                    const std::string& relation) {
    side_ = relation == "inside" ? 1 : relation == "outside" ? 2 : 0;
    ++fresh_;
    if (operation.about.takes_file) {
      return ask_table(operation, role);
    }
    std::string target;
    const json::object input = input_of(operation.about.name, target);
    return access::ask_service(counties.world.service(), operation, counties.holder_of(role),
                               counties.world.request, input, target);
  }

 private:
  access::Asked ask_table(const access::Operation& operation, const std::string& role) {
    const std::string bytes = table_of_kind(fresh_);
    const access::Upload upload{.name = "table.csv", .bytes = bytes};
    access::Request request = counties.world.request;
    request.file = &upload;
    try {
      const json::value body =
          counties.world.service()
              .run(operation, counties.holder_of(role), request, json::object())
              .body;
      return {.answer = body.at("refused").to_number<int>() == 0 ? "yes" : "refused", .fields = ""};
    } catch (const base::Refusal& refusal) {
      return {.answer = refusal.code, .fields = ""};
    }
  }

  /// One of this side; absent: 404.
  template <class R>
  std::string numbered(std::int64_t base) const {
    return id_of<R>(side_ == 0 ? 404 : base + side_);
  }
  /// Made within the side, so that each question meets the same; absent: 404.
  template <class R, class Make>
  std::string made(Make&& make) {
    if (side_ == 0) {
      return id_of<R>(404);
    }
    counties.keep([&](db::Change& change) { change.insert(R::table, make()); });
    return id_of<R>(fresh_);
  }

  json::object input_of(const std::string& name, std::string& target) {
    if (name.starts_with("task_kind.")) {
      return of_kind(name);
    }
    if (name.starts_with("duty.")) {
      target = name == "duty.list" ? numbered<Posting>(60) : "";
      return name == "duty.list"   ? json::object{{"limit", 200}}
             : name == "duty.show" ? json::object{{"id", numbered<Posting>(60)}}
                                   : of_duties();
    }
    if (name == "work.show") {
      return {{"year", 2026}};
    }
    if (name == "work.list") {
      target = numbered<Site>(30);
      return {{"year", 2026}, {"limit", 200}};
    }
    return name.starts_with("work_plan.") ? of_plan(name, target) : of_task(name, target);
  }

  json::object of_kind(const std::string& name) {
    if (name == "task_kind.list") {
      return {};
    }
    if (name == "task_kind.make") {
      return {{"number", fmt::format("N{}", fresh_)}, {"name", "Road"}, {"category", "roads"}};
    }
    if (name == "task_kind.show" || name == "task_kind.history") {
      return {{"id", id_of<TaskKind>(21)}};
    }
    counties.keep([&](db::Change& change) {
      TaskKind kind = Counties::kind(fresh_);
      if (name == "task_kind.reopen") {
        kind.closed_on = day("2026-11-01");
        kind.closed_reason = "x";
      }
      change.insert("task_kind", kind);
    });
    json::object input = {{"id", id_of<TaskKind>(fresh_)}, {"version", 1}};
    if (name == "task_kind.close") {
      input["reason"] = "x";
    } else if (name == "task_kind.change") {
      input["name"] = "Road";
      input["category"] = "roads";
    }
    return input;
  }

  json::object of_duties() {
    const std::string id = made<Posting>([&] { return Counties::posting(fresh_, side_); });
    return {{"id", id}, {"areas", json::array{"economy"}}, {"version", 0}};
  }

  json::object of_plan(const std::string& name, std::string& target) {
    if (name == "work_plan.list") {
      target = numbered<WorkPlan>(70);
      return {{"limit", 200}};
    }
    const auto year = static_cast<std::int32_t>(2100 + fresh_ % 800);
    if (name == "work_plan.make") {
      return {{"site", numbered<Site>(30)}, {"year", year}};
    }
    if (name == "work_plan.agree") {
      const std::string id =
          made<WorkPlan>([&] { return Counties::plan(fresh_, side_, year, WorkPlanState::draft); });
      for (std::int64_t i = 1; side_ != 0 && i <= 3; ++i) {
        counties.keep([&](db::Change& change) {
          change.insert("work_task", Counties::task(fresh_ + i * 1'000'000, fresh_, side_));
        });
      }
      return {{"id", id}, {"version", 1}};
    }
    return {{"id", numbered<WorkPlan>(70)}};
  }

  json::object of_task(const std::string& name, std::string& target) {
    if (name == "task.list") {
      target = numbered<Task>(80);
      return {{"limit", 200}};
    }
    if (name == "task.show" || name == "task.history") {
      return {{"id", numbered<Task>(80)}};
    }
    const auto year = static_cast<std::int32_t>(2100 + fresh_ % 800);
    if (name == "task.make") {
      const std::string plan =
          made<WorkPlan>([&] { return Counties::plan(fresh_, side_, year, WorkPlanState::draft); });
      return {{"plan", plan},
              {"kind", id_of<TaskKind>(21)},
              {"staff", id_of<Staff>(Counties::person(side_ == 0 ? 1 : side_))},
              {"due_on", fmt::format("{}-05-01", year)}};
    }
    const std::string id = made<Task>([&] {
      Task task = Counties::task(fresh_, 70 + side_, side_);
      if (name == "task.reopen") {
        task.done_on = day("2026-11-01");
        task.result = "x";
        task.evidence = "x";
      }
      return task;
    });
    json::object input = {{"id", id}, {"version", 1}};
    if (name == "task.change") {
      input["staff"] = id_of<Staff>(Counties::person(side_ == 0 ? 1 : side_));
      input["due_on"] = "2026-12-21";
      input["reason"] = "x";
    } else if (name == "task.finish") {
      input["result"] = "x";
      input["evidence"] = "x";
    } else {
      input["reason"] = "x";
    }
    return input;
  }

  std::int64_t side_ = 0;
  std::int64_t fresh_ = 100'000;
};

TEST_F(WorkPolicy, EveryRouteAsEveryRoleInEveryRelation) {
  access::expect_policy(
      operations(), "work",
      [this](const access::Operation& operation, const std::string& role,
             const std::string& relation) { return ask(operation, role, relation); });
}

/// Lists, single records, and changes that name what lies outside.
std::vector<access::Question> questions(const programme::World& world) {
  std::vector<access::Question> made;
  const auto add = [&](std::string_view name, json::object input) {
    made.push_back({&world.operation(name), std::move(input)});
  };
  add("task_kind.list", {{"count", true}});
  add("task_kind.show", {{"id", id_of<TaskKind>(21)}});
  add("task_kind.history", {{"id", id_of<TaskKind>(21)}});
  for (const char* list : {"work_plan.list", "task.list", "duty.list"}) {
    add(list, {});
    add(list, {{"limit", 1}});
  }
  add("work.show", {{"year", 2026}});
  add("work.list", {{"year", 2026}, {"count", true}});
  add("work.list", {{"year", 2026}, {"limit", 1}});
  for (const char* show : {"without_plan", "draft", "agreed", "overdue"}) {
    add("work.list", {{"year", 2026}, {"show", show}, {"count", true}});
  }
  for (const std::int64_t number : {2, 304}) {
    const std::string area = id_of<Area>(10 + number);
    const std::string site = id_of<Site>(30 + number);
    const std::string posting = id_of<Posting>(60 + number);
    const std::string plan = id_of<WorkPlan>(70 + number);
    const std::string task = id_of<Task>(80 + number);
    const std::string staff = id_of<Staff>(number == 2 ? 58 : 404);
    add("work.show", {{"year", 2026}, {"within", area}});
    add("work.list", {{"year", 2026}, {"within", area}});
    add("work.list", {{"year", 2026}, {"after", site}});
    for (const char* list : {"work_plan.list", "task.list", "duty.list"}) {
      add(list, {{"within", area}});
      add(list, {{"site", site}});
    }
    add("task.list", {{"staff", staff}});
    add("task.list", {{"plan", plan}});
    add("duty.list", {{"staff", staff}});
    add("work_plan.show", {{"id", plan}});
    add("work_plan.history", {{"id", plan}});
    add("work_plan.make", {{"site", site}, {"year", 2026}});
    add("work_plan.agree", {{"id", plan}, {"version", 9}});
    add("task.show", {{"id", task}});
    add("task.history", {{"id", task}});
    add("task.make", {{"plan", plan},
                      {"kind", id_of<TaskKind>(21)},
                      {"staff", staff},
                      {"due_on", "2026-12-01"},
                      {"reason", "x"}});
    // Somebody of the other county, in the plan of one's own site.
    add("task.make", {{"plan", id_of<WorkPlan>(71)},
                      {"kind", id_of<TaskKind>(21)},
                      {"staff", staff},
                      {"due_on", "2026-12-01"},
                      {"reason", "x"}});
    add("task.change", {{"id", task},
                        {"staff", staff},
                        {"due_on", "2026-12-01"},
                        {"reason", "x"},
                        {"version", 9}});
    add("task.finish", {{"id", task}, {"result", "x"}, {"evidence", "x"}, {"version", 9}});
    add("task.reopen", {{"id", task}, {"reason", "x"}, {"version", 9}});
    add("task.drop", {{"id", task}, {"reason", "x"}, {"version", 9}});
    add("duty.show", {{"id", posting}});
    add("duty.set", {{"id", posting}, {"areas", json::array{"economy"}}, {"version", 9}});
  }
  return made;
}

TEST(WorkWorlds, WhatLiesOutsideTheScopeChangesNoAnswer) {
  Counties one(false);
  Counties other(true);
  programme::expect_no_leaks(one, other, questions, {std::string(sentinel), "Delta"}, "differs",
                             operations());
}

}  // namespace
}  // namespace sojourn::stages::work
