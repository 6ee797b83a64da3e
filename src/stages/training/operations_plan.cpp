// Who should sit in which planned session: proposed by the planner (session_plan.h) from what
// people lack and then from what they wish for, and kept when the office accepts it.
#include <algorithm>
#include <map>
#include <tuple>

#include "base/digest.h"
#include "stages/training/coverage.h"
#include "stages/training/session_plan.h"
#include "stages/training/surveys.h"

namespace sojourn::stages::training {
namespace {

/// People whom one proposal plans for.
constexpr std::size_t most_people = 5'000;
/// Wishes of a person that one proposal looks at, the oldest first: so many for everybody.
constexpr std::size_t most_wishes = 3;

struct PlanWithin {
  std::optional<Id<Area>> within;
};
BOOST_DESCRIBE_STRUCT(PlanWithin, (), (within))

struct AcceptPlan {
  std::string digest;
  std::optional<Id<Area>> within;
};
BOOST_DESCRIBE_STRUCT(AcceptPlan, (), (digest, within))

struct AcceptedPlan {
  std::int64_t places = 0;
};
BOOST_DESCRIBE_STRUCT(AcceptedPlan, (), (places))

struct ProposedSeat {
  Id<Session> session;
  std::string course_name;
  base::Date from_day;
  base::Date to_day;
  std::string place;
  Id<Staff> staff;
  std::string staff_name;
  std::string site_name;
  CourseKind kind = CourseKind::before_posting;
  std::optional<base::Date> due;  ///< none: nobody requires it, they wished for it
};
BOOST_DESCRIBE_STRUCT(ProposedSeat, (),
                      (session, course_name, from_day, to_day, place, staff, staff_name, site_name,
                       kind, due))

/// Why one session does not serve somebody.
struct NotServedBy {
  Id<Session> session;
  std::string course_name;
  base::Date from_day;
  base::Date to_day;
  WhyNot why = WhyNot::full;
  std::int32_t places = 0;           ///< that were free before this plan
  std::int64_t due_sooner = 0;       ///< of a full one: people placed in it who are due no later
  std::optional<Id<Session>> other;  ///< of one that overlaps: the session that they take
};
BOOST_DESCRIBE_STRUCT(NotServedBy, (),
                      (session, course_name, from_day, to_day, why, places, due_sooner, other))

struct NotServed {
  Id<Staff> staff;
  std::string staff_name;
  std::string site_name;
  CourseKind kind = CourseKind::before_posting;
  base::Date due;
  bool overdue = false;
  bool no_course = false;  ///< no open course gives the days that are missing
  std::vector<NotServedBy> sessions = {};
};
BOOST_DESCRIBE_STRUCT(NotServed, (),
                      (staff, staff_name, site_name, kind, due, overdue, no_course, sessions))

struct Proposal {
  std::string digest;
  std::int64_t needs = 0;          ///< of people who have no place yet that would meet them
  std::int64_t in_time = 0;        ///< met before they are due
  std::int64_t late = 0;           ///< met that were due already
  std::int64_t in_time_bound = 0;  ///< no plan meets more in time
  bool served_proven = false;
  std::int64_t wished = 0;  ///< courses that people wish for and nobody requires
  std::int64_t wishes = 0;  ///< of them met, in places that nobody needs
  bool wishes_proven = false;
  bool proven = false;
  std::int64_t waiting = 0;
  std::vector<ProposedSeat> places = {};
  std::vector<NotServed> not_served = {};
};
BOOST_DESCRIBE_STRUCT(Proposal, (),
                      (digest, needs, in_time, late, in_time_bound, served_proven, wished, wishes,
                       wishes_proven, proven, waiting, places, not_served))

struct OpenSession {
  Id<Session> id;
  Id<Course> course;
  std::string course_name;
  CourseKind kind = CourseKind::before_posting;
  std::string place;
  base::Date from_day;
  base::Date to_day;
  std::int32_t capacity = 0;
  std::int64_t booked = 0;
};
BOOST_DESCRIBE_STRUCT(OpenSession, (),
                      (id, course, course_name, kind, place, from_day, to_day, capacity, booked))

/// What a number of the planner's input means.
struct NeedOf {
  const Covered* covered = nullptr;
  const Requirement* requirement = nullptr;  ///< none: it is a wish
};

struct WishRow {
  Id<Staff> staff;
  Id<Course> course;
};
BOOST_DESCRIBE_STRUCT(WishRow, (), (staff, course))

/// All that the planner is given, and what its numbers mean.
struct Question {
  std::vector<Covered> coverage = {};
  std::vector<OpenSession> sessions = {};
  std::vector<Course> courses = {};
  SessionPlanInput input = {};
  std::vector<std::vector<NeedOf>> needs = {};  ///< by the planner's person and need
  std::vector<NeedOf> without_course = {};
};

bool is_gap(Standing standing) {
  return standing == Standing::overdue || standing == Standing::lacking ||
         standing == Standing::expiring;
}

/// Whether a place that the person has would meet it, or they sit in such a session already.
bool is_booked(const Covered& covered, const Requirement& requirement) {
  return std::any_of(covered.booked.begin(), covered.booked.end(), [&](const Booked& each) {
    return counts(each.kind, each.language, requirement.kind, covered.posting);
  });
}

/// Courses that would meet what is missing in one session, by their numbers.
std::vector<std::int32_t> courses_for(const std::vector<Course>& courses, const Covered& covered,
                                      const Requirement& requirement) {
  std::vector<std::int32_t> made;
  for (std::size_t i = 0; i < courses.size(); ++i) {
    const std::int32_t missing = requirement.standing == Standing::expiring
                                     ? requirement.needed
                                     : requirement.needed - requirement.done;
    if (courses[i].days >= missing &&
        counts(courses[i].kind, courses[i].language, requirement.kind, covered.posting)) {
      made.push_back(static_cast<std::int32_t>(i));
    }
  }
  return made;
}

/// The planner's number of somebody, who is new to it or not.
std::size_t number_of_person(const Covered& covered, std::map<std::int64_t, std::size_t>& person_of,
                             Question& made) {
  const auto [at, fresh] =
      person_of.try_emplace(covered.posting.staff.value, made.input.people.size());
  if (fresh) {
    PlanPerson& person = made.input.people.emplace_back();
    made.needs.emplace_back();
    for (const Booked& seat : covered.booked) {
      person.busy.emplace_back(seat.from_day, seat.to_day);
    }
  }
  return at->second;
}

/// What posted people wish for, from the menu or in a survey, as far as there are sessions of it:
/// not where a need of theirs takes the same course, nor where they have a place already.
void add_wishes(db::Tx& tx, const std::map<std::int64_t, std::int32_t>& number_of,
                std::map<std::int64_t, std::size_t>& person_of, Question& made) {
  std::map<std::int64_t, const Covered*> posted;
  for (const Covered& each : made.coverage) {
    const Covered*& kept = posted[each.posting.staff.value];
    // Of two postings the one that lasts longer.
    if (kept == nullptr ||
        (kept->posting.to_day &&
         (!each.posting.to_day || *each.posting.to_day > *kept->posting.to_day))) {
      kept = &each;
    }
  }
  std::map<std::int64_t, std::size_t> own;
  for (const WishRow& wish : tx.rows<WishRow>(fmt::format(
           "SELECT n.staff, n.course FROM course_wish n JOIN staff t ON t.id = n.staff WHERE {} "
           "AND {} AND EXISTS (SELECT 1 FROM training_session s WHERE s.course = n.course AND "
           "s.state = 'planned') AND NOT EXISTS (SELECT 1 FROM training_seat e JOIN "
           "training_session s ON s.id = e.session WHERE e.staff = n.staff AND s.course = n.course "
           "AND e.state = 'booked' AND s.state = 'planned') ORDER BY n.made_on, n.id",
           open_wish, seen_person))) {
    const auto course = number_of.find(wish.course.value);
    const auto covered = posted.find(wish.staff.value);
    if (course == number_of.end() || covered == posted.end()) {
      continue;
    }
    const std::size_t at = number_of_person(*covered->second, person_of, made);
    std::vector<PlanNeed>& needs = made.input.people[at].needs;
    const bool needed = std::any_of(needs.begin(), needs.end(), [&](const PlanNeed& need) {
      return std::find(need.courses.begin(), need.courses.end(), course->second) !=
             need.courses.end();
    });
    if (needed || ++own[wish.staff.value] > most_wishes) {
      continue;
    }
    needs.push_back(
        {.courses = {course->second},
         .by = covered->second->posting.to_day.value_or(made.input.today.plus_years(10)),
         .wish = true});
    made.needs[at].push_back({.covered = covered->second});
  }
}

Question ask(db::Tx& tx, const std::optional<Id<Area>>& within) {
  const base::Date today = tx.now().utc_date();
  const TrainingRules rules = rules_of(tx, today);
  Question made;
  // 1. Sessions that are planned, with the places that are left.
  made.courses = tx.rows<Course>(fmt::format(
      "SELECT {} FROM course k WHERE k.closed_on IS NULL ORDER BY k.id", columns<Course>("k")));
  made.sessions = tx.rows<OpenSession>(fmt::format(
      "SELECT s.id, s.course, k.name AS course_name, k.kind, s.place, s.from_day, s.to_day, "
      "s.capacity, (SELECT count(*) FROM training_seat e WHERE e.session = s.id AND "
      "e.state = 'booked') AS booked FROM {} AND s.state = 'planned' ORDER BY "
      "s.from_day, s.id",
      scoped_session));
  std::map<std::int64_t, std::int32_t> number_of;
  for (std::size_t i = 0; i < made.courses.size(); ++i) {
    number_of.emplace(made.courses[i].id.value, static_cast<std::int32_t>(i));
  }
  made.input.today = today;
  made.input.last_minute_days = rules.last_minute_days;
  for (const OpenSession& each : made.sessions) {
    const auto course = number_of.find(each.course.value);
    made.input.sessions.push_back(
        {.course = course == number_of.end() ? -1 : course->second,
         .from = each.from_day,
         .to = each.to_day,
         .places = static_cast<std::int32_t>(each.capacity - each.booked)});
  }
  // 2. What people lack and have no place for. Somebody with two postings lacks it once, by the
  // sooner day.
  made.coverage = coverage_of(tx, {.within = within}, rules, today);
  std::map<std::int64_t, std::size_t> person_of;
  for (const Covered& each : made.coverage) {
    for (const Requirement& requirement : each.requirements) {
      if (!is_gap(requirement.standing) || is_booked(each, requirement)) {
        continue;
      }
      std::vector<std::int32_t> courses = courses_for(made.courses, each, requirement);
      if (courses.empty()) {
        made.without_course.push_back({&each, &requirement});
        continue;
      }
      const bool late = requirement.due < today;
      // What is overdue helps as long as the posting lasts.
      const base::Date by =
          !late ? requirement.due : each.posting.to_day.value_or(today.plus_years(10));
      const std::size_t at = number_of_person(each, person_of, made);
      PlanPerson& person = made.input.people[at];
      std::vector<NeedOf>& own = made.needs[at];
      const auto same = std::find_if(own.begin(), own.end(), [&](const NeedOf& other) {
        return other.requirement->kind == requirement.kind &&
               courses == person.needs[static_cast<std::size_t>(&other - own.data())].courses;
      });
      if (same == own.end()) {
        person.needs.push_back({.courses = std::move(courses), .by = by, .late = late});
        own.push_back({&each, &requirement});
      } else if (requirement.due < same->requirement->due) {
        person.needs[static_cast<std::size_t>(same - own.begin())] = {
            .courses = std::move(courses), .by = by, .late = late};
        *same = {&each, &requirement};
      }
    }
  }
  add_wishes(tx, number_of, person_of, made);
  if (made.input.people.size() > most_people) {
    throw base::Refusal{
        base::Kind::too_large, "too_many_people",
        base::in_words("{} people lack something here. Plan for one area after the other, up to {} "
                       "people at once.",
                       made.input.people.size(), most_people)};
  }
  return made;
}

NotServed not_served(const NeedOf& need, base::Date today) {
  return {.staff = need.covered->posting.staff,
          .staff_name = need.covered->posting.staff_name,
          .site_name = need.covered->posting.site_name,
          .kind = need.requirement->kind,
          .due = need.requirement->due,
          .overdue = need.requirement->due < today};
}

Proposal propose(const Question& question, const SessionPlan& plan) {
  const SessionPlanInput& input = question.input;
  Proposal made{.digest = {},
                .needs = plan.needs + std::ssize(question.without_course),
                .in_time = plan.in_time,
                .late = plan.late,
                .in_time_bound = plan.in_time_bound,
                .served_proven = plan.served_proven,
                .wished = plan.wished,
                .wishes = plan.wishes,
                .wishes_proven = plan.wishes_proven,
                .proven = plan.proven,
                .waiting = plan.waiting};
  base::Sha256 digest;
  const auto session_of = [&](std::int32_t number) -> const OpenSession& {
    return question.sessions[static_cast<std::size_t>(number)];
  };
  for (std::size_t p = 0; p < input.people.size(); ++p) {
    for (std::size_t n = 0; n < input.people[p].needs.size(); ++n) {
      const NeedOf& need = question.needs[p][n];
      const Posted& posting = need.covered->posting;
      if (const auto given = plan.session[p][n]) {
        const OpenSession& session = session_of(*given);
        digest.add(fmt::format("{} {}\n", session.id.to_text(), posting.staff.to_text()));
        made.places.push_back(
            {.session = session.id,
             .course_name = session.course_name,
             .from_day = session.from_day,
             .to_day = session.to_day,
             .place = session.place,
             .staff = posting.staff,
             .staff_name = posting.staff_name,
             .site_name = posting.site_name,
             .kind = need.requirement ? need.requirement->kind : session.kind,
             .due = need.requirement ? std::optional(need.requirement->due) : std::nullopt});
        continue;
      }
      if (need.requirement == nullptr) {
        continue;  // it stays in the list of wishes
      }
      NotServed& told = made.not_served.emplace_back(not_served(need, input.today));
      for (const SessionReason& reason : why_not(input, plan, p, n)) {
        const OpenSession& session = session_of(reason.session);
        told.sessions.push_back(
            {.session = session.id,
             .course_name = session.course_name,
             .from_day = session.from_day,
             .to_day = session.to_day,
             .why = reason.why,
             .places = input.sessions[static_cast<std::size_t>(reason.session)].places,
             .due_sooner = reason.due_sooner,
             .other = reason.other ? std::optional(session_of(*reason.other).id) : std::nullopt});
      }
    }
  }
  for (const NeedOf& need : question.without_course) {
    made.not_served.emplace_back(not_served(need, input.today)).no_course = true;
  }
  std::sort(made.places.begin(), made.places.end(),
            [](const ProposedSeat& a, const ProposedSeat& b) {
              return std::tie(a.from_day, a.session.value, a.staff_name, a.staff.value) <
                     std::tie(b.from_day, b.session.value, b.staff_name, b.staff.value);
            });
  std::stable_sort(made.not_served.begin(), made.not_served.end(),
                   [](const NotServed& a, const NotServed& b) { return a.due < b.due; });
  made.digest = digest.hex();
  return made;
}

Proposal plan(db::Tx& tx, const PlanWithin& input) {
  const Question question = ask(tx, input.within);
  return propose(question, plan_sessions(question.input));
}

AcceptedPlan accept(db::Change& change, const AcceptPlan& input) {
  const Proposal proposal = plan(change, {.within = input.within});
  if (proposal.digest != input.digest) {
    throw base::Refusal{base::Kind::precondition, "other_plan",
                        "What people lack, or the sessions, changed since this was proposed. Look "
                        "at the new proposal first."};
  }
  std::vector<Seat> seats;
  for (const ProposedSeat& each : proposal.places) {
    seats.push_back({.id = change.new_id<Seat>(), .session = each.session, .staff = each.staff});
  }
  if (!seats.empty()) {
    change.insert_all(Seat::table, seats, "accepted");
  }
  return {.places = std::ssize(seats)};
}

}  // namespace

std::vector<access::Operation> plan_operations() {
  const base::FieldAbout within{
      .name = "within",
      .shape = "AREA",
      .meaning = "Only for people at sites in this area or in one that lies in it."};
  return {
      access::read_operation<PlanWithin, Proposal>(
          {.name = "training_session.plan",
           .permission = manage_training,
           .path = "/api/training-plan",
           .summary = "propose who sits in which planned session",
           .description =
               "From what people lack: first as many as can be before they are due, then what is "
               "overdue, then what people wish for (of each up to three wishes, the oldest), then "
               "the least waiting. `served_proven`: no plan serves more; `wishes_proven`: nor, "
               "serving as many, more wishes. Whom it cannot serve is told with the reason at each "
               "session; a place without `due` meets a wish. Nothing is kept before it is "
               "accepted.",
           .fields = {within}},
          plan),
      access::change_operation<AcceptPlan, AcceptedPlan>(
          {.name = "training_session.accept",
           .permission = manage_training,
           .method = Method::post,
           .path = "/api/training-plan/accept",
           .summary = "give the places that the plan of sessions proposes",
           .fields = {{.name = "digest",
                       .shape = "DIGEST",
                       .meaning = "That of the proposal which was looked at."},
                      within}},
          accept),
  };
}

}  // namespace sojourn::stages::training
