// Offices held beside a posting, by another body's appointment and with their own days, and people
// who lead the teams of several sites. Both are entered as they are, and withdrawn, with a reason,
// only where they never were.
#include <algorithm>

#include "stages/postings/terms.h"

namespace sojourn::stages::postings {
namespace {

struct OfficeView {
  Id<SecondOffice> id;
  Id<Staff> staff;
  std::string staff_name;
  Id<Site> site;
  std::string site_name;
  std::string title;
  std::string appointed_by;
  base::Date from_day;
  std::optional<base::Date> to_day;
  std::string source;
  std::optional<base::Date> ended_on;
  std::optional<std::string> ended_reason;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(OfficeView, (),
                      (id, staff, staff_name, site, site_name, title, appointed_by, from_day,
                       to_day, source, ended_on, ended_reason, version))

struct MakeOffice {
  Id<Staff> staff;
  Id<Site> site;
  std::string title;
  std::string appointed_by;
  base::Date from_day;
  std::string source;
  std::optional<base::Date> to_day;
};
BOOST_DESCRIBE_STRUCT(MakeOffice, (), (staff, site, title, appointed_by, from_day, source, to_day))

struct LeadView {
  Id<AreaLead> id;
  Id<Staff> staff;
  std::string staff_name;
  Id<Site> site;
  std::string site_name;
  base::Date from_day;
  std::optional<base::Date> to_day;
  std::string source;
  std::optional<base::Date> ended_on;
  std::optional<std::string> ended_reason;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(LeadView, (),
                      (id, staff, staff_name, site, site_name, from_day, to_day, source, ended_on,
                       ended_reason, version))

struct MakeLead {
  Id<Staff> staff;
  Id<Site> site;
  base::Date from_day;
  std::string source;
  std::optional<base::Date> to_day;
};
BOOST_DESCRIBE_STRUCT(MakeLead, (), (staff, site, from_day, source, to_day))

template <class R>
struct Which {
  Id<R> id;
  BOOST_DESCRIBE_CLASS(Which, (), (id), (), ())
};
template <class R>
struct Finish {
  Id<R> id;
  base::Date to_day;
  std::int64_t version = 0;
  BOOST_DESCRIBE_CLASS(Finish, (), (id, to_day, version), (), ())
};
template <class R>
struct Withdraw {
  Id<R> id;
  std::string reason;
  std::int64_t version = 0;
  BOOST_DESCRIBE_CLASS(Withdraw, (), (id, reason, version), (), ())
};
template <class R>
struct HistoryOf {
  Id<R> id;
  std::optional<std::string> after;
  BOOST_DESCRIBE_CLASS(HistoryOf, (), (id, after), (), ())
};
struct ListOffices {
  std::optional<Id<Staff>> staff;
  std::optional<Id<Site>> site;
  std::optional<base::Date> on;
  std::optional<bool> ended;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListOffices, (), (staff, site, on, ended, after, limit))

template <class R>
std::string scoped() {
  return fmt::format(
      "{} n JOIN staff t ON t.id = n.staff JOIN site s ON s.id = n.site JOIN area a ON a.id = "
      "s.area WHERE {{scope:area a.path; site s.id; sponsor t.sponsor; staff t.id}}",
      R::table);
}

template <class R>
std::string shown() {
  return columns<R>("n") + ", t.name AS staff_name, s.name AS site_name";
}

template <class R, class View>
View show(db::Tx& tx, const Which<R>& input) {
  return tx.one<View>(fmt::format("SELECT {} FROM {} AND n.id = $1", shown<R>(), scoped<R>()),
                      input.id);
}

/// Newest first.
template <class R, class View>
Page<View> list(db::Tx& tx, const ListOffices& input) {
  std::string from = scoped<R>();
  std::vector<db::Value> values;
  const auto add = [&](std::string_view condition, const auto& value) {
    if (value) {
      values.push_back(db::to_sql(*value));
      from += fmt::format(" AND {} ${}", condition, values.size());
    }
  };
  const std::int64_t limit = programme::checked_limit(input.limit);
  add("n.staff =", input.staff);
  add("n.site =", input.site);
  add("n.from_day <=", input.on);
  add("coalesce(n.to_day, '9999-12-31') >=", input.on);
  if (!input.ended.value_or(false)) {
    from += " AND n.ended_on IS NULL";
  }
  if (input.after) {
    const auto last = Id<R>::from_text(*input.after);
    if (!last) {
      programme::refuse_place(*input.after, "This should be what `next` said.");
    }
    add("n.id <", last);
  }
  Page<View> page;
  page.items = tx.rows_with<View>(
      fmt::format("SELECT {} FROM {} ORDER BY n.id DESC LIMIT {}", shown<R>(), from, limit + 1),
      std::move(values));
  if (std::ssize(page.items) > limit) {
    page.items.pop_back();
    page.next = page.items.back().id.to_text();
  }
  return page;
}

template <class R>
R to_change(db::Change& change, Id<R> id, std::int64_t version) {
  R found = change.one<R>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", columns<R>("n"), scoped<R>()), id);
  if (found.ended_on) {
    throw base::Refusal{base::Kind::precondition, "ended", "This was withdrawn."};
  }
  found.version = version;
  return found;
}

void check_days(base::Date from, const std::optional<base::Date>& to, Faults& faults) {
  if (to && *to < from) {
    faults.add("/to_day", "before_first", to->to_text(),
               base::in_words("The first day is {}.", from.to_text()));
  }
}

template <class R, class View>
View finish(db::Change& change, const Finish<R>& input) {
  const R before = to_change<R>(change, input.id, input.version);
  Faults faults;
  check_days(before.from_day, input.to_day, faults);
  faults.refuse();
  R after = before;
  after.to_day = input.to_day;
  change.update(R::table, before, after);
  return show<R, View>(change, {input.id});
}

template <class R, class View>
View withdraw(db::Change& change, const Withdraw<R>& input) {
  Faults faults;
  faults.check_name("/reason", input.reason);
  faults.refuse();
  const R before = to_change<R>(change, input.id, input.version);
  R after = before;
  after.ended_on = change.now().utc_date();
  after.ended_reason = input.reason;
  change.update(R::table, before, after);
  return show<R, View>(change, {input.id});
}

OfficeView make_office(db::Change& change, const MakeOffice& input) {
  Faults faults;
  programme::named(change, input.staff, "/staff", faults);
  programme::named(change, input.site, "/site", faults);
  faults.check_value("/title", std::string_view(input.title));
  faults.check_value("/appointed_by", std::string_view(input.appointed_by));
  faults.check_name("/source", input.source);
  check_days(input.from_day, input.to_day, faults);
  faults.refuse();
  const SecondOffice made{.id = change.new_id<SecondOffice>(),
                          .staff = input.staff,
                          .site = input.site,
                          .title = input.title,
                          .appointed_by = input.appointed_by,
                          .from_day = input.from_day,
                          .to_day = input.to_day,
                          .source = input.source};
  change.insert(SecondOffice::table, made);
  return show<SecondOffice, OfficeView>(change, {made.id});
}

LeadView make_lead(db::Change& change, const MakeLead& input) {
  Faults faults;
  programme::named(change, input.site, "/site", faults);
  if (const auto person = programme::named(change, input.staff, "/staff", faults);
      person && std::find(person->roles.begin(), person->roles.end(), StaffRole::leader) ==
                    person->roles.end()) {
    faults.add("/staff", "not_qualified", input.staff.to_text(),
               "The person's record does not name the role of a leader.");
  }
  faults.check_name("/source", input.source);
  check_days(input.from_day, input.to_day, faults);
  faults.refuse();
  // A site has one at a time.
  const auto others = change.value<std::int64_t>(
      "SELECT count(*) FROM area_lead n WHERE n.site = $1 AND n.ended_on IS NULL AND n.from_day <= "
      "$2 AND coalesce(n.to_day, '9999-12-31') >= $3 AND {unscoped:the site is seen}",
      input.site, input.to_day.value_or(base::Date(std::chrono::year{9999} / 12 / 31)),
      input.from_day);
  if (others > 0) {
    faults.add("/site", "led_already", input.site.to_text(),
               "On one of these days another leads the team of this site beside its own leader. "
               "Say first when that ended.");
  }
  faults.refuse();
  const AreaLead made{.id = change.new_id<AreaLead>(),
                      .staff = input.staff,
                      .site = input.site,
                      .from_day = input.from_day,
                      .to_day = input.to_day,
                      .source = input.source};
  change.insert(AreaLead::table, made);
  return show<AreaLead, LeadView>(change, {made.id});
}

template <class R>
Page<HistoryEntry> history(db::Tx& tx, const HistoryOf<R>& input) {
  tx.one<R>(fmt::format("SELECT {} FROM {} AND n.id = $1", columns<R>("n"), scoped<R>()), input.id);
  return programme::history_of(tx, R::table, input.id.value, input.after);
}

/// Words of the operations on one kind.
struct OfficeAbout {
  std::string name;
  std::string path;
  std::string_view shape;
  base::Sentence make_summary;
  base::Sentence list_summary;
  base::Sentence show_summary;
  base::Sentence finish_summary;
  base::Sentence withdraw_summary;
  base::Sentence history_summary;
  std::vector<base::FieldAbout> make_fields;
};

template <class R, class View, class Make>
std::vector<access::Operation> operations_of(const OfficeAbout& about,
                                             View (*make)(db::Change&, const Make&)) {
  const base::FieldAbout which = programme::which_field(about.shape);
  const std::string one = about.path + "/{id}";
  return {access::change_operation<Make, View>({.name = about.name + ".make",
                                                .permission = manage_terms,
                                                .method = Method::post,
                                                .path = about.path,
                                                .summary = about.make_summary,
                                                .fields = about.make_fields},
                                               make),
          access::read_operation<ListOffices, Page<View>>(
              {.name = about.name + ".list",
               .permission = read_terms,
               .path = about.path,
               .summary = about.list_summary,
               .fields = {{.name = "staff",
                           .shape = "STAFF",
                           .meaning = "Only those of this staff member."},
                          {.name = "site", .shape = "SITE", .meaning = "Only those at this site."},
                          {.name = "on", .shape = "DAY", .meaning = "Only those of this day."},
                          {.name = "ended", .meaning = "Withdrawn ones too."},
                          programme::after_field(),
                          programme::limit_field()}},
              list<R, View>),
          access::read_operation<Which<R>, View>({.name = about.name + ".show",
                                                  .permission = read_terms,
                                                  .path = one,
                                                  .summary = about.show_summary,
                                                  .fields = {which}},
                                                 show<R, View>),
          access::change_operation<Finish<R>, View>(
              {.name = about.name + ".finish",
               .permission = manage_terms,
               .method = Method::post,
               .path = one + "/finish",
               .summary = about.finish_summary,
               .fields = {which,
                          {.name = "to_day", .shape = "DAY", .meaning = "Its last day."},
                          programme::version_field()}},
              finish<R, View>),
          access::change_operation<Withdraw<R>, View>(
              {.name = about.name + ".withdraw",
               .permission = manage_terms,
               .method = Method::post,
               .path = one + "/withdraw",
               .summary = about.withdraw_summary,
               .fields = {which, programme::reason_field(), programme::version_field()}},
              withdraw<R, View>),
          access::read_operation<HistoryOf<R>, Page<HistoryEntry>>(
              {.name = about.name + ".history",
               .permission = read_terms,
               .path = one + "/history",
               .summary = about.history_summary,
               .fields = {which, programme::after_field()}},
              history<R>)};
}

}  // namespace

std::vector<access::Operation> office_operations() {
  const base::FieldAbout staff{.name = "staff", .shape = "STAFF", .meaning = "Which staff member."};
  const base::FieldAbout from{.name = "from_day", .shape = "DAY", .meaning = "Its first day."};
  const base::FieldAbout source{
      .name = "source", .shape = "TEXT", .meaning = "Where it stands written."};
  const base::FieldAbout to{.name = "to_day",
                            .shape = "DAY",
                            .meaning = "Its last day; until further notice if not given."};
  std::vector<access::Operation> all = operations_of<SecondOffice, OfficeView>(
      {.name = "second_office",
       .path = "/api/second-offices",
       .shape = "OFFICE",
       .make_summary = "enter an office that somebody holds beside their posting",
       .list_summary = "offices held beside postings, newest first",
       .show_summary = "one office held beside a posting",
       .finish_summary = "say when such an office ends or ended",
       .withdraw_summary = "withdraw such an office that was entered by mistake",
       .history_summary = "who entered and changed such an office, and when",
       .make_fields = {staff,
                       {.name = "site", .shape = "SITE", .meaning = "Where it is held."},
                       {.name = "title", .shape = "TEXT", .meaning = "Its title."},
                       {.name = "appointed_by",
                        .shape = "TEXT",
                        .meaning = "The body that appointed them."},
                       from,
                       source,
                       to}},
      make_office);
  for (access::Operation& each : operations_of<AreaLead, LeadView>(
           {.name = "area_lead",
            .path = "/api/area-leads",
            .shape = "LEAD",
            .make_summary = "let somebody lead the team of one more site",
            .list_summary = "who leads the teams of several sites, newest first",
            .show_summary = "one site whose team somebody leads beside others",
            .finish_summary = "say when somebody stops or stopped leading a team",
            .withdraw_summary = "withdraw such a lead that was entered by mistake",
            .history_summary = "who entered and changed such a lead, and when",
            .make_fields = {staff,
                            {.name = "site", .shape = "SITE", .meaning = "Whose team."},
                            from,
                            source,
                            to}},
           make_lead)) {
    all.push_back(std::move(each));
  }
  return all;
}

}  // namespace sojourn::stages::postings
