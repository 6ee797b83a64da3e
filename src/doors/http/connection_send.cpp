// Sending: from the call of the handler to the last byte of its answer.
#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <iterator>

#include "base/ensure.h"
#include "doors/http/connection.h"

namespace sojourn::doors::http {
namespace {

/// Bytes of an answer that are copied behind its head, so that both go out in one packet.
constexpr std::size_t small_body = 16 * 1024;

std::string_view body_of(const Response& response) {
  return response.fixed_body.empty() ? std::string_view(response.body) : response.fixed_body;
}

bool has_body(int status) { return status >= 200 && status != 204 && status != 304; }

bool clean(std::string_view text) { return text.find_first_of({"\r\n\0", 3}) == text.npos; }

/// The handler's answer, whatever it does. Runs on a worker.
Response call(const Handler& handler, const Request& request, std::string& bug) {
  try {
    Response made = handler(request);
    for (const Field& field : made.fields) {
      base::ensure(!field.name.empty() && clean(field.name) && clean(field.value),
                   "a field of an answer is one line");
    }
    base::ensure(made.status >= 200 && made.status < 600, "an answer has a final status");
    return made;
  } catch (const std::exception& error) {
    bug = error.what();
  } catch (...) {
    bug = "something that is no std::exception";
  }
  return problem_response(500, "bug",
                          "This is a mistake in Sojourn, not in your request. Please report it "
                          "with the number of the request: " +
                              request.id);
}

Response busy(int status) {
  Response made = status == 429
                      ? problem_response(429, "too_many_connections",
                                         "There are too many connections from your address.")
                      : problem_response(503, "busy", "The server is busy. Please try again soon.");
  made.set("Retry-After", "2");
  return made;
}

}  // namespace

Moment Connection::write_deadline(std::size_t bytes) const {
  const Deadlines& deadlines = core_.settings.deadlines;
  return core_.after(deadlines.write +
                     std::chrono::milliseconds(bytes * 1000 / deadlines.least_rate));
}

std::string Connection::head_text(const Work& work, const Response& response,
                                  std::string_view framing) const {
  std::string text;
  text.reserve(1024);
  const auto out = std::back_inserter(text);
  fmt::format_to(out, "HTTP/1.1 {} {}\r\nDate: {}\r\n", response.status, reason_of(response.status),
                 core_.date());
  for (const Field& field : response.fields) {
    text.append(field.name).append(": ").append(field.value).append("\r\n");
  }
  for (const Field& field : security_fields(work.request.secure || stream_.secure())) {
    if (!response.field(field.name)) {
      text.append(field.name).append(": ").append(field.value).append("\r\n");
    }
  }
  if (!work.request.id.empty()) {
    text.append("X-Request-Id: ").append(work.request.id).append("\r\n");
  }
  text.append(framing);
  if (work.close) {
    text.append("Connection: close\r\n");
  }
  text.append("\r\n");
  return text;
}

asio::awaitable<Connection::Next> Connection::answer(Work& work) {
  Response response;
  std::function<void()> task = [&] { response = call(core_.handler, work.request, work.bug); };
  const bool taken = co_await core_.on_worker(std::move(task));
  if (!taken) {
    response = busy(503);
  }
  core_.metrics.set_waiting(core_.pool.waiting());
  work.close = work.close || response.close || core_.stopping;
  bool sent = false;
  if (response.pull) {
    sent = co_await send_pieces(work, response);
  } else {
    sent = co_await send(work, response);
  }
  if (!sent) {
    co_return Next::cut;
  }
  co_return work.close ? Next::part : Next::request;
}

asio::awaitable<bool> Connection::send(Work& work, const Response& response) {
  const bool body = has_body(response.status);
  std::string_view bytes = body ? body_of(response) : std::string_view();
  const std::string framing =
      body ? fmt::format("Content-Length: {}\r\n", bytes.size()) : std::string();
  if (work.request.method == "HEAD") {
    bytes = {};
  }
  std::string head = head_text(work, response, framing);
  if (bytes.size() <= small_body) {
    head.append(bytes);
    bytes = {};
  }
  work.bytes_out = head.size() + bytes.size();
  const Stream::End end = co_await stream_.write(head, bytes, write_deadline(work.bytes_out));
  note(work, response, std::chrono::steady_clock::now());
  co_return end == Stream::End::none;
}

asio::awaitable<bool> Connection::send_pieces(Work& work, const Response& response) {
  work.close = work.close || !work.chunks;
  const std::string head =
      head_text(work, response, work.chunks ? "Transfer-Encoding: chunked\r\n" : "");
  work.bytes_out = head.size();
  Stream::End end = co_await stream_.write(head, {}, write_deadline(head.size()));
  const Moment begun = std::chrono::steady_clock::now();
  bool over = work.request.method == "HEAD";
  bool failed = end != Stream::End::none;
  while (!over && !failed) {
    Piece piece;
    std::function<void()> task = [&] {
      try {
        piece = response.pull();
      } catch (const std::exception& error) {
        work.bug = error.what();
      } catch (...) {
        work.bug = "something that is no std::exception";
      }
    };
    const bool taken = co_await core_.on_worker(std::move(task));
    if (!taken) {
      piece.pause = std::chrono::milliseconds(100);  // busy: a stream is the first to wait
    }
    // An answer that breaks off must not look whole: no last chunk, and the connection is cut.
    failed = !work.bug.empty();
    over = piece.last || (core_.stopping && !response.whole);
    std::string bytes;
    if (!failed && !piece.bytes.empty()) {
      bytes = work.chunks ? fmt::format("{:x}\r\n{}\r\n", piece.bytes.size(), piece.bytes)
                          : std::move(piece.bytes);
    }
    if (!failed && over && work.chunks) {
      bytes.append("0\r\n\r\n");
    }
    if (!bytes.empty()) {
      work.bytes_out += bytes.size();
      end = co_await stream_.write(bytes, {}, write_deadline(bytes.size()));
      failed = end != Stream::End::none;
    }
    if (!over && !failed && piece.pause.count() > 0 && !(core_.stopping && !response.whole)) {
      co_await stream_.sleep(piece.pause);
      failed = stream_.gone();
    }
  }
  work.close = work.close || core_.stopping;
  note(work, response, begun);
  co_return !failed;
}

asio::awaitable<Connection::Next> Connection::refuse(const HeadFault& fault) {
  waits_ = false;
  core_.metrics.refused();
  Work work{.request = {},
            .began = std::chrono::steady_clock::now(),
            .bytes_in = 0,
            .bytes_out = 0,
            .close = true,
            .chunks = false,
            .bug = {}};
  work.request.id = core_.next_id();
  const Response response = problem_response(fault.status, fault.code, fault.detail);
  const bool sent = co_await send(work, response);
  co_return sent ? Next::part : Next::cut;
}

asio::awaitable<void> Connection::turn_away(int status) {
  const auto self = shared_from_this();
  core_.registry.add(*this, {});
  ++core_.parting;
  waits_ = false;
  try {
    Work work{.request = {},
              .began = std::chrono::steady_clock::now(),
              .bytes_in = 0,
              .bytes_out = 0,
              .close = true,
              .chunks = false,
              .bug = {}};
    const Response response = busy(status);
    const bool sent = co_await send(work, response);
    if (sent) {
      co_await stream_.part(core_.after(core_.settings.deadlines.linger));
    }
  } catch (const std::exception&) {
    // Out of memory: it goes without an answer.
  }
  stream_.cut();
  --core_.parting;
  core_.registry.remove(*this, {});
}

void Connection::note(const Work& work, const Response& response, Moment end) const {
  const double seconds = std::chrono::duration<double>(end - work.began).count();
  core_.metrics.answered(response.status, seconds, work.bytes_in, work.bytes_out);
  if (core_.settings.log) {
    core_.settings.log({.request = work.request.id,
                        .method = work.request.method,
                        .route = response.route,
                        .status = response.status,
                        .milliseconds = seconds * 1000,
                        .bytes_in = work.bytes_in,
                        .bytes_out = work.bytes_out,
                        .bug = work.bug});
  }
}

}  // namespace sojourn::doors::http
