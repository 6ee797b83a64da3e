// Reading a plan's files. See output.h.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <limits>
#include <memory>
#include <tuple>

#include "base/json.h"
#include "base/process.h"
#include "stages/placement/certificate_columns.h"
#include "stages/placement/folder_sheet.h"
#include "stages/placement/output.h"

namespace sojourn::stages::placement {

namespace fs = std::filesystem;
using planner::Instance;
using planner::Ix;
using planner::none;

namespace {

constexpr std::array<std::string_view, 2> roles = {"leader", "member"};
constexpr std::array<std::string_view, 2> yes_no = {"no", "yes"};

namespace placement_columns {
enum : std::size_t { staff, site, role };
constexpr std::array<Column, 3> all = {{{"staff"}, {"site"}, {"role"}}};
}  // namespace placement_columns

namespace lead_columns {
enum : std::size_t { site, sponsor };
constexpr std::array<Column, 2> all = {{{"site"}, {"sponsor"}}};
}  // namespace lead_columns

namespace certificate {
enum : std::size_t { record, node, parent, term, what, answer, site, staff, sponsor, thousandths };
constexpr auto columns_of_certificate() {
  std::array<Column, certificate_columns.size()> columns{};
  for (std::size_t i = 0; i < columns.size(); ++i) {
    columns[i].name = certificate_columns[i];
  }
  return columns;
}
constexpr auto all = columns_of_certificate();
}  // namespace certificate

template <class Records>
IdIndex index_of(const Instance& instance, const Records& records) {
  IdIndex index;
  index.reserve(records.size());
  for (const auto& record : records) {
    index.add(instance.text_pool, record.id);
  }
  return index;
}

/// What lines may refer to.
struct Ids {
  explicit Ids(const Instance& instance)
      : sites(index_of(instance, instance.sites)),
        staff(index_of(instance, instance.staff)),
        sponsors(index_of(instance, instance.sponsors)),
        pool(instance.text_pool),
        whole(&instance) {}
  Target site() const {
    return {&sites, pool, "sites.csv", "site", true, name_in<&Instance::sites>, whole};
  }
  Target person() const {
    return {&staff, pool, "staff.csv", "staff member", true, name_in<&Instance::staff>, whole};
  }
  Target sponsor(bool required) const {
    return {&sponsors, pool, "sponsors.csv", "sponsor", required, name_in<&Instance::sponsors>,
            whole};
  }
  IdIndex sites, staff, sponsors;
  std::string_view pool;
  const Instance* whole;
};

template <class Record>
struct RecordPart {
  PartBasis basis;
  std::vector<Record> records;
};

template <class Part>
void join(std::vector<Part>& parts, FaultList& errors, Part& into) {
  for (Part& part : parts) {
    errors.add_all(part.basis.faults);
    into.records.insert(into.records.end(), part.records.begin(), part.records.end());
    into.basis.lines.insert(into.basis.lines.end(), part.basis.lines.begin(),
                            part.basis.lines.end());
  }
}

int threads_of(const ReadOptions& options) {
  return options.threads > 0 ? options.threads : base::processors();
}

/// The text of one of the plan's files; null: there is no such file.
using OpenFile = std::function<std::unique_ptr<documents::TextFile>(std::string_view name)>;

OpenFile files_in(const fs::path& out, const ReadOptions& options) {
  return [out, gb18030 = options.encoding == "gb18030"](std::string_view name) {
    std::error_code ignored;
    const fs::path path = out / name;
    return fs::exists(path, ignored)
               ? documents::read_text_file(
                     path, gb18030 ? documents::Encoding::gb18030 : documents::Encoding::utf8)
               : nullptr;
  };
}

OpenFile texts_at_hand(const PlanTexts& texts) {
  return [&texts](std::string_view name) -> std::unique_ptr<documents::TextFile> {
    const auto found = texts.find(name);
    if (found == texts.end()) {
      return nullptr;
    }
    auto file = std::make_unique<documents::TextFile>();
    file->converted = found->second;
    file->text = file->converted;
    return file;
  };
}

std::unique_ptr<Sheet> open_sheet(const OpenFile& open, std::string_view name,
                                  std::span<const Column> columns, FaultList& errors,
                                  FaultList& warnings) {
  auto file = open(name);
  return file ? std::make_unique<Sheet>(name, std::move(file), columns, errors, warnings) : nullptr;
}

struct LeadLine {
  Ix site = none;
  Ix sponsor = none;
};

void read_leads(const Sheet& sheet, const Ids& ids, planner::Workers& workers,
                std::vector<Ix>& leads, FaultList& errors) {
  using LeadPart = RecordPart<LeadLine>;
  auto parts = read_rows<LeadPart>(sheet, workers, [&](Row& row, LeadPart& part) {
    LeadLine line;
    line.site = row.reference(lead_columns::site, ids.site());
    line.sponsor = row.reference(lead_columns::sponsor, ids.sponsor(false));
    part.records.push_back(line);
  });
  LeadPart all;
  join(parts, errors, all);
  std::vector<std::uint32_t> given_on(leads.size(), 0);
  for (std::size_t i = 0; i < all.records.size(); ++i) {
    const LeadLine& line = all.records[i];
    if (line.site == none) {
      continue;
    }
    const auto site = static_cast<std::size_t>(line.site);
    if (given_on[site] != 0) {
      errors.add({.file = std::string(sheet.name()),
                  .line = all.basis.lines[i],
                  .column = "site",
                  .value = {},
                  .code = "key.repeated",
                  .expected = base::in_words("This site stands on line {} already; a site has one "
                                             "lead sponsor.",
                                             given_on[site])});
    }
    given_on[site] = all.basis.lines[i];
    leads[site] = line.sponsor;
  }
}

ReadPlan read_plan_of(const OpenFile& open, const std::string& where, const Instance& instance,
                      const ReadOptions& options) {
  FaultList errors;
  FaultList warnings;
  ReadPlan made;
  planner::Plan plan;
  // An announced lead sponsor holds whatever the list says or leaves out; a list that names another
  // one is read as it is, for `check` to find.
  for (const planner::Site& site : instance.sites) {
    plan.lead_sponsors.push_back(site.announced_lead);
  }
  const auto placements =
      open_sheet(open, "placements.csv", placement_columns::all, errors, warnings);
  if (!placements) {
    errors.add({.file = "placements.csv",
                .line = 0,
                .column = {},
                .value = {},
                .code = "file.missing",
                .expected = base::in_words("There is no such file in {}.", where)});
  } else {
    const Ids ids(instance);
    planner::Workers workers(threads_of(options));
    using PlacementPart = RecordPart<planner::Placement>;
    auto parts = read_rows<PlacementPart>(*placements, workers, [&](Row& row, PlacementPart& part) {
      planner::Placement placement;
      placement.staff = row.reference(placement_columns::staff, ids.person());
      placement.site = row.reference(placement_columns::site, ids.site());
      placement.role =
          static_cast<planner::Role>(std::max(0, row.choice(placement_columns::role, roles, -1)));
      part.records.push_back(placement);
    });
    PlacementPart all;
    join(parts, errors, all);
    plan.placements = std::move(all.records);
    const auto leads = open_sheet(open, "lead_sponsors.csv", lead_columns::all, errors, warnings);
    if (leads) {
      std::fill(plan.lead_sponsors.begin(), plan.lead_sponsors.end(), none);
      read_leads(*leads, ids, workers, plan.lead_sponsors, errors);
    }
  }
  std::sort(plan.placements.begin(), plan.placements.end(), [](const auto& a, const auto& b) {
    return std::tie(a.site, a.role, a.staff) < std::tie(b.site, b.role, b.staff);
  });
  made.errors = errors.kept();
  made.more_errors = errors.total() - made.errors.size();
  made.warnings = warnings.kept();
  if (errors.total() == 0) {
    made.plan = std::move(plan);
  }
  return made;
}

class CertificateReader {
 public:
  CertificateReader(const Instance& instance, ReadCertificate& into)
      : ids_(instance), into_(into), whole_(into.certificate.emplace()) {}

