// Columns beside the table of a workbook's sheet. The sheet is read in pieces and copied as it is
// up to the row that is told next:
//
//   1. Tags are noted as they come: where a row's cells behind the table begin, which cells stand
//      where the columns will, and, before the rows, the sheet's dimension and widths of columns.
//   2. A row that is told gets its cells; what was noted of the rows before it is passed over.
//   3. With the last row the sheet's part is whole, and the archive is packed with it.
//
// See beside.h; ECMA-376, part 1, 18.3.
#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <utility>
#include <vector>

#include "base/ensure.h"
#include "base/text.h"
#include "documents/formula.h"
#include "documents/grid_parts.h"
#include "documents/table.h"
#include "documents/xlsx_book.h"
#include "documents/xml_edit.h"

namespace sojourn::documents {
namespace {

constexpr std::uint32_t most_columns = 16'384;
constexpr std::size_t longest_text = 32'000;  ///< characters of a cell; the format takes 32,767
constexpr int width_of_columns = 40;

[[noreturn]] void refuse_damaged() {
  throw refusal_of_file(base::Kind::invalid, "not_workbook",
                        "This workbook is damaged. Open it in a spreadsheet program and save it "
                        "again as .xlsx.");
}

/// The first letters of "BC12" as a number of a column from 1; 0 for none.
std::uint32_t column_in(std::string_view reference) {
  std::uint32_t column = 0;
  for (const char c : reference.substr(0, 3)) {
    if (c < 'A' || c > 'Z') {
      break;
    }
    column = column * 26 + static_cast<std::uint32_t>(c - 'A') + 1;
  }
  return column;
}

std::uint32_t row_in(std::string_view reference) {
  const std::size_t at = reference.find_first_of("0123456789");
  return at == reference.npos ? 0
                              : base::parse_number<std::uint32_t>(reference.substr(at)).value_or(0);
}

/// The columns stand behind merged cells of the table too, which hide what lies in them.
std::uint32_t behind_merged(Parts& parts, const std::string& part, const BesideOptions& options,
                            std::uint32_t column) {
  const auto opened = parts.open(part);
  if (!opened) {
    refuse_damaged();
  }
  std::vector<std::pair<std::uint32_t, std::uint32_t>> merged;  // columns from 1
  read_xml(*opened,
           {.open =
                [&](std::string_view name, const Attributes& attributes) {
                  if (name != "mergeCell") {
                    return;
                  }
                  const std::string_view ref = attributes["ref"];
                  const std::size_t colon = ref.find(':');
                  if (colon != ref.npos && row_in(ref.substr(colon + 1)) >= options.heading_row) {
                    merged.emplace_back(column_in(ref), column_in(ref.substr(colon + 1)));
                  }
                },
            .close = {},
            .text = {}});
  std::sort(merged.begin(), merged.end());
  for (const auto& [first, last] : merged) {
    // A line below the table merged to the sheet's edge leaves no place behind it.
    if (first <= column + options.columns && last > column && last < most_columns / 2) {
      column = last;
    }
  }
  return column;
}

class XlsxBeside final : public Beside {
 public:
  XlsxBeside(const GridSource& source, const BesideOptions& options, std::uint32_t column,
             std::function<void(std::string_view bytes)> send)
      : options_(options),
        send_(std::move(send)),
        archive_(whole_file(source, options.grid.limits)),
        reader_({.open = [this](std::string_view name,
                                const Attributes& attributes) { open(name, attributes); },
                 .close = [this](std::string_view name) { close(name); },
                 .text = {}}) {
    const GridSource in_memory{.name = source.name, .bytes = archive_};
    const XlsxBook book(*zip_parts(in_memory, options.grid.limits), options.grid);
    part_name_ = book.sheet_part();
    column_ = options.column ? column
                             : behind_merged(*zip_parts(in_memory, options.grid.limits), part_name_,
                                             options, column);
    if (column_ + options.columns > most_columns) {
      throw refusal_of_file(base::Kind::too_large, "workbook_too_large",
                            "This sheet goes on to the last column, so that nothing can stand "
                            "beside it. Take out what lies far to the right, or save it as CSV.");
    }
    parts_ = zip_parts(in_memory, options.grid.limits);
    part_ = parts_->open(part_name_);
    if (!part_) {
      refuse_damaged();
    }
  }

  void row(std::uint32_t number, std::span<const std::string> texts) override {
    base::ensure(texts.size() == options_.columns, "each column has a text");
    while (true) {
      while (pending_.empty()) {
        base::ensure(more(), "the row is in the sheet");
      }
      const Noted noted = std::move(pending_.front());
      pending_.pop_front();
      if (noted.row == 0) {
        replace(noted.where, noted.by);
      } else if (noted.row == number) {
        write(noted, texts);
        return;
      } else {
        base::ensure(noted.row < number, "rows are told in their order");
      }
    }
  }

