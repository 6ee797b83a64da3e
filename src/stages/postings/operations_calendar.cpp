// The days of terms as a calendar file: of one person, or of all whom the asker sees, for whoever
// plans the rotation. A calendar travels further than Sojourn: it names no site and nobody, a term
// is its number.
#include <algorithm>
#include <unordered_map>

#include "base/sentence.h"
#include "documents/ics.h"
#include "stages/postings/terms.h"

namespace sojourn::stages::postings {
namespace {

using base::in_words;
using base::Sentence;

/// Terms that one file holds.
constexpr std::int64_t most_terms = 5'000;
constexpr std::int32_t months_ahead = 6;

struct WhoseTerms {
  std::optional<Id<Staff>> staff;
  std::optional<Id<Area>> within;
  std::optional<std::int32_t> months;
};
BOOST_DESCRIBE_STRUCT(WhoseTerms, (), (staff, within, months))

/// The calendar is the answer's file; this says what is in it.
struct CalendarMade {
  std::int64_t terms = 0;
  std::int64_t days = 0;
};
BOOST_DESCRIBE_STRUCT(CalendarMade, (), (terms, days))

/// What a term does not say of itself.
struct Beside {
  Id<Posting> id;
  std::int64_t talks = 0;
  std::optional<base::Date> overlap_from;
  std::optional<base::Date> overlap_to;
  std::optional<HandoverTo> goes_to;
};
BOOST_DESCRIBE_STRUCT(Beside, (), (id, talks, overlap_from, overlap_to, goes_to))

/// One thing in a term that stands in a calendar.
struct TermDay {
  std::string_view key;  ///< the same for the same thing in every file
  base::Date from;
  base::Date to;
  Sentence says;
  Sentence says_of;  ///< with the number of the term, where the file is of several
};

std::vector<TermDay> days_of(const PostingRules& rules, const TermView& term,
                             const Beside& beside) {
  const std::string id = term.id.to_text();
  std::vector<TermDay> made;
  const auto on = [&](std::string_view key, base::Date from, base::Date to, Sentence says,
                      Sentence says_of) {
    made.push_back({key, from, to, std::move(says), std::move(says_of)});
  };
  on("begins", term.from_day, term.from_day, "The term begins", in_words("{}: begins", id));
  const base::Date talk = term.from_day + rules.talk_days;
  if (beside.talks == 0 && talk <= term.last_day) {
    on("talk", talk, talk, "The talk after the first weeks is due by today",
       in_words("{}: the talk after the first weeks is due by today", id));
  }
  // What is done is not asked for any more.
  if (!term.handover) {
    const base::Date ask = term.last_day - rules.ask_days;
    on("ask", ask, ask, "A successor is to be asked for by today",
       in_words("{}: a successor is to be asked for by today", id));
  }
  if (beside.goes_to.value_or(HandoverTo::nobody_yet) == HandoverTo::nobody_yet) {
    const base::Date name = term.last_day - rules.name_days;
    on("name", name, name, "The successor is to be named by today",
       in_words("{}: the successor is to be named by today", id));
  }
  // As it is agreed, or at least as long as the rules say.
  const base::Date least = term.last_day - (std::max(rules.overlap_least, 1) - 1);
  on("handover", beside.overlap_from.value_or(least), beside.overlap_to.value_or(term.last_day),
     "Handover: both are there", in_words("{}: handover, both are there", id));
  on("ends", term.last_day, term.last_day, "The term ends", in_words("{}: ends", id));
  const base::Date accept = term.last_day + rules.accept_days;
  if (term.handover_state != HandoverState::accepted) {
    on("accept", accept, accept, "The handover is to be accepted by today",
       in_words("{}: the handover is to be accepted by today", id));
  }
  return made;
}

/// Somebody without a term has an empty calendar, somebody who is not seen none.
void check_seen(db::Tx& tx, Id<Staff> staff) {
  const std::vector<std::int64_t>& own = tx.caller().scope.staff;
  if (std::find(own.begin(), own.end(), staff.value) == own.end() &&
      tx.value<std::int64_t>(
          fmt::format("SELECT count(*) FROM {} AND n.staff = $1", scoped_posting), staff) == 0) {
    throw base::Refusal{base::Kind::not_found, "not_found", "There is nothing of that id."};
  }
}

CalendarMade give_calendar(access::Call& call, const WhoseTerms& input) {
  documents::Calendar calendar{.name = "Sojourn", .events = {}};
  CalendarMade made;
  const base::Language language = call.request.language;
  call.database.read(call.caller, [&](db::Tx& tx) {
    calendar.events.clear();
    made = {};
    const base::Instant now = tx.now();
    const base::Date today = now.utc_date();
    Faults faults;
    if (input.months) {
      faults.check_between("/months", *input.months, 1, 36);
    }
    faults.refuse();
    const base::Date until = today.plus_months(input.months.value_or(months_ahead));
    const PostingRules rules = rules_of(tx, today);
    std::string conditions;
    std::vector<db::Value> values;
    if (input.staff) {
      values.push_back(db::to_sql(*input.staff));
      conditions += fmt::format(" AND n.staff = ${}", values.size());
    }
    if (input.within) {
      const std::string path = programme::path_of(tx, *input.within);
      values.push_back(db::to_sql(path));
      values.push_back(db::to_sql(db::end_of_prefix(path)));
      conditions +=
          fmt::format(" AND a.path >= ${} AND a.path < ${}", values.size() - 1, values.size());
    }
    // What ended long ago has no days to come; a last day that nobody has set may have.
    values.push_back(db::to_sql(today - 2 * 366));
    conditions += fmt::format(" AND (n.to_day IS NULL OR n.to_day >= ${})", values.size());
    const std::vector<TermView> terms = term_views(tx, conditions, values, most_terms + 1);
    if (std::ssize(terms) > most_terms) {
      throw base::Refusal{base::Kind::too_large, "too_many_terms",
                          in_words("A calendar holds up to {} terms. Ask for one area after the "
                                   "other.",
                                   most_terms)};
    }
    if (input.staff && terms.empty()) {
      check_seen(tx, *input.staff);
    }
    std::unordered_map<Id<Posting>, Beside> beside;
    for (const Beside& each : tx.rows_with<Beside>(
             fmt::format(
                 "SELECT n.id, (SELECT count(*) FROM term_event e WHERE e.posting = n.id "
                 "AND e.kind = 'talk' AND e.withdrawn_on IS NULL) AS talks, "
                 "h.overlap_from, h.overlap_to, h.goes_to FROM posting n LEFT JOIN handover h ON "
                 "h.posting = n.id JOIN staff t ON t.id = n.staff JOIN site s ON s.id = "
                 "n.site JOIN area a ON a.id = s.area WHERE {{scope:area a.path; site "
                 "s.id; sponsor t.sponsor; staff t.id}} AND n.ended_on IS NULL{}",
                 conditions),
             values)) {
      beside.emplace(each.id, each);
    }
    for (const TermView& term : terms) {
      if (term.state == TermState::closed) {
        continue;
      }
      bool any = false;
      for (const TermDay& day : days_of(rules, term, beside[term.id])) {
        // Of a person all days to come; of many those that the rotation looks at.
        if (day.to < today || (!input.staff && day.from > until)) {
          continue;
        }
        any = true;
        calendar.events.push_back({.uid = fmt::format("{}-{}@sojourn", term.id.to_text(), day.key),
                                   .made_at = now,
                                   .from = day.from,
                                   .to = day.to,
                                   .title = (input.staff ? day.says : day.says_of).in(language)});
      }
      made.terms += any ? 1 : 0;
    }
    made.days = std::ssize(calendar.events);
  });
  call.file = access::File{.name = "terms.ics",
                           .media_type = std::string(documents::calendar_type),
                           .bytes = documents::ics_of(calendar)};
  return made;
}

}  // namespace

std::vector<access::Operation> calendar_operations() {
  return {access::call_operation<WhoseTerms, CalendarMade>(
      {.name = "term.calendar",
       .permission = read_terms,
       .path = "/api/terms-calendar",
       .summary = "the days of terms as a calendar file",
       .description =
           "When terms begin and end, until when the talk is held, a successor asked for and "
           "named, on which days both are there, and until when the handover is accepted: of one "
           "person, or of all whom you see in the months to come. It names no site and nobody; a "
           "term is its number. The answer is a file of the form iCalendar.",
       .fields = {{.name = "staff", .shape = "STAFF", .meaning = "Only this person's."},
                  {.name = "within",
                   .shape = "AREA",
                   .meaning = "Only at sites of this area and of those in it."},
                  {.name = "months",
                   .shape = "NUMBER",
                   .meaning =
                       "How many months ahead, if it is of several people; 6 if not given."}},
       .gives_file = {std::string(documents::calendar_type)}},
      false, give_calendar)};
}

}  // namespace sojourn::stages::postings
