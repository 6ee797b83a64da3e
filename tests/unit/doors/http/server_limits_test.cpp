// Limits and deadlines: slow clients, many clients, large bodies, a full queue. Deadlines are set
// short here; what is tested is what happens, never how fast.
#include <latch>
#include <thread>

#include "tests/unit/doors/http/server_fixture.h"

namespace sojourn::doors::http {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr milliseconds minutes{600'000};

/// Sends `bytes` one by one, slowly, until the server has had enough.
std::string drip(Client& client, std::string_view bytes) {
  for (const char c : bytes) {
    if (!client.send(std::string_view(&c, 1))) {
      break;
    }
    std::this_thread::sleep_for(milliseconds(10));
  }
  return client.rest();
}

TEST_F(ServerTest, AHeadThatDripsIsToldThatItsTimeIsOver) {
  settings.deadlines.head = milliseconds(200);
  start();
  Client client = connect();
  const std::string came = drip(client, "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(300, 'x'));
  EXPECT_THAT(came, StartsWith("HTTP/1.1 408 "));
  EXPECT_EQ(answers_in(came), 1U);
}

TEST_F(ServerTest, WhoConnectsAndSaysNothingIsClosedWithoutAWord) {
  settings.deadlines.head = milliseconds(100);
  start();
  EXPECT_EQ(connect().rest(), "");
}

TEST_F(ServerTest, AConnectionThatIsNotUsedAgainIsClosedWithoutAWord) {
  settings.deadlines.idle = milliseconds(100);
  start();
  Client client = connect();
  client.send(get);
  EXPECT_EQ(client.answer().status, 200);
  EXPECT_EQ(client.rest(), "");
}

TEST_F(ServerTest, ABodyThatDripsIsToldThatItsTimeIsOver) {
  settings.deadlines.body = milliseconds(200);
  start();
  Client client = connect();
  client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n");
  EXPECT_THAT(drip(client, std::string(300, 'x')), StartsWith("HTTP/1.1 408 "));
}

TEST_F(ServerTest, ABodyAtTheLeastRateMayTakeLongerThanTheFirstDeadline) {
  settings.deadlines.body = milliseconds(100);
  settings.deadlines.least_rate = 10;  // bytes a second: each byte earns 100 ms
  start();
  Client client = connect();
  client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\n\r\n");
  EXPECT_THAT(drip(client, std::string(50, 'x') + "GET / HTTP/1.0\r\n\r\n"),
              StartsWith("HTTP/1.1 200 "));
}

TEST_F(ServerTest, WhoDoesNotTakeAnAnswerIsCut) {
  settings.deadlines.write = milliseconds(100);
  settings.deadlines.least_rate = 1'000'000'000;
  const std::string large(30'000'000, 'x');
  start([&](const Request&) {
    Response made;
    made.fixed_body = large;
    return made;
  });
  Client client = connect();
  client.send(get);
  while (logged().empty()) {
    std::this_thread::sleep_for(milliseconds(10));
  }
  EXPECT_LT(client.rest().size(), large.size());
}

TEST_F(ServerTest, SlowClientsDoNotDisturbOthers) {
  start();
  std::vector<Client> slow;
  for (int i = 0; i < 60; ++i) {
    slow.push_back(connect("127.0.0.2"));
    slow.back().send("GET / HT");
  }
  for (int i = 0; i < 20; ++i) {
    EXPECT_THAT(talk("GET / HTTP/1.0\r\n\r\n"), StartsWith("HTTP/1.1 200 "));
  }
  for (Client& each : slow) {
    each.send("TP/1.0\r\n\r\n");
    EXPECT_EQ(each.answer().status, 200);
  }
}

TEST_F(ServerTest, TheSixtyFifthConnectionOfAnAddressIsTurnedAway) {
  start();
  std::vector<Client> all;
  for (int i = 0; i < 64; ++i) {
    all.push_back(connect("127.0.0.2"));
    all.back().send(get);
    ASSERT_EQ(all.back().answer().status, 200);
  }
  Client one_more = connect("127.0.0.2");
  const Answer answer = one_more.answer();
  EXPECT_EQ(answer.status, 429);
  EXPECT_EQ(answer.field("Retry-After"), "2");
  EXPECT_EQ(one_more.rest(), "");
  Client other = connect("127.0.0.3");
  other.send(get);
  EXPECT_EQ(other.answer().status, 200) << "others are not disturbed";
  for (Client& each : all) {
    each.send(get);
    EXPECT_EQ(each.answer().status, 200) << "nor those within the limit";
  }
  all.pop_back();
  int status = 429;
  while (status == 429) {  // until the server has seen that one went
    Client again = connect("127.0.0.2");
    again.send(get);
    status = again.answer().status;
  }
  EXPECT_EQ(status, 200);
}

TEST_F(ServerTest, ATrustedProxyMayHaveMore) {
  settings.trusted_proxies = {"127.0.0.2"};
  settings.limits.connections_per_address = 2;
  start();
  std::vector<Client> all;
  for (int i = 0; i < 5; ++i) {
    all.push_back(connect("127.0.0.2"));
    all.back().send(get);
    EXPECT_EQ(all.back().answer().status, 200);
  }
}

TEST_F(ServerTest, WhenAllPlacesAreTakenTheLongestWaitingOfTheBusiestAddressGivesWay) {
  settings.limits.connections = 10;
  start();
  std::vector<Client> first;
  first.push_back(connect("127.0.0.9"));  // waits longest, but is alone
  first.back().send(get);
  ASSERT_EQ(first.back().answer().status, 200);
  std::vector<Client> many;
  for (int i = 0; i < 9; ++i) {
    many.push_back(connect("127.0.0.2"));
    many.back().send(get);
    ASSERT_EQ(many.back().answer().status, 200);
  }
  Client honest = connect("127.0.0.3");
  honest.send(get);
  EXPECT_EQ(honest.answer().status, 200);
  EXPECT_EQ(many.front().rest(), "");
  many.back().send(get);
  EXPECT_EQ(many.back().answer().status, 200);
  first.back().send(get);
  EXPECT_EQ(first.back().answer().status, 200);
}

TEST_F(ServerTest, WhenAllPlacesAreAtWorkTheNextIsToldToComeBack) {
  settings.limits.connections = 2;
  std::latch go(1);
  std::latch begun(2);
  start([&](const Request& request) {
    begun.count_down();
    go.wait();
    return standard(request);
  });
  Client one = connect();
  Client two = connect();
  one.send(get);
  two.send(get);
  begun.wait();
  Client three = connect();
  const Answer answer = three.answer();
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.field("Retry-After"), "2");
  go.count_down();
  EXPECT_EQ(one.answer().status, 200);
  EXPECT_EQ(two.answer().status, 200);
}

TEST_F(ServerTest, WhenTheQueueIsFullTheNextIsToldToComeBack) {
  settings.workers = 1;
  settings.limits.queue = 2;
  std::latch go(1);
  std::latch begun(1);
  std::atomic<bool> first{true};
  start([&](const Request& request) {
    if (first.exchange(false)) {
      begun.count_down();
      go.wait();
    }
    return standard(request);
  });
  Client working = connect();
  working.send(get);
  begun.wait();
  std::vector<Client> others;
  for (int i = 0; i < 3; ++i) {
    others.push_back(connect());
    others.back().send(get);
  }
  // Two of them wait for the worker; one, whichever came last, is told at once.
  std::vector<int> statuses;
  std::thread helper([&] {
    while (metrics.text().find("class=\"5xx\"} 1") == std::string::npos) {
      std::this_thread::sleep_for(milliseconds(5));
    }
    go.count_down();
  });
  for (Client& each : others) {
    const Answer answer = each.answer();
    statuses.push_back(answer.status);
    if (answer.status == 503) {
      EXPECT_EQ(answer.field("Retry-After"), "2");
      each.send(get);
      EXPECT_NE(each.answer().status, 0) << "the connection goes on";
    }
  }
  helper.join();
  EXPECT_EQ(working.answer().status, 200);
  EXPECT_THAT(statuses, ::testing::UnorderedElementsAre(200, 200, 503));
}

TEST_F(ServerTest, ABodyOverTheLimitIsRefusedBeforeItComes) {
  settings.deadlines.body = minutes;
  start();
  Client client = connect();
  client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1048577\r\n\r\n");
  const Answer answer = client.answer();
  EXPECT_EQ(answer.status, 413);
  EXPECT_THAT(answer.body, HasSubstr("1048576"));
  Client patient = connect();
  patient.send(
      "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1048577\r\n\r\n");
  EXPECT_EQ(patient.answer().status, 413) << "not 100";
}

TEST_F(ServerTest, ABodyAtTheLimitIsTaken) {
  start([](const Request& request) {
    return text_response(200, "text/plain", std::to_string(request.body.size()));
  });
  Client client = connect();
  client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1048576\r\n\r\n" +
              std::string(1048576, 'x'));
  EXPECT_EQ(client.answer().body, "1048576");
}

TEST_F(ServerTest, ChunksOverTheLimitAreRefused) {
  start();
  Client client = connect();
  client.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
  const std::string chunk = "10000\r\n" + std::string(65536, 'x') + "\r\n";
  for (int i = 0; i < 17; ++i) {
    client.send(chunk);
  }
  const Answer answer = client.answer();
  EXPECT_EQ(answer.status, 413);
}

TEST_F(ServerTest, APathMayTakeLargerBodies) {
  settings.body_limit = [](std::string_view, std::string_view path) {
    return path == "/upload" ? std::size_t{2'000'000} : std::size_t{10};
  };
  start([](const Request& request) {
    return text_response(200, "text/plain", std::to_string(request.body.size()));
  });
  Client client = connect();
  client.send("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 1500000\r\n\r\n" +
              std::string(1'500'000, 'x'));
  EXPECT_EQ(client.answer().body, "1500000");
  client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n");
  EXPECT_EQ(client.answer().status, 413);
}

TEST_F(ServerTest, AChunkLineWithoutEndIsRefused) {
  start();
  Client client = connect();
  client.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3;" +
              std::string(10'000, 'x'));
  EXPECT_THAT(client.rest(), StartsWith("HTTP/1.1 400 "));
}

}  // namespace
}  // namespace sojourn::doors::http
