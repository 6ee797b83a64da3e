// Two people of whom at most one is posted at a time. Who they are to each other is nobody's
// business here: it is kept that it is so, never why, and each of them sees of their own record
// only that there is such a person. Whoever keeps the records of both says it.
#include <algorithm>

#include "stages/programme/operations_staff.h"

namespace sojourn::stages::programme {
namespace {

using access::Method;
using access::Page;
using base::Id;

struct ApartView {
  Id<PostedApart> id;
  Id<Staff> staff;
  std::string name;
  Id<Staff> other;
  std::string other_name;
  base::Date declared_on;
  std::optional<base::Date> ended_on;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(ApartView, (),
                      (id, staff, name, other, other_name, declared_on, ended_on, version))

struct DeclareApart {
  Id<Staff> staff;
  Id<Staff> other;
};
BOOST_DESCRIBE_STRUCT(DeclareApart, (), (staff, other))

struct ListApart {
  std::optional<Id<Staff>> staff;
  std::optional<bool> ended;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListApart, (), (staff, ended, after, limit))

struct WhichApart {
  Id<PostedApart> id;
};
BOOST_DESCRIBE_STRUCT(WhichApart, (), (id))

struct EndApart {
  Id<PostedApart> id;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(EndApart, (), (id, version))

/// Whoever sees both sees it.
constexpr std::string_view scoped_apart =
    "posted_apart n JOIN staff t ON t.id = n.staff JOIN area a ON a.id = t.area JOIN staff o ON "
    "o.id = n.other JOIN area b ON b.id = o.area WHERE {scope:area a.path; sponsor t.sponsor; "
    "staff t.id} AND {scope:area b.path; sponsor o.sponsor; staff o.id}";
constexpr std::string_view view_columns =
    "n.id, n.staff, t.name, n.other, o.name AS other_name, n.declared_on, n.ended_on, n.version";

ApartView show_apart(db::Tx& tx, const WhichApart& input) {
  return tx.one<ApartView>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", view_columns, scoped_apart), input.id);
}

ApartView declare_apart(db::Change& change, const DeclareApart& input) {
  Faults faults;
  named(change, input.staff, "/staff", faults);
  named(change, input.other, "/other", faults);
  if (input.staff == input.other) {
    faults.add("/other", "same", input.other.to_text(), "Two people are due here.");
  }
  faults.refuse();
  const auto [staff, other] = std::minmax(input.staff, input.other);
  const auto open = change.column<std::int64_t>(
      fmt::format("SELECT n.id FROM {} AND n.staff = $1 AND n.other = $2 AND n.ended_on IS NULL",
                  scoped_apart),
      staff, other);
  if (!open.empty()) {
    return show_apart(change, {{open.front()}});
  }
  const PostedApart made{.id = change.new_id<PostedApart>(),
                         .staff = staff,
                         .other = other,
                         .declared_on = change.now().utc_date()};
  change.insert(PostedApart::table, made);
  return show_apart(change, {made.id});
}

ApartView end_apart(db::Change& change, const EndApart& input) {
  PostedApart before = change.one<PostedApart>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", columns<PostedApart>("n"), scoped_apart),
      input.id);
  if (before.ended_on) {
    throw base::Refusal{base::Kind::precondition, "ended", "This has ended already."};
  }
  before.version = input.version;
  PostedApart after = before;
  after.ended_on = change.now().utc_date();
  change.update(PostedApart::table, before, after);
  return show_apart(change, {input.id});
}

/// Newest first.
Page<ApartView> list_apart(db::Tx& tx, const ListApart& input) {
  std::string from(scoped_apart);
  std::vector<db::Value> values;
  if (input.staff) {
    values.push_back(db::to_sql(*input.staff));
    from += " AND (n.staff = $1 OR n.other = $1)";
  }
  if (!input.ended.value_or(false)) {
    from += " AND n.ended_on IS NULL";
  }
  if (input.after) {
    const auto last = Id<PostedApart>::from_text(*input.after);
    if (!last) {
      refuse_place(*input.after, "This should be what `next` said.");
    }
    values.push_back(db::to_sql(*last));
    from += fmt::format(" AND n.id < ${}", values.size());
  }
  const std::int64_t limit = checked_limit(input.limit);
  Page<ApartView> page;
  page.items = tx.rows_with<ApartView>(
      fmt::format("SELECT {} FROM {} ORDER BY n.id DESC LIMIT {}", view_columns, from, limit + 1),
      std::move(values));
  if (std::ssize(page.items) > limit) {
    page.items.pop_back();
    page.next = page.items.back().id.to_text();
  }
  return page;
}

}  // namespace

void carry_apart(db::Change& change, Id<Staff> gone, Id<Staff> kept) {
  const auto open_of = [&](Id<Staff> person) {
    return change.rows<PostedApart>(
        fmt::format("SELECT {} FROM posted_apart n WHERE (n.staff = $1 OR n.other = $1) AND "
                    "n.ended_on IS NULL AND {{unscoped:the person is seen; the others are not "
                    "told}} ORDER BY n.id",
                    columns<PostedApart>("n")),
        person);
  };
  const auto partner_of = [](const PostedApart& pair, Id<Staff> person) {
    return pair.staff == person ? pair.other : pair.staff;
  };
  std::vector<Id<Staff>> partners = {kept};  // nobody is kept apart from themselves
  for (const PostedApart& pair : open_of(kept)) {
    partners.push_back(partner_of(pair, kept));
  }
  for (const PostedApart& before : open_of(gone)) {
    // The old one ends, so that the history of both records shows what was said of whom.
    PostedApart ended = before;
    ended.ended_on = change.now().utc_date();
    change.update(PostedApart::table, before, ended);
    const Id<Staff> partner = partner_of(before, gone);
    if (std::find(partners.begin(), partners.end(), partner) == partners.end()) {
      partners.push_back(partner);
      const auto [staff, other] = std::minmax(kept, partner);
      change.insert(PostedApart::table, PostedApart{.id = change.new_id<PostedApart>(),
                                                    .staff = staff,
                                                    .other = other,
                                                    .declared_on = before.declared_on});
    }
  }
}

std::vector<access::Operation> apart_operations() {
  const base::FieldAbout which = which_field("APART");
  return {
      access::change_operation<DeclareApart, ApartView>(
          {.name = "apart.declare",
           .permission = manage_staff,
           .method = Method::post,
           .path = "/api/apart",
           .summary = "say that at most one of two people is posted at a time",
           .description = "That it is so, never why. Once one of them is named in a round or "
                          "serves, the other is kept out.",
           .fields = {{.name = "staff", .shape = "STAFF", .meaning = "The one."},
                      {.name = "other", .shape = "STAFF", .meaning = "The other one."}}},
          declare_apart),
      access::read_operation<ListApart, Page<ApartView>>(
          {.name = "apart.list",
           .permission = manage_staff,
           .path = "/api/apart",
           .summary = "people of whom at most one is posted at a time, newest first",
           .fields = {{.name = "staff",
                       .shape = "STAFF",
                       .meaning = "Only what is said of this staff member."},
                      {.name = "ended", .meaning = "Ended ones too."},
                      after_field(),
                      limit_field()}},
          list_apart),
      access::read_operation<WhichApart, ApartView>(
          {.name = "apart.show",
           .permission = manage_staff,
           .path = "/api/apart/{id}",
           .summary = "two people of whom at most one is posted at a time",
           .fields = {which}},
          show_apart),
      access::change_operation<EndApart, ApartView>(
          {.name = "apart.end",
           .permission = manage_staff,
           .method = Method::post,
           .path = "/api/apart/{id}/end",
           .summary = "say that both of two people may be posted again",
           .fields = {which, version_field()}},
          end_apart),
  };
}

}  // namespace sojourn::stages::programme
