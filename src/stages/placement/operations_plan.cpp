// `sojourn plan`: reads a folder, plans under a time limit that Ctrl-C may cut short, makes sure of
// the result, writes it. The table gathers it in operations.cpp. Tested in tests/cli.
#include <fmt/format.h>

#include <algorithm>
#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <chrono>
#include <condition_variable>
#include <ctime>
#include <filesystem>
#include <mutex>
#include <ostream>
#include <stop_token>
#include <thread>

#include "base/ensure.h"
#include "base/operation.h"
#include "base/process.h"
#include "base/text.h"
#include "base/version.h"
#include "planner/explain.h"
#include "planner/planner.h"
#include "stages/placement/deadline.h"
#include "stages/placement/folder.h"
#include "stages/placement/operations.h"
#include "stages/placement/operations_shared.h"
#include "stages/placement/output.h"
#include "stages/placement/output_folder.h"
#include "stages/placement/report.h"

namespace sojourn::stages::placement {
namespace {

using base::with_commas;

struct PlanInput {
  std::string folder;
  std::string out;
  std::optional<double> time_limit;
  std::optional<std::int32_t> threads;
  std::uint32_t seed = 1;
  std::optional<std::int64_t> steps;
  bool replace = false;
  FileEncoding encoding = FileEncoding::utf_8;
};
BOOST_DESCRIBE_STRUCT(PlanInput, (),
                      (folder, out, time_limit, threads, seed, steps, replace, encoding))

/// Best, bound, gap and time on the terminal: one line written over again, or, where it goes to a
/// file, a line every few seconds. A step may take long, so the time goes on by itself.
/// Threads: one, which writes; `show` only leaves word for it.
class ProgressLine {
 public:
  ProgressLine(base::Terminal& terminal, std::size_t sites, std::chrono::nanoseconds start)
      : terminal_(terminal), sites_(sites), start_(start) {
    writing_ = std::jthread([this](const std::stop_token& over) { write(over); });
  }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  ~ProgressLine() {
    writing_.request_stop();
    writing_.join();
    if (terminal_.err_is_terminal) {
      terminal_.err << "\r\x1b[K" << std::flush;
    }
  }

  void show(const planner::Progress& progress) {
    const std::lock_guard lock(mutex_);
    phase_ = planner::name_of(progress.phase);
    progress_ = progress;
  }

 private:
  void write(const std::stop_token& over) {
    const auto pause = terminal_.err_is_terminal ? std::chrono::milliseconds(100)
                                                 : std::chrono::milliseconds(5000);
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, over, pause, [&] { return over.stop_requested(); })) {
      const std::string line = text();
      if (terminal_.err_is_terminal) {
        const auto width = static_cast<std::size_t>(std::max(20, terminal_.width - 1));
        terminal_.err << '\r' << base::shortened(line, width) << "\x1b[K" << std::flush;
      } else {
        terminal_.err << line << std::endl;
      }
    }
  }
  std::string text() const {
    const base::Language language = terminal_.language;
    std::string line = fmt::format("{:5.1f} s  {}", base::seconds_since(terminal_.clock, start_),
                                   base::padded(base::message_or_english(language, phase_), 9));
    if (progress_.has_plan) {
      const auto gap = static_cast<double>(progress_.best - progress_.bound) /
                       static_cast<double>(std::max<std::size_t>(1, sites_));
      line +=
          base::in_words("  best {}  bound {}  gap {} points a site", with_commas(progress_.best),
                         with_commas(progress_.bound), fmt::format("{:.1f}", gap))
              .in(language);
    }
    return line;
  }

  base::Terminal& terminal_;
  std::size_t sites_;
  std::chrono::nanoseconds start_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::string phase_ = "starting";
  planner::Progress progress_;
  std::jthread writing_;
};

std::string local_time() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  ::localtime_r(&now, &parts);
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}", parts.tm_year + 1900, parts.tm_mon + 1,
                     parts.tm_mday, parts.tm_hour, parts.tm_min);
}

