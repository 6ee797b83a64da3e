#include "tests/unit/documents/workbook.h"

#include <fmt/format.h>
#include <zip.h>

#include "base/ensure.h"

namespace sojourn::documents {

std::string zip_of(const Files& files, bool pack) {
  zip_error_t error{};
  zip_source_t* to = zip_source_buffer_create(nullptr, 0, 0, &error);
  base::ensure(to != nullptr, "a buffer for an archive");
  zip_source_keep(to);
  zip_t* archive = zip_open_from_source(to, ZIP_TRUNCATE, &error);
  base::ensure(archive != nullptr, "an archive in it");
  for (const auto& [name, text] : files) {
    zip_source_t* from = zip_source_buffer(archive, text.data(), text.size(), 0);
    const zip_int64_t index = zip_file_add(archive, name.c_str(), from, ZIP_FL_ENC_UTF_8);
    base::ensure(index >= 0, "a file in the archive");
    zip_set_file_compression(archive, static_cast<zip_uint64_t>(index),
                             pack ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0);
  }
  base::ensure(zip_close(archive) == 0, "the archive is written");
  base::ensure(zip_source_open(to) == 0, "the archive is read");
  zip_stat_t about{};
  zip_source_stat(to, &about);
  std::string bytes(about.size, '\0');
  base::ensure(
      zip_source_read(to, bytes.data(), bytes.size()) == static_cast<zip_int64_t>(bytes.size()),
      "all of the archive");
  zip_source_close(to);
  zip_source_free(to);
  return bytes;
}

Files workbook_files(std::string_view sheet_data, const std::vector<std::string>& shared,
                     std::string_view after_data) {
  const std::string relations =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
  std::string texts;
  for (const std::string& each : shared) {
    texts += each.starts_with('<') ? "<si>" + each + "</si>" : "<si><t>" + each + "</t></si>";
  }
  const auto relation = [&](std::string_view id, std::string_view type, std::string_view target) {
    return fmt::format("<Relationship Id=\"{}\" Type=\"{}{}\" Target=\"{}\"/>", id, relations, type,
                       target);
  };
  return {
      {"_rels/.rels", "<Relationships>" + relation("r1", "officeDocument", "xl/workbook.xml") +
                          "</Relationships>"},
      {"xl/_rels/workbook.xml.rels",
       "<Relationships>" + relation("r1", "worksheet", "worksheets/sheet1.xml") +
           relation("r2", "styles", "styles.xml") +
           relation("r3", "sharedStrings", "/xl/sharedStrings.xml") + "</Relationships>"},
      {"xl/workbook.xml",
       "<?xml version=\"1.0\" encoding=\"UTF-8\"?><workbook xmlns:r=\"" + relations +
           "\"><workbookPr/><sheets><sheet name=\"Staff\" sheetId=\"1\" r:id=\"r1\"/></sheets>"
           "</workbook>"},
      {"xl/styles.xml",
       "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy&quot;年&quot;m&quot;月"
       "&quot;d&quot;日&quot;\"/><numFmt numFmtId=\"165\" formatCode=\"00000\"/><numFmt "
       "numFmtId=\"166\" formatCode=\"#,##0.00 &quot;days&quot;\"/></numFmts><cellStyleXfs><xf "
       "numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/><xf "
       "numFmtId=\"22\"/><xf numFmtId=\"165\"/><xf numFmtId=\"49\"/><xf numFmtId=\"166\"/>"
       "</cellXfs></styleSheet>"},
      {"xl/sharedStrings.xml", "<sst>" + texts + "</sst>"},
      {"xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + std::string(sheet_data) +
                                       "</sheetData>" + std::string(after_data) + "</worksheet>"}};
}

std::string workbook(std::string_view sheet_data, const std::vector<std::string>& shared,
                     std::string_view after_data) {
  return zip_of(workbook_files(sheet_data, shared, after_data));
}

std::vector<std::string> rows_of(const GridSource& source, const GridOptions& options) {
  const auto grid = open_grid(source, options);
  std::vector<std::string> rows;
  while (grid->next()) {
    std::string row = fmt::format("{}:", grid->row());
    if (grid->fault()) {
      row += " fault";
    }
    for (const GridCell& cell : grid->cells()) {
      const std::string_view kind = cell.kind == GridCell::Kind::text     ? ""
                                    : cell.kind == GridCell::Kind::number ? "number "
                                    : cell.kind == GridCell::Kind::yes_no ? "yes_no "
                                    : cell.kind == GridCell::Kind::date   ? "date "
                                                                          : "error ";
      row += fmt::format(" {}={}{}", column_letters(cell.column), kind, cell.text);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string outcome_of(std::string_view bytes, const GridOptions& options) {
  try {
    rows_of({.name = "test", .bytes = bytes}, options);
    return "read";
  } catch (const base::Refusal& refusal) {
    return refusal.code;
  }
}

}  // namespace sojourn::documents
