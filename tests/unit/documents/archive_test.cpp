// Several files as one archive, read back under count.
#include "documents/archive.h"

#include <gtest/gtest.h>

#include "base/word.h"
#include "documents/grid_parts.h"

namespace sojourn::documents {
namespace {

TEST(Archive, HoldsItsFilesAsTheyWere) {
  const auto made = base::written<base::Instant>("2026-11-28T01:02:04Z");
  const std::string bytes = std::string("a\0b", 3) + "中文";
  const std::vector<ArchiveFile> files = {
      {"README.txt", "Read me.\n"}, {"entries/一.txt", bytes}, {"empty", ""}};
  const std::string archive = archive_of(files, made);
  EXPECT_EQ(archive, archive_of(files, made)) << "the same files, the same archive";
  const auto parts = zip_parts({.name = "x.zip", .bytes = archive}, {});
  for (const ArchiveFile& file : files) {
    const auto part = parts->open(file.name);
    ASSERT_NE(part, nullptr) << file.name;
    std::string text;
    for (std::string_view read = part->read(); !read.empty(); read = part->read()) {
      text += read;
    }
    EXPECT_EQ(text, file.bytes) << file.name;
  }
  EXPECT_EQ(parts->open("other"), nullptr);
}

}  // namespace
}  // namespace sojourn::documents
