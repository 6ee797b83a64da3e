#include "doors/http/core.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <ctime>
#include <random>
#include <tuple>

#include "base/ensure.h"
#include "base/random.h"
#include "base/refusal.h"
#include "doors/http/connection.h"

namespace sojourn::doors::http {
namespace {

std::vector<Range> parse_ranges(const std::vector<std::string>& texts) {
  std::vector<Range> made;
  std::vector<base::Fault> faults;
  for (const std::string& text : texts) {
    if (const auto range = Range::parse(text)) {
      made.push_back(*range);
    } else {
      faults.push_back({.where = "/trusted_proxy",
                        .code = "bad_address",
                        .value = text,
                        .detail = "Give an address or a range, such as 10.0.0.5 or 10.0.0.0/8."});
    }
  }
  if (!faults.empty()) {
    throw base::Refusal{.kind = base::Kind::invalid,
                        .code = "trusted_proxy",
                        .detail = "A trusted proxy is not named by an address.",
                        .faults = std::move(faults)};
  }
  return made;
}

}  // namespace

void Registry::add(Connection& connection, const Address& group) {
  all_.push_back(&connection);
  ++held_[group];
}

void Registry::remove(Connection& connection, const Address& group) {
  const auto found = std::find(all_.begin(), all_.end(), &connection);
  base::ensure(found != all_.end(), "a connection that ends is registered");
  *found = all_.back();
  all_.pop_back();
  const auto held = held_.find(group);
  if (--held->second == 0) {
    held_.erase(held);
  }
}

std::size_t Registry::count_of(const Address& group) const {
  const auto held = held_.find(group);
  return held == held_.end() ? 0 : held->second;
}

bool Registry::evict() {
  Connection* chosen = nullptr;
  std::size_t most = 0;
  for (Connection* each : all_) {
    if (!each->waits()) {
      continue;
    }
    const std::size_t count = count_of(each->group());
    if (chosen == nullptr || count > most ||
        (count == most && each->waits_since() < chosen->waits_since())) {
      chosen = each;
      most = count;
    }
  }
  if (chosen != nullptr) {
    chosen->cut();
  }
  return chosen != nullptr;
}

Core::Core(ServerSettings given, Handler answering, Metrics& counting)
    : settings(std::move(given)),
      handler(std::move(answering)),
      metrics(counting),
      trusted(parse_ranges(settings.trusted_proxies)),
      pool(settings.workers, settings.limits.queue) {
  std::random_device device;
  id_state_ = (std::uint64_t{device()} << 32) ^ device();
}

asio::awaitable<bool> Core::on_worker(std::function<void()> work) {
  const bool done = co_await asio::async_initiate<const asio::use_awaitable_t<>, void(bool)>(
      [this](auto resume, std::function<void()> task) {
        // A std::function must be copyable; what resumes a coroutine is not.
        const auto shared = std::make_shared<decltype(resume)>(std::move(resume));
        // Keeps the sockets' thread from ending while a worker has a request of it.
        const auto home = asio::prefer(asio::get_associated_executor(*shared, io.get_executor()),
                                       asio::execution::outstanding_work.tracked);
        const bool taken = pool.offer([shared, home, task = std::move(task)] {
          task();
          asio::post(home, [shared] { std::move (*shared)(true); });
        });
        if (!taken) {
          asio::post(home, [shared] { std::move (*shared)(false); });
        }
      },
      asio::use_awaitable, std::move(work));
  co_return done;
}

std::string Core::next_id() {
  // A Weyl sequence through a bijection: no two alike.
  id_state_ += 0x9e3779b97f4a7c15U;
  return fmt::format("req_{:016x}", base::mix(id_state_));
}

const std::string& Core::date() {
  const std::time_t now = std::time(nullptr);
  if (now != date_second_) {
    constexpr std::array<std::string_view, 7> days = {"Sun", "Mon", "Tue", "Wed",
                                                      "Thu", "Fri", "Sat"};
    constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::tm parts{};
    gmtime_r(&now, &parts);
    date_ = fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT",
                        days[static_cast<std::size_t>(parts.tm_wday)], parts.tm_mday,
                        months[static_cast<std::size_t>(parts.tm_mon)], parts.tm_year + 1900,
                        parts.tm_hour, parts.tm_min, parts.tm_sec);
    date_second_ = now;
  }
  return date_;
}

}  // namespace sojourn::doors::http
