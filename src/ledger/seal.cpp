#include "ledger/seal.h"

#include <sodium.h>

#include "base/ensure.h"

namespace sojourn::ledger {
namespace {

constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(sizeof(SealKey) == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

const std::uint8_t* unsigned_of(std::string_view bytes) {
  return reinterpret_cast<const std::uint8_t*>(bytes.data());
}
std::uint8_t* unsigned_of(std::string& bytes) {
  return reinterpret_cast<std::uint8_t*>(bytes.data());
}

void start_sodium() { base::ensure(sodium_init() >= 0, "libsodium starts"); }

}  // namespace

SealKey make_seal_key() {
  start_sodium();
  SealKey key{};
  randombytes_buf(key.data(), key.size());
  return key;
}

std::string seal(const SealKey& key, std::string_view text, std::string_view place) {
  start_sodium();
  std::string sealed(nonce_size + text.size() + tag_size, '\0');
  std::uint8_t* nonce = unsigned_of(sealed);
  randombytes_buf(nonce, nonce_size);
  const int made = crypto_aead_xchacha20poly1305_ietf_encrypt(
      nonce + nonce_size, nullptr, unsigned_of(text), text.size(), unsigned_of(place), place.size(),
      nullptr, nonce, key.data());
  base::ensure(made == 0, "a text is sealed");
  return sealed;
}

std::optional<std::string> unseal(const SealKey& key, std::string_view sealed,
                                  std::string_view place) {
  start_sodium();
  if (sealed.size() < nonce_size + tag_size) {
    return std::nullopt;
  }
  std::string text(sealed.size() - nonce_size - tag_size, '\0');
  const int made = crypto_aead_xchacha20poly1305_ietf_decrypt(
      unsigned_of(text), nullptr, nullptr, unsigned_of(sealed) + nonce_size,
      sealed.size() - nonce_size, unsigned_of(place), place.size(), unsigned_of(sealed),
      key.data());
  return made == 0 ? std::optional(std::move(text)) : std::nullopt;
}

}  // namespace sojourn::ledger
