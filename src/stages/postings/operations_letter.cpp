// Letters as files: of one posting, extension, return, handover or service, and of a whole plan.
// What they say is in letters.h. Each that is taken is noted with the exports: its digest tells
// later whether a sheet of paper's file was made here.
#include <algorithm>
#include <unordered_map>

#include "access/list_file.h"
#include "base/digest.h"
#include "base/text.h"
#include "stages/postings/letters.h"
#include "stages/postings/terms.h"
#include "stages/programme/presets.h"
#include "stages/programme/rules_table.h"

namespace sojourn::stages::postings {
namespace {

using base::Language;
using documents::Letter;
using placement::Plan;
using placement::PlanState;

template <class R>
struct LetterOf {
  Id<R> id;
  std::optional<Language> language;
  BOOST_DESCRIBE_CLASS(LetterOf, (), (id, language), (), ())
};

struct LettersOf {
  Id<Plan> id;
  std::optional<Id<Area>> within;
  std::optional<Language> language;
};
BOOST_DESCRIBE_STRUCT(LettersOf, (), (id, within, language))

struct LettersMade {
  std::int64_t letters = 0;
  std::string digest;
};
BOOST_DESCRIBE_STRUCT(LettersMade, (), (letters, digest))

/// More are printed by area: a file of this many pages is as much as a print room takes.
constexpr std::int64_t most_letters = 5000;

struct KeptFacts {
  Id<Posting> id;
  std::string staff_name;
  std::string sponsor_name;
  StaffRole role = StaffRole::member;
  std::string site_name;
  std::string path;
  base::Date from_day;
  std::optional<base::Date> to_day;
  std::optional<base::Date> before;
  std::string source;
  std::optional<std::string> plan_name;
  std::optional<base::Instant> confirmed_at;
  std::optional<std::string> decided_by;
};
BOOST_DESCRIBE_STRUCT(KeptFacts, (),
                      (id, staff_name, sponsor_name, role, site_name, path, from_day, to_day,
                       before, source, plan_name, confirmed_at, decided_by))

/// As `scoped_posting`, with what a letter says beside.
constexpr std::string_view facts_columns =
    "n.id, t.name AS staff_name, p.name AS sponsor_name, n.role, s.name AS site_name, a.path, "
    "n.from_day, n.to_day, (SELECT e.last_day_before FROM term_event e WHERE e.posting = n.id AND "
    "e.withdrawn_on IS NULL AND e.last_day_before IS NOT NULL ORDER BY e.id LIMIT 1) AS before, "
    "n.source, q.name AS plan_name, q.confirmed_at, (SELECT c.person FROM account c WHERE c.id = "
    "q.confirmed_by) AS decided_by";
constexpr std::string_view joined_facts =
    "posting n JOIN staff t ON t.id = n.staff JOIN sponsor p ON p.id = t.sponsor JOIN site s ON "
    "s.id = n.site JOIN area a ON a.id = s.area LEFT JOIN plan q ON q.id = n.plan WHERE ";
constexpr std::string_view read_scope =
    "{scope:area a.path; site s.id; sponsor t.sponsor; staff t.id} AND n.ended_on IS NULL";

struct NamedArea {
  Id<Area> id;
  std::string name;
  programme::AreaKind kind = programme::AreaKind::county;
};
BOOST_DESCRIBE_STRUCT(NamedArea, (), (id, name, kind))

/// Names of the areas that paths name.
class Areas {
 public:
  Areas(db::Tx& tx, const std::vector<std::string>& paths) {
    std::vector<std::int64_t> ids;
    for (const std::string& each : paths) {
      const std::vector<std::int64_t> own = ids_of(each);
      ids.insert(ids.end(), own.begin(), own.end());
    }
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    constexpr std::size_t at_once = 500;
    for (std::size_t first = 0; first < ids.size(); first += at_once) {
      std::string list;
      std::vector<db::Value> values;
      for (std::size_t i = first; i < std::min(ids.size(), first + at_once); ++i) {
        values.push_back(db::to_sql(Id<Area>{ids[i]}));
        list += fmt::format("{}${}", list.empty() ? "" : ", ", values.size());
      }
      for (NamedArea& each : tx.rows_with<NamedArea>(
               fmt::format("SELECT b.id, b.name, b.kind FROM area b WHERE b.id IN ({}) AND "
                           "{{unscoped:what a seen site lies in is called so}}",
                           list),
               std::move(values))) {
        named_.emplace(each.id.value, std::move(each));
      }
    }
  }

