#include "stages/training/completion_import.h"

#include <map>
#include <memory>
#include <tuple>
#include <utility>

#include "stages/programme/import_candidates.h"
#include "stages/programme/import_persons.h"
#include "stages/training/stage.h"

namespace sojourn::stages::training {
namespace {

using imports::Given;
using imports::Referenced;
using imports::Tell;
using References = std::vector<Referenced>;

// Which of the references a column names.
constexpr std::size_t courses = 0;
constexpr std::size_t persons = 1;
constexpr std::size_t sponsors = 2;
constexpr programme::PersonReferences whose{.staff = persons, .sponsors = sponsors};

/// Where it stands written, of rows that do not say.
constexpr std::string_view source = "imported list";

class CompletionRows {
 public:
  /// What those people completed.
  void load(db::Tx& tx, const std::string& list, std::vector<db::Value> ids) {
    for (Completion& kept : tx.rows_with<Completion>(
             fmt::format("SELECT {} FROM training_completion c WHERE c.withdrawn_on IS NULL AND "
                         "c.staff IN ({}) AND {{unscoped:of people whom the asker sees}}",
                         columns<Completion>("c"), list),
             std::move(ids))) {
      const Key key = key_of(kept);
      kept_.emplace(key, Kept{.completion = std::move(kept), .row = 0});
    }
  }

  const Completion* match(db::Tx& tx, References& references, const Given& given, Completion& said,
                          const Tell& tell) {
    const imports::Candidate* person = programme::person_of(tx, references, whose, given, tell);
    if (person == nullptr) {
      return nullptr;
    }
    said.staff = {person->id};
    if (said.source.empty()) {
      said.source = source;
    }
    if (!given.text("course") || !given.text("completed_on")) {
      return nullptr;  // what is missing or wrong is told at its own cell
    }
    const auto found = kept_.find(key_of(said));
    if (found == kept_.end()) {
      return nullptr;
    }
    if (found->second.row > 0) {
      tell("course", imports::twice(found->second.row));
      return nullptr;
    }
    before_ = found->second.completion;
    return &before_;
  }

  std::vector<base::Fault> complete(db::Tx& tx, const Completion* before, Completion& after,
                                    const Given& given) {
    if (before != nullptr) {
      Faults faults;
      if (!(*before == after)) {
        faults.add("/completed_on", "other_completion", "",
                   "This was completed on this day already, with other particulars. Withdraw that "
                   "first, if it is wrong.");
      }
      return faults.take();
    }
    Faults faults;
    const Course* course = course_of(tx, after.course);
    if (course != nullptr) {
      if (!given("days")) {
        after.days = course->days;
      }
      if (!given("expires_on")) {
        after.expires_on = expiry(course->validity_months, after.completed_on);
      }
    }
    after.recorded_on = tx.now().utc_date();
    check(after, after.recorded_on, faults);
    if (faults.count() == 0) {
      kept_.emplace(key_of(after), Kept{.completion = after, .row = given.row});
    }
    return faults.take();
  }

 private:
  using Key = std::tuple<std::int64_t, std::int64_t, base::Date>;
  struct Kept {
    Completion completion;
    std::uint32_t row = 0;  ///< that makes it; 0: none
  };
  static Key key_of(const Completion& each) {
    return {each.staff.value, each.course.value, each.completed_on};
  }

  const Course* course_of(db::Tx& tx, Id<Course> id) {
    const auto [at, fresh] = courses_.try_emplace(id.value);
    if (fresh) {
      at->second = tx.maybe<Course>(
          fmt::format("SELECT {} FROM course k WHERE k.id = $1", columns<Course>("k")), id);
    }
    return at->second ? &*at->second : nullptr;
  }

  std::map<Key, Kept> kept_;
  std::map<std::int64_t, std::optional<Course>> courses_;
  Completion before_;
};

/// Courses by name or id. Closed ones too: lists tell of what was completed long ago.
Referenced::Source course_source() {
  return {.find =
              [](db::Tx& tx, const std::vector<std::string>& texts) {
                return programme::candidates(
                    tx, "k",
                    "SELECT k.id, k.name, k.code, k.closed_on, k.area, k.more, k.kind, k.path, "
                    "k.in_scope FROM (SELECT id, name, CAST(NULL AS TEXT) AS code, CAST(NULL AS "
                    "TEXT) AS closed_on, 0 AS area, '' AS more, kind, '' AS path, 1 AS in_scope "
                    "FROM course) k WHERE 1 = 1",
                    Course::id_prefix, texts);
              },
          .names =
              [](db::Tx& tx) {
                return tx.column<std::string>(
                    fmt::format("SELECT k.name FROM course k ORDER BY k.name LIMIT {}",
                                programme::names_suggested));
              },
          .unknown = "There is no such course."};
}

}  // namespace

imports::Importable<Completion> completion_import() {
  const auto rows = std::make_shared<CompletionRows>();
  imports::Importable<Completion> made;
  made.table = Completion::table;
  made.name_column = "staff";
  made.columns = programme::person_columns<Completion>(whose);
  for (imports::Column<Completion>& each : std::vector<imports::Column<Completion>>{
           imports::reference(&Completion::course, courses,
                              {.name = "course",
                               .title = "Course",
                               .also = {"coursename", "课程名称", "培训课程", "培训班"},
                               .required = true}),
           imports::column(&Completion::completed_on,
                           {.name = "completed_on",
                            .title = "Completed on",
                            .also = {"completed", "lastday", "结业时间", "完成日期", "结业日期"},
                            .required = true}),
           imports::column(&Completion::days,
                           {.name = "days", .title = "Days", .also = {"培训天数", "天数"}}),
           imports::column(&Completion::certificate,
                           {.name = "certificate",
                            .title = "Certificate",
                            .also = {"certificatenumber", "证书编号", "结业证号"}}),
           imports::column(&Completion::expires_on,
                           {.name = "expires_on",
                            .title = "Expires on",
                            .also = {"validuntil", "有效期至", "证书有效期"}}),
           imports::column(&Completion::source,
                           {.name = "source", .title = "Source", .also = {"来源", "依据"}})}) {
    made.columns.push_back(std::move(each));
  }
  made.references = {
      course_source(),
      programme::loading(programme::staff_members(true),
                         [rows](db::Tx& tx, const std::string& list, std::vector<db::Value> ids) {
                           rows->load(tx, list, std::move(ids));
                         }),
      programme::sponsors()};
  made.match = [rows](db::Tx& tx, References& references, const Given& given, Completion& said,
                      const Tell& tell) { return rows->match(tx, references, given, said, tell); };
  made.complete = [rows](db::Tx& tx, References&, const Completion* before, Completion& after,
                         const Given& given) { return rows->complete(tx, before, after, given); };
  return made;
}

}  // namespace sojourn::stages::training
