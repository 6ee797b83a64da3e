// What the makers of grids share. Inside src/documents and its fuzz targets only.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "documents/grid.h"

namespace sojourn::documents {

/// All refusals of a file are of this form.
base::Refusal refusal_of_file(base::Kind kind, std::string code, base::Sentence detail);

/// Bytes in memory or of a file, from its beginning; read again by `rewind`.
class ByteStream {
 public:
  explicit ByteStream(const GridSource& source);
  ~ByteStream();
  ByteStream(const ByteStream&) = delete;
  ByteStream& operator=(const ByteStream&) = delete;
  /// The next bytes, at most 64 KiB, valid until the next call; empty at the end.
  std::string_view read();
  void rewind();

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
  int descriptor_ = -1;
  std::string buffer_;
};

/// A text in UTF-8, whatever it was saved in: UTF-8 with or without its mark, UTF-16 with its mark,
/// or GB18030 (GBK, GB 2312), in which Excel in Chinese saves CSV. Which one is found out by
/// reading all of it once.
class TextStream {
 public:
  explicit TextStream(const GridSource& source);
  ~TextStream();
  TextStream(const TextStream&) = delete;
  TextStream& operator=(const TextStream&) = delete;
  /// Appends the next part of the text; false at its end.
  bool more(std::string& to);

 private:
  class Converter;
  void find_encoding();
  void begin(std::string_view encoding, std::size_t skip);

  ByteStream bytes_;
  std::unique_ptr<Converter> converter_;  ///< none: the bytes are UTF-8
  std::size_t skip_ = 0;                  ///< bytes of the mark
};

/// The delimiter of a table: comma, semicolon or tab, by which its first lines part into rows of
/// one length best.
char delimiter_of(std::string_view beginning);

/// The files in a workbook.
class Parts {
 public:
  class Part {
   public:
    Part() = default;
    Part(const Part&) = delete;
    Part& operator=(const Part&) = delete;
    virtual ~Part() = default;
    /// The next bytes, valid until the next call; empty at the end.
    virtual std::string_view read() = 0;
  };
  Parts() = default;
  Parts(const Parts&) = delete;
  Parts& operator=(const Parts&) = delete;
  virtual ~Parts() = default;
  /// Nothing if there is no such file.
  virtual std::unique_ptr<Part> open(const std::string& name) = 0;
};

/// Whether it is a ZIP archive, as workbooks are. Refusal invalid "encrypted", "not_workbook" for
/// workbooks of other kinds.
bool is_archive(const GridSource& source);

/// Of a ZIP archive, inflated under count. Seen by zip_parts.cpp only: libzip.
std::unique_ptr<Parts> zip_parts(const GridSource& source, const GridLimits& limits);
/// The archive with these files written anew, or taken out where nothing is said; all others stay
/// as they are packed, byte by byte. Throws std::bad_alloc.
std::string repacked(std::string_view archive,
                     const std::map<std::string, std::optional<std::string>>& changed);

std::unique_ptr<Grid> xlsx_grid(std::unique_ptr<Parts> parts, const GridOptions& options);
std::unique_ptr<Grid> csv_grid(const GridSource& source);

}  // namespace sojourn::documents
