#include "program/commands.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "access/command.h"
#include "program/audit.h"
#include "program/care.h"
#include "program/import.h"
#include "program/plans.h"
#include "program/proofs.h"
#include "program/serve.h"
#include "program/store.h"
#include "stages/placement/operations.h"

namespace sojourn::program {
namespace {

void add(std::vector<base::Operation>& all, std::vector<base::Operation> part) {
  all.insert(all.end(), std::make_move_iterator(part.begin()), std::make_move_iterator(part.end()));
}

void with_service(const Stages& of_commands, const access::StorePlace& place,
                  const std::function<void(access::Service&)>& act) {
  Store store(place, stages());
  if (!place.only_reads) {
    store.check_log();
  }
  // The operations of the commands are of another making than those of this store.
  *of_commands.log_outside = *store.stages().log_outside;
  act(store.service());
  if (!place.only_reads) {
    store.seal();
  }
}

}  // namespace

std::vector<base::Operation> commands() {
  std::vector<base::Operation> all = sojourn::stages::placement::operations();
  all.push_back(serve_operation());
  add(all, care_operations());
  const Stages made = program::stages();
  const access::WithService opened = [made](const access::StorePlace& place,
                                            const std::function<void(access::Service&)>& act) {
    with_service(made, place, act);
  };
  std::vector<base::Operation> own = plans_operations();
  own.push_back(check_proof_operation());
  add(all, audit_operations());
  // A command that is written here stands for the operation of its name.
  std::vector<access::Operation> of_stages = made.operations;
  std::erase_if(of_stages, [&](const access::Operation& each) {
    const auto named = [&](const base::Operation& command) {
      return command.about.name == access::command_name(each);
    };
    return std::any_of(all.begin(), all.end(), named) || std::any_of(own.begin(), own.end(), named);
  });
  add(all, import_commands(of_stages, opened));
  add(all, std::move(own));
  add(all, access::commands(of_stages, opened));
  return all;
}

std::vector<base::Operation> commands_for(std::span<const char* const> words) {
  base::Operation serve = serve_operation();
  if (!words.empty() && serve.about.name == words.front()) {
    return {std::move(serve)};
  }
  return commands();
}

}  // namespace sojourn::program
