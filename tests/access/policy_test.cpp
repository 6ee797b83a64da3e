#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "access/operations.h"
#include "access/sign_in.h"
#include "access/totp.h"
#include "tests/access/policy.h"
#include "tests/access/roles.h"
#include "tests/support/paths.h"

namespace sojourn::access {
namespace {

namespace json = boost::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string folder = test::source_dir() + "/tests/access/";
const std::string good = "a good password";

/// Makes what a route is asked with, and asks.
class PolicyTest : public testing::Test {
 protected:
  RolesWorld roles;
  World& world = roles.world();

  Asked ask(const Operation& operation, const std::string& role, const std::string& relation) {
    const std::string session = roles.session(role, relation == "ended");
    const Asker asker = world.service().asker_of(session);
    // Each question comes from elsewhere, so that wrong sign-ins of one do not slow another.
    world.request.address =
        fmt::format("10.{}.{}.{}", asked_ / 65536, asked_ / 256 % 256, asked_ % 256);
    ++asked_;
    const std::string& name = operation.about.name;
    std::string target;
    const json::object input = name.starts_with("person.") ? of_person(name, role, relation, target)
                               : operation.about.path.starts_with("/api/accounts") ||
                                       operation.about.path.starts_with("/api/grant")
                                   ? of_administration(name, role, relation)
                                   : of_own_account(name, role, relation, session, target);
    return ask_service(world.service(), operation, asker, world.request, input, target);
  }

 private:
  json::object of_person(const std::string& name, const std::string& role,
                         const std::string& relation, std::string& target) {
    const StaffId id = relation == "sibling"   ? roles.sibling
                       : relation == "outside" ? roles.outside
                       : relation == "own"     ? roles.own(role)
                       : relation == "absent"  ? roles.absent
                                               : roles.inside;
    target = id.to_text();
    json::object input;
    if (name != "person.list") {
      input["id"] = target;
    }
    if (name == "person.rename") {
      input["name"] = "Renamed";
    }
    return input;
  }

  json::object of_administration(const std::string& name, const std::string& role,
                                 const std::string& relation) {
    if (name == "account.list") {
      return {};
    }
    if (name == "grant.scopes") {
      return {{"search", "north"}};
    }
    if (name == "account.make") {
      return {{"name", fmt::format("made{}", asked_)}, {"person", "Somebody"}};
    }
    base::Id<Account> account = relation == "own" ? roles.account(role) : roles.fresh_account();
    if (name == "grant.end") {
      const base::Id<Grant> grant = relation == "absent" || !account.is_set() ? base::Id<Grant>{77}
                                    : relation == "own" && role == "administrator"
                                        ? own_grant(account)
                                        : roles.fresh_grant(roles.fresh_account());
      return {{"id", grant.to_text()}, {"version", 1}};
    }
    if (relation == "absent" || !account.is_set()) {
      account = {77};
    }
    json::object input{{"id", account.to_text()}};
    if (name == "account.close") {
      input["version"] = 1;
    }
    if (name == "grant.make") {
      input["role"] = "auditor";
      input["scope"] = "programme";
      input["from"] = world.clock.now().utc_date().to_text();
    }
    return input;
  }

  json::object of_own_account(const std::string& name, const std::string& role,
                              const std::string& relation, const std::string& session,
                              std::string& target) {
    if (name == "setup.finish") {
      return {{"link", link(LinkPurpose::setup, {})},
              {"name", "second.root"},
              {"person", "Another"},
              {"password", good}};
    }
    if (name == "link.use") {
      return {{"link", relation == "good" ? link(LinkPurpose::reset, roles.fresh_account()) : "x"},
              {"password", good}};
    }
    if (name == "link.show") {
      return {{"link", relation == "good" ? link(LinkPurpose::reset, roles.fresh_account()) : "x"}};
    }
    if (name == "session.start") {
      roles.fresh_account();
      return {{"name", roles.fresh_name()},
              {"password", relation == "good" ? good : "a wrong password"}};
    }
    if (name == "session.list" || name == "session.revoke") {
      target = session_id(relation, session);
      return name == "session.list" ? json::object{} : json::object{{"id", target}};
    }
    if (name == "token.list" || name == "token.revoke") {
      target = token_id(relation, role);
      return name == "token.list" ? json::object{} : json::object{{"id", target}};
    }
    if (name == "token.make") {
      return {{"label", "x"}, {"expires_on", world.clock.now().utc_date().to_text()}};
    }
    if (name == "mail.set") {
      return {{"address", "olga@example.org"}};
    }
    if (name == "password.change") {
      return {{"old_password", good}, {"password", good}};
    }
    if (name == "second_factor.codes") {
      return {{"password", good}};
    }
    if (name == "second_factor.confirm") {
      return {{"code", session.empty() ? "000000" : proposed_code(roles.account(role))}};
    }
    return {};
  }

  std::string link(LinkPurpose purpose, std::optional<base::Id<Account>> account) {
    return world.database()
        .change(db::Caller::program(), "test.link",
                [&](db::Change& change) { return make_link(change, purpose, account); })
        .link;
  }

  base::Id<Grant> own_grant(base::Id<Account> account) {
    return world.database().read(db::Caller::program(), [&](db::Tx& tx) {
      return tx.value<base::Id<Grant>>("SELECT max(id) FROM access_grant WHERE account = $1",
                                       account);
    });
  }