/// What the folder is called, also where it was given as "." or with a slash at the end.
std::string name_of(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::path real = std::filesystem::weakly_canonical(folder, error);
  if (!error && !real.has_filename()) {
    real = real.parent_path();
  }
  return error || real.filename().empty() ? folder.string() : real.filename().string();
}

/// Up to here a change is answered in a blink; beyond, decisions are listed without their price.
constexpr std::size_t sites_with_priced_decisions = 200;

/// Seconds kept back from the search for what comes after it: writing, and pricing decisions.
double kept_back(double limit, std::size_t sites) {
  const double writing = 0.00005 * static_cast<double>(sites);
  const double pricing = sites <= sites_with_priced_decisions ? std::min(1.2, 0.12 * limit) : 0;
  return std::min(limit / 4, writing + pricing);
}
/// Of that, what pricing leaves for the report.
double kept_for_writing(double limit) { return std::min(limit / 20, 0.1); }

/// What pins, given costs and announced lead sponsors cost: planned again without each, one step
/// from the plan that is there. What the stop cuts short is listed as not worked out.
planner::AllDecided price_decisions(const planner::Instance& instance,
                                    const planner::Solution& solution, std::uint64_t seed,
                                    int threads, const std::stop_token& stop) {
  planner::Depth depth;
  depth.effort.threads = threads;
  depth.effort.seed = seed;
  depth.effort.steps = 1;
  depth.items = 8;
  std::optional<planner::Solution> again;
  if (!solution.proven && !stop.stop_requested() &&
      !planner::list_decided(instance, solution.plan).decisions.empty()) {
    again = planner::plan_again(instance, solution, depth.effort, stop);
    depth.effort.again = &*again;
  }
  return planner::what_people_decided(instance, solution, depth, stop);
}

int run_plan(const PlanInput& input, base::Terminal& terminal) {
  const auto start = terminal.clock.now();
  // 1. Whether the results can be written, before hours are spent on them.
  const Edited edited = input.replace ? Edited::replace : Edited::refuse;
  refuse_unless_writable(input.out, edited);

  // 2. The folder.
  const int threads = input.threads.value_or(base::processors());
  const planner::Instance instance =
      read_or_refuse(input.folder, input.encoding, threads, terminal);

  // 3. The plan. With a number of steps alone, the steps end it.
  std::optional<double> limit = input.time_limit;
  if (!limit && !input.steps)
    limit = standard_planning_time(instance.sites.size());
  // All but so many seconds of the limit, counted from the start of the whole.
  const auto all_but = [&](double kept) -> std::optional<double> {
    if (!limit)
      return std::nullopt;
    return *limit - kept - base::seconds_since(terminal.clock, start);
  };
  planner::Solution solution;
  {
    const Deadline deadline(all_but(kept_back(limit.value_or(0), instance.sites.size())),
                            terminal.stop);
    ProgressLine line(terminal, instance.sites.size(), start);
    solution = planner::solve(
        instance,
        {.threads = threads, .seed = input.seed, .steps = input.steps.value_or(-1), .forced = {}},
        deadline.token(), [&](const planner::Progress& p) { line.show(p); });
  }
  make_sure(instance, solution);

  // 4. What people's decisions cost, in what is left of the time.
  std::optional<planner::AllDecided> decided;
  if (instance.sites.size() <= sites_with_priced_decisions) {
    const Deadline deadline(all_but(kept_for_writing(limit.value_or(0))), terminal.stop);
    decided = price_decisions(instance, solution, input.seed, threads, deadline.token());
  }

  // 5. The files.
  const RunReport report = report_of(instance, solution,
                                     {.seed = input.seed,
                                      .threads = threads,
                                      .seconds = base::seconds_since(terminal.clock, start),
                                      .peak_mb = base::peak_megabytes()});
  const Language language = terminal.language;
  const MadeWith made{.programme = name_of(input.folder),
                      .report = (std::filesystem::path(input.out) / "report.html").string(),
                      .made_at = local_time(),
                      .version = std::string(base::version()),
                      .seconds = report.seconds,
                      .peak_mb = static_cast<std::int64_t>(report.peak_mb),
                      .seed = input.seed,
                      .threads = threads};
  write_outputs(input.out, instance, solution, report,
                render_report(instance, solution, made, language, decided ? &*decided : nullptr),
                edited);
  terminal.out << terminal_summary(instance, solution, made, language);
  return base::exit_done;
}

}  // namespace

