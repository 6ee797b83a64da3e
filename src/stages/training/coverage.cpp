#include "stages/training/coverage.h"

#include <algorithm>
#include <iterator>
#include <unordered_map>
#include <unordered_set>

#include "stages/programme/import_candidates.h"
#include "stages/training/gate.h"

namespace sojourn::stages::training {
namespace {

struct LearntRow {
  Id<Staff> staff;
  CourseKind kind = CourseKind::before_posting;
  std::optional<std::string> language;
  base::Date completed_on;
  std::int32_t days = 0;
  std::optional<base::Date> expires_on;
};
BOOST_DESCRIBE_STRUCT(LearntRow, (), (staff, kind, language, completed_on, days, expires_on))

struct ExceptedRow {
  Id<Posting> posting;
  CourseKind kind = CourseKind::before_posting;
};
BOOST_DESCRIBE_STRUCT(ExceptedRow, (), (posting, kind))

std::vector<Posted> posted(db::Tx& tx, const CoverageFilter& filter, base::Date today) {
  std::string from =
      "posting n JOIN staff t ON t.id = n.staff JOIN sponsor p ON p.id = t.sponsor JOIN site s ON "
      "s.id = n.site JOIN area a ON a.id = s.area WHERE {scope:area a.path; site s.id; sponsor "
      "t.sponsor; staff t.id} AND n.ended_on IS NULL";
  std::vector<db::Value> values;
  const auto add = [&](std::string_view condition, const auto& value) {
    values.push_back(db::to_sql(value));
    from += fmt::format(" AND {} ${}", condition, values.size());
  };
  add("coalesce(n.to_day, '9999-12-31') >=", today);
  if (filter.within) {
    const std::string top = programme::path_of(tx, *filter.within);
    add("a.path >=", top);
    add("a.path <", db::end_of_prefix(top));
  }
  if (filter.site) {
    add("n.site =", *filter.site);
  }
  if (filter.sponsor) {
    add("t.sponsor =", *filter.sponsor);
  }
  if (filter.staff) {
    add("n.staff =", *filter.staff);
  }
  return tx.rows_with<Posted>(
      fmt::format(
          "SELECT n.id, n.staff, t.name AS staff_name, n.site, s.name AS site_name, s.area, "
          "a.name AS area_name, t.sponsor, p.name AS sponsor_name, n.role, n.from_day, "
          "n.to_day, s.languages AS site_languages, t.languages AS tested FROM {} ORDER BY "
          "s.name, s.id, t.name, n.id",
          from),
      std::move(values));
}

/// Rows about many people or postings, some hundred at once. `sql` holds {} for the list of ids.
template <class Row>
std::vector<Row> about(db::Tx& tx, std::string_view sql, const std::vector<std::int64_t>& ids) {
  constexpr std::size_t at_once = 500;
  std::vector<Row> made;
  for (std::size_t at = 0; at < ids.size(); at += at_once) {
    const std::vector<std::int64_t> part(
        ids.begin() + static_cast<std::ptrdiff_t>(at),
        ids.begin() + static_cast<std::ptrdiff_t>(std::min(ids.size(), at + at_once)));
    std::vector<db::Value> values;
    const std::string list = programme::places(values, programme::values_of(part));
    std::vector<Row> rows =
        tx.rows_with<Row>(fmt::format(fmt::runtime(sql), list), std::move(values));
    std::move(rows.begin(), rows.end(), std::back_inserter(made));
  }
  return made;
}

}  // namespace

bool counts(CourseKind course, const std::optional<std::string>& language, CourseKind requirement,
            const Posted& posting) {
  if (requirement == CourseKind::site_language) {
    return course == requirement && language &&
           std::find(posting.site_languages.begin(), posting.site_languages.end(), *language) !=
               posting.site_languages.end();
  }
  return course == requirement ||
         (requirement == CourseKind::in_post && course == CourseKind::other);
}

std::vector<Covered> coverage_of(db::Tx& tx, const CoverageFilter& filter,
                                 const TrainingRules& rules, base::Date today) {
  // 1. Whose postings run or are to come.
  std::vector<Posted> postings = posted(tx, filter, today);
  std::vector<std::int64_t> people;
  std::vector<std::int64_t> ids;
  std::unordered_set<std::int64_t> known;
  for (const Posted& each : postings) {
    ids.push_back(each.id.value);
    if (known.insert(each.staff.value).second) {
      people.push_back(each.staff.value);
    }
  }
  // 2. What is recorded of them.
  std::unordered_map<std::int64_t, std::vector<Learnt>> learnt;
  for (LearntRow& row : about<LearntRow>(
           tx,
           "SELECT c.staff, k.kind, k.language, c.completed_on, c.days, c.expires_on FROM "
           "training_completion c JOIN course k ON k.id = c.course WHERE c.withdrawn_on IS NULL "
           "AND "
           "c.staff IN ({}) AND {{unscoped:of people whose posting the asker sees}}",
           people)) {
    learnt[row.staff.value].push_back({.kind = row.kind,
                                       .language = std::move(row.language),
                                       .on = row.completed_on,
                                       .days = row.days,
                                       .expires_on = row.expires_on});
  }
  std::unordered_map<std::int64_t, std::vector<CourseKind>> excepted;
  for (const ExceptedRow& row : about<ExceptedRow>(
           tx,
           "SELECT x.posting, x.kind FROM training_exception x WHERE x.state = 'approved' AND "
           "x.posting IN ({}) AND {{unscoped:of postings that the asker sees}}",
           ids)) {
    excepted[row.posting.value].push_back(row.kind);
  }
  std::unordered_map<std::int64_t, std::vector<Booked>> booked;
  for (Booked& row : about<Booked>(
           tx,
           "SELECT e.id, e.staff, e.session, k.kind, k.language, s.from_day, s.to_day FROM "
           "training_seat e JOIN training_session s ON s.id = e.session JOIN course k ON k.id = "
           "s.course WHERE e.state = 'booked' AND s.state = 'planned' AND e.staff IN ({}) AND "
           "{{unscoped:of people whose posting the asker sees}}",
           people)) {
    booked[row.staff.value].push_back(std::move(row));
  }
  for (auto& [staff, seats] : booked) {
    std::sort(seats.begin(), seats.end(), [](const Booked& a, const Booked& b) {
      return std::pair(a.from_day, a.id.value) < std::pair(b.from_day, b.id.value);
    });
  }
  // 3. What the rules make of it.
  std::vector<Covered> made;
  made.reserve(postings.size());
  for (Posted& each : postings) {
    const InPost post{.role = each.role,
                      .from = each.from_day,
                      .to = each.to_day,
                      .site_languages = each.site_languages,
                      .tested = each.tested};
    made.push_back({.posting = {},
                    .requirements = requirements(rules, post, learnt[each.staff.value],
                                                 excepted[each.id.value], today),
                    .booked = booked[each.staff.value]});
    made.back().posting = std::move(each);
  }
  return made;
}

std::vector<Requirement> lacks_on_arrival(db::Tx& tx, Id<Staff> staff, Id<Posting> posting,
                                          base::Date on) {
  std::vector<Requirement> lacks;
  for (const Covered& each : coverage_of(tx, {.staff = staff}, rules_of(tx, on), on)) {
    if (each.posting.id == posting) {
      std::copy_if(each.requirements.begin(), each.requirements.end(), std::back_inserter(lacks),
                   [](const Requirement& one) {
                     return one.kind != CourseKind::in_post && one.standing == Standing::overdue;
                   });
    }
  }
  return lacks;
}

}  // namespace sojourn::stages::training
