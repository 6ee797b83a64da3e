#include "stages/accountability/audit_entries.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "access/sealed_read.h"
#include "base/id.h"
#include "ledger/reason.h"
#include "ledger/stored_log.h"

namespace sojourn::stages::accountability {
namespace {

/// Ids of a row of the list: the rest is in the entry itself.
constexpr std::size_t most_records = 10;

std::optional<Id<access::Account>> account_of(std::int64_t number) {
  return number == 0 ? std::nullopt : std::optional(Id<access::Account>{number});
}

}  // namespace

Teller::Teller(const access::Call& call, db::Tx& tx, const AuditParts& parts)
    : call_(call), tx_(tx), parts_(parts) {
  if (const auto latest = ledger::latest_checkpoint(tx)) {
    sealed_ = latest->size;
  }
}

std::optional<ledger::Entry> Teller::entry_of(const StoredEntry& stored) {
  std::optional<ledger::Entry> entry = ledger::parse_entry(stored.body);
  if (entry && entry->id != stored.id) {
    entry.reset();
  }
  return entry;
}

std::optional<std::string> Teller::meaning_of(std::string_view operation) const {
  const auto words = parts_.words->find(operation);
  return words == parts_.words->end() ? std::nullopt
                                      : std::optional(words->second.in(call_.request.language));
}

std::optional<std::string> Teller::name_of(std::int64_t account) {
  const auto found = names_.find(account);
  if (found != names_.end()) {
    return found->second;
  }
  const auto person = tx_.column<std::string>("SELECT person FROM account WHERE id = $1", account);
  return names_.emplace(account, person.empty() ? std::nullopt : std::optional(person.front()))
      .first->second;
}

AuditRow Teller::row(const StoredEntry& stored, const std::optional<ledger::Entry>& entry) {
  AuditRow row{.index = stored.place,
               .entry = std::to_string(stored.id),
               .at = base::IdMaker::made_at(stored.id),
               .by = {},
               .by_name = {},
               .acting_for = {},
               .acting_for_name = {},
               .operation = {},
               .meaning = {},
               .records = {},
               .why = {},
               .request = {}};
  if (!entry || ledger::bytes_of(ledger::leaf_hash(stored.body)) != stored.leaf.data) {
    row.state = AuditState::damaged;
  } else if (stored.place && *stored.place < sealed_) {
    row.state = AuditState::sealed;
  }
  if (!entry) {
    return row;
  }
  row.at = base::Instant::from_unix_micros(entry->at);
  row.by = account_of(entry->actor);
  row.by_name = name_of(entry->actor);
  row.acting_for = account_of(entry->acting_for);
  row.acting_for_name = name_of(entry->acting_for);
  row.operation = entry->operation;
  row.meaning = meaning_of(entry->operation);
  for (const ledger::EntryLine& line : entry->lines) {
    const bool many = line.verb == ledger::EntryVerb::bulk || line.verb == ledger::EntryVerb::run;
    const auto id = many ? std::nullopt : record_text(line.table, line.id);
    std::string text = many ? fmt::format("{} × {}", line.id, line.table) : id.value_or(line.table);
    // Several lines may be about one record.
    if (std::find(row.records.begin(), row.records.end(), text) != row.records.end()) {
      continue;
    }
    if (row.records.size() == most_records) {
      ++row.more_records;
    } else {
      row.records.push_back(std::move(text));
    }
  }
  row.reason_given = entry->why.has_value();
  row.why = ledger::open_reason(tx_, access::keys_of(call_), *entry);
  if (!entry->request.empty()) {
    row.request = entry->request;
  }
  return row;
}

std::vector<access::Operation> audit_operations(const AuditParts& parts) {
  std::vector<access::Operation> made = audit_entry_operations(parts);
  for (std::vector<access::Operation> more :
       {audit_evidence_operations(parts), audit_check_operations()}) {
    made.insert(made.end(), std::make_move_iterator(more.begin()),
                std::make_move_iterator(more.end()));
  }
  return made;
}

}  // namespace sojourn::stages::accountability
