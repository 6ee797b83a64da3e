// Arrays of hundreds of megabytes that are written once, by several threads: without a first pass
// that only writes zeros (a second on one thread at nation size), and on huge pages where the
// system grants them (random access then misses the address cache far less).
// Tested in tests/unit/planner/problem_test.cpp.
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

namespace sojourn::planner {

template <class T>
struct BigAllocator {
  static_assert(std::is_trivially_destructible_v<T> && std::is_trivially_copyable_v<T>);
  using value_type = T;
  BigAllocator() = default;
  template <class U>
  BigAllocator(const BigAllocator<U>&) {}

  static constexpr std::size_t huge_page = std::size_t{1} << 21;
  static std::align_val_t alignment(std::size_t bytes) {
    return std::align_val_t{bytes >= 2 * huge_page ? huge_page : alignof(std::max_align_t)};
  }

  T* allocate(std::size_t count) {
    const std::size_t bytes = count * sizeof(T);
    void* memory = ::operator new(bytes, alignment(bytes));
    // A wish: where it is refused, all works as before.
    if (bytes >= 2 * huge_page)
      (void)::madvise(memory, bytes, MADV_HUGEPAGE);
    return static_cast<T*>(memory);
  }
  void deallocate(T* memory, std::size_t count) {
    ::operator delete(memory, alignment(count * sizeof(T)));
  }
  /// resize(n) leaves new elements unwritten; whoever resizes writes all of them.
  template <class U>
  void construct(U*) {}
  template <class U, class... Args>
  void construct(U* place, Args&&... args) {
    ::new (static_cast<void*>(place)) U(std::forward<Args>(args)...);
  }
  friend bool operator==(const BigAllocator&, const BigAllocator&) { return true; }
};

template <class T>
using BigArray = std::vector<T, BigAllocator<T>>;

}  // namespace sojourn::planner
