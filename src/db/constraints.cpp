#include "db/constraints.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ensure.h"

namespace sojourn::db {
namespace {

base::Refusal of_constraint(const SqlError& error, const std::vector<ConstraintAbout>& known,
                            ConstraintAbout general) {
  const auto found = std::find_if(known.begin(), known.end(), [&](const ConstraintAbout& each) {
    return each.constraint == error.constraint;
  });
  const ConstraintAbout& about = found == known.end() ? general : *found;
  const auto detail = base::Sentence::phrase(about.detail);
  return {about.kind, about.code, detail, {{about.where, about.code, {}, detail}}};
}

base::Refusal busy(std::string_view code, std::string_view detail) {
  return {base::Kind::busy, std::string(code), base::Sentence::phrase(detail)};
}

}  // namespace

base::Refusal refusal_of(const SqlError& error, const std::vector<ConstraintAbout>& known) {
  using base::Kind;
  switch (error.fault) {
    case SqlFault::unique:
      return of_constraint(error, known,
                           {{}, Kind::conflict, "exists", {}, "There is one like it already."});
    case SqlFault::foreign_key:
      return of_constraint(error, known,
                           {{},
                            Kind::conflict,
                            "linked",
                            {},
                            "It names something that is not there, or something else names it."});
    case SqlFault::check:
      return of_constraint(
          error, known,
          {{}, Kind::invalid, "not_allowed", {}, "A value is outside what is allowed."});
    case SqlFault::not_null:
    case SqlFault::other:
      base::report_bug(
          fmt::format("the database said {}: {}", base::name_of(error.fault), error.detail),
          std::source_location::current());
    case SqlFault::retry:
      return busy("busy", "Others were changing the same. Nothing was changed; try again.");
    case SqlFault::gone:
      return busy(
          "database_gone",
          "The database cannot be reached. Whether a change that was on its way was made is not "
          "known: send it again with the same key later, and it is applied once.");
    case SqlFault::io:
      return busy("database_failed",
                  "The disk or file of the database failed. Nothing was changed; see `sojourn "
                  "doctor`.");
    case SqlFault::disk_full:
      return {Kind::full, "disk_full",
              "The disk is full. Nothing was changed; reading goes on. Try again once there is "
              "room."};
    case SqlFault::sync:
      return busy("writes_stopped",
                  "The disk failed to keep what was written. Nothing more is written until the "
                  "disk has been looked at and the server started again; reading goes on.");
  }
  base::report_bug("a fault of SQL without a refusal", std::source_location::current());
}

}  // namespace sojourn::db
