// The stage placement against policy_placement.csv, and in two worlds that differ only outside the
// asker's scope.
#include <fmt/format.h>

#include <array>
#include <tuple>

#include "base/text.h"
#include "stages/selection/records.h"
#include "tests/access/counties.h"
#include "tests/access/policy.h"
#include "tests/access/small_archive.h"
#include "tests/access/worlds.h"
#include "tests/unit/stages/placement/stage_world.h"

namespace sojourn::stages::placement {
namespace {

namespace json = boost::json;
using base::Date;
using base::written;
using programme::AreaKind;
using programme::id_of;
using programme::sentinel;

/// Two counties, each with two sites, a sponsor, people, a published plan, and a record of every
/// kind: numbers that end in 1 lie inside the grants of `holder_of`, those that end in 2 outside.
/// Records that end in 9 are of staff member 59, whom the member is.
class Counties {
 public:
  /// `other`: another world, which differs in what lies outside only.
  explicit Counties(bool other = false) : world(db::EngineKind::sqlite, placement_parts()) {
    keep([&](db::Change& change) {
      change.insert("area",
                    Area{.id = {1}, .name = "Arva", .kind = AreaKind::nation, .path = "/1/"});
      for (const std::int64_t side : {1, 2}) {
        const std::string called = side == 1 ? "Weir" : other ? "Delta" : std::string(sentinel);
        change.insert("area", Area{.id = {10 + side},
                                   .name = called,
                                   .kind = AreaKind::county,
                                   .parent = base::Id<Area>{1},
                                   .path = fmt::format("/1/{}/", 10 + side)});
        for (const std::int64_t site : {30 + side, 32 + side}) {
          change.insert("site", Site{.id = {site},
                                     .code = {},
                                     .name = fmt::format("{} {}", called, site),
                                     .area = {10 + side},
                                     .min_team = side == 2 && other ? 0 : 1});
        }
        change.insert("sponsor", Sponsor{.id = {40 + side},
                                         .name = called + " hospital",
                                         .kind = "hospital",
                                         .area = {10 + side},
                                         .release_percent = 100,
                                         .max_sites = 2});
        add_person(change, 50 + side, side, called + " person");
        change.insert("selection_round", selection::Round{.id = {20 + side},
                                                          .name = called + " round",
                                                          .area = {10 + side},
                                                          .notice = "Notice 7",
                                                          .opens_on = day("2026-11-01"),
                                                          .deadline = day("2026-12-01"),
                                                          .starts_on = day("2027-03-01")});
        name(change, 80 + side, 50 + side, side);
        if (side == 1) {
          add_person(change, 59, side, "Own person");
          name(change, 89, 59, side);
        } else if (other) {
          add_person(change, 58, side, "Outside person");
        }
      }
    });
    for (const std::int64_t side : {1, 2}) {
      plans[static_cast<std::size_t>(side)] = plan_of(side, 700 + side);
      drafts[static_cast<std::size_t>(side)] = plan_of(side, 710 + side);
    }
    run_plans(world.database());
    keep([&](db::Change& change) {
      for (const std::int64_t side : {1, 2}) {
        const std::size_t at = static_cast<std::size_t>(side);
        publish(change, plans.at(at));
        say(change, 500 + side, 50 + side, 30 + side, side, side == 2 && other ? 7 : 3);
        // What the plan did not place is placed here, whatever was solved.
        change.run("placement", "the test's own",
                   "DELETE FROM placement WHERE plan = $1 AND {unscoped:a test}",
                   plan_id(plans.at(at)));
        place(change, 600 + side, 50 + side, 30 + side, plans.at(at));
      }
      say(change, 509, 59, 31, 1, 3);
      place(change, 609, 59, 31, plans[1]);
    });
  }

  programme::World world;
  std::array<std::string, 3> plans;  ///< published ones, by side
  std::array<std::string, 3> drafts;

