#include "stages/work/kind_import.h"

#include <map>
#include <memory>

#include "stages/work/stage.h"

namespace sojourn::stages::work {
namespace {

using imports::Given;
using imports::Referenced;
using imports::Tell;

class Kinds {
 public:
  const TaskKind* match(db::Tx& tx, const Given& given, const TaskKind& said, const Tell& tell) {
    if (!given.text("number")) {
      return nullptr;  // it is missing, and is told
    }
    if (const auto [other, fresh] = rows_.emplace(said.number, given.row); !fresh) {
      tell("number", imports::twice(other->second));
      return nullptr;
    }
    if (!loaded_) {
      loaded_ = true;
      for (TaskKind& each :
           tx.rows<TaskKind>(fmt::format("SELECT {} FROM task_kind k", columns<TaskKind>("k")))) {
        kept_.emplace(each.number, std::move(each));
      }
    }
    const auto found = kept_.find(said.number);
    return found == kept_.end() ? nullptr : &found->second;
  }

 private:
  bool loaded_ = false;
  std::map<std::string, TaskKind> kept_;
  std::map<std::string, std::uint32_t> rows_;
};

}  // namespace

imports::Importable<TaskKind> kind_import() {
  const auto kinds = std::make_shared<Kinds>();
  imports::Importable<TaskKind> made;
  made.table = TaskKind::table;
  made.name_column = "name";
  made.columns = {imports::column(&TaskKind::number, {.name = "number",
                                                      .title = "Number",
                                                      .also = {"code", "任务编号", "编号", "代码"},
                                                      .required = true}),
                  imports::column(&TaskKind::name, {.name = "name",
                                                    .title = "Name",
                                                    .also = {"task", "任务名称", "任务"},
                                                    .required = true}),
                  imports::column(&TaskKind::name_zh, {.name = "name_zh",
                                                       .title = "Name in Chinese",
                                                       .also = {"chinesename", "中文名称"}}),
                  imports::column(&TaskKind::category,
                                  {.name = "category",
                                   .title = "Duty area",
                                   .also = {"category", "职责领域", "分工领域", "任务类别", "类别"},
                                   .required = true}),
                  imports::column(&TaskKind::unit, {.name = "unit",
                                                    .title = "Unit",
                                                    .also = {"unitofresult", "计量单位", "单位"}})};
  made.match = [kinds](db::Tx& tx, std::vector<Referenced>&, const Given& given, TaskKind& said,
                       const Tell& tell) { return kinds->match(tx, given, said, tell); };
  made.complete = [](db::Tx&, std::vector<Referenced>&, const TaskKind* before, TaskKind& after,
                     const Given&) {
    Faults faults;
    check(after, faults);
    if (before != nullptr && before->unit != after.unit) {
      faults.add("/unit", "unit_changed", after.unit.value_or(""),
                 "Results were counted in the unit that this task has. Close it, and put another "
                 "into the catalogue.");
    }
    if (before != nullptr && before->closed_on) {
      faults.add("/number", "closed", after.number,
                 "This is closed. A closed record is not changed; it can be reopened.");
    }
    return faults.take();
  };
  return made;
}

}  // namespace sojourn::stages::work
