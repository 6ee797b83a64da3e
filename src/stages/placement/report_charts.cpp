// Bars as SVG. Lengths are whole units of a 480 unit wide drawing, so the same plan gives the same
// bytes.
#include "stages/placement/report_charts.h"

#include <algorithm>
#include <numeric>

namespace sojourn::stages::placement {
namespace {

constexpr std::int64_t width = 480;
constexpr std::int64_t row_height = 42;
constexpr std::size_t most_sponsors = 16;

struct Part {
  std::int64_t length = 0;  ///< in the row's own unit
  std::string_view fill;    ///< CSS class
};
struct Row {
  std::string label;   ///< escaped
  std::string figure;  ///< escaped
  std::vector<Part> parts;
};

/// `most` units of a row are the full width.
std::string bars(const std::string& title, const std::vector<Row>& rows, std::int64_t most) {
  std::string spoken = title + ": ";
  for (const Row& row : rows)
    spoken += row.label + " " + row.figure + "; ";
  const std::string height =
      std::to_string(row_height * static_cast<std::int64_t>(rows.size()) + 2);
  std::string svg = "<svg class=\"chart\" role=\"img\" viewBox=\"0 0 " + std::to_string(width) +
                    " " + height + "\" aria-label=\"" + spoken + "\">\n";
  std::int64_t y = 0;
  for (const Row& row : rows) {
    svg += "<text class=\"label\" x=\"0\" y=\"" + std::to_string(y + 14) + "\">" + row.label +
           "</text><text class=\"figure\" x=\"" + std::to_string(width) + "\" y=\"" +
           std::to_string(y + 14) + "\">" + row.figure + "</text>";
    const std::string top = std::to_string(y + 20);
    svg += "<rect class=\"track\" x=\"0\" y=\"" + top + "\" width=\"" + std::to_string(width) +
           "\" height=\"14\"/>";
    std::int64_t from = 0;
    for (const Part& part : row.parts) {
      if (part.length <= 0 || most <= 0)
        continue;
      const std::int64_t x = from * width / most;
      const std::int64_t end = (from + part.length) * width / most;
      svg += "<rect class=\"" + std::string(part.fill) + "\" x=\"" + std::to_string(x) + "\" y=\"" +
             top + "\" width=\"" + std::to_string(std::max<std::int64_t>(2, end - x)) +
             "\" height=\"14\"/>";
      from += part.length;
    }
    svg += "\n";
    y += row_height;
  }
  return svg + "</svg>\n";
}

}  // namespace

std::size_t sponsors_in_chart(std::size_t sponsors) { return std::min(sponsors, most_sponsors); }

std::string chart_patterns() {
  return "<svg class=\"patterns\" width=\"0\" height=\"0\" aria-hidden=\"true\" "
         "focusable=\"false\"><defs>"
         "<pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" "
         "patternTransform=\"rotate(45)\"><rect class=\"hatch-ground\" width=\"6\" height=\"6\"/>"
         "<rect class=\"hatch-line\" width=\"3\" height=\"6\"/></pattern>"
         "<pattern id=\"dots\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">"
         "<rect class=\"dots-ground\" width=\"6\" height=\"6\"/>"
         "<circle class=\"dots-dot\" cx=\"3\" cy=\"3\" r=\"1.6\"/></pattern></defs></svg>\n";
}

std::string need_chart(const Words& words, const Figures& figures) {
  std::vector<Row> rows;
  std::int64_t most = 1;
  for (std::size_t need = 5; need >= 1; --need) {
    const auto& counts = figures.by_need[need];
    most = std::max(most, counts[0] + counts[1] + counts[2]);
    rows.push_back({words.say("report.chart_need_row", {{"need", need}}),
                    "● " + words.number(counts[0]) + "   ◐ " + words.number(counts[1]) + "   ▲ " +
                        words.number(counts[2]),
                    {{counts[0], "full"}, {counts[1], "complete"}, {counts[2], "short"}}});
  }
  return bars(words.say("report.chart_need"), rows, most);
}

std::string wish_chart(const Words& words, const Figures& figures) {
  std::vector<Row> rows;
  const auto add = [&](const std::string& label, std::int64_t people, std::string_view fill) {
    rows.push_back({label, words.number(people), {{people, fill}}});
  };
  add(words.say("wish.1"), figures.wishes[0], "full");
  add(words.say("wish.2"), figures.wishes[1], "full");
  add(words.say("wish.3"), figures.wishes[2], "full");
  add(words.say("report.chart_no_wish_met"), figures.wished_not_met, "complete");
  add(words.say("report.chart_no_wish"), figures.no_wish, "other");
  const std::int64_t most = std::max({figures.wishes[0], figures.wishes[1], figures.wishes[2],
                                      figures.wished_not_met, figures.no_wish, std::int64_t{1}});
  return bars(words.say("report.chart_wishes"), rows, most);
}

std::string sponsor_chart(const Speaker& speaker, const planner::Facts& facts) {
  const Words& words = speaker.words();
  const std::size_t all = facts.instance().sponsors.size();
  std::vector<planner::Ix> shown(all);
  std::iota(shown.begin(), shown.end(), planner::Ix{0});
  std::stable_sort(shown.begin(), shown.end(), [&](planner::Ix a, planner::Ix b) {
    return facts.released(a) > facts.released(b);
  });
  shown.resize(sponsors_in_chart(all));
  std::sort(shown.begin(), shown.end());
  std::vector<Row> rows;
  std::int64_t most = 1;
  for (const planner::Ix s : shown) {
    const std::int64_t released = facts.released(s);
    const std::int64_t cap = std::max<std::int64_t>(released, facts.release_cap(s));
    most = std::max(most, cap);
    std::string figure = words.say("report.chart_of", {{"released", released}, {"cap", cap}});
    if (cap > 0 && released >= cap)
      figure += " ▲ " + words.say("report.chart_capped");
    const planner::Sponsor& sponsor = facts.instance().sponsors[static_cast<std::size_t>(s)];
    const std::string_view name = facts.instance().text(sponsor.name);
    rows.push_back({escape_html(name.empty() ? facts.instance().text(sponsor.id) : name),
                    std::move(figure),
                    {{released, "full"}, {cap - released, "other"}}});
  }
  return bars(words.say("report.chart_sponsors"), rows, most);
}

}  // namespace sojourn::stages::placement