  static Date day(std::string_view text) { return written<Date>(text); }
  static base::Id<Plan> plan_id(const std::string& text) { return written<base::Id<Plan>>(text); }

  static void add_person(db::Change& change, std::int64_t id, std::int64_t side,
                         const std::string& name) {
    change.insert("staff", Staff{.id = {id},
                                 .code = {},
                                 .name = name,
                                 .sponsor = {40 + side},
                                 .area = {10 + side},
                                 .roles = {StaffRole::leader, StaffRole::member}});
  }

  static void name(db::Change& change, std::int64_t id, std::int64_t staff, std::int64_t side) {
    change.insert("nomination", selection::Nomination{.id = {id},
                                                      .round = {20 + side},
                                                      .staff = {staff},
                                                      .sponsor = {40 + side},
                                                      .made_on = day("2026-11-02")});
  }

  /// Of a number of its own, so that two worlds have the same; it waits for its job.
  std::string plan_of(std::int64_t side, std::int64_t number) {
    keep([&](db::Change& change) {
      change.insert("plan",
                    Plan{.id = {number},
                         .name = "Plan",
                         .area = base::Id<Area>{10 + side},
                         .starts_on = day("2027-01-01"),
                         .most_steps = 1,
                         .made_at = change.now(),
                         .job = change.job(plan_job_kind, base::encode_text(PlanJob{{number}}))});
    });
    return id_of<Plan>(number);
  }
  /// One more, so that each question meets the same.
  std::string waiting(std::int64_t side) { return plan_of(side, ++fresh_plan); }
  /// Takes out what questions before have left.
  void tidy() {
    keep([&](db::Change& change) {
      for (const std::string_view table :
           {"wish", "pin", "given_cost", "affinity", "announced_lead", "posting"}) {
        change.run(table, "of the test",
                   fmt::format("DELETE FROM {} WHERE id > 100000 AND {{unscoped:a test}}", table));
      }
    });
  }
  std::int64_t fresh_plan = 100'000;

  static void publish(db::Change& change, const std::string& plan) {
    change.run("plan", "published by the test",
               "UPDATE plan SET state = 'published', published_at = $1, objections_until = "
               "'2026-12-01' WHERE id = $2 AND {unscoped:a test}",
               change.now(), plan_id(plan));
  }
  static void place(db::Change& change, std::int64_t id, std::int64_t staff, std::int64_t site,
                    const std::string& plan) {
    change.insert("placement", Placement{.id = {id},
                                         .plan = plan_id(plan),
                                         .staff = {staff},
                                         .site = {site},
                                         .role = StaffRole::member});
  }

  /// A record of every kind, of that number.
  void say(db::Change& change, std::int64_t id, std::int64_t staff, std::int64_t site,
           std::int64_t side, std::int32_t figure) {
    change.insert("wish", Wish{.id = {id}, .staff = {staff}, .site = {site}});
    change.insert("pin", Pin{.id = {id},
                             .staff = {staff},
                             .site = {site + 2},
                             .rule = PinnedRule::never,
                             .reason = fmt::format("reason {}", figure)});
    change.insert(
        "given_cost",
        GivenCost{
            .id = {id}, .staff = {staff}, .site = {site}, .points = figure, .reason = "asked for"});
    if (id < 509 || id > 100'000) {
      change.insert("affinity",
                    Affinity{.id = {id}, .site = {site}, .sponsor = {40 + side}, .score = figure});
      change.insert(
          "announced_lead",
          AnnouncedLead{.id = {id}, .site = {site}, .sponsor = {40 + side}, .reason = "announced"});
    }
    change.insert("posting", Posting{.id = {id},
                                     .staff = {staff},
                                     .site = {site},
                                     .from_day = day("2025-01-01"),
                                     .to_day = day("2025-12-31"),
                                     .source = "list"});
    change.insert("plan_objection",
                  PlanObjection{.id = {id},
                                .plan = plan_id(plans.at(static_cast<std::size_t>(side))),
                                .staff = {staff},
                                .source = "letter 7",
                                .reason = "reason",
                                .received_on = day("2026-11-26")});
    change.insert("site_override",
                  SiteOverride{.id = {id},
                               .plan = plan_id(plans.at(static_cast<std::size_t>(side))),
                               .site = {site},
                               .reason = fmt::format("reason {}", figure),
                               .asked_on = day("2026-11-26")});
    change.insert("rule_override",
                  RuleOverride{.id = {id},
                               .plan = plan_id(plans.at(static_cast<std::size_t>(side))),
                               .reason = fmt::format("reason {}", figure),
                               .asked_on = day("2026-11-26")});
    change.insert("placement_override",
                  PlacementOverride{.id = {id},
                                    .plan = plan_id(plans.at(static_cast<std::size_t>(side))),
                                    .staff = {staff},
                                    .reason = "reason",
                                    .asked_on = day("2026-11-26")});
  }

