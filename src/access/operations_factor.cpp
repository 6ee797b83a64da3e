// Setting up the second factor: a secret is proposed, and kept once a code shows that the app has
// it. With it come recovery codes, which its owner may have made anew.
#include <boost/describe/class.hpp>
#include <chrono>

#include "access/operations.h"
#include "access/recovery.h"
#include "access/sign_in.h"
#include "access/totp.h"

namespace sojourn::access {
namespace {

using base::Kind;

struct ProposedFactor {
  std::string secret;   ///< base 32, to type
  std::string address;  ///< otpauth://, to show as a picture
};
BOOST_DESCRIBE_STRUCT(ProposedFactor, (), (secret, address))

struct FactorCode {
  std::string code;
};
BOOST_DESCRIBE_STRUCT(FactorCode, (), (code))

struct MakeCodes {
  std::string password;
};
BOOST_DESCRIBE_STRUCT(MakeCodes, (), (password))

struct RecoveryCodes {
  std::vector<std::string> codes;
};
BOOST_DESCRIBE_STRUCT(RecoveryCodes, (), (codes))

Credential own_credential(db::Tx& tx) {
  return tx.one<Credential>(
      "SELECT id, password, second_factor, changed_at, version FROM credential WHERE id = $1",
      tx.caller().actor);
}

void refuse_second(const Credential& credential) {
  if (credential.second_factor) {
    throw refusal(Kind::precondition, "second_factor_exists",
                  "Your account has a second factor already. If you have lost it, ask an "
                  "administrator for a reset link.");
  }
}

ProposedFactor begin_factor(Call& call, const Nothing&) {
  const std::string secret = to_base32(make_totp_secret());
  return call.database.change(call.caller, "second_factor.begin", [&](db::Change& change) {
    change.keep_no_answer();
    refuse_second(own_credential(change));
    change.write(
        "INSERT INTO second_factor_use (account, proposed) VALUES ($1, $2) "
        "ON CONFLICT (account) DO UPDATE SET proposed = excluded.proposed",
        call.asker.account, call.service.factor_seal().seal({call.asker.account}, secret));
    const auto bytes = from_base32(secret);
    return ProposedFactor{.secret = secret,
                          .address = totp_address("Sojourn", call.asker.name, bytes.value_or(""))};
  });
}

RecoveryCodes confirm_factor(Call& call, const FactorCode& input) {
  const Try attempt(call.database, call.asker.name, call.request.address);
  return call.database.change(call.caller, "second_factor.confirm", [&](db::Change& change) {
    const Credential before = own_credential(change);
    refuse_second(before);
    const auto proposed = change.column<std::optional<std::string>>(
        "SELECT proposed FROM second_factor_use WHERE account = $1", call.asker.account);
    if (proposed.empty() || !proposed.front()) {
      throw refusal(Kind::precondition, "second_factor_not_begun",
                    "Begin setting up the second factor first.");
    }
    const FactorSeal& seal = call.service.factor_seal();
    const auto secret = seal.open({call.asker.account}, *proposed.front());
    if (!secret) {  // proposed under a key that is gone
      throw refusal(Kind::precondition, "second_factor_not_begun",
                    "Begin setting up the second factor first.");
    }
    const auto now =
        std::chrono::floor<std::chrono::seconds>(std::chrono::sys_time<std::chrono::microseconds>(
            std::chrono::microseconds(change.now().unix_micros())));
    const auto step = totp_accepts(*secret, input.code, now, std::nullopt);
    if (!step) {
      refuse_input({.where = "/code",
                    .code = "wrong_code",
                    .value = "",
                    .detail = "This is not the code that the app shows now. Is the phone's clock "
                              "right?"});
    }
    Credential after = before;
    after.second_factor = proposed.front();
    after.changed_at = change.now();
    change.update("credential", before, after);
    change.write("UPDATE second_factor_use SET proposed = NULL, step = $2 WHERE account = $1",
                 call.asker.account, *step);
    change.write("UPDATE session SET second_factor = $2 WHERE id = $1", call.asker.session, true);
    end_sessions(change, before.id, call.asker.session);
    attempt.right(change);
    return RecoveryCodes{make_recovery_codes(change, before.id)};
  });
}

RecoveryCodes make_codes(Call& call, const MakeCodes& input) {
  // Whoever has found an open page may not make codes there, nor guess the password.
  const Try attempt(call.database, call.asker.name, call.request.address);
  const Credential credential = call.database.read(call.caller, own_credential);
  if (!credential.second_factor) {
    attempt.take_back();
    throw refusal(Kind::precondition, "no_second_factor",
                  "Recovery codes stand in for a second factor, and your account has none.");
  }
  try {
    if (!call.service.passwords().matches(input.password, credential.password)) {
      refuse_input({.where = "/password",
                    .code = "wrong_password",
                    .value = "",
                    .detail = "This is not your password."});
    }
  } catch (const base::Refusal& refused) {
    if (refused.kind == Kind::busy) {
      attempt.take_back();
    }
    throw;
  }
  return call.database.change(call.caller, "second_factor.codes", [&](db::Change& change) {
    attempt.right(change);
    return RecoveryCodes{make_recovery_codes(change, credential.id)};
  });
}

}  // namespace

std::vector<Operation> factor_operations() {
  return {
      call_operation<Nothing, ProposedFactor>(
          {.name = "second_factor.begin",
           .permission = Permission::own(),
           .method = Method::post,
           .path = "/api/account/second-factor",
           .summary = "begin to set up a second factor",
           .description = "Answers with a secret for an authenticator app. It counts once a code "
                          "of it was confirmed.",
           .before_second_factor = true},
          true, begin_factor),
      call_operation<FactorCode, RecoveryCodes>(
          {.name = "second_factor.confirm",
           .permission = Permission::own(),
           .method = Method::post,
           .path = "/api/account/second-factor/confirm",
           .summary = "confirm the second factor by a code of the app",
           .description =
               "You are signed out everywhere else. Answers with ten recovery codes, shown "
               "this once.",
           .fields = {{.name = "code", .shape = "CODE", .meaning = "The six digits shown now."}},
           .before_second_factor = true},
          true, confirm_factor),
      call_operation<MakeCodes, RecoveryCodes>(
          {.name = "second_factor.codes",
           .permission = Permission::own(),
           .method = Method::post,
           .path = "/api/account/second-factor/codes",
           .summary = "make new recovery codes",
           .description =
               "Ten codes, shown this once. Each opens your account one time in place of "
               "the app's code. The earlier ones no longer do.",
           .fields = {{.name = "password", .shape = "PASSWORD", .meaning = "Your password."}}},
          true, make_codes),
  };
}

}  // namespace sojourn::access
