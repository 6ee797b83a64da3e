#include "program/commands.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "access/command.h"
#include "program/audit.h"
#include "program/care.h"
#include "program/import.h"
#include "program/plans.h"
#include "program/serve.h"
#include "program/store.h"
#include "stages/placement/operations.h"

namespace sojourn::program {
namespace {

void add(std::vector<base::Operation>& all, std::vector<base::Operation> part) {
  all.insert(all.end(), std::make_move_iterator(part.begin()), std::make_move_iterator(part.end()));
}

void with_service(const access::StorePlace& place,
                  const std::function<void(access::Service&)>& act) {
  Store store(place, stages());
  if (!place.only_reads) {
    store.check_log();
  }
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
  add(all, audit_operations());
  std::vector<access::Operation> of_stages = program::stages().operations;
  // A command that is written here stands for the operation of its name.
  std::vector<base::Operation> own = plans_operations();
  std::erase_if(of_stages, [&](const access::Operation& each) {
    return std::any_of(own.begin(), own.end(), [&](const base::Operation& command) {
      return command.about.name == access::command_name(each);
    });
  });
  add(all, import_commands(of_stages, with_service));
  add(all, std::move(own));
  add(all, access::commands(of_stages, with_service));
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
