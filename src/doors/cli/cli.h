// The command-line door: turns arguments into the input record of an operation, runs it, and says
// in plain words what was wrong. It holds no rules; all it knows comes from the table of
// operations. Tested in tests/unit/doors/cli/.
#pragma once

#include <boost/json/value.hpp>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "base/language.h"
#include "base/operation.h"
#include "base/refusal.h"

namespace sojourn::doors::cli {

/// What the program says about itself.
struct Program {
  std::string name;        ///< the word typed, "sojourn"
  base::Sentence summary;  ///< without capital and full stop, as after a dash
  std::string version;
  std::vector<base::Example> start;  ///< what to try first
};

/// `--time-limit` for a flag, `FOLDER` for a positional.
std::string label_of(const base::Field& field);

/// The input record that the arguments after the command's word say, not yet decoded. Throws
/// Refusal (invalid, "arguments") with every fault: each names its place, the value found and the
/// remedy.
boost::json::value parse_arguments(const base::Operation& operation,
                                   std::span<const std::string_view> arguments);

/// Whether a command's name is of two words, the first of which is `group`.
bool in_group(std::string_view name, std::string_view group);

/// The list of commands.
std::string overview(const Program& program, std::span<const base::Operation> operations, int width,
                     base::Language language = base::Language::en);
/// The list of those whose names begin with `group`: "site" of "site make" and "site rename".
std::string group_overview(const Program& program, std::span<const base::Operation> operations,
                           std::string_view group, int width,
                           base::Language language = base::Language::en);
/// The manual page of one command.
std::string manual(const Program& program, const base::Operation& operation, int width,
                   base::Language language = base::Language::en);

/// What a person is told of a refusal by the command `operation` (or none).
std::string refusal_text(const Program& program, const base::Operation* operation,
                         const base::Refusal& refusal,
                         base::Language language = base::Language::en);

/// The arguments without `--language CODE`, which every command has and which may stand anywhere
/// before `--`; `language` becomes what it says. Throws Refusal where it says no language.
std::vector<std::string_view> take_language(std::span<const std::string_view> arguments,
                                            base::Language& language);

/// What a person is told of a failure of the machine.
base::Sentence failure_of(const std::system_error& error);

/// Does what the arguments ask for (program name left out) and returns the exit code. The
/// terminal's language holds unless the arguments name another one, which it then has. Catches
/// everything: refusals, lack of memory, failures of the machine, and bugs.
int run(const Program& program, std::span<const base::Operation> operations,
        std::span<const std::string_view> arguments, base::Terminal& terminal);

/// `run` on this process's own terminal. The first Ctrl-C (or SIGTERM) requests a stop, so that a
/// command can keep what it has; the second ends the process at once with exit code 130.
int run_process(const Program& program, std::span<const base::Operation> operations, int count,
                const char* const* arguments);

}  // namespace sojourn::doors::cli
