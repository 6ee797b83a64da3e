// `reconcile` of ledger/audit.h, in two passes over one state of the database:
//
// 1. Every entry in order of its id, with its sealed parts: each part is the one that the entry
//    names, none is missing and none too many.
// 2. Each table in order of its ids beside its history in the same order: each record's steps are
//    unsealed and done again (ledger/reconcile.h).
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "base/text.h"
#include "ledger/audit.h"
#include "ledger/history.h"
#include "ledger/tree.h"

namespace sojourn::ledger {
namespace {

constexpr std::int64_t page = 1'000;

struct SealedPart {
  std::int64_t entry = 0;
  std::int64_t part = 0;
  std::string table_name;
  std::int64_t record = 0;
  std::int64_t subject = 0;
  db::Bytes sealed;
};
BOOST_DESCRIBE_STRUCT(SealedPart, (), (entry, part, table_name, record, subject, sealed))

/// Rows of a query that has `... > $1 ... ORDER BY ... LIMIT $2`, one at a time.
class History {
 public:
  explicit History(db::Tx& tx) : tx_(tx) {}
  const SealedPart* next() {
    if (at_ == rows_.size()) {
      if (ended_) {
        return nullptr;
      }
      rows_ = tx_.rows<SealedPart>(
          "SELECT entry, part, table_name, record, subject, sealed FROM audit_history WHERE entry "
          "> $1 OR (entry = $1 AND part > $2) ORDER BY entry, part LIMIT $3",
          entry_, part_, page);
      ended_ = rows_.size() < static_cast<std::size_t>(page);
      at_ = 0;
      if (rows_.empty()) {
        return nullptr;
      }
      entry_ = rows_.back().entry;
      part_ = rows_.back().part;
    }
    return &rows_[at_++];
  }

 private:
  db::Tx& tx_;
  std::vector<SealedPart> rows_;
  std::size_t at_ = 0;
  bool ended_ = false;
  std::int64_t entry_ = 0;
  std::int64_t part_ = -1;
};

/// Pass 1.
class EntriesPass {
 public:
  EntriesPass(db::Tx& tx, Reconciler& reconciler, const HowFar& how_far)
      : tx_(tx), reconciler_(reconciler), how_far_(how_far), history_(tx) {}

  void run() {
    part_ = history_.next();
    std::int64_t id = 0;
    while (true) {
      const db::Result rows = tx_.query(
          "SELECT id, body FROM audit_entry WHERE id > $1 ORDER BY id LIMIT $2", {id, page});
      for (std::size_t i = 0; i < rows.rows(); ++i) {
        id = std::get<std::int64_t>(rows.row(i)[0]);
        check(id, std::get<std::string>(rows.row(i)[1]));
      }
      if (how_far_) {
        how_far_(reconciler_.report().entries);
      }
      if (rows.rows() < static_cast<std::size_t>(page)) {
        break;
      }
    }
    for (; part_ != nullptr; part_ = history_.next()) {
      unknown(*part_);
    }
  }

 private:
  void find(StateFlaw flaw, std::int64_t entry, const std::string& table, std::int64_t record,
            base::Sentence detail) {
    reconciler_.find({.flaw = flaw,
                      .table = table,
                      .record = record,
                      .entry = entry,
                      .fields = {},
                      .detail = std::move(detail)});
  }
  void unknown(const SealedPart& part) {
    find(StateFlaw::history_unknown, part.entry, part.table_name, part.record,
         base::in_words("No entry names part {} of the history of entry {}.", part.part,
                        part.entry));
  }

  /// Whether the next part is that number of the entry.
  bool is_next(std::int64_t entry, std::int64_t number) const {
    return part_ != nullptr && part_->entry == entry && part_->part == number;
  }

  void check(std::int64_t id, const std::string& body) {
    ++reconciler_.report().entries;
    while (part_ != nullptr && part_->entry < id) {
      unknown(*part_);
      part_ = history_.next();
    }
    const std::optional<Entry> entry = parse_entry(body);
    if (!entry || entry->id != id) {
      return;  // `audit verify` says so; its parts are then unknown
    }
    if (entry->why) {
      check_parts(id, 0, 1, "-", *entry->why);
    }
    std::int64_t number = 1;
    for (const EntryLine& line : entry->lines) {
      const std::int64_t parts = line.verb == EntryVerb::bulk ? line.id + 1 : 1;
      if (line.verb == EntryVerb::run) {
        reconciler_.statement(line.table, id);
      }
      check_parts(id, number, parts, line.table, line.digest);
      number += parts;
    }
    while (part_ != nullptr && part_->entry == id) {
      unknown(*part_);
      part_ = history_.next();
    }
  }

