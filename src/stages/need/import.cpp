#include "stages/need/import.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <unordered_map>
#include <utility>

#include "base/place_map.h"
#include "stages/need/statements.h"
#include "stages/programme/import_candidates.h"
#include "stages/programme/import_persons.h"
#include "stages/programme/import_places.h"

namespace sojourn::stages::need {
namespace {

using imports::Candidate;
using imports::Column;
using imports::Given;
using imports::Importable;
using imports::lookup;
using imports::Referenced;
using imports::Tell;
using imports::worded_column;
using References = std::vector<Referenced>;

// Which of the references a column names.
constexpr std::size_t subjects = 0;
constexpr std::size_t areas = 1;

constexpr programme::PlaceColumns site_columns{
    .number = "site_number", .name = "site", .area = "area", .places = subjects, .areas = areas};
constexpr programme::PlaceColumns sponsor_columns{.number = "sponsor_number",
                                                  .name = "sponsor",
                                                  .area = "area",
                                                  .places = subjects,
                                                  .areas = areas};

// What of a site, a sponsor or a kind of site a statement is about.
std::string matter(const Need& said) {
  return fmt::format("{}\n{}", base::name_of(said.role), said.skill);
}
std::string matter(const Standard& said) {
  return fmt::format("{}\n{}\n{}", base::name_of(said.site_kind), base::name_of(said.role),
                     said.skill);
}
std::string matter(const Workload& said) {
  return fmt::format("{}\n{}", base::name_of(said.kind), said.task);
}
std::string matter(const OtherPost& said) { return said.programme; }
template <class R>
std::string matter(const R&) {
  return {};
}

template <class R>
std::int64_t subject_of(const R& said) {
  if constexpr (OfSite<R>) {
    return said.site.value;
  } else if constexpr (OfSponsor<R>) {
    return said.sponsor.value;
  } else {
    return 0;
  }
}

/// What is said of those whom the file names, in the store and in the rows so far.
template <class R>
class Rows {
 public:
  /// `keys`: the columns that tell one matter from another, beside the site or sponsor; without all
  /// of them it is not known what a row is about.
  explicit Rows(std::vector<std::string> keys) : keys_(std::move(keys)) {
    keys_.emplace_back("from_day");
  }

  /// Of those sites or sponsors.
  void load(db::Tx& tx, const std::string& list, std::vector<db::Value> ids) {
    keep_all(tx, fmt::format(" AND n.{} IN ({})", OfSite<R> ? "site" : "sponsor", list),
             std::move(ids));
  }

  /// The statement that the row says anew, if there is one.
  const R* match(db::Tx& tx, References& references, const Given& given, R& said,
                 const Tell& tell) {
    if constexpr (OfSite<R>) {
      const Candidate* site = programme::place_of(tx, references, site_columns, given, tell);
      if (site == nullptr) {
        return nullptr;
      }
      said.site = {site->id};
    } else if constexpr (OfSponsor<R>) {
      const Candidate* sponsor = programme::place_of(tx, references, sponsor_columns, given, tell);
      if (sponsor == nullptr) {
        return nullptr;
      }
      said.sponsor = {sponsor->id};
    } else if (!std::exchange(all_loaded_, true)) {
      keep_all(tx, "", {});
    }
    for (const std::string& key : keys_) {
      if (!given.text(key)) {
        return nullptr;  // it is wrong or missing, and is told
      }
    }
    const std::string what = whole_matter(said);
    const auto [other, fresh] = seen_.add(std::hash<std::string>{}(what), given.row);
    if (!fresh) {
      tell("from_day", imports::twice(*other));
      return nullptr;
    }
    const auto found = newest_.find(what);
    if (found == newest_.end()) {
      return nullptr;
    }
    before_ = found->second;
    return &before_;
  }

