// Terms: who is where until when, and what is due in each.
#include <unordered_map>

#include "stages/postings/terms.h"
#include "stages/programme/rules_table.h"

namespace sojourn::stages::postings {
namespace {

struct KeptTerm {
  Id<Posting> id;
  Id<Staff> staff;
  std::string staff_name;
  Id<Site> site;
  std::string site_name;
  StaffRole role = StaffRole::member;
  base::Date from_day;
  std::optional<base::Date> to_day;
  std::int64_t version = 1;
  std::optional<Id<Handover>> handover;
  std::optional<HandoverState> handover_state;
  std::optional<HandoverTo> goes_to;
  std::optional<Id<Staff>> successor;
  std::optional<std::string> successor_name;
  std::int64_t questions = 0;
};
BOOST_DESCRIBE_STRUCT(KeptTerm, (),
                      (id, staff, staff_name, site, site_name, role, from_day, to_day, version,
                       handover, handover_state, goes_to, successor, successor_name, questions))

/// As `scoped_posting`, each with its handover.
constexpr std::string_view scoped_term =
    "posting n LEFT JOIN handover h ON h.posting = n.id JOIN staff t ON t.id = n.staff JOIN site s "
    "ON s.id = n.site JOIN area a ON a.id = s.area WHERE {scope:area a.path; site s.id; sponsor "
    "t.sponsor; staff t.id} AND n.ended_on IS NULL";
constexpr std::string_view kept_columns =
    "n.id, n.staff, t.name AS staff_name, n.site, s.name AS site_name, n.role, n.from_day, "
    "n.to_day, n.version, h.id AS handover, h.state AS handover_state, h.goes_to, h.successor, "
    "(SELECT u.name FROM staff u WHERE u.id = h.successor) AS successor_name, (SELECT count(*) "
    "FROM handover_item i WHERE i.handover = h.id AND i.question IS NOT NULL AND i.answer IS NULL "
    "AND i.removed_on IS NULL) AS questions";

struct ListTerms {
  std::optional<Id<Area>> within;
  std::optional<Id<Site>> site;
  std::optional<Id<Staff>> staff;
  std::optional<base::Date> ends_by;
  std::optional<base::Date> ends_from;
  std::optional<bool> unbegun;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListTerms, (),
                      (within, site, staff, ends_by, ends_from, unbegun, after, limit))

struct EventView {
  Id<TermEvent> id;
  Id<Posting> posting;
  TermEventKind kind = TermEventKind::talk;
  base::Date from_day;
  std::optional<base::Date> to_day;
  std::optional<base::Date> last_day_before;
  std::optional<base::Date> last_day_after;
  std::optional<Id<Posting>> new_posting;
  std::optional<std::string> rule;
  std::optional<std::string> rule_value;
  std::optional<std::string> reason;
  std::optional<std::string> document;
  base::Date decided_on;
  std::optional<base::Date> withdrawn_on;
  std::optional<std::string> withdrawn_reason;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(EventView, (),
                      (id, posting, kind, from_day, to_day, last_day_before, last_day_after,
                       new_posting, rule, rule_value, reason, document, decided_on, withdrawn_on,
                       withdrawn_reason, version))

struct CameFrom {
  Id<Posting> posting;
  Id<Posting> new_posting;
  base::Date from_day;
  std::int64_t passed = 0;
};
BOOST_DESCRIBE_STRUCT(CameFrom, (), (posting, new_posting, from_day, passed))

struct TermEvents {
  std::vector<EventView> items;
};
BOOST_DESCRIBE_STRUCT(TermEvents, (), (items))

/// "$3, $4, ..." for the ids of postings, which are added to `values`.
std::string listed(const std::vector<KeptTerm>& terms, std::vector<db::Value>& values) {
  std::string list;
  for (const KeptTerm& each : terms) {
    values.push_back(db::to_sql(each.id));
    list += fmt::format("{}${}", list.empty() ? "" : ", ", values.size());
  }
  return list;
}

TermView view_of(const PostingRules& rules, const KeptTerm& kept, std::vector<TermEvent> events,
                 const std::optional<Beginning>& beginning, base::Date today) {
  TermFacts facts{.posting = {.id = kept.id,
                              .staff = kept.staff,
                              .site = kept.site,
                              .role = kept.role,
                              .from_day = kept.from_day,
                              .to_day = kept.to_day,
                              .source = {}},
                  .events = std::move(events),
                  .questions_open = kept.questions > 0};
  if (beginning) {
    facts.began = beginning->on;
    facts.passed_before = beginning->passed;
  }
  Handover handover;
  if (kept.handover) {
    handover.state = kept.handover_state.value_or(HandoverState::open);
    handover.goes_to = kept.goes_to.value_or(HandoverTo::nobody_yet);
    facts.handover = &handover;
  }
  TermView view{.id = kept.id,
                .staff = kept.staff,
                .staff_name = kept.staff_name,
                .site = kept.site,
                .site_name = kept.site_name,
                .role = kept.role,
                .from_day = kept.from_day,
                .last_day = last_day(rules, facts.posting),
                .by_rule = !kept.to_day.has_value(),
                .state = state_of(rules, facts, today),
                .probation_until = probation_until(rules, facts.began.value_or(kept.from_day)),
                .next_step = {},
                .due_on = {},
                .rule = {},
                .rule_value = {},
                .handover = kept.handover,
                .handover_state = kept.handover_state,
                .successor = kept.successor,
                .successor_name = kept.successor_name,
                .version = kept.version};
  if (const auto next = next_step(rules, facts, today)) {
    view.next_step = next->step;
    view.due_on = next->by;
    view.late = today > next->by;
    view.rule = next->rule;
    view.rule_value = value_of(rules, next->rule);
  }
  return view;
}

/// The latest first day from which a whole term is over by `by`.
base::Date latest_start(const PostingRules& rules, StaffRole role, base::Date by) {
  const bool leads = role == StaffRole::leader;
  base::Date day = (by + 1).plus_months(-(leads ? rules.leader_months : rules.member_months));
  while (whole_term(rules, role, day) > by) {
    day = day - 1;
  }
  while (whole_term(rules, role, day + 1) <= by) {
    day = day + 1;
  }
  return day;
}

Page<TermView> list_terms(db::Tx& tx, const ListTerms& input) {
  const PostingRules rules = rules_of(tx, tx.now().utc_date());
  std::string from;
  std::vector<db::Value> values;
  const auto given = [&](const auto& value) {
    values.push_back(db::to_sql(value));
    return fmt::format("${}", values.size());
  };
  const std::int64_t limit = programme::checked_limit(input.limit);
  if (input.within) {
    const std::string path = programme::path_of(tx, *input.within);
    from += fmt::format(" AND a.path >= {} AND a.path < {}", given(path),
                        given(db::end_of_prefix(path)));
  }
  if (input.site) {
    from += " AND n.site = " + given(*input.site);
  }
  if (input.staff) {
    from += " AND n.staff = " + given(*input.staff);
  }
  // A last day that nobody has set is that of a whole term.
  const auto ends = [&](base::Date by) {
    return fmt::format(
        "(n.to_day <= {} OR (n.to_day IS NULL AND ((n.role = 'leader' AND n.from_day <= {}) OR "
        "(n.role = 'member' AND n.from_day <= {}))))",
        given(by), given(latest_start(rules, StaffRole::leader, by)),
        given(latest_start(rules, StaffRole::member, by)));
  };
  if (input.ends_by) {
    from += " AND " + ends(*input.ends_by);
  }
  if (input.ends_from) {
    from += " AND NOT " + ends(*input.ends_from - 1);
  }
  if (input.unbegun.value_or(false)) {
    from += " AND h.id IS NULL AND " + ends(tx.now().utc_date() + rules.ask_days);
  }
  if (input.after) {
    const std::size_t space = input.after->find(' ');
    const auto day = base::Date::from_text(input.after->substr(0, space));
    const auto id = space == std::string::npos
                        ? std::nullopt
                        : Id<Posting>::from_text(input.after->substr(space + 1));
    if (!day || !id) {
      programme::refuse_place(*input.after, "This should be what `next` said.");
    }
    const std::string at = given(*day);
    from += fmt::format(
        " AND (coalesce(n.to_day, '9999-12-31') > {} OR (coalesce(n.to_day, '9999-12-31') = {} AND "
        "n.id > {}))",
        at, at, given(*id));
  }
  Page<TermView> page;
  page.items = term_views(tx, from, values, limit + 1);
  if (std::ssize(page.items) > limit) {
    page.items.pop_back();
    const TermView& last = page.items.back();
    page.next = (last.by_rule ? "9999-12-31" : last.last_day.to_text()) + ' ' + last.id.to_text();
  }
  return page;
}

TermEvents list_events(db::Tx& tx, const WhichTerm& input) {
  show_term(tx, input);
  TermEvents made;
  for (TermEvent& each : events_of(tx, input.id)) {
    made.items.push_back({.id = each.id,
                          .posting = each.posting,
                          .kind = each.kind,
                          .from_day = each.from_day,
                          .to_day = each.to_day,
                          .last_day_before = each.last_day_before,
                          .last_day_after = each.last_day_after,
                          .new_posting = each.new_posting,
                          .rule = std::move(each.rule),
                          .rule_value = std::move(each.rule_value),
                          .reason = std::move(each.reason),
                          .document = std::move(each.document),
                          .decided_on = each.decided_on,
                          .withdrawn_on = each.withdrawn_on,
                          .withdrawn_reason = std::move(each.withdrawn_reason),
                          .version = each.version});
  }
  return made;
}

}  // namespace

PostingRules rules_of(db::Tx& tx, const base::Date& on) {
  return programme::rules_in_table(tx, on, "postings", read_rules);
}

std::int32_t value_of(const PostingRules& rules, std::string_view key) {
  constexpr std::string_view handover = "handover.";
  if (key.starts_with(handover)) {
    key.remove_prefix(handover.size());
  }
  std::optional<std::int32_t> found;
  base::for_each_member<PostingRules>([&](std::string_view name, auto member) {
    if (name == key) {
      found = rules.*member;
    }
  });
  base::ensure(found.has_value(), "a rule that decided is one of [postings]");
  return *found;
}

std::vector<TermView> term_views(db::Tx& tx, const std::string& conditions,
                                 const std::vector<db::Value>& values, std::int64_t limit) {
  const base::Date today = tx.now().utc_date();
  const PostingRules rules = rules_of(tx, today);
  // 1. The postings, each with its handover.
  const std::vector<KeptTerm> kept = tx.rows_with<KeptTerm>(
      fmt::format("SELECT {} FROM {}{} ORDER BY coalesce(n.to_day, '9999-12-31'), n.id LIMIT {}",
                  kept_columns, scoped_term, conditions, limit),
      values);
  if (kept.empty()) {
    return {};
  }
  // 2. What happened in them.
  std::unordered_map<Id<Posting>, std::vector<TermEvent>> events;
  std::vector<db::Value> ids;
  const std::string list = listed(kept, ids);
  for (TermEvent& each : tx.rows_with<TermEvent>(
           fmt::format("SELECT {} FROM term_event e WHERE e.posting IN ({}) AND {{unscoped:their "
                       "postings are seen}} ORDER BY e.id",
                       columns<TermEvent>("e"), list),
           std::move(ids))) {
    events[each.posting].push_back(std::move(each));
  }
  // 3. And where they began, of those that were transferred.
  std::vector<Id<Posting>> postings;
  for (const KeptTerm& each : kept) {
    postings.push_back(each.id);
  }
  const auto beginnings = beginnings_of(tx, postings);
  std::vector<TermView> views;
  views.reserve(kept.size());
  for (const KeptTerm& each : kept) {
    const auto began = beginnings.find(each.id);
    views.push_back(view_of(rules, each, std::move(events[each.id]),
                            began == beginnings.end() ? std::nullopt : std::optional(began->second),
                            today));
  }
  return views;
}

std::unordered_map<Id<Posting>, Beginning> beginnings_of(db::Tx& tx,
                                                         const std::vector<Id<Posting>>& postings) {
  std::unordered_map<Id<Posting>, Beginning> made;
  std::vector<std::pair<Id<Posting>, Id<Posting>>> open;  // which was asked, and where it came to
  for (const Id<Posting>& each : postings) {
    open.emplace_back(each, each);
  }
  // One transfer back at a time, of all at once.
  while (!open.empty()) {
    std::string list;
    std::vector<db::Value> ids;
    for (const auto& [asked, at] : open) {
      ids.push_back(db::to_sql(at));
      list += fmt::format("{}${}", list.empty() ? "" : ", ", ids.size());
    }
    std::unordered_map<Id<Posting>, CameFrom> came;
    for (const CameFrom& each : tx.rows_with<CameFrom>(
             fmt::format(
                 "SELECT e.posting, e.new_posting, q.from_day, (SELECT count(*) FROM term_event p "
                 "WHERE p.posting = e.posting AND p.kind = 'probation_passed' AND p.withdrawn_on "
                 "IS NULL) AS passed FROM term_event e JOIN posting q ON q.id = e.posting WHERE "
                 "e.new_posting IN ({}) AND e.kind = 'transfer' AND {{unscoped:only when the term "
                 "of a posting that is seen began}}",
                 list),
             std::move(ids))) {
      came.emplace(each.new_posting, each);
    }
    std::vector<std::pair<Id<Posting>, Id<Posting>>> further;
    for (const auto& [asked, at] : open) {
      if (const auto found = came.find(at); found != came.end()) {
        Beginning& beginning = made[asked];
        beginning.on = found->second.from_day;
        beginning.passed = beginning.passed || found->second.passed > 0;
        further.emplace_back(asked, found->second.posting);
      }
    }
    open = std::move(further);
  }
  return made;
}

TermView show_term(db::Tx& tx, const WhichTerm& input) {
  term_to_change(tx, input.id, 0);  // refused as not found, if it is not seen
  return std::move(term_views(tx, " AND n.id = $1", {db::to_sql(input.id)}, 1).front());
}

std::vector<TermEvent> events_of(db::Tx& tx, Id<Posting> posting) {
  return tx.rows<TermEvent>(
      fmt::format("SELECT {} FROM term_event e WHERE e.posting = $1 AND {{unscoped:the posting is "
                  "seen}} ORDER BY e.id",
                  columns<TermEvent>("e")),
      posting);
}

Posting term_to_change(db::Tx& tx, Id<Posting> id, std::int64_t version) {
  Posting posting = tx.one<Posting>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", columns<Posting>("n"), scoped_posting), id);
  posting.version = version;
  return posting;
}

void refuse(std::string_view code, base::Sentence says) {
  throw base::Refusal{base::Kind::precondition, std::string(code), std::move(says)};
}

base::FieldAbout which_term() { return programme::which_field("POSTING"); }

base::FieldAbout document_field(base::Sentence meaning) {
  return {.name = "document", .shape = "TEXT", .meaning = std::move(meaning)};
}

std::vector<access::Operation> term_operations() {
  return {
      access::read_operation<ListTerms, Page<TermView>>(
          {.name = "term.list",
           .permission = read_terms,
           .path = "/api/terms",
           .summary = "who is where until when, and what is due next; the soonest end first",
           .description = "A last day that nobody has set is that of a whole term by the rules, "
                          "and stands at the end of the list.",
           .fields =
               {{.name = "within",
                 .shape = "AREA",
                 .meaning = "Only at sites of this area and of those in it."},
                {.name = "site", .shape = "SITE", .meaning = "Only at this site."},
                {.name = "staff", .shape = "STAFF", .meaning = "Only of this staff member."},
                {.name = "ends_by", .shape = "DAY", .meaning = "Only those that end by this day."},
                {.name = "ends_from",
                 .shape = "DAY",
                 .meaning = "Only those that do not end before this day."},
                {.name = "unbegun",
                 .meaning = "Only those whose handover is due by the rules and has not begun."},
                programme::after_field(),
                programme::limit_field()}},
          list_terms),
      access::read_operation<WhichTerm, TermView>(
          {.name = "term.show",
           .permission = read_terms,
           .path = "/api/terms/{id}",
           .summary = "one term: its days, its state, and what is due in it",
           .fields = {which_term()}},
          show_term),
      access::read_operation<WhichTerm, TermEvents>(
          {.name = "term.events",
           .permission = read_terms,
           .path = "/api/terms/{id}/events",
           .summary = "what happened in a term, each with its rule and reason",
           .fields = {which_term()}},
          list_events)};
}

}  // namespace sojourn::stages::postings
