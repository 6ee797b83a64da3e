#include "tests/unit/doors/http/client.h"

#include <arpa/inet.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include "doors/http/message.h"

namespace sojourn::doors::http {

struct Client::Tls {
  SSL_CTX* context = nullptr;
  SSL* ssl = nullptr;
  ~Tls() {
    SSL_free(ssl);
    SSL_CTX_free(context);
  }
};

std::string Answer::field(std::string_view name) const {
  std::string_view rest = head;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find("\r\n"), rest.size());
    const std::string_view line = rest.substr(0, end);
    const std::size_t colon = line.find(": ");
    if (colon != std::string_view::npos && same_word(line.substr(0, colon), name)) {
      return std::string(line.substr(colon + 2));
    }
    rest.remove_prefix(std::min(end + 2, rest.size()));
  }
  return "";
}

Client::Client(std::uint16_t port, const std::string& from, bool tls) {
  std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes without MSG_NOSIGNAL
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval patience{.tv_sec = 60, .tv_usec = 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  ::inet_pton(AF_INET, from.c_str(), &address.sin_addr);
  if (::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    throw std::runtime_error("cannot bind to " + from);
  }
  ::inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
  address.sin_port = htons(port);
  connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  if (connected_ && tls) {
    tls_ = std::make_unique<Tls>();
    tls_->context = SSL_CTX_new(TLS_client_method());
    tls_->ssl = SSL_new(tls_->context);
    SSL_set_fd(tls_->ssl, socket_);
    connected_ = SSL_connect(tls_->ssl) == 1;
  }
}

Client::Client(Client&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)),
      connected_(other.connected_),
      in_(std::move(other.in_)),
      tls_(std::move(other.tls_)) {}

Client::~Client() { close(); }

void Client::close() {
  tls_.reset();
  if (socket_ >= 0) {
    ::close(std::exchange(socket_, -1));
  }
}

bool Client::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = tls_ ? SSL_write(tls_->ssl, bytes.data(), static_cast<int>(bytes.size()))
                           : ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) {
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void Client::finish() { ::shutdown(socket_, SHUT_WR); }

bool Client::more() {
  std::array<char, 16384> bytes;
  const auto got = tls_ ? SSL_read(tls_->ssl, bytes.data(), static_cast<int>(bytes.size()))
                        : ::recv(socket_, bytes.data(), bytes.size(), 0);
  if (got <= 0) {
    return false;
  }
  in_.append(bytes.data(), static_cast<std::size_t>(got));
  return true;
}

std::string Client::rest() {
  while (more()) {
  }
  return std::exchange(in_, {});
}

std::string Client::take(std::size_t count) {
  while (in_.size() < count && more()) {
  }
  std::string taken = in_.substr(0, count);
  in_.erase(0, count);
  return taken;
}

std::string Client::until(std::string_view end) {
  std::size_t at = 0;
  while ((at = in_.find(end)) == std::string::npos) {
    if (!more()) {
      return std::exchange(in_, {});
    }
  }
  return take(at + end.size());
}

Answer Client::answer(bool head_only) {
  Answer made;
  made.head = until("\r\n\r\n");
  if (made.head.size() < 12) {
    return made;
  }
  made.status = std::atoi(made.head.c_str() + 9);
  if (head_only || made.status < 200 || made.status == 204 || made.status == 304) {
    return made;
  }
  if (made.field("Transfer-Encoding") == "chunked") {
    for (;;) {
      const std::string size = until("\r\n");
      const auto count = std::strtoul(size.c_str(), nullptr, 16);
      made.body += take(count);
      take(2);
      if (count == 0) {
        return made;
      }
    }
  }
  made.body = take(static_cast<std::size_t>(std::atol(made.field("Content-Length").c_str())));
  return made;
}

std::string Client::peer_name() const {
  X509* certificate = SSL_get1_peer_certificate(tls_->ssl);
  std::array<char, 256> name{};
  X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name.data(),
                            static_cast<int>(name.size()));
  X509_free(certificate);
  return name.data();
}

std::string Client::tls_version() const { return SSL_get_version(tls_->ssl); }

std::size_t answers_in(std::string_view bytes) {
  std::size_t count = 0;
  for (std::size_t at = bytes.find("\r\nDate: "); at != bytes.npos;
       at = bytes.find("\r\nDate: ", at + 1)) {
    ++count;
  }
  return count;
}

void write_certificate(const std::filesystem::path& folder, const std::string& name) {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  X509* certificate = X509_new();
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
  X509_set_pubkey(certificate, key);
  X509_NAME* subject = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  X509_set_issuer_name(certificate, subject);
  X509_sign(certificate, key, EVP_sha256());
  const auto write = [](const std::filesystem::path& file, auto&& act) {
    BIO* open = BIO_new_file(file.c_str(), "w");
    act(open);
    BIO_free(open);
  };
  write(folder / "cert.pem", [&](BIO* file) { PEM_write_bio_X509(file, certificate); });
  write(folder / "key.pem", [&](BIO* file) {
    PEM_write_bio_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr);
  });
  X509_free(certificate);
  EVP_PKEY_free(key);
}

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "sojourn-http-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) {
    throw std::runtime_error("no temporary folder");
  }
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace sojourn::doors::http
