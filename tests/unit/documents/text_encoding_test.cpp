// How a text was saved that does not say so: Chinese, western European, or asked.
#include "documents/text_encoding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <iconv.h>

#include "documents/grid.h"
#include "tests/unit/documents/workbook.h"

namespace sojourn::documents {
namespace {

std::string converted(std::string_view text, const char* to) {
  const iconv_t handle = ::iconv_open(to, "UTF-8");
  std::string from(text);
  std::string into(text.size() * 4 + 8, '\0');
  char* in = from.data();
  char* out = into.data();
  std::size_t in_left = from.size();
  std::size_t out_left = into.size();
  EXPECT_NE(::iconv(handle, &in, &in_left, &out, &out_left), static_cast<std::size_t>(-1)) << text;
  ::iconv_close(handle);
  into.resize(into.size() - out_left);
  return into;
}

/// What is found out of a text in these bytes; the pieces in which they come change nothing.
std::string found(std::string_view bytes) {
  std::string answer;
  for (const std::size_t piece : {bytes.size(), std::size_t{1}, std::size_t{3}}) {
    ChineseOrLatin evidence;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
      evidence.take(bytes.substr(at, piece));
    }
    const auto made = evidence.answer();
    const std::string name = made ? std::string(base::name_of(*made)) : "unclear";
    EXPECT_TRUE(answer.empty() || answer == name);
    answer = name;
  }
  return answer;
}
std::string chinese(std::string_view text) { return found(converted(text, "GB18030")); }
std::string latin(std::string_view text) { return found(converted(text, "CP1252")); }

TEST(TextEncoding, ChineseIsFoundOut) {
  EXPECT_EQ(chinese("姓名,单位\n王小明,县医院\n"), "gb18030");
  EXPECT_EQ(chinese("name,unit\n王小明,General Hospital\n"), "gb18030");
  EXPECT_EQ(chinese("编号,名称\nA1,一号村\nB2,C座二楼,3号\n"), "gb18030");
  // Rare characters, whose second byte is an ASCII letter, and such as take four bytes.
  EXPECT_EQ(chinese("姓名,单位\n李镕基,某县人民医院\n镕儿,某县第一中学\n"), "gb18030");
  EXPECT_EQ(chinese("姓名\n李𠮷\n"), "gb18030");
  EXPECT_EQ(chinese("姓名，“备注”\n王娜·阿依，（无）\n"), "gb18030");
}

TEST(TextEncoding, WordsInLatinLettersAreFoundOut) {
  EXPECT_EQ(latin("name,unit\nInés Muñoz,Hospital\n"), "windows_1252");
  EXPECT_EQ(latin("name\nZoë\n"), "windows_1252");
  EXPECT_EQ(latin("Name;Straße\nJürgen Größe;Süd\n"), "windows_1252");
  EXPECT_EQ(latin("NOM,PRÉNOM\nMUÑOZ,ÉLÉONORE\n"), "windows_1252");
  EXPECT_EQ(latin("une note créée à l’été,« là »\n"), "windows_1252");
  EXPECT_EQ(latin("name,remark\nO’Brien,12 °C – 14 °C\n"), "windows_1252");
  EXPECT_EQ(latin("price\n5 €\n"), "windows_1252");
}

TEST(TextEncoding, WhatIsNotCertainIsNotGuessed) {
  // Other alphabets, which are none of the two.
  EXPECT_EQ(found(converted("имя,больница\nИван Петров,Районная больница\n", "CP1251")), "unclear");
  EXPECT_EQ(found(converted("姓名,單位\n王小明,縣醫院\n", "BIG5")), "unclear");
  EXPECT_EQ(found(converted("氏名,病院\nやまだ たろう,びょういん\n", "SHIFT-JIS")), "unclear");
  EXPECT_EQ(found(converted("όνομα,νοσοκομείο\nΓιώργος,Αθήνα\n", "CP1253")), "unclear");
  // As much of one as of the other.
  EXPECT_EQ(found(converted("县医院", "GB18030") + ",Mu\xF1oz,In\xE9s,Zo\xEB\n"), "unclear");
}

TEST(TextEncoding, Utf16WithoutAMarkIsFoundOut) {
  const std::string text = "姓名,单位\n一一,一中\nInés,x\n";
  for (const char* order : {"UTF-16LE", "UTF-16BE"}) {
    const std::string bytes = converted(text, order);
    EXPECT_EQ(rows_of({.name = "t.csv", .bytes = bytes})[1], "2: A=一一 B=一中") << order;
    EXPECT_EQ(outcome_of(bytes.substr(0, bytes.size() - 1)), "not_table") << order;
  }
  EXPECT_EQ(outcome_of(converted("name", "UTF-16LE")), "not_table");  // no line end says which
  EXPECT_EQ(outcome_of(converted("a,b\n\x01,2\n", "UTF-16LE")), "not_table");
}

}  // namespace
}  // namespace sojourn::documents
