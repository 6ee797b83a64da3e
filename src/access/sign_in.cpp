#include "access/sign_in.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "access/throttle.h"
#include "access/token.h"
#include "base/ensure.h"
#include "base/text.h"

namespace sojourn::access {
namespace {

using base::Instant;
using base::Kind;
using std::chrono::hours;
using std::chrono::seconds;
using std::chrono::sys_seconds;

constexpr hours session_of_a_desk{12 * 7};
constexpr hours session_that_stays{24 * 45};
constexpr hours link_lasts{72};
constexpr hours ended_sessions_kept{24 * 30};
constexpr std::chrono::minutes between_reports{15};
/// Rows of sign_in_miss beside the buckets, whose keys are digests.
constexpr std::string_view failed_passwords = "failed-passwords";
constexpr std::string_view failed_codes = "failed-codes";
constexpr std::string_view failed_reported = "failed-reported";

sys_seconds in_seconds(Instant instant) {
  return std::chrono::floor<seconds>(std::chrono::sys_time<std::chrono::microseconds>(
      std::chrono::microseconds(instant.unix_micros())));
}

Instant as_instant(sys_seconds at) {
  return Instant::from_unix_micros(std::chrono::microseconds(at.time_since_epoch()).count());
}

struct MissRow {
  std::int64_t misses = 0;
  Instant last_at;
};
BOOST_DESCRIBE_STRUCT(MissRow, (), (misses, last_at))

Misses misses_of(db::Tx& tx, const std::string& bucket) {
  const auto row =
      tx.maybe<MissRow>("SELECT misses, last_at FROM sign_in_miss WHERE bucket = $1", bucket);
  return row ? Misses{.count = row->misses, .last = in_seconds(row->last_at)} : Misses{};
}

void keep_misses(db::Change& change, const std::string& bucket, const Misses& misses) {
  change.write(
      "INSERT INTO sign_in_miss (bucket, misses, last_at) VALUES ($1, $2, $3) "
      "ON CONFLICT (bucket) DO UPDATE SET misses = excluded.misses, last_at = excluded.last_at",
      bucket, misses.count, as_instant(misses.last));
}

/// Familiarity is the pair's, kept under its key.
bool familiar(db::Tx& tx, const std::string& pair, Instant now) {
  return tx.value<std::int64_t>(
             "SELECT count(*) FROM familiar_place WHERE place = $1 AND last_at > $2", pair,
             now - address_familiar) > 0;
}

}  // namespace

base::Refusal refusal(Kind kind, std::string code, base::Sentence detail) {
  return {.kind = kind, .code = std::move(code), .detail = std::move(detail), .faults = {}};
}

std::optional<base::Fault> name_fault(std::string_view name, std::string where) {
  const bool good =
      name.size() >= 2 && name.size() <= 64 && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
               c == '-' || c == '@';
      });
  if (good) {
    return std::nullopt;
  }
  return base::Fault{.where = std::move(where),
                     .code = "not_sign_in_name",
                     .value = base::shorten(name),
                     .detail =
                         "A name to sign in with has 2 to 64 letters a to z, digits, full "
                         "stops, hyphens, underlines or @."};
}

std::optional<base::Fault> person_fault(std::string_view person, std::string where) {
  const bool control = std::any_of(person.begin(), person.end(),
                                   [](char c) { return c >= 0 && (c < ' ' || c == 127); });
  if (!base::trim(person).empty() && person.size() <= 200 && !control) {
    return std::nullopt;
  }
  return base::Fault{.where = std::move(where),
                     .code = "not_person_name",
                     .value = base::shorten(person),
                     .detail = "A person's name is one line of at most 200 bytes, and not empty."};
}

void refuse_input(base::Fault fault) {
  base::refuse_faults({std::move(fault)});
  base::report_bug("refuse_faults refuses", std::source_location::current());
}