  void check_parts(std::int64_t id, std::int64_t first, std::int64_t parts,
                   const std::string& table, const Hash& digest) {
    Frontier tree;
    std::int64_t record = 0;
    bool right_table = true;
    for (std::int64_t i = 0; i < parts; ++i) {
      if (!is_next(id, first + i)) {
        find(StateFlaw::history_missing, id, table, record,
             base::in_words("Part {} of the history of entry {} is missing.", first + i, id));
        // What is left of this line is passed over, so that it is not told twice.
        while (part_ != nullptr && part_->entry == id && part_->part < first + parts) {
          part_ = history_.next();
        }
        return;
      }
      record = part_->record;
      right_table = right_table && part_->table_name == table;
      tree.append(leaf_hash(part_->sealed.data));
      part_ = history_.next();
    }
    if (tree.root() != digest || !right_table) {
      find(StateFlaw::history_changed, id, table, parts == 1 ? record : 0,
           base::in_words("The history of entry {} about {} is not the one that the entry names.",
                          id, table));
    }
  }

  db::Tx& tx_;
  Reconciler& reconciler_;
  const HowFar& how_far_;
  History history_;
  const SealedPart* part_ = nullptr;
};

/// Pass 2, of one table.
class TablePass {
 public:
  TablePass(db::Tx& tx, PersonKeys& keys, Reconciler& reconciler, const std::string& table,
            const TableAbout& about, const HowFar& how_far)
      : tx_(tx),
        keys_(keys),
        reconciler_(reconciler),
        table_(table),
        about_(about),
        how_far_(how_far) {}

  void run() {
    read_rows();
    read_steps();
    while (has_row() || has_step()) {
      const std::int64_t id = std::min(has_row() ? rows_[row_].first : INT64_MAX,
                                       has_step() ? parts_[part_].record : INT64_MAX);
      std::optional<FieldTexts> row;
      if (has_row() && rows_[row_].first == id) {
        row = std::move(rows_[row_].second);
        ++row_;
        if (row_ == rows_.size() && !rows_ended_) {
          read_rows();
        }
      }
      compare(id, row);
    }
  }

 private:
  bool has_row() const { return row_ < rows_.size(); }
  bool has_step() const { return part_ < parts_.size(); }

  void read_rows() {
    const db::Result found = tx_.query(
        fmt::format("SELECT * FROM {} WHERE id > $1 AND {{unscoped:the auditor compares every row}}"
                    " ORDER BY id LIMIT $2",
                    table_),
        {last_row_, page});
    rows_.clear();
    row_ = 0;
    rows_ended_ = found.rows() < static_cast<std::size_t>(page);
    for (std::size_t i = 0; i < found.rows(); ++i) {
      FieldTexts texts;
      for (std::size_t j = 0; j < found.columns.size(); ++j) {
        const std::string& column = found.columns[j];
        if (column == "id") {
          last_row_ = std::get<std::int64_t>(found.row(i)[j]);
        }
        std::optional<std::string> text = value_text(found.row(i)[j]);
        if (text && is_logged(column)) {
          texts.emplace(column, *std::move(text));
        }
      }
      rows_.emplace_back(last_row_, std::move(texts));
    }
  }

  void read_steps() {
    if (how_far_) {
      how_far_(reconciler_.report().entries);
    }
    parts_ = tx_.rows<SealedPart>(
        "SELECT entry, part, table_name, record, subject, sealed FROM audit_history WHERE "
        "table_name = $1 AND (record > $2 OR (record = $2 AND (entry > $3 OR (entry = $3 AND part "
        "> $4)))) ORDER BY record, entry, part LIMIT $5",
        table_, last_record_, last_entry_, last_part_, page);
    part_ = 0;
    parts_ended_ = parts_.size() < static_cast<std::size_t>(page);
    if (!parts_.empty()) {
      last_record_ = parts_.back().record;
      last_entry_ = parts_.back().entry;
      last_part_ = parts_.back().part;
    }
  }

