#include "bench/peers/cut_county.h"

#include <unistd.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/ensure.h"
#include "stages/placement/folder.h"

namespace sojourn::peers {

using namespace planner;
namespace fs = std::filesystem;

Instance example_instance(const stages::placement::ExampleOptions& options) {
  const fs::path folder =
      fs::temp_directory_path() /
      ("sojourn-peers-" + std::to_string(::getpid()) + "-" + std::to_string(options.seed));
  fs::remove_all(folder);
  stages::placement::write_example(options, folder);
  stages::placement::ReadResult read = stages::placement::read_folder(folder, {.threads = 1});
  fs::remove_all(folder);
  base::ensure(read.instance.has_value(),
               "the example cannot be read: " +
                   (read.errors.empty() ? std::string() : text_of(read.errors.front())));
  return std::move(*read.instance);
}

Instance cut(const Instance& whole, int sites, int staff) {
  Instance part = whole;
  // The i-th kept of `count` stands at i * size / count; the others map to none.
  const auto spread = [](std::size_t size, int count) {
    std::vector<Ix> place(size, none);
    for (int i = 0; i < count; ++i) {
      place[static_cast<std::size_t>(i) * size / static_cast<std::size_t>(count)] = i;
    }
    return place;
  };
  const std::vector<Ix> site_of = spread(whole.sites.size(), sites);
  const std::vector<Ix> staff_of = spread(whole.staff.size(), staff);
  const auto at = [](const std::vector<Ix>& places, Ix old) {
    return old == none ? none : places[static_cast<std::size_t>(old)];
  };
  part.sites.clear();
  for (std::size_t s = 0; s < whole.sites.size(); ++s) {
    if (site_of[s] != none) {
      part.sites.push_back(whole.sites[s]);
    }
  }
  part.staff.clear();
  for (std::size_t p = 0; p < whole.staff.size(); ++p) {
    if (staff_of[p] != none) {
      part.staff.push_back(whole.staff[p]);
      part.staff.back().home_site = at(site_of, whole.staff[p].home_site);
      part.staff.back().current_site = at(site_of, whole.staff[p].current_site);
    }
  }
  const auto keep = [&](auto& rows) {
    std::erase_if(rows, [&](auto& row) {
      row.staff = at(staff_of, row.staff);
      row.site = at(site_of, row.site);
      return row.staff == none || row.site == none;
    });
  };
  keep(part.wishes);
  keep(part.pins);
  keep(part.costs);
  std::erase_if(part.affinity, [&](Affinity& row) {
    row.site = at(site_of, row.site);
    return row.site == none;
  });
  return part;
}

Instance cut_county(std::uint64_t seed, bool tight, int sites, int staff) {
  return cut(example_instance(
                 {.scale = stages::placement::ExampleScale::county, .seed = seed, .tight = tight}),
             sites, staff);
}

}  // namespace sojourn::peers
