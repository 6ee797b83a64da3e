// The entries of the audit log, newest first, one of them whole, and its proof.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>

#include "access/sealed_read.h"
#include "base/digest.h"
#include "base/text.h"
#include "ledger/audit.h"
#include "stages/accountability/audit_entries.h"

namespace sojourn::stages::accountability {
namespace {

using access::Page;

constexpr std::string_view proof_type = "text/plain; charset=utf-8";
constexpr std::int32_t rows_a_page = 50;
constexpr std::int32_t most_rows = 200;
/// Entries that are looked through for one page where no index finds them (by operation, by whom):
/// about half a second. More: fewer pages that hold little. Less: each page is there sooner.
constexpr std::int64_t most_looked_at = 500'000;
/// An entry's moment and its id are of one change, but not the same.
constexpr std::chrono::minutes id_and_moment{5};

struct ListAudit {
  std::optional<std::string> operation;
  std::optional<Id<access::Account>> by;
  std::optional<std::string> record;
  std::optional<base::Date> from;
  std::optional<base::Date> to;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListAudit, (), (operation, by, record, from, to, after, limit))

struct ShowAudit {
  std::int64_t index = 0;
};
BOOST_DESCRIBE_STRUCT(ShowAudit, (), (index))

struct AuditLine {
  ledger::EntryVerb verb = ledger::EntryVerb::insert;
  std::string table;
  std::optional<std::string> record;  ///< its id, if it has one
  std::optional<std::int64_t> rows;   ///< of many at once
  std::vector<std::string> fields;
  std::string digest;  ///< of what is sealed, in base64
};
BOOST_DESCRIBE_STRUCT(AuditLine, (), (verb, table, record, rows, fields, digest))

struct AuditEntryView {
  std::int64_t index = 0;
  std::string entry;
  base::Instant at;
  std::optional<Id<access::Account>> by;
  std::optional<std::string> by_name;
  std::optional<Id<access::Account>> acting_for;
  std::optional<std::string> acting_for_name;
  std::string operation;
  std::optional<std::string> meaning;
  bool reason_given = false;
  std::optional<std::string> why;
  std::optional<std::string> request;
  AuditState state = AuditState::waiting;
  std::vector<AuditLine> lines;
  std::int64_t more_lines = 0;
  std::string text;    ///< the entry itself, whose hash is its leaf in the tree
  std::string digest;  ///< that hash as it was kept, in base64
};
BOOST_DESCRIBE_STRUCT(AuditEntryView, (),
                      (index, entry, at, by, by_name, acting_for, acting_for_name, operation,
                       meaning, reason_given, why, request, state, lines, more_lines, text, digest))

/// The proof is the answer's file; this says what is in it.
struct ProofMade {
  std::int64_t index = 0;
  std::string entry;
};
BOOST_DESCRIBE_STRUCT(ProofMade, (), (index, entry))

/// No id that is made then or later is less: an id begins with milliseconds (base/id.h), before 22
/// bits that tell those of one apart.
std::int64_t least_id(const base::Instant& instant) {
  constexpr unsigned bits_after = 22;
  const auto since =
      std::chrono::duration_cast<std::chrono::milliseconds>(instant - base::IdMaker::made_at(0));
  return std::clamp<std::int64_t>(since.count(), 0, (std::int64_t{1} << 41U) - 1) << bits_after;
}

std::int64_t place_before(const std::optional<std::string>& after) {
  if (!after) {
    return std::numeric_limits<std::int64_t>::max();
  }
  const auto id = base::parse_number<std::int64_t>(*after);
  if (!id) {
    access::refuse_place(*after);
  }
  return *id;
}

std::size_t rows_wanted(const std::optional<std::int32_t>& limit) {
  const std::int32_t rows = limit.value_or(rows_a_page);
  if (rows < 1 || rows > most_rows) {
    base::refuse_faults({{.where = "/limit",
                          .code = "out_of_range",
                          .value = std::to_string(rows),
                          .detail = base::in_words("A page has 1 to {} rows.", most_rows)}});
  }
  return static_cast<std::size_t>(rows);
}

/// What is asked for, as SQL that finds at least it, and as what has to hold of an entry.
class Wanted {
 public:
  explicit Wanted(const ListAudit& input) : input_(input) {
    using base::Instant;
    before_ = place_before(input.after);
    if (input.from) {
      from_ = Instant::start_of_utc(*input.from);
      low_ = least_id(*from_ - id_and_moment);
    }
    if (input.to) {
      until_ = Instant::start_of_utc(*input.to + 1);
      before_ = std::min(before_, least_id(*until_ + id_and_moment));
    }
    values_.resize(2);  // the window: see `batch`
    if (input.operation) {
      more_ += " AND e.body LIKE " + line("operation " + *input.operation);
      looks_through_ = true;
    }
    if (input.by) {
      more_ += fmt::format(" AND (e.body LIKE {} OR e.body LIKE {})",
                           line(fmt::format("actor {}", input.by->value)),
                           line(fmt::format("for {}", input.by->value)));
      looks_through_ = true;
    }
    if (input.record) {
      const RecordName record = record_named(*input.record, "/record");
      std::string names;
      for (const std::string& table : record.tables) {
        names += (names.empty() ? "" : ", ") + value(table);
      }
      more_ += fmt::format(
          " AND e.id IN (SELECT h.entry FROM audit_history h WHERE h.table_name IN ({}) AND "
          "h.record = {})",
          names, value(record.number));
      looks_through_ = false;
    }
  }

