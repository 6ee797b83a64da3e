// Who sits in a session: places that are given and given up, and calendars of them.
#include "access/notify.h"
#include "documents/ics.h"
#include "stages/training/stage.h"

namespace sojourn::stages::training {
namespace {

struct SeatView {
  Id<Seat> id;
  Id<Session> session;
  std::string course_name;
  std::string place;
  base::Date from_day;
  base::Date to_day;
  Id<Staff> staff;
  std::string staff_name;
  SeatState state = SeatState::booked;
  std::optional<std::string> reason;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(SeatView, (),
                      (id, session, course_name, place, from_day, to_day, staff, staff_name, state,
                       reason, version))

struct ListSeats {
  std::optional<Id<Session>> session;
  std::optional<Id<Staff>> staff;
  std::optional<bool> given_up;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListSeats, (), (session, staff, given_up, after, limit))

struct WhichSeat {
  Id<Seat> id;
};
BOOST_DESCRIBE_STRUCT(WhichSeat, (), (id))

struct MakeSeat {
  Id<Session> session;
  Id<Staff> staff;
};
BOOST_DESCRIBE_STRUCT(MakeSeat, (), (session, staff))

struct GiveUpSeat {
  Id<Seat> id;
  std::string reason;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(GiveUpSeat, (), (id, reason, version))

struct WhoseCalendar {
  std::optional<Id<Staff>> staff;
};
BOOST_DESCRIBE_STRUCT(WhoseCalendar, (), (staff))

/// The calendar is the answer's file; this says what is in it.
struct CalendarMade {
  std::int64_t sessions = 0;
};
BOOST_DESCRIBE_STRUCT(CalendarMade, (), (sessions))

constexpr std::string_view seat_view =
    "e.id, e.session, k.name AS course_name, s.place, s.from_day, s.to_day, e.staff, t.name AS "
    "staff_name, e.state, e.reason, e.version";

SeatView show_seat(db::Tx& tx, const WhichSeat& input) {
  return tx.one<SeatView>(fmt::format("SELECT {} FROM {} AND e.id = $1", seat_view, scoped_seat),
                          input.id);
}

/// Newest first.
Page<SeatView> list_seats(db::Tx& tx, const ListSeats& input) {
  std::string from(scoped_seat);
  std::vector<db::Value> values;
  const auto add = [&](std::string_view condition, const auto& value) {
    if (value) {
      values.push_back(db::to_sql(*value));
      from += fmt::format(" AND {} ${}", condition, values.size());
    }
  };
  add("e.session =", input.session);
  add("e.staff =", input.staff);
  if (!input.given_up.value_or(false)) {
    from += " AND e.state <> 'given_up'";
  }
  if (input.after) {
    add("e.id <", std::optional(last_of<Seat>(*input.after)));
  }
  const std::int64_t limit = programme::checked_limit(input.limit);
  Page<SeatView> page;
  page.items = tx.rows_with<SeatView>(
      fmt::format("SELECT {} FROM {} ORDER BY e.id DESC LIMIT {}", seat_view, from, limit + 1),
      std::move(values));
  if (std::ssize(page.items) > limit) {
    page.items.pop_back();
    page.next = page.items.back().id.to_text();
  }
  return page;
}

SeatView make_seat(db::Change& change, const MakeSeat& input) {
  Faults faults;
  const auto session = change.maybe<Session>(
      fmt::format("SELECT {} FROM {} AND s.id = $1", columns<Session>("s"), scoped_session),
      input.session);
  if (!session) {
    faults.add("/session", "unknown_session", input.session.to_text(), "There is no such session.");
  } else if (session->state != SessionState::planned) {
    faults.add("/session", "not_planned", input.session.to_text(),
               "This session was held or cancelled.");
  }
  if (check_person(change, input.staff, "/staff", faults) && session) {
    const auto booked = change.value<std::int64_t>(
        "SELECT count(*) FROM training_seat e WHERE e.session = $1 AND e.state = 'booked' AND "
        "{unscoped:whoever sees the session sees who sits in it}",
        input.session);
    if (booked >= session->capacity) {
      faults.add("/session", "full", input.session.to_text(),
                 base::in_words("All {} places of this session are given.", session->capacity));
    }
    if (change.value<std::int64_t>(
            "SELECT count(*) FROM training_seat e JOIN training_session s ON s.id = e.session "
            "WHERE e.staff = $1 AND e.state = 'booked' AND s.state = 'planned' AND s.from_day <= "
            "$2 AND s.to_day >= $3 AND {unscoped:of a person whom the asker sees, who sits nowhere "
            "twice}",
            input.staff, session->to_day, session->from_day) > 0) {
      faults.add("/staff", "overlaps", input.staff.to_text(),
                 "On these days they have a place in a session already.");
    }
  }
  faults.refuse();
  const Seat made{.id = change.new_id<Seat>(), .session = input.session, .staff = input.staff};
  change.insert(Seat::table, made);
  access::notify_staff(change, std::vector{made.staff.value},
                       {.subject = "You have a place in a course",
                        .text = base::in_words("It is from {} to {}.", session->from_day.to_text(),
                                               session->to_day.to_text()),
                        .path = "/"});
  return show_seat(change, {made.id});
}

SeatView give_up_seat(db::Change& change, const GiveUpSeat& input) {
  Faults faults;
  faults.check_name("/reason", input.reason);
  faults.refuse();
  Seat before = change.one<Seat>(
      fmt::format("SELECT {} FROM {} AND e.id = $1", columns<Seat>("e"), scoped_seat), input.id);
  if (before.state != SeatState::booked) {
    throw base::Refusal{base::Kind::precondition, "not_booked",
                        "Only a place in a planned session is given up."};
  }
  before.version = input.version;
  Seat after = before;
  after.state = SeatState::given_up;
  after.reason = input.reason;
  change.update(Seat::table, before, after);
  return show_seat(change, {input.id});
}

/// Sessions to come, of one person or of all that the asker sees; by course and place alone, for a
/// calendar travels further than Sojourn.
CalendarMade give_calendar(access::Call& call, const WhoseCalendar& input) {
  documents::Calendar calendar{.name = "Sojourn", .events = {}};
  call.database.read(call.caller, [&](db::Tx& tx) {
    calendar.events.clear();
    const base::Instant now = tx.now();
    std::string from(scoped_seat);
    std::vector<db::Value> values = {db::to_sql(now.utc_date())};
    if (input.staff) {
      Faults faults;
      if (!check_person(tx, *input.staff, "/staff", faults)) {
        throw base::Refusal{base::Kind::not_found, "not_found", "There is nothing of that id."};
      }
      values.push_back(db::to_sql(*input.staff));
      from += " AND e.staff = $2";
    }
    for (const Session& session : tx.rows_with<Session>(
             fmt::format(
                 "SELECT {} FROM training_session s WHERE s.state = 'planned' AND s.to_day "
                 ">= $1 AND s.id IN (SELECT e.session FROM {} AND e.state = 'booked') ORDER "
                 "BY s.from_day, s.id",
                 columns<Session>("s"), from),
             std::move(values))) {
      calendar.events.push_back({.uid = session.id.to_text() + "@sojourn",
                                 .made_at = now,
                                 .from = session.from_day,
                                 .to = session.to_day,
                                 .title = tx.value<std::string>(
                                     "SELECT k.name FROM course k WHERE k.id = $1", session.course),
                                 .place = session.place});
    }
  });
  call.file = access::File{.name = "training.ics",
                           .media_type = std::string(documents::calendar_type),
                           .bytes = documents::ics_of(calendar)};
  return {.sessions = std::ssize(calendar.events)};
}

}  // namespace

std::vector<access::Operation> seat_operations() {
  const base::FieldAbout which = programme::which_field("SEAT");
  return {
      access::read_operation<ListSeats, Page<SeatView>>(
          {.name = "seat.list",
           .permission = read_training,
           .path = "/api/training-seats",
           .summary = "who has a place in which session, newest first",
           .fields = {{.name = "session", .shape = "SESSION", .meaning = "Only in this session."},
                      {.name = "staff", .shape = "STAFF", .meaning = "Only of this person."},
                      {.name = "given_up", .meaning = "Those that were given up too."},
                      programme::after_field(),
                      programme::limit_field()}},
          list_seats),
      access::read_operation<WhichSeat, SeatView>({.name = "seat.show",
                                                   .permission = read_training,
                                                   .path = "/api/training-seats/{id}",
                                                   .summary = "one place in a session",
                                                   .fields = {which}},
                                                  show_seat),
      access::change_operation<MakeSeat, SeatView>(
          {.name = "seat.make",
           .permission = manage_training,
           .method = Method::post,
           .path = "/api/training-seats",
           .summary = "give somebody a place in a session",
           .fields = {{.name = "session", .shape = "SESSION", .meaning = "Which session."},
                      {.name = "staff", .shape = "STAFF", .meaning = "Who."}}},
          make_seat),
      access::change_operation<GiveUpSeat, SeatView>(
          {.name = "seat.give_up",
           .permission = manage_training,
           .method = Method::post,
           .path = "/api/training-seats/{id}/give-up",
           .summary = "give up somebody's place in a planned session",
           .fields = {which, programme::reason_field(), programme::version_field()}},
          give_up_seat),
      access::call_operation<WhoseCalendar, CalendarMade>(
          {.name = "seat.calendar",
           .permission = read_training,
           .path = "/api/training-calendar",
           .summary = "sessions to come as a calendar file",
           .description =
               "Of one person, or of all whom you see. It names course, days and the "
               "session's place, no people and no site. The answer is a file of the form "
               "iCalendar.",
           .fields = {{.name = "staff", .shape = "STAFF", .meaning = "Only this person's."}},
           .gives_file = {std::string(documents::calendar_type)}},
          false, give_calendar),
  };
}

}  // namespace sojourn::stages::training
