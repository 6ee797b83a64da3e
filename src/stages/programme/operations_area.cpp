// Areas: a tree whose every node knows its path, so that "all that lies in it" is a range.
#include "db/scope.h"
#include "stages/programme/operations.h"
#include "stages/programme/operations_shared.h"

namespace sojourn::stages::programme {
namespace {

using access::Method;
using access::Page;
using base::Id;

base::Sentence kind_in_words(AreaKind kind) { return base::Sentence::phrase(base::name_of(kind)); }

struct AreaView {
  Id<Area> id;
  std::optional<std::string> code;
  std::string name;
  AreaKind kind = AreaKind::county;
  std::optional<Id<Area>> parent;
  std::optional<base::Date> closed_on;
  std::optional<std::string> closed_reason;
  std::optional<Id<Area>> merged_into;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(AreaView, (),
                      (id, code, name, kind, parent, closed_on, closed_reason, merged_into,
                       version))

struct ListAreas {
  std::optional<AreaKind> kind;
  std::optional<Id<Area>> within;
  std::optional<std::string> search;
  std::optional<bool> closed;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
  std::optional<bool> count;
};
BOOST_DESCRIBE_STRUCT(ListAreas, (), (kind, within, search, closed, after, limit, count))

struct WhichArea {
  Id<Area> id;
};
BOOST_DESCRIBE_STRUCT(WhichArea, (), (id))

struct MakeArea {
  std::string name;
  AreaKind kind = AreaKind::county;
  std::optional<Id<Area>> parent;
  std::optional<std::string> code;
};
BOOST_DESCRIBE_STRUCT(MakeArea, (), (name, kind, parent, code))

struct ChangeArea {
  Id<Area> id;
  AreaKind kind = AreaKind::county;
  std::optional<std::string> code;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(ChangeArea, (), (id, kind, code, version))

struct RenameArea {
  Id<Area> id;
  std::string name;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(RenameArea, (), (id, name, version))

struct MoveArea {
  Id<Area> id;
  Id<Area> parent;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(MoveArea, (), (id, parent, version))

struct CloseArea {
  Id<Area> id;
  std::string reason;
  std::optional<base::Date> on;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(CloseArea, (), (id, reason, on, version))

struct MergeArea {
  Id<Area> id;
  Id<Area> into;
  std::string reason;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(MergeArea, (), (id, into, reason, version))

struct AreaHistory {
  Id<Area> id;
  std::optional<std::string> after;
};
BOOST_DESCRIBE_STRUCT(AreaHistory, (), (id, after))

AreaView view_of(const Area& area) {
  return {.id = area.id,
          .code = area.code,
          .name = area.name,
          .kind = area.kind,
          .parent = area.parent,
          .closed_on = area.closed_on,
          .closed_reason = area.closed_reason,
          .merged_into = area.merged_into,
          .version = area.version};
}

Area area_of(db::Tx& tx, Id<Area> id) {
  return tx.one<Area>(fmt::format("SELECT {} FROM area a WHERE a.id = $1 AND {{scope:area a.path}}",
                                  columns<Area>("a")),
                      id);
}

/// An open area as somebody saw it who wants to change it.
Area area_to_change(db::Change& change, Id<Area> id, std::int64_t version) {
  Area area = area_of(change, id);
  require_open(area);
  area.version = version;  // `update` refuses if it is no longer that
  return area;
}

/// The area itself and all that lie in it, outer ones first.
std::vector<Area> subtree(db::Tx& tx, const Area& top) {
  return tx.rows<Area>(
      fmt::format("SELECT {} FROM area a WHERE a.path >= $1 AND a.path < $2 AND {{scope:area "
                  "a.path}} ORDER BY a.path",
                  columns<Area>("a")),
      top.path, db::end_of_prefix(top.path));
}

/// Gives all that lie in an area, not itself, their paths below `to`.
void move_inner(db::Change& change, const Area& top, const std::string& to) {
  for (const Area& inner : subtree(change, top)) {
    if (inner.id == top.id) {
      continue;
    }
    Area after = inner;
    after.path = moved_path(inner.path, top.path, to);
    change.update("area", inner, after);
  }
}

Page<AreaView> list_areas(db::Tx& tx, const ListAreas& input) {
  Query query("a", "area a WHERE {scope:area a.path}");
  if (input.kind) {
    query.add("a.kind = {}", *input.kind);
  }
  if (input.within) {
    query.within(tx, *input.within);
  }
  query.search(input.search);
  query.closed(input.closed);
  return query.page<AreaView>(tx, columns<AreaView>("a"), input.after, input.limit, input.count);
}

AreaView show_area(db::Tx& tx, const WhichArea& input) { return view_of(area_of(tx, input.id)); }

AreaView make_area(db::Change& change, const MakeArea& input) {
  Faults faults;
  faults.check_name("/name", input.name);
  faults.check_short("/code", input.code);
  Area area{.id = change.new_id<Area>(),
            .code = input.code,
            .name = input.name,
            .kind = input.kind,
            .parent = input.parent,
            .path = {}};
  std::string outer;
  if (input.parent) {
    if (const auto parent = named_area(change, *input.parent, "/parent", faults)) {
      outer = parent->path;
      if (!may_lie_in(input.kind, parent->kind)) {
        faults.add(
            "/kind", "lies_in_narrower", std::string(base::name_of(input.kind)),
            base::in_words("An area in a {} is of a narrower kind.", kind_in_words(parent->kind)));
      }
    }
  } else if (!change.caller().scope.whole) {
    faults.add("/parent", "missing", "", "Say in which of your areas it lies.");
  }
  faults.refuse();
  area.path = path_in(outer, area.id);
  change.insert("area", area);
  return view_of(area);
}

AreaView change_area(db::Change& change, const ChangeArea& input) {
  Faults faults;
  faults.check_short("/code", input.code);
  const Area before = area_to_change(change, input.id, input.version);
  Area after = before;
  after.kind = input.kind;
  after.code = input.code;
  bool fits = true;
  for (const Area& inner : subtree(change, before)) {
    fits = fits && (inner.parent != std::optional(before.id) || may_lie_in(inner.kind, after.kind));
  }
  if (before.parent) {
    const auto outer = change.value<std::string>(
        "SELECT kind FROM area WHERE id = $1 AND {unscoped:the kind of the own outer area}",
        *before.parent);
    fits = fits && may_lie_in(after.kind, *base::choice_of<AreaKind>(outer));
  }
  if (!fits) {
    faults.add("/kind", "does_not_fit", std::string(base::name_of(input.kind)),
               "This kind does not fit between the area that it lies in and those that lie in it.");
  }
  faults.refuse();
  return view_of(change.update("area", before, after));
}

AreaView rename_area(db::Change& change, const RenameArea& input) {
  Faults faults;
  faults.check_name("/name", input.name);
  faults.refuse();
  const Area before = area_to_change(change, input.id, input.version);
  Area after = before;
  after.name = input.name;
  return view_of(change.update("area", before, after));
}

AreaView move_area(db::Change& change, const MoveArea& input) {
  const Area before = area_to_change(change, input.id, input.version);
  Faults faults;
  const auto parent = named_area(change, input.parent, "/parent", faults);
  if (parent && !may_lie_in(before.kind, parent->kind)) {
    faults.add("/parent", "lies_in_narrower", input.parent.to_text(),
               base::in_words("A {} lies in no {}.", kind_in_words(before.kind),
                              kind_in_words(parent->kind)));
  }
  // That also keeps an area out of itself: all that lie in it are of narrower kinds.
  faults.refuse();
  Area after = before;
  after.parent = parent->id;
  after.path = path_in(parent->path, before.id);
  if (after.path != before.path) {
    move_inner(change, before, after.path);
  }
  return view_of(change.update("area", before, after));
}

AreaView close_area(db::Change& change, const CloseArea& input) {
  Faults faults;
  faults.check_name("/reason", input.reason);
  const base::Date day = closing_day(change, input.on, faults);
  faults.refuse();
  const Area before = area_to_change(change, input.id, input.version);
  // Everything that lies in an area is within the scope of whoever sees the area.
  const auto open = change.value<std::int64_t>(
      "SELECT (SELECT count(*) FROM area a WHERE a.parent = $1 AND a.closed_on IS NULL) + "
      "(SELECT count(*) FROM site s WHERE s.area = $1 AND s.closed_on IS NULL) + "
      "(SELECT count(*) FROM sponsor p WHERE p.area = $1 AND p.closed_on IS NULL) + "
      "(SELECT count(*) FROM staff t WHERE t.area = $1 AND t.closed_on IS NULL) AS open "
      "WHERE {unscoped:all of it lies in the area}",
      before.id);
  if (open > 0) {
    throw base::Refusal{
        base::Kind::precondition, "not_empty",
        base::in_words("{} open records lie in this area. Close, move or merge them first.", open)};
  }
  Area after = before;
  after.closed_on = day;
  after.closed_reason = input.reason;
  return view_of(change.update("area", before, after));
}

/// Sites, sponsors and staff whose area it is get the other one.
template <base::Record R>
void give_to(db::Change& change, std::string_view table, Id<Area> from, Id<Area> to) {
  for (const R& record : change.rows<R>(
           fmt::format("SELECT {} FROM {} r WHERE r.area = $1 AND {{unscoped:all of it lies in "
                       "the area}}",
                       columns<R>("r"), table),
           from)) {
    R after = record;
    after.area = to;
    change.update(table, record, after);
  }
}

AreaView merge_area(db::Change& change, const MergeArea& input) {
  Faults faults;
  faults.check_name("/reason", input.reason);
  const Area gone = area_to_change(change, input.id, input.version);
  const auto kept = named_area(change, input.into, "/into", faults);
  if (kept) {
    check_merge(gone, *kept, faults);
    if (kept->kind != gone.kind) {
      faults.add("/into", "other_kind", input.into.to_text(),
                 "Areas of one kind are merged, not a narrower with a wider one.");
    }
  }
  faults.refuse();
  // 1. What lies in it lies in the other.
  move_inner(change, gone, kept->path);
  for (const Area& inner : subtree(change, *kept)) {
    if (inner.parent == std::optional(gone.id)) {
      Area after = inner;
      after.parent = kept->id;
      change.update("area", inner, after);
    }
  }
  give_to<Site>(change, "site", gone.id, kept->id);
  give_to<Sponsor>(change, "sponsor", gone.id, kept->id);
  give_to<Staff>(change, "staff", gone.id, kept->id);
  // 2. It is closed and points to the other. A grant over it keeps to it, and so to nothing: nobody
  // sees more than before without being granted it.
  Area after = gone;
  after.closed_on = change.now().utc_date();
  after.closed_reason = input.reason;
  after.merged_into = kept->id;
  return view_of(change.update("area", gone, after));
}

Page<HistoryEntry> area_history(db::Tx& tx, const AreaHistory& input) {
  area_of(tx, input.id);
  return history_of(tx, "area", input.id.value, input.after);
}

}  // namespace

std::vector<access::Operation> area_operations() {
  const base::FieldAbout which = which_field("AREA");
  const base::FieldAbout kind{
      .name = "kind",
      .shape = "KIND",
      .meaning =
          "Nation, province, prefecture, county or township: narrower than what it lies in."};
  const base::FieldAbout parent{
      .name = "parent", .shape = "AREA", .meaning = "The area that it lies in."};
  return {
      access::read_operation<ListAreas, Page<AreaView>>(
          {.name = "area.list",
           .permission = read_areas,
           .path = "/api/areas",
           .summary = "areas, by their names",
           .fields = list_fields(
               {{.name = "kind", .shape = "KIND", .meaning = "Only those of this kind."},
                {.name = "within",
                 .shape = "AREA",
                 .meaning = "Only this area and those that lie in it."}})},
          list_areas),
      access::read_operation<WhichArea, AreaView>({.name = "area.show",
                                                   .permission = read_areas,
                                                   .path = "/api/areas/{id}",
                                                   .summary = "one area",
                                                   .fields = {which}},
                                                  show_area),
      access::change_operation<MakeArea, AreaView>(
          {.name = "area.make",
           .permission = manage_areas,
           .method = Method::post,
           .path = "/api/areas",
           .summary = "make an area",
           .fields = {name_field(), kind, parent, code_field()}},
          make_area),
      access::change_operation<ChangeArea, AreaView>(
          {.name = "area.change",
           .permission = manage_areas,
           .method = Method::put,
           .path = "/api/areas/{id}",
           .summary = "change an area's kind and code",
           .description = "Both are written: a code that is left out is taken away.",
           .fields = {which, kind, code_field(), version_field()}},
          change_area),
      access::change_operation<RenameArea, AreaView>(
          {.name = "area.rename",
           .permission = manage_areas,
           .method = Method::post,
           .path = "/api/areas/{id}/rename",
           .summary = "give an area another name",
           .fields = {which, name_field(), version_field()}},
          rename_area),
      access::change_operation<MoveArea, AreaView>(
          {.name = "area.move",
           .permission = manage_areas,
           .method = Method::post,
           .path = "/api/areas/{id}/move",
           .summary = "put an area, with all that lies in it, into another",
           .fields = {which, parent, version_field()}},
          move_area),
      access::change_operation<CloseArea, AreaView>(
          {.name = "area.close",
           .permission = manage_areas,
           .method = Method::post,
           .path = "/api/areas/{id}/close",
           .summary = "close an area in which nothing open lies",
           .fields = {which, reason_field(), on_field(), version_field()}},
          close_area),
      access::change_operation<MergeArea, AreaView>(
          {.name = "area.merge",
           .permission = manage_areas,
           .method = Method::post,
           .path = "/api/areas/{id}/merge",
           .summary = "join an area to another of its kind",
           .description = "What lies in it lies in the other from then on. It keeps its history, "
                          "is closed and points to the other.",
           .fields = {which, into_field("AREA"), reason_field(), version_field()}},
          merge_area),
      access::read_operation<AreaHistory, Page<HistoryEntry>>(
          {.name = "area.history",
           .permission = read_areas,
           .path = "/api/areas/{id}/history",
           .summary = "who changed what of an area, and when",
           .fields = {which, after_field()}},
          area_history),
  };
}

}  // namespace sojourn::stages::programme
