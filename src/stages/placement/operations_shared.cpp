// See operations_shared.h.
#include "stages/placement/operations_shared.h"

#include <fmt/format.h>

#include <ostream>

#include "base/ensure.h"
#include "planner/planner.h"
#include "stages/placement/folder.h"

namespace sojourn::stages::placement {

std::string_view name_of(FileEncoding encoding) {
  return encoding == FileEncoding::gb18030 ? "gb18030" : "utf-8";
}

base::FieldAbout encoding_words() {
  return {.name = "encoding",
          .shape = "CODE",
          .standard = "utf-8",
          .meaning =
              "How the CSV files were saved. gb18030 reads what Excel in Chinese writes as "
              "plain CSV (GBK and GB 2312 are part of it); a file that begins with the mark "
              "of UTF-8 is read as UTF-8 all the same."};
}

void print_warning(const Fault& warning, base::Terminal& terminal) {
  terminal.err
      << base::in_words("warning: {}", text_of(warning, terminal.language)).in(terminal.language)
      << '\n';
}

planner::Instance read_or_refuse(const std::filesystem::path& folder, FileEncoding encoding,
                                 int threads, base::Terminal& terminal) {
  ReadResult result =
      read_folder(folder, {.encoding = std::string(name_of(encoding)), .threads = threads});
  for (const Fault& warning : result.warnings) {
    print_warning(warning, terminal);
  }
  if (result.more_warnings > 0) {
    terminal.err << base::in_words("warning: {}",
                                   base::in_words("... and {} more.", result.more_warnings))
                        .in(terminal.language)
                 << '\n';
  }
  terminal.err.flush();
  if (!result.instance) {
    throw refusal_of(result, folder);
  }
  return std::move(*result.instance);
}

double standard_planning_time(std::size_t sites) {
  return sites <= 200 ? 10 : sites <= 2'000 ? 30 : sites <= 20'000 ? 120 : 600;
}

void make_sure(const planner::Instance& instance, const planner::Solution& solution) {
  const std::vector<planner::Violation> violations = planner::check(instance, solution.plan);
  base::ensure(violations.empty(),
               "the plan keeps every rule; " +
                   (violations.empty() ? std::string() : violations.front().detail.english()));
  const planner::Points total = planner::value_of(instance, solution.plan).total;
  base::ensure(total == solution.value.total,
               fmt::format("the plan is worth what the search says: {}, not {}", total,
                           solution.value.total));
  base::ensure(solution.certificate.bound <= total, "the bound is not above the plan");
  base::ensure(solution.proven == (solution.certificate.bound == total),
               "proven means that bound and total are equal");
}

}  // namespace sojourn::stages::placement
