// The six operations that every lasting record has (show, rename, close, reopen, merge, history),
// written once for all kinds of the register (lasting.h). What a kind adds stands in its own file:
// its words, how others see it, and what closing, reopening and merging mean for what belongs to
// it.
//
// Merging keeps both records: the one that goes is closed and points to the other, so an id on an
// old letter goes on answering and says where to look. Nothing can point in a circle: who stays is
// open, and who goes is closed at that moment. Reopening takes a closing back, and a merge too;
// what a merge moved stays where it is. Inside src/stages/programme only.
#pragma once

#include <utility>
#include <vector>

#include "access/sealed_read.h"
#include "stages/programme/lasting.h"
#include "stages/programme/lasting_history.h"
#include "stages/programme/operations_shared.h"

namespace sojourn::stages::programme {

template <class R>
using EndReason = typename decltype(R::closed_reason)::value_type;

template <class R>
struct WhichRecord {
  base::Id<R> id;
  BOOST_DESCRIBE_CLASS(WhichRecord, (), (id), (), ())
};

template <class R>
struct RenameRecord {
  base::Id<R> id;
  std::string name;
  std::int64_t version = 0;
  BOOST_DESCRIBE_CLASS(RenameRecord, (), (id, name, version), (), ())
};

template <class R>
struct CloseRecord {
  base::Id<R> id;
  EndReason<R> reason = {};
  std::optional<base::Date> on;
  std::int64_t version = 0;
  BOOST_DESCRIBE_CLASS(CloseRecord, (), (id, reason, on, version), (), ())
};

template <class R>
struct ReopenRecord {
  base::Id<R> id;
  std::int64_t version = 0;
  BOOST_DESCRIBE_CLASS(ReopenRecord, (), (id, version), (), ())
};

template <class R>
struct MergeRecord {
  base::Id<R> id;
  base::Id<R> into;
  std::string reason;
  std::int64_t version = 0;
  BOOST_DESCRIBE_CLASS(MergeRecord, (), (id, into, reason, version), (), ())
};

/// Of people: that they are one person is the whole reason.
template <class R>
struct MergePerson {
  base::Id<R> id;
  base::Id<R> into;
  std::int64_t version = 0;
  BOOST_DESCRIBE_CLASS(MergePerson, (), (id, into, version), (), ())
};

template <class R>
struct RecordHistory {
  base::Id<R> id;
  std::optional<std::string> after;
  BOOST_DESCRIBE_CLASS(RecordHistory, (), (id, after), (), ())
};

/// What a kind adds to the register's entry for its operations.
template <LastingRecord R, base::Record View>
struct LastingAbout {
  access::Permission read;
  access::Permission manage;
  access::Permission merge_by;  ///< who may merge
  std::string path;             ///< "/api/sites"
  std::string shape;            ///< of its id on a command line: "SITE"
  View (*view)(db::Tx& tx, base::Id<R> id);
  // Summaries: "one site", "give a site another name", ...
  base::Sentence one;
  base::Sentence rename;
  base::Sentence close;
  base::Sentence reopen;
  base::Sentence merge;
  base::Sentence merge_more;
  base::Sentence history;
  base::FieldAbout name = name_field();
  base::FieldAbout reason = reason_field();
  std::optional<access::Detail> detail = {};
  std::optional<access::Detail> history_detail = {};  ///< the same fields, of an EntryOf<R>
  /// Refuses what may not be closed now.
  void (*before_close)(db::Change& change, const R& record) = nullptr;
  /// Adds what else both sides of a merge have to be.
  void (*before_merge)(const R& gone, const R& kept, Faults& faults) = nullptr;
  /// Gives what belongs to the one that goes to the one that stays.
  void (*join)(db::Change& change, const R& gone, const R& kept) = nullptr;
};

/// Refusal precondition "outer_closed" if what the own record belongs to is closed.
template <LastingRecord Outer>
void require_open_outer(db::Tx& tx, base::Id<Outer> id) {
  const auto closed = tx.value<std::int64_t>(
      fmt::format("SELECT count(*) FROM {} WHERE id = $1 AND closed_on IS NOT NULL AND "
                  "{{unscoped:what the own record belongs to}}",
                  table_of<Outer>()),
      id);
  if (closed > 0) {
    throw base::Refusal{
        base::Kind::precondition, "outer_closed",
        base::in_words("It belongs to {}, a {} that is closed. Open that one first.", id.to_text(),
                       noun_of<Outer>())};
  }
}

template <LastingRecord R, base::Record View>
View rename_record(db::Change& change, const RenameRecord<R>& input,
                   const LastingAbout<R, View>& about) {
  Faults faults;
  faults.check_name("/name", input.name);
  faults.refuse();
  const R before = to_change(change, input.id, input.version);
  R after = before;
  after.name = input.name;
  change.update(table_of<R>(), before, after);
  return about.view(change, input.id);
}

template <LastingRecord R, base::Record View>
View close_record(db::Change& change, const CloseRecord<R>& input,
                  const LastingAbout<R, View>& about) {
  Faults faults;
  if constexpr (std::same_as<EndReason<R>, StaffEnd>) {
    if (input.reason == StaffEnd::merged) {
      faults.add("/reason", "not_here", "merged",
                 "Two records of one person are joined by merging.");
    }
  } else {
    faults.check_name("/reason", input.reason);
  }
  const base::Date day = closing_day(change, input.on, faults);
  faults.refuse();
  const R before = to_change(change, input.id, input.version);
  if (about.before_close != nullptr) {
    about.before_close(change, before);
  }
  R after = before;
  after.closed_on = day;
  after.closed_reason = input.reason;
  change.update(table_of<R>(), before, after);
  return about.view(change, input.id);
}

template <LastingRecord R, base::Record View>
View reopen_record(db::Change& change, const ReopenRecord<R>& input,
                   const LastingAbout<R, View>& about) {
  R before = lasting(change, input.id);
  if (!before.closed_on) {
    throw base::Refusal{base::Kind::precondition, "open", "This is open already."};
  }
  if constexpr (requires { before.parent; }) {
    if (before.parent) {
      require_open_outer(change, *before.parent);
    }
  }
  if constexpr (requires { before.area; }) {
    require_open_outer(change, before.area);
  }
  if constexpr (requires { before.sponsor; }) {
    require_open_outer(change, before.sponsor);
  }
  before.version = input.version;  // `update` refuses if it is no longer that
  R after = before;
  after.closed_on.reset();
  after.closed_reason.reset();
  after.merged_into.reset();
  change.update(table_of<R>(), before, after);
  return about.view(change, input.id);
}

/// `Input`: MergeRecord or MergePerson.
template <LastingRecord R, base::Record View, base::Record Input>
View merge_record(db::Change& change, const Input& input, const LastingAbout<R, View>& about) {
  constexpr bool people = std::same_as<Input, MergePerson<R>>;
  // 1. Both are open, visible, and two.
  Faults faults;
  if constexpr (!people) {
    faults.check_name("/reason", input.reason);
  }
  const R gone = to_change(change, input.id, input.version);
  const std::optional<R> kept = named(change, input.into, "/into", faults);
  if (kept && kept->id == gone.id) {
    faults.add("/into", "same", input.into.to_text(), "A record is not merged with itself.");
  } else if (kept && about.before_merge != nullptr) {
    about.before_merge(gone, *kept, faults);
  }
  faults.refuse();
  // 2. What belongs to the one belongs to the other.
  if (about.join != nullptr) {
    about.join(change, gone, *kept);
  }
  // 3. It is closed and points to the other.
  R after = gone;
  after.closed_on = change.now().utc_date();
  if constexpr (people) {
    after.closed_reason = StaffEnd::merged;
  } else {
    after.closed_reason = input.reason;
  }
  after.merged_into = kept->id;
  change.update(table_of<R>(), gone, after);
  return about.view(change, input.id);
}

/// A kind's own operations, and behind them the six.
template <LastingRecord R, base::Record View>
std::vector<access::Operation> with_lasting(std::vector<access::Operation> all,
                                            const LastingAbout<R, View>& about) {
  using access::Method;
  using Merge =
      std::conditional_t<std::same_as<EndReason<R>, StaffEnd>, MergePerson<R>, MergeRecord<R>>;
  const std::string name(table_of<R>());
  const std::string one = about.path + "/{id}";
  const base::FieldAbout which = which_field(about.shape);
  std::vector<base::FieldAbout> merge_fields = {which, into_field(about.shape)};
  if constexpr (std::same_as<Merge, MergeRecord<R>>) {
    merge_fields.push_back(about.reason);
  }
  merge_fields.push_back(version_field());
  const std::vector<access::Operation> shared = {
      access::read_operation<WhichRecord<R>, View>(
          {.name = name + ".show",
           .permission = about.read,
           .path = one,
           .summary = about.one,
           .fields = {which},
           .detail = about.detail},
          [view = about.view](db::Tx& tx, const WhichRecord<R>& input) {
            return view(tx, input.id);
          }),
      access::change_operation<RenameRecord<R>, View>(
          {.name = name + ".rename",
           .permission = about.manage,
           .method = Method::post,
           .path = one + "/rename",
           .summary = about.rename,
           .fields = {which, about.name, version_field()},
           .detail = about.detail},
          [about](db::Change& change, const RenameRecord<R>& input) {
            return rename_record(change, input, about);
          }),
      access::change_operation<CloseRecord<R>, View>(
          {.name = name + ".close",
           .permission = about.manage,
           .method = Method::post,
           .path = one + "/close",
           .summary = about.close,
           .fields = {which, about.reason, on_field(), version_field()},
           .detail = about.detail},
          [about](db::Change& change, const CloseRecord<R>& input) {
            return close_record(change, input, about);
          }),
      access::change_operation<ReopenRecord<R>, View>(
          {.name = name + ".reopen",
           .permission = about.manage,
           .method = Method::post,
           .path = one + "/reopen",
           .summary = about.reopen,
           .description = "The day and the reason of closing are taken away; the history keeps "
                          "them. A merge is taken back too: what it gave to the other stays there.",
           .fields = {which, version_field()},
           .detail = about.detail},
          [about](db::Change& change, const ReopenRecord<R>& input) {
            return reopen_record(change, input, about);
          }),
      access::change_operation<Merge, View>({.name = name + ".merge",
                                             .permission = about.merge_by,
                                             .method = Method::post,
                                             .path = one + "/merge",
                                             .summary = about.merge,
                                             .description = about.merge_more,
                                             .fields = merge_fields,
                                             .detail = about.detail},
                                            [about](db::Change& change, const Merge& input) {
                                              return merge_record<R, View>(change, input, about);
                                            }),
      access::sealed_read_operation<RecordHistory<R>, access::Page<EntryOf<R>>>(
          {.name = name + ".history",
           .permission = about.read,
           .path = one + "/history",
           .summary = about.history,
           .description = "Newest first, with what each field held before and after. A record that "
                          "you do not see is told as outside, unless this one names it today. Of "
                          "a person whose data was erased the values are gone.",
           .fields = {which, after_field()},
           .detail = about.history_detail},
          [](db::Tx& tx, ledger::PersonKeys& keys, const RecordHistory<R>& input) {
            return history_of_record(tx, keys, input.id, input.after);
          }),
  };
  all.insert(all.end(), shared.begin(), shared.end());
  return all;
}

}  // namespace sojourn::stages::programme