Try::Try(db::Database& database, std::string_view name, std::string_view address)
    : database_(database),
      pair_(pair_key(name, address)),
      account_(account_key(name)),
      address_(address_key(address)) {
  struct Found {
    bool familiar = false;
    seconds wait{0};
  };
  const Found found = database_.upkeep([&](db::Change& change) {
    const Instant now = change.now();
    const sys_seconds at = in_seconds(now);
    const bool known = familiar(change, pair_, now);
    const Misses pair = misses_of(change, pair_);
    const Misses account = misses_of(change, account_);
    const Misses place = misses_of(change, address_);
    const seconds wait =
        std::max({wait_for(bucket_pair, pair, at), wait_for(bucket_address, place, at),
                  known ? seconds(0) : wait_for(bucket_account, account, at)});
    if (wait == seconds(0)) {
      keep_misses(change, pair_, one_more(pair, at));
      keep_misses(change, address_, one_more(place, at));
      if (!known) {
        keep_misses(change, account_, one_more(account, at));
      }
    }
    return Found{.familiar = known, .wait = wait};
  });
  if (found.wait > seconds(0)) {
    base::Refusal early = refusal(Kind::busy, "wait",
                                  "There were several wrong tries. Wait a little, then try again.");
    early.faults.push_back(
        {.where = "",
         .code = "retry_after",
         .value = fmt::format("{}", found.wait.count()),
         .detail = base::in_words("Try again in {} seconds.", found.wait.count())});
    throw early;
  }
  familiar_ = found.familiar;
}

void Try::one_less(db::Change& change) const {
  for (const std::string& bucket : {pair_, address_, familiar_ ? std::string() : account_}) {
    change.write("UPDATE sign_in_miss SET misses = misses - 1 WHERE bucket = $1 AND misses > 0",
                 bucket);
  }
}

void Try::take_back() const {
  database_.upkeep([&](db::Change& change) { one_less(change); });
}

void Try::right(db::Change& change) const {
  one_less(change);
  change.write("DELETE FROM sign_in_miss WHERE bucket = $1", pair_);
  change.write(
      "INSERT INTO familiar_place (place, last_at) VALUES ($1, $2) "
      "ON CONFLICT (place) DO UPDATE SET last_at = excluded.last_at",
      pair_, change.now());
  // What is forgotten anyway is deleted here, a little at a time and without a job of its own.
  change.write("DELETE FROM sign_in_miss WHERE last_at < $1", change.now() - misses_remembered);
  change.write("DELETE FROM familiar_place WHERE last_at < $1", change.now() - address_familiar);
}

void note_failed_sign_in(db::Database& database, FailedAt at) {
  database.upkeep([&](db::Change& change) {
    change.write(
        "INSERT INTO sign_in_miss (bucket, misses, last_at) VALUES ($1, 1, $2) ON CONFLICT "
        "(bucket) "
        "DO UPDATE SET misses = sign_in_miss.misses + 1, last_at = excluded.last_at",
        std::string(at == FailedAt::password ? failed_passwords : failed_codes), change.now());
  });
  report_failed_sign_ins(database);
}

void report_failed_sign_ins(db::Database& database) {
  struct Waiting {
    std::int64_t passwords = 0;
    std::int64_t codes = 0;
    bool due = false;
  };
  const auto waiting = [](db::Tx& tx) {
    const Misses reported = misses_of(tx, std::string(failed_reported));
    return Waiting{.passwords = misses_of(tx, std::string(failed_passwords)).count,
                   .codes = misses_of(tx, std::string(failed_codes)).count,
                   .due = in_seconds(tx.now()) - reported.last >= between_reports};
  };
  const auto to_report = [](const Waiting& found) {
    return found.due && found.passwords + found.codes > 0;
  };
  if (!to_report(database.read(db::Caller::program(), waiting))) {
    return;
  }
  database.change(db::Caller::program(), "session.failed", [&](db::Change& change) {
    const Waiting found = waiting(change);
    if (to_report(found)) {  // else another did it just now
      change.run("sign_in_miss",
                 fmt::format("{} sign-ins failed by name or password, {} by the code",
                             found.passwords, found.codes),
                 "DELETE FROM sign_in_miss WHERE bucket = $1 OR bucket = $2",
                 std::string(failed_passwords), std::string(failed_codes));
      keep_misses(change, std::string(failed_reported),
                  {.count = 0, .last = in_seconds(change.now())});
    }
  });
}

Instant begin_session(db::Change& change, const std::string& token, base::Id<Account> account,
                      const std::string& device, bool stays, bool second_factor) {
  const Instant now = change.now();
  const Instant expires_at = now + (stays ? session_that_stays : session_of_a_desk);
  // Written without a note, as its time of last use changes all along; the entry of the change says
  // that a session began, and whose.
  change.write(
      "INSERT INTO session (id, digest, account, device, stays, second_factor, made_at, seen_at, "
      "expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8)",
      change.new_id<Session>(), token_digest(token), account, device, stays, second_factor, now,
      expires_at);
  return expires_at;
}

void end_sessions(db::Change& change, base::Id<Account> account, std::int64_t keep) {
  change.write(
      "UPDATE session SET ended_at = $2 WHERE account = $1 AND ended_at IS NULL AND id <> $3",
      account, change.now(), keep);
}

