// Who answers a request for leave: whoever holds the level at which it waits, or one further up.
#include <algorithm>

#include "access/notify.h"
#include "stages/presence/leave.h"

namespace sojourn::stages::presence {
namespace {

struct ApproveLeave {
  Id<LeaveRequest> id;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(ApproveLeave, (), (id, version))

struct DeclineLeave {
  Id<LeaveRequest> id;
  std::string reason;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(DeclineLeave, (), (id, reason, version))

/// The highest level that the asker holds over a site.
std::optional<LeaveLevel> level_held(db::Tx& tx, const access::Asker& asker, Id<Site> site) {
  if (asker.kind == access::AskerKind::operator_) {
    return LeaveLevel::office;
  }
  const auto path = tx.value<std::string>(
      "SELECT a.path FROM site s JOIN area a ON a.id = s.area WHERE s.id = $1 AND {unscoped:of "
      "leave that the asker sees}",
      site);
  for (const auto& [role, level] : {std::pair{Role::programme_officer, LeaveLevel::office},
                                    {Role::area_manager, LeaveLevel::township},
                                    {Role::team_leader, LeaveLevel::leader}}) {
    const auto scope =
        access::scope_of(asker.grants, tx.now().utc_date(), access::Roles{role}, asker.staff);
    if (scope &&
        (scope->whole ||
         std::any_of(scope->area_paths.begin(), scope->area_paths.end(),
                     [&](const std::string& each) { return path.starts_with(each); }) ||
         std::find(scope->sites.begin(), scope->sites.end(), site.value) != scope->sites.end())) {
      return level;
    }
  }
  return std::nullopt;
}

/// The request as the asker saw it, which waits for them.
LeaveRequest to_decide(db::Change& change, const access::Asker& asker, Id<LeaveRequest> id,
                       std::int64_t version) {
  LeaveRequest found = leave_of(change, id);
  if (is_own(change, found.staff) || asker.staff == found.staff.value) {
    throw base::Refusal{base::Kind::forbidden, "own_leave",
                        "Nobody decides on their own leave. It goes one up."};
  }
  if (found.state != LeaveState::asked) {
    throw base::Refusal{base::Kind::precondition, "not_asked",
                        "This request does not wait for an answer."};
  }
  const auto held = level_held(change, asker, posting_of(change, found).site);
  if (!held || *held < found.level) {
    throw base::Refusal{base::Kind::forbidden, "further_up",
                        found.level == LeaveLevel::office
                            ? base::Sentence("The programme office decides on this leave.")
                            : base::Sentence("The township or the office decides on this leave.")};
  }
  found.version = version;
  return found;
}

LeaveView approve(access::Call& call, const ApproveLeave& input) {
  return call.database.change(call.caller, "leave.approve", [&](db::Change& change) {
    const LeaveRequest before = to_decide(change, call.asker, input.id, input.version);
    const LeaveRules rules = rules_of(change, change.now().utc_date()).leave;
    const Rota posting = posting_of(change, before);
    const base::DateRange days(before.from_day, before.to_day);
    Faults faults;
    check_leave_days(change, posting, days, before.id, faults);
    if (!before.emergency) {
      check_cover(change, rules, posting, before.kind, days, faults);
    }
    check_balance(change, rules, before.staff, before.kind, days, before.days, faults);
    faults.refuse();
    grant(change, rules, before, false);
    return leave_view(change, input.id);
  });
}

LeaveView decline(access::Call& call, const DeclineLeave& input) {
  return call.database.change(call.caller, "leave.decline", [&](db::Change& change) {
    Faults faults;
    check_reason("/reason", input.reason, faults);
    faults.refuse();
    const LeaveRequest before = to_decide(change, call.asker, input.id, input.version);
    LeaveRequest after = before;
    after.state = LeaveState::declined;
    after.decline_reason = input.reason;
    after.decided_at = change.now();
    after.decided_by = access::account_of(change.caller().actor);
    change.update(LeaveRequest::table, before, after);
    access::notify_staff(change, std::vector{before.staff.value},
                         {.subject = "Your leave is not granted",
                          .text = "Look at the reason. You can ask for other days.",
                          .path = {}});
    return leave_view(change, input.id);
  });
}

}  // namespace

std::vector<access::Operation> leave_decision_operations() {
  const base::FieldAbout which = programme::which_field("LEAVE");
  return {
      access::call_operation<ApproveLeave, LeaveView>(
          {.name = "leave.approve",
           .permission = decide_leave,
           .method = Method::post,
           .path = "/api/leave-requests/{id}/approve",
           .summary = "grant leave",
           .description = "Whoever holds the level at which it waits, or one further up. Somebody "
                          "has to stay at the site, unless it is illness, a right by law or an "
                          "emergency.",
           .fields = {which, programme::version_field()}},
          true, approve),
      access::call_operation<DeclineLeave, LeaveView>(
          {.name = "leave.decline",
           .permission = decide_leave,
           .method = Method::post,
           .path = "/api/leave-requests/{id}/decline",
           .summary = "decline leave, with the reason",
           .fields = {which, programme::reason_field(), programme::version_field()}},
          true, decline),
  };
}

}  // namespace sojourn::stages::presence
