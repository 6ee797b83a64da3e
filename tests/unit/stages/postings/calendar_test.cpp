// The days of terms as a calendar file: what it says, and what it never names.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/word.h"
#include "tests/unit/stages/postings/parts.h"

namespace sojourn::stages::postings {
namespace {

namespace json = boost::json;
using programme::text_of;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class TermCalendar : public testing::Test {
 protected:
  /// Ada serves from 1 November 2026 to 30 April 2027; it is 26 November.
  TermCalendar() : world(db::EngineKind::sqlite, postings_parts()) {
    const std::string county = world.area("Weir County", "county", world.area("Arva", "nation"));
    site = world.site("Upper Weir", world.area("Weir Town", "township", county));
    ada = world.staff("Ada", world.sponsor("Hospital", county),
                      {{"roles", json::array{"leader", "member"}}});
    posting = text_of(world.ask(world.officer(), "posting.make",
                                {{"staff", ada},
                                 {"site", site},
                                 {"role", "leader"},
                                 {"from_day", "2026-11-01"},
                                 {"to_day", "2027-04-30"},
                                 {"source", "list of 2026"}}),
                      "id");
  }

  /// Without its folds.
  std::string file(const access::Asker& asker, const json::object& input) {
    const access::Answer made =
        world.service().run(world.operation("term.calendar"), asker, world.request, input);
    std::string text = made.file->bytes;
    for (std::size_t at = text.find("\r\n "); at != text.npos; at = text.find("\r\n ", at)) {
      text.erase(at, 3);
    }
    return text;
  }

  programme::World world;
  std::string site, ada, posting;
};

TEST_F(TermCalendar, OfAPersonHasAllDaysToCome) {
  const std::string text = file(world.officer(), {{"staff", ada}});
  EXPECT_THAT(text, AllOf(HasSubstr("UID:" + posting + "-ends@sojourn"),
                          HasSubstr("DTSTART;VALUE=DATE:20270430"),  // the last day
                          HasSubstr("SUMMARY:The term ends"),
                          HasSubstr("DTSTART;VALUE=DATE:20261201"),  // the talk, 30 days on
                          HasSubstr("DTSTART;VALUE=DATE:20270130"),  // 90 days before
                          HasSubstr("DTSTART;VALUE=DATE:20270301"),  // 60 days before
                          HasSubstr("SUMMARY:Handover: both are there"),
                          HasSubstr("DTSTART;VALUE=DATE:20270417"),   // 14 days of overlap
                          HasSubstr("DTSTART;VALUE=DATE:20270514")))  // accepted 14 days after
      << text;
  EXPECT_THAT(text, Not(HasSubstr("SUMMARY:The term begins"))) << "that day has gone by";
  // It travels further than Sojourn.
  EXPECT_THAT(text,
              AllOf(Not(HasSubstr("Weir")), Not(HasSubstr("Ada")), Not(HasSubstr("Hospital"))));
}

TEST_F(TermCalendar, OfManyNamesEachTermByItsNumberAndLooksSoFarAhead) {
  const std::string text = file(world.officer(), {{"months", 4}});
  EXPECT_THAT(text, HasSubstr("SUMMARY:" + posting + ": a successor is to be asked for by today"));
  EXPECT_THAT(text, AllOf(Not(HasSubstr("-ends@")), Not(HasSubstr("Weir")), Not(HasSubstr("Ada"))));
  EXPECT_THAT(file(world.officer(), {}), HasSubstr(posting + ": ends"));
}

TEST_F(TermCalendar, LeavesOutWhatIsDone) {
  world.ask(world.officer(), "term.talk", {{"id", posting}, {"on", "2026-11-20"}});
  EXPECT_THAT(file(world.officer(), {{"staff", ada}}), Not(HasSubstr("-talk@")));
}

TEST_F(TermCalendar, IsInTheReadersLanguage) {
  world.request.language = base::Language::zh;
  EXPECT_THAT(file(world.officer(), {{"staff", ada}}), HasSubstr("SUMMARY:任期结束"));
}

}  // namespace
}  // namespace sojourn::stages::postings
