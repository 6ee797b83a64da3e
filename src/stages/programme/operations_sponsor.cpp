// Sponsors: the bodies that send staff.
#include "stages/programme/operations.h"
#include "stages/programme/operations_lasting.h"

namespace sojourn::stages::programme {
namespace {

using access::Method;
using access::Page;
using base::Id;

struct SponsorView {
  Id<Sponsor> id;
  std::optional<std::string> code;
  std::string name;
  std::string kind;
  Id<Area> area;
  std::string area_name;
  std::int32_t release_percent = 0;
  std::int32_t max_sites = 0;
  std::optional<base::Date> closed_on;
  std::optional<std::string> closed_reason;
  std::optional<Id<Sponsor>> merged_into;
  std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(SponsorView, (),
                      (id, code, name, kind, area, area_name, release_percent, max_sites, closed_on,
                       closed_reason, merged_into, version))

struct ListSponsors {
  std::optional<std::string> kind;
  std::optional<Id<Area>> within;
  std::optional<std::string> search;
  std::optional<bool> closed;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
  std::optional<bool> count;
};
BOOST_DESCRIBE_STRUCT(ListSponsors, (), (kind, within, search, closed, after, limit, count))

struct MakeSponsor {
  std::string name;
  std::string kind;
  Id<Area> area;
  std::int32_t release_percent = 0;
  std::int32_t max_sites = 0;
  std::optional<std::string> code;
};
BOOST_DESCRIBE_STRUCT(MakeSponsor, (), (name, kind, area, release_percent, max_sites, code))

struct ChangeSponsor {
  Id<Sponsor> id;
  std::string kind;
  Id<Area> area;
  std::int32_t release_percent = 0;
  std::int32_t max_sites = 0;
  std::optional<std::string> code;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(ChangeSponsor, (),
                      (id, kind, area, release_percent, max_sites, code, version))

constexpr std::string_view sponsor_view =
    "p.id, p.code, p.name, p.kind, p.area, a.name AS area_name, p.release_percent, p.max_sites, "
    "p.closed_on, p.closed_reason, p.merged_into, p.version";

SponsorView view_of(db::Tx& tx, Id<Sponsor> id) {
  return tx.one<SponsorView>(
      fmt::format("SELECT {} FROM {} AND p.id = $1", sponsor_view, kind_of<Sponsor>.from), id);
}

Page<SponsorView> list_sponsors(db::Tx& tx, const ListSponsors& input) {
  Query query(kind_of<Sponsor>.alias, kind_of<Sponsor>.from);
  if (input.kind) {
    query.add("p.kind = {}", *input.kind);
  }
  if (input.within) {
    query.within(tx, *input.within);
  }
  query.search(input.search);
  query.closed(input.closed);
  return query.page<SponsorView>(tx, sponsor_view, input.after, input.limit, input.count);
}

/// What making and changing a sponsor have in common, checked and taken over.
template <class Input>
void fill(db::Tx& tx, Sponsor& sponsor, const Input& input, Faults& faults) {
  if (sponsor.area != input.area) {
    named(tx, input.area, "/area", faults);
  }
  sponsor.code = input.code;
  sponsor.kind = input.kind;
  sponsor.area = input.area;
  sponsor.release_percent = input.release_percent;
  sponsor.max_sites = input.max_sites;
  check(sponsor, faults);
}

SponsorView make_sponsor(db::Change& change, const MakeSponsor& input) {
  Faults faults;
  faults.check_name("/name", input.name);
  Sponsor sponsor{.id = change.new_id<Sponsor>(), .name = input.name, .kind = {}, .area = {}};
  fill(change, sponsor, input, faults);
  faults.refuse();
  change.insert("sponsor", sponsor);
  return view_of(change, sponsor.id);
}

SponsorView change_sponsor(db::Change& change, const ChangeSponsor& input) {
  Faults faults;
  const Sponsor before = to_change(change, input.id, input.version);
  Sponsor after = before;
  fill(change, after, input, faults);
  faults.refuse();
  change.update("sponsor", before, after);
  return view_of(change, input.id);
}

/// The permission reaches the whole programme, so all of its staff are seen.
void give_staff(db::Change& change, const Sponsor& gone, const Sponsor& kept) {
  for (const Staff& member : change.rows<Staff>(
           fmt::format("SELECT {} FROM staff t WHERE t.sponsor = $1 AND {{scope:sponsor "
                       "t.sponsor}}",
                       columns<Staff>("t")),
           gone.id)) {
    Staff after = member;
    after.sponsor = kept.id;
    change.update("staff", member, after);
  }
}

}  // namespace

std::vector<access::Operation> sponsor_operations() {
  const base::FieldAbout which = which_field("SPONSOR");
  const base::FieldAbout kind{
      .name = "kind",
      .shape = "WORD",
      .meaning = "What kind of body it is, such as hospital or university."};
  const base::FieldAbout area{
      .name = "area", .shape = "AREA", .meaning = "The area that it belongs to."};
  const base::FieldAbout release{
      .name = "release_percent",
      .shape = "N",
      .unit = "percent",
      .least = 0,
      .most = 100,
      .meaning = "At most this part of its available staff serve at a time.",
      .trade = "Larger: more people to send. Smaller: less is missing at home."};
  const base::FieldAbout most{
      .name = "max_sites", .shape = "N", .meaning = "At most so many sites it leads."};
  return with_lasting<Sponsor, SponsorView>(
      {
          access::read_operation<ListSponsors, Page<SponsorView>>(
              {.name = "sponsor.list",
               .permission = read_sponsors,
               .path = "/api/sponsors",
               .summary = "sponsors, by their names",
               .fields = list_fields(
                   {{.name = "kind", .shape = "WORD", .meaning = "Only those of this kind."},
                    {.name = "within",
                     .shape = "AREA",
                     .meaning = "Only those in this area or in one that lies in it."}})},
              list_sponsors),
          access::change_operation<MakeSponsor, SponsorView>(
              {.name = "sponsor.make",
               .permission = manage_sponsors,
               .method = Method::post,
               .path = "/api/sponsors",
               .summary = "make a sponsor",
               .fields = {name_field(), kind, area, release, most, code_field()}},
              make_sponsor),
          access::change_operation<ChangeSponsor, SponsorView>(
              {.name = "sponsor.change",
               .permission = manage_sponsors,
               .method = Method::put,
               .path = "/api/sponsors/{id}",
               .summary = "change what is said of a sponsor",
               .description = "All of it is written: a code that is left out is taken away.",
               .fields = {which, kind, area, release, most, code_field(), version_field()}},
              change_sponsor),
      },
      // Its staff may be outside the scope of who closes it, so whether there are any is not looked
      // at; nobody new comes to a closed sponsor.
      {.read = read_sponsors,
       .manage = manage_sponsors,
       .merge_by = merge_sponsors,
       .path = "/api/sponsors",
       .shape = "SPONSOR",
       .view = view_of,
       .one = "one sponsor",
       .rename = "give a sponsor another name",
       .close = "close a sponsor: it sends nobody any more",
       .reopen = "open a closed sponsor again",
       .merge = "join a sponsor to another that is the same",
       .merge_more = "Its staff become the other's. It keeps its history, is closed and points to "
                     "the other.",
       .history = "who changed what of a sponsor, and when",
       .join = give_staff});
}

}  // namespace sojourn::stages::programme