  std::vector<base::Fault> complete(db::Tx& tx, const R* before, R& after, const Given& given) {
    if (before != nullptr && *before == after) {
      return {};
    }
    after.recorded_on = tx.now().utc_date();
    Faults faults;
    check(after, after.recorded_on, faults);
    if constexpr (std::is_same_v<R, Workload>) {
      check_work(before, after, given, faults);
    }
    return faults.take();
  }

 private:
  static std::string whole_matter(const R& said) {
    return fmt::format("{}\n{}\n{}", subject_of(said), said.from_day.to_text(), matter(said));
  }

  void keep_all(db::Tx& tx, std::string_view condition, std::vector<db::Value> values) {
    // In the order in which they were said, so that the last one stays.
    for (R& each :
         tx.rows_with<R>(fmt::format("SELECT {} FROM {} AND n.withdrawn_on IS NULL{} ORDER BY n.id",
                                     columns<R>("n"), scoped_from<R>(), condition),
                         std::move(values))) {
      if constexpr (std::is_same_v<R, Workload>) {
        work_[subject_of(each)].push_back(each);
      }
      newest_.insert_or_assign(whole_matter(each), std::move(each));
    }
  }

  /// A number that the kind has not may stand there as 0, as tables have it.
  void check_work(const Workload* before, const Workload& after, const Given& given,
                  Faults& faults) {
    const bool category = after.kind == WorkKind::category;
    const auto number = [&](std::string_view column, auto value, bool of_kind) {
      const bool said = of_kind ? before != nullptr || given.text(column) : value != 0;
      return said ? std::optional(value) : std::nullopt;
    };
    check_numbers(after.kind,
                  {.volume = number("volume", after.volume, !category),
                   .unit_minutes = number("unit_minutes", after.unit_minutes, !category),
                   .share = number("share", after.share, category)},
                  faults);
    std::vector<Workload>& told = work_[after.site.value];
    if (faults.count() == 0) {
      check_together(told, after, faults);
    }
    if (faults.count() == 0) {
      // Said after all that is stored; it has no id yet.
      told.push_back(after);
      told.back().id.value = std::numeric_limits<std::int64_t>::max() - (std::int64_t{1} << 32U) +
                             static_cast<std::int64_t>(given.row);
    }
  }

