#include "base/zone.h"

#include <date/tz.h>

#include <chrono>
#include <stdexcept>
#include <system_error>

namespace sojourn::base {
namespace {

using std::chrono::microseconds;

const date::time_zone* find(std::string_view name) {
  try {
    date::get_tzdb();
  } catch (const std::runtime_error& error) {
    throw std::system_error(std::make_error_code(std::errc::no_such_file_or_directory),
                            std::string("the time zone database (tzdata): ") + error.what());
  }
  try {
    return date::locate_zone(name);
  } catch (const std::runtime_error&) {
    return nullptr;  // no zone of that name
  }
}

date::sys_time<microseconds> sys(const Instant& instant) {
  return date::sys_time<microseconds>(microseconds(instant.unix_micros()));
}

}  // namespace

Instant Zone::shown(const Instant& instant) const {
  if (name_ == "UTC") {
    return instant;
  }
  const auto local = find(name_)->to_local(sys(instant));
  return Instant::from_unix_micros(local.time_since_epoch().count());
}

Date Zone::date_of(const Instant& instant) const { return shown(instant).utc_date(); }

Instant Zone::start_of(const Date& date) const {
  const Instant midnight = Instant::start_of_utc(date);
  if (name_ == "UTC") {
    return midnight;
  }
  const date::local_time<microseconds> local(microseconds(midnight.unix_micros()));
  const auto first = find(name_)->to_sys(local, date::choose::earliest);
  return Instant::from_unix_micros(first.time_since_epoch().count());
}

std::optional<Zone> Zone::from_text(std::string_view text) {
  if (text.empty() || find(text) == nullptr) {
    return std::nullopt;
  }
  Zone made;
  made.name_ = text;
  return made;
}

WordAbout Zone::word_about() {
  return {.accepted = "a time zone's name such as Asia/Shanghai",
          .code = "not_zone",
          .pattern = "^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*$"};
}

}  // namespace sojourn::base