  std::string session_id(const std::string& relation, const std::string& session) {
    if (relation == "absent") {
      return base::Id<Session>{77}.to_text();
    }
    const std::string whose =
        relation == "own" && !session.empty() ? session : roles.session("plain");
    if (relation == "other") {
      // Of an account that is nobody's here.
      roles.fresh_account();
      return base::Id<Session>{
          world.service().asker_of(world.sign_in(roles.fresh_name(), good)).session}
          .to_text();
    }
    return base::Id<Session>{world.service().asker_of(whose).session}.to_text();
  }

  std::string token_id(const std::string& relation, const std::string& role) {
    if (relation == "absent") {
      return base::Id<ApiToken>{77}.to_text();
    }
    std::string session;
    if (relation == "own" && role != "nobody") {
      session = roles.session(role);
    } else {
      roles.fresh_account();
      session = world.sign_in(roles.fresh_name(), good);
    }
    const json::value made =
        world.ask(session, "token.make",
                  {{"label", "x"}, {"expires_on", world.clock.now().utc_date().to_text()}});
    return std::string(std::string_view(made.at("id").as_string()));
  }

  /// Proposes a second factor anew, without what an earlier question left.
  std::string proposed_code(base::Id<Account> account) {
    const std::string secret = make_totp_secret();
    world.database().change(db::Caller::program(), "test.factor", [&](db::Change& change) {
      change.write("UPDATE credential SET second_factor = NULL WHERE id = $1", account);
      change.write(
          "INSERT INTO second_factor_use (account, proposed) VALUES ($1, $2) "
          "ON CONFLICT (account) DO UPDATE SET proposed = excluded.proposed, step = NULL",
          account, to_base32(secret));
    });
    return world.code(secret);
  }

  int asked_ = 1;
};

TEST_F(PolicyTest, EveryRouteAsEveryRoleInEveryRelation) {
  std::vector<PolicyRow> rows = read_policy(folder + "policy.csv");
  for (PolicyRow& row : read_policy(folder + "policy_people.csv")) {
    rows.push_back(std::move(row));
  }
  std::size_t cells = 0;
  const std::vector<std::string> faults = policy_faults(
      world.operations(), rows,
      [this](const Operation& operation, const std::string& role, const std::string& relation) {
        return ask(operation, role, relation);
      },
      &cells);
  EXPECT_THAT(faults, IsEmpty());
  RecordProperty("cells", static_cast<int>(cells));
  std::cout << cells << " cells\n";
}

TEST(PolicyHarness, FindsWhatTheTablesDifferIn) {
  const std::vector<Operation> operations = person_operations();
  std::vector<PolicyRow> rows = read_policy(folder + "policy_people.csv");
  // Somebody who answers just as the rows say.
  const Ask obedient = [&](const Operation& operation, const std::string& role,
                           const std::string& relation) {
    for (const bool rest : {false, true}) {
      for (const PolicyRow& row : rows) {
        const bool named = std::find(row.roles.begin(), row.roles.end(), role) != row.roles.end();
        if (row.route == route_of(operation) && row.relation == relation &&
            (rest ? row.roles.front() == "others" : named)) {
          return Asked{.answer = row.answer, .fields = row.fields};
        }
      }
    }
    return Asked{};
  };
  EXPECT_THAT(policy_faults(operations, rows, obedient), IsEmpty());
  const Ask generous = [&](const Operation& operation, const std::string& role,
                           const std::string& relation) {
    Asked asked = obedient(operation, role, relation);
    if (role == "host" && relation == "outside" && operation.about.name == "person.show") {
      asked.answer = "yes";
    }
    return asked;
  };
  EXPECT_THAT(policy_faults(operations, rows, generous),
              ElementsAre(HasSubstr("GET /api/people/{id} as host, outside: the policy")));
  const Ask showing = [&](const Operation& operation, const std::string& role,
                          const std::string& relation) {
    Asked asked = obedient(operation, role, relation);
    if (role == "host" && relation == "inside" && operation.about.name == "person.list") {
      asked.fields = "fit_until";
    }
    return asked;
  };
  EXPECT_THAT(policy_faults(operations, rows, showing),
              ElementsAre(HasSubstr("says yes [], the program yes [fit_until]")));
  std::vector<PolicyRow> fewer = rows;
  std::erase_if(fewer, [](const PolicyRow& row) { return row.route == "GET /api/people"; });
  EXPECT_THAT(policy_faults(operations, fewer, obedient),
              ElementsAre("GET /api/people (person.list) has no rows"));
  fewer = rows;
  std::erase_if(fewer, [](const PolicyRow& row) {
    return row.route == "GET /api/people" && row.relation == "own" && row.roles.front() == "member";
  });
  fewer.push_back({.route = "GET /api/houses",
                   .roles = {"others"},
                   .relation = "any",
                   .answer = "yes",
                   .fields = "",
                   .line = 99});
  EXPECT_THAT(policy_faults(operations, fewer, obedient),
              ElementsAre(HasSubstr("GET /api/people as member, own"),
                          "line 99 is about GET /api/houses, which is no route"));
  std::vector<PolicyRow> twice = rows;
  twice.push_back(rows.front());
  EXPECT_THAT(policy_faults(operations, twice, obedient), ElementsAre(HasSubstr("says again")));
}

}  // namespace
}  // namespace sojourn::access
