// What the commands of the placement stage have in common: reading the folder and telling its
// errors.
#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>
#include <filesystem>
#include <string_view>

#include "base/operation.h"
#include "planner/instance.h"
#include "planner/plan.h"
#include "stages/placement/folder.h"

namespace sojourn::stages::placement {

/// `--encoding`: how the folder's files were saved.
enum class FileEncoding : std::uint8_t { utf_8, gb18030 };
BOOST_DESCRIBE_ENUM(FileEncoding, utf_8, gb18030)
/// As ReadOptions has it.
std::string_view name_of(FileEncoding encoding);
/// Its line in a manual page.
base::FieldAbout encoding_words();

/// "warning: sites.csv:1:nam: ...", on a line of its own.
void print_warning(const Fault& warning, base::Terminal& terminal);

/// The folder's instance; warnings go to the terminal, errors are thrown as a Refusal with all of
/// them. `threads` 0: all processors.
planner::Instance read_or_refuse(const std::filesystem::path& folder, FileEncoding encoding,
                                 int threads, base::Terminal& terminal);

/// Seconds by which each scale has a plan that more time betters little.
double standard_planning_time(std::size_t sites);

/// A plan that breaks a rule, or whose value is not what the solver says, is a mistake of ours and
/// never leaves the program: a Bug.
void make_sure(const planner::Instance& instance, const planner::Solution& solution);

}  // namespace sojourn::stages::placement
