// The workbook of a sponsor in a round: its staff as the records have them, with two columns to
// fill in, and back again. What comes back is merged: whom it names is named, with the same rules
// as one by one, and the sponsor has replied.
#include <algorithm>
#include <map>

#include "base/text.h"
#include "imports/operation.h"
#include "stages/programme/import_tested.h"
#include "stages/selection/rounds.h"

namespace sojourn::stages::selection {
namespace {

struct WhichPlace {
  Id<Place> id;
};
BOOST_DESCRIBE_STRUCT(WhichPlace, (), (id))

/// The workbook is the answer's file; this says what is in it.
struct WorkbookMade {
  std::int64_t staff = 0;
  std::int64_t named = 0;
};
BOOST_DESCRIBE_STRUCT(WorkbookMade, (), (staff, named))

struct MergeWorkbook {
  Id<Place> id;
  std::optional<bool> check;
  std::optional<imports::Mode> mode;
  std::optional<std::string> sheet;
  std::optional<std::string> source;
};
BOOST_DESCRIBE_STRUCT(MergeWorkbook, (), (id, check, mode, sheet, source))

/// A line of the workbook: somebody of the sponsor, and what it says of them.
struct Line {
  Id<Staff> id;
  std::optional<std::string> code = {};
  std::string name;
  std::optional<base::Date> closed_on = {};
  bool nominate = false;
  std::optional<bool> willing = {};
  std::int64_t version = 1;
  friend bool operator==(const Line&, const Line&) = default;
};

/// What a workbook is about, read once.
struct Matter {
  Place place;
  Round round;
  SelectionRules rules;
  std::string sponsor_name;
  std::map<std::int64_t, Staff> staff;
  std::map<std::int64_t, Nomination> nominations;  ///< by staff
  std::int64_t standing = 0;                       ///< nominations that stand
  Apart apart;
};

bool stands(const Nomination& nomination) {
  return nomination.standing == Standing::nominated || nomination.standing == Standing::shortlisted;
}

std::optional<bool> willing_of(NomineeAnswer answer) {
  return answer == NomineeAnswer::asked ? std::nullopt
                                        : std::optional(answer == NomineeAnswer::willing);
}

Matter matter_of(db::Tx& tx, Id<Place> id) {
  Matter made;
  made.place = tx.one<Place>(
      fmt::format("SELECT {} FROM {} AND q.id = $1", columns<Place>("q"), scoped_place), id);
  made.round = round_of(tx, made.place.round);
  require_naming(made.round);
  made.rules = rules_of(tx, tx.now().utc_date());
  made.apart = apart_of(tx);
  made.sponsor_name = tx.value<std::string>(
      "SELECT name FROM sponsor WHERE id = $1 AND {unscoped:of a place that the asker sees}",
      made.place.sponsor);
  for (Staff& each :
       tx.rows<Staff>(fmt::format("SELECT {} FROM staff t WHERE t.sponsor = $1 AND {{scope:sponsor "
                                  "t.sponsor}} ORDER BY t.name, t.id",
                                  columns<Staff>("t")),
                      made.place.sponsor)) {
    made.staff.emplace(each.id.value, std::move(each));
  }
  for (Nomination& each :
       tx.rows<Nomination>(fmt::format("SELECT {} FROM {} AND n.round = $1 AND n.sponsor = $2",
                                       columns<Nomination>("n"), scoped_nomination),
                           made.place.round, made.place.sponsor)) {
    made.standing += stands(each) ? 1 : 0;
    made.nominations.emplace(each.staff.value, std::move(each));
  }
  return made;
}

Line line_of(const Matter& matter, const Staff& staff) {
  Line made{.id = staff.id, .code = staff.code, .name = staff.name, .closed_on = staff.closed_on};
  const auto found = matter.nominations.find(staff.id.value);
  if (found != matter.nominations.end() && stands(found->second)) {
    made.nominate = true;
    made.willing = willing_of(found->second.answer);
  }
  return made;
}

constexpr std::string_view nominate_title = "Nominate";
constexpr std::string_view willing_title = "Willing";

/// In the order of names; whoever left is not in it.
void fill(const Matter& matter, base::Language language, documents::Sheet& sheet) {
  const auto said = [&](base::Sentence sentence) { return sentence.in(language); };
  // 1. Above the headings, what is asked for, and by its id what the workbook is of.
  sheet.row({said(base::in_words("{}: {}, notice {} ({})", matter.sponsor_name, matter.round.name,
                                 matter.round.notice, matter.place.id.to_text()))});
  sheet.row(
      {said(base::in_words("Write yes under Nominate for up to {} people, and under Willing "
                           "whether they will go; send it back by {}.",
                           matter.place.places, matter.round.deadline.to_text()))});
  std::vector<std::string> titles = {"id"};
  for (const base::Sentence& title : std::initializer_list<base::Sentence>{
           "Staff number", "Name", "Position", "Grade", "Hired on", "Languages", "Skills",
           "Fit until", "Kept out by", "Nominate", "Willing"}) {
    titles.push_back(said(title));
  }
  sheet.titles(titles);
  // 2. The staff.
  std::vector<const Staff*> order;
  for (const auto& [id, each] : matter.staff) {
    if (!each.closed_on) {
      order.push_back(&each);
    }
  }
  std::stable_sort(order.begin(), order.end(),
                   [](const Staff* a, const Staff* b) { return a->name < b->name; });
  const auto text = [](const std::optional<std::string>& value) -> documents::Cell {
    return value ? documents::Cell(*value) : documents::Cell();
  };
  const auto day = [](const std::optional<base::Date>& value) -> documents::Cell {
    return value ? documents::Cell(*value) : documents::Cell();
  };
  const auto yes_no = [&](bool value) {
    return documents::Cell(said(value ? base::Sentence("yes") : base::Sentence("no")));
  };
  for (const Staff* each : order) {
    const Line line = line_of(matter, *each);
    std::string kept_out;
    for (const Bar& bar : bars(matter.rules, *each, matter.round.starts_on, &matter.apart)) {
      kept_out += (kept_out.empty() ? "" : " ") + said(bar.says);
    }
    sheet.row({each->id.to_text(), text(each->code), each->name, text(each->position),
               text(each->grade), day(each->hired_on), programme::shown(each->languages),
               programme::shown(each->skills), day(each->fit_until), kept_out,
               line.nominate ? yes_no(true) : documents::Cell(),
               line.willing ? yes_no(*line.willing) : documents::Cell()});
  }
}

WorkbookMade give_workbook(access::Call& call, const WhichPlace& input) {
  const Matter matter =
      call.database.read(call.caller, [&](db::Tx& tx) { return matter_of(tx, input.id); });
  call.file = imports::workbook_of(
      input.id.to_text() + ".xlsx", base::Sentence("Nominations").in(call.request.language),
      [&](documents::Sheet& sheet) { fill(matter, call.request.language, sheet); });
  WorkbookMade made;
  for (const auto& [id, each] : matter.staff) {
    made.staff += each.closed_on ? 0 : 1;
  }
  made.named = matter.standing;
  // Particulars of many people leave the system: that is noted, and who took them.
  call.database.change({.actor = call.asker.account,
                        .request_id = call.request.id,
                        .reason = fmt::format("{}: {} people", input.id.to_text(), made.staff)},
                       "place.workbook", [](db::Change&) {});
  return made;
}

/// The place that a workbook is of, as it says above its headings; nothing if somebody took that
/// out.
std::optional<Id<Place>> place_in(const documents::GridSource& source,
                                  const documents::GridOptions& options,
                                  std::uint32_t heading_row) {
  const std::string prefix = std::string(Place::id_prefix) + "_";
  constexpr std::string_view id_characters = "abcdefghijklmnopqrstuvwxyz_0123456789";
  const auto grid = documents::open_grid(source, options);
  while (grid->next() && grid->row() < heading_row) {
    for (const documents::GridCell& cell : grid->cells()) {
      const std::size_t begin = cell.text.rfind(prefix);
      if (begin != cell.text.npos) {
        const std::string_view text = cell.text.substr(begin);
        const std::size_t end = text.find_first_not_of(id_characters);
        if (const auto id = Id<Place>::from_text(text.substr(0, end))) {
          return id;
        }
      }
    }
  }
  return std::nullopt;
}

/// Refusal invalid "other_round" of a workbook of another round or sponsor. It is named as far as
/// the asker sees it.
void require_same(db::Tx& tx, const Matter& matter, std::optional<Id<Place>> said) {
  if (!said || *said == matter.place.id) {
    return;
  }
  const auto other = tx.maybe<Place>(
      fmt::format("SELECT {} FROM {} AND q.id = $1", columns<Place>("q"), scoped_place), *said);
  base::Sentence of = base::Sentence::phrase(said->to_text());
  if (other) {
    of = base::in_words("{}, {}",
                        tx.value<std::string>("SELECT name FROM sponsor WHERE id = $1 AND "
                                              "{unscoped:of a place that the asker sees}",
                                              other->sponsor),
                        round_of(tx, other->round).name);
  }
  throw base::Refusal{
      .kind = base::Kind::invalid,
      .code = "other_round",
      .detail = base::in_words("This workbook is that of {}. Nominations of {}, {} are due here: "
                               "send its workbook, or choose the round of this one.",
                               of, matter.sponsor_name, matter.round.name),
      .faults = {}};
}

/// What is wrong with what a line says of somebody.
std::vector<base::Fault> faults_of(Matter& matter, const Line* before, const Line& after) {
  Faults faults;
  if (before == nullptr) {
    faults.add("/name", "unknown_staff", after.name,
               "There is no such person on the staff of this sponsor.");
    return faults.take();
  }
  const Staff& staff = matter.staff.at(before->id.value);
  // The columns of a workbook that was sorted in part tell of several people in one row.
  if (imports::name_key(after.name) != imports::name_key(staff.name)) {
    faults.add("/name", "other_name", after.name,
               base::in_words("The id or number in this row is that of {}. Were the columns sorted "
                              "apart? Put each name beside its number again.",
                              staff.name));
    return faults.take();
  }
  if (after.code && after.code != staff.code) {
    faults.add("/code", "other_number", *after.code,
               base::in_words("{} has another number. Were the columns sorted apart? Put each "
                              "name beside its number again.",
                              staff.name));
    return faults.take();
  }
  const auto found = matter.nominations.find(before->id.value);
  if (after.nominate && !before->nominate) {
    if (found != matter.nominations.end()) {
      faults.add("/nominate", "not_standing", "",
                 "This nomination was withdrawn, or the person was found not suitable.");
    }
    if (staff.closed_on) {
      faults.add("/nominate", "closed", "", "The record of this person is closed.");
    }
    for (const Bar& bar : bars(matter.rules, staff, matter.round.starts_on, &matter.apart)) {
      faults.add("/nominate", std::string(bar.code), "", bar.says);
    }
    if (faults.count() == 0 && matter.standing >= matter.place.places) {
      faults.add("/nominate", "no_place_left", "",
                 base::in_words("The sponsor may name {} people, and has.", matter.place.places));
    }
    if (faults.count() == 0) {
      ++matter.standing;
      matter.apart.name(staff.id);
    }
  } else if (!after.nominate && before->nominate) {
    faults.add("/nominate", "withdraw", "",
               "This person is named already. A nomination is taken back with its reason: "
               "nomination withdraw.");
  } else if (!after.nominate && after.willing) {
    faults.add("/willing", "not_named", "",
               "Only who is named says whether they will go: write yes under Nominate too.");
  }
  return faults.take();
}

imports::Importable<Line> lines_of(Matter& matter) {
  imports::Importable<Line> made;
  made.table = "nomination";
  made.columns = {
      imports::id_column<Line>(),
      imports::column(&Line::code,
                      {.name = "code",
                       .title = "Staff number",
                       .also = {"number", "staffno", "人员编号", "职工号", "编号"}},
                      true),
      imports::column(&Line::name, {.name = "name", .title = "Name", .also = {"姓名"}}),
      imports::column(&Line::nominate, {.name = "nominate",
                                        .title = std::string(nominate_title),
                                        .also = {"nominated", "推荐", "是否推荐"}}),
      imports::column(&Line::willing, {.name = "willing",
                                       .title = std::string(willing_title),
                                       .also = {"willingtogo", "是否愿意", "本人意愿"}})};
  made.parent = [](const Line&) { return std::int64_t{0}; };
  made.parent_column = "name";
  made.find = [&matter](db::Tx&, const imports::Keys& keys) {
    std::vector<Line> found;
    const auto named = [](const std::vector<std::string>& list, const std::string& text) {
      return std::binary_search(list.begin(), list.end(), text);
    };
    for (const auto& [id, staff] : matter.staff) {
      if (std::find(keys.ids.begin(), keys.ids.end(), id) != keys.ids.end() ||
          (staff.code && named(keys.codes, *staff.code)) || named(keys.names, staff.name)) {
        found.push_back(line_of(matter, staff));
      }
    }
    return found;
  };
  made.complete = [&matter](db::Tx&, std::vector<imports::Referenced>&, const Line* before,
                            Line& after,
                            const imports::Given&) { return faults_of(matter, before, after); };
  return made;
}

void write_line(db::Change& change, Matter& matter, const Line& before, const Line& after) {
  if (after.nominate && !before.nominate) {
    Nomination made =
        nominate_staff(change, matter.round, matter.staff.at(after.id.value), matter.rules);
    matter.nominations.insert_or_assign(after.id.value, made);
  }
  if (after.willing && after.willing != before.willing) {
    const Nomination known = matter.nominations.at(after.id.value);
    Nomination changed = known;
    changed.answer = *after.willing ? NomineeAnswer::willing : NomineeAnswer::unwilling;
    change.update("nomination", known, changed);
  }
}

imports::Report merge_with(access::Call& call, const MergeWorkbook& input,
                           const imports::ImportOptions& options) {
  const documents::GridSource source = imports::source_of(call.request);
  Faults faults;
  if (input.source) {
    faults.check_name("/source", *input.source);
  }
  faults.refuse();
  const auto run = [&](db::Tx& tx, const auto& write) {
    Matter matter = matter_of(tx, input.id);
    const imports::Importable<Line> about = lines_of(matter);
    imports::Importer<Line> importer(about, source, options);
    require_same(tx, matter, place_in(source, options.grid, importer.sheet().heading_row()));
    imports::Report report = importer.run(
        tx, [] { return std::int64_t{0}; },
        [&](const Line* before, const Line& after) { write(matter, *before, after); });
    if (!importer.contested().empty() && options.contested.empty()) {
      throw imports::Contested{importer.contested()};
    }
    return std::pair(std::move(report), std::move(matter));
  };
  if (input.check.value_or(false)) {
    return call.database.read(call.caller, [&](db::Tx& tx) {
      return run(tx, [](Matter&, const Line&, const Line&) {}).first;
    });
  }
  try {
    return call.database.change(
        call.caller, "place.merge", [&](db::Change& change) -> imports::Report {
          auto [report, matter] =
              run(change, [&](Matter& its, const Line& before, const Line& after) {
                write_line(change, its, before, after);
              });
          if (report.refused > 0 &&
              input.mode.value_or(imports::Mode::all_or_nothing) == imports::Mode::all_or_nothing) {
            throw imports::NotWritten{std::move(report)};
          }
          // The same workbook again says nothing new.
          const bool replied_so = matter.place.replied_on &&
                                  matter.place.nominees == matter.standing &&
                                  (!input.source || input.source == matter.place.reply_source);
          if (report.changed == 0 && replied_so) {
            throw imports::NotWritten{std::move(report)};
          }
          // The sponsor has replied, also where it names nobody.
          Place replied = matter.place;
          replied.nominees = static_cast<std::int32_t>(matter.standing);
          replied.replied_on = change.now().utc_date();
          replied.reply_source = input.source ? input.source : matter.place.reply_source;
          change.update("round_place", matter.place, replied);
          report.written = true;
          return report;
        });
  } catch (imports::NotWritten& nothing) {
    return std::move(nothing.report);
  }
}

imports::Report merge_workbook(access::Call& call, const MergeWorkbook& input) {
  imports::ImportOptions options{.grid = {.sheet = input.sheet.value_or(""), .limits = {}},
                                 .language = call.request.language};
  try {
    return merge_with(call, input, options);
  } catch (const imports::Contested& contested) {
    options.contested = contested.rows;
    return merge_with(call, input, options);
  }
}

}  // namespace

std::vector<access::Operation> workbook_operations() {
  const base::FieldAbout which = programme::which_field("PLACE");
  std::vector<base::FieldAbout> fields = imports::import_fields();
  fields.resize(3);  // the workbook is Sojourn's own: its headings stand where it put them
  fields.insert(fields.begin(), which);
  fields.push_back({.name = "source",
                    .shape = "TEXT",
                    .meaning = "The letter that it came with, if it came on paper."});
  return {
      access::call_operation<WhichPlace, WorkbookMade>(
          {.name = "place.workbook",
           .permission = nominate,
           .method = Method::get,
           .path = "/api/round-places/{id}/workbook",
           .summary = "the workbook in which a sponsor names people",
           .description =
               "Its staff as the records have them, whom a rule keeps out and why, and two columns "
               "to fill in. That it was taken is noted in the audit log. The answer is a workbook.",
           .fields = {which},
           .gives_file = {std::string(documents::workbook_type)}},
          false, give_workbook),
      access::call_operation<MergeWorkbook, imports::Report>(
          {.name = "place.merge",
           .permission = nominate,
           .method = Method::post,
           .path = "/api/round-places/{id}/workbook",
           .summary = "take the workbook back in which a sponsor names people",
           .description =
               "Whom it names is named by the same rules as one by one, and the sponsor has "
               "replied. The whole file is checked first; the same file again changes nothing. An "
               "empty cell leaves what is there.",
           .fields = fields,
           .takes_file = true},
          true, merge_workbook),
  };
}

}  // namespace sojourn::stages::selection
