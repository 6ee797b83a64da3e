// What the server may be told. Every limit says its unit, its standard, and why more or less.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "doors/http/message.h"

namespace sojourn::doors::http {

struct Limits {
  /// Bytes of request line and fields together. More: cookies of other programs on the same host
  /// fit; less: a slow client holds less memory. Beyond it: 431.
  std::size_t head = 8 * 1024;
  /// Bytes of the target. Beyond it: 414.
  std::size_t target = 4 * 1024;
  /// Beyond it: 431.
  std::size_t fields = 100;
  /// Bytes. Beyond it: 413, without reading on. `body_limit` of ServerSettings may say otherwise
  /// for a path that takes uploads.
  std::size_t body = std::size_t{1024} * 1024;
  /// Connections at once. At the limit, the connection that has waited longest without a whole
  /// request, of the address that holds most, gives way; if all are at work: 503. Each takes about
  /// 10 KiB while it waits and a file descriptor.
  std::size_t connections = 1024;
  /// Connections at once from one address (IPv6: from one /64). Trusted proxies may have more.
  std::size_t connections_per_address = 64;
  /// Requests that wait for a worker. Beyond it: 503. More only makes everybody wait longer.
  std::size_t queue = 256;
};

struct Deadlines {
  /// From the first byte of a request (or from the connection, or for the TLS handshake) to the end
  /// of its head. Beyond it: 408.
  std::chrono::milliseconds head{10'000};
  /// A body has this long, and beyond it a second for each `least_rate` bytes that have come.
  std::chrono::milliseconds body{10'000};
  /// Between two requests on a connection. Beyond it the connection is closed without a word.
  std::chrono::milliseconds idle{60'000};
  /// The client has this long to take an answer, and a second for each `least_rate` bytes of it.
  std::chrono::milliseconds write{30'000};
  /// Bytes a second: slower than the slowest mobile link that is any use.
  std::size_t least_rate = 1000;
  /// How long an answer that ends a connection waits for the client to have read it.
  std::chrono::milliseconds linger{2'000};
  /// After `stop`: how long requests under way may take to end.
  std::chrono::milliseconds stop{10'000};
  /// How often deadlines are looked at; a deadline is met this much late at most.
  std::chrono::milliseconds step{100};
};

/// What is written down for each answer: no address, no path, no query (privacy by leaving out).
struct LogLine {
  std::string request;  ///< id
  std::string method;   ///< empty if the request could not be read
  std::string route;    ///< the pattern that matched, or empty
  int status = 0;
  double milliseconds = 0;  ///< from the end of the head to the end of the answer
  std::size_t bytes_in = 0;
  std::size_t bytes_out = 0;
  std::string bug;  ///< what an exception said that the handler let through
};

struct ServerSettings {
  std::string address = "127.0.0.1";  ///< an address of this machine, IPv4 or IPv6
  std::uint16_t port = 8080;          ///< 0: any free one; see Server::port
  /// Both or neither: PEM files of the certificate chain and its key.
  std::filesystem::path tls_cert{};
  std::filesystem::path tls_key{};
  /// Needed to listen beyond this machine without TLS.
  bool insecure_http = false;
  /// Addresses or ranges ("10.0.0.0/8") whose X-Forwarded-For and -Proto are believed.
  std::vector<std::string> trusted_proxies{};
  /// Threads that run the handler. More: more calls wait for the database at once.
  std::size_t workers = 4;
  Limits limits{};
  Deadlines deadlines{};
  /// Bytes of body that a request to `path` may have; none: limits.body for all.
  std::function<std::size_t(std::string_view method, std::string_view path)> body_limit{};
  /// Called on the server's own thread: it must not block.
  std::function<void(const LogLine&)> log{};
};

}  // namespace sojourn::doors::http
