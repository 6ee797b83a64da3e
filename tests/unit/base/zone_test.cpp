#include "base/zone.h"

#include <gtest/gtest.h>

namespace sojourn::base {
namespace {

using namespace std::chrono_literals;

Instant instant(std::string_view text) { return written<Instant>(text); }

TEST(Zone, KnowsWhichDayItIsThere) {
  const auto shanghai = written<Zone>("Asia/Shanghai");
  HandWallClock clock(instant("2026-11-25T15:59:59Z"));
  EXPECT_EQ(today(clock, shanghai), written<Date>("2026-11-25"));
  clock.turn(1s);
  EXPECT_EQ(today(clock, shanghai), written<Date>("2026-11-26"));
  EXPECT_EQ(today(clock, Zone()), written<Date>("2026-11-25"));
  EXPECT_EQ(shanghai.start_of(written<Date>("2026-11-26")), instant("2026-11-25T16:00:00Z"));
  EXPECT_EQ(shanghai.shown(instant("2026-11-25T16:30:00Z")), instant("2026-11-26T00:30:00Z"));
  EXPECT_EQ(Zone().start_of(written<Date>("2026-11-26")), instant("2026-11-26T00:00:00Z"));
}

TEST(Zone, ADayBeginsAfterTheGapWhereClocksLeapOverMidnight) {
  // Chile set its clocks from 00:00 to 01:00 on 2022-09-11.
  const auto santiago = written<Zone>("America/Santiago");
  const Instant start = santiago.start_of(written<Date>("2022-09-11"));
  EXPECT_EQ(start, instant("2022-09-11T04:00:00Z"));
  EXPECT_EQ(santiago.date_of(start), written<Date>("2022-09-11"));
  EXPECT_EQ(santiago.date_of(start - 1us), written<Date>("2022-09-10"));
}

TEST(Zone, IsReadByItsName) {
  EXPECT_EQ(written<Zone>("Asia/Shanghai").to_text(), "Asia/Shanghai");
  EXPECT_EQ(written<Zone>("UTC"), Zone());
  for (const std::string_view text :
       {"", "China", "Asia/Nowhere", "../../etc/passwd", "CST8", "/"}) {
    EXPECT_EQ(Zone::from_text(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace sojourn::base
