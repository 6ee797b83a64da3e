// `sojourn serve` on a disk that is really full: a small file system of its own, mounted for the
// test. Skipped where mounting is not allowed; store_disk_test.cpp plays the same everywhere.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mount.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "base/json.h"
#include "tests/fault/office.h"
#include "tests/unit/db/world.h"

namespace sojourn::test {
namespace {

namespace fs = std::filesystem;

/// 24 MiB of memory as a disk, gone with the test.
class SmallDisk {
 public:
  explicit SmallDisk(const std::string& place) : place_(place) {
    fs::create_directories(place_);
    mounted_ = ::mount("tmpfs", place_.c_str(), "tmpfs", MS_NODEV | MS_NOSUID, "size=24m") == 0;
    error_ = mounted_ ? 0 : errno;
  }
  ~SmallDisk() {
    if (mounted_) {
      ::umount2(place_.c_str(), MNT_DETACH);
    }
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  bool mounted() const { return mounted_; }
  int error() const { return error_; }

  void fill() const {
    std::ofstream out(filler(), std::ios::binary | std::ios::app);
    const std::string block(4096, 'x');
    while (out.write(block.data(), static_cast<std::streamsize>(block.size())).flush()) {
    }
  }
  void free() const { fs::remove(filler()); }

 private:
  std::string filler() const { return place_ + "/filler"; }
  std::string place_;
  bool mounted_ = false;
  int error_ = 0;
};

TEST(FullDisk, WritesAreRefusedWithARemedyReadsGoOnAndItPassesByItself) {
  const db::Folder folder;
  const std::string place = folder.path() + "/office";
  const SmallDisk disk(place);
  if (!disk.mounted()) {
    GTEST_SKIP() << "no small disk can be mounted here: " << std::strerror(disk.error());
  }
  Office office(place);
  // Its own log lies elsewhere.
  RunningServer server(folder.path() + "/server", office.arguments());
  office.sign_in(server);
  Memory memory;
  const std::string first = memory.begin("area");
  ASSERT_TRUE(Office::make_area(server, first, memory));

  // The database's log has some room of its own left; then there is none.
  disk.fill();
  std::string refused;
  for (int i = 0; refused.empty(); ++i) {
    ASSERT_LT(i, 2000);
    const std::string name = memory.begin("area");
    const Reply reply = Office::make_area(server, name);
    if (reply.status == 200) {
      memory.acknowledged(name, reply.body);
      disk.fill();
      continue;
    }
    EXPECT_EQ(reply.status, 507) << reply.body;
    EXPECT_EQ(reply.json().at("code"), "disk_full");
    EXPECT_THAT(reply.body, ::testing::HasSubstr("Try again once there is room."));
    refused = name;
  }
  for (int i = 0; i < 50; ++i) {
    disk.fill();
    EXPECT_EQ(Office::make_area(server, memory.begin("area")).status, 507);
    const Reply read = server.ask("GET", "/api/areas?search=" + first);
    ASSERT_EQ(read.status, 200) << read.body;
    EXPECT_EQ(read.json().at("items").as_array().size(), 1U);
  }
  EXPECT_EQ(server.ask("GET", "/api/account").status, 200);
  office.expect_each_once(memory);

  // Room again: the same request, with the same key, without a new start.
  disk.free();
  for (const std::string& name : memory.open()) {
    EXPECT_TRUE(Office::make_area(server, name, memory)) << name;
  }
  EXPECT_EQ(server.end(SIGTERM).code, 0);
  office.expect_each_once(memory);
  office.expect_log_verifies();
  office.expect_log_reconciles();
}

}  // namespace
}  // namespace sojourn::test
