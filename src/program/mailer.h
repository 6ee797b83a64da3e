// Gives what waits in the outbox to the mail server; `serve` has a thread for it. A mail leaves at
// least once: what was taken and not settled is taken again. One that cannot leave is tried again
// after longer and longer, for about two days, then given up; `mail.list` tells administrators. Any
// number of servers may share an outbox. Tested in tests/unit/program/mailer_test.cpp and
// tests/mail/mail.py.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/log.h"
#include "db/database.h"
#include "db/jobs.h"
#include "doors/mail/smtp.h"

namespace sojourn::program {

struct MailerSettings {
  doors::mail::SmtpSettings smtp;
  std::string public_address;  ///< of the desk, as people reach it: "https://sojourn.example.org"
};

/// How long after the n-th try (1, 2, ...) the next one comes; nothing: there is none.
std::optional<std::chrono::seconds> pause_after(int tries);

class Mailer {
 public:
  using Send = std::function<std::optional<doors::mail::NotSent>(const doors::mail::Mail&)>;
  /// `send`: in place of the mail server, in a test.
  Mailer(db::Database& database, MailerSettings settings, Send send = {});
  /// What is due now, a few; whether there was any.
  bool run_some(base::Log& log);

 private:
  void settle(const db::OutboxItem& item, base::Log& log);

  db::Database& database_;
  db::Outbox outbox_;
  MailerSettings settings_;
  Send send_;
};

}  // namespace sojourn::program
