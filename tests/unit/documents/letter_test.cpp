#include "documents/letter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/refusal.h"
#include "base/word.h"
#include "tests/support/pdf.h"

namespace sojourn::documents {
namespace {

using base::Date;
using base::written;
using test::fonts_of_pdf;
using test::pages_of_pdf;
using test::without_gaps;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

Letter english() {
  return {.language = "en",
          .sender = "Field-team office of Weir County",
          .number = "No. posting_3k9q",
          .title = "Letter of posting",
          .addressee = "To Ada Brook:",
          .paragraphs = {"You are posted to Upper Weir, Weir Town, Weir County.",
                         "Please be at the site on 1 November 2026."},
          .table = {.widths = {1, 3}, .rows = {{"Sent by", "General Hospital"}}},
          .closing = {"Below the table."},
          .signature = {"The office", "20 October 2026"},
          .footer = "Made by a test.",
          .dated = written<Date>("2026-10-20")};
}

Letter chinese() {
  Letter letter = english();
  letter.language = "zh";
  letter.sender = "上堰县驻点工作项目办公室";
  letter.title = "派驻通知书";
  letter.addressee = "王小明同志：";
  letter.paragraphs = {
      "经研究决定，派你到上堰县堰头镇上堰村驻点工作，任工作队队长，任期自2026年11月1日起"
      "至2028年10月31日止。"};
  letter.table.rows = {{"派出单位", "县人民医院"}};
  letter.signature = {"办公室", "2026年10月20日"};
  return letter;
}

Letter arabic() {
  Letter letter = english();
  letter.language = "ar";
  letter.right_to_left = true;
  letter.title = "كتاب";
  letter.addressee = "إلى";
  letter.paragraphs = {"من قرية السد", "An English paragraph."};
  letter.table.rows = {{"שם", "Left"}};
  return letter;
}

std::string pdf(std::vector<Letter> letters) {
  return letters_pdf({.title = "Letters", .author = "Office", .letters = std::move(letters)});
}

/// Code of the refusal, and what it says.
std::string refusal_of(const Letter& letter) {
  try {
    pdf({letter});
  } catch (const base::Refusal& refusal) {
    return refusal.code + ": " + refusal.detail.english();
  }
  return "none";
}

TEST(Letter, IsOnePageWhoseTextIsText) {
  const std::vector<std::string> pages = pages_of_pdf(pdf({english()}));
  ASSERT_THAT(pages, SizeIs(1));
  EXPECT_THAT(pages[0],
              AllOf(HasSubstr("Field-team office of Weir County"), HasSubstr("No. posting_3k9q"),
                    HasSubstr("Letter of posting"), HasSubstr("To Ada Brook:"),
                    HasSubstr("You are posted to Upper Weir, Weir Town, Weir County."),
                    HasSubstr("General Hospital"), HasSubstr("Below the table."),
                    HasSubstr("20 October 2026"), HasSubstr("Made by a test.")));
}

TEST(Letter, SaysItsPartsInTheOrderOfAnOffice) {
  const std::string page = pages_of_pdf(pdf({english()})).at(0);
  std::size_t at = 0;
  for (const std::string_view part :
       {"Field-team office", "No. posting", "Letter of posting", "To Ada", "You are posted",
        "Please be", "Sent by", "Below the table", "The office", "20 October", "Made by"}) {
    const std::size_t found = page.find(part);
    ASSERT_NE(found, std::string::npos) << part;
    EXPECT_GE(found, at) << part;
    at = found;
  }
}

TEST(Letter, InChineseIsOnePageToo) {
  const std::vector<std::string> pages = pages_of_pdf(pdf({chinese()}));
  ASSERT_THAT(pages, SizeIs(1));
  EXPECT_THAT(without_gaps(pages[0]),
              AllOf(HasSubstr("上堰县驻点工作项目办公室"), HasSubstr("派驻通知书"),
                    HasSubstr("任期自2026年11月1日起至2028年10月31日止。"),
                    HasSubstr("派出单位县人民医院"), HasSubstr("2026年10月20日")));
  // Two characters in: the first line begins right of the addressee.
  const std::string& page = pages[0];
  const auto column = [&](std::string_view text) {
    const std::size_t found = page.find(text);
    return found - page.rfind('\n', found);
  };
  EXPECT_GT(column("经研究"), column("王小明"));
}

TEST(Letter, OfALanguageFromRightToLeftIsTurnedRound) {
  const std::string page = pages_of_pdf(pdf({arabic()})).at(0);
  EXPECT_THAT(without_gaps(page), HasSubstr("منقريةالسد"));
  EXPECT_THAT(page, HasSubstr("An English paragraph."));
  // Its columns begin at the right: what stands in the second is left of the first.
  const std::size_t row = page.find("שם");
  ASSERT_NE(row, std::string::npos);
  const std::size_t line = page.rfind('\n', row);
  EXPECT_LT(page.find("Left", line), row);
  // What is signed stands at the left, where its lines end.
  const auto gap = [](const std::string& all, std::string_view text) {
    const std::size_t found = all.find(text);
    return found - all.rfind('\n', found);
  };
  EXPECT_LT(gap(page, "20 October"), gap(pages_of_pdf(pdf({english()})).at(0), "20 October"));
}

TEST(Letter, EmbedsWhatItUsesOfItsFonts) {
  const std::string fonts = fonts_of_pdf(pdf({english(), chinese(), arabic()}));
  EXPECT_THAT(fonts, HasSubstr("NotoSerifCJK"));
  std::size_t lines = 0;
  for (std::size_t at = fonts.find("---\n") + 4; at < fonts.size();
       at = fonts.find('\n', at) + 1, ++lines) {
    // "emb sub uni": all three.
    EXPECT_THAT(fonts.substr(at, fonts.find('\n', at) - at), HasSubstr(" yes yes yes "));
  }
  EXPECT_GE(lines, 3U);
  EXPECT_LT(pdf({english()}).size(), 100'000U);
}

TEST(Letter, IsTheSameBytesEachTime) {
  const std::string once = pdf({english(), chinese()});
  EXPECT_EQ(once, pdf({english(), chinese()}));
  EXPECT_THAT(once, HasSubstr("CreationDate (20261020000000"));
  Letter later = english();
  later.dated = written<Date>("2026-10-21");
  EXPECT_THAT(pdf({later}), HasSubstr("CreationDate (20261021000000"));
}

TEST(Letter, RefusesACharacterThatNoFontHas) {
  Letter letter = english();
  letter.table.rows = {{"Name", "Ada \ue123"}};  // for private use: no font of Debian has it
  EXPECT_THAT(refusal_of(letter), AllOf(HasSubstr("no_glyph: "), HasSubstr("(U+E123)"),
                                        HasSubstr("installs the package fonts-")));
  letter.table.rows = {{"Name", "\U00031234"}};  // a Chinese character beyond what fonts have
  EXPECT_THAT(refusal_of(letter),
              AllOf(HasSubstr("(U+31234)"), HasSubstr("package fonts-hanazono")));
  letter.table.rows = {{"Name", "Ada"}};
  EXPECT_EQ(refusal_of(letter), "none");
}

TEST(Letter, ThatIsLongGoesOnWithTheTablesHead) {
  Letter letter = english();
  letter.table = {.head = {"No.", "Name"}, .widths = {1, 5}, .rows = {}};
  for (int i = 1; i <= 120; ++i) {
    letter.table.rows.push_back({std::to_string(i), "Person " + std::to_string(i) + "."});
  }
  const std::vector<std::string> pages = pages_of_pdf(pdf({letter}));
  ASSERT_GT(pages.size(), 2U);
  std::string all;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    if (pages[i].find("Person") != std::string::npos) {
      EXPECT_THAT(pages[i], HasSubstr("Name")) << i;
    }
    EXPECT_THAT(without_gaps(pages[i]),
                HasSubstr("—" + std::to_string(i + 1) + "/" + std::to_string(pages.size()) + "—"));
    all += pages[i];
  }
  for (int i = 1; i <= 120; ++i) {
    EXPECT_THAT(all, HasSubstr("Person " + std::to_string(i) + ".")) << "none is lost";
  }
  EXPECT_THAT(pages.front(), Not(HasSubstr("20 October")));
  EXPECT_THAT(pages.back(), HasSubstr("20 October"));
}

TEST(Letter, WithARowLongerThanAPageLosesNothing) {
  Letter letter = english();
  std::string text;
  for (int i = 1; i <= 900; ++i) {
    text += "word" + std::to_string(i) + " ";
  }
  letter.table = {.head = {"What"}, .widths = {1}, .rows = {{text + text}}};
  letter.paragraphs = {text};
  std::string all;
  for (const std::string& page : pages_of_pdf(pdf({letter}))) {
    all += page;
  }
  std::size_t found = 0;
  for (std::size_t at = all.find("word900"); at != std::string::npos;
       at = all.find("word900", at + 1)) {
    ++found;
  }
  EXPECT_EQ(found, 3U);
}

TEST(Letter, EachInAFileOfManyIsOnAPageOfItsOwn) {
  const std::vector<std::string> pages = pages_of_pdf(pdf({english(), chinese(), english()}));
  ASSERT_THAT(pages, SizeIs(3));
  EXPECT_THAT(pages[1], HasSubstr("王小明"));
  EXPECT_THAT(pages[1], Not(HasSubstr("Ada")));
}

TEST(SetApart, KeepsANameFromRightToLeftFromTurningWhatStandsBesideIt) {
  EXPECT_EQ(set_apart("Ada Brook"), "Ada Brook");
  EXPECT_EQ(set_apart("王小明"), "王小明");
  EXPECT_EQ(set_apart("דנה"), "\u2068דנה\u2069");
  EXPECT_EQ(set_apart("a\u202eb"), "\u2068a\u202eb\u2069") << "what turns the rest of a line";
}

}  // namespace
}  // namespace sojourn::documents