  void read(Row& row) {
    namespace c = certificate;
    const int record = row.choice(c::record, certificate_records, -1);
    if (record < 0) {
      return;
    }
    const std::string_view name = certificate_records[static_cast<std::size_t>(record)];
    if (name == "input") {
      into_.input_digest = row.cell(c::what);
    } else if (name == "rules") {
      into_.rules_digest = row.cell(c::what);
    } else if (name == "bound") {
      whole_.bound = number(row) / planner::milli_per_point;
    } else if (name == "branch" || name == "leaf") {
      read_node(row, name == "leaf");
    } else if (name == "price") {
      if (planner::CertificateNode* node = node_of(row))
        node->prices.push_back(price(row));
    } else if (name == "cut") {
      if (planner::CertificateNode* node = node_of(row))
        node->cuts.push_back({.things = {}, .price = number(row)});
    } else if (name == "cut_of") {
      read_cut_thing(row);
    } else if (name == "floor") {
      const int term = row.choice(c::term, planner::term_names, -1);
      into_.floors.push_back({.term = static_cast<planner::Term>(std::max(0, term)),
                              .points = number(row) / planner::milli_per_point,
                              .attained = row.choice(c::answer, yes_no, -1) == 1,
                              .prices = {}});
    } else if (name == "floor_price") {
      const int term = row.choice(c::term, planner::term_names, -1);
      const auto floor = std::find_if(
          into_.floors.begin(), into_.floors.end(),
          [&](const planner::Floor& each) { return static_cast<int>(each.term) == term; });
      if (floor == into_.floors.end()) {
        row.fault(c::term, "certificate.floor", "A line `floor` of this term has to come before.");
      } else {
        floor->prices.push_back(price(row));
      }
    }
  }