std::int64_t forget_ended_sessions(db::Database& database) {
  return database.upkeep([](db::Change& change) {
    return change.write("DELETE FROM session WHERE expires_at < $1 OR ended_at < $1",
                        change.now() - ended_sessions_kept);
  });
}

void end_tokens(db::Change& change, base::Id<Account> account,
                std::optional<base::Id<Grant>> grant) {
  for (const ApiToken& token : change.rows<ApiToken>(
           "SELECT id, digest, start, account, label, access_grant, only_reads, second_factor, "
           "made_at, expires_at, ended_at FROM api_token WHERE account = $1 ORDER BY id",
           account)) {
    ApiToken ended = token;
    if (!ended.ended_at) {
      ended.ended_at = change.now();
    }
    if (grant && token.access_grant == grant) {
      ended.access_grant.reset();
      change.update("api_token", token, ended);
    } else if (!grant && !token.ended_at) {
      change.update("api_token", token, ended);
    }
  }
}

NewLink make_link(db::Change& change, LinkPurpose purpose,
                  std::optional<base::Id<Account>> account) {
  const std::string token = make_token(TokenKind::link);
  change.keep_no_answer();
  for (const OneTimeLink& earlier : change.rows<OneTimeLink>(
           "SELECT id, digest, purpose, account, made_by, made_at, expires_at, used_at, ended_at "
           "FROM one_time_link WHERE used_at IS NULL AND ended_at IS NULL")) {
    if (earlier.account == account) {
      OneTimeLink ended = earlier;
      ended.ended_at = change.now();
      change.update("one_time_link", earlier, ended);
    }
  }
  const OneTimeLink link{.id = change.new_id<OneTimeLink>(),
                         .digest = token_digest(token),
                         .purpose = purpose,
                         .account = account,
                         .made_by = {change.caller().actor},
                         .made_at = change.now(),
                         .expires_at = change.now() + link_lasts,
                         .used_at = {},
                         .ended_at = {}};
  change.insert("one_time_link", link);
  return {.link = token, .expires_at = link.expires_at};
}

OneTimeLink good_link(db::Tx& tx, std::string_view token) {
  std::optional<OneTimeLink> link;
  if (token_is_of(TokenKind::link, token)) {
    link = tx.maybe<OneTimeLink>(
        "SELECT id, digest, purpose, account, made_by, made_at, expires_at, used_at, ended_at "
        "FROM one_time_link WHERE digest = $1",
        token_digest(token));
  }
  if (!link) {
    throw refusal(
        Kind::not_found, "link",
        "There is no such link; perhaps a part of it is missing. Copy the whole address, or "
        "ask an administrator for a new one.");
  }
  // Whoever holds the link may know what became of it; nobody guesses 256 bits.
  if (link->used_at) {
    throw refusal(Kind::not_found, "link_used",
                  "This link was used already; it works once. If that was you, sign in with the "
                  "password that you chose. If not, tell an administrator at once.");
  }
  if (link->ended_at) {
    throw refusal(
        Kind::not_found, "link_replaced",
        "A newer link was made, and this one no longer works. Open the newest one that you "
        "were given, or ask an administrator for a new one.");
  }
  if (link->expires_at <= tx.now()) {
    throw refusal(
        Kind::not_found, "link_run_out",
        link->purpose == LinkPurpose::setup
            ? "This link has run out: it works for three days. Whoever runs the server stops "
              "it and starts it again; it then prints a new link."
            : "This link has run out: it works for three days. Ask an administrator for a "
              "new one.");
  }
  return *std::move(link);
}

void use_link(db::Change& change, const OneTimeLink& link) {
  OneTimeLink used = link;
  used.used_at = change.now();
  change.update("one_time_link", link, used);
}

bool has_administrator(db::Tx& tx) {
  return tx.value<std::int64_t>(
             "SELECT count(*) FROM access_grant g JOIN account a ON a.id = g.account WHERE g.role "
             "= "
             "$1 AND g.from_day <= $2 AND (g.to_day IS NULL OR g.to_day >= $2) AND a.closed_at IS "
             "NULL",
             Role::administrator, tx.now().utc_date()) > 0;
}

std::optional<NewLink> setup_link(Service& service) {
  db::Database& database = service.database();
  if (database.read(db::Caller::program(), has_administrator)) {
    return std::nullopt;
  }
  return database.change(db::Caller::program(), "setup.link", [](db::Change& change) {
    return make_link(change, LinkPurpose::setup, std::nullopt);
  });
}

}  // namespace sojourn::access