  access::Asker holder_of(const std::string& role) { return programme::holder_of(world, role); }

  template <class Act>
  void keep(Act&& act) {
    world.database().change(db::Caller::program(), "test.keep", std::forward<Act>(act));
  }
};

class PlacementPolicy : public testing::Test {
 protected:
  Counties counties;
  programme::World& world = counties.world;

  access::Asked ask(const access::Operation& operation, const std::string& role,
                    const std::string& relation) {
    if (operation.about.takes_file) {
      return ask_file(operation, role, relation);
    }
    std::string target;
    const json::object input = input_of(operation, relation, target);
    return access::ask_service(world.service(), operation, counties.holder_of(role), world.request,
                               input, target);
  }

 private:
  static constexpr std::int64_t nowhere = 404;

  /// A table of one row, of whatever kind.
  access::Asked ask_file(const access::Operation& operation, const std::string& role,
                         const std::string& relation) {
    const std::int64_t side = relation == "inside" ? 1 : relation == "outside" ? 2 : 0;
    const std::string kind = operation.about.name.substr(0, operation.about.name.find('.'));
    const std::string bytes =
        kind == "folder" ? testing_support::small_archive()
                         : table_of_one(kind, id_of<Staff>(side == 0 ? nowhere : 50 + side),
                                        id_of<Site>(side == 0 ? nowhere : 30 + side),
                                        id_of<Sponsor>(side == 0 ? nowhere : 40 + side));
    counties.tidy();
    const access::Upload upload{.name = "table.csv", .bytes = bytes};
    access::Request request = world.request;
    request.file = &upload;
    try {
      const json::value body =
          world.service().run(operation, counties.holder_of(role), request, json::object()).body;
      return {.answer = body.at("refused").to_number<int>() == 0 ? "yes" : "refused", .fields = ""};
    } catch (const base::Refusal& refusal) {
      // Whoever may bring a folder in is told that there are records already.
      return {.answer = refusal.code == "not_empty" ? "yes" : refusal.code, .fields = ""};
    }
  }

  static std::string table_of_one(const std::string& kind, const std::string& staff,
                                  const std::string& site, const std::string& sponsor) {
    if (kind == "placing") {
      return fmt::format("number,strength\n{},77\n", staff);
    }
    if (kind == "affinity") {
      return fmt::format("site,sponsor,score\n{},{},77\n", site, sponsor);
    }
    if (kind == "lead") {
      return fmt::format("site,sponsor,reason\n{},{},it is near\n", site, sponsor);
    }
    const std::string said = kind == "wish"  ? "wish\nSTAFF,SITE,first"
                             : kind == "pin" ? "rule,reason\nSTAFF,SITE,must,known there"
                             : kind == "cost"
                                 ? "points,reason\nSTAFF,SITE,5,known there"
                                 : "role,from,source\nSTAFF,SITE,member,2026-01-01,list";
    return base::replaced(base::replaced("number,site," + said + "\n", "STAFF", staff), "SITE",
                          site);
  }

