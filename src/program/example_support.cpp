// See example_support.h.
#include "program/example_support.h"

#include <string>
#include <vector>

#include "stages/support/records.h"

namespace sojourn::program {
namespace {

namespace json = boost::json;
namespace support = stages::support;
using stages::placement::Posting;

/// Of so many who serve, one has no arrival on record.
constexpr std::size_t one_in = 40;
constexpr std::size_t confirmed = 60;

void keep_arrivals(db::Change& change, std::span<const Posting> serving,
                   const stages::placement::ExampleDays& days, const std::string& sheet) {
  std::vector<support::Arrival> arrivals;
  std::vector<support::AllowanceMonth> months;
  const base::Month last = base::Month(days.today) + -1;
  for (std::size_t i = 0; i < serving.size(); ++i) {
    const Posting& each = serving[i];
    if (i % one_in != 5) {
      arrivals.push_back({.id = change.new_id<support::Arrival>(),
                          .posting = each.id,
                          .staff = each.staff,
                          .arrived_on = days.since});
    }
    if (i < confirmed) {
      months.push_back({.id = change.new_id<support::AllowanceMonth>(),
                        .posting = each.id,
                        .staff = each.staff,
                        .month = last,
                        .days = 16 + static_cast<std::int32_t>(i % 7),
                        .source = sheet,
                        .recorded_on = days.today});
    }
  }
  change.insert_all(support::Arrival::table, arrivals, "example");
  change.insert_all(support::AllowanceMonth::table, months, "example");
}

}  // namespace

void make_example_support(Store& store, std::span<const Posting> serving,
                          const stages::placement::ExampleDays& days, base::Language language,
                          const AskOperation& ask) {
  const auto said = [&](const base::Sentence& sentence) { return sentence.in(language); };
  store.database().change(db::Caller::program(), "example.term", [&](db::Change& change) {
    keep_arrivals(change, serving, days, said("Sheet of the month"));
  });
  const std::vector<base::Sentence> names = {"Evening class", "Repair of the reading room",
                                             "Seed fair", "Sports day of the villages"};
  // Sites without a leader have nothing in this line.
  const json::value lines =
      ask("line.list",
          json::object{{"year", days.today.year()}, {"kind", "work_fund"}, {"limit", 100}});
  std::vector<json::value> funded;
  for (const json::value& each : lines.at("items").as_array()) {
    if (each.at("unspent") != "0.00 CNY") {
      funded.push_back(each.at("id"));
    }
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    json::value asked =
        ask("activity.make", json::object{{"line", funded.at(i * 5)},
                                          {"name", said(names[i])},
                                          {"planned_on", (days.today + 20).to_text()},
                                          {"amount", "800.00 CNY"}});
    const auto next = [&](std::string_view name, json::object input) {
      input["id"] = asked.at("id");
      input["version"] = asked.at("version");
      asked = ask(name, input);
    };
    if (i == 1) {
      next("activity.decline", {{"reason", said("Not in this year's plan")}});
    }
    if (i >= 2) {
      next("activity.approve", {});
    }
    if (i == 3) {
      next("activity.finish", {{"spent", "650.00 CNY"},
                               {"source", said("bank, sheet 12")},
                               {"result", said("Held once, and to be held each year")}});
    }
  }
}

}  // namespace sojourn::program
