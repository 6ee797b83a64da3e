// Sponsors: the bodies that send staff.
#include "stages/programme/operations.h"
#include "stages/programme/operations_shared.h"

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

struct WhichSponsor {
  Id<Sponsor> id;
};
BOOST_DESCRIBE_STRUCT(WhichSponsor, (), (id))

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

struct RenameSponsor {
  Id<Sponsor> id;
  std::string name;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(RenameSponsor, (), (id, name, version))

struct CloseSponsor {
  Id<Sponsor> id;
  std::string reason;
  std::optional<base::Date> on;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(CloseSponsor, (), (id, reason, on, version))

struct MergeSponsor {
  Id<Sponsor> id;
  Id<Sponsor> into;
  std::string reason;
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(MergeSponsor, (), (id, into, reason, version))

struct SponsorHistory {
  Id<Sponsor> id;
  std::optional<std::string> after;
};
BOOST_DESCRIBE_STRUCT(SponsorHistory, (), (id, after))

constexpr std::string_view scoped_sponsor =
    "sponsor p JOIN area a ON a.id = p.area WHERE {scope:area a.path; sponsor p.id}";
constexpr std::string_view sponsor_view =
    "p.id, p.code, p.name, p.kind, p.area, a.name AS area_name, p.release_percent, p.max_sites, "
    "p.closed_on, p.closed_reason, p.merged_into, p.version";

SponsorView show_sponsor(db::Tx& tx, const WhichSponsor& input) {
  return tx.one<SponsorView>(
      fmt::format("SELECT {} FROM {} AND p.id = $1", sponsor_view, scoped_sponsor), input.id);
}

std::optional<Sponsor> visible_sponsor(db::Tx& tx, Id<Sponsor> id) {
  return tx.maybe<Sponsor>(
      fmt::format("SELECT {} FROM {} AND p.id = $1", columns<Sponsor>("p"), scoped_sponsor), id);
}

/// An open sponsor as somebody saw it who wants to change it.
Sponsor sponsor_to_change(db::Change& change, Id<Sponsor> id, std::int64_t version) {
  Sponsor sponsor = change.one<Sponsor>(
      fmt::format("SELECT {} FROM {} AND p.id = $1", columns<Sponsor>("p"), scoped_sponsor), id);
  require_open(sponsor);
  sponsor.version = version;  // `update` refuses if it is no longer that
  return sponsor;
}

Page<SponsorView> list_sponsors(db::Tx& tx, const ListSponsors& input) {
  Query query("p", scoped_sponsor);
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
  faults.check_short("/code", input.code);
  faults.check_value("/kind", std::string_view(input.kind));
  faults.check_between("/release_percent", input.release_percent, 0, 100);
  faults.check_between("/max_sites", input.max_sites, 0, 10'000);
  if (sponsor.area != input.area) {
    named_area(tx, input.area, "/area", faults);
  }
  sponsor.code = input.code;
  sponsor.kind = input.kind;
  sponsor.area = input.area;
  sponsor.release_percent = input.release_percent;
  sponsor.max_sites = input.max_sites;
}

SponsorView make_sponsor(db::Change& change, const MakeSponsor& input) {
  Faults faults;
  faults.check_name("/name", input.name);
  Sponsor sponsor{.id = change.new_id<Sponsor>(), .name = input.name, .kind = {}, .area = {}};
  fill(change, sponsor, input, faults);
  faults.refuse();
  change.insert("sponsor", sponsor);
  return show_sponsor(change, {sponsor.id});
}

SponsorView change_sponsor(db::Change& change, const ChangeSponsor& input) {
  Faults faults;
  const Sponsor before = sponsor_to_change(change, input.id, input.version);
  Sponsor after = before;
  fill(change, after, input, faults);
  faults.refuse();
  change.update("sponsor", before, after);
  return show_sponsor(change, {input.id});
}

SponsorView rename_sponsor(db::Change& change, const RenameSponsor& input) {
  Faults faults;
  faults.check_name("/name", input.name);
  faults.refuse();
  const Sponsor before = sponsor_to_change(change, input.id, input.version);
  Sponsor after = before;
  after.name = input.name;
  change.update("sponsor", before, after);
  return show_sponsor(change, {input.id});
}

/// Its staff may be outside the asker's scope, so whether there are any is not looked at; nobody
/// new comes to a closed sponsor.
SponsorView close_sponsor(db::Change& change, const CloseSponsor& input) {
  Faults faults;
  faults.check_name("/reason", input.reason);
  const base::Date day = closing_day(change, input.on, faults);
  faults.refuse();
  const Sponsor before = sponsor_to_change(change, input.id, input.version);
  Sponsor after = before;
  after.closed_on = day;
  after.closed_reason = input.reason;
  change.update("sponsor", before, after);
  return show_sponsor(change, {input.id});
}

SponsorView merge_sponsor(db::Change& change, const MergeSponsor& input) {
  Faults faults;
  faults.check_name("/reason", input.reason);
  const Sponsor gone = sponsor_to_change(change, input.id, input.version);
  if (const auto kept = visible_sponsor(change, input.into)) {
    check_merge(gone, *kept, faults);
  } else {
    faults.add("/into", "unknown_sponsor", input.into.to_text(), "There is no such sponsor.");
  }
  faults.refuse();
  // 1. Its staff are the other's. The permission reaches the whole programme, so all are seen.
  for (const Staff& member : change.rows<Staff>(
           fmt::format("SELECT {} FROM staff t WHERE t.sponsor = $1 AND {{scope:sponsor "
                       "t.sponsor}}",
                       columns<Staff>("t")),
           gone.id)) {
    Staff after = member;
    after.sponsor = input.into;
    change.update("staff", member, after);
  }
  // 2. It is closed and points to the other.
  Sponsor after = gone;
  after.closed_on = change.now().utc_date();
  after.closed_reason = input.reason;
  after.merged_into = input.into;
  change.update("sponsor", gone, after);
  return show_sponsor(change, {input.id});
}

Page<HistoryEntry> sponsor_history(db::Tx& tx, const SponsorHistory& input) {
  show_sponsor(tx, {input.id});
  return history_of(tx, "sponsor", input.id.value, input.after);
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
  return {
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
      access::read_operation<WhichSponsor, SponsorView>({.name = "sponsor.show",
                                                         .permission = read_sponsors,
                                                         .path = "/api/sponsors/{id}",
                                                         .summary = "one sponsor",
                                                         .fields = {which}},
                                                        show_sponsor),
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
      access::change_operation<RenameSponsor, SponsorView>(
          {.name = "sponsor.rename",
           .permission = manage_sponsors,
           .method = Method::post,
           .path = "/api/sponsors/{id}/rename",
           .summary = "give a sponsor another name",
           .fields = {which, name_field(), version_field()}},
          rename_sponsor),
      access::change_operation<CloseSponsor, SponsorView>(
          {.name = "sponsor.close",
           .permission = manage_sponsors,
           .method = Method::post,
           .path = "/api/sponsors/{id}/close",
           .summary = "close a sponsor: it sends nobody any more",
           .fields = {which, reason_field(), on_field(), version_field()}},
          close_sponsor),
      access::change_operation<MergeSponsor, SponsorView>(
          {.name = "sponsor.merge",
           .permission = merge_sponsors,
           .method = Method::post,
           .path = "/api/sponsors/{id}/merge",
           .summary = "join a sponsor to another that is the same",
           .description = "Its staff become the other's. It keeps its history, is closed and "
                          "points to the other.",
           .fields = {which, into_field("SPONSOR"), reason_field(), version_field()}},
          merge_sponsor),
      access::read_operation<SponsorHistory, Page<HistoryEntry>>(
          {.name = "sponsor.history",
           .permission = read_sponsors,
           .path = "/api/sponsors/{id}/history",
           .summary = "who changed what of a sponsor, and when",
           .fields = {which, after_field()}},
          sponsor_history),
  };
}

}  // namespace sojourn::stages::programme
