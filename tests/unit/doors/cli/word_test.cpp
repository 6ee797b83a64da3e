// Words (base/word.h) typed on the command line.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "base/date.h"
#include "base/money.h"
#include "doors/cli/cli.h"

namespace sojourn::doors::cli {
namespace {

using ::testing::HasSubstr;

struct Claim {
  base::Date on;
  std::optional<base::Money> amount;
  std::vector<base::Month> month;
};
BOOST_DESCRIBE_STRUCT(Claim, (), (on, amount, month))

struct Said {
  int code = 0;
  std::string out, err;
};

Said say(std::vector<std::string_view> arguments) {
  const std::vector<base::Operation> operations = {base::operation<Claim>(
      {.name = "claim",
       .summary = "claim costs",
       .fields = {{.name = "on", .shape = "DAY", .positional = true, .meaning = "When."},
                  {.name = "amount", .shape = "AMOUNT", .meaning = "How much."},
                  {.name = "month", .shape = "MONTH", .meaning = "For when."}}},
      [](const Claim& claim, base::Terminal& terminal) {
        terminal.out << base::encode_text(claim);
        return base::exit_done;
      })};
  std::ostringstream out, err;
  base::HandClock clock;
  base::Terminal terminal{.out = out, .err = err, .clock = clock, .stop = {}};
  const Program program{.name = "sojourn", .summary = "x", .version = "1", .start = {}};
  const int code = run(program, operations, arguments, terminal);
  return {code, out.str(), err.str()};
}

TEST(CliWord, IsReadAsEverywhere) {
  const Said said = say(
      {"claim", "2026-11-25", "--amount", "-12.50 CNY", "--month=2026-10", "--month", "2026-11"});
  EXPECT_EQ(said.err, "");
  EXPECT_EQ(said.out, R"({"on":"2026-11-25","amount":"-12.50 CNY","month":["2026-10","2026-11"]})");
}

TEST(CliWord, FaultsSayWhatToWrite) {
  const Said said = say({"claim", "25.11.2026", "--amount", "12.5", "--month", "November"});
  EXPECT_EQ(said.code, 2);
  EXPECT_THAT(said.err, HasSubstr("DAY: \"25.11.2026\": This is not a date such as 2026-11-25.\n"));
  EXPECT_THAT(said.err, HasSubstr("--amount: \"12.5\": This is not an amount with all its decimals "
                                  "and its currency, such as 1234.50 CNY.\n"));
  EXPECT_THAT(said.err, HasSubstr("--month: \"November\": This is not a month such as 2026-11.\n"));
}

TEST(CliWord, TheManualSaysWhatToWrite) {
  EXPECT_THAT(say({"help", "claim"}).out,
              HasSubstr("Required. Write a date such as 2026-11-25.\n"));
}

}  // namespace
}  // namespace sojourn::doors::cli
