// What the makers of grids share. Inside src/documents and its fuzz targets only.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "documents/beside.h"
#include "documents/csv.h"
#include "documents/grid.h"

namespace sojourn::documents {

/// All refusals of a file are of this form.
base::Refusal refusal_of_file(base::Kind kind, std::string code, base::Sentence detail);

/// Invalid "not_table" for a file of another kind, "a PDF".
base::Refusal refusal_of_other(const base::Sentence& kind);

/// Refusal too_large beyond what may be inflated.
std::string whole_file(const GridSource& source, const GridLimits& limits);

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

/// A text in UTF-8, whatever it was saved in (TextEncoding). Which one it is, is said, or found out
/// by reading all of it once: by its mark; UTF-8 if all of it is; else text_encoding.h.
class TextStream {
 public:
  explicit TextStream(const GridSource& source, std::optional<TextEncoding> said = {});
  ~TextStream();
  TextStream(const TextStream&) = delete;
  TextStream& operator=(const TextStream&) = delete;
  /// Appends the next part of the text; false at its end.
  bool more(std::string& to);
  /// As iconv calls it; empty: UTF-8.
  const std::string& encoding() const { return encoding_; }
  TextEncoding form() const { return form_; }
  /// The bytes that the file begins with to say so; empty: none.
  const std::string& mark() const { return mark_; }

 private:
  struct Converter;
  void find_encoding(std::optional<TextEncoding> said);
  void begin(TextEncoding form, std::string_view encoding, std::size_t skip);
  void begin_whole(TextEncoding form, std::string_view encoding, std::size_t skip);
  bool begin_utf16();
  bool has_zero();
  bool is_utf8();

  ByteStream bytes_;
  std::unique_ptr<Converter> converter_;  ///< none: the bytes are UTF-8
  std::string encoding_;
  TextEncoding form_ = TextEncoding::utf8;
  std::string mark_;
  std::size_t skip_ = 0;  ///< bytes of the mark still to be passed over
};

/// Whole characters of UTF-8 as bytes of another encoding, which has all of them.
class TextEncoder {
 public:
  /// As TextStream has it.
  explicit TextEncoder(const std::string& encoding);
  ~TextEncoder();
  TextEncoder(const TextEncoder&) = delete;
  TextEncoder& operator=(const TextEncoder&) = delete;
  std::string encoded(std::string_view text);

 private:
  struct Converter;
  std::unique_ptr<Converter> converter_;  ///< none: it stays UTF-8
};

/// The rows of comma-separated values, those without a cell too, and how they stand in the file.
class CsvRows {
 public:
  explicit CsvRows(const GridSource& source, const TextForm& said = {});
  ~CsvRows();
  CsvRows(const CsvRows&) = delete;
  CsvRows& operator=(const CsvRows&) = delete;
  /// Goes to the next row that is no empty line; false at the end.
  bool next();
  /// Number of the row as a spreadsheet shows it, from 1: empty lines are rows of one too.
  std::uint32_t row() const { return row_; }
  std::span<const CsvCell> cells() const { return reader_->cells(); }
  const std::optional<CsvFault>& fault() const { return reader_->fault(); }
  char delimiter() const { return delimiter_; }
  const TextStream& text() const { return text_; }
  /// What stands before the first row: "sep=;" and its line end, or nothing.
  const std::string& preamble() const { return preamble_; }
  /// The row as it is written, with its line end, and the empty lines before it; at the end, those
  /// after the last row.
  std::string_view raw() const { return raw_; }
  const std::string& empty_lines() const { return empty_lines_; }

 private:
  void gather();
  void open_piece();
  bool refill();

  TextStream text_;
  char delimiter_ = ',';
  std::string preamble_;
  std::string buffer_;
  std::size_t cut_ = 0;
  std::size_t scanned_ = 0;
  bool ended_ = false;
  std::uint32_t line_ = 1;
  std::uint32_t after_ = 1;  ///< line after the last row
  std::uint32_t row_ = 0;
  std::optional<CsvReader> reader_;
  std::string empty_lines_;
  std::string_view raw_;
};

/// As it is written.
char sign_of(Delimiter delimiter);
/// The delimiter of a table: comma, semicolon or tab, by which its first lines part into rows of
/// one length best; | if none of them parts most of its lines, as lists in cells have it too.
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
/// as they are packed, byte by byte. Refusal invalid "not_workbook" if one of those is damaged.
std::string repacked(std::string_view archive,
                     const std::map<std::string, std::optional<std::string>>& changed);

std::unique_ptr<Grid> xlsx_grid(std::unique_ptr<Parts> parts, const GridOptions& options);
std::unique_ptr<Grid> csv_grid(const GridSource& source, const TextForm& said = {});

/// See beside.h. `column`: where the columns begin.
std::unique_ptr<Beside> csv_beside(const GridSource& source, const BesideOptions& options,
                                   std::uint32_t column,
                                   std::function<void(std::string_view bytes)> send);
std::unique_ptr<Beside> xlsx_beside(const GridSource& source, const BesideOptions& options,
                                    std::uint32_t column,
                                    std::function<void(std::string_view bytes)> send);

}  // namespace sojourn::documents
