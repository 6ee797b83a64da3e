// Letters as officers take them: what each says in both languages, when there is none, and that it
// is noted. How a page is set is the business of tests/unit/documents/letter_test.cpp.
#include "stages/postings/letters.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "access/list_file.h"
#include "base/digest.h"
#include "tests/support/pdf.h"
#include "tests/unit/stages/postings/parts.h"

namespace sojourn::stages::postings {
namespace {

namespace json = boost::json;
using base::Date;
using base::written;
using programme::text_of;
using test::without_gaps;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

class Letters : public testing::Test {
 protected:
  /// Ada leads at Upper Weir from 1 November 2026; it is 26 November.
  Letters() : world(db::EngineKind::sqlite, postings_parts()) {
    nation = world.area("Arva", "nation");
    county = world.area("Weir County", "county", nation);
    town = world.area("Weir Town", "township", county);
    site = world.site("Upper Weir", town);
    sponsor = world.sponsor("Hospital", county);
    ada = world.staff("Ada", sponsor, {{"roles", json::array{"leader", "member"}}});
    posting = text_of(ask("posting.make", {{"staff", ada},
                                           {"site", site},
                                           {"role", "leader"},
                                           {"from_day", "2026-11-01"},
                                           {"source", "list of 2026"}}),
                      "id");
  }

  json::value ask(std::string_view name, const json::object& input) {
    return world.ask(world.officer(), name, input);
  }

  access::Answer answer(std::string_view name, json::object input) {
    return world.service().run(world.operation(name), world.officer(), world.request, input);
  }

  /// The pages of a letter.
  std::vector<std::string> pages(std::string_view name, const std::string& id,
                                 std::string_view language = "en") {
    const access::Answer made = answer(name, {{"id", id}, {"language", language}});
    return test::pages_of_pdf(made.file->bytes);
  }

  /// The one page of a letter, without its gaps.
  std::string page(std::string_view name, const std::string& id, std::string_view language = "en") {
    const std::vector<std::string> all = pages(name, id, language);
    EXPECT_THAT(all, SizeIs(1));
    return without_gaps(all.front());
  }

  std::string outcome(std::string_view name, const std::string& id) {
    return world.outcome(world.officer(), name, {{"id", id}});
  }

  void turn_to(std::string_view day) {
    world.clock.turn(base::Instant::start_of_utc(written<Date>(day)) - world.clock.now());
  }

  std::string event_of(std::string_view kind) {
    const json::value events = ask("term.events", {{"id", posting}});
    for (const json::value& each : events.at("items").as_array()) {
      if (text_of(each, "kind") == kind) {
        return text_of(each, "id");
      }
    }
    return "none";
  }

  /// Ada's term ends on 31 January 2027 with a handover to the host, which is given.
  std::string handed_over() {
    ask("term.end", {{"id", posting},
                     {"last_day", "2027-01-31"},
                     {"reason", "the unit asked for her"},
                     {"version", 1}});
    std::string handover = text_of(ask("handover.make", {{"posting", posting}}), "id");
    const auto with = [&](std::string_view operation, json::object input) {
      input["id"] = handover;
      ask(operation, input);
    };
    with("handover.name", {{"host_reason", "nobody is free"}, {"version", 1}});
    with("handover.write",
         {{"stated", "120.50 CNY"}, {"lessons", "ask the school first"}, {"version", 2}});
    with("handover_item.add", {{"kind", "matter"},
                               {"category", "road"},
                               {"title", "the upper culvert"},
                               {"place", "east bridge"},
                               {"next_step", "ask the water office"},
                               {"due_on", "2027-03-01"}});
    with("handover_item.add", {{"kind", "contact"},
                               {"category", "host"},
                               {"title", "duty telephone"},
                               {"place", ""},
                               {"next_step", ""}});
    return handover;
  }

  void give_and_accept(const std::string& handover) {
    ask("handover.give", {{"id", handover}, {"version", 3}});
    world.ask(world.holder(access::Role::host, site), "handover.host_accept",
              {{"id", handover},
               {"counted", "100.50 CNY"},
               {"money_reason", "twenty were spent"},
               {"version", 4}});
  }

