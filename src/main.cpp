// The program: gathers each stage's table of operations and hands it to the command-line door.
#include <vector>

#include "base/operation.h"
#include "base/version.h"
#include "doors/cli/cli.h"
#include "stages/placement/operations.h"

int main(int count, char** arguments) {
  const sojourn::doors::cli::Program program = {
      .name = "sojourn",
      .summary = "decides who serves where, with a proven bound and a reason for every placement",
      .version = std::string(sojourn::base::version()),
      .start = {{"sojourn example county --tight county", "makes a programme folder to try"},
                {"sojourn plan county --out plan", "plans it; open plan/report.html"}}};
  const std::vector<sojourn::base::Operation> operations = sojourn::stages::placement::operations();
  return sojourn::doors::cli::run_process(program, operations, count, arguments);
}