  void finish() override {
    do {
      for (const Noted& noted : pending_) {
        if (noted.row == 0) {
          replace(noted.where, noted.by);
        }
      }
      pending_.clear();
    } while (more());
    copy_to(begin_ + buffer_.size());
    parts_.reset();
    send_(repacked(archive_, {{part_name_, std::move(made_)}}));
  }

 private:
  /// What may be written into the sheet, in the order of the sheet. Places are bytes from its
  /// beginning.
  struct Noted {
    std::uint32_t row = 0;  ///< 0: no row but `by` in place of `where`, in any case
    Span where = {};
    std::string by = {};
    // Of a row:
    std::string prefix = {};
    std::optional<Span> spans = {};        ///< the value of this attribute
    std::vector<Span> cells = {};          ///< that stand where the columns will
    std::vector<std::string> styles = {};  ///< of the columns, where they have one
    std::string last_style = {};           ///< of the last cell before them
    std::size_t insert = 0;
  };

  /// Reads on; false at the end.
  bool more() {
    if (ended_) {
      return false;
    }
    // Of what lies before, nothing will be changed any more.
    copy_to(in_row_ ? row_.where.begin : settled_);
    const std::string_view bytes = part_->read();
    if (bytes.empty()) {
      reader_.finish();
      ended_ = true;
      return !pending_.empty();
    }
    if (begin_ + buffer_.size() == 0) {
      refuse_other_encoding(bytes);
    }
    buffer_ += bytes;
    reader_.feed(bytes);
    return true;
  }

  std::string_view bytes_of_tag() const {
    return std::string_view(buffer_).substr(reader_.tag_begin() - begin_,
                                            reader_.tag_end() - reader_.tag_begin());
  }
  std::string prefix_of_tag() const {
    std::string_view written = bytes_of_tag().substr(1);
    written = written.substr(0, written.find_first_of(" \t\r\n/>"));
    return std::string(written.substr(0, written.rfind(':') + 1));
  }
  std::optional<Span> attribute_of_tag(std::string_view name) const {
    const std::string_view tag = bytes_of_tag();
    const std::optional<Span> found = attribute_at(tag, {0, tag.size()}, name);
    const std::size_t begin = reader_.tag_begin();
    return found ? std::optional(Span{begin + found->begin, begin + found->end}) : std::nullopt;
  }

  void open(std::string_view name, const Attributes& attributes) {
    settled_ = reader_.tag_end();
    if (name == "c" && in_row_) {
      begin_cell(attributes);
    } else if (name == "row" && in_data_) {
      row_ = {};
      row_.row = base::parse_number<std::uint32_t>(attributes["r"]).value_or(last_row_ + 1);
      last_row_ = row_.row;
      row_.where.begin = reader_.tag_begin();
      row_.prefix = prefix_of_tag();
      row_.spans = attribute_of_tag("spans");
      row_.styles.resize(options_.columns);
      next_column_ = 0;
      in_row_ = true;
    } else if (name == "dimension" && !in_data_) {
      note_dimension(attributes);
    } else if (name == "cols" && !in_data_) {
      has_widths_ = true;
    } else if (name == "col" && !in_data_) {
      last_width_ = std::max(
          last_width_, base::parse_number<std::uint32_t>(attributes["max"]).value_or(most_columns));
    } else if (name == "sheetData") {
      in_data_ = true;
      if (!has_widths_) {
        const std::string prefix = prefix_of_tag();
        note(reader_.tag_begin(), fmt::format("<{0}cols>{1}</{0}cols>", prefix, width(prefix)));
      }
    }
  }

  void close(std::string_view name) {
    settled_ = reader_.tag_end();
    if (name == "c" && in_row_) {
      if (std::exchange(takes_cell_, false)) {
        row_.cells.back().end = reader_.tag_end();
      }
    } else if (name == "row" && in_row_) {
      in_row_ = false;
      if (row_.insert == 0) {
        row_.insert = reader_.tag_begin();
      }
      pending_.push_back(std::move(row_));
    } else if (name == "sheetData") {
      in_data_ = false;
    } else if (name == "cols" && !in_data_ && last_width_ <= column_) {
      note(reader_.tag_begin(), width(prefix_of_closing_tag()));
    }
  }

  std::string prefix_of_closing_tag() const {
    std::string_view written = bytes_of_tag();
    written.remove_prefix(std::min<std::size_t>(2, written.size()));
    return std::string(written.substr(0, written.rfind(':') + 1));
  }

  void note(std::size_t at, std::string by) {
    pending_.push_back({.row = 0, .where = {at, at}, .by = std::move(by)});
  }

  std::string width(const std::string& prefix) const {
    return fmt::format("<{}col min=\"{}\" max=\"{}\" width=\"{}\" customWidth=\"1\"/>", prefix,
                       column_ + 1, column_ + options_.columns, width_of_columns);
  }

