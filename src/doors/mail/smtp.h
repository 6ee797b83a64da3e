// Mails to people, given to a mail server by SMTP. The message is made here; the conversation, TLS
// and signing in are libcurl's. Tested in tests/unit/doors/mail/smtp_test.cpp and, against a server
// that answers, refuses and hangs up, in tests/mail/mail.py.
#pragma once

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "base/date.h"

namespace sojourn::doors::mail {

struct SmtpSettings {
  /// "smtp://mail.example.org:587" (TLS by STARTTLS, without which nothing is sent) or
  /// "smtps://mail.example.org:465". A server of this machine (localhost, 127.0.0.1, [::1]) need
  /// not have TLS.
  std::string url;
  std::string user = {};  ///< empty: without signing in
  std::string password = {};
  std::string from;  ///< the address that mails come from
  /// For a whole conversation.
  std::chrono::seconds patience{30};
};

/// Refusal (invalid) with faults at /smtp and /mail_from.
void check(const SmtpSettings& settings);

struct Mail {
  std::string to;
  std::string subject;
  std::string text;  ///< UTF-8; "\n" ends a line
  std::string id;    ///< the same for each try, so that a mailbox may show it once
  base::Instant at;
};

/// RFC 5322 and 2045 to 2047: subject as encoded words, text in base64, lines of 76 at most, so
/// that no server on the way has to take more than ASCII. Precondition: addresses without control
/// characters.
std::string message_of(const Mail& mail, std::string_view from);

/// Why a mail did not leave. `for_good`: the server will not take it another time either (a reply
/// of 5xx to the recipient or the message).
struct NotSent {
  bool for_good = false;
  std::string why;
};
/// Nothing: the server has it.
std::optional<NotSent> send(const SmtpSettings& settings, const Mail& mail);

}  // namespace sojourn::doors::mail
