// The steps of a claim: checked by the area office, approved by the programme office, which then
// pays it; or refused by either, with a reason. Money is promised when it is approved.
#include "access/notify.h"
#include "stages/support/claims.h"

namespace sojourn::stages::support {
namespace {

struct StepClaim {
  Id<Claim> id;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(StepClaim, (), (id, version))

struct SettleClaim {
  Id<Claim> id;
  std::string source;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(SettleClaim, (), (id, source, version))

struct RefuseClaim {
  Id<Claim> id;
  std::string reason;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(RefuseClaim, (), (id, reason, version))

Claim claim_of(db::Change& change, Id<Claim> id, std::int64_t version) {
  auto found = change.one<Claim>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", columns<Claim>("n"), scoped_claim), id);
  if (change.value<std::int64_t>("SELECT count(*) FROM account WHERE id = $1 AND staff = $2",
                                 change.caller().actor, found.staff) > 0) {
    throw base::Refusal{base::Kind::forbidden, "own_claim",
                        "Nobody checks, approves or pays a claim of their own."};
  }
  found.version = version;
  return found;
}

void require_state(const Claim& claim, ClaimState state) {
  if (claim.state == state) {
    return;
  }
  throw base::Refusal{base::Kind::precondition, "not_" + std::string(base::name_of(state)),
                      base::in_words("This claim is {}; for this step it has to be {}.",
                                     base::Sentence::phrase(base::name_of(claim.state)),
                                     base::Sentence::phrase(base::name_of(state)))};
}

/// A claim's line, as far as its own site is concerned: whoever sees the claim.
Line line_of_claim(db::Tx& tx, const Claim& claim) {
  return tx.one<Line>(fmt::format("SELECT {} FROM budget_line l WHERE l.id = $1 AND "
                                  "{{unscoped:of a claim that the asker sees}}",
                                  columns<Line>("l")),
                      claim.line);
}

ClaimView stepped(db::Change& change, const Claim& before, Claim after, ClaimState state) {
  after.state = state;
  after.since = change.now().utc_date();
  change.update(Claim::table, before, after);
  if (state == ClaimState::settled || state == ClaimState::refused) {
    access::notify_staff(change, std::vector{before.staff.value},
                         {.subject = "A claim of yours is decided",
                          .text = "You see there how, and why.",
                          .path = "/"});
  }
  return claim_view(change, before.id);
}

/// Seen by whoever lets it pass.
void require_receipt_of(db::Tx& tx, const Claim& claim) {
  require_receipt(rules_of(tx, claim.day), claim.kind, {claim.minor, claim.currency},
                  claim_view(tx, claim.id).receipts);
}

ClaimView check_step(db::Change& change, const StepClaim& input) {
  const Claim before = claim_of(change, input.id, input.version);
  require_state(before, ClaimState::asked);
  require_receipt_of(change, before);
  Claim after = before;
  after.checked_by = access::account_of(change.caller().actor);
  return stepped(change, before, after, ClaimState::checked);
}

ClaimView approve(db::Change& change, const StepClaim& input) {
  const Claim before = claim_of(change, input.id, input.version);
  require_state(before, ClaimState::checked);
  if (rules_of(change, before.day).two_hands &&
      before.checked_by == access::account_of(change.caller().actor)) {
    throw base::Refusal{base::Kind::forbidden, "same_person",
                        "Who checked a claim does not approve it too (two_hands)."};
  }
  require_receipt_of(change, before);
  const Line line = line_of_claim(change, before);
  require_within(line, {before.minor, before.currency});
  book(change, {line}, committing(line.id, before.minor),
       {.kind = BookingKind::commit, .reason = before.id.to_text(), .claim = before.id});
  Claim after = before;
  after.approved_by = access::account_of(change.caller().actor);
  return stepped(change, before, after, ClaimState::approved);
}

ClaimView settle(db::Change& change, const SettleClaim& input) {
  const Claim before = claim_of(change, input.id, input.version);
  Faults faults;
  faults.check_name("/source", input.source);
  faults.refuse();
  require_state(before, ClaimState::approved);
  const Line line = line_of_claim(change, before);
  book(change, {line}, paying(line.id, before.minor),
       {.kind = BookingKind::pay, .reason = input.source, .claim = before.id});
  return stepped(change, before, before, ClaimState::settled);
}

ClaimView refuse(db::Change& change, const RefuseClaim& input) {
  const Claim before = claim_of(change, input.id, input.version);
  Faults faults;
  faults.check_name("/reason", input.reason);
  faults.refuse();
  if (holder_of(before.state) == Holder::nobody) {
    throw base::Refusal{base::Kind::precondition, "over",
                        "This claim is settled or refused already."};
  }
  if (before.state == ClaimState::approved) {
    const Line line = line_of_claim(change, before);
    book(change, {line}, releasing(line.id, before.minor),
         {.kind = BookingKind::release, .reason = before.id.to_text(), .claim = before.id});
  }
  Claim after = before;
  after.reason = input.reason;
  return stepped(change, before, after, ClaimState::refused);
}

}  // namespace

std::vector<access::Operation> claim_step_operations() {
  const base::FieldAbout which = programme::which_field("CLAIM");
  const auto step = [&](std::string name, access::Permission permission, base::Sentence summary,
                        base::Sentence description) {
    return access::OperationAbout{.name = "claim." + name,
                                  .permission = permission,
                                  .method = Method::post,
                                  .path = "/api/claims/{id}/" + name,
                                  .summary = std::move(summary),
                                  .description = std::move(description),
                                  .fields = {which, programme::version_field()}};
  };
  return {
      access::change_operation<StepClaim, ClaimView>(
          step("check", check_claims, "say that a claim is in order",
               "The receipt was seen, the day and the kind are right. Of more than the rules say "
               "(receipt_above), a picture of the receipt is with it."),
          check_step),
      access::change_operation<StepClaim, ClaimView>(
          step("approve", approve_money, "approve a claim that was checked",
               "By another person than checked it. The money is promised from the line."),
          approve),
      access::change_operation<SettleClaim, ClaimView>(
          {.name = "claim.settle",
           .permission = approve_money,
           .method = Method::post,
           .path = "/api/claims/{id}/settle",
           .summary = "record that a claim was paid",
           .fields = {which, source_field(), programme::version_field()}},
          settle),
      access::change_operation<RefuseClaim, ClaimView>(
          {.name = "claim.refuse",
           .permission = check_claims,
           .method = Method::post,
           .path = "/api/claims/{id}/refuse",
           .summary = "refuse a claim, with the reason",
           .description = "The person reads the reason. What was promised goes back to the line.",
           .fields = {which, programme::reason_field(), programme::version_field()}},
          refuse),
  };
}

}  // namespace sojourn::stages::support
