// The log of a running server: one JSON object a line, for machines first. No personal text can get
// in by mistake, because a fact's value is a number, a yes or no, a word (an id, a date), a name of
// an enum, or a text written in the source; any other text must be declared harmless by name
// (`technical`). What people did stands in the audit log, not here.
//
//   log.say(Level::info, "request", {{"id", request_id}, {"status", 200}, {"ms", 0.31}});
//   {"at":"2026-11-25T08:30:00.000000Z","level":"info","event":"request","id":"...","status":200,...
//
// Tested in tests/unit/base/log_test.cpp.
#pragma once

#include <atomic>
#include <boost/json/object.hpp>
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/describe.h"
#include "base/word.h"

namespace sojourn::base {

/// debug: for a developer; off by default. info: what happened. warning: works, but somebody should
/// look at it. error: something asked for was not done, by our fault or the machine's.
enum class Level : std::uint8_t { debug, info, warning, error };
BOOST_DESCRIBE_ENUM(Level, debug, info, warning, error)

/// A text that stands in the source.
class Literal {
 public:
  template <std::size_t n>
  consteval Literal(const char (&text)[n]) : text_(text, n - 1) {}
  constexpr std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

/// A text from elsewhere that its caller vouches for: the name of an operation, an address of a
/// network, a driver's error code. Never what a person wrote, and never a name.
struct Technical {
  std::string text;
};
/// Shortened to 200 characters, control characters and broken UTF-8 replaced.
Technical technical(std::string_view text);

struct Fact {
  Fact(Literal name_, Literal text) : name(name_.text()), value(text.text()) {}
  Fact(Literal name_, const Technical& text) : name(name_.text()), value(text.text) {}
  template <class T>
    requires(std::integral<T> || std::same_as<T, double>)
  Fact(Literal name_, T number_or_yes) : name(name_.text()), value(number_or_yes) {}
  template <Word T>
  Fact(Literal name_, const T& word) : name(name_.text()), value(word.to_text()) {}
  template <Choice T>
  Fact(Literal name_, T choice) : name(name_.text()), value(name_of(choice)) {}

  std::string_view name;
  boost::json::value value;
};

/// Where lines go. Safe for any number of threads.
class Log {
 public:
  explicit Log(WallClock& clock, Level least = Level::info) : clock_(clock), least_(least) {}
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;
  virtual ~Log() = default;

  bool wants(Level level) const { return level >= least_.load(std::memory_order_relaxed); }
  void set_least(Level least) { least_ = least; }
  /// One line. A fact's name is given once, and is none of at, level and event.
  void say(Level level, Literal event, std::initializer_list<Fact> facts = {});

 private:
  /// `line` ends in a line feed.
  virtual void take(std::string line) = 0;

  WallClock& clock_;
  std::atomic<Level> least_;
};

/// To standard error, each line by one write. A line that cannot be written is counted, for there
/// is nobody left to tell.
class StderrLog final : public Log {
 public:
  using Log::Log;
  std::uint64_t lost() const { return lost_; }

 private:
  void take(std::string line) override;
  std::mutex one_at_a_time_;
  std::atomic<std::uint64_t> lost_{0};
};

/// Keeps lines, for tests.
class CollectedLog final : public Log {
 public:
  using Log::Log;
  std::vector<std::string> lines() const;
  std::vector<boost::json::object> entries() const;

 private:
  void take(std::string line) override;
  mutable std::mutex one_at_a_time_;
  std::vector<std::string> lines_;
};

}  // namespace sojourn::base
