// Sessions of courses: where and when, how many may come, and who completed them.
#include <algorithm>

#include "stages/training/stage.h"

namespace sojourn::stages::training {
namespace {

struct SessionView {
  Id<Session> id;
  Id<Course> course;
  std::string course_name;
  CourseKind kind = CourseKind::before_posting;
  Id<Area> area;
  std::string area_name;
  std::string place;
  base::Date from_day;
  base::Date to_day;
  std::int32_t capacity = 1;
  std::int64_t people = 0;  ///< who have a place, or had one until it was held
  SessionState state = SessionState::planned;
  std::optional<std::string> reason;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(SessionView, (),
                      (id, course, course_name, kind, area, area_name, place, from_day, to_day,
                       capacity, people, state, reason, version))

struct ListSessions {
  std::optional<Id<Area>> within;
  std::optional<Id<Course>> course;
  std::optional<SessionState> state;
  std::optional<base::Date> from;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListSessions, (), (within, course, state, from, after, limit))

struct WhichSession {
  Id<Session> id;
};
BOOST_DESCRIBE_STRUCT(WhichSession, (), (id))

struct MakeSession {
  Id<Course> course;
  Id<Area> area;
  base::Date from_day;
  std::optional<base::Date> to_day;
  std::optional<std::string> place;
  std::optional<std::int32_t> capacity;
};
BOOST_DESCRIBE_STRUCT(MakeSession, (), (course, area, from_day, to_day, place, capacity))

struct ChangeSession {
  Id<Session> id;
  base::Date from_day;
  base::Date to_day;
  std::string place;
  std::int32_t capacity = 1;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(ChangeSession, (), (id, from_day, to_day, place, capacity, version))

struct CancelSession {
  Id<Session> id;
  std::string reason;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(CancelSession, (), (id, reason, version))

struct CompleteSession {
  Id<Session> id;
  std::string source;
  std::vector<Id<Staff>> not_completed;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(CompleteSession, (), (id, source, not_completed, version))

struct SessionHistory {
  Id<Session> id;
  std::optional<std::string> after;
};
BOOST_DESCRIBE_STRUCT(SessionHistory, (), (id, after))

constexpr std::string_view session_view =
    "s.id, s.course, k.name AS course_name, k.kind, s.area, a.name AS area_name, s.place, "
    "s.from_day, s.to_day, s.capacity, (SELECT count(*) FROM training_seat e WHERE e.session = "
    "s.id "
    "AND e.state <> 'given_up') AS people, s.state, s.reason, s.version";

SessionView show_session(db::Tx& tx, const WhichSession& input) {
  return tx.one<SessionView>(
      fmt::format("SELECT {} FROM {} AND s.id = $1", session_view, scoped_session), input.id);
}

/// In the order of days.
Page<SessionView> list_sessions(db::Tx& tx, const ListSessions& input) {
  std::string from(scoped_session);
  std::vector<db::Value> values;
  const auto add = [&](std::string_view condition, const auto& value) {
    values.push_back(db::to_sql(value));
    from += fmt::format(" AND {} ${}", condition, values.size());
  };
  if (input.within) {
    const std::string top = programme::path_of(tx, *input.within);
    add("a.path >=", top);
    add("a.path <", db::end_of_prefix(top));
  }
  if (input.course) {
    add("s.course =", *input.course);
  }
  if (input.state) {
    add("s.state =", *input.state);
  }
  if (input.from) {
    add("NOT s.to_day <", *input.from);
  }
  if (input.after) {
    const std::size_t gap = input.after->find(' ');
    const auto day = base::Date::from_text(std::string_view(*input.after).substr(0, gap));
    if (!day || gap == std::string::npos) {
      programme::refuse_place(*input.after, "This should be what `next` said.");
    }
    const Id<Session> last = last_of<Session>(input.after->substr(gap + 1));
    values.push_back(db::to_sql(*day));
    values.push_back(db::to_sql(last));
    from += fmt::format(" AND (s.from_day, s.id) > (${}, ${})", values.size() - 1, values.size());
  }
  const std::int64_t limit = programme::checked_limit(input.limit);
  Page<SessionView> page;
  page.items =
      tx.rows_with<SessionView>(fmt::format("SELECT {} FROM {} ORDER BY s.from_day, s.id LIMIT {}",
                                            session_view, from, limit + 1),
                                std::move(values));
  if (std::ssize(page.items) > limit) {
    page.items.pop_back();
    page.next = page.items.back().from_day.to_text() + ' ' + page.items.back().id.to_text();
  }
  return page;
}

constexpr int last_year = 2199;

void check(const Session& session, Faults& faults) {
  faults.check_name("/place", session.place);
  faults.check_between("/capacity", session.capacity, 1, most_capacity);
  if (session.from_day.year() > last_year) {
    faults.add("/from_day", "too_far", session.from_day.to_text(),
               "Sessions are planned within this century and the next.");
  } else if (session.to_day < session.from_day) {
    faults.add("/to_day", "out_of_order", session.to_day.to_text(),
               "The last day should not be before the first one.");
  } else if (session.to_day - session.from_day >= most_days) {
    faults.add("/to_day", "too_long", session.to_day.to_text(), "A session takes a year at most.");
  }
}

SessionView make_session(db::Change& change, const MakeSession& input) {
  Faults faults;
  programme::named(change, input.area, "/area", faults);
  const std::optional<Course> course = named_course(change, input.course, faults);
  const std::optional<std::string> place = input.place ? input.place
                                           : course    ? course->place
                                                       : std::nullopt;
  if (course && !place) {
    faults.add("/place", "missing", "", "Where is it held? The course does not say.");
  }
  Session made{.id = change.new_id<Session>(),
               .course = input.course,
               .area = input.area,
               .place = place.value_or("x"),
               .from_day = input.from_day,
               .to_day = input.to_day ? *input.to_day
                         : course && input.from_day.year() <= last_year
                             ? input.from_day + (course->days - 1)
                             : input.from_day,
               .capacity = input.capacity.value_or(course ? course->capacity : 1)};
  check(made, faults);
  faults.refuse();
  change.insert(Session::table, made);
  return show_session(change, {made.id});
}

Session session_to_change(db::Change& change, Id<Session> id, std::int64_t version) {
  Session session = change.one<Session>(
      fmt::format("SELECT {} FROM {} AND s.id = $1", columns<Session>("s"), scoped_session), id);
  if (session.state != SessionState::planned) {
    throw base::Refusal{base::Kind::precondition, "not_planned",
                        "This session was held or cancelled."};
  }
  session.version = version;
  return session;
}

std::vector<Seat> booked_seats(db::Tx& tx, Id<Session> session) {
  return tx.rows<Seat>(
      fmt::format("SELECT {} FROM training_seat e WHERE e.session = $1 AND e.state = 'booked' AND "
                  "{{unscoped:whoever sees the session sees who sits in it}} ORDER BY e.id",
                  columns<Seat>("e")),
      session);
}

SessionView change_session(db::Change& change, const ChangeSession& input) {
  const Session before = session_to_change(change, input.id, input.version);
  Session after = before;
  after.from_day = input.from_day;
  after.to_day = input.to_day;
  after.place = input.place;
  after.capacity = input.capacity;
  Faults faults;
  check(after, faults);
  const auto booked = std::ssize(booked_seats(change, input.id));
  if (booked > input.capacity && input.capacity >= 1) {
    faults.add("/capacity", "people_booked", std::to_string(input.capacity),
               base::in_words("{} people have a place in it. Give some of them up first.", booked));
  }
  // Nobody sits in two sessions at a time, also when one moves.
  if (faults.count() == 0 &&
      change.value<std::int64_t>(
          "SELECT count(*) FROM training_seat e JOIN training_seat o ON o.staff = e.staff AND "
          "o.session <> e.session AND o.state = 'booked' JOIN training_session s ON s.id = "
          "o.session AND s.state = 'planned' WHERE e.session = $1 AND e.state = 'booked' AND "
          "s.from_day <= $2 AND s.to_day >= $3 AND {unscoped:whoever sees the session sees who "
          "sits "
          "in it, and nobody sits twice}",
          input.id, input.to_day, input.from_day) > 0) {
    faults.add("/from_day", "overlaps", input.from_day.to_text(),
               "On these days people of this session sit in another one.");
  }
  faults.refuse();
  change.update(Session::table, before, after);
  return show_session(change, {input.id});
}

SessionView cancel_session(db::Change& change, const CancelSession& input) {
  Faults faults;
  faults.check_name("/reason", input.reason);
  faults.refuse();
  const Session before = session_to_change(change, input.id, input.version);
  for (const Seat& seat : booked_seats(change, input.id)) {
    Seat after = seat;
    after.state = SeatState::given_up;
    after.reason = input.reason;
    change.update(Seat::table, seat, after);
  }
  Session after = before;
  after.state = SessionState::cancelled;
  after.reason = input.reason;
  change.update(Session::table, before, after);
  return show_session(change, {input.id});
}

/// Everybody who has a place completed it, but for those who are named.
SessionView complete_session(db::Change& change, const CompleteSession& input) {
  const Session before = session_to_change(change, input.id, input.version);
  const base::Date today = change.now().utc_date();
  if (before.to_day > today) {
    throw base::Refusal{
        base::Kind::precondition, "not_over",
        base::in_words("This session ends on {}. It is completed then.", before.to_day.to_text())};
  }
  Faults faults;
  faults.check_name("/source", input.source);
  const std::vector<Seat> seats = booked_seats(change, input.id);
  for (std::size_t i = 0; i < input.not_completed.size(); ++i) {
    if (std::none_of(seats.begin(), seats.end(),
                     [&](const Seat& seat) { return seat.staff == input.not_completed[i]; })) {
      faults.add(fmt::format("/not_completed/{}", i), "not_in_it", input.not_completed[i].to_text(),
                 "They have no place in this session.");
    }
  }
  faults.refuse();
  const Course course = change.one<Course>(
      fmt::format("SELECT {} FROM course k WHERE k.id = $1", columns<Course>("k")), before.course);
  for (const Seat& seat : seats) {
    Seat after = seat;
    const bool completed = std::find(input.not_completed.begin(), input.not_completed.end(),
                                     seat.staff) == input.not_completed.end();
    after.state = completed ? SeatState::completed : SeatState::not_completed;
    change.update(Seat::table, seat, after);
    if (completed) {
      change.insert(Completion::table,
                    Completion{.id = change.new_id<Completion>(),
                               .staff = seat.staff,
                               .course = before.course,
                               .completed_on = before.to_day,
                               .days = course.days,
                               .expires_on = expiry(course.validity_months, before.to_day),
                               .source = input.source,
                               .session = before.id,
                               .recorded_on = today});
    }
  }
  Session after = before;
  after.state = SessionState::held;
  change.update(Session::table, before, after);
  return show_session(change, {input.id});
}

Page<HistoryEntry> session_history(db::Tx& tx, const SessionHistory& input) {
  show_session(tx, {input.id});
  return programme::history_of(tx, Session::table, input.id.value, input.after);
}

}  // namespace

std::vector<access::Operation> session_operations() {
  const base::FieldAbout which = programme::which_field("SESSION");
  const base::FieldAbout from_day{.name = "from_day", .shape = "DAY", .meaning = "Its first day."};
  const base::FieldAbout capacity{.name = "capacity",
                                  .shape = "N",
                                  .unit = "people",
                                  .least = 1,
                                  .most = most_capacity,
                                  .meaning = "How many may come; the course's if not given."};
  return {
      access::read_operation<ListSessions, Page<SessionView>>(
          {.name = "training_session.list",
           .permission = read_sessions,
           .path = "/api/training-sessions",
           .summary = "sessions of courses, in the order of days",
           .fields = {{.name = "within",
                       .shape = "AREA",
                       .meaning = "Only those of this area or of one that lies in it."},
                      {.name = "course", .shape = "COURSE", .meaning = "Only of this course."},
                      {.name = "state",
                       .shape = "STATE",
                       .meaning = "Only those that are planned, held or cancelled."},
                      {.name = "from",
                       .shape = "DAY",
                       .meaning = "Only those that end on this day or later."},
                      programme::after_field(),
                      programme::limit_field()}},
          list_sessions),
      access::read_operation<WhichSession, SessionView>({.name = "training_session.show",
                                                         .permission = read_sessions,
                                                         .path = "/api/training-sessions/{id}",
                                                         .summary = "one session of a course",
                                                         .fields = {which}},
                                                        show_session),
      access::change_operation<MakeSession, SessionView>(
          {.name = "training_session.make",
           .permission = manage_training,
           .method = Method::post,
           .path = "/api/training-sessions",
           .summary = "plan a session of a course",
           .fields = {{.name = "course", .shape = "COURSE", .meaning = "Which course."},
                      {.name = "area",
                       .shape = "AREA",
                       .meaning = "Whose session it is: its managers see and fill it."},
                      from_day,
                      {.name = "to_day",
                       .shape = "DAY",
                       .meaning = "Its last day; by the course's days if not given."},
                      {.name = "place",
                       .shape = "TEXT",
                       .meaning = "Where it is held; the course's place if not given."},
                      capacity}},
          make_session),
      access::change_operation<ChangeSession, SessionView>(
          {.name = "training_session.change",
           .permission = manage_training,
           .method = Method::put,
           .path = "/api/training-sessions/{id}",
           .summary = "move a planned session, or change its places",
           .fields = {which,
                      from_day,
                      {.name = "to_day", .shape = "DAY", .meaning = "Its last day."},
                      {.name = "place", .shape = "TEXT", .meaning = "Where it is held."},
                      {.name = "capacity",
                       .shape = "N",
                       .unit = "people",
                       .least = 1,
                       .most = most_capacity,
                       .meaning = "How many may come, no fewer than have a place in it."},
                      programme::version_field()}},
          change_session),
      access::change_operation<CancelSession, SessionView>(
          {.name = "training_session.cancel",
           .permission = manage_training,
           .method = Method::post,
           .path = "/api/training-sessions/{id}/cancel",
           .summary = "cancel a planned session: its places are given up",
           .fields = {which, programme::reason_field(), programme::version_field()}},
          cancel_session),
      access::change_operation<CompleteSession, SessionView>(
          {.name = "training_session.complete",
           .permission = manage_training,
           .method = Method::post,
           .path = "/api/training-sessions/{id}/complete",
           .summary = "record for all at once that they completed a session",
           .description = "Everybody with a place in it, but for those who are named.",
           .fields =
               {which,
                {.name = "source",
                 .shape = "TEXT",
                 .meaning = "Where it stands written: the list of the session."},
                {.name = "not_completed", .shape = "STAFF", .meaning = "Who did not complete it."},
                programme::version_field()}},
          complete_session),
      access::read_operation<SessionHistory, Page<HistoryEntry>>(
          {.name = "training_session.history",
           .permission = read_sessions,
           .path = "/api/training-sessions/{id}/history",
           .summary = "who planned and changed a session, and when",
           .fields = {which, programme::after_field()}},
          session_history),
  };
}

}  // namespace sojourn::stages::training
