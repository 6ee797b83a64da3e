// A server on a free loopback port with a small handler that the tests know.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "doors/http/server.h"
#include "tests/unit/doors/http/client.h"

namespace sojourn::doors::http {

class ServerTest : public ::testing::Test {
 protected:
  ServerTest() {
    settings.port = 0;
    settings.workers = 2;
    settings.deadlines.step = std::chrono::milliseconds(10);
    settings.deadlines.linger = std::chrono::milliseconds(200);
    settings.log = [this](const LogLine& line) {
      const std::lock_guard lock(mutex);
      lines.push_back(line);
    };
  }

  /// "/echo" answers with what was asked; anything else with "hello".
  static Response standard(const Request& request) {
    Response made = text_response(200, "text/plain", "hello");
    if (request.path == "/echo") {
      made.body = request.method + " " + request.body;
    }
    made.route = request.path;
    return made;
  }

  void start(Handler handler = standard) {
    server = std::make_unique<Server>(settings, std::move(handler), metrics);
  }
  Client connect(const std::string& from = "127.0.0.1") { return Client(server->port(), from); }
  /// All that comes back for `bytes` until the server closes.
  std::string talk(std::string_view bytes) {
    Client client = connect();
    client.send(bytes);
    return client.rest();
  }
  std::vector<LogLine> logged() {
    const std::lock_guard lock(mutex);
    return lines;
  }

  ServerSettings settings;
  Metrics metrics;
  std::mutex mutex;
  std::vector<LogLine> lines;
  std::unique_ptr<Server> server;  ///< ends first
};

inline constexpr std::string_view get = "GET /echo HTTP/1.1\r\nHost: a\r\n\r\n";

}  // namespace sojourn::doors::http
