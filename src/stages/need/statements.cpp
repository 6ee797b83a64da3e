#include "stages/need/statements.h"

namespace sojourn::stages::need {

void check_site(db::Tx& tx, Id<Site> id, Faults& faults) {
  programme::named(tx, id, "/site", faults);
}

void check_sponsor(db::Tx& tx, Id<Sponsor> id, Faults& faults) {
  programme::named(tx, id, "/sponsor", faults);
}

void refuse_place(std::string_view after) {
  programme::refuse_place(after, "This should be what `next` said.");
}

base::FieldAbout site_field() {
  return {.name = "site", .shape = "SITE", .meaning = "The site that it is about."};
}

base::FieldAbout sponsor_field() {
  return {.name = "sponsor", .shape = "SPONSOR", .meaning = "The sponsor that it is about."};
}

base::FieldAbout from_day_field() {
  return {.name = "from_day",
          .shape = "DAY",
          .meaning = "From which day on it holds, until the next one of its kind."};
}

base::FieldAbout set_by_field() {
  return {.name = "set_by",
          .shape = "OFFICE",
          .meaning =
              "The office that set it, such as Weir County programme office. No names of "
              "people."};
}

base::FieldAbout source_field() {
  return {.name = "source",
          .shape = "TEXT",
          .meaning =
              "Where it stands written: a notice, minutes, a yearly table. No names of "
              "people."};
}

base::FieldAbout which_day() {
  return {.name = "on", .shape = "DAY", .meaning = "For which day; today if not given."};
}
base::FieldAbout cut_off_field() {
  return {.name = "cut_off",
          .shape = "DAY",
          .meaning =
              "The last day on which a statement could come in time: later ones wait for "
              "the next round. If not given, none waits."};
}
base::FieldAbout count_field() {
  return {.name = "count", .meaning = "Say too how many there are in all."};
}

Asof asof_of(const db::Tx& tx, const std::optional<base::Date>& on,
             const std::optional<base::Date>& cut_off) {
  return {.on = on.value_or(tx.now().utc_date()), .cut_off = cut_off};
}

std::string within_path(db::Tx& tx, const std::optional<Id<programme::Area>>& within) {
  return within ? path_of(tx, *within) : std::string();
}

}  // namespace sojourn::stages::need