  /// Where no index finds them, only so far back is looked; then this is where the next page goes
  /// on.
  std::optional<std::int64_t> bound(db::Tx& tx) {
    if (!looks_through_) {
      return std::nullopt;
    }
    const auto found = tx.column<std::int64_t>(
        "SELECT e.id FROM audit_entry e WHERE e.id < $1 ORDER BY e.id DESC LIMIT 1 OFFSET $2",
        before_, most_looked_at);
    if (found.empty() || found.front() <= low_) {
      return std::nullopt;
    }
    low_ = found.front();
    return low_;
  }

  std::vector<StoredEntry> batch(db::Tx& tx, std::size_t rows) {
    values_[0] = before_;
    values_[1] = low_;
    std::vector<StoredEntry> found = tx.rows_with<StoredEntry>(
        fmt::format("SELECT {} FROM audit_entry e WHERE e.id < $1 AND e.id >= $2{} ORDER BY e.id "
                    "DESC LIMIT {}",
                    entry_columns, more_, rows),
        values_);
    if (!found.empty()) {
      before_ = found.back().id;
    }
    return found;
  }

  bool holds(const std::optional<ledger::Entry>& entry) const {
    if (!entry) {
      return !input_.operation && !input_.by;  // its record and its day are those of its id
    }
    const base::Instant at = base::Instant::from_unix_micros(entry->at);
    return (!input_.operation || entry->operation == *input_.operation) &&
           (!input_.by || entry->actor == input_.by->value ||
            entry->acting_for == input_.by->value) &&
           (!from_ || at >= *from_) && (!until_ || at < *until_);
  }

 private:
  template <class T>
  std::string value(const T& value) {
    values_.emplace_back(value);
    return fmt::format("${}", values_.size());
  }
  /// A line of the entry's text.
  std::string line(std::string_view text) { return value(fmt::format("%\n{}\n%", text)); }