 private:
  static constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();

  std::int64_t number(Row& row) {
    return row.whole(certificate::thousandths, -most, most, std::nullopt);
  }
  planner::Price price(Row& row) {
    namespace c = certificate;
    const auto kind =
        static_cast<planner::Price::Kind>(std::max(0, row.choice(c::what, price_kinds, -1)));
    const bool of_staff = kind == planner::Price::Kind::staff;
    return {.kind = kind,
            .who = of_staff ? row.reference(c::staff, ids_.person())
                            : row.reference(c::sponsor, ids_.sponsor(true)),
            .price = number(row)};
  }
  void read_cut_thing(Row& row) {
    namespace c = certificate;
    using Kind = planner::CutThing::Kind;
    planner::CertificateNode* node = node_of(row);
    const auto kind = static_cast<Kind>(std::max(0, row.choice(c::what, cut_kinds, -1)));
    const Ix who = kind == Kind::staff  ? row.reference(c::staff, ids_.person())
                   : kind == Kind::site ? row.reference(c::site, ids_.site())
                                        : row.reference(c::sponsor, ids_.sponsor(true));
    if (node == nullptr)
      return;
    if (node->cuts.empty()) {
      row.fault(c::record, "certificate.cut", "A line `cut` of this node has to come before.");
      return;
    }
    node->cuts.back().things.push_back({kind, who});
  }
  planner::CertificateNode* node_of(Row& row) {
    const std::int64_t node = row.whole(certificate::node, 0, most, std::nullopt);
    if (static_cast<std::size_t>(node) >= whole_.nodes.size()) {
      row.fault(certificate::node, "certificate.node",
                "A line `branch` or `leaf` of this node has to come before.");
      return nullptr;
    }
    return &whole_.nodes[static_cast<std::size_t>(node)];
  }
  void read_node(Row& row, bool leaf) {
    namespace c = certificate;
    planner::CertificateNode node;
    const auto count = static_cast<std::int64_t>(whole_.nodes.size());
    if (row.whole(c::node, 0, most, std::nullopt) != count) {
      row.fault(c::node, "certificate.node",
                base::in_words("Nodes are numbered in order; {} is due here.", count));
    }
    node.leaf = leaf;
    node.bound = leaf ? number(row) : 0;
    if (count > 0) {
      node.parent = static_cast<std::int32_t>(
          row.whole(c::parent, 0, std::numeric_limits<std::int32_t>::max(), std::nullopt));
      node.decision.kind = static_cast<planner::Decision::Kind>(
          std::max(0, row.choice(c::what, decision_kinds, -1)));
      node.decision.yes = row.choice(c::answer, yes_no, -1) == 1;
      node.decision.site = row.reference(c::site, ids_.site());
      node.decision.who = node.decision.kind == planner::Decision::Kind::placed
                              ? row.reference(c::staff, ids_.person())
                              : row.reference(c::sponsor, ids_.sponsor(false));
    }
    whole_.nodes.push_back(std::move(node));
  }

