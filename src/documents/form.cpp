// See form.h. By libxlsxwriter, which writes files only.
#include "documents/form.h"

#include <stdlib.h>  // mkdtemp
#include <xlsxwriter.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <system_error>

#include "base/ensure.h"

namespace sojourn::documents {
namespace {

namespace fs = std::filesystem;

class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "sojourn-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
      throw std::system_error(errno, std::generic_category(), name);
    }
    path_ = name;
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

struct Free {
  void operator()(lxw_workbook* workbook) const { lxw_workbook_free(workbook); }
};

void check(lxw_error error) {
  base::ensure(error == LXW_NO_ERROR, "a form is one that a workbook can hold");
}

lxw_format* format_of(lxw_workbook* workbook, FormStyle style) {
  lxw_format* made = workbook_add_format(workbook);
  constexpr double large = 16;
  constexpr lxw_color_t shade = 0xE7EEF7;
  if (style == FormStyle::title || style == FormStyle::label || style == FormStyle::heading ||
      style == FormStyle::total) {
    format_set_bold(made);
  }
  if (style == FormStyle::title) {
    format_set_font_size(made, large);
  }
  if (style == FormStyle::title || style == FormStyle::heading) {
    format_set_align(made, LXW_ALIGN_CENTER);
    format_set_align(made, LXW_ALIGN_VERTICAL_CENTER);
  }
  if (style == FormStyle::heading) {
    format_set_text_wrap(made);
    format_set_bg_color(made, shade);
  }
  if (style != FormStyle::title && style != FormStyle::label && style != FormStyle::text) {
    format_set_border(made, LXW_BORDER_THIN);
  }
  if (style == FormStyle::number || style == FormStyle::percent || style == FormStyle::total) {
    format_set_align(made, LXW_ALIGN_RIGHT);
  }
  if (style == FormStyle::percent) {
    format_set_num_format(made, "0.0");
  } else if (style == FormStyle::date) {
    format_set_num_format(made, "yyyy-mm-dd");
    format_set_align(made, LXW_ALIGN_LEFT);
  }
  return made;
}

}  // namespace

std::string form_workbook(const std::vector<FormSheet>& sheets, base::Instant made) {
  const Folder folder;
  const std::string path = (folder.path() / "form.xlsx").string();
  {
    std::unique_ptr<lxw_workbook, Free> workbook(workbook_new(path.c_str()));
    base::ensure(workbook != nullptr, "a workbook is begun");
    lxw_doc_properties properties{};
    properties.created = static_cast<time_t>(made.unix_micros() / 1'000'000);
    check(workbook_set_properties(workbook.get(), &properties));
    std::vector<lxw_format*> formats;
    for (int style = 0; style <= static_cast<int>(FormStyle::total); ++style) {
      formats.push_back(format_of(workbook.get(), static_cast<FormStyle>(style)));
    }
    for (const FormSheet& about : sheets) {
      lxw_worksheet* sheet = workbook_add_worksheet(workbook.get(), about.name.c_str());
      base::ensure(sheet != nullptr, "a sheet's name is one that Excel takes");
      for (std::size_t c = 0; c < about.widths.size(); ++c) {
        check(worksheet_set_column(sheet, static_cast<lxw_col_t>(c), static_cast<lxw_col_t>(c),
                                   about.widths[c], nullptr));
      }
      for (const FormCell& cell : about.cells) {
        lxw_format* format = formats[static_cast<std::size_t>(cell.style)];
        const auto row = static_cast<lxw_row_t>(cell.row);
        const auto column = static_cast<lxw_col_t>(cell.column);
        if (cell.columns > 1) {
          check(worksheet_merge_range(sheet, row, column, row,
                                      static_cast<lxw_col_t>(cell.column + cell.columns - 1),
                                      cell.text.c_str(), format));
        } else if (cell.style == FormStyle::total && cell.text.starts_with('=')) {
          check(worksheet_write_formula(sheet, row, column, cell.text.c_str(), format));
        } else {
          check(worksheet_write_string(sheet, row, column, cell.text.c_str(), format));
        }
      }
      if (about.heading_rows > 0) {
        check(worksheet_repeat_rows(sheet, 0, static_cast<lxw_row_t>(about.heading_rows - 1)));
      }
      if (about.landscape) {
        worksheet_set_landscape(sheet);
      }
      constexpr std::uint8_t a4 = 9;
      worksheet_set_paper(sheet, a4);
      worksheet_fit_to_pages(sheet, 1, 0);
    }
    const lxw_error error = workbook_close(workbook.release());  // frees it too
    if (error != LXW_NO_ERROR) {
      throw std::system_error(errno != 0 ? errno : EIO, std::generic_category(), path);
    }
  }
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace sojourn::documents
