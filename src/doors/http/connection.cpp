// Reading: a request from its first byte to the call of the handler. Sending is in
// connection_send.cpp.
#include "doors/http/connection.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

namespace sojourn::doors::http {

class Connection::Parser
    : public boost::beast::http::request_parser<boost::beast::http::string_body> {};

namespace {

namespace beast_http = boost::beast::http;

constexpr std::size_t head_step = 4096;   // bytes asked for at once: most heads
constexpr std::size_t body_step = 32768;  // and of a body
/// A chunk's size line with its extensions, or the fields after the last chunk, may be this long.
constexpr std::size_t longest_chunk_line = 4096;

HeadFault bad(std::string_view code, std::string_view detail) {
  return {.status = 400, .code = std::string(code), .detail = std::string(detail)};
}

HeadFault too_large(std::size_t most) {
  return {.status = 413,
          .code = "body_too_large",
          .detail = "The body is larger than " + std::to_string(most) + " bytes."};
}

}  // namespace

Connection::Connection(Core& core, asio::ip::tcp::socket socket, const Address& peer)
    : core_(core),
      peer_(peer),
      group_(peer.client_group()),
      stream_(std::move(socket), core.tls),
      waits_since_(std::chrono::steady_clock::now()) {}

void Connection::cut() {
  waits_ = false;
  stream_.cut();
}

void Connection::stop() {
  if (waits_) {
    cut();
  } else {
    stream_.wake();
  }
}

void Connection::begin_wait() {
  waits_ = true;
  waits_since_ = std::chrono::steady_clock::now();
}

asio::awaitable<void> Connection::serve() {
  const auto self = shared_from_this();
  core_.registry.add(*this, group_);
  core_.metrics.set_open(core_.registry.all().size());
  Next next = Next::cut;
  try {
    const Stream::End end = co_await stream_.handshake(core_.after(core_.settings.deadlines.head));
    if (end == Stream::End::none) {
      do {
        next = co_await one_request();
      } while (next == Next::request && !core_.stopping);
      waits_ = false;
      if (next != Next::cut) {
        co_await stream_.part(core_.after(core_.settings.deadlines.linger));
      }
    }
  } catch (const std::exception&) {
    // Out of memory is all that is left here; this connection pays for it, not the server.
  }
  stream_.cut();
  core_.registry.remove(*this, group_);
  core_.metrics.set_open(core_.registry.all().size());
}

asio::awaitable<Connection::Next> Connection::one_request() {
  Next next = Next::cut;
  const auto length = co_await head_length(next);
  if (!length) {
    co_return next;
  }
  waits_ = false;
  fresh_ = false;
  next = co_await with_head(*length);
  begin_wait();
  co_return next;
}

/// Reads until the head is whole; nothing, with what to do, if that will not be.
asio::awaitable<std::optional<std::size_t>> Connection::head_length(Next& next) {
  const Deadlines& deadlines = core_.settings.deadlines;
  HeadScan scan(core_.settings.limits);
  bool begun = fresh_ || !in_.empty();
  bool blank_line = false;
  Moment deadline = core_.after(begun ? deadlines.head : deadlines.idle);
  for (;;) {
    // RFC 9112 2.2: some clients end a body with a line end that is not counted.
    if (!blank_line && in_.starts_with("\r\n")) {
      in_.erase(0, 2);
      blank_line = true;
    }
    if (in_ != "\r" || blank_line) {
      if (const auto length = scan.look(in_)) {
        co_return length;
      }
    }
    if (scan.fault()) {
      next = co_await refuse(*scan.fault());
      co_return std::nullopt;
    }
    if (!begun && !in_.empty()) {
      begun = true;
      deadline = core_.after(deadlines.head);
    }
    const Stream::End end = co_await stream_.read(in_, head_step, deadline);
    if (end == Stream::End::none) {
      continue;
    }
    next = Next::cut;
    if (!in_.empty() && !core_.stopping && waits_) {
      // Whoever has said something gets an answer; who has only held the line gets none.
      const HeadFault fault =
          end == Stream::End::late
              ? HeadFault{.status = 408, .code = "too_slow", .detail = "The request took too long."}
              : HeadFault{.status = 400,
                          .code = "cut_short",
                          .detail = "The request ended before its head did."};
      next = co_await refuse(fault);
    }
    co_return std::nullopt;
  }
}

asio::awaitable<Connection::Next> Connection::with_head(std::size_t length) {
  HeadFault fault;
  auto head = parse_head(std::string_view(in_).substr(0, length), core_.settings.limits, fault);
  if (!head) {
    co_return co_await refuse(fault);
  }
  Work work{.request = {},
            .began = std::chrono::steady_clock::now(),
            .bytes_in = length,
            .bytes_out = 0,
            .close = head->close,
            .chunks = head->minor == 1,
            .bug = {}};
  Next next = Next::cut;
  const bool whole = co_await body(*head, length, work, next);
  if (!whole) {
    co_return next;
  }
  std::string bytes = std::move(work.request.body);
  work.request = make_request(std::move(*head));
  work.request.body = std::move(bytes);
  co_return co_await answer(work);
}

/// Reads the body of the request whose head is the first `length` bytes of in_; false, with what to
/// do, if it cannot be had. What is refused is a named value each time: g++ 12 destroys a temporary
/// in a co_await expression twice (bug 99576).
asio::awaitable<bool> Connection::body(const Head& head, std::size_t length, Work& work,
                                       Next& next) {
  const ServerSettings& settings = core_.settings;
  const Deadlines& deadlines = settings.deadlines;
  const std::size_t most = settings.body_limit ? settings.body_limit(head.method, head.target.path)
                                               : settings.limits.body;
  std::optional<HeadFault> fault;
  if (head.length.value_or(0) > most) {
    fault = too_large(most);
    next = co_await refuse(*fault);
    co_return false;
  }
  // 1. Beast reads the head again, and has to agree with parse_head on how the body is framed.
  Parser parser;
  parser.header_limit(static_cast<std::uint32_t>(settings.limits.head + 1));
  parser.body_limit(most);
  parser.eager(true);
  fault = feed(parser, length, most);
  if (!fault && (!parser.is_header_done() || parser.chunked() != head.chunked)) {
    fault = bad("bad_head", "The request's head is not well formed.");
  }
  // 2. Who waits to be asked for the body is asked.
  if (!fault && head.expects_continue && !parser.is_done() && in_.empty()) {
    const Stream::End end =
        co_await stream_.write("HTTP/1.1 100 Continue\r\n\r\n", {}, write_deadline(0));
    if (end != Stream::End::none) {
      next = Next::cut;
      co_return false;
    }
  }
  // 3. The body, by Beast, as fast as it comes but no slower than the least rate.
  const Moment start = core_.after(deadlines.body);
  while (!fault && !parser.is_done()) {
    if (!in_.empty()) {
      const std::size_t before = in_.size();
      fault = feed(parser, in_.size(), most);
      work.bytes_in += before - in_.size();
      if (fault || parser.is_done()) {
        break;
      }
    }
    const auto earned = std::chrono::milliseconds(work.bytes_in * 1000 / deadlines.least_rate);
    const Stream::End end = co_await stream_.read(in_, body_step, start + earned);
    if (end == Stream::End::late) {
      fault = bad("too_slow", "The body came too slowly.");
      fault->status = 408;
    } else if (end == Stream::End::closed) {
      fault = bad("cut_short", "The request ended before its body did.");
    }
  }
  if (fault) {
    next = co_await refuse(*fault);
    co_return false;
  }
  work.request.body = std::move(parser.get().body());
  co_return true;
}

/// Gives Beast the first `count` bytes of in_ and drops what it used.
std::optional<HeadFault> Connection::feed(Parser& parser, std::size_t count, std::size_t most) {
  boost::system::error_code error;
  const bool head = !parser.is_header_done();
  const std::size_t used = parser.put(asio::buffer(in_.data(), count), error);
  in_.erase(0, used);
  if (error == beast_http::error::body_limit) {
    return too_large(most);
  }
  const bool more = error == beast_http::error::need_more;
  if ((error && !more) || (more && in_.size() > longest_chunk_line)) {
    return head ? bad("bad_head", "The request's head is not well formed.")
                : bad("bad_chunk", "The body's chunks are not well formed.");
  }
  return std::nullopt;
}

Request Connection::make_request(Head&& head) {
  const Origin origin = origin_of(peer_, head.fields, core_.trusted);
  Request made;
  made.id = core_.next_id();
  made.method = std::move(head.method);
  made.path = head.whole_server ? "*" : std::move(head.target.path);
  made.segments = std::move(head.target.segments);
  made.query = std::move(head.target.query);
  made.fields = std::move(head.fields);
  made.host = std::move(head.host);
  made.client = to_text(origin.client);
  made.secure = stream_.secure() || origin.secure;
  made.local = peer_.is_loopback() && !origin.passed_on;
  made.stop = core_.stop.get_token();
  return made;
}

}  // namespace sojourn::doors::http
