// Words where they are used: in records read from and written as JSON, in its schema, and in the
// table of operations.
#include "base/word.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/date.h"
#include "base/id.h"
#include "base/json.h"
#include "base/money.h"
#include "base/operation.h"

namespace sojourn::base {
namespace {

using ::testing::ElementsAre;

struct Posting {
  Id<Posting> id;
  DateRange term;
  std::optional<Date> left;
  Month paid;
  Instant made;
  Money allowance;
  std::vector<Date> visits;
  static constexpr std::string_view id_prefix = "ferry";
};
BOOST_DESCRIBE_STRUCT(Posting, (), (id, term, left, paid, made, allowance, visits))

static_assert(Word<Date> && Word<DateRange> && Word<Month> && Word<Instant> && Word<Money> &&
              Word<Currency> && Word<Id<Posting>>);
static_assert(!Word<std::string> && !Word<int> && !Word<Posting> && !Record<Date>);

constexpr std::string_view text =
    R"({"id":"ferry_3k9q","term":"2026-01-01..","left":"2026-11-25","paid":"2026-10",)"
    R"("made":"2025-12-01T09:00:00.000000Z","allowance":"120.00 CNY",)"
    R"("visits":["2026-02-01","2026-03-01"]})";

TEST(Word, IsATextInJson) {
  const auto posting = decode_text<Posting>(text);
  EXPECT_EQ(posting.id.value, (3 << 15) + (19 << 10) + (9 << 5) + 23);
  EXPECT_EQ(posting.visits[1], written<Date>("2026-03-01"));
  EXPECT_EQ(encode_text(posting), text);
}

TEST(Word, FaultsSayWhatWouldBeAccepted) {
  try {
    decode_text<Posting>(
        R"({"id":"site_3k9q","term":"2026-02-01..2026-01-01","left":20261125,"paid":"2026-13",)"
        R"("made":"now","allowance":"12.5 CNY","visits":["2026-02-29"]})");
    FAIL() << "accepted";
  } catch (const Refusal& refusal) {
    std::vector<std::string> found;
    for (const Fault& fault : refusal.faults) {
      found.push_back(fault.where + " " + fault.code);
    }
    EXPECT_THAT(found, ElementsAre("/id not_id", "/term not_date_range", "/left not_date",
                                   "/paid not_month", "/made not_instant", "/allowance not_money",
                                   "/visits/0 not_date"));
    EXPECT_EQ(refusal.faults[0].detail,
              "This should be an id of the kind ferry, such as ferry_3k9q.");
    EXPECT_EQ(refusal.faults[0].detail.in(Language::zh), "此处应为ferry的编号，形如ferry_3k9q。");
    EXPECT_EQ(refusal.faults[2].detail, "This should be a date such as 2026-11-25.");
    EXPECT_EQ(refusal.faults[2].value, "20261125");
  }
}

TEST(Word, TheSchemaGivesFormatOrPattern) {
  EXPECT_EQ(write_json(schema_of<Date>()),
            R"({"type":"string","format":"date","description":"A date such as 2026-11-25."})");
  EXPECT_EQ(schema_of<Date>(nullptr, Language::zh).at("description"), "形如2026-11-25的日期。");
  const boost::json::value id = schema_of<Id<Posting>>();
  EXPECT_EQ(id.at("pattern").as_string(), "^ferry_[1-9a-hjkmnp-tv-z][0-9a-hjkmnp-tv-z]{0,12}$");
}

struct Ask {
  Id<Posting> posting;
  std::optional<Date> on;
  std::vector<Month> month;
};
BOOST_DESCRIBE_STRUCT(Ask, (), (posting, on, month))

TEST(Word, IsAFieldOfAnOperation) {
  About about{
      .name = "ask",
      .summary = "asks",
      .fields = {{.name = "posting", .shape = "POSTING", .positional = true, .meaning = "One."},
                 {.name = "on", .shape = "DAY", .standard = "2026-01-01", .meaning = "Two."},
                 {.name = "month", .shape = "MONTH", .meaning = "Three."}}};
  const auto run = [](const Ask&, Terminal&) { return 0; };
  const Operation made = operation<Ask>(about, run);
  ASSERT_EQ(made.fields[1].kind, FieldKind::word);
  EXPECT_TRUE(made.fields[1].reads("2026-02-28"));
  EXPECT_FALSE(made.fields[1].reads("2026-02-29"));
  EXPECT_EQ(made.fields[2].word.code, "not_month");
  about.fields[1].standard = "today";
  EXPECT_THROW(operation<Ask>(about, run), Bug);
}

}  // namespace
}  // namespace sojourn::base
