// The stage support against policy_support.csv, and in two worlds that differ only outside the
// asker's scope.
#include <fmt/format.h>

#include "base/digest.h"
#include "stages/support/records.h"
#include "stages/training/records.h"
#include "tests/access/counties.h"
#include "tests/access/policy.h"
#include "tests/access/worlds.h"
#include "tests/unit/documents/pictures.h"
#include "tests/unit/stages/support/parts.h"

namespace sojourn::stages::support {
namespace {

namespace json = boost::json;
using base::Date;
using base::written;
using placement::Plan;
using programme::AreaKind;
using programme::id_of;
using programme::sentinel;

Date day(std::string_view text) { return written<Date>(text); }

constexpr std::int64_t many = 1'000'000'000;

/// Two counties, each with a site, a sponsor, a person who serves there, and a record of every
/// kind: numbers that end in 1 lie inside the grants of `holder_of`, those that end in 2 outside.
/// The person inside is staff member 59, whom the member is.
class Counties {
 public:
  /// `other`: another world, which differs in what lies outside only. Fitness lapses soon: an
  /// alarm.
  explicit Counties(bool other = false) : world(db::EngineKind::sqlite, support_parts()) {
    keep([&](db::Change& change) {
      change.insert("area",
                    Area{.id = {1}, .name = "Arva", .kind = AreaKind::nation, .path = "/1/"});
      change.insert("course", training::Course{.id = {200}, .name = "Start", .days = 6});
      for (const std::int64_t side : {1, 2}) {
        const std::string called = side == 1 ? "Weir" : other ? "Delta" : std::string(sentinel);
        const std::int64_t more = side == 2 && other ? 7 : 0;
        change.insert("area", Area{.id = {10 + side},
                                   .name = called,
                                   .kind = AreaKind::county,
                                   .parent = base::Id<Area>{1},
                                   .path = fmt::format("/1/{}/", 10 + side)});
        change.insert(
            "site",
            Site{.id = {30 + side}, .code = {}, .name = called + " site", .area = {10 + side}});
        change.insert("sponsor", Sponsor{.id = {40 + side},
                                         .name = called + " hospital",
                                         .kind = "hospital",
                                         .area = {10 + side}});
        change.insert("staff", Staff{.id = {person(side)},
                                     .code = {},
                                     .name = called + " person",
                                     .sponsor = {40 + side},
                                     .area = {10 + side},
                                     .fit_until = day("2026-12-10")});
        change.insert("posting", posting(60 + side, side));
        // Nobody arrives untrained.
        change.insert("training_completion",
                      training::Completion{.id = {210 + side},
                                           .staff = {person(side)},
                                           .course = {200},
                                           .completed_on = day("1999-12-01"),
                                           .days = 6,
                                           .source = "list",
                                           .recorded_on = day("1999-12-02")});
        change.insert("budget_line", line(70 + side, side, 2026, LineKind::work_fund, more));
        change.insert("budget_line", line(170 + side, side, 2026, LineKind::training, more));
        change.insert("commitment", commitment(80 + side, side));
        change.insert("claim", claim(90 + side, side, ClaimState::asked));
        change.insert("receipt", receipt(200 + side, 90 + side, side));
        change.write("INSERT INTO receipt_file (id, digest, bytes) VALUES ($1, $2, $3)", 200 + side,
                     base::sha256_hex(picture_of(200 + side)), db::Bytes{picture_of(200 + side)});
        change.insert("contribution", contribution(100 + side, side, 2026));
        book(change, 110 + side, 70 + side);
        change.insert("allowance_month", month(120 + side, side, "2026-10"));
        change.insert("insurance_policy", insurance(130 + side, side));
        change.insert("health_check", check(140 + side, side));
        change.insert("arrival", Arrival{.id = {150 + side},
                                         .posting = {60 + side},
                                         .staff = {person(side)},
                                         .arrived_on = day("2026-01-01")});
        change.insert("arrival_exception", exception(160 + side, side));
        change.insert("activity_request", activity(180 + side, side, ActivityState::asked));
        change.insert("plan", Plan{.id = {190 + side},
                                   .name = called + " plan",
                                   .area = base::Id<Area>{10 + side},
                                   .starts_on = day("2027-03-01"),
                                   .state = placement::PlanState::draft,
                                   .made_at = written<base::Instant>("2026-11-01T00:00:00Z")});
      }
    });
  }

