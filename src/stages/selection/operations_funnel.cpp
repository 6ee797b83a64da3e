// Where "too few" comes from: of the posts that sponsors have, how many are filled, how many of
// those people may be named, may be spared at home, are named and will go; and who is kept out by
// which rule.
#include <algorithm>
#include <map>

#include "stages/need/operations.h"
#include "stages/selection/rounds.h"

namespace sojourn::stages::selection {
namespace {

struct WhichRound {
  Id<Round> id;
};
BOOST_DESCRIBE_STRUCT(WhichRound, (), (id))

struct KeptOut {
  std::string rule;
  std::int64_t people = 0;
};
BOOST_DESCRIBE_STRUCT(KeptOut, (), (rule, people))

/// From left to right each is no larger than the one before, but for the establishment, which the
/// sponsor reports, and the staff records, which are counted.
struct FunnelLine {
  std::optional<Id<Sponsor>> sponsor;  ///< none: of all sponsors together
  std::string name;
  std::optional<std::int64_t> establishment;  ///< none: not reported
  std::int64_t in_post = 0;
  std::int64_t eligible = 0;
  std::int64_t releasable = 0;
  std::int64_t named = 0;
  std::int64_t willing = 0;
  std::vector<KeptOut> kept_out;  ///< somebody may be kept out by several rules
};
BOOST_DESCRIBE_STRUCT(FunnelLine, (),
                      (sponsor, name, establishment, in_post, eligible, releasable, named, willing,
                       kept_out))

struct Funnel {
  FunnelLine all;
  std::vector<FunnelLine> sponsors;
};
BOOST_DESCRIBE_STRUCT(Funnel, (), (all, sponsors))

struct ListKeptOut {
  Id<Round> id;
  std::optional<Id<Sponsor>> sponsor;
  std::optional<std::string> after;
  std::optional<std::int32_t> limit;
};
BOOST_DESCRIBE_STRUCT(ListKeptOut, (), (id, sponsor, after, limit))

struct KeptOutPerson {
  Id<Staff> staff;
  std::string name;
  std::string sponsor_name;
  std::vector<std::string> rules;
};
BOOST_DESCRIBE_STRUCT(KeptOutPerson, (), (staff, name, sponsor_name, rules))

/// A sponsor that the asker sees asked in a round.
struct AskedSponsor {
  Id<Sponsor> id;
  std::string name;
  std::int32_t release_percent = 0;
  std::optional<std::int64_t> establishment;
};
BOOST_DESCRIBE_STRUCT(AskedSponsor, (), (id, name, release_percent, establishment))

struct NamedCount {
  Id<Sponsor> sponsor;
  std::int64_t named = 0;
  std::int64_t willing = 0;
};
BOOST_DESCRIBE_STRUCT(NamedCount, (), (sponsor, named, willing))

/// Those that the asker sees; refusal not_found if there is none, as if there were no such round.
std::vector<AskedSponsor> asked_sponsors(db::Tx& tx, Id<Round> round) {
  auto found = tx.rows<AskedSponsor>(
      fmt::format(
          "SELECT p.id, p.name, p.release_percent, {} AS establishment FROM {} AND q.round = "
          "$1 AND q.places > 0 ORDER BY p.name, p.id",
          need::newest_establishment("posts", "p.id", "$2"), scoped_place),
      round, tx.now().utc_date());
  if (found.empty() && !tx.maybe<Round>(fmt::format("SELECT {} FROM {} AND r.id = $1",
                                                    columns<Round>("r"), scoped_round),
                                        round)) {
    throw base::Refusal{base::Kind::not_found, "not_found", "There is nothing of that name."};
  }
  return found;
}

void add(FunnelLine& to, const FunnelLine& line) {
  if (line.establishment) {
    to.establishment = to.establishment.value_or(0) + *line.establishment;
  }
  to.in_post += line.in_post;
  to.eligible += line.eligible;
  to.releasable += line.releasable;
  to.named += line.named;
  to.willing += line.willing;
  for (const KeptOut& each : line.kept_out) {
    const auto there = std::find_if(to.kept_out.begin(), to.kept_out.end(),
                                    [&](const KeptOut& one) { return one.rule == each.rule; });
    if (there == to.kept_out.end()) {
      to.kept_out.push_back(each);
    } else {
      there->people += each.people;
    }
  }
}

Funnel show_funnel(db::Tx& tx, const WhichRound& input) {
  const std::vector<AskedSponsor> sponsors = asked_sponsors(tx, input.id);
  const Round round = round_of(tx, input.id);
  const SelectionRules rules = rules_of(tx, tx.now().utc_date());
  // 1. The staff of these sponsors, counted; and whom they name.
  std::map<std::int64_t, std::vector<Staff>> staff;
  for (Staff& each : tx.rows<Staff>(
           fmt::format("SELECT {} FROM staff t JOIN round_place q ON q.sponsor = t.sponsor AND "
                       "q.round = $1 WHERE t.closed_on IS NULL AND {{unscoped:counted for sponsors "
                       "whose places the asker sees}}",
                       columns<Staff>("t")),
           input.id)) {
    staff[each.sponsor.value].push_back(std::move(each));
  }
  std::map<std::int64_t, NamedCount> named;
  for (const NamedCount& each : tx.rows<NamedCount>(
           "SELECT sponsor, count(*) AS named, CAST(sum(CASE WHEN answer = 'willing' THEN 1 ELSE 0 "
           "END) AS BIGINT) AS willing FROM nomination WHERE round = $1 AND standing IN "
           "('nominated', 'shortlisted') AND {unscoped:counted for sponsors whose places the asker "
           "sees} GROUP BY sponsor",
           input.id)) {
    named.emplace(each.sponsor.value, each);
  }
  // 2. A line each.
  const Apart apart = apart_of(tx);
  Funnel made;
  for (const AskedSponsor& sponsor : sponsors) {
    FunnelLine line{.sponsor = sponsor.id,
                    .name = sponsor.name,
                    .establishment = sponsor.establishment,
                    .kept_out = {}};
    const FunnelCount count = funnel_count(rules, sponsor.release_percent, staff[sponsor.id.value],
                                           round.starts_on, &apart);
    line.in_post = count.in_post;
    line.eligible = count.eligible;
    line.releasable = count.releasable;
    for (const auto& [rule, people] : count.kept_out) {
      line.kept_out.push_back({std::string(rule), people});
    }
    if (const auto found = named.find(sponsor.id.value); found != named.end()) {
      line.named = found->second.named;
      line.willing = found->second.willing;
    }
    add(made.all, line);
    made.sponsors.push_back(std::move(line));
  }
  return made;
}

/// Those whom the asker sees, in the order of names.
Page<KeptOutPerson> list_kept_out(db::Tx& tx, const ListKeptOut& input) {
  const std::vector<AskedSponsor> sponsors = asked_sponsors(tx, input.id);
  const Round round = round_of(tx, input.id);
  const SelectionRules rules = rules_of(tx, tx.now().utc_date());
  const std::int64_t limit = programme::checked_limit(input.limit);
  std::string after_name;
  std::int64_t after_id = 0;
  if (input.after) {
    const std::size_t gap = input.after->find(' ');
    const auto last = Id<Staff>::from_text(std::string_view(*input.after).substr(0, gap));
    if (!last || gap == std::string::npos) {
      programme::refuse_place(*input.after, "This should be what `next` said.");
    }
    after_name = input.after->substr(gap + 1);
    after_id = last->value;
  }
  const Apart apart = apart_of(tx);
  constexpr std::size_t at_once = 500;
  Page<KeptOutPerson> page;
  while (true) {
    std::vector<db::Value> values = {db::to_sql(input.id), after_name, after_id};
    std::string more;
    if (input.sponsor) {
      values.push_back(db::to_sql(*input.sponsor));
      more = " AND t.sponsor = $4";
    }
    const auto people = tx.rows_with<Staff>(
        fmt::format("SELECT {} FROM staff t JOIN round_place q ON q.sponsor = t.sponsor AND "
                    "q.round = $1 AND q.places > 0 WHERE {{scope:sponsor t.sponsor}} AND "
                    "t.closed_on IS NULL AND (t.name, t.id) > ($2, $3){} ORDER BY t.name, t.id "
                    "LIMIT {}",
                    columns<Staff>("t"), more, at_once),
        std::move(values));
    for (const Staff& each : people) {
      KeptOutPerson person{.staff = each.id, .name = each.name, .sponsor_name = {}, .rules = {}};
      for (const Bar& bar : bars(rules, each, round.starts_on, &apart)) {
        person.rules.emplace_back(bar.code);
      }
      if (person.rules.empty()) {
        continue;
      }
      const auto sponsor =
          std::find_if(sponsors.begin(), sponsors.end(),
                       [&](const AskedSponsor& one) { return one.id == each.sponsor; });
      person.sponsor_name = sponsor == sponsors.end() ? "" : sponsor->name;
      if (std::ssize(page.items) == limit) {
        page.next = page.items.back().staff.to_text() + ' ' + page.items.back().name;
        return page;
      }
      page.items.push_back(std::move(person));
    }
    if (people.size() < at_once) {
      return page;
    }
    after_name = people.back().name;
    after_id = people.back().id.value;
  }
}

}  // namespace

std::vector<access::Operation> funnel_operations() {
  const base::FieldAbout which = programme::which_field("ROUND");
  return {
      access::read_operation<WhichRound, Funnel>(
          {.name = "round.funnel",
           .permission = read_places,
           .path = "/api/rounds/{id}/funnel",
           .summary = "where too few comes from: posts, people, eligible, releasable, willing",
           .description =
               "For each sponsor that is asked: its establishment, the people on its staff, those "
               "whom no rule keeps out, those whom it can spare by its release percent, those whom "
               "it names and those who will go; and how many each rule keeps out.",
           .fields = {which}},
          show_funnel),
      access::read_operation<ListKeptOut, Page<KeptOutPerson>>(
          {.name = "round.kept_out",
           .permission = nominate,
           .path = "/api/rounds/{id}/kept-out",
           .summary = "who cannot be named in a round, by which rules",
           .fields = {which,
                      {.name = "sponsor", .shape = "SPONSOR", .meaning = "Only of this sponsor."},
                      programme::after_field(),
                      programme::limit_field()}},
          list_kept_out),
  };
}

}  // namespace sojourn::stages::selection
