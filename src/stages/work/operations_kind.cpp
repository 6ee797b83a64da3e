// The programme's catalogue of tasks, from which sites choose and whose categories are the duties
// of postings.
#include "imports/operation.h"
#include "stages/work/kind_import.h"
#include "stages/work/stage.h"

namespace sojourn::stages::work {
namespace {

struct ListKinds {
  std::optional<std::string> category;
  std::optional<bool> closed;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
  std::optional<bool> count;
};
BOOST_DESCRIBE_STRUCT(ListKinds, (), (category, closed, after, limit, count))

struct WhichKind {
  Id<TaskKind> id;
};
BOOST_DESCRIBE_STRUCT(WhichKind, (), (id))

struct MakeKind {
  std::string number;
  std::string name;
  std::string category;
  std::optional<std::string> name_zh;
  std::optional<std::string> unit;
};
BOOST_DESCRIBE_STRUCT(MakeKind, (), (number, name, category, name_zh, unit))

struct ChangeKind {
  Id<TaskKind> id;
  std::string name;
  std::string category;
  std::optional<std::string> name_zh;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(ChangeKind, (), (id, name, category, name_zh, version))

struct CloseKind {
  Id<TaskKind> id;
  std::string reason;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(CloseKind, (), (id, reason, version))

struct ReopenKind {
  Id<TaskKind> id;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(ReopenKind, (), (id, version))

struct KindHistory {
  Id<TaskKind> id;
  std::optional<std::string> after;
};
BOOST_DESCRIBE_STRUCT(KindHistory, (), (id, after))

TaskKind show_kind(db::Tx& tx, const WhichKind& input) {
  return tx.one<TaskKind>(
      fmt::format("SELECT {} FROM task_kind k WHERE k.id = $1", columns<TaskKind>("k")), input.id);
}

Page<TaskKind> list_kinds(db::Tx& tx, const ListKinds& input) {
  programme::Query query("k", "task_kind k WHERE k.id > 0");
  if (input.category) {
    query.add("k.category = {}", *input.category);
  }
  query.closed(input.closed);
  return query.page<TaskKind>(tx, columns<TaskKind>("k"), input.after, input.limit, input.count);
}

TaskKind make_kind(db::Change& change, const MakeKind& input) {
  const TaskKind made{.id = change.new_id<TaskKind>(),
                      .number = input.number,
                      .name = input.name,
                      .name_zh = input.name_zh,
                      .category = input.category,
                      .unit = input.unit};
  Faults faults;
  check(made, faults);
  faults.refuse();
  change.insert(TaskKind::table, made);
  return show_kind(change, {made.id});
}

TaskKind kind_to_change(db::Change& change, Id<TaskKind> id, std::int64_t version) {
  TaskKind found = show_kind(change, {id});
  found.version = version;
  return found;
}

TaskKind change_kind(db::Change& change, const ChangeKind& input) {
  const TaskKind before = kind_to_change(change, input.id, input.version);
  if (before.closed_on) {
    throw base::Refusal{base::Kind::precondition, "closed",
                        "This is closed. A closed record is not changed; it can be reopened."};
  }
  TaskKind after = before;
  after.name = input.name;
  after.name_zh = input.name_zh;
  after.category = input.category;
  Faults faults;
  check(after, faults);
  faults.refuse();
  change.update(TaskKind::table, before, after);
  return show_kind(change, {input.id});
}

TaskKind close_kind(db::Change& change, const CloseKind& input) {
  Faults faults;
  faults.check_name("/reason", input.reason);
  faults.refuse();
  const TaskKind before = kind_to_change(change, input.id, input.version);
  if (before.closed_on) {
    throw base::Refusal{base::Kind::precondition, "closed", "This is closed already."};
  }
  TaskKind after = before;
  after.closed_on = change.now().utc_date();
  after.closed_reason = input.reason;
  change.update(TaskKind::table, before, after);
  return show_kind(change, {input.id});
}

TaskKind reopen_kind(db::Change& change, const ReopenKind& input) {
  const TaskKind before = kind_to_change(change, input.id, input.version);
  if (!before.closed_on) {
    throw base::Refusal{base::Kind::precondition, "open", "This is open already."};
  }
  TaskKind after = before;
  after.closed_on.reset();
  after.closed_reason.reset();
  change.update(TaskKind::table, before, after);
  return show_kind(change, {input.id});
}

Page<HistoryEntry> kind_history(db::Tx& tx, const KindHistory& input) {
  show_kind(tx, {input.id});
  return programme::history_of(tx, TaskKind::table, input.id.value, input.after);
}

}  // namespace

std::vector<access::Operation> kind_operations() {
  const base::FieldAbout which = programme::which_field("KIND");
  const base::FieldAbout category{
      .name = "category",
      .shape = "WORD",
      .meaning = "The duty area that it belongs to, such as village economy."};
  const base::FieldAbout name_zh{
      .name = "name_zh", .shape = "NAME", .meaning = "Its name in Chinese, if the other is not."};
  std::vector<access::Operation> all = {
      access::read_operation<ListKinds, Page<TaskKind>>(
          {.name = "task_kind.list",
           .permission = read_task_kinds,
           .path = "/api/task-kinds",
           .summary = "tasks of the programme's catalogue, by their names",
           .fields =
               {{.name = "category", .shape = "WORD", .meaning = "Only those of this duty area."},
                {.name = "closed", .meaning = "Closed ones too."},
                programme::after_field(),
                programme::limit_field(),
                {.name = "count", .meaning = "Say too how many there are in all."}}},
          list_kinds),
      access::read_operation<WhichKind, TaskKind>({.name = "task_kind.show",
                                                   .permission = read_task_kinds,
                                                   .path = "/api/task-kinds/{id}",
                                                   .summary = "one task of the catalogue",
                                                   .fields = {which}},
                                                  show_kind),
      access::change_operation<MakeKind, TaskKind>(
          {.name = "task_kind.make",
           .permission = manage_task_kinds,
           .method = Method::post,
           .path = "/api/task-kinds",
           .summary = "put a task into the programme's catalogue",
           .fields =
               {{.name = "number", .shape = "CODE", .meaning = "The programme's own number of it."},
                programme::name_field(),
                category,
                name_zh,
                {.name = "unit",
                 .shape = "WORD",
                 .meaning = "What its result is counted in, such as km or meetings; a total "
                            "of the site. None: it is done or not."}}},
          make_kind),
      access::change_operation<ChangeKind, TaskKind>(
          {.name = "task_kind.change",
           .permission = manage_task_kinds,
           .method = Method::put,
           .path = "/api/task-kinds/{id}",
           .summary = "change a task of the catalogue",
           .description =
               "Its number and its unit stay as they are, for results were counted in it.",
           .fields = {which, programme::name_field(), category, name_zh,
                      programme::version_field()}},
          change_kind),
      access::change_operation<CloseKind, TaskKind>(
          {.name = "task_kind.close",
           .permission = manage_task_kinds,
           .method = Method::post,
           .path = "/api/task-kinds/{id}/close",
           .summary = "close a task of the catalogue: no plan takes it any more",
           .description = "Plans that have it keep it.",
           .fields = {which, programme::reason_field(), programme::version_field()}},
          close_kind),
      access::change_operation<ReopenKind, TaskKind>(
          {.name = "task_kind.reopen",
           .permission = manage_task_kinds,
           .method = Method::post,
           .path = "/api/task-kinds/{id}/reopen",
           .summary = "open a task of the catalogue again",
           .fields = {which, programme::version_field()}},
          reopen_kind),
      access::read_operation<KindHistory, Page<HistoryEntry>>(
          {.name = "task_kind.history",
           .permission = read_task_kinds,
           .path = "/api/task-kinds/{id}/history",
           .summary = "who changed what of a task of the catalogue, and when",
           .fields = {which, programme::after_field()}},
          kind_history),
  };
  std::vector<access::Operation> tables = imports::import_operations<TaskKind>(
      {.noun = "task_kind",
       .path = "/api/task-kinds",
       .permission = manage_task_kinds,
       .summary = "take the catalogue of tasks from a table",
       .problems_summary = "a table of tasks of the catalogue back with what each row would do"},
      kind_import);
  std::move(tables.begin(), tables.end(), std::back_inserter(all));
  return all;
}

}  // namespace sojourn::stages::work