base::Operation plan_operation() {
  return base::operation<PlanInput>(
      {.name = "plan",
       .summary = "find who should serve where",
       .description =
           "Reads a programme folder (sites.csv, sponsors.csv, staff.csv; areas.csv, wishes.csv, "
           "affinity.csv, pins.csv, costs.csv and rules.toml where they are there), finds a plan "
           "and "
           "proves how much better any other plan could be.\n\n"
           "OUT then holds\n"
           "  placements.csv     who serves where, as leader or as member\n"
           "  lead_sponsors.csv  which sponsor leads which site\n"
           "  reasons.csv        for every placement the reason in one sentence, in English and "
           "Chinese\n"
           "  report.html        the report for people; prints on A4\n"
           "  report.json        the figures for programs\n"
           "  certificate.csv    the prices that prove the bound; `sojourn check` recomputes it\n\n"
           "All errors of all files are told at once, with file, line and column, and then nothing "
           "is "
           "written. OUT appears whole or not at all; an earlier plan in it is replaced unless its "
           "files were edited since, any other folder that is not empty is left alone.\n\n"
           "Ctrl-C ends the search and keeps the best plan so far; a second Ctrl-C ends at once. "
           "The "
           "same folder, rules, seed and number of steps give the same placements on any number of "
           "threads.",
       .fields = {{.name = "folder",
                   .shape = "FOLDER",
                   .positional = true,
                   .meaning = "The programme folder."},
                  {.name = "out", .shape = "OUT", .meaning = "Where the results go."},
                  {.name = "time_limit",
                   .shape = "S",
                   .unit = "seconds",
                   .least = 0,
                   .most = longest_time_limit,
                   .meaning =
                       "Wall time for reading, searching and pricing decisions together. Without "
                       "it (and without "
                       "--steps): 10 s up to 200 sites, 30 s up to 2,000, 120 s up to 20,000, else "
                       "600 s. The search ends earlier where the plan is proven optimal. 0 still "
                       "gives a valid plan, perhaps an empty one.",
                   .trade = "Longer: a better plan and a tighter bound. Shorter: sooner done."},
                  {.name = "threads",
                   .shape = "N",
                   .least = 1,
                   .most = 1024,
                   .meaning = "Processors to use; all of them unless given.",
                   .trade = "Fewer leave the machine to others; the plan of a step is the same."},
                  {.name = "seed",
                   .shape = "N",
                   .standard = "1",
                   .least = 0,
                   .meaning =
                       "How soon the search takes for settled what is nearly decided: one of "
                       "five ways, by the remainder of N by 5. Nothing is left to chance. "
                       "Above 200 sites it changes nothing.",
                   .trade = "Another seed may find another plan of nearly the same worth."},
                  {.name = "steps",
                   .shape = "N",
                   .least = 0,
                   .meaning =
                       "Numbered steps of the search at most. report.json says how many a run did; "
                       "with that number the run can be repeated."},
                  {.name = "replace",
                   .meaning = "Replace an earlier plan in OUT even where its files were edited "
                              "after it was made.",
                   .trade = "Without it such a plan is left as it is, and nothing is done."},
                  encoding_words()},
       .exit_codes = {{4, "OUT cannot be written there"},
                      {5, "OUT holds something else, or a plan that was edited"}},
       .examples = {{"sojourn plan county --out plan", "plan a county"},
                    {"sojourn plan county --out plan --time-limit 60", "look longer"},
                    {"sojourn plan county --out again --steps 40 --seed 1", "repeat a run"}},
       .see_also = {"check", "explain", "example"}},
      run_plan);
}

}  // namespace sojourn::stages::placement
