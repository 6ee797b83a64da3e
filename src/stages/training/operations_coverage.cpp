// Who lacks what by when, and the figures of sites, areas and sponsors. Full coverage is the
// measure, not hours.
#include <algorithm>
#include <map>
#include <tuple>

#include "stages/training/coverage.h"

namespace sojourn::stages::training {
namespace {

struct CoverageRow {
  Id<Posting> posting;
  Id<Staff> staff;
  std::string staff_name;
  Id<Site> site;
  std::string site_name;
  Id<Sponsor> sponsor;
  std::string sponsor_name;
  StaffRole role = StaffRole::member;
  base::Date from_day;
  CourseKind kind = CourseKind::before_posting;
  std::int32_t needed = 0;
  std::int32_t done = 0;
  base::Date due;
  Standing standing = Standing::lacking;
  std::string rule;
  std::optional<Id<Session>> session;
  std::optional<base::Date> session_from;
};
BOOST_DESCRIBE_STRUCT(CoverageRow, (),
                      (posting, staff, staff_name, site, site_name, sponsor, sponsor_name, role,
                       from_day, kind, needed, done, due, standing, rule, session, session_from))

struct ListCoverage {
  std::optional<Id<Area>> within;
  std::optional<Id<Site>> site;
  std::optional<Id<Sponsor>> sponsor;
  std::optional<Id<Staff>> staff;
  std::optional<Id<Course>> course;
  std::optional<CourseKind> kind;
  std::optional<bool> overdue;
  std::optional<bool> missed;
  std::optional<bool> all;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
  std::optional<bool> count;
};
BOOST_DESCRIBE_STRUCT(ListCoverage, (),
                      (within, site, sponsor, staff, course, kind, overdue, missed, all, after,
                       limit, count))

/// What the figures are told by.
enum class FiguresBy : std::uint8_t { programme, area, site, sponsor, kind };
BOOST_DESCRIBE_ENUM(FiguresBy, programme, area, site, sponsor, kind)

struct FigureRow {
  std::string id;  ///< of the area, site or sponsor; of a kind its word
  std::string name;
  std::int64_t posted = 0;     ///< people whose posting runs or is to come
  std::int64_t covered = 0;    ///< of them who lack nothing
  std::int64_t excepted = 0;   ///< who lack something, all of it signed for
  std::int64_t lacking = 0;    ///< who lack something that is to come
  std::int64_t overdue = 0;    ///< who lack something that was due
  std::int64_t expiring = 0;   ///< of those covered, whose certificate lapses soon
  std::int64_t missed = 0;     ///< of all, who went without the days of a year that has ended
  std::int32_t percent = 100;  ///< covered, rounded down: 100 only where nobody lacks anything
};
BOOST_DESCRIBE_STRUCT(FigureRow, (),
                      (id, name, posted, covered, excepted, lacking, overdue, expiring, missed,
                       percent))

struct ListFigures {
  std::optional<FiguresBy> by;
  std::optional<Id<Area>> within;
  std::optional<Id<Sponsor>> sponsor;
};
BOOST_DESCRIBE_STRUCT(ListFigures, (), (by, within, sponsor))

bool is_gap(Standing standing) { return is_lack(standing) || standing == Standing::expiring; }

using Place = std::tuple<base::Date, std::int64_t, CourseKind>;
Place place_of(const CoverageRow& row) { return {row.due, row.posting.value, row.kind}; }

Place place_from(const std::string& after) {
  const std::size_t one = after.find(' ');
  const std::size_t two = one == after.npos ? after.npos : after.find(' ', one + 1);
  if (two != after.npos) {
    const std::string_view text(after);
    const auto due = base::Date::from_text(text.substr(0, one));
    const auto posting = Id<Posting>::from_text(text.substr(one + 1, two - one - 1));
    const auto kind = base::choice_of<CourseKind>(text.substr(two + 1));
    if (due && posting && kind) {
      return {*due, posting->value, *kind};
    }
  }
  programme::refuse_place(after, "This should be what `next` said.");
}

/// The session in which the person has a place that would meet it: the first one.
const Booked* booked_for(const Covered& covered, const Requirement& requirement) {
  const auto found =
      std::find_if(covered.booked.begin(), covered.booked.end(), [&](const Booked& each) {
        return counts(each.kind, each.language, requirement.kind, covered.posting);
      });
  return found == covered.booked.end() ? nullptr : &*found;
}

/// What is overdue first, and then what is due first.
Page<CoverageRow> list_coverage(db::Tx& tx, const ListCoverage& input) {
  const base::Date today = tx.now().utc_date();
  std::optional<Course> course;
  if (input.course) {
    course =
        tx.one<Course>(fmt::format("SELECT {} FROM course k WHERE k.id = $1", columns<Course>("k")),
                       *input.course);
  }
  std::vector<CoverageRow> rows;
  for (const Covered& each : coverage_of(tx,
                                         {.within = input.within,
                                          .site = input.site,
                                          .sponsor = input.sponsor,
                                          .staff = input.staff},
                                         rules_of(tx, today), today)) {
    for (const Requirement& requirement : each.requirements) {
      if ((!input.all.value_or(false) && !is_gap(requirement.standing)) ||
          (input.overdue.value_or(false) && requirement.standing != Standing::overdue) ||
          (input.missed.value_or(false) && requirement.standing != Standing::missed) ||
          (input.kind && requirement.kind != *input.kind) ||
          (course && !counts(course->kind, course->language, requirement.kind, each.posting))) {
        continue;
      }
      // No session makes up for a year that has ended.
      const bool helped = is_gap(requirement.standing) && requirement.standing != Standing::missed;
      const Booked* booked = helped ? booked_for(each, requirement) : nullptr;
      rows.push_back({.posting = each.posting.id,
                      .staff = each.posting.staff,
                      .staff_name = each.posting.staff_name,
                      .site = each.posting.site,
                      .site_name = each.posting.site_name,
                      .sponsor = each.posting.sponsor,
                      .sponsor_name = each.posting.sponsor_name,
                      .role = each.posting.role,
                      .from_day = each.posting.from_day,
                      .kind = requirement.kind,
                      .needed = requirement.needed,
                      .done = requirement.done,
                      .due = requirement.due,
                      .standing = requirement.standing,
                      .rule = requirement.rule,
                      .session = booked ? std::optional(booked->session) : std::nullopt,
                      .session_from = booked ? std::optional(booked->from_day) : std::nullopt});
    }
  }
  std::sort(rows.begin(), rows.end(),
            [](const CoverageRow& a, const CoverageRow& b) { return place_of(a) < place_of(b); });
  Page<CoverageRow> page;
  if (input.count.value_or(false)) {
    page.count = std::ssize(rows);
  }
  auto begin = rows.begin();
  if (input.after) {
    const Place last = place_from(*input.after);
    begin = std::find_if(rows.begin(), rows.end(),
                         [&](const CoverageRow& row) { return place_of(row) > last; });
  }
  const std::int64_t limit = programme::checked_limit(input.limit);
  const auto end = begin + std::min<std::ptrdiff_t>(rows.end() - begin, limit);
  page.items.assign(begin, end);
  if (end != rows.end()) {
    const CoverageRow& last = page.items.back();
    page.next = fmt::format("{} {} {}", last.due.to_text(), last.posting.to_text(),
                            base::name_of(last.kind));
  }
  return page;
}

/// Into the figures of one place, for one posting's requirements.
void count_in(FigureRow& into, const std::vector<Requirement>& requirements) {
  const auto any = [&](Standing standing) {
    return std::any_of(requirements.begin(), requirements.end(),
                       [&](const Requirement& each) { return each.standing == standing; });
  };
  ++into.posted;
  into.missed += any(Standing::missed) ? 1 : 0;
  if (any(Standing::overdue)) {
    ++into.overdue;
  } else if (any(Standing::lacking)) {
    ++into.lacking;
  } else if (any(Standing::excepted)) {
    ++into.excepted;
  } else {
    ++into.covered;
    into.expiring += any(Standing::expiring) ? 1 : 0;
  }
}

/// In the order of names, never of figures.
Page<FigureRow> list_figures(db::Tx& tx, const ListFigures& input) {
  const base::Date today = tx.now().utc_date();
  const FiguresBy by = input.by.value_or(FiguresBy::programme);
  std::map<std::tuple<std::string, std::string>, FigureRow> found;
  const auto row = [&](std::string name, std::string id) -> FigureRow& {
    FigureRow& made = found[{name, id}];
    made.id = std::move(id);
    made.name = std::move(name);
    return made;
  };
  if (by == FiguresBy::programme) {
    row("", "programme");
  }
  for (const Covered& each : coverage_of(tx, {.within = input.within, .sponsor = input.sponsor},
                                         rules_of(tx, today), today)) {
    const Posted& posting = each.posting;
    switch (by) {
      case FiguresBy::programme: count_in(row("", "programme"), each.requirements); break;
      case FiguresBy::area:
        count_in(row(posting.area_name, posting.area.to_text()), each.requirements);
        break;
      case FiguresBy::site:
        count_in(row(posting.site_name, posting.site.to_text()), each.requirements);
        break;
      case FiguresBy::sponsor:
        count_in(row(posting.sponsor_name, posting.sponsor.to_text()), each.requirements);
        break;
      case FiguresBy::kind: {
        std::map<CourseKind, std::vector<Requirement>> by_kind;
        for (const Requirement& requirement : each.requirements) {
          by_kind[requirement.kind].push_back(requirement);
        }
        for (const auto& [kind, own] : by_kind) {
          count_in(row("", std::string(base::name_of(kind))), own);
        }
      } break;
    }
  }
  Page<FigureRow> page;
  for (auto& [key, figure] : found) {
    figure.percent =
        figure.posted == 0 ? 100 : static_cast<std::int32_t>(100 * figure.covered / figure.posted);
    page.items.push_back(std::move(figure));
  }
  return page;
}

}  // namespace

std::vector<access::Operation> coverage_operations() {
  const base::FieldAbout within{.name = "within",
                                .shape = "AREA",
                                .meaning = "Only sites in this area or in one that lies in it."};
  const base::FieldAbout sponsor{
      .name = "sponsor", .shape = "SPONSOR", .meaning = "Only this sponsor's people."};
  return {
      access::read_operation<ListCoverage, Page<CoverageRow>>(
          {.name = "training.coverage",
           .permission = read_training,
           .path = "/api/training-coverage",
           .summary = "who lacks what by when, of all whose posting runs or is to come",
           .description =
               "What is overdue comes first. Each row says what is required by which rule, how "
               "many days of it are done and hold, and the last day; `expiring` is met, and "
               "lapses on that day. `missed` are the yearly days of a year that has ended without "
               "them: nothing makes up for it.",
           .fields =
               {within,
                {.name = "site", .shape = "SITE", .meaning = "Only people at this site."},
                sponsor,
                {.name = "staff", .shape = "STAFF", .meaning = "Only this person."},
                {.name = "course",
                 .shape = "COURSE",
                 .meaning = "Only what this course counts towards."},
                {.name = "kind", .shape = "KIND", .meaning = "Only requirements of this kind."},
                {.name = "overdue", .meaning = "Only what was due already."},
                {.name = "missed", .meaning = "Only the days of years that ended without them."},
                {.name = "all", .meaning = "What is met or signed for too."},
                programme::after_field(),
                programme::limit_field(),
                {.name = "count", .meaning = "Say too how many there are in all."}}},
          list_coverage),
      access::read_operation<ListFigures, Page<FigureRow>>(
          {.name = "training.figures",
           .permission = read_training,
           .path = "/api/training-figures",
           .summary = "how many of the posted people lack nothing, by area, site, sponsor or kind",
           .description = "Covered is who lacks nothing that is due or to come; `missed` counts "
                          "who went without the days of a year in post that has ended.",
           .fields = {{.name = "by",
                       .shape = "WHAT",
                       .meaning = "programme, area, site, sponsor or kind."},
                      within,
                      sponsor}},
          list_figures),
  };
}

}  // namespace sojourn::stages::training
