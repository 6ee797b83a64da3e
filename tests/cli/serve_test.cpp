// The server from its first start to the proof of a restored backup, as its administrator meets it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>

#include "access/token.h"
#include "base/digest.h"
#include "base/json.h"
#include "db/database.h"
#include "ledger/checkpoint.h"
#include "tests/cli/served.h"
#include "tests/support/postgres.h"

namespace sojourn::testing_support {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class ServeTest : public ServedTest {
 protected:
  ServeTest() : ServedTest("serve") {}

  /// So the account and its second factor are as they were.
  static void sign_in_fails_without_its_second_factor(RunningServer& server) {
    const Reply in = server.ask(
        "POST", "/api/session",
        base::write_json(json::object{{"name", "olga"}, {"password", "eleven quiet herons"}}));
    EXPECT_EQ(in.status, 403);
    EXPECT_EQ(in.json().at("code"), "code_needed");
  }
  static json::array accounts_in(const std::string& text) {
    return base::parse_json(text).at("items").as_array();
  }
};

TEST_F(ServeTest, AListThatIsTakenAsAFileIsInTheAuditLog) {
  std::string receipt;
  {
    RunningServer server(folder / "server", {"--data", data});
    ASSERT_NO_FATAL_FAILURE(set_up(server));
    const Reply csv = server.ask("GET", "/api/accounts?format=csv");
    ASSERT_EQ(csv.status, 200) << csv.body;
    EXPECT_THAT(csv.field("Content-Disposition"), StartsWith("attachment; "));
    EXPECT_THAT(csv.body, HasSubstr(",olga,Olga Example,"));
    EXPECT_THAT(csv.body, ::testing::EndsWith("\r\n0\r\n\r\n")) << "the last chunk";
    receipt = csv.field("Sojourn-Log");
    EXPECT_THAT(receipt, StartsWith("id="));
    const Ended beside = command({"account", "list", "--data", data, "--format", "csv"});
    EXPECT_EQ(beside.code, 6) << "it is noted, which is a write";
    EXPECT_EQ(beside.out, "");
    server.end(SIGTERM);
  }
  const std::string out = (folder / "accounts.csv").string();
  const Ended list = command(
      {"account", "list", "--data", data, "--format", "csv", "--out", out, "--language", "zh"});
  ASSERT_EQ(list.code, 0) << list.err;
  std::ifstream in(out, std::ios::binary);
  const std::string csv((std::istreambuf_iterator<char>(in)), {});
  EXPECT_THAT(csv, StartsWith("\xEF\xBB\xBF记录编号,登录名,姓名,"));
  EXPECT_THAT(csv, HasSubstr(",olga,Olga Example,"));
  const Ended exports =
      command({"export", "list", "--data", data, "--digest", base::sha256_hex(csv)});
  ASSERT_EQ(exports.code, 0) << exports.err;
  ASSERT_EQ(accounts_in(exports.out).size(), 1U);
  EXPECT_EQ(accounts_in(exports.out).at(0).at("list"), "account.list");
  const Ended verified = command({"audit", "verify", "--data", data, "--receipt", receipt});
  EXPECT_EQ(verified.code, 0) << verified.out << verified.err;
  const Ended reconciled = command({"audit", "reconcile", "--data", data});
  EXPECT_EQ(reconciled.code, 0) << reconciled.out << reconciled.err;
  const Ended unknown = command({"account", "list", "--data", data, "--format", "pdf"});
  EXPECT_EQ(unknown.code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("This is not one of: table, json, csv, xlsx."));
  EXPECT_EQ(command({"account", "show", "account_3", "--data", data, "--format", "csv"}).code, 2)
      << "what is no list has no format";
}

TEST_F(ServeTest, FromTheFirstStartToARestoredBackup) {
  RunningServer server(folder / "server", {"--data", data});
  EXPECT_EQ(fs::status(data).permissions(), fs::perms::owner_all);
  for (const auto& each : fs::directory_iterator(data)) {
    EXPECT_EQ(each.status().permissions() & (fs::perms::group_all | fs::perms::others_all),
              fs::perms::none)
        << each.path();
  }
  // The pages of the way in.
  for (const char* page : {"/setup", "/en/sign-in", "/zh/second-factor", "/zh/link", "/account.js",
                           "/data-dictionary", "/zh/data-dictionary"}) {
    EXPECT_EQ(server.ask("GET", page).status, 200) << page;
  }
  EXPECT_EQ(server.ask("GET", "/healthz").body, "ok\n");
  ASSERT_NO_FATAL_FAILURE(set_up(server));
  const Reply accounts = server.ask("GET", "/api/accounts");
  ASSERT_EQ(accounts.status, 200) << accounts.body;
  EXPECT_EQ(accounts.json().at("items").at(0).at("name"), "olga");
  EXPECT_EQ(accounts.field("Sojourn-Log"), "") << "nothing was changed";

  // A second server is told who has the directory; what only looks may, beside the server.
  const Ended second = command({"serve", "--data", data, "--listen", "127.0.0.1:0"});
  EXPECT_EQ(second.code, 6) << second.err;
  EXPECT_THAT(second.err, HasSubstr("in use by another process"));
  EXPECT_THAT(second.err, HasSubstr("Stop that server"));
  const Ended change =
      command({"account", "make", "--data", data, "--name", "mia", "--person", "M"});
  EXPECT_EQ(change.code, 6) << change.err;
  const Ended list = command({"account", "list", "--data", data});
  ASSERT_EQ(list.code, 0) << list.err;
  EXPECT_EQ(accounts_in(list.out).size(), 1U);
  const Ended doctor = command({"doctor", "--data", data});
  EXPECT_EQ(doctor.code, 0) << doctor.out << doctor.err;

  // The audit log, with a receipt that somebody kept, and the tables against it.
  const Reply reset =
      server.ask("POST", "/api/accounts",
                 base::write_json(json::object{{"name", "mia"}, {"person", "Mia Example"}}));
  ASSERT_EQ(reset.status, 200) << reset.body;
  const std::string receipt = reset.field("Sojourn-Log");
  const Ended verified = command({"audit", "verify", "--data", data, "--receipt", receipt});
  ASSERT_EQ(verified.code, 0) << verified.out << verified.err;
  EXPECT_EQ(base::parse_json(verified.out).at("receipts"), 1);
  const Ended reconciled = command({"audit", "reconcile", "--data", data});
  EXPECT_EQ(reconciled.code, 0) << reconciled.out << reconciled.err;

  // A backup beside the server, proven.
  const std::string file = (folder / "backup.db").string();
  const Ended backup = command({"backup", file, "--data", data});
  ASSERT_EQ(backup.code, 0) << backup.err;
  const Ended proven = command({"restore", "--verify", file, "--data", data});
  EXPECT_EQ(proven.code, 0) << proven.out << proven.err;
  EXPECT_THAT(proven.out, HasSubstr("audit log"));

  // What comes after the backup will be lost.
  const Reply later =
      server.ask("POST", "/api/accounts",
                 base::write_json(json::object{{"name", "noa"}, {"person", "Noa Example"}}));
  ASSERT_EQ(later.status, 200) << later.body;

  // SIGTERM: it ends by itself, with everything sealed.
  const Ended ended = server.end(SIGTERM);
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr(R"("event":"stopped")"));
  const Ended sealed = command({"audit", "verify", "--data", data});
  EXPECT_EQ(base::parse_json(sealed.out).at("unsealed"), 0) << sealed.out;
  const std::string id = receipt.substr(3, receipt.find(';') - 3);
  const auto proof = ledger::parse_entry_proof(command({"audit", "proof", id, "--data", data}).out);
  ASSERT_TRUE(proof);
  EXPECT_THAT(proof->extra, HasSubstr("operation account.make\n"));

