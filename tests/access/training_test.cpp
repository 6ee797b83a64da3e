// The stage training against policy_training.csv, and in two worlds that differ only outside the
// asker's scope.
#include <fmt/format.h>

#include "stages/training/records.h"
#include "tests/access/counties.h"
#include "tests/unit/stages/training/parts.h"

namespace sojourn::stages::training {
namespace {

namespace json = boost::json;
using base::Date;
using base::written;
using programme::AreaKind;
using programme::id_of;
using programme::sentinel;

Date day(std::string_view text) { return written<Date>(text); }

/// Two counties with a sponsor, a site, somebody posted there, what they completed, an exception,
/// and a session with a place for them: numbers that end in 1 lie inside the grants of
/// `holder_of`, those that end in 2 outside. 59 asks as a member; 58 is of the other county.
class Counties {
 public:
  /// `other`: another world, which differs in what lies outside only.
  explicit Counties(bool other = false) : world(db::EngineKind::sqlite, training_parts()) {
    keep([&](db::Change& change) {
      change.insert("area",
                    Area{.id = {1}, .name = "Arva", .kind = AreaKind::nation, .path = "/1/"});
      change.insert("course", course(21, "Start"));
      change.insert("training_survey", survey(22, 2026));
      change.insert("training_survey", survey(23, 2027));
      change.insert("five_year_plan", five_years(24, 2026));
      change.insert("training_target", target(25, 24));
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
        const std::int64_t staff = side == 1 ? 59 : 58;
        change.insert("staff", Staff{.id = {staff},
                                     .code = {},
                                     .name = called + " person",
                                     .sponsor = {40 + side},
                                     .area = {10 + side}});
        change.insert("posting", Posting{.id = {80 + side},
                                         .staff = {staff},
                                         .site = {30 + side},
                                         .from_day = day("2027-03-01"),
                                         .source = "List"});
        change.insert("training_session", session(60 + side, side, called));
        change.insert("training_seat", seat(70 + side, 60 + side, staff));
        change.insert("training_completion", completion(90 + side, staff));
        change.insert("training_exception", exception(50 + side, side));
        change.insert("survey_answer", SurveyAnswer{.id = {110 + side},
                                                    .survey = {22},
                                                    .staff = {staff},
                                                    .comment = called,
                                                    .source = "Sheet",
                                                    .answered_on = day("2026-11-02")});
        change.insert("course_wish", wish(120 + side, staff, 21));
        if (side == 2 && other) {
          change.insert("training_completion", completion(99, staff, "2026-03-01"));
          change.insert("course_wish", wish(129, staff, 21));
        }
      }
    });
  }

  programme::World world;

  static Course course(std::int64_t id, std::string name) {
    return {.id = {id}, .name = std::move(name), .days = 6, .capacity = 20, .place = "School"};
  }
  static Session session(std::int64_t id, std::int64_t side, std::string place,
                         std::string_view from = "2027-01-04") {
    return {.id = {id},
            .course = {21},
            .area = {10 + side},
            .place = std::move(place),
            .from_day = day(from),
            .to_day = day(from) + 5,
            .capacity = 20};
  }
  static Seat seat(std::int64_t id, std::int64_t session, std::int64_t staff) {
    return {.id = {id}, .session = {session}, .staff = {staff}};
  }
  static Completion completion(std::int64_t id, std::int64_t staff,
                               std::string_view on = "2025-03-01") {
    return {.id = {id},
            .staff = {staff},
            .course = {21},
            .completed_on = day(on),
            .days = 6,
            .expires_on = day(on) + 30,
            .source = "List",
            .recorded_on = day("2026-11-01")};
  }
  static Exception exception(std::int64_t id, std::int64_t side) {
    return {.id = {id},
            .posting = {80 + side},
            .staff = {side == 1 ? 59 : 58},
            .kind = CourseKind::leader,
            .reason = "reason",
            .asked_on = day("2026-11-01")};
  }

