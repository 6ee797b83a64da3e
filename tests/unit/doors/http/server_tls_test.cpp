// TLS: what is spoken, and a new certificate without dropping anybody.
#include <fstream>

#include "base/refusal.h"
#include "tests/unit/doors/http/server_fixture.h"

namespace sojourn::doors::http {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class ServerTlsTest : public ServerTest {
 protected:
  ServerTlsTest() {
    write_certificate(folder.path(), "first.example");
    settings.tls_cert = folder.path() / "cert.pem";
    settings.tls_key = folder.path() / "key.pem";
  }
  Client connect_tls() { return Client(server->port(), "127.0.0.1", true); }

  TemporaryFolder folder;
};

TEST_F(ServerTlsTest, AnswersByTls13AndSaysSo) {
  Request seen;
  start([&](const Request& request) {
    seen = request;
    return standard(request);
  });
  Client client = connect_tls();
  ASSERT_TRUE(client.connected());
  EXPECT_EQ(client.tls_version(), "TLSv1.3");
  client.send(std::string(get) + std::string(get));
  const Answer answer = client.answer();
  EXPECT_EQ(answer.body, "GET ");
  EXPECT_EQ(answer.field("Strict-Transport-Security"), "max-age=31536000");
  EXPECT_EQ(client.answer().body, "GET ");
  EXPECT_TRUE(seen.secure);
  EXPECT_THAT(server->place(), StartsWith("https://127.0.0.1:"));
}

TEST_F(ServerTlsTest, SendsLargeAnswersAndReadsLargeBodies) {
  start([](const Request& request) {
    return text_response(200, "text/plain", request.body + request.body);
  });
  Client client = connect_tls();
  const std::string large(900'000, 'x');
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 900000\r\n\r\n" + large);
  EXPECT_EQ(client.answer().body, large + large);
}

TEST_F(ServerTlsTest, AMalformedRequestGetsOneAnswerToo) {
  start();
  Client client = connect_tls();
  client.send("GET / HTTP/1.1\nHost: a\n\n" + std::string(get));
  const std::string came = client.rest();
  EXPECT_THAT(came, StartsWith("HTTP/1.1 400 "));
  EXPECT_EQ(answers_in(came), 1U);
}

TEST_F(ServerTlsTest, PlainHttpOnItsPortGetsNoAnswer) {
  start();
  EXPECT_THAT(talk(get), ::testing::Not(HasSubstr("HTTP/1.1")));
  Client client = connect_tls();
  client.send(get);
  EXPECT_EQ(client.answer().status, 200);
}

TEST_F(ServerTlsTest, AHandshakeThatDoesNotComeIsClosed) {
  settings.deadlines.head = std::chrono::milliseconds(100);
  start();
  EXPECT_EQ(connect().rest(), "");
}

TEST_F(ServerTlsTest, ANewCertificateIsTakenWithoutDroppingAnybody) {
  start();
  Client before = connect_tls();
  before.send(get);
  EXPECT_EQ(before.answer().status, 200);
  write_certificate(folder.path(), "second.example");
  server->reload_tls();
  Client after = connect_tls();
  EXPECT_EQ(before.peer_name(), "first.example");
  EXPECT_EQ(after.peer_name(), "second.example");
  for (Client* each : {&before, &after}) {
    each->send(get);
    EXPECT_EQ(each->answer().status, 200);
  }
}

TEST_F(ServerTlsTest, ACertificateThatCannotBeUsedIsRefusedAndTheOldOneStays) {
  start();
  std::ofstream(folder.path() / "cert.pem") << "no certificate";
  EXPECT_THROW(server->reload_tls(), base::Refusal);
  EXPECT_EQ(connect_tls().peer_name(), "first.example");
  TemporaryFolder other;
  write_certificate(other.path(), "other.example");
  std::filesystem::copy_file(other.path() / "cert.pem", folder.path() / "cert.pem",
                             std::filesystem::copy_options::overwrite_existing);
  try {
    server->reload_tls();
    FAIL() << "the key belongs to another certificate";
  } catch (const base::Refusal& refusal) {
    EXPECT_EQ(refusal.faults.at(0).code, "key");
  }
}

TEST_F(ServerTlsTest, AStopClosesTlsConnectionsToo) {
  start();
  Client client = connect_tls();
  client.send(get);
  EXPECT_EQ(client.answer().status, 200);
  server->stop();
  EXPECT_EQ(client.rest(), "");
}

}  // namespace
}  // namespace sojourn::doors::http
