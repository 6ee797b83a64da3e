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

void queue(db::Change& change, const std::vector<Told>& all, const Notice& notice,
           std::unordered_set<std::int64_t>& told) {
  for (const Told& each : all) {
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

std::string listed(std::span<const std::int64_t> ids) {
  return fmt::format("{}", fmt::join(ids, ", "));
}

}  // namespace

void notify_staff(db::Change& change, std::span<const std::int64_t> staff, const Notice& notice) {
  std::unordered_set<std::int64_t> told;
  for (std::size_t begin = 0; begin < staff.size(); begin += at_once) {
    queue(change,
          change.rows<Told>(fmt::format(
              "SELECT m.id, m.language FROM mail_address m JOIN account a ON a.id = m.id "
              "WHERE a.closed_at IS NULL AND a.staff IN ({}) ORDER BY m.id",
              listed(staff.subspan(begin, std::min(at_once, staff.size() - begin))))),
          notice, told);
  }
}

void notify_role(db::Change& change, Role role, ScopeKind kind,
                 std::span<const std::int64_t> subjects, const Notice& notice) {
  std::unordered_set<std::int64_t> told;
  for (std::size_t begin = 0; begin < subjects.size(); begin += at_once) {
    queue(change,
          change.rows<Told>(
              fmt::format(
                  "SELECT DISTINCT m.id, m.language FROM mail_address m JOIN account a ON a.id = "
                  "m.id JOIN access_grant g ON g.account = m.id WHERE a.closed_at IS NULL AND "
                  "g.role = $1 AND g.from_day <= $2 AND (g.to_day IS NULL OR g.to_day >= $2) AND "
                  "(g.scope_kind = 'programme' OR (g.scope_kind = $3 AND g.subject IN ({}))) "
                  "ORDER BY m.id",
                  listed(subjects.subspan(begin, std::min(at_once, subjects.size() - begin)))),
              base::name_of(role), change.now().utc_date(), base::name_of(kind)),
          notice, told);
  }
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
