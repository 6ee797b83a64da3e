#include "stages/programme/lasting_history.h"

#include <boost/json/array.hpp>
#include <map>
#include <set>
#include <utility>

#include "base/ensure.h"
#include "base/id.h"
#include "base/json.h"
#include "base/text.h"
#include "stages/programme/operations_shared.h"

namespace sojourn::stages::programme {
namespace {

namespace json = boost::json;
using FieldKind = HistoryField::Kind;

constexpr std::size_t steps_a_page = 50;
constexpr std::string_view arrow = " → ";
/// Stands for a record that the asker does not see. No id is written so.
constexpr std::string_view outside = "outside";

/// "5171264910336001.3", an entry and the part of it.
std::string place_text(const ledger::StepPlace& place) {
  return fmt::format("{}.{}", place.entry, place.part);
}

std::optional<ledger::StepPlace> place_of(const std::optional<std::string>& after) {
  if (!after) {
    return std::nullopt;
  }
  const std::size_t dot = after->find('.');
  const auto entry = base::parse_number<std::int64_t>(std::string_view(*after).substr(0, dot));
  const auto part =
      dot == std::string::npos
          ? std::nullopt
          : base::parse_number<std::int64_t>(std::string_view(*after).substr(dot + 1));
  if (!entry || !part) {
    refuse_place(*after, "This should be what `next` said.");
  }
  return ledger::StepPlace{.entry = *entry, .part = *part};
}

/// The words of a list in one text; a list of records as its JSON.
std::optional<std::string> list_text(const std::string& stored) {
  const json::value list = base::parse_json(stored);
  std::vector<std::string> words;
  for (const json::value& item : list.as_array()) {
    if (!item.is_string()) {
      return stored;
    }
    words.emplace_back(std::string_view(item.get_string()));
  }
  return words.empty() ? std::nullopt : std::optional(documents::joined(words));
}

/// As the log kept it (ledger::value_text), but for references.
std::optional<std::string> text_of(const std::optional<std::string>& kept, FieldKind kind) {
  if (!kept) {
    return std::nullopt;
  }
  const std::string text = kept->substr(1);  // after what says number, text or bytes
  if (kind == FieldKind::yes_no) {
    return text == "1" ? "true" : "false";
  }
  return kind == FieldKind::list ? list_text(text) : std::optional(text);
}

std::optional<std::int64_t> number_of(const std::optional<std::string>& kept) {
  return kept ? base::parse_number<std::int64_t>(std::string_view(*kept).substr(1)) : std::nullopt;
}

struct Named {
  std::int64_t id = 0;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(Named, (), (id, name))

/// Names of those records of one kind that the caller sees, by id; one query a kind.
class SeenRecords {
 public:
  SeenRecords(db::Tx& tx, const std::map<std::string, std::set<std::int64_t>>& asked) {
    for_each_kind([&]<class R>() {
      const auto ids = asked.find(std::string(table_of<R>()));
      if (ids == asked.end()) {
        return;
      }
      std::string list;
      std::vector<db::Value> values;
      for (const std::int64_t id : ids->second) {
        values.emplace_back(id);
        list += fmt::format("{}${}", list.empty() ? "" : ", ", values.size());
      }
      const programme::Kind& kind = kind_of<R>;
      for (Named& each :
           tx.rows_with<Named>(fmt::format("SELECT {0}.id, {0}.name FROM {1} AND {0}.id IN ({2})",
                                           kind.alias, kind.from, list),
                               std::move(values))) {
        names_[std::string(table_of<R>())].emplace(each.id, std::move(each.name));
      }
    });
  }

  /// Writes what may be told of a record that is named.
  void tell(const HistoryField& field, const std::optional<std::string>& kept,
            std::optional<std::string>& value, std::optional<std::string>& name) const {
    const std::optional<std::int64_t> id = number_of(kept);
    if (!id) {
      return;
    }
    const auto table = names_.find(field.table);
    if (table != names_.end()) {
      const auto found = table->second.find(*id);
      if (found != table->second.end()) {
        name = found->second;
      }
    }
    value = name || field.today == id ? base::id_text(field.table, *id) : std::string(outside);
  }

 private:
  std::map<std::string, std::map<std::int64_t, std::string>> names_;
};

/// Whom the entries of a page are by.
class People {
 public:
  explicit People(db::Tx& tx) : tx_(tx) {}
  const std::string& name_of(std::int64_t account) {
    const auto found = names_.find(account);
    if (found != names_.end()) {
      return found->second;
    }
    const auto person =
        tx_.column<std::string>("SELECT person FROM account WHERE id = $1", account);
    return names_.emplace(account, person.empty() ? "" : person.front()).first->second;
  }