  programme::World world;

  static std::int64_t person(std::int64_t side) { return side == 1 ? 59 : 58; }
  static placement::Posting posting(std::int64_t id, std::int64_t side) {
    return {.id = {id},
            .staff = {person(side)},
            .site = {30 + side},
            .from_day = day("2000-01-01"),
            .source = "list"};
  }
  static Line line(std::int64_t id, std::int64_t side, std::int32_t year, LineKind kind,
                   std::int64_t more = 0) {
    return {.id = {id},
            .site = {30 + side},
            .year = year,
            .kind = kind,
            .unspent = many,
            .committed = many + more,
            .unfunded = -2 * many - more};
  }
  static Commitment commitment(std::int64_t id, std::int64_t side) {
    return {.id = {id},
            .line = {70 + side},
            .what = "order",
            .source = "letter",
            .minor = 500,
            .made_on = day("2026-11-01")};
  }
  static Claim claim(std::int64_t id, std::int64_t side, ClaimState state) {
    return {.id = {id},
            .staff = {person(side)},
            .line = {170 + side},
            .posting = {60 + side},
            .kind = LineKind::training,
            .day = day("2026-11-01"),
            .minor = 100,
            .receipt = fmt::format("R{}", id),
            .state = state,
            .asked_on = day("2026-11-02"),
            .since = day("2026-11-02"),
            .due_on = day("2026-11-23"),
            .checked_by = base::Id<access::Account>{99}};
  }
  /// Each another.
  static std::string picture_of(std::int64_t number) {
    return documents::pictures::jpeg({}, {}, std::to_string(number));
  }
  static ClaimReceipt receipt(std::int64_t id, std::int64_t claim, std::int64_t side) {
    const std::string bytes = picture_of(id);
    return {.id = {id},
            .claim = {claim},
            .staff = {person(side)},
            .width = 32,
            .height = 16,
            .size = static_cast<std::int32_t>(bytes.size()),
            .digest = base::sha256_hex(bytes),
            .added_on = day("2026-11-02")};
  }
  static Contribution contribution(std::int64_t id, std::int64_t side, std::int32_t year) {
    return {.id = {id},
            .site = {30 + side},
            .year = year,
            .sponsor = {40 + side},
            .minor = 500,
            .asked_on = day("2026-11-01"),
            .due_on = day("2026-11-20")};
  }
  static void book(db::Change& change, std::int64_t id, std::int64_t line) {
    change.insert("booking", Booking{.id = {id},
                                     .kind = BookingKind::plan,
                                     .made_on = day("2026-11-01"),
                                     .reason = "rules"});
    change.insert("booking_entry", BookingEntry{.id = {id},
                                                .booking = {id},
                                                .line = {line},
                                                .account = Account::unspent,
                                                .minor = 100});
    change.insert("booking_entry", BookingEntry{.id = {id + 1'000'000},
                                                .booking = {id},
                                                .line = {line},
                                                .account = Account::unfunded,
                                                .minor = -100});
  }
  static AllowanceMonth month(std::int64_t id, std::int64_t side, std::string_view which) {
    return {.id = {id},
            .posting = {60 + side},
            .staff = {person(side)},
            .month = written<base::Month>(which),
            .days = 20,
            .source = "sheet",
            .recorded_on = day("2026-11-01")};
  }
  static Insurance insurance(std::int64_t id, std::int64_t side) {
    return {.id = {id},
            .staff = {person(side)},
            .insurer = "Mutual",
            .policy_number = fmt::format("P{}", id),
            .from_day = day("2000-01-01"),
            .to_day = day("2030-01-01"),
            .recorded_on = day("2026-01-01")};
  }
  static HealthCheck check(std::int64_t id, std::int64_t side) {
    return {.id = {id},
            .staff = {person(side)},
            .done_on = day("2025-11-30"),
            .next_due = day("2026-11-30")};
  }
  static ArrivalException exception(std::int64_t id, std::int64_t side) {
    return {.id = {id},
            .posting = {60 + side},
            .staff = {person(side)},
            .reason = "late papers",
            .asked_by = base::Id<access::Account>{99},
            .asked_on = day("2026-11-01")};
  }
  static Activity activity(std::int64_t id, std::int64_t side, ActivityState state) {
    Activity made{.id = {id},
                  .line = {70 + side},
                  .name = "evening class",
                  .planned_on = day("2026-12-01"),
                  .minor = 300,
                  .asked_on = day("2026-11-01"),
                  .state = state};
    if (state == ActivityState::approved) {
      made.commitment = base::Id<Commitment>{id};
    }
    return made;
  }

