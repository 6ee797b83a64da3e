// Statements: the operations that each kind of them has (set, list, show, withdraw, history, and
// its tables), written once. Inside src/stages/need only.
#pragma once

#include <fmt/format.h>

#include <functional>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "access/operation.h"
#include "imports/operation.h"
#include "stages/need/checks.h"
#include "stages/need/import.h"
#include "stages/need/operations.h"
#include "stages/need/records.h"
#include "stages/programme/operations.h"
#include "stages/programme/operations_shared.h"

namespace sojourn::stages::need {

using access::Method;
using access::Page;
using base::Id;
using programme::checked_limit;
using programme::columns;
using programme::Faults;
using programme::HistoryEntry;
using programme::path_of;

// Each kind's part of the table of operations.
std::vector<access::Operation> need_operations();
std::vector<access::Operation> standard_operations();
std::vector<access::Operation> workload_operations();
std::vector<access::Operation> staffing_operations();
std::vector<access::Operation> establishment_operations();
std::vector<access::Operation> overview_operations();
std::vector<access::Operation> readiness_operations();
/// `need.sites`, one of those of the overview.
access::Operation rank_operation();

/// What is said of the readiness of sites: readiness().
using Said = std::unordered_map<Id<Site>, Readiness>;
/// Of the five that a team needs at a site.
std::vector<std::string> missing_at(const Said& said, const ReckonedSite& site);
bool is_ready(const Said& said, const ReckonedSite& site);

Asof asof_of(const db::Tx& tx, const std::optional<base::Date>& on,
             const std::optional<base::Date>& cut_off);
/// "" for none. Refusal not_found of an area that the asker does not see.
std::string within_path(db::Tx& tx, const std::optional<Id<programme::Area>>& within);

template <class R>
concept OfSite = requires(const R& said) { said.site; };
template <class R>
concept OfSponsor = requires(const R& said) { said.sponsor; };

/// What the rows of a kind are read from. Whoever sees the site, or the sponsor, sees what is said
/// of it; standards are seen by all.
template <class R>
std::string scoped_from() {
  if constexpr (OfSite<R>) {
    return fmt::format(
        "{} n JOIN site s ON s.id = n.site JOIN area a ON a.id = s.area WHERE {{scope:area a.path; "
        "site s.id}}",
        R::table);
  } else if constexpr (OfSponsor<R>) {
    return fmt::format(
        "{} n JOIN sponsor s ON s.id = n.sponsor JOIN area a ON a.id = s.area WHERE {{scope:area "
        "a.path; sponsor s.id}}",
        R::table);
  } else {
    return fmt::format("{} n WHERE 1 = 1", R::table);
  }
}

/// The members of R, and the name of the site or sponsor that it is about.
template <class R>
std::string shown_columns() {
  if constexpr (OfSite<R> || OfSponsor<R>) {
    return columns<R>("n") + ", s.name AS name";
  } else {
    return columns<R>("n");
  }
}

template <class R>
struct WhichStatement {
  Id<R> id;
  BOOST_DESCRIBE_CLASS(WhichStatement, (), (id), (), ())
};

template <class R>
struct WithdrawStatement {
  Id<R> id;
  std::string reason;
  std::int64_t version = 0;
  BOOST_DESCRIBE_CLASS(WithdrawStatement, (), (id, reason, version), (), ())
};

template <class R>
struct StatementHistory {
  Id<R> id;
  std::optional<std::string> after;
  BOOST_DESCRIBE_CLASS(StatementHistory, (), (id, after), (), ())
};

struct ListOfSites {
  std::optional<Id<Site>> site;
  std::optional<Id<programme::Area>> within;
  std::optional<bool> withdrawn;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListOfSites, (), (site, within, withdrawn, after, limit))

struct ListOfSponsors {
  std::optional<Id<Sponsor>> sponsor;
  std::optional<Id<programme::Area>> within;
  std::optional<bool> withdrawn;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListOfSponsors, (), (sponsor, within, withdrawn, after, limit))

struct ListOfStandards {
  std::optional<bool> withdrawn;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListOfStandards, (), (withdrawn, after, limit))

template <class R>
using ListOf =
    std::conditional_t<OfSite<R>, ListOfSites,
                       std::conditional_t<OfSponsor<R>, ListOfSponsors, ListOfStandards>>;

/// The open site or sponsor that an input names, as far as the asker sees it; else a fault.
void check_site(db::Tx& tx, Id<Site> id, Faults& faults);
void check_sponsor(db::Tx& tx, Id<Sponsor> id, Faults& faults);

/// Refusal of an `after` that no page said.
[[noreturn]] void refuse_place(std::string_view after);

template <class R, class View>
View show_statement(db::Tx& tx, const WhichStatement<R>& input) {
  return tx.one<View>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", shown_columns<R>(), scoped_from<R>()),
      input.id);
}

