#include "base/digest.h"

#include <gtest/gtest.h>

#include <string>

#include "base/ensure.h"

namespace sojourn::base {
namespace {

TEST(Sha256, GivesTheStandardsExamples) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(Sha256, DoesNotDependOnThePieces) {
  const std::string text(1'000'000, 'a');
  Sha256 digest;
  for (std::size_t at = 0; at < text.size(); at += 777) {
    digest.add(std::string_view(text).substr(at, 777));
  }
  EXPECT_EQ(digest.hex(), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, BeginsAnewAfterEachDigest) {
  Sha256 digest;
  digest.add("abc");
  const std::string first = digest.hex();
  digest.add("abc");
  EXPECT_EQ(digest.hex(), first);
  EXPECT_EQ(digest.take()[0], 0xe3);  // of nothing at all
}

}  // namespace
}  // namespace sojourn::base
