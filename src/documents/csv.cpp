// See csv.h. Blocks of 64 bytes follow Langdale and Lemire, "Parsing gigabytes of JSON per second"
// (VLDB Journal 28, 2019), without its branch-free stages: rows here are long enough without them.
#include "documents/csv.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace sojourn::documents {
namespace {

constexpr std::size_t block_size = 64;

/// Bit i: byte i is the delimiter, a quote, a line feed or a carriage return.
std::uint64_t marks_of(const char* bytes, char delimiter) {
  std::uint64_t marks = 0;
#if defined(__SSE2__)
  const __m128i comma = _mm_set1_epi8(delimiter);
  const __m128i quote = _mm_set1_epi8('"');
  const __m128i feed = _mm_set1_epi8('\n');
  const __m128i carriage = _mm_set1_epi8('\r');
  for (unsigned part = 0; part < 4; ++part) {
    const __m128i here = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + 16 * part));
    const __m128i hit =
        _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(here, comma), _mm_cmpeq_epi8(here, quote)),
                     _mm_or_si128(_mm_cmpeq_epi8(here, feed), _mm_cmpeq_epi8(here, carriage)));
    marks |= static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm_movemask_epi8(hit)))
             << (16 * part);
  }
#else
  for (unsigned i = 0; i < block_size; ++i) {
    const char c = bytes[i];
    const bool hit = c == delimiter || c == '"' || c == '\n' || c == '\r';
    marks |= static_cast<std::uint64_t>(hit) << i;
  }
#endif
  return marks;
}

std::size_t count_byte(std::string_view text, char byte) {
  std::size_t count = 0;
  std::size_t at = 0;
#if defined(__SSE2__)
  const __m128i wanted = _mm_set1_epi8(byte);
  while (text.size() - at >= 16) {
    // A lane counts to 255 at most before it is added up.
    const std::size_t rounds = std::min<std::size_t>(255, (text.size() - at) / 16);
    __m128i lanes = _mm_setzero_si128();
    for (std::size_t i = 0; i < rounds; ++i, at += 16) {
      const __m128i here = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
      lanes = _mm_sub_epi8(lanes, _mm_cmpeq_epi8(here, wanted));
    }
    const __m128i sums = _mm_sad_epu8(lanes, _mm_setzero_si128());
    count += static_cast<std::size_t>(_mm_cvtsi128_si64(sums)) +
             static_cast<std::size_t>(_mm_cvtsi128_si64(_mm_unpackhi_epi64(sums, sums)));
  }
#endif
  for (; at < text.size(); ++at) {
    count += text[at] == byte ? 1U : 0U;
  }
  return count;
}

/// Line ends of a text, as an editor counts them: CRLF once, a lone CR once.
std::uint32_t count_lines(std::string_view text) {
  std::size_t lines = count_byte(text, '\n');
  for (std::size_t at = text.find('\r'); at != std::string_view::npos;
       at = text.find('\r', at + 1)) {
    lines += at + 1 < text.size() && text[at + 1] == '\n' ? 0U : 1U;
  }
  return static_cast<std::uint32_t>(lines);
}

}  // namespace

base::Sentence sentence_of(CsvFault::Kind kind) {
  switch (kind) {
    case CsvFault::Kind::stray_quote:
      return "A quotation mark stands inside a cell. Put the cell in quotation marks and write the "
             "one inside twice.";
    case CsvFault::Kind::text_after_quote:
      return "Text follows after the closing quotation mark. Write a quotation mark inside twice.";
    case CsvFault::Kind::open_quote: return "The file ends inside quotation marks. Close them.";
    case CsvFault::Kind::too_long:
      return "This cell is longer than 1 MiB. A quotation mark may not be closed.";
  }
  return {};
}

CsvReader::CsvReader(std::string_view bytes, std::uint32_t first_line, char delimiter)
    : bytes_(bytes), delimiter_(delimiter), line_(first_line), row_line_(first_line) {
  enter_block(0);
}

/// Makes the block that holds `at` the present one, marks before `at` cleared.
void CsvReader::enter_block(std::size_t at) {
  block_ = at - at % block_size;
  if (block_ + block_size <= bytes_.size()) {
    marks_ = marks_of(bytes_.data() + block_, delimiter_);
  } else {
    std::array<char, block_size> last{};
    if (block_ < bytes_.size()) {
      std::memcpy(last.data(), bytes_.data() + block_, bytes_.size() - block_);
    }
    marks_ = marks_of(last.data(), delimiter_);
  }
  marks_ &= ~std::uint64_t{0} << (at % block_size);
}

/// Position of the next delimiter, quote or line end, or the end of all.
std::size_t CsvReader::next_mark() {
  while (marks_ == 0) {
    if (block_ + block_size >= bytes_.size()) {
      return bytes_.size();
    }
    enter_block(block_ + block_size);
  }
  const std::size_t at = block_ + static_cast<std::size_t>(std::countr_zero(marks_));
  marks_ &= marks_ - 1;
  return at;
}

void CsvReader::note(CsvFault::Kind kind, std::uint32_t line) {
  if (!fault_) {
    fault_ = CsvFault{.kind = kind, .line = line, .cell = cells_.size()};
  }
}

void CsvReader::push(std::size_t begin, std::size_t end, std::uint32_t line) {
  if (end - begin > longest_cell) {
    note(CsvFault::Kind::too_long, line);
  }
  cells_.push_back({bytes_.substr(begin, end - begin), line});
}

