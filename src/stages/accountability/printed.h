// The fixed reports on paper, as an officer hands them upwards: staffing and shortage, wishes met,
// sponsors' share, as the desk's page Reports shows them, in one PDF. Few people are no figure:
// what is about fewer than five, or would give them away, is not told.
// Inside src/stages/accountability only. Tested in
// tests/unit/stages/accountability/printed_test.cpp.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/language.h"
#include "documents/letter.h"

namespace sojourn::stages::accountability {

struct PrintedArea {
  std::string name;
  std::int64_t sites = 0;  ///< that the programme staffs, right in it
  std::int64_t minimum = 0;
  std::int64_t short_of_minimum = 0;
  std::int64_t own_sites = 0;  ///< that their own organisation staffs
};

struct PrintedSite {
  std::string area_name, name;
  std::int64_t minimum = 0;
  std::optional<std::int64_t> in_post;  ///< none: not reported
  std::int64_t short_of_minimum = 0;
};

struct PrintedSponsor {
  std::string name, area_name;
  std::optional<std::int64_t> asked = {}, named = {}, placed = {}, establishment = {}, in_post = {};
};

/// The plan that people are told of last.
struct PrintedPlan {
  std::string name;
  base::Date starts_on;
  std::int64_t wished = 0;               ///< people who said wishes and are placed
  std::array<std::int64_t, 3> met = {};  ///< by rank
};

struct PrintedFacts {
  std::string programme;
  base::Instant made_at;
  std::string made_by;
  std::int64_t sites = 0, in_post = 0, short_of_minimum = 0, short_of_target = 0;
  std::int64_t unknown_sites = 0, own_sites = 0, own_people = 0, covered_sites = 0;
  std::vector<PrintedArea> areas;        ///< in administrative order
  std::vector<PrintedSite> short_sites;  ///< likewise
  std::optional<PrintedPlan> plan;
  std::optional<std::string> round;      ///< that `asked` and `named` are of
  bool placed_by_plan = false;           ///< `placed` is of the plan, which begins with the round
  std::vector<PrintedSponsor> sponsors;  ///< in administrative order
};

/// The finest way to tell numbers by rank beside `rest` so that no part gives somebody away: ranks
/// side by side are told together. Each group holds positions; none: not even all of them together
/// may be told. As the desk tells them (web/desk/src/pages/reports/order.ts).
std::optional<std::vector<std::vector<std::size_t>>> told_together(
    std::span<const std::int64_t> ranks, std::int64_t rest);

documents::Letter printed_report(const PrintedFacts& facts, base::Language language);

}  // namespace sojourn::stages::accountability
