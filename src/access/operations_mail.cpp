// Where somebody wants to be told by e-mail that something waits; and for administrators, which
// mails did not leave, and why.
#include <fmt/format.h>

#include <algorithm>
#include <boost/describe/class.hpp>

#include "access/notify.h"
#include "access/operations.h"
#include "access/sign_in.h"
#include "base/json.h"
#include "base/text.h"

namespace sojourn::access {
namespace {

using base::Instant;
using base::Kind;

struct OwnMail {
  bool sends_mail = false;  ///< this server does
  std::optional<std::string> address;
  std::optional<base::Language> language;
  std::optional<Instant> made_at;
};
BOOST_DESCRIBE_STRUCT(OwnMail, (), (sends_mail, address, language, made_at))

struct SetMail {
  std::string address;
  std::optional<base::Language> language;
};
BOOST_DESCRIBE_STRUCT(SetMail, (), (address, language))

enum class MailState : std::uint8_t { waiting, sent, given_up };
BOOST_DESCRIBE_ENUM(MailState, waiting, sent, given_up)

struct ListMails {
  std::optional<MailState> state;
  std::optional<std::string> after;
};
BOOST_DESCRIBE_STRUCT(ListMails, (), (state, after))

/// A mail of the outbox; not what it says.
struct MailView {
  base::Id<QueuedMail> id;
  std::optional<std::string> to;  ///< whose account
  MailState state = MailState::waiting;
  std::int64_t attempts = 0;
  std::optional<std::string> trouble;  ///< why it did not leave, as the mail server said it
  Instant made_at;
  std::optional<Instant> sent_at;
};
BOOST_DESCRIBE_STRUCT(MailView, (), (id, to, state, attempts, trouble, made_at, sent_at))

struct OutboxRow {
  std::int64_t id = 0;
  std::string body;
  std::int64_t attempts = 0;
  std::optional<std::string> error;
  Instant made_at;
  std::optional<Instant> sent_at;
};
BOOST_DESCRIBE_STRUCT(OutboxRow, (), (id, body, attempts, error, made_at, sent_at))

constexpr std::int64_t mails_a_page = 50;
constexpr std::size_t longest_address = 254;  // RFC 5321, 4.5.3.1.3

/// What a mail server would take and no header can be made of: one @, a name with a full stop after
/// it, letters, digits and what RFC 5322 calls an atom. Quoted names are left out.
bool is_address(std::string_view text) {
  const std::size_t at = text.find('@');
  if (text.size() > longest_address || at == text.npos || at == 0 || at > 64) {
    return false;
  }
  const std::string_view local = text.substr(0, at);
  const std::string_view host = text.substr(at + 1);
  const auto good = [](std::string_view part, std::string_view more) {
    return !part.empty() && !part.starts_with('.') && !part.ends_with('.') &&
           part.find("..") == part.npos && std::all_of(part.begin(), part.end(), [&](char each) {
             return (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z') ||
                    (each >= '0' && each <= '9') || each == '.' || more.find(each) != more.npos;
           });
  };
  return good(local, "!#$%&'*+-/=?^_`{|}~") && good(host, "-") && host.find('.') != host.npos &&
         !host.starts_with('-');
}

OwnMail own_mail(Call& call, db::Tx& tx) {
  OwnMail made;
  made.sends_mail = call.service.settings().sends_mail;
  if (const auto found = mail_address_of(tx, {call.asker.account})) {
    made.address = found->address;
    made.language = found->language;
    made.made_at = found->made_at;
  }
  return made;
}

OwnMail show_mail(Call& call, const Nothing&) {
  return call.database.read(call.caller, [&](db::Tx& tx) { return own_mail(call, tx); });
}

OwnMail set_mail(Call& call, const SetMail& input) {
  if (!call.service.settings().sends_mail) {
    throw refusal(Kind::precondition, "no_mail",
                  "This server sends no mail. Whoever looks after it starts it with --smtp.");
  }
  const std::string address(base::trim(input.address));
  if (!is_address(address)) {
    refuse_input({.where = "/address",
                  .code = "not_mail_address",
                  .value = base::shorten(input.address),
                  .detail = "An address such as olga@example.org is due here."});
  }
  return call.database.change(call.caller, "mail.set", [&](db::Change& change) {
    const base::Id<Account> account{call.asker.account};
    const auto before = change.maybe<MailAddress>(
        "SELECT id, address, language, made_at, version FROM mail_address WHERE id = $1", account);
    MailAddress after{.id = account,
                      .address = address,
                      .language = input.language.value_or(call.request.language),
                      .made_at = change.now()};
    if (before) {
      after.version = before->version;
      change.update("mail_address", *before, after);
    } else {
      change.insert("mail_address", after);
    }
    // Says at once whether it arrives, and to a stranger whose address it is how to end it.
    change.outbox(
        mail_kind,
        base::write_json(base::encode(QueuedMail{
            .account = account,
            .subject = base::Sentence("Notices of Sojourn").in(after.language),
            .text =
                base::Sentence("From now on this address is told when something waits for you. "
                               "You can end that on the page below. If you have no account there, "
                               "somebody has mistyped their address: tell whoever looks after that "
                               "server.")
                    .in(after.language),
            .path = "/account"})));
    return own_mail(call, change);
  });
}

OwnMail clear_mail(Call& call, const Nothing&) {
  return call.database.change(call.caller, "mail.clear", [&](db::Change& change) {
    forget_mail_address(change, {call.asker.account});
    return own_mail(call, change);
  });
}

MailState state_of(const OutboxRow& row) {
  return !row.sent_at ? MailState::waiting : row.error ? MailState::given_up : MailState::sent;
}

Page<MailView> list_mails(db::Tx& tx, const ListMails& input) {
  const auto before = place_before<QueuedMail>(input.after);
  const std::string_view which = !input.state                         ? ""
                                 : *input.state == MailState::waiting ? "AND sent_at IS NULL "
                                 : *input.state == MailState::sent
                                     ? "AND sent_at IS NOT NULL AND error IS NULL "
                                     : "AND sent_at IS NOT NULL AND error IS NOT NULL ";
  Page<MailView> page;
  for (const OutboxRow& row : tx.rows<OutboxRow>(
           fmt::format(
               "SELECT id, body, attempts, error, made_at, sent_at FROM outbox WHERE kind = "
               "$1 AND id < $2 {}ORDER BY id DESC LIMIT $3",
               which),
           mail_kind, before, mails_a_page + 1)) {
    if (std::ssize(page.items) == mails_a_page) {
      page.next = page.items.back().id.to_text();
      break;
    }
    const auto mail = base::decode_text<QueuedMail>(row.body);
    const auto person =
        tx.column<std::string>("SELECT person FROM account WHERE id = $1", mail.account);
    page.items.push_back({.id = {row.id},
                          .to = person.empty() ? std::nullopt : std::optional(person.front()),
                          .state = state_of(row),
                          .attempts = row.attempts,
                          .trouble = row.error,
                          .made_at = row.made_at,
                          .sent_at = row.sent_at});
  }
  return page;
}

}  // namespace

std::vector<Operation> mail_operations() {
  return {
      call_operation<Nothing, OwnMail>(
          {.name = "mail.show",
           .permission = Permission::own(),
           .path = "/api/account/mail",
           .summary = "where you are told by e-mail that something waits for you"},
          false, show_mail),
      call_operation<SetMail, OwnMail>(
          {.name = "mail.set",
           .permission = Permission::own(),
           .method = Method::post,
           .path = "/api/account/mail",
           .summary = "be told by e-mail when something waits for you",
           .description = "Mails name no person and hold nothing of a record: they say that there "
                          "is something, "
                          "and on which page. A first one says whether they arrive.",
           .fields = {{.name = "address", .shape = "ADDRESS", .meaning = "Where to write to."},
                      {.name = "language",
                       .shape = "CODE",
                       .meaning = "Of the mails; yours here and now if not given."}}},
          true, set_mail),
      call_operation<Nothing, OwnMail>({.name = "mail.clear",
                                        .permission = Permission::own(),
                                        .method = Method::remove,
                                        .path = "/api/account/mail",
                                        .summary = "be told by e-mail no more"},
                                       true, clear_mail),
      read_operation<ListMails, Page<MailView>>(
          {.name = "mail.list",
           .permission = read_accounts,
           .path = "/api/mails",
           .summary = "mails that left, that wait, and that were given up, and why",
           .description = "What they say is not shown. What left is forgotten after 30 days.",
           .fields = {{.name = "state", .shape = "STATE", .meaning = "Only those."},
                      {.name = "after",
                       .shape = "PLACE",
                       .meaning = "For the next page: what `next` said on this one."}}},
          list_mails),
  };
}

}  // namespace sojourn::access
