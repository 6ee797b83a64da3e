// What signing in keeps in the database: counted misses, familiar places, sessions and one-time
// links. The rules are in access/throttle.h. Inside src/access, and setup_link and
// forget_ended_sessions for the program. Tested in tests/unit/access/sign_in_test.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "access/operation.h"
#include "access/records.h"
#include "access/service.h"

namespace sojourn::access {

/// One try at a password. It is counted as a miss before the password is looked at, so that many
/// tries at once are no way around the delay, and uncounted if it was right.
class Try {
 public:
  /// Refusal busy "wait" if it comes too early; the fault "retry_after" has the seconds.
  Try(db::Database& database, std::string_view name, std::string_view address);
  /// The try was right: the pair's misses are forgotten, and the place is familiar from now on.
  void right(db::Change& change) const;
  /// The try was not looked at after all, or was right and leads to no change.
  void take_back() const;

 private:
  void one_less(db::Change& change) const;

  db::Database& database_;
  std::string pair_;
  std::string account_;
  std::string address_;
  bool familiar_ = false;
};

enum class FailedAt : std::uint8_t { password, code };
/// Failed sign-ins stand in the audit log, counted together: the first at once, what follows within
/// a quarter of an hour in the next entry, so that nobody floods the log by failing. An entry says
/// how many, never whose: what a guesser types is nobody's business, and whether there is such an
/// account is not told by how long an answer takes.
void note_failed_sign_in(db::Database& database, FailedAt at);
/// Writes the entry for what has waited for one, if it is due.
void report_failed_sign_ins(db::Database& database);

/// A session of that account with that token (of make_token). When it ends at the latest.
base::Instant begin_session(db::Change& change, const std::string& token, base::Id<Account> account,
                            const std::string& device, bool stays, bool second_factor);

/// Ends the sessions of an account but `keep`. Noted by the entry of the change itself.
void end_sessions(db::Change& change, base::Id<Account> account, std::int64_t keep);
/// Deletes sessions that ended or ran out 30 days ago; their owners' lists show open ones only.
/// Once an hour is enough. How many.
std::int64_t forget_ended_sessions(db::Database& database);
/// Ends the tokens of an account, or those that act by one grant, which they forget.
void end_tokens(db::Change& change, base::Id<Account> account,
                std::optional<base::Id<Grant>> grant = {});

struct NewLink {
  std::string link;
  base::Instant expires_at;
};
BOOST_DESCRIBE_STRUCT(NewLink, (), (link, expires_at))
/// Ends the account's earlier links. The token is shown once and stored as its digest.
NewLink make_link(db::Change& change, LinkPurpose purpose,
                  std::optional<base::Id<Account>> account);
/// The link of that token, if it is unused and in time; else Refusal not_found "link_used",
/// "link_replaced", "link_run_out" or, where there is none such, "link".
OneTimeLink good_link(db::Tx& tx, std::string_view token);
void use_link(db::Change& change, const OneTimeLink& link);

/// Whether somebody can give rights to others today.
bool has_administrator(db::Tx& tx);

/// While nobody is administrator, be it that there is no account yet or that the last one's was
/// closed: a new set-up link, for the program to print at start, or nullopt. Earlier ones end.
std::optional<NewLink> setup_link(Service& service);

/// Why that is no name to sign in with, or no name of a person; nullopt if it is.
std::optional<base::Fault> name_fault(std::string_view name, std::string where);
std::optional<base::Fault> person_fault(std::string_view person, std::string where);

/// A fault of the input by itself.
[[noreturn]] void refuse_input(base::Fault fault);
base::Refusal refusal(base::Kind kind, std::string code, base::Sentence detail);

}  // namespace sojourn::access
