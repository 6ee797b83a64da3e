#include "ledger/seal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "base/random.h"
#include "base/refusal.h"
#include "ledger/person_keys.h"
#include "tests/unit/ledger/folder.h"

namespace sojourn::ledger {
namespace {

namespace fs = std::filesystem;

TEST(Seal, OpensWithTheKeyAtItsPlaceOnly) {
  const SealKey key = make_seal_key();
  const std::string sealed = seal(key, "grade: senior", "7/0");
  EXPECT_EQ(unseal(key, sealed, "7/0"), "grade: senior");
  EXPECT_EQ(unseal(key, sealed, "7/1"), std::nullopt);
  EXPECT_EQ(unseal(make_seal_key(), sealed, "7/0"), std::nullopt);
  EXPECT_EQ(sealed.find("senior"), std::string::npos);
  EXPECT_NE(seal(key, "grade: senior", "7/0"), sealed) << "equal texts are not told by equal bytes";
  for (std::size_t at = 0; at < sealed.size(); ++at) {
    std::string changed = sealed;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    EXPECT_EQ(unseal(key, changed, "7/0"), std::nullopt);
  }
  EXPECT_EQ(unseal(key, "short", "7/0"), std::nullopt);
}

TEST(PersonKeys, StayOnDiskUntilTheyAreErased) {
  const Folder folder;
  const fs::path file = folder.path() / "person-keys";
  std::optional<SealKey> seven;
  {
    PersonKeys keys(file);
    EXPECT_EQ(keys.find(7), std::nullopt);
    keys.make_for({0, 7, 8});
    seven = keys.find(7);
    ASSERT_TRUE(seven);
    EXPECT_NE(keys.find(8), seven);
    keys.make_for({7});
    EXPECT_EQ(keys.find(7), seven);
  }
  EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  {
    PersonKeys keys(file);
    EXPECT_EQ(keys.find(7), seven);
    EXPECT_TRUE(keys.erase(7));
    EXPECT_FALSE(keys.erase(7));
    EXPECT_FALSE(keys.erase(9));
    EXPECT_EQ(keys.find(7), std::nullopt);
    EXPECT_TRUE(keys.is_erased(7));
    keys.make_for({7});
    EXPECT_EQ(keys.find(7), std::nullopt) << "who was erased gets no other key";
  }
  const std::string bytes = folder.read("person-keys");
  EXPECT_EQ(bytes.find(std::string(seven->begin(), seven->end())), std::string::npos);
  PersonKeys keys(file);
  EXPECT_TRUE(keys.is_erased(7));
  EXPECT_TRUE(keys.find(8));
}

TEST(PersonKeys, AreSharedByProcesses) {
  const Folder folder;
  PersonKeys one(folder.path() / "keys");
  PersonKeys two(folder.path() / "keys");
  one.make_for({1});
  two.make_for({1, 2});
  EXPECT_EQ(one.find(1), two.find(1));
  EXPECT_EQ(one.find(2), two.find(2));
  EXPECT_TRUE(one.find(2));
  EXPECT_TRUE(two.erase(1));
  EXPECT_TRUE(one.is_erased(1));
  EXPECT_EQ(one.find(1), std::nullopt);
}

TEST(PersonKeys, LoseACutOffRecordAndNoMore) {
  const Folder folder;
  const fs::path file = folder.path() / "keys";
  std::optional<SealKey> one;
  {
    PersonKeys keys(file);
    keys.make_for({1});
    one = keys.find(1);
    keys.make_for({2});
  }
  fs::resize_file(file, fs::file_size(file) - 20);
  PersonKeys keys(file);
  EXPECT_EQ(keys.find(1), one);
  EXPECT_EQ(keys.find(2), std::nullopt);
  keys.make_for({2, 3});
  EXPECT_TRUE(PersonKeys(file).find(3));
}

TEST(PersonKeys, ADamagedFileIsRefused) {
  const Folder folder;
  const fs::path file = folder.path() / "keys";
  PersonKeys(file).make_for({1, 2});
  for (const std::size_t at : {std::size_t{3}, std::size_t{45}, std::size_t{75}}) {
    std::string bytes = folder.read("keys");
    bytes[at] = static_cast<char>(bytes[at] ^ 1);
    folder.write("damaged", bytes);
    try {
      const PersonKeys keys(folder.path() / "damaged");
      ADD_FAILURE() << at;
    } catch (const base::Refusal& refusal) {
      EXPECT_EQ(refusal.code, "key_file_damaged");
    }
  }
}

}  // namespace
}  // namespace sojourn::ledger