  /// Programs that trust it would not look at what lies behind.
  void note_dimension(const Attributes& attributes) {
    const std::string_view ref = attributes["ref"];
    const std::optional<Span> where = attribute_of_tag("ref");
    const std::string_view last = ref.substr(ref.find(':') == ref.npos ? 0 : ref.find(':') + 1);
    if (!where || column_in(last) == 0 || row_in(last) == 0) {
      return;
    }
    const std::uint32_t column = std::max(column_in(last), column_ + options_.columns);
    pending_.push_back(
        {.row = 0,
         .where = *where,
         .by = as_xml(fmt::format("{}:{}{}", ref.substr(0, std::min(ref.find(':'), ref.size())),
                                  column_letters(column - 1), row_in(last)))});
  }

  void begin_cell(const Attributes& attributes) {
    const std::uint32_t said = column_in(attributes["r"]);
    const std::uint32_t column = said > 0 ? said - 1 : next_column_;
    next_column_ = column + 1;
    if (column < column_) {
      row_.last_style = attributes["s"];
    } else if (column < column_ + options_.columns) {
      row_.cells.push_back({reader_.tag_begin(), 0});
      row_.styles[column - column_] = attributes["s"];
      takes_cell_ = true;
    } else if (row_.insert == 0) {
      row_.insert = reader_.tag_begin();
    }
  }

  /// Copies what was read, up to a byte of the sheet.
  void copy_to(std::size_t end) {
    if (end <= begin_) {
      return;
    }
    append(std::string_view(buffer_).substr(0, end - begin_));
    buffer_.erase(0, end - begin_);
    begin_ = end;
  }
  void append(std::string_view bytes) {
    if (made_.size() + bytes.size() > options_.most_bytes) {
      throw refusal_of_file(
          base::Kind::too_large, "workbook_too_large",
          base::in_words("This sheet becomes larger than {} MiB with the columns beside it. Split "
                         "it, or save it as CSV.",
                         options_.most_bytes >> 20U));
    }
    made_ += bytes;
  }
  void replace(Span where, std::string_view by) {
    copy_to(where.begin);
    append(by);
    skip_to(where.end);
  }
  void skip_to(std::size_t end) {
    buffer_.erase(0, end - begin_);
    begin_ = end;
  }

  void write(const Noted& row, std::span<const std::string> texts) {
    if (row.spans) {
      const std::string_view said = std::string_view(buffer_).substr(
          row.spans->begin - begin_, row.spans->end - row.spans->begin);
      const std::string first(said.substr(0, said.find(':')));
      replace(*row.spans, fmt::format("{}:{}", first, column_ + options_.columns));
    }
    for (const Span& cell : row.cells) {
      replace(cell, "");
    }
    copy_to(row.insert);
    for (std::uint32_t i = 0; i < options_.columns; ++i) {
      if (texts[i].empty()) {
        continue;
      }
      const std::string& style =
          row.row == options_.heading_row && row.styles[i].empty() ? row.last_style : row.styles[i];
      append(fmt::format(
          "<{0}c r=\"{1}{2}\"{3} t=\"inlineStr\"><{0}is><{0}t xml:space=\"preserve\">{4}</{0}t>"
          "</{0}is></{0}c>",
          row.prefix, column_letters(column_ + i), row.row,
          style.empty() ? "" : fmt::format(" s=\"{}\"", as_xml(style)),
          as_xml(escaped(guarded(cut(texts[i]))))));
    }
  }

  static std::string cut(const std::string& text) {
    return text.size() <= longest_text ? text : base::shorten(text, longest_text);
  }

  const BesideOptions options_;
  std::function<void(std::string_view bytes)> send_;
  std::string archive_;
  std::string part_name_;
  std::uint32_t column_ = 0;
  std::unique_ptr<Parts> parts_;
  std::unique_ptr<Parts::Part> part_;
  XmlReader reader_;
  bool ended_ = false;

  std::string buffer_;       ///< what was read and not yet copied
  std::size_t begin_ = 0;    ///< where that begins in the sheet
  std::size_t settled_ = 0;  ///< end of the last tag
  std::deque<Noted> pending_;
  std::string made_;

  bool in_data_ = false;
  bool in_row_ = false;
  bool takes_cell_ = false;
  bool has_widths_ = false;
  std::uint32_t last_width_ = 0;
  std::uint32_t last_row_ = 0;
  std::uint32_t next_column_ = 0;
  Noted row_;
};

}  // namespace

std::unique_ptr<Beside> xlsx_beside(const GridSource& source, const BesideOptions& options,
                                    std::uint32_t column,
                                    std::function<void(std::string_view bytes)> send) {
  return std::make_unique<XlsxBeside>(source, options, column, std::move(send));
}

}  // namespace sojourn::documents
