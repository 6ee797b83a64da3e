#include "access/service.h"

#include <fmt/format.h>

#include <algorithm>

#include "access/forbidden_note.h"
#include "access/records.h"
#include "access/sign_in.h"
#include "access/token.h"
#include "base/ensure.h"

namespace sojourn::access {
namespace {

namespace json = boost::json;
using base::Kind;
using std::chrono::hours;
using std::chrono::minutes;

/// How long a session may lie unused. Those that could give rights to others end soonest.
std::chrono::microseconds idle_limit(const Session& session, std::span<const Grant> grants,
                                     base::Date today) {
  if (session.stays) {
    return hours(24 * 45);
  }
  const bool administers = std::any_of(grants.begin(), grants.end(), [&](const Grant& grant) {
    return grant.role == Role::administrator && grant.active(today);
  });
  return administers ? std::chrono::microseconds(minutes(30)) : hours(12);
}

/// Where the person and the grants come from, for sessions and tokens alike.
Asker asker_for(db::Tx& tx, const Account& account, const ServiceSettings& settings) {
  Asker asker{.kind = AskerKind::session,
              .account = account.id.value,
              .name = account.name,
              .person = account.person,
              .staff = account.staff.value_or(StaffId{}).value};
  const base::Date today = tx.now().utc_date();
  for (const GrantRow& row :
       tx.rows<GrantRow>("SELECT id, account, role, scope_kind, subject, from_day, to_day, version "
                         "FROM access_grant WHERE account = $1 AND from_day <= $2 "
                         "AND (to_day IS NULL OR to_day >= $2) ORDER BY id",
                         account.id, today)) {
    Grant grant{.id = row.id,
                .role = row.role,
                .scope = {.kind = row.scope_kind, .subject = row.subject},
                .from = row.from_day,
                .to = row.to_day};
    if (row.scope_kind == ScopeKind::area) {
      base::ensure(static_cast<bool>(settings.area_path), "the service knows the paths of areas");
      grant.area_path = settings.area_path(tx, row.subject).value_or("");
    }
    asker.grants.push_back(std::move(grant));
  }
  return asker;
}

constexpr std::string_view account_columns =
    "a.id, a.name, a.person, a.staff, a.made_at, a.closed_at, a.version";

Asker asker_of_session(db::Tx& tx, std::string_view secret, const ServiceSettings& settings,
                       std::optional<base::Id<Session>>& unseen) {
  const auto session = tx.maybe<Session>(
      "SELECT id, digest, account, device, stays, second_factor, made_at, seen_at, expires_at, "
      "ended_at FROM session WHERE digest = $1 AND ended_at IS NULL",
      token_digest(secret));
  const base::Instant now = tx.now();
  if (!session || session->expires_at <= now) {
    return {};
  }
  const auto account = tx.maybe<Account>(
      fmt::format("SELECT {} FROM account a WHERE a.id = $1 AND a.closed_at IS NULL",
                  account_columns),
      session->account);
  if (!account) {
    return {};
  }
  Asker asker = asker_for(tx, *account, settings);
  const auto idle = idle_limit(*session, asker.grants, now.utc_date());
  if (now - session->seen_at >= idle) {
    return {};
  }
  asker.session = session->id.value;
  asker.second_factor = session->second_factor;
  // Written seldom, as every write waits for the disk: within a thirtieth of the limit it is exact.
  if (now - session->seen_at >= idle / 30) {
    unseen = session->id;
  }
  return asker;
}

Asker asker_of_token(db::Tx& tx, std::string_view secret, const ServiceSettings& settings) {
  const auto token = tx.maybe<ApiToken>(
      "SELECT id, digest, start, account, label, access_grant, only_reads, second_factor, made_at, "
      "expires_at, ended_at FROM api_token WHERE digest = $1 AND ended_at IS NULL",
      token_digest(secret));
  if (!token || token->expires_at <= tx.now()) {
    return {};
  }
  const auto account = tx.maybe<Account>(
      fmt::format("SELECT {} FROM account a WHERE a.id = $1 AND a.closed_at IS NULL",
                  account_columns),
      token->account);
  if (!account) {
    return {};
  }
  Asker asker = asker_for(tx, *account, settings);
  asker.kind = AskerKind::token;
  asker.token = token->id.value;
  asker.second_factor = token->second_factor;
  asker.only_reads = token->only_reads;
  if (token->access_grant) {
    std::erase_if(asker.grants,
                  [&](const Grant& grant) { return grant.id != *token->access_grant; });
  }
  return asker;
}

std::string roles_in(const Asker& asker, const Permission& permission, base::Date today) {
  if (asker.kind == AskerKind::operator_) {
    return "operator";
  }
  std::string names;
  for (const Grant& grant : asker.grants) {
    const std::string_view name = base::name_of(grant.role);
    if (grant.active(today) && permission.roles().has(grant.role) &&
        names.find(name) == std::string::npos) {
      names += (names.empty() ? "" : " ") + std::string(name);
    }
  }
  return names;
}

std::optional<db::Scope> reach_of(const Asker& asker, const Permission& permission,
                                  base::Date today) {
  if (asker.kind == AskerKind::operator_ && permission.reach() != Reach::own) {
    return db::Scope::everything();
  }
  if (asker.kind == AskerKind::operator_) {
    return std::nullopt;  // has no account
  }
  return scope_of(asker.grants, today, permission, asker.staff);
}

}  // namespace

Service::Service(db::Database& database, ServiceSettings settings)
    : database_(database), settings_(std::move(settings)), passwords_(settings_.password_cost) {
  if (settings_.factor_key) {
    factor_seal_.emplace(*settings_.factor_key);
  }
}

const FactorSeal& Service::factor_seal() const {
  base::ensure(factor_seal_.has_value(), "whoever signs people in has the key of second factors");
  return *factor_seal_;
}

Asker Service::asker_of(std::string_view secret) {
  const std::optional<TokenKind> kind = kind_of_token(secret);
  if (kind != TokenKind::session && kind != TokenKind::api) {
    return {};
  }
  std::optional<base::Id<Session>> unseen;
  Asker asker = database_.read(db::Caller::program(), [&](db::Tx& tx) {
    unseen.reset();
    return kind == TokenKind::session ? asker_of_session(tx, secret, settings_, unseen)
                                      : asker_of_token(tx, secret, settings_);
  });
  if (unseen) {
    try {
      database_.upkeep([id = *unseen](db::Change& change) {
        change.write("UPDATE session SET seen_at = $2 WHERE id = $1 AND ended_at IS NULL", id,
                     change.now());
      });
    } catch (const base::Refusal& refusal) {
      // A full or failing disk, on which reading goes on; at worst the session ends the sooner.
      if (refusal.kind != Kind::full && refusal.kind != Kind::busy) {
        throw;
      }
    }
  }
  return asker;
}

db::Caller Service::admitted(const Operation& operation, const Asker& asker,
                             const Request& request) const {
  const OperationAbout& about = operation.about;
  const bool open = about.permission.reach() == Reach::open;
  const base::Date today = database_.clock().now().utc_date();
  // 1. Somebody asks.
  if (!open && !asker.signed_in()) {
    throw refusal(Kind::forbidden, "sign_in", "Sign in first.");
  }
  // 2. They may, at all. This is asked before the input is read, and so tells nothing of what there
  // is.
  const std::optional<db::Scope> scope = reach_of(asker, about.permission, today);
  if (!scope) {
    throw refusal(Kind::forbidden, "not_allowed",
                  "None of your roles may do this. An administrator can say who may.");
  }
  if (asker.only_reads && operation.changes) {
    throw refusal(Kind::forbidden, "token_only_reads",
                  "This token may only read. Make one that may write, if that is meant.");
  }
  if (asker.kind == AskerKind::token && about.permission.reach() == Reach::own &&
      operation.changes) {
    throw refusal(Kind::forbidden, "needs_session",
                  "A token may not change its owner's account. Sign in for that.");
  }
  if (!open && asker.kind != AskerKind::operator_ && !asker.second_factor &&
      !about.before_second_factor && holds_office(asker.grants, today)) {
    throw refusal(Kind::precondition, "second_factor_needed",
                  "Your role needs a second factor. Set one up, then go on.");
  }
  // 3. So far.
  db::Caller caller{.actor = asker.account,
                    .request_id = request.id,
                    .reason = request.reason,
                    // Of people who are not signed in all keys would be one person's.
                    .idempotency_key = asker.signed_in() ? request.idempotency_key : "",
                    .body_digest = request.body_digest,
                    .scope = *scope};
  if (about.detail) {
    caller.detail = reach_of(asker, about.detail->permission, today).value_or(db::Scope{});
  }
  return caller;
}

Answer Service::run(const Operation& operation, const Asker& asker, const Request& request,
                    const json::value& input) {
  const db::Caller caller = admitted(operation, asker, request);
  Call call{.service = *this,
            .database = database_,
            .caller = caller,
            .asker = asker,
            .request = request};
  Answer answer = [&] {
    try {
      return operation.run(call, input);
    } catch (base::Refusal& refusal) {
      if (note_forbidden(database_, {.actor = asker.account, .request_id = request.id},
                         operation.about.name, refusal.faults)) {
        refusal.detail += forbidden_is_noted;
      }
      throw;
    }
  }();
  // Who saw what is noted before it is shown.
  if (operation.about.detail) {
    note_reads(operation, asker, answer);
  }
  return answer;
}

void Service::note_reads(const Operation& operation, const Asker& asker, const Answer& answer) {
  Seen seen(*operation.about.detail);
  if (operation.columns.empty()) {
    seen.note(answer.body);
  } else {
    for (const json::value& item : answer.body.as_object().at("items").as_array()) {
      seen.note(item);
    }
  }
  write_seen(asker, *operation.about.detail, seen);
}

void Service::note_seen(const Asker& asker, const Detail& detail,
                        std::span<const std::int64_t> staff) {
  Seen seen(detail);
  for (const std::int64_t each : staff) {
    seen.note_of(each);
  }
  write_seen(asker, detail, seen);
}

void Service::write_seen(const Asker& asker, const Detail& detail, Seen& seen) {
  seen.leave_out(asker.staff);
  if (!seen.empty()) {
    database_.upkeep([&](db::Change& change) { write_seen(change, detail, asker, seen); });
  }
}

void Service::write_seen(db::Change& change, const Detail& detail, const Asker& asker,
                         const Seen& seen) {
  const base::Date today = change.now().utc_date();
  seen.write(change, asker.account, roles_in(asker, detail.permission, today), today);
}

}  // namespace sojourn::access
