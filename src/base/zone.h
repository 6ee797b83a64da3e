// Which day it is where: time zones by Howard Hinnant's date library (g++ 12 has none) over the
// machine's own tz database. The only file that sees it. Days in Sojourn are days of the
// programme's zone; instants are UTC. Tested in tests/unit/base/zone_test.cpp.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/date.h"
#include "base/word.h"

namespace sojourn::base {

/// A zone by its IANA name. Text: Asia/Shanghai.
class Zone {
 public:
  /// UTC.
  Zone() = default;

  Date date_of(const Instant& instant) const;
  /// The day's first moment there: midnight, or where clocks leap over it the moment after.
  Instant start_of(const Date& date) const;
  /// For people and spreadsheets: what clocks and calendars there show, as if it were UTC.
  Instant shown(const Instant& instant) const;

  std::string to_text() const { return name_; }
  /// Throws std::system_error if the machine has no tz database (Debian: package tzdata).
  static std::optional<Zone> from_text(std::string_view text);
  static WordAbout word_about();
  friend bool operator==(const Zone&, const Zone&) = default;

 private:
  std::string name_ = "UTC";
};

inline Date today(WallClock& clock, const Zone& zone) { return zone.date_of(clock.now()); }

}  // namespace sojourn::base
