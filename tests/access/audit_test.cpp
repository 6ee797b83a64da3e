// The audit log's operations against policy_audit.csv; and that whoever may read the log hears of
// no record what is in it, and whoever may not hears nothing.
#include <fmt/format.h>

#include "documents/grid_parts.h"
#include "tests/access/counties.h"
#include "tests/access/policy.h"
#include "tests/access/worlds.h"
#include "tests/unit/stages/accountability/audit_world.h"

namespace sojourn::stages::accountability {
namespace {

namespace json = boost::json;
using programme::Area;
using programme::AreaKind;
using programme::id_of;
using programme::sentinel;
using programme::Site;
using programme::Sponsor;
using programme::Staff;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// A county with everything in it called by one word, made by somebody with a reason about a
/// person; sealed, and checked once.
class Kept {
 public:
  explicit Kept(const std::string& word) {
    db::Caller caller = db::Caller::program();
    caller.request_id = "r";
    world.database().change(caller, "test.keep", [&](db::Change& change) {
      change.insert("area",
                    Area{.id = {11}, .name = word, .kind = AreaKind::county, .path = "/11/"});
      change.insert("site", Site{.id = {31}, .name = word, .area = {11}});
      change.insert("sponsor", Sponsor{.id = {41}, .name = word, .kind = "school", .area = {11}});
    });
    caller.reason = word;
    world.database().change(caller, "test.keep", [&](db::Change& change) {
      change.insert("staff", Staff{.id = {51},
                                   .name = word,
                                   .sponsor = {41},
                                   .area = {11},
                                   .roles = {programme::StaffRole::member}});
    });
    audit.seal();
  }

  std::vector<access::Question> questions() {
    std::vector<access::Question> made = {
        {&world.operation("audit.list"), json::object()},
        {&world.operation("audit.list"), json::object{{"record", id_of<Site>(31)}}},
        {&world.operation("audit.list"), json::object{{"record", id_of<Staff>(51)}}},
        {&world.operation("audit_check.list"), json::object()},
        {&world.operation("audit_check.show"), json::object{{"id", "check_1"}}},
        {&world.operation("audit_check.cancel"), json::object{{"id", "check_1"}}},
        {&world.operation("audit.evidence"), json::object{{"record", id_of<Staff>(51)}}},
        {&world.operation("audit.verify"), json::object{{"what", "log"}}}};
    for (const int index : {0, 1, 99}) {
      for (const char* name : {"audit.show", "audit.proof"}) {
        made.push_back({&world.operation(name), json::object{{"index", index}}});
      }
    }
    return made;
  }

  AuditWorld audit;
  programme::World& world = audit.world;
};

class AuditPolicy : public testing::Test {
 protected:
  access::Asked ask(const access::Operation& operation, const std::string& role,
                    const std::string& relation) {
    const std::string& name = operation.about.name;
    json::object input;
    if (name == "audit.show" || name == "audit.proof") {
      input["index"] = relation == "there" ? 0 : 999'999;
    } else if (name == "audit.evidence") {
      input["first"] = relation == "there" ? 0 : 999'999;
    } else if (name == "audit_check.show" || name == "audit_check.cancel") {
      input["id"] = relation == "there" ? fresh_check() : "check_1";
    } else if (name == "audit.verify") {
      input["what"] = "log";
    }
    return access::ask_service(kept.audit.service(), operation,
                               programme::holder_of(kept.world, role), kept.world.request, input,
                               "");
  }
  std::string fresh_check() {
    return programme::text_of(kept.audit.ask("audit.verify", {{"what", "records"}}), "id");
  }
  Kept kept{"Weir"};
};

TEST_F(AuditPolicy, EveryRouteAsEveryRoleInEveryRelation) {
  std::vector<access::Operation> own;
  for (const access::Operation& each : kept.world.operations()) {
    if (each.about.name.starts_with("audit")) {
      own.push_back(each);
    }
  }
  access::expect_policy(
      own, "audit",
      [this](const access::Operation& operation, const std::string& role,
             const std::string& relation) { return ask(operation, role, relation); });
}

TEST(AuditWorlds, WhoeverMayNotReadTheLogHearsNothingOfIt) {
  Kept one("Weir");
  Kept other{std::string(sentinel)};
  for (const std::string& role : access::policy_roles()) {
    if (role == "auditor" || role == "administrator") {
      continue;
    }
    EXPECT_THAT(access::leaks({one.audit.service(), programme::holder_of(one.world, role)},
                              {other.audit.service(), programme::holder_of(other.world, role)},
                              one.questions(), {"operation", "test.keep"}),
                IsEmpty())
        << role;
  }
}

TEST(AuditWorlds, WhoeverReadsTheLogHearsOfNoRecordWhatIsInIt) {
  Kept kept{std::string(sentinel)};
  for (const char* role : {"auditor", "administrator"}) {
    const access::Side side{kept.audit.service(), programme::holder_of(kept.world, role)};
    for (const access::Question& question : kept.questions()) {
      EXPECT_THAT(access::whole_answer(side, question), Not(HasSubstr(sentinel)))
          << question.operation->about.name;
    }
    // What stands packed in an archive is read too.
    const access::Answer pack = kept.audit.answer("audit.evidence", {{"first", 0}, {"last", 1}});
    const auto parts = documents::zip_parts({.name = "x.zip", .bytes = pack.file->bytes}, {});
    for (const char* name : {"README.txt", "README.zh.txt", "entries/entry-0.txt",
                             "entries/entry-1.txt", "proofs/entry-1.tlog-proof"}) {
      const auto part = parts->open(name);
      ASSERT_NE(part, nullptr) << name;
      std::string text;
      for (std::string_view read = part->read(); !read.empty(); read = part->read()) {
        text += read;
      }
      EXPECT_THAT(text, Not(HasSubstr(sentinel))) << name;
    }
  }
}

}  // namespace
}  // namespace sojourn::stages::accountability
