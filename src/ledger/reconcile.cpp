#include "ledger/reconcile.h"

#include <algorithm>
#include <utility>

#include "base/describe.h"

namespace sojourn::ledger {
namespace {

std::optional<std::string> value_of(const FieldTexts& state, std::string_view field) {
  const auto found = state.find(field);
  return found == state.end() ? std::nullopt : std::optional(found->second);
}

/// Fields in which the two differ.
std::vector<std::string> differing(const FieldTexts& one, const FieldTexts& other) {
  std::vector<std::string> fields;
  for (const auto& [field, value] : one) {
    if (value_of(other, field) != value) {
      fields.push_back(field);
    }
  }
  for (const auto& [field, value] : other) {
    if (!one.contains(field)) {
      fields.push_back(field);
    }
  }
  return fields;
}

/// Of a step that cannot follow those before it.
base::Sentence out_of_place(const Step& step, std::int64_t id, std::string_view table, bool there) {
  if (there) {
    return base::in_words(
        "Entry {} inserts row {} of {}, which was there by the entries before it.", step.entry, id,
        table);
  }
  return step.verb == EntryVerb::erase
             ? base::in_words(
                   "Entry {} erases row {} of {}, which was not there by the entries before it.",
                   step.entry, id, table)
             : base::in_words(
                   "Entry {} updates row {} of {}, which was not there by the entries before it.",
                   step.entry, id, table);
}

}  // namespace

void Reconciler::find(StateFinding finding) {
  if (report_.findings.size() == most_findings_) {
    ++report_.more_findings;
    return;
  }
  report_.findings.push_back(std::move(finding));
}

void Reconciler::statement(const std::string& table, std::int64_t entry) {
  ++report_.statements;
  std::int64_t& last = last_statements_[table];
  last = std::max(last, entry);
}

void Reconciler::record(std::string_view table, std::int64_t id, const std::vector<Step>& steps,
                        const std::optional<FieldTexts>& row) {
  ++report_.records;
  report_.steps += steps.size();
  const auto statement = last_statements_.find(table);
  const std::int64_t last_statement = statement == last_statements_.end() ? 0 : statement->second;
  const std::int64_t last = steps.empty() ? 0 : steps.back().entry;
  const auto differs = [&](StateFlaw flaw, std::int64_t entry, std::vector<std::string> fields,
                           base::Sentence detail) {
    if (last < last_statement) {
      ++report_.unclear;
      return;
    }
    find({.flaw = flaw,
          .table = std::string(table),
          .record = id,
          .entry = entry,
          .fields = std::move(fields),
          .detail = std::move(detail)});
  };
  if (steps.empty()) {
    differs(StateFlaw::row_without_entry, 0, {},
            base::in_words("Row {} of {} is in no entry of the log.", id, table));
    return;
  }
  // 1. Every step again.
  FieldTexts state;
  bool there = false;
  for (const Step& step : steps) {
    if ((step.verb == EntryVerb::insert) == there) {
      find({.flaw = StateFlaw::steps_missing,
            .table = std::string(table),
            .record = id,
            .entry = step.entry,
            .fields = {},
            .detail = out_of_place(step, id, table, there)});
      return;  // what follows would all be compared with the wrong state
    }
    std::vector<std::string> odd;
    for (const FieldStep& field : step.fields) {
      if (value_of(state, field.field) != field.before) {
        odd.push_back(field.field);
      }
      if (field.after) {
        state[field.field] = *field.after;
      } else {
        state.erase(field.field);
      }
    }
    if (!odd.empty()) {
      differs(
          StateFlaw::changed_between, step.entry, std::move(odd),
          base::in_words("Before entry {}, row {} of {} was not as the entries before it left it.",
                         step.entry, id, table));
    }
    there = step.verb != EntryVerb::erase;
    if (!there) {
      state.clear();
    }
  }
  // 2. And what stands now.
  if (there && !row) {
    differs(StateFlaw::row_missing, last, {},
            base::in_words("Row {} of {} is gone, and no entry erased it.", id, table));
  } else if (!there && row) {
    differs(StateFlaw::row_not_erased, last, {},
            base::in_words("Entry {} erased row {} of {}, and it is there.", last, id, table));
  } else if (row && *row != state) {
    differs(StateFlaw::changed, last, differing(state, *row),
            base::in_words("Row {} of {} is not as entry {}, the last about it, left it.", id,
                           table, last));
  }
}

ReconcileReport Reconciler::finish() {
  report_.good = report_.findings.empty();
  return std::move(report_);
}

}  // namespace sojourn::ledger
