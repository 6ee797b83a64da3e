// The process's own terminal and its signals.
//
// Threads: one beside the command's own, which waits for SIGINT and SIGTERM. All signals of that
// kind are blocked in every thread, so that no code ever runs inside a signal handler; the waiting
// thread may therefore request the stop like any other code.
#include <pthread.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <atomic>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <stop_token>
#include <string>
#include <system_error>
#include <thread>

#include "base/text.h"
#include "doors/cli/cli.h"

namespace sojourn::doors::cli {
namespace {

class Interrupts {
 public:
  explicit Interrupts(base::Language language) : language_(language) {
    sigemptyset(&signals_);
    for (const int each : {SIGINT, SIGTERM}) {
      // Who started us with a signal ignored (nohup, a background job) wants it ignored.
      struct sigaction now{};
      sigaction(each, nullptr, &now);
      if (now.sa_handler != SIG_IGN) {
        sigaddset(&signals_, each);
      }
    }
    sigaddset(&signals_, SIGUSR1);  // ours: wakes the thread at the end
    pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
    waiting_ = std::thread([this] { wait(); });
  }
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;
  ~Interrupts() {
    over_ = true;
    pthread_kill(waiting_.native_handle(), SIGUSR1);
    waiting_.join();
  }
  std::stop_token token() const { return stop_.get_token(); }

 private:
  void wait() {
    for (int count = 0; !over_;) {
      int signal = 0;
      if (sigwait(&signals_, &signal) != 0 || signal == SIGUSR1) {
        continue;
      }
      if (++count > 1) {
        say("Ended at once.");
        ::_exit(base::exit_interrupted);
      }
      say("Stopping. Press Ctrl-C again to end at once.");
      stop_.request_stop();
    }
  }

  void say(std::string_view english) const {
    const std::string text =
        "\n" + std::string(base::message_or_english(language_, english)) + "\n";
    // Straight to the descriptor: the command may be writing to the stream at this moment.
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, text.data(), text.size());
  }

  base::Language language_;
  sigset_t signals_{};
  std::stop_source stop_;
  std::atomic<bool> over_{false};
  std::thread waiting_;
};

int columns() {
  winsize size{};
  for (const int descriptor : {STDOUT_FILENO, STDERR_FILENO}) {
    if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
      return size.ws_col;
    }
  }
  const char* text = std::getenv("COLUMNS");  // before any other thread reads or sets it
  const auto told = text == nullptr ? std::nullopt : base::parse_number<int>(text);
  return told.value_or(80);
}

}  // namespace

int run_process(const Program& program, std::span<const base::Operation> operations, int count,
                const char* const* arguments) {
  std::vector<std::string_view> words;
  for (int i = 1; i < count; ++i) {
    words.emplace_back(arguments[i]);
  }
  const int width = columns();
  // A file that would grow beyond a limit is a write that fails, with a message, not a killed
  // process.
  std::signal(SIGXFSZ, SIG_IGN);
  std::ios::sync_with_stdio(false);
  base::SystemClock clock;
  base::Language language = base::language_of_environment();
  try {
    take_language(words, language);
  } catch (const base::Refusal&) {
    // `run` finds the same and tells it.
  }
  std::optional<Interrupts> interrupts;
  try {
    interrupts.emplace(language);
  } catch (const std::system_error& error) {
    std::cerr << program.name << ": " << failure_of(error).in(language) << std::endl;
    return base::exit_machine;
  }
  base::Terminal terminal{.out = std::cout,
                          .err = std::cerr,
                          .clock = clock,
                          .stop = interrupts->token(),
                          .out_is_terminal = ::isatty(STDOUT_FILENO) == 1,
                          .err_is_terminal = ::isatty(STDERR_FILENO) == 1,
                          .width = width,
                          .language = language};
  return run(program, operations, words, terminal);
}

}  // namespace sojourn::doors::cli