  // Restored elsewhere it goes on, once the loss is acknowledged.
  const std::string anew = (folder / "anew").string();
  const Ended without = command({"restore", file, "--data", anew});
  EXPECT_NE(without.code, 0);
  EXPECT_THAT(without.err, HasSubstr("log-key.pub"));
  const Ended restored = command({"restore", file, "--data", anew, "--keys", data});
  ASSERT_EQ(restored.code, 0) << restored.out << restored.err;
  const Ended lost = command({"audit", "verify", "--data", anew});
  EXPECT_EQ(lost.code, 1) << "the outside checkpoint is later than the backup";
  const Ended early = command({"serve", "--data", anew, "--listen", "127.0.0.1:0"});
  EXPECT_EQ(early.code, 6);
  EXPECT_THAT(early.err, HasSubstr("sojourn audit new-epoch"));
  const Ended epoch =
      command({"audit", "new-epoch", "--data", anew, "--reason", "The disk of the server broke."});
  ASSERT_EQ(epoch.code, 0) << epoch.err;
  EXPECT_EQ(command({"audit", "verify", "--data", anew}).code, 0);
  RunningServer again(folder / "server", {"--data", anew});
  ASSERT_NO_FATAL_FAILURE(sign_in_fails_without_its_second_factor(again));
}

