#include "stages/programme/import.h"

#include <iterator>

#include "stages/programme/import_availability.h"
#include "stages/programme/import_candidates.h"
#include "stages/programme/import_tested.h"
#include "stages/programme/operations_shared.h"
#include "stages/programme/rules.h"

namespace sojourn::stages::programme {
namespace {

using base::Id;
using imports::Candidate;
using imports::Given;
using imports::Importable;
using imports::Keys;
using imports::Referenced;
using References = std::vector<Referenced>;

/// Records that the asker sees, by ids, codes and names; each once. `from` ends in a condition with
/// the scope, `alias` is of the table.
template <base::Record R>
std::vector<R> records_by(db::Tx& tx, std::string_view alias, std::string_view from,
                          const Keys& keys) {
  std::vector<R> all;
  const auto add = [&](std::string_view column, std::vector<db::Value> wanted) {
    if (wanted.empty()) {
      return;
    }
    std::vector<db::Value> values;
    const std::string list = places(values, std::move(wanted));
    std::vector<R> found =
        tx.rows_with<R>(fmt::format("SELECT {} FROM {} AND {}.{} IN ({})", columns<R>(alias), from,
                                    alias, column, list),
                        std::move(values));
    all.insert(all.end(), std::make_move_iterator(found.begin()),
               std::make_move_iterator(found.end()));
  };
  add("id", values_of(keys.ids));
  add("code", values_of(keys.codes));
  add("name", values_of(keys.names));
  std::sort(all.begin(), all.end(), [](const R& a, const R& b) { return a.id.value < b.id.value; });
  all.erase(
      std::unique(all.begin(), all.end(), [](const R& a, const R& b) { return a.id == b.id; }),
      all.end());
  return all;
}

/// What those of them that are open are called. `from` as for records_by.
std::function<std::vector<imports::Called>(db::Tx&)> names_in(std::string_view alias,
                                                              std::string_view from) {
  return [=](db::Tx& tx) {
    return tx.rows<imports::Called>(
        fmt::format("SELECT {0}.id, {0}.name FROM {1} AND {0}.closed_on IS NULL", alias, from));
  };
}

imports::ColumnAbout name_about(std::vector<std::string> also) {
  also.emplace_back("fullname");
  return {.name = "name", .title = "Name", .also = std::move(also), .required = true};
}

}  // namespace

imports::Importable<Area> area_import() {
  Importable<Area> made;
  made.table = "area";
  made.columns = {
      imports::id_column<Area>(),
      imports::column(&Area::code,
                      {.name = "code",
                       .title = "Area number",
                       .also = {"number", "areacode", "区划代码", "行政区划代码", "代码", "编号"}},
                      true),
      imports::column(&Area::name, name_about({"area", "地区名称", "地区", "名称"})),
      imports::column(&Area::kind, {.name = "kind",
                                    .title = "Kind",
                                    .also = {"level", "级别", "类型", "类别"},
                                    .required = true}),
      imports::reference(&Area::parent, 0,
                         {.name = "parent",
                          .title = "Lies in",
                          .also = {"parentarea", "上级", "上级地区", "所属地区"}})};
  made.references = {areas()};
  made.parent = [](const Area& area) { return area.parent.value_or(Id<Area>{}).value; };
  made.parent_column = "parent";
  static constexpr std::string_view from = "area a WHERE {scope:area a.path}";
  made.find = [](db::Tx& tx, const Keys& keys) { return records_by<Area>(tx, "a", from, keys); };
  made.names = names_in("a", from);
  made.complete = [](db::Tx& tx, References& references, const Area* before, Area& after,
                     const Given&) {
    Faults faults;
    faults.check_name("/name", after.name);
    faults.check_short("/code", after.code);
    if (before != nullptr && before->kind != after.kind) {
      faults.add("/kind", "not_here", "",
                 "What kind an area is of is changed on its own page, as others lie in it.");
    }
    if (before != nullptr && before->parent != after.parent) {
      faults.add("/parent", "not_here", "",
                 "An area is moved on its own page, with all that lies in it.");
    }
    if (before == nullptr && !after.parent && !tx.caller().scope.whole) {
      faults.add("/parent", "missing", "", "Say in which of your areas it lies.");
    }
    if (before == nullptr && after.parent) {
      const Candidate* outer = references[0].known(after.parent->value);
      base::ensure(outer != nullptr, "an area that a row names was looked up");
      const auto kind = base::choice_of<AreaKind>(outer->kind);
      if (!kind || !may_lie_in(after.kind, *kind)) {
        faults.add("/kind", "lies_in_narrower", "",
                   base::in_words("An area in a {} is of a narrower kind.",
                                  base::Sentence::phrase(outer->kind)));
      }
    }
    return faults.take();
  };
  made.settle = [](References& references, Area& added) {
    const Candidate* outer = added.parent ? references[0].known(added.parent->value) : nullptr;
    added.path = path_in(outer == nullptr ? "" : outer->path, added.id);
    references[0].add({.id = added.id.value,
                       .name = added.name,
                       .code = added.code,
                       .id_text = added.id.to_text(),
                       .area = added.id.value,
                       .more = outer == nullptr ? "" : outer->name,
                       .kind = std::string(base::name_of(added.kind)),
                       .path = added.path});
  };
  return made;
}

imports::Importable<Site> site_import() {
  Importable<Site> made;
  made.table = "site";
  made.columns = {
      imports::id_column<Site>(),
      imports::column(&Site::code,
                      {.name = "code",
                       .title = "Site number",
                       .also = {"number", "sitecode", "驻点代码", "编号", "代码"}},
                      true),
      imports::column(&Site::name, name_about({"site", "驻点", "驻点名称", "村名", "名称"})),
      imports::reference(&Site::area, 0,
                         {.name = "area",
                          .title = "Area",
                          .also = {"township", "所在地区", "所在乡镇", "乡镇"},
                          .required = true}),
      imports::column(&Site::kind, {.name = "kind",
                                    .title = "Kind",
                                    .also = {"sitekind", "类型", "驻点类型", "类别"},
                                    .required = true}),
      imports::column(
          &Site::tier,
          {.name = "tier", .title = "Tier", .also = {"层级", "等级"}, .required = true}),
      imports::column(&Site::need, {.name = "need", .title = "Need", .also = {"需求程度"}}),
      imports::column(&Site::hardship, {.name = "hardship", .title = "Hardship", .also = {"艰苦"}}),
      imports::column(
          &Site::min_team,
          {.name = "min_team", .title = "Least team", .also = {"minimumteam", "最低人数"}}),
      imports::column(&Site::target_team,
                      {.name = "target_team", .title = "Target team", .also = {"应派人数"}}),
      imports::column(
          &Site::max_first_timers,
          {.name = "max_first_timers", .title = "Most first-timers", .also = {"首次派驻上限"}}),
      imports::column(&Site::languages,
                      {.name = "languages", .title = "Languages", .also = {"所需语言", "语言"}}),
      imports::column(&Site::skills,
                      {.name = "skills", .title = "Skills", .also = {"所需技能", "技能"}}),
      imports::column(&Site::challenge, {.name = "challenge",
                                         .title = "Challenge",
                                         .also = {"主要困难", "突出困难", "困难类型"}}),
      imports::column(&Site::lat, {.name = "lat", .title = "Latitude", .also = {"纬度"}}),
      imports::column(&Site::lon, {.name = "lon", .title = "Longitude", .also = {"经度"}}),
      imports::column(&Site::x_km, {.name = "x_km", .title = "X km", .also = {"东向坐标"}}),
      imports::column(&Site::y_km, {.name = "y_km", .title = "Y km", .also = {"北向坐标"}})};
  made.references = {areas()};
  made.parent = [](const Site& site) { return site.area.value; };
  made.parent_column = "area";
  static constexpr std::string_view from =
      "site s JOIN area a ON a.id = s.area WHERE {scope:area a.path; site s.id}";
  made.find = [](db::Tx& tx, const Keys& keys) { return records_by<Site>(tx, "s", from, keys); };
  made.names = names_in("s", from);
  made.complete = [](db::Tx&, References&, const Site* before, Site& after, const Given& given) {
    Faults faults;
    // A limit that nobody set limits nothing.
    if (before == nullptr && !given("max_first_timers")) {
      after.max_first_timers = after.target_team;
    }
    faults.check_name("/name", after.name);
    check(after, faults);
    return faults.take();
  };
  return made;
}

imports::Importable<Sponsor> sponsor_import() {
  Importable<Sponsor> made;
  made.table = "sponsor";
  made.columns = {
      imports::id_column<Sponsor>(),
      imports::column(&Sponsor::code,
                      {.name = "code",
                       .title = "Sponsor number",
                       .also = {"number", "sponsorcode", "单位代码", "编号", "代码"}},
                      true),
      imports::column(&Sponsor::name,
                      name_about({"sponsor", "单位", "单位名称", "派出单位", "名称"})),
      imports::column(&Sponsor::kind, {.name = "kind",
                                       .title = "Kind",
                                       .also = {"单位类型", "类型", "类别"},
                                       .required = true}),
      imports::reference(
          &Sponsor::area, 0,
          {.name = "area", .title = "Area", .also = {"所在地区", "所属地区"}, .required = true}),
      imports::column(&Sponsor::release_percent, {.name = "release_percent",
                                                  .title = "Release percent",
                                                  .also = {"release%", "可派比例"},
                                                  .required = true}),
      imports::column(&Sponsor::max_sites, {.name = "max_sites",
                                            .title = "Most sites",
                                            .also = {"最多帮扶驻点数"},
                                            .required = true})};
  made.references = {areas()};
  made.parent = [](const Sponsor& sponsor) { return sponsor.area.value; };
  made.parent_column = "area";
  static constexpr std::string_view from =
      "sponsor p JOIN area a ON a.id = p.area WHERE {scope:area a.path; sponsor p.id}";
  made.find = [](db::Tx& tx, const Keys& keys) { return records_by<Sponsor>(tx, "p", from, keys); };
  made.names = names_in("p", from);
  made.complete = [](db::Tx&, References&, const Sponsor*, Sponsor& after, const Given&) {
    Faults faults;
    faults.check_name("/name", after.name);
    check(after, faults);
    return faults.take();
  };
  return made;
}

imports::Importable<Staff> staff_import() {
  Importable<Staff> made;
  made.table = "staff";
  made.columns = {
      imports::id_column<Staff>(),
      imports::column(&Staff::code,
                      {.name = "code",
                       .title = "Staff number",
                       .also = {"number", "staffno", "personnelnumber", "人员编号", "职工号",
                                "编号", "工作证号"}},
                      true),
      imports::column(&Staff::name, name_about({"staff", "人员姓名", "队员姓名"})),
      imports::reference(&Staff::sponsor, 0,
                         {.name = "sponsor",
                          .title = "Sponsor",
                          .also = {"unit", "单位", "所在单位", "选派单位", "工作单位"},
                          .required = true}),
      imports::reference(&Staff::area, 1,
                         {.name = "area", .title = "Area", .also = {"所在地区", "工作地区"}}),
      imports::column(
          &Staff::roles,
          {.name = "roles", .title = "Roles", .also = {"role", "可任角色", "角色", "可任职务"}}),
      imports::column(&Staff::grade, {.name = "grade", .title = "Grade", .also = {"职级", "级别"}}),
      imports::column(&Staff::position,
                      {.name = "position", .title = "Position", .also = {"职务", "岗位"}}),
      imports::column(&Staff::hired_on,
                      {.name = "hired_on",
                       .title = "Hired on",
                       .also = {"datehired", "inservicesince", "参加工作时间", "入职日期"}}),
      languages_column({.name = "languages",
                        .title = "Languages",
                        .also = {"language", "testedlanguages", "语言", "语种", "测试语言"}}),
      skills_column(
          {.name = "skills", .title = "Skills", .also = {"skill", "技能", "专长", "专业技能"}}),
      imports::column(&Staff::fit_until,
                      {.name = "fit_until",
                       .title = "Fit until",
                       .also = {"fitnessexpiry", "体检有效期", "体检合格有效期", "健康证有效期"}}),
      imports::column(&Staff::declared_conflict,
                      {.name = "declared_conflict",
                       .title = "Conflict declared",
                       .also = {"declaredconflict", "已申报利益冲突", "有无利益冲突"}}),
      availability_column({.name = "availability",
                           .title = "May be posted",
                           .also = {"available", "可派驻情况", "可派时间"}}),
      imports::column(&Staff::needed_until,
                      {.name = "needed_until",
                       .title = "Needed until",
                       .also = {"neededathomeuntil", "本岗必需至", "不可离岗至"}})};
  made.references = {sponsors(), areas(AreasOf::sponsors)};
  made.parent = [](const Staff& staff) { return staff.sponsor.value; };
  made.parent_column = "sponsor";
  static constexpr std::string_view from =
      "staff t JOIN area a ON a.id = t.area WHERE {scope:area a.path; "
      "sponsor t.sponsor; staff t.id}";
  made.find = [](db::Tx& tx, const Keys& keys) { return records_by<Staff>(tx, "t", from, keys); };
  made.names = names_in("t", from);
  made.complete = [](db::Tx& tx, References& references, const Staff* before, Staff& after,
                     const Given& given) {
    Faults faults;
    faults.check_name("/name", after.name);
    // Who names no area works in the sponsor's; another one has to be within the asker's reach.
    const bool moved = before == nullptr || before->sponsor != after.sponsor;
    const Candidate* sponsor = references[0].known(after.sponsor.value);
    base::ensure(!moved || sponsor != nullptr, "a sponsor that a row names was looked up");
    if (moved && !given("area")) {
      after.area = Id<Area>{sponsor->area};
    }
    const bool own = (sponsor != nullptr && after.area.value == sponsor->area) ||
                     (before != nullptr && before->area == after.area);
    const Candidate* area = own ? nullptr : references[1].known(after.area.value);
    if (!own && (area == nullptr || !area->in_scope)) {
      faults.add("/area", "unknown", "", "There is no such area.");
    }
    check(after, faults);
    check_hired(after, tx.now().utc_date(), faults);
    check_tested(after, tx.now().utc_date(), faults);
    return faults.take();
  };
  return made;
}

}  // namespace sojourn::stages::programme
