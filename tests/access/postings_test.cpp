// The stage postings against policy_postings.csv, and in two worlds that differ only outside the
// asker's scope.
#include <fmt/format.h>

#include "stages/postings/operations.h"
#include "stages/postings/records.h"
#include "tests/access/counties.h"
#include "tests/access/policy.h"
#include "tests/access/worlds.h"
#include "tests/unit/stages/postings/parts.h"

namespace sojourn::stages::postings {
namespace {

namespace json = boost::json;
using base::Date;
using base::written;
using programme::AreaKind;
using programme::id_of;
using programme::sentinel;

Date day(std::string_view text) { return written<Date>(text); }

/// Two counties with two sites, a sponsor and two people each: numbers that end in 1 lie inside the
/// grants of `holder_of`, those that end in 2 outside. Staff member 59 asks as a member.
class Counties {
 public:
  /// `other`: another world, which differs in what lies outside only.
  explicit Counties(bool other = false) : world(db::EngineKind::sqlite, postings_parts()) {
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
        change.insert("sponsor", Sponsor{.id = {40 + side},
                                         .name = called + " hospital",
                                         .kind = "hospital",
                                         .area = {10 + side}});
        for (const std::int64_t site : {30 + side, 32 + side}) {
          change.insert(
              "site",
              Site{.id = {site}, .name = fmt::format("{} {}", called, site), .area = {10 + side}});
        }
        person(change, 50 + side, side, called + " person");
        person(change, 52 + side, side, called + " successor");
      }
      person(change, 59, 1, "Own person");
      say(change, 501, 51, 31, 53, "Weir");
      say(change, 502, 52, 32, 54, other ? "Delta" : sentinel);
      plan(change, 1, "Weir");
      plan(change, 2, other ? "Delta" : sentinel);
      say(change, 509, 59, 31, 53, "Own");
    });
  }

  programme::World world;

  static void person(db::Change& change, std::int64_t id, std::int64_t side, std::string name) {
    change.insert("staff", Staff{.id = {id},
                                 .code = {},
                                 .name = std::move(name),
                                 .sponsor = {40 + side},
                                 .area = {10 + side},
                                 .roles = {StaffRole::leader, StaffRole::member}});
  }

  /// A record of every kind, of that number, of a posting that is over.
  static void say(db::Change& change, std::int64_t id, std::int64_t staff, std::int64_t site,
                  std::int64_t successor, std::string_view called) {
    const std::string text = fmt::format("{} text", called);
    change.insert("posting", posting(id, staff, site, "2025-01-01", "2025-12-31"));
    change.insert(TermEvent::table, TermEvent{.id = {id},
                                              .posting = {id},
                                              .staff = {staff},
                                              .kind = TermEventKind::talk,
                                              .from_day = day("2025-01-20"),
                                              .reason = text,
                                              .decided_on = day("2025-01-20")});
    office(change, id, staff, site, text);
    change.insert(Handover::table, handover(id, id, staff, site, successor, HandoverState::open));
    change.insert(HandoverItem::table, item(id, id, staff, text));
  }
  /// Of a county, with the person of that side, placed and posted by it.
  static void plan(db::Change& change, std::int64_t side, std::string_view called) {
    const std::int64_t id = 600 + side;
    change.insert("plan",
                  placement::Plan{.id = {id},
                                  .name = fmt::format("{} plan", called),
                                  .area = base::Id<Area>{10 + side},
                                  .starts_on = day("2024-01-01"),
                                  .state = placement::PlanState::confirmed,
                                  .made_at = written<base::Instant>("2023-12-01T00:00:00Z")});
    change.insert(
        "placement",
        placement::Placement{.id = {id}, .plan = {id}, .staff = {50 + side}, .site = {30 + side}});
    Posting made = posting(id, 50 + side, 30 + side, "2024-01-01", "2024-12-31");
    made.plan = base::Id<placement::Plan>{id};
    change.insert("posting", made);
  }
  static Posting posting(std::int64_t id, std::int64_t staff, std::int64_t site,
                         std::string_view from, std::string_view to) {
    return {.id = {id},
            .staff = {staff},
            .site = {site},
            .from_day = day(from),
            .to_day = day(to),
            .source = "list"};
  }
  static void office(db::Change& change, std::int64_t id, std::int64_t staff, std::int64_t site,
                     const std::string& text) {
    change.insert(SecondOffice::table, SecondOffice{.id = {id},
                                                    .staff = {staff},
                                                    .site = {site},
                                                    .title = text,
                                                    .appointed_by = text,
                                                    .from_day = day("2025-01-01"),
                                                    .source = text});
    change.insert(AreaLead::table, AreaLead{.id = {id},
                                            .staff = {staff},
                                            .site = {site},
                                            .from_day = day("2025-01-01"),
                                            .to_day = day("2025-02-01"),
                                            .source = text});
  }
  static Handover handover(std::int64_t id, std::int64_t posting, std::int64_t staff,
                           std::int64_t site, std::int64_t successor, HandoverState state) {
    return {.id = {id},
            .posting = {posting},
            .staff = {staff},
            .site = {site},
            .state = state,
            .goes_to = successor == 0 ? HandoverTo::host : HandoverTo::successor,
            .successor = successor == 0 ? std::nullopt : std::optional(base::Id<Staff>{successor}),
            .host_reason = successor == 0 ? std::optional<std::string>("nobody") : std::nullopt,
            .stated = 0,
            .currency = "CNY",
            .lessons = "ask the school first"};
  }
  static HandoverItem item(std::int64_t id, std::int64_t handover, std::int64_t staff,
                           std::string title) {
    return {.id = {id},
            .handover = {handover},
            .staff = {staff},
            .kind = ItemKind::contact,
            .category = "host",
            .title = std::move(title),
            .place = "",
            .next_step = ""};
  }

  access::Asker holder_of(const std::string& role) { return programme::holder_of(world, role); }

  template <class Act>
  void keep(Act&& act) {
    world.database().change(db::Caller::program(), "test.keep", std::forward<Act>(act));
  }
};

