#include "access/totp.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "access/token.h"

namespace sojourn::access {
namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;

const std::string rfc_secret = "12345678901234567890";

TEST(Totp, VectorsOfRfc6238) {
  const std::pair<std::int64_t, const char*> vectors[] = {
      {59, "94287082"},         {1111111109, "07081804"}, {1111111111, "14050471"},
      {1234567890, "89005924"}, {2000000000, "69279037"}, {20000000000, "65353130"}};
  for (const auto& [time, code] : vectors) {
    EXPECT_EQ(totp_code(rfc_secret, totp_step_at(sys_seconds(seconds(time))), 8), code) << time;
  }
}

TEST(Totp, VectorsOfRfc4226) {
  const char* const codes[] = {"755224", "287082", "359152", "969429", "338314",
                               "254676", "287922", "162583", "399871", "520489"};
  for (std::int64_t step = 0; step < 10; ++step) {
    EXPECT_EQ(totp_code(rfc_secret, step), codes[step]) << step;
  }
}

TEST(Totp, ACodeIsGoodInItsStepAndTheNeighbours) {
  const sys_seconds now(seconds(1'800'000'015));
  const std::int64_t step = totp_step_at(now);
  for (const std::int64_t off : {-1, 0, 1}) {
    EXPECT_EQ(totp_accepts(rfc_secret, totp_code(rfc_secret, step + off), now, {}), step + off);
  }
  for (const std::int64_t off : {-2, 2}) {
    EXPECT_FALSE(totp_accepts(rfc_secret, totp_code(rfc_secret, step + off), now, {}));
  }
}

TEST(Totp, ACodeIsGoodOnce) {
  const sys_seconds now(seconds(1'800'000'015));
  const std::int64_t step = totp_step_at(now);
  const std::string code = totp_code(rfc_secret, step);
  const auto used = totp_accepts(rfc_secret, code, now, {});
  ASSERT_TRUE(used);
  EXPECT_FALSE(totp_accepts(rfc_secret, code, now, used)) << "the same again";
  EXPECT_FALSE(totp_accepts(rfc_secret, totp_code(rfc_secret, step - 1), now, used)) << "older";
  EXPECT_EQ(totp_accepts(rfc_secret, totp_code(rfc_secret, step + 1), now, used), step + 1);
}

TEST(Totp, WhatIsNoCodeIsRefused) {
  const sys_seconds now(seconds(59));
  EXPECT_EQ(totp_accepts(rfc_secret, "287 082", now, {}), 1) << "spaces as apps show them";
  for (const char* each : {"", "28708", "2870822", "94287082", "abcdef", "-287082"}) {
    EXPECT_FALSE(totp_accepts(rfc_secret, each, now, {})) << each;
  }
  EXPECT_EQ(totp_accepts(rfc_secret, "755224", sys_seconds(seconds(0)), {}), 0) << "the first step";
}

TEST(Totp, AddressForAnApp) {
  EXPECT_EQ(totp_address("Sojourn", "amina diallo", rfc_secret),
            "otpauth://totp/Sojourn:amina%20diallo?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
            "&issuer=Sojourn&algorithm=SHA1&digits=6&period=30");
  EXPECT_EQ(make_totp_secret().size(), 20U);
  EXPECT_NE(make_totp_secret(), make_totp_secret());
}

TEST(Base32, VectorsOfRfc4648) {
  const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                         {"f", "MY"},
                                                         {"fo", "MZXQ"},
                                                         {"foo", "MZXW6"},
                                                         {"foob", "MZXW6YQ"},
                                                         {"fooba", "MZXW6YTB"},
                                                         {"foobar", "MZXW6YTBOI"}};
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(to_base32(bytes), text);
    EXPECT_EQ(from_base32(text), bytes);
  }
  EXPECT_EQ(from_base32("mzxw 6ytb oi======"), "foobar");
  for (const char* each : {"1", "M", "MZ1", "MZXW6YTBO", "MR", "ü"}) {
    EXPECT_FALSE(from_base32(each)) << each;
  }
}

TEST(Base32, IsReadBack) {
  rc::check("any bytes",
            [](const std::string& bytes) { RC_ASSERT(from_base32(to_base32(bytes)) == bytes); });
}

}  // namespace
}  // namespace sojourn::access