  /// From the county down; of a site in no county its own area alone.
  std::vector<std::string> place(std::string_view path) const {
    std::vector<std::string> names;
    const std::vector<std::int64_t> ids = ids_of(path);
    for (std::size_t i = county(ids); i < ids.size(); ++i) {
      names.push_back(named_.at(ids[i]).name);
    }
    return names;
  }
  /// Whose office writes: the county's.
  std::string office(std::string_view path) const {
    const std::vector<std::int64_t> ids = ids_of(path);
    return ids.empty() ? std::string() : named_.at(ids[county(ids)]).name;
  }

 private:
  static std::vector<std::int64_t> ids_of(std::string_view path) {
    std::vector<std::int64_t> ids;
    while (!path.empty()) {
      const std::size_t end = std::min(path.find('/'), path.size());
      if (const auto id = base::parse_number<std::int64_t>(path.substr(0, end))) {
        ids.push_back(*id);
      }
      path.remove_prefix(std::min(path.size(), end + 1));
    }
    return ids;
  }
  std::size_t county(const std::vector<std::int64_t>& ids) const {
    for (std::size_t i = 0; i < ids.size(); ++i) {
      if (named_.at(ids[i]).kind >= programme::AreaKind::county) {
        return i;
      }
    }
    return ids.empty() ? 0 : ids.size() - 1;
  }

