#include "documents/ics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/word.h"

namespace sojourn::documents {
namespace {

using base::Date;
using base::written;
using testing::HasSubstr;
using testing::Not;

Calendar with(std::string title, std::string place = {}) {
  return {.name = "Training",
          .events = {{.uid = "session_1@sojourn",
                      .made_at = base::Instant::start_of_utc(written<Date>("2026-11-28")),
                      .from = written<Date>("2027-02-27"),
                      .to = written<Date>("2027-02-28"),
                      .title = std::move(title),
                      .place = std::move(place)}}};
}

TEST(Ics, AnEventOfWholeDaysEndsOnTheDayAfterItsLast) {
  EXPECT_EQ(ics_of(with("Start", "Weir School")),
            "BEGIN:VCALENDAR\r\n"
            "VERSION:2.0\r\n"
            "PRODID:-//Sojourn//Sojourn//EN\r\n"
            "CALSCALE:GREGORIAN\r\n"
            "X-WR-CALNAME:Training\r\n"
            "BEGIN:VEVENT\r\n"
            "UID:session_1@sojourn\r\n"
            "DTSTAMP:20261128T000000Z\r\n"
            "DTSTART;VALUE=DATE:20270227\r\n"
            "DTEND;VALUE=DATE:20270301\r\n"
            "SUMMARY:Start\r\n"
            "LOCATION:Weir School\r\n"
            "TRANSP:OPAQUE\r\n"
            "END:VEVENT\r\n"
            "END:VCALENDAR\r\n");
}

TEST(Ics, SignsOfTheFormAreEscapedAndOthersLeftOut) {
  EXPECT_THAT(ics_of(with("a;b,c\\d\ne\x01\x7f"
                          "f\r\nEND:VEVENT")),
              HasSubstr("SUMMARY:a\\;b\\,c\\\\d\\nef\\nEND:VEVENT\r\n"));
}

TEST(Ics, LongLinesAreFoldedAfter75BytesAndNeverWithinACharacter) {
  for (const std::string& title : {std::string(300, 'x'), [] {
                                     std::string made;
                                     for (int i = 0; i < 90; ++i) {
                                       made += "培";
                                     }
                                     return made;
                                   }()}) {
    const std::string text = ics_of(with(title));
    std::string unfolded;
    std::size_t begin = 0;
    while (begin < text.size()) {
      const std::size_t end = text.find("\r\n", begin);
      ASSERT_NE(end, text.npos);
      const std::string line = text.substr(begin, end - begin);
      EXPECT_LE(line.size(), 75U);
      if (line.starts_with(' ')) {
        // A part that begins within a character would begin with its further bytes.
        EXPECT_NE(static_cast<unsigned char>(line.at(1)) & 0xC0U, 0x80U);
        unfolded += line.substr(1);
      } else {
        unfolded += "\n" + line;
      }
      begin = end + 2;
    }
    EXPECT_THAT(unfolded, HasSubstr("\nSUMMARY:" + title + "\n"));
  }
}

TEST(Ics, WithoutAPlaceThereIsNone) {
  EXPECT_THAT(ics_of(with("Start")), Not(HasSubstr("LOCATION")));
}

}  // namespace
}  // namespace sojourn::documents
