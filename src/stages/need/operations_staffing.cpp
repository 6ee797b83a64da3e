// Who is there already: the people in post at a site, and posts of other programmes; and what a
// sponsor has at home. Numbers, never names.
#include "stages/need/statements.h"

namespace sojourn::stages::need {
namespace {

struct StaffingView {
  Id<Staffing> id;
  Id<Site> site;
  std::string name;  ///< of the site
  StaffedBy staffed_by = StaffedBy::programme;
  std::int32_t in_post = 0;
  std::int32_t unfilled_rounds = 0;
  base::Date from_day;
  std::string source;
  base::Date recorded_on;
  std::optional<base::Date> withdrawn_on;
  std::optional<std::string> withdrawn_reason;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(StaffingView, (),
                      (id, site, name, staffed_by, in_post, unfilled_rounds, from_day, source,
                       recorded_on, withdrawn_on, withdrawn_reason, version))

struct OtherPostView {
  Id<OtherPost> id;
  Id<Site> site;
  std::string name;  ///< of the site
  std::string programme;
  std::int32_t posts = 0;
  base::Date from_day;
  std::string source;
  base::Date recorded_on;
  std::optional<base::Date> withdrawn_on;
  std::optional<std::string> withdrawn_reason;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(OtherPostView, (),
                      (id, site, name, programme, posts, from_day, source, recorded_on,
                       withdrawn_on, withdrawn_reason, version))

struct EstablishmentView {
  Id<Establishment> id;
  Id<Sponsor> sponsor;
  std::string name;  ///< of the sponsor
  std::int32_t posts = 0;
  std::int32_t in_post = 0;
  base::Date from_day;
  std::string source;
  base::Date recorded_on;
  std::optional<base::Date> withdrawn_on;
  std::optional<std::string> withdrawn_reason;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(EstablishmentView, (),
                      (id, sponsor, name, posts, in_post, from_day, source, recorded_on,
                       withdrawn_on, withdrawn_reason, version))

struct SetStaffing {
  Id<Site> site;
  StaffedBy staffed_by = StaffedBy::programme;
  std::int32_t in_post = 0;
  base::Date from_day;
  std::string source;
  std::optional<std::int32_t> unfilled_rounds;
};
BOOST_DESCRIBE_STRUCT(SetStaffing, (),
                      (site, staffed_by, in_post, from_day, source, unfilled_rounds))

struct SetOtherPost {
  Id<Site> site;
  std::string programme;
  std::int32_t posts = 0;
  base::Date from_day;
  std::string source;
};
BOOST_DESCRIBE_STRUCT(SetOtherPost, (), (site, programme, posts, from_day, source))

struct SetEstablishment {
  Id<Sponsor> sponsor;
  std::int32_t posts = 0;
  std::int32_t in_post = 0;
  base::Date from_day;
  std::string source;
};
BOOST_DESCRIBE_STRUCT(SetEstablishment, (), (sponsor, posts, in_post, from_day, source))

StaffingView set_staffing(db::Change& change, const SetStaffing& input) {
  Faults faults;
  check_site(change, input.site, faults);
  return keep_statement<Staffing, StaffingView>(
      change,
      Staffing{.id = {},
               .site = input.site,
               .staffed_by = input.staffed_by,
               .in_post = input.in_post,
               .unfilled_rounds = input.unfilled_rounds.value_or(0),
               .from_day = input.from_day,
               .source = input.source,
               .recorded_on = {}},
      faults);
}

OtherPostView set_other_post(db::Change& change, const SetOtherPost& input) {
  Faults faults;
  check_site(change, input.site, faults);
  return keep_statement<OtherPost, OtherPostView>(change,
                                                  OtherPost{.id = {},
                                                            .site = input.site,
                                                            .programme = input.programme,
                                                            .posts = input.posts,
                                                            .from_day = input.from_day,
                                                            .source = input.source,
                                                            .recorded_on = {}},
                                                  faults);
}

EstablishmentView set_establishment(db::Change& change, const SetEstablishment& input) {
  Faults faults;
  check_sponsor(change, input.sponsor, faults);
  return keep_statement<Establishment, EstablishmentView>(change,
                                                          Establishment{.id = {},
                                                                        .sponsor = input.sponsor,
                                                                        .posts = input.posts,
                                                                        .in_post = input.in_post,
                                                                        .from_day = input.from_day,
                                                                        .source = input.source,
                                                                        .recorded_on = {}},
                                                          faults);
}

}  // namespace

std::vector<access::Operation> staffing_operations() {
  std::vector<access::Operation> made = statement_operations<Staffing, StaffingView, SetStaffing>(
      {.name = "staffing",
       .path = "/api/staffing",
       .one = "one report of who is in post at a site",
       .read = read_needs,
       .manage = manage_needs,
       .list_summary = "reports of how many are in post at sites, newest first",
       .set_summary = "report how many are in post at a site",
       .set_description = "A site that its own organisation staffs is counted in coverage and "
                          "training and never solved.",
       .set_fields = {site_field(),
                      {.name = "staffed_by",
                       .shape = "WHO",
                       .meaning = "By the programme, or by the site's own organisation."},
                      {.name = "in_post",
                       .shape = "N",
                       .unit = "people",
                       .least = 0,
                       .most = most_at_site,
                       .meaning = "How many are in post there, by whomever they are sent."},
                      from_day_field(),
                      source_field(),
                      {.name = "unfilled_rounds",
                       .shape = "N",
                       .unit = "rounds",
                       .least = 0,
                       .most = most_rounds,
                       .meaning = "How many rounds in a row left a post of it open; 0 if not "
                                  "given."}},
       .import_summary = "take reports of who is in post from a table",
       .problems_summary = "a table of reports of who is in post back with what each row would do"},
      set_staffing, staffing_import);
  std::vector<access::Operation> others =
      statement_operations<OtherPost, OtherPostView, SetOtherPost>(
          {.name = "other_post",
           .path = "/api/other-posts",
           .one = "one report of another programme's posts at a site",
           .read = read_needs,
           .manage = manage_needs,
           .list_summary = "posts of other programmes at sites, newest first",
           .set_summary = "say how many posts another programme has at a site",
           .set_description = "They count towards the target up to the number of the rules "
                              "(other_posts_most), never towards the minimum.",
           .set_fields = {site_field(),
                          {.name = "programme",
                           .shape = "NAME",
                           .meaning = "The other programme, such as village doctors."},
                          {.name = "posts",
                           .shape = "N",
                           .unit = "posts",
                           .least = 0,
                           .most = most_at_site,
                           .meaning = "Its posts whose holders live there; 0 ends it."},
                          from_day_field(),
                          source_field()},
           .import_summary = "take posts of other programmes from a table",
           .problems_summary =
               "a table of posts of other programmes back with what each row would do"},
          set_other_post, other_post_import);
  made.insert(made.end(), std::make_move_iterator(others.begin()),
              std::make_move_iterator(others.end()));
  return made;
}

std::vector<access::Operation> establishment_operations() {
  return statement_operations<Establishment, EstablishmentView, SetEstablishment>(
      {.name = "establishment",
       .path = "/api/establishments",
       .one = "one report of a sponsor's posts at home",
       .read = programme::read_sponsors,
       .manage = manage_establishments,
       .list_summary = "posts that sponsors have at home, newest first",
       .set_summary = "report how many posts a sponsor has at home, and how many are filled",
       .set_fields = {sponsor_field(),
                      {.name = "posts",
                       .shape = "N",
                       .unit = "posts",
                       .least = 0,
                       .most = most_at_home,
                       .meaning = "Its establishment: posts that it may fill."},
                      {.name = "in_post",
                       .shape = "N",
                       .unit = "people",
                       .least = 0,
                       .most = most_at_home,
                       .meaning = "People who fill them; more than the posts if it is over."},
                      from_day_field(),
                      source_field()},
       .import_summary = "take sponsors' posts at home from a table",
       .problems_summary = "a table of sponsors' posts at home back with what each row would do"},
      set_establishment, establishment_import);
}

}  // namespace sojourn::stages::need