  access::Asker holder_of(const std::string& role) { return programme::holder_of(world, role); }

  template <class Act>
  void keep(Act&& act) {
    world.database().change(db::Caller::program(), "test.keep", std::forward<Act>(act));
  }
};

template <class R>
std::string numbered(std::int64_t base, std::int64_t side) {
  return id_of<R>(side == 0 ? 404 : base + side);
}

json::object new_line(std::int64_t site, std::int64_t year) {
  return {{"site", id_of<Site>(site)},
          {"year", year},
          {"kind", "meals"},
          {"amount", "5.00 CNY"},
          {"reason", "x"}};
}

json::object new_claim(std::int64_t staff, std::string_view receipt) {
  return {{"staff", id_of<Staff>(staff)},
          {"kind", "training"},
          {"day", "2026-11-20"},
          {"amount", "1.00 CNY"},
          {"receipt", receipt}};
}

json::object new_activity(std::int64_t line) {
  return {{"line", id_of<Line>(line)},
          {"name", "class"},
          {"planned_on", "2026-12-01"},
          {"amount", "1.00 CNY"}};
}

class SupportPolicy : public testing::Test {
 protected:
  Counties counties;

  access::Asked ask(const access::Operation& operation, const std::string& role,
                    const std::string& relation) {
    side_ = relation == "inside" ? 1 : relation == "outside" ? 2 : 0;
    std::string target;
    const json::object input = input_of(operation.about.name, target);
    const std::string picture = Counties::picture_of(fresh_);
    const access::Upload upload{.name = "receipt.jpg", .bytes = picture};
    access::Request request = counties.world.request;
    request.file = operation.about.takes_file ? &upload : nullptr;
    return access::ask_service(counties.world.service(), operation, counties.holder_of(role),
                               request, input, target);
  }

 private:
  json::object input_of(const std::string& name, std::string& target) {
    ++fresh_;
    if (name.starts_with("receipt.")) {
      return of_receipts(name);
    }
    if (name.ends_with(".list")) {
      return list_of(name, target);
    }
    if (name.starts_with("line.") || name.starts_with("budget.") || name == "booking.reverse") {
      return of_lines(name);
    }
    if (name.starts_with("claim.") || name.starts_with("commitment.") ||
        name.starts_with("contribution.") || name.starts_with("activity.")) {
      return of_money(name);
    }
    return of_people(name);
  }