  std::vector<std::string> keys_;
  bool all_loaded_ = false;
  std::unordered_map<std::string, R> newest_;                     ///< by matter and day
  std::unordered_map<std::int64_t, std::vector<Workload>> work_;  ///< by site
  base::PlaceMap seen_;  ///< matters and days of rows: hashes, as a file may have a million
  R before_;
};

template <class R>
Referenced::Source source(Referenced::Source from, const std::shared_ptr<Rows<R>>& rows) {
  return programme::loading(
      std::move(from), [rows](db::Tx& tx, const std::string& list, std::vector<db::Value> ids) {
        rows->load(tx, list, std::move(ids));
      });
}

template <class R>
Column<R> area_column() {
  return lookup<R>(areas, {.name = "area",
                           .title = "Area",
                           .also = {"township", "所在地区", "所在乡镇", "乡镇", "所属地区"}});
}

/// The columns of what every kind has, around those of its own.
template <class R>
Importable<R> statement_import(std::vector<Column<R>> own, std::vector<std::string> keys) {
  const auto rows = std::make_shared<Rows<R>>(std::move(keys));
  Importable<R> made;
  made.table = R::table;
  made.followed = true;
  if constexpr (OfSite<R>) {
    made.name_column = "site";
    made.columns = {
        lookup<R>(subjects,
                  {.name = "site_number",
                   .title = "Site number",
                   .also = {"number", "sitecode", "驻点代码", "编号", "代码"}},
                  true),
        lookup<R>(subjects, {.name = "site",
                             .title = "Site",
                             .also = {"village", "驻点名称", "派驻地", "派驻村", "村名", "村"}}),
        area_column<R>()};
    made.references = {source(programme::sites(), rows),
                       programme::areas(programme::AreasOf::sites)};
  } else if constexpr (OfSponsor<R>) {
    made.name_column = "sponsor";
    made.columns = {
        lookup<R>(subjects,
                  {.name = "sponsor_number",
                   .title = "Sponsor number",
                   .also = {"number", "sponsorcode", "单位代码", "编号", "代码"}},
                  true),
        lookup<R>(subjects, {.name = "sponsor",
                             .title = "Sponsor",
                             .also = {"unit", "单位", "单位名称", "选派单位", "所在单位"}}),
        area_column<R>()};
    made.references = {source(programme::sponsors(), rows),
                       programme::areas(programme::AreasOf::sponsors)};
  } else {
    made.name_column = "site_kind";
  }
  made.columns.insert(made.columns.end(), std::make_move_iterator(own.begin()),
                      std::make_move_iterator(own.end()));
  made.columns.push_back(imports::column(
      &R::from_day, {.name = "from_day",
                     .title = "First day",
                     .also = {"from", "since", "startdate", "fromday", "起始日期", "开始日期",
                              "生效日期", "施行日期", "截至日期", "统计日期", "日期"},
                     .required = true}));
  made.columns.push_back(imports::column(
      &R::source,
      {.name = "source", .title = "Source", .also = {"来源", "依据", "文号"}, .required = true}));
  made.match = [rows](db::Tx& tx, References& references, const Given& given, R& said,
                      const Tell& tell) { return rows->match(tx, references, given, said, tell); };
  made.complete = [rows](db::Tx& tx, References&, const R* before, R& after, const Given& given) {
    return rows->complete(tx, before, after, given);
  };
  return made;
}

/// What a line of one site and a quota have in common.
template <class R>
std::vector<Column<R>> line_columns() {
  Column<R> skill =
      imports::column(&R::skill, {.name = "skill", .title = "Skill", .also = {"所需技能", "专长"}});
  skill.clear = [](R& from) { from.skill.clear(); };
  return {worded_column(
              &R::role,
              {.name = "role", .title = "Role", .also = {"职务", "岗位", "对象"}, .required = true},
              {{"全队", NeedRole::team}, {"整队", NeedRole::team}, {"团队", NeedRole::team}}),
          std::move(skill),
          imports::column(&R::minimum, {.name = "minimum",
                                        .title = "Minimum",
                                        .also = {"least", "最少人数", "最低人数", "最低"},
                                        .required = true}),
          imports::column(&R::target, {.name = "target",
                                       .title = "Target",
                                       .also = {"目标人数", "应派人数", "定额", "目标"},
                                       .required = true}),
          imports::column(&R::set_by, {.name = "set_by",
                                       .title = "Set by",
                                       .also = {"office", "下达单位", "核定单位", "发文单位"},
                                       .required = true})};
}

template <class R>
Column<R> there_column(bool R::* member, imports::ColumnAbout about) {
  about.required = true;
  Column<R> made = worded_column(
      member, std::move(about),
      {{"有", true}, {"具备", true}, {"已具备", true}, {"不具备", false}, {"未具备", false}});
  made.clear = [member](R& from) { from.*member = false; };  // 无 says that there is none
  return made;
}

}  // namespace

Importable<Need> need_import() { return statement_import<Need>(line_columns<Need>(), {"role"}); }

Importable<Standard> standard_import() {
  std::vector<Column<Standard>> own = line_columns<Standard>();
  own.insert(own.begin(),
             imports::column(&Standard::site_kind,
                             {.name = "site_kind",
                              .title = "Kind",
                              .also = {"kind", "kindofsite", "驻点类型", "驻点类别", "类别"},
                              .required = true}));
  return statement_import<Standard>(std::move(own), {"site_kind", "role"});
}

Importable<Workload> workload_import() {
  return statement_import<Workload>(
      {worded_column(&Workload::kind,
                     {.name = "kind",
                      .title = "Kind",
                      .also = {"kindofwork", "工作类型", "工作类别", "类别"},
                      .required = true},
                     {{"业务", WorkKind::activity}, {"公共", WorkKind::category}}),
       imports::column(&Workload::task, {.name = "task",
                                         .title = "Task",
                                         .also = {"work", "工作任务", "工作内容", "工作事项"},
                                         .required = true}),
       imports::column(&Workload::volume,
                       {.name = "volume",
                        .title = "Volume a year",
                        .also = {"volume", "annualvolume", "工作量", "年业务量"}}),
       imports::column(&Workload::unit_minutes,
                       {.name = "unit_minutes",
                        .title = "Minutes a unit",
                        .also = {"unitminutes", "minutes", "单位用时", "每件用时", "每次用时"}}),
       imports::column(&Workload::share, {.name = "share",
                                          .title = "Share in thousandths",
                                          .also = {"share", "占比", "千分比"}})},
      {"kind", "task"});
}

Importable<Staffing> staffing_import() {
  return statement_import<Staffing>(
      {worded_column(&Staffing::staffed_by,
                     {.name = "staffed_by",
                      .title = "Staffed by",
                      .also = {"派员方", "派员方式", "配备方式", "人员来源"},
                      .required = true},
                     {{"本项目", StaffedBy::programme},
                      {"派驻", StaffedBy::programme},
                      {"自有单位", StaffedBy::own_organisation},
                      {"自派", StaffedBy::own_organisation},
                      {"本单位", StaffedBy::own_organisation}}),
       imports::column(&Staffing::in_post, {.name = "in_post",
                                            .title = "In post",
                                            .also = {"people", "在岗", "在驻人数", "实有人数"},
                                            .required = true}),
       imports::column(&Staffing::unfilled_rounds,
                       {.name = "unfilled_rounds",
                        .title = "Rounds left open",
                        .also = {"unfilledrounds", "连续缺员轮数", "缺员轮数"}})},
      {});
}

Importable<OtherPost> other_post_import() {
  return statement_import<OtherPost>(
      {imports::column(&OtherPost::programme,
                       {.name = "programme",
                        .title = "Other programme",
                        .also = {"programme", "program", "项目", "其他项目", "项目名称"},
                        .required = true}),
       imports::column(&OtherPost::posts, {.name = "posts",
                                           .title = "Posts",
                                           .also = {"编制数", "岗位", "岗位数", "岗位数量", "人数"},
                                           .required = true})},
      {"programme"});
}

Importable<Establishment> establishment_import() {
  return statement_import<Establishment>(
      {imports::column(&Establishment::posts,
                       {.name = "posts",
                        .title = "Posts at home",
                        .also = {"posts", "establishment", "编制", "编制数", "核定编制"},
                        .required = true}),
       imports::column(&Establishment::in_post,
                       {.name = "in_post",
                        .title = "In post",
                        .also = {"filled", "在岗", "在编", "在编人数", "实有人数"},
                        .required = true})},
      {});
}

Importable<Readiness> readiness_import() {
  return statement_import<Readiness>(
      {there_column(&Readiness::lodging,
                    {.name = "lodging", .title = "Lodging", .also = {"住房", "住宿条件"}}),
       there_column(&Readiness::water_power, {.name = "water_power",
                                              .title = "Water and power",
                                              .also = {"waterpower", "通水通电", "水电条件"}}),
       there_column(&Readiness::medical,
                    {.name = "medical",
                     .title = "Doctor or clinic",
                     .also = {"doctor", "clinic", "医疗", "就医条件", "医疗条件"}}),
       there_column(&Readiness::communications,
                    {.name = "communications",
                     .title = "Telephone and network",
                     .also = {"network", "telephone", "通讯", "网络", "通信条件"}}),
       imports::column(&Readiness::contact,
                       {.name = "contact",
                        .title = "Contact office",
                        .also = {"office", "联络单位", "联系部门", "接待单位", "值班电话"}})},
      {});
}

}  // namespace sojourn::stages::need
