// Telling people by e-mail that something waits for them. A stage says so inside its change; the
// mail leaves once the change is on disk (db::Outbox, program/mailer.h). Only those get one who
// entered an address (mail.set). A notice names no person and holds nothing of a record: whoever
// reads mails on the way learns that there is something, and who has the account sees it after
// signing in. Tested in tests/unit/access/notify_test.cpp and tests/mail/mail.py.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/grant.h"
#include "access/records.h"
#include "base/language.h"
#include "base/sentence.h"
#include "db/database.h"

namespace sojourn::access {

/// Where somebody wants to be told.
struct MailAddress {
  base::Id<Account> id;
  std::string address;
  base::Language language = base::Language::en;  ///< of the mails
  base::Instant made_at;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(MailAddress, (), (id, address, language, made_at, version))

/// What waits. `path`: the page of the desk, "/plans/plan_3k9q".
struct Notice {
  base::Sentence subject;
  base::Sentence text;
  std::string path;
};

/// Of those among these staff members, by the numbers of their records, who have an account.
void notify_staff(db::Change& change, std::span<const std::int64_t> staff, const Notice& notice);
/// Of those who hold this role today over this sponsor or site, or over the whole programme.
void notify_role(db::Change& change, Role role, ScopeKind kind,
                 std::span<const std::int64_t> subjects, const Notice& notice);

/// One mail that waits in the outbox, of kind `mail_kind`. The address is looked up when it leaves.
struct QueuedMail {
  static constexpr std::string_view id_prefix = "mail";
  base::Id<Account> account;
  std::string subject;
  std::string text;
  std::string path;
};
BOOST_DESCRIBE_STRUCT(QueuedMail, (), (account, subject, text, path))
inline constexpr std::string_view mail_kind = "mail";

/// Nothing: they have none any more, or no account, and nobody is told.
std::optional<MailAddress> mail_address_of(db::Tx& tx, base::Id<Account> account);
/// Takes it back, if there is one.
void forget_mail_address(db::Change& change, base::Id<Account> account);

}  // namespace sojourn::access
