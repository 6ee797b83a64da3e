// A record as server-sent events: piece by piece as the server pulls them, and through a socket.
#include "doors/http/watch.h"

#include <gmock/gmock.h>

#include "access/token.h"
#include "base/json.h"
#include "doors/http/site.h"
#include "doors/http/url.h"
#include "tests/unit/access/world.h"
#include "tests/unit/doors/http/server_fixture.h"

namespace sojourn::doors::http {

struct WhichWork {
  std::string id;
};
BOOST_DESCRIBE_STRUCT(WhichWork, (), (id))

struct Work {
  std::string id;
  std::string state;
  std::int64_t percent = 0;
};
BOOST_DESCRIBE_STRUCT(Work, (), (id, state, percent))

namespace {

namespace json = boost::json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class WatchTest : public ServerTest {
 protected:
  WatchTest() {
    operations.push_back(access::call_operation<WhichWork, Work>(
        {.name = "work.show",
         .permission = access::Permission::own(),
         .path = "/api/works/{id}",
         .summary = "work under way",
         .fields = {{.name = "id", .shape = "ID", .positional = true, .meaning = "Which."}},
         .watched_until = {"done", "failed"}},
        false, [this](access::Call&, const WhichWork& input) {
          if (input.id == "absent") {
            throw base::Refusal{base::Kind::not_found, "not_found", "There is nothing of that id."};
          }
          const std::lock_guard hold(guard);
          return Work{input.id, work_state, percent};
        }));
  }

  Request request(std::string path, std::string accept) const {
    Request made;
    made.id = "req_1";
    made.method = "GET";
    Target target = *parse_target(path);
    made.path = std::move(target.path);
    made.segments = std::move(target.segments);
    made.host = "sojourn.example";
    made.client = "192.0.2.1";
    made.secure = true;
    made.fields = {{"accept", std::move(accept)}, {"cookie", "__Host-session=" + session}};
    return made;
  }
  void now(std::string state, std::int64_t done) {
    const std::lock_guard hold(guard);
    work_state = std::move(state);
    percent = done;
  }

  std::mutex guard;
  std::string work_state = "running";
  std::int64_t percent = 0;
  access::World world;
  std::string session = world.administrator();
  std::vector<access::Operation> operations = world.operations();
};

TEST_F(WatchTest, TellsTheRecordAndThenEachChangeUntilItIsOver) {
  const Api api(world.service(), operations);
  const Watch watch(api, operations, std::chrono::milliseconds(50));
  const Response stream = watch.answer(request("/api/works/w1", "text/event-stream")).value();
  EXPECT_EQ(stream.status, 200);
  EXPECT_EQ(stream.field("Content-Type"), "text/event-stream; charset=utf-8");
  EXPECT_EQ(stream.route, "/api/works/{id}");
  const Piece first = stream.pull();
  EXPECT_THAT(first.bytes,
              AllOf(StartsWith("id: "), HasSubstr("\nevent: record\ndata: "
                                                  R"({"id":"w1","state":"running","percent":0})"
                                                  "\n\n")));
  EXPECT_FALSE(first.last);
  EXPECT_EQ(first.pause, std::chrono::milliseconds(50));
  EXPECT_EQ(stream.pull().bytes, "") << "nothing has changed";
  now("running", 40);
  EXPECT_THAT(stream.pull().bytes, HasSubstr(R"("percent":40})"));
  EXPECT_EQ(stream.pull().bytes, "");
  now("done", 100);
  const Piece last = stream.pull();
  EXPECT_THAT(last.bytes, HasSubstr(R"("state":"done","percent":100})"));
  EXPECT_TRUE(last.last);
}

TEST_F(WatchTest, ABrowserThatHasSeenTheEndIsToldToStop) {
  now("failed", 7);
  const Api api(world.service(), operations);
  const Watch watch(api, operations);
  Request again = request("/api/works/w1", "text/event-stream");
  const std::string seen = watch.answer(again)->pull().bytes;
  const std::string id = seen.substr(4, seen.find('\n') - 4);
  again.fields.push_back({"last-event-id", id});
  EXPECT_EQ(watch.answer(again)->status, 204);
  now("running", 8);
  EXPECT_EQ(watch.answer(again)->status, 200) << "something happened after all";
}

TEST_F(WatchTest, WhoMaySeeItIsAskedAnewEachTime) {
  const Api api(world.service(), operations);
  const Watch watch(api, operations);
  const Response stream = watch.answer(request("/api/works/w1", "text/event-stream")).value();
  EXPECT_FALSE(stream.pull().last);
  world.ask(session, "session.end");
  const Piece last = stream.pull();
  EXPECT_TRUE(last.last);
  EXPECT_THAT(last.bytes, AllOf(StartsWith("event: problem\ndata: {"),
                                HasSubstr(R"("status":401,"code":"sign_in")")));
}

TEST_F(WatchTest, WhatIsNotShownIsNotWatched) {
  const Api api(world.service(), operations);
  const Watch watch(api, operations);
  const Response absent = watch.answer(request("/api/works/absent", "text/event-stream")).value();
  EXPECT_EQ(absent.status, 404);
  EXPECT_FALSE(absent.pull);
  EXPECT_EQ(absent.body, api.answer(request("/api/works/absent", "*/*"))->body);
  session = "";
  EXPECT_EQ(watch.answer(request("/api/works/w1", "text/event-stream"))->status, 401);
}

TEST_F(WatchTest, OnlyWhatIsWatchedAndOnlyForWhoAsksForEvents) {
  const Api api(world.service(), operations);
  const Watch watch(api, operations);
  EXPECT_FALSE(watch.answer(request("/api/works/w1", "application/json")));
  EXPECT_FALSE(watch.answer(request("/api/works/w1", "")));
  EXPECT_FALSE(watch.answer(request("/api/people", "text/event-stream")));
  Request post = request("/api/works/w1", "text/event-stream");
  post.method = "POST";
  EXPECT_FALSE(watch.answer(post));
  EXPECT_TRUE(takes_events("text/html, Text/Event-Stream;q=0.9"));
  EXPECT_FALSE(takes_events("text/event-streams, */*"));
}

TEST_F(WatchTest, ThroughASocket) {
  const Api api(world.service(), operations);
  const MadePages pages(embedded_templates(), operations, {});
  const Watch watch(api, operations, std::chrono::milliseconds(10));
  const Assets assets(embedded_assets());
  const Together together(api);
  const Desk desk({{.path = "index.html", .bytes = "desk", .gzip = ""}}, {});
  start(Site{.metrics = metrics,
             .pages = pages,
             .watch = watch,
             .together = together,
             .api = api,
             .assets = assets,
             .desk = desk});
  Client client = connect();
  client.send(
      "GET /api/works/w1 HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\nCookie: session=" +
      session + "\r\n\r\n");
  EXPECT_THAT(client.until("\n\n"), HasSubstr(R"("percent":0})"));
  now("done", 100);
  EXPECT_THAT(client.until("\r\n0\r\n\r\n"), HasSubstr(R"("percent":100})"));
  server->stop();
}

}  // namespace
}  // namespace sojourn::doors::http
