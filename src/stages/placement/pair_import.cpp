#include "stages/placement/pair_import.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <type_traits>
#include <utility>

#include "stages/placement/stage_pairs.h"
#include "stages/programme/import_candidates.h"
#include "stages/programme/import_persons.h"

namespace sojourn::stages::placement {
namespace {

using imports::Candidate;
using imports::Column;
using imports::ColumnAbout;
using imports::Given;
using imports::Referenced;
using imports::Tell;
using References = std::vector<Referenced>;

// Which of the references a column names.
constexpr std::size_t sites = 0;
constexpr std::size_t sponsors = 1;
constexpr std::size_t persons = 2;  ///< of tables of people only
constexpr programme::PersonReferences whose{.staff = persons, .sponsors = sponsors};

template <class R>
concept OfSponsor = requires(const R& said) { said.sponsor; };

/// What a record is about, by which there is only one: a person and a site, a site and a sponsor. A
/// site has one lead sponsor, whichever it is; a person one placing.
template <class R>
std::pair<std::int64_t, std::int64_t> key_of(const R& said) {
  if constexpr (std::is_same_v<R, Placing>) {
    return {said.id.value, 0};
  } else if constexpr (OfPerson<R>) {
    return {said.staff.value, said.site.value};
  } else if constexpr (std::is_same_v<R, AnnouncedLead>) {
    return {said.site.value, 0};
  } else {
    return {said.site.value, said.sponsor.value};
  }
}

template <class R>
constexpr bool of_people = OfPerson<R> || std::is_same_v<R, Placing>;

template <class R>
constexpr std::string_view table_of() {
  if constexpr (std::is_same_v<R, Placing>) {
    return "staff_placing";
  } else {
    return R::table;
  }
}

/// What is said of those whom a file names, and by its rows.
template <class R>
class Statements {
 public:
  /// Of those people, or sites, that the asker sees.
  void load(db::Tx& tx, const std::string& list, std::vector<db::Value> ids) {
    for (R& each : tx.rows_with<R>(
             fmt::format("SELECT {} FROM {} n WHERE n.{} IN ({}){} AND {{unscoped:whom it is "
                         "about is seen, and there is one of them}}",
                         columns<R>("n"), table_of<R>(), column_of(), list,
                         std::is_same_v<R, Placing> ? "" : " AND n.ended_on IS NULL"),
             std::move(ids))) {
      const auto key = key_of(each);
      kept_.insert_or_assign(key, Kept{.said = std::move(each), .row = 0});
    }
  }

  /// What is said already of what `said` is about. A row above that said it first is told.
  const R* find(const R& said, std::string_view column, const Tell& tell) {
    const auto found = kept_.find(key_of(said));
    if (found == kept_.end()) {
      return nullptr;
    }
    if (found->second.row > 0) {
      tell(column, imports::twice(found->second.row));
      return nullptr;
    }
    before_ = found->second.said;
    return &before_;
  }

  void add(const R& said, std::uint32_t row) {
    kept_.insert_or_assign(key_of(said), Kept{.said = said, .row = row});
  }

 private:
  static constexpr std::string_view column_of() {
    if constexpr (std::is_same_v<R, Placing>) {
      return "id";
    } else {
      return OfPerson<R> ? "staff" : "site";
    }
  }