TEST_F(ServeTest, AKilledServerStartsAgainWithWhatItAcknowledged) {
  std::string session;
  {
    RunningServer server(folder / "server", {"--data", data});
    ASSERT_NO_FATAL_FAILURE(set_up(server));
    session = server.session;
    const Reply made =
        server.ask("POST", "/api/accounts",
                   base::write_json(json::object{{"name", "mia"}, {"person", "Mia Example"}}));
    ASSERT_EQ(made.status, 200) << made.body;
    EXPECT_EQ(server.end(SIGKILL).signal, SIGKILL);
  }
  RunningServer server(folder / "server", {"--data", data});
  EXPECT_EQ(server.setup_token(), "") << "somebody has an account";
  server.session = session;
  server.csrf = access::csrf_of(session);
  const Reply accounts = server.ask("GET", "/api/accounts");
  ASSERT_EQ(accounts.status, 200) << accounts.body;
  EXPECT_EQ(accounts.json().at("items").as_array().size(), 2U);
  EXPECT_EQ(server.end(SIGINT).code, 0);
  EXPECT_EQ(command({"audit", "verify", "--data", data}).code, 0);
  EXPECT_EQ(command({"audit", "reconcile", "--data", data}).code, 0);
}

TEST_F(ServeTest, BesideAServerNothingElseWrites) {
  RunningServer server(folder / "server", {"--data", data});
  const std::string backup = (folder / "backup.db").string();
  ASSERT_EQ(command({"backup", backup, "--data", data}).code, 0);
  const std::vector<std::vector<std::string>> writers = {
      {"serve", "--listen", "127.0.0.1:0"},
      {"account", "make", "--name", "mia", "--person", "Mia Example"},
      {"migrate"},
      {"audit", "new-epoch", "--reason", "A test."}};
  for (std::vector<std::string> words : writers) {
    words.insert(words.end(), {"--data", data});
    const Ended refused = command(words);
    EXPECT_EQ(refused.code, 6) << words[0] << refused.err;
    EXPECT_THAT(refused.err, HasSubstr(data + " is in use by another process (" +
                                       std::to_string(server.process()) + ")"));
    EXPECT_THAT(refused.err, HasSubstr("Stop that server, or send the command to it."));
  }
  const Ended over = command({"restore", backup, "--data", data});
  EXPECT_EQ(over.code, 5) << over.err;
  EXPECT_THAT(over.err, HasSubstr("Restore into a new directory"));
  EXPECT_EQ(server.ask("GET", "/healthz").status, 200);
  // Killed, it holds nothing any more.
  EXPECT_EQ(server.end(SIGKILL).signal, SIGKILL);
  EXPECT_EQ(command({"migrate", "--data", data}).code, 0);
}

TEST_F(ServeTest, ADatabaseOfANewerProgramIsLeftAlone) {
  {
    EXPECT_EQ(RunningServer(folder / "server", {"--data", data}).end(SIGTERM).code, 0);
  }
  {
    db::Settings newer{.directory = data};
    newer.migrations.push_back({9000, "9000_later", "CREATE TABLE later (id @id PRIMARY KEY)"});
    db::Database::open(std::move(newer));
  }
  const std::vector<std::vector<std::string>> commands = {
      {"serve", "--listen", "127.0.0.1:0"},
      {"account", "make", "--name", "mia", "--person", "Mia Example"},
      {"account", "list"},
      {"doctor"},
      {"migrate"},
      {"backup", (folder / "backup.db").string()}};
  for (std::vector<std::string> words : commands) {
    words.insert(words.end(), {"--data", data});
    const Ended refused = command(words);
    EXPECT_EQ(refused.code, 6) << words[0] << refused.err;
    EXPECT_THAT(refused.err, HasSubstr("9000_later by a newer Sojourn"));
    EXPECT_THAT(refused.err, HasSubstr("Use the newer program, or restore a backup"));
  }
  EXPECT_FALSE(fs::exists(folder / "backup.db"));
}

TEST_F(ServeTest, WithoutItsKeysADatabaseIsNotServed) {
  {
    EXPECT_EQ(RunningServer(folder / "server", {"--data", data}).end(SIGTERM).code, 0);
  }
  fs::remove(data + "/log-key");
  const Ended ended = command({"serve", "--data", data, "--listen", "127.0.0.1:0"});
  EXPECT_EQ(ended.code, 6);
  EXPECT_THAT(ended.err, HasSubstr("Copy log-key, log-key.pub and person-keys there"));
}

