// Whom sponsors name: checked against the rules when they are named, with evidence that each point
// of their strength comes from, and their own word whether they will go.
#include <algorithm>

#include "base/text.h"
#include "stages/programme/rules_table.h"
#include "stages/selection/rounds.h"

namespace sojourn::stages::selection {
namespace {

constexpr std::size_t most_evidence = 30;

struct NominationView {
  Id<Nomination> id;
  Id<Round> round;
  std::string round_name;
  Id<Staff> staff;
  std::string name;  ///< of the person
  Id<Sponsor> sponsor;
  std::string sponsor_name;
  NomineeAnswer answer = NomineeAnswer::asked;
  Standing standing = Standing::nominated;
  std::vector<Evidence> evidence;
  std::vector<StrengthLine> points;
  std::int32_t strength = 0;
  std::optional<std::string> reason;
  std::optional<std::string> alternative;
  base::Date made_on;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(NominationView, (),
                      (id, round, round_name, staff, name, sponsor, sponsor_name, answer, standing,
                       evidence, points, strength, reason, alternative, made_on, version))

/// A line of the list.
struct NominationRow {
  Id<Nomination> id;
  Id<Round> round;
  std::string round_name;
  Id<Staff> staff;
  std::string name;
  Id<Sponsor> sponsor;
  std::string sponsor_name;
  NomineeAnswer answer = NomineeAnswer::asked;
  Standing standing = Standing::nominated;
  std::int32_t strength = 0;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(NominationRow, (),
                      (id, round, round_name, staff, name, sponsor, sponsor_name, answer, standing,
                       strength, version))

struct ListNominations {
  std::optional<Id<Round>> round;
  std::optional<Id<Sponsor>> sponsor;
  std::optional<NomineeAnswer> answer;
  std::optional<Standing> standing;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
  std::optional<bool> count;
};
BOOST_DESCRIBE_STRUCT(ListNominations, (), (round, sponsor, answer, standing, after, limit, count))

struct WhichNomination {
  Id<Nomination> id;
};
BOOST_DESCRIBE_STRUCT(WhichNomination, (), (id))

struct MakeNomination {
  Id<Round> round;
  Id<Staff> staff;
};
BOOST_DESCRIBE_STRUCT(MakeNomination, (), (round, staff))

struct AddEvidence {
  Id<Nomination> id;
  EvidenceKind kind = EvidenceKind::appraisal;
  base::Date on;
  std::string source;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(AddEvidence, (), (id, kind, on, source, version))

struct TakeEvidence {
  Id<Nomination> id;
  EvidenceKind kind = EvidenceKind::appraisal;
  std::string source;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(TakeEvidence, (), (id, kind, source, version))

struct AnswerNomination {
  Id<Nomination> id;
  bool willing = false;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(AnswerNomination, (), (id, willing, version))

struct WithdrawNomination {
  Id<Nomination> id;
  std::string reason;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(WithdrawNomination, (), (id, reason, version))

struct RejectNomination {
  Id<Nomination> id;
  std::string reason;
  std::string alternative;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(RejectNomination, (), (id, reason, alternative, version))

struct NominationHistory {
  Id<Nomination> id;
  std::optional<std::string> after;
};
BOOST_DESCRIBE_STRUCT(NominationHistory, (), (id, after))

constexpr std::string_view row_columns =
    "n.id, n.round, r.name AS round_name, n.staff, t.name, n.sponsor, p.name AS sponsor_name, "
    "n.answer, n.standing, n.strength, n.version";
constexpr std::string_view view_columns =
    "n.id, n.round, r.name AS round_name, n.staff, t.name, n.sponsor, p.name AS sponsor_name, "
    "n.answer, n.standing, n.evidence, n.points, n.strength, n.reason, n.alternative, n.made_on, "
    "n.version";

NominationView show_nomination(db::Tx& tx, const WhichNomination& input) {
  return tx.one<NominationView>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", view_columns, scoped_nomination), input.id);
}

/// Strongest first, as a shortlist is read; of equal ones in the order of naming.
Page<NominationRow> list_nominations(db::Tx& tx, const ListNominations& input) {
  std::string from(scoped_nomination);
  std::vector<db::Value> values;
  const auto add = [&](std::string_view condition, const auto& value) {
    values.push_back(db::to_sql(value));
    from += fmt::format(" AND {} ${}", condition, values.size());
  };
  if (input.round) {
    add("n.round =", *input.round);
  }
  if (input.sponsor) {
    add("n.sponsor =", *input.sponsor);
  }
  if (input.answer) {
    add("n.answer =", *input.answer);
  }
  if (input.standing) {
    add("n.standing =", *input.standing);
  }
  Page<NominationRow> page;
  if (input.count.value_or(false)) {
    page.count = db::SqlOf<std::int64_t>::from(
        tx.query(fmt::format("SELECT count(*) FROM {}", from), values).cells.at(0));
  }
  const std::int64_t limit = programme::checked_limit(input.limit);
  if (input.after) {
    const std::size_t gap = input.after->find(' ');
    const auto last = Id<Nomination>::from_text(std::string_view(*input.after).substr(0, gap));
    const auto weaker =
        gap == std::string::npos
            ? std::nullopt
            : base::parse_number<std::int32_t>(std::string_view(*input.after).substr(gap + 1));
    if (!last || !weaker) {
      programme::refuse_place(*input.after, "This should be what `next` said.");
    }
    values.push_back(db::to_sql(-*weaker));
    values.push_back(db::to_sql(*last));
    from += fmt::format(" AND (-n.strength, n.id) > (${}, ${})", values.size() - 1, values.size());
  }
  page.items = tx.rows_with<NominationRow>(
      fmt::format("SELECT {} FROM {} ORDER BY -n.strength, n.id LIMIT {}", row_columns, from,
                  limit + 1),
      std::move(values));
  if (std::ssize(page.items) > limit) {
    page.items.pop_back();
    page.next = fmt::format("{} {}", page.items.back().id.to_text(), page.items.back().strength);
  }
  return page;
}

/// What the record and the evidence are worth together, written into the nomination.
void weigh(db::Tx& tx, Nomination& nomination, const SelectionRules& rules, base::Date starts_on) {
  const Staff staff =
      tx.one<Staff>(fmt::format("SELECT {} FROM staff t WHERE t.id = $1 AND {{unscoped:of a "
                                "nomination that the asker sees}}",
                                columns<Staff>("t")),
                    nomination.staff);
  nomination.points = strength_lines(rules, staff, nomination.evidence, starts_on);
  nomination.strength = strength(nomination.points);
}

/// As somebody saw it who wants to change it: it stands, and its round is open.
Nomination nomination_to_change(db::Change& change, Id<Nomination> id, std::int64_t version,
                                Round& round) {
  Nomination nomination = change.one<Nomination>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", columns<Nomination>("n"), scoped_nomination),
      id);
  round = round_of(change, nomination.round);
  require_open(round);
  if (nomination.standing == Standing::withdrawn || nomination.standing == Standing::unsuitable) {
    throw base::Refusal{base::Kind::precondition, "not_standing",
                        "This nomination was withdrawn, or the person was found not suitable."};
  }
  nomination.version = version;
  return nomination;
}

/// What `edit(after, round)` makes of a nomination, as somebody saw it who wants to change it.
template <class Edit>
NominationView edited(db::Change& change, Id<Nomination> id, std::int64_t version, Edit&& edit) {
  Round round;
  const Nomination before = nomination_to_change(change, id, version, round);
  Nomination after = before;
  edit(after, round);
  change.update("nomination", before, after);
  return show_nomination(change, {id});
}

NominationView make_nomination(db::Change& change, const MakeNomination& input) {
  Faults faults;
  const SelectionRules rules = rules_of(change, change.now().utc_date());
  // 1. Their own staff, whom they see.
  const auto staff = change.maybe<Staff>(
      fmt::format("SELECT {} FROM staff t WHERE {{scope:sponsor t.sponsor}} AND t.id = $1",
                  columns<Staff>("t")),
      input.staff);
  if (!staff) {
    faults.add("/staff", "unknown_staff", input.staff.to_text(), "There is no such staff member.");
    faults.refuse();
  }
  // 2. A round in which their sponsor has places left.
  const auto place =
      change.maybe<Place>(fmt::format("SELECT {} FROM {} AND q.round = $1 AND q.sponsor = $2",
                                      columns<Place>("q"), scoped_place),
                          input.round, staff->sponsor);
  if (!place) {
    faults.add("/round", "not_asked", input.round.to_text(),
               "Their sponsor is not asked for anybody in such a round.");
    faults.refuse();
  }
  const Round round = round_of(change, input.round);
  require_naming(round);
  const std::int64_t named = change.value<std::int64_t>(
      "SELECT count(*) FROM nomination WHERE round = $1 AND sponsor = $2 AND standing = "
      "'nominated' AND {unscoped:of that sponsor alone}",
      input.round, staff->sponsor);
  if (named >= place->places) {
    faults.add("/round", "no_place_left", input.round.to_text(),
               base::in_words("The sponsor may name {} people, and has.", place->places));
  }
  // 3. Every rule that keeps the person out is told at once.
  const Apart apart = apart_of(change);
  for (const Bar& bar : bars(rules, *staff, round.starts_on, &apart)) {
    faults.add("/staff", std::string(bar.code), input.staff.to_text(), bar.says);
  }
  faults.refuse();
  return show_nomination(change, {nominate_staff(change, round, *staff, rules).id});
}

NominationView add_evidence(db::Change& change, const AddEvidence& input) {
  Faults faults;
  faults.check_name("/source", input.source);
  if (input.kind == EvidenceKind::experience || input.kind == EvidenceKind::language) {
    faults.add("/kind", "from_record", std::string(base::name_of(input.kind)),
               "This comes from the staff record; correct it there.");
  }
  if (input.on > change.now().utc_date() + 1) {
    faults.add("/on", "in_future", input.on.to_text(), "This should be a day that has come.");
  }
  faults.refuse();
  return edited(change, input.id, input.version, [&](Nomination& after, const Round& round) {
    const Evidence shown{.kind = input.kind, .on = input.on, .source = input.source};
    if (std::find(after.evidence.begin(), after.evidence.end(), shown) != after.evidence.end()) {
      faults.add("/source", "twice", input.source, "This stands in the list already.");
    }
    if (after.evidence.size() >= most_evidence) {
      faults.add("/source", "too_many", input.source,
                 base::in_words("A nomination takes at most {} documents.", most_evidence));
    }
    faults.refuse();
    after.evidence.push_back(shown);
    weigh(change, after, rules_of(change, change.now().utc_date()), round.starts_on);
  });
}

NominationView take_evidence(db::Change& change, const TakeEvidence& input) {
  return edited(change, input.id, input.version, [&](Nomination& after, const Round& round) {
    if (std::erase_if(after.evidence, [&](const Evidence& each) {
          return each.kind == input.kind && each.source == input.source;
        }) == 0) {
      throw base::Refusal{base::Kind::not_found, "not_found", "There is nothing of that name."};
    }
    weigh(change, after, rules_of(change, change.now().utc_date()), round.starts_on);
  });
}

NominationView answer_nomination(db::Change& change, const AnswerNomination& input) {
  return edited(change, input.id, input.version, [&](Nomination& after, const Round&) {
    after.answer = input.willing ? NomineeAnswer::willing : NomineeAnswer::unwilling;
  });
}

NominationView withdraw_nomination(db::Change& change, const WithdrawNomination& input) {
  Faults faults;
  faults.check_name("/reason", input.reason);
  faults.refuse();
  return edited(change, input.id, input.version, [&](Nomination& after, const Round&) {
    after.standing = Standing::withdrawn;
    after.reason = input.reason;
  });
}

NominationView reject_nomination(db::Change& change, const RejectNomination& input) {
  Faults faults;
  faults.check_name("/reason", input.reason);
  faults.check_name("/alternative", input.alternative);
  faults.refuse();
  return edited(change, input.id, input.version, [&](Nomination& after, const Round&) {
    after.standing = Standing::unsuitable;
    after.reason = input.reason;
    after.alternative = input.alternative;
  });
}

Page<HistoryEntry> nomination_history(db::Tx& tx, const NominationHistory& input) {
  show_nomination(tx, {input.id});
  return programme::history_of(tx, "nomination", input.id.value, input.after);
}

}  // namespace

Round round_of(db::Tx& tx, Id<Round> id) {
  return tx.one<Round>(fmt::format("SELECT {} FROM selection_round r WHERE r.id = $1 AND "
                                   "{{unscoped:of what the asker sees of it}}",
                                   columns<Round>("r")),
                       id);
}

void require_naming(const Round& round) {
  require_open(round);
  if (round.shortlisted_on) {
    throw base::Refusal{base::Kind::precondition, "shortlisted",
                        "The shortlist of this round is published; nobody is named any more."};
  }
}

Nomination nominate_staff(db::Change& change, const Round& round, const Staff& staff,
                          const SelectionRules& rules) {
  Nomination nomination{.id = change.new_id<Nomination>(),
                        .round = round.id,
                        .staff = staff.id,
                        .sponsor = staff.sponsor,
                        .made_on = change.now().utc_date()};
  nomination.points = strength_lines(rules, staff, {}, round.starts_on);
  nomination.strength = strength(nomination.points);
  change.insert("nomination", nomination);
  return nomination;
}

Apart apart_of(db::Tx& tx) {
  Apart made;
  const auto pairs = tx.query(
      "SELECT n.staff, n.other FROM posted_apart n WHERE n.ended_on IS NULL AND {unscoped:only "
      "that "
      "somebody is kept out is told}",
      std::vector<db::Value>());
  if (pairs.rows() == 0) {
    return made;
  }
  for (std::size_t i = 0; i < pairs.rows(); ++i) {
    made.pair({db::SqlOf<std::int64_t>::from(pairs.row(i)[0])},
              {db::SqlOf<std::int64_t>::from(pairs.row(i)[1])});
  }
  for (const std::int64_t staff : tx.column<std::int64_t>(
           "SELECT n.staff FROM nomination n JOIN selection_round r ON r.id = n.round WHERE "
           "n.standing IN ('nominated', 'shortlisted') AND n.answer <> 'unwilling' AND r.closed_on "
           "IS NULL AND {unscoped:only that somebody is kept out is told}")) {
    made.name({staff});
  }
  return made;
}

SelectionRules rules_of(db::Tx& tx, const base::Date& on) {
  return programme::rules_in_table(tx, on, "selection", read_rules);
}

std::vector<access::Operation> nomination_operations() {
  const base::FieldAbout which = programme::which_field("NOMINEE");
  const base::FieldAbout kind{.name = "kind",
                              .shape = "KIND",
                              .meaning = "Appraisal, backbone, promoted, assessed or reserve."};
  const base::FieldAbout source{
      .name = "source", .shape = "TEXT", .meaning = "The document that says so."};
  return {
      access::read_operation<ListNominations, Page<NominationRow>>(
          {.name = "nomination.list",
           .permission = read_nominations,
           .path = "/api/nominations",
           .summary = "who is named in rounds, strongest first",
           .fields = {{.name = "round", .shape = "ROUND", .meaning = "Only of this round."},
                      {.name = "sponsor", .shape = "SPONSOR", .meaning = "Only of this sponsor."},
                      {.name = "answer",
                       .shape = "ANSWER",
                       .meaning = "Only those who gave this answer, or none yet: asked."},
                      {.name = "standing", .shape = "STANDING", .meaning = "Only those of it."},
                      programme::after_field(),
                      programme::limit_field(),
                      {.name = "count", .meaning = "Say too how many there are in all."}}},
          list_nominations),
      access::read_operation<WhichNomination, NominationView>(
          {.name = "nomination.show",
           .permission = read_nominations,
           .path = "/api/nominations/{id}",
           .summary = "one nomination, with what each point of strength comes from",
           .fields = {which}},
          show_nomination),
      access::change_operation<MakeNomination, NominationView>(
          {.name = "nomination.make",
           .permission = nominate,
           .method = Method::post,
           .path = "/api/nominations",
           .summary = "name somebody for a round",
           .description =
               "Within the places of their sponsor. Whom a rule keeps out is refused with every "
               "such rule. Years of service and tested languages come from the staff record.",
           .fields = {{.name = "round", .shape = "ROUND", .meaning = "In which round."},
                      {.name = "staff", .shape = "STAFF", .meaning = "Whom."}}},
          make_nomination),
      access::change_operation<AddEvidence, NominationView>(
          {.name = "nomination.evidence",
           .permission = nominate,
           .method = Method::post,
           .path = "/api/nominations/{id}/evidence",
           .summary = "show a document that speaks for somebody",
           .fields = {which,
                      kind,
                      {.name = "on", .shape = "DAY", .meaning = "The day that it is of."},
                      source,
                      programme::version_field()}},
          add_evidence),
      access::change_operation<TakeEvidence, NominationView>(
          {.name = "nomination.take_evidence",
           .permission = nominate,
           .method = Method::post,
           .path = "/api/nominations/{id}/take-evidence",
           .summary = "take a document back",
           .fields = {which, kind, source, programme::version_field()}},
          take_evidence),
      access::change_operation<AnswerNomination, NominationView>(
          {.name = "nomination.answer",
           .permission = answer_nominations,
           .method = Method::post,
           .path = "/api/nominations/{id}/answer",
           .summary = "say whether the person will go",
           .fields = {which,
                      {.name = "willing", .meaning = "They will."},
                      programme::version_field()}},
          answer_nomination),
      access::change_operation<WithdrawNomination, NominationView>(
          {.name = "nomination.withdraw",
           .permission = nominate,
           .method = Method::post,
           .path = "/api/nominations/{id}/withdraw",
           .summary = "take a nomination back",
           .fields = {which, programme::reason_field(), programme::version_field()}},
          withdraw_nomination),
      access::change_operation<RejectNomination, NominationView>(
          {.name = "nomination.reject",
           .permission = manage_rounds,
           .method = Method::post,
           .path = "/api/nominations/{id}/reject",
           .summary = "say that somebody is not suitable, why, and what there is instead",
           .fields = {which,
                      programme::reason_field(),
                      {.name = "alternative",
                       .shape = "TEXT",
                       .meaning = "What the person or their sponsor may do instead."},
                      programme::version_field()}},
          reject_nomination),
      access::read_operation<NominationHistory, Page<HistoryEntry>>(
          {.name = "nomination.history",
           .permission = read_nominations,
           .path = "/api/nominations/{id}/history",
           .summary = "who changed what of a nomination, and when",
           .fields = {which, programme::after_field()}},
          nomination_history),
  };
}

}  // namespace sojourn::stages::selection