  json::object list_of(const std::string& name, std::string& target) const {
    target = name == "line.list"           ? numbered<Line>(70, side_)
             : name == "budget.list"       ? numbered<Site>(30, side_)
             : name == "contribution.list" ? numbered<Contribution>(100, side_)
             : name == "commitment.list"   ? numbered<Commitment>(80, side_)
             : name == "claim.list"        ? numbered<Claim>(90, side_)
             : name == "month.list"        ? numbered<AllowanceMonth>(120, side_)
             : name == "insurance.list"    ? numbered<Insurance>(130, side_)
             : name == "health_check.list" ? numbered<HealthCheck>(140, side_)
             : name == "arrival.list"      ? numbered<Arrival>(150, side_)
             : name == "exception.list"    ? numbered<ArrivalException>(160, side_)
             : name == "alarm.list"        ? numbered<Posting>(60, side_)
                                           : numbered<Activity>(180, side_);
    if (name == "budget.list") {
      return {{"limit", 200}, {"year", 2026}};
    }
    return {{"limit", 200}};
  }

  /// Made within the side, so that each question meets the same; absent: 404.
  template <class R, class Make>
  std::string made(std::string_view table, Make&& make) {
    if (side_ == 0) {
      return id_of<R>(404);
    }
    counties.keep([&](db::Change& change) { change.insert(table, make(fresh_)); });
    return id_of<R>(fresh_);
  }

  std::string fresh_line() {
    return made<Line>("budget_line", [&](std::int64_t id) {
      return Counties::line(id, side_, static_cast<std::int32_t>(2000 + id % 900),
                            LineKind::health);
    });
  }
  std::string fresh_commitment() {
    return made<Commitment>("commitment",
                            [&](std::int64_t id) { return Counties::commitment(id, side_); });
  }

  json::object of_lines(const std::string& name) {
    const std::int64_t year = 2000 + fresh_ % 900;
    if (name == "line.make") {
      return new_line(side_ == 0 ? 404 : 30 + side_, year);
    }
    if (name == "line.preset") {
      return {{"site", numbered<Site>(30, side_)}, {"year", 2040}};
    }
    if (name == "budget.show") {
      return {{"within", numbered<Area>(10, side_)}, {"year", 2026}};
    }
    if (name == "budget.proof") {
      return {{"within", numbered<Area>(10, side_)}};
    }
    if (name == "line.plan") {
      return {{"id", fresh_line()}, {"amount", "99000000.00 CNY"}, {"reason", "x"}, {"version", 1}};
    }
    if (name == "booking.reverse") {
      const std::string line = fresh_line();
      if (side_ != 0) {
        counties.keep([&](db::Change& change) { Counties::book(change, fresh_, fresh_); });
      }
      return {{"id", id_of<Booking>(side_ == 0 ? 404 : fresh_)}, {"reason", "x"}};
    }
    json::object input = {{"id", numbered<Line>(70, side_)}};
    if (name == "line.approve") {
      input["amount"] = "1.00 CNY";
      input["reason"] = "x";
    } else if (name == "line.fund") {
      input["funder"] = "matched";
      input["amount"] = "1.00 CNY";
      input["source"] = "x";
    }
    return input;
  }

