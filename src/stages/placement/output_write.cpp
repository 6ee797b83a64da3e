// Writing a plan's files. See output.h.
#include <algorithm>
#include <array>
#include <optional>

#include "base/ensure.h"
#include "base/json.h"
#include "base/version.h"
#include "documents/csv.h"
#include "stages/placement/certificate_columns.h"
#include "stages/placement/output.h"
#include "stages/placement/output_folder.h"
#include "stages/placement/reasons.h"

namespace sojourn::stages::placement {

using documents::CsvWriter;
using planner::Instance;
using planner::Ix;
using planner::none;

namespace {

template <class Records>
std::string_view id(const Instance& instance, const Records& records, Ix position) {
  return position == none ? std::string_view{}
                          : instance.text(records[static_cast<std::size_t>(position)].id);
}

/// One line of certificate.csv; what is not set stays empty.
struct Line {
  std::string_view record = {};
  std::int64_t node = -1;
  std::int64_t parent = -1;
  std::string_view term = {}, what = {}, answer = {}, site = {}, staff = {}, sponsor = {};
  std::optional<planner::Milli> thousandths = {};
};

void write(CsvWriter& csv, const Line& line) {
  csv.cell(line.record);
  for (const std::int64_t number : {line.node, line.parent}) {
    if (number >= 0) {
      csv.cell(number);
    } else {
      csv.cell("");
    }
  }
  for (const std::string_view text :
       {line.term, line.what, line.answer, line.site, line.staff, line.sponsor}) {
    csv.cell(text);
  }
  if (line.thousandths) {
    csv.cell(*line.thousandths);
  } else {
    csv.cell("");
  }
  csv.end_row();
}

void write_price(CsvWriter& csv, const Instance& instance, Line line, const planner::Price& price) {
  line.what = price_kinds[static_cast<std::size_t>(price.kind)];
  if (price.kind == planner::Price::Kind::staff) {
    line.staff = id(instance, instance.staff, price.who);
  } else {
    line.sponsor = id(instance, instance.sponsors, price.who);
  }
  line.thousandths = price.price;
  write(csv, line);
}

void write_cut_thing(CsvWriter& csv, const Instance& instance, std::int64_t node,
                     const planner::CutThing& thing) {
  Line line{.record = "cut_of", .node = node};
  line.what = cut_kinds[static_cast<std::size_t>(thing.kind)];
  switch (thing.kind) {
    case planner::CutThing::Kind::staff:
      line.staff = id(instance, instance.staff, thing.who);
      break;
    case planner::CutThing::Kind::site: line.site = id(instance, instance.sites, thing.who); break;
    case planner::CutThing::Kind::release:
    case planner::CutThing::Kind::lead:
      line.sponsor = id(instance, instance.sponsors, thing.who);
      break;
  }
  write(csv, line);
}

planner::Milli thousandths(planner::Points points) {
  planner::Milli product = 0;
  base::ensure(!__builtin_mul_overflow(points, planner::milli_per_point, &product),
               "points in thousandths fit into 64 bits (see check_magnitude)");
  return product;
}

}  // namespace

std::string placements_csv(const Instance& instance, const planner::Plan& plan) {
  std::string text;
  text.reserve(32 * plan.placements.size() + 32);
  CsvWriter csv(text);
  csv.row({"staff", "site", "role"});
  for (const planner::Placement& placement : plan.placements) {
    csv.row({id(instance, instance.staff, placement.staff),
             id(instance, instance.sites, placement.site),
             placement.role == planner::Role::leader ? "leader" : "member"});
  }
  return text;
}

std::string lead_sponsors_csv(const Instance& instance, const planner::Plan& plan) {
  std::string text;
  CsvWriter csv(text);
  csv.row({"site", "sponsor"});
  for (std::size_t s = 0; s < plan.lead_sponsors.size(); ++s) {
    if (plan.lead_sponsors[s] != none) {
      csv.row({id(instance, instance.sites, static_cast<Ix>(s)),
               id(instance, instance.sponsors, plan.lead_sponsors[s])});
    }
  }
  return text;
}

std::string certificate_csv(const Instance& instance, const planner::Certificate& certificate,
                            const std::vector<planner::Floor>& floors) {
  std::string text;
  CsvWriter csv(text);
  for (const std::string_view column : certificate_columns) {
    csv.cell(column);
  }
  csv.end_row();
  write(csv, {.record = "input", .what = instance.input_digest});
  write(csv, {.record = "rules", .what = instance.rules_digest});
  write(csv, {.record = "bound", .thousandths = thousandths(certificate.bound)});
  for (std::size_t n = 0; n < certificate.nodes.size(); ++n) {
    const planner::CertificateNode& node = certificate.nodes[n];
    const auto number = static_cast<std::int64_t>(n);
    Line line{.record = node.leaf ? "leaf" : "branch", .node = number, .parent = node.parent};
    if (node.parent >= 0) {
      line.what = decision_kinds[static_cast<std::size_t>(node.decision.kind)];
      line.answer = node.decision.yes ? "yes" : "no";
      line.site = id(instance, instance.sites, node.decision.site);
      if (node.decision.kind == planner::Decision::Kind::placed) {
        line.staff = id(instance, instance.staff, node.decision.who);
      } else {
        line.sponsor = id(instance, instance.sponsors, node.decision.who);
      }
    }
    if (node.leaf) {
      line.thousandths = node.bound;
    }
    write(csv, line);
    for (const planner::Price& price : node.prices) {
      write_price(csv, instance, {.record = "price", .node = number}, price);
    }
    for (const planner::Cut& cut : node.cuts) {
      write(csv, {.record = "cut", .node = number, .thousandths = cut.price});
      for (const planner::CutThing& thing : cut.things)
        write_cut_thing(csv, instance, number, thing);
    }
  }
  for (const planner::Floor& floor : floors) {
    const std::string_view term = planner::term_names[static_cast<std::size_t>(floor.term)];
    write(csv, {.record = "floor",
                .term = term,
                .answer = floor.attained ? "yes" : "no",
                .thousandths = thousandths(floor.points)});
    for (const planner::Price& price : floor.prices) {
      write_price(csv, instance, {.record = "floor_price", .term = term}, price);
    }
  }
  return text;
}

RunReport report_of(const Instance& instance, const planner::Solution& solution,
                    const RunFacts& facts) {
  RunReport report;
  report.made_by = output_mark;
  report.version = base::version();
  report.total = solution.value.total;
  report.bound = solution.certificate.bound;
  report.proven = solution.proven;
  report.gap_per_site = static_cast<double>(report.total - report.bound) /
                        static_cast<double>(std::max<std::size_t>(1, instance.sites.size()));
  std::size_t term = 0;
  base::for_each_member<TermsFigures>([&](std::string_view name, auto pointer) {
    base::ensure(name == planner::term_names[term], "TermsFigures has the terms in order");
    report.terms.*pointer = {solution.value.points[term], solution.value.counts[term]};
    ++term;
  });
  for (const planner::Floor& floor : solution.floors) {
    report.floors.push_back({std::string(planner::term_names[static_cast<std::size_t>(floor.term)]),
                             floor.points, floor.attained});
  }
  report.sites = static_cast<std::int64_t>(instance.sites.size());
  report.staff = static_cast<std::int64_t>(instance.staff.size());
  report.placed = static_cast<std::int64_t>(solution.plan.placements.size());
  report.seed = facts.seed;
  report.steps = solution.steps;
  report.stopped = solution.stopped;
  if (solution.node_limit)
    report.node_limit = true;
  if (solution.simplified_sites > 0)
    report.simplified_sites = solution.simplified_sites;
  report.threads = facts.threads;
  report.seconds = facts.seconds;
  report.peak_mb = facts.peak_mb;
  report.input_digest = instance.input_digest;
  report.rules_digest = instance.rules_digest;
  return report;
}

void write_outputs(const std::filesystem::path& out, const Instance& instance,
                   const planner::Solution& solution, RunReport report,
                   std::string_view report_html, Edited edited) {
  OutputFolder folder(out, edited);
  const auto write = [&](std::string_view name, const auto& bytes) {
    report.files.push_back({.name = std::string(name), .digest = folder.write(name, bytes)});
  };
  report.files.clear();
  write("placements.csv", placements_csv(instance, solution.plan));
  write("lead_sponsors.csv", lead_sponsors_csv(instance, solution.plan));
  write("reasons.csv", [&](const TakePiece& take) {
    write_reasons(planner::Facts(instance, solution.plan), report.threads, take);
  });
  write("certificate.csv", certificate_csv(instance, solution.certificate, solution.floors));
  write("report.html", report_html);
  folder.write("report.json", base::encode_text(report, base::Layout::indented) + "\n");
  folder.commit();
}

}  // namespace sojourn::stages::placement
