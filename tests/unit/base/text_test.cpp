#include "base/text.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

namespace sojourn::base {
namespace {

TEST(Utf8, AcceptsEveryCodePointThatUnicodeHas) {
  for (std::uint32_t code = 0; code <= 0x10ffff; ++code) {
    if (code >= 0xd800 && code <= 0xdfff) {
      continue;
    }
    std::string text;
    const auto add = [&](std::uint32_t byte) { text += static_cast<char>(byte); };
    if (code < 0x80) {
      add(code);
    } else if (code < 0x800) {
      add(0xc0 | (code >> 6)), add(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
      add(0xe0 | (code >> 12)), add(0x80 | ((code >> 6) & 0x3f)), add(0x80 | (code & 0x3f));
    } else {
      add(0xf0 | (code >> 18)), add(0x80 | ((code >> 12) & 0x3f));
      add(0x80 | ((code >> 6) & 0x3f)), add(0x80 | (code & 0x3f));
    }
    ASSERT_EQ(first_bad_utf8(text), std::nullopt) << code;
    // Cut short, it is bad at its first byte.
    if (text.size() > 1) {
      ASSERT_EQ(first_bad_utf8(text.substr(0, text.size() - 1)), 0U) << code;
    }
  }
}

TEST(Utf8, RefusesWhatIsNotUtf8AndSaysWhere) {
  struct Case {
    std::string text;
    std::size_t at;
  };
  const std::vector<Case> cases = {
      {"\x80", 0},                  // a tail without a head
      {"abc\xff", 3},               // never used
      {"\xc0\xaf", 0},              // overlong
      {"\xe0\x80\x80", 0},          // overlong
      {"\xf0\x80\x80\x80", 0},      // overlong
      {"\xed\xa0\x80", 0},          // surrogate
      {"\xf4\x90\x80\x80", 0},      // beyond U+10FFFF
      {"12345678\xd6\xd0", 8},      // GB18030 after a full word of ASCII
      {"\xe5\xb1\xb1\xe5\xb1", 3},  // cut in the second character
      {"abcdefghijk\xc3(", 11},
  };
  for (const Case& each : cases) {
    EXPECT_EQ(first_bad_utf8(each.text), each.at) << each.text;
  }
}

TEST(Text, Trims) {
  EXPECT_EQ(trim(" \t a b\r\n"), "a b");
  EXPECT_EQ(trim(" \r\n\t"), "");
  EXPECT_EQ(trim(""), "");
}

TEST(Text, ReadsNumbersWhole) {
  EXPECT_EQ(parse_number<int>("42"), 42);
  EXPECT_EQ(parse_number<int>("-7"), -7);
  EXPECT_EQ(parse_number<double>("2.5"), 2.5);
  for (const char* bad : {"", " 1", "1 ", "+1", "1x", "0x10", "99999999999999999999", "1.0"}) {
    EXPECT_EQ(parse_number<int>(bad), std::nullopt) << bad;
  }
  EXPECT_EQ(parse_number<std::uint8_t>("256"), std::nullopt);
  EXPECT_EQ(parse_number<std::uint8_t>("-1"), std::nullopt);
}

TEST(Text, ReadsYesAndNo) {
  for (const char* yes : {"yes", "true", "1"}) {
    EXPECT_EQ(parse_yes_no(yes), true);
  }
  for (const char* no : {"no", "false", "0"}) {
    EXPECT_EQ(parse_yes_no(no), false);
  }
  EXPECT_EQ(parse_yes_no("Yes"), std::nullopt);
  EXPECT_EQ(parse_yes_no(""), std::nullopt);
}

TEST(Text, ShortensByCharactersAndHidesControls) {
  EXPECT_EQ(shorten("short"), "short");
  EXPECT_EQ(shorten("12345", 5), "12345");
  EXPECT_EQ(shorten("123456", 5), "12345\xE2\x80\xA6");
  EXPECT_EQ(shorten("\xE5\xB1\xB1\xE6\x9D\x91\xE6\x9D\x91", 2),
            "\xE5\xB1\xB1\xE6\x9D\x91\xE2\x80\xA6");
  EXPECT_EQ(shorten("a\x1b[31m\xff"), "a\xEF\xBF\xBD[31m\xEF\xBF\xBD");
  EXPECT_LT(shorten(std::string(10'000'000, 'x')).size(), 100U);
}

TEST(Text, FindsTheWordThatWasMeant) {
  const std::vector<std::string> flags = {"--time-limit", "--threads", "--seed", "--out"};
  EXPECT_EQ(nearest("--time-limmit", flags), "--time-limit");
  EXPECT_EQ(nearest("--thraeds", flags), "--threads");
  EXPECT_EQ(nearest("--sede", flags), "--seed");
  EXPECT_EQ(nearest("--colour-of-the-sky", flags), std::nullopt);
  EXPECT_EQ(nearest(std::string(1'000'000, 'a'), flags), std::nullopt);
}

TEST(Text, GroupsDigitsForPeople) {
  EXPECT_EQ(with_commas(0), "0");
  EXPECT_EQ(with_commas(999), "999");
  EXPECT_EQ(with_commas(1000), "1,000");
  EXPECT_EQ(with_commas(-1234567), "-1,234,567");
  EXPECT_EQ(with_commas(-123), "-123");
  EXPECT_EQ(in_figures(-1234567), "\u22121,234,567");
  EXPECT_EQ(in_figures(std::numeric_limits<std::int64_t>::min()),
            "\u22129,223,372,036,854,775,808");
  EXPECT_EQ(in_figures(1000), "1,000");
}

TEST(Sentence, BeginsLargeAndEnds) {
  EXPECT_EQ(sentence("a date"), "A date.");
  EXPECT_EQ(sentence(""), ".");
}

TEST(Columns, ChineseCharactersTakeTwo) {
  EXPECT_EQ(columns_of("site"), 4U);
  EXPECT_EQ(columns_of("驻点"), 4U);
  EXPECT_EQ(columns_of("（A）é"), 6U);
  EXPECT_EQ(padded("驻点", 6) + "|", "驻点  |");
  EXPECT_EQ(padded("too long", 3), "too long");
  EXPECT_EQ(padded_before("驻点", 6), "  驻点");
  EXPECT_EQ(shortened("派出单位", 5), "派出");
  EXPECT_EQ(shortened("all of it", 20), "all of it");
}

TEST(Pieces, LinesBreakBetweenWordsAndBetweenChineseCharacters) {
  const auto joined = [](std::string_view text) {
    std::string all;
    for (const Piece& piece : pieces_of(text)) {
      all += piece.after_space ? "_" : "|";
      all += piece.text;
    }
    return all;
  };
  EXPECT_EQ(joined("two words"), "|two_words");
  EXPECT_EQ(joined("派驻S1。"), "|派|驻|S1。");
  EXPECT_EQ(joined("用（--out X）给出，再"), "|用|（--out_X）|给|出，|再");
  EXPECT_EQ(joined("  "), "");
}

}  // namespace
}  // namespace sojourn::base