  json::object of_money(const std::string& name) {
    if (name == "claim.make") {
      return new_claim(side_ == 0 ? 404 : Counties::person(side_), fmt::format("N{}", fresh_));
    }
    if (name == "commitment.make") {
      return {{"line", numbered<Line>(70, side_)},
              {"amount", "1.00 CNY"},
              {"name", "x"},
              {"source", "x"}};
    }
    if (name == "activity.make") {
      return new_activity(side_ == 0 ? 404 : 70 + side_);
    }
    if (name == "contribution.ask") {
      return {{"site", numbered<Site>(30, side_)}, {"year", 2026}};
    }
    if (name.ends_with(".show") || name.ends_with(".history")) {
      return {{"id", name.starts_with("claim.")          ? numbered<Claim>(90, side_)
                     : name.starts_with("commitment.")   ? numbered<Commitment>(80, side_)
                     : name.starts_with("contribution.") ? numbered<Contribution>(100, side_)
                                                         : numbered<Activity>(180, side_)}};
    }
    json::object input = {{"version", 1}};
    if (name.starts_with("commitment.")) {
      input["id"] = fresh_commitment();
      if (name == "commitment.pay") {
        input["amount"] = "1.00 CNY";
        input["source"] = "x";
      } else {
        input["reason"] = "x";
      }
    } else if (name == "contribution.receive") {
      // Of another year, with a line to take it.
      const auto year = static_cast<std::int32_t>(2000 + fresh_ % 900);
      fresh_line();
      input["id"] = made<Contribution>(
          "contribution", [&](std::int64_t id) { return Counties::contribution(id, side_, year); });
      input["source"] = "x";
    } else if (name.starts_with("activity.")) {
      const bool finish = name == "activity.finish";
      if (finish) {
        fresh_commitment();
      }
      input["id"] = made<Activity>("activity_request", [&](std::int64_t id) {
        return Counties::activity(id, side_,
                                  finish ? ActivityState::approved : ActivityState::asked);
      });
      if (finish) {
        input["spent"] = "1.00 CNY";
        input["source"] = "x";
        input["result"] = "x";
      } else if (name == "activity.decline") {
        input["reason"] = "x";
      }
    } else {
      const ClaimState state = name == "claim.approve"  ? ClaimState::checked
                               : name == "claim.settle" ? ClaimState::approved
                                                        : ClaimState::asked;
      input["id"] =
          made<Claim>("claim", [&](std::int64_t id) { return Counties::claim(id, side_, state); });
      if (name == "claim.settle") {
        input["source"] = "x";
      } else if (name == "claim.refuse") {
        input["reason"] = "x";
      }
    }
    return input;
  }

  json::object of_receipts(const std::string& name) {
    if (name == "receipt.list" || name == "receipt.open") {
      return {{"id", name == "receipt.list" ? numbered<Claim>(90, side_)
                                            : numbered<ClaimReceipt>(200, side_)}};
    }
    // Of a claim that is fresh: each has so many at most.
    const std::string claim = made<Claim>(
        "claim", [&](std::int64_t id) { return Counties::claim(id, side_, ClaimState::asked); });
    if (name == "receipt.add") {
      return {{"id", claim}};
    }
    return {{"id",
             made<ClaimReceipt>(
                 "receipt", [&](std::int64_t id) { return Counties::receipt(id, fresh_, side_); })},
            {"reason", "x"},
            {"version", 1}};
  }

  json::object of_people(const std::string& name) {
    if (name == "plan.cost") {
      return {{"id", numbered<Plan>(190, side_)}};
    }
    if (name == "month.confirm") {
      return {{"posting", numbered<Posting>(60, side_)},
              {"month", fmt::format("{}-01", 2001 + fresh_ % 20)},
              {"days", 3},
              {"source", "x"}};
    }
    if (name == "insurance.make") {
      return {{"staff", id_of<Staff>(side_ == 0 ? 404 : Counties::person(side_))},
              {"insurer", "Mutual"},
              {"policy_number", "P"},
              {"from_day", "2026-01-01"},
              {"to_day", "2026-12-31"}};
    }
    if (name == "health_check.make") {
      return {{"staff", id_of<Staff>(side_ == 0 ? 404 : Counties::person(side_))},
              {"passed", true}};
    }
    if (name == "exception.ask") {
      return {{"posting", numbered<Posting>(60, side_)}, {"reason", "x"}};
    }
    if (name == "arrival.gates") {
      return {{"posting", numbered<Posting>(60, side_)}};
    }
    if (name == "arrival.record") {
      return {{"posting", made<Posting>("posting", [&](std::int64_t id) {
                 return Counties::posting(id, side_);
               })}};
    }
    if (name.ends_with(".show")) {
      return {{"id", name.starts_with("month.")       ? numbered<AllowanceMonth>(120, side_)
                     : name.starts_with("insurance.") ? numbered<Insurance>(130, side_)
                     : name.starts_with("health_")    ? numbered<HealthCheck>(140, side_)
                     : name.starts_with("arrival.")   ? numbered<Arrival>(150, side_)
                                                      : numbered<ArrivalException>(160, side_)}};
    }
    json::object input = {{"version", 1}};
    if (name == "exception.sign" || name == "exception.decline") {
      input["id"] = made<ArrivalException>(
          "arrival_exception", [&](std::int64_t id) { return Counties::exception(id, side_); });
      return input;
    }
    input["reason"] = "x";
    if (name == "month.withdraw") {
      input["id"] = made<AllowanceMonth>("allowance_month", [&](std::int64_t id) {
        return Counties::month(id, side_, "2026-05");
      });
    } else if (name == "insurance.withdraw") {
      input["id"] = made<Insurance>(
          "insurance_policy", [&](std::int64_t id) { return Counties::insurance(id, side_); });
    } else if (name == "health_check.withdraw") {
      input["id"] = made<HealthCheck>("health_check",
                                      [&](std::int64_t id) { return Counties::check(id, side_); });
    } else {
      made<Posting>("posting", [&](std::int64_t id) { return Counties::posting(id, side_); });
      input["id"] = made<Arrival>("arrival", [&](std::int64_t id) {
        return Arrival{.id = {id},
                       .posting = {id},
                       .staff = {Counties::person(side_)},
                       .arrived_on = day("2026-01-01")};
      });
    }
    return input;
  }

