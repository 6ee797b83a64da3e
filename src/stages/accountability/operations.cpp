// Reports as an office wants them: what a template may say, a template filled, and one to start
// from.
#include "stages/accountability/operations.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "access/list_file.h"
#include "base/digest.h"
#include "base/text.h"
#include "documents/template.h"
#include "stages/accountability/figures.h"

namespace sojourn::stages::accountability {
namespace {

using access::Method;
using access::Page;

struct ListPlaceholders {};
BOOST_DESCRIBE_STRUCT(ListPlaceholders, (), ())

enum class PlaceholderKind : std::uint8_t {
  figure,  ///< stands alone in any cell
  column,  ///< of a list: its row is repeated
};
BOOST_DESCRIBE_ENUM(PlaceholderKind, figure, column)

struct PlaceholderRow {
  std::string placeholder;  ///< as it is written in a cell
  std::string chinese;      ///< likewise
  PlaceholderKind kind = PlaceholderKind::figure;
  std::string meaning;
  std::optional<std::string> list;  ///< of a column: what its row is repeated for
};
BOOST_DESCRIBE_STRUCT(PlaceholderRow, (), (placeholder, chinese, kind, meaning, list))

struct FillReport {
  std::optional<Id<Area>> area;
  std::optional<base::Month> month;
};
BOOST_DESCRIBE_STRUCT(FillReport, (), (area, month))

/// The workbook is the answer's file; this says what is in it.
struct ReportFilled {
  std::string area_name;
  base::Month month;
  base::Date day;
  std::int64_t placeholders = 0;
  std::int64_t rows = 0;  ///< of lists that are written
  std::string digest;     ///< of the file, SHA-256
};
BOOST_DESCRIBE_STRUCT(ReportFilled, (), (area_name, month, day, placeholders, rows, digest))

enum class TemplateKind : std::uint8_t { monthly };
BOOST_DESCRIBE_ENUM(TemplateKind, monthly)

struct GiveTemplate {
  TemplateKind kind = TemplateKind::monthly;
};
BOOST_DESCRIBE_STRUCT(GiveTemplate, (), (kind))

struct TemplateMade {
  std::int64_t placeholders = 0;
};
BOOST_DESCRIBE_STRUCT(TemplateMade, (), (placeholders))

std::string in_braces(std::string_view name) { return fmt::format("{{{{{}}}}}", name); }

std::string column_name(std::string_view list, std::string_view column) {
  return fmt::format("{}.{}", list, column);
}

Page<PlaceholderRow> list_placeholders(access::Call& call, const ListPlaceholders&) {
  const base::Language language = call.request.language;
  Page<PlaceholderRow> page;
  for (const FigureAbout& each : figures()) {
    page.items.push_back({.placeholder = in_braces(each.name),
                          .chinese = in_braces(each.chinese),
                          .meaning = each.meaning.in(language),
                          .list = {}});
  }
  for (const ListAbout& list : lists()) {
    for (const ColumnAbout& each : list.columns) {
      page.items.push_back({.placeholder = in_braces(column_name(list.name, each.name)),
                            .chinese = in_braces(column_name(list.chinese, each.chinese)),
                            .kind = PlaceholderKind::column,
                            .meaning = each.meaning.in(language),
                            .list = list.meaning.in(language)});
    }
  }
  return page;
}

/// Which lists a template uses, and what is wrong with the names in it.
class Names {
 public:
  Names() {
    for (std::size_t i = 0; i < figures().size(); ++i) {
      figures_.emplace(figures()[i].name, i);
      figures_.emplace(figures()[i].chinese, i);
    }
    for (std::size_t l = 0; l < lists().size(); ++l) {
      const ListAbout& list = lists()[l];
      for (std::size_t c = 0; c < list.columns.size(); ++c) {
        const documents::TemplateValues::ColumnOf at{.list = l, .column = c};
        columns_.emplace(column_name(list.name, list.columns[c].name), at);
        columns_.emplace(column_name(list.chinese, list.columns[c].chinese), at);
      }
    }
    for (const auto& [name, at] : figures_) {
      all_.push_back(name);
    }
    for (const auto& [name, at] : columns_) {
      all_.push_back(name);
    }
  }