  json::object input_of(const access::Operation& operation, const std::string& relation,
                        std::string& target) {
    const std::string& name = operation.about.name;
    const std::string kind = name.substr(0, name.find('.'));
    const std::string act = name.substr(name.find('.') + 1);
    const std::int64_t side = relation == "inside" || relation == "own" ? 1
                              : relation == "outside"                   ? 2
                                                                        : 0;
    const std::int64_t staff = side == 0 ? nowhere : relation == "own" ? 59 : 50 + side;
    const std::int64_t site = side == 0 ? nowhere : 30 + side;
    const std::int64_t record = side == 0 ? nowhere : relation == "own" ? 509 : 500 + side;
    if (name == "site.brief" || name == "site.briefs" || name == "wish.own" || name == "wish.say") {
      return of_nominee(act, side == 0 ? nowhere : relation == "own" ? 89 : 80 + side, site);
    }
    if (kind == "plan") {
      return of_plan(act, side, target);
    }
    if (kind == "folder") {
      return {{"on", "2027-01-01"}, {"area", id_of<Area>(side == 0 ? nowhere : 10 + side)}};
    }
    if (name == "placement.list" || name == "placing.list" || name == "plan_objection.own") {
      target = name == "placement.list" ? base::id_text("placement", record + 100)
               : name == "placing.list" ? id_of<Staff>(staff)
                                        : "";
      return {{"limit", 200}};
    }
    if (kind == "placing") {
      json::object input{{"id", id_of<Staff>(staff)}};
      if (act == "set") {
        input["version"] = 0;
        if (side != 0) {
          counties.keep([&](db::Change& change) {
            change.run("staff_placing", "none yet",
                       "DELETE FROM staff_placing WHERE id = $1 AND {unscoped:a test}", staff);
          });
        }
      }
      return input;
    }
    if (name == "plan_objection.raise" || name == "plan_objection.enter") {
      json::object input{{"plan", side == 0 ? id_of<Plan>(nowhere) : plan_at(side)},
                         {"staff", id_of<Staff>(staff)},
                         {"reason", fmt::format("not so, {}", ++fresh_)}};
      if (act == "enter") {
        input["way"] = "paper";
        input["source"] = "letter 7";
        input["received_on"] = "2026-11-26";
      }
      return input;
    }
    if (name == "override.ask") {
      return {{"plan", side == 0 ? id_of<Plan>(nowhere) : plan_at(side)},
              {"staff", id_of<Staff>(staff)},
              {"reason", "needed elsewhere"}};
    }
    if (name == "site_override.ask") {
      return {{"plan", side == 0 ? id_of<Plan>(nowhere) : plan_at(side)},
              {"site", id_of<Site>(site)},
              {"reason", "a roof is found"}};
    }
    if (name == "rule_override.ask") {
      return {{"plan", side == 0 ? id_of<Plan>(nowhere) : draft_that_breaks(side)},
              {"reason", "nobody else can lead"}};
    }
    if (name == "override.list" || name == "site_override.list" || name == "rule_override.list") {
      return {{"plan", side == 0 ? id_of<Plan>(nowhere) : plan_at(side)}};
    }
    const std::string prefix = kind == "plan_objection"  ? "planobjection"
                               : kind == "site_override" ? "siteoverride"
                               : kind == "rule_override" ? "ruleoverride"
                                                         : kind;
    if (act == "list") {
      target = base::id_text(prefix, record);
      return {{"limit", 200}};
    }
    if (act == "set" || act == "make") {
      return to_set(kind, staff, site, side);
    }
    return of_record(kind, prefix, act, side, record);
  }

