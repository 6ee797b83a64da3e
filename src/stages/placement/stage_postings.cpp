// Postings: who serves where, from when to when. A confirmed plan makes them; those of a programme
// that was under way before Sojourn are entered here as they were.
#include "imports/operation.h"
#include "stages/placement/kept.h"
#include "stages/placement/posting_import.h"
#include "stages/placement/stage_pairs.h"

namespace sojourn::stages::placement {
namespace {

struct PostingView {
  Id<Posting> id;
  Id<Staff> staff;
  std::string staff_name;
  Id<Site> site;
  std::string site_name;
  StaffRole role = StaffRole::member;
  base::Date from_day;
  std::optional<base::Date> to_day;
  std::optional<std::string> second_office;
  std::optional<Id<Plan>> plan;
  std::string source;
  std::optional<base::Date> ended_on;
  std::optional<std::string> ended_reason;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(PostingView, (),
                      (id, staff, staff_name, site, site_name, role, from_day, to_day,
                       second_office, plan, source, ended_on, ended_reason, version))

struct MakePosting {
  Id<Staff> staff;
  Id<Site> site;
  StaffRole role = StaffRole::member;
  base::Date from_day;
  std::string source;
  std::optional<base::Date> to_day;
  std::optional<std::string> second_office;
};
BOOST_DESCRIBE_STRUCT(MakePosting, (), (staff, site, role, from_day, source, to_day, second_office))

struct ClosePosting {
  Id<Posting> id;
  base::Date to_day;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(ClosePosting, (), (id, to_day, version))

struct ListPostings {
  std::optional<Id<Staff>> staff;
  std::optional<Id<Site>> site;
  std::optional<base::Date> on;
  std::optional<base::Date> ends_by;
  std::optional<bool> ended;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListPostings, (), (staff, site, on, ends_by, ended, after, limit))

/// Whoever sees the site sees who serves there, and whoever sees the person where they serve.
constexpr std::string_view scoped_posting =
    "posting n JOIN staff t ON t.id = n.staff JOIN site s ON s.id = n.site JOIN area a ON a.id = "
    "s.area WHERE {scope:area a.path; site s.id; sponsor t.sponsor; staff t.id}";

PostingView show_posting(db::Tx& tx, const WhichPair<Posting>& input) {
  return tx.one<PostingView>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", shown_columns<Posting>(), scoped_posting),
      input.id);
}

Posting posting_to_change(db::Change& change, Id<Posting> id, std::int64_t version) {
  Posting posting = change.one<Posting>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", columns<Posting>("n"), scoped_posting), id);
  if (posting.ended_on) {
    throw base::Refusal{base::Kind::precondition, "ended", "This has ended already."};
  }
  posting.version = version;
  return posting;
}

Page<PostingView> list_postings(db::Tx& tx, const ListPostings& input) {
  std::string from(scoped_posting);
  std::vector<db::Value> values;
  const auto add = [&](std::string_view condition, const auto& value) {
    values.push_back(db::to_sql(value));
    from += fmt::format(" AND {} ${}", condition, values.size());
  };
  const std::int64_t limit = checked_limit(input.limit);
  if (input.staff) {
    add("n.staff =", *input.staff);
  }
  if (input.site) {
    add("n.site =", *input.site);
  }
  if (input.on) {
    add("n.from_day <=", *input.on);
    add("coalesce(n.to_day, '9999-12-31') >=", *input.on);
  }
  if (input.ends_by) {
    add("n.to_day <=", *input.ends_by);
  }
  if (!input.ended.value_or(false)) {
    from += " AND n.ended_on IS NULL";
  }
  if (input.after) {
    const auto last = Id<Posting>::from_text(*input.after);
    if (!last) {
      programme::refuse_place(*input.after, "This should be what `next` said.");
    }
    add("n.id <", *last);
  }
  Page<PostingView> page;
  page.items =
      tx.rows_with<PostingView>(fmt::format("SELECT {} FROM {} ORDER BY n.id DESC LIMIT {}",
                                            shown_columns<Posting>(), from, limit + 1),
                                std::move(values));
  if (std::ssize(page.items) > limit) {
    page.items.pop_back();
    page.next = page.items.back().id.to_text();
  }
  return page;
}

PostingView make_posting(db::Change& change, const MakePosting& input) {
  Faults faults;
  check_staff(change, input.staff, faults);
  check_site(change, input.site, faults);
  Posting posting{.id = {},
                  .staff = input.staff,
                  .site = input.site,
                  .role = input.role,
                  .from_day = input.from_day,
                  .to_day = input.to_day,
                  .second_office = input.second_office,
                  .source = input.source};
  check_posting(posting, faults);
  // Nobody serves at two sites on one day.
  const auto others = change.value<std::int64_t>(
      "SELECT count(*) FROM posting n WHERE n.staff = $1 AND n.ended_on IS NULL AND n.from_day <= "
      "$2 AND coalesce(n.to_day, '9999-12-31') >= $3 AND {unscoped:the person is seen, and is "
      "nowhere twice}",
      input.staff, input.to_day.value_or(base::Date(std::chrono::year{9999} / 12 / 31)),
      input.from_day);
  if (others > 0) {
    faults.add("/from_day", "posted_already", input.from_day.to_text(),
               "On one of these days the person has a posting already. Say first when that one "
               "ended.");
  }
  faults.refuse();
  posting.id = change.new_id<Posting>();
  change.insert("posting", posting);
  return show_posting(change, {posting.id});
}

PostingView close_posting(db::Change& change, const ClosePosting& input,
                          const CheckKept& check_kept) {
  Posting before = posting_to_change(change, input.id, input.version);
  Posting after = before;
  after.to_day = input.to_day;
  Faults faults;
  check_posting(after, faults);
  check_not_longer(before.to_day, after.to_day, faults);
  if (check_kept) {
    check_kept(change, input.id, input.to_day, "/to_day", faults);
  }
  faults.refuse();
  change.update("posting", before, after);
  return show_posting(change, {input.id});
}

PostingView withdraw_posting(db::Change& change, const EndPair<Posting>& input,
                             const CheckKept& check_kept) {
  Faults faults;
  faults.check_name("/reason", input.reason);
  faults.refuse();
  Posting before = posting_to_change(change, input.id, input.version);
  if (check_kept) {
    check_kept(change, input.id, std::nullopt, "/id", faults);
    faults.refuse();
  }
  Posting after = before;
  after.ended_on = change.now().utc_date();
  after.ended_reason = input.reason;
  change.update("posting", before, after);
  return show_posting(change, {input.id});
}

Page<HistoryEntry> posting_history(db::Tx& tx, const PairHistory<Posting>& input) {
  show_posting(tx, {input.id});
  return programme::history_of(tx, "posting", input.id.value, input.after);
}

}  // namespace

std::vector<access::Operation> posting_operations(const CheckKept& check_kept) {
  const base::FieldAbout which = programme::which_field("POSTING");
  std::vector<access::Operation> all = imports::import_operations<Posting>(
      {.noun = "posting",
       .path = "/api/postings",
       .permission = manage_postings,
       .summary = "take past and running postings from a table, without a plan",
       .problems_summary = "a table of postings back with what each row would do"},
      posting_import);
  for (access::Operation& each : std::vector<access::Operation>{
           access::change_operation<MakePosting, PostingView>(
               {.name = "posting.make",
                .permission = manage_postings,
                .method = Method::post,
                .path = "/api/postings",
                .summary = "enter a posting as it was or is, without a plan",
                .description = "For a programme that is under way. Plans make theirs when they are "
                               "confirmed.",
                .fields = {staff_field(),
                           site_field(),
                           {.name = "role", .shape = "ROLE", .meaning = "Leader or member."},
                           {.name = "from_day", .shape = "DAY", .meaning = "Its first day."},
                           {.name = "source",
                            .shape = "TEXT",
                            .meaning = "Where it stands written: a list, a letter, a decision."},
                           {.name = "to_day",
                            .shape = "DAY",
                            .meaning = "Its last day; until further notice if not given."},
                           {.name = "second_office",
                            .shape = "TEXT",
                            .meaning =
                                "A second office held there: its title and who appointed them "
                                "to it."}}},
               make_posting),
           access::read_operation<ListPostings, Page<PostingView>>(
               {.name = "posting.list",
                .permission = read_postings,
                .path = "/api/postings",
                .summary = "who serves where, from when to when; newest first",
                .fields = {{.name = "staff",
                            .shape = "STAFF",
                            .meaning = "Only those of this staff member."},
                           {.name = "site", .shape = "SITE", .meaning = "Only those at this site."},
                           {.name = "on", .shape = "DAY", .meaning = "Only those of this day."},
                           {.name = "ends_by",
                            .shape = "DAY",
                            .meaning = "Only those whose last day is this one or before it."},
                           {.name = "ended", .meaning = "Withdrawn ones too."},
                           programme::after_field(),
                           programme::limit_field()}},
               list_postings),
           access::read_operation<WhichPair<Posting>, PostingView>({.name = "posting.show",
                                                                    .permission = read_postings,
                                                                    .path = "/api/postings/{id}",
                                                                    .summary = "one posting",
                                                                    .fields = {which}},
                                                                   show_posting),
           access::change_operation<ClosePosting, PostingView>(
               {.name = "posting.close",
                .permission = manage_postings,
                .method = Method::post,
                .path = "/api/postings/{id}/close",
                .summary = "say when a posting ends or ended",
                .fields = {which,
                           {.name = "to_day", .shape = "DAY", .meaning = "Its last day."},
                           programme::version_field()}},
               [check_kept](db::Change& change, const ClosePosting& input) {
                 return close_posting(change, input, check_kept);
               }),
           access::change_operation<EndPair<Posting>, PostingView>(
               {.name = "posting.withdraw",
                .permission = manage_postings,
                .method = Method::post,
                .path = "/api/postings/{id}/withdraw",
                .summary = "withdraw a posting that was entered by mistake",
                .description = "Not once somebody arrived for it, or days or money stand on it.",
                .fields = {which, programme::reason_field(), programme::version_field()}},
               [check_kept](db::Change& change, const EndPair<Posting>& input) {
                 return withdraw_posting(change, input, check_kept);
               }),
           access::read_operation<PairHistory<Posting>, Page<HistoryEntry>>(
               {.name = "posting.history",
                .permission = read_postings,
                .path = "/api/postings/{id}/history",
                .summary = "who entered and changed a posting, and when",
                .fields = {which, programme::after_field()}},
               posting_history)}) {
    all.push_back(std::move(each));
  }
  return all;
}

}  // namespace sojourn::stages::placement
