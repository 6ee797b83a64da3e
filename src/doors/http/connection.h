// One connection from its first byte to its last: reads requests one after another, however many
// the client sends at once, has each answered, and writes the answers in the same order.
// Sees Asio and Beast; only the server includes it.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <optional>
#include <string>

#include "doors/http/core.h"
#include "doors/http/head.h"
#include "doors/http/peers.h"
#include "doors/http/stream.h"

namespace sojourn::doors::http {

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(Core& core, asio::ip::tcp::socket socket, const Address& peer);

  /// Serves until either side ends it.
  asio::awaitable<void> serve();
  /// Says `status` with Retry-After, and ends; for those beyond a limit.
  asio::awaitable<void> turn_away(int status);

  const Address& group() const { return group_; }
  bool waits() const { return waits_; }
  Moment waits_since() const { return waits_since_; }
  void check(Moment now) { stream_.check(now); }
  void cut();
  /// The server stops: who waits for a request is cut, who streams ends soon.
  void stop();

 private:
  enum class Next : std::uint8_t { request, part, cut };
  /// A request under way, and what of it the log tells.
  struct Work {
    Request request;
    Moment began;
    std::size_t bytes_in = 0;
    std::size_t bytes_out = 0;
    bool close = false;
    bool chunks = true;  ///< HTTP/1.1: an answer without length is sent in chunks
    std::string bug;
  };

  asio::awaitable<Next> one_request();
  class Parser;  ///< Beast's

  asio::awaitable<std::optional<std::size_t>> head_length(Next& next);
  asio::awaitable<Next> with_head(std::size_t length);
  asio::awaitable<bool> body(const Head& head, std::size_t length, Work& work, Next& next);
  std::optional<HeadFault> feed(Parser& parser, std::size_t count, std::size_t most);
  Request make_request(Head&& head);
  asio::awaitable<Next> answer(Work& work);
  asio::awaitable<bool> send(Work& work, const Response& response);
  asio::awaitable<bool> send_pieces(Work& work, const Response& response);
  asio::awaitable<Next> refuse(const HeadFault& fault);
  std::string head_text(const Work& work, const Response& response, std::string_view framing) const;
  void note(const Work& work, const Response& response, Moment end) const;
  Moment write_deadline(std::size_t bytes) const;
  void begin_wait();

  Core& core_;
  const Address peer_;
  const Address group_;
  Stream stream_;
  std::string in_;     ///< what has come and is not used yet
  bool fresh_ = true;  ///< no request has come yet
  bool waits_ = true;
  Moment waits_since_;
};

}  // namespace sojourn::doors::http
