#include "documents/letter.h"

#include <cairo-pdf.h>
#include <fmt/format.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <numeric>
#include <optional>

#include "base/ensure.h"
#include "base/refusal.h"
#include "base/text.h"

namespace sojourn::documents {
namespace {

struct Unref {
  void operator()(gpointer object) const { g_object_unref(object); }
};
struct FreeDescription {
  void operator()(PangoFontDescription* each) const { pango_font_description_free(each); }
};
struct FreeIter {
  void operator()(PangoLayoutIter* each) const { pango_layout_iter_free(each); }
};
struct DestroySurface {
  void operator()(cairo_surface_t* each) const { cairo_surface_destroy(each); }
};
struct DestroyCairo {
  void operator()(cairo_t* each) const { cairo_destroy(each); }
};
struct FreeOptions {
  void operator()(cairo_font_options_t* each) const { cairo_font_options_destroy(each); }
};
using FontMap = std::unique_ptr<PangoFontMap, Unref>;
using Context = std::unique_ptr<PangoContext, Unref>;
using Layout = std::shared_ptr<PangoLayout>;
using Description = std::unique_ptr<PangoFontDescription, FreeDescription>;

/// All in points: 72 an inch.
constexpr double mm = 72 / 25.4;
constexpr double page_width = 210 * mm;
constexpr double page_height = 297 * mm;

/// What a page looks like. GB/T 9704-2012 sets the paper of offices in China: margins, flush
/// addressee, paragraphs two characters in, the date at the end.
struct Style {
  double top, bottom, left, right;  ///< margins
  double body, pitch;               ///< size of letters, and from line to line
  double indent;                    ///< of a paragraph's first line
  double between;                   ///< paragraphs
};
constexpr Style chinese{.top = 30 * mm,
                        .bottom = 30 * mm,
                        .left = 28 * mm,
                        .right = 26 * mm,
                        .body = 14,
                        .pitch = 26,
                        .indent = 28,
                        .between = 0};
constexpr Style western{.top = 27 * mm,
                        .bottom = 28 * mm,
                        .left = 27 * mm,
                        .right = 25 * mm,
                        .body = 11.5,
                        .pitch = 17.5,
                        .indent = 0,
                        .between = 7};

/// First the one that has both Chinese and Latin letters of one face, then what
/// scripts/packages.txt brings for those that run from right to left. Beyond them whatever there
/// is.
constexpr const char* families = "Noto Serif CJK SC, DejaVu Serif, DejaVu Sans";

/// Of a character that no font here has: the package of Debian whose fonts have it.
std::string package_of(gunichar character) {
  switch (g_unichar_get_script(character)) {
    case G_UNICODE_SCRIPT_HAN:
      // Beyond the plane that every font of Chinese has: rare characters, of names above all.
      return character > 0xFFFF ? "fonts-hanazono" : "fonts-noto-cjk";
    case G_UNICODE_SCRIPT_HIRAGANA:
    case G_UNICODE_SCRIPT_KATAKANA:
    case G_UNICODE_SCRIPT_HANGUL:
    case G_UNICODE_SCRIPT_BOPOMOFO: return "fonts-noto-cjk";
    case G_UNICODE_SCRIPT_LATIN:
    case G_UNICODE_SCRIPT_GREEK:
    case G_UNICODE_SCRIPT_CYRILLIC:
    case G_UNICODE_SCRIPT_ARABIC:
    case G_UNICODE_SCRIPT_HEBREW: return "fonts-dejavu-core";
    case G_UNICODE_SCRIPT_COMMON: return "fonts-symbola";
    default: return "fonts-noto-core";
  }
}

/// Throws the refusal for the first character of the layout that no font has.
void refuse_unknown(PangoLayout* layout) {
  const std::unique_ptr<PangoLayoutIter, FreeIter> runs(pango_layout_get_iter(layout));
  const char* const text = pango_layout_get_text(layout);
  do {
    const PangoLayoutRun* const run = pango_layout_iter_get_run_readonly(runs.get());
    for (int i = 0; run != nullptr && i < run->glyphs->num_glyphs; ++i) {
      if ((run->glyphs->glyphs[i].glyph & PANGO_GLYPH_UNKNOWN_FLAG) == 0 ||
          run->glyphs->glyphs[i].glyph == PANGO_GLYPH_EMPTY) {
        continue;
      }
      const char* const at = text + run->item->offset + run->glyphs->log_clusters[i];
      const gunichar character = g_utf8_get_char(at);
      const std::string said(at, static_cast<std::size_t>(g_utf8_next_char(at) - at));
      throw base::Refusal{
          base::Kind::precondition, "no_glyph",
          base::in_words("No font on this server has the character {} (U+{}), so the letter would "
                         "have a box in its place. Whoever runs the server installs the package "
                         "{}, or another with fonts that have it, and starts it anew.",
                         base::shorten(said), fmt::format("{:04X}", character),
                         package_of(character))};
    }
  } while (pango_layout_iter_next_run(runs.get()) != FALSE);
}

/// Something on a page: a line of text or a stroke.
struct Mark {
  Layout layout = {};  ///< none: a stroke from x, y to x2, y2
  PangoLayoutLine* line = nullptr;
  double x = 0, y = 0;  ///< of a line its left end and baseline
  double x2 = 0, y2 = 0;
  double width = 0.5;  ///< of the stroke
};
using Pages = std::vector<std::vector<Mark>>;

struct Said {
  double size;
  double pitch;
  PangoAlignment align = PANGO_ALIGN_LEFT;  ///< left: where lines of the letter begin
  double indent = 0;
  bool bold = false;
  bool justified = false;
};

struct Line {
  PangoLayoutLine* line = nullptr;
  double x = 0;  ///< within the layout
};

/// Letters become pages, one after the other, on one set of fonts.
class Setter {
 public:
  Setter()
      : fonts_(pango_cairo_font_map_new()), context_(pango_font_map_create_context(fonts_.get())) {
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(fonts_.get()), 72);
    // Widths as the font has them, whatever the resolution of a screen would be.
    const std::unique_ptr<cairo_font_options_t, FreeOptions> options(cairo_font_options_create());
    cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(context_.get(), options.get());
    pango_context_set_round_glyph_positions(context_.get(), FALSE);
  }

