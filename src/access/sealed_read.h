// A reading operation that also opens what the log sealed: like read_operation, in one transaction,
// with the people's keys at hand. The keys come with the call, as the program opens them long after
// the table of operations is made.
// Tested in tests/unit/stages/programme/history_test.cpp.
#pragma once

#include <utility>

#include "access/operation.h"
#include "access/service.h"
#include "base/ensure.h"

namespace sojourn::access {

inline ledger::PersonKeys& keys_of(const Call& call) {
  ledger::PersonKeys* keys = call.service.settings().person_keys;
  base::ensure(keys != nullptr, "the service has the people's keys");
  return *keys;
}

/// The table entry for `function(db::Tx&, ledger::PersonKeys&, const Input&) -> Output`.
template <base::Record Input, base::Record Output, class Function>
Operation sealed_read_operation(OperationAbout about, Function function) {
  return detail::reading<Input, Output>(
      std::move(about), [function](Call& call, db::Tx& tx, const Input& input) -> Output {
        return function(tx, keys_of(call), input);
      });
}

}  // namespace sojourn::access
