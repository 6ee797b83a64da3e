// Fictional programme folders to try Sojourn on: realistic in size and shape, made from a seed
// alone, the same on every machine. The distributions follow those of a county office's
// spreadsheets: skewed sponsors, half of the people on their first posting, a quarter able to lead,
// three wishes at most. No place, sponsor or person in them exists: every name is put together from
// invented syllables. Tested in tests/unit/stages/placement/example_test.cpp.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace sojourn::stages::placement {

/// Sites and staff: county 90 and 860; prefecture 1,001 and 10,000 (11 counties of 91 sites);
/// province 12,012 and 120,000 (12 prefectures); nation 128,128 and 1,000,000 (128 prefectures).
enum class ExampleScale : std::uint8_t { county, prefecture, province, nation };

struct ExampleOptions {
  ExampleScale scale = ExampleScale::county;
  /// Another seed: another programme of the same kind.
  std::uint64_t seed = 1;
  /// Keep 60 % of the staff, rows unchanged, as real offices have it: then not every post can be
  /// filled. Without it every site can just be filled.
  bool tight = false;
};

/// Rows written.
struct ExampleCounts {
  std::int64_t areas = 0, sites = 0, sponsors = 0, staff = 0, wishes = 0, affinity = 0, pins = 0;
};

/// First line of the README.txt of every folder that this generator made; only such a folder, with
/// nothing added to it and every file as it was made, is ever replaced.
inline constexpr std::string_view example_mark =
    "A fictional programme, made by `sojourn example`.";

/// Text of an example's rules.toml: every key with its default.
std::string example_rules();

/// Writes the folder whole or not at all. Throws Refusal `conflict` if `folder` exists and is
/// neither empty nor an unchanged example, std::system_error if the disk fails or is full.
ExampleCounts write_example(const ExampleOptions& options, const std::filesystem::path& folder);

}  // namespace sojourn::stages::placement
