#include "ledger/record_history.h"

#include <limits>
#include <map>
#include <utility>

#include "base/ensure.h"
#include "ledger/hash.h"
#include "ledger/history.h"
#include "ledger/seal.h"

namespace sojourn::ledger {
namespace {

struct SealedStep {
  std::int64_t entry = 0;
  std::int64_t part = 0;
  std::int64_t subject = 0;
  db::Bytes sealed;
  std::string body;
};
BOOST_DESCRIBE_STRUCT(SealedStep, (), (entry, part, subject, sealed, body))

/// The line of the entry that a part belongs to, or null: a bulk's lines have a summary and then a
/// part for each row, others one part.
const EntryLine* line_of(const Entry& entry, std::int64_t part) {
  std::int64_t next = 1;
  for (const EntryLine& line : entry.lines) {
    next += line.verb == EntryVerb::bulk ? line.id + 1 : 1;
    if (part < next) {
      return part > 0 ? &line : nullptr;
    }
  }
  return nullptr;
}

/// Whether it is the part that the line names. One row of a bulk is not compared with the root over
/// all of them, which would read them all; its seal still holds it to its entry and its place.
bool is_named(const EntryLine* line, const HistoryWanted& wanted, const SealedStep& part) {
  return line != nullptr && line->table == wanted.table &&
         (line->verb == EntryVerb::bulk ||
          (line->id == wanted.record && line->digest == leaf_hash(part.sealed.data)));
}

/// Each person's key is looked up once a page.
class Opener {
 public:
  explicit Opener(PersonKeys& keys) : keys_(keys) {}

  void open(const SealedStep& part, const HistoryWanted& wanted, RecordStep& into) {
    auto key = found_.find(part.subject);
    if (key == found_.end()) {
      key = found_.emplace(part.subject, keys_.find(part.subject)).first;
    }
    const std::optional<std::string> text =
        key->second ? unseal(*key->second, part.sealed.data,
                             sealed_place(part.entry, part.part, wanted.table, wanted.record))
                    : std::nullopt;
    std::optional<Step> step = text ? parse_step(*text) : std::nullopt;
    if (step) {
      into.verb = step->verb;  // a row of a bulk was put in or changed
      into.changes = std::move(step->fields);
    } else {
      // A key is also missing of what was written after the person was erased: sealed with one that
      // nobody ever had.
      into.values = keys_.is_erased(part.subject) ? StepValues::erased : StepValues::damaged;
    }
  }

 private:
  PersonKeys& keys_;
  std::map<std::int64_t, std::optional<SealKey>> found_;
};

}  // namespace

RecordHistory record_history(db::Tx& tx, PersonKeys& keys, const HistoryWanted& wanted) {
  const StepPlace before = wanted.before.value_or(
      StepPlace{.entry = std::numeric_limits<std::int64_t>::max(), .part = 0});
  const auto parts = tx.rows<SealedStep>(
      "SELECT h.entry, h.part, h.subject, h.sealed, e.body FROM audit_history h JOIN audit_entry e "
      "ON e.id = h.entry WHERE h.table_name = $1 AND h.record = $2 AND h.entry <= $3 AND (h.entry "
      "< $3 OR h.part < $4) ORDER BY h.entry DESC, h.part DESC LIMIT $5",
      wanted.table, wanted.record, before.entry, before.part,
      static_cast<std::int64_t>(wanted.most) + 1);
  RecordHistory made{.steps = {}, .more = parts.size() > wanted.most};
  Opener opener(keys);
  for (const SealedStep& part : parts) {
    if (made.steps.size() == wanted.most) {
      break;
    }
    const std::optional<Entry> entry = parse_entry(part.body);
    base::ensure(entry.has_value(), "the audit log holds entries");
    RecordStep step{.place = {.entry = part.entry, .part = part.part},
                    .at = entry->at,
                    .actor = entry->actor,
                    .operation = entry->operation,
                    .fields = {},
                    .changes = {}};
    const EntryLine* line = line_of(*entry, part.part);
    if (is_named(line, wanted, part)) {
      step.verb = line->verb == EntryVerb::bulk ? EntryVerb::insert : line->verb;
      step.fields = line->fields;
      opener.open(part, wanted, step);
      if (line->verb == EntryVerb::bulk && step.verb == EntryVerb::update) {
        // The line names the columns of the table; of this row these changed.
        step.fields.clear();
        for (const FieldStep& field : step.changes) {
          step.fields.push_back(field.field);
        }
      }
    } else {
      step.verb = line != nullptr ? line->verb : EntryVerb::update;
      step.values = StepValues::damaged;
    }
    made.steps.push_back(std::move(step));
  }
  return made;
}

}  // namespace sojourn::ledger
