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
  Operation made = detail::prepare<Input, Output>(std::move(about));
  made.run = [function](Call& call, const boost::json::value& input) {
    const Input decoded = base::decode<Input>(input, call.request.faults);
    ledger::PersonKeys& keys = keys_of(call);
    return detail::answer_of<Output>(call.database.read(
        call.caller, [&](db::Tx& tx) -> Output { return function(tx, keys, decoded); }));
  };
  if constexpr (detail::PageOf<Output>::value) {
    made.run_whole = [function, about = made.about](Call& call, const boost::json::value& input,
                                                    const ListTaker& taker) {
      const Input decoded = base::decode<Input>(input, call.request.faults);
      ledger::PersonKeys& keys = keys_of(call);
      auto table = call.database.read(call.caller, [&](db::Tx& tx) {
        return detail::take_pages<typename detail::PageOf<Output>::Item>(
            decoded, about, taker, [&](const Input& asked) { return function(tx, keys, asked); });
      });
      table.finish();
    };
  }
  return made;
}

}  // namespace sojourn::access
