// Refusals on the way in, in the reader's language.
#include "program/sentences.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sojourn::program {
namespace {

using doors::http::Language;

TEST(Sentences, ChineseHasItsOwnAndEnglishIsTheRefusalsOwn) {
  EXPECT_THAT(sentence(Language::zh, "wrong_sign_in").value_or(""),
              ::testing::HasSubstr("登录名、密码或验证码不正确"));
  EXPECT_EQ(sentence(Language::en, "wrong_sign_in"), std::nullopt);
  EXPECT_EQ(sentence(Language::zh, "something_else"), std::nullopt);
}

}  // namespace
}  // namespace sojourn::program