  const ListAudit& input_;
  std::int64_t before_ = 0;
  std::int64_t low_ = 0;
  std::optional<base::Instant> from_;
  std::optional<base::Instant> until_;
  bool looks_through_ = false;
  std::string more_;
  std::vector<db::Value> values_;
};

Page<AuditRow> list_audit(const access::Call& call, db::Tx& tx, const ListAudit& input,
                          const AuditParts& parts) {
  const std::size_t rows = rows_wanted(input.limit);
  Wanted wanted(input);
  const std::optional<std::int64_t> bound = wanted.bound(tx);
  Teller teller(call, tx, parts);
  Page<AuditRow> page;
  bool more = true;
  while (more && page.items.size() <= rows) {
    const std::vector<StoredEntry> batch = wanted.batch(tx, rows + 1);
    more = batch.size() > rows;
    for (const StoredEntry& stored : batch) {
      const std::optional<ledger::Entry> entry = Teller::entry_of(stored);
      if (wanted.holds(entry) && page.items.size() <= rows) {
        page.items.push_back(teller.row(stored, entry));
      }
    }
  }
  if (page.items.size() > rows) {
    page.items.pop_back();
    page.next = page.items.back().entry;
  } else if (bound) {
    page.next = std::to_string(*bound);
  }
  return page;
}

StoredEntry stored_at(db::Tx& tx, std::int64_t index) {
  return tx.one<StoredEntry>(
      fmt::format("SELECT {} FROM audit_entry e WHERE e.place = $1", entry_columns), index);
}

AuditEntryView show_audit(const access::Call& call, db::Tx& tx, const ShowAudit& input,
                          const AuditParts& parts) {
  constexpr std::size_t most_lines = 200;
  const StoredEntry stored = stored_at(tx, input.index);
  const std::optional<ledger::Entry> entry = Teller::entry_of(stored);
  AuditRow row = Teller(call, tx, parts).row(stored, entry);
  AuditEntryView view{.index = input.index,
                      .entry = std::move(row.entry),
                      .at = row.at,
                      .by = row.by,
                      .by_name = std::move(row.by_name),
                      .acting_for = row.acting_for,
                      .acting_for_name = std::move(row.acting_for_name),
                      .operation = std::move(row.operation),
                      .meaning = std::move(row.meaning),
                      .reason_given = row.reason_given,
                      .why = std::move(row.why),
                      .request = std::move(row.request),
                      .state = row.state,
                      .lines = {},
                      .text = stored.body,
                      .digest = ledger::to_base64(stored.leaf.data)};
  if (!entry) {
    return view;
  }
  for (const ledger::EntryLine& line : entry->lines) {
    if (view.lines.size() == most_lines) {
      ++view.more_lines;
      continue;
    }
    const bool many = line.verb == ledger::EntryVerb::bulk || line.verb == ledger::EntryVerb::run;
    view.lines.push_back({.verb = line.verb,
                          .table = line.table,
                          .record = many ? std::nullopt : record_text(line.table, line.id),
                          .rows = many ? std::optional(line.id) : std::nullopt,
                          .fields = line.fields,
                          .digest = ledger::to_base64(line.digest)});
  }
  return view;
}

ProofMade give_proof(access::Call& call, const ShowAudit& input, const AuditParts& parts) {
  const ledger::LogOutside outside = (*parts.outside)();
  const std::int64_t id =
      call.database.read(call.caller, [&](db::Tx& tx) { return stored_at(tx, input.index).id; });
  std::string proof = ledger::prove_entry(call.database, id, outside.cosigned).proof;
  note_taken(call, {.id = {},
                    .account = {call.asker.account},
                    .made_at = {},
                    .list = "audit.proof",
                    .format = access::ExportFormat::text,
                    .filters = {fmt::format("index={}", input.index)},
                    .row_count = 1,
                    .digest = base::sha256_hex(proof)});
  call.file = access::File{.name = proof_name(input.index),
                           .media_type = std::string(proof_type),
                           .bytes = std::move(proof)};
  return {.index = input.index, .entry = std::to_string(id)};
}

}  // namespace

void note_taken(access::Call& call, access::ListExport taken) {
  call.database.change(call.caller, taken.list, [&](db::Change& change) {
    taken.id = change.new_id<access::ListExport>();
    taken.made_at = change.now();
    change.insert("list_export", taken);
  });
}

std::string proof_name(std::int64_t index) { return fmt::format("entry-{}.tlog-proof", index); }

std::vector<access::Operation> audit_entry_operations(const AuditParts& parts) {
  const base::FieldAbout index{.name = "index",
                               .shape = "N",
                               .positional = true,
                               .least = 0,
                               .meaning = "Its place in the log, from 0."};
  return {
      told_operation<ListAudit, Page<AuditRow>>(
          {.name = "audit.list",
           .permission = read_audit,
           .path = "/api/audit",
           .summary = "the entries of the audit log, newest first: who did what, when and why",
           .description =
               "An entry holds no personal text: which records and fields were changed, not what "
               "they held. A page may hold little and have a next one where half a million entries "
               "were looked through for it.",
           .fields = {{.name = "operation",
                       .shape = "NAME",
                       .meaning = "Only what was done by this operation, such as site.rename."},
                      {.name = "by",
                       .shape = "ACCOUNT",
                       .meaning = "Only what this account did, or what was done for it."},
                      {.name = "record",
                       .shape = "ID",
                       .meaning = "Only what was done to this record, such as site_3k9q."},
                      {.name = "from", .shape = "DAY", .meaning = "From this day on, in UTC."},
                      {.name = "to", .shape = "DAY", .meaning = "Up to this day, in UTC."},
                      {.name = "after",
                       .shape = "PLACE",
                       .meaning = "For the next page: what `next` said on this one."},
                      {.name = "limit",
                       .shape = "N",
                       .unit = "rows",
                       .least = 1,
                       .most = most_rows,
                       .meaning = "Rows of a page; 50 if not given."}},
           .examples = {{"sojourn audit list --record site_3k9q --format table",
                         "everything that was done to a site"}}},
          [parts](const access::Call& call, db::Tx& tx, const ListAudit& input) {
            return list_audit(call, tx, input, parts);
          }),
      told_operation<ShowAudit, AuditEntryView>(
          {.name = "audit.show",
           .permission = read_audit,
           .path = "/api/audit/{index}",
           .summary = "one entry of the audit log, whole",
           .description = "With its text, whose hash is its leaf in the log's tree.",
           .fields = {index}},
          [parts](const access::Call& call, db::Tx& tx, const ShowAudit& input) {
            return show_audit(call, tx, input, parts);
          }),
      access::call_operation<ShowAudit, ProofMade>(
          {.name = "audit.proof",
           .permission = read_audit,
           .path = "/api/audit/{index}/proof",
           .summary = "the proof that one entry is in the audit log",
           .description =
               "A *.tlog-proof (C2SP) with the entry itself, which can be checked without Sojourn "
               "by whoever has log-key.pub, or by `sojourn audit check-proof`. That it was taken "
               "is noted as every export is.",
           .fields = {index},
           .gives_file = {std::string(proof_type)}},
          false,
          [parts](access::Call& call, const ShowAudit& input) {
            return give_proof(call, input, parts);
          }),
  };
}

}  // namespace sojourn::stages::accountability
