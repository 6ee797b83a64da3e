// A data directory of a test's own, commands beside a server of it, and its first administrator.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "tests/cli/server.h"

namespace sojourn::testing_support {

class ServedTest : public ::testing::Test {
 protected:
  /// `about`: part of the folder's name.
  explicit ServedTest(std::string_view about);
  ~ServedTest() override;

  /// Another process of the program, with its own scratch.
  Ended command(const std::vector<std::string>& arguments);

  static std::string code_of(const std::string& secret);
  /// From the printed link to a session with a second factor. Checks what is answered: call it
  /// within ASSERT_NO_FATAL_FAILURE.
  static void set_up(RunningServer& server);
  static void sign_in(RunningServer& server);

  std::filesystem::path folder;
  std::string data;
};

}  // namespace sojourn::testing_support
