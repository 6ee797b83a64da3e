// Signing in and out: set-up by the one-time link, sessions, and the links of an administrator.
#include <boost/describe/class.hpp>

#include "access/operations.h"
#include "access/recovery.h"
#include "access/sign_in.h"
#include "access/throttle.h"
#include "access/token.h"
#include "access/totp.h"

namespace sojourn::access {
namespace {

using base::Instant;
using base::Kind;

struct FinishSetup {
  std::string link;
  std::string name;
  std::string person;
  std::string password;
  std::optional<bool> officer;
  std::optional<std::string> programme;
  std::optional<base::Date> starts_on;
  std::optional<base::Date> ends_on;
  std::optional<std::string> preset;
};
BOOST_DESCRIBE_STRUCT(FinishSetup, (),
                      (link, name, person, password, officer, programme, starts_on, ends_on,
                       preset))

struct UseLink {
  std::string link;
  std::string password;
};
BOOST_DESCRIBE_STRUCT(UseLink, (), (link, password))

struct WhichLink {
  std::string link;
};
BOOST_DESCRIBE_STRUCT(WhichLink, (), (link))

struct LinkView {
  LinkPurpose purpose = LinkPurpose::invitation;
  Instant expires_at;
};
BOOST_DESCRIBE_STRUCT(LinkView, (), (purpose, expires_at))

struct StartSession {
  std::string name;
  std::string password;
  std::optional<std::string> code;
  std::optional<bool> stay;
};
BOOST_DESCRIBE_STRUCT(StartSession, (), (name, password, code, stay))

struct StartedSession {
  std::string person;
  std::string csrf;
  Instant expires_at;
  bool second_factor_needed = false;
};
BOOST_DESCRIBE_STRUCT(StartedSession, (), (person, csrf, expires_at, second_factor_needed))

struct SignInName {
  std::string name;
};
BOOST_DESCRIBE_STRUCT(SignInName, (), (name))

struct SessionView {
  base::Id<Session> id;
  std::string device;
  bool stays = false;
  Instant made_at;
  Instant seen_at;
  Instant expires_at;
  bool this_one = false;
};
BOOST_DESCRIBE_STRUCT(SessionView, (), (id, device, stays, made_at, seen_at, expires_at, this_one))

struct WhichSession {
  base::Id<Session> id;
};
BOOST_DESCRIBE_STRUCT(WhichSession, (), (id))

base::FieldAbout password_words(std::string name, base::Sentence meaning) {
  return {.name = std::move(name), .shape = "PASSWORD", .meaning = std::move(meaning)};
}

void check_password(std::string_view password, const std::vector<std::string>& own) {
  if (auto fault = password_fault(password, own, "/password")) {
    refuse_input(*std::move(fault));
  }
}

SignInName finish_setup(Call& call, const FinishSetup& input) {
  const std::string name = sign_in_name(input.name);
  std::vector<base::Fault> faults;
  if (auto fault = name_fault(name, "/name")) {
    faults.push_back(*std::move(fault));
  }
  if (auto fault = person_fault(input.person, "/person")) {
    faults.push_back(*std::move(fault));
  }
  if (auto fault =
          password_fault(input.password, std::vector{input.name, input.person}, "/password")) {
    faults.push_back(*std::move(fault));
  }
  base::refuse_faults(std::move(faults));
  // Asked first, so that a stranger's try costs no hashing.
  call.database.read(call.caller, [&](db::Tx& tx) { good_link(tx, input.link); });
  const std::string password = call.service.passwords().hash(input.password);
  return call.database.change(call.caller, "setup.finish", [&](db::Change& change) {
    const OneTimeLink link = good_link(change, input.link);
    if (link.purpose != LinkPurpose::setup) {
      throw refusal(Kind::not_found, "link", "This is not a set-up link.");
    }
    if (has_administrator(change)) {
      throw refusal(Kind::precondition, "set_up_already",
                    "There is an administrator already. Sign in, or ask them.");
    }
    const Account account{.id = change.new_id<Account>(),
                          .name = name,
                          .person = input.person,
                          .staff = {},
                          .made_at = change.now(),
                          .closed_at = {}};
    change.insert("account", account);
    change.insert("credential", Credential{.id = account.id,
                                           .password = password,
                                           .second_factor = {},
                                           .changed_at = change.now()});
    const auto grant = [&](Role role) {
      change.insert("access_grant", GrantRow{.id = change.new_id<Grant>(),
                                             .account = account.id,
                                             .role = role,
                                             .scope_kind = ScopeKind::programme,
                                             .subject = 0,
                                             .from_day = change.now().utc_date(),
                                             .to_day = {}});
    };
    grant(Role::administrator);
    if (input.officer.value_or(false)) {
      grant(Role::programme_officer);
    }
    if (const auto& begin = call.service.settings().begin) {
      begin(change, {.programme = input.programme,
                     .starts_on = input.starts_on,
                     .ends_on = input.ends_on,
                     .preset = input.preset,
                     .language = call.request.language});
    }
    use_link(change, link);
    return SignInName{name};
  });
}

/// What the page says before anything is typed: a link that opens nothing is refused, with what to
/// do.
LinkView show_link(db::Tx& tx, const WhichLink& input) {
  const OneTimeLink link = good_link(tx, input.link);
  return {.purpose = link.purpose, .expires_at = link.expires_at};
}

SignInName use_own_link(Call& call, const UseLink& input) {
  const auto account_of = [&](db::Tx& tx, const OneTimeLink& link) {
    if (!link.account) {
      throw refusal(Kind::not_found, "link",
                    "This is the set-up link; it makes the first account.");
    }
    return tx.one<Account>(
        "SELECT id, name, person, staff, made_at, closed_at, version FROM account WHERE id = $1 "
        "AND "
        "closed_at IS NULL",
        *link.account);
  };
  const Account found = call.database.read(
      call.caller, [&](db::Tx& tx) { return account_of(tx, good_link(tx, input.link)); });
  check_password(input.password, {found.name, found.person});
  const std::string password = call.service.passwords().hash(input.password);
  return call.database.change(call.caller, "link.use", [&](db::Change& change) {
    const OneTimeLink link = good_link(change, input.link);
    const Account account = account_of(change, link);
    const auto before = change.maybe<Credential>(
        "SELECT id, password, second_factor, changed_at, version FROM credential WHERE id = $1",
        account.id);
    Credential after{.id = account.id,
                     .password = password,
                     .second_factor = {},  // set up anew at the next sign-in
                     .changed_at = change.now()};
    if (before) {
      after.version = before->version;
      change.update("credential", *before, after);
    } else {
      change.insert("credential", after);
    }
    change.write("DELETE FROM second_factor_use WHERE account = $1", account.id);
    forget_recovery_codes(change, account.id);
    change.write("DELETE FROM sign_in_miss WHERE bucket = $1 OR bucket = $2",
                 account_key(account.name), pair_key(account.name, call.request.address));
    end_sessions(change, account.id, 0);
    end_tokens(change, account.id);
    use_link(change, link);
    return SignInName{account.name};
  });
}

base::Refusal wrong_sign_in() {
  return refusal(Kind::forbidden, "wrong_sign_in",
                 "Name, password or code is not right. Check them and try again.");
}

/// The account that this name and password open; nullopt for any reason why not, after the same
/// time.
struct Opened {
  Account account;
  Credential credential;
  std::optional<std::int64_t> last_step;  ///< of the second factor
};
std::optional<Opened> opened_by(Call& call, const StartSession& input) {
  const auto found = call.database.read(call.caller, [&](db::Tx& tx) -> std::optional<Opened> {
    const auto account = tx.maybe<Account>(
        "SELECT id, name, person, staff, made_at, closed_at, version FROM account WHERE name = $1 "
        "AND closed_at IS NULL",
        sign_in_name(input.name));
    if (!account) {
      return std::nullopt;
    }
    auto credential = tx.maybe<Credential>(
        "SELECT id, password, second_factor, changed_at, version FROM credential WHERE id = $1",
        account->id);
    if (!credential) {
      return std::nullopt;
    }
    const auto steps = tx.column<std::optional<std::int64_t>>(
        "SELECT step FROM second_factor_use WHERE account = $1", account->id);
    return Opened{*account, *std::move(credential), steps.empty() ? std::nullopt : steps.front()};
  });
  Passwords& passwords = call.service.passwords();
  const bool right = found ? passwords.matches(input.password, found->credential.password)
                           : passwords.matches_nobody(input.password);
  return right ? found : std::nullopt;
}

StartedSession start_session(Call& call, const StartSession& input) {
  // 1. Not too early after wrong tries; counted before it is looked at.
  const Try attempt(call.database, input.name, call.request.address);
  // 2. Name and password.
  std::optional<Opened> opened;
  try {
    opened = opened_by(call, input);
  } catch (const base::Refusal&) {
    attempt.take_back();  // the server was busy
    throw;
  }
  if (!opened) {
    note_failed_sign_in(call.database, FailedAt::password);
    throw wrong_sign_in();
  }
  // 3. The second factor.
  std::optional<std::int64_t> step;
  std::optional<RecoveryCode> recovery;
  if (opened->credential.second_factor) {
    if (!input.code) {
      attempt.take_back();
      throw refusal(Kind::forbidden, "code_needed", "Give the code of your second factor too.");
    }
    const auto now =
        std::chrono::floor<std::chrono::seconds>(std::chrono::sys_time<std::chrono::microseconds>(
            std::chrono::microseconds(call.database.clock().now().unix_micros())));
    const auto secret =
        call.service.factor_seal().open(opened->account.id, *opened->credential.second_factor);
    if (secret) {
      step = totp_accepts(*secret, *input.code, now, opened->last_step);
    }
    if (!step) {
      recovery = call.database.read(call.caller, [&](db::Tx& tx) {
        return recovery_code_of(tx, opened->account.id, *input.code);
      });
    }
    if (!step && !recovery) {
      note_failed_sign_in(call.database, FailedAt::code);
      throw wrong_sign_in();
    }
  }
  // 4. The session.
  const bool outdated = call.service.passwords().outdated(opened->credential.password);
  const std::string renewed = outdated ? call.service.passwords().hash(input.password) : "";
  const std::string token = make_token(TokenKind::session);
  db::Caller caller = call.caller;
  caller.actor = opened->account.id.value;
  // A session's token is given once, so an earlier answer is none to this request.
  caller.idempotency_key.clear();
  const StartedSession started =
      call.database.change(caller, "session.start", [&](db::Change& change) {
        const base::Id<Account> account = opened->account.id;
        if (step && change.write("INSERT INTO second_factor_use (account, step) VALUES ($1, $2) "
                                 "ON CONFLICT (account) DO UPDATE SET step = excluded.step WHERE "
                                 "second_factor_use.step IS NULL OR second_factor_use.step < "
                                 "excluded.step",
                                 account, *step) != 1) {
          throw wrong_sign_in();  // the same code was used at the same moment
        }
        if (recovery && !use_recovery_code(change, *recovery)) {
          throw wrong_sign_in();  // likewise
        }
        const bool factor = step || recovery;
        if (outdated) {
          Credential after = opened->credential;
          after.password = renewed;
          change.update("credential", opened->credential, after);
        }
        attempt.right(change);
        const std::vector<GrantRow> grants = change.rows<GrantRow>(
            "SELECT id, account, role, scope_kind, subject, from_day, to_day, version FROM "
            "access_grant WHERE account = $1",
            account);
        const base::Date today = change.now().utc_date();
        const bool office = std::any_of(grants.begin(), grants.end(), [&](const GrantRow& each) {
          return office_role(each.role) && (!each.to_day || *each.to_day >= today);
        });
        // Only a phone of the field stays signed in: a desk that sees other people's records does
        // not.
        const bool stays = input.stay.value_or(false) && !office;
        return StartedSession{
            .person = opened->account.person,
            .csrf = csrf_of(token),
            .expires_at = begin_session(change, token, account, call.request.device, stays, factor),
            .second_factor_needed = office && !factor};
      });
  call.new_session = token;
  return started;
}

Nothing end_session(Call& call, const Nothing&) {
  call.database.change(call.caller, "session.end", [&](db::Change& change) {
    change.write("UPDATE session SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL",
                 call.asker.session, change.now());
  });
  call.new_session = "";
  return {};
}

Page<SessionView> list_sessions(Call& call, const Nothing&) {
  return call.database.read(call.caller, [&](db::Tx& tx) {
    return Page<SessionView>{
        .items = tx.rows<SessionView>(
            "SELECT id, device, stays, made_at, seen_at, expires_at, id = $2 AS this_one FROM "
            "session WHERE account = $1 AND ended_at IS NULL AND expires_at > $3 ORDER BY id",
            call.asker.account, call.asker.session, tx.now()),
        .next = {},
        .count = {}};
  });
}

Nothing revoke_session(db::Change& change, const WhichSession& input) {
  if (change.write("UPDATE session SET ended_at = $3 WHERE id = $1 AND account = $2 AND ended_at "
                   "IS NULL",
                   input.id, change.caller().actor, change.now()) == 0) {
    throw refusal(Kind::not_found, "not_found", "You have no such session.");
  }
  return {};
}

}  // namespace

std::vector<Operation> session_operations() {
  const base::FieldAbout link{
      .name = "link", .shape = "LINK", .meaning = "The one-time link: what stands after the #."};
  const base::FieldAbout name{
      .name = "name",
      .shape = "NAME",
      .meaning = "The name to sign in with: small letters, digits, full stops, hyphens, @."};
  return {
      call_operation<FinishSetup, SignInName>(
          {.name = "setup.finish",
           .permission = Permission::open(),
           .method = Method::post,
           .path = "/api/setup",
           .summary = "make the first account, an administrator's, by the set-up link",
           .fields = {link,
                      name,
                      {.name = "person",
                       .shape = "NAME",
                       .meaning = "The person's name as others call them."},
                      password_words("password", "At least 8 characters; not a common one."),
                      {.name = "officer",
                       .meaning =
                           "The same person is the programme officer too, as in a small office. "
                           "Another administrator may end that later."},
                      {.name = "programme",
                       .shape = "NAME",
                       .meaning = "What the programme is called. With it, or with a day or a "
                                  "preset, the first edition of the rules is made; rules that "
                                  "are there stay."},
                      {.name = "starts_on", .shape = "DAY", .meaning = "Its first day."},
                      {.name = "ends_on", .shape = "DAY", .meaning = "Its last day."},
                      {.name = "preset",
                       .shape = "PRESET",
                       .meaning = "The kind of programme whose figures the rules begin with: "
                                  "county_cn, extension, health_workers or volunteers."}}},
          true, finish_setup),
      call_operation<UseLink, SignInName>(
          {.name = "link.use",
           .permission = Permission::open(),
           .method = Method::post,
           .path = "/api/link",
           .summary = "set a password by an invitation or a reset link",
           .description = "The second factor, if there was one, is set up anew. All sessions and "
                          "tokens of the account end.",
           .fields = {link, password_words("password", "The new password.")}},
          true, use_own_link),
      call_operation<WhichLink, LinkView>(
          {.name = "link.show",
           .permission = Permission::open(),
           .method = Method::post,
           .path = "/api/link/show",
           .summary = "what a one-time link is for, and until when",
           .description =
               "Changes nothing. A link that was used or has run out is refused, with what "
               "to do next.",
           .fields = {link}},
          false,
          [](Call& call, const WhichLink& input) {
            return call.database.read(call.caller,
                                      [&](db::Tx& tx) { return show_link(tx, input); });
          }),
      call_operation<StartSession, StartedSession>(
          {.name = "session.start",
           .permission = Permission::open(),
           .method = Method::post,
           .path = "/api/session",
           .summary = "sign in",
           .description = "Wrong tries are slowed: the wait doubles from the fifth on.",
           .fields = {name,
                      password_words("password", "The password."),
                      {.name = "code",
                       .shape = "CODE",
                       .meaning = "Six digits of the second factor, if the account has one, or a "
                                  "recovery code."},
                      {.name = "stay",
                       .meaning = "Stay signed in on this phone for 45 days. Not for accounts of "
                                  "office roles."}}},
          true, start_session),
      call_operation<Nothing, Nothing>({.name = "session.end",
                                        .permission = Permission::own(),
                                        .method = Method::remove,
                                        .path = "/api/session",
                                        .summary = "sign out",
                                        .before_second_factor = true},
                                       true, end_session),
      call_operation<Nothing, Page<SessionView>>({.name = "session.list",
                                                  .permission = Permission::own(),
                                                  .path = "/api/account/sessions",
                                                  .summary = "where you are signed in",
                                                  .before_second_factor = true},
                                                 false, list_sessions),
      change_operation<WhichSession, Nothing>(
          {.name = "session.revoke",
           .permission = Permission::own(),
           .method = Method::remove,
           .path = "/api/account/sessions/{id}",
           .summary = "sign out somewhere else",
           .fields = {{.name = "id",
                       .shape = "SESSION",
                       .positional = true,
                       .meaning = "Which session, from the list of your sessions."}},
           .before_second_factor = true},
          revoke_session),
  };
}

}  // namespace sojourn::access
