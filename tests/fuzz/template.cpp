// Any bytes at all as a sheet of a template, and the texts that cells share, parted by a line of
// "==": it is refused or filled, and what is filled is well-formed and read again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>

#include "base/refusal.h"
#include "documents/template_sheet.h"

namespace {

using sojourn::documents::Parts;

class Given final : public Parts {
 public:
  std::map<std::string, std::string> files;

  std::unique_ptr<Part> open(const std::string& name) override {
    const auto found = files.find(name);
    return found == files.end() ? nullptr : std::make_unique<Piece>(found->second);
  }

 private:
  class Piece final : public Part {
   public:
    explicit Piece(std::string_view bytes) : bytes_(bytes) {}
    std::string_view read() override { return std::exchange(bytes_, {}); }

   private:
    std::string_view bytes_;
  };
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sojourn;
  using namespace sojourn::documents;
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  const std::size_t end = std::min(all.find("\n==\n"), all.size());
  Given parts;
  parts.files = {
      {"_rels/.rels",
       "<Relationships><Relationship Id='a' Type='/officeDocument' "
       "Target='xl/workbook.xml'/></Relationships>"},
      {"xl/_rels/workbook.xml.rels",
       "<Relationships><Relationship Id='a' Type='/worksheet' Target='sheet.xml'/>"
       "<Relationship Id='c' Type='/sharedStrings' Target='texts.xml'/>"
       "</Relationships>"},
      {"xl/workbook.xml", "<workbook><sheets><sheet name='S' id='a'/></sheets></workbook>"},
      {"xl/sheet.xml", std::string(all.substr(0, end))},
      {"xl/texts.xml", std::string(all.substr(std::min(end + 4, all.size())))}};
  TemplateLimits limits;
  limits.cells = 1'000;
  limits.filled = std::size_t{1} << 20U;
  TemplateValues values;
  values.lists = {{{Cell(std::string("=a<b")), Cell(std::int64_t{1})},
                   {Cell(std::string("c")), Cell()},
                   {Cell(), Cell(2.5)}}};
  try {
    const XlsxBook book(parts, {.sheet = {}, .limits = limits.grid});
    std::size_t cells_left = limits.cells;
    std::vector<Placeholder> placeholders;
    std::vector<base::Fault> faults;
    const SheetAt sheet = read_sheet(book.sheets().front(), *bytes_of(parts, "xl/sheet.xml"), book,
                                     limits, cells_left, placeholders, faults);
    if (!faults.empty()) {
      return 0;
    }
    // Names that begin with l are columns, all others figures; a row of columns is repeated.
    std::map<std::uint32_t, std::size_t> lists;
    RowMap map;
    for (const Placeholder& each : placeholders) {
      if (each.name.starts_with('l')) {
        values.columns[each.name] = {.list = 0, .column = each.name.size() % 2};
        const std::uint32_t row = rows_of_range(each.cell).first;
        if (row == 0) {
          std::abort();
        }
        if (lists.emplace(row, 0).second) {
          map.repeat(row, 3);
        }
      } else {
        values.figures[each.name] = Cell(each.name);
      }
    }
    const RowMaps maps = map.unmoved() ? RowMaps() : RowMaps{{sheet.name, map}};
    const std::string made = filled_sheet({.sheet = sheet,
                                           .book = book,
                                           .values = values,
                                           .limits = limits,
                                           .maps = maps,
                                           .lists = lists});
    try {
      read_elements(made, {});
    } catch (const base::Refusal&) {
      std::abort();
    }
  } catch (const base::Refusal&) {
  }
  return 0;
}
