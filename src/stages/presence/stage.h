// What the files of operations share. Inside src/stages/presence only.
#pragma once

#include <fmt/format.h>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "stages/presence/operations.h"
#include "stages/presence/records.h"
#include "stages/presence/rules.h"
#include "stages/programme/calendar.h"
#include "stages/programme/listing.h"

namespace sojourn::stages::presence {

using access::Method;
using access::Page;
using base::Id;
using programme::columns;
using programme::Faults;
using programme::Listing;
using programme::site_filter;
using programme::within_field;

std::vector<access::Operation> rota_operations();
std::vector<access::Operation> confirm_operations(const OnConfirmed& on_confirmed);
std::vector<access::Operation> change_operations();
std::vector<access::Operation> question_operations();
std::vector<access::Operation> day_only_operations();
std::vector<access::Operation> figure_operations();
std::vector<access::Operation> draw_operations();

/// The table [presence] of the rules that hold on a day.
PresenceRules rules_of(db::Tx& tx, const base::Date& on);

/// Whoever sees the site sees who serves there, and everybody themselves.
inline constexpr std::string_view scoped_posting =
    "posting n JOIN staff t ON t.id = n.staff JOIN site s ON s.id = n.site JOIN area a ON a.id = "
    "s.area WHERE {scope:area a.path; site s.id; staff n.staff} AND n.ended_on IS NULL";

/// A posting of which the days are asked for.
struct Rota {
  Id<Posting> id;
  Id<Staff> staff;
  std::string name;
  Id<Site> site;
  std::string site_name;
  StaffRole role = StaffRole::member;
  base::Date from_day;
  std::optional<base::Date> to_day;
};
BOOST_DESCRIBE_STRUCT(Rota, (), (id, staff, name, site, site_name, role, from_day, to_day))
inline constexpr std::string_view rota_columns =
    "n.id, n.staff, t.name, n.site, s.name AS site_name, n.role, n.from_day, n.to_day";

/// The posting that an input names, as far as the asker sees it; else a fault at "/posting".
std::optional<Rota> named_posting(db::Tx& tx, Id<Posting> id, Faults& faults);

/// All that is known of the days of some postings. Read once for all of them.
class Known {
 public:
  /// Of what lies in `days`, which has an end.
  Known(db::Tx& tx, const std::vector<Rota>& postings, const base::DateRange& days);

  /// First and last day.
  base::DateRange term(const Rota& posting) const;
  /// Its letters.
  std::string days(const Rota& posting, const base::Month& month) const;
  /// As stored; nullptr: nothing is declared.
  const RotaMonth* month(Id<Posting> posting, const base::Month& month) const;
  /// Days on which somebody may sleep elsewhere.
  const std::vector<DayOnly>& permissions(Id<Posting> posting) const;
  /// Of the posting's days in the month, how many lie in a permission.
  std::int32_t permitted(const Rota& posting, const base::Month& month) const;
  /// The first of the days on which the person is not posted there; none: they are on all.
  std::optional<base::Date> first_outside(const Rota& posting, const base::DateRange& days) const;

 private:
  struct Of {
    std::vector<base::DateRange> pauses;
    std::vector<base::DateRange> trainings;
    std::vector<base::DateRange> leaves;
    std::vector<DayOnly> permissions;
    std::map<base::Month, RotaMonth> months;
  };
  const Of& of(Id<Posting> posting) const;

  std::map<std::int64_t, Of> of_;
  std::map<std::int64_t, base::DateRange> terms_;
};

/// "1, 2, 3", for IN.
template <class Items, class Make>
std::string id_list(const Items& items, Make&& id) {
  std::string made;
  for (const auto& each : items) {
    made += (made.empty() ? "" : ", ") + std::to_string(id(each));
  }
  return made.empty() ? "0" : made;
}

/// Days of a row that names something by its number.
struct Span {
  std::int64_t of = 0;
  base::Date from_day;
  std::optional<base::Date> to_day;
};
BOOST_DESCRIBE_STRUCT(Span, (), (of, from_day, to_day))

/// Of all postings together, in a year.
Totals totals_of_year(const Known& known, const std::vector<Rota>& postings, std::int32_t year);
/// The members of the same names of a view.
template <class View>
void tell(View& made, const Totals& sums) {
  made.posted = sums.days;
  made.night_on_site = sums.night_on_site;
  made.day_only = sums.day_only;
  made.duty_trip = sums.duty_trip;
  made.training = sums.training;
  made.leave = sums.leave;
  made.rest = sums.rest;
  made.call_back = sums.call_back;
  made.diverted = sums.diverted;
  made.unexplained = sums.unexplained;
  made.no_class = sums.no_class;
}

/// A fault at /from_day.
void add_outside(const Known& known, const Rota& posting, base::Date day, Faults& faults);

/// Whoever asks is the one it is about, by their grant or by their account.
bool is_own(db::Tx& tx, Id<Staff> staff);
/// Refusal forbidden "own_days" if they are.
void require_other(db::Tx& tx, Id<Staff> staff);

/// The month of a posting as it stands, to be changed. Refused: "not_declared", "locked".
RotaMonth open_month(db::Change& change, Id<Posting> posting, const base::Month& month);
/// Writes the letters anew from what is declared and what differs.
void settle(db::Change& change, const RotaMonth& before);

/// Standing changes that touch the days, in their order; amendments or not.
std::vector<DayChange> changes_of(db::Tx& tx, Id<Posting> posting, const base::DateRange& days,
                                  bool amends);

base::FieldAbout posting_field();
base::FieldAbout posting_filter();
base::FieldAbout staff_filter();

}  // namespace sojourn::stages::presence
