// Memory on large pages, for tables of many megabytes that are filled or searched all over: fewer
// pages to be handed out, and fewer lookups of where a page lies. Reading a nation takes a tenth
// less processor time so (bench/read.cpp).
#pragma once

#include <cstddef>

namespace sojourn::base {

/// Asks the machine to put large pages under `bytes` bytes at `begin` that were not written yet. An
/// advice: it may be refused, and changes nothing but speed.
void advise_large_pages(void* begin, std::size_t bytes);

/// `container.reserve(count)` (a vector or a string that is to be filled now), on large pages.
template <class Container>
void reserve_large(Container& container, std::size_t count) {
  container.reserve(count);
  advise_large_pages(container.data(), container.capacity() * sizeof(*container.data()));
}

}  // namespace sojourn::base
