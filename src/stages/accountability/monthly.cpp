// The upward monthly table as a template: what an office starts from, and changes as its own
// superiors want it. Nothing in it is special: it is filled like any other.
#include "documents/form.h"
#include "stages/accountability/figures.h"

namespace sojourn::stages::accountability {
namespace {

using base::Language;
using documents::FormSheet;
using documents::FormStyle;

std::string braces(std::string_view name) { return "{{" + std::string(name) + "}}"; }

class Form {
 public:
  explicit Form(Language language) : language_(language) {}

  std::string said(const base::Sentence& sentence) const { return sentence.in(language_); }
  /// By the name that the office's language has for it.
  std::string figure(std::string_view name) const {
    for (const FigureAbout& each : figures()) {
      if (each.name == name) {
        return braces(language_ == Language::zh ? each.chinese : each.name);
      }
    }
    return {};
  }
  std::string column(std::string_view list, std::string_view name) const {
    for (const ListAbout& each : lists()) {
      for (const ColumnAbout& one : each.columns) {
        if (each.name == list && one.name == name) {
          return language_ == Language::zh
                     ? braces(std::string(each.chinese) + "." + std::string(one.chinese))
                     : braces(std::string(each.name) + "." + std::string(one.name));
        }
      }
    }
    return {};
  }

  /// Name and unit of the table, above it.
  void head(FormSheet& sheet, const base::Sentence& title, std::uint32_t columns) const {
    sheet.cells.push_back(
        {.row = 0,
         .column = 0,
         .text = figure("report.area") + " " + figure("report.month") + " " + said(title),
         .style = FormStyle::title,
         .columns = columns});
    sheet.cells.push_back({.row = 1,
                           .column = 0,
                           .text = said("Figures of:") + " " + figure("report.day"),
                           .style = FormStyle::text,
                           .columns = columns});
  }

  struct Heading {
    base::Sentence title;
    std::string_view column;
    FormStyle style = FormStyle::number;
  };
  /// Headings, the row that is repeated, and sums where there are any; the row behind it.
  std::uint32_t table(FormSheet& sheet, std::uint32_t row, std::string_view list,
                      const std::vector<Heading>& headings, bool sums) const {
    for (std::uint32_t c = 0; c < headings.size(); ++c) {
      const Heading& each = headings[c];
      sheet.cells.push_back({row, c, said(each.title), FormStyle::heading});
      sheet.cells.push_back({row + 1, c, column(list, each.column), each.style});
      if (sums) {
        const char letter = static_cast<char>('A' + c);
        sheet.cells.push_back({row + 2, c,
                               each.style == FormStyle::number && each.column != "number"
                                   ? "=SUM(" + std::string(1, letter) + std::to_string(row + 2) +
                                         ":" + std::string(1, letter) + std::to_string(row + 2) +
                                         ")"
                                   : (c == 0 ? said("Total") : std::string()),
                               FormStyle::total});
      }
    }
    return row + (sums ? 3 : 2);
  }

