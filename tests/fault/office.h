// A programme whose server is put into trouble: `sojourn serve` as a process of its own, an officer
// who makes areas over HTTP with idempotency keys and remembers what was acknowledged, and the
// comparison of that with what is there.
#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "tests/cli/server.h"

namespace sojourn::test {

using testing_support::Ended;
using testing_support::Reply;
using testing_support::RunningServer;

/// What clients asked for and were told. Safe from any thread.
class Memory {
 public:
  /// A fresh name and key, for a request that nobody has answered yet.
  std::string begin(const std::string& word);
  void acknowledged(const std::string& name, const std::string& answer);
  /// Those without an answer: they may be there or not, and are sent again.
  std::vector<std::string> open() const;
  /// Answers by name.
  std::map<std::string, std::string> answers() const;

 private:
  mutable std::mutex mutex_;
  int made_ = 0;
  std::map<std::string, std::optional<std::string>> asked_;
};

class Office {
 public:
  /// Makes the store and the officer in it, in `folder`; `database`: the URL of one on PostgreSQL.
  explicit Office(std::filesystem::path folder, std::string database = {});

  /// Arguments of `serve`, and of every command that needs the store.
  std::vector<std::string> arguments() const;
  Ended command(std::vector<std::string> words) const;
  /// Signs the officer in, the first time with the invitation's link; then a session for all
  /// servers of the store.
  void sign_in(RunningServer& server);
  /// For a server that was started later.
  void use_session(RunningServer& server) const;

  /// Asks for an area of that name; the key is the name.
  static Reply make_area(RunningServer& server, const std::string& name);
  /// Asks and remembers the answer; false without one, or with a refusal that says to come again.
  /// Any other refusal is a failed test.
  static bool make_area(RunningServer& server, const std::string& name, Memory& memory);
  /// Every acknowledged area is there once, with its answer, and nothing that nobody asked for.
  void expect_each_once(const Memory& memory) const;
  /// `audit verify`, and `audit reconcile`.
  void expect_log_verifies() const;
  void expect_log_reconciles() const;

  const std::filesystem::path& folder() const { return folder_; }
  std::string data() const { return (folder_ / "data").string(); }

 private:
  std::filesystem::path folder_;
  std::string database_;
  std::string link_;
  std::string session_;
};

}  // namespace sojourn::test
