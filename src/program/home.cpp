#include "program/home.h"

#include <stdlib.h>  // mkdtemp

#include <cerrno>
#include <ostream>
#include <system_error>

namespace sojourn::program {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view standard_directory = "sojourn-data";

}  // namespace

PassingDirectory::PassingDirectory() {
  std::string pattern = (fs::temp_directory_path() / "sojourn-example-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) {
    throw std::system_error(errno, std::generic_category(), pattern);
  }
  path_ = pattern;
}

PassingDirectory::~PassingDirectory() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

bool settle(Home& home, const HomeWanted& wanted, const doors::http::ServerSettings& settings,
            base::Terminal& terminal) {
  if (wanted.example) {
    if (wanted.database) {
      base::refuse_faults({{.where = "/database",
                            .code = "example_has_its_own",
                            .value = "",
                            .detail = "An example has a database of its own in its directory. "
                                      "Leave this out."}});
    }
    refuse_others(settings);
    if (!wanted.data) {
      home.passing.emplace();
    }
  }
  home.in_directory = !wanted.database;
  home.directory = home.passing ? home.passing->path().string()
                                : wanted.data.value_or(std::string(standard_directory));
  home.example = example_in(home.directory);
  if (home.example) {
    refuse_others(settings);
  } else if (wanted.example) {
    terminal.out << base::Sentence("The example is made and planned, which takes some seconds ...")
                        .in(terminal.language)
                 << std::endl;
    home.example = make_example(home.directory, terminal);
    return home.example.has_value();
  }
  return true;
}

base::Sentence place_in_words(const Home& home, std::string_view engine) {
  if (!home.in_directory) {
    return std::string(engine);
  }
  return home.passing
             ? base::in_words("{} in {}, deleted when the server ends (--data DIR keeps it)",
                              engine, home.directory)
             : base::in_words("{} in {}", engine, home.directory);
}

}  // namespace sojourn::program