 private:
  Language language_;
};

FormSheet summary(const Form& form) {
  FormSheet sheet{.name = form.said("Summary"),
                  .widths = {8, 22, 12, 12, 12, 12, 12, 12, 12},
                  .cells = {},
                  .landscape = true};
  form.head(sheet, "Monthly table", 9);
  // 1. Figures, three pairs a row.
  struct Pair {
    base::Sentence label;
    std::string_view figure;
    FormStyle style = FormStyle::number;
  };
  const std::vector<Pair> pairs = {
      {"Sites", "sites"},
      {"Staffed sites", "sites.staffed"},
      {"Sites without a leader", "sites.without_leader"},
      {"People wanted", "need.target"},
      {"People serving", "posted"},
      {"People lacking", "need.short"},
      {"Of them leaders", "posted.leaders"},
      {"Arrived this month", "posted.arrived"},
      {"Left this month", "posted.left"},
      {"Sponsors sending", "sponsors.sending"},
      {"Filled, of a hundred", "need.filled_percent", FormStyle::percent},
      {"Named in rounds", "rounds.named"},
  };
  std::uint32_t row = 3;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const auto at = static_cast<std::uint32_t>(i % 3) * 3;
    sheet.cells.push_back({.row = row,
                           .column = at,
                           .text = form.said(pairs[i].label),
                           .style = FormStyle::heading,
                           .columns = 2});
    sheet.cells.push_back({row, at + 2, form.figure(pairs[i].figure), pairs[i].style});
    row += i % 3 == 2 ? 1 : 0;
  }
  // 2. Area by area.
  row = form.table(sheet, row + 1, "area",
                   {{"No.", "number"},
                    {"Area", "name", FormStyle::cell},
                    {"Sites", "sites"},
                    {"Staffed sites", "staffed"},
                    {"Sites without a leader", "without_leader"},
                    {"People wanted", "target"},
                    {"People serving", "posted"},
                    {"Leaders", "leaders"},
                    {"People lacking", "short"}},
                   true);
  // 3. Who answers for it.
  sheet.cells.push_back({.row = row + 1,
                         .column = 0,
                         .text = form.said("Made by:") + " " + form.figure("report.made_by"),
                         .style = FormStyle::text,
                         .columns = 3});
  sheet.cells.push_back({.row = row + 1,
                         .column = 3,
                         .text = form.said("Checked by:"),
                         .style = FormStyle::text,
                         .columns = 3});
  sheet.cells.push_back({.row = row + 1,
                         .column = 6,
                         .text = form.said("Made on:") + " " + form.figure("report.made_on"),
                         .style = FormStyle::text,
                         .columns = 3});
  return sheet;
}

FormSheet sites(const Form& form) {
  FormSheet sheet{.name = form.said("Sites"),
                  .widths = {6, 22, 18, 10, 10, 10, 10, 16, 36},
                  .cells = {},
                  .heading_rows = 4,
                  .landscape = true};
  form.head(sheet, "Sites and their teams", 9);
  form.table(sheet, 3, "site",
             {{"No.", "number"},
              {"Site", "name", FormStyle::cell},
              {"Area", "area", FormStyle::cell},
              {"Kind", "kind", FormStyle::cell},
              {"People wanted", "target"},
              {"People serving", "posted"},
              {"People lacking", "short"},
              {"Leader", "leader", FormStyle::cell},
              {"Members", "members", FormStyle::cell}},
             false);
  return sheet;
}

FormSheet sponsors(const Form& form) {
  FormSheet sheet{.name = form.said("Sponsors"),
                  .widths = {6, 30, 18, 12, 12, 12, 12},
                  .cells = {},
                  .heading_rows = 4};
  form.head(sheet, "Whom each sponsor sends", 7);
  form.table(sheet, 3, "sponsor",
             {{"No.", "number"},
              {"Sponsor", "name", FormStyle::cell},
              {"Kind", "kind", FormStyle::cell},
              {"People serving", "posted"},
              {"Leaders", "leaders"},
              {"Sites", "sites"},
              {"Of a hundred", "share", FormStyle::percent}},
             true);
  return sheet;
}

FormSheet changes(const Form& form) {
  FormSheet sheet{.name = form.said("Arrived and left"),
                  .widths = {6, 16, 26, 22, 18, 10, 14, 14},
                  .cells = {},
                  .landscape = true};
  form.head(sheet, "Who arrived and who left", 8);
  const std::vector<Form::Heading> headings = {{"No.", "number"},
                                               {"Person", "name", FormStyle::cell},
                                               {"Sponsor", "sponsor", FormStyle::cell},
                                               {"Site", "site", FormStyle::cell},
                                               {"Area", "area", FormStyle::cell},
                                               {"Role", "role", FormStyle::cell},
                                               {"First day", "from_day", FormStyle::date},
                                               {"Last day", "to_day", FormStyle::date}};
  sheet.cells.push_back({3, 0, form.said("Arrived"), FormStyle::label});
  const std::uint32_t row = form.table(sheet, 4, "arrival", headings, false);
  sheet.cells.push_back({row + 1, 0, form.said("Left"), FormStyle::label});
  form.table(sheet, row + 2, "departure", headings, false);
  return sheet;
}

}  // namespace

std::string monthly_template(base::Language language) {
  const Form form(language);
  const auto day = base::Instant::start_of_utc(*base::Date::of(2026, 1, 1));
  return documents::form_workbook({summary(form), sites(form), sponsors(form), changes(form)}, day);
}

}  // namespace sojourn::stages::accountability
