// The program: hands all commands (src/program) to the command-line door.
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "base/operation.h"
#include "base/version.h"
#include "doors/cli/cli.h"
#include "program/commands.h"

int main(int count, char** arguments) {
  const sojourn::doors::cli::Program program = {
      .name = "sojourn",
      .summary = "decides who serves where, with a proven bound and a reason for every placement",
      .version = std::string(sojourn::base::version()),
      .start = {{"sojourn example county --tight county", "makes a programme folder to try"},
                {"sojourn plan county --out plan", "plans it; open plan/report.html"},
                {"sojourn serve", "keeps records: prints the link to begin with"}}};
  const std::vector<sojourn::base::Operation> operations = sojourn::program::commands_for(
      std::span(arguments, static_cast<std::size_t>(count)).subspan(count > 0 ? 1 : 0));
  return sojourn::doors::cli::run_process(program, operations, count, arguments);
}