/// Reads the cell whose opening quote is at `open`; returns the position of the mark that ends it
/// (delimiter, line end or end of all), which is not yet taken.
std::size_t CsvReader::read_quoted(std::size_t open) {
  const std::uint32_t begin_line = line_;
  const std::size_t begin = open + 1;
  std::size_t at = begin;
  std::string* text = nullptr;  // set at the first doubled quote
  std::size_t copied = begin;
  while (true) {
    const void* found =
        at < bytes_.size() ? std::memchr(bytes_.data() + at, '"', bytes_.size() - at) : nullptr;
    if (found == nullptr) {
      at = bytes_.size();
      note(CsvFault::Kind::open_quote, begin_line);
      break;
    }
    at = static_cast<std::size_t>(static_cast<const char*>(found) - bytes_.data());
    if (at + 1 >= bytes_.size() || bytes_[at + 1] != '"') {
      break;
    }
    if (text == nullptr) {
      if (unquoted_used_ == unquoted_.size()) {
        unquoted_.emplace_back();
      }
      text = &unquoted_[unquoted_used_++];
      text->clear();
    }
    text->append(bytes_.substr(copied, at + 1 - copied));
    at += 2;
    copied = at;
  }
  line_ += count_lines(bytes_.substr(begin, at - begin));
  if (text == nullptr) {
    push(begin, at, begin_line);
  } else {
    text->append(bytes_.substr(copied, at - copied));
    if (text->size() > longest_cell) {
      note(CsvFault::Kind::too_long, begin_line);
    }
    cells_.push_back({*text, begin_line});
  }
  if (at >= bytes_.size()) {
    enter_block(bytes_.size());
    return bytes_.size();
  }
  enter_block(at + 1);
  const std::size_t end = next_unquote();
  if (end != at + 1 && !fault_) {
    fault_ = CsvFault{
        .kind = CsvFault::Kind::text_after_quote, .line = begin_line, .cell = cells_.size() - 1};
  }
  return end;
}

/// The next mark that is not a quote.
std::size_t CsvReader::next_unquote() {
  std::size_t at = next_mark();
  while (at < bytes_.size() && bytes_[at] == '"') {
    at = next_mark();
  }
  return at;
}

/// Takes the line end at `end`, whose mark is already taken.
void CsvReader::take_line_end(std::size_t end) {
  at_ = end + 1;
  if (bytes_[end] == '\r' && at_ < bytes_.size() && bytes_[at_] == '\n') {
    next_mark();
    ++at_;
  }
  ++line_;
}

bool CsvReader::next() {
  cells_.clear();
  unquoted_used_ = 0;
  fault_.reset();
  while (at_ < bytes_.size() && (bytes_[at_] == '\n' || bytes_[at_] == '\r')) {
    take_line_end(next_mark());
  }
  row_line_ = line_;
  if (at_ >= bytes_.size()) {
    return false;
  }
  for (std::size_t begin = at_;;) {
    std::size_t end = next_mark();
    if (end < bytes_.size() && bytes_[end] == '"') {
      if (end == begin) {
        end = read_quoted(end);
      } else {
        note(CsvFault::Kind::stray_quote, line_);
        end = next_unquote();
        push(begin, end, line_);
      }
    } else {
      push(begin, end, line_);
    }
    if (end < bytes_.size() && bytes_[end] == delimiter_) {
      begin = end + 1;
      continue;
    }
    at_ = end;
    if (end < bytes_.size()) {
      take_line_end(end);
    }
    return true;
  }
}

std::vector<CsvPart> split_rows(std::string_view bytes, std::uint32_t first_line,
                                std::size_t parts) {
  std::vector<CsvPart> made;
  const std::size_t wanted = bytes.size() / std::max<std::size_t>(1, parts) + 1;
  std::size_t begin = 0;
  std::uint32_t line = first_line;
  while (begin < bytes.size()) {
    std::size_t end = std::min(bytes.size(), begin + wanted);
    if (end < bytes.size()) {
      // A part begins outside quotes, so the quotes up to `end` tell on which side of one it is.
      const std::string_view so_far = bytes.substr(begin, end - begin);
      bool inside = count_byte(so_far, '"') % 2 == 1;
      while (end < bytes.size() && (inside || bytes[end - 1] != '\n')) {
        inside = inside != (bytes[end] == '"');
        ++end;
      }
    }
    const std::string_view part = bytes.substr(begin, end - begin);
    const std::uint32_t lines = count_lines(part);
    made.push_back({part, line, lines + 1});
    line += lines;
    begin = end;
  }
  return made;
}

CsvWriter& CsvWriter::cell(std::string_view text) {
  if (!first_) {
    out_.push_back(',');
  }
  first_ = false;
  // Spaces at the ends are quoted so that no reader takes them off.
  const bool quotes = text.find_first_of(",\"\r\n") != std::string_view::npos ||
                      (!text.empty() && (text.front() == ' ' || text.back() == ' '));
  if (!quotes) {
    out_.append(text);
    return *this;
  }
  out_.push_back('"');
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t quote = std::min(text.find('"', at), text.size());
    out_.append(text.substr(at, quote - at));
    if (quote < text.size()) {
      out_.append("\"\"");
    }
    at = quote + 1;
  }
  out_.push_back('"');
  return *this;
}

CsvWriter& CsvWriter::cell(std::int64_t number) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  if (!first_) {
    out_.push_back(',');
  }
  first_ = false;
  out_.append(digits.data(), end);
  return *this;
}

void CsvWriter::end_row() {
  // A row of one empty cell would be an empty line, which readers pass over.
  if (out_.size() == row_start_) {
    out_.append("\"\"");
  }
  out_.append(line_end_);
  row_start_ = out_.size();
  first_ = true;
}

void CsvWriter::row(std::initializer_list<std::string_view> cells) {
  for (const std::string_view each : cells) {
    cell(each);
  }
  end_row();
}

}  // namespace sojourn::documents
