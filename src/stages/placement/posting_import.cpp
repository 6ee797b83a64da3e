#include "stages/placement/posting_import.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "stages/programme/import_candidates.h"
#include "stages/programme/import_persons.h"
#include "stages/programme/operations_shared.h"

namespace sojourn::stages::placement {
namespace {

using base::Date;
using base::Id;
using imports::Candidate;
using imports::CellFault;
using imports::Given;
using imports::Referenced;
using imports::Tell;
using programme::Faults;
using References = std::vector<Referenced>;

// Which of the references a column names.
constexpr std::size_t sites = 0;
constexpr std::size_t persons = 1;
constexpr std::size_t sponsors = 2;
constexpr programme::PersonReferences whose{.staff = persons, .sponsors = sponsors};

/// Where it stands written, of rows that do not say.
constexpr std::string_view source = "imported list";

struct KeptPosting {
  Id<Posting> id;
  Id<Staff> staff;
  Id<Site> site;
  StaffRole role = StaffRole::member;
  Date from_day;
  std::optional<Date> to_day;
  std::optional<std::string> second_office;
  std::optional<Id<Plan>> plan;
  std::string source;
  std::int64_t version = 1;
  std::string site_name;
  std::int64_t in_scope = 0;
};
BOOST_DESCRIBE_STRUCT(KeptPosting, (),
                      (id, staff, site, role, from_day, to_day, second_office, plan, source,
                       version, site_name, in_scope))

/// A posting that there is, or that a row above makes.
struct Spell {
  Posting posting;
  std::string site_name;
  bool in_scope = true;   ///< else the asker does not learn where it is
  std::uint32_t row = 0;  ///< that makes it; 0: none
};

Date last_day(const Posting& posting) {
  return posting.to_day.value_or(Date(std::chrono::year{9999} / 12 / 31));
}

class PostingRows {
 public:
  /// Where those people serve.
  void load(db::Tx& tx, const std::string& list, std::vector<db::Value> ids) {
    for (KeptPosting& kept : tx.rows_with<KeptPosting>(
             fmt::format(
                 "SELECT n.id, n.staff, n.site, n.role, n.from_day, n.to_day, n.second_office, "
                 "n.plan, n.source, n.version, s.name AS site_name, CASE WHEN {{scope:area "
                 "a.path; site s.id; sponsor t.sponsor; staff t.id}} THEN 1 ELSE 0 END AS "
                 "in_scope FROM posting n JOIN staff t ON t.id = n.staff JOIN site s ON s.id = "
                 "n.site JOIN area a ON a.id = s.area WHERE n.ended_on IS NULL AND n.staff IN "
                 "({}) AND {{unscoped:the person is seen, and is nowhere twice}}",
                 list),
             std::move(ids))) {
      spells_[kept.staff.value].push_back({.posting = {.id = kept.id,
                                                       .staff = kept.staff,
                                                       .site = kept.site,
                                                       .role = kept.role,
                                                       .from_day = kept.from_day,
                                                       .to_day = kept.to_day,
                                                       .second_office = kept.second_office,
                                                       .plan = kept.plan,
                                                       .source = kept.source,
                                                       .version = kept.version},
                                           .site_name = std::move(kept.site_name),
                                           .in_scope = kept.in_scope != 0});
    }
  }

  /// The posting of this person at this site from this day, if there is one.
  const Posting* match(db::Tx& tx, References& references, const Given& given, Posting& said,
                       const Tell& tell) {
    const Candidate* person = programme::person_of(tx, references, whose, given, tell);
    if (person == nullptr) {
      return nullptr;
    }
    said.staff = {person->id};
    if (said.source.empty()) {
      said.source = source;
    }
    for (const Spell& each : spells_[person->id]) {
      if (each.row == 0 && each.posting.site == said.site &&
          each.posting.from_day == said.from_day && given.text("from_day")) {
        before_ = each.posting;
        return &before_;
      }
    }
    return nullptr;
  }

  std::vector<base::Fault> complete(const References& references, const Posting* before,
                                    const Posting& after, const Given& given) {
    if (before != nullptr && *before == after) {
      return {};
    }
    Faults faults;
    check_posting(after, faults);
    if (before != nullptr) {
      check_not_longer(before->to_day, after.to_day, faults);
      if (before->role != after.role) {
        faults.add("/role", "other_role", "",
                   "The posting from this day has the other role. Withdraw it first, if that is "
                   "wrong.");
      }
    }
    const Candidate* site = references[sites].known(after.site.value);
    check_open(site, after, "/site", faults);
    check_open(references[persons].known(after.staff.value), after,
               given("staff") ? "/staff" : "/staff_number", faults);
    // Nobody serves at two sites on one day.
    std::vector<Spell>& spells = spells_[after.staff.value];
    Spell* same = nullptr;
    for (Spell& each : spells) {
      if (before != nullptr && each.posting.id == before->id) {
        same = &each;
      } else if (each.posting.from_day <= last_day(after) &&
                 last_day(each.posting) >= after.from_day) {
        faults.add("/from_day", "posted_already", "", overlap(each));
      }
    }
    if (faults.count() == 0) {
      if (same != nullptr) {
        same->posting = after;
      } else {
        spells.push_back({.posting = after, .site_name = site->name, .row = given.row});
      }
    }
    return faults.take();
  }

