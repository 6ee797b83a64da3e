// See term_change.h.
#include "stages/postings/term_change.h"

#include <algorithm>
#include <span>
#include <tuple>

#include "access/notify.h"
#include "stages/postings/handovers.h"

namespace sojourn::stages::postings {
namespace {

/// Where the end of the term moved on: the handover of the posting, if it was given or accepted, is
/// open again, with all that it holds.
void reopen_handover(db::Change& change, Id<Posting> posting) {
  const auto before = change.maybe<Handover>(
      fmt::format("SELECT {} FROM handover h WHERE h.posting = $1 AND {{unscoped:its term is "
                  "changed}}",
                  columns<Handover>("h")),
      posting);
  if (!before || before->state == HandoverState::open) {
    return;
  }
  Handover after = *before;
  after.state = HandoverState::open;
  after.counted.reset();
  after.money_reason.reset();
  after.given_on.reset();
  after.given_by.reset();
  after.accepted_on.reset();
  after.accepted_by.reset();
  after.accepted_source.reset();
  change.update(Handover::table, *before, after);
  for (const HandoverItem& each : items_of(change, before->id)) {
    if (each.accepted_on) {
      HandoverItem again = each;
      again.accepted_on.reset();
      change.update(HandoverItem::table, each, again);
    }
  }
}

}  // namespace

Open open_term(db::Change& change, Id<Posting> id, std::int64_t version) {
  const base::Date today = change.now().utc_date();
  Open made{.posting = term_to_change(change, id, version),
            .events = events_of(change, id),
            .rules = rules_of(change, today),
            .last = {}};
  made.last = last_day(made.rules, made.posting);
  if (today > made.last && open_pause(made) == nullptr) {
    refuse("term_over", base::in_words("This term was over on {}. What it was stays as it is.",
                                       made.last.to_text()));
  }
  return made;
}

bool stands(const TermEvent& event, TermEventKind kind) {
  return !event.withdrawn_on && event.kind == kind;
}

const TermEvent* open_pause(const Open& term) {
  const auto found = std::find_if(
      term.events.begin(), term.events.end(),
      [](const TermEvent& each) { return stands(each, TermEventKind::pause) && !each.to_day; });
  return found == term.events.end() ? nullptr : &*found;
}

void check_within(const Open& term, std::string_view where, base::Date day, Faults& faults) {
  if (day < term.posting.from_day || day > term.last) {
    faults.add(std::string(where), "outside_term", day.to_text(),
               base::in_words("The term is from {} to {}.", term.posting.from_day.to_text(),
                              term.last.to_text()));
  }
}

void check_past(const db::Tx& tx, std::string_view where, base::Date day, Faults& faults) {
  if (day > tx.now().utc_date()) {
    faults.add(std::string(where), "to_come", day.to_text(),
               "This is said once it has happened: give a day up to today.");
  }
}

void decided_by_rule(TermEvent& event, const PostingRules& rules, std::string_view key) {
  event.rule = fmt::format("[postings] {}", key);
  event.rule_value = fmt::format("{}", value_of(rules, key));
}

TermEvent event_of(db::Change& change, const Open& term, TermEventKind kind, base::Date from) {
  return {.id = change.new_id<TermEvent>(),
          .posting = term.posting.id,
          .staff = term.posting.staff,
          .kind = kind,
          .from_day = from,
          .decided_by = access::account_of(change.caller().actor),
          .decided_on = change.now().utc_date()};
}

void check_free(db::Change& change, const Open& term, base::Date new_last, std::string_view where,
                Faults& faults) {
  const auto others = change.value<std::int64_t>(
      "SELECT count(*) FROM posting n WHERE n.staff = $1 AND n.id <> $2 AND n.ended_on IS NULL AND "
      "n.from_day <= $3 AND coalesce(n.to_day, '9999-12-31') >= $4 AND {unscoped:the person is "
      "seen, and is nowhere twice}",
      term.posting.staff, term.posting.id, new_last, term.posting.from_day);
  if (others > 0) {
    faults.add(std::string(where), "posted_already", new_last.to_text(),
               "By that day the person has another posting, which begins earlier. Withdraw it, or "
               "end this one before it.");
  }
}

std::vector<base::Date> other_ends(db::Tx& tx, const PostingRules& rules, Id<Site> site,
                                   Id<Posting> except, base::Date on) {
  std::vector<base::Date> ends;
  for (const Posting& each : tx.rows<Posting>(
           fmt::format("SELECT {} FROM posting n WHERE n.site = $1 AND n.id <> $2 AND n.ended_on "
                       "IS NULL AND {{unscoped:how many of a seen team end when}} ORDER BY n.id",
                       columns<Posting>("n")),
           site, except)) {
    const base::Date last = last_day(rules, each);
    if (last >= on && each.from_day <= last) {
      ends.push_back(last);
    }
  }
  return ends;
}

void move_end(db::Change& change, const Open& term, TermEvent event, base::Date new_last) {
  event.last_day_before = term.last;
  event.last_day_after = new_last;
  change.insert(TermEvent::table, event);
  set_end(change, term.posting, term.last, new_last);
}

void set_end(db::Change& change, const Posting& before, base::Date old_last, base::Date new_last) {
  Posting after = before;
  after.to_day = new_last;
  change.update("posting", before, after);
  if (new_last > old_last) {
    reopen_handover(change, before.id);
  }
  access::notify_staff(change, std::vector{after.staff.value},
                       {.subject = "The end of your term was moved",
                        .text = "You see there to which day, by which rule, and why.",
                        .path = "/terms/" + after.id.to_text()});
}

void settle_terms(db::Tx& tx, std::vector<Posting>& made) {
  std::vector<Posting*> order;
  for (Posting& each : made) {
    order.push_back(&each);
  }
  std::sort(order.begin(), order.end(), [](const Posting* a, const Posting* b) {
    return std::tuple(a->site, a->staff) < std::tuple(b->site, b->staff);
  });
  for (auto at = order.begin(); at != order.end();) {
    const Id<Site> site = (*at)->site;
    const auto end =
        std::find_if(at, order.end(), [site](const Posting* each) { return each->site != site; });
    const PostingRules rules = rules_of(tx, (*at)->from_day);
    const std::vector<base::Date> others = other_ends(tx, rules, site, {}, (*at)->from_day);
    spread(rules, others, std::span(at, end));
    at = end;
  }
}

}  // namespace sojourn::stages::postings
