// SHA-256 (FIPS 180-4) of streams, by OpenSSL's libcrypto, which uses the processor's own SHA
// instructions (about 1.5 GB/s), so that digesting input costs less than reading it.
// Tested in tests/unit/base/digest_test.cpp against the standard's examples.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace sojourn::base {

class Sha256 {
 public:
  Sha256();
  void add(std::string_view bytes);
  /// 64 lower-case hexadecimal digits of all that was added. Call it once, last.
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
