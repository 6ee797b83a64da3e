// Any bytes at all as an archive that somebody uploads: no more comes out than is allowed.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/refusal.h"
#include "documents/archive.h"
#include "documents/grid_parts.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sojourn;
  const documents::GridLimits limits{.inflated = 1'000'000, .ratio = 50, .entries = 20};
  const documents::GridSource source{.name = "x",
                                     .bytes = {reinterpret_cast<const char*>(data), size}};
  try {
    const auto parts = documents::zip_parts(source, limits);
    std::size_t inflated = 0;
    for (const char* name : {"_rels/.rels", "xl/workbook.xml", "xl/worksheets/sheet1.xml", "a"}) {
      if (const auto part = parts->open(name)) {
        for (auto bytes = part->read(); !bytes.empty(); bytes = part->read()) {
          inflated += bytes.size();
        }
      }
    }
    if (inflated > limits.inflated) {
      std::abort();
    }
  } catch (const base::Refusal&) {
  }
  try {
    std::size_t inflated = 0;
    for (const documents::ArchivedFile& file : documents::read_archive(source, limits)) {
      inflated += file.bytes.size();
      if (file.name.starts_with("../") || file.name.starts_with("/")) {
        std::abort();
      }
    }
    if (inflated > limits.inflated) {
      std::abort();
    }
  } catch (const base::Refusal&) {
  }
  try {
    const auto grid = documents::open_grid(source, {.sheet = {}, .limits = limits});
    while (grid->next()) {
    }
  } catch (const base::Refusal&) {
  }
  return 0;
}
