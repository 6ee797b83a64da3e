// Backups as an administrator asks for them over HTTP: made while others write, proven, found bad
// when somebody damaged the file, and refused where nothing may be written.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>  // mkdtemp

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include "access/token.h"
#include "access/totp.h"
#include "base/json.h"
#include "tests/cli/server.h"
#include "tests/support/postgres.h"

namespace sojourn::testing_support {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class BackupTest : public ::testing::Test {
 protected:
  BackupTest() {
    std::string pattern = (fs::temp_directory_path() / "sojourn-backups-XXXXXX").string();
    folder = ::mkdtemp(pattern.data());
    data = (folder / "data").string();
  }
  ~BackupTest() override { fs::remove_all(folder); }

  Ended command(const std::vector<std::string>& arguments) {
    fs::create_directories(folder / "command");
    return run(folder / "command", arguments);
  }

  /// From the printed link to an administrator with a second factor.
  static void set_up(RunningServer& server) {
    const Reply made =
        server.ask("POST", "/api/setup",
                   base::write_json(json::object{{"link", server.setup_token()},
                                                 {"name", "olga"},
                                                 {"person", "Olga Example"},
                                                 {"password", "eleven quiet herons"}}));
    ASSERT_EQ(made.status, 200) << made.body;
    const Reply in = server.ask(
        "POST", "/api/session",
        base::write_json(json::object{{"name", "olga"}, {"password", "eleven quiet herons"}}));
    ASSERT_EQ(in.status, 200) << in.body;
    const std::string cookie = in.field("Set-Cookie");
    ASSERT_THAT(cookie, StartsWith("session="));
    server.session = cookie.substr(8, cookie.find(';') - 8);
    server.csrf = access::csrf_of(server.session);
    const Reply proposed = server.ask("POST", "/api/account/second-factor", "{}");
    ASSERT_EQ(proposed.status, 200) << proposed.body;
    const std::string secret(std::string_view(proposed.json().at("secret").as_string()));
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const std::string code =
        access::totp_code(access::from_base32(secret).value(), access::totp_step_at(now));
    ASSERT_EQ(server
                  .ask("POST", "/api/account/second-factor/confirm",
                       base::write_json(json::object{{"code", code}}))
                  .status,
              200);
  }

