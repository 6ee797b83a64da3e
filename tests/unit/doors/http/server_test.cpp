// The server as a client sees it when all is well.
#include <latch>
#include <set>
#include <stdexcept>
#include <thread>

#include "base/refusal.h"
#include "tests/unit/doors/http/server_fixture.h"

namespace sojourn::doors::http {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

TEST_F(ServerTest, AnswersRequestsOneAfterAnotherOnOneConnection) {
  start();
  Client client = connect();
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\ntea" +
                            std::to_string(i)));
    const Answer answer = client.answer();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "POST tea" + std::to_string(i));
  }
}

TEST_F(ServerTest, AnswersPipelinedRequestsInOrder) {
  start();
  std::string all;
  for (int i = 0; i < 50; ++i) {
    const std::string body = std::to_string(i);
    all += "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
  }
  Client client = connect();
  ASSERT_TRUE(client.send(all));
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(client.answer().body, "POST " + std::to_string(i));
  }
}

TEST_F(ServerTest, ReadsARequestThatComesByteByByte) {
  start();
  Client client = connect();
  for (const char c : std::string("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
                                  "\r\n3;why=not\r\ntea\r\n2\r\n!!\r\n0\r\nX-After: b\r\n\r\n")) {
    ASSERT_TRUE(client.send(std::string_view(&c, 1)));
  }
  EXPECT_EQ(client.answer().body, "POST tea!!");
}

TEST_F(ServerTest, FieldsAfterTheLastChunkAreNoFieldsOfTheRequest) {
  start([](const Request& request) {
    return text_response(200, "text/plain", std::string(request.field("x-role").value_or("none")));
  });
  const std::string came = talk(
      "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
      "0\r\nX-Role: administrator\r\n\r\n");
  EXPECT_THAT(came, HasSubstr("\r\n\r\nnone"));
}

TEST_F(ServerTest, TellsTheHandlerWhatWasAsked) {
  Request seen;
  start([&](const Request& request) {
    seen = request;
    return standard(request);
  });
  talk(
      "GET /sites/%E6%9D%91%2F1?q=a+b&empty&x=%26 HTTP/1.1\r\nHost: Sojourn.example:8080\r\n"
      "Connection: close\r\nX-Two:  words here \r\nX-Forwarded-For: 9.9.9.9\r\n\r\n");
  EXPECT_EQ(seen.method, "GET");
  EXPECT_EQ(seen.path, "/sites/%E6%9D%91%2F1");
  EXPECT_EQ(seen.segments, (std::vector<std::string>{"sites", "村/1"}));
  EXPECT_EQ(seen.query, (std::vector<Parameter>{{"q", "a b"}, {"empty", ""}, {"x", "&"}}));
  EXPECT_EQ(seen.field("x-two"), "words here");
  EXPECT_EQ(seen.host, "Sojourn.example:8080");
  EXPECT_EQ(seen.client, "127.0.0.1") << "who is no trusted proxy is not believed";
  EXPECT_FALSE(seen.local) << "and what was passed on is not from this machine";
  EXPECT_FALSE(seen.secure);
}

TEST_F(ServerTest, BelievesATrustedProxy) {
  settings.trusted_proxies = {"127.0.0.0/8"};
  Request seen;
  start([&](const Request& request) {
    seen = request;
    return standard(request);
  });
  const std::string came = talk(
      "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
      "X-Forwarded-For: 6.6.6.6, 10.1.2.3\r\nX-Forwarded-Proto: https\r\n\r\n");
  EXPECT_EQ(seen.client, "10.1.2.3") << "the last that the proxy saw, not what the client claims";
  EXPECT_TRUE(seen.secure);
  EXPECT_THAT(came, HasSubstr("Strict-Transport-Security: max-age=31536000\r\n"));
}

TEST_F(ServerTest, HeadHasTheLengthButNoBody) {
  start();
  Client client = connect();
  client.send("HEAD /other HTTP/1.1\r\nHost: a\r\n\r\n" + std::string(get));
  const Answer head = client.answer(true);
  EXPECT_EQ(head.field("Content-Length"), "5");
  EXPECT_EQ(client.answer().body, "GET ");
}

