// Handovers: begun when a term is about to end, led by a successor or by the host, put together by
// whoever leaves, and accepted by whoever takes over. No term closes without one.
#include <algorithm>

#include "access/notify.h"
#include "stages/postings/handovers.h"

namespace sojourn::stages::postings {
namespace {

struct KeptHandover {
  Id<Handover> id;
  Id<Posting> posting;
  Id<Staff> staff;
  std::string staff_name;
  Id<Site> site;
  std::string site_name;
  HandoverState state = HandoverState::open;
  HandoverTo goes_to = HandoverTo::nobody_yet;
  std::optional<Id<Staff>> successor;
  std::optional<std::string> successor_name;
  std::optional<std::string> host_reason;
  std::optional<base::Date> overlap_from;
  std::optional<base::Date> overlap_to;
  std::optional<std::int64_t> stated;
  std::optional<std::int64_t> counted;
  std::optional<std::string> currency;
  std::optional<std::string> money_reason;
  std::optional<std::string> lessons;
  std::optional<base::Date> given_on;
  std::optional<base::Date> accepted_on;
  std::optional<std::string> accepted_source;
  std::int64_t items = 0;
  std::int64_t questions = 0;
  std::int64_t version = 1;
  StaffRole role = StaffRole::member;
  base::Date from_day;
  std::optional<base::Date> to_day;
};
BOOST_DESCRIBE_STRUCT(KeptHandover, (),
                      (id, posting, staff, staff_name, site, site_name, state, goes_to, successor,
                       successor_name, host_reason, overlap_from, overlap_to, stated, counted,
                       currency, money_reason, lessons, given_on, accepted_on, accepted_source,
                       items, questions, version, role, from_day, to_day))

constexpr std::string_view kept_columns =
    "h.id, h.posting, h.staff, t.name AS staff_name, h.site, s.name AS site_name, h.state, "
    "h.goes_to, h.successor, (SELECT u.name FROM staff u WHERE u.id = h.successor) AS "
    "successor_name, h.host_reason, h.overlap_from, h.overlap_to, h.stated, h.counted, h.currency, "
    "h.money_reason, h.lessons, h.given_on, h.accepted_on, h.accepted_source, (SELECT count(*) "
    "FROM handover_item i WHERE i.handover = h.id AND i.removed_on IS NULL) AS items, (SELECT "
    "count(*) FROM handover_item i WHERE i.handover = h.id AND i.removed_on IS NULL AND i.question "
    "IS NOT NULL AND i.answer IS NULL) AS questions, h.version, n.role, n.from_day, n.to_day";

struct ListHandovers {
  std::optional<Id<Area>> within;
  std::optional<Id<Site>> site;
  std::optional<Id<Staff>> staff;
  std::optional<HandoverState> state;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListHandovers, (), (within, site, staff, state, after, limit))

struct MakeHandover {
  Id<Posting> posting;
};
BOOST_DESCRIBE_STRUCT(MakeHandover, (), (posting))

struct NameSuccessor {
  Id<Handover> id;
  std::optional<Id<Staff>> successor;
  std::optional<std::string> host_reason;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(NameSuccessor, (), (id, successor, host_reason, version))

struct WriteHandover {
  Id<Handover> id;
  std::optional<base::Date> overlap_from;
  std::optional<base::Date> overlap_to;
  std::optional<base::Money> stated;
  std::optional<std::string> lessons;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(WriteHandover, (), (id, overlap_from, overlap_to, stated, lessons, version))

struct GiveHandover {
  Id<Handover> id;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(GiveHandover, (), (id, version))

struct AcceptHandover {
  Id<Handover> id;
  base::Money counted;
  std::optional<std::string> money_reason;
  std::optional<std::string> source;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(AcceptHandover, (), (id, counted, money_reason, source, version))

struct HostAcceptHandover {
  Id<Handover> id;
  base::Money counted;
  std::optional<std::string> money_reason;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(HostAcceptHandover, (), (id, counted, money_reason, version))

struct HandoverHistory {
  Id<Handover> id;
  std::optional<std::string> after;
};
BOOST_DESCRIBE_STRUCT(HandoverHistory, (), (id, after))

std::optional<base::Money> money_of(const std::optional<std::int64_t>& minor,
                                    const std::optional<std::string>& currency) {
  if (!minor || !currency) {
    return std::nullopt;
  }
  return base::Money{*minor, base::Currency::from_text(*currency).value_or(base::Currency{})};
}

HandoverView view_of(const PostingRules& rules, KeptHandover kept) {
  const Posting posting{.id = kept.posting,
                        .staff = kept.staff,
                        .site = kept.site,
                        .role = kept.role,
                        .from_day = kept.from_day,
                        .to_day = kept.to_day,
                        .source = {}};
  return {.id = kept.id,
          .posting = kept.posting,
          .staff = kept.staff,
          .staff_name = std::move(kept.staff_name),
          .site = kept.site,
          .site_name = std::move(kept.site_name),
          .last_day = last_day(rules, posting),
          .state = kept.state,
          .goes_to = kept.goes_to,
          .successor = kept.successor,
          .successor_name = std::move(kept.successor_name),
          .host_reason = std::move(kept.host_reason),
          .overlap_from = kept.overlap_from,
          .overlap_to = kept.overlap_to,
          .stated = money_of(kept.stated, kept.currency),
          .counted = money_of(kept.counted, kept.currency),
          .money_reason = std::move(kept.money_reason),
          .lessons = std::move(kept.lessons),
          .given_on = kept.given_on,
          .accepted_on = kept.accepted_on,
          .accepted_source = std::move(kept.accepted_source),
          .items = kept.items,
          .questions = kept.questions,
          .version = kept.version};
}

/// Newest first.
Page<HandoverView> list_handovers(db::Tx& tx, const ListHandovers& input) {
  std::string from(scoped_handover);
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
    from += " AND h.site = " + given(*input.site);
  }
  if (input.staff) {
    from += " AND h.staff = " + given(*input.staff);
  }
  if (input.state) {
    from += " AND h.state = " + given(*input.state);
  }
  if (input.after) {
    const auto last = Id<Handover>::from_text(*input.after);
    if (!last) {
      programme::refuse_place(*input.after, "This should be what `next` said.");
    }
    from += " AND h.id < " + given(*last);
  }
  const PostingRules rules = rules_of(tx, tx.now().utc_date());
  Page<HandoverView> page;
  for (KeptHandover& each :
       tx.rows_with<KeptHandover>(fmt::format("SELECT {} FROM {} ORDER BY h.id DESC LIMIT {}",
                                              kept_columns, from, limit + 1),
                                  std::move(values))) {
    page.items.push_back(view_of(rules, std::move(each)));
  }
  if (std::ssize(page.items) > limit) {
    page.items.pop_back();
    page.next = page.items.back().id.to_text();
  }
  return page;
}

HandoverView make_handover(db::Change& change, const MakeHandover& input) {
  const Posting posting = change.one<Posting>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", columns<Posting>("n"), scoped_posting),
      input.posting);
  const base::Date today = change.now().utc_date();
  const PostingRules rules = rules_of(change, today);
  const base::Date last = last_day(rules, posting);
  if (today < last - rules.ask_days) {
    refuse("too_early",
           base::in_words("This term lasts until {}. Its handover begins {} days before "
                          "([postings.handover] ask_days), on {}.",
                          last.to_text(), rules.ask_days, (last - rules.ask_days).to_text()));
  }
  const Handover made{.id = change.new_id<Handover>(),
                      .posting = posting.id,
                      .staff = posting.staff,
                      .site = posting.site};
  change.insert(Handover::table, made);
  // From here on the last day is set, also where it was only the rules' until now: whoever reads
  // the posting alone would take it for one that runs on, and the person would be free nowhere.
  if (!posting.to_day) {
    Posting ending = posting;
    ending.to_day = last;
    change.update("posting", posting, ending);
  }
  return show_handover(change, {made.id});
}

/// As somebody saw it who wants to change it. Refusal precondition "given" or "accepted".
Handover to_change(db::Change& change, Id<Handover> id, std::int64_t version,
                   std::string_view scope) {
  Handover found = handover_seen(change, id, scope);
  if (found.state == HandoverState::accepted) {
    refuse("accepted", "This handover is accepted, and stays as it is.");
  }
  found.version = version;
  return found;
}

void tell_successor(db::Change& change, const Handover& handover, access::Notice notice) {
  notice.path = "/handovers/" + handover.id.to_text();
  access::notify_staff(change, std::vector{handover.successor.value_or(Id<Staff>{}).value}, notice);
}

HandoverView name_successor(db::Change& change, const NameSuccessor& input) {
  Handover before = to_change(change, input.id, input.version, scoped_handover);
  Faults faults;
  if (input.successor.has_value() == input.host_reason.has_value()) {
    faults.add("/successor", "one_of_two", "",
               "Name a successor, or say why the host leads the handover: one of the two.");
  }
  if (input.host_reason) {
    faults.check_name("/host_reason", *input.host_reason);
  }
  if (input.successor) {
    programme::named(change, *input.successor, "/successor", faults);
    if (*input.successor == before.staff) {
      faults.add("/successor", "own_successor", input.successor->to_text(),
                 "Nobody hands over to themselves.");
    }
  }
  faults.refuse();
  Handover after = before;
  after.goes_to = input.successor ? HandoverTo::successor : HandoverTo::host;
  after.successor = input.successor;
  after.host_reason = input.host_reason;
  // What was given, was given to somebody else.
  after.state = HandoverState::open;
  after.given_on.reset();
  after.given_by.reset();
  change.update(Handover::table, before, after);
  tell_successor(change, after,
                 {.subject = "You are named as a successor",
                  .text = "You see there from whom you take over, and what.",
                  .path = {}});
  return show_handover(change, {input.id});
}

HandoverView write_handover(db::Change& change, const WriteHandover& input) {
  const Handover before = to_change(change, input.id, input.version, written_handover);
  Faults faults;
  if (before.state == HandoverState::given) {
    refuse("given", "This handover is given already. It is accepted next, or questions are asked.");
  }
  if (input.overlap_from.has_value() != input.overlap_to.has_value()) {
    faults.add("/overlap_to", "missing", "", "Give the first and the last day of the overlap.");
  } else if (input.overlap_from && *input.overlap_to < *input.overlap_from) {
    faults.add("/overlap_to", "before_first", input.overlap_to->to_text(),
               base::in_words("The first day is {}.", input.overlap_from->to_text()));
  }
  if (input.stated && input.stated->minor < 0) {
    faults.add("/stated", "below_zero", input.stated->to_text(),
               "What is left is zero or more. Money that is owed is a claim.");
  }
  if (input.lessons) {
    check_told("/lessons", *input.lessons, 4000, faults);
  }
  faults.refuse();
  Handover after = before;
  after.overlap_from = input.overlap_from;
  after.overlap_to = input.overlap_to;
  after.stated = input.stated ? std::optional(input.stated->minor) : std::nullopt;
  after.currency = input.stated ? std::optional(input.stated->currency.to_text()) : std::nullopt;
  after.lessons = input.lessons;
  change.update(Handover::table, before, after);
  return show_handover(change, {input.id});
}

/// Both are there long enough: the overlap is as long as the rules say, within the term, and the
/// successor is posted there on all its days.
void check_overlap(db::Tx& tx, const PostingRules& rules, const Handover& handover, base::Date last,
                   Faults& faults) {
  if (handover.goes_to != HandoverTo::successor) {
    return;
  }
  if (!handover.overlap_from) {
    faults.add("/overlap_from", "missing", "",
               base::in_words("Say when both are there: {} to {} days before the last one "
                              "([postings.handover] overlap_least, overlap_most).",
                              rules.overlap_least, rules.overlap_most));
    return;
  }
  const std::int64_t days = *handover.overlap_to - *handover.overlap_from + 1;
  if (days < rules.overlap_least || days > rules.overlap_most) {
    faults.add("/overlap_to", "overlap_days", handover.overlap_to->to_text(),
               base::in_words("These are {} days; both are there for {} to {} days "
                              "([postings.handover] overlap_least, overlap_most).",
                              days, rules.overlap_least, rules.overlap_most));
  }
  if (*handover.overlap_to > last) {
    faults.add("/overlap_to", "outside_term", handover.overlap_to->to_text(),
               base::in_words("The term ends on {}.", last.to_text()));
  }
  const auto there = tx.value<std::int64_t>(
      "SELECT count(*) FROM posting n WHERE n.staff = $1 AND n.site = $2 AND n.ended_on IS NULL "
      "AND n.from_day <= $3 AND coalesce(n.to_day, '9999-12-31') >= $4 AND {unscoped:the handover "
      "is seen}",
      *handover.successor, handover.site, *handover.overlap_from, *handover.overlap_to);
  if (there == 0) {
    faults.add("/overlap_from", "successor_not_there", handover.overlap_from->to_text(),
               "On these days the successor has no posting at this site. Post them by then, or let "
               "the host lead the handover.");
  }
}

HandoverView give_handover(db::Change& change, const GiveHandover& input) {
  const Handover before = to_change(change, input.id, input.version, written_handover);
  if (before.state == HandoverState::given) {
    refuse("given", "This handover is given already.");
  }
  const PostingRules rules = rules_of(change, change.now().utc_date());
  const auto posting = change.one<Posting>(
      fmt::format("SELECT {} FROM posting n WHERE n.id = $1 AND {{unscoped:its handover is seen}}",
                  columns<Posting>("n")),
      before.posting);
  Faults faults;
  if (before.goes_to == HandoverTo::nobody_yet) {
    faults.add("/successor", "nobody_yet", "",
               "Nobody is named who takes over: a successor, or the host.");
  }
  check_overlap(change, rules, before, last_day(rules, posting), faults);
  if (!before.stated) {
    faults.add("/stated", "missing", "",
               "Say how much money is left in hand; 0 if there was none.");
  }
  if (!before.lessons) {
    faults.add("/lessons", "missing", "", "Write down what the next team should know.");
  }
  const std::vector<HandoverItem> items = items_of(change, before.id);
  if (std::none_of(items.begin(), items.end(),
                   [](const HandoverItem& each) { return each.kind == ItemKind::contact; })) {
    faults.add("/items", "no_contact", "", "Name at least one contact at the host, by function.");
  }
  faults.refuse();
  Handover after = before;
  after.state = HandoverState::given;
  after.given_on = change.now().utc_date();
  after.given_by = access::account_of(change.caller().actor);
  change.update(Handover::table, before, after);
  tell_successor(change, after,
                 {.subject = "A handover waits for you",
                  .text = "Look at what is handed over, and accept it.",
                  .path = {}});
  return show_handover(change, {input.id});
}

/// Whoever asks is not the one who hands over, whatever else they are.
void require_another(db::Change& change, const Handover& handover) {
  const auto own =
      change.value<std::int64_t>("SELECT count(*) FROM account WHERE id = $1 AND staff = $2",
                                 change.caller().actor, handover.staff);
  const std::vector<std::int64_t>& staff = change.caller().scope.staff;
  if (own > 0 || std::find(staff.begin(), staff.end(), handover.staff.value) != staff.end()) {
    throw base::Refusal{base::Kind::forbidden, "own_handover",
                        "Nobody accepts their own handover: the successor or the host does."};
  }
}

HandoverView accept(db::Change& change, const Handover& before, const base::Money& counted,
                    const std::optional<std::string>& money_reason,
                    const std::optional<std::string>& source) {
  if (before.state == HandoverState::open) {
    refuse("not_given", "This handover is still being put together.");
  }
  Faults faults;
  const std::optional<base::Money> stated = money_of(before.stated, before.currency);
  base::ensure(stated.has_value(), "a handover that is given says how much money is left");
  if (counted.currency != stated->currency) {
    faults.add("/counted", "other_currency", counted.to_text(),
               base::in_words("What was handed over is {}.", stated->to_text()));
  } else if (counted.minor < 0) {
    faults.add("/counted", "below_zero", counted.to_text(), "What is there is zero or more.");
  } else if (counted.minor != stated->minor && !money_reason) {
    faults.add("/money_reason", "money_differs", counted.to_text(),
               base::in_words("Handed over were {}, counted {}: {} differ. Say why.",
                              stated->to_text(), counted.to_text(), (counted - *stated).to_text()));
  }
  if (money_reason) {
    check_told("/money_reason", *money_reason, 200, faults);
  }
  faults.refuse();
  Handover after = before;
  after.state = HandoverState::accepted;
  after.counted = counted.minor;
  after.money_reason = money_reason;
  after.accepted_on = change.now().utc_date();
  after.accepted_by = access::account_of(change.caller().actor);
  after.accepted_source = source;
  change.update(Handover::table, before, after);
  for (const HandoverItem& each : items_of(change, before.id)) {
    HandoverItem taken = each;
    taken.accepted_on = after.accepted_on;
    change.update(HandoverItem::table, each, taken);
  }
  return show_handover(change, {before.id});
}

HandoverView accept_handover(db::Change& change, const AcceptHandover& input) {
  const Handover before = to_change(change, input.id, input.version, accepted_handover);
  require_another(change, before);
  const std::vector<std::int64_t>& staff = change.caller().scope.staff;
  const bool successor = before.successor && std::find(staff.begin(), staff.end(),
                                                       before.successor->value) != staff.end();
  Faults faults;
  if (!successor && !input.source) {
    faults.add("/source", "missing", "",
               "You are not the successor: name the sheet that whoever takes over has signed.");
  }
  if (input.source) {
    faults.check_name("/source", *input.source);
  }
  faults.refuse();
  return accept(change, before, input.counted, input.money_reason, input.source);
}

HandoverView host_accept_handover(db::Change& change, const HostAcceptHandover& input) {
  const Handover before = to_change(change, input.id, input.version, scoped_handover);
  require_another(change, before);
  if (before.goes_to != HandoverTo::host) {
    refuse("not_to_host", "This handover goes to a successor, who accepts it.");
  }
  return accept(change, before, input.counted, input.money_reason, {});
}

Page<HistoryEntry> handover_history(db::Tx& tx, const HandoverHistory& input) {
  handover_seen(tx, input.id);
  return programme::history_of(tx, Handover::table, input.id.value, input.after);
}

}  // namespace

HandoverView show_handover(db::Tx& tx, const WhichHandover& input) {
  return view_of(
      rules_of(tx, tx.now().utc_date()),
      tx.one<KeptHandover>(
          fmt::format("SELECT {} FROM {} AND h.id = $1", kept_columns, scoped_handover), input.id));
}

Handover handover_seen(db::Tx& tx, Id<Handover> id, std::string_view scope) {
  return tx.one<Handover>(
      fmt::format("SELECT {} FROM {} AND h.id = $1", columns<Handover>("h"), scope), id);
}

std::vector<access::Operation> handover_operations() {
  const base::FieldAbout which = programme::which_field("HANDOVER");
  const base::FieldAbout counted{
      .name = "counted", .shape = "MONEY", .meaning = "How much money was counted."};
  const base::FieldAbout money_reason{
      .name = "money_reason",
      .shape = "TEXT",
      .meaning = "Why it differs from what was handed over, if it does."};
  return {
      access::read_operation<ListHandovers, Page<HandoverView>>(
          {.name = "handover.list",
           .permission = read_terms,
           .path = "/api/handovers",
           .summary = "handovers, newest first; terms say which are due",
           .fields = {{.name = "within",
                       .shape = "AREA",
                       .meaning = "Only at sites of this area and of those in it."},
                      {.name = "site", .shape = "SITE", .meaning = "Only at this site."},
                      {.name = "staff", .shape = "STAFF", .meaning = "Only by this staff member."},
                      {.name = "state", .shape = "WORD", .meaning = "Only those that stand so."},
                      programme::after_field(),
                      programme::limit_field()}},
          list_handovers),
      access::read_operation<WhichHandover, HandoverView>({.name = "handover.show",
                                                           .permission = read_terms,
                                                           .path = "/api/handovers/{id}",
                                                           .summary = "one handover",
                                                           .fields = {which}},
                                                          show_handover),
      access::change_operation<MakeHandover, HandoverView>(
          {.name = "handover.make",
           .permission = manage_terms,
           .method = Method::post,
           .path = "/api/handovers",
           .summary = "begin the handover of a term that is about to end",
           .fields = {{.name = "posting", .shape = "POSTING", .meaning = "Of which posting."}}},
          make_handover),
      access::change_operation<NameSuccessor, HandoverView>(
          {.name = "handover.name",
           .permission = manage_terms,
           .method = Method::post,
           .path = "/api/handovers/{id}/name",
           .summary = "name who takes over: a successor, or the host",
           .fields = {which,
                      {.name = "successor", .shape = "STAFF", .meaning = "The successor."},
                      {.name = "host_reason",
                       .shape = "TEXT",
                       .meaning = "In place of one: why the host leads the handover."},
                      programme::version_field()}},
          name_successor),
      access::change_operation<WriteHandover, HandoverView>(
          {.name = "handover.write",
           .permission = write_handovers,
           .method = Method::put,
           .path = "/api/handovers/{id}",
           .summary = "write down the overlap, the money that is left, and the lessons",
           .fields = {which,
                      {.name = "overlap_from",
                       .shape = "DAY",
                       .meaning = "First day on which both are there."},
                      {.name = "overlap_to", .shape = "DAY", .meaning = "The last one."},
                      {.name = "stated",
                       .shape = "MONEY",
                       .meaning = "Money left in hand; 0.00 CNY if there was none."},
                      {.name = "lessons",
                       .shape = "TEXT",
                       .meaning = "What the next team should know, in up to 4,000 bytes. No "
                                  "names of people."},
                      programme::version_field()}},
          write_handover),
      access::change_operation<GiveHandover, HandoverView>(
          {.name = "handover.give",
           .permission = write_handovers,
           .method = Method::post,
           .path = "/api/handovers/{id}/give",
           .summary = "say that a handover is whole",
           .description = "What is still missing is named. Then the successor or the host "
                          "accepts it.",
           .fields = {which, programme::version_field()}},
          give_handover),
      access::change_operation<AcceptHandover, HandoverView>(
          {.name = "handover.accept",
           .permission = accept_handovers,
           .method = Method::post,
           .path = "/api/handovers/{id}/accept",
           .summary = "accept a handover as the successor, or type in who accepted it on paper",
           .description = "Nobody accepts their own.",
           .fields = {which,
                      counted,
                      money_reason,
                      {.name = "source",
                       .shape = "TEXT",
                       .meaning = "The signed sheet, if you are not the successor."},
                      programme::version_field()}},
          accept_handover),
      access::change_operation<HostAcceptHandover, HandoverView>(
          {.name = "handover.host_accept",
           .permission = host_handovers,
           .method = Method::post,
           .path = "/api/handovers/{id}/host-accept",
           .summary = "accept a handover as the host, where there is no successor",
           .fields = {which, counted, money_reason, programme::version_field()}},
          host_accept_handover),
      access::read_operation<HandoverHistory, Page<HistoryEntry>>(
          {.name = "handover.history",
           .permission = read_terms,
           .path = "/api/handovers/{id}/history",
           .summary = "who changed a handover, and when",
           .fields = {which, programme::after_field()}},
          handover_history)};
}

}  // namespace sojourn::stages::postings
