// `sojourn serve --example county` as somebody meets it who wants to see what Sojourn is: what is
// printed, signing in as every role, coming back to it, and where it is refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>  // mkdtemp

#include <array>
#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>

#include "access/token.h"
#include "access/totp.h"
#include "base/json.h"
#include "tests/cli/server.h"

namespace sojourn::testing_support {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

/// What each account may read, and what it may not.
struct Reads {
  const char* name;
  bool code;
  const char* allowed;
  const char* forbidden;
};
constexpr std::array<Reads, 12> everybody = {{
    {"officer", true, "/api/plans", "/api/accounts"},
    {"officer2", true, "/api/overrides?plan=", "/api/accounts"},
    {"area", true, "/api/rounds", "/api/accounts"},
    {"host", false, "/api/sites", "/api/staff"},
    {"sponsor", true, "/api/round-places?waiting=true", "/api/areas"},
    {"leader", false, "/api/placements", "/api/staff"},
    {"member", false, "/api/placements", "/api/sites"},
    {"inspector", true, "/api/sites", "/api/staff"},
    {"custodian", true, "/api/rules", "/api/sites"},
    {"appraiser", true, "/api/rules", "/api/sites"},
    {"auditor", true, "/api/accounts", "/api/staff"},
    {"administrator", true, "/api/accounts", "/api/staff"},
}};

class ExampleTest : public ::testing::Test {
 protected:
  ExampleTest() {
    std::string pattern = (fs::temp_directory_path() / "sojourn-shown-XXXXXX").string();
    folder = ::mkdtemp(pattern.data());
    data = (folder / "data").string();
  }
  ~ExampleTest() override { fs::remove_all(folder); }

  Ended command(const std::vector<std::string>& arguments) {
    fs::create_directories(folder / "command");
    return run(folder / "command", arguments);
  }
  /// What stands after some words on a printed line.
  static std::string after(const std::string& text, std::string_view words) {
    const std::size_t at = text.find(words);
    if (at == text.npos) {
      return "";
    }
    const std::size_t from = at + words.size();
    return text.substr(from, text.find('\n', from) - from);
  }
  /// With what was printed.
  static void sign_in(RunningServer& server, const Reads& who) {
    const std::string printed = server.out();
    json::object input{{"name", who.name}, {"password", after(printed, "Password of them all: ")}};
    if (who.code) {
      const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
      const auto key = access::from_base32(after(printed, "one for all: "));
      ASSERT_TRUE(key);
      input["code"] = access::totp_code(*key, access::totp_step_at(now));
    }
    server.session.clear();
    const Reply in = server.ask("POST", "/api/session", base::write_json(input));
    ASSERT_EQ(in.status, 200) << who.name << in.body;
    EXPECT_FALSE(in.json().at("second_factor_needed").as_bool()) << who.name;
    const std::string cookie = in.field("Set-Cookie");
    server.session = cookie.substr(8, cookie.find(';') - 8);
    server.csrf = access::csrf_of(server.session);
  }
  static json::array items(RunningServer& server, const std::string& path) {
    const Reply reply = server.ask("GET", path);
    EXPECT_EQ(reply.status, 200) << path << reply.body;
    return reply.status == 200 ? reply.json().at("items").as_array() : json::array();
  }
  static std::string text(const json::value& record, std::string_view member) {
    return std::string(std::string_view(record.at(member).as_string()));
  }