  static Survey survey(std::int64_t id, std::int32_t year) {
    return {
        .id = {id}, .year = year, .opens_on = day("2026-11-01"), .closes_on = day("2027-04-01")};
  }
  static CourseWish wish(std::int64_t id, std::int64_t staff, std::int64_t course) {
    return {.id = {id},
            .staff = {staff},
            .course = {course},
            .survey = base::Id<Survey>{22},
            .made_on = day("2026-11-02")};
  }
  static FiveYearPlan five_years(std::int64_t id, std::int32_t year) {
    return {.id = {id}, .name = "Five years", .first_year = year, .source = "Decision 5"};
  }
  static Target target(std::int64_t id, std::int64_t plan) {
    return {.id = {id}, .plan = {plan}, .year = 2026, .people = 10};
  }

  access::Asker holder_of(const std::string& role) { return programme::holder_of(world, role); }

  template <class Act>
  void keep(Act&& act) {
    world.database().change(db::Caller::program(), "test.keep", std::forward<Act>(act));
  }
};

json::object new_course(std::string_view name) {
  return {{"name", name}, {"kind", "in_post"}, {"method", "seminar"},
          {"days", 2},    {"capacity", 10},    {"place", "School"}};
}

std::string table_of_completion(std::int64_t staff, std::string_view on) {
  return fmt::format("staff number,course,completed on\n{},{},{}\n", id_of<Staff>(staff),
                     id_of<Course>(21), on);
}

class TrainingPolicy : public testing::Test {
 protected:
  Counties counties;

  access::Asked ask(const access::Operation& operation, const std::string& role,
                    const std::string& relation) {
    const std::string& name = operation.about.name;
    const std::int64_t side = relation == "inside" ? 1 : relation == "outside" ? 2 : 0;
    if (operation.about.takes_file) {
      return ask_table(operation, role, side);
    }
    std::string target;
    const json::object input = input_of(name, role, side, target);
    return access::ask_service(counties.world.service(), operation, counties.holder_of(role),
                               counties.world.request, input, target);
  }

