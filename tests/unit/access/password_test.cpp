#include "access/password.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <thread>
#include <vector>

namespace sojourn::access {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

/// So cheap that a test may hash often.
constexpr PasswordCost cheap{.passes = 1, .bytes = 8192};

std::string code_of(std::string_view password, const std::vector<std::string>& own = {}) {
  const auto fault = password_fault(password, own, "/password");
  return fault ? fault->code : "";
}

TEST(Passwords, OnlyTheRightOneMatches) {
  Passwords passwords(cheap);
  const std::string stored = passwords.hash("correct horse");
  EXPECT_TRUE(passwords.matches("correct horse", stored));
  EXPECT_FALSE(passwords.matches("correct horsf", stored));
  EXPECT_FALSE(passwords.matches("", stored));
  EXPECT_FALSE(passwords.matches_nobody("correct horse"));
  EXPECT_NE(stored, passwords.hash("correct horse")) << "each has its own salt";
}

TEST(Passwords, CostTwoPassesOver64MiBUnlessSaidOtherwise) {
  Passwords passwords;
  const std::string stored = passwords.hash("correct horse");
  EXPECT_THAT(stored, StartsWith("$argon2id$v=19$m=65536,t=2,p=1$"));
  EXPECT_FALSE(passwords.outdated(stored));
  EXPECT_TRUE(passwords.outdated(Passwords(cheap).hash("correct horse")));
}

TEST(Passwords, AtMostTwoAreHashedAtOnceAndTheRestIsRefusedAsBusy) {
  Passwords passwords({.passes = 60, .bytes = std::size_t{8} << 20U}, 1,
                      std::chrono::milliseconds(0));
  std::atomic<int> done = 0;
  std::atomic<int> busy = 0;
  std::latch start(4);
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      start.arrive_and_wait();
      try {
        (void)passwords.hash("correct horse");
        ++done;
      } catch (const base::Refusal& refusal) {
        EXPECT_EQ(refusal.kind, base::Kind::busy);
        EXPECT_THAT(refusal.detail, HasSubstr("Try again"));
        ++busy;
      }
    });
  }
  threads.clear();
  EXPECT_GE(done, 1);
  EXPECT_EQ(done + busy, 4);
  EXPECT_NO_THROW((void)passwords.hash("correct horse")) << "the place is free again";
}

TEST(PasswordFault, ShortAndEndlessOnes) {
  EXPECT_EQ(code_of(""), "password_short");
  EXPECT_EQ(code_of("kx9!vQ2"), "password_short");
  EXPECT_EQ(code_of("kx9!vQ2p"), "");
  EXPECT_EQ(code_of("一二三四五六七"), "password_short") << "characters are counted, not bytes";
  EXPECT_EQ(code_of("春江花月夜潮水平"), "");
  EXPECT_EQ(code_of(std::string(64, 'x') + "y"), "");
  EXPECT_EQ(code_of(std::string(256, 'x') + "y"), "password_long");
  EXPECT_EQ(code_of("kx9!vQ2p\xff"), "not_text");
}

TEST(PasswordFault, CommonOnesInAnyCase) {
  for (const char* each : {"password", "Password", "12345678", "QWERTYUIOP", "iloveyou", "sunshine",
                           "1qaz2wsx", "trustno1"}) {
    EXPECT_EQ(code_of(each), "password_common") << each;
    EXPECT_TRUE(common_password(each));
  }
  EXPECT_FALSE(common_password(""));
  EXPECT_FALSE(common_password("zzzzzzzzzzzzzzzzzzzz"));
  EXPECT_FALSE(common_password("\n"));
}

TEST(PasswordFault, NamesAndRepetition) {
  const std::vector<std::string> own = {"amina.diallo", "Bo"};
  EXPECT_EQ(code_of("Amina.Diallo1", own), "password_own_word");
  EXPECT_EQ(code_of("amina.diallo walks to the well", own), "");
  EXPECT_EQ(code_of("bobsled riders", own), "") << "a short name is no reason";
  EXPECT_EQ(code_of("zzzzzzzzzzz"), "password_own_word");
}

TEST(PasswordFault, NeverShowsThePassword) {
  const auto fault = password_fault("password", {}, "/password");
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->where, "/password");
  EXPECT_EQ(fault->value, "");
}

}  // namespace
}  // namespace sojourn::access
