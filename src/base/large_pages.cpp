// See large_pages.h.
#include "base/large_pages.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>

namespace sojourn::base {

void advise_large_pages(void* begin, std::size_t bytes) {
  constexpr std::size_t large_page = std::size_t{1} << 21;
  if (bytes < large_page) {
    return;
  }
  // From the first whole page on, as the call wants it.
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  const std::size_t skip = (page - reinterpret_cast<std::uintptr_t>(begin) % page) % page;
  ::madvise(static_cast<char*>(begin) + skip, bytes - skip, MADV_HUGEPAGE);
}

}  // namespace sojourn::base
