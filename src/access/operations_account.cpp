// The own account: who am I, my password, what was done with my account, who saw my record.
#include <boost/describe/class.hpp>

#include "access/operations.h"
#include "access/recovery.h"
#include "access/sign_in.h"

namespace sojourn::access {
namespace {

using base::Instant;
using base::Kind;

struct OwnGrant {
  Role role = Role::member;
  GrantScope scope;
  base::Date from;
  std::optional<base::Date> to;
};
BOOST_DESCRIBE_STRUCT(OwnGrant, (), (role, scope, from, to))

struct Me {
  base::Id<Account> id;
  std::string name;
  std::string person;
  std::optional<StaffId> staff;
  std::vector<OwnGrant> grants;
  bool second_factor = false;         ///< is set up
  bool second_factor_needed = false;  ///< nothing else goes before it is
  std::int64_t recovery_codes = 0;    ///< that are left
};
BOOST_DESCRIBE_STRUCT(Me, (),
                      (id, name, person, staff, grants, second_factor, second_factor_needed,
                       recovery_codes))

struct ChangePassword {
  std::string old_password;
  std::string password;
};
BOOST_DESCRIBE_STRUCT(ChangePassword, (), (old_password, password))

struct OwnLink {
  LinkPurpose purpose = LinkPurpose::reset;
  std::optional<std::string> made_by;  ///< absent: whoever runs the server
  Instant made_at;
  Instant expires_at;
  std::optional<Instant> used_at;
  std::optional<Instant> ended_at;
};
BOOST_DESCRIBE_STRUCT(OwnLink, (), (purpose, made_by, made_at, expires_at, used_at, ended_at))

struct After {
  std::optional<std::string> after;
};
BOOST_DESCRIBE_STRUCT(After, (), (after))

struct RecordRead {
  static constexpr std::string_view id_prefix = "read";
  base::Id<RecordRead> id;
  std::optional<std::string> reader;  ///< absent: whoever runs the server
  std::string roles;                  ///< that let them, parted by spaces
  std::string fields;                 ///< likewise
  base::Date day;
  Instant first_at;
  Instant last_at;
  std::int64_t times = 1;
};
BOOST_DESCRIBE_STRUCT(RecordRead, (), (id, reader, roles, fields, day, first_at, last_at, times))

constexpr std::int64_t reads_a_page = 50;

Me who_am_i(Call& call, const Nothing&) {
  Me me{.id = {call.asker.account},
        .name = call.asker.name,
        .person = call.asker.person,
        .staff = call.asker.staff == 0 ? std::nullopt : std::optional(StaffId{call.asker.staff}),
        .grants = {}};
  for (const Grant& grant : call.asker.grants) {
    me.grants.push_back(
        {.role = grant.role, .scope = grant.scope, .from = grant.from, .to = grant.to});
  }
  call.database.read(call.caller, [&](db::Tx& tx) {
    me.second_factor =
        tx.value<std::int64_t>(
            "SELECT count(*) FROM credential WHERE id = $1 AND second_factor IS NOT NULL",
            call.asker.account) > 0;
    me.recovery_codes = recovery_codes_left(tx, {call.asker.account});
  });
  const base::Date today = call.database.clock().now().utc_date();
  me.second_factor_needed = !call.asker.second_factor && holds_office(call.asker.grants, today);
  return me;
}

Nothing change_password(Call& call, const ChangePassword& input) {
  if (auto fault = password_fault(input.password, std::vector{call.asker.name, call.asker.person},
                                  "/password")) {
    refuse_input(*std::move(fault));
  }
  // Whoever has found an open page may not guess the password there either.
  const Try attempt(call.database, call.asker.name, call.request.address);
  std::string hashed;
  try {
    const auto stored = call.database.read(call.caller, [&](db::Tx& tx) {
      return tx.value<std::string>("SELECT password FROM credential WHERE id = $1",
                                   call.asker.account);
    });
    if (!call.service.passwords().matches(input.old_password, stored)) {
      refuse_input({.where = "/old_password",
                    .code = "wrong_password",
                    .value = "",
                    .detail = "This is not your password until now."});
    }
    hashed = call.service.passwords().hash(input.password);
  } catch (const base::Refusal& refused) {
    if (refused.kind == Kind::busy) {
      attempt.take_back();
    }
    throw;
  }
  call.database.change(call.caller, "password.change", [&](db::Change& change) {
    const auto before = change.one<Credential>(
        "SELECT id, password, second_factor, changed_at, version FROM credential WHERE id = $1",
        call.asker.account);
    Credential after = before;
    after.password = hashed;
    after.changed_at = change.now();
    change.update("credential", before, after);
    attempt.right(change);
    end_sessions(change, before.id, call.asker.session);
  });
  return {};
}

Page<OwnLink> own_links(db::Tx& tx, const Nothing&) {
  return {.items = tx.rows<OwnLink>(
              "SELECT l.purpose, m.person AS made_by, l.made_at, l.expires_at, l.used_at, "
              "l.ended_at FROM one_time_link l LEFT JOIN account m ON m.id = l.made_by "
              "WHERE l.account = $1 ORDER BY l.id DESC",
              tx.caller().actor),
          .next = {},
          .count = {}};
}

Page<RecordRead> reads_of_own_record(db::Tx& tx, const After& input) {
  const auto before = place_before<RecordRead>(input.after);
  const std::vector<std::int64_t>& own = tx.caller().scope.staff;
  Page<RecordRead> page;
  if (own.empty()) {
    return page;
  }
  page.items = tx.rows<RecordRead>(
      "SELECT r.id, a.person AS reader, r.roles, r.fields, r.day, r.first_at, r.last_at, r.times "
      "FROM record_read r LEFT JOIN account a ON a.id = r.reader WHERE r.staff = $1 AND r.id < $2 "
      "ORDER BY r.id DESC LIMIT $3",
      own.front(), before, reads_a_page + 1);
  if (std::ssize(page.items) > reads_a_page) {
    page.items.pop_back();
    page.next = page.items.back().id.to_text();
  }
  return page;
}

}  // namespace

std::vector<Operation> account_operations() {
  return {
      call_operation<Nothing, Me>({.name = "account.me",
                                   .permission = Permission::own(),
                                   .path = "/api/account",
                                   .summary = "who you are here, and what you may do",
                                   .before_second_factor = true},
                                  false, who_am_i),
      call_operation<ChangePassword, Nothing>(
          {.name = "password.change",
           .permission = Permission::own(),
           .method = Method::post,
           .path = "/api/account/password",
           .summary = "change your password",
           .description = "You are signed out everywhere else.",
           .fields =
               {{.name = "old_password", .shape = "PASSWORD", .meaning = "The password until now."},
                {.name = "password",
                 .shape = "PASSWORD",
                 .meaning = "At least 8 characters; not a common one."}},
           .before_second_factor = true},
          true, change_password),
      read_operation<Nothing, Page<OwnLink>>(
          {.name = "account.links",
           .permission = Permission::own(),
           .path = "/api/account/links",
           .summary = "which one-time links were made for your account, by whom, and their use"},
          own_links),
      read_operation<After, Page<RecordRead>>(
          {.name = "account.reads",
           .permission = Permission::own(),
           .path = "/api/account/reads",
           .summary = "who saw sensitive fields of your record",
           .fields = {{.name = "after",
                       .shape = "PLACE",
                       .meaning = "For the next page: what `next` said on this one."}}},
          reads_of_own_record),
  };
}

}  // namespace sojourn::access