  Ids ids_;
  ReadCertificate& into_;
  planner::Certificate& whole_;
};

struct NothingPart {
  PartBasis basis;
};

ReadCertificate read_certificate_of(const OpenFile& open, const Instance& instance) {
  ReadCertificate made;
  FaultList errors;
  FaultList warnings;
  const auto sheet = open_sheet(open, "certificate.csv", certificate::all, errors, warnings);
  made.given = sheet != nullptr;
  if (sheet) {
    CertificateReader reader(instance, made);
    planner::Workers one(1);  // lines refer to lines before
    auto parts =
        read_rows<NothingPart>(*sheet, one, [&](Row& row, NothingPart&) { reader.read(row); });
    for (const NothingPart& part : parts) {
      errors.add_all(part.basis.faults);
    }
    if (errors.total() > 0) {
      made.certificate.reset();
      made.floors.clear();
    }
  }
  made.errors = errors.kept();
  made.more_errors = errors.total() - made.errors.size();
  return made;
}

void refuse_unreadable_in(const std::string& where, const std::vector<Fault>& faults,
                          std::size_t more) {
  if (faults.empty()) {
    return;
  }
  base::Refusal refusal{
      .kind = base::Kind::invalid,
      .code = "plan",
      .detail = base::in_words("The plan in {} cannot be read. What to put right:", where),
      .faults = {},
      .more_faults = more};
  for (const Fault& fault : faults) {
    refusal.faults.push_back(to_base(fault));
  }
  throw refusal;
}

std::optional<RunReport> read_report_of(const OpenFile& open) {
  const auto file = open("report.json");
  if (!file) {
    return std::nullopt;
  }
  if (auto fault = fault_of("report.json", *file)) {
    throw base::Refusal{.kind = base::Kind::invalid,
                        .code = "report",
                        .detail = "The plan's report cannot be read.",
                        .faults = {to_base(*fault)}};
  }
  try {
    return base::decode_text<RunReport>(file->text);
  } catch (base::Refusal& refusal) {
    refusal.detail =
        base::in_words("report.json is not a report of `sojourn plan`. {}", refusal.detail);
    throw;
  }
}

planner::Solution read_solution_of(const OpenFile& open, const std::string& where,
                                   const Instance& instance, const ReadOptions& options) {
  const std::optional<RunReport> report = read_report_of(open);
  ReadPlan plan = read_plan_of(open, where, instance, options);
  ReadCertificate certificate = read_certificate_of(open, instance);
  std::vector<Fault> faults = plan.errors;
  faults.insert(faults.end(), certificate.errors.begin(), certificate.errors.end());
  refuse_unreadable_in(where, faults, plan.more_errors + certificate.more_errors);
  planner::Solution solution;
  solution.plan = std::move(*plan.plan);
  solution.value = planner::value_of(instance, solution.plan);
  solution.certificate.bound = std::numeric_limits<planner::Points>::min();
  if (certificate.certificate) {
    solution.certificate = std::move(*certificate.certificate);
    solution.floors = std::move(certificate.floors);
  }
  solution.proven = solution.value.total == solution.certificate.bound;
  if (report) {
    solution.steps = report->steps;
    solution.stopped = report->stopped;
    solution.node_limit = report->node_limit.value_or(false);
    solution.simplified_sites = report->simplified_sites.value_or(0);
  }
  return solution;
}

}  // namespace

ReadPlan read_plan(const fs::path& out, const Instance& instance, const ReadOptions& options) {
  return read_plan_of(files_in(out, options), out.string(), instance, options);
}

ReadCertificate read_certificate(const fs::path& out, const Instance& instance,
                                 const ReadOptions& options) {
  return read_certificate_of(files_in(out, options), instance);
}

void refuse_unreadable(const fs::path& out, const std::vector<Fault>& faults, std::size_t more) {
  refuse_unreadable_in(out.string(), faults, more);
}

std::optional<RunReport> read_report(const fs::path& out) {
  return read_report_of(files_in(out, {}));
}

ReadOptions options_of_plan(const ReadOptions& folder, bool written_by_us) {
  return {.encoding = written_by_us ? "utf-8" : folder.encoding, .threads = folder.threads};
}

planner::Solution read_solution(const fs::path& out, const Instance& instance,
                                const ReadOptions& folder) {
  const ReadOptions options = options_of_plan(folder, read_report(out).has_value());
  return read_solution_of(files_in(out, options), out.string(), instance, options);
}

planner::Solution read_solution(const PlanTexts& texts, const Instance& instance) {
  return read_solution_of(texts_at_hand(texts), "the database", instance, {});
}

}  // namespace sojourn::stages::placement
