#include "stages/need/statements.h"

namespace sojourn::stages::need {

std::string path_of(db::Tx& tx, Id<programme::Area> area) {
  return tx
      .one<programme::Area>(
          fmt::format("SELECT {} FROM area a WHERE a.id = $1 AND {{scope:area a.path}}",
                      columns<programme::Area>("a")),
          area)
      .path;
}

void check_site(db::Tx& tx, Id<Site> id, Faults& faults) {
  const auto found = tx.maybe<Site>(
      fmt::format("SELECT {} FROM site s JOIN area a ON a.id = s.area WHERE {{scope:area a.path; "
                  "site s.id}} AND s.id = $1",
                  columns<Site>("s")),
      id);
  if (!found) {
    faults.add("/site", "unknown_site", id.to_text(), "There is no such site.");
  } else if (found->closed_on) {
    faults.add("/site", "closed", id.to_text(), "This site is closed.");
  }
}

void check_sponsor(db::Tx& tx, Id<Sponsor> id, Faults& faults) {
  const auto found = tx.maybe<Sponsor>(
      fmt::format("SELECT {} FROM sponsor s JOIN area a ON a.id = s.area WHERE {{scope:area "
                  "a.path; sponsor s.id}} AND s.id = $1",
                  columns<Sponsor>("s")),
      id);
  if (!found) {
    faults.add("/sponsor", "unknown_sponsor", id.to_text(), "There is no such sponsor.");
  } else if (found->closed_on) {
    faults.add("/sponsor", "closed", id.to_text(), "This sponsor is closed.");
  }
}

std::int64_t checked_limit(const std::optional<std::int32_t>& limit) {
  constexpr std::int32_t rows_a_page = 50;
  constexpr std::int32_t most_rows_a_page = 200;
  Faults faults;
  faults.check_between("/limit", limit.value_or(rows_a_page), 1, most_rows_a_page);
  faults.refuse();
  return limit.value_or(rows_a_page);
}

void refuse_place(std::string_view after) {
  Faults faults;
  faults.add("/after", "not_place", std::string(after), "This should be what `next` said.");
  faults.refuse();
  base::report_bug("a fault is refused", std::source_location::current());
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

}  // namespace sojourn::stages::need