class PostingsPolicy : public testing::Test {
 protected:
  Counties counties;

  access::Asked ask(const access::Operation& operation, const std::string& role,
                    const std::string& relation) {
    std::string target;
    const json::object input = input_of(operation.about.name, relation, target);
    return access::ask_service(counties.world.service(), operation, counties.holder_of(role),
                               counties.world.request, input, target);
  }

 private:
  static constexpr std::int64_t nowhere = 404;

  /// What questions before have left is taken out, so that each meets the same: a term that runs
  /// and is about to end, with a record of every kind.
  std::int64_t fresh(std::int64_t staff, std::int64_t site, const std::string& name) {
    const std::int64_t id = ++fresh_;
    counties.keep([&](db::Change& change) {
      for (const std::string_view table :
           {"term_event", "handover_item", "handover", "area_lead", "second_office", "posting"}) {
        change.run(table, "of the test",
                   fmt::format("DELETE FROM {} WHERE id > 100000 AND {{unscoped:a test}}", table));
      }
    });
    counties.keep([&](db::Change& change) {
      const bool closed = name == "letter.certificate";
      change.insert("posting",
                    closed ? Counties::posting(id, staff, site, "2025-01-01", "2025-12-31")
                           : Counties::posting(id, staff, site, "2026-11-01", "2027-01-31"));
      const bool extended = name == "letter.extension";
      const bool resumes = name == "term.resume";
      if (resumes || extended || name == "term.withdraw_event") {
        change.insert(TermEvent::table, TermEvent{.id = {id},
                                                  .posting = {id},
                                                  .staff = {staff},
                                                  .kind = resumes    ? TermEventKind::pause
                                                          : extended ? TermEventKind::extension
                                                                     : TermEventKind::talk,
                                                  .from_day = day("2026-11-05"),
                                                  .decided_on = day("2026-11-05")});
      }
      Counties::office(change, id, staff, site, "text");
      if (name != "handover.make") {
        const bool accepts = name == "handover.accept" || name == "handover.host_accept" ||
                             name == "letter.handover";
        const bool host = name == "handover.host_accept" || name == "handover.give";
        // Whoever accepts is the successor: of what is the member's own, the member.
        const std::int64_t giver = name == "handover.accept" && staff == 59 ? 51 : staff;
        const std::int64_t follows = host                                       ? 0
                                     : name == "handover.accept" && staff == 59 ? 59
                                     : site == 31                               ? 53
                                                                                : 54;
        Handover handover = Counties::handover(id, id, giver, site, follows,
                                               closed    ? HandoverState::accepted
                                               : accepts ? HandoverState::given
                                                         : HandoverState::open);
        if (closed) {
          handover.accepted_on = day("2026-01-04");
        }
        change.insert(Handover::table, handover);
        HandoverItem item = Counties::item(id, id, giver, "duty telephone");
        if (name == "handover_item.answer") {
          item.question = "which one?";
        }
        change.insert(HandoverItem::table, item);
      }
    });
    return id;
  }

