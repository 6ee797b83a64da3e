// `sojourn serve`: the server as one process. It opens the store (and makes it the first time),
// seals the audit log, deletes what has expired, and answers HTTP until it is told to stop.
//
// Threads: the command's own (upkeep once an hour, the certificate again on SIGHUP), one that gives
// entries their places in the audit log, and those of http::Server. SIGINT and SIGTERM are waited
// for by doors/cli/process.cpp.
// Tested in tests/unit/program/serve_test.cpp (addresses) and tests/cli/serve_test.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/operation.h"

namespace sojourn::program {

struct ListenOn {
  std::string address;
  std::uint16_t port = 0;
  friend bool operator==(const ListenOn&, const ListenOn&) = default;
};
/// "127.0.0.1:8080", "[::1]:8080"; port 0 is any free one. Refusal (invalid) with a fault at
/// /listen.
ListenOn parse_listen(std::string_view text);

base::Operation serve_operation();

}  // namespace sojourn::program
