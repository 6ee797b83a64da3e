// SHA-256 (FIPS 180-4) of streams, by OpenSSL's libcrypto, which uses the processor's own SHA
// instructions (about 1.5 GB/s), so that digesting input costs less than reading it.
// Tested in tests/unit/base/digest_test.cpp against the standard's examples.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace sojourn::base {

class Sha256 {
 public:
  Sha256();
  void add(std::string_view bytes);
  /// Of all that was added; the next `add` begins anew. One object for many digests saves half of
  /// the time of a short one.
  std::array<std::uint8_t, 32> take();
  /// The same as 64 lower-case hexadecimal digits.
  std::string hex();

 private:
  struct Free {
    void operator()(void* context) const;
  };
  std::unique_ptr<void, Free> context_;
};

/// Of one text.
std::string sha256_hex(std::string_view bytes);

}  // namespace sojourn::base
