// Where a server's data is, settled before it is opened: the directory that was given, the standard
// one, or that of an example, which is made if it is not there. Tested in
// tests/cli/example_test.cpp.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/operation.h"
#include "base/sentence.h"
#include "doors/http/settings.h"
#include "program/example.h"

namespace sojourn::program {

/// A directory for the time of one run, gone with it.
class PassingDirectory {
 public:
  PassingDirectory();
  ~PassingDirectory();
  PassingDirectory(const PassingDirectory&) = delete;
  PassingDirectory& operator=(const PassingDirectory&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// As the command line says it.
struct HomeWanted {
  std::optional<std::string> data;
  std::optional<std::string> database;
  std::optional<ServedExample> example;
};

struct Home {
  std::string directory = {};
  bool in_directory = true;  ///< the database too
  std::optional<Example> example = {};
  std::optional<PassingDirectory> passing = {};  ///< of an example that nobody gave a directory
};

/// Refusals: those of make_example and refuse_others; invalid for an example on PostgreSQL. An
/// example that was made earlier is one however the server is started: its passwords were printed.
/// False: the terminal asked for a stop while it was made.
bool settle(Home& home, const HomeWanted& wanted, const doors::http::ServerSettings& settings,
            base::Terminal& terminal);

/// "SQLite 3.40.1 in sojourn-data"
base::Sentence place_in_words(const Home& home, std::string_view engine);

}  // namespace sojourn::program
