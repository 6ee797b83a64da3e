// The files of a plan: placements.csv, lead_sponsors.csv, reasons.csv, report.json,
// certificate.csv, report.html. Columns are described in docs/plan-files.md. What is written reads
// back as the same value. Tested in tests/unit/stages/placement/output_test.cpp and tests/cli.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "planner/plan.h"
#include "planner/planner.h"
#include "stages/placement/folder.h"
#include "stages/placement/output_folder.h"

namespace sojourn::stages::placement {

struct TermFigures {
  std::int64_t points = 0;
  std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(TermFigures, (), (points, count))

/// One member a term, in the order of planner::Term.
struct TermsFigures {
  TermFigures short_of_minimum, no_leader, languages, skills, nobody_stays, short_of_target,
      lead_sponsor, own_sponsor, pair, wish, leader_experience, strength;
};
BOOST_DESCRIBE_STRUCT(TermsFigures, (),
                      (short_of_minimum, no_leader, languages, skills, nobody_stays,
                       short_of_target, lead_sponsor, own_sponsor, pair, wish, leader_experience,
                       strength))

struct FloorFigures {
  std::string term;
  std::int64_t points = 0;
  bool attained = false;
};
BOOST_DESCRIBE_STRUCT(FloorFigures, (), (term, points, attained))

/// One of the plan's other files, as it was written.
struct WrittenFile {
  std::string name;
  std::string digest;  ///< SHA-256, as `sha256sum` prints it
};
BOOST_DESCRIBE_STRUCT(WrittenFile, (), (name, digest))

/// report.json.
struct RunReport {
  std::string made_by;  ///< `output_mark`
  std::string version;
  std::int64_t total = 0;
  std::int64_t bound = 0;   ///< no plan at all is worth less
  bool proven = false;      ///< total == bound
  double gap_per_site = 0;  ///< (total - bound) / sites, in points
  TermsFigures terms;
  std::vector<FloorFigures> floors;
  std::int64_t sites = 0, staff = 0, placed = 0;
  std::uint64_t seed = 1;
  std::int64_t steps = 0;          ///< numbered steps done; `--steps` replays them
  bool stopped = false;            ///< ended by time or Ctrl-C before the search was done
  std::optional<bool> node_limit;  ///< see planner::Solution; left out where false
  std::optional<std::int64_t> simplified_sites;  ///< the same; left out where none
  std::int32_t threads = 1;
  double seconds = 0;  ///< wall time: reading, searching and pricing decisions, without writing
  double peak_mb = 0;  ///< largest resident memory, 10^6 bytes
  std::string input_digest;        ///< SHA-256 of the list that `sha256sum` prints of the CSV files
  std::string rules_digest;        ///< SHA-256 of rules.toml, of nothing where there is none
  std::vector<WrittenFile> files;  ///< by which a later run sees what people edited
};
BOOST_DESCRIBE_STRUCT(RunReport, (),
                      (made_by, version, total, bound, proven, gap_per_site, terms, floors, sites,
                       staff, placed, seed, steps, stopped, node_limit, simplified_sites, threads,
                       seconds, peak_mb, input_digest, rules_digest, files))

/// What only the caller knows of a run.
struct RunFacts {
  std::uint64_t seed = 1;
  std::int32_t threads = 1;
  double seconds = 0;
  double peak_mb = 0;
};
RunReport report_of(const planner::Instance& instance, const planner::Solution& solution,
                    const RunFacts& facts);

/// Texts of the files.
std::string placements_csv(const planner::Instance& instance, const planner::Plan& plan);
std::string lead_sponsors_csv(const planner::Instance& instance, const planner::Plan& plan);
std::string certificate_csv(const planner::Instance& instance,
                            const planner::Certificate& certificate,
                            const std::vector<planner::Floor>& floors);

/// Writes all six files into `out`, whole or not at all (see output_folder.h); `report.files` is
/// filled in.
void write_outputs(const std::filesystem::path& out, const planner::Instance& instance,
                   const planner::Solution& solution, RunReport report,
                   std::string_view report_html, Edited edited = Edited::refuse);

struct ReadPlan {
  std::optional<planner::Plan> plan;  ///< present if and only if there are no errors
  std::vector<Fault> errors, warnings;
  std::size_t more_errors = 0;
};
/// placements.csv and, where it is there, lead_sponsors.csv: made by us or by hand. Rows in any
/// order; whether hard rules are kept is for planner::check to say.
ReadPlan read_plan(const std::filesystem::path& out, const planner::Instance& instance,
                   const ReadOptions& options = {});

struct ReadCertificate {
  bool given = false;                               ///< certificate.csv is there
  std::optional<planner::Certificate> certificate;  ///< absent if not given or with errors
  std::vector<planner::Floor> floors;
  std::string input_digest, rules_digest;  ///< of what was planned, as it says
  std::vector<Fault> errors;
  std::size_t more_errors = 0;
};
/// Reads the claims; planner::check_certificate says whether they hold.
ReadCertificate read_certificate(const std::filesystem::path& out,
                                 const planner::Instance& instance,
                                 const ReadOptions& options = {});

/// Throws a Refusal that names what is wrong with the plan's files, where anything is.
void refuse_unreadable(const std::filesystem::path& out, const std::vector<Fault>& faults,
                       std::size_t more);

/// report.json, or nothing where there is none. Throws Refusal where it is not one.
std::optional<RunReport> read_report(const std::filesystem::path& out);

/// How the files of a plan were saved: what `sojourn plan` wrote is UTF-8, a list made by hand was
/// saved as the folder was, which `folder` says.
ReadOptions options_of_plan(const ReadOptions& folder, bool written_by_us);

/// The solution that was written, its value computed afresh, or a Refusal with every fault. For
/// commands that go on from a plan (`explain`). `folder`: how the programme folder was read.
/// Without report.json and certificate.csv (a list made by hand) the certificate has no nodes and
/// bound is the smallest number there is.
planner::Solution read_solution(const std::filesystem::path& out, const planner::Instance& instance,
                                const ReadOptions& folder = {});

/// A plan's files by their names, where they are in no folder.
using PlanTexts = std::map<std::string, std::string, std::less<>>;
planner::Solution read_solution(const PlanTexts& texts, const planner::Instance& instance);

}  // namespace sojourn::stages::placement
