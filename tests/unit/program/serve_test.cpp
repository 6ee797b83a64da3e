// Addresses as people write them after --listen. The server itself: tests/cli/serve_test.cpp.
#include "program/serve.h"

#include <gtest/gtest.h>

#include "base/refusal.h"

namespace sojourn::program {
namespace {

TEST(Listen, TakesAddressAndPort) {
  EXPECT_EQ(parse_listen("127.0.0.1:8080"), (ListenOn{"127.0.0.1", 8080}));
  EXPECT_EQ(parse_listen("[::1]:0"), (ListenOn{"::1", 0}));
  EXPECT_EQ(parse_listen("0.0.0.0:443"), (ListenOn{"0.0.0.0", 443}));
}

TEST(Listen, RefusesWhatIsNone) {
  for (const char* text : {"", ":", ":80", "127.0.0.1", "127.0.0.1:", "127.0.0.1:70000",
                           "127.0.0.1:-1", "127.0.0.1:8 ", "::1:80", "[::1]", "[]:1"}) {
    try {
      parse_listen(text);
      FAIL() << text;
    } catch (const base::Refusal& refusal) {
      EXPECT_EQ(refusal.faults.at(0).where, "/listen") << text;
    }
  }
}

}  // namespace
}  // namespace sojourn::program