  /// Refusal invalid "template" with every unknown name and the nearest one that there is.
  void check(const std::vector<documents::Placeholder>& placeholders) const {
    std::vector<base::Fault> faults;
    std::size_t more = 0;
    for (const documents::Placeholder& each : placeholders) {
      if (figures_.contains(each.name) || columns_.contains(each.name)) {
        continue;
      }
      constexpr std::size_t most = 100;
      if (faults.size() == most) {
        ++more;
        continue;
      }
      const auto meant = base::nearest(each.name, all_);
      faults.push_back(
          {.where = each.sheet + "!" + each.cell,
           .code = "unknown_placeholder",
           .value = base::shorten(in_braces(each.name)),
           .detail = meant ? base::in_words("There is no such placeholder. Is {} meant?",
                                            in_braces(*meant))
                           : base::Sentence("There is no such placeholder. `report placeholders` "
                                            "lists all that there are.")});
    }
    if (!faults.empty()) {
      throw base::Refusal{base::Kind::invalid, "template",
                          "The template cannot be filled as it is.", std::move(faults), more};
    }
  }

  /// What stands for the placeholders of a template that was checked; other lists stay empty.
  documents::TemplateValues values(const std::vector<documents::Placeholder>& placeholders,
                                   const ReportFacts& facts, base::Language language) const {
    documents::TemplateValues made;
    made.language = language;
    made.lists.resize(lists().size());
    for (const documents::Placeholder& each : placeholders) {
      if (const auto figure = figures_.find(each.name); figure != figures_.end()) {
        made.figures.emplace(each.name, figures()[figure->second].value(facts, language));
        continue;
      }
      const auto column = columns_.find(each.name)->second;
      made.columns.emplace(each.name, column);
      if (made.lists[column.list].empty()) {
        made.lists[column.list] = lists()[column.list].rows(facts, language);
      }
    }
    return made;
  }

