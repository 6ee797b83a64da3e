// What is said of a site and a sponsor: how well they suit, and that the sponsor was announced to
// lead there.
#include "stages/placement/pair_import.h"
#include "stages/placement/stage_pairs.h"

namespace sojourn::stages::placement {
namespace {

struct AffinityView {
  Id<Affinity> id;
  Id<Site> site;
  std::string site_name;
  Id<Sponsor> sponsor;
  std::string sponsor_name;
  std::int32_t score = 0;
  std::optional<base::Date> ended_on;
  std::optional<std::string> ended_reason;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(AffinityView, (),
                      (id, site, site_name, sponsor, sponsor_name, score, ended_on, ended_reason,
                       version))

struct LeadView {
  Id<AnnouncedLead> id;
  Id<Site> site;
  std::string site_name;
  Id<Sponsor> sponsor;
  std::string sponsor_name;
  std::string reason;
  std::optional<base::Date> ended_on;
  std::optional<std::string> ended_reason;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(LeadView, (),
                      (id, site, site_name, sponsor, sponsor_name, reason, ended_on, ended_reason,
                       version))

struct SetAffinity {
  Id<Site> site;
  Id<Sponsor> sponsor;
  std::int32_t score = 0;
};
BOOST_DESCRIBE_STRUCT(SetAffinity, (), (site, sponsor, score))

struct SetLead {
  Id<Site> site;
  Id<Sponsor> sponsor;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(SetLead, (), (site, sponsor, reason))

AffinityView set_affinity(db::Change& change, const SetAffinity& input) {
  Faults faults;
  check_site(change, input.site, faults);
  check_sponsor(change, input.sponsor, faults);
  const Affinity said{.id = {}, .site = input.site, .sponsor = input.sponsor, .score = input.score};
  check(said, faults);
  faults.refuse();
  return keep_pair<Affinity, AffinityView>(change, said, "n.site = $1 AND n.sponsor = $2",
                                           db::to_sql(input.site), db::to_sql(input.sponsor));
}

LeadView set_lead(db::Change& change, const SetLead& input) {
  Faults faults;
  check_site(change, input.site, faults);
  check_sponsor(change, input.sponsor, faults);
  const AnnouncedLead said{
      .id = {}, .site = input.site, .sponsor = input.sponsor, .reason = input.reason};
  check(said, faults);
  faults.refuse();
  // A site has one lead sponsor, whichever it is.
  return keep_pair<AnnouncedLead, LeadView>(change, said, "n.site = $1 AND n.site = $2",
                                            db::to_sql(input.site), db::to_sql(input.site));
}

}  // namespace

std::vector<access::Operation> lead_operations() {
  std::vector<access::Operation> made = pair_operations<Affinity, AffinityView, SetAffinity>(
      {.name = "affinity",
       .path = "/api/affinities",
       .one = "how well one sponsor suits one site",
       .read = read_leads,
       .manage = manage_leads,
       .list_summary = "how well sponsors suit sites, newest first",
       .set_summary = "say how well a sponsor suits a site",
       .set_description = "Once one pair has a score, only pairs with a score can be led; before "
                          "that the table [affinity] of the rules holds.",
       .set_fields = {site_field(),
                      sponsor_field(),
                      {.name = "score",
                       .shape = "N",
                       .least = 0,
                       .most = 100,
                       .meaning = "From 0 to 100; more is better."}},
       .end_summary = "take a score back"},
      set_affinity);
  add_import<Affinity>(made,
                       {.noun = "affinity",
                        .path = "/api/affinities",
                        .permission = manage_leads,
                        .summary = "take scores of sponsors and sites from a table",
                        .problems_summary = "a table of scores back with what each row would do"},
                       affinity_import);
  std::vector<access::Operation> leads = pair_operations<AnnouncedLead, LeadView, SetLead>(
      {.name = "lead",
       .path = "/api/leads",
       .one = "the announced lead sponsor of one site",
       .read = read_leads,
       .manage = manage_leads,
       .list_summary = "announced lead sponsors of sites, newest first",
       .set_summary = "announce the lead sponsor of a site",
       .set_description = "Every plan keeps it, and says what it costs. Another one takes its "
                          "place.",
       .set_fields = {site_field(), sponsor_field(), programme::reason_field()},
       .end_summary = "take an announced lead sponsor back"},
      set_lead);
  add_import<AnnouncedLead>(
      leads,
      {.noun = "lead",
       .path = "/api/leads",
       .permission = manage_leads,
       .summary = "take announced lead sponsors from a table",
       .problems_summary = "a table of announced leads back with what each row would do"},
      lead_import);
  made.insert(made.end(), std::make_move_iterator(leads.begin()),
              std::make_move_iterator(leads.end()));
  return made;
}

}  // namespace sojourn::stages::placement