  bool is_logged(const std::string& field) const {
    return std::find(about_.unlogged.begin(), about_.unlogged.end(), field) ==
           about_.unlogged.end();
  }

  void compare(std::int64_t id, const std::optional<FieldTexts>& row) {
    std::vector<Step> steps;
    bool erased = false;
    bool unreadable = false;
    for (; has_step() && parts_[part_].record == id;) {
      const SealedPart& part = parts_[part_];
      const std::optional<SealKey> key = keys_.find(part.subject);
      std::optional<std::string> text =
          key ? unseal(*key, part.sealed.data, sealed_place(part.entry, part.part, table_, id))
              : std::nullopt;
      std::optional<Step> step = text ? parse_step(*text) : std::nullopt;
      if (step) {
        step->entry = part.entry;
        std::erase_if(step->fields,
                      [&](const FieldStep& field) { return !is_logged(field.field); });
        steps.push_back(*std::move(step));
      } else if (keys_.is_erased(part.subject)) {
        erased = true;
      } else {
        unreadable = true;
        reconciler_.find(
            {.flaw = StateFlaw::history_unreadable,
             .table = table_,
             .record = id,
             .entry = part.entry,
             .fields = {},
             .detail = base::in_words("The history of entry {} about {} cannot be opened "
                                      "with its person's key.",
                                      part.entry, table_)});
      }
      ++part_;
      if (part_ == parts_.size() && !parts_ended_) {
        read_steps();
      }
    }
    if (erased) {
      ++reconciler_.report().erased;
    } else if (!unreadable) {
      in_order(steps);
      reconciler_.record(table_, id, steps, row);
    }
  }

  /// Entries of two servers may be numbered in another order than they were committed in; versions
  /// are not.
  static void in_order(std::vector<Step>& steps) {
    const auto version = [](const Step& step) {
      for (const FieldStep& field : step.fields) {
        if (field.field == "version" && field.before) {
          return base::parse_number<std::int64_t>(field.before->substr(1)).value_or(-1);
        }
      }
      return std::int64_t{-1};
    };
    std::stable_sort(steps.begin(), steps.end(), [&](const Step& one, const Step& other) {
      return version(one) < version(other);
    });
  }

  db::Tx& tx_;
  PersonKeys& keys_;
  Reconciler& reconciler_;
  const std::string& table_;
  const TableAbout& about_;
  const HowFar& how_far_;
  std::vector<std::pair<std::int64_t, FieldTexts>> rows_;
  std::size_t row_ = 0;
  bool rows_ended_ = false;
  std::int64_t last_row_ = 0;
  std::vector<SealedPart> parts_;
  std::size_t part_ = 0;
  bool parts_ended_ = false;
  // Record 0 holds summaries of bulks, which are about no record.
  std::int64_t last_record_ = 0;
  std::int64_t last_entry_ = INT64_MAX;
  std::int64_t last_part_ = 0;
};

}  // namespace

ReconcileReport reconcile(db::Database& database, PersonKeys& keys, const Tables& tables,
                          const HowFar& how_far) {
  return database.read(db::Caller::program(), [&](db::Tx& tx) {
    Reconciler reconciler;
    EntriesPass(tx, reconciler, how_far).run();
    for (const auto& [table, about] : tables) {
      if (about.reconciled) {
        TablePass(tx, keys, reconciler, table, about, how_far).run();
      }
    }
    return reconciler.finish();
  });
}

bool opens_history(db::Database& database, PersonKeys& keys) {
  return database.read(db::Caller::program(), [&](db::Tx& tx) {
    // The first key of all is in every copy of the file, however old; so is the programme's.
    for (const char* parts :
         {"SELECT entry, part, table_name, record, subject, sealed FROM audit_history ORDER BY "
          "entry, part LIMIT 1",
          "SELECT entry, part, table_name, record, subject, sealed FROM audit_history WHERE "
          "subject = 0 ORDER BY entry DESC, part DESC LIMIT 1"}) {
      for (const SealedPart& part : tx.rows<SealedPart>(parts)) {
        const std::optional<SealKey> key = keys.find(part.subject);
        const bool opened =
            key ? unseal(*key, part.sealed.data,
                         sealed_place(part.entry, part.part, part.table_name, part.record))
                      .has_value()
                : keys.is_erased(part.subject);
        if (!opened) {
          return false;
        }
      }
    }
    return true;
  });
}

}  // namespace sojourn::ledger