  std::int64_t side_ = 0;
  std::int64_t fresh_ = 100'000;
};

TEST_F(SupportPolicy, EveryRouteAsEveryRoleInEveryRelation) {
  access::expect_policy(
      operations(), "support",
      [this](const access::Operation& operation, const std::string& role,
             const std::string& relation) { return ask(operation, role, relation); });
}

/// Lists, single records, and changes that name what lies outside or is not there. What is inside
/// is never changed, so that each asker meets the same.
std::vector<access::Question> questions(const programme::World& world) {
  std::vector<access::Question> made;
  const auto add = [&](std::string_view name, json::object input) {
    made.push_back({&world.operation(name), std::move(input)});
  };
  for (const char* list : {"line.list", "commitment.list", "contribution.list", "claim.list",
                           "month.list", "insurance.list", "health_check.list", "arrival.list",
                           "exception.list", "alarm.list", "activity.list"}) {
    add(list, {});
    add(list, {{"limit", 1}});
  }
  add("budget.show", {{"year", 2026}});
  add("budget.proof", {});
  add("budget.list", {{"year", 2026}, {"count", true}});
  for (const std::int64_t side : {2, 0}) {
    const auto whose = id_of<Staff>(side == 0 ? 404 : Counties::person(side));
    add("budget.show", {{"year", 2026}, {"within", numbered<Area>(10, side)}});
    add("budget.list", {{"year", 2026}, {"within", numbered<Area>(10, side)}});
    add("budget.proof", {{"within", numbered<Area>(10, side)}});
    for (const char* list : {"line.list", "commitment.list", "claim.list", "month.list"}) {
      add(list, {{"site", numbered<Site>(30, side)}});
    }
    for (const char* list : {"insurance.list", "health_check.list", "arrival.list", "claim.list"}) {
      add(list, {{"staff", whose}});
    }
    add("line.make", new_line(side == 0 ? 404 : 32, 2026));
    add("line.preset", {{"site", numbered<Site>(30, side)}, {"year", 2026}});
    add("contribution.ask", {{"site", numbered<Site>(30, side)}, {"year", 2026}});
    add("claim.make", new_claim(side == 0 ? 404 : 58, "N1"));
    add("activity.make", new_activity(side == 0 ? 404 : 72));
    add("commitment.make", {{"line", numbered<Line>(70, side)},
                            {"amount", "1.00 CNY"},
                            {"name", "x"},
                            {"source", "x"}});
    add("month.confirm", {{"posting", numbered<Posting>(60, side)},
                          {"month", "2026-09"},
                          {"days", 3},
                          {"source", "x"}});
    add("insurance.make", {{"staff", whose},
                           {"insurer", "Mutual"},
                           {"policy_number", "P"},
                           {"from_day", "2026-01-01"},
                           {"to_day", "2026-12-31"}});
    add("health_check.make", {{"staff", whose}, {"passed", true}});
    add("arrival.gates", {{"posting", numbered<Posting>(60, side)}});
    add("arrival.record", {{"posting", numbered<Posting>(60, side)}});
    add("exception.ask", {{"posting", numbered<Posting>(60, side)}, {"reason", "x"}});
    add("plan.cost", {{"id", numbered<Plan>(190, side)}});
    const std::string line = numbered<Line>(70, side);
    add("line.show", {{"id", line}});
    add("line.entries", {{"id", line}});
    add("line.plan", {{"id", line}, {"amount", "1.00 CNY"}, {"reason", "x"}, {"version", 9}});
    add("line.approve", {{"id", line}, {"amount", "0.00 CNY"}, {"reason", "x"}});
    add("line.fund",
        {{"id", line}, {"funder", "matched"}, {"amount", "0.00 CNY"}, {"source", "x"}});
    add("booking.reverse", {{"id", numbered<Booking>(110, side)}, {"reason", ""}});
    const std::string claim = numbered<Claim>(90, side);
    add("claim.show", {{"id", claim}});
    add("claim.history", {{"id", claim}});
    add("receipt.list", {{"id", claim}});
    const std::string receipt = numbered<ClaimReceipt>(200, side);
    add("receipt.open", {{"id", receipt}});
    add("receipt.remove", {{"id", receipt}, {"reason", "x"}, {"version", 9}});
    made.push_back({&world.operation("receipt.add"), {{"id", claim}}, Counties::picture_of(1)});
    for (const char* step : {"claim.check", "claim.approve"}) {
      add(step, {{"id", claim}, {"version", 9}});
    }
    add("claim.settle", {{"id", claim}, {"source", "x"}, {"version", 9}});
    add("claim.refuse", {{"id", claim}, {"reason", "x"}, {"version", 9}});
    const std::string commitment = numbered<Commitment>(80, side);
    add("commitment.show", {{"id", commitment}});
    add("commitment.pay",
        {{"id", commitment}, {"amount", "1.00 CNY"}, {"source", "x"}, {"version", 9}});
    add("commitment.release", {{"id", commitment}, {"reason", "x"}, {"version", 9}});
    const std::string contribution = numbered<Contribution>(100, side);
    add("contribution.show", {{"id", contribution}});
    add("contribution.receive", {{"id", contribution}, {"source", "x"}, {"version", 9}});
    const std::string activity = numbered<Activity>(180, side);
    add("activity.show", {{"id", activity}});
    add("activity.approve", {{"id", activity}, {"version", 9}});
    add("activity.decline", {{"id", activity}, {"reason", "x"}, {"version", 9}});
    add("activity.finish", {{"id", activity},
                            {"spent", "1.00 CNY"},
                            {"source", "x"},
                            {"result", "x"},
                            {"version", 9}});
    for (const auto& [name, id] :
         {std::pair<std::string, std::string>{"month", numbered<AllowanceMonth>(120, side)},
          {"insurance", numbered<Insurance>(130, side)},
          {"health_check", numbered<HealthCheck>(140, side)},
          {"arrival", numbered<Arrival>(150, side)}}) {
      add(name + ".show", {{"id", id}});
      add(name + ".withdraw", {{"id", id}, {"reason", "x"}, {"version", 9}});
    }
    const std::string exception = numbered<ArrivalException>(160, side);
    add("exception.show", {{"id", exception}});
    add("exception.sign", {{"id", exception}, {"version", 9}});
    add("exception.decline", {{"id", exception}, {"version", 9}});
  }
  return made;
}

TEST(SupportWorlds, WhatLiesOutsideTheScopeChangesNoAnswer) {
  Counties one(false);
  Counties other(true);
  programme::expect_no_leaks(one, other, questions, {std::string(sentinel), "Delta"}, "differs",
                             operations());
}

}  // namespace
}  // namespace sojourn::stages::support