/// Newest first.
template <class R, class View>
Page<View> list_statements(db::Tx& tx, const ListOf<R>& input) {
  std::string from = scoped_from<R>();
  std::vector<db::Value> values;
  const auto add = [&](std::string_view condition, const auto& value) {
    values.push_back(db::to_sql(value));
    from += fmt::format(" AND {} ${}", condition, values.size());
  };
  const std::int64_t limit = checked_limit(input.limit);
  if constexpr (OfSite<R> || OfSponsor<R>) {
    if (input.within) {
      const std::string top = path_of(tx, *input.within);
      add("a.path >=", top);
      add("a.path <", db::end_of_prefix(top));
    }
  }
  if constexpr (OfSite<R>) {
    if (input.site) {
      add("n.site =", *input.site);
    }
  } else if constexpr (OfSponsor<R>) {
    if (input.sponsor) {
      add("n.sponsor =", *input.sponsor);
    }
  }
  if (!input.withdrawn.value_or(false)) {
    from += " AND n.withdrawn_on IS NULL";
  }
  if (input.after) {
    const auto last = Id<R>::from_text(*input.after);
    if (!last) {
      refuse_place(*input.after);
    }
    add("n.id <", *last);
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
View withdraw_statement(db::Change& change, const WithdrawStatement<R>& input) {
  Faults faults;
  faults.check_name("/reason", input.reason);
  faults.refuse();
  R before = change.one<R>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", columns<R>("n"), scoped_from<R>()), input.id);
  if (before.withdrawn_on) {
    throw base::Refusal{base::Kind::precondition, "withdrawn", "This is withdrawn already."};
  }
  before.version = input.version;
  R after = before;
  after.withdrawn_on = change.now().utc_date();
  after.withdrawn_reason = input.reason;
  change.update(R::table, before, after);
  return show_statement<R, View>(change, {input.id});
}

/// Refuses with `faults` and all that is wrong with the statement by itself.
template <class R, class View>
View keep_statement(db::Change& change, R said, Faults& faults) {
  said.recorded_on = change.now().utc_date();
  check(said, said.recorded_on, faults);
  faults.refuse();
  said.id = change.new_id<R>();
  change.insert(R::table, said);
  return show_statement<R, View>(change, {said.id});
}

base::FieldAbout site_field();
base::FieldAbout sponsor_field();
base::FieldAbout from_day_field();
base::FieldAbout set_by_field();
base::FieldAbout source_field();
base::FieldAbout which_day();
base::FieldAbout cut_off_field();
using programme::within_field;
base::FieldAbout count_field();

/// Words of the operations on one kind of statement.
struct StatementAbout {
  std::string name;    ///< "workload": `sojourn workload set`
  std::string path;    ///< "/api/workloads"
  base::Sentence one;  ///< "one line of a site's work"
  access::Permission read;
  access::Permission manage;
  base::Sentence list_summary;
  base::Sentence set_summary;
  base::Sentence set_description = {};
  std::vector<base::FieldAbout> set_fields;
  base::Sentence import_summary;
  base::Sentence problems_summary;
};

/// Its five operations, and the two of its tables. `set`: the function of db::Change and Set;
/// `declare`: what its tables hold (import.h).
template <class R, class View, base::Record Set, class Function>
std::vector<access::Operation> statement_operations(
    const StatementAbout& about, Function set, std::function<imports::Importable<R>()> declare) {
  const base::FieldAbout which{.name = "id",
                               .shape = "ID",
                               .positional = true,
                               .meaning = "Which one: the id that a list or the answer gave."};
  std::vector<base::FieldAbout> list_fields;
  if constexpr (OfSite<R>) {
    list_fields.push_back(
        {.name = "site", .shape = "SITE", .meaning = "Only what is said of this site."});
  }
  if constexpr (OfSponsor<R>) {
    list_fields.push_back(
        {.name = "sponsor", .shape = "SPONSOR", .meaning = "Only what is said of this sponsor."});
  }
  if constexpr (OfSite<R> || OfSponsor<R>) {
    list_fields.push_back({.name = "within",
                           .shape = "AREA",
                           .meaning = "Only those in this area or in one that lies in it."});
  }
  list_fields.push_back({.name = "withdrawn", .meaning = "Withdrawn ones too."});
  list_fields.push_back(programme::after_field());
  list_fields.push_back(programme::limit_field());
  std::vector<access::Operation> made = {
      access::change_operation<Set, View>({.name = about.name + ".set",
                                           .permission = about.manage,
                                           .method = Method::post,
                                           .path = about.path,
                                           .summary = about.set_summary,
                                           .description = about.set_description,
                                           .fields = about.set_fields},
                                          set),
      access::read_operation<ListOf<R>, Page<View>>({.name = about.name + ".list",
                                                     .permission = about.read,
                                                     .path = about.path,
                                                     .summary = about.list_summary,
                                                     .fields = std::move(list_fields)},
                                                    list_statements<R, View>),
      access::read_operation<WhichStatement<R>, View>({.name = about.name + ".show",
                                                       .permission = about.read,
                                                       .path = about.path + "/{id}",
                                                       .summary = about.one,
                                                       .fields = {which}},
                                                      show_statement<R, View>),
      access::change_operation<WithdrawStatement<R>, View>(
          {.name = about.name + ".withdraw",
           .permission = about.manage,
           .method = Method::post,
           .path = about.path + "/{id}/withdraw",
           .summary = "withdraw what was said by mistake",
           .description = "What was said before it holds again.",
           .fields = {which, programme::reason_field(), programme::version_field()}},
          withdraw_statement<R, View>),
      access::read_operation<StatementHistory<R>, Page<HistoryEntry>>(
          {.name = about.name + ".history",
           .permission = about.read,
           .path = about.path + "/{id}/history",
           .summary = "who said it and who withdrew it, and when",
           .fields = {which, programme::after_field()}},
          [](db::Tx& tx, const StatementHistory<R>& input) {
            show_statement<R, View>(tx, {input.id});
            return programme::history_of(tx, R::table, input.id.value, input.after);
          }),
  };
  std::vector<access::Operation> tables =
      imports::import_operations<R>({.noun = about.name,
                                     .path = about.path,
                                     .permission = about.manage,
                                     .summary = about.import_summary,
                                     .problems_summary = about.problems_summary},
                                    std::move(declare));
  made.insert(made.end(), std::make_move_iterator(tables.begin()),
              std::make_move_iterator(tables.end()));
  return made;
}

}  // namespace sojourn::stages::need
