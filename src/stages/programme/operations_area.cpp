// Areas: a tree whose every node knows its path, so that "all that lies in it" is a range.
#include "db/scope.h"
#include "stages/programme/operations.h"
#include "stages/programme/operations_lasting.h"

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

struct MoveArea {
  Id<Area> id;
  Id<Area> parent;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(MoveArea, (), (id, parent, version))

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
  Query query(kind_of<Area>.alias, kind_of<Area>.from);
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

AreaView area_view(db::Tx& tx, Id<Area> id) { return view_of(lasting(tx, id)); }

/// Two of one kind and name in one area that no number tells apart are one that was entered twice.
void check_new(db::Tx& tx, const Area& area, Faults& faults) {
  const auto codes = tx.column<std::optional<std::string>>(
      "SELECT a.code FROM area a WHERE a.name = $1 AND a.kind = $2 AND coalesce(a.parent, 0) = $3 "
      "AND a.closed_on IS NULL AND {unscoped:within an area that was named}",
      area.name, area.kind, area.parent.value_or(Id<Area>{}));
  for (const std::optional<std::string>& code : codes) {
    if (!code || !area.code || *code == *area.code) {
      faults.add("/name", "there_already", area.name,
                 "An open area of this kind and name lies there. If this is another one, give both "
                 "different numbers (code), or another name.");
      return;
    }
  }
}

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
    if (const auto parent = named(change, *input.parent, "/parent", faults)) {
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
  if (faults.count() == 0) {
    check_new(change, area, faults);
  }
  faults.refuse();
  area.path = path_in(outer, area.id);
  change.insert("area", area);
  return view_of(area);
}

AreaView change_area(db::Change& change, const ChangeArea& input) {
  Faults faults;
  faults.check_short("/code", input.code);
  const Area before = to_change(change, input.id, input.version);
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

AreaView move_area(db::Change& change, const MoveArea& input) {
  const Area before = to_change(change, input.id, input.version);
  Faults faults;
  const auto parent = named(change, input.parent, "/parent", faults);
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

/// Everything that lies in an area is within the scope of whoever sees the area.
void require_empty(db::Change& change, const Area& area) {
  std::int64_t open = 0;
  for_each_kind([&]<class R>() {
    open += change.value<std::int64_t>(
        fmt::format("SELECT count(*) FROM {} r WHERE r.{} = $1 AND r.closed_on IS NULL AND "
                    "{{unscoped:all of it lies in the area}}",
                    table_of<R>(), std::same_as<R, Area> ? "parent" : "area"),
        area.id);
  });
  if (open > 0) {
    throw base::Refusal{
        base::Kind::precondition, "not_empty",
        base::in_words("{} open records lie in this area. Close, move or merge them first.", open)};
  }
}

void check_kinds(const Area& gone, const Area& kept, Faults& faults) {
  if (kept.kind != gone.kind) {
    faults.add("/into", "other_kind", kept.id.to_text(),
               "Areas of one kind are merged, not a narrower with a wider one.");
  }
}

/// Areas, sites, sponsors and staff that lie in it lie in the other, closed ones too. A grant over
/// it keeps to it, and so to nothing: nobody sees more than before without being granted it.
void give_all(db::Change& change, const Area& gone, const Area& kept) {
  move_inner(change, gone, kept.path);
  for_each_kind([&]<class R>() {
    constexpr bool inner = std::same_as<R, Area>;
    for (const R& record : change.rows<R>(
             fmt::format("SELECT {} FROM {} r WHERE r.{} = $1 AND {{unscoped:all of it lies in the "
                         "area}}",
                         columns<R>("r"), table_of<R>(), inner ? "parent" : "area"),
             gone.id)) {
      R after = record;
      if constexpr (inner) {
        after.parent = kept.id;
      } else {
        after.area = kept.id;
      }
      change.update(table_of<R>(), record, after);
    }
  });
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
  return with_lasting<Area, AreaView>(
      {
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
          access::change_operation<MoveArea, AreaView>(
              {.name = "area.move",
               .permission = manage_areas,
               .method = Method::post,
               .path = "/api/areas/{id}/move",
               .summary = "put an area, with all that lies in it, into another",
               .fields = {which, parent, version_field()}},
              move_area),
      },
      {.read = read_areas,
       .manage = manage_areas,
       .merge_by = manage_areas,
       .path = "/api/areas",
       .shape = "AREA",
       .view = area_view,
       .one = "one area",
       .rename = "give an area another name",
       .close = "close an area in which nothing open lies",
       .reopen = "open a closed area again",
       .merge = "join an area to another of its kind",
       .merge_more = "What lies in it lies in the other from then on. It keeps its history, is "
                     "closed and points to the other.",
       .history = "who changed what of an area, and when",
       .before_close = require_empty,
       .before_merge = check_kinds,
       .join = give_all});
}

}  // namespace sojourn::stages::programme
