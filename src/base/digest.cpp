#include "base/digest.h"

#include <openssl/evp.h>

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

std::array<std::uint8_t, 32> Sha256::take() {
  std::array<std::uint8_t, 32> digest{};
  unsigned int size = 0;
  EVP_MD_CTX* context = context_of(context_.get());
  ensure(EVP_DigestFinal_ex(context, digest.data(), &size) == 1 && size == digest.size() &&
             EVP_DigestInit_ex(context, nullptr, nullptr) == 1,
         "SHA-256 ends and begins anew");
  return digest;
}

std::string Sha256::hex() {
  const std::array<std::uint8_t, 32> digest = take();
  constexpr std::string_view digits = "0123456789abcdef";
  std::string made;
  made.reserve(64);
  for (const std::uint8_t byte : digest) {
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
