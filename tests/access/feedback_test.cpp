// Suggestions and complaints against policy_feedback.csv; and nobody but the office and whoever
// wrote one hears that it is there, or by whom.
#include "stages/accountability/feedback.h"

#include "tests/access/counties.h"
#include "tests/access/policy.h"
#include "tests/access/worlds.h"
#include "tests/unit/stages/accountability/feedback_parts.h"

namespace sojourn::stages::accountability {
namespace {

namespace json = boost::json;
using programme::id_of;
using testing::IsEmpty;
using testing::Not;

/// As World::holder says whoever asks.
constexpr std::int64_t asking = 17;
constexpr std::int64_t somebody_else = 18;

void keep(programme::World& world, std::int64_t id, std::int64_t account, const std::string& said) {
  world.database().change(db::Caller::program(), "test.keep", [&](db::Change& change) {
    const base::Date today = change.now().utc_date();
    change.insert(Feedback::table, Feedback{.id = {id},
                                            .account = {account},
                                            .said = said,
                                            .written_on = today,
                                            .due_on = today + 14,
                                            .state = FeedbackState::answered});
    change.insert(FeedbackAnswer::table, FeedbackAnswer{.id = {id},
                                                        .feedback = {id},
                                                        .account = {account},
                                                        .said = said + " answered",
                                                        .answered_on = today});
  });
}

class FeedbackPolicy : public testing::Test {
 protected:
  programme::World world{db::EngineKind::sqlite, feedback_parts()};

  access::Asked ask(const access::Operation& operation, const std::string& role,
                    const std::string& relation) {
    const std::string& name = operation.about.name;
    ++fresh_;
    json::object input;
    std::string target;
    if (name == "feedback.make") {
      input = {{"kind", "suggestion"}, {"said", "A second column."}, {"page", "/plans/:id"}};
    } else {
      if (relation != "absent") {
        keep(world, fresh_, relation == "own" ? asking : somebody_else, "Two columns");
      }
      target = id_of<Feedback>(relation == "absent" ? 404 : fresh_);
      if (name == "feedback.list" || name == "feedback.own") {
        input = {};
      } else {
        input["id"] = target;
        if (operation.takes_version) {
          input["version"] = 1;
        }
        if (name == "feedback.answer") {
          input["said"] = "It will.";
        }
        target.clear();
      }
      if (name == "feedback.list") {
        input["limit"] = 200;
      }
    }
    return access::ask_service(world.service(), operation, programme::holder_of(world, role),
                               world.request, input, target);
  }

 private:
  std::int64_t fresh_ = 1000;
};

TEST_F(FeedbackPolicy, EveryRouteAsEveryRoleInEveryRelation) {
  access::expect_policy(
      feedback_operations(), "feedback",
      [this](const access::Operation& operation, const std::string& role,
             const std::string& relation) { return ask(operation, role, relation); });
}

TEST(FeedbackWorlds, WhatOthersWroteChangesNoAnswer) {
  programme::World one{db::EngineKind::sqlite, feedback_parts()};
  programme::World other{db::EngineKind::sqlite, feedback_parts()};
  keep(one, 1, asking, "Mine");
  keep(other, 1, asking, "Mine");
  keep(one, 2, somebody_else, std::string(programme::sentinel));
  keep(other, 2, somebody_else, "Delta");
  keep(other, 3, somebody_else, "Delta");
  const auto questions = [](programme::World& world) {
    std::vector<access::Question> made = {
        {&world.operation("feedback.own"), json::object()},
        {&world.operation("feedback.list"), json::object{{"count", true}}}};
    for (const std::int64_t id : {1, 2, 3, 404}) {
      const json::object which{{"id", id_of<Feedback>(id)}};
      made.push_back({&world.operation("feedback.answers"), which});
      made.push_back({&world.operation("feedback.show"), which});
      json::object closing = which;
      closing["version"] = 9;
      made.push_back({&world.operation("feedback.close"), closing});
      closing["said"] = "x";
      made.push_back({&world.operation("feedback.answer"), closing});
    }
    return made;
  };
  for (const std::string& role : access::policy_roles()) {
    const auto side = [&](programme::World& world) {
      return access::Side{world.service(), programme::holder_of(world, role)};
    };
    const auto found =
        access::leaks(side(one), side(other), questions(one), {std::string(programme::sentinel)});
    if (role == "programme_officer" || role == "administrator") {
      EXPECT_THAT(found, Not(IsEmpty())) << role << " sees all of it";
    } else {
      EXPECT_THAT(found, IsEmpty()) << role;
    }
  }
}

}  // namespace
}  // namespace sojourn::stages::accountability
