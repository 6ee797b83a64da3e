// TLS and the end of the server as their administrator meets them: through the program, its options
// and its signals.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <thread>

#include "tests/cli/server.h"
#include "tests/unit/doors/http/client.h"

namespace sojourn::testing_support {
namespace {

namespace fs = std::filesystem;
using doors::http::Client;
using doors::http::TemporaryFolder;
using doors::http::write_certificate;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr std::string_view health = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";

class ServeTlsTest : public ::testing::Test {
 protected:
  std::vector<std::string> with_tls() {
    write_certificate(folder.path(), "first.example");
    return {"--data",     (folder.path() / "data").string(),
            "--listen",   "0.0.0.0:0",
            "--tls-cert", (folder.path() / "cert.pem").string(),
            "--tls-key",  (folder.path() / "key.pem").string()};
  }
  static Client connect(const RunningServer& server) {
    return Client(server.port(), "127.0.0.1", true);
  }
  static void wait_for(const RunningServer& server, const std::string& event) {
    while (server.log().find("\"event\":\"" + event + "\"") == std::string::npos) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }
  static bool well(Client& client) {
    client.send(health);
    return client.answer().body == "ok\n";
  }

  TemporaryFolder folder;
};

TEST_F(ServeTlsTest, ANewCertificateIsTakenOnAHangUpAndABadOneIsNot) {
  RunningServer server(folder.path() / "server", with_tls());
  // A link to 0.0.0.0 would open nowhere else.
  EXPECT_THAT(server.out(), HasSubstr(" serves https://"));
  EXPECT_THAT(server.out(), Not(HasSubstr("0.0.0.0")));
  EXPECT_THAT(server.out(), HasSubstr("\nhttps://")) << "the link to begin with";
  Client first = connect(server);
  EXPECT_EQ(first.peer_name(), "first.example");
  EXPECT_TRUE(well(first));

  // Replaced: who comes sees the new one, who is there goes on.
  write_certificate(folder.path(), "second.example");
  server.send(SIGHUP);
  wait_for(server, "certificate_read_again");
  Client second = connect(server);
  EXPECT_EQ(second.peer_name(), "second.example");
  EXPECT_TRUE(well(second));
  EXPECT_TRUE(well(first));

  // Half replaced, as by a copy that was broken off: the old one stays, and the log says why.
  std::ofstream(folder.path() / "cert.pem") << "-----BEGIN CERTIFICATE-----\nnothing\n";
  server.send(SIGHUP);
  wait_for(server, "certificate_refused");
  EXPECT_THAT(server.log(), HasSubstr(R"("file":"certificate")"));
  EXPECT_THAT(server.log(), HasSubstr("Give a PEM file"));
  Client third = connect(server);
  EXPECT_EQ(third.peer_name(), "second.example");
  EXPECT_TRUE(well(third));
  EXPECT_TRUE(well(first));
  EXPECT_EQ(server.end(SIGTERM).code, 0);
}

TEST_F(ServeTlsTest, ASignalToEndLetsARequestUnderWayEnd) {
  RunningServer server(folder.path() / "server", with_tls());
  Client idle = connect(server);
  EXPECT_TRUE(well(idle));
  Client working = connect(server);
  const std::string body = R"({"name":"nobody","password":"nothing at all"})";
  working.send(
      "POST /api/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
      "Idempotency-Key: one\r\nContent-Length: " +
      std::to_string(body.size()) + "\r\n\r\n" + body.substr(0, 10));
  // The server has seen the head before it is told to end: its thread went round many times since,
  // even if the end of the handshake was still on its way.
  for (int round = 0; round < 20; ++round) {
    EXPECT_TRUE(well(idle));
    ::usleep(10'000);
  }
  server.send(SIGTERM);
  EXPECT_EQ(idle.rest(), "") << "who waits is closed";
  working.send(body.substr(10));
  EXPECT_THAT(working.rest(), StartsWith("HTTP/1.1 403 "));
  const Ended ended = server.wait();
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr(R"("event":"stopped")"));
}

}  // namespace
}  // namespace sojourn::testing_support