  static json::object of_nominee(const std::string& act, std::int64_t nominee, std::int64_t site) {
    json::object input{{"id", id_of<selection::Nomination>(nominee)}};
    if (act == "brief") {
      input["site"] = id_of<Site>(site);
    } else if (act == "say") {
      input["refuse"] = json::array({id_of<Site>(site)});
    }
    return input;
  }

  std::string plan_at(std::int64_t side) const {
    return counties.plans.at(static_cast<std::size_t>(side));
  }

  static json::object to_set(const std::string& kind, std::int64_t staff, std::int64_t site,
                             std::int64_t side) {
    if (kind == "affinity" || kind == "lead") {
      json::object input{{"site", id_of<Site>(site)},
                         {"sponsor", id_of<Sponsor>(side == 0 ? nowhere : 40 + side)}};
      if (kind == "lead") {
        input["reason"] = "announced";
      } else {
        input["score"] = 5;
      }
      return input;
    }
    json::object input{{"staff", id_of<Staff>(staff)}, {"site", id_of<Site>(site)}};
    if (kind == "wish") {
      input["rank"] = "first";
    } else if (kind == "pin") {
      input["rule"] = "never";
      input["reason"] = "so it is";
    } else if (kind == "cost") {
      input["points"] = 3;
      input["reason"] = "so it is";
    } else {
      static int year = 1900;  // nobody serves twice on a day
      ++year;
      input["role"] = "member";
      input["from_day"] = fmt::format("{}-01-01", year);
      input["to_day"] = fmt::format("{}-01-02", year);
      input["source"] = "list";
    }
    return input;
  }

  json::object of_record(const std::string& kind, const std::string& prefix, const std::string& act,
                         std::int64_t side, std::int64_t record) {
    if (act == "end" || act == "close" || act == "withdraw" || act == "answer" || act == "sign" ||
        act == "decline") {
      // A fresh one, so that each question meets the same.
      if (side != 0) {
        record = ++fresh_;
        counties.keep([&](db::Change& change) {
          counties.say(change, record, 50 + side, 30 + side, side, 3);
        });
      }
      json::object input{{"id", base::id_text(prefix, record)}, {"version", 1}};
      if (kind == "override" && act == "sign") {
        input["breaks"] = 1;  // whom it places is not asked first
      } else if (act == "close") {
        input["to_day"] = "2025-06-01";
      } else if (act == "answer") {
        input["answer"] = "it is so";
        input["accepted"] = false;
      } else if (!kind.ends_with("override")) {
        input["reason"] = "over";
      }
      return input;
    }
    return {{"id", base::id_text(prefix, record)}};
  }

  json::object of_plan(const std::string& act, std::int64_t side, std::string& target) {
    if (act == "make") {
      counties.tidy();
      return {{"name", "Another"},
              {"starts_on", "2027-01-01"},
              {"area", id_of<Area>(side == 0 ? nowhere : 10 + side)}};
    }
    const std::string plan = side == 0 ? id_of<Plan>(nowhere)
                             : act == "publish" || act == "confirm"
                                 ? counties.drafts.at(static_cast<std::size_t>(side))
                                 : plan_at(side);
    if (act == "list") {
      target = plan;
      return {{"limit", 200}};
    }
    json::object input{{"id", plan}};
    if (act == "cancel") {
      if (side != 0) {
        input["id"] = counties.waiting(side);
      }
      input["version"] = 1;
    } else if (act == "withdraw") {
      if (side != 0) {
        input["id"] = draft_that_breaks(side);
      }
      input["version"] = 1;
      input["reason"] = "over";
    } else if (act == "publish" || act == "confirm") {
      input["difference"] = "unseen";
      input["version"] = 2;
    } else if (act == "edit") {
      input["name"] = "By hand";
      input["reason"] = "so it is";
    } else if (act == "compare") {
      input["with"] = plan;
    } else if (act == "explain") {
      input["site"] = id_of<Site>(side == 0 ? nowhere : 30 + side);
    } else if (act == "what_if") {
      input["what"] = "unavailable";
      input["staff"] = id_of<Staff>(side == 0 ? nowhere : 50 + side);
    }
    return input;
  }

