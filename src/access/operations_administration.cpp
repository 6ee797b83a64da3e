// Accounts and grants, by administrators. An administrator gives rights to others, never to the own
// account, so that two people stand behind every right; and resets a lost password or second factor
// by a one-time link, which the person sees.
#include <boost/describe/class.hpp>

#include "access/notify.h"
#include "access/operations.h"
#include "access/sign_in.h"
#include "access/throttle.h"
#include "base/text.h"

namespace sojourn::access {
namespace {

using base::Instant;
using base::Kind;

constexpr std::int64_t accounts_a_page = 50;
constexpr std::int32_t scopes_of_a_kind = 8;
constexpr std::size_t longest_scope_search = 100;

struct AccountView {
  base::Id<Account> id;
  std::string name;
  std::string person;
  std::optional<StaffId> staff;
  bool second_factor = false;
  bool may_sign_in = false;  ///< has a password
  Instant made_at;
  std::optional<Instant> closed_at;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(AccountView, (),
                      (id, name, person, staff, second_factor, may_sign_in, made_at, closed_at,
                       version))

constexpr std::string_view account_view =
    "SELECT a.id, a.name, a.person, a.staff, c.second_factor IS NOT NULL AS second_factor, "
    "c.id IS NOT NULL AS may_sign_in, a.made_at, a.closed_at, a.version "
    "FROM account a LEFT JOIN credential c ON c.id = a.id ";

struct ListAccounts {
  std::optional<std::string> after;
};
BOOST_DESCRIBE_STRUCT(ListAccounts, (), (after))

struct MakeAccount {
  std::string name;
  std::string person;
  std::optional<StaffId> staff;
};
BOOST_DESCRIBE_STRUCT(MakeAccount, (), (name, person, staff))

struct MadeAccount {
  base::Id<Account> id;
  std::string link;
  Instant expires_at;
};
BOOST_DESCRIBE_STRUCT(MadeAccount, (), (id, link, expires_at))

struct WhichAccount {
  base::Id<Account> id;
};
BOOST_DESCRIBE_STRUCT(WhichAccount, (), (id))

struct CloseAccount {
  base::Id<Account> id;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(CloseAccount, (), (id, version))

struct GrantView {
  base::Id<Grant> id;
  base::Id<Account> account;
  Role role = Role::member;
  GrantScope scope;
  std::optional<std::string> scope_name;  ///< of an area, a sponsor or a site
  base::Date from;
  std::optional<base::Date> to;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(GrantView, (), (id, account, role, scope, scope_name, from, to, version))

struct FindScopes {
  std::string search;
};
BOOST_DESCRIBE_STRUCT(FindScopes, (), (search))

struct FoundScopes {
  std::vector<FoundScope> found;
};
BOOST_DESCRIBE_STRUCT(FoundScopes, (), (found))

struct MakeGrant {
  base::Id<Account> id;
  Role role = Role::member;
  GrantScope scope;
  base::Date from;
  std::optional<base::Date> to;
};
BOOST_DESCRIBE_STRUCT(MakeGrant, (), (id, role, scope, from, to))

struct EndGrant {
  base::Id<Grant> id;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(EndGrant, (), (id, version))

/// Over the whole programme, or the own record, there is nothing to name.
std::optional<std::string> name_of(const Call& call, db::Tx& tx, const GrantScope& scope) {
  return scope.kind == ScopeKind::programme || scope.kind == ScopeKind::self
             ? std::nullopt
             : call.service.settings().scope_name(tx, scope);
}

GrantView view_of(const Call& call, db::Tx& tx, const GrantRow& row) {
  const GrantScope scope{.kind = row.scope_kind, .subject = row.subject};
  return {.id = row.id,
          .account = row.account,
          .role = row.role,
          .scope = scope,
          .scope_name = name_of(call, tx, scope),
          .from = row.from_day,
          .to = row.to_day,
          .version = row.version};
}

Account account_of(db::Tx& tx, base::Id<Account> id) {
  return tx.one<Account>(
      "SELECT id, name, person, staff, made_at, closed_at, version FROM account WHERE id = $1", id);
}

Account open_account(db::Tx& tx, base::Id<Account> id) {
  Account account = account_of(tx, id);
  if (account.closed_at) {
    throw refusal(Kind::precondition, "account_closed", "This account is closed.");
  }
  return account;
}

void refuse_own(const db::Tx& tx, base::Id<Account> id) {
  if (tx.caller().actor == id.value) {
    throw refusal(Kind::forbidden, "own_account",
                  "This is your own account. Another administrator has to do it.");
  }
}

Page<AccountView> list_accounts(db::Tx& tx, const ListAccounts& input) {
  Page<AccountView> page;
  page.items = tx.rows<AccountView>(
      fmt::format("{}WHERE a.name > $1 ORDER BY a.name LIMIT $2", account_view),
      input.after.value_or(""), accounts_a_page + 1);
  if (std::ssize(page.items) > accounts_a_page) {
    page.items.pop_back();
    page.next = page.items.back().name;
  }
  page.count = tx.value<std::int64_t>("SELECT count(*) FROM account");
  return page;
}

AccountView show_account(db::Tx& tx, const WhichAccount& input) {
  return tx.one<AccountView>(fmt::format("{}WHERE a.id = $1", account_view), input.id);
}

MadeAccount make_account(Call& call, const MakeAccount& input) {
  const std::string name = sign_in_name(input.name);
  std::vector<base::Fault> faults;
  if (auto fault = name_fault(name, "/name")) {
    faults.push_back(*std::move(fault));
  }
  if (auto fault = person_fault(input.person, "/person")) {
    faults.push_back(*std::move(fault));
  }
  base::refuse_faults(std::move(faults));
  return call.database.change(call.caller, "account.make", [&](db::Change& change) {
    if (input.staff && !call.service.settings().staff_exists(change, *input.staff)) {
      refuse_input({.where = "/staff",
                    .code = "unknown_staff",
                    .value = input.staff->to_text(),
                    .detail = "There is no such staff member."});
    }
    if (input.staff && change.value<std::int64_t>("SELECT count(*) FROM account WHERE staff = $1 "
                                                  "AND closed_at IS NULL",
                                                  *input.staff) > 0) {
      // One person with two accounts would be both of two signatures.
      refuse_input({.where = "/staff",
                    .code = "has_account",
                    .value = input.staff->to_text(),
                    .detail = "This staff member has an account already."});
    }
    const Account account{.id = change.new_id<Account>(),
                          .name = name,
                          .person = input.person,
                          .staff = input.staff,
                          .made_at = change.now(),
                          .closed_at = {}};
    change.insert("account", account);
    const NewLink link = make_link(change, LinkPurpose::invitation, account.id);
    return MadeAccount{.id = account.id, .link = link.link, .expires_at = link.expires_at};
  });
}

AccountView close_account(db::Change& change, const CloseAccount& input) {
  refuse_own(change, input.id);
  Account before = open_account(change, input.id);
  before.version = input.version;  // what the asker saw; `update` refuses if it is stale
  Account after = before;
  after.closed_at = change.now();
  change.update("account", before, after);
  end_sessions(change, input.id, 0);
  end_tokens(change, input.id);
  forget_mail_address(change, input.id);
  return show_account(change, {input.id});
}

NewLink reset_link(db::Change& change, const WhichAccount& input) {
  refuse_own(change, input.id);
  const Account account = open_account(change, input.id);
  const bool known =
      change.value<std::int64_t>("SELECT count(*) FROM credential WHERE id = $1", account.id) > 0;
  return make_link(change, known ? LinkPurpose::reset : LinkPurpose::invitation, account.id);
}

Page<GrantView> list_grants(const Call& call, db::Tx& tx, const WhichAccount& input) {
  account_of(tx, input.id);
  Page<GrantView> page;
  for (const GrantRow& row : tx.rows<GrantRow>(
           "SELECT id, account, role, scope_kind, subject, from_day, to_day, version FROM "
           "access_grant WHERE account = $1 ORDER BY id",
           input.id)) {
    page.items.push_back(view_of(call, tx, row));
  }
  return page;
}

/// No list that could be taken as a file: a few, to choose one from.
FoundScopes find_scopes(const Call& call, db::Tx& tx, const FindScopes& input) {
  if (input.search.empty() || input.search.size() > longest_scope_search) {
    refuse_input({.where = "/search",
                  .code = "not_search",
                  .value = base::shorten(input.search),
                  .detail = "This should be a text of 1 to 100 bytes."});
  }
  return {call.service.settings().find_scopes(tx, input.search, scopes_of_a_kind)};
}

void check_grant(Call& call, db::Tx& tx, const Account& account, const MakeGrant& input) {
  std::vector<base::Fault> faults;
  const auto fault = [&](std::string where, std::string code, std::string value,
                         base::Sentence detail) {
    faults.push_back({.where = std::move(where),
                      .code = std::move(code),
                      .value = std::move(value),
                      .detail = std::move(detail)});
  };
  const std::string scope = input.scope.to_text();
  const ServiceSettings& settings = call.service.settings();
  if (!role_takes(input.role, input.scope.kind)) {
    fault("/scope", "role_takes_other_scope", scope,
          "This role is not granted over this kind of scope.");
  } else if (input.scope.kind == ScopeKind::self && !account.staff) {
    fault("/scope", "no_staff_record", scope, "This account belongs to no staff member.");
  } else if (input.scope.kind == ScopeKind::area && !settings.area_path(tx, input.scope.subject)) {
    fault("/scope", "unknown_area", scope, "There is no such area.");
  } else if ((input.scope.kind == ScopeKind::sponsor || input.scope.kind == ScopeKind::site) &&
             !settings.scope_exists(tx, input.scope)) {
    fault("/scope", "unknown_scope", scope, "There is no such sponsor or site.");
  }
  if (input.to && *input.to < input.from) {
    fault("/to", "ends_before_it_begins", input.to->to_text(),
          "The last day is not before the first.");
  }
  base::refuse_faults(std::move(faults));
}

/// A grant for days on which the account has the same one gives nothing, and stays when that one is
/// ended.
void check_not_there(db::Tx& tx, const MakeGrant& input) {
  const auto same = tx.rows<GrantRow>(
      "SELECT id, account, role, scope_kind, subject, from_day, to_day, version FROM access_grant "
      "WHERE account = $1 AND role = $2 AND scope_kind = $3 AND subject = $4 ORDER BY id",
      input.id, input.role, input.scope.kind, input.scope.subject);
  for (const GrantRow& each : same) {
    if ((!input.to || each.from_day <= *input.to) && (!each.to_day || *each.to_day >= input.from)) {
      base::refuse_faults(
          {{.where = "/role",
            .code = "there_already",
            .value = std::string(base::name_of(input.role)),
            .detail = base::in_words("This account has this role there already ({}, from {}). End "
                                     "that grant, or give other days.",
                                     each.id.to_text(), each.from_day.to_text())}});
    }
  }
}

GrantView make_grant(Call& call, const MakeGrant& input) {
  return call.database.change(call.caller, "grant.make", [&](db::Change& change) {
    refuse_own(change, input.id);
    const Account account = open_account(change, input.id);
    check_grant(call, change, account, input);
    check_not_there(change, input);
    const GrantRow row{.id = change.new_id<Grant>(),
                       .account = input.id,
                       .role = input.role,
                       .scope_kind = input.scope.kind,
                       .subject = input.scope.subject,
                       .from_day = input.from,
                       .to_day = input.to};
    change.insert("access_grant", row);
    return view_of(call, change, row);
  });
}

/// Ends with yesterday, so that it gives nothing from the next request on. One that has not begun
/// before today goes altogether; the audit log keeps it.
Nothing end_grant(db::Change& change, const EndGrant& input) {
  GrantRow before = change.one<GrantRow>(
      "SELECT id, account, role, scope_kind, subject, from_day, to_day, version FROM access_grant "
      "WHERE id = $1",
      input.id);
  refuse_own(change, before.account);
  before.version = input.version;
  const base::Date yesterday = change.now().utc_date() - 1;
  if (before.from_day > yesterday) {
    end_tokens(change, before.account, before.id);
    change.erase("access_grant", before);
    return {};
  }
  if (before.to_day && *before.to_day <= yesterday) {
    throw refusal(Kind::precondition, "grant_ended", "This grant has ended already.");
  }
  GrantRow after = before;
  after.to_day = yesterday;
  change.update("access_grant", before, after);
  return {};
}

}  // namespace

std::vector<Operation> administration_operations() {
  const base::FieldAbout which{.name = "id",
                               .shape = "ACCOUNT",
                               .positional = true,
                               .meaning = "Which account, such as account_3k9q."};
  const base::FieldAbout version{
      .name = "version",
      .shape = "N",
      .meaning = "The version that you saw; the change is refused if there is a newer one."};
  return {
      read_operation<ListAccounts, Page<AccountView>>(
          {.name = "account.list",
           .permission = read_accounts,
           .path = "/api/accounts",
           .summary = "all accounts, by their names",
           .fields = {{.name = "after",
                       .shape = "NAME",
                       .meaning = "For the next page: what `next` said on this one."}}},
          list_accounts),
      read_operation<WhichAccount, AccountView>({.name = "account.show",
                                                 .permission = read_accounts,
                                                 .path = "/api/accounts/{id}",
                                                 .summary = "one account",
                                                 .fields = {which}},
                                                show_account),
      call_operation<MakeAccount, MadeAccount>(
          {.name = "account.make",
           .permission = manage_accounts,
           .method = Method::post,
           .path = "/api/accounts",
           .summary = "make an account, with a one-time link for its first password",
           .fields = {{.name = "name", .shape = "NAME", .meaning = "The name to sign in with."},
                      {.name = "person",
                       .shape = "NAME",
                       .meaning = "The person's name as others call them."},
                      {.name = "staff",
                       .shape = "STAFF",
                       .meaning = "The person's staff record, if they are staff."}}},
          true, make_account),
      change_operation<CloseAccount, AccountView>(
          {.name = "account.close",
           .permission = manage_accounts,
           .method = Method::post,
           .path = "/api/accounts/{id}/close",
           .summary = "close an account: nobody signs in with it any more",
           .description = "Its sessions and tokens end at once. Its history stays.",
           .fields = {which, version}},
          close_account),
      change_operation<WhichAccount, NewLink>(
          {.name = "account.reset",
           .permission = manage_accounts,
           .method = Method::post,
           .path = "/api/accounts/{id}/reset",
           .summary = "make a one-time link for a lost password or second factor",
           .description = "The link is shown once, ends after 72 hours, and the person sees that "
                          "it was made, by whom, and whether it was used.",
           .fields = {which}},
          reset_link),
      detail::reading<WhichAccount, Page<GrantView>>(
          {.name = "grant.list",
           .permission = read_accounts,
           .path = "/api/accounts/{id}/grants",
           .summary = "what an account may do",
           .description = "With the names of the areas, sponsors and sites, so that whoever looks "
                          "after accounts knows what a grant is over.",
           .fields = {which}},
          list_grants),
      detail::reading<FindScopes, FoundScopes>(
          {.name = "grant.scopes",
           .permission = manage_accounts,
           .path = "/api/grant-scopes",
           .summary = "areas, sponsors and sites over which a role can be granted, by name",
           .description = "For whoever grants roles and sees no records: of each kind the first 8 "
                          "open ones whose name or code holds the text, with their names, and that "
                          "of the area they lie in, and nothing else of them.",
           .fields = {{.name = "search",
                       .shape = "WORDS",
                       .positional = true,
                       .meaning = "A part of the name or the code, 1 to 100 bytes."}}},
          find_scopes),
      call_operation<MakeGrant, GrantView>(
          {.name = "grant.make",
           .permission = manage_accounts,
           .method = Method::post,
           .path = "/api/accounts/{id}/grants",
           .summary = "give an account a role over a scope",
           .fields = {which,
                      {.name = "role", .shape = "ROLE", .meaning = "Which role."},
                      {.name = "scope",
                       .shape = "SCOPE",
                       .meaning = "programme, self, or the id of an area, a sponsor or a site."},
                      {.name = "from", .shape = "DAY", .meaning = "Its first day."},
                      {.name = "to",
                       .shape = "DAY",
                       .meaning = "Its last day; without one, until it is ended."}}},
          true, make_grant),
      change_operation<EndGrant, Nothing>(
          {.name = "grant.end",
           .permission = manage_accounts,
           .method = Method::post,
           .path = "/api/grants/{id}/end",
           .summary = "end a grant at once",
           .fields = {{.name = "id",
                       .shape = "GRANT",
                       .positional = true,
                       .meaning = "Which grant, from the list of an account's grants."},
                      version}},
          end_grant),
  };
}

}  // namespace sojourn::access
