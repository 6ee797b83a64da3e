// Cookies, entity tags, languages, codings.
#include "doors/http/header_values.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sojourn::doors::http {
namespace {

using ::testing::ElementsAre;

TEST(Cookies, AreFoundByTheirWholeName) {
  EXPECT_EQ(cookie_of("a=1; b=2", "b"), "2");
  EXPECT_EQ(cookie_of("xb=1;b=2=3", "b"), "2=3");
  EXPECT_EQ(cookie_of("b=", "b"), "");
  EXPECT_EQ(cookie_of("bb=1", "b"), std::nullopt);
  EXPECT_EQ(cookie_of("B=1", "b"), std::nullopt);
  EXPECT_EQ(cookie_of("b", "b"), std::nullopt);
}

TEST(Cookies, OneThatIsThereTwiceIsNone) {
  EXPECT_EQ(cookie_of("b=1; b=2", "b"), std::nullopt);
  EXPECT_EQ(cookie_of("b=1; b=1", "b"), std::nullopt);
  EXPECT_EQ(cookie_of("b=\"1\"", "b"), std::nullopt);
}

TEST(Cookies, AreSetForThisHostAlone) {
  EXPECT_EQ(set_cookie("__Host-session", "x", true, std::nullopt),
            "__Host-session=x; Path=/; HttpOnly; SameSite=Lax; Secure");
  EXPECT_EQ(set_cookie("session", "x", false, 60),
            "session=x; Path=/; HttpOnly; SameSite=Lax; Max-Age=60");
  EXPECT_THAT(set_cookie("session", "", false, 60), ::testing::HasSubstr("; Max-Age=0"));
  EXPECT_THROW(set_cookie("session", "a;b", false, 60), std::logic_error);
  EXPECT_THROW(set_cookie("session", "a", true, 60), std::logic_error);
}

TEST(EntityTags, AreAListOrAStar) {
  EXPECT_TRUE(parse_tags(" * ")->any);
  EXPECT_THAT(parse_tags("\"a\" , W/\"b,c\"")->tags, ElementsAre("\"a\"", "W/\"b,c\""));
  for (const char* bad : {"", "a", "\"a", "\"a\" \"b\"", "\"a\",", "w/\"a\"", "*, \"a\""}) {
    EXPECT_FALSE(parse_tags(bad)) << bad;
  }
  EXPECT_TRUE(parse_tags("W/\"b\"")->hold("\"b\""));
  EXPECT_FALSE(parse_tags("\"b\"")->hold("\"c\""));
}

TEST(EntityTags, SayVersions) {
  EXPECT_EQ(version_of_tag("\"7\""), 7);
  EXPECT_EQ(tag_of_version(7), "\"7\"");
  for (const char* bad : {"7", "W/\"7\"", "\"07\"", "\"\"", "\"x\"", "\"", "\"-0\""}) {
    EXPECT_EQ(version_of_tag(bad), std::nullopt) << bad;
  }
}

TEST(Languages, TheBetterLikedOfOurTwo) {
  EXPECT_EQ(language_of(""), Language::en);
  EXPECT_EQ(language_of("zh-CN,zh;q=0.9,en;q=0.8"), Language::zh);
  EXPECT_EQ(language_of("en-GB,en;q=0.9,zh;q=0.8"), Language::en);
  EXPECT_EQ(language_of("fr, zh-Hant;q=0.2"), Language::zh);
  EXPECT_EQ(language_of("ZH"), Language::zh);
  EXPECT_EQ(language_of("zh;q=0"), Language::en);
  EXPECT_EQ(language_of("zh;q=nonsense"), Language::en);
  EXPECT_EQ(language_of("zhx"), Language::en);
}

TEST(Codings, GzipIfItIsTaken) {
  EXPECT_TRUE(takes_gzip("gzip, deflate, br"));
  EXPECT_TRUE(takes_gzip("deflate, GZIP;q=0.5"));
  EXPECT_TRUE(takes_gzip("*"));
  EXPECT_FALSE(takes_gzip(""));
  EXPECT_FALSE(takes_gzip("gzip;q=0, *"));
  EXPECT_FALSE(takes_gzip("br"));
}

TEST(MediaTypes, JsonIsUtf8) {
  EXPECT_TRUE(is_json_type("application/json"));
  EXPECT_TRUE(is_json_type("Application/JSON; charset=UTF-8"));
  EXPECT_FALSE(is_json_type("application/json; charset=gb18030"));
  EXPECT_FALSE(is_json_type("text/plain"));
  EXPECT_FALSE(is_json_type("application/json-patch+json"));
  EXPECT_FALSE(is_json_type(""));
}

}  // namespace
}  // namespace sojourn::doors::http