  json::object input_of(const std::string& name, const std::string& relation, std::string& target) {
    const std::string kind = name.substr(0, name.find('.'));
    const std::string act = name.substr(name.find('.') + 1);
    const std::int64_t side = relation == "inside" || relation == "own" ? 1
                              : relation == "outside"                   ? 2
                                                                        : 0;
    const std::int64_t staff = side == 0 ? nowhere : relation == "own" ? 59 : 50 + side;
    const std::int64_t site = side == 0 ? nowhere : 30 + side;
    const std::int64_t record = side == 0 ? nowhere : relation == "own" ? 509 : 500 + side;
    if (kind == "rotation") {
      return {{"all", true}};
    }
    if (name == "term.calendar") {
      return {{"staff", id_of<Staff>(staff)}};
    }
    if (name == "letter.all" || name == "letter.notice") {
      return {{"id", base::id_text("plan", side == 0 ? nowhere : 600 + side)}};
    }
    const std::string prefix = name == "letter.handover"       ? "handover"
                               : name == "letter.extension"    ? "termevent"
                               : kind == "letter"              ? "posting"
                               : name == "term.withdraw_event" ? "termevent"
                               : kind == "term"                ? "posting"
                               : kind == "second_office"       ? "office"
                               : kind == "area_lead"           ? "arealead"
                               : kind == "handover_item"       ? "handoveritem"
                                                               : kind;
    if (act == "list" && kind != "handover_item") {
      target = base::id_text(prefix, record);
      return {{"limit", 200}};
    }
    if (act == "show" || act == "history" || act == "events") {
      return {{"id", base::id_text(prefix, record)}};
    }
    if (name == "handover_item.list") {
      return {{"id", base::id_text("handover", record)}};
    }
    const std::int64_t one = side == 0 ? nowhere : fresh(staff, site, name);
    return to_change(name, prefix, one, staff, site);
  }

