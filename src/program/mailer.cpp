#include "program/mailer.h"

#include <fmt/format.h>

#include <array>

#include "access/notify.h"
#include "base/json.h"

namespace sojourn::program {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr int at_once = 10;

}  // namespace

std::optional<seconds> pause_after(int tries) {
  constexpr std::array<seconds, 8> pauses = {minutes(1), minutes(5), minutes(30), hours(2),
                                             hours(6),   hours(12),  hours(12),   hours(12)};
  if (tries < 1 || static_cast<std::size_t>(tries) > pauses.size()) {
    return std::nullopt;
  }
  return pauses.at(static_cast<std::size_t>(tries) - 1);
}

Mailer::Mailer(db::Database& database, MailerSettings settings, Send send)
    : database_(database),
      outbox_(database),
      settings_(std::move(settings)),
      send_(std::move(send)) {
  while (settings_.public_address.ends_with('/')) {
    settings_.public_address.pop_back();
  }
  if (!send_) {
    send_ = [this](const doors::mail::Mail& mail) {
      return doors::mail::send(settings_.smtp, mail);
    };
  }
}

void Mailer::settle(const db::OutboxItem& item, base::Log& log) {
  if (item.kind != access::mail_kind) {
    outbox_.given_up(item, "nothing sends this kind");
    return;
  }
  const auto mail = base::decode_text<access::QueuedMail>(item.body);
  const auto address = database_.read(
      db::Caller::program(), [&](db::Tx& tx) { return access::mail_address_of(tx, mail.account); });
  if (!address) {
    outbox_.given_up(item, "the address was taken back");
    return;
  }
  const auto trouble =
      send_({.to = address->address,
             .subject = mail.subject,
             .text = mail.text + "\n\n" + settings_.public_address + mail.path + "\n",
             .id = fmt::format("outbox-{}", item.id),
             .at = database_.clock().now()});
  if (!trouble) {
    outbox_.sent(item);
    log.say(base::Level::info, "mail_sent", {{"tries", item.attempts}});
    return;
  }
  const auto again = trouble->for_good ? std::nullopt : pause_after(item.attempts);
  log.say(base::Level::warning, "mail_not_sent",
          {{"tries", item.attempts},
           {"why", base::technical(trouble->why)},
           {"again", again.has_value()}});
  if (again) {
    outbox_.failed(item, trouble->why, *again);
  } else {
    outbox_.given_up(item, trouble->why);
  }
}

bool Mailer::run_some(base::Log& log) {
  // Longer than all of them take if the server answers none.
  const auto items = outbox_.take(at_once, settings_.smtp.patience * (at_once + 1));
  for (const db::OutboxItem& item : items) {
    settle(item, log);
  }
  return !items.empty();
}

}  // namespace sojourn::program
