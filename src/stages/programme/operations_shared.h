// What the operations of this stage share: lists that are read page by page, the words of common
// fields, and the history of a record. The SQL of each record is
// in its own file. Inside src/stages/programme only.
#pragma once

#include <fmt/format.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "access/operation.h"
#include "base/date.h"
#include "base/refusal.h"
#include "db/database.h"
#include "stages/programme/lasting.h"
#include "stages/programme/records.h"
#include "stages/programme/rules.h"

namespace sojourn::stages::programme {

// Each record's part of the table of operations.
std::vector<access::Operation> area_operations();
std::vector<access::Operation> site_operations();
std::vector<access::Operation> sponsor_operations();
std::vector<access::Operation> staff_operations();
std::vector<access::Operation> staff_record_operations();
std::vector<access::Operation> correction_operations();
std::vector<access::Operation> apart_operations();
std::vector<access::Operation> rules_operations(
    const std::vector<std::function<void(std::string_view, Faults&)>>& checks);
std::vector<access::Operation> calendar_operations();
std::vector<access::Operation> import_operations();

/// The path of an area, for lists of what lies in it. Refusal not_found if the asker sees none.
std::string path_of(db::Tx& tx, base::Id<Area> area);
/// Rows of a page: what was asked for, within the limits, or the standard. Refused at "/limit".
std::int64_t checked_limit(const std::optional<std::int32_t>& limit);
/// Refusal of an `after` that no page said.
[[noreturn]] void refuse_place(std::string_view after, base::Sentence detail);

/// A query that grows by its conditions.
class Query {
 public:
  /// `from`: "site s JOIN area a ON a.id = s.area WHERE {scope:...}". The alias is of the table
  /// whose rows are listed.
  Query(std::string_view alias, std::string_view from) : alias_(alias), from_(from) {}

  /// `condition` holds {} for each value.
  template <class... Values>
  void add(fmt::format_string<std::conditional_t<true, std::string, Values>...> condition,
           const Values&... values) {
    from_ += " AND " + fmt::format(condition, parameter(db::to_sql(values))...);
  }
  /// Only what lies in an area, whose table has the alias a. Refusal not_found if the asker sees no
  /// such area.
  void within(db::Tx& tx, base::Id<Area> area);
  /// Only those whose name or code holds the text, whatever the case of A to Z.
  void search(const std::optional<std::string>& text);
  /// Only open ones, unless `closed` says yes.
  void closed(const std::optional<bool>& closed);
  /// How many rows there are in all.
  std::int64_t count(db::Tx& tx) const {
    return number(tx, fmt::format("SELECT count(*) FROM {}", from_));
  }

  template <base::Record Row>
  access::Page<Row> page(db::Tx& tx, std::string_view select,
                         const std::optional<std::string>& after,
                         const std::optional<std::int32_t>& limit,
                         const std::optional<bool>& count) {
    access::Page<Row> page;
    if (count.value_or(false)) {
      page.count = this->count(tx);
    }
    const std::int64_t rows = checked_limit(limit);
    if (after) {
      start_after(*after, decltype(Row::id)::word_about(),
                  [](std::string_view text) -> std::optional<std::int64_t> {
                    const auto id = decltype(Row::id)::from_text(text);
                    return id ? std::optional(id->value) : std::nullopt;
                  });
    }
    page.items =
        tx.rows_with<Row>(fmt::format("SELECT {} FROM {} ORDER BY {}.name, {}.id LIMIT {}", select,
                                      in_order(tx, page.count), alias_, alias_, rows + 1),
                          values_);
    if (std::ssize(page.items) > rows) {
      page.items.pop_back();
      page.next = page.items.back().id.to_text() + ' ' + page.items.back().name;
    }
    return page;
  }

 private:
  std::string parameter(db::Value value) {
    values_.push_back(std::move(value));
    return fmt::format("${}", values_.size());
  }
  std::int64_t number(db::Tx& tx, const std::string& sql) const;
  /// `from_`, written so that a page of many rows is read in the order of names: an engine that
  /// looks for the areas first has to gather and sort all that lies in them for a page of 20.
  /// `count`: how many rows there are, where that is known.
  std::string in_order(db::Tx& tx, std::optional<std::int64_t> count) const;
  void start_after(std::string_view after, const base::WordAbout& id_about,
                   std::optional<std::int64_t> (*id_of)(std::string_view));

  std::string alias_;
  std::string from_;
  std::vector<db::Value> values_;
  bool within_ = false;
};

/// Words of the fields that every list has: search, closed, after, limit, count.
std::vector<base::FieldAbout> list_fields(std::vector<base::FieldAbout> own);

base::FieldAbout which_field(std::string_view shape);
base::FieldAbout version_field();
base::FieldAbout name_field();
base::FieldAbout code_field();
base::FieldAbout on_field();
// What lists are narrowed by.
base::FieldAbout year_field();
base::FieldAbout within_field();
base::FieldAbout site_filter();
base::FieldAbout reason_field();
base::FieldAbout into_field(std::string_view shape);

/// The day that was given for closing, or today; a fault for a day to come.
base::Date closing_day(const db::Tx& tx, const std::optional<base::Date>& given, Faults& faults);

struct HistoryEntry {
  base::Instant at;
  std::string operation;            ///< "site.rename"
  std::string by;                   ///< who did it, as others call them
  std::string verb;                 ///< insert or update
  std::vector<std::string> fields;  ///< that were set; what they held is sealed in the audit log
};
BOOST_DESCRIBE_STRUCT(HistoryEntry, (), (at, operation, by, verb, fields))

/// Newest first, as the audit log has it. `after`: the `next` of the page before.
access::Page<HistoryEntry> history_of(db::Tx& tx, std::string_view table, std::int64_t id,
                                      const std::optional<std::string>& after);

/// The fields of a page: where it begins, and how long it is.
base::FieldAbout after_field();
base::FieldAbout limit_field();

}  // namespace sojourn::stages::programme
