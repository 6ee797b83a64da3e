// The audit log for whoever checks it: its entries, their proofs, evidence packs, and checks that
// find what was done behind its back.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "access/list_file.h"
#include "documents/grid_parts.h"
#include "tests/unit/stages/accountability/audit_world.h"

namespace sojourn::stages::accountability {
namespace {

namespace json = boost::json;
using programme::text_of;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class AuditTest : public programme::OnEachEngine {
 protected:
  AuditTest() {
    area = world.world.area("Weir County", "county");
    mill = world.world.site("Mill", area);
    ford = world.world.site("Ford", area);
    world.world.ask(world.world.officer(), "site.rename",
                    {{"id", mill}, {"name", "Upper Mill"}, {"version", 1}});
    world.seal();
  }
  json::array list(const json::object& input = {}) {
    return world.ask("audit.list", input).at("items").as_array();
  }
  static std::vector<std::string> operations_in(const json::array& items) {
    std::vector<std::string> names;
    for (const json::value& each : items) {
      names.push_back(text_of(each, "operation"));
    }
    return names;
  }
  std::string file_in(const std::string& archive, const std::string& name) {
    const auto parts = documents::zip_parts({.name = "x.zip", .bytes = archive}, {});
    const auto part = parts->open(name);
    if (part == nullptr) {
      return "";
    }
    std::string text;
    for (std::string_view read = part->read(); !read.empty(); read = part->read()) {
      text += read;
    }
    return text;
  }

  AuditWorld world{GetParam()};
  std::string area;
  std::string mill;
  std::string ford;
};

TEST_P(AuditTest, ListsWhoDidWhatNewestFirst) {
  const json::array items = list();
  EXPECT_THAT(operations_in(items),
              ElementsAre("site.rename", "site.make", "site.make", "area.make"));
  const json::object& newest = items[0].as_object();
  EXPECT_EQ(newest.at("index").to_number<std::int64_t>(), 3);
  EXPECT_EQ(text_of(newest, "state"), "sealed");
  EXPECT_EQ(text_of(newest, "meaning"), "give a site another name");
  EXPECT_EQ(text_of(newest, "request"), "r1");
  EXPECT_EQ(text_of(newest, "by"), base::Id<access::Account>{17}.to_text());
  EXPECT_THAT(newest.at("records").as_array(), ElementsAre(json::value(mill)));
  EXPECT_FALSE(newest.at("reason_given").as_bool());
  // Values are the record's own history.
  EXPECT_THAT(base::write_json(items), Not(HasSubstr("Mill")));
}

TEST_P(AuditTest, IsFiltered) {
  EXPECT_THAT(operations_in(list({{"operation", "site.make"}})),
              ElementsAre("site.make", "site.make"));
  EXPECT_THAT(operations_in(list({{"record", mill}})), ElementsAre("site.rename", "site.make"));
  EXPECT_THAT(operations_in(list({{"record", mill}, {"operation", "site.make"}})),
              ElementsAre("site.make"));
  EXPECT_THAT(list({{"operation", "site"}}), IsEmpty());
  EXPECT_THAT(list({{"operation", "s%"}}), IsEmpty());
  EXPECT_THAT(list({{"by", base::Id<access::Account>{17}.to_text()}}), SizeIs(4));
  EXPECT_THAT(list({{"by", base::Id<access::Account>{1}.to_text()}}), IsEmpty());
  EXPECT_EQ(world.outcome("audit.list", {{"record", "village_3"}}), "/record not_id");
  EXPECT_EQ(world.outcome("audit.list", {{"record", "site_"}}), "/record not_id");
  EXPECT_EQ(world.outcome("audit.list", {{"after", "x"}}), "/after not_place");
  EXPECT_EQ(world.outcome("audit.list", {{"limit", 0}}), "/limit out_of_range");
}

TEST_P(AuditTest, IsFilteredByDays) {
  world.world.clock.turn(std::chrono::hours(24));
  world.world.area("Sand County", "county");
  const std::string today = world.world.clock.now().utc_date().to_text();
  const std::string yesterday = (world.world.clock.now().utc_date() - 1).to_text();
  EXPECT_THAT(list({{"from", today}}), SizeIs(1));
  EXPECT_THAT(list({{"to", yesterday}}), SizeIs(4));
  EXPECT_THAT(list({{"from", yesterday}, {"to", today}}), SizeIs(5));
  EXPECT_THAT(list({{"from", "2031-01-01"}}), IsEmpty());
  // What is not sealed yet is said to be so.
  EXPECT_EQ(text_of(list()[0], "state"), "waiting");
}

TEST_P(AuditTest, IsReadPageByPage) {
  std::vector<std::string> seen;
  json::object input{{"limit", 1}};
  for (int pages = 0; pages < 9; ++pages) {
    const json::value page = world.ask("audit.list", input);
    for (const std::string& each : operations_in(page.at("items").as_array())) {
      seen.push_back(each);
    }
    const json::value* next = page.as_object().if_contains("next");
    if (next == nullptr) {
      break;
    }
    input["after"] = *next;
  }
  EXPECT_THAT(seen, ElementsAre("site.rename", "site.make", "site.make", "area.make"));
}

TEST_P(AuditTest, ShowsAnEntryWhole) {
  const json::value entry = world.ask("audit.show", {{"index", 3}});
  const std::string text = text_of(entry, "text");
  EXPECT_THAT(text, HasSubstr("operation site.rename\n"));
  EXPECT_EQ(text_of(entry, "digest"), ledger::to_base64(ledger::leaf_hash(text)));
  const json::object& line = entry.at("lines").as_array().at(0).as_object();
  EXPECT_EQ(text_of(line, "verb"), "update");
  EXPECT_EQ(text_of(line, "record"), mill);
  EXPECT_THAT(line.at("fields").as_array(), Contains(json::value("name")));
  EXPECT_EQ(world.outcome("audit.show", {{"index", 4}}), "not_found");
}

TEST_P(AuditTest, AReasonIsShownIfItIsAboutNoPerson) {
  const auto change = [&](const char* table, const auto& act) {
    db::Caller caller = db::Caller::program();
    caller.reason = std::string("Because of ") + table;
    world.world.database().change(caller, "test.reason", act);
  };
  const std::string sponsor = world.world.sponsor("Hospital", area);
  const std::string staff = world.world.staff("Ada", sponsor);
  change("site", [&](db::Change& made) {
    programme::Site before =
        made.one<programme::Site>("SELECT s.* FROM site s WHERE s.id = $1 AND {scope:site s.id}",
                                  *base::Id<programme::Site>::from_text(mill));
    programme::Site after = before;
    after.name = "Lower Mill";
    made.update("site", before, after);
  });
  EXPECT_EQ(text_of(list()[0], "why"), "Because of site");
  EXPECT_TRUE(list()[0].at("reason_given").as_bool());
  change("staff", [&](db::Change& made) {
    programme::Staff before =
        made.one<programme::Staff>("SELECT s.* FROM staff s WHERE s.id = $1 AND {scope:staff s.id}",
                                   *base::Id<programme::Staff>::from_text(staff));
    programme::Staff after = before;
    after.name = "Ada Example";
    made.update("staff", before, after);
  });
  EXPECT_TRUE(list()[0].at("reason_given").as_bool());
  EXPECT_FALSE(list()[0].as_object().contains("why"));
}

TEST_P(AuditTest, GivesTheProofOfAnEntry) {
  const access::Answer answer = world.answer("audit.proof", {{"index", 2}});
  EXPECT_EQ(answer.file->name, "entry-2.tlog-proof");
  const auto proof = ledger::parse_entry_proof(answer.file->bytes);
  ASSERT_TRUE(proof);
  const std::vector<ledger::VerifierKey> keys = {world.key.verifier()};
  EXPECT_EQ(ledger::believe_entry(*proof, proof->extra, world.key.verifier().name + "/1", keys),
            ledger::Doubt::none);
  EXPECT_THAT(proof->extra, HasSubstr(std::string("id ") + text_of(answer.body, "entry")));
  world.world.area("Sand County", "county");
  EXPECT_EQ(world.outcome("audit.proof", {{"index", 4}}), "not_found") << "it has no place yet";
}

TEST_P(AuditTest, AnEvidencePackHoldsWhatAnOutsiderNeeds) {
  const access::Answer answer = world.answer("audit.evidence", {{"record", mill}});
  EXPECT_EQ(answer.file->name, fmt::format("evidence-{}.zip", mill));
  EXPECT_EQ(answer.body.at("entries").to_number<std::int64_t>(), 2);
  const std::string& zip = answer.file->bytes;
  EXPECT_THAT(file_in(zip, "README.txt"), HasSubstr("audit check-proof"));
  EXPECT_THAT(file_in(zip, "README.zh.txt"), HasSubstr("审计"));
  EXPECT_EQ(file_in(zip, "log-key.pub"), world.key.verifier().text() + "\n");
  EXPECT_TRUE(ledger::parse_checkpoint(file_in(zip, "checkpoint")));
  const auto proof = ledger::parse_entry_proof(file_in(zip, "proofs/entry-3.tlog-proof"));
  ASSERT_TRUE(proof);
  EXPECT_EQ(proof->extra, file_in(zip, "entries/entry-3.txt"));
  EXPECT_THAT(proof->extra, HasSubstr("operation site.rename\n"));
  EXPECT_THAT(file_in(zip, "proofs/entry-0.tlog-proof"), IsEmpty()) << "it is of the area";
  // That it was taken is an entry itself, and no checkpoint covers that one.
  EXPECT_EQ(operations_in(list())[0], "audit.evidence");
}

TEST_P(AuditTest, AnEvidencePackOfARange) {
  const json::value made = world.ask("audit.evidence", {{"first", 1}, {"last", 9}});
  EXPECT_EQ(made.at("entries").to_number<std::int64_t>(), 3);
  EXPECT_EQ(made.at("not_sealed").to_number<std::int64_t>(), 0);
  EXPECT_EQ(world.outcome("audit.evidence"), "/record one_of");
  EXPECT_EQ(world.outcome("audit.evidence", {{"record", mill}, {"first", 1}}), "/first one_of");
  EXPECT_EQ(world.outcome("audit.evidence", {{"first", 2}, {"last", 1}}), "/last before_first");
  EXPECT_EQ(world.outcome("audit.evidence", {{"first", 99}}), "no_entry");
  world.world.ask(world.world.officer(), "site.rename",
                  {{"id", ford}, {"name", "Lower Ford"}, {"version", 1}});
  const json::value later = world.ask("audit.evidence", {{"record", ford}});
  EXPECT_EQ(later.at("entries").to_number<std::int64_t>(), 1);
  EXPECT_EQ(later.at("not_sealed").to_number<std::int64_t>(), 1);
}

TEST_P(AuditTest, AGoodLogIsSaidToBeGood) {
  const json::value log = world.check("log");
  EXPECT_EQ(text_of(log, "state"), "done");
  EXPECT_TRUE(log.at("good").as_bool()) << log;
  EXPECT_EQ(log.at("kept_outside").to_number<int>(), 1);
  EXPECT_FALSE(log.as_object().contains("first_bad"));
  const json::value records = world.check("records");
  EXPECT_TRUE(records.at("good").as_bool()) << records;
  EXPECT_EQ(records.at("records").to_number<int>(), 3);
  const json::array checks = world.ask("audit_check.list", json::object()).at("items").as_array();
  ASSERT_THAT(checks, SizeIs(2));
  EXPECT_EQ(text_of(checks[0], "what"), "records");
  EXPECT_TRUE(checks[1].at("good").as_bool());
  EXPECT_THAT(world.ask("audit_check.list", {{"what", "log"}}).at("items").as_array(), SizeIs(1));
}

TEST_P(AuditTest, ATamperedEntryIsTheFirstBadRecord) {
  world.tamper(
      "UPDATE audit_entry SET body = replace(body, 'site.rename', 'site.remake') WHERE "
      "place = 3");
  world.tamper(
      "UPDATE audit_entry SET body = replace(body, 'site.make', 'site.made') WHERE "
      "place = 2");
  const json::value log = world.check("log");
  EXPECT_FALSE(log.at("good").as_bool());
  const json::object& bad = log.at("first_bad").as_object();
  EXPECT_EQ(text_of(bad, "flaw"), "entry_changed");
  EXPECT_EQ(bad.at("first").to_number<int>(), 2);
  // The list says it too, without a check.
  EXPECT_EQ(text_of(list()[1], "state"), "damaged") << "behind the asking for the check";
  EXPECT_EQ(text_of(world.ask("audit.show", {{"index", 2}}), "state"), "damaged");
  EXPECT_EQ(text_of(world.ask("audit.show", {{"index", 1}}), "state"), "sealed");
}

TEST_P(AuditTest, AnEntryThatIsNoneIsShownAllTheSame) {
  world.tamper("UPDATE audit_entry SET body = 'nothing' WHERE place = 3");
  EXPECT_EQ(text_of(list()[0], "state"), "damaged");
  EXPECT_EQ(text_of(world.ask("audit.show", {{"index", 3}}), "text"), "nothing");
}

TEST_P(AuditTest, ARecordThatWasChangedBehindTheLogIsTheFirstBadRecord) {
  world.tamper("UPDATE site SET name = 'Weir' WHERE name = 'Ford' AND {unscoped:a test}");
  world.world.request.language = base::Language::zh;
  const json::value records = world.check("records");
  EXPECT_FALSE(records.at("good").as_bool());
  const json::object& bad = records.at("first_bad").as_object();
  EXPECT_EQ(text_of(bad, "flaw"), "changed");
  EXPECT_EQ(text_of(bad, "record"), ford);
  EXPECT_EQ(bad.at("entry").to_number<int>(), 2) << "the entry that says otherwise";
  EXPECT_THAT(bad.at("fields").as_array(), ElementsAre(json::value("name")));
  EXPECT_THAT(text_of(bad, "detail"), Not(HasSubstr("Weir"))) << "no values";
  EXPECT_THAT(text_of(bad, "detail"), Not(HasSubstr("the"))) << "in the reader's language";
  EXPECT_TRUE(world.check("log").at("good").as_bool()) << "the log itself is well";
}

TEST_P(AuditTest, OneCheckOfAKindGoesOnAtATime) {
  const json::value one = world.ask("audit.verify", {{"what", "log"}});
  EXPECT_EQ(world.ask("audit.verify", {{"what", "log"}}), one);
  EXPECT_NE(world.ask("audit.verify", {{"what", "records"}}), one);
  world.ask("audit_check.cancel", {{"id", one.at("id")}});
  EXPECT_EQ(text_of(world.ask("audit_check.show", {{"id", one.at("id")}}), "state"), "cancelled");
  EXPECT_EQ(world.outcome("audit_check.cancel", {{"id", one.at("id")}}), "ended");
  EXPECT_NE(world.ask("audit.verify", {{"what", "log"}}), one);
  EXPECT_EQ(world.outcome("audit_check.show", {{"id", "check_1"}}), "not_found");
}

TEST_P(AuditTest, AServerThatStopsLeavesTheCheckToTheNext) {
  const json::value begun = world.ask("audit.verify", {{"what", "log"}});
  std::stop_source stop;
  stop.request_stop();
  EXPECT_TRUE(world.runner.run_one(stop.get_token()));
  EXPECT_EQ(text_of(world.ask("audit_check.show", {{"id", begun.at("id")}}), "state"), "queued");
  EXPECT_TRUE(world.runner.run_one());
  EXPECT_EQ(text_of(world.ask("audit_check.show", {{"id", begun.at("id")}}), "state"), "done");
  EXPECT_FALSE(world.runner.run_one());
}

TEST_P(AuditTest, ItIsHadAsAFile) {
  const auto file = world.service().list_file(world.world.operation("audit.list"), world.auditor(),
                                              world.world.request, {{"record", mill}}, {});
  std::string text;
  while (!file->bytes.at_end()) {
    text += file->bytes.next(std::size_t{1} << 16U);
  }
  EXPECT_THAT(text, HasSubstr("site.rename"));
  EXPECT_THAT(text, HasSubstr(mill));
  EXPECT_EQ(file->entry.row_count, 2);
}

INSTANTIATE_TEST_SUITE_P(Audit, AuditTest, programme::both_engines, programme::engine_name);

}  // namespace
}  // namespace sojourn::stages::accountability
