// How fast a programme folder is read, beside `wc -l` on the same files.
//
//   bench_read [county|prefecture|province|nation]   (nation)
//
// Asked: 200 MB/s a core for the whole way from files to an instance; ends with an error where it
// is not met. The folder is a fictional example, seed 1, made in a temporary folder. Figures are
// megabytes (10^6 bytes) a second of processor time, so that they hold on a busy machine; the best
// of three runs.
#include <fmt/core.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/process.h"
#include "documents/csv.h"
#include "documents/text_file.h"
#include "stages/placement/example.h"
#include "stages/placement/folder.h"

namespace {

using namespace sojourn;
namespace fs = std::filesystem;

struct Times {
  double wall = 1e9;
  double cpu = 1e9;
};

/// The best of three; each figure by itself.
Times best_of_three(const std::function<void()>& work) {
  Times best;
  for (int round = 0; round < 3; ++round) {
    const auto start = std::chrono::steady_clock::now();
    const double cpu = base::cpu_seconds();
    work();
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
    best.wall = std::min(best.wall, wall.count());
    best.cpu = std::min(best.cpu, base::cpu_seconds() - cpu);
  }
  return best;
}

/// `wc -l` on all files, as a process of its own.
Times count_lines(const std::vector<std::string>& files) {
  Times best;
  for (int round = 0; round < 3; ++round) {
    const auto start = std::chrono::steady_clock::now();
    std::fflush(stdout);
    const pid_t child = ::fork();
    if (child == 0) {
      std::vector<const char*> words = {"wc", "-l"};
      for (const std::string& file : files) {
        words.push_back(file.c_str());
      }
      words.push_back(nullptr);
      // NOLINTNEXTLINE(cppcoreguidelines-owning-memory): stdout owns itself
      if (std::freopen("/dev/null", "w", stdout) != nullptr) {
        ::execvp("wc", const_cast<char* const*>(words.data()));
      }
      ::_exit(127);
    }
    int status = 0;
    rusage used{};
    ::wait4(child, &status, 0, &used);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
      return {};
    }
    const auto seconds = [](const timeval& time) {
      return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
    };
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
    best.wall = std::min(best.wall, wall.count());
    best.cpu = std::min(best.cpu, seconds(used.ru_utime) + seconds(used.ru_stime));
  }
  return best;
}

void print(std::string_view what, double megabytes, const Times& times) {
  fmt::print("{:<52}{:>9.3f}{:>9.3f}{:>12.0f}\n", what, times.wall, times.cpu,
             megabytes / times.cpu);
}

}  // namespace

int main(int count, char** arguments) {
  constexpr std::array<std::string_view, 4> names = {"county", "prefecture", "province", "nation"};
  const std::string_view asked = count > 1 ? arguments[1] : "nation";
  const auto scale = std::find(names.begin(), names.end(), asked);
  if (scale == names.end()) {
    fmt::print(stderr, "bench_read [county|prefecture|province|nation]\n");
    return 2;
  }
  const fs::path folder =
      fs::temp_directory_path() / ("sojourn-bench-read-" + std::to_string(::getpid()));
  stages::placement::write_example(
      {.scale = static_cast<stages::placement::ExampleScale>(scale - names.begin())}, folder);
  std::vector<std::string> files;
  double megabytes = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".csv") {
      files.push_back(entry.path());
      megabytes += static_cast<double>(entry.file_size()) / 1e6;
    }
  }
  fmt::print("{} of fictional CSV, {:.1f} MB\n\n{:<52}{:>9}{:>9}{:>12}\n", asked, megabytes, "",
             "wall s", "CPU s", "MB/s a core");
  print("wc -l", megabytes, count_lines(files));

  std::vector<std::unique_ptr<documents::TextFile>> texts;
  print("load: read, SHA-256, UTF-8 check", megabytes, best_of_three([&] {
          texts.clear();
          for (const std::string& file : files) {
            texts.push_back(documents::read_text_file(file, documents::Encoding::utf8));
          }
        }));
  std::size_t cells = 0;
  print("CSV alone: every cell of every row", megabytes, best_of_three([&] {
          cells = 0;
          for (const auto& text : texts) {
            documents::CsvReader reader(text->text);
            while (reader.next()) {
              cells += reader.cells().size();
            }
          }
        }));
  texts.clear();
  bool good = true;
  double rate = 0;
  for (const int threads : {1, 2}) {
    const Times times = best_of_three([&] {
      good =
          good && stages::placement::read_folder(folder, {.encoding = "utf-8", .threads = threads})
                      .instance;
    });
    print(fmt::format("the folder: all of that, checked and resolved, {} thread{}", threads,
                      threads == 1 ? "" : "s"),
          megabytes, times);
    rate = std::max(rate, megabytes / times.cpu);
  }
  constexpr double asked_rate = 200;
  fmt::print("\n{} cells; peak memory {:.0f} MB\nasked: {:.0f} MB/s a core: {}\n", cells,
             base::peak_megabytes(), asked_rate, rate >= asked_rate ? "met" : "NOT MET");
  fs::remove_all(folder);
  return good && rate >= asked_rate ? 0 : 1;
}