 private:
  db::Tx& tx_;
  std::map<std::int64_t, std::string> names_;
};

/// Nothing for what a record of this kind no longer has: nobody can say what it named.
const HistoryField* field_named(const std::vector<HistoryField>& fields, std::string_view name) {
  for (const HistoryField& field : fields) {
    if (field.name == name) {
      return &field;
    }
  }
  return nullptr;
}

SeenRecords seen_in(db::Tx& tx, const ledger::RecordHistory& history,
                    const std::vector<HistoryField>& fields) {
  std::map<std::string, std::set<std::int64_t>> asked;
  for (const ledger::RecordStep& step : history.steps) {
    for (const ledger::FieldStep& change : step.changes) {
      const HistoryField* field = field_named(fields, change.field);
      if (field != nullptr && field->kind == FieldKind::reference) {
        for (const auto& id : {number_of(change.before), number_of(change.after)}) {
          if (id) {
            asked[field->table].insert(*id);
          }
        }
      }
    }
  }
  return {tx, asked};
}

std::string cell_text(const std::optional<std::string>& before,
                      const std::optional<std::string>& after) {
  return fmt::format("{}{}{}", before.value_or(""), arrow, after.value_or(""));
}

std::optional<std::string> with_name(const std::optional<std::string>& value,
                                     const std::optional<std::string>& name) {
  return value && name ? fmt::format("{} ({})", *value, *name) : value;
}

/// Takes a field out of the changes of an entry.
std::optional<ChangedValue> taken(std::vector<ChangedField>& changes, std::string_view name) {
  for (auto each = changes.begin(); each != changes.end(); ++each) {
    if (each->field == name) {
      ChangedValue value{.before = each->before, .after = each->after};
      changes.erase(each);
      return value;
    }
  }
  return std::nullopt;
}

}  // namespace

documents::Cell cell_of(const std::optional<ChangedValue>& value) {
  return value ? documents::Cell(cell_text(value->before, value->after)) : documents::Cell();
}

documents::Cell cell_of(const std::vector<ChangedField>& changes) {
  std::vector<std::string> items;
  for (const ChangedField& each : changes) {
    items.push_back(fmt::format("{}: {}", each.field,
                                cell_text(with_name(each.before, each.before_name),
                                          with_name(each.after, each.after_name))));
  }
  return documents::joined(items);
}

access::Page<LastingEntry> lasting_history(db::Tx& tx, ledger::PersonKeys& keys,
                                           std::string_view table, std::int64_t id,
                                           const std::optional<std::string>& after,
                                           const std::vector<HistoryField>& fields) {
  const ledger::RecordHistory history = ledger::record_history(
      tx, keys, {.table = table, .record = id, .before = place_of(after), .most = steps_a_page});
  const SeenRecords seen = seen_in(tx, history, fields);
  People people(tx);
  access::Page<LastingEntry> page;
  for (const ledger::RecordStep& step : history.steps) {
    LastingEntry entry{.at = base::Instant::from_unix_micros(step.at),
                       .operation = step.operation,
                       .by = people.name_of(step.actor),
                       .verb = std::string(base::name_of(step.verb)),
                       .fields = step.fields,
                       .values = step.values,
                       .changes = {}};
    for (const ledger::FieldStep& change : step.changes) {
      const HistoryField* field = field_named(fields, change.field);
      if (field == nullptr || field->kind == FieldKind::kept) {
        continue;
      }
      ChangedField told;
      told.field = change.field;
      if (field->kind == FieldKind::reference) {
        seen.tell(*field, change.before, told.before, told.before_name);
        seen.tell(*field, change.after, told.after, told.after_name);
      } else {
        told.before = text_of(change.before, field->kind);
        told.after = text_of(change.after, field->kind);
      }
      // What was put in without a value was not changed.
      if (told.before || told.after) {
        entry.changes.push_back(std::move(told));
      }
    }
    page.items.push_back(std::move(entry));
  }
  if (history.more) {
    page.next = place_text(history.steps.back().place);
  }
  return page;
}

access::Page<StaffEntry> staff_history(db::Tx& tx, ledger::PersonKeys& keys, base::Id<Staff> id,
                                       const std::optional<std::string>& after,
                                       const std::vector<HistoryField>& fields) {
  const bool detail =
      tx.value<std::int64_t>(
          fmt::format("SELECT count(*) FROM {} AND t.id = $1 AND {{detail:area a.path; sponsor "
                      "t.sponsor; staff t.id}}",
                      kind_of<Staff>.from),
          id) > 0;
  access::Page<LastingEntry> page =
      lasting_history(tx, keys, table_of<Staff>(), id.value, after, fields);
  access::Page<StaffEntry> made{.items = {}, .next = page.next, .count = {}};
  for (LastingEntry& entry : page.items) {
    auto fit_until = taken(entry.changes, "fit_until");
    auto declared_conflict = taken(entry.changes, "declared_conflict");
    made.items.push_back(
        {.staff = id,
         .at = entry.at,
         .operation = std::move(entry.operation),
         .by = std::move(entry.by),
         .verb = std::move(entry.verb),
         .fields = std::move(entry.fields),
         .values = entry.values,
         .changes = std::move(entry.changes),
         .fit_until = detail ? std::move(fit_until) : std::nullopt,
         .declared_conflict = detail ? std::move(declared_conflict) : std::nullopt});
  }
  return made;
}

}  // namespace sojourn::stages::programme
