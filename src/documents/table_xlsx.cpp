// XLSX out by libxlsxwriter in constant memory: rows go to a temporary file as they come. The only
// file that sees it. See table.h.
#include <xlsxwriter.h>

#include <array>
#include <cerrno>
#include <cmath>
#include <map>
#include <system_error>

#include "base/ensure.h"
#include "base/refusal.h"
#include "documents/table.h"

namespace sojourn::documents {
namespace {

constexpr std::int64_t exact = std::int64_t{1} << 53U;  ///< a cell's number is a double
constexpr lxw_row_t most_rows = 1'048'576;
/// Excel counts days from here, believing in a 29 February 1900: right from 1900-03-01 on.
const base::Date day_zero = base::written<base::Date>("1899-12-30");
const base::Date first_right = base::written<base::Date>("1900-03-01");

/// Readers take _x0041_ for an escaped A, and the library writes texts of rows in constant memory
/// as they are: what looks like an escape is escaped.
std::string without_escapes(const std::string& text) {
  std::string made;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '_' && i + 6 < text.size() && text[i + 1] == 'x' &&
                        text[i + 6] == '_' &&
                        text.find_first_not_of("0123456789ABCDEFabcdef", i + 2) == i + 6;
    made += escape ? "_x005F_" : std::string(1, text[i]);
  }
  return made;
}

double serial(const base::Date& date) { return static_cast<double>(date - day_zero); }

class XlsxSheet final : public Sheet {
 public:
  XlsxSheet(const std::filesystem::path& path, XlsxOptions options)
      : options_(std::move(options)), path_(path), temporary_(options_.temporary.string()) {
    lxw_workbook_options how{};
    how.constant_memory = 1;
    how.tmpdir = temporary_.empty() ? nullptr : temporary_.data();
    workbook_.reset(workbook_new_opt(path_.c_str(), &how));
    if (workbook_ == nullptr) {
      throw std::system_error(std::make_error_code(std::errc::io_error), path_.string());
    }
    lxw_doc_properties properties{};
    properties.created = static_cast<time_t>(options_.made.unix_micros() / 1'000'000);
    check(workbook_set_properties(workbook_.get(), &properties));
    sheet_ = workbook_add_worksheet(workbook_.get(), options_.sheet_name.c_str());
    base::ensure(sheet_ != nullptr, "a sheet's name is one that Excel takes");
    bold_ = workbook_add_format(workbook_.get());
    format_set_bold(bold_);
    date_ = format("yyyy-mm-dd");
    month_ = format("yyyy-mm");
    instant_ = format("yyyy-mm-dd hh:mm:ss");
  }

  void titles(const std::vector<std::string>& titles) override {
    constexpr double width = 16;  // characters: a date or a name
    if (!titles.empty()) {
      check(worksheet_set_column(sheet_, 0, static_cast<lxw_col_t>(titles.size() - 1), width,
                                 nullptr));
    }
    worksheet_freeze_panes(sheet_, row_ + 1, 0);
    title_row_ = row_;
    for (const std::string& title : titles) {
      text(guarded(title), bold_);
    }
    end_row();
    columns_ = titles.size();
  }

  void row(const std::vector<Cell>& cells) override {
    if (row_ == most_rows) {
      throw base::Refusal{.kind = base::Kind::too_large,
                          .code = "xlsx.rows",
                          .detail =
                              "A sheet of XLSX holds 1,048,576 rows. Narrow the list, or take "
                              "it as CSV.",
                          .faults = {}};
    }
    for (const Cell& cell : cells) {
      std::visit([&](const auto& value) { write(value); }, cell);
    }
    end_row();
  }

  void finish() override {
    if (row_ > title_row_ + 1 && columns_ > 0) {
      check(worksheet_autofilter(sheet_, title_row_, 0, row_ - 1,
                                 static_cast<lxw_col_t>(columns_ - 1)));
    }
    check(workbook_close(workbook_.release()));  // frees it too
  }

 private:
  struct Free {
    void operator()(lxw_workbook* workbook) const { lxw_workbook_free(workbook); }
  };

