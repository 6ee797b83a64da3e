#include "documents/table.h"

#include <array>
#include <charconv>

#include "base/ensure.h"
#include "base/text.h"
#include "documents/csv.h"

namespace sojourn::documents {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::size_t piece = std::size_t{1} << 16U;

/// Whether a spreadsheet may take a text with this start for a formula. Full-width forms too, as
/// spreadsheets for Chinese and Japanese take them for the plain ones.
bool begins_formula(std::string_view text) {
  constexpr std::array<std::string_view, 10> starts = {
      "=",           "+", "-", "@", "\t", "\r", "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D",
      "\xEF\xBC\xA0"};
  for (const std::string_view start : starts) {
    if (text.starts_with(start)) {
      return true;
    }
  }
  return false;
}

std::string_view without_apostrophes(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of('\''), text.size()));
}

class CsvSheet final : public Sheet {
 public:
  CsvSheet(std::function<void(std::string_view)> send, CsvOptions options)
      : send_(std::move(send)), writer_(buffer_, "\r\n") {
    if (options.mark) {
      send_(byte_order_mark);
    }
  }

  void titles(const std::vector<std::string>& titles) override {
    for (const std::string& title : titles) {
      writer_.cell(guarded(title));
    }
    end_row();
  }

  void row(const std::vector<Cell>& cells) override {
    for (const Cell& cell : cells) {
      std::visit([&](const auto& value) { write(value); }, cell);
    }
    end_row();
  }

  void finish() override {
    send_(buffer_);
    buffer_.clear();
  }

 private:
  void write(std::monostate) { writer_.cell(""); }
  void write(const std::string& text) { writer_.cell(guarded(text)); }
  void write(bool yes) { writer_.cell(yes ? "yes" : "no"); }
  void write(std::int64_t number) { writer_.cell(number); }
  void write(double number) {
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    writer_.cell(std::string_view(digits.data(), end));
  }
  template <base::Word T>
  void write(const T& word) {
    writer_.cell(word.to_text());  // an amount below zero begins with a minus and is no formula
  }
  void end_row() {
    writer_.end_row();
    if (buffer_.size() >= piece) {
      send_(buffer_);
      buffer_.clear();
      writer_.restart();
    }
  }

  std::function<void(std::string_view)> send_;
  std::string buffer_;
  CsvWriter writer_;
};

}  // namespace

std::string guarded(std::string_view text) {
  return begins_formula(without_apostrophes(text)) ? "'" + std::string(text) : std::string(text);
}

std::string unguarded(std::string_view text) {
  if (text.starts_with('\'') && begins_formula(without_apostrophes(text))) {
    text.remove_prefix(1);
  }
  return std::string(text);
}

std::string joined(const std::vector<std::string>& items) {
  std::string made;
  for (std::size_t i = 0; i < items.size(); ++i) {
    made += i == 0 ? "" : "; ";
    for (const char c : items[i]) {
      if (c == ';' || c == '\\') {
        made += '\\';
      }
      made += c;
    }
  }
  return made;
}

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> items;
  if (base::trim(text).empty()) {
    return items;
  }
  std::string item;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i == text.size() || text[i] == ';') {
      items.emplace_back(base::trim(item));
      item.clear();
    } else {
      i += text[i] == '\\' && i + 1 < text.size() ? 1 : 0;
      item += text[i];
    }
  }
  return items;
}

std::unique_ptr<Sheet> csv_sheet(std::function<void(std::string_view)> send, CsvOptions options) {
  return std::make_unique<CsvSheet>(std::move(send), options);
}

}  // namespace sojourn::documents
