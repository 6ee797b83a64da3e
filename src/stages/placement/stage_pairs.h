// Statements about a pair, a person and a site or a site and a sponsor: the five operations that
// each kind of them has (set, list, show, end, history), written once. There is one open statement
// for a pair: to set another changes it, to end it takes a reason, and it stays to be read.
// Inside src/stages/placement only.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "access/operation.h"
#include "imports/operation.h"
#include "stages/placement/stage.h"
#include "stages/programme/operations_shared.h"

namespace sojourn::stages::placement {

using access::Method;
using access::Page;
using base::Id;
using programme::checked_limit;
using programme::columns;
using programme::Faults;
using programme::HistoryEntry;
using programme::path_of;

// Each kind's part of the table of operations.
std::vector<access::Operation> placing_operations();
std::vector<access::Operation> wish_operations();
std::vector<access::Operation> pin_operations();
std::vector<access::Operation> lead_operations();
std::vector<access::Operation> own_wish_operations();
std::vector<access::Operation> brief_operations();

template <class R>
concept OfPerson = requires(const R& said) { said.staff; };

template <class R>
concept Confidential = requires(const R& said) { said.confidential; };

/// What the rows of a kind are read from. What is said of a person is seen by whoever sees the
/// person; what is said of a site and a sponsor, by whoever sees one of the two.
template <class R>
std::string scoped_from() {
  if constexpr (OfPerson<R>) {
    // What is confidential is seen by fewer: those whom the operation's detail names.
    return fmt::format(
        "{} n JOIN staff t ON t.id = n.staff JOIN area a ON a.id = t.area JOIN site s ON s.id = "
        "n.site WHERE {{scope:area a.path; sponsor t.sponsor; staff t.id}}{}",
        R::table,
        Confidential<R> ? " AND (n.confidential IS NULL OR NOT n.confidential OR {detail:area "
                          "a.path; sponsor t.sponsor; staff t.id})"
                        : "");
  } else {
    return fmt::format(
        "{} n JOIN site s ON s.id = n.site JOIN area a ON a.id = s.area JOIN sponsor p ON p.id = "
        "n.sponsor WHERE {{scope:area a.path; site s.id; sponsor p.id}}",
        R::table);
  }
}

/// The members of R, and the names of those whom it is about.
template <class R>
std::string shown_columns() {
  return columns<R>("n") + (OfPerson<R> ? ", t.name AS staff_name, s.name AS site_name"
                                        : ", s.name AS site_name, p.name AS sponsor_name");
}

template <class R>
struct WhichPair {
  Id<R> id;
  BOOST_DESCRIBE_CLASS(WhichPair, (), (id), (), ())
};
template <class R>
struct EndPair {
  Id<R> id;
  std::string reason;
  std::int64_t version = 0;
  BOOST_DESCRIBE_CLASS(EndPair, (), (id, reason, version), (), ())
};
template <class R>
struct PairHistory {
  Id<R> id;
  std::optional<std::string> after;
  BOOST_DESCRIBE_CLASS(PairHistory, (), (id, after), (), ())
};
struct ListOfPeople {
  std::optional<Id<Staff>> staff;
  std::optional<Id<Site>> site;
  std::optional<bool> ended;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListOfPeople, (), (staff, site, ended, after, limit))
struct ListOfLeads {
  std::optional<Id<Site>> site;
  std::optional<Id<Sponsor>> sponsor;
  std::optional<bool> ended;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListOfLeads, (), (site, sponsor, ended, after, limit))
template <class R>
using ListOfPairs = std::conditional_t<OfPerson<R>, ListOfPeople, ListOfLeads>;

/// Adds the operations by which a table of them comes in.
template <class R>
void add_import(std::vector<access::Operation>& to, const imports::ImportWords& words,
                std::function<imports::Importable<R>()> declare) {
  std::vector<access::Operation> made = imports::import_operations<R>(words, std::move(declare));
  std::move(made.begin(), made.end(), std::back_inserter(to));
}

/// The open record that an input names, as far as the asker sees it; else a fault.
void check_staff(db::Tx& tx, Id<Staff> id, Faults& faults);
void check_site(db::Tx& tx, Id<Site> id, Faults& faults);
void check_sponsor(db::Tx& tx, Id<Sponsor> id, Faults& faults);

base::FieldAbout staff_field();
base::FieldAbout site_field();
base::FieldAbout sponsor_field();

template <class R, class View>
View show_pair(db::Tx& tx, const WhichPair<R>& input) {
  return tx.one<View>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", shown_columns<R>(), scoped_from<R>()),
      input.id);
}

/// Newest first. `id` of the last row is where the next page begins.
template <class R, class View, class List>
Page<View> list_pairs(db::Tx& tx, const List& input) {
  std::string from = scoped_from<R>();
  std::vector<db::Value> values;
  const auto add = [&](std::string_view condition, const auto& value) {
    if (value) {
      values.push_back(db::to_sql(*value));
      from += fmt::format(" AND {} ${}", condition, values.size());
    }
  };
  const std::int64_t limit = checked_limit(input.limit);
  add("n.site =", input.site);
  if constexpr (OfPerson<R>) {
    add("n.staff =", input.staff);
  } else {
    add("n.sponsor =", input.sponsor);
  }
  if (!input.ended.value_or(false)) {
    from += " AND n.ended_on IS NULL";
  }
  if (input.after) {
    const auto last = Id<R>::from_text(*input.after);
    if (!last) {
      programme::refuse_place(*input.after, "This should be what `next` said.");
    }
    add("n.id <", last);
  }
  Page<View> page;
  page.items = tx.rows_with<View>(fmt::format("SELECT {} FROM {} ORDER BY n.id DESC LIMIT {}",
                                              shown_columns<R>(), from, limit + 1),
                                  std::move(values));
  if (std::ssize(page.items) > limit) {
    page.items.pop_back();
    page.next = page.items.back().id.to_text();
  }
  return page;
}