 private:
  /// Who left, and a site that was closed, have postings up to that day.
  static void check_open(const Candidate* candidate, const Posting& posting, std::string_view where,
                         Faults& faults) {
    base::ensure(candidate != nullptr, "whom a row names was looked up");
    if (candidate->closed_on && last_day(posting) > *candidate->closed_on) {
      faults.add(std::string(where), "closed", "",
                 base::in_words("This is closed since {}; a posting there ended by that day.",
                                candidate->closed_on->to_text()));
    }
  }

  static base::Sentence overlap(const Spell& other) {
    if (other.row > 0) {
      return base::in_words(
          "Row {} posts the same person on one of these days. Which one is right?", other.row);
    }
    if (!other.in_scope) {
      return "On one of these days the person has a posting already. Say first when that one "
             "ended.";
    }
    return other.posting.to_day
               ? base::in_words("From {} to {} the person is posted to {}.",
                                other.posting.from_day.to_text(), other.posting.to_day->to_text(),
                                other.site_name)
               : base::in_words("Since {} the person is posted to {}. Say first when that ended.",
                                other.posting.from_day.to_text(), other.site_name);
  }

  std::map<std::int64_t, std::vector<Spell>> spells_;  ///< by person
  Posting before_;
};

/// Staff as in other tables; whom a row may mean is loaded with where they serve.
Referenced::Source staff_source(const std::shared_ptr<PostingRows>& rows) {
  return programme::loading(
      programme::staff_members(true),
      [rows](db::Tx& tx, const std::string& list, std::vector<db::Value> ids) {
        rows->load(tx, list, std::move(ids));
      });
}

/// Of a posting that runs, lists say so in a word, or nothing.
imports::Column<Posting> last_day_column() {
  imports::Column<Posting> made = imports::column(
      &Posting::to_day, {.name = "to_day",
                         .title = "Last day",
                         .also = {"to", "until", "enddate", "结束日期", "截止日期", "结束时间"}});
  made.read = [read = made.read](const imports::CellText& cell, Posting& into,
                                 std::vector<CellFault>& faults) {
    const std::string key = imports::heading_key(cell.text);
    if (key == "至今" || key == "present" || key == "untilnow") {
      into.to_day.reset();
    } else {
      read(cell, into, faults);
    }
  };
  return made;
}

}  // namespace

void check_posting(const Posting& posting, Faults& faults) {
  if (posting.to_day && *posting.to_day < posting.from_day) {
    faults.add("/to_day", "before_first", posting.to_day->to_text(),
               "The last day should not be before the first one.");
  }
  faults.check_name("/source", posting.source);
  if (posting.second_office) {
    faults.check_name("/second_office", *posting.second_office);
    faults.check_idea("/second_office", *posting.second_office);
  }
}

void check_not_longer(const std::optional<Date>& before, const std::optional<Date>& after,
                      Faults& faults) {
  if (before && (!after || *after > *before)) {
    faults.add("/to_day", "longer", after ? after->to_text() : "",
               "This is after its last day as it is. A longer posting is another one.");
  }
}

imports::Importable<Posting> posting_import() {
  const auto rows = std::make_shared<PostingRows>();
  imports::Importable<Posting> made;
  made.table = Posting::table;
  made.name_column = "staff";
  // The last day of what somebody did before makes room for what comes after it.
  made.earliest_first = "from_day";
  made.columns = programme::person_columns<Posting>(whose);
  for (imports::Column<Posting>& each : std::vector<imports::Column<Posting>>{
           imports::reference(
               &Posting::site, sites,
               {.name = "site",
                .title = "Site",
                .also = {"village", "驻点名称", "驻点编号", "派驻地", "派驻村", "村名"},
                .required = true}),
           imports::column(&Posting::role, {.name = "role",
                                            .title = "Role",
                                            .also = {"职务", "任职", "担任角色"},
                                            .required = true}),
           imports::column(&Posting::from_day, {.name = "from_day",
                                                .title = "First day",
                                                .also = {"from", "since", "startdate", "起始日期",
                                                         "开始日期", "起始时间"},
                                                .required = true}),
           last_day_column(),
           imports::column(&Posting::second_office,
                           {.name = "second_office",
                            .title = "Second office",
                            .also = {"secondoffice", "兼任职务", "第二职务及任命机构"}}),
           imports::column(&Posting::source,
                           {.name = "source", .title = "Source", .also = {"来源", "依据"}})}) {
    made.columns.push_back(std::move(each));
  }
  made.references = {programme::sites(true), staff_source(rows), programme::sponsors()};
  made.match = [rows](db::Tx& tx, References& references, const Given& given, Posting& said,
                      const Tell& tell) { return rows->match(tx, references, given, said, tell); };
  made.complete = [rows](db::Tx&, References& references, const Posting* before, Posting& after,
                         const Given& given) {
    return rows->complete(references, before, after, given);
  };
  return made;
}

}  // namespace sojourn::stages::placement
