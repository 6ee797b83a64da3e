// What happens in a term: the talk, the end of probation, pauses, extensions, early ends, returns
// and transfers. Each that moves the end of a term writes the posting's last day and, beside it,
// the event with its rule and its reason, in one change.
#include <algorithm>
#include <span>
#include <tuple>

#include "stages/postings/term_change.h"

namespace sojourn::stages::postings {
namespace {

struct PauseTerm {
  Id<Posting> id;
  base::Date from_day;
  std::string reason;
  std::optional<base::Date> to_day;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(PauseTerm, (), (id, from_day, reason, to_day, version))

struct ResumeTerm {
  Id<Posting> id;
  base::Date to_day;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(ResumeTerm, (), (id, to_day, version))

struct ExtendTerm {
  Id<Posting> id;
  base::Date last_day;
  std::string reason;
  std::string document;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(ExtendTerm, (), (id, last_day, reason, document, version))

struct EndTerm {
  Id<Posting> id;
  base::Date last_day;
  std::string reason;
  std::optional<std::string> document;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(EndTerm, (), (id, last_day, reason, document, version))

struct ReturnFromTerm {
  Id<Posting> id;
  base::Date last_day;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(ReturnFromTerm, (), (id, last_day, version))

struct TransferTerm {
  Id<Posting> id;
  Id<Site> site;
  base::Date from_day;
  std::string reason;
  std::string document;
  std::optional<StaffRole> role;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(TransferTerm, (), (id, site, from_day, reason, document, role, version))

struct NoteTerm {
  Id<Posting> id;
  base::Date on;
};
BOOST_DESCRIBE_STRUCT(NoteTerm, (), (id, on))

struct WithdrawEvent {
  Id<TermEvent> id;
  std::string reason;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(WithdrawEvent, (), (id, reason, version))

/// Ends a pause: the term goes on after it, and if it was long its end moves by its days.
void finish_pause(db::Change& change, const Open& term, TermEvent pause, base::Date to,
                  bool is_new) {
  Faults faults;
  if (to < pause.from_day) {
    faults.add("/to_day", "before_first", to.to_text(),
               base::in_words("The pause began on {}.", pause.from_day.to_text()));
    faults.refuse();
  }
  const std::int64_t days = pause_moves(term.rules, pause.from_day, to);
  decided_by_rule(pause, term.rules, "pause_days");
  if (days == 0) {
    faults.add("/to_day", "short_pause", to.to_text(),
               base::in_words("Leave of up to {} days does not pause a term: these are {}. It is "
                              "ordinary leave.",
                              term.rules.pause_days, to - pause.from_day + 1));
  }
  const base::Date new_last = term.last + days;
  check_free(change, term, new_last, "/to_day", faults);
  faults.refuse();
  pause.to_day = to;
  pause.last_day_before = term.last;
  pause.last_day_after = new_last;
  if (is_new) {
    change.insert(TermEvent::table, pause);
  } else {
    TermEvent before = pause;
    before.to_day.reset();
    before.last_day_before.reset();
    before.last_day_after.reset();
    before.rule.reset();
    before.rule_value.reset();
    change.update(TermEvent::table, before, pause);
  }
  set_end(change, term.posting, term.last, new_last);
}

TermView pause_term(db::Change& change, const PauseTerm& input,
                    const placement::CheckAway& check_away) {
  Open term = open_term(change, input.id, input.version);
  Faults faults;
  faults.check_name("/reason", input.reason);
  check_within(term, "/from_day", input.from_day, faults);
  if (input.to_day && *input.to_day > term.last) {
    faults.add("/to_day", "outside_term", input.to_day->to_text(),
               base::in_words("The term is from {} to {}.", term.posting.from_day.to_text(),
                              term.last.to_text()));
  }
  for (const TermEvent& each : term.events) {
    if (stands(each, TermEventKind::pause) &&
        each.from_day <= input.to_day.value_or(input.from_day) &&
        (!each.to_day || *each.to_day >= input.from_day)) {
      faults.add("/from_day", "paused_already", input.from_day.to_text(),
                 base::in_words("The term is paused from {} already.", each.from_day.to_text()));
    }
  }
  faults.refuse();
  if (check_away) {
    if (const auto away = base::DateRange::of(input.from_day, input.to_day)) {
      check_away(change, input.id, *away, "/from_day", faults);
      faults.refuse();
    }
  }
  TermEvent event = event_of(change, term, TermEventKind::pause, input.from_day);
  event.reason = input.reason;
  if (input.to_day) {
    finish_pause(change, term, std::move(event), *input.to_day, true);
  } else {
    change.insert(TermEvent::table, event);
    // The posting is one version on, so that two who change one term at once do not pass unseen.
    change.update("posting", term.posting, term.posting);
  }
  return show_term(change, {input.id});
}

TermView resume_term(db::Change& change, const ResumeTerm& input) {
  const Open term = open_term(change, input.id, input.version);
  const TermEvent* const pause = open_pause(term);
  if (pause == nullptr) {
    refuse("not_paused", "This term is not paused.");
  }
  finish_pause(change, term, *pause, input.to_day, false);
  return show_term(change, {input.id});
}

/// What happened in a term and, where it is the rest of one that began at other sites, in that.
std::vector<TermEvent> whole_term_events(db::Tx& tx, const Open& term) {
  std::vector<TermEvent> all = term.events;
  Id<Posting> at = term.posting.id;
  while (true) {
    const auto came = tx.maybe<TermEvent>(
        fmt::format("SELECT {} FROM term_event e WHERE e.new_posting = $1 AND e.kind = 'transfer' "
                    "AND {{unscoped:of the person whose term is seen}}",
                    columns<TermEvent>("e")),
        at);
    if (!came) {
      return all;
    }
    at = came->posting;
    const std::vector<TermEvent> before = events_of(tx, at);
    all.insert(all.begin(), before.begin(), before.end());
  }
}

/// The last day before the first extension that stands; the present one if there is none.
base::Date extended_from(const std::vector<TermEvent>& events, base::Date last) {
  const auto first = std::find_if(events.begin(), events.end(), [](const TermEvent& each) {
    return stands(each, TermEventKind::extension);
  });
  if (first == events.end()) {
    return last;
  }
  // Pauses after it moved the end likewise: they are taken along.
  base::Date day = *first->last_day_before;
  for (auto each = first; each != events.end(); ++each) {
    if (stands(*each, TermEventKind::pause) && each->to_day) {
      day = day + (*each->last_day_after - *each->last_day_before);
    }
  }
  return day;
}

TermView extend_term(db::Change& change, const ExtendTerm& input) {
  const Open term = open_term(change, input.id, input.version);
  Faults faults;
  faults.check_name("/reason", input.reason);
  if (input.document.empty()) {
    faults.add("/document", "no_consent", "",
               "A term is extended by written consent only. Say where the person's consent stands "
               "written.");
  } else {
    faults.check_name("/document", input.document);
  }
  if (open_pause(term) != nullptr) {
    refuse("paused", "This term is paused. Say first when the pause ended.");
  }
  if (input.last_day <= term.last) {
    faults.add("/last_day", "not_longer", input.last_day.to_text(),
               base::in_words("The term lasts until {} already.", term.last.to_text()));
  }
  const base::Date longest =
      longest_extension(term.rules, extended_from(whole_term_events(change, term), term.last));
  if (input.last_day > longest) {
    faults.add("/last_day", "too_long", input.last_day.to_text(),
               base::in_words("All extensions of a term are {} months at most ([postings] "
                              "extension_months): it lasts until {} at the latest.",
                              term.rules.extension_months, longest.to_text()));
  }
  check_free(change, term, input.last_day, "/last_day", faults);
  faults.refuse();
  const std::vector<base::Date> others =
      other_ends(change, term.rules, term.posting.site, term.posting.id, change.now().utc_date());
  const auto team = static_cast<std::int32_t>(others.size() + 1);
  const auto best = latest_end(term.rules, others, team, term.last + 1, input.last_day);
  if (best != input.last_day) {
    faults.add(
        "/last_day", "ends_together", input.last_day.to_text(),
        best ? base::in_words("In {} days together no more than {} % of a team ends ([postings] "
                              "stagger_days, stagger_percent). {} would do.",
                              term.rules.stagger_days, term.rules.stagger_percent, best->to_text())
             : base::in_words("In {} days together no more than {} % of a team ends ([postings] "
                              "stagger_days, stagger_percent). No day until then would do.",
                              term.rules.stagger_days, term.rules.stagger_percent));
  }
  faults.refuse();
  TermEvent event = event_of(change, term, TermEventKind::extension, change.now().utc_date());
  event.reason = input.reason;
  event.document = input.document;
  decided_by_rule(event, term.rules, "extension_months");
  move_end(change, term, std::move(event), input.last_day);
  return show_term(change, {input.id});
}

/// That what other stages keep of a posting lies before its new last day.
void check_kept_until(db::Tx& tx, const placement::CheckKept& check, Id<Posting> posting,
                      base::Date last, std::string_view where, Faults& faults) {
  if (check) {
    check(tx, posting, last, where, faults);
  }
}

/// That a term may end on a day, earlier than it would.
void check_end(db::Tx& tx, const placement::CheckKept& check_kept, const Open& term, base::Date day,
               Faults& faults) {
  check_within(term, "/last_day", day, faults);
  if (day == term.last) {
    faults.add("/last_day", "not_shorter", day.to_text(), "The term ends on that day anyway.");
  }
  check_kept_until(tx, check_kept, term.posting.id, day, "/last_day", faults);
}

TermView end_term(db::Change& change, const EndTerm& input,
                  const placement::CheckKept& check_kept) {
  const Open term = open_term(change, input.id, input.version);
  Faults faults;
  faults.check_name("/reason", input.reason);
  if (input.document) {
    faults.check_name("/document", *input.document);
  }
  check_end(change, check_kept, term, input.last_day, faults);
  faults.refuse();
  TermEvent event = event_of(change, term, TermEventKind::early_end, change.now().utc_date());
  event.reason = input.reason;
  event.document = input.document;
  move_end(change, term, std::move(event), input.last_day);
  return show_term(change, {input.id});
}

TermView return_from_term(db::Change& change, const ReturnFromTerm& input,
                          const placement::CheckKept& check_kept) {
  const Open term = open_term(change, input.id, input.version);
  Faults faults;
  check_end(change, check_kept, term, input.last_day, faults);
  // A transfer begins no probation: it is that of the whole term.
  const auto beginnings = beginnings_of(change, {term.posting.id});
  const auto began = beginnings.find(term.posting.id);
  const base::Date until = probation_until(
      term.rules, began == beginnings.end() ? term.posting.from_day : began->second.on);
  const bool passed =
      (began != beginnings.end() && began->second.passed) ||
      std::any_of(term.events.begin(), term.events.end(), [](const TermEvent& each) {
        return stands(each, TermEventKind::probation_passed);
      });
  if (passed || input.last_day > until) {
    faults.add("/last_day", "no_probation", input.last_day.to_text(),
               passed ? base::Sentence("The probation is passed. End the term with a reason.")
                      : base::in_words("The probation lasts until {} ([postings] probation_days). "
                                       "After it, end the term with a reason.",
                                       until.to_text()));
  }
  faults.refuse();
  TermEvent event =
      event_of(change, term, TermEventKind::probation_return, change.now().utc_date());
  decided_by_rule(event, term.rules, "probation_days");
  move_end(change, term, std::move(event), input.last_day);
  return show_term(change, {input.id});
}

TermView transfer_term(db::Change& change, const TransferTerm& input,
                       const placement::CheckKept& check_kept) {
  const Open term = open_term(change, input.id, input.version);
  Faults faults;
  faults.check_name("/reason", input.reason);
  faults.check_name("/document", input.document);
  programme::named(change, input.site, "/site", faults);
  check_within(term, "/from_day", input.from_day, faults);
  if (input.from_day <= term.posting.from_day) {
    faults.add("/from_day", "never_there", input.from_day.to_text(),
               "The person would not have served here at all. Withdraw the posting instead.");
  }
  if (input.site == term.posting.site) {
    faults.add("/site", "same_site", input.site.to_text(), "The person serves there already.");
  }
  if (open_pause(term) != nullptr) {
    refuse("paused", "This term is paused. Say first when the pause ended.");
  }
  const StaffRole role = input.role.value_or(term.posting.role);
  const auto person = change.one<Staff>(
      fmt::format("SELECT {} FROM staff t WHERE t.id = $1 AND {{unscoped:the posting is seen}}",
                  columns<Staff>("t")),
      term.posting.staff);
  if (std::find(person.roles.begin(), person.roles.end(), role) == person.roles.end()) {
    faults.add("/role", "not_qualified", base::name_of(role).data(),
               "The person's record does not name this role.");
  }
  check_kept_until(change, check_kept, term.posting.id, input.from_day - 1, "/from_day", faults);
  faults.refuse();
  // The rest of the term is served at the other site.
  Posting next{.id = change.new_id<Posting>(),
               .staff = term.posting.staff,
               .site = input.site,
               .role = role,
               .from_day = input.from_day,
               .to_day = term.last,
               .source = input.document};
  TermEvent event = event_of(change, term, TermEventKind::transfer, input.from_day);
  event.reason = input.reason;
  event.document = input.document;
  event.new_posting = next.id;
  change.insert("posting", next);
  move_end(change, term, std::move(event), input.from_day - 1);
  return show_term(change, {next.id});
}

/// A day on which something was done that moves nothing.
TermView note_event(db::Change& change, const NoteTerm& input, TermEventKind kind,
                    std::string_view key) {
  const Posting posting = term_to_change(change, input.id, 0);
  const Open term{.posting = posting,
                  .events = events_of(change, input.id),
                  .rules = rules_of(change, change.now().utc_date()),
                  .last = {}};
  Faults faults;
  const base::Date last = last_day(term.rules, posting);
  if (input.on < posting.from_day || input.on > last) {
    faults.add(
        "/on", "outside_term", input.on.to_text(),
        base::in_words("The term is from {} to {}.", posting.from_day.to_text(), last.to_text()));
  }
  check_past(change, "/on", input.on, faults);
  faults.refuse();
  for (const TermEvent& each : term.events) {
    if (stands(each, kind)) {
      refuse("noted_already",
             base::in_words("This is noted already, for {}.", each.from_day.to_text()));
    }
  }
  TermEvent event = event_of(change, term, kind, input.on);
  decided_by_rule(event, term.rules, key);
  change.insert(TermEvent::table, event);
  return show_term(change, {input.id});
}

TermView note_talk(db::Change& change, const NoteTerm& input) {
  return note_event(change, input, TermEventKind::talk, "talk_days");
}

TermView pass_probation(db::Change& change, const NoteTerm& input) {
  return note_event(change, input, TermEventKind::probation_passed, "probation_days");
}

TermView withdraw_event(db::Change& change, const WithdrawEvent& input,
                        const placement::CheckKept& check_kept) {
  Faults faults;
  faults.check_name("/reason", input.reason);
  faults.refuse();
  const auto found = change.one<TermEvent>(
      fmt::format("SELECT {} FROM term_event e CROSS JOIN {} AND n.id = e.posting AND e.id = $1",
                  columns<TermEvent>("e"), scoped_posting),
      input.id);
  TermEvent before = found;
  before.version = input.version;
  if (found.withdrawn_on) {
    refuse("withdrawn", "This is withdrawn already.");
  }
  if (found.kind == TermEventKind::transfer) {
    refuse("transferred",
           "A transfer has made a posting of its own. Transfer the person back instead.");
  }
  const std::vector<TermEvent> events = events_of(change, found.posting);
  // Later ends were reckoned from this one.
  for (const TermEvent& each : events) {
    if (found.last_day_after && !each.withdrawn_on && each.id > found.id && each.last_day_after) {
      refuse("not_last", "Something later moved the end of this term too. Withdraw that first.");
    }
  }
  if (found.last_day_after) {
    const Posting posting = change.one<Posting>(
        fmt::format("SELECT {} FROM {} AND n.id = $1", columns<Posting>("n"), scoped_posting),
        found.posting);
    if (posting.to_day != found.last_day_after) {
      refuse("not_last", "The end of this term was moved since, by a plan or by hand.");
    }
    const Open term{.posting = posting, .events = {}, .rules = {}, .last = {}};
    check_free(change, term, *found.last_day_before, "/id", faults);
    check_kept_until(change, check_kept, posting.id, *found.last_day_before, "/id", faults);
    faults.refuse();
    set_end(change, posting, *found.last_day_after, *found.last_day_before);
  }
  TermEvent after = before;
  after.withdrawn_on = change.now().utc_date();
  after.withdrawn_reason = input.reason;
  change.update(TermEvent::table, before, after);
  return show_term(change, {found.posting});
}

base::FieldAbout last_day_field() {
  return {.name = "last_day", .shape = "DAY", .meaning = "The last day of the term from now on."};
}

base::FieldAbout event_reason(base::Sentence meaning) {
  return {.name = "reason", .shape = "TEXT", .meaning = std::move(meaning)};
}

}  // namespace

std::vector<access::Operation> event_operations(const placement::CheckKept& check_kept,
                                                const placement::CheckAway& check_away) {
  const auto with_kept = [&check_kept](auto act) {
    return [act, check_kept](db::Change& change, const auto& input) {
      return act(change, input, check_kept);
    };
  };
  const auto change_term = [](std::string_view verb, base::Sentence summary,
                              base::Sentence description, std::vector<base::FieldAbout> fields) {
    return access::OperationAbout{
        .name = fmt::format("term.{}", verb),
        .permission = manage_terms,
        .method = Method::post,
        .path =
            fmt::format("/api/terms/{{id}}/{}", verb == "pass_probation" ? "pass-probation" : verb),
        .summary = std::move(summary),
        .description = std::move(description),
        .fields = std::move(fields)};
  };
  const base::FieldAbout on{.name = "on", .shape = "DAY", .meaning = "On which day; up to today."};
  return {
      access::change_operation<PauseTerm, TermView>(
          change_term("pause", "pause a term for long leave",
                      "The term goes on afterwards: its end moves by all days of the pause, if "
                      "these are more than the rules say.",
                      {which_term(),
                       {.name = "from_day", .shape = "DAY", .meaning = "First day of the leave."},
                       event_reason("Such as parental leave. Nothing about illness."),
                       {.name = "to_day",
                        .shape = "DAY",
                        .meaning = "Its last day, if it is known; else say later when the term is "
                                   "resumed."},
                       programme::version_field()}),
          [check_away](db::Change& change, const PauseTerm& input) {
            return pause_term(change, input, check_away);
          }),
      access::change_operation<ResumeTerm, TermView>(
          change_term("resume", "say when the pause of a term ended", {},
                      {which_term(),
                       {.name = "to_day", .shape = "DAY", .meaning = "Last day of the leave."},
                       programme::version_field()}),
          resume_term),
      access::change_operation<ExtendTerm, TermView>(
          change_term("extend", "extend a term, by written consent",
                      "All extensions of a term together last no longer than the rules say, and a "
                      "team does not end all at once.",
                      {which_term(), last_day_field(), event_reason("Why."),
                       document_field("Where the person's consent stands written."),
                       programme::version_field()}),
          extend_term),
      access::change_operation<EndTerm, TermView>(
          change_term(
              "end", "end a term earlier, with the reason", "The handover is due all the same.",
              {which_term(), last_day_field(),
               event_reason("Why. Nothing about illness or conduct: recall has its own "
                            "way."),
               document_field("The decision, if there is one."), programme::version_field()}),
          with_kept(end_term)),
      access::change_operation<ReturnFromTerm, TermView>(
          change_term("return", "let somebody return in their probation, without a mark",
                      "Nobody is asked for a reason.",
                      {which_term(), last_day_field(), programme::version_field()}),
          with_kept(return_from_term)),
      access::change_operation<TransferTerm, TermView>(
          change_term("transfer", "let somebody serve the rest of their term at another site",
                      "The answer is the term there. The term here ends on the day before, with a "
                      "handover. No probation begins there: it is that of the whole term.",
                      {which_term(),
                       {.name = "site", .shape = "SITE", .meaning = "Where to."},
                       {.name = "from_day", .shape = "DAY", .meaning = "First day there."},
                       event_reason("Why."),
                       document_field("The decision."),
                       {.name = "role",
                        .shape = "ROLE",
                        .meaning = "Leader or member there; as here if not given."},
                       programme::version_field()}),
          with_kept(transfer_term)),
      access::change_operation<NoteTerm, TermView>(
          change_term("talk", "note that the talk after the first weeks was held",
                      "Only that it was held: what was said is nobody else's.", {which_term(), on}),
          note_talk),
      access::change_operation<NoteTerm, TermView>(
          change_term("pass_probation", "note that somebody has passed their probation", {},
                      {which_term(), on}),
          pass_probation),
      access::change_operation<WithdrawEvent, TermView>(
          {.name = "term.withdraw_event",
           .permission = manage_terms,
           .method = Method::post,
           .path = "/api/term-events/{id}/withdraw",
           .summary = "withdraw what was noted of a term by mistake",
           .description = "The end of the term is again what it was before.",
           .fields = {programme::which_field("EVENT"), programme::reason_field(),
                      programme::version_field()}},
          with_kept(withdraw_event))};
}

}  // namespace sojourn::stages::postings