  programme::World world;
  std::string nation, county, town, site, sponsor, ada, posting;
};

TEST_F(Letters, APostingSaysWhereFromWhenUntilWhenAndByWhichRule) {
  const std::string english = page("letter.posting", posting);
  EXPECT_THAT(
      english,
      AllOf(HasSubstr("Field-teamofficeofWeirCounty"), HasSubstr("No." + posting),
            HasSubstr("Letterofposting"), HasSubstr("DearAda:"),
            HasSubstr("YouarepostedtoUpperWeir,WeirTown,WeirCountyasleaderofthefieldteam,from1"
                      "November2026to31October2028."),
            HasSubstr("Until30December2026youareonprobation"), HasSubstr("backtoHospital"),
            HasSubstr("awholetermof24months(rule[postings]leader_months)"), HasSubstr("listof2026"),
            HasSubstr("26November2026")));
  EXPECT_THAT(english, Not(HasSubstr("Arva"))) << "what is wider than the county says nothing";
  const std::string chinese = page("letter.posting", posting, "zh");
  EXPECT_THAT(
      chinese,
      AllOf(HasSubstr("WeirCounty驻点工作项目办公室"), HasSubstr("编号：" + posting),
            HasSubstr("派驻通知书"), HasSubstr("Ada同志："),
            HasSubstr("派你到WeirCountyWeirTownUpperWeir驻点工作，任工作队队长，任期自2026年"
                      "11月1日起至2028年10月31日止。"),
            HasSubstr("至2026年12月30日止为试用期"), HasSubstr("2026年11月26日")));
}

TEST_F(Letters, NameTheOfficeAsTheRulesDo) {
  ask("rules.make", {{"holds_from", "2026-11-26"},
                     {"text", "[programme]\noffice = \"Rural posts bureau of {area}\"\n"},
                     {"reason", "decision 7"}});
  EXPECT_THAT(page("letter.posting", posting), AllOf(HasSubstr("RuralpostsbureauofWeirCounty"),
                                                     Not(HasSubstr("Field-teamofficeof"))));
  // The other language keeps its own way until it is named too.
  EXPECT_THAT(page("letter.posting", posting, "zh"), HasSubstr("WeirCounty驻点工作项目办公室"));
  ask("rules.make", {{"holds_from", "2026-11-26"},
                     {"text", "[programme]\noffice_zh = \"派驻工作局\"\n"},
                     {"reason", "decision 8"}});
  EXPECT_THAT(page("letter.posting", posting, "zh"), HasSubstr("派驻工作局"));
}

TEST_F(Letters, ATransferBeginsNoProbation) {
  const std::string lower = text_of(ask("site.make", {{"name", "Lower Weir"},
                                                      {"area", town},
                                                      {"kind", "village"},
                                                      {"tier", "low"},
                                                      {"need", 1},
                                                      {"hardship", 0},
                                                      {"min_team", 1},
                                                      {"target_team", 1},
                                                      {"max_first_timers", 1},
                                                      {"languages", json::array()},
                                                      {"skills", json::array()}}),
                                    "id");
  turn_to("2027-03-01");
  const std::string rest = text_of(ask("term.transfer", {{"id", posting},
                                                         {"site", lower},
                                                         {"from_day", "2027-03-10"},
                                                         {"reason", "more needed there"},
                                                         {"document", "decision 4"},
                                                         {"version", 1}}),
                                   "id");
  const std::string english = page("letter.posting", rest);
  EXPECT_THAT(english, AllOf(HasSubstr("restofyourterm,whichbeganon1November2026"),
                             HasSubstr("yourprobationisover")));
  EXPECT_THAT(english, Not(HasSubstr("youareonprobation")));
  EXPECT_THAT(page("letter.posting", posting), HasSubstr("Until30December2026youareonprobation"));
}

TEST_F(Letters, AreInTheLanguageOfWhoeverAsksUnlessTheySayOther) {
  world.request.language = base::Language::zh;
  const access::Answer own = answer("letter.posting", {{"id", posting}});
  EXPECT_THAT(test::pages_of_pdf(own.file->bytes).front(), HasSubstr("派驻通知书"));
  EXPECT_THAT(page("letter.posting", posting, "en"), HasSubstr("Letterofposting"));
}

TEST_F(Letters, AreNotedWithTheirDigestWhenTheyAreTaken) {
  const access::Answer made = answer("letter.posting", {{"id", posting}});
  EXPECT_EQ(made.file->name, "posting-" + posting + ".pdf");
  EXPECT_EQ(made.file->media_type, "application/pdf");
  world.database().read(db::Caller::program(), [&](db::Tx& tx) {
    const auto noted = tx.rows<access::ListExport>(
        "SELECT id, account, made_at, list, format, filters, row_count, digest FROM list_export");
    ASSERT_THAT(noted, SizeIs(1));
    EXPECT_EQ(noted[0].list, "letter.posting");
    EXPECT_EQ(noted[0].format, access::ExportFormat::pdf);
    EXPECT_THAT(noted[0].filters, ElementsAre("id=" + posting));
    EXPECT_EQ(noted[0].row_count, 1);
    EXPECT_EQ(noted[0].digest, base::sha256_hex(made.file->bytes));
  });
  EXPECT_EQ(text_of(made.body, "digest"), base::sha256_hex(made.file->bytes));
}

TEST_F(Letters, APostingKeepsItsFirstEndAndTheExtensionSaysBoth) {
  ask("term.extend", {{"id", posting},
                      {"last_day", "2029-03-31"},
                      {"reason", "the road is not done"},
                      {"document", "letter of 20 November"},
                      {"version", 1}});
  EXPECT_THAT(page("letter.posting", posting), HasSubstr("to31October2028."));
  const std::string event = event_of("extension");
  EXPECT_THAT(page("letter.extension", event),
              AllOf(HasSubstr("Letterofextension"), HasSubstr("No." + event),
                    HasSubstr("Itlastsuntil31March2029insteadof31October2028."),
                    HasSubstr("theroadisnotdone"), HasSubstr("letterof20November"),
                    HasSubstr("extensionsofatermare12monthsatmost([postings]extension_months)")));
  EXPECT_THAT(
      page("letter.extension", event, "zh"),
      AllOf(HasSubstr("任期延长通知书"), HasSubstr("由至2028年10月31日止改为至2029年3月31日止。")));
  ask("term.withdraw_event", {{"id", event}, {"reason", "a mistake"}, {"version", 1}});
  EXPECT_EQ(outcome("letter.extension", event), "no_extension");
  ask("term.talk", {{"id", posting}, {"on", "2026-11-20"}});
  EXPECT_EQ(outcome("letter.extension", event_of("talk")), "no_extension");
}

TEST_F(Letters, AReturnInProbationSaysNothingButTheDay) {
  EXPECT_EQ(outcome("letter.return", posting), "not_ending");
  ask("term.return", {{"id", posting}, {"last_day", "2026-12-10"}, {"version", 1}});
  const std::string letter = page("letter.return", posting);
  EXPECT_THAT(letter, AllOf(HasSubstr("ToHospital:"), HasSubstr("endsthistermon10December2026and"),
                            HasSubstr("backwithyoufrom11December2026.")));
  EXPECT_THAT(letter, Not(HasSubstr("robation"))) << "it leaves no mark";
  EXPECT_THAT(letter, Not(HasSubstr("Decided")));
  EXPECT_THAT(page("letter.return", posting, "zh"),
              AllOf(HasSubstr("Hospital："), HasSubstr("自2026年12月11日起返回你单位"),
                    Not(HasSubstr("试用"))));
}

TEST_F(Letters, OfATermThatGoesOnElsewhereThereIsNoReturn) {
  const std::string other = world.site("Lower Weir", town);
  ask("term.transfer", {{"id", posting},
                        {"site", other},
                        {"from_day", "2027-01-01"},
                        {"reason", "asked for"},
                        {"document", "decision 4"},
                        {"version", 1}});
  EXPECT_EQ(outcome("letter.return", posting), "transferred");
}

TEST_F(Letters, AHandoverIsASheetToSign) {
  const std::string handover = handed_over();
  EXPECT_EQ(outcome("letter.handover", handover), "not_given");
  EXPECT_EQ(outcome("letter.certificate", posting), "not_closed");
  give_and_accept(handover);
  EXPECT_THAT(
      page("letter.handover", handover),
      AllOf(HasSubstr("Handoversheet"), HasSubstr("handsovertothehostofthesite:"),
            HasSubstr("Openmatter"), HasSubstr("theupperculvert"), HasSubstr("eastbridge"),
            HasSubstr("120.50CNYwerehandedover,100.50CNYcounted."), HasSubstr("twentywerespent"),
            HasSubstr("askthe"), HasSubstr("HandedoverbyAda:"),
            HasSubstr("Takenoverbythehostofthesite:"), HasSubstr("acceptedon26November2026.")));
  EXPECT_THAT(page("letter.handover", handover, "zh"),
              AllOf(HasSubstr("工作交接书"), HasSubstr("未了事项"), HasSubstr("移交人（Ada）："),
                    HasSubstr("接收人（驻在单位）：")));
}

TEST_F(Letters, ACertificateComesOnceTheTermIsOverAndHandedOver) {
  give_and_accept(handed_over());
  EXPECT_EQ(outcome("letter.certificate", posting), "not_closed") << "it is not over";
  ask("second_office.make", {{"staff", ada},
                             {"site", site},
                             {"title", "deputy head"},
                             {"appointed_by", "township"},
                             {"from_day", "2026-11-15"},
                             {"source", "decision 4"}});
  turn_to("2027-02-03");
  EXPECT_THAT(
      page("letter.certificate", posting),
      AllOf(HasSubstr("Certificateofservice"),
            HasSubstr("ThisistocertifythatAdaofHospitalservedatUpperWeir,WeirTown,WeirCountyas"
                      "leaderofthefieldteamfrom1November2026to31January2027."),
            HasSubstr("92days"), HasSubstr("deputyhead,appointedbytownship,from15November2026"),
            HasSubstr("3February2027"), Not(HasSubstr("asked"))));
  EXPECT_THAT(page("letter.certificate", posting, "zh"),
              AllOf(HasSubstr("驻点工作任职证明"), HasSubstr("兹证明HospitalAda同志"),
                    HasSubstr("92天"), HasSubstr("2027年2月3日")));
}

TEST_F(Letters, HoldANameFromRightToLeft) {
  const std::string dana = world.staff("דנה", sponsor, {{"roles", json::array{"member"}}});
  const std::string her = text_of(ask("posting.make", {{"staff", dana},
                                                       {"site", site},
                                                       {"role", "member"},
                                                       {"from_day", "2026-12-01"},
                                                       {"source", "list of 2026"}}),
                                  "id");
  EXPECT_THAT(page("letter.posting", her), HasSubstr("דנה"));
}

TEST_F(Letters, WithANameThatNoFontHasAreRefusedAndNotNoted) {
  const std::string rare = world.staff("\U00031234", sponsor, {{"roles", json::array{"member"}}});
  const std::string their = text_of(ask("posting.make", {{"staff", rare},
                                                         {"site", site},
                                                         {"role", "member"},
                                                         {"from_day", "2026-12-01"},
                                                         {"source", "list of 2026"}}),
                                    "id");
  EXPECT_EQ(outcome("letter.posting", their), "no_glyph");
  world.database().read(db::Caller::program(), [&](db::Tx& tx) {
    EXPECT_EQ(tx.value<std::int64_t>("SELECT count(*) FROM list_export"), 0);
  });
}

/// A plan that places Ada and Ben at the site, in one of its states.
class PlanLetters : public Letters {
 protected:
  PlanLetters() {
    const std::string other = world.site("Lower Weir", town);
    ben = world.staff("Ben", sponsor, {{"roles", json::array{"member"}}});
    keep([&](db::Change& change) {
      change.insert("plan", plan);
      for (const auto& [id, staff, where, role] :
           {std::tuple(900, &ben, &site, StaffRole::member),
            std::tuple(901, &ada, &site, StaffRole::leader)}) {
        change.insert("placement", placement::Placement{.id = {id},
                                                        .plan = plan.id,
                                                        .staff = written<Id<Staff>>(*staff),
                                                        .site = written<Id<Site>>(*where),
                                                        .role = role});
      }
    });
    elsewhere = other;
  }