  json::object to_change(const std::string& name, const std::string& prefix, std::int64_t one,
                         std::int64_t staff, std::int64_t site) {
    if (name == "second_office.make" || name == "area_lead.make") {
      json::object input{{"staff", id_of<Staff>(staff)},
                         {"site", id_of<Site>(site)},
                         {"from_day", "2026-01-01"},
                         {"source", "decision 4"}};
      if (name == "second_office.make") {
        input["title"] = "deputy head";
        input["appointed_by"] = "township";
      }
      return input;
    }
    if (name == "handover.make") {
      return {{"posting", id_of<Posting>(one)}};
    }
    if (name == "handover_item.add") {
      return {{"id", id_of<Handover>(one)}, {"kind", "asset"},       {"category", "office"},
              {"title", "two desks"},       {"place", "the office"}, {"next_step", ""}};
    }
    json::object input{{"id", base::id_text(prefix, one)}};
    const auto set = [&](std::string_view key, const json::value& value) { input[key] = value; };
    if (name != "term.talk" && name != "term.pass_probation" && !name.starts_with("letter.")) {
      set("version", 1);
    }
    if (name == "term.pause") {
      set("from_day", "2026-12-01");
      set("to_day", "2026-12-31");
    } else if (name == "term.resume") {
      set("to_day", "2026-12-10");
    } else if (name == "term.extend") {
      set("last_day", "2027-03-31");
    } else if (name == "term.end" || name == "term.return") {
      set("last_day", "2026-12-01");
    } else if (name == "term.transfer") {
      set("site", json::string(id_of<Site>(site == nowhere ? nowhere : site + 2)));
      set("from_day", "2026-12-15");
    } else if (name == "term.talk" || name == "term.pass_probation") {
      set("on", "2026-11-20");
    } else if (name == "handover.name") {
      set("host_reason", "nobody is free");
    } else if (name == "handover.write") {
      set("lessons", "ask the school first");
    } else if (name == "handover.accept" || name == "handover.host_accept") {
      set("counted", "0.00 CNY");
    } else if (name == "handover_item.change") {
      set("category", "office");
      set("title", "two desks");
      set("place", "the office");
      set("next_step", "");
    } else if (name == "handover_item.ask") {
      set("question", "which one?");
    } else if (name == "handover_item.answer") {
      set("answer", "the upper one");
    } else if (name.ends_with(".finish")) {
      set("to_day", "2026-12-01");
    }
    if (name == "term.pause" || name == "term.extend" || name == "term.end" ||
        name == "term.transfer" || name.ends_with("withdraw") || name == "term.withdraw_event") {
      set("reason", "so it is");
    }
    if (name == "term.extend" || name == "term.transfer") {
      set("document", "letter 4");
    }
    if (name == "handover.accept") {
      set("source", "sheet 4");
    }
    return input;
  }

  std::int64_t fresh_ = 100'000;
};

TEST_F(PostingsPolicy, EveryRouteAsEveryRoleInEveryRelation) {
  access::expect_policy(
      operations(), "postings",
      [this](const access::Operation& operation, const std::string& role,
             const std::string& relation) { return ask(operation, role, relation); });
}

