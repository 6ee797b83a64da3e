// See plan_seen.h.
#include "stages/placement/plan_seen.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "stages/placement/plan_draft.h"
#include "stages/placement/plan_overrides.h"
#include "stages/placement/plan_readiness.h"
#include "stages/placement/programme_folder.h"
#include "stages/programme/calendar.h"

namespace sojourn::stages::placement {

using planner::Ix;
using planner::none;

namespace {

struct SeeDifference {
  Id<Plan> id;
  std::optional<base::Language> language;
};
BOOST_DESCRIBE_STRUCT(SeeDifference, (), (id, language))

struct Difference {
  std::string digest;            ///< what publishing and confirming have to name
  bool records_changed = false;  ///< the records are not those that the plan was made from
  std::int64_t arrives = 0;
  std::int64_t moves = 0;
  std::int64_t changes_role = 0;
  std::int64_t leaves = 0;
  std::int64_t stays = 0;
  std::vector<DifferenceRow> rows;  ///< of those who do not stay as they are
  /// Sites to which people would come that are not ready for them.
  std::vector<UnreadySite> not_ready;
  /// Sites below their minimum, without a leader, a language or a skill by this plan, overrides
  /// counted.
  std::vector<ShortSite> short_sites;
  /// Hard rules that it breaks by the records as they are today, overrides counted.
  std::vector<BrokenView> breaks;
  /// Of a draft: the window for objections if it is published today.
  std::optional<std::int64_t> objection_days;
  std::optional<base::Date> objections_until;
};
BOOST_DESCRIBE_STRUCT(Difference, (),
                      (digest, records_changed, arrives, moves, changes_role, leaves, stays, rows,
                       not_ready, short_sites, breaks, objection_days, objections_until))

struct NamedRecord {
  std::int64_t id = 0;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(NamedRecord, (), (id, name))

std::unordered_map<std::int64_t, std::string> names_of(db::Tx& tx, std::string_view table) {
  std::unordered_map<std::int64_t, std::string> names;
  for (NamedRecord& each : tx.rows<NamedRecord>(fmt::format(
           "SELECT n.id, n.name FROM {} n WHERE {{unscoped:names of what a seen plan holds}}",
           table))) {
    names.emplace(each.id, std::move(each.name));
  }
  return names;
}

Difference difference(access::Call& call, const SeeDifference& input, WarmPlans& warm_plans) {
  call.database.read(call.caller, [&](db::Tx& tx) { plan_view(tx, input.id); });
  return call.database.read(with_whole_scope(call.caller), [&](db::Tx& tx) {
    const Plan plan = plan_overridden(tx, input.id);
    if (!plan.result_digest) {
      throw base::Refusal{base::Kind::precondition, "no_plan_yet",
                          "This plan is not made yet, or could not be made."};
    }
    const Seen seen = look(tx, plan);
    const auto people = names_of(tx, "staff");
    const auto sites = names_of(tx, "site");
    Difference made{.digest = seen.digest,
                    .records_changed = seen.records_changed,
                    .rows = {},
                    .not_ready = unready_sites(tx, plan, seen.steps),
                    .short_sites = short_sites(*warm_plans.stored(tx, input.id), seen.placements),
                    .breaks = told(tx, seen.broken, input.language.value_or(base::Language::en)),
                    .objection_days = {},
                    .objections_until = {}};
    if (plan.state == PlanState::draft) {
      const Window window = window_from_today(tx);
      made.objection_days = window.days;
      made.objections_until = window.until;
    }
    for (const DifferenceStep& each : seen.steps) {
      DifferenceRow row{
          .staff = each.staff, .staff_name = people.at(each.staff.value), .step = each.step};
      if (each.posting) {
        row.from = each.posting->site;
        row.from_name = sites.at(each.posting->site.value);
        row.from_role = each.posting->role;
      }
      if (each.placement) {
        row.to = each.placement->site;
        row.to_name = sites.at(each.placement->site.value);
        row.to_role = each.placement->role;
      }
      add_row(std::move(row), made);
    }
    return made;
  });
}

}  // namespace

namespace {

/// The people, sites and sponsors of an instance, by the records' ids.
class Known {
 public:
  explicit Known(const planner::Instance& instance) : instance_(&instance) {
    for (std::size_t i = 0; i < instance.staff.size(); ++i) {
      staff_.emplace(instance.text(instance.staff[i].id), static_cast<Ix>(i));
    }
    for (std::size_t i = 0; i < instance.sites.size(); ++i) {
      sites_.emplace(instance.text(instance.sites[i].id), static_cast<Ix>(i));
    }
  }
  Ix staff(Id<Staff> id) const { return find(staff_, id.to_text()); }
  Ix site(Id<Site> id) const { return find(sites_, id.to_text()); }
  template <class Record, class Records>
  std::optional<Id<Record>> id(const Records& records, Ix i) const {
    return i == none
               ? std::nullopt
               : Id<Record>::from_text(instance_->text(records[static_cast<std::size_t>(i)].id));
  }