  fs::path folder;
  std::string data;
};

TEST_F(ExampleTest, EveryRoleSignsInAndSeesItsOwnPart) {
  std::string password;
  std::string plan;
  {
    RunningServer server(folder / "server", {"--example", "county", "--data", data});
    EXPECT_THAT(server.out(), AllOf(HasSubstr("This is a demonstration: an invented county."),
                                    HasSubstr("/example and choose who to be"),
                                    Not(HasSubstr("Nobody has an account yet"))));
    password = after(server.out(), "Password of them all: ");
    EXPECT_EQ(password.size(), 14U);
    // There is something to see: a published plan with a site short, an objection and an override
    // that wait, and a round that some have not replied to.
    ASSERT_NO_FATAL_FAILURE(sign_in(server, everybody.front()));
    const json::array plans = items(server, "/api/plans");
    ASSERT_EQ(plans.size(), 1U);
    plan = text(plans.at(0), "id");
    EXPECT_EQ(text(plans.at(0), "state"), "published");
    EXPECT_EQ(items(server, "/api/plan-objections?state=open").size(), 1U);
    EXPECT_EQ(items(server, "/api/rounds").size(), 2U);
    EXPECT_EQ(items(server, "/api/sites?limit=200").size(), 90U);
    EXPECT_FALSE(items(server, "/api/round-places?waiting=true").empty());
    EXPECT_FALSE(items(server, "/api/needs").empty());
    const json::array overrides = items(server, "/api/overrides?plan=" + plan);
    ASSERT_EQ(overrides.size(), 1U);
    const Reply signed_off = server.ask(
        "POST", "/api/overrides/" + text(overrides.at(0), "id") + "/sign", R"({"version": 1})");
    EXPECT_EQ(signed_off.status, 200) << signed_off.body;
    // Every role: one read that it may, one that it may not.
    for (const Reads& each : everybody) {
      if (std::string_view(each.name) != "officer") {
        ASSERT_NO_FATAL_FAILURE(sign_in(server, each));
      }
      const std::string allowed =
          std::string(each.allowed) + (std::string_view(each.allowed).ends_with('=') ? plan : "");
      EXPECT_FALSE(items(server, allowed).empty()) << each.name << ' ' << each.allowed;
      const Reply refused = server.ask("GET", each.forbidden);
      EXPECT_EQ(refused.status, 403) << each.name << ' ' << each.forbidden << refused.body;
    }
    // The page signs in with one click, and every page says what this is.
    const Reply page = server.ask("GET", "/en/example");
    EXPECT_THAT(page.body, AllOf(HasSubstr("value=\"administrator\""), HasSubstr(password),
                                 HasSubstr("Nobody and no place in it exists.")));
    EXPECT_EQ(server.ask("GET", "/example.js").status, 200);
    EXPECT_THAT(server.ask("GET", "/zh/sign-in").body, HasSubstr("演示"));
    EXPECT_EQ(server.end(SIGTERM).code, 0);
  }
  // What was done stands in the log like anything else.
  EXPECT_EQ(command({"audit", "verify", "--data", data}).code, 0);
  const Ended reconciled = command({"audit", "reconcile", "--data", data});
  EXPECT_EQ(reconciled.code, 0) << reconciled.out;
  EXPECT_EQ(command({"doctor", "--data", data}).code, 0);
  // Coming back goes on with it, with and without --example, and never for others.
  for (const std::vector<std::string>& wider :
       {std::vector<std::string>{"--listen", "0.0.0.0:0", "--insecure-http"},
        std::vector<std::string>{"--trusted-proxy", "10.0.0.1"}}) {
    for (const bool said : {true, false}) {
      std::vector<std::string> words = {"serve", "--data", data};
      words.insert(words.end(), wider.begin(), wider.end());
      if (said) {
        words.insert(words.end(), {"--example", "county"});
      }
      const Ended refused = command(words);
      EXPECT_EQ(refused.code, 2) << refused.out << refused.err;
      EXPECT_THAT(refused.err, HasSubstr("for this machine alone"));
    }
  }
  RunningServer again(folder / "server", {"--data", data});
  EXPECT_EQ(after(again.out(), "Password of them all: "), password);
  ASSERT_NO_FATAL_FAILURE(sign_in(again, everybody.at(3)));
  EXPECT_FALSE(items(again, "/api/placements?plan=" + plan).empty());
}

TEST_F(ExampleTest, WithoutADirectoryItLeavesNothingBehind) {
  RunningServer server(folder / "server", {"--example", "county"});
  const std::string place = after(server.out(), "Data: ");
  ASSERT_THAT(place, HasSubstr(", deleted when the server ends"));
  const std::size_t from = place.find('/');
  ASSERT_NE(from, place.npos) << server.out();
  const fs::path passing = place.substr(from, place.find(',') - from);
  EXPECT_TRUE(fs::exists(passing / "sojourn.db")) << passing;
  EXPECT_EQ(server.end(SIGTERM).code, 0);
  EXPECT_FALSE(fs::exists(passing));
}

TEST_F(ExampleTest, WhatIsNotAnExampleIsLeftAlone) {
  fs::create_directories(data);
  std::ofstream(fs::path(data) / "mine.txt") << "mine";
  const Ended full = command({"serve", "--example", "county", "--data", data});
  EXPECT_EQ(full.code, 5) << full.err;
  EXPECT_THAT(full.err, HasSubstr("Name a new directory or an empty one."));
  EXPECT_EQ(std::distance(fs::directory_iterator(data), fs::directory_iterator()), 1);
  const Ended scale = command({"serve", "--example", "nation"});
  EXPECT_EQ(scale.code, 2);
  const Ended elsewhere = command(
      {"serve", "--example", "county", "--data", data, "--database", "postgresql:///nowhere"});
  EXPECT_EQ(elsewhere.code, 2);
  EXPECT_THAT(elsewhere.err, HasSubstr("--database"));
  std::ofstream(fs::path(data) / "example") << "{}";
  const Ended spoilt = command({"serve", "--data", data});
  EXPECT_EQ(spoilt.code, 2) << spoilt.err;
  EXPECT_THAT(spoilt.err, HasSubstr("cannot be served"));
}

}  // namespace
}  // namespace sojourn::testing_support
