#include "stages/training/operations.h"

#include <iterator>

#include "stages/programme/rules_table.h"
#include "stages/training/stage.h"

namespace sojourn::stages::training {

std::vector<access::Operation> operations() {
  std::vector<access::Operation> all;
  for (std::vector<access::Operation> part :
       {course_operations(), completion_operations(), coverage_operations(), exception_operations(),
        session_operations(), seat_operations(), plan_operations(), survey_operations(),
        answer_operations(), wish_operations(), five_year_operations()}) {
    all.insert(all.end(), std::make_move_iterator(part.begin()),
               std::make_move_iterator(part.end()));
  }
  return all;
}

void check_rules(std::string_view text, programme::Faults& faults) {
  (void)read_rules(text, "/text", faults);
}

db::ScopedTables scoped_tables() {
  return {"course_wish",        "survey_answer", "training_completion",
          "training_exception", "training_seat", "training_session"};
}

ledger::Tables logged_tables() {
  return {{"course", {}},
          {"training_session", {}},
          {"training_seat", {.subject = "staff"}},
          {"training_completion", {.subject = "staff"}},
          {"training_exception", {.subject = "staff"}},
          {"training_survey", {}},
          {"survey_answer", {.subject = "staff"}},
          {"course_wish", {.subject = "staff"}},
          {"five_year_plan", {}},
          {"training_target", {}}};
}

std::vector<programme::OwnPart> own_parts() {
  return {programme::own_part<Seat>("training_seat"),
          programme::own_part<Completion>("training_completion"),
          programme::own_part<Exception>("training_exception"),
          programme::own_part<SurveyAnswer>("survey_answer"),
          programme::own_part<CourseWish>("course_wish")};
}

std::vector<db::ConstraintAbout> constraints() {
  return {{.constraint = "training_survey(year)",
           .kind = base::Kind::conflict,
           .code = "survey_exists",
           .where = "/year",
           .detail = "There is a survey of this year already. Move its days instead."},
          {.constraint = "five_year_plan(first_year)",
           .kind = base::Kind::conflict,
           .code = "plan_exists",
           .where = "/first_year",
           .detail = "There is a plan that begins with this year already."}};
}

TrainingRules rules_of(db::Tx& tx, const base::Date& on) {
  return programme::rules_in_table(tx, on, "training", read_rules);
}

std::optional<Course> named_course(db::Tx& tx, Id<Course> id, Faults& faults) {
  std::optional<Course> found = tx.maybe<Course>(
      fmt::format("SELECT {} FROM course k WHERE k.id = $1", columns<Course>("k")), id);
  if (!found) {
    faults.add("/course", "unknown_course", id.to_text(), "There is no such course.");
  } else if (found->closed_on) {
    faults.add("/course", "closed", id.to_text(),
               "This course is closed. Nothing is planned or completed with it any more.");
    found.reset();
  }
  return found;
}

bool check_person(db::Tx& tx, Id<Staff> id, std::string_view where, Faults& faults) {
  const auto seen = tx.value<std::int64_t>(
      "SELECT count(*) FROM staff t JOIN area a ON a.id = t.area WHERE t.id = $1 AND {scope:area "
      "a.path; sponsor t.sponsor; staff t.id}",
      id);
  const auto posted = seen > 0 ? 0
                               : tx.value<std::int64_t>(
                                     "SELECT count(*) FROM posting n JOIN staff t ON t.id = "
                                     "n.staff JOIN site s ON s.id = n.site JOIN area a ON a.id = "
                                     "s.area WHERE n.ended_on IS NULL AND t.id = $1 AND "
                                     "{scope:area a.path; site s.id; sponsor t.sponsor; staff "
                                     "t.id}",
                                     id);
  if (seen + posted == 0) {
    faults.add(std::string(where), "unknown_staff", id.to_text(),
               base::in_words("There is no such {}.", programme::noun_of<Staff>()));
    return false;
  }
  return true;
}

}  // namespace sojourn::stages::training
