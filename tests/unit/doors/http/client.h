// A client of bare sockets, which can say what no library would, from any 127.x address; and a
// certificate made on the spot.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sojourn::doors::http {

/// An answer as it came.
struct Answer {
  int status = 0;  ///< 0: none came
  std::string head;
  std::string body;
  /// The value of a field, "" if it is not there.
  std::string field(std::string_view name) const;
};

class Client {
 public:
  /// Connects. Waits at most a minute for anything later, then gives up.
  explicit Client(std::uint16_t port, const std::string& from = "127.0.0.1", bool tls = false);
  Client(Client&& other) noexcept;
  Client& operator=(Client&&) = delete;
  ~Client();

  bool connected() const { return connected_; }
  /// False if the other side has closed.
  bool send(std::string_view bytes);
  /// Says that nothing more will be sent.
  void finish();
  void close();
  /// One answer: head, and body by Content-Length or chunks (unless `head_only`).
  Answer answer(bool head_only = false);
  /// Everything until the other side closes.
  std::string rest();
  /// Exactly this many bytes, fewer if the other side closes before.
  std::string take(std::size_t count);
  /// Up to and with `end`; what there is, if the other side closes before.
  std::string until(std::string_view end);
  /// TLS: the name on the certificate of the other side, and the version spoken.
  std::string peer_name() const;
  std::string tls_version() const;

 private:
  struct Tls;
  bool more();

  int socket_ = -1;
  bool connected_ = false;
  std::string in_;
  std::unique_ptr<Tls> tls_;
};

/// How many answers there are in `bytes`: each has a Date.
std::size_t answers_in(std::string_view bytes);

/// Writes a self-signed certificate for `name` and its key into `folder` as cert.pem and key.pem.
void write_certificate(const std::filesystem::path& folder, const std::string& name);

/// A folder that is gone at the end of the test.
class TemporaryFolder {
 public:
  TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace sojourn::doors::http
