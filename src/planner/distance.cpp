// Formulas of the page that the search shares with what is told of a plan: distances, and rule 5's
// cap. `check` has both once more (check_pairs.h). Tested in tests/unit/planner/problem_test.cpp,
// and in check_page_test.cpp against those.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "planner/instance.h"

namespace sojourn::planner {

namespace {
constexpr double earth_radius_metres = 6'371'008.8;

double squared_sine(double angle) {
  const double sine = std::sin(angle);
  return sine * sine;
}

double great_circle(Place a, Place b) {
  constexpr double radians = std::numbers::pi / 180.0;
  const double half =
      squared_sine((b.y - a.y) * radians / 2) +
      std::cos(a.y * radians) * std::cos(b.y * radians) * squared_sine((b.x - a.x) * radians / 2);
  // Antipodes may exceed 1 by rounding.
  return 2 * earth_radius_metres * std::asin(std::min(1.0, std::sqrt(half)));
}
}  // namespace

std::int64_t release_cap(const Sponsor& sponsor, std::int64_t available) {
  if (available == 0)
    return 0;
  return std::max<std::int64_t>(1, available * sponsor.release_percent / 100) +
         sponsor.extra_release;
}

std::int64_t metres_between(Coordinates coordinates, Place a, Place b) {
  switch (coordinates) {
    case Coordinates::absent: return 0;
    case Coordinates::degrees: return std::llround(great_circle(a, b));
    case Coordinates::kilometres: return std::llround(std::hypot(b.x - a.x, b.y - a.y) * 1000.0);
  }
  return 0;
}

}  // namespace sojourn::planner
