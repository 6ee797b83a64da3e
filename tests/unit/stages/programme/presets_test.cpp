#include "stages/programme/presets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace sojourn::stages::programme {
namespace {

std::vector<std::string> faults_of(std::string_view text) {
  Faults faults;
  (void)read_programme(text, "/text", faults);
  std::vector<std::string> made;
  for (const base::Fault& fault : faults.take()) {
    made.push_back(fault.detail.english());
  }
  return made;
}

RC_GTEST_PROP(Programme, IsReadAsItWasWritten, ()) {
  ProgrammeFacts facts;
  // What a name may hold: no control characters, no space at its ends.
  const std::string name =
      "x" + *rc::gen::container<std::string>(rc::gen::elementOf(std::string("aZ 9\"\\'#=[]{}$"))) +
      "\u9A7B\u6751";
  if (*rc::gen::arbitrary<bool>()) {
    facts.name = name;
  }
  if (*rc::gen::arbitrary<bool>()) {
    facts.starts_on = base::written<base::Date>("2027-03-01") + *rc::gen::inRange(0, 2000);
    facts.ends_on = *facts.starts_on + *rc::gen::inRange(1, 2000);
  }
  if (*rc::gen::arbitrary<bool>()) {
    facts.preset = Preset::volunteers;
  }
  if (*rc::gen::arbitrary<bool>()) {
    facts.office = "Office of {area}";
    facts.office_zh = "{area}\u9A7B\u6751\u529E";
  }
  Faults faults;
  RC_ASSERT(read_programme(rules_text(facts), "/text", faults) == facts);
  RC_ASSERT(faults.count() == 0U);
}

TEST(Programme, NamesWhatIsWrong) {
  using testing::ElementsAre;
  EXPECT_THAT(faults_of("[programme]\nstarts_on = \"2027-03-01\"\n"),
              ElementsAre("Line 2, [programme] starts_on: a day such as 2027-03-01, without "
                          "quotation marks, is due here."));
  EXPECT_THAT(faults_of("[programme]\nname = 7\n"),
              ElementsAre("Line 2, [programme] name: a text in quotation marks is due here."));
  EXPECT_THAT(faults_of("[programme]\nstarts_on = 2027-03-01\nends_on = 2027-03-01\n"),
              ElementsAre("The programme ends after it starts, which is on 2027-03-01."));
  EXPECT_THAT(faults_of("[programme]\npreset = \"nation\"\n"), testing::SizeIs(1));
  EXPECT_THAT(faults_of("[programme]\nleader = \"x\"\n"), testing::SizeIs(1));
}

}  // namespace
}  // namespace sojourn::stages::programme
