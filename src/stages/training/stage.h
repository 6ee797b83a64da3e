// What the files of operations share. Inside src/stages/training only.
#pragma once

#include <fmt/format.h>

#include <string_view>
#include <vector>

#include "stages/programme/lasting.h"
#include "stages/programme/operations_shared.h"
#include "stages/training/operations.h"
#include "stages/training/records.h"
#include "stages/training/rules.h"

namespace sojourn::stages::training {

using access::Method;
using access::Page;
using base::Id;
using programme::columns;
using programme::Faults;
using programme::HistoryEntry;

std::vector<access::Operation> course_operations();
std::vector<access::Operation> completion_operations();
std::vector<access::Operation> coverage_operations();
std::vector<access::Operation> exception_operations();
std::vector<access::Operation> session_operations();
std::vector<access::Operation> seat_operations();
std::vector<access::Operation> plan_operations();
std::vector<access::Operation> survey_operations();
std::vector<access::Operation> answer_operations();
std::vector<access::Operation> wish_operations();
std::vector<access::Operation> five_year_operations();

/// The table [training] of the rules that hold on a day.
TrainingRules rules_of(db::Tx& tx, const base::Date& on);

/// The open course that an input names; else a fault.
std::optional<Course> named_course(db::Tx& tx, Id<Course> id, Faults& faults);

/// Whom the asker sees as a person, or where they serve; else a fault at `where`. Closed or not.
bool check_person(db::Tx& tx, Id<Staff> id, std::string_view where, Faults& faults);

/// Who sees the session sees who sits in it; and everybody their own places, and those of whom they
/// see.
inline constexpr std::string_view scoped_session =
    "training_session s JOIN course k ON k.id = s.course JOIN area a ON a.id = s.area WHERE "
    "{scope:area a.path}";
inline constexpr std::string_view scoped_seat =
    "training_seat e JOIN training_session s ON s.id = e.session JOIN course k ON k.id = s.course "
    "JOIN area a ON a.id = s.area JOIN staff t ON t.id = e.staff WHERE {scope:area a.path; sponsor "
    "t.sponsor; staff t.id}";

/// Refusal of an `after` that no page said, if it is not one.
template <class R>
Id<R> last_of(const std::string& after) {
  const auto last = Id<R>::from_text(after);
  if (!last) {
    programme::refuse_place(after, "This should be what `next` said.");
  }
  return *last;
}

}  // namespace sojourn::stages::training
