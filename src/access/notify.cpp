#include "access/notify.h"

#include <fmt/format.h>

#include <unordered_set>

#include "base/json.h"

namespace sojourn::access {
namespace {

/// As many as a statement takes with ease.
constexpr std::size_t at_once = 200;

struct Told {
  base::Id<Account> id;
  base::Language language = base::Language::en;
};
BOOST_DESCRIBE_STRUCT(Told, (), (id, language))

/// Queues one mail for each account that `sql` finds by some of the ids at a time.
/// `sql(list)`: gives m.id and m.language of addresses m; `list` is "1, 2, 3". Its values: `more`.
template <class Sql, class... Values>
void queue(db::Change& change, std::span<const std::int64_t> ids, const Notice& notice, Sql sql,
           const Values&... more) {
  std::unordered_set<std::int64_t> told;
  for (std::size_t begin = 0; begin < ids.size(); begin += at_once) {
    const auto piece = ids.subspan(begin, std::min(at_once, ids.size() - begin));
    for (const Told& each :
         change.rows<Told>(sql(fmt::format("{}", fmt::join(piece, ", "))), more...)) {
      if (!told.insert(each.id.value).second) {
        continue;
      }
      change.outbox(
          mail_kind,
          base::write_json(base::encode(QueuedMail{.account = each.id,
                                                   .subject = notice.subject.in(each.language),
                                                   .text = notice.text.in(each.language),
                                                   .path = notice.path})));
    }
  }
}

}  // namespace

void notify_staff(db::Change& change, std::span<const std::int64_t> staff, const Notice& notice) {
  queue(change, staff, notice, [](const std::string& list) {
    return fmt::format(
        "SELECT m.id, m.language FROM mail_address m JOIN account a ON a.id = m.id WHERE "
        "a.closed_at IS NULL AND a.staff IN ({}) ORDER BY m.id",
        list);
  });
}

void notify_role(db::Change& change, Role role, ScopeKind kind,
                 std::span<const std::int64_t> subjects, const Notice& notice) {
  queue(
      change, subjects, notice,
      [](const std::string& list) {
        return fmt::format(
            "SELECT DISTINCT m.id, m.language FROM mail_address m JOIN account a ON a.id = m.id "
            "JOIN access_grant g ON g.account = m.id WHERE a.closed_at IS NULL AND g.role = $1 "
            "AND g.from_day <= $2 AND (g.to_day IS NULL OR g.to_day >= $2) AND (g.scope_kind = "
            "'programme' OR (g.scope_kind = $3 AND g.subject IN ({}))) ORDER BY m.id",
            list);
      },
      base::name_of(role), change.now().utc_date(), base::name_of(kind));
}

std::optional<MailAddress> mail_address_of(db::Tx& tx, base::Id<Account> account) {
  return tx.maybe<MailAddress>(
      "SELECT m.id, m.address, m.language, m.made_at, m.version FROM mail_address m JOIN account a "
      "ON a.id = m.id WHERE m.id = $1 AND a.closed_at IS NULL",
      account);
}

void forget_mail_address(db::Change& change, base::Id<Account> account) {
  const auto found = change.maybe<MailAddress>(
      "SELECT id, address, language, made_at, version FROM mail_address WHERE id = $1", account);
  if (found) {
    change.erase("mail_address", *found);
  }
}

}  // namespace sojourn::access
