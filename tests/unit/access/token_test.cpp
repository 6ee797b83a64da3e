#include "access/token.h"

#include <gtest/gtest.h>

#include <set>

namespace sojourn::access {
namespace {

TEST(Token, SaysWhatItIsAndHolds256Bits) {
  const std::string session = make_token(TokenKind::session);
  EXPECT_EQ(session.size(), 47U);
  EXPECT_TRUE(session.starts_with("sjs_"));
  EXPECT_TRUE(token_is_of(TokenKind::session, session));
  EXPECT_FALSE(token_is_of(TokenKind::api, session));
  EXPECT_EQ(kind_of_token(session), TokenKind::session);
  EXPECT_EQ(kind_of_token(make_token(TokenKind::link)), TokenKind::link);
}

TEST(Token, NeverComesTwice) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    EXPECT_TRUE(seen.insert(make_token(TokenKind::api)).second);
  }
}

TEST(Token, WhatIsNoTokenIsSeenBeforeTheDatabaseIsAsked) {
  const std::string good = make_token(TokenKind::api);
  std::string changed = good;
  changed[10] = '\'';
  for (const std::string& each : {std::string(), std::string("sjt_"), good + "A",
                                  good.substr(0, good.size() - 1), changed, " " + good}) {
    EXPECT_FALSE(kind_of_token(each)) << each;
  }
}

TEST(Token, IsStoredAsADigestAndShownByItsStart) {
  EXPECT_EQ(token_digest("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(token_start("sjt_abcdefgh"), "sjt_abcd");
  EXPECT_EQ(token_start("no token"), "");
}

TEST(Secrets, AreComparedWhole) {
  EXPECT_TRUE(equal_secrets("", ""));
  EXPECT_TRUE(equal_secrets("abc", "abc"));
  EXPECT_FALSE(equal_secrets("abc", "abd"));
  EXPECT_FALSE(equal_secrets("abc", "abcd"));
}

}  // namespace
}  // namespace sojourn::access
