// Reading whole files: marks, encodings, and what the machine refuses.
#include "documents/text_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "base/digest.h"

namespace sojourn::documents {
namespace {

namespace fs = std::filesystem;

class TextFileTest : public testing::Test {
 protected:
  TextFileTest()
      : folder_(fs::temp_directory_path() /
                ("sojourn-text-" +
                 std::string(testing::UnitTest::GetInstance()->current_test_info()->name()))) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~TextFileTest() override { fs::remove_all(folder_); }
  std::unique_ptr<TextFile> read(std::string_view bytes, Encoding encoding = Encoding::utf8) {
    std::ofstream(folder_ / "f", std::ios::binary) << bytes;
    return read_text_file(folder_ / "f", encoding);
  }
  fs::path folder_;
};

TEST_F(TextFileTest, ReadsUtf8WithAndWithoutMark) {
  const auto plain = read("site\n山\n");
  EXPECT_FALSE(plain->fault);
  EXPECT_EQ(plain->text, "site\n山\n");
  EXPECT_EQ(plain->digest, base::sha256_hex("site\n山\n"));
  const auto marked = read("\xef\xbb\xbfsite\n");
  EXPECT_EQ(marked->text, "site\n");
  EXPECT_EQ(marked->digest, base::sha256_hex("\xef\xbb\xbfsite\n"));
  EXPECT_EQ(read("")->text, "");
}

TEST_F(TextFileTest, NamesTheLineOfABadByte) {
  const auto file = read("a\r\nb\rc\n\xff\n");
  ASSERT_TRUE(file->fault);
  EXPECT_EQ(file->fault->kind, TextFault::Kind::encoding);
  EXPECT_EQ(file->fault->line, 4U);
}

TEST_F(TextFileTest, ReadsGb18030WhenDeclared) {
  // 山村,河 in GBK, and U+20000 in four bytes.
  const std::string gbk = "\xc9\xbd\xb4\xe5,\xba\xd3\n\x95\x32\x82\x36\n";
  EXPECT_TRUE(read(gbk)->fault);
  const auto file = read(gbk, Encoding::gb18030);
  ASSERT_FALSE(file->fault);
  EXPECT_EQ(file->text, "山村,河\n\xf0\xa0\x80\x80\n");
  EXPECT_EQ(file->digest, base::sha256_hex(gbk));
  // A file that says it is UTF-8 is believed.
  EXPECT_EQ(read("\xef\xbb\xbf山\n", Encoding::gb18030)->text, "山\n");
}

TEST_F(TextFileTest, ConvertsAcrossPiecesAndFindsBadBytes) {
  // An odd start shifts every two-byte character across the borders of pieces.
  for (const std::size_t shift : {0U, 1U}) {
    std::string gbk(shift, 'x');
    std::string utf8(shift, 'x');
    for (int i = 0; i < 100'000; ++i) {
      gbk += "\xc9\xbd";
      utf8 += "山";
    }
    const Converted converted = from_gb18030(gbk);
    EXPECT_FALSE(converted.bad);
    EXPECT_EQ(converted.text, utf8);
    EXPECT_EQ(from_gb18030(gbk + "\xc9").bad, gbk.size());
    EXPECT_EQ(from_gb18030(gbk + "\xff" + gbk).bad, gbk.size());
  }
}

TEST_F(TextFileTest, RefusesUtf16) {
  const auto file = read(std::string("\xff\xfes\0i\0", 6));
  ASSERT_TRUE(file->fault);
  EXPECT_EQ(file->fault->kind, TextFault::Kind::utf16);
}

TEST_F(TextFileTest, TellsWhatCannotBeRead) {
  auto file = read_text_file(folder_ / "missing", Encoding::utf8);
  ASSERT_TRUE(file->fault);
  EXPECT_EQ(file->fault->kind, TextFault::Kind::unreadable);
  EXPECT_EQ(file->fault->detail, "No such file or directory");
  file = read_text_file(folder_, Encoding::utf8);
  ASSERT_TRUE(file->fault);
  EXPECT_EQ(file->fault->detail, "it is not a file");
  // A pipe would keep the reader waiting for ever.
  ASSERT_EQ(::mkfifo((folder_ / "pipe").c_str(), 0600), 0);
  file = read_text_file(folder_ / "pipe", Encoding::utf8);
  ASSERT_TRUE(file->fault);
  EXPECT_EQ(file->fault->kind, TextFault::Kind::unreadable);
  // 4 GiB that take no room on the disk.
  std::ofstream(folder_ / "large") << "";
  fs::resize_file(folder_ / "large", std::uintmax_t{1} << 32);
  file = read_text_file(folder_ / "large", Encoding::utf8);
  ASSERT_TRUE(file->fault);
  EXPECT_EQ(file->fault->kind, TextFault::Kind::too_large);
}

}  // namespace
}  // namespace sojourn::documents
