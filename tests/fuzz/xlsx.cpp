// Any bytes at all as the files of a workbook, without the archive around them: parted by lines of
// "==". It is refused or read, and rows and columns ascend; and cells of it are changed.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>

#include "base/refusal.h"
#include "base/text.h"
#include "documents/edit.h"
#include "documents/grid_parts.h"
#include "tests/unit/documents/workbook.h"

namespace {

using sojourn::documents::Parts;

class Given final : public Parts {
 public:
  std::map<std::string, std::string_view> files;

  std::unique_ptr<Part> open(const std::string& name) override {
    const auto found = files.find(name);
    return found == files.end() ? nullptr : std::make_unique<Piece>(found->second);
  }

 private:
  class Piece final : public Part {
   public:
    explicit Piece(std::string_view bytes) : bytes_(bytes) {}
    std::string_view read() override {
      const std::string_view next = bytes_.substr(0, 7);
      bytes_.remove_prefix(next.size());
      return next;
    }

   private:
    std::string_view bytes_;
  };
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sojourn;
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  auto parts = std::make_unique<Given>();
  documents::Files files;
  // The first two say where the others are; they are as good as always.
  parts->files["_rels/.rels"] =
      "<Relationships><Relationship Id='a' Type='/officeDocument' Target='xl/workbook.xml'/>"
      "</Relationships>";
  parts->files["xl/_rels/workbook.xml.rels"] =
      "<Relationships><Relationship Id='a' Type='/worksheet' Target='sheet.xml'/><Relationship "
      "Id='b' Type='/styles' Target='styles.xml'/><Relationship Id='c' Type='/sharedStrings' "
      "Target='texts.xml'/></Relationships>";
  for (const char* name : {"xl/sheet.xml", "xl/texts.xml", "xl/styles.xml", "xl/workbook.xml"}) {
    const std::size_t end = std::min(rest.find("\n==\n"), rest.size());
    parts->files[name] = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 4, rest.size()));
  }
  if (parts->files["xl/workbook.xml"].empty()) {
    parts->files["xl/workbook.xml"] =
        "<workbook><sheets><sheet name='S' id='a'/></sheets></workbook>";
  }
  for (const auto& [name, bytes] : parts->files) {
    files[name] = bytes;
  }
  try {
    documents::edited({.name = "w.xlsx", .bytes = documents::zip_of(files, false)}, {},
                      {{.row = 1, .column = 0, .text = "x"},
                       {.row = 1, .column = 1, .text = "2026-12-01"},
                       {.row = 2, .column = 0, .text = ""},
                       {.row = 9, .column = 3, .text = "7"}});
  } catch (const base::Refusal&) {
  }
  try {
    const auto grid = documents::xlsx_grid(std::move(parts), {});
    std::uint32_t row = 0;
    while (grid->next()) {
      if (grid->row() <= row || grid->cells().empty()) {
        std::abort();
      }
      row = grid->row();
      std::int64_t column = -1;
      for (const auto& cell : grid->cells()) {
        if (std::int64_t{cell.column} <= column || base::first_bad_utf8(cell.text)) {
          std::abort();
        }
        column = cell.column;
      }
    }
  } catch (const base::Refusal&) {
  }
  return 0;
}