 private:
  std::map<std::string, std::size_t, std::less<>> figures_;
  std::map<std::string, documents::TemplateValues::ColumnOf, std::less<>> columns_;
  std::vector<std::string> all_;
};

ReportAbout about_of(const FillReport& input, const base::Date& today) {
  const base::Month month = input.month.value_or(base::Month(today));
  if (month.first() > today) {
    base::refuse_faults({{.where = "/month",
                          .code = "to_come",
                          .value = month.to_text(),
                          .detail = "This month has not begun. Name this one or one before."}});
  }
  return {.area = input.area,
          .month = month,
          .first = month.first(),
          .day = std::min(month.last(), today)};
}

std::string name_of_filled(std::string_view name, const base::Month& month) {
  const std::string stem = std::filesystem::path(name).stem().string();
  return fmt::format("{}-{}.xlsx", stem.empty() ? "report" : stem, month.to_text());
}

ReportFilled fill_report(access::Call& call, const FillReport& input) {
  // 1. The template, with everything that is wrong with it.
  if (call.request.file == nullptr) {
    throw base::Refusal{base::Kind::invalid, "no_file", "Send a template: a workbook (.xlsx)."};
  }
  const access::Upload& file = *call.request.file;
  documents::Template form({.name = file.name, .bytes = file.bytes, .path = file.path});
  const std::vector<documents::Placeholder>& placeholders = form.placeholders();
  if (placeholders.empty()) {
    throw base::Refusal{base::Kind::invalid, "no_placeholders",
                        base::in_words("No cell of this workbook has a placeholder. Write one into "
                                       "a cell, such as {}; `report placeholders` lists all that "
                                       "there are.",
                                       in_braces("sites"))};
  }
  const Names names;
  names.check(placeholders);
  // 2. What it says.
  const ReportAbout about = about_of(input, call.database.clock().now().utc_date());
  const ReportFacts facts = call.database.read(call.caller, [&](db::Tx& tx) {
    return read_facts(tx, about, call.asker, call.request.language);
  });
  const documents::TemplateValues values = names.values(placeholders, facts, call.request.language);
  std::string bytes = form.filled(values);
  ReportFilled made{.area_name = facts.area_name,
                    .month = about.month,
                    .day = about.day,
                    .placeholders = std::ssize(placeholders),
                    .digest = base::sha256_hex(bytes)};
  for (const auto& rows : values.lists) {
    made.rows += std::ssize(rows);
  }
  // 3. Figures and names leave the system: it is noted as every list that is taken.
  access::ListExport entry{.id = {},
                           .account = {call.asker.account},
                           .made_at = call.database.clock().now(),
                           .list = "report.fill",
                           .format = access::ExportFormat::xlsx,
                           .filters = {"month=" + about.month.to_text()},
                           .row_count = made.rows,
                           .digest = made.digest};
  if (about.area) {
    entry.filters.push_back("area=" + about.area->to_text());
  }
  call.database.change(call.caller, "report.fill", [&](db::Change& change) {
    access::ListExport noted = entry;
    noted.id = change.new_id<access::ListExport>();
    change.insert("list_export", noted);
  });
  call.file = access::File{.name = name_of_filled(file.name, about.month),
                           .media_type = std::string(documents::workbook_type),
                           .bytes = std::move(bytes)};
  return made;
}

TemplateMade give_template(access::Call& call, const GiveTemplate&) {
  std::string bytes = monthly_template(call.request.language);
  const documents::Template form({.name = "monthly.xlsx", .bytes = bytes});
  const TemplateMade made{.placeholders = std::ssize(form.placeholders())};
  call.file = access::File{.name = "monthly.xlsx",
                           .media_type = std::string(documents::workbook_type),
                           .bytes = std::move(bytes)};
  return made;
}

}  // namespace

std::vector<access::Operation> operations() {
  return {
      access::call_operation<ListPlaceholders, Page<PlaceholderRow>>(
          {.name = "report.placeholders",
           .permission = fill_reports,
           .path = "/api/report-placeholders",
           .summary = "what a report template may say, in English and Chinese, with its meaning"},
          false, list_placeholders),
      access::call_operation<FillReport, ReportFilled>(
          {.name = "report.fill",
           .permission = fill_reports,
           .method = Method::post,
           .path = "/api/reports/fill",
           .summary = "fill an office's own workbook with the figures of a month",
           .description =
               "Cells of the workbook say in double braces what is to stand there, such as sites. "
               "A row whose cells name columns of a list, such as site.name, is repeated for each "
               "of its items. Formats, merged cells, formulas, charts and everything else stay. "
               "The "
               "figures are of what you see. That it was taken is noted with the exports. The "
               "answer is a workbook.",
           .fields = {{.name = "area",
                       .shape = "AREA",
                       .meaning = "Only what lies in this area; all that you see if not given."},
                      {.name = "month",
                       .shape = "MONTH",
                       .meaning = "Such as 2026-11; this month, until today, if not given."}},
           .examples = {{"sojourn report fill monthly.xlsx --month 2026-11 --out report.xlsx",
                         "the table of November"}},
           .takes_file = true,
           .gives_file = {std::string(documents::workbook_type)}},
          false, fill_report),
      access::call_operation<GiveTemplate, TemplateMade>(
          {.name = "report.template",
           .permission = fill_reports,
           .path = "/api/report-templates/{kind}",
           .summary = "a report template to start from",
           .description = "The upward monthly table, with placeholders in the language asked for. "
                          "Change it as your superiors want it. The answer is a workbook.",
           .fields = {{.name = "kind",
                       .shape = "KIND",
                       .positional = true,
                       .meaning = "Which one: monthly."}},
           .examples = {{"sojourn report template monthly --out monthly.xlsx",
                         "the monthly table"}},
           .gives_file = {std::string(documents::workbook_type)}},
          false, give_template),
      print_operation(),
  };
}

}  // namespace sojourn::stages::accountability
