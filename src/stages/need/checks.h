// What a statement of need may say, whoever says it: one by one or in a table. Without SQL; faults
// stand at "/member". Tested in tests/unit/stages/need/operations_test.cpp and import_test.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "stages/need/records.h"
#include "stages/programme/rules.h"

namespace sojourn::stages::need {

inline constexpr std::int32_t most_people = 100;         ///< of a line of need
inline constexpr std::int32_t most_at_site = 1'000;      ///< people or posts
inline constexpr std::int32_t most_rounds = 100;         ///< in a row
inline constexpr std::int32_t most_at_home = 1'000'000;  ///< a sponsor's posts

/// `today`: reports tell of a day that has come.
void check(const Need& said, base::Date today, programme::Faults& faults);
void check(const Standard& said, base::Date today, programme::Faults& faults);
void check(const Staffing& said, base::Date today, programme::Faults& faults);
void check(const OtherPost& said, base::Date today, programme::Faults& faults);
void check(const Readiness& said, base::Date today, programme::Faults& faults);
void check(const Establishment& said, base::Date today, programme::Faults& faults);
/// All but its numbers, of which each kind of work has its own.
void check(const Workload& said, base::Date today, programme::Faults& faults);

/// Those that were given.
struct WorkNumbers {
  std::optional<std::int64_t> volume = {};
  std::optional<std::int64_t> unit_minutes = {};
  std::optional<std::int32_t> share = {};
};
/// That the kind of work has its numbers and no others.
void check_numbers(WorkKind kind, const WorkNumbers& given, programme::Faults& faults);
/// That the shares of a site's categories leave time for its work, with this line among them.
/// `told`: what else is said of the site's work, withdrawn or not.
void check_together(std::span<const Workload> told, const Workload& said,
                    programme::Faults& faults);

}  // namespace sojourn::stages::need
