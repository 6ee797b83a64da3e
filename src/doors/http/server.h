// The HTTP/1.1 server: sockets, TLS, limits and deadlines, and nothing of what is asked or
// answered. Only server.cpp, core.*, connection*, stream.* and tls.* see Boost.Beast and Asio.
//
//   http::Metrics metrics;
//   http::Server server(settings, [&](const http::Request& request) { return answer(request); },
//                       metrics);
//   std::printf("http://%s\n", server.place().c_str());
//   ...                       // the server works until
//   server.stop();            // lets requests under way finish
//
// Threads: one for all sockets, and `settings.workers` that run the handler, which may therefore
// block; it must be safe to call from several threads at once. What a request gets that breaks a
// rule of HTTP: one answer (400, 408, 413, 414, 417, 431, 501 or 505) and a closed connection.
// Tested with raw sockets in tests/unit/doors/http/server_*_test.cpp.
#pragma once

#include <memory>
#include <string>

#include "doors/http/message.h"
#include "doors/http/metrics.h"
#include "doors/http/settings.h"

namespace sojourn::doors::http {

/// What can be wrong with the settings themselves, before anything is made or opened: wide without
/// TLS, no address, a certificate that cannot be used. Throws Refusal with the remedy.
void check(const ServerSettings& settings);

class Server {
 public:
  /// Listens and serves from now on. Throws Refusal with the remedy if it may not or cannot:
  /// address taken, not this machine's, certificate unreadable, wide without TLS.
  Server(ServerSettings settings, Handler handler, Metrics& metrics);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  /// Stops.
  ~Server();

  std::uint16_t port() const;
  /// "http://127.0.0.1:8080", as a person types it.
  std::string place() const;

  /// Reads certificate and key again for connections to come; those that are open go on. Throws
  /// Refusal, and goes on with the old ones, if they cannot be used.
  void reload_tls();

  /// Takes no more connections, closes those that wait, lets requests under way end, and returns
  /// when all have, or after deadlines.stop, when the rest is cut. A handler that blocks longer
  /// than that is waited for: threads cannot be ended; it sees Request::stop.
  void stop();

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace sojourn::doors::http