  lxw_format* format(const char* shown) {
    lxw_format* made = workbook_add_format(workbook_.get());
    format_set_num_format(made, shown);
    return made;
  }

  void check(lxw_error error) const {
    if (error == LXW_NO_ERROR) {
      return;
    }
    if (error == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED) {
      throw base::Refusal{.kind = base::Kind::too_large,
                          .code = "xlsx.text",
                          .detail = "A cell of XLSX holds 32,767 characters. Take the list as CSV.",
                          .faults = {}};
    }
    const int code = errno != 0 ? errno : EIO;
    throw std::system_error(code, std::generic_category(),
                            path_.string() + ": " + lxw_strerror(error));
  }

  void text(const std::string& text, lxw_format* how = nullptr) {
    check(worksheet_write_string(sheet_, row_, column_++, without_escapes(text).c_str(), how));
  }
  void number(double number, lxw_format* how = nullptr) {
    check(worksheet_write_number(sheet_, row_, column_++, number, how));
  }

  void write(std::monostate) { ++column_; }
  void write(const std::string& value) {
    if (value.empty()) {
      ++column_;
    } else {
      text(guarded(value));
    }
  }
  void write(bool yes) { check(worksheet_write_boolean(sheet_, row_, column_++, yes, nullptr)); }
  void write(std::int64_t value) {
    if (value > exact || value < -exact) {
      text(std::to_string(value));
    } else {
      number(static_cast<double>(value));
    }
  }
  void write(double value) {
    base::ensure(std::isfinite(value), "a number in a table is finite");
    number(value);
  }
  void write(const base::Date& date) {
    if (date < first_right) {
      text(date.to_text());
    } else {
      number(serial(date), date_);
    }
  }
  void write(const base::Month& month) {
    if (month.first() < first_right) {
      text(month.to_text());
    } else {
      number(serial(month.first()), month_);
    }
  }
  void write(const base::Instant& instant) {
    const base::Instant shown = options_.zone.shown(instant);
    const base::Date date = shown.utc_date();
    if (date < first_right) {
      text(shown.to_text());
      return;
    }
    constexpr double milliseconds_a_day = 86'400'000;
    const auto since = (shown - base::Instant::start_of_utc(date)).count() / 1000;
    number(serial(date) + static_cast<double>(since) / milliseconds_a_day, instant_);
  }
  void write(const base::Money& money) {
    if (money.minor > exact || money.minor < -exact) {
      text(money.to_text());
      return;
    }
    lxw_format*& how = amounts_[money.currency.to_text()];
    const int decimals = money.currency.decimals();
    if (how == nullptr) {
      how = format(("#,##0" +
                    (decimals > 0 ? "." + std::string(static_cast<std::size_t>(decimals), '0')
                                  : std::string()) +
                    " \"" + money.currency.to_text() + "\"")
                       .c_str());
    }
    constexpr std::array<double, 5> powers = {1, 10, 100, 1000, 10000};
    number(static_cast<double>(money.minor) / powers.at(static_cast<std::size_t>(decimals)), how);
  }

  void end_row() {
    ++row_;
    column_ = 0;
  }

  XlsxOptions options_;
  std::filesystem::path path_;
  std::string temporary_;
  std::unique_ptr<lxw_workbook, Free> workbook_;
  lxw_worksheet* sheet_ = nullptr;
  lxw_format* bold_ = nullptr;
  lxw_format* date_ = nullptr;
  lxw_format* month_ = nullptr;
  lxw_format* instant_ = nullptr;
  std::map<std::string, lxw_format*> amounts_;  ///< by currency
  lxw_row_t row_ = 0;
  lxw_row_t title_row_ = 0;
  lxw_col_t column_ = 0;
  std::size_t columns_ = 0;
};

}  // namespace

std::unique_ptr<Sheet> xlsx_sheet(const std::filesystem::path& path, XlsxOptions options) {
  return std::make_unique<XlsxSheet>(path, std::move(options));
}

}  // namespace sojourn::documents