TEST_F(ServeTest, WhatIsWrongIsSaidInChineseToo) {
  {
    EXPECT_EQ(RunningServer(folder / "server", {"--data", data}).end(SIGTERM).code, 0);
  }
  const std::string file = (folder / "backup.db").string();
  ASSERT_EQ(command({"backup", file, "--data", data}).code, 0);
  const Ended proven = command({"restore", "--verify", file, "--data", data, "--language", "zh"});
  EXPECT_EQ(proven.code, 0) << proven.out << proven.err;
  for (const char* said :
       {"文件的摘要", "完整性与外键", "无错误", "各表的行数", "审计日志", "个条目，根为"}) {
    EXPECT_THAT(proven.out, HasSubstr(said));
  }
  std::ofstream(folder / "kept") << "nothing";
  const Ended verified = command({"audit", "verify", "--data", data, "--checkpoint",
                                  (folder / "kept").string(), "--language", "zh"});
  EXPECT_EQ(verified.code, 1) << verified.out << verified.err;
  EXPECT_THAT(verified.out,
              HasSubstr("由" + (folder / "kept").string() + "保存的检查点不是检查点的格式。"));
  fs::remove(data + "/factor-key");
  const Ended doctor = command({"doctor", "--data", data, "--language", "zh"});
  EXPECT_EQ(doctor.code, 1) << doctor.out << doctor.err;
  EXPECT_THAT(doctor.out, HasSubstr("第二重验证的密钥"));
  EXPECT_THAT(doctor.out, HasSubstr(data + "/factor-key不存在"));
}

TEST_F(ServeTest, WithoutTheKeyOfSecondFactorsItSaysSo) {
  {
    RunningServer server(folder / "server", {"--data", data});
    ASSERT_NO_FATAL_FAILURE(set_up(server));
    EXPECT_EQ(server.end(SIGTERM).code, 0);
  }
  EXPECT_EQ(fs::file_size(data + "/factor-key"), 32U);
  fs::rename(data + "/factor-key", folder / "kept");
  const Ended ended = command({"serve", "--data", data, "--listen", "127.0.0.1:0"});
  EXPECT_EQ(ended.code, 6);
  EXPECT_THAT(ended.err, HasSubstr("Copy factor-key there"));
  EXPECT_FALSE(fs::exists(data + "/factor-key")) << "no new one is made beside sealed secrets";
  fs::rename(folder / "kept", data + "/factor-key");
  EXPECT_EQ(RunningServer(folder / "server", {"--data", data}).end(SIGTERM).code, 0);
}

TEST_F(ServeTest, ListeningWiderNeedsTls) {
  const Ended wide = command({"serve", "--data", data, "--listen", "0.0.0.0:0"});
  EXPECT_EQ(wide.code, 2);
  EXPECT_THAT(wide.err, HasSubstr("--listen"));
  EXPECT_THAT(wide.err, HasSubstr("--insecure-http"));
  const Ended odd = command({"serve", "--data", data, "--listen", "here"});
  EXPECT_EQ(odd.code, 2);
  EXPECT_THAT(odd.err, HasSubstr("127.0.0.1:8080"));
  const Ended half = command({"serve", "--data", data, "--tls-cert", "cert.pem"});
  EXPECT_EQ(half.code, 2);
  const Ended none =
      command({"serve", "--data", data, "--tls-cert", "no.pem", "--tls-key", "no.pem"});
  EXPECT_EQ(none.code, 2);
  EXPECT_THAT(none.err, HasSubstr("no.pem"));
  EXPECT_FALSE(fs::exists(data)) << "what is refused leaves nothing behind";
}

TEST_F(ServeTest, WithoutTlsEveryPageSaysSo) {
  RunningServer server(folder / "server",
                       {"--data", data, "--listen", "0.0.0.0:0", "--insecure-http"});
  for (const char* page :
       {"/en/", "/en/setup", "/en/link", "/en/sign-in", "/en/second-factor", "/en/api"}) {
    EXPECT_THAT(server.ask("GET", page).body, HasSubstr("This connection is not encrypted"))
        << page;
  }
  EXPECT_THAT(server.ask("GET", "/zh/sign-in").body, HasSubstr("此连接未加密"));
}