  static json::value show(RunningServer& server, const std::string& id) {
    const Reply reply = server.ask("GET", "/api/backups/" + id);
    EXPECT_EQ(reply.status, 200) << reply.body;
    return reply.json();
  }
  static std::string text(const json::value& value, std::string_view member) {
    return std::string(std::string_view(value.at(member).as_string()));
  }
  /// Until `member` no longer says waiting.
  static json::value settled(RunningServer& server, const std::string& id,
                             std::string_view member) {
    for (int i = 0; i < 1200; ++i) {
      json::value now = show(server, id);
      if (text(now, member) != "waiting") {
        return now;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    ADD_FAILURE() << member << " went on waiting";
    return show(server, id);
  }
  static json::value proven(RunningServer& server, const std::string& id) {
    const Reply asked = server.ask("POST", "/api/backups/" + id + "/verify", "{}");
    EXPECT_EQ(asked.status, 200) << asked.body;
    return settled(server, id, "checked");
  }
  static json::value made(RunningServer& server) {
    const Reply asked = server.ask("POST", "/api/backups", "{}");
    EXPECT_EQ(asked.status, 200) << asked.body;
    EXPECT_EQ(text(asked.json(), "state"), "waiting");
    return settled(server, text(asked.json(), "id"), "state");
  }

  fs::path folder;
  std::string data;
};

TEST_F(BackupTest, MadeWhileOthersWriteProvenAndRestored) {
  RunningServer server(folder / "server", {"--data", data});
  ASSERT_NO_FATAL_FAILURE(set_up(server));
  const auto make_account = [&](int number) {
    const std::string name = "writer" + std::to_string(number);
    return server
        .ask("POST", "/api/accounts",
             base::write_json(json::object{{"name", name}, {"person", "Somebody"}}), name)
        .status;
  };
  ASSERT_EQ(make_account(0), 200);
  int written = 1;
  std::jthread writer([&](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      EXPECT_EQ(make_account(written), 200);
      ++written;
    }
  });
  const json::value backup = made(server);
  writer.request_stop();
  writer.join();
  EXPECT_GT(written, 1);
  EXPECT_EQ(text(backup, "state"), "made") << base::write_json(backup);
  EXPECT_EQ(text(backup, "by"), "Olga Example");
  EXPECT_EQ(backup.at("present"), true);
  EXPECT_EQ(text(backup, "checked"), "not_yet");
  EXPECT_GT(backup.at("entries").as_int64(), 3);
  const fs::path file = fs::path(data) / "backups" / text(backup, "file");
  EXPECT_EQ(fs::file_size(file), static_cast<std::uintmax_t>(backup.at("bytes").as_int64()));
  EXPECT_EQ(fs::status(file.parent_path()).permissions(), fs::perms::owner_all);
  EXPECT_EQ(fs::status(file).permissions() & (fs::perms::group_all | fs::perms::others_all),
            fs::perms::none);

  const json::value good = proven(server, text(backup, "id"));
  EXPECT_EQ(text(good, "checked"), "good") << base::write_json(good);
  EXPECT_TRUE(good.at("wrong").as_array().empty());
  EXPECT_EQ(text(good, "checked_by"), "Olga Example");
  // The file, its list, and nothing that proving left.
  EXPECT_EQ(std::distance(fs::directory_iterator(file.parent_path()), {}), 2);

  // Where it lies, and that nobody else may write while the server does.
  const json::value place = server.ask("GET", "/api/backup-place").json();
  EXPECT_EQ(place.at("possible"), true);
  EXPECT_EQ(text(place, "folder"), file.parent_path().string());
  EXPECT_GT(place.at("free_bytes").as_int64(), 0);
  const Ended second = command({"backup", "make", "--data", data});
  EXPECT_EQ(second.code, 6) << second.err;
  EXPECT_THAT(second.err, HasSubstr("in use by another process"));
  const Ended list = command({"backup", "list", "--data", data});
  ASSERT_EQ(list.code, 0) << list.err;
  EXPECT_THAT(list.out, HasSubstr(text(backup, "file")));
  // No file leaves the server by HTTP.
  for (const std::string& path : std::vector<std::string>{"/backups/" + text(backup, "file"),
                                                          "/api/backups/" + text(backup, "file"),
                                                          "/api/backups/../../sojourn.db"}) {
    EXPECT_GE(server.ask("GET", path).status, 400) << path;
  }

  // As the page says how.
  EXPECT_EQ(server.end(SIGTERM).code, 0);
  EXPECT_EQ(command({"audit", "verify", "--data", data}).code, 0);
  EXPECT_EQ(command({"audit", "reconcile", "--data", data}).code, 0);
  const std::string anew = (folder / "anew").string();
  const Ended restored = command({"restore", file.string(), "--data", anew, "--keys", data});
  ASSERT_EQ(restored.code, 0) << restored.out << restored.err;
  ASSERT_EQ(command({"audit", "new-epoch", "--data", anew, "--reason", "The disk broke."}).code, 0);
  // What was under way when the copy was made is not taken up in the new directory.
  RunningServer again(folder / "server", {"--data", anew});
  again.session = server.session;
  again.csrf = server.csrf;
  const json::value remembered = show(again, text(backup, "id"));
  EXPECT_EQ(text(remembered, "state"), "failed");
  EXPECT_EQ(text(remembered, "failure"), "interrupted");
  EXPECT_EQ(remembered.at("present"), false);
  EXPECT_EQ(again.ask("POST", "/api/backups/" + text(backup, "id") + "/verify", "{}").status, 409);
  EXPECT_EQ(text(made(again), "state"), "made");
}

TEST_F(BackupTest, ADamagedFileIsFoundBadAndOneThatIsGoneIsSaid) {
  RunningServer server(folder / "server", {"--data", data});
  ASSERT_NO_FATAL_FAILURE(set_up(server));
  const json::value backup = made(server);
  const std::string id = text(backup, "id");
  const fs::path file = fs::path(data) / "backups" / text(backup, "file");
  const auto damage = [&] {
    std::fstream out(file, std::ios::in | std::ios::out | std::ios::binary);
    out.seekp(5000);
    out.put('!');
  };
  EXPECT_EQ(text(proven(server, id), "checked"), "good");
  damage();
  const json::value bad = proven(server, id);
  EXPECT_EQ(text(bad, "checked"), "bad");
  EXPECT_EQ(base::write_json(bad.at("wrong")), "[\"digest\"]");
  fs::remove(file.string() + ".json");
  EXPECT_EQ(base::write_json(proven(server, id).at("wrong")), "[\"list\"]");
  fs::remove(file);
  EXPECT_EQ(show(server, id).at("present"), false);
  const Reply gone = server.ask("POST", "/api/backups/" + id + "/verify", "{}");
  EXPECT_EQ(gone.status, 409) << gone.body;
  EXPECT_EQ(gone.json().at("code"), "backup_gone");
  // Making and proving are in the log, with who asked.
  EXPECT_EQ(server.end(SIGTERM).code, 0);
  EXPECT_EQ(command({"audit", "reconcile", "--data", data}).code, 0);
}

TEST_F(BackupTest, WithoutAServerTheWorkThatWaitsMakesIt) {
  const Ended slip = command({"backup", "make", "--data", data});
  EXPECT_EQ(slip.code, 3) << slip.err;
  EXPECT_THAT(slip.err, HasSubstr("There is no programme in " + data));
  EXPECT_FALSE(fs::exists(data));
  EXPECT_EQ(RunningServer(folder / "server", {"--data", data}).end(SIGTERM).code, 0);
  const Ended asked = command({"backup", "make", "--data", data});
  ASSERT_EQ(asked.code, 0) << asked.err;
  const Ended twice = command({"backup", "make", "--data", data});
  EXPECT_EQ(twice.code, 5) << twice.err;
  EXPECT_THAT(twice.err, HasSubstr("A backup is being made already."));
  const std::string id = text(base::parse_json(asked.out), "id");
  ASSERT_EQ(command({"jobs", "run", "--data", data}).code, 0);
  const Ended made = command({"backup", "show", id, "--data", data});
  EXPECT_EQ(text(base::parse_json(made.out), "state"), "made") << made.out;
  ASSERT_EQ(command({"backup", "verify", id, "--data", data}).code, 0);
  ASSERT_EQ(command({"jobs", "run", "--data", data}).code, 0);
  const Ended good = command({"backup", "show", id, "--data", data});
  EXPECT_EQ(text(base::parse_json(good.out), "checked"), "good") << good.out;
}

TEST_F(BackupTest, postgresql_HasATool) {
  const test::PostgresSchema schema;
  RunningServer server(folder / "server", {"--data", data, "--database", schema.url()});
  ASSERT_NO_FATAL_FAILURE(set_up(server));
  EXPECT_EQ(server.ask("GET", "/api/backup-place").json().at("possible"), false);
  const Reply refused = server.ask("POST", "/api/backups", "{}");
  EXPECT_EQ(refused.status, 409) << refused.body;
  EXPECT_EQ(refused.json().at("code"), "use_pg_dump");
  EXPECT_THAT(refused.body, HasSubstr("pg_dump --format=custom"));
}

}  // namespace
}  // namespace sojourn::testing_support
