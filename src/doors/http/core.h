// What all connections of one server share. Lives on the sockets' thread, but for the pool.
// Sees Asio; only the server includes it.
#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "doors/http/message.h"
#include "doors/http/metrics.h"
#include "doors/http/peers.h"
#include "doors/http/pool.h"
#include "doors/http/settings.h"
#include "doors/http/stream.h"

namespace sojourn::doors::http {

class Connection;

/// All open connections, and who holds how many.
class Registry {
 public:
  void add(Connection& connection, const Address& group);
  void remove(Connection& connection, const Address& group);
  std::size_t count_of(const Address& group) const;
  const std::vector<Connection*>& all() const { return all_; }
  /// Makes room: cuts the connection that has waited longest for a whole request, of the address
  /// that holds most. So one who opens many loses their own, and one who has opened one is the last
  /// to go. False if none waits.
  bool evict();

 private:
  std::vector<Connection*> all_;
  std::map<Address, std::size_t> held_;
};

struct Core {
  Core(ServerSettings given, Handler answering, Metrics& counting);

  /// Runs `work` on the pool and comes back; false, without running it, if the queue is full.
  asio::awaitable<bool> on_worker(std::function<void()> work);
  /// "req_" and 16 hexadecimal digits, unique in a process and unlikely anywhere else.
  std::string next_id();
  /// The Date field's value.
  const std::string& date();
  Moment after(std::chrono::milliseconds time) const {
    return std::chrono::steady_clock::now() + time;
  }

  const ServerSettings settings;
  const Handler handler;
  Metrics& metrics;
  std::vector<Range> trusted;
  asio::io_context io{1};
  Pool pool;
  Registry registry;
  std::shared_ptr<asio::ssl::context> tls;
  bool stopping = false;
  std::stop_source stop;
  std::size_t parting = 0;  ///< connections that were turned away and are not closed yet

 private:
  std::uint64_t id_state_ = 0;
  std::string date_;
  std::int64_t date_second_ = -1;
};

}  // namespace sojourn::doors::http