  /// A fresh one, so that each question meets the same.
  std::string draft_that_breaks(std::int64_t side) {
    const std::string fresh = counties.waiting(side);
    counties.keep([&](db::Change& change) {
      change.run("plan", "a draft of the test",
                 "UPDATE plan SET state = 'draft', breaches = 1 WHERE id = $1 AND {unscoped:a "
                 "test}",
                 Counties::plan_id(fresh));
    });
    return fresh;
  }

  std::int64_t fresh_ = 100'000;
};

TEST_F(PlacementPolicy, EveryRouteAsEveryRoleInEveryRelation) {
  access::expect_policy(
      record_operations(), "placement",
      [this](const access::Operation& operation, const std::string& role,
             const std::string& relation) { return ask(operation, role, relation); });
}

/// Lists, single records, plans and what they say, and changes that name what lies outside.
std::vector<access::Question> questions(const Counties& counties) {
  std::vector<access::Question> made;
  const auto add = [&](std::string_view name, json::object input) {
    made.push_back({&counties.world.operation(name), std::move(input)});
  };
  for (const std::string kind : {"wish", "pin", "cost", "affinity", "lead", "posting"}) {
    add(kind + ".list", {{"ended", true}});
    add(kind + ".list", {{"limit", 1}});
    add(kind + ".list", {{"site", id_of<Site>(32)}});
    for (const std::int64_t number : {502, 404}) {
      const std::string id = base::id_text(kind, number);
      add(kind + ".show", {{"id", id}});
      add(kind + ".history", {{"id", id}});
      if (kind != "posting") {
        add(kind + ".end", {{"id", id}, {"reason", "x"}, {"version", 9}});
      } else {
        add(kind + ".close", {{"id", id}, {"to_day", "2025-02-01"}, {"version", 9}});
        add(kind + ".withdraw", {{"id", id}, {"reason", "x"}, {"version", 9}});
      }
    }
  }
  for (const std::int64_t number : {52, 404}) {
    const std::string staff = id_of<Staff>(number);
    const std::string site = id_of<Site>(number == 52 ? 32 : 404);
    const std::string sponsor = id_of<Sponsor>(number == 52 ? 42 : 404);
    add("placing.show", {{"id", staff}});
    add("placing.history", {{"id", staff}});
    add("placing.set", {{"id", staff}, {"version", 0}});
    add("placing.set", {{"id", id_of<Staff>(51)}, {"home_site", site}, {"version", 7}});
    for (const std::string& person : {staff, id_of<Staff>(51)}) {
      add("wish.set", {{"staff", person}, {"site", site}, {"rank", "first"}});
      add("pin.set", {{"staff", person}, {"site", site}, {"rule", "must"}, {"reason", "x"}});
      add("cost.set", {{"staff", person}, {"site", site}, {"points", 1}, {"reason", "x"}});
      add("posting.make", {{"staff", person},
                           {"site", site},
                           {"role", "member"},
                           {"from_day", "2025-05-01"},
                           {"source", "x"}});
    }
    add("affinity.set", {{"site", site}, {"sponsor", sponsor}, {"score", 1}});
    add("lead.set", {{"site", site}, {"sponsor", sponsor}, {"reason", "x"}});
    const std::string area = id_of<Area>(number == 52 ? 12 : 404);
    add("plan.make", {{"name", "x"}, {"starts_on", "2027-01-01"}, {"area", area}});
    for (const std::string& plan :
         {number == 52 ? counties.plans[2] : id_of<Plan>(404), counties.plans[1]}) {
      const bool other = plan != counties.plans[1];
      if (other) {
        for (const std::string act :
             {"show", "placements", "report", "files", "replay", "difference", "history", "board",
              "score", "fixes", "improvements"}) {
          add("plan." + act, {{"id", plan}});
        }
        add("plan.publish", {{"id", plan}, {"difference", "x"}, {"version", 9}});
        add("plan.confirm", {{"id", plan}, {"difference", "x"}, {"version", 9}});
        add("plan.cancel", {{"id", plan}, {"version", 9}});
        add("plan.withdraw", {{"id", plan}, {"reason", "x"}, {"version", 9}});
        for (const std::string kind : {"override", "site_override", "rule_override"}) {
          add(kind + ".list", {{"plan", plan}});
        }
        add("rule_override.ask", {{"plan", plan}, {"reason", "x"}});
        add("plan.compare", {{"id", plan}, {"with", counties.plans[1]}});
        add("plan.compare", {{"id", counties.plans[1]}, {"with", plan}});
        add("plan.edit", {{"id", plan},
                          {"moves", json::array{staff + "@none"}},
                          {"name", "x"},
                          {"reason", "x"}});
      } else {
        add("plan.board", {{"id", plan}});
        add("plan.board", {{"id", plan}, {"within", area}});
        add("plan.score", {{"id", plan}, {"moves", json::array{staff + "@none"}}});
        add("plan.score", {{"id", plan}, {"pick", staff}});
        add("plan.score", {{"id", plan}, {"leads", json::array{site + "=" + sponsor}}});
        add("plan.fixes", {{"id", plan}, {"moves", json::array{staff + "@" + site + ":leader"}}});
        add("plan.improvements", {{"id", plan}});
      }
      add("plan.explain", {{"id", plan}, {"staff", staff}});
      add("plan.what_if", {{"id", plan}, {"what", "unavailable"}, {"staff", staff}});
      add("plan_objection.raise", {{"plan", plan}, {"staff", staff}, {"reason", "x"}});
      add("override.ask", {{"plan", plan}, {"staff", staff}, {"reason", "x"}});
      add("site_override.ask", {{"plan", plan}, {"site", site}, {"reason", "x"}});
      add("plan_objection.enter", {{"plan", plan},
                                   {"staff", staff},
                                   {"way", "paper"},
                                   {"source", "x"},
                                   {"reason", "x"},
                                   {"received_on", "2026-11-26"}});
    }
  }
  for (const std::int64_t number : {82, 404}) {
    const std::string nominee = id_of<selection::Nomination>(number);
    add("site.briefs", {{"id", nominee}});
    add("site.brief", {{"id", nominee}, {"site", id_of<Site>(32)}});
    add("site.brief",
        {{"id", id_of<selection::Nomination>(81)}, {"site", id_of<Site>(number == 82 ? 32 : 404)}});
    add("wish.own", {{"id", nominee}});
    add("wish.say", {{"id", nominee}, {"refuse", json::array()}});
    add("wish.say", {{"id", id_of<selection::Nomination>(89)},
                     {"refuse", json::array({id_of<Site>(number == 82 ? 32 : 404)})}});
  }
  for (const std::int64_t number : {502, 404}) {
    add("plan_objection.show", {{"id", base::id_text("planobjection", number)}});
    add("plan_objection.answer", {{"id", base::id_text("planobjection", number)},
                                  {"answer", "x"},
                                  {"accepted", true},
                                  {"version", 9}});
    add("override.breaks", {{"id", base::id_text("override", number)}});
    for (const std::string act : {"show", "sign", "decline"}) {
      json::object input{{"id", base::id_text("override", number)}};
      if (act != "show") {
        input["version"] = 9;
      }
      add("override." + act, input);
      input["id"] = base::id_text("siteoverride", number);
      add("site_override." + act, input);
      input["id"] = base::id_text("ruleoverride", number);
      add("rule_override." + act, input);
    }
  }
  // A table that names, almost names, or is about what lies outside.
  const std::string file = fmt::format(
      "number,name,sponsor,site,role,from,to\n{1},,,{2},member,2025-05-01,\n"
      ",{0} person,{0} hospital,{0} 32,member,2025-05-01,2025-06-01\n"
      ",zanziba person,zanziba hospital,zanziba 3,member,2025-05-01,\n"
      "{3},Weir person,Weir hospital,{0} 32,member,2026-05-01,\n"
      "{1},Weir person,,Weir 31,member,2025-05-01,\n",
      sentinel, id_of<Staff>(52), id_of<Site>(32), id_of<Staff>(51));
  made.push_back(
      {&counties.world.operation("posting.import"), json::object{{"check", true}}, file});
  made.push_back({&counties.world.operation("posting.problems"), json::object(), file});
  // Of the others, which name people and sites in the same way: one that almost names, one that is
  // about what lies outside.
  for (const auto& [kind, columns, said] :
       std::vector<std::tuple<std::string, std::string, std::string>>{
           {"wish", "number,name,sponsor,site,wish", "first"},
           {"pin", "number,name,sponsor,site,rule,reason", "must,x"},
           {"cost", "number,name,sponsor,site,points,reason", "5,x"},
           {"placing", "number,name,sponsor,home_site,strength", "5"}}) {
    const std::string table =
        fmt::format("{0}\n{1},,,Weir 31,{5}\n,{4} person,{4} hospital,{4} 32,{5}\n{3},,,{2},{5}\n",
                    columns, id_of<Staff>(52), id_of<Site>(32), id_of<Staff>(51), sentinel, said);
    made.push_back(
        {&counties.world.operation(kind + ".import"), json::object{{"check", true}}, table});
    made.push_back({&counties.world.operation(kind + ".problems"), json::object(), table});
  }
  for (const auto& [kind, column, said] :
       std::vector<std::tuple<std::string, std::string, std::string>>{{"affinity", "score", "5"},
                                                                      {"lead", "reason", "x"}}) {
    const std::string table =
        fmt::format("site,sponsor,{0}\n{1},{2},{4}\nWeir 31,{2},{4}\n{3} 32,{3} hospital,{4}\n",
                    column, id_of<Site>(32), id_of<Sponsor>(42), sentinel, said);
    made.push_back(
        {&counties.world.operation(kind + ".import"), json::object{{"check", true}}, table});
    made.push_back({&counties.world.operation(kind + ".problems"), json::object(), table});
  }
  // A folder of what is seen, and of what is not.
  add("folder.export", {{"on", "2027-01-01"}});
  add("folder.export", {{"on", "2027-01-01"}, {"names", true}});
  for (const std::int64_t area : {11, 12, 404}) {
    add("folder.export", {{"on", "2027-01-01"}, {"area", id_of<Area>(area)}});
  }
  made.push_back({&counties.world.operation("folder.import"), json::object{{"check", true}},
                  documents::made_archive(
                      std::vector<documents::ArchivedFile>{{"sites.csv", "site\nx\n"}}, {})});
  add("placing.list", {{"count", true}, {"without_place", true}});
  add("placing.list", {{"sponsor", id_of<Sponsor>(42)}});
  add("placing.list", {{"search", sentinel}});
  for (const std::string list : {"placing.list", "plan.list", "placement.list",
                                 "plan_objection.list", "plan_objection.own"}) {
    add(list, {});
  }
  add("plan.placements", {{"id", counties.plans[1]}});
  add("plan.by_hand", {{"id", counties.plans[1]}});
  add("plan.difference", {{"id", counties.plans[1]}});
  add("placement.list", {{"site", id_of<Site>(32)}});
  return made;
}

TEST(PlacementWorlds, WhatLiesOutsideTheScopeChangesNoAnswer) {
  Counties one(false);
  Counties other(true);
  programme::expect_no_leaks(
      one, other, [&](const programme::World&) { return questions(one); },
      {std::string(sentinel), "Delta"}, "wish.list", record_operations());
}

}  // namespace
}  // namespace sojourn::stages::placement
