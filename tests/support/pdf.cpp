#include "tests/support/pdf.h"

#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include "base/ensure.h"
#include "base/text.h"

namespace sojourn::test {
namespace {

/// What `program FILE` says of a file with these bytes.
std::string said_of(std::string_view bytes, const std::string& program, const std::string& after) {
  std::string name = (std::filesystem::temp_directory_path() / "sojourn-pdf-XXXXXX").string();
  const int descriptor = mkstemp(name.data());
  base::ensure(descriptor >= 0 && write(descriptor, bytes.data(), bytes.size()) ==
                                      static_cast<ssize_t>(bytes.size()),
               "a file for a test can be written");
  close(descriptor);
  const std::string command = program + " '" + name + "' " + after;
  FILE* const pipe = popen(command.c_str(), "r");
  base::ensure(pipe != nullptr, "a program can be started");
  std::string said;
  std::array<char, 4096> part{};
  for (std::size_t read = 0; (read = fread(part.data(), 1, part.size(), pipe)) > 0;) {
    said.append(part.data(), read);
  }
  const int status = pclose(pipe);
  std::filesystem::remove(name);
  base::ensure(status == 0, program + " reads the file (is poppler-utils installed?)");
  return said;
}

}  // namespace

std::vector<std::string> pages_of_pdf(std::string_view bytes) {
  std::vector<std::string> pages;
  std::string page;
  for (const char each : said_of(bytes, "pdftotext -enc UTF-8 -layout", "-")) {
    if (each == '\f') {
      pages.push_back(std::move(page));
      page.clear();
    } else {
      page += each;
    }
  }
  return pages;
}

std::string fonts_of_pdf(std::string_view bytes) { return said_of(bytes, "pdffonts", ""); }

std::string without_gaps(std::string_view text) {
  std::string made;
  for (const char each : text) {
    if (each != ' ' && each != '\n') {
      made += each;
    }
  }
  for (const std::string_view sign : {"\u2068", "\u2069", "\u202a", "\u202b", "\u202c", "\u200f"}) {
    made = base::replaced(made, sign, "");
  }
  return made;
}

}  // namespace sojourn::test
