// What the files of operations share. Inside src/stages/support only.
#pragma once

#include <fmt/format.h>

#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "stages/programme/calendar.h"
#include "stages/programme/lasting.h"
#include "stages/programme/listing.h"
#include "stages/programme/operations_shared.h"
#include "stages/support/operations.h"
#include "stages/support/records.h"
#include "stages/support/rules.h"

namespace sojourn::stages::support {

using access::Method;
using access::Page;
using base::Id;
using base::Money;
using programme::columns;
using programme::Faults;
using programme::HistoryEntry;
using programme::Listing;

// Each file's part of the table of operations.
std::vector<access::Operation> line_operations();
std::vector<access::Operation> preset_operations();
std::vector<access::Operation> budget_operations();
std::vector<access::Operation> contribution_operations();
std::vector<access::Operation> commitment_operations();
std::vector<access::Operation> claim_operations();
std::vector<access::Operation> claim_step_operations();
std::vector<access::Operation> receipt_operations();
std::vector<access::Operation> month_operations();
std::vector<access::Operation> insurance_operations();
std::vector<access::Operation> health_operations();
std::vector<access::Operation> arrival_operations();
std::vector<access::Operation> exception_operations();
std::vector<access::Operation> alarm_operations();
std::vector<access::Operation> activity_operations();
std::vector<access::Operation> plan_cost_operations();

/// Whoever sees a site sees the lines of its budget.
inline constexpr std::string_view scoped_line =
    "budget_line l JOIN site s ON s.id = l.site JOIN area a ON a.id = s.area WHERE {scope:area "
    "a.path; site s.id}";

/// Those of the day, or of today.
SupportRules rules_of(db::Tx& tx, const base::Date& on);

/// A line of the budget that the asker sees.
Line line_of(db::Tx& tx, Id<Line> id);

/// What of a booking is said by who makes it; the rest is filled in.
struct Journal {
  BookingKind kind = BookingKind::plan;
  std::string reason;
  std::optional<Id<Commitment>> commitment = {};
  std::optional<Id<Claim>> claim = {};
  std::optional<Id<Contribution>> contribution = {};
  std::optional<Id<Booking>> reverses = {};
};
/// Writes a booking with its entries, and the sums of the lines that it moves. `lines`: those of
/// the legs, as they stand, of one currency. Precondition: balanced(legs).
Booking book(db::Change& change, std::vector<Line> lines, const Legs& legs, const Journal& said);

base::FieldAbout line_field();
using programme::site_filter;
using programme::within_field;
using programme::year_field;
base::FieldAbout staff_filter();
base::FieldAbout source_field();

/// A year of a budget; a fault at "/year".
void check_year(std::int32_t year, Faults& faults);

/// "2026-01-01".
base::Date first_of_year(std::int32_t year);

/// Each site's people in a year, by its postings; a site without any is not in it.
struct SitePeople {
  Id<Site> site;
  People people;
};
/// `from`: conditions on site s and area a, with its values; the year's two days come after them.
std::vector<SitePeople> people_of_year(db::Tx& tx, std::string_view from,
                                       std::vector<db::Value> values, std::int32_t year);

/// The sites that an operation on many is about: one, or those in an area.
struct Sites {
  std::string from;  ///< "site s JOIN area a ... WHERE {scope} AND ..."
  std::vector<db::Value> values;
};
Sites sites_in(db::Tx& tx, const std::optional<Id<Site>>& site,
               const std::optional<Id<Area>>& within);

}  // namespace sojourn::stages::support
