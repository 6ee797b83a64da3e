// Standing permissions to sleep elsewhere: by somebody's word, and until a day.
#include "stages/presence/stage.h"

namespace sojourn::stages::presence {
namespace {

struct DayOnlyView {
  Id<DayOnly> id;
  Id<Posting> posting;
  Id<Staff> staff;
  std::string name;
  std::string site_name;
  DayOnlyGround ground = DayOnlyGround::lodging;
  base::Date from_day;
  base::Date to_day;
  std::string source;
  base::Date made_on;
  std::optional<std::string> approved_by = {};  ///< as people call them
  std::optional<std::string> ended_reason = {};
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(DayOnlyView, (),
                      (id, posting, staff, name, site_name, ground, from_day, to_day, source,
                       made_on, approved_by, ended_reason, version))

struct WhichDayOnly {
  Id<DayOnly> id;
};
BOOST_DESCRIBE_STRUCT(WhichDayOnly, (), (id))

struct ListDayOnly {
  std::optional<Id<Posting>> posting = {};
  std::optional<Id<Staff>> staff = {};
  std::optional<Id<Site>> site = {};
  std::optional<base::Date> on = {};
  std::optional<std::string> after = {};
  std::optional<std::int32_t> limit = {};
};
BOOST_DESCRIBE_STRUCT(ListDayOnly, (), (posting, staff, site, on, after, limit))

struct MakeDayOnly {
  Id<Posting> posting;
  DayOnlyGround ground = DayOnlyGround::lodging;
  base::Date from_day;
  base::Date to_day;
  std::string source;
};
BOOST_DESCRIBE_STRUCT(MakeDayOnly, (), (posting, ground, from_day, to_day, source))

struct EndDayOnly {
  Id<DayOnly> id;
  base::Date last_day;
  std::string reason;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(EndDayOnly, (), (id, last_day, reason, version))

constexpr std::string_view scoped_day_only =
    "day_only_permission n JOIN posting q ON q.id = n.posting JOIN staff t ON t.id = n.staff JOIN "
    "site s ON s.id = q.site JOIN area a ON a.id = s.area WHERE {scope:area a.path; site s.id; "
    "staff n.staff}";
constexpr std::string_view day_only_columns =
    "n.id, n.posting, n.staff, t.name, s.name AS site_name, n.ground, n.from_day, n.to_day, "
    "n.source, n.made_on, (SELECT c.person FROM account c WHERE c.id = n.approved_by) AS "
    "approved_by, n.ended_reason, n.version";

DayOnlyView show_day_only(db::Tx& tx, const WhichDayOnly& input) {
  return tx.one<DayOnlyView>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", day_only_columns, scoped_day_only), input.id);
}

Page<DayOnlyView> list_day_only(db::Tx& tx, const ListDayOnly& input) {
  Listing list(scoped_day_only);
  list.add_if("n.posting =", input.posting);
  list.add_if("n.staff =", input.staff);
  list.add_if("q.site =", input.site);
  list.add_if("n.from_day <=", input.on);
  list.add_if("n.to_day >=", input.on);
  return list.page<DayOnlyView, DayOnlyView>(tx, day_only_columns, true, input.after, input.limit,
                                             [](const DayOnlyView& row) { return row; });
}

DayOnlyView make_day_only(db::Change& change, const MakeDayOnly& input) {
  Faults faults;
  const auto posting = named_posting(change, input.posting, faults);
  check_reason("/source", input.source, faults);
  const auto days = base::DateRange::of(input.from_day, input.to_day);
  if (!days) {
    faults.add("/to_day", "before_first", input.to_day.to_text(),
               "The last day is before the first.");
  }
  faults.refuse();
  const PresenceRules rules = rules_of(change, change.now().utc_date());
  if (*days->days() > rules.day_only_days) {
    faults.add("/to_day", "too_long", input.to_day.to_text(),
               base::in_words("A permission lasts {} days at most ([presence] day_only_days). Look "
                              "at it again then.",
                              rules.day_only_days));
  }
  const Known known(change, {*posting}, *days);
  if (!known.term(*posting).contains(*days)) {
    faults.add("/to_day", "outside_posting", days->to_text(),
               base::in_words("The posting is {}.", known.term(*posting).to_text()));
  }
  for (const DayOnly& each : known.permissions(posting->id)) {
    faults.add("/from_day", "permitted_already", each.from_day.to_text(),
               base::in_words("There is a permission from {} to {} already. End it first.",
                              each.from_day.to_text(), each.to_day.to_text()));
  }
  require_other(change, posting->staff);
  faults.refuse();
  const DayOnly made{.id = change.new_id<DayOnly>(),
                     .posting = posting->id,
                     .staff = posting->staff,
                     .ground = input.ground,
                     .from_day = input.from_day,
                     .to_day = input.to_day,
                     .source = input.source,
                     .made_on = change.now().utc_date(),
                     .approved_by = access::account_of(change.caller().actor)};
  change.insert(DayOnly::table, made);
  return show_day_only(change, {made.id});
}

DayOnlyView end_day_only(db::Change& change, const EndDayOnly& input) {
  Faults faults;
  check_reason("/reason", input.reason, faults);
  auto before = change.one<DayOnly>(
      fmt::format("SELECT {} FROM {} AND n.id = $1", columns<DayOnly>("n"), scoped_day_only),
      input.id);
  if (input.last_day < before.from_day || input.last_day >= before.to_day) {
    faults.add("/last_day", "not_shorter", input.last_day.to_text(),
               base::in_words("The permission is from {} to {}: it may end earlier.",
                              before.from_day.to_text(), before.to_day.to_text()));
  }
  faults.refuse();
  before.version = input.version;
  DayOnly after = before;
  after.to_day = input.last_day;
  after.ended_reason = input.reason;
  change.update(DayOnly::table, before, after);
  return show_day_only(change, {input.id});
}

}  // namespace

std::vector<access::Operation> day_only_operations() {
  const base::FieldAbout which = programme::which_field("PERMISSION");
  return {
      access::read_operation<ListDayOnly, Page<DayOnlyView>>(
          {.name = "day_only.list",
           .permission = read_rota,
           .path = "/api/day-only-permissions",
           .summary = "who may sleep elsewhere, by whose word and until when, newest first",
           .fields =
               {posting_filter(),
                staff_filter(),
                site_filter(),
                {.name = "on", .shape = "DAY", .meaning = "Only those that hold on this day."},
                programme::after_field(),
                programme::limit_field()}},
          list_day_only),
      access::read_operation<WhichDayOnly, DayOnlyView>(
          {.name = "day_only.show",
           .permission = read_rota,
           .path = "/api/day-only-permissions/{id}",
           .summary = "one permission to sleep elsewhere",
           .fields = {which}},
          show_day_only),
      access::change_operation<MakeDayOnly, DayOnlyView>(
          {.name = "day_only.make",
           .permission = manage_presence,
           .method = Method::post,
           .path = "/api/day-only-permissions",
           .summary = "allow somebody to sleep elsewhere until a day",
           .description =
               "Whoever enters it is the approver. Of care and fitness only that it is so, never "
               "more. Days by lodging that is not fit count against the host.",
           .fields = {posting_field(),
                      {.name = "ground", .shape = "GROUND", .meaning = "Why."},
                      {.name = "from_day", .shape = "DAY", .meaning = "The first day."},
                      {.name = "to_day", .shape = "DAY", .meaning = "The last day."},
                      {.name = "source",
                       .shape = "TEXT",
                       .meaning = "Where the decision stands written."}}},
          make_day_only),
      access::change_operation<EndDayOnly, DayOnlyView>(
          {.name = "day_only.end",
           .permission = manage_presence,
           .method = Method::post,
           .path = "/api/day-only-permissions/{id}/end",
           .summary = "end a permission earlier",
           .fields = {which,
                      {.name = "last_day", .shape = "DAY", .meaning = "Its last day."},
                      programme::reason_field(),
                      programme::version_field()}},
          end_day_only),
  };
}

}  // namespace sojourn::stages::presence
