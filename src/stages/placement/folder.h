// The programme folder of PLACEMENT.md (docs/placement-model.md) as a planner::Instance: all CSV
// files and rules.toml, with every error of every file in one report.
//
// How it reads: files are loaded in parallel, large ones are parsed in parts on several threads,
// and parts are joined in file order, so that the answer is the same on any number of threads. A
// place is what a row says; nothing is guessed: a row with an error gives no instance at all.
// Tested in tests/unit/stages/placement/folder_test.cpp; measured in bench/read.cpp.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/refusal.h"
#include "planner/instance.h"

namespace sojourn::stages::placement {

/// One thing that is wrong in a file.
struct Fault {
  std::string file;         ///< name within the folder, e.g. "sites.csv"; empty: the folder itself
  std::uint32_t line = 0;   ///< as an editor counts; 0: the file as a whole
  std::string column;       ///< name of the column or key; empty: the line as a whole
  std::string value;        ///< what stands there, shortened; empty: nothing
  std::string code;         ///< catalogue key, e.g. "number.range"
  base::Sentence expected;  ///< sentences: what is wrong, what would be accepted
};
/// The one place where faults become text: "sites.csv:12:need", the value, the sentence.
base::Fault to_base(const Fault& fault);
/// The same on one line.
std::string text_of(const Fault& fault, base::Language language = base::Language::en);

/// Faults listed at most; the rest are counted.
inline constexpr std::size_t most_faults = 100;

/// Keeps the first `most_faults` and counts all.
class FaultList {
 public:
  void add(Fault fault);
  void add_all(const FaultList& other);
  bool full() const { return kept_.size() >= most_faults; }
  std::size_t total() const { return total_; }
  const std::vector<Fault>& kept() const { return kept_; }
  /// By file in the order of PLACEMENT.md's table, then by line.
  void sort();

 private:
  std::vector<Fault> kept_;
  std::size_t total_ = 0;
};

struct ReadOptions {
  /// "utf-8" or "gb18030" (which includes GBK and GB 2312), for all files without a UTF-8 mark.
  std::string encoding = "utf-8";
  /// Threads to use; 0: as many as the machine has.
  int threads = 0;
};

struct ReadResult {
  /// Present if and only if there are no errors. All pins and announced lead sponsors can be kept.
  std::optional<planner::Instance> instance;
  std::vector<Fault> errors, warnings;
  /// Found beyond those listed.
  std::size_t more_errors = 0, more_warnings = 0;
};

/// Reads and checks the whole folder. Never throws for what the folder holds.
ReadResult read_folder(const std::filesystem::path& folder, const ReadOptions& options = {});

/// The texts of a folder that is nowhere on disk, in the order of PLACEMENT.md's table: areas.csv
/// to costs.csv, then rules.toml. Nothing: there is no such file.
using FolderTexts = std::array<std::optional<std::string>, 9>;
/// The same for such a folder: the same checks, the same digests.
ReadResult read_texts(FolderTexts texts, const ReadOptions& options = {});

/// What a command says when there are errors: a Refusal with all of them.
base::Refusal refusal_of(const ReadResult& result, const std::filesystem::path& folder);

}  // namespace sojourn::stages::placement
