// Corrections: whoever finds something wrong in the own record says which field, what it should be
// and why; whoever keeps the record settles that once, and the person sees how and by whom.
#include <algorithm>

#include "privacy/dictionary.h"
#include "stages/programme/operations.h"
#include "stages/programme/operations_shared.h"
#include "stages/programme/own_record.h"

namespace sojourn::stages::programme {
namespace {

using access::Method;
using access::Page;
using base::Id;

/// As the person themselves sees it.
struct OwnCorrection {
  Id<Correction> id;
  std::string field;
  std::optional<std::string> wanted;
  std::string reason;
  base::Date asked_on;
  CorrectionState state = CorrectionState::open;
  std::optional<std::string> answer;
  std::optional<std::string> answered_by;  ///< as people call them
  std::optional<base::Date> answered_on;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(OwnCorrection, (),
                      (id, field, wanted, reason, asked_on, state, answer, answered_by, answered_on,
                       version))

/// A line of the office's list: nothing whose reading is noted.
struct CorrectionRow {
  Id<Correction> id;
  Id<Staff> staff;
  std::string name;  ///< of the person
  std::string sponsor_name;
  std::string field;
  base::Date asked_on;
  CorrectionState state = CorrectionState::open;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(CorrectionRow, (),
                      (id, staff, name, sponsor_name, field, asked_on, state, version))

struct CorrectionView {
  Id<Correction> id;
  Id<Staff> staff;
  std::string name;
  std::string sponsor_name;
  std::string field;
  std::optional<std::string> wanted;
  std::optional<std::string> reason;
  base::Date asked_on;
  CorrectionState state = CorrectionState::open;
  std::optional<std::string> answer;
  std::optional<std::string> answered_by;
  std::optional<base::Date> answered_on;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(CorrectionView, (),
                      (id, staff, name, sponsor_name, field, wanted, reason, asked_on, state,
                       answer, answered_by, answered_on, version))

struct AskCorrection {
  std::string field;
  std::string reason;
  std::optional<std::string> wanted;
};
BOOST_DESCRIBE_STRUCT(AskCorrection, (), (field, reason, wanted))

struct ListOwn {
  std::optional<std::string> after;
};
BOOST_DESCRIBE_STRUCT(ListOwn, (), (after))

struct TakeBack {
  Id<Correction> id;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(TakeBack, (), (id, version))

struct ListCorrections {
  std::optional<CorrectionState> state;
  std::optional<Id<Staff>> staff;
  std::optional<Id<Sponsor>> sponsor;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
  std::optional<bool> count;
};
BOOST_DESCRIBE_STRUCT(ListCorrections, (), (state, staff, sponsor, after, limit, count))

struct WhichCorrection {
  Id<Correction> id;
};
BOOST_DESCRIBE_STRUCT(WhichCorrection, (), (id))

struct SettleCorrection {
  Id<Correction> id;
  bool done = false;
  std::optional<std::string> answer;
  std::optional<bool> apply;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(SettleCorrection, (), (id, done, answer, apply, version))

/// Of one person at once: enough for a whole record, and no flood.
constexpr std::int64_t most_open = 30;

constexpr std::string_view own_from =
    "correction n JOIN staff t ON t.id = n.staff LEFT JOIN account c ON c.id = n.answered_by WHERE "
    "{scope:staff t.id}";
constexpr std::string_view own_columns =
    "n.id, n.field, n.wanted, n.reason, n.asked_on, n.state, n.answer, c.person AS answered_by, "
    "n.answered_on, n.version";
/// Whoever keeps the record of the person.
constexpr std::string_view office_from =
    "correction n JOIN staff t ON t.id = n.staff JOIN area a ON a.id = t.area JOIN sponsor p ON "
    "p.id = t.sponsor LEFT JOIN account c ON c.id = n.answered_by WHERE {scope:area a.path; "
    "sponsor t.sponsor}";

OwnCorrection own_correction(db::Tx& tx, Id<Correction> id) {
  return tx.one<OwnCorrection>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", own_columns, own_from), id);
}

CorrectionView show_correction(db::Tx& tx, const WhichCorrection& input) {
  return tx.one<CorrectionView>(
      fmt::format("SELECT n.id, n.staff, t.name, p.name AS sponsor_name, n.field, n.wanted, "
                  "n.reason, n.asked_on, n.state, n.answer, c.person AS answered_by, "
                  "n.answered_on, n.version FROM {} AND n.id = $1",
                  office_from),
      input.id);
}

/// "staff.position" of "position" too. A column of the data dictionary that is about the person.
std::string checked_field(const std::string& given, Faults& faults) {
  const std::string full = given.find('.') == given.npos ? "staff." + given : given;
  const std::size_t dot = full.find('.');
  const privacy::TableEntry* table =
      privacy::Dictionary::own().find(std::string_view(full).substr(0, dot));
  if (table != nullptr && table->whose == privacy::Whose::staff) {
    for (const privacy::ColumnEntry& column : table->columns) {
      if (column.name == std::string_view(full).substr(dot + 1) &&
          column.whose == privacy::Whose::staff && column.level != privacy::Level::office) {
        return full;
      }
    }
  }
  faults.add("/field", "unknown_field", given,
             "This should be a field of your own record, such as staff.position: account record "
             "lists them.");
  return full;
}

OwnCorrection ask_correction(db::Change& change, const AskCorrection& input) {
  const Id<Staff> staff = own_staff(change);
  Faults faults;
  const std::string field = checked_field(input.field, faults);
  faults.check_name("/reason", input.reason);
  faults.check_idea("/reason", input.reason);
  if (input.wanted) {
    faults.check_name("/wanted", *input.wanted);
    faults.check_idea("/wanted", *input.wanted);
  }
  faults.refuse();
  if (change.value<std::int64_t>("SELECT count(*) FROM correction n JOIN staff t ON t.id = n.staff "
                                 "WHERE n.state = 'open' AND {scope:staff t.id}") >= most_open) {
    throw base::Refusal{
        base::Kind::precondition, "too_many_open",
        base::in_words("{} of your requests are open. Wait for answers, or take some back.",
                       most_open)};
  }
  const Correction asked{.id = change.new_id<Correction>(),
                         .staff = staff,
                         .field = field,
                         .wanted = input.wanted,
                         .reason = input.reason,
                         .asked_on = change.now().utc_date()};
  change.insert("correction", asked);
  return own_correction(change, asked.id);
}

/// Newest first.
template <class Row>
Page<Row> page_of(db::Tx& tx, std::string_view select, std::string from,
                  std::vector<db::Value> values, const std::optional<std::string>& after,
                  std::int64_t limit) {
  if (after) {
    const auto last = Id<Correction>::from_text(*after);
    if (!last) {
      refuse_place(*after, "This should be what `next` said.");
    }
    values.push_back(db::to_sql(*last));
    from += fmt::format(" AND n.id < ${}", values.size());
  }
  Page<Row> page;
  page.items = tx.rows_with<Row>(
      fmt::format("SELECT {} FROM {} ORDER BY n.id DESC LIMIT {}", select, from, limit + 1),
      std::move(values));
  if (std::ssize(page.items) > limit) {
    page.items.pop_back();
    page.next = page.items.back().id.to_text();
  }
  return page;
}

Page<OwnCorrection> list_own(db::Tx& tx, const ListOwn& input) {
  own_staff(tx);
  return page_of<OwnCorrection>(tx, own_columns, std::string(own_from), {}, input.after,
                                checked_limit({}));
}

Page<CorrectionRow> list_corrections(db::Tx& tx, const ListCorrections& input) {
  std::string from(office_from);
  std::vector<db::Value> values;
  const auto add = [&](std::string_view condition, const auto& value) {
    values.push_back(db::to_sql(value));
    from += fmt::format(" AND {} ${}", condition, values.size());
  };
  add("n.state =", input.state.value_or(CorrectionState::open));
  if (input.staff) {
    add("n.staff =", *input.staff);
  }
  if (input.sponsor) {
    add("t.sponsor =", *input.sponsor);
  }
  const std::int64_t limit = checked_limit(input.limit);
  std::optional<std::int64_t> count;
  if (input.count.value_or(false)) {
    count = db::SqlOf<std::int64_t>::from(
        tx.query(fmt::format("SELECT count(*) FROM {}", from), values).cells.at(0));
  }
  Page<CorrectionRow> page = page_of<CorrectionRow>(
      tx, "n.id, n.staff, t.name, p.name AS sponsor_name, n.field, n.asked_on, n.state, n.version",
      std::move(from), std::move(values), input.after, limit);
  page.count = count;
  return page;
}

/// An open one as somebody saw it who wants to end it.
Correction open_correction(db::Change& change, std::string_view from, Id<Correction> id,
                           std::int64_t version) {
  Correction found = change.one<Correction>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", columns<Correction>("n"), from), id);
  if (found.state != CorrectionState::open) {
    throw base::Refusal{base::Kind::precondition, "settled",
                        "This request is settled already, or was taken back."};
  }
  found.version = version;  // `update` refuses if it is no longer that
  return found;
}

OwnCorrection take_back(db::Change& change, const TakeBack& input) {
  own_staff(change);
  const Correction before = open_correction(change, own_from, input.id, input.version);
  Correction after = before;
  after.state = CorrectionState::withdrawn;
  change.update("correction", before, after);
  return own_correction(change, input.id);
}

/// Writes what was asked for into the staff record, where the field is one text or one day.
void apply(db::Change& change, const Correction& asked, Faults& faults) {
  const Staff before = lasting(change, asked.staff);
  require_open(before);
  Staff after = before;
  if (asked.field == "staff.code") {
    after.code = asked.wanted;
  } else if (asked.field == "staff.grade") {
    after.grade = asked.wanted;
  } else if (asked.field == "staff.position") {
    after.position = asked.wanted;
  } else if (asked.field == "staff.hired_on") {
    after.hired_on = asked.wanted ? base::Date::from_text(*asked.wanted) : std::nullopt;
    if (asked.wanted && !after.hired_on) {
      faults.add("/apply", "no_day", *asked.wanted,
                 "What was asked for is no day such as 2026-11-27: change the record itself.");
    }
  } else if (asked.field == "staff.name" && asked.wanted) {
    after.name = *asked.wanted;
  } else {
    faults.add("/apply", "not_simple", asked.field,
               "Only a code, name, grade, position or day of hire is written so: change the record "
               "itself, and settle without this.");
  }
  Faults own;
  check(after, own);
  for (base::Fault& fault : own.take()) {
    faults.add("/apply", fault.code, fault.value, fault.detail);
  }
  faults.refuse();
  if (after != before) {
    change.update("staff", before, after);
  }
}

CorrectionView settle(db::Change& change, const SettleCorrection& input) {
  Faults faults;
  if (input.answer) {
    faults.check_name("/answer", *input.answer);
    faults.check_idea("/answer", *input.answer);
  } else if (!input.done) {
    faults.add("/answer", "missing", "", "Say why it is declined: the person reads it.");
  }
  const bool applies = input.apply.value_or(false);
  if (applies && !input.done) {
    faults.add("/apply", "declined", "", "What is declined is not written.");
  }
  faults.refuse();
  const Correction before = open_correction(change, office_from, input.id, input.version);
  Correction after = before;
  after.state = input.done ? CorrectionState::done : CorrectionState::declined;
  after.answer = input.answer;
  after.answered_by = access::account_of(change.caller().actor);
  after.answered_on = change.now().utc_date();
  change.update("correction", before, after);
  if (applies) {
    apply(change, before, faults);
  }
  return show_correction(change, {input.id});
}

access::Detail correction_detail() {
  return {.permission = manage_staff, .subject = "staff", .fields = {"wanted", "reason"}};
}

}  // namespace

std::vector<access::Operation> correction_operations() {
  const base::FieldAbout which = which_field("CORRECTION");
  return {
      access::change_operation<AskCorrection, OwnCorrection>(
          {.name = "correction.ask",
           .permission = access::Permission::own(),
           .method = Method::post,
           .path = "/api/account/corrections",
           .summary = "ask for a correction of your own record",
           .description = "Whoever keeps your record sees it, settles it and answers you.",
           .fields = {{.name = "field",
                       .shape = "FIELD",
                       .meaning = "Which field is wrong, as account record names it, such as "
                                  "staff.position."},
                      {.name = "reason",
                       .shape = "TEXT",
                       .meaning = "Why, in up to 200 bytes: the document that shows it, say. No "
                                  "names of other people."},
                      {.name = "wanted",
                       .shape = "TEXT",
                       .meaning = "What it should say, in up to 200 bytes; left out: nothing."}}},
          ask_correction),
      access::read_operation<ListOwn, Page<OwnCorrection>>(
          {.name = "correction.own",
           .permission = access::Permission::own(),
           .path = "/api/account/corrections",
           .summary = "the corrections that you asked for, and the answers, newest first",
           .fields = {after_field()}},
          list_own),
      access::change_operation<TakeBack, OwnCorrection>(
          {.name = "correction.withdraw",
           .permission = access::Permission::own(),
           .method = Method::post,
           .path = "/api/account/corrections/{id}/withdraw",
           .summary = "take back a request for a correction",
           .fields = {which, version_field()}},
          take_back),
      access::read_operation<ListCorrections, Page<CorrectionRow>>(
          {.name = "correction.list",
           .permission = manage_staff,
           .path = "/api/corrections",
           .summary = "corrections that staff ask for, newest first",
           .fields =
               {{.name = "state",
                 .shape = "STATE",
                 .meaning = "Open, done, declined or withdrawn; open if not given."},
                {.name = "staff",
                 .shape = "STAFF",
                 .meaning = "Only what this staff member asks for."},
                {.name = "sponsor", .shape = "SPONSOR", .meaning = "Only those of this sponsor."},
                after_field(),
                limit_field(),
                {.name = "count", .meaning = "Say too how many there are in all."}}},
          list_corrections),
      access::read_operation<WhichCorrection, CorrectionView>(
          {.name = "correction.show",
           .permission = manage_staff,
           .path = "/api/corrections/{id}",
           .summary = "one correction that somebody asks for",
           .fields = {which},
           .detail = correction_detail()},
          show_correction),
      access::change_operation<SettleCorrection, CorrectionView>(
          {.name = "correction.settle",
           .permission = manage_staff,
           .method = Method::post,
           .path = "/api/corrections/{id}/settle",
           .summary = "settle a correction that somebody asks for, once",
           .description = "The person sees the answer and by whom it is.",
           .fields = {which,
                      {.name = "done", .meaning = "The record is right now; declined if not."},
                      {.name = "answer",
                       .shape = "TEXT",
                       .meaning = "What the person is told, in up to 200 bytes; needed where it is "
                                  "declined."},
                      {.name = "apply",
                       .meaning = "Write what was asked for into the record: a code, name, grade, "
                                  "position or day of hire."},
                      version_field()},
           .detail = correction_detail()},
          settle),
  };
}

}  // namespace sojourn::stages::programme