  template <class Act>
  void keep(Act&& act) {
    world.database().change(db::Caller::program(), "test.keep", std::forward<Act>(act));
  }

  void becomes(placement::PlanState state) {
    placement::Plan after = plan;
    after.state = state;
    after.version = plan.version;
    if (state == placement::PlanState::confirmed) {
      after.confirmed_at = written<base::Instant>("2026-11-20T08:00:00Z");
    }
    keep([&](db::Change& change) { change.update("plan", plan, after); });
    plan = after;
    ++plan.version;
  }

  placement::Plan plan{.id = {900},
                       .name = "Plan for December",
                       .starts_on = written<Date>("2026-12-01"),
                       .state = placement::PlanState::draft,
                       .made_at = written<base::Instant>("2026-11-10T08:00:00Z"),
                       .published_at = written<base::Instant>("2026-11-12T08:00:00Z"),
                       .objections_until = written<Date>("2026-11-17")};
  std::string ben, elsewhere;
};

TEST_F(PlanLetters, TheNoticeListsAllByTheSitesWithTheLeaderFirst) {
  const std::string id = plan.id.to_text();
  EXPECT_EQ(outcome("letter.notice", id), "not_published");
  becomes(placement::PlanState::published);
  const std::string published = page("letter.notice", id);
  EXPECT_THAT(
      published,
      AllOf(HasSubstr("Noticeofproposedpostings"),
            HasSubstr("Bytheplan\"PlanforDecember\",publishedon12November2026,these2people"),
            HasSubstr("theendof17November2026"), HasSubstr("1AdaHospital"),
            HasSubstr("2BenHospital")));
  becomes(placement::PlanState::confirmed);
  EXPECT_THAT(page("letter.notice", id),
              AllOf(HasSubstr("Noticeofpostings"), HasSubstr("confirmedon20November2026"),
                    Not(HasSubstr("bjections"))));
  EXPECT_THAT(page("letter.notice", id, "zh"),
              AllOf(HasSubstr("关于派驻人员名单的通知"), HasSubstr("下列2名同志")));
}

TEST_F(PlanLetters, AllLettersAreOneFileInTheOrderOfTheNotice) {
  const std::string id = plan.id.to_text();
  becomes(placement::PlanState::published);
  EXPECT_EQ(outcome("letter.all", id), "not_confirmed");
  becomes(placement::PlanState::confirmed);
  EXPECT_EQ(outcome("letter.all", id), "nobody_begins");
  keep([&](db::Change& change) {
    std::int64_t number = 910;
    for (const auto& [staff, role] :
         {std::pair(&ben, StaffRole::member), std::pair(&ada, StaffRole::leader)}) {
      change.insert("posting", Posting{.id = {++number},
                                       .staff = written<Id<Staff>>(*staff),
                                       .site = written<Id<Site>>(site),
                                       .role = role,
                                       .from_day = written<Date>("2026-12-01"),
                                       .plan = plan.id,
                                       .source = plan.name});
    }
  });
  const std::vector<std::string> both = pages("letter.all", id);
  ASSERT_THAT(both, SizeIs(2));
  EXPECT_THAT(without_gaps(both[0]),
              AllOf(HasSubstr("DearAda:"), HasSubstr("theplan\"PlanforDecember\""),
                    HasSubstr("20November2026")));
  EXPECT_THAT(both[1], HasSubstr("Ben"));
  EXPECT_EQ(world.outcome(world.officer(), "letter.all", {{"id", id}, {"within", town}}), "done");
  const std::string far = world.area("Far Town", "township", county);
  EXPECT_EQ(world.outcome(world.officer(), "letter.all", {{"id", id}, {"within", far}}),
            "nobody_begins");
}

}  // namespace
}  // namespace sojourn::stages::postings
