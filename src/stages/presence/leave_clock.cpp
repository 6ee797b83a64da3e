#include "stages/presence/leave_clock.h"

#include "access/notify.h"
#include "stages/presence/leave.h"

namespace sojourn::stages::presence {
namespace {

/// Whether the clock may grant it: somebody stays, days are left, and no month is locked.
bool may_grant(db::Tx& tx, const LeaveRules& rules, const LeaveRequest& leave) {
  Faults faults;
  const Rota posting = posting_of(tx, leave);
  const base::DateRange days(leave.from_day, leave.to_day);
  check_leave_days(tx, posting, days, leave.id, faults);
  check_balance(tx, rules, leave.staff, leave.kind, days, leave.days, faults);
  if (!leave.emergency && needs_cover(leave.kind)) {
    check_cover(tx, rules, posting, leave.kind, days, faults);
    if (alone(colleagues(tx, posting, days), days)) {
      return false;
    }
  }
  return faults.count() == 0;
}

void escalate(db::Change& change, const LeaveRules& rules, const LeaveRequest& before) {
  LeaveRequest after = before;
  after.level = one_up(before.level);
  after.escalations = before.escalations + 1;
  after.waits_since = change.now();
  after.due_at = due_at(rules, after.level, after.waits_since);
  change.update(LeaveRequest::table, before, after);
  tell_level(change, after.level, posting_of(change, before).site);
}

/// Asks after somebody who is not back: the days since are theirs to explain.
void ask_after(db::Change& change, const LeaveRequest& before) {
  const base::Date today = change.now().utc_date();
  LeaveRequest after = before;
  after.overdue_asked_on = today;
  change.update(LeaveRequest::table, before, after);
  const Rota posting = posting_of(change, before);
  const base::DateRange since(before.to_day + 1, std::max(before.to_day + 1, today - 1));
  const Known known(change, {posting}, since);
  if (const auto days = known.term(posting).shared(since)) {
    change.insert(DayQuestion::table, DayQuestion{.id = change.new_id<DayQuestion>(),
                                                  .posting = posting.id,
                                                  .staff = posting.staff,
                                                  .from_day = days->from(),
                                                  .to_day = *days->to(),
                                                  .asked_on = today,
                                                  .due_on = programme::working_days(change).after(
                                                      today, rules_of(change, today).answer_days)});
  }
  access::notify_staff(change, std::vector{posting.staff.value},
                       {.subject = "Are you back from leave?",
                        .text = "Your leave is over. Say when you came back, or what keeps you.",
                        .path = {}});
  access::notify_role(change, Role::team_leader, access::ScopeKind::site,
                      std::vector{posting.site.value},
                      {.subject = "Somebody is not back from leave",
                       .text = "Ask whether all is well, and confirm the return.",
                       .path = {}});
}

/// What is due of a request now.
enum class Due : std::uint8_t { nothing, escalate, grant, ask_after };

Due due_of(db::Tx& tx, const PresenceRules& rules, const LeaveRequest& leave) {
  switch (clock_step(leave, tx.now())) {
    case ClockStep::escalate: return Due::escalate;
    case ClockStep::grant: return may_grant(tx, rules.leave, leave) ? Due::grant : Due::nothing;
    case ClockStep::wait: break;
  }
  const base::Instant over = base::Instant::start_of_utc(leave.to_day + 1);
  return stands(leave.state, leave.emergency) && !leave.returned_on && !leave.overdue_asked_on &&
                 tx.now() >= over + std::chrono::hours(rules.leave.overdue_hours)
             ? Due::ask_after
             : Due::nothing;
}

}  // namespace

int run_leave_clock(db::Database& database) {
  // 1. What may be due: few of all.
  std::vector<Id<LeaveRequest>> due;
  database.read(db::Caller::program(), [&](db::Tx& tx) {
    due.clear();
    const PresenceRules rules = rules_of(tx, tx.now().utc_date());
    for (const LeaveRequest& each : tx.rows<LeaveRequest>(
             fmt::format("SELECT {} FROM leave_request n WHERE ((n.state = 'asked' AND n.due_at <= "
                         "$1) OR (n.state IN ('approved', 'gone', 'asked') AND n.returned_on IS "
                         "NULL AND n.overdue_asked_on IS NULL AND n.to_day < $2)) AND "
                         "{{unscoped:the program's own clock}} ORDER BY n.id",
                         columns<LeaveRequest>("n")),
             tx.now(), tx.now().utc_date())) {
      if (due_of(tx, rules, each) != Due::nothing) {
        due.push_back(each.id);
      }
    }
  });
  // 2. Each by itself, looked at again: somebody may have answered meanwhile.
  int done = 0;
  for (const Id<LeaveRequest> id : due) {
    try {
      done += database.change(db::Caller::program(), "leave.clock", [&](db::Change& change) {
        const PresenceRules rules = rules_of(change, change.now().utc_date());
        const LeaveRequest leave = leave_of(change, id);
        switch (due_of(change, rules, leave)) {
          case Due::nothing: return 0;
          case Due::escalate: escalate(change, rules.leave, leave); return 1;
          case Due::grant: grant(change, rules.leave, leave, true); return 1;
          case Due::ask_after: ask_after(change, leave); return 1;
        }
        return 0;
      });
    } catch (const base::Refusal& refusal) {
      if (refusal.kind != base::Kind::precondition && refusal.kind != base::Kind::conflict &&
          refusal.kind != base::Kind::invalid) {
        throw;  // somebody else answered in between, and so it is no longer due
      }
    }
  }
  return done;
}

bool LeaveClock::run_one(const std::stop_token& /*stop*/) {
  const auto now = std::chrono::steady_clock::now();
  if (now >= next_) {
    next_ = now + std::chrono::minutes(1);
    run_leave_clock(database_);
  }
  return false;
}

}  // namespace sojourn::stages::presence
