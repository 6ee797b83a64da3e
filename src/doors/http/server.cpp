// Listening, accepting, sweeping, stopping.
#include "doors/http/server.h"

#include <fmt/format.h>
#include <limits.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <thread>
#include <utility>

#include "base/refusal.h"
#include "doors/http/connection.h"
#include "doors/http/core.h"
#include "doors/http/tls.h"

namespace sojourn::doors::http {
namespace {

using asio::ip::tcp;
constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
/// So many of those that were turned away may be waited for; the rest is cut at once.
constexpr std::size_t most_parting = 64;

base::Refusal refusal(base::Kind kind, std::string_view code, std::string_view where,
                      std::string_view value, base::Sentence detail) {
  return {.kind = kind,
          .code = std::string(code),
          .detail = "The server cannot listen.",
          .faults = {{.where = std::string(where),
                      .code = std::string(code),
                      .value = std::string(value),
                      .detail = std::move(detail)}}};
}

Address address_of(const asio::ip::address& address) {
  Address made;
  if (address.is_v6()) {
    made.bytes = address.to_v6().to_bytes();
  } else {
    made.bytes = asio::ip::make_address_v6(asio::ip::v4_mapped, address.to_v4()).to_bytes();
  }
  return made;
}

/// Checks what can be wrong before anything is opened.
Address checked_address(const ServerSettings& settings) {
  const auto address = parse_address(settings.address);
  if (!address) {
    throw refusal(base::Kind::invalid, "bad_address", "/address", settings.address,
                  "Give an address of this machine, such as 127.0.0.1, 0.0.0.0 or ::1.");
  }
  if (settings.tls_cert.empty() != settings.tls_key.empty()) {
    throw refusal(base::Kind::invalid, "half_tls",
                  settings.tls_cert.empty() ? "/tls_cert" : "/tls_key", "",
                  "A certificate and its key are needed together.");
  }
  if (!address->is_loopback() && settings.tls_cert.empty() && !settings.insecure_http) {
    throw refusal(base::Kind::invalid, "plain_http", "/address", settings.address,
                  "Without TLS, everybody on the way could read passwords and change what is "
                  "sent. Give a certificate (--tls-cert, --tls-key), listen on 127.0.0.1 behind a "
                  "proxy that has one, or say --insecure-http if the network is yours alone.");
  }
  return *address;
}

/// Debian lets a process open 1,024 files unless it asks for more.
void allow_descriptors(std::size_t wanted) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < wanted) {
    limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, wanted);
    setrlimit(RLIMIT_NOFILE, &limit);
  }
}

}  // namespace

void check(const ServerSettings& settings) {
  checked_address(settings);
  if (!settings.tls_cert.empty()) {
    load_tls(settings.tls_cert, settings.tls_key);
  }
}

struct Server::Inside {
  Inside(ServerSettings settings, Handler handler, Metrics& metrics)
      : core(std::move(settings), std::move(handler), metrics),
        acceptor(core.io),
        sweep_timer(core.io) {}

  void open(const Address& address);
  asio::awaitable<void> accept();
  void admit(tcp::socket socket, const Address& peer);
  asio::awaitable<void> sweep();
  void begin_stop();

  Core core;
  tcp::acceptor acceptor;
  asio::steady_timer sweep_timer;
  bool over = false;
  Moment cut_at = Moment::max();
  tcp::endpoint local;
  std::thread thread;
};

void Server::Inside::open(const Address& address) {
  const ServerSettings& settings = core.settings;
  if (!settings.tls_cert.empty()) {
    core.tls = load_tls(settings.tls_cert, settings.tls_key);
  }
  const tcp::endpoint wanted(asio::ip::make_address(to_text(address)), settings.port);
  boost::system::error_code error;
  // Each call also returns the error that it sets.
  static_cast<void>(acceptor.open(wanted.protocol(), error));
  if (!error) {
    static_cast<void>(acceptor.set_option(tcp::acceptor::reuse_address(true), error));
    static_cast<void>(acceptor.bind(wanted, error));
  }
  if (!error) {
    static_cast<void>(acceptor.listen(tcp::acceptor::max_listen_connections, error));
  }
  if (error == asio::error::address_in_use) {
    throw refusal(base::Kind::conflict, "port_taken", "/port", std::to_string(settings.port),
                  "Another program listens there. Stop it, or choose another port.");
  }
  if (error == asio::error::access_denied) {
    throw refusal(
        base::Kind::forbidden, "port_reserved", "/port", std::to_string(settings.port),
        "This user may not listen there. Choose a port from 1024 up, or have the system's "
        "service manager give the right to.");
  }
  if (error) {
    throw refusal(base::Kind::invalid, "cannot_listen", "/address", settings.address,
                  base::in_words("This machine does not let us listen there: {}.",
                                 base::Sentence::phrase(error.message())));
  }
  local = acceptor.local_endpoint();
  allow_descriptors(settings.limits.connections + 512);
}

