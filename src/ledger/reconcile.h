// Reconciling: whether the tables hold what the log says was done, and nothing else. The log alone
// shows that nobody changed the history; this shows that nobody changed the state behind its back.
// Each record's steps are done again from its insert on, and compared with what stands before each
// next step and at the end in the table. Pure; the steps come from ledger/audit.h.
// Tested in tests/unit/ledger/reconcile_test.cpp and mutants_test.cpp.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/sentence.h"
#include "ledger/entry.h"

namespace sojourn::ledger {

/// Values of a row by field, each as a text that is the same whenever the value is the same. A
/// field that is null is left out.
using FieldTexts = std::map<std::string, std::string, std::less<>>;

struct FieldStep {
  std::string field;
  std::optional<std::string> before;  ///< nothing: null
  std::optional<std::string> after;
};

/// What one entry did to one record.
struct Step {
  std::int64_t entry = 0;
  EntryVerb verb = EntryVerb::insert;  ///< insert (also of a bulk), update or erase
  std::vector<FieldStep> fields;
};

enum class StateFlaw : std::uint8_t {
  changed,            ///< a field is not what the last entry about it left
  changed_between,    ///< it was not, when the next entry changed it
  row_missing,        ///< the table has no row for a record that no entry erased
  row_without_entry,  ///< the table has a row that no entry inserted
  row_not_erased,     ///< an entry erased it, and it is there
  steps_missing,      ///< a step that can only follow another which is not there
  history_missing,    ///< an entry names a sealed step that is not there
  history_changed,    ///< the sealed step is not the one that the entry names
  history_unknown,    ///< a sealed step that no entry names
  history_unreadable  ///< the step is the right one, but its person's key does not open it
};
BOOST_DESCRIBE_ENUM(StateFlaw, changed, changed_between, row_missing, row_without_entry,
                    row_not_erased, steps_missing, history_missing, history_changed,
                    history_unknown, history_unreadable)

struct StateFinding {
  StateFlaw flaw = StateFlaw::changed;
  std::string table;
  std::int64_t record = 0;
  std::int64_t entry = 0;  ///< the entry that says otherwise; 0 if there is none
  std::vector<std::string> fields;
  base::Sentence detail;  ///< without the values: they may be personal
};
BOOST_DESCRIBE_STRUCT(StateFinding, (), (flaw, table, record, entry, fields, detail))

struct ReconcileReport {
  bool good = false;
  std::uint64_t entries = 0;
  std::uint64_t steps = 0;
  std::uint64_t records = 0;
  /// Records whose steps cannot be read any more, because their person's key was erased. Their
  /// sealed history was compared with the log; their rows were not.
  std::uint64_t erased = 0;
  /// Statements that changed many rows of a table at once without naming them: a difference in a
  /// record of that table that was touched last before one of them is counted as `unclear`, not
  /// found.
  std::uint64_t statements = 0;
  std::uint64_t unclear = 0;
  std::vector<StateFinding> findings;
  std::uint64_t more_findings = 0;
};
BOOST_DESCRIBE_STRUCT(ReconcileReport, (),
                      (good, entries, steps, records, erased, statements, unclear, findings,
                       more_findings))

class Reconciler {
 public:
  explicit Reconciler(std::size_t most_findings = 100) : most_findings_(most_findings) {}

  /// An entry that ran such a statement on a table. All before the first record.
  void statement(const std::string& table, std::int64_t entry);
  /// One record: all its steps in their order, and its row, if there is one.
  void record(std::string_view table, std::int64_t id, const std::vector<Step>& steps,
              const std::optional<FieldTexts>& row);
  void find(StateFinding finding);
  ReconcileReport& report() { return report_; }
  /// Once, last.
  ReconcileReport finish();

 private:
  /// The latest statement by table.
  std::map<std::string, std::int64_t, std::less<>> last_statements_;
  std::size_t most_findings_;
  ReconcileReport report_;
};

}  // namespace sojourn::ledger