TEST_F(ServerTest, EveryAnswerCarriesTheSecurityFieldsAndItsNumber) {
  start();
  Client client = connect();
  client.send(get);
  const Answer answer = client.answer();
  EXPECT_EQ(answer.field("Cache-Control"), "no-store");
  EXPECT_EQ(answer.field("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(answer.field("Referrer-Policy"), "no-referrer");
  EXPECT_EQ(answer.field("Cross-Origin-Opener-Policy"), "same-origin");
  EXPECT_EQ(answer.field("Permissions-Policy"), "geolocation=(), camera=(), microphone=()");
  EXPECT_THAT(answer.field("Content-Security-Policy"), StartsWith("default-src 'none'"));
  EXPECT_EQ(answer.field("Strict-Transport-Security"), "") << "only said by TLS";
  EXPECT_EQ(answer.field("Server"), "");
  EXPECT_THAT(answer.field("X-Request-Id"), MatchesRegex("req_[0-9a-f]{16}"));
  EXPECT_THAT(answer.field("Date"), MatchesRegex("[A-Z][a-z][a-z], [0-9]+ .* GMT"));
}

TEST_F(ServerTest, AHandlersOwnFieldsGoFirst) {
  start([](const Request&) {
    Response made = text_response(200, "text/html", "");
    made.set("cache-control", "max-age=60");
    return made;
  });
  const std::string came = talk("GET / HTTP/1.0\r\n\r\n");
  EXPECT_THAT(came, AllOf(HasSubstr("cache-control: max-age=60"), Not(HasSubstr("no-store"))));
}

TEST_F(ServerTest, SpeaksHttp10ByClosing) {
  start();
  EXPECT_THAT(talk("GET /echo HTTP/1.0\r\n\r\n"),
              AllOf(StartsWith("HTTP/1.1 200 OK\r\n"), HasSubstr("Connection: close\r\n")));
}

TEST_F(ServerTest, TakesTheWholeAddressAndOneBlankLineBefore) {
  Request seen;
  start([&](const Request& request) {
    seen = request;
    return standard(request);
  });
  talk("\r\nGET http://b.example/x?y=1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(seen.path, "/x");
  EXPECT_EQ(seen.host, "b.example");
}

TEST_F(ServerTest, AsksForTheBodyOfWhoWaitsToBeAsked) {
  start();
  Client client = connect();
  client.send(
      "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
  EXPECT_EQ(client.answer().status, 100);
  client.send("tea");
  EXPECT_EQ(client.answer().body, "POST tea");
}

TEST_F(ServerTest, AHandlerThatThrowsIsA500WithTheNumberToReport) {
  start([](const Request&) -> Response { throw std::logic_error("an oven is hot"); });
  Client client = connect();
  client.send(get);
  const Answer answer = client.answer();
  EXPECT_EQ(answer.status, 500);
  EXPECT_THAT(answer.body, HasSubstr(answer.field("X-Request-Id")));
  EXPECT_THAT(answer.body, Not(HasSubstr("oven")));
  client.send(get);
  EXPECT_EQ(client.answer().status, 500) << "the connection goes on";
  server->stop();
  EXPECT_EQ(logged().at(0).bug, "an oven is hot");
}

TEST_F(ServerTest, AFieldOfTwoLinesIsOurMistakeAndNeverSent) {
  start([](const Request&) {
    Response made;
    made.set("X-Name", "a\r\nSet-Cookie: b=c");
    return made;
  });
  const std::string came = talk("GET / HTTP/1.0\r\n\r\n");
  EXPECT_THAT(came, AllOf(StartsWith("HTTP/1.1 500 "), Not(HasSubstr("Set-Cookie"))));
}

TEST_F(ServerTest, SendsALargeAnswerWhole) {
  const std::string large(3'000'000, 'x');
  start([&](const Request&) {
    Response made;
    made.fixed_body = large;
    return made;
  });
  Client client = connect();
  client.send(get);
  EXPECT_EQ(client.answer().body, large);
}

TEST_F(ServerTest, SendsAStreamPieceByPiece) {
  start([](const Request&) {
    Response made;
    const auto count = std::make_shared<int>(0);
    made.pull = [count] {
      ++*count;
      return Piece{.bytes = std::to_string(*count) + ",", .last = *count == 200, .pause = {}};
    };
    return made;
  });
  Client client = connect();
  client.send(get);
  const Answer answer = client.answer();
  EXPECT_EQ(answer.field("Content-Length"), "");
  EXPECT_THAT(answer.body, StartsWith("1,2,3,"));
  EXPECT_THAT(answer.body, ::testing::EndsWith(",199,200,"));
  client.send(get);
  EXPECT_EQ(client.answer().status, 200) << "the connection goes on";
  EXPECT_THAT(talk("GET / HTTP/1.0\r\n\r\n"), ::testing::EndsWith(",199,200,"));
}

TEST_F(ServerTest, AStreamThatFailsDoesNotLookWhole) {
  start([](const Request&) {
    Response made;
    const auto count = std::make_shared<int>(0);
    made.pull = [count]() -> Piece {
      if (++*count == 2) {
        throw std::runtime_error("the disk is gone");
      }
      return {.bytes = "first", .last = false, .pause = {}};
    };
    return made;
  });
  const std::string came = talk(get);
  EXPECT_THAT(came, HasSubstr("first"));
  EXPECT_THAT(came, Not(HasSubstr("\r\n0\r\n\r\n")));
  server->stop();
  EXPECT_EQ(logged().at(0).bug, "the disk is gone");
}

TEST_F(ServerTest, TellsEventsAsTheyHappenWithoutHoldingAWorker) {
  settings.workers = 1;
  std::atomic<int> progress{0};
  start([&](const Request& request) {
    if (request.path != "/events") {
      return standard(request);
    }
    const auto told = std::make_shared<int>(0);
    return event_stream([&progress, told] {
      Piece piece{.bytes = {}, .last = false, .pause = std::chrono::milliseconds(10)};
      if (*told != progress) {
        *told = progress;
        piece.bytes = event_text("progress", std::to_string(*told));
        piece.last = *told == 2;
      }
      return piece;
    });
  });
  std::vector<Client> listeners;
  for (int i = 0; i < 5; ++i) {
    listeners.push_back(connect());
    listeners.back().send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_THAT(listeners.back().until("\r\n\r\n"),
                HasSubstr("Content-Type: text/event-stream; charset=utf-8\r\n"));
  }
  Client other = connect();
  other.send(get);
  EXPECT_EQ(other.answer().body, "GET ");
  progress = 1;
  for (Client& each : listeners) {
    EXPECT_THAT(each.until("\n\n"), HasSubstr("event: progress\ndata: 1\n\n"));
  }
  progress = 2;
  for (Client& each : listeners) {
    EXPECT_THAT(each.until("\r\n0\r\n\r\n"), HasSubstr("event: progress\ndata: 2\n\n"));
  }
}

TEST_F(ServerTest, WritesALineForEachAnswerWithoutPathOrQuery) {
  start([](const Request& request) {
    Response made = standard(request);
    made.route = "/api/staff/{id}";
    return made;
  });
  talk("GET /api/staff/staff_7?name=Li HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  talk("nonsense\r\n\r\n");
  server->stop();
  const auto all = logged();
  ASSERT_THAT(all, SizeIs(2));
  EXPECT_EQ(all[0].method, "GET");
  EXPECT_EQ(all[0].route, "/api/staff/{id}");
  EXPECT_EQ(all[0].status, 200);
  EXPECT_GT(all[0].bytes_in, 60U);
  EXPECT_GT(all[0].bytes_out, 100U);
  EXPECT_EQ(all[1].status, 400);
  EXPECT_EQ(all[1].method, "");
}

TEST_F(ServerTest, NoTwoRequestsHaveTheSameNumber) {
  std::mutex guard;
  std::set<std::string> ids;
  start([&](const Request& request) {
    const std::lock_guard lock(guard);
    ids.insert(request.id);
    return standard(request);
  });
  std::string all;
  for (int i = 0; i < 500; ++i) {
    all += "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  }
  talk(all + "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(ids, SizeIs(501));
}

TEST_F(ServerTest, HealthAndFigures) {
  std::string ill;
  start([&](const Request& request) {
    auto answer = answer_health(request, metrics, [&] { return ill; });
    return answer ? *answer : problem_response(404, "not_found", "There is nothing here.");
  });
  Client client = connect();
  const auto ask = [&](const std::string& path, const std::string& more = "") {
    client.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n" + more + "\r\n");
    return client.answer();
  };
  EXPECT_EQ(ask("/healthz").body, "ok\n");
  EXPECT_EQ(ask("/other").status, 404);
  EXPECT_THAT(ask("/metrics").body,
              AllOf(HasSubstr("sojourn_http_answers_total{class=\"2xx\"} 1\n"),
                    HasSubstr("sojourn_http_answers_total{class=\"4xx\"} 1\n"),
                    HasSubstr("sojourn_http_connections 1\n")));
  EXPECT_EQ(ask("/metrics", "X-Forwarded-For: 9.9.9.9\r\n").status, 404);
  client.send("POST /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
  EXPECT_EQ(client.answer().field("Allow"), "GET, HEAD");
  ill = "the disk is full";
  const Answer answer = ask("/healthz");
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.body, "the disk is full\n");
}

TEST_F(ServerTest, SaysWhereItListensAndWhyItCannot) {
  start();
  EXPECT_EQ(server->place(), "http://127.0.0.1:" + std::to_string(server->port()));
  const auto fails = [&](auto change) {
    ServerSettings other = settings;
    change(other);
    try {
      const Server made(other, standard, metrics);
    } catch (const base::Refusal& refusal) {
      return refusal.faults.at(0).code;
    }
    return std::string("listens");
  };
  EXPECT_EQ(fails([&](auto& s) { s.port = server->port(); }), "port_taken");
  EXPECT_EQ(fails([](auto& s) { s.address = "localhost"; }), "bad_address");
  EXPECT_EQ(fails([](auto& s) {
              s.address = "203.0.113.1";
              s.insecure_http = true;
            }),
            "cannot_listen");
  EXPECT_EQ(fails([](auto& s) { s.address = "0.0.0.0"; }), "plain_http");
  EXPECT_EQ(fails([](auto& s) { s.address = "::"; }), "plain_http");
  EXPECT_EQ(fails([](auto& s) { s.tls_cert = "cert.pem"; }), "half_tls");
  EXPECT_EQ(fails([](auto& s) { s.trusted_proxies = {"proxy.example"}; }), "bad_address");
  EXPECT_EQ(fails([](auto& s) { s.address = "127.9.9.9"; }), "listens");
}

}  // namespace
}  // namespace sojourn::doors::http