asio::awaitable<void> Server::Inside::accept() {
  while (!core.stopping) {
    tcp::endpoint from;
    auto [error, socket] = co_await acceptor.async_accept(core.io, from, quietly);
    if (core.stopping) {
      co_return;
    }
    if (error) {
      // Out of descriptors or memory: those that end make room. Or the client has gone again.
      if (error != asio::error::connection_aborted) {
        asio::steady_timer pause(core.io, std::chrono::milliseconds(50));
        co_await pause.async_wait(quietly);
      }
      continue;
    }
    try {
      admit(std::move(socket), address_of(from.address()));
    } catch (const std::exception&) {
      // Out of memory: the socket closes, and the next may have more luck.
    }
  }
}

void Server::Inside::admit(tcp::socket socket, const Address& peer) {
  core.metrics.accepted();
  const Limits& limits = core.settings.limits;
  const bool proxy = std::any_of(core.trusted.begin(), core.trusted.end(),
                                 [&](const Range& each) { return each.holds(peer); });
  int refused = 0;
  if (!proxy && core.registry.count_of(peer.client_group()) >= limits.connections_per_address) {
    refused = 429;
  } else if (core.registry.all().size() - core.parting >= limits.connections) {
    core.metrics.turned_away();
    refused = core.registry.evict() ? 0 : 503;
  }
  if (refused == 429) {
    core.metrics.turned_away();
  }
  if (refused != 0 && (core.tls || core.parting >= most_parting)) {
    return;  // no handshake for somebody who is sent away
  }
  const auto connection = std::make_shared<Connection>(core, std::move(socket), peer);
  if (refused != 0) {
    asio::co_spawn(
        core.io, [connection, refused] { return connection->turn_away(refused); }, asio::detached);
  } else {
    asio::co_spawn(core.io, [connection] { return connection->serve(); }, asio::detached);
  }
}

/// Looks at every deadline; lives until the last connection has ended after a stop.
asio::awaitable<void> Server::Inside::sweep() {
  while (!core.stopping || !core.registry.all().empty()) {
    sweep_timer.expires_after(core.settings.deadlines.step);
    co_await sweep_timer.async_wait(quietly);
    const Moment now = std::chrono::steady_clock::now();
    const auto all = core.registry.all();
    for (Connection* each : all) {
      if (now >= cut_at) {
        each->cut();
      } else {
        each->check(now);
      }
    }
  }
}

void Server::Inside::begin_stop() {
  core.stopping = true;
  core.stop.request_stop();
  boost::system::error_code ignored;
  static_cast<void>(acceptor.close(ignored));
  cut_at = core.after(core.settings.deadlines.stop);
  const auto all = core.registry.all();
  for (Connection* each : all) {
    each->stop();
  }
  sweep_timer.cancel();
}

Server::Server(ServerSettings settings, Handler handler, Metrics& metrics) {
  const Address address = checked_address(settings);
  inside_ = std::make_unique<Inside>(std::move(settings), std::move(handler), metrics);
  inside_->open(address);
  asio::co_spawn(
      inside_->core.io, [inside = inside_.get()] { return inside->accept(); }, asio::detached);
  asio::co_spawn(
      inside_->core.io, [inside = inside_.get()] { return inside->sweep(); }, asio::detached);
  inside_->thread = std::thread([inside = inside_.get()] { inside->core.io.run(); });
}

Server::~Server() { stop(); }

std::uint16_t Server::port() const { return inside_->local.port(); }

std::string Server::place() const {
  const std::string address = inside_->local.address().to_string();
  // A link to 0.0.0.0 opens nowhere but here.
  std::array<char, HOST_NAME_MAX + 1> host{};
  if (inside_->local.address().is_unspecified() &&
      ::gethostname(host.data(), host.size() - 1) == 0 && host[0] != '\0') {
    return fmt::format("{}://{}:{}", inside_->core.settings.tls_cert.empty() ? "http" : "https",
                       host.data(), inside_->local.port());
  }
  return fmt::format(fmt::runtime(inside_->local.address().is_v6() ? "{}://[{}]:{}" : "{}://{}:{}"),
                     inside_->core.settings.tls_cert.empty() ? "http" : "https", address,
                     inside_->local.port());
}

void Server::reload_tls() {
  const ServerSettings& settings = inside_->core.settings;
  if (settings.tls_cert.empty()) {
    return;
  }
  auto fresh = load_tls(settings.tls_cert, settings.tls_key);
  asio::post(inside_->core.io,
             [inside = inside_.get(), fresh = std::move(fresh)] { inside->core.tls = fresh; });
}

void Server::stop() {
  if (inside_->over) {
    return;
  }
  inside_->over = true;
  asio::post(inside_->core.io, [inside = inside_.get()] { inside->begin_stop(); });
  inside_->thread.join();
}

}  // namespace sojourn::doors::http
