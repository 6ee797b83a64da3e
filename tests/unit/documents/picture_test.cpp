// Pictures of receipts: what is told beside them goes, what shows them stays byte by byte.
#include "documents/picture.h"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "base/refusal.h"
#include "tests/support/paths.h"
#include "tests/unit/documents/pictures.h"

namespace sojourn::documents {
namespace {

using namespace pictures;
using testing::HasSubstr;
using testing::Not;

std::string refusal(const std::string& bytes) {
  try {
    clean_picture(bytes);
  } catch (const base::Refusal& refused) {
    return refused.faults.at(0).where + " " + refused.faults.at(0).code;
  }
  return "taken";
}

TEST(Picture, OfAJpegLosesAllThatACameraTells) {
  const std::string told = segment(0xe0, std::string("JFIF\0\1\1", 7)) +
                           segment(0xe1, std::string("Exif\0\0", 6) + "GPS 31.2N 121.5E") +
                           segment(0xe1, "http://ns.adobe.com/xap/1.0/ author") +
                           segment(0xed, "Photoshop 3.0") + segment(0xfe, "by Ada");
  const CleanPicture clean = clean_picture(jpeg(told, "a film behind the picture"));
  EXPECT_EQ(clean.bytes, jpeg());
  EXPECT_EQ(clean.kind, PictureKind::jpeg);
  EXPECT_EQ(clean.width, 32U);
  EXPECT_EQ(clean.height, 16U);
}

TEST(Picture, StandsAsItWasHeld) {
  for (const bool little : {true, false}) {
    for (int way = 0; way <= 9; ++way) {
      const CleanPicture clean = clean_picture(jpeg(exif(way, little)));
      const int kept = way >= 2 && way <= 8 ? way : 1;
      EXPECT_EQ(clean.bytes, "\xff\xd8" + exif_kept(kept) + jpeg().substr(2)) << way;
      EXPECT_EQ(clean.width, kept > 4 ? 16U : 32U);
      EXPECT_EQ(clean.height, kept > 4 ? 32U : 16U);
      EXPECT_THAT(clean.bytes, Not(HasSubstr("GPS")));
      EXPECT_THAT(clean.bytes, Not(HasSubstr("Phone")));
      EXPECT_EQ(clean_picture(clean.bytes), clean);
    }
  }
  // The first camera's word counts; what is cut off says nothing, and hides nothing.
  EXPECT_EQ(clean_picture(jpeg(exif(6) + exif(3))).bytes, clean_picture(jpeg(exif(6))).bytes);
  const std::string said = exif(6).substr(4);
  for (std::size_t length = 0; length < said.size(); ++length) {
    const CleanPicture cut = clean_picture(jpeg(segment(0xe1, said.substr(0, length))));
    EXPECT_TRUE(cut.bytes == jpeg() || cut.bytes == "\xff\xd8" + exif_kept(6) + jpeg().substr(2));
  }
  std::string many = said;
  many[14] = many[15] = '\xff';  // so many entries as it is not long
  EXPECT_EQ(clean_picture(jpeg(segment(0xe1, many))).bytes, clean_picture(jpeg(exif(6))).bytes);
  std::string far = said;
  far[10] = far[11] = far[12] = far[13] = '\xff';  // and begins where nothing is
  EXPECT_EQ(clean_picture(jpeg(segment(0xe1, far))).bytes, jpeg());
}

TEST(Picture, ClaimsNoMoreThanThereIs) {
  // A gigabyte that is not there; a segment shorter than its own length; too many points to show.
  std::string chunks = png();
  chunks.replace(33, 4, "\x40\0\0\0", 4);
  EXPECT_EQ(refusal(chunks), "/file picture_damaged");
  EXPECT_EQ(refusal("\xff\xd8\xff\xe1" + std::string(2, '\0') + jpeg().substr(2)),
            "/file picture_damaged");
  EXPECT_EQ(refusal(std::string("\xff\xd8\xff\xe1\xff\xff", 6) + "Exif"), "/file picture_damaged");
  const auto with_size = [](std::uint32_t width, std::uint32_t height) {
    return std::string("\x89PNG\r\n\x1a\n") +
           chunk("IHDR",
                 big_endian(width, 4) + big_endian(height, 4) + std::string("\x8\0\0\0\0", 5)) +
           chunk("IDAT", "picture") + chunk("IEND", "");
  };
  EXPECT_EQ(refusal(with_size(20'001, 1)), "/file picture_large");
  EXPECT_EQ(refusal(with_size(20'000, 6'001)), "/file picture_large");
  EXPECT_EQ(refusal(with_size(20'000, 6'000)), "taken");
  EXPECT_EQ(refusal(with_size(0, 6'000)), "/file picture_damaged");
}

TEST(Picture, OfAPngLosesAllThatIsNotNeededToShowIt) {
  const std::string told = chunk("tEXt", "Author Ada") + chunk("eXIf", "GPS") +
                           chunk("iTXt", "XML:com.adobe.xmp") + chunk("tIME", "1234567") +
                           chunk("pHYs", "123456789") + chunk("acTL", "12345678");
  const CleanPicture clean = clean_picture(png(told, "a film behind the picture"));
  EXPECT_EQ(clean.bytes, png());
  EXPECT_EQ(clean.kind, PictureKind::png);
  EXPECT_EQ(clean.width, 32U);
  EXPECT_EQ(clean.height, 16U);
  const std::string clear = chunk("PLTE", "rgb") + chunk("tRNS", "a");
  EXPECT_EQ(clean_picture(png(clear)).bytes, png(clear));
}

TEST(Picture, OfThreeColoursKeepsWhichColoursTheyAre) {
  const std::string adobe = std::string("Adobe\0\x64\x12\x34\x56\x78\0", 12);
  const std::string plain = std::string("Adobe\0\x64\0\0\0\0\0", 12);
  EXPECT_EQ(clean_picture(jpeg(segment(0xee, adobe))).bytes, jpeg(segment(0xee, plain)));
  EXPECT_EQ(clean_picture(jpeg(segment(0xee, adobe + "Ada"))).bytes, jpeg());
  // Who says JFIF has said which colours they are.
  const std::string jfif = segment(0xe0, std::string("JFIF\0\1\1", 7));
  EXPECT_EQ(clean_picture(jpeg(jfif + segment(0xee, adobe))).bytes, jpeg());
}

TEST(Picture, WhatIsNotUnderstoodIsRefused) {
  EXPECT_EQ(refusal(""), "/file not_picture");
  EXPECT_EQ(refusal("%PDF-1.7"), "/file pdf");
  EXPECT_EQ(refusal("GIF89a"), "/file not_picture");
  EXPECT_EQ(refusal("\xff\xd8"), "/file picture_damaged");
  EXPECT_EQ(refusal("\xff\xd8\xff\xd9"), "/file picture_damaged");
  // A table that is longer than its segment needs, or shorter, could hold anything.
  EXPECT_EQ(refusal(jpeg(segment(0xdb, std::string(70, '\0')))), "/file picture_damaged");
  EXPECT_EQ(refusal(jpeg(segment(0xc4, std::string(20, '\0')))), "/file picture_damaged");
  EXPECT_EQ(refusal(jpeg(segment(0xdd, "abc"))), "/file picture_damaged");
  // Arithmetic coding, four colours, a segment of no standard.
  EXPECT_EQ(refusal(jpeg(segment(0xcc, "a"))), "/file picture_unknown");
  EXPECT_EQ(refusal("\xff\xd8" + frame(4)), "/file picture_unknown");
  EXPECT_EQ(refusal(jpeg(segment(0xf0, "a"))), "/file picture_unknown");
  EXPECT_EQ(refusal(jpeg(frame())), "/file picture_damaged");
  EXPECT_EQ(refusal(png(chunk("ABCD", "critical"))), "/file picture_unknown");
  EXPECT_EQ(refusal(png(chunk("PLTE", "rg"))), "/file picture_damaged");
  EXPECT_EQ(refusal(png(chunk("IDAT", "a") + chunk("tEXt", "b"))), "/file picture_damaged");
  std::string wrong = png();
  wrong[40] = static_cast<char>(wrong[40] + 1);
  EXPECT_EQ(refusal(wrong), "/file picture_damaged");
  for (const std::string& whole : {jpeg(), png()}) {
    for (std::size_t length = 8; length < whole.size(); ++length) {
      EXPECT_EQ(refusal(whole.substr(0, length)), "/file picture_damaged") << length;
    }
  }
}

RC_GTEST_PROP(PictureProperty, NothingThatAnybodyWritesBesideItIsKept, (const std::string& said)) {
  const std::string body = said.substr(0, 60'000);
  RC_ASSERT(clean_picture(jpeg(segment(0xe1, body), body)).bytes == jpeg());
  RC_ASSERT(clean_picture(png(chunk("zTXt", body), body)).bytes == png());
}

TEST(Picture, ThatAProgramMadeIsTheSameToLookAt) {
  // The guide's own pictures.
  int found = 0;
  for (const auto& file :
       std::filesystem::recursive_directory_iterator(test::source_dir() + "/docs")) {
    if (file.path().extension() == ".png") {
      std::ifstream in(file.path(), std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(in), {}};
      const CleanPicture clean = clean_picture(bytes);
      EXPECT_LE(clean.bytes.size(), bytes.size());
      EXPECT_EQ(clean_picture(clean.bytes), clean);
      ++found;
    }
  }
  EXPECT_GT(found, 0);
}

}  // namespace
}  // namespace sojourn::documents
