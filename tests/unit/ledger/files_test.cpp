#include "ledger/files.h"

#include <gtest/gtest.h>

#include "base/refusal.h"
#include "ledger/key_file.h"
#include "tests/unit/ledger/folder.h"

namespace sojourn::ledger {
namespace {

namespace fs = std::filesystem;

template <class Act>
std::string code_of(Act&& act) {
  try {
    act();
  } catch (const base::Refusal& refusal) {
    return refusal.code;
  }
  return "done";
}

TEST(Files, AreReplacedWholeAndMadeOnce) {
  const Folder folder;
  const fs::path file = folder.path() / "last";
  EXPECT_EQ(read_small_file(file, 10), std::nullopt);
  replace_file(file, "one");
  replace_file(file, "two");
  EXPECT_EQ(read_small_file(file, 10), "two");
  EXPECT_EQ(read_small_file(file, 3), "two");
  EXPECT_EQ(code_of([&] { read_small_file(file, 2); }), "file_too_large");
  EXPECT_EQ(code_of([&] { create_file(file, "three"); }), "file_exists");
  EXPECT_EQ(read_small_file(file, 10), "two");
  EXPECT_FALSE(fs::exists(folder.path() / "last.new"));
}

TEST(KeyFile, KeepsTheSecretAndShowsTheRest) {
  const Folder folder;
  const fs::path file = folder.path() / "key";
  const SignerKey key = SignerKey::make("programme.example/audit", KeyType::log);
  write_key_file(file, key);
  EXPECT_EQ(read_key_file(file).verifier(), key.verifier());
  EXPECT_EQ(read_verifier_keys(folder.path() / "key.pub"), std::vector{key.verifier()});
  EXPECT_EQ(code_of([&] { write_key_file(file, key); }), "file_exists");
  fs::permissions(file, fs::perms::group_read, fs::perm_options::add);
  EXPECT_EQ(code_of([&] { read_key_file(file); }), "key_is_open");
  EXPECT_EQ(code_of([&] { read_key_file(folder.path() / "none"); }), "no_key");
  folder.write("bad", "# keys\n\nPeterNeumann+c74f20a4+AAAA\n");
  EXPECT_EQ(code_of([&] { read_verifier_keys(folder.path() / "bad"); }), "not_a_key");
  folder.write("empty", "# none\n");
  EXPECT_EQ(code_of([&] { read_verifier_keys(folder.path() / "empty"); }), "not_a_key");
}

}  // namespace
}  // namespace sojourn::ledger
