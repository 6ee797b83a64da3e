// The bytes of one connection, plain or TLS, with a deadline for each wait. Deadlines are looked at
// by the server's sweep (core.h) instead of a timer each: a thousand slow connections cost a walk
// over a thousand numbers ten times a second, and a connection whose time is over can still be told
// so, which Beast's own streams cannot do.
// Sees Asio; only the server includes it.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace sojourn::doors::http {

namespace asio = boost::asio;
using Moment = std::chrono::steady_clock::time_point;

class Stream {
 public:
  enum class End : std::uint8_t { none, closed, late };

  /// TLS if `tls` is given.
  Stream(asio::ip::tcp::socket socket, std::shared_ptr<asio::ssl::context> tls);

  asio::awaitable<End> handshake(Moment deadline);
  /// Appends at most `most` bytes to `to`.
  asio::awaitable<End> read(std::string& to, std::size_t most, Moment deadline);
  /// All of both.
  asio::awaitable<End> write(std::string_view first, std::string_view second, Moment deadline);
  asio::awaitable<void> sleep(std::chrono::milliseconds time);
  /// Says that no more will come, and waits until the other side has read all and says the same:
  /// closing at once could throw away an answer that it has not read yet.
  asio::awaitable<void> part(Moment deadline);

  /// From the sweep: ends the wait under way if its time is over.
  void check(Moment now);
  /// Ends everything at once.
  void cut();
  void wake() { timer_.cancel(); }
  /// Whether the other side has closed, as far as can be told without reading.
  bool gone();
  bool secure() const { return tls_.has_value(); }

 private:
  End ended(const boost::system::error_code& error);

  asio::ip::tcp::socket socket_;
  std::shared_ptr<asio::ssl::context> context_;  ///< the one it began with: see reload_tls
  std::optional<asio::ssl::stream<asio::ip::tcp::socket&>> tls_;
  asio::steady_timer timer_;
  Moment deadline_ = Moment::max();
  bool late_ = false;
};

}  // namespace sojourn::doors::http