 private:
  using Places = std::unordered_map<std::string_view, Ix>;
  static Ix find(const Places& places, const std::string& id) {
    const auto found = places.find(id);
    return found == places.end() ? none : found->second;
  }
  const planner::Instance* instance_;
  Places staff_, sites_;
};

struct ClosedPlacement {
  Id<Staff> staff;
  std::string staff_name;
  Id<Site> site;
  std::string site_name;
  bool person = false;  ///< the person left; else the site is closed
};
BOOST_DESCRIBE_STRUCT(ClosedPlacement, (), (staff, staff_name, site, site_name, person))

/// Records that are closed by now, and no signature opens.
void add_closed(db::Tx& tx, std::span<const Placement> placements, std::vector<Broken>& to) {
  std::unordered_map<std::int64_t, std::string> people, sites;
  const auto closed = [&](std::string_view table, auto& names) {
    for (NamedRecord& each : tx.rows<NamedRecord>(
             fmt::format("SELECT n.id, n.name FROM {} n WHERE n.closed_on IS NOT NULL AND "
                         "{{unscoped:of a plan that is seen}}",
                         table))) {
      names.emplace(each.id, std::move(each.name));
    }
  };
  closed("staff", people);
  closed("site", sites);
  for (const Placement& each : placements) {
    const auto person = people.find(each.staff.value);
    const auto site = sites.find(each.site.value);
    if (person == people.end() && site == sites.end()) {
      continue;
    }
    const bool left = person != people.end();
    to.push_back(
        {.rule = 0,
         .code = "placement.closed",
         .says = left ? base::in_words("{} is placed, and their record is closed.", person->second)
                      : base::in_words("People are placed at {}, which is closed.", site->second),
         .staff = left ? std::optional(each.staff) : std::nullopt,
         .site = each.site,
         .final = true});
  }
}

/// Hard rules 1 to 5 by an instance of today. That a pair is none of the candidates is no fact
/// about the people, but how far the search looks: it moves with every record, and is left out.
void add_broken(db::Tx& tx, planner::Instance& instance, std::span<const Placement> placements,
                std::vector<Broken>& to) {
  const Known known(instance);
  planner::Plan plan{.placements = {},
                     .lead_sponsors = std::vector<Ix>(instance.sites.size(), none)};
  std::vector<const Placement*> gone;
  for (const Placement& each : placements) {
    const Ix staff = known.staff(each.staff);
    const Ix site = known.site(each.site);
    if (staff != none && site != none) {
      plan.placements.push_back({staff, site, role_of(each.role)});
    } else {
      gone.push_back(&each);
    }
  }
  name_staff(tx, instance);
  for (const planner::Violation& each : planner::check(instance, plan)) {
    if (each.rule <= 5 && each.code != "placement.not_candidate") {
      to.push_back({.rule = each.rule,
                    .code = each.code,
                    .says = each.detail,
                    .staff = known.id<Staff>(instance.staff, each.staff),
                    .site = known.id<Site>(instance.sites, each.site),
                    .sponsor = known.id<Sponsor>(instance.sponsors, each.sponsor)});
    }
  }
  for (const Placement* each : gone) {
    const bool person = known.staff(each->staff) == none;
    to.push_back({.rule = 1,
                  .code = person ? "placement.not_available" : "placement.unknown",
                  .says = person ? "A person is placed who may not be sent by the records of today."
                                 : "People are placed at a site that is not planned any more.",
                  .staff = person ? std::optional(each->staff) : std::nullopt,
                  .site = each->site});
  }
}

struct SignedFor {
  Id<Staff> staff;
  std::optional<Id<Site>> site;
  Id<Sponsor> sponsor;
};
BOOST_DESCRIBE_STRUCT(SignedFor, (), (staff, site, sponsor))

/// Whether two people signed that a plan breaks hard rules.
bool signed_as_whole(db::Tx& tx, Id<Plan> plan) {
  return tx.value<std::int64_t>(
             "SELECT count(*) FROM rule_override n WHERE n.plan = $1 AND n.state = 'approved' AND "
             "{unscoped:the plan is seen, and these are of it}",
             plan) > 0;
}

/// What two people overrode, they were told of: whom, where, and by whose share it was; or they
/// signed for the plan as a whole.
void mark_signed(db::Tx& tx, const Plan& plan, std::vector<Broken>& broken) {
  if (broken.empty()) {
    return;
  }
  const auto overrides = tx.rows<SignedFor>(
      "SELECT n.staff, n.site, t.sponsor FROM placement_override n JOIN staff t ON t.id = n.staff "
      "WHERE n.plan = $1 AND n.state = 'approved' AND {unscoped:the plan is seen, and these are of "
      "it}",
      plan.id);
  const bool whole = signed_as_whole(tx, plan.id);
  for (Broken& each : broken) {
    each.signed_for =
        !each.final &&
        (whole || std::any_of(overrides.begin(), overrides.end(), [&](const SignedFor& one) {
           return each.staff ? one.staff == *each.staff
                             : (each.site && one.site == each.site) ||
                                   (!each.site && each.sponsor && one.sponsor == *each.sponsor);
         }));
  }
}

std::vector<Placement> placements_of(db::Tx& tx, Id<Plan> plan) {
  return tx.rows<Placement>(
      fmt::format("SELECT {} FROM placement n WHERE n.plan = $1 AND n.ended_on IS NULL AND "
                  "{{unscoped:the plan is seen, and these are of it}} ORDER BY n.staff",
                  columns<Placement>("n")),
      plan);
}

}  // namespace

Seen look(db::Tx& tx, const Plan& plan) {
  // 1. Postings that run when the plan begins, at the sites of its area or of people it places.
  std::string within;
  if (plan.area) {
    within = path_of(tx, *plan.area);
  }
  std::vector<Placement> placements = placements_of(tx, plan.id);
  const bool open_posts = plan.open_posts.value_or(false);
  std::vector<Posting> postings = tx.rows<Posting>(
      fmt::format(
          "SELECT {} FROM posting n JOIN site s ON s.id = n.site JOIN area a ON a.id = s.area "
          "WHERE n.ended_on IS NULL{} AND coalesce(n.to_day, '9999-12-31') >= $1 AND ((a.path >= "
          "$2 AND a.path < $3) OR n.staff IN (SELECT m.staff FROM placement m "
          "WHERE m.plan = $4 AND m.ended_on IS NULL)) AND {{scope:area a.path}} ORDER BY n.staff, "
          "n.from_day",
          columns<Posting>("n"), open_posts ? "" : " AND n.from_day <= $1"),
      plan.starts_on, within, within.empty() ? std::string("~") : db::end_of_prefix(within),
      plan.id);
  Seen seen;
  seen.steps = difference_of(postings, placements);
  seen.placements = std::move(placements);
  if (open_posts) {
    hold_the_posted(seen.steps);
  }
  // 2. Whether the records are still those that the plan was made from, and what it breaks by what
  // they are now.
  const RecordFolder folder = folder_of_records(tx, folder_about(plan));
  std::string input = "unreadable";
  std::string rules;
  add_closed(tx, seen.placements, seen.broken);
  try {
    planner::Instance instance = instance_of(folder);
    input = instance.input_digest;
    rules = instance.rules_digest;
    if (plan.input_digest != input || plan.rules_digest != rules ||
        std::any_of(seen.placements.begin(), seen.placements.end(),
                    [](const Placement& each) { return each.origin == Origin::overridden; })) {
      add_broken(tx, instance, seen.placements, seen.broken);
    }
  } catch (const base::Refusal& refusal) {
    // What cannot be planned any more is another programme too, and cannot be checked.
    seen.records_changed = true;
    seen.broken.push_back({.rule = 0, .code = refusal.code, .says = refusal.detail});
  }
  mark_signed(tx, plan, seen.broken);
  seen.records_changed =
      seen.records_changed || plan.input_digest != input || plan.rules_digest != rules;
  seen.digest = digest_of(seen.steps, input + rules);
  return seen;
}

void require_seen(const Seen& seen, const std::string& digest) {
  if (seen.digest != digest) {
    throw base::Refusal{base::Kind::precondition, "difference_changed",
                        "What the plan would change is not what you were shown: something was "
                        "changed meanwhile. Look at the difference again."};
  }
}

std::int64_t breaches_to_sign(const Plan& plan, const Seen& seen) {
  return std::max(plan.breaches.value_or(0),
                  static_cast<std::int64_t>(std::count_if(
                      seen.broken.begin(), seen.broken.end(),
                      [](const Broken& each) { return !each.signed_for && !each.final; })));
}

void require_rules_kept(db::Tx& tx, const Plan& plan, const Seen& seen) {
  base::Refusal closed{base::Kind::precondition, "placed_closed",
                       "This plan places people who left, or at sites that are closed. Plan again, "
                       "or override these placements."};
  for (const Broken& each : seen.broken) {
    if (each.final) {
      closed.faults.push_back({.where = each.staff ? each.staff->to_text() : each.site->to_text(),
                               .code = each.code,
                               .value = {},
                               .detail = each.says});
    }
  }
  if (!closed.faults.empty()) {
    throw closed;
  }
  const std::int64_t breaches = breaches_to_sign(plan, seen);
  if (breaches == 0 || signed_as_whole(tx, plan.id)) {
    return;
  }
  base::Refusal refusal{
      base::Kind::precondition, "must_fix",
      base::in_words("This plan breaks hard rules: {}. Mend them on the board, or have two people "
                     "sign for it with a reason (rule-override ask).",
                     breaches)};
  for (const Broken& each : seen.broken) {
    if (!each.signed_for) {
      refusal.faults.push_back({.where = each.staff     ? each.staff->to_text()
                                         : each.site    ? each.site->to_text()
                                         : each.sponsor ? each.sponsor->to_text()
                                                        : std::string("/id"),
                                .code = each.code,
                                .value = {},
                                .detail = each.says});
    }
  }
  throw refusal;
}

std::vector<Broken> broken_by(db::Tx& tx, const Plan& plan, Id<Staff> staff,
                              std::optional<Id<Site>> site, StaffRole role) {
  std::vector<Placement> placements = placements_of(tx, plan.id);
  std::vector<Broken> before, after;
  try {
    planner::Instance instance = instance_of(folder_of_records(tx, folder_about(plan)));
    add_broken(tx, instance, placements, before);
    std::erase_if(placements, [&](const Placement& each) { return each.staff == staff; });
    if (site) {
      placements.push_back(
          {.id = {}, .plan = plan.id, .staff = staff, .site = *site, .role = role});
    }
    add_broken(tx, instance, placements, after);
  } catch (const base::Refusal& refusal) {
    after.push_back({.rule = 0, .code = refusal.code, .says = refusal.detail});
  }
  // The same rule broken otherwise (a team larger by one more) is told anew.
  std::erase_if(after, [&](const Broken& each) {
    return std::any_of(before.begin(), before.end(), [&](const Broken& one) {
      return one.code == each.code && one.says == each.says;
    });
  });
  return after;
}

std::vector<BrokenView> told(db::Tx& tx, std::span<const Broken> broken, base::Language language) {
  std::vector<BrokenView> made;
  if (broken.empty()) {
    return made;
  }
  const auto people = names_of(tx, "staff");
  const auto sites = names_of(tx, "site");
  const auto sponsors = names_of(tx, "sponsor");
  const auto name = [](const auto& names, const auto& id) {
    return id ? std::optional(names.at(id->value)) : std::nullopt;
  };
  for (const Broken& each : broken) {
    made.push_back({.code = each.code,
                    .text = each.says.in(language),
                    .staff = each.staff,
                    .staff_name = name(people, each.staff),
                    .site = each.site,
                    .site_name = name(sites, each.site),
                    .sponsor = each.sponsor,
                    .sponsor_name = name(sponsors, each.sponsor),
                    .signed_for = each.signed_for});
  }
  return made;
}

std::vector<ShortSite> short_sites(const StoredPlan& stored,
                                   std::span<const Placement> placements) {
  planner::Plan plan{.placements = {}, .lead_sponsors = stored.solution().plan.lead_sponsors};
  for (const Placement& each : placements) {
    const Ix staff = stored.staff(each.staff);
    const Ix site = stored.site(each.site);
    if (staff != none && site != none) {
      plan.placements.push_back({staff, site, role_of(each.role)});
    }
  }
  std::sort(plan.placements.begin(), plan.placements.end(),
            [](const planner::Placement& a, const planner::Placement& b) {
              return std::tuple(a.site, a.role, a.staff) < std::tuple(b.site, b.role, b.staff);
            });
  const planner::Facts facts(stored.instance(), plan);
  std::vector<ShortSite> made;
  for (std::size_t s = 0; s < stored.instance().sites.size(); ++s) {
    const Ix site = static_cast<Ix>(s);
    if (facts.lacks(site).is_short()) {
      const planner::Site& record = stored.instance().sites[s];
      made.push_back({.site = *Id<Site>::from_text(stored.instance().text(record.id)),
                      .site_name = std::string(stored.instance().text(record.name)),
                      .lacks = lacks_of(facts, site)});
    }
  }
  return made;
}

Window window_from_today(db::Tx& tx) {
  const base::Date today = tx.now().utc_date();
  const std::int64_t days = rules_of(tx, today).objection_days;
  return {.days = days, .until = programme::working_days(tx).after(today, days)};
}

std::vector<access::Operation> difference_operations(const std::shared_ptr<WarmPlans>& warm) {
  return {
      access::call_operation<SeeDifference, Difference>(
          {.name = "plan.difference",
           .permission = read_plans,
           .path = "/api/plans/{id}/difference",
           .summary = "what a plan would change in the postings as they are",
           .description = "Also which sites it leaves short, which hard rules it breaks by the "
                          "records as they are today, and until when objections would be taken if "
                          "it is published today. Publishing and confirming have to name its "
                          "digest.",
           .fields = {plan_field(), language_field()}},
          false,
          [warm](access::Call& call, const SeeDifference& input) {
            return difference(call, input, *warm);
          }),
  };
}

}  // namespace sojourn::stages::placement
