// A folder of results that appears whole or not at all. Everything is written into a hidden folder
// beside it, forced to the disk, and only then given its name; whatever goes wrong before (a full
// disk, no memory, an exception) leaves what was there as it was. Tested in
// tests/unit/stages/placement/output_test.cpp and tests/cli.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace sojourn::stages::placement {

/// The files of a plan.
inline constexpr std::array<std::string_view, 6> output_names = {
    "placements.csv", "lead_sponsors.csv", "reasons.csv",
    "report.json",    "certificate.csv",   "report.html"};
/// What report.json says in `made_by`; a folder that has it and nothing but our files is ours.
inline constexpr std::string_view output_mark = "sojourn plan";

/// What happens to an earlier plan whose files are not as they were written: somebody edited them.
enum class Edited : std::uint8_t { refuse, replace };

/// Throws Refusal if results could not be put at `out`: something else than a folder stands there,
/// a folder that is neither empty nor an earlier plan, or one that people edited
/// (conflict), or the place cannot be written
/// (forbidden). Leaves nothing behind. For asking before a long run.
void refuse_unless_writable(const std::filesystem::path& out, Edited edited = Edited::refuse);

class OutputFolder {
 public:
  /// Refuses as `refuse_unless_writable`; makes missing folders above `out`. Throws
  /// std::system_error if the machine fails, as all members do.
  explicit OutputFolder(const std::filesystem::path& out, Edited edited = Edited::refuse);
  OutputFolder(const OutputFolder&) = delete;
  OutputFolder& operator=(const OutputFolder&) = delete;
  /// Removes what was not committed.
  ~OutputFolder();

  /// Returns the SHA-256 of what was written, as `sha256sum` prints it.
  std::string write(std::string_view name, std::string_view bytes);
  /// The same piece by piece, for what need not stand in memory at once: `fill` hands pieces on.
  std::string write(std::string_view name,
                    const std::function<void(const std::function<void(std::string_view)>&)>& fill);
  /// Gives the folder its name, in the place of an earlier plan. To be called once, last.
  void commit();

 private:
  std::filesystem::path out_, partial_;
};

}  // namespace sojourn::stages::placement
