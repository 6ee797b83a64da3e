// How the server ends: what is under way is finished, nothing new is taken, and it does end.
#include <latch>
#include <thread>

#include "tests/unit/doors/http/server_fixture.h"

namespace sojourn::doors::http {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;

TEST_F(ServerTest, AStopLetsARequestUnderWayEndAndTakesNoOther) {
  std::latch begun(1);
  std::latch go(1);
  start([&](const Request& request) {
    begun.count_down();
    go.wait();
    return standard(request);
  });
  const std::uint16_t port = server->port();
  Client idle = connect();
  Client working = connect();
  working.send(std::string(get) + std::string(get));
  begun.wait();
  std::thread stopping([&] { server->stop(); });
  EXPECT_EQ(idle.rest(), "") << "who waits is closed";
  EXPECT_FALSE(Client(port).connected() && Client(port).send(get) && Client(port).answer().status);
  go.count_down();
  const std::string came = working.rest();
  EXPECT_THAT(came, HasSubstr("GET "));
  EXPECT_THAT(came, HasSubstr("Connection: close\r\n"));
  EXPECT_EQ(answers_in(came), 1U) << "the next one in the line is not begun";
  stopping.join();
}

TEST_F(ServerTest, AStopEndsStreamsWell) {
  start([](const Request&) {
    return event_stream(
        [] { return Piece{.bytes = {}, .last = false, .pause = milliseconds(10'000)}; });
  });
  Client client = connect();
  client.send(get);
  client.until("\r\n\r\n");
  server->stop();
  EXPECT_EQ(client.rest(), "0\r\n\r\n");
}

TEST_F(ServerTest, AStopLetsAFileComeToItsEnd) {
  std::latch begun(1);
  start([&](const Request& request) {
    Response made;
    made.whole = true;
    made.pull = [&, stop = request.stop, piece = 0]() mutable {
      if (++piece == 2) {
        begun.count_down();
        while (!stop.stop_requested()) {
          std::this_thread::sleep_for(milliseconds(1));
        }
      }
      return Piece{.bytes = "piece " + std::to_string(piece), .last = piece == 4};
    };
    return made;
  });
  Client client = connect();
  client.send(get);
  begun.wait();
  std::thread stopping([&] { server->stop(); });
  const std::string came = client.rest();
  EXPECT_THAT(came, HasSubstr("piece 4"));
  EXPECT_THAT(came, ::testing::EndsWith("0\r\n\r\n"));
  stopping.join();
}

TEST_F(ServerTest, AFileThatIsCutShortDoesNotLookWhole) {
  settings.deadlines.stop = milliseconds(100);
  std::latch begun(1);
  start([&](const Request&) {
    Response made;
    made.whole = true;
    made.pull = [&, piece = 0]() mutable {
      if (++piece == 2) {
        begun.count_down();
      }
      return Piece{.bytes = std::string(1000, 'x'), .last = false};
    };
    return made;
  });
  Client client = connect();
  client.send(get);
  begun.wait();
  std::thread stopping([&] { server->stop(); });
  EXPECT_THAT(client.rest(), ::testing::Not(::testing::EndsWith("0\r\n\r\n")));
  stopping.join();
}

TEST_F(ServerTest, AStopCutsWhoDoesNotEnd) {
  settings.deadlines.stop = milliseconds(100);
  std::latch begun(1);
  const std::string large(30'000'000, 'x');
  start([&](const Request&) {
    begun.count_down();
    Response made;
    made.fixed_body = large;
    return made;
  });
  Client client = connect();
  client.send(get);  // and does not read
  begun.wait();
  server->stop();
  EXPECT_LT(client.rest().size(), large.size());
}

TEST_F(ServerTest, AHandlerSeesThatTheServerStops) {
  std::latch begun(1);
  start([&](const Request& request) {
    begun.count_down();
    while (!request.stop.stop_requested()) {
      std::this_thread::sleep_for(milliseconds(1));
    }
    return text_response(200, "text/plain", "ended early");
  });
  Client client = connect();
  client.send(get);
  begun.wait();
  server->stop();
  EXPECT_EQ(client.answer().body, "ended early");
}

TEST_F(ServerTest, StoppingTwiceAndAtOnceIsFine) {
  start();
  server->stop();
  server->stop();
  start();
  server.reset();
  start();
  Client client = connect();
  server.reset();
  EXPECT_EQ(client.rest(), "");
}

}  // namespace
}  // namespace sojourn::doors::http
