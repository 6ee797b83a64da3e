// What staff members wish for, and what people decided about a person and a site: pins, and points
// that they gave. A reason stands with each decision, and whom it is about reads it.
#include "stages/placement/pair_import.h"
#include "stages/placement/stage_pairs.h"

namespace sojourn::stages::placement {
namespace {

struct WishView {
  Id<Wish> id;
  Id<Staff> staff;
  std::string staff_name;
  Id<Site> site;
  std::string site_name;
  WishRank rank = WishRank::first;
  std::optional<bool> confidential;  ///< their own refusal, which their sponsor does not see
  std::optional<base::Date> ended_on;
  std::optional<std::string> ended_reason;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(WishView, (),
                      (id, staff, staff_name, site, site_name, rank, confidential, ended_on,
                       ended_reason, version))

struct PinView {
  Id<Pin> id;
  Id<Staff> staff;
  std::string staff_name;
  Id<Site> site;
  std::string site_name;
  PinnedRole role = PinnedRole::any;
  PinnedRule rule = PinnedRule::must;
  std::string reason;
  std::optional<base::Date> ended_on;
  std::optional<std::string> ended_reason;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(PinView, (),
                      (id, staff, staff_name, site, site_name, role, rule, reason, ended_on,
                       ended_reason, version))

struct CostView {
  Id<GivenCost> id;
  Id<Staff> staff;
  std::string staff_name;
  Id<Site> site;
  std::string site_name;
  std::int64_t points = 0;
  std::string reason;
  std::optional<base::Date> ended_on;
  std::optional<std::string> ended_reason;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(CostView, (),
                      (id, staff, staff_name, site, site_name, points, reason, ended_on,
                       ended_reason, version))

struct SetWish {
  Id<Staff> staff;
  Id<Site> site;
  WishRank rank = WishRank::first;
};
BOOST_DESCRIBE_STRUCT(SetWish, (), (staff, site, rank))

struct SetPin {
  Id<Staff> staff;
  Id<Site> site;
  PinnedRule rule = PinnedRule::must;
  std::string reason;
  std::optional<PinnedRole> role;
};
BOOST_DESCRIBE_STRUCT(SetPin, (), (staff, site, rule, reason, role))

struct SetCost {
  Id<Staff> staff;
  Id<Site> site;
  std::int64_t points = 0;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(SetCost, (), (staff, site, points, reason))

constexpr std::string_view same_pair = "n.staff = $1 AND n.site = $2";

template <class Input>
void check_pair(db::Tx& tx, const Input& input, Faults& faults) {
  check_staff(tx, input.staff, faults);
  check_site(tx, input.site, faults);
}

WishView set_wish(db::Change& change, const SetWish& input) {
  Faults faults;
  check_pair(change, input, faults);
  faults.refuse();
  return keep_pair<Wish, WishView>(
      change, {.id = {}, .staff = input.staff, .site = input.site, .rank = input.rank}, same_pair,
      db::to_sql(input.staff), db::to_sql(input.site));
}

PinView set_pin(db::Change& change, const SetPin& input) {
  Faults faults;
  check_pair(change, input, faults);
  const Pin said{.id = {},
                 .staff = input.staff,
                 .site = input.site,
                 .role = input.role.value_or(PinnedRole::any),
                 .rule = input.rule,
                 .reason = input.reason};
  check(said, faults);
  faults.refuse();
  return keep_pair<Pin, PinView>(change, said, same_pair, db::to_sql(input.staff),
                                 db::to_sql(input.site));
}

CostView set_cost(db::Change& change, const SetCost& input) {
  Faults faults;
  check_pair(change, input, faults);
  const GivenCost said{.id = {},
                       .staff = input.staff,
                       .site = input.site,
                       .points = input.points,
                       .reason = input.reason};
  check(said, faults);
  faults.refuse();
  return keep_pair<GivenCost, CostView>(change, said, same_pair, db::to_sql(input.staff),
                                        db::to_sql(input.site));
}

base::FieldAbout why_field() {
  return {.name = "reason",
          .shape = "TEXT",
          .meaning = "Why, in up to 200 bytes. Whom it is about reads it."};
}

}  // namespace

std::vector<access::Operation> wish_operations() {
  std::vector<access::Operation> made = pair_operations<Wish, WishView, SetWish>(
      {.name = "wish",
       .path = "/api/wishes",
       .one = "one wish of a staff member for a site",
       .read = read_wishes,
       .manage = manage_wishes,
       .list_summary = "wishes of staff for sites, newest first",
       .set_summary = "say that a staff member wishes for a site, or refuses it",
       .set_description = "A plan never sends somebody where they refused to go.",
       .set_fields = {staff_field(),
                      site_field(),
                      {.name = "rank",
                       .shape = "RANK",
                       .meaning = "The first, second or third wish, or refuse."}},
       .end_summary = "take a wish or a refusal back",
       .detail =
           access::Detail{
               .permission = read_refusals, .subject = "staff", .fields = {"confidential"}}},
      set_wish);
  add_import<Wish>(made,
                   {.noun = "wish",
                    .path = "/api/wishes",
                    .permission = manage_wishes,
                    .summary = "take wishes and refusals from a table",
                    .problems_summary = "a table of wishes back with what each row would do"},
                   wish_import);
  return made;
}

std::vector<access::Operation> pin_operations() {
  std::vector<access::Operation> made = pair_operations<Pin, PinView, SetPin>(
      {.name = "pin",
       .path = "/api/pins",
       .one = "one pin",
       .read = read_wishes,
       .manage = manage_wishes,
       .list_summary = "pins: who has to serve where, or may not; newest first",
       .set_summary = "decide that somebody has to serve at a site, or may not",
       .set_description = "Every plan keeps it, and says what it costs.",
       .set_fields = {staff_field(),
                      site_field(),
                      {.name = "rule", .shape = "RULE", .meaning = "Must or never."},
                      why_field(),
                      {.name = "role",
                       .shape = "ROLE",
                       .meaning = "As leader, as member, or any; any if not given."}},
       .end_summary = "take a pin out"},
      set_pin);
  add_import<Pin>(made,
                  {.noun = "pin",
                   .path = "/api/pins",
                   .permission = manage_wishes,
                   .summary = "take pins from a table",
                   .problems_summary = "a table of pins back with what each row would do"},
                  pin_import);
  std::vector<access::Operation> costs = pair_operations<GivenCost, CostView, SetCost>(
      {.name = "cost",
       .path = "/api/costs",
       .one = "points that were given to one pair",
       .read = read_wishes,
       .manage = manage_wishes,
       .list_summary = "points that people gave to pairs of person and site, newest first",
       .set_summary = "give a pair of person and site its points",
       .set_description = "They stand in place of the terms pair, wish and strength, and the site "
                          "becomes a candidate for the person.",
       .set_fields = {staff_field(),
                      site_field(),
                      {.name = "points",
                       .shape = "N",
                       .unit = "points",
                       .least = -static_cast<double>(most_points),
                       .most = static_cast<double>(most_points),
                       .meaning = "Fewer are better; below 0 they draw the person there."},
                      why_field()},
       .end_summary = "take given points back"},
      set_cost);
  add_import<GivenCost>(
      costs,
      {.noun = "cost",
       .path = "/api/costs",
       .permission = manage_wishes,
       .summary = "take given points from a table",
       .problems_summary = "a table of given points back with what each row would do"},
      cost_import);
  made.insert(made.end(), std::make_move_iterator(costs.begin()),
              std::make_move_iterator(costs.end()));
  return made;
}

}  // namespace sojourn::stages::placement
