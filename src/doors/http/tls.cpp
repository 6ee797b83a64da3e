#include "doors/http/tls.h"

#include <fmt/format.h>
#include <openssl/ssl.h>

#include <string_view>

#include "base/ensure.h"
#include "base/refusal.h"

namespace sojourn::doors::http {
namespace {

base::Refusal unusable(std::string_view code, const std::filesystem::path& file,
                       std::string_view why, base::Sentence remedy) {
  return {.kind = base::Kind::invalid,
          .code = "tls",
          .detail = "The server cannot use its certificate.",
          .faults = {{.where = file.string(),
                      .code = std::string(code),
                      .value = std::string(why),
                      .detail = std::move(remedy)}}};
}

/// We speak HTTP/1.1. A client that offers protocols, but not this one, is told so by an alert.
int choose_protocol(SSL*, const unsigned char** out, unsigned char* length,
                    const unsigned char* offered, unsigned int offered_length, void*) {
  static constexpr unsigned char ours[] = "\x08http/1.1";
  unsigned char* chosen = nullptr;
  const int found =
      SSL_select_next_proto(&chosen, length, ours, sizeof ours - 1, offered, offered_length);
  *out = chosen;
  return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

}  // namespace

std::shared_ptr<boost::asio::ssl::context> load_tls(const std::filesystem::path& certificate,
                                                    const std::filesystem::path& key) {
  namespace ssl = boost::asio::ssl;
  auto made = std::make_shared<ssl::context>(ssl::context::tls_server);
  SSL_CTX* native = made->native_handle();
  base::ensure(SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION) == 1, "OpenSSL has TLS 1.2");
  base::ensure(SSL_CTX_set_cipher_list(native, "ECDHE+AESGCM:ECDHE+CHACHA20") == 1,
               "OpenSSL has the ciphers of TLS 1.2 that are any good");
  SSL_CTX_set_options(
      native, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);  // 34 KiB less for a connection that waits
  SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_alpn_select_cb(native, choose_protocol, nullptr);
  boost::system::error_code error;
  static_cast<void>(made->use_certificate_chain_file(certificate.string(), error));
  if (error) {
    throw unusable("certificate", certificate, error.message(),
                   "Give a PEM file that holds the server's certificate first, then those of its "
                   "issuers, and that this user may read.");
  }
  static_cast<void>(made->use_private_key_file(key.string(), ssl::context::pem, error));
  if (error) {
    throw unusable("key", key, error.message(),
                   "Give the PEM file of the certificate's own private key, without a passphrase, "
                   "that this user may read.");
  }
  if (SSL_CTX_check_private_key(native) != 1) {
    throw unusable("key", key, "", "This key does not belong to the certificate.");
  }
  return made;
}

}  // namespace sojourn::doors::http
