// Letters of posting as PDF (src/documents/letter.h, src/stages/postings/letters.h): what 320 of
// them cost in each language, CPU seconds, as one file as an officer prints it. Beside it, in the
// same run, the same texts given to Pango and cairo as one bare layout a page, without columns,
// strokes, footers or a look at each glyph: what the page costs is the ratio. Ends with an error
// where a file takes 2 s or more, or a letter more than a page.
//
//   build/release/bench_letters [LETTERS]
#include <cairo-pdf.h>
#include <fmt/format.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "base/process.h"
#include "stages/postings/letters.h"

namespace sojourn {
namespace {

using namespace stages::postings;
using base::Date;
using base::Language;

std::vector<documents::Letter> letters(Language language, int count) {
  const bool zh = language == Language::zh;
  const LetterWriter writer(language, PostingRules{}, *Date::of(2026, 11, 28));
  std::vector<documents::Letter> made;
  for (int i = 0; i < count; ++i) {
    // Names are of many characters, as in a county: each costs its place in the file's fonts.
    std::string name = zh ? "王" : "Ada ";
    for (const int part : {i % 97, i / 97 + 7 * (i % 13)}) {
      const int code = 0x4e00 + 211 * part % 6000;
      if (zh) {
        name += {static_cast<char>(0xe0 | code >> 12), static_cast<char>(0x80 | (code >> 6 & 0x3f)),
                 static_cast<char>(0x80 | (code & 0x3f))};
      } else {
        name += fmt::format("{}{}", static_cast<char>('A' + part % 26),
                            static_cast<char>('a' + part % 7));
      }
    }
    made.push_back(writer.posting(
        {.id = {1000 + i},
         .staff_name = std::move(name),
         .sponsor_name =
             zh ? fmt::format("第{}人民医院", i % 40) : fmt::format("Hospital {}", i % 40),
         .role = i % 3 == 0 ? StaffRole::leader : StaffRole::member,
         .site_name = zh ? fmt::format("堰上{}村", i % 90) : fmt::format("Upper Weir {}", i % 90),
         .areas = {zh ? "下河县" : "Weir County", zh ? "堰头镇" : "Weir Town"},
         .office_area = zh ? "下河县" : "Weir County",
         .from_day = *Date::of(2027, 1, 1),
         .first_last_day = *Date::of(2028, 12, 31),
         .last_day = *Date::of(2028, 12, 31),
         .basis = "",
         .plan_name = zh ? "下一任期方案" : "Plan for the next term",
         .decided_on = *Date::of(2026, 11, 27),
         .decided_by = zh ? "李主任" : "Olga Officer"}));
  }
  return made;
}

cairo_status_t keep(void* bytes, const unsigned char* data, unsigned int length) {
  static_cast<std::string*>(bytes)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

/// The same words, a page each, as Pango sets a plain text.
std::string bare(const std::vector<documents::Letter>& all) {
  std::string bytes;
  cairo_surface_t* const surface = cairo_pdf_surface_create_for_stream(keep, &bytes, 595, 842);
  cairo_t* const cairo = cairo_create(surface);
  PangoLayout* const layout = pango_cairo_create_layout(cairo);
  PangoFontDescription* const font = pango_font_description_from_string("Noto Serif CJK SC 11");
  pango_layout_set_font_description(layout, font);
  pango_layout_set_width(layout, 440 * PANGO_SCALE);
  for (const documents::Letter& each : all) {
    std::string text = each.sender + "\n" + each.number + "\n" + each.title + "\n" + each.addressee;
    for (const std::string& paragraph : each.paragraphs) {
      text += "\n" + paragraph;
    }
    for (const std::vector<std::string>& row : each.table.rows) {
      text += "\n" + row[0] + " " + row[1];
    }
    for (const std::string& line : each.signature) {
      text += "\n" + line;
    }
    text += "\n" + each.footer;
    pango_layout_set_text(layout, text.data(), static_cast<int>(text.size()));
    cairo_move_to(cairo, 77, 85);
    pango_cairo_show_layout(cairo, layout);
    cairo_show_page(cairo);
  }
  pango_font_description_free(font);
  g_object_unref(layout);
  cairo_destroy(cairo);
  cairo_surface_finish(surface);
  cairo_surface_destroy(surface);
  return bytes;
}

std::size_t pages_of(std::string_view pdf) {
  std::size_t pages = 0;
  for (std::size_t at = pdf.find("/Type /Page %"); at != std::string_view::npos;
       at = pdf.find("/Type /Page %", at + 1)) {
    ++pages;
  }
  return pages;
}

/// The least of three runs.
template <class Do>
double cpu_of(Do make) {
  double least = 1e9;
  for (int i = 0; i < 3; ++i) {
    const double start = base::cpu_seconds();
    make();
    least = std::min(least, base::cpu_seconds() - start);
  }
  return least;
}

int run(int count) {
  bool met = true;
  fmt::print("letters  language  CPU s  bare Pango s  ratio  kB\n");
  for (const Language language : {Language::en, Language::zh}) {
    std::string pdf;
    const double own = cpu_of([&] {
      pdf = documents::letters_pdf(
          {.title = "Letters", .author = "Office", .letters = letters(language, count)});
    });
    const std::vector<documents::Letter> same = letters(language, count);
    const double plain = cpu_of([&] { bare(same); });
    const bool good = own < 2 && pages_of(pdf) == static_cast<std::size_t>(count);
    met = met && good;
    fmt::print("{:7}  {:8}  {:5.2f}  {:12.2f}  {:5.1f}  {:.0f}{}\n", count, base::name_of(language),
               own, plain, own / plain, static_cast<double>(pdf.size()) / 1000,
               good ? "" : fmt::format("  NOT MET, {} pages", pages_of(pdf)));
  }
  return met ? 0 : 1;
}

}  // namespace
}  // namespace sojourn

int main(int argc, char** argv) { return sojourn::run(argc > 1 ? std::atoi(argv[1]) : 320); }
