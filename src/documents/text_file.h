// A text file as bytes in memory, in UTF-8 whatever it was saved in.
// Read, not mapped: a mapped file that somebody shortens meanwhile ends the process with SIGBUS,
// and programme folders lie on shared drives. Reading 120 MB costs 0.05 s. Tested in
// tests/unit/documents/text_file_test.cpp.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace sojourn::documents {

/// How a file was saved. gb18030 includes GBK and GB 2312, in which Excel in Chinese saves CSV.
enum class Encoding : std::uint8_t { utf8, gb18030 };

struct TextFault {
  enum class Kind : std::uint8_t {
    unreadable,  ///< the machine would not open or read it; `detail` says why
    too_large,   ///< 4 GiB or more
    encoding,    ///< bytes that the encoding does not have
    utf16,       ///< saved as UTF-16 ("Unicode text")
  };
  Kind kind = Kind::unreadable;
  std::uint32_t line = 0;  ///< of the first bad byte, as an editor counts; 0: none
  std::string detail;
};

/// Bytes of a file, without copying when it is moved.
struct Bytes {
  struct Free {
    void operator()(char* bytes) const;
  };
  std::unique_ptr<char[], Free> data;
  std::size_t size = 0;
  std::string_view view() const { return {data.get(), size}; }
};

struct TextFile {
  Bytes raw;              ///< as on disk; empty when `text` holds a conversion
  std::string converted;  ///< from another encoding
  std::string_view text;  ///< UTF-8 without byte-order mark, well-formed if there is no fault
  std::string digest;     ///< SHA-256, hex, of the bytes as on disk
  std::optional<TextFault> fault;
};

/// Reads, digests and checks a whole file. Faults are told in the answer; throws only bad_alloc.
/// (Views stay valid when the answer is moved: the bytes are on the heap.)
std::unique_ptr<TextFile> read_text_file(const std::filesystem::path& path, Encoding encoding);

/// The same of bytes that are at hand.
std::unique_ptr<TextFile> text_file_of(std::string_view bytes, Encoding encoding);

/// GB18030 to UTF-8, or the position of the first byte that is not GB18030.
struct Converted {
  std::string text;
  std::optional<std::size_t> bad;
};
Converted from_gb18030(std::string_view bytes);

}  // namespace sojourn::documents
