// Tokens with which a program calls the API for its owner: each with an end, at best for one grant
// and for reading only.
#include <boost/describe/class.hpp>
#include <chrono>

#include "access/operations.h"
#include "access/sign_in.h"
#include "access/token.h"
#include "base/text.h"

namespace sojourn::access {
namespace {

using base::Instant;

constexpr std::int64_t longest_days = 366;

struct MakeToken {
  std::string label;
  base::Date expires_on;
  std::optional<base::Id<Grant>> grant;
  std::optional<bool> writes;
};
BOOST_DESCRIBE_STRUCT(MakeToken, (), (label, expires_on, grant, writes))

struct MadeToken {
  base::Id<ApiToken> id;
  std::string token;
  Instant expires_at;
};
BOOST_DESCRIBE_STRUCT(MadeToken, (), (id, token, expires_at))

struct TokenView {
  base::Id<ApiToken> id;
  std::string start;
  std::string label;
  std::optional<base::Id<Grant>> access_grant;
  bool only_reads = true;
  Instant made_at;
  Instant expires_at;
  std::optional<Instant> ended_at;
};
BOOST_DESCRIBE_STRUCT(TokenView, (),
                      (id, start, label, access_grant, only_reads, made_at, expires_at, ended_at))

struct WhichToken {
  base::Id<ApiToken> id;
};
BOOST_DESCRIBE_STRUCT(WhichToken, (), (id))

MadeToken make_api_token(Call& call, const MakeToken& input) {
  std::vector<base::Fault> faults;
  if (auto fault = person_fault(input.label, "/label")) {
    fault->code = "not_label";
    fault->detail = "A label is one line of at most 200 bytes that says what the token is for.";
    faults.push_back(*std::move(fault));
  }
  const base::Date today = call.database.clock().now().utc_date();
  if (input.expires_on < today || input.expires_on > today + longest_days) {
    faults.push_back(
        {.where = "/expires_on",
         .code = "out_of_range",
         .value = input.expires_on.to_text(),
         .detail = "A token ends today at the earliest and in 366 days at the latest."});
  }
  const auto own = [&](const Grant& grant) { return grant.id == input.grant; };
  if (input.grant && std::none_of(call.asker.grants.begin(), call.asker.grants.end(), own)) {
    faults.push_back({.where = "/grant",
                      .code = "not_own_grant",
                      .value = input.grant->to_text(),
                      .detail = "You have no such grant today."});
  }
  base::refuse_faults(std::move(faults));
  const std::string secret = make_token(TokenKind::api);
  return call.database.change(call.caller, "token.make", [&](db::Change& change) {
    change.keep_no_answer();
    const ApiToken token{.id = change.new_id<ApiToken>(),
                         .digest = token_digest(secret),
                         .start = token_start(secret),
                         .account = {call.asker.account},
                         .label = input.label,
                         .access_grant = input.grant,
                         .only_reads = !input.writes.value_or(false),
                         .second_factor = call.asker.second_factor,
                         .made_at = change.now(),
                         .expires_at = Instant::start_of_utc(input.expires_on + 1),
                         .ended_at = {}};
    change.insert("api_token", token);
    return MadeToken{.id = token.id, .token = secret, .expires_at = token.expires_at};
  });
}

Page<TokenView> list_tokens(db::Tx& tx, const Nothing&) {
  return {.items = tx.rows<TokenView>(
              "SELECT id, start, label, access_grant, only_reads, made_at, expires_at, ended_at "
              "FROM api_token WHERE account = $1 ORDER BY id DESC",
              tx.caller().actor),
          .next = {},
          .count = {}};
}

Nothing revoke_token(db::Change& change, const WhichToken& input) {
  const auto before = change.one<ApiToken>(
      "SELECT id, digest, start, account, label, access_grant, only_reads, second_factor, made_at, "
      "expires_at, ended_at FROM api_token WHERE id = $1 AND account = $2 AND ended_at IS NULL",
      input.id, change.caller().actor);
  ApiToken after = before;
  after.ended_at = change.now();
  change.update("api_token", before, after);
  return {};
}

}  // namespace

std::vector<Operation> token_operations() {
  return {
      call_operation<MakeToken, MadeToken>(
          {.name = "token.make",
           .permission = Permission::own(),
           .method = Method::post,
           .path = "/api/account/tokens",
           .summary = "make a token for a program",
           .description = "The token is shown once. It can do what you can, or what one of your "
                          "grants can, and never change your account.",
           .fields = {{.name = "label", .shape = "TEXT", .meaning = "What the token is for."},
                      {.name = "expires_on", .shape = "DAY", .meaning = "Its last day."},
                      {.name = "grant",
                       .shape = "GRANT",
                       .meaning = "Act by this grant of yours only; else by all."},
                      {.name = "writes", .meaning = "May change records, not only read."}}},
          true, make_api_token),
      read_operation<Nothing, Page<TokenView>>({.name = "token.list",
                                                .permission = Permission::own(),
                                                .path = "/api/account/tokens",
                                                .summary = "your tokens, without their secrets"},
                                               list_tokens),
      change_operation<WhichToken, Nothing>(
          {.name = "token.revoke",
           .permission = Permission::own(),
           .method = Method::remove,
           .path = "/api/account/tokens/{id}",
           .summary = "end a token at once",
           .fields =
               {{.name = "id", .shape = "TOKEN", .positional = true, .meaning = "Which token."}}},
          revoke_token),
  };
}

}  // namespace sojourn::access
