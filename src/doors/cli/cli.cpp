// Choosing the command, running it, and ending well whatever happens.
#include "doors/cli/cli.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <exception>
#include <ios>
#include <new>
#include <ostream>
#include <set>
#include <system_error>

#include "base/text.h"

namespace sojourn::doors::cli {
namespace {

const base::Operation* find(std::span<const base::Operation> operations, std::string_view name) {
  const auto found = std::find_if(operations.begin(), operations.end(),
                                  [&](const auto& each) { return each.about.name == name; });
  return found == operations.end() ? nullptr : &*found;
}

bool is_group(std::span<const base::Operation> operations, std::string_view name) {
  return std::any_of(operations.begin(), operations.end(), [name](const base::Operation& each) {
    return in_group(each.about.name, name);
  });
}

/// The command that the arguments begin with: `site rename` has a name of two words, `plan` of one.
/// Two words that are a command come before one that is: `plan list` lists plans, and a folder of
/// that name is planned as `plan ./list`. `words` becomes the number of them; for none that there
/// is, the first two if another command begins with the first.
const base::Operation* find(std::span<const base::Operation> operations,
                            std::span<const std::string_view> arguments, std::string& name,
                            std::size_t& words) {
  name = arguments[0];
  const std::string beginning = name + " ";
  if (arguments.size() > 1) {
    if (const base::Operation* found = find(operations, beginning + std::string(arguments[1]))) {
      name = found->about.name;
      words = 2;
      return found;
    }
  }
  words = 1;
  if (const base::Operation* found = find(operations, name)) {
    return found;
  }
  if (is_group(operations, name) && arguments.size() > 1 && !arguments[1].starts_with('-')) {
    name += " " + std::string(arguments[1]);
    words = 2;
    return find(operations, name);
  }
  return nullptr;
}

base::Refusal unknown_command(const Program& program, std::span<const base::Operation> operations,
                              std::string_view name) {
  // Of a group that there is: its commands. Else: the groups, and the commands of one word.
  const std::string_view first = name.substr(0, name.find(' '));
  const std::string_view group = is_group(operations, first) ? first : "";
  std::vector<std::string> names = {"help"};
  std::string list;
  std::set<std::string_view> told;
  for (const base::Operation& operation : operations) {
    names.push_back(operation.about.name);
    std::string_view shown = operation.about.name;
    if (group.empty()) {
      shown = shown.substr(0, shown.find(' '));
    } else if (!in_group(shown, group)) {
      continue;
    }
    if (told.insert(shown).second) {
      list += fmt::format("{}, ", shown);
    }
  }
  if (name.starts_with('-')) {
    names = {"--help", "--language", "--version"};
  }
  auto meant = base::nearest(name, names);
  if (const auto begun = std::find_if(names.begin(), names.end(),
                                      [&](const auto& each) { return each.starts_with(name); });
      name.starts_with('-') && begun != names.end()) {
    meant = *begun;  // "--lang"
  }
  return {
      .kind = base::Kind::invalid,
      .code = "unknown_command",
      .detail = "The command line cannot be followed; nothing was done.",
      .faults = {
          {.where = base::shorten(name),
           .code = "unknown_command",
           .value = "",
           .detail = meant ? base::in_words("There is no such command. Did you mean {}?", *meant)
                           : base::in_words("There is no such command. There are: {}help. "
                                            "See: {} help",
                                            list, program.name)}}};
}

bool asks_for_help(std::span<const std::string_view> arguments) {
  const auto end = std::find(arguments.begin(), arguments.end(), "--");
  return std::any_of(arguments.begin(), end,
                     [](std::string_view each) { return each == "--help" || each == "-h"; });
}

/// May throw; `operation` tells the caller how far it came.
int dispatch(const Program& program, std::span<const base::Operation> operations,
             std::span<const std::string_view> arguments, base::Terminal& terminal,
             const base::Operation*& operation) {
  if (arguments.empty()) {
    terminal.err << overview(program, operations, terminal.width, terminal.language);
    return base::exit_invalid;
  }
  const std::string_view word = arguments[0];
  if (word == "--version") {
    terminal.out << program.name << ' ' << program.version << '\n';
    return base::exit_done;
  }
  if (word == "--help" || word == "-h" || (word == "help" && arguments.size() == 1)) {
    terminal.out << overview(program, operations, terminal.width, terminal.language);
    return base::exit_done;
  }
  const bool help = word == "help";
  const auto after_help = arguments.subspan(help ? 1 : 0);
  std::string name;
  std::size_t words = 0;
  operation = find(operations, after_help, name, words);
  if (operation == nullptr && words == 1 && is_group(operations, name)) {
    const bool asked = help || asks_for_help(after_help);
    (asked ? terminal.out : terminal.err)
        << group_overview(program, operations, name, terminal.width, terminal.language);
    return asked ? base::exit_done : base::exit_invalid;
  }
  if (operation == nullptr) {
    throw unknown_command(program, operations, name);
  }
  const auto rest = after_help.subspan(words);
  if (help || asks_for_help(rest)) {
    terminal.out << manual(program, *operation, terminal.width, terminal.language);
    return base::exit_done;
  }
  return operation->run(parse_arguments(*operation, rest), terminal);
}

int machine_failure(const Program& program, base::Terminal& terminal, const base::Sentence& what) {
  terminal.err << program.name << ": " << what.in(terminal.language) << '\n';
  return base::exit_machine;
}

/// The path as it is, what the system says of it in the reader's language.
base::Sentence reason_of(const std::system_error& error) {
  const std::string what = error.what(), reason = error.code().message();
  const std::size_t at = reason.empty() ? std::string::npos : what.find(reason);
  if (at == std::string::npos) {
    return what;
  }
  base::Sentence said = what.substr(0, at);
  said += base::Sentence::phrase(reason);
  said += base::Sentence(what.substr(at + reason.size()));
  return said;
}

constexpr const char* no_memory =
    "There is not enough memory for this. Nothing half-done was kept; use a machine with more "
    "memory, or fewer threads (--threads 1).";

}  // namespace

bool in_group(std::string_view name, std::string_view group) {
  return name.size() > group.size() && name.starts_with(group) && name[group.size()] == ' ';
}

base::Sentence failure_of(const std::system_error& error) {
  if (error.code() == std::errc::not_enough_memory) {
    return no_memory;
  }
  if (error.code() == std::errc::resource_unavailable_try_again) {
    // What a thread that cannot be started says, whether memory or the number of threads is short.
    return "There is not enough memory for another thread, or the system allows no more of them. "
           "Nothing half-done was kept; run it again with fewer threads (--threads 1), or with a "
           "higher limit (ulimit -v, ulimit -u).";
  }
  if (error.code() == std::errc::no_space_on_device || error.code().value() == EDQUOT) {
    return base::in_words("The disk is full ({}). Make room and run it again.", reason_of(error));
  }
  return base::in_words("The machine refused: {}.", reason_of(error));
}

int run(const Program& program, std::span<const base::Operation> operations,
        std::span<const std::string_view> arguments, base::Terminal& terminal) {
  const base::Operation* operation = nullptr;
  int code = base::exit_bug;
  try {
    const std::vector<std::string_view> rest = take_language(arguments, terminal.language);
    code = dispatch(program, operations, rest, terminal, operation);
    terminal.out.flush();
    if (!terminal.out && code != base::exit_invalid) {
      code =
          machine_failure(program, terminal, "The output could not be written. Is the disk full?");
    }
  } catch (const base::Refusal& refusal) {
    terminal.err << refusal_text(program, operation, refusal, terminal.language);
    code = base::exit_code(refusal.kind);
  } catch (const std::bad_alloc&) {
    code = machine_failure(program, terminal, no_memory);
  } catch (const std::system_error& error) {
    code = machine_failure(program, terminal, failure_of(error));
  } catch (const std::exception& error) {
    const base::Sentence ours =
        "This is a mistake in Sojourn, not in your input. Please report it with this line:";
    terminal.err << program.name << ": " << ours.in(terminal.language) << "\n  " << program.version
                 << ": " << error.what() << '\n';
    code = base::exit_bug;
  }
  terminal.out.flush();
  terminal.err.flush();
  return code;
}

}  // namespace sojourn::doors::cli