 private:
  access::Asked ask_table(const access::Operation& operation, const std::string& role,
                          std::int64_t side) {
    const Date on = day("2024-01-01") + ++fresh_ % 500;
    const std::string bytes = table_of_completion(side == 0   ? 404
                                                  : side == 1 ? 59
                                                              : 58,
                                                  on.to_text());
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

  json::object input_of(const std::string& name, const std::string& role, std::int64_t side,
                        std::string& target) {
    if (name.starts_with("course.")) {
      return of_course(name);
    }
    if (name.starts_with("survey") || name.starts_with("course_wish.")) {
      return of_survey(name, side, target);
    }
    if (name.starts_with("five_year_plan.") || name.starts_with("training_target.")) {
      return of_five_years(name);
    }
    if (name == "training_session.accept") {
      json::object input = {{"digest", "none"}};
      try {
        input["digest"] =
            counties.world.ask(counties.holder_of(role), "training_session.plan").at("digest");
      } catch (const base::Refusal&) {
        return input;  // who may not plan has nothing to accept
      }
      return input;
    }
    if (name == "training.coverage" || name == "training.figures" ||
        name == "training_session.plan") {
      return {};
    }
    const std::int64_t staff = side == 0 ? 404 : side == 1 ? 59 : 58;
    if (name == "seat.calendar") {
      return {{"staff", id_of<Staff>(staff)}};
    }
    if (name.ends_with(".list")) {
      target = name == "completion.list"           ? id_of<Completion>(side == 0 ? 404 : 90 + side)
               : name == "training_exception.list" ? id_of<Exception>(side == 0 ? 404 : 50 + side)
               : name == "training_session.list"   ? id_of<Session>(side == 0 ? 404 : 60 + side)
                                                   : id_of<Seat>(side == 0 ? 404 : 70 + side);
      return {{"limit", 200}};
    }
    if (name == "completion.make") {
      return {{"staff", id_of<Staff>(staff)},
              {"course", id_of<Course>(21)},
              {"completed_on", (day("2020-01-01") + ++fresh_ % 900).to_text()},
              {"source", "List"}};
    }
    if (name == "training_exception.ask") {
      // Of a fresh posting, so that each question meets the same.
      const std::int64_t posting = side == 0 ? 404 : fresh_posting(side);
      return {{"posting", id_of<Posting>(posting)}, {"kind", "in_post"}, {"reason", "x"}};
    }
    if (name == "training_session.make") {
      return {{"course", id_of<Course>(21)},
              {"area", id_of<Area>(side == 0 ? 404 : 10 + side)},
              {"from_day", "2027-05-03"}};
    }
    if (name == "seat.make") {
      const std::int64_t session = side == 0 ? 404 : fresh_session(side);
      return {{"session", id_of<Session>(session)}, {"staff", id_of<Staff>(staff)}};
    }
    return of_one(name, side);
  }

  json::object of_course(const std::string& name) {
    if (name == "course.list") {
      return {};
    }
    if (name == "course.make") {
      return new_course(fmt::format("Course {}", ++fresh_));
    }
    if (name == "course.show" || name == "course.history") {
      return {{"id", id_of<Course>(21)}};
    }
    const std::int64_t made = ++fresh_;
    counties.keep([&](db::Change& change) {
      Course course = Counties::course(made, fmt::format("Course {}", made));
      if (name == "course.reopen") {
        course.closed_on = day("2026-11-01");
        course.closed_reason = "x";
      }
      change.insert("course", course);
    });
    json::object input = {{"id", id_of<Course>(made)}, {"version", 1}};
    if (name == "course.close") {
      input["reason"] = "x";
    } else if (name == "course.change") {
      for (const auto& each : new_course(fmt::format("Course {} anew", made))) {
        if (each.key() != "kind") {
          input[each.key()] = each.value();
        }
      }
    }
    return input;
  }

  json::object of_survey(const std::string& name, std::int64_t side, std::string& target) {
    const std::int64_t staff = side == 0 ? 404 : side == 1 ? 59 : 58;
    ++fresh_;
    if (name == "survey.list") {
      return {};
    }
    if (name == "survey.unanswered") {
      target = id_of<Staff>(staff);
      return {{"id", id_of<Survey>(23)}, {"limit", 200}};
    }
    if (name == "survey_answer.list" || name == "course_wish.list") {
      target = name == "course_wish.list" ? id_of<CourseWish>(side == 0 ? 404 : 120 + side)
                                          : id_of<SurveyAnswer>(side == 0 ? 404 : 110 + side);
      return {{"limit", 200}};
    }
    if (name == "survey.answer") {
      return {{"id", id_of<Survey>(22)},
              {"staff", id_of<Staff>(staff)},
              {"wishes", json::array{id_of<Course>(21)}},
              {"source", "Sheet"}};
    }
    const auto year = static_cast<std::int32_t>(2100 + fresh_ % 800);
    const json::object days = {{"opens_on", "2026-11-01"}, {"closes_on", "2027-04-01"}};
    if (name == "survey.make") {
      json::object input = days;
      input["year"] = year;
      return input;
    }
    if (name == "survey.change") {
      counties.keep([&](db::Change& change) {
        change.insert("training_survey", Counties::survey(fresh_, year));
      });
      json::object input = days;
      input["id"] = id_of<Survey>(fresh_);
      input["version"] = 1;
      return input;
    }
    if (name == "course_wish.make") {
      counties.keep([&](db::Change& change) {
        change.insert("course", Counties::course(fresh_, fmt::format("Course {}", fresh_)));
      });
      return {
          {"course", id_of<Course>(fresh_)}, {"staff", id_of<Staff>(staff)}, {"source", "Sheet"}};
    }
    if (name == "course_wish.show") {
      return {{"id", id_of<CourseWish>(side == 0 ? 404 : 120 + side)}};
    }
    if (name == "course_wish.withdraw") {
      if (side != 0) {
        counties.keep([&](db::Change& change) {
          change.insert("course_wish", Counties::wish(fresh_, staff, 21));
        });
      }
      return {{"id", id_of<CourseWish>(side == 0 ? 404 : fresh_)}, {"version", 1}};
    }
    return {{"id", id_of<Survey>(22)}};
  }

  json::object of_five_years(const std::string& name) {
    ++fresh_;
    const auto year = static_cast<std::int32_t>(2100 + fresh_ % 800);
    if (name == "five_year_plan.list") {
      return {};
    }
    if (name == "five_year_plan.make") {
      return {{"name", "Five years"}, {"first_year", year}, {"source", "Decision 6"}};
    }
    if (name == "training_target.list") {
      return {{"plan", id_of<FiveYearPlan>(24)}};
    }
    if (name == "training_target.show") {
      return {{"id", id_of<Target>(25)}};
    }
    if (!name.ends_with(".change") && !name.ends_with(".remove") && !name.ends_with(".make")) {
      return {{"id", id_of<FiveYearPlan>(24)}};
    }
    counties.keep([&](db::Change& change) {
      change.insert("five_year_plan", Counties::five_years(fresh_, year));
      Target made = Counties::target(fresh_, fresh_);
      made.year = year;
      change.insert("training_target", made);
    });
    if (name == "five_year_plan.change") {
      return {{"id", id_of<FiveYearPlan>(fresh_)},
              {"name", "Five years"},
              {"source", "Decision 7"},
              {"version", 1}};
    }
    if (name == "training_target.make") {
      return {{"plan", id_of<FiveYearPlan>(fresh_)}, {"year", year + 1}, {"people", 5}};
    }
    json::object input = {{"id", id_of<Target>(fresh_)}, {"version", 1}};
    if (name == "training_target.change") {
      input["days"] = 12;
    }
    return input;
  }

  json::object of_one(const std::string& name, std::int64_t side) {
    const std::int64_t staff = side == 1 ? 59 : 58;
    const bool reads = name.ends_with(".show") || name.ends_with(".history");
    if (name.starts_with("completion.")) {
      const std::int64_t made = reads ? 90 + side : ++fresh_;
      if (!reads && side != 0) {
        counties.keep([&](db::Change& change) {
          change.insert("training_completion", Counties::completion(made, staff, "2022-01-01"));
        });
      }
      return reads ? json::object{{"id", id_of<Completion>(side == 0 ? 404 : made)}}
                   : json::object{{"id", id_of<Completion>(side == 0 ? 404 : made)},
                                  {"reason", "x"},
                                  {"version", 1}};
    }
    if (name.starts_with("training_exception.")) {
      const std::int64_t made = reads ? 50 + side : ++fresh_;
      if (!reads && side != 0) {
        counties.keep([&](db::Change& change) {
          change.insert("training_exception", Counties::exception(made, side));
        });
      }
      return reads ? json::object{{"id", id_of<Exception>(side == 0 ? 404 : made)}}
                   : json::object{{"id", id_of<Exception>(side == 0 ? 404 : made)}, {"version", 1}};
    }
    if (name.starts_with("seat.")) {
      const std::int64_t made = reads ? 70 + side : ++fresh_;
      if (!reads && side != 0) {
        counties.keep([&](db::Change& change) {
          change.insert("training_seat", Counties::seat(made, 60 + side, staff));
        });
      }
      return reads ? json::object{{"id", id_of<Seat>(side == 0 ? 404 : made)}}
                   : json::object{{"id", id_of<Seat>(side == 0 ? 404 : made)},
                                  {"reason", "x"},
                                  {"version", 1}};
    }
    const std::int64_t made = side == 0 ? 404 : reads ? 60 + side : fresh_session(side);
    json::object input = {{"id", id_of<Session>(made)}};
    if (!reads) {
      input["version"] = 1;
    }
    if (name == "training_session.cancel") {
      input["reason"] = "x";
    } else if (name == "training_session.complete") {
      input["source"] = "List";
      input["not_completed"] = json::array();
    } else if (name == "training_session.change") {
      input["from_day"] = "2027-07-05";
      input["to_day"] = "2027-07-09";
      input["place"] = "Hall";
      input["capacity"] = 5;
    }
    return input;
  }

  /// On days of its own: nobody sits in two at a time.
  std::int64_t fresh_session(std::int64_t side) {
    ++fresh_;
    counties.keep([&](db::Change& change) {
      change.insert("training_session",
                    Counties::session(fresh_, side, "Hall",
                                      (day("2020-01-06") + 7 * (fresh_ % 300)).to_text()));
    });
    return fresh_;
  }
  std::int64_t fresh_posting(std::int64_t side) {
    ++fresh_;
    counties.keep([&](db::Change& change) {
      change.insert("posting", Posting{.id = {fresh_},
                                       .staff = {side == 1 ? 59 : 58},
                                       .site = {30 + side},
                                       .from_day = day("2020-03-01"),
                                       .to_day = day("2020-04-01"),
                                       .source = "List"});
    });
    return fresh_;
  }

  std::int64_t fresh_ = 100'000;
};

TEST_F(TrainingPolicy, EveryRouteAsEveryRoleInEveryRelation) {
  access::expect_policy(
      operations(), "training",
      [this](const access::Operation& operation, const std::string& role,
             const std::string& relation) { return ask(operation, role, relation); });
}

/// Lists, single records, and changes that name what lies outside.
std::vector<access::Question> questions(const programme::World& world) {
  std::vector<access::Question> made;
  const auto add = [&](std::string_view name, json::object input) {
    made.push_back({&world.operation(name), std::move(input)});
  };
  add("course.list", {{"count", true}});
  add("course.show", {{"id", id_of<Course>(21)}});
  add("course.history", {{"id", id_of<Course>(21)}});
  for (const std::string_view list :
       {"completion.list", "training.coverage", "training.figures", "training_exception.list",
        "training_session.list", "seat.list", "training_session.plan", "seat.calendar"}) {
    add(list, {});
  }
  add("training.coverage", {{"all", true}, {"count", true}});
  add("survey.list", {});
  for (const char* of :
       {"survey.show", "survey.history", "survey.turnout", "survey.unanswered", "survey.results"}) {
    add(of, {{"id", id_of<Survey>(22)}});
    add(of, {{"id", id_of<Survey>(23)}});
  }
  for (const char* list : {"survey_answer.list", "course_wish.list", "five_year_plan.list"}) {
    add(list, {});
    add(list, {{"limit", 1}});
  }
  add("five_year_plan.show", {{"id", id_of<FiveYearPlan>(24)}});
  add("five_year_plan.history", {{"id", id_of<FiveYearPlan>(24)}});
  add("training_target.list", {{"plan", id_of<FiveYearPlan>(24)}});
  add("training_target.show", {{"id", id_of<Target>(25)}});
  for (const std::string_view by : {"area", "site", "sponsor", "kind"}) {
    add("training.figures", {{"by", by}});
  }
  for (const std::int64_t area : {12, 404}) {
    for (const char* of : {"survey.turnout", "survey.unanswered", "survey.results"}) {
      add(of, {{"id", id_of<Survey>(23)}, {"within", id_of<Area>(area)}});
    }
    add("training_target.list", {{"plan", id_of<FiveYearPlan>(24)}, {"within", id_of<Area>(area)}});
    add("training.coverage", {{"within", id_of<Area>(area)}, {"all", true}});
    add("training.figures", {{"within", id_of<Area>(area)}});
    add("training_session.list", {{"within", id_of<Area>(area)}});
    add("training_session.plan", {{"within", id_of<Area>(area)}});
    add("training_session.accept", {{"digest", "x"}, {"within", id_of<Area>(area)}});
    add("training_session.make",
        {{"course", id_of<Course>(21)}, {"area", id_of<Area>(area)}, {"from_day", "2027-05-03"}});
  }
  for (const std::int64_t staff : {58, 404}) {
    const std::string id = id_of<Staff>(staff);
    add("completion.list", {{"staff", id}});
    add("survey_answer.list", {{"staff", id}});
    add("course_wish.list", {{"staff", id}, {"all", true}});
    add("survey.answer", {{"id", id_of<Survey>(22)},
                          {"staff", id},
                          {"wishes", json::array{id_of<Course>(21)}},
                          {"source", "Sheet"}});
    add("course_wish.make", {{"course", id_of<Course>(21)}, {"staff", id}, {"source", "Sheet"}});
    add("training.coverage", {{"staff", id}, {"all", true}});
    add("seat.list", {{"staff", id}});
    add("seat.calendar", {{"staff", id}});
    add("seat.make", {{"session", id_of<Session>(61)}, {"staff", id}});
    // What is there already, and is not there in the other world.
    for (const std::string_view on : {"2025-03-01", "2026-03-01"}) {
      add("completion.make",
          {{"staff", id}, {"course", id_of<Course>(21)}, {"completed_on", on}, {"source", "List"}});
    }
  }
  add("training.coverage", {{"site", id_of<Site>(32)}, {"all", true}});
  add("training.coverage", {{"sponsor", id_of<Sponsor>(42)}, {"all", true}});
  for (const std::int64_t number : {2, 304}) {
    const std::string completion = id_of<Completion>(90 + number);
    add("completion.show", {{"id", completion}});
    add("completion.history", {{"id", completion}});
    add("completion.withdraw", {{"id", completion}, {"reason", "x"}, {"version", 9}});
    add("course_wish.show", {{"id", id_of<CourseWish>(120 + number)}});
    add("course_wish.withdraw", {{"id", id_of<CourseWish>(120 + number)}, {"version", 9}});
    const std::string exception = id_of<Exception>(50 + number);
    add("training_exception.show", {{"id", exception}});
    add("training_exception.sign", {{"id", exception}, {"version", 9}});
    add("training_exception.decline", {{"id", exception}, {"version", 9}});
    add("training_exception.ask",
        {{"posting", id_of<Posting>(80 + number)}, {"kind", "leader"}, {"reason", "x"}});
    const std::string session = id_of<Session>(60 + number);
    add("training_session.show", {{"id", session}});
    add("training_session.history", {{"id", session}});
    add("training_session.change", {{"id", session},
                                    {"from_day", "2027-07-05"},
                                    {"to_day", "2027-07-09"},
                                    {"place", "Hall"},
                                    {"capacity", 5},
                                    {"version", 9}});
    add("training_session.cancel", {{"id", session}, {"reason", "x"}, {"version", 9}});
    add("training_session.complete",
        {{"id", session}, {"source", "List"}, {"not_completed", json::array()}, {"version", 9}});
    add("seat.list", {{"session", session}});
    add("seat.make", {{"session", session}, {"staff", id_of<Staff>(59)}});
    const std::string seat = id_of<Seat>(70 + number);
    add("seat.show", {{"id", seat}});
    add("seat.give_up", {{"id", seat}, {"reason", "x"}, {"version", 9}});
  }
  std::vector<std::string> tables = {
      table_of_completion(58, "2025-03-01"), table_of_completion(404, "2025-03-01"),
      fmt::format("staff,course,completed on\n{} person,Start,2025-03-01\n", sentinel)};
  for (const std::string& table : tables) {
    made.push_back({&world.operation("completion.import"), {{"check", true}}, table});
    made.push_back({&world.operation("completion.problems"), {}, table});
  }
  return made;
}

TEST(TrainingWorlds, WhatLiesOutsideTheScopeChangesNoAnswer) {
  Counties one(false);
  Counties other(true);
  programme::expect_no_leaks(one, other, questions, {std::string(sentinel), "Delta"}, "differs",
                             operations());
}

}  // namespace
}  // namespace sojourn::stages::training