template <class R, class View>
View end_pair(db::Change& change, const EndPair<R>& input) {
  Faults faults;
  faults.check_name("/reason", input.reason);
  faults.refuse();
  R before = change.one<R>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", columns<R>("n"), scoped_from<R>()), input.id);
  if (before.ended_on) {
    throw base::Refusal{base::Kind::precondition, "ended", "This has ended already."};
  }
  before.version = input.version;
  R after = before;
  after.ended_on = change.now().utc_date();
  after.ended_reason = input.reason;
  change.update(R::table, before, after);
  return show_pair<R, View>(change, {input.id});
}

/// The open statement for a pair takes what `said` says, or `said` becomes one. `key`: the columns
/// that make the pair, by which there is only one.
template <class R, class View>
View keep_pair(db::Change& change, R said, std::string_view condition, db::Value one,
               db::Value other) {
  const std::vector<R> open = change.rows_with<R>(
      fmt::format("SELECT {} FROM {} AND n.ended_on IS NULL AND {} ORDER BY n.id DESC LIMIT 1",
                  columns<R>("n"), scoped_from<R>(), condition),
      {std::move(one), std::move(other)});
  if (open.empty()) {
    said.id = change.new_id<R>();
    change.insert(R::table, said);
  } else {
    said.id = open.front().id;
    said.version = open.front().version;
    if constexpr (Confidential<R>) {
      said.confidential = open.front().confidential;
    }
    change.update(R::table, open.front(), said);
  }
  return show_pair<R, View>(change, {said.id});
}

/// Words of the operations on one kind.
struct PairAbout {
  std::string name;    ///< "wish": `sojourn wish set`
  std::string path;    ///< "/api/wishes"
  base::Sentence one;  ///< "one wish of a staff member for a site"
  access::Permission read;
  access::Permission manage;
  base::Sentence list_summary;
  base::Sentence set_summary;
  base::Sentence set_description = {};
  std::vector<base::FieldAbout> set_fields;
  base::Sentence end_summary;
  /// Who sees rows that are confidential.
  std::optional<access::Detail> detail = {};
};

/// Its five operations. `set`: the function of db::Change and Set.
template <class R, class View, base::Record Set, class Function>
std::vector<access::Operation> pair_operations(const PairAbout& about, Function set) {
  using List = ListOfPairs<R>;
  const base::FieldAbout which{.name = "id",
                               .shape = "ID",
                               .positional = true,
                               .meaning = "Which one: the id that a list or the answer gave."};
  const base::FieldAbout of_site{
      .name = "site", .shape = "SITE", .meaning = "Only what is said of this site."};
  std::vector<base::FieldAbout> list_fields;
  if constexpr (OfPerson<R>) {
    list_fields = {
        {.name = "staff", .shape = "STAFF", .meaning = "Only what is said of this staff member."},
        of_site};
  } else {
    list_fields = {
        of_site,
        {.name = "sponsor", .shape = "SPONSOR", .meaning = "Only what is said of this sponsor."}};
  }
  list_fields.push_back({.name = "ended", .meaning = "Ended ones too."});
  list_fields.push_back(programme::after_field());
  list_fields.push_back(programme::limit_field());
  return {
      access::change_operation<Set, View>({.name = about.name + ".set",
                                           .permission = about.manage,
                                           .method = Method::post,
                                           .path = about.path,
                                           .summary = about.set_summary,
                                           .description = about.set_description,
                                           .fields = about.set_fields,
                                           .detail = about.detail},
                                          set),
      access::read_operation<List, Page<View>>({.name = about.name + ".list",
                                                .permission = about.read,
                                                .path = about.path,
                                                .summary = about.list_summary,
                                                .fields = std::move(list_fields),
                                                .detail = about.detail},
                                               list_pairs<R, View, List>),
      access::read_operation<WhichPair<R>, View>({.name = about.name + ".show",
                                                  .permission = about.read,
                                                  .path = about.path + "/{id}",
                                                  .summary = about.one,
                                                  .fields = {which},
                                                  .detail = about.detail},
                                                 show_pair<R, View>),
      access::change_operation<EndPair<R>, View>(
          {.name = about.name + ".end",
           .permission = about.manage,
           .method = Method::post,
           .path = about.path + "/{id}/end",
           .summary = about.end_summary,
           .fields = {which, programme::reason_field(), programme::version_field()},
           .detail = about.detail},
          end_pair<R, View>),
      access::read_operation<PairHistory<R>, Page<HistoryEntry>>(
          {.name = about.name + ".history",
           .permission = about.read,
           .path = about.path + "/{id}/history",
           .summary = "who said it, changed it and ended it, and when",
           .fields = {which, programme::after_field()}},
          [](db::Tx& tx, const PairHistory<R>& input) {
            show_pair<R, View>(tx, {input.id});
            return programme::history_of(tx, R::table, input.id.value, input.after);
          }),
  };
}

}  // namespace sojourn::stages::placement