  std::unordered_map<std::int64_t, NamedArea> named_;
};

/// What letters say of postings, as they are kept.
std::vector<LetterFacts> told(db::Tx& tx, std::vector<KeptFacts> kept, const PostingRules& rules) {
  std::vector<std::string> paths;
  paths.reserve(kept.size());
  for (const KeptFacts& each : kept) {
    paths.push_back(each.path);
  }
  const Areas areas(tx, paths);
  std::vector<Id<Posting>> ids;
  ids.reserve(kept.size());
  for (const KeptFacts& each : kept) {
    ids.push_back(each.id);
  }
  const auto beginnings = beginnings_of(tx, ids);
  std::vector<LetterFacts> made;
  made.reserve(kept.size());
  for (KeptFacts& each : kept) {
    const base::Date last = each.to_day.value_or(whole_term(rules, each.role, each.from_day));
    const auto began = beginnings.find(each.id);
    const bool rest = began != beginnings.end();
    made.push_back({.id = each.id,
                    .staff_name = std::move(each.staff_name),
                    .sponsor_name = std::move(each.sponsor_name),
                    .role = each.role,
                    .site_name = std::move(each.site_name),
                    .areas = areas.place(each.path),
                    .office_area = areas.office(each.path),
                    .from_day = each.from_day,
                    .began = rest ? std::optional(began->second.on) : std::nullopt,
                    .probation_passed = rest && began->second.passed,
                    .first_last_day = each.before.value_or(last),
                    .last_day = last,
                    .basis = std::move(each.source),
                    .plan_name = std::move(each.plan_name),
                    .decided_on = each.confirmed_at ? std::optional(each.confirmed_at->utc_date())
                                                    : std::nullopt,
                    .decided_by = std::move(each.decided_by)});
  }
  return made;
}

/// Facts of the postings that the asker sees and that meet the conditions, in the order of lists:
/// by area and site, the leader first.
std::vector<LetterFacts> facts_of(db::Tx& tx, const std::string& conditions,
                                  std::vector<db::Value> values, const PostingRules& rules) {
  return told(
      tx,
      tx.rows_with<KeptFacts>(
          fmt::format("SELECT {} FROM {}{}{} ORDER BY a.path, s.name, s.id, n.role, "
                      "t.name, n.id LIMIT {}",
                      facts_columns, joined_facts, read_scope, conditions, most_letters + 1),
          std::move(values)),
      rules);
}

/// As the rules of today name the office that writes, in a language; none: they do not.
std::optional<std::string> office_name(db::Tx& tx, Language language) {
  const programme::ProgrammeFacts facts =
      programme::rules_in_table(tx, tx.now().utc_date(), "programme", programme::read_programme);
  return language == Language::zh ? facts.office_zh : facts.office;
}

/// One posting, and who writes about it.
struct One {
  LetterFacts facts;
  LetterWriter writer;
};

One one_of(db::Tx& tx, Id<Posting> id, Language language) {
  const Posting posting = term_to_change(tx, id, 0);  // not found, unless it is seen
  const PostingRules rules = rules_of(tx, posting.from_day);
  std::vector<LetterFacts> facts = facts_of(tx, " AND n.id = $1", {db::to_sql(id)}, rules);
  return {.facts = std::move(facts.front()),
          .writer = LetterWriter(language, rules, tx.now().utc_date(), office_name(tx, language))};
}

std::optional<std::string> person_of(db::Tx& tx,
                                     const std::optional<base::Id<access::Account>>& account) {
  if (!account) {
    return std::nullopt;
  }
  const auto found =
      tx.column<std::string>("SELECT person FROM account WHERE id = $1", account->value);
  return found.empty() ? std::nullopt : std::optional(found.front());
}

/// The file, and that it was taken, which is noted before it is given away.
LettersMade give(access::Call& call, std::string_view operation, std::string filter,
                 std::string_view file_name, std::vector<Letter> letters) {
  LettersMade made{.letters = std::ssize(letters), .digest = {}};
  const std::string title = letters.front().title;
  const std::string author = letters.front().sender;
  std::string bytes =
      documents::letters_pdf({.title = title, .author = author, .letters = std::move(letters)});
  made.digest = base::sha256_hex(bytes);
  call.database.change(call.caller, operation, [&](db::Change& change) {
    change.insert("list_export", access::ListExport{.id = change.new_id<access::ListExport>(),
                                                    .account = {call.asker.account},
                                                    .made_at = change.now(),
                                                    .list = std::string(operation),
                                                    .format = access::ExportFormat::pdf,
                                                    .filters = {filter},
                                                    .row_count = made.letters,
                                                    .digest = made.digest});
  });
  call.file = access::File{.name = fmt::format("{}.pdf", file_name),
                           .media_type = std::string(documents::pdf_type),
                           .bytes = std::move(bytes)};
  return made;
}

/// One letter by what `write(tx, language)` reads.
template <class Write>
LettersMade give_one(access::Call& call, std::string_view operation, const std::string& id,
                     const std::optional<Language>& language, Write write) {
  Letter letter;
  call.database.read(call.caller, [&](db::Tx& tx) {
    letter = write(tx, language.value_or(call.request.language));
  });
  const std::string kind(operation.substr(operation.find('.') + 1));
  return give(call, operation, "id=" + id, fmt::format("{}-{}", kind, id), {std::move(letter)});
}

Letter posting_letter(db::Tx& tx, Id<Posting> id, Language language) {
  const One one = one_of(tx, id, language);
  return one.writer.posting(one.facts);
}

Letter extension_letter(db::Tx& tx, Id<TermEvent> id, Language language) {
  const auto event = tx.one<TermEvent>(
      fmt::format("SELECT {} FROM term_event e CROSS JOIN {} AND n.id = e.posting AND e.id = $1",
                  columns<TermEvent>("e"), scoped_posting),
      id);
  if (event.kind != TermEventKind::extension || event.withdrawn_on) {
    refuse("no_extension", "This is no extension that stands, so there is no letter about it.");
  }
  const One one = one_of(tx, event.posting, language);
  return one.writer.extension(one.facts,
                              {.event = event, .decided_by = person_of(tx, event.decided_by)});
}

Letter return_letter(db::Tx& tx, Id<Posting> id, Language language) {
  const TermView term = show_term(tx, {id});
  std::optional<LetterEvent> moved;
  for (TermEvent& each : events_of(tx, id)) {
    if (each.withdrawn_on || !each.last_day_after) {
      continue;
    }
    if (each.kind == TermEventKind::transfer) {
      refuse("transferred",
             "This term goes on at another site, so nobody goes back to their sponsor yet.");
    }
    if (each.kind == TermEventKind::early_end || each.kind == TermEventKind::probation_return) {
      const auto by = person_of(tx, each.decided_by);
      moved = LetterEvent{.event = std::move(each), .decided_by = by};
    } else {
      moved.reset();  // extended again: that is the end now
    }
  }
  const bool ends = term.state == TermState::ending || term.state == TermState::over ||
                    term.state == TermState::closed;
  if (!moved && !ends) {
    const PostingRules rules = rules_of(tx, tx.now().utc_date());
    refuse("not_ending",
           base::in_words("This term lasts until {}. The letter of return is written from {} on, "
                          "when a successor is asked for ([postings.handover] ask_days).",
                          term.last_day.to_text(), (term.last_day - rules.ask_days).to_text()));
  }
  const One one = one_of(tx, id, language);
  return one.writer.going_back(one.facts, moved);
}

Letter handover_letter(db::Tx& tx, Id<Handover> id, Language language) {
  const HandoverView handover = show_handover(tx, {id});
  if (handover.state == HandoverState::open) {
    refuse("not_given", "This handover is still being put together.");
  }
  // Whoever takes over sees the handover, and not the term.
  std::vector<KeptFacts> kept = tx.rows<KeptFacts>(
      fmt::format("SELECT {} FROM {}n.id = $1 AND {{unscoped:its handover is seen}}", facts_columns,
                  joined_facts),
      handover.posting);
  const PostingRules rules = rules_of(tx, kept.front().from_day);
  LetterFacts facts = std::move(told(tx, std::move(kept), rules).front());
  facts.last_day = handover.last_day;
  const LetterWriter writer(language, rules, tx.now().utc_date(), office_name(tx, language));
  return writer.handover(facts, handover, items_of(tx, id));
}

Letter certificate_letter(db::Tx& tx, Id<Posting> id, Language language) {
  const TermView term = show_term(tx, {id});
  if (term.state != TermState::closed || !term.handover) {
    refuse("not_closed",
           "A certificate of service is given once the term is over and its handover is accepted.");
  }
  const One one = one_of(tx, id, language);
  const auto offices = tx.rows<SecondOffice>(
      fmt::format(
          "SELECT {} FROM second_office n WHERE n.staff = $1 AND n.site = $2 AND n.ended_on "
          "IS NULL AND n.from_day <= $3 AND coalesce(n.to_day, '9999-12-31') >= $4 AND "
          "{{unscoped:the term is seen}} ORDER BY n.from_day, n.id",
          columns<SecondOffice>("n")),
      term.staff, term.site, term.last_day, term.from_day);
  return one.writer.certificate(one.facts, show_handover(tx, {*term.handover}), offices);
}

// Of a plan.

struct PlanFacts {
  Id<Plan> id;
  std::string name;
  PlanState state = PlanState::draft;
  base::Date starts_on;
  std::optional<std::string> path;
  std::optional<base::Instant> published_at;
  std::optional<base::Date> objections_until;
  std::optional<base::Instant> confirmed_at;
};
BOOST_DESCRIBE_STRUCT(PlanFacts, (),
                      (id, name, state, starts_on, path, published_at, objections_until,
                       confirmed_at))

PlanFacts plan_facts(db::Tx& tx, Id<Plan> id) {
  return tx.one<PlanFacts>(
      "SELECT q.id, q.name, q.state, q.starts_on, a.path, q.published_at, q.objections_until, "
      "q.confirmed_at FROM plan q LEFT JOIN area a ON a.id = q.area WHERE {scope:area a.path} AND "
      "q.id = $1",
      id);
}

/// " AND a.path ..." for what lies in an area.
std::string within_condition(db::Tx& tx, const std::optional<Id<Area>>& within,
                             std::vector<db::Value>& values) {
  if (!within) {
    return {};
  }
  const std::string path = programme::path_of(tx, *within);
  values.push_back(db::to_sql(path));
  values.push_back(db::to_sql(db::end_of_prefix(path)));
  return fmt::format(" AND a.path >= ${} AND a.path < ${}", values.size() - 1, values.size());
}

void require_few(std::int64_t people) {
  if (people > most_letters) {
    throw base::Refusal{base::Kind::too_large, "too_many_letters",
                        base::in_words("One file holds at most {} people. Take one area after the "
                                       "other.",
                                       most_letters)};
  }
}

LettersMade plan_letters(access::Call& call, const LettersOf& input) {
  const Language language = input.language.value_or(call.request.language);
  std::vector<LetterFacts> facts;
  PostingRules rules;
  base::Date today;
  std::optional<std::string> office;
  call.database.read(call.caller, [&](db::Tx& tx) {
    const PlanFacts plan = plan_facts(tx, input.id);
    if (plan.state != PlanState::confirmed) {
      refuse("not_confirmed", "Letters of posting are written once the plan is confirmed.");
    }
    today = tx.now().utc_date();
    rules = rules_of(tx, plan.starts_on);
    office = office_name(tx, language);
    std::vector<db::Value> values = {db::to_sql(input.id)};
    const std::string within = within_condition(tx, input.within, values);
    facts = facts_of(tx, " AND n.plan = $1" + within, std::move(values), rules);
  });
  if (facts.empty()) {
    refuse("nobody_begins", "Nobody begins a posting by this plan there, so there is no letter.");
  }
  require_few(std::ssize(facts));
  const LetterWriter writer(language, rules, today, office);
  std::vector<Letter> letters;
  letters.reserve(facts.size());
  for (const LetterFacts& each : facts) {
    letters.push_back(writer.posting(each));
  }
  return give(call, "letter.all", "plan=" + input.id.to_text(),
              fmt::format("letters-{}", input.id.to_text()), std::move(letters));
}

struct KeptNotice {
  std::string staff_name;
  std::string sponsor_name;
  std::string site_name;
  std::string area_name;
  StaffRole role = StaffRole::member;
  std::string path;
};
BOOST_DESCRIBE_STRUCT(KeptNotice, (), (staff_name, sponsor_name, site_name, area_name, role, path))

LettersMade plan_notice(access::Call& call, const LettersOf& input) {
  const Language language = input.language.value_or(call.request.language);
  NoticeFacts facts;
  PostingRules rules;
  base::Date today;
  std::optional<std::string> office;
  call.database.read(call.caller, [&](db::Tx& tx) {
    const PlanFacts plan = plan_facts(tx, input.id);
    if (plan.state != PlanState::published && plan.state != PlanState::confirmed) {
      refuse("not_published", "The notice is written once the plan is published.");
    }
    today = tx.now().utc_date();
    office = office_name(tx, language);
    std::vector<db::Value> values = {db::to_sql(input.id)};
    const std::string within = within_condition(tx, input.within, values);
    const std::vector<KeptNotice> kept = tx.rows_with<KeptNotice>(
        fmt::format(
            "SELECT t.name AS staff_name, p.name AS sponsor_name, s.name AS site_name, a.name AS "
            "area_name, n.role, a.path FROM placement n JOIN staff t ON t.id = n.staff JOIN "
            "sponsor p ON p.id = t.sponsor JOIN site s ON s.id = n.site JOIN area a ON a.id = "
            "s.area WHERE n.plan = $1 AND n.ended_on IS NULL AND {{scope:area a.path}}{} ORDER BY "
            "a.path, s.name, s.id, n.role, t.name, t.id LIMIT {}",
            within, most_letters + 1),
        std::move(values));
    if (kept.empty()) {
      refuse("nobody_placed", "By this plan nobody serves there, so there is nobody to list.");
    }
    require_few(std::ssize(kept));
    const std::string path = plan.path.value_or(kept.front().path);
    facts = {.number = plan.id.to_text(),
             .plan_name = plan.name,
             .office_area = Areas(tx, {path}).office(path),
             .starts_on = plan.starts_on,
             .published_on = plan.published_at.value_or(tx.now()).utc_date(),
             .objections_until = plan.objections_until,
             .confirmed_on =
                 plan.confirmed_at ? std::optional(plan.confirmed_at->utc_date()) : std::nullopt,
             .rows = {}};
    for (const KeptNotice& each : kept) {
      facts.rows.push_back(
          {each.staff_name, each.sponsor_name, each.site_name, each.area_name, each.role});
    }
  });
  const LetterWriter writer(language, rules, today, office);
  return give(call, "letter.notice", "plan=" + input.id.to_text(),
              fmt::format("notice-{}", input.id.to_text()), {writer.notice(facts)});
}

base::FieldAbout letter_language() {
  return {.name = "language",
          .shape = "CODE",
          .meaning = "Of the letter: en or zh; that of whoever asks if not given."};
}

template <class R, class Write>
access::Operation letter_operation(std::string_view kind, std::string path, std::string_view shape,
                                   base::Sentence summary, base::Sentence description,
                                   Write write) {
  const std::string name = fmt::format("letter.{}", kind);
  return access::call_operation<LetterOf<R>, LettersMade>(
      {.name = name,
       .permission = read_terms,
       .path = std::move(path),
       .summary = std::move(summary),
       .description = std::move(description),
       .fields = {programme::which_field(shape), letter_language()},
       .gives_file = {std::string(documents::pdf_type)}},
      false, [name, write](access::Call& call, const LetterOf<R>& input) {
        return give_one(
            call, name, input.id.to_text(), input.language,
            [&](db::Tx& tx, Language language) { return write(tx, input.id, language); });
      });
}

}  // namespace

std::vector<access::Operation> letter_operations() {
  const base::FieldAbout within{.name = "within",
                                .shape = "AREA",
                                .meaning = "Only at sites of this area and of those in it."};
  return {
      letter_operation<Posting>("posting", "/api/terms/{id}/letter", "POSTING",
                                "the letter that posts somebody, as PDF to print and sign",
                                "It says the first term, whatever moved its end later. Taking it "
                                "is noted with the exports.",
                                posting_letter),
      letter_operation<TermEvent>("extension", "/api/term-events/{id}/letter", "EVENT",
                                  "the letter about an extension, as PDF", {}, extension_letter),
      letter_operation<Posting>(
          "return", "/api/terms/{id}/return-letter", "POSTING",
          "the letter to the sponsor that somebody comes back, as PDF",
          "Once a successor is due, or the term was ended early. Of a return in probation it tells "
          "nothing more.",
          return_letter),
      letter_operation<Handover>("handover", "/api/handovers/{id}/letter", "HANDOVER",
                                 "the sheet of a handover, as PDF to sign",
                                 "Once whoever leaves says that it is whole.", handover_letter),
      letter_operation<Posting>("certificate", "/api/terms/{id}/certificate", "POSTING",
                                "the certificate of service, as PDF",
                                "Once the term is over and its handover is accepted.",
                                certificate_letter),
      access::call_operation<LettersOf, LettersMade>(
          {.name = "letter.all",
           .permission = placement::read_plans,
           .path = "/api/plans/{id}/letters",
           .summary = "the letters of all who begin by a confirmed plan, as one PDF in the order "
                      "of the notice",
           .fields = {programme::which_field("PLAN"), within, letter_language()},
           .examples = {{"sojourn letter all plan_3k9q --language zh --out letters.pdf",
                         "all letters in Chinese, to be printed in one go"}},
           .gives_file = {std::string(documents::pdf_type)}},
          false, plan_letters),
      access::call_operation<LettersOf, LettersMade>(
          {.name = "letter.notice",
           .permission = placement::read_plans,
           .path = "/api/plans/{id}/notice",
           .summary = "the notice with the names of a published plan, as PDF to hang out",
           .fields = {programme::which_field("PLAN"), within, letter_language()},
           .gives_file = {std::string(documents::pdf_type)}},
          false, plan_notice)};
}

}  // namespace sojourn::stages::postings
