#include "doors/http/stream.h"

#include <sys/socket.h>

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace sojourn::doors::http {
namespace {

/// Errors as values: `const auto [error, count] = co_await socket.async_...(..., quietly);`
constexpr auto quietly = asio::as_tuple(asio::use_awaitable);

}  // namespace

Stream::Stream(asio::ip::tcp::socket socket, std::shared_ptr<asio::ssl::context> tls)
    : socket_(std::move(socket)), context_(std::move(tls)), timer_(socket_.get_executor()) {
  boost::system::error_code ignored;
  static_cast<void>(socket_.set_option(asio::ip::tcp::no_delay(true), ignored));
  if (context_) {
    tls_.emplace(socket_, *context_);
  }
}

Stream::End Stream::ended(const boost::system::error_code& error) {
  deadline_ = Moment::max();
  if (!error) {
    return End::none;
  }
  return late_ ? End::late : End::closed;
}

asio::awaitable<Stream::End> Stream::handshake(Moment deadline) {
  if (!tls_) {
    co_return End::none;
  }
  deadline_ = deadline;
  late_ = false;
  const auto [error] = co_await tls_->async_handshake(asio::ssl::stream_base::server, quietly);
  co_return ended(error);
}

asio::awaitable<Stream::End> Stream::read(std::string& to, std::size_t most, Moment deadline) {
  deadline_ = deadline;
  late_ = false;
  const std::size_t before = to.size();
  to.resize(before + most);
  const asio::mutable_buffer room(to.data() + before, most);
  boost::system::error_code error;
  std::size_t count = 0;
  if (tls_) {
    std::tie(error, count) = co_await tls_->async_read_some(room, quietly);
  } else {
    std::tie(error, count) = co_await socket_.async_read_some(room, quietly);
  }
  to.resize(before + count);
  co_return ended(error);
}

asio::awaitable<Stream::End> Stream::write(std::string_view first, std::string_view second,
                                           Moment deadline) {
  deadline_ = deadline;
  late_ = false;
  const std::array<asio::const_buffer, 2> both = {asio::buffer(first), asio::buffer(second)};
  boost::system::error_code error;
  std::size_t count = 0;
  if (tls_) {
    std::tie(error, count) = co_await asio::async_write(*tls_, both, quietly);
  } else {
    std::tie(error, count) = co_await asio::async_write(socket_, both, quietly);
  }
  co_return ended(error);
}

asio::awaitable<void> Stream::sleep(std::chrono::milliseconds time) {
  timer_.expires_after(time);
  co_await timer_.async_wait(quietly);
}

asio::awaitable<void> Stream::part(Moment deadline) {
  deadline_ = deadline;
  late_ = false;
  boost::system::error_code ignored;
  if (tls_) {
    co_await tls_->async_shutdown(quietly);
  }
  static_cast<void>(socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored));
  std::array<char, 4096> rubbish;
  // Enough for what was under way when we answered; who goes on sending is cut.
  for (int left = 256; left > 0 && !late_; --left) {
    const auto [error, count] = co_await socket_.async_read_some(asio::buffer(rubbish), quietly);
    if (error) {
      break;
    }
  }
  cut();
}

void Stream::check(Moment now) {
  if (now >= deadline_) {
    deadline_ = Moment::max();
    late_ = true;
    boost::system::error_code ignored;
    static_cast<void>(socket_.cancel(ignored));
  }
}

void Stream::cut() {
  deadline_ = Moment::max();
  boost::system::error_code ignored;
  static_cast<void>(socket_.close(ignored));
  timer_.cancel();
}

bool Stream::gone() {
  if (!socket_.is_open()) {
    return true;
  }
  char byte = 0;
  return ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

}  // namespace sojourn::doors::http