TEST_F(ServeTest, OnAHangUpTheServerGoesOn) {
  RunningServer server(folder / "server", {"--data", data});
  server.send(SIGHUP);
  EXPECT_EQ(server.ask("GET", "/healthz").status, 200);
  while (server.log().find("certificate_read_again") == std::string::npos) {
    ::usleep(5'000);
  }
  EXPECT_EQ(server.end(SIGTERM).code, 0);
}

TEST_F(ServeTest, AnAuditorsOwnKeyFindsALogThatWasExchangedAsAWhole) {
  const std::string other = (folder / "other").string();
  for (const std::string& each : {data, other}) {
    EXPECT_EQ(RunningServer(folder / "server", {"--data", each}).end(SIGTERM).code, 0);
  }
  const std::string kept = (folder / "auditors.pub").string();
  fs::copy_file(data + "/log-key.pub", kept);
  const std::vector<std::string> verify = {"audit", "verify", "--data", data, "--log-key", kept};
  EXPECT_EQ(command(verify).code, 0);
  // Everything in the directory, keys and outside checkpoint too, by what another server made.
  fs::remove_all(data);
  fs::rename(other, data);
  EXPECT_EQ(command({"audit", "verify", "--data", data}).code, 0) << "it agrees with itself";
  const Ended found = command(verify);
  EXPECT_EQ(found.code, 1) << found.out << found.err;
  const std::string backup = (folder / "backup.db").string();
  ASSERT_EQ(command({"backup", backup, "--data", data}).code, 0);
  EXPECT_EQ(command({"restore", "--verify", backup, "--data", data}).code, 0);
  EXPECT_EQ(command({"restore", "--verify", backup, "--data", data, "--log-key", kept}).code, 1);
}

TEST_F(ServeTest, AWitnessCosignsWhatOnlyGrew) {
  {
    EXPECT_EQ(RunningServer(folder / "server", {"--data", data}).end(SIGTERM).code, 0);
  }
  const std::string key = (folder / "witness-key").string();
  ASSERT_EQ(command({"witness-key", key, "--name", "auditor.example/witness"}).code, 0);
  const Ended request = command({"audit", "request", "--data", data});
  ASSERT_EQ(request.code, 0) << request.err;
  const std::string file = (folder / "command" / "stdout").string();
  const fs::path kept = folder / "request";
  fs::copy_file(file, kept);
  const std::vector<std::string> ask = {
      "witness", kept.string(), "--memory",  (folder / "memory").string(),
      "--key",   key,           "--log-key", data + "/log-key.pub"};
  const Ended cosigned = command(ask);
  ASSERT_EQ(cosigned.code, 0) << cosigned.err;
  EXPECT_THAT(cosigned.out, HasSubstr("auditor.example/witness"));
  const fs::path line = folder / "line";
  fs::copy_file(file, line);
  EXPECT_EQ(
      command({"audit", "verify", "--data", data, "--checkpoint", (folder / "memory").string()})
          .code,
      0);
  // What it answered is kept beside the log, and compared with it from then on.
  const std::vector<std::string> by_witness = {"audit", "verify",        "--data",
                                               data,    "--witness-key", key + ".pub"};
  EXPECT_EQ(command(by_witness).code, 1) << "nothing is kept yet";
  const Ended beside =
      command({"audit", "cosigned", line.string(), "--data", data, "--witness-key", key + ".pub"});
  ASSERT_EQ(beside.code, 0) << beside.err;
  EXPECT_THAT(beside.out, HasSubstr("are cosigned. Witnesses: 1."));
  const Ended witnessed = command(by_witness);
  EXPECT_EQ(witnessed.code, 0) << witnessed.out;
  EXPECT_GT(base::parse_json(witnessed.out).at("cosigned").as_int64(), 0);
}

TEST_F(ServeTest, postgresql_ServesTheSameFromAServer) {
  const test::PostgresSchema schema;
  RunningServer server(folder / "server", {"--data", data, "--database", schema.url()});
  ASSERT_NO_FATAL_FAILURE(set_up(server));
  EXPECT_FALSE(fs::exists(data + "/sojourn.db"));
  // A second server shares the database, and the keys of the directory.
  RunningServer other(folder / "other", {"--data", data, "--database", schema.url()});
  other.session = server.session;
  other.csrf = server.csrf;
  const Reply accounts = other.ask("GET", "/api/accounts");
  ASSERT_EQ(accounts.status, 200) << accounts.body;
  EXPECT_EQ(accounts.json().at("items").as_array().size(), 1U);
  EXPECT_EQ(server.end(SIGTERM).code, 0);
  EXPECT_EQ(other.end(SIGTERM).code, 0);
  const Ended verified = command({"audit", "verify", "--data", data, "--database", schema.url()});
  EXPECT_EQ(verified.code, 0) << verified.out << verified.err;
  EXPECT_EQ(command({"audit", "reconcile", "--data", data, "--database", schema.url()}).code, 0);
  EXPECT_THAT(command({"backup", (folder / "b").string(), "--database", schema.url()}).err,
              HasSubstr("pg_dump"));
}

}  // namespace
}  // namespace sojourn::testing_support
