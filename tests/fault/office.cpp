#include "tests/fault/office.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <stdexcept>

#include "access/token.h"
#include "access/totp.h"
#include "base/clock.h"
#include "base/json.h"
#include "db/database.h"
#include "program/store.h"

namespace sojourn::test {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr const char* password = "eleven quiet herons";

std::string text_of(const json::value& value) { return std::string(value.as_string()); }

Reply must(const Reply& reply) {
  if (reply.status != 200) {
    throw std::runtime_error(fmt::format("{} {}", reply.status, reply.body));
  }
  return reply;
}

}  // namespace

std::string Memory::begin(const std::string& word) {
  const std::lock_guard hold(mutex_);
  std::string name = fmt::format("{}-{}", word, ++made_);
  asked_.emplace(name, std::nullopt);
  return name;
}

void Memory::acknowledged(const std::string& name, const std::string& answer) {
  const std::lock_guard hold(mutex_);
  auto& kept = asked_.at(name);
  EXPECT_TRUE(!kept || *kept == answer) << "two answers to one key: " << *kept << " " << answer;
  kept = answer;
}

std::vector<std::string> Memory::open() const {
  const std::lock_guard hold(mutex_);
  std::vector<std::string> names;
  for (const auto& [name, answer] : asked_) {
    if (!answer) {
      names.push_back(name);
    }
  }
  return names;
}

std::map<std::string, std::string> Memory::answers() const {
  const std::lock_guard hold(mutex_);
  std::map<std::string, std::string> answers;
  for (const auto& [name, answer] : asked_) {
    if (answer) {
      answers.emplace(name, *answer);
    }
  }
  return answers;
}

Office::Office(fs::path folder, std::string database)
    : folder_(std::move(folder)), database_(std::move(database)) {
  const auto printed = [&](std::vector<std::string> words) {
    const Ended ended = command(std::move(words));
    if (ended.code != 0) {
      throw std::runtime_error(ended.err);
    }
    return base::parse_json(ended.out);
  };
  const json::value made =
      printed({"account", "make", "--name", "olga", "--person", "Olga Example"});
  link_ = text_of(made.at("link"));
  printed({"grant", "make", text_of(made.at("id")), "--role", "programme-officer", "--scope",
           "programme", "--from", base::SystemWallClock().now().utc_date().to_text()});
}

std::vector<std::string> Office::arguments() const {
  std::vector<std::string> words = {"--data", data()};
  if (!database_.empty()) {
    words.insert(words.end(), {"--database", database_});
  }
  return words;
}

Ended Office::command(std::vector<std::string> words) const {
  const std::vector<std::string> more = arguments();
  words.insert(words.end(), more.begin(), more.end());
  fs::create_directories(folder_ / "command");
  return testing_support::run(folder_ / "command", words);
}

void Office::sign_in(RunningServer& server) {
  must(server.ask("POST", "/api/link",
                  base::write_json(json::object{{"link", link_}, {"password", password}})));
  const Reply in =
      must(server.ask("POST", "/api/session",
                      base::write_json(json::object{{"name", "olga"}, {"password", password}})));
  const std::string cookie = in.field("Set-Cookie");
  session_ = cookie.substr(8, cookie.find(';') - 8);  // "session=..."
  use_session(server);
  const Reply proposed = must(server.ask("POST", "/api/account/second-factor", "{}"));
  const auto secret = access::from_base32(text_of(proposed.json().at("secret"))).value();
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  must(server.ask("POST", "/api/account/second-factor/confirm",
                  base::write_json(json::object{
                      {"code", access::totp_code(secret, access::totp_step_at(now))}})));
}

void Office::use_session(RunningServer& server) const {
  server.session = session_;
  server.csrf = access::csrf_of(session_);
}

Reply Office::make_area(RunningServer& server, const std::string& name) {
  return server.ask("POST", "/api/areas",
                    base::write_json(json::object{{"name", name}, {"kind", "county"}}), name);
}

bool Office::make_area(RunningServer& server, const std::string& name, Memory& memory) {
  Reply reply;
  try {
    reply = make_area(server, name);
  } catch (const std::runtime_error&) {
    return false;
  }
  if (reply.status == 200) {
    memory.acknowledged(name, reply.body);
    return true;
  }
  EXPECT_EQ(reply.status, 503) << reply.body;
  EXPECT_NE(reply.field("Retry-After"), "") << reply.head;
  return false;
}

void Office::expect_each_once(const Memory& memory) const {
  const program::Stages stages = program::stages();
  const auto database = db::Database::open(program::database_settings(
      {.directory = data(), .url = database_, .only_reads = true}, stages));
  const auto rows = database->read(db::Caller::program(), [](db::Tx& tx) {
    return tx.column<std::string>("SELECT name FROM area WHERE {unscoped:a test} ORDER BY name");
  });
  const std::set<std::string> there(rows.begin(), rows.end());
  EXPECT_EQ(there.size(), rows.size()) << "one was applied twice";
  std::set<std::string> known;
  for (const auto& [name, answer] : memory.answers()) {
    EXPECT_TRUE(there.contains(name)) << name << " was acknowledged: " << answer;
    known.insert(name);
  }
  for (const std::string& name : memory.open()) {
    known.insert(name);
  }
  EXPECT_TRUE(std::includes(known.begin(), known.end(), there.begin(), there.end()))
      << "something is there that nobody asked for";
}

void Office::expect_log_verifies() const {
  const Ended ended = command({"audit", "verify"});
  EXPECT_EQ(ended.code, 0) << ended.out << ended.err;
}

void Office::expect_log_reconciles() const {
  const Ended ended = command({"audit", "reconcile"});
  EXPECT_EQ(ended.code, 0) << ended.out << ended.err;
}

}  // namespace sojourn::test