std::vector<access::Question> questions(const programme::World& world) {
  std::vector<access::Question> made;
  const auto add = [&](std::string_view name, json::object input) {
    made.push_back({&world.operation(name), std::move(input)});
  };
  add("term.list", {});
  add("term.list", {{"limit", 1}});
  add("rotation.calendar", {{"all", true}});
  add("rotation.calendar", {{"all", true}, {"within", id_of<Area>(12)}});
  add("rotation.list", {{"all", true}});
  add("term.calendar", {});
  add("term.calendar", {{"within", id_of<Area>(12)}, {"months", 24}});
  add("rotation.list", {{"months", 24}, {"within", id_of<Area>(12)}});
  add("handover.list", {});
  for (const std::int64_t number : {502, 404}) {
    const std::string staff = id_of<Staff>(number == 502 ? 52 : 404);
    const std::string site = id_of<Site>(number == 502 ? 32 : 404);
    const std::string posting = id_of<Posting>(number);
    add("term.list", {{"site", site}});
    add("term.list", {{"staff", staff}});
    add("term.calendar", {{"staff", staff}});
    add("term.show", {{"id", posting}});
    add("term.events", {{"id", posting}});
    add("term.pause",
        {{"id", posting}, {"from_day", "2025-06-01"}, {"reason", "x"}, {"version", 9}});
    add("term.resume", {{"id", posting}, {"to_day", "2025-06-01"}, {"version", 9}});
    add("term.extend", {{"id", posting},
                        {"last_day", "2026-06-01"},
                        {"reason", "x"},
                        {"document", "x"},
                        {"version", 9}});
    add("term.end", {{"id", posting}, {"last_day", "2025-06-01"}, {"reason", "x"}, {"version", 9}});
    add("term.return", {{"id", posting}, {"last_day", "2025-06-01"}, {"version", 9}});
    for (const std::int64_t whose : {number, std::int64_t{501}}) {
      add("term.transfer", {{"id", id_of<Posting>(whose)},
                            {"site", site},
                            {"from_day", "2025-06-01"},
                            {"reason", "x"},
                            {"document", "x"},
                            {"version", 9}});
    }
    add("term.talk", {{"id", posting}, {"on", "2025-06-01"}});
    add("term.pass_probation", {{"id", posting}, {"on", "2025-06-01"}});
    add("term.withdraw_event", {{"id", id_of<TermEvent>(number)}, {"reason", "x"}, {"version", 9}});
    for (const std::string kind : {"second_office", "area_lead"}) {
      const std::string id = base::id_text(
          kind == "area_lead" ? AreaLead::id_prefix : SecondOffice::id_prefix, number);
      add(kind + ".list", {{"site", site}});
      add(kind + ".list", {{"staff", staff}});
      add(kind + ".show", {{"id", id}});
      add(kind + ".history", {{"id", id}});
      add(kind + ".finish", {{"id", id}, {"to_day", "2025-06-01"}, {"version", 9}});
      add(kind + ".withdraw", {{"id", id}, {"reason", "x"}, {"version", 9}});
      for (const auto& [person, place] :
           {std::pair(staff, id_of<Site>(31)), std::pair(id_of<Staff>(51), site)}) {
        json::object input{
            {"staff", person}, {"site", place}, {"from_day", "2025-06-01"}, {"source", "x"}};
        if (kind == "second_office") {
          input["title"] = "x";
          input["appointed_by"] = "x";
        }
        add(kind + ".make", std::move(input));
      }
    }
    const std::string handover = id_of<Handover>(number);
    add("letter.posting", {{"id", posting}});
    add("letter.return", {{"id", posting}});
    add("letter.certificate", {{"id", posting}});
    add("letter.extension", {{"id", id_of<TermEvent>(number)}});
    add("letter.handover", {{"id", handover}});
    const std::string plan = base::id_text("plan", number + 100);
    add("letter.all", {{"id", plan}});
    add("letter.notice", {{"id", plan}});
    add("letter.all", {{"id", base::id_text("plan", 601)}, {"within", id_of<Area>(12)}});
    add("handover.list", {{"site", site}});
    add("handover.show", {{"id", handover}});
    add("handover.history", {{"id", handover}});
    add("handover.make", {{"posting", posting}});
    add("handover.name", {{"id", handover}, {"host_reason", "x"}, {"version", 9}});
    add("handover.name", {{"id", id_of<Handover>(501)}, {"successor", staff}, {"version", 9}});
    add("handover.write", {{"id", handover}, {"lessons", "x"}, {"version", 9}});
    add("handover.give", {{"id", handover}, {"version", 9}});
    add("handover.accept",
        {{"id", handover}, {"counted", "0.00 CNY"}, {"source", "x"}, {"version", 9}});
    add("handover.host_accept", {{"id", handover}, {"counted", "0.00 CNY"}, {"version", 9}});
    add("handover_item.list", {{"id", handover}});
    add("handover_item.add", {{"id", handover},
                              {"kind", "asset"},
                              {"category", "x"},
                              {"title", "x"},
                              {"place", "x"},
                              {"next_step", ""}});
    const std::string item = id_of<HandoverItem>(number);
    add("handover_item.change", {{"id", item},
                                 {"category", "x"},
                                 {"title", "x"},
                                 {"place", "x"},
                                 {"next_step", ""},
                                 {"version", 9}});
    add("handover_item.remove", {{"id", item}, {"version", 9}});
    add("handover_item.ask", {{"id", item}, {"question", "x"}, {"version", 9}});
    add("handover_item.answer", {{"id", item}, {"answer", "x"}, {"version", 9}});
  }
  return made;
}

TEST(PostingsLeaks, WhoeverSeesPartHearsNothingOfTheRest) {
  Counties one;
  Counties other(true);
  programme::expect_no_leaks(one, other, questions, {std::string(sentinel), "Delta"},
                             std::string(sentinel), operations());
}

}  // namespace
}  // namespace sojourn::stages::postings
