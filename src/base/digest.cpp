#include "base/digest.h"

#include <openssl/evp.h>

#include <array>
#include <new>

#include "base/ensure.h"

namespace sojourn::base {
namespace {

EVP_MD_CTX* context_of(void* context) { return static_cast<EVP_MD_CTX*>(context); }

}  // namespace

void Sha256::Free::operator()(void* context) const { EVP_MD_CTX_free(context_of(context)); }

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  if (context_ == nullptr) {
    throw std::bad_alloc();
  }
  ensure(EVP_DigestInit_ex(context_of(context_.get()), EVP_sha256(), nullptr) == 1,
         "SHA-256 starts");
}

void Sha256::add(std::string_view bytes) {
  ensure(EVP_DigestUpdate(context_of(context_.get()), bytes.data(), bytes.size()) == 1,
         "SHA-256 takes bytes");
}

std::string Sha256::hex() {
  std::array<unsigned char, 32> digest{};
  unsigned int size = 0;
  ensure(EVP_DigestFinal_ex(context_of(context_.get()), digest.data(), &size) == 1 &&
             size == digest.size(),
         "SHA-256 ends, once");
  constexpr std::string_view digits = "0123456789abcdef";
  std::string made;
  made.reserve(64);
  for (const unsigned char byte : digest) {
    made += digits[byte >> 4U];
    made += digits[byte & 15U];
  }
  return made;
}

std::string sha256_hex(std::string_view bytes) {
  Sha256 digest;
  digest.add(bytes);
  return digest.hex();
}

}  // namespace sojourn::base