  Pages set(const Letter& letter) {
    letter_ = &letter;
    const bool han = letter.language.starts_with("zh");
    style_ = han ? &chinese : &western;
    // Without a script fontconfig may take the forms of Taiwan.
    pango_context_set_language(context_.get(),
                               pango_language_from_string(han ? "zh-cn" : letter.language.c_str()));
    pango_context_set_base_dir(context_.get(),
                               letter.right_to_left ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
    pages_.clear();
    turn_page();
    head();
    for (const std::string& each : letter.paragraphs) {
      paragraph(each);
    }
    table(letter.table);
    for (const std::string& each : letter.closing) {
      paragraph(each);
    }
    for (const LetterPart& each : letter.parts) {
      part(each);
    }
    to_sign();
    signature();
    footers();
    return std::move(pages_);
  }

 private:
  double width() const { return page_width - style_->left - style_->right; }
  double end_of_page() const { return page_height - style_->bottom; }

  void turn_page() {
    pages_.emplace_back();
    y_ = style_->top;
  }
  /// A new page, unless so much fits on this one.
  void need(double height) {
    if (y_ + height > end_of_page() && !pages_.back().empty()) {
      turn_page();
    }
  }

  Layout layout(const std::string& text, const Said& said, double within) {
    base::ensure(!base::first_bad_utf8(text), "a letter is well-formed text");
    const Layout made(pango_layout_new(context_.get()), Unref());
    const Description font(pango_font_description_from_string(families));
    pango_font_description_set_absolute_size(font.get(), said.size * PANGO_SCALE);
    pango_font_description_set_weight(font.get(),
                                      said.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(made.get(), font.get());
    pango_layout_set_width(made.get(), pango_units_from_double(within));
    pango_layout_set_wrap(made.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_auto_dir(made.get(), TRUE);
    // Pango turns it for a text that runs against the letter's direction.
    pango_layout_set_alignment(made.get(), !letter_->right_to_left           ? said.align
                                           : said.align == PANGO_ALIGN_LEFT  ? PANGO_ALIGN_RIGHT
                                           : said.align == PANGO_ALIGN_RIGHT ? PANGO_ALIGN_LEFT
                                                                             : said.align);
    pango_layout_set_indent(made.get(), pango_units_from_double(said.indent));
    pango_layout_set_justify(made.get(), said.justified ? TRUE : FALSE);
    pango_layout_set_text(made.get(), text.data(), static_cast<int>(text.size()));
    if (pango_layout_get_unknown_glyphs_count(made.get()) > 0) {
      refuse_unknown(made.get());
    }
    return made;
  }

  static std::vector<Line> lines_of(const Layout& layout) {
    std::vector<Line> lines;
    const std::unique_ptr<PangoLayoutIter, FreeIter> iter(pango_layout_get_iter(layout.get()));
    do {
      PangoRectangle logical;
      pango_layout_iter_get_line_extents(iter.get(), nullptr, &logical);
      lines.push_back({.line = pango_layout_iter_get_line_readonly(iter.get()),
                       .x = pango_units_to_double(logical.x)});
    } while (pango_layout_iter_next_line(iter.get()) != FALSE);
    return lines;
  }

  /// The baseline in a line of that pitch that begins at `top`: half a capital's height below its
  /// middle.
  static double baseline(double top, const Said& said) {
    return top + said.pitch / 2 + 0.36 * said.size;
  }

  void put(const Layout& layout, const Line& line, double x, double top, const Said& said) {
    pages_.back().push_back(
        {.layout = layout, .line = line.line, .x = x + line.x, .y = baseline(top, said)});
  }

  void stroke(double x, double y, double x2, double y2, double thick = 0.5) {
    pages_.back().push_back({.x = x, .y = y, .x2 = x2, .y2 = y2, .width = thick});
  }

  /// Lines from where the page has come to, over pages where they do not fit.
  void text(const std::string& said, const Said& how) {
    const Layout made = layout(said, how, width());
    for (const Line& line : lines_of(made)) {
      need(how.pitch);
      put(made, line, style_->left, y_, how);
      y_ += how.pitch;
    }
  }

  void head() {
    const double body = style_->body;
    text(letter_->sender,
         {.size = body * 1.35, .pitch = body * 2.1, .align = PANGO_ALIGN_CENTER, .bold = true});
    y_ += 4;
    stroke(style_->left, y_, page_width - style_->right, y_, 1.2);
    stroke(style_->left, y_ + 2.4, page_width - style_->right, y_ + 2.4);
    y_ += 6;
    if (!letter_->number.empty())
      text(letter_->number, {.size = body * 0.8, .pitch = body * 1.6, .align = PANGO_ALIGN_RIGHT});
    y_ += body * 0.8;
    text(letter_->title,
         {.size = body * 1.55, .pitch = body * 2.4, .align = PANGO_ALIGN_CENTER, .bold = true});
    y_ += body * 0.8;
    if (!letter_->addressee.empty()) {
      text(letter_->addressee, {.size = body, .pitch = style_->pitch});
      y_ += style_->between;
    }
  }

  void paragraph(const std::string& said) {
    text(said, {.size = style_->body,
                .pitch = style_->pitch,
                .indent = style_->indent,
                // Chinese fills its lines by itself; only a foreign name would be torn apart.
                .justified = style_ != &chinese});
    y_ += style_->between;
  }

  void part(const LetterPart& part) {
    y_ += style_->body;
    // A title stays with what it is of.
    need(style_->body * 8);
    text(part.title, {.size = style_->body * 1.15, .pitch = style_->body * 2, .bold = true});
    for (const std::string& each : part.paragraphs) {
      paragraph(each);
    }
    table(part.table);
    for (const std::string& each : part.closing) {
      paragraph(each);
    }
  }

  // The table.

  struct Cell {
    Layout layout;
    std::vector<Line> lines;
  };
  using Row = std::vector<Cell>;
  static constexpr double padding = 5;

  Said cell_said(bool bold) const {
    // A list of many is set smaller than the few facts of a letter.
    const double scale = table_->head.empty() ? 0.86 : 0.77;
    return {.size = style_->body * scale, .pitch = style_->body * scale * 1.6, .bold = bold};
  }

  /// Where each column begins and how wide it is, in the letter's direction.
  std::vector<std::pair<double, double>> columns() const {
    const std::vector<std::int32_t>& shares = table_->widths;
    const double whole = std::accumulate(shares.begin(), shares.end(), 0);
    std::vector<std::pair<double, double>> made;
    double at = 0;
    for (const std::int32_t share : shares) {
      const double wide = width() * share / whole;
      made.emplace_back(
          letter_->right_to_left ? page_width - style_->right - at - wide : style_->left + at,
          wide);
      at += wide;
    }
    return made;
  }

  Row row_of(const std::vector<std::string>& texts, bool bold) {
    base::ensure(texts.size() == table_->widths.size(),
                 "a row of a letter's table has a cell for each column");
    const std::vector<std::pair<double, double>> places = columns();
    Row row;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      Said said = cell_said(bold);
      const std::vector<std::size_t>& figures = table_->figures;
      if (std::find(figures.begin(), figures.end(), i) != figures.end()) {
        said.align = PANGO_ALIGN_RIGHT;
      }
      Cell cell{.layout = layout(texts[i], said, places[i].second - 2 * padding), .lines = {}};
      cell.lines = lines_of(cell.layout);
      row.push_back(std::move(cell));
    }
    return row;
  }

  /// A row, over pages if one does not hold it. The stroke above it is there.
  void put_row(const Row& row, const std::function<void()>& page_turned) {
    const std::vector<std::pair<double, double>> places = columns();
    const Said said = cell_said(false);
    std::size_t most = 1;
    for (const Cell& cell : row) {
      most = std::max(most, cell.lines.size());
    }
    const double gap = said.pitch * 0.2;
    const auto room = static_cast<std::size_t>(
        std::max(1.0, (end_of_page() - style_->top - 4 * said.pitch) / said.pitch));
    for (std::size_t first = 0; first < most; first += room) {
      const std::size_t after = std::min(most, first + room);
      const double high = static_cast<double>(after - first) * said.pitch + 2 * gap;
      if (y_ + high > end_of_page()) {
        turn_page();
        page_turned();
      }
      for (std::size_t i = 0; i < row.size(); ++i) {
        for (std::size_t line = first; line < std::min(after, row[i].lines.size()); ++line) {
          put(row[i].layout, row[i].lines[line], places[i].first + padding,
              y_ + gap + static_cast<double>(line - first) * said.pitch, said);
        }
        stroke(places[i].first, y_, places[i].first, y_ + high);
        stroke(places[i].first + places[i].second, y_, places[i].first + places[i].second,
               y_ + high);
      }
      y_ += high;
      stroke(style_->left, y_, page_width - style_->right, y_);
    }
  }

  void table(const LetterTable& table) {
    if (table.rows.empty()) {
      return;
    }
    table_ = &table;
    std::optional<Row> head;
    if (!table.head.empty()) {
      head = row_of(table.head, true);
    }
    const std::function<void()> top = [&] {
      stroke(style_->left, y_, page_width - style_->right, y_);
      if (head) {
        put_row(*head, [] {});
      }
    };
    y_ += style_->body * 0.4;
    need(style_->body * 5);
    top();
    for (const std::vector<std::string>& each : table.rows) {
      put_row(row_of(each, false), top);
    }
    y_ += style_->body * 0.6;
  }

  /// "Handed over by: ________", with room for a hand.
  void to_sign() {
    const Said said{.size = style_->body, .pitch = style_->body * 2.6};
    const bool rtl = letter_->right_to_left;
    for (const std::string& each : letter_->to_sign) {
      need(said.pitch);
      const Layout made = layout(each, said, width() * 0.6);
      put(made, lines_of(made).front(), rtl ? style_->left + width() * 0.4 : style_->left, y_,
          said);
      const double line = baseline(y_, said) + 3;
      const double from = rtl ? style_->left : style_->left + width() * 0.45;
      stroke(from, line, from + width() * 0.55, line);
      y_ += said.pitch;
    }
  }

  /// Whose letter it is and the day, centred in the half where lines end; room above for a seal.
  void signature() {
    const Said said{.size = style_->body, .pitch = style_->pitch, .align = PANGO_ALIGN_CENTER};
    const double half = width() * 0.55;
    std::vector<std::pair<Layout, std::vector<Line>>> made;
    double high = style_->pitch;
    for (const std::string& each : letter_->signature) {
      made.emplace_back(layout(each, said, half), std::vector<Line>());
      made.back().second = lines_of(made.back().first);
      high += static_cast<double>(made.back().second.size()) * said.pitch;
    }
    if (made.empty()) {
      return;
    }
    need(high);
    y_ += style_->pitch;
    const double x = letter_->right_to_left ? style_->left : page_width - style_->right - half;
    for (const auto& [each, lines] : made) {
      for (const Line& line : lines) {
        put(each, line, x, y_, said);
        y_ += said.pitch;
      }
    }
  }

  void footers() {
    const Said small{.size = style_->body * 0.7, .pitch = style_->body, .align = PANGO_ALIGN_LEFT};
    const Said middle{
        .size = style_->body * 0.75, .pitch = style_->body, .align = PANGO_ALIGN_CENTER};
    const double top = end_of_page() + 9 * mm;
    const std::size_t pages = pages_.size();
    for (std::size_t page = 0; page < pages; ++page) {
      if (!letter_->running.empty()) {
        running(page, pages);
        continue;
      }
      // Signs and figures alone, which every language reads.
      const Layout number =
          layout(pages == 1 ? std::string("— 1 —") : fmt::format("— {} / {} —", page + 1, pages),
                 middle, width());
      pages_[page].push_back({.layout = number,
                              .line = lines_of(number).front().line,
                              .x = style_->left + lines_of(number).front().x,
                              .y = baseline(top, middle)});
      if (!letter_->footer.empty()) {
        const Layout own = layout(letter_->footer, small, width());
        pages_[page].push_back({.layout = own,
                                .line = lines_of(own).front().line,
                                .x = style_->left + lines_of(own).front().x,
                                .y = baseline(top + style_->body * 1.3, small)});
      }
    }
  }

  /// In the margin above: what it is, and which page.
  void running(std::size_t page, std::size_t pages) {
    const double size = style_->body * 0.7;
    const double top = style_->top - 12 * mm;
    for (const bool number : {false, true}) {
      const Said said{.size = size,
                      .pitch = style_->body,
                      .align = number ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT};
      const Layout made = layout(
          number ? fmt::format("{} / {}", page + 1, pages) : letter_->running, said, width());
      const std::vector<Line> lines = lines_of(made);
      pages_[page].push_back({.layout = made,
                              .line = lines.front().line,
                              .x = style_->left + lines.front().x,
                              .y = baseline(top, said)});
    }
    const double line = top + style_->body * 1.3;
    pages_[page].push_back(
        {.layout = {}, .x = style_->left, .y = line, .x2 = page_width - style_->right, .y2 = line});
  }

  FontMap fonts_;
  Context context_;
  const LetterTable* table_ = nullptr;
  const Letter* letter_ = nullptr;
  const Style* style_ = &western;
  Pages pages_;
  double y_ = 0;
};

cairo_status_t keep(void* bytes, const unsigned char* data, unsigned int length) {
  static_cast<std::string*>(bytes)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

void draw(cairo_t* cairo, const std::vector<Mark>& page) {
  for (const Mark& mark : page) {
    if (mark.layout) {
      cairo_move_to(cairo, mark.x, mark.y);
      pango_cairo_show_layout_line(cairo, mark.line);
    } else {
      cairo_set_line_width(cairo, mark.width);
      cairo_move_to(cairo, mark.x, mark.y);
      cairo_line_to(cairo, mark.x2, mark.y2);
      cairo_stroke(cairo);
    }
  }
  cairo_show_page(cairo);
}

}  // namespace

std::string letters_pdf(const LetterFile& file) {
  std::string bytes;
  const std::unique_ptr<cairo_surface_t, DestroySurface> surface(
      cairo_pdf_surface_create_for_stream(keep, &bytes, page_width, page_height));
  base::ensure(!file.letters.empty(), "a file of letters holds one");
  const std::string dated = file.letters.front().dated.to_text() + "T00:00:00Z";
  for (const auto& [field, said] : {std::pair(CAIRO_PDF_METADATA_TITLE, file.title.c_str()),
                                    std::pair(CAIRO_PDF_METADATA_AUTHOR, file.author.c_str()),
                                    std::pair(CAIRO_PDF_METADATA_CREATOR, "Sojourn"),
                                    std::pair(CAIRO_PDF_METADATA_CREATE_DATE, dated.c_str()),
                                    std::pair(CAIRO_PDF_METADATA_MOD_DATE, dated.c_str())}) {
    cairo_pdf_surface_set_metadata(surface.get(), field, said);
  }
  {
    const std::unique_ptr<cairo_t, DestroyCairo> cairo(cairo_create(surface.get()));
    Setter setter;
    int number = 1;
    for (const Letter& each : file.letters) {
      const Pages pages = setter.set(each);
      if (file.letters.size() > 1) {  // a reader of PDF finds each by its addressee
        const std::string at = fmt::format("page={} pos=[0 0]", number);
        cairo_pdf_surface_add_outline(
            surface.get(), CAIRO_PDF_OUTLINE_ROOT,
            (each.addressee.empty() ? each.title : each.addressee).c_str(), at.c_str(), {});
      }
      for (const std::vector<Mark>& page : pages) {
        draw(cairo.get(), page);
      }
      number += static_cast<int>(pages.size());
    }
    base::ensure(cairo_status(cairo.get()) == CAIRO_STATUS_SUCCESS, "cairo draws letters");
  }
  cairo_surface_finish(surface.get());
  base::ensure(cairo_surface_status(surface.get()) == CAIRO_STATUS_SUCCESS, "cairo writes letters");
  return bytes;
}

std::string set_apart(std::string_view text) {
  for (const char* at = text.data(); at < text.data() + text.size();) {
    const gunichar each = g_utf8_get_char(at);
    const bool turns = (each >= 0x0590 && each <= 0x08FF) || (each >= 0xFB1D && each <= 0xFDFF) ||
                       (each >= 0xFE70 && each <= 0xFEFC) || (each >= 0x10800 && each <= 0x10FFF) ||
                       (each >= 0x1E800 && each <= 0x1EFFF) || each == 0x200E || each == 0x200F ||
                       (each >= 0x202A && each <= 0x202E) || (each >= 0x2066 && each <= 0x2069);
    if (turns) {
      // FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE.
      return fmt::format("\u2068{}\u2069", text);
    }
    at = g_utf8_next_char(at);
  }
  return std::string(text);
}

}  // namespace sojourn::documents
