#include "doors/http/multipart.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sojourn::doors::http {
namespace {

using ::testing::ElementsAre;
using ::testing::Optional;
using ::testing::Pair;

std::string part(std::string_view says, std::string_view content) {
  return "--b\r\nContent-Disposition: form-data; " + std::string(says) + "\r\n\r\n" +
         std::string(content) + "\r\n";
}

TEST(Multipart, TheBoundaryIsOfAForm) {
  EXPECT_THAT(form_boundary("multipart/form-data; boundary=b"), Optional(std::string("b")));
  EXPECT_THAT(form_boundary("Multipart/Form-Data; charset=utf-8; Boundary=\"a;b\""),
              Optional(std::string("a;b")));
  EXPECT_EQ(form_boundary("multipart/form-data"), std::nullopt);
  EXPECT_EQ(form_boundary("multipart/form-data; boundary="), std::nullopt);
  EXPECT_EQ(form_boundary("text/csv; boundary=b"), std::nullopt);
}

TEST(Multipart, FieldsAndAFile) {
  const std::string body = part("name=\"check\"", "true") +
                           part("name=\"file\"; filename=\"C:\\\\tables\\\\\\\"new\\\" staff.csv\"",
                                "a,b\r\n--c\r\n1,2\r\n") +
                           "--b--\r\n";
  const auto form = parse_form(body, "b");
  ASSERT_TRUE(form);
  EXPECT_THAT(form->fields, ElementsAre(Pair("check", "true")));
  EXPECT_TRUE(form->has_file);
  EXPECT_EQ(form->file_name, "\"new\" staff.csv");
  EXPECT_EQ(form->file_bytes, "a,b\r\n--c\r\n1,2\r\n");
}

TEST(Multipart, WhatIsNoFormIsNone) {
  const std::string file = part("name=\"file\"; filename=\"a\"", "x");
  EXPECT_FALSE(parse_form("", "b"));
  EXPECT_FALSE(parse_form(file, "b")) << "no end";
  EXPECT_FALSE(parse_form(file + "--c--", "b"));
  EXPECT_FALSE(parse_form(file + file + "--b--", "b")) << "two files";
  EXPECT_FALSE(parse_form(part("filename=\"a\"", "x") + "--b--", "b")) << "no name";
  EXPECT_FALSE(parse_form("--b\r\nContent-Type: text/csv\r\n\r\nx\r\n--b--", "b"));
  std::string many;
  for (int i = 0; i < 21; ++i) {
    many += part("name=\"f\"", "x");
  }
  EXPECT_FALSE(parse_form(many + "--b--", "b"));
}

}  // namespace
}  // namespace sojourn::doors::http