  struct Kept {
    R said;
    std::uint32_t row = 0;  ///< that makes it; 0: none
  };
  std::map<std::pair<std::int64_t, std::int64_t>, Kept> kept_;
  R before_;
};

/// The source, which loads what is said of those that it finds.
template <class R>
Referenced::Source loading(Referenced::Source source, const std::shared_ptr<Statements<R>>& kept) {
  return programme::loading(
      std::move(source), [kept](db::Tx& tx, const std::string& list, std::vector<db::Value> ids) {
        kept->load(tx, list, std::move(ids));
      });
}

template <class R>
Column<R> site_column() {
  return imports::reference(
      &R::site, sites,
      {.name = "site",
       .title = "Site",
       .also = {"village", "驻点名称", "驻点编号", "意向驻点", "派驻地", "派驻村", "村名"},
       .required = true});
}

template <class R>
Column<R> reason_column() {
  return imports::column(
      &R::reason,
      {.name = "reason", .title = "Reason", .also = {"why", "原因", "依据"}, .required = true});
}

template <class R>
void finish_rows(imports::Importable<R>& made, const std::shared_ptr<Statements<R>>& kept) {
  made.complete = [kept](db::Tx&, References&, const R* before, const R& after,
                         const Given& given) {
    Faults faults;
    check(after, faults);
    if (faults.count() == 0 && before == nullptr) {
      kept->add(after, given.row);
    }
    return faults.take();
  };
}

/// A table of statements about a person and a site.
template <class R>
imports::Importable<R> person_and_site(std::vector<Column<R>> own) {
  const auto kept = std::make_shared<Statements<R>>();
  imports::Importable<R> made;
  made.table = R::table;
  made.name_column = "staff";
  made.columns = programme::person_columns<R>(whose);
  made.columns.push_back(site_column<R>());
  std::move(own.begin(), own.end(), std::back_inserter(made.columns));
  made.references = {programme::sites(), programme::sponsors(),
                     loading(programme::staff_members(), kept)};
  made.match = [kept](db::Tx& tx, References& references, const Given& given, R& said,
                      const Tell& tell) -> const R* {
    const Candidate* person = programme::person_of(tx, references, whose, given, tell);
    if (person == nullptr || !given.text("site")) {
      return nullptr;
    }
    said.staff = {person->id};
    return kept->find(said, "site", tell);
  };
  finish_rows(made, kept);
  return made;
}

/// A table of statements about a site and a sponsor.
template <OfSponsor R>
imports::Importable<R> site_and_sponsor(Column<R> own) {
  const auto kept = std::make_shared<Statements<R>>();
  imports::Importable<R> made;
  made.table = R::table;
  made.name_column = "site";
  ColumnAbout sponsor = programme::staff_sponsor_heading();
  sponsor.required = true;
  made.columns = {site_column<R>(), imports::reference(&R::sponsor, sponsors, std::move(sponsor)),
                  std::move(own)};
  made.references = {loading(programme::sites(), kept), programme::sponsors()};
  made.match = [kept](db::Tx&, References&, const Given& given, R& said,
                      const Tell& tell) -> const R* {
    return given.text("site") && given.text("sponsor") ? kept->find(said, "site", tell) : nullptr;
  };
  finish_rows(made, kept);
  return made;
}

/// Offices number ranks as well.
Column<Wish> rank_column() {
  return imports::worded_column(
      &Wish::rank,
      {.name = "rank",
       .title = "Wish",
       .also = {"rank", "志愿顺序", "意愿", "志愿次序"},
       .required = true},
      {{"1", WishRank::first}, {"2", WishRank::second}, {"3", WishRank::third}});
}

void check_reason(const std::string& reason, Faults& faults) {
  faults.check_name("/reason", reason);
  faults.check_idea("/reason", reason);
}

}  // namespace

void check(const Placing& placing, Faults& faults) {
  faults.check_place(placing.lat, placing.lon);
  faults.check_grid(placing.lat, placing.x_km, placing.y_km);
  faults.check_between("/experience_years", placing.experience_years.value_or(0), 0, 100);
  faults.check_between("/hardship_served", placing.hardship_served.value_or(0), 0, 100);
  faults.check_between("/strength", placing.strength.value_or(0), 0, 100);
}

void check(const Wish& /*wish*/, Faults& /*faults*/) {}

void check(const Pin& pin, Faults& faults) { check_reason(pin.reason, faults); }

void check(const GivenCost& cost, Faults& faults) {
  faults.check_between("/points", cost.points, -most_points, most_points);
  check_reason(cost.reason, faults);
}

void check(const Affinity& affinity, Faults& faults) {
  faults.check_between("/score", affinity.score, 0, 100);
}

void check(const AnnouncedLead& lead, Faults& faults) { check_reason(lead.reason, faults); }

imports::Importable<Placing> placing_import() {
  using imports::column;
  const auto kept = std::make_shared<Statements<Placing>>();
  const auto person = std::make_shared<base::Id<Staff>>();
  imports::Importable<Placing> made;
  made.table = table_of<Placing>();
  made.name_column = "staff";
  made.columns = programme::person_columns<Placing>(whose);
  std::vector<Column<Placing>> own = {
      column(&Placing::lat, {.name = "lat", .title = "Latitude"}),
      column(&Placing::lon, {.name = "lon", .title = "Longitude"}),
      column(&Placing::x_km, {.name = "x_km", .title = "X km", .also = {"东向坐标"}}),
      column(&Placing::y_km, {.name = "y_km", .title = "Y km", .also = {"北向坐标"}}),
      imports::reference(&Placing::home_site, sites,
                         {.name = "home_site",
                          .title = "Site to keep away from",
                          .also = {"homesite", "homesitename", "回避村", "应回避驻点"}}),
      column(&Placing::experience_years, {.name = "experience_years",
                                          .title = "Years of experience",
                                          .also = {"experienceyears", "工龄", "工作年限"}}),
      column(
          &Placing::first_timer,
          {.name = "first_timer", .title = "First term", .also = {"firsttimer", "是否首次派驻"}}),
      column(&Placing::hardship_served, {.name = "hardship_served",
                                         .title = "Hardship served",
                                         .also = {"hardshipserved", "累计艰苦程度"}}),
      column(&Placing::strength,
             {.name = "strength", .title = "Strength", .also = {"能力评分", "评分"}})};
  std::move(own.begin(), own.end(), std::back_inserter(made.columns));
  made.references = {programme::sites(), programme::sponsors(),
                     loading(programme::staff_members(), kept)};
  made.match = [kept, person](db::Tx& tx, References& references, const Given& given, Placing& said,
                              const Tell& tell) -> const Placing* {
    const Candidate* meant = programme::person_of(tx, references, whose, given, tell);
    if (meant == nullptr) {
      return nullptr;
    }
    *person = {meant->id};
    said.id = *person;
    return kept->find(said, "staff", tell);
  };
  finish_rows(made, kept);
  made.complete = [whole = made.complete](db::Tx& tx, References& references, const Placing* before,
                                          Placing& after, const Given& given) {
    if (before == nullptr && after == Placing{.id = after.id}) {
      Faults faults;
      faults.add("", "empty", "", "The row says nothing but whom it is about.");
      return faults.take();
    }
    return whole(tx, references, before, after, given);
  };
  // The record has the person's id, not one of its own.
  made.settle = [person](References&, Placing& added) { added.id = *person; };
  return made;
}

imports::Importable<Wish> wish_import() { return person_and_site<Wish>({rank_column()}); }

imports::Importable<Pin> pin_import() {
  return person_and_site<Pin>(
      {imports::column(
           &Pin::rule,
           {.name = "rule", .title = "Pin", .also = {"rule", "指定要求"}, .required = true}),
       imports::column(&Pin::role, {.name = "role", .title = "Role", .also = {"职务", "担任角色"}}),
       reason_column<Pin>()});
}

imports::Importable<GivenCost> cost_import() {
  return person_and_site<GivenCost>(
      {imports::column(
           &GivenCost::points,
           {.name = "points", .title = "Points", .also = {"cost", "给定分值"}, .required = true}),
       reason_column<GivenCost>()});
}

imports::Importable<Affinity> affinity_import() {
  return site_and_sponsor<Affinity>(
      imports::column(&Affinity::score, {.name = "score",
                                         .title = "Score",
                                         .also = {"affinity", "匹配度", "契合度"},
                                         .required = true}));
}

imports::Importable<AnnouncedLead> lead_import() {
  return site_and_sponsor<AnnouncedLead>(reason_column<AnnouncedLead>());
}

}  // namespace sojourn::stages::placement
